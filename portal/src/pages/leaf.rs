//! What a page is, and what it is asked.

use std::fmt;

use law::Day;
use register::World;
use words::Words;

use super::miss::Miss;
use super::question::{Question, path};
use super::record::Record;
use crate::turns::Readers;

/// The forms in which a page can be had, by the ending of its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    /// For people; the address has no ending.
    Html,
    /// The answer of the register, as `docs/json.md` describes it.
    Json,
    /// The rows of the page's table (RFC 4180).
    Csv,
    /// What falls due (RFC 5545).
    Ics,
    /// What changed (RFC 4287).
    Atom,
    /// The receipt of an entry (C2SP tlog-proof).
    Proof,
    /// What it is, in the words of schema.org (JSON-LD 1.1).
    JsonLd,
    /// The text with its structure (Akoma Ntoso 3.0).
    Akn,
    /// The rows of the page's table, each column in its own type (Apache Parquet; feature `parquet`).
    Parquet,
    /// The page's picture (SVG 2), for a wide page.
    Svg,
    /// The same for a phone.
    Narrow,
    /// For paper (PDF/A; feature `press`).
    Pdf,
}

impl Form {
    /// A longer ending before one that it ends with.
    pub(crate) const ALL: [Form; 12] = [
        Form::Html,
        Form::Json,
        Form::Csv,
        Form::Ics,
        Form::Atom,
        Form::Proof,
        Form::JsonLd,
        Form::Akn,
        Form::Parquet,
        Form::Pdf,
        Form::Narrow,
        Form::Svg,
    ];

    /// What stands at the end of the address.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Form::Html => "",
            Form::Json => ".json",
            Form::Csv => ".csv",
            Form::Ics => ".ics",
            Form::Atom => ".atom",
            Form::Proof => ".tlog-proof",
            Form::JsonLd => ".jsonld",
            Form::Akn => ".akn",
            Form::Parquet => ".parquet",
            Form::Svg => ".svg",
            Form::Narrow => ".narrow.svg",
            Form::Pdf => ".pdf",
        }
    }

    pub(crate) fn media(self) -> &'static str {
        match self {
            Form::Html => "text/html; charset=utf-8",
            Form::Json => "application/json",
            Form::Csv => "text/csv; charset=utf-8; header=present",
            Form::Ics => "text/calendar; charset=utf-8",
            Form::Atom => "application/atom+xml; charset=utf-8",
            Form::Proof => "text/plain; charset=utf-8",
            Form::JsonLd => "application/ld+json",
            Form::Akn => "application/akn+xml",
            Form::Parquet => "application/vnd.apache.parquet",
            Form::Svg | Form::Narrow => "image/svg+xml",
            Form::Pdf => "application/pdf",
        }
    }
}

/// What stands in a column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// A day, or nothing.
    Day,
    /// A date that can be less exact than a day: in Parquet a column of days, and one of what is told.
    Dated,
    Number,
    /// `true` or `false`.
    Truth,
}

/// One kind of page.
pub(crate) struct Leaf {
    /// What it takes beside what every page takes.
    pub(crate) own: &'static [&'static str],
    /// The forms it has.
    pub(crate) forms: &'static [Form],
    /// What it is, for machines, in English: the summary in the description of the interface.
    pub(crate) what: &'static str,
    /// Makes it.
    pub(crate) make: fn(&Asked<'_>) -> Result<Made, Miss>,
}

impl Leaf {
    /// The forms that it has in this program.
    pub(crate) fn forms(&self) -> impl Iterator<Item = Form> + '_ {
        let built_in = |form: &Form| {
            (*form != Form::Parquet || cfg!(feature = "parquet")) && (*form != Form::Pdf || cfg!(feature = "press"))
        };
        self.forms.iter().copied().filter(built_in)
    }
}

/// A page that was made: what is sent.
#[derive(Debug)]
pub(crate) struct Made(pub(crate) Vec<u8>);

impl Made {
    pub(crate) fn html(page: &impl askama::Template) -> Result<Made, Miss> {
        page.render().map(|text| Made(text.into_bytes())).map_err(|error| Miss::Broken(error.to_string()))
    }

    pub(crate) fn json(answer: &impl serde::Serialize) -> Result<Made, Miss> {
        let mut text = serde_json::to_vec_pretty(answer).map_err(|error| Miss::Broken(error.to_string()))?;
        text.push(b'\n');
        Ok(Made(text))
    }

