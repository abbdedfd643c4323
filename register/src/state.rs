//! Replaying a ledger: from entries to what is in force, who may sign, and what was done.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use law::{Act, Day, TreatyIx};
use ledger::blob::Blobs;
use ledger::tlog::{Hash, VerifierKey};
use pack::{ActRow, File, Packs, Problem, on_every_core};

use crate::World;
use crate::entry::{ActEntry, Body, Change, Entry, Founding, FourEyes, PackFile, read};
use crate::happening::{self, Told};
use crate::snapshot::Snapshot;

/// What the first entries of a ledger say, up to some place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// How many entries were replayed.
    pub size: u64,
    /// Whose ledger it is.
    pub founding: Option<Founding>,
    /// The officers' keys, by name and id, with the entry that admitted and the one that revoked each.
    pub officers: BTreeMap<String, OfficerKey>,
    /// Which acts need two officers.
    pub four_eyes: FourEyes,
    /// The log's keys, in the order in which they came, and whether each still signs.
    pub log_keys: Vec<(VerifierKey, Change)>,
    /// The files of packs in force, by path.
    pub files: BTreeMap<String, FileEntry>,
    /// When the last entry was entered.
    pub entered: String,
    /// The entries of acts about each instrument, in order.
    pub(crate) acts: BTreeMap<String, Vec<u64>>,
    /// The happenings, in order of their entries.
    pub happenings: Vec<Told>,
    /// Entries that were rectified, with the day from which they are known to be wrong.
    pub(crate) wrong: HashMap<u64, Day>,
}

/// An officer's key in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerKey {
    /// The key.
    pub key: VerifierKey,
    /// The entry that admitted it.
    pub admitted: u64,
    /// The entry that revoked it.
    pub revoked: Option<u64>,
}

/// A file of a pack in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// The entry that adopted it.
    pub entry: u64,
    /// Its hash.
    pub sha256: Hash,
    /// Its text, if it stands in the entry.
    pub text: Option<String>,
}

/// Where the bytes of an act stand among those that were kept.
#[derive(Debug, Clone, Copy)]
struct Kept {
    index: u64,
    part: u32,
    length: u32,
    first: usize,
}

/// How many bytes of acts are kept in one piece.
const PART: usize = 4 << 20;

/// A replay under way: entries go in, in order.
///
/// The entries of a long ledger can go into several replays at once, each taking a run of
/// them, which are then [joined](Replay::join).
#[derive(Debug, Default)]
pub struct Replay {
    size: u64,
    entered: Vec<u8>,
    /// Bodies of acts, read only when the parties and instruments are known.
    parts: Vec<Vec<u8>>,
    kept: Vec<Kept>,
    /// Every other entry.
    others: Vec<(u64, Vec<u8>)>,
}

/// What begins the statement of an act, in an entry's canonical bytes. Texts in an entry have
/// their quotation marks escaped, so it can stand nowhere else.
const ACT: &[u8] = b",\"statement\":{\"body\":{\"act\":";

impl Replay {
    /// Replays the next entry, which the ledger has vouched for.
    pub fn push(&mut self, index: u64, bytes: &[u8]) {
        self.size = index + 1;
        if let Some(time) = bytes.strip_prefix(b"{\"entered\":\"").and_then(|rest| rest.get(..20)) {
            self.entered.clear();
            self.entered.extend_from_slice(time);
        }
        // Acts are nearly all there is; their other members were checked when they were entered.
        match memchr::memmem::find(bytes, ACT) {
            Some(at) => self.keep(index, &bytes[at + ACT.len()..]),
            None => self.others.push((index, bytes.to_vec())),
        }
    }

    fn keep(&mut self, index: u64, bytes: &[u8]) {
        // Parts of one size, so that nothing that was kept is moved again.
        if self.parts.last().is_none_or(|part| part.capacity() - part.len() < bytes.len()) {
            self.parts.push(Vec::with_capacity(PART.max(bytes.len())));
        }
        let part = self.parts.len() - 1;
        let all = &mut self.parts[part];
        self.kept.push(Kept { index, part: part as u32, first: all.len(), length: bytes.len() as u32 });
        all.extend_from_slice(bytes);
    }

