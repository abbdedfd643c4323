//! The ledger behind the record: its entries, each with who signed it, what it says, and the proof that it is there.

use askama::Template;
use ledger::tlog::{Checkpoint, Hash, Receipt};
use ledger::{Signed, Store, StoreError, each_entry, receipt_of, stored_root};
use register::answer::log::{self, LogRow};
use register::entry::{Body, Entry, read};
use register::happening::HappeningEntry;
use serde::Serialize;
use words::Words;

use super::frame::{Frame, Link};
use super::leaf::{Asked, Form, Leaf, Made};
use super::miss::Miss;
use super::question::Wrong;
use super::terms;
use crate::turns::Readers;

pub(crate) const LIST: Leaf = Leaf {
    own: &["before"],
    forms: &[Form::Html, Form::Json],
    what: "The entries of the ledger, the newest first",
    make: list,
};

pub(crate) const LEAF: Leaf = Leaf {
    own: &[],
    forms: &[Form::Html, Form::Json, Form::Proof],
    what: "An entry of the ledger, with the proof that it is there",
    make,
};

/// Entries on one page.
const PAGE: u64 = 50;

/// What the ledger is read with, and how many of its entries the record rests on.
fn ledger<'a>(asked: &Asked<'a>) -> Result<(&'a Readers, u64), Miss> {
    match (asked.ledger, asked.record.at) {
        (Some(ledger), Some(size)) => Ok((ledger, size)),
        _ => Err(Miss::NoLedger),
    }
}

#[derive(Template)]
#[template(path = "entries.html")]
struct ListPage {
    f: Frame,
    caption: String,
    rows: Vec<Row>,
    newer: Option<String>,
    older: Option<String>,
    checkpoint: String,
    verify: String,
}

struct Row {
    number: u64,
    href: String,
    entered: Entered,
    kind: &'static str,
    text: String,
    officers: String,
}

/// When an entry was entered, for people and for machines.
struct Entered {
    iso: String,
    text: String,
}

impl Entered {
    fn of(iso: &str) -> Entered {
        Entered { iso: iso.to_owned(), text: iso.replace('T', " ").replace('Z', " UTC") }
    }
}

/// The answer, for machines.
#[derive(Serialize)]
struct ListAnswer {
    version: u32,
    size: u64,
    before: u64,
    entries: Vec<LogRow>,
}

fn list(asked: &Asked<'_>) -> Result<Made, Miss> {
    let (w, world) = (asked.words, asked.world);
    let (ledger, size) = ledger(asked)?;
    let before = match asked.question.own("before") {
        None => size,
        Some(text) => number(text)
            .filter(|before| *before > 0)
            .ok_or_else(|| Wrong::Number { name: "before", value: text.to_owned() })?,
    };
    if before > size {
        return Err(Miss::Beyond(Some(size)));
    }
    let first = before.saturating_sub(PAGE);
    let mut rows = ledger
        .read_now(|store| {
            let mut rows = Vec::new();
            each_entry::<StoreError>(store, first..before, |index, bytes| {
                let row = log::row_of(world, index, bytes);
                rows.push(row.map_err(|error| StoreError::Damaged { what: format!("entry {index}: {error}") })?);
                Ok(())
            })?;
            Ok(rows)
        })
        .map_err(Miss::Broken)?;
    rows.reverse();
    if asked.form == Form::Json {
        return Made::json(&ListAnswer { version: 1, size, before, entries: rows });
    }
    let page = |before: u64| asked.link_with(&["ledger"], &[("before", &before.to_string())]);
    let newer = (before < size).then(|| match before + PAGE < size {
        true => page(before + PAGE),
        false => asked.link(&["ledger"]),
    });
    let row = |row: &LogRow| Row {
        number: row.entry,
        href: asked.link(&["ledger", &row.entry.to_string()]),
        entered: Entered::of(&row.entered),
        kind: terms::label(w, "label-entry", row.kind),
        text: row.text.clone(),
        officers: names(w, row.officers.iter().map(String::as_str)),
    };
    Made::html(&ListPage {
        f: Frame::new(asked, w.say("ledger").to_owned()).resting_on(asked, asked.record.at),
        caption: w.tell("ledger-count", &[("count", usize::try_from(size).unwrap_or(usize::MAX).into())]),
        newer,
        older: (first > 0).then(|| page(first)),
        rows: rows.iter().map(row).collect(),
        checkpoint: format!("{}/checkpoint", asked.prefix),
        verify: asked.link(&["verify"]),
    })
}

