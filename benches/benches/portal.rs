//! How quickly pages are served: `cargo bench -p benches --bench portal [-- WHAT…]`.
//!
//! What is named: `work` (a page with 190 participants, ready and made afresh, beside a bare hyper server that sends as many
//! bytes; answers in a CPU second of the server), `wait` (any page at 200 requests a second), `size` (the first page). Each
//! server is a process of its own, so that the CPU time of who asks is not in its figures.

use std::convert::Infallible;
use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use law::Day;
use portal::{Limits, NoRecord, Record, Site};
use register::World;

const TODAY: &str = "2026-11-18";
/// The treaty with the most participants.
const PAGE: &str = "/treaties/npt";
const ASKING: usize = 8;
/// How long each figure is measured.
const SPAN: Duration = Duration::from_secs(8);
const RATE: u64 = 200;
/// How often each page is made afresh.
const AFRESH: i32 = 20;

type Done<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Done {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    match words.first().map(String::as_str) {
        Some("serve-pages") => return serve_pages(),
        Some("serve-bytes") => return serve_bytes(words[1].parse()?),
        _ => {}
    }
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| word == name);
    if wanted("work") {
        work()?;
    }
    if wanted("wait") {
        wait()?;
    }
    if wanted("size") {
        size()?;
    }
    Ok(())
}

// ---- the two servers ----

fn listen() -> Done<TcpListener> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?);
    Ok(listener)
}

fn serve_pages() -> Done {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs");
    let (packs, problems) = pack::load(&pack::read_folder(&root)?.0);
    let world = World::new(packs, problems, "en");
    let record = Arc::new(Record::new(&world, None, "packs".to_owned()));
    let keeper = move |at: Option<u64>, _: Option<&Arc<Record>>| match at {
        None => Ok(Arc::clone(&record)),
        Some(_) => Err(NoRecord::Beyond(None)),
    };
    let today: Day = TODAY.parse()?;
    let site = Site::new().with_pages(Box::new(keeper), move || today).with_limits(Limits::default());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(portal::serve(listen()?, site, std::future::pending()))?;
    Ok(())
}

/// A body of one piece.
struct Whole(Option<Bytes>);

impl Body for Whole {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        std::task::Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, Bytes::len) as u64)
    }
}

/// Hyper and nothing else: no routes, no limits, no clock.
fn serve_bytes(length: usize) -> Done {
    let bytes = Bytes::from(vec![b'x'; length]);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = listen()?;
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let bytes = bytes.clone();
            tokio::spawn(async move {
                let answer = |_: Request<Incoming>| {
                    let body = Whole(Some(bytes.clone()));
                    async move { Response::builder().header("content-type", "text/html").body(body) }
                };
                let answer = hyper::service::service_fn(answer);
                drop(hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await);
            });
        }
    })
}

// ---- who asks ----

/// A server in a process of its own.
struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    fn start(words: &[&str]) -> Done<Server> {
        let mut child = Command::new(std::env::current_exe()?).args(words).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        Ok(Server { child, address: line.trim().parse()? })
    }

    /// The CPU time that it took so far, of all its threads.
    fn cpu(&self) -> Done<Duration> {
        let mut nanos = 0_u64;
        for thread in std::fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let text = std::fs::read_to_string(thread?.path().join("schedstat")).unwrap_or_default();
            nanos += text.split(' ').next().and_then(|nanos| nanos.parse::<u64>().ok()).unwrap_or(0);
        }
        Ok(Duration::from_nanos(nanos))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// One connection that stays open.
struct Asker {
    stream: BufReader<TcpStream>,
    line: String,
    body: Vec<u8>,
}

impl Asker {
    fn to(address: SocketAddr) -> Done<Asker> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Asker { stream: BufReader::with_capacity(64 << 10, stream), line: String::new(), body: Vec::new() })
    }

    /// The length of the body that came.
    fn ask(&mut self, path: &str, short: bool) -> Done<usize> {
        let gzip = if short { "accept-encoding: gzip\r\n" } else { "" };
        self.stream.get_mut().write_all(format!("GET {path} HTTP/1.1\r\nhost: a\r\n{gzip}\r\n").as_bytes())?;
        let (mut length, mut first) = (0, true);
        loop {
            self.line.clear();
            self.stream.read_line(&mut self.line)?;
            if first && !self.line.contains(" 200 ") {
                return Err(format!("{path}: {}", self.line.trim()).into());
            }
            first = false;
            if let Some(value) = self.line.strip_prefix("content-length: ") {
                length = value.trim().parse()?;
            }
            if self.line == "\r\n" {
                break;
            }
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body)?;
        Ok(length)
    }
}

/// Answers in a CPU second of the server, asked by several at once for a while.
fn pace(server: &Server, path: impl Fn(usize) -> String + Sync, short: bool) -> Done<f64> {
    let next = AtomicUsize::new(0);
    let end = Instant::now() + SPAN;
    let before = server.cpu()?;
    let asked: usize = std::thread::scope(|scope| {
        let askers: Vec<_> = (0..ASKING)
            .map(|_| {
                scope.spawn(|| {
                    let Ok(mut asker) = Asker::to(server.address) else { return 0 };
                    let mut asked = 0;
                    while Instant::now() < end {
                        let path = path(next.fetch_add(1, Ordering::Relaxed));
                        match asker.ask(&path, short) {
                            Ok(_) => asked += 1,
                            Err(error) => panic!("{error}"),
                        }
                    }
                    asked
                })
            })
            .collect();
        askers.into_iter().map(|asker| asker.join().unwrap_or(0)).sum()
    });
    let spent = server.cpu()?.saturating_sub(before);
    Ok(asked as f64 / spent.as_secs_f64())
}

