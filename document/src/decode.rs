//! From the bytes of a file to characters, each with its bytes.

use std::fmt;

use chardetng::EncodingDetector;
use encoding_rs::{DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::text::{Glyph, is_cyrillic, is_han};

/// The longest text that is read, in bytes: some ten thousand pages.
pub const MAX_BYTES: usize = 64 << 20;

/// Text, and the encoding in which it was found.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// The characters; line ends are `\n`, a form feed stands as it is.
    pub glyphs: Vec<Glyph>,
    /// The encoding's name in the Encoding Standard.
    pub encoding: &'static str,
}

/// Why a file is not read as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecodeError {
    /// It is longer than [`MAX_BYTES`].
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// There is nothing in it.
    Empty,
    /// It is no text, in any encoding that is tried.
    NotText {
        /// What speaks against it.
        why: String,
        /// The first byte that does.
        at: usize,
    },
    /// It was decoded wrongly once and saved so: what it said is lost.
    Mojibake {
        /// A piece of it.
        sample: String,
    },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DecodeError::TooLong { bytes } => {
                write!(f, "the file has {bytes} bytes, and at most {MAX_BYTES} are read: split it")
            }
            DecodeError::Empty => f.write_str("there is no text in the file"),
            DecodeError::NotText { why, at } => write!(
                f,
                "the file is no text that can be read: {why} at byte {at}; save it as UTF-8, or give the PDF or DOCX"
            ),
            DecodeError::Mojibake { sample } => write!(
                f,
                "the text was decoded wrongly before it was saved (“{sample}”), so that its words are lost: get the \
                 file from its source again"
            ),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Reads bytes as text: UTF-8, UTF-16, GB18030, Big5, Windows-1251, KOI8-R and the others of the Encoding Standard.
///
/// # Errors
/// When it is no text, or no longer the text that it was.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let decoded = characters(bytes, None)?;
    check(&decoded.glyphs)?;
    Ok(decoded)
}

/// The characters of a file in the encoding that has this label in the Encoding Standard, or in the one that is
/// found where there is no label or the standard knows none of that name. Whether they are the text that was
/// written is left to [`check`].
///
/// # Errors
/// When the bytes are not in that encoding, or too many.
pub fn characters(bytes: &[u8], label: Option<&str>) -> Result<Decoded, DecodeError> {
    if bytes.len() > MAX_BYTES {
        return Err(DecodeError::TooLong { bytes: bytes.len() });
    }
    let named = label.and_then(|label| Encoding::for_label_no_replacement(label.as_bytes()));
    // Every GBK text is one in GB18030 too, and only the latter has all of Han.
    let named = named.map(|encoding| (if encoding == GBK { GB18030 } else { encoding }, 0));
    let (encoding, skip) = named.unwrap_or_else(|| guess(bytes));
    let glyphs = match std::str::from_utf8(&bytes[skip..]) {
        Ok(text) if encoding == UTF_8 => glyphs_of(text, skip),
        _ => step_by_step(bytes, encoding, skip)?,
    };
    Ok(Decoded { glyphs: line_ends(glyphs), encoding: encoding.name() })
}

/// The encoding, and the length of the mark that says it.
fn guess(bytes: &[u8]) -> (&'static Encoding, usize) {
    if let Some(found) = Encoding::for_bom(bytes) {
        return found;
    }
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) {
        return (UTF_8, 0);
    }
    // Text in UTF-16 is full of zeros (blanks, digits, line ends), always in the same half.
    let head = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |half: usize| head.iter().skip(half).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > head.len() / 64 {
        return (if even > odd { UTF_16BE } else { UTF_16LE }, 0);
    }
    let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let found = detector.guess(None, chardetng::Utf8Detection::Allow);
    // Every GBK text is one in GB18030 too, and only the latter has all of Han.
    (if found == GBK { GB18030 } else { found }, 0)
}

fn glyphs_of(text: &str, skip: usize) -> Vec<Glyph> {
    let glyph = |(at, c): (usize, char)| {
        let start = (at + skip) as u32;
        Glyph { c, start, end: start + c.len_utf8() as u32 }
    };
    text.char_indices().map(glyph).collect()
}

