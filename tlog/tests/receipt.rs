//! Receipts: what one file proves, offline, and how little of it may be touched.

mod common;

use common::{cosigner, entry, key, leaf};
use tlog::policy::{PolicyError, Witnessed};
use tlog::proof::{MAX_PROOF, ProofError, prove_inclusion};
use tlog::receipt::ReceiptError;
use tlog::tree::{self, Memory};
use tlog::{Checkpoint, Hash, Note, Policy, Receipt, cosignature};

const SIZE: u64 = 13;

/// The receipt for an entry of a log of 13 entries, cosigned by one witness.
fn receipt(index: u64) -> Receipt {
    of_tree(index, SIZE)
}

fn of_tree(index: u64, size: u64) -> Receipt {
    let mut memory = Memory::of((0..size).map(leaf));
    let text = Checkpoint::new("example.org/log", size, memory.root()).to_string();
    let signatures = vec![
        key("example.org/log", 1).sign(&text),
        cosignature::sign(&cosigner("example.org/w", 2), 1_700_000_000, &text),
    ];
    let proof = prove_inclusion(&mut memory, index, size).expect("memory has every node");
    Receipt { extra: None, index, proof, checkpoint: Note { text, signatures }.to_string() }
}

fn policy() -> Policy {
    let (log, witness) = (key("example.org/log", 1), cosigner("example.org/w", 2));
    format!("log {}\nwitness w {}\nquorum w\n", log.verifier(), witness.verifier()).parse().expect("a policy")
}

#[test]
fn every_entry_has_a_receipt_that_anyone_can_check() {
    for size in 1..=40 {
        let root = tree::root(&mut Memory::of((0..size).map(leaf)), size).expect("memory has every node");
        for index in 0..size {
            let kept = of_tree(index, size).to_string();
            let read: Receipt = kept.parse().expect("a receipt");
            assert_eq!(read, of_tree(index, size));
            let checkpoint = Checkpoint::new("example.org/log", size, root);
            let witnessed = Witnessed { checkpoint, witnesses: vec![(0, 1_700_000_000)] };
            assert_eq!(read.verify(&entry(index), &policy()), Ok(witnessed), "{index} of {size}");
        }
    }
}

#[test]
fn a_receipt_is_kept_as_the_specification_lays_it_out() {
    let receipt = Receipt { extra: Some(b"agev1.2.1".to_vec()), ..receipt(12) };
    let expected = format!(
        "c2sp.org/tlog-proof@v1\nextra YWdldjEuMi4x\nindex 12\n{}\n{}\n\n{}",
        receipt.proof[0], receipt.proof[1], receipt.checkpoint
    );
    assert_eq!(receipt.proof.len(), 2);
    assert_eq!(receipt.to_string(), expected);
    assert_eq!(expected.parse(), Ok(receipt));
}

#[test]
fn the_example_of_the_specification_is_read() {
    // Its signatures are cut short, so it is read and not verified.
    let text = "c2sp.org/tlog-proof@v1\n\
        extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6kYXJ3aW4tYXJ\n\
        index 73894\n\
        gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n\
        B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=\n\
        EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=\n\
        RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=\n\
        AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=\n\
        \n\
        example.com/fancylog\n\
        109482\n\
        sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=\n\
        \n\
        — example.com/fancylog hI2DJw[...]1roloI=\n";
    let receipt: Receipt = text.parse().expect("a receipt");
    assert!(receipt.extra.as_deref().is_some_and(|extra| extra.starts_with(b"age-v1.2.1-darwin-arm64.tar.gz")));
    assert_eq!((receipt.index, receipt.proof.len()), (73_894, 5));
    assert!(receipt.checkpoint.starts_with("example.com/fancylog\n109482\n"));
    assert_eq!(receipt.to_string(), text);
}

#[test]
fn extra_data_is_carried_and_vouched_for_by_nobody() {
    for extra in [None, Some(vec![]), Some(vec![0]), Some(b"index 5\n".to_vec()), Some(vec![255; 1000])] {
        let receipt = Receipt { extra, ..receipt(5) };
        assert_eq!(receipt.to_string().parse(), Ok(receipt.clone()));
        assert!(receipt.verify(&entry(5), &policy()).is_ok());
    }
}

