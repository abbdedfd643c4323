//! Clauses compiled to numbers: what the engine needs of a treaty, and no words.

use std::fmt;

use crate::act::{Act, ActKind};
use crate::clause::{self, Clauses, EntryIntoForce, Members, NotBefore, Organisations, Scope, When};
use crate::day::{Dated, Day};
use crate::party::{Parties, PartyIx, PartyKind};
use crate::period::Wait;

/// A treaty's place in an [`Engine`](crate::Engine).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreatyIx(pub u32);

/// What the engine is given of a treaty.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Its clauses.
    pub clauses: &'a Clauses,
    /// The day of adoption or conclusion.
    pub adopted: Option<Dated>,
    /// The depositaries, for conditions that name them.
    pub depositaries: &'a [PartyIx],
    /// The treaty it amends, if its clauses bind all the parties to that treaty.
    pub amends: Option<TreatyIx>,
    /// Its acts, in the order of the record.
    pub acts: &'a [Act],
}

/// A clause that names something the packs do not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanError {
    /// The offending value, as written.
    pub value: String,
    /// What is wrong with it, and the way out.
    pub message: String,
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PlanError {}

fn wrong(value: &str, message: String) -> PlanError {
    PlanError { value: value.to_owned(), message }
}

/// At most so many ways into force: the row's flags hold one bit for each.
pub(crate) const MAX_BRANCHES: usize = 4;

#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) scope: Scope,
    pub(crate) branches: Box<[Branch]>,
    /// Weights per slot, for the conditions that sum them.
    pub(crate) counters: Box<[Counter]>,
    pub(crate) own: Wait,
    pub(crate) each: bool,
    pub(crate) with: Option<TreatyIx>,
    pub(crate) needs: Option<ActKind>,
    /// The treaty whose parties are all bound once this one is in force.
    pub(crate) binds_all: Option<TreatyIx>,
    /// Under a rule for each party: how many must be bound for the treaty to be in force at all.
    pub(crate) quorum: usize,
    /// Nothing is in force before its text exists.
    pub(crate) earliest: Day,
    pub(crate) expiry: Expiry,
    pub(crate) parties_below: Option<u32>,
    pub(crate) events: Box<[Event]>,
    /// States that have ceased to exist, each with a successor, as slots.
    pub(crate) heirs: Box<[(u16, u16)]>,
    /// Whether some condition can change on a day without an act.
    pub(crate) ticks: bool,
}

