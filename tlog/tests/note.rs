//! Notes and keys: the examples of signed-note, and everything that is nearly a note.

mod common;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use common::{cosigner, key};
use tlog::note::{Algorithm, KeyError, MAX_NOTE, MAX_SIGNATURES, Signature, is_key_name};
use tlog::{Hash, Note, NoteError, SigningKey, VerifierKey};

/// The example of signed-note.md.
const VKEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const NOTE: &str = "This is an example message.\n\
                    \n\
                    — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

/// The example of golang.org/x/mod/sumdb/note, with its private key.
const SECRET: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const CRYPTOGRAPHY: &str = "If you think cryptography is the answer to your problem,\n\
                            then you don't know what your problem is.\n";
const LINE: &str =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";

fn vkey(text: &str) -> VerifierKey {
    text.parse().expect("a key")
}

fn note(text: &str) -> Note {
    Note::parse(text.as_bytes()).expect("a note")
}

fn signed(text: &str, keys: &[SigningKey]) -> Note {
    Note { text: text.into(), signatures: keys.iter().map(|key| key.sign(text)).collect() }
}

#[test]
fn the_example_of_the_specification_verifies() {
    let key = vkey(VKEY);
    assert_eq!((key.name(), key.id(), key.algorithm()), ("example.com/foo", 0x530d_903a, Algorithm::Ed25519));
    assert_eq!(key.to_string(), VKEY);
    let note = note(NOTE);
    assert_eq!(note.text, "This is an example message.\n");
    assert_eq!(note.verified_by(&[key]), Ok(vec![0]));
    assert_eq!(note.to_string(), NOTE);
}

#[test]
fn the_poem_of_the_specification_is_a_note_with_an_empty_line_in_its_text() {
    let poem = "Ognuno sta solo sul cuor della terra\n\
                trafitto da un raggio di sole:\n\
                \n\
                ed è subito sera.\n";
    let text = format!(
        "{poem}\n— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
    );
    let note = note(&text);
    assert_eq!(note.text, poem);
    assert_eq!((note.signatures[0].id, note.signatures[0].bytes.len()), (0x367b_a04b, 64));
    assert_eq!(note.verified_by(&[vkey(VKEY)]), Ok(vec![]), "nobody known signed it");
    assert_eq!(note.to_string(), text);
}

#[test]
fn the_example_of_go_is_signed_byte_for_byte() {
    let key = SigningKey::from_secret(SECRET).expect("a private key");
    assert_eq!(key.verifier().to_string(), PETER);
    assert_eq!(key.secret(), SECRET);
    assert_eq!(signed(CRYPTOGRAPHY, &[key]).to_string(), format!("{CRYPTOGRAPHY}\n{LINE}\n"));
}

#[test]
fn unknown_keys_are_passed_over_even_under_a_known_name_or_id() {
    let known = key("example.org/log", 1);
    let mut note = signed("text\n", &[key("example.org/log", 2), known.clone(), key("example.org/else", 3)]);
    let same_id = Signature { id: known.verifier().id(), ..key("example.org/else", 3).sign("other\n") };
    note.signatures.insert(0, same_id);
    let known = known.verifier().clone();
    assert_eq!(note.verified_by(std::slice::from_ref(&known)), Ok(vec![0]));
    assert_eq!(note.verified_by(&[vkey(VKEY), known]), Ok(vec![1]));
    assert_eq!(note.verified_by(&[vkey(VKEY)]), Ok(vec![]));
    assert_eq!(note.verified_by(&[]), Ok(vec![]));
}

