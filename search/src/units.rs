//! From text to units: words, and the signs of scripts that are written without spaces.
//!
//! Whatever is put into the index, asked or marked goes through here, so that they agree.

use std::ops::Range;

use unicode_normalization::char::{compose, decompose_compatible, is_combining_mark};

use crate::words::{LONGEST_WORD, WORD, Words};

/// A word or a sign, with its place in the text it was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    /// The sign itself, or the key of a word.
    pub(crate) key: u32,
    /// First byte in the text.
    pub(crate) start: u32,
    /// The byte behind the last.
    pub(crate) end: u32,
    /// Its place among the units: neighbours are one apart, signs on both sides of a comma two.
    pub(crate) place: u32,
    flags: u8,
}

const SPACE: u8 = 1;
const CLAUSE: u8 = 2;
const COMPOUND: u8 = 4;
const CAPITAL: u8 = 8;
const UPPER: u8 = 16;

impl Unit {
    pub(crate) fn is_sign(self) -> bool {
        self.key < WORD
    }

    /// Whether white space, or nothing at all, stands before it.
    pub(crate) fn after_space(self) -> bool {
        self.flags & SPACE != 0
    }

    /// Whether a comma, a stop or the like stands before it.
    pub(crate) fn after_clause(self) -> bool {
        self.flags & CLAUSE != 0
    }

    /// Whether a hyphen, a stroke or the like joins it to the unit before.
    pub(crate) fn in_compound(self) -> bool {
        self.flags & COMPOUND != 0
    }

    /// Whether it begins with a capital letter.
    pub(crate) fn has_capital(self) -> bool {
        self.flags & CAPITAL != 0
    }

    /// Whether it has capital letters only, and more than one letter.
    pub(crate) fn is_upper(self) -> bool {
        self.flags & UPPER != 0
    }

    pub(crate) fn bytes(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A compound that is also written as one word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Joined {
    pub(crate) key: u32,
    pub(crate) first: u32,
    pub(crate) last: u32,
}

/// The units of a text; kept and filled again, so that nothing is allocated for each text.
#[derive(Debug, Default)]
pub(crate) struct Units {
    pub(crate) list: Vec<Unit>,
    pub(crate) joined: Vec<Joined>,
}

impl Units {
    /// How many places the units take.
    pub(crate) fn places(&self) -> u32 {
        self.list.last().map_or(0, |unit| unit.place + 1)
    }

    pub(crate) fn read(&mut self, text: &str, words: &mut Words) {
        self.list.clear();
        self.joined.clear();
        let mut reader = Reader {
            words,
            units: self,
            word: String::new(),
            start: 0,
            end: 0,
            capital: false,
            length: 0,
            letters: 0,
            capitals: 0,
            space: true,
            clause: false,
            fresh: false,
            joiner: None,
            compound: Compound::default(),
        };
        for (at, c) in text.char_indices() {
            reader.read(c, at as u32, (at + c.len_utf8()) as u32);
        }
        reader.break_off();
    }
}

/// The word that stands in a text from here to there, folded.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::new();
    for c in text.chars() {
        decompose_compatible(c, |d| fold(d, &mut folded));
    }
    folded
}

#[derive(Default)]
struct Compound {
    first: u32,
    parts: u32,
    whole: String,
    /// Whether it can be written as one word: letters, with hyphens or apostrophes between.
    plain: bool,
}

struct Reader<'r> {
    words: &'r mut Words,
    units: &'r mut Units,
    word: String,
    start: u32,
    end: u32,
    capital: bool,
    length: usize,
    letters: usize,
    capitals: usize,
    space: bool,
    clause: bool,
    /// Whether a letter or sign was read just before, so that a combining mark belongs to it.
    fresh: bool,
    /// What stands behind the last word, where it may join it to the next.
    joiner: Option<char>,
    compound: Compound,
}

/// What a character of a word is: a figure (or whatever has no case and is no letter), a small or a great letter.
type Case = u8;
const FIGURE: Case = 0;
const SMALL: Case = 1;
const GREAT: Case = 2;

