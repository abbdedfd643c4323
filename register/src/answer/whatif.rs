//! What acts that nobody has done would bring about.

use std::fmt;

use law::act::ActKindError;
use law::day::DayError;
use law::whatif::Moment;
use law::{Act, ActKind, Day, Outcome, Scratch, Standing, Status, Supposed, TreatyIx};
use serde::Serialize;

use crate::answer::why::{SmallestAnswer, branches, smallest_answer};
use crate::{Unknown, World};

/// The answer of `semey whatif`, version 1.
#[derive(Debug, Serialize)]
pub struct WhatIfAnswer {
    /// 1.
    pub version: u32,
    /// The id of the treaty.
    pub treaty: String,
    /// The day on which the two records are compared.
    pub on: Day,
    /// As known on this day; none means everything entered.
    pub known: Option<Day>,
    /// The acts supposed, as they were written.
    pub supposed: Vec<String>,
    /// The day of entry into force.
    pub entry_into_force: Pair<Option<Day>>,
    /// Whether the treaty is in force on the day.
    pub in_force: Pair<bool>,
    /// How many are bound on the day.
    pub parties: Pair<usize>,
    /// Whose status would be another, by the day of the new one.
    pub changes: Vec<Change>,
    /// What a depositary would ask about the acts supposed.
    pub findings: Vec<String>,
    /// The fewest further consents, for each way into force that would still not be met.
    pub smallest: Vec<SmallestAnswer>,
}

/// The same by the record, and by the record with what is supposed.
#[derive(Debug, Serialize)]
pub struct Pair<T> {
    /// By the record.
    pub is: T,
    /// With what is supposed.
    pub would_be: T,
}

/// One participant whose status would be another.
#[derive(Debug, Serialize)]
pub struct Change {
    /// Its code.
    pub party: String,
    /// Its name on the day.
    pub name: String,
    /// What it is.
    pub is: Status,
    /// What it would be.
    pub would_be: Status,
    /// From which day it would be that.
    pub since: Option<Day>,
}

/// Why a text is not an act to suppose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActError {
    /// It is not a participant, a kind of act and a day.
    Form(String),
    /// The day is none.
    Day(DayError),
    /// The kind is none; these are near.
    Kind(ActKindError, Vec<String>),
    /// No one participant answers to the name.
    Party(Unknown),
}

impl fmt::Display for ActError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ActError::Form(text) => write!(f, "`{text}` is not an act"),
            ActError::Day(error) => error.fmt(f),
            ActError::Kind(error, _) => error.fmt(f),
            ActError::Party(unknown) => unknown.fmt(f),
        }
    }
}

impl std::error::Error for ActError {}

/// Reads an act written as `PARTY KIND DATE`; the participant by code or by name.
///
/// # Errors
/// What is wrong with the text, of the day first, then of the kind, then of the participant.
pub fn read_act(world: &World, text: &str) -> Result<Act, ActError> {
    let mut parts = text.rsplitn(3, ' ');
    let (date, kind, party) = (parts.next(), parts.next(), parts.next());
    let (Some(date), Some(kind), Some(party)) = (date, kind, party) else {
        return Err(ActError::Form(text.to_owned()));
    };
    let date = date.parse::<Day>().map_err(ActError::Day)?;
    let kind = kind.parse::<ActKind>().map_err(|error| {
        let words = ActKind::ALL.iter().map(|kind| kind.word());
        ActError::Kind(error, pack::names::nearest(kind, words, 3))
    })?;
    Ok(Act::new(kind, Some(world.party(party).map_err(ActError::Party)?), date))
}

/// What is asked: acts to suppose, and when to look.
#[derive(Debug, Clone, Copy)]
pub struct Question<'q> {
    /// The acts.
    pub acts: &'q [Act],
    /// The same as they were written, to be repeated in the answer.
    pub written: &'q [String],
    /// The day on which to compare; none means the first day on which everything supposed has had its effect.
    pub on: Option<Day>,
    /// Where no day to compare is given, it is not before this one.
    pub today: Day,
    /// What is supposed joins the acts known on this day; none means everything entered.
    pub known: Option<Day>,
}

