//! `http.txt`, read and asked.

use std::collections::HashMap;

use crate::common::{Answer, Portal, Zone, ask};
use ledger::blob::Blobs;
use ledger::tlog::{Hash, Tile, bundle, tile};
use ledger::witness::Witness;

const FILE: &[u8] = b"<script>alert(\"a file from somewhere\")</script>";

/// A tile as the entries give it, made without a store.
fn resource(zone: &Zone, path: &str) -> Vec<u8> {
    if path == "checkpoint" {
        return zone.note.clone().into_bytes();
    }
    let tile = Tile::parse(path).unwrap_or_else(|| panic!("{path} is no tile"));
    let leaves: Vec<Hash> = zone.entries.iter().map(|entry| Hash::leaf(entry)).collect();
    let range = tile.first() as usize..tile.first() as usize + usize::from(tile.width);
    match tile.level {
        None => {
            let mut bytes = Vec::new();
            zone.entries[range].iter().for_each(|entry| bundle::push(&mut bytes, entry).expect("it is short"));
            bytes
        }
        Some(0) => tile::bytes(&leaves[range]),
        Some(level) => {
            let span = 256_usize.pow(u32::from(level));
            let roots: Vec<Hash> = leaves.chunks_exact(span).map(tile::root_of).collect();
            tile::bytes(&roots[range])
        }
    }
}

struct Case {
    line: usize,
    request: Vec<String>,
    expected: Vec<String>,
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut asking = false;
    for (at, line) in text.lines().enumerate() {
        if let Some(sent) = line.strip_prefix("> ") {
            if !asking {
                cases.push(Case { line: at + 1, request: Vec::new(), expected: Vec::new() });
            }
            cases.last_mut().expect("one is begun").request.push(sent.to_owned());
        } else if let Some(expected) = line.strip_prefix('<') {
            cases.last_mut().expect("something was asked").expected.push(expected.to_owned());
        } else {
            assert!(line.is_empty() || line.starts_with('#'), "http.txt:{}: what is `{line}`?", at + 1);
        }
        asking = line.starts_with("> ");
    }
    cases
}

/// The bytes of a request: the version and the host stand in none of them.
fn bytes(case: &Case) -> String {
    let (head, body) =
        case.request.split_at(case.request.iter().position(String::is_empty).unwrap_or(case.request.len()));
    let (first, headers) = head.split_first().expect("a method and an address");
    let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
    format!("{first} HTTP/1.1\r\nhost: zone.example\r\n{headers}\r\n{}", body.get(1..).unwrap_or(&[]).join("\n"))
}

fn differences(zone: &Zone, case: &Case, answer: &Answer) -> Vec<String> {
    let mut expected = case.expected.iter();
    let status = expected.next().map_or("", |line| line.trim());
    let mut wrong = Vec::new();
    if status != answer.status.to_string() {
        wrong.push(format!("expected {status}"));
    }
    for line in expected {
        let good = if let Some(name) = line.strip_prefix("! ") {
            answer.header(name).is_none()
        } else if let Some(text) = line.strip_prefix(" | ") {
            answer.body.strip_suffix(b"\n").unwrap_or(&answer.body) == text.as_bytes()
        } else if let Some(path) = line.strip_prefix(" = ") {
            answer.body == resource(zone, path)
        } else if line == " empty" {
            answer.body.is_empty()
        } else {
            let (name, value) = line.trim().split_once(": ").expect("a header");
            answer.header(name) == Some(value)
        };
        if !good {
            wrong.push(format!("expected{line}"));
        }
    }
    wrong
}

#[test]
fn every_answer_is_as_it_is_told() {
    let zone = Zone::new(300, 10);
    zone.store_unpublished(b"{\"n\":\"not published\"}");
    let blobs = Blobs::new(zone.path("blobs"));
    let blob = blobs.put(FILE).expect("it is kept");
    let witness = Witness::create(&zone.path("witness"), "witness.example").expect("a witness");
    let site = zone.site().under("/zone").expect("a prefix").with_blobs(blobs).with_witness(witness, || 1_700_000_000);
    let portal = Portal::open(site);

    let words = HashMap::from([
        ("$TAG", format!("\"{}\"", &Hash::of(zone.note.as_bytes()).hex()[..32])),
        ("$BLOB", Blobs::path(&blob)),
        ("$ABSENT", Blobs::path(&Hash::of(b"another file"))),
        ("$ORIGIN", Hash::of(b"zone.example/log").hex()),
    ]);
    let mut text = include_str!("../http.txt").to_owned();
    for (word, value) in &words {
        text = text.replace(word, value);
    }
    let cases = cases(&text);
    assert!(cases.len() > 45, "the table was read: {}", cases.len());
    let mut wrong = String::new();
    for case in &cases {
        let answer = ask(portal.address, bytes(case).as_bytes());
        let differences = differences(&zone, case, &answer);
        if !differences.is_empty() {
            let body = String::from_utf8_lossy(&answer.body);
            wrong += &format!("http.txt:{}: {:?}: {differences:?}\n", case.line, case.request);
            wrong += &format!("    {} {:?} {body}\n", answer.status, answer.headers);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert_eq!(portal.reports(), Vec::<String>::new(), "nothing of this is news to whoever runs it");
}

#[test]
fn without_a_prefix_the_addresses_begin_at_the_root() {
    let zone = Zone::new(3, 0);
    let portal = Portal::open(zone.site());
    assert_eq!(portal.get("/checkpoint").text(), zone.note);
    assert_eq!(portal.get("/tile/0/000.p/3").body.len(), 96);
    assert_eq!(portal.get("/nothing").text(), "there is nothing at this address\n");
}

#[test]
fn an_empty_ledger_has_a_head_and_no_tiles_and_what_is_not_shown_is_not_there() {
    let zone = Zone::new(0, 0);
    let portal = Portal::open(zone.site());
    assert_eq!(portal.get("/checkpoint").text(), zone.note);
    assert_eq!(portal.get("/tile/0/000.p/1").status, 404);
    assert_eq!(portal.get("/tile/0/000").status, 404);
    for path in ["/add-checkpoint", "/blob/sha256/ab"] {
        assert_eq!(portal.get(path).status, 404, "{path}");
    }
    assert_eq!(portal.post("/add-checkpoint", "old 0\n\n").status, 404);
    let nothing = Portal::open(portal::Site::new());
    assert_eq!(nothing.get("/checkpoint").status, 404);
}

#[test]
fn a_prefix_that_could_be_read_in_two_ways_is_none() {
    for prefix in ["zone", "/", "/zone/", "//zone", "/a/../b", "/.", "/{zone}", "/{*all}", "/a?b", "/a%20", "/ж", "/ "]
    {
        let error = portal::Site::new().under(prefix).expect_err(prefix);
        assert!(error.to_string().contains(&format!("`{prefix}`")));
    }
    for prefix in ["", "/zone", "/treaties/zone-1", "/v1.0/a_b"] {
        portal::Site::new().under(prefix).expect(prefix);
    }
}
