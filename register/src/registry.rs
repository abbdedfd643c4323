//! A registry on disk: a ledger, what it says, and the one door through which more enters.

use std::collections::HashMap;
use std::fs::{self, File};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use law::{Act, Day, Deed, TreatyIx};
use ledger::blob::Blobs;
use ledger::durable;
use ledger::source::{Source, SourceError, Stored, size_of};
use ledger::store::Sqlite;
use ledger::tlog::{Hash, Policy, Receipt, SigningKey, VerifierKey};
use ledger::{FileSigner, Log, Signed, Signer, Store, StoreError, each_entry};
use pack::Packs;
use serde::{Deserialize, Serialize};

use crate::World;
use crate::entry::{
    self, Body, Change, Despite, Entry, Founding, Signature, Statement, assemble, is_signed_by, key_name, read, sign,
    statement_of,
};
use crate::exchange::{self, Name, taken_from};
use crate::happening::{self, HappeningEntry};
use crate::officer::Officers;
use crate::refusal::Refusal;
use crate::snapshot::{self, Found, Snapshots};
use crate::state::{Replay, State, convert, errors};

/// How long a program waits for another one to finish writing.
const WAIT: Duration = Duration::from_secs(5);

/// `registry.toml`: what must be known before the ledger can be opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The layout of the folder.
    pub version: u32,
    /// The ledger's name for its whole life.
    pub origin: String,
    /// `sqlite`, or the address of a PostgreSQL database.
    pub store: String,
}

/// When something is entered: the caller's clock, which no room below it reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Seconds since 1970, in UTC.
    pub second: i64,
    /// The civil day at the depositary's seat.
    pub today: Day,
}

impl Now {
    /// The time as entries carry it.
    pub fn text(&self) -> String {
        jiff::Timestamp::from_second(self.second).map_or_else(|_| String::new(), |time| time.to_string())
    }
}

/// The places of a registry's parts in its folder.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The registry in this folder.
    pub fn new(root: impl Into<PathBuf>) -> Folder {
        Folder { root: root.into() }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// `registry.toml`.
    pub fn config_path(&self) -> PathBuf {
        self.root.join("registry.toml")
    }

    /// The file of the ledger, where it lies in SQLite.
    pub fn ledger_path(&self) -> PathBuf {
        self.root.join("ledger.sqlite")
    }

    /// The signer's own folder.
    pub fn signer_path(&self) -> PathBuf {
        self.root.join("signer")
    }

    /// The policy that the published head must satisfy, if there is one.
    pub fn policy_path(&self) -> PathBuf {
        self.root.join("policy")
    }

    /// The officers' sealed keys.
    pub fn officers(&self) -> Officers {
        Officers::new(self.root.join("officers"))
    }

    /// The files that entries name.
    pub fn blobs(&self) -> Blobs {
        Blobs::new(self.root.join("blobs"))
    }

    /// What a replay left for the next one; only a cache, see [`crate::snapshot`].
    pub fn snapshot_path(&self) -> PathBuf {
        self.root.join("snapshot")
    }

    /// There while the registry is being made; see [`Making`].
    pub fn unfinished_path(&self) -> PathBuf {
        self.root.join("unfinished")
    }

    /// What `registry.toml` says.
    ///
    /// # Errors
    /// When there is none, it is not understood, or the registry was not made to its end.
    pub fn config(&self) -> Result<Config, Refusal> {
        if self.unfinished_path().exists() {
            let message = format!("the registry in {} is not made to its end", self.root.display());
            return Err(Refusal::form("unfinished", "the folder", message, "`semey init` makes it anew"));
        }
        self.config_so_far()
    }

    pub(crate) fn config_so_far(&self) -> Result<Config, Refusal> {
        let path = self.config_path();
        let text = fs::read_to_string(&path).map_err(|error| {
            let message = format!("{} holds no registry: {}: {error}", self.root.display(), path.display());
            Refusal::form("no-registry", "the folder", message, "`semey init DIR` makes one")
        })?;
        let config: Config = toml::from_str(&text).map_err(|error| {
            Refusal::form("bad-config", "the folder", format!("{}: {}", path.display(), error.message()), "")
        })?;
        if config.version == 1 {
            return Ok(config);
        }
        let message = format!("{} has the layout {}, this program knows 1", self.root.display(), config.version);
        Err(Refusal::form("newer-registry", "the folder", message, "take a newer semey"))
    }

    /// Opens the store of the ledger.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn store(&self) -> Result<Box<dyn Store>, Refusal> {
        self.open_store(&self.config()?)
    }

    /// The same for whoever is making the registry.
    pub(crate) fn store_so_far(&self) -> Result<Box<dyn Store>, Refusal> {
        self.open_store(&self.config_so_far()?)
    }

    fn open_store(&self, config: &Config) -> Result<Box<dyn Store>, Refusal> {
        match config.store.as_str() {
            "sqlite" => Ok(Box::new(Sqlite::open(&self.ledger_path())?)),
            #[cfg(feature = "postgres")]
            address if address.starts_with("postgres") => Ok(Box::new(ledger::store::Postgres::connect(address)?)),
            other => {
                let message = format!("`{other}` is no store that this program can open");
                Err(Refusal::form("unknown-store", "the folder", message, "write `sqlite` or postgres://…"))
            }
        }
    }

    /// The policy of the published head, if there is one.
    ///
    /// # Errors
    /// When the file is not understood.
    pub fn policy(&self) -> Result<Option<Policy>, Refusal> {
        let text = match fs::read_to_string(self.policy_path()) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            other => other?,
        };
        let policy = text.parse::<Policy>().map_err(|error| {
            Refusal::form("bad-policy", "C2SP tlog-policy", error.to_string(), "see docs/ledger.md for an example")
        })?;
        Ok(Some(policy))
    }
}

/// A registry that is being made: its first keys, its founding, its first packs.
///
/// A program that is stopped in between leaves a file that says so. Nobody was told of anything by then:
/// whoever begins again throws away what there is.
#[derive(Debug)]
pub struct Making {
    folder: Folder,
    mark: File,
}

