//! A witness over HTTP: every answer of C2SP tlog-witness.

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;

use crate::common::{LONG, Portal, ask, connect, ends, quick, read_answer};
use ledger::store::Sqlite;
use ledger::tlog::proof::prove_consistency;
use ledger::tlog::tile::TileNodes;
use ledger::tlog::{Checkpoint, Hash, Note, Policy, SigningKey, cosignature, tile};
use ledger::witness::{Asked, Witness};
use ledger::{Cosigners, Entry, Fault, FileSigner, Log, Signer, new_key};
use portal::Site;

const NOW: u64 = 1_700_000_000;
const ORIGIN: &str = "zone.example/log";

/// A log that signs whatever it is told to.
struct Liar(SigningKey);

impl Liar {
    fn new(origin: &str) -> Liar {
        Liar(new_key(origin, ledger::tlog::note::Algorithm::Ed25519).expect("a key"))
    }

    fn head(&self, size: u64, root: Hash) -> String {
        let text = Checkpoint::new(self.0.verifier().name(), size, root).to_string();
        Note { signatures: vec![self.0.sign(&text)], text }.to_string()
    }
}

fn leaves(story: &str, size: u64) -> Vec<Hash> {
    (0..size).map(|n| Hash::leaf(format!("{story} {n}").as_bytes())).collect()
}

fn root(leaves: &[Hash]) -> Hash {
    tile::root_of(leaves)
}

fn proof(leaves: &[Hash], old: u64) -> String {
    let size = leaves.len() as u64;
    let mut nodes = TileNodes::new(size, |tile: ledger::tlog::Tile| {
        Ok::<_, ()>(leaves[tile.first() as usize..][..usize::from(tile.width)].to_vec())
    });
    let proof = prove_consistency(&mut nodes, old, size).expect("a proof");
    proof.iter().map(|hash| format!("{hash}\n")).collect()
}

fn witness(folder: &Path, log: &Liar) -> Witness {
    let witness = Witness::create(folder, "witness.example/w1").expect("a witness");
    witness.watch(log.0.verifier()).expect("it watches");
    witness
}

