//! Civil days, and dates that are known only to the month, the season or the year.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A civil day at the depositary's seat, counted from 1 January 1970.
///
/// It is not an instant: no time zone turns it into another day. Days before
/// 1970 are negative. [`Day::NEVER`] stands for "not within any horizon" and
/// sorts after every real day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub(crate) i32);

const EPOCH: Date = Date::constant(1970, 1, 1);

impl Day {
    /// Later than every day that can be written.
    pub const NEVER: Day = Day(i32::MAX);
    /// The last day there is: knowing on this day is knowing everything that was entered.
    pub const LAST: Day = Day(i32::MAX - 1);
    /// Earlier than every day that can be written.
    pub const ALWAYS: Day = Day(i32::MIN);

    /// The day `year`-`month`-`day` of the Gregorian calendar.
    ///
    /// # Errors
    /// When there is no such day, or the year lies outside 1 to 9999.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Day, DayError> {
        match Date::new(year, month, day) {
            Ok(date) if year >= 1 => Ok(Day::from(date)),
            _ => Err(DayError { text: format!("{year:04}-{month:02}-{day:02}"), full: true }),
        }
    }

    /// The day a number of days after 1 January 1970.
    pub const fn from_epoch(days: i32) -> Day {
        Day(days)
    }

    /// Days since 1 January 1970.
    pub const fn epoch(self) -> i32 {
        self.0
    }

    /// Whether this is a real day, neither [`Day::NEVER`] nor [`Day::ALWAYS`].
    pub fn is_real(self) -> bool {
        self != Day::NEVER && self != Day::ALWAYS
    }

    /// The day, if it is a real one.
    pub fn real(self) -> Option<Day> {
        Some(self).filter(|day| day.is_real())
    }

    /// The day so many days later; the two horizons stay what they are.
    #[must_use]
    pub fn plus(self, days: i32) -> Day {
        if self.is_real() { Day(self.0.saturating_add(days)) } else { self }
    }

    /// The calendar date, clamped to the years 1 to 9999.
    pub fn date(self) -> Date {
        let days = jiff::Span::new().days(i64::from(self.0.clamp(-719_162, 2_932_896)));
        EPOCH.saturating_add(days)
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Day {
        // `until` in days between two civil dates cannot fail and fits an i32.
        Day(EPOCH.until(date).map_or(0, |span| span.get_days()))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Day::NEVER => f.pad("never"),
            Day::ALWAYS => f.pad("always"),
            day => f.pad(&day.date().to_string()),
        }
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// No such day in the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayError {
    text: String,
    /// Whether nothing less than a full date will do.
    full: bool,
}

impl fmt::Display for DayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let forms = if self.full { "a full date, such as 2021-11-01" } else { "2021-11-01, 2021-11 or 2021" };
        write!(f, "`{}` is not a date; write {forms}", self.text)
    }
}

impl std::error::Error for DayError {}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Day, DayError> {
        match text.parse::<Dated>() {
            Ok(Dated { first, precision: Precision::Day }) => Ok(first),
            _ => Err(DayError { text: text.to_owned(), full: true }),
        }
    }
}

/// How exactly a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Precision {
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the season, numbered as in EDTF: 21 spring, 22 summer, 23 autumn, 24 winter.
    Season(u8),
    /// To the year.
    Year,
}

/// A date with the precision its source gives; it never gains any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Dated {
    /// The first day the date can mean.
    pub first: Day,
    /// How much later it can be.
    pub precision: Precision,
}

impl Dated {
    /// A date known to the day.
    pub const fn exact(day: Day) -> Dated {
        Dated { first: day, precision: Precision::Day }
    }

    /// The last day the date can mean.
    pub fn last(self) -> Day {
        let months = match self.precision {
            Precision::Day => return self.first,
            Precision::Month => 1,
            Precision::Season(_) => 3,
            Precision::Year => 12,
        };
        let next = self.first.date().saturating_add(jiff::Span::new().months(months));
        Day::from(next).plus(-1)
    }
}

impl fmt::Display for Dated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.first.date();
        match self.precision {
            Precision::Day => fmt::Display::fmt(&self.first, f),
            Precision::Month => f.pad(&format!("{:04}-{:02}", date.year(), date.month())),
            Precision::Season(season) => f.pad(&format!("{:04}-{season}", date.year())),
            Precision::Year => f.pad(&format!("{:04}", date.year())),
        }
    }
}

