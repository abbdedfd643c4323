//! The treaties there are.

use askama::Template;
use law::Day;
use pack::InstrumentKind;
use register::answer::treaties::{Filter, TreatyRow, answer};

use super::frame::Frame;
use super::leaf::{Asked, Form, Kind, Leaf, Made};
use super::miss::Miss;
use super::pictures::{self, Picture};
use super::question::Wrong;
use super::terms::{self, When};

pub(crate) const LEAF: Leaf = Leaf {
    own: &["q", "pack", "kind", "in-force", "party"],
    forms: &[Form::Html, Form::Json, Form::Csv, Form::Parquet, Form::Atom, Form::Svg, Form::Narrow],
    what: "The treaties that match: part of a name, pack, kind, in force or not, a participant bound by them",
    make,
};

#[derive(Template)]
#[template(path = "treaties.html")]
struct Page {
    f: Frame,
    count: String,
    picture: Picture,
    rows: Vec<Row>,
    q: String,
    packs: Vec<Choice>,
    kinds: Vec<Choice>,
    forces: Vec<Choice>,
    party: String,
}

/// One value of a filter.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) text: String,
    pub(crate) chosen: bool,
}

struct Row {
    href: String,
    title: String,
    short: Option<String>,
    kind: &'static str,
    in_force: &'static str,
    entry: Option<When>,
    parties: String,
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let question = asked.question;
    let kind = question.own("kind").map(kind).transpose()?;
    let in_force = question.own("in-force").map(yes_or_no).transpose()?;
    let pack = question.own("pack").map(|id| pack(asked, id)).transpose()?;
    let party = question.own("party").map(|word| party(asked, "party", word)).transpose()?;
    let filter = Filter {
        pack,
        kind,
        text: question.own("q"),
        in_force,
        party: party.map(|party| (party, true)),
        unverified: false,
    };
    let mut rows = answer(asked.world, asked.on, asked.known_day(), filter);
    rows.sort_by(|a, b| asked.words.order(&a.title, &b.title));
    match asked.form {
        Form::Json => Made::json(&rows),
        Form::Csv | Form::Parquet => csv(asked.form, &rows),
        Form::Atom => {
            let all: Vec<_> = rows.iter().filter_map(|row| asked.world.packs.by_id(&row.treaty)).collect();
            Ok(super::feed::of_instruments(asked, asked.words.say("treaties"), &all))
        }
        Form::Svg | Form::Narrow => Ok(pictures::of_treaties(asked, &rows)),
        _ => Made::html(&page(asked, &rows)),
    }
}

fn csv(form: Form, rows: &[TreatyRow]) -> Result<Made, Miss> {
    let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
    Made::table(
        form,
        [
            ("treaty", Kind::Text),
            ("title", Kind::Text),
            ("kind", Kind::Text),
            ("pack", Kind::Text),
            ("in_force", Kind::Truth),
            ("entry_into_force", Kind::Day),
            ("parties", Kind::Number),
            ("checked_until", Kind::Day),
        ],
        rows.iter().map(|row| {
            [
                row.treaty.clone(),
                row.title.clone(),
                row.kind.to_owned(),
                row.pack.clone(),
                row.in_force.to_string(),
                day(row.entry_into_force),
                row.parties.to_string(),
                day(row.checked_until),
            ]
        }),
    )
}

fn page(asked: &Asked<'_>, rows: &[TreatyRow]) -> Page {
    let w = asked.words;
    let question = asked.question;
    let choice = |name: &str, value: &str, text: &str| Choice {
        value: value.to_owned(),
        text: text.to_owned(),
        chosen: question.own(name).unwrap_or("") == value,
    };
    let any = |name| choice(name, "", w.say("filter-any"));
    let kinds = InstrumentKind::ALL.iter().map(|kind| choice("kind", kind.word(), terms::instrument(w, *kind)));
    let forces = [("yes", "treaties-in-force"), ("no", "treaties-not-in-force")];
    let row = |row: &TreatyRow| Row {
        href: asked.link(&["treaties", &row.treaty]),
        title: row.title.clone(),
        short: row.short.clone(),
        kind: terms::label(w, "label-kind", row.kind),
        in_force: w.say(match row.kind {
            _ if row.in_force => "treaties-in-force",
            "political" | "decision" => "treaties-no-treaty",
            _ => "treaties-not-in-force",
        }),
        entry: terms::maybe(w, row.entry_into_force),
        parties: w.number(row.parties),
    };
    Page {
        f: Frame::new(asked, w.say("treaties").to_owned()).resting_on(asked, asked.record.at),
        count: w.tell("treaties-count", &[("count", rows.len().into())]),
        picture: Picture::of_page(asked, pictures::treaties_title(asked, rows.len())).folded(),
        rows: rows.iter().map(row).collect(),
        q: question.own("q").unwrap_or("").to_owned(),
        packs: packs(asked),
        kinds: std::iter::once(any("kind")).chain(kinds).collect(),
        forces: std::iter::once(any("in-force"))
            .chain(forces.map(|(value, id)| choice("in-force", value, w.say(id))))
            .collect(),
        party: question.own("party").unwrap_or("").to_owned(),
    }
}

fn kind(word: &str) -> Result<InstrumentKind, Wrong> {
    InstrumentKind::ALL.into_iter().find(|kind| kind.word() == word).ok_or_else(|| Wrong::Value {
        name: "kind",
        value: word.to_owned(),
        takes: InstrumentKind::ALL.iter().map(|kind| kind.word().to_owned()).collect(),
    })
}

fn yes_or_no(word: &str) -> Result<bool, Wrong> {
    match word {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Wrong::Value {
            name: "in-force",
            value: word.to_owned(),
            takes: vec!["yes".to_owned(), "no".to_owned()],
        }),
    }
}

/// The values of a filter on packs: any, then those with treaties.
pub(crate) fn packs(asked: &Asked<'_>) -> Vec<Choice> {
    let w = asked.words;
    let chosen = asked.question.own("pack").unwrap_or("");
    let choice =
        |value: &str, text: &str| Choice { value: value.to_owned(), text: text.to_owned(), chosen: chosen == value };
    let packs = &asked.world.packs;
    let with_treaties = |id: &str| packs.instruments.iter().any(|instrument| instrument.pack == id);
    let some = packs.packs.iter().filter(|(id, _)| with_treaties(id));
    let some = some.map(|(id, about)| choice(id, pack::in_language(&about.title, w.lang())));
    std::iter::once(choice("", w.say("filter-any"))).chain(some).collect()
}

/// The pack that a filter names.
pub(crate) fn pack<'a>(asked: &Asked<'a>, id: &str) -> Result<&'a str, Wrong> {
    let world: &'a register::World = asked.world;
    world.pack(id).map_err(|unknown| Wrong::Value { name: "pack", value: id.to_owned(), takes: unknown.near })
}

/// The participant that a filter names.
pub(crate) fn party(asked: &Asked<'_>, name: &'static str, word: &str) -> Result<law::PartyIx, Wrong> {
    asked.world.party(word).map_err(|unknown| Wrong::Name { name, value: word.to_owned(), near: unknown.near })
}
