//! What is different for a treaty between two days.

use askama::Template;
use law::Day;
use register::answer::diff::answer;

use super::frame::Frame;
use super::leaf::{Asked, Form, Leaf, Made};
use super::miss::Miss;
use super::terms::{self, Term, When};

pub(crate) const LEAF: Leaf = Leaf {
    own: &["from", "from-known"],
    forms: &[Form::Html, Form::Json],
    what: "What is different for a treaty between two days, or between what was known on two days",
    make,
};

#[derive(Template)]
#[template(path = "changes.html")]
struct Page {
    f: Frame,
    title: String,
    treaty: String,
    from: String,
    from_known: String,
    sides: [Side; 2],
    caption: String,
    rows: Vec<Row>,
}

struct Side {
    day: String,
    known: String,
    in_force: &'static str,
    parties: String,
}

struct Row {
    name: String,
    href: String,
    was: Term,
    is: Term,
    since: Option<When>,
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let (w, world, question) = (asked.words, asked.world, asked.question);
    let t = asked.treaty(0)?;
    // Two views that differ only in what was known look at the same day.
    let from_known = question.own_day("from-known")?;
    let default = if from_known.is_some() { asked.on } else { asked.on.plus(-365) };
    let from = question.own_day("from")?.unwrap_or(default);
    let answer = answer(world, t, (from, from_known), (asked.on, asked.known()));
    if asked.form == Form::Json {
        return Made::json(&answer);
    }
    let known = |known: Option<Day>| match known {
        Some(day) => w.tell("times-known", &[("day", w.day(day).into())]),
        None => w.say("changes-everything").to_owned(),
    };
    let side = |side: &register::answer::diff::Side| Side {
        day: w.day(side.on),
        known: known(side.known),
        in_force: w.say(if side.in_force { "treaties-in-force" } else { "treaties-not-in-force" }),
        parties: w.number(side.parties),
    };
    let id = &world.packs[t].id;
    let row = |change: &register::answer::diff::Change| Row {
        name: change.name.clone(),
        href: asked.link(&["treaties", id, "participants", &change.party]),
        was: terms::status(asked, change.was),
        is: terms::status(asked, change.is),
        since: terms::maybe(w, change.since),
    };
    let title = pack::in_language(&world.packs[t].title, w.lang()).to_owned();
    Made::html(&Page {
        f: Frame::new(asked, w.tell("changes-of", &[("treaty", title.clone().into())]))
            .resting_on(asked, asked.record.at),
        title,
        treaty: asked.link(&["treaties", id]),
        from: from.to_string(),
        from_known: from_known.map_or(String::new(), |day| day.to_string()),
        sides: [side(&answer.from), side(&answer.to)],
        caption: w.tell("changes-count", &[("count", answer.changes.len().into())]),
        rows: answer.changes.iter().map(row).collect(),
    })
}