impl Making {
    /// Begins to make a registry in a folder that is empty, not there, or holds one that was not made to its end.
    ///
    /// # Errors
    /// When the folder holds anything else, somebody else is making a registry there, or it cannot be written.
    pub fn begin(folder: &Folder) -> Result<Making, Refusal> {
        let path = folder.unfinished_path();
        durable::folder(folder.root())?;
        let left = path.exists();
        if !left && fs::read_dir(folder.root())?.next().is_some() {
            let message = match folder.config_path().exists() {
                true => format!("{} holds a registry already", folder.root().display()),
                false => format!("{} is not empty", folder.root().display()),
            };
            return Err(Refusal::form("not-empty", "the folder", message, "name a folder that is not there yet"));
        }
        let mark = File::options().create(true).truncate(false).write(true).open(&path)?;
        if mark.try_lock().is_err() || !path.exists() {
            let message = format!("another program is making a registry in {}", folder.root().display());
            return Err(Refusal::form("not-empty", "the folder", message, "wait for it, or name another folder"));
        }
        durable::sync_folder(folder.root())?;
        if left {
            // Whoever made the folder may have been stopped before its own name was on the disk.
            durable::sync_folder(folder.root().parent().unwrap_or(Path::new(".")))?;
            folder.clear()?;
        }
        Ok(Making { folder: folder.clone(), mark })
    }

    /// Says that the registry is made, before anybody is told.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn end(self) -> Result<(), Refusal> {
        fs::remove_file(self.folder.unfinished_path())?;
        durable::sync_folder(self.folder.root())?;
        drop(self.mark);
        Ok(())
    }
}

impl Folder {
    /// Removes what making a registry makes.
    fn clear(&self) -> Result<(), Refusal> {
        let gone = |removed: std::io::Result<()>| match removed {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
        for name in ["signer", "officers", "blobs"] {
            gone(fs::remove_dir_all(self.root.join(name)))?;
        }
        for name in ["", "-journal", "-wal", "-shm", ".lock"] {
            gone(fs::remove_file(self.root.join(format!("ledger.sqlite{name}"))))?;
        }
        for name in ["registry.toml", ".registry.toml.new", "snapshot", ".snapshot.new"] {
            gone(fs::remove_file(self.root.join(name)))?;
        }
        Ok(durable::sync_folder(&self.root)?)
    }
}

/// What a new registry starts with.
#[derive(Debug, Clone)]
pub struct Founder<'f> {
    /// The ledger's name for its whole life, such as `kg.example/semey`.
    pub origin: &'f str,
    /// Who keeps it, in words.
    pub depositary: &'f str,
    /// The time zone of its seat.
    pub seat: &'f str,
    /// The first officers' keys.
    pub officers: &'f [&'f SigningKey],
    /// `sqlite`, or the address of a PostgreSQL database.
    pub store: &'f str,
}

/// A registry as of some place in its ledger: what questions are asked of.
#[derive(Debug)]
pub struct Reading {
    /// What the entries say.
    pub state: State,
    /// The answers that rest on them.
    pub world: World,
}

/// Reads the first `at` entries of a registry, or all that are published.
///
/// # Errors
/// When there are fewer entries, or one cannot be replayed.
pub fn reading(folder: &Folder, at: Option<u64>, lang: &str) -> Result<Reading, Refusal> {
    reading_with(folder, at, lang, Snapshots::default())
}

/// Reads as [`reading`] does, and says what is done about snapshots. The answers are the same.
///
/// # Errors
/// As for [`reading`].
pub fn reading_with(folder: &Folder, at: Option<u64>, lang: &str, snapshots: Snapshots) -> Result<Reading, Refusal> {
    let published = folder.store()?.published()?.and_then(|note| size_of(&note)).unwrap_or(0);
    let size = at.unwrap_or(published);
    if size > published {
        let message = format!("the ledger has {published} published entries, not {size}");
        return Err(Refusal::form("beyond-the-ledger", "--at", message, "leave out --at to ask of all of them"));
    }
    let (state, world) = replay(folder, size, lang, snapshots)?;
    Ok(Reading { state, world })
}

/// How many entries are read by one thread before another one is worth its connection.
const RUN: u64 = 50_000;

/// Replays the first entries of a registry, from a snapshot where one can be used.
fn replay(folder: &Folder, size: u64, lang: &str, snapshots: Snapshots) -> Result<(State, World), Refusal> {
    let Snapshots::Beyond(threshold) = snapshots else { return replay_whole(folder, size, lang, |_, _, _| ()) };
    if size <= threshold {
        return replay_whole(folder, size, lang, |_, _, _| ());
    }
    let found = Found::in_folder(folder, size);
    if let Found::Usable(snapshot) = &found {
        let first = snapshot.size();
        let done =
            read_entries(folder, first..size)?.end_on(Some(snapshot), &folder.blobs(), lang, |state, packs, acts| {
                if size - first > threshold {
                    snapshot::keep(folder, first..size, state, packs, acts);
                }
            });
        // What fails on a snapshot says nothing of the ledger.
        if let Ok(done) = done {
            return Ok(done);
        }
    }
    replay_whole(folder, size, lang, |state, packs, acts| {
        if !matches!(found, Found::Longer) {
            snapshot::keep(folder, 0..size, state, packs, acts);
        }
    })
}

/// Replays the first entries of a registry from the beginning; `raw` sees the acts before they are compared.
pub(crate) fn replay_whole(
    folder: &Folder,
    size: u64,
    lang: &str,
    raw: impl FnOnce(&State, &Packs, &[(TreatyIx, Vec<Act>)]),
) -> Result<(State, World), Refusal> {
    Ok(read_entries(folder, 0..size)?.end_on(None, &folder.blobs(), lang, raw)?)
}

/// Reads entries of a registry, each compared with its leaf hash.
fn read_entries(folder: &Folder, range: Range<u64>) -> Result<Replay, Refusal> {
    let number = range.end - range.start;
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64).min(number / RUN + 1);
    let run = number.div_ceil(threads).max(1);
    let read = |&first: &u64| -> Result<Replay, Refusal> {
        let mut replay = Replay::default();
        let mut store = folder.store_so_far()?;
        each_entry::<StoreError>(&mut *store, first..(first + run).min(range.end), |index, bytes| {
            replay.push(index, bytes);
            Ok(())
        })?;
        Ok(replay)
    };
    let firsts: Vec<u64> = range.clone().step_by(run as usize).collect();
    let replays = pack::on_every_core(&firsts, read).into_iter().collect::<Result<Vec<_>, Refusal>>()?;
    Ok(Replay::join(replays))
}

