//! The order of a write, and what happens when it breaks off.

use std::fmt;
use std::time::Duration;

use tlog::note::Signature;
use tlog::proof::{prove_consistency, prove_inclusion};
use tlog::tile::TileNodes;
use tlog::tree::{self, Edge};
use tlog::{Checkpoint, Hash, Note, Policy, Receipt, Tile, bundle, tile};

use crate::canonical::{self, CanonicalError};
use crate::signer::{Signed, Signer, SignerError};
use crate::store::{Batch, Row, Store, StoreError};

/// An entry to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its canonical bytes.
    pub bytes: Vec<u8>,
    /// The submitter's name for the request; two entries never share one.
    pub request: String,
}

/// What an append made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The place of the first entry.
    pub first: u64,
    /// How many entries there are now.
    pub size: u64,
    /// The published checkpoint.
    pub note: String,
}

/// Where cosignatures come from.
pub trait Cosigners: Send {
    /// Asks for cosignatures of a signed checkpoint. `prove` gives the proof of consistency from an older size.
    ///
    /// A witness that does not answer is left out: whether enough did is for the policy to say.
    fn gather(&mut self, signed: &Signed, prove: &mut dyn FnMut(u64) -> Option<Vec<Hash>>) -> Vec<Signature>;
}

/// Who must cosign a head before it is published, and the way to them.
pub type Witnesses = (Policy, Box<dyn Cosigners>);

/// Looks at entries of a store, by their range, that nobody has signed yet; a sentence says what is wrong.
pub type Vet = Box<dyn FnMut(&mut dyn Store, std::ops::Range<u64>) -> Result<(), String> + Send>;

/// A ledger that is being written.
pub struct Log {
    store: Box<dyn Store>,
    signer: Box<dyn Signer>,
    witnesses: Option<Witnesses>,
    vet: Vet,
    edge: Edge,
    published: Option<Signed>,
    /// Set while it is not known what the store holds; recovery clears it.
    uncertain: bool,
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log").field("size", &self.edge.size()).finish_non_exhaustive()
    }
}

/// The nodes of the tree of the first `size` entries of a store.
pub(crate) fn nodes_of(
    store: &mut dyn Store,
    size: u64,
) -> TileNodes<impl FnMut(Tile) -> Result<Vec<Hash>, StoreError> + '_> {
    TileNodes::new(size, |tile: Tile| {
        let first = tile.first();
        store.nodes(tile.level.unwrap_or(0), first..first + u64::from(tile.width))
    })
}

/// The root of the first `size` entries of a store, by the hashes of subtrees that it keeps.
///
/// # Errors
/// When the store has fewer, or cannot be read.
pub fn stored_root(store: &mut dyn Store, size: u64) -> Result<Hash, StoreError> {
    tree::root(&mut nodes_of(store, size), size)
}

/// The root of the first entries of a store up to the end of a range, made anew from the leaf hashes of the range and
/// the subtrees kept for what lies before it.
///
/// # Errors
/// When the store has fewer, or cannot be read.
pub fn derived_root(store: &mut dyn Store, range: std::ops::Range<u64>) -> Result<Hash, StoreError> {
    const RUN: u64 = 65_536;
    let mut edge = Edge::of(&mut nodes_of(store, range.start), range.start)?;
    while edge.size() < range.end {
        let first = edge.size();
        for leaf in store.nodes(0, first..(first + RUN).min(range.end))? {
            edge.push(leaf, |_, _, _| ());
        }
    }
    Ok(edge.root())
}

/// The bytes of a tile or bundle of a store, as it is served.
///
/// # Errors
/// When the store cannot give them, or an entry is not the one its leaf hash was made from.
pub fn tile_bytes(store: &mut dyn Store, tile: Tile) -> Result<Vec<u8>, StoreError> {
    let range = tile.first()..tile.first() + u64::from(tile.width);
    let Some(level) = tile.level else {
        let mut bytes = Vec::new();
        each_entry(store, range, |_, entry| bundle::push(&mut bytes, entry).map_err(|error| damaged(&error)))?;
        return Ok(bytes);
    };
    store.nodes(level, range).map(|hashes| tile::bytes(&hashes))
}

fn damaged(why: &dyn fmt::Display) -> StoreError {
    StoreError::Damaged { what: why.to_string() }
}