/// A number in its one spelling.
fn number(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number: &u64| number.to_string() == text)
}

/// The officers' names without the ids of their keys.
fn names<'k>(w: &Words, keys: impl Iterator<Item = &'k str>) -> String {
    keys.map(|key| key.split('+').next().unwrap_or(key)).collect::<Vec<_>>().join(w.say("list-joiner"))
}

/// What the ledger says of one entry.
struct Found {
    bytes: Vec<u8>,
    /// The entry's receipt: against the published head, or against the first so many entries, which nobody signed
    /// as such any more.
    receipt: Receipt,
    head: Checkpoint,
    /// The entry that found this one to be wrong.
    rectified_by: Option<u64>,
}

impl Found {
    fn is_signed(&self) -> bool {
        !self.receipt.checkpoint.is_empty()
    }
}

/// Where an address says `at`, what it shows may not change with the published head.
fn find(store: &mut dyn Store, asked: &Asked<'_>, index: u64, size: u64) -> Result<Option<Found>, StoreError> {
    let unreadable = || StoreError::Damaged { what: "the published checkpoint cannot be read".to_owned() };
    let note = store.published()?.ok_or_else(unreadable)?;
    let (text, _) = note.split_once("\n\n").ok_or_else(unreadable)?;
    let published: Checkpoint = format!("{text}\n").parse().map_err(|_| unreadable())?;
    if index >= size.min(published.size) {
        return Ok(None);
    }
    let signed = match asked.question.at {
        None => Signed { checkpoint: published, note },
        Some(_) => {
            let root = stored_root(store, size)?;
            Signed { checkpoint: Checkpoint::new(&published.origin, size, root), note: String::new() }
        }
    };
    let mut bytes = Vec::new();
    each_entry::<StoreError>(store, index..index + 1, |_, found| {
        bytes = found.to_vec();
        Ok(())
    })?;
    let receipt = receipt_of(store, index, &signed)
        .map_err(|fault| StoreError::Damaged { what: format!("entry {index} has no proof: {fault}") })?;
    let rectified_by = match asked.record.wrong_from(index) {
        Some(_) => rectification(store, index, size)?,
        None => None,
    };
    let receipt = Receipt { extra: Some(bytes.clone()), ..receipt };
    Ok(Some(Found { bytes, receipt, head: signed.checkpoint, rectified_by }))
}

/// The entry that says that another one was wrong.
fn rectification(store: &mut dyn Store, of: u64, size: u64) -> Result<Option<u64>, StoreError> {
    const RUN: u64 = 4096;
    let mut first = of + 1;
    while first < size {
        let mut found = None;
        each_entry::<StoreError>(store, first..size.min(first + RUN), |index, bytes| {
            if found.is_none()
                && let Ok(entry) = read(bytes)
                && let Body::Rectification(rectification) = &entry.statement.body
                && rectification.of == of
            {
                found = Some(index);
            }
            Ok(())
        })?;
        if found.is_some() {
            return Ok(found);
        }
        first += RUN;
    }
    Ok(None)
}

#[derive(Template)]
#[template(path = "entry.html")]
struct Page {
    f: Frame,
    heading: String,
    sentence: String,
    ledger: String,
    cautions: Vec<Caution>,
    facts: Vec<Fact>,
    despite: Vec<(String, String)>,
    raw: String,
    is_long: bool,
    leaf: String,
    signed: bool,
    lead: String,
    head: String,
    proof: Vec<String>,
    receipt: String,
    json: String,
    newest: String,
    command: String,
    verify: String,
    earlier: Option<String>,
    later: Option<String>,
}

struct Caution {
    text: String,
    link: Option<Link>,
}

struct Fact {
    name: &'static str,
    values: Vec<Value>,
}

/// A part of what an entry says, and where it leads.
struct Value {
    text: String,
    href: Option<String>,
}

impl Value {
    fn plain(text: impl Into<String>) -> Value {
        Value { text: text.into(), href: None }
    }
}

/// The answer, for machines.
#[derive(Serialize)]
struct Answer {
    version: u32,
    entry: u64,
    entered: String,
    officers: Vec<String>,
    kind: &'static str,
    treaty: Option<String>,
    text: String,
    leaf: String,
    bytes: usize,
    content: serde_json::Value,
    rectifies: Option<u64>,
    rectified_by: Option<u64>,
    proof: Proof,
    receipt: Option<String>,
}

