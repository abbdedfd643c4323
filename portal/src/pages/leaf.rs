//! What a page is, and what it is asked.

use std::fmt;

use law::Day;
use register::World;
use words::Words;

use super::miss::Miss;
use super::question::{Question, path};
use super::record::Record;

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
    /// For paper; only of programs that are built with the room `press`.
    Pdf,
}

impl Form {
    pub(crate) const ALL: [Form; 6] = [Form::Html, Form::Json, Form::Csv, Form::Ics, Form::Atom, Form::Pdf];

    /// What stands at the end of the address.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Form::Html => "",
            Form::Json => ".json",
            Form::Csv => ".csv",
            Form::Ics => ".ics",
            Form::Atom => ".atom",
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
            Form::Pdf => "application/pdf",
        }
    }
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
    /// The page there, if there is one.
    pub(crate) leaf: Option<&'static Leaf>,
    /// Its form.
    pub(crate) form: Form,
    /// Whether the site shows a ledger.
    pub(crate) has_ledger: bool,
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

    fn moved(&self, at: usize, to: &str) -> Miss {
        let old = path(&[&self.parts[at]]);
        let path = self.path.replacen(&old, &path(&[to]), 1);
        Miss::Moved(format!("{}{path}{}{}", self.prefix, self.form.ending(), self.question.query()))
    }
}
