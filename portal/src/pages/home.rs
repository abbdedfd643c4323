//! What a reader sees first: what is in force, what changed, what is due.

use askama::Template;
use law::Scratch;
use serde::Serialize;

use super::due::{self, Row};
use super::frame::{Frame, Link};
use super::leaf::{Asked, Form, Leaf, Made};
use super::miss::Miss;

pub(crate) const LEAF: Leaf = Leaf {
    own: &[],
    forms: &[Form::Html, Form::Json, Form::Atom],
    what: "How many treaties are in force on a day, for how many participants",
    make,
};

/// Days that are looked back and ahead.
const SPAN: i32 = 365;
/// Rows of each list.
const MOST: usize = 8;

#[derive(Template)]
#[template(path = "home.html")]
struct Page {
    f: Frame,
    sentence: String,
    packs: Vec<(Link, String)>,
    changed: Vec<Row>,
    due: Vec<Row>,
    all_due: String,
}

/// The numbers of the first page, for machines.
#[derive(Serialize)]
struct Answer {
    version: u32,
    on: law::Day,
    known: Option<law::Day>,
    treaties: usize,
    in_force: usize,
    participants: usize,
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let (w, world) = (asked.words, asked.world);
    if asked.form == Form::Atom {
        return Ok(super::feed::of_everything(asked));
    }
    let mut scratch = Scratch::default();
    let mut bound = vec![false; world.packs.parties.iter().count()];
    let mut in_force = 0;
    for instrument in &world.packs.instruments {
        let (outcome, standings) = world.standings(instrument.ix, asked.on, asked.known_day(), &mut scratch);
        in_force += usize::from(outcome.in_force(asked.on));
        for standing in standings.iter().filter(|standing| standing.status.is_bound()) {
            bound[usize::from(standing.party.0)] = true;
        }
    }
    let answer = Answer {
        version: 1,
        on: asked.on,
        known: asked.known(),
        treaties: world.packs.instruments.len(),
        in_force,
        participants: bound.iter().filter(|bound| **bound).count(),
    };
    if asked.form == Form::Json {
        return Made::json(&answer);
    }
    let sentence = w.tell(
        "home-sentence",
        &[
            ("day", w.day(asked.on).into()),
            ("treaties", answer.treaties.into()),
            ("force", w.number(answer.in_force).into()),
            ("participants", w.number(answer.participants).into()),
        ],
    );
    let packs = world.packs.packs.iter().filter_map(|(id, about)| {
        let number = world.packs.instruments.iter().filter(|own| own.pack == *id).count();
        let link = Link {
            href: asked.link_with(&["treaties"], &[("pack", id)]),
            text: pack::in_language(&about.title, w.lang()).to_owned(),
            here: false,
        };
        (number > 0).then(|| (link, w.tell("treaties-count", &[("count", number.into())])))
    });
    Made::html(&Page {
        f: Frame::new(asked, w.say("site-name").to_owned()).resting_on(asked, asked.record.at),
        sentence,
        packs: packs.collect(),
        changed: due::behind(asked, SPAN, MOST),
        due: due::ahead(asked, asked.on.plus(1), asked.on.plus(SPAN), MOST),
        all_due: asked.link(&["due"]),
    })
}
