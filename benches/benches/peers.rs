//! The engine beside DuckDB, on the same work in the same run.
//!
//! `SEMEY_BENCH_DATA=DIR` names a directory with `small` and `unts`, as `gen.py` writes
//! them; otherwise both are generated once beside the build. Ratios are of CPU time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use benches::clock::{median, memory_mib};
use benches::data::{self, Failure};
use benches::peer::{Figure, Peers};
use benches::questions::{self, QUESTIONS};
use law::Resolved;

const SETS: [(&str, u32, &str); 2] = [("small", 560, "mtdsg"), ("unts", 100_000, "unts")];

fn main() -> ExitCode {
    if !std::env::args().any(|argument| argument == "--bench") {
        eprintln!("SKIPPED: this takes a minute and means nothing unoptimised; run `cargo bench -p benches`");
        return ExitCode::SUCCESS;
    }
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let work = work(&repository);
    let peers = match Peers::find(&repository, &work) {
        Ok(peers) => peers,
        Err(missing) => {
            eprintln!("SKIPPED: the peers cannot be run: {missing}");
            return ExitCode::SUCCESS;
        }
    };
    for (name, treaties, profile) in SETS {
        if let Err(failure) = set(&peers, &work, name, treaties, profile) {
            eprintln!("FAILED on `{name}`: {failure}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// Where data, the virtual environment and the peers' answers are kept.
fn work(repository: &Path) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository.join("target"), PathBuf::from);
    target.join("semey-bench")
}

fn set(peers: &Peers, work: &Path, name: &str, treaties: u32, profile: &str) -> Result<(), Failure> {
    let data = match std::env::var_os("SEMEY_BENCH_DATA") {
        Some(directory) => PathBuf::from(directory).join(name),
        None => {
            let data = work.join(name);
            peers.generate(&data, treaties, profile)?;
            data
        }
    };
    let (register, load) = median(1, || data::read(&data));
    let register = register?;
    let loaded = memory_mib("VmHWM");
    let duckdb = peers.duckdb(&data, &work.join("out"))?;
    let participations: usize = register.engine.treaties().map(|t| register.engine.participants(t).len()).sum();
    println!("\n{name}: {treaties} treaties, {} acts, {participations} participations", register.acts);
    println!("{:<44} {:>12} {:>12} {:>9}", "CPU time", "semey", "DuckDB", "ratio");

    let table = Table { duckdb };
    table.row("load CSV", load.as_secs_f64(), "load_csv");
    for question in QUESTIONS {
        let (digest, spent) = median(7, || questions::status(&register, question));
        table.same(question.name, &digest.to_string())?;
        table.row(&format!("{} from acts", question.name), spent.as_secs_f64(), question.name);
    }
    let (timeline, spent) = median(7, || questions::timeline(&register));
    table.same("timeline", &timeline.to_string())?;
    table.row("timeline of all treaties", spent.as_secs_f64(), "timeline");
    let (resolved, spent) = median(1, || Resolved::new(&register.engine));
    table.row("resolving all treaties", spent.as_secs_f64(), "materialise_intervals");
    for question in QUESTIONS {
        if let Some(t) = questions::first_difference(&register, &resolved, question) {
            return Err(format!("{}: treaty {} is resolved to something else", question.name, t.0).into());
        }
        let (digest, spent) = median(15, || questions::resolved_status(&register, &resolved, question));
        table.same(question.name, &digest.to_string())?;
        table.row(&format!("{} resolved", question.name), spent.as_secs_f64(), question.name);
    }
    let act = questions::one_act(&register, 20_000);
    table.row("one further act, median", act.median, "whatif_one_act");
    table.row("one further act, 99 %", act.p99, "whatif_one_act");
    if let Some(t) = questions::largest(&register) {
        let (told, spent) = median(7, || questions::what_ifs(&register, t));
        if told == 0 {
            return Err("no what-if has an answer".into());
        }
        let label =
            format!("all {} what-ifs, {} parties", 2 * register.parties.len(), register.engine.participants(t).len());
        table.row(&label, spent.as_secs_f64(), "-");
    }
    table.memory("peak memory after load", loaded);
    table.memory("peak memory with all of the above", memory_mib("VmHWM"));
    Ok(())
}

/// The peer's side of the table.
struct Table {
    duckdb: BTreeMap<String, Figure>,
}

impl Table {
    fn same(&self, what: &str, ours: &str) -> Result<(), Failure> {
        let theirs = self.duckdb.get(what).map_or("nothing", |figure| figure.out.as_str());
        if theirs == ours { Ok(()) } else { Err(format!("{what}: DuckDB says {theirs}, we say {ours}").into()) }
    }

    fn row(&self, label: &str, ours: f64, what: &str) {
        match self.duckdb.get(what) {
            Some(theirs) => {
                println!("{label:<44} {:>12} {:>12} {:>8.0}x", time(ours), time(theirs.cpu), theirs.cpu / ours);
            }
            None => println!("{label:<44} {:>12}", time(ours)),
        }
    }

    fn memory(&self, label: &str, ours: Option<f64>) {
        let theirs = self.duckdb.get("peak_mib").map_or(0.0, |figure| figure.cpu);
        match ours {
            Some(ours) => println!("{label:<44} {ours:>8.0} MiB {theirs:>8.0} MiB {:>8.1}x", theirs / ours),
            None => println!("{label:<44} {:>12}", "unknown"),
        }
    }
}

fn time(seconds: f64) -> String {
    match seconds {
        s if s >= 1.0 => format!("{s:.2} s"),
        s if s >= 1e-3 => format!("{:.2} ms", s * 1e3),
        s => format!("{:.2} us", s * 1e6),
    }
}
