//! How quick the search index is, beside a general engine with its own tokeniser and with a dictionary.
//!
//! `cargo bench -p benches --features peers --bench search`; without the feature ours alone. `SEMEY_DOCUMENTS` says how
//! many documents are generated, 100,000 by default; four in five are Chinese, the others Russian and English, of words
//! out of the packs' names and common ones. Each engine indexes and stores them in a folder, on one thread,
//! then gives the ten best for the same 1,000 questions, with their texts; a document must have all the words, and
//! signs that touch must stand together. Ours also counts what fits. Times are of the CPU.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use cpu_time::{ProcessTime, ThreadTime};
use search::{Class, Entities, Index, Passage, Question};

use corpus::Corpus;

mod corpus;
#[cfg(feature = "peers")]
mod peers;

type Done<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Done {
    let documents = match std::env::var("SEMEY_DOCUMENTS") {
        Ok(number) => number.parse()?,
        Err(_) => 100_000,
    };
    let (packs, _) = pack::load(&pack::read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs"))?.0);
    let corpus = Corpus::new(&packs, documents);
    let megabytes = corpus.documents.iter().map(String::len).sum::<usize>() as f64 / 1e6;
    println!("{documents} documents, {megabytes:.0} MB; {} questions\n", corpus.questions.len());
    let ours = [
        ours("ours", &corpus, Arc::new(entities(&packs)))?,
        ours("ours, no names", &corpus, Arc::new(Entities::new()))?,
    ];
    #[cfg(feature = "peers")]
    let theirs = peers::lines(&corpus)?;
    #[cfg(not(feature = "peers"))]
    let theirs: Vec<Line> = Vec::new();
    println!(
        "{:18}{:>10}{:>10}{:>10}{:>10}{:>12}{:>12}{:>10}",
        "", "MB/CPU s", "size MB", "p50 µs", "p99 µs", "p50, marked", "p99, marked", "nothing"
    );
    for line in ours.iter().chain(&theirs) {
        println!(
            "{:18}{:>10.1}{:>10.0}{:>10.0}{:>10.0}{:>12.0}{:>12.0}{:>10}",
            line.name,
            megabytes / line.indexing.as_secs_f64(),
            line.size as f64 / 1e6,
            micros(line.bare[0]),
            micros(line.bare[1]),
            micros(line.snippets[0]),
            micros(line.snippets[1]),
            line.nothing,
        );
    }
    if theirs.is_empty() {
        println!("\nthe peers are left out: --features peers");
        return Ok(());
    }
    println!("\nours to each: times quicker, share of size, share of time");
    for line in &theirs {
        let share = |ours: Duration, theirs: Duration| ours.as_secs_f64() / theirs.as_secs_f64();
        println!(
            "{:18}{:>10.2}{:>10.2}{:>10.2}{:>10.2}{:>12.2}{:>12.2}",
            line.name,
            share(line.indexing, ours[0].indexing),
            ours[0].size as f64 / line.size as f64,
            share(ours[0].bare[0], line.bare[0]),
            share(ours[0].bare[1], line.bare[1]),
            share(ours[0].snippets[0], line.snippets[0]),
            share(ours[0].snippets[1], line.snippets[1]),
        );
    }
    Ok(())
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// The names of everything in the packs.
fn entities(packs: &pack::Packs) -> Entities {
    let mut entities = Entities::new();
    for name in packs.names.iter() {
        entities.add(Class::Participant, &packs.parties[name.party].code, &name.text);
    }
    for instrument in &packs.instruments {
        let titles = instrument.title.values().chain(instrument.aliases.values().flatten());
        for name in titles.chain(&instrument.short) {
            entities.add(Class::Instrument, &instrument.id, name);
        }
    }
    entities
}

/// What an engine needed.
struct Line {
    name: &'static str,
    indexing: Duration,
    size: u64,
    /// Median and 99th percentile of a question's ten best with their texts.
    bare: [Duration; 2],
    /// The same with snippets.
    snippets: [Duration; 2],
    /// How many questions had no answer.
    nothing: usize,
}

fn ours(name: &'static str, corpus: &Corpus, entities: Arc<Entities>) -> Done<Line> {
    let folder = tempfile::tempdir()?;
    let begun = ProcessTime::now();
    let mut index = Index::create(&folder.path().join("index"), entities)?;
    let mut writer = index.writer()?;
    let mut passage = Passage::default();
    for (number, text) in corpus.documents.iter().enumerate() {
        passage.document = number.to_string();
        passage.text.clone_from(text);
        writer.add(&passage)?;
    }
    writer.commit()?;
    let indexing = begun.elapsed();
    let mut nothing = 0;
    for words in &corpus.questions {
        let found = index.find(&Question { words, ..Question::default() })?;
        nothing += usize::from(found.total == 0 || found.relaxed);
    }
    let find = |snippet| {
        let index = &index;
        move |words: &str| Ok(index.find(&Question { words, limit: 10, snippet, ..Question::default() })?.hits.len())
    };
    let bare = percentiles(&corpus.questions, find(0))?;
    let snippets = percentiles(&corpus.questions, find(150))?;
    Ok(Line { name, indexing, size: size(&folder.path().join("index"))?, bare, snippets, nothing })
}

/// Median and 99th percentile over the questions, each the median of three askings.
fn percentiles(questions: &[String], mut ask: impl FnMut(&str) -> Done<usize>) -> Done<[Duration; 2]> {
    let mut times = Vec::with_capacity(questions.len());
    for words in questions {
        let mut spent = [Duration::ZERO; 3];
        for spent in &mut spent {
            let begun = ThreadTime::now();
            std::hint::black_box(ask(words)?);
            *spent = begun.elapsed();
        }
        spent.sort_unstable();
        times.push(spent[1]);
    }
    times.sort_unstable();
    Ok([times[times.len() / 2], times[times.len() * 99 / 100]])
}

fn size(folder: &Path) -> Done<u64> {
    let mut size = 0;
    for file in fs::read_dir(folder)? {
        size += file?.metadata()?.len();
    }
    Ok(size)
}
