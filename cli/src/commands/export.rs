use std::io;

use clap::ValueEnum;
use law::Day;
use register::World;
use register::answer::export;
use serde::Serialize;

use crate::failure::Failure;
use crate::output;

/// Write a whole table as CSV or JSON
///
/// Examples:
///   semey export acts canwfz --format csv
///   semey export participants --on 2015-03-14 --format json
///   semey export treaties
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Which table
    table: TableName,
    /// Only this treaty [default: all]
    treaty: Option<String>,
    /// The format
    #[arg(long, default_value = "csv")]
    format: Format,
    /// For participants and treaties: the day asked about [default: today]
    #[arg(long, value_parser = super::last_day)]
    on: Option<Day>,
    /// As the States could know on this day [default: everything entered]
    #[arg(long, value_parser = super::last_day)]
    known: Option<Day>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum TableName {
    /// Every act
    Acts,
    /// Every participant's status
    Participants,
    /// Every treaty
    Treaties,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Csv,
    Json,
}

pub(crate) fn run(world: &World, today: Day, args: &Args, json: bool) -> Result<(), Failure> {
    let only = args.treaty.as_deref().map(|word| world.treaty(word)).transpose()?;
    let on = args.on.unwrap_or(today);
    let known = args.known.unwrap_or(Day::LAST);
    let format = if json { Format::Json } else { args.format };
    match args.table {
        TableName::Acts => write(format, &export::acts(world, only)),
        TableName::Participants => write(format, &export::participants(world, only, on, known)),
        TableName::Treaties => write(format, &export::treaties(world, only, on, known)),
    }
}

fn write(format: Format, rows: &[impl Serialize]) -> Result<(), Failure> {
    match format {
        Format::Json => output::json(&rows),
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for row in rows {
                writer.serialize(row).map_err(|error| io::Error::other(error.to_string()))?;
            }
            let bytes = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
            output::say(&String::from_utf8_lossy(&bytes))
        }
    }
}
