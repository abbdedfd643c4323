//! Checking somebody's ledger from the first entry to the last.

use std::fmt;

use tlog::policy::{PolicyError, Witnessed};
use tlog::proof::{ProofError, check_consistency, prove_consistency};
use tlog::tile::{self, TileNodes, WIDTH};
use tlog::tree::{self, Edge};
use tlog::{Checkpoint, Hash, Policy, Tile};

use crate::source::{Source, SourceError, bundle_entries, tile_hashes};

/// A ledger that is what its checkpoint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The checkpoint, and who cosigned it.
    pub head: Witnessed,
    /// The note that carries it.
    pub note: String,
    /// How many bytes its entries have.
    pub bytes: u64,
    /// How many tiles were compared.
    pub tiles: u64,
}

/// Why a ledger is not believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VerifyError {
    /// A resource is missing or malformed.
    Source(SourceError),
    /// The checkpoint is not one that the policy accepts.
    Policy(PolicyError),
    /// An entry does not hash to its leaf.
    Entry {
        /// Which.
        index: u64,
    },
    /// A tile is not the one that the entries give.
    Tile {
        /// Its address.
        path: String,
    },
    /// The entries give another root than the signed one.
    Root {
        /// The size of the tree.
        size: u64,
        /// What the entries give.
        given: Hash,
        /// What was signed.
        signed: Hash,
    },
    /// The older head has more entries than the newer one.
    Rollback {
        /// The older size.
        old: u64,
        /// The newer size.
        new: u64,
    },
    /// The newer tree does not begin with the older one.
    SplitView {
        /// The older size.
        old: u64,
        /// The newer size.
        new: u64,
        /// What the proof shows.
        why: ProofError,
    },
    /// Whoever was given the entries refuses one.
    Refused(String),
}

impl From<SourceError> for VerifyError {
    fn from(error: SourceError) -> VerifyError {
        VerifyError::Source(error)
    }
}

