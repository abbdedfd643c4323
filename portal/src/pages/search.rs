//! Finding treaties, participants and acts by words.

use std::fmt::Write as _;

use askama::Template;
use law::Day;
use search::{Found, Hit, Kind, Question};
use serde::Serialize;
use words::Words;

use super::feed;
use super::frame::{Frame, Link};
use super::leaf::{Asked, Form, Leaf, Made};
use super::miss::Miss;
use super::question::Wrong;
use super::sheet::Field;
use super::terms;

pub(crate) const LEAF: Leaf = Leaf {
    own: &["q", "kind", "text-lang", "treaty", "party", "from", "until", "page"],
    forms: &[Form::Html, Form::Json, Form::Atom],
    what: "Treaties, participants, acts and passages by words, in every language; only one kind, in one language, about one \
           treaty or participant, or from some days, if so asked",
    make,
};

/// Hits on one page.
const PAGE: usize = 20;
/// Whoever has read so many pages should ask otherwise.
const PAGES: usize = 50;
/// Signs of a passage that are shown, more or less.
const SNIPPET: usize = 160;
/// Longer questions are not asked.
const LONGEST: usize = 300;

#[derive(Template)]
#[template(path = "search.html")]
struct Page {
    f: Frame,
    q: String,
    fields: Vec<Field>,
    /// Whether anything is asked beside words.
    narrowed: bool,
    sentence: Option<String>,
    relaxed: bool,
    hits: Vec<Row>,
    more: Option<String>,
}

struct Row {
    kind: &'static str,
    link: Link,
    pieces: Vec<Piece>,
    date: Option<String>,
}

/// A part of a snippet: one that was looked for, or what stands around it.
struct Piece {
    text: String,
    hit: bool,
}

/// The answer, for machines.
#[derive(Serialize)]
struct Answer {
    version: u32,
    total: u64,
    relaxed: bool,
    hits: Vec<Passage>,
}

#[derive(Serialize)]
struct Passage {
    kind: &'static str,
    document: String,
    paragraph: String,
    actors: Vec<String>,
    date: Option<String>,
    snippet: String,
    marks: Vec<[usize; 2]>,
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let w = asked.words;
    let q = asked.question.own("q").unwrap_or("");
    let number: usize =
        match asked.question.own("page") {
            None => 1,
            Some(value) => value.parse().ok().filter(|page| (1..=PAGES).contains(page)).ok_or_else(|| {
                Wrong::Value { name: "page", value: value.to_owned(), takes: vec![format!("1 – {PAGES}")] }
            })?,
        };
    if q.len() > LONGEST {
        return Err(Wrong::Value { name: "q", value: "…".to_owned(), takes: vec![format!("≤ {LONGEST}")] }.into());
    }
    let narrow = Narrow::of(asked)?;
    if asked.form == Form::Atom {
        return feed(asked, q, &narrow);
    }
    let question = Question { limit: PAGE, offset: (number - 1) * PAGE, snippet: SNIPPET, ..narrow.question(q) };
    let narrowed = narrow != Narrow::default();
    let found = if q.is_empty() && !narrowed { None } else { Some(find(asked, &question)?) };
    if asked.form == Form::Json {
        let total = found.as_ref().map_or(0, |found| found.total);
        let relaxed = found.as_ref().is_some_and(|found| found.relaxed);
        let hits = found.into_iter().flat_map(|found| found.hits).map(|hit| Passage {
            date: hit.passage.dated(),
            kind: hit.passage.kind.word(),
            document: hit.passage.document,
            paragraph: hit.passage.paragraph,
            actors: hit.passage.actors,
            snippet: hit.snippet.text,
            marks: hit.snippet.marks.iter().map(|mark| [mark.start, mark.end]).collect(),
        });
        return Made::json(&Answer { version: 1, total, relaxed, hits: hits.collect() });
    }
    let total = found.as_ref().map_or(0, |found| found.total);
    let more = total > (number * PAGE) as u64 && number < PAGES;
    let next = (number + 1).to_string();
    Made::html(&Page {
        f: Frame::new(asked, w.say("search").to_owned()).resting_on(asked, asked.record.at),
        q: q.to_owned(),
        fields: fields(asked),
        narrowed,
        sentence: found.as_ref().map(|found| {
            let count = usize::try_from(found.total).unwrap_or(usize::MAX);
            match q {
                "" => w.tell("search-count-all", &[("count", count.into())]),
                q => w.tell("search-count", &[("count", count.into()), ("q", q.to_owned().into())]),
            }
        }),
        relaxed: found.as_ref().is_some_and(|found| found.relaxed),
        more: more.then(|| asked.here(Form::Html, &asked.question.with("page", Some(&next)))),
        hits: found.into_iter().flat_map(|found| found.hits).map(|hit| row(asked, &hit)).collect(),
    })
}

