//! Addresses of tiles, and which tiles a tree is made of.

mod common;

use std::collections::BTreeSet;

use common::{config, leaf};
use proptest::prelude::*;
use tlog::Hash;
use tlog::tile::{self, Tile, WIDTH, added, root_of};
use tlog::tree::Memory;

fn hashes(level: u8, index: u64, width: u16) -> Tile {
    Tile { level: Some(level), index, width }
}

fn bundle(index: u64, width: u16) -> Tile {
    Tile { level: None, index, width }
}

#[test]
fn addresses_are_spelled_as_the_specification_says() {
    let cases = [
        (hashes(0, 1_234_067, 256), "tile/0/x001/x234/067"),
        (hashes(0, 1_234_067, 5), "tile/0/x001/x234/067.p/5"),
        (hashes(0, 0, 256), "tile/0/000"),
        (hashes(0, 0, 1), "tile/0/000.p/1"),
        (hashes(1, 999, 255), "tile/1/999.p/255"),
        (hashes(2, 1_000, 256), "tile/2/x001/000"),
        (hashes(63, 999_999, 256), "tile/63/x999/999"),
        (hashes(7, 1_000_000, 17), "tile/7/x001/x000/000.p/17"),
        (bundle(0, 256), "tile/entries/000"),
        (bundle(273, 112), "tile/entries/273.p/112"),
        (bundle(1_234_067, 256), "tile/entries/x001/x234/067"),
        (hashes(0, (1 << 56) - 1, 256), "tile/0/x072/x057/x594/x037/x927/935"),
    ];
    for (tile, path) in cases {
        assert_eq!(tile.path(), path);
        assert_eq!(tile.to_string(), path);
        assert_eq!(Tile::parse(path), Some(tile), "{path}");
    }
}

#[test]
fn an_address_has_one_spelling() {
    let refused = "
        tile tile/ tile/0 tile/0/ tile// tile//000 tile/0// tile/entries tile/entries/
        /tile/0/000 tile/0/000/ tile/0//000 tile/0/000.p tile/0/000.p/ Tile/0/000 tile/0/000?x=1 tile/0/000#
        tile/00/000 tile/01/000 tile/+1/000 tile/-1/000 tile/64/000 tile/256/000 tile/999999999999999999999/000
        tile/0x0/000 tile/data/000 tile/Entries/000 tile/8/0/000
        tile/0/0 tile/0/00 tile/0/0000 tile/0/1000 tile/0/+00 tile/0/-01 tile/0/x00 tile/0/x000 tile/0/abc tile/0/٠٠٠
        tile/0/x000/000 tile/0/x000/067 tile/0/x000/x001/000 tile/0/001/000 tile/0/x001/x000 tile/0/xx01/000
        tile/0/X001/000 tile/0/x01/000 tile/0/x0001/000 tile/0/x001//000 tile/0/x001/000/ tile/0/x001.p/5/000
        tile/0/000.p/0 tile/0/000.p/256 tile/0/000.p/999 tile/0/000.p/05 tile/0/000.p/+5 tile/0/000.p/-5
        tile/0/000.p/5/ tile/0/000.p/5.p/5 tile/0/000.P/5 tile/0/000p/5 tile/0/.p/5 tile/0/000.p/0x5 tile/0/000.p/5a
        tile/0/%30%30%30 tile/0/000%2ep/5 tile/0/000.p%2f5 tile%2f0/000 tile/0/../0/000 tile/./0/000 tile/0/000.p/%35
        tile/0/x072/x057/x594/x037/x927/936 tile/0/x018/x446/x744/x073/x709/x551/615
        tile/0/x018/x446/x744/x073/x709/x551/616 tile/0/x999/x999/x999/x999/x999/x999/x999/999
        tile/entries/x018/x446/x744/x073/x709/x551/615";
    let with_spaces =
        ["", " ", " tile/0/000", "tile/0/000 ", "tile/0/000\n", "tile/0/000\0", "tile/ 0/000", "tile/0/0 0"];
    for path in refused.split_whitespace().chain(with_spaces) {
        assert_eq!(Tile::parse(path), None, "{path:?}");
    }
}

/// Level, first and end of the indexes, and width of tiles in a row.
type Run = (u8, u64, u64, u16);

#[test]
fn the_tiles_of_a_tree_are_those_of_the_examples() {
    // "For example, a tree of size 70,000 …", and of 256.
    let cases: [(u64, &[Run]); 5] = [
        (70_000, &[(0, 0, 273, 256), (0, 273, 274, 112), (1, 0, 1, 256), (1, 1, 2, 17), (2, 0, 1, 1)]),
        (256, &[(0, 0, 1, 256), (1, 0, 1, 1)]),
        (255, &[(0, 0, 1, 255)]),
        (1, &[(0, 0, 1, 1)]),
        (0, &[]),
    ];
    for (size, runs) in cases {
        let expected = runs
            .iter()
            .flat_map(|(level, first, end, width)| (*first..*end).map(move |index| hashes(*level, index, *width)));
        let expected: Vec<Tile> = expected.collect();
        let bundles = expected.iter().filter(|tile| tile.level == Some(0)).map(|tile| Tile { level: None, ..*tile });
        let all: Vec<Tile> = bundles.chain(expected.iter().copied()).collect();
        assert_eq!(added(0, size).collect::<Vec<_>>(), all, "{size}");
    }
}

