//! The register room: answers questions about treaties as values, with the sentences in them.
//!
//! An answer is a function of the [`World`] and of the question, which carries its days: the room
//! reads no clock and prints nothing. The fields of an answer, in their order, are the JSON that
//! `docs/json.md` promises.

pub mod adopt;
pub mod answer;
pub mod audit;
pub mod claim;
pub mod entry;
pub mod exchange;
pub mod happening;
pub mod officer;
pub mod passages;
mod past;
mod refusal;
pub mod registry;
pub mod sealed;
pub mod snapshot;
mod state;
mod world;

pub use past::{Past, Span, ThePast};
pub use refusal::{Form, Refusal};
pub use registry::{Registry, reading};
pub use snapshot::Snapshots;
pub use state::{FileEntry, OfficerKey, Replay, ReplayError, State, TOLD};
pub use world::{Thing, Unknown, World};
