use std::fs;
use std::path::{Path, PathBuf};

use ledger::evidence::Evidence;
use ledger::source::{Address, Folder as Files, Source, Stored};
use ledger::tlog::policy::Witnessed;
use ledger::tlog::{Checkpoint, Policy, Receipt, VerifierKey};
use ledger::verify::{self, VerifyError};
use register::audit::Audit;
use register::entry::{Body, read};
use register::registry::{Folder, Served};
use serde::Serialize;

use crate::desk::Progress;
use crate::failure::Failure;
use crate::output;

/// Check a receipt, a checkpoint, evidence, a printed sheet, or a whole ledger
///
/// A receipt or a checkpoint is checked offline, and so is a printed sheet: it is set again
/// from the records attached to it and compared. A ledger in a folder or behind an
/// address is derived anew from its first entry. `--against` checks that a ledger
/// still begins with what a receipt or checkpoint says: if it does not, the evidence
/// is written to a file that other programs can check too.
///
/// Whose word is accepted is said with --vkey or --policy. Without either, a ledger is
/// held to the key that it names itself, and the answer says so.
///
/// Examples:
///   semey verify usa.tlog-proof --vkey kg.example/semey+1a2b3c4d+AU…
///   semey verify https://registry.example/zone --policy policy
///   semey verify usa.tlog-proof --vkey … --against https://registry.example/zone
///   semey verify evidence.tar
///   semey verify canwfz.pdf --vkey …
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// A file, a folder or an address
    what: String,
    /// A verifier key of the ledger; several may be given
    #[arg(long = "vkey", value_name = "KEY")]
    keys: Vec<VerifierKey>,
    /// A policy: the ledger's keys, the witnesses, and how many of them must have cosigned
    #[arg(long, value_name = "FILE", conflicts_with = "keys")]
    policy: Option<PathBuf>,
    /// The entry that a receipt is for [default: the one in the receipt]
    #[arg(long, value_name = "FILE")]
    entry: Option<PathBuf>,
    /// A ledger that must begin with what the file says: a folder or an address
    #[arg(long, value_name = "DIR|URL")]
    against: Option<String>,
    /// Where to write evidence, if there is any
    #[arg(long, value_name = "FILE", default_value = "evidence.tar")]
    evidence: PathBuf,
    /// Check the officers' signatures of a whole ledger too
    #[arg(long)]
    signatures: bool,
}

/// What was found.
#[derive(Debug, Default, Serialize)]
struct Answer {
    version: u32,
    kind: &'static str,
    origin: String,
    size: u64,
    root: String,
    entry: Option<u64>,
    says: Option<String>,
    witnesses: Vec<WitnessRow>,
    own_key: bool,
    findings: Vec<String>,
}

#[derive(Debug, Serialize)]
struct WitnessRow {
    name: String,
    time: String,
}

