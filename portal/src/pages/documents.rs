//! Documents: what each is, its text paragraph by paragraph, and how what it tells stands to the record.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use askama::Template;
use document::about::About;
use document::answer::DocumentAnswer;
use document::{Fact, Paragraph, Role};
use law::{Dated, Day};
use register::claim::{self, Claim, Finding, Verdict};
use serde::Serialize;

use super::feed::escape;
use super::frame::{Frame, Link};
use super::leaf::{Asked, Form, Kind, Leaf, Made};
use super::miss::Miss;
use super::papers::Paper;
use super::terms::{self, When};

pub(crate) const LIST: Leaf = Leaf {
    own: &[],
    forms: &[Form::Html, Form::Json, Form::Csv, Form::Parquet, Form::Atom],
    what: "The documents that the site shows beside the record",
    make: list,
};

pub(crate) const LEAF: Leaf = Leaf {
    own: &[],
    forms: &[Form::Html, Form::Json, Form::JsonLd, Form::Akn],
    what: "A document: its text, the facts that it tells, and how they stand to the record",
    make,
};

#[derive(Template)]
#[template(path = "documents.html")]
struct ListPage {
    f: Frame,
    caption: String,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    symbol: String,
    title: Title,
    date: Option<When>,
    language: String,
    organs: String,
    facts: String,
}

/// A title in the language of its document, or one that the reader's language makes.
struct Title {
    text: String,
    lang: Option<String>,
}

/// The answer of the list, for machines.
#[derive(Serialize)]
struct ListAnswer<'a> {
    id: &'a str,
    file: &'a str,
    sha256: String,
    bytes: u64,
    paragraphs: usize,
    facts: usize,
    document: &'a About,
}

/// What is no mere mention.
fn told(fact: &Fact) -> bool {
    !fact.fact.starts_with("mention")
}

fn list(asked: &Asked<'_>) -> Result<Made, Miss> {
    let w = asked.words;
    let papers = &asked.record.papers;
    let count = |paper: &Paper| paper.document.facts.iter().filter(|fact| told(fact)).count();
    match asked.form {
        Form::Json => {
            let mut rows = Vec::new();
            for (id, paper) in papers.iter() {
                rows.push(ListAnswer {
                    id,
                    file: &paper.file,
                    sha256: paper.sha256.hex(),
                    bytes: paper.bytes,
                    paragraphs: paper.document.paragraphs.len(),
                    facts: count(paper),
                    document: &paper.document.about,
                });
            }
            return Made::json(&rows);
        }
        Form::Csv | Form::Parquet => {
            let row = |(id, paper): (&str, &Paper)| {
                let about = &paper.document.about;
                [
                    id.to_owned(),
                    about.symbols.join(" "),
                    about.date.clone().unwrap_or_default(),
                    about.title.clone().unwrap_or_default(),
                    about.doc_type.clone(),
                    about.language.clone(),
                    about.senders.join(" "),
                    about.organs.join(" "),
                    paper.document.paragraphs.len().to_string(),
                    count(paper).to_string(),
                    paper.file.clone(),
                    paper.bytes.to_string(),
                    paper.sha256.hex(),
                ]
            };
            let columns = [
                ("id", Kind::Text),
                ("symbol", Kind::Text),
                ("date", Kind::Dated),
                ("title", Kind::Text),
                ("type", Kind::Text),
                ("language", Kind::Text),
                ("senders", Kind::Text),
                ("organs", Kind::Text),
                ("paragraphs", Kind::Number),
                ("facts", Kind::Number),
                ("file", Kind::Text),
                ("bytes", Kind::Number),
                ("sha256", Kind::Text),
            ];
            return Made::table(asked.form, columns, papers.iter().map(row));
        }
        Form::Atom => return Ok(atom(asked)),
        _ => {}
    }
    let row = |(id, paper): (&str, &Paper)| {
        let about = &paper.document.about;
        Row {
            href: asked.link(&["documents", id]),
            symbol: about.symbols.join(w.say("list-joiner")),
            title: title(asked, id, about),
            date: about.date.as_deref().map(|date| when(asked, date)),
            language: language(asked, &about.language),
            organs: names(asked, &about.organs).join(w.say("list-joiner")),
            facts: w.number(count(paper)),
        }
    };
    let rows: Vec<Row> = papers.iter().map(row).collect();
    Made::html(&ListPage {
        f: Frame::new(asked, w.say("documents").to_owned()).resting_on(asked, asked.record.at),
        caption: w.tell("documents-count", &[("count", rows.len().into())]),
        rows,
    })
}

