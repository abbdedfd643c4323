//! Reading a ledger that lies somewhere: in a folder, behind an address, in a store.

use std::fmt;
use std::fs;
use std::io;
use std::path::PathBuf;

use tlog::tile;
use tlog::{Checkpoint, Hash, Tile, bundle};

use crate::log::tile_bytes;
use crate::store::Store;

/// The longest resource that is read: a bundle of 256 entries of the greatest length.
pub const MAX_RESOURCE: u64 = 256 * (2 + bundle::MAX_ENTRY as u64);

/// The resources of one ledger, by their address below its prefix.
///
/// Nothing that comes from a source is believed; see [`crate::verify`].
pub trait Source {
    /// The bytes at an address; none if there is nothing.
    ///
    /// # Errors
    /// When it cannot be told.
    fn get(&mut self, path: &str) -> Result<Option<Vec<u8>>, SourceError>;

    /// What to call it in a message.
    fn name(&self) -> String;
}

/// A ledger's resources as files in a folder.
#[derive(Debug, Clone)]
pub struct Folder(pub PathBuf);

impl Source for Folder {
    fn get(&mut self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        match fs::read(self.0.join(path)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
            Err(error) => Err(SourceError::new(&self.name(), path, error)),
        }
    }

    fn name(&self) -> String {
        self.0.display().to_string()
    }
}

/// A ledger in a store, as it would be served.
pub struct Stored<'s> {
    /// The store.
    pub store: &'s mut dyn Store,
    /// What to call it.
    pub name: String,
}

impl fmt::Debug for Stored<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Stored").field(&self.name).finish()
    }
}

impl Source for Stored<'_> {
    fn get(&mut self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        let failed = |error| SourceError::new(&self.name, path, error);
        let published = self.store.published().map_err(failed)?;
        if path == "checkpoint" {
            return Ok(published.map(String::into_bytes));
        }
        let size = published.and_then(|note| size_of(&note)).unwrap_or(0);
        let Some(tile) = Tile::parse(path).filter(|tile| tile.is_in(size)) else { return Ok(None) };
        tile_bytes(self.store, tile).map(Some).map_err(failed)
    }

    fn name(&self) -> String {
        self.name.clone()
    }
}

/// The size in a checkpoint's note, believed as it stands: for one's own store.
pub fn size_of(note: &str) -> Option<u64> {
    let (text, _) = note.split_once("\n\n")?;
    format!("{text}\n").parse::<Checkpoint>().ok().map(|checkpoint| checkpoint.size)
}

/// A ledger behind an address.
#[cfg(feature = "http")]
pub struct Address {
    prefix: String,
    agent: ureq::Agent,
}

#[cfg(feature = "http")]
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Address").field(&self.prefix).finish()
    }
}

/// A client that waits a while, and not for ever.
#[cfg(feature = "http")]
pub(crate) fn agent() -> ureq::Agent {
    use std::time::Duration;
    ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(60)))
        .timeout_connect(Some(Duration::from_secs(10)))
        .http_status_as_error(false)
        .max_redirects(0)
        .user_agent(concat!("semey/", env!("CARGO_PKG_VERSION")))
        .build()
        .into()
}

#[cfg(feature = "http")]
impl Address {
    /// The ledger with this prefix, such as `https://example.org/zone`.
    pub fn new(prefix: &str) -> Address {
        Address { prefix: prefix.trim_end_matches('/').to_owned(), agent: agent() }
    }
}

#[cfg(feature = "http")]
impl Source for Address {
    fn get(&mut self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        let failed = |error: &dyn fmt::Display| SourceError::new(&self.prefix, path, error);
        let mut answer = self.agent.get(format!("{}/{path}", self.prefix)).call().map_err(|error| failed(&error))?;
        match answer.status().as_u16() {
            200 => {
                let body = answer.body_mut().with_config().limit(MAX_RESOURCE).read_to_vec();
                body.map(Some).map_err(|error| failed(&error))
            }
            404 | 410 => Ok(None),
            status => Err(failed(&format!("the answer was {status}"))),
        }
    }

    fn name(&self) -> String {
        self.prefix.clone()
    }
}

/// A tile of a ledger, from the address of its width or cut from the full one.
///
/// # Errors
/// When it is not there, or does not hold what its address says.
pub fn tile_hashes(source: &mut dyn Source, tile: Tile) -> Result<Vec<Hash>, SourceError> {
    let wrong = |source: &dyn Source| SourceError::new(&source.name(), &tile.path(), "the tile has another length");
    if let Some(bytes) = source.get(&tile.path())? {
        return tile::hashes(tile, &bytes).ok_or_else(|| wrong(source));
    }
    let bytes = full(source, tile)?;
    let mut hashes = tile::hashes(tile.full(), &bytes).ok_or_else(|| wrong(source))?;
    hashes.truncate(usize::from(tile.width));
    Ok(hashes)
}

/// The entries of a bundle, from the address of its width or cut from the full one.
///
/// # Errors
/// When it is not there, or does not hold what its address says.
pub fn bundle_entries(source: &mut dyn Source, tile: Tile) -> Result<Vec<Vec<u8>>, SourceError> {
    let entries = |source: &dyn Source, bytes: &[u8], width| match bundle::entries(bytes, width) {
        Ok(entries) => Ok(entries.into_iter().map(<[u8]>::to_vec).collect::<Vec<_>>()),
        Err(error) => Err(SourceError::new(&source.name(), &tile.path(), error)),
    };
    if let Some(bytes) = source.get(&tile.path())? {
        return entries(source, &bytes, tile.width);
    }
    let bytes = full(source, tile)?;
    let mut found = entries(source, &bytes, tile.full().width)?;
    found.truncate(usize::from(tile.width));
    Ok(found)
}

fn full(source: &mut dyn Source, tile: Tile) -> Result<Vec<u8>, SourceError> {
    let found = if tile.is_full() { None } else { source.get(&tile.full().path())? };
    found.ok_or_else(|| SourceError::new(&source.name(), &tile.path(), "it is not there"))
}

/// A resource that cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceError {
    /// The address.
    pub path: String,
    /// Where, and what is wrong.
    pub why: String,
}

impl SourceError {
    pub(crate) fn new(name: &str, path: &str, why: impl fmt::Display) -> SourceError {
        SourceError { path: path.to_owned(), why: format!("{name}: {path}: {why}") }
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for SourceError {}
