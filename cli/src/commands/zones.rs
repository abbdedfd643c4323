use law::Day;
use register::World;
use register::answer::zones::{self, InstrumentAnswer, ZoneAnswer};

use crate::english;
use crate::failure::Failure;
use crate::output;

/// Show zones: their treaties and protocols, their States, their bodies
///
/// Without a zone, lists all of them.
///
/// Examples:
///   semey zones
///   semey zones canwfz --on 2008
///   semey zones "Treaty of Tlatelolco" --lang ru
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The zone: its id, its name, or its treaty
    zone: Option<String>,
    #[command(flatten)]
    when: super::When,
}

pub(crate) fn run(world: &World, today: Day, args: &Args, json: bool) -> Result<(), Failure> {
    let (on, known) = (args.when.on(today), args.when.known);
    let Some(word) = &args.zone else {
        let all = zones::all(world, on, known);
        return if json { output::json(&all) } else { output::say(&list(&all)) };
    };
    let answer = zones::answer(world, world.zone(word)?, on, known);
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

fn bound(zone: &ZoneAnswer) -> usize {
    zone.states.iter().filter(|state| state.status.is_some_and(law::Status::is_bound)).count()
}

fn since(instrument: &InstrumentAnswer) -> String {
    match instrument.entry_into_force {
        Some(day) if instrument.in_force => day.to_string(),
        Some(day) => format!("not on the day ({day})"),
        None => "not in force".to_owned(),
    }
}

fn list(zones: &[ZoneAnswer]) -> String {
    if zones.is_empty() {
        return "No pack has a zone.\n".to_owned();
    }
    let mut table = output::table(&["zone", "name", "in force from", "States", "bound"]);
    for zone in zones {
        let (force, bound) = match &zone.treaty {
            Some(treaty) => (since(treaty), bound(zone).to_string()),
            None => ("(no treaty)".to_owned(), String::new()),
        };
        table.add_row([zone.zone.clone(), zone.name.clone(), force, zone.states.len().to_string(), bound]);
    }
    format!("{table}\n")
}

fn text(zone: &ZoneAnswer) -> String {
    let known = zone.known.map_or(String::new(), |known| format!(", as known on {}", english::day(known)));
    let mut text = output::bold(&output::wrap(&zone.name, output::width(), 0)) + "\n";
    text += &match &zone.treaty {
        Some(treaty) => {
            format!("On {}{known}: in force from {} ({})\n", english::day(zone.on), since(treaty), treaty.treaty)
        }
        None => format!("On {}{known}: no treaty; declared by the State\n", english::day(zone.on)),
    };
    let article = zone.covers_article.as_ref().map_or(String::new(), |article| format!(" ({article})"));
    text += &(output::wrap(&format!("Covers{article}: {}", zone.covers), output::width(), 2) + "\n");
    let mut table = output::table(&["", "State", "status", "since"]);
    for state in &zone.states {
        let status = state.status.map_or("", english::status);
        let since = state.since.map_or(String::new(), |day| day.to_string());
        table.add_row([state.party.as_str(), &state.name, status, &since]);
    }
    output::keep_whole(&mut table, &[0]);
    text += &format!("\n{table}\n");
    for own in &zone.protocols {
        let line =
            format!("{}: in force from {}, {}", own.title, since(own), english::count(own.parties, "party", "parties"));
        let open = if own.signatories.is_empty() {
            String::new()
        } else {
            format!("; signed and not bound: {}", own.signatories.join(", "))
        };
        text += &(output::wrap(&format!("{line}{open}"), output::width(), 2) + "\n");
    }
    for body in &zone.bodies {
        text += &(output::wrap(&format!("{} (article {})", body.name, body.article), output::width(), 2) + "\n");
    }
    for own in &zone.declared {
        text += &(output::wrap(&format!("{}: {}", own.on, own.what), output::width(), 2) + "\n");
    }
    for note in zone.unverified.iter().chain(zone.limits.iter().filter_map(|limits| limits.approximate.as_ref())) {
        text += &format!("\n{}\n", output::wrap(&format!("Note: {note}"), output::width(), 2));
    }
    text
}