pub(crate) fn run(args: &Args, json: bool) -> Result<(), Failure> {
    let policy = policy(args)?;
    let path = Path::new(&args.what);
    let answer = if is_address(&args.what) || path.is_dir() {
        ledger(args, policy.as_ref())?
    } else {
        let bytes = fs::read(path).map_err(|error| Failure::usage(format!("{} cannot be read: {error}", args.what)))?;
        if bytes.starts_with(b"c2sp.org/tlog-proof@v1\n") {
            receipt(args, &bytes, policy.as_ref())?
        } else if bytes.starts_with(b"%PDF-") {
            sheet(args, &bytes, policy.as_ref())?
        } else if bytes.get(257..262) == Some(b"ustar") {
            evidence(&bytes, policy.as_ref())?
        } else {
            checkpoint(args, &bytes, policy.as_ref())?
        }
    };
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

fn policy(args: &Args) -> Result<Option<Policy>, Failure> {
    if let Some(path) = &args.policy {
        return super::read_policy(path).map(Some);
    }
    Ok(Some(&args.keys).filter(|keys| !keys.is_empty()).map(|keys| Policy::of_log(keys.iter().cloned())))
}

fn needed(policy: Option<&Policy>) -> Result<&Policy, Failure> {
    policy.ok_or_else(|| {
        Failure::usage("it must be said whose word is accepted")
            .help("give the ledger's key with --vkey, or a policy with --policy; the depositary publishes both")
    })
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// Does something with the ledger in a folder, in a registry or behind an address.
pub(crate) fn with_source<T>(
    what: &str,
    work: impl FnOnce(&mut dyn Source) -> Result<T, Failure>,
) -> Result<T, Failure> {
    if is_address(what) {
        return work(&mut Address::new(what));
    }
    let folder = Folder::new(what);
    if folder.config_path().is_file() {
        let mut store = folder.store()?;
        let ledger = Stored { store: &mut *store, name: what.to_owned() };
        return work(&mut Served { ledger, blobs: folder.blobs() });
    }
    work(&mut Files(PathBuf::from(what)))
}

/// The policy that a ledger's own first entry gives.
pub(crate) fn own_policy(source: &mut dyn Source) -> Result<Policy, Failure> {
    let tile = ledger::tlog::Tile { level: None, index: 0, width: 1 };
    let first = ledger::source::bundle_entries(source, tile).or_else(|_| {
        // A ledger in files has the first bundle at its present width.
        let note = source.get("checkpoint")?.unwrap_or_default();
        let size = ledger::source::size_of(&String::from_utf8_lossy(&note)).unwrap_or(0);
        let tile = ledger::tlog::Tile::bundle_in(0, size).unwrap_or(tile);
        ledger::source::bundle_entries(source, tile)
    });
    let first = first.map_err(|error| Failure::data(error.to_string()))?;
    let entry = first.first().map(|bytes| read(bytes)).transpose().map_err(|error| Failure::data(error.to_string()))?;
    match entry.map(|entry| entry.statement.body) {
        Some(Body::Registry(founding)) => {
            let key = founding.key.parse::<VerifierKey>().map_err(|error| Failure::data(error.to_string()))?;
            Ok(Policy::of_log([key]))
        }
        _ => Err(Failure::data("the ledger's first entry does not say by which key it is signed")
            .help("give its key with --vkey")),
    }
}

fn ledger(args: &Args, policy: Option<&Policy>) -> Result<Answer, Failure> {
    with_source(&args.what, |source| {
        let own = if policy.is_none() { Some(own_policy(source)?) } else { None };
        let policy = policy.or(own.as_ref()).ok_or_else(|| Failure::usage("no key"))?;
        let (head, _) = verify::head(source, policy).map_err(|error| Failure::data(error.to_string()))?;
        let mut audit = Audit::new(&head.checkpoint.origin, args.signatures);
        let mut progress = Progress::new("checked");
        let size = head.checkpoint.size;
        let verified = verify::fsck(source, policy, &mut |index, bytes| audit.push(index, bytes), &mut |done| {
            progress.at(done, Some(size));
        })
        .map_err(|error| Failure::data(error.to_string()))?;
        drop(progress);
        let mut answer = answer("ledger", &verified.head, policy);
        answer.own_key = own.is_some();
        answer.findings.push(format!(
            "{} entries of {} bytes give the signed root; {} tiles are the ones they give",
            verified.head.checkpoint.size, verified.bytes, verified.tiles
        ));
        if args.signatures {
            answer.findings.push("every entry is signed by officers who could sign it then".to_owned());
        }
        Ok(answer)
    })
}

fn receipt(args: &Args, bytes: &[u8], policy: Option<&Policy>) -> Result<Answer, Failure> {
    let policy = needed(policy)?;
    let text = std::str::from_utf8(bytes).map_err(|_| Failure::data("the receipt is not text"))?;
    let receipt: Receipt =
        text.parse().map_err(|error: ledger::tlog::receipt::ReceiptError| Failure::data(error.to_string()))?;
    let entry = match (&args.entry, &receipt.extra) {
        (Some(path), _) => {
            fs::read(path).map_err(|error| Failure::usage(format!("{} cannot be read: {error}", path.display())))?
        }
        (None, Some(extra)) => extra.clone(),
        (None, None) => {
            return Err(Failure::usage("the receipt does not hold its entry").help("give the entry with --entry FILE"));
        }
    };
    let witnessed = receipt.verify(&entry, policy).map_err(|error| Failure::data(error.to_string()))?;
    let mut answer = answer("receipt", &witnessed, policy);
    answer.entry = Some(receipt.index);
    answer.says = read(&entry).ok().map(|entry| {
        let officers: Vec<&str> = entry.signatures.iter().map(|s| s.key.split('+').next().unwrap_or("")).collect();
        format!(
            "{}; entered at {} by {}",
            register::answer::log::in_codes(words::of("en"), &entry),
            entry.entered,
            officers.join(" and ")
        )
    });
    against(args, &receipt.checkpoint, policy, &mut answer)?;
    Ok(answer)
}

fn checkpoint(args: &Args, bytes: &[u8], policy: Option<&Policy>) -> Result<Answer, Failure> {
    let policy = needed(policy)?;
    let witnessed = policy.check(bytes).map_err(|error| {
        Failure::data(error.to_string())
            .help("the file is taken for a checkpoint, for it is neither a receipt nor evidence")
    })?;
    let mut answer = answer("checkpoint", &witnessed, policy);
    against(args, &String::from_utf8_lossy(bytes), policy, &mut answer)?;
    Ok(answer)
}

/// Checks that a ledger still begins with a head that was kept.
fn against(args: &Args, old: &str, policy: &Policy, answer: &mut Answer) -> Result<(), Failure> {
    let Some(what) = &args.against else { return Ok(()) };
    let keys: Vec<VerifierKey> = policy.logs.iter().map(|log| log.key.clone()).collect();
    let fail = |error: &dyn std::fmt::Display| Failure::data(error.to_string());
    with_source(what, |source| {
        let (head, note) = verify::head(source, policy).map_err(|error| fail(&error))?;
        let (kept, _) = Checkpoint::open(old.as_bytes(), &keys).map_err(|error| fail(&error))?;
        match verify::consistency(source, &kept, &head.checkpoint) {
            Ok(()) => {
                answer.findings.push(format!(
                    "the ledger of {} entries begins with the {} of this file",
                    head.checkpoint.size, kept.size
                ));
                Ok(())
            }
            Err(VerifyError::Rollback { old, new }) => Err(Failure::data(format!(
                "ROLLBACK: {what} shows {new} entries, and {old} were signed: entries are missing there"
            ))
            .help("ask for the newest state; a mirror that holds it can prove what is missing")),
            Err(VerifyError::SplitView { .. }) => {
                let found = Evidence::gather(source, &keys, old, &note).map_err(|error| fail(&error))?;
                let shown = found.verify(&keys).map_err(|error| fail(&error))?;
                let bytes = found.to_tar().map_err(|error| fail(&error))?;
                fs::write(&args.evidence, bytes).map_err(|error| fail(&error))?;
                Err(Failure::data(format!("HISTORY WAS REWRITTEN: {}", shown.finding)).help(format!(
                    "the evidence is in {}: it holds both signed heads and the tiles that show it; give it to the \
                     other parties, who can check it with `semey verify` or any verifier of tlog-tiles",
                    args.evidence.display()
                )))
            }
            Err(error) => Err(fail(&error)),
        }
    })
}

fn evidence(bytes: &[u8], policy: Option<&Policy>) -> Result<Answer, Failure> {
    let found = Evidence::from_tar(bytes).map_err(|error| Failure::data(error.to_string()))?;
    let known = policy.map(|policy| policy.logs.iter().map(|log| log.key.clone()).collect::<Vec<_>>());
    let keys = known.as_ref().unwrap_or(&found.keys);
    let shown = found.verify(keys).map_err(|error| Failure::data(error.to_string()))?;
    Ok(Answer {
        version: 1,
        kind: "evidence",
        origin: shown.new.origin.clone(),
        size: shown.new.size,
        root: shown.new.root.to_string(),
        own_key: known.is_none(),
        findings: vec![shown.finding],
        ..Answer::default()
    })
}

/// What a program without the feature says of a printed sheet.
#[cfg(not(feature = "press"))]
fn sheet(args: &Args, _: &[u8], _: Option<&Policy>) -> Result<Answer, Failure> {
    Err(Failure::data(format!("{} is a PDF, and this program was built without what checks printed sheets", args.what))
        .help("build it with `cargo install --path cli --features press`"))
}

/// Sets a printed sheet again from what is attached to it, and checks the receipt.
#[cfg(feature = "press")]
fn sheet(args: &Args, bytes: &[u8], policy: Option<&Policy>) -> Result<Answer, Failure> {
    let sound = crate::sheet::check(&args.what, bytes)?;
    let says = match &sound.order.ledger {
        Some(ledger) => format!("{}, from {} entries of `{}`", sound.title, ledger.entries, ledger.origin),
        None => format!("{}, from packs without a ledger", sound.title),
    };
    let compared = format!("every byte of this {} is what the attached records give", sound.order.kind.word());
    let attached: Vec<&str> = sound.files.iter().map(|(name, _)| name.as_str()).collect();
    let mut findings = vec![compared, format!("attached: {}", attached.join(", "))];
    let mut answer = match &sound.receipt {
        None if sound.order.ledger.is_some() => {
            findings.push(
                "no receipt is attached, so that nothing here proves what the ledger says: `semey print` attaches one"
                    .to_owned(),
            );
            Answer { version: 1, ..Answer::default() }
        }
        None => Answer { version: 1, ..Answer::default() },
        Some(receipt) => proved(args, &sound, receipt, needed(policy)?, &mut findings)?,
    };
    if let Some(ask) = asked_again(&sound) {
        findings.push(format!("that its record follows from the acts is found by asking again: `{ask}`"));
    }
    answer.kind = "sheet";
    answer.says = Some(says);
    answer.findings.splice(0..0, findings);
    Ok(answer)
}

/// Checks the receipt of a printed sheet: the right entry, in the ledger that the sheet names.
#[cfg(feature = "press")]
fn proved(
    args: &Args,
    sound: &crate::sheet::Sound,
    receipt: &str,
    policy: &Policy,
    findings: &mut Vec<String>,
) -> Result<Answer, Failure> {
    let wrong = |why: String| Failure::data(format!("{}: the attached receipt is not the sheet's: {why}", args.what));
    let ledger = sound.order.ledger.as_ref().ok_or_else(|| wrong("the sheet rests on no ledger".to_owned()))?;
    let receipt: Receipt =
        receipt.parse().map_err(|error: ledger::tlog::receipt::ReceiptError| Failure::data(error.to_string()))?;
    let entry = receipt.extra.clone().ok_or_else(|| wrong("it does not hold its entry".to_owned()))?;
    let witnessed = receipt.verify(&entry, policy).map_err(|error| Failure::data(error.to_string()))?;
    if witnessed.checkpoint.origin != ledger.origin {
        return Err(wrong(format!("it is of `{}`, not of `{}`", witnessed.checkpoint.origin, ledger.origin)));
    }
    if receipt.index + 1 != ledger.entries {
        return Err(wrong(format!("it is of entry {}, and the sheet rests on {}", receipt.index, ledger.entries)));
    }
    if let Some(content) = &sound.content {
        let signed: serde_json::Value = serde_json::from_slice(&entry)?;
        if sound.entry != Some(receipt.index) || signed != *content {
            return Err(wrong("the ledger has another entry there".to_owned()));
        }
        findings.push("the entry that it tells of is the one in the ledger, with its officers' signatures".to_owned());
    }
    let mut answer = answer("sheet", &witnessed, policy);
    answer.entry = Some(receipt.index);
    against(args, &receipt.checkpoint, policy, &mut answer)?;
    Ok(answer)
}

/// The command that gives the record of a sheet anew.
#[cfg(feature = "press")]
fn asked_again(sound: &crate::sheet::Sound) -> Option<String> {
    let lang = &sound.order.lang;
    let mut ask = match (sound.order.kind, &sound.about) {
        (press::Kind::Status | press::Kind::Sheet, _) => format!("semey status {} --lang {lang} --json", sound.treaty),
        (press::Kind::Report, Some((about, from, until))) => {
            let regime = if about == "regime" { "--regime " } else { "" };
            format!("semey report {regime}{} --from {from} --until {until} --lang {lang} --json", sound.treaty)
        }
        _ => return None,
    };
    for (flag, value) in [("--on", &sound.on), ("--known", &sound.known)] {
        if let Some(value) = value {
            ask += &format!(" {flag} {value}");
        }
    }
    if let Some(ledger) = &sound.order.ledger {
        ask += &format!(" --registry DIR --at {}", ledger.entries);
    }
    Some(ask)
}

fn answer(kind: &'static str, head: &Witnessed, policy: &Policy) -> Answer {
    let witness = |(at, time): &(usize, u64)| WitnessRow {
        name: policy.witnesses[*at].key.name().to_owned(),
        time: jiff::Timestamp::from_second(*time as i64).map_or_else(|_| time.to_string(), |time| time.to_string()),
    };
    Answer {
        version: 1,
        kind,
        origin: head.checkpoint.origin.clone(),
        size: head.checkpoint.size,
        root: head.checkpoint.root.to_string(),
        witnesses: head.witnesses.iter().map(witness).collect(),
        ..Answer::default()
    }
}

fn text(answer: &Answer) -> String {
    let mut text = match answer.kind {
        "receipt" => format!(
            "GOOD: entry {} is in the ledger `{}`, signed at {} entries.\n",
            answer.entry.unwrap_or(0),
            answer.origin,
            answer.size
        ),
        "sheet" if answer.origin.is_empty() => "GOOD: the sheet is what its records say.\n".to_owned(),
        "sheet" => format!(
            "GOOD: the sheet is what its records say, and entry {} is in the ledger `{}`, signed at {} entries.\n",
            answer.entry.unwrap_or(0),
            answer.origin,
            answer.size
        ),
        "evidence" => format!("EVIDENCE of misconduct by the ledger `{}`.\n", answer.origin),
        kind => format!("GOOD: this is a {kind} of `{}` with {} entries.\n", answer.origin, answer.size),
    };
    if let Some(says) = &answer.says {
        text += &(output::wrap(&format!("It says: {says}."), output::width(), 2) + "\n");
    }
    for witness in &answer.witnesses {
        text += &format!("Cosigned by {} at {}.\n", witness.name, witness.time);
    }
    for finding in &answer.findings {
        text += &(output::wrap(&format!("{finding}."), output::width(), 2) + "\n");
    }
    if answer.own_key {
        let note = "It was held to the key that it names itself; compare that key with the one you were given.";
        text += &(output::wrap(note, output::width(), 2) + "\n");
    }
    text
}
