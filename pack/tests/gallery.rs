//! The gallery of errors: for every check the smallest folder that provokes it, and the exact words.
//!
//! `gallery/<check>.<variant>/` holds the files of a folder of packs and `expected.txt`, what is said of them. A folder
//! without `parties` is read with three participants. To write `expected.txt` anew:
//!
//! ```text
//! UPDATE=1 cargo test -p pack --test gallery && git diff pack/tests/gallery
//! ```
//!
//! and read the diff.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pack::{File, Problem, read_folder};

const PARTIES: [(&str, &str); 2] = [
    ("parties/parties.csv", "code,kind\nKAZ,state\nKGZ,state\nEU,organisation\n"),
    (
        "parties/names.csv",
        "code,lang,name,form\nKAZ,en,Kazakhstan,short\nKGZ,en,Kyrgyzstan,short\nEU,en,European Union,short\n",
    ),
];

fn gallery() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gallery")
}

/// The folders of the gallery, each the name of a case.
fn cases() -> Vec<String> {
    let entries = fs::read_dir(gallery()).expect("the gallery stands beside this file");
    let mut names: Vec<String> = entries
        .map(|entry| {
            let entry = entry.expect("the gallery can be listed");
            let name = entry.file_name().into_string().expect("the names of cases are ASCII");
            assert!(entry.file_type().is_ok_and(|kind| kind.is_dir()), "{name} is no folder: a case is one");
            name
        })
        .collect();
    names.sort();
    names
}

fn check_of(case: &str) -> &str {
    case.split('.').next().unwrap_or(case)
}

fn problems(case: &str) -> Vec<Problem> {
    let (mut files, mut problems) = read_folder(&gallery().join(case)).expect("a case is a folder that can be read");
    assert!(!files.is_empty() || !problems.is_empty(), "{case} holds no file of a pack");
    if !files.iter().any(|file| file.path.starts_with("parties/")) {
        files.extend(PARTIES.map(|(path, text)| File { path: path.into(), text: text.into() }));
    }
    problems.extend(pack::load(&files).1);
    problems
}

/// What is wrong with one case's words.
fn faults(case: &str, update: bool) -> Vec<String> {
    let problems = problems(case);
    let said: String = problems.iter().map(|problem| format!("{problem}\n")).collect();
    let path = gallery().join(case).join("expected.txt");
    if update {
        fs::write(&path, &said).expect("expected.txt can be written");
    }
    let mut faults = Vec::new();
    match fs::read_to_string(&path) {
        Ok(expected) if expected == said => {}
        Ok(expected) => faults.push(format!("{case}\n-- expected\n{expected}-- said\n{said}")),
        Err(error) => faults.push(format!("{case}: expected.txt: {error}")),
    }
    if problems.is_empty() {
        faults.push(format!("{case}: nothing is said"));
    }
    let others = problems.iter().filter(|problem| problem.check != check_of(case));
    faults.extend(others.map(|other| format!("{case}: another check answers: {other}")));
    let bare = problems.iter().filter(|problem| problem.path.is_empty() || problem.message.is_empty());
    faults.extend(bare.map(|bare| format!("{case}: no file or no words: {bare:?}")));
    faults
}

#[test]
fn every_case_says_what_is_expected() {
    let update = std::env::var_os("UPDATE").is_some();
    let faults: Vec<String> = cases().into_iter().flat_map(|case| faults(&case, update)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_column_that_stands_twice() {
    let table = "date,party,act,source,date\n2001-03-04,KAZ,ratification,register,2009-02-19\n";
    assert!(!load_one("p/x/acts.csv", table).is_empty());
}

#[test]
fn weights_without_end() {
    let weights = "id = \"x\"\nwhat = { en = \"weights\" }\n[weights]\nKAZ = inf\nKGZ = inf\n";
    assert!(!load_one("parties/weights-x.toml", weights).is_empty());
}

/// A treaty whose id is not its folder's name is still found where it lies.
#[test]
fn the_file_named_is_the_one_read() {
    let relation = "relations = [{ kind = \"protocol-to\", treaty = \"nowhere\" }]";
    let when = "[entry-into-force]\nwhen = { all-of = \"nobody\" }";
    let text = format!("id = \"y\"\nkind = \"treaty\"\ntitle = {{ en = \"Treaty\" }}\n{relation}\n{when}\n");
    let problems = load_one("p/z/treaty.toml", &text);
    assert!(problems.len() > 2, "{problems:?}");
    for problem in &problems {
        assert_eq!(problem.path, "p/z/treaty.toml", "{problem}");
    }
}

/// The work of reading a table grows with its rows, not with their cube.
#[test]
fn many_rows_of_one_state() {
    let rows = (0..4000).map(|at| format!("{}-03-04,KAZ,signature,register\n", 1000 + at));
    let table: String = std::iter::once("date,party,act,source\n".to_owned()).chain(rows).collect();
    let began = std::time::Instant::now();
    load_one("p/x/acts.csv", &table);
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
}

/// The problems of one file beside [`PARTIES`] and a treaty `x`.
fn load_one(path: &str, text: &str) -> Vec<Problem> {
    let treaty = ("p/x/treaty.toml", "id = \"x\"\nkind = \"treaty\"\ntitle = { en = \"Treaty\" }\n");
    let files = PARTIES.into_iter().chain([treaty, (path, text)]);
    let files: Vec<File<'_>> = files.map(|(path, text)| File { path: path.into(), text: text.into() }).collect();
    pack::load(&files).1
}

/// The guide's table of checks and the gallery name the same checks.
#[test]
fn every_check_of_the_guide_has_a_case() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/clauses.md");
    let guide = fs::read_to_string(guide).expect("docs/clauses.md lies in the repository");
    let table = guide.split("| where | checks |").nth(1).expect("the guide has a table of checks");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let words = rows.flat_map(|row| row.split('|').nth(2).unwrap_or("").split('`').skip(1).step_by(2));
    let told: BTreeSet<String> = words.filter(|word| !word.contains('.')).map(str::to_owned).collect();
    let shown: BTreeSet<String> = cases().iter().map(|case| check_of(case).to_owned()).collect();
    assert!(told.len() > 10, "{told:?}");
    assert_eq!(told, shown);
}

/// A line of a hundred megabytes is refused by its size, before it is read.
#[test]
fn a_file_too_large() {
    let folder = std::env::temp_dir().join(format!("semey-too-large-{}", std::process::id()));
    fs::create_dir_all(folder.join("p/x")).expect("a folder for temporary files");
    let path = folder.join("p/x/acts.csv");
    let mut line = b"date,party,act,source\n2001-03-04,KAZ,ratification,".to_vec();
    line.resize(100 << 20, b'x');
    fs::write(&path, &line).expect("room for a hundred megabytes");
    let read = read_folder(&folder);
    fs::remove_dir_all(&folder).expect("the folder is ours");
    let (files, problems) = read.expect("the folder could be read");
    assert!(files.is_empty());
    let said: Vec<String> = problems.iter().map(Problem::to_string).collect();
    let expected =
        "p/x/acts.csv: error[unreadable-file]: the file has 104857600 bytes; a file of a pack has at most 16777216";
    assert_eq!(said, [expected]);
}

/// A long cell handed over in memory, where no size is looked at: an error, and no panic.
#[test]
fn a_long_line_in_memory() {
    let table = format!("date,party,act,source\n2001-03-04,{},ratification,register\n", "x".repeat(1 << 14));
    let problems = load_one("p/x/acts.csv", &table);
    assert_eq!(problems.iter().map(|problem| problem.check).collect::<Vec<_>>(), ["unknown-party"]);
}
