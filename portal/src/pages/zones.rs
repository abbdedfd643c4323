//! The zones, and one of them: its treaty, its protocols, its States, the bodies that watch over it, its map.

use std::collections::BTreeSet;

use askama::Template;
use law::Status;
use register::answer::zones::{self, InstrumentAnswer, StateAnswer, ZoneAnswer};

use super::frame::{Frame, Link};
use super::leaf::{Asked, Form, Kind, Leaf, Made};
use super::miss::Miss;
use super::pictures::{self, Picture};
use super::terms::{self, Term, When};
use super::treaty::Fact;

pub(crate) const LEAF: Leaf = Leaf {
    own: &[],
    forms: &[Form::Html, Form::Json, Form::Csv, Form::Parquet, Form::Svg, Form::Narrow],
    what: "The zones, their treaties and States",
    make,
};

pub(crate) const ZONE: Leaf = Leaf {
    own: &[],
    forms: &[Form::Html, Form::Json, Form::Csv, Form::Parquet, Form::Svg, Form::Narrow, Form::Atom],
    what: "A zone: its treaty, protocols, States, bodies and limits",
    make: zone,
};

#[derive(Template)]
#[template(path = "zones.html")]
struct ListPage {
    f: Frame,
    picture: Picture,
    caption: String,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    name: String,
    treaty: Option<Link>,
    entry: Option<When>,
    states: String,
    parties: String,
    protocols: Vec<Link>,
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let w = asked.words;
    let zones = zones::all(asked.world, asked.on, asked.known());
    let row = |zone: &ZoneAnswer| Row {
        href: asked.link(&["zones", &zone.zone]),
        name: zone.name.clone(),
        treaty: zone.treaty.as_ref().map(|treaty| link(asked, treaty)),
        entry: zone.treaty.as_ref().and_then(|treaty| terms::maybe(w, treaty.entry_into_force)),
        states: w.number(zone.states.len()),
        parties: if zone.treaty.is_some() { w.number(bound(&zone.states)) } else { w.say("none").to_owned() },
        protocols: zone.protocols.iter().map(|protocol| link(asked, protocol)).collect(),
    };
    match asked.form {
        Form::Json => Made::json(&zones),
        Form::Svg | Form::Narrow => Ok(pictures::of_zones(asked, &zones)),
        Form::Csv | Form::Parquet => csv(asked.form, zones.iter()),
        _ => Made::html(&ListPage {
            f: Frame::new(asked, w.say("zones").to_owned()).resting_on(asked, asked.record.at),
            picture: Picture::at(asked, &["zones"], pictures::zones_title(asked)),
            caption: w.tell("zones-count", &[("count", zones.len().into())]),
            rows: zones.iter().map(row).collect(),
        }),
    }
}

/// How many of a zone's States are bound by its treaty.
fn bound(states: &[StateAnswer]) -> usize {
    states.iter().filter(|state| state.status.is_some_and(Status::is_bound)).count()
}

fn link(asked: &Asked<'_>, instrument: &InstrumentAnswer) -> Link {
    Link { href: asked.link(&["treaties", &instrument.treaty]), text: instrument.title.clone(), here: false }
}

fn csv<'a>(form: Form, zones: impl Iterator<Item = &'a ZoneAnswer>) -> Result<Made, Miss> {
    let rows = zones.flat_map(|zone| {
        zone.states.iter().map(|state| {
            [
                zone.zone.clone(),
                zone.treaty.as_ref().map_or(String::new(), |treaty| treaty.treaty.clone()),
                state.party.clone(),
                state.name.clone(),
                state.status.map_or("", Status::word).to_owned(),
                state.since.map_or(String::new(), |day| day.to_string()),
            ]
        })
    });
    let columns = [
        ("zone", Kind::Text),
        ("treaty", Kind::Text),
        ("party", Kind::Text),
        ("name", Kind::Text),
        ("status", Kind::Text),
        ("since", Kind::Day),
    ];
    Made::table(form, columns, rows)
}

#[derive(Template)]
#[template(path = "zone.html")]
struct ZonePage {
    f: Frame,
    name: String,
    picture: Picture,
    facts: Vec<Fact>,
    unverified: Option<String>,
    caption: String,
    states: Vec<State>,
    has_treaty: bool,
    protocols: Vec<Protocol>,
    bodies: Vec<Body>,
    declared: Vec<Declared>,
    approximate: Option<String>,
    sources: Vec<Source>,
}

struct State {
    href: String,
    name: String,
    code: String,
    status: Option<Term>,
    since: Option<When>,
}

struct Protocol {
    href: String,
    title: String,
    entry: Option<When>,
    parties: String,
    signatories: String,
}

struct Body {
    name: String,
    href: Option<String>,
    short: Option<String>,
    article: String,
    cite: String,
}

struct Declared {
    date: When,
    what: String,
    cite: String,
}

struct Source {
    citations: String,
    what: String,
    link: Option<String>,
}

