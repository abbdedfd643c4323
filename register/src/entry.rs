//! What an entry of the ledger says: a signed statement, and when it was entered.
//!
//! An entry is canonical JSON (RFC 8785) with three members:
//!
//! ```json
//! {"entered":"2026-11-26T11:00:00Z",
//!  "signatures":[{"key":"aida+1a2b3c4d","signature":"…"}],
//!  "statement":{"body":{"act":{…}},"ledger":"kg.example/semey","version":1}}
//! ```
//!
//! Officers sign the canonical bytes of the statement, so that authorship never rests on
//! the depositary's word. The statement names its ledger: nobody can play it into another.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use law::{Day, act::ActKind};
use ledger::canonical::{self, CanonicalError};
use ledger::tlog::{Hash, SigningKey, VerifierKey};
use pack::ActRow;
use serde::{Deserialize, Serialize};

use crate::happening::HappeningEntry;

/// The version of the form of entries that this program writes.
pub const VERSION: u32 = 1;

/// What officers sign begins with this line, so that a signature of one thing is none of another.
const DOMAIN: &[u8] = b"semey statement v1\n";

/// One entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Entry<'a> {
    /// When it was entered, by the depositary's clock, in UTC to the second.
    #[serde(borrow)]
    pub entered: Cow<'a, str>,
    /// Who signed the statement.
    pub signatures: Vec<Signature>,
    /// What was stated.
    #[serde(borrow)]
    pub statement: Statement<'a>,
}

/// An officer's signature of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Signature {
    /// The officer's name, a plus sign, and the id of the key.
    pub key: String,
    /// Ed25519 over the line `semey statement v1` and the canonical statement, in base64.
    pub signature: String,
}

/// What an officer states and signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Statement<'a> {
    /// The thing stated.
    #[serde(borrow)]
    pub body: Body<'a>,
    /// Findings of the form check that the officer entered it in spite of, each with the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub despite: Vec<Despite>,
    /// The origin of the ledger that it is for.
    #[serde(borrow)]
    pub ledger: Cow<'a, str>,
    /// The submitter's name for the request; what makes two equal statements two. Where there
    /// is none, equal statements are one request.
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    pub request: Cow<'a, str>,
    /// The version of this form.
    pub version: u32,
}

/// A finding that did not keep an entry out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Despite {
    /// The name of the check.
    pub check: String,
    /// Why the officer entered it all the same.
    pub why: String,
}

/// The kinds of entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Body<'a> {
    /// The first entry: whose ledger this is.
    Registry(Founding),
    /// An officer is admitted, or an officer's key is revoked.
    Officer(Officer),
    /// Which acts need two officers from now on.
    FourEyes(FourEyes),
    /// The log signs with a further key, or no longer with an old one.
    LogKey(LogKey),
    /// A file of a pack: parties, clauses, sources.
    #[serde(borrow)]
    File(PackFile<'a>),
    /// An act about an instrument.
    #[serde(borrow)]
    Act(Box<ActEntry<'a>>),
    /// A happening in the life of a regime.
    #[serde(borrow)]
    Happening(Box<HappeningEntry<'a>>),
    /// An earlier entry of an act or a happening was wrong.
    #[serde(borrow)]
    Rectification(Box<Rectification<'a>>),
}

impl<'a> Body<'a> {
    /// The act that it adds to the record: its own, or the one that takes the place of a wrong one,
    /// which was told on the day of the rectification unless it says otherwise.
    pub fn as_act(&self) -> Option<ActEntry<'a>> {
        match self {
            Body::Act(act) => Some((**act).clone()),
            Body::Rectification(rectification) => {
                let mut act = rectification.instead.clone()?;
                if act.known.is_empty() {
                    act.known = rectification.known.to_string().into();
                }
                Some(act)
            }
            _ => None,
        }
    }
}

impl Body<'_> {
    /// The word for its kind, as it stands in the entry.
    pub fn word(&self) -> &'static str {
        match self {
            Body::Registry(_) => "registry",
            Body::Officer(_) => "officer",
            Body::FourEyes(_) => "four-eyes",
            Body::LogKey(_) => "log-key",
            Body::File(_) => "file",
            Body::Act(_) => "act",
            Body::Happening(_) => "happening",
            Body::Rectification(_) => "rectification",
        }
    }
}

/// Whose ledger this is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Founding {
    /// Who keeps it (VCLT 76), in words.
    pub depositary: String,
    /// The time zone of its seat, where dates are counted, as in the IANA database.
    pub seat: String,
    /// The verifier key that the log signs with.
    pub key: String,
    /// The verifier keys of the first officers.
    pub officers: Vec<String>,
}

