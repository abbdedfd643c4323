//! Marking a paragraph: every date, participant, instrument, place and number in it becomes one sign, so that
//! the grammar speaks of kinds of things and not of their names.

use serde::Deserialize;

use crate::grammar::Joint;
use crate::lexicon::{Lexicon, Meaning, UNKNOWN};
use crate::when::{self, When, Year};

/// Kinds of things that are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// A date.
    Date,
    /// A participant, or several in a list.
    Actor,
    /// An instrument.
    Treaty,
    /// A place.
    Place,
    /// The number of a resolution or decision.
    Number,
}

impl Class {
    /// All of them.
    pub const ALL: [Class; 5] = [Class::Date, Class::Actor, Class::Treaty, Class::Place, Class::Number];

    /// The letter by which grammars name it.
    pub const fn letter(self) -> char {
        match self {
            Class::Date => 'D',
            Class::Actor => 'A',
            Class::Treaty => 'T',
            Class::Place => 'P',
            Class::Number => 'N',
        }
    }

    /// The sign that stands for it in marked text: one that is in no other text.
    pub const fn mark(self) -> char {
        match self {
            Class::Date => '\u{f0000}',
            Class::Actor => '\u{f0001}',
            Class::Treaty => '\u{f0002}',
            Class::Place => '\u{f0003}',
            Class::Number => '\u{f0004}',
        }
    }
}

/// Who is meant by words that name nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stand {
    /// Those who speak.
    Speakers,
    /// The parties of the treaty spoken of.
    Parties,
    /// The members of the organisation that speaks.
    Members,
}

/// What a mark stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A date; a list of dates in one breath is one mark each.
    Date(When),
    /// Participants by code; what words like "the parties" stand for; whether a group was expanded.
    Actors {
        /// Their codes.
        codes: Vec<String>,
        /// Words that name nobody.
        stands: Vec<Stand>,
        /// Whether some came from a group.
        grouped: bool,
    },
    /// An instrument.
    Treaty {
        /// Its code; none for "the treaty".
        code: Option<String>,
        /// For "the treaty": what the names of those that can be meant end with.
        ends: String,
        /// Whether it stands between title marks.
        quoted: bool,
    },
    /// A place.
    Place {
        /// Its name in English.
        name: String,
        /// The code of its State.
        country: String,
    },
    /// The number of a resolution or decision.
    Number(String),
}

/// A marked thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What kind it is.
    pub class: Class,
    /// Its first character in the paragraph.
    pub start: usize,
    /// The character behind its last.
    pub end: usize,
    /// What it stands for.
    pub value: Value,
}

/// A paragraph's text with signs for what was marked.
#[derive(Debug, Clone, Default)]
pub struct Marked {
    /// The text.
    pub text: String,
    /// For every byte of the text the character of the paragraph, and one more for the end.
    places: Vec<u32>,
    /// What was marked, in order.
    pub marks: Vec<Mark>,
}

impl Marked {
    /// The characters of the paragraph for a range of bytes.
    pub fn chars(&self, bytes: std::ops::Range<usize>) -> std::ops::Range<usize> {
        self.places[bytes.start] as usize..self.places[bytes.end] as usize
    }

    /// How many commas and brackets stand in a range of characters, outside of what is marked.
    pub(crate) fn commas(&self, chars: std::ops::Range<usize>) -> usize {
        self.slice(chars).chars().filter(|c| matches!(c, '，' | ',' | '(' | ')' | '、' | ':' | '：' | '—')).count()
    }

    /// Some characters of the marked text before a place.
    pub(crate) fn lead(&self, before: usize, length: usize) -> String {
        let text = self.slice(0..before);
        let start = text.char_indices().rev().nth(length.saturating_sub(1)).map_or(0, |(at, _)| at);
        text[start..].to_owned()
    }

    /// The marked text for a range of characters.
    pub(crate) fn slice(&self, chars: std::ops::Range<usize>) -> &str {
        let from = self.places.partition_point(|place| (*place as usize) < chars.start);
        let to = self.places.partition_point(|place| (*place as usize) < chars.end);
        self.text.get(from..to.max(from)).unwrap_or("")
    }

    /// The marks within a range of characters.
    pub fn within(&self, chars: std::ops::Range<usize>) -> &[Mark] {
        let from = self.marks.partition_point(|mark| mark.start < chars.start);
        let to = self.marks.partition_point(|mark| mark.start < chars.end);
        &self.marks[from..to.max(from)]
    }
}