/// Gives the entries of a range, each compared with its leaf hash.
///
/// # Errors
/// When one is missing or altered, or `each` refuses one.
pub fn each_entry<E: From<StoreError>>(
    store: &mut dyn Store,
    range: std::ops::Range<u64>,
    mut each: impl FnMut(u64, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let mut outcome = Ok(());
    store.entries(range, &mut |at, bytes, leaf| {
        if outcome.is_ok() {
            outcome = if Hash::leaf(bytes).0 == leaf {
                each(at, bytes)
            } else {
                Err(StoreError::Damaged { what: format!("entry {at} is not the one its hash was made from") }.into())
            };
        }
    })?;
    outcome
}

/// Adds a leaf, and the root of every full tile that it closes.
pub(crate) fn grow(edge: &mut Edge, leaf: Hash, closed: &mut Vec<(u8, u64, Hash)>) {
    edge.push(leaf, |level, index, hash| {
        if level > 0 && level % tile::HEIGHT == 0 {
            closed.push((level / tile::HEIGHT, index, hash));
        }
    });
}

impl Log {
    /// Opens a ledger for writing: looks at what store and signer remember, and ends what was broken off.
    ///
    /// # Errors
    /// When they contradict each other: then nothing is changed.
    pub fn open(store: Box<dyn Store>, signer: Box<dyn Signer>, witnesses: Option<Witnesses>) -> Result<Log, Fault> {
        Log::open_vetting(store, signer, witnesses, Box::new(|_, _| Ok(())))
    }

    /// Opens a ledger for writing, as [`Log::open`] does, and lets `vet` look at entries that were stored and
    /// not signed before any is.
    ///
    /// A program that was killed leaves such entries, and so does somebody who writes into the store past it:
    /// only what the entries say tells the two apart.
    ///
    /// # Errors
    /// As for [`Log::open`], and [`Fault::Foreign`] when `vet` refuses.
    pub fn open_vetting(
        store: Box<dyn Store>,
        signer: Box<dyn Signer>,
        witnesses: Option<Witnesses>,
        vet: Vet,
    ) -> Result<Log, Fault> {
        let mut log = Log { store, signer, witnesses, vet, edge: Edge::new(), published: None, uncertain: true };
        log.exclusively::<(), Fault>(Duration::from_secs(5), |_| Ok(()))?;
        Ok(log)
    }

    /// How many entries there are, as far as this program has seen.
    pub fn size(&self) -> u64 {
        self.edge.size()
    }

    /// The published checkpoint.
    pub fn published(&self) -> Option<&Signed> {
        self.published.as_ref()
    }

    /// The ledger's name for its whole life.
    pub fn origin(&self) -> &str {
        self.signer.origin()
    }

    /// The store beneath, for reading.
    pub fn store(&mut self) -> &mut dyn Store {
        &mut *self.store
    }

    /// The signer.
    pub fn signer(&mut self) -> &mut dyn Signer {
        &mut *self.signer
    }

    /// Does some work while nobody else writes, after catching up with what others wrote.
    ///
    /// # Errors
    /// When the lock cannot be had in that time, recovery fails, or the work does.
    pub fn exclusively<T, E: From<Fault>>(
        &mut self,
        wait: Duration,
        work: impl FnOnce(&mut Log) -> Result<T, E>,
    ) -> Result<T, E> {
        self.store.lock(wait).map_err(Fault::from)?;
        let caught_up = self.catch_up();
        let done = caught_up.map_err(E::from).and_then(|()| work(self));
        self.store.unlock();
        done
    }

    fn catch_up(&mut self) -> Result<(), Fault> {
        let size = self.store.size()?;
        let behind = self.published.as_ref().is_none_or(|published| published.checkpoint.size != size);
        if self.uncertain || behind || size != self.edge.size() {
            self.uncertain = true;
            self.recover()?;
            self.uncertain = false;
        }
        Ok(())
    }

    /// Compares what store and signer remember, and ends what was broken off between them.
    fn recover(&mut self) -> Result<(), Fault> {
        let size = self.store.size()?;
        let keys = self.signer.keys();
        let signed = self.signer.last()?;
        self.published = match self.store.published()? {
            None => None,
            Some(note) => match Checkpoint::open(note.as_bytes(), &keys) {
                Ok((checkpoint, _)) => Some(Signed { checkpoint, note }),
                Err(error) => return Err(damaged(&format!("the published checkpoint: {error}")).into()),
            },
        };
        let last = signed.as_ref().map_or(0, |signed| signed.checkpoint.size);
        if let Some(published) = &self.published
            && (signed.is_none() || published.checkpoint.size > last)
        {
            return Err(Fault::Forgot { published: published.checkpoint.size, signed: last });
        }
        if last > size {
            return Err(SignerError::Smaller { asked: size, signed: last }.into());
        }
        self.edge = self.regrow(signed.as_ref().map(|signed| &signed.checkpoint), size)?;
        if last < size {
            (self.vet)(&mut *self.store, last..size).map_err(|why| Fault::Foreign { why })?;
        }
        if let Some(Signed { checkpoint, .. }) = &self.published {
            let stored = tree::root(&mut nodes_of(&mut *self.store, checkpoint.size), checkpoint.size)?;
            if stored != checkpoint.root {
                return Err(Fault::Fork { size: checkpoint.size, stored, signed: checkpoint.root });
            }
        }
        match self.seal() {
            // What waits for witnesses is neither lost nor in the way of what comes next.
            Ok(_) | Err(Fault::NotWitnessed { .. }) => Ok(()),
            Err(fault) => Err(fault),
        }
    }

    /// The edge of what is stored: the beginning is what was signed, the rest what its entries give.
    ///
    /// The hashes that are stored for the rest are compared and not believed: nobody has signed them yet.
    fn regrow(&mut self, signed: Option<&Checkpoint>, size: u64) -> Result<Edge, Fault> {
        let last = signed.map_or(0, |signed| signed.size);
        let mut edge = Edge::of(&mut nodes_of(&mut *self.store, last), last)?;
        if let Some(signed) = signed.filter(|signed| signed.root != edge.root()) {
            return Err(Fault::Fork { size: last, stored: edge.root(), signed: signed.root });
        }
        let mut closed = Vec::new();
        // Entries of the last bundle go into tiles that are made anew: they are compared as well.
        each_entry::<StoreError>(&mut *self.store, last / tile::WIDTH * tile::WIDTH..size, |at, bytes| {
            if at >= last {
                grow(&mut edge, Hash::leaf(bytes), &mut closed);
            }
            Ok(())
        })?;
        for (level, index, hash) in closed {
            if self.store.nodes(level, index..index + 1)? != [hash] {
                let (first, end) = (index << (level * tile::HEIGHT), (index + 1) << (level * tile::HEIGHT));
                let what =
                    format!("hash {index} of tile level {level} is not what entries {first} to {} give", end - 1);
                return Err(damaged(&what).into());
            }
        }
        Ok(edge)
    }

    /// Signs the head, has it witnessed and publishes it; the last steps of an append and of recovery alike.
    fn seal(&mut self) -> Result<Signed, Fault> {
        let head = Checkpoint::new(self.signer.origin(), self.edge.size(), self.edge.root());
        let last = self.signer.last()?.map_or(0, |signed| signed.checkpoint.size);
        let proof = prove_consistency(&mut nodes_of(&mut *self.store, head.size), last.min(head.size), head.size)?;
        let signed = self.signer.sign(&head, &proof)?;
        // A key that came since then has still to be seen under the published head.
        let signatures = signed.note.rsplit("\n\n").next().unwrap_or("");
        let is_published = |published: &Signed| {
            published.checkpoint == signed.checkpoint && signatures.lines().all(|line| published.note.contains(line))
        };
        if let Some(published) = self.published.as_ref().filter(|published| is_published(published)) {
            return Ok(published.clone());
        }
        let witnessed = self.witness(signed)?;
        self.store.publish(witnessed.checkpoint.size, &witnessed.note)?;
        self.published = Some(witnessed.clone());
        Ok(witnessed)
    }

    fn witness(&mut self, signed: Signed) -> Result<Signed, Fault> {
        let Some((policy, cosigners)) = &mut self.witnesses else { return Ok(signed) };
        let (store, size) = (&mut self.store, signed.checkpoint.size);
        let mut prove = |old: u64| {
            let nodes = &mut nodes_of(&mut **store, size);
            Some(old).filter(|old| *old <= size).and_then(|old| prove_consistency(nodes, old, size).ok())
        };
        let cosignatures = cosigners.gather(&signed, &mut prove);
        let mut note = Note::parse(signed.note.as_bytes()).map_err(|error| damaged(&error))?;
        note.signatures.extend(cosignatures);
        let note = note.to_string();
        match policy.check(note.as_bytes()) {
            Ok(_) => Ok(Signed { note, ..signed }),
            Err(error) => Err(Fault::NotWitnessed { size, why: error.to_string() }),
        }
    }

    /// Appends entries after the first `expected`, and returns when they are published.
    ///
    /// Call it within [`Log::exclusively`]. Nothing is appended unless every entry can be.
    ///
    /// # Errors
    /// See [`Fault`]; [`Fault::is_written`] says whether the entries may be in the ledger.
    pub fn append(&mut self, expected: u64, entries: &[Entry]) -> Result<Written, Fault> {
        if expected != self.edge.size() {
            return Err(StoreError::Conflict { size: self.edge.size() }.into());
        }
        for (at, entry) in entries.iter().enumerate() {
            if entry.bytes.len() > bundle::MAX_ENTRY {
                return Err(Fault::TooLong { entry: at, length: entry.bytes.len() });
            }
            canonical::check(&entry.bytes).map_err(|why| Fault::NotCanonical { entry: at, why })?;
        }
        let mut edge = self.edge.clone();
        let mut nodes = Vec::new();
        let rows: Vec<Row<'_>> = entries
            .iter()
            .map(|entry| {
                let leaf = Hash::leaf(&entry.bytes);
                grow(&mut edge, leaf, &mut nodes);
                Row { bytes: &entry.bytes, leaf, request: &entry.request }
            })
            .collect();
        let batch = Batch { first: expected, entries: &rows, nodes: &nodes };
        self.uncertain = true;
        if let Err(error) = self.store.append(&batch) {
            self.uncertain = matches!(error, StoreError::Unknown { .. } | StoreError::Conflict { .. });
            return Err(error.into());
        }
        let sealed = self.compare(&batch).and_then(|()| {
            self.edge = edge;
            self.seal()
        });
        let sealed = sealed.map_err(Fault::afterwards)?;
        self.uncertain = false;
        Ok(Written { first: expected, size: self.edge.size(), note: sealed.note })
    }

    /// Reads back what was written: a bit that turned on the way to the disk must not be signed.
    fn compare(&mut self, batch: &Batch<'_>) -> Result<(), Fault> {
        let mut rows = batch.entries.iter();
        let mut altered = None;
        self.store.entries(batch.first..batch.first + batch.entries.len() as u64, &mut |at, bytes, leaf| {
            let same = rows.next().is_some_and(|row| row.bytes == bytes && row.leaf.0 == leaf);
            if altered.is_none() && !(same && Hash::leaf(bytes).0 == leaf) {
                altered = Some(at);
            }
        })?;
        if let Some(entry) = altered {
            return Err(Fault::Altered { entry });
        }
        for (level, index, hash) in batch.nodes {
            if self.store.nodes(*level, *index..index + 1)? != [*hash] {
                return Err(Fault::Altered { entry: index << (level * tile::HEIGHT) });
            }
        }
        Ok(())
    }

    /// The receipt of an entry, against the published checkpoint.
    ///
    /// # Errors
    /// When the entry is not published, or the store cannot be read.
    pub fn receipt(&mut self, index: u64) -> Result<Receipt, Fault> {
        let published = self.published.clone().filter(|published| index < published.checkpoint.size);
        let published = published.ok_or(Fault::NotPublished { entry: index })?;
        receipt_of(&mut *self.store, index, &published)
    }
}

/// The receipt of an entry of a store against a published checkpoint.
///
/// # Errors
/// When the store cannot be read.
///
/// # Panics
/// When the checkpoint does not have the entry.
pub fn receipt_of(store: &mut dyn Store, index: u64, published: &Signed) -> Result<Receipt, Fault> {
    let proof = prove_inclusion(&mut nodes_of(store, published.checkpoint.size), index, published.checkpoint.size)?;
    Ok(Receipt { extra: None, index, proof, checkpoint: published.note.clone() })
}

/// Why an entry is not acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The store failed.
    Store(StoreError),
    /// The signer refused or failed.
    Signer(SignerError),
    /// An entry is longer than an entry can be.
    TooLong {
        /// Which of those given.
        entry: usize,
        /// Its length in bytes.
        length: usize,
    },
    /// An entry is not canonical JSON.
    NotCanonical {
        /// Which of those given.
        entry: usize,
        /// What is wrong.
        why: CanonicalError,
    },
    /// What was read back is not what was written; nothing was signed.
    Altered {
        /// The entry.
        entry: u64,
    },
    /// The entries are in the ledger; what follows (signing, publishing, the receipt) broke off, and will be ended.
    Unfinished {
        /// What failed.
        why: String,
    },
    /// The store and the signer remember different trees of one size.
    Fork {
        /// The size.
        size: u64,
        /// The root of what is stored.
        stored: Hash,
        /// The root that was signed.
        signed: Hash,
    },
    /// More has been published than the signer remembers having signed.
    Forgot {
        /// The size that was published.
        published: u64,
        /// The size that the signer remembers.
        signed: u64,
    },
    /// Too few witnesses cosigned; the entries are stored and signed, and not published yet.
    NotWitnessed {
        /// The size of the tree that waits.
        size: u64,
        /// What the policy misses.
        why: String,
    },
    /// Entries lie in the store that did not enter by the door.
    Foreign {
        /// What is wrong with the first of them.
        why: String,
    },
    /// The entry is not published, or not there.
    NotPublished {
        /// The entry.
        entry: u64,
    },
}

