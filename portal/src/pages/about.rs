//! Where the record comes from, how far it was checked, and how machines ask for it.

use askama::Template;
use serde_json::{Value, json};

use super::frame::{Frame, Link};
use super::leaf::{Asked, Form, Leaf, Made};
use super::miss::Miss;
use super::terms::{self, When};
use super::{LEAVES, question};

pub(crate) const LEAF: Leaf = Leaf {
    own: &[],
    forms: &[Form::Html],
    what: "The sources, how far they were checked, and what is contested",
    make,
};

pub(crate) const OPENAPI: Leaf =
    Leaf { own: &[], forms: &[Form::Json], what: "This description of the interface (OpenAPI 3.1)", make: openapi };

#[derive(Template)]
#[template(path = "about.html")]
struct Page {
    f: Frame,
    counts: Vec<(String, String)>,
    contested: Vec<Contested>,
    packs: Vec<Pack>,
    openapi: String,
}

struct Contested {
    treaty: Link,
    who: Option<Link>,
    date: When,
    text: String,
}

struct Pack {
    title: String,
    treaties: String,
    checked: Option<String>,
    unverified: String,
    sources: Vec<Source>,
}

struct Source {
    key: Link,
    what: String,
    date: Option<String>,
    verified: Option<&'static str>,
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let (w, world) = (asked.words, asked.world);
    let packs = &world.packs;
    let count = |id: &str, number: usize| (w.say(id).to_owned(), w.number(number));
    let acts = packs.instruments.iter().map(|own| own.acts.len()).sum();
    let contested = packs.instruments.iter().flat_map(|own| {
        let doubtful = own.acts.iter().filter_map(|act| Some((act, act.doubt.as_deref()?)));
        doubtful.map(|(act, doubt)| Contested {
            treaty: Link {
                href: asked.link(&["treaties", &own.id]),
                text: pack::in_language(&own.title, w.lang()).to_owned(),
                here: false,
            },
            who: act.party.map(|party| Link {
                href: asked.link(&["treaties", &own.id, "participants", world.code(party)]),
                text: world.party_name(party, act.date.first).to_owned(),
                here: false,
            }),
            date: terms::dated(w, act.date),
            text: doubt.to_owned(),
        })
    });
    let all = packs.packs.iter().map(|(id, about)| {
        let mine: Vec<_> = packs.instruments.iter().filter(|own| own.pack == *id).collect();
        let source = |(key, source): (&String, &pack::SourceAbout)| Source {
            key: Link { href: asked.link(&["sources", key]), text: key.clone(), here: false },
            what: pack::in_language(&source.what, w.lang()).to_owned(),
            date: source.date.map(|date| w.dated(date)),
            verified: source.verified.map(|yes| w.say(if yes { "about-verified" } else { "about-memory" })),
        };
        let checked = mine.iter().filter_map(|own| own.checked_until).min();
        Pack {
            title: pack::in_language(&about.title, w.lang()).to_owned(),
            treaties: w.tell("treaties-count", &[("count", mine.len().into())]),
            checked: checked.map(|day| w.tell("about-checked", &[("day", w.day(day).into())])),
            unverified: w.tell(
                "about-unverified",
                &[("count", mine.iter().filter(|own| own.unverified.is_some()).count().into())],
            ),
            sources: about.sources.iter().map(source).collect(),
        }
    });
    let openapi = asked.link(&["openapi.json"]);
    Made::html(&Page {
        f: Frame::new(asked, w.say("about").to_owned()).timeless(),
        counts: vec![
            count("about-treaties", packs.instruments.len()),
            count("about-participants", packs.parties.iter().count()),
            count("about-acts", acts),
        ],
        contested: contested.collect(),
        packs: all.collect(),
        openapi: openapi.split('?').next().unwrap_or("").to_owned(),
    })
}

