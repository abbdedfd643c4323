//! The record that pages are made from: the packs, or a registry as of a place in its ledger.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use law::Day;
use register::answer::notices::Ledgers;
use register::exchange::Elsewhere;
use register::{State, TOLD, World};
use search::Index;

use super::papers::Papers;

/// A record in every language, as of one place in its ledger.
pub struct Record {
    /// So many entries of the ledger; none where the record rests on no ledger.
    pub(crate) at: Option<u64>,
    /// What tells this record from every other one, for the names of answers in caches.
    pub(crate) tag: String,
    /// The name of the ledger, and who keeps it.
    pub(crate) kept_by: Option<(String, String)>,
    worlds: [World; words::LANGUAGES.len()],
    index: OnceLock<Index>,
    /// The passages of sources that tell a fact, as they are cited.
    told: OnceLock<HashSet<String>>,
    /// What the entries say beside the acts; empty where the record rests on no ledger.
    ledgers: Ledgers<State>,
    /// The documents beside it.
    pub(crate) papers: Papers,
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record").field("at", &self.at).field("tag", &self.tag).finish_non_exhaustive()
    }
}

impl Record {
    /// A record that rests on `at` entries of a ledger, or on none. `tag` is another one for another record.
    pub fn new(world: &World, at: Option<u64>, tag: String) -> Record {
        let world = world.clone().remembering();
        let worlds = words::LANGUAGES.map(|lang| world.in_language(lang));
        Record {
            at,
            tag,
            kept_by: None,
            worlds,
            index: OnceLock::new(),
            told: OnceLock::new(),
            ledgers: Ledgers::default(),
            papers: Papers::default(),
        }
    }

    /// The same, with the name of the ledger and of who keeps it.
    #[must_use]
    pub fn kept_by(mut self, origin: String, depositary: String) -> Record {
        self.kept_by = Some((origin, depositary));
        self
    }

    /// With the state of the entries that the record rests on, so that pages lead from an act to its entry.
    #[must_use]
    pub fn resting_on(mut self, state: State) -> Record {
        // The files of the packs are in the worlds already.
        self.ledgers.own = state;
        self.ledgers.own.files.clear();
        self
    }

    /// With documents to be shown beside it. Where other documents go with the same entries, it needs another tag.
    #[must_use]
    pub fn beside(mut self, papers: Papers) -> Record {
        self.papers = papers;
        self
    }

    /// Whether acts of the ledger cite the file with this hash, so that the registry keeps it.
    pub(crate) fn keeps(&self, sha256: &str) -> bool {
        let acts = self.worlds[0].packs.instruments.iter().flat_map(|instrument| &instrument.acts);
        acts.filter_map(|act| act.source.strip_prefix(TOLD)).any(|rest| rest.starts_with(sha256))
    }

    /// The entries of the acts about an instrument, as they were entered.
    pub(crate) fn entries_of(&self, treaty: &str) -> &[u64] {
        self.ledgers.own.acts_of(treaty)
    }

    /// What only the ledger knows of letters; nothing where the record rests on none.
    pub(crate) fn letters(&self) -> &dyn register::answer::notices::Letters {
        &self.ledgers
    }

    /// With what copies of other ledgers tell of letters. Where other copies go with the same entries, it needs another
    /// tag.
    #[must_use]
    pub fn looking_into(mut self, others: Vec<Elsewhere>) -> Record {
        self.ledgers.others = others;
        self
    }

    /// From which day an entry is known to be wrong.
    pub(crate) fn wrong_from(&self, entry: u64) -> Option<Day> {
        self.ledgers.own.wrong_from(entry)
    }

    /// The entry that admitted an officer's key.
    pub(crate) fn admitted(&self, key: &str) -> Option<u64> {
        self.ledgers.own.officers.get(key).map(|own| own.admitted)
    }

    /// Whether it has this tag.
    pub fn is_called(&self, tag: &str) -> bool {
        self.tag == tag
    }

