use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use law::{Day, Deed, Happening, Part};
use ledger::tlog::Hash;
use pack::MatterKind;
use register::entry::{Body, Document, Statement};
use register::exchange::{AGE, Name, PROOF, proved, taken_from};
use register::happening::{HappeningEntry, Sealed, fields_of};
use register::sealed::{self, Attached, Letter, Recipients};
use register::{Registry, World};
use serde::Serialize;

use super::super::enter::{EnteredAnswer, in_ledger, receipts, write_proposals};
use super::super::{keep, media_of};
use crate::desk::{self, Signing};
use crate::failure::Failure;
use crate::output;

/// Words that may be sealed: no `Debug` output shows them.
#[derive(Clone, PartialEq, Eq)]
struct Private(String);

impl From<String> for Private {
    fn from(text: String) -> Private {
        Private(text)
    }
}

impl fmt::Debug for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// Whether a command line is about something to be sealed, so that nothing of it is repeated in a message.
pub(crate) fn is_to_be_sealed(args: impl IntoIterator<Item = OsString>) -> bool {
    args.into_iter().any(|arg| arg.as_encoded_bytes().starts_with(b"--sealed-to"))
}

/// What is said, and how it is entered.
#[derive(Debug, clap::Args)]
struct Words {
    /// What it says
    #[arg(long, value_name = "TEXT", conflicts_with = "note_file")]
    note: Option<Private>,
    /// A file with what it says; `-` for the standard input
    #[arg(long, value_name = "FILE")]
    note_file: Option<PathBuf>,
    /// What is told in a field of the form
    #[arg(long = "field", value_name = "NAME=VALUE")]
    fields: Vec<Private>,
    /// A TOML file with what is told in the fields: lines NAME = "VALUE"
    #[arg(long, value_name = "FILE")]
    fields_file: Option<PathBuf>,
    /// A file that is sent with it; several may be given
    #[arg(long = "document", value_name = "FILE")]
    documents: Vec<PathBuf>,
    /// Seal note, fields and files to the keys in a file: a line each with age1… and, where known, a party's code
    #[arg(long, value_name = "FILE")]
    sealed_to: Option<PathBuf>,
    /// The day on which it is sent [default: today]
    #[arg(long, value_name = "DAY")]
    date: Option<Day>,
    /// Its id, by which others refer to it
    #[arg(long)]
    id: Option<String>,
    /// The name of the request, by which a repetition is known [default: what is stated]
    #[arg(long)]
    request: Option<String>,
    /// Where to write the receipt of the ledger
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
    /// Sign it and write it to a file, for the second officer: `semey enter --countersign FILE`
    #[arg(long, value_name = "FILE")]
    propose: Option<PathBuf>,
    #[command(flatten)]
    signing: Signing,
}

/// Send a notice, a request, an offer, a contact or a proposal
///
/// An open one is entered as it stands, for everybody to read. With --sealed-to note,
/// fields and files go into an age file that only the recipients open; the ledger keeps
/// that file and a commitment to what is in it. Everybody still sees who sent what kind
/// of notice to whom, about what, when, and how long the file is. What stands on a
/// command line other users of the machine can see: give --note-file and --fields-file.
///
/// Examples:
///   semey notices send notice --from KGZ --to KEN ZAF --note "A meeting is called." --id call --registry registry
///   semey notices send request --from KGZ --to KAZ --form form-sites --fields-file site.toml --reply-by 2026-12-31 --registry registry
///   semey notices send notice --from KGZ --to KAZ --sealed-to zone.keys --note-file note.txt --registry registry
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// notice, request, offer, contact, proposal, memorandum or distribution-request
    #[arg(value_parser = deed)]
    kind: Deed,
    /// Who sends it: participants by code or name, or a group by its id
    #[arg(long, value_name = "PARTY", required = true, num_args = 1..)]
    from: Vec<String>,
    /// To whom [default: everybody]
    #[arg(long, value_name = "PARTY", num_args = 1..)]
    to: Vec<String>,
    /// The matter it is about
    #[arg(long)]
    matter: Option<String>,
    /// The form that it fills in
    #[arg(long, value_name = "MATTER")]
    form: Option<String>,
    /// The instrument it is about
    #[arg(long, value_name = "TREATY")]
    instrument: Option<String>,
    /// What it follows, by id or name: an offer for a request, a memorandum for a proposal
    #[arg(long, value_name = "ID")]
    about: Option<String>,
    /// How: initiative, agreement, assistance, consultation, alert, information
    #[arg(long)]
    manner: Option<String>,
    /// By which day an answer is asked for
    #[arg(long, value_name = "DAY")]
    reply_by: Option<Day>,
    #[command(flatten)]
    words: Words,
}

