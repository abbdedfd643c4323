//! Reservations, objections, and what they do between two States (VCLT 19-23).
//!
//! Three clocks of twelve months meet here and are three types, because they are
//! three rules: [`TacitAcceptance`], [`LateReservation`] and [`WithdrawalNotice`].
//!
//! What the act tables say, and how:
//! - An act about a reservation names it by `about`. Without that it is about the
//!   only one it can mean; if there are several it is [`Relations::unlinked`].
//! - A reservation made at signature is confirmed by a second act `reservation` of
//!   the same State, on the day of its consent, with `about` naming the first.
//! - An objection whose note begins with [`PRECLUDES`] definitely expresses the
//!   intention that the treaty is not to be in force between the two (VCLT 20(4)(b)).
//! - An act `communication` by a State about a reservation, whose note begins with
//!   [`ACCEPTS`], is its express acceptance (VCLT 20(4)(a), 23(1)).
//! - Acts for a territory, and acts overruled by a better source, are left aside.
//!
//! The depositary checks form, never merits: no answer here says that a reservation
//! is valid, only what the clause, the clocks and the other States have said.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Serialize;

use crate::act::{Act, ActKind};
use crate::clause::{Clauses, ReservationRule};
use crate::day::Day;
use crate::party::PartyIx;

/// How the note of an objection begins that keeps the treaty from being in force between the two (VCLT 20(4)(b)).
pub const PRECLUDES: &str = "precludes";
/// How the note of a communication begins that accepts a reservation expressly (VCLT 20(4)(a)).
pub const ACCEPTS: &str = "accepts";
/// The UN depositary's practice, in force since the Legal Counsel's note of 2000.
const LATE_PRACTICE: &str = "UN practice of 2000 on late reservations";

/// One participation of a State, from its consent on (VCLT 2(1)(f)-(g)); a State that left and came back has two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    /// Who.
    pub party: PartyIx,
    /// The day of its consent to be bound.
    pub consented: Day,
    /// The day from which it is bound, [`Day::NEVER`] if the treaty is not in force for it.
    pub bound_from: Day,
    /// The first day on which it no longer is, or [`Day::NEVER`].
    pub until: Day,
}

impl Stay {
    fn is_contracting(&self, on: Day) -> bool {
        self.consented <= on && on < self.until
    }

    fn is_bound(&self, on: Day) -> bool {
        self.bound_from <= on && on < self.until
    }
}

/// The day one State received the notice of one act (VCLT 78(c)), where it is recorded apart from [`Act::known`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The act, by its index among the treaty's acts.
    pub act: u32,
    /// Who received the notice.
    pub party: PartyIx,
    /// When.
    pub on: Day,
}

/// Silence becomes acceptance (VCLT 20(5)): one clock for each reservation and each State.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TacitAcceptance {
    /// The last day on which the State can object.
    pub last_day: Day,
    /// Whether its own consent, being later than the period, decides.
    pub by_consent: bool,
}

impl TacitAcceptance {
    /// The later of twelve months after that State was notified and its own consent (VCLT 20(5)).
    pub fn vienna(notified: Day, consented: Day) -> TacitAcceptance {
        TacitAcceptance::later(months_after(notified, 12), consented)
    }

    /// The same where the treaty provides for so many days instead of twelve months, as CERD 20(1) does.
    pub fn of_treaty(days: i32, notified: Day, consented: Day) -> TacitAcceptance {
        TacitAcceptance::later(notified.plus(days), consented)
    }

    fn later(period_ends: Day, consented: Day) -> TacitAcceptance {
        TacitAcceptance { last_day: period_ends.max(consented), by_consent: consented > period_ends }
    }

    /// The first day on which a State that has kept silent is taken to have accepted.
    pub fn accepted_from(self) -> Day {
        self.last_day.plus(1)
    }
}

/// A reservation made after consent, under the UN practice of 2000: one clock for all
/// States, and a single objection keeps the reservation from being deposited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateReservation {
    /// The day the depositary circulated it.
    pub circulated: Day,
}

impl LateReservation {
    /// The last day on which a contracting State can block it.
    pub fn last_day(self) -> Day {
        months_after(self.circulated, 12)
    }

    /// The day it is deposited if nobody has.
    pub fn deposited_from(self) -> Day {
        self.last_day().plus(1)
    }
}

/// Twelve months' notice of withdrawal (VCLT 56(2)). It has nothing to do with
/// reservations and is here so that nobody takes it for one of the other two;
/// [`crate::withdrawal_effect`] is what applies it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WithdrawalNotice {
    /// The day the notice was received.
    pub received: Day,
}

impl WithdrawalNotice {
    /// The day the withdrawal takes effect.
    pub fn effect(self) -> Day {
        months_after(self.received, 12)
    }
}

/// Calendar arithmetic only, clipped at month ends as under [`crate::Rounding::Clip`].
fn months_after(day: Day, months: i32) -> Day {
    if day.is_real() { day.date().saturating_add(jiff::Span::new().months(months)).into() } else { day }
}

/// When a reservation was made, measured by its maker's consent (VCLT 19, 23(2)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timing {
    /// Its maker has not consented yet; nothing runs (VCLT 23(2)).
    AwaitsConsent,
    /// Made with the consent to be bound (VCLT 19).
    AtConsent,
    /// Made before, and confirmed at consent: it counts from then (VCLT 23(2)).
    Confirmed,
    /// Made at signature or otherwise before consent, and not confirmed (VCLT 23(2)).
    Unconfirmed,
    /// Made after consent; [`LateReservation`] decides.
    Late,
}

/// A reservation in the record (VCLT 2(1)(d)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reservation {
    /// The act that formulated it.
    pub act: u32,
    /// Its maker.
    pub party: PartyIx,
    /// The day it was formulated.
    pub formulated: Day,
    /// The day on which it counts as made: that of its confirmation, if it needed one (VCLT 23(2)).
    pub made: Day,
    /// How that lies to its maker's consent.
    pub timing: Timing,
    /// The act that confirmed it.
    pub confirmed_by: Option<u32>,
    /// The participation it belongs to; a State that leaves and comes back must make it again.
    pub stay: Option<Stay>,
}

/// How a reservation came to be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Acceptance {
    /// The treaty authorises it and no acceptance is needed (VCLT 20(1)).
    Authorised,
    /// In words (VCLT 20(4)(a)).
    Express,
    /// By silence (VCLT 20(5)).
    Tacit,
    /// By the withdrawal of an objection (VCLT 22(3)(b)).
    ObjectionWithdrawn,
}

/// What a reservation does on a day between its maker and one other State.
///
/// `since` is the day of the deed, or the first after the clock's end; nothing has effect before both
/// are bound. `until` is a clock's last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the two fields are described once, above")]
pub enum Effect {
    /// One of the two is not a party (VCLT 2(1)(g)).
    NotBound,
    /// There is none.
    NoReservation,
    /// Not confirmed at consent, so without effect (VCLT 23(2)).
    Unconfirmed,
    /// Withdrawn, towards this State (VCLT 22(3)(a)).
    Withdrawn { since: Day },
    /// The treaty bars it (VCLT 19(a)): a flag for a person and for the States; nothing is computed.
    Barred,
    /// Two thirds of the parties objected, under a clause such as CERD 20(2).
    Incompatible { since: Day },
    /// A late reservation that can still be blocked; not deposited.
    LateCirculated { until: Day },
    /// A late reservation that a contracting State has blocked; not deposited.
    LateBlocked { since: Day },
    /// The State can still object up to and including that day (VCLT 20(5)).
    Undecided { until: Day },
    /// The provisions are modified for both, to the extent of the reservation (VCLT 21(1)).
    Modified { how: Acceptance, since: Day },
    /// The provisions do not apply between them, to the extent of the reservation (VCLT 21(3)).
    Excluded { since: Day },
    /// The treaty is not in force between them (VCLT 20(4)(b)).
    NotInForce { since: Day },
}

