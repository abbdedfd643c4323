//! Snapshots: what the first entries of a ledger came to, kept so that the next replay begins there.
//!
//! A snapshot is one file in the registry's folder and only a cache. Without it everything is replayed from the first
//! entry, and the answers are the same; it can be deleted at any time. Nothing is written for a small registry: see
//! [`THRESHOLD`].
//!
//! # What is in it
//!
//! A line `semey snapshot` with the number of the format; a line of JSON with the state without its acts, the size, the
//! ledger's root at that size, and length and SHA-256 of each block that follows; the SHA-256 of these two lines; then
//! the blocks: instrument by instrument the entries of its acts and the acts as they were read, before sources are
//! compared.
//!
//! # When it is used
//!
//! When it is whole, in the format and by the version of this program, of this ledger by its name and by the root of its
//! first entries, not longer than what is asked for, and no file of a pack was entered since: files change what acts
//! mean. In every other case it is left aside in silence.
//!
//! # What it is trusted for
//!
//! The root binds it to a beginning of the ledger, but nothing binds what it says to the root: whoever can write in the
//! folder can write another one that answers otherwise. That is what the same person can do to the store, whose entries a
//! replay compares with the hashes beside them and not with the signed head. `semey fsck` finds both: it derives
//! everything from the entries and compares. Nor does a replay that begins at a snapshot look at the entries before it,
//! so damage there is seen by `semey fsck` and not by a question. Receipts, mirrors, witnesses and `semey verify` rest on
//! entries alone and never read it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::Path;

use law::{Act, ActKind, Authority, Dated, Day, PartyIx, Precision, TreatyIx};
use ledger::tlog::{Hash, VerifierKey};
use ledger::{derived_root, durable, stored_root};
use pack::{Packs, on_every_core};
use serde::{Deserialize, Serialize};

use crate::entry::{Change, Founding, FourEyes, key_name};
use crate::happening::{HappeningEntry, Told};
use crate::refusal::Refusal;
use crate::registry::{Folder, replay_whole};
use crate::state::{FileEntry, Gathered, OfficerKey, State};

/// The first line. Raise the number whenever an entry comes to mean another act or state, or the file has another form:
/// a snapshot of an earlier program must not be believed.
const MAGIC: &[u8] = b"semey snapshot 2\n";

/// How many entries are replayed beyond a snapshot before a new one is worth writing.
///
/// So many take some tenth of a second, which nobody waits for; and a registry of all bundled packs stays below, so
/// that snapshots are a matter of large registries alone.
pub const THRESHOLD: u64 = 100_000;

/// Acts about one instrument, as they were read.
type ActsOf = (TreatyIx, Vec<Act>);

/// How many acts a block has before the next instrument begins another one: some 700 kB.
const BLOCK: usize = 16_384;

/// What a replay does about snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Snapshots {
    /// It begins at the first entry and leaves nothing.
    Never,
    /// It begins at the snapshot there is, and leaves one when it has replayed more entries than this beyond it.
    /// A ledger of no more entries than this has none.
    Beyond(u64),
}

impl Default for Snapshots {
    fn default() -> Snapshots {
        Snapshots::Beyond(THRESHOLD)
    }
}

/// The second line of the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Head {
    /// The version of the program that wrote it.
    program: String,
    origin: String,
    size: u64,
    root: String,
    entered: String,
    founding: Option<Founding>,
    /// Key, entry that admitted it, entry that revoked it.
    officers: Vec<(String, u64, Option<u64>)>,
    four_eyes: FourEyes,
    log_keys: Vec<(String, Change)>,
    /// Path, entry, SHA-256, text.
    files: Vec<(String, u64, String, Option<String>)>,
    /// Entry, day of entry, what it says as JSON.
    happenings: Vec<(u64, Day, String)>,
    wrong: Vec<(u64, Day)>,
    /// Length and SHA-256.
    blocks: Vec<(u64, String)>,
}

/// A snapshot whose head is whole; its blocks are compared when they are read.
#[derive(Debug)]
pub(crate) struct Snapshot {
    file: File,
    origin: String,
    root: Hash,
    state: State,
    /// Where each block lies in the file, and its hash.
    blocks: Vec<(Range<u64>, Hash)>,
}

