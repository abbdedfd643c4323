//! The registry under torture: killed, starved and lied to, and asked afterwards whether it kept its word.
//!
//! One file for each fault; `docs/torture.md` says what was found. What must hold afterwards is the
//! same for all and stands in `oracle.rs`.

mod disk;
mod disk_full;
mod io_errors;
mod kill;
mod oracle;
mod power_cut;
mod scene;
mod strace;
mod sync_errors;
mod sync_order;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::Failure;
use oracle::Outcome;
use scene::Workshop;

/// One fault, put to the program at one place.
struct Case<'w> {
    /// What it is, in words by which it can be asked for again.
    label: String,
    trial: Trial<'w>,
}

type Trial<'w> = Box<dyn Fn(&Path) -> Result<Outcome, String> + Send + Sync + 'w>;

/// The cases of a fault, and what could not be tried here.
#[derive(Default)]
struct Cases<'w> {
    cases: Vec<Case<'w>>,
    skipped: Vec<String>,
}

impl<'w> Cases<'w> {
    fn push(&mut self, label: String, trial: impl Fn(&Path) -> Result<Outcome, String> + Send + Sync + 'w) {
        self.cases.push(Case { label, trial: Box::new(trial) });
    }
}

/// A row of the table of faults.
struct Fault {
    id: &'static str,
    promise: &'static str,
    cases: fn(&Workshop) -> Result<Cases<'_>, Failure>,
    /// How many cases the fast share tries.
    fast: usize,
    needs_strace: bool,
}

const FAULTS: [Fault; 6] = [
    Fault {
        id: "R1",
        promise: "what was acknowledged survives SIGKILL at every call; what was not is whole or absent",
        cases: kill::cases,
        fast: 45,
        needs_strace: true,
    },
    Fault {
        id: "R3",
        promise: "every I/O error is safe, once and from then on",
        cases: io_errors::cases,
        fast: 48,
        needs_strace: true,
    },
    Fault {
        id: "R5",
        promise: "writes that were not synced can be lost, torn and reordered by a power cut",
        cases: power_cut::cases,
        fast: 300,
        needs_strace: true,
    },
    Fault {
        id: "R6",
        promise: "everything is synced before it is acknowledged",
        cases: sync_order::cases,
        fast: 60,
        needs_strace: true,
    },
    Fault {
        id: "R7",
        promise: "a failed sync is never acknowledged and never asked for again",
        cases: sync_errors::cases,
        fast: 36,
        needs_strace: true,
    },
    Fault {
        id: "R8",
        promise: "a full or read-only disk is refused in words; reading goes on, and so does writing when there is room",
        cases: disk_full::cases,
        fast: 30,
        needs_strace: false,
    },
];

pub(crate) const USAGE: &str = "\
cargo xtask torture [OPTIONS] break the registry in every way, and see whether it keeps its word
      --only R1,R3            only these faults
      --share fast|full       a sample that takes a minute, or everything [default: fast]
      --seed N                another sample, other power cuts [default: 1]
      --at LABEL              the cases whose label begins so, all of them; of a single one the folder is kept
      --release               the program as it is shipped
      --program FILE          this program, and none is built
      --hands N               how many cases at once; they wait more than they work [default: one for each core]
      --report FILE           also write the figures to a file";

struct Options {
    only: Vec<String>,
    full: bool,
    seed: u64,
    at: Option<String>,
    release: bool,
    program: Option<PathBuf>,
    hands: usize,
    report: Option<PathBuf>,
}

