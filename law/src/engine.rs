//! The engine: packed acts in, status out.
//!
//! Building an [`Engine`] compiles every treaty's clauses to a plan and lays its
//! acts out as rows of sixteen bytes, sorted by treaty and day of effect. A
//! question walks the rows of a treaty once, in that order, up to the day asked
//! about. The same walk serves a single status, a whole register, a life line
//! and a what-if; there is no second way to an answer.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::act::{Act, ActKind};
use crate::clause::Scope;
use crate::day::Day;
use crate::life;
use crate::party::{Parties, PartyIx};
use crate::period::Wait;
use crate::plan::{
    BaseCount, Branch, Compiler, Condition, CountRule, Counter, Event, Expiry, Floor, MAX_BRANCHES, Plan, PlanError,
    Source, TreatyIx,
};
use crate::slot::{Binding, NO_ACT, Slot, Status};

/// What a row does to the participant it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Deed {
    Sign,
    /// Consent to be bound; ignored where one is already in place.
    Consent,
    /// A succession takes effect, before it was notified.
    SucceedBack,
    /// Notice of withdrawal is received.
    Notice,
    /// A notice of withdrawal takes effect.
    Leave,
    /// Pending notices are revoked.
    Revoke,
    /// Consent is withdrawn at once, before the treaty binds.
    Retract,
    /// The participant ceases to exist.
    Cease,
    Reserve,
    Unreserve,
    ApplyProvisionally,
    EndProvisional,
    /// The further act that the clause asks of each party.
    Complete,
}

/// Set on rows whose meaning is contested.
pub(crate) const DOUBT: u8 = 1;
/// Set on consents that are also signatures.
pub(crate) const SIGNS: u8 = 2;
/// Set on consents that bind on their own day, with no waiting period of their own.
pub(crate) const AT_ONCE: u8 = 4;
/// The first of the four bits that say for which branches a consent counts.
pub(crate) const COUNTS_SHIFT: u8 = 4;

/// One act, packed. The order is that of the day of effect, then of the record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) day: Day,
    /// Known from this day on,
    pub(crate) known: Day,
    /// and up to the day before this one, when it was found to be wrong.
    pub(crate) wrong_from: Day,
    pub(crate) slot: u16,
    pub(crate) deed: Deed,
    pub(crate) flags: u8,
}

impl Row {
    #[inline]
    pub(crate) fn is_known(&self, known: Day) -> bool {
        (self.known <= known) & (known < self.wrong_from)
    }
}

/// Ranges into the columns of an [`Engine`], and the plan.
#[derive(Debug, Clone)]
struct Compiled {
    plan: Plan,
    /// How many instruments each branch needs before its other conditions are worth a look.
    least: [i32; MAX_BRANCHES],
    first_row: u32,
    first_slot: u32,
    first_weight: u32,
    first_sum: u32,
    first_way: u32,
    /// The branches that ask for no more than instruments and sums of weights, as bits.
    plain: u8,
}

/// From the day on which a branch's conditions are met to the entry into force.
///
/// Beside the plan, and not in its boxes: what every question needs of every treaty is kept in
/// columns, in the order in which it is read.
#[derive(Debug, Clone, Copy)]
struct Way {
    after: Wait,
    not_before: Floor,
}

/// A sum of weights that a branch asks for.
#[derive(Debug, Clone, Copy)]
struct Sum {
    need: u64,
    branch: u8,
}

/// How a treaty came into force, as known on some day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// The day on which the conditions were met; [`Day::NEVER`] while they are not.
    pub trigger: Day,
    /// The day of entry into force; [`Day::NEVER`] while there is none. Where there is no
    /// common entry into force, the first day on which any party is bound.
    pub entry_into_force: Day,
    /// Which of the clause's branches decided, counted from 0.
    pub branch: u8,
    /// The first day on which the treaty is no longer in force.
    pub ends: Day,
}

impl Outcome {
    pub(crate) const PENDING: Outcome =
        Outcome { trigger: Day::NEVER, entry_into_force: Day::NEVER, branch: 0, ends: Day::NEVER };

    /// Whether the treaty is in force on a day.
    pub fn in_force(&self, on: Day) -> bool {
        self.entry_into_force <= on && on < self.ends
    }
}

/// One participant of one treaty on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub party: PartyIx,
    /// What it is to the treaty.
    pub status: Status,
    /// The day that status began.
    pub since: Day,
    /// The day from which it is bound by its consent, [`Day::NEVER`] if it is not.
    pub bound: Day,
    /// The day of the consent in place, [`Day::NEVER`] if there is none.
    pub consented: Day,
    /// The day the last consent ended, [`Day::NEVER`] if none did or another is in place.
    pub ended: Day,
    /// The day of first signature, [`Day::NEVER`] if there is none.
    pub signed: Day,
    /// Reservations made up to that day and not withdrawn.
    pub reservations: u16,
}

/// Every treaty's plan and rows.
#[derive(Debug, Clone, Default)]
pub struct Engine {
    treaties: Vec<Compiled>,
    rows: Vec<Row>,
    /// The act behind each row, as its index among the treaty's acts.
    acts: Vec<u32>,
    slots: Vec<PartyIx>,
    ways: Vec<Way>,
    /// The sums of weights that each treaty's branches ask for,
    sums: Vec<Sum>,
    /// and for each slot its weight in each of them.
    weights: Vec<u64>,
}

/// Room for one walk, kept between questions so that none of them allocates.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(crate) slots: Vec<Slot>,
    sums: Vec<u64>,
    ticks: Vec<Day>,
    merged: Vec<Row>,
}

impl Engine {
    /// An engine with no treaties.
    pub fn new() -> Engine {
        Engine::default()
    }

    /// How many treaties there are.
    pub fn len(&self) -> usize {
        self.treaties.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.treaties.is_empty()
    }

    /// All treaties.
    pub fn treaties(&self) -> impl Iterator<Item = TreatyIx> + use<> {
        (0..self.treaties.len() as u32).map(TreatyIx)
    }

