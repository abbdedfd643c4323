//! What the index promises.

mod common;
mod find;
mod folder;
mod properties;
mod snippets;
