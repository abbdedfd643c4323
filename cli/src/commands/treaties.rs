use law::{Day, Scratch, Status, Supposed};
use pack::InstrumentKind;
use serde::Serialize;

use crate::failure::Failure;
use crate::output;
use crate::words;
use crate::world::World;

/// List treaties
///
/// Filters add up: a treaty is listed if it matches all of them.
///
/// Examples:
///   semey treaties --pack central-asia
///   semey treaties --not-in-force --text nuclear
///   semey treaties --party KAZ --missing
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Only this pack
    #[arg(long)]
    pack: Option<String>,
    /// Only this kind: treaty, protocol, amendment, statute, draft, political, decision
    #[arg(long, value_parser = super::kind_word)]
    kind: Option<InstrumentKind>,
    /// Only those whose names contain this text, in any language
    #[arg(long)]
    text: Option<String>,
    /// Only those in force on the day
    #[arg(long, conflicts_with = "not_in_force")]
    in_force: bool,
    /// Only those not in force on the day
    #[arg(long)]
    not_in_force: bool,
    /// Only those to which this State is a party
    #[arg(long)]
    party: Option<String>,
    /// With --party: only those to which it is not
    #[arg(long, requires = "party")]
    missing: bool,
    /// Only those whose clauses are marked unverified
    #[arg(long)]
    unverified: bool,
    /// The day asked about; a year means its last day [default: today]
    #[arg(long, value_parser = super::last_day)]
    on: Option<Day>,
}

#[derive(Debug, Serialize)]
struct Row {
    treaty: String,
    pack: String,
    kind: &'static str,
    title: String,
    short: Option<String>,
    refs: std::collections::BTreeMap<String, String>,
    in_force: bool,
    entry_into_force: Option<Day>,
    parties: usize,
    checked_until: Option<Day>,
}

pub(crate) fn run(world: &World, args: &Args, json: bool) -> Result<(), Failure> {
    let on = args.on.unwrap_or(world.today);
    let party = args.party.as_deref().map(|word| world.party(word)).transpose()?;
    let pack = args.pack.as_deref().map(|pack| world.pack(pack)).transpose()?;
    let wanted = args.text.as_deref().map(pack::names::key);
    let mut scratch = Scratch::default();
    let mut rows = Vec::new();
    for instrument in &world.packs.instruments {
        let named = |key: &String| {
            let aliases = instrument.aliases.values().flatten().chain(instrument.short.as_ref());
            let mut names = instrument.title.values().chain(aliases).chain([&instrument.id]);
            names.any(|name| pack::names::key(name).contains(key))
        };
        if pack.is_some_and(|pack| instrument.pack != pack)
            || args.kind.is_some_and(|kind| instrument.kind != kind)
            || wanted.as_ref().is_some_and(|key| !named(key))
            || (args.unverified && instrument.unverified.is_none())
        {
            continue;
        }
        let mut standings = Vec::new();
        let engine = &world.packs.engine;
        engine.standings(instrument.ix, on, Day::LAST, &Supposed::default(), &mut scratch, &mut standings);
        let outcome = engine.outcome(instrument.ix, Day::LAST, &mut scratch);
        let bound = |status: Status| status.is_bound();
        let is_party = party.is_some_and(|party| standings.iter().any(|s| s.party == party && bound(s.status)));
        let in_force = outcome.in_force(on);
        if (args.in_force && !in_force)
            || (args.not_in_force && in_force)
            || (party.is_some() && is_party == args.missing)
        {
            continue;
        }
        rows.push(Row {
            treaty: instrument.id.clone(),
            pack: instrument.pack.clone(),
            kind: instrument.kind.word(),
            title: pack::in_language(&instrument.title, &world.lang).to_owned(),
            short: instrument.short.clone(),
            refs: instrument.refs.clone(),
            in_force,
            entry_into_force: outcome.entry_into_force.real(),
            parties: standings.iter().filter(|s| bound(s.status)).count(),
            checked_until: instrument.checked_until,
        });
    }
    if json {
        return output::json(&rows);
    }
    if rows.is_empty() {
        return output::say("No treaty matches all of these filters.\n");
    }
    let mut table = output::table(&["treaty", "title", "in force from", "parties"]);
    for row in &rows {
        let since = match (row.entry_into_force, row.in_force) {
            (Some(day), true) => day.to_string(),
            (Some(day), false) if day > on => format!("from {day}"),
            (Some(_), false) => "ended".to_owned(),
            (None, _) if matches!(row.kind, "draft" | "political" | "decision") => format!("({})", row.kind),
            (None, _) => "not in force".to_owned(),
        };
        table.add_row([row.treaty.clone(), row.title.clone(), since, row.parties.to_string()]);
    }
    output::say(&format!("{table}\n{} on {}\n", words::count(rows.len(), "treaty", "treaties"), words::day(on)))
}
