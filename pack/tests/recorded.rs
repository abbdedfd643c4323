//! Acts that come from elsewhere than the files' own tables: through the same conversion, to the same packs.

use std::path::Path;
use std::sync::LazyLock;

use law::{Act, Day, Outcome, Scratch, Standing, Supposed, TreatyIx};
use pack::{ACT_COLUMNS, ActRow, File, Packs, Problem, act_rows, act_tables, load, load_recorded, read_folder};

static FILES: LazyLock<Vec<File<'static>>> = LazyLock::new(|| {
    let (files, problems) =
        read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs")).expect("the packs lie in the repository");
    assert_eq!(problems, [], "every file can be read");
    files
});

/// The acts of all the tables, as a record that was filled from them would give them.
fn recorded(packs: &Packs, problems: &mut Vec<Problem>) -> Vec<(TreatyIx, Vec<Act>)> {
    let mut record = Vec::new();
    for (id, file) in act_tables(&FILES) {
        let ix = packs.by_id(id).expect("every table lies beside a treaty");
        act_rows(&file.path, &file.text, problems, |_, row, _| {
            // One act at a time, as they are entered.
            record.push((ix, vec![packs.read_act(ix, row).expect("the bundled packs have no errors")]));
        });
    }
    record
}

/// Raw acts of one instrument, in the order of the record.
fn raw(packs: &Packs, ix: TreatyIx) -> Vec<Act> {
    recorded(packs, &mut Vec::new()).into_iter().filter(|(of, _)| *of == ix).flat_map(|(_, acts)| acts).collect()
}

type Everything = Vec<(Vec<Act>, Outcome, Vec<Vec<Standing>>)>;

/// Every act, and what the engine says of every treaty.
fn everything(packs: &Packs) -> Everything {
    let mut scratch = Scratch::default();
    let days = ["1990-01-01", "2010-06-01", "2026-01-01"].map(|day| day.parse::<Day>().expect("a day"));
    let mut all = Vec::new();
    for instrument in &packs.instruments {
        let outcome = packs.engine.outcome(instrument.ix, Day::LAST, &mut scratch);
        let standings = days.iter().flat_map(|&on| [(on, Day::LAST), (Day::LAST, on)]).map(|(on, known)| {
            let mut out = Vec::new();
            packs.engine.standings(instrument.ix, on, known, &Supposed::default(), &mut scratch, &mut out);
            out
        });
        let standings = standings.collect();
        all.push((instrument.acts.clone(), outcome, standings));
    }
    all
}

#[test]
fn a_record_of_the_tables_gives_the_packs() {
    let (written, entered) = (load(&FILES), load_recorded(&FILES, recorded));
    assert_eq!(entered.1, written.1);
    assert!(everything(&entered.0) == everything(&written.0));
}

/// Several sources, other treaties that look at it, an amendment that binds all the parties to another.
#[test]
fn one_more_act_is_as_if_it_had_been_there() {
    let (mut packs, _) = load_recorded(&FILES, recorded);
    let whole = everything(&packs);
    for id in ["canwfz", "untc-iii-2", "untc-ix-1", "untc-ix-1-a"] {
        let ix = packs.by_id(id).expect(id);
        let full = raw(&packs, ix);
        for left_out in [0, full.len() - 1] {
            let mut rest = full.clone();
            rest.remove(left_out);
            let (less, _) = load_recorded(&FILES, |packs, problems| {
                let mut record = recorded(packs, problems);
                record.retain(|(of, _)| *of != ix);
                record.push((ix, rest.clone()));
                record
            });
            assert_eq!(packs.record(ix, rest), []);
            assert!(everything(&packs) == everything(&less), "{id} without act {left_out}");
            assert_eq!(packs.record(ix, full.clone()), []);
            assert!(everything(&packs) == whole, "{id} with act {left_out} again");
        }
    }
}

#[test]
fn what_the_clauses_name_is_said_again() {
    let files = [
        ("parties/parties.csv", "code,kind\nFRA,state\n"),
        ("p/pack.toml", "id = \"p\"\ntitle = { en = \"Pack\" }\n[sources.register]\nwhat = { en = \"A register\" }\n"),
        (
            "p/x/treaty.toml",
            "id = \"x\"\nkind = \"treaty\"\ntitle = { en = \"Treaty\" }\n[entry-into-force]\nwhen = { all-of = \"nobody\" }\n",
        ),
    ];
    let (mut packs, problems) = load(&files.map(|(path, text)| File { path: path.into(), text: text.into() }));
    let row =
        ActRow { date: "2014-11-17", party: "FRA", act: "ratification", source: "register 1", ..ActRow::default() };
    let ix = packs.by_id("x").expect("the treaty");
    let again = packs.record(ix, vec![packs.read_act(ix, &row).expect("a row in order")]);
    let said = |problems: &[Problem]| -> Vec<_> { problems.iter().map(|p| (p.check, p.message.clone())).collect() };
    assert_eq!(said(&again), said(&problems));
    assert_eq!(again[0].message, "there is no group `nobody`");
}

#[test]
fn a_row_is_its_cells() {
    let cells = ACT_COLUMNS;
    let row = ActRow::from_cells(cells);
    assert_eq!((row.date, row.source, row.about, row.note), ("date", "source", "about", "note"));
    assert_eq!(row.cells(), cells);
}

/// Each wrong row gives, wherever it comes from, the problem that the table gives.
#[test]
fn a_row_is_refused_in_the_same_words() {
    let (packs, _) = load_recorded(&FILES, |_, _| Vec::new());
    let ix = packs.by_id("canwfz").expect("the treaty is bundled");
    for (row, check) in [
        ("2009-02-19,KAZ,ratificaton,IEADB-2026-01-23,,", "unknown-act"),
        ("2009-02-30,KAZ,ratification,IEADB-2026-01-23,,", "impossible-date"),
        ("2009-02-19,KAZ,ratification,IEADB-2026-01-23,2009,", "impossible-date"),
        ("2009-02-19,,ratification,IEADB-2026-01-23,,", "missing-party"),
        ("2009-02-19,KZA,ratification,IEADB-2026-01-23,,", "unknown-party"),
        ("2009-02-19,KAZ,ratification,hearsay,,", "unknown-source"),
        ("2009-02-19,KAZ,ratification,IEADB-2026-01-23,,Alm\u{202e}aty", "suspicious-text"),
    ] {
        let path = "central-asia/canwfz/acts.csv";
        let text = format!("date,party,act,source,known,place\n{row}\n");
        let mut files: Vec<File<'_>> = FILES.iter().filter(|file| !file.path.ends_with(".csv")).cloned().collect();
        files.extend(FILES.iter().filter(|file| file.path.starts_with("parties/")).cloned());
        files.push(File { path: path.into(), text: text.into() });
        let of_table: Vec<Problem> = load(&files).1.into_iter().filter(|problem| problem.path == path).collect();
        let cells: Vec<&str> = row.split(',').collect();
        let [date, party, act, source, known, place] = cells[..] else { panic!("{row}") };
        let row = ActRow { date, party, act, source, known, place, ..ActRow::default() };
        let refused = packs.read_act(ix, &row).expect_err(check);
        assert_eq!(refused.check, check);
        assert_eq!(of_table, [Problem { path: path.to_owned(), line: 2, ..refused }]);
    }
}
