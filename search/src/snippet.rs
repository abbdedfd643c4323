//! The piece of a passage that shows best why it was found.

use std::ops::Range;

use crate::entities::{Entities, Mention};
use crate::units::Units;
use crate::wanted::Clause;
use crate::words::Words;

/// A piece of a text as it stands in the original, with what was found in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snippet {
    /// The piece.
    pub text: String,
    /// Where it begins in the text of the passage, in bytes.
    pub start: usize,
    /// What was found: bytes of the piece, in order, apart from each other.
    pub marks: Vec<Range<usize>>,
    /// Whether the text goes on before the piece.
    pub more_before: bool,
    /// Whether the text goes on behind the piece.
    pub more_behind: bool,
}

/// What was found in a text: its bytes and the number of the clause.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    bytes: Range<usize>,
    clause: usize,
}

pub(crate) struct Marker<'m> {
    pub(crate) words: &'m mut Words,
    pub(crate) entities: &'m Entities,
    pub(crate) clauses: &'m [Clause],
}

impl Marker<'_> {
    fn marks(&mut self, text: &str, units: &mut Units) -> Vec<Mark> {
        units.read(text, self.words);
        let list = &units.list;
        let mut marks = Vec::new();
        let bytes = |units: Range<usize>| list[units.start].bytes().start..list[units.end - 1].bytes().end;
        for (clause, Clause { rows, .. }) in self.clauses.iter().enumerate() {
            for row in rows {
                let first = row.first();
                for at in 0..list.len() {
                    let here = Some(&list[at].key) == first
                        && list.len() - at >= row.len()
                        && list[at..].iter().zip(row).all(|(unit, key)| unit.key == *key);
                    if here {
                        marks.push(Mark { bytes: bytes(at..at + row.len()), clause });
                    }
                }
                for joined in units.joined.iter().filter(|joined| row.len() == 1 && Some(&joined.key) == first) {
                    let bytes = bytes(joined.first as usize..joined.last as usize + 1);
                    marks.push(Mark { bytes, clause });
                }
            }
        }
        if self.clauses.iter().any(|clause| !clause.entities.is_empty()) {
            let mut mentions = Vec::new();
            self.entities.mentions(text, list, false, &mut mentions);
            for Mention { units, entity } in mentions {
                if let Some(clause) = self.clauses.iter().position(|clause| clause.entities.contains(&entity)) {
                    marks.push(Mark { bytes: bytes(units), clause });
                }
            }
        }
        marks.sort_by_key(|mark| (mark.bytes.start, mark.bytes.end, mark.clause));
        marks
    }

    /// What was found in the whole of a text.
    pub(crate) fn marked(&mut self, text: &str) -> Vec<Range<usize>> {
        merged(&self.marks(text, &mut Units::default()))
    }

    /// The best piece of a text, of about so many characters.
    pub(crate) fn snippet(&mut self, text: &str, width: usize) -> Snippet {
        let mut units = Units::default();
        let marks = self.marks(text, &mut units);
        let found = best(text, &marks, width, self.clauses.len());
        let piece = widened(text, &units, found, width);
        let inside = |mark: &&Mark| piece.start <= mark.bytes.start && mark.bytes.end <= piece.end;
        let shown: Vec<Mark> = marks.iter().filter(inside).cloned().collect();
        let shift = |mark: Range<usize>| mark.start - piece.start..mark.end - piece.start;
        Snippet {
            text: text[piece.clone()].to_owned(),
            start: piece.start,
            marks: merged(&shown).into_iter().map(shift).collect(),
            more_before: !text[..piece.start].trim().is_empty(),
            more_behind: !text[piece.end..].trim().is_empty(),
        }
    }
}

/// Marks that touch or overlap, as one.
fn merged(marks: &[Mark]) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        match merged.last_mut() {
            Some(last) if mark.bytes.start <= last.end => last.end = last.end.max(mark.bytes.end),
            _ => merged.push(mark.bytes.clone()),
        }
    }
    merged
}