fn options(words: &[&str]) -> Result<Options, Failure> {
    let hands = std::thread::available_parallelism().map_or(2, usize::from);
    let mut options = Options {
        only: Vec::new(),
        full: false,
        seed: 1,
        at: None,
        release: false,
        program: None,
        hands,
        report: None,
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().copied().ok_or_else(|| format!("{word} needs a value\n{USAGE}"));
        match *word {
            "--only" => options.only = value()?.split(',').map(str::to_owned).collect(),
            "--share" => options.full = share(value()?)?,
            "--seed" => options.seed = value()?.parse()?,
            "--at" => options.at = Some(value()?.to_owned()),
            "--report" => options.report = Some(value()?.into()),
            "--release" => options.release = true,
            "--program" => options.program = Some(value()?.into()),
            "--hands" => options.hands = value()?.parse()?,
            _ => return Err(format!("`{word}` is no option of torture\n{USAGE}").into()),
        }
    }
    if let Some(unknown) = options.only.iter().find(|id| FAULTS.iter().all(|fault| fault.id != **id)) {
        return Err(format!("`{unknown}` is no fault of the table\n{USAGE}").into());
    }
    Ok(options)
}

fn share(word: &str) -> Result<bool, Failure> {
    match word {
        "full" => Ok(true),
        "fast" => Ok(false),
        _ => Err(format!("a share is fast or full\n{USAGE}").into()),
    }
}

/// What came of one fault.
struct Tally {
    id: &'static str,
    promise: &'static str,
    tried: usize,
    of: usize,
    not_reached: usize,
    acknowledged: usize,
    whole: usize,
    violations: Vec<(String, String)>,
    skipped: Vec<String>,
    time: Duration,
}

pub(crate) fn run(root: &Path, words: &[&str]) -> Result<(), Failure> {
    let options = options(words)?;
    let semey = match &options.program {
        Some(program) => program.canonicalize()?,
        None => build(root, options.release)?,
    };
    let stranger = match stranger(root) {
        Ok(path) => Some(path),
        Err(why) => {
            println!("SKIPPED: the verifier that is not ours, because {why}");
            None
        }
    };
    let traces = strace::available();
    if let Err(why) = &traces {
        println!("SKIPPED: all but full disks, because {why}");
    }
    let workshop = Workshop::new(semey, stranger, options.full, options.seed)?;
    let mut tallies = Vec::new();
    for fault in FAULTS {
        let asked = options.only.is_empty() || options.only.iter().any(|id| id == fault.id);
        if !asked || (fault.needs_strace && traces.is_err()) {
            continue;
        }
        let tally = torture(&workshop, &fault, &options)?;
        println!("{}", line(&tally));
        tally.skipped.iter().for_each(|what| println!("   SKIPPED: {what}"));
        for (label, why) in tally.violations.iter().take(20) {
            println!("   VIOLATION at {label}: {why}");
            println!("      replay: cargo xtask torture --only {} --seed {} --at \"{label}\"", tally.id, options.seed);
        }
        tallies.push(tally);
    }
    if let Some(path) = &options.report {
        let lines: Vec<String> = tallies.iter().map(|tally| format!("    {}\n", line(tally))).collect();
        fs::write(path, lines.concat())?;
    }
    match tallies.iter().map(|tally| tally.violations.len()).sum::<usize>() {
        0 => Ok(()),
        found => Err(format!("the registry broke its word {found} times").into()),
    }
}

fn line(tally: &Tally) -> String {
    let Tally { id, promise, tried, of, not_reached, acknowledged, whole, .. } = tally;
    let late = if *not_reached == 0 { String::new() } else { format!(", {not_reached} ended before it") };
    format!(
        "{id}: {promise}: {tried} of {of} tried{late}; {acknowledged} acknowledged, {whole} whole afterwards; \
         {} violations ({:.0} s)",
        tally.violations.len(),
        tally.time.as_secs_f64()
    )
}

