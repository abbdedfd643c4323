//! How characters are handed from the process that read them to the one that asked.
//!
//! ```text
//! "semey characters 1\n"
//! 0  length of the word, the word      the format, or the encoding of a text
//!    number of characters
//!    for each: the character, its first byte less that of the one before, its length less that of the one before
//! 1  length of the sentence, the sentence     why there are none
//! ```
//!
//! Numbers are of seven bits a byte, lowest first; differences are folded so that small ones are short, whatever
//! their sign. The reader believes nothing of it: the writer had a stranger's file in its hands.

use std::io::{self, Read, Write};

use document::text::Glyph;
use encoding_rs::Encoding;

use crate::kind::Kind;

/// What a stream begins with.
const MAGIC: &[u8] = b"semey characters 1\n";
/// The longest word or sentence.
const SENTENCE: u64 = 4096;
/// The most characters.
const MOST: u64 = crate::limits::TEXT as u64;

/// What was taken out of a file: its characters with the word for their format, or a sentence that says why not.
///
/// The word is that of the kind ([`Kind::word`](crate::Kind::word)), and for text the name of its encoding in the
/// Encoding Standard.
pub type Taken = Result<(&'static str, Vec<Glyph>), String>;

/// Writes characters, or the sentence that says why there are none.
///
/// # Errors
/// When they cannot be written.
pub fn write_to(mut to: impl Write, taken: &Taken) -> io::Result<()> {
    to.write_all(MAGIC)?;
    let (tag, words) = match taken {
        Ok((word, _)) => (0, *word),
        Err(sentence) => (1, sentence.as_str()),
    };
    to.write_all(&[tag])?;
    let fits = words.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end as u64 <= SENTENCE);
    let words = &words[..fits.last().unwrap_or(0)];
    number(&mut to, words.len() as u64)?;
    to.write_all(words.as_bytes())?;
    if let Ok((_, glyphs)) = taken {
        number(&mut to, glyphs.len() as u64)?;
        let (mut start, mut len) = (0_i64, 0_i64);
        for glyph in glyphs {
            let (here, long) = (i64::from(glyph.start), i64::from(glyph.end) - i64::from(glyph.start));
            number(&mut to, u64::from(u32::from(glyph.c)))?;
            number(&mut to, fold(here - start))?;
            number(&mut to, fold(long - len))?;
            (start, len) = (here, long);
        }
    }
    to.flush()
}

/// Reads what [`write_to`] wrote, of a file of that many bytes.
///
/// # Errors
/// When it cannot be read, breaks off, or is not what [`write_to`] writes.
pub fn read_from(mut from: impl Read, file: usize) -> io::Result<Taken> {
    let mut magic = [0; MAGIC.len()];
    from.read_exact(&mut magic)?;
    if magic != MAGIC {
        return Err(wrong("its beginning"));
    }
    let tag = byte(&mut from)?;
    let len = get(&mut from)?;
    if len > SENTENCE {
        return Err(wrong("the length of a sentence"));
    }
    let mut words = vec![0; len as usize];
    from.read_exact(&mut words)?;
    let words = String::from_utf8(words).map_err(|_| wrong("a sentence"))?;
    match tag {
        0 => {}
        1 => return Ok(Err(words)),
        _ => return Err(wrong("its kind")),
    }
    let word = word(&words).ok_or_else(|| wrong("the word for the format"))?;
    let count = get(&mut from)?;
    if count > MOST {
        return Err(wrong("the number of characters"));
    }
    // What is not there yet takes no memory.
    let mut glyphs = Vec::with_capacity((count as usize).min(1 << 16));
    let (mut start, mut len) = (0_i64, 0_i64);
    for _ in 0..count {
        let c = u32::try_from(get(&mut from)?).ok().and_then(char::from_u32).ok_or_else(|| wrong("a character"))?;
        start = start.checked_add(unfold(get(&mut from)?)).ok_or_else(|| wrong("a place"))?;
        len = len.checked_add(unfold(get(&mut from)?)).ok_or_else(|| wrong("a place"))?;
        let end = start.checked_add(len).filter(|end| start >= 0 && len >= 0 && *end <= file as i64);
        let place = end.and_then(|end| Some((u32::try_from(start).ok()?, u32::try_from(end).ok()?)));
        let (first, end) = place.ok_or_else(|| wrong("a place"))?;
        glyphs.push(Glyph { c, start: first, end });
    }
    Ok(Ok((word, glyphs)))
}

/// The words that there are, each as the one that lasts.
fn word(word: &str) -> Option<&'static str> {
    let kind = Kind::of_word(word).filter(|kind| *kind != Kind::Text).map(Kind::word);
    kind.or_else(|| Encoding::for_label(word.as_bytes()).map(Encoding::name))
}

fn wrong(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the stream of characters is wrong in {what}"))
}

fn fold(difference: i64) -> u64 {
    ((difference << 1) ^ (difference >> 63)) as u64
}

fn unfold(folded: u64) -> i64 {
    (folded >> 1) as i64 ^ -((folded & 1) as i64)
}

fn number(to: &mut impl Write, mut number: u64) -> io::Result<()> {
    let mut bytes = [0_u8; 10];
    let mut len = 0;
    loop {
        bytes[len] = (number & 0x7f) as u8 | if number > 0x7f { 0x80 } else { 0 };
        number >>= 7;
        len += 1;
        if number == 0 {
            return to.write_all(&bytes[..len]);
        }
    }
}

fn byte(from: &mut impl Read) -> io::Result<u8> {
    let mut byte = [0];
    from.read_exact(&mut byte)?;
    Ok(byte[0])
}

fn get(from: &mut impl Read) -> io::Result<u64> {
    let mut number = 0_u64;
    for shift in (0..63).step_by(7) {
        let byte = byte(from)?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(number);
        }
    }
    Err(wrong("a number"))
}
