//! What only a server can do to a ledger: wait for a standby, cut a connection, weaken isolation.
//!
//! The tests change settings of the whole server, so they run one after another and, under
//! nextest, with no other test beside them.
#![cfg(all(feature = "postgres", feature = "sqlite"))]

mod support;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ledger::store::{Postgres, Store, StoreError};
use ledger::{Fault, FileSigner, Log};
use support::places::{OnServer, Place};
use support::{entries, number, with_batch};
use tlog::Policy;
use tlog::tree::Edge;

/// The server is one, and each test may turn it upside down.
fn alone() -> MutexGuard<'static, ()> {
    static SERVER: Mutex<()> = Mutex::new(());
    SERVER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Repeats a question until the answer is no longer empty.
fn wait_for(place: &OnServer, question: &str) -> Vec<String> {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let answer = place.ask(question).expect("an answer");
        if !answer.is_empty() {
            return answer;
        }
        assert!(Instant::now() < until, "waited in vain for {question}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// A standby that does not exist: every commit waits for it. Gone again when dropped.
struct LostStandby<'p>(&'p OnServer);

impl LostStandby<'_> {
    fn of(place: &OnServer) -> LostStandby<'_> {
        place.ask("ALTER SYSTEM SET synchronous_standby_names = 'nobody'").expect("set");
        reload(place, "nobody");
        // Settings reach each process of the server in its own time: only a commit that waits shows that they did.
        std::thread::scope(|scope| {
            let mut probe = scope.spawn(|| place.ask(PROBE));
            while place.ask(WAITING).expect("an answer").is_empty() {
                if probe.is_finished() {
                    probe = scope.spawn(|| place.ask(PROBE));
                }
            }
            let end = format!("SELECT pg_terminate_backend(pid) FROM ({WAITING}) AS waiting");
            place.ask(&end).expect("ended");
            drop(probe.join());
        });
        LostStandby(place)
    }
}

/// A commit of nothing in particular.
const PROBE: &str = "SELECT pg_logical_emit_message(true, 'semey', 'probe')";
/// Who waits for a standby.
const WAITING: &str = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

impl Drop for LostStandby<'_> {
    fn drop(&mut self) {
        self.0.ask("ALTER SYSTEM RESET synchronous_standby_names").expect("reset");
        reload(self.0, "");
    }
}

fn reload(place: &OnServer, names: &str) {
    place.ask("SELECT pg_reload_conf()").expect("reloaded");
    let question =
        format!("SELECT 1 FROM pg_settings WHERE name = 'synchronous_standby_names' AND setting = '{names}'");
    wait_for(place, &question);
}

fn open(place: &OnServer, signer: &Path, deadline: Duration) -> Result<Log, Fault> {
    let mut store = place.connect();
    store.set_deadline(deadline);
    Log::open(Box::new(store), Box::new(FileSigner::open(signer).expect("the signer")), None)
}

fn write(log: &mut Log, first: u64) -> Result<u64, Fault> {
    let wait = Duration::from_secs(30);
    log.exclusively(wait, |log| Ok(log.append(first, &entries(first..first + 1))?.size))
}

fn signed(signer: &Path) -> String {
    std::fs::read_to_string(signer.join("signed")).expect("the memory")
}

/// R29: a wait for the standby that ends in any way but its answer is no acknowledgement.
#[test]
fn a_wait_for_a_standby_that_is_cancelled_acknowledges_nothing() {
    let _alone = alone();
    let Some(place) = OnServer::new() else { return };
    drop(place.create());
    let folder = tempfile::tempdir().expect("a folder");
    let signer = folder.path().join("signer");
    FileSigner::create(&signer, support::ORIGIN).expect("a signer");
    let long = Duration::from_secs(30);
    for trial in 0..number("SEMEY_SYNC_TRIALS").unwrap_or(20) {
        let by = ["pg_cancel_backend", "pg_terminate_backend", "the deadline"][trial as usize % 3];
        let deadline = if by == "the deadline" { Duration::from_millis(100) } else { long };
        let mut log = open(&place, &signer, deadline).expect("opened");
        let (size, memory) = (log.size(), signed(&signer));
        assert_eq!(size, trial, "each trial left one entry");
        let lost = LostStandby::of(&place);
        let outcome = std::thread::scope(|scope| {
            let writer = scope.spawn(|| write(&mut log, size));
            if by != "the deadline" {
                let pid = wait_for(&place, WAITING).remove(0);
                place.ask(&format!("SELECT {by}({pid})")).expect("ended");
            }
            writer.join().expect("joined")
        });
        let fault = outcome.expect_err(by);
        assert!(matches!(fault, Fault::Store(StoreError::Unknown { .. })), "{by}: {fault}");
        assert!(fault.is_written(), "{by}: it may be there");
        assert_eq!(signed(&signer), memory, "{by}: nothing was signed");
        assert!(log.receipt(size).is_err(), "{by}: no receipt");
        // The entry can be read by now, and is signed by nobody while the standby is away.
        if trial % 5 == 0 {
            let refused = open(&place, &signer, Duration::from_millis(100)).expect_err("not safe yet");
            let expected = matches!(refused, Fault::Store(StoreError::Failed { .. } | StoreError::Busy { .. }));
            assert!(expected, "{by}: {refused}");
            assert_eq!(signed(&signer), memory, "{by}: nothing was signed");
        }
        drop(lost);
        log.exclusively::<(), Fault>(long, |_| Ok(())).unwrap_or_else(|fault| panic!("{by}: {fault}"));
        assert_eq!(log.size(), size + 1, "{by}: recovery finds the entry");
        let policy = Policy::of_log(log.signer().keys());
        log.receipt(size).expect("a receipt").verify(&entries(size..size + 1)[0].bytes, &policy).expect("it holds");
        assert_ne!(signed(&signer), memory);
    }
    let mut log = open(&place, &signer, long).expect("opened");
    let size = log.size();
    assert_eq!(write(&mut log, size), Ok(size + 1));
}

