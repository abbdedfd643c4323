//! A mirror: keeps every entry of another ledger, and raises the alarm when it changes its story.
//!
//! The copy lies in a folder as plain files under the addresses of tlog-tiles, so that any
//! web server can serve it and any verifier can read it. Entries are written only after the
//! signed head has been shown to extend the one that is held; the head itself is written
//! last. Whatever breaks off, the folder holds a whole older ledger, and the next update
//! goes on with what is there.

use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use tlog::policy::{PolicyError, Witnessed};
use tlog::tile::{self, TileNodes, WIDTH};
use tlog::tree::Edge;
use tlog::{Checkpoint, Hash, Note, Policy, SigningKey, Tile, VerifierKey, bundle, cosignature};

use crate::durable;
use crate::evidence::Evidence;
use crate::source::{Folder, Source, SourceError, bundle_entries, tile_hashes};
use crate::verify::{self, VerifyError};

/// A copy of one ledger in a folder.
#[derive(Debug)]
pub struct Mirror {
    folder: PathBuf,
    alarms: PathBuf,
    policy: Policy,
    _lock: File,
}

/// What an update brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// How many entries were held before.
    pub from: u64,
    /// How many are held now.
    pub to: u64,
    /// The head that is held, as a note.
    pub note: String,
    /// Set where the source showed an older head than the one held; both agree.
    pub stale: Option<u64>,
}

