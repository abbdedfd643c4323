//! How many connections there may be, and how they end.

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use crate::common::{LONG, Portal, Zone, connect, ends, eventually, from, opener, read_answer};
use portal::{Limits, Site};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

#[test]
fn one_address_has_so_many_connections_and_others_are_not_in_its_way() {
    let zone = Zone::new(3, 0);
    let portal = Portal::open(zone.site().with_limits(Limits { per_address: 3, ..Limits::default() }));
    let mut held: Vec<_> = (0..3).map(|_| connect(portal.address)).collect();
    let mut one_more = connect(portal.address);
    let refused = read_answer(&mut one_more, false).expect("it is told");
    assert_eq!(refused.status, 429);
    assert_eq!(refused.header("retry-after"), Some("5"));
    assert!(refused.text().ends_with("close some and try again\n"), "{}", refused.text());
    assert!(ends(&mut one_more));
    // Those who have a place keep it.
    held[0].write_all(b"GET /checkpoint HTTP/1.1\r\nhost: a\r\n\r\n").expect("it is sent");
    assert_eq!(read_answer(&mut held[0], false).expect("an answer").status, 200);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut other = from(9, portal.address).await;
        other.write_all(b"GET /checkpoint HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await.expect("it is sent");
        let mut answer = Vec::new();
        other.read_to_end(&mut answer).await.expect("an answer");
        assert!(answer.starts_with(b"HTTP/1.1 200 "), "another address");
    });
    drop(held);
    eventually("a place is free again", || portal_answers(&portal));
}

/// Whether a new connection from here is answered with the head.
fn portal_answers(portal: &Portal) -> bool {
    let mut stream = connect(portal.address);
    drop(stream.write_all(b"GET /checkpoint HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"));
    read_answer(&mut stream, false).is_some_and(|answer| answer.status == 200)
}

#[test]
fn when_all_places_are_taken_who_comes_waits_for_one() {
    let zone = Zone::new(3, 0);
    let portal = Portal::open(zone.site().with_limits(Limits { connections: 2, ..Limits::default() }));
    let mut held: Vec<_> = (0..2).map(|_| connect(portal.address)).collect();
    for stream in &mut held {
        stream.write_all(b"GET /checkpoint HTTP/1.1\r\nhost: a\r\n\r\n").expect("it is sent");
        assert_eq!(read_answer(stream, false).expect("an answer").status, 200);
    }
    let mut third = connect(portal.address);
    third.write_all(b"GET /checkpoint HTTP/1.1\r\nhost: a\r\n\r\n").expect("it is sent");
    third.set_read_timeout(Some(Duration::from_millis(300))).expect("a time");
    assert!(third.read(&mut [0]).is_err(), "there is no place yet");
    third.set_read_timeout(Some(LONG)).expect("a time");
    drop(held.pop());
    assert_eq!(read_answer(&mut third, false).expect("an answer").status, 200);
}

/// A store whose first question waits until it may go on.
fn slow(zone: &Zone, go_on: &Arc<AtomicBool>, asked: &Arc<AtomicUsize>) -> Site {
    let (open, go_on, asked) = (opener(&zone.path("ledger")), Arc::clone(go_on), Arc::clone(asked));
    Site::new().with_ledger(move || {
        asked.fetch_add(1, Ordering::SeqCst);
        while !go_on.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(5));
        }
        open()
    })
}

#[test]
fn the_end_waits_for_answers_that_were_begun_and_not_for_silence() {
    let zone = Zone::new(3, 0);
    let (go_on, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let mut portal =
        Portal::open(slow(&zone, &go_on, &asked).with_limits(Limits { farewell: LONG, ..Limits::default() }));
    let mut silent = connect(portal.address);
    let mut waiting = connect(portal.address);
    waiting.write_all(b"GET /checkpoint HTTP/1.1\r\nhost: a\r\n\r\n").expect("it is sent");
    eventually("the store is asked", || asked.load(Ordering::SeqCst) == 1);
    portal.stop();
    assert!(ends(&mut silent), "who has asked nothing is let go");
    eventually("nobody is let in any more", || std::net::TcpStream::connect(portal.address).is_err());
    go_on.store(true, Ordering::SeqCst);
    let answer = read_answer(&mut waiting, false).expect("what was begun is answered");
    assert_eq!(answer.text(), zone.note);
    assert!(ends(&mut waiting));
    portal.ended();
}

#[test]
fn the_end_does_not_wait_for_ever() {
    let zone = Zone::new(3, 0);
    let (go_on, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let farewell = Duration::from_millis(100);
    let mut portal = Portal::open(slow(&zone, &go_on, &asked).with_limits(Limits { farewell, ..Limits::default() }));
    let mut waiting = connect(portal.address);
    waiting.write_all(b"GET /checkpoint HTTP/1.1\r\nhost: a\r\n\r\n").expect("it is sent");
    eventually("the store is asked", || asked.load(Ordering::SeqCst) == 1);
    portal.stop();
    portal.ended();
    assert!(ends(&mut waiting), "it is cut");
    go_on.store(true, Ordering::SeqCst);
}

#[test]
fn answers_that_nobody_takes_share_a_memory_of_their_own() {
    let zone = Zone::new(256, 40_000);
    // One bundle of ten megabytes fits, a second one does not.
    let limits = Limits { memory: 12 << 20, answer: Duration::from_millis(300), ..Limits::default() };
    let portal = Portal::open(zone.site().with_limits(limits));
    let mut greedy = connect(portal.address);
    let request = b"GET /tile/entries/000 HTTP/1.1\r\nhost: a\r\n\r\n".repeat(4);
    greedy.write_all(&request).expect("it is sent");
    eventually("memory is short", || portal.get("/tile/entries/000").status == 503);
    let answer = portal.get("/tile/entries/000");
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("5")));
    assert_eq!(portal.get("/tile/0/000").status, 200, "short answers are always to be had");
    drop(greedy);
    eventually("it comes back", || portal.get("/tile/entries/000").status == 200);
}

#[test]
fn a_reader_who_sips_gets_so_long_for_an_answer_and_no_longer() {
    let zone = Zone::new(256, 60_000);
    let limits = Limits { whole: Duration::from_secs(1), ..Limits::default() };
    let portal = Portal::open(zone.site().with_limits(limits));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let taken = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
        // The system takes little on behalf of a reader with a small buffer.
        socket.set_recv_buffer_size(64 << 10).expect("a size");
        let mut stream = socket.connect(portal.address).await.expect("the server listens");
        stream.write_all(b"GET /tile/entries/000 HTTP/1.1\r\nhost: a\r\n\r\n").await.expect("it is sent");
        let (mut sip, mut taken) = (vec![0; 32 << 10], 0);
        while let Ok(read @ 1..) = stream.read(&mut sip).await {
            taken += read;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        taken
    });
    assert!(taken > 0 && taken < 256 * 60_000, "{taken} bytes");
}
