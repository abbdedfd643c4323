//! Facts proposed from a document: what it says was done, by whom, about what, when and where.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::grammar::{From, Pattern};
use crate::lexicon::{Lexicon, UNKNOWN};
use crate::mark::{Class, Mark, Marked, Stand, Value, mark};
use crate::structure::{Paragraph, Role};
use crate::text::{bytes, string};
use crate::when::{Part, When, Year};

/// A proposed fact. Nothing of it is in the record until somebody accepts it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What kind of fact: `ratification`, `meeting`, `mention_of_treaty`.
    #[serde(rename = "type")]
    pub fact: String,
    /// Who, by code.
    pub actors: Vec<String>,
    /// The instrument it is about, by code.
    pub instrument: Option<String>,
    /// When, in ISO 8601: a day, month, year or season; `a/b` a stretch, `../d` as of a day.
    pub dates: Vec<String>,
    /// Where, by the place's English name.
    pub place: Option<String>,
    /// The number of a resolution, or of items of the agenda.
    pub number: Option<String>,
    /// The paragraph that says it.
    pub paragraph: String,
    /// The words that say it.
    pub quote: String,
    /// The first byte of the words in the file.
    pub start: u32,
    /// The byte behind their last.
    pub end: u32,
    /// Fields that the words do not state: they come from elsewhere in the document, or from the packs.
    pub inferred: Vec<String>,
    /// How sure it is, in hundredths.
    pub confidence: u8,
    /// The pattern of the grammar that found it.
    pub pattern: String,
}

/// What the document says about itself, for facts that leave it out.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// The codes of those who send it.
    pub senders: Vec<String>,
    /// Its own date, in ISO 8601.
    pub date: Option<String>,
    /// The number of the session of the General Assembly, or other organ.
    pub agenda: Option<String>,
}

impl Setting {
    fn year(&self) -> Option<i16> {
        self.date.as_deref().and_then(|date| date.get(..4)).and_then(|year| year.parse().ok())
    }
}

/// What a part of a document (a letter, an annex) says about itself.
#[derive(Debug, Clone, Default)]
struct Voice {
    speakers: Vec<String>,
    /// Whether the speakers are the parties of this instrument.
    parties_of: Option<String>,
    members: Option<String>,
    date: Option<String>,
    place: Option<String>,
    itself: Option<String>,
    /// Its titles, folded.
    titles: String,
}

struct Reader<'d> {
    lexicon: &'d Lexicon,
    setting: &'d Setting,
    paragraphs: &'d [Paragraph],
    marked: Vec<Marked>,
    home: Option<String>,
    /// Whether a title of the document names the treaty that it is about.
    titled: bool,
    parts: Vec<Voice>,
}

/// The facts of a document's paragraphs.
pub fn facts(paragraphs: &[Paragraph], lexicon: &Lexicon, setting: &Setting) -> Vec<Fact> {
    let marked = paragraphs.iter().map(|paragraph| mark(&paragraph.folded(), lexicon)).collect();
    let mut reader = Reader { lexicon, setting, paragraphs, marked, home: None, titled: false, parts: Vec::new() };
    reader.resolve_dates();
    (reader.home, reader.titled) = reader.find_home();
    reader.resolve_treaties();
    reader.parts = reader.find_parts();
    let mut all = Vec::new();
    let mut last_meeting: Option<(usize, Vec<String>)> = None;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let found = reader.of_paragraph(at);
        let mut told = reader.without_twins(at, found);
        reader.date_numbers(at, &mut told);
        let named = reader.dated_texts(at, &told);
        told.extend(named);
        let deeds = reader.deeds(at, &told);
        told.extend(deeds);
        last_meeting = last_meeting.filter(|(annex, _)| *annex == paragraph.annex);
        without_vaguer(&mut told, &reader.marked[at]);
        let met = reader.date_chairs(at, &mut told, last_meeting.as_ref().map(|(_, dates)| dates.as_slice()));
        last_meeting = met.map(|dates| (paragraph.annex, dates)).or(last_meeting);
        without_vaguer(&mut told, &reader.marked[at]);
        told.sort_by_key(|candidate| (candidate.chars.start, candidate.rank));
        let documents = reader.documents(at, &told);
        all.extend(told.into_iter().map(|candidate| candidate.fact));
        all.extend(documents);
        all.extend(reader.mentions(at));
    }
    all
}

/// A fact with its place among the characters of its paragraph.
#[derive(Clone)]
struct Candidate {
    fact: Fact,
    chars: std::ops::Range<usize>,
    /// Which pattern it comes from: the first one that tells a fact tells it best.
    rank: usize,
}