impl Mirror {
    /// Opens the copy in a folder, which is made if it is not there.
    ///
    /// The policy names the ledger's keys. Evidence goes to the folder `alarms` beside the copy.
    ///
    /// # Errors
    /// When the folder cannot be written, or another program keeps this mirror.
    pub fn open(folder: &Path, alarms: &Path, policy: Policy) -> Result<Mirror, MirrorError> {
        durable::folder(folder)?;
        let lock = File::options().create(true).truncate(false).write(true).open(folder.join(".lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(MirrorError::Busy { folder: folder.display().to_string() }),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        settle(folder)?;
        Ok(Mirror { folder: folder.to_path_buf(), alarms: alarms.to_path_buf(), policy, _lock: lock })
    }

    /// The head that is held, if any is.
    ///
    /// # Errors
    /// When the file that holds it is damaged.
    pub fn held(&self) -> Result<Option<(Witnessed, String)>, MirrorError> {
        let path = self.folder.join("checkpoint");
        match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
            Ok(note) => match self.policy.check(note.as_bytes()) {
                Ok(head) => Ok(Some((head, note))),
                Err(error) => Err(MirrorError::Damaged(format!("{}: {error}", path.display()))),
            },
        }
    }

    /// Brings the copy up to the head of a source.
    ///
    /// With a cosigner's key the head is cosigned at `time`, in seconds since 1970, once every
    /// entry is held. `progress` is given the number of entries held and to be held.
    ///
    /// # Errors
    /// [`MirrorError::Alarm`] when the source contradicts what is held; the copy stays as it was.
    pub fn update(
        &self,
        source: &mut dyn Source,
        cosigner: Option<(&SigningKey, u64)>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Update, MirrorError> {
        let (head, note) = verify::head(source, &self.policy)?;
        let new = head.checkpoint;
        let Some((held, held_note)) = self.held()? else {
            self.grow(source, None, &new, progress)?;
            let note = self.keep(&new, &note, cosigner)?;
            return Ok(Update { from: 0, to: new.size, note, stale: None });
        };
        let old = held.checkpoint;
        if new.origin != old.origin {
            return Err(MirrorError::Damaged(format!(
                "the source is `{}`, the mirror holds `{}`",
                new.origin, old.origin
            )));
        }
        if new.size < old.size {
            return match verify::consistency(&mut Folder(self.folder.clone()), &new, &old) {
                Ok(()) => Ok(Update { from: old.size, to: old.size, note: held_note, stale: Some(new.size) }),
                Err(VerifyError::SplitView { .. }) => {
                    Err(self.alarm(&mut Folder(self.folder.clone()), &note, &held_note))
                }
                Err(error) => Err(MirrorError::Damaged(error.to_string())),
            };
        }
        if new.size == old.size && new.root != old.root {
            return Err(self.alarm(source, &held_note, &note));
        }
        match self.grow(source, Some(&old), &new, progress) {
            Err(MirrorError::Verify(_)) if contradicts(source, &old, &new) => {
                return Err(self.alarm(source, &held_note, &note));
            }
            other => other?,
        }
        let note = self.keep(&new, &note, cosigner)?;
        self.sweep(old.size, new.size);
        Ok(Update { from: old.size, to: new.size, note, stale: None })
    }

    /// Fetches what a new head adds to the one that is held, checks it and writes it.
    fn grow(
        &self,
        source: &mut dyn Source,
        old: Option<&Checkpoint>,
        new: &Checkpoint,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), MirrorError> {
        let from = old.map_or(0, |old| old.size);
        let mut own = Folder(self.folder.clone());
        let mut edge = Edge::of(&mut TileNodes::new(from, |tile| tile_hashes(&mut own, tile)), from)
            .map_err(|error| MirrorError::Damaged(error.to_string()))?;
        if old.is_some_and(|old| old.root != edge.root()) {
            return Err(MirrorError::Damaged(format!("the first {from} entries do not give the root that is held")));
        }
        let leaves = self.leaves(source, &mut edge, new)?;
        for (number, leaves) in (from / WIDTH..).zip(leaves.chunks(WIDTH as usize)) {
            let Some(tile) = Tile::bundle_in(number, new.size) else { break };
            self.bundle(source, tile, leaves)?;
            progress((tile.first() + u64::from(tile.width)).min(new.size), new.size);
        }
        let held = Hashes { folder: &self.folder, size: from, first: from / WIDTH * WIDTH, leaves: &leaves };
        for tile in tile::added(from, new.size).filter(|tile| tile.level.is_some()) {
            let hashes = held.tile(tile)?;
            self.write(&tile.path(), &tile::bytes(&hashes))?;
        }
        Ok(())
    }

    /// The leaf hashes from the beginning of the first tile that changes, once they lead to the new root.
    fn leaves(&self, source: &mut dyn Source, edge: &mut Edge, new: &Checkpoint) -> Result<Vec<Hash>, MirrorError> {
        let from = edge.size();
        let mut leaves = Vec::new();
        for number in from / WIDTH..new.size.div_ceil(WIDTH) {
            let Some(tile) = Tile::in_tree(0, number, new.size) else { break };
            for (index, leaf) in (tile.first()..).zip(tile_hashes(source, tile)?) {
                if index >= from {
                    edge.push(leaf, |_, _, _| {});
                }
                leaves.push(leaf);
            }
        }
        // What overlaps is held already, and must be the same.
        if let Some(tile) = Tile::in_tree(0, from / WIDTH, from).filter(|tile| !tile.is_full()) {
            let own = tile_hashes(&mut Folder(self.folder.clone()), tile)?;
            if let Some(at) = own.iter().zip(&leaves).position(|(own, theirs)| own != theirs) {
                return Err(VerifyError::Entry { index: tile.first() + at as u64 }.into());
            }
        }
        if edge.root() == new.root {
            return Ok(leaves);
        }
        Err(VerifyError::Root { size: new.size, given: edge.root(), signed: new.root }.into())
    }

    /// Fetches a bundle unless it is here already, compares it with its leaves and writes it.
    fn bundle(&self, source: &mut dyn Source, tile: Tile, leaves: &[Hash]) -> Result<(), MirrorError> {
        let fits = |entries: &[Vec<u8>]| entries.iter().map(|entry| Hash::leaf(entry)).eq(leaves.iter().copied());
        if bundle_entries(&mut Folder(self.folder.clone()), tile).is_ok_and(|entries| fits(&entries)) {
            return Ok(());
        }
        let entries = bundle_entries(source, tile)?;
        if !fits(&entries) {
            let differs = entries.iter().zip(leaves).position(|(entry, leaf)| Hash::leaf(entry) != *leaf);
            return Err(VerifyError::Entry { index: tile.first() + differs.unwrap_or(0) as u64 }.into());
        }
        let mut bytes = Vec::new();
        for entry in &entries {
            bundle::push(&mut bytes, entry).map_err(|error| MirrorError::Damaged(error.to_string()))?;
        }
        self.write(&tile.path(), &bytes)
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), MirrorError> {
        let path = self.folder.join(path);
        durable::folder(path.parent().unwrap_or(&self.folder))?;
        Ok(durable::replace(&path, bytes)?)
    }

    /// Holds a head, after everything that it stands for.
    fn keep(&self, head: &Checkpoint, note: &str, cosigner: Option<(&SigningKey, u64)>) -> Result<String, MirrorError> {
        let mut note = Note::parse(note.as_bytes()).map_err(|error| MirrorError::Damaged(error.to_string()))?;
        if let Some((key, time)) = cosigner {
            note.signatures.retain(|signature| !signature.is_by(key.verifier()));
            note.signatures.push(cosignature::sign(key, time, &note.text));
        }
        debug_assert_eq!(note.text, head.to_string(), "the note is not the head's");
        let note = note.to_string();
        self.write("checkpoint", note.as_bytes())?;
        Ok(note)
    }

    /// Removes the partial tiles of the older head whose full ones are here; a failure harms nobody.
    fn sweep(&self, old: u64, new: u64) {
        for level in (0..=7).map(Some).chain([None]) {
            let width = old >> (u32::from(level.unwrap_or(0)) * u32::from(tile::HEIGHT));
            let full = Tile { level, index: width / WIDTH, width: WIDTH as u16 };
            if !width.is_multiple_of(WIDTH) && full.is_in(new) {
                drop(fs::remove_dir_all(self.folder.join(format!("{}.p", full.path()))));
            }
        }
    }

    /// Writes the evidence down and says where.
    fn alarm(&self, source: &mut dyn Source, old: &str, new: &str) -> MirrorError {
        let keys: Vec<VerifierKey> = self.policy.logs.iter().map(|log| log.key.clone()).collect();
        let evidence = match Evidence::gather(source, &keys, old, new) {
            Ok(evidence) => evidence,
            Err(error) => {
                return MirrorError::Alarm { finding: format!("no evidence can be gathered yet: {error}"), file: None };
            }
        };
        let finding = evidence.verify(&keys).map_or_else(|error| error.to_string(), |shown| shown.finding);
        let file = evidence.to_tar().ok().and_then(|bytes| {
            let path = self.alarms.join(format!("evidence-{}.tar", &Hash::of(&bytes).hex()[..16]));
            durable::folder(&self.alarms).and_then(|()| durable::replace(&path, &bytes)).ok().map(|()| path)
        });
        MirrorError::Alarm { finding, file }
    }
}

/// Puts in order what an interrupted update left: what is not on the disk yet counts as held from now on,
/// and a partial tile whose full one is here is of no use.
fn settle(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_type()?.is_dir() {
            continue;
        }
        let path = entry.path();
        if path.extension().is_some_and(|ending| ending == "p") && path.with_extension("").is_file() {
            fs::remove_dir_all(&path)?;
        } else {
            settle(&path)?;
        }
    }
    durable::sync_folder(folder)
}

/// Whether the tiles of a source prove that its head does not extend an older one.
fn contradicts(source: &mut dyn Source, old: &Checkpoint, new: &Checkpoint) -> bool {
    matches!(verify::consistency(source, old, new), Err(VerifyError::SplitView { .. }))
}

/// The hashes of a tree whose beginning is held and whose new leaves are at hand.
struct Hashes<'h> {
    folder: &'h Path,
    size: u64,
    first: u64,
    leaves: &'h [Hash],
}

