//! Proofs of inclusion and consistency: made as RFC 6962 defines them, accepted as they are, refused as anything else.

mod common;

use std::convert::Infallible;

use common::{Rfc6962, leaf};
use tlog::Hash;
use tlog::proof::{
    ProofError, check_consistency, check_inclusion, prove_consistency, prove_inclusion, root_from_inclusion,
    roots_from_consistency,
};
use tlog::tree::{self, Memory, Nodes};

/// The largest tree of which all is tried.
const MOST: u64 = 130;

fn roots(memory: &mut Memory) -> Vec<Hash> {
    (0..=memory.size()).map(|size| tree::root(memory, size).expect("memory has every node")).collect()
}

/// Every proof that differs from one in one deed: a hash altered, dropped, repeated, added or exchanged.
fn altered(proof: &[Hash]) -> Vec<(&'static str, Vec<Hash>)> {
    let mut all = Vec::new();
    let mut with = |deed, change: &dyn Fn(&mut Vec<Hash>)| {
        let mut other = proof.to_vec();
        change(&mut other);
        if other != proof {
            all.push((deed, other));
        }
    };
    for at in 0..proof.len() {
        with("one bit altered", &|proof| proof[at].0[at % 32] ^= 1 << (at % 8));
        with("one dropped", &|proof| {
            proof.remove(at);
        });
        with("one repeated", &|proof| proof.insert(at, proof[at]));
        for other in at + 1..proof.len() {
            with("two exchanged", &|proof| proof.swap(at, other));
        }
    }
    for at in 0..=proof.len() {
        with("one added", &|proof| proof.insert(at, Hash::EMPTY));
    }
    all
}

#[test]
fn every_entry_of_every_small_tree_is_proved_as_defined() {
    let mut memory = Memory::of((0..MOST).map(leaf));
    let (roots, mut rfc) = (roots(&mut memory), Rfc6962::default());
    for size in 1..=MOST {
        for index in 0..size {
            let proof = prove_inclusion(&mut memory, index, size).expect("memory has every node");
            assert_eq!(proof, rfc.path(index, 0, size), "{index} of {size}");
            let root = roots[size as usize];
            assert_eq!(root_from_inclusion(leaf(index), index, size, &proof), Ok(root), "{index} of {size}");
            assert_eq!(check_inclusion(leaf(index), index, size, root, &proof), Ok(()), "{index} of {size}");
        }
    }
}

#[test]
fn every_small_tree_is_proved_to_begin_every_larger_one_as_defined() {
    let mut memory = Memory::of((0..MOST).map(leaf));
    let (roots, mut rfc) = (roots(&mut memory), Rfc6962::default());
    for new in 0..=MOST {
        for old in 0..=new {
            let (old_root, new_root) = (roots[old as usize], roots[new as usize]);
            let proof = prove_consistency(&mut memory, old, new).expect("memory has every node");
            assert_eq!(check_consistency(old, new, old_root, new_root, &proof), Ok(()), "{old} of {new}");
            if old == 0 || old == new {
                assert_eq!(proof, [], "{old} of {new}");
            } else {
                assert_eq!(proof, rfc.proof(old, new), "{old} of {new}");
                assert_eq!(roots_from_consistency(old, new, old_root, &proof), Ok((old_root, new_root)));
            }
        }
    }
}

#[test]
fn a_proof_of_inclusion_that_was_touched_is_refused() {
    let mut memory = Memory::of((0..MOST).map(leaf));
    let roots = roots(&mut memory);
    for size in 1..=MOST {
        let root = roots[size as usize];
        for index in 0..size {
            let proof = prove_inclusion(&mut memory, index, size).expect("memory has every node");
            for (deed, other) in altered(&proof) {
                let verdict = check_inclusion(leaf(index), index, size, root, &other);
                if other.len() == proof.len() {
                    assert!(matches!(verdict, Err(ProofError::Root { .. })), "{index} of {size}: {deed}");
                } else {
                    assert_eq!(verdict, Err(ProofError::Length { given: other.len() }), "{index} of {size}: {deed}");
                }
            }
        }
    }
}

#[test]
fn a_proof_of_consistency_that_was_touched_is_refused() {
    let mut memory = Memory::of((0..MOST).map(leaf));
    let roots = roots(&mut memory);
    for new in 0..=MOST {
        for old in 0..=new {
            let proof = prove_consistency(&mut memory, old, new).expect("memory has every node");
            for (deed, other) in altered(&proof) {
                let verdict = check_consistency(old, new, roots[old as usize], roots[new as usize], &other);
                if other.len() == proof.len() {
                    assert!(matches!(verdict, Err(ProofError::Root { .. })), "{old} of {new}: {deed}");
                } else {
                    assert_eq!(verdict, Err(ProofError::Length { given: other.len() }), "{old} of {new}: {deed}");
                }
            }
        }
    }
}

