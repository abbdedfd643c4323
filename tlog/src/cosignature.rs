//! Cosignatures: that somebody else saw the same log, and when (C2SP tlog-cosignature, Ed25519).

use alloc::format;
use alloc::vec::Vec;

use crate::note::{Algorithm, Signature};
use crate::{SigningKey, VerifierKey};

/// What a cosigner signs: the time in seconds since 1970, then the text of the checkpoint.
fn message(time: u64, text: &str) -> Vec<u8> {
    format!("cosignature/v1\ntime {time}\n{text}").into_bytes()
}

/// A cosigner's signature of a checkpoint's text at a time in seconds since 1970.
///
/// # Panics
/// When the key is not a cosigner's, or the time is not below 2^63.
pub fn sign(key: &SigningKey, time: u64, text: &str) -> Signature {
    assert_eq!(key.verifier().algorithm(), Algorithm::Cosignature, "bad use: not a cosigner's key");
    assert!(time < 1 << 63, "bad math: a time of {time} s");
    let mut bytes = Vec::from(time.to_be_bytes());
    bytes.extend_from_slice(&key.sign_bytes(&message(time, text)));
    Signature::new(key.verifier(), bytes)
}

/// When the key cosigned the text, in seconds since 1970; none if these bytes are not its cosignature.
pub fn time_of(key: &VerifierKey, text: &str, signature: &[u8]) -> Option<u64> {
    let (time, signature) = signature.split_first_chunk::<8>()?;
    let time = Some(u64::from_be_bytes(*time)).filter(|time| *time < 1 << 63)?;
    let is_cosigner = key.algorithm() == Algorithm::Cosignature;
    (is_cosigner && key.verifies_bytes(&message(time, text), signature)).then_some(time)
}