/// The title of a document; where it has none, what it can be called.
fn title(asked: &Asked<'_>, id: &str, about: &About) -> Title {
    match (&about.title, &about.date) {
        (Some(text), _) => Title { text: text.clone(), lang: Some(about.language.clone()) },
        (None, Some(date)) => {
            let day = when(asked, date).text;
            Title { text: asked.words.tell("document-untitled", &[("day", day.into())]), lang: None }
        }
        (None, None) => Title { text: asked.words.tell("document-undated", &[("id", id.into())]), lang: None },
    }
}

/// A day, a stretch of days, or `../d`, as documents tell them.
fn when(asked: &Asked<'_>, text: &str) -> When {
    let w = asked.words;
    let part = |text: &str| text.parse().map_or_else(|_| text.to_owned(), |dated: Dated| w.dated(dated));
    let said = match text.split_once('/') {
        None => part(text),
        Some(("..", day)) => w.tell("fact-as-of", &[("day", part(day).into())]),
        Some((from, until)) => w.tell("fact-range", &[("from", part(from).into()), ("until", part(until).into())]),
    };
    // An element of time holds one day, month or year.
    let iso = Some(text).filter(|text| text.parse::<Dated>().is_ok_and(|dated| dated.to_string() == *text));
    let season = |iso: &&str| iso.len() == 7 && iso[5..].parse::<u8>().is_ok_and(|month| month > 12);
    When { iso: iso.filter(|iso| !season(iso)).unwrap_or("").to_owned(), text: said }
}

fn language(asked: &Asked<'_>, code: &str) -> String {
    asked.words.known(&format!("label-language-{code}")).unwrap_or(code).to_owned()
}

fn name(asked: &Asked<'_>, code: &str) -> String {
    let party = asked.world.packs.parties.find(code);
    party.map_or(code, |party| asked.world.party_name(party, asked.on)).to_owned()
}

fn names(asked: &Asked<'_>, codes: &[String]) -> Vec<String> {
    codes.iter().map(|code| name(asked, code)).collect()
}

/// A participant with the way to its page, where it has one.
fn participant(asked: &Asked<'_>, code: &str) -> Value {
    let found = asked.world.packs.parties.find(code);
    Value { text: name(asked, code), href: found.map(|_| asked.link(&["participants", code])) }
}

/// Something said, and where it leads.
pub(crate) struct Value {
    pub(crate) text: String,
    pub(crate) href: Option<String>,
}

impl Value {
    fn plain(text: impl Into<String>) -> Value {
        Value { text: text.into(), href: None }
    }
}

struct Own {
    name: &'static str,
    values: Vec<Value>,
    lang: Option<String>,
}

#[derive(Template)]
#[template(path = "document.html")]
struct Page {
    f: Frame,
    title: Title,
    list: String,
    translation: Option<String>,
    about: Vec<Own>,
    tally: Vec<Tally>,
    findings: Vec<Remark>,
    lang: String,
    blocks: Vec<Block>,
    facts: String,
}

/// How many facts stand alike to the record.
struct Tally {
    verdict: Judged,
    count: String,
}

/// A verdict: its word, for the style, and its name.
struct Judged {
    word: String,
    text: &'static str,
}

struct Remark {
    paragraph: String,
    href: String,
    text: String,
}

/// A paragraph with what it tells.
struct Block {
    id: String,
    label: String,
    beside: String,
    kind: Shown,
    pieces: Vec<Piece>,
    facts: Vec<Told>,
}

/// As what a paragraph is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Part,
    Heading,
    Small,
    Text,
}

/// Words that stand alike: outside of every fact, or within the same ones.
struct Piece {
    spans: Vec<Value>,
    /// The fact that these words tell, by its number.
    fact: Option<usize>,
    /// The facts whose words end here.
    ends: Vec<usize>,
}

/// A fact beside its paragraph.
struct Told {
    number: usize,
    kind: String,
    parts: Vec<Value>,
    inferred: Option<String>,
    claims: Vec<Held>,
}