    /// Rows with a head, in the form of a table that is asked for.
    pub(crate) fn table<const N: usize>(
        form: Form,
        columns: [(&'static str, Kind); N],
        rows: impl Iterator<Item = [String; N]>,
    ) -> Result<Made, Miss> {
        match form {
            #[cfg(feature = "parquet")]
            Form::Parquet => parquet(&columns, rows.map(Vec::from).collect()),
            _ => Ok(Made::csv(columns.map(|(name, _)| name), rows)),
        }
    }

    /// Rows with a head, as spreadsheets read them.
    pub(crate) fn csv<const N: usize>(head: [&str; N], rows: impl Iterator<Item = [String; N]>) -> Made {
        let mut text = head.join(",") + "\r\n";
        for row in rows {
            text += &row.map(|cell| field(&cell)).join(",");
            text += "\r\n";
        }
        Made(text.into_bytes())
    }
}

/// A table with each column in its own type; what is empty is null.
#[cfg(feature = "parquet")]
fn parquet(kinds: &[(&'static str, Kind)], mut rows: Vec<Vec<String>>) -> Result<Made, Miss> {
    use columns::{Cells, Column};
    fn read<T>(cells: &[String], read: impl Fn(&str) -> Option<T>) -> Result<Vec<Option<T>>, Miss> {
        let wrong = |cell: &str| Miss::Broken(format!("`{cell}` is not of the type of its column"));
        let read =
            |cell: &String| if cell.is_empty() { Ok(None) } else { read(cell).map(Some).ok_or_else(|| wrong(cell)) };
        cells.iter().map(read).collect()
    }
    let day = |cell: &str| cell.parse::<Day>().ok().map(Day::epoch);
    let text = |cells: &[String]| cells.iter().map(|cell| Some(cell.clone()).filter(|cell| !cell.is_empty())).collect();
    let told: Vec<String> = kinds.iter().map(|(name, _)| format!("{name}_told")).collect();
    let mut all = Vec::new();
    for (at, (name, kind)) in kinds.iter().enumerate() {
        let cells: Vec<String> = rows.iter_mut().map(|row| std::mem::take(&mut row[at])).collect();
        let typed = match kind {
            Kind::Text => Cells::Text(text(&cells)),
            Kind::Day => Cells::Day(read(&cells, day)?),
            Kind::Dated => {
                // Ten signs are a whole day: no date gains exactness.
                let whole =
                    cells.iter().map(|cell| Some(cell).filter(|cell| cell.len() == 10).and_then(|cell| day(cell)));
                Cells::Day(whole.collect())
            }
            Kind::Number => Cells::Number(read(&cells, |cell| cell.parse().ok())?),
            Kind::Truth => Cells::Truth(read(&cells, |cell| cell.parse().ok())?),
        };
        all.push(Column { name, cells: typed });
        if *kind == Kind::Dated {
            all.push(Column { name: &told[at], cells: Cells::Text(text(&cells)) });
        }
    }
    columns::write(&all).map(Made).map_err(|fault| Miss::Broken(fault.to_string()))
}

/// A field of a table: quoted where its letters would be read otherwise (RFC 4180), and never a formula.
fn field(cell: &str) -> String {
    // Spreadsheets run what begins like this.
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// Where a reader stands: what is known of a request before the record is opened.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) words: &'static Words,
    pub(crate) question: &'a Question,
    /// The day on which it is asked.
    pub(crate) today: Day,
    /// The day asked about.
    pub(crate) on: Day,
    /// The whole path as it was asked, without prefix and ending.
    pub(crate) path: &'a str,
    /// What all addresses of the site begin with.
    pub(crate) prefix: &'a str,
    /// Where the site is reached, such as `https://zone.example`; empty where nobody said so.
    pub(crate) origin: &'a str,
    /// The page there, if there is one.
    pub(crate) leaf: Option<&'static Leaf>,
    /// Its form.
    pub(crate) form: Form,
    /// Whether the site shows a ledger.
    pub(crate) has_ledger: bool,
    /// Whether it shows documents.
    pub(crate) has_papers: bool,
}

impl View<'_> {
    pub(crate) fn known(&self) -> Option<Day> {
        self.question.known
    }

    /// As known on this day; the last one there is where everything counts.
    pub(crate) fn known_day(&self) -> Day {
        self.question.known.unwrap_or(Day::LAST)
    }

    /// The address of another page, asked at the same three times.
    pub(crate) fn link(&self, parts: &[&str]) -> String {
        self.link_with(parts, &[])
    }

    /// The address of another page with something of its own.
    pub(crate) fn link_with(&self, parts: &[&str], own: &[(&'static str, &str)]) -> String {
        let path = if parts.is_empty() { "/".to_owned() } else { path(parts) };
        let question = own.iter().fold(self.question.times(), |all, (name, value)| all.with(name, Some(value)));
        format!("{}{path}{}", self.prefix, question.query())
    }

    /// An address of this site for those who are elsewhere, where it is known.
    pub(crate) fn whole(&self, address: &str) -> Option<String> {
        (!self.origin.is_empty()).then(|| format!("{}{address}", self.origin))
    }

    /// The address of this page in a form, asked as it is or otherwise.
    pub(crate) fn here(&self, form: Form, question: &Question) -> String {
        // The first page has no word to put an ending to.
        let path = if self.path == "/" && form != Form::Html { "/index" } else { self.path };
        format!("{}{path}{}{}", self.prefix, form.ending(), question.query())
    }
}

/// What a page is made from.
pub(crate) struct Asked<'a> {
    pub(crate) view: View<'a>,
    pub(crate) record: &'a Record,
    pub(crate) world: &'a World,
    /// The ledger that the site shows, if it shows one.
    pub(crate) ledger: Option<&'a Readers>,
    /// The words of the address that the page leaves open.
    pub(crate) parts: &'a [String],
}

impl<'a> std::ops::Deref for Asked<'a> {
    type Target = View<'a>;

    fn deref(&self) -> &View<'a> {
        &self.view
    }
}

impl fmt::Debug for Asked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Asked").field("path", &self.path).field("question", &self.question).finish_non_exhaustive()
    }
}

impl Asked<'_> {
    /// The instrument that a word of the address names, under the one address that it has.
    pub(crate) fn treaty(&self, at: usize) -> Result<law::TreatyIx, Miss> {
        let word = &self.parts[at];
        let ix = self.world.treaty(word).map_err(Miss::Unknown)?;
        let id = &self.world.packs[ix].id;
        if id == word { Ok(ix) } else { Err(self.moved(at, id)) }
    }