/// Marks a paragraph.
pub fn mark(chars: &[char], lexicon: &Lexicon) -> Marked {
    let mut marks: Vec<Mark> = Vec::new();
    for (start, end, value) in when::find(chars, lexicon.lang()) {
        marks.push(Mark { class: Class::Date, start, end, value: Value::Date(value) });
    }
    let dates = marks.len();
    for (start, end, number) in when::numbers(chars, lexicon.lang()) {
        // "8/9 June 2000" is a date.
        if marks[..dates].iter().any(|date| date.start < end && start < date.end) {
            continue;
        }
        marks.push(Mark { class: Class::Number, start, end, value: Value::Number(number) });
    }
    let taken =
        |marks: &[Mark], start: usize, end: usize| marks.iter().any(|mark| mark.start < end && start < mark.end);
    let mut named: Vec<Mark> = Vec::new();
    for (start, end, meaning) in lexicon.find(chars) {
        if taken(&marks, start, end) {
            continue;
        }
        let (class, value) = match meaning {
            Meaning::Actors { codes, stand, grouped } => {
                (Class::Actor, Value::Actors { codes, stands: stand.into_iter().collect(), grouped })
            }
            Meaning::Treaty { code, ends, quoted } => (Class::Treaty, Value::Treaty { code, ends, quoted }),
            Meaning::Place { name, country } => (Class::Place, Value::Place { name, country }),
        };
        let mark = Mark { class, start, end, value };
        match parted(&mark, chars, lexicon) {
            Some(two) => named.extend(two),
            None => named.push(mark),
        }
    }
    // What was parted can reach over what was found behind it.
    let mut reach = 0;
    named.retain(|mark| {
        let free = mark.start >= reach;
        reach = reach.max(mark.end);
        free
    });
    for (start, end, value) in in_short(chars, lexicon) {
        if !taken(&marks, start, end) {
            named.retain(|mark| mark.end <= start || end <= mark.start);
            named.push(Mark { class: Class::Actor, start, end, value });
        }
    }
    for (start, end, value) in joint(chars, lexicon) {
        named.retain(|mark| mark.end <= start || end <= mark.start);
        named.push(Mark { class: Class::Treaty, start, end, value });
    }
    marks.extend(named);
    marks.sort_by_key(|mark| mark.start);
    // A title between title marks that is in no pack is an instrument all the same, only not one that is known.
    for (start, end) in titles(chars) {
        if !taken(&marks, start, start + 1) {
            marks.retain(|mark| mark.end <= start || mark.start >= end);
            let value = Value::Treaty { code: None, ends: UNKNOWN.to_owned(), quoted: true };
            marks.push(Mark { class: Class::Treaty, start, end, value });
            marks.sort_by_key(|mark| mark.start);
        }
    }
    let of_names: Vec<usize> = (1..marks.len()).filter(|at| is_year_of_a_name(&marks, *at, chars)).collect();
    for at in of_names.into_iter().rev() {
        marks.remove(at);
    }
    let marks = join_lists(marks, chars, lexicon);
    sign(chars, marks, lexicon)
}

/// "The parties to the Treaty on" something: words for the parties of the treaty spoken of, and a treaty that is named.
fn parted(mark: &Mark, chars: &[char], lexicon: &Lexicon) -> Option<[Mark; 2]> {
    let Value::Actors { codes, stands, .. } = &mark.value else { return None };
    if !codes.is_empty() || stands != &[Stand::Parties] {
        return None;
    }
    let blank = chars[mark.start..mark.end].iter().rposition(|c| *c == ' ')? + mark.start;
    let behind = chars.get(blank + 1..chars.len().min(blank + 1 + LONGEST))?;
    lexicon.find(behind).into_iter().find_map(|(start, end, meaning)| match meaning {
        Meaning::Treaty { code: Some(code), ends, quoted } if start == 0 && blank + 1 + end > mark.end => Some([
            Mark { end: blank, ..mark.clone() },
            Mark {
                class: Class::Treaty,
                start: blank + 1,
                end: blank + 1 + end,
                value: Value::Treaty { code: Some(code), ends, quoted },
            },
        ]),
        _ => None,
    })
}

/// "The Treaty (1987)": a year in brackets behind the name of an instrument belongs to the name.
fn is_year_of_a_name(marks: &[Mark], at: usize, chars: &[char]) -> bool {
    let (before, mark) = (&marks[at - 1], &marks[at]);
    let Value::Date(when) = &mark.value else { return false };
    let year = when.to.is_none() && !when.as_of && when.from.month.is_none() && when.from.season.is_none();
    let named = matches!(&before.value, Value::Treaty { ends, .. } if ends.is_empty());
    let gap = chars.get(before.end..mark.start).unwrap_or_default();
    let closed = chars.get(mark.end) == Some(&')');
    year && when.by.is_none() && named && closed && gap.iter().filter(|c| **c != ' ').eq(&['('])
}

