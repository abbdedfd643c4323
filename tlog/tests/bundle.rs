//! Bundles of entries: what is put in comes out, and nothing else is a bundle.

mod common;

use common::config;
use proptest::prelude::*;
use tlog::bundle::{BundleError, MAX_ENTRY, entries, push};

fn bundle(all: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in all {
        push(&mut bytes, entry).expect("the entries are short");
    }
    bytes
}

#[test]
fn entries_stand_after_their_lengths() {
    assert_eq!(bundle(&[b"one", b"", b"three"]), b"\0\x03one\0\0\0\x05three");
    assert_eq!(bundle(&[&[7; 258]])[..3], [1, 2, 7]);
}

#[test]
fn the_longest_entry_fits_and_one_byte_more_does_not() {
    let mut bytes = bundle(&[b"before"]);
    let longest = vec![7; MAX_ENTRY];
    assert_eq!(push(&mut bytes, &longest), Ok(()));
    let before = bytes.clone();
    let error = BundleError::TooLong { length: 65_536 };
    assert_eq!(push(&mut bytes, &vec![7; MAX_ENTRY + 1]), Err(error));
    assert_eq!(push(&mut bytes, &vec![7; 1 << 17]), Err(BundleError::TooLong { length: 1 << 17 }));
    assert_eq!(bytes, before, "a refused entry leaves the bundle as it was");
    assert_eq!(entries(&bytes, 2), Ok(vec![&b"before"[..], &longest]));
    assert_eq!(error.to_string(), "the entry has 65536 bytes; an entry has at most 65535");
}

#[test]
fn a_bundle_that_was_cut_names_the_entry() {
    let bytes = bundle(&[b"one", b"", b"three"]);
    // Where the bundle can end without being cut: before each entry and after the last.
    let whole = [(0, 0), (5, 1), (7, 2), (14, 3)];
    for end in 0..=bytes.len() {
        let begun = whole.iter().rev().find(|(at, _)| *at <= end).expect("0 is there");
        let expected = match begun {
            (14, _) => Ok(vec![&b"one"[..], b"", b"three"]),
            (at, given) if *at == end => Err(BundleError::Width { given: *given, width: 3 }),
            (_, entry) => Err(BundleError::Cut { entry: *entry }),
        };
        assert_eq!(entries(&bytes[..end], 3), expected, "{end} bytes");
    }
    assert_eq!(BundleError::Cut { entry: 2 }.to_string(), "the bundle ends within its entry 2");
}

#[test]
fn a_bundle_of_another_width_is_refused() {
    let bytes = bundle(&[&b"a"[..]; 256]);
    for width in [0, 1, 255, 257, u16::MAX] {
        assert_eq!(entries(&bytes, width), Err(BundleError::Width { given: 256, width }));
    }
    assert_eq!(entries(&bytes, 256).map(|all| all.len()), Ok(256));
    assert_eq!(entries(&[], 0), Ok(vec![]));
    assert_eq!(entries(&[], 1), Err(BundleError::Width { given: 0, width: 1 }));
    assert_eq!(entries(&[0; 400], 7).map(|_| ()), Err(BundleError::Width { given: 200, width: 7 }));
    let said = "the bundle holds 200 entries where its address says 7";
    assert_eq!(BundleError::Width { given: 200, width: 7 }.to_string(), said);
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn what_is_put_in_comes_out(all in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..256)) {
        let slices: Vec<&[u8]> = all.iter().map(Vec::as_slice).collect();
        let bytes = bundle(&slices);
        prop_assert_eq!(entries(&bytes, all.len() as u16), Ok(slices));
    }
}
