use law::Day;
use register::World;
use register::answer::due;

use crate::english;
use crate::failure::Failure;
use crate::output;

/// Show what falls due: waiting periods that end, expiries, clocks and deadlines
///
/// Lists entries into force, notices of withdrawal that take effect, treaties that
/// expire, times for signature that close, obligations with a deadline and the
/// twelve-month clocks of reservations; and what bodies hold, must hold and wait for.
///
/// Examples:
///   semey due
///   semey due --from 2026-01-01 --until 2026-12-31 --treaty apmbc
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The first day [default: today]
    #[arg(long, value_parser = super::first_day)]
    from: Option<Day>,
    /// The last day [default: a year later]
    #[arg(long, value_parser = super::last_day)]
    until: Option<Day>,
    /// Only this treaty
    #[arg(long)]
    treaty: Option<String>,
    /// As the States could know on this day [default: everything entered]
    #[arg(long, value_parser = super::last_day)]
    known: Option<Day>,
}

pub(crate) fn run(world: &World, today: Day, args: &Args, json: bool) -> Result<(), Failure> {
    let from = args.from.unwrap_or(today);
    let year: law::Period = "1 year".parse().unwrap_or_else(|_| law::Period::days(365));
    let until = args.until.unwrap_or_else(|| year.after(from));
    super::in_order(Some(from), Some(until))?;
    let only = args.treaty.as_deref().map(|word| world.treaty(word)).transpose()?;
    let rows = due::answer(world, only, from, until, args.known.unwrap_or(Day::LAST));
    if json {
        return output::json(&rows);
    }
    let period = format!("from {} to {}", english::day(from), english::day(until));
    if rows.is_empty() {
        return output::say(&format!("Nothing in the record falls due {period}.\n"));
    }
    let mut table = output::table(&["date", "treaty or body", "", "what"]);
    for row in &rows {
        table.add_row([
            row.date.to_string(),
            row.matter.clone().or(row.treaty.clone()).unwrap_or_default(),
            row.party.clone().unwrap_or_default(),
            row.text.clone(),
        ]);
    }
    output::keep_whole(&mut table, &[0, 1, 2]);
    output::say(&format!("{table}\n{} {period}\n", english::count(rows.len(), "date", "dates")))
}