#[test]
fn a_receipt_is_for_its_entry_alone() {
    for index in 0..SIZE {
        let receipt = receipt(index);
        for other in (0..SIZE).filter(|other| *other != index) {
            let verdict = receipt.verify(&entry(other), &policy());
            assert!(matches!(verdict, Err(ReceiptError::Proof(ProofError::Root { .. }))), "{other}: {verdict:?}");
            let moved = Receipt { index: other, ..receipt.clone() };
            assert!(moved.verify(&entry(index), &policy()).is_err(), "{index} at {other}");
        }
        for beyond in [SIZE, u64::MAX] {
            let moved = Receipt { index: beyond, ..receipt.clone() };
            let error = ProofError::Beyond { index: beyond, size: SIZE };
            assert_eq!(moved.verify(&entry(index), &policy()), Err(ReceiptError::Proof(error)));
        }
    }
}

#[test]
fn every_line_that_is_damaged_is_found() {
    let good = Receipt { extra: None, ..receipt(5) }.to_string();
    let holds = |text: &str| text.parse::<Receipt>().is_ok_and(|receipt| receipt.verify(&entry(5), &policy()).is_ok());
    assert!(holds(&good));
    let lines: Vec<&str> = good.lines().collect();
    let of = |lines: &[&str]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    assert_eq!(of(&lines), good);
    for at in 0..lines.len() {
        let mut dropped = lines.clone();
        dropped.remove(at);
        assert!(!holds(&of(&dropped)), "without line {at}");
        let mut doubled = lines.clone();
        doubled.insert(at, lines[at]);
        // A signature line may stand twice: it says the same.
        assert_eq!(holds(&of(&doubled)), lines[at].starts_with('—'), "line {at} twice");
        for other in at + 1..lines.len() {
            let mut swapped = lines.clone();
            swapped.swap(at, other);
            let same = swapped == lines || lines[at].starts_with('—') && lines[other].starts_with('—');
            assert_eq!(holds(&of(&swapped)), same, "lines {at} and {other} exchanged");
        }
        for (deed, line) in [
            ("a space before", format!(" {}", lines[at])),
            ("a space after", format!("{} ", lines[at])),
            ("a return after", format!("{}\r", lines[at])),
        ] {
            let mut touched = lines.clone();
            touched[at] = &line;
            assert!(!holds(&of(&touched)), "{deed} line {at}");
        }
    }
}

#[test]
fn every_byte_that_is_altered_is_found() {
    let good = receipt(5).to_string();
    for at in 0..good.len() {
        for bit in 0..8 {
            let mut bytes = good.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            let Ok(text) = String::from_utf8(bytes) else { continue };
            let Ok(receipt) = text.parse::<Receipt>() else { continue };
            assert!(receipt.verify(&entry(5), &policy()).is_err(), "bit {bit} of byte {at}: {text}");
        }
    }
    for length in 0..good.len() {
        let Some(cut) = good.get(..length) else { continue };
        let receipt = cut.parse::<Receipt>();
        assert!(receipt.is_err() || receipt.is_ok_and(|receipt| receipt.verify(&entry(5), &policy()).is_err()));
    }
}

