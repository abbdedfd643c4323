//! Adopting a pack: its clauses and tables become entries, and so does every change of them.
//!
//! A registry answers from what it has entered, never from a folder. Loading a pack again
//! enters what has changed: a file anew, a row that is new, and for a row that is gone a
//! rectification, known from the day of loading.

use std::collections::{BTreeMap, HashMap, HashSet};

use ledger::store::Store;
use ledger::tlog::Hash;
use ledger::{StoreError, each_entry};
use pack::{File, Problem, act_rows, act_tables};

use crate::entry::{ActEntry, Body, PackFile, Rectification, Statement, read};
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
    /// Entries of acts that stand in the packs no more.
    pub gone: Vec<u64>,
}

impl Adoption<'_> {
    /// Whether there is nothing to enter.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.acts.is_empty() && self.gone.is_empty()
    }

    /// The statements that enter it, files first.
    pub fn statements(&self, ledger: &str, now: Now) -> Vec<Statement<'_>> {
        let files = self.files.iter().map(|file| Body::File(file.clone()));
        let gone = self.gone.iter().map(|&of| {
            let why = "the row stands in the pack no more".into();
            Body::Rectification(Box::new(Rectification { of, known: now.today, why, instead: None }))
        });
        let acts = self.acts.iter().map(|act| Body::Act(Box::new(act.clone())));
        files.chain(gone).chain(acts).map(|body| Statement::new(ledger, body)).collect()
    }
}

/// An act without what tells equal ones apart.
fn bare<'a>(act: &ActEntry<'a>) -> ActEntry<'a> {
    ActEntry { occurrence: None, table: "".into(), ..act.clone() }
}

/// Entries that say the same, in order, and those of them that are in force and came from tables.
#[derive(Debug, Default)]
struct Equal {
    number: u32,
    loaded: Vec<u64>,
}

/// Compares files of packs with what a registry has entered.
///
/// Only the packs that the files belong to are compared; a pack that is not given stays.
///
/// # Errors
/// The problems of act tables that cannot be read.
pub fn compare<'f>(registry: &mut Registry, files: &'f [File<'f>]) -> Result<Adoption<'f>, Refusal> {
    let mut adoption = Adoption::default();
    let tables: HashSet<&str> = act_tables(files).map(|(_, file)| &*file.path).collect();
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
    compare_acts(registry, files, &packs, &mut adoption)?;
    Ok(adoption)
}

fn compare_acts<'f>(
    registry: &mut Registry,
    files: &'f [File<'f>],
    packs: &HashSet<&str>,
    adoption: &mut Adoption<'f>,
) -> Result<(), Refusal> {
    let mut known = entered(registry, packs)?;
    let mut problems: Vec<Problem> = Vec::new();
    for (treaty, file) in act_tables(files) {
        act_rows(&file.path, &file.text, &mut problems, |_, row, _| {
            let act = ActEntry::of_row(treaty, row).owned();
            let equal = known.entry(bare(&act)).or_default();
            if equal.loaded.is_empty() {
                equal.number += 1;
                let occurrence = Some(equal.number).filter(|number| *number > 1);
                adoption.acts.push(ActEntry { occurrence, table: file.path.as_ref().into(), ..act });
            } else {
                equal.loaded.remove(0);
            }
        });
    }
    if let Some(problem) = problems.first() {
        let message = format!("{}:{}: {}", problem.path, problem.line, problem.message);
        return Err(Refusal::form("bad-pack", "the packs' own checks", message, "`semey check` lists everything"));
    }
    let left: BTreeMap<u64, ()> = known.into_values().flat_map(|equal| equal.loaded).map(|entry| (entry, ())).collect();
    adoption.gone = left.into_keys().collect();
    Ok(())
}

/// Every act that was ever entered about instruments of these packs.
fn entered(registry: &mut Registry, packs: &HashSet<&str>) -> Result<HashMap<ActEntry<'static>, Equal>, Refusal> {
    let mut indexes: Vec<u64> = Vec::new();
    for instrument in &registry.world().packs.instruments {
        if packs.contains(instrument.pack.as_str()) {
            indexes.extend_from_slice(registry.state().acts_of(&instrument.id));
        }
    }
    indexes.sort_unstable();
    let mut known: HashMap<ActEntry<'static>, Equal> = HashMap::new();
    for run in indexes.chunk_by(|a, b| a + 1 == *b) {
        let range = run[0]..run[run.len() - 1] + 1;
        let wrong: HashSet<u64> =
            run.iter().copied().filter(|entry| registry.state().wrong_from(*entry).is_some()).collect();
        each_act(registry.log().store(), range, |index, act| {
            let equal = known.entry(bare(&act).owned()).or_default();
            equal.number += 1;
            if !wrong.contains(&index) && !act.table.is_empty() {
                equal.loaded.push(index);
            }
        })?;
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