/// How a fact stands to the record, for some of those who took part.
struct Held {
    verdict: Judged,
    who: String,
    why: String,
    record: Vec<String>,
}

/// The answer, for machines.
#[derive(Serialize)]
struct Answer {
    id: String,
    sha256: String,
    bytes: u64,
    #[serde(flatten)]
    read: DocumentAnswer,
    claims: Vec<Claim>,
    findings: Vec<Finding>,
}

/// The document that an address names, under the one address that it has.
fn paper<'a>(asked: &Asked<'a>) -> Result<(&'a str, &'a Paper), Miss> {
    let word = &asked.parts[0];
    let record: &'a super::record::Record = asked.record;
    let (id, paper) = record.papers.find(word).map_err(|near| Miss::Document { word: word.clone(), near })?;
    if id == word { Ok((id, paper)) } else { Err(asked.moved(0, id)) }
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let (id, paper) = paper(asked)?;
    match asked.form {
        Form::Akn => return Ok(super::akn::of_document(asked, id, paper)),
        Form::JsonLd => return super::jsonld::of_document(asked, id, paper),
        _ => {}
    }
    let sha256 = paper.sha256.hex();
    let given = claim::Given { document: &paper.document, sha256: &sha256 };
    let claims = claim::claims(asked.world, given);
    let findings = claim::findings(asked.world, &[given]);
    if asked.form == Form::Json {
        return Made::json(&Answer {
            id: id.to_owned(),
            sha256,
            bytes: paper.bytes,
            read: DocumentAnswer::of(&paper.document, &paper.file),
            claims,
            findings,
        });
    }
    Made::html(&page(asked, id, paper, &claims, &findings))
}

fn page(asked: &Asked<'_>, id: &str, paper: &Paper, claims: &[Claim], findings: &[Finding]) -> Page {
    let w = asked.words;
    let about = &paper.document.about;
    let title = title(asked, id, about);
    let lines = claim::lines(claims);
    let mut by_fact: BTreeMap<usize, Vec<&Vec<&Claim>>> = BTreeMap::new();
    for line in &lines {
        by_fact.entry(line[0].fact).or_default().push(line);
    }
    let mut facts: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    let numbered = paper.document.facts.iter().enumerate().filter(|(_, fact)| told(fact));
    for (number, (at, fact)) in numbered.enumerate() {
        facts.entry(&fact.paragraph).or_default().push((number + 1, at));
    }
    let mut mentions: BTreeMap<&str, Vec<&Fact>> = BTreeMap::new();
    for fact in paper.document.facts.iter().filter(|fact| fact.fact == "mention_of_treaty") {
        mentions.entry(&fact.paragraph).or_default().push(fact);
    }
    let none = Vec::new();
    let block = |paragraph: &Paragraph| {
        let own = facts.get(paragraph.id.as_str()).unwrap_or(&none);
        let told: Vec<(usize, &Fact)> = own.iter().map(|(number, at)| (*number, &paper.document.facts[*at])).collect();
        let links = mentions.get(paragraph.id.as_str()).map_or(&[][..], Vec::as_slice);
        let beside = own.iter().map(|(number, at)| {
            let claims = by_fact.get(at).map_or(&[][..], Vec::as_slice);
            fact(asked, *number, &paper.document.facts[*at], claims)
        });
        Block {
            label: w.tell("document-paragraph", &[("id", paragraph.id.clone().into())]),
            beside: w.tell("document-facts-here", &[("id", paragraph.id.clone().into())]),
            id: paragraph.id.clone(),
            kind: kind(paragraph),
            pieces: pieces(asked, paragraph, &told, links),
            facts: beside.collect(),
        }
    };
    let tally = [Verdict::Agrees, Verdict::Adds, Verdict::Contradicts, Verdict::CannotBeTold].map(|verdict| Tally {
        verdict: judged(asked, verdict),
        count: w.number(lines.iter().filter(|line| line[0].verdict == verdict).count()),
    });
    let remark = |finding: &Finding| Remark {
        href: format!("#{}", finding.paragraph),
        paragraph: finding.paragraph.clone(),
        text: finding.message.clone(),
    };
    let translated = !about.original_languages.is_empty() && !about.original_languages.contains(&about.language);
    let originals: Vec<String> = about.original_languages.iter().map(|lang| language(asked, lang)).collect();
    let originals = originals.join(w.say("list-joiner"));
    let count = paper.document.facts.iter().filter(|fact| told(fact)).count();
    Page {
        f: Frame::new(asked, title.text.clone()).resting_on(asked, asked.record.at),
        list: asked.link(&["documents"]),
        translation: translated.then(|| w.tell("document-translation", &[("languages", originals.clone().into())])),
        about: about_rows(asked, paper, originals),
        tally: if claims.is_empty() { Vec::new() } else { tally.into() },
        findings: findings.iter().map(remark).collect(),
        lang: about.language.clone(),
        blocks: paper.document.paragraphs.iter().map(block).collect(),
        facts: if count == 0 {
            w.say("document-no-facts").to_owned()
        } else {
            w.tell("document-facts-count", &[("count", count.into())])
        },
        title,
    }
}