impl FromStr for Dated {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Dated, DayError> {
        let wrong = || DayError { text: text.to_owned(), full: false };
        let number = |part: &str, width: usize| -> Result<i16, DayError> {
            let digits = part.len() == width && part.bytes().all(|b| b.is_ascii_digit());
            if digits { part.parse().map_err(|_| wrong()) } else { Err(wrong()) }
        };
        let mut parts = text.split('-');
        let year = number(parts.next().unwrap_or(""), 4)?;
        let month = parts.next().map(|part| number(part, 2)).transpose()?;
        let day = parts.next().map(|part| number(part, 2)).transpose()?;
        if parts.next().is_some() {
            return Err(wrong());
        }
        let at = |month: i16, day: i16| Day::new(year, month as i8, day as i8).map_err(|_| wrong());
        Ok(match (month, day) {
            (None, _) => Dated { first: at(1, 1)?, precision: Precision::Year },
            (Some(season @ 21..=24), None) => {
                Dated { first: at((season - 21) * 3 + 3, 1)?, precision: Precision::Season(season as u8) }
            }
            (Some(month), None) => Dated { first: at(month, 1)?, precision: Precision::Month },
            (Some(month), Some(day)) => Dated::exact(at(month, day)?),
        })
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_real() { serializer.collect_str(self) } else { serializer.serialize_none() }
    }
}

impl Serialize for Dated {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// TOML writes dates with or without quotes; both are accepted.
struct DatedVisitor;

impl<'de> de::Visitor<'de> for DatedVisitor {
    type Value = Dated;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date such as 2021-11-01, \"2021-11\" or \"2021\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Dated, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, year: i64) -> Result<Dated, E> {
        self.visit_str(&format!("{year:04}"))
    }

    /// The `toml` crate hands its own date type over as a map of one private key.
    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Dated, A::Error> {
        let Some((_, text)) = map.next_entry::<String, String>()? else {
            return Err(de::Error::custom("a date is missing"));
        };
        self.visit_str(&text)
    }
}

impl<'de> Deserialize<'de> for Dated {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Dated, D::Error> {
        deserializer.deserialize_any(DatedVisitor)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let dated = Dated::deserialize(deserializer)?;
        match dated.precision {
            Precision::Day => Ok(dated.first),
            _ => Err(de::Error::custom(format!("`{dated}` must be a full date, such as 2021-11-01"))),
        }
    }
}

#[cfg(feature = "schema")]
mod schema {
    use super::{Dated, Day};
    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
    use std::borrow::Cow;

    macro_rules! date_schema {
        ($type:ty, $name:literal, $pattern:literal) => {
            impl JsonSchema for $type {
                fn schema_name() -> Cow<'static, str> {
                    $name.into()
                }
                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!({ "type": "string", "pattern": $pattern })
                }
            }
        };
    }
    date_schema!(Day, "Day", r"^\d{4}-\d{2}-\d{2}$");
    date_schema!(Dated, "Dated", r"^\d{4}(-\d{2}(-\d{2})?)?$");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_back() {
        for text in ["1970-01-01", "1883-03-20", "2026-11-20", "0001-01-01", "9999-12-31"] {
            let day: Day = text.parse().expect("a date");
            assert_eq!(day.to_string(), text);
        }
        assert_eq!(Day::new(1970, 1, 1), Ok(Day(0)));
        assert_eq!(Day::new(1900, 1, 1).map(Day::epoch), Ok(-25567));
    }

    #[test]
    fn precision_is_kept() {
        for (text, last) in
            [("2009", "2009-12-31"), ("2009-02", "2009-02-28"), ("2009-23", "2009-11-30"), ("2009-02-19", "2009-02-19")]
        {
            let dated: Dated = text.parse().expect("a date");
            assert_eq!(dated.to_string(), text);
            assert_eq!(dated.last().to_string(), last);
        }
    }

    #[test]
    fn no_such_day() {
        for text in ["2021-02-29", "2021-13-01", "21-1-1", "2021-1-1", "", "2021-11-01-01", "١٩٩٩"] {
            assert!(text.parse::<Dated>().is_err(), "{text}");
        }
    }
}
