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
    let cli = commands::Cli::parse();
    match cli.run() {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("{failure}");
            failure.exit_code()
        }
    }
}
