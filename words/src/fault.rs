//! What a depositary would ask about an act.

use law::check::Fault;

use crate::Words;

impl Words {
    /// What is wrong with an act, without the names.
    pub fn fault(&self, fault: &Fault) -> String {
        let with_day = |id, day| self.tell(id, &[("day", self.day(day).into())]);
        let with_date = |id, date| self.tell(id, &[("day", self.dated(date).into())]);
        let plain = |id| self.say(id).to_owned();
        match fault {
            Fault::ExistsFrom(day) => with_day("fault-exists-from", *day),
            Fault::ExistsUntil(day) => with_day("fault-exists-until", *day),
            Fault::AdoptedOn(date) => with_date("fault-adopted-on", *date),
            Fault::KnownFrom(day) => with_day("fault-known-from", *day),
            Fault::NotOpenTo => plain("fault-not-open-to"),
            Fault::SignatureClosed(day) => with_day("fault-signature-closed", *day),
            Fault::SignatureOpened(day) => with_day("fault-signature-opened", *day),
            Fault::ProvidesFor(kinds) => {
                let kinds: Vec<&str> = kinds.iter().map(|&kind| self.kind(kind)).collect();
                self.tell("fault-provides-for", &[("kinds", self.row(&kinds).into())])
            }
            Fault::NoSignature => plain("fault-no-signature"),
            Fault::Twice => plain("fault-twice"),
            Fault::NoConsent => plain("fault-no-consent"),
            Fault::SilentOnWithdrawal => plain("fault-silent-on-withdrawal"),
            Fault::WithdrawalBarred => plain("fault-withdrawal-barred"),
            Fault::NoticeFrom(Some(day)) => with_day("fault-notice-from", *day),
            Fault::NoticeFrom(None) => plain("fault-notice-in-force"),
            Fault::ReservationsBarred => plain("fault-reservations-barred"),
            Fault::NoReservation => plain("fault-no-reservation"),
            Fault::NoActWithId(id) => self.tell("fault-no-act", &[("id", id.as_ref().into())]),
            Fault::Vague(date) => {
                self.tell("fault-vague", &[("date", self.dated(*date).into()), ("day", self.day(date.first).into())])
            }
            Fault::ConsentedAlready(date) => with_date("fault-consented-already", *date),
            Fault::NoticeRuns => plain("fault-notice-runs"),
        }
    }
}
