//! One participant of one treaty while its rows are walked.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::clause::Scope;
use crate::day::Day;
use crate::engine::{AT_ONCE, COUNTS_SHIFT, Change, DOUBT, Deed, Outcome, Row, SIGNS, Standing};
use crate::party::PartyIx;
use crate::period::Wait;
use crate::plan::Plan;

/// Marks rows that come from no act.
pub(crate) const NO_ACT: u32 = u32::MAX;

/// What a participant is to a treaty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Status {
    /// Nothing.
    None,
    /// It has signed, subject to later consent (VCLT 14, 18).
    Signatory,
    /// It has consented to be bound; the treaty is not in force for it (VCLT 2(1)(f)).
    ContractingState,
    /// It has consented and the treaty is in force for it (VCLT 2(1)(g)).
    Party,
    /// It applies the treaty provisionally (VCLT 25).
    Provisional,
    /// A party whose notice of withdrawal runs and can still be revoked (VCLT 68).
    Withdrawing,
    /// It was a party and no longer is (VCLT 70).
    FormerParty,
    /// What it is depends on an act whose meaning is contested.
    Contested,
}

impl Status {
    /// Every status, in the order of a participation's life.
    pub const ALL: [Status; 8] = [
        Status::None,
        Status::Signatory,
        Status::ContractingState,
        Status::Party,
        Status::Provisional,
        Status::Withdrawing,
        Status::FormerParty,
        Status::Contested,
    ];

    /// The word used in tables and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Status::None => "none",
            Status::Signatory => "signatory",
            Status::ContractingState => "contracting-state",
            Status::Party => "party",
            Status::Provisional => "provisional",
            Status::Withdrawing => "withdrawing",
            Status::FormerParty => "former-party",
            Status::Contested => "contested",
        }
    }

    /// Whether the treaty is in force for the participant.
    pub const fn is_bound(self) -> bool {
        matches!(self, Status::Party | Status::Withdrawing)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// From when consents bind under a treaty's clauses, given how it came into force.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Binding {
    /// No consent binds before this day.
    general: Day,
    trigger: Day,
    /// Whether also those wait a period of their own who consented up to the trigger.
    each: bool,
    own: Wait,
    /// Whether a further act is asked of each party.
    needs: bool,
    ends: Day,
}

impl Binding {
    pub(crate) fn new(plan: &Plan, outcome: &Outcome) -> Binding {
        let per_party = plan.scope == Scope::PerParty;
        Binding {
            general: outcome.entry_into_force.max(plan.earliest),
            trigger: outcome.trigger,
            each: per_party || plan.each,
            own: plan.own,
            needs: plan.needs.is_some(),
            ends: outcome.ends,
        }
    }
}

const IN: u8 = 1;
/// The consent in place binds on its own day.
const BINDS_AT_ONCE: u8 = 2;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    signed: Day,
    /// The day of the consent in place.
    pub(crate) consented: Day,
    ended: Day,
    /// How the consent that ended would have bound.
    ended_consent: Day,
    notice: Day,
    contested: Day,
    provisional: Day,
    /// The day of the further act that the clause asks of each party.
    completed: Day,
    reservations: u16,
    flags: u8,
    ended_flags: u8,
    counted: u8,
    /// Notices that run.
    pending: u8,
}

impl Slot {
    pub(crate) const EMPTY: Slot = Slot {
        signed: Day::NEVER,
        consented: Day::NEVER,
        ended: Day::NEVER,
        ended_consent: Day::NEVER,
        notice: Day::NEVER,
        contested: Day::NEVER,
        provisional: Day::NEVER,
        completed: Day::NEVER,
        reservations: 0,
        flags: 0,
        ended_flags: 0,
        counted: 0,
        pending: 0,
    };

    /// Takes one row; says what it changed for the count of instruments.
    #[inline]
    pub(crate) fn apply(&mut self, row: &Row) -> Change {
        match row.deed {
            Deed::Sign | Deed::Consent => self.declare(row),
            _ => self.apply_other(row),
        }
    }

