//! One contract for every store, and what a log makes of it when somebody meddles.
//!
//! Each check runs in memory (the model), on SQLite, and with the feature `postgres` on the server
//! that `SEMEY_TEST_POSTGRES` names (`xtask/postgres` starts one).
#![cfg(feature = "sqlite")]

mod support;

use std::time::{Duration, Instant};

use ledger::source::Stored;
use ledger::store::{Store, StoreError};
use ledger::{Entry, Fault, FileSigner, Log, SignerError, tile_bytes, verify};
use support::places::Place;
use support::{Dice, entries, entry, number, sign, with_batch};
use tlog::tree::{Edge, Memory as Tree};
use tlog::{Hash, Policy, Tile};

/// A module of tests for each kind of store.
macro_rules! on_every_store {
    ($($check:ident),* $(,)?) => {
        mod memory {
            $(#[test] fn $check() { super::$check(&crate::support::places::InMemory::default()); })*
        }
        mod sqlite {
            $(#[test] fn $check() { super::$check(&crate::support::places::InFile::new()); })*
        }
        #[cfg(feature = "postgres")]
        mod postgres {
            $(#[test] fn $check() {
                if let Some(place) = crate::support::places::OnServer::new() { super::$check(&place); }
            })*
        }
    };
}

on_every_store!(
    an_empty_store_has_nothing_and_says_so,
    what_is_appended_can_be_read_after_opening_again,
    a_batch_for_another_place_is_a_conflict,
    a_request_enters_once,
    entries_of_every_length_and_content_come_back,
    tiles_are_those_of_the_tree,
    a_missing_entry_is_damage_and_a_wide_range_no_panic,
    the_head_of_the_greatest_size_is_the_published_one,
    one_store_holds_the_lock,
    writers_racing_make_one_ledger,
    a_log_goes_on_after_every_step,
    a_duplicate_finds_its_entry,
    a_store_set_back_is_not_signed,
    another_store_is_not_signed,
    a_signer_set_back_does_not_sign,
    a_second_signer_does_not_sign,
    a_head_published_by_somebody_else_stops_the_log,
);

/// What the tests append as a log would.
fn append(store: &mut dyn Store, edge: &mut Edge, entries: &[Entry]) -> Result<(), StoreError> {
    let mut grown = edge.clone();
    with_batch(&mut grown, entries, |batch| store.append(batch))?;
    *edge = grown;
    Ok(())
}

/// Everything that lies in a range.
fn read(store: &mut dyn Store, range: std::ops::Range<u64>) -> Result<Vec<Vec<u8>>, StoreError> {
    let mut found = Vec::new();
    store.entries(range, &mut |at, bytes, leaf| {
        assert_eq!(leaf, Hash::leaf(bytes).0, "entry {at}");
        found.push(bytes.to_vec());
    })?;
    Ok(found)
}

fn is_damaged<T: std::fmt::Debug>(result: Result<T, StoreError>) -> String {
    match result {
        Err(StoreError::Damaged { what }) => what,
        other => panic!("not reported as damage: {other:?}"),
    }
}

fn an_empty_store_has_nothing_and_says_so(place: &dyn Place) {
    let mut store = place.create();
    for _ in 0..2 {
        assert_eq!(store.size(), Ok(0));
        assert_eq!(store.request("r0"), Ok(None));
        assert_eq!(store.published(), Ok(None));
        assert_eq!(read(&mut *store, 0..0), Ok(vec![]));
        assert_eq!(store.nodes(0, 0..0), Ok(vec![]));
        assert_eq!(store.nodes(1, 0..0), Ok(vec![]));
        assert!(is_damaged(read(&mut *store, 0..1)).contains("entry 0"));
        is_damaged(store.nodes(0, 0..1));
        is_damaged(store.nodes(1, 0..1));
        assert_eq!(append(&mut *store, &mut Edge::new(), &[]), Ok(()), "nothing can be appended");
        drop(store);
        store = place.open();
    }
}

fn what_is_appended_can_be_read_after_opening_again(place: &dyn Place) {
    let (mut store, mut edge) = (place.create(), Edge::new());
    for (before, batch) in [(0, 1), (1, 1), (2, 5), (7, 300), (307, 1)] {
        append(&mut *store, &mut edge, &entries(before..before + batch)).expect("appended");
        drop(store);
        store = place.open();
        let size = before + batch;
        assert_eq!(store.size(), Ok(size));
        let expected: Vec<Vec<u8>> = entries(0..size).into_iter().map(|entry| entry.bytes).collect();
        assert_eq!(read(&mut *store, 0..size), Ok(expected.clone()));
        assert_eq!(read(&mut *store, size - 1..size), Ok(expected[size as usize - 1..].to_vec()));
        assert_eq!(store.request(&format!("r{}", size - 1)), Ok(Some(size - 1)));
        assert_eq!(store.request(&format!("r{size}")), Ok(None));
    }
}

fn a_batch_for_another_place_is_a_conflict(place: &dyn Place) {
    let (mut store, mut edge) = (place.create(), Edge::new());
    append(&mut *store, &mut edge, &entries(0..3)).expect("appended");
    for wrong in [0, 2, 4, 300] {
        let mut elsewhere = Edge::new();
        entries(0..wrong).iter().for_each(|entry| elsewhere.push(Hash::leaf(&entry.bytes), |_, _, _| {}));
        let refused = append(&mut *store, &mut elsewhere, &[entry(9, "new")]);
        assert_eq!(refused, Err(StoreError::Conflict { size: 3 }), "at {wrong}");
    }
    assert_eq!((store.size(), store.request("new")), (Ok(3), Ok(None)));
    assert_eq!(append(&mut *store, &mut edge, &entries(3..4)), Ok(()), "and the right one goes in");
}

fn a_request_enters_once(place: &dyn Place) {
    let (mut store, mut edge) = (place.create(), Edge::new());
    append(&mut *store, &mut edge, &entries(0..300)).expect("appended");
    let known = |request: &str| Err(StoreError::Known { request: request.to_owned() });
    assert_eq!(append(&mut *store, &mut edge, &[entry(9, "r0")]), known("r0"));
    assert_eq!(append(&mut *store, &mut edge, &[entry(9, "new"), entry(10, "r299")]), known("r299"));
    assert_eq!(append(&mut *store, &mut edge, &[entry(9, "twice"), entry(10, "twice")]), known("twice"));
    let mut many = entries(300..700);
    many.push(entry(9, "r650"));
    assert_eq!(append(&mut *store, &mut edge, &many), known("r650"));
    assert_eq!((store.size(), store.request("new"), store.request("r650")), (Ok(300), Ok(None), Ok(None)));
    is_damaged(store.nodes(1, 1..2));
    // Names that some ordering or case folding would take for the same.
    for (at, request) in ["R0", "r0 ", "é", "e\u{301}", "Б", "б", "中", "r0\u{200b}", "'; --", "%"].iter().enumerate()
    {
        assert_eq!(append(&mut *store, &mut edge, &[entry(at as u64, request)]), Ok(()), "{request:?}");
        assert_eq!(store.request(request), Ok(Some(300 + at as u64)), "{request:?}");
    }
}

fn entries_of_every_length_and_content_come_back(place: &dyn Place) {
    let (mut store, mut edge) = (place.create(), Edge::new());
    let mut dice = Dice::new(3);
    let lengths = [0, 1, 2, 31, 32, 33, 255, 4095, 4096, 8191, 65_534, 65_535];
    let made: Vec<Entry> = (0..)
        .zip(lengths)
        .map(|(at, length)| Entry {
            bytes: (0..length).map(|_| dice.roll() as u8).collect(),
            request: format!("{at}{}", "x".repeat(1000)),
        })
        .collect();
    append(&mut *store, &mut edge, &made).expect("appended");
    let expected: Vec<Vec<u8>> = made.iter().map(|entry| entry.bytes.clone()).collect();
    assert_eq!(read(&mut *place.open(), 0..12), Ok(expected));
    assert_eq!(store.request(&made[11].request), Ok(Some(11)));
}

fn tiles_are_those_of_the_tree(place: &dyn Place) {
    let (mut store, mut edge, mut tree) = (place.create(), Edge::new(), Tree::default());
    let mut leaves = Vec::new();
    for size in [255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 65_800] {
        let batch = entries(edge.size()..size);
        leaves.extend(batch.iter().map(|entry| Hash::leaf(&entry.bytes)));
        batch.iter().for_each(|entry| tree.push(Hash::leaf(&entry.bytes)));
        append(&mut *store, &mut edge, &batch).expect("appended");
        assert_eq!(edge.root(), tree.root());
        let mut nodes = tlog::tile::TileNodes::new(size, |tile: Tile| {
            store.nodes(tile.level.unwrap_or(0), tile.first()..tile.first() + u64::from(tile.width))
        });
        assert_eq!(tlog::tree::root(&mut nodes, size), Ok(tree.root()), "root of {size}");
        let full = size / 256;
        let roots: Vec<Hash> = leaves.chunks_exact(256).map(tlog::tile::root_of).collect();
        assert_eq!(store.nodes(1, 0..full), Ok(roots.clone()), "level 1 of {size}");
        is_damaged(store.nodes(1, 0..full + 1));
        let above: Vec<Hash> = roots.chunks_exact(256).map(tlog::tile::root_of).collect();
        assert_eq!(store.nodes(2, 0..size / 65_536), Ok(above), "level 2 of {size}");
        is_damaged(store.nodes(2, 0..size / 65_536 + 1));
    }
    let tile = Tile::in_tree(0, 257, 65_800).expect("a tile");
    assert_eq!(tile_bytes(&mut *store, tile), Ok(tlog::tile::bytes(&leaves[65_792..])));
    let bundle = Tile::bundle_in(256, 65_800).expect("a bundle");
    let bytes = tile_bytes(&mut *store, bundle).expect("a bundle");
    let found = tlog::bundle::entries(&bytes, 256).expect("a bundle");
    assert!(found.iter().copied().eq(entries(65_536..65_792).iter().map(|entry| entry.bytes.as_slice())));
}

fn a_missing_entry_is_damage_and_a_wide_range_no_panic(place: &dyn Place) {
    let (mut store, mut edge) = (place.create(), Edge::new());
    append(&mut *store, &mut edge, &entries(0..300)).expect("appended");
    for end in [301, 10_000, 1 << 40] {
        let what = is_damaged(read(&mut *store, 299..end));
        assert!(what.contains("entry 300"), "{what}");
        is_damaged(store.nodes(0, 299..end));
        is_damaged(store.nodes(1, 0..end));
    }
    for (start, end) in [(0, u64::MAX), (u64::MAX - 1, u64::MAX), (1 << 63, (1 << 63) + 1)] {
        if place.sql("SELECT 1").is_ok() {
            is_damaged(read(&mut *store, start..end));
            is_damaged(store.nodes(0, start..end));
            is_damaged(store.nodes(1, start..end));
        }
    }
    is_damaged(store.nodes(64, 0..1));
    assert_eq!(read(&mut *store, 400..400), Ok(vec![]));
    // The owner of the tables removes one; the triggers must go first.
    let removed = ["DROP TRIGGER entry_remains", "DROP TRIGGER entry_stays ON entry"]
        .iter()
        .any(|trigger| place.sql(trigger).is_ok());
    if removed {
        place.sql("DELETE FROM entry WHERE seq = 150").expect("deleted");
        let what = is_damaged(read(&mut *store, 0..300));
        assert!(what.contains("entry 150"), "{what}");
        let what = is_damaged(store.nodes(0, 0..300));
        assert!(what.contains("hash 150"), "{what}");
        assert!(read(&mut *store, 151..300).is_ok());
    }
}

fn the_head_of_the_greatest_size_is_the_published_one(place: &dyn Place) {
    let mut store = place.create();
    for (size, note, published) in [
        (0, "empty", "empty"),
        (5, "five", "five"),
        (3, "three", "five"),
        (5, "five, cosigned", "five, cosigned"),
        (1 << 40, "—\n中\n", "—\n中\n"),
    ] {
        assert_eq!(store.publish(size, note), Ok(()));
        assert_eq!(place.open().published(), Ok(Some(published.to_owned())));
        assert_eq!(store.published(), Ok(Some(published.to_owned())));
    }
}

fn one_store_holds_the_lock(place: &dyn Place) {
    let (mut one, mut other) = (place.create(), place.open());
    let long = Duration::from_secs(5);
    assert_eq!(one.lock(Duration::ZERO), Ok(()));
    assert_eq!(one.lock(Duration::ZERO), Ok(()), "who holds it has it");
    let begun = Instant::now();
    let wait = Duration::from_millis(200);
    match other.lock(wait) {
        Err(StoreError::Busy { what }) => assert!(what.contains("another"), "{what}"),
        other => panic!("{other:?}"),
    }
    assert!((wait..wait * 10).contains(&begun.elapsed()), "it waited {:?}", begun.elapsed());
    one.unlock();
    one.unlock();
    assert_eq!(other.lock(Duration::ZERO), Ok(()), "it was given back");
    assert!(matches!(one.lock(Duration::ZERO), Err(StoreError::Busy { .. })));
    drop(other);
    assert_eq!(one.lock(long), Ok(()), "who is gone holds nothing");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| place.open().lock(long));
        std::thread::sleep(Duration::from_millis(50));
        one.unlock();
        assert_eq!(waiting.join().expect("joined"), Ok(()), "who waits gets it");
    });
}

