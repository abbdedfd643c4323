//! The report of a depositary, a chair or a secretariat on a stretch of days, made from the record: numbered paragraphs,
//! each with where it is told.
//!
//! Nothing in it is written by hand. What the record does not know is not there; what is left open is said.

use std::collections::BTreeMap;

use law::clause::{Members, OpenTo};
use law::{Act, ActKind, Dated, Day, Deed, Happening, PartyIx, Scratch, TreatyIx};
use pack::{InstrumentKind, Matter, MatterKind, RelationKind, in_language};
use serde::Serialize;

use crate::World;
use crate::answer::bodies::{self, BodyAnswer};
use crate::answer::commitments::{self, State};
use crate::answer::occasion::{Occasion, dedup, occasions};

/// The answer of `semey report`, version 1.
#[derive(Debug, Serialize)]
pub struct ReportAnswer {
    /// 1.
    pub version: u32,
    /// What it is about: `treaty` or `regime`.
    pub about: &'static str,
    /// The id of the instrument or of the regime.
    pub of: String,
    /// What the report is called.
    pub title: String,
    /// The first day of the period.
    pub from: Day,
    /// The last day of the period, which is also the day as at which it speaks.
    pub until: Day,
    /// As known on this day; none means everything entered.
    pub known: Option<Day>,
    /// Its parts.
    pub parts: Vec<Part>,
}

/// A part of a report.
#[derive(Debug, Serialize)]
pub struct Part {
    /// Its heading.
    pub heading: String,
    /// Its paragraphs.
    pub paragraphs: Vec<Paragraph>,
}

/// A paragraph.
#[derive(Debug, Serialize)]
pub struct Paragraph {
    /// Its number in the report.
    pub number: usize,
    /// What it says.
    pub text: String,
    /// Items of a list that follows.
    pub items: Vec<String>,
    /// Where it is told: citations.
    pub sources: Vec<String>,
}

/// What a report is about.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'s> {
    /// An instrument and its protocols, with the bodies and series around it.
    Instrument(TreatyIx),
    /// A regime: its bodies, series, measures and calls.
    Regime(&'s str),
}

/// The report on a stretch of days, both included; without a first day, from the first thing that the record tells.
pub fn answer(world: &World, subject: Subject<'_>, from: Option<Day>, until: Day, known: Option<Day>) -> ReportAnswer {
    let instruments = match subject {
        Subject::Instrument(t) => with_protocols(world, t),
        Subject::Regime(_) => Vec::new(),
    };
    let regime = match subject {
        Subject::Instrument(t) => world.packs[t].id.clone(),
        Subject::Regime(regime) => regime.to_owned(),
    };
    let ids: Vec<&str> = instruments.iter().map(|t| world.packs[*t].id.as_str()).collect();
    let of =
        |matter: &&Matter| matter.regime == regime || matter.instrument.as_deref().is_some_and(|id| ids.contains(&id));
    let matters: Vec<&Matter> = world.packs.matters.iter().filter(of).collect();
    let known_day = known.unwrap_or(Day::LAST);
    // Where the depositary is a State, what it took part in by name is told too; a circle of many is not its work.
    let depositaries: Vec<PartyIx> = instruments.first().map_or_else(Vec::new, |t| {
        let all = world.packs[*t].depositaries.iter().copied();
        all.filter(|party| world.packs.parties[*party].kind == law::PartyKind::State).collect()
    });
    let as_depositary = |own: &Happening| {
        own.deed.is_gathering() && own.actors.len() <= 3 && own.actors.iter().any(|party| depositaries.contains(party))
    };
    let about = |own: &&Happening| {
        own.is_known(known_day)
            && from.is_none_or(|from| from <= own.day())
            && own.day() <= until
            && (own.instrument.is_some_and(|t| instruments.contains(&t))
                || as_depositary(own)
                || matters.iter().any(|matter| own.is_about(&matter.id)))
    };
    let told: Vec<&Happening> = world.packs.happenings.iter().filter(about).collect();
    let acts = instruments.iter().flat_map(|t| &world.packs[*t].acts).map(|act| act.date.first);
    let first = told.iter().map(|own| own.day()).chain(acts).min().unwrap_or(until);
    let from = from.unwrap_or(first.min(until));
    let writer = Writer { world, from, until, known: known_day, told };
    let mut parts = Vec::new();
    for t in &instruments {
        parts.push(writer.instrument(*t));
    }
    parts.push(writer.series(&matters));
    parts.push(writer.meetings(&matters));
    parts.push(writer.texts());
    parts.push(writer.work(&matters));
    parts.push(writer.calls(subject));
    parts.retain(|part| !part.paragraphs.is_empty());
    let numbered = parts.iter_mut().flat_map(|part| &mut part.paragraphs);
    for (at, paragraph) in numbered.enumerate() {
        paragraph.number = at + 1;
    }
    let name = match subject {
        Subject::Instrument(t) => world.title_in_sentence(t),
        Subject::Regime(regime) => world.regime_name(regime).to_owned(),
    };
    let depositary = match subject {
        Subject::Instrument(t) => world.packs[t].depositaries.first().copied(),
        Subject::Regime(_) => None,
    };
    let words = world.words();
    let title = match depositary {
        Some(party) => words.tell(
            "report-title-depositary",
            &[("name", world.name_in_sentence(party, until).into()), ("treaty", name.into())],
        ),
        None => words.tell("report-title", &[("name", name.into())]),
    };
    let about = match subject {
        Subject::Instrument(_) => "treaty",
        Subject::Regime(_) => "regime",
    };
    ReportAnswer { version: 1, about, of: regime, title, from, until, known, parts }
}

