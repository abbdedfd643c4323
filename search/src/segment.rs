//! A part of the index: so many passages, their words and where these stand.
//!
//! All units of a part are numbered through, passage after passage, title before text, with a gap in between. A list
//! holds the places of one term. So a phrase is where shifted lists meet, whatever is in them, and the
//! passage follows from the place.
//!
//! The terms are pairs of neighbouring signs (the last sign of a run stands alone, so that every sign begins just
//! one term), stems of words, compounds written as one word, what the text names, and facts about the passage.

use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use law::Day;

use crate::entities::{Entities, Fnv, Mention};
use crate::fault::Fault;
use crate::list::{Bits, Cursor, pack};
use crate::passage::{self, Passage};
use crate::units::{Unit, Units};
use crate::words::{WORD, Words};

/// A part is written when it has so many places to sort.
const FULL: usize = 1 << 23;

/// The longest text of a passage in bytes.
const LONGEST_TEXT: usize = 1 << 28;

/// First bytes of a part. The number is that of the format: one more for every change of it, of the analysis
/// of text, or of the stemmer.
pub(crate) const FORMAT: u32 = 3;
const MAGIC: [u8; 8] = *b"SEMEYSRC";

/// Bytes of the head: the magic, the format, the check over the directory, and where four sections end.
const HEAD: usize = 8 + 4 + 8 + SECTIONS * 8;
const SECTIONS: usize = 4;
const ROW: usize = 28;
const REFERENCE: usize = 12;

/// Facts about a passage that a question can ask for.
pub(crate) fn fact(letter: char, value: &str) -> String {
    format!("\u{2}{letter}:{value}")
}

/// Two neighbouring signs as a term, or one that ends a run; none where they need more than 16 bits each.
pub(crate) fn pair(first: u32, second: Option<u32>) -> Option<u32> {
    let second = second.unwrap_or(0);
    (first < WORD >> 16 && second < 1 << 16).then_some(first << 16 | second)
}

/// The same as text, for those.
pub(crate) fn pair_text(first: u32, second: Option<u32>) -> String {
    [Some(first), second].into_iter().flatten().filter_map(char::from_u32).collect()
}

/// Whether a unit goes on with the run of signs that the one before is in.
pub(crate) fn goes_on(unit: Unit) -> bool {
    unit.is_sign() && !unit.after_clause()
}

#[derive(Debug, Clone, Copy)]
struct Reference {
    count: u32,
    /// Where the list begins; the place itself where there is one only.
    at: u32,
    length: u32,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    first: u32,
    /// Places of the title, with the gap behind it.
    title: u32,
    units: u32,
    date: i32,
    rank: u32,
    record: u64,
}

/// A part while passages are added.
#[derive(Debug, Default)]
pub(crate) struct Building {
    entries: Vec<u64>,
    next: u32,
    rows: Vec<Row>,
    order: Vec<(Box<str>, Box<str>, u64)>,
    records: Vec<u8>,
    title: Units,
    text: Units,
    mentions: Vec<Mention>,
}

impl Building {
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(crate) fn is_full(&self) -> bool {
        self.entries.len() >= FULL
    }

    pub(crate) fn add(&mut self, passage: &Passage, words: &mut Words, entities: &Entities) -> Result<(), Fault> {
        if passage.text.len().max(passage.title.len()) > LONGEST_TEXT {
            let (document, paragraph) = (passage.document.clone(), passage.paragraph.clone());
            return Err(Fault::TooLong { document, paragraph });
        }
        let (mut title, mut text) = (std::mem::take(&mut self.title), std::mem::take(&mut self.text));
        title.read(&passage.title, words);
        text.read(&passage.text, words);
        let first = self.next;
        self.next += 1;
        self.facts(passage, first, words);
        self.units(&passage.title, &title, words, entities);
        let title_places = self.next - first;
        self.units(&passage.text, &text, words, entities);
        self.rows.push(Row {
            first,
            title: title_places,
            units: (title.list.len() + text.list.len()) as u32,
            date: passage.date.unwrap_or(Day::ALWAYS).epoch(),
            rank: 0,
            record: self.records.len() as u64,
        });
        self.order.push((passage.document.as_str().into(), passage.paragraph.as_str().into(), passage.place.start));
        passage::write(passage, &mut self.records);
        (self.title, self.text) = (title, text);
        Ok(())
    }

    fn enter(&mut self, key: u32, place: u32) {
        self.entries.push(u64::from(key) << 32 | u64::from(place));
    }

