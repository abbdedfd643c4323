use std::fs;
use std::path::{Path, PathBuf};

use law::{ActKind, Dated, Day};
use ledger::tlog::{Receipt, SigningKey};
use register::answer::consequence::{self, Consequence};
use register::entry::{ActEntry, Body, Despite, Document, Rectification, Statement};
use register::registry::{Entered, Now, Proposal};
use register::{Refusal, Registry};
use serde::{Deserialize, Serialize};

use crate::desk::{self, Signing};
use crate::english;
use crate::failure::Failure;
use crate::output;
use crate::told;

/// Enter acts and happenings into a registry, and get their receipts
///
/// An act is written PARTY KIND DATE, or KIND DATE for acts of the treaty itself.
/// Everything given is entered, or nothing is. The same command again enters nothing
/// and gives the same receipt. `--dry-run` shows the consequences first.
///
/// What a depositary would ask about first is held, with the reasons; an officer can
/// enter it in spite of each, saying why. What was wrong is rectified, never edited.
///
/// Examples:
///   semey enter canwfz-protocol --act "USA ratification 2026-11-20" --registry registry --dry-run
///   semey enter canwfz-protocol --act "USA ratification 2026-11-20" --document note.pdf --receipt usa.tlog-proof
///   semey enter --from acts.csv --registry registry
///   semey enter --happening '{ happening = "meeting", date = 2026-11-20, matter = "canwfz-consultative-meetings", place = "almaty" }'
///   semey enter canwfz --rectify 39000 --why "the day was misread" --act "TJK ratification 2009-01-13"
///   semey enter npt --act "KGZ declaration 2026-11-20" --officer aida --propose draft.json
///   semey enter --countersign draft.json --officer bakyt
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The treaty: id, number in another register, or name in any language
    #[arg(required_unless_present_any = ["from", "countersign", "rectify", "happenings"])]
    treaty: Option<String>,
    /// An act: "PARTY KIND DATE"
    #[arg(long = "act", value_name = "ACT")]
    acts: Vec<String>,
    /// A happening: "{ happening = \"meeting\", date = 2026-11-20, matter = \"…\" }"
    #[arg(long = "happening", value_name = "TABLE", value_parser = told::inline)]
    happenings: Vec<toml::Table>,
    /// A file of acts or happenings: CSV with the columns of an act table and `treaty`, or of a table of happenings; or
    /// TOML with tables `act` and `happening`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["treaty", "acts", "happenings", "rectify"])]
    from: Option<PathBuf>,
    /// The day of legal effect, where the act names it
    #[arg(long)]
    effect: Option<Day>,
    /// The day on which the States were told [default: the act's own]
    #[arg(long)]
    known: Option<Day>,
    /// Where the act is told [default: this entry, by the depositary's own word]
    #[arg(long)]
    source: Option<String>,
    /// Where it was done
    #[arg(long)]
    place: Option<String>,
    /// For which territory
    #[arg(long)]
    territory: Option<String>,
    /// The act's name within its treaty, where another act will refer to it
    #[arg(long)]
    id: Option<String>,
    /// The name of the act that this one is about
    #[arg(long)]
    about: Option<String>,
    /// Why its meaning is contested
    #[arg(long)]
    doubt: Option<String>,
    /// Anything a reader must know
    #[arg(long)]
    note: Option<String>,
    /// A file that proves it; several may be given
    #[arg(long = "document", value_name = "FILE")]
    documents: Vec<PathBuf>,
    /// The entry of an act that was wrong; the act given, if any, takes its place
    #[arg(long, value_name = "ENTRY", requires = "why")]
    rectify: Option<u64>,
    /// Why it was wrong
    #[arg(long, requires = "rectify")]
    why: Option<String>,
    /// A finding to enter it in spite of, with the reason: CHECK=REASON
    #[arg(long = "despite", value_name = "CHECK=REASON", value_parser = register::registry::despite)]
    despite: Vec<Despite>,
    /// The name of the request, by which a repetition is known [default: what is stated]
    #[arg(long)]
    request: Option<String>,
    #[command(flatten)]
    signing: Signing,
    /// Show the consequences and enter nothing
    #[arg(long)]
    dry_run: bool,
    /// Sign it and write it to a file, for the second officer to enter
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    propose: Option<PathBuf>,
    /// Sign what another officer proposed and enter it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["treaty", "acts", "happenings", "from", "rectify", "propose"])]
    countersign: Option<PathBuf>,
    /// Where to write the receipt; with several entries, a folder
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
}

