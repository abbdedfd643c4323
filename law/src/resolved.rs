//! A cache over an [`Engine`] that answers for the whole register at once, on any two days.

use crate::clause::Scope;
use crate::day::Day;
use crate::engine::{AT_ONCE, DOUBT, Deed, Engine, Outcome, Row, SIGNS, Scratch, Standing, Supposed};
use crate::party::PartyIx;
use crate::plan::{Floor, Plan, TreatyIx};
use crate::slot::{Binding, Slot, Status};

/// Every participation with its days, packed: what [`Engine::register`] says, sooner.
///
/// It is only a cache. It borrows the engine it was built from, so that it cannot grow old,
/// and gives the same [`Standing`]s for every pair of days:
///
/// - how a treaty came into force is kept as steps over the day of knowledge;
/// - a participant that signed, consented and made a reservation at most once, none of it ever
///   corrected, is one entry of sixteen bytes that holds for every pair of days;
/// - one whose acts were corrected, or who left, has a version for each stretch of knowledge;
/// - one with a longer story keeps its rows, which are replayed;
/// - a treaty whose entry into force hangs on more than its own acts is left to the engine.
#[derive(Debug, Clone)]
pub struct Resolved<'e> {
    engine: &'e Engine,
    treaties: Vec<Place>,
    steps: Vec<Step>,
    entries: Vec<Entry>,
    versions: Vec<Version>,
    rows: Vec<Row>,
}

/// Where a treaty's entries and steps end; those of a treaty left to the engine are empty.
#[derive(Debug, Clone, Copy)]
struct Place {
    steps_end: u32,
    entries_end: u32,
}

/// How a treaty came into force, from one day of knowledge on.
#[derive(Debug, Clone, Copy)]
struct Step {
    known: Day,
    outcome: Outcome,
    /// Whoever consented up to this day waits no period of its own.
    cut: Day,
}

/// A day within the window, or one of the marks below.
type Short = u16;

/// Days are kept as numbers from 1880-01-01 to 2059-06-01; whatever has another day is replayed.
const FIRST: i32 = -32_872;
const LAST: i32 = 65_530;
const NEVER: Short = u16::MAX;
/// In place of the day of consent: the entry points to versions, or to rows.
const VERSIONS: Short = u16::MAX - 1;
const ROWS: Short = u16::MAX - 2;

fn short(day: Day) -> Option<Short> {
    let offset = i64::from(day.epoch()) - i64::from(FIRST);
    (0..=i64::from(LAST)).contains(&offset).then_some(offset as Short)
}

#[inline]
fn long(day: Short) -> Day {
    if day == NEVER { Day::NEVER } else { Day::from_epoch(FIRST + i32::from(day)) }
}

/// A day of a question, to be compared with days of the window; -1 where it lies before all of them.
fn limit(day: Day) -> i32 {
    (i64::from(day.epoch()) - i64::from(FIRST)).clamp(-1, i64::from(LAST)) as i32
}

/// One participation: days, and the days from which they were known.
#[derive(Debug, Clone, Copy)]
struct Entry {
    signed: Short,
    signed_known: Short,
    consented: Short,
    consented_known: Short,
    /// The day from which the consent would bind if the treaty were in force.
    own: Short,
    reserved: Short,
    reserved_known: Short,
    party: PartyIx,
}

impl Entry {
    const EMPTY: Entry = Entry {
        signed: NEVER,
        signed_known: NEVER,
        consented: NEVER,
        consented_known: NEVER,
        own: NEVER,
        reserved: NEVER,
        reserved_known: NEVER,
        party: PartyIx(0),
    };

    /// An entry that stands for a range elsewhere.
    fn pointer(mark: Short, first: usize, count: usize, party: PartyIx) -> Entry {
        let first = first as u32;
        Entry {
            signed: first as u16,
            signed_known: (first >> 16) as u16,
            consented: mark,
            own: count as u16,
            party,
            ..Entry::EMPTY
        }
    }

    fn range(&self) -> std::ops::Range<usize> {
        let first = usize::from(self.signed) | usize::from(self.signed_known) << 16;
        first..first + usize::from(self.own)
    }
}

/// What was known of a participation from one day on, until the next version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Version {
    known: Short,
    signed: Short,
    consented: Short,
    notice: Short,
    ended: Short,
    reserved: Short,
    own: Short,
}

