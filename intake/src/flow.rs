//! Sets characters as lines and paragraphs, as the layout of a text expects them.

use document::layout::{Layout, layout_of};
use document::text::Glyph;

use crate::error::IntakeError;
use crate::limits;

/// What stands between a character and the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    Nothing,
    Blank,
    Tab,
    Cell,
    Line,
    Paragraph,
    Page,
}

impl Gap {
    /// Two empty lines between paragraphs: with one, a text would pass for one that is set with double spacing.
    const fn text(self) -> &'static str {
        match self {
            Gap::Nothing => "",
            Gap::Blank => " ",
            Gap::Tab => "\t",
            Gap::Cell => "  ",
            Gap::Line => "\n",
            Gap::Paragraph => "\n\n\n",
            Gap::Page => "\n\u{c}",
        }
    }
}

/// A text that is being set.
#[derive(Debug)]
pub(crate) struct Flow {
    glyphs: Vec<Glyph>,
    gap: Gap,
    /// Whether something stands in the row of a table that is being set.
    in_row: bool,
    /// Whether a cell began and nothing stands in it.
    in_new_cell: bool,
    bytes: usize,
}

impl Flow {
    pub(crate) fn new() -> Flow {
        Flow { glyphs: Vec::new(), gap: Gap::Nothing, in_row: false, in_new_cell: false, bytes: 0 }
    }

    /// A character. Blanks and control characters of the source become blanks, several become one.
    pub(crate) fn add(&mut self, glyph: Glyph) -> Result<(), IntakeError> {
        match glyph.c {
            ' ' | '\n' | '\r' | '\t' | '\u{c}' => self.blank(),
            '\u{feff}' | '\u{200b}' => {}
            c if c.is_control() => {}
            _ => self.keep(glyph)?,
        }
        Ok(())
    }

    /// A character as it is, blank or not.
    pub(crate) fn keep(&mut self, glyph: Glyph) -> Result<(), IntakeError> {
        // An empty text has nothing that could be parted.
        let before = self.glyphs.last().copied();
        if let Some(last) = before {
            self.glyphs.extend(self.gap.text().chars().map(|c| last.after(c)));
        }
        self.gap = Gap::Nothing;
        self.in_row = true;
        self.in_new_cell = false;
        self.glyphs.push(glyph);
        self.bytes += glyph.c.len_utf8();
        if self.bytes > limits::TEXT {
            return Err(IntakeError::Limit { what: "the text", found: self.bytes as u64, most: limits::TEXT as u64 });
        }
        Ok(())
    }

    pub(crate) fn blank(&mut self) {
        self.gap = self.gap.max(Gap::Blank);
    }

    /// A line ends; an empty one parts paragraphs.
    pub(crate) fn line(&mut self) {
        if !self.in_new_cell {
            self.gap = if self.gap == Gap::Line { Gap::Paragraph } else { self.gap.max(Gap::Line) };
        }
    }

    pub(crate) fn paragraph(&mut self) {
        // The paragraphs in which a cell's text is set are no paragraphs of the row.
        if !self.in_new_cell {
            self.gap = self.gap.max(Gap::Paragraph);
        }
    }

    pub(crate) fn tab(&mut self) {
        self.gap = self.gap.max(Gap::Tab);
    }

    /// A character that stands for a mark of the source which is no character.
    pub(crate) fn mark(&mut self, c: char) -> Result<(), IntakeError> {
        let last = self.glyphs.last().copied().unwrap_or(Glyph { c, start: 0, end: 0 });
        self.keep(last.after(c))
    }

    pub(crate) fn page(&mut self) {
        self.gap = Gap::Page;
    }

    /// A table begins or ends.
    pub(crate) fn table(&mut self) {
        self.in_new_cell = false;
        self.in_row = false;
        self.paragraph();
    }

    /// A row begins or ends.
    pub(crate) fn row(&mut self) {
        if self.in_row {
            self.gap = Gap::Line;
        }
        self.in_row = false;
        self.in_new_cell = false;
    }

    /// A cell begins.
    pub(crate) fn cell(&mut self) {
        if self.in_row {
            self.gap = Gap::Cell;
        }
        self.in_new_cell = true;
    }

    /// The text, with an end to its last line. Chinese paragraphs are indented by two characters, as they are in
    /// print: by that, and by no empty line, the layout of a Chinese text knows them.
    pub(crate) fn finish(mut self) -> Vec<Glyph> {
        if layout_of(&self.glyphs) == Layout::WrappedHan {
            let mut indented: Vec<Glyph> = Vec::with_capacity(self.glyphs.len());
            for glyph in self.glyphs {
                if let [.., one, two, three] = indented.as_slice()
                    && [one.c, two.c, three.c] == ['\n'; 3]
                    && glyph.c != '\n'
                {
                    let last = *three;
                    indented.extend([last.after('\u{3000}'); 2]);
                }
                indented.push(glyph);
            }
            self.glyphs = indented;
        }
        if let Some(last) = self.glyphs.last().copied() {
            self.glyphs.push(last.after('\n'));
        }
        self.glyphs
    }
}
