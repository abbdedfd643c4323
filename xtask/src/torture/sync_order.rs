//! R6: what the kernel was asked to keep, it was asked to keep before anybody was told.
//!
//! For every acknowledged act, from the log of its calls: when the answer is written, nothing that
//! was written to the registry, and no name that was made or changed in it, waits for a sync; and
//! the log of the database, the signer's memory and the deposited file were each synced with their folder.

use std::path::Path;

use super::Cases;
use super::disk::Story;
use super::oracle::Outcome;
use super::scene::{Entered, Scene, Workshop, words};
use super::strace::{self, FILE_CALLS};
use crate::Failure;

const ACTS: usize = 1000;

pub(super) fn cases(workshop: &Workshop) -> Result<Cases<'_>, Failure> {
    let mut cases = Cases::default();
    for scene in &workshop.scenes {
        let arguments = scene.arguments.clone();
        cases.push(scene.name.to_owned(), move |at| told(workshop, scene, at, &arguments));
    }
    let scene = &workshop.scenes[0];
    for act in 0..ACTS {
        let mut arguments = words("--json enter pact --act");
        arguments.push(format!("BBB declaration {}-{:02}-{:02}", 1900 + act / 336, act / 28 % 12 + 1, act % 28 + 1));
        if act % 2 == 0 {
            arguments.extend(words("--document document.txt"));
        }
        cases.push(format!("act {act}"), move |at| told(workshop, scene, at, &arguments));
    }
    Ok(cases)
}

fn told(workshop: &Workshop, scene: &Scene, at: &Path, arguments: &[String]) -> Result<Outcome, String> {
    workshop.stage(scene, at)?;
    let log = workshop.folder.path().join(format!("{}.log", at.file_name().unwrap_or_default().to_string_lossy()));
    let ran = strace::run(strace::traced(&workshop.command(at, arguments), &log, &FILE_CALLS, &[]))?;
    if !ran.status.success() {
        return Err(format!("it failed unbroken: {}", ran.stderr.trim()));
    }
    let calls = strace::calls(&log, at).map_err(|error| error.to_string())?;
    std::fs::remove_file(&log).map_err(|error| error.to_string())?;
    let story = Story::of(&calls, at, &scene.base).map_err(|error| error.to_string())?;
    let end = story.told().ok_or("nothing was told")?;
    if let Some(first) = story.untold(end).first() {
        return Err(format!("it was acknowledged before this was synced: {first}"));
    }
    let synced = |what: &str, is: &dyn Fn(&str) -> bool| match story.syncs(end, is) {
        0 => Err(format!("{what} was never synced")),
        _ => Ok(()),
    };
    synced("the log of the database", &|path| path.ends_with(".sqlite-wal"))?;
    synced("the signer's memory", &|path| path.contains("/signer/") && path.contains("signed"))?;
    synced("the signer's folder", &|path| path.ends_with("/signer"))?;
    if arguments.iter().any(|word| word == "--document") {
        synced("the deposited file", &|path| path.contains("/blobs/") && path.len() > 70)?;
        synced("the folder of the deposited file", &|path| path.contains("/blobs/") && path.len() < 40)?;
    }
    let acknowledged = scene.adds.is_none() || Entered::read(&ran.stdout).is_some();
    Ok(Outcome { acknowledged, whole: true, reached: true })
}
