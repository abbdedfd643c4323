//! Checkpoints and cosignatures: of the specifications, of a public log, and damaged.

mod common;

use common::{cosigner, key, leaf};
use tlog::checkpoint::CheckpointError;
use tlog::note::Signature;
use tlog::{Checkpoint, Hash, Note, NoteError, VerifierKey, cosignature};

/// The example of tlog-cosignature.md; its keys are not published.
const EXAMPLE: &str = "example.com/behind-the-sofa\n\
    20852163\n\
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\
    \n\
    — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
    — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

/// A checkpoint that a log of certificates published in May 2026, with an RFC 6962 signature under the log's name
/// that is of another kind, and cosignatures of witnesses.
const PUBLIC: &str = "arche2025h1.staging.ct.transparency.dev\n\
    1432088532\n\
    U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n\
    \n\
    — arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=\n\
    — arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=\n\
    — transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==\n\
    — witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==\n\
    — remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==\n\
    — witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==\n";
const LOG: &str = "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f";
const WITNESS: &str = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";

fn vkey(text: &str) -> VerifierKey {
    text.parse().expect("a key")
}

fn body(origin: &str, size: u64) -> String {
    Checkpoint::new(origin, size, leaf(size)).to_string()
}

#[test]
fn the_example_of_the_specification_is_a_checkpoint() {
    let note = Note::parse(EXAMPLE.as_bytes()).expect("a note");
    let checkpoint: Checkpoint = note.text.parse().expect("a checkpoint");
    assert_eq!(checkpoint.origin, "example.com/behind-the-sofa");
    assert_eq!(checkpoint.size, 20_852_163);
    assert_eq!(checkpoint.root.to_string(), "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
    assert_eq!(checkpoint.extensions, [""; 0]);
    assert_eq!(checkpoint.to_string(), note.text);
    assert_eq!(note.to_string(), EXAMPLE);
    // The time stands before the 64 bytes of the signature.
    let bytes = &note.signatures[1].bytes;
    assert_eq!((bytes.len(), &bytes[..8]), (72, &1_679_315_147_u64.to_be_bytes()[..]));
}

#[test]
fn a_public_log_and_its_witness_are_verified() {
    let (log, witness) = (vkey(LOG), vkey(WITNESS));
    let (checkpoint, note) = Checkpoint::open(PUBLIC.as_bytes(), std::slice::from_ref(&log)).expect("it is signed");
    assert_eq!((&*checkpoint.origin, checkpoint.size), ("arche2025h1.staging.ct.transparency.dev", 1_432_088_532));
    assert_eq!(note.signatures.len(), 6);
    let of_witness = note.signatures.iter().find(|signature| signature.is_by(&witness)).expect("it cosigned");
    assert_eq!(cosignature::time_of(&witness, &note.text, &of_witness.bytes), Some(1_779_573_024));
    assert_eq!(note.verified_by(&[witness, log]), Ok(vec![1, 0]));
    assert_eq!(note.to_string(), PUBLIC);
}

#[test]
fn a_public_checkpoint_that_was_touched_is_refused() {
    let keys = [vkey(LOG), vkey(WITNESS)];
    for (from, to) in [
        ("\n1432088532\n", "\n1432088533\n"),
        ("\nU7WM", "\nV7WM"),
        ("Ro=\n\n", "Ro=\nextension\n\n"),
        ("ui8GwCF1", "ui8GwCF2"),
        // The witness's time, one second later.
        ("2net5wAAAABqEiEg", "2net5wAAAABqEiEh"),
    ] {
        let touched = PUBLIC.replacen(from, to, 1);
        assert_ne!(touched, PUBLIC);
        let verdict = Checkpoint::open(touched.as_bytes(), &keys);
        assert!(matches!(verdict, Err(CheckpointError::Note(NoteError::BadSignature { .. }))), "{to:?}: {verdict:?}");
    }
}

#[test]
fn checkpoints_are_read_as_they_are_written() {
    let root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    for text in [
        format!("a\n0\n{root}\n"),
        format!("example.org/log 1+2 — ЯО\n1\n{root}\n"),
        format!("a\n9223372036854775807\n{root}\n"),
        format!("a\n1\n{root}\nextension\n — a \n+\n"),
    ] {
        let checkpoint: Checkpoint = text.parse().expect(&text);
        assert_eq!(checkpoint.to_string(), text);
        assert_eq!(checkpoint.root, Hash::EMPTY);
    }
}

#[test]
fn what_is_no_checkpoint_is_refused_with_the_reason() {
    let root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    let cases = [
        (String::new(), "newline"),
        (format!("a\n1\n{root}"), "newline"),
        ("\n".into(), "empty line"),
        (format!("\n1\n{root}\n"), "empty line"),
        (format!("a\n\n{root}\n"), "empty line"),
        (format!("a\n1\n\n{root}\n"), "empty line"),
        (format!("a\n1\n{root}\n\n"), "empty line"),
        (format!("a\n1\n{root}\n\nb\n"), "empty line"),
        ("a\n".into(), "three lines"),
        ("a\n1\n".into(), "three lines"),
        (format!("a\n01\n{root}\n"), "second line"),
        (format!("a\n00\n{root}\n"), "second line"),
        (format!("a\n+1\n{root}\n"), "second line"),
        (format!("a\n-1\n{root}\n"), "second line"),
        (format!("a\n 1\n{root}\n"), "second line"),
        (format!("a\n1 \n{root}\n"), "second line"),
        (format!("a\n1\r\n{root}\n"), "second line"),
        (format!("a\n1e3\n{root}\n"), "second line"),
        (format!("a\n0x1\n{root}\n"), "second line"),
        (format!("a\n١\n{root}\n"), "second line"),
        (format!("a\n9223372036854775808\n{root}\n"), "second line"),
        (format!("a\n18446744073709551616\n{root}\n"), "second line"),
        (format!("a\n{root}\n1\n"), "second line"),
        ("a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n".into(), "third line"),
        ("a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n".into(), "third line"),
        ("a\n1\n47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=\n".into(), "third line"),
        ("a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hS\n".into(), "third line"),
        ("a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFVV\n".into(), "third line"),
        (format!("a\n1\n{root} \n"), "third line"),
        (format!("a\n1\n{}\n", Hash::EMPTY.hex()), "third line"),
    ];
    for (text, why) in cases {
        let error = text.parse::<Checkpoint>().expect_err(&text).to_string();
        assert!(error.starts_with("the text is no checkpoint: ") && error.contains(why), "{text:?}: {error}");
    }
}

#[test]
fn a_checkpoint_is_opened_by_a_key_of_its_own_log_alone() {
    let (log, new_key) = (key("example.org/log", 1), key("example.org/log", 2));
    let (other, witness) = (key("example.org/other", 3), cosigner("example.org/w", 4));
    let text = body("example.org/log", 5);
    let open = |signatures: &[Signature], keys: &[&tlog::SigningKey]| {
        let note = Note { text: text.clone(), signatures: signatures.to_vec() };
        let keys: Vec<VerifierKey> = keys.iter().map(|key| key.verifier().clone()).collect();
        Checkpoint::open(note.to_string().as_bytes(), &keys).map(|(checkpoint, _)| checkpoint.size)
    };
    let unsigned = Err(CheckpointError::Unsigned { origin: "example.org/log".into() });
    let cosigned = cosignature::sign(&witness, 1, &text);
    assert_eq!(open(&[log.sign(&text)], &[&log]), Ok(5));
    assert_eq!(open(&[log.sign(&text), other.sign(&text)], &[&other, &log]), Ok(5));
    assert_eq!(open(&[log.sign(&text), new_key.sign(&text)], &[&new_key]), Ok(5), "a change of keys");
    assert_eq!(open(&[log.sign(&text)], &[&new_key]), unsigned);
    assert_eq!(open(&[log.sign(&text)], &[]), unsigned);
    // Another log's key, and a witness's, vouch for no origin but their own.
    assert_eq!(open(&[other.sign(&text)], &[&other, &log]), unsigned);
    assert_eq!(open(&[cosigned], &[&witness, &log]), unsigned);
    let error = CheckpointError::Unsigned { origin: "example.org/log".into() }.to_string();
    assert_eq!(error, "the checkpoint of `example.org/log` is signed by no key that is known for that log");
}

#[test]
fn a_cosigner_signs_the_time_and_the_text() {
    let witness = cosigner("example.org/w", 1);
    // The same seed as a plain key: what stands under the signature can be written out.
    let plain = key("example.org/w", 1);
    for (time, size) in [(0, 0), (1, 1), (1_679_315_147, 20_852_163), ((1 << 63) - 1, 7)] {
        let text = body("example.org/log", size);
        let signature = cosignature::sign(&witness, time, &text);
        assert!(signature.is_by(witness.verifier()) && signature.bytes.len() == 72);
        assert_eq!(signature.bytes[..8], time.to_be_bytes());
        let message = format!("cosignature/v1\ntime {time}\n{text}");
        assert_eq!(signature.bytes[8..], plain.sign(&message).bytes);
        assert_eq!(cosignature::time_of(witness.verifier(), &text, &signature.bytes), Some(time));
        assert!(witness.verifier().verifies(&text, &signature.bytes));
    }
}

#[test]
fn a_cosignature_that_was_touched_says_nothing() {
    let witness = cosigner("example.org/w", 1);
    let text = body("example.org/log", 5);
    let bytes = cosignature::sign(&witness, 1_679_315_147, &text).bytes;
    let time_of = |bytes: &[u8]| cosignature::time_of(witness.verifier(), &text, bytes);
    for bit in 0..8 * bytes.len() {
        let mut touched = bytes.clone();
        touched[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(time_of(&touched), None, "bit {bit}");
    }
    for length in 0..bytes.len() {
        assert_eq!(time_of(&bytes[..length]), None, "{length} bytes");
    }
    assert_eq!(time_of(&[&bytes[..], &[0]].concat()), None);
    assert_eq!(cosignature::time_of(witness.verifier(), &body("example.org/log", 6), &bytes), None);
    assert_eq!(cosignature::time_of(cosigner("example.org/w", 2).verifier(), &text, &bytes), None);
}

#[test]
fn a_time_beyond_the_years_is_no_cosignature_though_it_is_signed() {
    let witness = cosigner("example.org/w", 1);
    let text = body("example.org/log", 5);
    for (time, holds) in [((1_u64 << 63) - 1, true), (1 << 63, false), (u64::MAX, false)] {
        let signature = witness.sign_bytes(format!("cosignature/v1\ntime {time}\n{text}").as_bytes());
        let bytes = [&time.to_be_bytes()[..], &signature].concat();
        assert_eq!(cosignature::time_of(witness.verifier(), &text, &bytes).is_some(), holds, "{time}");
    }
}

#[test]
fn plain_signatures_and_cosignatures_do_not_stand_for_each_other() {
    let (plain, witness) = (key("example.org", 1), cosigner("example.org", 1));
    let text = body("example.org/log", 5);
    let cosigned = cosignature::sign(&witness, 5, &text);
    assert!(!witness.verifier().verifies(&text, &plain.sign(&text).bytes));
    assert!(!plain.verifier().verifies(&text, &cosigned.bytes));
    assert_eq!(cosignature::time_of(plain.verifier(), &text, &cosigned.bytes), None);
}

#[test]
#[should_panic = "bad use: not a cosigner's key"]
fn a_logs_key_cosigns_nothing() {
    cosignature::sign(&key("example.org", 1), 0, "text\n");
}

#[test]
#[should_panic = "bad math: a time of 9223372036854775808 s"]
fn a_time_beyond_the_years_is_bad_math() {
    cosignature::sign(&cosigner("example.org", 1), 1 << 63, "text\n");
}

#[test]
fn hashes_have_one_spelling_in_hexadecimal() {
    let hash = leaf(0);
    assert_eq!(Hash::from_hex(&hash.hex()), Ok(hash));
    let wrong = [hash.hex().to_uppercase(), hash.hex()[1..].into(), format!("{}0", hash.hex()), "é".repeat(32)];
    for text in wrong.into_iter().chain([String::new(), "g".repeat(64), " ".repeat(64), hash.to_string()]) {
        let error = Hash::from_hex(&text).expect_err("no hash").to_string();
        assert_eq!(error, format!("`{text}` is not a hash; a hash is 64 lower-case hexadecimal digits"));
    }
    assert_eq!(hash.to_string().parse(), Ok(hash));
    assert_eq!(
        hash.hex().parse::<Hash>().expect_err("hexadecimal").to_string(),
        format!("`{}` is not a hash; a hash is 32 bytes in standard base64", hash.hex())
    );
}
