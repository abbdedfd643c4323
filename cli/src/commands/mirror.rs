use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ledger::blob::Blobs;
use ledger::mirror::{Mirror, MirrorError};
use ledger::source::{Folder as Files, Source, bundle_entries};
use ledger::tlog::tile::WIDTH;
use ledger::tlog::{Hash, Policy, Tile, VerifierKey};
use ledger::witness::Witness;
use register::entry::{Body, Change, LogKey, read};
use register::registry::{BLOBS, files_of};
use serde::Serialize;

use crate::desk::Progress;
use crate::english;
use crate::failure::Failure;
use crate::output;

/// Keep a copy of another ledger, check all of it, and raise the alarm if it changes its story
///
/// The copy lies in files that any web server can serve. What breaks off is taken up
/// again. If the source contradicts what is held, the copy stays as it is and the
/// evidence is written to a file that strangers can check.
///
/// Examples:
///   semey mirror https://registry.example/zone copy --vkey registry.example/zone+1a2b3c4d+AU…
///   semey mirror registry copy --cosign pacific.example/mirror
///   semey mirror https://registry.example/zone copy --follow 60
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The ledger: a folder or an address
    source: String,
    /// The folder of the copy
    #[arg(default_value = "mirror")]
    folder: PathBuf,
    /// A verifier key of the ledger; several may be given [default: the policy kept with the copy]
    #[arg(long = "vkey", value_name = "KEY")]
    keys: Vec<VerifierKey>,
    /// A policy: the ledger's keys, the witnesses, and how many of them must have cosigned
    #[arg(long, value_name = "FILE", conflicts_with = "keys")]
    policy: Option<PathBuf>,
    /// Cosign what is held, as a mirror of this name; its key is made the first time
    #[arg(long, value_name = "NAME")]
    cosign: Option<String>,
    /// Look again after so many seconds, until stopped
    #[arg(long, value_name = "SECONDS")]
    follow: Option<u64>,
}

#[derive(Debug, Serialize)]
struct Answer {
    version: u32,
    from: u64,
    to: u64,
    stale: Option<u64>,
    files: usize,
    own_key: bool,
    cosigner: Option<String>,
    checkpoint: String,
}

pub(crate) fn run(args: &Args, json: bool) -> Result<(), Failure> {
    fs::create_dir_all(&args.folder)?;
    let own_key = keep_policy(args)?;
    let cosigner = args.cosign.as_deref().map(|name| cosigner(&args.folder.join("cosigner"), name)).transpose()?;
    let log = args.folder.join("log");
    loop {
        // A key that was learned the last time counts this time.
        let policy = super::read_policy(&args.folder.join("policy"))?;
        let mirror = Mirror::open(&log, &args.folder.join("alarms"), policy).map_err(alarm)?;
        let updated = update(args, &mirror, cosigner.as_ref());
        let answer = match updated {
            Ok(update) => Answer { own_key, cosigner: cosigner.as_ref().map(|w| w.verifier().to_string()), ..update },
            // A source that is not there now may be there the next time; a contradiction stays one.
            Err(failure) if args.follow.is_some() && !failure.is_alarm() => {
                eprintln!("{failure}");
                wait(args.follow);
                continue;
            }
            Err(failure) => return Err(failure),
        };
        if json {
            output::json(&answer)?
        } else {
            output::say(&text(&answer))?
        }
        if args.follow.is_none() {
            return Ok(());
        }
        wait(args.follow);
    }
}

fn wait(seconds: Option<u64>) {
    std::thread::sleep(Duration::from_secs(seconds.unwrap_or(1).max(1)));
}

/// Keeps with the copy the policy given, or the one kept already, or the key that the ledger names
/// itself; says whether it is the last.
fn keep_policy(args: &Args) -> Result<bool, Failure> {
    let kept = args.folder.join("policy");
    if let Some(path) = &args.policy {
        super::read_policy(path)?;
        fs::copy(path, &kept)?;
        return Ok(false);
    }
    if args.keys.is_empty() && kept.is_file() {
        return Ok(false);
    }
    let own = args.keys.is_empty();
    let policy = if own {
        super::verify::with_source(&args.source, |source| super::verify::own_policy(source))?
    } else {
        Policy::of_log(args.keys.iter().cloned())
    };
    let lines: String = policy.logs.iter().map(|log| format!("log {}\n", log.key)).collect();
    fs::write(&kept, format!("{lines}quorum none\n"))?;
    Ok(own)
}

