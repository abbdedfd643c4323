//! R8: ENOSPC at every call that takes room; disks that are full for real, of bytes and of files;
//! disks that are read-only.
//!
//! What cannot be entered is refused in words, what is there can be read all the while, and once
//! there is room the next act enters.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Cases;
use super::kill::broken;
use super::oracle::{Outcome, Speech, check_end, examine};
use super::scene::{REGISTRY, Scene, Workshop, copy, words};
use super::strace::{self, Call};
use crate::Failure;

/// How many levels of filling, one page apart.
const LEVELS: u64 = 50;
/// How many files more may be made, at most, where those are what is scarce.
const FILES: u64 = 12;
const PAGE: u64 = 4096;

/// Calls that take room, with names that a full disk refuses.
fn takes_room(call: &Call) -> bool {
    match call.name.as_str() {
        "write" | "pwrite64" | "writev" | "pwritev" | "ftruncate" | "fallocate" => call.fd.is_some_and(|fd| fd > 2),
        "mkdir" | "mkdirat" | "rename" | "renameat" | "renameat2" | "link" | "linkat" => true,
        "openat" | "open" | "creat" => call.creates,
        "fsync" | "fdatasync" => true,
        _ => false,
    }
}

pub(super) fn cases(workshop: &Workshop) -> Result<Cases<'_>, Failure> {
    let mut cases = Cases::default();
    match strace::available() {
        Err(why) => cases.skipped.push(format!("ENOSPC at every call, because {why}")),
        Ok(()) => {
            for scene in &workshop.scenes {
                for call in workshop.calls(scene)?.iter().filter(|call| takes_room(call)) {
                    for (word, when) in [("once", call.nth.to_string()), ("on", format!("{}+", call.nth))] {
                        // An answer that cannot be written to a full disk is another thing.
                        if word == "on" && call.name == "write" {
                            continue;
                        }
                        let inject = vec![format!("{}:error=ENOSPC:when={when}", call.name)];
                        cases.push(format!("{} {} {} {word}", scene.name, call.name, call.nth), move |at| {
                            broken(workshop, scene, at, &inject, Speech::Sentence)
                        });
                    }
                }
            }
        }
    }
    if let Err(why) = Mount::tmpfs(&workshop.folder.path().join("probe"), "size=64k") {
        cases.skipped.push(format!("full and read-only disks, because nothing can be mounted here: {why}"));
        return Ok(cases);
    }
    for scene in &workshop.scenes {
        for level in 0..LEVELS {
            cases.push(format!("{} {level} pages free", scene.name), move |at| filled(workshop, scene, at, level));
        }
        for left in 0..FILES {
            cases.push(format!("{} {left} files free", scene.name), move |at| scarce(workshop, scene, at, left));
        }
    }
    let scene = &workshop.scenes[0];
    cases.push("read-only".to_owned(), move |at| read_only(workshop, scene, at, None));
    if strace::available().is_ok() {
        // Killed as it tells the answer: everything is committed, and nothing is merged yet.
        let calls = workshop.calls_of(scene, &workshop.next)?;
        let told = calls.iter().find(|call| call.name == "write" && call.fd == Some(1)).ok_or("nothing is told")?;
        let inject = format!("write:signal=KILL:when={}", told.nth);
        cases.push("read-only after a crash".to_owned(), move |at| read_only(workshop, scene, at, Some(&inject)));
    }
    Ok(cases)
}

/// A file system in memory that goes away with this value.
struct Mount(PathBuf);

impl Mount {
    fn tmpfs(at: &Path, options: &str) -> Result<Mount, String> {
        fs::create_dir_all(at).map_err(|error| error.to_string())?;
        mount(&["-t", "tmpfs", "-o", options, "tmpfs"], at)?;
        Ok(Mount(at.to_path_buf()))
    }