macro_rules! whys {
    ($($(#[$doc:meta])* $why:ident = $word:literal,)*) => {
        /// Why, in a word that catalogues put sentences to.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Why { $($(#[$doc])* $why,)* }

        impl Why {
            /// Every one.
            pub const ALL: &[Why] = &[$(Why::$why,)*];

            /// The word, as in JSON.
            pub const fn word(self) -> &'static str {
                match self { $(Why::$why => $word,)* }
            }
        }
    };
}

whys! {
    /// The treaty bars reservations.
    Bars = "bars",
    /// A reservation that the treaty bars cannot be made; what follows is for the States to say.
    CannotBeMade = "cannot-be-made",
    /// The treaty authorises the reservation expressly.
    Permits = "permits",
    /// A reservation that is expressly authorised needs no acceptance.
    NeedsNoAcceptance = "needs-no-acceptance",
    /// The treaty admits only listed reservations; whether this is one is for the States to say.
    Lists = "lists",
    /// The treaty admits reservations compatible with its object and purpose.
    Compatible = "compatible",
    /// A reservation is incompatible if at least two thirds of the parties object.
    TwoThirds = "two-thirds",
    /// At least two thirds of the parties objected in time.
    TwoThirdsObject = "two-thirds-object",
    /// The treaty is silent: reservations compatible with its object and purpose may be made.
    Silent = "silent",
    /// One of the two States is not a party on that day.
    NotBound = "not-bound",
    /// Made before consent and confirmed at consent: it counts from the confirmation.
    Confirmed = "confirmed",
    /// Made before consent and not confirmed at consent.
    NotConfirmed = "not-confirmed",
    /// The other State has received notice of the withdrawal.
    Withdrawn = "withdrawn",
    /// The act names the day of its effect.
    DayNamed = "day-named",
    /// Made after consent: deposited only if no contracting State objects in twelve months.
    LateRuns = "late-runs",
    /// Made after consent: a single objection keeps it from being deposited.
    LateBlocked = "late-blocked",
    /// Made after consent: nobody objected in twelve months.
    LateDeposited = "late-deposited",
    /// The other State accepted it expressly.
    Accepted = "accepted",
    /// The period in which the other State can object has not ended.
    PeriodRuns = "period-runs",
    /// The other State did not object in time after it was notified.
    PeriodEnded = "period-ended",
    /// The other State did not object by the day of its own consent.
    PeriodEndedByConsent = "period-ended-by-consent",
    /// An objection made after the reservation was taken to be accepted.
    ObjectionTooLate = "objection-too-late",
    /// An objection to an authorised reservation changes nothing.
    ObjectionIdle = "objection-idle",
    /// The objection was withdrawn; the reserving State has notice of it.
    ObjectionWithdrawn = "objection-withdrawn",
    /// The provisions are modified for both States to the extent of the reservation.
    Modifies = "modifies",
    /// The provisions do not apply between them to the extent of the reservation.
    Excludes = "excludes",
    /// The objection says definitely that the treaty is not to be in force between them.
    Precludes = "precludes",
    /// No day of notice is recorded; it is taken to be the day of the act.
    NoticeAssumed = "notice-assumed",
}

/// A reason, with its article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The article: the treaty's own number if `fallback` is false, otherwise with the source's name.
    pub article: Cow<'static, str>,
    /// Whether the treaty leaves this unsaid and the Vienna Convention or a practice supplies it.
    pub fallback: bool,
    /// The sentence.
    pub why: Why,
}

const fn supplied(article: &'static str, why: Why) -> Reason {
    Reason { article: Cow::Borrowed(article), fallback: true, why }
}

/// One reservation between two States on a day, and the evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The act that formulated the reservation, if there is one.
    pub reservation: Option<u32>,
    /// What it does.
    pub effect: Effect,
    /// Why.
    pub reasons: Vec<Reason>,
    /// The acts concerned, in the order of the record.
    pub acts: Vec<u32>,
    /// Whether the meaning of one of them is contested.
    pub contested: bool,
}

impl Finding {
    fn new(effect: Effect, reasons: impl Into<Vec<Reason>>, acts: impl Into<Vec<u32>>) -> Finding {
        let (reasons, acts) = (reasons.into(), acts.into());
        Finding { reservation: None, effect, reasons, acts, contested: false }
    }
}

/// The day from which a withdrawal is operative for one State (VCLT 22(3)), and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operative {
    /// That day.
    pub since: Day,
    /// The act that withdrew.
    pub act: u32,
    /// The reasons.
    pub reasons: Vec<Reason>,
}

/// Which of the clocks a [`Deadline`] belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clock {
    /// [`LateReservation`]: the last day to block the deposit.
    LateReservation,
    /// [`TacitAcceptance`]: the State's last day to object.
    TacitAcceptance,
}

/// A clock that nothing has stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline {
    /// Its last day.
    pub ends: Day,
    /// Which clock.
    pub clock: Clock,
    /// The act that formulated the reservation.
    pub reservation: u32,
    /// Whose clock it is; none where it is the same for all.
    pub party: Option<PartyIx>,
}

/// An act about a reservation: an objection, an acceptance or a withdrawal of either.
#[derive(Debug, Clone, Copy)]
struct Linked<'a> {
    index: u32,
    act: &'a Act,
    /// The act of the reservation.
    to: u32,
}

impl Linked<'_> {
    fn day(&self) -> Day {
        self.act.date.first
    }

    fn precludes(&self) -> bool {
        note_begins(self.act, PRECLUDES)
    }
}

fn indexes(linked: &[&Linked<'_>]) -> Vec<u32> {
    linked.iter().map(|linked| linked.index).collect()
}

fn note_begins(act: &Act, word: &str) -> bool {
    act.note.as_deref().is_some_and(|note| note.trim_start().starts_with(word))
}

/// The reservations of one treaty, and everything said about them, as known on a day.
#[derive(Debug, Clone)]
pub struct Relations<'a> {
    acts: &'a [Act],
    clauses: &'a Clauses,
    stays: &'a [Stay],
    receipts: HashMap<(u32, PartyIx), Day>,
    known: Day,
    reservations: Vec<Reservation>,
    linked: Vec<Linked<'a>>,
    unlinked: Vec<u32>,
}

