//! Two sources, one deed: what the packs make of rows that report it on different days.
//!
//! A case is a table of acts of one State; then, on a day, as known on a day, its status and since when.

use law::{Day, PartyIx, Scratch, Status, Supposed, TreatyIx};
use pack::File;

const PACK: &str = r#"
id = "p"
title = { en = "Pack" }
[sources.memorandum]
what = { en = "Memorandum of the depositary" }
authority = "depositary"
[sources.register]
what = { en = "A register" }
[sources.other-register]
what = { en = "Another register" }
[sources.database]
what = { en = "A collection" }
authority = "secondary"
[sources.recollection]
what = { en = "Nobody has looked" }
verified = false
"#;

const TREATY: &str = r#"
id = "x"
kind = "treaty"
title = { en = "Treaty" }
[entry-into-force]
scope = "per-party"
per-party = { after = "same day" }
[withdrawal]
notice = "3 months"
"#;

/// `(on, known, expected)`; no day of knowledge means today.
type Asked = (&'static str, Option<&'static str>, Option<(Status, &'static str)>);

fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn check(rows: &str, asked: &[Asked]) {
    let rows: String =
        rows.split('\n').map(str::trim).filter(|row| !row.is_empty()).map(|row| format!("{row}\n")).collect();
    let acts = format!("date,party,act,source,known,wrong\n{rows}");
    let files = [
        ("parties/parties.csv", "code,kind\nFRA,state\n"),
        ("p/pack.toml", PACK),
        ("p/x/treaty.toml", TREATY),
        ("p/x/acts.csv", acts.as_str()),
    ];
    let (packs, problems) = pack::load(&files.map(|(path, text)| File { path: path.into(), text: text.into() }));
    assert!(problems.is_empty(), "{problems:#?}");
    for &(on, known, expected) in asked {
        let (mut scratch, mut out) = (Scratch::default(), Vec::new());
        let known = known.map_or(Day::LAST, day);
        packs.engine.standings(TreatyIx(0), day(on), known, &Supposed::default(), &mut scratch, &mut out);
        let is = out.iter().find(|standing| standing.party == PartyIx(0)).map(|s| (s.status, s.since));
        assert_eq!(is, expected.map(|(status, since)| (status, day(since))), "on {on}, known {known}:\n{rows}");
    }
}

#[test]
fn the_better_source_is_followed() {
    check(
        "2014-11-17,FRA,ratification,memorandum §17,,
         2014-11-21,FRA,ratification,database 5059,,",
        &[
            ("2014-11-16", None, None),
            ("2014-11-17", None, Some((Status::Party, "2014-11-17"))),
            ("2014-11-21", None, Some((Status::Party, "2014-11-17"))),
        ],
    );
    // Also when it gives the later day.
    check(
        "2014-11-17,FRA,ratification,recollection,,
         2014-11-21,FRA,ratification,database 5059,,",
        &[("2014-11-20", None, None), ("2014-11-21", None, Some((Status::Party, "2014-11-21")))],
    );
}

#[test]
fn between_equals_the_days_are_contested() {
    check(
        "2014-11-17,FRA,ratification,register 1,,
         2014-11-21,FRA,ratification,other-register 1,,",
        &[
            ("2014-11-16", None, None),
            ("2014-11-17", None, Some((Status::Contested, "2014-11-17"))),
            ("2014-11-20", None, Some((Status::Contested, "2014-11-17"))),
            ("2014-11-21", None, Some((Status::Party, "2014-11-21"))),
        ],
    );
}

#[test]
fn one_source_does_not_disagree_with_itself() {
    // Deposits in two capitals: the first decides.
    check(
        "2014-11-17,FRA,ratification,register 1,,
         2014-11-21,FRA,ratification,register 2,,",
        &[
            ("2014-11-17", None, Some((Status::Party, "2014-11-17"))),
            ("2014-11-21", None, Some((Status::Party, "2014-11-17"))),
        ],
    );
}

#[test]
fn a_return_is_no_second_report() {
    check(
        "2014-01-01,FRA,accession,register 1,,
         2014-02-01,FRA,withdrawal,register 1,,
         2014-06-01,FRA,accession,memorandum 1,,",
        &[
            ("2014-01-01", None, Some((Status::Party, "2014-01-01"))),
            ("2014-05-01", None, Some((Status::FormerParty, "2014-05-01"))),
            ("2014-06-01", None, Some((Status::Party, "2014-06-01"))),
        ],
    );
}

#[test]
fn a_record_set_right_is_no_disagreement() {
    check(
        "2014-11-21,FRA,ratification,register 1,,2021-11-01
         2014-11-17,FRA,ratification,register 1,2021-11-01,",
        &[
            ("2014-11-17", None, Some((Status::Party, "2014-11-17"))),
            ("2014-11-21", Some("2020-11-01"), Some((Status::Party, "2014-11-21"))),
            ("2014-11-20", Some("2020-11-01"), None),
        ],
    );
}

/// The database said 21 November; the memorandum was told in 2021. In 2020 one could only say what the database said.
#[test]
fn nobody_is_overruled_before_the_better_source_was_told() {
    check(
        "2014-11-21,FRA,ratification,database 5059,,
         2014-11-17,FRA,ratification,memorandum §17,2021-11-01,",
        &[
            ("2014-11-17", None, Some((Status::Party, "2014-11-17"))),
            ("2014-11-21", Some("2020-11-01"), Some((Status::Party, "2014-11-21"))),
        ],
    );
}

/// The same between equals: in 2020 there was nothing to contest.
#[test]
fn nothing_is_contested_before_the_other_source_was_told() {
    check(
        "2014-11-17,FRA,ratification,register 1,,
         2014-11-21,FRA,ratification,other-register 1,2021-11-01,",
        &[
            ("2014-11-18", None, Some((Status::Contested, "2014-11-17"))),
            ("2014-11-18", Some("2020-11-01"), Some((Status::Party, "2014-11-17"))),
        ],
    );
}
