//! Pages: what everybody sees, in their language, as of any day.
//!
//! A page is one file: what it takes beside the three times, what forms it has (HTML, JSON, CSV …), and how it is made
//! from the record. [`LEAVES`] is the table of contents. What is made depends on the address, the language and the record
//! alone, so that an answer can be kept under the three of them.

mod about;
mod changes;
mod compare;
mod due;
mod feed;
mod frame;
mod glossary;
mod home;
mod leaf;
mod miss;
mod participant;
mod participants;
#[cfg(feature = "press")]
mod print;
mod question;
mod record;
mod search;
mod shelf;
mod terms;
mod treaties;
mod treaty;
mod verify;
mod why;

pub(crate) use leaf::{Asked, Form, Leaf, Made};
pub(crate) use shelf::{Shelf, page};

pub use record::{Keeper, NoRecord, Record};

/// Every page there is, by its address; `*` is any one word.
pub(crate) static LEAVES: [(&str, &Leaf); 16] = [
    ("/", &home::LEAF),
    ("/treaties", &treaties::LEAF),
    ("/treaties/*", &treaty::LEAF),
    ("/treaties/*/acts", &treaty::ACTS),
    ("/treaties/*/changes", &changes::LEAF),
    ("/treaties/*/what-if", &treaty::WHAT_IF),
    ("/treaties/*/participants/*", &why::LEAF),
    ("/participants", &participants::LEAF),
    ("/participants/*", &participant::LEAF),
    ("/compare", &compare::LEAF),
    ("/due", &due::LEAF),
    ("/search", &search::LEAF),
    ("/glossary", &glossary::LEAF),
    ("/verify", &verify::LEAF),
    ("/about", &about::LEAF),
    ("/openapi", &about::OPENAPI),
];