/// The bytes from the first to the last mark of the window that has most of the clauses, then most marks.
fn best(text: &str, marks: &[Mark], width: usize, clauses: usize) -> Range<usize> {
    // Where each mark begins and ends, counted in characters.
    let mut characters: Vec<Range<usize>> = Vec::with_capacity(marks.len());
    let (mut at, mut count) = (0, 0);
    for Mark { bytes, .. } in marks {
        count += text[at..bytes.start].chars().count();
        at = bytes.start;
        characters.push(count..count + text[bytes.clone()].chars().count());
    }
    let (mut most, mut best) = ((0, 0), 0..0);
    let mut within = vec![0_usize; clauses];
    let (mut end, mut different) = (0, 0);
    for (begin, first) in marks.iter().enumerate() {
        let fits = |end: usize| end == begin || characters[end].end <= characters[begin].start + width;
        while end < marks.len() && fits(end) {
            let seen = &mut within[marks[end].clause];
            *seen += 1;
            different += usize::from(*seen == 1);
            end += 1;
        }
        if (different, end - begin) > most {
            most = (different, end - begin);
            let last = marks[begin..end].iter().map(|mark| mark.bytes.end).max().unwrap_or(first.bytes.end);
            best = first.bytes.start..last;
        }
        let seen = &mut within[first.clause];
        *seen -= 1;
        different -= usize::from(*seen == 0);
    }
    best
}

/// A piece around some bytes of about so many characters, cut where a sentence begins or ends if it can be, and
/// else between words.
fn widened(text: &str, units: &Units, found: Range<usize>, width: usize) -> Range<usize> {
    let spare = width.saturating_sub(text[found.clone()].chars().take(width + 1).count());
    let mut start = found.start;
    let before = if found.is_empty() { 0 } else { spare / 3 };
    let mut limit = found.start;
    for (at, c) in text[..found.start].char_indices().rev().take(before) {
        if ends_sentence(c, &text[at + c.len_utf8()..]) {
            break;
        }
        limit = at;
    }
    if limit < start {
        // Not in the middle of a word.
        let words = &units.list[..units.list.partition_point(|unit| unit.bytes().start < start)];
        let inside = words.partition_point(|unit| unit.bytes().start < limit);
        let cut = inside > 0 && words[inside - 1].bytes().end > limit;
        start = if cut { words.get(inside).map_or(start, |unit| unit.bytes().start) } else { limit };
        start += text[start..found.start].len() - text[start..found.start].trim_start().len();
    }
    let left = width.saturating_sub(text[start..found.end].chars().take(width + 1).count());
    let (mut end, mut sentence) = (found.end, None);
    for (at, c) in text[found.end..].char_indices().take(left) {
        end = found.end + at + c.len_utf8();
        if ends_sentence(c, &text[end..]) {
            sentence = Some(end);
        }
    }
    if end < text.len() {
        // A sentence that ends far before the limit would leave little to read.
        let enough = |sentence: &usize| text[start..*sentence].chars().count() * 2 >= width;
        end = match sentence.filter(enough) {
            Some(sentence) => sentence,
            None => {
                let cut = units.list.partition_point(|unit| unit.bytes().start < end);
                match cut.checked_sub(1).map(|last| units.list[last].bytes()) {
                    Some(last) if last.end > end && last.start >= found.end => last.start,
                    Some(last) if last.end > end => last.end,
                    _ => end,
                }
            }
        };
        end -= text[found.end.max(start)..end].len() - text[found.end.max(start)..end].trim_end().len();
    }
    start..end
}

fn ends_sentence(c: char, rest: &str) -> bool {
    match c {
        '。' | '！' | '？' | '；' => true,
        '.' | '!' | '?' => rest.chars().next().is_none_or(char::is_whitespace),
        '\n' => rest.trim_start_matches(' ').starts_with('\n'),
        _ => false,
    }
}
