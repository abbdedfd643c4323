//! Whatever bytes strangers send, a parser answers and never panics; what it takes, it prints as it came.

mod common;

use std::fmt::Display;
use std::str::FromStr;
use std::sync::LazyLock;

use common::{config, cosigner, entry, key, leaf};
use proptest::prelude::*;
use proptest::sample::Index;
use tlog::note::Signature;
use tlog::proof::prove_inclusion;
use tlog::tree::Memory;
use tlog::{Checkpoint, Hash, Note, Policy, Receipt, SigningKey, Tile, VerifierKey, bundle, cosignature, tile};

/// One good text of each kind.
static REAL: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let (log, witness) = (key("example.org/log", 1), cosigner("example.org/w", 2));
    let mut memory = Memory::of((0..13).map(leaf));
    let text = Checkpoint::new("example.org/log", 13, memory.root()).to_string();
    let signatures = vec![log.sign(&text), cosignature::sign(&witness, 1_700_000_000, &text)];
    let note = Note { text: text.clone(), signatures: signatures.clone() };
    let proof = prove_inclusion(&mut memory, 5, 13).expect("memory has every node");
    let receipt = Receipt { extra: Some(vec![1, 2, 3]), index: 5, proof, checkpoint: note.to_string() };
    let policy = format!(
        "# who is asked\nlog {} https://example.org/log\nwitness w {}\ngroup g 1 w\nquorum g\n",
        log.verifier(),
        witness.verifier()
    );
    let mut entries = Vec::new();
    for index in 0..5 {
        bundle::push(&mut entries, &entry(index)).expect("the entries are short");
    }
    let texts = [
        text,
        note.to_string(),
        receipt.to_string(),
        policy,
        log.verifier().to_string(),
        log.secret(),
        signatures[0].to_string(),
        leaf(0).to_string(),
        leaf(0).hex(),
        "tile/0/x001/x234/067.p/5".into(),
        "tile/entries/x072/x057/x594/x037/x927/935".into(),
    ];
    texts.into_iter().map(String::into_bytes).chain([entries]).collect()
});

/// What is done to bytes.
#[derive(Debug, Clone)]
enum Harm {
    Flip(Index, u8),
    Insert(Index, Vec<u8>),
    Cut(Index, usize),
    Double(Index, usize),
    SwapLines(Index, Index),
    Word(Index, &'static str),
}

const WORDS: [&str; 24] = [
    "\n",
    "\n\n",
    " ",
    "\t",
    "\r\n",
    "\0",
    "+",
    "=",
    "==",
    "— ",
    "0",
    "00",
    "-1",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "x000/",
    ".p/255",
    "%2e",
    "all",
    "none",
    "quorum w\n",
    "\u{85}",
    "\u{202e}",
];

fn any_harm() -> impl Strategy<Value = Harm> {
    let at = || any::<Index>();
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Harm::Flip(at, byte)),
        (at(), prop::collection::vec(any::<u8>(), 1..20)).prop_map(|(at, bytes)| Harm::Insert(at, bytes)),
        (at(), 1..100_usize).prop_map(|(at, length)| Harm::Cut(at, length)),
        (at(), 1..100_usize).prop_map(|(at, length)| Harm::Double(at, length)),
        (at(), at()).prop_map(|(a, b)| Harm::SwapLines(a, b)),
        (at(), prop::sample::select(&WORDS[..])).prop_map(|(at, word)| Harm::Word(at, word)),
    ]
}

fn harm(mut bytes: Vec<u8>, harm: &Harm) -> Vec<u8> {
    let length = bytes.len();
    match harm {
        Harm::Flip(at, byte) if length > 0 => bytes[at.index(length)] = *byte,
        Harm::Flip(..) => {}
        Harm::Insert(at, new) => {
            let at = at.index(length + 1);
            bytes.splice(at..at, new.iter().copied());
        }
        Harm::Cut(at, some) => {
            let first = at.index(length + 1);
            bytes.drain(first..(first + some).min(length));
        }
        Harm::Double(at, some) => {
            let first = at.index(length + 1);
            let piece = bytes[first..(first + some).min(length)].to_vec();
            bytes.splice(first..first, piece);
        }
        Harm::SwapLines(a, b) => {
            let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
            let (a, b) = (a.index(lines.len()), b.index(lines.len()));
            lines.swap(a, b);
            bytes = lines.join(&b'\n');
        }
        Harm::Word(at, word) => {
            let at = at.index(length + 1);
            bytes.splice(at..at, word.bytes());
        }
    }
    bytes
}

/// Reads a text as a `T`, which is refused in a sentence or printed as it came.
fn read<T: FromStr<Err: Display> + Display>(text: &str) -> Option<T> {
    match text.parse::<T>() {
        Ok(value) => {
            assert_eq!(value.to_string(), text);
            Some(value)
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            None
        }
    }
}

