//! A mirror that is interrupted, cheated, and shown another history.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ledger::evidence::Evidence;
use ledger::mirror::{Mirror, MirrorError, Update};
use ledger::source::{Folder, Source, SourceError, Stored};
use ledger::verify::{self, VerifyError};
use support::memory::{Shared, Tables};
use support::{Dice, ORIGIN, entry, key, number, sign, with_batch};
use tlog::note::Algorithm;
use tlog::tree::Edge;
use tlog::{Checkpoint, Hash, Policy, SigningKey, VerifierKey};

/// A ledger of so many entries with its signed head; from `fork` on they are other ones.
fn ledger_of(size: u64, fork: u64) -> Ledger {
    let (mut tables, mut edge) = (Tables::default(), Edge::new());
    let made: Vec<_> = (0..size)
        .map(|at| if at < fork { entry(at, &format!("r{at}")) } else { entry(at + 1_000_000, &format!("f{at}")) })
        .collect();
    with_batch(&mut edge, &made, |batch| tables.append(batch)).expect("appended");
    let signed = sign(&key(ORIGIN, 1), size, edge.root());
    tables.checkpoints.insert(size, signed.note.clone());
    Ledger { tables: Shared::of(tables), head: signed.checkpoint, note: signed.note, gets: 0, fault: None }
}

fn honest(size: u64) -> Ledger {
    ledger_of(size, u64::MAX)
}

/// What a line does to one answer.
#[derive(Debug, Clone, Copy)]
enum Garble {
    Cut,
    Missing,
    Truncated(u64),
    Longer,
    Turned(u64),
    Other,
}

/// A ledger behind a line that garbles one answer.
struct Ledger {
    tables: Shared,
    head: Checkpoint,
    note: String,
    gets: u64,
    fault: Option<(u64, Garble)>,
}

impl Source for Ledger {
    fn get(&mut self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        let at = self.gets;
        self.gets += 1;
        let mut store = self.tables.store(0);
        let mut stored = Stored { store: &mut store, name: "the source".to_owned() };
        let mut bytes = stored.get(path)?;
        let Some((_, garble)) = self.fault.filter(|(nth, _)| *nth == at) else { return Ok(bytes) };
        match (garble, &mut bytes) {
            (Garble::Cut, _) => return Err(SourceError { path: path.to_owned(), why: "the line is cut".to_owned() }),
            (Garble::Missing, _) => bytes = None,
            (Garble::Truncated(to), Some(bytes)) => bytes.truncate((to % bytes.len().max(1) as u64) as usize),
            (Garble::Longer, Some(bytes)) => bytes.push(0),
            (Garble::Turned(bit), Some(bytes)) if !bytes.is_empty() => {
                let at = (bit / 8 % bytes.len() as u64) as usize;
                bytes[at] ^= 1 << (bit % 8);
            }
            (Garble::Other, _) => bytes = stored.get("tile/0/000")?,
            _ => {}
        }
        Ok(bytes)
    }

    fn name(&self) -> String {
        "the source".to_owned()
    }
}

fn policy() -> Policy {
    Policy::of_log(keys())
}

fn keys() -> Vec<VerifierKey> {
    vec![key(ORIGIN, 1).verifier().clone()]
}

fn cosigner() -> SigningKey {
    SigningKey::from_seed("mirror.example", Algorithm::Cosignature, &[9; 32]).expect("a key")
}

/// A mirror in a folder of its own.
struct Kept {
    folder: tempfile::TempDir,
}

impl Kept {
    /// Folders in memory where there are some: nothing here asks for the disk.
    fn new() -> Kept {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        Kept { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("copy")
    }

    fn update(&self, source: &mut Ledger) -> Result<Update, MirrorError> {
        let mirror = Mirror::open(&self.path(), &self.folder.path().join("alarms"), policy())?;
        mirror.update(source, Some((&cosigner(), 1_800_000_000)), &mut |_, _| {})
    }

    /// Every file that is served.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        walk(&self.path(), &self.path(), &mut found);
        found
    }