/// The interface, described from the table of contents itself (OpenAPI 3.1).
fn openapi(asked: &Asked<'_>) -> Result<Made, Miss> {
    let mut paths = serde_json::Map::new();
    for (pattern, leaf) in LEAVES {
        for form in leaf.forms().filter(|form| *form != Form::Html) {
            let mut path = String::new();
            let mut parameters = Vec::new();
            let words = || pattern.split('/').skip(1);
            for (word, before) in words().zip([""].into_iter().chain(words())) {
                path.push('/');
                if word == "*" {
                    let name = singular(before);
                    path += &format!("{{{name}}}");
                    parameters.push(json!({
                        "name": name, "in": "path", "required": true, "schema": { "type": "string" },
                        "description": described(name),
                    }));
                } else {
                    path += word;
                }
            }
            if path == "/" {
                path += "index";
            }
            path += form.ending();
            parameters.extend(leaf.own.iter().chain(&question::EVERYWHERE).map(|name| parameter(name)));
            let content = json!({ form.media().split(';').next().unwrap_or("").to_owned(): {} });
            let refused =
                json!({ "description": "What is wrong, as a sentence", "content": { "application/json": {} } });
            paths.insert(
                path,
                json!({ "get": {
                    "summary": leaf.what,
                    "parameters": parameters,
                    "responses": {
                        "200": { "description": leaf.what, "content": content },
                        "303": { "description": "The same under the address it is known by" },
                        "304": { "description": "What the client has is still so" },
                        "400": refused, "404": refused,
                    },
                } }),
            );
        }
    }
    let base = if asked.prefix.is_empty() { "/" } else { asked.prefix };
    Made::json(&json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Semey",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Answers of an open depositary, as of any day, as known on any day, as of any place in its ledger. \
                            The JSON is described in docs/json.md; unknown parameters are refused.",
        },
        "servers": [{ "url": asked.whole(base).unwrap_or(base.to_owned()) }],
        "paths": Value::Object(paths),
    }))
}

/// What stands in an address.
fn described(name: &str) -> &'static str {
    match name {
        "document" => "A document's id, or its SHA-256, which redirects to it",
        "source" => "The key of a source, its file, or its symbol, which redirect to it",
        "regime" => "The id of a regime",
        "entry" => "The entry's place in the ledger, counted from 0",
        _ => "An id or a code, or a name in any language, which redirects to it",
    }
}

/// One of those that a part of the address has many of.
fn singular(part: &str) -> &'static str {
    match part {
        "treaties" => "treaty",
        "participants" => "participant",
        "zones" => "zone",
        "bodies" => "body",
        "measures" => "measure",
        "drafts" => "draft",
        "watch" => "watch",
        "regimes" => "regime",
        "documents" => "document",
        "sources" => "source",
        "ledger" => "entry",
        _ => "name",
    }
}

fn parameter(name: &str) -> Value {
    let (schema, description) = match name {
        "on" => (json!({ "type": "string", "format": "date" }), "The day asked about; today where it is left out"),
        "known" => (
            json!({ "type": "string", "format": "date" }),
            "As known on this day; everything entered where it is left out",
        ),
        "at" => (json!({ "type": "integer", "minimum": 0 }), "The first so many entries of the ledger"),
        "lang" => (json!({ "enum": words::LANGUAGES }), "The language of names, titles and sentences"),
        "from" | "until" | "date" | "from-known" => (json!({ "type": "string", "format": "date" }), "A day"),
        "text-lang" => (json!({ "enum": words::LANGUAGES }), "Only passages in this language"),
        "page" => (json!({ "type": "integer", "minimum": 1 }), "The page of the answer"),
        "treaty" => (json!({ "type": "string" }), "An instrument: its id, or a name in any language"),
        "party" => (json!({ "type": "string" }), "A participant: its code, or a name in any language"),
        _ => (json!({ "type": "string" }), "Only what matches"),
    };
    json!({ "name": name, "in": "query", "required": false, "schema": schema, "description": description })
}
