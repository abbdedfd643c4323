//! One participant: what it is to every treaty on the day, and what it stays outside of.

use askama::Template;
use law::{PartyIx, Scratch, Status};
use register::answer::party::{Filter, PartyAnswer, answer};

use super::frame::{Frame, Link};
use super::leaf::{Asked, Form, Kind, Leaf, Made};
use super::miss::Miss;
use super::pictures::{self, Picture};
use super::terms::{self, Term, When};
use super::treaties::{Choice, pack, packs};
use super::treaty::wanted;

pub(crate) const LEAF: Leaf = Leaf {
    own: &["status", "pack"],
    forms: &[Form::Html, Form::Json, Form::Csv, Form::Parquet, Form::Atom, Form::Svg, Form::Narrow],
    what: "What a participant is to every treaty on a day",
    make,
};

#[derive(Template)]
#[template(path = "participant.html")]
struct Page {
    f: Frame,
    name: String,
    code: String,
    names: Vec<(String, String)>,
    groups: Vec<Link>,
    packs: Vec<Choice>,
    statuses: Vec<Choice>,
    caption: String,
    picture: Option<Picture>,
    rows: Vec<Row>,
    gaps: Vec<Link>,
    gaps_caption: String,
}

struct Row {
    href: String,
    title: String,
    treaty: String,
    status: Term,
    since: Option<When>,
    why: String,
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let (w, world, question) = (asked.words, asked.world, asked.question);
    let party = asked.party(0)?;
    let status = question.own("status").map(wanted).transpose()?;
    let within = question.own("pack").map(|id| pack(asked, id)).transpose()?;
    let mut answer = answer(world, party, asked.on, asked.known(), Filter { status, pack: within });
    answer.treaties.sort_by(|a, b| w.order(&a.title, &b.title));
    match asked.form {
        Form::Json => Made::json(&answer),
        Form::Csv | Form::Parquet => {
            let row = |row: &register::answer::party::PartyRow| {
                let since = row.since.map_or(String::new(), |day| day.to_string());
                [row.treaty.clone(), row.title.clone(), row.status.word().to_owned(), since]
            };
            Made::table(
                asked.form,
                [("treaty", Kind::Text), ("title", Kind::Text), ("status", Kind::Text), ("since", Kind::Day)],
                answer.treaties.iter().map(row),
            )
        }
        Form::Atom => Ok(super::feed::of_participant(asked, party)),
        Form::Svg | Form::Narrow => {
            let rows: Vec<_> = answer.treaties.iter().filter_map(|row| world.packs.by_id(&row.treaty)).collect();
            Ok(pictures::of_participant(asked, party, &rows))
        }
        _ => Made::html(&page(asked, party, &answer, within)),
    }
}

fn page(asked: &Asked<'_>, party: PartyIx, answer: &PartyAnswer, within: Option<&str>) -> Page {
    let (w, world, question) = (asked.words, asked.world, asked.question);
    let row = |row: &register::answer::party::PartyRow| Row {
        href: asked.link(&["treaties", &row.treaty]),
        title: row.title.clone(),
        treaty: row.treaty.clone(),
        status: terms::status(asked, row.status),
        since: terms::maybe(w, row.since),
        why: asked.link(&["treaties", &row.treaty, "participants", &answer.party]),
    };
    let choice = |name: &str, value: &str, text: &str| Choice {
        value: value.to_owned(),
        text: text.to_owned(),
        chosen: question.own(name).unwrap_or("") == value,
    };
    let any = |name| choice(name, "", w.say("filter-any"));
    let statuses = Status::ALL.iter().filter(|status| **status != Status::None);
    let statuses = statuses.map(|status| choice("status", status.word(), terms::label(w, "status", status.word())));
    let mut names: Vec<(String, String)> = world
        .packs
        .names
        .iter()
        .filter(|name| name.party == party && name.form == "formal" && name.from <= asked.on && asked.on < name.until)
        .map(|name| (name.lang.clone(), name.text.clone()))
        .collect();
    names.dedup();
    let member = |id: &&String| world.packs.parties.group(id).is_some_and(|group| group.contains(party, asked.on));
    let groups = world.packs.groups.keys().filter(member).map(|id| Link {
        href: asked.link_with(&["participants"], &[("group", id)]),
        text: world.group_name(id),
        here: false,
    });
    let gaps = if question.own("status").is_none() { gaps(asked, party, answer, within) } else { Vec::new() };
    Page {
        f: Frame::new(asked, answer.name.clone()).resting_on(asked, asked.record.at),
        name: answer.name.clone(),
        code: answer.party.clone(),
        names,
        groups: groups.collect(),
        packs: packs(asked),
        statuses: std::iter::once(any("status")).chain(statuses).collect(),
        caption: w.tell("treaties-count", &[("count", answer.treaties.len().into())]),
        picture: (!answer.treaties.is_empty())
            .then(|| Picture::of_page(asked, pictures::participant_title(asked, party)).folded()),
        rows: answer.treaties.iter().map(row).collect(),
        gaps_caption: w.tell("treaties-count", &[("count", gaps.len().into())]),
        gaps,
    }
}

/// The treaties in force that are open to the participant, and to which it is nothing.
fn gaps(asked: &Asked<'_>, party: PartyIx, answer: &PartyAnswer, within: Option<&str>) -> Vec<Link> {
    let world = asked.world;
    let mut scratch = Scratch::default();
    let mut gaps = Vec::new();
    for instrument in world.packs.instruments.iter().filter(|own| within.is_none_or(|pack| own.pack == pack)) {
        if !instrument.kind.is_binding() || answer.treaties.iter().any(|row| row.treaty == instrument.id) {
            continue;
        }
        let outcome = world.past(instrument.ix, asked.known_day(), &mut scratch).outcome;
        let open = law::check::entitled(&world.packs.parties, world.packs.source(instrument.ix), party, asked.on);
        if open && outcome.in_force(asked.on) {
            gaps.push(Link {
                href: asked.link(&["treaties", &instrument.id, "participants", &answer.party]),
                text: pack::in_language(&instrument.title, asked.words.lang()).to_owned(),
                here: false,
            });
        }
    }
    gaps.sort_by(|a, b| asked.words.order(&a.text, &b.text));
    gaps
}