impl Reader<'_> {
    /// What dates leave out: from the date before, or from the one behind in the same breath ("on 20 February and on
    /// 10 June 1998"), or from the document's own.
    fn resolve_dates(&mut self) {
        let document = self.setting.year();
        let spaced = self.lexicon.grammar().structure.spaced;
        let mut before: Option<Part> = None;
        let mut stretch: Option<When> = None;
        for (marked, paragraph) in self.marked.iter_mut().zip(self.paragraphs) {
            if paragraph.role == Role::AnnexHead {
                (before, stretch) = (None, None);
            }
            for index in 0..marked.marks.len() {
                let ahead = if spaced { year_ahead(marked, index) } else { None };
                let Value::Date(when) = &mut marked.marks[index].value else { continue };
                match ahead {
                    Some(year) => {
                        when.infer(Some(Part { year: Year::Told(year), ..before.unwrap_or_default() }), document)
                    }
                    None => when.infer(before, document),
                }
                when.of_stretch(stretch.as_ref());
                if when.by.is_none() && when.is_full() && when.is_known() {
                    stretch = when.to.is_some().then(|| when.clone());
                }
                let last = when.to.unwrap_or(when.from);
                // A bare year says nothing of the month that follows it, but a day and a year say all.
                if last.year.number().is_some() {
                    before = Some(if last.day.is_some() || before.is_none() {
                        last
                    } else {
                        Part { year: last.year, ..before.unwrap_or_default() }
                    });
                }
            }
        }
    }

    fn about(&self, code: &str) -> Option<&crate::lexicon::InstrumentAbout> {
        self.lexicon.instruments.get(code)
    }

    fn is_treaty(&self, code: &str) -> bool {
        self.about(code).is_some_and(|about| {
            matches!(
                about.kind,
                pack::InstrumentKind::Treaty | pack::InstrumentKind::Statute | pack::InstrumentKind::Draft
            )
        })
    }

    /// The treaty that a document is about: the first that it names in a title, or else the one that it names most.
    fn find_home(&self) -> (Option<String>, bool) {
        // A conference of the parties to a treaty is where a paper was given in, not what it is about.
        let of_parties = |marks: &[Mark], at: usize| {
            let beside = |other: &Mark, gap: usize| {
                gap <= 8 && matches!(&other.value, Value::Actors { stands, .. } if stands.contains(&Stand::Parties))
            };
            let own = &marks[at];
            at.checked_sub(1).is_some_and(|before| beside(&marks[before], own.start.saturating_sub(marks[before].end)))
                || marks.get(at + 1).is_some_and(|next| beside(next, next.start.saturating_sub(own.end)))
        };
        let named = |titles: bool, any: bool| {
            let of_role = |paragraph: &Paragraph| {
                let title = matches!(paragraph.role, Role::Title | Role::AnnexHead);
                title == titles && !matches!(paragraph.role, Role::AgendaTitle | Role::Subjects)
            };
            let all = self.marked.iter().zip(self.paragraphs).filter(move |(_, paragraph)| of_role(paragraph));
            let mut counts: Vec<(String, usize)> = Vec::new();
            let marks = all.flat_map(|(marked, _)| {
                let own = move |(at, _): &(usize, &Mark)| any || !of_parties(&marked.marks, *at);
                marked.marks.iter().enumerate().filter(own).map(|(_, mark)| mark)
            });
            for code in marks.filter_map(treaty).filter(|code| self.is_treaty(code)) {
                match counts.iter_mut().find(|(other, _)| *other == code) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((code, 1)),
                }
            }
            if titles {
                counts.truncate(1);
            }
            counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(code, _)| code)
        };
        match named(true, false).or_else(|| named(true, true)) {
            Some(code) => (Some(code), true),
            None => (named(false, true), false),
        }
    }

    /// "The treaty": the one named last in the paragraph, or the one that the document is about.
    fn resolve_treaties(&mut self) {
        let lexicon = self.lexicon;
        let title_of = |code: &str| lexicon.instruments.get(code).map_or("", |about| about.title.as_str());
        let mut last_protocol: Option<String> = None;
        let mut last_other: BTreeMap<String, String> = BTreeMap::new();
        for at in 0..self.marked.len() {
            let mut here: Vec<String> = Vec::new();
            // What the instrument is called that was named last, where no pack has it.
            let mut unknown: Option<String> = None;
            for index in 0..self.marked[at].marks.len() {
                let Value::Treaty { code, ends, .. } = &self.marked[at].marks[index].value else { continue };
                let mark = &self.marked[at].marks[index];
                if ends == UNKNOWN {
                    let name = string(&self.paragraphs[at].glyphs[mark.start..mark.end]);
                    unknown = Some(name.to_lowercase());
                    continue;
                }
                if code.is_some() {
                    unknown = None;
                } else if unknown.as_ref().is_some_and(|name| ends.split('|').any(|end| name.contains(end))) {
                    // "The Treaty" is the one that was just named, which nobody knows.
                    if let Value::Treaty { ends, .. } = &mut self.marked[at].marks[index].value {
                        UNKNOWN.clone_into(ends);
                    }
                    continue;
                }
                let main = if code.is_none() { self.main_treaty(at, index) } else { None };
                let found = match (code, main) {
                    (Some(code), _) => Some(code.clone()),
                    // A protocol to a treaty that is named: none other is meant.
                    (None, Some(main)) => {
                        let of = lexicon.instruments.values();
                        let mut all: Vec<&str> = of
                            .filter(|about| about.protocol_to.as_deref() == Some(main.as_str()))
                            .map(|about| about.code.as_str())
                            .collect();
                        all.sort_unstable();
                        all.first().map(|code| (*code).to_owned())
                    }
                    (None, None) => {
                        let fits = |code: &&String| {
                            let title = title_of(code).to_lowercase();
                            ends.split('|').any(|end| title.contains(end))
                                && (ends.contains("议定书")
                                    || ends.contains("rotocol")
                                    || ends.contains("ротокол")
                                    || self.is_treaty(code)
                                        && self.about(code).is_some_and(|about| about.protocol_to.is_none()))
                        };
                        // One treaty alone in the paragraph before goes on being spoken of.
                        let alone = (0..at)
                            .rev()
                            .take_while(|other| self.paragraphs[*other].annex == self.paragraphs[at].annex)
                            .find_map(|other| {
                                let mut named: Vec<String> =
                                    self.marked[other].marks.iter().filter_map(treaty).collect();
                                named.sort_unstable();
                                named.dedup();
                                (!named.is_empty()).then_some(named)
                            });
                        let any_alone = alone.filter(|named| named.len() == 1).and_then(|mut named| named.pop());
                        let alone = any_alone.clone().filter(|code| fits(&code));
                        let home = self.home.clone().filter(|home| fits(&home));
                        let home = if self.titled { home.or(alone) } else { alone.or(home) };
                        let protocol = ends.contains("议定书") || ends.contains("rotocol") || ends.contains("ротокол");
                        // The treaty of a protocol that is spoken of here.
                        let of_protocol = here
                            .iter()
                            .rev()
                            .filter(|_| !protocol)
                            .filter_map(|code| self.about(code)?.protocol_to.clone())
                            .find(|main| fits(&main));
                        here.iter().rev().find(fits).cloned().or(of_protocol).or_else(|| {
                            if protocol {
                                let main = here.iter().rev().find(|code| self.is_treaty(code));
                                let of = |main: &String| {
                                    let mut all: Vec<&str> = lexicon
                                        .instruments
                                        .values()
                                        .filter(|about| about.protocol_to.as_deref() == Some(main))
                                        .map(|about| about.code.as_str())
                                        .collect();
                                    all.sort_unstable();
                                    all.first().map(|code| (*code).to_owned())
                                };
                                let mark = &self.marked[at].marks[index];
                                let text = string(&self.paragraphs[at].glyphs[mark.start..mark.end]);
                                let thereto = &lexicon.grammar().words.thereto;
                                let to_it = thereto.iter().any(|words| text.ends_with(words.as_str()));
                                match main {
                                    Some(main) => of(main).or_else(|| last_protocol.clone().filter(|_| !to_it)),
                                    None => any_alone
                                        .as_ref()
                                        .and_then(of)
                                        .or_else(|| self.home.as_ref().and_then(of))
                                        .or_else(|| last_protocol.clone()),
                                }
                            } else {
                                home.or_else(|| last_other.get(ends).cloned())
                            }
                        })
                    }
                };
                let Some(found) = found else { continue };
                if lexicon.instruments.get(&found).is_some_and(|about| about.protocol_to.is_some()) {
                    last_protocol = Some(found.clone());
                }
                for ends in lexicon.grammar().words.anaphors.keys() {
                    let title = title_of(&found).to_lowercase();
                    if ends.split('|').any(|end| title.contains(end)) {
                        last_other.insert(ends.clone(), found.clone());
                    }
                }
                here.push(found.clone());
                if let Value::Treaty { code, .. } = &mut self.marked[at].marks[index].value {
                    *code = Some(found);
                }
            }
        }
    }

    /// The treaty to which a protocol is one, where it is named beside it.
    fn main_treaty(&self, at: usize, index: usize) -> Option<String> {
        let marked = &self.marked[at];
        let words = &self.lexicon.grammar().words;
        let mark = &marked.marks[index];
        let is_protocol = |ends: &str| ["议定书", "rotocol", "ротокол"].iter().any(|word| ends.contains(word));
        if !matches!(&mark.value, Value::Treaty { ends, .. } if is_protocol(ends)) {
            return None;
        }
        let named = |other: &Mark, between: std::ops::Range<usize>, list: &[String]| {
            let code = treaty(other).filter(|code| self.is_treaty(code))?;
            let joined =
                between.start <= between.end && list.iter().any(|words| marked.slice(between.clone()) == words);
            joined.then_some(code)
        };
        let behind = marked.marks.get(index + 1).and_then(|next| named(next, mark.end..next.start, &words.to_treaty));
        let before = index.checked_sub(1).map(|before| &marked.marks[before]);
        behind.or_else(|| before.and_then(|before| named(before, before.end..mark.start, &words.of_treaty)))
    }

    /// Who speaks in each part, when and where it was done, and which instrument it is.
    fn find_parts(&self) -> Vec<Voice> {
        let last = self.paragraphs.iter().map(|paragraph| paragraph.annex).max().unwrap_or(0);
        (0..=last).map(|annex| self.find_part(annex)).collect()
    }

    fn find_part(&self, annex: usize) -> Voice {
        let mut part = Voice::default();
        let own = || self.marked.iter().zip(self.paragraphs).filter(move |(_, paragraph)| paragraph.annex == annex);
        // The title names those who speak; so does the beginning of the text.
        let titles = own().filter(|(_, paragraph)| paragraph.role == Role::Title);
        let begins = own().filter(|(_, paragraph)| matches!(paragraph.role, Role::Preamble | Role::Text)).take(2);
        for (marked, paragraph) in titles.chain(begins) {
            let is_title = paragraph.role == Role::Title;
            if is_title {
                part.titles.extend(paragraph.folded());
            }
            for mark in marked.marks.iter().filter(|mark| is_title || mark.start < 60) {
                match &mark.value {
                    Value::Actors { codes, stands, .. } => {
                        let organisation = codes.iter().find(|code| self.is_body(code));
                        if part.members.is_none()
                            && let Some(code) = organisation
                        {
                            part.members = Some(code.clone());
                        }
                        if part.speakers.is_empty()
                            && (codes.len() > 1 || is_title && !codes.is_empty() && organisation.is_none())
                        {
                            part.speakers.clone_from(codes);
                        }
                        if stands.contains(&Stand::Parties) && part.parties_of.is_none() {
                            part.parties_of = self.home.clone();
                        }
                    }
                    Value::Treaty { code: Some(code), .. }
                        if is_title && part.itself.is_none() && !self.is_treaty(code) =>
                    {
                        part.itself = Some(code.clone());
                    }
                    _ => {}
                }
            }
        }
        if annex == 0 && !self.setting.senders.is_empty() {
            part.speakers.clone_from(&self.setting.senders);
        } else if part.speakers.is_empty() {
            if let Some(code) = &part.members {
                part.speakers = vec![code.clone()];
            } else if let Some(treaty) = &part.parties_of {
                part.speakers = self.parties(treaty);
            } else {
                part.speakers.clone_from(&self.setting.senders);
            }
        }
        // "The General Assembly," and what it does: the organ speaks, whoever else is named above.
        let organ = &self.lexicon.grammar().structure.organ_speaks;
        let speaks = |paragraph: &Paragraph| organ.is_match(&paragraph.folded().iter().collect::<String>());
        let mut body = own().filter(|(_, paragraph)| matches!(paragraph.role, Role::Preamble | Role::Text));
        if let Some((marked, _)) = body.next().filter(|(_, paragraph)| speaks(paragraph))
            && let Some(codes) = marked.marks.iter().find_map(|mark| match &mark.value {
                Value::Actors { codes, .. } => Some(codes),
                _ => None,
            })
        {
            part.speakers.clone_from(codes);
        }
        for (marked, _) in own().filter(|(_, paragraph)| paragraph.role == Role::DateLine) {
            for mark in &marked.marks {
                match &mark.value {
                    Value::Date(when) => part.date = Some(when.to_string()),
                    Value::Place { name, .. } => part.place = Some(name.clone()),
                    _ => {}
                }
            }
        }
        // A statement is known by the day on which it was made.
        if part.itself.is_none()
            && annex > 0
            && let Some(date) = part.date.as_deref().or(self.setting.date.as_deref())
        {
            let mut made: Vec<&str> = self
                .lexicon
                .instruments
                .values()
                .filter(|about| about.kind == pack::InstrumentKind::Political && about.adopted.as_deref() == Some(date))
                .map(|about| about.code.as_str())
                .collect();
            made.sort_unstable();
            if let [one] = made.as_slice() {
                part.itself = Some((*one).to_owned());
            }
        }
        part
    }

    /// An organisation of States in whose name its members speak.
    fn is_body(&self, code: &str) -> bool {
        let organ = self.lexicon.grammar().words.organs.iter().any(|organ| organ == code);
        self.lexicon.organisations.contains(code) && !organ
    }

    fn parties(&self, treaty: &str) -> Vec<String> {
        self.about(treaty).map_or_else(Vec::new, |about| about.parties.clone())
    }

    fn part(&self, at: usize) -> &Voice {
        &self.parts[self.paragraphs[at].annex]
    }

    fn of_paragraph(&self, at: usize) -> Vec<Candidate> {
        let marked = &self.marked[at];
        let mut all = Vec::new();
        let role = serde_word(self.paragraphs[at].role);
        for (rank, pattern) in self.lexicon.grammar().patterns.iter().enumerate() {
            let fits = |title: &regex::Regex| title.is_match(&self.part(at).titles);
            if !(pattern.roles.is_empty() || pattern.roles.contains(&role)) || !pattern.title.as_ref().is_none_or(fits)
            {
                continue;
            }
            let mut from = 0;
            while let Some(found) = pattern.expression.captures_at(&marked.text, from) {
                let Some(whole) = found.get(0) else { break };
                from = if whole.end() > whole.start() { whole.end() } else { whole.end() + 1 };
                if from > marked.text.len() {
                    break;
                }
                while !marked.text.is_char_boundary(from) {
                    from += 1;
                }
                if self.is_excluded(pattern, marked, whole.range()) {
                    // What was passed over can begin anew behind its first character.
                    let step = marked.text[whole.start()..].chars().next().map_or(1, char::len_utf8);
                    from = whole.start() + step;
                    continue;
                }
                let span = found.name("span").unwrap_or(whole).range();
                let cut = pattern
                    .until
                    .as_ref()
                    .and_then(|until| until.find_at(&marked.text, span.start + 1))
                    .map(|cut| cut.start());
                let span = span.start..cut.filter(|cut| *cut < span.end).unwrap_or(span.end);
                from = from.min(span.end.max(whole.start() + 1));
                while !marked.text.is_char_boundary(from) {
                    from += 1;
                }
                match pattern.each {
                    None => {
                        let groups: BTreeMap<&str, std::ops::Range<usize>> = pattern
                            .expression
                            .capture_names()
                            .flatten()
                            .filter_map(|name| Some((name, found.name(name)?.range())))
                            .collect();
                        let candidate = self.candidate(at, pattern, rank, marked.chars(span.clone()), &groups);
                        if pattern.each_annex && self.parts.len() > 1 {
                            for part in &self.parts[1..] {
                                let mut one = candidate.clone();
                                one.fact.instrument.clone_from(&part.itself);
                                all.push(one);
                            }
                        } else if pattern.needs.iter().all(|field| has(&candidate.fact, field)) {
                            all.push(candidate);
                        }
                    }
                    Some(class) => {
                        let list = marked.chars(found.name("list").map_or(span.clone(), |list| list.range()));
                        all.extend(self.each(at, pattern, rank, marked.chars(span), list, class));
                    }
                }
            }
        }
        all
    }

    fn is_excluded(&self, pattern: &Pattern, marked: &Marked, whole: std::ops::Range<usize>) -> bool {
        let stops = ['。', '；', ';', '!', '?'];
        let begin = marked.text[..whole.start].rfind(stops).map_or(0, |at| at + 1);
        let begin = (begin..=whole.start).find(|at| marked.text.is_char_boundary(*at)).unwrap_or(whole.start);
        let before = &marked.text[begin..whole.start];
        let rest = &marked.text[whole.end..];
        let after = &rest[..rest.find(stops).unwrap_or(rest.len())];
        let excludes =
            |regex: &Option<regex::Regex>, text: &str| regex.as_ref().is_some_and(|regex| regex.is_match(text));
        pattern.if_before.as_ref().is_some_and(|regex| !regex.is_match(before))
            || excludes(&pattern.unless_before, before)
            || excludes(&pattern.unless, &marked.text[whole])
            || excludes(&pattern.unless_after, after)
    }

    /// A fact for each mark of a class in a list: with the date before it, and for a date the place beside it.
    fn each(
        &self,
        at: usize,
        pattern: &Pattern,
        rank: usize,
        chars: std::ops::Range<usize>,
        list: std::ops::Range<usize>,
        class: Class,
    ) -> Vec<Candidate> {
        let marked = &self.marked[at];
        let marks = marked.within(list);
        let is = |class: Class| move |mark: &&Mark| mark.class == class;
        // As many dates behind all the numbers as there are numbers: each is that of one of them.
        let numbers: Vec<usize> = (0..marks.len()).filter(|at| marks[*at].class == Class::Number).collect();
        let days: Vec<usize> = (0..marks.len()).filter(|at| marks[*at].class == Class::Date).collect();
        let dealt = class == Class::Number
            && numbers.len() > 1
            && numbers.len() == days.len()
            && numbers.last().zip(days.first()).is_some_and(|(number, day)| number < day);
        let mut all = Vec::new();
        for (index, mark) in marks.iter().enumerate().filter(|(_, mark)| mark.class == class) {
            let before = marks[..index].iter().rev();
            let (date, from) = if class == Class::Date {
                // A list that begins with places has one before each date; one that begins with a name, none.
                let place = before.clone().find(is(Class::Place)).map_or(chars.start, |place| place.start);
                (Some(mark), place.min(mark.start))
            } else {
                // The date stands right before the number, or right behind it.
                let parted = |from: usize, to: usize| marked.slice(from..to).contains([',', '，', '、', ';', '；']);
                let ahead = marks.get(index + 1).filter(|next| {
                    next.class == Class::Date && next.start <= mark.end + 12 && !parted(mark.end, next.start)
                });
                let behind = before.clone().take_while(|other| other.class != class).find(is(Class::Date));
                let close = behind.filter(|date| mark.start <= date.end + 2 && !parted(date.end, mark.start));
                let own = numbers.iter().position(|at| *at == index).and_then(|at| marks.get(*days.get(at)?));
                let date = if dealt { own } else { close.or(ahead).or(behind) };
                (date, date.map_or(mark.start, |date| date.start.min(mark.start)))
            };
            let to = date.map_or(mark.end, |date| date.end.max(mark.end));
            let mut candidate = self.candidate(at, pattern, rank, from..to, &BTreeMap::new());
            candidate.fact.dates = date.map(|mark| dates(std::slice::from_ref(mark))).unwrap_or_default();
            if let Value::Number(number) = &mark.value {
                if matches!(pattern.fact.as_str(), "resolution" | "decision") && is_decision(number) {
                    "decision".clone_into(&mut candidate.fact.fact);
                } else if pattern.fact == "decision" && number.contains('/') {
                    "resolution".clone_into(&mut candidate.fact.fact);
                }
                candidate.fact.number = Some(number.clone());
            }
            let near = before.clone().find(is(Class::Place)).or_else(|| marks[index..].iter().find(is(Class::Place)));
            if class == Class::Date
                && let Some(name) = near.and_then(place)
            {
                candidate.fact.place = Some(name);
            }
            all.push(candidate);
        }
        all
    }

    fn candidate(
        &self,
        at: usize,
        pattern: &Pattern,
        rank: usize,
        chars: std::ops::Range<usize>,
        groups: &BTreeMap<&str, std::ops::Range<usize>>,
    ) -> Candidate {
        let marked = &self.marked[at];
        let paragraph = &self.paragraphs[at];
        let of = |name: &str| groups.get(name).map(|range| marked.within(marked.chars(range.clone())));
        let mut inferred: BTreeSet<String> = pattern.inferred.iter().cloned().collect();
        let glyphs = &paragraph.glyphs[chars.clone()];
        let range = bytes(glyphs);
        let mut fact = Fact {
            fact: pattern.fact.clone(),
            actors: Vec::new(),
            instrument: None,
            dates: Vec::new(),
            place: None,
            number: None,
            paragraph: paragraph.id.clone(),
            quote: string(glyphs),
            start: range.start,
            end: range.end,
            inferred: Vec::new(),
            confidence: pattern.confidence,
            pattern: pattern.name.clone(),
        };
        // The instrument comes first: others can follow from it.
        let told = of("instrument").and_then(|marks| marks.iter().find_map(treaty));
        // One that has a name, but none that a pack has, is not another one.
        let within = || marked.within(chars.clone()).iter();
        let unknown = within().any(is_unknown) && within().all(|mark| treaty(mark).is_none());
        fact.instrument = told.or_else(|| {
            if unknown { None } else { self.default(at, pattern, "instrument", &chars, &fact, &mut inferred).pop() }
        });
        match of("dates") {
            Some(marks) => {
                fact.dates = dates(marks);
                if marks.iter().any(|mark| matches!(&mark.value, Value::Date(when) if when.is_inferred())) {
                    inferred.insert("dates".to_owned());
                }
            }
            None => fact.dates = self.default(at, pattern, "dates", &chars, &fact, &mut inferred),
        }
        // Whatever the pattern passes over: the only date within its words is that of the deed.
        const DATED: [&str; 9] = [
            "certified_copy",
            "signature",
            "ratification",
            "deposit",
            "accession",
            "withdrawal",
            "extension",
            "termination",
            "entry_into_force",
        ];
        if fact.dates.is_empty() && DATED.contains(&fact.fact.as_str()) {
            let mut within = marked.within(chars.clone()).iter().filter(|mark| mark.class == Class::Date);
            if let (Some(only), None) = (within.next(), within.next()) {
                fact.dates = dates(std::slice::from_ref(only));
            }
        }
        fact.place = of("place")
            .and_then(|marks| marks.iter().find_map(place))
            .or_else(|| self.default(at, pattern, "place", &chars, &fact, &mut inferred).pop());
        if let Some(marks) = of("number") {
            let numbers: Vec<&str> = marks
                .iter()
                .filter_map(|mark| match &mark.value {
                    Value::Number(number) => Some(number.as_str()),
                    _ => None,
                })
                .collect();
            fact.number = (!numbers.is_empty()).then(|| numbers.join(", "));
        }
        if fact.number.is_none() && pattern.defaults.get("number").is_some_and(|from| from.contains(&From::Document)) {
            fact.number.clone_from(&self.setting.agenda);
        }
        match of("actors") {
            Some(marks) => fact.actors = self.actors(at, marks, fact.instrument.as_deref(), &mut inferred),
            None => fact.actors = self.default(at, pattern, "actors", &chars, &fact, &mut inferred),
        }
        fact.inferred = inferred.into_iter().collect();
        self.eliminate(&mut fact);
        Candidate { fact, chars, rank }
    }

    /// Of a group that is said to have consented or not yet to have, only those of whom it is so by the record:
    /// "the remaining nuclear-weapon State" is found by elimination.
    fn eliminate(&self, fact: &mut Fact) {
        let grouped = fact.inferred.iter().any(|field| field == "actors") && fact.actors.len() > 1;
        let wanted = match fact.fact.as_str() {
            "status" => false,
            "ratification" | "deposit" => true,
            _ => return,
        };
        let Some(about) = fact.instrument.as_deref().and_then(|code| self.about(code)).filter(|_| grouped) else {
            return;
        };
        let told = fact.dates.first().map(|date| date.trim_start_matches("../")).filter(|date| date.len() == 10);
        let on =
            told.or(self.setting.date.as_deref()).and_then(|date| date.get(..10)).and_then(|date| date.parse().ok());
        let on: law::Day = on.unwrap_or(law::Day::LAST);
        let consented = |code: &String| about.consents.iter().any(|(other, day)| other == code && *day <= on);
        let left: Vec<String> = fact.actors.iter().filter(|code| consented(code) == wanted).cloned().collect();
        if !left.is_empty() {
            fact.actors = left;
        }
    }

    /// Participants of some marks: the named ones, and those whom words like "the parties" stand for.
    fn actors(
        &self,
        at: usize,
        marks: &[Mark],
        instrument: Option<&str>,
        inferred: &mut BTreeSet<String>,
    ) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        let mut named: Option<&str> = None;
        for mark in marks {
            if let Value::Treaty { code: Some(code), .. } = &mark.value {
                named = Some(code);
            }
            let Value::Actors { codes, stands, grouped } = &mark.value else { continue };
            let mut add = |codes: &[String]| {
                for code in codes {
                    if !all.contains(code) {
                        all.push(code.clone());
                    }
                }
            };
            add(codes);
            let part = self.part(at);
            for stand in stands {
                match stand {
                    Stand::Speakers => add(&part.speakers),
                    Stand::Members => add(part.members.as_slice()),
                    Stand::Parties => {
                        let treaty = named.or(instrument).map(str::to_owned).or_else(|| self.home.clone());
                        let parties = treaty.map_or_else(Vec::new, |treaty| self.parties(&treaty));
                        if parties.len() <= MANY {
                            add(&parties);
                        }
                    }
                }
            }
            if *grouped || !stands.is_empty() {
                inferred.insert("actors".to_owned());
            }
        }
        all
    }

    /// A field that the words do not give.
    fn default(
        &self,
        at: usize,
        pattern: &Pattern,
        field: &str,
        chars: &std::ops::Range<usize>,
        fact: &Fact,
        inferred: &mut BTreeSet<String>,
    ) -> Vec<String> {
        let Some(sources) = pattern.defaults.get(field) else { return Vec::new() };
        let found = sources.iter().map(|from| self.from(at, *from, field, chars, fact)).find(|found| !found.is_empty());
        let found = found.unwrap_or_default();
        if !found.is_empty() {
            inferred.insert(field.to_owned());
        }
        found
    }

    fn from(&self, at: usize, from: From, field: &str, chars: &std::ops::Range<usize>, fact: &Fact) -> Vec<String> {
        let part = self.part(at);
        let marked = &self.marked[at];
        let value = |mark: &Mark| -> Option<Vec<String>> {
            match (field, &mark.value) {
                ("instrument", Value::Treaty { code, .. }) => code.clone().map(|code| vec![code]),
                ("dates", Value::Date(when)) if when.is_known() => Some(vec![when.to_string()]),
                ("place", Value::Place { .. }) => place(mark).map(|name| vec![name]),
                ("actors", Value::Actors { .. }) => {
                    let actors =
                        self.actors(at, std::slice::from_ref(mark), fact.instrument.as_deref(), &mut BTreeSet::new());
                    (!actors.is_empty()).then_some(actors)
                }
                _ => None,
            }
        };
        match from {
            From::None => Vec::new(),
            From::Senders => self.setting.senders.clone(),
            From::Speakers => part.speakers.clone(),
            From::Parties => {
                let treaty = fact.instrument.clone().or_else(|| self.home.clone());
                treaty.map_or_else(Vec::new, |treaty| self.parties(&treaty))
            }
            From::Remaining => Vec::new(),
            From::Before => {
                let before = marked.marks.iter().filter(|mark| mark.end <= chars.end);
                before.filter_map(value).next_back().unwrap_or_default()
            }
            From::Event => {
                let own = |other: &usize| self.paragraphs[*other].annex == self.paragraphs[at].annex;
                let before = (0..=at).filter(own).flat_map(|other| {
                    self.marked[other].marks.iter().filter(move |mark| other < at || mark.end <= chars.start)
                });
                let full = |mark: &Mark| match (&mark.value, field) {
                    (Value::Date(when), "dates") if when.is_known() && when.is_full() => Some(vec![when.to_string()]),
                    (Value::Place { name, .. }, "place") => Some(vec![name.clone()]),
                    _ => None,
                };
                before.filter_map(full).next_back().unwrap_or_default()
            }
            From::Within => marked.within(chars.clone()).iter().find_map(value).unwrap_or_default(),
            From::After => {
                marked.marks.iter().filter(|mark| mark.start >= chars.end).find_map(value).unwrap_or_default()
            }
            From::Itself => part.itself.iter().cloned().collect(),
            From::Home => self.home.iter().cloned().collect(),
            From::Closing => match field {
                "place" => part.place.iter().cloned().collect(),
                _ => part.date.iter().cloned().collect(),
            },
            From::Document => self.setting.date.iter().cloned().collect(),
            From::Adopted => {
                let about = fact.instrument.as_deref().and_then(|code| self.about(code));
                let text =
                    about.and_then(|about| if field == "place" { about.place.clone() } else { about.adopted.clone() });
                text.into_iter().collect()
            }
        }
    }

    /// Resolutions that a pattern found without their day: the nearest date of the sentence is theirs.
    fn date_numbers(&self, at: usize, told: &mut [Candidate]) {
        let marked = &self.marked[at];
        let mut taken: Vec<String> =
            told.iter().filter(|one| one.fact.number.is_some()).flat_map(|one| one.fact.dates.clone()).collect();
        for one in told.iter_mut().filter(|one| one.fact.number.is_some() && one.fact.dates.is_empty()) {
            if !matches!(one.fact.fact.as_str(), "resolution" | "decision") {
                continue;
            }
            let gap = |mark: &Mark| {
                let (from, to) = if mark.start < one.chars.start {
                    (mark.end, one.chars.start)
                } else {
                    (one.chars.end, mark.start)
                };
                if from >= to {
                    return Some(0);
                }
                let text = marked.slice(from..to);
                let crosses =
                    text.contains(['。', '；', ';']) || text.contains(". ") || text.contains(Class::Number.mark());
                // A date in brackets belongs to what stands before them.
                let gap = match (text.ends_with('('), text.starts_with(')')) {
                    (true, _) if mark.start > one.chars.start => 0,
                    (_, true) => to - from + 30,
                    _ => to - from,
                };
                (!crosses).then_some(gap).filter(|gap| *gap < 90)
            };
            let known = |mark: &&Mark| matches!(&mark.value, Value::Date(when) if when.is_known() && when.is_full() && !when.is_inferred() && !taken.contains(&when.to_string()));
            let near = marked
                .marks
                .iter()
                .filter(known)
                .filter_map(|mark| Some((gap(mark)?, mark)))
                .min_by_key(|(gap, _)| *gap);
            if let Some((_, mark)) = near {
                one.fact.dates = dates(std::slice::from_ref(mark));
                taken.extend(one.fact.dates.iter().cloned());
                one.chars = one.chars.start.min(mark.start)..one.chars.end.max(mark.end);
                let glyphs = &self.paragraphs[at].glyphs[one.chars.clone()];
                let range = bytes(glyphs);
                (one.fact.quote, one.fact.start, one.fact.end) = (string(glyphs), range.start, range.end);
            }
        }
    }

    /// Who was in the chair of a meeting: on the days of the meeting that was told last. Tells which one that is.
    fn date_chairs(&self, at: usize, told: &mut [Candidate], before: Option<&[String]>) -> Option<Vec<String>> {
        let marked = &self.marked[at];
        let meets =
            |one: &&Candidate| matches!(one.fact.fact.as_str(), "meeting" | "conference") && !one.fact.dates.is_empty();
        let mut meetings: Vec<(usize, Vec<String>)> =
            told.iter().filter(meets).map(|one| (one.chars.start, one.fact.dates.clone())).collect();
        meetings.sort();
        let patterns = &self.lexicon.grammar().patterns;
        for one in told.iter_mut().filter(|one| one.fact.fact == "chair") {
            let of_event =
                |pattern: &Pattern| pattern.defaults.get("dates").is_some_and(|from| from.contains(&From::Event));
            let dated = marked.within(one.chars.clone()).iter().any(|mark| mark.class == Class::Date);
            if dated || !patterns.get(one.rank).is_some_and(of_event) {
                continue;
            }
            let ahead = meetings.iter().rev().find(|(start, _)| *start < one.chars.end);
            let behind = || {
                let near = |start: usize| {
                    start < one.chars.end + 60 && !marked.slice(one.chars.end..start).contains(['。', ';', '；'])
                };
                meetings.iter().find(|(start, _)| near(*start))
            };
            if let Some(dates) = ahead.or_else(behind).map(|(_, dates)| dates.as_slice()).or(before) {
                one.fact.dates = dates.to_vec();
            }
        }
        meetings.pop().map(|(_, dates)| dates)
    }

    /// Declarations and other texts that are no treaties, named with their day: "the Declaration of 28 February".
    fn dated_texts(&self, at: usize, told: &[Candidate]) -> Vec<Candidate> {
        let marked = &self.marked[at];
        let paragraph = &self.paragraphs[at];
        let words = &self.lexicon.grammar().words;
        if !matches!(paragraph.role, Role::Text | Role::Preamble | Role::Note) {
            return Vec::new();
        }
        let mut all = Vec::new();
        for two in marked.marks.windows(2) {
            let (text, date, between) = match (&two[0].class, &two[1].class) {
                (Class::Treaty, Class::Date) => (&two[0], &two[1], &words.text_before_day),
                (Class::Date, Class::Treaty) => (&two[1], &two[0], &words.text_behind_day),
                _ => continue,
            };
            let gap = marked.slice(two[0].end..two[1].start);
            // A sign can stand for more than one mark: the gap begins behind it.
            let gap = gap.trim_start_matches(|c| Class::ALL.iter().any(|class| class.mark() == c));
            let is_text = |code: &str| {
                self.about(code).is_some_and(|about| {
                    matches!(about.kind, pack::InstrumentKind::Political | pack::InstrumentKind::Decision)
                })
            };
            let Some(code) = treaty(text).filter(|code| is_text(code)) else { continue };
            let own = dates(std::slice::from_ref(date));
            let explained = |other: &Candidate| {
                other.fact.dates == own && other.chars.start <= date.start && date.end <= other.chars.end
            };
            if own.is_empty() || !between.iter().any(|word| word == gap) || told.iter().any(explained) {
                continue;
            }
            let chars = two[0].start..two[1].end;
            let mut fact = self.naming(paragraph, text, "adoption", true);
            let glyphs = &paragraph.glyphs[chars.clone()];
            let range = bytes(glyphs);
            (fact.quote, fact.start, fact.end) = (string(glyphs), range.start, range.end);
            (fact.instrument, fact.dates, fact.confidence) = (Some(code), own, 75);
            "dated-text".clone_into(&mut fact.pattern);
            all.push(Candidate { fact, chars, rank: usize::MAX });
        }
        all
    }

    /// Deeds beside dates that no pattern has told yet.
    fn deeds(&self, at: usize, told: &[Candidate]) -> Vec<Candidate> {
        let paragraph = &self.paragraphs[at];
        if !matches!(paragraph.role, Role::Text | Role::Preamble | Role::Note | Role::Heading) {
            return Vec::new();
        }
        let marked = &self.marked[at];
        let deeds = &self.lexicon.grammar().deeds;
        let on = self.setting.date.as_deref();
        // What has a day after the document's own has not been done yet.
        let done = |mark: &Mark| match &mark.value {
            Value::Date(when) => when.is_known() && !when.as_of && on.is_none_or(|on| when.to_string().as_str() <= on),
            _ => false,
        };
        let numbered = |date: &str| {
            told.iter().any(|other| other.fact.number.is_some() && other.fact.dates.iter().any(|own| own == date))
        };
        let mut all: Vec<Candidate> = Vec::new();
        let mut settled = usize::MAX;
        for found in crate::deeds::find(marked, self.lexicon.grammar(), &done) {
            let deed = &deeds[found.deed];
            let mark = &marked.marks[found.date];
            let date = dates(std::slice::from_ref(mark));
            if found.alternate && settled == found.date {
                continue;
            }
            // What States do at home has a day of its own, and is no deed between them.
            if deed.fact == NOTHING {
                settled = found.date;
                continue;
            }
            let overlaps = |a: &std::ops::Range<usize>, b: &std::ops::Range<usize>| a.start < b.end && b.start < a.end;
            // "Thirty days later, on 21 March": one day told twice.
            let beside = |a: &std::ops::Range<usize>, b: &std::ops::Range<usize>| {
                a.start.max(b.start).saturating_sub(a.end.min(b.end)) < BESIDE && deed.fact != "resolution"
            };
            let known = |other: &Candidate| {
                // One who had the chair for two years had it in each of them.
                let in_chair = deed.fact == "chair" && other.fact.fact == "chair";
                (other.fact.dates == date || in_chair && other.fact.dates.contains(&date[0]))
                    && same_type(&other.fact.fact, &deed.fact)
                    && (overlaps(&other.chars, &(mark.start..mark.end))
                        || overlaps(&other.chars, &found.chars)
                        || beside(&other.chars, &found.chars)
                        || other.fact.pattern.starts_with("chair"))
            };
            // A date that a pattern has explained needs no other explanation, unless two deeds were done together.
            // Who was in the chair says that there was a meeting, not what it was.
            let explained = told.iter().filter(|other| other.fact.fact != "chair").any(|other| {
                other.fact.dates.contains(&date[0]) && other.chars.start <= mark.start && mark.end <= other.chars.end
            });
            // The number has a date of its own.
            let dated = |other: &Candidate| {
                let number = found.number.and_then(|number| match &marked.marks[number].value {
                    Value::Number(number) => Some(number),
                    _ => None,
                });
                number.is_some() && other.fact.number.as_ref() == number && !other.fact.dates.is_empty()
            };
            if deed.needs_number && told.iter().any(dated) {
                continue;
            }
            let adopted_by_number = deed.fact == "adoption" && numbered(&date[0]);
            if (explained && !found.joined) || adopted_by_number || told.iter().chain(&all).any(known) {
                continue;
            }
            settled = found.date;
            all.push(self.deed(at, deed, &found, date));
        }
        all
    }

    /// How one who is said to have become a party did so: those who signed ratify, others accede.
    fn consent(&self, actors: &[String], instrument: Option<&str>) -> &'static str {
        let signatories = instrument.and_then(|code| self.about(code)).map_or(&[][..], |about| &about.signatories);
        if actors.iter().any(|code| signatories.contains(code)) { "ratification" } else { "accession" }
    }

    fn deed(
        &self,
        at: usize,
        deed: &crate::grammar::Deed,
        found: &crate::deeds::Found,
        dates: Vec<String>,
    ) -> Candidate {
        let marked = &self.marked[at];
        let paragraph = &self.paragraphs[at];
        let glyphs = &paragraph.glyphs[found.chars.clone()];
        let range = bytes(glyphs);
        let mut inferred = BTreeSet::new();
        let value = |at: Option<usize>| at.map(|at| &marked.marks[at]);
        let mut instrument = value(found.treaty).and_then(treaty);
        let unknown = value(found.treaty).is_some_and(is_unknown);
        if instrument.is_none() && !unknown && OF_TREATY.contains(&deed.fact.as_str()) {
            let mut before = (0..=at).rev().flat_map(|other| self.marked[other].marks.iter().rev());
            instrument = match before.find(|mark| treaty(mark).is_some() || is_unknown(mark)) {
                Some(mark) => treaty(mark),
                None => self.home.clone(),
            };
            inferred.insert("instrument".to_owned());
        }
        let mut actors = Vec::new();
        if let Some((mark, one)) = found.actors {
            actors = self.actors(at, std::slice::from_ref(&marked.marks[mark]), instrument.as_deref(), &mut inferred);
            if let Some(one) = one.and_then(|one| actors.get(one).cloned()) {
                actors = vec![one];
            }
        }
        if matches!(&marked.marks[found.date].value, Value::Date(when) if when.is_inferred()) {
            inferred.insert("dates".to_owned());
        }
        let number = value(found.number).and_then(|mark| match &mark.value {
            Value::Number(number) => Some(number.clone()),
            _ => None,
        });
        let fact = Fact {
            fact: if deed.fact == CONSENT {
                self.consent(&actors, instrument.as_deref()).to_owned()
            } else if deed.fact == "resolution" && number.as_deref().is_some_and(is_decision) {
                "decision".to_owned()
            } else {
                deed.fact.clone()
            },
            actors,
            instrument,
            dates,
            // What is done to a treaty everywhere is done at no place.
            place: value(found.place).and_then(place).filter(|_| !EVERYWHERE.contains(&deed.fact.as_str())),
            number: number.filter(|_| deed.needs_number),
            paragraph: paragraph.id.clone(),
            quote: string(glyphs),
            start: range.start,
            end: range.end,
            inferred: inferred.into_iter().collect(),
            confidence: deed.confidence,
            pattern: format!("deed-{}", deed.fact),
        };
        Candidate { fact, chars: found.chars.clone(), rank: usize::MAX }
    }

    /// Of several facts of one type in the same words, the one of the first pattern.
    fn without_twins(&self, at: usize, mut found: Vec<Candidate>) -> Vec<Candidate> {
        found.sort_by_key(|candidate| candidate.rank);
        let mut kept: Vec<Candidate> = Vec::new();
        for mut candidate in found {
            // What one calls for ends where what one promises begins.
            let begins = kept.iter().filter(|other| {
                let both = ["commitment", "call"];
                both.contains(&other.fact.fact.as_str())
                    && both.contains(&candidate.fact.fact.as_str())
                    && other.fact.fact != candidate.fact.fact
                    && (candidate.chars.start + APART..candidate.chars.end).contains(&other.chars.start)
            });
            if let Some(end) = begins.map(|other| other.chars.start).min() {
                candidate.chars.end = end;
                let glyphs = &self.paragraphs[at].glyphs[candidate.chars.clone()];
                (candidate.fact.quote, candidate.fact.end) = (string(glyphs), bytes(glyphs).end);
            }
            let twin = |other: &Candidate| {
                let overlap = other.chars.end.min(candidate.chars.end) as i64
                    - other.chars.start.max(candidate.chars.start) as i64;
                let same_dates = other.fact.dates == candidate.fact.dates
                    || candidate.fact.dates.is_empty()
                    || other.fact.dates.is_empty();
                let same_number = other.fact.number == candidate.fact.number;
                let own = other.rank == candidate.rank && other.fact.instrument != candidate.fact.instrument;
                same_type(&other.fact.fact, &candidate.fact.fact) && overlap > 0 && same_dates && same_number && !own
            };
            if !kept.iter().any(twin) {
                kept.push(candidate);
            }
        }
        kept.sort_by_key(|candidate| (candidate.chars.start, candidate.rank));
        kept
    }

    /// Texts that are no treaties, named without title marks and without a deed: where they are named.
    fn documents(&self, at: usize, told: &[Candidate]) -> Vec<Fact> {
        let paragraph = &self.paragraphs[at];
        if !matches!(paragraph.role, Role::Text | Role::Preamble) {
            return Vec::new();
        }
        let is_told = |mark: &Mark| told.iter().any(|told| told.chars.start < mark.end && mark.start < told.chars.end);
        let bare = |mark: &&Mark| match &mark.value {
            Value::Treaty { code: Some(code), ends, quoted: false } => {
                ends.is_empty() && !self.counts_bare(code) && !is_told(mark)
            }
            _ => false,
        };
        let marks = self.marked[at].marks.iter().filter(bare);
        marks.map(|mark| self.naming(paragraph, mark, "mention_of_document", true)).collect()
    }

    /// A fact that says no more than that an instrument is named.
    fn naming(&self, paragraph: &Paragraph, mark: &Mark, fact: &str, named: bool) -> Fact {
        let glyphs = &paragraph.glyphs[mark.start..mark.end];
        let range = bytes(glyphs);
        Fact {
            fact: fact.to_owned(),
            actors: Vec::new(),
            instrument: treaty(mark),
            dates: Vec::new(),
            place: None,
            number: None,
            paragraph: paragraph.id.clone(),
            quote: string(glyphs),
            start: range.start,
            end: range.end,
            inferred: if named { Vec::new() } else { vec!["instrument".to_owned()] },
            confidence: if named { 99 } else { 80 },
            pattern: if named { "named" } else { "meant" }.to_owned(),
        }
    }

    /// Each instrument that a paragraph names or means, once, where it is named first.
    fn mentions(&self, at: usize) -> Vec<Fact> {
        let paragraph = &self.paragraphs[at];
        if matches!(paragraph.role, Role::Subjects | Role::Organs | Role::AgendaItem | Role::AgendaTitle) {
            return Vec::new();
        }
        let mut all: Vec<(String, Mark, bool)> = Vec::new();
        for mark in &self.marked[at].marks {
            let Value::Treaty { code: Some(code), ends, quoted } = &mark.value else { continue };
            let named = ends.is_empty();
            if named && !quoted && !self.counts_bare(code) {
                continue;
            }
            let mut add = |code: &str, mark: Mark| match all.iter_mut().find(|(other, ..)| other == code) {
                Some(first) if named && !first.2 => *first = (code.to_owned(), mark, true),
                Some(_) => {}
                None => all.push((code.to_owned(), mark, named)),
            };
            add(code, mark.clone());
            if let Some(main) = self.within_protocol(paragraph, mark, code) {
                add(&treaty(&main).unwrap_or_default(), main);
            }
        }
        all.into_iter().map(|(_, mark, named)| self.naming(paragraph, &mark, "mention_of_treaty", named)).collect()
    }

    /// "The Protocol to the Treaty" names the treaty too.
    fn within_protocol(&self, paragraph: &Paragraph, mark: &Mark, code: &str) -> Option<Mark> {
        let main = self.about(code)?.protocol_to.clone()?;
        let text: Vec<char> = paragraph.glyphs[mark.start..mark.end].iter().map(|glyph| glyph.c).collect();
        let begins = |words: &String| {
            let words: Vec<char> = words.chars().collect();
            let at = text.windows(words.len()).position(|window| window == words.as_slice())?;
            (words.len() > 1).then_some(at + words.len())
        };
        let at = self.lexicon.grammar().words.to_treaty.iter().filter_map(begins).min()?;
        // "The Protocol to it" does not.
        (text.len() - at > 4).then(|| Mark {
            start: mark.start + at,
            value: Value::Treaty { code: Some(main), ends: String::new(), quoted: true },
            ..mark.clone()
        })
    }

    /// Whether an instrument's name without title marks is a name and no description.
    fn counts_bare(&self, code: &str) -> bool {
        let Some(about) = self.about(code) else { return true };
        if about.kind != pack::InstrumentKind::Political && about.kind != pack::InstrumentKind::Decision {
            return true;
        }
        // Statements and declarations are described as often as named: one that the document itself puts
        // between title marks is named.
        self.marked
            .iter()
            .flat_map(|marked| &marked.marks)
            .any(|mark| matches!(&mark.value, Value::Treaty { code: Some(other), quoted: true, .. } if other == code))
    }
}