/// Answer a notice, of this ledger or of another one that was taken over
///
/// Examples:
///   semey notices reply call --by KEN --note "We shall come." --registry registry
///   semey notices reply kg.example/zone#38123 --by KEN --note-file reply.txt --sealed-to zone.keys --registry registry
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Reply {
    /// The notice: its id, its entry, or its name such as kg.example/zone#38123
    notice: String,
    /// Who answers [default: the one to whom it was sent]
    #[arg(long, value_name = "PARTY", num_args = 1..)]
    by: Vec<String>,
    #[command(flatten)]
    words: Words,
}

/// Enter that a notice has arrived
///
/// Example:
///   semey notices receive call --by KEN --registry registry
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Receive {
    /// The notice: its id, its entry, or its name such as kg.example/zone#38123
    notice: String,
    /// Who received it [default: all to whom it was sent]
    #[arg(long, value_name = "PARTY", num_args = 1..)]
    by: Vec<String>,
    /// The day on which it arrived [default: today]
    #[arg(long, value_name = "DAY")]
    date: Option<Day>,
    /// Where to write the receipt of the ledger
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
    #[command(flatten)]
    signing: Signing,
}

/// What can be sent.
fn deed(word: &str) -> Result<Deed, String> {
    let sent = |deed: &Deed| {
        deed.group() == Part::Exchanges && !matches!(deed, Deed::Reply | Deed::Receipt)
            || *deed == Deed::DistributionRequest
    };
    let all: Vec<&str> = Deed::ALL.iter().filter(|deed| sent(deed)).map(|deed| deed.word()).collect();
    word.parse().ok().filter(sent).ok_or_else(|| format!("what is sent is one of {}", all.join(", ")))
}

#[derive(Debug, Serialize)]
struct Answer {
    version: u32,
    name: Option<String>,
    sealed: bool,
    proposed: Option<String>,
    entered: Vec<EnteredAnswer>,
}

pub(super) fn run(registry: Option<&Path>, args: &Args, json: bool) -> Result<(), Failure> {
    let mut registry = desk::open(registry)?;
    let world = registry.world();
    let mut matters = Vec::new();
    if let Some(word) = &args.form {
        let form = world.matter(word)?;
        if form.kind != MatterKind::Form {
            return Err(Failure::usage(format!("`{}` is a {}, not a form", form.id, form.kind.word()))
                .help("give it with --matter"));
        }
        matters.push(form.id.clone());
    }
    if let Some(word) = &args.matter {
        matters.push(world.matter(word)?.id.clone());
    }
    let (about, documents) = match &args.about {
        Some(word) => target(&registry, word).map(|found| (found.about, found.proof))?,
        None => (String::new(), None),
    };
    let instrument = args.instrument.as_deref().map(|word| world.treaty(word)).transpose()?;
    let base = HappeningEntry {
        happening: args.kind.word().into(),
        actors: people(world, &args.from)?.into(),
        to: people(world, &args.to)?.into(),
        matter: matters.join(" ").into(),
        instrument: instrument.map_or("", |t| &world.packs[t].id).to_owned().into(),
        manner: args.manner.clone().unwrap_or_default().into(),
        due: args.reply_by.map_or(String::new(), |day| day.to_string()).into(),
        about: about.into(),
        documents: documents.into_iter().collect(),
        ..HappeningEntry::default()
    };
    send(&mut registry, base, &args.words, json)
}