impl Reader<'_> {
    #[inline]
    fn read(&mut self, c: char, start: u32, end: u32) {
        // What makes up most texts needs no tables.
        match c {
            'a'..='z' | 'а'..='я' => self.letter(c, SMALL, start, end),
            '0'..='9' => self.letter(c, FIGURE, start, end),
            'A'..='Z' => self.letter(c.to_ascii_lowercase(), GREAT, start, end),
            'А'..='Я' => self.letter(char::from_u32(c as u32 + 32).unwrap_or(c), GREAT, start, end),
            'ё' => self.letter('е', SMALL, start, end),
            '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' => self.sign(c, start, end),
            '\0'..='\u{7F}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{301F}' => self.other(c),
            '，' | '；' | '：' | '？' | '！' => self.other(','),
            _ if is_ignorable(c) => {}
            _ => decompose_compatible(c, |part| self.part(part, start, end)),
        }
    }

    /// A part of a character, which stands for itself in most cases.
    fn part(&mut self, c: char, start: u32, end: u32) {
        if is_combining_mark(c) {
            self.mark(c, end);
        } else if is_sign(c) {
            self.sign(c, start, end);
        } else if c.is_alphanumeric() && !is_apostrophe(c) {
            let case = match (c.is_alphabetic(), c.is_uppercase()) {
                (_, true) => GREAT,
                (true, false) => SMALL,
                (false, false) => FIGURE,
            };
            self.letter(c, case, start, end);
        } else {
            self.other(c);
        }
    }

    fn mark(&mut self, mark: char, end: u32) {
        if !self.fresh {
            return;
        }
        if !self.word.is_empty() {
            self.end = end;
            fold(mark, &mut self.word);
        } else if let Some(unit) = self.units.list.last_mut() {
            let whole = char::from_u32(unit.key).and_then(|sign| compose(sign, mark));
            unit.key = whole.map_or(unit.key, u32::from);
            unit.end = end;
        }
    }

    #[inline]
    fn letter(&mut self, c: char, case: Case, start: u32, end: u32) {
        if self.word.is_empty() {
            let joiner = self.joiner.take().filter(|joiner| match joiner {
                '.' | ',' | ':' => case == FIGURE && self.compound.whole.ends_with(char::is_numeric),
                _ => true,
            });
            match joiner {
                Some(joiner) => self.compound.plain &= joiner == '-',
                None => self.end_compound(),
            }
            self.start = start;
            self.capital = case == GREAT;
            (self.length, self.letters, self.capitals) = (0, 0, 0);
        }
        self.length += 1;
        self.letters += usize::from(case != FIGURE);
        self.capitals += usize::from(case == GREAT);
        self.end = end;
        self.fresh = true;
        match c {
            'a'..='z' | 'а'..='я' | '0'..='9' => self.word.push(c),
            _ => fold(c, &mut self.word),
        }
    }

    fn sign(&mut self, c: char, start: u32, end: u32) {
        self.break_off();
        let last = self.units.list.last().copied().filter(|last| last.is_sign());
        if let (true, Some(last)) = (self.fresh, last)
            && ('\u{1160}'..='\u{11FF}').contains(&c)
            && let Some(whole) = char::from_u32(last.key).and_then(|sign| compose(sign, c))
            && let Some(unit) = self.units.list.last_mut()
        {
            (unit.key, unit.end) = (u32::from(whole), end);
            return;
        }
        self.fresh = true;
        self.push(u32::from(c), start, end, 0);
    }

    fn other(&mut self, c: char) {
        self.fresh = false;
        if c.is_whitespace() {
            self.break_off();
            self.space = true;
            return;
        }
        let stop = is_stop(c);
        let seam = is_hyphen(c) || is_apostrophe(c);
        if !self.word.is_empty() && (seam || matches!(c, '/' | '\u{2044}' | '_' | '.' | ',' | ':')) {
            self.end_word();
            self.joiner = Some(if seam { '-' } else { c });
        } else {
            self.break_off();
        }
        self.clause |= stop;
    }

    /// Ends the word and the compound it is in.
    fn break_off(&mut self) {
        self.end_word();
        self.end_compound();
    }

    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let mut word = std::mem::take(&mut self.word);
        if let Some((end, _)) = word.char_indices().nth(LONGEST_WORD) {
            word.truncate(end);
        }
        let mut flags = if self.capital { CAPITAL } else { 0 };
        if self.capitals > 1 && self.capitals == self.letters {
            flags |= UPPER;
        }
        let compound = &mut self.compound;
        if compound.parts == 0 {
            compound.first = self.units.list.len() as u32;
            compound.plain = true;
        } else {
            flags |= COMPOUND;
            // The stop between two figures is no end of anything.
            self.clause = false;
        }
        compound.parts += 1;
        compound.plain &= self.letters == self.length;
        if compound.parts <= MOST_PARTS {
            compound.whole.push_str(&word);
        }
        let key = self.words.word(&word);
        self.push(key, self.start, self.end, flags);
        word.clear();
        self.word = word;
    }

    fn end_compound(&mut self) {
        self.joiner = None;
        let compound = &mut self.compound;
        if compound.plain && (2..=MOST_PARTS).contains(&compound.parts) {
            if let Some((end, _)) = compound.whole.char_indices().nth(LONGEST_WORD) {
                compound.whole.truncate(end);
            }
            let key = self.words.word(&compound.whole);
            let (first, last) = (compound.first, self.units.list.len() as u32 - 1);
            self.units.joined.push(Joined { key, first, last });
        }
        compound.whole.clear();
        compound.parts = 0;
    }

    fn push(&mut self, key: u32, start: u32, end: u32, mut flags: u8) {
        if self.space {
            flags |= SPACE;
        }
        if self.clause {
            flags |= CLAUSE;
        }
        let sign = key < WORD;
        let place = match self.units.list.last() {
            Some(last) => last.place + if sign && last.is_sign() && self.clause { 2 } else { 1 },
            None => 0,
        };
        (self.space, self.clause) = (false, false);
        self.units.list.push(Unit { key, start, end, place, flags });
    }
}

