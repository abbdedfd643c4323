//! Counts over time.

use std::fmt::Write as _;

use crate::callout::{Callouts, Moment};
use crate::draft::{Anchor, Draft, Trace, n};
use crate::legend::{self, Key};
use crate::sheet::Sheet;
use crate::style;
use crate::text::Face;
use crate::time::{Axis, When};

/// A change of a count.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// The day. Where it is not known to the day, the line changes on the last it can mean, and what may have been so
    /// before is shaded.
    pub when: When,
    /// By how much: one more for each instrument, one less for each withdrawal.
    pub change: i32,
    /// What is said of it; empty for nothing.
    pub label: &'a str,
}

/// A count over time.
#[derive(Debug, Clone, Copy)]
pub struct Series<'a> {
    /// What is counted.
    pub label: &'a str,
    /// Which of the [`TONES`](crate::TONES) colours it has. Lines are told apart by their dashes too, which follow the
    /// order of the series.
    pub tone: usize,
    /// Its changes, in any order; the count begins with none.
    pub steps: &'a [Step<'a>],
}

impl Series<'_> {
    /// The counts from each day on that has a change, when every change is taken to be on the day that `of` gives.
    fn counts(&self, of: fn(When) -> i32) -> Vec<(i32, i64)> {
        let mut changes: Vec<(i32, i32)> = self.steps.iter().map(|step| (of(step.when), step.change)).collect();
        changes.sort_by_key(|change| change.0);
        let mut counts: Vec<(i32, i64)> = Vec::new();
        let mut count = 0;
        for (day, change) in changes {
            count += i64::from(change);
            match counts.last_mut() {
                Some(last) if last.0 == day => last.1 = count,
                _ => counts.push((day, count)),
            }
        }
        counts
    }
}

fn count_on(counts: &[(i32, i64)], day: i32) -> i64 {
    counts.get(counts.partition_point(|step| step.0 <= day).wrapping_sub(1)).map_or(0, |step| step.1)
}

/// Counts over time as lines in steps, with the last count at the end of each.
///
/// ```
/// use chart::{Curve, Series, Sheet, Step, When};
///
/// let day = |year, month, day| When::date(year, month, day);
/// let signatures = [Step { when: day(2006, 9, 8), change: 5, label: "8 September 2006: 5" }];
/// let consents = [
///     Step { when: day(2007, 7, 27), change: 1, label: "" },
///     Step { when: day(2008, 12, 11), change: 1, label: "" },
/// ];
/// let svg = Curve {
///     sheet: Sheet { title: "Consents over time", description: "…", language: "en", ..Sheet::default() },
///     series: &[
///         Series { label: "signatures", tone: 1, steps: &signatures },
///         Series { label: "consents to be bound", tone: 0, steps: &consents },
///     ],
///     events: &[],
///     marker: None,
///     counted: "States",
///     note: "",
/// }
/// .draw();
/// assert!(svg.contains("consents to be bound"));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Curve<'a> {
    /// Title, frame and direction.
    pub sheet: Sheet<'a>,
    /// The lines, in the order of the legend.
    pub series: &'a [Series<'a>],
    /// What happened meanwhile.
    pub events: &'a [Moment<'a>],
    /// The day that is asked about. All lines run to it or to the last date, whichever is later.
    pub marker: Option<Moment<'a>>,
    /// What the counts are counts of: the name of their axis.
    pub counted: &'a str,
    /// What stands at the foot.
    pub note: &'a str,
}

/// The end of a line and the words beside it.
struct End {
    y: f64,
    count: String,
    label: Vec<String>,
    /// Where the words begin.
    top: f64,
}

impl End {
    fn height(&self) -> f64 {
        Face::STRONG.leading() * (1 + self.label.len()) as f64 + 2.0
    }
}

/// From counts to units of the drawing.
struct Counts {
    top: f64,
    bottom: f64,
    highest: u32,
    step: u32,
    /// How far apart lines of the same count are drawn.
    apart: f64,
}