/// Shows bytes to every parser, and asks what was read whatever can be asked.
fn read_all(bytes: &[u8]) {
    let keys = [key("example.org/log", 1).verifier().clone(), cosigner("example.org/w", 2).verifier().clone()];
    match Note::parse(bytes) {
        Ok(note) => {
            assert_eq!(note.to_string().as_bytes(), bytes);
            let _ = note.verified_by(&keys).map_err(|error| error.to_string());
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let _ = Checkpoint::open(bytes, &keys).map_err(|error| error.to_string());
    for width in [0, 1, 5, 256, u16::MAX] {
        match bundle::entries(bytes, width) {
            Ok(entries) => {
                let mut again = Vec::new();
                entries.iter().for_each(|entry| bundle::push(&mut again, entry).expect("it was in a bundle"));
                assert_eq!(again, bytes);
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
        let tile = Tile { level: Some(0), index: 0, width };
        let hashes = tile::hashes(tile, bytes);
        assert!(hashes.is_none_or(|hashes| tile::bytes(&hashes) == bytes));
    }
    for key in &keys {
        assert!(!key.verifies("text\n", bytes));
        assert_eq!(cosignature::time_of(key, "text\n", bytes), None);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    read::<Checkpoint>(text);
    read::<VerifierKey>(text);
    read::<Signature>(text);
    read::<Hash>(text);
    assert!(Hash::from_hex(text).is_ok_and(|hash| hash.hex() == text) || Hash::from_hex(text).is_err());
    if let Ok(key) = SigningKey::from_secret(text) {
        assert_eq!(key.secret(), text.trim_end());
    }
    if let Some(tile) = Tile::parse(text) {
        assert_eq!(tile.path(), text);
        assert!((1..=256).contains(&tile.width) && tile.first() / tile::WIDTH == tile.index);
        for size in [0, 1, 70_000, u64::MAX] {
            assert!(!tile.is_in(size) || Tile::in_tree(tile.level.unwrap_or(0), tile.index, size).is_some());
        }
    }
    let receipt = read::<Receipt>(text);
    match text.parse::<Policy>() {
        Ok(policy) => {
            let all: Vec<usize> = (0..policy.witnesses.len()).collect();
            assert!(policy.is_quorum(&all), "everyone is a quorum of everything");
            assert_eq!(policy.is_quorum(&[]), !policy.asks_for_witnesses());
            let _ = policy.check(&REAL[1]).map_err(|error| error.to_string());
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    if let Some(receipt) = receipt {
        let verdict = receipt.verify(&entry(5), &Policy::of_log([keys[0].clone()]));
        let _ = verdict.map_err(|error| error.to_string());
    }
}

#[test]
fn what_is_good_is_read() {
    for bytes in REAL.iter() {
        read_all(bytes);
    }
    let [checkpoint, note, receipt, policy, public, secret, signature, hash, hex, path, bundle, entries] = &REAL[..]
    else {
        panic!("twelve kinds")
    };
    let text = |bytes: &'static [u8]| std::str::from_utf8(bytes).expect("a text");
    assert!(read::<Checkpoint>(text(checkpoint)).is_some());
    assert!(Note::parse(note).is_ok());
    assert!(read::<Receipt>(text(receipt)).is_some());
    assert!(text(policy).parse::<Policy>().is_ok());
    assert!(read::<VerifierKey>(text(public)).is_some());
    assert!(SigningKey::from_secret(text(secret)).is_ok());
    assert!(read::<Signature>(text(signature)).is_some());
    assert!(read::<Hash>(text(hash)).is_some());
    assert!(Hash::from_hex(text(hex)).is_ok());
    assert!(Tile::parse(text(path)).is_some() && Tile::parse(text(bundle)).is_some());
    assert_eq!(bundle::entries(entries, 5).map(|all| all.len()), Ok(5));
}

proptest! {
    #![proptest_config(config(4_096))]

    #[test]
    fn good_texts_that_were_harmed_never_panic(
        real in prop::sample::select(&REAL[..]),
        harms in prop::collection::vec(any_harm(), 1..4),
    ) {
        read_all(&harms.iter().fold(real, harm));
    }

    #[test]
    fn bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read_all(&bytes);
    }

    #[test]
    fn words_of_the_formats_never_panic(
        words in prop::collection::vec(prop_oneof![
            prop::sample::select(&WORDS[..]).prop_map(str::to_owned),
            prop::sample::select(vec![
                "tile/", "entries/", "0/", "001", "x001/", ".p/", "index ", "extra ", "AAAA", "c2sp.org/tlog-proof@v1\n",
                "log ", "witness ", "group ", "quorum ", "example.org/log", "PRIVATE+KEY+",
                "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "AQ==",
            ]).prop_map(str::to_owned),
            "\\PC{0,3}",
        ], 0..30),
    ) {
        read_all(words.concat().as_bytes());
    }
}