/// Compounds of more parts are no words.
const MOST_PARTS: u32 = 4;

/// Adds a decomposed character to a word: in lower case, without marks; й stays a letter of its own.
fn fold(c: char, word: &mut String) {
    match c {
        '\u{306}' if word.ends_with('и') => {
            word.pop();
            word.push('й');
        }
        'ß' | 'ẞ' => word.push_str("ss"),
        'ς' => word.push('σ'),
        'ı' => word.push('i'),
        _ if is_combining_mark(c) => {}
        _ => word.extend(c.to_lowercase().filter(|lower| !is_combining_mark(*lower))),
    }
}

/// Scripts that are written without spaces, or whose spaces do not part words.
fn is_sign(c: char) -> bool {
    matches!(
        c,
        '\u{E00}'..='\u{EFF}'
            | '\u{1000}'..='\u{109F}'
            | '\u{1100}'..='\u{11FF}'
            | '\u{1780}'..='\u{17FF}'
            | '\u{2E80}'..='\u{2FDF}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3021}'..='\u{3029}'
            | '\u{3041}'..='\u{30FF}'
            | '\u{3105}'..='\u{318E}'
            | '\u{31A0}'..='\u{31FF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{A000}'..='\u{A4CF}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{20000}'..='\u{3FFFF}'
    ) && c.is_alphanumeric()
        && !is_figure(c)
}

/// Figures of those scripts, written in numbers like 0 to 9.
fn is_figure(c: char) -> bool {
    matches!(c, '\u{E50}'..='\u{E59}' | '\u{ED0}'..='\u{ED9}' | '\u{1040}'..='\u{1049}' | '\u{17E0}'..='\u{17E9}')
}

/// What is not seen: soft hyphens, joiners, marks of direction, variants of a form.
fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{640}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{E0100}'..='\u{E01EF}'
    )
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2013}' | '\u{2212}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '`' | '\u{2B9}'..='\u{2BF}')
}

/// What ends a sentence or parts the members of one.
fn is_stop(c: char) -> bool {
    matches!(c, '.' | ',' | ':' | ';' | '!' | '?' | '。' | '、' | '\u{61F}' | '\u{60C}' | '\u{61B}' | '।')
}
