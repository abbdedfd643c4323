//! How much of a file is read.

use document::decode::MAX_BYTES;

/// The longest file, in bytes.
pub const FILE: usize = MAX_BYTES;
/// The longest text that is taken out of a file, in bytes of UTF-8.
pub const TEXT: usize = MAX_BYTES;
/// The most entries in the zip archive of a DOCX file.
pub const ENTRIES: usize = 10_000;
/// The longest part of a DOCX file when it is unpacked, in bytes.
pub const PART: u64 = MAX_BYTES as u64;
/// How many times longer than its compressed data a part may be. Word's own parts are below 100.
pub const RATIO: u64 = 400;
/// The deepest nesting of elements in a part.
pub const DEPTH: usize = 256;
/// The most pages of a PDF.
pub const PAGES: usize = 10_000;
