//! The legend below a drawing.

use std::fmt::Write as _;

use crate::draft::{Anchor, Draft, n};
use crate::network;
use crate::sheet::Sheet;
use crate::style;
use crate::text::Face;

/// What stands before a word of the legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    /// A filled field.
    Field(usize),
    /// A limit of a zone.
    Zone,
    /// A line of a curve, by its tone and its place in the order of dashes.
    Line { tone: usize, dash: usize },
    /// An edge of a network, by its tone and its place among the kinds.
    Edge { tone: usize, kind: usize },
}

const GAP: f64 = 7.0;
const BETWEEN: f64 = 22.0;

impl Key {
    fn width(self) -> f64 {
        match self {
            Self::Field(_) | Self::Zone => 18.0,
            Self::Line { .. } | Self::Edge { .. } => 34.0,
        }
    }
}

/// Writes keys and their words in as many rows as they need, from `y` down; gives the y below them.
pub(crate) fn draw(draft: &mut Draft, sheet: &Sheet<'_>, width: f64, y: f64, entries: &[(Key, &str)]) -> f64 {
    let (margin, rtl) = (sheet.margin(), sheet.rtl());
    let room = width - 2.0 * margin;
    let (mut x, mut top, mut row) = (0.0, y + 6.0, 0.0);
    for (key, label) in entries.iter().filter(|entry| !entry.1.trim().is_empty()) {
        let swatch = key.width();
        let lines = Face::LABEL.wrap(label, room - swatch - GAP, 6);
        let wide = swatch + GAP + lines.iter().map(|line| Face::LABEL.width(line)).fold(0.0, f64::max);
        if x > 0.0 && x + wide > room {
            (x, top, row) = (0.0, top + row, 0.0);
        }
        row = f64::max(row, Face::LABEL.leading() * lines.len() as f64 + 4.0);
        let left = if rtl { width - margin - x - swatch } else { margin + x };
        draw_key(draft, &sheet.prefix(), *key, (left, top));
        let (anchor, at) = if rtl { (Anchor::Right, left - GAP) } else { (Anchor::Left, left + swatch + GAP) };
        draft.lines(at, top + 10.5, anchor, Face::LABEL, &lines);
        x += wide + BETWEEN;
    }
    if row > 0.0 { top + row } else { y }
}

fn draw_key(draft: &mut Draft, prefix: &str, key: Key, (left, top): (f64, f64)) {
    let (x, y, middle, width) = (n(left), n(top), n(top + 6.0), key.width());
    let _ = match key {
        Key::Field(tone) => {
            let fill = style::fill(prefix, tone, "ke");
            write!(draft.text, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"12\" {fill}/>")
        }
        Key::Line { tone, dash } => {
            let dash = style::dash(dash);
            write!(draft.text, "<path class=\"ln k{}{dash}\" d=\"M{x} {middle}h{width}\"/>", style::around(tone))
        }
        Key::Edge { tone, kind } => {
            let (tone, dash) = (style::around(tone), style::dash(kind));
            draft.raw(&network::head((left + width, top + 6.0), (1.0, 0.0), Some((tone, kind))));
            write!(draft.text, "<path class=\"ed k{tone}{dash}\" d=\"M{x} {middle}h{}\"/>", n(width - 9.0))
        }
        Key::Zone => write!(draft.text, "<path class=\"zo\" d=\"M{x} {middle}h{width}\"/>"),
    };
}
