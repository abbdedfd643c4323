//! Matters and happenings, read from files: what is taken, and what is refused with a way out.

use pack::{File, Packs, Problem, load};

const PARTIES: &str = "code,kind,begins,ends\nKAZ,state,1991-12-16,\nKGZ,state,1991-08-31,\nTJK,state,1991-09-09,\n";
const GROUPS: &str = "[group.three]\nwhat = { en = \"three\" }\nmembers = [\n  { party = \"KAZ\", from = 1991-12-16 },\n  { party = \"KGZ\", from = 1991-08-31 },\n  { party = \"TJK\", from = 2000-01-01 },\n]\n";
const PLACES: &str = "place,lang,name,from,until,lat,lon,country,cite\nastana,en,Astana,,,,,KAZ,x\n";
const PACK: &str = "id = \"zone\"\ntitle = { en = \"Zone\" }\n[sources.memo]\nwhat = { en = \"A memorandum\" }\ndate = 2021-11-01\nverified = true\n";
const TREATY: &str = "id = \"pact\"\nkind = \"treaty\"\ntitle = { en = \"Pact\" }\n";
const MATTERS: &str = r#"
[matter.meetings]
kind = "body"
name = { en = "Consultative meetings" }
instrument = "pact"
article = "10"
members = "three"
[[matter.meetings.rule]]
in-each-year = true
article = "10"
"#;

fn read(matters: &str, happenings: &str) -> (Packs, Vec<Problem>) {
    load(&[
        File { path: "parties/parties.csv".into(), text: PARTIES.into() },
        File { path: "parties/groups.toml".into(), text: GROUPS.into() },
        File { path: "parties/place-names.csv".into(), text: PLACES.into() },
        File { path: "zone/pack.toml".into(), text: PACK.into() },
        File { path: "zone/matters.toml".into(), text: matters.to_owned().into() },
        File { path: "zone/happenings.csv".into(), text: happenings.to_owned().into() },
        File { path: "zone/pact/treaty.toml".into(), text: TREATY.into() },
    ])
}

#[test]
fn a_meeting_is_taken_as_it_is_written() {
    let table = "date,happening,source,matter,actors,place,number\n\
        2012-06-12,meeting,memo 14,meetings,three,astana,3\n\
        1999-06-12,meeting,memo 14,meetings,three,,2\n";
    let (packs, problems) = read(MATTERS, table);
    assert_eq!(problems, []);
    let [earlier, later] = packs.happenings.as_slice() else { panic!("two happenings") };
    assert_eq!(later.place.as_deref(), Some("astana"));
    // A group stands for those who belonged to it on the day.
    assert_eq!((earlier.actors.len(), later.actors.len()), (2, 3));
    assert_eq!(packs.matters.find("consultative meetings").map(|matter| matter.rules.len()), Ok(1));
}

#[test]
fn what_is_foreseen_is_known_from_the_text_that_tells_it() {
    let table = "date,happening,source,matter,id,about,known\n\
        2022-01-04/2022-01-28,planned,memo H,meetings,tenth,,\n\
        2022-08-01/2022-08-26,postponed,memo H,meetings,,tenth,2021-12-30\n\
        ,call,memo 18,meetings,,,\n";
    let (packs, problems) = read(MATTERS, table);
    assert_eq!(problems, []);
    let told: Vec<String> = packs.happenings.iter().map(|own| format!("{} {}", own.deed, own.told)).collect();
    assert_eq!(told, ["call 2021-11-01", "planned 2021-11-01", "postponed 2021-12-30"]);
}