impl<'a> Relations<'a> {
    /// Reads the acts of one treaty as known on `known`; the stays are those known on the same day.
    pub fn new(
        acts: &'a [Act],
        clauses: &'a Clauses,
        stays: &'a [Stay],
        receipts: &[Receipt],
        known: Day,
    ) -> Relations<'a> {
        let told = receipts.iter().filter(|receipt| receipt.on <= known);
        let receipts = told.map(|receipt| ((receipt.act, receipt.party), receipt.on)).collect();
        let (reservations, linked, unlinked) = Default::default();
        let mut all = Relations { acts, clauses, stays, receipts, known, reservations, linked, unlinked };
        all.reservations = all.collect();
        all.link();
        all
    }

    /// Every reservation, withdrawn or not, in the order of the record.
    pub fn reservations(&self) -> &[Reservation] {
        &self.reservations
    }

    /// Objections, acceptances and withdrawals of which one cannot say what they are about; they have no effect here.
    pub fn unlinked(&self) -> &[u32] {
        &self.unlinked
    }

    /// What the clause says of reservations (VCLT 19(a)-(b), 20(1)), or what is supplied where it is silent (VCLT 19(c)).
    pub fn clause(&self) -> Reason {
        let why = match self.rule() {
            ReservationRule::Silent => return supplied("VCLT 19(c)", Why::Silent),
            ReservationRule::Barred => Why::Bars,
            ReservationRule::Permitted => Why::Permits,
            ReservationRule::Compatible => Why::Compatible,
            ReservationRule::Specified => Why::Lists,
            ReservationRule::TwoThirds => Why::TwoThirds,
        };
        self.of_treaty(why)
    }

    /// The day from which a reservation is withdrawn towards a State: when that State received
    /// notice (VCLT 22(3)(a)), unless the act names another day.
    pub fn withdrawn(&self, reservation: &Reservation, other: PartyIx) -> Option<Operative> {
        let withdrawals = self.about(reservation, ActKind::ReservationWithdrawn);
        let why = supplied("VCLT 22(3)(a)", Why::Withdrawn);
        withdrawals.map(|by| self.operative(by, other, &why)).min_by_key(|w| w.since)
    }

    /// The clock of one State that consented on `consented` (VCLT 20(5)); a clause of
    /// two thirds is read with the ninety days that go with it in CERD 20(1).
    pub fn tacit_acceptance(&self, reservation: &Reservation, other: PartyIx, consented: Day) -> TacitAcceptance {
        let (notified, _) = self.notified(reservation.confirmed_by.unwrap_or(reservation.act), other);
        match self.rule() {
            ReservationRule::TwoThirds => TacitAcceptance::of_treaty(90, notified, consented),
            _ => TacitAcceptance::vienna(notified, consented),
        }
    }

    /// The one clock of a reservation made after consent.
    pub fn late_reservation(&self, reservation: &Reservation) -> Option<LateReservation> {
        let late = reservation.timing == Timing::Late;
        late.then(|| LateReservation { circulated: self.circulated(reservation.act).0 })
    }

    /// What every reservation of one State does towards another on a day. Ask both ways round
    /// for the whole relation; towards third States nothing changes (VCLT 21(2)).
    pub fn between(&self, reserving: PartyIx, other: PartyIx, on: Day) -> Vec<Finding> {
        let (Some(a), Some(b)) = (self.bound(reserving, on), self.bound(other, on)) else {
            return vec![Finding::new(Effect::NotBound, [supplied("VCLT 2(1)(g)", Why::NotBound)], [])];
        };
        let counts = |r: &&Reservation| a.party != b.party && r.stay == Some(*a) && r.formulated <= on;
        let found: Vec<Finding> = self.reservations.iter().filter(counts).map(|r| self.finding(r, b, on)).collect();
        if found.is_empty() { vec![Finding::new(Effect::NoReservation, [], [])] } else { found }
    }

    /// Whether the treaty is in force between two States on a day, after the objections of each
    /// to the other's reservations (VCLT 20(4)(b)).
    pub fn in_force_between(&self, one: PartyIx, two: PartyIx, on: Day) -> bool {
        let mut both = self.between(one, two, on).into_iter().chain(self.between(two, one, on));
        !both.any(|found| matches!(found.effect, Effect::NotBound | Effect::NotInForce { .. }))
    }

    /// Every clock that ends from `from` to `until`, both included, and that nothing has stopped.
    ///
    /// A late reservation has its own clock; those of single States are listed beside it where they end later.
    pub fn deadlines(&self, from: Day, until: Day) -> Vec<Deadline> {
        let runs = |r: &Reservation| self.late_deadline(r).into_iter().chain(self.tacit_deadlines(r, from, until));
        let mut due: Vec<Deadline> = self.reservations.iter().flat_map(runs).collect();
        due.retain(|deadline| from <= deadline.ends && deadline.ends <= until);
        due.sort_unstable();
        due.dedup();
        due
    }

    fn late_deadline(&self, r: &Reservation) -> Option<Deadline> {
        let ends = self.late_reservation(r)?.last_day();
        let withdrawn = self.about(r, ActKind::ReservationWithdrawn).any(|by| by.day() <= ends);
        let runs = matches!(self.late(r, ends)?.effect, Effect::LateCirculated { .. }) && !withdrawn;
        let stays = r.stay.is_some_and(|stay| ends < stay.until) && self.rule() != ReservationRule::Barred;
        let clock = Clock::LateReservation;
        (runs && stays).then_some(Deadline { ends, clock, reservation: r.act, party: None })
    }

    fn tacit_deadlines(&self, r: &Reservation, from: Day, until: Day) -> Vec<Deadline> {
        let Some(own) = r.stay else { return Vec::new() };

        let open = |other: &Stay| {
            let ends = self.tacit_acceptance(r, other.party, other.consented).last_day;
            let asked = from <= ends && ends <= until && ends < own.until.min(other.until);
            (asked && self.finding(r, other, ends).effect == (Effect::Undecided { until: ends })).then_some(ends)
        };
        let (clock, reservation) = (Clock::TacitAcceptance, r.act);
        let others = self.stays.iter().filter(|other| other.party != r.party);
        let due = others.filter_map(|other| Some((open(other)?, Some(other.party))));
        due.map(|(ends, party)| Deadline { ends, clock, reservation, party }).collect()
    }

    fn seen(&self) -> impl Iterator<Item = (u32, &'a Act)> + Clone + use<'a> {
        let known = self.known;
        (0u32..).zip(self.acts).filter(move |(_, act)| {
            act.territory.is_none()
                && act.overruled.is_none()
                && act.known_from() <= known
                && act.wrong_from.is_none_or(|wrong| known < wrong)
        })
    }

    fn rule(&self) -> ReservationRule {
        self.clauses.reservations.as_ref().map_or(ReservationRule::Silent, |clause| clause.rule)
    }

    fn of_treaty(&self, why: Why) -> Reason {
        let article = self.clauses.reservations.as_ref().and_then(|clause| clause.article.clone());
        Reason { article: article.map_or(Cow::Borrowed("the treaty"), Cow::Owned), fallback: false, why }
    }

    fn bound(&self, party: PartyIx, on: Day) -> Option<&'a Stay> {
        self.stays.iter().find(|stay| stay.party == party && stay.is_bound(on))
    }

    /// The participation that an act of a day belongs to: the one running, or the next.
    /// A State that comes back before its withdrawal has taken effect has two running; the newer counts.
    fn stay(&self, party: PartyIx, day: Day) -> Option<Stay> {
        let mine = || self.stays.iter().copied().filter(|stay| stay.party == party);
        let running = mine().filter(|stay| stay.is_contracting(day)).max_by_key(|stay| stay.consented);
        running.or_else(|| mine().filter(|stay| day < stay.consented).min_by_key(|stay| stay.consented))
    }

    /// A consent can have effect on another day than that of its instrument, as a succession has.
    fn is_day_of_consent(&self, party: PartyIx, day: Day) -> bool {
        let instrument = |act: &Act| act.kind.is_consent() && act.party == Some(party) && act.date.first == day;
        self.stays.iter().any(|stay| stay.party == party && stay.consented == day)
            || self.seen().any(|(_, act)| instrument(act))
    }

    /// Every reservation, without the acts that only confirm one.
    fn collect(&self) -> Vec<Reservation> {
        let made: Vec<(u32, &Act)> = self.seen().filter(|(_, act)| act.kind == ActKind::Reservation).collect();
        let confirmation = |first: &Act| made.iter().find(|(_, later)| self.confirms(first, later)).copied();
        let originals = made.iter().filter(|(_, act)| !made.iter().any(|(_, first)| self.confirms(first, act)));
        originals.filter_map(|&(index, act)| self.reservation(index, act, confirmation(act))).collect()
    }

    /// Whether one reservation repeats, at consent, another made before it (VCLT 23(2)).
    fn confirms(&self, first: &Act, later: &Act) -> bool {
        let (Some(party), before, day) = (first.party, first.date.first, later.date.first) else {
            return false;
        };
        let linked = first.id.is_some() && later.about == first.id && later.party == first.party;
        linked
            && before < day
            && self.stay(party, before) == self.stay(party, day)
            && self.stay(party, before).is_none_or(|stay| before < stay.consented)
            && self.is_day_of_consent(party, day)
    }

    fn reservation(&self, index: u32, act: &Act, confirmation: Option<(u32, &Act)>) -> Option<Reservation> {
        let (party, formulated) = (act.party?, act.date.first);
        let stay = self.stay(party, formulated);
        let timing = match stay {
            _ if self.is_day_of_consent(party, formulated) => Timing::AtConsent,
            None => Timing::AwaitsConsent,
            _ if confirmation.is_some() => Timing::Confirmed,
            Some(stay) if stay.consented < formulated => Timing::Late,
            Some(_) => Timing::Unconfirmed,
        };
        let made = confirmation.map_or(formulated, |(_, later)| later.date.first);
        let confirmed_by = confirmation.map(|(index, _)| index);
        Some(Reservation { act: index, party, formulated, made, timing, confirmed_by, stay })
    }

    /// Ties every objection, acceptance and withdrawal to the reservation it is about.
    fn link(&mut self) {
        let mut acts: Vec<_> = self.seen().filter(|(_, act)| is_about_reservation(act)).collect();
        acts.sort_by_key(|(_, act)| act.kind == ActKind::ObjectionWithdrawn);
        for (index, act) in acts {
            match self.target(act) {
                Some(to) => self.linked.push(Linked { index, act, to }),
                None => self.unlinked.push(index),
            }
        }
    }

    /// The reservation an act is about. Nobody objects to its own, or withdraws another's.
    fn target(&self, act: &Act) -> Option<u32> {
        let own = act.kind == ActKind::ReservationWithdrawn;
        let possible = |r: &&Reservation| act.party.is_some() && (act.party == Some(r.party)) == own;
        let mut reservations = self.reservations.iter().filter(possible);
        let Some(name) = &act.about else {
            return self.likely_target(act, reservations);
        };
        let (index, named) = self.seen().find(|(_, other)| other.id.as_ref() == Some(name))?;
        if named.kind == ActKind::Objection && act.kind == ActKind::ObjectionWithdrawn {
            return if named.party == act.party { self.target(named) } else { None };
        }
        reservations.find(|r| r.act == index || r.confirmed_by == Some(index)).map(|r| r.act)
    }

    /// What an act that names nothing is about, if it can only be one thing.
    fn likely_target<'r>(&self, act: &Act, among: impl Iterator<Item = &'r Reservation>) -> Option<u32> {
        if act.kind == ActKind::ObjectionWithdrawn {
            let of = |l: &&Linked<'_>| l.act.kind == ActKind::Objection && l.act.party == act.party;
            let earlier = self.linked.iter().filter(of).filter(|l| l.day() <= act.date.last());
            let mut targets: Vec<u32> = earlier.map(|objection| objection.to).collect();
            targets.sort_unstable();
            targets.dedup();
            return only(targets.into_iter());
        }
        let made = |r: &&Reservation| r.timing != Timing::Unconfirmed && r.formulated <= act.date.last();
        only(among.filter(made)).map(|r| r.act)
    }

    fn about(&self, reservation: &Reservation, kind: ActKind) -> impl Iterator<Item = &Linked<'a>> + use<'_, 'a> {
        let to = reservation.act;
        self.linked.iter().filter(move |linked| linked.to == to && linked.act.kind == kind)
    }

    fn about_by(&self, r: &Reservation, kind: ActKind, party: PartyIx, on: Day) -> Vec<&Linked<'a>> {
        let mut acts: Vec<_> = self.about(r, kind).filter(|l| l.act.party == Some(party) && l.day() <= on).collect();
        acts.sort_by_key(|linked| linked.day());
        acts
    }

    /// The day the States were told of an act, and whether that is assumed.
    fn circulated(&self, act: u32) -> (Day, bool) {
        let act = self.acts.get(act as usize);
        act.map_or((Day::NEVER, true), |act| act.known.map_or((act.date.last(), true), |known| (known, false)))
    }

    /// The day one State was told of an act (VCLT 78(c)), and whether that is assumed.
    fn notified(&self, act: u32, party: PartyIx) -> (Day, bool) {
        self.receipts.get(&(act, party)).map_or_else(|| self.circulated(act), |&on| (on, false))
    }

    fn operative(&self, by: &Linked<'_>, receiver: PartyIx, why: &Reason) -> Operative {
        let (since, further) = match by.act.effect {
            Some(effect) => (effect, Some(supplied("VCLT 22(3)", Why::DayNamed))),
            None => {
                let (notified, assumed) = self.notified(by.index, receiver);
                (notified, assumed.then_some(ASSUMED))
            }
        };
        Operative { since, act: by.index, reasons: std::iter::once(why.clone()).chain(further).collect() }
    }

    /// The withdrawal of an objection, operative when its addressee has notice (VCLT 22(3)(b)).
    /// It takes back every objection that its maker had raised to the reservation by then.
    fn taken_back(&self, r: &Reservation, objection: &Linked<'_>, by: Day) -> Option<Operative> {
        let later = |w: &&Linked<'_>| w.act.party == objection.act.party && objection.day() <= w.day();
        let withdrawals = self.about(r, ActKind::ObjectionWithdrawn).filter(later);
        let why = supplied("VCLT 22(3)(b)", Why::ObjectionWithdrawn);
        withdrawals.map(|w| self.operative(w, r.party, &why)).filter(|w| w.since <= by).min_by_key(|w| w.since)
    }

    fn finding(&self, r: &Reservation, other: &Stay, on: Day) -> Finding {
        let found = self
            .without_effect(r, other.party, on)
            .or_else(|| self.two_thirds(r, on))
            .or_else(|| self.late(r, on))
            .or_else(|| self.authorised(r, other.party, on))
            .or_else(|| self.accepted(r, other.party, on))
            .or_else(|| self.objected(r, other, on))
            .unwrap_or_else(|| self.silent(r, other, on));
        self.with_grounds(r, found)
    }

    /// Adds what holds whatever the other State does.
    fn with_grounds(&self, r: &Reservation, mut found: Finding) -> Finding {
        let mut grounds = vec![self.clause()];
        if r.timing == Timing::Confirmed {
            grounds.push(supplied("VCLT 23(2)", Why::Confirmed));
        }
        let decided = matches!(
            found.effect,
            Effect::Undecided { .. } | Effect::Modified { .. } | Effect::Excluded { .. } | Effect::NotInForce { .. }
        );
        if r.timing == Timing::Late && decided {
            grounds.push(supplied(LATE_PRACTICE, Why::LateDeposited));
        }
        found.reasons.splice(0..0, grounds);
        found.reservation = Some(r.act);
        found.acts.extend(std::iter::once(r.act).chain(r.confirmed_by));
        found.acts.sort_unstable();
        found.acts.dedup();
        found.contested =
            found.acts.iter().any(|&act| self.acts.get(act as usize).is_some_and(|act| act.doubt.is_some()));
        found
    }

    fn without_effect(&self, r: &Reservation, other: PartyIx, on: Day) -> Option<Finding> {
        if matches!(r.timing, Timing::Unconfirmed | Timing::AwaitsConsent) {
            return Some(Finding::new(Effect::Unconfirmed, [supplied("VCLT 23(2)", Why::NotConfirmed)], []));
        }
        if let Some(gone) = self.withdrawn(r, other).filter(|gone| gone.since <= on) {
            return Some(Finding::new(Effect::Withdrawn { since: gone.since }, gone.reasons, [gone.act]));
        }
        let barred = self.rule() == ReservationRule::Barred;
        barred.then(|| Finding::new(Effect::Barred, [supplied("VCLT 19(a)", Why::CannotBeMade)], []))
    }

    /// Incompatible since the first day on which two thirds of the parties of that day had objected in
    /// time. The reserving State is one of the parties; who joins later does not undo the result.
    fn two_thirds(&self, r: &Reservation, on: Day) -> Option<Finding> {
        if self.rule() != ReservationRule::TwoThirds {
            return None;
        }
        let mut objections: Vec<&Linked<'_>> = self.about(r, ActKind::Objection).collect();
        objections.retain(|objection| self.is_in_time(r, objection));
        let objects = |stay: &&Stay| objections.iter().any(|o| o.act.party == Some(stay.party));
        let joined = self.stays.iter().filter(objects).map(|stay| stay.bound_from);
        let days = objections.iter().map(|o| o.day()).chain(joined).filter(|&day| day <= on);
        let since = days.filter(|&day| self.is_two_thirds(r, &objections, day)).min()?.max(r.made);
        objections.retain(|objection| objection.day() <= since);
        let why = self.of_treaty(Why::TwoThirdsObject);
        Some(Finding::new(Effect::Incompatible { since }, [why], indexes(&objections)))
    }

    fn is_two_thirds(&self, r: &Reservation, objections: &[&Linked<'_>], day: Day) -> bool {
        let parties: Vec<&Stay> = self.stays.iter().filter(|stay| stay.is_bound(day)).collect();
        let stands = |o: &Linked<'_>| o.day() <= day && self.taken_back(r, o, day).is_none();
        let objects = |party: PartyIx| objections.iter().any(|o| o.act.party == Some(party) && stands(o));
        let objecting = parties.iter().filter(|stay| objects(stay.party)).count();
        objecting > 0 && objecting * 3 >= parties.len() * 2
    }

    fn is_in_time(&self, r: &Reservation, objection: &Linked<'_>) -> bool {
        let stay = objection.act.party.and_then(|party| self.stay(party, objection.day()));
        stay.is_some_and(|s| objection.day() <= self.tacit_acceptance(r, s.party, s.consented).last_day)
    }

    /// A late reservation that is not deposited. An objection taken back before the period ends no longer blocks.
    fn late(&self, r: &Reservation, on: Day) -> Option<Finding> {
        let until = self.late_reservation(r)?.last_day();
        if let Some(first) = self.blocks(r, on.min(until)) {
            let why = supplied(LATE_PRACTICE, Why::LateBlocked);
            return Some(Finding::new(Effect::LateBlocked { since: first.day() }, [why], [first.index]));
        }
        let why = supplied(LATE_PRACTICE, Why::LateRuns);
        (on.min(self.known) <= until).then(|| Finding::new(Effect::LateCirculated { until }, [why], []))
    }

    /// The first objection by a contracting State that stands at the end of a day.
    fn blocks(&self, r: &Reservation, by: Day) -> Option<&Linked<'a>> {
        let contracting = |o: &Linked<'_>| {
            let mut stays = self.stays.iter();
            stays.any(|stay| Some(stay.party) == o.act.party && stay.is_contracting(o.day()))
        };
        let stands = |o: &&Linked<'_>| o.day() <= by && contracting(o) && self.taken_back(r, o, by).is_none();
        self.about(r, ActKind::Objection).filter(stands).min_by_key(|o| o.day())
    }

    /// The day before which nobody can have accepted it.
    fn counts_from(&self, r: &Reservation) -> Day {
        self.late_reservation(r).map_or(r.made, LateReservation::deposited_from)
    }

    fn authorised(&self, r: &Reservation, other: PartyIx, on: Day) -> Option<Finding> {
        if self.rule() != ReservationRule::Permitted {
            return None;
        }
        let objections = self.about_by(r, ActKind::Objection, other, on);
        let mut reasons = vec![supplied("VCLT 20(1)", Why::NeedsNoAcceptance), MODIFIES];
        reasons.extend((!objections.is_empty()).then_some(supplied("VCLT 20(4)", Why::ObjectionIdle)));
        let effect = Effect::Modified { how: Acceptance::Authorised, since: self.counts_from(r) };
        Some(Finding::new(effect, reasons, indexes(&objections)))
    }

    /// Acceptance in words is final: it ends an earlier objection, and a later one comes too late.
    fn accepted(&self, r: &Reservation, other: PartyIx, on: Day) -> Option<Finding> {
        let acceptances = self.about_by(r, ActKind::Communication, other, on);
        let first = acceptances.first()?;
        let since = first.day().max(self.counts_from(r));
        let effect = Effect::Modified { how: Acceptance::Express, since };
        Some(Finding::new(effect, [supplied("VCLT 20(4)(a)", Why::Accepted), MODIFIES], [first.index]))
    }

    fn objected(&self, r: &Reservation, other: &Stay, on: Day) -> Option<Finding> {
        let last_day = self.tacit_acceptance(r, other.party, other.consented).last_day;
        let mut objections = self.about_by(r, ActKind::Objection, other.party, on.min(last_day));
        let given_up = objections.iter().filter_map(|o| self.taken_back(r, o, on)).max_by_key(|w| w.since);
        objections.retain(|o| self.taken_back(r, o, on).is_none());
        let acts = indexes(&objections);
        let since = |o: &&Linked<'_>| o.day().max(self.counts_from(r));
        if let Some(since) = objections.iter().find(|o| o.precludes()).map(since) {
            let why = supplied("VCLT 20(4)(b)", Why::Precludes);
            return Some(Finding::new(Effect::NotInForce { since }, [why], acts));
        }
        if let Some(since) = objections.first().map(since) {
            let why = supplied("VCLT 21(3)", Why::Excludes);
            return Some(Finding::new(Effect::Excluded { since }, [why], acts));
        }
        given_up.map(|mut given_up| {
            given_up.reasons.push(MODIFIES);
            let effect = Effect::Modified {
                how: Acceptance::ObjectionWithdrawn,
                since: given_up.since.max(self.counts_from(r)),
            };
            Finding::new(effect, given_up.reasons, [given_up.act])
        })
    }

    /// Nothing that counts was said. What is asked as known before the clock's end is not decided either.
    fn silent(&self, r: &Reservation, other: &Stay, on: Day) -> Finding {
        let clock = self.tacit_acceptance(r, other.party, other.consented);
        let by_clause = self.rule() == ReservationRule::TwoThirds;
        let period = |why| {
            if by_clause { self.of_treaty(why) } else { supplied("VCLT 20(5)", why) }
        };
        let (_, assumed) = self.notified(r.confirmed_by.unwrap_or(r.act), other.party);
        let assumed = assumed.then_some(ASSUMED);
        if on.min(self.known) <= clock.last_day {
            let reasons: Vec<Reason> = std::iter::once(period(Why::PeriodRuns)).chain(assumed).collect();
            return Finding::new(Effect::Undecided { until: clock.last_day }, reasons, []);
        }
        let ended = match clock.by_consent {
            true => supplied("VCLT 20(5)", Why::PeriodEndedByConsent),
            false => period(Why::PeriodEnded),
        };
        let too_late = self.about_by(r, ActKind::Objection, other.party, on);
        let late = (!too_late.is_empty()).then(|| period(Why::ObjectionTooLate));
        let reasons: Vec<Reason> = [ended, MODIFIES].into_iter().chain(assumed).chain(late).collect();
        let effect = Effect::Modified { how: Acceptance::Tacit, since: clock.accepted_from() };
        Finding::new(effect, reasons, indexes(&too_late))
    }
}

