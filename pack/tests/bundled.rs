//! The packs that come with the program, whole: they load, they name their sources, and they cover the data they were
//! made from. And the guide's examples, loaded as a reader would.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use law::{Day, Period, Scratch};
use pack::{File, Packs, Problem, Severity, read_folder};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

static FILES: LazyLock<Vec<File<'static>>> = LazyLock::new(|| {
    let (files, problems) = read_folder(&root().join("packs")).expect("the packs lie in the repository");
    assert_eq!(problems, [], "every file can be read");
    files
});

static BUNDLED: LazyLock<(Packs, Vec<Problem>)> = LazyLock::new(|| pack::load(&FILES));

fn packs() -> &'static Packs {
    &BUNDLED.0
}

fn texts(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(Problem::to_string).collect()
}

/// A file of the evidence that is not part of the repository.
fn shared(path: &str) -> Option<String> {
    let file = root().join("../shared").join(path);
    let text = fs::read_to_string(&file).ok();
    if text.is_none() {
        eprintln!("\n*** SKIPPED: {} is not there; nothing was compared with it ***\n", file.display());
    }
    text
}

#[test]
fn the_bundled_packs_have_no_error() {
    let errors: Vec<&Problem> = BUNDLED.1.iter().filter(|problem| problem.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert!(packs().instruments.len() > 400, "{} instruments", packs().instruments.len());
}

/// No file lies there for nothing: what is read as a treaty or a table of acts is found again.
#[test]
fn every_file_is_used() {
    let treaties = FILES.iter().filter(|file| file.path.ends_with("/treaty.toml")).count();
    assert_eq!(treaties, packs().instruments.len());
    let acts: usize = packs().instruments.iter().map(|instrument| instrument.acts.len()).sum();
    let tables = FILES.iter().filter(|file| {
        let name = file.path.rsplit('/').next().unwrap_or("");
        name.starts_with("acts") && name.ends_with(".csv")
    });
    // A row may span lines, so there are at least as many lines as acts.
    let lines: usize = tables.map(|table| table.text.lines().count() - 1).sum();
    assert!(acts > 30_000 && acts <= lines, "{acts} acts of {lines} lines");
}

#[test]
fn every_act_has_a_source_that_is_described() {
    let mut missing = Vec::new();
    for instrument in &packs().instruments {
        for act in &instrument.acts {
            for citation in act.source.split(';').map(str::trim) {
                if packs().source_about(citation).is_none() {
                    missing.push(format!("{}: {} {}: `{citation}`", instrument.id, act.kind, act.date));
                }
            }
        }
    }
    missing.dedup();
    assert!(missing.is_empty(), "{} citations: {:#?}", missing.len(), &missing[..missing.len().min(20)]);
}

#[test]
fn every_id_is_of_one_instrument() {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for instrument in &packs().instruments {
        *count.entry(&instrument.id).or_default() += 1;
        assert_eq!(packs().by_id(&instrument.id), Some(instrument.ix));
        assert_eq!(packs()[instrument.ix].id, instrument.id);
    }
    let twice: Vec<_> = count.into_iter().filter(|(_, count)| *count > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

/// The files of a pack give each instrument's depositaries to whoever asks about its clauses.
#[test]
fn a_source_has_its_depositaries() {
    let bwc = packs().by_id("bwc").expect("the Biological Weapons Convention is bundled");
    assert_eq!(packs()[bwc].depositaries.len(), 3);
    assert_eq!(packs().source(bwc).depositaries.len(), 3);
}

#[test]
fn every_treaty_of_the_data_is_one_instrument() {
    let Some(table) = shared("data/treaties.csv") else { return };
    let mut of: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for instrument in &packs().instruments {
        for (register, number) in &instrument.refs {
            of.entry(format!("{register}:{number}")).or_default().push(&instrument.id);
        }
    }
    let ids: Vec<&str> = table.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    let registers =
        ["untc:", "wipo:", "ieadb:"].map(|register| ids.iter().filter(|id| id.starts_with(register)).count());
    assert_eq!(registers, [402, 26, 21]);
    let faults: Vec<String> = ids
        .iter()
        .filter(|id| of.get(**id).is_none_or(|all| all.len() != 1))
        .map(|id| format!("{id}: {:?}", of.get(*id).map_or(&[][..], Vec::as_slice)))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Names of the documents' gold answers that the packs keep under a register's number.
const ELSEWHERE: [(&str, &str); 1] = [("UN-CHARTER", "untc-i-1")];
/// A slip of the source: it merges two instruments into one name.
const NO_INSTRUMENT: &str = "UNTOC/POA-SALW";

#[test]
fn every_instrument_of_the_documents_is_there() {
    let Some(text) = shared("documents/gold.json") else { return };
    let start = text.find("\"instruments\"").expect("gold.json names its instruments");
    let ids = keys(&text[start..]);
    assert!(ids.len() > 30, "{ids:?}");
    let id_of = |name: &str| {
        let elsewhere = ELSEWHERE.iter().find(|(other, _)| *other == name);
        elsewhere.map_or_else(|| name.to_lowercase(), |(_, id)| (*id).to_owned())
    };
    let missing: Vec<&String> =
        ids.iter().filter(|name| *name != NO_INSTRUMENT && packs().by_id(&id_of(name)).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The keys of the first object of a JSON text, without those of the objects inside it.
fn keys(json: &str) -> Vec<String> {
    let (mut depth, mut keys) = (0, Vec::new());
    let mut rest = json[json.find('{').unwrap_or(json.len())..].chars();
    while let Some(c) = rest.next() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            '"' => {
                let mut word = String::new();
                while let Some(c) = rest.next().filter(|c| *c != '"') {
                    word.push(c);
                    if c == '\\' {
                        word.extend(rest.next());
                    }
                }
                if depth == 1 && rest.as_str().trim_start().starts_with(':') {
                    keys.push(word);
                }
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    keys
}

#[test]
fn most_united_nations_treaties_are_encoded() {
    let encoded = packs().instruments.iter().filter(|instrument| {
        let clause = instrument.clauses.entry_into_force.as_ref();
        instrument.refs.contains_key("untc") && clause.is_some_and(|clause| clause.unknown.is_none())
    });
    let number = encoded.count();
    assert!(number >= 220, "{number} of the treaties deposited with the United Nations");
}

/// Texts between a marker `<!-- kind: id -->` and the fence that closes the next block, with their ids.
fn examples(guide: &'static str, kind: &str) -> Vec<(&'static str, &'static str)> {
    let marker = format!("<!-- {kind}: ");
    let parts = guide.split(marker.as_str()).skip(1);
    parts
        .map(|part| {
            let (id, rest) = part.split_once(" -->").expect("a marker is closed");
            let block = rest.trim_start().strip_prefix("```").expect("a block follows its marker");
            let (_, text) = block.split_once('\n').expect("a fence ends its line");
            let (text, _) = text.split_once("\n```").expect("a block is closed");
            (id, text)
        })
        .collect()
}

static GUIDE: LazyLock<String> =
    LazyLock::new(|| fs::read_to_string(root().join("docs/clauses.md")).expect("the guide lies in the repository"));

/// The guide's examples beside the bundled participants.
fn guide() -> (Packs, Vec<Problem>, usize) {
    let treaties = examples(&GUIDE, "example");
    let acts = examples(&GUIDE, "acts");
    let mut files: Vec<File<'_>> = FILES.iter().filter(|file| file.path.starts_with("parties/")).cloned().collect();
    let named = [("treaty.toml", &treaties), ("acts.csv", &acts)];
    for (name, blocks) in named {
        files.extend(
            blocks.iter().map(|(id, text)| File { path: format!("guide/{id}/{name}").into(), text: (*text).into() }),
        );
    }
    let zones = examples(&GUIDE, "zones");
    files.extend(zones.iter().map(|(id, text)| File { path: format!("{id}/zones.toml").into(), text: (*text).into() }));
    let (packs, problems) = pack::load(&files);
    (packs, problems, treaties.len())
}

#[test]
fn the_examples_of_the_guide_load() {
    let (packs, problems, number) = guide();
    assert!(problems.is_empty(), "{:#?}", texts(&problems));
    assert_eq!(packs.instruments.len(), number);
    assert!(number >= 15, "{number} examples were found");
    let fenced = GUIDE.matches("```toml").count();
    let zones = examples(&GUIDE, "zones").len();
    assert_eq!(fenced, number + zones, "every block of TOML follows a marker");
    assert_eq!(packs.zones.len(), 2);
}

/// What the guide says below its examples.
#[test]
fn the_examples_of_the_guide_come_true() {
    let (packs, _, _) = guide();
    let said = [
        ("semipalatinsk-treaty", "2009-03-21", None),
        ("semipalatinsk-protocol", "2014-11-17", None),
        ("new-start-treaty", "2011-02-05", Some("2026-02-05")),
        ("tlatelolco-treaty", "1967-09-20", None),
    ];
    for (id, in_force, ends) in said {
        let ix = packs.by_id(id).unwrap_or_else(|| panic!("{id} is an example"));
        let outcome = packs.engine.outcome(ix, Day::LAST, &mut Scratch::default());
        assert_eq!(outcome.entry_into_force.to_string(), in_force, "{id}");
        assert_eq!(outcome.ends.to_string(), ends.unwrap_or("never"), "{id}");
    }
}

#[test]
fn the_waiting_periods_of_the_guide_come_true() {
    let table = GUIDE.split("<!-- periods -->").nth(1).expect("the guide has a table of periods");
    let rows: Vec<Vec<&str>> = table
        .lines()
        .skip(3)
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.split('|').map(|cell| cell.trim().trim_matches('`')).collect())
        .collect();
    assert!(rows.len() > 10, "{rows:?}");
    for row in rows {
        let [_, period, act, effect, ..] = row.as_slice() else { panic!("{row:?}") };
        let period: Period = period.parse().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(period.after(act.parse().expect("a day")).to_string(), *effect, "{row:?}");
    }
}
