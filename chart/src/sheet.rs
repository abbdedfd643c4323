//! What every drawing has: its title, its frame and its direction.

use std::fmt::Write as _;

use crate::draft::{Anchor, Draft, escape, n};
use crate::style;
use crate::text::Face;

/// How a drawing stands where it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Frame {
    /// A file of its own: with its size, its style, its paper and its title to be seen.
    #[default]
    Standalone,
    /// Part of a page that has [`STYLE`](crate::STYLE) in its own style sheet and sets the title itself. The drawing
    /// takes the width that the page gives it.
    Inline,
}

/// How much room a drawing is made for. Text has the same size in units of both, so that a page shows the narrow one
/// where the wide one would have to shrink.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Width {
    /// A page on a desk, and paper: 720 units, a map 960.
    #[default]
    Wide,
    /// A phone: 360 units.
    Narrow,
}

/// The digits of the reader's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digits(char);

impl Digits {
    /// By their nought: the other nine follow it, as they do in Unicode for every set of decimal digits.
    #[must_use]
    pub const fn from_nought(nought: char) -> Self {
        Self(nought)
    }

    /// A number without separators.
    pub(crate) fn write(self, number: u32) -> String {
        let digit = |sign: char| {
            let step = u32::from(sign) - u32::from('0');
            char::from_u32(u32::from(self.0) + step).unwrap_or(sign)
        };
        number.to_string().chars().map(digit).collect()
    }
}

impl Default for Digits {
    /// 0 to 9 of ASCII.
    fn default() -> Self {
        Self('0')
    }
}

/// Which way the reader's language runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// From left to right.
    #[default]
    Ltr,
    /// From right to left: titles, legends and labels begin at the right. Axes of time stay as they are.
    Rtl,
}

/// What every drawing has.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sheet<'a> {
    /// What the drawing shows, in one line. Never empty in a drawing that is to be accessible.
    pub title: &'a str,
    /// What a reader who cannot see it should know.
    pub description: &'a str,
    /// The language of the words, as BCP 47 has it; may be empty.
    pub language: &'a str,
    /// Which way that language runs.
    pub direction: Direction,
    /// The digits of years and counts.
    pub digits: Digits,
    /// A file or part of a page.
    pub frame: Frame,
    /// The room it is made for.
    pub width: Width,
    /// What the drawing's own `id`s begin with: two drawings in one page need two. Signs other than ASCII letters,
    /// digits and hyphens are dropped.
    pub id: &'a str,
}

/// A kind of areas, spans, series or edges, as the legend shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class<'a> {
    /// What the legend says.
    pub label: &'a str,
    /// Which of the [`TONES`](crate::TONES) colours and hatchings it has, or behind them which of the
    /// [`STEPS`](crate::STEPS); counted on from the first behind the last.
    pub tone: usize,
}

/// Space around a drawing.
pub(crate) const MARGIN: f64 = 16.0;

impl Sheet<'_> {
    pub(crate) fn rtl(&self) -> bool {
        self.direction == Direction::Rtl
    }

    /// The width of the drawing, in units.
    pub(crate) fn breadth(&self) -> f64 {
        if self.width == Width::Wide { 720.0 } else { 360.0 }
    }

    pub(crate) fn narrow(&self) -> bool {
        self.width == Width::Narrow
    }

    /// An empty draft in the sheet's direction.
    pub(crate) fn draft(&self) -> Draft {
        Draft::new(self.rtl())
    }

    /// The side at which lines begin, and the x of it.
    pub(crate) fn start(&self, width: f64) -> (Anchor, f64) {
        let margin = self.margin();
        if self.rtl() { (Anchor::Right, width - margin) } else { (Anchor::Left, margin) }
    }

    /// A page brings its own margins.
    pub(crate) fn margin(&self) -> f64 {
        if self.frame == Frame::Standalone { MARGIN } else { 1.0 }
    }

    pub(crate) fn prefix(&self) -> String {
        let kept: String = self.id.chars().filter(|sign| sign.is_ascii_alphanumeric() || *sign == '-').collect();
        // An id does not begin with a digit in selectors.
        format!("c{kept}")
    }

    /// Writes the title where it is to be seen; gives the y at which the drawing itself begins.
    pub(crate) fn head(&self, draft: &mut Draft, width: f64) -> f64 {
        let top = self.margin();
        if self.frame == Frame::Inline || self.title.is_empty() {
            return top;
        }
        let (anchor, x) = self.start(width);
        let lines = Face::TITLE.wrap(self.title, width - 2.0 * MARGIN, 3);
        draft.lines(x, top + Face::TITLE.size, anchor, Face::TITLE, &lines) - Face::TITLE.size + 10.0
    }

    /// Writes a note at the foot, from `y` down; gives the y below it.
    pub(crate) fn foot(&self, draft: &mut Draft, width: f64, y: f64, note: &str) -> f64 {
        let lines = Face::SMALL.wrap(note, width - 2.0 * self.margin(), 12);
        if lines.is_empty() {
            return y;
        }
        let (anchor, x) = self.start(width);
        draft.lines(x, y + 8.0 + Face::SMALL.size, anchor, Face::SMALL, &lines) - Face::SMALL.size + 2.0
    }

    /// The whole document: `body` in a frame of this size. `tones` are those whose hatchings it uses; `linked` says
    /// whether anything in it is a link.
    pub(crate) fn close(&self, body: &Draft, size: (f64, f64), tones: &[usize], linked: bool) -> String {
        let (width, height) = (size.0.ceil(), size.1.ceil());
        let prefix = self.prefix();
        let mut svg = String::with_capacity(body.text.len() + 8 * 1024);
        let _ =
            write!(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {width} {height}\"");
        if self.frame == Frame::Standalone {
            let _ = write!(svg, " width=\"{width}\" height=\"{height}\"");
        }
        // What has the role of an image hides the links in it.
        let role = if linked { "group" } else { "img" };
        let _ = write!(svg, " role=\"{role}\" aria-labelledby=\"{prefix}-title {prefix}-desc\"");
        if !self.language.is_empty() {
            svg.push_str(" lang=\"");
            escape(&mut svg, self.language);
            svg.push('"');
        }
        if self.rtl() {
            svg.push_str(" direction=\"rtl\"");
        }
        let _ = write!(svg, "><title id=\"{prefix}-title\">");
        escape(&mut svg, self.title);
        let _ = write!(svg, "</title><desc id=\"{prefix}-desc\">");
        escape(&mut svg, self.description);
        svg.push_str("</desc>");
        if self.frame == Frame::Standalone {
            svg.push_str("<style>");
            svg.push_str(style::STYLE);
            svg.push_str("</style>");
        }
        style::hatchings(&mut svg, &prefix, tones);
        if self.frame == Frame::Standalone {
            let _ = write!(svg, "<rect class=\"pa\" width=\"{}\" height=\"{}\"/>", n(width), n(height));
        }
        svg.push_str(&body.text);
        svg.push_str("</svg>\n");
        svg
    }
}