    fn facts(&mut self, passage: &Passage, place: u32, words: &mut Words) {
        self.enter(words.term(&fact('k', passage.kind.word())), place);
        self.enter(words.term(&fact('l', &passage.lang)), place);
        self.enter(words.term(&fact('d', &passage.document)), place);
        for (letter, codes) in [('i', &passage.instruments), ('a', &passage.actors)] {
            for code in codes {
                self.enter(words.term(&fact(letter, code)), place);
            }
        }
    }

    fn units(&mut self, text: &str, units: &Units, words: &mut Words, entities: &Entities) {
        let base = self.next;
        let list = &units.list;
        self.entries.reserve(list.len());
        for (at, unit) in list.iter().enumerate() {
            let key = if unit.is_sign() {
                let second = list.get(at + 1).filter(|next| goes_on(**next)).map(|next| next.key);
                pair(unit.key, second).unwrap_or_else(|| words.term(&pair_text(unit.key, second)))
            } else {
                unit.key
            };
            self.entries.push(u64::from(key) << 32 | u64::from(base + unit.place));
        }
        for joined in &units.joined {
            self.enter(joined.key, base + list[joined.first as usize].place);
        }
        let mut mentions = std::mem::take(&mut self.mentions);
        entities.mentions(text, list, false, &mut mentions);
        for mention in &mentions {
            self.enter(entities.term(mention.entity), base + list[mention.units.start].place);
        }
        self.mentions = mentions;
        self.next = base + units.places() + 1;
    }

    /// The part as bytes, and nothing left.
    pub(crate) fn finish(&mut self, words: &Words) -> Vec<u8> {
        let mut entries = std::mem::take(&mut self.entries);
        sort(&mut entries);
        self.rank();
        let mut out = vec![0; HEAD];
        let mut ends = [0_u64; SECTIONS];
        let (signs, terms) = lists(&entries, words, &mut out);
        drop(entries);
        ends[0] = out.len() as u64;
        out.append(&mut self.records);
        ends[1] = out.len() as u64;
        for row in self.rows.drain(..) {
            for number in [row.first, row.title, row.units, row.date as u32, row.rank] {
                out.extend(number.to_le_bytes());
            }
            out.extend(row.record.to_le_bytes());
        }
        out.extend(self.next.to_le_bytes());
        ends[2] = out.len() as u64;
        out.extend((signs.len() as u32).to_le_bytes());
        out.extend((terms.len() as u32).to_le_bytes());
        let references = signs.iter().map(|(_, list)| list).chain(terms.iter().map(|(_, list)| list));
        signs.iter().for_each(|(key, _)| out.extend(key.to_le_bytes()));
        references.for_each(|list| {
            [list.count, list.at, list.length].iter().for_each(|number| out.extend(number.to_le_bytes()));
        });
        let mut end = 0;
        for (term, _) in &terms {
            end += term.len() as u32;
            out.extend(end.to_le_bytes());
        }
        terms.iter().for_each(|(term, _)| out.extend(term.as_bytes()));
        ends[3] = out.len() as u64;
        let check = check(&out[ends[1] as usize..]);
        let mut head = Vec::with_capacity(HEAD);
        head.extend(MAGIC);
        head.extend(FORMAT.to_le_bytes());
        head.extend(check.to_le_bytes());
        ends.iter().for_each(|end| head.extend(end.to_le_bytes()));
        out[..HEAD].copy_from_slice(&head);
        self.next = 0;
        self.order.clear();
        out
    }

    /// Numbers the passages by document, paragraph and place, to order those that fit a question equally.
    fn rank(&mut self) {
        let mut sorted: Vec<usize> = (0..self.rows.len()).collect();
        sorted.sort_by(|&a, &b| self.order[a].cmp(&self.order[b]).then(a.cmp(&b)));
        for (rank, at) in sorted.into_iter().enumerate() {
            self.rows[at].rank = rank as u32;
        }
    }
}

/// Sorts entries by their keys, those of one key staying in order. They are there in the order of their places.
fn sort(entries: &mut Vec<u64>) {
    let mut other = vec![0; entries.len()];
    for (shift, bits) in [(32, 11), (43, 11), (54, 10)] {
        let digit = |entry: u64| (entry >> shift) as usize & ((1 << bits) - 1);
        let mut begins = [0_usize; 1 << 11];
        entries.iter().for_each(|&entry| begins[digit(entry)] += 1);
        let mut sum = 0;
        for begin in &mut begins {
            sum += std::mem::replace(begin, sum);
        }
        for &entry in entries.iter() {
            let at = &mut begins[digit(entry)];
            other[*at] = entry;
            *at += 1;
        }
        std::mem::swap(entries, &mut other);
    }
}

