//! What several of the tests need: RFC 6962 written down a second time, keys, and the settings of proptest.
#![allow(dead_code, reason = "each test takes what it needs")]

use std::collections::HashMap;

use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;
use sha2::{Digest, Sha256};
use tlog::note::Algorithm;
use tlog::{Hash, SigningKey};

/// The entries of every tree here: each tree is the beginning of the next.
pub(crate) fn entry(index: u64) -> Vec<u8> {
    format!("entry {index}").into_bytes()
}

pub(crate) fn leaf(index: u64) -> Hash {
    Hash::leaf(&entry(index))
}

/// MTH, PATH and PROOF of RFC 6962, section 2.1, word for word; slow, and remembered by range.
#[derive(Default)]
pub(crate) struct Rfc6962 {
    known: HashMap<(u64, u64), Hash>,
}

impl Rfc6962 {
    /// MTH(D[first:end])
    pub(crate) fn mth(&mut self, first: u64, end: u64) -> Hash {
        if let Some(known) = self.known.get(&(first, end)) {
            return *known;
        }
        let mut hasher = Sha256::new();
        match end - first {
            0 => {}
            1 => hasher.update([&[0][..], &entry(first)].concat()),
            number => {
                let k = k(number);
                let (left, right) = (self.mth(first, first + k), self.mth(first + k, end));
                hasher.update([&[1][..], &left.0, &right.0].concat());
            }
        }
        let hash = Hash(hasher.finalize().into());
        self.known.insert((first, end), hash);
        hash
    }

    /// PATH(m, D[first:end])
    pub(crate) fn path(&mut self, m: u64, first: u64, end: u64) -> Vec<Hash> {
        if end - first == 1 {
            return Vec::new();
        }
        let k = k(end - first);
        let (mut path, sibling) = if m < k {
            (self.path(m, first, first + k), self.mth(first + k, end))
        } else {
            (self.path(m - k, first + k, end), self.mth(first, first + k))
        };
        path.push(sibling);
        path
    }

    /// PROOF(m, D[0:n]), for 0 < m < n
    pub(crate) fn proof(&mut self, m: u64, n: u64) -> Vec<Hash> {
        self.subproof(m, 0, n, true)
    }

    fn subproof(&mut self, m: u64, first: u64, end: u64, whole: bool) -> Vec<Hash> {
        let n = end - first;
        if m == n {
            return if whole { Vec::new() } else { vec![self.mth(first, end)] };
        }
        let k = k(n);
        let (mut proof, other) = if m <= k {
            (self.subproof(m, first, first + k, whole), self.mth(first + k, end))
        } else {
            (self.subproof(m - k, first + k, end, false), self.mth(first, first + k))
        };
        proof.push(other);
        proof
    }
}

/// "the largest power of two smaller than n"
fn k(n: u64) -> u64 {
    let mut k = 1;
    while k * 2 < n {
        k *= 2;
    }
    k
}

/// A log's or officer's key that grows from a number.
pub(crate) fn key(name: &str, seed: u8) -> SigningKey {
    SigningKey::from_seed(name, Algorithm::Ed25519, &[seed; 32]).expect("the name can be a key's")
}

/// A witness's key that grows from a number.
pub(crate) fn cosigner(name: &str, seed: u8) -> SigningKey {
    SigningKey::from_seed(name, Algorithm::Cosignature, &[seed; 32]).expect("the name can be a key's")
}

/// The same cases every time, unless PROPTEST_RNG_SEED says otherwise.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    match config.rng_seed {
        RngSeed::Random => ProptestConfig { cases, rng_seed: RngSeed::Fixed(20_090_321), ..config },
        RngSeed::Fixed(_) => config,
    }
}
