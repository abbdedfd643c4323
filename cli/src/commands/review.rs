use std::fs;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use law::{ActKind, Dated};
use register::claim::{self, Proposed, Verdict};
use register::entry::{Body, Despite, Statement};
use register::registry::Proposal;
use register::{Refusal, Registry};
use serde::{Deserialize, Serialize};

use crate::desk::{self, Signing};
use crate::english;
use crate::failure::Failure;
use crate::output;
use crate::reading::{self, Read};

/// Accept, edit or refuse what a document tells, with its passage in view
///
/// Accepted facts enter the registry through the one door, each with the document
/// and the place in it. Nothing enters unread: what is neither accepted nor refused
/// stays a proposal. What the record has already is not asked about again.
///
/// The same can be done in a file: --to writes it, and --from enters what is marked
/// `decision = "accept"` in it.
///
/// Examples:
///   semey review letter.txt --registry registry
///   semey review letter.txt --registry registry --to review.toml
///   semey review letter.txt --registry registry --from review.toml --dry-run
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The document
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write the proposals to a file, to be edited
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    to: Option<PathBuf>,
    /// Take the decisions from a file
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Ask about what the record has already, too
    #[arg(long)]
    all: bool,
    /// A finding to enter accepted facts in spite of, with the reason: CHECK=REASON
    #[arg(long = "despite", value_name = "CHECK=REASON", value_parser = register::registry::despite)]
    despite: Vec<Despite>,
    #[command(flatten)]
    signing: Signing,
    /// Check what was accepted and enter nothing
    #[arg(long)]
    dry_run: bool,
}

/// A review as a file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ReviewFile {
    /// The name of the document.
    document: String,
    /// Its SHA-256, in hexadecimal.
    sha256: String,
    #[serde(default, rename = "proposal")]
    proposals: Vec<Row>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Row {
    /// `accept`, `refuse`, or empty.
    decision: String,
    /// Which fact of the document, counted from 0.
    fact: usize,
    paragraph: String,
    quote: String,
    /// How it stands to the record.
    record: String,
    treaty: String,
    #[serde(default)]
    party: String,
    act: ActKind,
    date: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    note: String,
}

#[derive(Debug, Serialize)]
struct Answer {
    version: u32,
    dry_run: bool,
    written: Option<String>,
    accepted: usize,
    refused: usize,
    undecided: usize,
    entered: Vec<u64>,
}

