//! docs/mechanisms.md: every row that the documents ask for is there, every command in it answers, every page opens.

mod semey;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use semey::{Site, command};

const LIST: &str = include_str!("../../docs/mechanisms.md");

/// How many rows each document has in `practice/mechanisms.md`.
const ROWS: [(&str, usize); 5] = [("000", 24), ("001", 42), ("002", 25), ("003", 36), ("004", 22)];

/// What stands between backticks and begins with a word, each once.
fn quoted(begins: &str) -> BTreeSet<&'static str> {
    LIST.split('`').skip(1).step_by(2).filter(|text| text.starts_with(begins)).collect()
}

/// The words of a command; a name of several words stands between quotation marks.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in line.split('"').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

fn documents() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/documents");
    folder.is_dir().then_some(folder)
}

/// The file of a document of the list.
fn file(folder: &Path, number: &str) -> PathBuf {
    let mut files = std::fs::read_dir(folder).expect("the folder can be read").filter_map(Result::ok);
    let begins = |name: &str| name.starts_with(&format!("{number}_"));
    files.find(|file| begins(&file.file_name().to_string_lossy())).expect("the document is there").path()
}

#[test]
fn every_row_has_its_place() {
    let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for line in LIST.lines().filter(|line| line.starts_with("| 0")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [id, what, place] = cells.as_slice() else { panic!("{line}") };
        let (document, number) = id.split_once('-').expect("a document and a number");
        rows.entry(document).or_default().push(number.parse().expect("a number"));
        let context = what.starts_with('(');
        assert!(context || place.contains('`'), "{id} has no place");
    }
    for (document, number) in ROWS {
        assert_eq!(rows[document], (1..=number).collect::<Vec<usize>>(), "rows of {document}");
    }
}

#[test]
fn every_command_answers() {
    let documents = documents();
    if documents.is_none() {
        eprintln!("SKIPPED: the commands that read a document of ../shared/documents, which is not there");
    }
    let commands = quoted("semey ");
    assert!(commands.len() > 90, "{} commands", commands.len());
    let mut faults = Vec::new();
    for line in commands {
        let mut args = words(line.strip_prefix("semey ").unwrap_or(line));
        let reads = args.iter().any(|word| word.starts_with("DOC/"));
        match (&documents, reads) {
            (None, true) => continue,
            (Some(folder), true) => {
                for word in args.iter_mut() {
                    if let Some(number) = word.strip_prefix("DOC/") {
                        *word = file(folder, number).display().to_string();
                    }
                }
            }
            _ => {}
        }
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let output = command(&args).output().expect("the binary runs");
        let text = String::from_utf8_lossy(&output.stdout);
        let nothing = ["has no such", "No pack has", "Nothing in the record"].iter().any(|none| text.contains(none));
        if !output.status.success() || text.trim().is_empty() || nothing {
            faults.push(format!("{line}: {}{text}", String::from_utf8_lossy(&output.stderr)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_page_opens() {
    let site = Site::new(&[]);
    let pages = quoted("/");
    assert!(pages.len() > 30, "{} pages", pages.len());
    for page in pages {
        assert!(site.body(page).contains("<h1"), "{page}");
    }
}