/// What a folder has for a replay of some size.
#[derive(Debug)]
pub(crate) enum Found {
    /// Nothing that can be believed.
    Nothing,
    /// A snapshot of a longer beginning of the same ledger, which is worth keeping.
    Longer,
    /// One to begin at.
    Usable(Box<Snapshot>),
}

impl Found {
    pub(crate) fn in_folder(folder: &Folder, size: u64) -> Found {
        match Snapshot::open(&folder.snapshot_path()).filter(|snapshot| snapshot.is_of(folder)) {
            None => Found::Nothing,
            Some(snapshot) if snapshot.size() > size => Found::Longer,
            Some(snapshot) => Found::Usable(Box::new(snapshot)),
        }
    }
}

impl Snapshot {
    /// The snapshot in a file; none where its head is not whole, or of another format or program.
    fn open(path: &Path) -> Option<Snapshot> {
        let file = File::open(path).ok()?;
        let mut reader = BufReader::new(&file);
        let mut lines = vec![0; MAGIC.len()];
        reader.read_exact(&mut lines).ok()?;
        if lines != MAGIC {
            return None;
        }
        reader.read_until(b'\n', &mut lines).ok()?;
        let mut sum = [0; 65];
        reader.read_exact(&mut sum).ok()?;
        if sum.strip_suffix(b"\n")? != Hash::of(&lines).hex().as_bytes() {
            return None;
        }
        let head: Head = serde_json::from_slice(&lines[MAGIC.len()..]).ok()?;
        if head.program != env!("CARGO_PKG_VERSION") {
            return None;
        }
        let mut at = (lines.len() + sum.len()) as u64;
        let mut blocks = Vec::with_capacity(head.blocks.len());
        for (length, hash) in &head.blocks {
            let end = at.checked_add(*length)?;
            blocks.push((at..end, Hash::from_hex(hash).ok()?));
            at = end;
        }
        if file.metadata().ok()?.len() != at {
            return None;
        }
        Some(Snapshot {
            root: head.root.parse().ok()?,
            origin: head.origin.clone(),
            state: head.state()?,
            blocks,
            file,
        })
    }

    /// How many entries it stands for.
    pub(crate) fn size(&self) -> u64 {
        self.state.size
    }

    /// What they say, without their acts.
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// Whether it stands for the first entries of the ledger in a folder.
    fn is_of(&self, folder: &Folder) -> bool {
        let root = || stored_root(&mut *folder.store_so_far().ok()?, self.size()).ok();
        folder.config_so_far().is_ok_and(|config| config.origin == self.origin) && root() == Some(self.root)
    }

    /// The acts, in the places of their instruments; none where a block is not whole or says what cannot be.
    pub(crate) fn acts(&self, packs: &Packs) -> Option<Vec<Gathered>> {
        let mut all = Vec::new();
        all.resize_with(packs.instruments.len(), Gathered::default);
        let read = |block: &(Range<u64>, Hash)| read_block(&self.block(block)?, packs, self.size());
        for (ix, gathered) in self.each_block(read)?.into_iter().flatten() {
            let place: &mut Gathered = &mut all[ix.0 as usize];
            if !place.entries.is_empty() {
                return None;
            }
            *place = gathered;
        }
        Some(all)
    }

    /// Does the same work on every block, on as many threads as are worth their start.
    fn each_block<R: Send>(&self, work: impl Fn(&(Range<u64>, Hash)) -> Option<R> + Sync) -> Option<Vec<R>> {
        let run = run_for_each_core(self.blocks.len());
        let runs: Vec<&[(Range<u64>, Hash)]> = self.blocks.chunks(run).collect();
        let done = on_every_core(&runs, |run| run.iter().map(&work).collect::<Option<Vec<R>>>());
        done.into_iter().collect::<Option<Vec<Vec<R>>>>().map(|runs| runs.into_iter().flatten().collect())
    }

    /// The bytes of a block, if they are those that were written.
    fn block(&self, (range, hash): &(Range<u64>, Hash)) -> Option<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(range.end - range.start).ok()?];
        self.file.read_exact_at(&mut bytes, range.start).ok()?;
        (Hash::of(&bytes) == *hash).then_some(bytes)
    }
}

/// How many blocks in a row one thread takes.
fn run_for_each_core(blocks: usize) -> usize {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(blocks / 4 + 1);
    blocks.div_ceil(threads).max(1)
}

