//! One file per command; the help is its comment.

mod check;
mod diff;
mod due;
mod export;
mod matrix;
mod party;
mod status;
mod timeline;
mod treaties;
mod whatif;
mod why;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use law::{Dated, Day, Status};
use pack::InstrumentKind;

use crate::failure::Failure;
use crate::output;
use crate::world;

/// Asks questions of treaties: who is bound, since when, and why.
///
/// Every answer is computed from acts and final clauses. Names of treaties and
/// States are understood in any language; dates are written 2021-11-01 or 2021.
#[derive(Debug, Parser)]
#[command(version, name = "semey")]
pub(crate) struct Cli {
    /// Write JSON instead of a table; docs/json.md describes it
    #[arg(long, global = true, help_heading = "For every command")]
    json: bool,
    /// Read the packs in this folder instead of those built in
    #[arg(long, global = true, value_name = "DIR", help_heading = "For every command")]
    packs: Option<PathBuf>,
    /// The language of names and titles
    #[arg(
        long,
        help_heading = "For every command",
        global = true,
        default_value = "en", value_name = "LANG", value_parser = ["en", "fr", "es", "ru", "zh", "ar"])]
    lang: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Status(status::Args),
    Why(why::Args),
    Timeline(timeline::Args),
    Party(party::Args),
    Treaties(treaties::Args),
    Diff(diff::Args),
    Whatif(whatif::Args),
    Matrix(matrix::Args),
    Due(due::Args),
    Check(check::Args),
    Export(export::Args),
    /// Write completions for a shell
    ///
    /// Examples:
    ///   semey completions bash
    ///   semey completions zsh
    #[command(verbatim_doc_comment)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

impl Cli {
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        if let Command::Completions { shell } = &self.command {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "semey", &mut script);
            output::say(&String::from_utf8_lossy(&script))?;
            return Ok(ExitCode::SUCCESS);
        }
        // Packs with errors give no answers, but can be checked.
        if let Command::Check(args) = &self.command {
            return check::run(args, self.packs.as_deref(), self.json);
        }
        let world = world::load(self.packs.as_deref(), &self.lang)?;
        let today = Day::from(jiff::Zoned::now().date());
        match &self.command {
            Command::Status(args) => status::run(&world, today, args, self.json),
            Command::Why(args) => why::run(&world, today, args, self.json),
            Command::Timeline(args) => timeline::run(&world, today, args, self.json),
            Command::Party(args) => party::run(&world, today, args, self.json),
            Command::Treaties(args) => treaties::run(&world, today, args, self.json),
            Command::Diff(args) => diff::run(&world, args, self.json),
            Command::Whatif(args) => whatif::run(&world, today, args, self.json),
            Command::Matrix(args) => matrix::run(&world, today, args, self.json),
            Command::Due(args) => due::run(&world, today, args, self.json),
            Command::Export(args) => export::run(&world, today, args, self.json),
            Command::Check(_) | Command::Completions { .. } => Ok(()),
        }?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The two days of a question: the day asked about, and the day as of which acts count.
#[derive(Debug, clap::Args)]
struct When {
    /// The day asked about; a year means its last day [default: today]
    #[arg(long, value_parser = last_day)]
    on: Option<Day>,
    /// As the States could know on this day [default: everything entered]
    #[arg(long, value_parser = last_day)]
    known: Option<Day>,
}

impl When {
    fn on(&self, today: Day) -> Day {
        self.on.unwrap_or(today)
    }
}

/// A day as people write it; a year stands for its last day, a month for its last.
fn last_day(text: &str) -> Result<Day, String> {
    text.parse::<Dated>().map(Dated::last).map_err(|error| error.to_string())
}

/// A day as people write it; a year stands for its first day, a month for its first.
fn first_day(text: &str) -> Result<Day, String> {
    text.parse::<Dated>().map(|dated| dated.first).map_err(|error| error.to_string())
}

/// A status as it is written in tables.
fn status_word(text: &str) -> Result<Status, String> {
    let words: Vec<&str> = Status::ALL.iter().map(|status| status.word()).collect();
    let found = Status::ALL.iter().find(|status| status.word() == text);
    found.copied().ok_or_else(|| format!("the statuses are {}", words.join(", ")))
}

/// A kind of instrument as it is written in treaty.toml.
fn kind_word(text: &str) -> Result<InstrumentKind, String> {
    let words: Vec<&str> = InstrumentKind::ALL.iter().map(|kind| kind.word()).collect();
    let found = InstrumentKind::ALL.iter().find(|kind| kind.word() == text);
    found.copied().ok_or_else(|| format!("the kinds are {}", words.join(", ")))
}
