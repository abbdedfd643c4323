//! The signer: vouches for heads, and remembers what it vouched for.
//!
//! A log that signs two histories is caught by whoever kept the first one. The signer is
//! there so that this cannot happen by accident, when an old backup is put back or two
//! programs run on copies of one store. Its memory lies apart from the store, best on
//! another disk, and is written before a signature leaves it.

use std::fmt;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use tlog::note::Algorithm;
use tlog::proof::{ProofError, check_consistency};
use tlog::{Checkpoint, Hash, Note, SigningKey, VerifierKey};

use crate::durable;

/// A head with the signatures under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The head.
    pub checkpoint: Checkpoint,
    /// The note that carries it.
    pub note: String,
}

/// Who signs the heads of one log.
pub trait Signer: Send {
    /// The log's name for its whole life.
    fn origin(&self) -> &str;

    /// The keys it signs with now; the first is the log's own.
    fn keys(&self) -> Vec<VerifierKey>;

    /// The last head it signed.
    ///
    /// # Errors
    /// When its memory cannot be read or is damaged.
    fn last(&mut self) -> Result<Option<Signed>, SignerError>;

    /// Signs a head that a proof of consistency shows to extend the last one, and remembers it first.
    ///
    /// # Errors
    /// When it is no extension, or its memory cannot be written: then nothing is signed.
    fn sign(&mut self, checkpoint: &Checkpoint, proof: &[Hash]) -> Result<Signed, SignerError>;
}

/// A signer with its keys and its memory in a folder of its own.
///
/// `key` holds the log's private key, `retiring` further keys, one to a line, that sign
/// beside it until they are retired, and `signed` the last signed head.
#[derive(Debug)]
pub struct FileSigner {
    folder: PathBuf,
    keys: Vec<SigningKey>,
}

impl FileSigner {
    /// Makes a folder with a new key for the log of this name.
    ///
    /// # Errors
    /// When the folder holds a signer already, the name cannot be a log's, or it cannot be written.
    pub fn create(folder: &Path, origin: &str) -> Result<FileSigner, SignerError> {
        let key = new_key(origin, Algorithm::Ed25519)?;
        durable::folder(folder)?;
        let path = folder.join("key");
        if path.exists() {
            return Err(SignerError::Key(format!("{} holds a signer already", folder.display())));
        }
        write_secret(&path, &[&key])?;
        Ok(FileSigner { folder: folder.to_path_buf(), keys: vec![key] })
    }

    /// Opens the signer in a folder.
    ///
    /// # Errors
    /// When a key cannot be read.
    pub fn open(folder: &Path) -> Result<FileSigner, SignerError> {
        let keys = read_keys(folder)?;
        Ok(FileSigner { folder: folder.to_path_buf(), keys })
    }

    /// Begins to sign with a new key as well; the old ones go on signing beside it until they are retired.
    ///
    /// # Errors
    /// When the new key cannot be written: then the old one stays the only one.
    pub fn rotate(&mut self) -> Result<VerifierKey, SignerError> {
        let _lock = self.lock()?;
        let key = new_key(self.origin(), Algorithm::Ed25519)?;
        let old: Vec<&SigningKey> = self.keys.iter().collect();
        // A crash after the first write leaves the old key in both files, which reading tolerates.
        write_secret(&self.folder.join("retiring"), &old)?;
        write_secret(&self.folder.join("key"), &[&key])?;
        self.keys.insert(0, key);
        self.sign_again()?;
        Ok(self.keys[0].verifier().clone())
    }

    /// Signs from now on with the newest key alone.
    ///
    /// # Errors
    /// When the file of the old keys cannot be removed.
    pub fn retire(&mut self) -> Result<(), SignerError> {
        let _lock = self.lock()?;
        // Its memory must bear the newest key's signature before the others go; if the machine stopped
        // right after that key came, it does not yet.
        self.sign_again()?;
        match fs::remove_file(self.folder.join("retiring")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => durable::sync_folder(&self.folder)?,
        }
        self.keys.truncate(1);
        self.sign_again()
    }

