//! Web pages: what a reader sees of one, as lines and paragraphs.
//!
//! The tokens are those of the HTML standard (`html5gum`, which says where each ends). No tree is built: what
//! stands on a line of its own and what is not shown follows from the names of the elements, so that no nesting is
//! too deep.

use std::convert::Infallible;

use document::decode::{Decoded, characters};
use document::text::Glyph;
use html5gum::emitters::naive_next_state;
use html5gum::{Emitter, Error, State, Tokenizer};

use crate::error::IntakeError;
use crate::flow::Flow;

/// How far into a file it says its encoding.
const HEAD: usize = 4096;
/// The longest entity: a number with some zeros before it.
const ENTITY: usize = 64;
/// The longest name and value of an attribute that are looked at.
const ATTRIBUTE: usize = 1024;

/// Takes the visible text out of a page.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Glyph>, IntakeError> {
    let glyphs = decode(bytes)?.glyphs;
    let source: String = glyphs.iter().map(|glyph| glyph.c).collect();
    let mut page = Page {
        source: source.as_bytes(),
        starts: source.char_indices().map(|(at, _)| at as u32).collect(),
        glyphs: &glyphs,
        position: 0,
        next: 0,
        tag: Tag::default(),
        last_start: Vec::new(),
        hidden: None,
        verbatim: 0,
        flow: Flow::new(),
        failure: None,
    };
    // No token is ever given: what is read stays in the page.
    match Tokenizer::new_with_emitter(source.as_str(), Reader(&mut page)).finish() {
        Ok(()) => page.failure.map_or_else(|| Ok(page.flow.finish()), Err),
        Err(never) => match never {},
    }
}

/// The characters of the file: by its mark, as UTF-8, by what it says itself, or by what they look like.
fn decode(bytes: &[u8]) -> Result<Decoded, IntakeError> {
    let marked = bytes.starts_with(b"\xef\xbb\xbf") || bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if !marked
        && std::str::from_utf8(bytes).is_err()
        && let Some(label) = declared(bytes)
        && let Ok(decoded) = characters(bytes, Some(&label))
    {
        return Ok(decoded);
    }
    Ok(characters(bytes, None)?)
}

/// The encoding that a page says it has: `<meta charset=…>`, `<meta … content="…; charset=…">`, `<?xml … encoding=…?>`.
fn declared(bytes: &[u8]) -> Option<String> {
    let head: String = bytes.iter().take(HEAD).map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    for (opens, key) in [("<meta", "charset"), ("<?xml", "encoding")] {
        for (at, _) in head.match_indices(opens) {
            let tag = head[at..].split('>').next().unwrap_or("");
            let Some((_, value)) = tag.split_once(key) else { continue };
            let Some(value) = value.trim_start().strip_prefix('=') else { continue };
            let label: String = value
                .trim_start()
                .trim_start_matches(['"', '\''])
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
                .collect();
            // What can be read so far is no UTF-16, whatever it says.
            if !label.is_empty() && !label.starts_with("utf-16") {
                return Some(label);
            }
        }
    }
    None
}

/// How an element stands on its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Among the words.
    Inline,
    /// Set apart from what is before and behind it.
    Block,
    Table,
    Row,
    Cell,
    /// A line that ends.
    Line,
    /// Not shown.
    Hidden,
}

fn place(name: &[u8]) -> Place {
    match name {
        b"br" => Place::Line,
        b"table" => Place::Table,
        b"tr" => Place::Row,
        b"td" | b"th" => Place::Cell,
        b"head" | b"script" | b"style" | b"template" | b"noscript" | b"title" | b"textarea" | b"select"
        | b"datalist" | b"svg" | b"math" | b"object" | b"iframe" | b"canvas" | b"audio" | b"video" | b"noembed"
        | b"noframes" | b"rt" | b"rp" | b"button" | b"dialog" => Place::Hidden,
        b"address" | b"article" | b"aside" | b"blockquote" | b"body" | b"caption" | b"center" | b"dd" | b"details"
        | b"dir" | b"div" | b"dl" | b"dt" | b"fieldset" | b"figcaption" | b"figure" | b"footer" | b"form" | b"h1"
        | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"header" | b"hgroup" | b"hr" | b"legend" | b"li" | b"main"
        | b"menu" | b"nav" | b"ol" | b"p" | b"pre" | b"listing" | b"xmp" | b"plaintext" | b"search" | b"section"
        | b"summary" | b"ul" => Place::Block,
        _ => Place::Inline,
    }
}