/// What an answer is narrowed to beside its words.
#[derive(Debug, Default, PartialEq)]
struct Narrow<'a> {
    kind: Option<Kind>,
    lang: Option<&'static str>,
    treaty: Option<&'a str>,
    party: Option<&'a str>,
    from: Option<Day>,
    until: Option<Day>,
}

impl<'a> Narrow<'a> {
    fn of(asked: &Asked<'a>) -> Result<Narrow<'a>, Miss> {
        let (world, question) = (asked.world, asked.question);
        let treaty = question.own_named("treaty", |word| world.treaty(word))?;
        let party = question.own_named("party", |word| world.party(word))?;
        let (from, until) = question.own_days()?;
        Ok(Narrow {
            kind: question.own_choice("kind", &Kind::ALL, Kind::word)?,
            lang: question.own_choice("text-lang", &words::LANGUAGES, |lang| lang)?,
            treaty: treaty.map(|t| world.packs[t].id.as_str()),
            party: party.map(|party| world.code(party)),
            from,
            until,
        })
    }

    fn question(&self, q: &'a str) -> Question<'a> {
        Question {
            kind: self.kind,
            lang: self.lang,
            instrument: self.treaty,
            actor: self.party,
            from: self.from,
            until: self.until,
            ..Question::about(q)
        }
    }
}

fn fields(asked: &Asked<'_>) -> Vec<Field> {
    let w = asked.words;
    let kinds = Kind::ALL.map(|kind| (kind.word().to_owned(), terms::label(w, "search", kind.word()).to_owned()));
    let languages = words::LANGUAGES.map(|lang| (lang.to_owned(), words::of(lang).say("language-own-name").to_owned()));
    vec![
        Field::select(asked, "kind", "filter-kind", kinds.into()),
        Field::select(asked, "text-lang", "column-language", languages.into()),
        Field::text(asked, "treaty", "column-treaty"),
        Field::text(asked, "party", "column-participant"),
        Field::date(asked, "from", "column-from"),
        Field::date(asked, "until", "due-until"),
    ]
}

fn find(asked: &Asked<'_>, question: &Question<'_>) -> Result<Found, Miss> {
    asked.record.index().map_err(Miss::Broken)?.find(question).map_err(|fault| Miss::Broken(fault.to_string()))
}

/// What was done or said last that answers to the words, the newest first.
///
/// A passage that has some of the words only is not what a program waits for.
fn feed(asked: &Asked<'_>, q: &str, narrow: &Narrow<'_>) -> Result<Made, Miss> {
    let nothing = q.is_empty() && *narrow == Narrow::default();
    let title = if q.is_empty() { asked.words.say("search").to_owned() } else { q.to_owned() };
    let mut hits = Vec::new();
    let mut back = feed::BACK;
    // The best of many are not the newest: fewer days are looked at until nothing is left out.
    while !nothing && back > 0 {
        let from = narrow.from.map_or(asked.on.plus(-back), |from| from.max(asked.on.plus(-back)));
        let until = narrow.until.map_or(asked.on, |until| until.min(asked.on));
        let days = (Some(from), Some(until));
        let question =
            Question { limit: feed::MOST, snippet: SNIPPET, from: days.0, until: days.1, ..narrow.question(q) };
        let found = find(asked, &question)?;
        let all = found.total <= feed::MOST as u64;
        hits = if found.relaxed { Vec::new() } else { found.hits };
        if all || found.relaxed {
            break;
        }
        back /= 2;
    }
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.passage.date));
    let date = |hit: &Hit| hit.passage.date.unwrap_or(asked.on);
    let mut text = feed::head(asked, &title, hits.first().map_or(asked.on, date));
    for hit in &hits {
        let (passage, row) = (&hit.passage, row(asked, hit));
        let id = [passage.kind.word(), &passage.document, &passage.paragraph, &passage.actors.join(",")].join("/");
        let summary: String = row.pieces.iter().map(|piece| piece.text.as_str()).collect();
        write!(
            text,
            "<entry>\n<title>{}</title>\n<id>{}</id>\n<updated>{}T00:00:00Z</updated>\n<link href=\"{}\"/>\n\
             <summary>{}</summary>\n</entry>\n",
            feed::escape(&[row.kind, asked.words.say("colon"), &row.link.text].concat()),
            feed::id(&format!("{id}/{}", date(hit))),
            date(hit),
            feed::escape(&row.link.href),
            feed::escape(&summary),
        )
        .expect("a string takes everything");
    }
    text += "</feed>\n";
    Ok(Made(text.into_bytes()))
}

