//! Clauses: who may become a party, when the treaty enters into force.

use law::clause::{Base, Clauses, EntryIntoForce, Fraction, Members, NotBefore, OpenTo, OpenToWord, Scope, When};
use law::reason::Part;

use crate::article::Place;
use crate::{Arg, Words};

/// What things are called that have no name in a catalogue; what nobody names is called by its id.
pub trait Names {
    /// A group of participants, as it is called within a sentence, without an article.
    fn group(&self, id: &str) -> Option<String>;
    /// An instrument, as it is called within a sentence.
    fn treaty(&self, id: &str) -> Option<String>;
}

/// Nobody names anything.
impl Names for () {
    fn group(&self, _: &str) -> Option<String> {
        None
    }

    fn treaty(&self, _: &str) -> Option<String> {
        None
    }
}

fn treaty(names: &dyn Names, id: &str) -> (&'static str, Arg<'static>) {
    ("treaty", names.treaty(id).unwrap_or_else(|| id.to_owned()).into())
}

/// More names than this are told by their number.
const NAMED: usize = 8;

impl Words {
    /// The rule of entry into force in one line, for a branch counted from 0.
    pub fn rule(&self, clauses: &Clauses, branch: u8, names: &dyn Names) -> String {
        let Some(entry) = &clauses.entry_into_force else {
            return self.say("rule-none").to_owned();
        };
        if let Some(unknown) = &entry.unknown {
            return self.tell("rule-unknown", &[("why", unknown.as_str().into())]);
        }
        if entry.scope == Scope::PerParty {
            return self.per_party_rule(entry);
        }
        let or_else =
            usize::from(branch).checked_sub(usize::from(entry.when.is_some())).and_then(|at| entry.or_else.get(at));
        let (article, conditions, after, not_before) = match (or_else, &entry.when) {
            (Some(or), _) => (&or.article, self.when(&or.when, names), &or.after, &or.not_before),
            (None, Some(main)) => (&entry.article, self.when(main, names), &entry.after, &entry.not_before),
            (None, None) => return self.say("rule-no-condition").to_owned(),
        };
        let mut text = self.before_rule(article.as_deref());
        text += &conditions;
        match after {
            Some(period) if !period.is_same_day() => {
                text += &self.tell("rule-then", &[("period", self.period(period).into())]);
            }
            _ => text += self.say("rule-same-day"),
        }
        if let Some(floor) = not_before {
            text += &self.floor(floor, names);
        }
        text
    }

    fn before_rule(&self, article: Option<&str>) -> String {
        article.map_or(String::new(), |article| self.cited(article, Place::Rule) + self.say("colon"))
    }

    fn floor(&self, floor: &NotBefore, names: &dyn Names) -> String {
        match floor {
            NotBefore::Day(day) => self.tell("rule-floor", &[("day", self.day(*day).into())]),
            NotBefore::AfterOpening(period) => {
                self.tell("rule-floor-opening", &[("period", self.period(period).into())])
            }
            NotBefore::AfterAdoption(period) => {
                self.tell("rule-floor-adoption", &[("period", self.period(period).into())])
            }
            NotBefore::EntryIntoForceOf(id) => self.tell("rule-floor-treaty", &[treaty(names, id)]),
        }
    }

    fn per_party_rule(&self, entry: &EntryIntoForce) -> String {
        let article = entry.per_party.as_ref().and_then(|p| p.article.as_ref()).or(entry.article.as_ref());
        let period = ("period", Arg::from(self.for_each(Some(entry))));
        let rule = match entry.when.as_ref().and_then(|when| when.deposits) {
            Some(number) if number > 1 => self.tell("rule-per-party-once", &[period, ("number", number.into())]),
            _ => self.tell("rule-per-party", &[period]),
        };
        self.before_rule(article.map(String::as_str)) + &rule
    }

    /// The period that each party's own instrument waits.
    fn for_each(&self, entry: Option<&EntryIntoForce>) -> String {
        let after = entry.and_then(|entry| entry.per_party.as_ref()?.after.as_ref());
        after.map_or_else(|| self.say("period-same-day").to_owned(), |period| self.period(period))
    }

    fn members(&self, members: &Members, names: &dyn Names) -> String {
        match members {
            Members::List(codes) if codes.len() > NAMED => {
                self.tell("members-named", &[("number", codes.len().into())])
            }
            Members::List(codes) => self.row(codes),
            Members::Group(id) if id == "depositaries" => self.say("members-depositaries").to_owned(),
            Members::Group(id) => match names.group(id) {
                Some(name) => self.tell("members-group", &[("group", name.into())]),
                None => self.tell("members-group-id", &[("group", id.as_str().into())]),
            },
        }
    }

