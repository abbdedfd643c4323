use std::path::Path;

use ledger::{StoreError, each_entry};
use register::answer::log::{self, LogRow};
use register::entry::read;
use register::registry;
use words::Words;

use crate::desk;
use crate::english;
use crate::failure::Failure;
use crate::output;

/// List the entries of a registry's ledger, the newest first
///
/// Examples:
///   semey log --registry registry
///   semey log --registry registry --treaty canwfz --party KAZ
///   semey log --registry registry --kind rectification --json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Only entries about this treaty
    #[arg(long)]
    treaty: Option<String>,
    /// Only entries of acts by this participant
    #[arg(long)]
    party: Option<String>,
    /// Only entries of this kind
    #[arg(long, value_parser = ["registry", "officer", "four-eyes", "log-key", "file", "act", "rectification"])]
    kind: Option<String>,
    /// Only entries signed by this officer
    #[arg(long)]
    officer: Option<String>,
    /// How many at most
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: usize,
}

pub(crate) fn run(folder: Option<&Path>, at: Option<u64>, lang: &str, args: &Args, json: bool) -> Result<(), Failure> {
    let folder = desk::folder(folder)?;
    let read = registry::reading(&folder, at, lang)?;
    let treaty = args.treaty.as_deref().map(|word| read.world.treaty(word)).transpose()?;
    let treaty = treaty.map(|t| read.world.packs[t].id.clone());
    let party = args.party.as_deref().map(|word| read.world.party(word)).transpose()?;
    let party = party.map(|party| read.world.code(party).to_owned());
    let mut store = folder.store()?;
    let mut rows: Vec<LogRow> = Vec::new();
    let mut end = read.state.size;
    while end > 0 && rows.len() < args.limit {
        let first = end.saturating_sub(1024);
        let mut run = Vec::new();
        each_entry::<StoreError>(&mut *store, first..end, |index, bytes| {
            run.extend(self::row(read.world.words(), index, bytes).filter(|(row, who)| {
                treaty.as_ref().is_none_or(|treaty| row.treaty.as_ref() == Some(treaty))
                    && party.as_ref().is_none_or(|party| who == party)
                    && args.kind.as_ref().is_none_or(|kind| row.kind == kind)
                    && args
                        .officer
                        .as_ref()
                        .is_none_or(|name| row.officers.iter().any(|officer| is_named(officer, name)))
            }));
            Ok(())
        })
        .map_err(register::Refusal::from)?;
        rows.extend(run.into_iter().rev().map(|(row, _)| row));
        end = first;
    }
    rows.truncate(args.limit);
    if json { output::json(&rows) } else { output::say(&text(&rows)) }
}

fn is_named(key: &str, name: &str) -> bool {
    key == name || key.split('+').next() == Some(name)
}

/// An entry as a row, with the participant whose act it is.
fn row(words: &Words, index: u64, bytes: &[u8]) -> Option<(LogRow, String)> {
    let entry = read(bytes).ok()?;
    let party = entry.statement.body.as_act().map_or_else(String::new, |act| act.party.into_owned());
    Some((log::row(index, &entry, log::in_codes(words, &entry)), party))
}

fn text(rows: &[LogRow]) -> String {
    let mut table = output::table(&["entry", "entered", "officers", "what"]);
    for row in rows {
        let officers: Vec<&str> = row.officers.iter().map(|key| key.split('+').next().unwrap_or(key)).collect();
        table.add_row([row.entry.to_string(), row.entered.clone(), officers.join(", "), row.text.clone()]);
    }
    output::keep_whole(&mut table, &[0, 1]);
    format!("{table}\n{}\n", english::count(rows.len(), "entry", "entries"))
}