#[derive(Serialize)]
struct Proof {
    size: u64,
    root: String,
    hashes: Vec<String>,
    checkpoint: Option<String>,
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let world = asked.world;
    let (ledger, size) = ledger(asked)?;
    let index = number(&asked.parts[0]).ok_or(Miss::Nowhere)?;
    let found = ledger.read_now(|store| find(store, asked, index, size)).map_err(Miss::Broken)?;
    let found = found.ok_or(Miss::Beyond(Some(size)))?;
    if asked.form == Form::Proof {
        // Only the published head is signed, and it does not stay.
        return if found.is_signed() { Ok(Made(found.receipt.to_string().into_bytes())) } else { Err(Miss::Unsigned) };
    }
    let broken = |why: String| Miss::Broken(format!("entry {index}: {why}"));
    let entry = read(&found.bytes).map_err(|error| broken(error.to_string()))?;
    if asked.form == Form::Html {
        return Made::html(&page(asked, index, size, &entry, &found));
    }
    let row = log::row(index, &entry, log::sentence(world, &entry));
    let rectifies = match &entry.statement.body {
        Body::Rectification(rectification) => Some(rectification.of),
        _ => None,
    };
    Made::json(&Answer {
        version: 1,
        entry: index,
        entered: row.entered,
        officers: row.officers,
        kind: row.kind,
        treaty: row.treaty,
        text: row.text,
        leaf: Hash::leaf(&found.bytes).to_string(),
        bytes: found.bytes.len(),
        content: serde_json::from_slice(&found.bytes).map_err(|error| broken(error.to_string()))?,
        rectifies,
        rectified_by: found.rectified_by,
        proof: Proof {
            size: found.head.size,
            root: found.head.root.to_string(),
            hashes: found.receipt.proof.iter().map(ToString::to_string).collect(),
            checkpoint: found.is_signed().then(|| found.receipt.checkpoint.clone()),
        },
        receipt: found.is_signed().then(|| found.receipt.to_string()),
    })
}

/// The address of an entry.
pub(crate) fn address(asked: &Asked<'_>, index: u64) -> String {
    asked.link(&["ledger", &index.to_string()])
}

fn page(asked: &Asked<'_>, index: u64, size: u64, entry: &Entry<'_>, found: &Found) -> Page {
    let w = asked.words;
    let number = |number: u64| w.number(usize::try_from(number).unwrap_or(usize::MAX));
    let to = |of: u64| Link {
        href: address(asked, of),
        text: w.tell("entry-number", &[("number", of.to_string().into())]),
        here: false,
    };
    let mut cautions = Vec::new();
    if let Some(by) = found.rectified_by {
        cautions.push(Caution { text: w.say("entry-was-rectified").to_owned(), link: Some(to(by)) });
    } else if let Some(day) = asked.record.wrong_from(index) {
        let text = w.tell("entry-known-wrong", &[("day", w.day(day).into())]);
        cautions.push(Caution { text, link: None });
    }
    if let Body::Rectification(rectification) = &entry.statement.body {
        cautions.push(Caution { text: w.say("entry-rectifies").to_owned(), link: Some(to(rectification.of)) });
    }
    let heading = w.tell("entry-number", &[("number", index.to_string().into())]);
    let proved = [("entry", index.to_string().into()), ("size", number(found.head.size).into())];
    let lead = w.tell(if found.is_signed() { "entry-proof-signed" } else { "entry-proof-unsigned" }, &proved);
    // A receipt is of the published head, whatever place in the ledger is asked about.
    let newest = |form: Form| {
        let question = super::question::Question { at: None, ..asked.question.clone() };
        asked.here(form, &question)
    };
    let raw = String::from_utf8_lossy(&found.bytes).into_owned();
    Page {
        f: Frame::new(asked, heading.clone()).resting_on(asked, asked.record.at),
        heading,
        sentence: log::sentence(asked.world, entry),
        ledger: asked.link(&["ledger"]),
        cautions,
        facts: facts(asked, index, size, entry),
        despite: entry.statement.despite.iter().map(|own| (own.check.clone(), own.why.clone())).collect(),
        is_long: raw.len() > 3000,
        raw,
        leaf: Hash::leaf(&found.bytes).to_string(),
        signed: found.is_signed(),
        lead,
        head: if found.is_signed() { found.receipt.checkpoint.clone() } else { found.head.to_string() },
        proof: found.receipt.proof.iter().map(ToString::to_string).collect(),
        receipt: newest(Form::Proof),
        json: newest(Form::Json),
        newest: newest(Form::Html),
        command: format!("semey verify {index}.tlog-proof --vkey KEY"),
        verify: asked.link(&["verify"]),
        earlier: index.checked_sub(1).map(|other| address(asked, other)),
        later: (index + 1 < size).then(|| address(asked, index + 1)),
    }
}

