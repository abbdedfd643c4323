//! What is missing, and which acts would bring it about.

use std::collections::BTreeSet;

use crate::act::{Act, ActKind};
use crate::clause::{Base, Members, When};
use crate::day::Day;
use crate::engine::{Engine, Scratch, Supposed};
use crate::party::{Parties, PartyIx};
use crate::plan::{CountRule, Source, TreatyIx};

/// How far the conditions of one way into force have come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The branch, counted from 0.
    pub branch: usize,
    /// Its conditions.
    pub conditions: Vec<Condition>,
}

impl Progress {
    /// Whether everything holds.
    pub fn is_met(&self) -> bool {
        self.conditions.iter().all(|condition| condition.have >= condition.need)
    }
}

/// One condition, with what there is and what it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Which.
    pub kind: ConditionKind,
    /// What there is.
    pub have: u64,
    /// What it takes.
    pub need: u64,
    /// For conditions about a set: those of it still missing.
    pub missing: Vec<PartyIx>,
    /// For conditions about weights: who could add how much, largest first.
    pub weights: Vec<(PartyIx, u64)>,
}

/// The kind of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConditionKind {
    /// A number of instruments.
    Deposits,
    /// A number of signatures.
    Signatures,
    /// Every one of a set.
    All,
    /// A number out of a set.
    Some,
    /// A share of weights, by the id of their table.
    Share(String),
    /// A fraction of the parties to another treaty, or of a group, by id.
    Fraction(String),
    /// A day not yet reached.
    NotBefore(Day),
    /// Another treaty's entry into force.
    InForce(String),
    /// A decision by the parties.
    Decision,
}

/// The day a question is about, what is known, and what is supposed beside the record.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// The day asked about.
    pub on: Day,
    /// The day as of which acts count.
    pub known: Day,
    /// Acts supposed in addition to the record.
    pub supposed: &'a Supposed,
}

/// How far each way into force has come.
pub fn progress(
    engine: &Engine,
    parties: &Parties,
    find: &dyn Fn(&str) -> Option<TreatyIx>,
    t: TreatyIx,
    source: Source<'_>,
    moment: Moment<'_>,
) -> Vec<Progress> {
    let Moment { on, known, supposed } = moment;
    let Some(clause) = &source.clauses.entry_into_force else { return Vec::new() };
    let mut scratch = Scratch::default();
    let mut standings = Vec::new();
    engine.standings(t, on, known, supposed, &mut scratch, &mut standings);
    let nobody = [];
    let nothing = |_: &str| None;
    let mut compiler = crate::plan::Compiler::new(parties, &nothing, source, &nobody);
    let counts = compiler.count_rule();
    let branches = clause.when.iter().chain(clause.or_else.iter().map(|branch| &branch.when));
    branches
        .enumerate()
        .map(|(branch, when)| {
            let consented: Vec<PartyIx> = standings
                .iter()
                .filter(|standing| standing.consented <= on)
                .map(|standing| standing.party)
                .filter(|&party| is_counted(&counts, parties, source.acts, party, branch))
                .collect();
            let signed = standings.iter().filter(|standing| standing.signed <= on).count() as u64;
            let view = View { engine, parties, find, source, on, known, consented: &consented, signed };
            Progress { branch, conditions: view.conditions(when, &mut scratch) }
        })
        .collect()
}

fn is_counted(counts: &CountRule, parties: &Parties, acts: &[Act], party: PartyIx, branch: usize) -> bool {
    let mut mine = acts.iter().filter(|act| act.party == Some(party) && act.kind.is_consent()).peekable();
    // Whoever consents by an act that is only supposed counts as if by ratification.
    let supposed = mine.peek().is_none() && counts.bits(parties, party, ActKind::Ratification) >> branch & 1 == 1;
    supposed || mine.any(|act| counts.bits(parties, party, act.kind) >> branch & 1 == 1)
}

struct View<'a> {
    engine: &'a Engine,
    parties: &'a Parties,
    find: &'a dyn Fn(&str) -> Option<TreatyIx>,
    source: Source<'a>,
    on: Day,
    known: Day,
    consented: &'a [PartyIx],
    signed: u64,
}