impl Head {
    fn of(state: &State, origin: String, root: Hash, blocks: &[Vec<u8>]) -> Head {
        let officers =
            state.officers.values().map(|officer| (officer.key.to_string(), officer.admitted, officer.revoked));
        let files = state.files.iter().map(|(path, f)| (path.clone(), f.entry, f.sha256.hex(), f.text.clone()));
        let happenings = state.happenings.iter().map(|told| {
            // A value of texts alone, which always has a JSON.
            (told.index, told.entered, serde_json::to_string(&told.entry).unwrap_or_default())
        });
        let mut wrong: Vec<(u64, Day)> = state.wrong.iter().map(|(entry, day)| (*entry, *day)).collect();
        wrong.sort_unstable();
        Head {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            origin,
            size: state.size,
            root: root.to_string(),
            entered: state.entered.clone(),
            founding: state.founding.clone(),
            officers: officers.collect(),
            four_eyes: state.four_eyes.clone(),
            log_keys: state.log_keys.iter().map(|(key, change)| (key.to_string(), *change)).collect(),
            files: files.collect(),
            happenings: happenings.collect(),
            wrong,
            blocks: blocks.iter().map(|block| (block.len() as u64, Hash::of(block).hex())).collect(),
        }
    }

    /// The state, without the entries of acts: those stand with the acts.
    fn state(self) -> Option<State> {
        let key = |text: &str| text.parse::<VerifierKey>().ok();
        let officers = self.officers.into_iter().map(|(text, admitted, revoked)| {
            let key = key(&text)?;
            Some((key_name(&key), OfficerKey { key, admitted, revoked }))
        });
        let files = self.files.into_iter().map(|(path, entry, sha256, text)| {
            Some((path, FileEntry { entry, sha256: Hash::from_hex(&sha256).ok()?, text }))
        });
        let happenings = self.happenings.into_iter().map(|(index, entered, text)| {
            let entry: HappeningEntry<'_> = serde_json::from_str(&text).ok()?;
            Some(Told { index, entered, entry: entry.owned() })
        });
        Some(State {
            size: self.size,
            founding: self.founding,
            officers: officers.collect::<Option<_>>()?,
            four_eyes: self.four_eyes,
            log_keys: self.log_keys.iter().map(|(text, change)| Some((key(text)?, *change))).collect::<Option<_>>()?,
            files: files.collect::<Option<_>>()?,
            entered: self.entered,
            acts: Default::default(),
            happenings: happenings.collect::<Option<_>>()?,
            wrong: self.wrong.into_iter().collect(),
        })
    }
}

/// The parts of a snapshot's file: equal for equal records, on any machine.
struct Parts {
    head: Vec<u8>,
    blocks: Vec<Vec<u8>>,
}

impl Parts {
    fn of(origin: String, root: Hash, state: &State, packs: &Packs, acts: &[ActsOf]) -> Option<Parts> {
        let mut groups: Vec<&[ActsOf]> = Vec::new();
        let (mut first, mut number) = (0, 0);
        for (at, (_, acts_of_one)) in acts.iter().enumerate() {
            number += acts_of_one.len();
            if number >= BLOCK || at + 1 == acts.len() {
                groups.push(&acts[first..=at]);
                (first, number) = (at + 1, 0);
            }
        }
        let run = run_for_each_core(groups.len());
        let runs: Vec<&[&[ActsOf]]> = groups.chunks(run).collect();
        let write = |group: &&[ActsOf]| write_block(group, packs, state);
        let blocks: Vec<Vec<u8>> =
            on_every_core(&runs, |run| run.iter().map(write).collect::<Vec<_>>()).into_iter().flatten().collect();
        let mut head = MAGIC.to_vec();
        serde_json::to_writer(&mut head, &Head::of(state, origin, root, &blocks)).ok()?;
        head.push(b'\n');
        let sum = Hash::of(&head).hex();
        head.extend_from_slice(sum.as_bytes());
        head.push(b'\n');
        Some(Parts { head, blocks })
    }

    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        [self.head.as_slice()].into_iter().chain(self.blocks.iter().map(Vec::as_slice))
    }
}

