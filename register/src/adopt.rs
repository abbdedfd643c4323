//! Adopting a pack: its clauses and tables become entries, and so does every change of them.
//!
//! A registry answers from what it has entered, never from a folder. Loading a pack again
//! enters what has changed: a file anew, a row that is new, and for a row that is gone a
//! rectification, known from the day of loading.

use std::collections::{HashMap, HashSet};

use ledger::store::Store;
use ledger::tlog::Hash;
use ledger::{StoreError, each_entry};
use pack::{File, Problem, act_rows, act_tables, happening_rows, happening_tables};

use crate::entry::{ActEntry, Body, PackFile, Rectification, Statement, read};
use crate::happening::HappeningEntry;
use crate::refusal::Refusal;
use crate::registry::{Now, Registry};

/// The longest text of a file that stands in its entry; a longer one lies outside by its hash.
/// Escaping can double it, and signatures take some hundred bytes more.
const MAX_TEXT: usize = 30_000;

/// What loading packs would enter.
#[derive(Debug, Clone, Default)]
pub struct Adoption<'f> {
    /// Files that are new or changed, and those no longer in force.
    pub files: Vec<PackFile<'f>>,
    /// Acts that are new.
    pub acts: Vec<ActEntry<'f>>,
    /// Happenings that are new.
    pub happenings: Vec<HappeningEntry<'f>>,
    /// Entries of acts and of happenings that stand in the packs no more.
    pub gone: Vec<u64>,
}

impl Adoption<'_> {
    /// Whether there is nothing to enter.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.acts.is_empty() && self.happenings.is_empty() && self.gone.is_empty()
    }

    /// The statements that enter it, files first.
    pub fn statements(&self, ledger: &str, now: Now) -> Vec<Statement<'_>> {
        let files = self.files.iter().map(|file| Body::File(file.clone()));
        let gone = self.gone.iter().map(|&of| {
            let why = "the row stands in the pack no more".into();
            Body::Rectification(Box::new(Rectification { of, known: now.today, why, instead: None }))
        });
        let acts = self.acts.iter().map(|act| Body::Act(Box::new(act.clone())));
        let happenings = self.happenings.iter().map(|told| Body::Happening(Box::new(told.clone())));
        files.chain(gone).chain(acts).chain(happenings).map(|body| Statement::new(ledger, body)).collect()
    }
}

/// A row of a table that is an entry: an act or a happening.
trait Row: Clone + Eq + std::hash::Hash {
    fn occurrence(&mut self) -> &mut Option<u32>;
    fn table(&self) -> &str;
    fn set_table(&mut self, path: &str);

    /// The same without what tells equal ones apart.
    fn bare(mut self) -> Self {
        *self.occurrence() = None;
        self.set_table("");
        self
    }
}

macro_rules! row {
    ($entry:ident) => {
        impl Row for $entry<'static> {
            fn occurrence(&mut self) -> &mut Option<u32> {
                &mut self.occurrence
            }
            fn table(&self) -> &str {
                &self.table
            }
            fn set_table(&mut self, path: &str) {
                self.table = path.to_owned().into();
            }
        }
    };
}
row!(ActEntry);
row!(HappeningEntry);

/// Entries that say the same, in order, and those of them that are in force and came from tables.
#[derive(Debug, Default)]
struct Equal {
    number: u32,
    loaded: Vec<u64>,
}

/// What was entered of one kind of row, against which tables are compared.
struct Known<R>(HashMap<R, Equal>);

impl<R: Row> Known<R> {
    fn note(&mut self, index: u64, row: R, wrong: bool) {
        let from_table = !row.table().is_empty();
        let equal = self.0.entry(row.bare()).or_default();
        equal.number += 1;
        if !wrong && from_table {
            equal.loaded.push(index);
        }
    }

    /// The row as it is to be entered; none where it stands in the ledger already.
    fn missing(&mut self, mut row: R, path: &str) -> Option<R> {
        let equal = self.0.entry(row.clone()).or_default();
        if !equal.loaded.is_empty() {
            equal.loaded.remove(0);
            return None;
        }
        equal.number += 1;
        *row.occurrence() = Some(equal.number).filter(|number| *number > 1);
        row.set_table(path);
        Some(row)
    }

    /// The entries that no table has any more.
    fn left(self) -> impl Iterator<Item = u64> {
        self.0.into_values().flat_map(|equal| equal.loaded)
    }
}