#[test]
fn what_cannot_be_taken_is_named_with_a_way_out() {
    let head = "date,happening,source,matter,actors,instrument,place,manner,asks,inferred,about\n";
    for (row, check, named) in [
        ("2012-06-12,meting,memo 1,meetings,,,,,,,", "unknown-happening", "meeting"),
        ("2012-06-12,meeting,letter 1,meetings,,,,,,,", "unknown-source", "letter"),
        ("2012-06-31,meeting,memo 1,meetings,,,,,,,", "impossible-date", "2012-06-31"),
        ("2012-06-12,meeting,memo 1,meeting,,,,,,,", "unknown-matter", "meetings"),
        ("2012-06-12,meeting,memo 1,meetings,KAS,,,,,,", "unknown-party", "KAS"),
        ("2012-06-12,meeting,memo 1,meetings,,packt,,,,,", "unknown-treaty", "pact"),
        ("2012-06-12,meeting,memo 1,meetings,,,astanna,,,,", "unknown-place", "astana"),
        ("2012-06-12,meeting,memo 1,meetings,,,,virtually,,,", "unknown-manner", "virtual"),
        ("2012-06-12,call,memo 1,meetings,,,,,ratifying,,", "unknown-happening", "asks"),
        ("2012-06-12,meeting,memo 1,meetings,,,,,,who,", "unknown-column", "who"),
        ("2012-06-12,reply,memo 1,meetings,KAZ,,,,,,notice-1", "unknown-happening", "notice-1"),
        // What it cannot be without, and what it can be about.
        ("2012-06-12,reply,memo 1,meetings,KAZ,,,,,,", "missing-cell", "about"),
        ("2012-06-12,dissent,memo 1,meetings,,,,,,,notice-1", "missing-cell", "actors"),
        ("2012-06-12,silence,memo 1,meetings,,,,,,,", "missing-cell", "due"),
        ("2012-06-12,accepted,memo 1,,KAZ,,,,,,", "missing-cell", "matter"),
        ("2012-06-12,accepted,memo 1,meetings,KAZ,,,,,,", "wrong-matter", "measure"),
        ("2012-06-12,version,memo 1,meetings,KAZ,,,,,,", "wrong-matter", "draft"),
        ("2012-06-12,meeting,memo 1,,KAZ,,,,,,", "missing-cell", "note"),
    ] {
        let (_, problems) = read(MATTERS, &format!("{head}{row}\n"));
        let [problem] = problems.as_slice() else { panic!("{row}: {problems:?}") };
        assert_eq!(problem.check, check, "{row}");
        let said = format!("{} {}", problem.message, problem.help.as_deref().unwrap_or(""));
        assert!(said.contains(named) && problem.help.is_some(), "{row}: {said}");
    }
}

#[test]
fn nothing_is_due_before_it_happened() {
    for (due, refused) in [("2012-06-12", false), ("2012-06-11", true)] {
        let table = format!("date,happening,source,matter,due\n2012-06-12,silence,memo 1,meetings,{due}\n");
        let (_, problems) = read(MATTERS, &table);
        let checks: Vec<&str> = problems.iter().map(|problem| problem.check).collect();
        assert_eq!(checks, if refused { vec!["impossible-date"] } else { vec![] }, "{due}");
    }
}

#[test]
fn matters_say_what_their_kind_allows() {
    for (matter, check) in [
        ("kind = \"series\"\nname = { en = \"S\" }\nchair = { host = true }", "unknown-key"),
        ("kind = \"watch\"\nname = { en = \"W\" }", "missing-key"),
        ("kind = \"measure\"\nname = { en = \"M\" }\ndimension = \"human\"", "missing-key"),
        ("kind = \"body\"\nname = { ru = \"Б\" }", "missing-title"),
        ("kind = \"body\"\nname = { en = \"B\" }\nmembers = \"four\"", "unknown-name"),
        ("kind = \"body\"\nname = { en = \"B\" }\nreports-to = \"nobody\"", "unknown-matter"),
        (
            "kind = \"body\"\nname = { en = \"B\" }\n[[matter.m.rule]]\nevery = \"1 year\"\nin-each-year = true",
            "bad-rule",
        ),
        ("kind = \"body\"\nname = { en = \"B\" }\nmeets = \"yearly\"", "bad-toml"),
    ] {
        let (_, problems) = read(&format!("[matter.m]\n{matter}\n"), "date,happening,source\n");
        let [problem] = problems.as_slice() else { panic!("{matter}: {problems:?}") };
        if check != "bad-toml" {
            assert_eq!(problem.check, check, "{matter}");
        }
    }
}

#[test]
fn documents_name_instruments() {
    let table = "instrument,document,paragraph,what\npact,memo,text.3,signed\nother,memo,text.4,\npact,letter,1,\n";
    let (packs, problems) = load(&[
        File { path: "zone/pack.toml".into(), text: PACK.into() },
        File { path: "zone/pact/treaty.toml".into(), text: TREATY.into() },
        File { path: "zone/mentions.csv".into(), text: table.into() },
    ]);
    let [mention] = packs.mentions.as_slice() else { panic!("{:?}", packs.mentions) };
    assert_eq!((&*packs[mention.instrument].id, &*mention.paragraph), ("pact", "text.3"));
    let found: Vec<(&str, usize)> = problems.iter().map(|problem| (problem.check, problem.line)).collect();
    assert_eq!(found, [("unknown-treaty", 3), ("unknown-source", 4)]);
}