    /// Gives back the room that building needed.
    pub fn shrink(&mut self) {
        self.rows.shrink_to_fit();
        self.acts.shrink_to_fit();
        self.slots.shrink_to_fit();
        self.ways.shrink_to_fit();
        self.sums.shrink_to_fit();
        self.weights.shrink_to_fit();
        self.treaties.shrink_to_fit();
    }

    /// Compiles a treaty and lays out its acts.
    ///
    /// `find` gives the place of a treaty by id, for clauses that name another one;
    /// that place may belong to a treaty that is still to be added.
    ///
    /// # Errors
    /// Every name in the clauses that nothing answers to. The treaty is added all
    /// the same, without the conditions concerned.
    pub fn add(
        &mut self,
        parties: &Parties,
        find: &dyn Fn(&str) -> Option<TreatyIx>,
        source: Source<'_>,
    ) -> Result<TreatyIx, Vec<PlanError>> {
        self.append(lay(parties, find, source))
    }

    /// Adds a treaty that [`lay`] has compiled and laid out.
    ///
    /// # Errors
    /// As for [`Engine::add`].
    pub fn append(&mut self, laid: Laid) -> Result<TreatyIx, Vec<PlanError>> {
        let Laid { plan, columns, errors } = laid;
        let ix = TreatyIx(self.treaties.len() as u32);
        self.treaties.push(Compiled {
            least: least(&plan.branches),
            plain: plain(&plan.branches),
            plan,
            first_row: self.rows.len() as u32,
            first_slot: self.slots.len() as u32,
            first_weight: self.weights.len() as u32,
            first_sum: self.sums.len() as u32,
            first_way: self.ways.len() as u32,
        });
        self.put(ix, columns);
        if errors.is_empty() { Ok(ix) } else { Err(errors) }
    }

