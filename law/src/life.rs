//! Histories: the intervals of one participation, and the life of a treaty.

use serde::Serialize;

use crate::act::ActKind;
use crate::clause::Scope;
use crate::day::Day;
use crate::engine::{BaseParties, Deed, Engine, Outcome, Row, Scratch, Walk};
use crate::party::PartyIx;
use crate::plan::TreatyIx;
use crate::slot::{NO_ACT, Slot, Status};

/// A stretch of days on which a participant's status was the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// Its first day.
    pub from: Day,
    /// The first day after it, or [`Day::NEVER`].
    pub until: Day,
    /// The status.
    pub status: Status,
    /// The acts that brought the participant where it is, as indexes among the treaty's acts, oldest first.
    pub acts: Vec<u32>,
}

/// A stretch of days in the life of a treaty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// Its first day.
    pub from: Day,
    /// What the treaty was.
    pub stage: LifeStage,
    /// The act that began it, as an index among the treaty's acts, if one did.
    #[serde(skip)]
    pub act: Option<u32>,
}

/// What a treaty is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LifeStage {
    /// It was adopted and is not open yet, or is a draft.
    Draft,
    /// It is open for signature or consent and not in force.
    Open,
    /// It is in force.
    InForce,
    /// Its operation is suspended (VCLT 57).
    Suspended,
    /// It is in force beyond its first term.
    Extended,
    /// It is in force, and an amendment of it is too: two circles of parties may exist (VCLT 40).
    Amended,
    /// It is in force, and a later treaty takes its place between the parties to both (VCLT 30, 59).
    Superseded,
    /// It is no longer in force.
    Ended,
}

impl Engine {
    /// The intervals of one participant, as known on a day, without the days before its first act.
    pub fn history(&self, t: TreatyIx, party: PartyIx, known: Day, scratch: &mut Scratch) -> Vec<Interval> {
        let Some(slot) = self.participants(t).iter().position(|&other| other == party) else { return Vec::new() };
        let mut walk = Walk::new(self, known);
        let outcome = walk.run(t, Day::NEVER, &[], scratch);
        let with = self.plan(t).with.map(|base| walk.base(base));
        slot_history(self, t, slot as u16, known.min(Day::LAST), &outcome, with.as_deref(), party)
    }

    /// The intervals of every participant, in the order of [`Engine::participants`].
    pub fn histories(&self, t: TreatyIx, known: Day, scratch: &mut Scratch) -> (Outcome, Vec<Vec<Interval>>) {
        let mut walk = Walk::new(self, known);
        let outcome = walk.run(t, Day::NEVER, &[], scratch);
        let with = self.plan(t).with.map(|base| walk.base(base));
        let participants = self.participants(t).iter().enumerate();
        let all = participants
            .map(|(slot, &party)| {
                slot_history(self, t, slot as u16, known.min(Day::LAST), &outcome, with.as_deref(), party)
            })
            .collect();
        (outcome, all)
    }

    /// The stages of a treaty's life, as known on a day, in order.
    ///
    /// `later` gives the entry into force of the instruments that amend or supersede it.
    pub fn life(
        &self,
        t: TreatyIx,
        opened: Option<Day>,
        later: &[(Day, LifeStage)],
        outcome: &Outcome,
        known: Day,
    ) -> Vec<Stage> {
        let mut stages = Vec::new();
        let mut push = |from: Day, stage: LifeStage, act: Option<u32>| {
            if from.is_real() {
                stages.push(Stage { from, stage, act });
            }
        };
        let events: Vec<_> = self.plan(t).events.iter().filter(|event| event.is_known(known.min(Day::LAST))).collect();
        let first = |kind: ActKind| events.iter().find(|event| event.kind == kind);
        if let Some(adopted) = first(ActKind::Adoption) {
            push(adopted.day, LifeStage::Draft, Some(adopted.act));
        }
        match first(ActKind::Opening) {
            Some(opening) => push(opening.day, LifeStage::Open, Some(opening.act)),
            None => push(opened.unwrap_or(Day::NEVER), LifeStage::Open, None),
        }
        push(outcome.entry_into_force, LifeStage::InForce, None);
        for event in &events {
            match event.kind {
                ActKind::Extension => push(event.day, LifeStage::Extended, Some(event.act)),
                ActKind::Suspension => push(event.effect.unwrap_or(event.day), LifeStage::Suspended, Some(event.act)),
                ActKind::SuspensionEnd => push(event.effect.unwrap_or(event.day), LifeStage::InForce, Some(event.act)),
                _ => {}
            }
        }
        for &(from, stage) in later.iter().filter(|(from, _)| *from >= outcome.entry_into_force) {
            push(from, stage, None);
        }
        push(outcome.ends, LifeStage::Ended, None);
        stages.sort_by_key(|stage| stage.from);
        stages.retain(|stage| stage.from <= outcome.ends);
        stages
    }
}

