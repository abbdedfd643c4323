//! What falls due.

use askama::Template;
use law::Day;
use register::answer::due::{DueRow, answer};

use super::frame::{Frame, Link};
use super::leaf::{Asked, Form, Kind, Leaf, Made};
use super::miss::Miss;
use super::question::Wrong;
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
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let (w, world, question) = (asked.words, asked.world, asked.question);
    let from = question.own_day("from")?.unwrap_or(asked.on);
    let until = question.own_day("until")?.unwrap_or(from.plus(AHEAD));
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
    let (w, world) = (asked.words, asked.world);
    let party = row.party.as_deref().and_then(|code| world.packs.parties.find(code));
    Row {
        date: terms::day(w, row.date),
        what: terms::label(w, "due-what", row.what),
        treaty: about(asked, row),
        party: party.map(|party| Link {
            href: match &row.treaty {
                Some(treaty) => asked.link(&["treaties", treaty, "participants", world.code(party)]),
                None => asked.link(&["participants", world.code(party)]),
            },
            text: world.party_name(party, row.date).to_owned(),
            here: false,
        }),
        text: row.text.clone(),
    }
}

/// The matter or the treaty that a row is about.
pub(crate) fn about(asked: &Asked<'_>, row: &DueRow) -> Link {
    match (&row.matter, &row.treaty) {
        (Some(matter), _) => sheet::matter(asked, matter),
        (None, Some(treaty)) => sheet::instrument(asked, treaty),
        (None, None) => Link { href: asked.link(&["due"]), text: String::new(), here: false },
    }
}

/// What fell due, or falls due, in the days around a day; the nearest ones of them.
pub(crate) fn around(asked: &Asked<'_>, from: Day, until: Day, most: usize, newest_first: bool) -> Vec<Row> {
    let mut rows = answer(asked.world, None, from, until, asked.known_day());
    if newest_first {
        rows.reverse();
    }
    rows.truncate(most);
    rows.iter().map(|own| row(asked, own)).collect()
}
