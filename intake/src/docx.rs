//! Documents of word processors: XML in a zip archive.
//!
//! Of the archive only the parts with the text are unpacked: the document, its footnotes and its endnotes. What a
//! reader of the finished document does not see is left out: deleted passages, hidden text, instructions of
//! fields, the other version of a drawing. Headers and footers are left out too.

use std::io::{Cursor, Read};

use document::text::Glyph;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use zip::{CompressionMethod, ZipArchive};

use crate::error::IntakeError;
use crate::flow::Flow;
use crate::limits;

/// Takes the text out of a document.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Glyph>, IntakeError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
    if archive.len() > limits::ENTRIES {
        let found = archive.len() as u64;
        return Err(IntakeError::Limit {
            what: "the number of parts in the document",
            found,
            most: limits::ENTRIES as u64,
        });
    }
    // Of two parts with one name, one program would show the one and another the other.
    if archive.has_duplicate_names() {
        return Err(damaged("two parts have the same name".to_owned()));
    }
    let main = main_part(&archive).ok_or_else(|| damaged("it has no word/document.xml".to_owned()))?;
    let mut flow = Flow::new();
    for name in [main.as_str(), "word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(part) = unpack(&mut archive, name)? {
            Part { name, place: part.place, flow: &mut flow }.read(&part.text)?;
            flow.paragraph();
        }
    }
    Ok(flow.finish())
}

fn damaged(why: String) -> IntakeError {
    IntakeError::Damaged { format: "DOCX", why }
}

/// The part that holds the document. Some programs number it.
fn main_part(archive: &ZipArchive<Cursor<&[u8]>>) -> Option<String> {
    let names: Vec<String> = archive.file_names().filter_map(Result::ok).map(|name| name.into_owned()).collect();
    let numbered = |name: &&String| {
        let number = name.strip_prefix("word/document").and_then(|rest| rest.strip_suffix(".xml"));
        number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    names.iter().filter(numbered).min_by_key(|name| name.len()).cloned()
}

/// Where a part stands in the file.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// As it is, from this byte on.
    Stored(u32),
    /// Compressed, in these bytes.
    Packed(u32, u32),
}

struct Unpacked {
    text: String,
    place: Place,
}

/// Unpacks a part within the limits, whatever the archive says of its size.
fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<Unpacked>, IntakeError> {
    let Some(index) = archive.index_for_name(name) else { return Ok(None) };
    let file = archive.by_index(index).map_err(|error| damaged(format!("{name}: {error}")))?;
    if file.encrypted() {
        return Err(IntakeError::Foreign(crate::Foreign::LockedOffice));
    }
    let packed = file.compressed_size();
    let start = file.data_start().unwrap_or(0);
    let stored = file.compression() == CompressionMethod::Stored;
    let most = limits::PART.min(packed.saturating_mul(limits::RATIO).max(1 << 20));
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(|error| damaged(format!("{name}: {error}")))?;
    if bytes.len() as u64 > most {
        return Err(IntakeError::Limit { what: "a part of the document, unpacked,", found: bytes.len() as u64, most });
    }
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let text = match String::from_utf8(bytes.split_off(mark)) {
        Ok(text) => text,
        Err(error) => {
            return Err(damaged(format!("{name} is not UTF-8 at byte {}", error.utf8_error().valid_up_to())));
        }
    };
    let in_file = |at: u64| u32::try_from(at).unwrap_or(u32::MAX);
    let place = if stored {
        Place::Stored(in_file(start.saturating_add(mark as u64)))
    } else {
        Place::Packed(in_file(start), in_file(start.saturating_add(packed)))
    };
    Ok(Some(Unpacked { text, place }))
}

/// A part that is being read.
struct Part<'f> {
    name: &'f str,
    place: Place,
    flow: &'f mut Flow,
}

/// Where the reading stands among the elements.
#[derive(Debug, Default)]
struct Stand {
    depth: usize,
    /// The depth of the outermost element that is left out.
    left_out: Option<usize>,
    in_text: bool,
    in_run: bool,
    /// Whether the run is hidden.
    hidden: bool,
    in_paragraph_properties: bool,
    /// Whether the end of the paragraph was deleted, so that the next one goes on with it.
    goes_on: bool,
}

