//! Why: the grounds of an answer, as values.
//!
//! A ground names an act, a clause with its article, a rule of the Vienna
//! Convention that was supplied because the treaty is silent, or something that
//! was assumed. Words are put to it where it is shown.

use crate::act::{Act, ActKind};
use crate::clause::{Clauses, Scope};
use crate::day::{Day, Precision};
use crate::engine::{Outcome, Standing};
use crate::party::{Parties, PartyKind};
use crate::slot::Status;

/// One ground of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// An act, as its index among the treaty's acts.
    Act(u32),
    /// A clause of the treaty.
    Clause {
        /// Which.
        part: Part,
        /// Its article, where it is recorded.
        article: Option<String>,
        /// Why its encoding is not sure.
        unverified: Option<String>,
    },
    /// A rule that the treaty leaves to the general law.
    Fallback(Fallback),
    /// Something taken to be so.
    Assumed(Assumption),
    /// An act whose meaning is contested.
    Doubt(u32),
    /// An act that another source overrules.
    Overruled(u32),
}

/// A part of a treaty's final clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Who may take part.
    Participation,
    /// Entry into force of the treaty.
    EntryIntoForce,
    /// Entry into force for one party.
    PerParty,
    /// Withdrawal.
    Withdrawal,
    /// Duration.
    Duration,
    /// Termination.
    Termination,
    /// Provisional application.
    ProvisionalApplication,
}

/// A rule supplied where the treaty is silent, named by its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fallback {
    /// No provision on entry into force: all the negotiating States must have consented (VCLT 24(2)).
    AllNegotiatingStates,
    /// A State that consents later is bound from that day (VCLT 24(3)).
    OnConsent,
    /// A party count below the number does not end the treaty (VCLT 55).
    NumberDoesNotEnd,
    /// No right to withdraw follows from silence (VCLT 56(1)).
    NoRightToWithdraw,
    /// Twelve months' notice where there is a right and no period (VCLT 56(2)).
    TwelveMonths,
    /// A notice can be revoked until it takes effect (VCLT 68).
    Revocable,
    /// A signatory must not defeat the object and purpose (VCLT 18).
    ObjectAndPurpose,
    /// Consent is established by deposit (VCLT 16).
    ByDeposit,
    /// A succession takes effect on the date of succession (VCSS 23).
    SuccessionBack,
}

impl Fallback {
    /// The article it comes from.
    pub const fn article(self) -> &'static str {
        match self {
            Fallback::AllNegotiatingStates => "VCLT 24(2)",
            Fallback::OnConsent => "VCLT 24(3)",
            Fallback::NumberDoesNotEnd => "VCLT 55",
            Fallback::NoRightToWithdraw => "VCLT 56(1)",
            Fallback::TwelveMonths => "VCLT 56(2)",
            Fallback::Revocable => "VCLT 68",
            Fallback::ObjectAndPurpose => "VCLT 18",
            Fallback::ByDeposit => "VCLT 16",
            Fallback::SuccessionBack => "VCSS 23",
        }
    }

    /// Every rule.
    pub const ALL: [Fallback; 9] = [
        Fallback::AllNegotiatingStates,
        Fallback::OnConsent,
        Fallback::NumberDoesNotEnd,
        Fallback::NoRightToWithdraw,
        Fallback::TwelveMonths,
        Fallback::Revocable,
        Fallback::ObjectAndPurpose,
        Fallback::ByDeposit,
        Fallback::SuccessionBack,
    ];

    /// The word by which catalogues know it.
    pub const fn word(self) -> &'static str {
        match self {
            Fallback::AllNegotiatingStates => "all-negotiating-states",
            Fallback::OnConsent => "on-consent",
            Fallback::NumberDoesNotEnd => "number-does-not-end",
            Fallback::NoRightToWithdraw => "no-right-to-withdraw",
            Fallback::TwelveMonths => "twelve-months",
            Fallback::Revocable => "revocable",
            Fallback::ObjectAndPurpose => "object-and-purpose",
            Fallback::ByDeposit => "by-deposit",
            Fallback::SuccessionBack => "succession-back",
        }
    }
}