pub(super) fn reply(registry: Option<&Path>, args: &Reply, json: bool) -> Result<(), Failure> {
    let mut registry = desk::open(registry)?;
    let found = target(&registry, &args.notice)?;
    let world = registry.world();
    let by = match (args.by.as_slice(), found.happening.to.as_slice()) {
        ([], [one]) => world.code(*one).to_owned(),
        ([], _) => {
            return Err(Failure::usage(format!("`{}` was sent to several, or to everybody", args.notice))
                .help("say with --by who answers"));
        }
        (by, _) => people(world, by)?,
    };
    let base = answering(world, &found, Deed::Reply, by);
    send(&mut registry, base, &args.words, json)
}

pub(super) fn receive(registry: Option<&Path>, args: &Receive, json: bool) -> Result<(), Failure> {
    let mut registry = desk::open(registry)?;
    let found = target(&registry, &args.notice)?;
    let world = registry.world();
    let by = match args.by.as_slice() {
        [] => found.happening.to.clone(),
        by => by.iter().map(|word| world.party(word)).collect::<Result<_, _>>()?,
    };
    if by.is_empty() {
        return Err(
            Failure::usage(format!("`{}` was sent to everybody", args.notice)).help("say with --by who received it")
        );
    }
    let receipts = || {
        let own = world.packs.happenings.iter().filter(|own| own.deed == Deed::Receipt && own.wrong_from.is_none());
        own.filter(|own| own.about.as_deref().is_some_and(|about| found.names.iter().any(|name| name == about)))
    };
    let missing = by.iter().filter(|party| !receipts().any(|own| own.actors.contains(party)));
    let missing: Vec<&str> = missing.map(|party| world.code(*party)).collect();
    if missing.is_empty() {
        let answer = Answer { version: 1, name: None, sealed: false, proposed: None, entered: Vec::new() };
        let text = "The ledger has a receipt by each of them already.\n";
        return if json { output::json(&answer) } else { output::say(text) };
    }
    let base = answering(world, &found, Deed::Receipt, missing.join(" "));
    let words = Words {
        note: None,
        note_file: None,
        fields: Vec::new(),
        fields_file: None,
        documents: Vec::new(),
        sealed_to: None,
        date: args.date,
        id: None,
        request: None,
        receipt: args.receipt.clone(),
        propose: None,
        signing: args.signing.clone(),
    };
    send(&mut registry, base, &words, json)
}

/// What answers a notice.
fn answering(world: &World, found: &Target, deed: Deed, by: String) -> HappeningEntry<'static> {
    let first = &found.happening;
    let back: Vec<&str> = first.actors.iter().map(|party| world.code(*party)).collect();
    HappeningEntry {
        happening: deed.word().into(),
        actors: by.into(),
        to: back.join(" ").into(),
        matter: first.matters.iter().map(|id| &**id).collect::<Vec<_>>().join(" ").into(),
        instrument: first.instrument.map_or("", |t| &world.packs[t].id).to_owned().into(),
        about: found.about.clone().into(),
        documents: found.proof.iter().cloned().collect(),
        ..HappeningEntry::default()
    }
}

/// A notice that is answered.
struct Target {
    happening: Happening,
    /// How an entry here says that it is about it.
    about: String,
    /// Everything that an entry here may say for that.
    names: Vec<String>,
    /// The proof that it is in another ledger.
    proof: Option<Document>,
}

