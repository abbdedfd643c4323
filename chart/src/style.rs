//! Colours and hatchings.
//!
//! Hues are spaced so that they stay apart for readers with the common kinds of colour blindness (after the muted
//! scheme of Paul Tol, 2021), and every tone but the first is hatched in its own way, for those who see or print grey.

use std::fmt::Write as _;

/// How many tones there are.
pub const TONES: usize = 8;

/// The style sheet of every drawing, for a page that holds drawings made for [`Frame::Inline`](crate::Frame::Inline).
pub const STYLE: &str = include_str!("style.css");

/// The lines of each tone's hatching: the size of its tile, how it is turned, and its path.
const HATCHINGS: [(u8, u8, &str); TONES] = [
    (0, 0, ""),
    (5, 45, "M0 2.5h5"),
    (5, 0, "M0 2.5h5"),
    (5, 135, "M0 2.5h5"),
    (6, 45, "M0 3h6M3 0v6"),
    (5, 0, "M2.5 0v5"),
    (6, 0, "M0 3h6M3 0v6"),
    (9, 45, "M0 2.5h9M0 5h9"),
];

/// Defines the hatchings of these tones.
pub(crate) fn hatchings(svg: &mut String, prefix: &str, tones: &[usize]) {
    let mut tones: Vec<usize> = tones.iter().map(|tone| tone % TONES).filter(|tone| *tone > 0).collect();
    tones.sort_unstable();
    tones.dedup();
    if tones.is_empty() {
        return;
    }
    svg.push_str("<defs>");
    for tone in tones {
        let (size, turn, path) = HATCHINGS[tone];
        let _ = write!(
            svg,
            "<pattern id=\"{prefix}-h{tone}\" width=\"{size}\" height=\"{size}\" patternUnits=\"userSpaceOnUse\""
        );
        if turn > 0 {
            let _ = write!(svg, " patternTransform=\"rotate({turn})\"");
        }
        let _ = write!(
            svg,
            "><rect class=\"t{tone}\" width=\"{size}\" height=\"{size}\"/><path class=\"ha\" d=\"{path}\"/></pattern>"
        );
    }
    svg.push_str("</defs>");
}

/// The attributes by which a shape is filled with a tone; `class` is the rest of its classes.
pub(crate) fn fill(prefix: &str, tone: usize, class: &str) -> String {
    match tone % TONES {
        0 => format!("class=\"{class} t0\""),
        tone => format!("class=\"{class}\" fill=\"url(#{prefix}-h{tone})\""),
    }
}
