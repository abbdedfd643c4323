//! Dates, and the axis on which they stand.

use std::fmt::Write as _;

use crate::draft::{Anchor, Draft, n};
use crate::sheet::Digits;
use crate::text::Face;

/// A date as far as it is known: the first and the last day that it can mean, counted from 1 January 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    first: i32,
    last: i32,
}

/// Where drawings begin and end: the first of January of the years 1 and 10000. Days beyond stand at these.
const ALWAYS: i32 = epoch(1, 1, 1);
const NEVER: i32 = epoch(10_000, 1, 1);

impl When {
    /// A date known to the day, as the number of days since 1 January 1970.
    #[must_use]
    pub const fn on(day: i32) -> Self {
        Self::within(day, day)
    }

    /// A date known only to lie between two days, both included: all days of a year, a season or a month.
    #[must_use]
    pub const fn within(first: i32, last: i32) -> Self {
        let (first, last) = (clamp(first), clamp(last));
        if first <= last { Self { first, last } } else { Self { first: last, last: first } }
    }

    /// A date of the Gregorian calendar. Months and days that there are not are counted on from those there are.
    #[must_use]
    pub const fn date(year: i32, month: u8, day: u8) -> Self {
        Self::on(epoch(year, month as i32, day as i32))
    }

    /// A date known to the year.
    #[must_use]
    pub const fn year(year: i32) -> Self {
        Self::within(epoch(year, 1, 1), epoch(year, 12, 31))
    }

    pub(crate) const fn first(self) -> i32 {
        self.first
    }

    pub(crate) const fn last(self) -> i32 {
        self.last
    }

    pub(crate) const fn is_exact(self) -> bool {
        self.first == self.last
    }

    /// The day in the middle of those that it can mean.
    pub(crate) const fn middle(self) -> i32 {
        self.first + (self.last - self.first) / 2
    }

    /// The years of the first and the last day.
    pub(crate) fn years(self) -> (i32, i32) {
        (year_of(self.first), year_of(self.last))
    }
}

const fn clamp(day: i32) -> i32 {
    if day < ALWAYS {
        ALWAYS
    } else if day > NEVER {
        NEVER
    } else {
        day
    }
}

/// Days since 1 January 1970 of a date of the proleptic Gregorian calendar.
const fn epoch(year: i32, month: i32, day: i32) -> i32 {
    let year = if year < 1 {
        1
    } else if year > 10_000 {
        10_000
    } else {
        year
    };
    // Years that begin in March have their leap day at the end.
    let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468
}

fn year_of(day: i32) -> i32 {
    let guess = (f64::from(day) / 365.2425).floor() as i32 + 1970;
    if epoch(guess, 1, 1) > day {
        guess - 1
    } else if epoch(guess + 1, 1, 1) <= day {
        guess + 1
    } else {
        guess
    }
}

/// From days to units of the drawing; from the beginning of a year to the end of one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Axis {
    years: (i32, i32),
    pub(crate) left: f64,
    pub(crate) right: f64,
}

impl Axis {
    /// The axis on which all these dates have room; of the year 2000 where there is none.
    pub(crate) fn over(dates: impl IntoIterator<Item = When>, left: f64, right: f64) -> Self {
        let spans = dates.into_iter().map(When::years);
        let (first, last) = spans
            .reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
            .map_or((2000, 2001), |(first, last)| (first, last + 1));
        // Two years have a beginning in the middle, so that there is always more than one to be written.
        let years = if last - first < 2 { (first, first + 2) } else { (first, last) };
        Self { years, left, right }
    }

    /// The same with some room behind the last date, for what goes on.
    pub(crate) fn with_room(mut self) -> Self {
        self.years.1 += (self.years.1 - self.years.0 + 12) / 25;
        self
    }

    pub(crate) fn x(&self, day: i32) -> f64 {
        let (first, last) = (f64::from(epoch(self.years.0, 1, 1)), f64::from(epoch(self.years.1, 1, 1)));
        let along = (f64::from(day) - first) / (last - first).max(1.0);
        self.left + along.clamp(0.0, 1.0) * (self.right - self.left)
    }

