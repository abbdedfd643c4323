//! The peers' questions, asked of the engine.

use std::time::Instant;

use law::{Act, ActKind, Day, PartyIx, Resolved, Scratch, Source, Standing, Supposed, TreatyIx};

use crate::data::Register;
use crate::digest::{Digest, Timeline, day};

/// A day to ask about, and the day on which the answer could have been given.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// The name under which the peers report it.
    pub name: &'static str,
    /// The day asked about.
    pub on: i32,
    /// The day of knowledge.
    pub known: i32,
}

/// The peers' own three (`common.DATES`).
pub const QUESTIONS: [Question; 3] = [
    Question { name: "status_now", on: 46_021, known: 46_021 },
    Question { name: "status_1990", on: 32_872, known: 46_021 },
    Question { name: "asknown_2005_on_2010", on: 38_351, known: 40_177 },
];

/// Today, to the peers.
pub const NOW: i32 = 46_021;

/// Every status, from the acts themselves.
pub fn status(register: &Register, question: Question) -> Digest {
    let (on, known) = (day(question.on), day(question.known));
    let mut digest = Digest::default();
    register.engine.register(on, known, &mut Scratch::default(), |t, _, standings| {
        digest.take(t.0, standings.iter().copied(), on, register.expiry(t));
    });
    digest
}

/// Every status, from the resolved register.
pub fn resolved_status(register: &Register, resolved: &Resolved<'_>, question: Question) -> Digest {
    let (on, known) = (day(question.on), day(question.known));
    let mut digest = Digest::default();
    resolved.register(on, known, &mut Scratch::default(), |t, _, standings| {
        digest.take(t.0, standings, on, register.expiry(t));
    });
    digest
}

/// The first treaty of which the resolved register says something else than the engine.
pub fn first_difference(register: &Register, resolved: &Resolved<'_>, question: Question) -> Option<TreatyIx> {
    let (on, known) = (day(question.on), day(question.known));
    let (mut scratch, mut ours, mut theirs) = (Scratch::default(), Vec::new(), Vec::new());
    register.engine.treaties().find(|&t| {
        ours.clear();
        theirs.clear();
        let outcome = resolved.standings(t, on, known, &mut scratch, &mut ours);
        let expected = register.engine.standings(t, on, known, &Supposed::default(), &mut scratch, &mut theirs);
        outcome != expected || ours != theirs
    })
}

/// The day of entry into force of every treaty that has one.
pub fn timeline(register: &Register) -> Timeline {
    let mut timeline = Timeline::default();
    let mut scratch = Scratch::default();
    for t in register.engine.treaties() {
        let day = register.engine.outcome(t, day(NOW), &mut scratch).entry_into_force;
        if day != Day::NEVER {
            timeline.take(t.0, day);
        }
    }
    timeline
}

/// How long single questions took, in seconds.
#[derive(Debug, Clone, Copy)]
pub struct Spread {
    /// The median.
    pub median: f64,
    /// The 99th in a hundred.
    pub p99: f64,
}

/// A small generator of our own, so that the same acts are picked on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound
    }
}

/// One further act in each of so many treaties, each followed by the status of all its participants.
///
/// Treaties are drawn by participation, not by treaty: most acts concern the large ones.
pub fn one_act(register: &Register, times: usize) -> Spread {
    let engine = &register.engine;
    let weight = engine.treaties().flat_map(|t| std::iter::repeat_n(t, engine.participants(t).len()));
    let treaties: Vec<TreatyIx> = weight.collect();
    let mut dice = Dice(7);
    let mut scratch = Scratch::default();
    let mut standings = Vec::new();
    let mut spent = Vec::with_capacity(times);
    for _ in 0..times {
        let t = treaties[dice.below(treaties.len())];
        let party = PartyIx(dice.below(register.parties.len()) as u16);
        let date = day(20_000 + dice.below(26_000) as i32);
        let acts = [Act::new(ActKind::Accession, Some(party), date)];
        let clauses = register.clauses(t);
        let start = Instant::now();
        suppose(register, t, &clauses, &acts, &mut scratch, &mut standings);
        spent.push(start.elapsed().as_secs_f64());
    }
    spent.sort_by(f64::total_cmp);
    Spread { median: spent[times / 2], p99: spent[times * 99 / 100] }
}

fn suppose(
    register: &Register,
    t: TreatyIx,
    clauses: &law::Clauses,
    acts: &[Act],
    scratch: &mut Scratch,
    standings: &mut Vec<Standing>,
) {
    let source = Source { clauses, adopted: None, depositaries: &[], amends: None, acts: &[] };
    let supposed: Supposed = register.engine.suppose(&register.parties, t, source, acts);
    standings.clear();
    register.engine.standings(t, day(NOW), day(NOW), &supposed, scratch, standings);
}

/// The treaty with the most participants.
pub fn largest(register: &Register) -> Option<TreatyIx> {
    register.engine.treaties().max_by_key(|&t| register.engine.participants(t).len())
}

/// Each State's consent, and each State's withdrawal, one at a time; how many participations were told.
pub fn what_ifs(register: &Register, t: TreatyIx) -> usize {
    let clauses = register.clauses(t);
    let mut scratch = Scratch::default();
    let mut standings = Vec::new();
    let mut told = 0;
    for (party, _) in register.parties.iter() {
        for kind in [ActKind::Accession, ActKind::Withdrawal] {
            let acts = [Act::new(kind, Some(party), day(NOW))];
            suppose(register, t, &clauses, &acts, &mut scratch, &mut standings);
            told += standings.len();
        }
    }
    told
}
