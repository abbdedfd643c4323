use std::fs;
use std::path::{Path, PathBuf};

use ledger::receipt_of;
use register::registry;

use crate::desk;
use crate::failure::Failure;
use crate::output;

/// Write the receipt of an entry: the proof that it is in the ledger
///
/// The State that was given a receipt keeps it: whoever holds one notices when the
/// depositary changes its story. The entry is in it; `semey verify` needs nothing more.
///
/// Examples:
///   semey receipt 301 --registry registry --out usa.tlog-proof
///   semey receipt 301 --registry registry --bare
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The entry, counted from 0
    entry: u64,
    /// Where to write it [default: the standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Leave the entry's bytes out of it
    #[arg(long)]
    bare: bool,
}

pub(crate) fn run(folder: Option<&Path>, args: &Args, json: bool) -> Result<(), Failure> {
    let folder = desk::folder(folder)?;
    let published = registry::published(&folder)?;
    let size = published.as_ref().map_or(0, |signed| signed.checkpoint.size);
    let Some(published) = published.filter(|_| args.entry < size) else {
        return Err(Failure::data(format!("the ledger has no published entry {}", args.entry))
            .help(format!("it has {size} entries, counted from 0")));
    };
    let mut store = folder.store()?;
    let mut receipt = receipt_of(&mut *store, args.entry, &published).map_err(register::Refusal::from)?;
    if !args.bare {
        receipt = registry::with_entry(&mut *store, receipt)?;
    }
    let text = receipt.to_string();
    if let Some(path) = &args.out {
        fs::write(path, &text)
            .map_err(|error| Failure::data(format!("{} cannot be written: {error}", path.display())))?;
        if !json {
            return output::say(&format!("The receipt of entry {} is in {}.\n", args.entry, path.display()));
        }
    }
    if json {
        return output::json(&serde_json::json!({"version": 1, "entry": args.entry, "size": size, "receipt": text}));
    }
    output::say(&text)
}