/// The lock is the session's: whoever lost the one must not act under the other.
#[test]
fn a_lock_that_went_with_its_connection_is_noticed() {
    let _alone = alone();
    let Some(place) = OnServer::new() else { return };
    drop(place.create());
    let (mut one, mut other) = (place.connect(), place.connect());
    let mut edge = Edge::new();
    with_batch(&mut edge, &entries(0..1), |batch| one.append(batch)).expect("appended");
    one.lock(Duration::ZERO).expect("locked");
    let holder = place.ask("SELECT pid FROM pg_locks WHERE locktype = 'advisory'").expect("a holder");
    assert_eq!(holder.len(), 1);
    place.ask(&format!("SELECT pg_terminate_backend({})", holder[0])).expect("ended");
    other.lock(Duration::from_secs(5)).expect("the lock is free");
    let refused = with_batch(&mut edge.clone(), &entries(1..2), |batch| one.append(batch));
    assert!(matches!(refused, Err(StoreError::Failed { .. })), "{refused:?}");
    assert!(matches!(one.size(), Err(StoreError::Failed { .. })));
    assert!(matches!(one.publish(1, "note"), Err(StoreError::Failed { .. })));
    assert_eq!((other.size(), other.published()), (Ok(1), Ok(None)));
    one.unlock();
    assert_eq!(one.size(), Ok(1), "without the lock it reads again");
    assert!(matches!(one.lock(Duration::ZERO), Err(StoreError::Busy { .. })));
    other.unlock();
    assert_eq!(one.lock(Duration::ZERO), Ok(()));
    assert_eq!(with_batch(&mut edge, &entries(1..2), |batch| one.append(batch)), Ok(()));
}

/// An idle connection that the server ended is made again without a word.
#[test]
fn an_idle_connection_that_broke_is_made_again() {
    let _alone = alone();
    let Some(place) = OnServer::new() else { return };
    let mut store = place.create();
    for round in 0..3 {
        place
            .ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'semey'")
            .expect("ended");
        match round {
            0 => assert_eq!(store.size(), Ok(0)),
            1 => assert_eq!(store.lock(Duration::from_secs(5)), Ok(())),
            _ => {
                store.unlock();
                let appended = with_batch(&mut Edge::new(), &entries(0..1), |batch| store.append(batch));
                assert_eq!(appended, Ok(()));
            }
        }
    }
}

fn with_option(place: &OnServer, option: &str) -> Result<Postgres, StoreError> {
    Postgres::connect(&format!("{}&options=-c%20{option}", place.address()))
}

/// R15: the head row is what orders appends, at every level of isolation.
#[test]
fn isolation_is_not_relied_upon() {
    let _alone = alone();
    let Some(place) = OnServer::new() else { return };
    drop(place.create());
    let levels = ["read%5C%20committed", "repeatable%5C%20read", "serializable"];
    let rounds = number("SEMEY_ISOLATION").unwrap_or(30);
    let won: u64 = std::thread::scope(|scope| {
        let writers: Vec<_> = levels
            .iter()
            .cycle()
            .take(12)
            .enumerate()
            .map(|(writer, level)| {
                let place = &place;
                scope.spawn(move || {
                    let mut store =
                        with_option(place, &format!("default_transaction_isolation={level}")).expect("opened");
                    let mut won = 0;
                    // Without the lock: only the head row stands between them.
                    while won < rounds {
                        let size = store.size().expect("a size");
                        let mut edge = Edge::new();
                        entries(0..size)
                            .iter()
                            .for_each(|entry| edge.push(tlog::Hash::leaf(&entry.bytes), |_, _, _| {}));
                        let mine = support::entry(size, &format!("{writer}-{won}"));
                        match with_batch(&mut edge, &[mine], |batch| store.append(batch)) {
                            Ok(()) => won += 1,
                            Err(StoreError::Conflict { size: now }) => assert!(now > size),
                            Err(error) => panic!("{error}"),
                        }
                    }
                    won
                })
            })
            .collect();
        writers.into_iter().map(|writer| writer.join().expect("joined")).sum()
    });
    let mut store = place.connect();
    assert_eq!(store.size(), Ok(won));
    let mut next = 0;
    store
        .entries(0..won, &mut |at, bytes, _| {
            assert_eq!((at, bytes), (next, entries(next..next + 1)[0].bytes.as_slice()));
            next += 1;
        })
        .expect("all there");
}