#[test]
fn a_false_signature_by_a_known_key_condemns_the_note() {
    let (a, b) = (key("example.org/a", 1), key("example.org/b", 2));
    let keys = [a.verifier().clone(), b.verifier().clone()];
    let bad = Err(NoteError::BadSignature { name: "example.org/b".into() });
    let of_another_text = b.sign("another text\n");
    let bits = (0..64).map(|at| {
        let mut signature = b.sign("text\n");
        signature.bytes[at] ^= 1;
        signature
    });
    let lengths = [0, 1, 63, 65, 72].map(|length| Signature::new(b.verifier(), vec![1; length]));
    for signature in bits.chain(lengths).chain([of_another_text]) {
        // Wherever it stands, and though a good signature by the same key stands there too.
        for at in 0..=2 {
            let mut note = signed("text\n", &[a.clone(), b.clone()]);
            note.signatures.insert(at, signature.clone());
            assert_eq!(note.verified_by(&keys), bad, "{signature}");
            assert_eq!(note.verified_by(&keys[..1]), Ok(vec![0]), "who does not know the key passes it over");
        }
    }
}

#[test]
fn every_byte_of_the_text_is_signed() {
    let key = key("example.org/log", 1);
    let text = "one\n\ntwo\n";
    let good = signed(text, std::slice::from_ref(&key));
    let keys = [key.verifier().clone()];
    for at in 0..text.len() {
        let mut bytes = text.as_bytes().to_vec();
        bytes[at] ^= 1;
        let text = String::from_utf8(bytes).expect("still ASCII");
        assert!(Note { text, ..good.clone() }.verified_by(&keys).is_err(), "byte {at}");
    }
    for text in ["", "one\n\ntwo", "one\n\ntwo\n\n", "\none\n\ntwo\n"] {
        assert!(Note { text: text.into(), ..good.clone() }.verified_by(&keys).is_err(), "{text:?}");
    }
}

#[test]
fn keys_are_found_in_the_order_of_their_signatures_each_once() {
    let all: Vec<SigningKey> = (0..4).map(|seed| key("example.org/log", seed)).collect();
    let keys: Vec<VerifierKey> = all.iter().map(|key| key.verifier().clone()).collect();
    let order = [2, 0, 2, 3, 0].map(|at: usize| all[at].clone());
    assert_eq!(signed("text\n", &order).verified_by(&keys), Ok(vec![2, 0, 3]));
}

#[test]
fn sixteen_signatures_are_read_and_so_are_a_hundred() {
    let known = key("example.org/log", 255);
    for number in [1, 2, 15, 16, 17, 99, MAX_SIGNATURES] {
        let strangers = (0..number - 1).map(|seed| key("example.org/other", seed as u8));
        let all: Vec<SigningKey> = strangers.chain([known.clone()]).collect();
        let note = note(&signed("text\n", &all).to_string());
        assert_eq!(note.signatures.len(), number);
        assert_eq!(note.verified_by(&[known.verifier().clone()]), Ok(vec![0]), "{number} signatures");
    }
    let all = vec![known; MAX_SIGNATURES + 1];
    assert_eq!(Note::parse(signed("text\n", &all).to_string().as_bytes()), Err(NoteError::TooMany));
}

#[test]
fn signatures_of_other_kinds_are_kept_whole() {
    // ML-DSA-44 with its time: 2,428 bytes, sixteen times.
    let signature = Signature { name: "example.org/pq".into(), id: 7, bytes: vec![3; 2_428] };
    let all = Note { text: "text\n".into(), signatures: vec![signature; 16] };
    assert_eq!(note(&all.to_string()), all);
    let one = Signature { name: "x".into(), id: 0, bytes: vec![0] };
    assert_eq!(one.to_string(), "— x AAAAAAA=");
    assert_eq!("— x AAAAAAA=".parse(), Ok(one));
}