impl View<'_> {
    fn conditions(&self, when: &When, scratch: &mut Scratch) -> Vec<Condition> {
        let mut conditions = Vec::new();
        let plain = |kind, have, need| Condition { kind, have, need, missing: Vec::new(), weights: Vec::new() };
        if let Some(need) = when.deposits {
            conditions.push(plain(ConditionKind::Deposits, self.consented.len() as u64, u64::from(need)));
        }
        if let Some(need) = when.signatures {
            conditions.push(plain(ConditionKind::Signatures, self.signed, u64::from(need)));
        }
        for members in [&when.including, &when.all_of].into_iter().flatten() {
            let set = self.members(members);
            conditions.push(self.set(ConditionKind::All, &set, set.len() as u64));
        }
        for from in &when.from {
            conditions.push(self.set(ConditionKind::Some, &self.members(&from.group), u64::from(from.count)));
        }
        conditions.extend(when.share.iter().filter_map(|share| self.share(share)));
        if let Some(fraction) = &when.fraction
            && let (Ok((part, whole)), Ok(base)) = (fraction.ratio(), fraction.base())
        {
            let (name, count) = match base {
                Base::PartiesTo(id) => (id.to_owned(), self.parties_to(id, scratch)),
                Base::Group(Members::Group(id)) => {
                    let group = self.parties.group(id);
                    (id.clone(), group.map_or(0, |group| group.on(self.on).count() as u64))
                }
                Base::Group(Members::List(list)) => ("the States listed".to_owned(), list.len() as u64),
            };
            let share = count * u64::from(part);
            let whole = u64::from(whole);
            let need = if fraction.more_than { share / whole + 1 } else { share.div_ceil(whole) };
            conditions.push(plain(ConditionKind::Fraction(name), self.consented.len() as u64, need));
        }
        if let Some(day) = when.on {
            conditions.push(plain(ConditionKind::NotBefore(day), u64::from(day <= self.on), 1));
        }
        if let Some(id) = &when.in_force {
            let there = (self.find)(id).is_some_and(|t| self.engine.outcome(t, self.known, scratch).in_force(self.on));
            conditions.push(plain(ConditionKind::InForce(id.clone()), u64::from(there), 1));
        }
        if when.decision == Some(true) {
            let decided =
                self.source.acts.iter().any(|act| act.kind == ActKind::EntryIntoForce && act.date.first <= self.on);
            conditions.push(plain(ConditionKind::Decision, u64::from(decided), 1));
        }
        conditions
    }

    fn parties_to(&self, id: &str, scratch: &mut Scratch) -> u64 {
        let Some(t) = (self.find)(id) else { return 0 };
        let mut standings = Vec::new();
        self.engine.standings(t, self.on, self.known, &Supposed::default(), scratch, &mut standings);
        let counts = self.source.clauses.entry_into_force.as_ref().and_then(|clause| clause.counts.as_ref());
        let excluded =
            |party: PartyIx| counts.is_some_and(|c| c.exclude.iter().any(|code| **code == *self.parties[party].code));
        standings.iter().filter(|s| s.status.is_bound() && !excluded(s.party)).count() as u64
    }

    fn members(&self, members: &Members) -> Vec<PartyIx> {
        match members {
            Members::List(codes) => codes.iter().filter_map(|code| self.parties.find(code)).collect(),
            Members::Group(id) if id == "depositaries" => self.source.depositaries.to_vec(),
            Members::Group(id) => self.parties.group(id).map(|group| group.ever()).unwrap_or_default(),
        }
    }

    fn set(&self, kind: ConditionKind, set: &[PartyIx], need: u64) -> Condition {
        let missing: Vec<PartyIx> = set.iter().copied().filter(|party| !self.consented.contains(party)).collect();
        Condition { kind, have: (set.len() - missing.len()) as u64, need, missing, weights: Vec::new() }
    }

    fn share(&self, share: &crate::clause::Share) -> Option<Condition> {
        let table = self.parties.weights(&share.of)?;
        let need = table.amount(&share.at_least)?;
        let have = self.consented.iter().filter_map(|party| table.of.get(party)).sum();
        let mut weights: Vec<(PartyIx, u64)> = table
            .of
            .iter()
            .filter(|(party, _)| !self.consented.contains(party))
            .map(|(&party, &w)| (party, w))
            .collect();
        weights.sort_by_key(|&(party, weight)| (std::cmp::Reverse(weight), party));
        Some(Condition { kind: ConditionKind::Share(share.of.clone()), have, need, missing: Vec::new(), weights })
    }
}

