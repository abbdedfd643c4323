//! What falls due.

use askama::Template;
use law::Day;
use register::answer::due::{DueRow, answer};
use register::answer::lately::{self, Event, What};

use super::frame::{Frame, Link};
use super::leaf::{Asked, Form, Kind, Leaf, Made};
use super::miss::Miss;
use super::question::{Wrong, in_order};
use super::sheet;
use super::terms::{self, When};

pub(crate) const LEAF: Leaf = Leaf {
    own: &["from", "until", "treaty"],
    forms: &[Form::Html, Form::Json, Form::Csv, Form::Parquet, Form::Ics],
    what: "What falls due between two days; a year from the day asked about where none are given",
    make,
};

/// More rows than these nobody reads on a page; machines get all of them.
const MOST: usize = 2000;
/// Days that are looked at where no end is given.
const AHEAD: i32 = 365;

#[derive(Template)]
#[template(path = "due.html")]
struct Page {
    f: Frame,
    from: String,
    until: String,
    treaty: String,
    sentence: String,
    rows: Vec<Row>,
}

/// One date on a list.
pub(crate) struct Row {
    pub(crate) date: When,
    pub(crate) what: &'static str,
    pub(crate) treaty: Link,
    pub(crate) party: Option<Link>,
    pub(crate) text: String,
    /// The language of the text, where it need not be that of the page.
    pub(crate) lang: Option<&'static str>,
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let (w, world, question) = (asked.words, asked.world, asked.question);
    let (from, until) = question.own_days()?;
    let from = from.unwrap_or(asked.on);
    let until = until.unwrap_or(from.plus(AHEAD));
    in_order(Some(from), Some(until))?;
    let treaty = question.own_named("treaty", |word| world.treaty(word))?;
    let rows = answer(world, treaty, from, until, asked.known_day());
    if let Some(beyond) = rows.get(MOST).filter(|_| asked.form == Form::Html) {
        let takes = vec![format!("≤ {}", beyond.date.plus(-1))];
        return Err(Wrong::Value { name: "until", value: until.to_string(), takes }.into());
    }
    match asked.form {
        Form::Json => Made::json(&rows),
        Form::Csv | Form::Parquet => {
            let row = |row: &DueRow| {
                let party = row.party.clone().unwrap_or_default();
                let id = |id: &Option<String>| id.clone().unwrap_or_default();
                let (treaty, matter) = (id(&row.treaty), id(&row.matter));
                [row.date.to_string(), treaty, row.what.to_owned(), party, row.text.clone(), matter]
            };
            Made::table(
                asked.form,
                [
                    ("date", Kind::Day),
                    ("treaty", Kind::Text),
                    ("what", Kind::Text),
                    ("party", Kind::Text),
                    ("text", Kind::Text),
                    ("matter", Kind::Text),
                ],
                rows.iter().map(row),
            )
        }
        Form::Ics => Ok(super::feed::calendar(asked, &rows)),
        _ => Made::html(&Page {
            f: Frame::new(asked, w.say("due").to_owned()).resting_on(asked, asked.record.at),
            from: from.to_string(),
            until: until.to_string(),
            treaty: question.own("treaty").unwrap_or("").to_owned(),
            sentence: w.tell(
                "due-count",
                &[("count", rows.len().into()), ("from", w.day(from).into()), ("until", w.day(until).into())],
            ),
            rows: rows.iter().map(|own| row(asked, own)).collect(),
        }),
    }
}

/// A date as a row of a page.
pub(crate) fn row(asked: &Asked<'_>, row: &DueRow) -> Row {
    // What is waited for is told in a note, and notes are in English.
    let note = matches!(row.what, "silence" | "task" | "reply");
    Row {
        date: terms::day(asked.words, row.date),
        what: terms::label(asked.words, "due-what", row.what),
        treaty: about(asked, row.matter.as_deref(), row.treaty.as_deref()),
        party: party(asked, row.treaty.as_deref(), row.party.as_deref(), row.date),
        text: row.text.clone(),
        lang: note.then_some("en"),
    }
}

/// What happened as a row of a page.
pub(crate) fn happened(asked: &Asked<'_>, own: &Event) -> Row {
    Row {
        date: terms::dated(asked.words, own.date),
        what: match own.what {
            What::Act(kind) => terms::act(asked.words, kind),
            What::Change(word) => terms::label(asked.words, "due-what", word),
        },
        treaty: about(asked, own.matter.as_deref(), own.treaty.as_deref()),
        party: party(asked, own.treaty.as_deref(), own.party.as_deref(), own.date.first),
        text: own.text.clone(),
        lang: None,
    }
}

/// A participant on a day, and why it is what it is to the treaty.
fn party(asked: &Asked<'_>, treaty: Option<&str>, code: Option<&str>, on: Day) -> Option<Link> {
    let world = asked.world;
    let party = code.and_then(|code| world.packs.parties.find(code))?;
    let href = match treaty {
        Some(treaty) => asked.link(&["treaties", treaty, "participants", world.code(party)]),
        None => asked.link(&["participants", world.code(party)]),
    };
    Some(Link { href, text: world.party_name(party, on).to_owned(), here: false })
}

/// The matter or the treaty that a row is about.
pub(crate) fn about(asked: &Asked<'_>, matter: Option<&str>, treaty: Option<&str>) -> Link {
    match (matter, treaty) {
        (Some(matter), _) => sheet::matter(asked, matter),
        (None, Some(treaty)) => sheet::instrument(asked, treaty),
        (None, None) => Link { href: asked.link(&["due"]), text: String::new(), here: false },
    }
}

/// What falls due from one day to another; the nearest ones of them.
pub(crate) fn ahead(asked: &Asked<'_>, from: Day, until: Day, most: usize) -> Vec<Row> {
    let rows = answer(asked.world, None, from, until, asked.known_day());
    rows.iter().take(most).map(|own| row(asked, own)).collect()
}

/// What happened in so many days up to the one asked about; the newest of it, the newest first.
pub(crate) fn behind(asked: &Asked<'_>, back: i32, most: usize) -> Vec<Row> {
    let events = lately::answer(asked.world, super::feed::since(asked, back));
    events.iter().rev().take(most).map(|own| happened(asked, own)).collect()
}