/// A log over a place, with a signer in a folder.
fn open(place: &dyn Place, signer: &std::path::Path) -> Result<Log, Fault> {
    Log::open(place.open(), Box::new(FileSigner::open(signer).expect("the signer")), None)
}

/// A new log, with entries as many as asked for.
fn log_of(place: &dyn Place, signer: &std::path::Path, size: u64) -> Log {
    drop(place.create());
    FileSigner::create(signer, support::ORIGIN).expect("a signer");
    let mut log = open(place, signer).expect("a log");
    write(&mut log, entries(0..size)).expect("written");
    log
}

fn write(log: &mut Log, entries: Vec<Entry>) -> Result<u64, Fault> {
    log.exclusively(Duration::from_secs(60), |log| Ok(log.append(log.size(), &entries)?.size))
}

/// What a submitter does who cannot know whether it was heard: the same again.
fn submit(log: &mut Log, entry: &Entry) -> Result<u64, Fault> {
    log.exclusively(Duration::from_secs(60), |log| match log.store().request(&entry.request)? {
        Some(at) => Ok(at),
        None => Ok(log.append(log.size(), std::slice::from_ref(entry))?.first),
    })
}

fn policy(log: &mut Log) -> Policy {
    Policy::of_log(log.signer().keys())
}

/// The whole ledger derives from its entries, and every receipt holds; of a long ledger some 100,000 of them.
fn check(log: &mut Log) {
    let policy = policy(log);
    let mut source = Stored { store: log.store(), name: "the store".to_owned() };
    let mut found = Vec::new();
    let verified = verify::fsck(
        &mut source,
        &policy,
        &mut |_, bytes| {
            found.push(bytes.to_vec());
            Ok(())
        },
        &mut |_| {},
    );
    let size = verified.expect("it verifies").head.checkpoint.size;
    assert_eq!(size, log.size());
    for (at, entry) in (0..).zip(&found).step_by(found.len() / 100_000 + 1) {
        log.receipt(at).expect("a receipt").verify(entry, &policy).expect("it holds");
    }
}