/// Elements that never have an end.
fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"br"
            | b"col"
            | b"embed"
            | b"hr"
            | b"img"
            | b"input"
            | b"link"
            | b"meta"
            | b"source"
            | b"track"
            | b"wbr"
    )
}

/// Elements whose end may be left out, which another of them then makes.
fn ends_itself(name: &[u8]) -> bool {
    matches!(name, b"p" | b"li" | b"dt" | b"dd" | b"td" | b"th" | b"tr" | b"rt" | b"rp" | b"head")
}

/// A tag that is being read.
#[derive(Debug, Default)]
struct Tag {
    name: Vec<u8>,
    is_end: bool,
    self_closing: bool,
    attribute: Vec<u8>,
    value: Vec<u8>,
    /// Whether its attributes say that it is not shown.
    hidden: bool,
}

impl Tag {
    fn begin(&mut self, is_end: bool) {
        self.name.clear();
        self.attribute.clear();
        self.value.clear();
        self.is_end = is_end;
        self.self_closing = false;
        self.hidden = false;
    }

    /// Takes note of the attribute that was read last.
    fn close_attribute(&mut self) {
        if self.attribute == b"hidden" {
            self.hidden = true;
        } else if self.attribute == b"style" {
            let style: Vec<u8> =
                self.value.iter().filter(|byte| !byte.is_ascii_whitespace()).map(u8::to_ascii_lowercase).collect();
            let says = |what: &[u8]| style.windows(what.len()).any(|piece| piece == what);
            self.hidden |= says(b"display:none") || says(b"visibility:hidden");
        }
        self.attribute.clear();
        self.value.clear();
    }
}

/// What is read of a page.
struct Page<'s> {
    source: &'s [u8],
    /// Where each character begins in the source.
    starts: Vec<u32>,
    /// Where each character stands in the file.
    glyphs: &'s [Glyph],
    /// Up to where the source was read.
    position: usize,
    /// The character that comes next.
    next: usize,
    tag: Tag,
    last_start: Vec<u8>,
    /// The element that is not shown, and how many of its name are open in it.
    hidden: Option<(Vec<u8>, usize)>,
    /// How many elements are open whose blanks and lines are kept.
    verbatim: usize,
    flow: Flow,
    failure: Option<IntakeError>,
}

