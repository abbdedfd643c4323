//! Claims at the terminal: what is counted is what is listed, and one bad file does not hide the others.

mod semey;

use std::fs;

use semey::{Folder, answer, ask};
use serde_json::Value;

const LETTER: &str = "\
A/79/999

General Assembly
Seventy-ninth session

Letter dated 4 May 2026 from the Permanent Representative of Kazakhstan to the United Nations addressed to the
Secretary-General

1. Turkmenistan was the first to ratify the Treaty of Semipalatinsk.

2. China, France and the United Kingdom signed the Protocol to the Treaty of Semipalatinsk on 6 May 2014.

3. The Treaty of Semipalatinsk entered into force on 21 March 2009.

(Signed) A. Officer
";

fn lines(text: &str, verdict: &str) -> usize {
    text.lines().filter(|line| line.starts_with(&format!("  {verdict}: "))).count()
}

#[test]
fn counts_are_of_what_is_listed() {
    let folder = Folder::new("claims-counts").with("letter.txt", LETTER);
    let letter = folder.path("letter.txt");
    let text = answer(&["claims", &letter]);
    let heading = text.lines().nth(1).expect("a heading");
    let expected = format!(
        "  {} agree, {} add, {} contradict, {} cannot be told",
        lines(&text, "agrees"),
        lines(&text, "adds"),
        lines(&text, "contradicts"),
        text.lines().find_map(|line| line.trim().split_once(" more cannot be told")).map_or("0", |(number, _)| number),
    );
    assert_eq!(heading, expected, "{text}");
    assert!(lines(&text, "agrees") >= 2 && lines(&text, "contradicts") == 1, "{text}");
    assert!(text.contains("[not-the-first]"), "{text}");
    let all = answer(&["claims", &letter, "--verdict", "agrees"]);
    let agree = lines(&all, "agrees");
    assert_eq!(all.lines().nth(1), Some(format!("  {agree} agree").as_str()), "{all}");
    assert!(!all.contains("contradict") && !all.contains("[not-the-first]"), "{all}");
    let only = answer(&["claims", &letter, "--verdict", "contradicts"]);
    assert!(only.contains("[not-the-first]") && only.contains("  1 contradict\n"), "{only}");
}

/// Remarks about the documents that packs describe are not about whatever has a name like theirs.
#[test]
fn a_name_of_a_file_makes_no_remarks() {
    let folder = Folder::new("claims-names").with("001_x.txt", LETTER);
    let checks = |file: &str| -> Vec<String> {
        let answer: Value = serde_json::from_str(&answer(&["claims", file, "--json"])).expect("JSON");
        let findings = answer["findings"].as_array().expect("findings").iter();
        findings.map(|finding| finding["check"].as_str().expect("a check").to_owned()).collect()
    };
    assert!(!checks(&folder.path("001_x.txt")).iter().any(|check| check == "noted-in-the-packs"));
    let shared = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/documents/001_3186b4c84b2b365d.txt");
    let Ok(bytes) = fs::read(shared) else {
        eprintln!("SKIPPED: ../shared/documents is not beside this repository");
        return;
    };
    fs::write(folder.path("memorandum.txt"), bytes).expect("written");
    assert_eq!(checks(&folder.path("memorandum.txt")), checks(shared));
    assert!(checks(shared).iter().any(|check| check == "noted-in-the-packs"));
}

#[test]
fn one_file_that_cannot_be_read_does_not_hide_the_others() {
    let folder = Folder::new("claims-unreadable")
        .with("letters/a.txt", LETTER)
        .with("letters/b.docx", "PK\u{3}\u{4} and no archive");
    let (all, bad) = (folder.path("letters"), folder.path("letters/b.docx"));
    for command in [&["documents"][..], &["claims"], &["read"], &["facts"], &["search", "Semipalatinsk", "--in"]] {
        let answer = ask(&[command, &[all.as_str()]].concat());
        assert_eq!(answer.code, Some(1), "{command:?}: {}", answer.err);
        assert!(answer.out.contains("a.txt") || answer.out.contains("Semipalatinsk"), "{command:?}: {}", answer.out);
        assert!(answer.err.contains("b.docx") && answer.err.contains("1 of 2 files"), "{command:?}: {}", answer.err);
        let alone = ask(&[command, &[bad.as_str()]].concat());
        assert!(alone.code != Some(0) && alone.out.is_empty() && alone.err.contains("b.docx"), "{command:?}");
    }
    let kept = folder.path("index");
    let answer = ask(&["search", "Semipalatinsk", "--in", &all, "--index", &kept]);
    assert!(answer.code == Some(1) && !fs::exists(&kept).expect("asked"), "{}", answer.err);
}