    /// Compiles a treaty again and lays out the acts it now has, in the place of those it had.
    ///
    /// The other treaties are not laid out again; a condition of theirs that looks at this one
    /// sees it as it now is.
    ///
    /// # Errors
    /// As for [`Engine::add`]; the treaty is replaced all the same.
    ///
    /// # Panics
    /// When the engine has no such treaty.
    pub fn replace(
        &mut self,
        t: TreatyIx,
        parties: &Parties,
        find: &dyn Fn(&str) -> Option<TreatyIx>,
        source: Source<'_>,
    ) -> Result<(), Vec<PlanError>> {
        let Laid { plan, columns, errors } = lay(parties, find, source);
        let old = &mut self.treaties[t.0 as usize];
        *old = Compiled { least: least(&plan.branches), plain: plain(&plan.branches), plan, ..*old };
        self.put(t, columns);
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// Puts a treaty's part of every column in the place of what stood there.
    fn put(&mut self, t: TreatyIx, new: Columns) {
        let range = self.range(t, |c| c.first_row, self.rows.len());
        splice(&mut self.acts, range.clone(), new.rows.iter().map(|(_, act)| *act));
        let row = splice(&mut self.rows, range, new.rows.iter().map(|(row, _)| *row));
        let range = self.range(t, |c| c.first_slot, self.slots.len());
        let slot = splice(&mut self.slots, range, new.slots);
        let range = self.range(t, |c| c.first_weight, self.weights.len());
        let weight = splice(&mut self.weights, range, new.weights);
        let range = self.range(t, |c| c.first_sum, self.sums.len());
        let sum = splice(&mut self.sums, range, new.sums);
        let range = self.range(t, |c| c.first_way, self.ways.len());
        let way = splice(&mut self.ways, range, new.ways);
        for later in &mut self.treaties[t.0 as usize + 1..] {
            later.first_row = later.first_row.wrapping_add_signed(row);
            later.first_slot = later.first_slot.wrapping_add_signed(slot);
            later.first_weight = later.first_weight.wrapping_add_signed(weight);
            later.first_sum = later.first_sum.wrapping_add_signed(sum);
            later.first_way = later.first_way.wrapping_add_signed(way);
        }
    }

    fn range(&self, t: TreatyIx, first: impl Fn(&Compiled) -> u32, end: usize) -> Range<usize> {
        let at = t.0 as usize;
        let end = self.treaties.get(at + 1).map_or(end, |next| first(next) as usize);
        first(&self.treaties[at]) as usize..end
    }

    pub(crate) fn rows(&self, t: TreatyIx) -> &[Row] {
        &self.rows[self.range(t, |c| c.first_row, self.rows.len())]
    }

    pub(crate) fn row_acts(&self, t: TreatyIx) -> &[u32] {
        &self.acts[self.range(t, |c| c.first_row, self.acts.len())]
    }

    /// The participants with any act about a treaty.
    pub fn participants(&self, t: TreatyIx) -> &[PartyIx] {
        &self.slots[self.range(t, |c| c.first_slot, self.slots.len())]
    }

    fn ways(&self, t: TreatyIx) -> &[Way] {
        &self.ways[self.range(t, |c| c.first_way, self.ways.len())]
    }

    fn sums(&self, t: TreatyIx) -> &[Sum] {
        &self.sums[self.range(t, |c| c.first_sum, self.sums.len())]
    }

    fn weights(&self, t: TreatyIx) -> &[u64] {
        &self.weights[self.range(t, |c| c.first_weight, self.weights.len())]
    }

    pub(crate) fn plan(&self, t: TreatyIx) -> &Plan {
        &self.treaties[t.0 as usize].plan
    }

    /// The treaties whose acts have a say in what this one is: itself, those that its clauses look at, and theirs.
    pub fn looks_at(&self, t: TreatyIx) -> Vec<TreatyIx> {
        let mut all = vec![t];
        let mut at = 0;
        while let Some(one) = all.get(at).copied() {
            let others: Vec<TreatyIx> = self.plan(one).others().filter(|other| !all.contains(other)).collect();
            all.extend(others);
            at += 1;
        }
        all
    }

    /// How the treaty came into force, from everything known on a day.
    pub fn outcome(&self, t: TreatyIx, known: Day, scratch: &mut Scratch) -> Outcome {
        // A common entry into force is decided by the acts up to that day, whatever becomes of the parties.
        let until = if self.plan(t).scope == Scope::General { Until::Decided } else { Until::Day };
        Walk::new(self, known).run_until(until, t, Day::NEVER, scratch)
    }

    /// Every participant of a treaty on a day, as known on another, into `out`.
    ///
    /// `extra` holds acts supposed in addition to the record.
    pub fn standings(
        &self,
        t: TreatyIx,
        on: Day,
        known: Day,
        extra: &Supposed,
        scratch: &mut Scratch,
        out: &mut Vec<Standing>,
    ) -> Outcome {
        let mut walk = Walk::supposing(self, known, t, extra);
        let outcome = walk.run(t, on, scratch);
        let plan = self.plan(t);
        let participants = self.participants(t);
        let with = plan.with.map(|base| walk.base(base));
        let binding = Binding::new(plan, &outcome);
        out.reserve(scratch.slots.len());
        for (slot, &party) in scratch.slots.iter().zip(participants.iter().chain(&extra.newcomers)) {
            let floor = with.as_ref().map_or(Day::ALWAYS, |base| base.since(party, slot.last_consent()));
            if slot.is_plain() {
                let standing = slot.plain_standing(party, &binding, on, floor);
                out.push(standing);
                out.truncate(out.len() - usize::from(standing.status == Status::None));
            } else {
                out.extend(slot.standing_as(party, &binding, on, floor));
            }
        }
        if let Some(base) = plan.binds_all.filter(|_| outcome.in_force(on)) {
            bind_all(&walk.base(base), &outcome, on, out);
        }
        outcome
    }

    /// Every participant of every treaty on a day, as known on another.
    ///
    /// `each` is called once for each treaty with its outcome and standings.
    pub fn register(
        &self,
        on: Day,
        known: Day,
        scratch: &mut Scratch,
        mut each: impl FnMut(TreatyIx, &Outcome, &[Standing]),
    ) {
        let none = Supposed::default();
        let mut standings = Vec::new();
        for t in self.treaties() {
            standings.clear();
            let outcome = self.standings(t, on, known, &none, scratch, &mut standings);
            each(t, &outcome, &standings);
        }
    }

    /// Lays out acts that are not in the record, for [`Engine::standings`].
    pub fn suppose(&self, parties: &Parties, t: TreatyIx, source: Source<'_>, acts: &[Act]) -> Supposed {
        let mut slots = self.participants(t).to_vec();
        let known = slots.len();
        for party in acts.iter().filter_map(|act| act.party) {
            if !slots.contains(&party) {
                slots.push(party);
            }
        }
        let supposed = Source { acts, ..source };
        let (plan, counts, _) = Compiler::new(parties, &|_| None, supposed, &slots).compile();
        let mut laid = lay_out(parties, supposed, &slots, &counts);
        let revoked = self.revoke_across(t, &mut laid);
        // That a State ceases to exist is in the record, unless it has no act there.
        let rows = laid.into_iter().map(|(row, _)| row);
        let rows = rows.filter(|row| row.deed != Deed::Cease || usize::from(row.slot) >= known).collect();
        let heirs = heirs(parties, &slots);
        let weights: Vec<u64> = weights(&plan.counters, slots.len()).skip(known * plan.counters.len()).collect();
        Supposed { rows, newcomers: slots.split_off(known), weights, heirs, revoked, events: plan.events }
    }
}

impl Engine {
    /// Notices in the record that what is supposed revokes, and the other way round.
    fn revoke_across(&self, t: TreatyIx, supposed: &mut [(Row, u32)]) -> Vec<(u32, Day)> {
        let recorded: Vec<(Row, u32)> = self.rows(t).iter().copied().zip(self.row_acts(t).iter().copied()).collect();
        let of = |rows: &[(Row, u32)], deed: Deed| -> Vec<Row> {
            rows.iter().map(|(row, _)| *row).filter(|row| row.deed == deed).collect()
        };
        let given = |rows: &[(Row, u32)], leave: &Row, act: u32| {
            let notice = rows.iter().find(|(row, by)| row.deed == Deed::Notice && *by == act && row.slot == leave.slot);
            notice.map(|(row, _)| row.day)
        };
        let before: Vec<Row> = of(&recorded, Deed::Revoke);
        let now: Vec<Row> = of(supposed, Deed::Revoke);
        // On one day the record comes first.
        let told = |revokes: &[Row], leave: &Row, notice: Day, same_day: bool| {
            let fits = |r: &&Row| {
                let after = notice < r.day || (same_day && notice == r.day);
                // A revocation that was itself found to be wrong is left to the walk.
                r.slot == leave.slot && after && r.day < leave.day && r.wrong_from == Day::NEVER
            };
            revokes.iter().filter(fits).map(|r| r.known).min()
        };
        let notices: Vec<Option<Day>> = supposed.iter().map(|(row, act)| given(supposed, row, *act)).collect();
        for ((row, _), notice) in supposed.iter_mut().zip(notices).filter(|((row, _), _)| row.deed == Deed::Leave) {
            if let Some(day) = notice.and_then(|notice| told(&before, row, notice, false)) {
                row.wrong_from = row.wrong_from.min(day);
            }
        }
        let leaves = recorded.iter().enumerate().filter(|(_, (row, _))| row.deed == Deed::Leave);
        let revoked = leaves.filter_map(|(at, (row, act))| {
            let notice = given(&recorded, row, *act)?;
            Some((at as u32, told(&now, row, notice, true)?))
        });
        revoked.collect()
    }
}

/// Acts supposed in addition to the record.
#[derive(Debug, Clone, Default)]
pub struct Supposed {
    rows: Vec<Row>,
    newcomers: Vec<PartyIx>,
    /// The weights of the newcomers, as in [`Engine::weights`].
    weights: Vec<u64>,
    /// Departures in the record that are revoked, as places among its rows, and the days those were told.
    revoked: Vec<(u32, Day)>,
    /// As in the plan, with the newcomers.
    heirs: Box<[(u16, u16)]>,
    /// Acts of the treaty as a whole.
    events: Box<[Event]>,
}

/// The parties to a treaty over time, for conditions that count them.
#[derive(Debug, Clone)]
pub(crate) struct BaseParties {
    entry_into_force: Day,
    /// From each day on, how many parties there are.
    steps: Box<[(Day, u32)]>,
    /// When each stay of each party began and ended.
    stays: Vec<(PartyIx, Day, Day)>,
}

impl BaseParties {
    fn count(&self, day: Day, without: &[PartyIx]) -> u32 {
        let on = |&&(party, from, until): &&(PartyIx, Day, Day)| from <= day && day < until && without.contains(&party);
        let left_out = if without.is_empty() { 0 } else { self.stays.iter().filter(on).count() as u32 };
        count_on(&self.steps, day) - left_out
    }

