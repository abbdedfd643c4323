//! Evidence: two heads that one log signed and that cannot both be true.
//!
//! The file is a tar: `old`, the checkpoint that was kept; `checkpoint` and `tile/…`, the
//! one that contradicts it with the tiles that show so; `keys`, the log's verifier keys.
//! Unpacked, it is a ledger's folder as far as a proof of consistency needs it, so that
//! any verifier of tlog-tiles finds the same: `verify-go consistency -old old … .`

use std::fmt;
use std::io::Read;

use tlog::checkpoint::CheckpointError;
use tlog::note::KeyError;
use tlog::{Checkpoint, Tile, VerifierKey};

use crate::source::{Source, SourceError};
use crate::verify::{self, VerifyError};

/// No evidence is larger: two notes and two tiles a level.
const MAX_EVIDENCE: u64 = 8 << 20;

/// Two signed heads of one log that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The keys of the log, one of which signed each head.
    pub keys: Vec<VerifierKey>,
    /// The head that was kept, as a note.
    pub old: String,
    /// The head that contradicts it, as a note.
    pub new: String,
    /// The tiles of the newer tree that its proof of consistency needs, by address.
    pub tiles: Vec<(String, Vec<u8>)>,
}

/// What evidence shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The head that was kept.
    pub old: Checkpoint,
    /// The head that contradicts it.
    pub new: Checkpoint,
    /// The contradiction, as a sentence.
    pub finding: String,
}

/// A source that remembers what was read from it.
struct Recording<'s> {
    source: &'s mut dyn Source,
    read: Vec<(String, Vec<u8>)>,
}

impl Source for Recording<'_> {
    fn get(&mut self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        let bytes = self.source.get(path)?;
        if let Some(bytes) = &bytes
            && self.read.iter().all(|(other, _)| other != path)
        {
            self.read.push((path.to_owned(), bytes.clone()));
        }
        Ok(bytes)
    }

    fn name(&self) -> String {
        self.source.name()
    }
}

impl Evidence {
    /// Gathers the evidence that a source's head contradicts one that was kept.
    ///
    /// # Errors
    /// When the two agree, or the source's tiles do not even belong to its own head.
    pub fn gather(
        source: &mut dyn Source,
        keys: &[VerifierKey],
        old: &str,
        new: &str,
    ) -> Result<Evidence, EvidenceError> {
        let (first, _) = Checkpoint::open(old.as_bytes(), keys)?;
        let (second, _) = Checkpoint::open(new.as_bytes(), keys)?;
        let mut recording = Recording { source, read: Vec::new() };
        // The older head may be the larger one: its own tree must then be at hand.
        let (small, large) = if first.size <= second.size { (&first, &second) } else { (&second, &first) };
        if small.size > 0 && small.size < large.size {
            // What it finds is asked again of what was recorded; here it says which tiles that takes.
            drop(verify::consistency(&mut recording, small, large));
        }
        let (old, new) = if first.size <= second.size { (old, new) } else { (new, old) };
        let evidence =
            Evidence { keys: keys.to_vec(), old: old.to_owned(), new: new.to_owned(), tiles: recording.read };
        evidence.verify(keys)?;
        Ok(evidence)
    }

    /// Checks that both heads are signed by one of the keys and cannot both be true.
    ///
    /// # Errors
    /// When they can, or the file shows nothing.
    pub fn verify(&self, keys: &[VerifierKey]) -> Result<Shown, EvidenceError> {
        let (old, _) = Checkpoint::open(self.old.as_bytes(), keys)?;
        let (new, _) = Checkpoint::open(self.new.as_bytes(), keys)?;
        if old.origin != new.origin {
            return Err(EvidenceError::NotEvidence("the two heads are of different ledgers".to_owned()));
        }
        match verify::consistency(&mut InMemory(&self.tiles), &old, &new) {
            Ok(()) => Err(EvidenceError::NotEvidence(format!(
                "the ledger of {} entries does begin with the one of {}",
                new.size, old.size
            ))),
            Err(VerifyError::SplitView { .. }) => {
                let finding = if old.size == new.size {
                    format!("`{}` signed two trees of {} entries: {} and {}", old.origin, old.size, old.root, new.root)
                } else {
                    format!(
                        "`{}` signed {} entries with the root {}, and then {} entries that do not begin with them",
                        old.origin, old.size, old.root, new.size
                    )
                };
                Ok(Shown { old, new, finding })
            }
            Err(error) => Err(EvidenceError::Verify(error)),
        }
    }

