//! The JSON contract, version 1: what scripts may rely on, and that docs/json.md describes all of it.

mod semey;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use insta::assert_snapshot;
use semey::{Folder, Site, answer, ask};
use serde_json::Value;

/// The answer to a question, as JSON.
fn json(question: &str) -> Value {
    let mut args: Vec<&str> = question.split(' ').collect();
    args.push("--json");
    serde_json::from_str(&answer(&args)).expect("the answer is JSON")
}

/// A value whose objects have their keys in alphabetical order: the order of keys is not promised.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let keys: BTreeMap<&String, &Value> = map.iter().collect();
            Value::Object(keys.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect())
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        plain => plain.clone(),
    }
}

/// A value with a line for each row of its lists, so that a change of one row is one line.
fn outline(value: &Value) -> String {
    match sorted(value) {
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| match value {
                Value::Array(rows) if rows.iter().any(|row| !row.is_string()) => {
                    format!("{key}:\n{}", rows.iter().map(|row| format!("  {row}\n")).collect::<String>())
                }
                value => format!("{key}: {value}\n"),
            })
            .collect(),
        Value::Array(rows) => rows.iter().map(|row| format!("{row}\n")).collect(),
        plain => plain.to_string(),
    }
}

/// The same value without remarks of the packs and without messages, which may be reworded at any time.
fn without_remarks(mut value: Value) -> Value {
    fn leave_out(value: &mut Value) {
        match value {
            Value::Object(map) => {
                for (key, value) in map.iter_mut() {
                    match (key.as_str(), &*value) {
                        ("notes", Value::Array(notes)) if notes.iter().all(Value::is_string) => *value = "…".into(),
                        ("note" | "doubt" | "message" | "help", Value::String(_)) => *value = "…".into(),
                        _ => leave_out(value),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(leave_out),
            _ => {}
        }
    }
    leave_out(&mut value);
    value
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn rows(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

#[test]
fn a_zone_on_a_day() {
    let value = json("zones canwfz --on 2021-11-01");
    assert_snapshot!(outline(&value));
}

#[test]
fn what_the_record_cites_of_a_document() {
    assert_snapshot!(outline(&json("cited 004")));
}

#[test]
fn status_of_a_protocol() {
    let value = json("status canwfz-protocol --on 2021-11-01");
    assert_snapshot!(outline(&without_remarks(value)));
}

#[test]
fn status_as_known_on_a_day() {
    let mut value = json("status ctbt --on 2021-02-23 --known 2021-02-23");
    let participants = value["participants"].as_array_mut().expect("a list");
    participants.retain(|row| ["CHN", "RUS", "KAZ"].contains(&row["party"].as_str().unwrap_or("")));
    assert_snapshot!(outline(&without_remarks(value)));
}

#[test]
fn status_has_the_keys_that_were_promised() {
    const STATUSES: [&str; 7] =
        ["signatory", "contracting-state", "party", "provisional", "withdrawing", "former-party", "contested"];
    for question in ["status npt --on 2021-11-01", "status almaty-decl-1997 --on 2021-11-01"] {
        let value = json(question);
        let promised = [
            "treaty",
            "on",
            "known",
            "in_force",
            "entry_into_force",
            "checked_until",
            "counts",
            "participants",
            "version",
            "title",
            "ended",
            "notes",
        ];
        assert_eq!(keys(&value), BTreeSet::from(promised));
        assert_eq!(value["version"], 1);
        assert_eq!(keys(&value["counts"]), BTreeSet::from(STATUSES));
        let mut counted: HashMap<&str, u64> = HashMap::new();
        for row in rows(&value["participants"]) {
            let promised = ["party", "name", "status", "since", "signed", "consented", "consent", "because"];
            assert_eq!(keys(row), BTreeSet::from(promised));
            *counted.entry(row["status"].as_str().expect("a word")).or_default() += 1;
            assert!(!rows(&row["because"]).is_empty(), "{row} says why");
        }
        for status in STATUSES {
            assert_eq!(value["counts"][status], counted.get(status).copied().unwrap_or(0), "{status}");
        }
    }
}

#[test]
fn why_somebody_is_not_bound() {
    assert_snapshot!(answer(&["why", "canwfz-protocol", "USA", "--on", "2021-11-01", "--json"]));
}

#[test]
fn why_a_treaty_is_not_in_force() {
    assert_snapshot!(outline(&without_remarks(json("why ctbt --on 2021-02-23"))));
}

#[test]
fn timeline_of_a_treaty() {
    assert_snapshot!(outline(&without_remarks(json("timeline canwfz --on 2021-11-01"))));
}

#[test]
fn timeline_of_everything() {
    let value = json("timeline --all --on 2021-11-01");
    let promised = ["treaty", "refs", "entry_into_force", "trigger", "rule", "parties", "checked_until", "notes"];
    let all = keys(&rows(&value)[0]);
    assert!(all.is_superset(&BTreeSet::from(promised)), "{all:?}");
    let mut numbers = HashMap::new();
    for row in rows(&value) {
        assert_eq!(keys(row), all, "every row has the same keys");
        for (register, number) in row["refs"].as_object().expect("an object") {
            assert!(["untc", "wipo", "ieadb"].contains(&register.as_str()), "{register} is documented");
            let other = numbers.insert((register.clone(), number.clone()), row["treaty"].clone());
            assert_eq!(other, None, "{register} {number} stands at two treaties, one of them {}", row["treaty"]);
        }
        if !row["trigger"].is_null() {
            assert_eq!(keys(&row["trigger"]), BTreeSet::from(["date", "parties"]));
        }
        assert!(row["parties"].is_u64() && row["rule"].is_string(), "{row}");
    }
    assert!(numbers.len() > 400, "{} numbers in other registers", numbers.len());
    let ids: BTreeSet<&str> = rows(&value).iter().filter_map(|row| row["treaty"].as_str()).collect();
    assert_eq!(ids.len(), rows(&value).len(), "every id stands once");
    let some = ["almaty-act", "canwfz", "canwfz-protocol", "ctbt", "inf", "untc-xviii-10", "wipo-1"];
    let some: Value =
        rows(&value).iter().filter(|row| some.contains(&row["treaty"].as_str().unwrap_or(""))).cloned().collect();
    assert_snapshot!(outline(&without_remarks(some)));
}

#[test]
fn party_in_a_pack() {
    assert_snapshot!(answer(&["party", "KGZ", "--pack", "central-asia", "--on", "2021-11-01", "--json"]));
}

#[test]
fn treaties_of_a_pack() {
    assert_snapshot!(outline(&json("treaties --pack central-asia --on 2021-11-01")));
}

#[test]
fn diff_of_two_days() {
    assert_snapshot!(answer(&["diff", "apmbc", "--from", "2024", "--to", "2026-03-01", "--json"]));
}

#[test]
fn whatif_somebody_ratified() {
    let act = "USA ratification 2027-01-01";
    assert_snapshot!(answer(&["whatif", "canwfz-protocol", "--act", act, "--on", "2027-06-01", "--json"]));
}

#[test]
fn matrix_of_two_states() {
    assert_snapshot!(outline(&json("matrix KAZ KGZ --pack disarmament --on 2021-11-01")));
}

#[test]
fn due_in_a_year() {
    assert_snapshot!(answer(&["due", "--from", "2010", "--until", "2010", "--treaty", "canwfz", "--json"]));
}

#[test]
fn acts_exported() {
    let text = answer(&["export", "acts", "canwfz-protocol", "--format", "json"]);
    assert_eq!(text, answer(&["export", "acts", "canwfz-protocol", "--json"]), "--json is short for it");
    assert_snapshot!(outline(&without_remarks(serde_json::from_str(&text).expect("the answer is JSON"))));
}

#[test]
fn problems_of_a_broken_folder() {
    let folder = Folder::new("json-broken").pack("mine").treaty(
        "mine",
        "broken",
        "A treaty",
        &[
            "2020-01-01,KAZ,ratification,memory",
            "2021-02-30,KGZ,ratification,memory",
            "2020-01-01,KZA,ratification,memory",
            "2020-01-01,TJK,ratifcation,memory",
            "2020-01-01,TKM,ratification,hearsay",
            "2020-01-01,UZB",
        ],
    );
    let folder = folder.with("mine/torn/treaty.toml", "id = \"torn\"\nkind = \"treaty\"\ntitle = { en = \"x\n");
    let answer = ask(&["check", &folder.path(""), "--json"]);
    assert_eq!((answer.code, answer.err.as_str()), (Some(1), ""));
    let value: Value = serde_json::from_str(&answer.out).expect("the answer is JSON");
    for row in rows(&value) {
        let promised = ["check", "severity", "file", "line", "column", "message", "help"];
        assert_eq!(keys(row), BTreeSet::from(promised));
        assert_eq!(row["severity"], "error", "warnings are listed only when asked for");
    }
    let of = |folder: &str| -> Value {
        let of = |row: &&Value| row["file"].as_str().is_some_and(|file| file.starts_with(folder));
        rows(&value).iter().filter(of).cloned().collect()
    };
    let torn = of("mine/torn");
    assert!(rows(&torn).iter().any(|row| row["check"] == "malformed-toml" && row["line"] == 3), "{torn}");
    assert_snapshot!(outline(&without_remarks(of("mine/broken"))));
}

#[test]
fn a_question_without_answer_leaves_standard_output_empty() {
    for question in [["status", "no-such-treaty"], ["party", "Atlantis"], ["status", "--bogus"]] {
        let answer = ask(&[question[0], question[1], "--json"]);
        assert_ne!(answer.code, Some(0));
        assert_eq!(answer.out, "");
        assert!(answer.err.starts_with("error: "), "{}", answer.err);
    }
}

/// Every place in a value where a key stands; `counts` and `refs` have keys of their own.
fn places(value: &Value, at: &str, all: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let place = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
                if !["counts", "refs", "effect", "content"].contains(&key.as_str()) {
                    places(value, &place, all);
                }
                all.insert(place);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| places(item, &format!("{at}[]"), all)),
        _ => {}
    }
}

/// The keys that docs/json.md describes, by the command.
fn documented() -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut section = String::new();
    let mut header = "";
    for line in include_str!("../../docs/json.md").lines() {
        if let Some(title) = line.strip_prefix("## ") {
            section = title.to_owned();
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let ["", first, _, _, ""] = cells.as_slice() {
            if !first.starts_with('`') && !first.starts_with('-') {
                header = first;
            } else if header == "key" && first.starts_with('`') {
                all.entry(section.clone()).or_default().insert(first.trim_matches('`').to_owned());
            }
        } else if !line.starts_with('|') {
            header = "";
        }
    }
    all
}

/// A folder with the reservations that the bundled packs do not have.
fn with_reservations() -> Folder {
    let acts = [
        "2020-01-01,KAZ,ratification,memory",
        "2020-01-01,KGZ,ratification,memory",
        "2020-01-01,KAZ,reservation,memory",
    ];
    Folder::new("json-reservations").pack("mine").treaty("mine", "reserved", "A treaty", &acts)
}

/// What the commands about a registry answer, by the command.
fn desk() -> Vec<(&'static str, Vec<Value>)> {
    let folder = Folder::new("json-desk");
    let at = |name: &str| folder.path(name);
    let (registry, witness) = (at("r"), at("w"));
    let ask = |args: &[&str]| -> Value {
        let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        serde_json::from_str(&answer(&args)).expect("the answer is JSON")
    };
    let of = |args: &[&str]| ask(&[args, &["--registry", &registry]].concat());
    let init = ask(&["init", &registry, "--origin", "zone.example/r", "--officer", "aida", "--pack", "central-asia"]);
    let vkey = init["vkey"].as_str().expect("a key").to_owned();
    let usa = "USA ratification 2024-11-20";
    let receipt = at("usa.tlog-proof");
    let witness_init = ask(&["witness", "init", &witness, "--name", "zone.example/w"]);
    let watch = ask(&["witness", "watch", &witness, "--vkey", &vkey]);
    let enter = of(&["enter", "canwfz-protocol", "--act", usa, "--receipt", &receipt]);
    let entered = enter["entered"][0]["entry"].to_string();
    let mirror = ask(&["mirror", &registry, &at("copy"), "--cosign", "zone.example/m"]);
    let cosigner = mirror["cosigner"].as_str().expect("a key").to_owned();
    let policy = at("policy");
    std::fs::write(&policy, format!("log {vkey}\nwitness m {cosigner}\nquorum m\n")).expect("a policy");
    ask(&["alert", "--new-key", &at("hook.key")]);
    let alerts = at("alerts.toml");
    let hook = "[[webhook]]\nname = \"a\"\nurl = \"http://127.0.0.1:1/\"\nkey-file = \"hook.key\"\n";
    std::fs::write(&alerts, hook).expect("written");
    let rehearsed = of(&["alert", &alerts, "--tell-all", "--rehearse"]);
    let failed = semey::ask(&["alert", &alerts, "--tell-all", "--json", "--registry", &registry]);
    assert_eq!(failed.code, Some(1), "{}", failed.err);
    let failed = serde_json::from_str(&failed.out).expect("the answer is JSON");
    let backup = of(&["backup", &at("backup")]);
    let signer = format!("{registry}/signer");
    let restore =
        ask(&["restore", &at("again"), "--from", &at("backup"), "--signer", &signer, "--mirror", &at("copy/log")]);
    vec![
        ("init", vec![init]),
        ("load", vec![of(&["load", "central-asia", "--dry-run"])]),
        ("enter", vec![enter]),
        ("log", vec![of(&["log"])]),
        ("show", vec![of(&["show", &entered])]),
        ("receipt", vec![of(&["receipt", &entered])]),
        (
            "verify",
            vec![ask(&["verify", &receipt, "--vkey", &vkey]), ask(&["verify", &at("copy/log"), "--policy", &policy])],
        ),
        ("alert", vec![rehearsed, failed]),
        ("mirror", vec![mirror]),
        ("witness", vec![witness_init, watch]),
        ("fsck", vec![of(&["fsck"])]),
        ("backup", vec![backup]),
        ("restore", vec![restore]),
        ("keys", vec![of(&["keys", "show"])]),
    ]
}

/// What the commands about documents answer, by the command.
fn papers() -> Vec<(&'static str, Vec<Value>)> {
    let papers = concat!(env!("CARGO_MANIFEST_DIR"), "/../document/tests/papers/open");
    let ask = |args: &[&str]| -> Value {
        let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        serde_json::from_str(&answer(&args)).expect("the answer is JSON")
    };
    let letter = format!("{papers}/zh-letter-1.txt");
    let folder = Folder::new("json-papers");
    let registry = folder.path("r");
    answer(&["init", &registry, "--origin", "zone.example/r", "--officer", "aida", "--pack", "central-asia"]);
    let linked = folder.path("linked.txt");
    std::fs::write(&linked, LINKED).expect("written");
    let review = ask(&["review", &linked, "--registry", &registry, "--to", &folder.path("review.toml")]);
    let text = std::fs::read_to_string(folder.path("review.toml")).expect("written");
    let accepted = text.replace("decision = \"\"", "decision = \"accept\"");
    std::fs::write(folder.path("review.toml"), accepted).expect("written");
    let from =
        ["--registry", &registry, "--from", &folder.path("review.toml"), "--despite", "already-consented=a test"];
    let entered = ask(&[&["review", linked.as_str()], &from[..]].concat());
    let reads = [letter.as_str(), &linked].map(|file| ask(&["read", file])).to_vec();
    vec![
        ("read", reads),
        ("facts", vec![ask(&["facts", &letter, "--mentions"])]),
        ("claims", vec![ask(&["claims", papers])]),
        ("documents", vec![ask(&["documents", &letter, &linked])]),
        ("review", vec![review, entered]),
        ("search", vec![ask(&["search", "Uzbekistan deposited", "--in", &linked])]),
    ]
}

/// A short letter with everything in its head that a document can have, in our own words.
const LINKED: &str = "\
A/76/999

General Assembly

Seventy-sixth session

Agenda item 103 (t)

General and complete disarmament

Letter dated 4 May 2022 from the Permanent Representative of Kazakhstan to the United Nations addressed to the
Secretary-General

I have the honour to transmit a note on the zone. The United States signed the Protocol to the Treaty of Semipalatinsk
in New York on 7 May 2014.

I should be grateful if the present letter and its annex could be circulated as a document of the General Assembly.

(Signed) A. Officer

https://undocs.org/en/A/RES/75/67

Annex to the letter dated 4 May 2022 from the Permanent Representative of Kazakhstan to the United Nations addressed to
the Secretary-General

[Original: Russian]

Statement on the zone

Almaty, 3 May 2022

1. Uzbekistan deposited its instrument of ratification of the Treaty of Semipalatinsk on 11 May 2007.
";

/// What the commands about notices answer, by the command.
fn letters() -> Vec<(&'static str, Vec<Value>)> {
    let folder = Folder::new("json-letters");
    let at = |name: &str| folder.path(name);
    let ask = |args: &[&str]| -> Value {
        let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        serde_json::from_str(&answer(&args)).expect("the answer is JSON")
    };
    let (here, there, key) = (at("here"), at("there"), at("key"));
    // What the other zone sends about a matter of its own is left.
    let form = "[matter.flows]\nkind = \"form\"\nname = { en = \"Flows\" }\ncite = [\"memory\"]\n\
                field = [{ id = \"seen\", name = { en = \"Seen\" }, kind = \"date\", required = true }]\n";
    let talks = "[matter.talks]\nkind = \"body\"\nname = { en = \"Talks\" }\ncite = [\"memory\"]\n";
    let acts = ["2020-01-01,KGZ,ratification,memory"];
    for (registry, name, matters) in [(&here, "here", form), (&there, "there", talks)] {
        let packs = Folder::new(&format!("json-letters-{name}")).pack("mine").with("mine/matters.toml", matters);
        let packs = packs.treaty("mine", "pact", "Pact", &acts);
        let origin = format!("zone.example/{name}");
        answer(&["init", registry, "--origin", &origin, "--officer", "aida", "--packs", &packs.path("")]);
    }
    let made = ask(&["notices", "key", &key]);
    std::fs::write(at("keys"), made["recipient"].as_str().expect("a key")).expect("written");
    std::fs::write(at("file.txt"), "A file.").expect("written");
    let told = ["--field", "seen=2026-01-02"];
    let to = ["notices", "send", "notice", "--from", "KAZ", "--to", "KGZ", "--form", "flows", "--registry", &here];
    let open = ask(&[&to[..], &told, &["--reply-by", "2099-01-01", "--id", "open"]].concat());
    let keys = at("keys");
    let seal = ["--sealed-to", &keys, "--document", &at("file.txt"), "--id", "sealed"].map(str::to_owned);
    let seal: Vec<&str> = seal.iter().map(String::as_str).collect();
    let sealed = ask(&[&to[..], &told, &seal].concat());
    let reply =
        ask(&["notices", "reply", "open", "--note", "Seen.", "--field", "seen=2026-01-03", "--registry", &here]);
    let receive = ask(&["notices", "receive", "open", "--registry", &here]);
    let other = ["notices", "send", "notice", "--from", "UZB", "--to", "KGZ", "--registry", &there];
    ask(&[&other[..], &["--note", "Taken over."]].concat());
    ask(&[&other[..], &["--matter", "talks"]].concat());
    ask(&["mirror", &there, &at("copy")]);
    let take = ask(&["notices", "take", &at("copy"), "--for", "KGZ", "--registry", &here]);
    let opened = ask(&["notices", "open", "sealed", "--identity", &key, "--registry", &here]);
    vec![
        ("notices", vec![ask(&["notices", "--beside", &at("copy"), "--registry", &here]), ask(&["notices"])]),
        ("notices send", vec![open, sealed, reply, receive]),
        ("notices take", vec![take]),
        ("notices open", vec![opened]),
        ("notices key", vec![made]),
    ]
}

/// What pages of the portal answer that are of no command, by their address.
fn pages() -> Vec<(&'static str, Vec<Value>)> {
    let folder = Folder::new("json-pages").with("linked.txt", LINKED);
    let registry = folder.path("r");
    answer(&["init", &registry, "--origin", "zone.example/r", "--officer", "aida", "--pack", "central-asia"]);
    let papers = concat!(env!("CARGO_MANIFEST_DIR"), "/../document/tests/papers/open");
    let site = Site::new(&["--registry", &registry, "--documents", papers, "--documents", &folder.path("linked.txt")]);
    let list = site.json("/documents.json");
    let each = |row: &Value| site.json(&format!("/documents/{}.json", row["id"].as_str().expect("an id")));
    let read = rows(&list).iter().map(each).collect();
    vec![
        ("/ledger.json", vec![site.json("/ledger.json")]),
        ("/ledger/N.json", vec![site.json("/ledger/0.json"), site.json("/ledger/100.json")]),
        ("/documents.json", vec![list]),
        ("/documents/ID.json", read),
    ]
}

#[test]
fn an_entry_has_the_keys_that_were_promised() {
    let folder = Folder::new("json-entry");
    let registry = folder.path("r");
    answer(&["init", &registry, "--origin", "zone.example/r", "--officer", "aida", "--pack", "central-asia"]);
    let site = Site::new(&["--registry", &registry]);
    let log = ["log", "--treaty", "canwfz", "--party", "KAZ", "--limit", "1", "--json", "--registry", &registry];
    let log: Value = serde_json::from_str(&answer(&log)).expect("the answer is JSON");
    let mut value = site.json(&format!("/ledger/{}.json?lang=en", log[0]["entry"]));
    assert_eq!(value["entry"], log[0]["entry"]);
    // Keys and times are new in every registry, and packs grow.
    for key in ["entry", "entered", "officers", "content", "leaf", "bytes", "receipt"] {
        assert!(!value[key].is_null(), "{key}");
        value[key] = "…".into();
    }
    for key in ["size", "root", "hashes", "checkpoint"] {
        assert!(!value["proof"][key].is_null(), "{key}");
        value["proof"][key] = "…".into();
    }
    assert_snapshot!(outline(&value));
}

#[test]
fn document_as_json_as_linked_data_and_as_akoma_ntoso() {
    let folder = Folder::new("json-document").with("linked.txt", LINKED);
    let site = Site::new(&["--documents", &folder.path("linked.txt")]);
    let value = site.json("/documents/linked.json?on=2026-01-01&lang=en");
    assert_snapshot!(outline(&without_remarks(value)));
    assert_snapshot!(outline(&site.json("/documents/linked.jsonld?on=2026-01-01&lang=en")));
    assert_snapshot!(site.body("/documents/linked.akn?on=2026-01-01&lang=en"));
}

#[test]
fn treaty_as_linked_data() {
    let site = Site::new(&[]);
    assert_snapshot!(outline(&site.json("/treaties/canwfz-protocol.jsonld?on=2021-11-01&lang=en")));
}

/// What the packs do not have: happenings that a chair and a secretariat enter.
const HAPPENINGS: &str = r#"
[[happening]]
happening = "silence"
date = 2026-01-05
matter = "cica-soc"
actors = "KAZ"
id = "agenda"
due = 2026-01-20
note = "The draft agenda."

[[happening]]
happening = "dissent"
date = 2026-01-10
matter = "cica-soc"
actors = "KGZ"
about = "agenda"

[[happening]]
happening = "task"
date = 2026-01-12
matter = "cica-soc"
to = "KAZ"
id = "venue"
due = 2026-02-01
note = "Name the venue."

[[happening]]
happening = "task-done"
date = 2026-01-30
matter = "cica-soc"
actors = "KAZ"
about = "venue"

[[happening]]
happening = "accepted"
date = 2026-01-15
matter = "cbm-disaster-notice"
actors = "KAZ KGZ"

[[happening]]
happening = "report"
date = 2026-03-01
matter = "cbm-disaster-notice cbm-epidemics"
actors = "KAZ"
to = "KGZ"

[[happening]]
happening = "ended"
date = 2026-04-01
matter = "cbm-disaster-notice"
actors = "KGZ"

[[happening]]
happening = "review"
date = 2026-04-02
matter = "cica-cbm"
actors = "CICA"

[[happening]]
happening = "request"
date = 2026-05-01
matter = "form-training"
actors = "KAZ"
to = "KGZ"
id = "course"
due = 2026-06-01
fields = { subject = "Customs", host = "KAZ", begins = 2026-09-01, contact = "the desk" }

[[happening]]
happening = "reply"
date = 2026-05-20
matter = "form-training"
actors = "KGZ"
id = "course-reply"
about = "course"
fields = { subject = "Customs", host = "KAZ", begins = 2026-09-01, contact = "our desk" }

[[happening]]
happening = "comment"
date = 2026-05-22
matter = "draft-ccit"
actors = "IND"
about = "ccit-2013-proposals"
note = "An answer."

[[happening]]
happening = "silence"
date = 2026-05-23
matter = "draft-ccit"
due = 2026-05-30
note = "The text of 2013."

[[happening]]
happening = "mandate"
date = 2026-05-24
matter = "draft-ccit"
note = "Something else."

[[happening]]
happening = "evidence"
date = 2026-05-21
matter = "watch-safeguards"
actors = "KAZ"
note = "A line for the file."
"#;

/// A pack whose catalogue is to be reviewed and whose measure is to be reported on.
const CYCLE: &str = r#"
[matter.catalogue]
kind = "catalogue"
name = { en = "A catalogue" }

[[matter.catalogue.rule]]
every = "2 years"
of = "review"
article = "2"
cite = ["memory"]

[matter.measure]
kind = "measure"
name = { en = "A measure" }
part-of = "catalogue"
dimension = "human"
cite = ["memory"]

[[matter.measure.rule]]
every = "1 year"
of = "report"
article = "1"
cite = ["memory"]
"#;

const REPORTS: &str = "date,happening,source,matter,actors\n\
    2020-01-01,report,memory,measure,KAZ\n\
    2022-01-01,report,memory,measure,KAZ\n\
    2020-01-01,review,memory,catalogue,KAZ\n\
    2023-01-01,review,memory,catalogue,KAZ\n";

/// What the questions on the life of regimes answer, by the command: of the packs, and of a registry that a chair keeps.
fn regimes() -> Vec<(&'static str, Vec<Value>)> {
    let folder = Folder::new("json-regimes").with("happenings.toml", HAPPENINGS);
    let cycle = Folder::new("json-cycle").pack("mine").treaty("mine", "pact", "A treaty", &[]);
    let cycle = cycle.with("mine/matters.toml", CYCLE).with("mine/happenings.csv", REPORTS);
    let (registry, file) = (folder.path("r"), folder.path("happenings.toml"));
    answer(&["init", &registry, "--origin", "zone.example/r", "--officer", "aida", "--pack", "central-asia"]);
    let entered = answer(&["enter", "--from", &file, "--registry", &registry]);
    assert_eq!(answer(&["enter", "--from", &file, "--registry", &registry]).lines().count(), entered.lines().count());
    let of = |question: &str| {
        let args: Vec<&str> = question.split(' ').chain(["--registry", &registry, "--json"]).collect();
        serde_json::from_str(&answer(&args)).expect("the answer is JSON")
    };
    vec![
        (
            "bodies",
            vec![
                json("bodies --on 2021-11-01"),
                json("bodies canwfz-consultative-meetings --on 2021-11-01"),
                json("bodies unga-canwfz --on 2021-11-01"),
                of("bodies cica-ministerial"),
                of("bodies cica-soc"),
            ],
        ),
        ("meetings", vec![json("meetings")]),
        ("commitments", vec![json("commitments"), json("commitments --instrument canwfz-protocol")]),
        ("measures", vec![json("measures"), of("measures"), json(&format!("measures --packs {}", cycle.path("")))]),
        ("watch", vec![json("watch watch-ctbt"), of("watch watch-safeguards")]),
        ("drafts", vec![json("drafts draft-ppwt"), of("drafts draft-ccit")]),
        ("sites", vec![json("sites")]),
        ("report", vec![json("report canwfz --until 2021-11-01")]),
    ]
}

#[test]
fn every_key_is_documented_and_every_documented_key_is_there() {
    let folder = with_reservations();
    let reservations = format!("matrix KAZ KGZ --on 2020-06-01 --packs {}", folder.path(""));
    let questions: [(&str, &[&str]); 13] = [
        ("status", &["status npt --on 2021-11-01", "status canwfz-protocol --on 2021-11-01"]),
        (
            "why",
            &[
                "why ctbt --on 2021-11-01",
                "why canwfz-protocol CHN --on 2021-11-01",
                "why canwfz-protocol USA --on 2021-11-01",
            ],
        ),
        ("timeline", &["timeline --all --on 2021-11-01", "timeline canwfz --on 2021-11-01"]),
        ("party", &["party KGZ --pack central-asia --on 2021-11-01", "party --on 2021-11-01"]),
        ("treaties", &["treaties --pack wipo --on 2021-11-01"]),
        ("diff", &["diff apmbc --from 2024 --to 2026-03-01"]),
        ("whatif", &["whatif ctbt --on 2021-11-01", "whatif canwfz --act KAZ.withdrawal.2027-01-01 --on 2030"]),
        ("matrix", &["matrix KAZ KGZ --pack disarmament --on 2021-11-01", &reservations]),
        ("due", &["due --from 2010 --until 2010 --treaty canwfz"]),
        ("zones", &["zones canwfz --on 2021", "zones tlatelolco --on 2021", "zones mongolia --on 2021"]),
        ("check", &["check --warnings"]),
        ("cited", &["cited 000", "cited 001"]),
        ("export", &["export acts canwfz", "export participants canwfz --on 2021-11-01", "export treaties canwfz"]),
    ];
    let mut answers = desk();
    answers.extend(papers());
    answers.extend(letters());
    answers.extend(pages());
    answers.extend(regimes());
    for (command, questions) in questions {
        let value = |question: &&str| {
            let args: Vec<String> =
                question.split(' ').map(|word| word.replace(".withdrawal.", " withdrawal ")).collect();
            let args: Vec<&str> = args.iter().map(String::as_str).chain(["--json"]).collect();
            serde_json::from_str(&answer(&args)).expect("the answer is JSON")
        };
        answers.push((command, questions.iter().map(value).collect()));
    }
    let mut documented = documented();
    // Only a program that is built with `press` prints; cli/tests/print.rs is about that one.
    assert!(documented.remove("print").is_some());
    assert_eq!(documented.keys().map(String::as_str).collect::<BTreeSet<_>>(), answers.iter().map(|a| a.0).collect());
    for (command, answers) in answers {
        let mut found = BTreeSet::new();
        answers.iter().for_each(|value| places(value, "", &mut found));
        let documented = &documented[command];
        let missing: Vec<&String> = found.difference(documented).collect();
        assert!(missing.is_empty(), "{command}: not described in docs/json.md: {missing:?}");
        let gone: Vec<&String> = documented.difference(&found).collect();
        assert!(gone.is_empty(), "{command}: described in docs/json.md and not there: {gone:?}");
    }
}
