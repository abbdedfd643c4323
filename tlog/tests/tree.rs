//! Roots of trees, in the four ways in which they are had, against RFC 6962.

mod common;

use std::convert::Infallible;

use common::{Rfc6962, leaf};
use tlog::Hash;
use tlog::tile::{Tile, TileNodes};
use tlog::tree::{self, Beyond, Edge, Memory, Nodes};

/// Sizes around which tiles begin, beside all the small ones.
const LARGE: [u64; 12] = [255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 65_792, 65_793, 70_000];

#[test]
fn roots_are_those_that_certificate_transparency_publishes() {
    // The eight entries and roots of certificate-transparency/python/ct/crypto/merkle_test.py.
    let entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let mut memory = Memory::default();
    assert_eq!(memory.root(), Hash::of(b""));
    for (digits, root) in entries.iter().zip(roots) {
        let bytes: Vec<u8> = (0..digits.len() / 2)
            .map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).expect("digits"))
            .collect();
        memory.push(Hash::leaf(&bytes));
        assert_eq!(memory.root().hex(), root, "{} entries", memory.size());
    }
}

#[test]
fn the_root_of_every_small_tree_is_that_of_the_definition() {
    let (mut rfc, mut memory, mut edge) = (Rfc6962::default(), Memory::default(), Edge::new());
    for size in 0..=130 {
        let root = rfc.mth(0, size);
        assert_eq!(edge.size(), size);
        assert_eq!(edge.root(), root, "the edge of {size}");
        assert_eq!(memory.root(), root, "the tree of {size} in memory");
        assert_eq!(tree::root(&mut memory, size), Ok(root), "from the nodes of {size}");
        assert_eq!(Edge::of(&mut memory, size), Ok(edge.clone()), "the edge from the nodes of {size}");
        memory.push(leaf(size));
        edge.push(leaf(size), |_, _, _| ());
    }
}

#[test]
fn the_root_of_a_tree_is_the_same_from_memory_and_from_tiles() {
    let mut memory = Memory::of((0..70_000).map(leaf));
    let mut edge = Edge::new();
    for size in 0..=70_000 {
        if size <= 130 || LARGE.contains(&size) {
            let root = tree::root(&mut memory, size).expect("memory has every node");
            assert_eq!(edge.root(), root, "the edge of {size}");
            let mut tiles = TileNodes::new(size, fetch(&memory, size));
            assert_eq!(tree::root(&mut tiles, size), Ok(root), "the tiles of {size}");
            assert_eq!(Edge::of(&mut tiles, size), Ok(edge.clone()), "the edge from the tiles of {size}");
        }
        edge.push(leaf(size), |_, _, _| ());
    }
}

/// The tiles of the first `size` leaves of a tree in memory; asking for any other is a mistake.
fn fetch(memory: &Memory, size: u64) -> impl FnMut(Tile) -> Result<Vec<Hash>, Infallible> {
    let mut memory = memory.clone();
    move |tile| {
        let level = tile.level.expect("nodes are never in bundles");
        assert_eq!(Tile::in_tree(level, tile.index, size), Some(tile), "a tile of another tree than that of {size}");
        let places = tile.first()..tile.first() + u64::from(tile.width);
        Ok(places.map(|index| memory.node(8 * level, index).expect("memory has every node")).collect())
    }
}

#[test]
fn a_push_tells_of_the_subtrees_that_it_closes() {
    let mut edge = Edge::new();
    let mut rfc = Rfc6962::default();
    for size in 0..130 {
        let mut closed = Vec::new();
        edge.push(leaf(size), |level, index, hash| closed.push((level, index, hash)));
        // Those whose last leaf is the new one: 2^level divides the new size.
        let expected: Vec<_> = (0..=(size + 1).trailing_zeros())
            .map(|level| (level as u8, size >> level, rfc.mth((size >> level) << level, size + 1)))
            .collect();
        assert_eq!(closed, expected, "the leaf {size}");
    }
}

#[test]
fn an_edge_that_was_remembered_grows_as_one_that_was_not() {
    let memory = Memory::of((0..130).map(leaf));
    for size in 0..130 {
        let mut edge = Edge::of(&mut memory.clone(), size).expect("memory has every node");
        (size..130).for_each(|index| edge.push(leaf(index), |_, _, _| ()));
        assert_eq!(edge.root(), memory.root(), "from {size}");
    }
}

#[test]
fn what_memory_does_not_have_is_beyond() {
    let mut memory = Memory::of((0..6).map(leaf));
    for (level, index) in [(0, 6), (1, 3), (2, 1), (3, 0), (64, 0), (255, 0), (0, u64::MAX)] {
        assert_eq!(memory.node(level, index), Err(Beyond), "node {level}/{index}");
    }
    assert_eq!(tree::root(&mut memory, 7), Err(Beyond));
    assert_eq!(Edge::of(&mut memory, 7), Err(Beyond));
}

#[test]
fn each_tile_is_fetched_once_on_the_way_down() {
    let memory = Memory::of((0..70_000).map(leaf));
    let mut asked = Vec::new();
    let mut given = fetch(&memory, 70_000);
    let mut tiles = TileNodes::new(70_000, |tile: Tile| {
        asked.push(tile.path());
        given(tile)
    });
    tlog::proof::prove_inclusion(&mut tiles, 69_999, 70_000).expect("infallible");
    asked.sort();
    assert_eq!(asked, ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]);
}

#[test]
fn a_tile_that_cannot_be_had_ends_the_walk() {
    let mut tiles = TileNodes::new(300, |tile: Tile| Err(tile.path()));
    assert_eq!(tree::root(&mut tiles, 300), Err("tile/1/000.p/1".to_owned()));
    assert_eq!(Edge::of(&mut tiles, 300), Err("tile/1/000.p/1".to_owned()));
}

#[test]
fn a_node_that_the_tree_of_tiles_does_not_have_is_bad_math() {
    for (size, level, index) in
        [(300, 0, 300), (300, 1, 150), (300, 8, 1), (300, 9, 0), (300, 7, 1 << 57), (300, 64, 0), (0, 0, 0)]
    {
        // The tiles hold more than the tree asks for, as where a server keeps only full ones.
        let mut tiles = TileNodes::new(size, |_| Ok::<_, Infallible>(vec![Hash::EMPTY; 256]));
        let panic = std::panic::catch_unwind(move || tiles.node(level, index));
        let panic = panic.expect_err("there is no such node");
        let said = panic.downcast_ref::<String>().expect("a message");
        assert_eq!(*said, format!("bad math: node {level}/{index} of a tree of {size}"));
    }
}