/// What an entry is and says, with the ways to what it speaks of.
fn facts(asked: &Asked<'_>, index: u64, size: u64, entry: &Entry<'_>) -> Vec<Fact> {
    let (w, world) = (asked.words, asked.world);
    let body = &entry.statement.body;
    let mut facts = Vec::new();
    let mut add = |id: &str, values: Vec<Value>| {
        if !values.is_empty() {
            facts.push(Fact { name: w.say(id), values });
        }
    };
    let number = |number: u64| w.number(usize::try_from(number).unwrap_or(usize::MAX));
    add("column-kind", vec![Value::plain(terms::label(w, "label-entry", body.word()))]);
    let place = [("number", number(index).into()), ("size", number(size).into())];
    add("entry-place", vec![Value::plain(w.tell("entry-place-of", &place))]);
    add("entry-entered", vec![Value::plain(Entered::of(&entry.entered).text)]);
    let signed = entry.signatures.iter().map(|signature| Value {
        text: signature.key.clone(),
        href: asked.record.admitted(&signature.key).map(|by| address(asked, by)),
    });
    add("entry-officers", signed.collect());
    if let Body::Happening(told) = body {
        facts.extend(told_facts(asked, told));
        return facts;
    }
    let Some(act) = body.as_act() else { return facts };
    let treaty = world.packs.by_id(&act.treaty);
    let href = treaty.map(|_| asked.link(&["treaties", &act.treaty]));
    let title = treaty.map_or(&*act.treaty, |t| pack::in_language(&world.packs[t].title, w.lang()));
    add("column-treaty", vec![Value { text: title.to_owned(), href }]);
    let dated: Option<law::Dated> = act.date.parse().ok();
    if let Some(party) = world.packs.parties.find(&act.party) {
        let text = world.party_name(party, dated.map_or(asked.on, |dated| dated.first)).to_owned();
        let href = match treaty {
            Some(_) => asked.link(&["treaties", &act.treaty, "participants", &act.party]),
            None => asked.link(&["participants", &act.party]),
        };
        add("column-participant", vec![Value { text, href: Some(href) }]);
    }
    let kind = w.known(&format!("label-act-{}", act.act)).unwrap_or(&act.act);
    add("column-act", vec![Value::plain(kind)]);
    let day = |text: &str| match text.parse::<law::Dated>() {
        Ok(dated) => w.dated(dated),
        Err(_) => text.to_owned(),
    };
    for (id, text) in [("column-date", &act.date), ("column-effect", &act.effect), ("column-known", &act.known)] {
        add(id, Some(text).filter(|text| !text.is_empty()).map(|text| Value::plain(day(text))).into_iter().collect());
    }
    let plain = |text: &str| Some(text).filter(|text| !text.is_empty()).map(Value::plain).into_iter().collect();
    add("column-place", plain(world.place_name(&act.place, dated.map_or(asked.on, |dated| dated.first))));
    let source = super::documents::source(asked, &act.source);
    let href = Some(source.href).filter(|href| !href.is_empty());
    let source = Some(Value { text: source.text, href }).filter(|own| !own.text.is_empty());
    add("column-source", source.into_iter().collect());
    add("entry-note", plain(&act.note));
    add("entry-doubt", plain(&act.doubt));
    let documents = act.documents.iter().map(|document| Value {
        text: format!("{} ({})", &document.sha256[..document.sha256.len().min(16)], document.media),
        href: blob(asked, &document.sha256),
    });
    add("entry-documents", documents.collect());
    facts
}

