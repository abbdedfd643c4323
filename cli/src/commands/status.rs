use law::Day;
use register::World;
use register::answer::status::{ParticipantAnswer, StatusAnswer, answer};

use crate::english;
use crate::failure::Failure;
use crate::output;

/// Show who is what to a treaty on a day
///
/// Examples:
///   semey status canwfz
///   semey status 中亚无核武器区条约
///   semey status npt --on 1990 --json
///   semey status ctbt --known 2021-02-23
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The treaty: id, number in another register, or name in any language
    treaty: String,
    #[command(flatten)]
    when: super::When,
}

pub(crate) fn run(world: &World, today: Day, args: &Args, json: bool) -> Result<(), Failure> {
    let t = world.treaty(&args.treaty)?;
    let answer = answer(world, t, args.when.on(today), args.when.known);
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

fn text(answer: &StatusAnswer) -> String {
    let mut text = output::bold(&output::wrap(&answer.title, output::width(), 0)) + "\n";
    let known = answer.known.map_or(String::new(), |known| format!(", as known on {}", english::day(known)));
    text += &format!("On {}{known}: {}\n", english::day(answer.on), in_force(answer));
    let counts: Vec<String> = answer
        .counts
        .iter()
        .filter(|(_, count)| **count > 0)
        .map(|(status, count)| english::of_status(*count, status))
        .collect();
    if counts.is_empty() {
        text += "No acts of participants are in the record.\n";
    } else {
        text += &format!("{}\n\n", output::wrap(&counts.join(", "), output::width(), 2));
        text += &format!("{}\n", participants(answer));
    }
    for note in &answer.notes[..answer.cautions] {
        text += &format!("\n{}", output::wrap(&format!("Note: {note}"), output::width(), 2));
    }
    let remarks = answer.notes.len() - answer.cautions;
    if remarks > 0 {
        let count = english::count(remarks, "remark", "remarks");
        text += &format!("\n{count} on the treaty: semey why {}", answer.treaty);
    }
    text + &format!("\nWhy: semey why {} [PARTY] --on {}\n", answer.treaty, answer.on)
}

/// The table of participants; narrow lines do without what `--json` and `why` tell as well.
fn participants(answer: &StatusAnswer) -> comfy_table::Table {
    let narrow = output::width() < 90;
    let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
    let consented = |row: &ParticipantAnswer| row.consented.map_or(String::new(), |dated| dated.to_string());
    let mut table = if narrow {
        output::table(&["", "participant", "status", "since"])
    } else {
        output::table(&["", "participant", "status", "since", "signed", "consented", "by"])
    };
    for row in &answer.participants {
        let mut cells =
            vec![row.party.clone(), row.name.clone(), english::status(row.status).to_owned(), day(row.since)];
        if !narrow {
            cells.extend([day(row.signed), consented(row), row.consent.unwrap_or("").to_owned()]);
        }
        table.add_row(cells);
    }
    output::keep_whole(&mut table, if narrow { &[0, 3] } else { &[0, 3, 4, 5, 6] });
    table
}

fn in_force(answer: &StatusAnswer) -> String {
    match (answer.entry_into_force, answer.ended) {
        (None, _) => "not in force.".to_owned(),
        (Some(entry), Some(ended)) if ended <= answer.on => {
            format!("no longer in force (from {} to {}).", english::day(entry), english::day(ended.plus(-1)))
        }
        (Some(entry), _) if entry <= answer.on => format!("in force since {}.", english::day(entry)),
        (Some(entry), _) => format!("not yet in force; it enters into force on {}.", english::day(entry)),
    }
}