    fn apply_other(&mut self, row: &Row) -> Change {
        let doubt = row.flags & DOUBT != 0;
        match row.deed {
            Deed::Sign | Deed::Consent => self.declare(row),
            Deed::SucceedBack => {
                if self.flags & IN == 0 && !doubt {
                    self.enter(row.day, BINDS_AT_ONCE);
                }
                Change::NONE
            }
            Deed::Notice => {
                self.pending = self.pending.saturating_add(1);
                if self.notice == Day::NEVER {
                    self.notice = row.day;
                }
                Change::NONE
            }
            Deed::Leave => self.leave(row.day, doubt),
            Deed::Revoke => {
                self.pending = 0;
                self.notice = Day::NEVER;
                Change::NONE
            }
            Deed::Retract => self.exit(row.day),
            Deed::Cease => {
                self.provisional = Day::NEVER;
                self.signed = Day::NEVER;
                self.contested = Day::NEVER;
                // The instrument was deposited and goes on counting, until a successor's takes its place.
                let counted = self.counted;
                self.exit(row.day);
                self.counted = counted;
                Change::NONE
            }
            Deed::Reserve => {
                self.reservations = self.reservations.saturating_add(1);
                Change::NONE
            }
            Deed::Unreserve => {
                self.reservations = self.reservations.saturating_sub(1);
                Change::NONE
            }
            Deed::ApplyProvisionally => {
                self.provisional = self.provisional.min(row.day);
                Change::NONE
            }
            Deed::Complete => {
                self.completed = self.completed.min(row.day);
                Change::NONE
            }
            Deed::EndProvisional => {
                self.provisional = Day::NEVER;
                Change::NONE
            }
        }
    }

    /// Whether a consent is in place.
    fn is_in(&self) -> bool {
        self.flags & IN != 0
    }

    /// Whether its instrument counts.
    pub(crate) fn counts(&self) -> bool {
        self.is_in() && self.counted != 0
    }

    /// The instrument of a State that has ceased to exist no longer counts.
    pub(crate) fn give_way(&mut self) -> Change {
        if self.is_in() {
            return Change::NONE;
        }
        let bits = std::mem::take(&mut self.counted);
        Change { bits, sign: -i8::from(bits != 0), signed: false }
    }

    /// A signature, a consent, or both at once.
    ///
    /// It asks no question whose answer alternates from row to row: signatures and consents
    /// follow each other at random, and a wrong guess of the processor costs more than the work.
    #[inline]
    fn declare(&mut self, row: &Row) -> Change {
        let consents = row.deed == Deed::Consent;
        let signs = !consents | (row.flags & SIGNS != 0);
        let signed = signs & (self.signed == Day::NEVER);
        self.signed = if signs { self.signed.min(row.day) } else { self.signed };

        let was_in = self.flags & IN != 0;
        let bits = if consents { row.flags >> COUNTS_SHIFT } else { 0 };
        if row.flags & DOUBT != 0 && consents && !was_in {
            self.contested = self.contested.min(row.day);
            return Change { signed, ..Change::NONE };
        }
        let enters = consents & !was_in;
        let at_once = if row.flags & AT_ONCE != 0 { BINDS_AT_ONCE } else { 0 };
        self.flags = if enters { IN | at_once } else { self.flags };
        self.consented = if enters { row.day } else { self.consented };
        self.contested = if enters { Day::NEVER } else { self.contested };
        // A second instrument changes nothing, unless it counts where the one in place does not:
        // a succession that took effect before it was notified, a notification after ratification.
        let counted = if enters { 0 } else { self.counted };
        let new = bits & !counted;
        self.counted = counted | new;
        Change { bits: new, sign: i8::from(enters | (new != 0)), signed }
    }

    fn enter(&mut self, day: Day, flags: u8) {
        self.flags = IN | flags;
        self.consented = day;
        self.contested = Day::NEVER;
    }

    fn leave(&mut self, day: Day, doubt: bool) -> Change {
        if self.pending == 0 {
            // Revoked before it took effect (VCLT 68), or spent when an earlier notice did.
            return Change::NONE;
        }
        self.pending -= 1;
        if self.pending == 0 {
            self.notice = Day::NEVER;
        }
        if doubt {
            if self.flags & IN != 0 {
                self.contested = self.contested.min(day);
            }
            return Change::NONE;
        }
        self.exit(day)
    }

    fn exit(&mut self, day: Day) -> Change {
        if self.flags & IN == 0 {
            return Change::NONE;
        }
        self.ended_consent = self.consented;
        self.ended_flags = self.flags;
        self.ended = day;
        self.flags &= !(IN | BINDS_AT_ONCE);
        self.consented = Day::NEVER;
        self.contested = Day::NEVER;
        self.provisional = Day::NEVER;
        self.notice = Day::NEVER;
        self.pending = 0;
        let bits = std::mem::take(&mut self.counted);
        Change { bits, sign: -1, signed: false }
    }

