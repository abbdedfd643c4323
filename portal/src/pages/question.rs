//! What an address asks: the three times, the language, and what a page of its own takes.

use std::fmt::Write as _;

use law::{Dated, Day};

/// What every page takes.
pub(crate) const EVERYWHERE: [&str; 4] = ["on", "known", "at", "lang"];

/// A query that was understood to the last letter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Question {
    /// The day asked about; today where there is none.
    pub(crate) on: Option<Day>,
    /// As known on this day; everything entered where there is none.
    pub(crate) known: Option<Day>,
    /// The first so many entries of the ledger; all of them where there is none.
    pub(crate) at: Option<u64>,
    /// The language, where it was chosen.
    pub(crate) lang: Option<&'static str>,
    /// What only this page takes, in the page's order.
    pub(super) own: Vec<(&'static str, String)>,
}

/// Why a query is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// The page takes no such parameter; it takes these.
    Unknown { name: String, takes: Vec<&'static str> },
    /// It holds signs that are not seen, or bytes that are no text.
    Hidden(&'static str),
    /// It stands there twice.
    Twice(&'static str),
    /// It is no day.
    Day { name: &'static str, value: String },
    /// A stretch of days ends before it begins.
    Order { from: Day, until: Day },
    /// It is no number of entries.
    Number { name: &'static str, value: String },
    /// It is none of the values that there are.
    Value { name: &'static str, value: String, takes: Vec<String> },
    /// Nobody answers to it, or several do; these are near.
    Name { name: &'static str, value: String, near: Vec<String> },
}

impl Question {
    /// Reads a query for a page that takes `own` beside what every page takes.
    ///
    /// Fields that a form left empty are as if they were not there.
    ///
    /// # Errors
    /// For the first parameter that is unknown, doubled or wrong.
    pub(crate) fn read(query: &str, own: &[&'static str]) -> Result<Question, Wrong> {
        let mut question = Question::default();
        let mut seen: Vec<&'static str> = Vec::new();
        let mut given: Vec<(&'static str, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let takes = || own.iter().chain(&EVERYWHERE).copied();
            let Some(name) = takes().find(|taken| *taken == name) else {
                return Err(Wrong::Unknown { name: name.into_owned(), takes: takes().collect() });
            };
            if seen.contains(&name) {
                return Err(Wrong::Twice(name));
            }
            seen.push(name);
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            if value.contains(is_unseen) {
                return Err(Wrong::Hidden(name));
            }
            match name {
                "on" => question.on = Some(day(name, value)?),
                "known" => question.known = Some(day(name, value)?),
                "at" => question.at = Some(number(name, value)?),
                "lang" => {
                    let found = words::LANGUAGES.into_iter().find(|lang| *lang == value);
                    let takes = || words::LANGUAGES.iter().map(|lang| (*lang).to_owned()).collect();
                    question.lang =
                        Some(found.ok_or_else(|| Wrong::Value { name, value: value.to_owned(), takes: takes() })?);
                }
                _ => given.push((name, value.to_owned())),
            }
        }
        // One question has one address, however its parts were ordered.
        for name in own {
            question.own.extend(given.iter().filter(|(given, _)| given == name).cloned());
        }
        Ok(question)
    }

    /// The language that an address asks for, whatever else is wrong with it.
    pub(crate) fn language(address: &str) -> Option<&'static str> {
        let (_, query) = address.split_once('?')?;
        let (_, asked) = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "lang")?;
        words::LANGUAGES.into_iter().find(|lang| *lang == asked)
    }

    /// What was given for a parameter of the page's own.
    pub(crate) fn own(&self, name: &str) -> Option<&str> {
        self.own.iter().find(|(given, _)| *given == name).map(|(_, value)| value.as_str())
    }

    /// A day that the page takes beside the three times.
    pub(crate) fn own_day(&self, name: &'static str) -> Result<Option<Day>, Wrong> {
        self.own(name).map(|value| day(name, value)).transpose()
    }

    /// The first and the last day of a stretch that the page takes beside the three times, in order.
    pub(crate) fn own_days(&self) -> Result<(Option<Day>, Option<Day>), Wrong> {
        let (from, until) = (self.own_day("from")?, self.own_day("until")?);
        in_order(from, until).map(|()| (from, until))
    }

    /// What answers to a name that the page takes beside the three times.
    pub(crate) fn own_named<T>(
        &self,
        name: &'static str,
        find: impl FnOnce(&str) -> Result<T, register::Unknown>,
    ) -> Result<Option<T>, Wrong> {
        let wrong = |value: &str, near| Wrong::Name { name, value: value.to_owned(), near };
        self.own(name).map(|value| find(value).map_err(|unknown| wrong(value, unknown.near))).transpose()
    }

    /// Which of some things the page takes beside the three times, each by its word.
    pub(crate) fn own_choice<T: Copy>(
        &self,
        name: &'static str,
        all: &[T],
        word: impl Fn(T) -> &'static str,
    ) -> Result<Option<T>, Wrong> {
        let Some(value) = self.own(name) else { return Ok(None) };
        let takes = || all.iter().map(|own| word(*own).to_owned()).collect();
        let found = all.iter().copied().find(|own| word(*own) == value);
        found.map(Some).ok_or_else(|| Wrong::Value { name, value: value.to_owned(), takes: takes() })
    }

    /// What the page was asked beside what every page is asked.
    pub(crate) fn all_own(&self) -> impl Iterator<Item = (&str, &str)> {
        self.own.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// The same question without what is the page's own: what links to other pages carry on.
    pub(crate) fn times(&self) -> Question {
        Question { own: Vec::new(), ..self.clone() }
    }

    /// With a parameter of the page's own set, or taken away.
    pub(crate) fn with(&self, name: &'static str, value: Option<&str>) -> Question {
        let mut other = self.clone();
        other.own.retain(|(given, _)| *given != name);
        if let Some(value) = value {
            other.own.push((name, value.to_owned()));
        }
        other
    }

    /// The one spelling of this question, with its `?`; nothing where nothing is asked.
    pub(crate) fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.own.iter());
        for (name, value) in [
            ("on", self.on.map(|day| day.to_string())),
            ("known", self.known.map(|day| day.to_string())),
            ("at", self.at.map(|at| at.to_string())),
            ("lang", self.lang.map(str::to_owned)),
        ] {
            query.extend_pairs(value.map(|value| (name, value)));
        }
        let query = query.finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }
}

/// Refuses a stretch of days that ends before it begins.
pub(crate) fn in_order(from: Option<Day>, until: Option<Day>) -> Result<(), Wrong> {
    match from.zip(until).filter(|(from, until)| until < from) {
        Some((from, until)) => Err(Wrong::Order { from, until }),
        None => Ok(()),
    }
}

/// A day as people write it: a year or a month stands for its last day, and for its first where something begins.
fn day(name: &'static str, value: &str) -> Result<Day, Wrong> {
    let date: Dated = value.parse().map_err(|_| Wrong::Day { name, value: value.to_owned() })?;
    Ok(if name == "from" { date.first } else { date.last() })
}

/// Whether a reader would not see a sign, or see something else for it: such signs are in no name.
pub(crate) fn is_unseen(c: char) -> bool {
    pack::is_hidden(c) || c.is_control() || c == char::REPLACEMENT_CHARACTER
}

fn number(name: &'static str, value: &str) -> Result<u64, Wrong> {
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    let wrong = || Wrong::Number { name, value: value.to_owned() };
    if digits { value.parse().map_err(|_| wrong()) } else { Err(wrong()) }
}

/// A path whose parts can hold any letter.
pub(crate) fn path(parts: &[&str]) -> String {
    let mut path = String::new();
    for part in parts {
        let escaped = percent_encoding::utf8_percent_encode(part, UNSAFE);
        write!(path, "/{escaped}").expect("a string takes everything");
    }
    path
}

/// What a part of a path does not hold as it is (RFC 3986, section 3.3).
const UNSAFE: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b':').remove(b',');

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<Question, Wrong> {
        Question::read(query, &["status", "q"])
    }

    #[test]
    fn a_question_has_one_spelling() {
        let question = read("lang=ru&q=%D1%8F+a&known=&on=2021-11-01&status=party").expect("it is understood");
        assert_eq!(question.query(), "?status=party&q=%D1%8F+a&on=2021-11-01&lang=ru");
        assert_eq!(question.times().query(), "?on=2021-11-01&lang=ru");
        assert_eq!(read("").map(|question| question.query()).as_deref(), Ok(""));
    }

    #[test]
    fn a_year_and_a_month_are_their_last_day_or_their_first_where_something_begins() {
        let of = |query: &str| Question::read(query, &["from", "until"]).expect("it is understood");
        assert_eq!(of("on=2020&known=2020-02").query(), "?on=2020-12-31&known=2020-02-29");
        let own = |query: &str, name| of(query).own_day(name).map(|day| day.map(|day| day.to_string()));
        assert_eq!(own("from=2026", "from"), Ok(Some("2026-01-01".to_owned())));
        assert_eq!(own("until=2027", "until"), Ok(Some("2027-12-31".to_owned())));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for (query, why) in [
            ("on=2021-02-30", Wrong::Day { name: "on", value: "2021-02-30".to_owned() }),
            ("known=yesterday", Wrong::Day { name: "known", value: "yesterday".to_owned() }),
            ("on=2021-11-01&on=2021-11-01", Wrong::Twice("on")),
            ("on=&on=", Wrong::Twice("on")),
            ("q=KAZ%E2%80%AE", Wrong::Hidden("q")),
            ("q=K%E2%80%8BAZ", Wrong::Hidden("q")),
            ("q=KAZ%00", Wrong::Hidden("q")),
            ("q=KAZ%0D%0Aa", Wrong::Hidden("q")),
            ("q=%FF", Wrong::Hidden("q")),
            ("at=-1", Wrong::Number { name: "at", value: "-1".to_owned() }),
            ("at=18446744073709551616", Wrong::Number { name: "at", value: "18446744073709551616".to_owned() }),
        ] {
            assert_eq!(read(query), Err(why), "{query}");
        }
        assert!(matches!(read("ON=2021-11-01"), Err(Wrong::Unknown { .. })));
        assert!(matches!(read("lang=tlh"), Err(Wrong::Value { .. })));
    }
}
