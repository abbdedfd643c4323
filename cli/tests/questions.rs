//! What a newcomer asks, and what must come back: meaning, exit codes, and output that reads well in a pipe.

mod semey;

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::time::{Duration, Instant};

use semey::{Folder, answer, ask, command};
use serde_json::Value;

const COMMANDS: [&str; 12] = [
    "status",
    "why",
    "timeline",
    "party",
    "treaties",
    "diff",
    "whatif",
    "matrix",
    "due",
    "check",
    "export",
    "completions",
];

fn json(args: &[&str]) -> Value {
    let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
    serde_json::from_str(&answer(&args)).expect("the answer is JSON")
}

/// What a question answers in so many columns.
fn in_columns(columns: &str, args: &[&str]) -> String {
    let output = command(args).env("COLUMNS", columns).output().expect("the binary runs");
    assert!(output.status.success(), "semey {}", args.join(" "));
    String::from_utf8(output.stdout).expect("standard output is UTF-8")
}

/// How many columns a text takes on a terminal: two for a Han character, none for a mark on another.
fn wide(text: &str) -> usize {
    let width = |c| match c {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' => 2,
        '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' => 2,
        _ => 1,
    };
    text.chars().map(width).sum()
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

// Names

#[test]
fn a_treaty_is_found_by_any_of_its_names() {
    let names = [
        ("中亚无核武器区条约", "canwfz"),
        ("塞米巴拉金斯克条约", "canwfz"),
        ("treaty of  SEMIPALATINSK", "canwfz"),
        ("معاهدة سيميبالاتينسك", "canwfz"),
        ("npt", "npt"),
        ("Договор о нераспространении ядерного оружия", "npt"),
        ("Римский статут", "untc-xviii-10"),
        ("IV-8", "untc-iv-8"),
        ("untc:IV-8", "untc-iv-8"),
        ("CEDAW", "untc-iv-8"),
    ];
    for (name, id) in names {
        let found = json(&["timeline", name, "--on", "2021-11-01"]);
        assert_eq!(found["treaty"], id, "{name}");
    }
}

#[test]
fn a_state_is_found_by_any_of_its_names() {
    let names = ["哈萨克斯坦", "Киргизия", "UK", "cote d’ivoire", "朝鲜", "الصين", "usa", "Россия"];
    let codes = ["KAZ", "KGZ", "GBR", "CIV", "PRK", "CHN", "USA", "RUS"];
    let question: Vec<&str> =
        ["matrix", "--on", "2021-11-01", "--pack", "central-asia"].into_iter().chain(names).collect();
    assert_eq!(json(&question)["parties"], Value::from(codes.to_vec()));
    let found = json(&["party", "كازاخستان", "--on", "2021-11-01", "--pack", "central-asia"]);
    assert_eq!(found["party"], "KAZ");
}

#[test]
fn a_name_that_is_not_there_brings_the_nearest() {
    let questions: [(&[&str], &str, &str); 5] = [
        (&["status", "nppt"], "no treaty answers to `nppt`", "npt"),
        (&["status", "Римский статус"], "no treaty answers to", "untc-xviii-10"),
        (&["party", "Kyrgystann"], "no participant answers to `Kyrgystann`", "Kyrgyzstan"),
        (&["why", "npt", "Corea"], "no participant answers to `Corea`", "KOR"),
        (&["treaties", "--pack", "disarmment"], "no pack `disarmment`", "disarmament"),
    ];
    for (question, message, near) in questions {
        let answer = ask(question);
        assert_eq!(answer.code, Some(1), "{question:?}");
        assert_eq!(answer.out, "", "{question:?}");
        assert!(answer.err.contains(message), "{question:?}: {}", answer.err);
        assert!(answer.err.contains(near), "{question:?}: {}", answer.err);
    }
}

// Questions that cannot be understood

#[test]
fn a_question_asked_wrongly_is_exit_code_2() {
    let questions: [(&[&str], &str); 14] = [
        (&["status", "npt", "--bogus"], "--bogus"),
        (&["frobnicate"], "frobnicate"),
        (&["status"], "<TREATY>"),
        (&["status", "npt", "--on", "2021-02-30"], "2021-02-30"),
        (&["status", "npt", "--on", "21-1-1"], "21-1-1"),
        (&["status", "npt", "--known", "yesterday"], "yesterday"),
        (&["status", "npt", "--lang", "xx"], "xx"),
        (&["party", "KAZ", "--status", "member"], "contracting-state"),
        (&["treaties", "--kind", "memorandum"], "political"),
        (&["treaties", "--missing"], "--party"),
        (&["diff", "npt", "--from", "2020", "--to", "2010"], "before"),
        (&["due", "--from", "2020", "--until", "2010"], "before"),
        (&["whatif", "npt", "--act", "USA ratifcation 2027-01-01"], "ratification"),
        (&["matrix", "KAZ"], "two"),
    ];
    for (question, hint) in questions {
        let answer = ask(question);
        assert_eq!(answer.code, Some(2), "{question:?}: {}", answer.err);
        assert_eq!(answer.out, "", "{question:?}");
        assert!(answer.err.starts_with("error: ") && answer.err.contains(hint), "{question:?}: {}", answer.err);
    }
}

#[test]
fn a_date_is_refused_only_in_words_that_help() {
    let answer = ask(&["whatif", "npt", "--act", "USA ratification 2027"]);
    assert_eq!(answer.code, Some(2));
    assert!(answer.err.contains("`2027`") && !answer.err.contains("or 2021"), "a year does not help: {}", answer.err);
}

// What could be known

#[test]
fn the_test_ban_treaty_lacks_one_state_more_once_the_notice_of_2023_is_known() {
    let missing = |known: &str| -> Vec<String> {
        let value = json(&["why", "ctbt", "--on", "2024-01-01", "--known", known]);
        let missing = value["conditions"][0][0]["missing"].as_array().expect("a list").iter();
        missing.map(|name| name.as_str().expect("a name").to_owned()).collect()
    };
    let (before, after) = (missing("2021-02-23"), missing("2023-12-31"));
    assert_eq!(before.len(), 8, "{before:?}");
    assert_eq!(after.len(), 9, "{after:?}");
    assert!(!before.contains(&"Russian Federation".to_owned()) && after.contains(&"Russian Federation".to_owned()));
}

#[test]
fn what_happened_and_what_became_known_are_two_questions() {
    let args = ["diff", "ctbt", "--from", "2023", "--to", "2023"];
    assert_eq!(json(&args)["changes"].as_array().map(Vec::len), Some(0), "on one day nothing changes");
    let args: Vec<&str> = args.into_iter().chain(["--known-from", "2023-11-02", "--known-to", "2024"]).collect();
    let value = json(&args);
    let changes = value["changes"].as_array().expect("a list");
    assert!(changes.iter().any(|c| c["party"] == "RUS" && c["was"] == "contracting-state" && c["is"] == "signatory"));
}

#[test]
fn a_year_means_its_last_day_and_for_a_span_its_first() {
    assert_eq!(json(&["status", "canwfz", "--on", "2009"])["on"], "2009-12-31");
    assert_eq!(json(&["status", "canwfz", "--on", "2009-02"])["on"], "2009-02-28");
    let rows = json(&["due", "--from", "2009", "--until", "2009", "--treaty", "canwfz"]);
    assert!(rows.as_array().expect("a list").iter().any(|row| row["date"] == "2009-03-21"), "{rows}");
}

#[test]
fn a_vague_date_gains_no_precision() {
    let text = answer(&["why", "canwfz", "TKM", "--on", "2021-11-01"]);
    assert!(!text.contains("1 April 2008"), "only the month is known: {text}");
    let events = json(&["timeline", "canwfz", "--on", "2021-11-01"])["events"].clone();
    let at_home = events
        .as_array()
        .expect("a list")
        .iter()
        .find(|event| event["text"].as_str().is_some_and(|text| text.contains("TKM ratified at home")));
    assert_eq!(at_home.map(|event| &event["date"]), Some(&Value::from("2008-04")));
}

#[test]
fn what_is_supposed_is_no_longer_missing() {
    let value = json(&["whatif", "ctbt", "--act", "CHN ratification 2027-01-01", "--on", "2027-06-01"]);
    let required = value["smallest"][0]["required"].as_array().expect("a list");
    assert!(required.contains(&"USA".into()) && !required.contains(&"CHN".into()), "{required:?}");
}

#[test]
fn supposing_all_that_are_missing_brings_the_treaty_into_force() {
    let mut args = vec!["whatif".to_owned(), "ctbt".to_owned(), "--json".to_owned()];
    for code in ["CHN", "PRK", "EGY", "IND", "IRN", "ISR", "PAK", "RUS", "USA"] {
        args.extend(["--act".to_owned(), format!("{code} ratification 2027-01-01")]);
    }
    let value: Value = serde_json::from_str(&ask(&args).out).expect("the answer is JSON");
    assert_eq!(value["entry_into_force"]["would_be"], "2027-06-30", "180 days after the last");
    assert_eq!(value["entry_into_force"]["is"], Value::Null);
    assert_eq!((&value["in_force"]["is"], &value["in_force"]["would_be"]), (&false.into(), &true.into()));
}

#[test]
fn a_withdrawal_supposed_is_seen_when_it_has_taken_effect() {
    let value = json(&["whatif", "canwfz", "--act", "KAZ withdrawal 2090-01-01"]);
    assert_eq!(value["on"], "2091-01-01", "12 months after the notice");
    assert_eq!(value["changes"][0]["would_be"], "former-party");
    assert_eq!((&value["parties"]["is"], &value["parties"]["would_be"]), (&5.into(), &4.into()));
}

// Pipes and terminals

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    for args in [["export", "acts"].as_slice(), &["check", "--warnings"]] {
        let mut child = command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
        let answer = semey::Answer::from(child.wait_with_output().expect("the binary ends"));
        assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_a_failure() {
    let full = File::options().write(true).open("/dev/full").expect("the device is there");
    let output = command(&["status", "canwfz"]).stdout(full).output().expect("the binary runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: the answer cannot be written"));
}

/// Every command that writes a table, with names and titles of every length.
const TABLES: [&[&str]; 14] = [
    &["status", "ctbt", "--on", "2021"],
    &["status", "ccw", "--on", "2021"],
    &["status", "canwfz-protocol", "--on", "2021"],
    &["why", "canwfz-protocol", "USA", "--on", "2021", "--known", "2021"],
    &["why", "ctbt", "--on", "2021"],
    &["timeline", "canwfz", "--on", "2021"],
    &["timeline", "--all", "--on", "2021"],
    &["party", "GBR", "--on", "2021"],
    &["treaties", "--on", "2021"],
    &["diff", "apmbc", "--from", "2024", "--to", "2026-03-01"],
    &["whatif", "canwfz-protocol", "--act", "USA ratification 2027-01-01"],
    &["matrix", "KAZ", "RUS", "--on", "2021"],
    &["due", "--from", "2026-01-01", "--until", "2026-03-31"],
    &["check"],
];

/// Runs every table in 60 columns, and every fourth in 160; the lines that are too long and `count`.
fn too_long(count: impl Fn(&str) -> bool) -> Vec<String> {
    let mut all = Vec::new();
    for (columns, every) in [(60, 1), (160, 4)] {
        for (at, args) in TABLES.iter().enumerate().step_by(every) {
            let args: Vec<&str> = args.iter().copied().chain(["--lang", ["zh", "ru", "fr"][at % 3]]).collect();
            let text = in_columns(&columns.to_string(), &args);
            assert!(!text.contains('\u{1b}'), "{args:?} writes escapes into a pipe");
            let long = text.lines().filter(|line| wide(line) > columns && count(line));
            all.extend(long.map(|line| format!("{} of {columns}: {}: {line}", wide(line), args.join(" "))));
        }
    }
    all
}

#[test]
fn tables_fit_the_columns_and_hold_no_escapes() {
    let long = too_long(|line| line.starts_with('─') || (line.starts_with(' ') && line.ends_with(' ')));
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn paragraphs_fit_the_columns() {
    let long = too_long(|_| true);
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn no_date_and_no_word_is_broken_in_80_columns() {
    for columns in ["60", "80"] {
        let text = in_columns(columns, &["status", "ctbt", "--on", "2021"]);
        let row = text.lines().find(|line| line.contains(" AFG ")).expect("Afghanistan stands in the table");
        assert!(row.contains("Afghanistan") && row.contains("2003-09-24"), "{columns} columns: {row}");
    }
}

#[test]
fn a_width_that_says_nothing_is_as_good_as_none() {
    let args = ["status", "canwfz", "--on", "2021"];
    let without = answer(&args);
    for columns in ["0", "", "wide"] {
        assert_eq!(in_columns(columns, &args), without, "COLUMNS={columns}");
    }
}

#[test]
fn columns_of_han_characters_are_aligned() {
    let text = in_columns("120", &["status", "ctbt", "--on", "2021", "--lang", "zh"]);
    let lines: Vec<&str> = text.lines().skip_while(|line| !line.starts_with('─')).skip(1).collect();
    let rows: Vec<&str> = lines.iter().take_while(|line| !line.is_empty()).copied().collect();
    assert!(rows.len() >= 185 && rows.iter().filter(|row| row.chars().any(is_han)).count() > 180, "{text}");
    let column = |row: &str, word: &str| row.find(word).map(|at| wide(&row[..at]));
    let statuses: Vec<usize> =
        rows.iter().filter_map(|row| column(row, "contracting State").or_else(|| column(row, "signatory"))).collect();
    assert!(statuses.len() >= 185 && statuses.iter().all(|at| *at == statuses[0]), "{statuses:?}");
    assert!(rows.iter().all(|row| wide(row) == wide(rows[0])), "every line ends in one column");
}

#[test]
fn notes_in_chinese_are_wrapped_and_nothing_is_lost() {
    let args = ["status", "canwfz-protocol", "--on", "2021", "--lang", "zh"];
    let squeezed = |text: String| text.chars().filter(|c| is_han(*c)).collect::<String>();
    let notes = |text: String| text.split_once("\nNote: ").map(|(_, notes)| notes.to_owned()).expect("notes");
    let (narrow, broad) = (in_columns("60", &args), in_columns("160", &args));
    assert!(narrow.lines().all(|line| wide(line) <= 60), "{narrow}");
    assert_eq!(squeezed(notes(narrow)), squeezed(notes(broad)));
}

// Packs from elsewhere

fn two_acts() -> [&'static str; 2] {
    ["2020-01-01,KAZ,ratification,memory", "2020-02-01,KGZ,ratification,memory"]
}

#[test]
fn packs_can_lie_in_a_folder_or_be_one_pack_or_one_treaty() {
    let folder = Folder::new("packs").pack("mine").treaty("mine", "good", "Good Treaty", &two_acts());
    for path in ["", "mine", "mine/good"] {
        let packs = folder.path(path);
        let value = json(&["status", "good treaty", "--on", "2021", "--packs", &packs]);
        assert_eq!(value["entry_into_force"], "2020-03-02", "--packs {packs}");
        assert_eq!(value["counts"]["party"], 2, "--packs {packs}");
        assert_eq!(value["participants"][0]["name"], "Kazakhstan", "the States built in are there");
        let treaties = json(&["treaties", "--packs", &packs, "--on", "2021"]);
        assert_eq!(treaties.as_array().map(Vec::len), Some(1), "and the treaties built in are not");
        assert_eq!(ask(&["check", &packs]).code, Some(0), "check {packs}");
    }
}

#[test]
fn no_packs_no_answer() {
    let folder = Folder::new("nothing");
    for path in ["", "not-there"] {
        let path = folder.path(path);
        for question in [["check", path.as_str()].as_slice(), &["treaties", "--packs", &path]] {
            let answer = ask(question);
            assert_eq!((answer.code, answer.out.as_str()), (Some(1), ""), "{question:?}");
            assert!(answer.err.contains(&path), "{question:?}: {}", answer.err);
        }
    }
}

#[test]
fn no_answer_rests_on_packs_with_errors() {
    let acts = ["2020-01-01,KAZ,ratification,memory", "2021-02-30,KGZ,ratification,memory"];
    let folder = Folder::new("doubtful").pack("mine").treaty("mine", "bad", "Bad Treaty", &acts);
    let packs = folder.path("");
    let answer = ask(&["status", "bad", "--on", "2021", "--packs", &packs]);
    assert_eq!((answer.code, answer.out.as_str()), (Some(1), ""));
    assert!(answer.err.contains(&format!("semey check {packs}")), "{}", answer.err);
}

#[test]
fn packs_that_are_used_can_be_checked_with_the_same_flag() {
    let acts = ["2021-02-30,KGZ,ratification,memory"];
    let folder = Folder::new("flag").pack("mine").treaty("mine", "bad", "Bad Treaty", &acts);
    let answer = ask(&["check", "--packs", &folder.path("")]);
    assert_eq!(answer.code, Some(1));
    assert!(answer.out.contains("mine/bad/acts.csv:2: error[impossible-date]"), "{}{}", answer.out, answer.err);
}

fn hostile(name: &str) -> Folder {
    let acts = [
        "2020-01-01,KAZ,ratification,memory",
        "2021-02-30,KGZ,ratification,memory",
        "2020-01-01,ZZZ,ratification,memory",
        "99999-01-01,KAZ,ratification,memory",
        "\u{661}\u{669}\u{669}\u{669},KAZ,ratification,memory",
        "2020-01-01,KAZ,\"rati\u{1b}[31mfication\",memory",
        "2020-01-01,KAZ",
    ];
    Folder::new(name)
        .pack("mine")
        .treaty("mine", "good", "Good Treaty", &two_acts())
        .treaty("mine", "dates", "Impossible dates", &acts)
        .treaty("mine", "bidi", "Treaty \u{202e}fo ytaerT", &two_acts())
        .treaty("mine", "escape", "Treaty \\u001b[31mred", &two_acts())
        .with("mine/torn/treaty.toml", "id = \"torn\"\nkind = \"treaty\"\ntitle = { en = \"x\n")
        .with("mine/null/treaty.toml", "\0\0\0\0")
        .with("mine/deep/treaty.toml", &format!("a = {}", "[".repeat(100_000)))
        .with("mine/empty/treaty.toml", "")
        .with("mine/empty/acts.csv", "")
}

#[test]
fn a_hostile_folder_is_refused_quickly_with_file_and_line() {
    let folder = hostile("hostile").treaty("mine", "huge", "Huge Treaty", &[]);
    let mut huge = File::options().append(true).open(folder.path("mine/huge/acts.csv")).expect("the file is there");
    for _ in 0..100 {
        huge.write_all(&[b'x'; 1_000_000]).expect("there is room");
    }
    let begun = Instant::now();
    let answer = ask(&["check", &folder.path("")]);
    // A guard against minutes, on a machine that does other things too; it measures nothing.
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    assert_eq!(answer.code, Some(1));
    assert!(!answer.err.contains("panicked"), "{}", answer.err);
    for place in [
        "mine/dates/acts.csv:3: error[impossible-date]: `2021-02-30`",
        "mine/dates/acts.csv:4: error[unknown-party]",
        "mine/dates/acts.csv:5: error[impossible-date]: `99999-01-01`",
        "mine/dates/acts.csv:6: error[impossible-date]",
        "mine/dates/acts.csv:7: error[",
        "mine/dates/acts.csv:8: error[malformed-csv]",
        "mine/bidi/treaty.toml:3:17: error[suspicious-name]",
        "mine/torn/treaty.toml:3:18: error[malformed-toml]",
        "mine/null/treaty.toml:1:5: error[malformed-toml]",
        "mine/deep/treaty.toml:1",
        "mine/empty/treaty.toml",
        "mine/huge/acts.csv: error[unreadable-file]",
    ] {
        assert!(answer.out.contains(place), "{place} is missing in:\n{}", answer.out);
    }
}

/// Characters that change what a terminal shows and are not seen themselves.
fn hidden(text: &str) -> Option<char> {
    text.chars()
        .find(|&c| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'))
}

#[test]
fn the_report_on_a_hostile_folder_is_clean_itself() {
    let folder = hostile("clean");
    let answer = ask(&["check", &folder.path(""), "--warnings"]);
    assert_eq!((hidden(&answer.out), hidden(&answer.err)), (None, None), "{:?}", answer.out);
}

#[test]
fn nothing_hidden_in_a_pack_reaches_the_terminal() {
    let treaty = "id = \"sly\"\nkind = \"treaty\"\ntitle = { en = \"Sly Treaty\" }\ncite = [\"memory\"]\n\n\
                  [[note]]\ntext = { en = \"note \\u001b[31m and \\u202e more\" }\n";
    let acts = "date,party,act,source,place,doubt\n\
                2020-01-01,KAZ,ratification,memory,Al\u{1b}[31mmaty,\n\
                2020-01-01,KGZ,ratification,memory,,\u{202e}doubt\n";
    let folder = Folder::new("hidden").pack("mine");
    let folder = folder.with("mine/sly/treaty.toml", treaty).with("mine/sly/acts.csv", acts);
    let packs = folder.path("");
    for question in [["check", packs.as_str()].as_slice(), &["why", "sly", "KAZ", "--packs", &packs]] {
        let answer = ask(question);
        assert_eq!((hidden(&answer.out), hidden(&answer.err)), (None, None), "{question:?}: {:?}", answer.out);
    }
}

#[test]
fn a_monstrous_cell_is_not_repeated_in_full() {
    let cell = "x".repeat(1_000_000);
    let folder = Folder::new("cell").pack("mine");
    let folder = folder.treaty("mine", "long", "Long Treaty", &[&format!("{cell},KAZ,ratification,memory")]);
    let answer = ask(&["check", &folder.path("")]);
    assert_eq!(answer.code, Some(1));
    assert!(answer.out.contains("mine/long/acts.csv:2: error[impossible-date]"));
    assert!(answer.out.len() < 10_000, "{} bytes", answer.out.len());
}

#[test]
fn a_problem_is_shown_with_the_line_it_is_about() {
    let acts = ["2020-01-01,KAZ,ratification,memory", "2021-02-30,KGZ,ratification,memory"];
    let folder = Folder::new("shown").pack("mine").treaty("mine", "bad", "Bad Treaty", &acts);
    for (path, file) in [("", "mine/bad/acts.csv"), ("mine", "acts.csv"), ("mine/bad", "acts.csv")] {
        let answer = ask(&["check", &folder.path(path)]);
        assert!(answer.out.contains("2021-02-30,KGZ,ratification,memory"), "check {file}: {}", answer.out);
        assert!(!answer.out.contains("acts.csv:1:"), "the second act stands in line 3: {}", answer.out);
    }
}

// Help

#[test]
fn completions_are_a_script() {
    for shell in ["bash", "zsh", "fish"] {
        let script = answer(&["completions", shell]);
        assert!(COMMANDS.iter().all(|command| script.contains(command)), "{shell}");
    }
    assert!(answer(&["completions", "bash"]).contains("complete -F"));
}

/// The examples in a command's help.
fn examples(command: &str) -> Vec<String> {
    let help = answer(&[command, "--help"]);
    let (_, after) = help.split_once("Examples:\n").unwrap_or_else(|| panic!("{command} --help has no examples"));
    let lines = after.lines().take_while(|line| line.starts_with("  "));
    lines.map(|line| line.trim().to_owned()).collect()
}

/// Words as a shell reads them, as far as the examples need it.
fn shell_words(line: &str) -> Vec<String> {
    let pieces = line.split('"').enumerate();
    pieces
        .flat_map(|(at, piece)| {
            if at % 2 == 1 { vec![piece.to_owned()] } else { piece.split_whitespace().map(str::to_owned).collect() }
        })
        .collect()
}

fn run_examples(command: &str) {
    let examples = examples(command);
    assert!(!examples.is_empty(), "{command}");
    for example in examples.iter().filter(|example| !example.contains("my-packs")) {
        let example = example.split(" > ").next().unwrap_or(example);
        let words = shell_words(example);
        assert_eq!(words[0], "semey", "{example}");
        assert_eq!(words[1], command, "{example}");
        let answer = ask(&words[1..]);
        assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""), "{example}");
        assert!(!answer.out.is_empty(), "{example}");
    }
}

#[test]
fn the_examples_in_the_help_run() {
    COMMANDS.iter().filter(|command| **command != "completions").for_each(|command| run_examples(command));
}

#[test]
fn completions_have_examples_too() {
    run_examples("completions");
}

#[test]
fn every_command_is_in_the_help() {
    let help = answer(&["help"]);
    for command in COMMANDS {
        assert!(help.lines().any(|line| line.trim_start().starts_with(&format!("{command} "))), "{command}");
    }
}

#[test]
fn a_search_that_nobody_means_is_refused_with_a_sentence() {
    for (args, said) in [
        (&["search", "a", "--from", "2021", "--until", "2019"][..], "--until 2019-12-31 lies before --from 2021-01-01"),
        (&["search", ""], "there are no words to look for"),
        (&["search", "  "], "there are no words to look for"),
        (&["search", "a", "--text-lang", "tlh"], "passages are in en, ru, zh"),
        (&["due", "--from", "2030", "--until", "2020"], "--until 2020-12-31 lies before --from 2030-01-01"),
    ] {
        let refused = ask(args);
        assert_eq!(refused.code, Some(2), "{args:?}: {}", refused.err);
        assert!(refused.err.contains(said), "{args:?}: {}", refused.err);
    }
    assert!(answer(&["search", "", "--kind", "treaty", "--limit", "3"]).contains("treaty "));
}

/// A date that is less exact than a day stays so, and is said once.
#[test]
fn a_hit_has_no_day_that_its_source_does_not_tell() {
    let found = json(&["search", "", "--kind", "act", "--limit", "100000"]);
    let hits = found["hits"].as_array().expect("hits");
    let inexact = hits.iter().find(|hit| hit["date"].as_str().is_some_and(|date| date.len() == 7));
    let hit = inexact.expect("the packs have an act of which the month alone is known");
    let (title, date) = (hit["title"].as_str().expect("a title"), hit["date"].as_str().expect("a date"));
    assert!(title.ends_with(date), "{title}");
    let treaty = hit["document"].as_str().expect("a treaty");
    let text = answer(&["search", "", "--kind", "act", "--instrument", treaty, "--limit", "1000"]);
    assert!(text.contains(title), "{title} is not found");
    assert!(!text.contains(&format!("{date}-01")), "{date} gained a day");
}