    /// The file, the same bytes for the same evidence.
    ///
    /// # Errors
    /// When it cannot be put together.
    pub fn to_tar(&self) -> Result<Vec<u8>, EvidenceError> {
        let mut archive = tar::Builder::new(Vec::new());
        let keys: String = self.keys.iter().map(|key| format!("{key}\n")).collect();
        let files = [("keys", keys.as_bytes()), ("old", self.old.as_bytes()), ("checkpoint", self.new.as_bytes())];
        let tiles = self.tiles.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
        for (path, bytes) in files.into_iter().chain(tiles) {
            let mut header = tar::Header::new_ustar();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            archive.append_data(&mut header, path, bytes).map_err(|error| EvidenceError::File(error.to_string()))?;
        }
        archive.into_inner().map_err(|error| EvidenceError::File(error.to_string()))
    }

    /// Reads a file that [`Evidence::to_tar`] made. Nothing in it is believed yet.
    ///
    /// # Errors
    /// When it is no such file, or has anything else in it.
    pub fn from_tar(bytes: &[u8]) -> Result<Evidence, EvidenceError> {
        let broken = |error: &dyn fmt::Display| EvidenceError::File(error.to_string());
        if bytes.len() as u64 > MAX_EVIDENCE {
            return Err(broken(&"it is larger than any evidence"));
        }
        let mut evidence = Evidence { keys: Vec::new(), old: String::new(), new: String::new(), tiles: Vec::new() };
        for file in tar::Archive::new(bytes).entries().map_err(|error| broken(&error))? {
            let mut file = file.map_err(|error| broken(&error))?;
            let path = file.path().map_err(|error| broken(&error))?.to_string_lossy().into_owned();
            let mut content = Vec::new();
            file.read_to_end(&mut content).map_err(|error| broken(&error))?;
            let text = || String::from_utf8(content.clone()).map_err(|error| broken(&error));
            match path.as_str() {
                "keys" => evidence.keys = text()?.lines().map(str::parse).collect::<Result<_, _>>()?,
                "old" => evidence.old = text()?,
                "checkpoint" => evidence.new = text()?,
                tile if Tile::parse(tile).is_some() => evidence.tiles.push((path, content)),
                other => return Err(broken(&format!("`{other}` is no part of evidence"))),
            }
        }
        Ok(evidence)
    }
}

struct InMemory<'e>(&'e [(String, Vec<u8>)]);

impl Source for InMemory<'_> {
    fn get(&mut self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        Ok(self.0.iter().find(|(other, _)| other == path).map(|(_, bytes)| bytes.clone()))
    }

    fn name(&self) -> String {
        "the evidence".to_owned()
    }
}

/// Why a file is no evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EvidenceError {
    /// The file cannot be read or made.
    File(String),
    /// A head is not signed by the log.
    Checkpoint(CheckpointError),
    /// A key is not a key.
    Key(KeyError),
    /// The tiles show nothing.
    Verify(VerifyError),
    /// The two heads can both be true.
    NotEvidence(String),
}

impl From<CheckpointError> for EvidenceError {
    fn from(error: CheckpointError) -> EvidenceError {
        EvidenceError::Checkpoint(error)
    }
}

impl From<KeyError> for EvidenceError {
    fn from(error: KeyError) -> EvidenceError {
        EvidenceError::Key(error)
    }
}

impl fmt::Display for EvidenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EvidenceError::File(why) => write!(f, "the file is no evidence: {why}"),
            EvidenceError::Checkpoint(error) => error.fmt(f),
            EvidenceError::Key(error) => error.fmt(f),
            EvidenceError::Verify(error) => write!(f, "the file shows nothing: {error}"),
            EvidenceError::NotEvidence(why) => write!(f, "the file shows nothing wrong: {why}"),
        }
    }
}

impl std::error::Error for EvidenceError {}
