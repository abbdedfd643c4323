use std::path::Path;

use ledger::tlog::Hash;
use ledger::{StoreError, each_entry};
use register::entry::read;
use register::registry;

use crate::desk;
use crate::failure::Failure;
use crate::output;

/// Show an entry of a registry's ledger, as it was signed
///
/// With --raw, its bytes as they were hashed, and nothing else.
///
/// Examples:
///   semey show 0 --registry registry
///   semey show 301 --registry registry --raw | sha256sum
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The entry, counted from 0
    entry: u64,
    /// Its bytes, unchanged
    #[arg(long, conflicts_with = "json")]
    raw: bool,
}

pub(crate) fn run(folder: Option<&Path>, lang: &str, args: &Args, json: bool) -> Result<(), Failure> {
    let folder = desk::folder(folder)?;
    let published = registry::published(&folder)?.map_or(0, |signed| signed.checkpoint.size);
    if args.entry >= published {
        return Err(Failure::data(format!("the ledger has no entry {}", args.entry))
            .help(format!("it has {published} entries, counted from 0")));
    }
    let mut store = folder.store()?;
    let mut bytes = Vec::new();
    each_entry::<StoreError>(&mut *store, args.entry..args.entry + 1, |_, found| {
        bytes = found.to_vec();
        Ok(())
    })
    .map_err(register::Refusal::from)?;
    let entry = read(&bytes).map_err(|error| Failure::data(error.to_string()))?;
    let value: serde_json::Value = serde_json::from_slice(&bytes)?;
    if args.raw {
        return output::say(&String::from_utf8_lossy(&bytes));
    }
    if json {
        let answer = serde_json::json!({
            "version": 1, "entry": args.entry, "leaf": Hash::leaf(&bytes).to_string(), "bytes": bytes.len(), "content": value,
        });
        return output::json(&answer);
    }
    let words = words::of(lang);
    let text = format!(
        "{}\nentry {}, leaf hash {}\n\n{}\n",
        output::bold(&output::wrap(&register::answer::log::in_codes(words, &entry), output::width(), 0)),
        args.entry,
        Hash::leaf(&bytes),
        serde_json::to_string_pretty(&value)?
    );
    output::say(&text)
}
