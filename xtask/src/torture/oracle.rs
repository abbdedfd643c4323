//! What must hold after every fault.
//!
//! The next command opens the registry and works; the ledger checks itself and is checked by a
//! stranger's program; every receipt that was ever handed out still holds; nothing that was
//! acknowledged is missing and nothing is there twice; what was not acknowledged is there whole
//! or not at all; what the program said of it is true; and no file is left lying about.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use ledger::each_entry;
use ledger::source::{Source, Stored};
use ledger::tlog::{Checkpoint, Policy, Receipt, VerifierKey, tile};
use ledger::verify;
use ledger::{Store, StoreError};
use register::audit::Audit;
use register::entry::read;
use register::registry::{Folder, files_of};
use serde_json::Value;

use super::scene::{Entered, Handed, REGISTRY, Scene, Workshop, files, words};
use super::strace::{self, Ran};

/// What a run came to, when nothing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outcome {
    /// Whether the broken command acknowledged what it did.
    pub(super) acknowledged: bool,
    /// Whether what it was to enter was there afterwards.
    pub(super) whole: bool,
    /// Whether the fault came about at all.
    pub(super) reached: bool,
}

/// What a program that was not killed must have done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Speech {
    /// Either acknowledged, or said in a sentence why not.
    Sentence,
    /// It may have had no way to say anything.
    Mute,
}

/// Looks at how a broken command ended, then lets the registry be used again and checks all of it.
pub(super) fn examine(
    workshop: &Workshop,
    scene: &Scene,
    at: &Path,
    broken: &Ran,
    speech: Speech,
) -> Result<Outcome, String> {
    check_end(broken, speech)?;
    match scene.adds {
        Some(adds) => after_entering(workshop, scene, at, broken, adds),
        None => after_founding(workshop, scene, at, broken),
    }
}

/// Checks that a command succeeded, or said why it did not, and did not panic.
pub(super) fn check_end(ran: &Ran, speech: Speech) -> Result<(), String> {
    if ran.stderr.contains("panicked at") {
        return Err(format!("it panicked: {}", ran.stderr.trim()));
    }
    if ran.is_killed() || ran.status.success() {
        return Ok(());
    }
    if ran.status.code().is_none() {
        return Err(format!("it ended by another signal: {}", ran.status));
    }
    // 127 is the dynamic loader's, before the program began.
    if speech == Speech::Sentence && !ran.stderr.starts_with("error: ") {
        return Err(format!("it ended with {} and without a sentence: {:?}", ran.status, ran.stderr));
    }
    Ok(())
}

/// Runs a command that must succeed.
fn must(workshop: &Workshop, at: &Path, arguments: &[String]) -> Result<Ran, String> {
    let ran = strace::run(workshop.command(at, arguments))?;
    if ran.status.success() {
        return Ok(ran);
    }
    Err(format!("afterwards `semey {}` failed: {}{}", arguments.join(" "), ran.stderr.trim(), ran.stdout.trim()))
}

fn must_enter(workshop: &Workshop, at: &Path, arguments: &[String]) -> Result<Entered, String> {
    let ran = must(workshop, at, arguments)?;
    Entered::read(&ran.stdout).ok_or_else(|| format!("afterwards `semey {}` gave no receipt", arguments.join(" ")))
}

fn after_entering(workshop: &Workshop, scene: &Scene, at: &Path, broken: &Ran, adds: u64) -> Result<Outcome, String> {
    let answer = Entered::read(&broken.stdout);
    if broken.status.success() && answer.is_none() {
        return Err("it ended well and gave no receipt".to_owned());
    }
    let mut handed = scene.handed.clone();
    answer.iter().for_each(|answer| handed.take(answer));
    let next = must_enter(workshop, at, &workshop.next)?;
    let place = *next.entries.first().ok_or("the next act got no entry")?;
    handed.take(&next);
    let found = place.checked_sub(scene.size).filter(|found| *found == 0 || *found == adds);
    let Some(found) = found else {
        return Err(format!("the next act became entry {place}: of {adds} entries not all and not none are there"));
    };
    let whole = found == adds;
    if answer.is_some() && !whole {
        return Err("what was acknowledged is lost".to_owned());
    }
    let denied = ["nothing was written", "nothing was entered"].iter().any(|words| broken.stderr.contains(words));
    if whole && denied {
        return Err(format!("it was entered, and this was said: {}", broken.stderr.trim()));
    }
    let again = must_enter(workshop, at, &scene.arguments)?;
    handed.take(&again);
    if again.again.iter().any(|again| *again != whole) || again.entries.len() as u64 != adds {
        return Err(format!("entering it again gave {:?} new, after {found} were found", again.again));
    }
    let first = if whole { scene.size } else { place + 1 };
    if again.entries.iter().ne((first..first + adds).collect::<Vec<_>>().iter()) {
        return Err(format!("entering it again gave the entries {:?}", again.entries));
    }
    check_registry(workshop, at, &workshop.vkey, &handed, scene.size + adds + 1)?;
    Ok(Outcome { acknowledged: answer.is_some(), whole, reached: true })
}

