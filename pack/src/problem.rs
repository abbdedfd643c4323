//! What is wrong with a pack: a named check, a place, a sentence and a way out.

use std::fmt;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The pack can be used; a person should look.
    Warning,
    /// The thing named is not used.
    Error,
}

/// One finding about one place in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The name of the check, such as `unknown-key`.
    pub check: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The file, relative to the folder of packs.
    pub path: String,
    /// Line, counted from 1; 0 when the whole file is meant.
    pub line: usize,
    /// Column in characters, counted from 1; 0 when the whole line is meant.
    pub column: usize,
    /// What is wrong, naming the offending value.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
}

impl Problem {
    /// An error about a place.
    pub fn error(check: &'static str, path: &str, place: (usize, usize), message: impl Into<String>) -> Problem {
        Problem {
            check,
            severity: Severity::Error,
            path: path.to_owned(),
            line: place.0,
            column: place.1,
            message: shortened(message.into()),
            help: None,
        }
    }

    /// A warning about a place.
    pub fn warning(check: &'static str, path: &str, place: (usize, usize), message: impl Into<String>) -> Problem {
        Problem { severity: Severity::Warning, ..Problem::error(check, path, place, message) }
    }

    /// The same finding with a way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }
}

/// A message that quotes a monstrous value keeps its beginning and its end.
fn shortened(message: String) -> String {
    const MOST: usize = 600;
    if message.len() <= MOST {
        return message;
    }
    let head: String = message.chars().take(MOST / 2).collect();
    let tail: Vec<char> = message.chars().rev().take(MOST / 4).collect();
    format!("{head} … {}", tail.into_iter().rev().collect::<String>())
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if self.column > 0 {
            write!(f, ":{}", self.column)?;
        }
        let word = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, ": {word}[{}]: {}", self.check, self.message)?;
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

/// Line and column, both counted from 1, of a byte offset.
pub(crate) fn place(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// The place of a value as it was written, where only the value is known.
pub(crate) fn place_of(text: &str, value: &str) -> (usize, usize) {
    let quoted = format!("\"{value}\"");
    let in_word = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let whole_word = |at: &usize| {
        let before = text[..*at].chars().next_back();
        let after = text[at + value.len()..].chars().next();
        !before.is_some_and(in_word) && !after.is_some_and(in_word)
    };
    let words = || text.match_indices(value).map(|(at, _)| at).find(whole_word);
    let at = text.find(&quoted).map(|at| at + 1).or_else(|| if value.is_empty() { None } else { words() });
    at.map_or((0, 0), |at| place(text, at))
}
