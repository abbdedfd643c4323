//! Checking what the entries of a ledger say, one after another, as an auditor would.
//!
//! The ledger proves that entries stand in one order for ever. Whether each was one that
//! could enter is another question: its form, its officers' signatures, its time.

use std::collections::HashSet;
use std::ops::Range;

use ledger::{Store, StoreError, canonical, each_entry};

use crate::entry::{Body, is_signed_by, read, statement_of};
use crate::registry::request_of;
use crate::state::State;

/// Checks that entries which nobody has signed for the ledger yet entered by the door: their form, their
/// officers' signatures, and that the store knows each by its own request.
///
/// # Errors
/// A sentence on the first that did not.
pub fn vet(store: &mut dyn Store, origin: &str, new: Range<u64>) -> Result<(), String> {
    let mut audit = Audit::new(origin, false);
    let mut requests = Vec::new();
    let mut wrong = Ok(());
    each_entry::<StoreError>(store, 0..new.end, |index, bytes| {
        if wrong.is_ok() {
            audit.signatures(index >= new.start);
            wrong = audit.push(index, bytes);
            if index >= new.start {
                requests.extend(request_of(bytes).map(|request| (index, request)));
            }
        }
        Ok(())
    })
    .map_err(|error| error.to_string())?;
    wrong?;
    check_requests(store, &requests)
}

/// Checks that the store knows entries by the requests that they name.
///
/// # Errors
/// A sentence on the first that it does not.
pub fn check_requests(store: &mut dyn Store, requests: &[(u64, String)]) -> Result<(), String> {
    for (index, request) in requests {
        if store.request(request).map_err(|error| error.to_string())? != Some(*index) {
            return Err(format!("entry {index}: the store does not know it by its request, and would enter it again"));
        }
    }
    Ok(())
}

/// An audit under way: entries go in, in order.
#[derive(Debug, Default)]
pub struct Audit {
    state: State,
    requests: HashSet<String>,
    signatures: bool,
    origin: Option<String>,
}

impl Audit {
    /// An audit of a ledger of this name, with or without the officers' signatures, which take most of the time.
    pub fn new(origin: &str, signatures: bool) -> Audit {
        Audit { signatures, origin: Some(origin.to_owned()), ..Audit::default() }
    }

    /// Looks at the officers' signatures too from here on, or no longer.
    pub fn signatures(&mut self, looked_at: bool) {
        self.signatures = looked_at;
    }

    /// What the entries so far say of officers, keys and files.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Checks the next entry.
    ///
    /// # Errors
    /// A sentence on what is wrong with it.
    pub fn push(&mut self, index: u64, bytes: &[u8]) -> Result<(), String> {
        let wrong = |why: String| format!("entry {index}: {why}");
        canonical::check(bytes).map_err(|error| wrong(error.to_string()))?;
        let entry = read(bytes).map_err(|error| wrong(error.to_string()))?;
        let statement = statement_of(bytes).ok_or_else(|| wrong("it has no statement".to_owned()))?;
        let own = self.origin.as_ref().is_none_or(|origin| **origin == *entry.statement.ledger);
        if !own {
            return Err(wrong(format!("its statement is for the ledger `{}`", entry.statement.ledger)));
        }
        if *entry.entered < *self.state.entered {
            return Err(wrong(format!("it was entered at {}, before the one before it", entry.entered)));
        }
        if !self.requests.insert(entry.statement.request_name(statement)) {
            return Err(wrong("the same request made an entry before".to_owned()));
        }
        let covered = self.state.four_eyes.covers(&entry.statement.body);
        let founding = matches!(entry.statement.body, Body::Registry(_));
        if founding != (index == 0) {
            return Err(wrong("the first entry founds the registry, and no other does".to_owned()));
        }
        let mut state = std::mem::take(&mut self.state);
        // The founders sign the entry that admits them; everybody else must have been admitted before.
        let noted = if founding { state.note(index, &entry) } else { Ok(()) };
        self.state = state;
        noted.map_err(wrong)?;
        let mut officers: Vec<&str> = Vec::new();
        for signature in &entry.signatures {
            let officer = self.state.officers.get(&signature.key).filter(|officer| officer.revoked.is_none());
            let officer = officer.ok_or_else(|| wrong(format!("`{}` was no officer then", signature.key)))?;
            if self.signatures && !is_signed_by(&officer.key, statement, signature) {
                return Err(wrong(format!("the signature by `{}` is not of this statement", signature.key)));
            }
            if !officers.contains(&officer.key.name()) {
                officers.push(officer.key.name());
            }
        }
        if officers.len() < if covered { 2 } else { 1 } {
            return Err(wrong(format!("{} officers signed it, which is too few", officers.len())));
        }
        if !founding {
            self.state.note(index, &entry).map_err(wrong)?;
        }
        Ok(())
    }
}
