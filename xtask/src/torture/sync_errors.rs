//! R7: EIO from every fsync and fdatasync.
//!
//! Nothing is acknowledged that waits for a sync that failed, nothing is synced a second time, and the
//! next start checks everything. And because the kernel drops the pages of a failed sync and holds them
//! for written, while every program still reads them: the command is run again, acknowledges, the power
//! fails, and what it acknowledged must be on the disk.

use std::fs;
use std::path::Path;

use super::Cases;
use super::disk::{Dice, Story};
use super::oracle::{Outcome, Speech, examine};
use super::power_cut::{self, Recorded};
use super::scene::{Entered, Scene, Workshop, copy};
use super::strace::{self, Call, FILE_CALLS, Ran};
use crate::Failure;

/// How many power cuts after each failed sync and second try.
const CUTS: usize = 8;

pub(super) fn cases(workshop: &Workshop) -> Result<Cases<'_>, Failure> {
    let mut cases = Cases::default();
    for scene in &workshop.scenes {
        for call in workshop.calls(scene)?.iter().filter(|call| is_sync(&call.name)) {
            let label = format!("{} {} {}", scene.name, call.name, call.nth);
            for (word, when) in [("once", call.nth.to_string()), ("on", format!("{}+", call.nth))] {
                let inject = vec![format!("{}:error=EIO:when={when}", call.name)];
                cases.push(format!("{label} {word}"), move |at| failed(workshop, scene, at, &inject));
            }
            if scene.adds.is_some() {
                let inject = vec![format!("{}:error=EIO:when={}", call.name, call.nth)];
                cases.push(format!("{label} again"), move |at| tried_again(workshop, scene, at, &inject));
            }
        }
    }
    Ok(cases)
}

fn is_sync(name: &str) -> bool {
    matches!(name, "fsync" | "fdatasync" | "sync_file_range")
}

/// Runs a scene's command under strace, in a folder that is there.
fn run(workshop: &Workshop, scene: &Scene, at: &Path, inject: &[String]) -> Result<(Ran, Vec<Call>), String> {
    let log = at.with_extension("log");
    let ran = strace::run(strace::traced(&workshop.command(at, &scene.arguments), &log, &FILE_CALLS, inject))?;
    let calls = strace::calls(&log, at).map_err(|error| error.to_string())?;
    fs::remove_file(&log).map_err(|error| error.to_string())?;
    Ok((ran, calls))
}

fn is_answered(ran: &Ran) -> bool {
    ran.status.success() || serde_json::from_str::<serde_json::Value>(&ran.stdout).is_ok()
}

fn failed(workshop: &Workshop, scene: &Scene, at: &Path, inject: &[String]) -> Result<Outcome, String> {
    workshop.stage(scene, at)?;
    let (ran, calls) = run(workshop, scene, at, inject)?;
    let first = calls.iter().position(|call| call.injected);
    let story = Story::of(&calls, at, &scene.base).map_err(|error| error.to_string())?;
    if let (true, Some(told)) = (is_answered(&ran), story.told())
        && let Some(what) = story.untold(told).first()
    {
        return Err(format!("it was acknowledged before this was synced: {what}"));
    }
    // What was being made from nothing is thrown away whole: how often it was synced is nothing to anybody.
    if let (Some(first), Some(_)) = (first, scene.adds) {
        let path = &calls[first].path;
        // SQLite syncs the folder for a log of its own accord, beside the sync that counts.
        let is_file = path.as_ref().is_some_and(|path| !Path::new(path).is_dir());
        let again = calls[first + 1..].iter().find(|call| is_sync(&call.name) && call.path == *path);
        if let Some(again) = again.filter(|_| is_file) {
            return Err(format!("{} was synced again after it had failed", again.path.as_deref().unwrap_or("?")));
        }
    }
    let outcome = examine(workshop, scene, at, &ran, Speech::Sentence)?;
    Ok(Outcome { reached: first.is_some(), ..outcome })
}

fn tried_again(workshop: &Workshop, scene: &Scene, at: &Path, inject: &[String]) -> Result<Outcome, String> {
    let io = |error: std::io::Error| error.to_string();
    let place = at.join("first");
    workshop.stage(scene, &place)?;
    let (ran, calls) = run(workshop, scene, &place, inject)?;
    if is_answered(&ran) {
        return Ok(Outcome { acknowledged: true, whole: true, reached: false });
    }
    let disk = Story::of(&calls, &place, &scene.base).map_err(io)?.end();
    let seen = at.join("seen");
    copy(&place, &seen).map_err(io)?;
    let (ran, calls) = run(workshop, scene, &place, &[])?;
    if Entered::read(&ran.stdout).is_none() {
        return Err(format!("trying again fails: {}", ran.stderr.trim()));
    }
    let mut story = Story::of(&calls, &place, &seen).map_err(io)?;
    story.begin_as(&disk);
    let told = story.told().ok_or("nothing was told")?;
    let recorded = Recorded { story, told, stdout: ran.stdout };
    for cut in 0..CUTS {
        let mut dice = Dice(workshop.seed ^ ((cut as u64) << 32));
        // The first cut comes right after the answer.
        let end = if cut == 0 { told } else { told + dice.below(recorded.story.events.len() - told + 1) };
        let image = at.join(format!("cut-{cut}"));
        recorded.story.at(end).cut(&mut dice, &image).map_err(io)?;
        power_cut::examine(workshop, scene, &image, &recorded, true, cut == 0)
            .map_err(|why| format!("tried again, and the power failed after {end} writes: {why}"))?;
    }
    Ok(Outcome { acknowledged: true, whole: true, reached: true })
}
