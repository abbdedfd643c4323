//! Tiles: a tree cut into files that never change (C2SP tlog-tiles).
//!
//! A tile of level *l* holds up to 256 hashes of the tree's level 8·*l*. Only the
//! rightmost tile of a level can be partial. Addresses have one spelling each;
//! anything else is not an address.
//!
//! ```
//! use tlog::tile::{Tile, added};
//!
//! // What a log publishes when it grows from 250 entries to 260.
//! let paths: Vec<String> = added(250, 260).map(|tile| tile.path()).collect();
//! let bundles = ["tile/entries/000", "tile/entries/001.p/4"];
//! let hashes = ["tile/0/000", "tile/0/001.p/4", "tile/1/000.p/1"];
//! assert_eq!(paths, [&bundles[..], &hashes].concat());
//!
//! let tile = Tile::parse("tile/0/x001/x234/067").expect("an address");
//! assert_eq!((tile.level, tile.index, tile.width), (Some(0), 1_234_067, 256));
//! ```

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::Hash;
use crate::tree::Nodes;

/// Hashes in a full tile, and entries in a full bundle.
pub const WIDTH: u64 = 256;
/// Levels of the tree that one level of tiles spans.
pub const HEIGHT: u8 = 8;
/// The highest level a tile can have in an address.
const MAX_LEVEL: u8 = 63;

/// A tile of hashes or, without a level, a bundle of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tile {
    /// The level of a tile of hashes; none for a bundle of entries.
    pub level: Option<u8>,
    /// The tile's place in its level, counted from 0.
    pub index: u64,
    /// How many hashes or entries it holds: 1 to 256.
    pub width: u16,
}

impl Tile {
    /// The tile of hashes `index` of `level` in a tree of `size`, as wide as the tree makes it.
    pub fn in_tree(level: u8, index: u64, size: u64) -> Option<Tile> {
        let width = width_of(size, level).checked_sub(index.checked_mul(WIDTH)?)?.min(WIDTH) as u16;
        (width > 0).then_some(Tile { level: Some(level), index, width })
    }

    /// The bundle `index` of the entries of a tree of `size`.
    pub fn bundle_in(index: u64, size: u64) -> Option<Tile> {
        Tile::in_tree(0, index, size).map(|tile| Tile { level: None, ..tile })
    }

    /// Whether it is as wide as tiles get.
    pub fn is_full(&self) -> bool {
        u64::from(self.width) == WIDTH
    }

    /// The same tile once it is full.
    #[must_use]
    pub fn full(self) -> Tile {
        Tile { width: WIDTH as u16, ..self }
    }

    /// The first hash of its level, or the first entry, that it holds.
    pub fn first(&self) -> u64 {
        self.index * WIDTH
    }

    /// Whether a tree of `size` has this tile, at this width or a greater one.
    pub fn is_in(&self, size: u64) -> bool {
        let end = self.index.checked_mul(WIDTH).and_then(|first| first.checked_add(u64::from(self.width)));
        end.is_some_and(|end| end <= width_of(size, self.level.unwrap_or(0)))
    }

    /// Its address below the log's prefix, such as `tile/0/x001/x234/067.p/5`.
    pub fn path(&self) -> String {
        let mut path = match self.level {
            Some(level) => format!("tile/{level}/"),
            None => String::from("tile/entries/"),
        };
        let mut groups = Vec::new();
        let mut rest = self.index;
        loop {
            groups.push(rest % 1000);
            rest /= 1000;
            if rest == 0 {
                break;
            }
        }
        for (at, group) in groups.iter().enumerate().rev() {
            path += &if at > 0 { format!("x{group:03}/") } else { format!("{group:03}") };
        }
        if !self.is_full() {
            path += &format!(".p/{}", self.width);
        }
        path
    }

    /// The tile at an address; none for every other text, and for tiles beyond 2^64 hashes, which no tree has.
    pub fn parse(path: &str) -> Option<Tile> {
        let rest = path.strip_prefix("tile/")?;
        let (level, mut rest) = rest.split_once('/')?;
        let level = match level {
            "entries" => None,
            level => Some(decimal(level).filter(|level| *level <= u64::from(MAX_LEVEL))? as u8),
        };
        let mut width = WIDTH as u16;
        if let Some((number, partial)) = rest.split_once(".p/") {
            width = decimal(partial).filter(|width| (1..WIDTH).contains(width))? as u16;
            rest = number;
        }
        let mut index: u64 = 0;
        let mut groups = rest.split('/').peekable();
        while let Some(group) = groups.next() {
            let digits = if groups.peek().is_some() { group.strip_prefix('x')? } else { group };
            let digits =
                Some(digits).filter(|digits| digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()))?;
            index = index.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
        }
        index.checked_mul(WIDTH)?;
        let tile = Tile { level, index, width };
        // Leading groups of zeros spell the same number in another way.
        (tile.path() == path).then_some(tile)
    }
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path())
    }
}

