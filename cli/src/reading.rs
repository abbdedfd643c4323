//! Documents on the reader's table: files read with the names of the packs.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use document::{Document, Fact, Lexicon};
use ledger::tlog::Hash;
use pack::Packs;
use register::claim::Given;

use crate::desk::Progress;
use crate::english;
use crate::failure::Failure;
use crate::paper;

/// The lexicons of some packs, each made when it is first needed.
pub(crate) struct Lexicons<'p> {
    packs: &'p Packs,
    all: [(&'static str, OnceCell<Lexicon>); 3],
}

impl<'p> Lexicons<'p> {
    pub(crate) fn new(packs: &'p Packs) -> Lexicons<'p> {
        Lexicons { packs, all: [("zh", OnceCell::new()), ("ru", OnceCell::new()), ("en", OnceCell::new())] }
    }

    /// The lexicon of a language; English for one that has none.
    pub(crate) fn of(&self, lang: &str) -> &Lexicon {
        let (lang, cell) = self.all.iter().find(|(own, _)| *own == lang).unwrap_or(&self.all[2]);
        cell.get_or_init(|| Lexicon::new(self.packs, lang))
    }
}

/// A document and the file that it was read from.
pub(crate) struct Read {
    pub(crate) path: PathBuf,
    pub(crate) bytes: Vec<u8>,
    /// Of the bytes, in hexadecimal.
    pub(crate) sha256: String,
    pub(crate) document: Document,
}

impl Read {
    /// The document as the register is asked about it.
    pub(crate) fn given(&self) -> Given<'_> {
        Given { document: &self.document, sha256: &self.sha256 }
    }

    /// The file's name without its folders.
    pub(crate) fn name(&self) -> String {
        self.path.file_name().map_or_else(|| "-".to_owned(), |name| name.to_string_lossy().into_owned())
    }
}

/// What could be read of some files, and how many could not.
pub(crate) struct Table {
    pub(crate) all: Vec<Read>,
    refused: usize,
}

impl Table {
    /// Whether every file was read: to be asked when what was read has been answered.
    pub(crate) fn whole(&self) -> Result<(), Failure> {
        match self.refused {
            0 => Ok(()),
            refused => {
                let files = english::count(self.all.len() + refused, "file", "files");
                Err(Failure::data(format!("{refused} of {files} could not be read; the answer is about the others")))
            }
        }
    }
}

/// Reads files; of a folder, every file in it. What cannot be read is told on the standard error and left out; where
/// nothing can be read there is no answer.
pub(crate) fn read_all(packs: &Packs, paths: &[PathBuf]) -> Result<Table, Failure> {
    let lexicons = Lexicons::new(packs);
    let files = papers_in(paths)?;
    let mut progress = Progress::new("reading");
    let number = files.len();
    let mut table = Table { all: Vec::with_capacity(number), refused: 0 };
    for (at, path) in files.into_iter().enumerate() {
        progress.at(at as u64, Some(number as u64));
        match paper::read(&path) {
            Ok((glyphs, format, bytes)) => {
                let document = Document::of_glyphs(&glyphs, format, |lang| lexicons.of(lang));
                let sha256 = Hash::of(&bytes).hex();
                table.all.push(Read { path, bytes, sha256, document });
            }
            Err(failure) if number == 1 => return Err(failure),
            Err(failure) => {
                eprintln!("{failure}");
                table.refused += 1;
            }
        }
    }
    match table.all.is_empty() && number > 0 {
        true => Err(Failure::data(format!("none of {number} files could be read"))),
        false => Ok(table),
    }
}

/// The files that are meant; of a folder, every document in it.
pub(crate) fn papers_in(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let wrong =
            |error: std::io::Error| Failure::usage(format!("the folder {} cannot be read: {error}", path.display()));
        let mut inside: Vec<PathBuf> = Vec::new();
        for entry in std::fs::read_dir(path).map_err(wrong)? {
            let file = entry.map_err(wrong)?.path();
            if file.is_file() && is_paper(&file) {
                inside.push(file);
            }
        }
        if inside.is_empty() {
            let help = "files of text end with .txt, .pdf, .docx, .htm or .html; name others one by one";
            return Err(Failure::usage(format!("the folder {} holds no documents", path.display())).help(help));
        }
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}

/// Whether a file of a folder is taken for a document.
fn is_paper(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
    matches!(ending.as_deref(), Some("txt" | "pdf" | "docx" | "htm" | "html"))
}

/// Which facts are wanted.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Wanted {
    /// Only facts of this type, such as ratification or meeting
    #[arg(long = "type", value_name = "TYPE")]
    pub(crate) kind: Option<String>,
    /// Only facts about this instrument: id or name in any language
    #[arg(long)]
    pub(crate) instrument: Option<String>,
    /// Only facts in which this participant takes part: code or name
    #[arg(long)]
    pub(crate) party: Option<String>,
    /// Mentions of instruments too
    #[arg(long)]
    pub(crate) mentions: bool,
}

/// A filter with its names turned into codes.
pub(crate) struct Filter {
    kind: Option<String>,
    instrument: Option<String>,
    party: Option<String>,
    mentions: bool,
}

impl Wanted {
    /// Turns names into codes; a type that no grammar tells is refused.
    pub(crate) fn filter(&self, world: &register::World) -> Result<Filter, Failure> {
        let kinds = document::grammar::types();
        if let Some(unknown) = self.kind.as_ref().filter(|kind| !kinds.contains(kind.as_str())) {
            let all: Vec<&str> = kinds.into_iter().collect();
            return Err(Failure::usage(format!("`{unknown}` is no type of fact"))
                .help(format!("the types are {}", all.join(", "))));
        }
        let instrument = self.instrument.as_deref().map(|word| world.treaty(word)).transpose()?;
        let party = self.party.as_deref().map(|word| world.party(word)).transpose()?;
        let mentions = self.mentions || self.kind.as_deref().is_some_and(|kind| kind.starts_with("mention"));
        Ok(Filter {
            kind: self.kind.clone(),
            instrument: instrument.map(|ix| world.packs[ix].id.to_uppercase()),
            party: party.map(|party| world.code(party).to_owned()),
            mentions,
        })
    }
}

impl Filter {
    pub(crate) fn takes(&self, fact: &Fact) -> bool {
        self.kind.as_ref().is_none_or(|kind| fact.fact == *kind)
            && self.instrument.as_ref().is_none_or(|code| fact.instrument.as_ref() == Some(code))
            && self.party.as_ref().is_none_or(|code| fact.actors.contains(code))
            && (self.mentions || !fact.fact.starts_with("mention"))
    }
}

/// A passage in one line, cut to some columns.
pub(crate) fn short(text: &str, columns: usize) -> String {
    let mut line = String::new();
    let mut wide = 0;
    for c in text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }) {
        let width = if document::text::is_han(c) || document::text::is_wide_mark(c) { 2 } else { 1 };
        if wide + width > columns.saturating_sub(1) {
            line.push('…');
            break;
        }
        wide += width;
        line.push(c);
    }
    line
}