/// `SEMEY_RACE` says how often each writer appends, `SEMEY_RACE_BATCH` how many entries at a time.
fn writers_racing_make_one_ledger(place: &dyn Place) {
    const WRITERS: u64 = 64;
    let each = number("SEMEY_RACE").unwrap_or(3);
    let batch = number("SEMEY_RACE_BATCH").unwrap_or(1);
    let folder = tempfile::tempdir().expect("a folder");
    let signer = folder.path().join("signer");
    drop(log_of(place, &signer, 0));
    let places: Vec<u64> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let signer = &signer;
                scope.spawn(move || {
                    let mut log = loop {
                        match open(place, signer) {
                            Ok(log) => break log,
                            Err(Fault::Store(StoreError::Busy { .. })) => {}
                            Err(fault) => panic!("{fault}"),
                        }
                    };
                    let written = (0..each).flat_map(|number| {
                        let entry = |at: u64| {
                            let at = (writer * each + number) * batch + at;
                            entry(at, &format!("{writer}-{at}"))
                        };
                        let entries: Vec<Entry> = (0..batch).map(entry).collect();
                        let first = log.exclusively::<_, Fault>(Duration::from_secs(60), |log| {
                            Ok(log.append(log.size(), &entries)?.first)
                        });
                        let first = first.expect("written");
                        first..first + batch
                    });
                    written.collect::<Vec<_>>()
                })
            })
            .collect();
        writers.into_iter().flat_map(|writer| writer.join().expect("a writer")).collect()
    });
    let mut sorted = places.clone();
    sorted.sort_unstable();
    assert!(sorted.iter().copied().eq(0..WRITERS * each * batch), "places follow each other");
    let mut log = open(place, &signer).expect("opened");
    assert_eq!(log.size(), WRITERS * each * batch);
    check(&mut log);
}

