//! Wrong bits, on the way to the disk, on the disk, and in memory: never signed, and named.
#![cfg(feature = "sqlite")]

mod support;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ledger::source::Stored;
use ledger::store::{Batch, EachEntry, Row, Sqlite, Store, StoreError};
use ledger::{Fault, FileSigner, Log, Signer, verify};
use support::memory::{Memory, Shared, Tables};
use support::{Clerk, Dice, entries, number, with_batch};
use tlog::tree::Edge;
use tlog::{Hash, Policy};

/// Where a bit turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In an entry on its way to the disk, or on it.
    Bytes,
    /// In the leaf hash stored beside it.
    Leaf,
    /// In the root of a full tile.
    Node,
}

/// Which bit turns, and when.
#[derive(Debug, Clone, Copy)]
struct Turn {
    place: Place,
    /// The entry of the batch, or the node of the batch.
    which: usize,
    bit: usize,
    /// Only in what is read back: the memory is bad, not the disk.
    in_reading: bool,
    /// The program is gone before it can compare.
    unseen: bool,
}

fn turn(bytes: &mut [u8], bit: usize) {
    let at = bit / 8 % bytes.len();
    bytes[at] ^= 1 << (bit % 8);
}

/// A store in which a bit turns in the next batch.
struct Turning {
    store: Memory,
    turn: Arc<Mutex<Option<Turn>>>,
    /// What reading turns: entry or node, place, bit.
    reading: Option<(Place, u64, u8, usize)>,
}

impl Store for Turning {
    fn append(&mut self, batch: &Batch<'_>) -> Result<(), StoreError> {
        let Some(turned) = self.turn.lock().expect("a test failed").take() else { return self.store.append(batch) };
        let which = turned.which;
        if turned.in_reading {
            let (level, index) = if turned.place == Place::Node {
                (batch.nodes[which].0, batch.nodes[which].1)
            } else {
                (0, batch.first + which as u64)
            };
            self.reading = Some((turned.place, index, level, turned.bit));
            return self.store.append(batch);
        }
        let mut rows: Vec<Row<'_>> = batch.entries.to_vec();
        let mut nodes = batch.nodes.to_vec();
        let mut bytes = batch.entries[which.min(batch.entries.len() - 1)].bytes.to_vec();
        match turned.place {
            Place::Bytes => {
                turn(&mut bytes, turned.bit);
                rows[which].bytes = &bytes;
            }
            Place::Leaf => turn(&mut rows[which].leaf.0, turned.bit),
            Place::Node => turn(&mut nodes[which].2.0, turned.bit),
        }
        self.store.append(&Batch { entries: &rows, nodes: &nodes, ..*batch })?;
        if turned.unseen { Err(StoreError::Unknown { why: "the program is gone".to_owned() }) } else { Ok(()) }
    }

    fn entries(&mut self, range: Range<u64>, each: &mut EachEntry<'_>) -> Result<(), StoreError> {
        let reading = self.reading.filter(|(place, ..)| *place != Place::Node);
        let mut done = false;
        let outcome = self.store.entries(range, &mut |at, bytes, leaf| match reading {
            Some((place, index, _, bit)) if at == index => {
                let (mut bytes, mut leaf) = (bytes.to_vec(), leaf.to_vec());
                turn(if place == Place::Bytes { &mut bytes } else { &mut leaf }, bit);
                done = true;
                each(at, &bytes, &leaf);
            }
            _ => each(at, bytes, leaf),
        });
        if done {
            self.reading = None;
        }
        outcome
    }