    /// The stays of one party: the first day of each, and the day after its last.
    pub(crate) fn stays_of(&self, party: PartyIx) -> impl Iterator<Item = (Day, Day)> + '_ {
        self.stays.iter().filter(move |&&(who, _, _)| who == party).map(|&(_, from, until)| (from, until))
    }

    /// The first day from `consented` on when the State is a party.
    pub(crate) fn since(&self, party: PartyIx, consented: Day) -> Day {
        let stays = self.stays.iter().filter(|&&(who, _, until)| who == party && consented < until);
        stays.map(|&(_, from, _)| from).min().unwrap_or(Day::NEVER)
    }
}

fn count_on(steps: &[(Day, u32)], day: Day) -> u32 {
    let after = steps.partition_point(|&(from, _)| from <= day);
    after.checked_sub(1).map_or(0, |at| steps[at].1)
}

/// Once an amendment of this kind is in force, it binds every party to the treaty it amends.
fn bind_all(base: &BaseParties, outcome: &Outcome, on: Day, out: &mut Vec<Standing>) {
    for &(party, from, _) in base.stays.iter().filter(|&&(_, from, until)| from <= on && on < until) {
        let since = from.max(outcome.entry_into_force);
        match out.iter_mut().find(|standing| standing.party == party) {
            Some(standing) if standing.status.is_bound() => {}
            Some(standing) => *standing = Standing { status: Status::Party, since, bound: since, ..*standing },
            None => out.push(Standing {
                party,
                status: Status::Party,
                since,
                bound: since,
                consented: Day::NEVER,
                ended: Day::NEVER,
                signed: Day::NEVER,
                reservations: 0,
            }),
        }
    }
}

/// How far a walk has to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    /// Up to the day asked about: every participant matters.
    Day,
    /// Until every way into force is decided.
    Decided,
}

/// A question's walk over one treaty, and over those its clauses look at.
pub(crate) struct Walk<'e> {
    engine: &'e Engine,
    known: Day,
    /// The treaty that the question is about, and what is supposed of it.
    supposed: Option<(TreatyIx, &'e Supposed)>,
    bases: BTreeMap<TreatyIx, std::rc::Rc<BaseParties>>,
}

impl<'e> Walk<'e> {
    pub(crate) fn new(engine: &'e Engine, known: Day) -> Walk<'e> {
        Walk { engine, known: known.min(Day::LAST), supposed: None, bases: BTreeMap::new() }
    }

    fn supposing(engine: &'e Engine, known: Day, t: TreatyIx, supposed: &'e Supposed) -> Walk<'e> {
        Walk { supposed: Some((t, supposed)), ..Walk::new(engine, known) }
    }

    pub(crate) fn known(&self) -> Day {
        self.known
    }

