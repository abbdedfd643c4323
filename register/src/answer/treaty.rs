//! What an instrument is: what stands at the head of a printed sheet.

use std::collections::BTreeMap;

use law::{Dated, Day, TreatyIx};
use serde::Serialize;

use crate::World;

/// The answer about one instrument, version 1.
#[derive(Debug, Serialize)]
pub struct TreatyAnswer {
    /// 1.
    pub version: u32,
    /// The id of the treaty.
    pub treaty: String,
    /// Its title.
    pub title: String,
    /// Its titles, by language.
    pub titles: BTreeMap<String, String>,
    /// What kind of instrument it is.
    pub kind: &'static str,
    /// When its text was adopted.
    pub adopted: Option<Dated>,
    /// Where.
    pub place: Option<String>,
    /// Who keeps it.
    pub depositaries: Vec<Depositary>,
    /// Its numbers in other registers.
    pub refs: BTreeMap<String, String>,
}

/// One of those who keep an instrument.
#[derive(Debug, Serialize)]
pub struct Depositary {
    /// Its code.
    pub party: String,
    /// Its name on the day.
    pub name: String,
}

/// The answer for one treaty, with the names of a day.
pub fn answer(world: &World, t: TreatyIx, on: Day) -> TreatyAnswer {
    let instrument = &world.packs[t];
    let adopted = instrument.adopted.map_or(on, |date| date.first);
    let place = instrument.place.as_deref().map(|place| world.place_name(place, adopted).to_owned());
    let depositary = |&party: &law::PartyIx| Depositary {
        party: world.code(party).to_owned(),
        name: world.party_name(party, on).to_owned(),
    };
    TreatyAnswer {
        version: 1,
        treaty: instrument.id.clone(),
        title: pack::in_language(&instrument.title, &world.lang).to_owned(),
        titles: instrument.title.iter().map(|(lang, text)| (lang.clone(), text.clone())).collect(),
        kind: instrument.kind.word(),
        adopted: instrument.adopted,
        place,
        depositaries: instrument.depositaries.iter().map(depositary).collect(),
        refs: instrument.refs.iter().map(|(register, number)| (register.clone(), number.clone())).collect(),
    }
}
