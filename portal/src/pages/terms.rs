//! The words of the law on a page, each with the way to what it means.

use law::{ActKind, Dated, Day, Status};
use pack::{InstrumentKind, RelationKind};
use words::Words;

use super::leaf::View;

/// A word of the law and the place in the glossary that explains it.
pub(crate) struct Term {
    pub(crate) word: &'static str,
    pub(crate) text: &'static str,
    pub(crate) href: String,
}

/// A status as a term; its word is the one of the JSON.
pub(crate) fn status(view: &View<'_>, status: Status) -> Term {
    let word = status.word();
    Term { word, text: label(view.words, "status", word), href: glossary(view, word) }
}

/// The place of a word in the glossary.
pub(crate) fn glossary(view: &View<'_>, word: &str) -> String {
    format!("{}#{word}", view.link(&["glossary"]))
}

/// A label by the word that the law has for it.
///
/// # Panics
/// When there is none; a test goes through all of them.
pub(crate) fn label(w: &'static Words, group: &str, word: &str) -> &'static str {
    let id = format!("{group}-{word}");
    w.known(&id).unwrap_or_else(|| panic!("the catalogue has no label `{id}`"))
}

pub(crate) fn act(w: &'static Words, kind: ActKind) -> &'static str {
    label(w, "label-act", kind.word())
}

pub(crate) fn instrument(w: &'static Words, kind: InstrumentKind) -> &'static str {
    label(w, "label-kind", kind.word())
}

pub(crate) fn relation(w: &'static Words, kind: RelationKind) -> &'static str {
    label(w, "label-relation", kind.word())
}

/// A date for a table and for machines.
pub(crate) struct When {
    pub(crate) iso: String,
    pub(crate) text: String,
}

pub(crate) fn day(w: &Words, day: Day) -> When {
    When { iso: day.to_string(), text: w.day(day) }
}

pub(crate) fn dated(w: &Words, dated: Dated) -> When {
    When { iso: dated.to_string(), text: w.dated(dated) }
}

pub(crate) fn maybe(w: &Words, date: Option<Day>) -> Option<When> {
    date.map(|date| day(w, date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_law_has_a_label_in_every_language() {
        for lang in words::LANGUAGES {
            let w = words::of(lang);
            Status::ALL.iter().for_each(|status| assert!(!label(w, "status", status.word()).is_empty()));
            ActKind::ALL.iter().for_each(|kind| assert!(!act(w, *kind).is_empty()));
            InstrumentKind::ALL.iter().for_each(|kind| assert!(!instrument(w, *kind).is_empty()));
            RelationKind::ALL.iter().for_each(|kind| assert!(!relation(w, *kind).is_empty()));
        }
    }
}
