use law::Day;
use register::World;
use register::answer::timeline::{self, TimelineAnswer, TimelineRow};

use crate::english;
use crate::failure::Failure;
use crate::output;

/// Show when treaties came into force, by which rule and through which instruments
///
/// For one treaty, every day on which something changed; with --all, a row for each
/// treaty.
///
/// Examples:
///   semey timeline untc-xviii-10
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

pub(crate) fn run(world: &World, today: Day, args: &Args, json: bool) -> Result<(), Failure> {
    let on = args.on.unwrap_or(today);
    let known = args.known.unwrap_or(Day::LAST);
    let Some(word) = &args.treaty else {
        let rows = timeline::all(world, on, known);
        return if json { output::json(&rows) } else { output::say(&all_text(&rows)) };
    };
    let answer = timeline::answer(world, world.treaty(word)?, on, known);
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

fn text(answer: &TimelineAnswer) -> String {
    let row = &answer.row;
    let mut text = format!(
        "{}\n{}\n\n",
        output::bold(&output::wrap(&row.title, output::width(), 0)),
        output::wrap(&row.rule, output::width(), 2)
    );
    let mut table = output::table(&["date", "what", "parties"]);
    for event in &answer.events {
        table.add_row([event.date.to_string(), event.text.clone(), event.parties.to_string()]);
    }
    text += &format!("{table}\n");
    text
}

fn all_text(rows: &[TimelineRow]) -> String {
    let mut table = output::table(&["treaty", "in force from", "through", "rule", "parties"]);
    for row in rows {
        let since = row.entry_into_force.map_or(String::new(), |day| day.to_string());
        let through = row.trigger.as_ref().map_or(String::new(), |trigger| {
            let codes = trigger.parties.iter().take(4).cloned().collect::<Vec<_>>().join(" ");
            format!("{} {codes}", trigger.date)
        });
        let rule: String = row.rule.chars().take(120).collect();
        table.add_row([row.treaty.clone(), since, through, rule, row.parties.to_string()]);
    }
    format!("{table}\n{}\n", english::count(rows.len(), "instrument", "instruments"))
}