/// Replays one participant's rows against a known outcome.
pub(crate) fn slot_history(
    engine: &Engine,
    t: TreatyIx,
    index: u16,
    known: Day,
    outcome: &Outcome,
    with: Option<&BaseParties>,
    party: PartyIx,
) -> Vec<Interval> {
    let rows = engine.rows(t).iter().zip(engine.row_acts(t));
    let mine: Vec<(&Row, u32)> = rows
        .filter(|(row, _)| row.slot == index && row.known <= known && known < row.wrong_from)
        .map(|(row, &act)| (row, act))
        .collect();
    replay(engine, t, &mine, outcome, with, party)
}

fn replay(
    engine: &Engine,
    t: TreatyIx,
    rows: &[(&Row, u32)],
    outcome: &Outcome,
    with: Option<&BaseParties>,
    party: PartyIx,
) -> Vec<Interval> {
    let plan = engine.plan(t);
    let mut days: Vec<Day> = rows.iter().map(|(row, _)| row.day).collect();
    days.extend([outcome.entry_into_force, outcome.ends].iter().filter(|day| day.is_real()));
    days.sort_unstable();
    days.dedup();
    let mut slot = Slot::EMPTY;
    let mut acts: Vec<u32> = Vec::new();
    let mut intervals: Vec<Interval> = Vec::new();
    let mut next = 0;
    let mut consented = Day::NEVER;
    let mut queue = std::collections::BTreeSet::from_iter(days);
    while let Some(day) = queue.pop_first() {
        while let Some((row, act)) = rows.get(next).filter(|(row, _)| row.day == day) {
            note_act(&mut acts, row.deed, *act);
            slot.apply(row);
            next += 1;
        }
        let floor = with.map_or(Day::ALWAYS, |base| base.since(party, slot.consented));
        let standing = slot.standing(plan, outcome, day, floor);
        if let Some(standing) = &standing
            && standing.bound.is_real()
            && standing.bound > day
        {
            queue.insert(standing.bound);
        }
        let status = standing.map_or(Status::None, |standing| standing.status);
        match intervals.last_mut() {
            // A new consent is a new ground, even where the status stays: one who applied provisionally ratifies.
            Some(last) if last.status == status && slot.consented == consented => {}
            None if status == Status::None => {}
            last => {
                if let Some(last) = last {
                    last.until = day;
                }
                intervals.push(Interval { from: day, until: Day::NEVER, status, acts: acts.clone() });
            }
        }
        consented = slot.consented;
    }
    intervals
}

/// Keeps the acts that explain where a participant stands: a new beginning forgets the old story.
fn note_act(acts: &mut Vec<u32>, deed: Deed, act: u32) {
    let matters = !matches!(deed, Deed::Reserve | Deed::Unreserve);
    if matters && act != NO_ACT && !acts.contains(&act) {
        acts.push(act);
    }
}

/// The first day on which fewer than `number` participants are bound, after as many were.
pub(crate) fn falls_below(walk: &mut Walk<'_>, t: TreatyIx, number: u32, on: Day, outcome: &Outcome) -> Day {
    let engine = walk.engine();
    let unended = Outcome { ends: Day::NEVER, ..*outcome };
    let mut changes: Vec<(Day, i32)> = Vec::new();
    for (index, &party) in engine.participants(t).iter().enumerate() {
        let history = slot_history(engine, t, index as u16, walk.known(), &unended, None, party);
        for stay in history.iter().filter(|interval| interval.status.is_bound()) {
            changes.push((stay.from, 1));
            changes.push((stay.until, -1));
        }
    }
    changes.sort_unstable();
    let mut bound = 0;
    let mut reached = false;
    for (at, &(day, change)) in changes.iter().enumerate() {
        bound += change;
        let last_of_day = changes.get(at + 1).is_none_or(|&(next, _)| next != day);
        if last_of_day && day <= on && day.is_real() {
            reached |= bound >= number as i32;
            if reached && bound < number as i32 {
                return day;
            }
        }
    }
    Day::NEVER
}

/// Whether nobody needs to wait for others: there is no common entry into force.
pub fn is_per_party(clauses: &crate::clause::Clauses) -> bool {
    clauses.entry_into_force.as_ref().is_some_and(|clause| clause.scope == Scope::PerParty)
}
