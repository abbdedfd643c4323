//! Checkpoints: what a log says it is at some size (C2SP tlog-checkpoint).

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use crate::{Hash, Note, NoteError, VerifierKey};

/// The head of a log's tree.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Checkpoint {
    /// Which log: a name that is its own for its whole life.
    pub origin: String,
    /// How many entries it has.
    pub size: u64,
    /// The root of its tree.
    pub root: Hash,
    /// Further lines of other people's logs, which their signatures cover; ours have none.
    pub extensions: Vec<String>,
}

impl Checkpoint {
    /// A checkpoint without extension lines.
    pub fn new(origin: &str, size: u64, root: Hash) -> Checkpoint {
        Checkpoint { origin: origin.into(), size, root, extensions: Vec::new() }
    }

    /// The checkpoint that a note carries, once one of the log's keys is found under it.
    ///
    /// ```
    /// use tlog::{Checkpoint, VerifierKey};
    ///
    /// // As a log of certificates published it; its other signatures are left out here.
    /// let bytes = "\
    /// arche2025h1.staging.ct.transparency.dev
    /// 1432088532
    /// U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=
    ///
    /// — arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
    /// ";
    /// let key = "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f";
    /// let key: VerifierKey = key.parse()?;
    /// let (checkpoint, _) = Checkpoint::open(bytes.as_bytes(), &[key])?;
    /// assert_eq!(checkpoint.size, 1_432_088_532);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When the bytes are no note, no checkpoint, or not signed by one of the keys.
    pub fn open(bytes: &[u8], keys: &[VerifierKey]) -> Result<(Checkpoint, Note), CheckpointError> {
        let note = Note::parse(bytes)?;
        let checkpoint: Checkpoint = note.text.parse()?;
        let signed = note.verified_by(keys)?.into_iter().any(|at| keys[at].name() == checkpoint.origin);
        if signed { Ok((checkpoint, note)) } else { Err(CheckpointError::Unsigned { origin: checkpoint.origin }) }
    }
}

/// The text of the note, with its last newline.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root)?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Checkpoint, CheckpointError> {
        let lines = text.strip_suffix('\n').ok_or(CheckpointError::Form { why: "it does not end in a newline" })?;
        let mut lines = lines.split('\n');
        if lines.clone().any(str::is_empty) {
            return Err(CheckpointError::Form { why: "it has an empty line" });
        }
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(CheckpointError::Form { why: "it has fewer than the three lines origin, size and root" });
        };
        let number: u64 = size
            .parse()
            .ok()
            .filter(|number: &u64| number.to_string() == size && *number < 1 << 63)
            .ok_or(CheckpointError::Form { why: "its second line is not a number of entries below 2^63" })?;
        let root = root.parse().map_err(|_| CheckpointError::Form { why: "its third line is not a hash in base64" })?;
        let extensions = lines.map(String::from).collect();
        Ok(Checkpoint { origin: origin.into(), size: number, root, extensions })
    }
}

/// What is wrong with a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckpointError {
    /// The note is no note, or carries a false signature.
    Note(NoteError),
    /// The text is not a checkpoint's.
    Form {
        /// What is missing.
        why: &'static str,
    },
    /// No known key of this log signed it.
    Unsigned {
        /// The log it claims to be of.
        origin: String,
    },
}

impl From<NoteError> for CheckpointError {
    fn from(error: NoteError) -> CheckpointError {
        CheckpointError::Note(error)
    }
}

impl fmt::Display for CheckpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CheckpointError::Note(error) => error.fmt(f),
            CheckpointError::Form { why } => write!(f, "the text is no checkpoint: {why}"),
            CheckpointError::Unsigned { origin } => {
                write!(f, "the checkpoint of `{origin}` is signed by no key that is known for that log")
            }
        }
    }
}

impl core::error::Error for CheckpointError {}