    /// One replay from several, in the order of their entries.
    pub fn join(replays: Vec<Replay>) -> Replay {
        let mut whole = Replay::default();
        for replay in replays.into_iter().filter(|replay| replay.size > 0) {
            let before = whole.parts.len() as u32;
            whole.kept.extend(replay.kept.into_iter().map(|kept| Kept { part: kept.part + before, ..kept }));
            whole.parts.extend(replay.parts);
            whole.others.extend(replay.others);
            (whole.size, whole.entered) = (replay.size, replay.entered);
        }
        whole
    }

    /// Ends the replay: the state, and the answers that rest on it.
    ///
    /// # Errors
    /// When an entry is none that this program understands, a file of a pack is missing, or an act no
    /// longer means anything under the files in force.
    pub fn end(self, blobs: &Blobs, lang: &str) -> Result<(State, World), ReplayError> {
        self.end_on(None, blobs, lang, |_, _, _| ())
    }

    /// Ends a replay of the entries that follow a snapshot, or of all; `raw` sees the acts before they are compared.
    ///
    /// # Errors
    /// As for [`Replay::end`]. With a snapshot also when it cannot be gone on from, so that an error says nothing of
    /// the ledger until it is replayed from the beginning.
    pub(crate) fn end_on(
        mut self,
        begun: Option<&Snapshot>,
        blobs: &Blobs,
        lang: &str,
        raw: impl FnOnce(&State, &Packs, &[(TreatyIx, Vec<Act>)]),
    ) -> Result<(State, World), ReplayError> {
        let mut state = self.note_others(begun)?;
        let texts = state.texts(blobs)?;
        let files: Vec<File<'_>> =
            texts.iter().map(|(path, text)| File { path: path.as_str().into(), text: text.as_str().into() }).collect();
        let mut failed = None;
        let (packs, problems) =
            pack::load_recorded(&files, |packs, _| match self.read_acts(packs, begun, &mut state) {
                Ok(acts) => {
                    raw(&state, packs, &acts);
                    acts
                }
                Err(error) => {
                    failed = Some(error);
                    Vec::new()
                }
            });
        if let Some(error) = failed {
            return Err(error);
        }
        let (mut packs, mut problems) = (packs, problems);
        // Files that have errors give no world, and what they leave unread answers to no name.
        if errors(&problems).next().is_none() {
            problems.extend(packs.tell(state.read_happenings(&packs)?));
        }
        Ok((state, World::new(packs, problems, lang)))
    }

    /// What the entries that are not acts say; acts in them take their places among the acts.
    fn note_others(&mut self, begun: Option<&Snapshot>) -> Result<State, ReplayError> {
        let mut state = begun.map_or_else(State::default, |snapshot| snapshot.state().clone());
        let before = self.kept.len();
        for (index, bytes) in std::mem::take(&mut self.others) {
            let wrong = |why: String| ReplayError { entry: index, why };
            let entry = read(&bytes).map_err(|error| wrong(error.to_string()))?;
            if begun.is_some() && matches!(entry.statement.body, Body::File(_)) {
                return Err(wrong("it changes what the acts in the snapshot mean".to_owned()));
            }
            state.note(index, &entry).map_err(wrong)?;
            if let Some(act) = entry.statement.body.as_act() {
                let bytes = serde_json::to_vec(&act).map_err(|error| wrong(error.to_string()))?;
                self.keep(index, &bytes);
            }
        }
        if self.kept.len() > before {
            self.kept.sort_by_key(|kept| kept.index);
        }
        if self.size > 0 {
            state.size = self.size;
            state.entered = String::from_utf8_lossy(&self.entered).into_owned();
        }
        Ok(state)
    }

