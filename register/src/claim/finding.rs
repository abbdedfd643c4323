//! What a careful reader remarks about a document: the checks that name two passages, or a passage and the record.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use document::{Document, Fact, Paragraph};
use law::{ActKind, Day, Scratch, Supposed, TreatyIx};
use regex::Regex;
use serde::Serialize;
use words::Words;

use super::identity::Identity;
use super::{FIRST, Given, Span, before, day_of, expression};
use crate::World;

/// Something about a document that a reader should know before believing it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The name of the check.
    pub check: &'static str,
    /// The document, by its place among those asked about.
    pub document: usize,
    /// The paragraph.
    pub paragraph: String,
    /// The passage.
    pub quote: String,
    /// What is to be known, in a sentence.
    pub message: String,
}

expression!(ARTICLE, r"(?:第\s*(\d+)\s*条|[Aa]rticle (\d+)|[Сс]тать[а-я]+ (\d+))");
expression!(
    PREPARES,
    r"(?:(\d{4})\s*年审议大会筹备委员会|Preparatory Committee for the (\d{4}) |Подготовительн[а-я]+ комитет[а-я]*[^.;]{0,60}? (\d{4}) года)"
);
expression!(
    REMAINING,
    r"(?:(?:剩余|其余|余下)的?\s*(\d+)\s*个附件|remaining (\d+|[a-z]+) (?:annex|Annex)|остающ[а-я]+ (\d+|[а-я]+) государств[а-я]*[^.;]{0,20} приложени)"
);

/// Everything that is to be remarked about some documents, read together.
pub fn findings(world: &World, documents: &[Given<'_>]) -> Vec<Finding> {
    let mut all = Vec::new();
    for (at, given) in documents.iter().enumerate() {
        let reader = Reader { world, document: given.document, at };
        reader.another_article(&mut all);
        reader.told_before_there_were_any(&mut all);
        reader.first_of_all(&mut all);
        reader.unnamed(&mut all);
        reader.prepared_too_late(&mut all);
        reader.counted(&mut all);
        reader.several_names(&mut all);
        reader.one_place(&mut all);
        reader.cut_into_words(&mut all);
        reader.noted(&Identity::of(world, *given), &mut all);
    }
    two_spellings(world, documents, &mut all);
    all
}

struct Reader<'d> {
    world: &'d World,
    document: &'d Document,
    at: usize,
}

