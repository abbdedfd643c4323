use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use register::sealed;

use crate::failure::Failure;
use crate::output;

/// Make a key for sealed notices: the secret in a file, and what others seal to
///
/// The file has the form of `age-keygen`, and any age program opens with it what is sealed
/// to the key. Whoever has the file can read; keep it as you keep the officers' keys.
///
/// Example:
///   semey notices key kaz.key
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The file to make, which only you may read
    file: PathBuf,
}

pub(super) fn run(args: &Args, json: bool) -> Result<(), Failure> {
    let (secret, public) = sealed::new_identity();
    let name = args.file.display();
    let opened = File::options().write(true).create_new(true).mode(0o600).open(&args.file);
    let written = opened.and_then(|mut file| file.write_all(secret.as_bytes()).and_then(|()| file.sync_all()));
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::usage(format!("{name} is there already")).help("name a file that is not, and keep the old key")
        }
        _ => Failure::data(format!("{name} cannot be written: {error}")),
    })?;
    if json {
        return output::json(&serde_json::json!({"version": 1, "recipient": public}));
    }
    output::say(&format!("{public}\n"))
}
