//! Everything a participant is to every treaty.

use std::collections::BTreeMap;

use law::{Day, PartyIx, Scratch, Status};
use serde::Serialize;

use crate::World;

/// The answer of `semey party`, version 1.
#[derive(Debug, Serialize)]
pub struct PartyAnswer {
    /// 1.
    pub version: u32,
    /// The participant's code.
    pub party: String,
    /// Its name on the day.
    pub name: String,
    /// The day asked about.
    pub on: Day,
    /// As known on this day; none means everything entered.
    pub known: Option<Day>,
    /// How many of the treaties it is each thing to.
    pub counts: BTreeMap<&'static str, usize>,
    /// The treaties, in the order of the packs.
    pub treaties: Vec<PartyRow>,
}

/// One treaty to which the participant is something.
#[derive(Debug, Serialize)]
pub struct PartyRow {
    /// The id of the treaty.
    pub treaty: String,
    /// Its title.
    pub title: String,
    /// What the participant is to it.
    pub status: Status,
    /// Since when.
    pub since: Option<Day>,
    /// The day up to which the treaty's acts were checked.
    pub checked_until: Option<Day>,
}

/// A participant and its name.
#[derive(Debug, Serialize)]
pub struct PartyName<'w> {
    /// Its name on the day.
    pub name: &'w str,
    /// Its code.
    pub party: &'w str,
}

/// Which treaties are asked about; by default all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'f> {
    /// Those to which the participant is this.
    pub status: Option<Status>,
    /// Those of the pack with this id.
    pub pack: Option<&'f str>,
}

/// The answer for one participant.
pub fn answer(world: &World, party: PartyIx, on: Day, known: Option<Day>, filter: Filter<'_>) -> PartyAnswer {
    let mut scratch = Scratch::default();
    let mut treaties = Vec::new();
    for instrument in world.packs.instruments.iter().filter(|i| filter.pack.is_none_or(|pack| i.pack == pack)) {
        let mine = world.standing(instrument.ix, party, on, known.unwrap_or(Day::LAST), &mut scratch);
        if let Some(standing) = mine.filter(|own| filter.status.is_none_or(|want| want == own.status)) {
            treaties.push(PartyRow {
                treaty: instrument.id.clone(),
                title: pack::in_language(&instrument.title, &world.lang).to_owned(),
                status: standing.status,
                since: standing.since.real(),
                checked_until: instrument.checked_until,
            });
        }
    }
    let mut counts = BTreeMap::new();
    for row in &treaties {
        *counts.entry(row.status.word()).or_default() += 1;
    }
    let name = world.party_name(party, on).to_owned();
    PartyAnswer { version: 1, party: world.code(party).to_owned(), name, on, known, counts, treaties }
}

/// Every participant there is, with the name it has on a day.
pub fn all(world: &World, on: Day) -> Vec<PartyName<'_>> {
    let parties = world.packs.parties.iter();
    parties.map(|(ix, party)| PartyName { name: world.party_name(ix, on), party: &party.code }).collect()
}
