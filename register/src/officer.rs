//! Officers' keys: who enters what, sealed on disk.
//!
//! A key lies in an age file under a passphrase, so that whoever copies the disk signs
//! nothing, and any age program can open it for its owner.

use std::fmt;
use std::fs;
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use age::secrecy::SecretString;
use ledger::durable;
use ledger::tlog::SigningKey;
use ledger::tlog::note::{Algorithm, is_key_name};
use ledger::{SignerError, new_key};

/// How hard a passphrase is to guess: 2^18 rounds, about a second on an ordinary machine.
pub const WORK_FACTOR: u8 = 18;

/// A folder of officers' sealed keys.
#[derive(Debug, Clone)]
pub struct Officers {
    folder: PathBuf,
}

impl Officers {
    /// The keys in a folder.
    pub fn new(folder: impl Into<PathBuf>) -> Officers {
        Officers { folder: folder.into() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.age"))
    }

    /// The names of the officers whose keys are here.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for file in fs::read_dir(&self.folder)? {
            let name = file?.file_name().to_string_lossy().into_owned();
            names.extend(name.strip_suffix(".age").map(str::to_owned));
        }
        names.sort();
        Ok(names)
    }

    /// Makes a key for an officer and seals it. `work_factor` is the binary logarithm of the rounds.
    ///
    /// # Errors
    /// When the officer has a key here already, or it cannot be written.
    pub fn create(&self, name: &str, passphrase: &str, work_factor: u8) -> Result<SigningKey, OfficerError> {
        let fits = is_key_name(name) && !name.contains(['/', '\\', '.']) && name.len() <= 64;
        if !fits {
            return Err(OfficerError::Name(name.to_owned()));
        }
        let key = new_key(name, Algorithm::Ed25519)?;
        let mut recipient = age::scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
        recipient.set_work_factor(work_factor);
        let sealed = age::encrypt(&recipient, key.secret().as_bytes())
            .map_err(|error| OfficerError::Seal(name.to_owned(), error.to_string()))?;
        durable::folder(&self.folder)?;
        let path = self.path(name);
        let mut file = match fs::File::options().write(true).create_new(true).mode(0o600).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(OfficerError::Exists(path.display().to_string()));
            }
            other => other?,
        };
        io::Write::write_all(&mut file, &sealed)?;
        file.sync_all()?;
        durable::sync_folder(&self.folder)?;
        Ok(key)
    }

    /// Opens an officer's key.
    ///
    /// # Errors
    /// When there is none, or the passphrase is another.
    pub fn open(&self, name: &str, passphrase: &str) -> Result<SigningKey, OfficerError> {
        open(&self.path(name), name, passphrase)
    }
}

fn open(path: &Path, name: &str, passphrase: &str) -> Result<SigningKey, OfficerError> {
    let sealed = match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(OfficerError::Missing(name.to_owned(), path.display().to_string()));
        }
        other => other?,
    };
    let mut identity = age::scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
    // The file is our own: whatever it was sealed with can be undone.
    identity.set_max_work_factor(22);
    let opened = age::decrypt(&identity, &sealed).map_err(|error| match error {
        age::DecryptError::DecryptionFailed | age::DecryptError::NoMatchingKeys => {
            OfficerError::Passphrase(name.to_owned())
        }
        other => OfficerError::Seal(name.to_owned(), other.to_string()),
    })?;
    let text = String::from_utf8(opened).map_err(|_| OfficerError::Passphrase(name.to_owned()))?;
    SigningKey::from_secret(&text).map_err(|error| OfficerError::Seal(name.to_owned(), error.to_string()))
}

/// Why an officer's key cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfficerError {
    /// The name cannot be an officer's.
    Name(String),
    /// There is a key of that name already.
    Exists(String),
    /// There is no key of that name.
    Missing(String, String),
    /// The passphrase is another.
    Passphrase(String),
    /// The file is no sealed key.
    Seal(String, String),
    /// A file cannot be read or written.
    Io(String),
}

impl From<SignerError> for OfficerError {
    fn from(error: SignerError) -> OfficerError {
        OfficerError::Io(error.to_string())
    }
}

impl From<io::Error> for OfficerError {
    fn from(error: io::Error) -> OfficerError {
        OfficerError::Io(error.to_string())
    }
}

impl fmt::Display for OfficerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OfficerError::Name(name) => write!(
                f,
                "`{name}` cannot be an officer's name; write at most 64 letters, digits and hyphens, without spaces"
            ),
            OfficerError::Exists(path) => write!(f, "{path} is there already; choose another name for the new key"),
            OfficerError::Missing(name, path) => write!(f, "there is no key of `{name}` here ({path})"),
            OfficerError::Passphrase(name) => write!(f, "the passphrase does not open the key of `{name}`"),
            OfficerError::Seal(name, why) => write!(f, "the key of `{name}` cannot be opened: {why}"),
            OfficerError::Io(why) => write!(f, "the officers' keys cannot be read or written: {why}"),
        }
    }
}

impl std::error::Error for OfficerError {}
