//! A registry at the terminal: made, entered into, checked, mirrored, served, broken.

mod semey;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use semey::{Answer, Folder, answer, ask, command};

/// A registry of the zone's own pack in a folder that is there for one test.
struct Desk {
    folder: Folder,
}

impl Desk {
    fn new(name: &str) -> Desk {
        let desk = Desk { folder: Folder::new(name) };
        let root = desk.path("r");
        answer(&["init", &root, "--origin", "zone.example/r", "--officer", "aida", "--pack", "central-asia"]);
        desk
    }

    fn path(&self, name: &str) -> String {
        self.folder.path(name)
    }

    fn ask(&self, args: &[&str]) -> Answer {
        ask(&[args, &["--registry", &self.path("r")]].concat())
    }

    fn answer(&self, args: &[&str]) -> String {
        answer(&[args, &["--registry", &self.path("r")]].concat())
    }

    fn vkey(&self) -> String {
        self.answer(&["keys", "show", "--vkey"]).trim().to_owned()
    }

    fn size(&self) -> u64 {
        let log: serde_json::Value =
            serde_json::from_str(&self.answer(&["log", "--limit", "1", "--json"])).expect("JSON");
        log[0]["entry"].as_u64().expect("a number") + 1
    }
}

/// A program that serves, stopped at the end.
struct Served(Child, String);