type Terms<'w> = (Vec<(u32, Reference)>, Vec<(&'w str, Reference)>);

fn lists<'w>(entries: &[u64], words: &'w Words, out: &mut Vec<u8>) -> Terms<'w> {
    let (mut signs, mut terms) = (Vec::new(), Vec::new());
    let mut places = Vec::new();
    for list in entries.chunk_by(|a, b| a >> 32 == b >> 32) {
        places.clear();
        places.extend(list.iter().map(|&entry| entry as u32));
        // Facts, words and names of one passage are entered one after the other.
        if !places.is_sorted() {
            places.sort_unstable();
        }
        places.dedup();
        let at = (out.len() - HEAD) as u32;
        let reference = match places[..] {
            [place] => Reference { count: 1, at: place, length: 0 },
            _ => {
                pack(&places, out);
                Reference { count: places.len() as u32, at, length: (out.len() - HEAD) as u32 - at }
            }
        };
        let key = (list[0] >> 32) as u32;
        if key < WORD { signs.push((key, reference)) } else { terms.push((words.text(key), reference)) }
    }
    terms.sort_unstable_by_key(|(term, _)| *term);
    (signs, terms)
}

fn check(directory: &[u8]) -> u64 {
    let mut hash = Fnv::default();
    hash.add_quickly(directory);
    hash.0
}

/// Where the bytes of a part are.
#[derive(Debug)]
enum Bytes {
    Memory(Vec<u8>),
    File(File),
}

impl Bytes {
    fn read(&self, range: Range<u64>) -> io::Result<Cow<'_, [u8]>> {
        match self {
            Bytes::Memory(bytes) => bytes
                .get(range.start as usize..range.end as usize)
                .map(Cow::Borrowed)
                .ok_or_else(|| io::ErrorKind::UnexpectedEof.into()),
            Bytes::File(file) => {
                let mut bytes = vec![0; (range.end - range.start) as usize];
                read_at(file, &mut bytes, range.start)?;
                Ok(Cow::Owned(bytes))
            }
        }
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                bytes = &mut bytes[read..];
                at += read as u64;
            }
        }
    }
    Ok(())
}

/// A part that is written and can be asked. Its directory is in memory, lists and passages are read when needed.
#[derive(Debug)]
pub(crate) struct Segment {
    path: PathBuf,
    bytes: Bytes,
    records: Range<u64>,
    /// Of each passage the first place; behind them the place behind the last.
    firsts: Vec<u32>,
    lengths: Vec<u32>,
    others: Vec<Other>,
    units: u64,
    /// For every 128 places the passage that the first of them is in.
    coarse: Vec<u32>,
    signs: Vec<u32>,
    sign_lists: Vec<Reference>,
    terms: String,
    term_ends: Vec<u32>,
    term_lists: Vec<Reference>,
}

/// What is not looked at for every passage that fits.
#[derive(Debug, Clone, Copy)]
struct Other {
    title: u32,
    date: i32,
    rank: u32,
    record: u64,
}

const STRIDE: u32 = 7;

impl Segment {
    pub(crate) fn in_memory(bytes: Vec<u8>) -> Result<Segment, Fault> {
        let length = bytes.len() as u64;
        Segment::read(Path::new("memory"), Bytes::Memory(bytes), length)
    }

    pub(crate) fn open(path: &Path) -> Result<Segment, Fault> {
        let file = File::open(path).map_err(|source| Fault::io("open", path, source))?;
        let length = file.metadata().map_err(|source| Fault::io("read", path, source))?.len();
        Segment::read(path, Bytes::File(file), length)
    }