    /// What is supposed of a treaty.
    fn supposed(&self, t: TreatyIx) -> Option<&'e Supposed> {
        self.supposed.filter(|(about, _)| *about == t).map(|(_, supposed)| supposed)
    }

    /// The acts of a treaty as a whole, with those supposed.
    fn events(&self, t: TreatyIx) -> impl Iterator<Item = &'e Event> + use<'e> {
        let supposed = self.supposed(t).map(|supposed| &*supposed.events).unwrap_or_default();
        self.engine.plan(t).events.iter().chain(supposed)
    }

    /// The parties to another treaty, all as known on the day of the question.
    ///
    /// A treaty that looks at itself, through others, finds itself empty.
    pub(crate) fn base(&mut self, t: TreatyIx) -> std::rc::Rc<BaseParties> {
        if let Some(base) = self.bases.get(&t) {
            return base.clone();
        }
        let empty = BaseParties { entry_into_force: Day::NEVER, steps: [].into(), stays: Vec::new() };
        self.bases.insert(t, empty.into());
        let mut scratch = Scratch::default();
        let outcome = self.run(t, Day::NEVER, &mut scratch);
        let plan = self.engine.plan(t);
        let with = plan.with.map(|base| self.base(base));
        let mut stays: Vec<(PartyIx, Day, Day)> = Vec::new();
        for (index, &party) in self.engine.participants(t).iter().enumerate() {
            let history =
                life::slot_history(self.engine, t, index as u16, self.known, &outcome, with.as_deref(), party);
            for own in history.iter().filter(|own| own.status.is_bound()) {
                // Whoever gives notice, and takes it back, stays.
                match stays.last_mut() {
                    Some((who, _, until)) if *who == party && *until == own.from => *until = own.until,
                    _ => stays.push((party, own.from, own.until)),
                }
            }
        }
        let base =
            std::rc::Rc::new(BaseParties { entry_into_force: outcome.entry_into_force, steps: steps(&stays), stays });
        self.bases.insert(t, base.clone());
        base
    }

    /// Walks a treaty's rows up to and including `on`, leaving every participant's
    /// slot in `scratch`.
    pub(crate) fn run(&mut self, t: TreatyIx, on: Day, scratch: &mut Scratch) -> Outcome {
        self.run_until(Until::Day, t, on, scratch)
    }

    fn run_until(&mut self, until: Until, t: TreatyIx, on: Day, scratch: &mut Scratch) -> Outcome {
        let compiled = &self.engine.treaties[t.0 as usize];
        let plan = &compiled.plan;
        let rows = self.engine.rows(t);
        let supposed = self.supposed(t);
        let newcomers = supposed.map_or(0, |supposed| supposed.newcomers.len());
        scratch.slots.clear();
        scratch.slots.resize(self.engine.participants(t).len() + newcomers, Slot::EMPTY);
        scratch.sums.clear();
        scratch.sums.resize(self.engine.sums(t).len(), 0);
        scratch.ticks.clear();
        if plan.ticks {
            self.collect_ticks(t, plan, on, &mut scratch.ticks);
        }
        let rows = match supposed {
            Some(supposed) if !supposed.rows.is_empty() => {
                merge(rows, supposed, &mut scratch.merged);
                &scratch.merged
            }
            _ => rows,
        };
        let all_rows = rows;
        let heirs = supposed
            .map_or(&plan.heirs, |supposed| if supposed.rows.is_empty() { &plan.heirs } else { &supposed.heirs });
        let mut tally = Tally {
            plan,
            counts: [0; MAX_BRANCHES],
            least: compiled.least,
            signatures: 0,
            plain: compiled.plain,
            needs: self.engine.sums(t),
            weights: self.engine.weights(t),
            newcomers: supposed.map(|supposed| &*supposed.weights).unwrap_or_default(),
            t,
            sums: &mut scratch.sums,
            met: [Day::NEVER; MAX_BRANCHES],
            open: plan.branches.len(),
        };
        let mut ticks = scratch.ticks.iter().copied().peekable();
        let mut today = Day::ALWAYS;
        let mut changed = false;
        let known = self.known;
        let mut rows = rows.iter();
        while tally.open > 0 {
            let Some(row) = rows.next() else { break };
            if row.day > on {
                break;
            }
            if !row.is_known(known) {
                continue;
            }
            if row.day != today {
                if changed {
                    tally.close(today, self);
                    changed = false;
                }
                while let Some(tick) = ticks.next_if(|&tick| tick < row.day) {
                    tally.close(tick, self);
                }
                today = row.day;
            }
            let slot = &mut scratch.slots[usize::from(row.slot)];
            let change = slot.apply(row);
            if change.is_some() {
                tally.take(row.slot, change);
                changed = true;
            }
            if !heirs.is_empty() && matches!(row.deed, Deed::Consent | Deed::Cease) {
                changed |= inherit(heirs, row.slot, &mut scratch.slots, &mut tally);
            }
        }
        if changed {
            tally.close(today, self);
        }
        for tick in ticks {
            tally.close(tick, self);
        }
        let met = tally.met;
        if until == Until::Day {
            // Everything is decided, and what remains to be seen is where it leaves each participant.
            for row in rows.take_while(|row| row.day <= on) {
                if row.is_known(known) {
                    scratch.slots[usize::from(row.slot)].apply(row);
                }
            }
        }
        self.settle(t, plan, met, on, all_rows)
    }

    /// From the days on which each branch's conditions were met to the outcome.
    fn settle(&mut self, t: TreatyIx, plan: &Plan, met: [Day; MAX_BRANCHES], on: Day, rows: &[Row]) -> Outcome {
        let mut outcome = Outcome::PENDING;
        for (index, way) in self.engine.ways(t).iter().enumerate() {
            if met[index] == Day::NEVER {
                continue;
            }
            let floor = match way.not_before {
                Floor::None => Day::ALWAYS,
                Floor::Day(day) => day,
                Floor::Treaty(other) => self.base(other).entry_into_force,
            };
            let day = way.after.after(met[index]).max(floor);
            if day < outcome.entry_into_force {
                outcome.entry_into_force = day;
                outcome.trigger = met[index];
                outcome.branch = index as u8;
            }
        }
        if plan.scope == Scope::PerParty {
            // As if it had always been in force: when would each first have been bound?
            let always = Outcome { trigger: Day::ALWAYS, entry_into_force: Day::ALWAYS, ..Outcome::PENDING };
            let mut first: Vec<Day> = Vec::new();
            self.each_history(t, rows, &always, |stays| {
                first.extend(stays.iter().find(|i| i.status.is_bound()).map(|i| i.from))
            });
            first.sort_unstable();
            outcome.entry_into_force = first.get(plan.quorum - 1).copied().unwrap_or(Day::NEVER);
            outcome.trigger = outcome.entry_into_force;
        }
        outcome.ends = self.ends(t, plan, &outcome, on, rows);
        outcome
    }

    /// The history of every participant, against a supposed outcome.
    fn each_history(&mut self, t: TreatyIx, rows: &[Row], outcome: &Outcome, mut each: impl FnMut(&[life::Interval])) {
        let plan = self.engine.plan(t);
        let with = plan.with.map(|base| self.base(base));
        let newcomers = self.supposed(t).map(|supposed| supposed.newcomers.as_slice()).unwrap_or_default();
        for (slot, &party) in self.engine.participants(t).iter().chain(newcomers).enumerate() {
            let mine = rows.iter().filter(|row| usize::from(row.slot) == slot && row.is_known(self.known));
            let mine: Vec<(&Row, u32)> = mine.map(|row| (row, NO_ACT)).collect();
            each(&life::replay(plan, &mine, outcome, with.as_deref(), party));
        }
    }

    fn ends(&mut self, t: TreatyIx, plan: &Plan, outcome: &Outcome, on: Day, rows: &[Row]) -> Day {
        if outcome.entry_into_force == Day::NEVER {
            return Day::NEVER;
        }
        let mut ends = match plan.expiry {
            Expiry::Never => Day::NEVER,
            Expiry::On(day) => day,
            Expiry::After(wait) => wait.after(outcome.entry_into_force),
        };
        let known = self.known;
        for event in self.events(t).filter(|event| event.is_known(known)) {
            match (event.kind, event.effect) {
                (ActKind::Extension, Some(until)) if ends != Day::NEVER => ends = ends.max(until),
                (ActKind::Extension, None) => ends = Day::NEVER,
                _ => {}
            }
        }
        let terminations = self.events(t).filter(|e| e.kind == ActKind::Termination && e.is_known(known));
        ends = terminations.map(|event| event.effect.unwrap_or(event.day)).fold(ends, Day::min);
        let Some(number) = plan.parties_below else { return ends };
        let unended = Outcome { ends: Day::NEVER, ..*outcome };
        let mut stays = Vec::new();
        self.each_history(t, rows, &unended, |history| {
            stays.extend(history.iter().filter(|i| i.status.is_bound()).map(|i| (i.from, i.until)));
        });
        ends.min(life::falls_below(&stays, number, on))
    }

    /// Days on which a condition may come to hold with no act of this treaty.
    fn collect_ticks(&mut self, t: TreatyIx, plan: &Plan, on: Day, ticks: &mut Vec<Day>) {
        for condition in plan.branches.iter().flat_map(|branch| &branch.conditions) {
            match condition {
                Condition::From(day) => ticks.push(*day),
                Condition::InForce(other) => ticks.push(self.base(*other).entry_into_force),
                Condition::Decided => {
                    ticks.extend(self.events(t).filter(|e| e.kind == ActKind::EntryIntoForce).map(decided_on))
                }
                Condition::Fraction { of: BaseCount::PartiesTo(other), fixed_on: None, .. } => {
                    ticks.extend(self.base(*other).steps.iter().map(|&(day, _)| day));
                }
                Condition::Fraction { of: BaseCount::Steps(steps), fixed_on: None, .. } => {
                    ticks.extend(steps.iter().map(|&(day, _)| day));
                }
                Condition::Count(_) | Condition::Sum { .. } | Condition::Signatures(_) | Condition::Fraction { .. } => {
                }
            }
        }
        ticks.retain(|&tick| tick <= on && tick.is_real());
        ticks.sort_unstable();
        ticks.dedup();
    }
}