#[test]
fn what_is_no_signature_line_is_refused() {
    let rest = LINE.strip_prefix("— PeterNeumann ").expect("its beginning");
    let lines = [
        String::new(),
        "—".into(),
        "— ".into(),
        "— PeterNeumann".into(),
        "— PeterNeumann ".into(),
        format!("- PeterNeumann {rest}"),
        format!("– PeterNeumann {rest}"),
        format!("—PeterNeumann {rest}"),
        format!("—  PeterNeumann {rest}"),
        format!("—\u{a0}PeterNeumann {rest}"),
        format!(" {LINE}"),
        format!("{LINE} "),
        format!("— PeterNeumann  {rest}"),
        format!("— Peter Neumann {rest}"),
        format!("— Peter+Neumann {rest}"),
        format!("— Peter\u{2003}Neumann {rest}"),
        format!("— Peter\u{85}Neumann {rest}"),
        format!("— {rest}"),
        // Base64 that is not standard, not padded, or not in its only spelling.
        "— PeterNeumann AAAA".into(),
        "— PeterNeumann AAAAAA==".into(),
        "— PeterNeumann AAAAAAA".into(),
        "— PeterNeumann AAAAAAB=".into(),
        "— PeterNeumann AAAAAAD=".into(),
        "— PeterNeumann AAAAAAA==".into(),
        "— PeterNeumann AAAAAA_=".into(),
        "— PeterNeumann AAAA-AA=".into(),
        "— PeterNeumann AAAA=AA=".into(),
        "— PeterNeumann AAAA*AA=".into(),
        LINE.replace("nAM=", "nAN="),
    ];
    for line in lines {
        assert_eq!(line.parse::<Signature>(), Err(NoteError::SignatureLine { line: line.clone() }), "{line:?}");
        let verdict = Note::parse(format!("text\n\n{LINE}\n{line}\n{LINE}\n").as_bytes());
        // An empty line ends the text once more.
        assert_eq!(verdict.is_err(), !line.is_empty(), "{line:?}");
    }
}

#[test]
fn what_is_no_note_is_refused() {
    use NoteError::{NoSignatures, NotText};
    let cases: &[(&[u8], NoteError)] = &[
        (b"", NoSignatures),
        (b"\n", NoSignatures),
        (b"\n\n", NoSignatures),
        (b"text\n", NoSignatures),
        (b"text\n\n", NoSignatures),
        (b"text\n\n\n", NoSignatures),
        ("text\n— x AAAAAAA=\n".as_bytes(), NoSignatures),
        ("text\n\n— x AAAAAAA=".as_bytes(), NoSignatures),
        ("text\n\n— x AAAAAAA=\n\n".as_bytes(), NoSignatures),
        ("\u{2028}\u{2028}— x AAAAAAA=\n".as_bytes(), NoSignatures),
        (b"text\xff\n\n\xe2\x80\x94 x AAAAAAA=\n", NotText),
        (b"text\xc0\x8a\n\xe2\x80\x94 x AAAAAAA=\n", NotText),
        ("text\r\n\r\n— x AAAAAAA=\r\n".as_bytes(), NotText),
    ];
    for (bytes, error) in cases {
        assert_eq!(Note::parse(bytes), Err(error.clone()), "{:?}", String::from_utf8_lossy(bytes));
    }
    let long = [&vec![b'a'; MAX_NOTE][..], "\n\n— x AAAAAAA=\n".as_bytes()].concat();
    assert_eq!(Note::parse(&long), Err(NoteError::TooLong { length: long.len() }));
    assert!(Note::parse(&long[long.len() - MAX_NOTE..]).is_ok());
}

#[test]
fn control_characters_are_refused_and_only_those_below_space() {
    for byte in 0..=0x20_u8 {
        let c = char::from(byte);
        for text in [format!("te{c}xt\n\n— x AAAAAAA=\n"), format!("text\n\n— x{c}y AAAAAAA=\n")] {
            let verdict = Note::parse(text.as_bytes());
            if byte < 0x20 && c != '\n' {
                assert_eq!(verdict, Err(NoteError::NotText), "{text:?}");
            }
        }
    }
    for c in ['\u{7f}', '\u{80}', '\u{9f}', '\u{200b}', '\u{202e}', '\u{feff}', '世', '🏛'] {
        let text = format!("te{c}xt\n\n— na{c}me AAAAAAA=\n");
        assert_eq!(note(&text).to_string(), text);
    }
}

