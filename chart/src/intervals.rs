//! What each of many was, over time.

use std::fmt::Write as _;

use crate::band::{self, Band};
use crate::callout::Moment;
use crate::draft::{Anchor, Draft, n};
use crate::legend::{self, Key};
use crate::sheet::{Class, Sheet};
use crate::text::Face;
use crate::time::Axis;

/// A participant of a treaty, or a treaty of a participant.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Its name.
    pub label: &'a str,
    /// Where a click on the name leads: a relative address, or one of HTTP.
    pub href: Option<&'a str>,
    /// What it was and when, in any order. Those that overlap in time stand below one another.
    pub bands: &'a [Band<'a>],
}

/// What each of many was, over time: a row for each, in the order given. For a wide page names stand beside the bars,
/// for a narrow one above them.
///
/// ```
/// use chart::{Band, Class, Intervals, Row, Sheet, When};
///
/// let classes = [Class { label: "signatory", tone: 1 }, Class { label: "party", tone: 0 }];
/// let (signed, bound) = (When::date(2006, 9, 8), When::date(2009, 3, 21));
/// let bands = [
///     Band { from: signed, to: Some(bound), class: Some(0), label: "signatory", name: "", href: None },
///     Band { from: bound, to: None, class: Some(1), label: "party since 21 March 2009", name: "", href: None },
/// ];
/// let svg = Intervals {
///     sheet: Sheet { title: "What binds it", description: "…", language: "en", ..Sheet::default() },
///     rows: &[Row { label: "Treaty of Semipalatinsk", href: Some("/treaties/canwfz"), bands: &bands }],
///     marker: None,
///     classes: &classes,
///     note: "",
/// }
/// .draw();
/// assert!(svg.contains("party since 21 March 2009"));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Intervals<'a> {
    /// Title, frame and direction.
    pub sheet: Sheet<'a>,
    /// The rows.
    pub rows: &'a [Row<'a>],
    /// The day that is asked about.
    pub marker: Option<Moment<'a>>,
    /// What the bands' classes are, in the order of the legend.
    pub classes: &'a [Class<'a>],
    /// What stands at the foot.
    pub note: &'a str,
}

/// The height of a bar, and of it with the space below.
const BAR: f64 = 18.0;
const LANE: f64 = 21.0;
/// The widest that names beside bars may be.
const NAMES: f64 = 240.0;
/// Rows together higher than this have the years below them too.
const HIGH: f64 = 360.0;

/// A row with its place.
struct Laid {
    lines: Vec<String>,
    lanes: Vec<usize>,
    top: f64,
    /// Where the bars begin and end.
    bars: (f64, f64),
    bottom: f64,
}