/// The notice that a person means: an id, an entry here, or a name.
fn target(registry: &Registry, word: &str) -> Result<Target, Failure> {
    let origin = registry.origin();
    let here = || registry.world().packs.happenings.iter().filter(|own| own.wrong_from.is_none());
    let name = word.parse::<Name>().ok();
    let number = word.parse::<u64>().ok();
    let own_entry = match &name {
        Some(name) if name.origin == origin => Some(name.entry),
        _ => number,
    };
    let own = here().find(|own| own.id.as_deref() == Some(word)).or_else(|| {
        here().find(|own| own.entry.is_some() && own.entry == own_entry && taken_from(&own.source).is_none())
    });
    if let Some(own) = own {
        let full = own.entry.map(|entry| Name::new(&origin, entry).to_string());
        let names: Vec<String> = own.id.iter().map(|id| id.to_string()).chain(full).collect();
        let about = names.first().cloned().ok_or_else(|| none(word))?;
        return Ok(Target { happening: own.clone(), about, names, proof: None });
    }
    let mut taken = here().filter(|own| {
        let is = |(other, id): (Name, Option<&str>)| name.as_ref() == Some(&other) || id == Some(word);
        taken_from(&own.source).is_some_and(is) || number.is_some() && own.entry == number
    });
    match (taken.next(), taken.next(), name) {
        (Some(_), Some(_), _) => Err(Failure::usage(format!("several ledgers have a notice `{word}`"))
            .help("give its name, such as kg.example/zone#38123")),
        (Some(own), None, _) => {
            let about = taken_from(&own.source).map_or(String::new(), |(name, _)| name.to_string());
            let entry = own.entry.and_then(|entry| registry.state().happenings.iter().find(|told| told.index == entry));
            let mut proofs = entry.into_iter().flat_map(|told| &told.entry.documents).filter(|own| own.media == PROOF);
            // What was taken over can come with proofs of other things.
            let proof = proofs.rfind(|document| proves(registry, document, &about));
            let names = vec![about.clone()];
            Ok(Target { happening: own.clone(), about, names, proof: proof.cloned() })
        }
        (None, _, Some(name)) if name.origin != origin => {
            Err(Failure::data(format!("`{name}` lies in another ledger, and was not taken over"))
                .help("`semey notices take MIRROR --for PARTY` takes over what is for somebody here"))
        }
        (None, ..) => Err(none(word)),
    }
}

fn proves(registry: &Registry, document: &Document, name: &str) -> bool {
    let bytes = Hash::from_hex(&document.sha256).ok().and_then(|hash| registry.folder().blobs().get(&hash).ok()?);
    bytes.zip(name.parse().ok()).is_some_and(|(bytes, name)| proved(&bytes, &name).is_ok())
}

fn none(word: &str) -> Failure {
    Failure::data(format!("the record has no notice that is called `{word}`"))
        .help("`semey notices` lists them; give an id, an entry, or a name such as kg.example/zone#38123")
}

/// Participants as a cell of a table has them; a group stays a group.
fn people(world: &World, words: &[String]) -> Result<String, Failure> {
    let one = |word: &String| match world.packs.parties.group(word) {
        Some(_) => Ok(word.clone()),
        None => Ok(world.code(world.party(word)?).to_owned()),
    };
    words.iter().map(one).collect::<Result<Vec<_>, Failure>>().map(|codes| codes.join(" "))
}

