//! Policies: what a file asks for, and which checkpoints it accepts.

mod common;

use common::{config, cosigner, key, leaf};
use proptest::prelude::*;
use proptest::sample::Index;
use tlog::checkpoint::CheckpointError;
use tlog::policy::PolicyError;
use tlog::{Checkpoint, Note, NoteError, Policy, cosignature};

/// The text with keys for its words `LOG1`, `W7` and the like.
fn with_keys(text: &str) -> String {
    let mut whole = String::new();
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let number = |kind| word.strip_prefix(kind).and_then(|number: &str| number.parse().ok());
        match (number("LOG"), number("W")) {
            (Some(log), _) => whole += &key("example.org/log", log).verifier().to_string(),
            (None, Some(number)) => whole += &witness(number).verifier().to_string(),
            (None, None) => whole += word,
        }
        whole += &piece[word.len()..];
    }
    whole
}

fn witness(number: u8) -> tlog::SigningKey {
    cosigner(&format!("example.org/witness/{number}"), 100 + number)
}

fn policy(text: &str) -> Policy {
    with_keys(text).parse().unwrap_or_else(|error: PolicyError| panic!("{error}\n{text}"))
}

/// The example of tlog-policy.md, with keys.
const EXAMPLE: &str = "log LOG0

witness X1 W1
witness X2 W2
witness X3 W3
group X-witnesses 2 X1 X2 X3

witness Y1 W4
witness Y2 W5
witness Y3 W6
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
";

#[test]
fn the_example_of_the_specification_asks_for_two_of_three_and_one_of_three() {
    let policy = policy(EXAMPLE);
    assert_eq!((policy.logs.len(), policy.witnesses.len()), (1, 6));
    assert!(policy.asks_for_witnesses());
    for set in 0..1_u32 << 6 {
        let witnesses: Vec<usize> = (0..6).filter(|at| set >> at & 1 == 1).collect();
        let (x, y) = ((set & 0b111).count_ones(), (set >> 3).count_ones());
        assert_eq!(policy.is_quorum(&witnesses), x >= 2 && y >= 1, "{witnesses:?}");
    }
}

#[test]
fn quorums_are_decided_by_the_witnesses_they_name() {
    // The last lines of a policy of witnesses a to d, and the smallest sets of witnesses that are a quorum.
    let cases: [(&str, &[&str]); 16] = [
        ("quorum none", &[""]),
        ("quorum a", &["a"]),
        ("group g any a b\nquorum g", &["a", "b"]),
        ("group g 1 a b\nquorum g", &["a", "b"]),
        ("group g all a b\nquorum g", &["ab"]),
        ("group g 2 a b\nquorum g", &["ab"]),
        ("group g all a\nquorum g", &["a"]),
        ("group g 3 a b c d\nquorum g", &["abc", "abd", "acd", "bcd"]),
        ("group g any a b\nquorum c", &["c"]),
        ("quorum a\ngroup g any a b", &["a"]),
        ("group g any a\ngroup h any g\ngroup i all h b\nquorum i", &["ab"]),
        ("group g all a b\ngroup h all c d\ngroup i any g h\nquorum i", &["ab", "cd"]),
        ("group g 2 a b\ngroup h 2 g c d\nquorum h", &["cd", "abc", "abd"]),
        ("group any any a\nquorum any", &["a"]),
        ("group all all a\nquorum all", &["a"]),
        ("group 2 any a b\ngroup 3 2 2 c\nquorum 3", &["ac", "bc"]),
    ];
    for (lines, smallest) in cases {
        let policy = policy(&format!("witness a W1\nwitness b W2\nwitness c W3\nwitness d W4\n{lines}\n"));
        assert_eq!(policy.asks_for_witnesses(), lines != "quorum none");
        for set in 0..1 << 4 {
            let places: Vec<usize> = (0..4).filter(|at| set >> at & 1 == 1).collect();
            let signed: String = places.iter().map(|at| ["a", "b", "c", "d"][*at]).collect();
            let expected = smallest.iter().any(|quorum| quorum.chars().all(|name| signed.contains(name)));
            assert_eq!(policy.is_quorum(&places), expected, "{signed} for {lines:?}");
        }
    }
}

