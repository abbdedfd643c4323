//! Pages: what everybody sees, in their language, as of any day.
//!
//! A page is one file: what it takes beside the three times, what forms it has (HTML, JSON, CSV …), and how it is made
//! from the record. [`LEAVES`] is the table of contents. What is made depends on the address, the language and the record
//! alone, so that an answer can be kept under the three of them.

mod about;
mod akn;
mod bodies;
mod changes;
mod commitments;
mod compare;
mod documents;
mod drafts;
mod due;
mod entries;
mod feed;
mod frame;
mod glossary;
mod home;
mod jsonld;
mod leaf;
mod measures;
mod meetings;
mod miss;
mod notices;
mod papers;
mod participant;
mod participants;
mod pictures;
#[cfg(feature = "press")]
mod print;
mod question;
mod record;
mod report;
mod search;
mod sheet;
mod shelf;
mod sites;
mod sources;
mod terms;
mod treaties;
mod treaty;
mod verify;
mod watch;
mod why;
mod zones;

pub(crate) use leaf::{Asked, Form, Leaf, Made};
pub(crate) use shelf::{Shelf, page};

pub use papers::{Paper, Papers};
pub use record::{Keeper, NoRecord, Record};

/// Every page there is, by its address; `*` is any one word.
pub(crate) static LEAVES: [(&str, &Leaf); 40] = [
    ("/", &home::LEAF),
    ("/treaties", &treaties::LEAF),
    ("/treaties/*", &treaty::LEAF),
    ("/treaties/*/acts", &treaty::ACTS),
    ("/treaties/*/changes", &changes::LEAF),
    ("/treaties/*/what-if", &treaty::WHAT_IF),
    ("/treaties/*/report", &report::TREATY),
    ("/treaties/*/life", &pictures::LIFE),
    ("/treaties/*/consents", &pictures::CONSENTS),
    ("/treaties/*/relations", &pictures::RELATIONS),
    ("/treaties/*/participants/*", &why::LEAF),
    ("/participants", &participants::LEAF),
    ("/participants/*", &participant::LEAF),
    ("/zones", &zones::LEAF),
    ("/zones/*", &zones::ZONE),
    ("/bodies", &bodies::LIST),
    ("/bodies/*", &bodies::LEAF),
    ("/meetings", &meetings::LEAF),
    ("/regimes/*", &report::REGIME),
    ("/commitments", &commitments::LEAF),
    ("/measures", &measures::LIST),
    ("/measures/*", &measures::LEAF),
    ("/drafts", &drafts::LIST),
    ("/drafts/*", &drafts::LEAF),
    ("/notices", &notices::LEAF),
    ("/sites", &sites::LEAF),
    ("/watch", &watch::LIST),
    ("/watch/*", &watch::LEAF),
    ("/compare", &compare::LEAF),
    ("/due", &due::LEAF),
    ("/search", &search::LEAF),
    ("/documents", &documents::LIST),
    ("/documents/*", &documents::LEAF),
    ("/sources/*", &sources::LEAF),
    ("/ledger", &entries::LIST),
    ("/ledger/*", &entries::LEAF),
    ("/glossary", &glossary::LEAF),
    ("/verify", &verify::LEAF),
    ("/about", &about::LEAF),
    ("/openapi", &about::OPENAPI),
];

/// One kind of page, for whoever lists them all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Its address; `*` is any one word.
    pub address: &'static str,
    /// The parameters that it takes beside `on`, `known`, `at` and `lang`.
    pub takes: &'static [&'static str],
    /// Its forms: what the address ends with, and the media type of what is there.
    pub forms: Vec<(&'static str, &'static str)>,
}

/// Every kind of page there is.
pub fn kinds() -> Vec<Kind> {
    let forms = |leaf: &Leaf| leaf.forms().map(|form| (form.ending(), form.media())).collect();
    LEAVES.iter().map(|&(address, leaf)| Kind { address, takes: leaf.own, forms: forms(leaf) }).collect()
}