/// The tiles of a tree by the formula: floor(size / 256^l) hashes at level l, cut into 256.
fn of_tree(size: u64) -> BTreeSet<Tile> {
    let mut all = BTreeSet::new();
    let (mut level, mut left) = (0, size);
    while left > 0 {
        for index in 0..left.div_ceil(256) {
            let width = (left - 256 * index).min(256) as u16;
            all.insert(hashes(level, index, width));
            if level == 0 {
                all.insert(bundle(index, width));
            }
        }
        (level, left) = (level + 1, left / 256);
    }
    all
}

fn growth_adds_the_difference(old: u64, new: u64) {
    let adds: Vec<Tile> = added(old, new).collect();
    let set: BTreeSet<Tile> = adds.iter().copied().collect();
    assert_eq!(set.len(), adds.len(), "{old} to {new}: a tile is added twice");
    assert_eq!(set, &of_tree(new) - &of_tree(old), "{old} to {new}");
}

#[test]
fn growth_adds_what_the_smaller_tree_did_not_have() {
    let mut sizes: Vec<u64> = (0..12).collect();
    for edge in [256, 512, 768, 65_536, 65_792, 131_072] {
        sizes.extend(edge - 2..=edge + 2);
    }
    sizes.push(70_000);
    for new in &sizes {
        for old in sizes.iter().filter(|old| *old <= new) {
            growth_adds_the_difference(*old, *new);
        }
    }
}

#[test]
fn the_largest_trees_have_their_tiles() {
    let paths = |old, new| added(old, new).map(|tile| tile.path()).collect::<Vec<_>>();
    assert_eq!(
        paths(u64::MAX - 1, u64::MAX),
        ["tile/entries/x072/x057/x594/x037/x927/935.p/255", "tile/0/x072/x057/x594/x037/x927/935.p/255"]
    );
    assert_eq!(
        paths((1 << 56) - 1, 1 << 56),
        [
            "tile/entries/x281/x474/x976/x710/655",
            "tile/0/x281/x474/x976/x710/655",
            "tile/1/x001/x099/x511/x627/775",
            "tile/2/x004/x294/x967/295",
            "tile/3/x016/x777/215",
            "tile/4/x065/535",
            "tile/5/255",
            "tile/6/000",
            "tile/7/000.p/1",
        ]
    );
}

#[test]
fn a_tree_has_a_tile_at_its_width_and_at_smaller_ones() {
    for size in [0, 1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000] {
        let all = of_tree(size);
        for tile in all.iter().copied() {
            assert!(tile.is_in(size), "{tile} in {size}");
            assert_eq!(tile.is_full(), tile.width == 256);
            assert_eq!(tile.full().width, 256);
            let same = match tile.level {
                Some(level) => Tile::in_tree(level, tile.index, size),
                None => Tile::bundle_in(tile.index, size),
            };
            assert_eq!(same, Some(tile), "in a tree of {size}");
            assert!(Tile { width: 1, ..tile }.is_in(size), "the beginning of {tile} in {size}");
            let wider = Tile { width: tile.width + 1, ..tile };
            assert!(tile.is_full() || !wider.is_in(size), "{wider} in {size}");
            let next = Tile { index: tile.index + 1, width: 1, ..tile };
            assert_eq!(next.is_in(size), all.iter().any(|t| (t.level, t.index) == (next.level, next.index)), "{next}");
        }
    }
}

#[test]
fn a_tile_beyond_every_tree_is_in_none() {
    for size in [0, 1, 256, u64::MAX] {
        for index in [1 << 56, u64::MAX / 256 + 1, u64::MAX] {
            for tile in [hashes(0, index, 1), hashes(63, index, 256), bundle(index, 256)] {
                assert!(!tile.is_in(size), "{tile:?} in {size}");
            }
            assert_eq!(Tile::in_tree(0, index, size), None);
            assert_eq!(Tile::bundle_in(index, size), None);
        }
        for level in [8, 9, 63, 64, 255] {
            assert_eq!(Tile::in_tree(level, 0, size), None, "level {level} of {size}");
        }
    }
}

#[test]
fn a_tile_has_exactly_as_many_hashes_as_its_address_says() {
    let tile = hashes(0, 3, 5);
    let five: Vec<Hash> = (0..5).map(leaf).collect();
    let bytes = tile::bytes(&five);
    assert_eq!(bytes.len(), 160);
    assert_eq!(tile::hashes(tile, &bytes), Some(five));
    for length in [0, 31, 32, 128, 159] {
        assert_eq!(tile::hashes(tile, &bytes[..length]), None, "{length} bytes");
    }
    assert_eq!(tile::hashes(tile, &[&bytes[..], &[0]].concat()), None);
    assert_eq!(tile::hashes(tile.full(), &bytes), None);
}

#[test]
fn the_root_of_a_tile_is_that_of_its_hashes_as_a_tree() {
    for size in 0..=256 {
        let leaves: Vec<Hash> = (0..size).map(leaf).collect();
        assert_eq!(root_of(&leaves), Memory::of(leaves.iter().copied()).root(), "{size}");
    }
}

prop_compose! {
    fn any_tile()(
        level in prop::option::of(0_u8..=63),
        // As many small indexes as large ones.
        index in (0_u32..=56).prop_flat_map(|bits| 0..1_u64 << bits),
        width in 1_u16..=256,
    ) -> Tile {
        Tile { level, index, width }
    }
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn parse_is_the_inverse_of_path(tile in any_tile()) {
        prop_assert_eq!(Tile::parse(&tile.path()), Some(tile));
        prop_assert_eq!(tile.first(), tile.index * WIDTH);
    }

    #[test]
    fn growth_adds_what_was_not_there(old in 0_u64..200_000, more in 0_u64..1_000) {
        growth_adds_the_difference(old, old + more);
    }
}