    fn read(path: &Path, bytes: Bytes, length: u64) -> Result<Segment, Fault> {
        let damaged = |why| Fault::Damaged { path: path.to_owned(), why };
        let section = |range: Range<u64>| {
            if range.start > range.end || range.end > length {
                return Err(damaged("is cut off"));
            }
            bytes.read(range).map(Cow::into_owned).map_err(|source| Fault::io("read", path, source))
        };
        let head = section(0..HEAD as u64)?;
        let mut rest = &head[..];
        let magic = passage::take::<8>(&mut rest);
        let format = number(&mut rest);
        if magic != Some(MAGIC) || format != Some(FORMAT) {
            return Err(damaged("does not begin as a part of this format does"));
        }
        let mut long = || passage::take::<8>(&mut rest).map_or(0, u64::from_le_bytes);
        let expected = long();
        let ends: [u64; SECTIONS] = std::array::from_fn(|_| long());
        let directory = section(ends[1]..ends[3])?;
        if check(&directory) != expected || length != ends[3] {
            return Err(damaged("is not as it was written"));
        }
        let (rows, terms) = (ends[2].checked_sub(ends[1]))
            .and_then(|middle| directory.split_at_checked(middle as usize))
            .ok_or_else(|| damaged("is not as it was written"))?;
        let mut segment = Segment {
            path: path.to_owned(),
            records: ends[0]..ends[1],
            firsts: Vec::new(),
            lengths: Vec::new(),
            others: Vec::new(),
            units: 0,
            coarse: Vec::new(),
            signs: Vec::new(),
            sign_lists: Vec::new(),
            terms: String::new(),
            term_ends: Vec::new(),
            term_lists: Vec::new(),
            bytes,
        };
        segment.read_rows(rows).and_then(|()| segment.read_terms(terms)).ok_or_else(|| damaged("has no directory"))?;
        Ok(segment)
    }

    fn read_rows(&mut self, mut from: &[u8]) -> Option<()> {
        let from = &mut from;
        while from.len() >= ROW {
            self.firsts.push(number(from)?);
            let title = number(from)?;
            self.lengths.push(number(from)?);
            let (date, rank) = (number(from)? as i32, number(from)?);
            self.others.push(Other { title, date, rank, record: u64::from_le_bytes(passage::take(from)?) });
        }
        let end = number(from)?;
        self.firsts.push(end);
        self.units = self.lengths.iter().map(|&units| u64::from(units)).sum();
        let mut passage = 0;
        for stride in 0..=end >> STRIDE {
            while self.firsts.get(passage + 1).is_some_and(|&next| next <= stride << STRIDE) {
                passage += 1;
            }
            self.coarse.push(passage as u32);
        }
        Some(())
    }

    fn read_terms(&mut self, mut from: &[u8]) -> Option<()> {
        let from = &mut from;
        let (signs, terms) = (number(from)?, number(from)?);
        if from.len() < signs as usize * (4 + REFERENCE) + terms as usize * (4 + REFERENCE) {
            return None;
        }
        self.signs = (0..signs).map(|_| number(from)).collect::<Option<_>>()?;
        let mut references = |count: u32| -> Option<Vec<Reference>> {
            let reference = |_| Some(Reference { count: number(from)?, at: number(from)?, length: number(from)? });
            (0..count).map(reference).collect()
        };
        (self.sign_lists, self.term_lists) = (references(signs)?, references(terms)?);
        self.term_ends = (0..terms).map(|_| number(from)).collect::<Option<_>>()?;
        self.terms = String::from_utf8(from.to_vec()).ok()?;
        Some(())
    }

    /// How many passages there are.
    pub(crate) fn passages(&self) -> usize {
        self.lengths.len()
    }

    /// How many units there are in all.
    pub(crate) fn units(&self) -> u64 {
        self.units
    }

    /// The passage that a place is in.
    #[inline]
    pub(crate) fn passage_at(&self, place: u32) -> Option<u32> {
        let mut passage = *self.coarse.get((place >> STRIDE) as usize)?;
        while self.firsts.get(passage as usize + 1).is_some_and(|&next| next <= place) {
            passage += 1;
        }
        ((passage as usize) < self.lengths.len()).then_some(passage)
    }

    /// The places of a passage.
    #[inline]
    pub(crate) fn places(&self, passage: u32) -> Range<u32> {
        self.firsts[passage as usize]..self.firsts[passage as usize + 1]
    }

    /// The place at which the text of a passage begins.
    pub(crate) fn text_begins(&self, passage: u32) -> u32 {
        self.firsts[passage as usize].saturating_add(self.others[passage as usize].title)
    }

    /// How many units a passage has.
    #[inline]
    pub(crate) fn length(&self, passage: u32) -> u32 {
        self.lengths[passage as usize]
    }

    /// The day of a passage.
    pub(crate) fn date(&self, passage: u32) -> Option<Day> {
        Day::from_epoch(self.others[passage as usize].date).real()
    }

    /// Where a passage stands among the others by document, paragraph and place.
    pub(crate) fn rank(&self, passage: u32) -> u32 {
        self.others[passage as usize].rank
    }