/// Compares files of packs with what a registry has entered.
///
/// Only the packs that the files belong to are compared; a pack that is not given stays.
///
/// # Errors
/// The problems of act tables that cannot be read.
pub fn compare<'f>(registry: &mut Registry, files: &'f [File<'f>]) -> Result<Adoption<'f>, Refusal> {
    let mut adoption = Adoption::default();
    let acts = act_tables(files).map(|(_, file)| file);
    let tables: HashSet<&str> = acts.chain(happening_tables(files)).map(|file| &*file.path).collect();
    let mut given: HashSet<&str> = HashSet::new();
    let packs: HashSet<&str> = files.iter().filter_map(|file| file.path.split('/').next()).collect();
    for file in files.iter().filter(|file| !tables.contains(&*file.path)) {
        given.insert(&file.path);
        let sha256 = Hash::of(file.text.as_bytes());
        if registry.state().files.get(&*file.path).is_some_and(|known| known.sha256 == sha256) {
            continue;
        }
        let fits = file.text.len() <= MAX_TEXT;
        if !fits {
            registry.keep(file.text.as_bytes(), "text/plain")?;
        }
        let text = if fits { file.text.as_ref() } else { "" };
        let file = PackFile { path: file.path.as_ref().into(), sha256: sha256.hex().into(), text: text.into() };
        adoption.files.push(file);
    }
    let in_packs = |path: &str| path.split('/').next().is_some_and(|pack| packs.contains(pack));
    let gone = registry.state().files.keys().filter(|path| in_packs(path) && !given.contains(path.as_str()));
    let gone = gone.map(|path| PackFile { path: path.clone().into(), sha256: "".into(), text: "".into() });
    adoption.files.extend(gone.collect::<Vec<_>>());
    compare_rows(registry, files, &packs, &mut adoption)?;
    Ok(adoption)
}

fn compare_rows(
    registry: &mut Registry,
    files: &[File<'_>],
    packs: &HashSet<&str>,
    adoption: &mut Adoption<'_>,
) -> Result<(), Refusal> {
    let mut known = entered(registry, packs)?;
    let mut problems: Vec<Problem> = Vec::new();
    for (treaty, file) in act_tables(files) {
        act_rows(&file.path, &file.text, &mut problems, |_, row, _| {
            adoption.acts.extend(known.missing(ActEntry::of_row(treaty, row).owned(), &file.path));
        });
    }
    let mut told = told(registry, packs);
    for file in happening_tables(files) {
        happening_rows(&file.path, &file.text, &mut problems, |_, row, _| {
            adoption.happenings.extend(told.missing(HappeningEntry::of_row(row).owned(), &file.path));
        });
    }
    if let Some(problem) = problems.first() {
        let message = format!("{}:{}: {}", problem.path, problem.line, problem.message);
        return Err(Refusal::form("bad-pack", "the packs' own checks", message, "`semey check` lists everything"));
    }
    adoption.gone = known.left().chain(told.left()).collect();
    adoption.gone.sort_unstable();
    Ok(())
}

/// Every happening that was ever entered from tables of these packs, or by hand.
fn told(registry: &Registry, packs: &HashSet<&str>) -> Known<HappeningEntry<'static>> {
    let state = registry.state();
    let mut known = Known(HashMap::new());
    let of_packs = |table: &str| table.is_empty() || table.split('/').next().is_some_and(|pack| packs.contains(pack));
    for told in state.happenings.iter().filter(|told| of_packs(&told.entry.table)) {
        known.note(told.index, told.entry.clone(), state.wrong_from(told.index).is_some());
    }
    known
}

/// Every act that was ever entered about instruments of these packs.
fn entered(registry: &mut Registry, packs: &HashSet<&str>) -> Result<Known<ActEntry<'static>>, Refusal> {
    let mut indexes: Vec<u64> = Vec::new();
    for instrument in &registry.world().packs.instruments {
        if packs.contains(instrument.pack.as_str()) {
            indexes.extend_from_slice(registry.state().acts_of(&instrument.id));
        }
    }
    indexes.sort_unstable();
    let mut known = Known(HashMap::new());
    for run in indexes.chunk_by(|a, b| a + 1 == *b) {
        let range = run[0]..run[run.len() - 1] + 1;
        let wrong: HashSet<u64> =
            run.iter().copied().filter(|entry| registry.state().wrong_from(*entry).is_some()).collect();
        each_act(registry.log().store(), range, |index, act| known.note(index, act.owned(), wrong.contains(&index)))?;
    }
    Ok(known)
}

/// Gives the acts among the entries of a range.
///
/// # Errors
/// When an entry cannot be read.
pub(crate) fn each_act(
    store: &mut dyn Store,
    range: std::ops::Range<u64>,
    mut each: impl FnMut(u64, ActEntry<'_>),
) -> Result<(), Refusal> {
    each_entry::<StoreError>(store, range, |index, bytes| {
        let entry = read(bytes).map_err(|error| StoreError::Damaged { what: format!("entry {index}: {error}") })?;
        if let Some(act) = entry.statement.body.as_act() {
            each(index, act);
        }
        Ok(())
    })
    .map_err(Refusal::from)
}
