//! `happenings*.csv`: what happened in the life of a pack's regimes, as a secretariat keeps it.

use law::happening::MANNERS;
use law::{Asked, Authority, Day, Deed, Happening, PartyIx, Span, TreatyIx};

use crate::files::File;
use crate::load::Packs;
use crate::matters::MatterKind;
use crate::names::nearest;
use crate::problem::Problem;
use crate::table;
use crate::tables::hides;

macro_rules! columns {
    ($($(#[$doc:meta])* $column:ident,)*) => {
        /// The columns of a table of happenings. The first three must be there.
        pub const COLUMNS: [&str; 20] = [$(stringify!($column),)*];

        /// A happening as it is written: one cell for each of [`HAPPENING_COLUMNS`](crate::HAPPENING_COLUMNS), empty
        /// where nothing is said.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct HappeningRow<'a> { $($(#[$doc])* pub $column: &'a str,)* }

        impl<'a> HappeningRow<'a> {
            /// The row with these cells, in the order of [`HAPPENING_COLUMNS`](crate::HAPPENING_COLUMNS).
            pub const fn from_cells(cells: [&'a str; 20]) -> HappeningRow<'a> {
                let [$($column),*] = cells;
                HappeningRow { $($column),* }
            }

            /// Its cells, in the order of [`HAPPENING_COLUMNS`](crate::HAPPENING_COLUMNS).
            pub const fn cells(&self) -> [&'a str; 20] {
                [$(self.$column),*]
            }
        }
    };
}

columns! {
    /// When, as exact as it is known: a date or a stretch of dates (EDTF). Empty where the source tells none.
    date,
    /// The word of a [`Deed`].
    happening,
    /// The key of a source in `pack.toml`, then the place in it.
    source,
    /// The ids of matters it is about, separated by spaces.
    matter,
    /// Codes of who did it, or the id of a group, separated by spaces.
    actors,
    /// Codes of those addressed, or the id of a group, separated by spaces.
    to,
    /// The id of an instrument.
    instrument,
    /// The id of a place.
    place,
    /// The number of a resolution, the ordinal of a meeting, the version of a catalogue, an agenda item.
    number,
    /// How: one of [`MANNERS`].
    manner,
    /// What would fulfil it: `signature`, `consent`, `entry-into-force`, or a kind of happening.
    asks,
    /// The id of the meeting on whose margins it took place.
    within,
    /// Its own id.
    id,
    /// The id of the happening it is about.
    about,
    /// By which day something is due because of it.
    due,
    /// The day on which one could first know of it.
    known,
    /// The day from which the record is known to be wrong.
    wrong,
    /// Names of columns that the source does not state and that were concluded, separated by spaces.
    inferred,
    /// Why it is contested.
    doubt,
    /// Anything a reader must know.
    note,
}

/// What a happening is called outside its own ledger: the ledger's origin, `#`, and the number of the entry.
pub fn in_ledger(name: &str) -> Option<(&str, u64)> {
    let (origin, entry) = name.rsplit_once('#')?;
    let number: u64 = entry.parse().ok()?;
    (!origin.is_empty() && number.to_string() == entry).then_some((origin, number))
}

/// The tables of happenings among some files.
pub fn happening_tables<'f>(files: &'f [File<'f>]) -> impl Iterator<Item = &'f File<'f>> {
    files.iter().filter(|file| {
        let name = file.path.rsplit('/').next().unwrap_or("");
        name.starts_with("happenings") && name.ends_with(".csv")
    })
}

/// Reads a table of happenings; `each` is called with the line, counted from 1, and the row that stands there.
pub fn happening_rows(
    path: &str,
    text: &str,
    problems: &mut Vec<Problem>,
    mut each: impl FnMut(usize, &HappeningRow<'_>, &mut Vec<Problem>),
) {
    table::read(path, text, &COLUMNS, 3, problems, |row, problems| {
        each(row.line, &HappeningRow::from_cells(std::array::from_fn(|at| row.cell(at))), problems);
    });
}

/// Every happening in the tables of some files.
pub(crate) fn written(files: &[File<'_>], packs: &Packs, problems: &mut Vec<Problem>) -> Vec<Happening> {
    let mut all = Vec::new();
    for file in happening_tables(files) {
        happening_rows(&file.path, &file.text, problems, |line, row, problems| match packs.read_happening(row) {
            Ok(happening) => all.push(happening),
            Err(problem) => problems.push(Problem { path: file.path.to_string(), line, ..problem }),
        });
    }
    all
}

fn refused(check: &'static str, message: String, help: &str) -> Problem {
    Problem::error(check, "", (0, 0), message).help(help)
}

fn did_you_mean(near: &[String], otherwise: &str) -> String {
    if near.is_empty() { otherwise.to_owned() } else { format!("did you mean {}? {otherwise}", near.join(", ")) }
}

fn day(column: &str, cell: &str) -> Result<Option<Day>, Problem> {
    let read = Some(cell.trim()).filter(|cell| !cell.is_empty()).map(str::parse::<Day>).transpose();
    read.map_err(|error| {
        let message = format!("{error} (column `{column}`)");
        refused("impossible-date", message, "write a full date, such as 2021-11-01")
    })
}

impl Packs {
    /// The happening that a row describes, on the word of one of the packs' sources; the one way from text to a happening.
    ///
    /// # Errors
    /// The first thing that is wrong with the row. The problem names no file and no line: only the caller knows where
    /// the row stands.
    pub fn read_happening(&self, row: &HappeningRow<'_>) -> Result<Happening, Problem> {
        let source = row.source.trim();
        let about = self.source_about(source).ok_or_else(|| {
            let message = format!("the source `{source}` is not described in any pack.toml");
            refused("unknown-source", message, "add a table [sources.<key>] to the pack's pack.toml")
        })?;
        self.read_happening_ranked(row, about.date.map(|date| date.first), about.rank())
    }

    /// The happening that a row describes on the word of whoever keeps the ledger, entered on a day.
    ///
    /// # Errors
    /// As for [`Packs::read_happening`].
    pub fn read_own_happening(&self, row: &HappeningRow<'_>, entered: Day) -> Result<Happening, Problem> {
        self.read_happening_ranked(row, Some(entered), Authority::Depositary)
    }

    fn read_happening_ranked(
        &self,
        row: &HappeningRow<'_>,
        told_by: Option<Day>,
        authority: Authority,
    ) -> Result<Happening, Problem> {
        if let Some(why) = row.cells().into_iter().find_map(hides) {
            return Err(Problem::error("suspicious-text", "", (0, 0), why));
        }
        let deed = row.happening.trim().parse::<Deed>().map_err(|error| {
            let near = nearest(row.happening, Deed::ALL.iter().map(|deed| deed.word()), 3);
            let help = did_you_mean(&near, "docs/regimes.md lists the kinds of happening");
            refused("unknown-happening", error.to_string(), &help)
        })?;
        let some = |cell: &str| Some(cell.trim()).filter(|cell| !cell.is_empty()).map(Box::<str>::from);
        let when = some(row.date).map(|cell| cell.parse::<Span>()).transpose().map_err(|error| {
            let help = "write a date, as 2021-11-01, or two, as 2009-04-27/2009-04-28, or 2020/.. for what goes on";
            refused("impossible-date", error.to_string(), help)
        })?;
        let (known, wrong_from) = (day("known", row.known)?, day("wrong", row.wrong)?);
        let first = when.map(Span::first);
        // Nobody knows of a thing later than the text that tells it, nor of a foreseen one earlier.
        let told = known.or_else(|| [first, told_by].into_iter().flatten().min()).ok_or_else(|| {
            let message = "neither the row nor its source has a date".to_owned();
            refused("missing-date", message, "write the day on which it was told in the column `known`")
        })?;
        let on = first.unwrap_or(told);
        let matters = self.matters_of(row.matter)?;
        let instrument = some(row.instrument).map(|id| self.instrument_of(&id)).transpose()?;
        let (actors, _) = self.people(row.actors, on)?;
        let (to, to_group) = self.people(row.to, on)?;
        let asks = some(row.asks).map(|word| word.parse::<Asked>()).transpose().map_err(|error| {
            let help = "write `signature`, `consent`, `entry-into-force`, or a kind of happening";
            refused("unknown-happening", format!("{error} (column `asks`)"), help)
        })?;
        if let Some(place) = some(row.place).filter(|place| self.places.iter().all(|name| *name.place != **place)) {
            let near = nearest(&place, self.places.iter().map(|name| name.place.as_str()), 3);
            let help = did_you_mean(&near, "places stand in parties/place-names.csv");
            return Err(refused("unknown-place", format!("there is no place `{place}`"), &help));
        }
        if let Some(manner) = some(row.manner).filter(|manner| !MANNERS.contains(&&**manner)) {
            let near = nearest(&manner, MANNERS.iter().copied(), 3);
            let help = did_you_mean(&near, "docs/regimes.md lists the manners");
            return Err(refused("unknown-manner", format!("`{manner}` is not a manner"), &help));
        }
        if let Some(column) = row.inferred.split_whitespace().find(|column| !COLUMNS.contains(column)) {
            let message = format!("`{column}` is not a column that could have been inferred");
            return Err(refused("unknown-column", message, "name columns of the table, separated by spaces"));
        }
        let due = day("due", row.due)?;
        if let (Some(due), Some(first)) = (due, first)
            && due < first
        {
            let message = format!("it is due on {due}, and happened on {first}, later");
            return Err(refused("impossible-date", message, "write a day on or after its date in the column `due`"));
        }
        self.complete(deed, row, &matters)?;
        Ok(Happening {
            deed,
            when,
            told,
            wrong_from,
            matters,
            actors,
            to,
            to_group,
            instrument,
            place: some(row.place),
            number: some(row.number),
            manner: some(row.manner),
            asks,
            within: some(row.within),
            id: some(row.id),
            about: some(row.about),
            due,
            source: row.source.trim().into(),
            authority,
            inferred: row.inferred.split_whitespace().map(Box::from).collect(),
            doubt: some(row.doubt),
            note: some(row.note),
            entry: None,
        })
    }

    /// What a kind of happening cannot be without is there, and its matter is of a kind that it can be about.
    fn complete(&self, deed: Deed, row: &HappeningRow<'_>, matters: &[Box<str>]) -> Result<(), Problem> {
        let needs: &[(&str, &str)] = match deed {
            Deed::Accepted | Deed::Ended => &[("matter", row.matter), ("actors", row.actors)],
            Deed::Report | Deed::NilReport => &[("actors", row.actors)],
            Deed::Dissent | Deed::Reply | Deed::Receipt => &[("actors", row.actors), ("about", row.about)],
            Deed::TaskDone => &[("about", row.about)],
            Deed::Silence => &[("due", row.due)],
            Deed::Version | Deed::Comment => &[("matter", row.matter)],
            Deed::Translation => &[("matter", row.matter), ("about", row.about), ("number", row.number)],
            _ => &[],
        };
        if let Some((column, _)) = needs.iter().find(|(_, cell)| cell.trim().is_empty()) {
            let message = format!("a `{deed}` needs the column `{column}`");
            return Err(refused("missing-cell", message, "docs/regimes.md says what stands in each column"));
        }
        if deed.is_gathering() && [row.matter, row.instrument, row.place, row.note].iter().all(|c| c.trim().is_empty())
        {
            let message = format!("nothing says which {deed} it is");
            return Err(refused("missing-cell", message, "name its matter, or say in `note` what it was"));
        }
        let wanted: &[MatterKind] = match deed {
            Deed::Accepted | Deed::Ended => &[MatterKind::Measure, MatterKind::Catalogue],
            Deed::Version | Deed::Translation | Deed::Comment => &[MatterKind::Draft],
            Deed::Joined => &[MatterKind::Pledge],
            _ => return Ok(()),
        };
        let kind = |id: &str| self.matters.by_id(id).map(|matter| matter.kind);
        if matters.iter().any(|id| kind(id).is_some_and(|kind| wanted.contains(&kind))) {
            return Ok(());
        }
        let words: Vec<&str> = wanted.iter().map(|kind| kind.word()).collect();
        let message = format!("a `{deed}` is about a {}, and `{}` names none", words.join(" or a "), row.matter.trim());
        Err(refused("wrong-matter", message, "name one in the column `matter`"))
    }

    fn matters_of(&self, cell: &str) -> Result<Vec<Box<str>>, Problem> {
        let known = |id: &str| {
            self.matters.by_id(id).map(|_| Box::from(id)).ok_or_else(|| {
                let near = nearest(id, self.matters.iter().map(|matter| matter.id.as_str()), 3);
                let help = did_you_mean(&near, "matters stand in matters.toml");
                refused("unknown-matter", format!("there is no matter `{id}`"), &help)
            })
        };
        cell.split_whitespace().map(known).collect()
    }

    fn instrument_of(&self, id: &str) -> Result<TreatyIx, Problem> {
        self.by_id(id).ok_or_else(|| {
            let near = nearest(id, self.instruments.iter().map(|instrument| instrument.id.as_str()), 3);
            let help = did_you_mean(&near, "instruments are written by id, such as canwfz");
            refused("unknown-treaty", format!("there is no instrument `{id}`"), &help)
        })
    }

    /// The participants that a cell names on a day, each once, and the group that it names, if it names one and nobody else.
    fn people(&self, cell: &str, on: Day) -> Result<(Vec<PartyIx>, Option<Box<str>>), Problem> {
        let (mut all, mut named) = (Vec::new(), None);
        let alone = cell.split_whitespace().nth(1).is_none();
        for word in cell.split_whitespace() {
            if let Some(party) = self.parties.find(word) {
                all.push(party);
            } else if let Some(group) = self.parties.group(word) {
                all.extend(group.on(on));
                named = Some(Box::from(word)).filter(|_| alone);
            } else {
                let near = self.names.nearest_parties(&self.parties, word, 3);
                let help = did_you_mean(&near, "participants are written by code, such as KAZ, or as a group's id");
                return Err(refused("unknown-party", format!("there is no participant or group `{word}`"), &help));
            }
        }
        let mut seen = Vec::new();
        all.retain(|party| {
            !seen.contains(party) && {
                seen.push(*party);
                true
            }
        });
        Ok((all, named))
    }

    /// Puts happenings in the place of those there are, in order of their days. What they name and nothing answers to is
    /// returned, with the happening's source.
    pub fn tell(&mut self, mut happenings: Vec<Happening>) -> Vec<Problem> {
        happenings.sort_by_key(Happening::day);
        let ids: std::collections::HashSet<&str> =
            happenings.iter().filter_map(|happening| happening.id.as_deref()).collect();
        let named =
            happenings.iter().flat_map(|own| [&own.within, &own.about].into_iter().flatten().map(move |id| (own, id)));
        // What lies in another ledger was proved when it was entered; a table proves nothing.
        let elsewhere = |own: &Happening, id: &str| own.entry.is_some() && in_ledger(id).is_some();
        let unknown = named.filter(|(own, id)| !ids.contains(&***id) && !elsewhere(own, id)).map(|(own, id)| {
            let message =
                format!("the {} told by {} names the happening `{id}`, and none has that id", own.deed, own.source);
            refused("unknown-happening", message, "give the other row that id, or leave it out")
        });
        let problems = unknown.collect();
        self.happenings = happenings;
        problems
    }
}