    fn nodes(&mut self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, StoreError> {
        let mut hashes = self.store.nodes(level, range.clone())?;
        if let Some((Place::Node, index, of, bit)) = self.reading
            && of == level
            && range.contains(&index)
        {
            turn(&mut hashes[(index - range.start) as usize].0, bit);
            self.reading = None;
        }
        Ok(hashes)
    }

    fn lock(&mut self, wait: Duration) -> Result<(), StoreError> {
        self.store.lock(wait)
    }

    fn unlock(&mut self) {
        self.store.unlock();
    }

    fn size(&mut self) -> Result<u64, StoreError> {
        self.store.size()
    }

    fn request(&mut self, request: &str) -> Result<Option<u64>, StoreError> {
        self.store.request(request)
    }

    fn publish(&mut self, size: u64, note: &str) -> Result<(), StoreError> {
        self.store.publish(size, note)
    }

    fn published(&mut self) -> Result<Option<String>, StoreError> {
        self.store.published()
    }
}

/// A signed ledger of a size, to be copied.
fn base(size: u64) -> (Tables, Hash) {
    let (mut tables, mut edge) = (Tables::default(), Edge::new());
    with_batch(&mut edge, &entries(0..size), |batch| tables.append(batch)).expect("appended");
    (tables, edge.root())
}

fn root_of(size: u64) -> Hash {
    let mut edge = Edge::new();
    entries(0..size).iter().for_each(|entry| edge.push(Hash::leaf(&entry.bytes), |_, _, _| {}));
    edge.root()
}

/// R9: ten thousand bits, none signed, each named.
#[test]
fn a_bit_that_turns_is_not_signed_and_its_entry_is_named() {
    let flips = number("SEMEY_FLIPS").unwrap_or(10_000);
    let mut dice = Dice::new(number("SEMEY_SEED").unwrap_or(9));
    let sizes = [0, 1, 7, 200, 254, 255, 256, 300, 511];
    let bases: BTreeMap<u64, (Tables, Hash)> = sizes.into_iter().map(|size| (size, base(size))).collect();
    let mut roots: BTreeMap<u64, Hash> = BTreeMap::new();
    let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
    for flip in 0..flips {
        let size = sizes[dice.below(sizes.len() as u64) as usize];
        let added = if dice.once_in(20) { 257 + dice.below(9) } else { 1 + dice.below(5) };
        let closed = (size + added) / 256 - size / 256;
        let place = match dice.below(3) {
            0 => Place::Bytes,
            1 => Place::Leaf,
            _ if closed > 0 => Place::Node,
            _ => Place::Bytes,
        };
        let which = dice.below(if place == Place::Node { closed } else { added });
        let in_reading = dice.once_in(4);
        let unseen = !in_reading && dice.once_in(3);
        let turned = Turn { place, which: which as usize, bit: dice.below(1 << 20) as usize, in_reading, unseen };
        let told = format!("flip {flip}: {turned:?}, {added} entries after {size}");
        *kinds.entry(format!("{place:?} in_reading={in_reading} unseen={unseen}")).or_default() += 1;

        let (tables, root) = &bases[&size];
        let (shared, clerk) = (Shared::of(tables.clone()), Clerk::who_signed(size, *root));
        let plan = Arc::new(Mutex::new(None));
        let store = Turning { store: shared.store(0), turn: plan.clone(), reading: None };
        let mut log = Log::open(Box::new(store), Box::new(clerk.clone()), None).expect("opened");
        *plan.lock().expect("a test failed") = Some(turned);
        let wait = Duration::from_secs(1);
        let write = |log: &mut Log, range: Range<u64>| {
            log.exclusively::<_, Fault>(wait, |log| log.append(range.start, &entries(range)))
        };
        let fault = write(&mut log, size..size + added).expect_err(&told);
        let entry = if place == Place::Node { (size / 256 + which) * 256 } else { size + which };
        if unseen {
            assert!(matches!(fault, Fault::Store(StoreError::Unknown { .. })), "{told}: {fault}");
        } else {
            assert_eq!(fault, Fault::Altered { entry }, "{told}");
        }
        assert!(fault.is_written(), "{told}");
        // What is wrong on the disk stays unsigned, whoever looks at it next; bad memory may pass.
        let again = if flip % 2 == 0 {
            write(&mut log, size + added..size + added + 1).map(drop)
        } else {
            drop(log);
            Log::open(Box::new(shared.store(1)), Box::new(clerk.clone()), None).map(drop)
        };
        match again {
            Ok(()) => assert!(in_reading, "{told}: it was signed"),
            Err(fault) => {
                assert!(!in_reading, "{told}: {fault}");
                let named = fault.to_string();
                let expected = if place == Place::Node {
                    format!("entries {entry} to {} ", entry + 255)
                } else {
                    format!("entry {entry} ")
                };
                assert!(named.contains(&expected), "{told}: {named}");
            }
        }
        for (size, root) in clerk.heads.lock().expect("a test failed").iter() {
            assert_eq!(roots.entry(*size).or_insert_with(|| root_of(*size)), root, "{told}: a wrong tree was signed");
        }
    }
    eprintln!("{flips} bits turned, none was signed, each was named: {kinds:#?}");
}

/// A ledger in a file, sealed and closed, that tests copy and alter.
struct Sealed {
    folder: tempfile::TempDir,
    policy: Policy,
}

impl Sealed {
    fn of(size: u64) -> Sealed {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Sqlite::create(&folder.path().join("ledger.db")).expect("a store");
        let signer = FileSigner::create(&folder.path().join("signer"), support::ORIGIN).expect("a signer");
        let policy = Policy::of_log(signer.keys());
        let mut log = Log::open(Box::new(store), Box::new(signer), None).expect("a log");
        for range in [0..size / 2, size / 2..size] {
            log.exclusively::<_, Fault>(Duration::ZERO, |log| log.append(range.start, &entries(range)))
                .expect("written");
        }
        drop(log);
        let sealed = Sealed { folder, policy };
        assert!(!sealed.folder.path().join("ledger.db-wal").exists(), "everything lies in the one file");
        sealed
    }

