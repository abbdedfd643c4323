//! Whole documents, held to what a person read in them.
//!
//! The floors are a little below what was reached when they were written: a change that loses more shows here.
//! `cargo xtask papers` prints everything.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use document::score::{self, Gold, Score};
use document::{Document, Lexicon};
use pack::Packs;

static PACKS: LazyLock<Packs> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs");
    pack::load(&pack::read_folder(&folder).expect("the packs are there").0).0
});
static LEXICONS: LazyLock<[Lexicon; 3]> = LazyLock::new(|| ["zh", "ru", "en"].map(|lang| Lexicon::new(&PACKS, lang)));

fn read(path: &Path) -> (String, Document) {
    let text = fs::read_to_string(path).expect("the paper is there");
    let of = |lang: &str| LEXICONS.iter().find(|lexicon| lexicon.lang() == lang).unwrap_or(&LEXICONS[2]);
    let document = Document::read(text.as_bytes(), of).expect("it is text");
    (text, document)
}

struct Sum {
    facts: Score,
    mentions: Score,
    paragraphs: (usize, usize),
}

fn of_folder(folder: &str) -> Sum {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers").join(folder);
    let mut sum = Sum { facts: Score::default(), mentions: Score::default(), paragraphs: (0, 0) };
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("the folder is there").map(|file| file.expect("a file").path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".gold.json"));
    files.sort();
    assert!(!files.is_empty());
    for path in files {
        let gold: Gold = serde_json::from_str(&fs::read_to_string(&path).expect("it reads")).expect("annotations");
        add(&gold, path.parent().expect("a folder"), &mut sum);
    }
    sum
}

fn add(gold: &Gold, folder: &Path, sum: &mut Sum) {
    for one in &gold.documents {
        let (text, document) = read(&folder.join(&one.file));
        sum.facts.add(&score::facts(gold, &one.seed, &text, &document.facts, false));
        sum.mentions.add(&score::facts(gold, &one.seed, &text, &document.facts, true));
        let (right, of) = score::paragraphs(one, &document.paragraphs);
        sum.paragraphs = (sum.paragraphs.0 + right, sum.paragraphs.1 + of);
    }
}

#[test]
fn papers_that_the_rules_were_written_on() {
    let sum = of_folder("open");
    assert!(sum.facts.f1() > 0.935, "{:?}", sum.facts);
    assert!(sum.mentions.f1() > 0.94, "{:?}", sum.mentions);
    assert!(sum.paragraphs.0 + 6 > sum.paragraphs.1, "{:?}", sum.paragraphs);
}

#[test]
fn papers_that_nobody_looked_at() {
    let sum = of_folder("kept");
    assert!(sum.facts.f1() > 0.83, "{:.3}", sum.facts.f1());
    assert!(sum.mentions.f1() > 0.87, "{:.3}", sum.mentions.f1());
}

#[test]
fn the_annotated_documents_are_read_as_annotated() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/documents");
    let Ok(text) = fs::read_to_string(folder.join("gold.json")) else {
        eprintln!("SKIPPED: ../shared/documents is not beside this repository");
        return;
    };
    let gold: Gold = serde_json::from_str(&text).expect("annotations");
    let mut sum = Sum { facts: Score::default(), mentions: Score::default(), paragraphs: (0, 0) };
    add(&gold, &folder, &mut sum);
    assert!(sum.facts.f1() >= 0.98, "{:?}", sum.facts);
    assert!(sum.mentions.f1() >= 0.98, "{:?}", sum.mentions);
    assert_eq!(sum.paragraphs.0, sum.paragraphs.1);
}

/// Every span leads back to its words in the file, whatever was joined, folded or left out between them.
#[test]
fn every_passage_stands_in_the_file_where_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers/open");
    for file in fs::read_dir(folder).expect("the folder is there") {
        let path = file.expect("a file").path();
        if path.extension().is_none_or(|ending| ending != "txt") {
            continue;
        }
        let (text, document) = read(&path);
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>();
        for fact in &document.facts {
            let words = &text[fact.start as usize..fact.end as usize];
            assert!(
                bare(words).starts_with(&bare(&fact.quote).chars().take(8).collect::<String>()),
                "{}: {fact:?} {words}",
                path.display()
            );
        }
    }
}
