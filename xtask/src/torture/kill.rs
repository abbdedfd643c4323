//! R1: SIGKILL at every call that touches files, from the first that touches the registry.
//!
//! strace delivers the signal as the call begins, and the kernel does not run the call any more.
//! Between two calls only memory changes, so that before the next one is after the last one: the
//! final exit counts as a call, and after it there is nothing.

use std::path::Path;

use super::Cases;
use super::oracle::{Outcome, Speech, examine};
use super::scene::{Scene, Workshop};
use super::strace::{self, FILE_CALLS};
use crate::Failure;

pub(super) fn cases(workshop: &Workshop) -> Result<Cases<'_>, Failure> {
    let mut cases = Cases::default();
    for scene in &workshop.scenes {
        for call in workshop.calls(scene)? {
            let inject = vec![format!("{}:signal=KILL:when={}", call.name, call.nth)];
            cases.push(format!("{} {} {}", scene.name, call.name, call.nth), move |at| {
                broken(workshop, scene, at, &inject, Speech::Sentence)
            });
        }
    }
    Ok(cases)
}

/// Runs the scene's command with an injection, and examines what it left.
pub(super) fn broken(
    workshop: &Workshop,
    scene: &Scene,
    at: &Path,
    inject: &[String],
    speech: Speech,
) -> Result<Outcome, String> {
    workshop.stage(scene, at)?;
    let log = at.join("strace.log");
    // Only the names that are injected are traced: strace stops the program at no others.
    let mut names: Vec<&str> = inject.iter().filter_map(|expression| expression.split(':').next()).collect();
    names.retain(|name| FILE_CALLS.contains(name));
    let ran = strace::run(strace::traced(&workshop.command(at, &scene.arguments), &log, &names, inject))?;
    let text = std::fs::read_to_string(&log).map_err(|error| error.to_string())?;
    let reached = ran.is_killed() || text.contains("(INJECTED)");
    let outcome = examine(workshop, scene, at, &ran, speech)?;
    Ok(Outcome { reached, ..outcome })
}
