//! Text in which every character knows the bytes it was read from.

use std::ops::Range;
use std::sync::LazyLock;

/// A character of a text, and where it stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    /// The character.
    pub c: char,
    /// Its first byte in the file.
    pub start: u32,
    /// The byte behind its last.
    pub end: u32,
}

impl Glyph {
    /// The same place with another character.
    pub fn with(self, c: char) -> Glyph {
        Glyph { c, ..self }
    }

    /// A character that stands in no file, at the place behind another one.
    pub fn after(self, c: char) -> Glyph {
        Glyph { c, start: self.end, end: self.end }
    }
}

/// The text of some glyphs.
pub fn string(glyphs: &[Glyph]) -> String {
    glyphs.iter().map(|glyph| glyph.c).collect()
}

/// The bytes of the file from the first glyph to the last; an empty range at 0 for none.
pub fn bytes(glyphs: &[Glyph]) -> Range<u32> {
    match glyphs {
        [] => 0..0,
        [first, .., last] => first.start..last.end,
        [one] => one.start..one.end,
    }
}

/// Han, Kana and Hangul: scripts that put no blanks between words.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Punctuation of Chinese text, beside which a blank says nothing.
pub fn is_wide_mark(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{3004}' | '\u{3006}'..='\u{303f}' | '\u{ff00}'..='\u{ff65}' | '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

/// Cyrillic letters.
pub fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// One spelling for characters that mean the same: full-width forms, kinds of brackets and dashes, traditional Chinese.
pub fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => match char::from_u32(c as u32 - 0xfee0) {
            // Chinese keeps these apart from the narrow ones: they end clauses and sentences.
            Some(',' | ';' | ':' | '?' | '!') | None => c,
            Some(narrow) => narrow,
        },
        '〔' => '[',
        '〕' => ']',
        '\u{a0}' | '\u{3000}' | '\u{2007}' | '\u{202f}' => ' ',
        '‐' | '‑' | '\u{ad}' => '-',
        '“' | '”' | '„' | '«' | '»' => '"',
        '〈' => '《',
        '〉' => '》',
        '\u{4e00}'..='\u{9fff}' => SIMPLIFIED[c as usize - FIRST_HAN],
        c => c,
    }
}

/// The first character of the block that [`SIMPLIFIED`] is a table of.
const FIRST_HAN: usize = 0x4e00;

/// The simplified character that is read for each one of its block: names and grammars are written in these. A table,
/// because every character of a Chinese text is looked up several times.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table: Vec<char> = ('\u{4e00}'..='\u{9fff}').collect();
    let lines = include_str!("grammar/hant.txt").lines().filter(|line| !line.starts_with('#'));
    for pair in lines.flat_map(|line| line.split(' ')) {
        let mut pair = pair.chars();
        let (traditional, simplified) = (pair.next(), pair.next());
        let place = traditional.and_then(|c| (c as usize).checked_sub(FIRST_HAN)).and_then(|at| table.get_mut(at));
        if let (Some(place), Some(simplified)) = (place, simplified) {
            *place = simplified;
        }
    }
    table
});
