//! PDF: the text layer, page after page, in lines as they stand.
//!
//! `pdf_oxide` gives runs of letters with their places, column after column. Here they are set as lines: blanks at
//! a line's beginning stand for its indentation, an empty line for a gap, a form feed for the end of a page.

use std::collections::{HashMap, HashSet};

use document::text::{Glyph, is_han, is_wide_mark};
use memchr::memmem;
use pdf_oxide::document::{PdfDocument, ReadingOrder};
use pdf_oxide::layout::TextSpan;
use pdf_oxide::object::Object;
use pdf_oxide::optional_content::compute_default_off_ocgs;

use crate::error::IntakeError;
use crate::limits;

/// Takes the text layer out of a PDF.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Glyph>, IntakeError> {
    let document = PdfDocument::from_bytes(bytes.to_vec()).map_err(|error| damaged(&error))?;
    // Many are locked against changes only, and open without a password.
    if document.is_encrypted() && !document.authenticate(b"").unwrap_or(false) {
        return Err(IntakeError::Locked);
    }
    let pages = document.page_count().map_err(|error| damaged(&error))?;
    if pages > limits::PAGES {
        return Err(IntakeError::Limit {
            what: "the number of pages",
            found: pages as u64,
            most: limits::PAGES as u64,
        });
    }
    let streams = streams(bytes);
    let unseen = compute_default_off_ocgs(&document);
    let mut text = Text::default();
    let mut coded = None;
    for page in 0..pages {
        let spans = |order| {
            let spans = document.extract_spans_filtered_with_reading_order(page, order, unseen.clone(), HashSet::new());
            spans.map_err(|error| damaged(&error))
        };
        let rows = rows(spans(ReadingOrder::TopToBottom)?);
        // Looking for columns tears lines apart where there are none.
        let spans = match has_gutter(&rows) {
            true => spans(ReadingOrder::ColumnAware)?,
            false => rows.into_iter().flatten().collect(),
        };
        let lines = lines(&spans);
        if lines.is_empty() && coded.is_none() && document.has_text_layer(page).unwrap_or(false) {
            coded = Some(page + 1);
        }
        let place = place(&document, page, &streams).unwrap_or((0, bytes.len() as u32));
        text.page(&lines, page + 1, place)?;
    }
    if text.glyphs.iter().any(|glyph| glyph.c.is_alphanumeric()) {
        return Ok(text.glyphs);
    }
    Err(match coded {
        Some(page) => IntakeError::WrongLetters { why: "nothing says which letters its codes are".to_owned(), page },
        None => IntakeError::NoTextLayer { pages },
    })
}

fn damaged(error: &pdf_oxide::Error) -> IntakeError {
    match error {
        pdf_oxide::Error::EncryptedPdf => IntakeError::Locked,
        _ => IntakeError::Damaged { format: "PDF", why: error.to_string() },
    }
}

/// A line of a page.
struct Line {
    text: String,
    x: f32,
    y: f32,
    right: f32,
    size: f32,
    /// Whether it is the first of a column.
    first: bool,
}

impl Line {
    /// The width of a narrow letter; one of Han is twice as wide.
    fn blank(&self) -> f32 {
        let narrow: usize = self.text.chars().map(|c| if is_han(c) || is_wide_mark(c) { 2 } else { 1 }).sum();
        let width = (self.right - self.x) / narrow.max(1) as f32;
        // Places that are no places give no indentation.
        if width.is_finite() && width > self.size * 0.2 { width } else { self.size * 0.5 }
    }
}

/// The size of letters, where it can be believed.
fn size(span: &TextSpan) -> f32 {
    if span.font_size.is_finite() { span.font_size.abs().clamp(1.0, 200.0) } else { 10.0 }
}

