//! What a file is, by its bytes: a name can say anything.

use std::fmt;

use memchr::memmem;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text, or what no other kind claims.
    Text,
    /// A web page.
    Html,
    /// A document of a word processor (Office Open XML).
    Docx,
    /// PDF.
    Pdf,
    /// A kind that is known and not read.
    Foreign(Foreign),
}

impl Kind {
    /// The word for it: `text`, `html`, `docx`, `pdf`, `foreign`.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Html => "html",
            Kind::Docx => "docx",
            Kind::Pdf => "pdf",
            Kind::Foreign(_) => "foreign",
        }
    }

    /// The kind that is read and has this word.
    pub fn of_word(word: &str) -> Option<Kind> {
        [Kind::Text, Kind::Html, Kind::Docx, Kind::Pdf].into_iter().find(|kind| kind.word() == word)
    }
}

/// A kind of file that is known and not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// A document of Word before 2007.
    OldWord,
    /// A document of Office under a password.
    LockedOffice,
    /// An OLE file that is no document of Word.
    Ole,
    /// Rich text.
    Rtf,
    /// A text of OpenDocument.
    OpenDocument,
    /// A spreadsheet.
    Spreadsheet,
    /// A presentation.
    Presentation,
    /// A picture.
    Picture(&'static str),
    /// An archive.
    Archive(&'static str),
    /// PostScript or DjVu: pages without their text.
    Pages(&'static str),
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Foreign::OldWord => f.write_str("the file is a document of Word before 2007 (.doc): save it as DOCX"),
            Foreign::LockedOffice => f.write_str("the document is encrypted: save it without a password first"),
            Foreign::Ole => f.write_str("the file is an OLE file and no document: save what is in it as DOCX or PDF"),
            Foreign::Rtf => f.write_str("the file is rich text (RTF): save it as DOCX"),
            Foreign::OpenDocument => f.write_str("the file is an OpenDocument text (ODT): save it as DOCX"),
            Foreign::Spreadsheet => {
                f.write_str("the file is a spreadsheet: save its sheets as CSV, or give the document")
            }
            Foreign::Presentation => f.write_str("the file is a presentation: export it as PDF"),
            Foreign::Picture(format) => write!(f, "the file is a picture ({format}): run OCR first and give the text"),
            Foreign::Archive(format) => write!(f, "the file is an archive ({format}): unpack it and give the document"),
            Foreign::Pages(format) => write!(f, "the file is {format}: convert it to a PDF with a text layer"),
        }
    }
}

/// First bytes that say what a file is.
const MAGIC: [(&[u8], Foreign); 21] = [
    (b"{\\rtf", Foreign::Rtf),
    (b"\x89PNG\r\n\x1a\n", Foreign::Picture("PNG")),
    (b"\xff\xd8\xff", Foreign::Picture("JPEG")),
    (b"GIF87a", Foreign::Picture("GIF")),
    (b"GIF89a", Foreign::Picture("GIF")),
    (b"II*\0", Foreign::Picture("TIFF")),
    (b"MM\0*", Foreign::Picture("TIFF")),
    (b"II+\0", Foreign::Picture("TIFF")),
    (b"MM\0+", Foreign::Picture("TIFF")),
    (b"\0\0\0\x0cjP  \r\n\x87\n", Foreign::Picture("JPEG 2000")),
    (b"\xff\x4f\xff\x51", Foreign::Picture("JPEG 2000")),
    (b"\x97JB2\r\n\x1a\n", Foreign::Picture("JBIG2")),
    (b"8BPS\0\x01", Foreign::Picture("Photoshop")),
    (b"Rar!\x1a\x07", Foreign::Archive("RAR")),
    (b"7z\xbc\xaf\x27\x1c", Foreign::Archive("7z")),
    (b"\x1f\x8b\x08", Foreign::Archive("gzip")),
    (b"BZh", Foreign::Archive("bzip2")),
    (b"\xfd7zXZ\0", Foreign::Archive("xz")),
    (b"\x28\xb5\x2f\xfd", Foreign::Archive("zstd")),
    (b"%!PS", Foreign::Pages("PostScript")),
    (b"AT&TFORM", Foreign::Pages("DjVu")),
];

/// Names in a zip archive that say what it is.
const NAMES: [(&[u8], Kind); 5] = [
    (b"word/document", Kind::Docx),
    (b"xl/workbook", Kind::Foreign(Foreign::Spreadsheet)),
    (b"ppt/presentation", Kind::Foreign(Foreign::Presentation)),
    (b"opendocument.text", Kind::Foreign(Foreign::OpenDocument)),
    (b"opendocument.spreadsheet", Kind::Foreign(Foreign::Spreadsheet)),
];

/// Beginnings of elements of which a page has one near its start.
const TAGS: [&str; 24] = [
    "html",
    "!doctype html",
    "head",
    "body",
    "meta",
    "title",
    "p",
    "div",
    "table",
    "span",
    "h1",
    "h2",
    "h3",
    "h4",
    "font",
    "center",
    "br",
    "ul",
    "ol",
    "pre",
    "article",
    "section",
    "main",
    "blockquote",
];

/// How far into a file a PDF may begin, as readers allow it, and a page's first tag.
const NEAR: usize = 1024;

/// Says what a file is. What is not known is text: reading it says whether it is.
pub fn sniff(bytes: &[u8]) -> Kind {
    if memmem::find(&bytes[..bytes.len().min(NEAR + 5)], b"%PDF-").is_some() {
        return Kind::Pdf;
    }
    if let Some((_, foreign)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Kind::Foreign(*foreign);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let found = NAMES.iter().find(|(name, _)| memmem::find(bytes, name).is_some());
        return found.map_or(Kind::Foreign(Foreign::Archive("zip")), |(_, kind)| *kind);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Kind::Foreign(ole(bytes));
    }
    match bytes {
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Kind::Foreign(Foreign::Picture("WebP")),
        [_, _, _, _, b'f', b't', b'y', b'p', b'h', b'e', ..] => Kind::Foreign(Foreign::Picture("HEIC")),
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f', ..] => Kind::Foreign(Foreign::Picture("AVIF")),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Kind::Foreign(Foreign::Picture("BMP")),
        _ if is_page(bytes) => Kind::Html,
        _ => Kind::Text,
    }
}

/// What an OLE file holds, by the names of its streams.
fn ole(bytes: &[u8]) -> Foreign {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    if holds("EncryptedPackage") {
        Foreign::LockedOffice
    } else if holds("WordDocument") {
        Foreign::OldWord
    } else if holds("Workbook") {
        Foreign::Spreadsheet
    } else if holds("PowerPoint Document") {
        Foreign::Presentation
    } else {
        Foreign::Ole
    }
}

/// Whether a file begins as a page does: with a tag, and an element of HTML before long.
fn is_page(bytes: &[u8]) -> bool {
    // Zeros are the other halves of UTF-16.
    let head: String = bytes
        .iter()
        .take(4 * NEAR)
        .filter(|byte| **byte != 0)
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    let head = head.trim_start_matches(['ï', '»', '¿', 'ÿ', 'þ']).trim_start();
    let begins = |at: usize| {
        let rest = &head[at + 1..];
        TAGS.iter().any(|tag| {
            rest.strip_prefix(tag)
                .is_some_and(|after| after.starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace()))
        })
    };
    head.starts_with('<') && head.match_indices('<').any(|(at, _)| begins(at))
}