impl Counts {
    fn up_to(most: u32, top: f64, bottom: f64) -> Self {
        let most = most.max(1);
        let steps = (0..9).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_u32.pow(power)));
        let step = steps.into_iter().find(|step| most.div_ceil(*step) <= 5).unwrap_or(1_000_000_000);
        let highest = most.div_ceil(step).saturating_mul(step);
        // Where there are few to be counted, all may have done the same; lines side by side then do not hide one another
        // and are less than half of one apart from where they belong.
        let one = (bottom - top) / f64::from(highest);
        Self { top, bottom, highest, step, apart: if one > 20.0 { 3.0 } else { 0.0 } }
    }

    fn y(&self, count: u32) -> f64 {
        self.bottom - f64::from(count) / f64::from(self.highest) * (self.bottom - self.top)
    }

    fn marks(&self) -> impl Iterator<Item = u32> {
        (0..=self.highest / self.step).map(|at| at * self.step)
    }
}

impl Curve<'_> {
    /// Draws it.
    #[must_use]
    pub fn draw(&self) -> String {
        let (sheet, width, margin) = (&self.sheet, self.sheet.breadth(), self.sheet.margin());
        let most = self.series.iter().flat_map(|series| series.counts(When::last)).map(|step| step.1).max();
        let most = shown(most.unwrap_or(0));
        let mut ends = self.ends();
        let words = ends.iter().flat_map(|end| {
            std::iter::once(Face::STRONG.width(&end.count)).chain(end.label.iter().map(|line| Face::LABEL.width(line)))
        });
        let beside = words.fold(0.0, f64::max) + 10.0;
        let scale = Counts::up_to(most, 0.0, 1.0);
        let before = scale.marks().map(|count| Face::SMALL.width(&sheet.digits.write(count))).fold(0.0, f64::max) + 8.0;

        let axis = Axis::over(self.dates(), margin + before, width - margin - beside);
        let callouts = Callouts::place(&axis, self.events, self.marker.as_ref());
        let (above, below) = callouts.heights();
        let mut draft = sheet.draft();
        let mut top = sheet.head(&mut draft, width) + 2.0;
        if !self.counted.is_empty() {
            let (anchor, x) = sheet.start(width);
            let lines = Face::SMALL.wrap(self.counted, width - 2.0 * margin, 2);
            top = draft.lines(x, top + Face::SMALL.size, anchor, Face::SMALL, &lines) - Face::SMALL.size + 4.0;
        }
        top += if above > 0.0 { above + 12.0 } else { 6.0 };
        let words: f64 = ends.iter().map(End::height).sum();
        let bottom = top + words.max(if sheet.narrow() { 220.0 } else { 280.0 });
        let counts = Counts::up_to(most, top, bottom);

        axis.grid(&mut draft, sheet.digits, top, bottom);
        axis.ticks(&mut draft, sheet.digits, bottom);
        counts_axis(&mut draft, sheet, &axis, &counts);
        let last = self.dates().map(When::last).max().unwrap_or_default();
        for (at, (series, end)) in self.series.iter().zip(&mut ends).enumerate() {
            let up = counts.apart * (self.series.len().min(4) - 1 - at % 4) as f64;
            end.y = line(
                &mut draft,
                &axis,
                &|count| counts.y(shown(count)) - if count > 0 { up } else { 0.0 },
                (at, series),
                last,
            );
        }
        axis.line(&mut draft, bottom);
        callouts.draw(&mut draft, &axis, (top, bottom, bottom + 26.0));
        axis.years(&mut draft, sheet.digits, bottom + 17.0);
        spread(&mut ends, top - 6.0, bottom + 4.0);
        for end in &ends {
            write_end(&mut draft, (axis.x(last), axis.right), end);
        }

        let y = bottom + 24.0 + if below > 0.0 { below + 8.0 } else { 0.0 };
        let entries: Vec<(Key, &str)> = self
            .series
            .iter()
            .enumerate()
            .map(|(at, series)| (Key::Line { tone: series.tone, dash: at }, series.label))
            .collect();
        let y = legend::draw(&mut draft, sheet, width, y, &entries);
        let y = sheet.foot(&mut draft, width, y, self.note);
        let linked = draft.text.contains("<a href");
        sheet.close(&draft, (width, y + margin), &[], linked)
    }

    fn dates(&self) -> impl Iterator<Item = When> {
        let steps = self.series.iter().flat_map(|series| series.steps).map(|step| step.when);
        steps.chain(self.events.iter().chain(&self.marker).map(|moment| moment.when))
    }

    /// The words for the ends of the lines; on a phone the legend alone has the labels.
    fn ends(&self) -> Vec<End> {
        let end = |series: &Series<'_>| {
            let count = shown(count_on(&series.counts(When::last), i32::MAX));
            let label = if self.sheet.narrow() { Vec::new() } else { Face::LABEL.wrap(series.label, 120.0, 3) };
            End { y: 0.0, count: self.sheet.digits.write(count), label, top: 0.0 }
        };
        self.series.iter().map(end).collect()
    }
}