    /// The participant that a word of the address names, under the one address that it has.
    pub(crate) fn party(&self, at: usize) -> Result<law::PartyIx, Miss> {
        let word = &self.parts[at];
        let party = self.world.party(word).map_err(Miss::Unknown)?;
        let code = self.world.code(party);
        if code == word { Ok(party) } else { Err(self.moved(at, code)) }
    }

    /// The one address of what a word of the address names.
    pub(crate) fn moved(&self, at: usize, to: &str) -> Miss {
        let old = path(&[&self.parts[at]]);
        let path = self.path.replacen(&old, &path(&[to]), 1);
        Miss::Moved(format!("{}{path}{}{}", self.prefix, self.form.ending(), self.question.query()))
    }
}

#[cfg(all(test, feature = "parquet"))]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_the_same_rows_in_both_forms() {
        let columns = [
            ("party", Kind::Text),
            ("since", Kind::Day),
            ("consented", Kind::Dated),
            ("bound", Kind::Number),
            ("in_force", Kind::Truth),
        ];
        let row = |cells: [&str; 5]| cells.map(str::to_owned);
        let rows = || {
            [row(["KAZ", "2009-03-21", "2008-12-11", "12", "true"]), row(["=1+1", "", "2008-04", "0", "false"])]
                .into_iter()
        };
        let Made(bytes) = Made::table(Form::Parquet, columns, rows()).expect("it is a table");
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
        let has = |word: &str| bytes.windows(word.len()).any(|window| window == word.as_bytes());
        assert!(has("consented_told") && has("2008-04") && has("=1+1"), "less exact dates are told as they are");
        let Made(csv) = Made::table(Form::Csv, columns, rows()).expect("it is a table");
        assert!(csv.starts_with(b"party,since,consented,bound,in_force\r\nKAZ,2009-03-21,2008-12-11,12,true\r\n"));
        let wrong = [row(["KAZ", "soon", "", "", ""])].into_iter();
        assert!(matches!(Made::table(Form::Parquet, columns, wrong), Err(Miss::Broken(_))));
    }
}