#[test]
fn spaces_tabs_comments_and_addresses_are_as_the_specification_allows() {
    let policy = policy(
        "# a comment\n \t # another, свидетели\n\t\n\n  log\tLOG0 \t https://example.org/log  \n\
         witness \u{a0}W  W1 http://w.example\nwitness К W2\nwitness K W3\n\
         group  g\t2  \u{a0}W К K\t\nquorum g",
    );
    assert_eq!(policy.logs[0].url.as_deref(), Some("https://example.org/log"));
    let urls: Vec<Option<&str>> = policy.witnesses.iter().map(|witness| witness.url.as_deref()).collect();
    assert_eq!(urls, [Some("http://w.example"), None, None]);
    assert_eq!(policy.witnesses[1].key, *witness(2).verifier());
    assert!(policy.is_quorum(&[0, 2]) && !policy.is_quorum(&[1]));
}

#[test]
fn thirty_two_logs_witnesses_and_groups_are_read_and_more() {
    let mut text = String::new();
    for number in 0..40 {
        text += &format!("log LOG{number}\nwitness w{number} W{number}\ngroup g{number} any w{number}\n");
    }
    let members: Vec<String> = (0..40).map(|number| format!("g{number}")).collect();
    let policy = policy(&format!("{text}group all 40 {}\nquorum all\n", members.join(" ")));
    assert_eq!((policy.logs.len(), policy.witnesses.len()), (40, 40));
    assert!(policy.is_quorum(&(0..40).collect::<Vec<_>>()));
    assert!(!policy.is_quorum(&(1..40).collect::<Vec<_>>()));
}

#[test]
fn groups_nested_without_end_are_decided() {
    let mut text = String::from("witness g0 W0\n");
    for number in 1..=3_000 {
        text += &format!("group g{number} all g{}\n", number - 1);
    }
    let policy = policy(&format!("{text}quorum g3000\n"));
    let small_stack = std::thread::Builder::new().stack_size(64 << 10).spawn(move || {
        assert!(policy.is_quorum(&[0]));
        assert!(!policy.is_quorum(&[]));
    });
    small_stack.expect("a thread").join().expect("the stack suffices");
}

#[test]
fn every_line_that_is_wrong_is_named_with_the_reason() {
    let head = "log LOG0\nwitness a W1\nwitness b W2\ngroup g 1 a b\n";
    let keys = "the key is not a vkey with an Ed25519 key";
    let line = "a line is `log KEY [URL]`, `witness NAME KEY [URL]`, `group NAME all|any|K MEMBER…` or `quorum NAME`";
    let unknown = "no witness or group of that name stands above";
    let number = "after the group's name stands `all`, `any` or a number";
    let least = "the group asks for no member, or for more than it has";
    let twice = "a name is a member of a group twice";
    let cases = [
        ("log", line),
        ("log KEY", keys),
        ("log example.org/log+00000000+AAAA", keys),
        ("log LOG1 http://a http://b", "something stands after the address"),
        ("log LOG0", "the public key stands twice"),
        ("log W3", "the key is a cosigner's, not a log's"),
        ("witness", line),
        ("witness c", line),
        ("witness c KEY", keys),
        ("witness c LOG1", "the key is not a cosigner's (type 0x04)"),
        ("witness c W1", "the public key stands twice"),
        ("witness a W3", "the name is taken"),
        ("witness g W3", "the name is taken"),
        ("witness none W3", "the name is taken"),
        ("witness c W3 http://a http://b", "something stands after the address"),
        ("group", line),
        ("group h", line),
        ("group h any", line),
        ("group h 1", line),
        ("group a all g", "the name is taken"),
        ("group g all g", "the name is taken"),
        ("group none all g", "the name is taken"),
        ("group h all h", unknown),
        ("group h all x", unknown),
        ("group h all none", unknown),
        ("group h any g c\nwitness c W3", unknown),
        ("group h some g", number),
        ("group h All g", number),
        ("group h -1 g", number),
        ("group h +1 g", number),
        ("group h 01 g", number),
        ("group h 0x1 g", number),
        ("group h 1.0 g", number),
        ("group h 99999999999999999999 g", number),
        ("group h 0 g", least),
        ("group h 2 g", least),
        ("group h all a", twice),
        ("group h all g g", twice),
        ("group h any g b", twice),
        ("quorum", line),
        ("quorum a b", line),
        ("quorum x", unknown),
        ("quorum NONE", unknown),
        ("quorum g\nquorum g", "there is a second quorum"),
        ("quorum none\nquorum g", "there is a second quorum"),
        ("Log LOG1", line),
        ("logs LOG1", line),
        ("log\u{a0}LOG1", line),
        ("quorum g # why", line),
        ("quorum g\r", "it has a control character"),
        ("# a\rb", "it has a control character"),
        ("# a\0b", "it has a control character"),
        ("# a\x7fb", "it has a control character"),
        ("\u{c}", "it has a control character"),
        ("\u{feff}quorum g", line),
    ];
    for (lines, why) in cases {
        let error = with_keys(&format!("{head}{lines}\n")).parse::<Policy>().expect_err(lines);
        let at = if lines.starts_with("quorum") && lines.contains("\nquorum") { 6 } else { 5 };
        assert_eq!(error, PolicyError::Line { line: at, why }, "{lines:?}");
        assert_eq!(error.to_string(), format!("line {at} of the policy: {why}"));
    }
    for text in ["", "\n", head, "# quorum none\n", "log LOG0"] {
        assert_eq!(with_keys(text).parse::<Policy>(), Err(PolicyError::NoQuorum), "{text:?}");
    }
    let said = "the policy has no quorum; write `quorum none` to ask for no witness";
    assert_eq!(PolicyError::NoQuorum.to_string(), said);
}

