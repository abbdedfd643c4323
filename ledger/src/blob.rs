//! Files outside the ledger, by what they are: their SHA-256.
//!
//! An entry names a file by its hash, so nobody can put another in its place. A file
//! that is missing is said to be missing; the ledger holds without it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tlog::Hash;

use crate::durable;

/// A folder of files, at `ab/cd/abcd…` by the hexadecimal digits of their hashes.
#[derive(Debug, Clone)]
pub struct Blobs {
    root: PathBuf,
}

impl Blobs {
    /// The files under a folder, which need not be there yet.
    pub fn new(root: impl Into<PathBuf>) -> Blobs {
        Blobs { root: root.into() }
    }

    /// Where a file lies below the folder, and below `blob/sha256/` of an address.
    pub fn path(hash: &Hash) -> String {
        let hex = hash.hex();
        format!("{}/{}/{hex}", &hex[..2], &hex[2..4])
    }

    /// Keeps a file, durably, before anything names it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put(&self, bytes: &[u8]) -> io::Result<Hash> {
        let hash = Hash::of(bytes);
        let path = self.root.join(Blobs::path(&hash));
        if !self.get(&hash).is_ok_and(|found| found.is_some()) {
            durable::folder(path.parent().unwrap_or(Path::new(".")))?;
            durable::replace(&path, bytes)?;
        }
        durable::settle(&path, &self.root)?;
        Ok(hash)
    }

    /// The file with this hash; none if it is not here.
    ///
    /// # Errors
    /// When it cannot be read, or is not what its name says.
    pub fn get(&self, hash: &Hash) -> io::Result<Option<Vec<u8>>> {
        let path = self.root.join(Blobs::path(hash));
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other?,
        };
        if Hash::of(&bytes) == *hash {
            return Ok(Some(bytes));
        }
        let message = format!("the file {} is not the one its name says; restore it from a mirror", path.display());
        Err(io::Error::new(io::ErrorKind::InvalidData, message))
    }
}
