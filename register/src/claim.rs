//! What a document says, held against the record as of the document's own day.
//!
//! A fact agrees with the record, adds to it, contradicts it, or it cannot be told. Nobody wins: where they
//! contradict each other, both sources are named. Findings are what a careful reader would remark about the
//! document itself.

mod finding;
mod happening;
mod identity;
mod proposal;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use law::{Act, ActKind, Dated, Day, PartyKind, Scratch, Status, TreatyIx};
use regex::Regex;
use serde::Serialize;

use document::{Document, Fact};

use crate::World;

use identity::Identity;

pub use finding::{Finding, findings};
pub use proposal::{Proposed, citation, entry_of, kind_of, proposed};

/// A document that was read, and which file it is.
#[derive(Debug, Clone, Copy)]
pub struct Given<'d> {
    /// What was read.
    pub document: &'d Document,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: &'d str,
}

/// How a fact stands to the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The record says the same.
    Agrees,
    /// The record keeps nothing of the kind, or the fact says too little.
    CannotBeTold,
    /// The record has no such act.
    Adds,
    /// The record says something else.
    Contradicts,
}

impl Verdict {
    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::Agrees => "agrees",
            Verdict::CannotBeTold => "cannot be told",
            Verdict::Adds => "adds",
            Verdict::Contradicts => "contradicts",
        }
    }
}

/// A fact held against the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// Which of the document's facts, counted from 0.
    pub fact: usize,
    /// Whose part in it, by code; none for a deed of the treaty itself.
    pub party: Option<String>,
    /// How it stands to the record.
    pub verdict: Verdict,
    /// Whether it agrees for no better reason than that the record has it from this very document.
    pub from_document: bool,
    /// Why, in a sentence.
    pub why: String,
    /// What the record has.
    pub record: Vec<Recorded>,
}

/// An act of the record that a claim was held against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recorded {
    /// The kind of act.
    pub act: &'static str,
    /// Its day, as exact as it is recorded.
    pub date: String,
    /// Where the record has it from.
    pub source: String,
}

/// A stretch of days that a fact names.
#[derive(Debug, Clone, Copy)]
struct Span {
    first: Day,
    last: Day,
}

impl Span {
    /// Reads a fact's date: a day, month, season, year, a stretch of them, or `../d`.
    fn read(text: &str) -> Option<Span> {
        let part = |text: &str| text.parse::<Dated>().ok();
        if let Some(as_of) = text.strip_prefix("../") {
            return part(as_of).map(|day| Span { first: Day::ALWAYS, last: day.last() });
        }
        let (from, to) = text.split_once('/').unwrap_or((text, text));
        Some(Span { first: part(from)?.first, last: part(to)?.last() })
    }

    fn touches(self, date: Dated) -> bool {
        date.first <= self.last && self.first <= date.last()
    }
}

/// An expression of this program.
macro_rules! expression {
    ($name:ident, $text:literal) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| match Regex::new($text) {
            Ok(regex) => regex,
            Err(error) => panic!("an expression of this program: {error}"),
        });
    };
}
pub(crate) use expression;

expression!(SIGNS, r"(?i)\bsign|签署|签字|подпис");
expression!(CONSENTS, r"(?i)ratif|acced|\bjoin|deposit|批准|加入|交存|ратиф|присоедин|\bсда");

/// The kinds of act that tell a fact of this type; none for facts of which the record keeps no acts.
fn kinds(fact: &str) -> Option<&'static [ActKind]> {
    use ActKind::{
        Acceptance, Accession, Adoption, Approval, ConsentToBeBound, ConsentWithdrawn, DefinitiveSignature,
        DomesticRatification, Extension, FormalConfirmation, Notification, Ratification, Signature, Succession,
        Termination, Withdrawal,
    };
    Some(match fact {
        "signature" => &[Signature, DefinitiveSignature],
        "ratification" => &[DomesticRatification, Ratification, Acceptance, Approval],
        "deposit" => &[
            Ratification,
            Acceptance,
            Approval,
            Accession,
            FormalConfirmation,
            Succession,
            ConsentToBeBound,
            Notification,
        ],
        "accession" => &[Accession],
        "consent" => CONSENT,
        "adoption" => &[Adoption],
        "withdrawal" => &[Withdrawal, ConsentWithdrawn],
        "extension" => &[Extension],
        "termination" => &[Termination],
        _ => return None,
    })
}