/// The fewest further consents that would meet a branch's conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smallest {
    /// Those that cannot be done without.
    pub required: Vec<PartyIx>,
    /// How many more beside them.
    pub further: u64,
    /// Sets of exactly `further` participants that would do, where which ones matters; at most 20.
    pub choices: Vec<Vec<PartyIx>>,
}

/// The fewest further consents that would meet the conditions, or none if consents alone cannot.
pub fn smallest(progress: &Progress) -> Option<Smallest> {
    let by_consent = |kind: &ConditionKind| {
        !matches!(
            kind,
            ConditionKind::NotBefore(_)
                | ConditionKind::InForce(_)
                | ConditionKind::Decision
                | ConditionKind::Signatures
        )
    };
    if progress.conditions.iter().any(|condition| !by_consent(&condition.kind) && condition.have < condition.need) {
        return None;
    }
    let required: BTreeSet<PartyIx> = progress
        .conditions
        .iter()
        .filter(|condition| condition.kind == ConditionKind::All)
        .flat_map(|condition| condition.missing.iter().copied())
        .collect();
    let mut search =
        Search { conditions: &progress.conditions, chosen: required.iter().copied().collect(), found: Vec::new() };
    let candidates = search.candidates();
    let plain = search.plain_need();
    let fewest = (search.at_least()..=candidates.len()).find(|&extra| {
        search.found.clear();
        search.choose(&candidates, 0, extra);
        !search.found.is_empty()
    });
    let named = fewest?;
    let further = (named as u64).max(plain.saturating_sub(required.len() as u64));
    let choices = if named == 0 { Vec::new() } else { search.found.clone() };
    let required: Vec<PartyIx> = required.into_iter().collect();
    let choices =
        choices.into_iter().map(|set| set.into_iter().filter(|party| !required.contains(party)).collect()).collect();
    Some(Smallest { required, further, choices })
}

struct Search<'a> {
    conditions: &'a [Condition],
    chosen: Vec<PartyIx>,
    found: Vec<Vec<PartyIx>>,
}

/// More candidates than this are not searched: the largest come first.
const MOST_CANDIDATES: usize = 24;
const MOST_CHOICES: usize = 20;

