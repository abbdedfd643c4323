//! The words of the law of treaties, and what they mean.

use askama::Template;
use serde::Serialize;

use super::frame::Frame;
use super::leaf::{Asked, Form, Leaf, Made};
use super::miss::Miss;

pub(crate) const LEAF: Leaf =
    Leaf { own: &[], forms: &[Form::Html, Form::Json], what: "The words of the law of treaties, explained", make };

/// The words that are explained, in the order of a treaty's life.
const WORDS: [&str; 27] = [
    "adoption",
    "opening",
    "signature",
    "signatory",
    "consent",
    "ratification",
    "acceptance",
    "accession",
    "succession",
    "deposit",
    "depositary",
    "contracting-state",
    "entry-into-force",
    "party",
    "provisional",
    "reservation",
    "objection",
    "amendment",
    "withdrawing",
    "former-party",
    "suspension",
    "termination",
    "rectification",
    "contested",
    "none",
    "effect",
    "knowledge",
];

#[derive(Template)]
#[template(path = "glossary.html")]
struct Page {
    f: Frame,
    words: Vec<Word>,
}

#[derive(Serialize)]
struct Word {
    id: &'static str,
    word: &'static str,
    meaning: &'static str,
    source: &'static str,
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let w = asked.words;
    let say = |group: &str, id: &str| super::terms::label(w, group, id);
    let words = WORDS.map(|id| Word {
        id,
        word: say("glossary-word", id),
        meaning: say("glossary-meaning", id),
        source: say("glossary-source", id),
    });
    if asked.form == Form::Json {
        return Made::json(&words);
    }
    Made::html(&Page { f: Frame::new(asked, w.say("glossary").to_owned()).timeless(), words: words.into() })
}