/// The mirror's own key: distinct from a witness's, for it says more.
fn cosigner(folder: &Path, name: &str) -> Result<Witness, Failure> {
    let opened = if folder.join("key").is_file() { Witness::open(folder) } else { Witness::create(folder, name) };
    let witness = opened.map_err(|error| Failure::data(error.to_string()))?;
    if witness.verifier().name() == name {
        return Ok(witness);
    }
    Err(Failure::usage(format!("the copy is cosigned as `{}`, not as `{name}`", witness.verifier().name()))
        .help("keep one name for one copy"))
}

fn alarm(error: MirrorError) -> Failure {
    let is_alarm = matches!(error, MirrorError::Alarm { .. });
    let failure = Failure::data(error.to_string());
    if is_alarm { failure.alarm() } else { failure }
}

fn update(args: &Args, mirror: &Mirror, cosigner: Option<&Witness>) -> Result<Answer, Failure> {
    super::verify::with_source(&args.source, |source| {
        let mut progress = Progress::new("mirrored");
        let time = u64::try_from(jiff::Timestamp::now().as_second()).unwrap_or(0);
        let cosigner = cosigner.map(|witness| (witness.key(), time));
        let update = mirror.update(source, cosigner, &mut |done, of| progress.at(done, Some(of))).map_err(alarm)?;
        drop(progress);
        let files = follow(source, &args.folder, update.from, update.to)?;
        Ok(Answer {
            version: 1,
            from: update.from,
            to: update.to,
            stale: update.stale,
            files,
            own_key: false,
            cosigner: None,
            checkpoint: update.note,
        })
    })
}

/// Fetches the files that new entries name, one that is withheld stays missing; and learns the
/// keys that the ledger has announced under the keys that are known.
fn follow(source: &mut dyn Source, folder: &Path, from: u64, to: u64) -> Result<usize, Failure> {
    let log = folder.join("log");
    let own = Blobs::new(log.join(BLOBS));
    let mut fetched = 0;
    for number in from / WIDTH..to.div_ceil(WIDTH) {
        let Some(bundle) = Tile::bundle_in(number, to) else { break };
        let entries = bundle_entries(&mut Files(log.clone()), bundle);
        for entry in entries.map_err(|error| Failure::data(error.to_string()))? {
            let Ok(entry) = read(&entry) else { continue };
            for hash in files_of(&entry.statement.body) {
                fetched += usize::from(fetch(source, &own, &hash)?);
            }
            if let Body::LogKey(LogKey { key, change: Change::Admitted, .. }) = &entry.statement.body {
                learn(&folder.join("policy"), key)?;
            }
        }
    }
    Ok(fetched)
}

/// Adds a key of the ledger to the policy that is kept with the copy.
fn learn(path: &Path, key: &str) -> Result<(), Failure> {
    let policy = fs::read_to_string(path)?;
    let line = format!("log {key}");
    if !policy.lines().any(|known| known.trim().starts_with(&line)) {
        fs::write(path, format!("{line}\n{policy}"))?;
    }
    Ok(())
}

fn fetch(source: &mut dyn Source, own: &Blobs, hash: &Hash) -> Result<bool, Failure> {
    if own.get(hash)?.is_some() {
        return Ok(false);
    }
    let bytes =
        source.get(&format!("{BLOBS}{}", Blobs::path(hash))).map_err(|error| Failure::data(error.to_string()))?;
    match bytes.filter(|bytes| Hash::of(bytes) == *hash) {
        Some(bytes) => Ok(own.put(&bytes).map(|_| true)?),
        None => Ok(false),
    }
}

fn text(answer: &Answer) -> String {
    let mut text = match (answer.stale, answer.from == answer.to) {
        (Some(size), _) => format!(
            "The source shows an older state of {}; the copy holds {} and agrees with it.\n",
            english::count(size as usize, "entry", "entries"),
            answer.to
        ),
        (None, true) => format!("The copy holds all {}.\n", english::count(answer.to as usize, "entry", "entries")),
        (None, false) => format!(
            "The copy holds {}, {} of them new; each was checked.\n",
            english::count(answer.to as usize, "entry", "entries"),
            answer.to - answer.from
        ),
    };
    if answer.files > 0 {
        text += &format!("{} fetched.\n", english::count(answer.files, "file was", "files were"));
    }
    if let Some(key) = &answer.cosigner {
        text += &format!("Cosigned; the key that checks it: {key}\n");
    }
    if answer.own_key {
        let note = "The ledger was held to the key that it names itself; compare the file `policy` of the copy with the \
                    key you were given.";
        text += &(output::wrap(note, output::width(), 2) + "\n");
    }
    text
}