/// A question, in the forms in which it is compared.
#[derive(Debug, Clone, Copy)]
struct Question {
    on: Day,
    known: Day,
    on_limit: i32,
    known_limit: i32,
}

impl Question {
    fn new(on: Day, known: Day) -> Question {
        let known = known.min(Day::LAST);
        Question { on, known, on_limit: limit(on), known_limit: limit(known) }
    }

    #[inline]
    fn sees(&self, day: Short, known: Short) -> bool {
        (i32::from(day) <= self.on_limit) & (i32::from(known) <= self.known_limit)
    }
}

/// A treaty's standings, each worked out when it is asked for.
#[derive(Debug, Clone)]
pub struct Standings<'a> {
    entries: std::slice::Iter<'a, Entry>,
    walked: std::slice::Iter<'a, Standing>,
    resolved: &'a Resolved<'a>,
    t: TreatyIx,
    outcome: Outcome,
    cut: Day,
    question: Question,
}

impl<'a> Standings<'a> {
    #[inline]
    #[expect(clippy::too_many_arguments, reason = "private, and called with what the caller has at hand")]
    fn new(
        resolved: &'a Resolved<'a>,
        t: TreatyIx,
        from: Place,
        to: Place,
        outcome: Outcome,
        cut: Day,
        question: &Question,
        walked: &'a [Standing],
    ) -> Standings<'a> {
        let entries = resolved.entries[from.entries_end as usize..to.entries_end as usize].iter();
        Standings { entries, walked: walked.iter(), resolved, t, outcome, cut, question: *question }
    }

    /// A participation that one entry cannot hold.
    #[inline]
    fn longer(&self, entry: &Entry) -> Option<Standing> {
        let (resolved, question) = (self.resolved, &self.question);
        if entry.consented == VERSIONS {
            let mut versions = resolved.versions[entry.range()].iter().rev();
            let version = versions.find(|version| i32::from(version.known) <= question.known_limit)?;
            return version.standing(entry.party, &self.outcome, self.cut, question);
        }
        let slot = replay(&resolved.rows[entry.range()], question);
        let binding = Binding::new(resolved.engine.plan(self.t), &self.outcome);
        slot.standing_as(entry.party, &binding, question.on, Day::ALWAYS)
    }
}

impl Iterator for Standings<'_> {
    type Item = Standing;

    #[inline]
    fn next(&mut self) -> Option<Standing> {
        while let Some(entry) = self.entries.next() {
            if entry.consented == VERSIONS || entry.consented == ROWS {
                if let Some(standing) = self.longer(entry) {
                    return Some(standing);
                }
                continue;
            }
            let standing = plain(entry, &self.outcome, self.cut, &self.question);
            if standing.status != Status::None {
                return Some(standing);
            }
        }
        self.walked.next().copied()
    }

    #[inline]
    fn fold<B, F: FnMut(B, Standing) -> B>(self, init: B, mut f: F) -> B {
        let mut so_far = init;
        for entry in self.entries.clone() {
            let longer = entry.consented == VERSIONS || entry.consented == ROWS;
            let standing = if longer {
                let Some(standing) = self.longer(entry) else { continue };
                standing
            } else {
                let standing = plain(entry, &self.outcome, self.cut, &self.question);
                if standing.status == Status::None {
                    continue;
                }
                standing
            };
            so_far = f(so_far, standing);
        }
        self.walked.copied().fold(so_far, f)
    }
}

