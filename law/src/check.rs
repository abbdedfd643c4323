//! The reasons for which a depositary looks twice at an act.
//!
//! The depositary checks form, never merits (VCLT 77(1)(d)): a finding goes to a
//! person and to the States, and keeps nothing out of the record.

use crate::act::{Act, ActKind};
use crate::clause::{OpenTo, OpenToWord, Participation, ReservationRule, Since};
use crate::day::{Dated, Day, Precision};
use crate::party::{Parties, PartyIx, PartyKind};
use crate::plan::Source;

/// One finding about one act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The name of the check.
    pub check: &'static str,
    /// The article or practice it comes from.
    pub article: &'static str,
    /// The function of a depositary that it serves, by its number in the list of functions.
    pub function: &'static str,
    /// The act, as its index among the treaty's acts.
    pub act: u32,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with an act, without the names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The participant exists only from that day.
    ExistsFrom(Day),
    /// The participant no longer exists from that day.
    ExistsUntil(Day),
    /// The text was adopted on that date.
    AdoptedOn(Dated),
    /// It is recorded as known from a day before its own.
    KnownFrom(Day),
    /// The participant is not among those to which the treaty is open.
    NotOpenTo,
    /// Signature closed on that day.
    SignatureClosed(Day),
    /// Signature opened on that day.
    SignatureOpened(Day),
    /// The treaty provides for other ways of consenting.
    ProvidesFor(Vec<ActKind>),
    /// Without a signature consent is by accession.
    NoSignature,
    /// The same act stands twice.
    Twice,
    /// No consent by the participant is recorded.
    NoConsent,
    /// The treaty is silent on withdrawal.
    SilentOnWithdrawal,
    /// The treaty forbids withdrawal.
    WithdrawalBarred,
    /// Notice can be given from that day; none means once the treaty is in force.
    NoticeFrom(Option<Day>),
    /// The treaty bars reservations.
    ReservationsBarred,
    /// No reservation answers to an objection.
    NoReservation,
    /// No act has the id that the act is about.
    NoActWithId(Box<str>),
    /// The date is not known to the day.
    Vague(Dated),
    /// The participant has consented already, on that date.
    ConsentedAlready(Dated),
    /// A notice of withdrawal runs.
    NoticeRuns,
}

/// What a check looks at.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// The participants.
    pub parties: &'a Parties,
    /// The treaty and its acts.
    pub source: Source<'a>,
    /// The day of entry into force, [`Day::NEVER`] if there is none.
    pub entry_into_force: Day,
}

