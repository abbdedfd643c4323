//! Exchanges at the terminal and on pages: notices, receipts and answers between two zones with two ledgers, and what is
//! sealed.

mod semey;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use semey::{Answer, Folder, Site, answer, ask, command};
use serde_json::Value;

/// A pack with a treaty, a form and a body.
fn packs(folder: &Folder) -> String {
    const MATTERS: &str = "\
[matter.form-flows]
kind = \"form\"
name = { en = \"Flows\" }
cite = [\"memory\"]
field = [
  { id = \"authority\", name = { en = \"Authority\" }, required = true },
  { id = \"seen\", name = { en = \"Seen\" }, kind = \"date\", required = true },
  { id = \"kind\", name = { en = \"What\" }, required = true },
  { id = \"amount\", name = { en = \"Amount\" }, kind = \"number\" },
]

[matter.chair]
kind = \"body\"
name = { en = \"The chair\" }
cite = [\"memory\"]
";
    let packs = folder.path("packs");
    let about = "id = \"zone\"\ntitle = { en = \"Zone\" }\n[sources.memory]\nwhat = { en = \"From memory\" }\n";
    let treaty = "id = \"pact\"\nkind = \"treaty\"\ntitle = { en = \"Pact\" }\ncite = [\"memory\"]\n\
                  [entry-into-force]\narticle = \"1\"\nwhen = { deposits = 2 }\nafter = \"30 days\"\n";
    fs::create_dir_all(format!("{packs}/zone/pact")).expect("a folder");
    let acts = "date,party,act,source\n2020-01-01,KGZ,ratification,memory\n";
    for (name, text) in
        [("pack.toml", about), ("matters.toml", MATTERS), ("pact/treaty.toml", treaty), ("pact/acts.csv", acts)]
    {
        fs::write(format!("{packs}/zone/{name}"), text).expect("written");
    }
    packs
}

/// A zone's registry among those of a test.
struct Zone<'f> {
    folder: &'f Folder,
    name: &'static str,
}

impl<'f> Zone<'f> {
    fn new(folder: &'f Folder, name: &'static str) -> Zone<'f> {
        let (root, origin, packs) = (folder.path(name), format!("{name}.example/zone"), packs(folder));
        answer(&["init", &root, "--origin", &origin, "--officer", "aida", "--packs", &packs]);
        Zone { folder, name }
    }

    fn root(&self) -> String {
        self.folder.path(self.name)
    }

    /// The folder in which the other zone mirrors it.
    fn copy(&self) -> String {
        self.folder.path(&format!("{}-copy", self.name))
    }

    fn ask(&self, args: &[&str]) -> Answer {
        ask(&[args, &["--registry", &self.root()]].concat())
    }

    fn answer(&self, args: &[&str]) -> String {
        answer(&[args, &["--registry", &self.root()]].concat())
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.answer(&[args, &["--json"]].concat())).expect("the answer is JSON")
    }

    /// Fails, and says why.
    fn refused(&self, args: &[&str], words: &str) {
        let answer = self.ask(args);
        assert_ne!(answer.code, Some(0), "{args:?}: {}", answer.out);
        assert!(answer.err.contains(words), "{args:?}: {}", answer.err);
        assert!(answer.err.contains("help: "), "{args:?} leaves no way out: {}", answer.err);
    }

    fn mirrored(&self) {
        answer(&["mirror", &self.root(), &self.copy()]);
    }

    fn vkey(&self) -> String {
        self.answer(&["keys", "show", "--vkey"]).trim().to_owned()
    }

    fn threads(&self) -> Vec<Value> {
        threads(&self.json(&["notices", "--party", "KGZ"]))
    }
}

/// The threads with a name of a ledger in them; the packs tell of older ones.
fn threads(answer: &Value) -> Vec<Value> {
    let of_ledger = |thread: &&Value| thread["source"].as_str().is_some_and(|source| source.contains("ledger "));
    answer["threads"].as_array().expect("threads").iter().filter(of_ledger).cloned().collect()
}

/// The name by which other ledgers know what was just entered.
fn name_of(sent: &Value) -> String {
    sent["name"].as_str().expect("a name").to_owned()
}

/// A policy by which a ledger publishes nothing that a witness has not cosigned.
fn witnessed(zone: &Zone<'_>, witness: &str, address: &str) {
    let policy = format!("log {}\nwitness other {witness} {address}\nquorum other\n", zone.vkey());
    fs::write(Path::new(&zone.root()).join("policy"), policy).expect("a policy");
}

#[test]
fn two_zones_exchange_notices_through_their_ledgers() {
    let folder = Folder::new("exchange-zones");
    let (kg, africa) = (Zone::new(&folder, "kg"), Zone::new(&folder, "africa"));

    // Africa runs a witness that cosigns the ledger of the other zone, which publishes nothing without it.
    let witness = folder.path("witness");
    answer(&["witness", "init", &witness, "--name", "africa.example/witness"]);
    let shown = answer(&["witness", "watch", &witness, "--vkey", &kg.vkey(), "--json"]);
    let shown: Value = serde_json::from_str(&shown).expect("JSON");
    let site = Site::new(&["--witness", &witness]);
    witnessed(&kg, shown["vkey"].as_str().expect("a key"), &site.url());

    let call = kg.json(&[
        "notices",
        "send",
        "notice",
        "--from",
        "KGZ",
        "--to",
        "KEN",
        "ZAF",
        "--manner",
        "initiative",
        "--id",
        "call",
        "--note",
        "A meeting is called.",
        "--reply-by",
        "2099-12-31",
    ]);
    let name = name_of(&call);
    // What goes to others, or to everybody, is nobody's here.
    kg.answer(&["notices", "send", "notice", "--from", "KGZ", "--to", "KAZ", "--note", "Among us."]);
    kg.answer(&["notices", "send", "contact", "--from", "KGZ", "--note", "For everybody."]);
    kg.mirrored();
    let checkpoint = fs::read_to_string(Path::new(&kg.copy()).join("log/checkpoint")).expect("a checkpoint");
    assert!(checkpoint.contains("— africa.example/witness "), "{checkpoint}");

    // Before it is taken over nobody answers it.
    africa.refused(&["notices", "reply", &name, "--by", "KEN", "--note", "Too early."], "was not taken over");
    let take = ["notices", "take", &kg.copy(), "--for", "KEN", "South Africa"];
    let taken = africa.json(&take);
    let all = taken["taken"].as_array().expect("a list");
    assert_eq!(all.len(), 1, "{taken}");
    assert_eq!((all[0]["name"].as_str(), &taken["left"]), (Some(name.as_str()), &Value::Array(Vec::new())));
    assert_eq!(all[0]["receipted"], serde_json::json!(["KEN", "ZAF"]));
    // Again, it enters nothing.
    assert_eq!(africa.json(&take)["taken"], serde_json::json!([]));
    // The witness asked for by the policy of the reader is asked for here too.
    let policy = folder.path("strict");
    let other = folder.path("other-witness");
    let init = answer(&["witness", "init", &other, "--name", "pacific.example/witness", "--json"]);
    let init: Value = serde_json::from_str(&init).expect("JSON");
    let text = format!("log {}\nwitness w {}\nquorum w\n", kg.vkey(), init["vkey"].as_str().expect("a key"));
    fs::write(&policy, text).expect("written");
    africa.refused(&[&take[..], &["--policy", &policy]].concat(), "is not believed");
    africa.refused(&[&take[..], &["--vkey", &africa.vkey()]].concat(), "is not believed");

    let reply = africa.json(&["notices", "reply", "call", "--by", "KEN", "--note", "We shall come.", "--id", "yes"]);
    africa.mirrored();
    let back = kg.json(&["notices", "take", &africa.copy(), "--for", "KGZ"]);
    let kinds: Vec<&str> =
        back["taken"].as_array().expect("a list").iter().filter_map(|t| t["kind"].as_str()).collect();
    assert_eq!(kinds, ["receipt", "reply"], "{back}");
    assert_eq!(kg.json(&["notices", "take", &africa.copy(), "--for", "KGZ"])["taken"], serde_json::json!([]));

    // Each ledger alone tells the whole thread, and the other's part of it with its proof.
    for zone in [&kg, &africa] {
        let all = zone.threads();
        let thread = all.iter().find(|thread| thread["name"] == name.as_str()).expect("the thread");
        let receivers = thread["receivers"].as_array().expect("receivers");
        assert_eq!(receivers[0]["reply"], reply["name"], "{thread}");
        assert_eq!((&receivers[1]["replied"], receivers[1]["received"].is_string()), (&Value::Null, true));
        assert_eq!(thread["open"], true);
        for sent in [thread].into_iter().chain(thread["then"].as_array().expect("a list")) {
            let own = name_of(sent).starts_with(zone.name);
            assert!(own || sent["proof"].is_string(), "what is elsewhere is proved: {sent}");
        }
    }
    // The proof that was kept is a receipt that anybody checks.
    let proof = kg.threads()[0]["then"][0]["proof"].as_str().expect("a hash").to_owned();
    let path = format!("{}/blobs/{}/{}/{proof}", kg.root(), &proof[..2], &proof[2..4]);
    assert!(answer(&["verify", &path, "--vkey", &africa.vkey()]).contains("GOOD: entry"));

    // A receipt of the answer comes back, and a receipt is receipted by nobody.
    kg.mirrored();
    let taken = africa.json(&take);
    assert_eq!(taken["taken"][0]["kind"], "receipt");
    assert_eq!(taken["taken"].as_array().map(Vec::len), Some(1));
    africa.mirrored();
    assert_eq!(kg.json(&["notices", "take", &africa.copy(), "--for", "KGZ"])["taken"], serde_json::json!([]));
    for zone in [&kg, &africa] {
        zone.answer(&["fsck"]);
    }
    assert_snapshot!(told(&africa.json(&["notices", "--thread", &name, "--beside", &kg.copy()])));
}

/// An answer about one thread, with entries counted from the one that began it, and without days and hashes.
fn told(value: &Value) -> String {
    let text = serde_json::to_string_pretty(value).expect("JSON");
    let mut told = text.replace(value["on"].as_str().expect("a day"), "TODAY");
    let mut hashes: Vec<&str> = Vec::new();
    for word in text.split('"').filter(|word| word.len() == 64 && word.chars().all(|c| c.is_ascii_hexdigit())) {
        if !hashes.contains(&word) {
            hashes.push(word);
            told = told.replace(word, &format!("HASH {}", hashes.len()));
        }
    }
    let first = value["threads"][0]["entry"].as_u64().expect("an entry");
    for at in 0..20 {
        for before in ["#", "\"entry\": ", "\"entries\": ", "\"ledger "] {
            told = told.replace(&format!("{before}{}", first + at), &format!("{before}FIRST+{at}"));
        }
    }
    told
}

#[test]
fn what_another_ledger_says_enters_with_its_proof_or_not_at_all() {
    let folder = Folder::new("exchange-door");
    let (kg, africa) = (Zone::new(&folder, "kg"), Zone::new(&folder, "africa"));
    let proof = folder.path("call.tlog-proof");
    let send = ["notices", "send", "notice", "--from", "KGZ", "--to", "KEN", "--note", "Called."];
    let name = name_of(&kg.json(&[&send[..], &["--receipt", &proof]].concat()));
    let other = folder.path("other.tlog-proof");
    kg.answer(&["notices", "send", "notice", "--from", "KGZ", "--to", "KEN", "--note", "Other.", "--receipt", &other]);
    let day = kg.threads()[0]["date"].as_str().expect("a day").to_owned();
    let copied = |note: &str, proof: &str| {
        let documents = if proof.is_empty() { String::new() } else { format!(", documents = [\"{proof}\"]") };
        format!(
            "{{ happening = \"notice\", date = {day}, actors = \"KGZ\", to = \"KEN\", source = \"ledger {name}\", \
             note = \"{note}\"{documents} }}"
        )
    };
    let answered = |about: &str, proof: &str| {
        format!(
            "{{ happening = \"reply\", date = {day}, actors = \"KEN\", to = \"KGZ\", about = \"{about}\", \
                 documents = [{}] }}",
            if proof.is_empty() { String::new() } else { format!("\"{proof}\"") }
        )
    };
    let own = format!("africa.example/zone#{}", 1);
    for (table, words) in [
        (copied("Called.", ""), "none is among its documents"),
        (copied("Called off.", &proof), "it is not what"),
        (copied("Called.", &other), "it is for entry"),
        (answered(&name, ""), "none is among its documents"),
        (answered(&name, &other), "it is for entry"),
        (answered(&name.replace("kg.", "kz."), &proof), "it is of the ledger"),
        (answered(&own, ""), "is no happening of this ledger"),
    ] {
        africa.refused(&["enter", "--happening", &table], words);
    }
    let damaged = fs::read_to_string(&proof).expect("a proof");
    let line = damaged.lines().nth(4).expect("a hash").to_owned();
    let broken = folder.path("broken.tlog-proof");
    fs::write(&broken, damaged.replacen(&line, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", 1)).expect("written");
    africa.refused(&["enter", "--happening", &copied("Called.", &broken)], "no-proof");
    africa.answer(&["enter", "--happening", &answered(&name, &proof)]);
    africa.answer(&["enter", "--happening", &copied("Called.", &proof)]);
    let again = copied("Called.", &proof).replace(" }", ", request = \"again\" }");
    africa.refused(&["enter", "--happening", &again], "has been taken over already");
    let id = ["notices", "send", "notice", "--from", "KEN", "--to", "KGZ", "--id", "a#1"];
    africa.refused(&id, "cannot be an id");

    // A copy that somebody changed is not believed, whatever was changed in it.
    kg.mirrored();
    let entries = files_under(Path::new(&kg.copy()).join("log/tile/entries").as_path());
    let last = entries.iter().find(|path| path.to_string_lossy().contains(".p")).expect("a partial bundle");
    let bytes = fs::read(last).expect("a bundle");
    let at = bytes.windows(7).position(|window| window == b"Called.").expect("the note");
    let mut changed = bytes.clone();
    changed[at] = b'B';
    fs::write(last, &changed).expect("written");
    africa.refused(&["notices", "take", &kg.copy(), "--for", "KEN"], "is not believed");
    africa.refused(&["notices", "--beside", &kg.copy()], "is not believed");
    fs::write(last, &bytes).expect("written");
    africa.answer(&["notices", "take", &kg.copy(), "--for", "KEN"]);
    africa.refused(&["notices", "take", &africa.root(), "--for", "KEN"], "is no folder of a mirror");
    kg.refused(&["notices", "take", &kg.copy(), "--for", "KGZ"], "own ledger");
    africa.refused(&["notices", "take", &kg.copy(), "--for", "Atlantis"], "no participant answers");
}

#[test]
fn one_portal_shows_both_ledgers() {
    let folder = Folder::new("exchange-portal");
    let (kg, africa) = (Zone::new(&folder, "kg"), Zone::new(&folder, "africa"));
    let call = ["notices", "send", "notice", "--from", "KGZ", "--to", "KEN", "--note", "The call.", "--id", "call"];
    let name = name_of(&kg.json(&call));
    kg.mirrored();
    africa.answer(&["notices", "take", &kg.copy(), "--for", "KEN"]);
    africa.mirrored();
    let alone = Site::new(&["--registry", &kg.root()]);
    let thread = |site: &Site| threads(&site.json("/notices.json?thread=call"))[0].clone();
    assert_eq!(thread(&alone)["receivers"][0]["received"], Value::Null, "it has taken nothing over");
    drop(alone);
    let both = Site::new(&["--registry", &kg.root(), "--beside", &africa.copy()]);
    let shown = thread(&both);
    assert!(shown["receivers"][0]["received"].is_string(), "{shown}");
    assert!(shown["receivers"][0]["receipt"].as_str().is_some_and(|name| name.starts_with("africa.example/zone#")));
    // The other ledger grows, and the page with it.
    africa.answer(&["notices", "reply", &name, "--by", "KEN", "--note", "The answer."]);
    africa.mirrored();
    assert_eq!(thread(&both)["open"], false);
    for lang in ["en", "ru", "zh"] {
        let page = both.body(&format!("/notices?thread=call&lang={lang}"));
        assert!(page.contains("The call.") && page.contains("The answer."), "{page}");
    }
    let beside = both.json("/notices.json");
    assert_eq!(beside["beside"][0]["origin"], "africa.example/zone");
    // The command answers as the page does.
    let asked = kg.json(&["notices", "--thread", "call", "--beside", &africa.copy()]);
    assert_eq!(threads(&asked)[0], thread(&both));
    assert_eq!(both.said(), "");
    let unnamed = ask(&["serve", "--beside", &africa.copy()]);
    assert!(unnamed.err.contains("none was named"), "{}", unnamed.err);
}

#[test]
fn receipts_and_answers_within_one_ledger() {
    let folder = Folder::new("exchange-one");
    let zone = Zone::new(&folder, "zone");
    let form = ["notices", "send", "notice", "--from", "KAZ", "--to", "KGZ", "UZB", "--form", "form-flows"];
    let with = |more: &[&'static str]| [&form[..], more].concat();
    zone.refused(&with(&[]), "needs the field `authority`");
    zone.refused(&with(&["--field", "authority"]), "--field number 1 is not NAME=VALUE");
    let told = ["--field", "authority=The agency", "--field", "kind=traffic"];
    zone.refused(&with(&[&told[..], &["--field", "seen=soon"]].concat()), "not `soon`");
    zone.refused(&with(&[&told[..], &["--field", "sene=2026"]].concat()), "has no field `sene`");
    zone.refused(
        &with(&[&told[..], &["--field", "seen=2026-01-02", "--field", "amount=1\u{1b}[2J"]].concat()),
        "nobody sees",
    );
    let fields = folder.path("fields.toml");
    fs::write(&fields, "seen = 2026-01-02\namount = 5\n").expect("written");
    let send: Vec<&str> = [&form[..], &told[..], &["--fields-file", &fields, "--id", "flows"]].concat();
    let sent = zone.json(&send);
    zone.refused(&["notices", "reply", "flows", "--note", "Seen."], "who answers");
    zone.answer(&["notices", "receive", "flows", "--by", "KGZ"]);
    let second = zone.json(&["notices", "receive", "flows"]);
    assert_eq!(second["entered"].as_array().map(Vec::len), Some(1));
    assert!(zone.answer(&["notices", "receive", "flows"]).contains("a receipt by each of them already"));
    zone.answer(&["notices", "reply", &name_of(&sent), "--by", "KGZ", "--note", "Seen."]);
    let thread = zone.json(&["notices", "--thread", "flows"])["threads"][0].clone();
    assert_eq!((thread["receivers"].as_array().map(Vec::len), &thread["open"]), (Some(2), &Value::Bool(false)));
    assert!(thread["receivers"].as_array().expect("a list").iter().all(|own| own["received"].is_string()));
    assert_eq!(thread["fields"].as_array().map(Vec::len), Some(4));
    for (args, words) in [
        (&["notices", "reply", "no-such", "--note", "x"][..], "no notice that is called"),
        (&["notices", "send", "reply", "--from", "KAZ"], "what is sent is one of"),
        (&["notices", "send", "notice", "--from", "Atlantis"], "no participant answers"),
        (&["notices", "send", "notice", "--from", "KAZ", "--form", "chair"], "not a form"),
        (&["notices", "send", "notice", "--from", "KAZ", "--id", "flows"], "has the id `flows` already"),
        (&["notices", "open", "flows", "--identity", &fields], "is not sealed"),
    ] {
        let answer = zone.ask(args);
        assert_ne!(answer.code, Some(0), "{args:?}");
        assert!(answer.err.contains(words), "{args:?}: {}", answer.err);
    }
}

/// Every file below a folder.
fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for file in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let path = file.path();
        if path.is_dir() { all.extend(files_under(&path)) } else { all.push(path) }
    }
    all
}

/// A word that nobody wrote before.
fn canary() -> String {
    let mut bytes = [0; 16];
    fs::File::open("/dev/urandom").and_then(|mut random| random.read_exact(&mut bytes)).expect("random bytes");
    bytes.iter().fold("canary".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

/// Everything that commands said, and the folders in which they may have left something.
struct Watched<'f> {
    folder: &'f Folder,
    said: Vec<(String, String)>,
}

impl Watched<'_> {
    /// Runs a command that keeps what it keeps in the folder that is watched.
    fn ask(&mut self, args: &[&str]) -> Answer {
        let temporary = self.folder.path("watched/tmp");
        fs::create_dir_all(&temporary).expect("a folder");
        let mut command = command(args);
        for name in ["TMPDIR", "HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
            command.env(name, &temporary);
        }
        let answer: Answer = command.output().expect("it runs").into();
        let shown: Vec<&str> = args.iter().copied().take(4).collect();
        self.said.push((shown.join(" "), format!("{}{}", answer.out, answer.err)));
        answer
    }

    fn answer(&mut self, args: &[&str]) -> String {
        let answer = self.ask(args);
        assert_eq!(answer.code, Some(0), "{args:?}: {}", answer.err);
        answer.out
    }

    fn refused(&mut self, args: &[&str], words: &str) {
        let answer = self.ask(args);
        assert_ne!(answer.code, Some(0), "{args:?}: {}", answer.out);
        assert!(answer.err.contains(words), "{args:?}: {}", answer.err);
    }
}

/// A canary in the note, a field, a file and its name is nowhere but with those who hold the keys.
#[test]
fn what_is_sealed_is_read_by_its_recipients_and_left_nowhere() {
    let folder = Folder::new("exchange-sealed");
    let (kg, africa) = (Zone { folder: &folder, name: "watched/kg" }, Zone { folder: &folder, name: "watched/africa" });
    let mut watched = Watched { folder: &folder, said: Vec::new() };
    let words = [canary(), canary(), canary(), canary()];
    let [note, field, inside, named] = &words;
    fs::create_dir_all(folder.path("own")).expect("a folder");
    let own = |name: &str| folder.path(&format!("own/{name}"));
    let file = own(&format!("{named}.txt"));
    fs::write(&file, inside).expect("written");
    fs::write(own("note.txt"), note).expect("written");
    fs::write(own("fields.toml"), format!("authority = \"{field}\"\nkind = \"traffic\"\nseen = 2026-01-02\n"))
        .expect("written");
    for (zone, origin) in [(&kg, "kg.example/zone"), (&africa, "africa.example/zone")] {
        let init = ["init", &zone.root(), "--origin", origin, "--officer", "aida", "--packs", &packs(&folder)];
        watched.answer(&init);
    }
    let mut keys = String::new();
    for code in ["KEN", "ZAF", "KGZ"] {
        let public = watched.answer(&["notices", "key", &own(&format!("{code}.key"))]);
        keys += &format!("{} {code}\n", public.trim());
    }
    watched.refused(&["notices", "key", &own("KEN.key")], "is there already");
    watched.answer(&["notices", "key", &own("stranger.key")]);
    fs::write(own("zone.keys"), &keys).expect("written");
    let (zone_keys, root) = (own("zone.keys"), kg.root());
    let send = ["notices", "send", "notice", "--from", "KGZ", "--to", "KEN", "ZAF", "--form", "form-flows"];
    let at = ["--registry", root.as_str(), "--sealed-to", zone_keys.as_str()];
    let said = ["--note-file", &own("note.txt"), "--document", &file].map(str::to_owned);
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    let fields = ["--fields-file".to_owned(), own("fields.toml")];
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();

    // What fails says nothing of it.
    let bare = format!("authority {field}");
    let day = format!("seen={field}");
    let unknown = format!("{field}=1");
    let authority = format!("authority={field}");
    watched.refused(&[&send[..], &at, &said].concat(), "needs the field");
    watched.refused(&[&send[..], &at, &said, &["--field", &bare]].concat(), "number 1 is not NAME=VALUE");
    let told = ["--field", &authority, "--field", "kind=x"];
    watched.refused(&[&send[..], &at, &said, &told, &["--field", &day]].concat(), "is a date");
    watched.refused(&[&send[..], &at, &said, &told, &["--field", &unknown]].concat(), "no field of the name given");
    watched.refused(&[&send[..], &at, &["--note", "x", note]].concat(), "not understood");
    watched.refused(&[&send[..], &at, &["--note", note, "--no-such-flag", field]].concat(), "not understood");
    watched.refused(&[&send[..], &at, &said, &["--fields-file", &own("note.txt")]].concat(), "is no TOML");
    watched.refused(&[&send[..], &at, &fields, &["--document", &own(field)]].concat(), "--document number 1");
    let secret = own("KEN.key");
    let to_secret = ["--registry", root.as_str(), "--sealed-to", secret.as_str()];
    watched.refused(&[&send[..], &to_secret, &said, &fields].concat(), "is a secret key");
    let to_other = ["notices", "send", "notice", "--from", "KGZ", "--to", "KAZ", "--note", note];
    watched.refused(&[&to_other[..], &at].concat(), "has no key of KAZ");
    let nobody = ["notices", "send", "notice", "--from", "KGZ", "--note", note];
    watched.refused(&[&nobody[..], &at].concat(), "nobody was named");
    let composed = format!("{note} e\u{301}");
    let odd = ["notices", "send", "notice", "--from", "KGZ", "--to", "KEN", "--note", &composed];
    watched.refused(&[&odd[..], &at].concat(), "normal form C");
    let stranger = [&send[..], &at, &said, &fields, &["--officer", "nobody"]].concat();
    watched.refused(&stranger, "nobody is here to be asked");

    let entered =
        watched.answer(&[&send[..], &at, &said, &fields, &["--id", "flows", "--request", "q", "--json"]].concat());
    let entered: Value = serde_json::from_str(&entered).expect("JSON");
    let name = name_of(&entered);
    let again = [&send[..], &at, &said, &fields, &["--id", "flows", "--request", "q"]].concat();
    assert!(watched.answer(&again).contains("was entered before"));
    watched.refused(&[&send[..], &at, &said, &fields, &["--id", "flows"]].concat(), "has the id `flows` already");

    let (copy, africa_root) = (folder.path("watched/copy"), africa.root());
    watched.answer(&["mirror", &root, &copy, "--cosign", "africa.example/mirror"]);
    watched.answer(&["notices", "take", &copy, "--for", "KEN", "ZAF", "--registry", &africa_root]);
    watched.answer(&["backup", &folder.path("watched/backup"), "--registry", &root]);
    for (registry, index) in [(&root, "kg-index"), (&africa_root, "africa-index")] {
        let index = folder.path(&format!("watched/{index}"));
        let at = ["--registry", registry.as_str()];
        for question in [
            &["notices"][..],
            &["notices", "--json"],
            &["log", "--json"],
            &["log"],
            &["fsck"],
            &["check"],
            &["show", &entered["entered"][0]["entry"].to_string()],
            &["search", "traffic", "--index", &index],
            &["export", "acts", "pact"],
        ] {
            watched.ask(&[question, &at].concat());
        }
    }
    watched.answer(&["notices", "--registry", &africa_root, "--beside", &copy, "--json"]);

    // Each recipient opens it, in either ledger and in the copy; nobody else does.
    let mut opened = Vec::new();
    for key in ["KEN", "ZAF"] {
        let key = own(&format!("{key}.key"));
        let in_copy = ["--from", &copy, "--packs", &packs(&folder)].map(str::to_owned);
        let in_copy: Vec<&str> = in_copy.iter().map(String::as_str).collect();
        for place in [&["--registry", root.as_str()][..], &["--registry", &africa_root], &in_copy] {
            for notice in ["flows", &name] {
                opened.push(answer(&[&["notices", "open", notice, "--identity", &key, "--json"][..], place].concat()));
            }
        }
    }
    for text in &opened {
        let value: Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(value["note"], note.as_str());
        assert!(value["fields"].as_array().expect("a list").iter().any(|own| own["value"] == field.as_str()));
        assert_eq!(value["files"][0]["name"], format!("{named}.txt"));
        assert_eq!(value["faults"], serde_json::json!([]));
    }
    let key = own("ZAF.key");
    let out = folder.path("own/out");
    let shown = answer(&["notices", "open", "flows", "--identity", &key, "--from", &copy, "--files", &out]);
    assert!(words.iter().filter(|word| shown.contains(*word)).count() == 3, "{shown}");
    assert_eq!(fs::read_to_string(format!("{out}/{named}.txt")).ok().as_ref(), Some(inside));
    let open = |key: &str| ["notices", "open", "flows", "--identity", key, "--registry", &root].map(str::to_owned);
    for (key, words) in [
        (own("stranger.key"), "it is sealed to other keys"),
        (own("KGZ.key"), "it is sealed to other keys"),
        (own("note.txt"), "line 1 is no secret key"),
        (own("no-such.key"), "cannot be read"),
    ] {
        let args = open(&key);
        watched.refused(&args.iter().map(String::as_str).collect::<Vec<_>>(), words);
    }
    watched.refused(&["notices", "open", "no-such", "--identity", &key, "--registry", &root], "no notice is called");

    // Answers are sealed the same way, and go back.
    let reply = ["notices", "reply", &name, "--by", "KEN", "--note", note, "--registry", &africa_root];
    watched.answer(&[&reply[..], &["--sealed-to", &zone_keys]].concat());
    let back = folder.path("watched/back");
    watched.answer(&["mirror", &africa_root, &back]);
    watched.answer(&["notices", "take", &back, "--for", "KGZ", "--registry", &root]);

    // Pages, with everything that leads to it.
    let site = Site::new(&["--registry", &root, "--beside", &back]);
    let entry = entered["entered"][0]["entry"].to_string();
    let sealed = threads(&site.json("/notices.json?thread=flows"))[0]["files"][0].as_str().expect("a file").to_owned();
    for page in [
        "/",
        "/notices",
        "/notices.json",
        "/notices.csv",
        "/notices.atom",
        "/ledger",
        "/search?q=traffic",
        &format!("/ledger/{entry}"),
        &format!("/ledger/{entry}.json"),
        &format!("/ledger/{entry}.tlog-proof"),
        "/notices?thread=flows&lang=ru",
        "/notices?thread=flows&lang=zh",
        "/checkpoint",
    ] {
        watched.said.push((page.to_owned(), site.body(page)));
    }
    watched.said.push(("the site".to_owned(), site.said()));
    drop(site);

    // A file that was damaged, in a copy and in a registry, is not opened, and not shown.
    for blobs in [format!("{copy}/log/blob/sha256"), format!("{root}/blobs")] {
        let path = format!("{blobs}/{}/{}/{sealed}", &sealed[..2], &sealed[2..4]);
        let mut bytes = fs::read(&path).expect("the sealed file");
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        fs::write(&path, bytes).expect("written");
    }
    watched.refused(
        &["notices", "open", "flows", "--identity", &key, "--registry", &root],
        "is not the one its name says",
    );
    watched.refused(&["notices", "open", "flows", "--identity", &key, "--from", &copy], "is not the one its name says");
    watched.ask(&["fsck", "--registry", &root]);

    let in_base64: Vec<String> = words.iter().flat_map(|word| base64_of(word)).collect();
    let hides = |bytes: &[u8]| {
        words.iter().chain(&in_base64).find(|word| bytes.windows(word.len()).any(|own| own == word.as_bytes())).cloned()
    };
    for (what, said) in &watched.said {
        assert_eq!(hides(said.as_bytes()), None, "{what} says what is sealed");
    }
    let kept = files_under(Path::new(&folder.path("watched")));
    assert!(kept.len() > 30, "only {} files were looked at", kept.len());
    for path in kept {
        assert_eq!(hides(&fs::read(&path).expect("a file")), None, "{} holds what is sealed", path.display());
        assert!(words.iter().all(|word| !path.to_string_lossy().contains(word)), "{}", path.display());
    }
    // What is looked for is found where it is.
    assert!(hides(&fs::read(own("note.txt")).expect("a file")).is_some());
}

/// The middle of what a word is in base64, whatever stands before it.
fn base64_of(word: &str) -> Vec<String> {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let shifted = |skip: usize| {
        let bytes = &word.as_bytes()[skip..];
        let sign = |at: u32| char::from(SIGNS[at as usize & 63]);
        let three = |own: &[u8]| {
            let bits = u32::from(own[0]) << 16 | u32::from(own[1]) << 8 | u32::from(own[2]);
            [sign(bits >> 18), sign(bits >> 12), sign(bits >> 6), sign(bits)]
        };
        bytes.chunks_exact(3).flat_map(three).collect::<String>()
    };
    (0..3).map(shifted).collect()
}
