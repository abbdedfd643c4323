//! From the gathered rows of other registers to `packs/*/*/acts.csv`.
//!
//! One row in, one row out; nothing is merged or mended here beyond the faults
//! that the data's own README names, and each of those is noted in the row.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use law::{Parties, PartyIx};
use pack::{Packs, names};

use crate::{Failure, load_packs};

const HEADER: [&str; 6] = ["date", "party", "act", "territory", "source", "note"];

struct Row {
    date: String,
    party: String,
    act: &'static str,
    territory: String,
    source: String,
    note: String,
}

pub(crate) fn run(data: &Path, root: &Path) -> Result<(), Failure> {
    let (packs, _) = load_packs(root)?;
    let places = folders(&packs, root);
    let spellings = spellings(&packs);
    let mut tables: BTreeMap<PathBuf, Vec<Row>> = BTreeMap::new();
    let mut unplaced: BTreeMap<String, usize> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(data.join("actions.csv"))?;
    let mut rows: Vec<BTreeMap<String, String>> = Vec::new();
    for row in reader.deserialize() {
        rows.push(row?);
    }
    let newer: std::collections::HashSet<String> =
        rows.iter().filter(|row| row["source"] == "UNTC-HTML-2026-02-03").map(|row| row["treaty_id"].clone()).collect();
    for row in &rows {
        let id = &row["treaty_id"];
        // The 29 treaties of the 2026 pages also stand in the 2015 tables: one snapshot, never both.
        if row["source"].starts_with("UNTC-XML") && newer.contains(id) {
            continue;
        }
        let Some(folder) = places.get(id) else {
            *unplaced.entry(id.clone()).or_default() += 1;
            continue;
        };
        let read = convert(row, &packs.parties, &spellings)?;
        let table = tables.entry(folder.clone()).or_default();
        table.extend(read);
    }
    for (folder, rows) in &mut tables {
        rows.sort_by(|a, b| (&a.date, &a.party).cmp(&(&b.date, &b.party)));
        write(&folder.join("acts.csv"), rows)?;
    }
    let written: usize = tables.values().map(Vec::len).sum();
    println!("{written} acts in {} tables", tables.len());
    for (id, count) in unplaced {
        println!("no treaty has the reference {id}: {count} rows left out");
    }
    Ok(())
}

/// The folder of each treaty, by its number in another register.
fn folders(packs: &Packs, root: &Path) -> HashMap<String, PathBuf> {
    let mut places = HashMap::new();
    for instrument in &packs.instruments {
        let folder = root.join("packs").join(&instrument.pack).join(&instrument.id);
        for (register, id) in &instrument.refs {
            // The database's few rows of a treaty that the depositary lists in full only add errors.
            if register != "ieadb" || instrument.refs.len() == 1 {
                places.insert(format!("{register}:{id}"), folder.clone());
            }
        }
    }
    places
}

fn spellings(packs: &Packs) -> HashMap<String, PartyIx> {
    let mut spellings: HashMap<String, PartyIx> = HashMap::new();
    for name in packs.names.iter().filter(|name| name.form == "source") {
        spellings.insert(name.text.clone(), name.party);
    }
    for name in packs.names.iter().filter(|name| name.lang == "en") {
        spellings.entry(name.text.clone()).or_insert(name.party);
    }
    spellings
}

fn convert(
    row: &BTreeMap<String, String>,
    parties: &Parties,
    spellings: &HashMap<String, PartyIx>,
) -> Result<Option<Row>, Failure> {
    let participant = &row["participant"];
    let Some(&party) = spellings.get(participant) else {
        let near = names::nearest(participant, spellings.keys().map(String::as_str), 3);
        return Err(format!("no participant is spelled `{participant}`; near: {}", near.join(", ")).into());
    };
    let (act, mut note) = act(&row["action"], &row["mark"]);
    let source = row["source"].clone();
    let date = row["date"].clone();
    let mut code = parties[party].code.to_string();
    if source.starts_with("IEADB") {
        if date == "1111-11-11" || date.is_empty() {
            return Ok(None);
        }
        // The database lists a dissolved State under its successor's name and closes it with a
        // withdrawal that nobody made.
        let before = |limit: &str| date.as_str() < limit;
        let predecessor = match code.as_str() {
            "CZE" | "SVK" if before("1993-01-01") => Some("CSK"),
            "SRB" if before("1992-04-27") => Some("YUG"),
            _ => None,
        };
        let device = act == "withdrawal" && matches!(code.as_str(), "CZE" | "SRB");
        if device {
            return Ok(None);
        }
        if let Some(predecessor) = predecessor {
            note = format!("the source lists it as {participant}");
            code = predecessor.to_owned();
        }
    }
    if date.is_empty() {
        return Ok(None);
    }
    if row["bracketed"] == "1" {
        note = "printed in brackets: withdrawn".to_owned();
    }
    Ok(Some(Row { date, party: code, act, territory: String::new(), source, note }))
}

/// The kind of act behind a source's word.
fn act(action: &str, mark: &str) -> (&'static str, String) {
    let as_said = || format!("the source says `{}`", action.replace('_', " "));
    let plain = |act| (act, String::new());
    let noted = |act| (act, as_said());
    match action {
        "signature" => plain("signature"),
        "ratification" => plain("ratification"),
        "accession" => plain("accession"),
        "acceptance" => plain("acceptance"),
        "approval" => plain("approval"),
        "succession" => plain("succession"),
        "formal_confirmation" => plain("formal-confirmation"),
        "definitive_signature" => plain("definitive-signature"),
        "consent_to_be_bound" => plain("consent-to-be-bound"),
        "succession_to_signature" => plain("succession-to-signature"),
        "provisional_application" => plain("provisional-application"),
        "withdrawal" => plain("withdrawal"),
        "waiver_art28" => plain("waiver"),
        "application" => noted("notification"),
        other if other.starts_with("notification_of_non_provisional") => noted("declaration"),
        "notification_in_respect_of_the_agreement_as_amended" => noted("succession"),
        other if other.starts_with("notification") => noted("notification"),
        other if other.starts_with("definitive_signature") || other.starts_with("confirmation_of_signature") => {
            noted("definitive-signature")
        }
        other if other.starts_with("provisional") || other.starts_with("undertaking_of_provisional") => {
            noted("provisional-application")
        }
        other if other.starts_with("participation") || other == "simplified_procedure" => noted("participation"),
        other if other.starts_with("succession") => noted("succession"),
        other if other.starts_with("accession") => noted("accession"),
        other if other.starts_with("ratification") => noted("ratification"),
        "definitive_acceptance" => noted("acceptance"),
        _ => match mark {
            "A" => noted("acceptance"),
            "a" => noted("accession"),
            "d" => noted("succession"),
            _ => noted("communication"),
        },
    }
}

fn write(path: &Path, rows: &[Row]) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let with_territory = rows.iter().any(|row| !row.territory.is_empty());
    let with_note = rows.iter().any(|row| !row.note.is_empty());
    let kept = |name: &str| match name {
        "territory" => with_territory,
        "note" => with_note,
        _ => true,
    };
    writer.write_record(HEADER.iter().filter(|name| kept(name)))?;
    for row in rows {
        let cells = [&row.date, &row.party, row.act, &row.territory, &row.source, &row.note];
        writer.write_record(HEADER.iter().zip(cells).filter(|(name, _)| kept(name)).map(|(_, cell)| cell))?;
    }
    fs::write(path, writer.into_inner()?)?;
    Ok(())
}