impl Reader<'_> {
    fn words(&self) -> &'static Words {
        self.world.words()
    }

    /// What an instrument is called within a sentence.
    fn title(&self, ix: TreatyIx) -> String {
        self.world.title_in_sentence(ix)
    }

    /// What a participant is called on the document's day.
    fn name(&self, code: &str) -> String {
        let party = self.world.packs.parties.find(code);
        party.map_or_else(|| code.to_owned(), |party| self.world.name_in_sentence(party, day_of(self.document)))
    }

    fn names(&self, codes: &[String]) -> String {
        let names: Vec<String> = codes.iter().map(|code| self.name(code)).collect();
        self.words().row(&names)
    }

    fn finding(&self, check: &'static str, fact: &Fact, message: String) -> Finding {
        Finding { check, document: self.at, paragraph: fact.paragraph.clone(), quote: fact.quote.clone(), message }
    }

    fn instrument(&self, fact: &Fact) -> Option<TreatyIx> {
        self.world.packs.by_id(&fact.instrument.as_ref()?.to_lowercase())
    }

    /// The instruments that a paragraph names or means.
    fn named_in<'p>(&'p self, paragraph: &'p str) -> impl Iterator<Item = (&'p Fact, TreatyIx)> + 'p {
        let mentions = self
            .document
            .facts
            .iter()
            .filter(move |fact| fact.fact == "mention_of_treaty" && fact.paragraph == paragraph);
        mentions.filter_map(|fact| Some((fact, self.instrument(fact)?)))
    }

    /// A rule of entry into force that cites an article which is another instrument's.
    fn another_article(&self, all: &mut Vec<Finding>) {
        let article_of = |ix: TreatyIx| {
            let clause = self.world.packs[ix].clauses.entry_into_force.as_ref();
            clause.and_then(|clause| clause.article.clone())
        };
        for fact in self.document.facts.iter().filter(|fact| fact.fact == "entry_into_force_rule") {
            let (Some(ix), Some(cited)) = (self.instrument(fact), article_in(&fact.quote)) else { continue };
            let own = article_of(ix);
            let other = self
                .named_in(&fact.paragraph)
                .find(|(_, other)| *other != ix && article_of(*other).is_some_and(|article| article == cited));
            if let (Some(own), Some((_, other))) = (own.filter(|own| own != cited), other) {
                let message = self.words().tell(
                    "remark-another-article",
                    &[
                        ("cited", self.words().article(cited).into()),
                        ("own", self.words().article(&own).into()),
                        ("treaty", self.title(ix).into()),
                        ("other", self.title(other).into()),
                    ],
                );
                all.push(self.finding("another-article", fact, message));
            }
        }
    }

    /// Parties that were notified before the instrument had a signatory.
    fn told_before_there_were_any(&self, all: &mut Vec<Finding>) {
        for fact in self.document.facts.iter().filter(|fact| fact.fact == "notification") {
            let same = self.document.facts.iter().filter(|other| other.paragraph == fact.paragraph);
            let when =
                same.flat_map(|other| &other.dates).filter_map(|date| Span::read(date)).map(|span| span.last).max();
            let Some(when) = when else { continue };
            for (_, ix) in self.named_in(&fact.paragraph) {
                let acts = &self.world.packs[ix].acts;
                let deed = |kind: ActKind| kind.is_consent() || kind == ActKind::Signature;
                let first = acts.iter().filter(|act| deed(act.kind)).map(|act| act.date.first).min();
                if let Some(first) = first.filter(|first| *first > when) {
                    let message = self.words().tell(
                        "remark-no-parties-then",
                        &[
                            ("treaty", self.title(ix).into()),
                            ("first", self.words().day(first).into()),
                            ("day", self.words().day(when).into()),
                            ("article", self.words().citation("VCLT 77(1)(b)").into()),
                            ("other", self.words().citation("VCLT 77(1)(e)").into()),
                        ],
                    );
                    all.push(self.finding("no-parties-then", fact, message));
                }
            }
        }
    }

    /// Whoever is said to be the first to ratify, and others who were earlier by the record.
    fn first_of_all(&self, all: &mut Vec<Finding>) {
        for fact in self.document.facts.iter().filter(|fact| fact.pattern == FIRST) {
            let (Some(ix), Some(code)) = (self.instrument(fact), fact.actors.first()) else { continue };
            let Some((own, earlier)) = before(self.world, ix, code) else { continue };
            if !earlier.is_empty() {
                let words = self.words();
                let one = |(day, other): &(Day, &str)| {
                    let one = [("name", self.name(other).into()), ("day", words.day(*day).into())];
                    words.tell("remark-who-when", &one)
                };
                let earlier: Vec<String> = earlier.iter().map(one).collect();
                let message = words.tell(
                    "remark-not-the-first",
                    &[
                        ("name", self.name(code).into()),
                        ("day", words.day(own).into()),
                        ("earlier", words.row(&earlier).into()),
                    ],
                );
                all.push(self.finding("not-the-first", fact, message));
            }
        }
    }

    /// Participants who are not named, and who they are by the record.
    fn unnamed(&self, all: &mut Vec<Finding>) {
        let named = |fact: &&Fact| {
            matches!(fact.fact.as_str(), "status" | "ratification")
                && fact.inferred.iter().any(|field| field == "actors")
        };
        for fact in self.document.facts.iter().filter(named) {
            let Some(ix) = self.instrument(fact).filter(|_| !fact.actors.is_empty()) else { continue };
            let message = self.words().tell(
                "remark-unnamed",
                &[("treaty", self.title(ix).into()), ("names", self.names(&fact.actors).into())],
            );
            all.push(self.finding("unnamed", fact, message));
        }
    }

    /// A session that prepares a conference, dated in the year of that conference or later.
    fn prepared_too_late(&self, all: &mut Vec<Finding>) {
        for fact in self.document.facts.iter().filter(|fact| matches!(fact.fact.as_str(), "meeting" | "conference")) {
            let Some(found) = PREPARES.captures(&fact.quote) else { continue };
            let year = (1..=3).find_map(|group| found.get(group)).map_or("", |m| m.as_str());
            let late = fact.dates.iter().find(|date| date.get(..4).is_some_and(|own| own >= year));
            if let Some(late) = late {
                let told = late.parse::<law::Dated>().map_or_else(|_| late.clone(), |date| self.words().dated(date));
                let message =
                    self.words().tell("remark-prepared-too-late", &[("date", told.into()), ("year", year.into())]);
                all.push(self.finding("prepared-too-late", fact, message));
            }
        }
    }

    /// A number of States that remain, which is true only as known on a day.
    fn counted(&self, all: &mut Vec<Finding>) {
        let on = day_of(self.document);
        for paragraph in &self.document.paragraphs {
            let text = paragraph.text();
            let Some(found) = REMAINING.captures(&text) else { continue };
            let word = (1..=3).find_map(|group| found.get(group)).map_or("", |m| m.as_str());
            let Some(number) = number(word) else { continue };
            for (fact, ix) in self.named_in(&paragraph.id) {
                let Some(group) = self.named_set(ix) else { continue };
                let (then, now) = (self.missing(ix, &group, on), self.missing(ix, &group, Day::LAST));
                let id = if then.len() == number { "remark-as-of-its-day" } else { "remark-as-of-its-day-not" };
                let message = self.words().tell(
                    id,
                    &[
                        ("number", number.into()),
                        ("then", then.len().into()),
                        ("names", self.names(&then).into()),
                        ("now", now.len().into()),
                    ],
                );
                let quote = found.get(0).map_or("", |m| m.as_str()).to_owned();
                all.push(Finding { quote, ..self.finding("as-of-its-day", fact, message) });
                break;
            }
        }
    }

    /// The named set on which an instrument's entry into force depends.
    fn named_set(&self, ix: TreatyIx) -> Option<String> {
        let clause = self.world.packs[ix].clauses.entry_into_force.as_ref()?;
        let text = serde_json::to_value(clause).ok()?;
        text.pointer("/when/all-of").and_then(|set| set.as_str()).map(str::to_owned)
    }

    fn missing(&self, ix: TreatyIx, group: &str, on: Day) -> Vec<String> {
        let packs = &self.world.packs;
        let mut standings = Vec::new();
        // As known on the day: what was done or told later does not count.
        packs.engine.standings(ix, on, on, &Supposed::default(), &mut Scratch::default(), &mut standings);
        let consented =
            |party| standings.iter().any(|standing| standing.party == party && standing.consented != Day::NEVER);
        let members = packs.parties.group(group).into_iter().flat_map(|group| group.ever());
        members.filter(|party| !consented(*party)).map(|party| self.world.code(party).to_owned()).collect()
    }

    /// Instruments that the document calls by several names.
    fn several_names(&self, all: &mut Vec<Finding>) {
        let mut names: BTreeMap<&str, (Vec<&str>, &Fact)> = BTreeMap::new();
        let named = |fact: &&Fact| fact.fact == "mention_of_treaty" && fact.pattern == "named";
        for fact in self.document.facts.iter().filter(named) {
            let Some(code) = fact.instrument.as_deref() else { continue };
            let name = fact.quote.trim_matches(['《', '》', '"', '“', '”', '«', '»']);
            let (all, _) = names.entry(code).or_insert_with(|| (Vec::new(), fact));
            if all.iter().all(|other| pack::names::key(other) != pack::names::key(name)) {
                all.push(name);
            }
        }
        for (code, (names, fact)) in names {
            if names.len() > 1 {
                let treaty = self.world.packs.by_id(&code.to_lowercase()).map(|ix| self.title(ix));
                let message = self.words().tell(
                    "remark-several-names",
                    &[
                        ("treaty", treaty.unwrap_or_else(|| code.to_owned()).into()),
                        ("number", names.len().into()),
                        ("names", names.join(self.words().say("semicolon")).into()),
                    ],
                );
                all.push(self.finding("several-names", fact, message));
            }
        }
    }

    /// Names of one place at different times.
    fn one_place(&self, all: &mut Vec<Finding>) {
        let mut places: BTreeMap<&str, (Vec<&str>, &Fact)> = BTreeMap::new();
        for fact in &self.document.facts {
            let Some(name) = fact.place.as_deref() else { continue };
            let found = self.world.packs.places.iter().find(|place| place.text == name && place.lang == "en");
            let Some(place) = found else { continue };
            let (names, _) = places.entry(place.place.as_str()).or_insert_with(|| (Vec::new(), fact));
            if !names.contains(&name) {
                names.push(name);
            }
        }
        for (names, fact) in places.into_values().filter(|(names, _)| names.len() > 1) {
            let message = self.words().tell("remark-one-place", &[("names", self.words().list(&names).into())]);
            all.push(self.finding("one-place", fact, message));
        }
    }

    fn cut_into_words(&self, all: &mut Vec<Finding>) {
        let Some(first) = self.document.paragraphs.first() else { return };
        if self.document.about.format == "segmented-one-line" {
            all.push(Finding {
                check: "cut-into-words",
                document: self.at,
                paragraph: first.id.clone(),
                quote: String::new(),
                message: self.words().say("remark-cut-into-words").to_owned(),
            });
        }
    }

    /// What the packs note about this very document, at the paragraph that is cited.
    fn noted(&self, identity: &Identity<'_>, all: &mut Vec<Finding>) {
        let mut seen: Vec<&str> = Vec::new();
        for instrument in &self.world.packs.instruments {
            // In a copy with other bytes the instrument must be spoken of.
            if !identity.exact && !self.speaks_of(instrument.ix) {
                continue;
            }
            for note in instrument.notes.iter().filter(|note| note.anomaly.is_some()) {
                let text = pack::in_language(&note.text, &self.world.lang);
                let Some(paragraph) = self.cited(identity, &note.cite).filter(|_| !seen.contains(&text)) else {
                    continue;
                };
                seen.push(text);
                all.push(Finding {
                    check: "noted-in-the-packs",
                    document: self.at,
                    paragraph: paragraph.id.clone(),
                    quote: paragraph.text(),
                    message: self.words().capital(&self.title(instrument.ix)) + self.words().say("colon") + text,
                });
            }
        }
    }

    fn speaks_of(&self, ix: TreatyIx) -> bool {
        self.document.facts.iter().any(|fact| self.instrument(fact) == Some(ix))
    }

    /// The first paragraph of this document that some citations name; where it has no such paragraph, the first of that
    /// part of it, and then the first of all.
    fn cited(&self, identity: &Identity<'_>, cite: &[String]) -> Option<&Paragraph> {
        let places: Vec<&str> =
            cite.iter().filter_map(|cite| identity.place(cite)).filter(|place| !place.is_empty()).collect();
        let own = || self.document.paragraphs.iter();
        let exact = places.iter().find_map(|place| own().find(|paragraph| paragraph.id == *place));
        let part = |id: &str| id.split('.').next().map(str::to_owned);
        exact
            .or_else(|| own().find(|paragraph| part(&paragraph.id) == places.first().and_then(|place| part(place))))
            .or_else(|| own().next().filter(|_| !places.is_empty()))
    }
}

