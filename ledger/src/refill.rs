//! Taking back from a mirror what an older copy of a store does not have.

use std::fmt;

use tlog::tile::WIDTH;
use tlog::tree::{self, Edge};
use tlog::{Checkpoint, Hash, Policy, Tile};

use crate::log::{grow, nodes_of};
use crate::source::{Source, bundle_entries};
use crate::store::{Batch, Row, Store, StoreError};
use crate::verify::{self, VerifyError};

/// Appends to a store what a source has beyond it, once the source's signed head is shown to extend it.
///
/// `request` gives the name of the request that made an entry. Returns the head, as a note, and
/// how many entries were appended; the note is published.
///
/// # Errors
/// When the source does not extend the store: then nothing is appended.
pub fn refill(
    store: &mut dyn Store,
    source: &mut dyn Source,
    policy: &Policy,
    request: &dyn Fn(&[u8]) -> Result<String, String>,
) -> Result<(String, u64), RefillError> {
    let (head, note) = verify::head(source, policy)?;
    let head = head.checkpoint;
    let size = store.size()?;
    let root = tree::root(&mut nodes_of(store, size), size)?;
    if size > head.size {
        return Err(RefillError::Behind { source: head.size, store: size });
    }
    verify::consistency(source, &Checkpoint::new(&head.origin, size, root), &head)?;
    let mut edge = Edge::of(&mut nodes_of(store, size), size)?;
    let mut entries: Vec<Vec<u8>> = Vec::new();
    let mut whole = edge.clone();
    for number in size / WIDTH..head.size.div_ceil(WIDTH) {
        let Some(bundle) = Tile::bundle_in(number, head.size) else { break };
        let found = (bundle.first()..).zip(bundle_entries(source, bundle)?);
        for (_, entry) in found.filter(|(index, _)| *index >= size) {
            whole.push(Hash::leaf(&entry), |_, _, _| {});
            entries.push(entry);
        }
    }
    if whole.root() != head.root {
        return Err(VerifyError::Root { size: head.size, given: whole.root(), signed: head.root }.into());
    }
    for run in entries.chunks(4096) {
        let requests: Vec<String> =
            run.iter().map(|entry| request(entry)).collect::<Result<_, _>>().map_err(RefillError::Entry)?;
        let first = edge.size();
        let mut nodes = Vec::new();
        let rows: Vec<Row<'_>> = run
            .iter()
            .zip(&requests)
            .map(|(entry, request)| {
                let leaf = Hash::leaf(entry);
                grow(&mut edge, leaf, &mut nodes);
                Row { bytes: entry, leaf, request }
            })
            .collect();
        store.append(&Batch { first, entries: &rows, nodes: &nodes })?;
    }
    store.publish(head.size, &note)?;
    Ok((note, entries.len() as u64))
}

/// Why nothing was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefillError {
    /// The source has fewer entries than the store.
    Behind {
        /// How many the source has.
        source: u64,
        /// How many the store has.
        store: u64,
    },
    /// The source is not what its head says, or does not extend the store.
    Verify(VerifyError),
    /// The store cannot be read or written.
    Store(StoreError),
    /// An entry is not one.
    Entry(String),
}

impl From<VerifyError> for RefillError {
    fn from(error: VerifyError) -> RefillError {
        RefillError::Verify(error)
    }
}

impl From<crate::source::SourceError> for RefillError {
    fn from(error: crate::source::SourceError) -> RefillError {
        RefillError::Verify(error.into())
    }
}

impl From<StoreError> for RefillError {
    fn from(error: StoreError) -> RefillError {
        RefillError::Store(error)
    }
}

impl fmt::Display for RefillError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RefillError::Behind { source, store } => {
                write!(f, "the mirror has {source} entries and the store {store}: it has nothing to give back")
            }
            RefillError::Verify(error) => error.fmt(f),
            RefillError::Store(error) => error.fmt(f),
            RefillError::Entry(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for RefillError {}