fn after_founding(workshop: &Workshop, scene: &Scene, at: &Path, broken: &Ran) -> Result<Outcome, String> {
    let read = |ran: &Ran| {
        let made: Value = serde_json::from_str(&ran.stdout).ok()?;
        Some((made["vkey"].as_str()?.parse::<VerifierKey>().ok()?, made["checkpoint"].as_str()?.to_owned()))
    };
    let made = read(broken);
    let again = strace::run(workshop.command(at, &scene.arguments))?;
    let whole = again.stderr.contains("holds a registry already");
    let mut handed = Handed::default();
    let vkey = match (&made, read(&again)) {
        (Some((vkey, checkpoint)), None) if whole => {
            handed.checkpoints.push(checkpoint.clone());
            vkey.clone()
        }
        (Some(_), _) => return Err(format!("the registry was acknowledged, and then: {again:?}")),
        (None, Some((vkey, checkpoint))) => {
            handed.checkpoints.push(checkpoint);
            vkey
        }
        (None, None) if whole => own_key(at)?,
        (None, None) => return Err(format!("it is neither made nor to be made again: {}", again.stderr.trim())),
    };
    must(workshop, at, &words("load packs"))?;
    handed.take(&must_enter(workshop, at, &workshop.next)?);
    // The founding, three files of the pack, the act.
    check_registry(workshop, at, &vkey, &handed, 5)?;
    Ok(Outcome { acknowledged: made.is_some(), whole, reached: true })
}

fn own_key(at: &Path) -> Result<VerifierKey, String> {
    let folder = Folder::new(at.join(REGISTRY));
    let signer = ledger::FileSigner::open(&folder.signer_path()).map_err(|error| error.to_string())?;
    ledger::Signer::keys(&signer).into_iter().next().ok_or_else(|| "the signer has no key".to_owned())
}

/// Everything that must hold of a registry that is at rest.
pub(super) fn check_registry(
    workshop: &Workshop,
    at: &Path,
    vkey: &VerifierKey,
    handed: &Handed,
    size: u64,
) -> Result<(), String> {
    let checked = must(workshop, at, &words("fsck"))?;
    if !checked.stdout.starts_with("GOOD") || !checked.stdout.contains(" 0 missing") {
        return Err(format!("semey fsck says: {}", checked.stdout.trim()));
    }
    let folder = Folder::new(at.join(REGISTRY));
    let head = check_ledger(&folder, vkey, handed, size)?;
    check_by_stranger(workshop, at, &folder, vkey, handed, &head)?;
    check_tidy(at)
}