    fn again(&self, options: &str) -> Result<(), String> {
        mount(&["-o", &format!("remount,{options}")], &self.0)
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        // A program that another thread is about to start holds what is open here for a moment.
        for _ in 0..100 {
            if Command::new("umount").arg(&self.0).output().is_ok_and(|output| output.status.success()) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        drop(Command::new("umount").arg("--lazy").arg(&self.0).output());
    }
}

fn mount(arguments: &[&str], at: &Path) -> Result<(), String> {
    let mut command = Command::new("mount");
    command.args(arguments).arg(at);
    let ran = strace::run(command)?;
    if ran.status.success() { Ok(()) } else { Err(ran.stderr.trim().to_owned()) }
}

/// A registry on a disk of its own; the rest of the run's folder stays outside, where there is room.
fn own_disk(scene: &Scene, workshop: &Workshop, at: &Path) -> Result<Mount, String> {
    workshop.stage(scene, at)?;
    let aside = at.join("aside");
    let registry = at.join(REGISTRY);
    if registry.is_dir() {
        fs::rename(&registry, &aside).map_err(|error| error.to_string())?;
    }
    let mount = Mount::tmpfs(&registry, "size=16m,mode=700")?;
    if aside.is_dir() {
        copy(&aside, &registry).and_then(|()| fs::remove_dir_all(&aside)).map_err(|error| error.to_string())?;
    }
    Ok(mount)
}

fn filled(workshop: &Workshop, scene: &Scene, at: &Path, level: u64) -> Result<Outcome, String> {
    let mount = own_disk(scene, workshop, at)?;
    let used = room(&mount.0, "%S %b %f")?;
    let taken = (used[1] - used[2]) * used[0];
    // A size of nothing is no size.
    mount.again(&format!("size={}", (taken + level * PAGE).max(PAGE)))?;
    let outcome = starved(workshop, scene, at, &|| mount.again("size=16m"));
    drop(mount);
    outcome
}

fn scarce(workshop: &Workshop, scene: &Scene, at: &Path, left: u64) -> Result<Outcome, String> {
    let mount = own_disk(scene, workshop, at)?;
    let files = room(&mount.0, "%c %d")?;
    mount.again(&format!("nr_inodes={}", files[0] - files[1] + left))?;
    let outcome = starved(workshop, scene, at, &|| mount.again("nr_inodes=10000"));
    drop(mount);
    outcome
}

/// Numbers about a file system, as `stat -f` gives them.
fn room(at: &Path, format: &str) -> Result<Vec<u64>, String> {
    let mut command = Command::new("stat");
    command.args(["-f", "-c", format]).arg(at);
    let ran = strace::run(command)?;
    Ok(ran.stdout.split_whitespace().filter_map(|word| word.parse().ok()).collect())
}

/// Runs the command where there is no room, reads, makes room, and examines.
fn starved(
    workshop: &Workshop,
    scene: &Scene,
    at: &Path,
    relieve: &dyn Fn() -> Result<(), String>,
) -> Result<Outcome, String> {
    let ran = strace::run(workshop.command(at, &scene.arguments))?;
    check_end(&ran, Speech::Sentence)?;
    let read = if scene.adds.is_some() { reading(workshop, at) } else { Ok(()) };
    relieve()?;
    read?;
    let refused = !ran.status.success();
    let outcome = examine(workshop, scene, at, &ran, Speech::Sentence)?;
    Ok(Outcome { reached: refused, ..outcome })
}

/// Everything that only reads must work.
fn reading(workshop: &Workshop, at: &Path) -> Result<(), String> {
    for arguments in ["status pact", "log", "receipt 4", "show 4", "fsck"] {
        let ran = strace::run(workshop.command(at, &words(arguments)))?;
        if !ran.status.success() {
            return Err(format!("`semey {arguments}` does not work meanwhile: {}", ran.stderr.trim()));
        }
    }
    let mut command = Command::new(&workshop.semey);
    command.arg("verify").arg(at.join(REGISTRY)).current_dir(at);
    let ran = strace::run(command)?;
    if ran.status.success() { Ok(()) } else { Err(format!("`semey verify` does not work meanwhile: {}", ran.stderr)) }
}

/// A disk that has become read-only, at rest or after a program was killed on it.
fn read_only(workshop: &Workshop, scene: &Scene, at: &Path, crash: Option<&String>) -> Result<Outcome, String> {
    let mount = own_disk(scene, workshop, at)?;
    if let Some(inject) = crash {
        let log = at.join("strace.log");
        let inject = [inject.clone()];
        let killed = strace::run(strace::traced(&workshop.command(at, &workshop.next), &log, &["write"], &inject))?;
        if !killed.is_killed() {
            return Err(format!("it was not killed: {killed:?}"));
        }
    }
    mount.again("ro")?;
    let ran = strace::run(workshop.command(at, &scene.arguments))?;
    let refused = check_end(&ran, Speech::Sentence).and_then(|()| {
        let clear = ran.stderr.contains("read-only") || ran.stderr.contains("Read-only");
        if !ran.status.success() && clear { Ok(()) } else { Err(format!("a read-only disk gave: {ran:?}")) }
    });
    let read = reading(workshop, at);
    mount.again("rw")?;
    refused?;
    read?;
    let outcome = if crash.is_some() {
        // What was committed before the crash is the next act, which is there already.
        let again = strace::run(workshop.command(at, &workshop.next))?;
        if again.status.success() { Ok(()) } else { Err(again.stderr) }?;
        Outcome { acknowledged: false, whole: true, reached: true }
    } else {
        examine(workshop, scene, at, &ran, Speech::Sentence)?
    };
    drop(mount);
    Ok(outcome)
}
