//! What is an entry and what is not: one spelling for each thing that can be said (RFC 8785, narrowed).

mod support;

use std::time::Duration;

use ledger::canonical::{self, CanonicalError};
use ledger::{Entry, Fault, Log};
use proptest::prelude::*;
use serde_json::Value;
use support::Clerk;
use support::memory::Shared;

#[test]
fn one_spelling_is_taken_and_others_are_named() {
    for good in [
        "null",
        "true",
        "0",
        "-1",
        "9007199254740991",
        "-9007199254740991",
        r#""""#,
        "[]",
        "{}",
        r#"{"a":1,"b":[true,null,"x"]}"#,
        r#"{"":0,"A":1,"a":2,"é":3,"中":4}"#,
        r#""\u0001\b\t\n\f\r\"\\/""#,
        "\"\u{2028}\u{7f}\"",
        "\"Қазақстан 中亚\"",
        // Names are ordered by UTF-16: what lies beyond the first plane comes before U+E000.
        "{\"\u{1f600}\":1,\"\u{ff21}\":2}",
    ] {
        assert_eq!(canonical::check(good.as_bytes()), Ok(()), "{good}");
    }
    for bad in [
        "",
        " ",
        "nul",
        "{",
        "{}x",
        "1 ",
        " 1",
        "{ }",
        "[1, 2]",
        r#"{"b":1,"a":2}"#,
        r#"{"a":1,"a":1}"#,
        r#"{"a":1,"a":2}"#,
        "1.0",
        "1.5",
        "1e3",
        "-0",
        "00",
        "9007199254740992",
        "-9007199254740992",
        "18446744073709551616",
        "1E400",
        "NaN",
        r#""\u0041""#,
        r#""\/""#,
        r#""\u000a""#,
        r#""\u00E9""#,
        "\"e\u{301}\"",
        "{\"e\u{301}\":1}",
        r#""\ud800""#,
        "\"\n\"",
        "\u{feff}1",
        "{\"\u{ff21}\":2,\"\u{1f600}\":1}",
    ] {
        assert!(canonical::check(bad.as_bytes()).is_err(), "{bad}");
    }
    assert!(canonical::check(b"\"\xff\"").is_err());
    assert_eq!(canonical::check(b"[1,  2]"), Err(CanonicalError::Form { at: 3 }));
    assert!(matches!(canonical::bytes(&1.5), Err(CanonicalError::Number(_))));
    assert!(matches!(canonical::bytes(&u64::MAX), Err(CanonicalError::Number(_))));
    assert!(matches!(canonical::bytes(&"e\u{301}"), Err(CanonicalError::Text(_))));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(canonical::check(deep.as_bytes()).is_err(), "depth is bounded");
}

#[test]
fn a_log_takes_entries_and_nothing_else() {
    let shared = Shared::default();
    let mut log = Log::open(Box::new(shared.store(0)), Box::new(Clerk::new()), None).expect("opened");
    let mut append = |bytes: Vec<u8>| {
        let entries = [support::entry(0, "good"), Entry { bytes, request: "other".to_owned() }];
        log.exclusively::<_, Fault>(Duration::ZERO, |log| log.append(0, &entries))
    };
    let text = |length: usize| format!("\"{}\"", "x".repeat(length - 2)).into_bytes();
    let fault = append(text(65_536)).expect_err("too long");
    assert_eq!(fault, Fault::TooLong { entry: 1, length: 65_536 });
    assert!(!fault.is_written());
    let fault = append(b"{ }".to_vec()).expect_err("not canonical");
    assert!(matches!(fault, Fault::NotCanonical { entry: 1, .. }));
    assert!(!fault.is_written());
    assert_eq!(shared.tables().size(), 0, "nothing of the batch is there");
    assert_eq!(append(text(65_535)).expect("the longest").size, 2);
}

/// Any value that can be said here.
fn values() -> impl Strategy<Value = Value> {
    let text = "[a-zé中\u{0}-\u{1f}\"\\\\/\u{1f600}\u{ff21}]{0,6}";
    let simple = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    simple.prop_recursive(4, 32, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(text, inner, 0..5).prop_map(Value::from_iter),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_spelt_is_read_back(value in values()) {
        let bytes = canonical::bytes(&value).expect("it can be said");
        prop_assert_eq!(canonical::check(&bytes), Ok(()));
        prop_assert_eq!(serde_json::from_slice::<Value>(&bytes).expect("JSON"), value);
    }

    /// Whatever a bit makes of it: refused, or another thing in its one spelling.
    #[test]
    fn a_turned_bit_is_another_entry_or_none(value in values(), bit in any::<prop::sample::Index>()) {
        let mut bytes = canonical::bytes(&value).expect("it can be said");
        let bit = bit.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        if canonical::check(&bytes).is_ok() {
            let other: Value = serde_json::from_slice(&bytes).expect("JSON");
            prop_assert_eq!(canonical::bytes(&other).expect("it can be said"), bytes);
            prop_assert_ne!(other, value);
        }
    }
}