fn shown(count: i64) -> u32 {
    u32::try_from(count.max(0)).unwrap_or(u32::MAX)
}

/// Draws the line of one series to `last`; gives the height at which it ends.
fn line(
    draft: &mut Draft,
    axis: &Axis,
    y_of: &dyn Fn(i64) -> f64,
    (at, series): (usize, &Series<'_>),
    last: i32,
) -> f64 {
    let (certain, possible) = (series.counts(When::last), series.counts(When::first));
    let tone = style::around(series.tone);
    let mut days: Vec<i32> = certain.iter().chain(&possible).map(|step| step.0).collect();
    days.sort_unstable();
    let mut shades = String::new();
    for pair in days.windows(2) {
        let (low, high) = (count_on(&certain, pair[0]), count_on(&possible, pair[0]));
        if low != high && pair[0] != pair[1] {
            let (left, right) = (n(axis.x(pair[0])), n(axis.x(pair[1])));
            let _ = write!(shades, "M{left} {}H{right}V{}H{left}z", n(y_of(low)), n(y_of(high)));
        }
    }
    if !shades.is_empty() {
        let _ = write!(draft.text, "<path class=\"may t{tone}\" d=\"{shades}\"/>");
    }
    let mut y = y_of(0);
    let mut points: Vec<(f64, f64)> = Vec::new();
    for (day, count) in &certain {
        let (x, next) = (axis.x(*day), y_of(*count));
        points.extend([(x, y), (x, next)]);
        y = next;
    }
    if !points.is_empty() {
        points.push((axis.x(last), y));
        let mut trace = Trace::default();
        trace.add(&points, false);
        let attributes = format!("class=\"ln k{tone}{}\" d=\"{}\"", style::dash(at), trace.text);
        draft.titled("path", &attributes, series.label);
    }
    for step in series.steps.iter().filter(|step| !step.label.is_empty()) {
        let day = step.when.last();
        let (x, y) = (n(axis.x(day)), n(y_of(count_on(&certain, day))));
        draft.titled("circle", &format!("class=\"dt t{tone}\" cx=\"{x}\" cy=\"{y}\" r=\"2.5\""), step.label);
    }
    y
}

fn counts_axis(draft: &mut Draft, sheet: &Sheet<'_>, axis: &Axis, counts: &Counts) {
    let mut path = String::new();
    for count in counts.marks() {
        let y = counts.y(count);
        let _ = write!(path, "M{} {}H{}", n(axis.left), n(y), n(axis.right));
        draft.line(axis.left - 6.0, y + 4.0, Anchor::Right, Face::SMALL.class, &sheet.digits.write(count));
    }
    let _ = write!(draft.text, "<path class=\"gd\" d=\"{path}\"/>");
}

/// Moves the words at the ends of lines apart, from `top` to `bottom`, in the order of the lines.
fn spread(ends: &mut [End], top: f64, bottom: f64) {
    let mut order: Vec<usize> = (0..ends.len()).collect();
    order.sort_by(|one, other| ends[*one].y.total_cmp(&ends[*other].y));
    let mut free = top;
    for at in &order {
        let end = &mut ends[*at];
        end.top = (end.y - Face::STRONG.leading() / 2.0).max(free);
        free = end.top + end.height();
    }
    let mut free = bottom;
    for at in order.iter().rev() {
        let end = &mut ends[*at];
        end.top = end.top.min(free - end.height());
        free = end.top;
    }
}

fn write_end(draft: &mut Draft, (from, right): (f64, f64), end: &End) {
    let middle = end.top + Face::STRONG.leading() / 2.0;
    if right - from > 1.0 || (middle - end.y).abs() > 3.0 {
        let mut trace = Trace::default();
        trace.add(&[(from, end.y), (right, end.y), (right + 7.0, middle)], false);
        let _ = write!(draft.text, "<path class=\"le\" d=\"{}\"/>", trace.text);
    }
    let x = right + 10.0;
    draft.line(x, end.top + 12.0, Anchor::Left, Face::STRONG.class, &end.count);
    draft.lines(x, end.top + 12.0 + Face::STRONG.leading(), Anchor::Left, Face::LABEL, &end.label);
}