    pub(crate) fn passage(&self, passage: u32) -> Result<Passage, Fault> {
        let records = &self.records;
        let next = self.others.get(passage as usize + 1);
        let start = records.start.saturating_add(self.others[passage as usize].record);
        let end = next.map_or(records.end, |next| records.start.saturating_add(next.record));
        let damaged = || Fault::Damaged { path: self.path.clone(), why: "has a passage that cannot be read" };
        if start > end || end > records.end {
            return Err(damaged());
        }
        let bytes = self.bytes.read(start..end).map_err(|source| Fault::io("read", &self.path, source))?;
        passage::read(&bytes).ok_or_else(damaged)
    }

    fn term_text(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.term_ends[at - 1] as usize };
        self.terms.get(start..self.term_ends[at] as usize).unwrap_or("")
    }

    /// The first term that does not come before a text.
    fn term_from(&self, text: &str) -> usize {
        let (mut low, mut high) = (0, self.term_ends.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.term_text(middle) < text { low = middle + 1 } else { high = middle }
        }
        low
    }

    fn list(&self, reference: Reference) -> Result<Cursor<'_>, Fault> {
        if reference.count <= 1 {
            return Ok(Cursor::plain(vec![reference.at]));
        }
        let bytes = self.lists(reference.at, reference.at.saturating_add(reference.length))?;
        Ok(Cursor::packed(bytes, reference.count as usize))
    }

    fn lists(&self, start: u32, end: u32) -> Result<Cow<'_, [u8]>, Fault> {
        let range = HEAD as u64 + u64::from(start)..HEAD as u64 + u64::from(end);
        self.bytes.read(range).map_err(|source| Fault::io("read", &self.path, source))
    }

    /// How often a pair of signs occurs.
    pub(crate) fn count_pair(&self, pair: u32) -> u32 {
        self.signs.binary_search(&pair).map_or(0, |at| self.sign_lists[at].count)
    }

    /// How often a term occurs.
    pub(crate) fn count_term(&self, term: &str) -> u32 {
        let at = self.term_from(term);
        if at < self.term_ends.len() && self.term_text(at) == term { self.term_lists[at].count } else { 0 }
    }

    fn sign_range(&self, sign: u32) -> Range<usize> {
        let Some(first) = pair(sign, None) else { return 0..0 };
        self.signs.partition_point(|&key| key < first)..self.signs.partition_point(|&key| key <= first | 0xFFFF)
    }

    /// How often a sign occurs.
    pub(crate) fn count_sign(&self, sign: u32) -> u32 {
        self.sign_range(sign).map(|at| self.sign_lists[at].count).sum()
    }

    pub(crate) fn pair_list(&self, pair: u32) -> Result<Option<Cursor<'_>>, Fault> {
        self.signs.binary_search(&pair).ok().map(|at| self.list(self.sign_lists[at])).transpose()
    }

    pub(crate) fn term_list(&self, term: &str) -> Result<Option<Cursor<'_>>, Fault> {
        let at = self.term_from(term);
        let found = at < self.term_ends.len() && self.term_text(at) == term;
        found.then(|| self.list(self.term_lists[at])).transpose()
    }

    /// The places of a sign, whatever stands behind it; nothing where there are none.
    pub(crate) fn sign_list(&self, sign: u32) -> Result<Option<Bits>, Fault> {
        let text = pair_text(sign, None);
        let from = self.term_from(&text);
        let terms = (from..self.term_ends.len()).take_while(|&at| self.term_text(at).starts_with(&text));
        let signs = &self.sign_lists[self.sign_range(sign)];
        let terms: Vec<Reference> = terms.map(|at| self.term_lists[at]).collect();
        if signs.is_empty() && terms.is_empty() {
            return Ok(None);
        }
        let mut bits = Bits::below(self.firsts.last().copied().unwrap_or(0));
        for reference in terms {
            bits.add(self.list(reference)?);
        }
        // Lists of pairs lie in the order of their keys, so that these are read as one.
        let several = || signs.iter().filter(|reference| reference.count > 1);
        let start = several().map(|reference| reference.at).min().unwrap_or(0);
        let end = several().map(|reference| reference.at.saturating_add(reference.length)).max().unwrap_or(start);
        let all = self.lists(start, end)?;
        for reference in signs {
            if reference.count <= 1 {
                bits.add(Cursor::plain(vec![reference.at]));
            } else {
                let from = (reference.at - start) as usize;
                let bytes = all.get(from..from + reference.length as usize).unwrap_or(&[]);
                bits.add(Cursor::packed(Cow::Borrowed(bytes), reference.count as usize));
            }
        }
        Ok(Some(bits))
    }
}

fn number(from: &mut &[u8]) -> Option<u32> {
    passage::take(from).map(u32::from_le_bytes)
}
