//! Whatever stands in the files, `pack::load` answers with packs and problems, and never with a panic.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use law::{Day, Scratch};
use pack::{File, read_folder};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;

/// A few real instruments, one of each shape, and the tables of participants cut to what they need.
static REAL: LazyLock<Vec<File<'static>>> = LazyLock::new(|| {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs");
    let (files, _) = read_folder(&packs).expect("the packs lie in the repository");
    let wanted = [
        "central-asia/pack.toml",
        "central-asia/canwfz/",
        "central-asia/canwfz-protocol/",
        "disarmament/pack.toml",
        "disarmament/bwc/treaty.toml",
        "disarmament/ctbt/treaty.toml",
        "disarmament/new-start/",
        "disarmament/tlatelolco/",
        "parties/parties.csv",
        "parties/successions.csv",
        "parties/un-membership.csv",
        "parties/groups.toml",
        "parties/weights-kyoto-annex-1-co2.toml",
        "un/untc-xxvii-7-a/treaty.toml",
        "un/untc-x-6/treaty.toml",
        "un/untc-xix-48/treaty.toml",
    ];
    let mut files: Vec<File<'static>> =
        files.into_iter().filter(|file| wanted.iter().any(|path| file.path.starts_with(path))).collect();
    assert!(files.len() > wanted.len(), "only {} of the real files are left", files.len());
    let names = "code,lang,name,form\nKAZ,en,Kazakhstan,short\nKAZ,ru,Казахстан,short\nFRA,en,France,short\n";
    files.push(File { path: "parties/names.csv".into(), text: names.into() });
    files
});

/// What is done to a file's bytes.
#[derive(Debug, Clone)]
enum Harm {
    Flip(Index, u8),
    Insert(Index, Vec<u8>),
    Cut(Index, usize),
    Truncate(Index),
    Double(Index, usize),
    SwapLines(Index, Index),
    DropLine(Index),
    /// A word of the language in another place.
    Word(Index, &'static str),
}

const WORDS: [&str; 24] = [
    "inf",
    "-1",
    "4294967295",
    "9223372036854775807",
    "1e308",
    "\"\"",
    "[]",
    "{}",
    "\"9999-12-31\"",
    "\"0001-01-01\"",
    "\"36500 years\"",
    "\"first day of the 36500th month after\"",
    "\"100 %\"",
    "\"0/0\"",
    "\"4294967295/4294967295\"",
    "\"depositaries\"",
    "9999-12-31",
    ",,,,",
    "\"",
    "\u{202e}",
    "\u{feff}",
    "[[entry-into-force.or]]\n",
    "\r\n",
    "\0",
];

fn any_harm() -> impl Strategy<Value = Harm> {
    let at = || any::<Index>();
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Harm::Flip(at, byte)),
        (at(), prop::collection::vec(any::<u8>(), 1..20)).prop_map(|(at, bytes)| Harm::Insert(at, bytes)),
        (at(), 1..200_usize).prop_map(|(at, length)| Harm::Cut(at, length)),
        at().prop_map(Harm::Truncate),
        (at(), 1..200_usize).prop_map(|(at, length)| Harm::Double(at, length)),
        (at(), at()).prop_map(|(a, b)| Harm::SwapLines(a, b)),
        at().prop_map(Harm::DropLine),
        (at(), prop::sample::select(&WORDS[..])).prop_map(|(at, word)| Harm::Word(at, word)),
    ]
}

fn harm(text: &str, harm: &Harm) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut lines: Vec<&str> = text.split('\n').collect();
    let length = bytes.len() + 1;
    match harm {
        Harm::Flip(at, byte) => bytes[at.index(length - 1)] = *byte,
        Harm::Insert(at, new) => drop(bytes.splice(at.index(length)..at.index(length), new.iter().copied())),
        Harm::Cut(at, some) => drop(bytes.drain(at.index(length)..(at.index(length) + some).min(length - 1))),
        Harm::Truncate(at) => bytes.truncate(at.index(length)),
        Harm::Double(at, some) => {
            let first = at.index(length);
            let piece = bytes[first..(first + some).min(length - 1)].to_vec();
            bytes.splice(first..first, piece);
        }
        Harm::SwapLines(a, b) => {
            let (a, b) = (a.index(lines.len()), b.index(lines.len()));
            lines.swap(a, b);
            bytes = lines.join("\n").into_bytes();
        }
        Harm::DropLine(at) => {
            lines.remove(at.index(lines.len()));
            bytes = lines.join("\n").into_bytes();
        }
        Harm::Word(at, word) => {
            // In the place of another word, so that it is read as one.
            let words: Vec<(usize, &str)> = text.match_indices([' ', ',']).collect();
            if words.is_empty() {
                return (*word).to_owned();
            }
            let first = words[at.index(words.len())].0 + 1;
            let last = text[first..].find([' ', ',', '\n', ']', '}']).map_or(text.len(), |end| first + end);
            bytes.splice(first..last, word.bytes());
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn config() -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() };
    match config.rng_seed {
        RngSeed::Random => ProptestConfig { cases: 256, rng_seed: RngSeed::Fixed(20_090_321), ..config },
        RngSeed::Fixed(_) => config,
    }
}