impl From<PolicyError> for VerifyError {
    fn from(error: PolicyError) -> VerifyError {
        VerifyError::Policy(error)
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            VerifyError::Source(error) => error.fmt(f),
            VerifyError::Policy(error) => error.fmt(f),
            VerifyError::Entry { index } => {
                write!(f, "entry {index} is not the one in the tree: it does not hash to its leaf")
            }
            VerifyError::Tile { path } => write!(f, "{path} is not the tile that the entries give"),
            VerifyError::Root { size, given, signed } => {
                write!(f, "the {size} entries give the root {given}, and the checkpoint says {signed}")
            }
            VerifyError::Rollback { old, new } => {
                write!(f, "rollback: the older checkpoint has {old} entries, the newer {new}")
            }
            VerifyError::SplitView { old, new, why } => {
                write!(f, "split view: the ledger of {new} entries does not begin with the signed one of {old}: {why}")
            }
            VerifyError::Refused(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for VerifyError {}

/// The signed checkpoint of a source, accepted by a policy.
///
/// # Errors
/// When it is not there or not accepted.
pub fn head(source: &mut dyn Source, policy: &Policy) -> Result<(Witnessed, String), VerifyError> {
    let missing = SourceError::new(&source.name(), "checkpoint", "it is not there");
    let bytes = source.get("checkpoint")?.ok_or(missing)?;
    let head = policy.check(&bytes)?;
    let note = String::from_utf8(bytes).map_err(|_| VerifyError::Policy(PolicyError::NoQuorum))?;
    Ok((head, note))
}

/// Whoever is given entries that were checked, and may refuse one.
pub type Visit<'v> = dyn FnMut(u64, &[u8]) -> Result<(), String> + 'v;

/// Derives the whole tree of a ledger from its entries and compares every tile.
///
/// `each` is given every entry, in order; `progress` the number of entries done.
///
/// # Errors
/// The first thing that is not what it should be.
pub fn fsck(
    source: &mut dyn Source,
    policy: &Policy,
    each: &mut Visit<'_>,
    progress: &mut dyn FnMut(u64),
) -> Result<Verified, VerifyError> {
    let (head, note) = self::head(source, policy)?;
    let size = head.checkpoint.size;
    let mut verified = Verified { head, note, bytes: 0, tiles: 0 };
    let mut edge = Edge::new();
    let mut rows: Vec<Vec<Hash>> = Vec::new();
    for number in 0..size.div_ceil(WIDTH) {
        let Some(bundle) = Tile::bundle_in(number, size) else { break };
        let leaves = tile_hashes(source, Tile { level: Some(0), ..bundle })?;
        verified.tiles += 2;
        for ((index, entry), leaf) in (bundle.first()..).zip(bundle_entries(source, bundle)?).zip(leaves) {
            let hash = Hash::leaf(&entry);
            if hash != leaf {
                return Err(VerifyError::Entry { index });
            }
            each(index, &entry).map_err(VerifyError::Refused)?;
            verified.bytes += entry.len() as u64;
            edge.push(hash, |level, _, hash| {
                let row = usize::from(level / tile::HEIGHT);
                if level > 0 && level % tile::HEIGHT == 0 {
                    if rows.len() < row {
                        rows.push(Vec::new());
                    }
                    rows[row - 1].push(hash);
                }
            });
        }
        progress(edge.size());
    }
    for (level, row) in (1..).zip(&rows) {
        for (number, hashes) in (0..).zip(row.chunks(WIDTH as usize)) {
            let tile = Tile { level: Some(level), index: number, width: hashes.len() as u16 };
            if tile_hashes(source, tile)? != hashes {
                return Err(VerifyError::Tile { path: tile.path() });
            }
            verified.tiles += 1;
        }
    }
    // Last, because it says only that something is wrong, and a tile says where.
    let (given, signed) = (edge.root(), verified.head.checkpoint.root);
    if given != signed {
        return Err(VerifyError::Root { size, given, signed });
    }
    Ok(verified)
}

/// Checks that a source's tree of `new` entries begins with an older one, by the tiles of the source.
///
/// # Errors
/// [`VerifyError::Rollback`] and [`VerifyError::SplitView`] when it does not.
pub fn consistency(source: &mut dyn Source, old: &Checkpoint, new: &Checkpoint) -> Result<(), VerifyError> {
    if old.size > new.size {
        return Err(VerifyError::Rollback { old: old.size, new: new.size });
    }
    let proof = proof(source, old.size, new.size)?;
    let split = |why| VerifyError::SplitView { old: old.size, new: new.size, why };
    if old.size == new.size || !old.size.is_power_of_two() {
        return check_consistency(old.size, new.size, old.root, new.root, &proof).map_err(|why| match why {
            // A proof that does not even lead to the new root is not a proof of anything.
            ProofError::Root { size, .. } if size == new.size && old.size != new.size => not_its_tiles(),
            why => split(why),
        });
    }
    // Where the old tree is a complete subtree the proof starts from its root. Started from the kept one it
    // would only lead astray: what the new tree says of its beginning must be asked of its tiles.
    let mut nodes = TileNodes::new(new.size, |tile| tile_hashes(source, tile));
    let given = tree::root(&mut nodes, old.size)?;
    check_consistency(old.size, new.size, given, new.root, &proof).map_err(|_| not_its_tiles())?;
    if given == old.root { Ok(()) } else { Err(split(ProofError::Root { size: old.size, given, root: old.root })) }
}

/// The tiles of a source that do not lead to the root that it signed.
fn not_its_tiles() -> VerifyError {
    VerifyError::Tile { path: "tile/".to_owned() }
}

/// A proof of consistency between two sizes, made from the tiles of a source and not checked.
///
/// # Errors
/// When a tile cannot be had.
pub fn proof(source: &mut dyn Source, old: u64, new: u64) -> Result<Vec<Hash>, VerifyError> {
    let mut nodes = TileNodes::new(new, |tile| tile_hashes(source, tile));
    Ok(prove_consistency(&mut nodes, old, new)?)
}
