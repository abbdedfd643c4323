//! The gathered rows that the register is measured against.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use law::{ActKind, Day, PartyIx, Status, TreatyIx};
use pack::Packs;

use crate::Failure;

/// The status pages of 3 February 2026.
const PAGES: &str = "UNTC-HTML-2026-02-03";
/// The status tables committed on 14 March 2015.
const TABLES: &str = "UNTC-XML-2015-03-14";

type Row = BTreeMap<String, String>;

/// What a depositary published about one treaty.
#[derive(Debug, Clone)]
pub(super) struct Published {
    /// Its number in the UN collection, such as `IV-2`.
    pub(super) number: String,
    pub(super) treaty: TreatyIx,
    pub(super) entry: Day,
    pub(super) parties: usize,
    pub(super) as_of: Day,
}

impl Published {
    /// The chapter of the UN collection, such as `IV`.
    pub(super) fn chapter(&self) -> &str {
        self.number.split('-').next().unwrap_or("")
    }
}

/// One act as a table tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Fact {
    pub(super) party: PartyIx,
    pub(super) kind: ActKind,
    pub(super) date: Day,
}

/// One row of the list of withdrawals.
#[derive(Debug, Clone)]
pub(super) struct Notice {
    pub(super) number: String,
    pub(super) treaty: TreatyIx,
    pub(super) party: PartyIx,
    pub(super) notified: Day,
    pub(super) effective: Option<Day>,
}

/// Everything that was gathered for the treaties whose day of entry into force is given.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) published: Vec<Published>,
    /// The 2015 tables, by number.
    pub(super) tables: HashMap<String, BTreeSet<Fact>>,
    /// Spellings of the 2015 tables that the 2026 pages do not use.
    pub(super) old_spellings: BTreeSet<String>,
    pub(super) notices: Vec<Notice>,
}

impl Gathered {
    pub(super) fn read(data: &Path, packs: &Packs) -> Result<Gathered, Failure> {
        let numbers = numbers(packs);
        let spellings = spellings(packs);
        let published = published(&rows(&data.join("treaties.csv"))?, &numbers)?;
        let mut gathered = Gathered { published, ..Gathered::default() };
        gathered.notices = notices(&rows(&data.join("withdrawals.csv"))?, &numbers, &spellings)?;
        let actions = rows(&data.join("actions.csv"))?;
        gathered.read_tables(&actions, &spellings)?;
        Ok(gathered)
    }

    fn read_tables(&mut self, actions: &[Row], spellings: &HashMap<&str, PartyIx>) -> Result<(), Failure> {
        let wanted: BTreeSet<&str> = self.published.iter().map(|treaty| treaty.number.as_str()).collect();
        let of =
            |row: &Row, source: &str| cell(row, "source") == source && wanted.contains(number(cell(row, "treaty_id")));
        let newer: BTreeSet<&str> =
            actions.iter().filter(|row| of(row, PAGES)).map(|row| cell(row, "participant")).collect();
        for row in actions.iter().filter(|row| of(row, TABLES)) {
            let spelling = cell(row, "participant");
            if !newer.contains(spelling) {
                self.old_spellings.insert(spelling.to_owned());
            }
            let party = party(spelling, spellings)?;
            let fact = Fact { party, kind: kind(cell(row, "action"))?, date: cell(row, "date").parse()? };
            self.tables.entry(number(cell(row, "treaty_id")).to_owned()).or_default().insert(fact);
        }
        Ok(())
    }
}

fn rows(path: &Path) -> Result<Vec<Row>, Failure> {
    let mut reader =
        csv::Reader::from_path(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    let rows: Result<Vec<Row>, csv::Error> = reader.deserialize().collect();
    Ok(rows?)
}

fn cell<'r>(row: &'r Row, name: &str) -> &'r str {
    row.get(name).map_or("", String::as_str)
}

/// `IV-2` out of `untc:IV-2`.
fn number(id: &str) -> &str {
    id.strip_prefix("untc:").unwrap_or(id)
}

fn numbers(packs: &Packs) -> HashMap<&str, TreatyIx> {
    packs.instruments.iter().filter_map(|one| Some((one.refs.get("untc")?.as_str(), one.ix))).collect()
}

fn spellings(packs: &Packs) -> HashMap<&str, PartyIx> {
    let source = packs.names.iter().filter(|name| name.form == "source");
    source.map(|name| (name.text.as_str(), name.party)).collect()
}

fn party(spelling: &str, spellings: &HashMap<&str, PartyIx>) -> Result<PartyIx, Failure> {
    let known = spellings.get(spelling).copied();
    known.ok_or_else(|| format!("packs/parties/names.csv has no `source` name `{spelling}`").into())
}

fn treaty(id: &str, numbers: &HashMap<&str, TreatyIx>) -> Result<TreatyIx, Failure> {
    numbers.get(number(id)).copied().ok_or_else(|| format!("no treaty of the packs has the reference {id}").into())
}

fn published(rows: &[Row], numbers: &HashMap<&str, TreatyIx>) -> Result<Vec<Published>, Failure> {
    let given = rows.iter().filter(|row| !cell(row, "published_eif_date").is_empty());
    given
        .map(|row| {
            let id = cell(row, "id");
            Ok(Published {
                number: number(id).to_owned(),
                treaty: treaty(id, numbers)?,
                entry: cell(row, "published_eif_date").parse()?,
                parties: cell(row, "parties_published").parse()?,
                as_of: cell(row, "as_of").parse()?,
            })
        })
        .collect()
}

fn notices(
    rows: &[Row],
    numbers: &HashMap<&str, TreatyIx>,
    spellings: &HashMap<&str, PartyIx>,
) -> Result<Vec<Notice>, Failure> {
    let read = |row: &Row| {
        let id = cell(row, "treaty_id");
        let effective = Some(cell(row, "effective")).filter(|day| !day.is_empty());
        Ok(Notice {
            number: number(id).to_owned(),
            treaty: treaty(id, numbers)?,
            party: party(cell(row, "participant"), spellings)?,
            notified: cell(row, "notified").parse()?,
            effective: effective.map(str::parse).transpose()?,
        })
    };
    rows.iter().map(read).collect()
}

/// The kind of act behind a table's word. How a State came to its signature is no matter here.
fn kind(action: &str) -> Result<ActKind, Failure> {
    match action {
        "succession_to_signature" => Ok(ActKind::Signature),
        other if other.starts_with("provisional_application") => Ok(ActKind::ProvisionalApplication),
        other => Ok(other.replace('_', "-").parse()?),
    }
}

/// Whether a consent is in place, as a depositary counts its parties: the treaty may not yet be in force for the State.
pub(super) fn has_consented(status: Status) -> bool {
    status.is_bound() || status == Status::ContractingState
}