impl Served {
    fn new(args: &[&str]) -> Served {
        let mut child = command(&[&["serve", "--listen", "127.0.0.1:0"], args].concat())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("it says where");
        let address = line.trim().trim_start_matches("serving at ").trim_end_matches('/').to_owned();
        Served(child, address)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[test]
fn earlier_answers_stay_what_they_were() {
    let desk = Desk::new("registry-at");
    let size = desk.size();
    let before = desk.answer(&["status", "canwfz-protocol", "--on", "2025-01-01", "--json"]);
    assert_eq!(before, answer(&["status", "canwfz-protocol", "--on", "2025-01-01", "--json"]), "as the packs");
    let entered = desk.answer(&["enter", "canwfz-protocol", "--act", "USA ratification 2024-11-20"]);
    assert!(entered.contains("United States of America becomes party from 20 November 2024"), "{entered}");
    let after = desk.answer(&["status", "canwfz-protocol", "--on", "2025-01-01", "--json"]);
    assert_ne!(before, after);
    let at = size.to_string();
    assert_eq!(before, desk.answer(&["status", "canwfz-protocol", "--on", "2025-01-01", "--json", "--at", &at]));
    for question in [["why", "canwfz-protocol"], ["timeline", "canwfz"], ["party", "KAZ"]] {
        desk.answer(&[&question[..], &["--at", &at]].concat());
    }
    let beyond = desk.ask(&["status", "canwfz", "--at", "1000000"]);
    assert_eq!(beyond.code, Some(1));
    assert!(beyond.err.contains("beyond-the-ledger"), "{}", beyond.err);
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let desk = Desk::new("registry-refusals");
    let r = desk.path("r");
    let cases: [(&[&str], i32, &str); 12] = [
        (&["init", &r], 1, "holds a registry already"),
        (&["log"], 2, "none was named"),
        (&["status", "canwfz", "--at", "3"], 2, "no registry was named"),
        (&["enter", "canwfz", "--act", "KAZ declaration 2024-01-01", "--registry", &r, "--at", "3"], 2, "leave it out"),
        (&["fsck", "--registry", &r, "--at", "3"], 2, "leave it out"),
        (&["check", "--registry", &r, "--at", "3"], 2, "leave it out"),
        (&["enter", "canwfz", "--registry", &r], 2, "no act to enter"),
        (&["enter", "canwfz", "--act", "declaration", "--registry", &r], 2, "is not an act"),
        (&["enter", "canwfz", "--act", "KAZ declaration 2024-13-01", "--registry", &r], 2, "is not a date"),
        (&["enter", "canwfz", "--act", "XXX declaration 2024-01-01", "--registry", &r], 1, "no participant answers"),
        (
            &["enter", "canwfz", "--act", "KAZ declaration 2024-01-01", "--officer", "bakyt", "--registry", &r],
            2,
            "sealed",
        ),
        (&["load", "no-such-pack", "--registry", &r], 1, "there is no pack `no-such-pack`"),
    ];
    for (args, code, words) in cases {
        let answer = ask(args);
        assert_eq!(answer.code, Some(code), "{args:?}: {}", answer.err);
        assert!(answer.err.contains(words), "{args:?}: {}", answer.err);
        assert_eq!(answer.out, "");
    }
    desk.answer(&["enter", "canwfz", "--act", "KAZ declaration 2024-01-01"]);
    desk.answer(&["check"]);
}

/// What fails after an act is in the ledger does not hide that it is.
#[test]
fn what_was_entered_is_said_even_where_its_receipt_cannot_be_written() {
    let desk = Desk::new("registry-receipts");
    let size = desk.size();
    let act = ["enter", "canwfz", "--act", "KAZ declaration 2024-01-01"];
    let nowhere = desk.path("no/such/folder/kaz.tlog-proof");
    let lost = desk.ask(&[&act[..], &["--receipt", &nowhere]].concat());
    assert_eq!((lost.code, lost.out.as_str()), (Some(1), ""));
    assert!(lost.err.contains(&format!("it is in the ledger as entry {size}, and then: its receipt")), "{}", lost.err);
    assert!(lost.err.contains(&format!("`semey receipt {size}`")), "{}", lost.err);
    let mut full = command(&[&act[..], &["--registry", &desk.path("r")]].concat());
    let full = full.stdout(std::fs::File::create("/dev/full").expect("a full device")).output().expect("it runs");
    let err = String::from_utf8_lossy(&full.stderr);
    assert!(err.contains(&format!("it is in the ledger as entry {size}, and then: the answer")), "{err}");
    assert!(desk.answer(&act).contains(&format!("was entered before, as {size}")));
    assert_eq!(desk.size(), size + 1);
}

#[test]
fn a_wrong_passphrase_opens_nothing() {
    let desk = Desk::new("registry-passphrase");
    let wrong = desk.path("wrong");
    std::fs::write(&wrong, "guess\n").expect("written");
    let refused = desk.ask(&["enter", "canwfz", "--act", "KAZ declaration 2024-01-01", "--passphrase-file", &wrong]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("the passphrase does not open the key of `aida`"), "{}", refused.err);
    let sealed = std::fs::read(Path::new(&desk.path("r")).join("officers/aida.age")).expect("the key");
    assert!(sealed.starts_with(b"age-encryption.org/v1\n-> scrypt "), "any age program opens it");
    let key = std::fs::read_to_string(Path::new(&desk.path("r")).join("signer/key")).expect("the key");
    assert!(!String::from_utf8_lossy(&sealed).contains("PRIVATE"), "it is sealed");
    assert!(key.starts_with("PRIVATE+KEY+zone.example/r+"));
}

#[test]
fn files_of_acts_enter_whole_or_not_at_all() {
    let desk = Desk::new("registry-files");
    let size = desk.size();
    let write = |name: &str, text: &str| {
        std::fs::write(desk.path(name), text).expect("written");
        desk.path(name)
    };
    let good = write(
        "good.csv",
        "treaty,party,act,date,note\ncanwfz,KAZ,declaration,2024-01-01,one\ncanwfz,Tajikistan,declaration,2024-01-02,two\n",
    );
    let column = write("column.csv", "treaty,party,act,date,colour\ncanwfz,KAZ,declaration,2024-01-01,red\n");
    let half = write(
        "half.csv",
        "treaty,party,act,date\ncanwfz,KAZ,declaration,2024-02-01\ncanwfz,KAZ,ratification,2024-02-02\n",
    );
    let key = write(
        "key.toml",
        "[[act]]\ntreaty = \"canwfz\"\nparty = \"KAZ\"\nact = \"declaration\"\ndate = 2024-03-01\ncolour = 1\n",
    );
    let toml = write(
        "good.toml",
        "[[act]]\ntreaty = \"canwfz\"\nparty = \"KAZ\"\nact = \"declaration\"\ndate = 2024-03-01\nplace = \"Astana\"\n",
    );
    for (file, words) in [(&column, "colour"), (&half, "already-consented"), (&key, "colour")] {
        let refused = desk.ask(&["enter", "--from", file]);
        assert_eq!(refused.code, Some(1), "{file}: {}", refused.err);
        assert!(refused.err.contains(words), "{file}: {}", refused.err);
        assert_eq!(desk.size(), size, "{file}: nothing was entered");
    }
    desk.answer(&["enter", "--from", &good]);
    desk.answer(&["enter", "--from", &toml]);
    assert_eq!(desk.size(), size + 3);
    let again = desk.answer(&["enter", "--from", &good]);
    assert!(again.contains("was entered before"), "{again}");
    assert_eq!(desk.size(), size + 3);
}

#[test]
fn a_witness_and_a_mirror_across_http() {
    let desk = Desk::new("registry-http");
    let vkey = desk.vkey();
    let witness = desk.path("w");
    answer(&["witness", "init", &witness, "--name", "pacific.example/w"]);
    let shown = answer(&["witness", "watch", &witness, "--vkey", &vkey, "--json"]);
    let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    let cosigner = shown["vkey"].as_str().expect("a key");
    let at_w = Served::new(&["--witness", &witness]);
    let root = desk.path("r");
    let policy = format!("log {vkey}\nwitness pacific {cosigner} {}\nquorum pacific\n", at_w.1);
    std::fs::write(Path::new(&root).join("policy"), &policy).expect("a policy");
    let kept = desk.path("policy");
    std::fs::write(&kept, &policy).expect("a policy");

    let receipt = desk.path("kaz.tlog-proof");
    desk.answer(&["enter", "canwfz", "--act", "KAZ declaration 2024-01-01", "--receipt", &receipt]);
    let at_r = Served::new(&["--registry", &root, "--prefix", "/zone"]);
    let good = answer(&["verify", &receipt, "--policy", &kept, "--against", &at_r.1]);
    assert!(good.contains("Cosigned by pacific.example/w"), "{good}");
    answer(&["mirror", &at_r.1, &desk.path("copy"), "--policy", &kept]);
    answer(&["verify", &at_r.1, "--policy", &kept, "--signatures"]);

    let second = desk.ask(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(second.code, Some(1));
    assert!(second.err.contains("is being served already"), "{}", second.err);

    // Without the witness the entry waits; nothing is published, and nothing is lost.
    drop(at_w);
    let waits = desk.ask(&["enter", "canwfz", "--act", "KAZ declaration 2024-01-02"]);
    assert_eq!(waits.code, Some(1));
    assert!(waits.err.contains("waits for witnesses"), "{}", waits.err);
    let unwitnessed = ask(&["verify", &at_r.1, "--policy", &kept]);
    assert_eq!(unwitnessed.code, Some(0), "what is published stays witnessed: {}", unwitnessed.err);
}

/// The depositary rewrites its registry under its own key: whoever kept a receipt has the evidence.
#[test]
fn a_depositary_that_rewrites_history_is_caught() {
    let desk = Desk::new("registry-rewrite");
    let receipt = desk.path("kaz.tlog-proof");
    desk.answer(&["enter", "canwfz", "--act", "KAZ declaration 2024-01-01", "--receipt", &receipt]);
    let vkey = desk.vkey();
    answer(&["mirror", &desk.path("r"), &desk.path("copy"), "--vkey", &vkey]);

    // A second registry of the same name gets the same keys, and another history.
    let forged = desk.path("forged");
    answer(&["init", &forged, "--origin", "zone.example/r", "--officer", "aida", "--without-packs"]);
    for path in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "signer", "officers"] {
        let path = Path::new(&forged).join(path);
        drop(std::fs::remove_file(&path));
        drop(std::fs::remove_dir_all(&path));
    }
    rewrite(Path::new(&desk.path("r")), Path::new(&forged));
    let own = answer(&["verify", &forged, "--vkey", &vkey]);
    assert!(own.starts_with("GOOD"), "alone it agrees with itself: {own}");

    let evidence = desk.path("evidence.tar");
    let caught = ask(&["verify", &receipt, "--vkey", &vkey, "--against", &forged, "--evidence", &evidence]);
    assert_eq!(caught.code, Some(1));
    assert!(caught.err.contains("HISTORY WAS REWRITTEN"), "{}", caught.err);
    let shown = answer(&["verify", &evidence, "--vkey", &vkey]);
    assert!(shown.starts_with("EVIDENCE of misconduct"), "{shown}");
    let alarm = ask(&["mirror", &forged, &desk.path("copy")]);
    assert_eq!(alarm.code, Some(3), "{}", alarm.err);
    assert!(alarm.err.contains("ALARM"), "{}", alarm.err);
    let held = answer(&["verify", &desk.path("copy/log"), "--vkey", &vkey]);
    assert!(held.starts_with("GOOD"), "the copy stays: {held}");
}

/// Copies a registry with one entry altered, and signs everything again with its key.
fn rewrite(from: &Path, to: &Path) {
    use ledger::store::Sqlite;
    use ledger::{Entry, Fault, FileSigner, Log, Store, StoreError};
    std::fs::create_dir(to.join("signer")).expect("made");
    std::fs::copy(from.join("signer/key"), to.join("signer/key")).expect("copied");
    let mut entries: Vec<Entry> = Vec::new();
    let mut store = Sqlite::open(&from.join("ledger.sqlite")).expect("the store");
    let size = store.size().expect("its size");
    ledger::each_entry::<StoreError>(&mut store, 0..size, |index, bytes| {
        let mut bytes = bytes.to_vec();
        if index + 1 == size {
            bytes = String::from_utf8(bytes).expect("text").replace("2024-01-01", "2024-01-09").into_bytes();
        }
        entries.push(Entry { bytes, request: index.to_string() });
        Ok(())
    })
    .expect("the entries");
    let store = Sqlite::create(&to.join("ledger.sqlite")).expect("a store");
    let signer = FileSigner::open(&to.join("signer")).expect("the signer");
    let mut log = Log::open(Box::new(store), Box::new(signer), None).expect("a log");
    log.exclusively::<_, Fault>(std::time::Duration::from_secs(5), |log| log.append(0, &entries)).expect("appended");
}

#[test]
fn an_old_backup_signs_nothing_until_a_mirror_completes_it() {
    let desk = Desk::new("registry-restore");
    let signer = format!("{}/signer", desk.path("r"));
    desk.answer(&["backup", &desk.path("backup")]);
    desk.answer(&["enter", "canwfz", "--act", "KAZ declaration 2024-01-01"]);
    answer(&["mirror", &desk.path("r"), &desk.path("copy")]);

    let again = desk.path("again");
    let locked = answer(&["restore", &again, "--from", &desk.path("backup"), "--signer", &signer]);
    assert!(locked.contains("Its signer is locked"), "{locked}");
    answer(&["status", "canwfz", "--registry", &again]);
    let refused = ask(&["enter", "canwfz", "--act", "KAZ declaration 2024-01-02", "--registry", &again]);
    assert_eq!(refused.code, Some(1));
    // Said to be the newest, it is still caught by the signer's own memory.
    let rollback = ask(&["restore", &again, "--unlock"]);
    assert_eq!(rollback.code, Some(1));
    assert!(rollback.err.contains("an older state was put back"), "{}", rollback.err);
    let done = answer(&["restore", &again, "--mirror", &desk.path("copy/log")]);
    assert!(done.contains("1 of them fetched"), "{done}");
    answer(&[
        "enter",
        "canwfz",
        "--act",
        "KAZ declaration 2024-01-02",
        "--registry",
        &again,
        "--passphrase-file",
        &format!("{}/officers/aida.passphrase", desk.path("r")),
    ]);
    answer(&["fsck", "--registry", &again]);
}

#[test]
fn a_snapshot_is_compared_with_the_entries_and_is_in_no_backup() {
    use ledger::tlog::Hash;
    use register::{Snapshots, registry};
    let desk = Desk::new("registry-snapshot");
    let folder = registry::Folder::new(desk.path("r"));
    let none = desk.answer(&["fsck"]);
    assert!(none.starts_with("GOOD") && !none.contains("snapshot"), "{none}");
    registry::reading_with(&folder, None, "en", Snapshots::Beyond(0)).expect("it replays");
    let path = folder.snapshot_path();
    assert!(desk.answer(&["fsck"]).contains("The snapshot is what the entries give"));

    // Altered by somebody who knows its form.
    let good = std::fs::read(&path).expect("a snapshot");
    let lines: Vec<&[u8]> = good.splitn(4, |byte| *byte == b'\n').collect();
    let head = String::from_utf8_lossy(lines[1]).replace("\"depositary\":\"", "\"depositary\":\"Not ");
    let head = [lines[0], b"\n", head.as_bytes(), b"\n"].concat();
    let altered = [&head, Hash::of(&head).hex().as_bytes(), b"\n", lines[3]].concat();
    std::fs::write(&path, &altered).expect("written");
    let found = desk.ask(&["fsck"]);
    assert_eq!(found.code, Some(1));
    assert!(found.err.contains("somebody altered it") && found.err.contains("delete the file"), "{}", found.err);

    // Torn by a machine that lost its power.
    std::fs::write(&path, &altered[..altered.len() / 2]).expect("written");
    assert!(desk.answer(&["fsck"]).contains("a snapshot that nothing reads"));
    desk.answer(&["status", "canwfz"]);

    desk.answer(&["backup", &desk.path("backup")]);
    assert!(!Path::new(&desk.path("backup/snapshot")).exists(), "the entries are all there is to keep");
    std::fs::copy(&path, desk.path("backup/snapshot")).expect("copied with everything else");
    let signer = format!("{}/signer", desk.path("r"));
    answer(&["restore", &desk.path("again"), "--from", &desk.path("backup"), "--signer", &signer]);
    assert!(!Path::new(&desk.path("again/snapshot")).exists(), "and all that is put back");
}
