//! Agreement with other people's logs: ct-merkle, and Cloudflare's ports of Go's tlog and note.
//!
//! Self-agreement is not agreement: a mistake that is made alike in making and in checking a proof shows only here.
//! tlog_tiles is a port of golang.org/x/mod/sumdb/tlog and writes addresses as Go does, with the height of tiles in
//! front (`tile/8/0/000`) and `data` for bundles; the same tile is `tile/0/000` and `tile/entries/000` in C2SP.

mod common;

use std::convert::Infallible;

use common::{config, cosigner, entry, key, leaf};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof};
use proptest::prelude::*;
use sha2::Sha256;
use tlog::proof::{check_consistency, check_inclusion, prove_consistency, prove_inclusion};
use tlog::tile::{self, Tile, TileNodes, added};
use tlog::tree::{self, Memory, Nodes};
use tlog::{Checkpoint, Hash, Note, SigningKey, VerifierKey};

/// Every size up to here, and every pair of sizes.
const MOST: u64 = 300;
/// Some sizes where a level of tiles begins.
const LARGE: [u64; 4] = [65_535, 65_536, 65_537, 70_000];

/// Places in a large tree that are worth a proof.
fn places(size: u64) -> impl Iterator<Item = u64> {
    let mut all =
        vec![0, 1, 255, 256, 257, 65_279, 65_280, 65_534, 65_535, 65_536, size / 2, size.saturating_sub(2), size - 1];
    all.sort_unstable();
    all.dedup();
    all.into_iter().filter(move |place| *place < size)
}

fn bytes(proof: &[Hash]) -> Vec<u8> {
    proof.iter().flat_map(|hash| hash.0).collect()
}

/// Roots and proofs of ct-merkle's tree of some size, and ours.
fn agrees_with_ct_merkle(
    theirs: &MemoryBackedTree<Sha256, Vec<u8>>,
    ours: &mut Memory,
    places: impl Iterator<Item = u64>,
) {
    let size = theirs.len();
    let root = tree::root(ours, size).expect("memory has every node");
    assert_eq!(theirs.root().as_bytes()[..], root.0, "the root of {size}");
    for place in places {
        let proof = prove_inclusion(ours, place, size).expect("memory has every node");
        assert_eq!(theirs.prove_inclusion(place as usize).as_bytes(), bytes(&proof), "{place} in {size}");
        let proof = InclusionProof::from_bytes(bytes(&proof));
        assert!(theirs.root().verify_inclusion(&entry(place), place, &proof).is_ok(), "{place} in {size}");
        if place > 0 {
            let proof = prove_consistency(ours, place, size).expect("memory has every node");
            let more = (size - place) as usize;
            assert_eq!(theirs.prove_consistency(more).as_bytes(), bytes(&proof), "{place} before {size}");
            let old = tree::root(ours, place).expect("memory has every node");
            let old = ct_merkle::RootHash::new(old.0.into(), place);
            let proof = ConsistencyProof::try_from_bytes(bytes(&proof)).expect("whole hashes");
            assert!(theirs.root().verify_consistency(&old, &proof).is_ok(), "{place} before {size}");
        }
    }
}

#[test]
fn ct_merkle_makes_and_accepts_the_same_proofs() {
    let mut ours = Memory::of((0..70_000).map(leaf));
    let mut theirs = MemoryBackedTree::<Sha256, Vec<u8>>::new();
    for size in 1..=70_000 {
        theirs.push(entry(size - 1));
        if size <= MOST {
            agrees_with_ct_merkle(&theirs, &mut ours, 0..size);
        } else if LARGE.contains(&size) {
            agrees_with_ct_merkle(&theirs, &mut ours, places(size));
        }
    }
}

/// The hashes that Go's tlog stores, in its order.
#[derive(Default)]
struct Stored(Vec<tlog_tiles::Hash>);

impl tlog_tiles::HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        Ok(indexes.iter().map(|index| self.0[*index as usize]).collect())
    }
}

impl Stored {
    fn of(size: u64) -> Stored {
        let mut stored = Stored::default();
        for index in 0..size {
            let new = tlog_tiles::stored_hashes(index, &entry(index), &stored).expect("infallible");
            stored.0.extend(new);
        }
        stored
    }
}