/// An act in a file. Dates can be written as TOML's own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FileAct {
    treaty: String,
    #[serde(default)]
    party: String,
    act: String,
    date: Dated,
    #[serde(default)]
    source: String,
    known: Option<Day>,
    wrong: Option<Day>,
    effect: Option<Day>,
    #[serde(default)]
    place: String,
    #[serde(default)]
    territory: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    about: String,
    #[serde(default)]
    doubt: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    documents: Vec<PathBuf>,
    #[serde(default)]
    despite: std::collections::BTreeMap<String, String>,
    #[serde(default)]
    request: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ActsFile {
    #[serde(default)]
    act: Vec<FileAct>,
    #[serde(default)]
    happening: told::Written,
}

#[derive(Debug, Serialize)]
struct Answer {
    version: u32,
    dry_run: bool,
    proposed: Option<String>,
    entered: Vec<EnteredAnswer>,
    consequences: Vec<Consequence>,
}

#[derive(Debug, Serialize)]
pub(super) struct EnteredAnswer {
    pub(super) entry: u64,
    pub(super) again: bool,
    receipt: String,
}

pub(crate) fn run(registry: Option<&Path>, args: &Args, json: bool) -> Result<(), Failure> {
    let mut registry = desk::open(registry)?;
    let now = desk::now(registry.state());
    let mut proposals: Vec<Proposal> = match &args.countersign {
        Some(path) => read_proposals(path)?,
        None => {
            let statements = statements(&registry, args, now)?;
            desk::propose(&statements, &[])?
        }
    };
    let consequences = consequences(&mut registry, &proposals, now)?;
    let mut answer = Answer { version: 1, dry_run: args.dry_run, proposed: None, entered: Vec::new(), consequences };
    if !args.dry_run {
        let keys = args.signing.keys(registry.folder())?;
        countersign(&mut proposals, &keys);
        if let Some(path) = &args.propose {
            write_proposals(path, &proposals)?;
            answer.proposed = Some(path.display().to_string());
        } else {
            let entered = registry.enter(&proposals, now)?;
            let told = receipts(&mut registry, &entered, args.receipt.as_deref()).and_then(|receipts| {
                answer.entered = receipts;
                tell(&answer, args, json)
            });
            return told.map_err(|failure| failure.after(&in_ledger(&entered)));
        }
    }
    tell(&answer, args, json)
}

fn tell(answer: &Answer, args: &Args, json: bool) -> Result<(), Failure> {
    if json { output::json(answer) } else { output::say(&text(answer, args)) }
}

/// What stands, whatever fails after it.
pub(super) fn in_ledger(entered: &[Entered]) -> String {
    match entered {
        [] => "there was nothing to enter".to_owned(),
        [one] => format!("it is in the ledger as entry {}", one.index),
        [first, .., last] => {
            format!(
                "all {} are in the ledger, the first as entry {}, the last as entry {}",
                entered.len(),
                first.index,
                last.index
            )
        }
    }
}

fn countersign(proposals: &mut [Proposal], keys: &[SigningKey]) {
    for proposal in proposals {
        for key in keys {
            proposal.countersign(key);
        }
    }
}

/// The statements that the flags or the file describe.
fn statements(registry: &Registry, args: &Args, now: Now) -> Result<Vec<Statement<'static>>, Failure> {
    let origin = registry.origin();
    let (acts, happenings) = match &args.from {
        Some(path) => read_file(path)?,
        None => (from_flags(args)?, args.happenings.clone()),
    };
    if let Some(of) = args.rectify {
        let mut acts = acts.into_iter();
        let instead = acts.next().map(|act| entry(registry, act).map(|(entry, _)| entry)).transpose()?;
        if acts.next().is_some() {
            return Err(Failure::usage("one act takes the place of one entry").help("rectify one entry at a time"));
        }
        let why = args.why.clone().unwrap_or_default().into();
        let known = args.known.unwrap_or(now.today);
        let body = Body::Rectification(Box::new(Rectification { of, known, why, instead }));
        let mut statement = Statement::new(&origin, body);
        statement.despite = args.despite.clone();
        statement.request = args.request.clone().unwrap_or_default().into();
        return Ok(vec![statement]);
    }
    if acts.is_empty() && happenings.is_empty() {
        return Err(Failure::usage("there is no act to enter").help("write --act \"PARTY KIND DATE\""));
    }
    let of_act = |act: FileAct| {
        let request = act.request.clone();
        let (entry, despite) = entry(registry, act)?;
        let mut statement = Statement::new(&origin, Body::Act(Box::new(entry)));
        statement.despite = despite;
        statement.request = request.into();
        Ok(statement)
    };
    let happenings = happenings.into_iter().map(|table| told::statement(registry, table));
    acts.into_iter().map(of_act).chain(happenings).collect()
}