/// The article that a passage cites first.
pub(super) fn article_in(quote: &str) -> Option<&str> {
    let found = ARTICLE.captures(quote)?;
    (1..=3).find_map(|group| found.get(group)).map(|m| m.as_str())
}

/// A small number in digits or words.
fn number(word: &str) -> Option<usize> {
    const EN: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    const RU: [&str; 13] =
        ["нол", "одн", "дв", "тр", "четыр", "пят", "шест", "сем", "восем", "девят", "десят", "одиннадцат", "двенадцат"];
    let word = word.to_lowercase();
    word.parse()
        .ok()
        .or_else(|| EN.iter().position(|en| *en == word))
        .or_else(|| RU.iter().rposition(|ru| word.starts_with(ru)))
}

/// One person whose name is spelled in two ways in documents that are read together.
fn two_spellings(world: &World, documents: &[Given<'_>], all: &mut Vec<Finding>) {
    let signatories: Vec<(usize, &document::about::Signatory)> = documents
        .iter()
        .enumerate()
        .flat_map(|(at, given)| given.document.about.signatories.iter().map(move |signatory| (at, signatory)))
        .collect();
    for (index, (at, one)) in signatories.iter().enumerate() {
        let reader = Reader { world, document: documents[*at].document, at: *at };
        for (other_at, other) in &signatories[index + 1..] {
            let (a, b): (Vec<char>, Vec<char>) = (one.name.chars().collect(), other.name.chars().collect());
            let differing = a.iter().zip(&b).filter(|(x, y)| x != y).count();
            if one.party.is_some() && one.party == other.party && a.len() == b.len() && a.len() > 3 && differing == 1 {
                all.push(Finding {
                    check: "two-spellings",
                    document: *other_at,
                    paragraph: "signatories".to_owned(),
                    quote: other.name.clone(),
                    message: reader.words().tell(
                        "remark-two-spellings",
                        &[
                            ("person", one.name.as_str().into()),
                            ("number", (at + 1).into()),
                            ("name", reader.name(one.party.as_deref().unwrap_or("")).into()),
                        ],
                    ),
                });
            }
        }
    }
}