impl Plan {
    /// The treaties that its clauses look at.
    pub(crate) fn others(&self) -> impl Iterator<Item = TreatyIx> {
        let branches = self.branches.iter().flat_map(|branch| {
            let floor = match branch.not_before {
                Floor::Treaty(t) => Some(t),
                Floor::None | Floor::Day(_) => None,
            };
            let looked_at = branch.conditions.iter().filter_map(|condition| match condition {
                Condition::InForce(t) | Condition::Fraction { of: BaseCount::PartiesTo(t), .. } => Some(*t),
                _ => None,
            });
            looked_at.chain(floor)
        });
        branches.chain(self.with).chain(self.binds_all)
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Branch {
    pub(crate) conditions: Box<[Condition]>,
    pub(crate) after: Wait,
    pub(crate) not_before: Floor,
}

#[derive(Debug, Clone)]
pub(crate) struct Counter {
    pub(crate) branch: u8,
    pub(crate) weight: Box<[u64]>,
}

#[derive(Debug, Clone)]
pub(crate) enum Condition {
    Count(u32),
    Sum {
        counter: u8,
        need: u64,
    },
    From(Day),
    InForce(TreatyIx),
    /// Those excluded from the count of instruments are left out of the base too.
    Fraction {
        numerator: u32,
        denominator: u32,
        strict: bool,
        of: BaseCount,
        without: Box<[PartyIx]>,
        fixed_on: Option<Day>,
    },
    Signatures(u32),
    Decided,
}

#[derive(Debug, Clone)]
pub(crate) enum BaseCount {
    PartiesTo(TreatyIx),
    /// The size of a group from each day on, in order.
    Steps(Box<[(Day, u32)]>),
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Floor {
    None,
    Day(Day),
    Treaty(TreatyIx),
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Expiry {
    Never,
    On(Day),
    After(Wait),
}

/// An act of the treaty as a whole.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Event {
    pub(crate) kind: ActKind,
    pub(crate) day: Day,
    pub(crate) effect: Option<Day>,
    pub(crate) known: Day,
    pub(crate) wrong_from: Day,
    pub(crate) act: u32,
}

impl Event {
    pub(crate) fn is_known(&self, known: Day) -> bool {
        self.known <= known && known < self.wrong_from
    }
}

/// Which branches an instrument counts for, as bits.
pub(crate) struct CountRule {
    branches: Vec<CountBranch>,
}

struct CountBranch {
    kinds: Option<Vec<ActKind>>,
    exclude: Vec<PartyIx>,
    only: Option<Vec<PartyIx>>,
    organisations: bool,
    /// Those whom the conditions name one by one; an organisation named counts.
    named: Vec<PartyIx>,
}

impl CountRule {
    pub(crate) fn bits(&self, parties: &Parties, party: PartyIx, kind: ActKind) -> u8 {
        let row = &parties[party];
        let counts = |branch: &CountBranch| {
            let by_nature = row.counted
                || (branch.organisations && row.kind == PartyKind::Organisation)
                || branch.named.contains(&party);
            by_nature
                && branch.kinds.as_ref().is_none_or(|kinds| kinds.contains(&kind))
                && !branch.exclude.contains(&party)
                && branch.only.as_ref().is_none_or(|only| only.contains(&party))
        };
        self.branches.iter().enumerate().fold(0, |bits, (i, branch)| bits | (u8::from(counts(branch)) << i))
    }
}

/// Compiles one treaty's clauses against the parties and the other treaties.
pub(crate) struct Compiler<'a> {
    pub(crate) parties: &'a Parties,
    pub(crate) treaty: &'a dyn Fn(&str) -> Option<TreatyIx>,
    pub(crate) source: Source<'a>,
    pub(crate) slots: &'a [PartyIx],
    pub(crate) errors: Vec<PlanError>,
    counters: Vec<Counter>,
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(
        parties: &'a Parties,
        treaty: &'a dyn Fn(&str) -> Option<TreatyIx>,
        source: Source<'a>,
        slots: &'a [PartyIx],
    ) -> Compiler<'a> {
        Compiler { parties, treaty, source, slots, errors: Vec::new(), counters: Vec::new() }
    }

    pub(crate) fn compile(mut self) -> (Plan, CountRule, Vec<PlanError>) {
        let clauses = self.source.clauses;
        let default = EntryIntoForce::default();
        let clause = clauses.entry_into_force.as_ref().unwrap_or(&default);
        let unknown = clauses.entry_into_force.is_none() || clause.unknown.is_some();

        let counting = self.count_rule();
        let mut branches = Vec::new();
        if !unknown
            && clause.scope == Scope::General
            && let Some(when) = &clause.when
        {
            let wait = clause.after.as_ref().map_or(Wait::NONE, |after| after.wait().rounded(clause.rounding));
            branches.push(self.branch(0, when, wait, clause.not_before.as_ref()));
        }
        for or_else in clause.or_else.iter().filter(|_| !unknown) {
            let index = branches.len();
            if index == MAX_BRANCHES {
                self.errors.push(wrong("or", format!("at most {MAX_BRANCHES} ways into force can be given")));
                break;
            }
            let wait = or_else.after.as_ref().map_or(Wait::NONE, |after| after.wait());
            branches.push(self.branch(index as u8, &or_else.when, wait, or_else.not_before.as_ref()));
        }
        // Without any condition VCLT 24(2) asks for all the negotiating States. They are not
        // recorded as such, so nothing is computed, and the answer says so.
        let per_party = clause.per_party.as_ref();
        let own = per_party.and_then(|p| Some(p.after.as_ref()?.wait().rounded(p.rounding))).unwrap_or(Wait::NONE);
        let with = per_party.and_then(|p| p.with.as_deref()).and_then(|id| self.treaty(id));
        let ticks = branches.iter().flat_map(|b: &Branch| &b.conditions).any(|condition| {
            matches!(
                condition,
                Condition::From(_) | Condition::InForce(_) | Condition::Decided | Condition::Fraction { .. }
            )
        });
        let plan = Plan {
            scope: clause.scope,
            branches: branches.into(),
            counters: std::mem::take(&mut self.counters).into(),
            own,
            each: per_party.is_some_and(|p| p.whom == clause::Whom::Each),
            with,
            needs: per_party.and_then(|p| p.needs),
            binds_all: self.source.amends.filter(|_| clause.binds == clause::Binds::AllParties),
            quorum: clause.when.as_ref().and_then(|when| when.deposits).map_or(1, |n| n.max(1) as usize),
            earliest: self.source.adopted.map_or(Day::ALWAYS, |dated| dated.first),
            expiry: expiry(clauses),
            parties_below: clauses.termination.as_ref().and_then(|t| t.parties_below),
            events: self.events(),
            heirs: [].into(),
            ticks,
        };
        (plan, counting, self.errors)
    }

    /// Which instruments count, without compiling the rest.
    pub(crate) fn count_rule(&mut self) -> CountRule {
        let Some(clause) = &self.source.clauses.entry_into_force else { return CountRule { branches: Vec::new() } };
        let main = clause.when.iter().map(|when| (when, clause.counts.as_ref()));
        let others = clause.or_else.iter().map(|or| (&or.when, or.counts.as_ref().or(clause.counts.as_ref())));
        let all: Vec<_> = main.chain(others).take(MAX_BRANCHES).collect();
        CountRule { branches: all.into_iter().map(|(when, counts)| self.count_branch(when, counts)).collect() }
    }

    fn branch(&mut self, index: u8, when: &When, after: Wait, floor: Option<&NotBefore>) -> Branch {
        let mut conditions = Vec::new();
        if let Some(number) = when.deposits {
            conditions.push(Condition::Count(number));
        }
        if let Some(number) = when.signatures {
            conditions.push(Condition::Signatures(number));
        }
        for members in [&when.including, &when.all_of].into_iter().flatten() {
            let set = self.members(members);
            let need = set.len() as u64;
            conditions.push(self.sum(index, &set, need));
        }
        for from in &when.from {
            let set = self.members(&from.group);
            conditions.push(self.sum(index, &set, u64::from(from.count)));
        }
        for share in &when.share {
            conditions.extend(self.share(index, share));
        }
        if let Some(fraction) = &when.fraction {
            conditions.extend(self.fraction(fraction));
        }
        if let Some(day) = when.on {
            conditions.push(Condition::From(day));
        }
        if let Some(id) = &when.in_force {
            conditions.extend(self.treaty(id).map(Condition::InForce));
        }
        if when.decision == Some(true) {
            conditions.push(Condition::Decided);
        }
        if *when == When::default() {
            self.errors
                .push(wrong("when", "`when` names no condition; write for instance { deposits = 20 }".to_owned()));
        }
        Branch { conditions: conditions.into(), after, not_before: self.floor(floor) }
    }

    fn sum(&mut self, branch: u8, set: &[PartyIx], need: u64) -> Condition {
        let weight = self.slots.iter().map(|party| u64::from(set.contains(party))).collect();
        self.counters.push(Counter { branch, weight });
        Condition::Sum { counter: (self.counters.len() - 1) as u8, need }
    }

    fn share(&mut self, branch: u8, share: &clause::Share) -> Option<Condition> {
        let Some(weights) = self.parties.weights(&share.of) else {
            let message = format!("there is no table of weights `{}`", share.of);
            self.errors.push(wrong(&share.of, message));
            return None;
        };
        let Some(need) = weights.amount(&share.at_least) else {
            let text = &share.at_least;
            let message = format!("`{text}` is not a share; write \"55 %\" or an absolute weight");
            self.errors.push(wrong(text, message));
            return None;
        };
        let weight = self.slots.iter().map(|party| weights.of.get(party).map_or(0, |&w| w)).collect();
        self.counters.push(Counter { branch, weight });
        Some(Condition::Sum { counter: (self.counters.len() - 1) as u8, need })
    }

    fn fraction(&mut self, fraction: &clause::Fraction) -> Option<Condition> {
        let read = fraction.ratio().and_then(|ratio| Ok((ratio, fraction.base()?)));
        let ((numerator, denominator), base) = match read {
            Ok(read) => read,
            Err(message) => {
                self.errors.push(wrong(&fraction.share, message));
                return None;
            }
        };
        let of = match base {
            clause::Base::PartiesTo(id) => BaseCount::PartiesTo(self.treaty(id)?),
            clause::Base::Group(group) => BaseCount::Steps(self.steps(group)),
        };
        let fixed_on = match fraction.at {
            clause::FractionAt::Day => None,
            clause::FractionAt::Adoption => self.source.adopted.map(Dated::last),
        };
        let counts = self.source.clauses.entry_into_force.as_ref().and_then(|clause| clause.counts.as_ref());
        let without = counts
            .map_or_else(Vec::new, |counts| counts.exclude.iter().filter_map(|code| self.parties.find(code)).collect());
        Some(Condition::Fraction {
            numerator,
            denominator,
            strict: fraction.more_than,
            of,
            without: without.into(),
            fixed_on,
        })
    }

    fn steps(&mut self, members: &Members) -> Box<[(Day, u32)]> {
        let Members::Group(id) = members else {
            return [(Day::ALWAYS, self.members(members).len() as u32)].into();
        };
        let parties = self.parties;
        let Some(group) = parties.group(id) else {
            self.members(members);
            return [].into();
        };
        let mut days: Vec<Day> = group.members.iter().flat_map(|m| [m.from, m.until]).collect();
        days.sort_unstable();
        days.dedup();
        days.into_iter().map(|day| (day, group.on(day).count() as u32)).collect()
    }

    fn members(&mut self, members: &Members) -> Vec<PartyIx> {
        match members {
            Members::List(codes) => codes.iter().filter_map(|code| self.party(code)).collect(),
            Members::Group(id) if id == "depositaries" => {
                if self.source.depositaries.is_empty() {
                    self.errors.push(wrong(id, "the treaty names no depositary".to_owned()));
                }
                self.source.depositaries.to_vec()
            }
            Members::Group(id) => match self.parties.group(id) {
                Some(group) => group.ever(),
                None => {
                    self.errors.push(wrong(id, format!("there is no group `{id}`")));
                    Vec::new()
                }
            },
        }
    }

    fn party(&mut self, code: &str) -> Option<PartyIx> {
        let found = self.parties.find(code);
        if found.is_none() {
            self.errors.push(wrong(code, format!("there is no participant `{code}`")));
        }
        found
    }

    fn treaty(&mut self, id: &str) -> Option<TreatyIx> {
        let found = (self.treaty)(id);
        if found.is_none() {
            self.errors.push(wrong(id, format!("there is no treaty `{id}`")));
        }
        found
    }

    fn floor(&mut self, not_before: Option<&NotBefore>) -> Floor {
        let opening = || {
            let window = self.source.clauses.participation.as_ref().and_then(|p| p.signature.as_ref()?.from);
            window.or(self.source.adopted).map(|dated| dated.first)
        };
        match not_before {
            None => Floor::None,
            Some(NotBefore::Day(day)) => Floor::Day(*day),
            Some(NotBefore::AfterOpening(period)) => opening().map_or(Floor::None, |day| Floor::Day(period.after(day))),
            Some(NotBefore::AfterAdoption(period)) => {
                self.source.adopted.map_or(Floor::None, |dated| Floor::Day(period.after(dated.first)))
            }
            Some(NotBefore::EntryIntoForceOf(id)) => self.treaty(id).map_or(Floor::None, Floor::Treaty),
        }
    }

    fn count_branch(&mut self, when: &When, counts: Option<&clause::Counts>) -> CountBranch {
        let sets =
            [&when.including, &when.all_of].into_iter().flatten().chain(when.from.iter().map(|from| &from.group));
        let listed = sets.filter_map(|set| match set {
            Members::List(codes) => Some(codes),
            Members::Group(_) => None,
        });
        // Names that nothing answers to are reported where the condition is compiled.
        let named = listed.flatten().filter_map(|code| self.parties.find(code)).collect();
        let Some(counts) = counts else {
            return CountBranch { kinds: None, exclude: Vec::new(), only: None, organisations: false, named };
        };
        CountBranch {
            named,
            kinds: counts.kinds.clone(),
            exclude: counts.exclude.iter().filter_map(|code| self.party(code)).collect(),
            only: counts.only.as_ref().map(|only| self.members(only)),
            organisations: counts.organisations == Some(Organisations::Counted),
        }
    }

    fn events(&self) -> Box<[Event]> {
        let acts = self.source.acts.iter().enumerate();
        acts.filter(|(_, act)| act.party.is_none() && act.kind.is_of_treaty())
            .map(|(index, act)| Event {
                kind: act.kind,
                day: act.date.first,
                effect: act.effect,
                known: act.known_from(),
                wrong_from: act.wrong_from.unwrap_or(Day::NEVER),
                act: index as u32,
            })
            .collect()
    }
}

fn expiry(clauses: &Clauses) -> Expiry {
    match &clauses.duration {
        Some(duration) if duration.then.is_some() => Expiry::Never,
        Some(duration) => match (&duration.until, &duration.lasts) {
            (Some(day), _) => Expiry::On(*day),
            (None, Some(period)) => Expiry::After(period.wait()),
            (None, None) => Expiry::Never,
        },
        None => Expiry::Never,
    }
}
