//! Happenings as people write them, in a file or on the command line, on their way to an entry.

use std::path::{Path, PathBuf};

use register::Registry;
use register::entry::{Body, Statement};
use register::happening::HappeningEntry;
use serde::Deserialize;

use crate::commands::keep;
use crate::failure::Failure;

/// The happenings in a TOML file beside its acts.
pub(crate) type Written = Vec<toml::Table>;

/// A happening given as an inline table: `{ happening = "meeting", date = 2026-11-20, matter = "…" }`.
pub(crate) fn inline(text: &str) -> Result<toml::Table, String> {
    let table: toml::Table = toml::from_str(&format!("h = {text}")).map_err(|error| error.message().to_owned())?;
    match table.into_iter().next() {
        Some((_, toml::Value::Table(happening))) => Ok(happening),
        _ => Err(format!("`{text}` is not a table; write {{ happening = \"meeting\", date = 2026-11-20, … }}")),
    }
}

/// The happenings of a CSV file with the columns of a table of happenings.
pub(crate) fn rows(path: &Path, text: &str) -> Result<Written, Failure> {
    let mut problems = Vec::new();
    let mut all = Vec::new();
    pack::happening_rows(&path.display().to_string(), text, &mut problems, |_, row, _| {
        let cells = pack::HAPPENING_COLUMNS.iter().zip(row.cells()).filter(|(_, cell)| !cell.is_empty());
        all.push(cells.map(|(column, cell)| ((*column).to_owned(), cell.into())).collect());
    });
    match problems.into_iter().next() {
        None => Ok(all),
        Some(problem) => {
            let failure = Failure::data(format!("{}:{}: {}", problem.path, problem.line, problem.message));
            Err(failure.help(problem.help.unwrap_or_else(|| "nothing was entered".to_owned())))
        }
    }
}

/// The statement that enters a happening, with its files kept.
pub(crate) fn statement(registry: &Registry, mut table: toml::Table) -> Result<Statement<'static>, Failure> {
    let wrong = |what: &str, error: &dyn std::fmt::Display| {
        Failure::data(format!("{what}: {error}")).help("docs/regimes.md shows examples; nothing was entered")
    };
    for key in ["table", "occurrence", "sealed"] {
        if table.contains_key(key) {
            return Err(wrong("a happening", &format!("`{key}` is not written by hand")));
        }
    }
    let files = table.remove("documents").unwrap_or_else(|| toml::Value::Array(Vec::new()));
    let files: Vec<PathBuf> = files.try_into().map_err(|error| wrong("`documents`", &error))?;
    let request = table.remove("request").map_or_else(String::new, |request| text(&request));
    for (_, value) in table.iter_mut().filter(|(key, _)| *key != "fields") {
        *value = text(value).into();
    }
    if let Some(toml::Value::Table(fields)) = table.get_mut("fields") {
        for (_, value) in fields.iter_mut() {
            *value = text(value).into();
        }
    }
    let mut entry = HappeningEntry::deserialize(toml::Value::Table(table)).map_err(|e| wrong("a happening", &e))?;
    entry.documents = files.iter().map(|path| keep(registry, path)).collect::<Result<_, _>>()?;
    let mut statement = Statement::new(&registry.origin(), Body::Happening(Box::new(entry)));
    statement.request = request.into();
    Ok(statement)
}

/// A value as it stands in a cell: TOML's own dates, years and yes or no are words there.
fn text(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Integer(number) => number.to_string(),
        toml::Value::Boolean(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        toml::Value::Array(words) => words.iter().map(text).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}