fn a_log_goes_on_after_every_step(place: &dyn Place) {
    let folder = tempfile::tempdir().expect("a folder");
    let signer = folder.path().join("signer");
    let mut size = 0;
    drop(log_of(place, &signer, 0));
    for batch in [0, 1, 2, 252, 1, 1, 300, 0, 1] {
        let mut log = open(place, &signer).expect("opened");
        assert_eq!(log.published().expect("published").checkpoint.size, size);
        size = write(&mut log, entries(size..size + batch)).expect("written");
        check(&mut log);
    }
}

fn a_duplicate_finds_its_entry(place: &dyn Place) {
    const AT_ONCE: u64 = 16;
    let folder = tempfile::tempdir().expect("a folder");
    let signer = folder.path().join("signer");
    drop(log_of(place, &signer, 3));
    for round in 0..3 {
        let asked = entry(100 + round, &format!("again {round}"));
        let places: Vec<u64> = std::thread::scope(|scope| {
            let senders: Vec<_> = (0..AT_ONCE)
                .map(|_| scope.spawn(|| submit(&mut open(place, &signer).expect("opened"), &asked).expect("entered")))
                .collect();
            senders.into_iter().map(|sender| sender.join().expect("a sender")).collect()
        });
        assert_eq!(places, vec![3 + round; AT_ONCE as usize]);
        // Who does not look first is refused, in whatever batch the request comes.
        let mut log = open(place, &signer).expect("opened");
        let known = Fault::Store(StoreError::Known { request: asked.request.clone() });
        assert!(!known.is_written());
        assert_eq!(write(&mut log, vec![asked.clone()]), Err(known.clone()));
        assert_eq!(write(&mut log, vec![entry(1, "other"), asked.clone()]), Err(known));
        assert_eq!(submit(&mut log, &asked), Ok(3 + round));
        assert_eq!(log.size(), 4 + round);
        check(&mut log);
    }
}