#[test]
fn what_is_no_receipt_is_refused_with_the_reason() {
    let rest = "\n\ncheckpoint\n";
    let hash = Hash::EMPTY;
    let cases = [
        (String::new(), "blank line"),
        ("c2sp.org/tlog-proof@v1\nindex 0\n".into(), "blank line"),
        (rest.into(), "first line"),
        (format!("c2sp.org/tlog-proof@v2\nindex 0{rest}"), "first line"),
        (format!("C2SP.org/tlog-proof@v1\nindex 0{rest}"), "first line"),
        (format!("\u{feff}c2sp.org/tlog-proof@v1\nindex 0{rest}"), "first line"),
        (format!("index 0{rest}"), "first line"),
        (format!("c2sp.org/tlog-proof@v1{rest}"), "line `index`"),
        (format!("c2sp.org/tlog-proof@v1\nextra AA=={rest}"), "line `index`"),
        (format!("c2sp.org/tlog-proof@v1\nextra\nindex 0{rest}"), "line `index`"),
        (format!("c2sp.org/tlog-proof@v1\nextra AA==\nextra AA==\nindex 0{rest}"), "line `index`"),
        (format!("c2sp.org/tlog-proof@v1\nindex{rest}"), "line `index`"),
        (format!("c2sp.org/tlog-proof@v1\n{hash}\nindex 0{rest}"), "line `index`"),
        (format!("c2sp.org/tlog-proof@v1\nextra AB==\nindex 0{rest}"), "`extra`"),
        (format!("c2sp.org/tlog-proof@v1\nextra AA\nindex 0{rest}"), "`extra`"),
        (format!("c2sp.org/tlog-proof@v1\nextra  AA==\nindex 0{rest}"), "`extra`"),
        (format!("c2sp.org/tlog-proof@v1\nindex {rest}"), "not a number"),
        (format!("c2sp.org/tlog-proof@v1\nindex -1{rest}"), "not a number"),
        (format!("c2sp.org/tlog-proof@v1\nindex  1{rest}"), "not a number"),
        (format!("c2sp.org/tlog-proof@v1\nindex 18446744073709551616{rest}"), "not a number"),
        (format!("c2sp.org/tlog-proof@v1\nindex 00{rest}"), "leading zeros"),
        (format!("c2sp.org/tlog-proof@v1\nindex 07{rest}"), "leading zeros"),
        (format!("c2sp.org/tlog-proof@v1\nindex +7{rest}"), "leading zeros"),
        (format!("c2sp.org/tlog-proof@v1\nindex 0\nindex 0{rest}"), "not a hash"),
        (format!("c2sp.org/tlog-proof@v1\nindex 0\nextra AA=={rest}"), "not a hash"),
        (format!("c2sp.org/tlog-proof@v1\nindex 0\n{hash} {rest}"), "not a hash"),
        (format!("c2sp.org/tlog-proof@v1\nindex 0\n{}{rest}", hash.hex()), "not a hash"),
        (
            format!("c2sp.org/tlog-proof@v1\nindex 0{}{rest}", format!("\n{hash}").repeat(MAX_PROOF + 1)),
            "longer than any",
        ),
    ];
    for (text, why) in cases {
        let error = text.parse::<Receipt>().expect_err(&text).to_string();
        assert!(error.starts_with("the file is no receipt: ") && error.contains(why), "{text:?}: {error}");
    }
    let longest = format!("c2sp.org/tlog-proof@v1\nindex 0{}{rest}", format!("\n{hash}").repeat(MAX_PROOF));
    assert!(longest.parse::<Receipt>().is_ok());
}

#[test]
fn a_receipt_is_worth_what_the_policy_asks_for() {
    let receipt = receipt(5);
    let log = key("example.org/log", 1).verifier().clone();
    assert!(receipt.verify(&entry(5), &Policy::of_log([log.clone()])).is_ok());
    let other = key("example.org/log", 9).verifier().clone();
    let verdict = receipt.verify(&entry(5), &Policy::of_log([other]));
    assert!(matches!(verdict, Err(ReceiptError::Policy(PolicyError::Checkpoint(_)))), "{verdict:?}");
    let another = cosigner("example.org/w", 3);
    let strict: Policy = format!("log {log}\nwitness w {}\nquorum w\n", another.verifier()).parse().expect("a policy");
    let error = PolicyError::Quorum { found: 0, known: 1 };
    assert_eq!(receipt.verify(&entry(5), &strict), Err(ReceiptError::Policy(error)));
}

#[test]
fn what_was_wrong_is_said_in_a_sentence() {
    let error = receipt(5).verify(b"another entry", &policy()).expect_err("not this entry").to_string();
    assert!(error.starts_with("the entry is not the one that the receipt is for: the proof leads to the root "));
}
