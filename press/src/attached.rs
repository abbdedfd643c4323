//! Finding what is attached to a PDF that this room has set, without reading it as a PDF.
//!
//! A stranger's file is not parsed: its bytes are looked through for streams that say they are attached files, and these
//! are unpacked within limits. Whether they are what they seem is decided by setting the sheet again from them.

use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memmem;

use crate::fault::Fault;

/// A larger file is none of ours.
pub const MOST_BYTES: usize = 64 << 20;
/// What may be attached, together, when it is unpacked.
const MOST_UNPACKED: usize = 32 << 20;
/// So many files may be attached.
const MOST_FILES: usize = 8;
/// How far the words about a stream may stand from where it begins.
const NEAR: usize = 512;

/// The attached files, in the order in which they stand.
pub(crate) fn find(pdf: &[u8]) -> Result<Vec<Vec<u8>>, Fault> {
    if !pdf.starts_with(b"%PDF-") {
        return Err(Fault::Foreign("it is no PDF"));
    }
    if pdf.len() > MOST_BYTES {
        return Err(Fault::Foreign("it is too large"));
    }
    let mut files = Vec::new();
    let mut left = MOST_UNPACKED;
    for at in memmem::find_iter(pdf, b"/Type/EmbeddedFile") {
        if files.len() == MOST_FILES {
            return Err(Fault::Foreign("it has too many attached files"));
        }
        let file = unpack(pdf, at, left).ok_or(Fault::Foreign("an attached file cannot be unpacked"))?;
        left -= file.len();
        files.push(file);
    }
    Ok(files)
}

/// Unpacks the stream whose description stands about `at`.
fn unpack(pdf: &[u8], at: usize, most: usize) -> Option<Vec<u8>> {
    let before = &pdf[at.saturating_sub(NEAR)..at];
    let head = &before[memmem::rfind(before, b" obj")?..];
    let after = &pdf[at..(at + NEAR).min(pdf.len())];
    let body = memmem::find(after, b"stream\n")?;
    let length = number(head, b"/Length ").or_else(|| number(&after[..body], b"/Length "))?;
    let start = at + body + b"stream\n".len();
    let bytes = pdf.get(start..start.checked_add(length)?)?;
    let packed =
        memmem::find(head, b"/FlateDecode").is_some() || memmem::find(&after[..body], b"/FlateDecode").is_some();
    if !packed {
        return (bytes.len() <= most).then(|| bytes.to_vec());
    }
    let mut file = Vec::new();
    ZlibDecoder::new(bytes).take(most as u64 + 1).read_to_end(&mut file).ok()?;
    (file.len() <= most).then_some(file)
}

fn number(text: &[u8], name: &[u8]) -> Option<usize> {
    let rest = &text[memmem::find(text, name)? + name.len()..];
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()
}
