//! What the tests of the ledger share: numbers that come again, entries, and where stores lie.
#![allow(dead_code, reason = "each test program uses its own part")]
#![allow(unreachable_pub, reason = "a module of test programs, which nobody imports")]

pub mod memory;
pub mod places;

use std::sync::{Arc, Mutex, MutexGuard};

use ledger::store::{Batch, Row};
use ledger::{Entry, Signed, Signer, SignerError, check_extension};
use tlog::note::Algorithm;
use tlog::tree::Edge;
use tlog::{Checkpoint, Hash, Note, SigningKey, VerifierKey};

/// The log of the tests.
pub const ORIGIN: &str = "example.org/zone";

/// A number from the environment: how often, or which one.
pub fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name}={text} is not a number")))
}

/// Runs a case for so many seeds, or for the one that `SEMEY_SEED` names; a failure says which it was.
pub fn seeds(most: u64, case: impl Fn(u64) + std::panic::RefUnwindSafe) {
    if let Some(seed) = number("SEMEY_SEED") {
        return case(seed);
    }
    for seed in 0..number("SEMEY_SEEDS").unwrap_or(most) {
        if std::panic::catch_unwind(|| case(seed)).is_err() {
            panic!("replay it with SEMEY_SEED={seed}");
        }
    }
}

/// Numbers that look random and are the same for the same seed (splitmix64).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed ^ 0x5e_3e79)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.roll() % end
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }
}

/// The entry that says this number, asked for under this name.
pub fn entry(number: u64, request: &str) -> Entry {
    Entry { bytes: format!(r#"{{"n":{number}}}"#).into_bytes(), request: request.to_owned() }
}

/// Entries `first` up to `end`, each asked for by its own number.
pub fn entries(range: std::ops::Range<u64>) -> Vec<Entry> {
    range.map(|number| entry(number, &format!("r{number}"))).collect()
}

/// What a log makes of entries before it stores them: rows, and the roots of full tiles.
pub fn with_batch<T>(edge: &mut Edge, entries: &[Entry], work: impl FnOnce(&Batch<'_>) -> T) -> T {
    let first = edge.size();
    let mut nodes = Vec::new();
    let mut rows = Vec::new();
    for entry in entries {
        let leaf = Hash::leaf(&entry.bytes);
        edge.push(leaf, |level, index, hash| {
            if level > 0 && level.is_multiple_of(8) {
                nodes.push((level / 8, index, hash));
            }
        });
        rows.push(Row { bytes: &entry.bytes, leaf, request: &entry.request });
    }
    work(&Batch { first, entries: &rows, nodes: &nodes })
}

/// A key that is the same in every run.
pub fn key(name: &str, number: u8) -> SigningKey {
    SigningKey::from_seed(name, Algorithm::Ed25519, &[number; 32]).expect("a name for a log")
}

/// A signature under a head, by whoever has the key: what a dishonest log can do at any time.
pub fn sign(key: &SigningKey, size: u64, root: Hash) -> Signed {
    let checkpoint = Checkpoint::new(key.verifier().name(), size, root);
    let text = checkpoint.to_string();
    let note = Note { signatures: vec![key.sign(&text)], text }.to_string();
    Signed { checkpoint, note }
}

/// A signer whose memory is a variable; a clone is the same signer, started again.
#[derive(Debug, Clone)]
pub struct Clerk {
    key: SigningKey,
    last: Arc<Mutex<Option<Signed>>>,
    /// Every head it ever signed.
    pub heads: Arc<Mutex<Vec<(u64, Hash)>>>,
}

impl Clerk {
    pub fn new() -> Clerk {
        Clerk { key: key(ORIGIN, 1), last: Arc::default(), heads: Arc::default() }
    }

    /// One that remembers having signed this.
    pub fn who_signed(size: u64, root: Hash) -> Clerk {
        let clerk = Clerk::new();
        *clerk.memory() = Some(sign(&clerk.key, size, root));
        clerk
    }

    fn memory(&self) -> MutexGuard<'_, Option<Signed>> {
        self.last.lock().expect("a test failed")
    }
}

impl Signer for Clerk {
    fn origin(&self) -> &str {
        self.key.verifier().name()
    }

    fn keys(&self) -> Vec<VerifierKey> {
        vec![self.key.verifier().clone()]
    }

    fn last(&mut self) -> Result<Option<Signed>, SignerError> {
        Ok(self.memory().clone())
    }

    fn sign(&mut self, checkpoint: &Checkpoint, proof: &[Hash]) -> Result<Signed, SignerError> {
        check_extension(self.memory().as_ref().map(|last| &last.checkpoint), checkpoint, proof)?;
        let signed = sign(&self.key, checkpoint.size, checkpoint.root);
        *self.memory() = Some(signed.clone());
        self.heads.lock().expect("a test failed").push((checkpoint.size, checkpoint.root));
        Ok(signed)
    }
}