/// A place with the first entries of another, and the head that was published over them.
fn copy(
    place: &dyn Place,
    size: u64,
    published: Option<&str>,
    mut change: impl FnMut(u64, Vec<u8>) -> Vec<u8>,
) -> Box<dyn Place> {
    let older = place.another();
    let (mut from, mut to, mut edge) = (place.open(), older.create(), Edge::new());
    let found = read(&mut *from, 0..size).expect("read");
    let entries: Vec<Entry> =
        (0..).zip(found).map(|(at, bytes)| Entry { bytes: change(at, bytes), request: format!("r{at}") }).collect();
    append(&mut *to, &mut edge, &entries).expect("copied");
    if let Some(note) = published {
        to.publish(size, note).expect("published");
    }
    older
}

fn remembered(signer: &std::path::Path) -> String {
    std::fs::read_to_string(signer.join("signed")).expect("the memory")
}

fn a_store_set_back_is_not_signed(place: &dyn Place) {
    let folder = tempfile::tempdir().expect("a folder");
    let signer = folder.path().join("signer");
    let mut log = log_of(place, &signer, 0);
    let mut heads = vec![log.published().expect("published").note.clone()];
    for size in 0..20 {
        write(&mut log, entries(size..size + 1)).expect("written");
        heads.push(log.published().expect("published").note.clone());
    }
    let memory = remembered(&signer);
    for size in [0, 1, 7, 19] {
        for note in [None, Some(heads[size as usize].as_str())] {
            let older = copy(place, size, note, |_, bytes| bytes);
            let refused = open(&*older, &signer).expect_err("an older store");
            assert_eq!(refused, Fault::Signer(SignerError::Smaller { asked: size, signed: 20 }));
            assert!(refused.to_string().contains("semey restore"), "{refused}");
            assert_eq!(remembered(&signer), memory, "nothing was signed");
        }
    }
    // An older copy that went on without its signer is another ledger.
    let older = copy(place, 20, None, |at, bytes| if at < 15 { bytes } else { entry(at + 100, "").bytes });
    assert!(matches!(open(&*older, &signer), Err(Fault::Fork { size: 20, .. })));
    // The copy of all there is goes on.
    let same = copy(place, 20, None, |_, bytes| bytes);
    let mut log = open(&*same, &signer).expect("the same ledger");
    assert_eq!(write(&mut log, entries(20..21)), Ok(21));
    check(&mut log);
    // And the one it was copied from does not: it is the older one by now.
    assert!(matches!(open(place, &signer), Err(Fault::Signer(SignerError::Smaller { asked: 20, signed: 21 }))));
}