fn from_flags(args: &Args) -> Result<Vec<FileAct>, Failure> {
    if args.acts.is_empty() {
        return Ok(Vec::new());
    }
    let Some(treaty) = &args.treaty else {
        return Err(Failure::usage("the act is about a treaty, and none was named").help("name it before --act"));
    };
    let text = |cell: &Option<String>| cell.clone().unwrap_or_default();
    let act = |(at, written): (usize, &String)| {
        let (party, kind, date) = read_act(written)?;
        let request = match (&args.request, args.acts.len()) {
            (None, _) => String::new(),
            (Some(request), 1) => request.clone(),
            (Some(request), _) => format!("{request}/{at}"),
        };
        Ok(FileAct {
            treaty: treaty.clone(),
            party,
            act: kind,
            date,
            source: text(&args.source),
            known: args.known.filter(|_| args.rectify.is_none()),
            wrong: None,
            effect: args.effect,
            place: text(&args.place),
            territory: text(&args.territory),
            id: text(&args.id),
            about: text(&args.about),
            doubt: text(&args.doubt),
            note: text(&args.note),
            documents: args.documents.clone(),
            despite: args.despite.iter().map(|d| (d.check.clone(), d.why.clone())).collect(),
            request,
        })
    };
    args.acts.iter().enumerate().map(act).collect()
}

/// `PARTY KIND DATE`, or `KIND DATE` for acts of the treaty itself.
fn read_act(text: &str) -> Result<(String, String, Dated), Failure> {
    let wrong = || {
        Failure::usage(format!("`{text}` is not an act"))
            .help("write PARTY KIND DATE, such as \"USA ratification 2026-11-20\"")
    };
    let mut words = text.trim().rsplitn(3, ' ');
    let (Some(date), Some(kind)) = (words.next(), words.next()) else { return Err(wrong()) };
    let date = date.parse::<Dated>().map_err(|error| Failure::usage(error.to_string()))?;
    let party = words.next().unwrap_or("").to_owned();
    let of_treaty = kind.parse::<ActKind>().is_ok_and(ActKind::is_of_treaty);
    if party.is_empty() && !of_treaty { Err(wrong()) } else { Ok((party, kind.to_owned(), date)) }
}

fn read_file(path: &Path) -> Result<(Vec<FileAct>, told::Written), Failure> {
    let name = path.display();
    let text = fs::read_to_string(path).map_err(|error| Failure::usage(format!("{name} cannot be read: {error}")))?;
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("toml") => {
            let file: ActsFile = toml::from_str(&text).map_err(|error| {
                Failure::data(format!("{name}: {}", error.to_string().trim_end()))
                    .help("docs/ledger.md shows an example")
            })?;
            Ok((file.act, file.happening))
        }
        Some("csv") => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            let header = text.lines().next().unwrap_or("");
            if header.split(',').any(|column| column.trim() == "happening") {
                return Ok((Vec::new(), told::rows(path, text)?));
            }
            let mut acts = Vec::new();
            for (at, row) in csv::Reader::from_reader(text.as_bytes()).deserialize::<FileAct>().enumerate() {
                acts.push(row.map_err(|error| {
                    Failure::data(format!("{name}, row {}: {error}", at + 2))
                        .help("the columns are `treaty` and those of an act table; nothing was entered")
                })?);
            }
            Ok((acts, Vec::new()))
        }
        _ => Err(Failure::usage(format!("{name} is neither .csv nor .toml"))),
    }
}

/// An act as it enters, with names turned into codes and ids, and its files kept.
fn entry(registry: &Registry, act: FileAct) -> Result<(ActEntry<'static>, Vec<Despite>), Failure> {
    let world = registry.world();
    let treaty = world.packs[world.treaty(&act.treaty)?].id.clone();
    let party = if act.party.is_empty() { String::new() } else { world.code(world.party(&act.party)?).to_owned() };
    let documents = act.documents.iter().map(|path| keep(registry, path)).collect::<Result<_, _>>()?;
    let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
    let despite = act.despite.into_iter().map(|(check, why)| Despite { check, why }).collect();
    let entry = ActEntry {
        treaty: treaty.into(),
        documents,
        table: "".into(),
        occurrence: None,
        date: act.date.to_string().into(),
        party: party.into(),
        act: act.act.into(),
        source: act.source.into(),
        known: day(act.known).into(),
        wrong: day(act.wrong).into(),
        effect: day(act.effect).into(),
        place: act.place.into(),
        territory: act.territory.into(),
        id: act.id.into(),
        about: act.about.into(),
        doubt: act.doubt.into(),
        note: act.note.into(),
    };
    Ok((entry, despite))
}

