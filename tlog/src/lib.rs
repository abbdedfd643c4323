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
//! # A log, from the first entry to a receipt
//!
//! ```
//! use tlog::note::Algorithm;
//! use tlog::proof::{check_consistency, check_inclusion, prove_consistency, prove_inclusion};
//! use tlog::tree::Memory;
//! use tlog::{Checkpoint, Hash, Note, Policy, Receipt, SigningKey};
//!
//! // The log enters three acts.
//! let entries = ["signature KAZ", "signature KGZ", "deposit KGZ"];
//! let mut tree = Memory::of(entries.map(|entry| Hash::leaf(entry.as_bytes())));
//! let (size, root) = (tree.size(), tree.root());
//!
//! // It proves that the second is among them, and that one more was only added.
//! let proof = prove_inclusion(&mut tree, 1, size)?;
//! check_inclusion(Hash::leaf(b"signature KGZ"), 1, size, root, &proof)?;
//! tree.push(Hash::leaf(b"deposit KAZ"));
//! let growth = prove_consistency(&mut tree, size, size + 1)?;
//! check_consistency(size, size + 1, root, tree.root(), &growth)?;
//!
//! // It signs what it is, and gives the depositor a receipt.
//! let key = SigningKey::from_seed("example.org/log", Algorithm::Ed25519, &[7; 32])?;
//! let text = Checkpoint::new("example.org/log", size, root).to_string();
//! let signatures = vec![key.sign(&text)];
//! let checkpoint = Note { text, signatures }.to_string();
//! let receipt = Receipt { extra: None, index: 1, proof, checkpoint };
//!
//! // Years later, anyone who has the file, the entry and the log's public key checks it.
//! let kept: Receipt = receipt.to_string().parse()?;
//! let policy = Policy::of_log([key.verifier().clone()]);
//! assert_eq!(kept.verify(b"signature KGZ", &policy)?.checkpoint.size, 3);
//! assert!(kept.verify(b"signature RUS", &policy).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
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
