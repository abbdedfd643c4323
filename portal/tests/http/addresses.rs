//! Addresses that are none, and requests that could be read in two ways (R47).

use std::collections::BTreeSet;
use std::io::Write;

use crate::common::{Portal, Zone, ask, connect, ends, read_answer};
use ledger::tlog::Tile;

const SIZE: u64 = 300;

/// Every address that the ledger of 300 entries has, and no other.
fn canonical() -> BTreeSet<String> {
    let widths = (0..3).flat_map(|index| (1..=256).map(move |width| (index, width)));
    let tiles =
        widths.flat_map(|(index, width)| [None, Some(0), Some(1), Some(2)].map(|level| Tile { level, index, width }));
    tiles.filter(|tile| tile.is_in(SIZE)).map(|tile| tile.path()).collect()
}

/// Addresses that somebody might take for one of these, with the reason why they are none.
fn hostile() -> Vec<(String, &'static str)> {
    let mut all: Vec<(String, &'static str)> = Vec::new();
    let mut add = |why, path: String| all.push((path, why));
    for level in ["00", "000", "01", "+0", "-0", "0x0", " 0", "%30", "0%20", "", "64", "63", "255", "256", "1e0", "٠"]
    {
        add("levels are decimal, without zeros before them, and at most 63", format!("tile/{level}/000"));
        add("levels are decimal, without zeros before them, and at most 63", format!("tile/{level}/000.p/1"));
    }
    for level in ["18446744073709551616", "340282366920938463463374607431768211456", "-1"] {
        add("no level is as high", format!("tile/{level}/000"));
    }
    for number in ["0", "00", "0000", "00000", "x000", "x000/000", "x000/x000/000", "X000/000", "000/000", "000/x000"] {
        add(
            "a number has groups of three digits, all but the last with an x, and none before it of zeros",
            number.to_owned(),
        );
    }
    let numbers: Vec<String> = all.drain(all.len() - 10..).map(|(number, _)| number).collect();
    let mut add = |why, path: String| all.push((path, why));
    let more = [
        "", "/", "00a", "0 0", "+00", "-00", "0.0", "००0", "000 ", " 000", "000.", "000.p", "000.p/", "000x", "x",
        "xx00",
    ];
    for number in numbers.iter().map(String::as_str).chain(more) {
        for kind in ["0", "entries"] {
            add("a number has one spelling", format!("tile/{kind}/{}", number.replace(' ', "%20")));
        }
    }
    for groups in [6, 7, 8, 20, 400] {
        let digits = format!("{}000", "x999/".repeat(groups));
        add("no tree has as many tiles", format!("tile/0/{digits}"));
        add("no tree has as many tiles", format!("tile/entries/{digits}.p/1"));
    }
    for groups in [1, 2, 7, 300] {
        add("zeros before the number", format!("tile/0/{}000", "x000/".repeat(groups)));
        add("zeros before the number", format!("tile/entries/{}001.p/1", "x000/".repeat(groups)));
    }
    for width in [
        "0",
        "00",
        "01",
        "044",
        "256",
        "257",
        "999",
        "65536",
        "65580",
        "-1",
        "+1",
        "1.0",
        "%31",
        "1%20",
        "x01",
        "1/",
        "1/1",
        "18446744073709551617",
    ] {
        for kind in ["0", "entries", "1"] {
            add("widths are 1 to 255, in one spelling", format!("tile/{kind}/000.p/{width}"));
            add("widths are 1 to 255, in one spelling", format!("tile/{kind}/001.p/{width}"));
        }
    }
    for (path, why) in [
        ("tile/0/001", "it is not full yet"),
        ("tile/entries/001", "it is not full yet"),
        ("tile/1/000", "it is not full yet"),
        ("tile/0/002.p/1", "it is beyond the head"),
        ("tile/0/999", "it is beyond the head"),
        ("tile/0/x001/000", "it is beyond the head"),
        ("tile/2/000.p/1", "the tree is not as high"),
        ("tile/63/000.p/1", "the tree is not as high"),
        ("tile/entries/x999/x999/x999/x999/x999/999.p/255", "it is beyond the head, and beyond 64 bits"),
        ("tile/0/x072/x057/x594/x037/x927/935", "the last tile of 64 bits"),
        ("tile/0/x072/x057/x594/x037/x927/936", "the first tile beyond 64 bits"),
        ("tile/0/000/", "a slash at the end"),
        ("tile/0/000//", "slashes at the end"),
        ("tile//0/000", "two slashes"),
        ("tile/0//000", "two slashes"),
        ("/tile/0/000", "two slashes"),
        ("tile/0/000.p//1", "two slashes"),
        ("tile/0/./000", "a dot is no name"),
        ("./tile/0/000", "a dot is no name"),
        ("tile/../tile/0/000", "nothing is resolved"),
        ("tile/0/../0/000", "nothing is resolved"),
        ("tile/1/../0/000", "nothing is resolved"),
        ("tile/%2e%2e/tile/0/000", "nothing is decoded"),
        ("tile/0/%2e%2e/0/000", "nothing is decoded"),
        ("tile/0/%30%30%30", "nothing is decoded"),
        ("tile/0%2f000", "nothing is decoded"),
        ("tile%2f0%2f000", "nothing is decoded"),
        ("%74ile/0/000", "nothing is decoded"),
        ("tile/0/000%00", "nothing is decoded"),
        ("tile/0/000%0a", "nothing is decoded"),
        ("tile/0/000%2ep/1", "nothing is decoded"),
        ("tile/0/000.p%2f1", "nothing is decoded"),
        ("tile/0/000%", "half an escape"),
        ("tile/0/000%zz", "no escape"),
        ("tile\\0\\000", "this is no slash"),
        ("tile/0/..\\..\\..\\etc\\passwd", "this is no slash"),
        ("tile/0/../../../../../../etc/passwd", "there are no files behind it"),
        ("tile/entries/../../ledger", "there are no files behind it"),
        ("tile/0/000;v=1", "a parameter"),
        ("tile/0/000,001", "two numbers"),
        ("tile/0/000:1", "a port of nothing"),
        ("tile/0/000.P/1", "small letters"),
        ("TILE/0/000", "small letters"),
        ("tile/ENTRIES/000", "small letters"),
        ("tile/data/000", "the name in another specification"),
        ("tile/8/0/000", "the address in Go's own logs"),
        ("tile/entries", "a folder"),
        ("tile/entries/", "a folder"),
        ("tile/0", "a folder"),
        ("tile/0/", "a folder"),
        ("tile/", "a folder"),
        ("tile", "a folder"),
        ("tile/0/000.gz", "another kind of file"),
        ("tile/0/000.p.p/1", "a width twice"),
        ("tile/0/000.p/1.p/1", "a width twice"),
        ("tile/0/000.p/1?", "a query"),
        ("tile/0/000?", "a query"),
        ("tile/0/000?width=1", "a query"),
        ("tile/0/000?x=%00", "a query"),
        ("checkpoint?size=1", "a query"),
        ("tile/٠/000", "digits of another script"),
        ("tile/0/٠٠٠", "digits of another script"),
        ("tile/0/000", "a width that cannot be seen"),
    ] {
        add(why, path.to_owned());
    }
    // The last one stands for text that looks like nothing: a zero-width space.
    if let Some((path, _)) = all.last_mut() {
        path.push('\u{200b}');
    }
    all
}

#[test]
fn an_address_has_one_spelling_and_no_other_text_leads_to_a_tile() {
    let zone = Zone::new(SIZE, 0);
    zone.store_unpublished(b"{\"n\":\"not published\"}");
    let portal = Portal::open(zone.site());
    let canonical = canonical();
    assert_eq!(canonical.len(), 256 + 44 + 256 + 44 + 1);
    let hostile = hostile();
    assert!(hostile.len() > 220, "{}", hostile.len());
    for (path, why) in &hostile {
        assert!(!canonical.contains(path), "{path} is an address");
        let answer = portal.get(&format!("/{path}"));
        assert!(matches!(answer.status, 400 | 404 | 414), "{} for {path}: {why}", answer.status);
        assert_ne!(answer.header("content-type"), Some("application/octet-stream"), "{path}: {why}");
        assert!(answer.body.len() < 300 && answer.text().lines().count() <= 1, "{path}: {}", answer.text());
    }
    for path in &canonical {
        assert_eq!(portal.get(&format!("/{path}")).status, 200, "{path}");
    }
}

/// Whatever one byte is changed, added or left out, what is answered is the tile of the new address or none.
#[test]
fn an_address_with_one_byte_wrong_is_another_tile_or_none() {
    let zone = Zone::new(SIZE, 0);
    let portal = Portal::open(zone.site());
    let canonical = canonical();
    let expected = |path: &str| if canonical.contains(path) { 200 } else { 404 };
    let mut stream = connect(portal.address);
    let mut check = |path: &str| {
        if path.contains(['?', '#', ' ']) {
            return;
        }
        let request = format!("GET /{path} HTTP/1.1\r\nhost: zone.example\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it is sent");
        let answer = read_answer(&mut stream, false).expect("an answer");
        assert_eq!(answer.status, expected(path), "{path}");
        if answer.status == 200 && path.starts_with("tile/0") {
            let tile = Tile::parse(path).expect("an address");
            assert_eq!(answer.body.len(), usize::from(tile.width) * 32, "{path}");
        }
    };
    for path in ["tile/0/001.p/44", "tile/entries/000.p/255", "tile/1/000.p/1"] {
        for at in 0..path.len() {
            check(&format!("{}{}", &path[..at], &path[at + 1..]));
            for byte in "/.px0129-+%~".chars() {
                check(&format!("{}{byte}{}", &path[..at], &path[at..]));
                check(&format!("{}{byte}{}", &path[..at], &path[at + 1..]));
            }
        }
    }
}

/// What hyper refuses by itself: bytes that make a request two requests, or none.
#[test]
fn what_could_be_read_in_two_ways_is_refused_or_read_once() {
    let zone = Zone::new(3, 0);
    let portal = Portal::open(zone.site());
    let second = "GET /checkpoint HTTP/1.1\r\nhost: b\r\n\r\n";
    let refused = [
        (
            "two lengths",
            format!("POST /checkpoint HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\ncontent-length: 41\r\n\r\n{second}"),
        ),
        (
            "two lengths in one",
            format!("POST /checkpoint HTTP/1.1\r\nhost: a\r\ncontent-length: 0, 41\r\n\r\n{second}"),
        ),
        ("a length with a sign", format!("POST /checkpoint HTTP/1.1\r\nhost: a\r\ncontent-length: +0\r\n\r\n{second}")),
        (
            "a length that is none",
            format!("POST /checkpoint HTTP/1.1\r\nhost: a\r\ncontent-length: 0x0\r\n\r\n{second}"),
        ),
        (
            "a length below nothing",
            format!("POST /checkpoint HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n{second}"),
        ),
        (
            "a length beyond 64 bits",
            format!("POST /checkpoint HTTP/1.1\r\nhost: a\r\ncontent-length: 18446744073709551616\r\n\r\n{second}"),
        ),
        (
            "a coding that does not end",
            format!(
                "POST /checkpoint HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n{second}"
            ),
        ),
        (
            "an unknown coding",
            format!("POST /checkpoint HTTP/1.1\r\nhost: a\r\ntransfer-encoding: xchunked\r\n\r\n0\r\n\r\n{second}"),
        ),
        (
            "a coding in a version without",
            format!("POST /checkpoint HTTP/1.0\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n{second}"),
        ),
        (
            "a space before the colon",
            format!("POST /checkpoint HTTP/1.1\r\nhost: a\r\ncontent-length : 41\r\n\r\n{second}"),
        ),
        (
            "a folded header",
            format!("GET /checkpoint HTTP/1.1\r\nhost: a\r\nx: 1\r\n transfer-encoding: chunked\r\n\r\n{second}"),
        ),
        ("a bare CR in a header", format!("GET /checkpoint HTTP/1.1\r\nhost: a\rx: 1\r\n\r\n{second}")),
        ("a NUL in a header", format!("GET /checkpoint HTTP/1.1\r\nhost: a\0\r\n\r\n{second}")),
        ("a NUL in the address", format!("GET /check\0point HTTP/1.1\r\nhost: a\r\n\r\n{second}")),
        ("a space in the address", format!("GET /check point HTTP/1.1\r\nhost: a\r\n\r\n{second}")),
        ("a tab in the address", format!("GET /checkpoint\tx HTTP/1.1\r\nhost: a\r\n\r\n{second}")),
        ("an escape of a terminal", format!("GET /\x1b[31m HTTP/1.1\r\nhost: a\r\n\r\n{second}")),
        ("a version that is none", format!("GET /checkpoint HTTP/9.9\r\nhost: a\r\n\r\n{second}")),
        ("HTTP/0.9", format!("GET /checkpoint\r\n\r\n{second}")),
        ("HTTP/2 with prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned()),
        ("TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\r\n\r\n\r\n\r\n".to_owned()),
        ("a method that is none", format!("G@T /checkpoint HTTP/1.1\r\nhost: a\r\n\r\n{second}")),
        ("a header without a name", format!("GET /checkpoint HTTP/1.1\r\n: a\r\n\r\n{second}")),
        ("a line that is no header", format!("GET /checkpoint HTTP/1.1\r\nhost a\r\n\r\n{second}")),
        ("a thousand headers", format!("GET /checkpoint HTTP/1.1\r\n{}\r\n{second}", "x: 1\r\n".repeat(1000))),
        ("a long header", format!("GET /checkpoint HTTP/1.1\r\nx: {}\r\n\r\n{second}", "1".repeat(70_000))),
        ("a long address", format!("GET /{} HTTP/1.1\r\nhost: a\r\n\r\n{second}", "1".repeat(70_000))),
        ("an address that does not end", format!("GET /{}", "1".repeat(200_000))),
    ];
    for (what, request) in refused {
        let mut stream = connect(portal.address);
        drop(stream.write_all(request.as_bytes()));
        // A connection that is closed without a word refuses as well.
        if let Some(answer) = read_answer(&mut stream, false) {
            assert!(matches!(answer.status, 400 | 414 | 431 | 505), "{what}: {}", answer.status);
        }
        assert!(read_answer(&mut stream, false).is_none(), "{what}: something after it was answered");
        assert!(ends(&mut stream), "{what}");
    }
}

/// RFC 9112, section 6.1: chunks win over a length, and then nobody can say where the next request
/// begins for whoever believed the length; so the connection ends.
#[test]
fn after_chunks_nothing_on_the_connection_is_a_request() {
    let zone = Zone::new(3, 0);
    let portal = Portal::open(zone.site());
    let second = "GET /checkpoint HTTP/1.1\r\nhost: b\r\n\r\n";
    for headers in [
        "content-length: 4\r\ntransfer-encoding: chunked\r\n",
        "transfer-encoding: chunked\r\ncontent-length: 4\r\n",
        "content-length: 4\r\ntransfer-encoding: chunked\r\ncontent-length: 5\r\n",
        "Transfer-Encoding: Chunked\r\nContent-Length: 9999\r\n",
        "transfer-encoding: chunked\r\n",
    ] {
        for method in ["POST", "GET"] {
            let mut stream = connect(portal.address);
            let request = format!("{method} /checkpoint HTTP/1.1\r\nhost: a\r\n{headers}\r\n0\r\n\r\n{second}");
            stream.write_all(request.as_bytes()).expect("it is sent");
            let first = read_answer(&mut stream, false).expect("an answer");
            assert_eq!(first.status, if method == "GET" { 200 } else { 405 }, "{method} {headers}");
            assert_eq!(first.header("connection"), Some("close"), "{method} {headers}");
            assert!(read_answer(&mut stream, false).is_none(), "{method} {headers}");
        }
    }
}

/// Two requests in one packet are two requests, answered in order: that much is not an attack.
#[test]
fn requests_one_after_another_are_answered_in_order() {
    let zone = Zone::new(3, 0);
    let portal = Portal::open(zone.site());
    let mut stream = connect(portal.address);
    let paths = ["/checkpoint", "/tile/0/000.p/2", "/nothing", "/tile/0/000.p/3"];
    let requests: String = paths.iter().map(|path| format!("GET {path} HTTP/1.1\r\nhost: a\r\n\r\n")).collect();
    stream.write_all(requests.as_bytes()).expect("they are sent");
    let lengths = paths.map(|_| read_answer(&mut stream, false).expect("an answer").body.len());
    assert_eq!(lengths, [zone.note.len(), 64, 33, 96]);
}

/// The end of a line may be a bare LF (RFC 9112, section 2.2); it is one request all the same.
#[test]
fn a_bare_line_feed_ends_a_line_and_begins_no_second_request() {
    let zone = Zone::new(3, 0);
    let portal = Portal::open(zone.site());
    let answer = ask(portal.address, b"GET /checkpoint HTTP/1.1\nhost: a\n\n");
    assert_eq!(answer.status, 200);
    let mut stream = connect(portal.address);
    let hidden = "GET /tile/0/000.p/3 HTTP/1.1\r\nhost: b\r\n\r\n";
    let length = hidden.len();
    let request = format!("GET /checkpoint HTTP/1.1\nhost: a\ncontent-length: {length}\n\n{hidden}");
    stream.write_all(request.as_bytes()).expect("it is sent");
    assert_eq!(read_answer(&mut stream, false).expect("an answer").text(), zone.note);
    stream.write_all(b"GET /nothing HTTP/1.1\r\nhost: a\r\n\r\n").unwrap_or_default();
    if let Some(next) = read_answer(&mut stream, false) {
        assert_eq!(next.status, 404, "what stood in the body is no request");
    }
}
