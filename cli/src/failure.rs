//! Failures, sorted once at the door: what was asked wrongly, and what the data refuses.

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

use register::answer::whatif::ActError;
use register::{Refusal, Thing, Unknown};

/// Why a command gives no answer.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    help: Option<String>,
    code: u8,
}

impl Failure {
    /// The data does not allow an answer: exit code 1.
    pub(crate) fn data(message: impl Into<String>) -> Failure {
        Failure { message: message.into(), help: None, code: 1 }
    }

    /// The question cannot be understood: exit code 2.
    pub(crate) fn usage(message: impl Into<String>) -> Failure {
        Failure { message: message.into(), help: None, code: 2 }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Failure {
        self.help = Some(help.into());
        self
    }

    /// The same, when something had been done before that stays done.
    pub(crate) fn after(self, done: &str) -> Failure {
        Failure { message: format!("{done}, and then: {}", self.message), ..self }
    }

    /// A folder that holds no pack.
    pub(crate) fn no_pack(folder: &Path) -> Failure {
        Failure::data(format!("the folder {} holds no pack", folder.display()))
            .help("a pack has a pack.toml, and one folder per treaty with treaty.toml and acts.csv in it")
    }

    /// Somebody's ledger contradicts itself: exit code 3.
    pub(crate) fn alarm(self) -> Failure {
        Failure { code: 3, ..self }
    }

    pub(crate) fn is_alarm(&self) -> bool {
        self.code == 3
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        let failure = Failure::data(refusal.to_string());
        match refusal.help() {
            Some(help) => failure.help(help),
            None => failure,
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::data(format!("a file cannot be read or written: {error}"))
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Failure {
        Failure::data(format!("the answer cannot be written as JSON: {error}"))
    }
}

impl From<Unknown> for Failure {
    fn from(unknown: Unknown) -> Failure {
        let near = unknown.near.join(", ");
        let list = match unknown.thing {
            Thing::Treaty => "`semey treaties` lists them all",
            Thing::Participant => "`semey party` lists them all",
            Thing::Zone => "`semey zones` lists them all",
            Thing::Matter => "`semey bodies`, `measures`, `drafts`, `watch` and `sites` list them",
            Thing::Source => {
                return Failure::usage(unknown.to_string()).help(format!("documents that lie in a file are {near}"));
            }
            Thing::Pack => return Failure::data(unknown.to_string()).help(format!("the packs are {near}")),
        };
        let help = match near.as_str() {
            "" => list.to_owned(),
            near => format!("did you mean {near}? {list}"),
        };
        Failure::data(unknown.to_string()).help(help)
    }
}

impl From<ActError> for Failure {
    fn from(error: ActError) -> Failure {
        let failure = Failure::usage(error.to_string());
        match error {
            ActError::Form(_) => failure.help("write PARTY KIND DATE, such as \"USA ratification 2027-01-01\""),
            ActError::Day(_) => failure,
            ActError::Kind(_, near) => failure.help(format!("did you mean {}?", near.join(", "))),
            ActError::Party(unknown) => unknown.into(),
        }
    }
}
