//! The documents that a site shows: those of folders, and those that acts of a registry cite.
//!
//! They are read once, with the names of the packs as they are then. What cannot be read is said on the standard error
//! and left out: one hostile file closes no site.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use document::Document;
use document::text::Glyph;
use ledger::blob::Blobs;
use ledger::tlog::Hash;
use pack::Packs;
use portal::{Paper, Papers};

use crate::desk::Progress;
use crate::english;
use crate::failure::Failure;
use crate::paper;
use crate::reading::{Lexicons, papers_in};

/// How many characters of documents are kept in memory, some twenty bytes each. The Charter of the United Nations has
/// 56,000.
const ROOM: usize = 16_000_000;

/// Documents at hand.
pub(crate) struct Library {
    of_folders: Vec<Arc<Paper>>,
    cited: Mutex<Cited>,
}

/// Files of a registry that acts cite, as far as somebody asked for a record with them.
struct Cited {
    all: BTreeMap<Hash, Option<Arc<Paper>>>,
    /// Characters for which there is room.
    room: usize,
}

impl Library {
    /// Reads the documents of some folders and files.
    pub(crate) fn open(packs: &Packs, paths: &[PathBuf]) -> Result<Library, Failure> {
        let lexicons = Lexicons::new(packs);
        let files = papers_in(paths)?;
        let number = files.len() as u64;
        let mut room = ROOM;
        let mut of_folders = Vec::new();
        let mut progress = Progress::new("reading");
        for (at, path) in files.iter().enumerate() {
            progress.at(at as u64, Some(number));
            let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            let read = paper::read(path).and_then(|(glyphs, format, bytes)| {
                let name = (name, path.display().to_string());
                Ok(Arc::new(read(&lexicons, &mut room, &name, &glyphs, format, &bytes)?))
            });
            match read {
                Ok(paper) => of_folders.push(paper),
                Err(failure) => eprintln!("{failure}"),
            }
        }
        drop(progress);
        if !paths.is_empty() {
            let left_out = files.len() - of_folders.len();
            let shown = english::count(of_folders.len(), "document is", "documents are");
            let more = if left_out > 0 { format!(", {left_out} left out") } else { String::new() };
            eprintln!("{shown} shown{more}");
        }
        Ok(Library { of_folders, cited: Mutex::new(Cited { all: BTreeMap::new(), room }) })
    }

    /// The documents to be shown beside a record: with those that its acts cite.
    pub(crate) fn beside(&self, packs: &Packs, blobs: Option<&Blobs>) -> Papers {
        let mut all = self.of_folders.clone();
        if let Some(blobs) = blobs {
            let mut cited = self.cited.lock().unwrap_or_else(PoisonError::into_inner);
            all.extend(hashes(packs).into_iter().filter_map(|hash| cited.paper(packs, blobs, hash)));
        }
        Papers::new(all)
    }
}

impl Cited {
    fn paper(&mut self, packs: &Packs, blobs: &Blobs, hash: Hash) -> Option<Arc<Paper>> {
        if let Some(known) = self.all.get(&hash) {
            return known.clone();
        }
        let name = format!("the document {}", hash.hex());
        let found = match blobs.get(&hash) {
            // It may be fetched from a mirror yet: it is looked for again.
            Ok(None) => return None,
            Err(error) => {
                eprintln!("error: {name} cannot be read: {error}");
                return None;
            }
            Ok(Some(bytes)) => bytes,
        };
        let lexicons = Lexicons::new(packs);
        let paper = paper::taken_from(&name, &found).and_then(|(glyphs, format)| {
            read(&lexicons, &mut self.room, &(String::new(), name), &glyphs, format, &found)
        });
        let paper = paper.map_err(|failure| eprintln!("{failure}")).ok().map(Arc::new);
        self.all.insert(hash, paper.clone());
        paper
    }
}

/// The documents that the acts of some packs cite, in order.
fn hashes(packs: &Packs) -> Vec<Hash> {
    let acts = packs.instruments.iter().flat_map(|instrument| &instrument.acts);
    let cited = acts.filter_map(|act| act.source.strip_prefix(register::TOLD)?.split(' ').next());
    let mut all: Vec<Hash> = cited.filter_map(|hex| Hash::from_hex(hex).ok()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A document, where there is room for it; its file's name, and the name by which messages speak of it.
fn read(
    lexicons: &Lexicons<'_>,
    room: &mut usize,
    (file, name): &(String, String),
    glyphs: &[Glyph],
    format: &'static str,
    bytes: &[u8],
) -> Result<Paper, Failure> {
    *room = room.checked_sub(glyphs.len()).ok_or_else(|| {
        Failure::data(format!("there is no room for {name}: its documents would have more than {ROOM} characters"))
            .help("show fewer documents, or several sites")
    })?;
    let document = Document::of_glyphs(glyphs, format, |lang| lexicons.of(lang));
    Ok(Paper { file: file.clone(), sha256: Hash::of(bytes), bytes: bytes.len() as u64, document })
}