#[test]
fn every_answer_of_the_specification_comes_with_its_status() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = Liar::new(ORIGIN);
    let witness = witness(&folder.path().join("w"), &log);
    let key = witness.verifier().clone();
    let portal = Portal::open(Site::new().under("/w").expect("a prefix").with_witness(witness, || NOW));
    let story = leaves("the story", 9);
    let other = leaves("another story", 9);
    let head = |size: usize| log.head(size as u64, root(&story[..size]));
    let stranger = Liar::new("elsewhere.example/log");
    let forger = Liar::new(ORIGIN);
    let broken = {
        let mut note = Note::parse(head(5).as_bytes()).expect("a note");
        note.signatures[0].bytes[20] ^= 1;
        note.to_string()
    };
    let text = "text/plain; charset=utf-8";
    let size = "text/x.tlog.size";
    let five_to_nine = proof(&story, 5);
    // Reason; body; status; kind of content; body of the answer where the specification gives it.
    let steps: Vec<(&str, String, u16, &str, Option<&str>)> = vec![
        ("an unknown log", format!("old 0\n\n{}", stranger.head(5, root(&story[..5]))), 404, text, None),
        ("a known log by an unknown key", format!("old 0\n\n{}", forger.head(5, root(&story[..5]))), 403, text, None),
        ("a known key whose signature is wrong", format!("old 0\n\n{broken}"), 403, text, None),
        ("no size", format!("\n{}", head(5)), 400, text, None),
        ("a size with a zero before it", format!("old 00\n\n{}", head(5)), 400, text, None),
        ("a size with a sign", format!("old +0\n\n{}", head(5)), 400, text, None),
        ("no empty line", format!("old 0\n{}", head(5).replace("\n\n", "\n")), 400, text, None),
        ("a hash that is none", format!("old 0\nabc\n\n{}", head(5)), 400, text, None),
        (
            "sixty-four hashes",
            format!("old 0\n{}\n{}", format!("{}\n", Hash::EMPTY).repeat(64), head(5)),
            400,
            text,
            None,
        ),
        ("no text", "old 0\n\n\u{0}".to_owned(), 404, text, None),
        ("nothing", String::new(), 400, text, None),
        ("an old size beyond the head", format!("old 6\n\n{}", head(5)), 400, text, None),
        (
            "a size that was never cosigned",
            format!("old 3\n{}\n{}", proof(&story[..5], 3), head(5)),
            409,
            size,
            Some("0\n"),
        ),
        ("a proof from nothing", format!("old 0\n{}\n\n{}", Hash::EMPTY, head(5)), 422, text, None),
        ("an empty tree with a root", format!("old 0\n\n{}", log.head(0, root(&story[..1]))), 422, text, None),
        ("the first head", format!("old 0\n\n{}", head(5)), 200, text, None),
        ("the same again, from nothing", format!("old 0\n\n{}", head(5)), 409, size, Some("5\n")),
        ("the same again, from itself", format!("old 5\n\n{}", head(5)), 200, text, None),
        ("another tree of the same size", format!("old 5\n\n{}", log.head(5, root(&other[..5]))), 422, text, None),
        (
            "another tree that is larger",
            format!("old 5\n{}\n{}", proof(&other, 5), log.head(9, root(&other))),
            422,
            text,
            None,
        ),
        ("a proof that is too short", format!("old 5\n\n{}", head(9)), 422, text, None),
        ("the next head", format!("old 5\n{five_to_nine}\n{}", head(9)), 200, text, None),
        ("what comes too late", format!("old 5\n{five_to_nine}\n{}", head(9)), 409, size, Some("9\n")),
        ("a smaller head", format!("old 5\n\n{}", head(5)), 409, size, Some("9\n")),
    ];
    for (why, body, status, kind, expected) in steps {
        let answer = portal.post("/w/add-checkpoint", &body);
        assert_eq!(answer.status, status, "{why}: {}", answer.text());
        assert_eq!(answer.header("content-type"), Some(kind), "{why}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{why}");
        assert!(expected.is_none_or(|expected| answer.text() == expected), "{why}: {}", answer.text());
        if status == 200 {
            let note = body.split_once("\n\n").expect("a head stands in it").1;
            let both = format!("{note}{}", answer.text());
            let note = Note::parse(both.as_bytes()).expect("head and answer are one note");
            let own = note.signatures.iter().find(|signature| signature.is_by(&key)).expect("its own line");
            assert_eq!(cosignature::time_of(&key, &note.text, &own.bytes), Some(NOW), "{why}");
        }
    }
    let last = portal.get(&format!("/w/{}/checkpoint", Hash::of(ORIGIN.as_bytes()).hex()));
    assert_eq!(last.status, 200);
    assert_eq!(last.header("content-type"), Some(text));
    let note = Note::parse(&last.body).expect("a note");
    assert_eq!(note.text.lines().nth(1), Some("9"));
    assert_eq!(note.signatures.len(), 2, "the log's and its own");
    let upper = Hash::of(ORIGIN.as_bytes()).hex().to_uppercase();
    for hash in [upper.as_str(), "checkpoint", "..", "key", &Hash::of(b"elsewhere.example/log").hex()] {
        assert_eq!(portal.get(&format!("/w/{hash}/checkpoint")).status, 404, "{hash}");
    }
}