/// Runs of letters in rows across the page, from its top, each from the left.
fn rows(spans: Vec<TextSpan>) -> Vec<Vec<TextSpan>> {
    let mut rows: Vec<Vec<TextSpan>> = Vec::new();
    for span in spans {
        // A raised number stands a little above its row.
        let same = |row: &[TextSpan]| {
            row.first()
                .is_some_and(|first| (first.bbox.y - span.bbox.y).abs() < 0.4 * size(first).min(size(&span)).max(1.0))
        };
        match rows.last_mut() {
            Some(row) if same(row) => row.push(span),
            _ => rows.push(vec![span]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.bbox.x.total_cmp(&b.bbox.x));
    }
    rows
}

/// How many places across a page are looked at for a gap between its columns.
const PLACES: usize = 48;

/// Whether a page has text in columns: somewhere in its middle nearly every row has a gap, and many rows text on both
/// sides of it.
fn has_gutter(rows: &[Vec<TextSpan>]) -> bool {
    let spans = || rows.iter().flatten().filter(|span| !span.text.trim().is_empty());
    let left = spans().map(|span| span.bbox.x).fold(f32::INFINITY, f32::min);
    let right = spans().map(|span| span.bbox.x + span.bbox.width).fold(f32::NEG_INFINITY, f32::max);
    if rows.len() < 6 || !(right - left).is_finite() {
        return false;
    }
    (PLACES / 4..PLACES * 3 / 4).any(|place| {
        let x = left + (right - left) * place as f32 / PLACES as f32;
        let (mut open, mut both) = (0, 0);
        for row in rows {
            let ends = |span: &TextSpan| span.bbox.x + span.bbox.width;
            let before = row.iter().filter(|span| span.bbox.x < x).map(ends).fold(f32::NEG_INFINITY, f32::max);
            let behind =
                row.iter().filter(|span| span.bbox.x >= x).map(|span| span.bbox.x).fold(f32::INFINITY, f32::min);
            let gap = row.first().map_or(0.0, size);
            if behind - before > gap {
                open += 1;
                both += usize::from(before.is_finite() && behind.is_finite());
            }
        }
        open * 10 >= rows.len() * 9 && both * 3 >= rows.len()
    })
}

/// Puts runs of letters that stand side by side into one line.
fn lines(spans: &[TextSpan]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for span in spans {
        let size = size(span);
        let (x, y, right) = (span.bbox.x, span.bbox.y, span.bbox.x + span.bbox.width);
        match lines.last_mut() {
            Some(line)
                if (line.y - y).abs() < 0.5 * size.min(line.size).max(1.0)
                    && x > line.x - size
                    && x > line.right - size =>
            {
                let gap = x - line.right;
                let blank = line.text.ends_with(char::is_whitespace) || span.text.starts_with(char::is_whitespace);
                if gap > 1.5 * size {
                    // As wide as it is: what stands beside each other is told by that.
                    line.text.extend(std::iter::repeat_n(' ', (gap / size).clamp(2.0, 60.0) as usize));
                } else if gap > 0.15 * size && !blank {
                    line.text.push(' ');
                }
                line.text.push_str(&span.text);
                line.right = line.right.max(right);
                line.size = line.size.max(size);
            }
            _ if span.text.trim().is_empty() => {}
            before => {
                let first = before.is_none_or(|before| y > before.y + 2.0 * size);
                let text = span.text.trim_start().to_owned();
                lines.push(Line { text, x, y, right, size, first });
            }
        }
    }
    lines
}

/// The text of the pages.
#[derive(Default)]
struct Text {
    glyphs: Vec<Glyph>,
    bytes: usize,
}

impl Text {
    fn page(&mut self, lines: &[Line], number: usize, (start, end): (u32, u32)) -> Result<(), IntakeError> {
        check(lines, number)?;
        let begins = Glyph { c: ' ', start, end: start };
        if number > 1 {
            self.put(begins.with('\u{c}'))?;
        }
        // Most lines follow the one above closely; what is further down is set apart.
        let mut leaps: Vec<f32> = lines.windows(2).map(|two| two[0].y - two[1].y).filter(|leap| *leap > 0.0).collect();
        leaps.sort_unstable_by(f32::total_cmp);
        let leap = leaps.get(leaps.len() / 4).copied().unwrap_or(f32::INFINITY);
        for (column, at) in columns(lines) {
            let margin = column.iter().map(|line| line.x).fold(f32::INFINITY, f32::min);
            for (row, line) in column.iter().enumerate() {
                if row > 0 && lines[at + row - 1].y - line.y > 1.4 * leap.max(line.size) {
                    self.put(begins.with('\n'))?;
                }
                let blanks = ((line.x - margin) / line.blank()).round().clamp(0.0, 200.0) as usize;
                for _ in 0..blanks {
                    self.put(begins)?;
                }
                for c in line.text.trim_end().chars() {
                    // A font of marks has its own numbers for them; most are those of lists.
                    let c = if matches!(c, '\u{e000}'..='\u{f8ff}') { '•' } else { c };
                    if !c.is_control() && !matches!(c, '\u{feff}' | '\u{200b}') {
                        self.put(Glyph { c, start, end })?;
                    }
                }
                self.put(Glyph { c: '\n', start: end, end })?;
            }
        }
        Ok(())
    }

    fn put(&mut self, glyph: Glyph) -> Result<(), IntakeError> {
        self.glyphs.push(glyph);
        self.bytes += glyph.c.len_utf8();
        if self.bytes > limits::TEXT {
            return Err(IntakeError::Limit { what: "the text", found: self.bytes as u64, most: limits::TEXT as u64 });
        }
        Ok(())
    }
}

/// The columns of a page, each with the number of its first line.
fn columns(lines: &[Line]) -> Vec<(&[Line], usize)> {
    let mut at = 0;
    let columns = lines.chunk_by(|_, next| !next.first);
    columns
        .map(|column| {
            at += column.len();
            (column, at - column.len())
        })
        .collect()
}

/// Refuses a page of which some letters are not known.
fn check(lines: &[Line], page: usize) -> Result<(), IntakeError> {
    let all = || lines.iter().flat_map(|line| line.text.chars()).filter(|c| !c.is_whitespace());
    let count = |is: fn(char) -> bool| all().filter(|c| is(*c)).count();
    let (letters, private, lost) =
        (all().count(), count(|c| matches!(c, '\u{e000}'..='\u{f8ff}')), count(|c| matches!(c, '\u{fffd}' | '\0')));
    for (count, what) in [(private, "private characters"), (lost, "characters that are not known")] {
        if count > 2 && count * 20 > letters {
            return Err(IntakeError::WrongLetters { why: format!("{count} of {letters} are {what}"), page });
        }
    }
    Ok(())
}

/// The bytes of the streams in which a page is drawn.
fn place(document: &PdfDocument, page: usize, streams: &HashMap<u32, (u32, u32)>) -> Option<(u32, u32)> {
    let page = document.get_page(page).ok()?;
    let contents = page.as_dict()?.get("Contents")?;
    let found = match contents {
        Object::Reference(one) if streams.contains_key(&one.id) => return streams.get(&one.id).copied(),
        Object::Reference(_) => document.resolve_object(contents).ok()?,
        other => other.clone(),
    };
    let places = found.as_array()?.iter().filter_map(|one| streams.get(&one.as_reference()?.id));
    places.copied().reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
}

/// Where the streams of the file are, by the number of their object. Of two with one number the later one counts.
fn streams(bytes: &[u8]) -> HashMap<u32, (u32, u32)> {
    let mut streams = HashMap::new();
    let objects: Vec<usize> = memmem::find_iter(bytes, b" obj").collect();
    for (at, object) in objects.iter().enumerate() {
        // Up to the next object, so that the whole is one pass over the file.
        let behind = objects.get(at + 1).copied().unwrap_or(bytes.len());
        let (Some(number), Some(begins)) =
            (number(&bytes[..*object]), memmem::find(&bytes[*object..behind], b"stream"))
        else {
            continue;
        };
        let line_end = match bytes[object + begins + 6..behind] {
            [b'\r', b'\n', ..] => 2,
            [b'\n' | b'\r', ..] => 1,
            _ => 0,
        };
        let start = object + begins + 6 + line_end;
        let end = memmem::find(&bytes[start..behind], b"endstream").map_or(behind, |len| start + len);
        streams.insert(number, (start as u32, end as u32));
    }
    streams
}

/// The number of an object, before its generation: `12 0 obj`.
fn number(before: &[u8]) -> Option<u32> {
    let digits = |before: &[u8]| before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = before[..before.len() - digits(before)].strip_suffix(b" ")?;
    std::str::from_utf8(&rest[rest.len() - digits(rest).min(10)..]).ok()?.parse().ok()
}
