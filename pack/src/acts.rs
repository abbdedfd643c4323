//! `acts*.csv`: the acts about one instrument, as a treaty officer keeps them.

use law::{Act, ActKind, Authority, Dated, Day, TreatyIx};

use crate::load::Packs;
use crate::problem::Problem;
use crate::table;
use crate::tables::hides;

macro_rules! columns {
    ($($(#[$doc:meta])* $column:ident,)*) => {
        /// The columns of an act table. The first four must be there.
        pub const COLUMNS: [&str; 13] = [$(stringify!($column),)*];

        /// An act as it is written: one cell for each of [`ACT_COLUMNS`](crate::ACT_COLUMNS), empty where nothing is said.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct ActRow<'a> { $($(#[$doc])* pub $column: &'a str,)* }

        impl<'a> ActRow<'a> {
            /// The row with these cells, in the order of [`ACT_COLUMNS`](crate::ACT_COLUMNS).
            pub const fn from_cells(cells: [&'a str; 13]) -> ActRow<'a> {
                let [$($column),*] = cells;
                ActRow { $($column),* }
            }

            /// Its cells, in the order of [`ACT_COLUMNS`](crate::ACT_COLUMNS).
            pub const fn cells(&self) -> [&'a str; 13] {
                [$(self.$column),*]
            }
        }
    };
}

columns! {
    /// The day of the act, as exact as it is known.
    date,
    /// The code of who did it.
    party,
    /// The word of an [`ActKind`].
    act,
    /// The key of a source in `pack.toml`, then the place in it.
    source,
    /// The day on which the States had been told.
    known,
    /// The day from which the record is known to be wrong.
    wrong,
    /// The day of legal effect, where the act itself names it.
    effect,
    /// Where.
    place,
    /// For which territory.
    territory,
    /// The act's name within its treaty.
    id,
    /// The name of the act this one is about.
    about,
    /// Why its meaning is contested.
    doubt,
    /// Anything a reader must know.
    note,
}

/// Reads an act table; `each` is called with the line, counted from 1, and the row that stands there.
///
/// Rows that cannot be taken as they are, and tables with another header, become problems.
pub fn act_rows(
    path: &str,
    text: &str,
    problems: &mut Vec<Problem>,
    mut each: impl FnMut(usize, &ActRow<'_>, &mut Vec<Problem>),
) {
    table::read(path, text, &COLUMNS, 4, problems, |row, problems| {
        each(row.line, &ActRow::from_cells(std::array::from_fn(|at| row.cell(at))), problems);
    });
}

fn did_you_mean(near: &[String], otherwise: &str) -> String {
    if near.is_empty() { otherwise.to_owned() } else { format!("did you mean {}? {otherwise}", near.join(", ")) }
}

/// A problem of a row, wherever the row stands.
fn refused(check: &'static str, message: String, help: &str) -> Problem {
    Problem::error(check, "", (0, 0), message).help(help)
}

/// A cell, or nothing where it is empty.
fn some(cell: &str) -> Option<&str> {
    Some(cell.trim()).filter(|cell| !cell.is_empty())
}

fn day(column: &str, cell: &str) -> Result<Option<Day>, Problem> {
    let read = some(cell).map(str::parse::<Day>).transpose();
    read.map_err(|error| {
        let message = format!("{error} (column `{column}`)");
        refused("impossible-date", message, "write a full date, such as 2021-11-01")
    })
}

impl Packs {
    /// The act about an instrument that a row describes; the one way from text to an act.
    ///
    /// # Errors
    /// The first thing that is wrong with the row. The problem names no file and no line: only the
    /// caller knows where the row stands.
    ///
    /// # Panics
    /// When there is no such instrument.
    pub fn read_act(&self, ix: TreatyIx, row: &ActRow<'_>) -> Result<Act, Problem> {
        let source = row.source.trim();
        self.read_act_ranked(row, || {
            self.rank(ix, source).ok_or_else(|| {
                let message = format!("the source `{source}` is not described in any pack.toml");
                refused("unknown-source", message, "add a table [sources.<key>] to the pack's pack.toml")
            })
        })
    }

    /// The act that a row describes on the depositary's own word, whatever its column `source` says.
    ///
    /// # Errors
    /// As for [`Packs::read_act`].
    pub fn read_own_act(&self, row: &ActRow<'_>) -> Result<Act, Problem> {
        self.read_act_ranked(row, || Ok(Authority::Depositary))
    }

    /// The act that a row describes as a document tells it, which somebody read and accepted.
    ///
    /// # Errors
    /// As for [`Packs::read_act`].
    pub fn read_told_act(&self, row: &ActRow<'_>) -> Result<Act, Problem> {
        self.read_act_ranked(row, || Ok(Authority::Secondary))
    }

    fn read_act_ranked(
        &self,
        row: &ActRow<'_>,
        authority: impl FnOnce() -> Result<Authority, Problem>,
    ) -> Result<Act, Problem> {
        if let Some(why) = row.cells().into_iter().find_map(hides) {
            return Err(Problem::error("suspicious-text", "", (0, 0), why));
        }
        let kind = row.act.trim().parse::<ActKind>().map_err(|error| {
            let near = crate::names::nearest(row.act, ActKind::ALL.iter().map(|kind| kind.word()), 3);
            let help = did_you_mean(&near, "docs/clauses.md lists the kinds of act");
            refused("unknown-act", error.to_string(), &help)
        })?;
        let date = row.date.trim().parse::<Dated>().map_err(|error| {
            refused("impossible-date", error.to_string(), "the column `date` holds the day of the act")
        })?;
        let (known, wrong_from) = (day("known", row.known)?, day("wrong", row.wrong)?);
        let effect = day("effect", row.effect)?;
        let party = match some(row.party) {
            None if kind.is_of_treaty() || kind == ActKind::Declaration => None,
            None => {
                let message = format!("a {kind} needs a party");
                return Err(refused("missing-party", message, "write the party's code, such as KAZ"));
            }
            Some(code) => Some(self.parties.find(code).ok_or_else(|| {
                let near = self.names.nearest_parties(&self.parties, code, 3);
                let help = did_you_mean(&near, "parties are written by code, such as KAZ");
                refused("unknown-party", format!("there is no participant `{code}`"), &help)
            })?),
        };
        let authority = authority()?;
        let boxed = |cell| some(cell).map(Box::from);
        Ok(Act {
            kind,
            party,
            date,
            effect,
            known,
            wrong_from,
            id: boxed(row.id),
            about: boxed(row.about),
            place: boxed(row.place),
            territory: boxed(row.territory),
            doubt: boxed(row.doubt),
            overruled: None,
            source: row.source.trim().into(),
            authority,
            note: boxed(row.note),
        })
    }
}
