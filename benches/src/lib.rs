//! The engine and its peers on the same generated work.
//!
//! `cargo bench -p benches` generates the data of `../shared/bench`, reads it as
//! any pack would be read (clauses as [`law::Clauses`], acts as [`law::Act`], one
//! [`law::Engine::add`] for each treaty), asks the peers' questions, and refuses to
//! print a figure for an answer that differs from DuckDB's.

pub mod clock;
pub mod data;
pub mod digest;
pub mod peer;
pub mod questions;