    /// Another mirror with these files.
    fn with(files: &BTreeMap<String, Vec<u8>>) -> Kept {
        let kept = Kept::new();
        for (name, bytes) in files {
            let path = kept.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, bytes).expect("written");
        }
        kept
    }
}

fn walk(root: &Path, folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            walk(root, &path, found);
        } else if !name.starts_with('.') {
            let below = path.strip_prefix(root).expect("below").to_string_lossy().into_owned();
            found.insert(below, fs::read(&path).expect("read"));
        }
    }
}

const SIZES: [u64; 9] = [0, 3, 255, 256, 257, 300, 512, 700, 1030];

fn check(kept: &Kept, size: u64) {
    let verified =
        verify::fsck(&mut Folder(kept.path()), &policy(), &mut |_, _| Ok(()), &mut |_| {}).expect("it verifies");
    assert_eq!(verified.head.checkpoint.size, size);
    assert!(verified.note.contains("mirror.example"), "it is cosigned");
}

/// R22: whatever answer of the source is garbled, in whatever way, the copy is the one of a good line.
#[test]
fn a_mirror_that_is_interrupted_goes_on_to_the_same_bytes() {
    let mut dice = Dice::new(22);
    let most = number("SEMEY_INTERRUPTIONS").unwrap_or(400);
    let mut runs = 0;
    'enough: loop {
        for (from, to) in SIZES.iter().flat_map(|from| SIZES.iter().map(move |to| (*from, *to))).filter(|(a, b)| a <= b)
        {
            let before = Kept::new();
            before.update(&mut honest(from)).expect("a good line");
            let whole = Kept::with(&before.files());
            let mut good = honest(to);
            whole.update(&mut good).expect("a good line");
            check(&whole, to);
            for nth in 0..good.gets {
                let garble = match dice.below(6) {
                    0 => Garble::Cut,
                    1 => Garble::Missing,
                    2 => Garble::Truncated(dice.roll()),
                    3 => Garble::Longer,
                    4 => Garble::Turned(dice.roll()),
                    _ => Garble::Other,
                };
                let told = format!("{from} to {to}, answer {nth}: {garble:?}");
                let kept = Kept::with(&before.files());
                let mut source = honest(to);
                source.fault = Some((nth, garble));
                match kept.update(&mut source) {
                    Ok(update) => assert_eq!((update.to, update.stale), (to, None), "{told}"),
                    Err(MirrorError::Verify(_)) => {
                        let held = kept.files().remove("checkpoint");
                        assert_eq!(held, before.files().remove("checkpoint"), "{told}: the old head is held");
                    }
                    Err(error) => panic!("{told}: {error}"),
                }
                source.fault = None;
                kept.update(&mut source).unwrap_or_else(|error| panic!("{told}: {error}"));
                assert!(kept.files() == whole.files(), "{told}: other files");
                runs += 1;
                if runs >= most {
                    break 'enough;
                }
            }
        }
    }
    eprintln!("{runs} interruptions");
}

/// A crash leaves any of the new files, whole, and the old head: whichever, the next update ends alike.
#[test]
fn a_mirror_goes_on_from_whatever_files_a_crash_left() {
    let mut dice = Dice::new(23);
    for round in 0..number("SEMEY_INTERRUPTIONS").unwrap_or(200) {
        let (a, b) = (dice.below(9) as usize, dice.below(9) as usize);
        let (from, to) = (SIZES[a.min(b)], SIZES[a.max(b)]);
        let before = Kept::new();
        before.update(&mut honest(from)).expect("a good line");
        let whole = Kept::with(&before.files());
        whole.update(&mut honest(to)).expect("a good line");
        let (old, new) = (before.files(), whole.files());
        let mut left = old.clone();
        for (name, bytes) in &new {
            if name != "checkpoint" && dice.once_in(2) {
                left.insert(name.clone(), bytes.clone());
            }
        }
        // A source that showed another history to a mirror without a head leaves files of that one.
        let cheat = Kept::new();
        cheat.update(&mut ledger_of(to, from)).expect("a good line");
        for (name, bytes) in cheat.files() {
            if name != "checkpoint" && !old.contains_key(&name) && dice.once_in(4) {
                left.insert(name, bytes);
            }
        }
        let kept = Kept::with(&left);
        // What was being written beside its place when the machine stopped.
        fs::write(kept.path().join(".checkpoint.77.0"), b"half").expect("written");
        kept.update(&mut honest(to)).unwrap_or_else(|error| panic!("round {round}, {from} to {to}: {error}"));
        assert!(kept.files() == new, "round {round}, {from} to {to}: other files");
    }
}

