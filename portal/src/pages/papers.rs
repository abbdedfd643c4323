//! Documents that a site shows beside the record: letters, memoranda, resolutions, as they were read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use document::Document;
use ledger::tlog::Hash;

use super::Form;

/// A document, and the file that it was read from.
#[derive(Debug, Clone)]
pub struct Paper {
    /// The file's name, without its folders; empty where only its hash is known.
    pub file: String,
    /// The SHA-256 of the file.
    pub sha256: Hash,
    /// The file's length.
    pub bytes: u64,
    /// What was read.
    pub document: Document,
}

/// Documents, each under one address.
#[derive(Debug, Clone, Default)]
pub struct Papers {
    /// The newest first; those without a day last.
    all: Vec<(String, Arc<Paper>)>,
}

/// The longest word of an address that a file's name makes, in bytes.
const LONGEST: usize = 100;
/// Digits of a hash with which an address begins to be one.
const DIGITS: usize = 12;

impl Papers {
    /// These documents. Of several with the same bytes the first one counts.
    ///
    /// A document's address is the stem of its file's name, where no other has the same, and otherwise the
    /// beginning of its hash.
    pub fn new(all: impl IntoIterator<Item = Arc<Paper>>) -> Papers {
        let mut seen = BTreeSet::new();
        let all: Vec<Arc<Paper>> = all.into_iter().filter(|paper| seen.insert(paper.sha256.hex())).collect();
        let mut stems: BTreeMap<String, usize> = BTreeMap::new();
        for stem in all.iter().filter_map(|paper| stem(&paper.file)) {
            *stems.entry(stem.to_lowercase()).or_default() += 1;
        }
        let hashes: Vec<String> = all.iter().map(|paper| paper.sha256.hex()).collect();
        let mut named: Vec<(String, Arc<Paper>)> = Vec::with_capacity(all.len());
        for paper in all {
            let own = stem(&paper.file).filter(|stem| stems.get(&stem.to_lowercase()) == Some(&1));
            let id = own.map_or_else(|| prefix(&paper.sha256.hex(), &hashes), str::to_owned);
            named.push((id, paper));
        }
        named.sort_by(|(a, one), (b, other)| {
            let day = |paper: &Paper| paper.document.about.date.clone();
            day(other).cmp(&day(one)).then_with(|| a.cmp(b))
        });
        Papers { all: named }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All of them, each with the word of its address.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Paper)> {
        self.all.iter().map(|(id, paper)| (id.as_str(), &**paper))
    }

    /// The document at an address, with the word that it goes by: the same one, or another.
    ///
    /// # Errors
    /// Where there is none, or several: those that are near.
    pub(crate) fn find(&self, word: &str) -> Result<(&str, &Paper), Vec<String>> {
        if let Some(found) = self.iter().find(|(id, _)| *id == word) {
            return Ok(found);
        }
        let lower = word.to_lowercase();
        let digits = lower.len() >= 8 && lower.len() <= 64 && lower.bytes().all(|byte| byte.is_ascii_hexdigit());
        let answers = |(id, paper): &(&str, &Paper)| {
            id.to_lowercase() == lower
                || !lower.is_empty() && paper.file.to_lowercase() == lower
                || stem(&paper.file).is_some_and(|stem| stem.to_lowercase() == lower)
                || digits && paper.sha256.hex().starts_with(&lower)
        };
        let mut found = self.iter().filter(answers);
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            (one, other) => Err(one.into_iter().chain(other).chain(found).map(|(id, _)| id.to_owned()).collect()),
        }
    }

    /// The word of the address of the document with this hash.
    pub(crate) fn by_hash(&self, sha256: &str) -> Option<&str> {
        self.iter().find(|(_, paper)| paper.sha256.hex() == sha256).map(|(id, _)| id)
    }
}

/// What a file's name says that can stand in an address as it is.
fn stem(file: &str) -> Option<&str> {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let is_form = Form::ALL.iter().any(|form| *form != Form::Html && stem.to_lowercase().ends_with(form.ending()));
    let good = !stem.is_empty() && stem.len() <= LONGEST && stem.chars().all(letter) && !stem.starts_with('.');
    (good && !is_form && !is_hash(stem)).then_some(stem)
}

/// A name that could be taken for the hash of another document is none.
fn is_hash(stem: &str) -> bool {
    stem.len() >= 8 && stem.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// So much of a hash that no other begins alike.
fn prefix(hash: &str, all: &[String]) -> String {
    let enough = |length: &usize| all.iter().filter(|other| other.starts_with(&hash[..*length])).count() <= 1;
    let length = (DIGITS..hash.len()).find(enough).unwrap_or(hash.len());
    hash[..length].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(file: &str, text: &str) -> Arc<Paper> {
        let lexicon = document::Lexicon::new(&pack::Packs::default(), "en");
        let document = Document::read(text.as_bytes(), |_| &lexicon).expect("it is text");
        let sha256 = Hash::of(text.as_bytes());
        Arc::new(Paper { file: file.to_owned(), sha256, bytes: text.len() as u64, document })
    }

    #[test]
    fn a_document_has_one_address_and_no_name_takes_that_of_another() {
        let papers = Papers::new([
            paper("letter.txt", "One.\n"),
            paper("memo.txt", "Two.\n"),
            paper("memo.pdf", "Three.\n"),
            paper("copy.txt", "One.\n"),
            paper("письмо.txt", "Four.\n"),
            paper("..txt", "Five.\n"),
            paper("a.json.txt", "Six.\n"),
            paper("a b/c.txt", "Seven.\n"),
            paper(&format!("{}.txt", Hash::of(b"One.\n").hex()), "Eight.\n"),
            paper("", "Nine.\n"),
        ]);
        let at = |word: &str| papers.find(word).map(|(id, paper)| (id.to_owned(), paper.document.paragraphs[0].text()));
        let hash = |text: &str| Hash::of(text.as_bytes()).hex();
        assert_eq!(at("letter"), Ok(("letter".to_owned(), "One.".to_owned())));
        assert_eq!(at("письмо"), Ok(("письмо".to_owned(), "Four.".to_owned())));
        assert_eq!(at(&hash("One.\n")), Ok(("letter".to_owned(), "One.".to_owned())), "a hash leads to its own bytes");
        assert_eq!(at("LETTER").map(|found| found.0), Ok("letter".to_owned()));
        assert_eq!(at("memo").expect_err("two have that name").len(), 2);
        for text in ["Two.\n", "Three.\n", "Five.\n", "Six.\n", "Seven.\n", "Eight.\n", "Nine.\n"] {
            assert_eq!(at(&hash(text)).map(|found| found.0), Ok(hash(text)[..DIGITS].to_owned()), "{text}");
        }
        assert_eq!(papers.iter().count(), 9, "the same bytes are one document");
        for word in ["..", ".", "", "nothing", "a.json"] {
            assert!(at(word).is_err(), "{word}");
        }
    }
}