impl Page<'_> {
    fn text(&mut self, text: &[u8]) {
        if self.hidden.is_some() || self.failure.is_some() {
            return;
        }
        let from = self.position.saturating_sub(text.len());
        if self.source.get(from..self.position) == Some(text) {
            // Bytes may come one by one: a character counts where its first one does.
            self.pass(from);
            while self.next_start() < self.position {
                self.set(self.glyphs[self.next]);
                self.next += 1;
            }
        } else {
            self.entity(text);
        }
    }

    /// Goes on to the first character that begins at or behind a place of the source.
    fn pass(&mut self, place: usize) {
        while self.next_start() < place {
            self.next += 1;
        }
    }

    fn next_start(&self) -> usize {
        self.starts.get(self.next).map_or(usize::MAX, |start| *start as usize)
    }

    /// An entity: its characters have the bytes from its `&` to its end.
    fn entity(&mut self, text: &[u8]) {
        let near = self.position.saturating_sub(ENTITY);
        let name = self.source.get(near..self.position).unwrap_or(&[]);
        let from = near + name.iter().rposition(|byte| *byte == b'&').unwrap_or(name.len().saturating_sub(1));
        self.pass(from);
        let first = self.next;
        self.pass(self.position);
        let (Some(first), Some(last)) = (self.glyphs.get(first), self.glyphs.get(self.next.saturating_sub(1))) else {
            return;
        };
        for c in String::from_utf8_lossy(text).chars() {
            self.set(Glyph { c, start: first.start, end: last.end.max(first.start) });
        }
    }

    fn set(&mut self, glyph: Glyph) {
        let kept = self.verbatim > 0 && matches!(glyph.c, ' ' | '\n' | '\t');
        let set = if kept { self.flow.keep(glyph) } else { self.flow.add(glyph) };
        if let Err(error) = set {
            self.failure = Some(error);
        }
    }

    fn begins(&mut self) {
        let name = std::mem::take(&mut self.tag.name);
        if let Some((hidden, depth)) = &mut self.hidden {
            let ends =
                (hidden == b"head" && !matches!(place(&name), Place::Hidden) && !is_void(&name) && name != b"head")
                    || (ends_itself(hidden) && *hidden == name);
            if ends {
                self.hidden = None;
            } else if *hidden == name {
                *depth += usize::from(!is_void(&name));
            }
        }
        if self.hidden.is_none() {
            match place(&name) {
                Place::Hidden if !self.tag.self_closing || !is_foreign(&name) => self.hidden = Some((name.clone(), 1)),
                Place::Hidden | Place::Inline => {}
                Place::Line => self.flow.line(),
                Place::Block => self.flow.paragraph(),
                Place::Table => self.flow.table(),
                Place::Row => self.flow.row(),
                Place::Cell => self.flow.cell(),
            }
            if is_verbatim(&name) {
                self.verbatim += 1;
            }
            if self.tag.hidden
                && self.hidden.is_none()
                && !is_void(&name)
                && !matches!(name.as_slice(), b"html" | b"body")
            {
                self.hidden = Some((name.clone(), 1));
            }
        }
        self.last_start = name;
    }

    fn ends(&mut self) {
        let name = std::mem::take(&mut self.tag.name);
        if let Some((hidden, depth)) = &mut self.hidden {
            if *hidden == name {
                *depth -= 1;
                if *depth == 0 {
                    self.hidden = None;
                }
            }
            return;
        }
        match place(&name) {
            Place::Table => self.flow.table(),
            Place::Row => self.flow.row(),
            Place::Block => self.flow.paragraph(),
            // `</br>` is read as `<br>`.
            Place::Line => self.flow.line(),
            Place::Cell | Place::Inline | Place::Hidden => {}
        }
        if is_verbatim(&name) {
            self.verbatim = self.verbatim.saturating_sub(1);
        }
    }
}

fn is_verbatim(name: &[u8]) -> bool {
    matches!(name, b"pre" | b"listing" | b"xmp" | b"plaintext")
}

/// Elements of other languages in a page, in which a tag can close itself.
fn is_foreign(name: &[u8]) -> bool {
    matches!(name, b"svg" | b"math")
}

fn push(buffer: &mut Vec<u8>, more: &[u8]) {
    let room = ATTRIBUTE.saturating_sub(buffer.len());
    buffer.extend_from_slice(&more[..more.len().min(room)]);
}

/// Takes the tokens.
struct Reader<'p, 's>(&'p mut Page<'s>);

impl Emitter for Reader<'_, '_> {
    type Token = Infallible;

    fn move_position(&mut self, offset: isize) {
        self.0.position = self.0.position.saturating_add_signed(offset);
    }

    fn emit_string(&mut self, text: &[u8]) {
        self.0.text(text);
    }

    fn init_start_tag(&mut self) {
        self.0.tag.begin(false);
    }

    fn init_end_tag(&mut self) {
        self.0.tag.begin(true);
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        push(&mut self.0.tag.name, name);
    }

    fn set_self_closing(&mut self) {
        self.0.tag.self_closing = true;
    }

    fn init_attribute(&mut self) {
        self.0.tag.close_attribute();
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        push(&mut self.0.tag.attribute, name);
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        push(&mut self.0.tag.value, value);
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.0.tag.close_attribute();
        if self.0.tag.is_end {
            self.0.ends();
            return None;
        }
        self.0.begins();
        naive_next_state(&self.0.last_start)
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.0.tag.is_end && !self.0.tag.name.is_empty() && self.0.tag.name == self.0.last_start
    }

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.0.last_start = name.unwrap_or_default().to_vec();
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_eof(&mut self) {}
    fn emit_error(&mut self, _: Error) {}
    fn init_comment(&mut self) {}
    fn emit_current_comment(&mut self) {}
    fn push_comment(&mut self, _: &[u8]) {}
    fn init_doctype(&mut self) {}
    fn emit_current_doctype(&mut self) {}
    fn set_force_quirks(&mut self) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}
}
