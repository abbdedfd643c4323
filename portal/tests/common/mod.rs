//! A ledger, a server on the loopback, and a client that sends bytes as they are.
#![allow(dead_code)]

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use document::{Document, Lexicon};
use law::Day;
use ledger::store::{Row, Sqlite};
use ledger::tlog::{Hash, Policy, VerifierKey};
use ledger::{Batch, Entry, Fault, FileSigner, Log, Signer, Store};
use portal::{Limits, Paper, Papers, Record, Site, serve};
use register::World;
use tempfile::TempDir;
use tokio::sync::oneshot;

/// Nothing on the loopback takes this long; a test that waits for it has failed.
pub(crate) const LONG: Duration = Duration::from_secs(30);

/// A server in a thread of its own.
pub(crate) struct Portal {
    pub(crate) address: SocketAddr,
    reports: Arc<Mutex<Vec<String>>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Portal {
    /// A server whose reports are kept.
    pub(crate) fn open(site: Site) -> Portal {
        let reports = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&reports);
        let site = site.reporting_to(move |text| kept.lock().expect("not poisoned").push(text.to_owned()));
        let mut portal = Portal::open_as_it_is(site);
        portal.reports = reports;
        portal
    }

    pub(crate) fn open_as_it_is(site: Site) -> Portal {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::spawn(move || {
            let mut runtime = tokio::runtime::Builder::new_multi_thread();
            let runtime = runtime.worker_threads(2).enable_all().build().expect("a runtime");
            let outcome = runtime.block_on(serve(listener, site, async { drop(stopped.await) }));
            // Work that hangs is left behind.
            runtime.shutdown_background();
            outcome
        });
        Portal { address, reports: Arc::default(), stop: Some(stop), thread: Some(thread) }
    }

    /// What it told whoever runs it.
    pub(crate) fn reports(&self) -> Vec<String> {
        self.reports.lock().expect("not poisoned").clone()
    }

    /// Tells it to end.
    pub(crate) fn stop(&mut self) {
        drop(self.stop.take());
    }

    /// Waits until it ended.
    pub(crate) fn ended(&mut self) {
        let thread = self.thread.take().expect("it runs");
        thread.join().expect("it does not panic").expect("it ends well");
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        ask(self.address, format!("GET {path} HTTP/1.1\r\nhost: zone.example\r\n\r\n").as_bytes())
    }

    pub(crate) fn post(&self, path: &str, body: &str) -> Answer {
        let length = body.len();
        let head = format!("POST {path} HTTP/1.1\r\nhost: zone.example\r\ncontent-length: {length}\r\n\r\n");
        ask(self.address, (head + body).as_bytes())
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.stop();
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// An answer as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a text")
    }
}

/// Sends bytes on a new connection and reads one answer.
pub(crate) fn ask(address: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = connect(address);
    // A server that has heard enough may close before all is sent; its answer counts.
    drop(stream.write_all(request));
    let head_only = request.starts_with(b"HEAD ");
    read_answer(&mut stream, head_only).expect("an answer")
}

pub(crate) fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("the server listens");
    stream.set_read_timeout(Some(LONG)).expect("a time");
    stream.set_write_timeout(Some(LONG)).expect("a time");
    stream
}

/// Reads one answer; none when the connection ends before its first byte, or within it.
pub(crate) fn read_answer(stream: &mut TcpStream, head_only: bool) -> Option<Answer> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => panic!("neither an answer nor an end"),
            _ => return None,
        }
    }
    let head = String::from_utf8(head).expect("a head is text");
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.into(), value.into()));
    let mut answer = Answer { status, headers: headers.collect(), body: Vec::new() };
    let length = answer.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    answer.body = vec![0; if head_only || status == 304 { 0 } else { length }];
    stream.read_exact(&mut answer.body).ok()?;
    Some(answer)
}

/// Reads one more answer, where the server has one to give within a moment.
pub(crate) fn read_answer_or_silence(stream: &mut TcpStream) -> Option<Answer> {
    stream.set_read_timeout(Some(Duration::from_millis(200))).expect("a time");
    let silent = matches!(stream.peek(&mut [0]), Err(_) | Ok(0));
    stream.set_read_timeout(Some(LONG)).expect("a time");
    if silent { None } else { read_answer(stream, false) }
}