    /// Reads the acts on as many threads as there are cores; each takes a run of them, so the order stays.
    fn read_acts(
        &self,
        packs: &Packs,
        begun: Option<&Snapshot>,
        state: &mut State,
    ) -> Result<Vec<(TreatyIx, Vec<Act>)>, ReplayError> {
        let mut all = begun.map_or_else(|| Ok(Vec::new()), |snapshot| earlier(snapshot, packs, &state.wrong))?;
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(self.kept.len() / 4096 + 1);
        let run = self.kept.len().div_ceil(threads).max(1);
        let wrong = &state.wrong;
        let runs: Vec<&[Kept]> = self.kept.chunks(run).collect();
        let read = on_every_core(&runs, |run| self.read_run(packs, run, wrong));
        for run in read.into_iter().collect::<Result<Vec<Vec<Gathered>>, ReplayError>>()? {
            if all.is_empty() {
                all = run;
                continue;
            }
            for (gathered, more) in all.iter_mut().zip(run) {
                gathered.entries.extend(more.entries);
                gathered.acts.extend(more.acts);
            }
        }
        let found = packs.instruments.iter().zip(all).filter(|(_, gathered)| !gathered.entries.is_empty());
        let gathered = found.map(|(instrument, gathered)| {
            state.acts.insert(instrument.id.clone(), gathered.entries);
            (instrument.ix, gathered.acts)
        });
        Ok(gathered.collect())
    }

    fn read_run(&self, packs: &Packs, run: &[Kept], wrong: &HashMap<u64, Day>) -> Result<Vec<Gathered>, ReplayError> {
        let mut all: Vec<Gathered> = Vec::new();
        all.resize_with(packs.instruments.len(), Gathered::default);
        for kept in run {
            let bytes = &self.parts[kept.part as usize][kept.first..kept.first + kept.length as usize];
            let (ix, mut act) = read_act(packs, kept.index, bytes)?;
            act.wrong_from = act.wrong_from.or_else(|| wrong.get(&kept.index).copied());
            let gathered = &mut all[ix.0 as usize];
            gathered.entries.push(kept.index);
            gathered.acts.push(act);
        }
        Ok(all)
    }
}

/// The acts about one instrument, with their entries.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) entries: Vec<u64>,
    pub(crate) acts: Vec<Act>,
}

impl Gathered {
    /// Marks the acts whose entries were rectified.
    fn mark(&mut self, wrong: &BTreeMap<u64, Day>) {
        let Gathered { entries, acts } = self;
        let mut mark = |at: usize, day: Day| acts[at].wrong_from = acts[at].wrong_from.or(Some(day));
        if wrong.len() > entries.len() {
            entries
                .iter()
                .enumerate()
                .filter_map(|(at, of)| Some((at, *wrong.get(of)?)))
                .for_each(|(at, day)| mark(at, day));
        } else {
            for (of, day) in wrong {
                if let Ok(at) = entries.binary_search(of) {
                    mark(at, *day);
                }
            }
        }
    }
}

/// The acts in a snapshot, with the marks of what was rectified since, in the places of their instruments.
fn earlier(snapshot: &Snapshot, packs: &Packs, wrong: &HashMap<u64, Day>) -> Result<Vec<Gathered>, ReplayError> {
    let broken = || ReplayError { entry: snapshot.size(), why: "the snapshot is not whole".to_owned() };
    let mut all = snapshot.acts(packs).ok_or_else(broken)?;
    let since: BTreeMap<u64, Day> = wrong
        .iter()
        .filter(|(of, _)| **of < snapshot.size() && !snapshot.state().wrong.contains_key(of))
        .map(|(of, day)| (*of, *day))
        .collect();
    if !since.is_empty() {
        all.iter_mut().for_each(|gathered| gathered.mark(&since));
    }
    Ok(all)
}

