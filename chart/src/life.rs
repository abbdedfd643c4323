//! The life of a treaty on a line.

use crate::band::{self, Band};
use crate::callout::{Callouts, Moment};
use crate::legend::{self, Key};
use crate::sheet::{Class, Sheet};
use crate::time::Axis;

/// The life of a treaty: its stages as bands on an axis of time, and what happened as marks with words.
///
/// Stages that overlap in time stand below one another. Words of what happened stand below the axis in its first half and
/// above the stages in its second, and never cover one another.
///
/// ```
/// use chart::{Band, Class, Life, Moment, Sheet, When};
///
/// let classes = [Class { label: "open for signature", tone: 1 }, Class { label: "in force", tone: 0 }];
/// let opened = When::date(2006, 9, 8);
/// let in_force = When::date(2009, 3, 21);
/// let stages = [
///     Band { from: opened, to: Some(in_force), class: Some(0), label: "open", name: "open", href: None },
///     Band { from: in_force, to: None, class: Some(1), label: "in force", name: "in force", href: None },
/// ];
/// let svg = Life {
///     sheet: Sheet { title: "Life of the treaty", description: "…", language: "en", ..Sheet::default() },
///     stages: &stages,
///     events: &[Moment { when: opened, label: "8 September 2006: opened for signature", href: None }],
///     marker: Some(Moment { when: When::date(2021, 11, 1), label: "1 November 2021", href: None }),
///     classes: &classes,
///     note: "",
/// }
/// .draw();
/// assert!(svg.contains("opened for signature"));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Life<'a> {
    /// Title, frame and direction.
    pub sheet: Sheet<'a>,
    /// Its stages, in any order.
    pub stages: &'a [Band<'a>],
    /// What happened, in any order.
    pub events: &'a [Moment<'a>],
    /// The day that is asked about.
    pub marker: Option<Moment<'a>>,
    /// What the stages' classes are, in the order of the legend.
    pub classes: &'a [Class<'a>],
    /// What stands at the foot.
    pub note: &'a str,
}

const HEIGHT: f64 = 38.0;

impl Life<'_> {
    /// Draws it.
    #[must_use]
    pub fn draw(&self) -> String {
        let (sheet, width, margin) = (&self.sheet, self.sheet.breadth(), self.sheet.margin());
        let dates = self.stages.iter().flat_map(Band::dates);
        let moments = self.events.iter().chain(&self.marker).map(|moment| moment.when);
        // Half of a mark reaches beyond the axis.
        let axis = Axis::over(dates.chain(moments), margin + 5.0, width - margin - 5.0).with_room();
        let callouts = Callouts::place(&axis, self.events, self.marker.as_ref());
        let (above, below) = callouts.heights();

        let mut draft = sheet.draft();
        let head = sheet.head(&mut draft, width);
        let top = head + above + if above > 0.0 { 10.0 } else { 2.0 };
        let (lanes, count) = band::lanes(self.stages);
        let axis_y = top + count.max(1) as f64 * (HEIGHT + 3.0) + 4.0;
        axis.grid(&mut draft, sheet.digits, top, axis_y);
        axis.ticks(&mut draft, sheet.digits, axis_y);
        let mut names = Vec::new();
        for (stage, lane) in self.stages.iter().zip(&lanes) {
            let field = (top + *lane as f64 * (HEIGHT + 3.0), HEIGHT);
            names.push(stage.draw(&mut draft, sheet, &axis, self.classes, field));
        }
        axis.line(&mut draft, axis_y);
        callouts.draw(&mut draft, &axis, (top, axis_y, axis_y + 26.0));
        names.iter().for_each(|name| name.write(&mut draft));
        axis.years(&mut draft, sheet.digits, axis_y + 17.0);
        let y = axis_y + 24.0 + if below > 0.0 { below + 8.0 } else { 0.0 };
        let entries: Vec<(Key, &str)> =
            self.classes.iter().map(|class| (Key::Field(class.tone), class.label)).collect();
        let y = legend::draw(&mut draft, sheet, width, y, &entries);
        let y = sheet.foot(&mut draft, width, y, self.note);
        let tones: Vec<usize> = self.classes.iter().map(|class| class.tone).collect();
        let linked = draft.text.contains("<a href");
        sheet.close(&draft, (width, y + margin), &tones, linked)
    }
}