    /// The day from which a consent binds.
    ///
    /// `floor` is the day from which the State is a party to the treaty this one
    /// depends on, if it depends on one.
    #[inline]
    fn bound(&self, consented: Day, flags: u8, binding: &Binding, floor: Day) -> Day {
        if binding.general == Day::NEVER {
            return Day::NEVER;
        }
        let own = if flags & BINDS_AT_ONCE != 0 {
            consented
        } else if binding.each || consented > binding.trigger {
            binding.own.after(consented)
        } else {
            // It consented before the conditions were met, and is bound with all the others.
            Day::ALWAYS
        };
        let completed = if binding.needs { self.completed } else { Day::ALWAYS };
        let bound = binding.general.max(own).max(floor).max(completed);
        // A treaty that has ended binds nobody anew.
        if bound < binding.ends { bound } else { Day::NEVER }
    }

    /// The day of the consent in place, or of the one that ended.
    pub(crate) fn last_consent(&self) -> Day {
        if self.is_in() { self.consented } else { self.ended_consent }
    }

    /// What the slot says of a day on which every earlier row has been applied.
    pub(crate) fn standing(&self, plan: &Plan, outcome: &Outcome, on: Day, floor: Day) -> Option<Standing> {
        self.standing_as(PartyIx(0), &Binding::new(plan, outcome), on, floor)
    }

    /// [`Slot::standing`] of a participant who did no more than sign and consent, as most did.
    ///
    /// The status is [`Status::None`] where it did neither. As in [`Slot::declare`], nothing
    /// is asked whose answer alternates.
    #[inline]
    pub(crate) fn plain_standing(&self, party: PartyIx, binding: &Binding, on: Day, floor: Day) -> Standing {
        let is_in = self.flags & IN != 0;
        let bound = self.bound(self.consented, self.flags, binding, floor);
        let bound = if is_in { bound } else { Day::NEVER };
        let binds = is_in & (bound <= on);
        let ends = binds & (binding.ends <= on);
        let status = if self.signed != Day::NEVER { Status::Signatory } else { Status::None };
        let status = if is_in { Status::ContractingState } else { status };
        let status = if binds { Status::Party } else { status };
        let status = if ends { Status::FormerParty } else { status };
        let since = if is_in { self.consented } else { self.signed };
        let since = if binds { bound } else { since };
        let since = if ends { binding.ends } else { since };
        let (consented, signed, reservations) = (self.consented, self.signed, self.reservations);
        Standing { party, status, since, bound, consented, ended: Day::NEVER, signed, reservations }
    }

    /// Whether the participant did no more than sign and consent.
    #[inline]
    pub(crate) fn is_plain(&self) -> bool {
        self.contested.min(self.ended).min(self.provisional).min(self.notice) == Day::NEVER
    }

    /// [`Slot::standing`], for a participant of this name.
    pub(crate) fn standing_as(&self, party: PartyIx, binding: &Binding, on: Day, floor: Day) -> Option<Standing> {
        let standing = |status, since, bound| {
            Some(Standing {
                party,
                status,
                since,
                bound,
                consented: self.consented,
                ended: if self.flags & IN == 0 { self.ended } else { Day::NEVER },
                signed: self.signed,
                reservations: self.reservations,
            })
        };
        if self.contested != Day::NEVER {
            return standing(Status::Contested, self.contested, Day::NEVER);
        }
        if self.flags & IN != 0 {
            let bound = self.bound(self.consented, self.flags, binding, floor);
            if bound <= on {
                if binding.ends <= on {
                    return standing(Status::FormerParty, binding.ends, bound);
                }
                return match self.notice {
                    Day::NEVER => standing(Status::Party, bound, bound),
                    notice => standing(Status::Withdrawing, notice.max(bound), bound),
                };
            }
            return match self.provisional {
                Day::NEVER => standing(Status::ContractingState, self.consented, bound),
                since => standing(Status::Provisional, since, bound),
            };
        }
        if self.ended != Day::NEVER {
            let bound = self.bound(self.ended_consent, self.ended_flags, binding, floor);
            if bound <= self.ended {
                return standing(Status::FormerParty, self.ended.min(binding.ends), bound);
            }
        }
        if self.provisional != Day::NEVER {
            return standing(Status::Provisional, self.provisional, Day::NEVER);
        }
        if self.signed != Day::NEVER {
            // After a consent taken back, the signature stands alone again from that day.
            let since = if self.ended == Day::NEVER { self.signed } else { self.signed.max(self.ended) };
            return standing(Status::Signatory, since, Day::NEVER);
        }
        if self.ended != Day::NEVER {
            return standing(Status::None, self.ended, Day::NEVER);
        }
        None
    }
}