    /// So many entries of the ledger; none where the record rests on no ledger.
    pub fn at(&self) -> Option<u64> {
        self.at
    }

    /// The record with the names and titles of a language.
    pub(crate) fn world(&self, lang: &str) -> &World {
        let at = words::LANGUAGES.iter().position(|own| *own == lang).unwrap_or(0);
        &self.worlds[at]
    }

    /// Whether a happening or a mention rests on the passage that is cited.
    pub(crate) fn tells(&self, citation: &str) -> bool {
        let told = self.told.get_or_init(|| {
            let packs = &self.worlds[0].packs;
            let happenings = packs.happenings.iter().filter(|own| own.wrong_from.is_none());
            let cited = happenings.flat_map(|own| own.source.split(';')).map(|own| own.trim().to_owned());
            cited.chain(packs.mentions.iter().map(|own| format!("{} {}", own.document, own.paragraph))).collect()
        });
        told.contains(citation)
    }

    /// What can be found by its words; made when it is first asked.
    pub(crate) fn index(&self) -> Result<&Index, String> {
        if let Some(index) = self.index.get() {
            return Ok(index);
        }
        let paragraphs =
            self.papers.iter().flat_map(|(id, paper)| register::passages::of_document(&paper.document, id));
        let index =
            register::passages::index_with(&self.worlds[0], paragraphs.collect()).map_err(|fault| fault.to_string())?;
        Ok(self.index.get_or_init(|| index))
    }
}

/// Why there is no record to make a page from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoRecord {
    /// The ledger has only so many entries; none where there is no ledger.
    Beyond(Option<u64>),
    /// It cannot be read now; whoever runs the site is told why.
    Unreadable(String),
}

/// Gives the record as of so many entries, or the newest one.
///
/// The second argument is the newest one that the caller has, to be given back where nothing changed.
pub type Keeper = Box<dyn Fn(Option<u64>, Option<&Arc<Record>>) -> Result<Arc<Record>, NoRecord> + Send + Sync>;

/// Earlier records that are kept ready beside the newest.
const EARLIER: usize = 4;

/// The records at hand.
pub(crate) struct Records {
    keeper: Keeper,
    newest: Mutex<Option<Arc<Record>>>,
    earlier: Mutex<Vec<Arc<Record>>>,
}

impl Records {
    pub(crate) fn new(keeper: Keeper) -> Records {
        Records { keeper, newest: Mutex::new(None), earlier: Mutex::new(Vec::new()) }
    }

    /// The record where it is at hand and cannot be another one: the first so many entries of a ledger stay what they
    /// are, and a record that rests on no ledger does not change. It waits for nobody.
    pub(crate) fn at_hand(&self, at: Option<u64>) -> Option<Arc<Record>> {
        let newest = self.newest.try_lock().ok()?.clone();
        if let Some(newest) = newest.filter(|newest| newest.at == at) {
            return Some(newest);
        }
        let at = at?;
        let earlier = self.earlier.try_lock().ok()?;
        earlier.iter().find(|record| record.at == Some(at)).cloned()
    }

    /// The record as of so many entries, or the newest one. It may read a whole ledger.
    pub(crate) fn get(&self, at: Option<u64>) -> Result<Arc<Record>, NoRecord> {
        let Some(at) = at else {
            // Whoever comes while it is read anew waits for it, so that it is read once.
            let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
            let record = (self.keeper)(None, newest.as_ref())?;
            *newest = Some(Arc::clone(&record));
            return Ok(record);
        };
        let newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(newest) = newest.filter(|newest| newest.at == Some(at)) {
            return Ok(newest);
        }
        let mut earlier = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        let found = match earlier.iter().position(|record| record.at == Some(at)) {
            Some(place) => earlier.remove(place),
            None => (self.keeper)(Some(at), None)?,
        };
        earlier.truncate(EARLIER - 1);
        earlier.insert(0, Arc::clone(&found));
        Ok(found)
    }
}
