//! The treaties there are.

use std::collections::BTreeMap;

use law::{Day, PartyIx, Scratch};
use pack::{Instrument, InstrumentKind};
use serde::Serialize;

use crate::World;

/// A row of `semey treaties`, version 1.
#[derive(Debug, Serialize)]
pub struct TreatyRow {
    /// The id of the treaty.
    pub treaty: String,
    /// The id of its pack.
    pub pack: String,
    /// What it is; the word of an [`InstrumentKind`].
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Its usual short name.
    pub short: Option<String>,
    /// Its numbers in other registers.
    pub refs: BTreeMap<String, String>,
    /// Whether it is in force on the day.
    pub in_force: bool,
    /// When it entered or will enter into force.
    pub entry_into_force: Option<Day>,
    /// How many are bound on the day.
    pub parties: usize,
    /// The day up to which its acts were checked.
    pub checked_until: Option<Day>,
}

/// Which treaties are asked about: those that match everything given, by default all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'f> {
    /// Those of the pack with this id.
    pub pack: Option<&'f str>,
    /// Those of this kind.
    pub kind: Option<InstrumentKind>,
    /// Those with this text in one of their names, in any language.
    pub text: Option<&'f str>,
    /// Those in force on the day, or those not in force.
    pub in_force: Option<bool>,
    /// Those to which this participant is a party (`true`), or is none (`false`).
    pub party: Option<(PartyIx, bool)>,
    /// Those whose clauses are marked unverified.
    pub unverified: bool,
}

/// The treaties that match as known on a day, in the order of the packs.
pub fn answer(world: &World, on: Day, known: Day, filter: Filter<'_>) -> Vec<TreatyRow> {
    let text = filter.text.map(pack::names::key);
    let mut scratch = Scratch::default();
    let mut rows = Vec::new();
    for instrument in &world.packs.instruments {
        if filter.pack.is_some_and(|pack| instrument.pack != pack)
            || filter.kind.is_some_and(|kind| instrument.kind != kind)
            || text.as_ref().is_some_and(|key| !is_named(instrument, key))
            || (filter.unverified && instrument.unverified.is_none())
        {
            continue;
        }
        let (outcome, standings) = world.standings(instrument.ix, on, known, &mut scratch);
        let is_party = |party| standings.iter().any(|s| s.party == party && s.status.is_bound());
        let in_force = outcome.in_force(on);
        if filter.in_force.is_some_and(|wanted| in_force != wanted)
            || filter.party.is_some_and(|(party, wanted)| is_party(party) != wanted)
        {
            continue;
        }
        rows.push(TreatyRow {
            treaty: instrument.id.clone(),
            pack: instrument.pack.clone(),
            kind: instrument.kind.word(),
            title: pack::in_language(&instrument.title, &world.lang).to_owned(),
            short: instrument.short.clone(),
            refs: instrument.refs.clone(),
            in_force,
            entry_into_force: outcome.entry_into_force.real(),
            parties: standings.iter().filter(|s| s.status.is_bound()).count(),
            checked_until: instrument.checked_until,
        });
    }
    rows
}

fn is_named(instrument: &Instrument, key: &str) -> bool {
    let aliases = instrument.aliases.values().flatten().chain(instrument.short.as_ref());
    let mut names = instrument.title.values().chain(aliases).chain([&instrument.id]);
    names.any(|name| pack::names::key(name).contains(key))
}