#[test]
fn one_public_key_counts_once_whatever_its_name() {
    let (one, other) = (cosigner("example.org/one", 1), cosigner("example.org/other", 1));
    assert_ne!(one.verifier().id(), other.verifier().id());
    let text = format!("witness a {}\nwitness b {}\nquorum none\n", one.verifier(), other.verifier());
    assert_eq!(text.parse::<Policy>(), Err(PolicyError::Line { line: 2, why: "the public key stands twice" }));
    // A log may be another log's witness with its key, though it should not.
    let text = format!("log {}\nwitness a {}\nquorum none\n", key("example.org/one", 1).verifier(), one.verifier());
    assert!(text.parse::<Policy>().is_ok());
}

/// A checkpoint of `origin` by the key of a log, cosigned by some of the witnesses at 1000 and their number.
fn checkpoint(origin: &str, log: u8, witnesses: &[u8]) -> Note {
    let text = Checkpoint::new(origin, 7, leaf(7)).to_string();
    let mut signatures = vec![key(origin, log).sign(&text)];
    signatures.extend(witnesses.iter().map(|w| cosignature::sign(&witness(*w), 1_000 + u64::from(*w), &text)));
    Note { text, signatures }
}

#[test]
fn a_checkpoint_is_accepted_with_a_known_log_and_a_quorum() {
    let policy = policy(EXAMPLE);
    let good = || Ok(vec![(0, 1_001), (1, 1_002), (3, 1_004)]);
    let too_few = |found| Err(PolicyError::Quorum { found, known: 6 });
    // Which witnesses sign; those of the policy are 1 to 6.
    let cases = [
        (&[1, 2, 4][..], good()),
        (&[4, 30, 2, 1, 31], good()),
        (&[1, 1, 4], too_few(2)),
        (&[1, 4, 5, 6], too_few(4)),
        (&[30, 31, 32], too_few(0)),
        (&[], too_few(0)),
    ];
    for (witnesses, expected) in cases {
        let note = checkpoint("example.org/log", 0, witnesses);
        let verdict = policy.check(note.to_string().as_bytes());
        assert_eq!(verdict.map(|witnessed| witnessed.witnesses), expected, "{witnesses:?}");
    }
    let said = PolicyError::Quorum { found: 2, known: 6 }.to_string();
    assert_eq!(said, "2 of the 6 known witnesses cosigned the checkpoint, which is no quorum");
}

