//! Who takes part in treaties.

use std::collections::BTreeMap;

use askama::Template;
use law::party::PartyKind;
use law::{PartyIx, Scratch, TreatyIx};
use serde::Serialize;

use super::frame::Frame;
use super::leaf::{Asked, Form, Kind, Leaf, Made};
use super::miss::Miss;
use super::question::Wrong;
use super::terms;
use super::treaties::Choice;

pub(crate) const LEAF: Leaf = Leaf {
    own: &["q", "group"],
    forms: &[Form::Html, Form::Json, Form::Csv, Form::Parquet],
    what: "The participants: all, or those with some words in their name, or the members of a group on the day",
    make,
};

#[derive(Template)]
#[template(path = "participants.html")]
struct Page {
    f: Frame,
    count: String,
    q: String,
    groups: Vec<Choice>,
    group: Option<String>,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    code: String,
    name: String,
    kind: &'static str,
    bound: String,
}

/// A participant, for machines.
#[derive(Serialize)]
struct Answer<'a> {
    party: &'a str,
    name: &'a str,
    kind: &'static str,
    /// By how many instruments it is bound on the day.
    bound: usize,
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let (w, world, question) = (asked.words, asked.world, asked.question);
    let parties = &world.packs.parties;
    let group = match question.own("group") {
        None => None,
        Some(id) => Some(parties.group(id).ok_or_else(|| Wrong::Value {
            name: "group",
            value: id.to_owned(),
            takes: world.packs.groups.keys().cloned().collect(),
        })?),
    };
    let text = question.own("q").map(pack::names::key);
    let bound = bound(asked, world.packs.engine.treaties());
    let named = |party: PartyIx, key: &str| {
        let code = pack::names::key(world.code(party)) == *key;
        code || world.packs.names.iter().any(|name| name.party == party && pack::names::key(&name.text).contains(key))
    };
    let mut rows: Vec<Answer<'_>> = parties
        .iter()
        .filter(|(ix, _)| group.is_none_or(|group| group.contains(*ix, asked.on)))
        .filter(|(ix, _)| text.as_ref().is_none_or(|key| named(*ix, key)))
        .map(|(ix, party)| Answer {
            party: &party.code,
            name: world.party_name(ix, asked.on),
            kind: kind(party.kind),
            bound: bound.get(&ix).copied().unwrap_or(0),
        })
        .collect();
    rows.sort_by(|a, b| w.order(a.name, b.name));
    match asked.form {
        Form::Json => return Made::json(&rows),
        Form::Csv | Form::Parquet => {
            let cells = |row: &Answer<'_>| {
                [row.party.to_owned(), row.name.to_owned(), row.kind.to_owned(), row.bound.to_string()]
            };
            return Made::table(
                asked.form,
                [("party", Kind::Text), ("name", Kind::Text), ("kind", Kind::Text), ("bound", Kind::Number)],
                rows.iter().map(cells),
            );
        }
        _ => {}
    }
    let row = |row: &Answer<'_>| Row {
        href: asked.link(&["participants", row.party]),
        code: row.party.to_owned(),
        name: row.name.to_owned(),
        kind: terms::label(w, "label-party", row.kind),
        bound: w.number(row.bound),
    };
    let about = |id: &str| world.packs.groups.get(id).map(|group| pack::in_language(&group.what, w.lang()).to_owned());
    let choice = |id: &String| Choice {
        value: id.clone(),
        text: world.group_name(id),
        chosen: question.own("group") == Some(id),
    };
    let any = Choice { value: String::new(), text: w.say("filter-any").to_owned(), chosen: group.is_none() };
    Made::html(&Page {
        f: Frame::new(asked, w.say("participants").to_owned()).resting_on(asked, asked.record.at),
        count: w.tell("participants-count", &[("count", rows.len().into())]),
        q: question.own("q").unwrap_or("").to_owned(),
        groups: std::iter::once(any).chain(world.packs.groups.keys().map(choice)).collect(),
        group: question.own("group").and_then(about),
        rows: rows.iter().map(row).collect(),
    })
}

/// By how many of some instruments each participant is bound on the day.
pub(crate) fn bound(asked: &Asked<'_>, treaties: impl Iterator<Item = TreatyIx>) -> BTreeMap<PartyIx, usize> {
    let mut scratch = Scratch::default();
    let mut bound = BTreeMap::new();
    for t in treaties {
        let (_, standings) = asked.world.standings(t, asked.on, asked.known_day(), &mut scratch);
        for standing in standings.iter().filter(|standing| standing.status.is_bound()) {
            *bound.entry(standing.party).or_default() += 1;
        }
    }
    bound
}

fn kind(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::State => "state",
        PartyKind::HistoricalState => "historical-state",
        PartyKind::Entity => "entity",
        PartyKind::Organisation => "organisation",
        PartyKind::Territory => "territory",
    }
}
