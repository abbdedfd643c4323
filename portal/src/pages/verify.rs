//! How a stranger checks what is shown.

use askama::Template;

use super::frame::Frame;
use super::leaf::{Asked, Form, Leaf, Made};
use super::miss::Miss;

pub(crate) const LEAF: Leaf = Leaf { own: &[], forms: &[Form::Html], what: "How to check the record", make };

#[derive(Template)]
#[template(path = "verify.html")]
struct Page {
    f: Frame,
    checkpoint: String,
    ledger: String,
    size: Option<String>,
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let w = asked.words;
    let size = asked
        .record
        .at
        .map(|at| w.tell("verify-size", &[("number", w.number(usize::try_from(at).unwrap_or(usize::MAX)).into())]));
    Made::html(&Page {
        f: Frame::new(asked, w.say("verify").to_owned()).timeless(),
        ledger: asked.link(&["ledger"]),
        checkpoint: format!("{}/checkpoint", asked.prefix),
        size,
    })
}
