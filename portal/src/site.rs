//! What is shown, and where.

use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::uri::Authority;
use axum::middleware::from_fn;
use axum::routing::{get, post};
use law::Day;
use ledger::Store;
use ledger::blob::Blobs;
use ledger::witness::Witness;

use crate::answer::{Memory, guard, no_query, nothing, wrong_method};
use crate::ledger as tiles;
use crate::pages::{self, Keeper, Shelf};
use crate::server::Limits;
use crate::turns::{Readers, Turns};
use crate::witness::{self, MAX_REQUEST, Watching};

/// What every handler may need.
pub(crate) struct Room {
    pub(crate) limits: Limits,
    pub(crate) memory: Memory,
    report: Box<dyn Fn(&str) + Send + Sync>,
}

impl Room {
    /// Tells whoever runs the site what nobody else is told.
    pub(crate) fn report(&self, sentence: &str) {
        (self.report)(sentence);
    }
}

/// What [`serve`](crate::serve) shows. Each part is optional, and an address without its part is not there.
///
/// ```
/// use portal::Site;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let site = Site::new().under("/zone")?.with_blobs(ledger::blob::Blobs::new("/srv/zone/blobs"));
/// # drop(site);
/// # Ok(())
/// # }
/// ```
pub struct Site {
    origin: String,
    prefix: String,
    ledger: Option<Opener>,
    blobs: Option<Blobs>,
    witness: Option<(Witness, Clock)>,
    pages: Option<(Keeper, Calendar)>,
    limits: Limits,
    report: Box<dyn Fn(&str) + Send + Sync>,
}

type Opener = Box<dyn Fn() -> Result<Box<dyn Store>, String> + Send + Sync>;
type Calendar = Box<dyn Fn() -> Day + Send + Sync>;
type Clock = Box<dyn Fn() -> u64 + Send + Sync>;

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site")
            .field("origin", &self.origin)
            .field("prefix", &self.prefix)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl Default for Site {
    fn default() -> Site {
        Site::new()
    }
}

impl Site {
    /// A site that shows nothing yet.
    pub fn new() -> Site {
        Site {
            origin: String::new(),
            prefix: String::new(),
            ledger: None,
            blobs: None,
            witness: None,
            pages: None,
            limits: Limits::default(),
            report: Box::new(|_| {}),
        }
    }

    /// Shows everything under a prefix, such as `/zone`; an empty one is none.
    ///
    /// # Errors
    /// When it could be read in more than one way: a prefix is made of `/` and words of
    /// letters, digits, `-`, `_` and `.`, and no word is `.` or `..`.
    pub fn under(mut self, prefix: &str) -> Result<Site, AddressError> {
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        let word = |word: &str| !matches!(word, "" | "." | "..") && word.bytes().all(letter);
        let good = prefix.is_empty() || prefix.strip_prefix('/').is_some_and(|rest| rest.split('/').all(word));
        if !good {
            return Err(AddressError::Prefix(prefix.to_owned()));
        }
        prefix.clone_into(&mut self.prefix);
        Ok(self)
    }

    /// Says where the site is reached, such as `https://zone.example`, for addresses that are read elsewhere: those of
    /// calendars, of feeds and of the description for programs. They have no host otherwise, and calendars no address.
    ///
    /// # Errors
    /// When it is more or less than `https://` or `http://` and a host, with a port or without.
    pub fn reached_at(mut self, origin: &str) -> Result<Site, AddressError> {
        let host = ["https://", "http://"].iter().find_map(|scheme| origin.strip_prefix(scheme)).unwrap_or("");
        if !host.parse::<Authority>().is_ok_and(|authority| !authority.as_str().contains('@')) {
            return Err(AddressError::Origin(origin.to_owned()));
        }
        origin.clone_into(&mut self.origin);
        Ok(self)
    }

    /// Shows the published tree of a ledger.
    ///
    /// `open` gives a handle to its store, for reading; it is called a few times, and again
    /// after a handle failed.
    #[must_use]
    pub fn with_ledger(mut self, open: impl Fn() -> Result<Box<dyn Store>, String> + Send + Sync + 'static) -> Site {
        self.ledger = Some(Box::new(open));
        self
    }