/// The answer for one treaty.
pub fn answer(world: &World, t: TreatyIx, question: Question<'_>) -> WhatIfAnswer {
    let acts = question.acts;
    let engine = &world.packs.engine;
    let source = world.packs.source(t);
    let supposed = engine.suppose(&world.packs.parties, t, source, acts);
    let known = question.known.unwrap_or(Day::LAST);
    let on = question.on.unwrap_or_else(|| when_settled(world, t, acts, &supposed, (question.today, known)));
    let mut scratch = Scratch::default();
    let mut side = |extra: &Supposed| -> (Outcome, Vec<Standing>) {
        let mut standings = Vec::new();
        let outcome = engine.standings(t, on, known, extra, &mut scratch, &mut standings);
        (outcome, standings)
    };
    let (is, before) = side(&Supposed::default());
    let (would, after) = side(&supposed);
    let parties = |standings: &[Standing]| standings.iter().filter(|s| s.status.is_bound()).count();
    let entry = |outcome: &Outcome| outcome.entry_into_force.real();
    WhatIfAnswer {
        version: 1,
        treaty: world.packs[t].id.clone(),
        on,
        known: question.known,
        supposed: question.written.to_vec(),
        entry_into_force: Pair { is: entry(&is), would_be: entry(&would) },
        in_force: Pair { is: is.in_force(on), would_be: would.in_force(on) },
        parties: Pair { is: parties(&before), would_be: parties(&after) },
        changes: changes(world, &before, &after, on),
        findings: findings(world, t, acts, &would),
        smallest: branches(world, t, Moment { on, known, supposed: &supposed })
            .iter()
            .filter(|progress| !progress.is_met() && !would.entry_into_force.is_real())
            .filter_map(|progress| smallest_answer(world, progress))
            .collect(),
    }
}

/// The first day on which everything supposed has had its effect.
fn when_settled(world: &World, t: TreatyIx, acts: &[Act], supposed: &Supposed, (today, known): (Day, Day)) -> Day {
    let mut scratch = Scratch::default();
    let mut standings = Vec::new();
    let engine = &world.packs.engine;
    let outcome = engine.standings(t, Day::LAST, known, supposed, &mut scratch, &mut standings);
    let last = acts.iter().map(|act| act.date.first).max().unwrap_or(today);
    let clauses = &world.packs[t].clauses;
    let departures = acts.iter().filter(|act| act.kind == ActKind::Withdrawal);
    let departures: Vec<Day> = departures.filter_map(|act| law::withdrawal_effect(clauses, act)).collect();
    let effects = acts.iter().filter_map(|act| {
        let standing = standings.iter().find(|standing| Some(standing.party) == act.party)?;
        Some(if standing.bound.is_real() { standing.bound } else { standing.since })
    });
    let entry = Some(outcome.entry_into_force).filter(|day| day.is_real() && !acts.is_empty());
    effects.chain(entry).chain(departures).filter(|day| day.is_real()).fold(last.max(today), Day::max)
}

fn changes(world: &World, before: &[Standing], after: &[Standing], on: Day) -> Vec<Change> {
    let was = |party| before.iter().find(|s| s.party == party).map_or(Status::None, |s| s.status);
    let changed = after.iter().filter(|standing| was(standing.party) != standing.status);
    let mut changes: Vec<Change> = changed
        .map(|standing| Change {
            party: world.code(standing.party).to_owned(),
            name: world.party_name(standing.party, on).to_owned(),
            is: was(standing.party),
            would_be: standing.status,
            since: standing.since.real(),
        })
        .collect();
    changes.sort_by_key(|change| (change.since, change.name.clone()));
    changes
}

/// What a depositary would ask about the acts supposed.
fn findings(world: &World, t: TreatyIx, acts: &[Act], outcome: &Outcome) -> Vec<String> {
    let words = world.words();
    let record = law::check::Record {
        parties: &world.packs.parties,
        source: world.packs.source(t),
        entry_into_force: outcome.entry_into_force,
    };
    let all =
        acts.iter().flat_map(|act| law::check::check_act(record, u32::MAX, act).into_iter().map(move |f| (act, f)));
    all.map(|(act, finding)| {
        let who = act.party.map_or("", |party| world.code(party));
        words.tell(
            "finding",
            &[
                ("party", who.into()),
                ("kind", words.kind(act.kind).into()),
                ("fault", words.fault(&finding.fault).into()),
                ("check", finding.check.into()),
                ("article", words.citation(finding.article).into()),
            ],
        )
    })
    .collect()
}