impl Fault {
    /// Whether the entries may be in the ledger all the same.
    pub fn is_written(&self) -> bool {
        match self {
            Fault::Store(error) => matches!(error, StoreError::Unknown { .. }),
            Fault::TooLong { .. } | Fault::NotCanonical { .. } | Fault::NotPublished { .. } => false,
            _ => true,
        }
    }

    /// The same, when it came after the entries had been stored: a store speaks only of what it was asked last.
    #[must_use]
    pub fn afterwards(self) -> Fault {
        match self {
            Fault::Store(error) => Fault::Unfinished { why: error.cause() },
            other => other,
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Fault {
        Fault::Store(error)
    }
}

impl From<SignerError> for Fault {
    fn from(error: SignerError) -> Fault {
        Fault::Signer(error)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Store(error) => error.fmt(f),
            Fault::Signer(error) => error.fmt(f),
            Fault::TooLong { length, .. } => write!(
                f,
                "the entry has {length} bytes and an entry has at most {}; keep long texts as files and name their hash",
                bundle::MAX_ENTRY
            ),
            Fault::NotCanonical { why, .. } => why.fmt(f),
            Fault::Altered { entry } => write!(
                f,
                "entry {entry} was read back from the store other than it was written; nothing was signed: \
                 check the disk and memory of this machine before entering anything more"
            ),
            Fault::Unfinished { why } => write!(
                f,
                "the entry is in the ledger, and what follows broke off: {why}. Nothing is lost; enter it again with the \
                 same request, and you get its receipt"
            ),
            Fault::Fork { size, stored, signed } => write!(
                f,
                "the first {size} entries of the store have the root {stored}, and the signer signed {signed}: the \
                 store was altered or is another one. Nothing is signed; `semey fsck` says where, and `semey restore` \
                 puts back a good copy"
            ),
            Fault::Forgot { published, signed } => write!(
                f,
                "a checkpoint of {published} entries has been published and the signer remembers one of {signed}: its \
                 folder is an older copy. Nothing is signed; put back the newest copy of the signer's folder"
            ),
            Fault::NotWitnessed { size, why } => write!(
                f,
                "the ledger of {size} entries is signed and waits for witnesses: {why}. Nothing is lost; the receipt \
                 follows when enough have cosigned"
            ),
            Fault::Foreign { why } => write!(
                f,
                "somebody wrote into the store past this program: {why}. Nothing of it is signed; put back the last \
                 good copy with `semey restore`, and look at who can write to the store"
            ),
            Fault::NotPublished { entry } => write!(f, "the ledger has no published entry {entry}"),
        }
    }
}

impl std::error::Error for Fault {}