/// Decodes byte after byte, so that each character's bytes are known.
fn step_by_step(bytes: &[u8], encoding: &'static Encoding, skip: usize) -> Result<Vec<Glyph>, DecodeError> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(bytes.len() / 2);
    let mut start = skip;
    let mut out = [0_u8; 32];
    for at in skip..=bytes.len() {
        let (input, last) = if at < bytes.len() { (&bytes[at..=at], false) } else { (&bytes[..0], true) };
        let mut given = input;
        loop {
            let (result, read, written) = decoder.decode_to_utf8_without_replacement(given, &mut out, last);
            given = &given[read..];
            let text = std::str::from_utf8(&out[..written]).unwrap_or("");
            let end = (at + 1).min(bytes.len());
            for c in text.chars() {
                glyphs.push(Glyph { c, start: start as u32, end: end as u32 });
            }
            if written > 0 {
                start = end;
            }
            match result {
                DecoderResult::Malformed(..) => {
                    let why = format!("it is not {}", encoding.name());
                    return Err(DecodeError::NotText { why, at: start });
                }
                DecoderResult::OutputFull => {}
                DecoderResult::InputEmpty => break,
            }
        }
    }
    Ok(glyphs)
}

fn line_ends(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let mut lines: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        match glyph.c {
            '\n' if lines.last().is_some_and(|last| last.c == '\r') => {
                if let Some(last) = lines.last_mut() {
                    *last = Glyph { c: '\n', start: last.start, end: glyph.end };
                }
            }
            '\u{2028}' | '\u{2029}' | '\u{85}' => lines.push(glyph.with('\n')),
            '\u{feff}' | '\u{200b}' => {}
            _ => lines.push(glyph),
        }
    }
    lines.iter_mut().filter(|glyph| glyph.c == '\r').for_each(|glyph| glyph.c = '\n');
    lines
}

/// Refuses what has no letters, and a text that was decoded as another encoding than it had.
///
/// # Errors
/// When it is no text, or no longer the text that it was.
pub fn check(glyphs: &[Glyph]) -> Result<(), DecodeError> {
    let letters = glyphs.iter().filter(|glyph| glyph.c.is_alphanumeric()).count();
    if letters == 0 {
        return Err(DecodeError::Empty);
    }
    // Controls of the upper half are letters of another encoding, which is another fault.
    let is_odd = |glyph: &&Glyph| (glyph.c as u32) < 0x20 && !matches!(glyph.c, '\n' | '\t' | '\u{c}');
    if let Some(odd) = glyphs.iter().find(is_odd) {
        let count = glyphs.iter().filter(is_odd).count();
        if count * 200 > glyphs.len() || odd.c == '\0' {
            let why = format!("a control character (U+{:04X})", odd.c as u32);
            return Err(DecodeError::NotText { why, at: odd.start as usize });
        }
    }
    let few = |count: usize| count * 50 <= letters;
    let lost =
        |glyph: &&Glyph| matches!(glyph.c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}') || "锟斤拷烫屯".contains(glyph.c);
    // UTF-8 or Windows-1251 that was read as Latin: Ð and Ñ before every letter, or rows of accented capitals.
    let latin = |glyph: &&Glyph| {
        matches!(
            glyph.c,
            '\u{80}'
                ..='\u{9f}'
                    | 'Ã'
                    | 'Â'
                    | 'Ð'
                    | 'Ñ'
                    | 'å'
                    | 'æ'
                    | 'ç'
                    | 'è'
                    | 'é'
                    | 'ä'
                    | 'ï'
                    | 'î'
                    | 'ð'
                    | 'ñ'
                    | 'ò'
                    | 'ó'
                    | 'à'
                    | 'â'
        )
    };
    let vowels = |glyph: &&Glyph| glyph.c.is_ascii_alphabetic();
    for (sign, least) in [(&lost as &dyn Fn(&&Glyph) -> bool, 1), (&latin, 4)] {
        let count = glyphs.iter().filter(|glyph| sign(glyph)).count();
        // French has accents too; there the letters without are many times as many.
        let plain = glyphs.iter().filter(vowels).count();
        if !few(count / least) && (least == 1 || count * 2 > plain) && !is_read(glyphs) {
            let first = glyphs.iter().position(|glyph| sign(&glyph)).unwrap_or(0);
            let sample = glyphs[first..].iter().take(12).map(|glyph| glyph.c).filter(|c| !c.is_control()).collect();
            return Err(DecodeError::Mojibake { sample });
        }
    }
    Ok(())
}

/// Whether most letters are of a script that mojibake does not make.
fn is_read(glyphs: &[Glyph]) -> bool {
    let count = |is: fn(char) -> bool| glyphs.iter().filter(|glyph| is(glyph.c)).count();
    let lost = count(|c| matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}') || "锟斤拷烫屯".contains(c));
    (count(is_han) + count(is_cyrillic)) > 20 * lost.max(1) && lost * 50 < glyphs.len()
}
