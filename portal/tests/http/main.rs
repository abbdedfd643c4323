//! What is served over HTTP besides pages: ledgers, files, the witness, and what happens when something fails.
//!
//! One program, because each that has the portal in it takes a while to link. `crowd`, `files` and `readers` are alone in
//! theirs, because they count or limit what a whole program has open.

mod addresses;
#[path = "../common/mod.rs"]
mod common;
mod connections;
mod failures;
mod strangers;
mod told;
mod witness;