fn with_protocols(world: &World, t: TreatyIx) -> Vec<TreatyIx> {
    let protocol_to = |own: &pack::Instrument| {
        own.relations
            .iter()
            .any(|relation| relation.kind == RelationKind::ProtocolTo && relation.treaty == world.packs[t].id)
    };
    let protocols = world.packs.instruments.iter().filter(|own| own.ix != t && protocol_to(own)).map(|own| own.ix);
    [t].into_iter().chain(protocols).collect()
}

struct Writer<'w> {
    world: &'w World,
    from: Day,
    until: Day,
    known: Day,
    told: Vec<&'w Happening>,
}

fn part(heading: String, paragraphs: Vec<Option<Paragraph>>) -> Part {
    Part { heading, paragraphs: paragraphs.into_iter().flatten().collect() }
}

/// Each citation once, in their order.
fn once<S: AsRef<str>>(sources: impl IntoIterator<Item = S>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for source in sources {
        for source in source.as_ref().split("; ") {
            if !all.iter().any(|own| own == source) {
                all.push(source.to_owned());
            }
        }
    }
    all
}

impl Writer<'_> {
    fn words(&self) -> &'static words::Words {
        self.world.words()
    }

    fn tell(&self, id: &str, args: &[(&'static str, words::Arg<'_>)]) -> String {
        self.words().tell(id, args)
    }

    fn paragraph<S: AsRef<str>>(
        &self,
        text: String,
        items: Vec<String>,
        sources: impl IntoIterator<Item = S>,
    ) -> Paragraph {
        let items = items.into_iter().filter(|item| !item.is_empty()).collect();
        Paragraph { number: 0, text: self.words().capital(&text), items, sources: once(sources) }
    }

    fn names(&self, parties: &[PartyIx], on: Day) -> String {
        let mut names: Vec<String> = parties.iter().map(|party| self.world.party_name(*party, on).to_owned()).collect();
        names.sort_by(|a, b| self.words().order(a, b));
        self.words().row(&names)
    }

    /// Acts of the period that one could know of, of some kinds.
    fn acts(&self, t: TreatyIx, wanted: impl Fn(ActKind) -> bool) -> Vec<&Act> {
        let counts = |act: &&Act| {
            wanted(act.kind)
                && act.overruled.is_none()
                && act.known_from() <= self.known
                && act.wrong_from.is_none_or(|wrong| self.known < wrong)
                && self.from <= act.date.first
                && act.date.first <= self.until
        };
        self.world.packs[t].acts.iter().filter(counts).collect()
    }

    fn place(&self, place: Option<&str>, on: Day) -> Option<String> {
        place.map(|place| self.world.place_name(place, on).to_owned())
    }

    fn instrument(&self, t: TreatyIx) -> Part {
        let (world, words) = (self.world, self.words());
        let instrument = &world.packs[t];
        let title = || world.title_in_sentence(t);
        let mut paragraphs = Vec::new();
        for (party, article) in instrument.depositaries.iter().zip(&instrument.depositary_articles) {
            let name = world.name_in_sentence(*party, self.until);
            let text = self.tell("report-depositary", &[("name", name.into()), ("treaty", title().into())]);
            let text = match article {
                Some(article) => {
                    self.tell("report-by-article", &[("text", text.into()), ("article", words.article(article).into())])
                }
                None => text,
            };
            paragraphs.push(Some(self.paragraph(text, Vec::new(), &instrument.cite)));
        }
        let copies = self.deeds(|own| own.deed == Deed::CertifiedCopy && own.instrument.is_none_or(|of| of == t));
        paragraphs.extend(copies.into_iter().map(|own| Some(self.sentence(own))));
        paragraphs.push(self.signatures(t, &title()));
        paragraphs.push(self.deposits(t, &title()));
        paragraphs.push(self.entry(t, &title()));
        let notified = self.deeds(|own| own.deed == Deed::Notification && own.instrument == Some(t));
        paragraphs.extend(notified.into_iter().map(|own| Some(self.sentence(own))));
        paragraphs.push(self.remaining(t, &title()));
        part(in_language(&instrument.title, &world.lang).to_owned(), paragraphs)
    }

    fn signatures(&self, t: TreatyIx, title: &str) -> Option<Paragraph> {
        let acts = self.acts(t, |kind| matches!(kind, ActKind::Signature | ActKind::DefinitiveSignature));
        if acts.is_empty() {
            return None;
        }
        let mut days: BTreeMap<Day, (Vec<PartyIx>, Option<String>)> = BTreeMap::new();
        for act in &acts {
            let own = days.entry(act.date.first).or_default();
            own.0.extend(act.party);
            own.1 = own.1.take().or_else(|| self.place(act.place.as_deref(), act.date.first));
        }
        let item = |(day, (parties, place)): (Day, (Vec<PartyIx>, Option<String>))| {
            let date = self.words().day(day);
            let names = self.names(&dedup(parties), day);
            match place {
                Some(place) => self.tell(
                    "report-item-place",
                    &[("date", date.into()), ("place", place.into()), ("names", names.into())],
                ),
                None => self.tell("report-item", &[("date", date.into()), ("names", names.into())]),
            }
        };
        let text = self.tell("report-signed", &[("treaty", title.into())]);
        let sources = acts.iter().map(|act| &act.source);
        Some(self.paragraph(text, days.into_iter().map(item).collect(), sources))
    }

    fn deposits(&self, t: TreatyIx, title: &str) -> Option<Paragraph> {
        let acts = self.acts(t, |kind| kind.is_consent() && kind != ActKind::DefinitiveSignature);
        if acts.is_empty() {
            return None;
        }
        let home = self.acts(t, |kind| kind == ActKind::DomesticRatification);
        let mut seen: Vec<(Option<PartyIx>, Dated)> = Vec::new();
        let mut items = Vec::new();
        let mut sources: Vec<&str> = Vec::new();
        for act in acts {
            sources.push(&act.source);
            if seen.contains(&(act.party, act.date)) {
                continue;
            }
            seen.push((act.party, act.date));
            let name =
                act.party.map_or_else(String::new, |party| self.world.party_name(party, act.date.first).to_owned());
            let args = [
                ("name", name.into()),
                ("kind", self.words().deed(act.kind).into()),
                ("date", self.words().dated(act.date).into()),
            ];
            let domestic = home.iter().find(|own| own.party == act.party);
            items.push(match domestic {
                Some(own) => {
                    sources.push(&own.source);
                    let [name, kind, date] = args;
                    self.tell("report-deposit-home", &[name, kind, date, ("home", self.words().dated(own.date).into())])
                }
                None => self.tell("report-deposit", &args),
            });
        }
        Some(self.paragraph(self.tell("report-deposits", &[("treaty", title.into())]), items, sources))
    }

    fn entry(&self, t: TreatyIx, title: &str) -> Option<Paragraph> {
        let (world, words) = (self.world, self.words());
        let instrument = &world.packs[t];
        if !instrument.kind.is_binding() || instrument.kind == InstrumentKind::Draft {
            return None;
        }
        let outcome = world.packs.engine.outcome(t, self.known, &mut Scratch::default());
        let text = match outcome.entry_into_force.real() {
            Some(day) if day <= self.until => {
                self.tell("report-in-force", &[("treaty", title.into()), ("day", words.day(day).into())])
            }
            _ if law::is_per_party(&instrument.clauses) => self.tell("report-per-party", &[("treaty", title.into())]),
            _ => self.tell("report-not-in-force", &[("treaty", title.into()), ("day", words.day(self.until).into())]),
        };
        let article = instrument.clauses.entry_into_force.as_ref().and_then(|clause| clause.article.clone());
        let text = match article {
            Some(article) => {
                self.tell("report-by-article", &[("text", text.into()), ("article", words.article(&article).into())])
            }
            None => text,
        };
        let told = self.deeds(|own| own.deed == Deed::EntryIntoForce && own.instrument == Some(t));
        let cited = instrument.cite.iter().map(String::as_str);
        Some(self.paragraph(text, Vec::new(), told.iter().map(|own| &*own.source).chain(cited)))
    }

    /// Who may become a party by name and is not bound on the last day.
    fn remaining(&self, t: TreatyIx, title: &str) -> Option<Paragraph> {
        let world = self.world;
        let open_to = world.packs[t].clauses.participation.as_ref()?.open_to.as_ref()?;
        let closed = |members: &Members| -> Option<Vec<PartyIx>> {
            Some(match members {
                Members::List(codes) => codes.iter().filter_map(|code| world.packs.parties.find(code)).collect(),
                Members::Group(group) => world.packs.parties.group(group)?.on(self.until).collect(),
            })
        };
        let parties = match open_to {
            OpenTo::List(codes) => closed(&Members::List(codes.clone()))?,
            OpenTo::Group(by) => closed(&by.group)?,
            OpenTo::Word(_) | OpenTo::PartiesTo(_) | OpenTo::SignatoriesOf(_) => return None,
        };
        // Of a treaty open to the whole world the list says nothing.
        if parties.len() > 50 {
            return None;
        }
        let mut standings = Vec::new();
        let (none, mut scratch) = (law::Supposed::default(), Scratch::default());
        world.packs.engine.standings(t, self.until, self.known, &none, &mut scratch, &mut standings);
        let bound = |party: &PartyIx| {
            let own = standings.iter().find(|own| own.party == *party);
            own.is_some_and(|own| own.status.is_bound() || own.status == law::Status::ContractingState)
        };
        let left: Vec<PartyIx> = parties.into_iter().filter(|party| !bound(party)).collect();
        let day = ("day", self.words().day(self.until).into());
        let text = if left.is_empty() {
            self.tell("report-nobody-left", &[day, ("treaty", title.into())])
        } else {
            self.tell("report-left", &[day, ("treaty", title.into()), ("names", self.names(&left, self.until).into())])
        };
        Some(self.paragraph(text, Vec::new(), &world.packs[t].cite))
    }

    fn deeds(&self, wanted: impl Fn(&Happening) -> bool) -> Vec<&Happening> {
        let mut all: Vec<&Happening> = Vec::new();
        for own in self.told.iter().filter(|own| wanted(own)) {
            let same = |other: &&Happening| {
                (other.deed, other.when, &other.actors, other.instrument, &other.number, &other.matters)
                    == (own.deed, own.when, &own.actors, own.instrument, &own.number, &own.matters)
            };
            if !all.iter().any(same) {
                all.push(own);
            }
        }
        all
    }

    /// A happening in a line: what, who, when, where, about what.
    fn sentence(&self, own: &Happening) -> Paragraph {
        let words = self.words();
        let mut parts = vec![words.happening(own.deed.word()).to_owned()];
        if !own.actors.is_empty() {
            parts.push(self.names(&own.actors, own.day()));
        }
        parts.extend(own.when.map(|when| words.span(when)));
        parts.extend(self.place(own.place.as_deref(), own.day()));
        parts.extend(own.matters.iter().map(|id| self.world.matter_name(id).to_owned()));
        parts.extend(own.instrument.map(|t| in_language(&self.world.packs[t].title, &self.world.lang).to_owned()));
        if let Some(group) = own.to_group.as_deref().and_then(|id| self.world.packs.groups.get(id)) {
            parts.push(self.tell("report-to", &[("names", in_language(&group.what, &self.world.lang).into())]));
        } else if !own.to.is_empty() {
            parts.push(self.tell("report-to", &[("names", self.names(&own.to, own.day()).into())]));
        }
        self.joined(parts, [&own.source])
    }

    /// Parts of a sentence, each said once.
    fn joined<S: AsRef<str>>(&self, parts: Vec<String>, sources: impl IntoIterator<Item = S>) -> Paragraph {
        self.paragraph(dedup(parts).join(self.words().say("report-joiner")), Vec::new(), sources)
    }

    /// An occasion in a line: what, when, where, of which body.
    fn gathering(&self, own: &Occasion) -> Paragraph {
        let words = self.words();
        let mut parts = vec![words.happening(own.kind.word()).to_owned()];
        parts.extend(own.date.map(|date| words.span(date)));
        parts.extend(own.place_name.clone());
        parts.extend(own.matters.first().map(|id| self.world.matter_name(id).to_owned()));
        parts.extend(own.number.as_ref().map(|n| words.tell("occasion-number", &[("number", n.as_str().into())])));
        let actors: Vec<PartyIx> = own.actors.iter().filter_map(|code| self.world.packs.parties.find(code)).collect();
        if !actors.is_empty() {
            parts.push(self.names(&actors, own.day));
        }
        self.joined(parts, &own.sources)
    }

    fn series(&self, matters: &[&Matter]) -> Part {
        let mut paragraphs = Vec::new();
        for matter in matters.iter().filter(|matter| matter.kind == MatterKind::Series) {
            let held = self.occasions_of(matter);
            let texts: Vec<&Occasion> = held.iter().filter(|own| own.held).collect();
            for (deed, id) in [
                (Deed::Resolution, "report-resolutions"),
                (Deed::Decision, "report-decisions"),
                (Deed::Statement, "report-statements"),
                (Deed::Adoption, "report-adopted"),
            ] {
                let own: Vec<&&Occasion> = texts.iter().filter(|own| own.kind == deed).collect();
                if own.is_empty() {
                    continue;
                }
                let item = |own: &&&Occasion| {
                    let date = own.date.map(|date| self.words().span(date)).unwrap_or_default();
                    let number = own.number.clone().unwrap_or_default();
                    let manner = own.manner.as_deref().and_then(|m| self.words().known(&format!("label-manner-{m}")));
                    let parts = [number, date, manner.unwrap_or("").to_owned()];
                    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                    parts.join(self.words().say("comma"))
                };
                let name = self.world.matter_name(&matter.id);
                let text = self.tell(id, &[("count", own.len().into()), ("name", name.into())]);
                let sources = own.iter().flat_map(|own| &own.sources);
                paragraphs.push(Some(self.paragraph(text, own.iter().map(item).collect(), sources)));
            }
            let answer = self.body(matter);
            if let Some(own) = answer.observed {
                let args = [
                    ("count", usize::try_from(own.years).unwrap_or(0).into()),
                    ("since", own.since.to_string().into()),
                    ("next", own.next.to_string().into()),
                ];
                paragraphs.push(Some(self.paragraph(self.tell("rhythm-observed", &args), Vec::new(), &matter.cite)));
            }
        }
        part(self.words().say("report-part-series").to_owned(), paragraphs)
    }

    fn body(&self, matter: &Matter) -> BodyAnswer {
        bodies::answer(self.world, matter, self.until, Some(self.known).filter(|known| *known != Day::LAST))
    }

    fn occasions_of(&self, matter: &Matter) -> Vec<Occasion> {
        let all = occasions(self.world, self.known, |own| own.is_about(&matter.id));
        all.into_iter().filter(|own| self.from <= own.day && own.day <= self.until).collect()
    }

    fn meetings(&self, matters: &[&Matter]) -> Part {
        let words = self.words();
        let mut paragraphs = Vec::new();
        let mut chairs: Vec<Vec<String>> = Vec::new();
        for matter in matters.iter().filter(|matter| matter.kind == MatterKind::Body) {
            let held = self.occasions_of(matter);
            let name = self.world.matter_name(&matter.id);
            // Meetings of others that it took part in are told among its activities.
            let own = |own: &&Occasion| own.held && own.kind.is_gathering() && own.matters.first() == Some(&matter.id);
            let held: Vec<&Occasion> = held.iter().filter(own).collect();
            if !held.is_empty() {
                let item = |own: &&Occasion| {
                    let mut parts =
                        vec![own.date.map_or_else(|| words.say("no-date").to_owned(), |date| words.span(date))];
                    parts.extend(own.place_name.clone());
                    parts.extend(
                        own.number.as_ref().map(|n| words.tell("occasion-number", &[("number", n.as_str().into())])),
                    );
                    let virtual_or_so = own.manner.as_deref().filter(|manner| *manner != "in-person");
                    parts.extend(
                        virtual_or_so.and_then(|m| words.known(&format!("label-manner-{m}")).map(str::to_owned)),
                    );
                    let chair: Vec<PartyIx> =
                        own.chair.iter().filter_map(|code| self.world.packs.parties.find(code)).collect();
                    if !chair.is_empty() {
                        parts.push(words.tell("report-chair", &[("names", self.names(&chair, own.day).into())]));
                    }
                    parts.join(words.say("comma"))
                };
                let text = self.tell("report-meetings", &[("count", held.len().into()), ("name", name.into())]);
                let sources = held.iter().flat_map(|own| &own.sources);
                paragraphs.push(Some(self.paragraph(text, held.iter().map(item).collect(), sources)));
            }
            let answer = self.body(matter);
            for rule in answer.rules.iter().filter(|rule| rule.due.is_some()) {
                let due = rule.due.map_or(String::new(), |day| words.day(day));
                let args = [("name", name.into()), ("rule", rule.text.as_str().into()), ("day", due.into())];
                let text = match rule.overdue_days {
                    Some(days) => {
                        let [name, rule, day] = args;
                        let days = usize::try_from(days).unwrap_or(0);
                        self.tell("report-overdue", &[name, rule, day, ("count", days.into())])
                    }
                    None => self.tell("report-due", &args),
                };
                let article = rule.article.as_ref().map(|article| words.article(article));
                let text = match article {
                    Some(article) => {
                        self.tell("report-by-article", &[("text", text.into()), ("article", article.into())])
                    }
                    None => text,
                };
                let past = rule.due.is_some_and(|due| due < self.until);
                let checked =
                    matter.checked_until.filter(|day| past && rule.overdue_days.is_none() && *day < self.until);
                let checked = checked.map(|day| words.tell("matter-checked-short", &[("day", words.day(day).into())]));
                paragraphs.push(Some(self.paragraph(
                    text,
                    checked.into_iter().collect(),
                    if rule.cite.is_empty() { &matter.cite } else { &rule.cite },
                )));
            }
            let terms: Vec<&bodies::Term> = answer
                .chair
                .terms
                .iter()
                .filter(|term| term.date.is_none_or(|date| self.from <= date.last() && date.first() <= self.until))
                .collect();
            // A chair of the treaty who chairs its meetings is told once.
            let told: Vec<String> = terms.iter().map(|term| term.source.clone()).collect();
            if !terms.is_empty() && !chairs.contains(&told) {
                chairs.push(told);
                let item = |term: &&bodies::Term| {
                    let who: Vec<PartyIx> =
                        term.party.iter().filter_map(|code| self.world.packs.parties.find(code)).collect();
                    let parts =
                        [self.names(&who, self.until), term.date.map(|date| words.span(date)).unwrap_or_default()];
                    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(words.say("comma"))
                };
                let text = self.tell("report-chairs", &[("name", name.into())]);
                paragraphs.push(Some(self.paragraph(
                    text,
                    terms.iter().map(item).collect(),
                    terms.iter().map(|term| &term.source),
                )));
            }
            for task in &answer.tasks {
                let state = match (task.done, task.overdue_days) {
                    (Some(day), _) => self.tell("report-task-done", &[("day", words.day(day).into())]),
                    (None, Some(days)) => {
                        self.tell("overdue-days", &[("count", usize::try_from(days).unwrap_or(0).into())])
                    }
                    (None, None) => words.say("label-call-open").to_owned(),
                };
                let what = task.what.clone().unwrap_or_default();
                let text =
                    self.tell("report-task", &[("name", name.into()), ("what", what.into()), ("state", state.into())]);
                paragraphs.push(Some(self.paragraph(text, Vec::new(), [&task.source])));
            }
        }
        part(words.say("report-part-meetings").to_owned(), paragraphs)
    }

    /// Statements and publications that belong to no series.
    fn texts(&self) -> Part {
        let series = |own: &Happening| {
            own.matters
                .iter()
                .any(|id| self.world.packs.matters.by_id(id).is_some_and(|m| m.kind == MatterKind::Series))
        };
        let own = self.deeds(|own| {
            matches!(own.deed, Deed::Statement | Deed::Adoption | Deed::Publication | Deed::Circulation) && !series(own)
        });
        let paragraphs = own.into_iter().map(|own| Some(self.sentence(own))).collect();
        part(self.words().say("report-part-texts").to_owned(), paragraphs)
    }

    /// What those who report took part in beside the meetings of their own bodies, and what they arranged.
    fn work(&self, matters: &[&Matter]) -> Part {
        let body = |id: &str| matters.iter().any(|matter| matter.kind == MatterKind::Body && matter.id == id);
        let elsewhere = |own: &Happening| {
            self.told.iter().any(|told| std::ptr::eq(*told, own))
                && own.deed.is_gathering()
                && own.matters.first().is_none_or(|id| !body(id))
        };
        let gathered = occasions(self.world, self.known, elsewhere);
        let gathered = gathered.iter().filter(|own| own.held).map(|own| Some(self.gathering(own)));
        let own = self.deeds(|own| {
            matches!(
                own.deed,
                Deed::Participation
                    | Deed::Initiative
                    | Deed::Convening
                    | Deed::Support
                    | Deed::Accepted
                    | Deed::Report
                    | Deed::NilReport
                    | Deed::Memorandum
                    | Deed::Proposal
            ) && (own.when.is_some() || !own.matters.is_empty())
        });
        let paragraphs = gathered.chain(own.into_iter().map(|own| Some(self.sentence(own)))).collect();
        part(self.words().say("report-part-work").to_owned(), paragraphs)
    }

    fn calls(&self, subject: Subject<'_>) -> Part {
        let words = self.words();
        let known = Some(self.known).filter(|known| *known != Day::LAST);
        let filter = match subject {
            Subject::Instrument(t) => {
                commitments::Filter { regime: Some(&self.world.packs[t].id), ..Default::default() }
            }
            Subject::Regime(regime) => commitments::Filter { regime: Some(regime), ..Default::default() },
        };
        let mut board = commitments::answer(self.world, self.until, known, &filter);
        if let Subject::Instrument(t) = subject {
            for of in with_protocols(self.world, t) {
                let own = commitments::Filter { instrument: Some(of), ..Default::default() };
                let more = commitments::answer(self.world, self.until, known, &own);
                for row in more.calls {
                    if board.calls.iter().all(|own| (own.own, &own.call) != (row.own, &row.call)) {
                        board.calls.push(row);
                    }
                }
            }
        }
        let mut paragraphs = Vec::new();
        for row in board.calls.iter().filter(|row| matches!(row.state, State::Open | State::Partly | State::Fulfilled))
        {
            let left: Vec<PartyIx> = row
                .to
                .iter()
                .filter(|to| to.done == Some(false) && row.state != State::Fulfilled)
                .filter_map(|to| self.world.packs.parties.find(&to.party))
                .collect();
            let state = words.known(&format!("label-call-{}", row.state.word())).unwrap_or(row.state.word());
            let args = [("what", row.what.as_str().into()), ("state", state.into()), ("count", row.made.len().into())];
            let text = if left.is_empty() || left.len() > 50 {
                self.tell(if row.own { "report-promise" } else { "report-call" }, &args)
            } else {
                let [what, state, count] = args;
                self.tell("report-call-left", &[what, state, count, ("names", self.names(&left, self.until).into())])
            };
            paragraphs.push(Some(self.paragraph(text, Vec::new(), row.made.iter().map(|made| &made.source))));
        }
        part(words.say("report-part-calls").to_owned(), paragraphs)
    }
}
