//! What can go wrong.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why an index cannot be made, opened, written or asked.
#[derive(Debug)]
pub enum Fault {
    /// The system refused something.
    Io {
        /// What was being done, as in "read" or "write".
        doing: &'static str,
        /// With which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is no index in the folder.
    NoIndex {
        /// The folder.
        path: PathBuf,
    },
    /// There is something else in the folder, which an index would overwrite.
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// The index was made by another version of the program, or with other names of participants,
    /// instruments and places.
    Outdated {
        /// The folder.
        path: PathBuf,
        /// What differs.
        why: String,
    },
    /// The index is not as it was written.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Another program writes the index.
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// A passage is too long to be one.
    TooLong {
        /// Its document.
        document: String,
        /// Its paragraph there.
        paragraph: String,
    },
}

impl Fault {
    pub(crate) fn io(doing: &'static str, path: &Path, source: io::Error) -> Fault {
        Fault::Io { doing, path: path.to_owned(), source }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Io { doing, path, source } => write!(f, "cannot {doing} {}: {source}", path.display()),
            Fault::NoIndex { path } => {
                write!(f, "there is no search index in {}; build one first", path.display())
            }
            Fault::NotEmpty { path } => write!(
                f,
                "{} holds files that are no search index; name an empty folder, or one that is not there yet",
                path.display()
            ),
            Fault::Outdated { path, why } => {
                write!(f, "the search index in {} {why}; it must be rebuilt, and loses nothing by it", path.display())
            }
            Fault::Damaged { path, why } => {
                write!(f, "the search index is damaged: {} {why}; rebuild it, which loses nothing", path.display())
            }
            Fault::Busy { path } => {
                write!(f, "another program is writing the search index in {}; wait until it has ended", path.display())
            }
            Fault::TooLong { document, paragraph } => write!(
                f,
                "the passage {paragraph:?} of {document:?} has more than 256 MiB; cut the document into paragraphs"
            ),
        }
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Fault::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
