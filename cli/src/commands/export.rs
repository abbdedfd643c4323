use std::io;

use clap::ValueEnum;
use law::{Day, Scratch, Supposed};
use serde::Serialize;

use crate::failure::Failure;
use crate::output;
use crate::world::World;

/// Write a whole table as CSV or JSON
///
/// Examples:
///   semey export acts canwfz --format csv
///   semey export participants --on 2015-03-14 --format json
///   semey export treaties
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Which table
    table: TableName,
    /// Only this treaty [default: all]
    treaty: Option<String>,
    /// The format
    #[arg(long, default_value = "csv")]
    format: Format,
    /// For participants and treaties: the day asked about [default: today]
    #[arg(long, value_parser = super::last_day)]
    on: Option<Day>,
    /// As the States could know on this day [default: everything entered]
    #[arg(long, value_parser = super::last_day)]
    known: Option<Day>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum TableName {
    /// Every act
    Acts,
    /// Every participant's status
    Participants,
    /// Every treaty
    Treaties,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Csv,
    Json,
}

#[derive(Debug, Serialize)]
struct ActRow<'w> {
    treaty: &'w str,
    date: String,
    party: &'w str,
    act: &'static str,
    effect: Option<Day>,
    known: Option<Day>,
    wrong: Option<Day>,
    place: Option<&'w str>,
    territory: Option<&'w str>,
    id: Option<&'w str>,
    about: Option<&'w str>,
    doubt: Option<&'w str>,
    overruled: Option<&'w str>,
    source: &'w str,
    note: Option<&'w str>,
}

#[derive(Debug, Serialize)]
struct ParticipantRow<'w> {
    treaty: &'w str,
    party: &'w str,
    name: &'w str,
    status: &'static str,
    since: Option<Day>,
    signed: Option<Day>,
    consented: Option<Day>,
    bound: Option<Day>,
}

#[derive(Debug, Serialize)]
struct TreatyRow<'w> {
    treaty: &'w str,
    pack: &'w str,
    kind: &'static str,
    title: &'w str,
    untc: &'w str,
    wipo: &'w str,
    ieadb: &'w str,
    adopted: Option<law::Dated>,
    entry_into_force: Option<Day>,
    in_force: bool,
    ended: Option<Day>,
    parties: usize,
    checked_until: Option<Day>,
    unverified: Option<&'w str>,
}

pub(crate) fn run(world: &World, args: &Args, json: bool) -> Result<(), Failure> {
    let only = args.treaty.as_deref().map(|word| world.treaty(word)).transpose()?;
    let on = args.on.unwrap_or(world.today);
    let known = args.known.unwrap_or(Day::LAST);
    let format = if json { Format::Json } else { args.format };
    let instruments = || world.packs.instruments.iter().filter(|i| only.is_none_or(|only| only == i.ix));
    match args.table {
        TableName::Acts => write(format, &instruments().flat_map(|i| acts(world, i)).collect::<Vec<_>>()),
        TableName::Participants => {
            let mut scratch = Scratch::default();
            write(
                format,
                &instruments().flat_map(|i| participants(world, i, on, known, &mut scratch)).collect::<Vec<_>>(),
            )
        }
        TableName::Treaties => {
            let mut scratch = Scratch::default();
            write(format, &instruments().map(|i| treaty(world, i, on, known, &mut scratch)).collect::<Vec<_>>())
        }
    }
}

fn write(format: Format, rows: &[impl Serialize]) -> Result<(), Failure> {
    match format {
        Format::Json => output::json(&rows),
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for row in rows {
                writer.serialize(row).map_err(|error| io::Error::other(error.to_string()))?;
            }
            let bytes = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
            output::say(&String::from_utf8_lossy(&bytes))
        }
    }
}

fn acts<'w>(world: &'w World, instrument: &'w pack::Instrument) -> impl Iterator<Item = ActRow<'w>> {
    instrument.acts.iter().map(|act| ActRow {
        treaty: &instrument.id,
        date: act.date.to_string(),
        party: act.party.map_or("", |party| world.code(party)),
        act: act.kind.word(),
        effect: act.effect,
        known: act.known,
        wrong: act.wrong_from,
        place: act.place.as_deref(),
        territory: act.territory.as_deref(),
        id: act.id.as_deref(),
        about: act.about.as_deref(),
        doubt: act.doubt.as_deref(),
        overruled: act.overruled.as_deref(),
        source: &act.source,
        note: act.note.as_deref(),
    })
}

fn participants<'w>(
    world: &'w World,
    instrument: &'w pack::Instrument,
    on: Day,
    known: Day,
    scratch: &mut Scratch,
) -> Vec<ParticipantRow<'w>> {
    let mut standings = Vec::new();
    world.packs.engine.standings(instrument.ix, on, known, &Supposed::default(), scratch, &mut standings);
    let rows = standings.iter().filter(|standing| standing.status != law::Status::None);
    rows.map(|standing| ParticipantRow {
        treaty: &instrument.id,
        party: world.code(standing.party),
        name: world.party_name(standing.party, on),
        status: standing.status.word(),
        since: standing.since.real(),
        signed: standing.signed.real(),
        consented: standing.consented.real(),
        bound: standing.bound.real(),
    })
    .collect()
}

fn treaty<'w>(
    world: &'w World,
    instrument: &'w pack::Instrument,
    on: Day,
    known: Day,
    scratch: &mut Scratch,
) -> TreatyRow<'w> {
    let mut standings = Vec::new();
    world.packs.engine.standings(instrument.ix, on, known, &Supposed::default(), scratch, &mut standings);
    let outcome = world.packs.engine.outcome(instrument.ix, known, scratch);
    let reference = |register: &str| instrument.refs.get(register).map_or("", String::as_str);
    TreatyRow {
        treaty: &instrument.id,
        pack: &instrument.pack,
        kind: instrument.kind.word(),
        title: pack::in_language(&instrument.title, &world.lang),
        untc: reference("untc"),
        wipo: reference("wipo"),
        ieadb: reference("ieadb"),
        adopted: instrument.adopted,
        entry_into_force: outcome.entry_into_force.real(),
        in_force: outcome.in_force(on),
        ended: outcome.ends.real(),
        parties: standings.iter().filter(|standing| standing.status.is_bound()).count(),
        checked_until: instrument.checked_until,
        unverified: instrument.unverified.as_deref(),
    }
}