/// A statement with its signatures, on its way to the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The canonical bytes of the statement.
    pub statement: Vec<u8>,
    /// Who signed it so far.
    pub signatures: Vec<Signature>,
}

/// A proposal as a file that the second officer gets.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProposalFile<'p> {
    signatures: Vec<Signature>,
    #[serde(borrow)]
    statement: Statement<'p>,
}

impl Proposal {
    /// A statement signed by an officer.
    ///
    /// # Errors
    /// When the statement has no canonical form.
    pub fn new(statement: &Statement<'_>, officers: &[&SigningKey]) -> Result<Proposal, Refusal> {
        let bytes = statement.bytes().map_err(crate::entry::EntryError::from)?;
        let signatures = officers.iter().map(|key| sign(key, &bytes)).collect();
        Ok(Proposal { statement: bytes, signatures })
    }

    /// Adds an officer's signature over the same bytes.
    pub fn countersign(&mut self, officer: &SigningKey) {
        let signature = sign(officer, &self.statement);
        if !self.signatures.contains(&signature) {
            self.signatures.push(signature);
        }
    }

    /// The proposal as a line of a file.
    ///
    /// # Errors
    /// When the statement is not one.
    pub fn to_line(&self) -> Result<String, Refusal> {
        let signatures = ledger::canonical::bytes(&self.signatures).map_err(crate::entry::EntryError::from)?;
        let parts: [&[u8]; 5] = [b"{\"signatures\":", &signatures, b",\"statement\":", &self.statement, b"}"];
        Ok(String::from_utf8_lossy(&parts.concat()).into_owned())
    }

    /// Reads a line that [`Proposal::to_line`] wrote.
    ///
    /// # Errors
    /// When it is not one.
    pub fn from_line(line: &str) -> Result<Proposal, Refusal> {
        let wrong = |error: serde_json::Error| crate::entry::EntryError::Form(error.to_string());
        let file: ProposalFile<'_> = serde_json::from_str(line).map_err(wrong)?;
        let statement = file.statement.bytes().map_err(crate::entry::EntryError::from)?;
        Ok(Proposal { statement, signatures: file.signatures })
    }

    fn read(&self) -> Result<Statement<'_>, Refusal> {
        let statement: Statement<'_> = serde_json::from_slice(&self.statement)
            .map_err(|error| crate::entry::EntryError::Form(error.to_string()))?;
        if statement.version != entry::VERSION {
            return Err(crate::entry::EntryError::Version(statement.version).into());
        }
        Ok(statement)
    }
}

/// What was entered, or had been entered before by the same request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entered {
    /// The entry.
    pub index: u64,
    /// Whether it was there already.
    pub again: bool,
}

/// A registry that is being written.
#[derive(Debug)]
pub struct Registry {
    folder: Folder,
    log: Log,
    blobs: Blobs,
    state: State,
    world: World,
}

/// What a batch is checked against.
#[derive(Default)]
struct Earlier {
    /// The acts before, by instrument.
    acts: HashMap<TreatyIx, Before>,
    /// The ids of happenings that come before in the batch.
    told: Vec<String>,
}

/// The acts that come before the one looked at, those of its batch included.
struct Before {
    acts: Vec<Act>,
    /// The day of entry into force by the record.
    entry_into_force: Day,
}

impl Before {
    /// The record: the acts that are not known to be wrong.
    fn of(packs: &pack::Packs, ix: TreatyIx) -> Before {
        let acts = packs[ix].acts.iter().filter(|act| act.wrong_from.is_none()).cloned().collect();
        let outcome = packs.engine.outcome(ix, Day::LAST, &mut law::Scratch::default());
        Before { acts, entry_into_force: outcome.entry_into_force }
    }

    /// What a depositary would ask about an act that comes next.
    fn findings(&self, packs: &pack::Packs, ix: TreatyIx, act: &Act) -> Vec<law::check::Finding> {
        let source = law::Source { acts: &self.acts, ..packs.source(ix) };
        let record = law::check::Record { parties: &packs.parties, source, entry_into_force: self.entry_into_force };
        law::check::check_act(record, u32::MAX, act)
    }
}

impl Registry {
    /// Makes a registry in a folder that is empty or not there.
    ///
    /// # Errors
    /// When the folder holds anything, or cannot be written.
    pub fn create(root: &Path, founder: &Founder<'_>, now: Now) -> Result<Registry, Refusal> {
        let folder = Folder::new(root);
        durable::folder(root)?;
        // The officers' keys are made before the registry they are to sign for.
        let others = |name: &std::ffi::OsStr| name != "officers" && name != "unfinished";
        if fs::read_dir(root)?.filter_map(Result::ok).any(|file| others(&file.file_name())) {
            let message = format!("{} is not empty", root.display());
            return Err(Refusal::form("not-empty", "the folder", message, "name a folder that is not there yet"));
        }
        let signer = FileSigner::create(&folder.signer_path(), founder.origin)?;
        let store: Box<dyn Store> = match founder.store {
            "sqlite" => Box::new(Sqlite::create(&folder.ledger_path())?),
            #[cfg(feature = "postgres")]
            address if address.starts_with("postgres") => Box::new(ledger::store::Postgres::create(address)?),
            other => {
                let message = format!("`{other}` is no store that this program can make");
                return Err(Refusal::form("unknown-store", "--store", message, "write `sqlite` or postgres://…"));
            }
        };
        let config = Config { version: 1, origin: founder.origin.to_owned(), store: founder.store.to_owned() };
        let text = toml::to_string(&config).map_err(|error| Refusal::Io(error.to_string()))?;
        durable::replace(&folder.config_path(), text.as_bytes())?;
        let founding = Founding {
            depositary: founder.depositary.to_owned(),
            seat: founder.seat.to_owned(),
            key: signer.keys()[0].to_string(),
            officers: founder.officers.iter().map(|key| key.verifier().to_string()).collect(),
        };
        let origin = founder.origin.to_owned();
        let vet = Box::new(move |store: &mut dyn Store, new| crate::audit::vet(store, &origin, new));
        let log = Log::open_vetting(store, Box::new(signer), None, vet)?;
        let blobs = folder.blobs();
        let mut registry = Registry {
            folder,
            log,
            blobs,
            state: State::default(),
            world: World { lang: "en".to_owned(), ..World::default() },
        };
        let statement = Statement::new(founder.origin, Body::Registry(founding));
        let proposal = Proposal::new(&statement, founder.officers)?;
        registry.enter(&[proposal], now)?;
        Ok(registry)
    }