/// The source grows while a mirror keeps being stopped before it has its first head.
#[test]
fn partial_tiles_that_no_head_needs_do_not_stay() {
    let mut left = BTreeMap::new();
    for size in [5, 40, 255, 300, 511] {
        let stopped = Kept::new();
        stopped.update(&mut honest(size)).expect("a good line");
        left.extend(stopped.files());
    }
    left.remove("checkpoint");
    let (kept, whole) = (Kept::with(&left), Kept::new());
    whole.update(&mut honest(700)).expect("a good line");
    for _ in 0..2 {
        kept.update(&mut honest(700)).expect("a good line");
    }
    let found = kept.files();
    // A tile that is still partial has older widths beside it, as for any head that was held.
    let (beside, needed): (Vec<&String>, Vec<&String>) =
        found.keys().partition(|name| !whole.files().contains_key(*name));
    assert_eq!(beside, ["tile/1/000.p/1"]);
    assert_eq!(needed.len(), whole.files().len());
}

/// R20: each fork is caught by whoever holds a head from beyond the point where it begins.
#[test]
fn a_rewritten_history_is_caught_and_proved() {
    let mut dice = Dice::new(20);
    let mut turned = 0;
    for round in 0..number("SEMEY_FORKS").unwrap_or(200) {
        // A tree of a power of two is a subtree of the larger one: its proofs begin otherwise.
        let size = if dice.once_in(4) { 1 << dice.below(10) } else { 1 + dice.below(700) };
        let fork = dice.below(size);
        let other = ledger_of(fork + 1 + dice.below(700), fork);
        let held = honest(size);
        let told =
            format!("round {round}: {size} entries held, {} shown, another history from {fork} on", other.head.size);
        let kept = Kept::new();
        kept.update(&mut honest(size)).expect("a good line");
        let before = kept.files();
        let mut shown =
            Ledger { tables: other.tables.clone(), head: other.head.clone(), note: other.note.clone(), ..honest(0) };
        let Err(MirrorError::Alarm { finding, file: Some(file) }) = kept.update(&mut shown) else {
            panic!("{told}: no alarm")
        };
        assert!(finding.contains(ORIGIN), "{told}: {finding}");
        assert!(kept.files() == before, "{told}: the copy is as it was");

        let tar = fs::read(file).expect("the evidence");
        let evidence = Evidence::from_tar(&tar).unwrap_or_else(|error| panic!("{told}: {error}"));
        assert_eq!(evidence.to_tar().as_ref(), Ok(&tar), "{told}: the same bytes");
        let shown = evidence.verify(&keys()).unwrap_or_else(|error| panic!("{told}: {error}"));
        let (small, large) =
            if held.head.size <= other.head.size { (&held.head, &other.head) } else { (&other.head, &held.head) };
        assert_eq!((&shown.old, &shown.new), (small, large), "{told}");
        assert!(evidence.verify(&[key(ORIGIN, 2).verifier().clone()]).is_err(), "{told}: it is about this key");

        // Holders of heads that both histories share have nothing to complain of.
        let shared = honest(dice.below(fork + 1)).head;
        let mut source =
            Ledger { tables: other.tables.clone(), head: other.head.clone(), note: String::new(), ..honest(0) };
        assert_eq!(verify::consistency(&mut source, &shared, &other.head), Ok(()), "{told}: {}", shared.size);
        let gathered =
            Evidence::gather(&mut source, &keys(), &sign(&key(ORIGIN, 1), shared.size, shared.root).note, &other.note);
        assert!(gathered.is_err(), "{told}: no evidence against what is consistent");
        // And whoever holds a later one of either has.
        let later = honest(fork + 1 + dice.below(size - fork)).head;
        if later.size <= other.head.size {
            let found = verify::consistency(&mut source, &later, &other.head);
            assert!(matches!(found, Err(VerifyError::SplitView { .. })), "{told}: {}", later.size);
        }

        // Tampered evidence shows nothing, or nothing else.
        for _ in 0..20 {
            let mut tampered = tar.clone();
            let bit = dice.below(tar.len() as u64 * 8);
            tampered[(bit / 8) as usize] ^= 1 << (bit % 8);
            let found = Evidence::from_tar(&tampered).ok().and_then(|evidence| evidence.verify(&keys()).ok());
            if let Some(found) = found {
                assert_eq!((&found.old, &found.new), (small, large), "{told}: bit {bit}");
            } else {
                turned += 1;
            }
            let cut = &tar[..dice.below(tar.len() as u64) as usize];
            let found = Evidence::from_tar(cut).ok().and_then(|evidence| evidence.verify(&keys()).ok());
            assert!(
                found.is_none_or(|found| (&found.old, &found.new) == (small, large)),
                "{told}: cut to {}",
                cut.len()
            );
        }
    }
    assert!(turned > 0, "most bits of the file matter");
}