fn to_theirs(proof: &[Hash]) -> Vec<tlog_tiles::Hash> {
    proof.iter().map(|hash| tlog_tiles::Hash(hash.0)).collect()
}

fn to_ours(proof: &[tlog_tiles::Hash]) -> Vec<Hash> {
    proof.iter().map(|hash| Hash(hash.0)).collect()
}

#[test]
fn go_makes_and_accepts_the_same_proofs() {
    let mut ours = Memory::of((0..70_000).map(leaf));
    let theirs = Stored::of(70_000);
    for size in (1..=MOST).chain(LARGE) {
        let root = tree::root(&mut ours, size).expect("memory has every node");
        let their_root = tlog_tiles::tree_hash(size, &theirs).expect("every hash is there");
        assert_eq!(their_root.0, root.0, "the root of {size}");
        let places: Vec<u64> = if size <= MOST { (0..size).collect() } else { places(size).collect() };
        for place in places {
            let their_proof = tlog_tiles::prove_record(size, place, &theirs).expect("every hash is there");
            let proof = prove_inclusion(&mut ours, place, size).expect("memory has every node");
            assert_eq!(proof, to_ours(&their_proof), "{place} in {size}");
            assert_eq!(check_inclusion(leaf(place), place, size, root, &to_ours(&their_proof)), Ok(()));
            let hash = tlog_tiles::Hash(leaf(place).0);
            assert!(tlog_tiles::check_record(&to_theirs(&proof), size, their_root, place, hash).is_ok());

            // The tree of the first `place + 1` entries: Go's proofs begin at one.
            let old = place + 1;
            let old_root = tree::root(&mut ours, old).expect("memory has every node");
            let their_proof = tlog_tiles::prove_tree(size, old, &theirs).expect("every hash is there");
            let proof = prove_consistency(&mut ours, old, size).expect("memory has every node");
            assert_eq!(proof, to_ours(&their_proof), "{old} before {size}");
            assert_eq!(check_consistency(old, size, old_root, root, &to_ours(&their_proof)), Ok(()));
            let hash = tlog_tiles::Hash(old_root.0);
            assert!(tlog_tiles::check_tree(&to_theirs(&proof), size, their_root, old, hash).is_ok());
        }
    }
}

/// The same tile as Go names it.
fn go_path(tile: &Tile) -> String {
    let path = tile.path();
    let rest = path.strip_prefix("tile/").expect("all paths begin so");
    rest.strip_prefix("entries/").map_or_else(|| format!("tile/8/{rest}"), |rest| format!("tile/8/data/{rest}"))
}

#[test]
fn go_writes_the_same_tiles_with_the_same_hashes() {
    let mut ours = Memory::of((0..70_000).map(leaf));
    let theirs = Stored::of(70_000);
    for (old, new) in
        [(0, 1), (0, 255), (0, 256), (1, 257), (255, 256), (256, 512), (300, 65_535), (65_535, 65_537), (0, 70_000)]
    {
        let their_tiles = tlog_tiles::Tile::new_tiles(8, old, new);
        let our_tiles: Vec<Tile> = added(old, new).filter(|tile| tile.level.is_some()).collect();
        let paths = |tiles: &[tlog_tiles::Tile]| tiles.iter().map(tlog_tiles::Tile::path).collect::<Vec<_>>();
        assert_eq!(our_tiles.iter().map(go_path).collect::<Vec<_>>(), paths(&their_tiles), "{old} to {new}");
        for (ours_one, theirs_one) in our_tiles.iter().zip(&their_tiles) {
            let bytes = tile::bytes(&hashes_of(&mut ours, *ours_one));
            assert_eq!(theirs_one.read_data(&theirs).expect("every hash is there"), bytes, "{ours_one} of {new}");
        }
    }
}

fn hashes_of(memory: &mut Memory, tile: Tile) -> Vec<Hash> {
    let level = 8 * tile.level.expect("a tile of hashes");
    let places = tile.first()..tile.first() + u64::from(tile.width);
    places.map(|index| memory.node(level, index).expect("memory has every node")).collect()
}

/// Our tiles, as a server gives them to a client in Go.
struct Served(Memory);

impl tlog_tiles::TileReader for Served {
    fn height(&self) -> u8 {
        8
    }

