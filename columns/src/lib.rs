//! The columns room: writes a table as Parquet, each column in its own type.
//!
//! The same table gives the same bytes: nothing in a file tells when it was written.
//!
//! ```
//! use columns::{Cells, Column, write};
//!
//! let columns = [
//!     Column { name: "treaty", cells: Cells::Text(vec![Some("canwfz".to_owned()), Some("ctbt".to_owned())]) },
//!     // 21 March 2009, in days since 1970; the other one is not in force.
//!     Column { name: "entry_into_force", cells: Cells::Day(vec![Some(14324), None]) },
//! ];
//! let bytes = write(&columns)?;
//! assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
//! # Ok::<(), columns::Fault>(())
//! ```

use std::fmt;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column<'c> {
    /// Its name.
    pub name: &'c str,
    /// Its cells, from the first row to the last.
    pub cells: Cells,
}

/// The cells of a column; those that are empty are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cells {
    /// Text in UTF-8.
    Text(Vec<Option<String>>),
    /// Civil days, as days since 1 January 1970.
    Day(Vec<Option<i32>>),
    /// Whole numbers.
    Number(Vec<Option<i64>>),
    /// Yes or no.
    Truth(Vec<Option<bool>>),
}

impl Cells {
    fn len(&self) -> usize {
        match self {
            Cells::Text(cells) => cells.len(),
            Cells::Day(cells) => cells.len(),
            Cells::Number(cells) => cells.len(),
            Cells::Truth(cells) => cells.len(),
        }
    }

    /// How a file stores them, and what they are.
    fn stored(&self) -> (Physical, Option<LogicalType>) {
        match self {
            Cells::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Cells::Day(_) => (Physical::INT32, Some(LogicalType::Date)),
            Cells::Number(_) => (Physical::INT64, None),
            Cells::Truth(_) => (Physical::BOOLEAN, None),
        }
    }
}

/// Why a table cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A column has fewer or more rows than the first one.
    Uneven {
        /// Its name.
        column: String,
    },
    /// The writer refused it.
    Refused(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Uneven { column } => write!(f, "the column `{column}` has not as many rows as the first one"),
            Fault::Refused(why) => write!(f, "the table cannot be written: {why}"),
        }
    }
}

impl std::error::Error for Fault {}

impl From<ParquetError> for Fault {
    fn from(error: ParquetError) -> Fault {
        Fault::Refused(error.to_string())
    }
}

/// A table as the bytes of a Parquet file, with one group of rows.
///
/// # Errors
/// When the columns have not the same number of rows, or two have one name.
pub fn write(columns: &[Column<'_>]) -> Result<Vec<u8>, Fault> {
    let rows = columns.first().map_or(0, |column| column.cells.len());
    if let Some(uneven) = columns.iter().find(|column| column.cells.len() != rows) {
        return Err(Fault::Uneven { column: uneven.name.to_owned() });
    }
    for (at, column) in columns.iter().enumerate() {
        if columns[..at].iter().any(|other| other.name == column.name) {
            return Err(Fault::Refused(format!("two columns are named `{}`", column.name)));
        }
    }
    let field = |column: &Column<'_>| -> Result<TypePtr, Fault> {
        let (physical, logical) = column.cells.stored();
        let builder = Type::primitive_type_builder(column.name, physical).with_repetition(Repetition::OPTIONAL);
        Ok(Arc::new(builder.with_logical_type(logical).build()?))
    };
    let fields = columns.iter().map(field).collect::<Result<Vec<_>, _>>()?;
    let schema = Arc::new(Type::group_type_builder("table").with_fields(fields).build()?);
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(concat!("semey version ", env!("CARGO_PKG_VERSION")).to_owned());
    let mut bytes = Vec::new();
    let mut file = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties.build()))?;
    let mut group = file.next_row_group()?;
    for column in columns {
        let Some(mut writer) = group.next_column()? else { break };
        match &column.cells {
            Cells::Text(cells) => {
                put::<ByteArrayType, _>(&mut writer, cells, |text| ByteArray::from(text.as_bytes().to_vec()))?;
            }
            Cells::Day(cells) => put::<Int32Type, _>(&mut writer, cells, |day| *day)?,
            Cells::Number(cells) => put::<Int64Type, _>(&mut writer, cells, |number| *number)?,
            Cells::Truth(cells) => put::<BoolType, _>(&mut writer, cells, |truth| *truth)?,
        }
        writer.close()?;
    }
    group.close()?;
    file.close()?;
    Ok(bytes)
}

/// Writes the cells that are there, and which those are.
fn put<T: DataType, C>(
    writer: &mut SerializedColumnWriter<'_>,
    cells: &[Option<C>],
    value: impl Fn(&C) -> T::T,
) -> Result<(), Fault> {
    let there: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
    let values: Vec<T::T> = cells.iter().flatten().map(value).collect();
    writer.typed::<T>().write_batch(&values, Some(&there), None)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};

    fn table() -> [Column<'static>; 4] {
        [
            Column { name: "text", cells: Cells::Text(vec![Some("中亚".to_owned()), None, Some(String::new())]) },
            Column { name: "day", cells: Cells::Day(vec![Some(14324), Some(-1), None]) },
            Column { name: "number", cells: Cells::Number(vec![Some(i64::MAX), None, Some(0)]) },
            Column { name: "truth", cells: Cells::Truth(vec![None, Some(true), Some(false)]) },
        ]
    }

    #[test]
    fn what_is_written_is_read_again() {
        let bytes = write(&table()).expect("it is a table");
        assert_eq!(bytes, write(&table()).expect("it is a table"), "the same table gives the same bytes");
        let file = std::env::temp_dir().join(format!("columns-{}.parquet", std::process::id()));
        std::fs::write(&file, &bytes).expect("it can be written");
        let reader = SerializedFileReader::new(std::fs::File::open(&file).expect("it is there")).expect("a file");
        let rows: Vec<String> = reader
            .get_row_iter(None)
            .expect("rows")
            .map(|row| row.expect("a row").into_columns().iter().map(|(_, cell)| format!("{cell} ")).collect())
            .collect();
        drop(std::fs::remove_file(&file));
        assert_eq!(rows.len(), 3);
        assert!(
            rows[0].starts_with("\"中亚\" 2009-03-21 ") && rows[0].contains("9223372036854775807 null"),
            "{rows:?}"
        );
        assert!(rows[1].starts_with("null 1969-12-31 ") && rows[1].ends_with("null true "), "{rows:?}");
        assert_eq!(rows[2], "\"\" null 0 false ");
    }

    #[test]
    fn an_empty_table_has_its_columns_and_an_uneven_one_is_none() {
        write(&[Column { name: "text", cells: Cells::Text(Vec::new()) }]).expect("it is a table");
        let [first, mut second, ..] = table();
        second.cells = Cells::Day(Vec::new());
        assert_eq!(write(&[first.clone(), second]), Err(Fault::Uneven { column: "day".to_owned() }));
        assert!(matches!(write(&[first.clone(), first]), Err(Fault::Refused(_))));
    }
}
