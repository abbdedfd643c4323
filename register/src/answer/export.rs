//! Whole tables: every act, every participant's status, every treaty.

use law::{Day, Scratch, Supposed, TreatyIx};
use serde::Serialize;

use crate::World;

/// One act.
#[derive(Debug, Serialize)]
pub struct ActRow<'w> {
    /// The id of the treaty.
    pub treaty: &'w str,
    /// The day of the act, as exact as it is known.
    pub date: String,
    /// The code of who did it; empty for acts of the treaty.
    pub party: &'w str,
    /// The kind of act.
    pub act: &'static str,
    /// The day of legal effect, where the act names it.
    pub effect: Option<Day>,
    /// The day on which the States had been told.
    pub known: Option<Day>,
    /// The day from which the record is known to be wrong.
    pub wrong: Option<Day>,
    /// Where.
    pub place: Option<&'w str>,
    /// For which territory.
    pub territory: Option<&'w str>,
    /// The name of the act within its treaty.
    pub id: Option<&'w str>,
    /// The act this one is about.
    pub about: Option<&'w str>,
    /// Why its meaning is contested.
    pub doubt: Option<&'w str>,
    /// Why another source is followed.
    pub overruled: Option<&'w str>,
    /// The source and the place in it.
    pub source: &'w str,
    /// Anything a reader must know.
    pub note: Option<&'w str>,
}

/// One participant of one treaty.
#[derive(Debug, Serialize)]
pub struct ParticipantRow<'w> {
    /// The id of the treaty.
    pub treaty: &'w str,
    /// The code of the participant.
    pub party: &'w str,
    /// Its name on the day.
    pub name: &'w str,
    /// The word of its status.
    pub status: &'static str,
    /// Since when.
    pub since: Option<Day>,
    /// When it signed.
    pub signed: Option<Day>,
    /// When it consented to be bound.
    pub consented: Option<Day>,
    /// From when its consent binds it.
    pub bound: Option<Day>,
}

/// One treaty.
#[derive(Debug, Serialize)]
pub struct TreatyRow<'w> {
    /// The id of the treaty.
    pub treaty: &'w str,
    /// The id of its pack.
    pub pack: &'w str,
    /// What it is.
    pub kind: &'static str,
    /// Its title.
    pub title: &'w str,
    /// Its number in the United Nations Treaty Collection, or nothing.
    pub untc: &'w str,
    /// Its number in WIPO Lex, or nothing.
    pub wipo: &'w str,
    /// Its number in the International Environmental Agreements Database, or nothing.
    pub ieadb: &'w str,
    /// When its text was adopted.
    pub adopted: Option<law::Dated>,
    /// When it entered or will enter into force.
    pub entry_into_force: Option<Day>,
    /// Whether it is in force on the day.
    pub in_force: bool,
    /// The first day on which it is no longer in force.
    pub ended: Option<Day>,
    /// How many are bound on the day.
    pub parties: usize,
    /// The day up to which its acts were checked.
    pub checked_until: Option<Day>,
    /// Why its clauses are not sure.
    pub unverified: Option<&'w str>,
}

/// Every act, of one treaty or of all, in the order of the record.
pub fn acts(world: &World, only: Option<TreatyIx>) -> Vec<ActRow<'_>> {
    instruments(world, only).flat_map(|instrument| acts_of(world, instrument)).collect()
}

/// Every participant of one treaty or of all, on a day, as known on another.
pub fn participants(world: &World, only: Option<TreatyIx>, on: Day, known: Day) -> Vec<ParticipantRow<'_>> {
    let mut scratch = Scratch::default();
    instruments(world, only).flat_map(|i| participants_of(world, i, on, known, &mut scratch)).collect()
}

/// One treaty, or all, on a day, as known on another.
pub fn treaties(world: &World, only: Option<TreatyIx>, on: Day, known: Day) -> Vec<TreatyRow<'_>> {
    let mut scratch = Scratch::default();
    instruments(world, only).map(|i| treaty(world, i, on, known, &mut scratch)).collect()
}

fn instruments(world: &World, only: Option<TreatyIx>) -> impl Iterator<Item = &pack::Instrument> {
    world.packs.instruments.iter().filter(move |i| only.is_none_or(|only| only == i.ix))
}

fn acts_of<'w>(world: &'w World, instrument: &'w pack::Instrument) -> impl Iterator<Item = ActRow<'w>> {
    instrument.acts.iter().map(|act| ActRow {
        treaty: &instrument.id,
        date: act.date.to_string(),
        party: act.party.map_or("", |party| world.code(party)),
        act: act.kind.word(),
        effect: act.effect,
        known: act.known,
        wrong: act.wrong_from,
        place: act.place.as_deref(),
        territory: act.territory.as_deref(),
        id: act.id.as_deref(),
        about: act.about.as_deref(),
        doubt: act.doubt.as_deref(),
        overruled: act.overruled.as_deref(),
        source: &act.source,
        note: act.note.as_deref(),
    })
}

fn participants_of<'w>(
    world: &'w World,
    instrument: &'w pack::Instrument,
    on: Day,
    known: Day,
    scratch: &mut Scratch,
) -> Vec<ParticipantRow<'w>> {
    let mut standings = Vec::new();
    world.packs.engine.standings(instrument.ix, on, known, &Supposed::default(), scratch, &mut standings);
    let rows = standings.iter().filter(|standing| standing.status != law::Status::None);
    rows.map(|standing| ParticipantRow {
        treaty: &instrument.id,
        party: world.code(standing.party),
        name: world.party_name(standing.party, on),
        status: standing.status.word(),
        since: standing.since.real(),
        signed: standing.signed.real(),
        consented: standing.consented.real(),
        bound: standing.bound.real(),
    })
    .collect()
}

fn treaty<'w>(
    world: &'w World,
    instrument: &'w pack::Instrument,
    on: Day,
    known: Day,
    scratch: &mut Scratch,
) -> TreatyRow<'w> {
    let mut standings = Vec::new();
    world.packs.engine.standings(instrument.ix, on, known, &Supposed::default(), scratch, &mut standings);
    let outcome = world.packs.engine.outcome(instrument.ix, known, scratch);
    let reference = |register: &str| instrument.refs.get(register).map_or("", String::as_str);
    TreatyRow {
        treaty: &instrument.id,
        pack: &instrument.pack,
        kind: instrument.kind.word(),
        title: pack::in_language(&instrument.title, &world.lang),
        untc: reference("untc"),
        wipo: reference("wipo"),
        ieadb: reference("ieadb"),
        adopted: instrument.adopted,
        entry_into_force: outcome.entry_into_force.real(),
        in_force: outcome.in_force(on),
        ended: outcome.ends.real(),
        parties: standings.iter().filter(|standing| standing.status.is_bound()).count(),
        checked_until: instrument.checked_until,
        unverified: instrument.unverified.as_deref(),
    }
}
