//! Proofs of inclusion and of consistency (RFC 6962, section 2.1).
//!
//! What is proved here is checked here too, by the algorithms of RFC 9162, which
//! walk the proof instead of the tree: `check_inclusion(prove_inclusion(…))` holds
//! for every entry of every tree, and nothing else passes.

use alloc::vec::Vec;
use core::fmt;

use crate::Hash;
use crate::tree::{Nodes, range, split};

/// The longest proof there can be: a tree has fewer than 2^64 leaves.
pub const MAX_PROOF: usize = 64;

/// The hashes that lead from leaf `index` to the root of the tree of `size` leaves.
///
/// # Errors
/// Those of `nodes`.
///
/// # Panics
/// When the tree has no such leaf.
pub fn prove_inclusion<N: Nodes + ?Sized>(nodes: &mut N, index: u64, size: u64) -> Result<Vec<Hash>, N::Error> {
    assert!(index < size, "bad math: leaf {index} of a tree of {size}");
    let (mut first, mut end) = (0, size);
    let mut siblings = Vec::new();
    while end - first > 1 {
        let middle = first + split(end - first);
        if index < middle {
            siblings.push(range(nodes, middle, end)?);
            end = middle;
        } else {
            siblings.push(range(nodes, first, middle)?);
            first = middle;
        }
    }
    siblings.reverse();
    Ok(siblings)
}

/// The root that a proof of inclusion leads to, whatever root was hoped for.
///
/// # Errors
/// When the proof does not have the length that this leaf of this tree asks for.
pub fn root_from_inclusion(leaf: Hash, index: u64, size: u64, proof: &[Hash]) -> Result<Hash, ProofError> {
    if index >= size {
        return Err(ProofError::Beyond { index, size });
    }
    let (mut at, mut last) = (index, size - 1);
    let mut hash = leaf;
    for sibling in proof {
        if last == 0 {
            return Err(ProofError::Length { given: proof.len() });
        }
        if at & 1 == 1 || at == last {
            hash = Hash::node(sibling, &hash);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = Hash::node(&hash, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    if last == 0 { Ok(hash) } else { Err(ProofError::Length { given: proof.len() }) }
}

/// Checks that the tree of `size` leaves with this root has this leaf at `index`.
///
/// # Errors
/// When the proof does not show it.
pub fn check_inclusion(leaf: Hash, index: u64, size: u64, root: Hash, proof: &[Hash]) -> Result<(), ProofError> {
    let given = root_from_inclusion(leaf, index, size, proof)?;
    if given == root { Ok(()) } else { Err(ProofError::Root { size, given, root }) }
}

/// The hashes that show that the tree of `old` leaves is the beginning of the tree of `new`.
///
/// The proof is empty when either tree is the other or is empty.
///
/// # Errors
/// Those of `nodes`.
///
/// # Panics
/// When the old tree has more leaves than the new one.
pub fn prove_consistency<N: Nodes + ?Sized>(nodes: &mut N, old: u64, new: u64) -> Result<Vec<Hash>, N::Error> {
    assert!(old <= new, "bad math: a tree of {old} within a tree of {new}");
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    let (mut first, mut end) = (0, new);
    let mut hashes = Vec::new();
    // Down to the smallest subtree of the new tree that ends where the old tree does.
    while old != end {
        let middle = first + split(end - first);
        if old <= middle {
            hashes.push(range(nodes, middle, end)?);
            end = middle;
        } else {
            hashes.push(range(nodes, first, middle)?);
            first = middle;
        }
    }
    // The old root itself is known to whoever asks; any other start is told.
    if first != 0 {
        hashes.push(range(nodes, first, end)?);
    }
    hashes.reverse();
    Ok(hashes)
}

/// The two roots that a proof of consistency leads to: of the first `old` leaves, and of all `new`.
///
/// `old_root` starts the proof where the old tree is a complete subtree of the new one.
/// Where a proof fails, the first root is what the new tree says of its beginning: set
/// beside a signed checkpoint of that size it shows that history was rewritten.
///
/// # Errors
/// When the sizes are not 0 < `old` < `new`, or the proof has the wrong length.
pub fn roots_from_consistency(old: u64, new: u64, old_root: Hash, proof: &[Hash]) -> Result<(Hash, Hash), ProofError> {
    if old == 0 || old >= new {
        return Err(ProofError::Sizes { old, new });
    }
    let length = || ProofError::Length { given: proof.len() };
    let mut hashes = proof.iter().copied();
    let start = if old.is_power_of_two() { old_root } else { hashes.next().ok_or_else(length)? };
    let (mut at, mut last) = (old - 1, new - 1);
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let (mut before, mut after) = (start, start);
    for hash in hashes {
        if last == 0 {
            return Err(length());
        }
        if at & 1 == 1 || at == last {
            before = Hash::node(&hash, &before);
            after = Hash::node(&hash, &after);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            after = Hash::node(&after, &hash);
        }
        at >>= 1;
        last >>= 1;
    }
    if last == 0 { Ok((before, after)) } else { Err(length()) }
}

/// Checks that the tree of `old` leaves is the beginning of the tree of `new`.
///
/// # Errors
/// When the proof does not show it.
pub fn check_consistency(old: u64, new: u64, old_root: Hash, new_root: Hash, proof: &[Hash]) -> Result<(), ProofError> {
    let same = |size, given, root| if given == root { Ok(()) } else { Err(ProofError::Root { size, given, root }) };
    if old > new {
        return Err(ProofError::Sizes { old, new });
    }
    if old == 0 || old == new {
        if !proof.is_empty() {
            return Err(ProofError::Length { given: proof.len() });
        }
        let given = if old == 0 { Hash::EMPTY } else { new_root };
        same(old, given, old_root)?;
        return if old == new { same(new, given, new_root) } else { Ok(()) };
    }
    let (before, after) = roots_from_consistency(old, new, old_root, proof)?;
    same(new, after, new_root)?;
    same(old, before, old_root)
}

/// What a proof does not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofError {
    /// The tree has no such leaf.
    Beyond {
        /// The leaf asked about.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// No proof is possible between trees of these sizes.
    Sizes {
        /// The smaller tree, as it should be.
        old: u64,
        /// The larger one.
        new: u64,
    },
    /// The proof has too few or too many hashes.
    Length {
        /// How many it has.
        given: usize,
    },
    /// The proof leads to another root.
    Root {
        /// The size of the tree whose root it is.
        size: u64,
        /// The root it leads to.
        given: Hash,
        /// The root that was to be shown.
        root: Hash,
    },
}

impl fmt::Display for ProofError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProofError::Beyond { index, size } => write!(f, "a tree of {size} entries has no entry {index}"),
            ProofError::Sizes { old, new } => {
                write!(f, "a tree of {old} entries cannot be shown to begin a tree of {new}")
            }
            ProofError::Length { given } => write!(f, "the proof has {given} hashes, which is not the number it needs"),
            ProofError::Root { size, given, root } => {
                write!(f, "the proof leads to the root {given} of {size} entries, not to {root}")
            }
        }
    }
}

impl core::error::Error for ProofError {}
