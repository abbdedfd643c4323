//! The records that sheets are set from: the answers of the register, read back from their JSON (`docs/json.md`).

use std::collections::BTreeMap;

use law::{ActKind, Dated, Day, Status};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::fault::Fault;

/// Rows of any table of a sheet.
const MOST_ROWS: usize = 20_000;

/// `semey status TREATY --json`.
#[derive(Debug, Deserialize)]
pub(crate) struct StatusRecord {
    pub(crate) title: String,
    pub(crate) on: Day,
    pub(crate) known: Option<Day>,
    pub(crate) in_force: bool,
    pub(crate) entry_into_force: Option<Day>,
    pub(crate) ended: Option<Day>,
    pub(crate) checked_until: Option<Day>,
    pub(crate) counts: BTreeMap<String, usize>,
    pub(crate) participants: Vec<Participant>,
    pub(crate) notes: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Participant {
    pub(crate) name: String,
    pub(crate) status: Status,
    pub(crate) since: Option<Day>,
    pub(crate) signed: Option<Day>,
    pub(crate) consented: Option<Dated>,
    pub(crate) consent: Option<ActKind>,
}

/// What an instrument is: `register::answer::treaty`.
#[derive(Debug, Deserialize)]
pub(crate) struct TreatyRecord {
    pub(crate) titles: BTreeMap<String, String>,
    pub(crate) kind: String,
    pub(crate) adopted: Option<Dated>,
    pub(crate) place: Option<String>,
    pub(crate) depositaries: Vec<Named>,
    pub(crate) refs: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Named {
    pub(crate) name: String,
}

/// `semey why TREATY --json`.
#[derive(Debug, Deserialize)]
pub(crate) struct WhyRecord {
    pub(crate) conclusion: String,
    pub(crate) rule: String,
    pub(crate) history: Vec<Stay>,
    pub(crate) conditions: Vec<Vec<Condition>>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Stay {
    pub(crate) from: Day,
    pub(crate) until: Option<Day>,
    pub(crate) status: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Condition {
    pub(crate) condition: String,
    pub(crate) have: serde_json::Number,
    pub(crate) need: serde_json::Number,
    pub(crate) missing: Vec<String>,
}

/// `semey timeline TREATY --json`.
#[derive(Debug, Deserialize)]
pub(crate) struct TimelineRecord {
    pub(crate) events: Vec<Event>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Event {
    pub(crate) date: Dated,
    pub(crate) text: String,
    pub(crate) parties: usize,
}

/// An act that was entered: `semey print notification --json`.
#[derive(Debug, Deserialize)]
pub(crate) struct NotificationRecord {
    pub(crate) entry: u64,
    pub(crate) entered: String,
    pub(crate) title: String,
    pub(crate) name: Option<String>,
    pub(crate) act: Option<ActKind>,
    pub(crate) date: Option<Dated>,
    pub(crate) known: Option<Day>,
    pub(crate) effect: Option<Day>,
    pub(crate) place: Option<String>,
    pub(crate) territory: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) doubt: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) documents: Vec<String>,
    pub(crate) officers: Vec<String>,
    pub(crate) rectifies: Option<Rectifies>,
    pub(crate) was: Option<Status>,
    pub(crate) becomes: Option<Status>,
    pub(crate) since: Option<Day>,
    pub(crate) brings: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Rectifies {
    pub(crate) entry: u64,
    pub(crate) why: String,
}

/// A text that is certified: `semey print copy --json`.
#[derive(Debug, Deserialize)]
pub(crate) struct CopyRecord {
    pub(crate) title: String,
    pub(crate) text_lang: String,
    pub(crate) bytes: usize,
    pub(crate) sha256: String,
    pub(crate) on: Day,
}

/// `semey report --json`.
#[derive(Debug, Deserialize)]
pub(crate) struct ReportRecord {
    pub(crate) title: String,
    pub(crate) from: Day,
    pub(crate) until: Day,
    pub(crate) known: Option<Day>,
    pub(crate) parts: Vec<Part>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Part {
    pub(crate) heading: String,
    pub(crate) paragraphs: Vec<Paragraph>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Paragraph {
    pub(crate) number: usize,
    pub(crate) text: String,
    pub(crate) items: Vec<String>,
    pub(crate) sources: Vec<String>,
}

/// Reads a record.
pub(crate) fn read<T: DeserializeOwned>(file: &'static str, bytes: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(bytes).map_err(|error| Fault::Record { file, why: error.to_string() })
}

/// Refuses more rows than anybody reads.
pub(crate) fn bounded(rows: usize, what: &'static str) -> Result<(), Fault> {
    if rows > MOST_ROWS { Err(Fault::TooMuch { what, most: MOST_ROWS }) } else { Ok(()) }
}
