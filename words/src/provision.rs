//! What an instrument provides, part by part.

use law::clause::{
    Circle, Clauses, Obligation, ProvisionalBy, ReservationRule, Since, TerritoryRule, Window, Withdrawal,
};

use crate::{Names, Words};

/// What one part of an instrument provides, apart from its entry into force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provision {
    /// Which part.
    pub part: String,
    /// The article, where it is encoded.
    pub article: Option<String>,
    /// What it provides.
    pub text: String,
    /// What the pack adds to that in its own words, which are English.
    pub words: Option<String>,
    /// Why the encoding is not sure.
    pub unverified: Option<String>,
}

impl Words {
    /// What an instrument provides apart from its entry into force; `obligation` gives what a duty is.
    ///
    /// A part that is not encoded is left out.
    pub fn provisions(
        &self,
        clauses: &Clauses,
        names: &dyn Names,
        obligation: impl Fn(&Obligation) -> String,
    ) -> Vec<Provision> {
        let mut all = Vec::new();
        let mut add =
            |part: &str, article: &Option<String>, text: String, words: &Option<String>, why: &Option<String>| {
                let text =
                    if text.is_empty() && words.is_none() { self.say("rule-unwritten").to_owned() } else { text };
                let (part, article) = (self.say(part).to_owned(), article.clone());
                all.push(Provision { part, article, text, words: words.clone(), unverified: why.clone() });
            };
        if let Some(clause) = &clauses.participation {
            let ways: Vec<&str> = clause.consent.iter().map(|kind| self.kind(*kind)).collect();
            let open = Some(self.open_to(clauses, names)).filter(|_| clause.open_to.is_some());
            let text: Vec<String> = open.into_iter().chain((!ways.is_empty()).then(|| self.row(&ways))).collect();
            add("rule-participation", &clause.article, text.join(self.say("semicolon")), &None, &clause.unverified);
            if let Some(window) = &clause.signature {
                add("rule-signature", &clause.article, self.window(window), &None, &None);
            }
        }
        if let Some(clause) = &clauses.provisional_application {
            let by = clause.by.map_or("", |by| self.say(provisional(by)));
            add("rule-provisional", &clause.article, by.to_owned(), &clause.until, &clause.unverified);
        }
        if let Some(clause) = &clauses.reservations {
            let text = match (clause.rule, clause.only.as_slice()) {
                (ReservationRule::Specified, [_, ..]) => {
                    self.tell("rule-reservations-specified-only", &[("only", self.row(&clause.only).into())])
                }
                (rule, _) => self.say(reservations(rule)).to_owned(),
            };
            add("rule-reservations", &clause.article, text, &None, &clause.unverified);
        }
        if let Some(clause) = &clauses.territory {
            let text = clause.rule.map_or("", |rule| self.say(territory(rule)));
            add("rule-territory", &clause.article, text.to_owned(), &None, &clause.unverified);
        }
        if let Some(clause) = &clauses.withdrawal {
            add("rule-withdrawal", &clause.article, self.withdrawal(clause), &None, &clause.unverified);
        }
        if let Some(clause) = &clauses.duration {
            let lasts =
                clause.lasts.as_ref().map(|lasts| self.tell("rule-lasts", &[("period", self.period(lasts).into())]));
            let until = clause.until.map(|day| self.tell("rule-until", &[("day", self.day(day).into())]));
            let mut text = lasts.into_iter().chain(until).collect::<Vec<_>>().join(self.say("semicolon"));
            if let Some(then) = &clause.then {
                text = self.tell("rule-renewed", &[("text", text.into()), ("period", self.period(then).into())]);
            }
            add("rule-duration", &clause.article, text, &clause.extendable, &clause.unverified);
        }
        if let Some(clause) = &clauses.termination {
            let below = clause.parties_below;
            let number = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
            let text = below.map(|below| self.tell("rule-parties-below", &[("number", number(below).into())]));
            add("rule-termination", &clause.article, text.unwrap_or_default(), &clause.rule, &clause.unverified);
        }
        if let Some(clause) = &clauses.amendment {
            let text = clause.circle.map_or("", |circle| {
                self.say(match circle {
                    Circle::Accepting => "rule-amendment-accepting",
                    Circle::AllParties => "rule-amendment-all-parties",
                })
            });
            add("rule-amendment", &clause.article, text.to_owned(), &clause.entry_into_force, &clause.unverified);
        }
        for clause in &clauses.obligation {
            add("rule-obligation", &clause.article, obligation(clause), &None, &None);
        }
        all
    }

    fn window(&self, window: &Window) -> String {
        let day = |date: law::Dated| self.dated(date);
        let when = match (window.from, window.until) {
            (Some(from), Some(until)) => {
                self.tell("rule-signature-between", &[("from", day(from).into()), ("until", day(until).into())])
            }
            (Some(from), None) => self.tell("rule-signature-from", &[("from", day(from).into())]),
            (None, Some(until)) => self.tell("rule-signature-until", &[("until", day(until).into())]),
            (None, None) => String::new(),
        };
        match &window.place {
            Some(place) if when.is_empty() => place.clone(),
            Some(place) => {
                self.tell("rule-signature-place", &[("when", when.into()), ("place", place.as_str().into())])
            }
            None => when,
        }
    }

    fn withdrawal(&self, clause: &Withdrawal) -> String {
        if clause.barred {
            return self.say("rule-withdrawal-barred").to_owned();
        }
        let text = match &clause.notice {
            Some(notice) => self.tell("rule-notice", &[("period", self.period(notice).into())]),
            None => self.say("rule-withdrawal-twelve").to_owned(),
        };
        let Some(since) = &clause.not_before else { return text };
        let after = |id: &str, period| self.tell(id, &[("period", self.period(period).into())]);
        let since = match since {
            Since::Day(day) => self.day(*day),
            Since::EntryIntoForce(period) => after("rule-since-entry", period),
            Since::EntryIntoForceForParty(period) => after("rule-since-entry-for-party", period),
            Since::Adoption(period) => after("rule-since-adoption", period),
        };
        self.tell("rule-withdrawal-later", &[("text", text.into()), ("since", since.into())])
    }
}

fn provisional(by: ProvisionalBy) -> &'static str {
    match by {
        ProvisionalBy::Declaration => "rule-provisional-declaration",
        ProvisionalBy::Signature => "rule-provisional-signature",
        ProvisionalBy::Notification => "rule-provisional-notification",
        ProvisionalBy::Agreement => "rule-provisional-agreement",
    }
}

fn reservations(rule: ReservationRule) -> &'static str {
    match rule {
        ReservationRule::Barred => "rule-reservations-barred",
        ReservationRule::Permitted => "rule-reservations-permitted",
        ReservationRule::Compatible => "rule-reservations-compatible",
        ReservationRule::Specified => "rule-reservations-specified",
        ReservationRule::TwoThirds => "rule-reservations-two-thirds",
        ReservationRule::Silent => "rule-reservations-silent",
    }
}

fn territory(rule: TerritoryRule) -> &'static str {
    match rule {
        TerritoryRule::Entire => "rule-territory-entire",
        TerritoryRule::ByDeclaration => "rule-territory-by-declaration",
        TerritoryRule::Excludable => "rule-territory-excludable",
        TerritoryRule::Federal => "rule-territory-federal",
    }
}