fn work() -> Done {
    let pages = Server::start(&["serve-pages"])?;
    let ready = format!("{PAGE}?on={TODAY}&lang=en");
    let mut asker = Asker::to(pages.address)?;
    let sizes = [asker.ask(&ready, false)?, asker.ask(&ready, true)?];
    println!("portal    {PAGE}, {} bytes, {} compressed", sizes[0], sizes[1]);
    for (what, size, short) in [("as it is", sizes[0], false), ("compressed", sizes[1], true)] {
        let bytes = Server::start(&["serve-bytes", &size.to_string()])?;
        // One after the other, twice, so that what else the machine does falls on both.
        let (mut bare, mut kept) = (0_f64, 0_f64);
        for _ in 0..2 {
            bare = bare.max(pace(&bytes, |_| "/".to_owned(), short)?);
            kept = kept.max(pace(&pages, |_| ready.clone(), short)?);
        }
        println!("          ready, {what}: {kept:.0} in a CPU second; bare hyper {bare:.0}; ratio {:.2}", kept / bare);
    }
    let first: Day = "1971-01-01".parse()?;
    let fresh = pace(&pages, |number| format!("{PAGE}?on={}&lang=en", first.plus(number as i32 % 20_000)), true)?;
    println!("          made afresh, compressed: {fresh:.0} in a CPU second, {:.1} ms each", 1000.0 / fresh);
    Ok(())
}

/// One of every kind of page.
const ALL: [&str; 36] = [
    "/",
    "/treaties",
    "/treaties/npt",
    "/treaties/canwfz-protocol",
    "/treaties/cwc/acts",
    "/treaties/npt/changes",
    "/treaties/ctbt/what-if?party=CHN&act=ratification&date=2027-01-01",
    "/treaties/npt/participants/KAZ",
    "/participants",
    "/participants/KAZ",
    "/compare?participants=KAZ,KGZ,TJK,TKM,UZB&pack=disarmament",
    "/compare?participants=ece-members",
    "/due",
    "/due?known=2020-01-01",
    "/zones",
    "/zones/canwfz",
    "/treaties.svg",
    "/treaties/npt.svg",
    "/search?q=nuclear+weapons",
    "/bodies",
    "/bodies/canwfz-consultative-meetings",
    "/meetings",
    "/commitments",
    "/measures",
    "/drafts",
    "/notices",
    "/sites",
    "/watch",
    "/watch/watch-ctbt",
    "/watch/watch-arms-control",
    "/treaties/canwfz/report",
    "/regimes/cica",
    "/sources/001",
    "/glossary",
    "/verify",
    "/about",
];

fn asked_on(path: &str, day: Day, number: usize) -> String {
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}on={day}&lang={}", ["en", "ru", "zh"][number % 3])
}

fn wait() -> Done {
    let pages = Server::start(&["serve-pages"])?;
    let today: Day = TODAY.parse()?;
    // What is made when it is first asked, such as the index of the search, is made.
    let mut asker = Asker::to(pages.address)?;
    for (number, path) in ALL.iter().enumerate() {
        asker.ask(&asked_on(path, today, number), true)?;
    }
    println!("portal    any page, alone, made afresh: best of twenty, and CPU time of the server for each");
    for path in ALL {
        let mut best = Duration::MAX;
        let before = pages.cpu()?;
        for number in 0..AFRESH {
            let began = Instant::now();
            asker.ask(&asked_on(path, today.plus(-1 - number), 0), true)?;
            best = best.min(began.elapsed());
        }
        let cpu = pages.cpu()?.saturating_sub(before) / AFRESH.unsigned_abs();
        println!("          {best:>9.1?} {cpu:>9.1?} {path}");
    }
    for (what, days) in [("asked on the same day", 1), ("each on one of 3,000 days", 3000)] {
        let total = SPAN.as_secs() * RATE;
        let next = AtomicUsize::new(0);
        let begin = Instant::now();
        let mut waits: Vec<Duration> = std::thread::scope(|scope| {
            let askers: Vec<_> = (0..32)
                .map(|_| {
                    scope.spawn(|| {
                        let Ok(mut asker) = Asker::to(pages.address) else { return Vec::new() };
                        let mut waits = Vec::new();
                        loop {
                            let number = next.fetch_add(1, Ordering::Relaxed);
                            if number as u64 >= total {
                                return waits;
                            }
                            let due = begin + Duration::from_micros(number as u64 * 1_000_000 / RATE);
                            std::thread::sleep(due.saturating_duration_since(Instant::now()));
                            // Steps that share no factor with the numbers of pages, days and languages.
                            let path = ALL[number * 7 % ALL.len()];
                            let day = today.plus(-((number * 1009 % days) as i32));
                            match asker.ask(&asked_on(path, day, number / ALL.len()), true) {
                                Ok(_) => waits.push(due.elapsed()),
                                Err(error) => panic!("{error}"),
                            }
                        }
                    })
                })
                .collect();
            askers.into_iter().flat_map(|asker| asker.join().unwrap_or_default()).collect()
        });
        waits.sort_unstable();
        let at = |share: f64| waits[((waits.len() as f64 * share) as usize).min(waits.len() - 1)];
        println!(
            "          {RATE} requests a second, {what}: p50 {:.1?}, p99 {:.1?}, most {:.1?}, of {}",
            at(0.5),
            at(0.99),
            at(1.0),
            waits.len()
        );
    }
    Ok(())
}

fn size() -> Done {
    let pages = Server::start(&["serve-pages"])?;
    let mut asker = Asker::to(pages.address)?;
    for lang in ["en", "ru", "zh"] {
        let path = format!("/?on={TODAY}&lang={lang}");
        println!(
            "portal    first page, {lang}: {} bytes, {} compressed",
            asker.ask(&path, false)?,
            asker.ask(&path, true)?
        );
    }
    Ok(())
}
