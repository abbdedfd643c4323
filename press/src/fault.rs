//! Why a sheet is not set, or not what it says.

use std::fmt;

/// What is wrong, in a sentence, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A language without catalogues.
    Language(String),
    /// A record is not what its name says.
    Record {
        /// The name of the attached file.
        file: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// A record that the kind of sheet needs is not there.
    Missing(&'static str),
    /// A character that no font of this room has.
    Glyph {
        /// The attached file it stands in.
        file: &'static str,
        /// The character.
        sign: char,
    },
    /// More than can be set on one sheet.
    TooMuch {
        /// What there is too much of.
        what: &'static str,
        /// How much is taken.
        most: usize,
    },
    /// Typst does not set it.
    Typst(String),
    /// The file is no PDF that this room has set.
    Foreign(&'static str),
    /// It was set by another edition of this room.
    Edition {
        /// The edition that set it.
        theirs: String,
        /// This one.
        ours: String,
    },
    /// What is attached does not give the file.
    Differs {
        /// The first byte that is another one.
        at: usize,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Language(lang) => write!(f, "nothing is printed in the language `{lang}`"),
            Fault::Record { file, why } => write!(f, "the record {file} cannot be read: {why}"),
            Fault::Missing(file) => write!(f, "the record {file} is missing"),
            Fault::Glyph { file, sign } => {
                write!(f, "no font has the character U+{:04X}, which stands in {file}", u32::from(*sign))
            }
            Fault::TooMuch { what, most } => write!(f, "it has more than {most} {what}, more than one sheet takes"),
            Fault::Typst(why) => write!(f, "Typst does not set it: {why}"),
            Fault::Foreign(why) => write!(f, "the file was not printed by Semey: {why}"),
            Fault::Edition { theirs, ours } => {
                write!(f, "it was set by the edition {theirs}, and this program has the edition {ours}")
            }
            Fault::Differs { at } => {
                write!(f, "CHANGED: what is attached does not give this file; the first difference is at byte {at}")
            }
        }
    }
}

impl std::error::Error for Fault {}

impl Fault {
    /// The way out.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Fault::Language(_) => Some("there are en, ru and zh"),
            Fault::Glyph { .. } => Some("press/fonts/README.md says which scripts there are, and how one is added"),
            Fault::TooMuch { .. } => Some("`--json` gives all of it"),
            Fault::Edition { .. } => {
                Some("the version of Semey that printed it stands among the file's properties; check with that one")
            }
            Fault::Differs { .. } => {
                Some("ask whoever gave it for the file as it was printed; a signature belongs beside it, not in it")
            }
            Fault::Record { .. } | Fault::Missing(_) | Fault::Typst(_) | Fault::Foreign(_) => None,
        }
    }
}