/// Whether a number is one of a decision: those of the General Assembly are counted from 401 and 501 in a session.
fn is_decision(number: &str) -> bool {
    let count = number.split_once('/').and_then(|(_, count)| count.split(' ').next()?.parse::<u16>().ok());
    count.is_some_and(|count| (401..800).contains(&count))
}

/// The year of the date behind one that has none, where both stand in one breath.
fn year_ahead(marked: &Marked, index: usize) -> Option<i16> {
    let mark = &marked.marks[index];
    let Value::Date(when) = &mark.value else { return None };
    if when.from.year != Year::Missing || when.from.month.is_none() {
        return None;
    }
    let behind = index + 1 + marked.marks[index + 1..].iter().position(|next| next.class == Class::Date)?;
    let next = &marked.marks[behind];
    let Value::Date(next_when) = &next.value else { return None };
    let between = marked.slice(mark.end..next.start);
    // "30 June, 1 August and 21 September 2022": the year is that of all.
    let listed = between == ", " && next_when.from.day.is_some();
    if listed && next_when.from.year == Year::Missing {
        return year_ahead(marked, behind);
    }
    let joined = next.start < mark.end + 60
        && (listed
            || [" and ", " и "].iter().any(|words| between.contains(words))
            || between.contains(", а ") && next_when.from.day.is_some())
        && !between.contains(['.', ';']);
    next_when.from.year.number().filter(|_| joined && matches!(next_when.from.year, Year::Told(_))).or_else(|| {
        let last = next_when.to?.year;
        matches!(last, Year::Told(_)).then(|| last.number()).flatten().filter(|_| joined)
    })
}

