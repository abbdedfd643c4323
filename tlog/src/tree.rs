//! The shape of a tree: which complete subtrees it is made of, and how it grows.
//!
//! A complete subtree is named by its level and its index within the level: node
//! (0, 5) is the sixth leaf, node (3, 1) covers leaves 8 to 15. Everything that a
//! tree of any size needs is a hash of such nodes.

use alloc::vec::Vec;

use crate::Hash;

/// Where the hashes of complete subtrees come from.
pub trait Nodes {
    /// Why a hash cannot be had.
    type Error;

    /// The hash of the complete subtree `index` of 2^`level` leaves.
    ///
    /// # Errors
    /// When it cannot be had; the mathematics gives up and passes it on.
    fn node(&mut self, level: u8, index: u64) -> Result<Hash, Self::Error>;
}

/// The hash of the leaves from `first` up to `end`, where `first` is a multiple of the
/// least power of two that is not less than their number (RFC 6962, section 2.1: MTH).
pub(crate) fn range<N: Nodes + ?Sized>(nodes: &mut N, first: u64, end: u64) -> Result<Hash, N::Error> {
    let number = end - first;
    if number == 0 {
        return Ok(Hash::EMPTY);
    }
    if number.is_power_of_two() {
        let level = number.trailing_zeros();
        return nodes.node(level as u8, first >> level);
    }
    let left = split(number);
    let (left, right) = (range(nodes, first, first + left)?, range(nodes, first + left, end)?);
    Ok(Hash::node(&left, &right))
}

/// The largest power of two less than a number of leaves of two or more.
pub(crate) fn split(number: u64) -> u64 {
    1 << (u64::BITS - 1 - (number - 1).leading_zeros())
}

/// The root of the tree of the first `size` leaves.
///
/// # Errors
/// Those of `nodes`.
pub fn root<N: Nodes + ?Sized>(nodes: &mut N, size: u64) -> Result<Hash, N::Error> {
    range(nodes, 0, size)
}

/// The right edge of a tree: what must be remembered so that it can grow.
///
/// `peaks` are the hashes of the complete subtrees that the tree is made of, the
/// largest first; their sizes are the binary digits of `size`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edge {
    size: u64,
    peaks: Vec<Hash>,
}

impl Edge {
    /// The tree without leaves.
    pub fn new() -> Edge {
        Edge::default()
    }

    /// The edge of a tree of a size that lies elsewhere.
    ///
    /// # Errors
    /// Those of `nodes`.
    pub fn of<N: Nodes + ?Sized>(nodes: &mut N, size: u64) -> Result<Edge, N::Error> {
        let levels = (0..u64::BITS as u8).rev().filter(|level| size >> level & 1 == 1);
        let peaks = levels.map(|level| nodes.node(level, (size >> level) - 1)).collect::<Result<_, _>>()?;
        Ok(Edge { size, peaks })
    }

    /// How many leaves there are.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else { return Hash::EMPTY };
        peaks.fold(*last, |right, left| Hash::node(left, &right))
    }

    /// Adds a leaf, and tells of every complete subtree that it closes, the leaf itself first.
    pub fn push(&mut self, leaf: Hash, mut closed: impl FnMut(u8, u64, Hash)) {
        let mut hash = leaf;
        let mut level = 0;
        closed(0, self.size, hash);
        while self.size >> level & 1 == 1 {
            // A one in the size is a peak of that level: it and the new subtree close the next one.
            let Some(left) = self.peaks.pop() else { break };
            hash = Hash::node(&left, &hash);
            level += 1;
            closed(level, self.size >> level, hash);
        }
        self.peaks.push(hash);
        self.size += 1;
    }
}

/// A whole tree in memory, for small logs and for tests.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    levels: Vec<Vec<Hash>>,
    edge: Edge,
}

impl Memory {
    /// The tree over leaf hashes.
    pub fn of(leaves: impl IntoIterator<Item = Hash>) -> Memory {
        let mut tree = Memory::default();
        for leaf in leaves {
            tree.push(leaf);
        }
        tree
    }

    /// Adds a leaf.
    pub fn push(&mut self, leaf: Hash) {
        let levels = &mut self.levels;
        self.edge.push(leaf, |level, _, hash| {
            let level = usize::from(level);
            if levels.len() == level {
                levels.push(Vec::new());
            }
            levels[level].push(hash);
        });
    }

    /// How many leaves there are.
    pub fn size(&self) -> u64 {
        self.edge.size()
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        self.edge.root()
    }
}

/// No such node: the tree has fewer leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beyond;

impl core::fmt::Display for Beyond {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("the tree has fewer leaves")
    }
}

impl core::error::Error for Beyond {}

impl Nodes for Memory {
    type Error = Beyond;

    fn node(&mut self, level: u8, index: u64) -> Result<Hash, Beyond> {
        let level = self.levels.get(usize::from(level)).ok_or(Beyond)?;
        level.get(usize::try_from(index).map_err(|_| Beyond)?).copied().ok_or(Beyond)
    }
}