#[test]
fn a_body_that_is_too_long_too_slow_or_breaks_off_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let witness = witness(folder.path(), &Liar::new(ORIGIN));
    let portal = Portal::open(Site::new().with_witness(witness, || NOW).with_limits(quick()));
    let post = |headers: &str| format!("POST /add-checkpoint HTTP/1.1\r\nhost: a\r\n{headers}\r\n");
    assert_eq!(portal.post("/add-checkpoint", &"x".repeat(64 << 10)).status, 400, "the longest that is read");
    // What is announced is believed before it comes.
    let answer = ask(portal.address, post("content-length: 65537\r\n").as_bytes());
    assert_eq!((answer.status, answer.text()), (413, "a request has at most 65,536 bytes\n"));
    let chunks = "8000\r\n".to_owned() + &"x".repeat(0x8000) + "\r\n";
    let answer = ask(portal.address, (post("transfer-encoding: chunked\r\n") + &chunks.repeat(3)).as_bytes());
    assert_eq!(answer.status, 413);
    let answer = ask(portal.address, (post("transfer-encoding: chunked\r\n") + "zz\r\n").as_bytes());
    assert_eq!((answer.status, answer.text()), (400, "the request broke off before its end\n"));
    let mut slow = connect(portal.address);
    slow.write_all((post("content-length: 100\r\n") + "old 0\n").as_bytes()).expect("it is sent");
    let answer = read_answer(&mut slow, false).expect("an answer");
    assert_eq!((answer.status, answer.text()), (408, "the request took too long to arrive\n"));
    assert!(ends(&mut slow));
    // A client that asks first is told to go on, and then answered.
    let mut asking = connect(portal.address);
    asking.write_all(post("content-length: 6\r\nexpect: 100-continue\r\n").as_bytes()).expect("it is sent");
    assert_eq!(read_answer(&mut asking, false).expect("go on").status, 100);
    asking.write_all(b"old 0\n").expect("it is sent");
    assert_eq!(read_answer(&mut asking, false).expect("an answer").status, 400);
}

/// A log that asks the witness at this address before it publishes.
fn log(folder: &Path, witness: &Witness, address: SocketAddr) -> (Log, Policy) {
    let signer = FileSigner::create(&folder.join("signer"), ORIGIN).expect("a signer");
    let key = signer.keys().remove(0);
    witness.watch(&key).expect("it watches");
    let policy = format!("log {key}\nwitness w1 {} http://{address}/w\nquorum w1\n", witness.verifier());
    let policy: Policy = policy.parse().expect("a policy");
    let store = Sqlite::create(&folder.join("ledger")).expect("a store");
    let witnesses = Some((policy.clone(), Box::new(Asked::of(&policy)) as Box<dyn ledger::Cosigners>));
    (Log::open(Box::new(store), Box::new(signer), witnesses).expect("a ledger"), policy)
}

#[test]
fn a_log_asks_the_witness_for_one_head_after_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let witness = Witness::create(&folder.path().join("w"), "witness.example/w1").expect("a witness");
    let asked = Witness::open(&folder.path().join("w")).expect("the same witness");
    let portal = Portal::open(Site::new().under("/w").expect("a prefix").with_witness(asked, || NOW));
    let (mut log, policy) = log(folder.path(), &witness, portal.address);
    for (first, size) in [(0, 5), (5, 300)] {
        let entries: Vec<Entry> = (first..size)
            .map(|n| Entry { bytes: format!("{{\"n\":{n}}}").into_bytes(), request: format!("r{n}") })
            .collect();
        let written = log.exclusively::<_, Fault>(LONG, |log| log.append(first, &entries)).expect("it is published");
        let witnessed = policy.check(written.note.as_bytes()).expect("the policy accepts it");
        assert_eq!(witnessed.checkpoint.size, size);
        assert_eq!(witnessed.witnesses, [(0, NOW)]);
        let last = portal.get(&format!("/w/{}/checkpoint", Hash::of(ORIGIN.as_bytes()).hex()));
        assert_eq!(last.text(), written.note, "the witness shows what the log publishes");
    }
    // A client that knows nothing learns the size from the answer 409.
    let published = log.published().expect("it is published").clone();
    let mut forgetful = Asked::of(&policy);
    let again = forgetful.gather(&published, &mut |old| (old == 0 || old == 300).then(Vec::new));
    assert_eq!(again.len(), 1, "from 300 to 300 the proof is empty");
}