fn another_store_is_not_signed(place: &dyn Place) {
    let folder = tempfile::tempdir().expect("a folder");
    let signer = folder.path().join("signer");
    drop(log_of(place, &signer, 12));
    let memory = remembered(&signer);
    let mut dice = Dice::new(16);
    for round in 0..number("SEMEY_FORKS").unwrap_or(8) {
        let (changed, size) = (dice.below(12), 12 + dice.below(3));
        let other = copy(place, 12, None, |at, bytes| if at == changed { entry(500 + round, "").bytes } else { bytes });
        let mut edge = Edge::new();
        for at in 0..12 {
            let bytes = if at == changed { entry(500 + round, "").bytes } else { entry(at, "").bytes };
            edge.push(Hash::leaf(&bytes), |_, _, _| {});
        }
        append(&mut *other.open(), &mut edge, &entries(12..size)).expect("grown");
        let refused = open(&*other, &signer).expect_err("another store");
        assert!(matches!(refused, Fault::Fork { size: 12, .. }), "{refused}");
        assert_eq!(remembered(&signer), memory, "nothing was signed");
    }
    assert!(open(place, &signer).is_ok());
}

fn a_signer_set_back_does_not_sign(place: &dyn Place) {
    let folder = tempfile::tempdir().expect("a folder");
    let signer = folder.path().join("signer");
    let mut log = log_of(place, &signer, 3);
    let older = remembered(&signer);
    write(&mut log, entries(3..5)).expect("written");
    let newest = remembered(&signer);
    // A log that runs notices too: it asks its signer before it signs.
    std::fs::write(signer.join("signed"), &older).expect("set back");
    assert!(matches!(open(place, &signer), Err(Fault::Forgot { published: 5, signed: 3 })));
    std::fs::remove_file(signer.join("signed")).expect("lost");
    let refused = open(place, &signer).expect_err("no memory");
    assert_eq!(refused, Fault::Forgot { published: 5, signed: 0 });
    assert!(!signer.join("signed").exists(), "nothing was signed");
    for garbage in ["", "x", &newest[..newest.len() - 9], &newest.replace("\n5\n", "\n6\n")] {
        std::fs::write(signer.join("signed"), garbage).expect("damaged");
        assert!(matches!(open(place, &signer), Err(Fault::Signer(SignerError::Damaged { .. }))), "{garbage:?}");
    }
    std::fs::write(signer.join("signed"), newest).expect("put back");
    assert_eq!(write(&mut open(place, &signer).expect("opened"), entries(5..6)), Ok(6));
}

fn a_second_signer_does_not_sign(place: &dyn Place) {
    let folder = tempfile::tempdir().expect("a folder");
    let (signer, second) = (folder.path().join("signer"), folder.path().join("second"));
    drop(log_of(place, &signer, 3));
    // A copy of the folder, made to be on the safe side and started by mistake.
    std::fs::create_dir(&second).expect("a folder");
    for name in ["key", "signed"] {
        std::fs::copy(signer.join(name), second.join(name)).expect("copied");
    }
    assert_eq!(write(&mut open(place, &signer).expect("opened"), entries(3..4)), Ok(4));
    assert!(matches!(open(place, &second), Err(Fault::Forgot { published: 4, signed: 3 })));
    // A signer of the same name with another key.
    std::fs::remove_dir_all(&second).expect("removed");
    FileSigner::create(&second, support::ORIGIN).expect("a signer");
    assert!(matches!(open(place, &second), Err(Fault::Store(StoreError::Damaged { .. }))));
    assert!(!second.join("signed").exists(), "nothing was signed");
    assert!(matches!(FileSigner::create(&second, support::ORIGIN), Err(SignerError::Key(_))), "a key is not replaced");
    check(&mut open(place, &signer).expect("opened"));
}