    /// Signs nothing until [`FileSigner::unlock`]: an older copy of the registry was put back.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn lock_up(folder: &Path) -> Result<(), SignerError> {
        Ok(durable::replace(&folder.join("locked"), b"an older copy was put back\n")?)
    }

    /// Signs again.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn unlock(folder: &Path) -> Result<(), SignerError> {
        match fs::remove_file(folder.join("locked")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(durable::sync_folder(folder)?),
        }
    }

    /// Remembers a head that one of its own keys signed, which a mirror kept for it.
    ///
    /// # Errors
    /// When none of its keys signed it, or it remembers a larger one.
    pub fn remind(&self, note: &str) -> Result<(), SignerError> {
        let _lock = self.lock()?;
        let kept = Checkpoint::open(note.as_bytes(), &self.keys());
        let (kept, _) = kept.map_err(|error| SignerError::Key(error.to_string()))?;
        if let Some(Signed { checkpoint: last, .. }) = self.remembered()? {
            if last.size > kept.size {
                return Err(SignerError::Smaller { asked: kept.size, signed: last.size });
            }
            // A larger one cannot be compared here; whoever writes next must show that the store has both.
            if last.size == kept.size && last.root != kept.root {
                let why = ProofError::Root { size: last.size, given: kept.root, root: last.root };
                return Err(SignerError::Rewritten { size: last.size, why });
            }
        }
        Ok(durable::replace(&self.folder.join("signed"), note.as_bytes())?)
    }

    /// Puts the signatures of today's keys under the last head, before a key that signed it goes.
    fn sign_again(&self) -> Result<(), SignerError> {
        let Some(last) = self.remembered()? else { return Ok(()) };
        Ok(durable::replace(&self.folder.join("signed"), self.note(&last.checkpoint).as_bytes())?)
    }

    fn note(&self, checkpoint: &Checkpoint) -> String {
        let text = checkpoint.to_string();
        let signatures = self.keys.iter().map(|key| key.sign(&text)).collect();
        Note { text, signatures }.to_string()
    }

    fn lock(&self) -> io::Result<Held> {
        let path = self.folder.join("lock");
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        file.lock()?;
        Ok(Held(file))
    }

    fn remembered(&self) -> Result<Option<Signed>, SignerError> {
        let path = self.folder.join("signed");
        let note = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other?,
        };
        let damaged = |why: String| SignerError::Damaged { path: path.display().to_string(), why };
        let keys = self.keys();
        let (checkpoint, _) = Checkpoint::open(note.as_bytes(), &keys).map_err(|error| damaged(error.to_string()))?;
        Ok(Some(Signed { checkpoint, note }))
    }
}

/// A key with this name from the operating system's random numbers.
///
/// # Errors
/// When there are none, or the name cannot be a key's.
pub fn new_key(name: &str, algorithm: Algorithm) -> Result<SigningKey, SignerError> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| SignerError::Io(error.to_string()))?;
    SigningKey::from_seed(name, algorithm, &seed).map_err(|error| SignerError::Key(error.to_string()))
}

pub(crate) fn write_secret(path: &Path, keys: &[&SigningKey]) -> Result<(), SignerError> {
    let text: String = keys.iter().map(|key| key.secret() + "\n").collect();
    // Made for its owner alone before there is anything in it; `replace` keeps the name, not the mode.
    let beside = path.with_extension("new");
    drop(fs::remove_file(&beside));
    let mut file = File::options().write(true).create_new(true).mode(0o600).open(&beside)?;
    io::Write::write_all(&mut file, text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    durable::sync_folder(path.parent().unwrap_or(Path::new(".")))?;
    Ok(())
}

/// The lock on a signer's folder. It is given back by asking, so that it does not depend on what closing says.
struct Held(File);

impl Drop for Held {
    fn drop(&mut self) {
        // Where this fails, closing the file gives it back.
        let _ = self.0.unlock();
    }
}

fn read_keys(folder: &Path) -> Result<Vec<SigningKey>, SignerError> {
    let mut keys: Vec<SigningKey> = Vec::new();
    for name in ["key", "retiring"] {
        let path = folder.join(name);
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && name == "retiring" => continue,
            other => other.map_err(|error| SignerError::Io(format!("{}: {error}", path.display())))?,
        };
        for line in text.lines() {
            let key = SigningKey::from_secret(line)
                .map_err(|error| SignerError::Key(format!("{}: {error}", path.display())))?;
            if keys.iter().all(|other| other.verifier() != key.verifier()) {
                keys.push(key);
            }
        }
    }
    if keys.is_empty() { Err(SignerError::Key(format!("{} holds no key", folder.display()))) } else { Ok(keys) }
}

