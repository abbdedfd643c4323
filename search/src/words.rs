//! The words that were met, as numbers: every form of a word has the number of its stem.

use std::collections::HashMap;
use std::sync::Arc;

use frostem::{Algorithm, Stemmer};

use crate::entities::Entities;

/// The numbers of words begin here. Below lie the signs of scripts that are searched sign by sign,
/// and pairs of them, whose first halves stay below the surrogates.
pub(crate) const WORD: u32 = 0xD800_0000;

/// Longer words are cut, in the index as in a question: nobody writes them.
pub(crate) const LONGEST_WORD: usize = 64;

/// Words and their stems. Those that lie over the names of a table take what is there and add to their own.
#[derive(Debug, Default)]
pub(crate) struct Words {
    below: Option<Arc<Entities>>,
    forms: HashMap<Box<str>, u32>,
    stems: HashMap<Box<str>, u32>,
    list: Vec<Box<str>>,
}

impl Words {
    pub(crate) fn over(below: Arc<Entities>) -> Words {
        Words { below: Some(below), ..Words::default() }
    }

    fn below(&self) -> Option<&Words> {
        self.below.as_deref().map(Entities::words)
    }

    fn first(&self) -> u32 {
        self.below().map_or(0, Words::len)
    }

    pub(crate) fn len(&self) -> u32 {
        self.first() + self.list.len() as u32
    }

    /// The key of a folded word: that of its stem.
    pub(crate) fn word(&mut self, form: &str) -> u32 {
        let known = |words: &Words| words.forms.get(form).copied();
        if let Some(key) = known(self).or_else(|| self.below().and_then(known)) {
            return key;
        }
        let key = self.term(&stem(form));
        self.forms.insert(form.into(), key);
        key
    }

    /// The key of a term as it stands.
    pub(crate) fn term(&mut self, term: &str) -> u32 {
        let known = |words: &Words| words.stems.get(term).copied();
        if let Some(key) = known(self).or_else(|| self.below().and_then(known)) {
            return key;
        }
        let key = WORD + self.len();
        self.stems.insert(term.into(), key);
        self.list.push(term.into());
        key
    }

    /// The term with this key.
    pub(crate) fn text(&self, key: u32) -> &str {
        let at = key - WORD;
        match self.below() {
            Some(below) if at < below.len() => below.text(key),
            _ => &self.list[(at - self.first()) as usize],
        }
    }
}

/// The stem of a folded word, by its script. Words of several scripts or with digits keep their form.
pub(crate) fn stem(form: &str) -> String {
    if form.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Stemmer::new(Algorithm::English).stem(form).into_owned();
    }
    if !form.chars().all(is_cyrillic) {
        return form.to_owned();
    }
    // The stemmer takes the last consonant of some names in one case and leaves it in another
    // ("…стан", "…стану"): what it leaves is taken again until nothing goes.
    let stemmer = Stemmer::new(Algorithm::Russian);
    let mut stem = form.to_owned();
    for _ in 0..4 {
        let shorter = stemmer.stem(&stem).into_owned();
        if shorter.is_empty() || shorter == stem {
            break;
        }
        stem = shorter;
    }
    stem
}

pub(crate) fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52F}' | '\u{1C80}'..='\u{1C8A}' | '\u{A640}'..='\u{A69F}')
}
