use law::Day;
use register::World;
use register::answer::diff::{self, DiffAnswer, Side};

use crate::english;
use crate::failure::Failure;
use crate::output;

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

pub(crate) fn run(world: &World, args: &Args, json: bool) -> Result<(), Failure> {
    let t = world.treaty(&args.treaty)?;
    if args.to < args.from {
        return Err(Failure::usage(format!("--to {} lies before --from {}", args.to, args.from)));
    }
    let answer = diff::answer(world, t, (args.from, args.known_from), (args.to, args.known_to));
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

fn text(answer: &DiffAnswer) -> String {
    let side = |side: &Side| {
        let force = if side.in_force { "in force" } else { "not in force" };
        let known = side.known.map_or(String::new(), |known| format!(", as known on {}", english::day(known)));
        format!("{}{known}: {force}, {}", english::day(side.on), english::count(side.parties, "party", "parties"))
    };
    let mut text = format!("{}\n{}\n\n", side(&answer.from), side(&answer.to));
    if answer.changes.is_empty() {
        return text + "Nothing changed.\n";
    }
    let mut table = output::table(&["since", "", "participant", "was", "is"]);
    for change in &answer.changes {
        let since = change.since.map_or(String::new(), |day| day.to_string());
        let (was, is) = (english::status(change.was).to_owned(), english::status(change.is).to_owned());
        table.add_row([since, change.party.clone(), change.name.clone(), was, is]);
    }
    output::keep_whole(&mut table, &[0, 1]);
    text += &format!("{table}\n");
    text
}
