use law::Day;
use pack::InstrumentKind;
use register::World;
use register::answer::treaties;

use crate::english;
use crate::failure::Failure;
use crate::output;

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
    #[command(flatten)]
    when: super::When,
}

pub(crate) fn run(world: &World, today: Day, args: &Args, json: bool) -> Result<(), Failure> {
    let on = args.when.on(today);
    let party = args.party.as_deref().map(|word| world.party(word)).transpose()?;
    let pack = args.pack.as_deref().map(|pack| world.pack(pack)).transpose()?;
    let filter = treaties::Filter {
        pack,
        kind: args.kind,
        text: args.text.as_deref(),
        in_force: if args.in_force { Some(true) } else { args.not_in_force.then_some(false) },
        party: party.map(|party| (party, !args.missing)),
        unverified: args.unverified,
    };
    let rows = treaties::answer(world, on, args.when.known_day(), filter);
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
    output::say(&format!("{table}\n{} on {}\n", english::count(rows.len(), "treaty", "treaties"), english::day(on)))
}