/// What the document says about itself, and which file it is.
fn about_rows(asked: &Asked<'_>, paper: &Paper, originals: String) -> Vec<Own> {
    let w = asked.words;
    let about = &paper.document.about;
    let mut rows: Vec<Own> = Vec::new();
    let mut add = |id: &str, values: Vec<Value>, lang: Option<&String>| {
        if !values.is_empty() {
            rows.push(Own { name: w.say(id), values, lang: lang.cloned() });
        }
    };
    let plain = |values: &[String]| values.iter().map(Value::plain).collect::<Vec<_>>();
    add("column-symbol", plain(&about.symbols), None);
    let date = about.date.iter().map(|date| Value::plain(when(asked, date).text));
    add("column-date", date.collect(), None);
    let kind = w.known(&format!("label-document-{}", about.doc_type)).unwrap_or(&about.doc_type);
    add("document-type", vec![Value::plain(kind)], None);
    add("document-language", vec![Value::plain(language(asked, &about.language))], None);
    add(
        "document-original",
        Some(originals).filter(|text| !text.is_empty()).map(Value::plain).into_iter().collect(),
        None,
    );
    add("document-from", about.senders.iter().map(|code| participant(asked, code)).collect(), None);
    add("column-organ", about.organs.iter().map(|code| participant(asked, code)).collect(), None);
    add("document-items", plain(&about.agenda_items), None);
    let signed = about.signatories.iter().map(|own| Value::plain(own.name.clone()));
    add("document-signed", signed.collect(), Some(&about.language));
    add("document-subjects", plain(&about.subjects), None);
    let bytes = usize::try_from(paper.bytes).unwrap_or(usize::MAX);
    let size = w.tell("document-file-bytes", &[("bytes", bytes.into())]);
    let file = Some(paper.file.clone()).filter(|file| !file.is_empty()).map(Value::plain);
    add("document-file", file.into_iter().chain([Value::plain(size)]).collect(), None);
    let blob = asked.record.keeps(&paper.sha256.hex()).then(|| blob(asked, paper));
    add("column-sha256", vec![Value { text: paper.sha256.hex(), href: blob }], None);
    rows
}

/// Where the file itself is given out, if acts of the ledger cite it.
fn blob(asked: &Asked<'_>, paper: &Paper) -> String {
    format!("{}/blob/sha256/{}", asked.prefix, ledger::blob::Blobs::path(&paper.sha256))
}

fn judged(asked: &Asked<'_>, verdict: Verdict) -> Judged {
    let word = verdict.word().replace(' ', "-");
    Judged { text: terms::label(asked.words, "label-verdict", &word), word }
}

fn kind(paragraph: &Paragraph) -> Shown {
    match paragraph.role {
        Role::Title | Role::AnnexHead => Shown::Part,
        Role::Heading => Shown::Heading,
        Role::Subjects | Role::Organs | Role::AgendaItem | Role::AgendaTitle | Role::Original | Role::DateLine => {
            Shown::Small
        }
        Role::Note => Shown::Small,
        Role::Preamble | Role::Text | Role::Signature => Shown::Text,
    }
}