/// The kinds of consent to be bound, of which a document may name one where the record has another.
const CONSENT: &[ActKind] = &[
    ActKind::Ratification,
    ActKind::Acceptance,
    ActKind::Approval,
    ActKind::Accession,
    ActKind::FormalConfirmation,
    ActKind::Succession,
    ActKind::ConsentToBeBound,
    ActKind::Notification,
    ActKind::DefinitiveSignature,
    ActKind::Participation,
];

/// Holds every fact of a document against the record as of the document's day. Mentions claim nothing.
pub fn claims(world: &World, given: Given<'_>) -> Vec<Claim> {
    let asked = Asked { world, on: day_of(given.document), identity: Identity::of(world, given) };
    let each = given.document.facts.iter().enumerate().filter(|(_, fact)| !fact.fact.starts_with("mention"));
    each.flat_map(|(at, fact)| asked.claims_of(at, fact)).collect()
}

/// The last day of a document's own date; the end of time where it tells none.
pub fn day_of(document: &Document) -> Day {
    document.about.date.as_deref().and_then(Span::read).map_or(Day::LAST, |span| span.last)
}

/// The day of a participant's first consent, and those whose first consent was earlier, oldest first.
fn before<'w>(world: &'w World, ix: TreatyIx, code: &str) -> Option<(Day, Vec<(Day, &'w str)>)> {
    let mut days: BTreeMap<&str, Day> = BTreeMap::new();
    for act in world.packs[ix].acts.iter().filter(|act| act.kind.is_consent() && act.wrong_from.is_none()) {
        let Some(party) = act.party else { continue };
        let day = days.entry(world.code(party)).or_insert(act.date.first);
        *day = (*day).min(act.date.first);
    }
    let own = *days.get(code)?;
    let mut earlier: Vec<(Day, &str)> =
        days.into_iter().filter(|(_, day)| *day < own).map(|(other, day)| (day, other)).collect();
    earlier.sort_unstable();
    Some((own, earlier))
}

/// Claims of one document as they are shown: those of one fact that stand alike to the record, together.
pub fn lines<'c>(claims: impl IntoIterator<Item = &'c Claim>) -> Vec<Vec<&'c Claim>> {
    let mut lines: Vec<Vec<&Claim>> = Vec::new();
    for claim in claims {
        let alike = |line: &&mut Vec<&Claim>| {
            (line[0].fact, line[0].verdict, &line[0].why) == (claim.fact, claim.verdict, &claim.why)
        };
        // Those of one fact follow each other.
        match lines.iter_mut().rev().take_while(|line| line[0].fact == claim.fact).find(alike) {
            Some(line) => line.push(claim),
            None => lines.push(vec![claim]),
        }
    }
    lines
}

struct Asked<'w> {
    world: &'w World,
    on: Day,
    identity: Identity<'w>,
}

/// An act of the record as a fact is compared with it.
struct Deed {
    date: Dated,
    /// The day of its effect, where it has one of its own.
    effect: Option<Day>,
    kind: ActKind,
    record: Recorded,
}