#[test]
fn a_checkpoint_of_another_log_is_not_accepted_however_well_witnessed() {
    let policy = policy(EXAMPLE);
    for (origin, log) in [("example.org/log", 1), ("example.org/other", 0)] {
        let note = checkpoint(origin, log, &[1, 2, 3, 4, 5, 6]);
        let unsigned = CheckpointError::Unsigned { origin: origin.into() };
        assert_eq!(policy.check(note.to_string().as_bytes()), Err(PolicyError::Checkpoint(unsigned)));
    }
    let no_log: Policy = "quorum none\n".parse().expect("a policy without logs is one");
    assert!(no_log.check(checkpoint("example.org/log", 0, &[]).to_string().as_bytes()).is_err());
}

#[test]
fn a_false_cosignature_of_a_known_witness_condemns_the_checkpoint() {
    let policy = policy(EXAMPLE);
    let mut note = checkpoint("example.org/log", 0, &[1, 2, 3, 4, 5, 6]);
    note.signatures[6].bytes[0] ^= 1;
    let bad = NoteError::BadSignature { name: "example.org/witness/6".into() };
    let error = PolicyError::Checkpoint(CheckpointError::Note(bad));
    assert_eq!(policy.check(note.to_string().as_bytes()), Err(error));
    // Of a stranger it is nothing.
    note.signatures[6].name = "example.org/stranger".into();
    assert!(policy.check(note.to_string().as_bytes()).is_ok());
}

#[test]
fn any_key_of_a_log_will_do_and_none_is_asked_of_witnesses() {
    let keys = [1, 2].map(|seed| key("example.org/log", seed).verifier().clone());
    let policy = Policy::of_log(keys);
    assert!(!policy.asks_for_witnesses() && policy.is_quorum(&[]));
    for (log, accepted) in [(1, true), (2, true), (3, false)] {
        let note = checkpoint("example.org/log", log, &[1]);
        assert_eq!(policy.check(note.to_string().as_bytes()).is_ok(), accepted, "key {log}");
    }
}

/// A group of a policy as a tree: how many of its members are asked for.
#[derive(Debug, Clone)]
enum Tree {
    Witness,
    Group(Index, Vec<Tree>),
}

fn any_tree() -> impl Strategy<Value = Tree> {
    Just(Tree::Witness).prop_recursive(4, 30, 5, |inner| {
        (any::<Index>(), prop::collection::vec(inner, 1..6)).prop_map(|(least, members)| Tree::Group(least, members))
    })
}

impl Tree {
    /// Writes its lines, leaves first, and returns its name.
    fn write(&self, text: &mut String, witnesses: &mut u8, groups: &mut u8) -> String {
        match self {
            Tree::Witness => {
                let name = format!("w{witnesses}");
                *text += &format!("witness {name} W{witnesses}\n");
                *witnesses += 1;
                name
            }
            Tree::Group(least, members) => {
                let names: Vec<String> = members.iter().map(|member| member.write(text, witnesses, groups)).collect();
                let name = format!("g{groups}");
                *text += &format!("group {name} {} {}\n", least.index(members.len()) + 1, names.join(" "));
                *groups += 1;
                name
            }
        }
    }

    /// Whether it holds, where the signed witnesses are given in the order of the leaves.
    fn holds(&self, signed: &mut impl Iterator<Item = bool>) -> bool {
        match self {
            Tree::Witness => signed.next().expect("as many as there are leaves"),
            Tree::Group(least, members) => {
                let all: Vec<bool> = members.iter().map(|member| member.holds(signed)).collect();
                all.iter().filter(|holds| **holds).count() > least.index(members.len())
            }
        }
    }
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn groups_of_groups_hold_as_counted_by_hand(
        tree in any_tree().prop_filter("40 keys", |tree| {
            let mut witnesses = 0;
            tree.write(&mut String::new(), &mut witnesses, &mut 0);
            witnesses <= 40
        }),
        sets in prop::collection::vec(any::<u64>(), 20),
    ) {
        let (mut text, mut witnesses) = (String::new(), 0);
        let name = tree.write(&mut text, &mut witnesses, &mut 0);
        let policy = policy(&format!("{text}quorum {name}\n"));
        for set in sets.into_iter().chain([0, u64::MAX]) {
            let signed = (0..usize::from(witnesses)).map(|at| set >> at & 1 == 1);
            let places: Vec<usize> = signed.clone().enumerate().filter(|(_, signed)| *signed).map(|(at, _)| at).collect();
            prop_assert_eq!(policy.is_quorum(&places), tree.holds(&mut signed.into_iter()));
        }
    }
}