/// Adds what is said, and enters it.
fn send(registry: &mut Registry, base: HappeningEntry<'static>, words: &Words, json: bool) -> Result<(), Failure> {
    let now = desk::now(registry.state());
    if let Some(index) = asked_before(registry, words)? {
        return tell(registry, &[register::registry::Entered { index, again: true }], words, json);
    }
    // Before anything is kept: whoever cannot sign enters nothing.
    let keys = words.signing.keys(registry.folder())?;
    let day = words.date.unwrap_or(now.today);
    let mut entry =
        HappeningEntry { date: day.to_string().into(), id: words.id.clone().unwrap_or_default().into(), ..base };
    let sealed = words.sealed_to.is_some();
    let note = note(words, sealed)?;
    let fields = fields(words, sealed)?;
    match &words.sealed_to {
        None => {
            entry.note = note.into();
            entry.fields = fields;
            for path in &words.documents {
                entry.documents.push(keep(registry, path)?);
            }
        }
        Some(path) => seal(registry, &mut entry, words, path, (note, fields), day)?,
    }
    let mut statement = Statement::new(&registry.origin(), Body::Happening(Box::new(entry)));
    statement.request = words.request.clone().unwrap_or_default().into();
    let proposals = desk::propose(&[statement], &keys)?;
    if let Some(path) = &words.propose {
        registry.dry_run(&proposals, now)?;
        write_proposals(path, &proposals)?;
        let proposed = Some(path.display().to_string());
        let answer = Answer { version: 1, name: None, sealed, proposed, entered: Vec::new() };
        let text = format!("Signed and written to {}; nothing was entered yet.\n", path.display());
        return if json { output::json(&answer) } else { output::say(&text) };
    }
    let entered = registry.enter(&proposals, now)?;
    tell(registry, &entered, words, json).map_err(|failure| failure.after(&in_ledger(&entered)))
}

/// The entry that the same request made; what is sealed anew is never the same.
fn asked_before(registry: &mut Registry, words: &Words) -> Result<Option<u64>, Failure> {
    let (Some(request), Some(_)) = (&words.request, &words.sealed_to) else { return Ok(None) };
    let store = registry.log().store();
    Ok(store.request(&format!("r:{request}")).map_err(register::Refusal::from)?)
}

fn tell(
    registry: &mut Registry,
    entered: &[register::registry::Entered],
    words: &Words,
    json: bool,
) -> Result<(), Failure> {
    let name = entered.first().map(|one| Name::new(&registry.origin(), one.index).to_string());
    let entered = receipts(registry, entered, words.receipt.as_deref())?;
    let answer = Answer { version: 1, name, sealed: words.sealed_to.is_some(), proposed: None, entered };
    if json {
        return output::json(&answer);
    }
    let mut text = String::new();
    for one in &answer.entered {
        let state = if one.again { "was entered before, as" } else { "entered as" };
        text += &format!("{state} {}\n", one.entry);
    }
    if let Some(name) = &answer.name {
        text += &format!("Other ledgers call it {name}\n");
    }
    output::say(&text)
}

/// A file of somebody's words; messages about what is to be sealed say no more of it than its place among the flags.
fn file(path: &Path, what: &str, sealed: bool) -> Result<Vec<u8>, Failure> {
    let read = match path.to_str() {
        Some("-") => {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
        }
        _ => fs::read(path),
    };
    read.map_err(|error| {
        let name = if sealed { String::new() } else { format!(", {},", path.display()) };
        Failure::usage(format!("{what}{name} cannot be read: {error}"))
    })
}

fn text_of(path: &Path, what: &str, sealed: bool) -> Result<String, Failure> {
    String::from_utf8(file(path, what, sealed)?)
        .map_err(|_| Failure::usage(format!("{what} is not UTF-8")).help("send it as a file, with --document"))
}

fn note(words: &Words, sealed: bool) -> Result<String, Failure> {
    let text = match (&words.note, &words.note_file) {
        (Some(Private(text)), _) => text.clone(),
        (None, Some(path)) => text_of(path, "the file of --note-file", sealed)?,
        (None, None) => return Ok(String::new()),
    };
    Ok(text.trim().to_owned())
}

