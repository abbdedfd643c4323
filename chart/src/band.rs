//! Stretches of time as bars.

use crate::draft::{Anchor, Draft, Trace};
use crate::sheet::{Class, Sheet};
use crate::style;
use crate::text::Face;
use crate::time::{Axis, When};

/// A stretch of time in which something was so. An end that is not known to the day is drawn aslant.
#[derive(Debug, Clone, Copy)]
pub struct Band<'a> {
    /// Its first day.
    pub from: When,
    /// The first day after it; none while it goes on.
    pub to: Option<When>,
    /// Which of the drawing's classes it is in; neutral where that is `None` or there is no such class.
    pub class: Option<usize>,
    /// What is said of it.
    pub label: &'a str,
    /// What is written in it where there is room; empty for nothing.
    pub name: &'a str,
    /// Where a click leads: a relative address, or one of HTTP.
    pub href: Option<&'a str>,
}

/// The shortest bar that can be seen.
const SHORTEST: f64 = 3.0;
const NAME: Face = Face::STRONG;

impl<'a> Band<'a> {
    /// Its dates, for an axis.
    pub(crate) fn dates(&self) -> impl Iterator<Item = When> {
        std::iter::once(self.from).chain(self.to)
    }

    fn is_before(&self, other: &Band<'_>) -> bool {
        self.to.is_some_and(|to| to.first() <= other.from.first() && to.last() <= other.from.last())
    }

    /// Draws it as a bar from `top` with this height; gives its name, to be written when all is drawn.
    pub(crate) fn draw(
        &self,
        draft: &mut Draft,
        sheet: &Sheet<'_>,
        axis: &Axis,
        classes: &[Class<'_>],
        (top, height): (f64, f64),
    ) -> Written<'a> {
        let bottom = top + height;
        let (low, high) = (axis.x(self.from.first()), axis.x(self.from.last()));
        let (low, high) = (low.min(axis.right - SHORTEST), high.min(axis.right - SHORTEST));
        let mut points = vec![(low, bottom), (high, top)];
        let end = if let Some(to) = self.to {
            let right = |day: i32, left: f64| axis.x(day).max(left + SHORTEST);
            let (upper, lower) = (right(to.last(), high), right(to.first(), low));
            points.extend([(upper, top), (lower, bottom)]);
            upper.min(lower)
        } else {
            let tip = (axis.right - high).min(7.0);
            points.extend([
                (axis.right - tip, top),
                (axis.right, f64::midpoint(top, bottom)),
                (axis.right - tip, bottom),
            ]);
            axis.right - tip
        };
        let mut trace = Trace::default();
        trace.add(&points, true);
        let tone = self.class.and_then(|class| classes.get(class)).map(|class| class.tone);
        let fill = match tone {
            Some(tone) => style::fill(&sheet.prefix(), tone, "ar"),
            None => "class=\"ar no\"".to_owned(),
        };
        let linked = draft.link(self.href);
        draft.titled("path", &format!("{fill} d=\"{}\"", trace.text), self.label);
        draft.end_link(linked);
        Written { words: self.name, tone, field: [high, top, end, bottom] }
    }
}

/// The name of a band and where there is room for it.
pub(crate) struct Written<'a> {
    words: &'a str,
    tone: Option<usize>,
    field: [f64; 4],
}

impl Written<'_> {
    /// Writes it over what was drawn since, if it fits.
    pub(crate) fn write(&self, draft: &mut Draft) {
        let [left, top, right, bottom] = self.field;
        let most = ((bottom - top - 4.0) / NAME.leading()).floor().max(0.0) as usize;
        let Some(lines) = NAME.fit(self.words, right - left - 10.0, most) else { return };
        let class = self.tone.map_or_else(|| "na nn".to_owned(), |tone| format!("na n{}", style::around(tone)));
        let mut y = f64::midpoint(top, bottom) + 4.0 - NAME.leading() * (lines.len() as f64 - 1.0) / 2.0;
        for line in &lines {
            draft.line(f64::midpoint(left, right), y, Anchor::Middle, &class, line);
            y += NAME.leading();
        }
    }
}

/// For each band the lane in which it is covered by no other, and how many lanes there are.
pub(crate) fn lanes(bands: &[Band<'_>]) -> (Vec<usize>, usize) {
    let mut order: Vec<usize> = (0..bands.len()).collect();
    order.sort_by_key(|at| bands[*at].from);
    let mut lanes = vec![0; bands.len()];
    let mut last: Vec<usize> = Vec::new();
    for at in order {
        let free = last.iter().position(|other| bands[*other].is_before(&bands[at]));
        let lane = free.unwrap_or(last.len());
        if lane == last.len() {
            last.push(at);
        } else {
            last[lane] = at;
        }
        lanes[at] = lane;
    }
    (lanes, last.len())
}
