//! One file per command; the help is its comment.

mod check;
mod status;
mod timeline;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use law::{Dated, Day};

use crate::failure::Failure;
use crate::world::World;

/// Asks questions of treaties: who is bound, since when, and why.
///
/// Every answer is computed from acts and final clauses. Names of treaties and
/// States are understood in any language; dates are written 2021-11-01 or 2021.
#[derive(Debug, Parser)]
#[command(version, name = "semey")]
pub(crate) struct Cli {
    /// Write JSON instead of a table; docs/json.md describes it
    #[arg(long, global = true)]
    json: bool,
    /// Read the packs in this folder instead of those built in
    #[arg(long, global = true, value_name = "DIR")]
    packs: Option<PathBuf>,
    /// The language of names and titles
    #[arg(long, global = true, default_value = "en", value_name = "LANG", value_parser = ["en", "fr", "es", "ru", "zh", "ar"])]
    lang: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Status(status::Args),
    Timeline(timeline::Args),
    Check(check::Args),
}

impl Cli {
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let world = World::load(self.packs.as_deref(), &self.lang)?;
        match &self.command {
            Command::Status(args) => status::run(&world, args, self.json),
            Command::Timeline(args) => timeline::run(&world, args, self.json),
            Command::Check(args) => return check::run(&world, args, self.json),
        }?;
        Ok(ExitCode::SUCCESS)
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
