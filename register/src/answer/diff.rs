//! What changed for a treaty between two days.

use law::{Day, Scratch, Standing, Status, Supposed, TreatyIx};
use serde::Serialize;

use crate::World;

/// The answer of `semey diff`, version 1.
#[derive(Debug, Serialize)]
pub struct DiffAnswer {
    /// 1.
    pub version: u32,
    /// The id of the treaty.
    pub treaty: String,
    /// The earlier side.
    pub from: Side,
    /// The later side.
    pub to: Side,
    /// Whose status is another, by the day of the new one.
    pub changes: Vec<Change>,
}

/// The treaty on one of the two days.
#[derive(Debug, Serialize)]
pub struct Side {
    /// The day.
    pub on: Day,
    /// As known on this day; none means everything entered.
    pub known: Option<Day>,
    /// Whether the treaty is in force.
    pub in_force: bool,
    /// When it entered or will enter into force.
    pub entry_into_force: Option<Day>,
    /// How many are bound.
    pub parties: usize,
}

/// One participant whose status differs.
#[derive(Debug, Serialize)]
pub struct Change {
    /// Its code.
    pub party: String,
    /// Its name on the later day.
    pub name: String,
    /// What it was on the earlier side.
    pub was: Status,
    /// What it is on the later side.
    pub is: Status,
    /// Since when it is that.
    pub since: Option<Day>,
}

/// The answer for one treaty. Each side is a day and the day as of which acts count on it.
pub fn answer(world: &World, t: TreatyIx, from: (Day, Option<Day>), to: (Day, Option<Day>)) -> DiffAnswer {
    let mut scratch = Scratch::default();
    let mut side = |(on, known): (Day, Option<Day>)| {
        let mut standings = Vec::new();
        let day = known.unwrap_or(Day::LAST);
        let engine = &world.packs.engine;
        engine.standings(t, on, day, &Supposed::default(), &mut scratch, &mut standings);
        let outcome = engine.outcome(t, day, &mut scratch);
        let side = Side {
            on,
            known,
            in_force: outcome.in_force(on),
            entry_into_force: outcome.entry_into_force.real(),
            parties: standings.iter().filter(|s| s.status.is_bound()).count(),
        };
        (side, standings)
    };
    let (from, before) = side(from);
    let (to, after) = side(to);
    let changes = changes(world, &before, &after, to.on);
    DiffAnswer { version: 1, treaty: world.packs[t].id.clone(), from, to, changes }
}

fn changes(world: &World, before: &[Standing], after: &[Standing], on: Day) -> Vec<Change> {
    let status_in = |standings: &[Standing], party| {
        standings.iter().find(|s| s.party == party).map_or((Status::None, Day::NEVER), |s| (s.status, s.since))
    };
    let mut parties: Vec<_> = before.iter().chain(after).map(|standing| standing.party).collect();
    parties.sort_unstable();
    parties.dedup();
    let mut changes: Vec<Change> = parties
        .into_iter()
        .filter_map(|party| {
            let ((was, _), (is, since)) = (status_in(before, party), status_in(after, party));
            (was != is).then(|| Change {
                party: world.code(party).to_owned(),
                name: world.party_name(party, on).to_owned(),
                was,
                is,
                since: since.real(),
            })
        })
        .collect();
    changes.sort_by_key(|change| (change.since, change.name.clone()));
    changes
}