    /// Opens a registry for writing: ends what was broken off, then replays.
    ///
    /// # Errors
    /// When store and signer contradict each other, or an entry cannot be replayed.
    pub fn open(root: &Path) -> Result<Registry, Refusal> {
        Registry::open_with(root, Snapshots::default())
    }

    /// Opens a registry as [`Registry::open`] does, and says what is done about snapshots while it is opened.
    ///
    /// # Errors
    /// As for [`Registry::open`].
    pub fn open_with(root: &Path, snapshots: Snapshots) -> Result<Registry, Refusal> {
        let folder = Folder::new(root);
        folder.config()?;
        let witnesses = folder.policy()?.map(|policy| {
            let asked = ledger::witness::Asked::of(&policy);
            (policy, Box::new(asked) as Box<dyn ledger::Cosigners>)
        });
        let signer = FileSigner::open(&folder.signer_path())?;
        let origin = signer.origin().to_owned();
        let vet = Box::new(move |store: &mut dyn Store, new| crate::audit::vet(store, &origin, new));
        let log = Log::open_vetting(folder.store()?, Box::new(signer), witnesses, vet)?;
        let blobs = folder.blobs();
        let (state, world) = replay(&folder, log.size(), "en", snapshots)?;
        Ok(Registry { folder, log, blobs, state, world })
    }

    /// What the entries say.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The answers that rest on them.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Where its parts lie.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The ledger beneath.
    pub fn log(&mut self) -> &mut Log {
        &mut self.log
    }

    /// The name of its ledger.
    pub fn origin(&self) -> String {
        self.log.origin().to_owned()
    }

    /// The receipt of an entry.
    ///
    /// # Errors
    /// When it is not published.
    pub fn receipt(&mut self, index: u64) -> Result<Receipt, Refusal> {
        Ok(self.log.receipt(index)?)
    }

    /// The receipt of an entry, with the entry's bytes in it, so that it can be checked alone.
    ///
    /// # Errors
    /// When it is not published.
    pub fn receipt_with_entry(&mut self, index: u64) -> Result<Receipt, Refusal> {
        let receipt = self.log.receipt(index)?;
        with_entry(self.log.store(), receipt)
    }

    /// Keeps a file that an entry is to name.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, bytes: &[u8], media: &str) -> Result<entry::Document, Refusal> {
        let hash = self.blobs.put(bytes)?;
        Ok(entry::Document { sha256: hash.hex(), size: bytes.len() as u64, media: media.to_owned() })
    }

    /// Enters what was proposed: all of it, or nothing. The one door.
    ///
    /// What the ledger has by the same request already is not entered again.
    ///
    /// # Errors
    /// See [`Refusal`]; [`Refusal::is_written`] says whether it may have been entered all the same.
    pub fn enter(&mut self, proposals: &[Proposal], now: Now) -> Result<Vec<Entered>, Refusal> {
        let Registry { folder, log, blobs, state, world } = self;
        log.exclusively(WAIT, |log| {
            let mut door = Door { folder, log, blobs, state, world };
            door.catch_up()?;
            door.enter(proposals, now)
        })
    }

    /// What entering would bring, without entering it: the checks, and the acts as the law reads them.
    /// What was entered by the same request before brings nothing.
    ///
    /// # Errors
    /// What [`Registry::enter`] would refuse, but for signatures.
    pub fn dry_run(&mut self, proposals: &[Proposal], now: Now) -> Result<Vec<(TreatyIx, Act)>, Refusal> {
        let Registry { folder, log, blobs, state, world } = self;
        let mut door = Door { folder, log, blobs, state, world };
        let mut earlier = Earlier::default();
        let mut acts = Vec::new();
        for proposal in proposals {
            let statement = proposal.read()?;
            let request = statement.request_name(&proposal.statement);
            if let Some(index) = door.log.store().request(&request)? {
                door.check_same(index, &request, proposal)?;
                continue;
            }
            door.check_ledger(&statement)?;
            acts.extend(door.check_body(&statement, now, &mut earlier)?);
        }
        Ok(acts)
    }

    /// The keys that the log has signed with, as a policy that accepts every receipt since the beginning.
    pub fn policy_of_history(&self) -> Policy {
        policy_of(&self.state)
    }
}

/// A registry's ledger with its files, as it would be served.
#[derive(Debug)]
pub struct Served<'s> {
    /// The ledger.
    pub ledger: Stored<'s>,
    /// The files that entries name.
    pub blobs: Blobs,
}

/// Where files lie below a ledger's prefix.
pub const BLOBS: &str = "blob/sha256/";

impl Source for Served<'_> {
    fn get(&mut self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        let Some(rest) = path.strip_prefix(BLOBS) else { return self.ledger.get(path) };
        let hash = rest.rsplit('/').next().and_then(|hex| Hash::from_hex(hex).ok());
        let hash = hash.filter(|hash| Blobs::path(hash) == rest);
        let found = hash.map(|hash| self.blobs.get(&hash)).transpose();
        let why = |error: std::io::Error| SourceError { path: path.to_owned(), why: error.to_string() };
        found.map(Option::flatten).map_err(why)
    }

    fn name(&self) -> String {
        self.ledger.name()
    }
}