fn read_act(packs: &Packs, index: u64, bytes: &[u8]) -> Result<(TreatyIx, Act), ReplayError> {
    let wrong = |why: String| ReplayError { entry: index, why };
    // What follows the act in the entry's bytes is no part of it.
    let act: Option<Result<ActEntry<'_>, _>> = serde_json::Deserializer::from_slice(bytes).into_iter().next();
    let act = act.unwrap_or_else(|| serde_json::from_slice(bytes)).map_err(|error| wrong(error.to_string()))?;
    convert(packs, &act, Some(index)).map_err(wrong)
}

/// How the source of an act begins that a document tells: the document's SHA-256 and the place in it follow.
pub const TOLD: &str = "document ";

/// The act that an entry means under the packs in force.
///
/// An act without a source was entered at the depositary's own desk: its source is the entry.
pub(crate) fn convert(packs: &Packs, entry: &ActEntry<'_>, index: Option<u64>) -> Result<(TreatyIx, Act), String> {
    let ix = packs.by_id(&entry.treaty).ok_or_else(|| format!("there is no instrument `{}`", entry.treaty))?;
    let row = entry.row();
    let act = if row.source.is_empty() {
        let source = index.map_or("ledger".to_owned(), |index| format!("ledger {index}"));
        packs.read_own_act(&ActRow { source: &source, ..row })
    } else if let Some(told) = row.source.strip_prefix(TOLD) {
        let hash = told.split(' ').next().unwrap_or("");
        if entry.documents.iter().all(|document| document.sha256 != hash) {
            return Err(format!("the document `{hash}` that tells the act is not among its documents"));
        }
        packs.read_told_act(&row)
    } else {
        packs.read_act(ix, &row)
    };
    let act = act.map_err(|problem| match problem.help {
        Some(help) => format!("{}; {help}", problem.message),
        None => problem.message,
    })?;
    Ok((ix, act))
}

impl State {
    /// The entries of acts about an instrument, in order.
    pub fn acts_of(&self, treaty: &str) -> &[u64] {
        self.acts.get(treaty).map_or(&[], Vec::as_slice)
    }

    /// From which day an entry is known to be wrong.
    pub fn wrong_from(&self, entry: u64) -> Option<Day> {
        self.wrong.get(&entry).copied()
    }

    /// The instrument that an entry of an act is about; none if it is not one.
    pub fn treaty_of(&self, entry: u64) -> Option<&str> {
        let found = self.acts.iter().find(|(_, entries)| entries.binary_search(&entry).is_ok());
        found.map(|(treaty, _)| treaty.as_str())
    }

    /// Whether an entry is a happening.
    pub fn is_happening(&self, entry: u64) -> bool {
        self.happenings.binary_search_by_key(&entry, |told| told.index).is_ok()
    }

    /// The happenings as the packs in force read them, with those that were found to be wrong marked.
    pub(crate) fn read_happenings(&self, packs: &Packs) -> Result<Vec<law::Happening>, ReplayError> {
        let read = |told: &Told| {
            let read = happening::convert(packs, &told.entry, Some(told.index), told.entered);
            let mut happening = read.map_err(|why| ReplayError { entry: told.index, why })?;
            happening.wrong_from = happening.wrong_from.or_else(|| self.wrong_from(told.index));
            Ok(happening)
        };
        self.happenings.iter().map(read).collect()
    }

    /// Notes that an act was entered.
    pub(crate) fn add_act(&mut self, index: u64, treaty: &str) {
        match self.acts.get_mut(treaty) {
            Some(entries) => entries.push(index),
            None => drop(self.acts.insert(treaty.to_owned(), vec![index])),
        }
    }