/// Titles between title marks that end with a word for an instrument.
fn titles(chars: &[char]) -> Vec<(usize, usize)> {
    const KINDS: [&str; 13] = [
        "条约",
        "公约",
        "协定",
        "议定书",
        "宣言",
        "声明",
        "目录",
        "公报",
        "决议书",
        "宪章",
        "纲领",
        "准则",
        "行动计划",
    ];
    let mut all = Vec::new();
    let mut open = None;
    for (at, c) in chars.iter().enumerate() {
        match c {
            '《' => open = Some(at),
            '》' => {
                if let Some(start) = open.take() {
                    let title: String = chars[start + 1..at].iter().collect();
                    if KINDS.iter().any(|kind| title.ends_with(kind) && title.len() > kind.len()) {
                        all.push((start, at + 1));
                    }
                }
            }
            _ => {}
        }
    }
    all
}

/// "The Treaties of A, B and C": each of them is named by what stands in the list.
fn joint(chars: &[char], lexicon: &Lexicon) -> Vec<(usize, usize, Value)> {
    let mut all = Vec::new();
    let treaty = |joint: &Joint, from: usize, to: usize| {
        let item: String = chars[from..to].iter().collect();
        let name: Vec<char> = joint.one.replace('~', item.trim()).chars().collect();
        lexicon.find(&name).into_iter().find_map(|(start, end, meaning)| match meaning {
            Meaning::Treaty { code: Some(code), .. } if start == 0 && end == name.len() => {
                Some((from, to, Value::Treaty { code: Some(code), ends: String::new(), quoted: false }))
            }
            _ => None,
        })
    };
    for joint in &lexicon.grammar().words.joint {
        let (words, ahead) = match (&joint.before, &joint.behind) {
            (Some(words), _) => (words, true),
            (None, Some(words)) => (words, false),
            (None, None) => continue,
        };
        let words: Vec<char> = words.chars().collect();
        let places = chars.windows(words.len()).enumerate().filter(|(_, window)| *window == words.as_slice());
        for (at, _) in places {
            let from = if ahead { at + words.len() } else { at.saturating_sub(LONGEST) };
            let to = if ahead { chars.len().min(from + LONGEST) } else { at };
            let items = lexicon.items(chars, from..to);
            let mut found = Vec::new();
            let mut check = |(from, to): (usize, usize)| {
                // Before the first of a list in a script without blanks the sentence goes on.
                let begins = if ahead { from..from + 1 } else { from.max(to.saturating_sub(8))..to };
                let one = begins.into_iter().find_map(|from| treaty(joint, from, to));
                found.extend(one.clone());
                one.is_some_and(|(start, ..)| start == from)
            };
            if ahead {
                items.into_iter().take_while(|item| check(*item)).count();
            } else {
                items.into_iter().rev().take_while(|item| check(*item)).count();
            }
            if found.len() > 1 {
                all.extend(found);
            }
        }
    }
    all
}

/// States in a row, each by one character, with how many they are behind it.
fn in_short(chars: &[char], lexicon: &Lexicon) -> Vec<(usize, usize, Value)> {
    let words = &lexicon.grammar().words;
    let mut all = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let (start, mut end) = (at, at);
        let mut codes: Vec<String> = Vec::new();
        while let Some(code) = chars.get(at).and_then(|c| words.short.get(c)) {
            if codes.contains(code) {
                break;
            }
            codes.push(code.clone());
            (at, end) = (at + 1, at + 1);
            at += usize::from(chars.get(at).is_some_and(|c| matches!(c, '、' | '和')));
        }
        let counted = |behind: &&String| behind.chars().eq(chars[end..].iter().copied().take(behind.chars().count()));
        if codes.len() > 1
            && let Some(behind) = words.short_behind.iter().find(counted)
        {
            at = end + behind.chars().count();
            all.push((start, at, Value::Actors { codes, stands: Vec::new(), grouped: false }));
        }
        at = at.max(start + 1);
    }
    all
}

