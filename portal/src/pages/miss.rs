//! What is not there, and the way out.

use axum::http::StatusCode;
use register::Unknown;

use super::question::Wrong;
use super::record::NoRecord;

/// Why a page cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Miss {
    /// There is no page at the address.
    Nowhere,
    /// Its name leads to another address.
    Moved(String),
    /// A word of the address names nothing, or several things.
    Unknown(Unknown),
    /// A word of the address names no document, or several; these are those.
    Document { word: String, near: Vec<String> },
    /// The query is not understood.
    Wrong(Wrong),
    /// The page is there, but not in this form.
    Form,
    /// The ledger has fewer entries, or there is none.
    Beyond(Option<u64>),
    /// It is about the ledger, and the site shows none.
    NoLedger,
    /// A receipt is asked of a head that nobody keeps the signatures of.
    Unsigned,
    /// It cannot be made now; whoever runs the site is told why.
    Broken(String),
}

impl From<Wrong> for Miss {
    fn from(wrong: Wrong) -> Miss {
        Miss::Wrong(wrong)
    }
}

impl From<NoRecord> for Miss {
    fn from(none: NoRecord) -> Miss {
        match none {
            NoRecord::Beyond(size) => Miss::Beyond(size),
            NoRecord::Unreadable(why) => Miss::Broken(why),
        }
    }
}

impl Miss {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Miss::Nowhere
            | Miss::Unknown(_)
            | Miss::Document { .. }
            | Miss::Form
            | Miss::Beyond(_)
            | Miss::NoLedger
            | Miss::Unsigned => StatusCode::NOT_FOUND,
            Miss::Moved(_) => StatusCode::SEE_OTHER,
            Miss::Wrong(_) => StatusCode::BAD_REQUEST,
            Miss::Broken(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}
