//! The legend below a drawing.

use std::fmt::Write as _;

use crate::draft::{Anchor, Draft, n};
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
}

const SWATCH: f64 = 18.0;
const GAP: f64 = 7.0;
const BETWEEN: f64 = 22.0;

/// Writes keys and their words in as many rows as they need, from `y` down; gives the y below them.
pub(crate) fn draw(draft: &mut Draft, sheet: &Sheet<'_>, width: f64, y: f64, entries: &[(Key, &str)]) -> f64 {
    let (margin, rtl, prefix) = (sheet.margin(), sheet.rtl(), sheet.prefix());
    let room = width - 2.0 * margin;
    let (mut x, mut top) = (0.0, y + 6.0);
    let mut any = false;
    for (key, label) in entries.iter().filter(|entry| !entry.1.is_empty()) {
        let label = Face::LABEL.cut(label, room - SWATCH - GAP);
        let wide = SWATCH + GAP + Face::LABEL.width(&label);
        if x > 0.0 && x + wide > room {
            (x, top) = (0.0, top + 20.0);
        }
        let left = if rtl { width - margin - x - SWATCH } else { margin + x };
        match key {
            Key::Field(tone) => {
                let fill = style::fill(&prefix, *tone, "ke");
                let _ = write!(
                    draft.text,
                    "<rect x=\"{}\" y=\"{}\" width=\"{SWATCH}\" height=\"12\" {fill}/>",
                    n(left),
                    n(top)
                );
            }
            Key::Zone => {
                let _ = write!(draft.text, "<path class=\"zo\" d=\"M{} {}h{SWATCH}\"/>", n(left), n(top + 6.0));
            }
        }
        let (anchor, at) = if rtl { (Anchor::Right, left - GAP) } else { (Anchor::Left, left + SWATCH + GAP) };
        draft.line(at, top + 10.5, anchor, Face::LABEL.class, &label);
        x += wide + BETWEEN;
        any = true;
    }
    if any { top + 20.0 } else { y }
}