impl<'e> Resolved<'e> {
    /// Resolves every treaty of an engine.
    pub fn new(engine: &'e Engine) -> Resolved<'e> {
        let mut resolved = Resolved {
            engine,
            treaties: Vec::with_capacity(engine.len()),
            steps: Vec::new(),
            entries: Vec::new(),
            versions: Vec::new(),
            rows: Vec::new(),
        };
        let mut scratch = Scratch::default();
        for t in engine.treaties() {
            if stands_alone(engine, t) {
                resolved.add_steps(t, &mut scratch);
                resolved.add_entries(t);
            }
            let (steps_end, entries_end) = (resolved.steps.len() as u32, resolved.entries.len() as u32);
            resolved.treaties.push(Place { steps_end, entries_end });
        }
        resolved.steps.shrink_to_fit();
        resolved.entries.shrink_to_fit();
        resolved.versions.shrink_to_fit();
        resolved.rows.shrink_to_fit();
        resolved
    }

    /// Every participant of every treaty on a day, as known on another, as [`Engine::register`] gives them.
    #[inline]
    pub fn register(
        &self,
        on: Day,
        known: Day,
        scratch: &mut Scratch,
        mut each: impl FnMut(TreatyIx, &Outcome, Standings<'_>),
    ) {
        let question = Question::new(on, known);
        let mut walked = Vec::new();
        let mut from = Place { steps_end: 0, entries_end: 0 };
        for (index, &to) in self.treaties.iter().enumerate() {
            let t = TreatyIx(index as u32);
            let (outcome, cut) = self.outcome(t, from, to, &question, scratch, &mut walked);
            each(t, &outcome, Standings::new(self, t, from, to, outcome, cut, &question, &walked));
            from = to;
        }
    }

    /// Every participant of a treaty on a day, as known on another, into `out`.
    pub fn standings(
        &self,
        t: TreatyIx,
        on: Day,
        known: Day,
        scratch: &mut Scratch,
        out: &mut Vec<Standing>,
    ) -> Outcome {
        let at = t.0 as usize;
        let nothing = Place { steps_end: 0, entries_end: 0 };
        let from = at.checked_sub(1).map_or(nothing, |before| self.treaties[before]);
        let (to, question, mut walked) = (self.treaties[at], Question::new(on, known), Vec::new());
        let (outcome, cut) = self.outcome(t, from, to, &question, scratch, &mut walked);
        out.extend(Standings::new(self, t, from, to, outcome, cut, &question, &walked));
        outcome
    }

    /// The outcome, and the day up to which those who consented wait no period of their own.
    ///
    /// Of a treaty that is left to the engine also the standings, which are then in `walked`.
    #[inline]
    fn outcome(
        &self,
        t: TreatyIx,
        from: Place,
        to: Place,
        question: &Question,
        scratch: &mut Scratch,
        walked: &mut Vec<Standing>,
    ) -> (Outcome, Day) {
        walked.clear();
        let steps = &self.steps[from.steps_end as usize..to.steps_end as usize];
        if steps.is_empty() {
            let none = Supposed::default();
            return (self.engine.standings(t, question.on, question.known, &none, scratch, walked), Day::NEVER);
        }
        outcome(steps, question)
    }

    fn add_steps(&mut self, t: TreatyIx, scratch: &mut Scratch) {
        let each = self.engine.plan(t).each;
        let step =
            |known, outcome: Outcome| Step { known, outcome, cut: if each { Day::ALWAYS } else { outcome.trigger } };
        let mut changes = changes(self.engine, t);
        changes.sort_unstable();
        self.steps.push(step(Day::ALWAYS, self.engine.outcome(t, Day::ALWAYS, scratch)));
        for group in changes.chunk_by(|(a, _), (b, _)| a == b) {
            let (known, earliest) = group[0];
            let last = self.steps[self.steps.len() - 1];
            // What is learnt of later days does not move a trigger.
            if last.outcome.trigger != Day::NEVER && earliest > last.outcome.trigger {
                continue;
            }
            let outcome = self.engine.outcome(t, known, scratch);
            if outcome != last.outcome {
                self.steps.push(step(known, outcome));
            }
        }
    }

    fn add_entries(&mut self, t: TreatyIx) {
        let engine = self.engine;
        let plan = engine.plan(t);
        let mut rows = engine.rows(t).to_vec();
        rows.sort_by_key(|row| row.slot);
        let mut rest = rows.as_slice();
        for (slot, &party) in engine.participants(t).iter().enumerate() {
            let count = rest.iter().take_while(|row| usize::from(row.slot) == slot).count();
            let (mine, after) = rest.split_at(count);
            rest = after;
            let entry = entry(mine, plan).map(|entry| Entry { party, ..entry });
            let entry = entry.unwrap_or_else(|| self.add_longer(mine, plan, party));
            self.entries.push(entry);
        }
    }

    fn add_longer(&mut self, rows: &[Row], plan: &Plan, party: PartyIx) -> Entry {
        if let Some(versions) = versions(rows, plan) {
            let entry = Entry::pointer(VERSIONS, self.versions.len(), versions.len(), party);
            self.versions.extend(versions);
            return entry;
        }
        let entry = Entry::pointer(ROWS, self.rows.len(), rows.len(), party);
        self.rows.extend_from_slice(rows);
        entry
    }
}

/// Whether the outcome on a day follows from the day of the trigger, and every standing from the
/// outcome and the participant's own acts.
fn stands_alone(engine: &Engine, t: TreatyIx) -> bool {
    let plan = engine.plan(t);
    let looks_elsewhere = plan.with.is_some() || plan.binds_all.is_some() || plan.ticks;
    let looks_at_others = plan.parties_below.is_some() || plan.scope == Scope::PerParty || plan.needs.is_some();
    let one_way = plan.branches.len() <= 1 && !plan.branches.iter().any(|b| matches!(b.not_before, Floor::Treaty(_)));
    // A range of rows is counted in sixteen bits.
    one_way && !looks_elsewhere && !looks_at_others && engine.rows(t).len() < usize::from(u16::MAX)
}

/// The days on which more was known of a treaty, each with the day of the act concerned.
fn changes(engine: &Engine, t: TreatyIx) -> Vec<(Day, Day)> {
    let rows = engine.rows(t).iter().flat_map(|row| [(row.known, row.day), (row.wrong_from, row.day)]);
    let events = engine.plan(t).events.iter();
    let events = events.flat_map(|event| [(event.known, Day::ALWAYS), (event.wrong_from, Day::ALWAYS)]);
    rows.chain(events).filter(|&(known, _)| known <= Day::LAST).collect()
}

#[inline]
fn outcome(steps: &[Step], question: &Question) -> (Outcome, Day) {
    let later = steps.iter().rev().take_while(|step| step.known > question.known).count();
    let step = &steps[(steps.len() - 1).saturating_sub(later)];
    // A trigger on a later day has not happened yet.
    let outcome = if step.outcome.trigger <= question.on { step.outcome } else { Outcome::PENDING };
    (outcome, step.cut)
}

/// What the law room says of a slot that signed and consented at most once; [`Slot::plain_standing`]
/// over an entry, and like it without branches on what alternates.
#[inline]
fn plain(entry: &Entry, outcome: &Outcome, cut: Day, question: &Question) -> Standing {
    let is_in = question.sees(entry.consented, entry.consented_known);
    let signed = if question.sees(entry.signed, entry.signed_known) { long(entry.signed) } else { Day::NEVER };
    let day = Day::from_epoch(FIRST + i32::from(entry.consented));
    let consented = if is_in { day } else { Day::NEVER };
    let own = if day > cut { Day::from_epoch(FIRST + i32::from(entry.own)) } else { Day::ALWAYS };
    let general = outcome.entry_into_force;
    let bound = own.max(general);
    let bound = if is_in & (bound < outcome.ends) { bound } else { Day::NEVER };

    let binds = is_in & (bound <= question.on);
    let ends = binds & (outcome.ends <= question.on);
    let status = if signed != Day::NEVER { Status::Signatory } else { Status::None };
    let status = if is_in { Status::ContractingState } else { status };
    let status = if binds { Status::Party } else { status };
    let status = if ends { Status::FormerParty } else { status };
    let since = if is_in { consented } else { signed };
    let since = if binds { bound } else { since };
    let since = if ends { outcome.ends } else { since };
    let reservations = u16::from(question.sees(entry.reserved, entry.reserved_known));
    Standing { party: entry.party, status, since, bound, consented, ended: Day::NEVER, signed, reservations }
}

fn replay(rows: &[Row], question: &Question) -> Slot {
    let mut slot = Slot::EMPTY;
    for row in rows.iter().take_while(|row| row.day <= question.on) {
        if row.is_known(question.known) {
            slot.apply(row);
        }
    }
    slot
}

/// A participation that holds for every day of knowledge, without its party; none if it is longer.
fn entry(rows: &[Row], plan: &Plan) -> Option<Entry> {
    let mut entry = Entry::EMPTY;
    for row in rows {
        if row.wrong_from != Day::NEVER || row.flags & DOUBT != 0 {
            return None;
        }
        let (day, known) = (short(row.day)?, short(row.known)?);
        let signs = row.deed == Deed::Sign || row.deed == Deed::Consent && row.flags & SIGNS != 0;
        if signs {
            set(&mut entry.signed, &mut entry.signed_known, day, known)?;
        }
        match row.deed {
            Deed::Sign => {}
            Deed::Consent => {
                set(&mut entry.consented, &mut entry.consented_known, day, known)?;
                entry.own = own(row, plan)?;
            }
            Deed::Reserve => set(&mut entry.reserved, &mut entry.reserved_known, day, known)?,
            _ => return None,
        }
    }
    Some(entry)
}

/// The day from which a consent would bind if the treaty were in force.
fn own(row: &Row, plan: &Plan) -> Option<Short> {
    short(if row.flags & AT_ONCE != 0 { row.day } else { plan.own.after(row.day) })
}

/// Takes a day for the first time.
fn set(day: &mut Short, known: &mut Short, value: Short, value_known: Short) -> Option<()> {
    if *day != NEVER {
        return None;
    }
    (*day, *known) = (value, value_known);
    Some(())
}

/// What was known of a participation over time; none if some version of it has more than one stay.
fn versions(rows: &[Row], plan: &Plan) -> Option<Vec<Version>> {
    let mut days: Vec<Day> =
        rows.iter().flat_map(|row| [row.known, row.wrong_from]).filter(|day| *day <= Day::LAST).collect();
    days.sort_unstable();
    days.dedup();
    let mut versions: Vec<Version> = Vec::new();
    for known in days {
        let visible = rows.iter().filter(|row| row.known <= known && known < row.wrong_from);
        let version = Version::new(short(known)?, visible, plan)?;
        if versions.last().is_none_or(|last| Version { known: last.known, ..version } != *last) {
            versions.push(version);
        }
    }
    Some(versions)
}

impl Version {
    fn new<'r>(known: Short, rows: impl Iterator<Item = &'r Row>, plan: &Plan) -> Option<Version> {
        let mut version = Version {
            known,
            signed: NEVER,
            consented: NEVER,
            notice: NEVER,
            ended: NEVER,
            reserved: NEVER,
            own: NEVER,
        };
        for row in rows {
            version.take(row, plan)?;
        }
        Some(version)
    }

    /// Follows [`Slot::apply`] over days instead of up to one; none where one day of each kind is too few.
    fn take(&mut self, row: &Row, plan: &Plan) -> Option<()> {
        let day = short(row.day)?;
        if row.flags & DOUBT != 0 {
            return None;
        }
        if row.deed == Deed::Sign || row.deed == Deed::Consent && row.flags & SIGNS != 0 {
            self.signed = self.signed.min(day);
        }
        match row.deed {
            Deed::Sign => {}
            Deed::Consent if self.ended != NEVER => return None,
            Deed::Consent if self.consented != NEVER => {}
            Deed::Consent => {
                self.consented = day;
                self.own = own(row, plan)?;
            }
            Deed::Notice if self.notice != NEVER => return None,
            Deed::Notice => self.notice = day,
            // The notice went out before any consent: it says nothing of a later one.
            Deed::Leave if self.consented == NEVER => return None,
            Deed::Leave if self.ended == NEVER => self.ended = day,
            Deed::Reserve if self.reserved == NEVER => self.reserved = day,
            _ => return None,
        }
        Some(())
    }

    /// What [`Slot::standing`] would say, all of it known.
    #[inline]
    fn standing(&self, party: PartyIx, outcome: &Outcome, cut: Day, question: &Question) -> Option<Standing> {
        // Known from the first day of the window on: the version was chosen by what is known.
        let entry = Entry {
            signed: self.signed,
            signed_known: 0,
            consented: self.consented,
            consented_known: 0,
            own: self.own,
            reserved: self.reserved,
            reserved_known: 0,
            party,
        };
        let stay = plain(&entry, outcome, cut, question);
        let is_past = |day: Short| i32::from(day) <= question.on_limit;
        if is_past(self.ended) {
            return Some(after_leaving(&stay, long(self.ended), outcome));
        }
        if stay.status == Status::Party && is_past(self.notice) {
            return Some(Standing { status: Status::Withdrawing, since: long(self.notice).max(stay.bound), ..stay });
        }
        Some(stay).filter(|stay| stay.status != Status::None)
    }
}

/// What a participant is whose consent ended; `stay` is what it would be had it not.
fn after_leaving(stay: &Standing, ended: Day, outcome: &Outcome) -> Standing {
    let left = Standing { consented: Day::NEVER, ended, bound: Day::NEVER, since: ended, ..*stay };
    if stay.bound <= ended {
        Standing { status: Status::FormerParty, since: ended.min(outcome.ends), bound: stay.bound, ..left }
    } else if stay.signed != Day::NEVER {
        Standing { status: Status::Signatory, since: stay.signed.max(ended), ..left }
    } else {
        Standing { status: Status::None, ..left }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::act::{Act, ActKind};
    use crate::clause::{self, Clauses, Members};
    use crate::day::Dated;
    use crate::party::{Parties, Party, PartyKind, Succession, Weights};
    use crate::plan::Source;

    struct Dice(u64);

    impl Dice {
        fn below(&mut self, bound: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % bound
        }

        fn one_in(&mut self, bound: u64) -> bool {
            self.below(bound) == 0
        }

        fn day(&mut self) -> Day {
            // Few days, so that many acts meet on one; now and then one outside the window.
            let day = self.below(60) as i32 * 7;
            Day::from_epoch(if self.one_in(50) { day - 60_000 } else { day })
        }
    }

    fn parties() -> Parties {
        let mut parties = Parties::new();
        let mut weights = Weights { scale: 1, ..Weights::default() };
        for index in 0..8_u64 {
            let ends = (index == 6).then(|| Day::from_epoch(100));
            let party = Party {
                code: format!("P{index}").into(),
                kind: PartyKind::State,
                begins: None,
                ends,
                counted: index != 5,
            };
            let ix = parties.add(party).expect("room");
            weights.of.insert(ix, index * 10);
            weights.total += index * 10;
        }
        parties.add_weights("w", weights);
        let (predecessor, successor) = (PartyIx(6), PartyIx(7));
        parties.add_succession(Succession {
            predecessor,
            successor,
            on: Day::from_epoch(100),
            how: "dissolves-into".into(),
        });
        parties
    }

    const PERIODS: [&str; 5] =
        ["same day", "30 days", "1 month", "first day of the month following 60 days", "next 1 January"];

    fn period(dice: &mut Dice) -> Option<crate::Period> {
        let text = PERIODS[dice.below(PERIODS.len() as u64) as usize];
        Some(text.parse().expect("a period")).filter(|_| !dice.one_in(4))
    }

    fn when(dice: &mut Dice) -> clause::When {
        clause::When {
            deposits: (!dice.one_in(5)).then(|| dice.below(4) as u32 + 1),
            all_of: dice.one_in(4).then(|| Members::List(vec!["P0".into(), "P3".into()])),
            share: if dice.one_in(4) {
                vec![clause::Share { of: "w".into(), at_least: "40 %".into() }]
            } else {
                Vec::new()
            },
            signatures: dice.one_in(8).then_some(2),
            on: dice.one_in(8).then(|| dice.day()),
            in_force: dice.one_in(8).then(|| "0".to_owned()),
            decision: dice.one_in(12).then_some(true),
            ..clause::When::default()
        }
    }

    fn clauses(dice: &mut Dice) -> Clauses {
        let per_party = clause::PerParty {
            after: period(dice),
            whom: if dice.one_in(2) { clause::Whom::Each } else { clause::Whom::Later },
            with: dice.one_in(12).then(|| "0".to_owned()),
            needs: dice.one_in(12).then_some(ActKind::Declaration),
            ..clause::PerParty::default()
        };
        let branch = clause::Branch { when: when(dice), after: period(dice), ..clause::Branch::default() };
        let entry_into_force = clause::EntryIntoForce {
            scope: if dice.one_in(8) { clause::Scope::PerParty } else { clause::Scope::General },
            when: Some(when(dice)),
            after: period(dice),
            not_before: dice.one_in(6).then(|| clause::NotBefore::Day(dice.day())),
            per_party: Some(per_party),
            or_else: if dice.one_in(6) { vec![branch] } else { Vec::new() },
            ..clause::EntryIntoForce::default()
        };
        let duration = clause::Duration {
            until: dice.one_in(2).then(|| dice.day()),
            lasts: dice.one_in(2).then(|| "3 months".parse().expect("a period")),
            ..clause::Duration::default()
        };
        Clauses {
            entry_into_force: Some(entry_into_force).filter(|_| !dice.one_in(20)),
            withdrawal: Some(clause::Withdrawal { notice: period(dice), ..clause::Withdrawal::default() }),
            duration: Some(duration).filter(|_| dice.one_in(3)),
            termination: dice
                .one_in(10)
                .then(|| clause::Termination { parties_below: Some(2), ..clause::Termination::default() }),
            ..Clauses::default()
        }
    }

    fn acts(dice: &mut Dice, rare: bool) -> Vec<Act> {
        use ActKind as K;
        let common =
            [K::Signature, K::Ratification, K::Accession, K::Reservation, K::Withdrawal, K::DefinitiveSignature];
        let of_treaty = [K::Extension, K::Termination, K::EntryIntoForce];
        let count = dice.below(20);
        let act = |_| {
            let mut act = Act::new(common[dice.below(6) as usize], Some(PartyIx(dice.below(8) as u16)), dice.day());
            if rare && dice.one_in(4) {
                act.kind = ActKind::ALL[dice.below(ActKind::ALL.len() as u64) as usize];
                act.effect = dice.one_in(3).then(|| dice.day());
                act.doubt = dice.one_in(4).then(|| "contested".into());
            }
            if rare && dice.one_in(12) {
                act = Act::new(of_treaty[dice.below(3) as usize], None, dice.day());
                act.effect = dice.one_in(2).then(|| dice.day());
            }
            act.known = dice.one_in(3).then(|| dice.day());
            act.wrong_from = dice.one_in(8).then(|| dice.day());
            act
        };
        (0..count).map(act).collect()
    }

    fn engine(dice: &mut Dice) -> Engine {
        let parties = parties();
        let mut engine = Engine::new();
        let find = |id: &str| id.parse().ok().map(TreatyIx);
        for _ in 0..12 {
            let rare = dice.one_in(2);
            let (clauses, acts) = (clauses(dice), acts(dice, rare));
            let adopted = Some(Dated::exact(Day::from_epoch(0)));
            let amends = dice.one_in(12).then_some(TreatyIx(0));
            let source = Source { clauses: &clauses, adopted, depositaries: &[], amends, acts: &acts };
            engine.add(&parties, &find, source).ok();
        }
        engine
    }

    #[test]
    fn it_says_what_the_engine_says() {
        let mut dice = Dice(20_260_101);
        let (mut scratch, mut theirs, mut ours) = (Scratch::default(), Vec::new(), Vec::new());
        let mut kept = [0; 4];
        for _ in 0..400 {
            let engine = engine(&mut dice);
            let resolved = Resolved::new(&engine);
            let entries = resolved.entries.iter();
            let longer = entries.filter(|entry| matches!(entry.consented, VERSIONS | ROWS)).count();
            for (sum, more) in
                kept.iter_mut().zip([resolved.entries.len(), longer, resolved.versions.len(), resolved.rows.len()])
            {
                *sum += more;
            }
            for _ in 0..40 {
                let on = [dice.day().plus(dice.below(3) as i32 - 1), Day::LAST, Day::NEVER, Day::ALWAYS];
                let on = on[dice.below(20).saturating_sub(16) as usize];
                let known = if dice.one_in(3) { Day::LAST } else { dice.day() };
                for t in engine.treaties() {
                    theirs.clear();
                    ours.clear();
                    let expected = engine.standings(t, on, known, &Supposed::default(), &mut scratch, &mut theirs);
                    let outcome = resolved.standings(t, on, known, &mut scratch, &mut ours);
                    assert_eq!((outcome, &ours), (expected, &theirs), "{t:?} on {on}, known {known}");
                }
            }
        }
        assert!(kept.iter().all(|&kept| kept > 100), "not every way of keeping was tried: {kept:?}");
    }

    #[test]
    fn the_window() {
        assert_eq!(long(0).to_string(), "1880-01-01");
        assert_eq!(long(LAST as Short).to_string(), "2059-06-01");
        assert_eq!(short(long(LAST as Short).plus(1)), None);
    }
}