/// The hashes of the files outside the ledger that an entry names.
pub fn files_of(body: &Body<'_>) -> Vec<Hash> {
    let named: Vec<String> = match body {
        Body::File(file) if file.text.is_empty() => vec![file.sha256.clone().into_owned()],
        Body::Happening(happening) => happening.documents.iter().map(|document| document.sha256.clone()).collect(),
        body => body.as_act().map_or_else(Vec::new, |act| act.documents.into_iter().map(|d| d.sha256).collect()),
    };
    named.iter().filter_map(|hex| Hash::from_hex(hex).ok()).filter(|hash| *hash != Hash::EMPTY).collect()
}

/// The name of the request that made an entry.
///
/// # Errors
/// When the bytes are no entry.
pub fn request_of(bytes: &[u8]) -> Result<String, String> {
    let entry = read(bytes).map_err(|error| error.to_string())?;
    let statement = statement_of(bytes).ok_or("the entry has no statement")?;
    Ok(entry.statement.request_name(statement))
}

/// A receipt with the bytes of its entry as its extra data: nothing vouches for them but the proof.
///
/// # Errors
/// When the entry cannot be read.
pub fn with_entry(store: &mut dyn Store, receipt: Receipt) -> Result<Receipt, Refusal> {
    let mut extra = None;
    each_entry::<StoreError>(store, receipt.index..receipt.index + 1, |_, bytes| {
        extra = Some(bytes.to_vec());
        Ok(())
    })?;
    Ok(Receipt { extra, ..receipt })
}

/// The keys of the log in a state, as a policy that asks for no witness.
pub fn policy_of(state: &State) -> Policy {
    Policy::of_log(state.log_keys.iter().map(|(key, _)| key.clone()))
}

/// A registry's parts while nobody else writes.
struct Door<'r> {
    folder: &'r Folder,
    log: &'r mut Log,
    blobs: &'r Blobs,
    state: &'r mut State,
    world: &'r mut World,
}

/// A statement that is to be appended.
struct Pending<'p> {
    proposal: &'p Proposal,
    statement: Statement<'p>,
    request: String,
}

