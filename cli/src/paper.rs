//! Reads what somebody was sent: a text here, any other file in a process of its own.
//!
//! A stranger's PDF may bring down whatever parses it. So the program calls itself: the child gets the file on its
//! standard input, sets itself limits before it reads a byte, and gives back characters. What becomes of it cannot
//! harm the parent, which waits only so long and then says what happened.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use document::text::Glyph;
use intake::stream::{Taken, read_from, write_to};
use intake::{Kind, limits, sniff};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::failure::Failure;

/// The word by which the program calls itself to read a file. It is in no help: it is of use to nobody else.
const CHILD: &str = "intake-child";
/// A text that is longer is read by the child too.
const SHORT_TEXT: usize = 8 << 20;
/// How long the child may take.
const DEADLINE: Duration = Duration::from_secs(30);
/// How much it may compute, in seconds.
const CPU: u64 = 20;
/// How much memory it may have, in bytes.
const MEMORY: u64 = 1 << 30;
/// How many files it may have open: those it was given, and a few that the runtime opens.
const FILES: u64 = 16;
/// How much of what it says when it fails is listened to, in bytes.
const LAST_WORDS: u64 = 64 << 10;

/// The characters of a file, the word for its format, and its bytes. `-` is the standard input.
///
/// The word is `pdf`, `docx` or `html`, and for text its encoding by the name in the Encoding Standard.
pub(crate) fn read(path: &Path) -> Result<(Vec<Glyph>, &'static str, Vec<u8>), Failure> {
    let name =
        if path == Path::new("-") { "the standard input".to_owned() } else { format!("the file {}", path.display()) };
    let bytes = bytes(path).map_err(|error| Failure::data(format!("{name} cannot be read: {error}")))?;
    let (glyphs, format) = taken_from(&name, &bytes)?;
    Ok((glyphs, format, bytes))
}

/// The characters of a file that is at hand, and the word for its format; messages speak of it by this name.
pub(crate) fn taken_from(name: &str, bytes: &[u8]) -> Result<(Vec<Glyph>, &'static str), Failure> {
    let kind = sniff(bytes);
    let short = kind == Kind::Text && bytes.len() <= SHORT_TEXT;
    let refused = matches!(kind, Kind::Foreign(_)) || bytes.len() > limits::FILE;
    let (format, glyphs) = if short || refused {
        intake::take(bytes).map_err(|error| Failure::data(format!("{name} is not read: {error}")))?
    } else {
        let reader = Reader { program: program()?, arguments: vec![CHILD.into()], deadline: DEADLINE };
        reader.read(name, bytes)?
    };
    Ok((glyphs, format))
}

/// No more than is read, and one byte, by which it is known to be more.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = limits::FILE as u64 + 1;
    if path == Path::new("-") {
        io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// This program, also when its file was replaced while it ran.
pub(crate) fn program() -> Result<PathBuf, Failure> {
    let running = Path::new("/proc/self/exe");
    if running.exists() {
        return Ok(running.to_owned());
    }
    std::env::current_exe()
        .map_err(|error| Failure::data(format!("the program does not find itself to read a file: {error}")))
}

/// A program that is given a file and gives back its characters.
#[derive(Debug)]
pub(crate) struct Reader {
    /// Where it is.
    pub(crate) program: PathBuf,
    /// What it is called with.
    pub(crate) arguments: Vec<OsString>,
    /// How long it may take.
    pub(crate) deadline: Duration,
}

impl Reader {
    /// Has it read a file, of which messages speak by this name.
    pub(crate) fn read(&self, name: &str, bytes: &[u8]) -> Result<(&'static str, Vec<Glyph>), Failure> {
        let begun = Instant::now();
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| Failure::data(format!("the program that reads {name} cannot be started: {error}")))?;
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        thread::scope(|scope| {
            // Each pipe has somebody at its end, so that neither side waits for the other.
            scope.spawn(move || {
                // A child that refuses a file does not read all of it.
                if let Some(mut stdin) = stdin {
                    drop(stdin.write_all(bytes));
                }
            });
            let words = scope.spawn(move || stderr.map_or_else(String::new, last_words));
            let (done, taken) = mpsc::channel();
            scope.spawn(move || {
                let taken = stdout.map(|stdout| read_from(BufReader::new(stdout), bytes.len()));
                drop(done.send(taken));
            });
            let left = || self.deadline.saturating_sub(begun.elapsed());
            let taken = match taken.recv_timeout(left()) {
                Ok(taken) => taken,
                Err(RecvTimeoutError::Timeout) => {
                    end(&mut child);
                    let why = format!("it takes more than {} s", self.deadline.as_secs_f32());
                    return Err(failure(name, &why));
                }
                Err(RecvTimeoutError::Disconnected) => None,
            };
            let status = wait(&mut child, left);
            // The pipe of its last words ends with it.
            let words = words.join().unwrap_or_default();
            match taken {
                Some(Ok(Ok(taken))) => Ok(taken),
                Some(Ok(Err(sentence))) => Err(Failure::data(format!("{name} is not read: {}", printable(&sentence)))),
                Some(Err(error)) if error.kind() == ErrorKind::InvalidData => Err(failure(name, &error.to_string())),
                Some(Err(_)) if status.is_some_and(|status| status.success()) => {
                    Err(failure(name, "what it gives breaks off"))
                }
                Some(Err(_)) | None => Err(failure(name, &cause(status, &words))),
            }
        })
    }
}