/// Participants in a list become one mark.
fn join_lists(marks: Vec<Mark>, chars: &[char], lexicon: &Lexicon) -> Vec<Mark> {
    let mut joined: Vec<Mark> = Vec::new();
    for mark in marks {
        if let Some(last) = joined.last_mut()
            && last.class == Class::Actor
            && mark.class == Class::Actor
            && lexicon.is_list_mark(&chars[last.end..mark.start])
            && !speaks_next(last, &mark, &chars[last.end..mark.start], lexicon)
            && let (Value::Actors { codes, stands, grouped }, Value::Actors { codes: more, stands: others, grouped: g }) =
                (&mut last.value, &mark.value)
        {
            codes.extend(more.iter().filter(|code| !codes.contains(code)).cloned().collect::<Vec<_>>());
            stands.extend(others);
            *grouped |= g;
            last.end = mark.end;
            continue;
        }
        // "The member States of CICA": the organisation is named before or behind its members.
        if let Some(last) = joined.last_mut()
            && last.end == mark.start
            && last.class == Class::Actor
            && matches!(&mark.value, Value::Actors { codes, stands, .. } if codes.is_empty() && stands == &[Stand::Members])
        {
            last.end = mark.end;
            continue;
        }
        // From one date to another.
        if let Some(last) = joined.last_mut()
            && let (Value::Date(from), Value::Date(to)) = (&mut last.value, &mark.value)
            && from.to.is_none()
            && to.to.is_none()
            && lexicon.is_stretch(&chars[last.end..mark.start])
        {
            if from.from.year == Year::Missing && from.from.month.is_some() {
                from.from.year = to.from.year;
            }
            from.to = Some(to.from);
            last.end = mark.end;
            continue;
        }
        joined.push(mark);
    }
    joined
}

/// "At the initiative of Chile, the General Assembly": behind a comma an organ is the next to be spoken of.
fn speaks_next(last: &Mark, next: &Mark, between: &[char], lexicon: &Lexicon) -> bool {
    let organs = &lexicon.grammar().words.organs;
    let of_organ = |mark: &Mark| matches!(&mark.value, Value::Actors { codes, .. } if codes.iter().all(|code| organs.contains(code)));
    between.starts_with(&[',']) && of_organ(next) && !of_organ(last)
}

fn is_parties_of(treaty: &Mark, parties: &Mark, chars: &[char]) -> bool {
    let stands = matches!(&parties.value, Value::Actors { stands, .. } if stands.contains(&Stand::Parties));
    stands && matches!(&chars[treaty.end..parties.start], [] | ['的'])
}

/// The longest list of names, or name, that is looked through, in characters.
const LONGEST: usize = 140;

/// A full stop that ends no sentence, in marked text.
const INNER_STOP: char = '․';

/// Whether a full stop is one of an abbreviation, an initial or a number.
fn is_inner_stop(chars: &[char], at: usize, lexicon: &Lexicon) -> bool {
    let next = chars.get(at + 1);
    if next.is_some_and(|c| c.is_alphanumeric()) {
        return true;
    }
    let begins = chars[..at].iter().rposition(|c| !c.is_alphabetic()).map_or(0, |before| before + 1);
    let word: String = chars[begins..at].iter().collect();
    let initial = at == begins + 1 && chars[begins].is_uppercase();
    next.is_some() && (initial || lexicon.grammar().words.abbreviations.contains(&word))
}

/// Whether a character stands between two that are no letters, digits or blanks of other scripts.
fn beside(chars: &[char], at: usize) -> bool {
    let other = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_none_or(|c| !c.is_ascii_alphanumeric());
    other(at.checked_sub(1)) || other(at.checked_add(1))
}

fn sign(chars: &[char], marks: Vec<Mark>, lexicon: &Lexicon) -> Marked {
    let mut marked = Marked::default();
    let spaced = lexicon.grammar().structure.spaced;
    let mut push = |c: char, at: usize| {
        let c = match c {
            '.' if is_inner_stop(chars, at, lexicon) => INNER_STOP,
            // Printed with dots or without.
            'ё' => 'е',
            // Between words without blanks commas are wide, however they were printed.
            ',' | ';' | ':' if !spaced && beside(chars, at) => match c {
                ',' => '，',
                ';' => '；',
                _ => '：',
            },
            c => c,
        };
        marked.text.push(c);
        marked.places.extend(std::iter::repeat_n(at as u32, c.len_utf8()));
    };
    let mut at = 0;
    let mut index = 0;
    while let Some(mark) = marks.get(index) {
        for (place, c) in chars[at..mark.start].iter().enumerate() {
            push(*c, at + place);
        }
        // "The parties to the treaty" are participants: both are one sign.
        let behind =
            marks.get(index + 1).filter(|next| mark.class == Class::Treaty && is_parties_of(mark, next, chars));
        let last = behind.unwrap_or(mark);
        push(last.class.mark(), mark.start);
        at = last.end;
        index += if behind.is_some() { 2 } else { 1 };
    }
    for (place, c) in chars[at..].iter().enumerate() {
        push(*c, at + place);
    }
    marked.places.push(chars.len() as u32);
    // A range that ends behind a mark ends where the mark does.
    marked.marks = marks;
    marked
}