    fn when(&self, when: &When, names: &dyn Names) -> String {
        let mut parts = Vec::new();
        let members = |members: &Members| ("members", Arg::from(self.members(members, names)));
        if let Some(number) = when.deposits {
            parts.push(self.tell("when-deposits", &[("number", number.into())]));
        }
        if let Some(number) = when.signatures {
            parts.push(self.tell("when-signatures", &[("number", number.into())]));
        }
        if let Some(set) = &when.including {
            parts.push(self.tell("when-including", &[members(set)]));
        }
        if let Some(set) = &when.all_of {
            parts.push(self.tell("when-all", &[members(set)]));
        }
        for from in &when.from {
            parts.push(self.tell("when-some", &[("number", from.count.into()), members(&from.group)]));
        }
        for share in &when.share {
            let share = [("least", share.at_least.as_str().into()), ("of", share.of.as_str().into())];
            parts.push(self.tell("when-share", &share));
        }
        if let Some(fraction) = &when.fraction {
            parts.push(self.fraction(fraction, names));
        }
        if let Some(day) = when.on {
            parts.push(self.tell("when-day", &[("day", self.day(day).into())]));
        }
        if let Some(id) = &when.in_force {
            parts.push(self.tell("when-in-force", &[treaty(names, id)]));
        }
        if when.decision == Some(true) {
            parts.push(self.say("when-decision").to_owned());
        }
        parts.join(self.say("comma"))
    }

    fn fraction(&self, fraction: &Fraction, names: &dyn Names) -> String {
        let share = ("share", fraction.share.as_str().into());
        if let Ok(Base::PartiesTo(base)) = fraction.base() {
            let id = if fraction.more_than { "when-majority-of-parties" } else { "when-fraction-of-parties" };
            return self.tell(id, &[share, treaty(names, base)]);
        }
        let members = match fraction.base() {
            Ok(Base::Group(group)) => self.members(group, names),
            _ => self.say("members-nobody").to_owned(),
        };
        let id = if fraction.more_than { "when-majority-of-members" } else { "when-fraction-of-members" };
        self.tell(id, &[share, ("members", members.into())])
    }

    /// Who may become a party.
    pub(crate) fn open_to(&self, clauses: &Clauses, names: &dyn Names) -> String {
        let members = |members: String| self.tell("open-members", &[("members", members.into())]);
        match clauses.participation.as_ref().and_then(|clause| clause.open_to.as_ref()) {
            Some(OpenTo::Word(OpenToWord::AllStates)) => self.say("open-all-states").to_owned(),
            Some(OpenTo::Word(OpenToWord::UnMembersAndInvited)) => self.say("open-un-members-and-invited").to_owned(),
            Some(OpenTo::List(codes)) => members(self.members(&Members::List(codes.clone()), names)),
            Some(OpenTo::Group(by)) => members(self.members(&by.group, names)),
            Some(OpenTo::PartiesTo(by)) => self.tell("open-parties", &[treaty(names, &by.parties_to)]),
            Some(OpenTo::SignatoriesOf(by)) => self.tell("open-signatories", &[treaty(names, &by.signatories_of)]),
            None => self.say("open-unknown").to_owned(),
        }
    }

    /// A clause as a ground.
    pub(crate) fn clause(
        &self,
        clauses: &Clauses,
        branch: u8,
        part: Part,
        article: Option<&str>,
        names: &dyn Names,
    ) -> String {
        if part == Part::EntryIntoForce {
            return self.tell("clause-entry-into-force", &[("rule", self.rule(clauses, branch, names).into())]);
        }
        let cited = article.map_or_else(|| self.say("no-article").to_owned(), |article| self.article(article));
        let text = match part {
            Part::Participation => self.open_to(clauses, names),
            Part::EntryIntoForce | Part::PerParty => {
                let period = self.for_each(clauses.entry_into_force.as_ref());
                self.tell("clause-per-party", &[("period", period.into())])
            }
            Part::Withdrawal => match clauses.withdrawal.as_ref() {
                Some(clause) if clause.barred => self.say("clause-withdrawal-barred").to_owned(),
                Some(clause) => match &clause.notice {
                    Some(notice) => self.tell("clause-withdrawal", &[("period", self.period(notice).into())]),
                    None => self.say("clause-withdrawal-right").to_owned(),
                },
                None => return cited,
            },
            Part::Duration => match clauses.duration.as_ref().and_then(|clause| clause.lasts.as_ref()) {
                Some(period) => self.tell("clause-duration", &[("period", self.period(period).into())]),
                None => self.say("clause-duration-unknown").to_owned(),
            },
            Part::Termination => match clauses.termination.as_ref().and_then(|clause| clause.parties_below) {
                Some(number) => self.tell("clause-termination", &[("number", number.into())]),
                None => self.say("clause-termination-unknown").to_owned(),
            },
            Part::ProvisionalApplication => self.say("clause-provisional-application").to_owned(),
        };
        cited + self.say("colon") + &text
    }
}
