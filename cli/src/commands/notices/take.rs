use std::path::{Path, PathBuf};

use law::Deed;
use ledger::tlog::{Policy, VerifierKey};
use register::exchange::{Elsewhere, Left, Taking, takings};
use register::registry::Proposal;
use register::{Refusal, Registry};
use serde::Serialize;

use crate::desk::{self, Signing};
use crate::english;
use crate::failure::Failure;
use crate::output;

/// Take over from another ledger what it has for somebody here, with its proof, and receipt it
///
/// The other ledger is read from the copy that `semey mirror` keeps, and every byte of the
/// copy is checked by the policy in it. What is addressed to those named is taken over as
/// it stands, and a receipt for it is entered; what answers something of this ledger is
/// taken over too. The same command again enters what is new.
///
/// Example:
///   semey notices take mirror-of-africa --for KGZ KAZ --registry registry
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The folder of the copy
    mirror: PathBuf,
    /// For whom: participants by code or name
    #[arg(long = "for", value_name = "PARTY", required = true, num_args = 1..)]
    ours: Vec<String>,
    /// A verifier key of the other ledger; several may be given [default: the policy in the copy]
    #[arg(long = "vkey", value_name = "KEY")]
    keys: Vec<VerifierKey>,
    /// A policy: the other ledger's keys, the witnesses, and how many of them must have cosigned
    #[arg(long, value_name = "FILE", conflicts_with = "keys")]
    policy: Option<PathBuf>,
    #[command(flatten)]
    signing: Signing,
}

#[derive(Debug, Serialize)]
struct Answer {
    version: u32,
    origin: String,
    entries: u64,
    taken: Vec<Taken>,
    left: Vec<LeftOut>,
}

#[derive(Debug, Serialize)]
struct Taken {
    name: String,
    kind: Deed,
    receipted: Vec<String>,
    entries: Vec<u64>,
}

#[derive(Debug, Serialize)]
struct LeftOut {
    name: String,
    why: String,
}

pub(super) fn run(registry: Option<&Path>, args: &Args, json: bool) -> Result<(), Failure> {
    let mut registry = desk::open(registry)?;
    let other = match (&args.policy, args.keys.as_slice()) {
        (Some(path), _) => Elsewhere::read(&args.mirror, super::super::read_policy(path)?)?,
        (None, []) => Elsewhere::of_mirror(&args.mirror)?,
        (None, keys) => Elsewhere::read(&args.mirror, Policy::of_log(keys.iter().cloned()))?,
    };
    if other.origin == registry.origin() {
        return Err(Failure::usage(format!("{} is a copy of this registry's own ledger", args.mirror.display()))
            .help("name the copy of another one"));
    }
    let ours = args.ours.iter().map(|word| registry.world().party(word)).collect::<Result<Vec<_>, _>>()?;
    let now = desk::now(registry.state());
    let (all, left) = takings(&registry, &other, &ours, now.today)?;
    let mut answer = Answer {
        version: 1,
        origin: other.origin.clone(),
        entries: other.size,
        taken: Vec::new(),
        left: left.into_iter().map(|Left { name, why }| LeftOut { name: name.to_string(), why }).collect(),
    };
    if !all.is_empty() {
        let keys = args.signing.keys(registry.folder())?;
        let proposals: Vec<Vec<Proposal>> =
            all.iter().map(|taking| desk::propose(&taking.statements, &keys)).collect::<Result<_, _>>()?;
        enter(&mut registry, &all, &proposals, &mut answer)?;
    }
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

/// Enters everything at once; where one thing cannot enter, it keeps nothing else out.
fn enter(
    registry: &mut Registry,
    all: &[Taking],
    proposals: &[Vec<Proposal>],
    answer: &mut Answer,
) -> Result<(), Failure> {
    let now = desk::now(registry.state());
    let mut told = |taking: &Taking, entries: Vec<u64>| {
        let (name, receipted) = (taking.name.to_string(), taking.receipted.clone());
        answer.taken.push(Taken { name, kind: taking.deed, receipted, entries });
    };
    match registry.enter(&proposals.concat(), now) {
        Ok(entered) => {
            let mut entered = entered.into_iter().map(|one| one.index);
            for (taking, own) in all.iter().zip(proposals) {
                told(taking, entered.by_ref().take(own.len()).collect());
            }
            return Ok(());
        }
        Err(Refusal::Form(_)) => {}
        Err(other) => return Err(other.into()),
    }
    for (taking, own) in all.iter().zip(proposals) {
        match registry.enter(own, now) {
            Ok(entered) => told(taking, entered.into_iter().map(|one| one.index).collect()),
            Err(refusal @ Refusal::Form(_)) => {
                answer.left.push(LeftOut { name: taking.name.to_string(), why: refusal.to_string() });
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(())
}

fn text(answer: &Answer) -> String {
    let mut text = String::new();
    let wrap = |line: &str| output::wrap(line, output::width(), 2) + "\n";
    for taken in &answer.taken {
        let receipt = match taken.receipted.as_slice() {
            [] => String::new(),
            codes => format!(", receipted for {}", codes.join(" ")),
        };
        let entries: Vec<String> = taken.entries.iter().map(ToString::to_string).collect();
        text += &wrap(&format!("{} ({}){receipt}: entered as {}", taken.name, taken.kind, entries.join(", ")));
    }
    for left in &answer.left {
        text += &wrap(&format!("{} is not taken over: {}", left.name, left.why));
    }
    let entries = english::count(answer.entries as usize, "entry", "entries");
    if answer.taken.is_empty() {
        text += &wrap(&format!("{} has nothing new for those named in its {entries}.", answer.origin));
    }
    text
}
