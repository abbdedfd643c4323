//! The intake room: takes the text out of PDF, DOCX and HTML files, each character with its place in the file.
//!
//! It reads what strangers wrote: everything is a function of the bytes, nothing is fetched, and no file can make
//! it use more than its [`limits`]. The parsers beneath may still fail in ways that a function cannot answer for
//! (a stack that overflows, a loop without end); whoever reads a stranger's file does it in a process of its own
//! and takes the characters from there, as [`stream`] writes them.
//!
//! [`sniff`] says by the bytes what a file is, [`read`] takes the text out of it.

mod docx;
mod error;
mod flow;
mod html;
mod kind;
pub mod limits;
#[cfg(feature = "pdf")]
mod pdf;
pub mod stream;

pub use error::IntakeError;
pub use kind::{Foreign, Kind, sniff};

use document::decode::{characters, check};
use document::text::Glyph;

/// Takes the text out of a file.
///
/// What the characters' places mean depends on the kind:
///
/// * text and HTML: the bytes of the character, or of the entity that stands for it;
/// * DOCX: the bytes of the character where the part of the document is stored as it is, and where it is
///   compressed, as nearly always, the bytes of the whole compressed part;
/// * PDF: the bytes of the streams in which the page is drawn.
///
/// A blank or a line end that stands in no file has an empty range behind the character before it.
///
/// # Errors
/// When it is of a kind that is not read, holds no text, or is beyond the limits.
pub fn read(bytes: &[u8], kind: Kind) -> Result<Vec<Glyph>, IntakeError> {
    if bytes.len() > limits::FILE {
        return Err(IntakeError::Limit { what: "the file", found: bytes.len() as u64, most: limits::FILE as u64 });
    }
    let glyphs = match kind {
        Kind::Text => characters(bytes, None)?.glyphs,
        Kind::Html => html::read(bytes)?,
        Kind::Docx => docx::read(bytes)?,
        #[cfg(feature = "pdf")]
        Kind::Pdf => pdf::read(bytes)?,
        #[cfg(not(feature = "pdf"))]
        Kind::Pdf => return Err(IntakeError::NoReader),
        Kind::Foreign(foreign) => return Err(IntakeError::Foreign(foreign)),
    };
    check(&glyphs)?;
    Ok(glyphs)
}

/// Takes the text out of a file, whatever it is, with the word for what it was: that of its kind, and for text the
/// name of its encoding in the Encoding Standard.
///
/// # Errors
/// When it is of a kind that is not read, holds no text, or is beyond the limits.
pub fn take(bytes: &[u8]) -> Result<(&'static str, Vec<Glyph>), IntakeError> {
    match sniff(bytes) {
        Kind::Text => {
            let decoded = document::decode(bytes)?;
            Ok((decoded.encoding, decoded.glyphs))
        }
        kind => Ok((kind.word(), read(bytes, kind)?)),
    }
}
