//! The ledger room: keeps bytes in order and proves it.
//!
//! An entry is canonical JSON of at most 65,535 bytes; this room never asks what it
//! says. Entries lie in a [`Store`], a [`Signer`] vouches for the head and refuses to
//! vouch for a rewritten one, and a [`Log`] takes an entry through the order of a
//! write: stored in one transaction, read back and compared, signed, witnessed,
//! published, and only then acknowledged. The mathematics lies apart, in [`tlog`].
//!
//! What each step leaves behind when it is the last one that happened:
//!
//! | after | what is there | what opening again does |
//! | --- | --- | --- |
//! | nothing | nothing | nothing |
//! | the transaction | entries that nobody was told of | reads them back, signs, publishes |
//! | the signature | the signer remembers the new head | publishes what it signed |
//! | publication | everything but the answer | nothing; the same request finds its entry |

pub mod blob;
pub mod canonical;
pub mod durable;
pub mod evidence;
mod log;
pub mod mirror;
pub mod refill;
mod signer;
pub mod source;
pub mod store;
pub mod verify;
pub mod witness;

pub use log::{
    Cosigners, Entry, Fault, Log, Vet, Witnesses, Written, derived_root, each_entry, receipt_of, stored_root,
    tile_bytes,
};
pub use signer::{FileSigner, Signed, Signer, SignerError, check_extension, new_key};
pub use store::{Batch, Store, StoreError};
pub use tlog;
