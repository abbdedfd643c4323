//! What is broken: a registry of a few acts, and one command upon it.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use ledger::tlog::VerifierKey;
use register::registry::Proposal;
use serde_json::Value;

use super::strace::{self, Call, FILE_CALLS};
use crate::Failure;

pub(super) const ORIGIN: &str = "torture.example/log";
pub(super) const PASSPHRASE: &str = "torture";
/// A registry's folder within the folder of a run.
pub(super) const REGISTRY: &str = "registry";

/// What was handed out: receipts by entry, and the signed heads in them.
#[derive(Debug, Clone, Default)]
pub(super) struct Handed {
    pub(super) receipts: BTreeMap<u64, Vec<String>>,
    pub(super) checkpoints: Vec<String>,
}

impl Handed {
    pub(super) fn take(&mut self, answer: &Entered) {
        for (entry, receipt) in answer.entries.iter().zip(&answer.receipts) {
            self.receipts.entry(*entry).or_default().push(receipt.clone());
            let checkpoint = receipt.split_once("\n\n").map_or("", |(_, checkpoint)| checkpoint);
            if self.checkpoints.iter().all(|known| known != checkpoint) {
                self.checkpoints.push(checkpoint.to_owned());
            }
        }
    }
}

/// What `semey enter --json` answered.
#[derive(Debug, Clone, Default)]
pub(super) struct Entered {
    pub(super) entries: Vec<u64>,
    pub(super) again: Vec<bool>,
    pub(super) receipts: Vec<String>,
}

impl Entered {
    /// The answer, if it came out whole.
    pub(super) fn read(stdout: &str) -> Option<Entered> {
        let answer: Value = serde_json::from_str(stdout).ok()?;
        let mut entered = Entered::default();
        for one in answer["entered"].as_array()? {
            entered.entries.push(one["entry"].as_u64()?);
            entered.again.push(one["again"].as_bool()?);
            entered.receipts.push(one["receipt"].as_str()?.to_owned());
        }
        Some(entered)
    }
}

/// A folder to begin with, and the command that is broken in it.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) name: &'static str,
    /// The folder that is copied for every run.
    pub(super) base: PathBuf,
    /// The command, as it is typed.
    pub(super) arguments: Vec<String>,
    /// How many entries it makes; none for the making of the registry.
    pub(super) adds: Option<u64>,
    /// How many entries there are before.
    pub(super) size: u64,
    /// What was handed out before.
    pub(super) handed: Handed,
    /// What the command enters, signed, for programs that do not go through the command line.
    pub(super) proposals: Vec<Proposal>,
}

/// What all runs share.
#[derive(Debug)]
pub(super) struct Workshop {
    pub(super) semey: PathBuf,
    /// The verifier that is not ours, if it is here.
    pub(super) stranger: Option<PathBuf>,
    pub(super) folder: tempfile::TempDir,
    pub(super) scenes: Vec<Scene>,
    pub(super) vkey: VerifierKey,
    /// An act that comes after the one that was broken off.
    pub(super) next: Vec<String>,
    pub(super) next_proposal: Vec<Proposal>,
    pub(super) full: bool,
    pub(super) seed: u64,
}

impl Workshop {
    /// Builds the registries that are to be tortured.
    pub(super) fn new(semey: PathBuf, stranger: Option<PathBuf>, full: bool, seed: u64) -> Result<Workshop, Failure> {
        let folder = tempfile::Builder::new().prefix("semey-torture-").tempdir()?;
        let whole = folder.path().join("whole");
        fs::create_dir(&whole)?;
        write_inputs(&whole)?;
        copy(&whole, &folder.path().join("empty"))?;
        let must = |arguments: &[String]| -> Result<String, Failure> {
            let ran = strace::run(command(&semey, &whole, arguments))?;
            if !ran.status.success() {
                return Err(format!("semey {} failed: {}", arguments.join(" "), ran.stderr).into());
            }
            Ok(ran.stdout)
        };
        let made: Value = serde_json::from_str(&must(&init())?)?;
        let vkey = made["vkey"].as_str().and_then(|key| key.parse().ok()).ok_or("semey init gave no key")?;
        must(&words("load packs"))?;
        let mut handed = Handed::default();
        for (at, document) in [false, true, false].into_iter().enumerate() {
            let mut arguments = words("--json enter pact");
            arguments.extend(["--act".to_owned(), format!("AAA declaration 2000-01-0{}", at + 1)]);
            if document {
                arguments.extend(words("--document older.txt"));
            }
            let entered = Entered::read(&must(&arguments)?).ok_or("semey enter gave no receipt")?;
            handed.take(&entered);
        }
        let size = *handed.receipts.keys().last().ok_or("nothing was entered")? + 1;
        let mut one = words("--json enter pact --document document.txt --act");
        one.push("AAA declaration 2001-01-01".to_owned());
        let many = words("--json enter --from acts.csv");
        let mut next = words("--json enter pact --act");
        next.push("CCC declaration 2002-02-02".to_owned());
        let propose = |arguments: &[String]| -> Result<Vec<Proposal>, Failure> {
            must(&[arguments, &words("--propose proposed")].concat())?;
            let lines = fs::read_to_string(whole.join("proposed"))?;
            fs::remove_file(whole.join("proposed"))?;
            Ok(lines.lines().map(Proposal::from_line).collect::<Result<_, _>>()?)
        };
        let next_proposal = propose(&next)?;
        let many_proposals = propose(&many)?;
        // Signing what names a file keeps the file: what is broken must find it new.
        let kept = whole.join(REGISTRY).join("blobs");
        let aside = folder.path().join("blobs");
        copy(&kept, &aside)?;
        let one_proposals = propose(&one)?;
        fs::remove_dir_all(&kept)?;
        copy(&aside, &kept)?;
        let scene = |name, base: &str, arguments, adds, proposals| Scene {
            name,
            base: folder.path().join(base),
            arguments,
            adds,
            size: if adds.is_some() { size } else { 0 },
            handed: if adds.is_some() { handed.clone() } else { Handed::default() },
            proposals,
        };
        let scenes = vec![
            scene("one-act", "whole", one, Some(1), one_proposals),
            scene("batch", "whole", many, Some(BATCH), many_proposals),
            scene("first", "empty", init(), None, Vec::new()),
        ];
        Ok(Workshop { semey, stranger, scenes, vkey, next, next_proposal, full, seed, folder })
    }

