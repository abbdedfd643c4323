//! What one participant is to one treaty, and why.

use askama::Template;
use law::Status;
use register::answer::status::Because;
use register::answer::why;

use super::frame::Frame;
use super::leaf::{Asked, Form, Leaf, Made};
use super::miss::Miss;
use super::terms::{self, Term, When};

pub(crate) const LEAF: Leaf = Leaf {
    own: &[],
    forms: &[Form::Html, Form::Json],
    what: "Why a participant is, or is not, bound by a treaty on a day",
    make,
};

#[derive(Template)]
#[template(path = "why.html")]
struct Page {
    f: Frame,
    heading: String,
    name: String,
    title: String,
    treaty: String,
    participant: String,
    status: Term,
    conclusion: String,
    grounds: Vec<Ground>,
    rule: String,
    history: Vec<Stay>,
    territories: Vec<(String, Vec<Stay>)>,
    if_it_deposited: Option<String>,
    notes: Vec<String>,
}

struct Ground {
    kind: &'static str,
    text: String,
}

pub(crate) struct Stay {
    pub(crate) from: When,
    pub(crate) until: Option<When>,
    pub(crate) status: &'static str,
    pub(crate) word: String,
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let (w, world) = (asked.words, asked.world);
    let (t, party) = (asked.treaty(0)?, asked.party(1)?);
    let answer = why::about_party(world, t, party, asked.on, asked.known());
    if asked.form == Form::Json {
        return Made::json(&answer);
    }
    let stays = |history: &[why::Stay]| history.iter().map(|own| stay(w, own)).collect();
    let ground =
        |because: &Because| Ground { kind: terms::label(w, "because", because.kind), text: because.text.clone() };
    let name = answer.name.clone().unwrap_or_default();
    let title = answer.title.clone();
    let heading = w.tell("why-heading", &[("name", name.clone().into()), ("treaty", title.clone().into())]);
    let deposit = answer
        .if_it_deposited
        .map(|day| w.tell("why-if-deposited", &[("deposit", w.day(asked.on).into()), ("day", w.day(day).into())]));
    Made::html(&Page {
        f: Frame::new(asked, heading.clone()).resting_on(asked, asked.record.at),
        heading,
        treaty: asked.link(&["treaties", &answer.treaty]),
        participant: asked.link(&["participants", world.code(party)]),
        name,
        title,
        status: terms::status(asked, answer.status.unwrap_or(Status::None)),
        conclusion: answer.conclusion.clone(),
        grounds: answer.because.iter().map(ground).collect(),
        rule: answer.rule.clone(),
        history: stays(&answer.history),
        territories: answer.territories.iter().map(|own| (own.territory.clone(), stays(&own.history))).collect(),
        if_it_deposited: deposit,
        notes: answer.notes.clone(),
    })
}

pub(crate) fn stay(w: &'static words::Words, own: &why::Stay) -> Stay {
    Stay {
        from: terms::day(w, own.from),
        until: terms::maybe(w, own.until),
        status: terms::label(w, "status", &own.status),
        word: own.status.clone(),
    }
}
