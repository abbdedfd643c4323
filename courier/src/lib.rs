//! The courier: carries what is told to who asked for it, by SMTP and as signed webhooks.
//!
//! It knows nothing of treaties. It is handed what to carry and to whom, tries once, and says whether it was taken: who
//! remembers what was delivered, and tries again, is the caller. It reads no file and no clock.

mod hook;
mod mail;

use std::error::Error;
use std::fmt;

pub use hook::{Hook, Keys, new_pair, new_secret, standard_key};
pub use mail::{Letter, Server, Tls, check_mailbox};

/// Why something was not delivered, or cannot be: a sentence, in which no secret stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(String);

impl Fault {
    fn new(what: impl Into<String>) -> Fault {
        Fault(what.into())
    }

    /// What went wrong, and what lies behind it as far as that is not said already.
    fn because(what: &str, error: &dyn Error) -> Fault {
        let mut text = format!("{what}: {error}");
        let mut cause = error.source();
        while let Some(error) = cause {
            let more = error.to_string();
            if !text.contains(&more) {
                text += &format!(": {more}");
            }
            cause = error.source();
        }
        // What a server says goes on one line, and no further than anybody reads.
        Fault(text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(500).collect())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Fault {}

/// Whether a name or an address leads to this very machine.
pub(crate) fn is_own(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