fn zone(asked: &Asked<'_>) -> Result<Made, Miss> {
    let (w, world) = (asked.words, asked.world);
    let word = &asked.parts[0];
    let zone = world.zone(word).map_err(Miss::Unknown)?;
    if zone.id != *word {
        return Err(asked.moved(0, &zone.id));
    }
    let answer = zones::answer(world, zone, asked.on, asked.known());
    match asked.form {
        Form::Json => return Made::json(&answer),
        Form::Csv | Form::Parquet => return csv(asked.form, std::iter::once(&answer)),
        Form::Svg | Form::Narrow => return Ok(pictures::of_zone(asked, &answer)),
        Form::Atom => {
            let instruments = answer.treaty.iter().chain(&answer.protocols);
            let instruments: Vec<_> = instruments.filter_map(|own| world.packs.by_id(&own.treaty)).collect();
            return Ok(super::feed::of_instruments(asked, &answer.name, &instruments));
        }
        _ => {}
    }
    let state = |state: &StateAnswer| State {
        href: match &answer.treaty {
            Some(treaty) => asked.link(&["treaties", &treaty.treaty, "participants", &state.party]),
            None => asked.link(&["participants", &state.party]),
        },
        name: state.name.clone(),
        code: state.party.clone(),
        status: state.status.map(|status| terms::status(asked, status)),
        since: terms::maybe(w, state.since),
    };
    let caption = match &answer.treaty {
        Some(_) => w.tell(
            "zone-states-parties",
            &[("count", answer.states.len().into()), ("parties", w.number(bound(&answer.states)).into())],
        ),
        None => w.tell("participants-count", &[("count", answer.states.len().into())]),
    };
    let missing = pictures::missing(w, answer.states.iter().map(|own| (own.party.as_str(), own.name.as_str())));
    Made::html(&ZonePage {
        f: Frame::new(asked, answer.name.clone()).resting_on(asked, asked.record.at),
        name: answer.name.clone(),
        picture: Picture::at(asked, &["zones", &answer.zone], pictures::zone_title(asked, &answer)).told(missing),
        facts: facts(asked, &answer),
        unverified: answer.unverified.clone(),
        caption,
        states: answer.states.iter().map(state).collect(),
        has_treaty: answer.treaty.is_some(),
        protocols: answer
            .protocols
            .iter()
            .map(|own| Protocol {
                href: asked.link(&["treaties", &own.treaty]),
                title: own.title.clone(),
                entry: terms::maybe(w, own.entry_into_force),
                parties: w.number(own.parties),
                signatories: own.signatories.join(w.say("list-joiner")),
            })
            .collect(),
        bodies: answer
            .bodies
            .iter()
            .map(|body| Body {
                name: body.name.clone(),
                href: matter(asked, &answer, &body.name).map(|id| super::sheet::matter(asked, id).href),
                short: body.short.clone(),
                article: body.article.clone(),
                cite: body.cite.join(w.say("list-joiner")),
            })
            .collect(),
        declared: answer
            .declared
            .iter()
            .map(|own| Declared {
                date: terms::day(w, own.on),
                what: own.what.clone(),
                cite: own.cite.join(w.say("list-joiner")),
            })
            .collect(),
        approximate: answer.limits.as_ref().and_then(|limits| limits.approximate.clone()),
        sources: sources(asked, &answer),
    })
}

/// What a body is in the life of the regime, where the packs follow that: the zone's treaty has a matter of this name.
fn matter<'w>(asked: &Asked<'w>, zone: &ZoneAnswer, name: &str) -> Option<&'w str> {
    let treaty = &zone.treaty.as_ref()?.treaty;
    let key = pack::names::key(name);
    let world: &'w register::World = asked.world;
    let own =
        world.packs.matters.iter().find(|own| {
            own.instrument.as_ref() == Some(treaty) && own.names().any(|name| pack::names::key(name) == key)
        });
    own.map(|own| own.id.as_str())
}

fn facts(asked: &Asked<'_>, zone: &ZoneAnswer) -> Vec<Fact> {
    let w = asked.words;
    let mut facts = Vec::new();
    let mut fact = |id: &str, value: String, links: Vec<Link>| {
        facts.push(Fact { name: w.say(id).to_owned(), value, links });
    };
    match &zone.treaty {
        Some(treaty) => {
            fact("zone-treaty", String::new(), vec![link(asked, treaty)]);
            let entry = match treaty.entry_into_force {
                Some(day) if treaty.in_force => w.tell("fact-in-force-since", &[("day", w.day(day).into())]),
                Some(day) if day > asked.on => w.tell("fact-will-be-in-force", &[("day", w.day(day).into())]),
                _ => w.say("fact-not-in-force").to_owned(),
            };
            fact("fact-entry", entry, Vec::new());
            fact("fact-parties", w.number(treaty.parties), Vec::new());
        }
        None => fact("zone-treaty", w.say("zone-no-treaty").to_owned(), Vec::new()),
    }
    let covers = match &zone.covers_article {
        Some(article) if zone.treaty.is_some() => w.tell(
            "zone-covers-article",
            &[("text", zone.covers.clone().into()), ("article", w.article(article).into())],
        ),
        _ => zone.covers.clone(),
    };
    fact("zone-covers", covers, Vec::new());
    facts
}

/// The sources of a zone, each with the places in it that are cited.
fn sources(asked: &Asked<'_>, zone: &ZoneAnswer) -> Vec<Source> {
    let bodies = zone.bodies.iter().flat_map(|body| &body.cite);
    let declared = zone.declared.iter().flat_map(|own| &own.cite);
    let mut all: Vec<(&str, BTreeSet<&str>)> = Vec::new();
    for citation in zone.cite.iter().chain(bodies).chain(declared) {
        let key = citation.split(' ').next().unwrap_or("");
        match all.iter_mut().find(|(own, _)| *own == key) {
            Some((_, places)) => _ = places.insert(citation),
            None => all.push((key, BTreeSet::from([citation.as_str()]))),
        }
    }
    let source = |(key, places): &(&str, BTreeSet<&str>)| {
        let about = asked.world.packs.source_about(key)?;
        let places: Vec<&str> = places.iter().copied().collect();
        Some(Source {
            citations: places.join(asked.words.say("list-joiner")),
            what: pack::in_language(&about.what, asked.words.lang()).to_owned(),
            link: about.link.clone(),
        })
    };
    all.iter().filter_map(source).collect()
}
