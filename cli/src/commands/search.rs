use std::path::PathBuf;
use std::sync::Arc;

use law::Day;
use register::{World, passages};
use search::{Entities, Found, Index, Kind, Question};
use serde::Serialize;

use crate::desk::Progress;
use crate::failure::Failure;
use crate::output;
use crate::reading;

/// Find treaties, participants, acts and passages of documents by words, in every language
///
/// A name finds what it names in any language: Kyrgyzstan finds a Chinese text that says
/// 吉尔吉斯. Words in quotation marks stand one after the other. All words must be there;
/// where nothing has them all, what has some of them is shown, and said to be so.
///
/// Examples:
///   semey search "nuclear-weapon-free zone" --kind treaty
///   semey search "Kyrgyzstan depositary" --in documents/
///   semey search 无核武器区 --in documents/ --index index/
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// What to look for
    words: String,
    /// Documents to look in: files, or folders of them
    #[arg(long = "in", value_name = "FILE")]
    documents: Vec<PathBuf>,
    /// Only this kind: paragraph, treaty, act, participant, matter, happening
    #[arg(long, value_parser = kind)]
    kind: Option<Kind>,
    /// Only passages in this language, such as zh
    #[arg(long = "text-lang", value_name = "LANG", value_parser = language)]
    text_lang: Option<String>,
    /// Only about this instrument
    #[arg(long)]
    instrument: Option<String>,
    /// Only about this participant
    #[arg(long)]
    party: Option<String>,
    /// Only from this day or later
    #[arg(long, value_parser = super::first_day)]
    from: Option<Day>,
    /// Only from this day or earlier
    #[arg(long, value_parser = super::last_day)]
    until: Option<Day>,
    /// How many are shown
    #[arg(long, default_value_t = 10)]
    limit: usize,
    /// How many of the best are passed over
    #[arg(long, default_value_t = 0)]
    offset: usize,
    /// Keep the index in this folder, and ask it the next time; delete the folder when what is to be searched changes
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
}

fn kind(text: &str) -> Result<Kind, String> {
    let words: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
    let found = Kind::ALL.into_iter().find(|kind| kind.word() == text);
    found.ok_or_else(|| format!("the kinds are {}", words.join(", ")))
}

fn language(text: &str) -> Result<String, String> {
    let found = words::LANGUAGES.into_iter().find(|lang| *lang == text);
    found.map(str::to_owned).ok_or_else(|| format!("passages are in {}", words::LANGUAGES.join(", ")))
}

/// Refuses what nobody means to ask.
fn sensible(args: &Args) -> Result<(), Failure> {
    super::in_order(args.from, args.until)?;
    let narrowed = args.kind.is_some()
        || [&args.text_lang, &args.instrument, &args.party].iter().any(|given| given.is_some())
        || args.from.is_some()
        || args.until.is_some();
    if args.words.trim().is_empty() && !narrowed {
        return Err(Failure::usage("there are no words to look for")
            .help("give some words, or say which kind, participant, instrument or days you mean"));
    }
    Ok(())
}

