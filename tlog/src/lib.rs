//! The mathematics of a transparency log.
//!
//! Trees after RFC 6962, tiles after [C2SP tlog-tiles], and the texts that make a
//! tree worth something: [signed notes](note), [checkpoints](checkpoint),
//! [cosignatures](cosignature), [receipts](receipt) and [policies](policy). Bytes
//! go in, bytes and verdicts come out. The crate is `no_std`: nothing in it can
//! read a file, look at a clock or wait, and the compiler says so.
//!
//! Wrong input is an error that names what is wrong with it. Impossible
//! arithmetic, such as a proof for an entry beyond the tree that the caller
//! itself named, is a bug of the caller and panics where the function says so.
//!
//! [C2SP tlog-tiles]: https://c2sp.org/tlog-tiles
#![no_std]

extern crate alloc;

pub mod bundle;
pub mod checkpoint;
pub mod cosignature;
mod hash;
pub mod note;
pub mod policy;
pub mod proof;
pub mod receipt;
pub mod tile;
pub mod tree;

pub use checkpoint::Checkpoint;
pub use hash::{Hash, HashError};
pub use note::{Note, NoteError, SigningKey, VerifierKey};
pub use policy::Policy;
pub use receipt::Receipt;
pub use tile::Tile;