impl Asked<'_> {
    fn say(&self, id: &str) -> String {
        self.world.words().say(id).to_owned()
    }

    fn tell(&self, id: &str, args: &[(&'static str, words::Arg<'_>)]) -> String {
        self.world.words().tell(id, args)
    }

    /// What a participant is called within a sentence.
    fn name(&self, code: &str) -> String {
        let party = self.world.packs.parties.find(code);
        party.map_or_else(|| code.to_owned(), |party| self.world.name_in_sentence(party, self.on))
    }

    fn label<'s>(&'s self, prefix: &str, word: &'s str) -> &'s str {
        self.world.words().known(&format!("{prefix}{word}")).unwrap_or(word)
    }

    fn spans(fact: &Fact) -> Vec<Span> {
        fact.dates.iter().filter_map(|date| Span::read(date)).collect()
    }

    fn told(&self, fact: &Fact) -> String {
        fact.dates.join(self.world.words().say("comma"))
    }

    fn claim(&self, fact: usize, party: Option<&str>, (verdict, mut why, record): Answer) -> Claim {
        let from_document = verdict == Verdict::Agrees
            && !record.is_empty()
            && record.iter().all(|own| self.identity.is_all_of(&own.source));
        if from_document {
            why = self.tell("claim-from-document", &[("why", why.into())]);
        }
        Claim { fact, party: party.map(str::to_owned), verdict, from_document, why, record }
    }

    fn claims_of(&self, at: usize, fact: &Fact) -> Vec<Claim> {
        let of_all = |answer: Answer| vec![self.claim(at, None, answer)];
        let named = fact.instrument.as_deref();
        let ix = named.and_then(|code| self.world.packs.by_id(&code.to_lowercase()));
        let kind = fact.fact.as_str();
        if kinds(kind).is_none() && !matches!(kind, "entry_into_force" | "depositary" | "status") {
            return of_all(self.no_deed(ix, fact));
        }
        if kind == "adoption" && ix.is_none() {
            return of_all(self.happened(fact, None));
        }
        let Some(ix) = ix else {
            let why = match named {
                Some(code) => self.tell("claim-no-instrument", &[("code", code.into())]),
                None => self.say("claim-names-no-instrument"),
            };
            return of_all((Verdict::CannotBeTold, why, Vec::new()));
        };
        let of_each = |answer: &dyn Fn(&str) -> Answer| -> Vec<Claim> {
            match fact.actors.as_slice() {
                [] => of_all((Verdict::CannotBeTold, self.say("claim-names-nobody"), Vec::new())),
                all => all.iter().map(|code| self.claim(at, Some(code), answer(code))).collect(),
            }
        };
        let everybodys = fact.actors.is_empty() || fact.inferred.iter().any(|field| field == "actors");
        match (kind, kinds(kind)) {
            ("entry_into_force", _) if everybodys => of_all(self.entry_into_force(ix, fact)),
            ("entry_into_force", _) => of_each(&|code| self.own_entry(ix, fact, code)),
            ("depositary", _) => of_each(&|code| self.depositary(ix, code)),
            ("status", _) => of_each(&|code| self.not_yet(ix, fact, code)),
            (_, Some(kinds)) if kinds.iter().all(|kind| kind.is_of_treaty()) => {
                let answer = self.deed_of_treaty(ix, fact, kinds);
                of_all(if answer.0 == Verdict::Adds && kind == "adoption" {
                    self.happened(fact, Some(ix))
                } else {
                    answer
                })
            }
            (_, Some(kinds)) if fact.actors.is_empty() => {
                of_all(self.somebodys(fact, &self.deeds(ix, kinds, |act| act.party.is_some())))
            }
            (_, Some(kinds)) => fact.actors.iter().map(|code| self.deed(at, ix, fact, kinds, code)).collect(),
            (_, None) => of_all(self.no_deed(Some(ix), fact)),
        }
    }

    /// What is no act: a happening, a rule of entry into force, a text that was adopted as a statement.
    fn no_deed(&self, ix: Option<TreatyIx>, fact: &Fact) -> Answer {
        match (fact.fact.as_str(), ix) {
            ("entry_into_force_rule", Some(ix)) => self.rule(ix, fact).unwrap_or_else(|| self.happened(fact, Some(ix))),
            ("statement", Some(ix)) => {
                let answer = self.happened(fact, Some(ix));
                let adopted = || self.deed_of_treaty(ix, fact, &[ActKind::Adoption]);
                if answer.0 == Verdict::Agrees {
                    answer
                } else {
                    Some(adopted()).filter(|own| own.0 == Verdict::Agrees).unwrap_or(answer)
                }
            }
            _ => self.happened(fact, ix),
        }
    }

    /// The article of an instrument's entry into force, where a fact cites one that can be compared with it.
    fn rule(&self, ix: TreatyIx, fact: &Fact) -> Option<Answer> {
        let own = self.world.packs[ix].clauses.entry_into_force.as_ref()?.article.clone()?;
        let told = finding::article_in(&fact.quote)?;
        let number: String = own.chars().take_while(char::is_ascii_digit).collect();
        let source = self.tell("claim-article", &[("article", own.as_str().into())]);
        let record = vec![Recorded { act: "entry-into-force", date: String::new(), source }];
        match number.as_str() {
            "" => None,
            number if number == told => Some((Verdict::Agrees, self.say("claim-that-article"), record)),
            _ => {
                let article = |article: &str| self.world.words().article(article);
                let both = [("own", article(&own).into()), ("told", article(told).into())];
                Some((Verdict::Contradicts, self.tell("claim-another-article", &both), record))
            }
        }
    }

    /// A fact of which the record keeps no acts.
    fn no_act(&self, fact: &Fact) -> Answer {
        let said = self.label("label-fact-", &fact.fact);
        (Verdict::CannotBeTold, self.tell("claim-no-kind", &[("kind", said.into())]), Vec::new())
    }

    /// The acts of some kinds, without those that are known to be wrong.
    fn deeds(&self, ix: TreatyIx, kinds: &[ActKind], of: impl Fn(&Act) -> bool) -> Vec<Deed> {
        let instrument = &self.world.packs[ix];
        let acts = instrument.acts.iter();
        let own = acts.filter(|act| kinds.contains(&act.kind) && act.wrong_from.is_none() && of(act));
        let deed = |act: &Act| Deed {
            date: act.date,
            effect: match act.kind {
                ActKind::Withdrawal => law::withdrawal_effect(&instrument.clauses, act),
                _ => act.effect,
            },
            kind: act.kind,
            record: recorded(act),
        };
        own.map(deed).collect()
    }

    /// A deed of the treaty itself, whoever is said to have done it.
    fn deed_of_treaty(&self, ix: TreatyIx, fact: &Fact, kinds: &[ActKind]) -> Answer {
        let instrument = &self.world.packs[ix];
        let mut deeds = self.deeds(ix, kinds, |_| true);
        if let Some(date) = instrument.adopted.filter(|_| deeds.is_empty() && kinds.contains(&ActKind::Adoption)) {
            let source = instrument.cite.join("; ");
            let record = Recorded { act: ActKind::Adoption.word(), date: date.to_string(), source };
            deeds.push(Deed { date, effect: None, kind: ActKind::Adoption, record });
        }
        self.compare(fact, &deeds)
    }

    /// A deed of a party.
    fn deed(&self, at: usize, ix: TreatyIx, fact: &Fact, kinds: &[ActKind], code: &str) -> Claim {
        let own = |answer| self.claim(at, Some(code), answer);
        let parties = &self.world.packs.parties;
        let Some(by) = parties.find(code) else {
            return own((
                Verdict::CannotBeTold,
                self.tell("claim-no-participant", &[("code", code.into())]),
                Vec::new(),
            ));
        };
        let deeds = self.deeds(ix, kinds, |act| act.party == Some(by));
        if fact.fact == "signature" && deeds.is_empty() && parties[by].kind == PartyKind::Organisation {
            // An organisation at which States sign signs nothing itself.
            let others = self.deeds(ix, kinds, |act| act.party.is_some_and(|of| parties[of].kind == PartyKind::State));
            if !others.is_empty() {
                return self.claim(at, None, self.of_members(fact, &others, code));
            }
        }
        if let Some(answer) = self.not_the_first(ix, fact, code, &deeds) {
            return own(answer);
        }
        let answer = self.compare(fact, &deeds);
        if answer.0 == Verdict::Agrees || !matches!(fact.fact.as_str(), "ratification" | "deposit" | "accession") {
            return own(answer);
        }
        let others = self.deeds(ix, CONSENT, |act| act.party == Some(by) && !kinds.contains(&act.kind));
        own(self
            .another_kind(fact, &others)
            .filter(|other| other.0 == Verdict::Agrees || deeds.is_empty())
            .unwrap_or(answer))
    }

    /// A consent that the record has as one of another kind.
    fn another_kind(&self, fact: &Fact, others: &[Deed]) -> Option<Answer> {
        let kind = others.first()?.kind;
        let (verdict, why, record) = self.compare(fact, others);
        let other = self.label("label-act-", record.first().map_or(kind.word(), |own| own.act)).to_owned();
        let why = self.tell("claim-other-kind", &[("why", why.into()), ("kind", other.into())]);
        Some((verdict, why, record))
    }

    /// What an organisation is said to have signed, by the record of those who did.
    fn of_members(&self, fact: &Fact, others: &[Deed], code: &str) -> Answer {
        let (verdict, why, record) = self.somebodys(fact, others);
        let name = ("name", self.name(code).into());
        match verdict {
            Verdict::Agrees => (verdict, self.tell("claim-not-itself", &[name, ("why", why.into())]), record),
            _ => {
                let (verdict, why, record) = self.compare(fact, others);
                let record = record.into_iter().take(5).collect();
                (verdict, self.tell("claim-not-itself", &[name, ("why", why.into())]), record)
            }
        }
    }

    /// Whoever is said to be the first, where others were earlier by the record.
    fn not_the_first(&self, ix: TreatyIx, fact: &Fact, code: &str, deeds: &[Deed]) -> Option<Answer> {
        let (own, earlier) = before(self.world, ix, code).filter(|_| fact.pattern == FIRST)?;
        if earlier.is_empty() {
            return None;
        }
        let others = self.deeds(ix, CONSENT, |act| {
            act.party.is_some_and(|party| earlier.contains(&(act.date.first, self.world.code(party))))
        });
        let names: Vec<String> = earlier.iter().map(|(_, other)| self.name(other)).collect();
        let words = self.world.words();
        let told = [("names", words.row(&names).into()), ("day", words.day(own).into())];
        let record = others.iter().chain(deeds).map(|deed| deed.record.clone()).collect();
        Some((Verdict::Contradicts, self.tell("claim-not-the-first", &told), record))
    }

    /// A deed of which nobody is named: any party's of that day will do.
    fn somebodys(&self, fact: &Fact, deeds: &[Deed]) -> Answer {
        let spans = Self::spans(fact);
        let fits =
            |date: Dated| spans.is_empty() && date.first <= self.on || spans.iter().any(|span| span.touches(date));
        let record: Vec<Recorded> =
            deeds.iter().filter(|deed| fits(deed.date)).map(|deed| deed.record.clone()).collect();
        match record.len() {
            0 => (Verdict::Adds, self.say("claim-no-act"), record),
            number => {
                let why = self.tell("claim-several", &[("number", number.into())]);
                (Verdict::Agrees, why, record.into_iter().take(5).collect())
            }
        }
    }

    fn compare(&self, fact: &Fact, deeds: &[Deed]) -> Answer {
        let spans = Self::spans(fact);
        let those = |wanted: &dyn Fn(&Deed) -> bool| -> Vec<Recorded> {
            deeds.iter().filter(|deed| wanted(deed)).map(|deed| deed.record.clone()).collect()
        };
        let all = || those(&|_| true);
        if deeds.is_empty() {
            return (Verdict::Adds, self.say("claim-no-act"), Vec::new());
        }
        if spans.is_empty() {
            return match deeds.iter().any(|deed| deed.date.first <= self.on) {
                false => (Verdict::Contradicts, self.say("claim-later"), all()),
                true => (Verdict::Agrees, self.say("claim-by-then"), all()),
            };
        }
        let touched = |date: Dated| spans.iter().any(|span| span.touches(date));
        let that_day = those(&|deed| touched(deed.date));
        if !that_day.is_empty() {
            return (Verdict::Agrees, self.say("claim-that-day"), that_day);
        }
        let in_effect = |deed: &Deed| deed.effect.is_some_and(|day| touched(Dated::exact(day)));
        if let Some(deed) = deeds.iter().find(|deed| in_effect(deed)) {
            let done = ("day", self.world.words().dated(deed.date).into());
            return (Verdict::Agrees, self.tell("claim-took-effect", &[done]), those(&in_effect));
        }
        let days: Vec<&str> = deeds.iter().map(|deed| deed.record.date.as_str()).collect();
        let recorded = days.join(self.world.words().say("comma"));
        let told = [("told", self.told(fact).into()), ("recorded", recorded.into())];
        (Verdict::Contradicts, self.tell("claim-other-day", &told), all())
    }

    fn entry_into_force(&self, ix: TreatyIx, fact: &Fact) -> Answer {
        let day = self.world.packs.engine.outcome(ix, Day::LAST, &mut Scratch::default()).entry_into_force;
        match day.real() {
            None => (Verdict::CannotBeTold, self.say("claim-never"), Vec::new()),
            Some(day) => self.computed(ix, fact, &[day]),
        }
    }

    /// The entry into force for one party, which can be later than the treaty's own.
    fn own_entry(&self, ix: TreatyIx, fact: &Fact, code: &str) -> Answer {
        let packs = &self.world.packs;
        let Some(party) = packs.parties.find(code) else {
            return (Verdict::CannotBeTold, self.tell("claim-no-participant", &[("code", code.into())]), Vec::new());
        };
        let history = packs.engine.history(ix, party, Day::LAST, &mut Scratch::default());
        let days: Vec<Day> =
            history.iter().filter(|own| own.status == Status::Party).filter_map(|own| own.from.real()).collect();
        if days.is_empty() {
            return (
                Verdict::CannotBeTold,
                self.tell("claim-never-for", &[("name", self.name(code).into())]),
                Vec::new(),
            );
        }
        self.computed(ix, fact, &days)
    }

    /// Days of entry into force that the register computes, beside what a fact says of it.
    fn computed(&self, ix: TreatyIx, fact: &Fact, days: &[Day]) -> Answer {
        let article = self.world.packs[ix].clauses.entry_into_force.as_ref().and_then(|clause| clause.article.clone());
        let source = article.map_or_else(
            || self.say("claim-from-clauses"),
            |article| self.tell("claim-from-article", &[("article", article.into())]),
        );
        let spans = Self::spans(fact);
        let told = |day: &&Day| spans.iter().any(|span| span.first <= **day && **day <= span.last);
        let found = days.iter().find(told).or_else(|| days.first()).copied().unwrap_or(Day::NEVER);
        let record = vec![Recorded { act: "entry-into-force", date: found.to_string(), source }];
        let computed = ("day", found.to_string().into());
        match spans.is_empty() {
            false if days.iter().any(|day| told(&day)) => {
                (Verdict::Agrees, self.tell("claim-computed", &[computed]), record)
            }
            false => {
                let told = ("told", self.told(fact).into());
                (Verdict::Contradicts, self.tell("claim-computed-other", &[told, computed]), record)
            }
            true if found <= self.on => (Verdict::Agrees, self.tell("claim-computed", &[computed]), record),
            true => (Verdict::Contradicts, self.tell("claim-computed-later", &[computed]), record),
        }
    }

    fn depositary(&self, ix: TreatyIx, code: &str) -> Answer {
        let instrument = &self.world.packs[ix];
        let at = instrument.depositaries.iter().position(|party| self.world.code(*party) == code);
        match at {
            Some(at) => {
                let article = instrument.depositary_articles[at].clone().unwrap_or_default();
                let source = self.tell("claim-article", &[("article", article.into())]);
                let record = vec![Recorded { act: "depositary", date: String::new(), source }];
                (Verdict::Agrees, self.say("claim-depositary"), record)
            }
            None if instrument.depositaries.is_empty() => (Verdict::Adds, self.say("claim-no-depositary"), Vec::new()),
            None => {
                let others: Vec<&str> = instrument.depositaries.iter().map(|party| self.world.code(*party)).collect();
                let names = others.join(self.world.words().say("comma"));
                (Verdict::Contradicts, self.tell("claim-other-depositary", &[("names", names.into())]), Vec::new())
            }
        }
    }

    /// "Has not yet": true if the record has no such act of that party up to the day.
    fn not_yet(&self, ix: TreatyIx, fact: &Fact, code: &str) -> Answer {
        let packs = &self.world.packs;
        let Some(party) = packs.parties.find(code) else {
            return (Verdict::CannotBeTold, self.tell("claim-no-participant", &[("code", code.into())]), Vec::new());
        };
        let on = Self::spans(fact).iter().map(|span| span.last).max().unwrap_or(self.on);
        let signature = SIGNS.is_match(&fact.quote) && !CONSENTS.is_match(&fact.quote);
        let own = |act: &&Act| act.party == Some(party) && act.date.first <= on && act.wrong_from.is_none();
        let wanted = |act: &&Act| match signature {
            true => matches!(act.kind, ActKind::Signature | ActKind::DefinitiveSignature),
            false => act.kind.is_consent(),
        };
        let acts = || packs[ix].acts.iter().filter(own);
        // What was taken back before the day is not there on the day.
        let taken_back = acts().filter(|act| act.kind == ActKind::ConsentWithdrawn).map(|act| act.date.first).max();
        let done = acts().filter(wanted).find(|act| signature || taken_back.is_none_or(|day| day < act.date.first));
        match done {
            None => {
                let none = [("code", code.into()), ("day", on.to_string().into())];
                let id = if signature { "claim-no-signature" } else { "claim-no-consent" };
                (Verdict::Agrees, self.tell(id, &none), Vec::new())
            }
            Some(act) => {
                let found = [("code", code.into()), ("day", act.date.to_string().into())];
                let id = if signature { "claim-signature" } else { "claim-consent" };
                (Verdict::Contradicts, self.tell(id, &found), vec![recorded(act)])
            }
        }
    }
}

/// The pattern of the grammars that tells who was the first to ratify.
const FIRST: &str = "first-to-ratify";

type Answer = (Verdict, String, Vec<Recorded>);

fn recorded(act: &Act) -> Recorded {
    Recorded { act: act.kind.word(), date: act.date.to_string(), source: act.source.to_string() }
}
