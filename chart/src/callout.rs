//! What happened on a day: a mark on the axis, and its words above or below.

use std::fmt::Write as _;

use crate::draft::{Anchor, Draft, n};
use crate::text::Face;
use crate::time::{Axis, When};

/// Something that happened on a day.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// The day.
    pub when: When,
    /// What happened, with its date.
    pub label: &'a str,
    /// Where a click leads: a relative address, or one of HTTP.
    pub href: Option<&'a str>,
}

struct Callout<'a> {
    moment: &'a Moment<'a>,
    marker: bool,
    x: f64,
    lines: Vec<String>,
    /// How far from the axis its words begin.
    away: f64,
}

/// Words of what happened in the first half of the axis stand below it and run to the right; those of the second half
/// stand above it and run to the left. So each half has room for words to the middle at least, and no line from a mark
/// to its words can cross other words: whatever a line would cross stands nearer to the axis.
pub(crate) struct Callouts<'a> {
    below: Vec<Callout<'a>>,
    above: Vec<Callout<'a>>,
}

const WIDEST: f64 = 260.0;
const OFFSET: f64 = 5.0;
const BETWEEN: f64 = 5.0;
/// Between the drawing and the words above it.
const GAP: f64 = 8.0;

impl<'a> Callouts<'a> {
    /// Finds the places of all words. `marker` is the day that is asked about.
    pub(crate) fn place(axis: &Axis, moments: &'a [Moment<'a>], marker: Option<&'a Moment<'a>>) -> Self {
        let middle = f64::midpoint(axis.left, axis.right);
        let all = moments.iter().map(|moment| (moment, false)).chain(marker.map(|marker| (marker, true)));
        let (mut below, mut above) = (Vec::new(), Vec::new());
        for (moment, marker) in all {
            let x = axis.x(moment.when.middle());
            let side = if x > middle { &mut above } else { &mut below };
            let room = if x > middle { x - axis.left } else { axis.right - x };
            let face = if marker { Face::STRONG } else { Face::LABEL };
            let lines = face.wrap(moment.label, (room - OFFSET).min(WIDEST), 8);
            side.push(Callout { moment, marker, x, lines, away: 0.0 });
        }
        below.sort_by(|one, other| other.x.total_cmp(&one.x));
        above.sort_by(|one, other| one.x.total_cmp(&other.x));
        for side in [&mut below, &mut above] {
            for at in 0..side.len() {
                let (placed, rest) = side.split_at_mut(at);
                let Some(one) = rest.first_mut() else { continue };
                let reach = one.width() + OFFSET + 8.0;
                one.away = placed
                    .iter()
                    .filter(|other| (other.x - one.x).abs() < reach)
                    .map(|other| other.away + other.height() + BETWEEN)
                    .fold(0.0, f64::max);
            }
        }
        Self { below, above }
    }

    /// The room that the words above and below need.
    pub(crate) fn heights(&self) -> (f64, f64) {
        let height = |side: &[Callout<'_>]| side.iter().map(|one| one.away + one.height()).fold(0.0, f64::max);
        (height(&self.above), height(&self.below))
    }

    /// Draws lines and words: what is above ends over `top`, what is below begins at `bottom`. Marks stand at `axis_y`.
    pub(crate) fn draw(&self, draft: &mut Draft, axis: &Axis, (top, axis_y, bottom): (f64, f64, f64)) {
        for (one, is_above) in self.above.iter().map(|one| (one, true)).chain(self.below.iter().map(|one| (one, false)))
        {
            let end = if is_above { top - GAP - one.away - one.height() } else { bottom + one.away + one.height() };
            let class = if one.marker { "mk" } else { "le" };
            let from = if one.marker && !is_above { top } else { axis_y };
            if one.marker {
                let _ = write!(draft.text, "<path class=\"mh\" d=\"M{} {}V{}\"/>", n(one.x), n(from), n(end));
            }
            let _ = write!(draft.text, "<path class=\"{class}\" d=\"M{} {}V{}\"/>", n(one.x), n(from), n(end));
        }
        for (one, is_above) in self.above.iter().map(|one| (one, true)).chain(self.below.iter().map(|one| (one, false)))
        {
            let face = one.face();
            let linked = draft.link(one.moment.href);
            let when = one.moment.when;
            if !when.is_exact() {
                let span = (axis.x(when.first()), axis.x(when.last()));
                let attributes = format!("class=\"un\" d=\"M{} {}H{}\"", n(span.0), n(axis_y), n(span.1));
                draft.titled("path", &attributes, one.moment.label);
            }
            if !one.marker {
                let class = if when.is_exact() { "ev" } else { "ab" };
                let attributes = format!("class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"4\"", n(one.x), n(axis_y));
                draft.titled("circle", &attributes, one.moment.label);
            }
            let (anchor, x, y) = if is_above {
                (Anchor::Right, one.x - OFFSET, top - GAP - one.away - one.height())
            } else {
                (Anchor::Left, one.x + OFFSET, bottom + one.away)
            };
            draft.lines(x, y + face.size, anchor, face, &one.lines);
            draft.end_link(linked);
        }
    }
}

impl Callout<'_> {
    fn face(&self) -> Face {
        if self.marker { Face::STRONG } else { Face::LABEL }
    }

    fn width(&self) -> f64 {
        self.lines.iter().map(|line| self.face().width(line)).fold(0.0, f64::max)
    }

    fn height(&self) -> f64 {
        self.face().leading() * self.lines.len() as f64
    }
}
