//! Waiting periods: how many days lie between an act and its effect.
//!
//! "30 days after", "one month after" and "the first day of the month following
//! the expiration of three months" are different rules, and month arithmetic is
//! ambiguous at month ends, so a period keeps the words it was written in and a
//! named [`Rounding`].

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::day::Day;

/// What a month after 31 January is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Rounding {
    /// The last day of a shorter month: 31 January + 1 month = 28 February.
    /// This is our default where a treaty is silent.
    #[default]
    Clip,
    /// The days left over run into the next month: 31 January + 1 month = 3 March.
    Overflow,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Base {
    Days(u16),
    Months(u16),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Then {
    /// The period's last day itself.
    Stop,
    /// The first day of the n-th month after the month reached.
    FirstOfMonth(u16),
    /// The first 1 January after the day reached.
    NewYear,
}

/// What a length of time is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// So many days: `30 days`.
    Days,
    /// The day with that number: `30th day`.
    NthDay,
    /// Weeks.
    Weeks,
    /// Months of the calendar.
    Months,
    /// Years.
    Years,
}

/// A length of time as a treaty writes it: `12 months` and `1 year` are two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Length {
    /// How many.
    pub number: u16,
    /// Of what.
    pub unit: Unit,
}

/// A waiting period as a treaty writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Written {
    /// `same day`.
    SameDay,
    /// `next day`.
    NextDay,
    /// `30 days`, `30th day`, `3 months`.
    Length(Length),
    /// `next 1 January`, or `next 1 January after 6 months`.
    NewYear(Option<Length>),
    /// `first day of the month following`, or `first day of the month following 60 days`.
    MonthFollowing(Option<Length>),
    /// `first day of the 6th month after`.
    NthMonth(u16),
}

/// A waiting period in the words of a treaty, such as `30 days`, `30th day`,
/// `3 months`, `first day of the month following 60 days`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Period {
    text: Box<str>,
    written: Written,
    wait: Wait,
}

impl Period {
    /// No waiting: the effect is on the day of the act.
    pub fn same_day() -> Period {
        Period { text: "same day".into(), written: Written::SameDay, wait: Wait::NONE }
    }

    /// So many days after the act.
    pub fn days(days: u16) -> Period {
        let written = Written::Length(Length { number: days, unit: Unit::Days });
        Period { text: format!("{days} days").into(), written, wait: written.wait() }
    }

    /// The same period under another rule for month ends.
    #[must_use]
    pub fn rounded(mut self, rounding: Rounding) -> Period {
        self.wait.rounding = rounding;
        self
    }

    /// Whether the effect is on the day of the act.
    pub fn is_same_day(&self) -> bool {
        self.wait == Wait::NONE
    }

    /// How the treaty writes it.
    pub fn written(&self) -> Written {
        self.written
    }

    /// The arithmetic without the words.
    pub(crate) fn wait(&self) -> Wait {
        self.wait
    }

    /// The day of effect for an act of `day`.
    pub fn after(&self, day: Day) -> Day {
        self.wait.after(day)
    }

    /// The last day whose notice would have taken effect by `effect`;
    /// used to say by when a notice must be given. Only for plain days and months.
    pub fn before(&self, effect: Day) -> Option<Day> {
        match (self.wait.base, self.wait.then) {
            (Base::Days(days), Then::Stop) => Some(effect.plus(-i32::from(days))),
            (Base::Months(months), Then::Stop) => {
                Some(effect.date().saturating_sub(jiff::Span::new().months(months)).into())
            }
            _ => None,
        }
    }
}

/// A period's arithmetic, small enough for a compiled plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Wait {
    base: Base,
    then: Then,
    rounding: Rounding,
}

impl Wait {
    pub(crate) const NONE: Wait = Wait { base: Base::Days(0), then: Then::Stop, rounding: Rounding::Clip };

    pub(crate) fn rounded(mut self, rounding: Rounding) -> Wait {
        self.rounding = rounding;
        self
    }

    /// The day of effect for an act of `day`.
    ///
    /// The whole period is added to the day of the act at once: adding it month
    /// by month would lose days at month ends.
    #[inline]
    pub(crate) fn after(self, day: Day) -> Day {
        match (self.base, self.then) {
            (Base::Days(days), Then::Stop) => day.plus(i32::from(days)),
            _ => self.after_by_calendar(day),
        }
    }

    fn after_by_calendar(self, day: Day) -> Day {
        if !day.is_real() {
            return day;
        }
        let reached = match self.base {
            Base::Days(days) => day.plus(i32::from(days)),
            Base::Months(months) => self.months_after(day, months),
        };
        match self.then {
            Then::Stop => reached,
            Then::FirstOfMonth(months) => {
                let first = reached.date().first_of_month();
                first.saturating_add(jiff::Span::new().months(months)).into()
            }
            Then::NewYear => Day::new(reached.date().year().saturating_add(1), 1, 1).unwrap_or(Day::NEVER),
        }
    }

    fn months_after(self, day: Day, months: u16) -> Day {
        let date = day.date();
        let clipped = date.saturating_add(jiff::Span::new().months(months));
        match self.rounding {
            Rounding::Clip => clipped.into(),
            Rounding::Overflow => Day::from(clipped).plus(i32::from(date.day() - clipped.day())),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

/// A waiting period that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodError(String);

impl fmt::Display for PeriodError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a waiting period; write \"same day\", \"next day\", \"30 days\", \"30th day\", \"3 months\", \
             \"1 year\", \"first day of the month following 60 days\", \"first day of the 6th month after\" or \
             \"next 1 January\"",
            self.0
        )
    }
}