    /// A new folder for one run of a scene.
    pub(super) fn stage(&self, scene: &Scene, at: &Path) -> Result<(), String> {
        copy(&scene.base, at).map_err(|error| format!("{} cannot be made: {error}", at.display()))
    }

    /// A command of the program under test, in the folder of a run.
    pub(super) fn command(&self, at: &Path, arguments: &[String]) -> Command {
        command(&self.semey, at, arguments)
    }

    /// What the scene's command asks of the kernel when nothing is broken, from the first call that
    /// touches the registry.
    pub(super) fn calls(&self, scene: &Scene) -> Result<Vec<Call>, Failure> {
        self.calls_of(scene, &scene.arguments)
    }

    /// The same of another command in that scene.
    pub(super) fn calls_of(&self, scene: &Scene, arguments: &[String]) -> Result<Vec<Call>, Failure> {
        let at = self.folder.path().join(format!("calls-{}", scene.name));
        self.stage(scene, &at)?;
        let log = self.folder.path().join(format!("calls-{}.log", scene.name));
        let ran = strace::run(strace::traced(&self.command(&at, arguments), &log, &FILE_CALLS, &[]))?;
        if !ran.status.success() {
            return Err(format!("{}: the command failed unbroken: {}", scene.name, ran.stderr).into());
        }
        let calls = strace::calls(&log, &at)?;
        fs::remove_file(&log)?;
        fs::remove_dir_all(&at)?;
        Ok(calls)
    }
}

/// How many acts the batch has: enough to cross the edge of a tile, and to close one.
const BATCH: u64 = 300;

pub(super) fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

fn init() -> Vec<String> {
    let mut arguments = words("--json init");
    arguments.push(REGISTRY.to_owned());
    arguments.extend(words("--without-packs --work-factor 10 --origin"));
    arguments.push(ORIGIN.to_owned());
    arguments
}

fn command(semey: &Path, at: &Path, arguments: &[String]) -> Command {
    let mut command = Command::new(semey);
    // The registry's whole path, so that it is known again in what the kernel was asked.
    let registry = at.join(REGISTRY);
    let is_init = arguments.iter().any(|word| word == "init");
    for word in arguments {
        if is_init && word == REGISTRY {
            command.arg(&registry)
        } else {
            command.arg(word)
        };
    }
    if !is_init {
        command.arg("--registry").arg(&registry);
    }
    command.current_dir(at).env("SEMEY_PASSPHRASE", PASSPHRASE).env_remove("SEMEY_REGISTRY");
    command
}

/// A pack of one treaty and three States, the acts of the batch, and two files to deposit.
fn write_inputs(at: &Path) -> io::Result<()> {
    for folder in ["packs/parties", "packs/small/pact"] {
        fs::create_dir_all(at.join(folder))?;
    }
    let parties = "code,kind,begins,ends,counted,cite\nAAA,state,,,yes,\nBBB,state,,,yes,\nCCC,state,,,yes,\n";
    fs::write(at.join("packs/parties/parties.csv"), parties)?;
    fs::write(at.join("packs/small/pack.toml"), "id = \"small\"\ntitle = { en = \"A pack to be tortured\" }\n")?;
    let treaty = "id = \"pact\"\nkind = \"treaty\"\ntitle = { en = \"Pact\" }\n";
    fs::write(at.join("packs/small/pact/treaty.toml"), treaty)?;
    let days = (1..=12).flat_map(|month| (1..=25).map(move |day| format!("2001-{month:02}-{day:02}")));
    let acts: String = days.map(|day| format!("pact,BBB,declaration,{day}\n")).collect();
    fs::write(at.join("acts.csv"), format!("treaty,party,act,date\n{acts}"))?;
    fs::write(at.join("older.txt"), "An instrument that was deposited before.\n".repeat(100))?;
    fs::write(at.join("document.txt"), "An instrument, and what it says.\n".repeat(300))
}

/// Copies a folder with everything in it.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for file in fs::read_dir(from)? {
        let file = file?;
        let target = to.join(file.file_name());
        if file.file_type()?.is_dir() {
            copy(&file.path(), &target)?
        } else {
            fs::copy(file.path(), target).map(drop)?
        }
    }
    Ok(())
}

/// The files of a folder, by their paths below it.
pub(super) fn files(folder: &Path) -> io::Result<Vec<String>> {
    fn gather(folder: &Path, below: &str, found: &mut Vec<String>) -> io::Result<()> {
        for file in fs::read_dir(folder)? {
            let file = file?;
            let name = format!("{below}{}", file.file_name().to_string_lossy());
            if file.file_type()?.is_dir() {
                gather(&file.path(), &format!("{name}/"), found)?;
            } else {
                found.push(name);
            }
        }
        Ok(())
    }
    let mut found = Vec::new();
    gather(folder, "", &mut found)?;
    found.sort();
    Ok(found)
}
