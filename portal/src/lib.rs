//! The portal room: shows and receives over HTTP.
//!
//! A [`Site`] says what is shown: the tiles of a ledger (C2SP tlog-tiles), files by their
//! hash, a witness that cosigns (C2SP tlog-witness). [`serve`] shows it to whoever comes,
//! under [`Limits`], so that nobody can keep others from being served. The portal decides
//! nothing: what it sends is what the rooms below it give, and strangers check it.
//!
//! | address | what is there | how long it stays true |
//! | --- | --- | --- |
//! | `checkpoint` | the published head | seconds |
//! | `tile/L/N[.p/W]` | hashes of the tree | for ever |
//! | `tile/entries/N[.p/W]` | entries | for ever |
//! | `blob/sha256/ab/cd/abcd…` | a file that an entry names | for ever |
//! | `add-checkpoint` | where a ledger asks the witness | |
//! | `HASH/checkpoint` | the last head that the witness cosigned | seconds |
//!
//! It speaks HTTP/1.1 without encryption. A proxy in front brings certificates and HTTP/2;
//! then every connection comes from the proxy, and [`Limits::per_address`] is its to keep.

mod answer;
mod ledger;
mod pages;
mod patience;
mod server;
mod site;
mod turns;
mod witness;

pub use pages::{Keeper, Kind, NoRecord, Paper, Papers, Record, kinds};
pub use server::{Limits, serve};
pub use site::{AddressError, Site};