/// Something taken to be so because nothing is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assumption {
    /// An act counts as known from its own day: the day of notice is not recorded.
    KnownFromOwnDay,
    /// A date known to the month or year was taken at its first day.
    FirstDayOf(u32),
    /// Organisations were not counted in addition to their members.
    OrganisationsNotCounted,
    /// Participants without a day of succession are bound from their notification.
    NoDateOfSuccession,
}

/// What `grounds` is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The participants.
    pub parties: &'a Parties,
    /// The treaty's clauses.
    pub clauses: &'a Clauses,
    /// Its acts.
    pub acts: &'a [Act],
    /// The acts about the participant that matter, oldest first.
    pub mine: &'a [u32],
    /// How the treaty stands.
    pub outcome: &'a Outcome,
    /// How the participant stands.
    pub standing: &'a Standing,
    /// The day asked about.
    pub on: Day,
}

/// The grounds of one participant's status, in the order one would argue them.
pub fn grounds(case: Case<'_>) -> Vec<Ground> {
    let mut grounds = Vec::new();
    for &act in case.mine {
        grounds.push(if case.acts[act as usize].doubt.is_some() { Ground::Doubt(act) } else { Ground::Act(act) });
    }
    match case.standing.status {
        Status::None => {}
        Status::Signatory => {
            if case.clauses.participation.as_ref().is_some_and(|clause| clause.article.is_some()) {
                grounds.push(clause(case, Part::Participation));
            }
            grounds.push(Ground::Fallback(Fallback::ByDeposit));
            grounds.push(Ground::Fallback(Fallback::ObjectAndPurpose));
        }
        Status::ContractingState => not_in_force(case, &mut grounds),
        Status::Provisional => grounds.push(clause(case, Part::ProvisionalApplication)),
        Status::Party | Status::Withdrawing | Status::FormerParty | Status::Contested => {
            bound(case, &mut grounds);
        }
    }
    if matches!(case.standing.status, Status::Withdrawing | Status::FormerParty) || has(case, ActKind::Withdrawal) {
        withdrawal(case, &mut grounds);
    }
    if case.standing.status == Status::FormerParty && case.outcome.ends <= case.on {
        let part = if case.clauses.duration.is_some() { Part::Duration } else { Part::Termination };
        grounds.push(clause(case, part));
    }
    assumptions(case, &mut grounds);
    let overruled = case.acts.iter().enumerate();
    grounds.extend(
        overruled
            .filter(|(_, act)| act.party == Some(case.standing.party) && act.overruled.is_some())
            .map(|(index, _)| Ground::Overruled(index as u32)),
    );
    grounds
}

fn has(case: Case<'_>, kind: ActKind) -> bool {
    let mut acts = case.acts.iter().filter(|act| act.party == Some(case.standing.party));
    acts.any(|act| act.kind == kind && act.date.first <= case.on)
}

fn clause(case: Case<'_>, part: Part) -> Ground {
    let (article, unverified) = match part {
        Part::Participation => read(&case.clauses.participation, |c| (&c.article, &c.unverified)),
        Part::EntryIntoForce => read(&case.clauses.entry_into_force, |c| (&c.article, &c.unverified)),
        Part::PerParty => {
            let per_party = case.clauses.entry_into_force.as_ref().and_then(|clause| clause.per_party.clone());
            read(&per_party, |c| (&c.article, &c.unverified))
        }
        Part::Withdrawal => read(&case.clauses.withdrawal, |c| (&c.article, &c.unverified)),
        Part::Duration => read(&case.clauses.duration, |c| (&c.article, &c.unverified)),
        Part::Termination => read(&case.clauses.termination, |c| (&c.article, &c.unverified)),
        Part::ProvisionalApplication => read(&case.clauses.provisional_application, |c| (&c.article, &c.unverified)),
    };
    Ground::Clause { part, article, unverified }
}

type Read = (Option<String>, Option<String>);

fn read<T>(clause: &Option<T>, of: impl Fn(&T) -> (&Option<String>, &Option<String>)) -> Read {
    clause.as_ref().map_or((None, None), |clause| {
        let (article, unverified) = of(clause);
        (article.clone(), unverified.clone())
    })
}