pub(crate) fn keep(registry: &Registry, path: &Path) -> Result<Document, Failure> {
    let bytes =
        fs::read(path).map_err(|error| Failure::usage(format!("{} cannot be read: {error}", path.display())))?;
    Ok(registry.keep(&bytes, media_of(path))?)
}

/// What kind of file it is, by the ending of its name, as in the IANA registry of media types.
pub(crate) fn media_of(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or("") {
        "pdf" => "application/pdf",
        "txt" => "text/plain",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "tif" | "tiff" => "image/tiff",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "html" | "htm" => "text/html",
        "tlog-proof" => register::exchange::PROOF,
        _ => "application/octet-stream",
    }
}

fn consequences(registry: &mut Registry, proposals: &[Proposal], now: Now) -> Result<Vec<Consequence>, Failure> {
    let acts = registry.dry_run(proposals, now)?;
    let mut treaties: Vec<law::TreatyIx> = Vec::new();
    for (t, _) in &acts {
        if !treaties.contains(t) {
            treaties.push(*t);
        }
    }
    let of = |t: law::TreatyIx| {
        let own: Vec<law::Act> = acts.iter().filter(|(other, _)| *other == t).map(|(_, act)| act.clone()).collect();
        consequence::of(registry.world(), t, &own)
    };
    Ok(treaties.into_iter().flat_map(of).collect())
}

fn read_proposals(path: &Path) -> Result<Vec<Proposal>, Failure> {
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::usage(format!("{} cannot be read: {error}", path.display())))?;
    Ok(text.lines().map(Proposal::from_line).collect::<Result<_, _>>()?)
}

pub(super) fn write_proposals(path: &Path, proposals: &[Proposal]) -> Result<(), Failure> {
    let lines: Vec<String> = proposals.iter().map(Proposal::to_line).collect::<Result<_, _>>()?;
    fs::write(path, lines.join("\n") + "\n")
        .map_err(|error| Failure::data(format!("{} cannot be written: {error}", path.display())))
}

pub(super) fn receipts(
    registry: &mut Registry,
    entered: &[Entered],
    to: Option<&Path>,
) -> Result<Vec<EnteredAnswer>, Failure> {
    let mut answers = Vec::new();
    for one in entered {
        let receipt = registry.receipt_with_entry(one.index).map_err(Refusal::afterwards)?;
        write_receipt(&receipt, to, entered.len() > 1)?;
        answers.push(EnteredAnswer { entry: one.index, again: one.again, receipt: receipt.to_string() });
    }
    Ok(answers)
}

fn write_receipt(receipt: &Receipt, to: Option<&Path>, several: bool) -> Result<(), Failure> {
    let Some(path) = to else { return Ok(()) };
    let path = if several { path.join(format!("{}.tlog-proof", receipt.index)) } else { path.to_path_buf() };
    let folder = path.parent().filter(|folder| several && !folder.as_os_str().is_empty());
    let written = folder.map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, receipt.to_string()));
    written.map_err(|error| {
        Failure::data(format!("its receipt cannot be written to {}: {error}", path.display()))
            .help(format!("`semey receipt {}` gives it", receipt.index))
    })
}

fn text(answer: &Answer, args: &Args) -> String {
    let mut text = String::new();
    for consequence in answer.consequences.iter().take(30) {
        text += &output::wrap(
            &format!("{} {}: {}.", consequence.treaty, consequence.act, consequence.sentences.join("; ")),
            output::width(),
            2,
        );
        text.push('\n');
    }
    if answer.consequences.len() > 30 {
        text += &format!("and {} more acts\n", answer.consequences.len() - 30);
    }
    if answer.dry_run {
        return text + "Nothing was entered (--dry-run).\n";
    }
    if let Some(path) = &answer.proposed {
        return text + &format!("Signed and written to {path}; nothing was entered yet.\n");
    }
    for one in answer.entered.iter().take(30) {
        let state = if one.again { "was entered before, as" } else { "entered as" };
        text += &format!("{state} {}\n", one.entry);
    }
    let new = answer.entered.iter().filter(|one| !one.again).count();
    if answer.entered.len() > 30 {
        text += &format!("{} in all\n", english::count(new, "new entry", "new entries"));
    }
    match (&args.receipt, answer.entered.first()) {
        (Some(path), _) => text + &format!("The receipt is in {}.\n", path.display()),
        (None, Some(one)) => text + &format!("Its receipt: semey receipt {}\n", one.entry),
        (None, None) => text,
    }
}