impl Intervals<'_> {
    /// Draws it.
    #[must_use]
    pub fn draw(&self) -> String {
        let (sheet, width, margin) = (&self.sheet, self.sheet.breadth(), self.sheet.margin());
        let names = self.names();
        let beside = if names > 0.0 { names + 12.0 } else { 0.0 };
        let (before, behind) = if sheet.rtl() { (0.0, beside) } else { (beside, 0.0) };
        let dates = self.rows.iter().flat_map(|row| row.bands).flat_map(Band::dates);
        let dates = dates.chain(self.marker.iter().map(|marker| marker.when));
        let axis = Axis::over(dates, margin + before, width - margin - behind).with_room();

        let mut draft = sheet.draft();
        let mut top = sheet.head(&mut draft, width);
        if let Some(marker) = &self.marker {
            top = write_marker(&mut draft, &axis, marker, top);
        }
        let flag = top;
        let first = top + 22.0;
        let rows = self.lay_out(first, names);
        let last = rows.last().map_or(first + LANE, |row| row.bottom);

        axis.years(&mut draft, sheet.digits, top + 14.0);
        if sheet.narrow() {
            rows.iter().for_each(|row| axis.grid(&mut draft, sheet.digits, row.bars.0 - 1.0, row.bars.1 + 1.0));
        } else {
            axis.grid(&mut draft, sheet.digits, first, last);
        }
        self.rules(&mut draft, &rows);
        axis.line(&mut draft, first);
        let mut written = Vec::new();
        for (row, laid) in self.rows.iter().zip(&rows) {
            self.write_name(&mut draft, row, laid);
            for (band, lane) in row.bands.iter().zip(&laid.lanes) {
                let field = (laid.bars.0 + *lane as f64 * LANE, BAR);
                written.push(band.draw(&mut draft, sheet, &axis, self.classes, field));
            }
        }
        if let Some(marker) = &self.marker {
            let x = axis.x(marker.when.middle());
            let mut path = format!("M{} {}V{}", n(x), n(flag), n(first));
            if sheet.narrow() {
                for row in &rows {
                    let _ = write!(path, "M{} {}V{}", n(x), n(row.bars.0 - 3.0), n(row.bars.1 + 3.0));
                }
            } else {
                let _ = write!(path, "V{}", n(last));
            }
            let _ = write!(draft.text, "<path class=\"mh\" d=\"{path}\"/>");
            draft.titled("path", &format!("class=\"mk\" d=\"{path}\""), marker.label);
        }
        written.iter().for_each(|name| name.write(&mut draft));
        let mut y = last;
        if last - first > HIGH {
            axis.line(&mut draft, last);
            axis.years(&mut draft, sheet.digits, last + 14.0);
            y += 20.0;
        }
        let entries: Vec<(Key, &str)> =
            self.classes.iter().map(|class| (Key::Field(class.tone), class.label)).collect();
        let y = legend::draw(&mut draft, sheet, width, y + 4.0, &entries);
        let y = sheet.foot(&mut draft, width, y, self.note);
        let tones: Vec<usize> = self.classes.iter().map(|class| class.tone).collect();
        let linked = draft.text.contains("<a href");
        sheet.close(&draft, (width, y + margin), &tones, linked)
    }

    /// The width of the column of names; none where they stand above the bars.
    fn names(&self) -> f64 {
        if self.sheet.narrow() {
            return 0.0;
        }
        self.rows.iter().map(|row| Face::LABEL.width(row.label)).fold(0.0, f64::max).min(NAMES)
    }

    fn lay_out(&self, first: f64, names: f64) -> Vec<Laid> {
        let narrow = self.sheet.narrow();
        let room = if narrow { self.sheet.breadth() - 2.0 * self.sheet.margin() } else { names };
        let mut top = first;
        let lay = |row: &Row<'_>| {
            let lines = Face::LABEL.wrap(row.label, room, 6);
            let (lanes, count) = band::lanes(row.bands);
            let (words, high) = (Face::LABEL.leading() * lines.len() as f64, LANE * count.max(1) as f64);
            let (bars, bottom) = if narrow {
                let begin = top + 6.0 + words + 3.0;
                ((begin, begin + high - 3.0), begin + high + 4.0)
            } else {
                ((top + 4.0, top + 4.0 + high - 3.0), top + f64::max(words, high) + 6.0)
            };
            let laid = Laid { lines, lanes, top, bars, bottom };
            top = bottom;
            laid
        };
        self.rows.iter().map(lay).collect()
    }

    fn rules(&self, draft: &mut Draft, rows: &[Laid]) {
        let margin = self.sheet.margin();
        let mut path = String::new();
        for row in rows {
            let _ = write!(path, "M{} {}H{}", n(margin), n(row.bottom), n(self.sheet.breadth() - margin));
        }
        if !path.is_empty() {
            let _ = write!(draft.text, "<path class=\"gd\" d=\"{path}\"/>");
        }
    }

    fn write_name(&self, draft: &mut Draft, row: &Row<'_>, laid: &Laid) {
        let (anchor, x) = self.sheet.start(self.sheet.breadth());
        let y = if self.sheet.narrow() { laid.top + 6.0 } else { laid.bars.0 + 1.0 };
        let linked = draft.link(row.href);
        draft.lines(x, y + Face::LABEL.size, anchor, Face::LABEL, &laid.lines);
        draft.end_link(linked);
    }
}

/// Writes the day that is asked about over its line; gives the y below it.
fn write_marker(draft: &mut Draft, axis: &Axis, marker: &Moment<'_>, top: f64) -> f64 {
    let x = axis.x(marker.when.middle());
    let lines = Face::STRONG.wrap(marker.label, (axis.right - axis.left).min(260.0), 4);
    let half = lines.iter().map(|line| Face::STRONG.width(line)).fold(0.0, f64::max) / 2.0;
    let x = x.max(axis.left + half).min(axis.right - half);
    let linked = draft.link(marker.href);
    let y = draft.lines(x, top + Face::STRONG.size, Anchor::Middle, Face::STRONG, &lines);
    draft.end_link(linked);
    y - Face::STRONG.size + 4.0
}
