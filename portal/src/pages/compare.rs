//! Several participants beside each other, treaty by treaty.

use std::collections::BTreeMap;

use askama::Template;
use law::{PartyIx, Scratch, Status};
use register::answer::matrix;
use serde::Serialize;

use super::frame::{Frame, Link};
use super::leaf::{Asked, Form, Kind, Leaf, Made};
use super::miss::Miss;
use super::question::{Wrong, path};
use super::terms;
use super::treaties::{Choice, pack, packs};

pub(crate) const LEAF: Leaf = Leaf {
    own: &["participants", "pack", "differ"],
    forms: &[Form::Html, Form::Json, Form::Csv, Form::Parquet],
    what: "What several participants are to each treaty on a day; a group stands for its members",
    make,
};

/// More columns than these nobody reads.
const MOST: usize = 60;

#[derive(Template)]
#[template(path = "compare.html")]
struct Page {
    f: Frame,
    participants: String,
    packs: Vec<Choice>,
    differ: bool,
    head: Vec<Link>,
    rows: Vec<Row>,
    caption: String,
}

struct Row {
    href: String,
    title: String,
    cells: Vec<Option<Cell>>,
}

struct Cell {
    word: &'static str,
    text: &'static str,
    href: String,
}

/// One treaty, for machines.
#[derive(Serialize)]
struct Answer<'a> {
    treaty: &'a str,
    title: String,
    /// The status of each participant that is something to it, by its code.
    participants: BTreeMap<&'a str, Status>,
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let (w, world, question) = (asked.words, asked.world, asked.question);
    let given = question.own("participants").unwrap_or("");
    let names: Vec<String> =
        given.split([',', ';', '，', '、']).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let mut parties = matrix::participants(world, &names, asked.on).map_err(|unknown| Wrong::Name {
        name: "participants",
        value: unknown.word,
        near: unknown.near,
    })?;
    parties.sort_by(|a, b| w.order(world.party_name(*a, asked.on), world.party_name(*b, asked.on)));
    if parties.len() > MOST {
        let value = parties.len().to_string();
        return Err(Wrong::Value { name: "participants", value, takes: vec![format!("1 – {MOST}")] }.into());
    }
    let within = question.own("pack").map(|id| pack(asked, id)).transpose()?;
    let differ = match question.own("differ") {
        None => false,
        Some("yes") => true,
        Some(value) => {
            let takes = vec!["yes".to_owned()];
            return Err(Wrong::Value { name: "differ", value: value.to_owned(), takes }.into());
        }
    };
    let mut rows = answer(asked, &parties, within, differ);
    rows.sort_by(|a, b| w.order(&a.title, &b.title));
    let codes: Vec<&str> = parties.iter().map(|&party| world.code(party)).collect();
    match asked.form {
        Form::Json => return Made::json(&rows),
        Form::Csv | Form::Parquet => {
            let cells = rows.iter().flat_map(|row| {
                let of = |(code, status): (&&str, &Status)| {
                    [row.treaty.to_owned(), row.title.clone(), (*code).to_owned(), status.word().to_owned()]
                };
                row.participants.iter().map(of)
            });
            return Made::table(
                asked.form,
                [("treaty", Kind::Text), ("title", Kind::Text), ("party", Kind::Text), ("status", Kind::Text)],
                cells,
            );
        }
        _ => {}
    }
    // There are thousands of cells: what their addresses share is made once.
    let query = question.times().query();
    let ends: Vec<String> = codes.iter().map(|code| format!("{}{query}", path(&[code]))).collect();
    let row = |row: &Answer<'_>| {
        let begin = format!("{}{}", asked.prefix, path(&["treaties", row.treaty, "participants"]));
        let cell = |(code, end): (&&str, &String)| {
            let word = row.participants.get(*code)?.word();
            Some(Cell { word, text: terms::label(w, "status", word), href: [&*begin, end].concat() })
        };
        Row {
            href: asked.link(&["treaties", row.treaty]),
            title: row.title.clone(),
            cells: codes.iter().zip(&ends).map(cell).collect(),
        }
    };
    let head = parties.iter().map(|&party| Link {
        href: asked.link(&["participants", world.code(party)]),
        text: world.party_name(party, asked.on).to_owned(),
        here: false,
    });
    Made::html(&Page {
        f: Frame::new(asked, w.say("compare").to_owned()).resting_on(asked, asked.record.at),
        participants: given.to_owned(),
        packs: packs(asked),
        differ,
        head: head.collect(),
        rows: rows.iter().map(row).collect(),
        caption: w.tell("treaties-count", &[("count", rows.len().into())]),
    })
}

fn answer<'a>(asked: &Asked<'a>, parties: &[PartyIx], within: Option<&str>, differ: bool) -> Vec<Answer<'a>> {
    let world = asked.world;
    let mut scratch = Scratch::default();
    let mut statuses: Vec<Option<Status>> = vec![None; world.packs.parties.iter().count()];
    let mut rows = Vec::new();
    if parties.is_empty() {
        return rows;
    }
    for instrument in world.packs.instruments.iter().filter(|own| within.is_none_or(|pack| own.pack == pack)) {
        let (_, standings) = world.standings(instrument.ix, asked.on, asked.known_day(), &mut scratch);
        statuses.fill(None);
        for standing in &standings {
            statuses[usize::from(standing.party.0)] = Some(standing.status);
        }
        let something = |party: &PartyIx| Some((world.code(*party), statuses[usize::from(party.0)]?));
        let participants: BTreeMap<&str, Status> = parties.iter().filter_map(something).collect();
        let first = participants.values().next();
        let same = participants.len() == parties.len() && participants.values().all(|status| Some(status) == first);
        let nothing = participants.is_empty() || (differ && same);
        if !nothing {
            rows.push(Answer {
                treaty: &instrument.id,
                title: pack::in_language(&instrument.title, &world.lang).to_owned(),
                participants,
            });
        }
    }
    rows
}