const MODIFIES: Reason = supplied("VCLT 21(1)", Why::Modifies);
const ASSUMED: Reason = supplied("VCLT 78(c)", Why::NoticeAssumed);

fn is_about_reservation(act: &Act) -> bool {
    match act.kind {
        ActKind::ReservationWithdrawn | ActKind::Objection | ActKind::ObjectionWithdrawn => true,
        ActKind::Communication => note_begins(act, ACCEPTS),
        _ => false,
    }
}

/// The only item, if there is exactly one.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next();
    if items.next().is_some() { None } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clause::{Reservations, Withdrawal};

    /// A joined with a reservation or signed first; B and D were parties before; C joined long after;
    /// E only contracts; F left and came back before its withdrawal had taken effect; G left for good.
    const STAYS: &str = "A 2000-03-01 2000-03-31 never, B 1996-05-01 1996-06-01 never, C 2004-09-01 2004-10-01 never, \
        D 1997-02-01 1997-03-01 never, E 2000-01-01 never never, F 1993-05-10 1993-06-10 1999-04-05, \
        F 1999-01-05 1999-04-05 never, G 1996-01-01 1996-02-01 1999-01-01";
    const R: &str = "A reservation 2000-03-01 known=2000-04-10 id=r";
    const LATE: &str = "A reservation 2010-06-01 known=2010-06-15 id=r";
    const CERD_R: &str = "F reservation 1999-01-05 known=1999-02-01 id=r";

    /// Article and case; what the clause says; the acts; "reserving other on [known]"; the effect.
    #[rustfmt::skip]
    const EFFECTS: &[(&str, &str, &[&str], &str, &str)] = &[
        ("VCLT 20(5), the last day to object", "silent", &[R], "A B 2001-04-10", "Undecided { until: 2001-04-10 }"),
        ("VCLT 20(5), silence", "silent", &[R], "A B 2001-04-11", "Modified { how: Tacit, since: 2001-04-11 }"),
        ("VCLT 20(5), own consent later", "silent", &[R], "A C 2004-10-01", "Modified { how: Tacit, since: 2004-09-02 }"),
        ("VCLT 20(5), its own receipt starts its own clock", "silent", &[R, "D receipt 2000-06-20 act=0"],
            "A D 2001-06-20", "Undecided { until: 2001-06-20 }"),
        ("VCLT 20(5), another's receipt does not", "silent", &[R, "D receipt 2000-06-20 act=0"],
            "A B 2001-06-20", "Modified { how: Tacit, since: 2001-04-11 }"),
        ("VCLT 20(5), no day of notice recorded", "silent", &["A reservation 2000-03-01"],
            "A B 2001-03-01", "Undecided { until: 2001-03-01 }"),
        ("VCLT 20(5), a receipt not known yet starts nothing", "silent", &[R, "D receipt 2000-06-20 act=0"],
            "A D 2005-01-01 2000-06-19", "Undecided { until: 2001-04-10 }"),
        ("VCLT 20(5), too late", "silent", &[R, "B objection 2001-04-11 about=r"],
            "A B 2002-01-01", "Modified { how: Tacit, since: 2001-04-11 }"),
        ("VCLT 20(5), not decided as known before the end", "silent", &[R],
            "A B 2005-01-01 2001-04-10", "Undecided { until: 2001-04-10 }"),
        ("VCLT 20(4)(a), express acceptance", "silent", &[R, "B communication 2000-07-01 about=r note=accepts"],
            "A B 2000-07-01", "Modified { how: Express, since: 2000-07-01 }"),
        ("VCLT 20(4)(a), other communications accept nothing", "silent", &[R, "B communication 2000-07-01 about=r note=asks"],
            "A B 2000-07-01", "Undecided { until: 2001-04-10 }"),
        ("VCLT 20(4)(a), acceptance is final", "silent",
            &[R, "B communication 2000-07-01 about=r note=accepts", "B objection 2000-08-01 about=r"],
            "A B 2000-09-01", "Modified { how: Express, since: 2000-07-01 }"),
        ("VCLT 21(3), on the last day", "silent", &[R, "B objection 2001-04-10 about=r"],
            "A B 2010-01-01", "Excluded { since: 2001-04-10 }"),
        ("VCLT 21(3), the first of two, in whatever order recorded", "silent", &[R, "B objection 2000-08-01", "B objection 2000-05-01"],
            "A B 2010-01-01", "Excluded { since: 2000-05-01 }"),
        ("VCLT 21(3), only between those two", "silent", &[R, "B objection 2001-04-10 about=r"],
            "A D 2010-01-01", "Modified { how: Tacit, since: 2001-04-11 }"),
        ("VCLT 21(3), without `about`, the only reservation", "silent", &[R, "B objection 2001-04-10"],
            "A B 2010-01-01", "Excluded { since: 2001-04-10 }"),
        ("VCLT 20(4)(b), definite intention", "silent", &[R, "B objection 2000-05-01 about=r note=precludes"],
            "A B 2010-01-01", "NotInForce { since: 2000-05-01 }"),
        ("VCLT 20(4)(b), as known before the objection was", "silent",
            &[R, "B objection 2000-05-01 known=2000-06-01 about=r note=precludes"],
            "A B 2010-01-01 2000-05-31", "Undecided { until: 2001-04-10 }"),
        ("VCLT 22(3)(a), before the other State has notice", "silent", &[R, "A reservation-withdrawn 2003-01-15 known=2003-02-01"],
            "A B 2003-01-31", "Modified { how: Tacit, since: 2001-04-11 }"),
        ("VCLT 22(3)(a), on notice", "silent", &[R, "A reservation-withdrawn 2003-01-15 known=2003-02-01"],
            "A B 2003-02-01", "Withdrawn { since: 2003-02-01 }"),
        ("VCLT 22(3)(a), each on its own notice", "silent",
            &[R, "A reservation-withdrawn 2003-01-15 known=2003-02-01", "D receipt 2003-03-01 act=1"],
            "A D 2003-02-28", "Modified { how: Tacit, since: 2001-04-11 }"),
        ("VCLT 22(3), the act names the day", "silent",
            &[R, "A reservation-withdrawn 2003-01-15 known=2003-02-01 effect=2003-01-15"],
            "A B 2003-01-15", "Withdrawn { since: 2003-01-15 }"),
        ("VCLT 22(1), nobody withdraws for another", "silent", &[R, "B reservation-withdrawn 2003-01-15 about=r"],
            "A B 2003-02-01", "Modified { how: Tacit, since: 2001-04-11 }"),
        ("VCLT 22(3)(b), before the reserving State has notice", "silent",
            &[R, "B objection 2000-05-01 note=precludes", "B objection-withdrawn 2003-01-15 known=2003-02-01"],
            "A B 2003-01-31", "NotInForce { since: 2000-05-01 }"),
        ("VCLT 22(3)(b), on notice", "silent",
            &[R, "B objection 2000-05-01 id=o note=precludes", "B objection-withdrawn 2003-01-15 known=2003-02-01 about=o"],
            "A B 2003-02-01", "Modified { how: ObjectionWithdrawn, since: 2003-02-01 }"),
        ("VCLT 22(3)(b), taken back and made again", "silent",
            &[R, "B objection 2000-05-01", "B objection-withdrawn 2000-06-01", "B objection 2000-07-01"],
            "A B 2002-01-01", "Excluded { since: 2000-07-01 }"),
        ("VCLT 23(2), the clock runs from the confirmation", "silent",
            &["A reservation 1998-07-17 id=r", "A reservation 2000-03-01 known=2000-04-10 about=r"],
            "A B 2001-04-10", "Undecided { until: 2001-04-10 }"),
        ("VCLT 23(2), not confirmed", "silent", &["A signature 1998-07-17", "A reservation 1998-07-17 id=r", "A ratification 2000-03-01"],
            "A B 2001-01-01", "Unconfirmed"),
        ("VCLT 23(3), an objection made before it stands", "silent",
            &["A reservation 1998-07-17 id=r", "B objection 1999-01-01 about=r", "A reservation 2000-03-01 about=r"],
            "A B 2001-01-01", "Excluded { since: 2000-03-01 }"),
        ("VCLT 23(3), an acceptance made before it stands", "silent",
            &["A reservation 1998-07-17 id=r", "B communication 1999-01-01 about=r note=accepts", "A reservation 2000-03-01 about=r"],
            "A B 2001-01-01", "Modified { how: Express, since: 2000-03-01 }"),
        ("VCLT 19(a)", "barred", &[R, "B objection 2000-05-01 about=r"], "A B 2002-01-01", "Barred"),
        ("VCLT 19(b), listed reservations keep their clock", "specified", &[R], "A B 2000-12-01", "Undecided { until: 2001-04-10 }"),
        ("VCLT 20(1)", "permitted", &[R, "B objection 2000-05-01 about=r note=precludes"],
            "A B 2000-06-01", "Modified { how: Authorised, since: 2000-03-01 }"),
        ("CERD 20(1), ninety days", "two-thirds", &[CERD_R], "F B 1999-05-02", "Undecided { until: 1999-05-02 }"),
        ("CERD 20(2), one of three objects", "two-thirds", &[CERD_R, "B objection 1999-03-01"],
            "F B 1999-05-03", "Excluded { since: 1999-03-01 }"),
        ("CERD 20(2), two of three object", "two-thirds", &[CERD_R, "B objection 1999-03-01", "D objection 1999-04-10"],
            "F C 2004-10-01", "Incompatible { since: 1999-04-10 }"),
        ("CERD 20(2), the day before the second", "two-thirds", &[CERD_R, "B objection 1999-03-01", "D objection 1999-04-10"],
            "F B 1999-04-09", "Excluded { since: 1999-03-01 }"),
        ("CERD 20(2), three of five object", "two-thirds",
            &["C reservation 2004-09-01 known=2004-09-15", "A objection 2004-11-01", "B objection 2004-11-01", "D objection 2004-11-01"],
            "C F 2004-12-01", "Undecided { until: 2004-12-14 }"),
        ("CERD 20(2), one of two took its objection back", "two-thirds",
            &[CERD_R, "B objection 1999-03-01", "B objection-withdrawn 1999-04-09", "D objection 1999-04-10"],
            "F D 1999-04-10", "Excluded { since: 1999-04-10 }"),
        ("CERD 20(2), objections before the confirmation", "two-thirds",
            &["A reservation 1998-07-17 id=r", "B objection 1998-10-01", "D objection 1998-10-01", "F objection 1998-10-01",
                "A reservation 2000-03-01 about=r"],
            "A C 2004-10-01", "Incompatible { since: 2000-03-01 }"),
        ("CERD 20(2), who objects twice counts once", "two-thirds", &[CERD_R, "B objection 1999-03-01", "B objection 1999-04-10"],
            "F D 1999-04-10", "Undecided { until: 1999-05-02 }"),
        ("CERD 20(2), not the objections of other States", "two-thirds", &[CERD_R, "B objection 1999-04-06", "E objection 1999-04-10"],
            "F D 1999-04-10", "Undecided { until: 1999-05-02 }"),
        ("CERD 20(2), out of time", "two-thirds", &[CERD_R, "B objection 1999-04-06", "D objection 1999-05-03"],
            "F D 1999-05-03", "Modified { how: Tacit, since: 1999-05-03 }"),
        ("late, circulated", "silent", &[LATE], "A B 2011-06-15", "LateCirculated { until: 2011-06-15 }"),
        ("late, circulated in a month", "silent", &["A reservation 2010-06"], "A B 2011-06-30", "LateCirculated { until: 2011-06-30 }"),
        ("late, not decided as known before the end", "silent", &[LATE], "A B 2015-01-01 2011-06-15", "LateCirculated { until: 2011-06-15 }"),
        ("late, nobody objected", "silent", &[LATE], "A B 2011-06-16", "Modified { how: Tacit, since: 2011-06-16 }"),
        ("late, one objection blocks it for all", "silent", &[LATE, "D objection 2011-06-15"],
            "A B 2015-01-01", "LateBlocked { since: 2011-06-15 }"),
        ("late, a contracting State that is not bound blocks too", "silent", &[LATE, "E objection 2011-01-01"],
            "A B 2015-01-01", "LateBlocked { since: 2011-01-01 }"),
        ("late, an objection after the twelve months does not", "silent", &[LATE, "D objection 2011-06-16"],
            "A B 2015-01-01", "Modified { how: Tacit, since: 2011-06-16 }"),
        ("late, an outsider's objection does not", "silent", &[LATE, "Z objection 2011-01-01"],
            "A B 2015-01-01", "Modified { how: Tacit, since: 2011-06-16 }"),
        ("late, nor a former party's", "silent", &[LATE, "G objection 2011-01-01"],
            "A B 2015-01-01", "Modified { how: Tacit, since: 2011-06-16 }"),
        ("late, an objection taken back in time", "silent", &[LATE, "D objection 2010-12-01", "D objection-withdrawn 2011-02-01"],
            "A B 2015-01-01", "Modified { how: Tacit, since: 2011-06-16 }"),
        ("late, an objection taken back too late", "silent", &[LATE, "D objection 2010-12-01", "D objection-withdrawn 2011-06-16"],
            "A B 2015-01-01", "LateBlocked { since: 2010-12-01 }"),
        ("late, authorised all the same", "permitted", &[LATE], "A B 2011-06-15", "LateCirculated { until: 2011-06-15 }"),
        ("late, authorised from the deposit", "permitted", &[LATE], "A B 2011-06-16", "Modified { how: Authorised, since: 2011-06-16 }"),
        ("late, and 20(5) still its own clock", "silent", &[LATE, "B receipt 2010-09-01 act=0"],
            "A B 2011-06-16", "Undecided { until: 2011-09-01 }"),
        ("late, who takes an objection back accepts no earlier than the deposit", "silent",
            &[LATE, "D objection 2010-12-01", "D objection-withdrawn 2011-02-01"],
            "A D 2015-01-01", "Modified { how: ObjectionWithdrawn, since: 2011-06-16 }"),
        ("a reservation of an earlier stay is gone", "silent", &["F reservation 1993-05-10"], "F B 2000-01-01", "NoReservation"),
        ("a re-accession with a reservation is not late", "silent", &["F reservation 1999-01-05"],
            "F B 2001-01-01", "Modified { how: Tacit, since: 2000-01-06 }"),
        ("VCSS 20, made with the notification of a succession", "silent", &["C succession 2004-11-05 effect=2004-09-01", "C reservation 2004-11-05"],
            "C B 2004-12-01", "Undecided { until: 2005-11-05 }"),
        ("VCLT 2(1)(g), a contracting State is no party", "silent", &[R], "A E 2010-01-01", "NotBound"),
        ("not made yet", "silent", &[LATE], "A B 2010-05-31", "NoReservation"),
        ("a State has no reservation towards itself", "silent", &[R], "A A 2010-01-01", "NoReservation"),
        ("for a territory", "silent", &["A reservation 2000-03-01 territory=Ruritania"], "A B 2010-01-01", "NoReservation"),
        ("overruled by a better source", "silent", &["A reservation 2000-03-01 overruled=C.N.1"], "A B 2010-01-01", "NoReservation"),
        ("no reservation of the other side's", "silent", &[R], "B A 2010-01-01", "NoReservation"),
        ("VCLT 79, a row found to be wrong", "silent", &["A reservation 2000-03-01 wrong=2006-01-01"], "A B 2010-01-01 2006-01-01", "NoReservation"),
    ];

    fn day(text: &str) -> Day {
        if text == "never" { Day::NEVER } else { text.parse().expect(text) }
    }

    fn party(code: &str) -> PartyIx {
        PartyIx(u16::from(code.as_bytes()[0]))
    }

    fn stays() -> Vec<Stay> {
        let stay = |text: &str| {
            let words: Vec<&str> = text.split_whitespace().collect();
            let [consented, bound_from, until] = [day(words[1]), day(words[2]), day(words[3])];
            Stay { party: party(words[0]), consented, bound_from, until }
        };
        STAYS.split(',').map(stay).collect()
    }

    fn value<'t>(line: &'t str, key: &str) -> Option<&'t str> {
        line.split(' ').find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
    }

    fn acts(lines: &[&str]) -> (Vec<Act>, Vec<Receipt>) {
        let (mut acts, mut receipts) = (Vec::new(), Vec::new());
        for line in lines {
            let words: Vec<&str> = line.split(' ').collect();
            let who = party(words[0]);
            if words[1] == "receipt" {
                let act = value(line, "act").expect(line).parse().expect(line);
                receipts.push(Receipt { act, party: who, on: day(words[2]) });
                continue;
            }
            let mut act = Act::new(words[1].parse().expect(line), Some(who), Day::ALWAYS);
            act.date = words[2].parse().expect(line);
            let days = ["known", "effect", "wrong"].map(|key| value(line, key).map(day));
            [act.known, act.effect, act.wrong_from] = days;
            let texts = ["id", "about", "note", "doubt", "territory", "overruled"];
            let texts = texts.map(|key| value(line, key).map(Box::from));
            [act.id, act.about, act.note, act.doubt, act.territory, act.overruled] = texts;
            acts.push(act);
        }
        (acts, receipts)
    }

    fn clauses(rule: &str) -> Clauses {
        use ReservationRule::{Barred, Compatible, Permitted, Silent, Specified, TwoThirds};
        let rule = match rule {
            "barred" => Barred,
            "permitted" => Permitted,
            "compatible" => Compatible,
            "specified" => Specified,
            "two-thirds" => TwoThirds,
            _ => Silent,
        };
        let clause = Reservations { article: Some("20".to_owned()), rule, only: Vec::new(), unverified: None };
        Clauses { reservations: (rule != Silent).then_some(clause), ..Clauses::default() }
    }

    /// Builds the relations of a case and asks them.
    fn ask<T>(rule: &str, lines: &[&str], known: Day, question: impl FnOnce(&Relations<'_>) -> T) -> T {
        let ((acts, receipts), clauses, stays) = (acts(lines), clauses(rule), stays());
        question(&Relations::new(&acts, &clauses, &stays, &receipts, known))
    }

    fn between(rule: &str, lines: &[&str], pair: &str) -> Vec<Finding> {
        let words: Vec<&str> = pair.split(' ').collect();
        let known = words.get(3).map_or(Day::NEVER, |text| day(text));
        ask(rule, lines, known, |all| all.between(party(words[0]), party(words[1]), day(words[2])))
    }

    #[test]
    fn effects_between_two_states() {
        for &(article, rule, lines, pair, expected) in EFFECTS {
            let effects: Vec<String> = between(rule, lines, pair).iter().map(|f| format!("{:?}", f.effect)).collect();
            assert_eq!(effects, [expected], "{article}: {pair}");
        }
    }

    /// What the clause says; the acts; the pair; articles, those supplied in brackets; the acts concerned.
    #[test]
    fn reasons_name_articles_and_acts() {
        let objection = "B objection 2000-05-01 about=r";
        let confirmed = ["A reservation 1998-07-17 id=r", "A reservation 2000-03-01 about=r"];
        #[rustfmt::skip]
        let cases: &[(&str, &[&str], &str, &str, &str)] = &[
            ("silent", &[R], "A B 2002-01-01", "(VCLT 19(c)) (VCLT 20(5)) (VCLT 21(1))", "[0]"),
            ("compatible", &[R, objection], "A B 2002-01-01", "20 (VCLT 21(3))", "[0, 1]"),
            ("permitted", &[R, objection], "A B 2002-01-01", "20 (VCLT 20(1)) (VCLT 21(1)) (VCLT 20(4))", "[0, 1]"),
            ("barred", &[R], "A B 2002-01-01", "20 (VCLT 19(a))", "[0]"),
            ("silent", &confirmed, "A B 2000-05-01", "(VCLT 19(c)) (VCLT 23(2)) (VCLT 20(5)) (VCLT 78(c))", "[0, 1]"),
            ("two-thirds", &[CERD_R], "F B 2002-01-01", "20 20 (VCLT 21(1))", "[0]"),
            ("silent", &[LATE], "A B 2010-07-01", "(VCLT 19(c)) (UN practice of 2000 on late reservations)", "[0]"),
        ];
        for &(rule, lines, pair, articles, acts) in cases {
            let found = between(rule, lines, pair).remove(0);
            let article = |r: &Reason| {
                if r.fallback { format!("({})", r.article) } else { r.article.to_string() }
            };
            assert_eq!(found.reasons.iter().map(article).collect::<Vec<_>>().join(" "), articles, "{rule}: {pair}");
            assert_eq!(format!("{:?}", found.acts), acts, "{rule}: {pair}");
        }
    }

    #[test]
    fn each_clock_by_its_own_rule() {
        let (notice, consent) = (day("2000-02-29"), day("1990-01-01"));
        assert_eq!(TacitAcceptance::vienna(notice, consent).last_day, day("2001-02-28"), "VCLT 20(5)");
        assert_eq!(TacitAcceptance::vienna(notice, day("2001-03-01")).last_day, day("2001-03-01"), "own consent");
        assert_eq!(TacitAcceptance::of_treaty(90, notice, consent).last_day, day("2000-05-29"), "CERD 20(1)");
        assert_eq!(LateReservation { circulated: notice }.deposited_from(), day("2001-03-01"), "late");
        assert_eq!(WithdrawalNotice { received: Day::NEVER }.effect(), Day::NEVER);
        let (withdrawal, notice) = (Some(Withdrawal::default()), WithdrawalNotice { received: day("2008-02-29") });
        let act = Act::new(ActKind::Withdrawal, None, notice.received);
        let applied = crate::withdrawal_effect(&Clauses { withdrawal, ..Clauses::default() }, &act);
        assert_eq!(Some(notice.effect()), applied, "VCLT 56(2), as the engine applies it");
    }

    #[test]
    fn when_a_reservation_was_made() {
        let confirmed: &[&str] = &["A reservation 1998-07-17 id=r", "A reservation 2000-03-01 about=r"];
        #[rustfmt::skip]
        let cases: &[(&[&str], &str)] = &[
            (&[R], "AtConsent 2000-03-01"),
            (confirmed, "Confirmed 2000-03-01"),
            (&["A reservation 1998-07-17 id=r"], "Unconfirmed 1998-07-17"),
            (&["A reservation 1998-07-17", "A reservation 2000-03-01"], "Unconfirmed 1998-07-17, AtConsent 2000-03-01"),
            (&["A reservation 1998-07-17 id=r", "A reservation 1999-07-17 about=r"], "Unconfirmed 1998-07-17, Unconfirmed 1999-07-17"),
            (&["A reservation 1998-07-17 id=r", "B reservation 2000-03-01 about=r"], "Unconfirmed 1998-07-17, Late 2000-03-01"),
            (&["F reservation 1992-01-01 id=r", "F reservation 1999-01-05 about=r"], "Unconfirmed 1992-01-01, AtConsent 1999-01-05"),
            (&[R, "A reservation 2002-01-01 about=r"], "AtConsent 2000-03-01, Late 2002-01-01"),
            (&["Z reservation 1998-07-17"], "AwaitsConsent 1998-07-17"),
            (&["A declaration 2000-03-01"], ""),
        ];
        for &(lines, expected) in cases {
            let told = |r: &Reservation| format!("{:?} {}", r.timing, r.made);
            let list = ask("silent", lines, Day::NEVER, |all| all.reservations().iter().map(told).collect::<Vec<_>>());
            assert_eq!(list.join(", "), expected, "{lines:?}");
        }
    }

    #[test]
    fn what_cannot_be_linked_is_handed_to_a_person() {
        let second = "C reservation 2004-09-01 id=s";
        #[rustfmt::skip]
        let cases: &[(&[&str], &[u32])] = &[
            (&[R, second, "B objection 2004-12-01", "B objection 2004-12-01 about=x", "B objection 2004-12-01 about=s"], &[2, 3]),
            (&[R, second, "D objection 2000-12-01"], &[]),
            (&["A reservation 1998-07-17", R, "D objection 2000-12-01"], &[]),
            (&[R, "A objection 2000-12-01 about=r"], &[1]),
            (&[R, "B objection 2000-12-01 id=o about=r", "D objection-withdrawn 2001-01-01 about=o"], &[2]),
            (&[R, second, "B objection-withdrawn 2001-01-01", "B objection 2000-12-01 about=r"], &[]),
        ];
        for &(lines, expected) in cases {
            let unlinked = ask("silent", lines, Day::NEVER, |all| all.unlinked().to_vec());
            assert_eq!(unlinked, expected, "{lines:?}");
        }
    }

    #[test]
    fn a_doubt_is_carried_to_the_answer() {
        let found = between("silent", &[R, "B objection 2000-05-01 doubt=whose"], "A B 2002-01-01").remove(0);
        assert!(found.contested);
        assert!(!between("silent", &[R], "A B 2002-01-01").remove(0).contested);
    }

    #[test]
    fn in_force_between_is_the_same_both_ways() {
        let lines = [R, "B objection 2000-05-01 note=precludes", "D objection 2000-05-01"];
        for (one, two, expected) in
            [("A", "B", false), ("B", "A", false), ("A", "D", true), ("D", "A", true), ("A", "E", false)]
        {
            let answer = ask("silent", &lines, Day::NEVER, |all| {
                all.in_force_between(party(one), party(two), day("2010-01-01"))
            });
            assert_eq!(answer, expected, "{one} {two}");
        }
    }

    /// What the clause says; the acts; from and until; the clocks that end.
    #[test]
    fn clocks_that_end_between_two_days() {
        let year_2001 = "2001-01-01 2001-12-31";
        let all = "2001-04-10 B Tacit, 2001-04-10 D Tacit, 2001-04-10 E Tacit, 2001-04-10 F Tacit";
        #[rustfmt::skip]
        let cases: &[(&str, &[&str], &str, &str)] = &[
            ("silent", &[R], year_2001, all),
            ("silent", &[R], "2001-04-10 2001-04-10", all),
            ("silent", &[R], "2001-04-11 2001-12-31", ""),
            ("silent", &[R], "2004-01-01 2004-12-31", "2004-09-01 C Tacit"),
            ("silent", &[R, "B objection 2000-05-01", "D receipt 2000-06-01 act=0", "E communication 2000-05-05 about=r note=accepts"],
                year_2001, "2001-04-10 F Tacit, 2001-06-01 D Tacit"),
            ("silent", &["D reservation 1997-02-01 known=1998-02-20"], "1999-01-01 1999-12-31", "1999-02-20 B Tacit, 1999-02-20 F Tacit"),
            ("silent", &["F reservation 1993-05-10 known=1998-06-01"], "1999-01-01 1999-12-31", ""),
            ("silent", &[R, "A reservation-withdrawn 2000-12-01"], year_2001, ""),
            ("permitted", &[R], year_2001, ""),
            ("barred", &[LATE], "2011-01-01 2011-12-31", ""),
            ("silent", &[LATE, "B receipt 2010-07-01 act=0"], "2011-01-01 2011-12-31", "2011-06-15 all Late, 2011-07-01 B Tacit"),
            ("silent", &[LATE], "2012-01-01 2012-12-31", ""),
            ("silent", &[LATE, "B objection 2010-07-01"], "2011-01-01 2011-12-31", ""),
            ("silent", &[LATE, "A reservation-withdrawn 2010-12-01"], "2011-01-01 2011-12-31", ""),
        ];
        for &(rule, lines, days, expected) in cases {
            let (from, until) = days.split_once(' ').expect(days);
            let told = |due: &Deadline| {
                let who = due.party.map_or("all".to_owned(), |party| char::from(party.0 as u8).to_string());
                let clock = if due.clock == Clock::TacitAcceptance { "Tacit" } else { "Late" };
                format!("{} {who} {clock}", due.ends)
            };
            let due = ask(rule, lines, Day::NEVER, |all| all.deadlines(day(from), day(until)));
            assert_eq!(due.iter().map(told).collect::<Vec<_>>().join(", "), expected, "{rule}: {lines:?} {days}");
        }
    }
}
