//! What the record cites of the five documents, held against what people annotated in three of them.

mod semey;

use std::fs;
use std::path::Path;

use semey::answer;
use serde_json::Value;

/// Kinds that annotators do not tell apart, as `../shared/verifiers/score_facts.py` has them.
const SAME: [&[&str]; 3] = [&["meeting", "conference", "event"], &["adoption", "statement"], &["commitment", "call"]];

fn same_kind(a: &str, b: &str) -> bool {
    a == b || SAME.iter().any(|set| set.contains(&a) && set.contains(&b))
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or("")
}

fn dates(value: &Value) -> Vec<&str> {
    let mut all: Vec<&str> = value["dates"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    all.sort_unstable();
    all
}

fn finds(row: &Value, gold: &Value) -> bool {
    // An annotated fact can stand over several paragraphs, as a heading on three lines does.
    text(gold, "para").split('+').any(|paragraph| paragraph == text(row, "paragraph"))
        && same_kind(text(row, "type"), text(gold, "type"))
        && dates(row) == dates(gold)
        && (gold["number"].is_null() || text(gold, "number") == text(row, "number"))
}

fn instrument_of(value: &Value) -> &str {
    text(value, "instrument")
}

/// Instruments that the packs have under the number of a register, or as two.
fn names(row: &str, gold: &str) -> bool {
    row == gold
        || match gold {
            "UN-CHARTER" => row == "UNTC-I-1",
            "UNTOC/POA-SALW" => ["UNTC-XVIII-12", "POA-SALW"].contains(&row),
            _ => false,
        }
}

fn cited(document: &str) -> Vec<Value> {
    let value: Value = serde_json::from_str(&answer(&["cited", document, "--json"])).expect("the answer is JSON");
    value.as_array().expect("a list").clone()
}

#[test]
fn every_annotated_fact_is_cited_by_its_paragraph() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/documents/gold.json");
    let Ok(gold) = fs::read_to_string(file) else {
        eprintln!("SKIPPED: ../shared/documents/gold.json is not beside this repository");
        return;
    };
    let gold: Value = serde_json::from_str(&gold).expect("gold.json is JSON");
    let facts = gold["facts"].as_array().expect("facts");
    let mut missing = Vec::new();
    for document in ["000", "002", "003"] {
        let mut rows = cited(document);
        let mut told: Vec<&Value> = facts.iter().filter(|fact| text(fact, "seed") == document).collect();
        told.sort_by_key(|fact| text(fact, "tier") != "core");
        let all = told.len();
        let mut found = 0;
        for fact in told {
            let mention = text(fact, "type") == "mention_of_treaty";
            let candidates = rows.iter().enumerate().filter(|(_, row)| finds(row, fact));
            let mut candidates: Vec<(bool, usize)> =
                candidates.map(|(at, row)| (!names(instrument_of(row), instrument_of(fact)), at)).collect();
            candidates.retain(|(other, _)| !mention || !other);
            candidates.sort_unstable();
            match candidates.first() {
                Some((_, at)) => {
                    rows.remove(*at);
                    found += 1;
                }
                None => missing.push(format!(
                    "{} {} {} {} {:?}",
                    text(fact, "id"),
                    text(fact, "tier"),
                    text(fact, "para"),
                    text(fact, "type"),
                    dates(fact)
                )),
            }
        }
        eprintln!("{document}: {found} of {all} annotated facts");
    }
    assert!(missing.is_empty(), "the record does not cite:\n{}", missing.join("\n"));
}

#[test]
fn a_document_answers_to_its_key_its_file_and_its_symbol() {
    let by_key = cited("000");
    assert!(!by_key.is_empty());
    assert_eq!(cited("some/folder/000_20a1f45d19082fc0.txt"), by_key);
    assert_eq!(cited("A/55/56"), cited("A-55-56"));
    let refused = semey::ask(&["cited", "no such document"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("000, 001, 002, 003, 004"), "{}", refused.err);
}

/// 001, paragraphs 2, 14, 17 and 18: numbers, names of a day, what the record calls otherwise, and a day of knowledge.
#[test]
fn facts_are_told_in_the_words_of_annotated_documents() {
    let rows = cited("001");
    let all = |paragraph: &str, kind: &str| -> Vec<&Value> {
        rows.iter().filter(|row| text(row, "paragraph") == paragraph && text(row, "type") == kind).collect()
    };
    assert_eq!((all("text.2", "resolution").len(), all("text.2", "decision").len()), (12, 5));
    assert_eq!(text(all("text.2", "resolution")[0], "number"), "52/38 S");
    let places: Vec<&str> = all("text.14", "meeting").iter().map(|row| text(row, "place")).collect();
    assert_eq!(places, ["Tashkent", "Astana", "Astana", "Almaty", "Bishkek", "Nur-Sultan", ""]);
    assert_eq!((all("text.17", "ratification").len(), all("text.17", "deposit").len()), (4, 4));
    assert_eq!(dates(all("text.18", "status")[0]), ["../2021-11-01"]);
    assert_eq!(dates(all("text.15", "consultation")[0]), ["2013", "2014"]);
    assert_eq!(all("text.3", "signature")[0]["actors"].as_array().map(Vec::len), Some(5));
}