impl Door<'_> {
    /// Replays what other programs entered.
    fn catch_up(&mut self) -> Result<(), Refusal> {
        let (from, size) = (self.state.size, self.log.size());
        if from < size {
            self.take_in(from..size)?;
        }
        Ok(())
    }

    fn enter(&mut self, proposals: &[Proposal], now: Now) -> Result<Vec<Entered>, Refusal> {
        let mut entered: Vec<Option<Entered>> = vec![None; proposals.len()];
        let mut pending: Vec<Pending<'_>> = Vec::new();
        let mut requests: HashMap<String, usize> = HashMap::new();
        let mut twins: Vec<(usize, usize)> = Vec::new();
        for (at, proposal) in proposals.iter().enumerate() {
            let statement = proposal.read()?;
            let request = statement.request_name(&proposal.statement);
            if let Some(index) = self.log.store().request(&request)? {
                self.check_same(index, &request, proposal)?;
                entered[at] = Some(Entered { index, again: true });
            } else if let Some(&first) = requests.get(&request) {
                if pending[first].proposal.statement != proposal.statement {
                    return Err(reused(&request));
                }
                twins.push((at, first));
            } else {
                requests.insert(request.clone(), pending.len());
                twins.push((at, pending.len()));
                pending.push(Pending { proposal, statement, request });
            }
        }
        self.check(&pending, now)?;
        let first = self.append(&pending, now)?;
        let mut seen = std::collections::HashSet::new();
        for (at, place) in twins {
            entered[at] = Some(Entered { index: first + place as u64, again: !seen.insert(place) });
        }
        Ok(entered.into_iter().flatten().collect())
    }

    /// The same request must ask for the same thing.
    fn check_same(&mut self, index: u64, request: &str, proposal: &Proposal) -> Result<(), Refusal> {
        let mut same = false;
        each_entry::<StoreError>(self.log.store(), index..index + 1, |_, bytes| {
            same = statement_of(bytes) == Some(&proposal.statement);
            Ok(())
        })?;
        if same { Ok(()) } else { Err(reused(request)) }
    }

    fn check(&mut self, pending: &[Pending<'_>], now: Now) -> Result<(), Refusal> {
        let time = now.text();
        if time < self.state.entered && !pending.is_empty() {
            let message = format!(
                "the clock says {time}, and the last entry was entered at {}: the clock was set back",
                self.state.entered
            );
            let help = "set the clock of this machine right, then enter it again; nothing was entered";
            return Err(Refusal::form("clock-set-back", "F66", message, help));
        }
        // A batch may admit the officer who signed what follows, so each is checked after those before it.
        let mut after: Option<State> = None;
        let mut earlier = Earlier::default();
        for (at, pending) in pending.iter().enumerate() {
            self.check_ledger(&pending.statement)?;
            check_signatures(after.as_ref().unwrap_or(self.state), pending)?;
            if !matches!(pending.statement.body, Body::Act(_) | Body::Happening(_) | Body::Rectification(_)) {
                let entry = Entry {
                    entered: time.clone().into(),
                    signatures: Vec::new(),
                    statement: pending.statement.clone(),
                };
                let wrong = |why| Refusal::form("bad-entry", "F25", why, "");
                let after = after.get_or_insert_with(|| self.state.clone());
                after.note(self.state.size + at as u64, &entry).map_err(wrong)?;
            } else if !is_loaded(&pending.statement.body) {
                self.check_body(&pending.statement, now, &mut earlier)?;
            }
        }
        Ok(())
    }

    fn check_ledger(&self, statement: &Statement<'_>) -> Result<(), Refusal> {
        let own = self.log.origin().to_owned();
        if *statement.ledger == *own {
            return Ok(());
        }
        let message = format!("the statement is for the ledger `{}`, this one is `{own}`", statement.ledger);
        Err(Refusal::form("wrong-ledger", "F24", message, "an officer must sign it for this ledger"))
    }

    /// Checks the form of an act or a rectification against the law and the record; gives what it means.
    fn check_body(
        &mut self,
        statement: &Statement<'_>,
        now: Now,
        earlier: &mut Earlier,
    ) -> Result<Option<(TreatyIx, Act)>, Refusal> {
        let act = match &statement.body {
            Body::Act(act) => Some(&**act),
            Body::Rectification(rectification) => {
                self.check_rectified(rectification.of)?;
                if self.state.is_happening(rectification.of) && rectification.instead.is_some() {
                    let message =
                        format!("entry {} is a happening, and an act cannot take its place", rectification.of);
                    let help = "rectify it with no act, and enter what is right as another happening";
                    return Err(Refusal::form("act-for-happening", "F9", message, help));
                }
                self.leave_out(rectification.of, earlier)?;
                rectification.instead.as_ref()
            }
            Body::Happening(happening) => {
                self.check_happening(happening, now, earlier)?;
                None
            }
            _ => None,
        };
        let Some(entry) = act else { return Ok(None) };
        let help = "`semey treaties` and `semey party` list what is known";
        let wrong = |why| Refusal::form("bad-act", "F25", why, help);
        let (ix, act) = convert(&self.world.packs, entry, None).map_err(wrong)?;
        if act.date.first > now.today {
            let message = format!("the act is dated {}, and today is {}", act.date, now.today);
            let help = "an act is entered when it has been done; give its own day of effect with --effect";
            return Err(Refusal::form("future-date", "F29", message, help));
        }
        self.check_documents(&entry.documents)?;
        let packs = &self.world.packs;
        let before = earlier.acts.entry(ix).or_insert_with(|| Before::of(packs, ix));
        let found = before.findings(packs, ix, &act);
        let open: Vec<law::check::Finding> = found
            .iter()
            .filter(|finding| statement.despite.iter().all(|despite| despite.check != finding.check))
            .cloned()
            .collect();
        if let Some(despite) = statement.despite.iter().find(|d| found.iter().all(|f| f.check != d.check)) {
            let message =
                format!("nothing was found by the check `{}` that it could be entered in spite of", despite.check);
            return Err(Refusal::form("nothing-to-despite", "F25", message, "leave out that --despite"));
        }
        if !open.is_empty() {
            let what = format!("{} {} of {}", entry.party, entry.act, entry.date);
            return Err(Refusal::Findings { what: what.trim().to_owned(), findings: open });
        }
        before.acts.push(act.clone());
        Ok(Some((ix, act)))
    }

    /// A happening is checked for form alone: the depositary, the chair and the secretariat judge no merits.
    fn check_happening(&self, entry: &HappeningEntry<'_>, now: Now, earlier: &mut Earlier) -> Result<(), Refusal> {
        let which = match &*entry.date {
            "" => format!("the {} without a date", entry.happening),
            date => format!("the {} of {date}", entry.happening),
        };
        let wrong = |why: String| {
            let help = "docs/regimes.md says what happenings are made of";
            Refusal::form("bad-happening", "F25", format!("{which}: {why}"), help)
        };
        let happening = happening::convert(&self.world.packs, entry, None, now.today).map_err(wrong)?;
        let foreseen = matches!(happening.deed, Deed::Planned | Deed::Postponed | Deed::Cancelled | Deed::Convening);
        let taken = taken_from(&entry.source).map(|(name, _)| name);
        // Days are counted at each ledger's own seat.
        let today = if taken.is_some() { now.today.plus(1) } else { now.today };
        if let Some(when) = happening.when.filter(|when| !foreseen && when.first() > today) {
            let message = format!("it is dated {when}, and today is {}", now.today);
            let help = "what is to come is entered as `planned`, and as held when it has been";
            return Err(Refusal::form("future-date", "F29", message, help));
        }
        self.check_documents(&entry.documents)?;
        if let Some(name) = &taken {
            self.check_taken(entry, name, earlier)?;
        }
        let known = |id: &str| {
            let entered = self.world.packs.happenings.iter().any(|other| other.id.as_deref() == Some(id));
            entered || earlier.told.iter().any(|other| other == id)
        };
        let within = happening.within.as_deref().filter(|id| !known(id));
        let about = happening.about.as_deref().filter(|id| !known(id));
        match about.map(|id| (id, id.parse::<Name>())) {
            Some((_, Ok(name))) if name.origin == self.log.origin() && self.state.is_happening(name.entry) => {}
            Some((id, Ok(name))) if name.origin == self.log.origin() => {
                return Err(wrong(format!("`{id}` is no happening of this ledger")));
            }
            // What another ledger says of a third is proved as its word.
            Some((_, Ok(_))) if taken.is_some() => {}
            Some((_, Ok(name))) => self.proof_of(entry, &name).map(drop)?,
            Some((id, Err(_))) => return Err(wrong(format!("no happening of the record has the id `{id}`"))),
            None => {}
        }
        if let Some(id) = within {
            return Err(wrong(format!("no happening of the record has the id `{id}`")));
        }
        if let Some(id) = happening.id.as_deref().filter(|id| known(id)) {
            return Err(wrong(format!("another happening has the id `{id}` already")));
        }
        if let Some(id) = happening.id.as_deref().filter(|id| id.parse::<Name>().is_ok()) {
            return Err(wrong(format!("`{id}` cannot be an id: it reads as the name of an entry of a ledger")));
        }
        earlier.told.extend(happening.id.as_deref().map(str::to_owned).or_else(|| taken.map(|name| name.to_string())));
        Ok(())
    }

    /// What was taken over from another ledger says what its proof shows.
    fn check_taken(&self, entry: &HappeningEntry<'_>, name: &Name, earlier: &Earlier) -> Result<(), Refusal> {
        let refused = |message: String| {
            let help = "`semey notices take MIRROR` takes over what another ledger has for somebody here";
            Err(Refusal::form("bad-taking", "C2SP tlog-proof", message, help))
        };
        if name.origin == self.log.origin() {
            return refused(format!("`{name}` is in this ledger already"));
        }
        let taken = |other: &law::Happening| {
            other.wrong_from.is_none() && taken_from(&other.source).is_some_and(|(other, _)| other == *name)
        };
        let told = name.to_string();
        if self.world.packs.happenings.iter().any(taken) || earlier.told.contains(&told) {
            return refused(format!("`{name}` has been taken over already"));
        }
        match exchange::same(entry, &self.proof_of(entry, name)?) {
            true => Ok(()),
            false => refused(format!("it is not what `{name}` says by its proof")),
        }
    }

    /// The happening of another ledger that a document of an entry proves.
    fn proof_of(&self, entry: &HappeningEntry<'_>, name: &Name) -> Result<HappeningEntry<'static>, Refusal> {
        let mut why = "none is among its documents".to_owned();
        for document in entry.documents.iter().filter(|document| document.media == exchange::PROOF) {
            let hash = Hash::from_hex(&document.sha256).map_err(|error| Refusal::Io(error.to_string()))?;
            match exchange::proved(&self.blobs.get(&hash)?.unwrap_or_default(), name) {
                Ok(original) => return Ok(original),
                Err(other) => why = other,
            }
        }
        let message = format!("`{name}` lies in another ledger, and its proof must be a document of the entry: {why}");
        let help = "`semey notices take MIRROR` brings it with its proof; `semey notices reply` uses that proof";
        Err(Refusal::form("no-proof", "C2SP tlog-proof", message, help))
    }

    /// What is rectified does not speak against what takes its place.
    fn leave_out(&mut self, of: u64, earlier: &mut Earlier) -> Result<(), Refusal> {
        let Door { log, world, .. } = self;
        let packs = &world.packs;
        let mut wrong = None;
        crate::adopt::each_act(log.store(), of..of + 1, |index, act| {
            wrong = convert(packs, &act, Some(index)).ok();
        })?;
        let Some((ix, wrong)) = wrong else { return Ok(()) };
        let before = &mut earlier.acts.entry(ix).or_insert_with(|| Before::of(packs, ix)).acts;
        let same = |act: &Act| {
            (act.kind, act.party, act.date, &act.source) == (wrong.kind, wrong.party, wrong.date, &wrong.source)
        };
        if let Some(at) = before.iter().position(same) {
            before.remove(at);
        }
        Ok(())
    }

    fn check_rectified(&self, of: u64) -> Result<(), Refusal> {
        let help = "`semey log` lists the entries; only an act or a happening can be rectified";
        if self.state.treaty_of(of).is_none() && !self.state.is_happening(of) {
            let message = format!("entry {of} is not an act or a happening of this ledger");
            return Err(Refusal::form("nothing-to-rectify", "F9", message, help));
        }
        if let Some(day) = self.state.wrong_from(of) {
            let message = format!("entry {of} is rectified already, from {day}");
            return Err(Refusal::form("already-rectified", "F9", message, "rectify the entry that took its place"));
        }
        Ok(())
    }

    fn check_documents(&self, documents: &[entry::Document]) -> Result<(), Refusal> {
        for document in documents {
            let hash = Hash::from_hex(&document.sha256);
            let hash = hash.map_err(|error| Refusal::form("bad-document", "F5", error.to_string(), ""))?;
            if self.blobs.get(&hash)?.is_none_or(|bytes| bytes.len() as u64 != document.size) {
                let message = format!("the file {} is not in the registry, or has another length", document.sha256);
                return Err(Refusal::form("missing-document", "F5", message, "give the file with --document"));
            }
        }
        Ok(())
    }

    fn append(&mut self, pending: &[Pending<'_>], now: Now) -> Result<u64, Refusal> {
        let first = self.log.size();
        let time = now.text();
        let entries: Vec<ledger::Entry> = pending
            .iter()
            .map(|pending| {
                let bytes = assemble(&time, &pending.proposal.signatures, &pending.proposal.statement)?;
                Ok(ledger::Entry { bytes, request: pending.request.clone() })
            })
            .collect::<Result<_, Refusal>>()?;
        // A change of files can make acts meaningless: then nothing is entered.
        let changes_files = pending.iter().any(|pending| matches!(pending.statement.body, Body::File(_)));
        let prepared = if changes_files { Some(self.replay_with(&entries)?) } else { None };
        // In one transaction, however many they are: a program that is stopped in between has entered none.
        if !entries.is_empty() {
            self.log.append(first, &entries)?;
        }
        match prepared {
            Some((state, world)) => {
                *self.state = state;
                *self.world = world;
            }
            None => self.take_in(first..self.log.size()).map_err(Refusal::afterwards)?,
        }
        Ok(first)
    }

    fn replay_with(&mut self, entries: &[ledger::Entry]) -> Result<(State, World), Refusal> {
        let mut replay = Replay::default();
        let size = self.log.size();
        each_entry::<StoreError>(self.log.store(), 0..size, |index, bytes| {
            replay.push(index, bytes);
            Ok(())
        })?;
        for (index, entry) in (size..).zip(entries) {
            replay.push(index, &entry.bytes);
        }
        let (state, world) = replay.end(self.blobs, &self.world.lang)?;
        if let Some(problem) = errors(&world.problems).next() {
            let help = problem.help.clone().unwrap_or_else(|| "`semey check` lists everything".to_owned());
            let message = format!("{}:{}: {}", problem.path, problem.line, problem.message);
            return Err(Refusal::form("bad-pack", "the packs' own checks", message, help));
        }
        Ok((state, world))
    }

    /// Takes entries into state and answers: the instruments touched alone, unless files changed.
    fn take_in(&mut self, range: Range<u64>) -> Result<(), Refusal> {
        let mut touched: Vec<String> = Vec::new();
        let mut anew = range.start == 0;
        let mut told = false;
        let (state, log) = (&mut *self.state, &mut *self.log);
        let mut entered: Vec<Vec<u8>> = Vec::new();
        each_entry::<StoreError>(log.store(), range.clone(), |_, bytes| {
            entered.push(bytes.to_vec());
            Ok(())
        })?;
        for (index, bytes) in range.clone().zip(&entered) {
            let wrong = |why: String| crate::ReplayError { entry: index, why };
            let entry = read(bytes).map_err(|error| wrong(error.to_string()))?;
            state.note(index, &entry).map_err(wrong)?;
            match &entry.statement.body {
                Body::Act(act) => {
                    state.add_act(index, &act.treaty);
                    touched.push(act.treaty.clone().into_owned());
                }
                Body::Happening(_) => told = true,
                Body::Rectification(rectification) => {
                    told |= state.is_happening(rectification.of);
                    touched.extend(state.treaty_of(rectification.of).map(str::to_owned));
                    if let Some(instead) = &rectification.instead {
                        state.add_act(index, &instead.treaty);
                        touched.push(instead.treaty.clone().into_owned());
                    }
                }
                Body::File(_) => anew = true,
                _ => {}
            }
        }
        touched.sort_unstable();
        touched.dedup();
        // Laying one treaty out again moves those behind it: past some number it is quicker to begin anew.
        if anew || touched.len() > 64 {
            (*self.state, *self.world) = replay(self.folder, range.end, &self.world.lang, Snapshots::default())?;
            return Ok(());
        }
        touched.iter().try_for_each(|treaty| self.evaluate(treaty))?;
        if told {
            let happenings = self.state.read_happenings(&self.world.packs)?;
            Arc::make_mut(&mut self.world.packs).tell(happenings);
        }
        Ok(())
    }

    /// Evaluates one instrument anew from its entries.
    fn evaluate(&mut self, treaty: &str) -> Result<(), Refusal> {
        let Some(ix) = self.world.packs.by_id(treaty) else { return Ok(()) };
        let Door { log, state, world, .. } = self;
        let mut raw = Vec::new();
        let mut failed = None;
        for run in state.acts_of(treaty).chunk_by(|a, b| a + 1 == *b) {
            crate::adopt::each_act(log.store(), run[0]..run[run.len() - 1] + 1, |index, act| {
                match convert(&world.packs, &act, Some(index)) {
                    Ok((_, mut act)) => {
                        act.wrong_from = act.wrong_from.or_else(|| state.wrong_from(index));
                        raw.push(act);
                    }
                    Err(why) => failed = Some(crate::ReplayError { entry: index, why }),
                }
            })?;
        }
        if let Some(error) = failed {
            return Err(error.into());
        }
        Arc::make_mut(&mut self.world.packs).record(ix, raw);
        Ok(())
    }
}

/// Rows of packs were checked with their packs; what a register published is not held back for its form.
fn is_loaded(body: &Body<'_>) -> bool {
    match body {
        Body::Act(act) => !act.table.is_empty(),
        Body::Happening(happening) => !happening.table.is_empty(),
        _ => false,
    }
}

fn reused(request: &str) -> Refusal {
    let request = request.strip_prefix("r:").unwrap_or(request);
    let message = format!("the request `{request}` was made before, and asked for something else");
    Refusal::form("request-reused", "idempotency", message, "choose another name for a new request")
}

fn check_signatures(state: &State, pending: &Pending<'_>) -> Result<(), Refusal> {
    let proposal = pending.proposal;
    if let Body::Registry(founding) = &pending.statement.body {
        if state.founding.is_some() {
            let message = "the ledger has been founded already";
            return Err(Refusal::form("already-founded", "VCLT 76", message, "`semey keys` changes officers and keys"));
        }
        return check_founders(founding, proposal);
    }
    let mut names: Vec<&str> = Vec::new();
    for signature in &proposal.signatures {
        let Some(officer) = state.officers.get(&signature.key) else {
            let message = format!("`{}` is no officer of this registry", signature.key);
            return Err(Refusal::form("unknown-officer", "F2", message, "`semey keys show` lists the officers"));
        };
        if let Some(entry) = officer.revoked {
            let message = format!("the key `{}` was revoked by entry {entry}", signature.key);
            return Err(Refusal::form("revoked-key", "F2", message, "let an officer with a valid key sign it"));
        }
        if !is_signed_by(&officer.key, &proposal.statement, signature) {
            let message = format!("the signature by `{}` is not of this statement", signature.key);
            return Err(Refusal::form("bad-signature", "F2", message, "sign the statement as it is now"));
        }
        if !names.contains(&officer.key.name()) {
            names.push(officer.key.name());
        }
    }
    let needed = if state.four_eyes.covers(&pending.statement.body) { 2 } else { 1 };
    if names.len() >= needed {
        return Ok(());
    }
    let message = format!(
        "{} officer(s) signed, and a {} needs {needed}",
        names.len(),
        pending
            .statement
            .body
            .as_act()
            .map_or_else(|| pending.statement.body.word().to_owned(), |act| act.act.into_owned())
    );
    let help = "write it with --propose FILE, and let the second officer enter it with --countersign FILE";
    Err(Refusal::form("needs-second-officer", "F2", message, help))
}

fn check_founders(founding: &Founding, proposal: &Proposal) -> Result<(), Refusal> {
    for officer in &founding.officers {
        let key: VerifierKey = officer.parse()?;
        let signed = proposal.signatures.iter().any(|s| is_signed_by(&key, &proposal.statement, s));
        if !signed {
            let message = format!("`{}` is to be an officer and has not signed", key_name(&key));
            return Err(Refusal::form("bad-signature", "F2", message, "every first officer signs the first entry"));
        }
    }
    if founding.officers.is_empty() {
        return Err(Refusal::form("unknown-officer", "F2", "a registry needs an officer", "name one with --officer"));
    }
    Ok(())
}

/// A published head with what the state knows of it.
pub fn published(folder: &Folder) -> Result<Option<Signed>, Refusal> {
    let note = folder.store()?.published()?;
    Ok(note.and_then(|note| {
        let (text, _) = note.split_once("\n\n")?;
        let checkpoint = format!("{text}\n").parse().ok()?;
        Some(Signed { checkpoint, note })
    }))
}

/// A key of the log that signs now, as far as the state knows.
pub fn current_key(state: &State) -> Option<&VerifierKey> {
    state.log_keys.iter().rev().find(|(_, change)| *change == Change::Admitted).map(|(key, _)| key)
}

/// What an officer enters in spite of a finding: `CHECK=REASON`.
///
/// # Errors
/// When the text has another form, or gives no reason.
pub fn despite(text: &str) -> Result<Despite, String> {
    match text.split_once('=').map(|(check, why)| (check.trim(), why.trim())) {
        Some((check, why)) if !check.is_empty() && !why.is_empty() => {
            Ok(Despite { check: check.to_owned(), why: why.to_owned() })
        }
        _ => Err(format!("`{text}` is not CHECK=REASON, such as late-signature=\"the window was extended\"")),
    }
}