/// Whether the connection ends, instead of waiting for more.
pub(crate) fn ends(stream: &mut TcpStream) -> bool {
    let mut rest = [0; 4096];
    loop {
        match stream.read(&mut rest) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => return error.kind() != io::ErrorKind::WouldBlock,
        }
    }
}

/// Connects from an address of its own on the loopback.
pub(crate) async fn from(host: u8, server: SocketAddr) -> tokio::net::TcpStream {
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    socket.bind(SocketAddr::new(Ipv4Addr::new(127, 0, 0, host).into(), 0)).expect("an address of the loopback");
    socket.connect(server).await.expect("the server listens")
}

/// Waits for something that has to come.
pub(crate) fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + LONG;
    while !is_so() {
        assert!(Instant::now() < end, "still not: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Limits that a test need not wait long for.
pub(crate) fn quick() -> Limits {
    Limits {
        head: Duration::from_millis(600),
        body: Duration::from_millis(600),
        stall: Duration::from_millis(600),
        whole: Duration::from_secs(3),
        farewell: Duration::from_secs(2),
        ..Limits::default()
    }
}

/// A ledger in a folder that goes away.
pub(crate) struct Zone {
    folder: TempDir,
    pub(crate) key: VerifierKey,
    pub(crate) entries: Vec<Vec<u8>>,
    pub(crate) note: String,
}

impl Zone {
    /// A ledger with so many published entries, each with so many bytes more than it needs.
    pub(crate) fn new(entries: u64, padding: usize) -> Zone {
        let folder = TempDir::new().expect("a folder");
        let entry = |n: u64| format!("{{\"n\":{n},\"text\":\"{}\"}}", "x".repeat(padding)).into_bytes();
        let entries: Vec<Vec<u8>> = (0..entries).map(entry).collect();
        let store = Sqlite::create(&folder.path().join("ledger")).expect("a store");
        let signer = FileSigner::create(&folder.path().join("signer"), "zone.example/log").expect("a signer");
        let key = signer.keys().remove(0);
        let mut log = Log::open(Box::new(store), Box::new(signer), None).expect("a ledger");
        let rows: Vec<Entry> = (0..).zip(&entries).map(|(n, bytes): (u64, _)| row(n, bytes)).collect();
        if !rows.is_empty() {
            log.exclusively::<_, Fault>(LONG, |log| log.append(0, &rows)).expect("it is written");
        }
        let note = log.published().map(|published| published.note.clone()).unwrap_or_default();
        Zone { folder, key, entries, note }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn policy(&self) -> Policy {
        Policy::of_log([self.key.clone()])
    }

    pub(crate) fn site(&self) -> Site {
        Site::new().with_ledger(opener(&self.path("ledger")))
    }

    /// Publishes further entries up to so many; gives the new head.
    pub(crate) fn grow(&self, size: u64) -> String {
        let store = Sqlite::open(&self.path("ledger")).expect("the store");
        let signer = FileSigner::open(&self.path("signer")).expect("the signer");
        let mut log = Log::open(Box::new(store), Box::new(signer), None).expect("the ledger");
        let first = log.size();
        let rows: Vec<Entry> = (first..size).map(|n| row(n, format!("{{\"n\":{n}}}").as_bytes())).collect();
        log.exclusively::<_, Fault>(LONG, |log| log.append(first, &rows)).expect("it is written").note
    }

    /// Stores an entry that is not published: the write broke off before it was signed.
    pub(crate) fn store_unpublished(&self, bytes: &[u8]) {
        let mut store = Sqlite::open(&self.path("ledger")).expect("the store");
        let size = store.size().expect("its size");
        let entries = [Row { bytes, leaf: Hash::leaf(bytes), request: "broken off" }];
        store.append(&Batch { first: size, entries: &entries, nodes: &[] }).expect("it is stored");
    }
}

fn row(n: u64, bytes: &[u8]) -> Entry {
    Entry { bytes: bytes.to_vec(), request: format!("request-{n}") }
}

/// Opens the store in a file, as often as it is asked.
pub(crate) fn opener(path: &Path) -> impl Fn() -> Result<Box<dyn Store>, String> + Send + Sync + 'static {
    let path = path.to_path_buf();
    move || Sqlite::open(&path).map(|store| Box::new(store) as Box<dyn Store>).map_err(|error| error.to_string())
}

/// The packs of this repository.
pub(crate) fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs");
        let (files, _) = pack::read_folder(&root).expect("the packs are there");
        let (packs, problems) = pack::load(&files);
        World::new(packs, problems, "en")
    })
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// A letter that was never written; a careful reader has something to remark about it.
const LETTER: &str = "Letter dated 3 May 2010 from the Permanent Representative of Turkmenistan to the Secretary-General

