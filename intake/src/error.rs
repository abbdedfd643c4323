//! Why no text is taken out of a file, as sentences with the way out.

use std::fmt;

use document::DecodeError;

use crate::kind::Foreign;

/// Why no text is taken out of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IntakeError {
    /// The characters are no text.
    Decode(DecodeError),
    /// A kind of file that is known and not read.
    Foreign(Foreign),
    /// A PDF, and the program was built without the feature `pdf`.
    NoReader,
    /// A PDF that asks for a password.
    Locked,
    /// A PDF that is made of pictures.
    NoTextLayer {
        /// How many pages it has.
        pages: usize,
    },
    /// A PDF whose characters are not what is seen on its pages.
    WrongLetters {
        /// What speaks against them.
        why: String,
        /// The first page on which it does, counted from 1.
        page: usize,
    },
    /// The file does not keep to its own format.
    Damaged {
        /// The format.
        format: &'static str,
        /// What is wrong, and where.
        why: String,
    },
    /// More of something than is read.
    Limit {
        /// Of what.
        what: &'static str,
        /// How much of it.
        found: u64,
        /// How much is read.
        most: u64,
    },
    /// Entities of its own in XML, as no word processor writes them.
    Entities {
        /// The part of the file.
        part: String,
    },
}

impl fmt::Display for IntakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IntakeError::Decode(error) => error.fmt(f),
            IntakeError::Foreign(foreign) => foreign.fmt(f),
            IntakeError::NoReader => f.write_str(concat!(
                "the file is a PDF, and this program was built without their reader: ",
                "build it with `--features pdf`, or convert the file to text"
            )),
            IntakeError::Locked => f.write_str("this PDF is encrypted: save it without a password first"),
            IntakeError::NoTextLayer { pages: 1 } => {
                f.write_str("this PDF has no text layer; its one page is a picture: run OCR first")
            }
            IntakeError::NoTextLayer { pages } => {
                write!(f, "this PDF has no text layer; its {pages} pages are pictures: run OCR first")
            }
            IntakeError::WrongLetters { why, page } => write!(
                f,
                "the letters in this PDF are not those on its pages (page {page}: {why}): print it to a new PDF with \
                 its fonts in it, or run OCR on it"
            ),
            IntakeError::Damaged { format, why } => {
                write!(f, "the file is damaged ({format}: {why}): get it from its source again, or save it as text")
            }
            IntakeError::Limit { what, found, most } => {
                write!(
                    f,
                    "{what} is too large ({found}, and at most {most} is read): split the file, or save it as text"
                )
            }
            IntakeError::Entities { part } => write!(
                f,
                "the file declares entities of its own in {part}, as no word processor does: open it in one and save \
                 it as DOCX again"
            ),
        }
    }
}

impl std::error::Error for IntakeError {}

impl From<DecodeError> for IntakeError {
    fn from(error: DecodeError) -> IntakeError {
        IntakeError::Decode(error)
    }
}