/// Checks that a head extends the last one that was signed.
///
/// # Errors
/// When it does not, or the proof does not show it.
pub fn check_extension(last: Option<&Checkpoint>, next: &Checkpoint, proof: &[Hash]) -> Result<(), SignerError> {
    let Some(last) = last else { return Ok(()) };
    if next.origin != last.origin {
        return Err(SignerError::Origin { asked: next.origin.clone(), own: last.origin.clone() });
    }
    if next.size < last.size {
        return Err(SignerError::Smaller { asked: next.size, signed: last.size });
    }
    check_consistency(last.size, next.size, last.root, next.root, proof)
        .map_err(|why| SignerError::Rewritten { size: last.size, why })
}

impl Signer for FileSigner {
    fn origin(&self) -> &str {
        self.keys[0].verifier().name()
    }

    fn keys(&self) -> Vec<VerifierKey> {
        self.keys.iter().map(|key| key.verifier().clone()).collect()
    }

    fn last(&mut self) -> Result<Option<Signed>, SignerError> {
        self.remembered()
    }

    fn sign(&mut self, checkpoint: &Checkpoint, proof: &[Hash]) -> Result<Signed, SignerError> {
        let _lock = self.lock()?;
        if self.folder.join("locked").exists() {
            return Err(SignerError::Locked);
        }
        if checkpoint.origin != self.origin() {
            return Err(SignerError::Origin { asked: checkpoint.origin.clone(), own: self.origin().to_owned() });
        }
        check_extension(self.remembered()?.map(|signed| signed.checkpoint).as_ref(), checkpoint, proof)?;
        let note = self.note(checkpoint);
        durable::replace(&self.folder.join("signed"), note.as_bytes())?;
        Ok(Signed { checkpoint: checkpoint.clone(), note })
    }
}

/// Why a signer does not sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignerError {
    /// The head is of another log.
    Origin {
        /// The log it is of.
        asked: String,
        /// The signer's own.
        own: String,
    },
    /// A larger tree has been signed: the store was set back.
    Smaller {
        /// The size to be signed.
        asked: u64,
        /// The size that was signed.
        signed: u64,
    },
    /// The head does not begin with what was signed: history was rewritten.
    Rewritten {
        /// The size of the tree that was signed.
        size: u64,
        /// What the proof shows.
        why: ProofError,
    },
    /// Its memory is not what it wrote.
    Damaged {
        /// The file.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// A key cannot be read or made.
    Key(String),
    /// A file cannot be read or written; nothing was signed.
    Io(String),
    /// An older copy was put back, and nobody has said that nothing newer was published.
    Locked,
    /// The disk is full; nothing was signed.
    Full,
}

impl From<io::Error> for SignerError {
    fn from(error: io::Error) -> SignerError {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => SignerError::Full,
            _ => SignerError::Io(error.to_string()),
        }
    }
}

impl fmt::Display for SignerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SignerError::Origin { asked, own } => write!(f, "the signer of `{own}` does not sign for `{asked}`"),
            SignerError::Smaller { asked, signed } => write!(
                f,
                "a ledger of {signed} entries has been signed and this one has {asked}: an older state was put back. \
                 Nothing is signed; fetch the missing entries from a mirror with `semey restore`"
            ),
            SignerError::Rewritten { size, why } => write!(
                f,
                "the ledger does not begin with the {size} entries that were signed ({why}): it was rewritten or is \
                 another one. Nothing is signed; put back the store that belongs to this signer"
            ),
            SignerError::Damaged { path, why } => write!(
                f,
                "the signer's memory {path} is damaged ({why}); put back its last copy, or the last published checkpoint"
            ),
            SignerError::Key(why) => f.write_str(why),
            SignerError::Io(why) => {
                write!(f, "the signer's files cannot be read or written ({why}); nothing was signed")
            }
            SignerError::Locked => f.write_str(
                "the registry was put back from a backup, and its signer signs nothing until it is sure that nothing \
                 newer was published: `semey restore DIR --mirror SOURCE` fetches what is missing, and `--unlock` says \
                 that nothing is",
            ),
            SignerError::Full => f.write_str("the signer's disk is full; nothing was signed: free some space"),
        }
    }
}

impl std::error::Error for SignerError {}