    fn read_tiles(&self, tiles: &[tlog_tiles::Tile]) -> Result<Vec<Vec<u8>>, tlog_tiles::Error> {
        let mut memory = self.0.clone();
        let read = |tile: &tlog_tiles::Tile| {
            let path = tile.path().replacen("tile/8/", "tile/", 1);
            tile::bytes(&hashes_of(&mut memory, Tile::parse(&path).expect(&path)))
        };
        Ok(tiles.iter().map(read).collect())
    }

    fn save_tiles(&self, _: &[tlog_tiles::Tile], _: &[Vec<u8>]) {}
}

#[test]
fn a_client_in_go_proves_from_our_tiles_what_we_prove_from_theirs() {
    let mut memory = Memory::of((0..70_000).map(leaf));
    let served = Served(memory.clone());
    let stored = Stored::of(70_000);
    for size in [1, 2, 255, 256, 257, 511, 512, 513].into_iter().chain(LARGE) {
        let root = tree::root(&mut memory, size).expect("memory has every node");
        // It checks every tile against the root before it believes a hash.
        let client = tlog_tiles::TileHashReader::new(size, tlog_tiles::Hash(root.0), &served);
        let mut from_theirs = TileNodes::new(size, |tile: Tile| {
            let their_tile = tlog_tiles::Tile::from_path(&go_path(&tile)).expect("a tile of theirs");
            let bytes = their_tile.read_data(&stored).expect("every hash is there");
            Ok::<_, Infallible>(tile::hashes(tile, &bytes).expect("as wide as its address says"))
        });
        for place in places(size) {
            let theirs = tlog_tiles::prove_record(size, place, &client).expect("the tiles are true");
            let ours = prove_inclusion(&mut from_theirs, place, size).expect("infallible");
            assert_eq!(ours, to_ours(&theirs), "{place} in {size}");
        }
    }
}

fn verifiers(keys: &[&VerifierKey]) -> signed_note::VerifierList {
    let of = |key: &&VerifierKey| -> Box<dyn signed_note::Verifier> {
        Box::new(signed_note::StandardVerifier::new(&key.to_string()).expect("a key of theirs"))
    };
    signed_note::VerifierList::new(keys.iter().map(of).collect())
}

const TEXTS: [&str; 4] =
    ["text\n", "\n", "two\n\nparts — ЯО 世\n", "example.org/log\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"];

#[test]
fn notes_that_we_sign_are_opened_by_others() {
    let (log, other) = (key("example.org/log", 1), key("журнал.example", 2));
    for text in TEXTS {
        let note = Note { text: text.into(), signatures: vec![log.sign(text), other.sign(text)] };
        let theirs = signed_note::Note::from_bytes(note.to_string().as_bytes()).expect("a note of theirs");
        assert_eq!(theirs.text(), text.as_bytes());
        let (known, unknown) = theirs.verify(&verifiers(&[other.verifier()])).expect("it verifies");
        assert_eq!((known.len(), unknown.len()), (1, 1));
        assert_eq!((known[0].name(), known[0].id()), (other.verifier().name(), other.verifier().id()));
        let (known, _) = theirs.verify(&verifiers(&[other.verifier(), log.verifier()])).expect("it verifies");
        assert_eq!(known.len(), 2);
    }
}

#[test]
fn notes_that_others_sign_are_opened_by_us_byte_for_byte() {
    // Their signers are made from our private keys, so both sign with the same.
    let keys = [key("example.org/log", 1), key("журнал.example", 2)];
    let signers = keys.each_ref().map(|key| signed_note::StandardSigner::new(&key.secret()).expect("a key of theirs"));
    for text in TEXTS {
        let mut theirs = signed_note::Note::new(text.as_bytes(), &[]).expect("a text of theirs");
        theirs.add_sigs(&[&signers[0], &signers[1]]).expect("they sign");
        let ours = Note { text: text.into(), signatures: keys.iter().map(|key| key.sign(text)).collect() };
        assert_eq!(theirs.to_bytes(), ours.to_string().into_bytes());
        let read = Note::parse(&theirs.to_bytes()).expect("a note");
        let known = keys.each_ref().map(|key| key.verifier().clone());
        assert_eq!(read.verified_by(&known), Ok(vec![0, 1]));
    }
}