/// What the entry of a happening says.
fn told_facts(asked: &Asked<'_>, told: &HappeningEntry<'_>) -> Vec<Fact> {
    let (w, world) = (asked.words, asked.world);
    let mut facts = Vec::new();
    let mut add = |id: &str, values: Vec<Value>| {
        if !values.is_empty() {
            facts.push(Fact { name: w.say(id), values });
        }
    };
    let plain = |text: &str| Some(text).filter(|text| !text.is_empty()).map(Value::plain).into_iter().collect();
    add("column-what", plain(w.happening(&told.happening)));
    let span = told.date.parse::<law::Span>().ok();
    add("column-date", plain(&span.map_or_else(|| told.date.to_string(), |span| w.span(span))));
    let linked = |link: super::frame::Link| Value { text: link.text, href: Some(link.href) };
    add("column-matter", told.matter.split_whitespace().map(|id| linked(super::sheet::matter(asked, id))).collect());
    if world.packs.by_id(&told.instrument).is_some() {
        add("column-treaty", vec![linked(super::sheet::instrument(asked, &told.instrument))]);
    }
    let people = |cell: &str| -> Vec<Value> {
        let name = |code: &str| match world.packs.parties.find(code) {
            Some(party) => Value {
                text: world.party_name(party, asked.on).to_owned(),
                href: Some(asked.link(&["participants", code])),
            },
            None => Value::plain(super::commitments::group_name(asked, code)),
        };
        cell.split_whitespace().map(name).collect()
    };
    add("column-who", people(&told.actors));
    add("column-to", people(&told.to));
    add("column-place", plain(world.place_name(&told.place, span.map_or(asked.on, law::Span::first))));
    let source = super::documents::source(asked, &told.source);
    let href = Some(source.href).filter(|href| !href.is_empty());
    add(
        "column-source",
        Some(Value { text: source.text, href }).filter(|own| !own.text.is_empty()).into_iter().collect(),
    );
    if told.sealed.is_some() {
        add("column-state", plain(w.say("notice-sealed")));
    }
    add("entry-note", plain(&told.note));
    add("entry-doubt", plain(&told.doubt));
    let documents = told.documents.iter().map(|document| Value {
        text: format!("{} ({})", &document.sha256[..document.sha256.len().min(16)], document.media),
        href: blob(asked, &document.sha256),
    });
    add("entry-documents", documents.collect());
    facts
}

/// Where a file that an entry names is given out.
pub(crate) fn blob(asked: &Asked<'_>, sha256: &str) -> Option<String> {
    let hash = Hash::from_hex(sha256).ok()?;
    Some(format!("{}/blob/sha256/{}", asked.prefix, ledger::blob::Blobs::path(&hash)))
}

/// The entries of an instrument's acts, in the order of the acts; nothing where they cannot be told apart.
pub(crate) fn of_acts(asked: &Asked<'_>, treaty: law::TreatyIx) -> Vec<u64> {
    let instrument = &asked.world.packs[treaty];
    let entries = asked.record.entries_of(&instrument.id);
    let Some(ledger) = asked.ledger.filter(|_| entries.len() == instrument.acts.len()) else { return Vec::new() };
    let dates = ledger.read_now(|store| dates(store, entries)).unwrap_or_default();
    // As the record orders them: by their days, and on one day as they were entered.
    let mut dated: Vec<(law::Day, u64)> = dates;
    dated.sort_by_key(|(day, _)| *day);
    let same = dated.len() == instrument.acts.len()
        && dated.iter().zip(&instrument.acts).all(|((day, _), act)| *day == act.date.first);
    if same { dated.into_iter().map(|(_, entry)| entry).collect() } else { Vec::new() }
}

/// The days of the acts in some entries, given in order.
fn dates(store: &mut dyn Store, entries: &[u64]) -> Result<Vec<(law::Day, u64)>, StoreError> {
    // Entries that lie near each other are read in one go.
    const GAP: u64 = 16;
    let mut all = Vec::with_capacity(entries.len());
    for run in entries.chunk_by(|one, next| next - one <= GAP) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        each_entry::<StoreError>(store, *first..last + 1, |index, bytes| {
            if run.binary_search(&index).is_ok()
                && let Ok(entry) = read(bytes)
                && let Some(act) = entry.statement.body.as_act()
                && let Ok(dated) = act.date.parse::<law::Dated>()
            {
                all.push((dated.first, index));
            }
            Ok(())
        })?;
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_spelling() {
        assert_eq!(number("0"), Some(0));
        assert_eq!(number("1204"), Some(1204));
        for text in ["", "-1", "+1", "01", "1.0", "1e3", " 1", "18446744073709551616", "٣"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