#[test]
fn a_text_may_be_empty_lines() {
    for text in ["\n", "\n\n", "\n\n\n", "a\n\n\n", "\na\n"] {
        let whole = format!("{text}\n— x AAAAAAA=\n");
        assert_eq!(note(&whole).text, text);
        assert_eq!(note(&whole).to_string(), whole);
    }
}

#[test]
fn names_are_not_empty_and_have_no_spaces_and_plus_signs() {
    for name in ["a", "example.org/log", "ЯО", "a\u{7f}", "\u{200b}", "a-b_c", "https://example.org/?a=b#c"] {
        assert!(is_key_name(name), "{name:?}");
    }
    for name in ["", " ", "a b", "a+b", "+", "a\tb", "a\n", "\0", "\u{1f}", "\u{85}", "\u{a0}", "\u{2003}", "\u{3000}"]
    {
        assert!(!is_key_name(name), "{name:?}");
        assert!(SigningKey::from_seed(name, Algorithm::Ed25519, &[1; 32]).is_err(), "{name:?}");
    }
}

#[test]
fn keys_are_read_as_they_are_written() {
    for signing in [key("example.org/log", 1), cosigner("свидетель.example", 2)] {
        let public = signing.verifier().to_string();
        assert_eq!(vkey(&public), *signing.verifier());
        assert_eq!(vkey(&public).to_string(), public);
        let again = SigningKey::from_secret(&signing.secret()).expect("a private key");
        assert_eq!(again.verifier(), signing.verifier());
        assert_eq!(again.secret(), signing.secret());
        assert_eq!(again.sign_bytes(b"x"), signing.sign_bytes(b"x"));
        // As a file ends.
        assert!(SigningKey::from_secret(&format!("{}\n", signing.secret())).is_ok());
    }
}

#[test]
fn one_key_has_another_id_for_each_use() {
    let (log, witness) = (key("example.org", 1), cosigner("example.org", 1));
    assert_eq!(log.verifier().public(), witness.verifier().public());
    assert_ne!(log.verifier().id(), witness.verifier().id());
    assert_ne!(log.verifier().id(), key("example.net", 1).verifier().id());
}

