use std::fs;
use std::path::PathBuf;

use ledger::refill::refill;
use ledger::{FileSigner, Signer};
use register::Snapshots;
use register::registry::{Folder, policy_of, reading, reading_with, request_of};
use serde::Serialize;

use crate::english;
use crate::failure::Failure;
use crate::output;

/// Put a registry back from a backup, and fetch what it lacks from a mirror
///
/// A backup is older than what was published since. Signing on from there would make a
/// second history, so the signer stays locked until a mirror has given back the rest,
/// or until somebody says with --unlock that nothing newer was ever published.
///
/// Examples:
///   semey restore registry --from /media/backup/2026-11-26 --signer /media/signer --mirror https://mirror.example/zone
///   semey restore registry --mirror copy/log
///   semey restore registry --from /media/backup/2026-11-26 --signer /media/signer --unlock
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The registry's folder
    dir: PathBuf,
    /// The backup; without one, the registry that is there is completed
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// A copy of the signer's folder, where the backup has none
    #[arg(long, value_name = "DIR", requires = "from")]
    signer: Option<PathBuf>,
    /// A mirror, or any copy of the ledger that is newer
    #[arg(long, value_name = "DIR|URL")]
    mirror: Option<String>,
    /// Sign again: nothing newer than this was ever published
    #[arg(long)]
    unlock: bool,
}

#[derive(Debug, Serialize)]
struct Answer {
    version: u32,
    registry: String,
    entries: u64,
    fetched: u64,
    locked: bool,
}

pub(crate) fn run(args: &Args, json: bool) -> Result<(), Failure> {
    let folder = Folder::new(&args.dir);
    if let Some(backup) = &args.from {
        put_back(args, backup, &folder)?;
    }
    folder.config()?;
    let mut fetched = 0;
    if let Some(mirror) = &args.mirror {
        fetched = complete(&folder, mirror)?;
    }
    if args.unlock || args.mirror.is_some() {
        FileSigner::unlock(&folder.signer_path()).map_err(register::Refusal::from)?;
    }
    let locked = folder.signer_path().join("locked").exists();
    // Opening for writing is the proof that store and signer agree.
    let entries = if locked {
        reading(&folder, None, "en")?.state.size
    } else {
        register::Registry::open(&args.dir)?.state().size
    };
    let answer = Answer { version: 1, registry: args.dir.display().to_string(), entries, fetched, locked };
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

fn put_back(args: &Args, backup: &std::path::Path, folder: &Folder) -> Result<(), Failure> {
    if args.dir.exists() {
        return Err(Failure::usage(format!("{} is there already", args.dir.display()))
            .help("name a folder that is not, or leave out --from to complete the registry that is there"));
    }
    Folder::new(backup).config()?;
    super::backup::copy(backup, folder.root())?;
    // A backup that was made by copying the folder has one too: what is put back is the entries.
    if folder.snapshot_path().exists() {
        fs::remove_file(folder.snapshot_path())?;
    }
    if let Some(signer) = &args.signer {
        super::backup::copy(signer, &folder.signer_path())?;
    }
    if !folder.signer_path().join("key").is_file() {
        fs::remove_dir_all(folder.root())?;
        return Err(Failure::usage("neither the backup nor --signer holds the signer's key").help(
            "give a copy of the signer's folder with --signer; without it nobody can sign for this ledger again",
        ));
    }
    Ok(FileSigner::lock_up(&folder.signer_path()).map_err(register::Refusal::from)?)
}

/// Appends what a mirror has beyond the store, and reminds the signer of the head it signed.
fn complete(folder: &Folder, mirror: &str) -> Result<u64, Failure> {
    let signer = FileSigner::open(&folder.signer_path()).map_err(register::Refusal::from)?;
    let mut policy = policy_of(&reading_with(folder, None, "en", Snapshots::Never)?.state);
    for key in signer.keys() {
        if policy.logs.iter().all(|log| log.key != key) {
            policy.logs.push(ledger::tlog::policy::Known { key, url: None });
        }
    }
    let mut store = folder.store()?;
    super::verify::with_source(mirror, |source| {
        let (note, fetched) = refill(&mut *store, source, &policy, &request_of)
            .map_err(|error| Failure::data(format!("{mirror}: {error}; nothing was taken from it")))?;
        for hash in missing(folder)? {
            let path = format!("{}{}", register::registry::BLOBS, ledger::blob::Blobs::path(&hash));
            if let Some(bytes) = source.get(&path).map_err(|error| Failure::data(error.to_string()))? {
                folder.blobs().put(&bytes)?;
            }
        }
        signer.remind(&note).map_err(register::Refusal::from)?;
        Ok(fetched)
    })
}

/// The files that entries name and that are not here.
fn missing(folder: &Folder) -> Result<Vec<ledger::tlog::Hash>, Failure> {
    let mut store = folder.store()?;
    let mut missing = Vec::new();
    let size = store.size().map_err(register::Refusal::from)?;
    ledger::each_entry::<ledger::StoreError>(&mut *store, 0..size, |_, bytes| {
        if let Ok(entry) = register::entry::read(bytes) {
            missing.extend(register::registry::files_of(&entry.statement.body));
        }
        Ok(())
    })
    .map_err(register::Refusal::from)?;
    missing.retain(|hash| folder.blobs().get(hash).is_ok_and(|found| found.is_none()));
    Ok(missing)
}

fn text(answer: &Answer) -> String {
    let mut text = format!(
        "{} holds {}, {} of them fetched from the mirror.\n",
        answer.registry,
        english::count(answer.entries as usize, "entry", "entries"),
        answer.fetched
    );
    if answer.locked {
        let note = "Its signer is locked: it can be asked, and enters nothing. Fetch what was published since the backup \
                    with --mirror SOURCE, or say with --unlock that nothing was.";
        text += &(output::wrap(note, output::width(), 0) + "\n");
    }
    text
}