/// An officer comes or goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Officer {
    /// The officer's verifier key, which carries the name.
    pub key: String,
    /// Whether the officer may sign from now on, or no longer.
    pub change: Change,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// What becomes of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It signs from now on.
    Admitted,
    /// It no longer signs.
    Revoked,
}

/// Which acts need two officers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FourEyes {
    /// The kinds of act and of happening, as in their tables; `*` for everything that is entered.
    pub kinds: Vec<String>,
}

impl FourEyes {
    /// Whether a thing stated needs two officers.
    pub fn covers(&self, body: &Body<'_>) -> bool {
        let all = self.kinds.iter().any(|kind| kind == "*");
        let covers = |act: &ActEntry<'_>| all || self.kinds.iter().any(|kind| **kind == *act.act);
        match body {
            Body::Act(act) => covers(act),
            Body::Happening(happening) => all || self.kinds.iter().any(|kind| **kind == *happening.happening),
            // What is set right, and who may set it right, is guarded as what was entered.
            Body::Rectification(_) | Body::Officer(_) | Body::FourEyes(_) => !self.kinds.is_empty(),
            Body::File(_) | Body::LogKey(_) => all,
            Body::Registry(_) => false,
        }
    }

    /// The kinds that express consent to be bound, withdrawal and its revocation: what States deposit.
    pub fn deposits() -> FourEyes {
        let deposited = |kind: &&ActKind| {
            kind.is_consent()
                || matches!(kind, ActKind::Withdrawal | ActKind::WithdrawalRevoked | ActKind::ConsentWithdrawn)
        };
        FourEyes { kinds: ActKind::ALL.iter().filter(deposited).map(|kind| kind.word().to_owned()).collect() }
    }
}

/// A key of the log itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LogKey {
    /// The verifier key.
    pub key: String,
    /// Whether the log signs with it from now on, or no longer.
    pub change: Change,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// A file of a pack, as adopted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PackFile<'a> {
    /// Its path below the folder of packs, such as `central-asia/canwfz/treaty.toml`.
    #[serde(borrow)]
    pub path: Cow<'a, str>,
    /// Its SHA-256, in hexadecimal; empty when the file is no longer in force.
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    pub sha256: Cow<'a, str>,
    /// Its text, where it fits; a longer one lies outside by its hash.
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    pub text: Cow<'a, str>,
}

macro_rules! act_entry {
    ($($column:ident),*) => {
        /// An act, with the columns of an act table. An absent member is an empty column.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        pub struct ActEntry<'a> {
            /// The id of the instrument.
            #[serde(borrow)]
            pub treaty: Cow<'a, str>,
            /// Files that prove it: the instrument deposited, the full powers.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            pub documents: Vec<Document>,
            /// The act table of a pack that it was taken from.
            #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
            pub table: Cow<'a, str>,
            /// Which of several equal acts it is, counted from 2.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub occurrence: Option<u32>,
            $(
                #[doc = concat!("The column `", stringify!($column), "` of an act table.")]
                #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
                pub $column: Cow<'a, str>,
            )*
        }

        impl ActEntry<'_> {
            /// The act as a row of a table.
            pub fn row(&self) -> ActRow<'_> {
                ActRow { $($column: &self.$column),* }
            }
        }

        impl<'a> ActEntry<'a> {
            /// The same, borrowing nothing.
            pub fn owned(self) -> ActEntry<'static> {
                let own = |text: Cow<'a, str>| Cow::Owned(text.into_owned());
                ActEntry {
                    treaty: own(self.treaty),
                    documents: self.documents,
                    table: own(self.table),
                    occurrence: self.occurrence,
                    $($column: own(self.$column)),*
                }
            }

            /// A row of the table of an instrument, as an entry.
            pub fn of_row(treaty: &'a str, row: &ActRow<'a>) -> ActEntry<'a> {
                ActEntry {
                    treaty: treaty.into(),
                    documents: Vec::new(),
                    table: Cow::Borrowed(""),
                    occurrence: None,
                    $($column: row.$column.into()),*
                }
            }
        }
    };
}

act_entry!(date, party, act, source, known, wrong, effect, place, territory, id, about, doubt, note);

/// A file outside the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Document {
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
    /// Its length in bytes.
    pub size: u64,
    /// What kind of file it is, as in the IANA registry of media types.
    pub media: String,
}

