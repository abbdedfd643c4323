//! Self-agreement is not agreement: programs that share no code with this one check its ledgers.
//!
//! `./test` installs both: the Go verifier over golang.org/x/mod/sumdb, and aics-tlog, in Python.
//! Where one is missing, its part is skipped, out loud.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ledger::evidence::Evidence;
use ledger::mirror::{Mirror, MirrorError};
use ledger::source::{Folder, Stored};
use ledger::store::Sqlite;
use ledger::tlog::note::Algorithm;
use ledger::tlog::{Policy, SigningKey, VerifierKey};
use ledger::verify;
use ledger::{Entry, Fault, FileSigner, Log, Signer};
use tempfile::TempDir;

const ORIGIN: &str = "zone.example/ledger";
const SIZES: [u64; 8] = [0, 1, 2, 255, 256, 257, 65_536, 70_000];

/// A tool that `./test` installs; says so out loud where it is missing.
fn tool(variable: &str, path: &str) -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("target/tools").join(path);
    let found = std::env::var_os(variable).map_or(default, PathBuf::from);
    if !found.exists() {
        println!("SKIPPED: {path}, because it is not installed; `./test` installs it");
    }
    Some(found).filter(|path| path.exists())
}

fn go() -> Option<PathBuf> {
    tool("SEMEY_VERIFY_GO", "verify-go")
}

fn python() -> Option<PathBuf> {
    tool("SEMEY_VERIFY_PYTHON", "python/bin/python3")
}

struct Fixture {
    folder: TempDir,
    log: Log,
    key: VerifierKey,
}

fn entry(index: u64) -> Entry {
    let bytes = format!("{{\"act\":\"ratification\",\"entry\":{index},\"party\":\"KAZ\"}}").into_bytes();
    Entry { bytes, request: format!("request {index}") }
}

impl Fixture {
    fn new() -> Fixture {
        let folder = tempfile::tempdir().expect("a folder");
        let signer = FileSigner::create(&folder.path().join("signer"), ORIGIN).expect("a signer");
        let key = signer.keys()[0].clone();
        let store = Sqlite::create(&folder.path().join("ledger.sqlite")).expect("a store");
        let log = Log::open(Box::new(store), Box::new(signer), None).expect("a log");
        Fixture { folder, log, key }
    }

