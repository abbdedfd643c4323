use law::Day;
use register::World;
use register::answer::sites;

use crate::failure::Failure;
use crate::output;

/// Show sites that need work: where they are, what was asked for, offered and done
///
/// Examples:
///   semey sites
///   semey sites --regime canwfz --json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Only those of this regime
    #[arg(long)]
    regime: Option<String>,
    #[command(flatten)]
    when: super::When,
}

pub(crate) fn run(world: &World, today: Day, args: &Args, json: bool) -> Result<(), Failure> {
    super::check_regime(world, args.regime.as_deref())?;
    let rows = sites::all(world, args.when.on(today), args.when.known, args.regime.as_deref());
    if json {
        return output::json(&rows);
    }
    if rows.is_empty() {
        return output::say("The record has no such site.\n");
    }
    let mut table = output::table(&["site", "name", "longitude, latitude", "restored", "told"]);
    for row in &rows {
        let point = row.at.map_or(String::new(), |[lon, lat]| format!("{lon:.2}, {lat:.2}"));
        let done = if row.done { "yes" } else { "" };
        table.add_row([&row.site, &row.name, &point, done, &row.told.len().to_string()]);
    }
    output::keep_whole(&mut table, &[0, 2, 3, 4]);
    output::say(&format!("{table}\n"))
}