fn decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// How many hashes a level of tiles has in a tree of a size.
fn width_of(size: u64, level: u8) -> u64 {
    size.checked_shr(u32::from(level) * u32::from(HEIGHT)).unwrap_or(0)
}

/// Every tile and bundle of a tree of `size` that a tree of `old` did not have: what publishing adds.
pub fn added(old: u64, size: u64) -> impl Iterator<Item = Tile> {
    let bundles = level_added(old, size, 0).map(|tile| Tile { level: None, ..tile });
    let levels = (0..=MAX_LEVEL).take_while(move |level| width_of(size, *level) > 0);
    bundles.chain(levels.flat_map(move |level| level_added(old, size, level)))
}

fn level_added(old: u64, size: u64, level: u8) -> impl Iterator<Item = Tile> {
    let (before, now) = (width_of(old, level), width_of(size, level));
    let first = if before == now { now.div_ceil(WIDTH) } else { before / WIDTH };
    (first..now.div_ceil(WIDTH)).filter_map(move |index| Tile::in_tree(level, index, size))
}

/// The hashes of a tile, one after another; none when the bytes are not exactly as many as it needs.
pub fn hashes(tile: Tile, bytes: &[u8]) -> Option<Vec<Hash>> {
    let chunks = bytes.chunks_exact(32);
    let exact = bytes.len() == usize::from(tile.width) * 32;
    exact.then(|| chunks.filter_map(|chunk| chunk.try_into().ok().map(Hash)).collect())
}

/// The bytes of a tile that holds these hashes.
pub fn bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// The root of a full or partial run of hashes of one level that starts a subtree.
pub fn root_of(hashes: &[Hash]) -> Hash {
    match hashes {
        [] => Hash::EMPTY,
        [one] => *one,
        several => {
            let (left, right) = several.split_at(crate::tree::split(several.len() as u64) as usize);
            Hash::node(&root_of(left), &root_of(right))
        }
    }
}

/// The nodes of a tree that lies in tiles.
///
/// `fetch` gives the hashes of a tile of the tree of `size` entries. What it gives is
/// believed: check the root of the whole against a signed checkpoint, or what was proved.
pub struct TileNodes<F> {
    size: u64,
    fetch: F,
    /// The tile used last at each level: a proof goes down the tree one tile at a time.
    last: Vec<Option<(u64, Vec<Hash>)>>,
}

impl<F> fmt::Debug for TileNodes<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TileNodes").field("size", &self.size).finish_non_exhaustive()
    }
}

impl<F> TileNodes<F> {
    /// The nodes of the tree of `size` entries.
    pub fn new(size: u64, fetch: F) -> TileNodes<F> {
        TileNodes { size, fetch, last: Vec::new() }
    }
}

impl<E, F: FnMut(Tile) -> Result<Vec<Hash>, E>> Nodes for TileNodes<F> {
    type Error = E;

    /// # Panics
    /// When the tree has no such node, or `fetch` gave fewer hashes than the tile has.
    fn node(&mut self, level: u8, index: u64) -> Result<Hash, E> {
        let (of_tiles, height) = (level / HEIGHT, level % HEIGHT);
        let (first, complete) = (index << height, self.size.checked_shr(level.into()).unwrap_or(0));
        let at = (first % WIDTH) as usize;
        let tile = Tile::in_tree(of_tiles, first / WIDTH, self.size).filter(|_| index < complete);
        let tile = tile.unwrap_or_else(|| panic!("bad math: node {level}/{index} of a tree of {}", self.size));
        let slot = usize::from(of_tiles);
        if self.last.len() <= slot {
            self.last.resize(slot + 1, None);
        }
        if self.last[slot].as_ref().is_none_or(|(held, _)| *held != tile.index) {
            self.last[slot] = Some((tile.index, (self.fetch)(tile)?));
        }
        let hashes = self.last[slot].as_ref().map_or(&[][..], |(_, hashes)| hashes);
        Ok(root_of(&hashes[at..at + (1 << height)]))
    }
}