fn torture(workshop: &Workshop, fault: &Fault, options: &Options) -> Result<Tally, Failure> {
    let began = Instant::now();
    let Cases { mut cases, skipped } = (fault.cases)(workshop)?;
    let of = cases.len();
    match &options.at {
        Some(label) => {
            let below = format!("{label} ");
            cases.retain(|case| case.label == *label || case.label.starts_with(&below));
        }
        None if !workshop.full && of > fault.fast => sample(&mut cases, fault.fast, workshop.seed),
        None => {}
    }
    let kept = options.at.is_some() && cases.len() == 1;
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, Result<Outcome, String>)>> = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..options.hands.max(1) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(case) = cases.get(at) else { break };
                    let folder = workshop.folder.path().join(format!("{}-{at}", fault.id));
                    let result = (case.trial)(&folder);
                    if kept {
                        let kept = std::env::temp_dir().join(format!("semey-torture-{}-{at}", fault.id));
                        drop(fs::remove_dir_all(&kept));
                        if scene::copy(&folder, &kept).is_ok() {
                            println!("   {}: {result:?}; its folder: {}", case.label, kept.display());
                        }
                    }
                    drop(fs::remove_dir_all(&folder));
                    if let Ok(mut results) = results.lock() {
                        results.push((at, result));
                    }
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_default();
    results.sort_by_key(|(at, _)| *at);
    let count = |is: fn(&Outcome) -> bool| results.iter().filter(|(_, result)| result.as_ref().is_ok_and(is)).count();
    Ok(Tally {
        id: fault.id,
        promise: fault.promise,
        tried: results.len(),
        of,
        not_reached: count(|outcome| !outcome.reached),
        acknowledged: count(|outcome| outcome.acknowledged),
        whole: count(|outcome| outcome.whole),
        violations: results
            .iter()
            .filter_map(|(at, result)| Some((cases[*at].label.clone(), result.as_ref().err()?.clone())))
            .collect(),
        skipped,
        time: began.elapsed(),
    })
}

/// Leaves about `wanted` cases: as many of each scene, and of each every so-manieth, beginning elsewhere
/// with every seed.
fn sample(cases: &mut Vec<Case<'_>>, wanted: usize, seed: u64) {
    let scene = |case: &Case<'_>| case.label.split(' ').next().unwrap_or("").to_owned();
    let mut sizes: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    cases.iter().for_each(|case| sizes.entry(scene(case)).or_default().0 += 1);
    let share = wanted.div_ceil(sizes.len().max(1));
    cases.retain(|case| {
        let Some((size, at)) = sizes.get_mut(&scene(case)) else { return false };
        let place = (*at + seed as usize) % *size;
        *at += 1;
        // Of `size` places those where the sum of the steps passes a whole number.
        *size <= share || (place * share) / *size != (place * share + share) / *size
    });
}

/// Builds the program under test.
fn build(root: &Path, release: bool) -> Result<PathBuf, Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root).args(["build", "--quiet", "--package", "cli", "--bin", "semey"]);
    if release {
        command.arg("--release");
    }
    if !command.status()?.success() {
        return Err("semey cannot be built".into());
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(target.join(if release { "release" } else { "debug" }).join("semey"))
}

/// The verifier that is not ours: where SEMEY_VERIFY_GO says, or built from what lies beside the repository.
fn stranger(root: &Path) -> Result<PathBuf, String> {
    if let Some(path) = std::env::var_os("SEMEY_VERIFY_GO").map(PathBuf::from) {
        return if path.is_file() { Ok(path) } else { Err(format!("there is no {}", path.display())) };
    }
    let built = root.join("target/tools/verify-go");
    if built.is_file() {
        return Ok(built);
    }
    let sources = root.join("../shared/verifiers/go");
    if !sources.is_dir() {
        return Err("SEMEY_VERIFY_GO does not name it, and its source is not beside this repository".to_owned());
    }
    fs::create_dir_all(root.join("target/tools")).map_err(|error| error.to_string())?;
    let mut command = Command::new("sh");
    command.arg(sources.join("build.sh")).env("OUT", &built);
    let ran = strace::run(command)?;
    if ran.status.success() { Ok(built) } else { Err(format!("it cannot be built: {}", ran.stderr.trim())) }
}