fn fields(words: &Words, sealed: bool) -> Result<BTreeMap<String, String>, Failure> {
    let mut all = BTreeMap::new();
    if let Some(path) = &words.fields_file {
        let text = text_of(path, "the file of --fields-file", sealed)?;
        let table: toml::Table = toml::from_str(&text).map_err(|error| {
            // The message of a parser repeats the line.
            let at = error.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
            Failure::data(format!("the file of --fields-file is no TOML: line {at}"))
                .help("write lines NAME = \"VALUE\"")
        })?;
        for (at, (name, value)) in (1..).zip(table) {
            let value = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Boolean(flag) => if flag { "yes" } else { "no" }.to_owned(),
                toml::Value::Datetime(day) => day.to_string(),
                _ => {
                    return Err(Failure::data(format!("field {at} of --fields-file is no text, number, date or flag")));
                }
            };
            all.insert(name, value);
        }
    }
    for (at, Private(field)) in (1..).zip(&words.fields) {
        let wrong = |what: &str| Failure::usage(format!("--field number {at} {what}")).help("write --field NAME=VALUE");
        let (name, value) = field.split_once('=').ok_or_else(|| wrong("is not NAME=VALUE"))?;
        if all.insert(name.trim().to_owned(), value.trim().to_owned()).is_some() {
            return Err(wrong("tells a field that is told already"));
        }
    }
    Ok(all)
}

/// Puts what is said into an age file, and in the entry nothing but the file's hash and the commitment.
fn seal(
    registry: &Registry,
    entry: &mut HappeningEntry<'static>,
    words: &Words,
    keys: &Path,
    (note, fields): (String, BTreeMap<String, String>),
    day: Day,
) -> Result<(), Failure> {
    let world = registry.world();
    let wrong = |why: String| Failure::data(format!("it is not sealed: {why}")).help("nothing was entered");
    if entry.to.is_empty() {
        return Err(Failure::usage("what is sealed is sent to somebody, and nobody was named").help("give --to PARTY"));
    }
    let form = entry.matter.split_whitespace().filter_map(|id| world.packs.matters.by_id(id));
    match form.into_iter().find(|matter| matter.kind == MatterKind::Form) {
        Some(_) if fields.is_empty() && !entry.about.is_empty() => {}
        Some(form) => fields_of(&world.packs, form, &fields).map_err(|field| wrong(field.discreet()))?,
        None if fields.is_empty() => {}
        None => return Err(wrong("it has fields, and is about no form".to_owned())),
    }
    let name = keys.display();
    let text = fs::read_to_string(keys).map_err(|error| Failure::usage(format!("{name} cannot be read: {error}")))?;
    let known = Recipients::parse(&text).map_err(|why| {
        Failure::usage(format!("{name} is no file of keys: {why}"))
            .help("write a line with age1… and a party's code for each; `semey notices key FILE` makes a key")
    })?;
    let mut codes: Vec<String> = Vec::new();
    for word in entry.to.split_whitespace() {
        match world.packs.parties.group(word) {
            Some(group) => codes.extend(group.on(day).map(|party| world.code(party).to_owned())),
            None => codes.push(word.to_owned()),
        }
    }
    let recipients = known.of(&codes).map_err(|code| {
        Failure::data(format!("{name} has no key of {code}, to whom it is sent")).help("ask them for their key")
    })?;
    let cell = |cell: &str| cell.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let mut letter = Letter::new(cell(&entry.actors), cell(&entry.to)).map_err(|error| wrong(error.to_string()))?;
    (letter.note, letter.fields) = (note, fields);
    for (at, path) in (1..).zip(&words.documents) {
        let bytes = file(path, &format!("--document number {at}"), true)?;
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
        if !sealed::is_file_name(name) {
            return Err(wrong(format!("--document number {at} has a name that cannot be sent")));
        }
        letter.files.push(Attached::new(name, media_of(path), &bytes));
    }
    let envelope = letter.seal(&recipients).map_err(|error| wrong(error.to_string()))?;
    entry.documents.push(registry.keep(&envelope.file, AGE)?);
    entry.sealed = Some(Sealed { commitment: envelope.commitment.hex() });
    Ok(())
}
