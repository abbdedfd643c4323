//! R6: what is acknowledged was synced before, as the kernel saw it.
//!
//! The test runs itself under `strace` and reads what it did; without `strace` it says so.
#![cfg(feature = "sqlite")]

mod support;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use ledger::blob::Blobs;
use ledger::store::{Sqlite, Store};
use ledger::{Fault, FileSigner, Log};
use support::{entries, number, with_batch};
use tlog::tree::Edge;

/// Writes a word where the trace shows it.
fn mark(word: &str) {
    // An address that is not there: the call fails, and stands in the trace with its argument.
    drop(std::fs::read_to_string(Path::new("/mark").join(word)));
}

/// What is traced; does nothing unless it is asked to by the test below.
#[test]
fn traced() {
    let Ok(folder) = std::env::var("SEMEY_TRACED") else { return };
    let folder = Path::new(&folder);
    let (path, signer) = (folder.join("ledger.db"), folder.join("signer"));
    let store = Sqlite::create(&path).expect("a store");
    let signer = FileSigner::create(&signer, support::ORIGIN).expect("a signer");
    let mut log = Log::open(Box::new(store), Box::new(signer), None).expect("a log");
    for at in 0..number("SEMEY_ACKS").unwrap_or(30) {
        mark("begin");
        log.exclusively::<_, Fault>(Duration::ZERO, |log| log.append(at, &entries(at..at + 1))).expect("written");
        mark("acknowledged");
    }
    drop(log);
    let blobs = Blobs::new(folder.join("blobs"));
    mark("blob");
    blobs.put(b"an instrument").expect("kept");
    mark("kept");
    blobs.put(b"an instrument").expect("kept");
    mark("kept-again");

    // Another program's entry: whether it was synced is not known here.
    let (mut one, mut other) = (Sqlite::open(&path).expect("opened"), Sqlite::open(&path).expect("opened"));
    one.lock(Duration::ZERO).expect("locked");
    one.unlock();
    mark("own");
    one.lock(Duration::ZERO).expect("locked");
    mark("own-locked");
    one.unlock();
    let size = other.size().expect("a size");
    let mut edge = Edge::new();
    entries(0..size).iter().for_each(|entry| edge.push(tlog::Hash::leaf(&entry.bytes), |_, _, _| {}));
    with_batch(&mut edge, &entries(size..size + 1), |batch| other.append(batch)).expect("appended");
    mark("foreign");
    one.lock(Duration::ZERO).expect("locked");
    mark("foreign-locked");
}

/// The lines of a trace between two marks, for each pair of them.
fn between<'t>(trace: &'t [String], from: &str, to: &str) -> Vec<&'t [String]> {
    let place = |word: &str| format!("/mark/{word}\"");
    let (from, to) = (place(from), place(to));
    let mut found = Vec::new();
    let mut begun = None;
    for (at, line) in trace.iter().enumerate() {
        if line.contains(&from) {
            begun = Some(at);
        } else if line.contains(&to)
            && let Some(begun) = begun.take()
        {
            found.push(&trace[begun..at]);
        }
    }
    found
}

fn syncs(part: &[String], of: &str) -> usize {
    part.iter().filter(|line| line.contains("sync(") && line.contains(of) && line.contains("= 0")).count()
}

#[test]
fn an_acknowledged_entry_was_synced_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let trace = folder.path().join("trace");
    let traced = Command::new("strace")
        .args(["-f", "-y", "-e", "trace=fsync,fdatasync,openat,rename,pwrite64,write", "-o"])
        .arg(&trace)
        .arg(std::env::current_exe().expect("this program"))
        .args(["--exact", "traced", "--nocapture"])
        .env("SEMEY_TRACED", folder.path())
        .output();
    let Ok(traced) = traced else {
        eprintln!("SKIPPED: the order of syncs, because there is no strace");
        return;
    };
    let Ok(trace) = std::fs::read_to_string(&trace) else {
        eprintln!("SKIPPED: the order of syncs, because strace may not trace here");
        return;
    };
    assert!(traced.status.success(), "{}", String::from_utf8_lossy(&traced.stderr));
    let trace: Vec<String> = trace.lines().map(str::to_owned).collect();

    let appends = between(&trace, "begin", "acknowledged");
    assert_eq!(appends.len() as u64, number("SEMEY_ACKS").unwrap_or(30));
    for append in &appends {
        let at = |what: &dyn Fn(&str) -> bool| append.iter().position(|line| what(line));
        let synced_after =
            |from: usize, of: &str| append[from..].iter().any(|line| line.contains("sync(") && line.contains(of));
        // The entry and its head go through the log of SQLite, the signer's memory through a file beside it.
        assert_eq!(syncs(append, "ledger.db-wal"), 2, "{append:#?}");
        assert_eq!(syncs(append, "signer/.signed"), 1, "{append:#?}");
        assert_eq!(syncs(append, "signer>"), 1, "{append:#?}");
        let first_sync = at(&|line| line.contains("sync(") && line.contains("ledger.db-wal")).expect("a sync");
        let signs = at(&|line| line.contains("signer/.signed") && line.contains("openat")).expect("a signature");
        let renames = at(&|line| line.contains("rename(")).expect("a rename");
        let last_write =
            append.iter().rposition(|line| line.contains("pwrite64") && line.contains("-wal")).expect("a write");
        assert!(first_sync < signs, "the entry is on the disk before its head is signed: {append:#?}");
        assert!(signs < renames && synced_after(renames, "signer>"), "{append:#?}");
        assert!(renames < last_write && synced_after(last_write, "-wal"), "published last, and synced: {append:#?}");
    }
    for (from, to) in [("blob", "kept"), ("kept", "kept-again")] {
        let [part] = between(&trace, from, to)[..] else { panic!("one part from {from}") };
        assert!(syncs(part, "/blobs>") >= 1, "the folder at the top, {to}: {part:#?}");
        assert!(syncs(part, "/blobs/") >= 2, "the folders below, {to}: {part:#?}");
    }
    let [own] = between(&trace, "own", "own-locked")[..] else { panic!("one part") };
    assert_eq!(syncs(own, "-wal"), 0, "what it knows to be synced costs nothing");
    let [foreign] = between(&trace, "foreign", "foreign-locked")[..] else { panic!("one part") };
    assert_eq!(syncs(foreign, "-wal"), 1, "what somebody else wrote is synced before it is shown: {foreign:#?}");
}