fn serde_word(role: Role) -> String {
    toml::Value::try_from(role).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// How many characters of a call must stand before a promise in the same breath for it to be one of its own.
const APART: usize = 8;

/// How near two passages stand that tell one day twice, in characters.
const BESIDE: usize = 6;

/// Types of what is done about a treaty, which is the one spoken of where none is named.
const OF_TREATY: [&str; 6] = ["signature", "ratification", "deposit", "accession", "withdrawal", CONSENT];

/// Types of what happens to a treaty wherever it is in force.
const EVERYWHERE: [&str; 3] = ["entry_into_force", "extension", "termination"];

/// How many parties of a treaty are named one by one where only "the parties" are told.
const MANY: usize = 40;

/// The type of words that tell no fact.
const NOTHING: &str = "nothing";

/// The type of words that say that somebody became a party, and not how.
const CONSENT: &str = "consent";

/// Types of which one deed is told as either.
pub fn same_type(a: &str, b: &str) -> bool {
    const SAME: [&[&str]; 3] =
        [&["meeting", "conference", "event"], &["adoption", "statement"], &["commitment", "call"]];
    a == b || SAME.iter().any(|set| set.contains(&a) && set.contains(&b))
}

/// "In 2022 they ratified, on 24 and 31 March": the year alone says nothing that the days do not say.
fn without_vaguer(told: &mut Vec<Candidate>, marked: &Marked) {
    let vaguer = |one: &Candidate, other: &Candidate| {
        let prefix = one.fact.dates.first().filter(|date| date.len() < 10 && one.fact.dates.len() == 1);
        let between = one.chars.end.min(other.chars.end)..one.chars.start.max(other.chars.start);
        // Another item of a list is another thing.
        let near = between.len() < 60 && !marked.slice(between).contains([';', '；']);
        near && same_type(&one.fact.fact, &other.fact.fact)
            && prefix.is_some_and(|prefix| {
                other.fact.dates.iter().any(|date| date.len() > prefix.len() && date.starts_with(prefix.as_str()))
            })
    };
    let dateless = |one: &Candidate, other: &Candidate| {
        const DATED: [&str; 6] =
            ["entry_into_force", "chair", "publication", "establishment", "meeting", "notification"];
        one.fact.dates.is_empty()
            && !other.fact.dates.is_empty()
            && DATED.contains(&one.fact.fact.as_str())
            && one.fact.fact == other.fact.fact
            && one.chars.start < other.chars.end
            && other.chars.start < one.chars.end
    };
    // A number with its day tells more than the same number without.
    let numbered = |one: &Candidate, other: &Candidate| {
        one.fact.number.is_some()
            && one.fact.number == other.fact.number
            && one.fact.fact == other.fact.fact
            && one.fact.dates.is_empty()
            && !other.fact.dates.is_empty()
            && one.chars.start < other.chars.end
            && other.chars.start < one.chars.end
    };
    // Days that come from elsewhere say less than those that stand there.
    let elsewhere = |one: &Candidate, other: &Candidate| {
        let inferred = |candidate: &Candidate| candidate.fact.inferred.iter().any(|field| field == "dates");
        one.fact.fact == "chair"
            && other.fact.fact == "chair"
            && inferred(one)
            && !inferred(other)
            && one.chars.start < other.chars.end
            && other.chars.start < one.chars.end
    };
    let drop: Vec<bool> = told
        .iter()
        .map(|one| {
            told.iter().any(|other| {
                vaguer(one, other) || dateless(one, other) || numbered(one, other) || elsewhere(one, other)
            })
        })
        .collect();
    let mut drop = drop.into_iter();
    told.retain(|_| !drop.next().unwrap_or(false));
}

fn has(fact: &Fact, field: &str) -> bool {
    match field {
        "actors" => !fact.actors.is_empty(),
        "dates" => !fact.dates.is_empty(),
        "instrument" => fact.instrument.is_some(),
        "place" => fact.place.is_some(),
        "as-of" => !fact.dates.is_empty() && fact.dates.iter().all(|date| date.starts_with("..")),
        _ => fact.number.is_some(),
    }
}

/// Whether a mark is an instrument whose name is in no pack.
fn is_unknown(mark: &Mark) -> bool {
    matches!(&mark.value, Value::Treaty { ends, .. } if ends == UNKNOWN)
}

fn treaty(mark: &Mark) -> Option<String> {
    match &mark.value {
        Value::Treaty { code, .. } => code.clone(),
        _ => None,
    }
}

fn dates(marks: &[Mark]) -> Vec<String> {
    let known = marks.iter().filter_map(|mark| match &mark.value {
        Value::Date(when) if when.is_known() => Some(when),
        _ => None,
    });
    let mut all: Vec<String> = Vec::new();
    for when in known.map(When::to_string) {
        if !all.contains(&when) {
            all.push(when);
        }
    }
    all
}

fn place(mark: &Mark) -> Option<String> {
    match &mark.value {
        Value::Place { name, .. } => Some(name.clone()),
        _ => None,
    }
}
