use std::path::Path;

use ledger::{FileSigner, Signer};
use register::Registry;
use register::entry::{Body, Change, FourEyes, LogKey, Officer, Statement};
use register::officer::WORK_FACTOR;
use register::registry::{current_key, reading};
use serde::Serialize;

use crate::desk::{self, Signing};
use crate::failure::Failure;
use crate::output;

/// Show and change the keys of a registry: the ledger's own and the officers'
///
/// Examples:
///   semey keys show --registry registry --vkey
///   semey keys show --registry registry --policy > policy
///   semey keys add bakyt --registry registry
///   semey keys revoke bakyt --registry registry --why "left the service"
///   semey keys four-eyes deposits --registry registry
///   semey keys rotate --registry registry --why "yearly"
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, clap::Subcommand)]
enum Deed {
    /// Show the keys
    Show {
        /// Only the ledger's own key, as a C2SP verifier key
        #[arg(long)]
        vkey: bool,
        /// A policy that accepts every receipt since the beginning
        #[arg(long, conflicts_with = "vkey")]
        policy: bool,
    },
    /// Make a key for an officer, seal it, and admit the officer
    Add {
        /// The new officer's name
        name: String,
        /// The file with the new officer's passphrase [default: a question]
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<std::path::PathBuf>,
        /// How hard the passphrase is to guess: two to the power of this many rounds
        #[arg(long, default_value_t = WORK_FACTOR, value_parser = clap::value_parser!(u8).range(10..=22), value_name = "N")]
        work_factor: u8,
        #[command(flatten)]
        signing: Signing,
    },
    /// Revoke an officer's key: what it signed stays, and it signs no more
    Revoke {
        /// The officer's name, or name and id of the key
        name: String,
        /// Why
        #[arg(long)]
        why: String,
        #[command(flatten)]
        signing: Signing,
    },
    /// Ask for two officers from now on
    FourEyes {
        /// `deposits`, `everything`, `nothing`, or kinds of act
        #[arg(required = true, value_name = "KIND")]
        kinds: Vec<String>,
        #[command(flatten)]
        signing: Signing,
    },
    /// Let the ledger sign with a new key, the old one beside it until it is retired
    Rotate {
        /// Why
        #[arg(long)]
        why: String,
        #[command(flatten)]
        signing: Signing,
    },
    /// Let the ledger sign with its newest key alone
    Retire {
        /// Why
        #[arg(long)]
        why: String,
        #[command(flatten)]
        signing: Signing,
    },
}

