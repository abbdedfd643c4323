//! What the terminal says in English around an answer: its headings, tables and counts.

use law::{Day, Status};

/// A day in words.
pub(crate) fn day(day: Day) -> String {
    words::of("en").day(day)
}

/// A date or a stretch of dates as it is told.
pub(crate) fn told(date: Option<law::Span>) -> String {
    date.map_or_else(|| "no date".to_owned(), |date| date.to_string())
}

/// What a status is called.
pub(crate) fn status(status: Status) -> &'static str {
    words::of("en").status(status)
}

/// `1 party`, `4 parties`, by the word of a status.
pub(crate) fn of_status(number: usize, word: &str) -> String {
    let status = Status::ALL.into_iter().find(|status| status.word() == word);
    status.map_or_else(String::new, |status| words::of("en").of_status(number, status))
}

/// `a, b and c`.
pub(crate) fn list(names: &[&str]) -> String {
    words::of("en").list(names)
}

/// `1 entry`, `2 entries`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