/// A State that has ceased to exist and its successor do not count twice.
fn inherit(heirs: &[(u16, u16)], touched: u16, slots: &mut [Slot], tally: &mut Tally<'_>) -> bool {
    let mut changed = false;
    for &(predecessor, successor) in heirs.iter().filter(|(a, b)| *a == touched || *b == touched) {
        // A succession that has taken effect and is not yet notified is no instrument.
        if slots[usize::from(successor)].counts() {
            let change = slots[usize::from(predecessor)].give_way();
            tally.take(predecessor, change);
            changed |= change.is_some();
        }
    }
    changed
}

fn decided_on(event: &Event) -> Day {
    event.effect.unwrap_or(event.day)
}

/// What has consented so far, for every branch still open.
struct Tally<'p> {
    t: TreatyIx,
    plan: &'p Plan,
    counts: [i32; MAX_BRANCHES],
    /// Below this many instruments a branch is not looked at; it is out of reach once the branch is met.
    least: [i32; MAX_BRANCHES],
    signatures: u32,
    plain: u8,
    needs: &'p [Sum],
    weights: &'p [u64],
    /// The weights of those who only act in a what-if, after those in the record.
    newcomers: &'p [u64],
    sums: &'p mut [u64],
    met: [Day; MAX_BRANCHES],
    open: usize,
}

/// What a row changed for the count.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change {
    /// The branches it counts for, as bits.
    pub(crate) bits: u8,
    /// In, out, or neither.
    pub(crate) sign: i8,
    pub(crate) signed: bool,
}

impl Change {
    pub(crate) const NONE: Change = Change { bits: 0, sign: 0, signed: false };

    fn is_some(self) -> bool {
        self.sign != 0 || self.signed
    }
}

impl Tally<'_> {
    #[inline]
    fn take(&mut self, slot: u16, change: Change) {
        self.signatures += u32::from(change.signed);
        for (branch, count) in self.counts.iter_mut().enumerate() {
            *count += i32::from(change.sign) * i32::from(change.bits >> branch & 1);
        }
        if !self.sums.is_empty() {
            self.weigh(slot, change);
        }
    }

    fn weigh(&mut self, slot: u16, change: Change) {
        let first = usize::from(slot) * self.needs.len();
        let mine = match first.checked_sub(self.weights.len()) {
            None => &self.weights[first..],
            Some(after) => self.newcomers.get(after..).unwrap_or_default(),
        };
        for ((sum, asked), &weight) in self.sums.iter_mut().zip(self.needs).zip(mine) {
            if change.bits >> asked.branch & 1 == 1 {
                *sum = if change.sign > 0 { *sum + weight } else { sum.saturating_sub(weight) };
            }
        }
    }

    /// At the end of a day: which branches' conditions are now met.
    #[inline]
    fn close(&mut self, day: Day, walk: &mut Walk<'_>) {
        if self.counts.iter().zip(&self.least).any(|(count, least)| count >= least) {
            self.test(day, walk);
        }
    }

    fn test(&mut self, day: Day, walk: &mut Walk<'_>) {
        for index in 0..MAX_BRANCHES {
            if self.counts[index] >= self.least[index] && self.weighs(index) && self.meets_the_rest(index, day, walk) {
                self.met[index] = day;
                self.least[index] = i32::MAX;
                self.open -= 1;
            }
        }
    }

    fn weighs(&self, branch: usize) -> bool {
        let mut sums = self.sums.iter().zip(self.needs);
        sums.all(|(&sum, asked)| usize::from(asked.branch) != branch || sum >= asked.need)
    }

    fn meets_the_rest(&self, branch: usize, day: Day, walk: &mut Walk<'_>) -> bool {
        let holds = |condition| self.holds(condition, branch, day, walk);
        self.plain >> branch & 1 == 1 || self.plan.branches[branch].conditions.iter().all(holds)
    }

    fn holds(&self, condition: &Condition, branch: usize, day: Day, walk: &mut Walk<'_>) -> bool {
        match condition {
            Condition::Count(need) => self.counts[branch] >= *need as i32,
            Condition::Sum { counter, need } => self.sums[usize::from(*counter)] >= *need,
            Condition::Signatures(need) => self.signatures >= *need,
            Condition::From(first) => *first <= day,
            Condition::InForce(other) => walk.base(*other).entry_into_force <= day,
            Condition::Fraction { numerator, denominator, strict, of, without, fixed_on } => {
                let at = fixed_on.unwrap_or(day);
                let base = match of {
                    BaseCount::PartiesTo(other) => walk.base(*other).count(at, without),
                    BaseCount::Steps(steps) => count_on(steps, at),
                };
                let (part, whole) = (i64::from(*numerator), i64::from(*denominator));
                let have = i64::from(self.counts[branch]) * whole;
                let need = i64::from(base) * part;
                base > 0 && if *strict { have > need } else { have >= need }
            }
            Condition::Decided => {
                let known = walk.known;
                let mut decisions = walk.events(self.t).filter(|e| e.kind == ActKind::EntryIntoForce);
                decisions.any(|event| event.is_known(known) && decided_on(event) <= day)
            }
        }
    }
}