/// Keeps what was replayed, where that can be done; `range` is what was read of the ledger for it.
///
/// It is not kept where the hashes beside those entries do not give the root: then the store is damaged, and what it
/// said would outlive its repair.
pub(crate) fn keep(folder: &Folder, range: Range<u64>, state: &State, packs: &Packs, acts: &[ActsOf]) {
    let kept = || -> Option<io::Result<()>> {
        let mut store = folder.store_so_far().ok()?;
        let root = stored_root(&mut *store, range.end).ok()?;
        if derived_root(&mut *store, range).ok()? != root {
            return None;
        }
        let parts = Parts::of(folder.config_so_far().ok()?.origin, root, state, packs, acts)?;
        Some(durable::replace_cache(&folder.snapshot_path(), parts.iter()))
    };
    // A disk that is full or read-only keeps no cache, and nobody is the worse for it.
    drop(kept());
}

/// What comparing a snapshot with the ledger shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// There is none.
    None,
    /// It is torn, of another program, or of another ledger: nothing reads it.
    Unused,
    /// It says what the entries say.
    Good,
    /// It would be believed, and says something else: somebody altered it.
    Altered,
}

/// Compares the snapshot of a registry, if there is one, with what its entries give from the first one on.
///
/// # Errors
/// When the entries cannot be replayed.
pub fn check(folder: &Folder) -> Result<Checked, Refusal> {
    if !folder.snapshot_path().exists() {
        return Ok(Checked::None);
    }
    let Some(snapshot) = Snapshot::open(&folder.snapshot_path()).filter(|snapshot| snapshot.is_of(folder)) else {
        return Ok(Checked::Unused);
    };
    let mut derived = None;
    replay_whole(folder, snapshot.size(), "en", |state, packs, acts| {
        derived = Parts::of(snapshot.origin.clone(), snapshot.root, state, packs, acts);
    })?;
    let mut at = 0;
    let same = derived.is_some_and(|derived| {
        derived.iter().all(|part| {
            let mut found = vec![0; part.len()];
            let read = snapshot.file.read_exact_at(&mut found, at);
            at += part.len() as u64;
            read.is_ok() && found == part
        })
    });
    Ok(match same {
        true => Checked::Good,
        false if snapshot.each_block(|block| snapshot.block(block).map(drop)).is_some() => Checked::Altered,
        false => Checked::Unused,
    })
}

/// The acts about some instruments: for each its id, their number, and every act after the distance of its entry.
fn write_block(group: &[ActsOf], packs: &Packs, state: &State) -> Vec<u8> {
    let mut block = Vec::new();
    for (ix, acts) in group {
        let id = &packs[*ix].id;
        write_text(&mut block, id);
        write_number(&mut block, acts.len() as u64);
        let mut next = 0;
        for (act, entry) in acts.iter().zip(state.acts_of(id)) {
            write_number(&mut block, entry - next);
            write_act(&mut block, act);
            next = entry + 1;
        }
    }
    block
}

fn read_block(block: &[u8], packs: &Packs, size: u64) -> Option<Vec<(TreatyIx, Gathered)>> {
    let mut rest = Rest(block);
    let mut all = Vec::new();
    while !rest.0.is_empty() {
        let ix = packs.by_id(rest.text()?)?;
        let number = usize::try_from(rest.number()?).ok().filter(|number| *number <= block.len())?;
        let (mut entries, mut acts) = (Vec::with_capacity(number), Vec::with_capacity(number));
        let mut next: u64 = 0;
        for _ in 0..number {
            let entry = next.checked_add(rest.number()?).filter(|entry| *entry < size)?;
            entries.push(entry);
            acts.push(rest.act(packs.parties.len())?);
            next = entry + 1;
        }
        all.push((ix, Gathered { entries, acts }));
    }
    Some(all)
}

/// What an act has, in its first two bytes.
mod has {
    pub(super) const PARTY: u16 = 1;
    pub(super) const EFFECT: u16 = 1 << 1;
    pub(super) const KNOWN: u16 = 1 << 2;
    pub(super) const WRONG: u16 = 1 << 3;
    pub(super) const ID: u16 = 1 << 4;
    pub(super) const ABOUT: u16 = 1 << 5;
    pub(super) const PLACE: u16 = 1 << 6;
    pub(super) const TERRITORY: u16 = 1 << 7;
    pub(super) const DOUBT: u16 = 1 << 8;
    pub(super) const OVERRULED: u16 = 1 << 9;
    pub(super) const NOTE: u16 = 1 << 10;
    pub(super) const ALL: u16 = (1 << 11) - 1;
}