fn not_in_force(case: Case<'_>, grounds: &mut Vec<Ground>) {
    grounds.push(Ground::Fallback(Fallback::ByDeposit));
    match &case.clauses.entry_into_force {
        Some(clauses) if clauses.when.is_none() && clauses.or_else.is_empty() && clauses.scope == Scope::General => {
            grounds.push(Ground::Fallback(Fallback::AllNegotiatingStates));
        }
        None => grounds.push(Ground::Fallback(Fallback::AllNegotiatingStates)),
        Some(_) if case.outcome.entry_into_force <= case.on => grounds.push(clause(case, Part::PerParty)),
        Some(_) => grounds.push(clause(case, Part::EntryIntoForce)),
    }
}

fn bound(case: Case<'_>, grounds: &mut Vec<Ground>) {
    let Some(entry) = &case.clauses.entry_into_force else { return };
    let last = case.mine.iter().rev().map(|&act| &case.acts[act as usize]).find(|act| act.kind.is_consent());
    if last.is_some_and(|act| act.kind == ActKind::Succession) {
        let dated = last.and_then(|act| case.parties.succession_of(act.party?)).is_some();
        grounds.push(Ground::Fallback(Fallback::SuccessionBack));
        if !dated && last.is_some_and(|act| act.effect.is_none()) {
            grounds.push(Ground::Assumed(Assumption::NoDateOfSuccession));
        }
        return;
    }
    let with_all = case.standing.bound == case.outcome.entry_into_force && entry.scope == Scope::General;
    match &entry.per_party {
        _ if with_all => grounds.push(clause(case, Part::EntryIntoForce)),
        Some(_) => grounds.push(clause(case, Part::PerParty)),
        None => grounds.push(Ground::Fallback(Fallback::OnConsent)),
    }
}

fn withdrawal(case: Case<'_>, grounds: &mut Vec<Ground>) {
    if !has(case, ActKind::Withdrawal) {
        return;
    }
    match &case.clauses.withdrawal {
        None => {
            // The notice has no effect of its own, but it was given.
            let notices = case.acts.iter().enumerate().filter(|(index, act)| {
                let mine = act.party == Some(case.standing.party) && act.kind == ActKind::Withdrawal;
                mine && act.date.first <= case.on && !case.mine.contains(&(*index as u32))
            });
            grounds.extend(notices.map(|(index, act)| match act.doubt {
                Some(_) => Ground::Doubt(index as u32),
                None => Ground::Act(index as u32),
            }));
            grounds.push(Ground::Fallback(Fallback::NoRightToWithdraw));
        }
        Some(withdrawal) => {
            grounds.push(clause(case, Part::Withdrawal));
            if withdrawal.notice.is_none() && !withdrawal.barred {
                grounds.push(Ground::Fallback(Fallback::TwelveMonths));
            }
        }
    }
    if case.standing.status == Status::Withdrawing {
        grounds.push(Ground::Fallback(Fallback::Revocable));
    }
}

fn assumptions(case: Case<'_>, grounds: &mut Vec<Ground>) {
    for &act in case.mine {
        if case.acts[act as usize].date.precision != Precision::Day {
            grounds.push(Ground::Assumed(Assumption::FirstDayOf(act)));
        }
    }
    if case.mine.iter().any(|&act| case.acts[act as usize].known.is_none()) {
        grounds.push(Ground::Assumed(Assumption::KnownFromOwnDay));
    }
    let organisations =
        case.acts.iter().filter_map(|act| act.party).any(|party| case.parties[party].kind == PartyKind::Organisation);
    let entry = case.clauses.entry_into_force.as_ref();
    let said = entry.and_then(|entry| entry.counts.as_ref()).is_some_and(|counts| counts.organisations.is_some());
    if organisations
        && !said
        && entry.is_some_and(|entry| entry.when.as_ref().is_some_and(|when| when.deposits.is_some()))
    {
        grounds.push(Ground::Assumed(Assumption::OrganisationsNotCounted));
    }
}