1. Turkmenistan was the first State in the region to ratify the Treaty on a Nuclear-Weapon-Free Zone in Central Asia.

2. In 2009 the depositary notified the parties to the Treaty on a Nuclear-Weapon-Free Zone in Central Asia and to the Protocol to the Treaty on a Nuclear-Weapon-Free Zone in Central Asia.

3. The remaining nine Annex 2 States should ratify the Comprehensive Nuclear-Test-Ban Treaty.

4. A meeting was held on 4 May 2010 at the third session of the Preparatory Committee for the 2010 Review Conference of the Treaty on the Non-Proliferation of Nuclear Weapons.
";

/// The letter, read.
fn letter() -> Arc<Paper> {
    static READ: OnceLock<Arc<Paper>> = OnceLock::new();
    let read = || {
        let lexicon = Lexicon::new(&world().packs, "en");
        let document = Document::read(LETTER.as_bytes(), |_| &lexicon).expect("it is text");
        let sha256 = Hash::of(LETTER.as_bytes());
        Arc::new(Paper { file: "letter.txt".to_owned(), sha256, bytes: LETTER.len() as u64, document })
    };
    Arc::clone(READ.get_or_init(read))
}

/// The pages over the packs of this repository and beside them a letter, as if it were always the same day.
pub(crate) fn pages_with_a_letter(today: &'static str) -> Site {
    site(Record::new(world(), None, "packs".to_owned()).beside(Papers::new([letter()])), today)
}

/// The pages over the packs of this repository, as if it were always the same day.
pub(crate) fn pages(today: &'static str) -> Site {
    site(Record::new(world(), None, "packs".to_owned()), today)
}

fn site(record: Record, today: &'static str) -> Site {
    let record = Arc::new(record);
    let keeper = move |at: Option<u64>, _: Option<&Arc<Record>>| match at {
        None => Ok(Arc::clone(&record)),
        Some(_) => Err(portal::NoRecord::Beyond(None)),
    };
    Site::new().with_pages(Box::new(keeper), move || day(today))
}

/// Somebody who asks one question after another on one connection.
pub(crate) struct Reader {
    address: SocketAddr,
    stream: Option<TcpStream>,
}

impl Reader {
    pub(crate) fn of(portal: &Portal) -> Reader {
        Reader { address: portal.address, stream: None }
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    /// Asks with further headers, each with its end of line.
    pub(crate) fn ask(&mut self, method: &str, path: &str, headers: &str) -> Answer {
        self.send(format!("{method} {path} HTTP/1.1\r\nhost: zone.example\r\n{headers}\r\n").as_bytes())
    }

    /// Sends bytes as they are.
    pub(crate) fn send(&mut self, request: &[u8]) -> Answer {
        let mut stream = self.stream.take().unwrap_or_else(|| connect(self.address));
        drop(stream.write_all(request));
        let answer = read_answer(&mut stream, request.starts_with(b"HEAD "));
        let answer = answer.unwrap_or_else(|| panic!("no answer to {}", String::from_utf8_lossy(request)));
        if answer.header("connection") != Some("close") {
            self.stream = Some(stream);
        }
        answer
    }
}
