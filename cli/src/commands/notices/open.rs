use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use law::Deed;
use ledger::tlog::Hash;
use register::World;
use register::exchange::{AGE, Elsewhere, Name, taken_from};
use register::happening::{HappeningEntry, Told, fields_of};
use register::registry::Folder;
use register::sealed::{self, Attached, Letter, SealError};
use serde::Serialize;

use crate::failure::Failure;
use crate::output;
use crate::world;

/// Open a sealed notice, and compare it with what the ledger says was sent
///
/// It is opened in memory and shown, and nothing of it is written anywhere but what
/// --files asks for.
///
/// Examples:
///   semey notices open tailings --identity kaz.key --registry registry
///   semey notices open kg.example/zone#38123 --identity ken.key --from mirror-of-kg
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The notice: its id, its entry, or its name such as kg.example/zone#38123
    notice: String,
    /// The file with your secret key
    #[arg(long, value_name = "FILE", required = true)]
    identity: Vec<PathBuf>,
    /// Look in the copy of a ledger that `semey mirror` keeps in this folder
    #[arg(long, value_name = "MIRROR")]
    from: Option<PathBuf>,
    /// Write the files that go with it into this folder, which is made
    #[arg(long, value_name = "DIR")]
    files: Option<PathBuf>,
}

/// What was found in the seal. It is shown to whoever holds the key and has no `Debug` output.
#[derive(Serialize)]
struct Answer {
    version: u32,
    name: Option<String>,
    kind: Deed,
    from: Vec<String>,
    to: Vec<String>,
    note: String,
    fields: Vec<FieldRow>,
    files: Vec<FileRow>,
    faults: Vec<String>,
}

#[derive(Serialize)]
struct FieldRow {
    id: String,
    name: String,
    value: String,
}

#[derive(Serialize)]
struct FileRow {
    name: String,
    media: String,
    size: usize,
    sha256: String,
    written: Option<String>,
}

/// A notice that was found, with its sealed file.
struct Found {
    name: Option<Name>,
    entry: HappeningEntry<'static>,
    file: Option<Vec<u8>>,
}

pub(super) fn run(
    packs: Option<&Path>,
    registry: Option<&Path>,
    lang: &str,
    args: &Args,
    json: bool,
) -> Result<(), Failure> {
    let (world, found) = match &args.from {
        Some(mirror) => {
            let world = match registry {
                Some(folder) => register::reading(&Folder::new(folder), None, lang)?.world,
                None => world::load(packs, lang)?,
            };
            let found = in_mirror(&Elsewhere::of_mirror(mirror)?, &args.notice)?;
            (world, found)
        }
        None => {
            let folder = crate::desk::folder(registry)?;
            let reading = register::reading(&folder, None, lang)?;
            let found = in_registry(&folder, &reading.state, &args.notice)?;
            (reading.world, found)
        }
    };
    let kind = found.entry.happening.parse::<Deed>().map_err(|error| Failure::data(error.to_string()))?;
    let letter = unseal(args, &found)?;
    let files = write_files(args, &letter)?;
    let answer = answer(&world, found, kind, &letter, files);
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

fn none(notice: &str) -> Failure {
    Failure::data(format!("no notice is called `{notice}` there"))
        .help("`semey notices` lists them with their names; give an id, an entry, or a name such as kg.example/zone#12")
}

fn find<'t>(
    told: impl Iterator<Item = &'t Told> + Clone,
    origin: &str,
    notice: &str,
) -> Result<(Option<Name>, &'t Told), Failure> {
    let name_of = |told: &Told| match taken_from(&told.entry.source) {
        Some((name, id)) => (name, id.unwrap_or("").to_owned()),
        None => (Name::new(origin, told.index), told.entry.id.to_string()),
    };
    let by = |is: &dyn Fn(&Told, &Name, &str) -> bool| {
        told.clone().find(|told| {
            let (name, id) = name_of(told);
            is(told, &name, &id)
        })
    };
    let found = by(&|_, name, _| name.to_string() == notice)
        .or_else(|| by(&|told, _, _| told.entry.id == notice))
        .or_else(|| by(&|_, _, id| id == notice && !id.is_empty()))
        .or_else(|| by(&|told, _, _| told.index.to_string() == notice));
    let found = found.ok_or_else(|| none(notice))?;
    Ok((Some(name_of(found).0), found))
}

/// The hash of the sealed file among an entry's documents.
fn sealed_file(entry: &HappeningEntry<'_>) -> Option<Hash> {
    let document = entry.documents.iter().find(|document| document.media == AGE)?;
    Hash::from_hex(&document.sha256).ok()
}

fn in_registry(folder: &Folder, state: &register::State, notice: &str) -> Result<Found, Failure> {
    let origin = folder.config()?.origin;
    let (name, told) = find(state.happenings.iter(), &origin, notice)?;
    let file = sealed_file(&told.entry).map(|hash| folder.blobs().get(&hash)).transpose()?.flatten();
    Ok(Found { name, entry: told.entry.clone(), file })
}

fn in_mirror(other: &Elsewhere, notice: &str) -> Result<Found, Failure> {
    let (name, told) = find(other.told().iter(), &other.origin, notice)?;
    let file = sealed_file(&told.entry).map(|hash| other.file(&hash)).transpose()?.flatten();
    Ok(Found { name, entry: told.entry.clone(), file })
}

