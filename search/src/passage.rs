//! What is put into an index.

use std::ops::Range;

use law::Day;

/// What sort of thing a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Kind {
    /// A paragraph of a document.
    #[default]
    Paragraph,
    /// An instrument of the register, with its titles and names.
    Treaty,
    /// An act of the register.
    Act,
    /// A participant of the register, with its names.
    Participant,
    /// A body, a series, a measure or another matter of the register, with its names.
    Matter,
    /// A happening of the register.
    Happening,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 6] =
        [Kind::Paragraph, Kind::Treaty, Kind::Act, Kind::Participant, Kind::Matter, Kind::Happening];

    /// The word for it in JSON and at the terminal.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Paragraph => "paragraph",
            Kind::Treaty => "treaty",
            Kind::Act => "act",
            Kind::Participant => "participant",
            Kind::Matter => "matter",
            Kind::Happening => "happening",
        }
    }
}

/// A piece of text that can be found: a paragraph, or the entry of a thing in the register.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passage {
    /// The id or file name of the document, or the id of the thing in the register.
    pub document: String,
    /// The id of the paragraph in the document, or nothing.
    pub paragraph: String,
    /// What it is.
    pub kind: Kind,
    /// The language, as in BCP 47; nothing if not known. The text may mix languages all the same.
    pub lang: String,
    /// The title or heading. Words in it weigh more than those of the text.
    pub title: String,
    /// The text.
    pub text: String,
    /// The day it is from, if known; the first one where the date is less exact than a day, or a stretch of days.
    pub date: Option<Day>,
    /// The date as it is told, where it is less exact than a day, or a stretch of days; nothing where `date` says all.
    pub told: String,
    /// The ids of instruments it is about, as the caller knows them.
    pub instruments: Vec<String>,
    /// The codes of participants it is about, as the caller knows them.
    pub actors: Vec<String>,
    /// Where the text stands in the original, in bytes.
    pub place: Range<u64>,
}

impl Passage {
    /// The date as exactly as it is told, as in ISO 8601; none if not known.
    pub fn dated(&self) -> Option<String> {
        let day = || self.date.map(|day| day.to_string());
        Some(self.told.clone()).filter(|told| !told.is_empty()).or_else(day)
    }
}

/// A passage as bytes in a part of the index.
pub(crate) fn write(passage: &Passage, out: &mut Vec<u8>) {
    for text in [&passage.document, &passage.paragraph, &passage.lang, &passage.title, &passage.text, &passage.told] {
        write_text(text, out);
    }
    out.push(passage.kind as u8);
    out.extend(passage.date.unwrap_or(Day::ALWAYS).epoch().to_le_bytes());
    out.extend(passage.place.start.to_le_bytes());
    out.extend(passage.place.end.to_le_bytes());
    for codes in [&passage.instruments, &passage.actors] {
        out.extend((codes.len() as u32).to_le_bytes());
        codes.iter().for_each(|code| write_text(code, out));
    }
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    out.extend((text.len() as u32).to_le_bytes());
    out.extend(text.as_bytes());
}

/// Reads what [`write`] wrote; nothing if these are other bytes.
pub(crate) fn read(mut bytes: &[u8]) -> Option<Passage> {
    let from = &mut bytes;
    let mut text = || read_text(from);
    let (document, paragraph, lang, title) = (text()?, text()?, text()?, text()?);
    let (body, told) = (text()?, text()?);
    let kind = *Kind::ALL.get(usize::from(take::<1>(from)?[0]))?;
    let date = Day::from_epoch(i32::from_le_bytes(take(from)?));
    let place = u64::from_le_bytes(take(from)?)..u64::from_le_bytes(take(from)?);
    let (instruments, actors) = (read_codes(from)?, read_codes(from)?);
    let date = date.real();
    Some(Passage { document, paragraph, kind, lang, title, text: body, date, told, instruments, actors, place })
}

pub(crate) fn take<const N: usize>(from: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = from.split_first_chunk::<N>()?;
    *from = rest;
    Some(*taken)
}

fn read_text(from: &mut &[u8]) -> Option<String> {
    let length = u32::from_le_bytes(take(from)?) as usize;
    let (text, rest) = from.split_at_checked(length)?;
    *from = rest;
    String::from_utf8(text.to_vec()).ok()
}

fn read_codes(from: &mut &[u8]) -> Option<Vec<String>> {
    let count = u32::from_le_bytes(take(from)?);
    (0..count).map(|_| read_text(from)).collect()
}