fn fact(asked: &Asked<'_>, number: usize, fact: &Fact, lines: &[&Vec<&Claim>]) -> Told {
    let (w, world) = (asked.words, asked.world);
    let mut parts: Vec<Value> = fact.actors.iter().map(|code| participant(asked, code)).collect();
    if let Some(code) = &fact.instrument {
        let id = code.to_lowercase();
        parts.push(match world.packs.by_id(&id) {
            Some(ix) => {
                Value { text: world.packs[ix].name(w.lang()).to_owned(), href: Some(asked.link(&["treaties", &id])) }
            }
            None => Value::plain(code.clone()),
        });
    }
    parts.extend(fact.dates.iter().map(|date| Value::plain(when(asked, date).text)));
    let told = fact.dates.first().and_then(|date| date.parse::<law::Span>().ok());
    let day = told.map_or(asked.on, law::Span::first);
    parts.extend(fact.place.iter().map(|place| Value::plain(world.place_name(place, day))));
    parts.extend(
        fact.number.iter().map(|number| Value::plain(w.tell("fact-number", &[("number", number.clone().into())]))),
    );
    let fields: Vec<&str> =
        fact.inferred.iter().map(|field| w.known(&format!("fact-field-{field}")).unwrap_or(field)).collect();
    let inferred =
        (!fields.is_empty()).then(|| w.tell("fact-inferred", &[("fields", fields.join(w.say("list-joiner")).into())]));
    // Those of one fact who stand alike to the record share a line.
    let held = |run: &[&Claim]| {
        let who: Vec<String> =
            run.iter().filter_map(|claim| claim.party.as_deref()).map(|code| name(asked, code)).collect();
        let mut record: Vec<String> = Vec::new();
        for own in run.iter().flat_map(|claim| &claim.record) {
            let act = w
                .known(&format!("label-act-{}", own.act))
                .or_else(|| w.known(&format!("label-fact-{}", own.act.replace('-', "_"))));
            let date = if own.date.is_empty() { String::new() } else { when(asked, &own.date).text };
            let said = [act.unwrap_or(own.act), date.as_str()].into_iter().filter(|text| !text.is_empty());
            let said = said.collect::<Vec<_>>().join(w.say("list-joiner"));
            let line = format!("{said} [{}]", own.source);
            if !record.contains(&line) {
                record.push(line);
            }
        }
        record.truncate(5);
        let all = lines.len() == 1;
        Held {
            verdict: judged(asked, run[0].verdict),
            who: if all { String::new() } else { who.join(w.say("list-joiner")) },
            why: run[0].why.clone(),
            record,
        }
    };
    Told {
        number,
        kind: w.known(&format!("label-fact-{}", fact.fact)).unwrap_or(&fact.fact).to_owned(),
        parts,
        inferred,
        claims: lines.iter().map(|line| held(line)).collect(),
    }
}

/// The characters of a paragraph that stand between two bytes of the file.
pub(crate) fn within(paragraph: &Paragraph, fact: &Fact) -> Option<std::ops::Range<usize>> {
    let inside = |glyph: &document::text::Glyph| glyph.start >= fact.start && glyph.end <= fact.end;
    let first = paragraph.glyphs.iter().position(inside)?;
    let last = paragraph.glyphs.iter().rposition(inside)?;
    Some(first..last + 1)
}