impl Part<'_> {
    fn read(&mut self, text: &str) -> Result<(), IntakeError> {
        let mut reader = Reader::from_str(text);
        let mut stand = Stand::default();
        // The names of WordprocessingML have the prefix of the outermost one; drawings and formulas have others.
        let mut prefix: Option<String> = None;
        loop {
            let from = reader.buffer_position() as usize;
            let event = reader.read_event();
            let event = event.map_err(|error| self.damaged(reader.error_position(), &error.to_string()))?;
            match event {
                Event::Start(tag) => {
                    let name = local(&tag, &mut prefix);
                    stand.depth += 1;
                    if stand.depth > limits::DEPTH {
                        let (found, most) = (stand.depth as u64, limits::DEPTH as u64);
                        return Err(IntakeError::Limit {
                            what: "the nesting of elements in the document",
                            found,
                            most,
                        });
                    }
                    self.begins(&name, &tag, &mut stand)?;
                    if stand.left_out.is_none() && is_left_out(&name, &tag) {
                        stand.left_out = Some(stand.depth);
                    }
                }
                Event::Empty(tag) => {
                    let name = local(&tag, &mut prefix);
                    self.begins(&name, &tag, &mut stand)?;
                    self.ends(&name, &mut stand);
                }
                Event::End(tag) => {
                    let name = tag.name();
                    let name = own(name.as_ref(), prefix.as_deref());
                    if stand.left_out == Some(stand.depth) {
                        stand.left_out = None;
                    }
                    stand.depth = stand.depth.saturating_sub(1);
                    self.ends(&name, &mut stand);
                }
                Event::Text(piece) if stand.shows() => {
                    for (at, c) in piece.into_inner().char_indices() {
                        self.set(c, from + at, c.len_utf8())?;
                    }
                }
                Event::CData(piece) if stand.shows() => {
                    for (at, c) in piece.into_inner().char_indices() {
                        self.set(c, from + "<![CDATA[".len() + at, c.len_utf8())?;
                    }
                }
                Event::GeneralRef(entity) => {
                    let len = entity.len() + 2;
                    let named = resolve_predefined_entity(&entity).and_then(|text| text.chars().next());
                    let c = match named {
                        Some(c) => Some(c),
                        None if entity.is_char_ref() => entity.resolve_char_ref().ok().flatten(),
                        None => return Err(IntakeError::Entities { part: self.name.to_owned() }),
                    };
                    if stand.shows()
                        && let Some(c) = c
                    {
                        self.set(c, from, len)?;
                    }
                }
                Event::DocType(_) => return Err(IntakeError::Entities { part: self.name.to_owned() }),
                Event::Eof if stand.depth > 0 => return Err(self.damaged(text.len() as u64, "it ends in the middle")),
                Event::Eof => return Ok(()),
                Event::Text(_) | Event::CData(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    fn damaged(&self, at: u64, why: &str) -> IntakeError {
        damaged(format!("{} at byte {at}: {why}", self.name))
    }

    fn begins(&mut self, name: &str, tag: &BytesStart<'_>, stand: &mut Stand) -> Result<(), IntakeError> {
        match name {
            "pPr" => stand.in_paragraph_properties = true,
            "del" if stand.in_paragraph_properties => stand.goes_on = true,
            "r" => (stand.in_run, stand.hidden) = (true, false),
            "vanish" if stand.in_run => {
                stand.hidden = !matches!(value(tag, "val").as_deref(), Some("0" | "false" | "off"))
            }
            _ => {}
        }
        if stand.left_out.is_some() {
            return Ok(());
        }
        match name {
            "t" => stand.in_text = true,
            "p" if std::mem::take(&mut stand.goes_on) => {}
            "p" | "footnote" | "endnote" | "txbxContent" => self.flow.paragraph(),
            "tbl" => self.flow.table(),
            "tr" => self.flow.row(),
            "tc" => self.flow.cell(),
            _ if !stand.in_run || stand.hidden => {}
            // A tab among the properties of a paragraph is a place and no character: it stands in no run.
            "tab" | "ptab" => self.flow.tab(),
            "br" if value(tag, "type").as_deref() == Some("page") => self.flow.page(),
            "br" | "cr" => self.flow.line(),
            "noBreakHyphen" => self.flow.mark('\u{2011}')?,
            "softHyphen" => self.flow.mark('\u{ad}')?,
            _ => {}
        }
        Ok(())
    }

    fn ends(&mut self, name: &str, stand: &mut Stand) {
        match name {
            "pPr" => stand.in_paragraph_properties = false,
            "r" => (stand.in_run, stand.hidden) = (false, false),
            "t" => stand.in_text = false,
            _ => {}
        }
        if stand.left_out.is_some() {
            return;
        }
        match name {
            "p" if stand.goes_on => {}
            "p" => self.flow.paragraph(),
            "tbl" => self.flow.table(),
            "tr" => self.flow.row(),
            _ => {}
        }
    }

    /// A character, by the bytes that stand for it in the part.
    fn set(&mut self, c: char, at: usize, len: usize) -> Result<(), IntakeError> {
        let glyph = match self.place {
            Place::Packed(start, end) => Glyph { c, start, end },
            Place::Stored(first) => {
                let start = first.saturating_add(at as u32);
                Glyph { c, start, end: start.saturating_add(len as u32) }
            }
        };
        self.flow.add(glyph)
    }
}

impl Stand {
    /// Whether the characters that come are to be seen.
    fn shows(&self) -> bool {
        self.in_text && self.left_out.is_none() && !self.hidden
    }
}

/// The name of an element, without the prefix that the outermost element has; with its own, if it has another.
fn local(tag: &BytesStart<'_>, prefix: &mut Option<String>) -> String {
    let name = tag.name();
    let name: &str = name.as_ref();
    let own_prefix = || name.split_once(':').map_or("", |(prefix, _)| prefix).to_owned();
    own(name, Some(prefix.get_or_insert_with(own_prefix).as_str()))
}

fn own(name: &str, prefix: Option<&str>) -> String {
    match (name.split_once(':'), prefix) {
        (Some((found, local)), Some(prefix)) if found == prefix => local.to_owned(),
        _ => name.to_owned(),
    }
}

/// Whether what is in an element is not part of the text.
fn is_left_out(name: &str, tag: &BytesStart<'_>) -> bool {
    match name {
        "del" | "moveFrom" | "delText" | "instrText" | "delInstrText" | "mc:Fallback" | "rPrChange" | "pPrChange"
        | "sectPrChange" | "tblPrChange" | "trPrChange" | "tcPrChange" | "rt" => true,
        "footnote" | "endnote" => {
            matches!(value(tag, "type").as_deref(), Some("separator" | "continuationSeparator" | "continuationNotice"))
        }
        _ => false,
    }
}

/// The value of an attribute by its local name.
fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    // Looking for one that stands twice takes time in their square.
    let found = attributes.with_checks(false).flatten().find(|attribute| {
        let key: &str = attribute.key.as_ref();
        key.rsplit(':').next() == Some(name)
    });
    found.map(|attribute| attribute.value.into_owned())
}