impl std::error::Error for PeriodError {}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Period, PeriodError> {
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        let read = match words.as_slice() {
            ["same", "day"] => Some(Written::SameDay),
            ["next", "day"] => Some(Written::NextDay),
            ["next", "1", "January"] => Some(Written::NewYear(None)),
            ["next", "1", "January", "after", rest @ ..] => length(rest).map(|past| Written::NewYear(Some(past))),
            ["first", "day", "of", "the", "month", "following"] => Some(Written::MonthFollowing(None)),
            ["first", "day", "of", "the", "month", "following", rest @ ..] => {
                length(rest).map(|past| Written::MonthFollowing(Some(past)))
            }
            ["first", "day", "of", "the", nth, "month", "after"] => ordinal(nth).map(Written::NthMonth),
            rest => length(rest).map(Written::Length),
        };
        let written = read.ok_or_else(|| PeriodError(text.to_owned()))?;
        Ok(Period { text: words.join(" ").into(), written, wait: written.wait() })
    }
}

impl Written {
    fn wait(self) -> Wait {
        let none = Base::Days(0);
        let (base, then) = match self {
            Written::SameDay => (none, Then::Stop),
            Written::NextDay => (Base::Days(1), Then::Stop),
            Written::Length(length) => (length.base(), Then::Stop),
            Written::NewYear(past) => (past.map_or(none, Length::base), Then::NewYear),
            Written::MonthFollowing(past) => (past.map_or(none, Length::base), Then::FirstOfMonth(1)),
            Written::NthMonth(n) => (none, Then::FirstOfMonth(n)),
        };
        Wait { base, then, rounding: Rounding::Clip }
    }
}

impl Length {
    fn base(self) -> Base {
        match self.unit {
            Unit::Days | Unit::NthDay => Base::Days(self.number),
            Unit::Weeks => Base::Days(self.number * 7),
            Unit::Months => Base::Months(self.number),
            Unit::Years => Base::Months(self.number * 12),
        }
    }
}

fn length(words: &[&str]) -> Option<Length> {
    let (number, unit) = match *words {
        [nth, "day"] if nth != "1" => (ordinal(nth)?, Unit::NthDay),
        [n, "day" | "days"] => (number(n)?, Unit::Days),
        [n, "week" | "weeks"] => (number(n).filter(|n| n.checked_mul(7).is_some())?, Unit::Weeks),
        [n, "month" | "months"] => (number(n)?, Unit::Months),
        [n, "year" | "years"] => (number(n).filter(|n| n.checked_mul(12).is_some())?, Unit::Years),
        _ => return None,
    };
    Some(Length { number, unit })
}

fn number(word: &str) -> Option<u16> {
    word.parse().ok().filter(|n| (1..=36_500).contains(n))
}

fn ordinal(word: &str) -> Option<u16> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let n = number(digits)?;
    let suffix = match (n % 10, n % 100) {
        (1, h) if h != 11 => "st",
        (2, h) if h != 12 => "nd",
        (3, h) if h != 13 => "rd",
        _ => "th",
    };
    (&word[digits.len()..] == suffix).then_some(n)
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Period, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Period {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Period".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "examples": ["same day", "30 days", "30th day", "3 months", "1 year", "first day of the month following 60 days"]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One row a rule of a real treaty: period, day of the act, day of effect, where from.
    const CASES: &[(&str, &str, &str, &str)] = &[
        ("30 days", "2009-02-19", "2009-03-21", "CANWFZ 15"),
        ("30th day", "1979-05-02", "1979-06-01", "IPP Convention 17(2), United Kingdom"),
        ("30th day", "1979-12-28", "1980-01-27", "VCLT 84(1)"),
        ("90 days", "2020-10-24", "2021-01-22", "TPNW 15(1)"),
        ("90 days", "2014-09-25", "2014-12-24", "ATT 22(1)"),
        ("180 days", "1996-10-31", "1997-04-29", "CWC XXI(1)"),
        ("30th day", "2016-10-05", "2016-11-04", "Paris Agreement 21(1)"),
        ("30th day", "2021-01-20", "2021-02-19", "Paris Agreement 21(3), United States"),
        ("first day of the month following 60 days", "2002-04-11", "2002-07-01", "Rome Statute 126(1)"),
        ("first day of the 6th month after", "1998-09-16", "1999-03-01", "APMBC 17(1)"),
        ("12 months", "1993-11-16", "1994-11-16", "UNCLOS 308(1)"),
        ("same day", "1975-03-26", "1975-03-26", "BWC XIV(3)"),
        ("6 months", "2019-02-02", "2019-08-02", "INF XV(2)"),
        ("first day of the month following 3 months", "2003-03-14", "2003-07-01", "ICMW 87(1)"),
        ("3 months", "1975-12-23", "1976-03-23", "ICCPR 49(1)"),
        ("next 1 January", "1993-01-01", "1994-01-01", "the first 1 January after"),
        ("1 month", "2023-01-31", "2023-02-28", "month end, clipped"),
        ("1 year", "2024-02-29", "2025-02-28", "leap day, clipped"),
    ];

    #[test]
    fn the_day_of_effect() {
        for &(period, act, effect, article) in CASES {
            let period: Period = period.parse().expect(article);
            assert_eq!(period.after(act.parse().expect("a day")).to_string(), effect, "{article}");
        }
    }

    #[test]
    fn month_ends_by_name() {
        let month: Period = "1 month".parse().expect("a period");
        let act = "2023-01-31".parse().expect("a day");
        assert_eq!(month.after(act).to_string(), "2023-02-28");
        assert_eq!(month.rounded(Rounding::Overflow).after(act).to_string(), "2023-03-03");
    }

    #[test]
    fn words_that_are_no_period() {
        for text in ["", "30", "soon", "30st day", "-3 months", "0 days", "first day of month", "99999 years"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
