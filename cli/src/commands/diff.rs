use law::{Day, Scratch, Status, Supposed};
use serde::Serialize;

use crate::failure::Failure;
use crate::output;
use crate::words;
use crate::world::World;

/// Show what changed for a treaty between two days
///
/// With --known-from and --known-to the two sides are also taken as they could be
/// known on two days, so that one sees what became known rather than what happened.
///
/// Examples:
///   semey diff apmbc --from 2024 --to 2026-03-01
///   semey diff ctbt --from 2023 --to 2023 --known-from 2021 --known-to 2024
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The treaty
    treaty: String,
    /// The earlier day
    #[arg(long, value_parser = super::last_day)]
    from: Day,
    /// The later day
    #[arg(long, value_parser = super::last_day)]
    to: Day,
    /// The earlier side as known on this day [default: everything entered]
    #[arg(long, value_parser = super::last_day)]
    known_from: Option<Day>,
    /// The later side as known on this day [default: everything entered]
    #[arg(long, value_parser = super::last_day)]
    known_to: Option<Day>,
}

#[derive(Debug, Serialize)]
struct Answer {
    version: u32,
    treaty: String,
    from: Side,
    to: Side,
    changes: Vec<Change>,
}

#[derive(Debug, Serialize)]
struct Side {
    on: Day,
    known: Option<Day>,
    in_force: bool,
    entry_into_force: Option<Day>,
    parties: usize,
}

#[derive(Debug, Serialize)]
struct Change {
    party: String,
    name: String,
    was: Status,
    is: Status,
    since: Option<Day>,
}

pub(crate) fn run(world: &World, args: &Args, json: bool) -> Result<(), Failure> {
    let t = world.treaty(&args.treaty)?;
    if args.to < args.from {
        return Err(Failure::usage(format!("--to {} lies before --from {}", args.to, args.from)));
    }
    let mut scratch = Scratch::default();
    let mut side = |on: Day, known: Option<Day>| {
        let mut standings = Vec::new();
        let day = known.unwrap_or(Day::LAST);
        let engine = &world.packs.engine;
        engine.standings(t, on, day, &Supposed::default(), &mut scratch, &mut standings);
        let outcome = engine.outcome(t, day, &mut scratch);
        let side = Side {
            on,
            known,
            in_force: outcome.in_force(on),
            entry_into_force: outcome.entry_into_force.real(),
            parties: standings.iter().filter(|s| s.status.is_bound()).count(),
        };
        (side, standings)
    };
    let (from, before) = side(args.from, args.known_from);
    let (to, after) = side(args.to, args.known_to);
    let status_in = |standings: &[law::Standing], party| {
        standings.iter().find(|s| s.party == party).map_or((Status::None, Day::NEVER), |s| (s.status, s.since))
    };
    let mut parties: Vec<_> = before.iter().chain(&after).map(|standing| standing.party).collect();
    parties.sort_unstable();
    parties.dedup();
    let mut changes: Vec<Change> = parties
        .into_iter()
        .filter_map(|party| {
            let ((was, _), (is, since)) = (status_in(&before, party), status_in(&after, party));
            (was != is).then(|| Change {
                party: world.code(party).to_owned(),
                name: world.party_name(party, args.to).to_owned(),
                was,
                is,
                since: since.real(),
            })
        })
        .collect();
    changes.sort_by_key(|change| (change.since, change.name.clone()));
    let answer = Answer { version: 1, treaty: world.packs[t].id.clone(), from, to, changes };
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

fn text(answer: &Answer) -> String {
    let side = |side: &Side| {
        let force = if side.in_force { "in force" } else { "not in force" };
        let known = side.known.map_or(String::new(), |known| format!(", as known on {}", words::day(known)));
        format!("{}{known}: {force}, {}", words::day(side.on), words::count(side.parties, "party", "parties"))
    };
    let mut text = format!("{}\n{}\n\n", side(&answer.from), side(&answer.to));
    if answer.changes.is_empty() {
        return text + "Nothing changed.\n";
    }
    let mut table = output::table(&["since", "", "participant", "was", "is"]);
    for change in &answer.changes {
        let since = change.since.map_or(String::new(), |day| day.to_string());
        let (was, is) = (words::status(change.was).to_owned(), words::status(change.is).to_owned());
        table.add_row([since, change.party.clone(), change.name.clone(), was, is]);
    }
    output::keep_whole(&mut table, &[0, 1]);
    text += &format!("{table}\n");
    text
}
