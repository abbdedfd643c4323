use std::collections::BTreeMap;

use law::{Dated, Day, Scratch, Status};
use serde::Serialize;

use crate::answer::timeline::{TimelineRow, row};
use crate::failure::Failure;
use crate::output;
use crate::words;
use crate::world::World;

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

#[derive(Debug, Serialize)]
struct Answer {
    version: u32,
    #[serde(flatten)]
    row: TimelineRow,
    events: Vec<Event>,
}

#[derive(Debug, Serialize)]
struct Event {
    date: Dated,
    text: String,
    parties: usize,
}

pub(crate) fn run(world: &World, args: &Args, json: bool) -> Result<(), Failure> {
    let on = args.on.unwrap_or(world.today);
    let known = args.known.unwrap_or(Day::LAST);
    let mut scratch = Scratch::default();
    let Some(word) = &args.treaty else {
        let rows: Vec<TimelineRow> =
            world.packs.instruments.iter().map(|i| row(world, i.ix, on, known, &mut scratch)).collect();
        return if json { output::json(&rows) } else { output::say(&all_text(&rows)) };
    };
    let t = world.treaty(word)?;
    let row = row(world, t, on, known, &mut scratch);
    let answer = Answer { version: 1, events: events(world, t, known, &mut scratch), row };
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

/// Every day on which an act was done or took effect, with the number of parties at its end.
fn events(world: &World, t: law::TreatyIx, known: Day, scratch: &mut Scratch) -> Vec<Event> {
    // By first day, then by the date as it is known: a month is not its first day.
    let mut days: BTreeMap<(Day, String), (Dated, Vec<String>)> = BTreeMap::new();
    let mut note = |date: Dated, text: String| {
        let entry = days.entry((date.first, date.to_string())).or_insert_with(|| (date, Vec::new()));
        if !entry.1.contains(&text) {
            entry.1.push(text);
        }
    };
    let instrument = &world.packs[t];
    if let Some(adopted) = instrument.adopted {
        note(adopted, "adopted".to_owned());
    }
    for act in instrument.acts.iter().filter(|act| act.overruled.is_none() && act.known_from() <= known) {
        let colon = if act.kind.is_of_treaty() { ": " } else { " " };
        let who = act.party.map_or(String::new(), |party| format!("{}{colon}", world.code(party)));
        note(act.date, format!("{who}{}", words::deed(act.kind)));
    }
    let (outcome, histories) = world.packs.engine.histories(t, known, scratch);
    let mut changes: BTreeMap<Day, i64> = BTreeMap::new();
    for (history, &party) in histories.iter().zip(world.packs.engine.participants(t)) {
        for interval in history {
            if interval.status.is_bound() {
                *changes.entry(interval.from).or_default() += 1;
                *changes.entry(interval.until).or_default() -= 1;
            }
            let code = world.code(party);
            match interval.status {
                Status::Party if interval.from > outcome.entry_into_force => {
                    note(Dated::exact(interval.from), format!("{code} is bound"));
                }
                Status::FormerParty => note(Dated::exact(interval.from), format!("{code} is no longer bound")),
                _ => {}
            }
        }
    }
    if outcome.entry_into_force.is_real() {
        note(Dated::exact(outcome.entry_into_force), "ENTERS INTO FORCE".to_owned());
    }
    if outcome.ends.is_real() {
        note(Dated::exact(outcome.ends), "ENDS".to_owned());
    }
    let parties = |day: Day| changes.range(..=day).map(|(_, change)| change).sum::<i64>().max(0) as usize;
    days.into_values()
        .map(|(date, texts)| Event { date, text: texts.join("; "), parties: parties(date.first) })
        .collect()
}

fn text(answer: &Answer) -> String {
    let row = &answer.row;
    let mut text = format!(
        "{}\n{}\n\n",
        output::bold(&words::wrap(&row.title, output::width(), 0)),
        words::wrap(&row.rule, output::width(), 2)
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
    format!("{table}\n{}\n", words::count(rows.len(), "instrument", "instruments"))
}