/// What is no contradiction must not look like one.
#[test]
fn nothing_else_is_evidence() {
    let (small, large) = (honest(100), honest(400));
    let mut source = honest(400);
    assert!(Evidence::gather(&mut source, &keys(), &small.note, &large.note).is_err(), "they agree");
    assert!(Evidence::gather(&mut source, &keys(), &large.note, &large.note).is_err(), "one head twice");
    // A head without a tree behind it is not shown to contradict anything.
    let invented = sign(&key(ORIGIN, 1), 500, Hash::of(b"nothing"));
    assert!(Evidence::gather(&mut source, &keys(), &small.note, &invented.note).is_err());
    // Nor one that the log did not sign, nor one of another log.
    let forged = sign(&key(ORIGIN, 2), 400, Hash::of(b"nothing"));
    assert!(Evidence::gather(&mut source, &keys(), &large.note, &forged.note).is_err());
    let elsewhere = sign(&key("example.org/other", 3), 400, Hash::of(b"nothing"));
    let both = [keys(), vec![key("example.org/other", 3).verifier().clone()]].concat();
    assert!(Evidence::gather(&mut source, &both, &large.note, &elsewhere.note).is_err());
    // Two roots of one size need no tiles.
    let other = sign(&key(ORIGIN, 1), 400, Hash::of(b"another tree"));
    let evidence = Evidence::gather(&mut source, &keys(), &large.note, &other.note).expect("two trees of one size");
    assert!(evidence.tiles.is_empty());
    assert!(evidence.verify(&keys()).expect("shown").finding.contains("signed two trees of 400 entries"));
    for garbage in [&b""[..], b"x", &[0; 512], &[0; 10_240], &[0xff; 4096]] {
        let read = Evidence::from_tar(garbage);
        assert!(read.and_then(|evidence| evidence.verify(&keys())).is_err());
    }
}

