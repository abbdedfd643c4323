//! R7: EIO from every fsync and fdatasync: no acknowledgement, no second try, and all is checked again.

use std::path::Path;

use super::Cases;
use super::oracle::{Outcome, Speech, examine};
use super::scene::{Entered, Scene, Workshop};
use super::strace::{self, FILE_CALLS};
use crate::Failure;

pub(super) fn cases(workshop: &Workshop) -> Result<Cases<'_>, Failure> {
    let mut cases = Cases::default();
    for scene in &workshop.scenes {
        let calls = workshop.calls(scene)?;
        let told = calls.iter().position(|call| call.name == "write" && call.fd == Some(1)).unwrap_or(calls.len());
        for (place, call) in calls.iter().enumerate().filter(|(_, call)| is_sync(&call.name)) {
            for (word, when) in [("once", call.nth.to_string()), ("on", format!("{}+", call.nth))] {
                let inject = vec![format!("{}:error=EIO:when={when}", call.name)];
                let before = place < told;
                cases.push(format!("{} {} {} {word}", scene.name, call.name, call.nth), move |at| {
                    failed(workshop, scene, at, &inject, before)
                });
            }
        }
    }
    Ok(cases)
}

pub(super) fn is_sync(name: &str) -> bool {
    matches!(name, "fsync" | "fdatasync" | "sync_file_range")
}

fn failed(workshop: &Workshop, scene: &Scene, at: &Path, inject: &[String], before: bool) -> Result<Outcome, String> {
    workshop.stage(scene, at)?;
    let log = workshop.folder.path().join(format!("{}.log", at.file_name().unwrap_or_default().to_string_lossy()));
    let ran = strace::run(strace::traced(&workshop.command(at, &scene.arguments), &log, &FILE_CALLS, inject))?;
    let calls = strace::calls(&log, at).map_err(|error| error.to_string())?;
    std::fs::remove_file(&log).map_err(|error| error.to_string())?;
    let injected = calls.iter().position(|call| call.injected);
    if let (Some(first), true) = (injected, before) {
        let answered = Entered::read(&ran.stdout).is_some() || serde_json::from_str::<serde_json::Value>(&ran.stdout).is_ok();
        if ran.status.success() || answered {
            return Err("it was acknowledged although a sync had failed".to_owned());
        }
        let path = &calls[first].path;
        let again = calls[first + 1..].iter().find(|call| is_sync(&call.name) && call.path == *path);
        if let Some(again) = again {
            return Err(format!("{} was synced again after it had failed", again.path.as_deref().unwrap_or("?")));
        }
    }
    let outcome = examine(workshop, scene, at, &ran, Speech::Sentence)?;
    Ok(Outcome { reached: injected.is_some(), ..outcome })
}