/// An earlier entry was wrong, and what is right.
///
/// The correction acts *ab initio* (VCLT 79(4)): effect goes back to the day of the act, and
/// knowledge begins on `known`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rectification<'a> {
    /// The entry that was wrong, by its place in the ledger.
    pub of: u64,
    /// The day on which the States were told.
    pub known: Day,
    /// Why.
    #[serde(borrow)]
    pub why: Cow<'a, str>,
    /// What is right; absent where the act was not done at all, and where a happening was wrong: what is right is then
    /// entered as another one.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<ActEntry<'a>>,
}

impl<'a> Statement<'a> {
    /// A statement for a ledger.
    pub fn new(ledger: &str, body: Body<'a>) -> Statement<'a> {
        Statement {
            body,
            despite: Vec::new(),
            ledger: Cow::Owned(ledger.to_owned()),
            request: Cow::Borrowed(""),
            version: VERSION,
        }
    }

    /// Its canonical bytes: what is signed.
    ///
    /// # Errors
    /// When a text in it is not in Unicode normal form C.
    pub fn bytes(&self) -> Result<Vec<u8>, CanonicalError> {
        canonical::bytes(self)
    }

    /// The name under which the ledger knows the request: the submitter's, or the hash of the statement.
    pub fn request_name(&self, bytes: &[u8]) -> String {
        // The two kinds of name cannot meet: a submitter's begins with `r:`.
        if self.request.is_empty() { Hash::of(bytes).hex() } else { format!("r:{}", self.request) }
    }
}

/// An officer's signature of a statement's canonical bytes.
pub fn sign(key: &SigningKey, statement: &[u8]) -> Signature {
    let signature = STANDARD.encode(key.sign_bytes(&[DOMAIN, statement].concat()));
    Signature { key: key_name(key.verifier()), signature }
}

/// Whether a signature of a statement's canonical bytes is by a key.
pub fn is_signed_by(key: &VerifierKey, statement: &[u8], signature: &Signature) -> bool {
    let bytes = STANDARD.decode(&signature.signature);
    signature.key == key_name(key) && bytes.is_ok_and(|bytes| key.verifies_bytes(&[DOMAIN, statement].concat(), &bytes))
}

/// How a signature names its key: the officer's name and the key's id.
pub fn key_name(key: &VerifierKey) -> String {
    format!("{}+{:08x}", key.name(), key.id())
}

/// The bytes of an entry: the statement as it was signed, with its signatures and the time.
pub(crate) fn assemble(entered: &str, signatures: &[Signature], statement: &[u8]) -> Result<Vec<u8>, EntryError> {
    let signatures = canonical::bytes(&signatures)?;
    let entered = canonical::bytes(&entered)?;
    // The members stand in the order of RFC 8785; the statement's bytes are taken over, not made again.
    let parts: [&[u8]; 7] =
        [b"{\"entered\":", &entered, b",\"signatures\":", &signatures, b",\"statement\":", statement, b"}"];
    Ok(parts.concat())
}

/// Reads an entry.
///
/// # Errors
/// When the bytes are not one, with the member that is not understood.
pub fn read(bytes: &[u8]) -> Result<Entry<'_>, EntryError> {
    let entry: Entry<'_> = serde_json::from_slice(bytes).map_err(|error| EntryError::Form(error.to_string()))?;
    match entry.statement.version {
        VERSION => Ok(entry),
        version => Err(EntryError::Version(version)),
    }
}

/// The bytes of the statement within the bytes of an entry.
pub fn statement_of(bytes: &[u8]) -> Option<&[u8]> {
    const BEFORE: &[u8] = b",\"statement\":";
    // The name cannot stand earlier: texts in an entry have their quotation marks escaped.
    let at = bytes.windows(BEFORE.len()).position(|window| window == BEFORE)?;
    bytes[at + BEFORE.len()..].strip_suffix(b"}")
}

/// Bytes that are no entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryError {
    /// They have another form.
    Form(String),
    /// They have a form that this program does not know.
    Version(u32),
    /// They cannot be canonical.
    Canonical(CanonicalError),
}

impl From<CanonicalError> for EntryError {
    fn from(error: CanonicalError) -> EntryError {
        EntryError::Canonical(error)
    }
}

impl fmt::Display for EntryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EntryError::Form(why) => write!(f, "this is no entry: {why}"),
            EntryError::Version(version) => {
                write!(f, "the entry has the form {version}, this program reads {VERSION}; take a newer one")
            }
            EntryError::Canonical(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for EntryError {}