fn unseal(args: &Args, found: &Found) -> Result<Letter, Failure> {
    let Some(sealed) = &found.entry.sealed else {
        return Err(Failure::usage(format!("`{}` is not sealed", args.notice))
            .help("`semey notices --thread ID` shows what is open"));
    };
    let commitment = Hash::from_hex(&sealed.commitment).map_err(|error| Failure::data(error.to_string()))?;
    let file = found.file.as_ref().ok_or_else(|| {
        Failure::data(format!("the sealed file of `{}` is not here", args.notice))
            .help("`semey mirror` fetches files when the ledger gives them; look in a copy with --from MIRROR")
    })?;
    let mut identities = Vec::new();
    for path in &args.identity {
        let name = path.display();
        let text =
            fs::read_to_string(path).map_err(|error| Failure::usage(format!("{name} cannot be read: {error}")))?;
        let keys = sealed::identities(&text).map_err(|why| {
            Failure::usage(format!("{name} is no file of secret keys: {why}"))
                .help("`semey notices key FILE` and `age-keygen` make one")
        })?;
        identities.extend(keys);
    }
    Letter::open(file, &commitment, &identities).map_err(|error| {
        let failure = Failure::data(format!("`{}` cannot be opened: {error}", args.notice));
        match error {
            SealError::Others => {
                failure.help("whoever sent it names the keys it was sealed to; give yours with --identity")
            }
            SealError::Damaged => failure.help("fetch the ledger again: `semey mirror SOURCE DIR`"),
            _ => failure.help("ask whoever sent it; the entry with its commitment proves what was sent"),
        }
    })
}

fn write_files(args: &Args, letter: &Letter) -> Result<Vec<FileRow>, Failure> {
    let mut rows = Vec::new();
    for (at, file) in (1..).zip(&letter.files) {
        let what = format!("file {at} of `{}`", args.notice);
        let bytes = file.bytes().map_err(|error| Failure::data(format!("{what}: {error}")))?;
        let written = args.files.as_deref().map(|folder| write(folder, file, &bytes, &what)).transpose()?;
        rows.push(FileRow {
            name: file.name.clone(),
            media: file.media.clone(),
            size: bytes.len(),
            sha256: Hash::of(&bytes).hex(),
            written,
        });
    }
    Ok(rows)
}

fn write(folder: &Path, file: &Attached, bytes: &[u8], what: &str) -> Result<String, Failure> {
    if !sealed::is_file_name(&file.name) {
        return Err(Failure::data(format!("{what} has a name that leads elsewhere")).help("leave out --files"));
    }
    let failed = |error: std::io::Error| {
        Failure::data(format!("{what} cannot be written into {}: {error}", folder.display()))
            .help("name a folder that is not there yet")
    };
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
    let path = folder.join(&file.name);
    let opened = File::options().write(true).create_new(true).mode(0o600).open(&path);
    opened.and_then(|mut own| own.write_all(bytes).and_then(|()| own.sync_all())).map_err(failed)?;
    Ok(path.display().to_string())
}

fn answer(world: &World, found: Found, kind: Deed, letter: &Letter, files: Vec<FileRow>) -> Answer {
    let form = found.entry.matter.split_whitespace().find_map(|id| {
        let matter = world.packs.matters.by_id(id)?;
        Some(matter).filter(|matter| matter.kind == pack::MatterKind::Form)
    });
    let mut faults = Vec::new();
    match form {
        Some(form) => faults.extend(fields_of(&world.packs, form, &letter.fields).err().map(|wrong| wrong.to_string())),
        None if letter.fields.is_empty() => {}
        None => faults.push("it has fields, and is about no form".to_owned()),
    }
    let words = |cell: &str| cell.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    for (who, own, entered) in
        [("sender", &letter.from, words(&found.entry.actors)), ("receivers", &letter.to, words(&found.entry.to))]
    {
        if *own != entered {
            let (own, entered) = (own.join(" "), entered.join(" "));
            faults.push(format!("the ledger names as {who} `{entered}`, and what was sealed `{own}`"));
        }
    }
    let name = |id: &str| {
        let field = form.and_then(|form| form.fields.iter().find(|field| field.id == id));
        field.map_or_else(|| id.to_owned(), |field| pack::in_language(&field.name, &world.lang).to_owned())
    };
    let fields = letter.fields.iter();
    Answer {
        version: 1,
        name: found.name.map(|name| name.to_string()),
        kind,
        from: letter.from.clone(),
        to: letter.to.clone(),
        note: letter.note.clone(),
        fields: fields.map(|(id, value)| FieldRow { id: id.clone(), name: name(id), value: value.clone() }).collect(),
        files,
        faults,
    }
}

/// A stranger's words as they can be shown at a terminal, which would obey some signs.
fn plain(text: &str) -> String {
    let sign = |c: char| if c != '\n' && (c.is_control() || pack::is_hidden(c)) { '\u{fffd}' } else { c };
    text.chars().map(sign).collect()
}

fn text(answer: &Answer) -> String {
    let wrap = |line: &str, indent| output::wrap(&plain(line), output::width(), indent) + "\n";
    let called = answer.name.as_deref().unwrap_or("it");
    let mut text = wrap(
        &format!(
            "{called} ({}), by {} to {}; it is what the ledger's commitment says was sent.",
            answer.kind,
            answer.from.join(" "),
            answer.to.join(" ")
        ),
        2,
    );
    for line in answer.note.lines() {
        text += &wrap(line, 0);
    }
    for field in &answer.fields {
        text += &wrap(&format!("  {}: {}", field.name, field.value), 4);
    }
    for file in &answer.files {
        let written = file.written.as_ref().map_or(String::new(), |path| format!(", written to {path}"));
        text += &wrap(&format!("  file {} ({}, {} bytes{written})", file.name, file.media, file.size), 4);
    }
    if !answer.files.is_empty() && answer.files.iter().all(|file| file.written.is_none()) {
        text += "  Its files are written with --files DIR.\n";
    }
    for fault in &answer.faults {
        text += &wrap(&format!("But {fault}."), 2);
    }
    text
}