/// Loads, and asks the engine about everything that was left.
fn load(files: &[File<'_>]) {
    let (packs, problems) = pack::load(files);
    let mut said = String::new();
    for problem in &problems {
        said.push_str(&problem.to_string());
        // A folder of another name than its treaty's id: see `the_file_named_is_the_one_read` in gallery.rs.
        let renamed = problems.iter().any(|other| other.check == "id-and-folder");
        assert!(renamed || files.iter().any(|file| file.path == *problem.path), "no such file: {problem}");
    }
    let mut scratch = Scratch::default();
    let on = Day::new(2021, 11, 1).expect("a day");
    packs.engine.register(on, Day::LAST, &mut scratch, |t, outcome, standings| {
        said.push_str(&format!("{t:?} {outcome:?} {}", standings.len()));
    });
    for t in packs.engine.treaties() {
        packs.engine.histories(t, on, &mut scratch);
    }
    assert!(packs.instruments.is_empty() || !said.is_empty());
}

proptest! {
    #![proptest_config(config())]

    /// Real files with one or a few things wrong, all loaded together.
    #[test]
    fn real_files_with_faults(faults in prop::collection::vec((any::<Index>(), any_harm()), 1..5)) {
        let mut files = REAL.clone();
        for (index, fault) in &faults {
            let at = index.index(files.len());
            if files[at].text.is_empty() {
                continue;
            }
            files[at].text = harm(&files[at].text, fault).into();
        }
        load(&files);
    }

    /// Bytes that mean nothing, under every name that is read.
    #[test]
    fn bytes_without_meaning(texts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 10)) {
        let paths = [
            "parties/parties.csv", "parties/names.csv", "parties/un-membership.csv", "parties/successions.csv",
            "parties/groups.toml", "parties/weights-x.toml", "p/pack.toml", "p/x/treaty.toml", "p/x/acts.csv", "stray.toml",
        ];
        let texts = texts.iter().map(|bytes| String::from_utf8_lossy(bytes));
        let files: Vec<File<'_>> = paths.iter().zip(texts).map(|(&path, text)| File { path: path.into(), text }).collect();
        load(&files);
    }

    /// Rows of any words under the right headers: the tables are read to their end.
    #[test]
    fn tables_of_any_words(rows in prop::collection::vec(prop::collection::vec(any_word(), 13), 1..20)) {
        let row = |cells: &[String], width: usize| cells[..width].join(",") + "\n";
        let table = |header: &str| -> String {
            let width = header.split(',').count();
            std::iter::once(format!("{header}\n")).chain(rows.iter().map(|cells| row(cells, width))).collect()
        };
        let tables = [
            ("parties/parties.csv", "code,kind,begins,ends,counted,cite"),
            ("parties/names.csv", "code,lang,name,form,from,until,cite"),
            ("parties/successions.csv", "predecessor,successor,on,how,cite,note"),
            ("parties/un-membership.csv", "code,from,until,note,cite"),
            ("p/x/acts.csv", "date,party,act,source,known,wrong,effect,place,territory,id,about,doubt,note"),
        ];
        let mut files: Vec<File<'_>> =
            tables.iter().map(|&(path, header)| File { path: path.into(), text: table(header).into() }).collect();
        let treaty = "id = \"x\"\nkind = \"treaty\"\ntitle = { en = \"Treaty\" }\n[entry-into-force]\nwhen = { deposits = 1 }\n[withdrawal]\n";
        files.push(File { path: "p/x/treaty.toml".into(), text: treaty.into() });
        load(&files);
    }
}

/// A word that a table knows, or any other.
fn any_word() -> impl Strategy<Value = String> {
    let known = [
        "KAZ",
        "KGZ",
        "UZB",
        "state",
        "historical-state",
        "2001-03-04",
        "0001-01-01",
        "9999-12-31",
        "2001",
        "ratification",
        "withdrawal",
        "succession",
        "extension",
        "consent-withdrawn",
        "yes",
        "",
    ];
    prop_oneof![6 => prop::sample::select(known.map(str::to_owned).to_vec()), 1 => "[^,\"\r\n]{0,12}"]
}

/// Files that are not even text: read from a folder, they are problems.
#[test]
fn files_that_are_no_text() {
    let folder = std::env::temp_dir().join(format!("semey-noise-{}", std::process::id()));
    fs::create_dir_all(folder.join("p/x")).expect("a folder for temporary files");
    for seed in 0..64_u32 {
        let bytes: Vec<u8> =
            (0..500_u32).map(|at| (seed.wrapping_add(at).wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for path in ["p/pack.toml", "p/x/treaty.toml", "p/x/acts.csv"] {
            fs::write(folder.join(path), &bytes).expect("the folder is ours");
        }
        let (files, problems) = read_folder(&folder).expect("the folder can be read");
        assert_eq!(files.len() + problems.len(), 3);
        load(&files);
    }
    fs::remove_dir_all(&folder).expect("the folder is ours");
}
