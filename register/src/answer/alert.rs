//! What is told when the answer of a watch has changed.

use law::Day;
use serde::Serialize;

use crate::World;
use crate::answer::watch::{Answered, Line, WatchAnswer, difference};

/// An alert, version 1: what `semey alert` sends as a webhook, and says in a letter.
#[derive(Debug, Clone, Serialize)]
pub struct AlertAnswer {
    /// 1.
    pub version: u32,
    /// What tells it from every other alert; the same when it is sent again.
    pub id: String,
    /// The id of the watch.
    pub watch: String,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub what: Option<String>,
    /// The regime it belongs to.
    pub regime: String,
    /// The language of names and texts.
    pub lang: String,
    /// The day on which it was asked.
    pub on: Day,
    /// The answer in a sentence.
    pub text: String,
    /// How many lines it has.
    pub number: usize,
    /// The answer before; none when the answer is told without a change.
    pub before: Option<Before>,
    /// Lines that came; without a change, all of them.
    pub came: Vec<Line>,
    /// Lines that went.
    pub went: Vec<Line>,
    /// Where the watch is told of.
    pub cite: Vec<String>,
    /// The page that shows the answer, with its history, where a portal is known.
    pub page: Option<String>,
    /// The place in the ledger that it rests on; none for packs.
    pub ledger: Option<Position>,
}

/// The answer before.
#[derive(Debug, Clone, Serialize)]
pub struct Before {
    /// In a sentence.
    pub text: String,
    /// How many lines it had.
    pub number: usize,
    /// The day on which it was the answer still.
    pub on: Day,
}

/// A place in a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The ledger's name.
    pub origin: String,
    /// How many of its entries count.
    pub entries: u64,
    /// With how many the answer was still the one before; none without a change.
    pub before: Option<u64>,
}

/// What is told of a watch: how its answer changed, or, where nothing was told before, the answer as it is.
///
/// None if the answer is the same.
pub fn between(
    world: &World,
    now: &WatchAnswer,
    before: Option<(&Answered, Day)>,
    ledger: Option<Position>,
) -> Option<AlertAnswer> {
    let (came, went) = match before {
        Some((before, _)) => difference(before, &now.now)?,
        None => (now.now.lines.clone(), Vec::new()),
    };
    Some(AlertAnswer {
        version: 1,
        id: String::new(),
        watch: now.watch.clone(),
        name: now.name.clone(),
        what: now.what.clone(),
        regime: now.regime.clone(),
        lang: world.lang.clone(),
        on: now.on,
        text: now.now.text.clone(),
        number: now.now.number,
        before: before.map(|(own, on)| Before { text: own.text.clone(), number: own.number, on }),
        came,
        went,
        cite: now.cite.clone(),
        page: None,
        ledger,
    })
}

/// Lines of a letter; what there is more is on the page.
const MOST_LINES: usize = 100;

impl AlertAnswer {
    /// The subject of a letter.
    pub fn subject(&self, world: &World) -> String {
        format!("{}{}{}", self.name, world.words().say("colon"), self.text)
    }

    /// The letter.
    pub fn letter(&self, world: &World) -> String {
        let w = world.words();
        let mut text = format!("{}\n", self.name);
        text.extend(self.what.iter().map(|what| format!("{what}\n")));
        let answer = [("day", w.day(self.on).into()), ("text", self.text.as_str().into())];
        text += &format!("\n{}\n", w.tell("alert-answer", &answer));
        match &self.before {
            Some(before) => {
                let args = [("day", w.day(before.on).into()), ("text", before.text.as_str().into())];
                text += &format!("{}\n", w.tell("alert-before", &args));
            }
            None => text += &format!("{}\n", w.say("alert-first")),
        }
        let came = if self.before.is_some() { "alert-came" } else { "alert-now" };
        for (id, lines) in [(came, &self.came), ("alert-went", &self.went)] {
            if lines.is_empty() {
                continue;
            }
            text += &format!("\n{}\n", w.say(id));
            for line in lines.iter().take(MOST_LINES) {
                let name = if line.name.is_empty() { &line.id } else { &line.name };
                text += &format!("  - {name}{}{}\n", w.say("colon"), line.text);
            }
            if let Some(more) = lines.len().checked_sub(MOST_LINES).filter(|more| *more > 0) {
                text += &format!("  {}\n", w.tell("and-more", &[("count", more.into())]));
            }
        }
        text += "\n";
        if let Some(page) = &self.page {
            text += &format!("{}\n", w.tell("alert-page", &[("page", page.as_str().into())]));
        }
        text += &match &self.ledger {
            Some(Position { origin, entries, before }) => {
                let number = |entries: u64| w.number(usize::try_from(entries).unwrap_or(usize::MAX));
                let (origin, entries) = (("origin", origin.as_str().into()), ("entries", number(*entries).into()));
                match before {
                    Some(before) => {
                        w.tell("alert-ledger-since", &[origin, entries, ("before", number(*before).into())])
                    }
                    None => w.tell("alert-ledger", &[origin, entries]),
                }
            }
            None => w.say("alert-packs").to_owned(),
        };
        text += "\n";
        if !self.cite.is_empty() {
            text += &format!("{}\n", w.tell("alert-cited", &[("cite", self.cite.join("; ").into())]));
        }
        text += &format!("{}\n", w.tell("alert-id", &[("id", self.id.as_str().into())]));
        text
    }
}