    /// Shows files by their hash.
    #[must_use]
    pub fn with_blobs(mut self, blobs: Blobs) -> Site {
        self.blobs = Some(blobs);
        self
    }

    /// Cosigns for ledgers that ask. `clock` gives seconds since 1970.
    #[must_use]
    pub fn with_witness(mut self, witness: Witness, clock: impl Fn() -> u64 + Send + Sync + 'static) -> Site {
        self.witness = Some((witness, Box::new(clock)));
        self
    }

    /// Shows the record as pages. `keeper` gives the record as of a place in the ledger, `today` the civil day.
    #[must_use]
    pub fn with_pages(mut self, keeper: Keeper, today: impl Fn() -> Day + Send + Sync + 'static) -> Site {
        self.pages = Some((keeper, Box::new(today)));
        self
    }

    /// Keeps other limits than the usual ones.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Site {
        self.limits = limits;
        self
    }

    /// Tells what fails, in a sentence, to whoever runs the site; those who ask are told only to ask again.
    ///
    /// While a disk is full or gone, every request says so: `report` must be quick and drop what it cannot keep.
    #[must_use]
    pub fn reporting_to(mut self, report: impl Fn(&str) + Send + Sync + 'static) -> Site {
        self.report = Box::new(report);
        self
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The table of contents.
    pub(crate) fn routes(self) -> (Router, Arc<Room>) {
        let Limits { turns, answer, memory, .. } = self.limits;
        let room = Room { memory: Memory::new(memory, answer), limits: self.limits, report: self.report };
        let room = Arc::new(room);
        let turns = || Turns::new(turns, answer);
        let mut routes = Router::new();
        let readers = self.ledger.map(|open| Readers::new(open, turns()));
        if let Some(readers) = readers.clone() {
            let ledger = Router::new()
                .route("/checkpoint", get(tiles::checkpoint))
                .route("/tile/{*path}", get(tiles::tile))
                .with_state((Arc::clone(&room), readers));
            routes = routes.merge(ledger);
        }
        if let Some(blobs) = self.blobs {
            let blobs =
                Router::new().route("/blob/{*path}", get(tiles::blob)).with_state((Arc::clone(&room), blobs, turns()));
            routes = routes.merge(blobs);
        }
        if let Some((witness, clock)) = self.witness {
            let witness = Router::new()
                .route("/add-checkpoint", post(witness::add_checkpoint).layer(DefaultBodyLimit::max(MAX_REQUEST)))
                .route("/{hash}/checkpoint", get(witness::last))
                .with_state((Arc::clone(&room), Arc::new(Watching { witness, clock, turns: turns() })));
            routes = routes.merge(witness);
        }
        if routes.has_routes() {
            routes = routes.route_layer(from_fn(no_query)).method_not_allowed_fallback(wrong_method);
        }
        if !self.prefix.is_empty() {
            routes = Router::new().nest(&self.prefix, routes);
        }
        let routes = match self.pages {
            Some((keeper, today)) => {
                let shelf = Arc::new(Shelf::new((self.origin, self.prefix), keeper, today, readers, turns()));
                let pages = Router::new().fallback(pages::page).with_state((Arc::clone(&room), shelf));
                routes.fallback_service(pages)
            }
            None => routes.fallback(nothing),
        };
        (routes.layer(from_fn(guard)), room)
    }
}

/// Words that are no part of a site's addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AddressError {
    /// A prefix that could be read in more than one way.
    Prefix(String),
    /// What is no origin in the sense of RFC 6454.
    Origin(String),
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (given, fault) = match self {
            AddressError::Prefix(given) => (given, "cannot be a prefix; write one like `/zone` or `/treaties/zone`"),
            AddressError::Origin(given) => {
                (given, "does not say where a site is reached; write a scheme and a host like `https://zone.example`")
            }
        };
        write!(f, "`{given}` {fault}, without a slash at the end")
    }
}

impl std::error::Error for AddressError {}
