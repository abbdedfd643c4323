//! DuckDB in the same run.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::data::Failure;

/// What the peer said and what it spent.
#[derive(Debug, Clone, Default)]
pub struct Figure {
    /// CPU seconds, of all its threads.
    pub cpu: f64,
    /// Its answer, as it prints it.
    pub out: String,
}

/// The scripts of the peers and a Python that can run them.
#[derive(Debug, Clone)]
pub struct Peers {
    scripts: PathBuf,
    python: PathBuf,
}

impl Peers {
    /// Looks for the scripts beside the repository and makes a virtual environment under `work`.
    ///
    /// # Errors
    /// A sentence that says what is missing.
    pub fn find(repository: &Path, work: &Path) -> Result<Peers, Failure> {
        let scripts = repository.join("../shared/bench");
        if !scripts.join("gen.py").exists() {
            return Err(format!("there is no {}", scripts.display()).into());
        }
        let scripts = scripts.canonicalize()?;
        let venv = work.join("venv");
        let python = venv.join("bin/python");
        if !python.exists() {
            run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
        }
        let peers = Peers { scripts, python };
        if peers.python(["-c", "import numpy, pandas, pyarrow, duckdb"]).is_err() {
            peers.python(["-m", "pip", "install", "--quiet", "numpy", "pandas", "pyarrow", "duckdb"])?;
        }
        Ok(peers)
    }

    fn python<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Result<(), Failure> {
        run(Command::new(&self.python).args(args))
    }

    /// Generates a set of treaties unless it is there.
    ///
    /// # Errors
    /// The generator failed.
    pub fn generate(&self, data: &Path, treaties: u32, profile: &str) -> Result<(), Failure> {
        // The generator writes this file last.
        if data.join("acts.parquet").exists() {
            return Ok(());
        }
        let script = self.scripts.join("gen.py");
        let treaties = treaties.to_string();
        let args = [OsStr::new("--treaties"), treaties.as_ref(), OsStr::new("--profile"), profile.as_ref()];
        run(Command::new(&self.python).arg(script).arg(data).args(args))
    }

    /// Asks DuckDB, on one thread, so that CPU time is not spent on waiting for other threads.
    ///
    /// # Errors
    /// The script failed, or printed something else than its lines of JSON.
    pub fn duckdb(&self, data: &Path, out: &Path) -> Result<BTreeMap<String, Figure>, Failure> {
        std::fs::create_dir_all(out)?;
        let mut command = Command::new(&self.python);
        command.arg(self.scripts.join("b_duckdb.py")).arg(data).args(["--threads", "1"]);
        run(command.env("BENCH_OUT", out))?;
        let name = data.file_name().unwrap_or_default().to_string_lossy();
        let lines = std::fs::read_to_string(out.join(format!("duckdb-t1-{name}.jsonl")))?;
        let mut figures = BTreeMap::new();
        for line in lines.lines() {
            let line: serde_json::Value = serde_json::from_str(line)?;
            let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
            figures.insert(text("what"), Figure { cpu: cpu(&line), out: text("out") });
        }
        Ok(figures)
    }
}

/// Single questions are reported in microseconds, the others in seconds, memory in MiB.
fn cpu(line: &serde_json::Value) -> f64 {
    let seconds = line["cpu_s"].as_f64();
    seconds.or_else(|| line["cpu_us"].as_f64().map(|us| us * 1e-6)).or_else(|| line["mib"].as_f64()).unwrap_or(0.0)
}

fn run(command: &mut Command) -> Result<(), Failure> {
    let output = command.env("PYTHONDONTWRITEBYTECODE", "1").output().map_err(|e| format!("{command:?}: {e}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into())
}