fn a_head_published_by_somebody_else_stops_the_log(place: &dyn Place) {
    let folder = tempfile::tempdir().expect("a folder");
    let signer = folder.path().join("signer");
    drop(log_of(place, &signer, 5));
    let memory = remembered(&signer);
    let key = std::fs::read_to_string(signer.join("key")).expect("the key");
    let key = tlog::SigningKey::from_secret(key.trim_end()).expect("a key");
    let other = sign(&key, 5, Hash::of(b"another history"));
    place.open().publish(5, &other.note).expect("published");
    let refused = open(place, &signer).expect_err("two histories");
    assert!(matches!(refused, Fault::Fork { size: 5, .. }), "{refused}");
    let stranger = sign(&support::key(support::ORIGIN, 77), 5, Hash::of(b"another history"));
    place.open().publish(5, &stranger.note).expect("published");
    assert!(matches!(open(place, &signer), Err(Fault::Store(StoreError::Damaged { .. }))));
    place.open().publish(5, &memory).expect("published");
    assert_eq!(write(&mut open(place, &signer).expect("opened"), entries(5..6)), Ok(6));
}

/// Statements that somebody might try who means well.
fn rows_stay(place: &dyn Place, statements: &[&str]) {
    let (mut store, mut edge) = (place.create(), Edge::new());
    append(&mut *store, &mut edge, &entries(0..300)).expect("appended");
    for statement in statements {
        assert!(place.sql(statement).is_err(), "{statement}");
    }
    let expected: Vec<Vec<u8>> = entries(0..300).into_iter().map(|entry| entry.bytes).collect();
    assert_eq!(read(&mut *store, 0..300), Ok(expected));
    assert_eq!(store.size(), Ok(300));
    assert_eq!(append(&mut *store, &mut edge, &entries(300..301)), Ok(()));
}

#[test]
fn rows_of_sqlite_stay() {
    rows_stay(
        &support::places::InFile::new(),
        &[
            "UPDATE entry SET bytes = x'00' WHERE seq = 3",
            "UPDATE entry SET request = 'other'",
            "DELETE FROM entry WHERE seq = 299",
            "DELETE FROM entry",
            "UPDATE node SET hash = zeroblob(32)",
            "DELETE FROM node",
            "INSERT OR REPLACE INTO entry VALUES (3, 'other', zeroblob(32), x'00')",
            "INSERT OR REPLACE INTO entry VALUES (300, 'r3', zeroblob(32), x'00')",
            "INSERT INTO entry VALUES (301, 'beyond', zeroblob(32), x'00')",
            "INSERT OR REPLACE INTO node VALUES (1, 0, zeroblob(32))",
            "INSERT INTO entry VALUES (300, 'short', x'00', x'00')",
            "INSERT INTO entry VALUES (300, 'long', zeroblob(32), zeroblob(65536))",
        ],
    );
}

#[cfg(feature = "postgres")]
#[test]
fn rows_of_postgres_stay() {
    let Some(place) = support::places::OnServer::new() else { return };
    rows_stay(
        &place,
        &[
            "UPDATE entry SET bytes = '' WHERE seq = 3",
            "DELETE FROM entry WHERE seq = 299",
            "DELETE FROM entry WHERE false",
            "TRUNCATE entry",
            "UPDATE node SET hash = hash",
            "DELETE FROM node",
            "TRUNCATE node",
            "SET session_replication_role = replica; DELETE FROM entry",
            "DELETE FROM head",
            "TRUNCATE head",
            "UPDATE head SET size = 0",
            "INSERT INTO head (one, layout, size) VALUES (false, 1, 0)",
            "INSERT INTO entry SELECT 3, 'other', leaf, bytes FROM entry WHERE seq = 3 ON CONFLICT (seq) DO UPDATE SET bytes = ''",
            "INSERT INTO entry VALUES (300, 'short', '', '')",
        ],
    );
    // A row put beyond the head is no entry, and in the way of the next one.
    place.sql("INSERT INTO entry SELECT 301, 'beyond', leaf, bytes FROM entry WHERE seq = 3").expect("inserted");
    let mut store = place.open();
    assert_eq!(store.size(), Ok(301));
    let mut edge = Edge::new();
    entries(0..301).iter().for_each(|entry| edge.push(Hash::leaf(&entry.bytes), |_, _, _| {}));
    is_damaged(append(&mut *store, &mut edge, &entries(301..302)));
}