/// One treaty's part of the columns of an [`Engine`].
#[derive(Debug)]
struct Columns {
    /// Each row with the index of its act.
    rows: Vec<(Row, u32)>,
    slots: Vec<PartyIx>,
    weights: Vec<u64>,
    sums: Vec<Sum>,
    ways: Vec<Way>,
}

/// A treaty compiled and its acts laid out, not yet among others.
#[derive(Debug)]
pub struct Laid {
    plan: Plan,
    columns: Columns,
    errors: Vec<PlanError>,
}

/// Compiles a treaty and lays out its acts: what [`Engine::add`] does before it adds it.
///
/// It looks at no other treaty, so that several can be laid out at once.
pub fn lay(parties: &Parties, find: &dyn Fn(&str) -> Option<TreatyIx>, source: Source<'_>) -> Laid {
    let mut slots: Vec<PartyIx> = source.acts.iter().filter_map(|act| act.party).collect();
    slots.sort_unstable();
    slots.dedup();
    let (mut plan, counts, errors) = Compiler::new(parties, find, source, &slots).compile();
    plan.heirs = heirs(parties, &slots);
    let counters = std::mem::take(&mut plan.counters);
    let columns = Columns {
        rows: lay_out(parties, source, &slots, &counts),
        weights: weights(&counters, slots.len()).collect(),
        sums: sums(&counters, &plan.branches),
        ways: plan.branches.iter().map(|b| Way { after: b.after, not_before: b.not_before }).collect(),
        slots,
    };
    Laid { plan, columns, errors }
}

/// Puts values in the place of a part of a column; by how much what follows has moved.
fn splice<T>(column: &mut Vec<T>, part: Range<usize>, values: impl IntoIterator<Item = T>) -> i32 {
    let before = column.len() as i64;
    column.splice(part, values);
    (column.len() as i64 - before) as i32
}

/// What each branch needs of the plain number of instruments; nothing reaches a branch that is not there.
fn least(branches: &[Branch]) -> [i32; MAX_BRANCHES] {
    let mut least = [i32::MAX; MAX_BRANCHES];
    for (least, branch) in least.iter_mut().zip(branches) {
        let counts = branch.conditions.iter().filter_map(|condition| match condition {
            Condition::Count(need) => Some(*need as i32),
            _ => None,
        });
        *least = counts.max().unwrap_or(i32::MIN);
    }
    least
}

/// The branches that [`least`] and [`sums`] say everything about.
fn plain(branches: &[Branch]) -> u8 {
    let is_plain = |condition: &Condition| matches!(condition, Condition::Count(_) | Condition::Sum { .. });
    let plain = branches.iter().map(|branch| branch.conditions.iter().all(is_plain));
    plain.enumerate().fold(0, |bits, (index, plain)| bits | u8::from(plain) << index)
}

/// What each counter has to reach.
fn sums(counters: &[Counter], branches: &[Branch]) -> Vec<Sum> {
    let mut sums: Vec<Sum> = counters.iter().map(|counter| Sum { need: 0, branch: counter.branch }).collect();
    for condition in branches.iter().flat_map(|branch| &branch.conditions) {
        if let Condition::Sum { counter, need } = condition {
            sums[usize::from(*counter)].need = *need;
        }
    }
    sums
}

/// Each slot's weight in every counter.
fn weights(counters: &[Counter], slots: usize) -> impl Iterator<Item = u64> + '_ {
    (0..slots).flat_map(move |slot| counters.iter().map(move |counter| counter.weight[slot]))
}

fn steps(stays: &[(PartyIx, Day, Day)]) -> Box<[(Day, u32)]> {
    let mut changes: Vec<(Day, i32)> = stays.iter().flat_map(|&(_, from, until)| [(from, 1), (until, -1)]).collect();
    changes.sort_unstable();
    let mut steps: Vec<(Day, u32)> = Vec::new();
    let mut count = 0;
    for (day, change) in changes {
        count += change;
        match steps.last_mut() {
            Some(last) if last.0 == day => last.1 = count as u32,
            _ => steps.push((day, count as u32)),
        }
    }
    steps.into()
}

/// Rows of the record and rows supposed, in one order; on equal days the record comes first, but
/// whatever a State does comes before it ceases to exist.
fn merge(rows: &[Row], supposed: &Supposed, merged: &mut Vec<Row>) {
    merged.clear();
    merged.extend_from_slice(rows);
    for &(at, told) in &supposed.revoked {
        let row = &mut merged[at as usize];
        row.wrong_from = row.wrong_from.min(told);
    }
    for row in &supposed.rows {
        let before = |other: &Row| other.day < row.day || (other.day == row.day && other.deed != Deed::Cease);
        let at = merged.partition_point(before);
        merged.insert(at, *row);
    }
}

/// The slots of States that have ceased to exist, each with that of a successor.
fn heirs(parties: &Parties, slots: &[PartyIx]) -> Box<[(u16, u16)]> {
    if !slots.iter().any(|&party| parties[party].ends.is_some()) {
        return [].into();
    }
    let slot = |party: PartyIx| slots.iter().position(|&other| other == party).map(|at| at as u16);
    let ended = parties.successions().iter().filter(|s| parties[s.predecessor].ends.is_some());
    ended.filter_map(|s| Some((slot(s.predecessor)?, slot(s.successor)?))).collect()
}

