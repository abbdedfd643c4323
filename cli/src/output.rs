//! Tables and paragraphs that read well at any width, with and without colour.

use std::io::{self, IsTerminal, Write};

use comfy_table::{Attribute, Cell, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};
use serde::Serialize;

use crate::failure::Failure;

/// Columns where nothing says how wide the terminal is.
const WIDTH: u16 = 100;

/// Writes to standard output; a reader that has gone away is not a failure.
pub(crate) fn say(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|error| Failure::data(format!("the answer cannot be written: {error}"))),
    }
}

/// Writes a value as JSON.
pub(crate) fn json(value: &impl Serialize) -> Result<(), Failure> {
    say(&(serde_json::to_string_pretty(value)? + "\n"))
}

/// Whether standard output is read by a person.
pub(crate) fn to_person() -> bool {
    io::stdout().is_terminal()
}

/// How wide the lines may be.
pub(crate) fn width() -> usize {
    let from_terminal = Table::new().width().filter(|_| to_person());
    let from_environment = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|&n| n > 0);
    usize::from(from_terminal.or(from_environment).unwrap_or(WIDTH).clamp(40, 200))
}

/// A table with a header, without colours when piped.
pub(crate) fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    table.set_content_arrangement(ContentArrangement::Dynamic);
    if !to_person() {
        table.set_width(width() as u16);
    }
    table.set_header(header.iter().map(|text| {
        let cell = Cell::new(text);
        if to_person() { cell.add_attribute(Attribute::Bold) } else { cell }
    }));
    table
}

/// Keeps columns of codes and dates whole; the others give way where the lines are narrow.
pub(crate) fn keep_whole(table: &mut Table, columns: &[usize]) {
    for &index in columns {
        if let Some(column) = table.column_mut(index) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
}

/// A heading: bold for a person, plain for a pipe.
pub(crate) fn bold(text: &str) -> String {
    if to_person() { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// Breaks a text into lines no wider than `width` columns, indented after the first (UAX 14).
///
/// A word wider than a line is broken where the line ends.
pub(crate) fn wrap(text: &str, width: usize, indent: usize) -> String {
    let indent = " ".repeat(indent);
    let options = textwrap::Options::new(width)
        .subsequent_indent(&indent)
        .word_separator(textwrap::WordSeparator::UnicodeBreakProperties)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    textwrap::fill(text, options)
}