#[test]
fn a_proof_of_inclusion_is_for_its_entry_alone() {
    let mut memory = Memory::of((0..MOST).map(leaf));
    let roots = roots(&mut memory);
    for size in 1..=MOST {
        let root = roots[size as usize];
        for index in 0..size {
            let proof = prove_inclusion(&mut memory, index, size).expect("memory has every node");
            for other in (0..size).filter(|other| *other != index) {
                assert!(
                    check_inclusion(leaf(index), other, size, root, &proof).is_err(),
                    "{index} at {other} of {size}"
                );
                assert!(
                    check_inclusion(leaf(other), index, size, root, &proof).is_err(),
                    "{other} at {index} of {size}"
                );
            }
            for beyond in [size, size + 1, u64::MAX] {
                let verdict = check_inclusion(leaf(index), beyond, size, root, &proof);
                assert_eq!(verdict, Err(ProofError::Beyond { index: beyond, size }));
            }
        }
    }
}

#[test]
fn a_proof_holds_for_the_tree_it_is_for_and_for_no_other() {
    let most = 20;
    let mut memory = Memory::of((0..most).map(leaf));
    let roots = roots(&mut memory);
    let root = |size: u64| roots[size as usize];
    let sizes = || (1..=most).flat_map(|size| (0..size).map(move |index| (index, size)));
    for (index, size) in sizes() {
        let inclusion = prove_inclusion(&mut memory, index, size).expect("memory has every node");
        let consistency = prove_consistency(&mut memory, index, size).expect("memory has every node");
        for (i, s) in sizes() {
            let same = inclusion == prove_inclusion(&mut memory, i, s).expect("memory has every node");
            let verdict = check_inclusion(leaf(i), i, s, root(s), &inclusion);
            assert_eq!(verdict.is_ok(), same, "the proof of {index} in {size}, for {i} in {s}");
            let same = consistency == prove_consistency(&mut memory, i, s).expect("memory has every node");
            let verdict = check_consistency(i, s, root(i), root(s), &consistency);
            assert_eq!(verdict.is_ok(), same, "the proof of {index} before {size}, for {i} before {s}");
        }
    }
}

#[test]
fn a_wrong_root_is_refused_and_named() {
    let mut memory = Memory::of((0..MOST).map(leaf));
    let roots = roots(&mut memory);
    let wrong = Hash::of(b"another tree");
    for new in 1..=MOST {
        let new_root = roots[new as usize];
        let inclusion = prove_inclusion(&mut memory, new / 2, new).expect("memory has every node");
        let expected = Err(ProofError::Root { size: new, given: new_root, root: wrong });
        assert_eq!(check_inclusion(leaf(new / 2), new / 2, new, wrong, &inclusion), expected);
        for old in 0..=new {
            let old_root = roots[old as usize];
            let proof = prove_consistency(&mut memory, old, new).expect("memory has every node");
            assert!(check_consistency(old, new, wrong, new_root, &proof).is_err(), "{old} of {new}");
            assert_eq!(check_consistency(old, new, old_root, wrong, &proof).is_err(), old > 0, "{old} of {new}");
        }
    }
}

#[test]
fn a_rewritten_history_shows_what_the_new_tree_says_of_the_old() {
    // The log signed the tree of 11, then replaced entry 4 and grew.
    let honest = Memory::of((0..11).map(leaf)).root();
    let entries = |size| (0..size).map(|index| if index == 4 { Hash::leaf(b"another") } else { leaf(index) });
    let mut rewritten = Memory::of(entries(20));
    let proof = prove_consistency(&mut rewritten, 11, 20).expect("memory has every node");
    let given = Memory::of(entries(11)).root();
    let verdict = check_consistency(11, 20, honest, rewritten.root(), &proof);
    assert_eq!(verdict, Err(ProofError::Root { size: 11, given, root: honest }));
}

