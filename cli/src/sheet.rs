//! Checks a printed sheet in a process of its own, confined like the one that reads papers.
//!
//! A stranger's file brings records, and these are set again to compare. What becomes of that cannot harm the parent.

use std::io::{self, Read, Write};
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use press::{Name, Order};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::paper;

/// The word by which the program calls itself to check a sheet. It is in no help: it is of use to nobody else.
const CHILD: &str = "press-child";
/// How long the child may take.
const DEADLINE: Duration = Duration::from_secs(60);
/// How much of an answer is listened to.
const MOST_ANSWER: u64 = 64 << 20;

/// A sheet that is what its records say.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Sound {
    /// What was ordered.
    pub(crate) order: Order,
    /// Which edition set it.
    pub(crate) edition: String,
    /// The treaty or the regime that it is about.
    pub(crate) treaty: String,
    /// Its title.
    pub(crate) title: String,
    /// The day asked about.
    pub(crate) on: Option<String>,
    /// The day as of which acts count.
    pub(crate) known: Option<String>,
    /// Of a report, whether it is about a `treaty` or a `regime`, and its first and last day.
    pub(crate) about: Option<(String, String, String)>,
    /// Of a notification, the entry that it is about.
    pub(crate) entry: Option<u64>,
    /// Of a notification, that entry as it was signed.
    pub(crate) content: Option<serde_json::Value>,
    /// The receipt, where one is attached.
    pub(crate) receipt: Option<String>,
    /// The names of what is attached, with the hashes.
    pub(crate) files: Vec<(String, String)>,
}

/// What the child says.
#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    Sound(Box<Sound>),
    Unsound(String, Option<String>),
}

/// What every record has.
#[derive(Debug, Deserialize)]
struct Head {
    #[serde(alias = "of")]
    treaty: String,
    title: String,
    on: Option<String>,
    known: Option<String>,
    about: Option<String>,
    from: Option<String>,
    until: Option<String>,
    entry: Option<u64>,
    content: Option<serde_json::Value>,
}

/// Has a sheet checked, of which messages speak by this name.
pub(crate) fn check(name: &str, bytes: &[u8]) -> Result<Sound, Failure> {
    if bytes.len() > press::MOST_BYTES {
        return Err(Failure::data(format!("{name} is too large to be a printed sheet")));
    }
    let failed = |why: &str| {
        Failure::data(format!("{name} makes the checker fail ({why})")).help("ask whoever gave it for the file anew")
    };
    let begun = Instant::now();
    let mut child = Command::new(paper::program()?)
        .arg(CHILD)
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| Failure::data(format!("the program that checks {name} cannot be started: {error}")))?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (said, status, words) = thread::scope(|scope| {
        scope.spawn(move || {
            if let Some(mut stdin) = stdin {
                drop(stdin.write_all(bytes));
            }
        });
        let words = scope.spawn(move || stderr.map_or_else(String::new, paper::last_words));
        let (done, said) = mpsc::channel();
        scope.spawn(move || {
            let mut text = Vec::new();
            if let Some(stdout) = stdout {
                drop(stdout.take(MOST_ANSWER).read_to_end(&mut text));
            }
            drop(done.send(text));
        });
        let left = || DEADLINE.saturating_sub(begun.elapsed());
        let said = said.recv_timeout(left()).ok();
        if said.is_none() {
            paper::end(&mut child);
        }
        let status = paper::wait(&mut child, left);
        (said, status, words.join().unwrap_or_default())
    });
    let said = said.ok_or_else(|| failed(&format!("it takes more than {} s", DEADLINE.as_secs())))?;
    match serde_json::from_slice(&said) {
        Ok(Answer::Sound(sound)) => Ok(*sound),
        Ok(Answer::Unsound(why, help)) => {
            let failure = Failure::data(format!("{name}: {}", paper::printable(&why)));
            Err(match help {
                Some(help) => failure.help(paper::printable(&help)),
                None => failure,
            })
        }
        Err(_) => Err(failed(&paper::cause(status, &words))),
    }
}

/// Whether the program was called to be the child.
pub(crate) fn is_child() -> bool {
    let mut arguments = std::env::args_os().skip(1);
    arguments.next().is_some_and(|word| word == CHILD) && arguments.next().is_none()
}

/// The child: checks what stands on the standard input.
pub(crate) fn child() -> ExitCode {
    let answer = match paper::confine() {
        Ok(()) => checked().unwrap_or_else(|why| Answer::Unsound(why, None)),
        Err(error) => Answer::Unsound(format!("the checker cannot set its own limits: {error}"), None),
    };
    match serde_json::to_writer(io::stdout().lock(), &answer) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn checked() -> Result<Answer, String> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(press::MOST_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("the file cannot be read: {error}"))?;
    let (order, files) = match press::check(&bytes) {
        Ok(sound) => sound,
        Err(fault) => return Ok(Answer::Unsound(fault.to_string(), fault.help().map(str::to_owned))),
    };
    let record =
        [Name::Status, Name::Notification, Name::Copy, Name::Report].into_iter().find_map(|name| files.get(name));
    let head: Head = serde_json::from_slice(record.unwrap_or_default()).map_err(|error| error.to_string())?;
    let receipt = files.get(Name::Receipt).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let attached = files.all().map(|(name, bytes)| (name.file().to_owned(), press::sha256(bytes))).collect();
    Ok(Answer::Sound(Box::new(Sound {
        order,
        edition: press::edition().to_owned(),
        treaty: head.treaty,
        title: head.title,
        on: head.on,
        known: head.known,
        about: head.about.zip(head.from).zip(head.until).map(|((about, from), until)| (about, from, until)),
        entry: head.entry,
        content: head.content,
        receipt,
        files: attached,
    })))
}
