//! What a document says, held against the record as of the document's own day.
//!
//! A fact agrees with the record, adds to it, contradicts it, or it cannot be told. Nobody wins: where they
//! contradict each other, both sources are named. Findings are what a careful reader would remark about the
//! document itself.

mod finding;
mod proposal;

use law::{Act, ActKind, Dated, Day, Scratch, TreatyIx};
use serde::Serialize;

use document::{Document, Fact};

use crate::World;

pub use finding::{Finding, findings};
pub use proposal::{Proposed, citation, entry_of, kind_of, proposed};

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

/// The kinds of act that tell a fact of this type; none for facts of which the record keeps no acts.
fn kinds(fact: &str) -> Option<&'static [ActKind]> {
    use ActKind::{
        Acceptance, Accession, Adoption, Approval, ConsentToBeBound, DefinitiveSignature, DomesticRatification,
        Extension, FormalConfirmation, Notification, Ratification, Signature, Succession, Termination, Withdrawal,
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
        "adoption" => &[Adoption],
        "withdrawal" => &[Withdrawal],
        "extension" => &[Extension],
        "termination" => &[Termination],
        _ => return None,
    })
}

/// Holds every fact of a document against the record as of the document's day. Mentions claim nothing.
pub fn claims(world: &World, document: &Document) -> Vec<Claim> {
    let asked = Asked { world, on: day_of(document) };
    let each = document.facts.iter().enumerate().filter(|(_, fact)| !fact.fact.starts_with("mention"));
    each.flat_map(|(at, fact)| asked.claims_of(at, fact)).collect()
}

/// The last day of a document's own date; the end of time where it tells none.
pub fn day_of(document: &Document) -> Day {
    document.about.date.as_deref().and_then(Span::read).map_or(Day::LAST, |span| span.last)
}

struct Asked<'w> {
    world: &'w World,
    on: Day,
}

