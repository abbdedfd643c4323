//! Stores that fail, hang or lie: "not now", and never a word about why to strangers.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use crate::common::{Answer, Portal, Zone, connect, eventually, opener, read_answer};
use ledger::blob::Blobs;
use ledger::tlog::Hash;
use ledger::witness::Witness;
use portal::{Limits, Site};

fn assert_not_now(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert_eq!(answer.header("retry-after"), Some("5"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(answer.text(), "this cannot be answered just now; ask again in a few seconds\n");
}

#[test]
fn a_store_that_fails_panics_or_hangs_is_said_to_be_away_until_it_is_back() {
    let zone = Zone::new(3, 0);
    let mood = Arc::new(AtomicU8::new(0));
    let (open, of_store) = (opener(&zone.path("ledger")), Arc::clone(&mood));
    let site = Site::new().with_ledger(move || match of_store.load(Ordering::SeqCst) {
        0 => Err("/srv/secret/place: the disk is gone".to_owned()),
        1 => panic!("an injected panic"),
        2 => {
            while of_store.load(Ordering::SeqCst) == 2 {
                std::thread::sleep(Duration::from_millis(5));
            }
            open()
        }
        _ => open(),
    });
    let limits = Limits { turns: 2, answer: Duration::from_millis(200), ..Limits::default() };
    let portal = Portal::open(site.with_limits(limits));
    assert_not_now(&portal.get("/checkpoint"));
    assert_not_now(&portal.get("/tile/0/000.p/3"));
    assert!(portal.reports()[0].contains("/srv/secret/place"), "whoever runs it is told: {:?}", portal.reports());
    mood.store(1, Ordering::SeqCst);
    // The first panic writes its story before it ends, which takes longer than the answer may.
    for _ in 0..4 {
        assert_not_now(&portal.get("/tile/entries/000.p/3"));
    }
    mood.store(2, Ordering::SeqCst);
    // More than there are turns: those who find none are answered as well.
    for _ in 0..4 {
        assert_not_now(&portal.get("/checkpoint"));
    }
    mood.store(3, Ordering::SeqCst);
    eventually("it is back", || portal.get("/checkpoint").status == 200);
    assert_eq!(portal.get("/tile/0/000.p/3").body.len(), 96);
}

#[test]
fn an_entry_that_was_altered_is_not_sent() {
    let zone = Zone::new(300, 0);
    let portal = Portal::open(zone.site());
    assert_eq!(portal.get("/tile/entries/000").status, 200);
    // As a disk or an intruder would: the bytes in the file, beside the store's own triggers.
    let path = zone.path("ledger");
    let sync = std::fs::read(&path).expect("the file");
    let at = sync.windows(9).position(|bytes| bytes == b"{\"n\":200,");
    let file = match at {
        Some(_) => path.clone(),
        // It may lie in the journal still.
        None => zone.path("ledger-wal"),
    };
    let mut bytes = std::fs::read(&file).expect("the file");
    let places: Vec<usize> = (0..bytes.len() - 9).filter(|at| bytes[*at..].starts_with(b"{\"n\":200,")).collect();
    assert!(!places.is_empty(), "the entry lies somewhere");
    places.into_iter().for_each(|at| bytes[at + 5] = b'9');
    std::fs::write(&file, bytes).expect("it is altered");
    let fresh = Portal::open(zone.site());
    assert_not_now(&fresh.get("/tile/entries/000"));
    assert!(fresh.reports()[0].contains("entry 200"), "{:?}", fresh.reports());
    assert_eq!(fresh.get("/tile/entries/000.p/100").status, 200, "what is whole is still to be had");
}

#[test]
fn a_file_that_was_altered_is_not_sent() {
    let zone = Zone::new(0, 0);
    let blobs = Blobs::new(zone.path("blobs"));
    let hash = blobs.put(b"what was deposited").expect("it is kept");
    let address = format!("/blob/sha256/{}", Blobs::path(&hash));
    let portal = Portal::open(Site::new().with_blobs(blobs));
    assert_eq!(portal.get(&address).body, b"what was deposited");
    std::fs::write(zone.path("blobs").join(Blobs::path(&hash)), b"something else").expect("it is altered");
    assert_not_now(&portal.get(&address));
    assert!(portal.reports()[0].contains(&hash.hex()));
}

#[test]
fn a_witness_that_cannot_keep_what_it_signs_signs_nothing_and_says_nothing_of_its_disk() {
    let zone = Zone::new(3, 0);
    let folder = zone.path("witness");
    let witness = Witness::create(&folder, "witness.example").expect("a witness");
    witness.watch(&zone.key).expect("it watches");
    let verifier = witness.verifier().clone();
    let portal = Portal::open(Site::new().with_witness(witness, || 1_700_000_000));
    // A file where its folder for this log should be: nothing can be written there, even by root.
    let own = folder.join(Hash::of(b"zone.example/log").hex());
    std::fs::write(&own, b"").expect("it is in the way");
    std::fs::set_permissions(&own, std::fs::Permissions::from_mode(0o600)).expect("a mode");
    let body = format!("old 0\n\n{}", zone.note);
    let answer = portal.post("/add-checkpoint", &body);
    assert_not_now(&answer);
    assert_eq!(portal.reports().len(), 1, "{:?}", portal.reports());
    std::fs::remove_file(&own).expect("it is out of the way");
    let answer = portal.post("/add-checkpoint", &body);
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.text().starts_with(&format!("— {} ", verifier.name())));
}

#[test]
fn a_clock_that_panics_costs_one_answer() {
    let zone = Zone::new(3, 0);
    let witness = Witness::create(&zone.path("witness"), "witness.example").expect("a witness");
    witness.watch(&zone.key).expect("it watches");
    let portal = Portal::open(Site::new().with_witness(witness, || panic!("an injected panic")));
    assert_not_now(&portal.post("/add-checkpoint", &format!("old 0\n\n{}", zone.note)));
    assert_eq!(portal.get(&format!("/{}/checkpoint", Hash::of(b"zone.example/log").hex())).status, 404);
}

#[test]
fn a_panic_while_answering_costs_one_connection() {
    let zone = Zone::new(3, 0);
    let (open, first) = (opener(&zone.path("ledger")), AtomicU8::new(0));
    let site = Site::new().with_ledger(move || match first.fetch_add(1, Ordering::SeqCst) {
        0 => Err("the disk is gone".to_owned()),
        _ => open(),
    });
    let portal = Portal::open_as_it_is(site.reporting_to(|_| panic!("an injected panic")));
    let mut stream = connect(portal.address);
    stream.write_all(b"GET /checkpoint HTTP/1.1\r\nhost: a\r\n\r\n").expect("it is sent");
    assert!(read_answer(&mut stream, false).is_none(), "it ends without an answer");
    assert_eq!(portal.get("/checkpoint").text(), zone.note, "and nobody else notices");
}