/// Turns acts into rows, each with the index of its act, sorted by day of effect.
fn lay_out(parties: &Parties, source: Source<'_>, slots: &[PartyIx], counts: &CountRule) -> Vec<(Row, u32)> {
    let mut rows = Vec::with_capacity(source.acts.len() + 2);
    for (index, act) in source.acts.iter().enumerate() {
        let Some(party) = act.party else { continue };
        // A part of a State is not the State (VCLT 29), and a better source has spoken.
        // Nobody acts after it has ceased to exist.
        let too_late = parties[party].ends.is_some_and(|ends| act.date.first >= ends);
        let silenced = act.overruled.is_some() && act.wrong_from.is_none();
        if act.territory.is_some() || silenced || too_late {
            continue;
        }
        let Some(slot) = place(slots, party) else { continue };
        let mut push = |day: Day, deed: Deed, flags: u8| {
            rows.push((
                Row {
                    day,
                    known: act.known_from(),
                    wrong_from: act.wrong_from.unwrap_or(Day::NEVER),
                    slot: slot as u16,
                    deed,
                    flags,
                },
                index as u32,
            ));
        };
        act_rows(parties, source, act, party, counts, &mut push);
        if let Some(revocation) = revocation(source, index) {
            take_back(&mut rows, revocation);
        }
    }
    for (slot, &party) in slots.iter().enumerate() {
        if let Some(ends) = parties[party].ends {
            let row = Row {
                day: ends,
                known: Day::ALWAYS,
                wrong_from: Day::NEVER,
                slot: slot as u16,
                deed: Deed::Cease,
                flags: 0,
            };
            rows.push((row, NO_ACT));
        }
    }
    rows.sort_by_key(|(row, _)| row.day);
    rows
}

/// The act that revokes a notice of withdrawal before it takes effect (VCLT 68), if one does.
fn revocation(source: Source<'_>, notice: usize) -> Option<&Act> {
    let given = &source.acts[notice];
    if given.kind != ActKind::Withdrawal {
        return None;
    }
    let effect = withdrawal_effect(source.clauses, given)?;
    let revokes = |(index, act): &(usize, &Act)| {
        let about = act.about.is_none() || act.about == given.id;
        // On one day the order of the record decides: what is not given yet cannot be revoked.
        let day = act.effect.unwrap_or(act.date.first);
        let after = (day, *index) > (given.date.first, notice) && day < effect;
        act.kind == ActKind::WithdrawalRevoked && act.party == given.party && about && after
    };
    source.acts.iter().enumerate().find(revokes).map(|(_, act)| act)
}

/// The departure that was laid out last is no more from the day its revocation was told, and is
/// again from the day the revocation was found to be wrong.
fn take_back(rows: &mut Vec<(Row, u32)>, revocation: &Act) {
    let Some((row, act)) = rows.last_mut().filter(|(row, _)| row.deed == Deed::Leave) else { return };
    let told = revocation.known_from();
    if told < row.wrong_from {
        let (again, act) = (*row, *act);
        row.wrong_from = told;
        if let Some(wrong) = revocation.wrong_from {
            rows.push((Row { known: wrong.max(again.known), ..again }, act));
        }
    }
}

/// The participants of the record are sorted; newcomers of a what-if come after them.
fn place(slots: &[PartyIx], party: PartyIx) -> Option<usize> {
    let found = slots.binary_search(&party).ok();
    found.or_else(|| slots.iter().position(|&other| other == party))
}

fn act_rows(
    parties: &Parties,
    source: Source<'_>,
    act: &Act,
    party: PartyIx,
    counts: &CountRule,
    push: &mut impl FnMut(Day, Deed, u8),
) {
    let day = act.date.first;
    let doubt = if act.doubt.is_some() { DOUBT } else { 0 };
    let per_party = source.clauses.entry_into_force.as_ref().and_then(|clause| clause.per_party.as_ref());
    if per_party.is_some_and(|clause| clause.needs == Some(act.kind)) {
        push(day, Deed::Complete, doubt);
    }
    match act.kind {
        ActKind::Signature | ActKind::SuccessionToSignature => push(day, Deed::Sign, doubt),
        ActKind::Succession => {
            let counted = counts.bits(parties, party, act.kind) << COUNTS_SHIFT;
            let effect = act.effect.or_else(|| parties.succession_of(party).map(|s| s.on)).unwrap_or(day);
            if effect < day {
                push(effect, Deed::SucceedBack, doubt);
            }
            push(day, Deed::Consent, doubt | counted | AT_ONCE);
        }
        kind if kind.is_consent() => {
            let counted = counts.bits(parties, party, kind) << COUNTS_SHIFT;
            let signs = if kind == ActKind::DefinitiveSignature { SIGNS } else { 0 };
            let at_once = if act.effect.is_some() { AT_ONCE } else { 0 };
            push(act.effect.unwrap_or(day), Deed::Consent, doubt | counted | signs | at_once);
        }
        ActKind::ConsentWithdrawn => push(act.effect.unwrap_or(day), Deed::Retract, doubt),
        ActKind::Withdrawal => {
            let Some(effect) = withdrawal_effect(source.clauses, act) else {
                // VCLT 56(1): no right to withdraw follows from silence; the notice stands, without effect.
                return;
            };
            push(day, Deed::Notice, doubt);
            push(effect.max(day), Deed::Leave, doubt);
        }
        ActKind::WithdrawalRevoked => push(act.effect.unwrap_or(day), Deed::Revoke, doubt),
        ActKind::Reservation => push(day, Deed::Reserve, doubt),
        ActKind::ReservationWithdrawn => push(day, Deed::Unreserve, doubt),
        ActKind::ProvisionalApplication => push(act.effect.unwrap_or(day), Deed::ApplyProvisionally, doubt),
        ActKind::ProvisionalEnd => push(act.effect.unwrap_or(day), Deed::EndProvisional, doubt),
        _ => {}
    }
}

/// The day on which a notice of withdrawal takes effect; none where the treaty gives no right to withdraw.
pub fn withdrawal_effect(clauses: &crate::clause::Clauses, act: &Act) -> Option<Day> {
    let clause = clauses.withdrawal.as_ref().filter(|clause| !clause.barred);
    match (act.effect, clause) {
        (Some(effect), _) => Some(effect),
        (None, None) => None,
        (None, Some(clause)) => {
            let day = act.date.first;
            Some(match &clause.notice {
                Some(notice) => notice.wait().rounded(clause.rounding).after(day),
                None => VCLT_56_NOTICE.with(|notice| notice.after(day)),
            })
        }
    }
}

thread_local! {
    /// Twelve months, where a treaty gives a right to withdraw and no period (VCLT 56(2)).
    static VCLT_56_NOTICE: crate::Period = "12 months".parse().unwrap_or_else(|_| crate::Period::days(365));
}