impl Hashes<'_> {
    fn tile(&self, tile: Tile) -> Result<Vec<Hash>, MirrorError> {
        let level = tile.level.unwrap_or(0);
        (tile.first()..tile.first() + u64::from(tile.width)).map(|index| self.node(level, index)).collect()
    }

    /// A hash of a level of tiles: of new leaves where it lies there, of what is held otherwise.
    fn node(&self, level: u8, index: u64) -> Result<Hash, MirrorError> {
        let span = WIDTH.pow(u32::from(level));
        let (first, end) = (index * span, (index + 1) * span);
        if first >= self.first {
            let range = (first - self.first) as usize..(end - self.first) as usize;
            return Ok(tile::root_of(&self.leaves[range]));
        }
        if end <= self.size {
            let held = Tile::in_tree(level, index / WIDTH, self.size);
            let mut own = Folder(self.folder.to_path_buf());
            let at = (index % WIDTH) as usize;
            let held = held.map(|tile| tile_hashes(&mut own, tile)).transpose()?;
            return held
                .and_then(|hashes| hashes.get(at).copied())
                .ok_or_else(|| MirrorError::Damaged(format!("hash {index} of tile level {level} is not held")));
        }
        let below: Vec<Hash> =
            (index * WIDTH..(index + 1) * WIDTH).map(|index| self.node(level - 1, index)).collect::<Result<_, _>>()?;
        Ok(tile::root_of(&below))
    }
}

/// Why a mirror is not brought up to date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MirrorError {
    /// The source contradicts itself: what it signed once is not what it signed now.
    Alarm {
        /// The contradiction, as a sentence.
        finding: String,
        /// The file with the evidence, if it could be written.
        file: Option<PathBuf>,
    },
    /// What the source gives is not what its head says.
    Verify(VerifyError),
    /// Another program keeps this mirror.
    Busy {
        /// Where.
        folder: String,
    },
    /// The copy itself is damaged.
    Damaged(String),
    /// A file cannot be read or written.
    Io(String),
}

impl From<VerifyError> for MirrorError {
    fn from(error: VerifyError) -> MirrorError {
        MirrorError::Verify(error)
    }
}

impl From<SourceError> for MirrorError {
    fn from(error: SourceError) -> MirrorError {
        MirrorError::Verify(error.into())
    }
}

impl From<PolicyError> for MirrorError {
    fn from(error: PolicyError) -> MirrorError {
        MirrorError::Verify(error.into())
    }
}

impl From<io::Error> for MirrorError {
    fn from(error: io::Error) -> MirrorError {
        MirrorError::Io(error.to_string())
    }
}

impl fmt::Display for MirrorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MirrorError::Alarm { finding, file } => {
                write!(f, "ALARM: {finding}.")?;
                match file {
                    Some(file) => write!(f, " The evidence is in {}; the copy was left as it was", file.display()),
                    None => write!(f, " The copy was left as it was"),
                }
            }
            MirrorError::Verify(error) => write!(f, "{error}; nothing of it was kept, the copy is as it was"),
            MirrorError::Busy { folder } => write!(f, "another program keeps the mirror in {folder}; stop it first"),
            MirrorError::Damaged(why) => {
                write!(f, "the copy is damaged: {why}; move the folder away and mirror again")
            }
            MirrorError::Io(why) => write!(f, "the copy cannot be read or written: {why}"),
        }
    }
}

impl std::error::Error for MirrorError {}