/// The words of a paragraph, with those of its facts marked and those of treaties as ways to them.
fn pieces(asked: &Asked<'_>, paragraph: &Paragraph, facts: &[(usize, &Fact)], mentions: &[&Fact]) -> Vec<Piece> {
    let length = paragraph.glyphs.len();
    let mut fact_at: Vec<Option<usize>> = vec![None; length];
    // Where words of one fact stand within those of another, the shorter ones are seen.
    let mut ranges: Vec<(std::ops::Range<usize>, usize)> =
        facts.iter().filter_map(|(number, fact)| Some((within(paragraph, fact)?, *number))).collect();
    ranges.sort_by_key(|(range, number)| (std::cmp::Reverse(range.len()), *number));
    let mut ends: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (range, number) in &ranges {
        fact_at[range.clone()].fill(Some(*number));
        ends.entry(range.end).or_default().push(*number);
    }
    ends.values_mut().for_each(|numbers| numbers.sort_unstable());
    let mut link_at: Vec<Option<usize>> = vec![None; length];
    let links: Vec<Option<String>> = mentions
        .iter()
        .map(|fact| {
            let id = fact.instrument.as_ref()?.to_lowercase();
            asked.world.packs.by_id(&id).map(|_| asked.link(&["treaties", &id]))
        })
        .collect();
    for (at, fact) in mentions.iter().enumerate() {
        if let Some(range) = within(paragraph, fact).filter(|_| links[at].is_some()) {
            link_at[range].fill(Some(at));
        }
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < length {
        let (fact, link) = (fact_at[at], link_at[at]);
        let same = |next: &usize| {
            fact_at[*next] == fact && link_at[*next] == link && (*next == at || !ends.contains_key(next))
        };
        let behind = at + (at..length).take_while(same).count();
        let text = document::text::string(&paragraph.glyphs[at..behind]);
        let span = Value { text, href: link.and_then(|link| links[link].clone()) };
        let ended = ends.remove(&behind).unwrap_or_default();
        match pieces.last_mut().filter(|last| last.fact == fact && last.ends.is_empty()) {
            Some(last) => {
                last.spans.push(span);
                last.ends = ended;
            }
            None => pieces.push(Piece { spans: vec![span], fact, ends: ended }),
        }
        at = behind;
    }
    pieces
}

/// The newest documents, for programs that follow them.
fn atom(asked: &Asked<'_>) -> Made {
    const MOST: usize = 50;
    let w = asked.words;
    let day =
        |about: &About| about.date.as_deref().and_then(|date| date.get(..10)).and_then(|date| date.parse::<Day>().ok());
    let papers = &asked.record.papers;
    let newest = papers.iter().filter_map(|(_, paper)| day(&paper.document.about)).max();
    let mut text = super::feed::head(asked, w.say("documents"), newest.unwrap_or(asked.on));
    for (id, paper) in papers.iter().take(MOST) {
        let about = &paper.document.about;
        let updated = day(about).or(newest).unwrap_or(asked.on);
        write!(
            text,
            "<entry>\n<title>{}</title>\n<id>tag:semey,2026:/documents/{}</id>\n<updated>{updated}T00:00:00Z</updated>\n\
             <link href=\"{}\"/>\n<summary>{}</summary>\n</entry>\n",
            escape(&title(asked, id, about).text),
            paper.sha256.hex(),
            escape(&asked.link(&["documents", id])),
            escape(&names(asked, &about.senders).join(w.say("list-joiner"))),
        )
        .expect("a string takes everything");
    }
    text += "</feed>\n";
    Made(text.into_bytes())
}

/// The source of an act, and where it leads: into the document that tells it, where the site shows that one.
pub(crate) fn source(asked: &Asked<'_>, source: &str) -> Link {
    let told = source.strip_prefix(register::TOLD).map(|rest| rest.split(' '));
    let cited = told.and_then(|mut words| Some((words.next()?, words.next().unwrap_or(""))));
    let by_hash = cited.and_then(|(sha256, paragraph)| Some((asked.record.papers.by_hash(sha256)?, paragraph)));
    let found = by_hash.or_else(|| {
        let (_, paragraph) = source.split_once(' ')?;
        let file = asked.world.packs.source_about(source)?.file.as_deref()?;
        let (id, paper) = asked.record.papers.find(file).ok()?;
        let has = paper.document.paragraphs.iter().any(|own| own.id == paragraph);
        has.then_some((id, paragraph))
    });
    match found {
        Some((id, paragraph)) => Link {
            href: format!("{}#{paragraph}", asked.link(&["documents", id])),
            text: if by_hash.is_some() { format!("{id} {paragraph}") } else { source.to_owned() },
            here: false,
        },
        None => Link { href: page_of(asked, source).unwrap_or_default(), text: source.to_owned(), here: false },
    }
}

/// The page of the source that a citation begins with, at the passage, where it names one source that a pack describes.
fn page_of(asked: &Asked<'_>, citation: &str) -> Option<String> {
    let (key, passage) = citation.split_once(' ').unwrap_or((citation, ""));
    asked.world.packs.source_about(citation).filter(|_| !citation.contains(';'))?;
    let page = asked.link(&["sources", key]);
    // The page has a row for every passage that tells a fact, and none for one that a rule or a name rests on.
    let has = !passage.is_empty() && asked.record.tells(citation);
    Some(if has { format!("{page}#{}", passage.replace(' ', "-")) } else { page })
}