#[test]
fn nothing_is_consistent_with_everything_and_with_no_other_root() {
    let (root, wrong) = (leaf(0), Hash::of(b"another tree"));
    let cases = [
        (0, 0, Hash::EMPTY, Hash::EMPTY, true),
        (0, 1, Hash::EMPTY, root, true),
        (0, 0, wrong, wrong, false),
        (0, 0, Hash::EMPTY, wrong, false),
        (0, 0, wrong, Hash::EMPTY, false),
        (0, 1, wrong, root, false),
        (0, 1, root, root, false),
        (1, 1, root, root, true),
        (1, 1, root, wrong, false),
        (1, 1, wrong, root, false),
        (1, 0, root, Hash::EMPTY, false),
    ];
    for (old, new, old_root, new_root, holds) in cases {
        let verdict = check_consistency(old, new, old_root, new_root, &[]);
        assert_eq!(verdict.is_ok(), holds, "{old} {old_root}, {new} {new_root}: {verdict:?}");
    }
    assert_eq!(check_consistency(0, 1, Hash::EMPTY, root, &[root]), Err(ProofError::Length { given: 1 }));
    assert_eq!(check_consistency(2, 1, root, root, &[]), Err(ProofError::Sizes { old: 2, new: 1 }));
    for (old, new) in [(0, 0), (0, 5), (5, 5), (6, 5)] {
        assert_eq!(roots_from_consistency(old, new, root, &[]), Err(ProofError::Sizes { old, new }));
    }
}

/// A tree of any size whose leaves are all the same: each of its levels has one hash.
struct Uniform(Vec<Hash>);

impl Uniform {
    fn new() -> Uniform {
        let mut levels = vec![leaf(0)];
        for level in 0..63 {
            levels.push(Hash::node(&levels[level], &levels[level]));
        }
        Uniform(levels)
    }
}

impl Nodes for Uniform {
    type Error = Infallible;

    fn node(&mut self, level: u8, _: u64) -> Result<Hash, Infallible> {
        Ok(self.0[usize::from(level)])
    }
}

#[test]
fn the_largest_trees_are_proved_and_checked() {
    let mut nodes = Uniform::new();
    let half = 1 << 63;
    for size in [half - 1, half, half + 1, half + half / 2, u64::MAX - 1, u64::MAX] {
        let root = tree::root(&mut nodes, size).expect("infallible");
        assert_eq!(tree::Edge::of(&mut nodes, size).expect("infallible").root(), root);
        for index in [0, 1, 255, 256, half - 2, half - 1, half, size / 2, size - 2, size - 1] {
            if index < size {
                let proof = prove_inclusion(&mut nodes, index, size).expect("infallible");
                assert_eq!(check_inclusion(leaf(0), index, size, root, &proof), Ok(()), "{index} of {size}");
                let longer = [&proof[..], &[root]].concat();
                assert!(check_inclusion(leaf(0), index, size, root, &longer).is_err(), "{index} of {size}");
            }
            let old = index.min(size);
            let old_root = tree::root(&mut nodes, old).expect("infallible");
            let proof = prove_consistency(&mut nodes, old, size).expect("infallible");
            assert_eq!(check_consistency(old, size, old_root, root, &proof), Ok(()), "{old} of {size}");
        }
    }
}

#[test]
fn an_endless_proof_is_refused() {
    let proof = vec![Hash::EMPTY; 100_000];
    let wrong = ProofError::Length { given: proof.len() };
    assert_eq!(root_from_inclusion(leaf(0), 0, u64::MAX, &proof), Err(wrong));
    assert_eq!(roots_from_consistency(3, u64::MAX, leaf(0), &proof), Err(wrong));
}

#[test]
#[should_panic = "bad math: leaf 5 of a tree of 5"]
fn a_proof_of_an_entry_beyond_the_tree_is_bad_math() {
    let _ = prove_inclusion(&mut Memory::default(), 5, 5);
}

#[test]
#[should_panic = "bad math: a tree of 6 within a tree of 5"]
fn a_proof_of_a_larger_tree_within_a_smaller_one_is_bad_math() {
    let _ = prove_consistency(&mut Memory::default(), 6, 5);
}

#[test]
fn what_was_wrong_is_said_in_a_sentence() {
    let (given, root) = (Hash::EMPTY, Hash([0; 32]));
    for (error, said) in [
        (ProofError::Beyond { index: 7, size: 5 }, "a tree of 5 entries has no entry 7"),
        (ProofError::Sizes { old: 7, new: 5 }, "a tree of 7 entries cannot be shown to begin a tree of 5"),
        (ProofError::Length { given: 3 }, "the proof has 3 hashes, which is not the number it needs"),
        (
            ProofError::Root { size: 5, given, root },
            "the proof leads to the root 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= of 5 entries, \
             not to AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        ),
    ] {
        assert_eq!(error.to_string(), said);
    }
}
