//! When a treaty came into force, by which rule, through which instruments.

use std::collections::BTreeMap;

use law::{Day, Outcome, Scratch, Status, TreatyIx};
use serde::Serialize;

use crate::answer::status;
use crate::words;
use crate::world::World;

/// A row of `semey timeline --all`, version 1.
#[derive(Debug, Serialize)]
pub(crate) struct TimelineRow {
    pub(crate) treaty: String,
    pub(crate) title: String,
    pub(crate) refs: BTreeMap<String, String>,
    pub(crate) entry_into_force: Option<Day>,
    pub(crate) trigger: Option<Trigger>,
    pub(crate) rule: String,
    /// Those bound on the day: parties and withdrawing parties (VCLT 2(1)(g)).
    pub(crate) parties: usize,
    /// Those who have consented and are not bound yet; registers print them among the parties.
    pub(crate) contracting_states: usize,
    pub(crate) ended: Option<Day>,
    pub(crate) checked_until: Option<Day>,
    pub(crate) notes: Vec<String>,
}

/// The day on which the conditions were met, and whose instruments met them.
#[derive(Debug, Serialize)]
pub(crate) struct Trigger {
    pub(crate) date: Day,
    pub(crate) parties: Vec<String>,
}

pub(crate) fn row(world: &World, t: TreatyIx, on: Day, known: Day, scratch: &mut Scratch) -> TimelineRow {
    let instrument = &world.packs[t];
    let mut standings = Vec::new();
    let engine = &world.packs.engine;
    engine.standings(t, on, known, &law::Supposed::default(), scratch, &mut standings);
    let outcome = engine.outcome(t, known, scratch);
    TimelineRow {
        treaty: instrument.id.clone(),
        title: pack::in_language(&instrument.title, &world.lang).to_owned(),
        refs: instrument.refs.clone(),
        entry_into_force: outcome.entry_into_force.real(),
        trigger: trigger(world, t, &outcome),
        rule: if instrument.kind.is_binding() {
            words::rule(&instrument.clauses, outcome.branch)
        } else {
            format!("not a treaty: a {} instrument", instrument.kind.word())
        },
        contracting_states: standings.iter().filter(|s| s.status == Status::ContractingState).count(),
        parties: standings.iter().filter(|s| s.status.is_bound()).count(),
        ended: outcome.ends.real(),
        checked_until: instrument.checked_until,
        notes: status::notes(world, t, on),
    }
}

pub(crate) fn trigger(world: &World, t: TreatyIx, outcome: &Outcome) -> Option<Trigger> {
    if !outcome.trigger.is_real() {
        return None;
    }
    let acts = world.packs[t].acts.iter().filter(|act| {
        act.kind.is_consent() && act.overruled.is_none() && act.territory.is_none() && act.date.first == outcome.trigger
    });
    let mut parties: Vec<String> = acts.filter_map(|act| Some(world.code(act.party?).to_owned())).collect();
    parties.dedup();
    Some(Trigger { date: outcome.trigger, parties })
}
