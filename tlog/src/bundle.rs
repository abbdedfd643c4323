//! Bundles of entries: each entry after its length in two bytes (C2SP tlog-tiles).

use alloc::vec::Vec;
use core::fmt;

/// The longest entry there can be, in bytes: its length must fit sixteen bits.
pub const MAX_ENTRY: usize = 65_535;

/// Adds an entry to the bytes of a bundle.
///
/// # Errors
/// When the entry is longer than [`MAX_ENTRY`]; the bundle stays as it was.
pub fn push(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), BundleError> {
    let length = u16::try_from(entry.len()).map_err(|_| BundleError::TooLong { length: entry.len() })?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// The entries of a bundle that must hold exactly `width` of them.
///
/// # Errors
/// When the bytes end within an entry, or hold fewer or more entries.
pub fn entries(bytes: &[u8], width: u16) -> Result<Vec<&[u8]>, BundleError> {
    let mut entries = Vec::with_capacity(usize::from(width));
    let mut rest = bytes;
    while !rest.is_empty() {
        let cut = BundleError::Cut { entry: entries.len() };
        let (length, after) = rest.split_first_chunk::<2>().ok_or(cut)?;
        let (entry, after) = after.split_at_checked(usize::from(u16::from_be_bytes(*length))).ok_or(cut)?;
        entries.push(entry);
        rest = after;
    }
    if entries.len() == usize::from(width) {
        Ok(entries)
    } else {
        Err(BundleError::Width { given: entries.len(), width })
    }
}

/// What is wrong with a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BundleError {
    /// An entry is too long to be one.
    TooLong {
        /// Its length in bytes.
        length: usize,
    },
    /// The bytes end within an entry.
    Cut {
        /// Which, counted from 0 in the bundle.
        entry: usize,
    },
    /// There are fewer or more entries than the address says.
    Width {
        /// How many there are.
        given: usize,
        /// How many there should be.
        width: u16,
    },
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BundleError::TooLong { length } => {
                write!(f, "the entry has {length} bytes; an entry has at most {MAX_ENTRY}")
            }
            BundleError::Cut { entry } => write!(f, "the bundle ends within its entry {entry}"),
            BundleError::Width { given, width } => {
                write!(f, "the bundle holds {given} entries where its address says {width}")
            }
        }
    }
}

impl core::error::Error for BundleError {}
