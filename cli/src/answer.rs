//! Answers as values: what `--json` writes and what the tables show.

pub(crate) mod reservations;
pub(crate) mod status;
pub(crate) mod timeline;
pub(crate) mod why;
