//! Histories: the intervals of one participation, and the life of a treaty.

use serde::Serialize;

use crate::act::ActKind;
use crate::clause::Scope;
use crate::day::Day;
use crate::engine::{BaseParties, Deed, Engine, Outcome, Row, Scratch, Walk};
use crate::party::PartyIx;
use crate::plan::{Plan, TreatyIx};
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

impl LifeStage {
    /// Every stage.
    pub const ALL: [LifeStage; 8] = [
        LifeStage::Draft,
        LifeStage::Open,
        LifeStage::InForce,
        LifeStage::Suspended,
        LifeStage::Extended,
        LifeStage::Amended,
        LifeStage::Superseded,
        LifeStage::Ended,
    ];

    /// The word used in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            LifeStage::Draft => "adopted",
            LifeStage::Open => "open",
            LifeStage::InForce => "in-force",
            LifeStage::Suspended => "suspended",
            LifeStage::Extended => "extended",
            LifeStage::Amended => "amended",
            LifeStage::Superseded => "superseded",
            LifeStage::Ended => "ended",
        }
    }
}

impl Engine {
    /// The intervals of one participant, as known on a day, without the days before its first act.
    pub fn history(&self, t: TreatyIx, party: PartyIx, known: Day, scratch: &mut Scratch) -> Vec<Interval> {
        let mut walk = Walk::new(self, known);
        let outcome = walk.run(t, Day::NEVER, scratch);
        self.history_in(&mut walk, t, party, &outcome)
    }

    /// The intervals of every participant, in the order of [`Engine::participants`].
    pub fn histories(&self, t: TreatyIx, known: Day, scratch: &mut Scratch) -> (Outcome, Vec<Vec<Interval>>) {
        self.histories_of(t, self.participants(t), known, scratch)
    }

    /// The intervals of some parties, in their order.
    pub fn histories_of(
        &self,
        t: TreatyIx,
        parties: &[PartyIx],
        known: Day,
        scratch: &mut Scratch,
    ) -> (Outcome, Vec<Vec<Interval>>) {
        let mut walk = Walk::new(self, known);
        let outcome = walk.run(t, Day::NEVER, scratch);
        let all = parties.iter().map(|&party| self.history_in(&mut walk, t, party, &outcome)).collect();
        (outcome, all)
    }

    /// Everybody who can be something to a treaty, in order: its participants and, where it is an amendment that binds all
    /// parties to another treaty, those of that one (VCLT 40(4) notwithstanding).
    pub fn everybody(&self, t: TreatyIx) -> Vec<PartyIx> {
        let mut all = self.participants(t).to_vec();
        let mut base = self.plan(t).binds_all;
        while let Some(t) = base {
            all.extend(self.participants(t));
            base = self.plan(t).binds_all;
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    fn history_in(&self, walk: &mut Walk<'_>, t: TreatyIx, party: PartyIx, outcome: &Outcome) -> Vec<Interval> {
        let plan = self.plan(t);
        let with = plan.with.map(|base| walk.base(base));
        let own = match self.participants(t).binary_search(&party) {
            Ok(slot) => slot_history(self, t, slot as u16, walk.known(), outcome, with.as_deref(), party),
            Err(_) => Vec::new(),
        };
        match plan.binds_all {
            Some(base) => bound_with_all(own, &walk.base(base), party, outcome),
            None => own,
        }
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

/// Once an amendment of this kind is in force, every party to the treaty it amends is bound by it.
fn bound_with_all(own: Vec<Interval>, base: &BaseParties, party: PartyIx, outcome: &Outcome) -> Vec<Interval> {
    let stays: Vec<(Day, Day)> = base
        .stays_of(party)
        .map(|(from, until)| (from.max(outcome.entry_into_force), until.min(outcome.ends)))
        .filter(|(from, until)| from < until)
        .collect();
    let mut days: Vec<Day> =
        own.iter().map(|i| i.from).chain(stays.iter().flat_map(|&(from, until)| [from, until])).collect();
    days.retain(|day| day.is_real());
    days.sort_unstable();
    days.dedup();
    let mut all: Vec<Interval> = Vec::new();
    for day in days {
        let mine = own.iter().find(|interval| interval.from <= day && day < interval.until);
        let status = mine.map_or(Status::None, |interval| interval.status);
        let bound = stays.iter().any(|&(from, until)| from <= day && day < until);
        let status = if bound && !status.is_bound() { Status::Party } else { status };
        let acts = mine.map(|interval| interval.acts.clone()).unwrap_or_default();
        let same_ground = all.last().is_none_or(|last| last.acts == acts);
        continue_with(&mut all, day, status, same_ground, || acts);
    }
    all
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
    let mine: Vec<(&Row, u32)> =
        rows.filter(|(row, _)| row.slot == index && row.is_known(known)).map(|(row, &act)| (row, act)).collect();
    replay(engine.plan(t), &mine, outcome, with, party)
}

/// The intervals that one participant's rows make, each row with the index of its act.
pub(crate) fn replay(
    plan: &Plan,
    rows: &[(&Row, u32)],
    outcome: &Outcome,
    with: Option<&BaseParties>,
    party: PartyIx,
) -> Vec<Interval> {
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
        let floor = with.map_or(Day::ALWAYS, |base| base.since(party, slot.last_consent()));
        let standing = slot.standing(plan, outcome, day, floor);
        if let Some(standing) = &standing
            && standing.bound.is_real()
            && standing.bound > day
        {
            queue.insert(standing.bound);
        }
        let status = standing.map_or(Status::None, |standing| standing.status);
        // A new consent is a new ground, even where the status stays: one who applied provisionally ratifies.
        continue_with(&mut intervals, day, status, slot.consented == consented, || acts.clone());
        consented = slot.consented;
    }
    intervals
}

/// Closes the last interval on `day` and opens another, unless status and ground stay as they are.
pub(crate) fn continue_with(
    intervals: &mut Vec<Interval>,
    day: Day,
    status: Status,
    same_ground: bool,
    acts: impl FnOnce() -> Vec<u32>,
) {
    match intervals.last_mut() {
        Some(last) if last.status == status && same_ground => return,
        Some(last) => last.until = day,
        None if status == Status::None => return,
        None => {}
    }
    intervals.push(Interval { from: day, until: Day::NEVER, status, acts: acts() });
}

/// Keeps the acts that explain where a participant stands: a new beginning forgets the old story.
fn note_act(acts: &mut Vec<u32>, deed: Deed, act: u32) {
    let matters = !matches!(deed, Deed::Reserve | Deed::Unreserve);
    if matters && act != NO_ACT && !acts.contains(&act) {
        acts.push(act);
    }
}

/// The first day on which fewer than `number` are bound, after as many were; `stays` holds the first
/// day and the day after the last of each stay.
pub(crate) fn falls_below(stays: &[(Day, Day)], number: u32, on: Day) -> Day {
    let mut changes: Vec<(Day, i32)> = stays.iter().flat_map(|&(from, until)| [(from, 1), (until, -1)]).collect();
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