    /// What checking and opening a copy say after a change.
    fn checked_and_opened(&self, sql: &str) -> (Result<(), String>, Result<(), String>) {
        let path = self.folder.path().join("copy.db");
        drop(std::fs::remove_file(self.folder.path().join("copy.db-wal")));
        drop(std::fs::remove_file(self.folder.path().join("copy.db-shm")));
        std::fs::copy(self.folder.path().join("ledger.db"), &path).expect("copied");
        let db = rusqlite::Connection::open(&path).expect("opened");
        db.pragma_update(None, "synchronous", "OFF").expect("set");
        let names = "SELECT 'DROP TRIGGER ' || name FROM sqlite_schema WHERE type = 'trigger'";
        let drops: Vec<String> = db
            .prepare(names)
            .and_then(|mut select| select.query_map([], |row| row.get(0))?.collect())
            .expect("the triggers");
        db.execute_batch(&drops.join(";")).expect("dropped");
        db.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        drop(db);
        let mut store = match Sqlite::open(&path) {
            Ok(store) => store,
            Err(error) => return (Err(error.to_string()), Err(error.to_string())),
        };
        let mut source = Stored { store: &mut store, name: "the copy".to_owned() };
        let checked = verify::fsck(&mut source, &self.policy, &mut |_, _| Ok(()), &mut |_| {});
        let signer = FileSigner::open(&self.folder.path().join("signer")).expect("the signer");
        let before = std::fs::read(self.folder.path().join("signer/signed")).expect("the memory");
        let opened = Log::open(Box::new(store), Box::new(signer), None);
        if opened.is_err() {
            let after = std::fs::read(self.folder.path().join("signer/signed")).expect("the memory");
            assert_eq!(before, after, "{sql}: nothing was signed");
        }
        let opened = opened.map(drop).map_err(|fault| fault.to_string());
        let checked = checked.map(drop).map_err(|error| error.to_string());
        (checked, opened)
    }

