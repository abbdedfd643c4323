//! The loop that accepts connections, and what each of them may take.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustix::process::{Resource, getrlimit};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::patience::Patient;
use crate::site::{Room, Site};

/// The longest head of a request. The longest address that leads anywhere has some eighty bytes.
const MAX_HEAD: usize = 16 << 10;
/// The most that is buffered of what a peer sends.
const MAX_BUFFER: usize = 64 << 10;
/// Files that the process needs beside its connections: stores, logs, the libraries' own.
const OWN_FILES: u64 = 128;
/// The first pause after the system gave no connection; it doubles up to a second.
const PAUSE: Duration = Duration::from_millis(10);
/// What somebody with too many connections is told.
const TOO_MANY: &[u8] = b"HTTP/1.1 429 Too Many Requests\r\ncontent-type: text/plain; charset=utf-8\r\n\
    content-length: 65\r\nretry-after: 5\r\nconnection: close\r\n\r\n\
    too many connections from this address; close some and try again\n";

/// How much time and room strangers get. What is not used up harms nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once; fewer where the system lets the process open fewer files. Who comes
    /// when there are as many waits in the system's queue until one ends.
    pub connections: usize,
    /// Connections at once from one address (IPv6: one network of 64 bits). Behind a proxy, which
    /// counts for itself, set it to the number of all.
    pub per_address: usize,
    /// The time in which a whole head has to arrive, from the beginning of a connection and from
    /// the end of each answer: so it is the time that an idle connection stays open as well.
    pub head: Duration,
    /// The time in which a whole body has to arrive.
    pub body: Duration,
    /// How long to wait for a store, a file or memory before the answer is "not now".
    pub answer: Duration,
    /// How long a peer may take no byte of an answer that waits for it.
    pub stall: Duration,
    /// How long a peer may take for a whole answer.
    pub whole: Duration,
    /// How long connections get to end when the server does.
    pub farewell: Duration,
    /// How many threads read the store at once, and how many the files, and how many ask the witness.
    pub turns: usize,
    /// Bytes of answers on their way, together. Short answers are not counted.
    pub memory: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connections: 12_000,
            per_address: 100,
            head: Duration::from_secs(10),
            body: Duration::from_secs(10),
            answer: Duration::from_secs(10),
            stall: Duration::from_secs(20),
            whole: Duration::from_secs(300),
            farewell: Duration::from_secs(10),
            turns: 8,
            memory: 256 << 20,
        }
    }
}

/// Shows a site to whoever connects, until `shutdown` is there; then ends what was begun.
///
/// It needs a tokio runtime with its timer. Nothing that a peer sends or leaves out, and no
/// failure of a store, ends it.
///
/// # Errors
/// When the listener cannot be used.
pub async fn serve(listener: std::net::TcpListener, site: Site, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = TcpListener::from_std(listener)?;
    let limits = site.limits().clone();
    let (routes, room) = site.routes();
    let seats = Arc::new(Semaphore::new(connections(limits.connections)));
    let guests = Arc::new(Guests { most: limits.per_address, present: Mutex::default() });
    let (close, closing) = watch::channel(false);
    let mut open = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let next = async {
            // The seat comes first: without one, who comes waits in the system's queue.
            let seat = Arc::clone(&seats).acquire_owned().await.ok();
            (seat, accept(&listener, &room).await)
        };
        let (seat, (stream, peer)) = tokio::select! {
            biased;
            () = &mut shutdown => break,
            next = next => next,
        };
        while open.try_join_next().is_some() {}
        let Some(guest) = guests.admit(peer.ip()) else {
            // A new connection has room for these bytes; if not, closing it says as much.
            drop(stream.try_write(TOO_MANY));
            continue;
        };
        let (routes, limits, closing) = (routes.clone(), limits.clone(), closing.clone());
        open.spawn(talk(stream, routes, limits, closing, (seat, guest)));
    }
    drop(listener);
    close.send_replace(true);
    // Dropping the set ends what is left.
    let all = async { while open.join_next().await.is_some() {} };
    drop(timeout(limits.farewell, all).await);
    Ok(())
}