const AUTHORITIES: [Authority; 4] =
    [Authority::Depositary, Authority::Register, Authority::Secondary, Authority::Memory];

fn write_act(out: &mut Vec<u8>, act: &Act) {
    let Act {
        kind,
        party,
        date: Dated { first, precision },
        effect,
        known,
        wrong_from,
        id,
        about,
        place,
        territory,
        doubt,
        overruled,
        source,
        authority,
        note,
    } = act;
    let days = [(effect, has::EFFECT), (known, has::KNOWN), (wrong_from, has::WRONG)];
    let texts = [
        (id, has::ID),
        (about, has::ABOUT),
        (place, has::PLACE),
        (territory, has::TERRITORY),
        (doubt, has::DOUBT),
        (overruled, has::OVERRULED),
        (note, has::NOTE),
    ];
    let mut there = if party.is_some() { has::PARTY } else { 0 };
    there |= days.iter().filter(|(day, _)| day.is_some()).fold(0, |all, (_, bit)| all | bit);
    there |= texts.iter().filter(|(text, _)| text.is_some()).fold(0, |all, (_, bit)| all | bit);
    out.extend_from_slice(&there.to_le_bytes());
    let precision = match precision {
        Precision::Day => 0,
        Precision::Month => 1,
        Precision::Year => 2,
        Precision::Season(season) => *season,
    };
    out.extend_from_slice(&[*kind as u8, *authority as u8, precision]);
    out.extend_from_slice(&first.epoch().to_le_bytes());
    if let Some(PartyIx(party)) = party {
        out.extend_from_slice(&party.to_le_bytes());
    }
    for day in days.iter().filter_map(|(day, _)| **day) {
        out.extend_from_slice(&day.epoch().to_le_bytes());
    }
    for text in texts.iter().filter_map(|(text, _)| text.as_deref()) {
        write_text(out, text);
    }
    write_text(out, source);
}

fn write_text(out: &mut Vec<u8>, text: &str) {
    write_number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// Seven bits a byte, the lowest first; the top bit says that more follow.
fn write_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// What is left to read of a block.
struct Rest<'b>(&'b [u8]);

impl<'b> Rest<'b> {
    fn bytes(&mut self, number: usize) -> Option<&'b [u8]> {
        let (bytes, rest) = self.0.split_at_checked(number)?;
        self.0 = rest;
        Some(bytes)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*bytes)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let [byte] = self.array()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn text(&mut self) -> Option<&'b str> {
        let length = self.number()?;
        str::from_utf8(self.bytes(usize::try_from(length).ok()?)?).ok()
    }

    fn day(&mut self) -> Option<Day> {
        self.array().map(|bytes| Day::from_epoch(i32::from_le_bytes(bytes)))
    }

    fn party(&mut self, parties: usize) -> Option<PartyIx> {
        self.array().map(u16::from_le_bytes).filter(|party| usize::from(*party) < parties).map(PartyIx)
    }

    fn act(&mut self, parties: usize) -> Option<Act> {
        let there = self.array().map(u16::from_le_bytes).filter(|there| there & !has::ALL == 0)?;
        let [kind, authority, precision] = self.array()?;
        let precision = match precision {
            0 => Precision::Day,
            1 => Precision::Month,
            2 => Precision::Year,
            season @ 21..=24 => Precision::Season(season),
            _ => return None,
        };
        let date = Dated { first: self.day()?, precision };
        let party = if there & has::PARTY == 0 { None } else { Some(self.party(parties)?) };
        let mut day = |bit| if there & bit == 0 { Some(None) } else { self.day().map(Some) };
        let (effect, known, wrong_from) = (day(has::EFFECT)?, day(has::KNOWN)?, day(has::WRONG)?);
        let mut text = |bit| if there & bit == 0 { Some(None) } else { self.text().map(|text| Some(Box::from(text))) };
        Some(Act {
            kind: *ActKind::ALL.get(usize::from(kind))?,
            party,
            date,
            effect,
            known,
            wrong_from,
            id: text(has::ID)?,
            about: text(has::ABOUT)?,
            place: text(has::PLACE)?,
            territory: text(has::TERRITORY)?,
            doubt: text(has::DOUBT)?,
            overruled: text(has::OVERRULED)?,
            note: text(has::NOTE)?,
            source: self.text()?.into(),
            authority: *AUTHORITIES.get(usize::from(authority))?,
        })
    }
}