fn row(asked: &Asked<'_>, hit: &Hit) -> Row {
    let (w, world, passage) = (asked.words, asked.world, &hit.passage);
    let treaty = || {
        let found = world.packs.by_id(&passage.document);
        found.map_or(passage.document.as_str(), |ix| pack::in_language(&world.packs[ix].title, w.lang()))
    };
    let actor = passage.actors.first().and_then(|code| world.packs.parties.find(code));
    let name = |party| world.party_name(party, passage.date.unwrap_or(asked.on)).to_owned();
    let (kind, href, text) = match (passage.kind, actor) {
        (Kind::Participant, Some(party)) => {
            (w.say("search-participant"), asked.link(&["participants", world.code(party)]), name(party))
        }
        (Kind::Act, Some(party)) => (
            w.say("search-act"),
            asked.link(&["treaties", &passage.document, "participants", world.code(party)]),
            format!("{}{}{}", name(party), w.say("colon"), treaty()),
        ),
        (Kind::Act, None) => {
            (w.say("search-act"), asked.link(&["treaties", &passage.document, "acts"]), treaty().to_owned())
        }
        (Kind::Paragraph, _) => {
            let about = asked.record.papers.find(&passage.document).ok().map(|(_, paper)| &paper.document.about);
            let title = about.and_then(|about| about.title.clone()).unwrap_or_else(|| passage.document.clone());
            let href = format!("{}#{}", asked.link(&["documents", &passage.document]), passage.paragraph);
            (w.say("search-paragraph"), href, title)
        }
        (Kind::Matter | Kind::Happening, _) => {
            let link = super::sheet::matter(asked, &passage.document);
            let kind = if passage.kind == Kind::Matter { "search-matter" } else { "search-happening" };
            (w.say(kind), link.href, link.text)
        }
        _ => (w.say("search-treaty"), asked.link(&["treaties", &passage.document]), treaty().to_owned()),
    };
    Row {
        kind,
        link: Link { href, text, here: false },
        pieces: pieces(&hit.snippet.text, hit.snippet.marks.iter().map(|mark| (mark.start, mark.end))),
        date: dated(w, passage),
    }
}

/// The date of a passage, no more exact than it is told.
fn dated(w: &Words, passage: &search::Passage) -> Option<String> {
    let told = passage.dated()?;
    Some(told.parse().map_or(told, |span: law::Span| w.span(span)))
}

fn pieces(text: &str, marks: impl Iterator<Item = (usize, usize)>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut push = |text: &str, hit| {
        if !text.is_empty() {
            pieces.push(Piece { text: text.replace('\n', " · "), hit });
        }
    };
    for (start, end) in marks {
        push(&text[at..start], false);
        push(&text[start..end], true);
        at = end;
    }
    push(&text[at..], false);
    pieces
}