    fn grow(&mut self, size: u64, entry: impl Fn(u64) -> Entry) {
        while self.log.size() < size {
            let first = self.log.size();
            let entries: Vec<Entry> = (first..size.min(first + 4096)).map(&entry).collect();
            let done =
                self.log.exclusively::<_, Fault>(std::time::Duration::from_secs(5), |log| log.append(first, &entries));
            done.expect("it is appended");
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The ledger as files, cosigned by a mirror.
    fn files(&mut self, name: &str, cosigner: &SigningKey) -> PathBuf {
        let folder = self.path(name);
        let mirror = Mirror::open(&folder, &self.path("alarms"), Policy::of_log([self.key.clone()])).expect("a mirror");
        let mut source = Stored { store: self.log.store(), name: "the store".to_owned() };
        mirror.update(&mut source, Some((cosigner, 1_795_000_000)), &mut |_, _| {}).expect("it is mirrored");
        folder
    }
}

fn run_go(go: &Path, args: &[&str]) -> (bool, String) {
    let output = Command::new(go).args(args).output().expect("verify-go runs");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What aics-tlog says of cases, one line each.
fn run_python(python: &Path, cases: &[String]) -> Vec<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/strangers/audit.py");
    let mut child =
        Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("python runs");
    child.stdin.take().expect("a pipe").write_all((cases.join("\n") + "\n").as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

#[test]
fn ledgers_of_every_awkward_size_are_accepted_unchanged() {
    let (go, python) = (go(), python());
    let cosigner = SigningKey::from_seed("pacific.example/mirror", Algorithm::Cosignature, &[9; 32]).expect("a key");
    let witness = cosigner.verifier().to_string();
    let mut it = Fixture::new();
    let vkey = it.key.to_string();
    let mut kept: Vec<PathBuf> = Vec::new();
    let mut cases = Vec::new();
    for size in SIZES {
        it.grow(size, entry);
        let folder = it.files(&format!("size-{size}"), &cosigner);
        let at = folder.to_str().expect("UTF-8");
        verify::fsck(&mut Folder(folder.clone()), &Policy::of_log([it.key.clone()]), &mut |_, _| Ok(()), &mut |_| {})
            .expect("our own verifier");

        let mut receipts = Vec::new();
        for index in [0, size / 2, size.saturating_sub(2), size.saturating_sub(1)] {
            if index < size {
                let receipt = it.log.receipt(index).expect("a receipt");
                let (proof, bytes) =
                    (it.path(&format!("{size}-{index}.tlog-proof")), it.path(&format!("{size}-{index}.json")));
                fs::write(&proof, receipt.to_string()).expect("written");
                fs::write(&bytes, entry(index).bytes).expect("written");
                receipts.push((index, bytes, proof));
            }
        }
        if let Some(go) = &go {
            let common = ["-vkey", &vkey, "-witness", &witness, "-quorum", "1"];
            let newer = if size == 0 { tool("SEMEY_VERIFY_GO_NEW", "verify-go-new") } else { None };
            let (ok, said) = run_go(newer.as_ref().unwrap_or(go), &[&["fsck"][..], &common, &[at]].concat());
            // golang.org/x/mod gave the empty tree a root of zeros where RFC 6962, section 2.1, has the hash of
            // nothing; programs built with such a version accept the empty ledger's head, and not its root.
            let old_go = size == 0 && said.contains("entries give AAAA");
            assert!(ok || old_go, "fsck of {size}: {said}");
            if old_go {
                println!("SKIPPED: the root of the empty tree in Go, because its golang.org/x/mod has it wrong");
            }
            for (index, bytes, proof) in &receipts {
                let index = index.to_string();
                let (ok, said) = run_go(go, &[&["inclusion"][..], &common, &["-index", &index, at]].concat());
                assert!(ok, "inclusion of {index} in {size}: {said}");
                let (bytes, proof) = (bytes.to_str().expect("UTF-8"), proof.to_str().expect("UTF-8"));
                let (ok, said) = run_go(go, &["proof", "-vkey", &vkey, "-entry", bytes, proof]);
                assert!(ok, "receipt of {index} in {size}: {said}");
            }
            for old in &kept {
                let old = old.to_str().expect("UTF-8");
                let (ok, said) = run_go(go, &[&["consistency"][..], &common, &["-old", old, at]].concat());
                assert!(ok, "consistency of {old} with {size}: {said}");
            }
        }
        let receipts: Vec<String> =
            receipts.iter().map(|(index, bytes, proof)| format!("[{index},{bytes:?},{proof:?}]")).collect();
        for old in kept.iter().map(|old| format!("{old:?}")).chain(["\"\"".to_owned()]) {
            // Receipts carry the log's own signature; the head in files the mirror's too.
            cases.push(format!(
                "{{\"folder\":{at:?},\"vkey\":{vkey:?},\"witness\":{witness:?},\"quorum\":1,\"old\":{old},\"receipts\":[]}}"
            ));
        }
        cases.push(format!(
            "{{\"folder\":{at:?},\"vkey\":{vkey:?},\"witness\":\"\",\"quorum\":0,\"old\":\"\",\"receipts\":[{}]}}",
            receipts.join(",")
        ));
        kept.push(folder.join("checkpoint"));
    }
    if let Some(python) = &python {
        let verdicts = run_python(python, &cases);
        assert_eq!(verdicts.len(), cases.len());
        for (case, verdict) in cases.iter().zip(&verdicts) {
            assert_eq!(verdict, "OK", "{case}");
        }
    }
}

/// A depositary alters entry 300 and signs everything again with its own key.
#[test]
fn a_rewritten_entry_is_caught_by_whoever_kept_anything_older() {
    let cosigner = SigningKey::from_seed("pacific.example/mirror", Algorithm::Cosignature, &[9; 32]).expect("a key");
    let mut it = Fixture::new();
    let vkey = it.key.to_string();
    let keys = [it.key.clone()];
    it.grow(400, entry);
    let honest = it.files("honest", &cosigner);
    let kept = fs::read_to_string(honest.join("checkpoint")).expect("a checkpoint");
    let receipt = it.log.receipt(300).expect("a receipt");
    it.grow(600, entry);

    // The same key, a fresh memory and a fresh store: everything is signed again.
    let forged = Fixture::new();
    let Fixture { folder, log, .. } = forged;
    drop(log);
    fs::remove_dir_all(folder.path().join("signer")).expect("removed");
    fs::create_dir(folder.path().join("signer")).expect("made");
    fs::copy(it.path("signer").join("key"), folder.path().join("signer/key")).expect("copied");
    fs::remove_file(folder.path().join("ledger.sqlite")).expect("removed");
    let store = Sqlite::create(&folder.path().join("ledger2.sqlite")).expect("a store");
    let signer = FileSigner::open(&folder.path().join("signer")).expect("the signer");
    let log = Log::open(Box::new(store), Box::new(signer), None).expect("a log");
    let mut forged = Fixture { folder, log, key: it.key.clone() };
    forged.grow(700, |index| {
        let mut entry = entry(index);
        if index == 300 {
            entry.bytes = b"{\"act\":\"accession\",\"entry\":300,\"party\":\"KAZ\"}".to_vec();
        }
        entry
    });
    let served = forged.files("served", &cosigner);
    verify::fsck(&mut Folder(served.clone()), &Policy::of_log(keys.clone()), &mut |_, _| Ok(()), &mut |_| {})
        .expect("alone, the forged ledger agrees with itself");

    // The mirror.
    let mirror = Mirror::open(&honest, &it.path("alarms"), Policy::of_log(keys.clone())).expect("the mirror");
    let alarm = mirror.update(&mut Folder(served.clone()), None, &mut |_, _| {}).expect_err("an alarm");
    let MirrorError::Alarm { file: Some(file), .. } = alarm else { panic!("{alarm}") };
    assert_eq!(fs::read_to_string(honest.join("checkpoint")).expect("a checkpoint"), kept, "the copy stays");

    // The holder of a checkpoint, and of a receipt.
    for old in [kept.as_str(), receipt.checkpoint.as_str()] {
        let note = fs::read_to_string(served.join("checkpoint")).expect("a checkpoint");
        let evidence = Evidence::gather(&mut Folder(served.clone()), &keys, old, &note).expect("evidence");
        evidence.verify(&keys).expect("it shows it");
    }

    // The evidence, unpacked, convinces a stranger's program.
    let bytes = fs::read(&file).expect("the evidence");
    let shown = Evidence::from_tar(&bytes).expect("it is read").verify(&keys).expect("it shows it");
    assert!(shown.finding.contains("400"), "{}", shown.finding);
    let unpacked = it.path("unpacked");
    tar::Archive::new(bytes.as_slice()).unpack(&unpacked).expect("it is unpacked");
    let (at, old) = (unpacked.to_str().expect("UTF-8"), unpacked.join("old"));
    if let Some(go) = go() {
        let (ok, said) = run_go(&go, &["consistency", "-vkey", &vkey, "-old", old.to_str().expect("UTF-8"), at]);
        assert!(!ok && said.contains("SPLIT VIEW"), "{said}");
    }
    if let Some(python) = python() {
        let served = served.to_str().expect("UTF-8");
        let case = format!(
            "{{\"folder\":{served:?},\"vkey\":{vkey:?},\"witness\":\"\",\"quorum\":0,\"old\":{old:?},\"receipts\":[]}}"
        );
        assert_eq!(run_python(&python, &[case]), ["SPLIT VIEW"]);
    }

    // An older state shown as the newest is a rollback, and no evidence of misconduct by itself.
    let stale = Mirror::open(&it.path("second"), &it.path("alarms"), Policy::of_log(keys.clone())).expect("a mirror");
    stale
        .update(&mut Stored { store: it.log.store(), name: "the store".to_owned() }, None, &mut |_, _| {})
        .expect("600");
    let update = stale.update(&mut Folder(honest), None, &mut |_, _| {}).expect("an older head that agrees");
    assert_eq!((update.stale, update.to), (Some(400), 600));
}

/// Random damage to everything that is published: none of it is accepted, by us or by a stranger.
#[test]
fn tampered_ledgers_are_refused() {
    let number: u64 = std::env::var("SEMEY_TAMPERS").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000);
    let for_go: u64 = number / 50;
    let cosigner = SigningKey::from_seed("pacific.example/mirror", Algorithm::Cosignature, &[9; 32]).expect("a key");
    let mut it = Fixture::new();
    it.grow(300, entry);
    let folder = it.files("files", &cosigner);
    let mut paths: Vec<PathBuf> = Vec::new();
    collect(&folder, &mut paths);
    paths.retain(|path| !path.ends_with(".lock"));
    paths.sort();
    assert_eq!(paths.len(), 6, "checkpoint, two bundles, three tiles: {paths:?}");
    let policy = Policy::of_log([it.key.clone()]);
    let vkey = it.key.to_string();
    let go = go();
    let text = fs::read_to_string(folder.join("checkpoint")).expect("text");
    let mut random = SplitMix(0x5e4e);
    for round in 0..number {
        let path = &paths[(random.next() % paths.len() as u64) as usize];
        let good = fs::read(path).expect("a file");
        let bad = damage(&good, &mut random);
        if bad == good {
            continue;
        }
        // The mirror's own signature is not the log's: what stands after it vouches for nothing here.
        let covered = !path.ends_with("checkpoint")
            || !String::from_utf8_lossy(&bad).starts_with(&text[..text.find("— pacific").expect("it")]);
        fs::write(path, &bad).expect("written");
        let accepted = verify::fsck(&mut Folder(folder.clone()), &policy, &mut |_, _| Ok(()), &mut |_| {}).is_ok();
        assert!(!accepted || !covered, "tamper {round} of {} is accepted", path.display());
        if let (Some(go), true) = (&go, round < for_go && covered) {
            let (ok, said) = run_go(go, &["fsck", "-vkey", &vkey, folder.to_str().expect("UTF-8")]);
            // Go's decoder passes over spare bits at the end of base64; nothing of the content changes by them.
            let spare =
                path.ends_with("checkpoint") && String::from_utf8_lossy(&bad).lines().take(3).eq(text.lines().take(3));
            assert!(!ok || spare, "tamper {round} of {} is accepted by Go: {said}", path.display());
        }
        fs::write(path, &good).expect("written");
    }
    println!("{number} tampers, none accepted");
}

/// A file with one thing changed: a bit, a cut, something appended, zeros, two bytes swapped.
fn damage(good: &[u8], random: &mut SplitMix) -> Vec<u8> {
    let mut bad = good.to_vec();
    let at = (random.next() % bad.len() as u64) as usize;
    match random.next() % 5 {
        0 => bad[at] ^= 1 << (random.next() % 8),
        1 => bad.truncate(at),
        2 => bad.push((random.next() & 0xff) as u8),
        3 => bad[at..].iter_mut().take(16).for_each(|byte| *byte = 0),
        _ => {
            let other = (random.next() % bad.len() as u64) as usize;
            bad.swap(at, other);
        }
    }
    bad
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for file in fs::read_dir(folder).expect("a folder") {
        let path = file.expect("a file").path();
        if path.is_dir() { collect(&path, paths) } else { paths.push(path) }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): a sequence that a seed makes again.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