    /// What either says.
    fn altered(&self, sql: &str) -> Result<(), String> {
        let (checked, opened) = self.checked_and_opened(sql);
        checked.and(opened)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// R19, but for the column `request`, which no hash covers: the entry's own words must repeat it.
#[test]
fn rows_altered_by_the_owner_of_the_file_are_found_and_named() {
    const SIZE: u64 = 700;
    let sealed = Sealed::of(SIZE);
    assert_eq!(sealed.altered("SELECT 1"), Ok(()), "the copy itself is good");
    let mut dice = Dice::new(19);
    let all = entries(0..SIZE);
    let edits = number("SEMEY_EDITS").unwrap_or(200);
    for edit in 0..edits {
        let (at, other) = (dice.below(SIZE), dice.below(SIZE));
        let mut bytes = all[at as usize].bytes.clone();
        turn(&mut bytes, dice.below(1 << 16) as usize);
        let mut leaf = Hash::leaf(&all[at as usize].bytes);
        turn(&mut leaf.0, dice.below(256) as usize);
        let forged = hex(&Hash::leaf(&bytes).0);
        let tile = at / 256 % (SIZE / 256);
        let (sql, named) = match edit % 10 {
            0 => (format!("UPDATE entry SET bytes = x'{}' WHERE seq = {at}", hex(&bytes)), format!("entry {at} ")),
            1 => (format!("UPDATE entry SET leaf = x'{}' WHERE seq = {at}", hex(&leaf.0)), format!("entry {at} ")),
            // Bytes and leaf forged together: the tile above knows better, and beyond full tiles the signed root.
            2 => (
                format!("UPDATE entry SET bytes = x'{}', leaf = x'{forged}' WHERE seq = {at}", hex(&bytes)),
                if at < SIZE / 256 * 256 { "tile/1/000".to_owned() } else { "give the root".to_owned() },
            ),
            3 => (format!("DELETE FROM entry WHERE seq = {at}"), format!("{at} ")),
            4 => (format!("DELETE FROM entry WHERE seq >= {at}"), format!("{at} ")),
            5 => (format!("UPDATE entry SET seq = 100000 WHERE seq = {at}"), format!("{at} ")),
            6 if at != other => (
                format!(
                    "UPDATE entry SET seq = -1 WHERE seq = {at}; UPDATE entry SET seq = {at} WHERE seq = {other};
                     UPDATE entry SET seq = {other} WHERE seq = -1"
                ),
                String::new(),
            ),
            7 => (format!("UPDATE node SET hash = x'{}' WHERE seq = {tile}", hex(&leaf.0)), "tile/1/000".to_owned()),
            8 => (format!("DELETE FROM node WHERE seq = {tile}"), format!("hash {tile} of tile level 1")),
            _ => {
                ("UPDATE checkpoint SET note = replace(note, '\n700\n', '\n699\n')".to_owned(), "signature".to_owned())
            }
        };
        let (checked, opened) = sealed.checked_and_opened(&sql);
        if at >= SIZE / 256 * 256 && edit % 10 < 6 {
            // The last bundle is served anew with every entry, so that opening looks at it.
            opened.clone().expect_err(&sql);
        }
        let found = checked.and(opened).expect_err(&sql);
        assert!(found.contains(&named), "{sql}: `{found}` does not name `{named}`");
    }
    for sql in [
        "UPDATE checkpoint SET note = 'x'",
        "DROP TABLE node",
        "DROP TABLE entry",
        "DROP TABLE checkpoint",
        "PRAGMA user_version = 0",
        "PRAGMA user_version = 2",
    ] {
        assert!(sealed.altered(sql).is_err(), "{sql}");
    }
    // An older head in the place of the newest is put right: the signer remembers.
    let older = "UPDATE checkpoint SET note = (SELECT note FROM checkpoint ORDER BY size LIMIT 1)";
    assert_eq!(sealed.altered(older), Ok(()));
}

/// The file itself, below SQLite: any page.
#[test]
fn bits_of_the_file_are_found_or_harmless() {
    const SIZE: u64 = 300;
    let sealed = Sealed::of(SIZE);
    let file = std::fs::read(sealed.folder.path().join("ledger.db")).expect("the file");
    let path = sealed.folder.path().join("turned.db");
    let mut dice = Dice::new(20);
    let mut harmless = 0;
    let flips = number("SEMEY_FILE_FLIPS").unwrap_or(300);
    for _ in 0..flips {
        let mut bytes = file.clone();
        turn(&mut bytes, dice.below(file.len() as u64 * 8) as usize);
        std::fs::write(&path, &bytes).expect("written");
        let Ok(mut store) = Sqlite::open(&path) else { continue };
        let mut found = Vec::new();
        let mut source = Stored { store: &mut store, name: "the copy".to_owned() };
        let checked = verify::fsck(
            &mut source,
            &sealed.policy,
            &mut |_, bytes| {
                found.push(bytes.to_vec());
                Ok(())
            },
            &mut |_| {},
        );
        // Free space, indexes and the older head can be altered without any entry being so.
        if let Ok(verified) = checked {
            let size = verified.head.checkpoint.size as usize;
            assert!(found.iter().eq(entries(0..SIZE)[..size].iter().map(|entry| &entry.bytes)));
            harmless += 1;
        }
    }
    eprintln!("{flips} bits of the file turned: {} found, {harmless} harmless", flips - harmless);
}