#[test]
fn keys_of_others_are_ours_and_ids_agree() {
    for signing in [key("example.org/log", 1), key("журнал.example", 2), cosigner("example.org/w", 3)] {
        let public = signing.verifier();
        let material = [&[public.algorithm() as u8][..], public.public()].concat();
        assert_eq!(signed_note::key_id(public.name(), &material), public.id());
        let again = SigningKey::from_secret(&signing.secret()).expect("a private key");
        assert_eq!(again.verifier(), public);
    }
}

#[test]
fn checkpoints_are_read_alike() {
    let root = Hash::EMPTY;
    for text in [
        format!("example.org/log\n5\n{root}\n"),
        format!("a b+c\n0\n{root}\nextension\n— another\n"),
        format!("a\n05\n{root}\n"),
        format!("a\n+5\n{root}\n"),
        format!("a\n5\n{root}"),
        format!("\n5\n{root}\n"),
        "a\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n".into(),
        "a\n5\n".into(),
        String::new(),
    ] {
        let ours = text.parse::<Checkpoint>().ok();
        let theirs = tlog_tiles::Checkpoint::from_bytes(text.as_bytes()).ok();
        assert_eq!(ours.is_some(), theirs.is_some(), "{text:?}");
        if let (Some(ours), Some(theirs)) = (ours, theirs) {
            assert_eq!((&*ours.origin, ours.size, ours.root.0), (theirs.origin(), theirs.size(), theirs.hash().0));
            assert_eq!(ours.extensions.iter().map(|line| format!("{line}\n")).collect::<String>(), theirs.extension());
            assert_eq!(theirs.to_bytes(), ours.to_string().into_bytes());
        }
    }
}

/// Notes whose every part is now and then what it must not be.
fn nearly_a_note() -> impl Strategy<Value = String> {
    let text =
        prop::sample::select(vec!["", "text\n", "\n", "a\n\nb\n", "a\u{7f}\n", "a\tb\n", "no end", "— x AAAAAAA=\n"]);
    let between = prop::sample::select(vec!["\n", "\n", "\n", "", "\n\n", "\r\n"]);
    let line = (
        prop::sample::select(vec!["— ", "— ", "— ", "- ", "—", "— — "]),
        prop_oneof![
            Just("example.org/log".to_owned()),
            Just(String::new()),
            "[ -~\u{7f}-\u{a1}\u{2000}-\u{2010}]{1,4}"
        ],
        prop::sample::select(vec![" ", " ", " ", "", "  ", "\u{a0}"]),
        prop_oneof![Just("AAAAAAA=".to_owned()), "[A-Za-z0-9+/]{8}", "[A-Za-z0-9+/]{6,7}[AQgw=]?={0,2}"],
        prop::sample::select(vec!["\n", "\n", "\n", "\n", "", "\n\n"]),
    );
    let lines = prop::collection::vec(line, 0..4);
    (text, between, lines).prop_map(|(text, between, lines)| {
        let lines =
            lines.into_iter().map(|(dash, name, space, base64, end)| [dash, &name, space, &base64, end].concat());
        [text, between].concat() + &lines.collect::<String>()
    })
}

proptest! {
    #![proptest_config(config(4_096))]

    #[test]
    fn what_is_a_note_is_agreed(text in nearly_a_note()) {
        let ours = Note::parse(text.as_bytes()).ok();
        let theirs = signed_note::Note::from_bytes(text.as_bytes()).ok();
        prop_assert_eq!(ours.is_some(), theirs.is_some());
        if let (Some(ours), Some(theirs)) = (ours, theirs) {
            prop_assert_eq!(ours.text.as_bytes(), theirs.text());
            prop_assert_eq!(ours.to_string().into_bytes(), theirs.to_bytes());
        }
    }

    #[test]
    fn what_is_a_name_is_agreed(name in "[ -~\u{0}-\u{20}\u{7f}-\u{a1}\u{1680}\u{2000}-\u{2060}\u{3000}]{0,2}") {
        // Theirs leaves the characters below U+0020 to the note that the name stands in.
        let theirs = signed_note::is_key_name_valid(&name) && !name.chars().any(|c| c < ' ');
        prop_assert_eq!(tlog::note::is_key_name(&name), theirs);
    }
}