    /// The years that are written, and how many years lie between two of them.
    fn marks(&self, digits: Digits) -> (Vec<i32>, i32) {
        let widest = Face::YEAR.width(&digits.write(self.years.1.unsigned_abs()));
        let per_year = (self.right - self.left) / f64::from(self.years.1 - self.years.0);
        let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
        let step = steps.into_iter().find(|step| f64::from(*step) * per_year >= widest + 18.0).unwrap_or(10_000);
        ((self.years.0..=self.years.1).filter(|year| year % step == 0).collect(), step)
    }

    /// Lines at the years that [`Axis::years`] writes, from `top` to `bottom`.
    pub(crate) fn grid(&self, draft: &mut Draft, digits: Digits, top: f64, bottom: f64) {
        let mut path = String::new();
        for year in self.marks(digits).0 {
            let _ = write!(path, "M{} {}V{}", n(self.x(epoch(year, 1, 1))), n(top), n(bottom));
        }
        if !path.is_empty() {
            let _ = write!(draft.text, "<path class=\"gd\" d=\"{path}\"/>");
        }
    }

    /// Short lines at the years between, up from `bottom`.
    pub(crate) fn ticks(&self, draft: &mut Draft, digits: Digits, bottom: f64) {
        let step = self.marks(digits).1;
        let mut path = String::new();
        let per_year = (self.right - self.left) / f64::from(self.years.1 - self.years.0);
        if step > 1 && per_year >= 5.0 {
            for year in (self.years.0..=self.years.1).filter(|year| year % step != 0) {
                let _ = write!(path, "M{} {}v-4", n(self.x(epoch(year, 1, 1))), n(bottom));
            }
        }
        if !path.is_empty() {
            let _ = write!(draft.text, "<path class=\"gd\" d=\"{path}\"/>");
        }
    }

    /// The axis as a line at `y`.
    pub(crate) fn line(&self, draft: &mut Draft, y: f64) {
        let _ = write!(draft.text, "<path class=\"ax\" d=\"M{} {}H{}\"/>", n(self.left), n(y), n(self.right));
    }

    /// Writes the years; `y` is their baseline.
    pub(crate) fn years(&self, draft: &mut Draft, digits: Digits, y: f64) {
        for year in self.marks(digits).0 {
            let words = digits.write(year.unsigned_abs());
            let half = Face::YEAR.width(&words) / 2.0;
            let x = self.x(epoch(year, 1, 1)).clamp(self.left + half, self.right - half);
            draft.line(x, y, Anchor::Middle, Face::YEAR.class, &words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_years() {
        assert_eq!(When::date(1970, 1, 1), When::on(0));
        assert_eq!(When::date(2006, 9, 8), When::on(13_399));
        assert_eq!(When::date(2000, 2, 29), When::on(11_016));
        assert_eq!(When::on(i32::MIN), When::date(1, 1, 1));
        assert_eq!(When::on(i32::MAX), When::date(10_000, 1, 1));
        assert_eq!(When::within(9, 3), When::within(3, 9));
        for year in 1..10_000 {
            assert_eq!(When::year(year).years(), (year, year));
            assert_eq!(When::year(year).last() + 1, When::date(year + 1, 1, 1).first());
        }
    }

    #[test]
    fn an_axis_has_at_least_two_years_that_do_not_touch() {
        for (first, last) in [(2000, 2000), (1999, 2001), (1945, 2026), (1, 9999), (2009, 2016)] {
            for room in [100.0, 300.0, 700.0] {
                let axis = Axis::over([When::year(first), When::year(last)], 10.0, 10.0 + room);
                let (marks, _) = axis.marks(Digits::default());
                assert!(!marks.is_empty() && (room < 200.0 || marks.len() > 1), "{first} {last} {room} {marks:?}");
                for pair in marks.windows(2) {
                    assert!(axis.x(epoch(pair[1], 1, 1)) - axis.x(epoch(pair[0], 1, 1)) > 30.0);
                }
            }
        }
    }
}