/// A source that shows an old head is late, and one whose tiles do not belong to its head is broken: neither is a fork.
#[test]
fn a_late_or_broken_source_is_no_alarm() {
    let kept = Kept::new();
    kept.update(&mut honest(500)).expect("a good line");
    let before = kept.files();
    for older in [0, 1, 256, 499] {
        let update = kept.update(&mut honest(older)).expect("late, and not wrong");
        assert_eq!((update.from, update.to, update.stale), (500, 500, Some(older)));
    }
    assert!(kept.files() == before);
    // Its head says 600 and its tiles are another ledger's.
    let (head, broken) = (honest(600), ledger_of(600, 300));
    broken.tables.tables().checkpoints.insert(600, head.note.clone());
    let mut broken = broken;
    assert!(matches!(kept.update(&mut broken), Err(MirrorError::Verify(_))));
    assert!(kept.files() == before);
    // The same to a mirror that holds a power of two.
    for size in [1, 256] {
        let kept = Kept::new();
        kept.update(&mut honest(size)).expect("a good line");
        for fork in [0, 1, 255, 256, 300] {
            let mut broken = ledger_of(600, fork);
            broken.tables.tables().checkpoints.insert(600, head.note.clone());
            assert!(matches!(kept.update(&mut broken), Err(MirrorError::Verify(_))), "{size} held, {fork}");
        }
        assert!(!kept.folder.path().join("alarms").exists());
    }
    // The mirror's own copy is damaged: that is said of the mirror, and is not the source's doing.
    let own = Kept::with(&before);
    fs::remove_file(own.path().join("tile/1/000.p/1")).expect("removed");
    assert!(matches!(own.update(&mut honest(400)), Err(MirrorError::Damaged(_))));
    assert!(matches!(own.update(&mut honest(700)), Err(MirrorError::Damaged(_))));
    assert!(!own.folder.path().join("alarms").exists());
    let one = Mirror::open(&kept.path(), &kept.path(), policy()).expect("opened");
    assert!(matches!(Mirror::open(&kept.path(), &kept.path(), policy()), Err(MirrorError::Busy { .. })));
    drop(one);
}

/// Every file of a ledger, altered in every way, by our own verifier; others are run on the same folders elsewhere.
#[test]
fn an_altered_file_is_found() {
    const SIZE: u64 = 700;
    let kept = Kept::new();
    kept.update(&mut honest(SIZE)).expect("a good line");
    let files = kept.files();
    let names: Vec<&String> = files.keys().collect();
    let fsck = |files: &BTreeMap<String, Vec<u8>>| {
        let altered = Kept::with(files);
        let mut folder = Folder(altered.path());
        verify::fsck(&mut folder, &policy(), &mut |_, _| Ok(()), &mut |_| {}).map(drop)
    };
    assert_eq!(fsck(&files), Ok(()));
    let mut dice = Dice::new(18);
    for round in 0..number("SEMEY_TAMPERS").unwrap_or(400) {
        let name = names[dice.below(names.len() as u64) as usize].clone();
        let (mut altered, bytes) = (files.clone(), files[&name].clone());
        let at = dice.below(bytes.len() as u64) as usize;
        let told = format!("round {round}: {name} at {at}, way {}", round % 5);
        let mut bytes = bytes;
        match round % 5 {
            0 => bytes[at] ^= 1 << dice.below(8),
            1 => bytes.truncate(at),
            2 => bytes.push(b'\n'),
            3 => bytes = files[names[dice.below(names.len() as u64) as usize]].clone(),
            _ => bytes[at..].fill(0),
        }
        if bytes == files[&name] {
            continue;
        }
        altered.insert(name.clone(), bytes);
        let found = fsck(&altered);
        // The cosignature of a mirror that the policy does not know is ignored, as the format wants.
        let ignored = name == "checkpoint" && round % 5 != 1;
        assert!(found.is_err() || ignored, "{told}");
        altered.remove(&name);
        assert!(fsck(&altered).is_err(), "{told}: it is missing");
    }
    // One entry changed, then also its hash, then also the tile above: the signed root is left to say so.
    let mut altered = files.clone();
    let bundle = altered.get_mut("tile/entries/000").expect("a bundle");
    bundle[5] ^= 1;
    assert_eq!(fsck(&altered), Err(VerifyError::Entry { index: 0 }));
    let other = Kept::new();
    other.update(&mut ledger_of(SIZE, 0)).expect("a good line");
    let mut forged = other.files();
    forged.insert("checkpoint".to_owned(), files["checkpoint"].clone());
    assert!(matches!(fsck(&forged), Err(VerifyError::Root { size: SIZE, .. })));
    forged.insert("tile/1/000.p/2".to_owned(), files["tile/1/000.p/2"].clone());
    assert_eq!(fsck(&forged), Err(VerifyError::Tile { path: "tile/1/000.p/2".to_owned() }));
}
