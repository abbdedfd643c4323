//! A signer asked for what it must not sign, and its keys through every crash of their rotation.

mod support;

use std::fs;
use std::path::Path;
use std::sync::Barrier;

use ledger::{FileSigner, Signer, SignerError};
use support::{Dice, ORIGIN, number};
use tlog::proof::prove_consistency;
use tlog::tree::Memory as Tree;
use tlog::{Checkpoint, Hash};

fn tree(size: u64, other_from: u64) -> Tree {
    Tree::of((0..size).map(|at| Hash::leaf(format!("{at} {}", at >= other_from).as_bytes())))
}

fn head(tree: &Tree) -> Checkpoint {
    Checkpoint::new(ORIGIN, tree.size(), tree.root())
}

fn memory(folder: &Path) -> Option<Vec<u8>> {
    fs::read(folder.join("signed")).ok()
}

/// R16: random heads that do not extend what was signed, with whatever proof.
#[test]
fn what_does_not_extend_is_not_signed() {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
    let mut signer = FileSigner::create(folder.path(), ORIGIN).expect("a signer");
    let mut dice = Dice::new(16);
    signer.sign(&head(&tree(100, u64::MAX)), &[]).expect("the first one");
    let before = memory(folder.path());
    for round in 0..number("SEMEY_FORKS").unwrap_or(1_000) {
        let fork = dice.below(100);
        let size = fork + 1 + dice.below(150);
        let mut other = tree(size, fork);
        let proof = match dice.below(3) {
            0 if size >= 100 => prove_consistency(&mut other, 100, size).expect("a proof"),
            1 if size >= 100 => prove_consistency(&mut tree(size, u64::MAX), 100, size).expect("a proof"),
            _ => Vec::new(),
        };
        let refused = signer.sign(&head(&other), &proof).expect_err("a fork");
        let expected = if size < 100 {
            matches!(refused, SignerError::Smaller { asked, signed: 100 } if asked == size)
        } else {
            matches!(refused, SignerError::Rewritten { size: 100, .. })
        };
        assert!(expected, "round {round}: {refused}");
        assert_eq!(memory(folder.path()), before, "round {round}: its memory is as it was");
        if dice.once_in(10) {
            signer = FileSigner::open(folder.path()).expect("opened");
        }
    }
    let elsewhere = Checkpoint::new("example.org/other", 100, tree(100, 200).root());
    assert!(matches!(signer.sign(&elsewhere, &[]), Err(SignerError::Origin { .. })));
    let mut next = tree(130, u64::MAX);
    let proof = prove_consistency(&mut next, 100, 130).expect("a proof");
    assert!(signer.sign(&head(&next), &proof[1..]).is_err(), "a proof that is not whole");
    assert!(signer.sign(&head(&next), &proof).is_ok(), "and what extends is signed");
}

/// Many programs with one folder and two histories: only one history is signed.
#[test]
fn signers_at_once_sign_one_history() {
    for round in 0..30 {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        drop(FileSigner::create(folder.path(), ORIGIN).expect("a signer"));
        let start = Barrier::new(8);
        let signed: Vec<Vec<Checkpoint>> = std::thread::scope(|scope| {
            let signers: Vec<_> = (0..8_u64)
                .map(|at| {
                    let (folder, start) = (folder.path(), &start);
                    scope.spawn(move || {
                        let mut signer = FileSigner::open(folder).expect("opened");
                        start.wait();
                        let mut signed = Vec::new();
                        for size in 1..6 {
                            let mut own = tree(size, if at % 2 == 0 { u64::MAX } else { 0 });
                            let last = signer.last().expect("its memory").map_or(0, |last| last.checkpoint.size);
                            let proof = prove_consistency(&mut own, last.min(size), size).expect("a proof");
                            signed.extend(signer.sign(&head(&own), &proof).map(|signed| signed.checkpoint));
                        }
                        signed
                    })
                })
                .collect();
            signers.into_iter().map(|signer| signer.join().expect("joined")).collect()
        });
        let all: Vec<Checkpoint> = signed.into_iter().flatten().collect();
        let history = if all.contains(&head(&tree(all[0].size, u64::MAX))) { u64::MAX } else { 0 };
        assert!(all.iter().all(|signed| *signed == head(&tree(signed.size, history))), "round {round}: {all:?}");
    }
}