#[derive(Debug, Serialize)]
struct Answer {
    version: u32,
    total: u64,
    relaxed: bool,
    named: Vec<Name>,
    hits: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Name {
    words: String,
    code: String,
}

#[derive(Debug, Serialize)]
struct Row {
    kind: &'static str,
    document: String,
    paragraph: String,
    title: String,
    date: Option<String>,
    lang: String,
    snippet: String,
    marks: Vec<[usize; 2]>,
    start: u64,
    end: u64,
}

pub(crate) fn run(world: &World, args: &Args, json: bool) -> Result<(), Failure> {
    sensible(args)?;
    let instrument = args.instrument.as_deref().map(|word| world.treaty(word)).transpose()?;
    let instrument = instrument.map(|ix| world.packs[ix].id.clone());
    let party = args.party.as_deref().map(|word| world.party(word)).transpose()?;
    let party = party.map(|party| world.code(party).to_owned());
    let entities = Arc::new(passages::entities(world));
    let (index, whole) = index(world, args, entities)?;
    let question = Question {
        words: &args.words,
        kind: args.kind,
        lang: args.text_lang.as_deref(),
        document: None,
        instrument: instrument.as_deref(),
        actor: party.as_deref(),
        from: args.from,
        until: args.until,
        limit: args.limit,
        offset: args.offset,
        snippet: 200,
    };
    let found = index.find(&question).map_err(|error| Failure::data(error.to_string()))?;
    let answer = answer(found);
    if json {
        output::json(&answer)?;
    } else {
        output::say(&text(&answer))?;
    }
    whole
}

fn answer(found: Found) -> Answer {
    let row = |hit: search::Hit| Row {
        date: hit.passage.dated(),
        kind: hit.passage.kind.word(),
        document: hit.passage.document,
        paragraph: hit.passage.paragraph,
        title: hit.passage.title,
        lang: hit.passage.lang,
        snippet: hit.snippet.text,
        marks: hit.snippet.marks.iter().map(|mark| [mark.start, mark.end]).collect(),
        start: hit.passage.place.start,
        end: hit.passage.place.end,
    };
    let name = |named: search::Named| Name { words: named.words, code: named.code };
    Answer {
        version: 1,
        total: found.total,
        relaxed: found.relaxed,
        named: found.named.into_iter().map(name).collect(),
        hits: found.hits.into_iter().map(row).collect(),
    }
}

/// The index that is asked, kept in a folder or made anew; and whether every document could be read for it.
fn index(world: &World, args: &Args, entities: Arc<Entities>) -> Result<(Index, Result<(), Failure>), Failure> {
    let wrong = |error: search::Fault| Failure::data(error.to_string());
    if let Some(folder) = args.index.as_ref().filter(|folder| folder.join("index").exists()) {
        let opened = Index::open(folder, entities).map_err(wrong);
        let help = format!("delete {} to have it made anew", folder.display());
        return Ok((opened.map_err(|failure| failure.help(help))?, Ok(())));
    }
    let documents = reading::read_all(&world.packs, &args.documents)?;
    let mut index = match &args.index {
        None => Index::in_memory(entities),
        Some(folder) => {
            // What is kept is asked again, when nobody remembers what it lacks.
            documents.whole()?;
            Index::create(folder, entities).map_err(wrong)?
        }
    };
    let mut all = passages::of(world);
    for read in &documents.all {
        all.extend(passages::of_document(&read.document, &read.name()));
    }
    let number = all.len() as u64;
    let mut progress = Progress::new("indexing");
    index.fill(all, &mut |done| progress.at(done as u64, Some(number))).map_err(wrong)?;
    Ok((index, documents.whole()))
}

fn text(answer: &Answer) -> String {
    let mut text = format!("{} found", answer.total);
    if answer.relaxed {
        text += "; nothing has all the words, so what has some of them is shown";
    }
    for name in &answer.named {
        text += &format!("; {} is {}", name.words, name.code);
    }
    text.push('\n');
    for hit in &answer.hits {
        let place = [hit.document.as_str(), hit.paragraph.as_str()].into_iter().filter(|part| !part.is_empty());
        let place = place.collect::<Vec<_>>().join(" ");
        text += &format!("\n{}  {}", output::bold(&format!("{} {place}", hit.kind)), hit.title);
        // Acts and happenings are entitled with their dates.
        if let Some(date) = hit.date.as_ref().filter(|date| !hit.title.ends_with(date.as_str())) {
            text += &format!("  ({date})");
        }
        text += &format!("\n  {}\n", output::wrap(&marked(hit).replace('\n', " · "), output::width(), 2));
    }
    text
}

/// The snippet with its hits marked: bold for a person, between signs in a pipe.
fn marked(hit: &Row) -> String {
    let mut text = String::new();
    let mut at = 0;
    for [start, end] in &hit.marks {
        text += &hit.snippet[at..*start];
        let word = &hit.snippet[*start..*end];
        text += &if output::to_person() { output::bold(word) } else { format!("▸{word}◂") };
        at = *end;
    }
    text + &hit.snippet[at..]
}