#[derive(Debug, Serialize)]
struct Answer {
    version: u32,
    origin: String,
    vkey: String,
    log_keys: Vec<KeyRow>,
    officers: Vec<OfficerRow>,
    four_eyes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct KeyRow {
    vkey: String,
    change: Change,
}

#[derive(Debug, Serialize)]
struct OfficerRow {
    key: String,
    vkey: String,
    admitted: u64,
    revoked: Option<u64>,
}

pub(crate) fn run(folder: Option<&Path>, at: Option<u64>, args: &Args, json: bool) -> Result<(), Failure> {
    match &args.deed {
        Deed::Show { vkey, policy } => show(folder, at, *vkey, *policy, json),
        Deed::Add { name, new_passphrase_file, work_factor, signing } => {
            let mut registry = desk::open(folder)?;
            let keys = signing.keys(registry.folder())?;
            let new = Signing { officers: vec![name.clone()], passphrase_file: new_passphrase_file.clone() };
            let passphrase = match &new.passphrase_file {
                Some(_) => new.given()?,
                None => desk::ask(&format!("a passphrase for {name}: "))?.or(new.given()?),
            };
            let passphrase = passphrase.ok_or_else(|| {
                Failure::usage(format!(
                    "the key of `{name}` must be sealed, and nobody is here to be asked for a passphrase"
                ))
                .help("give --new-passphrase-file FILE, or set SEMEY_PASSPHRASE")
            })?;
            let key = registry.folder().officers().create(name, &passphrase, *work_factor);
            let key = key.map_err(|error| Failure::data(error.to_string()))?;
            let officer = Officer { key: key.verifier().to_string(), change: Change::Admitted, why: String::new() };
            state(&mut registry, Body::Officer(officer), &keys)?;
            show(folder, None, false, false, json)
        }
        Deed::Revoke { name, why, signing } => {
            let mut registry = desk::open(folder)?;
            let valid = registry.state().officers.iter().filter(|(_, officer)| officer.revoked.is_none());
            let key = valid
                .filter(|(key, officer)| *key == name || officer.key.name() == name)
                .map(|(_, officer)| officer.key.to_string())
                .next()
                .ok_or_else(|| {
                    Failure::data(format!("no officer `{name}` can sign")).help("`semey keys show` lists them")
                })?;
            let keys = signing.keys(registry.folder())?;
            let officer = Officer { key, change: Change::Revoked, why: why.clone() };
            state(&mut registry, Body::Officer(officer), &keys)?;
            show(folder, None, false, false, json)
        }
        Deed::FourEyes { kinds, signing } => {
            let mut registry = desk::open(folder)?;
            let rule = four_eyes(kinds)?;
            let officers: std::collections::BTreeSet<&str> = registry
                .state()
                .officers
                .values()
                .filter(|officer| officer.revoked.is_none())
                .map(|officer| officer.key.name())
                .collect();
            if !rule.kinds.is_empty() && officers.len() < 2 {
                return Err(Failure::data("two officers cannot be asked for where there is one")
                    .help("`semey keys add NAME` admits another"));
            }
            let keys = signing.keys(registry.folder())?;
            state(&mut registry, Body::FourEyes(rule), &keys)?;
            show(folder, None, false, false, json)
        }
        Deed::Rotate { why, signing } => {
            let registry = desk::open(folder)?;
            let keys = signing.keys(registry.folder())?;
            let path = registry.folder().signer_path();
            let known: Vec<String> = registry.state().log_keys.iter().map(|(key, _)| key.to_string()).collect();
            drop(registry);
            let mut signer = FileSigner::open(&path).map_err(register::Refusal::from)?;
            // A rotation that broke off before its entry is taken up, not made a second time.
            let unknown = signer.keys().into_iter().map(|key| key.to_string()).find(|key| !known.contains(key));
            let key = match unknown {
                Some(key) => key,
                None => signer.rotate().map_err(register::Refusal::from)?.to_string(),
            };
            let mut registry = desk::open(folder)?;
            let change = LogKey { key, change: Change::Admitted, why: why.clone() };
            state(&mut registry, Body::LogKey(change), &keys)?;
            show(folder, None, false, false, json)
        }
        Deed::Retire { why, signing } => {
            let mut registry = desk::open(folder)?;
            let keys = signing.keys(registry.folder())?;
            let path = registry.folder().signer_path();
            let mut signer = FileSigner::open(&path).map_err(register::Refusal::from)?;
            let old: Vec<String> = signer.keys().iter().skip(1).map(ToString::to_string).collect();
            if old.is_empty() {
                return Err(Failure::data("the ledger signs with one key").help("`semey keys rotate` brings a new one"));
            }
            for key in old {
                let change = LogKey { key, change: Change::Revoked, why: why.clone() };
                state(&mut registry, Body::LogKey(change), &keys)?;
            }
            drop(registry);
            signer.retire().map_err(register::Refusal::from)?;
            drop(desk::open(folder)?);
            show(folder, None, false, false, json)
        }
    }
}

fn state(registry: &mut Registry, body: Body<'_>, keys: &[ledger::tlog::SigningKey]) -> Result<(), Failure> {
    let now = desk::now(registry.state());
    let mut statement = Statement::new(&registry.origin(), body);
    // The same change can be made again later: each is a request of its own.
    statement.request = format!("{} at {}", statement.body.word(), registry.state().size).into();
    let proposals = desk::propose(&[statement], keys)?;
    registry.enter(&proposals, now)?;
    Ok(())
}

fn four_eyes(kinds: &[String]) -> Result<FourEyes, Failure> {
    match kinds {
        [one] if one == "deposits" => Ok(FourEyes::deposits()),
        [one] if one == "everything" => Ok(FourEyes { kinds: vec!["*".to_owned()] }),
        [one] if one == "nothing" => Ok(FourEyes::default()),
        kinds => {
            for kind in kinds {
                kind.parse::<law::ActKind>().map_err(|error| {
                    Failure::usage(error.to_string()).help("write `deposits`, `everything`, `nothing`, or kinds of act")
                })?;
            }
            Ok(FourEyes { kinds: kinds.to_vec() })
        }
    }
}

fn show(folder: Option<&Path>, at: Option<u64>, vkey: bool, policy: bool, json: bool) -> Result<(), Failure> {
    let folder = desk::folder(folder)?;
    let state = reading(&folder, at, "en")?.state;
    let current = current_key(&state).map_or(String::new(), ToString::to_string);
    if policy {
        let lines: String = state.log_keys.iter().map(|(key, _)| format!("log {key}\n")).collect();
        return output::say(&format!("{lines}quorum none\n"));
    }
    if vkey && !json {
        return output::say(&format!("{current}\n"));
    }
    let officers = state.officers.iter().map(|(key, officer)| OfficerRow {
        key: key.clone(),
        vkey: officer.key.to_string(),
        admitted: officer.admitted,
        revoked: officer.revoked,
    });
    let answer = Answer {
        version: 1,
        origin: folder.config()?.origin,
        vkey: current,
        log_keys: state
            .log_keys
            .iter()
            .map(|(key, change)| KeyRow { vkey: key.to_string(), change: *change })
            .collect(),
        officers: officers.collect(),
        four_eyes: state.four_eyes.kinds.clone(),
    };
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

fn text(answer: &Answer) -> String {
    let mut text = format!("The ledger `{}` signs with\n  {}\n", answer.origin, answer.vkey);
    for old in answer.log_keys.iter().filter(|row| row.vkey != answer.vkey) {
        let state = if old.change == Change::Admitted { "and, until it is retired," } else { "once signed with" };
        text += &format!("{state}\n  {}\n", old.vkey);
    }
    text += "Officers:\n";
    for officer in &answer.officers {
        let until = officer.revoked.map_or(String::new(), |entry| format!(", revoked by entry {entry}"));
        text += &format!("  {} (admitted by entry {}{until})\n", officer.key, officer.admitted);
    }
    if !answer.four_eyes.is_empty() {
        text += &(output::wrap(&format!("Two officers enter: {}.", answer.four_eyes.join(", ")), output::width(), 2)
            + "\n");
    }
    text
}
