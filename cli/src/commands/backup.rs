use std::fs;
use std::path::{Path, PathBuf};

use register::registry::{Folder, published};
use serde::Serialize;

use crate::desk;
use crate::failure::Failure;
use crate::output;

/// Copy a registry to a folder while it is in use
///
/// The copy holds the ledger, the files, the policy and the officers' sealed keys.
/// The signer's folder, with the ledger's private key, is left out: keep copies of it
/// apart, and never put an older one back. Put a backup back with `semey restore`.
///
/// Example:
///   semey backup /media/backup/2026-11-26 --registry registry
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The folder to make
    dir: PathBuf,
    /// Copy the signer's folder too: whoever has the backup can then sign for the ledger
    #[arg(long)]
    with_signer: bool,
}

#[derive(Debug, Serialize)]
struct Answer {
    version: u32,
    backup: String,
    entries: u64,
    checkpoint: String,
    with_signer: bool,
}

pub(crate) fn run(folder: Option<&Path>, args: &Args, json: bool) -> Result<(), Failure> {
    let from = desk::folder(folder)?;
    let to = Folder::new(&args.dir);
    if args.dir.exists() {
        return Err(
            Failure::usage(format!("{} is there already", args.dir.display())).help("name a folder that is not")
        );
    }
    if from.config()?.store != "sqlite" {
        return Err(Failure::data("the ledger lies in PostgreSQL")
            .help("back it up with PostgreSQL's own tools, or mirror it: `semey mirror DIR COPY`"));
    }
    fs::create_dir_all(&args.dir)?;
    // The ledger first: files that entries name are there before the entries are.
    ledger::store::Sqlite::copy(&from.ledger_path(), &to.ledger_path()).map_err(register::Refusal::from)?;
    for name in ["blobs", "officers"] {
        copy(&from.root().join(name), &to.root().join(name))?;
    }
    if args.with_signer {
        copy(&from.signer_path(), &to.signer_path())?;
    }
    if from.policy_path().is_file() {
        fs::copy(from.policy_path(), to.policy_path())?;
    }
    // Last, so that a backup that broke off is none.
    fs::copy(from.config_path(), to.config_path())?;
    let head = published(&to)?;
    let answer = Answer {
        version: 1,
        backup: args.dir.display().to_string(),
        entries: head.as_ref().map_or(0, |head| head.checkpoint.size),
        checkpoint: head.map_or(String::new(), |head| head.note),
        with_signer: args.with_signer,
    };
    let signer =
        if args.with_signer { " and the signer's folder" } else { "; keep a copy of the signer's folder apart" };
    let text = format!("{} holds {} entries{signer}.\n", answer.backup, answer.entries);
    if json { output::json(&answer) } else { output::say(&text) }
}

/// Copies a folder with everything in it, but for passphrases that were left lying.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    if !from.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(to)?;
    for file in fs::read_dir(from)? {
        let file = file?;
        let (path, target) = (file.path(), to.join(file.file_name()));
        if file.file_type()?.is_dir() {
            copy(&path, &target)?;
        } else if path.extension().is_none_or(|extension| extension != "passphrase") {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}