impl Asked<'_> {
    fn say(&self, id: &str) -> String {
        self.world.words().say(id).to_owned()
    }

    fn tell(&self, id: &str, args: &[(&'static str, words::Arg<'_>)]) -> String {
        self.world.words().tell(id, args)
    }

    fn claims_of(&self, at: usize, fact: &Fact) -> Vec<Claim> {
        let claim = |party: Option<&String>, (verdict, why, record): Answer| Claim {
            fact: at,
            party: party.cloned(),
            verdict,
            why,
            record,
        };
        let Some(ix) = fact.instrument.as_deref().and_then(|code| self.world.packs.by_id(&code.to_lowercase())) else {
            let why = match &fact.instrument {
                Some(code) => self.tell("claim-no-instrument", &[("code", code.into())]),
                None => self.say("claim-names-no-instrument"),
            };
            return vec![claim(None, (Verdict::CannotBeTold, why, Vec::new()))];
        };
        match fact.fact.as_str() {
            "entry_into_force" => vec![claim(None, self.entry_into_force(ix, fact))],
            "depositary" => fact.actors.iter().map(|code| claim(Some(code), self.depositary(ix, code))).collect(),
            "status" => fact.actors.iter().map(|code| claim(Some(code), self.not_yet(ix, fact, code))).collect(),
            kind => match kinds(kind) {
                None => {
                    let why = {
                        let said = self.world.words().known(&format!("label-fact-{kind}")).unwrap_or(kind);
                        self.tell("claim-no-kind", &[("kind", said.into())])
                    };
                    vec![claim(None, (Verdict::CannotBeTold, why, Vec::new()))]
                }
                Some(kinds) if fact.actors.is_empty() || kind == "adoption" => {
                    vec![claim(None, self.deed(ix, fact, kinds, None))]
                }
                Some(kinds) => {
                    fact.actors.iter().map(|code| claim(Some(code), self.deed(ix, fact, kinds, Some(code)))).collect()
                }
            },
        }
    }

    /// A deed of a party, or of the treaty itself.
    fn deed(&self, ix: TreatyIx, fact: &Fact, kinds: &[ActKind], party: Option<&str>) -> Answer {
        let packs = &self.world.packs;
        let by = party.and_then(|code| packs.parties.find(code));
        if let (Some(code), None) = (party, by) {
            return (Verdict::CannotBeTold, self.tell("claim-no-participant", &[("code", code.into())]), Vec::new());
        }
        let own =
            |act: &&Act| kinds.contains(&act.kind) && (party.is_none() || act.party == by) && act.wrong_from.is_none();
        let acts: Vec<&Act> = packs[ix].acts.iter().filter(own).collect();
        let mut dated: Vec<(Dated, Recorded)> = acts.iter().map(|act| (act.date, recorded(act))).collect();
        if fact.fact == "adoption"
            && dated.is_empty()
            && let Some(adopted) = packs[ix].adopted
        {
            let source = packs[ix].cite.first().cloned().unwrap_or_default();
            dated.push((adopted, Recorded { act: "adoption", date: adopted.to_string(), source }));
        }
        if party.is_none() && fact.fact != "adoption" {
            // Nobody is named: any party's deed of that day will do.
            return self.somebodys(fact, &dated);
        }
        self.compare(fact, dated)
    }

    fn somebodys(&self, fact: &Fact, dated: &[(Dated, Recorded)]) -> Answer {
        let spans: Vec<Span> = fact.dates.iter().filter_map(|date| Span::read(date)).collect();
        let fits =
            |date: Dated| spans.is_empty() && date.first <= self.on || spans.iter().any(|span| span.touches(date));
        let record: Vec<Recorded> =
            dated.iter().filter(|(date, _)| fits(*date)).map(|(_, record)| record.clone()).collect();
        match record.len() {
            0 => (Verdict::Adds, self.say("claim-no-act"), record),
            number => {
                let why = self.tell("claim-several", &[("number", number.into())]);
                (Verdict::Agrees, why, record.into_iter().take(5).collect())
            }
        }
    }

    fn compare(&self, fact: &Fact, dated: Vec<(Dated, Recorded)>) -> Answer {
        let spans: Vec<Span> = fact.dates.iter().filter_map(|date| Span::read(date)).collect();
        let all = || dated.iter().map(|(_, record)| record.clone()).collect::<Vec<_>>();
        if spans.is_empty() {
            let before = dated.iter().filter(|(date, _)| date.first <= self.on).count();
            return match (before, dated.len()) {
                (0, 0) => (Verdict::Adds, self.say("claim-no-act"), Vec::new()),
                (0, _) => (Verdict::Contradicts, self.say("claim-later"), all()),
                _ => (Verdict::Agrees, self.say("claim-by-then"), all()),
            };
        }
        if let Some((_, record)) = dated.iter().find(|(date, _)| spans.iter().any(|span| span.touches(*date))) {
            return (Verdict::Agrees, self.say("claim-that-day"), vec![record.clone()]);
        }
        match dated.is_empty() {
            true => (Verdict::Adds, self.say("claim-no-act"), Vec::new()),
            false => {
                let days: Vec<&str> = dated.iter().map(|(_, record)| record.date.as_str()).collect();
                let comma = self.world.words().say("comma");
                let told = [("told", fact.dates.join(comma).into()), ("recorded", days.join(comma).into())];
                let why = self.tell("claim-other-day", &told);
                (Verdict::Contradicts, why, all())
            }
        }
    }

    fn entry_into_force(&self, ix: TreatyIx, fact: &Fact) -> Answer {
        let packs = &self.world.packs;
        let outcome = packs.engine.outcome(ix, Day::LAST, &mut Scratch::default());
        let day = outcome.entry_into_force;
        if day == Day::NEVER {
            let why = self.say("claim-never");
            return (Verdict::CannotBeTold, why, Vec::new());
        }
        let article = packs[ix].clauses.entry_into_force.as_ref().and_then(|clause| clause.article.clone());
        let source = article.map_or_else(
            || self.say("claim-from-clauses"),
            |article| self.tell("claim-from-article", &[("article", article.into())]),
        );
        let record = vec![Recorded { act: "entry-into-force", date: day.to_string(), source }];
        let spans: Vec<Span> = fact.dates.iter().filter_map(|date| Span::read(date)).collect();
        let computed = ("day", day.to_string().into());
        match spans.iter().any(|span| span.first <= day && day <= span.last) {
            true => (Verdict::Agrees, self.tell("claim-computed", &[computed]), record),
            false if !spans.is_empty() => {
                let told = ("told", fact.dates.join(self.world.words().say("comma")).into());
                (Verdict::Contradicts, self.tell("claim-computed-other", &[told, computed]), record)
            }
            false if day <= self.on => (Verdict::Agrees, self.tell("claim-computed", &[computed]), record),
            false => (Verdict::Contradicts, self.tell("claim-computed-later", &[computed]), record),
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

    /// "Has not yet": true if the record has no consent of that party up to the day.
    fn not_yet(&self, ix: TreatyIx, fact: &Fact, code: &str) -> Answer {
        let packs = &self.world.packs;
        let Some(party) = packs.parties.find(code) else {
            return (Verdict::CannotBeTold, self.tell("claim-no-participant", &[("code", code.into())]), Vec::new());
        };
        let on = fact.dates.iter().filter_map(|date| Span::read(date)).map(|span| span.last).max().unwrap_or(self.on);
        let consent =
            packs[ix].acts.iter().find(|act| act.party == Some(party) && act.kind.is_consent() && act.date.first <= on);
        match consent {
            None => {
                let none = [("code", code.into()), ("day", on.to_string().into())];
                (Verdict::Agrees, self.tell("claim-no-consent", &none), Vec::new())
            }
            Some(act) => {
                let found = [("code", code.into()), ("day", act.date.to_string().into())];
                (Verdict::Contradicts, self.tell("claim-consent", &found), vec![recorded(act)])
            }
        }
    }
}

type Answer = (Verdict, String, Vec<Recorded>);

fn recorded(act: &Act) -> Recorded {
    Recorded { act: act.kind.word(), date: act.date.to_string(), source: act.source.to_string() }
}
