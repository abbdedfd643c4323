//! Canonical JSON (RFC 8785), so that what was said has one spelling.
//!
//! Narrower than the RFC in two ways: numbers are integers that every reader keeps
//! exactly (at most 2^53 - 1 in size), and strings are in Unicode's normal form C.

use std::fmt;

use serde::Serialize;
use serde_json::Value;
use unicode_normalization::is_nfc;

/// The largest integer that every reader of JSON keeps exactly.
const MAX_INTEGER: u64 = (1 << 53) - 1;

/// The canonical bytes of a value.
///
/// # Errors
/// When it holds something that has no canonical form here.
pub fn bytes(value: &impl Serialize) -> Result<Vec<u8>, CanonicalError> {
    let value = serde_json::to_value(value).map_err(|error| CanonicalError::Json(error.to_string()))?;
    narrow(&value)?;
    serde_jcs::to_vec(&value).map_err(|error| CanonicalError::Json(error.to_string()))
}

/// Checks that bytes are the canonical form of what they say.
///
/// # Errors
/// When they are not JSON, or not in that form.
pub fn check(bytes: &[u8]) -> Result<(), CanonicalError> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| CanonicalError::Json(error.to_string()))?;
    narrow(&value)?;
    let canonical = serde_jcs::to_vec(&value).map_err(|error| CanonicalError::Json(error.to_string()))?;
    match canonical.iter().zip(bytes).position(|(ours, theirs)| ours != theirs) {
        None if canonical.len() == bytes.len() => Ok(()),
        at => Err(CanonicalError::Form { at: at.unwrap_or_else(|| canonical.len().min(bytes.len())) }),
    }
}

fn narrow(value: &Value) -> Result<(), CanonicalError> {
    match value {
        Value::Null | Value::Bool(_) => Ok(()),
        Value::Number(number) => {
            let exact = number.as_i64().is_some_and(|n| n.unsigned_abs() <= MAX_INTEGER);
            if exact { Ok(()) } else { Err(CanonicalError::Number(number.to_string())) }
        }
        Value::String(text) => text_is_narrow(text),
        Value::Array(values) => values.iter().try_for_each(narrow),
        Value::Object(members) => members.iter().try_for_each(|(name, value)| {
            text_is_narrow(name)?;
            narrow(value)
        }),
    }
}

fn text_is_narrow(text: &str) -> Result<(), CanonicalError> {
    if is_nfc(text) { Ok(()) } else { Err(CanonicalError::Text(text.chars().take(60).collect())) }
}

/// Why bytes are not canonical.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CanonicalError {
    /// They are not JSON.
    Json(String),
    /// A number is not an integer that every reader keeps exactly.
    Number(String),
    /// A text is not in normal form C.
    Text(String),
    /// They are JSON, but not in its canonical form.
    Form {
        /// The first byte that differs, counted from 0.
        at: usize,
    },
}

impl fmt::Display for CanonicalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CanonicalError::Json(why) => write!(f, "the entry is not JSON: {why}"),
            CanonicalError::Number(number) => {
                write!(f, "the number {number} is not an integer of at most 2^53 - 1; write it as a text")
            }
            CanonicalError::Text(text) => write!(f, "the text `{text}` is not in Unicode normal form C; normalise it"),
            CanonicalError::Form { at } => {
                write!(f, "the entry is not canonical JSON (RFC 8785): it differs from its canonical form at byte {at}")
            }
        }
    }
}

impl std::error::Error for CanonicalError {}