/// How many connections the system's limit on open files leaves room for.
fn connections(wanted: usize) -> usize {
    let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    let room = files.saturating_sub(OWN_FILES).max(files / 2);
    wanted.min(usize::try_from(room).unwrap_or(usize::MAX)).clamp(1, Semaphore::MAX_PERMITS)
}

/// The next connection. Where the system has none to give, it is asked less and less often:
/// the error stays until somebody closes a file, and asking at once would take a whole core.
async fn accept(listener: &TcpListener, room: &Room) -> (TcpStream, SocketAddr) {
    let mut pause = PAUSE;
    loop {
        match listener.accept().await {
            Ok(next) => return next,
            Err(error) if of_one_peer(&error) => {}
            Err(error) => {
                room.report(&format!("no connection can be accepted: {error}"));
                sleep(pause).await;
                pause = (pause * 2).min(Duration::from_secs(1));
            }
        }
    }
}

/// Whether an error is about who came and left again, so that the next one can be asked in.
fn of_one_peer(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionReset | Interrupted)
}

/// One connection from its first byte to its last.
async fn talk(
    stream: TcpStream,
    routes: Router,
    limits: Limits,
    mut closing: watch::Receiver<bool>,
    _place: (Option<OwnedSemaphorePermit>, Guest),
) {
    // Answers go out at once; a failure only makes them slower.
    drop(stream.set_nodelay(true));
    let stream = TokioIo::new(Patient::new(stream, limits.stall, limits.whole));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head);
    http.max_header_size(MAX_HEAD).max_buf_size(MAX_BUFFER);
    let mut connection = pin!(http.serve_connection(stream, TowerToHyperService::new(routes)));
    // An error is the peer's: it left, was too slow, or does not speak HTTP.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = closing.wait_for(|closing| *closing) => {}
    }
    connection.as_mut().graceful_shutdown();
    drop(connection.await);
}

/// Who is here, by address.
#[derive(Debug)]
struct Guests {
    most: usize,
    present: Mutex<HashMap<IpAddr, usize>>,
}

/// One of them; leaves when dropped.
#[derive(Debug)]
struct Guest {
    guests: Arc<Guests>,
    address: IpAddr,
}

impl Guests {
    fn admit(self: &Arc<Self>, address: IpAddr) -> Option<Guest> {
        let address = household(address);
        let mut present = self.present.lock().unwrap_or_else(PoisonError::into_inner);
        let here = present.entry(address).or_insert(0);
        if *here >= self.most {
            return None;
        }
        *here += 1;
        Some(Guest { guests: Arc::clone(self), address })
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut present = self.guests.present.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(here) = present.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                present.remove(&self.address);
            }
        }
    }
}

/// The address that counts: whoever has one IPv6 address has its whole network of 64 bits.
fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guests(most: usize) -> Arc<Guests> {
        Arc::new(Guests { most, present: Mutex::default() })
    }

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn a_network_of_ipv6_and_a_mapped_address_are_one_guest_each() {
        let guests = guests(2);
        let same = ["2001:db8::1", "2001:db8::2"].map(|text| guests.admit(address(text)).expect("two may come"));
        assert!(guests.admit(address("2001:db8::ffff:3")).is_none(), "the third of one network");
        assert!(guests.admit(address("2001:db8:0:1::1")).is_some(), "another network");
        let _one = guests.admit(address("192.0.2.1")).expect("the first");
        let _two = guests.admit(address("::ffff:192.0.2.1")).expect("the second");
        assert!(guests.admit(address("192.0.2.1")).is_none(), "both spellings are one address");
        drop(same);
        assert!(guests.admit(address("2001:db8::3")).is_some(), "they left");
    }

    #[test]
    fn nobody_is_remembered_who_left_or_never_came_in() {
        let guests = guests(1);
        let first = guests.admit(address("192.0.2.1"));
        assert!(guests.admit(address("192.0.2.1")).is_none());
        drop(first);
        assert!(guests.present.lock().expect("not poisoned").is_empty());
    }

    #[test]
    fn what_is_told_to_those_with_too_many_has_the_length_it_says() {
        let text = std::str::from_utf8(TOO_MANY).expect("text");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        assert!(head.contains(&format!("content-length: {}\r\n", body.len())), "{} bytes", body.len());
    }
}
