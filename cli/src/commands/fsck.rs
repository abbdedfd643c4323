use std::path::Path;

use ledger::source::Stored;
use ledger::tlog::Hash;
use ledger::verify;
use register::Snapshots;
use register::audit::{Audit, check_requests};
use register::entry::read;
use register::registry::{files_of, policy_of, reading_with, request_of};
use register::snapshot::{self, Checked};
use serde::Serialize;

use crate::desk::{self, Progress};
use crate::english;
use crate::failure::Failure;
use crate::output;

/// Check a registry's own ledger: every entry, tile, signature and file
///
/// Derives the tree from the entries, holds it to the signed head, checks that every
/// entry was signed by officers who could, and that every file an entry names is
/// there. Says which entry is wrong, if one is. A snapshot that makes answers come
/// sooner is compared with what the entries give.
///
/// Example:
///   semey fsck --registry registry
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {}

#[derive(Debug, Serialize)]
struct Answer {
    version: u32,
    origin: String,
    entries: u64,
    tiles: u64,
    root: String,
    files: usize,
    missing_files: Vec<String>,
    snapshot: &'static str,
}

pub(crate) fn run(folder: Option<&Path>, _: &Args, json: bool) -> Result<(), Failure> {
    let folder = desk::folder(folder)?;
    let mut store = folder.store()?;
    let name = folder.root().display().to_string();
    let fail = |error: &dyn std::fmt::Display| {
        Failure::data(format!("{name}: {error}"))
            .help("`semey restore` puts back a good copy from a backup or a mirror")
    };
    let mut source = Stored { store: &mut *store, name: name.clone() };
    // The keys stand in the ledger itself; the signer's own stands beside it.
    let own = super::verify::own_policy(&mut source)?;
    let read_state = reading_with(&folder, None, "en", Snapshots::Never).map_err(|error| fail(&error))?;
    let policy = if read_state.state.log_keys.is_empty() { own } else { policy_of(&read_state.state) };
    let (head, _) = verify::head(&mut source, &policy).map_err(|error| fail(&error))?;
    let size = head.checkpoint.size;
    let mut audit = Audit::new(&head.checkpoint.origin, true);
    let mut files: Vec<Hash> = Vec::new();
    let mut requests: Vec<(u64, String)> = Vec::new();
    let mut progress = Progress::new("checked");
    let verified = verify::fsck(
        &mut source,
        &policy,
        &mut |index, bytes| {
            audit.push(index, bytes)?;
            requests.push((index, request_of(bytes)?));
            files.extend(read(bytes).ok().into_iter().flat_map(|entry| files_of(&entry.statement.body)));
            Ok(())
        },
        &mut |done| progress.at(done, Some(size)),
    )
    .map_err(|error| fail(&error))?;
    drop(progress);
    check_requests(&mut *store, &requests).map_err(|error| fail(&error))?;
    let mut missing = Vec::new();
    for hash in &files {
        if folder.blobs().get(hash).map_err(|error| fail(&error))?.is_none() {
            missing.push(hash.hex());
        }
    }
    let snapshot = match snapshot::check(&folder).map_err(|error| fail(&error))? {
        Checked::None => "none",
        Checked::Unused => "unused",
        Checked::Good => "good",
        Checked::Altered => {
            let path = folder.snapshot_path();
            let message = format!(
                "{}: this snapshot is not what the entries give, so somebody altered it; the entries are good",
                path.display()
            );
            let help = "delete the file: nothing is lost, the next question replays the entries; do not rely on answers \
                        given since it was written, and look at who can write in the folder";
            return Err(Failure::data(message).help(help));
        }
    };
    let answer = Answer {
        version: 1,
        origin: head.checkpoint.origin,
        entries: size,
        tiles: verified.tiles,
        root: verified.head.checkpoint.root.to_string(),
        files: files.len(),
        missing_files: missing,
        snapshot,
    };
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

fn text(answer: &Answer) -> String {
    let mut text = format!(
        "GOOD: {} of `{}` give the signed root {}; every officer's signature is good.\n",
        english::count(answer.entries as usize, "entry", "entries"),
        answer.origin,
        answer.root
    );
    text += &format!(
        "{} named, {} missing.\n",
        english::count(answer.files, "file is", "files are"),
        answer.missing_files.len()
    );
    for hash in &answer.missing_files {
        text += &format!("  missing: {hash}\n");
    }
    text += match answer.snapshot {
        "good" => "The snapshot is what the entries give.\n",
        "unused" => {
            "There is a snapshot that nothing reads: it is not whole, or of another program or ledger. Delete it.\n"
        }
        _ => "",
    };
    text
}
