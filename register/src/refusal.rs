//! Why the door stays shut: named checks, each with the article or the depositary's function it serves.

use std::fmt;

use law::check::Finding;
use ledger::tlog::note::KeyError;
use ledger::{Fault, SignerError, StoreError};

use crate::entry::EntryError;
use crate::state::ReplayError;

/// Why nothing was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The form of what was submitted is not good.
    Form(Form),
    /// A depositary would ask first; an officer can enter it in spite of that, with a reason.
    Findings {
        /// What was to be entered, in words.
        what: String,
        /// What was found.
        findings: Vec<Finding>,
    },
    /// The ledger cannot take it.
    Ledger(Fault),
    /// An entry cannot be replayed.
    Replay(ReplayError),
    /// A file cannot be read or written.
    Io(String),
}

/// A check of form that has no way around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The name of the check, such as `revoked-key`.
    pub check: &'static str,
    /// The depositary's function that it serves, such as `F25`, or what else it comes from.
    pub function: &'static str,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: String,
}

impl Refusal {
    /// A check of form.
    pub fn form(
        check: &'static str,
        function: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Refusal {
        Refusal::Form(Form { check, function, message: message.into(), help: help.into() })
    }

    /// Whether the entry may be in the ledger all the same.
    pub fn is_written(&self) -> bool {
        matches!(self, Refusal::Ledger(fault) if fault.is_written())
    }

    /// The same, when it came after the entries had entered: nobody may read in it that they did not.
    #[must_use]
    pub fn afterwards(self) -> Refusal {
        Refusal::Ledger(match self {
            Refusal::Ledger(fault) => fault.afterwards(),
            other => Fault::Unfinished { why: other.to_string() },
        })
    }

    /// The way out, where the message does not say it.
    pub fn help(&self) -> Option<String> {
        match self {
            Refusal::Form(form) => Some(form.help.clone()).filter(|help| !help.is_empty()),
            Refusal::Findings { findings, .. } => {
                let all: Vec<String> =
                    findings.iter().map(|finding| format!("--despite {}=\"REASON\"", finding.check)).collect();
                Some(format!("to enter it all the same, say why: {}", all.join(" ")))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Form(form) => write!(f, "{} [{}, {}]", form.message, form.check, form.function),
            Refusal::Findings { what, findings } => {
                write!(f, "{what} is held, because a depositary would ask first:")?;
                findings.iter().try_for_each(|finding| {
                    let Finding { check, article, function, fault, .. } = finding;
                    let fault = words::of("en").fault(fault);
                    write!(f, "\n  - {fault} [{check}, {article}, {function}]")
                })
            }
            Refusal::Ledger(fault) => fault.fmt(f),
            Refusal::Replay(error) => error.fmt(f),
            Refusal::Io(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        Refusal::Ledger(fault)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Refusal {
        Refusal::Ledger(error.into())
    }
}

impl From<SignerError> for Refusal {
    fn from(error: SignerError) -> Refusal {
        Refusal::Ledger(error.into())
    }
}

impl From<ReplayError> for Refusal {
    fn from(error: ReplayError) -> Refusal {
        Refusal::Replay(error)
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Refusal {
        Refusal::Io(error.to_string())
    }
}

impl From<KeyError> for Refusal {
    fn from(error: KeyError) -> Refusal {
        Refusal::form("bad-key", "C2SP signed-note", error.to_string(), "")
    }
}

impl From<EntryError> for Refusal {
    fn from(error: EntryError) -> Refusal {
        let help = "docs/ledger.md describes the form of an entry";
        Refusal::form("bad-entry", "RFC 8785", error.to_string(), help)
    }
}
