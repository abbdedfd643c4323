//! Where entries lie: one small trait, so that the ledger is the same on every store.

#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::fmt;
use std::ops::Range;
use std::time::Duration;

use tlog::Hash;

#[cfg(feature = "postgres")]
pub use postgres::Postgres;
#[cfg(feature = "sqlite")]
pub use sqlite::Sqlite;

/// Entries that enter together, with what the tree gains by them.
#[derive(Debug, Clone, Copy)]
pub struct Batch<'b> {
    /// The place of the first one: the number of entries there must be before.
    pub first: u64,
    /// The entries, in order.
    pub entries: &'b [Row<'b>],
    /// The roots of full tiles that they close: level of tiles (1 and up), index, hash.
    pub nodes: &'b [(u8, u64, Hash)],
}

/// One entry as it is stored.
#[derive(Debug, Clone, Copy)]
pub struct Row<'b> {
    /// Its bytes.
    pub bytes: &'b [u8],
    /// Its leaf hash.
    pub leaf: Hash,
    /// The submitter's name for the request, by which a repetition is known.
    pub request: &'b str,
}

/// Whoever is given entries: the place of each, its bytes, and the leaf hash stored beside it.
pub type EachEntry<'e> = dyn FnMut(u64, &[u8], &[u8]) + 'e;

/// An append-only sequence of entries with the hashes of its tree.
///
/// A store is believed in nothing: what it gives back is checked against hashes that
/// were signed. It never changes or deletes a row.
pub trait Store: Send {
    /// Takes the one lock under which entries are appended and published, waiting at most so long.
    ///
    /// What can be read once it is had outlives a power cut: an entry that another program wrote
    /// and died before syncing, or whose standby never answered, is made safe before it is shown,
    /// because it may be signed.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when somebody else holds it all that time.
    fn lock(&mut self, wait: Duration) -> Result<(), StoreError>;

    /// Gives the lock back.
    fn unlock(&mut self);

    /// How many entries are committed.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn size(&mut self) -> Result<u64, StoreError>;

    /// Appends a batch in one transaction, durably, or nothing of it.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] when it cannot be told whether the batch was written; every
    /// other error means that nothing was.
    fn append(&mut self, batch: &Batch<'_>) -> Result<(), StoreError>;

    /// Gives every entry of a range, in order, with its place and the leaf hash stored beside it.
    ///
    /// # Errors
    /// When an entry is missing or cannot be read.
    fn entries(&mut self, range: Range<u64>, each: &mut EachEntry<'_>) -> Result<(), StoreError>;

    /// The hashes of a level of tiles: leaves at level 0, roots of full tiles above.
    ///
    /// # Errors
    /// When one is missing or cannot be read.
    fn nodes(&mut self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, StoreError>;

    /// The entry that a request made.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn request(&mut self, request: &str) -> Result<Option<u64>, StoreError>;

    /// Keeps a signed checkpoint as the published one, durably.
    ///
    /// # Errors
    /// As for [`Store::append`].
    fn publish(&mut self, size: u64, note: &str) -> Result<(), StoreError>;

    /// The published checkpoint of the greatest size.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn published(&mut self) -> Result<Option<String>, StoreError>;
}

/// Why a store did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// Somebody appended meanwhile; nothing was written.
    Conflict {
        /// How many entries there are now.
        size: u64,
    },
    /// Somebody else holds the lock; nothing was written.
    Busy {
        /// Who, as far as it is known.
        what: String,
    },
    /// The disk is full or a quota is used up; nothing was written.
    Full,
    /// The store cannot be written to; nothing was written.
    ReadOnly,
    /// A request is known already; nothing was written.
    Known {
        /// The request.
        request: String,
    },
    /// It failed, and nothing was written.
    Failed {
        /// What the store said.
        why: String,
    },
    /// It cannot be told whether anything was written: stop, open again, and let recovery look.
    Unknown {
        /// What the store said.
        why: String,
    },
    /// What is there is not what was put there.
    Damaged {
        /// What, and where.
        what: String,
    },
}

impl StoreError {
    /// What failed, without what it means for the entry: where that is known better.
    pub(crate) fn cause(self) -> String {
        match self {
            StoreError::Full => "the disk is full; free some space".to_owned(),
            StoreError::ReadOnly => "the disk or folder of the ledger has become read-only".to_owned(),
            StoreError::Failed { why } | StoreError::Unknown { why } => why,
            other => other.to_string(),
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Conflict { size } => write!(f, "somebody else appended: there are {size} entries now"),
            StoreError::Busy { what } => write!(f, "the ledger is in use: {what}"),
            StoreError::Full => f.write_str(
                "the disk is full; nothing was written and nothing was lost: free some space and enter it again",
            ),
            StoreError::ReadOnly => {
                f.write_str("the ledger cannot be written to: its disk or folder is read-only; nothing was written")
            }
            StoreError::Known { request } => write!(f, "the request `{request}` is in the ledger already"),
            StoreError::Failed { why } => write!(f, "the store failed and nothing was written: {why}"),
            StoreError::Unknown { why } => write!(
                f,
                "the store failed and it is not known whether the entry was written: {why}; \
                 enter it again with the same request, and you get its receipt if it was"
            ),
            StoreError::Damaged { what } => write!(f, "the store is damaged: {what}"),
        }
    }
}

impl std::error::Error for StoreError {}