/// Derives the whole ledger again within this program, and holds it to what was handed out.
pub(super) fn check_ledger(folder: &Folder, vkey: &VerifierKey, handed: &Handed, size: u64) -> Result<String, String> {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let policy = Policy::of_log([vkey.clone()]);
    let mut store = folder.store().map_err(|error| text(&error))?;
    let mut source = Stored { store: &mut *store, name: "the registry".to_owned() };
    let mut audit = Audit::new(super::scene::ORIGIN, true);
    let mut named = BTreeSet::new();
    let verified = verify::fsck(
        &mut source,
        &policy,
        &mut |index, bytes| {
            audit.push(index, bytes)?;
            named.extend(read(bytes).ok().into_iter().flat_map(|entry| files_of(&entry.statement.body)));
            Ok(())
        },
        &mut |_| (),
    )
    .map_err(|error| text(&error))?;
    for hash in &named {
        if folder.blobs().get(hash).map_err(|error| text(&error))?.is_none() {
            return Err(format!("the file {} that an entry names is missing", hash.hex()));
        }
    }
    let head = verified.head.checkpoint;
    if head.size != size {
        return Err(format!("there are {} entries, and there should be {size}", head.size));
    }
    for old in &handed.checkpoints {
        let (old, _) = Checkpoint::open(old.as_bytes(), std::slice::from_ref(vkey)).map_err(|error| text(&error))?;
        verify::consistency(&mut source, &old, &head).map_err(|error| text(&error))?;
    }
    for (entry, receipts) in &handed.receipts {
        let mut bytes = Vec::new();
        each_entry::<StoreError>(&mut *store, *entry..entry + 1, |_, entry| {
            bytes = entry.to_vec();
            Ok(())
        })
        .map_err(|error| text(&error))?;
        for receipt in receipts {
            let receipt: Receipt = receipt.parse().map_err(|error| format!("the receipt of {entry}: {error}"))?;
            receipt.verify(&bytes, &policy).map_err(|error| format!("the receipt of {entry}: {error}"))?;
            if receipt.extra.as_ref().is_some_and(|told| *told != bytes) || receipt.index != *entry {
                return Err(format!("the receipt of {entry} is about other bytes"));
            }
        }
    }
    Ok(verified.note)
}

/// Has a program that is not ours check the ledger, as it would be served.
pub(super) fn check_by_stranger(
    workshop: &Workshop,
    at: &Path,
    folder: &Folder,
    vkey: &VerifierKey,
    handed: &Handed,
    head: &str,
) -> Result<(), String> {
    let Some(stranger) = &workshop.stranger else { return Ok(()) };
    let served = at.join("served");
    let mut store = folder.store().map_err(|error| error.to_string())?;
    serve(&mut *store, head, &served)?;
    let ask = |words: &[&str]| {
        let mut command = Command::new(stranger);
        command.args(&words[..1]).args(["-q", "-vkey", &vkey.to_string()]).args(&words[1..]).arg(&served);
        let ran = strace::run(command)?;
        if ran.status.success() {
            Ok(())
        } else {
            Err(format!("the stranger's verifier: {}{}", ran.stdout, ran.stderr))
        }
    };
    ask(&["fsck"])?;
    let old = at.join("old-checkpoint");
    for checkpoint in &handed.checkpoints {
        fs::write(&old, checkpoint).map_err(|error| error.to_string())?;
        ask(&["consistency", "-old", &old.to_string_lossy()])?;
    }
    fs::remove_dir_all(&served).map_err(|error| error.to_string())
}

/// Writes a ledger as files, as any web server would serve it.
fn serve(store: &mut dyn Store, head: &str, to: &Path) -> Result<(), String> {
    let size = ledger::source::size_of(head).ok_or("the head is no checkpoint")?;
    let mut source = Stored { store, name: "the registry".to_owned() };
    let paths = tile::added(0, size).map(|tile| tile.path()).chain(["checkpoint".to_owned()]);
    for path in paths {
        let bytes = source.get(&path).map_err(|error| error.to_string())?;
        let bytes = bytes.ok_or_else(|| format!("{path} is not there"))?;
        let target = to.join(&path);
        let made = fs::create_dir_all(target.parent().unwrap_or(to)).and_then(|()| fs::write(&target, bytes));
        made.map_err(|error| format!("{}: {error}", target.display()))?;
    }
    Ok(())
}

/// Checks that the registry's folder holds what belongs there and nothing else.
fn check_tidy(at: &Path) -> Result<(), String> {
    let found = files(&at.join(REGISTRY)).map_err(|error| error.to_string())?;
    let belongs = |path: &str| {
        let blob = path.strip_prefix("blobs/").and_then(|rest| rest.rsplit('/').next());
        matches!(path, "registry.toml" | "ledger.sqlite" | "ledger.sqlite.lock")
            || matches!(path, "signer/key" | "signer/lock" | "signer/signed" | "officers/officer.age")
            || blob.is_some_and(|name| name.len() == 64)
    };
    match found.iter().find(|path| !belongs(path)) {
        None => Ok(()),
        Some(path) => Err(format!("{path} was left lying about")),
    }
}
