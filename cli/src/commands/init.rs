use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use ledger::durable;
use register::Registry;
use register::officer::WORK_FACTOR;
use register::registry::{Folder, Founder, Making, current_key};
use serde::Serialize;

use crate::desk::{self, Progress, Signing};
use crate::english;
use crate::failure::Failure;
use crate::output;
use crate::world;

/// Make a registry: a ledger with its keys, its first officer and the packs built in
///
/// The origin is the ledger's name for its whole life; give the address under which
/// it will be served, without https://. Where nobody is there to be asked for a
/// passphrase, one is made and left beside the sealed key: move it away.
///
/// Examples:
///   semey init registry --origin kg.example/semey --depositary Kyrgyzstan --seat Asia/Bishkek --officer aida
///   semey init small --without-packs
///   semey init large --store postgres://semey@/semey
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The folder to make
    dir: PathBuf,
    /// The ledger's name for its whole life [default: this machine's name and the folder's]
    #[arg(long)]
    origin: Option<String>,
    /// Who keeps the registry, in words
    #[arg(long, default_value = "the keeper of this registry")]
    depositary: String,
    /// The time zone of the depositary's seat, where days are counted
    #[arg(long, default_value = "UTC", value_name = "ZONE")]
    seat: String,
    #[command(flatten)]
    signing: Signing,
    /// Enter only this pack of those built in; several may be named
    #[arg(long = "pack", value_name = "ID")]
    only: Vec<String>,
    /// Enter no pack
    #[arg(long, conflicts_with = "only")]
    without_packs: bool,
    /// `sqlite`, or the address of a PostgreSQL database
    #[arg(long, default_value = "sqlite")]
    store: String,
    /// How hard the passphrase is to guess: two to the power of this many rounds
    #[arg(long, value_parser = clap::value_parser!(u8).range(10..=22), value_name = "N")]
    work_factor: Option<u8>,
}

#[derive(Debug, Serialize)]
struct Answer {
    version: u32,
    registry: String,
    origin: String,
    vkey: String,
    officers: Vec<String>,
    entries: u64,
    checkpoint: String,
    passphrase_file: Option<String>,
}

pub(crate) fn run(args: &Args, packs: Option<&Path>, json: bool) -> Result<(), Failure> {
    let origin = args.origin.clone().unwrap_or_else(|| default_origin(&args.dir));
    let folder = Folder::new(&args.dir);
    if folder.config_path().exists() && !folder.unfinished_path().exists() {
        return Err(Failure::data(format!("{} holds a registry already", args.dir.display()))
            .help("name a folder that is not there yet"));
    }
    let zone = desk::zone(&args.seat)?;
    let officer = match args.signing.officers.as_slice() {
        [] => "officer",
        [one] => one,
        _ => return Err(Failure::usage("a registry begins with one officer").help("`semey keys add` admits more")),
    };
    let (passphrase, left) = passphrase(&args.signing)?;
    let making = Making::begin(&folder)?;
    let work_factor = args.work_factor.unwrap_or(if left { 10 } else { WORK_FACTOR });
    let key = folder.officers().create(officer, &passphrase, work_factor);
    let key = key.map_err(|error| Failure::data(error.to_string()))?;
    let left = left.then(|| desk::left_passphrase(&folder, officer));
    if let Some(path) = &left {
        let mut file = fs::File::options().write(true).create_new(true).mode(0o600).open(path)?;
        file.write_all(passphrase.as_bytes())?;
        file.sync_all()?;
        durable::sync_folder(&args.dir.join("officers"))?;
    }
    let founder = Founder {
        origin: &origin,
        depositary: &args.depositary,
        seat: &args.seat,
        officers: &[&key],
        store: &args.store,
    };
    let mut registry = Registry::create(&args.dir, &founder, desk::now_at(&zone))?;
    if !args.without_packs {
        let files = world::pack_files(packs, &args.only)?;
        super::load::adopt(&mut registry, &files, &[key], &mut Progress::new("entering"))?;
    }
    making.end()?;
    let answer = Answer {
        version: 1,
        registry: args.dir.display().to_string(),
        vkey: current_key(registry.state()).map_or(String::new(), ToString::to_string),
        officers: registry.state().officers.keys().cloned().collect(),
        entries: registry.state().size,
        checkpoint: registry.log().published().map_or(String::new(), |signed| signed.note.clone()),
        passphrase_file: left.map(|path| path.display().to_string()),
        origin,
    };
    if json { output::json(&answer) } else { output::say(&text(&answer, registry.world().packs.instruments.len())) }
}

fn text(answer: &Answer, instruments: usize) -> String {
    let mut text = format!(
        "The registry in {} holds {} on {}.\nIts ledger is `{}`. Give this key to everybody who is to check it:\n  {}\n",
        answer.registry,
        english::count(answer.entries as usize, "entry", "entries"),
        english::count(instruments, "instrument", "instruments"),
        answer.origin,
        answer.vkey
    );
    if let Some(path) = &answer.passphrase_file {
        let note = format!(
            "\nThe officer's passphrase was made up and lies in {path}: move it to where only the officer has it. \
             While it lies there, whoever can read it can sign."
        );
        text += &(output::wrap(&note, output::width(), 0) + "\n");
    }
    text + &format!("\nAsk it: semey status canwfz --registry {}\n", answer.registry)
}

/// The passphrase that was given or asked for, or a new one that has to be left somewhere.
fn passphrase(signing: &Signing) -> Result<(String, bool), Failure> {
    if let Some(given) = signing.given()? {
        return Ok((given, false));
    }
    if let Some(asked) = desk::ask("a passphrase for the first officer's key: ")? {
        let again = desk::ask("the same again: ")?;
        return match again {
            Some(again) if again == asked && !asked.is_empty() => Ok((asked, false)),
            _ => Err(Failure::usage("the two passphrases are not the same, or empty")),
        };
    }
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Failure::data(error.to_string()))?;
    Ok((bytes.iter().map(|byte| format!("{byte:02x}")).collect(), true))
}

fn default_origin(dir: &Path) -> String {
    let whole = std::path::absolute(dir).unwrap_or_else(|_| dir.to_path_buf());
    let folder = whole.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let machine = fs::read_to_string("/etc/hostname").unwrap_or_default();
    let machine = Some(machine.trim()).filter(|name| !name.is_empty()).unwrap_or("localhost");
    let name = format!("{machine}/{folder}");
    name.chars().map(|c| if c.is_whitespace() || c == '+' { '-' } else { c }).collect()
}
