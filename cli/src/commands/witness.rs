use std::path::{Path, PathBuf};

use ledger::tlog::VerifierKey;
use ledger::witness::Witness;

use crate::failure::Failure;
use crate::output;

/// Run a witness, which cosigns one history of each ledger that it watches
///
/// Examples:
///   semey witness init pacific --name pacific.example/witness
///   semey witness watch pacific --vkey kg.example/semey+1a2b3c4d+AU…
///   semey witness show pacific
///   semey serve --witness pacific --listen 127.0.0.1:8081
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, clap::Subcommand)]
enum Deed {
    /// Make a witness with a key of its own
    Init {
        /// The folder to make
        dir: PathBuf,
        /// Its name, by which policies know it
        #[arg(long)]
        name: String,
    },
    /// Watch a ledger by its key
    Watch {
        /// The witness's folder
        dir: PathBuf,
        /// The ledger's verifier key
        #[arg(long = "vkey", value_name = "KEY", required = true)]
        keys: Vec<VerifierKey>,
    },
    /// Show its key and what it watches
    Show {
        /// The witness's folder
        dir: PathBuf,
    },
}

pub(crate) fn run(args: &Args, json: bool) -> Result<(), Failure> {
    let (dir, witness) = match &args.deed {
        Deed::Init { dir, name } => (dir, Witness::create(dir, name)),
        Deed::Watch { dir, .. } | Deed::Show { dir } => (dir, Witness::open(dir)),
    };
    let witness = witness.map_err(|error| Failure::data(error.to_string()))?;
    if let Deed::Watch { keys, .. } = &args.deed {
        keys.iter().try_for_each(|key| witness.watch(key))?;
    }
    show(dir, &witness, json)
}

fn show(dir: &Path, witness: &Witness, json: bool) -> Result<(), Failure> {
    let logs: Vec<String> = witness.logs()?.iter().map(ToString::to_string).collect();
    let vkey = witness.verifier().to_string();
    if json {
        return output::json(&serde_json::json!({"version": 1, "vkey": vkey, "watches": logs}));
    }
    let mut text = format!("Give this key to those who ask for its cosignature:\n  {vkey}\n");
    if logs.is_empty() {
        text += "It watches no ledger yet: semey witness watch ";
        text += &format!("{} --vkey KEY\n", dir.display());
    } else {
        text += "It watches:\n";
        text.extend(logs.iter().map(|log| format!("  {log}\n")));
    }
    output::say(&text)
}
