//! The desk: a registry opened for writing, the officers who sign, the clock.

use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use law::Day;
use ledger::tlog::SigningKey;
use register::entry::Statement;
use register::registry::{Folder, Now, Proposal};
use register::{Registry, State};

use crate::failure::Failure;

/// Who signs, and how their keys are opened.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Signing {
    /// The officer who signs; several sign together [default: the only one whose key is here]
    #[arg(long = "officer", value_name = "NAME")]
    pub(crate) officers: Vec<String>,
    /// A file with the passphrase of the officers' keys [default: SEMEY_PASSPHRASE, then a question]
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// The file that `semey init` leaves when nobody is there to be asked for a passphrase.
pub(crate) fn left_passphrase(folder: &Folder, officer: &str) -> PathBuf {
    folder.root().join("officers").join(format!("{officer}.passphrase"))
}

impl Signing {
    /// The passphrase of an officer.
    fn passphrase(&self, folder: &Folder, officer: &str) -> Result<String, Failure> {
        if let Some(given) = self.given()? {
            return Ok(given);
        }
        let left = left_passphrase(folder, officer);
        if let Ok(text) = fs::read_to_string(&left) {
            return Ok(text.trim_end().to_owned());
        }
        ask(&format!("passphrase of {officer}: "))?.ok_or_else(|| {
            Failure::usage(format!(
                "the key of `{officer}` is sealed, and nobody is here to be asked for its passphrase"
            ))
            .help("give --passphrase-file FILE, or set SEMEY_PASSPHRASE")
        })
    }

    /// The passphrase that was given beforehand, if one was.
    pub(crate) fn given(&self) -> Result<Option<String>, Failure> {
        if let Some(path) = &self.passphrase_file {
            let text = fs::read_to_string(path)
                .map_err(|error| Failure::usage(format!("{} cannot be read: {error}", path.display())))?;
            return Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()));
        }
        Ok(std::env::var("SEMEY_PASSPHRASE").ok().filter(|text| !text.is_empty()))
    }

    /// Opens the keys of the officers who sign.
    pub(crate) fn keys(&self, folder: &Folder) -> Result<Vec<SigningKey>, Failure> {
        let names = if self.officers.is_empty() { vec![only_officer(folder)?] } else { self.officers.clone() };
        let open = |name: &String| {
            let passphrase = self.passphrase(folder, name)?;
            folder.officers().open(name, &passphrase).map_err(|error| Failure::data(error.to_string()))
        };
        names.iter().map(open).collect()
    }
}

/// Asks a person; none if there is nobody.
pub(crate) fn ask(question: &str) -> Result<Option<String>, Failure> {
    if !std::io::stdin().is_terminal() {
        return Ok(None);
    }
    let answer = rpassword::prompt_password(question);
    answer.map(Some).map_err(|error| Failure::usage(format!("the passphrase cannot be read: {error}")))
}

fn only_officer(folder: &Folder) -> Result<String, Failure> {
    let names = folder.officers().names().unwrap_or_default();
    match names.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(Failure::usage("no officer's key is in this registry").help("`semey keys add NAME` makes one")),
        several => Err(Failure::usage("several officers' keys are here, and it must be said who signs")
            .help(format!("give --officer with one of {}", several.join(", ")))),
    }
}

/// The clock, and the day at the depositary's seat.
pub(crate) fn now(state: &State) -> Now {
    let seat = state.founding.as_ref().map_or("UTC", |founding| founding.seat.as_str());
    now_at(&zone(seat).unwrap_or(TimeZone::UTC))
}

/// The clock, and the day in a time zone.
pub(crate) fn now_at(zone: &TimeZone) -> Now {
    let time = jiff::Timestamp::now();
    Now { second: time.as_second(), today: Day::from(time.to_zoned(zone.clone()).date()) }
}

/// A time zone by its name in the IANA database.
pub(crate) fn zone(name: &str) -> Result<TimeZone, Failure> {
    TimeZone::get(name).map_err(|_| {
        Failure::usage(format!("`{name}` is no time zone"))
            .help("write a name of the IANA database, such as Asia/Bishkek")
    })
}

/// The registry that a command is about.
pub(crate) fn folder(registry: Option<&Path>) -> Result<Folder, Failure> {
    registry.map(Folder::new).ok_or_else(|| {
        Failure::usage("this is about a registry, and none was named")
            .help("give --registry DIR, or set SEMEY_REGISTRY; `semey init DIR` makes one")
    })
}

/// Opens a registry for writing.
pub(crate) fn open(registry: Option<&Path>) -> Result<Registry, Failure> {
    Ok(Registry::open(folder(registry)?.root())?)
}

/// Statements signed by officers, ready to be entered.
pub(crate) fn propose(statements: &[Statement<'_>], keys: &[SigningKey]) -> Result<Vec<Proposal>, Failure> {
    let keys: Vec<&SigningKey> = keys.iter().collect();
    Ok(statements.iter().map(|statement| Proposal::new(statement, &keys)).collect::<Result<_, _>>()?)
}

/// Tells of long work on the standard error stream, where a person watches it.
pub(crate) struct Progress {
    what: &'static str,
    last: std::time::Instant,
    shown: bool,
}

impl Progress {
    /// Work that has just begun.
    pub(crate) fn new(what: &'static str) -> Progress {
        Progress { what, last: std::time::Instant::now(), shown: false }
    }

    /// So much is done.
    pub(crate) fn at(&mut self, done: u64, of: Option<u64>) {
        if std::io::stderr().is_terminal() && self.last.elapsed().as_millis() >= 100 {
            let of = of.map_or(String::new(), |of| format!(" of {of}"));
            eprint!("\r{} {done}{of} ", self.what);
            self.last = std::time::Instant::now();
            self.shown = true;
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            eprint!("\r\x1b[K");
        }
    }
}
