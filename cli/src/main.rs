//! `semey`: asks questions of treaties at a terminal.

#![allow(rustdoc::bare_urls, reason = "the help of a command is read at a terminal")]

mod commands;
mod desk;
mod english;
mod failure;
mod library;
mod output;
mod paper;
mod reading;
#[cfg(feature = "press")]
mod sheet;
mod told;
mod world;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    if paper::is_child() {
        return paper::child();
    }
    #[cfg(feature = "press")]
    if sheet::is_child() {
        return sheet::child();
    }
    let cli = match commands::Cli::try_parse() {
        Ok(cli) => cli,
        // What is to be sealed is not repeated, as clap would.
        Err(error) if error.use_stderr() && commands::is_to_be_sealed(std::env::args_os()) => {
            eprintln!("error: the command line is not understood: {}", error.kind());
            eprintln!("  help: nothing of it is repeated, because it is to be sealed; see `semey notices send --help`");
            return ExitCode::from(2);
        }
        Err(error) => error.exit(),
    };
    match cli.run() {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("{failure}");
            failure.exit_code()
        }
    }
}