#[test]
fn what_is_no_public_key_is_refused_with_the_reason() {
    let cases = [
        ("", "a key is NAME+ID+BASE64"),
        ("example.com/foo", "a key is NAME+ID+BASE64"),
        ("example.com/foo+530d903a", "a key is NAME+ID+BASE64"),
        ("+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "name"),
        ("exa mple+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "name"),
        ("example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "eight hexadecimal"),
        ("example.com/foo+30d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "eight hexadecimal"),
        ("example.com/foo+0530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "eight hexadecimal"),
        ("example.com/foo++30d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "eight hexadecimal"),
        ("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "does not belong"),
        ("example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "does not belong"),
        ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2l", "does not belong"),
        ("example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "does not belong"),
        ("example.com/foo+530d903a+", "is empty"),
        ("example.com/foo+530d903a+AQ==", "32 bytes"),
        ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3Q==", "32 bytes"),
        ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2kAA==", "32 bytes"),
        ("example.com/foo+530d903a+BukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "neither"),
        ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k=", "standard base64"),
        ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n", "standard base64"),
        ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k+", "standard base64"),
        ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2_", "standard base64"),
    ];
    for (text, why) in cases {
        let error = text.parse::<VerifierKey>().expect_err(text).to_string();
        assert!(error.contains(why) && error.starts_with(&format!("`{text}` is not a key: ")), "{text:?}: {error}");
    }
}

#[test]
fn weak_keys_are_no_keys() {
    // Points of small order, and an encoding of no point: everything, or nothing, verifies under them.
    let mut points = [[0; 32]; 5];
    points[1][0] = 1;
    points[2] = [0xff; 32];
    (points[2][0], points[2][31]) = (0xec, 0x7f);
    points[3] = [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf,
        0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ];
    points[4][0] = 2;
    for point in points {
        for kind in [1, 4] {
            let material = [&[kind][..], &point].concat();
            let id = &Hash::of(&[b"weak\n", &material[..]].concat()).hex()[..8];
            let base64 = STANDARD.encode(material);
            let error = format!("weak+{id}+{base64}").parse::<VerifierKey>().expect_err("a weak key").to_string();
            assert!(error.ends_with("its bytes are no Ed25519 key"), "{point:02x?}: {error}");
        }
    }
}

#[test]
fn a_signature_has_no_second_form() {
    let key = key("example.org/log", 1);
    let mut signature = key.sign("text\n").bytes;
    assert!(key.verifier().verifies("text\n", &signature));
    // S + L is the same scalar: verifiers that do not look accept both.
    let order = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10_u8,
    ];
    let mut carry = 0;
    for (byte, l) in signature[32..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(l) + carry;
        (*byte, carry) = (sum as u8, sum >> 8);
    }
    assert!(!key.verifier().verifies("text\n", &signature));
}

#[test]
fn secrets_are_never_shown() {
    for key in [SigningKey::from_secret(SECRET).expect("a private key"), cosigner("example.org/w", 7)] {
        let secret = key.secret();
        let material = secret.rsplit_once('+').expect("three parts").1.to_owned();
        let [debug, pretty] = [format!("{key:?}"), format!("{key:#?}")];
        assert_eq!(debug, format!("SigningKey({:?})", key.verifier().name()));
        assert!(!pretty.contains(&material));

        // A private key where a public one is wanted, as it is and as it was copied.
        let copied = [secret.clone(), format!(" {secret}"), format!("{secret}\n"), format!("key={secret}")];
        for text in &copied {
            let error: KeyError = text.parse::<VerifierKey>().expect_err("it is private");
            assert!(!error.to_string().contains(&material) && !format!("{error:?}").contains(&material), "{error}");
            assert!(error.to_string().starts_with("`the private key` is not a key: "), "{error}");
        }

        // A private key that was damaged.
        let mut damaged = vec![
            secret.replace("PRIVATE+", "PRIVATE-"),
            secret.replace("+KEY", "+key"),
            secret[..secret.len() - 1].to_owned(),
            format!("{secret}="),
            format!(" {secret}"),
        ];
        for at in secret.len() - material.len()..secret.len() {
            let other = if secret.as_bytes()[at] == b'A' { "B" } else { "A" };
            damaged.push(format!("{}{other}{}", &secret[..at], &secret[at + 1..]));
        }
        for text in damaged {
            let error = SigningKey::from_secret(&text).expect_err("it was damaged");
            for piece in [&material, &text] {
                assert!(!error.to_string().contains(&**piece) && !format!("{error:?}").contains(&**piece), "{error}");
            }
        }
    }
}

#[test]
#[should_panic = "bad use: a cosigner's key signs with a time"]
fn a_cosigners_key_signs_no_note() {
    cosigner("example.org/w", 1).sign("text\n");
}

#[test]
fn what_was_wrong_is_said_in_a_sentence() {
    for (error, said) in [
        (NoteError::TooLong { length: 1_048_577 }, "the note has 1048577 bytes; a note has at most 1048576"),
        (NoteError::NotText, "the note is not UTF-8 text without control characters"),
        (NoteError::NoSignatures, "the note has no signature lines after a blank line"),
        (NoteError::TooMany, "the note has more than 100 signatures"),
        (NoteError::SignatureLine { line: "- x".into() }, "`- x` is not a signature line: — NAME BASE64"),
        (NoteError::BadSignature { name: "x".into() }, "the signature by `x` is not by that key"),
    ] {
        assert_eq!(error.to_string(), said);
    }
}
