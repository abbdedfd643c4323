//! How quickly documents are read: `cargo bench -p benches --bench read`, with `--features peers` beside jieba.
//!
//! The papers of the tests are read again and again, and so is what lies in ../shared/documents where it is there.
//! Megabytes of text in a CPU second, one thread.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use cpu_time::ProcessTime;
use document::{Document, Lexicon, decode, layout, structure};

const ROUNDS: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (packs, _) = pack::load(&pack::read_folder(&root.join("packs"))?.0);
    let begun = ProcessTime::now();
    let lexicons = ["zh", "ru", "en"].map(|lang| Lexicon::new(&packs, lang));
    println!("read      names of three languages gathered in {:.0?}", begun.elapsed());
    let of = |lang: &str| lexicons.iter().find(|lexicon| lexicon.lang() == lang).unwrap_or(&lexicons[2]);
    for (what, folders) in [
        ("papers of the tests", vec![root.join("document/tests/papers/open"), root.join("document/tests/papers/kept")]),
        ("the five documents", vec![root.join("../shared/documents")]),
    ] {
        let texts = texts(&folders)?;
        if texts.is_empty() {
            println!("SKIPPED: {what}, because they are not there");
            continue;
        }
        let bytes: usize = texts.iter().map(String::len).sum();
        let whole =
            timed(&texts, |text| Document::read(text.as_bytes(), of).map_or(0, |document| document.facts.len()));
        let paragraphs = timed(&texts, |text| {
            decode(text.as_bytes()).map_or(0, |decoded| {
                let layout = layout::layout_of(&decoded.glyphs);
                let structure = &document::grammar::Grammar::of(layout::language(&decoded.glyphs)).structure;
                structure::paragraphs(layout::blocks(&decoded.glyphs, layout), layout, structure).len()
            })
        });
        let plain = timed(&texts, |text| std::str::from_utf8(text.as_bytes()).map_or(0, |text| text.chars().count()));
        println!("read      {what}, {bytes} bytes:");
        print("paragraphs and facts", bytes, whole);
        print("paragraphs alone", bytes, paragraphs);
        print("a pass over UTF-8", bytes, plain);
        #[cfg(feature = "peers")]
        {
            let jieba = jieba_rs::Jieba::new();
            print("jieba, words alone", bytes, timed(&texts, |text| jieba.cut(text, false).len()));
        }
    }
    Ok(())
}

fn texts(folders: &[PathBuf]) -> Result<Vec<String>, Box<dyn Error>> {
    let mut all = Vec::new();
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        for file in fs::read_dir(folder)? {
            let path = file?.path();
            if path.extension().is_some_and(|ending| ending == "txt") {
                all.push(fs::read_to_string(path)?);
            }
        }
    }
    Ok(all)
}

/// The CPU time of one round, the best of some.
fn timed(texts: &[String], work: impl Fn(&str) -> usize) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let begun = ProcessTime::now();
        std::hint::black_box(texts.iter().map(|text| work(text)).sum::<usize>());
        best = best.min(begun.elapsed());
    }
    best
}

fn print(what: &str, bytes: usize, time: Duration) {
    println!("          {what}: {:.2} MB a CPU second, {time:.1?} in all", bytes as f64 / 1e6 / time.as_secs_f64());
}