fn failure(name: &str, why: &str) -> Failure {
    Failure::data(format!("{name} makes the reader fail ({why})")).help("convert it to text and give the text")
}

pub(crate) fn end(child: &mut Child) {
    drop(child.kill());
    drop(child.wait());
}

/// Waits for the end of a child that has nothing more to say; `None` for one that had to be ended.
pub(crate) fn wait(child: &mut Child, left: impl Fn() -> Duration) -> Option<ExitStatus> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if !left().is_zero() => thread::sleep(Duration::from_millis(1)),
            Ok(None) | Err(_) => {
                end(child);
                return None;
            }
        }
    }
}

/// What a child said on its standard error. It is read to its end, so that the child never waits.
pub(crate) fn last_words(mut stderr: impl Read) -> String {
    let mut words = Vec::new();
    drop(stderr.by_ref().take(LAST_WORDS).read_to_end(&mut words));
    drop(io::copy(&mut stderr, &mut io::sink()));
    String::from_utf8_lossy(&words).into_owned()
}

/// Why a child ended before it had given what it was to give.
pub(crate) fn cause(status: Option<ExitStatus>, words: &str) -> String {
    let Some(status) = status else { return "it does not end".to_owned() };
    if words.contains("memory allocation of") {
        return format!("it needs more than {} MiB of memory", MEMORY >> 20);
    }
    if words.contains("has overflowed its stack") {
        return "it is nested too deeply".to_owned();
    }
    // SIGXCPU at the limit, SIGKILL a second later.
    match (status.signal(), status.code()) {
        (Some(24), _) => format!("it takes more than {CPU} s of computing"),
        (Some(9), _) => "the system ended the reader, for computing or memory".to_owned(),
        (Some(25), _) => "the reader wanted to write a file".to_owned(),
        (Some(signal), _) => format!("the reader was ended by signal {signal}"),
        (None, Some(101)) => "the reader found itself in an error of its own".to_owned(),
        (None, code) => format!("the reader ended with code {}", code.unwrap_or(-1)),
    }
}

/// A sentence in which a file's own words cannot move the terminal.
pub(crate) fn printable(sentence: &str) -> String {
    let plain = |c: char| {
        !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    sentence.chars().map(|c| if plain(c) { c } else { '\u{fffd}' }).collect()
}

/// Whether the program was called to be the child.
pub(crate) fn is_child() -> bool {
    let mut arguments = std::env::args_os().skip(1);
    arguments.next().is_some_and(|word| word == CHILD) && arguments.next().is_none()
}

/// The child: takes the text out of what stands on the standard input.
pub(crate) fn child() -> ExitCode {
    let taken = match confine() {
        Ok(()) => taken(),
        Err(error) => Err(format!("the reader cannot set its own limits: {error}")),
    };
    match write_to(io::BufWriter::new(io::stdout().lock()), &taken) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn taken() -> Taken {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(limits::FILE as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("the file cannot be read: {error}"))?;
    intake::take(&bytes).map_err(|error| error.to_string())
}

/// Sets this process limits that it cannot raise again.
pub(crate) fn confine() -> io::Result<()> {
    let limits = [
        // At the first the system warns with a signal that ends the process, at the second it ends it.
        (Resource::Cpu, CPU, CPU + 1),
        (Resource::As, MEMORY, MEMORY),
        (Resource::Fsize, 0, 0),
        (Resource::Nofile, FILES, FILES),
        (Resource::Core, 0, 0),
    ];
    for (resource, soft, hard) in limits {
        let most = getrlimit(resource).maximum.unwrap_or(u64::MAX);
        let limit = Rlimit { current: Some(soft.min(most)), maximum: Some(hard.min(most)) };
        setrlimit(resource, limit)?;
    }
    Ok(())
}
