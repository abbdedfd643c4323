//! Receipts: that an entry is in a log, to be checked by anyone, offline, for ever (C2SP tlog-proof).

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use crate::hash::{base64, unbase64};
use crate::policy::{PolicyError, Witnessed};
use crate::proof::{self, MAX_PROOF, ProofError};
use crate::{Hash, Policy};

const FIRST: &str = "c2sp.org/tlog-proof@v1";

/// A proof that the entry at a place is in a log, with the checkpoint it is proved against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Anything the issuer adds; nothing vouches for it.
    pub extra: Option<Vec<u8>>,
    /// The entry's place in the log, counted from 0.
    pub index: u64,
    /// The hashes from the leaf's sibling up.
    pub proof: Vec<Hash>,
    /// The signed checkpoint, as the log published it.
    pub checkpoint: String,
}

impl Receipt {
    /// Checks the receipt for an entry: signatures and quorum by the policy, then the proof.
    ///
    /// # Errors
    /// When the policy does not accept the checkpoint, or the proof does not lead to it.
    pub fn verify(&self, entry: &[u8], policy: &Policy) -> Result<Witnessed, ReceiptError> {
        let witnessed = policy.check(self.checkpoint.as_bytes())?;
        let head = &witnessed.checkpoint;
        proof::check_inclusion(Hash::leaf(entry), self.index, head.size, head.root, &self.proof)?;
        Ok(witnessed)
    }
}

/// The file as it is kept, with the extension `.tlog-proof`.
impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", base64(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

impl FromStr for Receipt {
    type Err = ReceiptError;

    fn from_str(text: &str) -> Result<Receipt, ReceiptError> {
        let wrong = |why| ReceiptError::Form { why };
        let (head, checkpoint) = text.split_once("\n\n").ok_or(wrong("it has no blank line before a checkpoint"))?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(FIRST) {
            return Err(wrong("its first line is not c2sp.org/tlog-proof@v1"));
        }
        let extra = match lines.peek().and_then(|line| line.strip_prefix("extra ")) {
            None => None,
            Some(extra) => {
                lines.next();
                Some(unbase64(extra).ok_or(wrong("its line `extra` is not standard base64"))?)
            }
        };
        let index = lines.next().and_then(|line| line.strip_prefix("index ")).ok_or(wrong("it has no line `index`"))?;
        let number: u64 = index.parse().map_err(|_| wrong("its index is not a number"))?;
        if number.to_string() != index {
            return Err(wrong("its index is written with leading zeros"));
        }
        let proof: Vec<Hash> =
            lines.map(str::parse).collect::<Result<_, _>>().map_err(|_| wrong("a line of its proof is not a hash"))?;
        if proof.len() > MAX_PROOF {
            return Err(wrong("its proof is longer than any can be"));
        }
        Ok(Receipt { extra, index: number, proof, checkpoint: checkpoint.into() })
    }
}

/// Why a receipt proves nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiptError {
    /// The file is no receipt.
    Form {
        /// What is missing.
        why: &'static str,
    },
    /// The checkpoint is not one that the policy accepts.
    Policy(PolicyError),
    /// The proof does not lead from the entry to the checkpoint.
    Proof(ProofError),
}

impl From<PolicyError> for ReceiptError {
    fn from(error: PolicyError) -> ReceiptError {
        ReceiptError::Policy(error)
    }
}

impl From<ProofError> for ReceiptError {
    fn from(error: ProofError) -> ReceiptError {
        ReceiptError::Proof(error)
    }
}

impl fmt::Display for ReceiptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReceiptError::Form { why } => write!(f, "the file is no receipt: {why}"),
            ReceiptError::Policy(error) => error.fmt(f),
            ReceiptError::Proof(error) => write!(f, "the entry is not the one that the receipt is for: {error}"),
        }
    }
}

impl core::error::Error for ReceiptError {}