pub(crate) fn run(registry: Option<&Path>, args: &Args, json: bool) -> Result<(), Failure> {
    let mut registry = desk::open(registry)?;
    let table = reading::read_all(&registry.world().packs, std::slice::from_ref(&args.file))?;
    table.whole()?;
    let [read] = table.all.as_slice() else {
        return Err(Failure::usage("a review is of one document").help("name one file"));
    };
    let sha256 = read.sha256.clone();
    let rows = match &args.from {
        Some(path) => decided(path, &sha256, read)?,
        None => open(&registry, read, args.all),
    };
    let mut answer = Answer {
        version: 1,
        dry_run: args.dry_run,
        written: None,
        accepted: 0,
        refused: 0,
        undecided: 0,
        entered: Vec::new(),
    };
    let rows = if let Some(path) = &args.to {
        write(path, ReviewFile { document: read.name(), sha256, proposals: rows.clone() })?;
        answer.written = Some(path.display().to_string());
        rows
    } else if args.from.is_some() {
        rows
    } else {
        ask(read, rows)?
    };
    let of = |decision: &str| rows.iter().filter(|row| row.decision == decision).count();
    (answer.accepted, answer.refused, answer.undecided) = (of("accept"), of("refuse"), of(""));
    let accepted: Vec<Row> = rows.into_iter().filter(|row| row.decision == "accept").collect();
    if !accepted.is_empty() {
        answer.entered = enter(&mut registry, args, read, &accepted)?;
    }
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

/// The acts that the document tells, but for those that the record has.
fn open(registry: &Registry, read: &Read, all: bool) -> Vec<Row> {
    let row = |proposed: Proposed| {
        let fact = &read.document.facts[proposed.fact];
        Row {
            decision: String::new(),
            fact: proposed.fact,
            paragraph: fact.paragraph.clone(),
            quote: fact.quote.clone(),
            record: format!("{}: {}", proposed.claim.verdict.word(), proposed.claim.why),
            treaty: proposed.treaty,
            party: proposed.party,
            act: proposed.act,
            date: proposed.date,
            place: proposed.place,
            note: String::new(),
        }
    };
    let proposed = claim::proposed(registry.world(), read.given()).into_iter();
    proposed.filter(|proposed| all || proposed.claim.verdict != Verdict::Agrees).map(row).collect()
}

fn write(path: &Path, file: ReviewFile) -> Result<(), Failure> {
    let body =
        toml::to_string(&file).map_err(|error| Failure::data(format!("the review cannot be written: {error}")))?;
    let head = "# Write decision = \"accept\" or \"refuse\" for each proposal, and set right what is wrong in it.\n\
                # `semey review FILE --from` this file enters what was accepted.\n\n";
    fs::write(path, head.to_owned() + &body)
        .map_err(|error| Failure::data(format!("{} cannot be written: {error}", path.display())))
}

fn decided(path: &Path, sha256: &str, read: &Read) -> Result<Vec<Row>, Failure> {
    let name = path.display();
    let text = fs::read_to_string(path).map_err(|error| Failure::usage(format!("{name} cannot be read: {error}")))?;
    let file: ReviewFile = toml::from_str(&text).map_err(|error| {
        Failure::data(format!("{name}: {}", error.to_string().trim_end())).help("nothing was entered")
    })?;
    if file.sha256 != sha256 {
        let message = format!("{name} is a review of {} as it was, and {} has other bytes", file.document, read.name());
        return Err(Failure::data(message).help("review the document again with --to"));
    }
    for (at, row) in file.proposals.iter().enumerate() {
        let place = format!("{name}, proposal {}", at + 1);
        if !matches!(row.decision.as_str(), "" | "accept" | "refuse") {
            let message = format!("{place}: `{}` is no decision", row.decision);
            return Err(Failure::data(message).help("write accept or refuse, or leave it empty"));
        }
        // A newer program can read the same document otherwise: then the number means another fact.
        let same = |fact: &document::Fact| fact.paragraph == row.paragraph && fact.quote == row.quote;
        if !read.document.facts.get(row.fact).is_some_and(same) {
            let message = format!("{place}: the document has no such passage as fact {}", row.fact);
            return Err(Failure::data(message)
                .help("leave `fact`, `paragraph` and `quote` as they were written, or write the file anew with --to"));
        }
    }
    Ok(file.proposals)
}

/// Asks about each proposal, with its passage in view.
fn ask(read: &Read, rows: Vec<Row>) -> Result<Vec<Row>, Failure> {
    let number = rows.len();
    let mut input = std::io::stdin().lock();
    let mut decided = Vec::with_capacity(number);
    let mut rows = rows.into_iter().enumerate();
    while let Some((at, mut row)) = rows.next() {
        show(read, &row, at, number)?;
        loop {
            let Some(word) = line(&mut input, "accept, edit, refuse, skip or quit? ")? else {
                decided.push(row);
                decided.extend(rows.by_ref().map(|(_, row)| row));
                break;
            };
            match word.as_str() {
                "a" | "accept" => row.decision = "accept".to_owned(),
                "r" | "refuse" => row.decision = "refuse".to_owned(),
                "s" | "skip" | "" => {}
                "e" | "edit" => {
                    edit(&mut input, &mut row)?;
                    show(read, &row, at, number)?;
                    continue;
                }
                "q" | "quit" => {
                    decided.push(row);
                    decided.extend(rows.by_ref().map(|(_, row)| row));
                    return Ok(decided);
                }
                other => {
                    eprintln!("`{other}` is no answer: write a, e, r, s or q");
                    continue;
                }
            }
            decided.push(row);
            break;
        }
    }
    Ok(decided)
}

/// A line that somebody types; none at the end of the input.
fn line(input: &mut impl BufRead, question: &str) -> Result<Option<String>, Failure> {
    eprint!("{question}");
    std::io::stderr().flush()?;
    let mut line = String::new();
    Ok((input.read_line(&mut line)? > 0).then(|| line.trim().to_owned()))
}

fn edit(input: &mut impl BufRead, row: &mut Row) -> Result<(), Failure> {
    let mut field = |name: &str, value: &mut String| -> Result<(), Failure> {
        if let Some(text) = line(input, &format!("  {name} [{value}]: "))?.filter(|text| !text.is_empty()) {
            *value = text;
        }
        Ok(())
    };
    field("treaty", &mut row.treaty)?;
    field("party", &mut row.party)?;
    let mut act = row.act.word().to_owned();
    field("act", &mut act)?;
    field("date", &mut row.date)?;
    field("place", &mut row.place)?;
    field("note", &mut row.note)?;
    match act.parse() {
        Ok(kind) => row.act = kind,
        Err(_) => eprintln!("`{act}` is not a kind of act, and {} stays; docs/clauses.md lists them", row.act),
    }
    Ok(())
}

/// A proposal with its passage in the paragraph.
fn show(read: &Read, row: &Row, at: usize, of: usize) -> Result<(), Failure> {
    let width = output::width();
    let mut text = format!("\n{} of {of}: {}\n", at + 1, output::bold(&written(row)));
    text += &output::wrap(&format!("  {}", row.record), width, 4);
    text.push('\n');
    if let Some(paragraph) = read.document.paragraphs.iter().find(|paragraph| paragraph.id == row.paragraph) {
        let whole = paragraph.text();
        let marked = whole.replacen(&row.quote, &format!("▸{}◂", row.quote), 1);
        text += &output::wrap(&format!("  {}: {marked}", row.paragraph), width, 4);
        text.push('\n');
    }
    output::say(&text)
}

fn written(row: &Row) -> String {
    let party = if row.party.is_empty() { String::new() } else { format!("{} ", row.party) };
    let date = if row.date.is_empty() { "(no day told)" } else { &row.date };
    let place = if row.place.is_empty() { String::new() } else { format!(", {}", row.place) };
    format!("{}: {party}{} {date}{place}", row.treaty, row.act)
}

fn enter(registry: &mut Registry, args: &Args, read: &Read, accepted: &[Row]) -> Result<Vec<u64>, Failure> {
    let now = desk::now(registry.state());
    let origin = registry.origin();
    let media = super::enter::media_of(&read.path);
    let document = registry.keep(&read.bytes, media)?;
    let mut statements = Vec::new();
    for row in accepted {
        if row.date.parse::<Dated>().is_err() {
            let message = format!("{}: the act needs a day, and `{}` is none", row.paragraph, row.date);
            return Err(Failure::data(message).help("edit it, or refuse it; nothing was entered"));
        }
        let world = registry.world();
        let treaty = world.packs[world.treaty(&row.treaty)?].id.clone();
        let party = if row.party.is_empty() { String::new() } else { world.code(world.party(&row.party)?).to_owned() };
        let fact = &read.document.facts[row.fact];
        let proposed = Proposed {
            fact: row.fact,
            claim: claim::Claim {
                fact: row.fact,
                party: None,
                verdict: Verdict::Adds,
                from_document: false,
                why: String::new(),
                record: Vec::new(),
            },
            treaty,
            party,
            act: row.act,
            date: row.date.clone(),
            place: row.place.clone(),
        };
        let entry = claim::entry_of(&proposed, fact, document.clone(), &row.note);
        let mut statement = Statement::new(&origin, Body::Act(Box::new(entry)));
        statement.despite = despite(registry, &statement, &args.despite, now)?;
        statements.push(statement);
    }
    if args.dry_run {
        let proposals = desk::propose(&statements, &[])?;
        registry.dry_run(&proposals, now)?;
        return Ok(Vec::new());
    }
    let keys = args.signing.keys(registry.folder())?;
    let proposals: Vec<Proposal> = desk::propose(&statements, &keys)?;
    Ok(registry.enter(&proposals, now)?.into_iter().map(|entered| entered.index).collect())
}

/// Of what is to be entered in spite of findings, that which is found about this act.
fn despite(
    registry: &mut Registry,
    statement: &Statement<'static>,
    given: &[Despite],
    now: register::registry::Now,
) -> Result<Vec<Despite>, Failure> {
    let proposals = desk::propose(std::slice::from_ref(statement), &[])?;
    match registry.dry_run(&proposals, now) {
        Err(Refusal::Findings { findings, .. }) => {
            let found = |one: &&Despite| findings.iter().any(|finding| finding.check == one.check);
            Ok(given.iter().filter(found).cloned().collect())
        }
        Err(other) => Err(other.into()),
        Ok(_) => Ok(Vec::new()),
    }
}

fn text(answer: &Answer) -> String {
    if let Some(path) = &answer.written {
        let count = english::count(answer.undecided, "proposal", "proposals");
        return format!("{count} written to {path}; nothing was entered.\n");
    }
    let mut text =
        format!("{} accepted, {} refused, {} left undecided.\n", answer.accepted, answer.refused, answer.undecided);
    if answer.dry_run {
        return text + "Nothing was entered (--dry-run).\n";
    }
    for entry in answer.entered.iter().take(30) {
        text += &format!("entered as {entry}\n");
    }
    text
}
