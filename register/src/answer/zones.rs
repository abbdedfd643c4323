//! Zones: whose territory they are, what makes them, who has consented to that and who watches over them.

use law::{Day, Scratch, Standing, Status, Supposed, TreatyIx};
use pack::{Zone, in_language};
use serde::Serialize;

use crate::World;

/// The answer of `semey zones ZONE`, version 1; without a zone, a list of them.
#[derive(Debug, Serialize)]
pub struct ZoneAnswer {
    /// 1.
    pub version: u32,
    /// The id of the zone.
    pub zone: String,
    /// What it is called.
    pub name: String,
    /// The day asked about.
    pub on: Day,
    /// As known on this day; none means everything entered.
    pub known: Option<Day>,
    /// The treaty that makes it, if one does.
    pub treaty: Option<InstrumentAnswer>,
    /// The protocols to that treaty that are in the packs.
    pub protocols: Vec<InstrumentAnswer>,
    /// Whose territory it is, by name.
    pub states: Vec<StateAnswer>,
    /// What belongs to it.
    pub covers: String,
    /// The article that says so.
    pub covers_article: Option<String>,
    /// The bodies that watch over it.
    pub bodies: Vec<BodyAnswer>,
    /// What declared it up to the day asked about, in order of days.
    pub declared: Vec<DeclaredAnswer>,
    /// Its limits at sea.
    pub limits: Option<LimitsAnswer>,
    /// Where the zone is told of.
    pub cite: Vec<String>,
    /// Why that is not sure.
    pub unverified: Option<String>,
}

/// An instrument of a zone.
#[derive(Debug, Serialize)]
pub struct InstrumentAnswer {
    /// The id of the instrument.
    pub treaty: String,
    /// Its title.
    pub title: String,
    /// Whether it is in force on the day.
    pub in_force: bool,
    /// When it entered or will enter into force.
    pub entry_into_force: Option<Day>,
    /// How many are bound on the day.
    pub parties: usize,
    /// Who has signed and is not bound on the day, by name.
    pub signatories: Vec<String>,
}

/// A State of a zone.
#[derive(Debug, Serialize)]
pub struct StateAnswer {
    /// Its code.
    pub party: String,
    /// Its name on the day.
    pub name: String,
    /// What it is to the zone's treaty; none where there is no treaty.
    pub status: Option<Status>,
    /// Since when.
    pub since: Option<Day>,
}

/// A body of a zone.
#[derive(Debug, Serialize)]
pub struct BodyAnswer {
    /// Its name.
    pub name: String,
    /// Its usual short name.
    pub short: Option<String>,
    /// The article that sets it up.
    pub article: String,
    /// Where that is told.
    pub cite: Vec<String>,
}

/// What was declared.
#[derive(Debug, Serialize)]
pub struct DeclaredAnswer {
    /// The day.
    pub on: Day,
    /// What, and by whom.
    pub what: String,
    /// Where that is told.
    pub cite: Vec<String>,
}

/// Limits at sea.
#[derive(Debug, Serialize)]
pub struct LimitsAnswer {
    /// The article that draws them.
    pub article: String,
    /// The corners, as longitude and latitude in degrees; the last is joined to the first.
    pub points: Vec<[f64; 2]>,
    /// How far the corners are not what the treaty says.
    pub approximate: Option<String>,
}

/// Every zone, the one whose treaty is oldest first, and those without a treaty at the end.
pub fn all(world: &World, on: Day, known: Option<Day>) -> Vec<ZoneAnswer> {
    let mut zones: Vec<&Zone> = world.packs.zones.iter().collect();
    let adopted = |zone: &Zone| {
        let treaty = world.packs.by_id(zone.treaty.as_deref()?)?;
        Some(world.packs[treaty].adopted?.first)
    };
    zones.sort_by_key(|zone| (adopted(zone).unwrap_or(Day::NEVER), zone.id.clone()));
    zones.into_iter().map(|zone| answer(world, zone, on, known)).collect()
}

/// What a zone is on a day.
pub fn answer(world: &World, zone: &Zone, on: Day, known: Option<Day>) -> ZoneAnswer {
    let of = |id: &String| Some(instrument(world, world.packs.by_id(id)?, on, known.unwrap_or(Day::LAST)));
    let (treaty, standings) = zone.treaty.as_ref().and_then(of).unzip();
    let mut states = states(world, zone, standings.as_deref(), on);
    states.sort_by(|a, b| world.words().order(&a.name, &b.name));
    let lang = &world.lang;
    ZoneAnswer {
        version: 1,
        zone: zone.id.clone(),
        name: in_language(&zone.name, lang).to_owned(),
        on,
        known,
        treaty,
        protocols: zone.protocols.iter().filter_map(of).map(|(protocol, _)| protocol).collect(),
        states,
        covers: in_language(&zone.covers, lang).to_owned(),
        covers_article: zone.covers_article.clone(),
        bodies: zone
            .bodies
            .iter()
            .map(|body| BodyAnswer {
                name: in_language(&body.name, lang).to_owned(),
                short: body.short.clone(),
                article: body.article.clone(),
                cite: body.cite.clone(),
            })
            .collect(),
        declared: zone
            .declared
            .iter()
            .filter(|declared| declared.on <= on)
            .map(|declared| DeclaredAnswer {
                on: declared.on,
                what: in_language(&declared.what, lang).to_owned(),
                cite: declared.cite.clone(),
            })
            .collect(),
        limits: zone.limits.as_ref().map(|limits| LimitsAnswer {
            article: limits.article.clone(),
            points: limits.points.clone(),
            approximate: limits.approximate.clone(),
        }),
        cite: zone.cite.clone(),
        unverified: zone.unverified.clone(),
    }
}

/// An instrument, and who is what to it.
fn instrument(world: &World, t: TreatyIx, on: Day, known: Day) -> (InstrumentAnswer, Vec<Standing>) {
    let engine = &world.packs.engine;
    let (none, mut scratch, mut standings) = (Supposed::default(), Scratch::default(), Vec::new());
    engine.standings(t, on, known, &none, &mut scratch, &mut standings);
    let outcome = engine.outcome(t, known, &mut scratch);
    let mut signatories: Vec<String> = standings
        .iter()
        .filter(|standing| standing.status == Status::Signatory)
        .map(|standing| world.party_name(standing.party, on).to_owned())
        .collect();
    signatories.sort_by(|a, b| world.words().order(a, b));
    let answer = InstrumentAnswer {
        treaty: world.packs[t].id.clone(),
        title: in_language(&world.packs[t].title, &world.lang).to_owned(),
        in_force: outcome.in_force(on),
        entry_into_force: outcome.entry_into_force.real(),
        parties: standings.iter().filter(|standing| standing.status.is_bound()).count(),
        signatories,
    };
    (answer, standings)
}

/// The States of a zone by what they are to its treaty, if it has one.
fn states(world: &World, zone: &Zone, standings: Option<&[Standing]>, on: Day) -> Vec<StateAnswer> {
    let state = |party| {
        let standing = standings.unwrap_or_default().iter().find(|standing| standing.party == party);
        StateAnswer {
            party: world.code(party).to_owned(),
            name: world.party_name(party, on).to_owned(),
            status: standings.map(|_| standing.map_or(Status::None, |standing| standing.status)),
            since: standing.and_then(|standing| standing.since.real()),
        }
    };
    zone.states.on(on).map(state).collect()
}
