//! People who come to stay: slow ones, silent ones, many of them (R44).
//!
//! Alone in its program, because it counts the program's open files.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::{LONG, Portal, Zone, eventually, from, quick};
use portal::Limits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

fn open_files() -> usize {
    std::fs::read_dir("/proc/self/fd").expect("a list of open files").count()
}

/// Sends a head one byte after another, and never its end.
async fn dribble(mut stream: TcpStream) {
    for byte in b"GET /checkpoint HTTP/1.1\r\nx: ".iter().chain(std::iter::repeat(&b'1')) {
        if stream.write_all(&[*byte]).await.is_err() {
            return;
        }
        sleep(Duration::from_millis(100)).await;
    }
}

/// Asks for megabytes again and again and takes none of them.
async fn never_read(mut stream: TcpStream) {
    let requests = b"GET /tile/entries/000 HTTP/1.1\r\nhost: a\r\n\r\n".repeat(40);
    drop(stream.write_all(&requests).await);
    // Writing tells that the connection is gone, without reading a byte.
    while stream.write_all(b"\r\n").await.is_ok() {
        sleep(Duration::from_millis(100)).await;
    }
}

/// Says nothing.
async fn idle(mut stream: TcpStream) {
    let mut nothing = [0; 16];
    while stream.read(&mut nothing).await.is_ok_and(|read| read > 0) {}
}

/// Asks once, reads the answer, and stays.
async fn linger(mut stream: TcpStream) {
    drop(stream.write_all(b"GET /checkpoint HTTP/1.1\r\nhost: a\r\n\r\n").await);
    idle(stream).await;
}

#[test]
fn three_hundred_who_stay_are_cut_and_an_honest_client_is_answered_all_the_while() {
    let zone = Zone::new(260, 4000);
    let turns = 4;
    let portal = Portal::open(zone.site().with_limits(Limits { turns, ..quick() }));
    assert_eq!(portal.get("/checkpoint").text(), zone.note);
    let before = open_files();
    let address = portal.address;
    let gone = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&gone);
    let crowd = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let mut all = tokio::task::JoinSet::new();
            for number in 0..300 {
                let stream = from(2 + (number % 4) as u8, address).await;
                let counted = Arc::clone(&counted);
                all.spawn(async move {
                    match number % 4 {
                        0 => dribble(stream).await,
                        1 => never_read(stream).await,
                        2 => idle(stream).await,
                        _ => linger(stream).await,
                    }
                    counted.fetch_add(1, Ordering::Relaxed);
                });
            }
            timeout(LONG, async { while all.join_next().await.is_some() {} }).await.expect("all of them are cut");
        });
    });
    let mut answered = 0;
    while gone.load(Ordering::Relaxed) < 300 && !crowd.is_finished() {
        assert_eq!(portal.get("/checkpoint").text(), zone.note, "after {answered} answers");
        assert_eq!(portal.get("/tile/0/001.p/4").body.len(), 128);
        answered += 2;
    }
    crowd.join().expect("all were cut");
    assert!(answered > 0);
    // Each handle to the store is three files, and is kept.
    eventually("the server closed what it opened", || open_files() <= before + turns * 3);
    assert_eq!(portal.get("/checkpoint").text(), zone.note);
}