    /// Notes what an entry that is not an act changes.
    pub(crate) fn note(&mut self, index: u64, entry: &Entry<'_>) -> Result<(), String> {
        match &entry.statement.body {
            Body::Registry(founding) => {
                for key in &founding.officers {
                    self.officer(index, key, Change::Admitted)?;
                }
                self.log_keys.push((parse(&founding.key)?, Change::Admitted));
                self.founding = Some(founding.clone());
            }
            Body::Officer(officer) => self.officer(index, &officer.key, officer.change)?,
            Body::FourEyes(rule) => self.four_eyes = rule.clone(),
            Body::LogKey(change) => {
                let key = parse(&change.key)?;
                self.log_keys.retain(|(other, _)| *other != key);
                self.log_keys.push((key, change.change));
            }
            Body::File(file) => self.file(index, file)?,
            Body::Act(_) => {}
            Body::Happening(happening) => {
                let entered = entry.entered.get(..10).and_then(|day| day.parse().ok());
                let entered = entered.ok_or_else(|| format!("`{}` is no time", entry.entered))?;
                self.happenings.push(Told { index, entered, entry: (**happening).clone().owned() });
            }
            Body::Rectification(rectification) => {
                self.wrong.entry(rectification.of).or_insert(rectification.known);
            }
        }
        self.size = index + 1;
        self.entered = entry.entered.clone().into_owned();
        Ok(())
    }

    fn officer(&mut self, index: u64, key: &str, change: Change) -> Result<(), String> {
        let key = parse(key)?;
        let name = crate::entry::key_name(&key);
        match change {
            Change::Admitted => {
                self.officers.insert(name, OfficerKey { key, admitted: index, revoked: None });
            }
            Change::Revoked => {
                let known = self.officers.get_mut(&name).ok_or_else(|| format!("`{name}` is no officer's key"))?;
                known.revoked = Some(index);
            }
        }
        Ok(())
    }

    fn file(&mut self, index: u64, file: &PackFile<'_>) -> Result<(), String> {
        if file.sha256.is_empty() {
            self.files.remove(&*file.path);
            return Ok(());
        }
        let sha256 = Hash::from_hex(&file.sha256).map_err(|error| error.to_string())?;
        let text = Some(file.text.clone().into_owned()).filter(|text| !text.is_empty());
        self.files.insert(file.path.clone().into_owned(), FileEntry { entry: index, sha256, text });
        Ok(())
    }

    /// The texts of the files in force, in the order in which a folder of packs is read.
    fn texts(&self, blobs: &Blobs) -> Result<Vec<(String, String)>, ReplayError> {
        let text = |(path, file): (&String, &FileEntry)| {
            let wrong = |why: String| ReplayError { entry: file.entry, why };
            if let Some(text) = &file.text {
                return Ok((path.clone(), text.clone()));
            }
            if file.sha256 == Hash::EMPTY {
                return Ok((path.clone(), String::new()));
            }
            let bytes = blobs.get(&file.sha256).map_err(|error| wrong(error.to_string()))?;
            let bytes = bytes.ok_or_else(|| {
                wrong(format!("the file `{path}` (SHA-256 {}) is not here; fetch it from a mirror", file.sha256.hex()))
            })?;
            let text = String::from_utf8(bytes).map_err(|_| wrong(format!("the file `{path}` is not UTF-8")))?;
            Ok((path.clone(), text))
        };
        let mut texts: Vec<(String, String)> = self.files.iter().map(text).collect::<Result<_, _>>()?;
        // As folders are read: `canwfz/` before `canwfz-protocol/`.
        texts.sort_by(|(a, _), (b, _)| a.split('/').cmp(b.split('/')));
        Ok(texts)
    }
}

fn parse(key: &str) -> Result<VerifierKey, String> {
    key.parse().map_err(|error: ledger::tlog::note::KeyError| error.to_string())
}

/// The problems of files that keep them from being used.
pub(crate) fn errors(problems: &[Problem]) -> impl Iterator<Item = &Problem> {
    problems.iter().filter(|problem| problem.severity == pack::Severity::Error)
}

/// An entry that cannot be replayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplayError {
    /// Which.
    pub entry: u64,
    /// Why.
    pub why: String,
}

impl fmt::Display for ReplayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entry {}: {}", self.entry, self.why)
    }
}

impl std::error::Error for ReplayError {}