impl Search<'_> {
    /// Those who can help a condition about a set or about weights.
    fn candidates(&self) -> Vec<PartyIx> {
        let mut all = Vec::new();
        for condition in self.conditions.iter().filter(|condition| condition.have < condition.need) {
            let helpers = match condition.kind {
                ConditionKind::Some => condition.missing.clone(),
                ConditionKind::Share(_) => condition.weights.iter().map(|&(party, _)| party).collect(),
                _ => Vec::new(),
            };
            all.extend(helpers.into_iter().take(MOST_CANDIDATES));
        }
        let mut seen = BTreeSet::new();
        all.retain(|party| seen.insert(*party) && !self.chosen.contains(party));
        all.truncate(MOST_CANDIDATES);
        all
    }

    /// Fewer further consents than these are never enough: no set of them is tried, and of seventeen among thirty-two
    /// there are half a thousand million.
    fn at_least(&self) -> usize {
        let of = |condition: &Condition| {
            let missing = condition.need.saturating_sub(condition.have);
            match condition.kind {
                ConditionKind::Some => {
                    let chosen = condition.missing.iter().filter(|party| self.chosen.contains(party)).count();
                    usize::try_from(missing).unwrap_or(usize::MAX).saturating_sub(chosen)
                }
                ConditionKind::Share(_) => {
                    // The heaviest first, and among them those that are chosen for nothing.
                    let mut left = missing;
                    let (mine, others): (Vec<_>, Vec<_>) =
                        condition.weights.iter().partition(|(party, _)| self.chosen.contains(party));
                    mine.iter().for_each(|(_, weight)| left = left.saturating_sub(*weight));
                    let mut weights: Vec<u64> = others.iter().map(|(_, weight)| *weight).collect();
                    weights.sort_unstable_by_key(|weight| std::cmp::Reverse(*weight));
                    let heavy = |weight: &u64| {
                        let needed = left > 0;
                        left = left.saturating_sub(*weight);
                        needed
                    };
                    weights.iter().map(heavy).take_while(|needed| *needed).count()
                }
                _ => 0,
            }
        };
        self.conditions.iter().map(of).max().unwrap_or(0)
    }

    /// How many consents the plain numbers still take, whoever gives them.
    fn plain_need(&self) -> u64 {
        let plain = |kind: &ConditionKind| matches!(kind, ConditionKind::Deposits | ConditionKind::Fraction(_));
        let missing = self.conditions.iter().filter(|condition| plain(&condition.kind));
        missing.map(|condition| condition.need.saturating_sub(condition.have)).max().unwrap_or(0)
    }

    fn enough(&self) -> bool {
        self.conditions.iter().all(|condition| {
            let added: u64 = match condition.kind {
                ConditionKind::Some => {
                    condition.missing.iter().filter(|party| self.chosen.contains(party)).count() as u64
                }
                ConditionKind::Share(_) => {
                    let mine = condition.weights.iter().filter(|(party, _)| self.chosen.contains(party));
                    mine.map(|&(_, weight)| weight).sum()
                }
                _ => return true,
            };
            condition.have + added >= condition.need
        })
    }

    fn choose(&mut self, candidates: &[PartyIx], from: usize, extra: usize) {
        if self.found.len() >= MOST_CHOICES {
            return;
        }
        if extra == 0 {
            if self.enough() {
                self.found.push(self.chosen.clone());
            }
            return;
        }
        for at in from..candidates.len() {
            self.chosen.push(candidates[at]);
            self.choose(candidates, at + 1, extra - 1);
            self.chosen.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(need: u64, of: u16) -> Condition {
        let missing = (0..of).map(PartyIx).collect();
        Condition { kind: ConditionKind::Some, have: 0, need, missing, weights: Vec::new() }
    }

    fn share(need: u64, weights: &[u64]) -> Condition {
        let weights = (0..).map(PartyIx).zip(weights.iter().copied()).collect();
        Condition { kind: ConditionKind::Share("tonnage".to_owned()), have: 0, need, missing: Vec::new(), weights }
    }

    fn found(conditions: Vec<Condition>) -> Option<Smallest> {
        smallest(&Progress { branch: 0, conditions })
    }

    /// Trying all sets of fewer would take longer than any reader waits.
    #[test]
    fn many_out_of_many_are_found_without_trying_fewer() {
        let smallest = found(vec![some(17, 32)]).expect("consents alone can");
        assert_eq!((smallest.further, smallest.choices.len()), (17, MOST_CHOICES));
        assert!(smallest.choices.iter().all(|set| set.len() == 17));
    }

    #[test]
    fn the_fewest_are_as_few_as_the_weights_allow() {
        let of = |conditions| found(conditions).map(|own| (own.further, own.choices.len()));
        assert_eq!(of(vec![share(50, &[30, 20, 20, 10])]), Some((2, 2)));
        assert_eq!(of(vec![share(80, &[30, 20, 20, 10])]), Some((4, 1)));
        assert_eq!(of(vec![share(81, &[30, 20, 20, 10])]), None);
        assert_eq!(of(vec![share(50, &[30, 20, 20, 10]), some(3, 3)]), Some((3, 1)));
        assert_eq!(of(vec![some(0, 3)]), Some((0, 0)));
    }
}