/// Rotation and retirement, stopped after each file that they write: the signer always opens and goes on.
#[test]
fn keys_rotate_through_every_crash() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("signer");
    let mut signer = FileSigner::create(&path, ORIGIN).expect("a signer");
    signer.sign(&head(&tree(5, 9)), &[]).expect("signed");
    let read = |name: &str| fs::read(path.join(name)).ok();
    let names = ["key", "retiring", "signed"];
    let before: Vec<_> = names.iter().map(|name| read(name)).collect();
    let new_key = signer.rotate().expect("rotated");
    let after: Vec<_> = names.iter().map(|name| read(name)).collect();
    assert_eq!(signer.keys().len(), 2);
    let put = |state: &[Option<Vec<u8>>]| {
        for (name, bytes) in names.iter().zip(state) {
            match bytes {
                Some(bytes) => fs::write(path.join(name), bytes).expect("written"),
                None => drop(fs::remove_file(path.join(name))),
            }
        }
    };
    // In the order of writing: the old keys, the new key, the memory under both.
    for (stopped, order) in [(0, [0, 0, 0]), (1, [0, 1, 0]), (2, [1, 1, 0]), (3, [1, 1, 1])] {
        let state: Vec<_> = order
            .iter()
            .enumerate()
            .map(|(file, new)| if *new == 1 { after[file].clone() } else { before[file].clone() })
            .collect();
        for retires in [false, true] {
            put(&state);
            let mut signer = FileSigner::open(&path).unwrap_or_else(|error| panic!("stopped after {stopped}: {error}"));
            if retires && signer.keys().len() > 1 {
                signer.retire().unwrap_or_else(|error| panic!("stopped after {stopped}: {error}"));
                assert_eq!(signer.keys(), std::slice::from_ref(&new_key));
            }
            let mut signer = FileSigner::open(&path).expect("opened");
            let last = signer.last().unwrap_or_else(|error| panic!("stopped after {stopped}, {retires}: {error}"));
            assert_eq!(last.expect("its memory").checkpoint, head(&tree(5, 9)));
            let mut next = tree(6, 9);
            let proof = prove_consistency(&mut next, 5, 6).expect("a proof");
            let signed = signer.sign(&head(&next), &proof).expect("it goes on");
            for key in signer.keys() {
                assert!(Checkpoint::open(signed.note.as_bytes(), &[key]).is_ok(), "every key of today signs");
            }
        }
    }
}

/// A head that a mirror kept is remembered only where it does not contradict the memory.
#[test]
fn a_signer_is_reminded_of_its_own_history_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut signer = FileSigner::create(folder.path(), ORIGIN).expect("a signer");
    let five = signer.sign(&head(&tree(5, 9)), &[]).expect("signed");
    // The same key, in a copy of the folder that went its own way.
    let copy = tempfile::tempdir().expect("a folder");
    fs::copy(folder.path().join("key"), copy.path().join("key")).expect("copied");
    let mut other = FileSigner::open(copy.path()).expect("opened");
    let three = other.sign(&head(&tree(3, 9)), &[]).expect("signed");
    let forked = prove_consistency(&mut tree(5, 4), 3, 5).expect("a proof");
    let forked = other.sign(&head(&tree(5, 4)), &forked).expect("signed");
    let before = memory(folder.path());
    assert!(matches!(signer.remind(&three.note), Err(SignerError::Smaller { asked: 3, signed: 5 })));
    assert!(matches!(signer.remind(&forked.note), Err(SignerError::Rewritten { size: 5, .. })));
    let stranger = support::sign(&support::key(ORIGIN, 7), 9, tree(9, 9).root());
    assert!(matches!(signer.remind(&stranger.note), Err(SignerError::Key(_))));
    assert_eq!(memory(folder.path()), before);
    assert_eq!(signer.remind(&five.note), Ok(()));
    fs::remove_file(folder.path().join("signed")).expect("lost");
    assert_eq!(signer.remind(&five.note), Ok(()));
    assert_eq!(memory(folder.path()), before);
}
