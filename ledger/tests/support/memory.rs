//! A store in memory: the model that the others are compared with, and what the simulation is made of.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use ledger::store::{Batch, EachEntry, Store, StoreError};
use tlog::Hash;

/// What a store holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tables {
    pub entries: Vec<Stored>,
    pub requests: HashMap<Arc<str>, u64>,
    pub nodes: BTreeMap<(u8, u64), Hash>,
    pub checkpoints: BTreeMap<u64, String>,
}

/// One entry as it lies there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub bytes: Arc<[u8]>,
    pub leaf: Hash,
    pub request: Arc<str>,
}

impl Tables {
    pub fn size(&self) -> u64 {
        self.entries.len() as u64
    }

    pub fn append(&mut self, batch: &Batch<'_>) -> Result<(), StoreError> {
        if self.size() != batch.first {
            return Err(StoreError::Conflict { size: self.size() });
        }
        let mut new = HashSet::new();
        for row in batch.entries {
            if self.request(row.request).is_some() || !new.insert(row.request) {
                return Err(StoreError::Known { request: row.request.to_owned() });
            }
        }
        let stored = |row: &ledger::store::Row<'_>| Stored {
            bytes: row.bytes.into(),
            leaf: row.leaf,
            request: row.request.into(),
        };
        for row in batch.entries {
            self.requests.insert(row.request.into(), self.size());
            self.entries.push(stored(row));
        }
        self.nodes.extend(batch.nodes.iter().map(|(level, index, hash)| ((*level, *index), *hash)));
        Ok(())
    }

    pub fn request(&self, request: &str) -> Option<u64> {
        self.requests.get(request).copied()
    }

    pub fn each(&self, range: Range<u64>, each: &mut EachEntry<'_>) -> Result<(), StoreError> {
        for at in range {
            let row = self.entries.get(at as usize);
            let row = row.ok_or_else(|| StoreError::Damaged { what: format!("entry {at} is missing") })?;
            each(at, &row.bytes, &row.leaf.0);
        }
        Ok(())
    }

    pub fn nodes(&self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, StoreError> {
        let mut hashes = Vec::new();
        for at in range {
            let found = match level {
                0 => self.entries.get(at as usize).map(|row| row.leaf),
                level => self.nodes.get(&(level, at)).copied(),
            };
            let what = || format!("hash {at} of tile level {level} is missing");
            hashes.push(found.ok_or_else(|| StoreError::Damaged { what: what() })?);
        }
        Ok(hashes)
    }

    pub fn published(&self) -> Option<String> {
        self.checkpoints.values().next_back().cloned()
    }
}

/// Tables that several stores look at, each with its own claim to the one lock.
#[derive(Debug, Clone, Default)]
pub struct Shared {
    tables: Arc<Mutex<Tables>>,
    lock: Arc<Mutex<Option<u64>>>,
}

impl Shared {
    pub fn of(tables: Tables) -> Shared {
        Shared { tables: Arc::new(Mutex::new(tables)), lock: Arc::default() }
    }

    pub fn tables(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().expect("a test failed")
    }

    /// A store over these tables; the number tells it from the others.
    pub fn store(&self, number: u64) -> Memory {
        Memory { shared: self.clone(), number }
    }
}

/// A store in memory.
#[derive(Debug)]
pub struct Memory {
    shared: Shared,
    number: u64,
}

impl Drop for Memory {
    fn drop(&mut self) {
        self.unlock();
    }
}

impl Store for Memory {
    fn lock(&mut self, wait: Duration) -> Result<(), StoreError> {
        let until = std::time::Instant::now() + wait;
        loop {
            {
                let mut lock = self.shared.lock.lock().expect("a test failed");
                if lock.is_none_or(|holder| holder == self.number) {
                    *lock = Some(self.number);
                    return Ok(());
                }
            }
            if std::time::Instant::now() >= until {
                return Err(StoreError::Busy { what: "another store holds it".to_owned() });
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn unlock(&mut self) {
        let Ok(mut lock) = self.shared.lock.lock() else { return };
        if *lock == Some(self.number) {
            *lock = None;
        }
    }

    fn size(&mut self) -> Result<u64, StoreError> {
        Ok(self.shared.tables().size())
    }

    fn append(&mut self, batch: &Batch<'_>) -> Result<(), StoreError> {
        self.shared.tables().append(batch)
    }

    fn entries(&mut self, range: Range<u64>, each: &mut EachEntry<'_>) -> Result<(), StoreError> {
        self.shared.tables().each(range, each)
    }

    fn nodes(&mut self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, StoreError> {
        self.shared.tables().nodes(level, range)
    }

    fn request(&mut self, request: &str) -> Result<Option<u64>, StoreError> {
        Ok(self.shared.tables().request(request))
    }

    fn publish(&mut self, size: u64, note: &str) -> Result<(), StoreError> {
        self.shared.tables().checkpoints.insert(size, note.to_owned());
        Ok(())
    }

    fn published(&mut self) -> Result<Option<String>, StoreError> {
        Ok(self.shared.tables().published())
    }
}