#[test]
fn a_server_that_cannot_be_written_to_says_so() {
    let _alone = alone();
    let Some(place) = OnServer::new() else { return };
    drop(place.create());
    let mut store = with_option(&place, "default_transaction_read_only=on").expect("it can be read");
    assert_eq!(store.size(), Ok(0));
    assert_eq!(store.lock(Duration::ZERO), Err(StoreError::ReadOnly));
    let refused = with_batch(&mut Edge::new(), &entries(0..1), |batch| store.append(batch));
    assert_eq!(refused, Err(StoreError::ReadOnly));
    assert_eq!(store.publish(0, "note"), Err(StoreError::ReadOnly));
    assert_eq!(place.open().lock(Duration::ZERO), Ok(()), "and keeps no lock");
}

#[test]
fn a_row_that_a_stalled_program_holds_is_waited_for_and_no_longer() {
    let _alone = alone();
    let Some(place) = OnServer::new() else { return };
    let mut store = place.create();
    std::thread::scope(|scope| {
        let stalled = scope.spawn(|| place.ask("BEGIN; SELECT size FROM head FOR UPDATE; SELECT pg_sleep(7); COMMIT"));
        std::thread::sleep(Duration::from_millis(500));
        let refused = with_batch(&mut Edge::new(), &entries(0..1), |batch| store.append(batch));
        assert!(matches!(refused, Err(StoreError::Busy { .. })), "{refused:?}");
        stalled.join().expect("joined").expect("ended");
        let appended = with_batch(&mut Edge::new(), &entries(0..1), |batch| store.append(batch));
        assert_eq!(appended, Ok(()));
    });
}

#[test]
fn an_address_says_which_ledger_and_its_faults_are_told() {
    let _alone = alone();
    let Some(place) = OnServer::new() else { return };
    let why = |result: Result<Postgres, StoreError>| match result {
        Err(StoreError::Failed { why }) => why,
        other => panic!("{other:?}"),
    };
    assert!(why(Postgres::connect(&place.address())).contains("no ledger in the schema"));
    let store = Postgres::create(&place.address()).expect("made");
    assert!(!format!("{store:?}").contains("user"), "no part of the address is shown");
    assert!(why(Postgres::create(&place.address())).contains("already"));
    for wrong in ["", "Zone", "1", "pg_x", "a-b", "x;y", &"x".repeat(64)] {
        let address = place.address().replace("schema=test", &format!("schema={wrong}&old=test"));
        assert!(Postgres::connect(&address).is_err(), "{wrong}");
    }
    assert!(why(Postgres::connect("postgresql://127.0.0.1:1/x")).contains("connect"));
    assert!(why(Postgres::connect("nonsense")).contains("address"));
    let words = place.address().replace("postgresql:///postgres?", "dbname=postgres ").replace('&', " ");
    assert_eq!(Postgres::connect(&words).expect("libpq's words").size(), Ok(0));
    place.ask("UPDATE head SET layout = 2").expect("changed");
    assert!(why(Postgres::connect(&place.address())).contains("newer semey"));
}

/// A server that stopped answering, as one whose disk hangs: the answer is Unknown only once COMMIT was sent.
#[test]
fn a_server_that_hangs_is_given_up_at_the_deadline() {
    let _alone = alone();
    let Some(place) = OnServer::new() else { return };
    drop(place.create());
    let mut store = place.connect();
    store.set_deadline(Duration::from_millis(300));
    let pid = place.ask("SELECT pid FROM pg_stat_activity WHERE application_name = 'semey'").expect("a process");
    let signal = |name: &str| {
        let sent = std::process::Command::new("kill").args([name, &pid[0]]).status();
        sent.is_ok_and(|status| status.success())
    };
    if !signal("-STOP") {
        eprintln!("SKIPPED: the server's processes cannot be stopped from here");
        return;
    }
    let begun = Instant::now();
    let refused = with_batch(&mut Edge::new(), &entries(0..1), |batch| store.append(batch));
    assert!(signal("-CONT"));
    assert!(matches!(refused, Err(StoreError::Failed { .. })), "{refused:?}");
    assert!(begun.elapsed() < Duration::from_secs(3));
    let appended = with_batch(&mut Edge::new(), &entries(0..1), |batch| store.append(batch));
    assert_eq!(appended, Ok(()));
}