type Check = fn(Record<'_>, u32, &Act) -> Option<Fault>;

/// Every check, by name, with its article and the depositary's function.
const CHECKS: &[(&str, &str, &str, Check)] = &[
    ("before-existence", "VCLT 6", "F14", before_existence),
    ("after-extinction", "VCLT 6", "F64", after_extinction),
    ("before-adoption", "VCLT 9, 24", "F4", before_adoption),
    ("known-before-done", "VCLT 78", "F66", known_before_done),
    ("not-entitled", "VCLT 15", "F14", not_entitled),
    ("late-signature", "VCLT 12", "F20", late_signature),
    ("wrong-name-of-act", "VCLT 11", "F30", wrong_name_of_act),
    ("ratification-without-signature", "VCLT 14", "F30", ratification_without_signature),
    ("duplicate-act", "depositary practice", "F25", duplicate_act),
    ("withdrawal-by-non-party", "VCLT 54", "F56", withdrawal_by_non_party),
    ("withdrawal-without-right", "VCLT 56(1)", "F57", withdrawal_without_right),
    ("withdrawal-too-early", "VCLT 54", "F56", withdrawal_too_early),
    ("reservation-barred", "VCLT 19(a)", "F35", reservation_barred),
    ("objection-to-nothing", "VCLT 20", "F40", objection_to_nothing),
    ("about-nothing", "depositary practice", "F25", about_nothing),
    ("imprecise-date", "depositary practice", "F29", imprecise_date),
    ("already-consented", "VCLT 11", "F28", already_consented),
    ("consent-while-leaving", "VCLT 68, 70", "F58", consent_while_leaving),
];

/// Every finding about a treaty's acts, in the order of the acts.
pub fn check(record: Record<'_>) -> Vec<Finding> {
    let acts = record.source.acts.iter().enumerate();
    acts.flat_map(|(index, act)| check_act(record, index as u32, act)).collect()
}

/// The findings about one act, which need not be in the record yet.
pub fn check_act(record: Record<'_>, index: u32, act: &Act) -> Vec<Finding> {
    let found = CHECKS.iter().filter_map(|&(check, article, function, ensure)| {
        ensure(record, index, act).map(|fault| Finding { check, article, function, act: index, fault })
    });
    found.collect()
}

fn earlier<'a>(record: Record<'a>, act: &'a Act) -> impl Iterator<Item = &'a Act> {
    record.source.acts.iter().filter(move |other| other.party == act.party && other.date.first <= act.date.first)
}

/// Ensures that the participant existed.
fn before_existence(record: Record<'_>, _: u32, act: &Act) -> Option<Fault> {
    let party = &record.parties[act.party?];
    let begins = party.begins?;
    // Some took part before independence: British India, Ukraine and Belarus in the Soviet Union.
    let early = party.kind == PartyKind::State && act.date.last() < begins;
    early.then_some(Fault::ExistsFrom(begins))
}

/// Ensures that the participant still existed.
fn after_extinction(record: Record<'_>, _: u32, act: &Act) -> Option<Fault> {
    let ends = record.parties[act.party?].ends?;
    (act.date.first >= ends).then_some(Fault::ExistsUntil(ends))
}

/// Ensures that the text existed.
fn before_adoption(record: Record<'_>, _: u32, act: &Act) -> Option<Fault> {
    let adopted = record.source.adopted?;
    let early = act.party.is_some() && act.date.last() < adopted.first;
    early.then_some(Fault::AdoptedOn(adopted))
}

/// Ensures that nobody was told of an act before it was done.
fn known_before_done(_: Record<'_>, _: u32, act: &Act) -> Option<Fault> {
    let known = act.known?;
    (known < act.date.first).then_some(Fault::KnownFrom(known))
}

/// Ensures that the participant may become a party.
fn not_entitled(record: Record<'_>, _: u32, act: &Act) -> Option<Fault> {
    if !act.kind.is_consent() && act.kind != ActKind::Signature {
        return None;
    }
    let party = act.party?;
    match record.source.clauses.participation.as_ref()?.open_to.as_ref()? {
        OpenTo::Word(OpenToWord::AllStates | OpenToWord::UnMembersAndInvited) => None,
        // Whether it was a party to another treaty is for the engine to say, not for the form.
        OpenTo::PartiesTo(_) | OpenTo::SignatoriesOf(_) => None,
        OpenTo::List(_) | OpenTo::Group(_) => {
            (!entitled(record.parties, record.source, party, act.date.first)).then_some(Fault::NotOpenTo)
        }
    }
}

/// Ensures that a signature falls within the time for signature.
fn late_signature(record: Record<'_>, _: u32, act: &Act) -> Option<Fault> {
    if act.kind != ActKind::Signature {
        return None;
    }
    let window = record.source.clauses.participation.as_ref()?.signature.as_ref()?;
    let closed = window.until.filter(|until| act.date.first > until.last());
    let early = window.from.filter(|from| act.date.last() < from.first);
    closed
        .map(|until| Fault::SignatureClosed(until.last()))
        .or_else(|| early.map(|from| Fault::SignatureOpened(from.first)))
}

/// Ensures that the treaty knows this way of consenting.
fn wrong_name_of_act(record: Record<'_>, _: u32, act: &Act) -> Option<Fault> {
    let Participation { consent, .. } = record.source.clauses.participation.as_ref()?;
    let known = consent.is_empty() || consent.contains(&act.kind) || act.kind == ActKind::Succession;
    (act.kind.is_consent() && !known).then(|| Fault::ProvidesFor(consent.clone()))
}

/// Ensures that who ratifies has signed.
fn ratification_without_signature(record: Record<'_>, _: u32, act: &Act) -> Option<Fault> {
    let signs = |other: &Act| {
        matches!(
            other.kind,
            ActKind::Signature | ActKind::DefinitiveSignature | ActKind::SuccessionToSignature | ActKind::Succession
        )
    };
    let missing = act.kind == ActKind::Ratification && act.overruled.is_none() && !earlier(record, act).any(signs);
    missing.then_some(Fault::NoSignature)
}

/// Ensures that an act stands once.
fn duplicate_act(record: Record<'_>, index: u32, act: &Act) -> Option<Fault> {
    let mut before = record.source.acts.iter().take(index as usize);
    let same = |other: &Act| {
        other.party == act.party
            && other.kind == act.kind
            && other.date == act.date
            && other.territory == act.territory
            && other.about == act.about
            && other.source == act.source
            && other.id == act.id
    };
    before.any(same).then_some(Fault::Twice)
}

/// Ensures that who withdraws has consented.
fn withdrawal_by_non_party(record: Record<'_>, _: u32, act: &Act) -> Option<Fault> {
    let alone = act.kind == ActKind::Withdrawal && !earlier(record, act).any(|other| other.kind.is_consent());
    alone.then_some(Fault::NoConsent)
}

/// Ensures that the treaty gives a right to withdraw.
fn withdrawal_without_right(record: Record<'_>, _: u32, act: &Act) -> Option<Fault> {
    if act.kind != ActKind::Withdrawal {
        return None;
    }
    match &record.source.clauses.withdrawal {
        None => Some(Fault::SilentOnWithdrawal),
        Some(clause) if clause.barred => Some(Fault::WithdrawalBarred),
        Some(_) => None,
    }
}

/// Ensures that a notice of withdrawal does not come before its time.
fn withdrawal_too_early(record: Record<'_>, _: u32, act: &Act) -> Option<Fault> {
    if act.kind != ActKind::Withdrawal {
        return None;
    }
    let first = match record.source.clauses.withdrawal.as_ref()?.not_before.as_ref()? {
        Since::Day(day) => *day,
        Since::EntryIntoForce(period) => period.after(record.entry_into_force),
        Since::Adoption(period) => period.after(record.source.adopted?.first),
        Since::EntryIntoForceForParty(_) => return None,
    };
    (act.date.first < first).then(|| Fault::NoticeFrom(first.real()))
}

/// Ensures that reservations are not barred.
fn reservation_barred(record: Record<'_>, _: u32, act: &Act) -> Option<Fault> {
    let rule = record.source.clauses.reservations.as_ref()?.rule;
    let barred = act.kind == ActKind::Reservation && rule == ReservationRule::Barred;
    barred.then_some(Fault::ReservationsBarred)
}

/// Ensures that an objection names a reservation.
fn objection_to_nothing(record: Record<'_>, _: u32, act: &Act) -> Option<Fault> {
    let mut reservations = record.source.acts.iter().filter(|other| other.kind == ActKind::Reservation);
    let names_one = match &act.about {
        Some(id) => reservations.any(|other| other.id.as_ref() == Some(id)),
        None => reservations.next().is_some(),
    };
    (act.kind == ActKind::Objection && !names_one).then_some(Fault::NoReservation)
}

/// Ensures that what an act is about is in the record.
fn about_nothing(record: Record<'_>, _: u32, act: &Act) -> Option<Fault> {
    let about = act.about.as_ref().filter(|_| act.kind != ActKind::Objection)?;
    let there = record.source.acts.iter().any(|other| other.id.as_ref() == Some(about));
    (!there).then(|| Fault::NoActWithId(about.clone()))
}

/// Ensures that dates which count are known to the day.
fn imprecise_date(_: Record<'_>, _: u32, act: &Act) -> Option<Fault> {
    let vague = act.kind.is_consent() && act.date.precision != Precision::Day && act.effect.is_none();
    vague.then_some(Fault::Vague(act.date))
}

/// Ensures that nobody consents twice to one treaty, beyond what the clauses ask for.
fn already_consented(record: Record<'_>, index: u32, act: &Act) -> Option<Fault> {
    // Only of an act that is to be entered: a register may list one deposit from several sources.
    if index != u32::MAX || !act.kind.is_consent() {
        return None;
    }
    let mut standing = None;
    for other in earlier(record, act) {
        if other.kind.is_consent() && other.territory.is_none() {
            standing = Some(other.date);
        } else if matches!(other.kind, ActKind::Withdrawal | ActKind::ConsentWithdrawn) {
            standing = None;
        }
    }
    standing.map(Fault::ConsentedAlready)
}

/// Ensures that a consent given while a notice runs says when it takes effect.
fn consent_while_leaving(record: Record<'_>, _: u32, act: &Act) -> Option<Fault> {
    if !act.kind.is_consent() || act.effect.is_some() {
        return None;
    }
    let runs = |other: &Act| {
        other.kind == ActKind::Withdrawal
            && crate::withdrawal_effect(record.source.clauses, other)
                .is_some_and(|effect| other.date.first <= act.date.first && act.date.first < effect)
    };
    let leaving = record.source.acts.iter().any(|other| other.party == act.party && runs(other));
    leaving.then_some(Fault::NoticeRuns)
}

/// Whether a participant may become a party, as far as the clauses say so without other treaties.
pub fn entitled(parties: &Parties, source: Source<'_>, party: PartyIx, on: Day) -> bool {
    let Some(participation) = &source.clauses.participation else { return true };
    match &participation.open_to {
        Some(OpenTo::List(codes)) => codes.iter().any(|code| **code == *parties[party].code),
        Some(OpenTo::Group(by)) => match &by.group {
            crate::clause::Members::List(codes) => codes.iter().any(|code| **code == *parties[party].code),
            crate::clause::Members::Group(id) => parties.group(id).is_none_or(|group| group.contains(party, on)),
        },
        _ => true,
    }
}
