use law::{Day, Scratch};

use crate::answer::timeline::row;
use crate::failure::Failure;
use crate::output;
use crate::world::World;

/// Show when treaties came into force, by which rule and through which instruments
///
/// Examples:
///   semey timeline rome-statute
///   semey timeline --all --json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The treaty
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    treaty: Option<String>,
    /// Every treaty
    #[arg(long)]
    all: bool,
    /// The day on which parties are counted [default: today]
    #[arg(long, value_parser = super::last_day)]
    on: Option<Day>,
    /// As the States could know on this day [default: everything entered]
    #[arg(long, value_parser = super::last_day)]
    known: Option<Day>,
}

pub(crate) fn run(world: &World, args: &Args, json: bool) -> Result<(), Failure> {
    let on = args.on.unwrap_or(world.today);
    let known = args.known.unwrap_or(Day::LAST);
    let mut scratch = Scratch::default();
    let rows: Vec<_> = world.packs.instruments.iter().map(|i| row(world, i.ix, on, known, &mut scratch)).collect();
    if json {
        return output::json(&rows);
    }
    let mut table = output::table(&["treaty", "in force from", "rule", "parties"]);
    for row in &rows {
        table.add_row([
            row.treaty.clone(),
            row.entry_into_force.map_or(String::new(), |d| d.to_string()),
            row.rule.clone(),
            row.parties.to_string(),
        ]);
    }
    output::say(&format!("{table}\n"))
}
