//! CSV tables: RFC 4180, UTF-8, a header of known columns, nothing ignored.

use crate::problem::Problem;

/// A row of a table, by column name.
pub(crate) struct Row<'r> {
    record: &'r csv::StringRecord,
    columns: &'r [Option<usize>],
    names: &'r [&'static str],
    /// The line of the file, counted from 1.
    pub(crate) line: usize,
}

impl Row<'_> {
    /// The cell under a column, empty where the table does not have it.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.names.iter().position(|column| *column == name).map_or("", |at| self.cell(at))
    }

    /// The cell under the column with this place among those of the table, empty where the table does not have it.
    pub(crate) fn cell(&self, at: usize) -> &str {
        self.columns[at].and_then(|at| self.record.get(at)).unwrap_or("").trim()
    }

    /// The cell under a column, or nothing where it is empty.
    pub(crate) fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|cell| !cell.is_empty())
    }

    /// Where the row stands.
    pub(crate) fn place(&self) -> (usize, usize) {
        (self.line, 0)
    }
}

/// Calls `each` for every row of a table.
///
/// The first `required` of `columns` must stand in the header; the others may.
pub(crate) fn read(
    path: &str,
    text: &str,
    columns: &[&'static str],
    required: usize,
    problems: &mut Vec<Problem>,
    mut each: impl FnMut(&Row<'_>, &mut Vec<Problem>),
) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => return problems.push(Problem::error("malformed-csv", path, (1, 0), error.to_string())),
    };
    if let Some(twice) =
        header.iter().enumerate().find_map(|(at, name)| header.iter().take(at).any(|n| n == name).then_some(name))
    {
        let message = format!("the column `{twice}` stands twice");
        return problems.push(Problem::error("unknown-column", path, (1, 0), message));
    }
    for name in header.iter() {
        if !columns.contains(&name.trim()) {
            let message = format!("`{name}` is not a column of this table");
            problems.push(
                Problem::error("unknown-column", path, (1, 0), message)
                    .help(format!("the columns are {}", columns.join(", "))),
            );
            return;
        }
    }
    let at: Vec<Option<usize>> =
        columns.iter().map(|column| header.iter().position(|name| name.trim() == *column)).collect();
    if let Some(missing) = columns[..required].iter().zip(&at).find_map(|(name, at)| at.is_none().then_some(name)) {
        let message = format!("the column `{missing}` is missing");
        problems.push(
            Problem::error("missing-column", path, (1, 0), message)
                .help(format!("the columns are {}", columns.join(", "))),
        );
        return;
    }
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return,
            Ok(true) => {
                let line = record.position().map_or(0, |position| position.line() as usize);
                if let Some(why) = record.iter().find_map(crate::tables::hides) {
                    problems.push(Problem::error("suspicious-text", path, (line, 0), why));
                    continue;
                }
                each(&Row { record: &record, columns: &at, names: columns, line }, problems);
            }
            Err(error) => {
                let line = error.position().map_or(0, |position| position.line() as usize);
                let message = match error.kind() {
                    csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                        format!("the row has {len} fields where the header has {expected_len}")
                    }
                    _ => error.to_string(),
                };
                problems.push(
                    Problem::error("malformed-csv", path, (line, 0), message)
                        .help("put a field that contains a comma or a quotation mark between quotation marks"),
                );
            }
        }
    }
}
