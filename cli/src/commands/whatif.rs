use law::{Act, Day};
use register::World;
use register::answer::whatif::{self, WhatIfAnswer};

use crate::english;
use crate::failure::Failure;
use crate::output;

/// Show what acts that nobody has done would bring about
///
/// Without --act, shows the smallest sets of States whose consent would bring the
/// treaty into force. An act is written PARTY KIND DATE; several may be given.
///
/// Examples:
///   semey whatif ctbt
///   semey whatif canwfz-protocol --act "USA ratification 2027-01-01"
///   semey whatif apmbc --act "FIN accession 2030-01-01" --on 2031
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The treaty
    treaty: String,
    /// An act to suppose: "PARTY KIND DATE"
    #[arg(long = "act", value_name = "ACT")]
    acts: Vec<String>,
    /// The day on which to compare [default: the day on which the last act has taken effect]
    #[arg(long, value_parser = super::last_day)]
    on: Option<Day>,
    /// As the States could know on this day [default: everything entered]
    #[arg(long, value_parser = super::last_day)]
    known: Option<Day>,
}

pub(crate) fn run(world: &World, today: Day, args: &Args, json: bool) -> Result<(), Failure> {
    let t = world.treaty(&args.treaty)?;
    let acts = args.acts.iter().map(|text| whatif::read_act(world, text)).collect::<Result<Vec<Act>, _>>()?;
    let question = whatif::Question { acts: &acts, written: &args.acts, on: args.on, today, known: args.known };
    let answer = whatif::answer(world, t, question);
    if json { output::json(&answer) } else { output::say(&text(world, &answer)) }
}

fn text(world: &World, answer: &WhatIfAnswer) -> String {
    let mut text = String::new();
    if !answer.supposed.is_empty() {
        text += &(output::wrap(&format!("Supposing {}:", answer.supposed.join("; ")), output::width(), 2) + "\n");
        let force = match (answer.entry_into_force.is, answer.entry_into_force.would_be) {
            (None, Some(day)) => format!("The treaty would enter into force on {}.", english::day(day)),
            (None, None) => "The treaty would still not enter into force.".to_owned(),
            (Some(_), _)
                if law::is_per_party(
                    &world.packs.by_id(&answer.treaty).map(|t| world.packs[t].clauses.clone()).unwrap_or_default(),
                ) =>
            {
                "There is no common entry into force: each party is bound by its own instrument.".to_owned()
            }
            (Some(is), Some(would)) if is == would => {
                format!("Its entry into force on {} stays as it is.", english::day(is))
            }
            (_, Some(day)) => format!("Its entry into force would move to {}.", english::day(day)),
            (Some(_), None) => "Its entry into force would be undone.".to_owned(),
        };
        let parties = match answer.parties.would_be {
            number if number == answer.parties.is => {
                format!("{}, as without it", english::count(number, "party", "parties"))
            }
            number => format!("{} instead of {}", english::count(number, "party", "parties"), answer.parties.is),
        };
        let settled = format!("{force} On {}: {parties}.", english::day(answer.on));
        text += &(output::wrap(&settled, output::width(), 0) + "\n");
        if !answer.changes.is_empty() {
            let mut table = output::table(&["since", "", "participant", "is", "would be"]);
            for change in &answer.changes {
                let since = change.since.map_or(String::new(), |day| day.to_string());
                let (is, would) = (english::status(change.is).to_owned(), english::status(change.would_be).to_owned());
                table.add_row([since, change.party.clone(), change.name.clone(), is, would]);
            }
            output::keep_whole(&mut table, &[0, 1]);
            text += &format!("\n{table}\n");
        }
        for finding in &answer.findings {
            text += &(output::wrap(&format!("A depositary would ask: {finding}"), output::width(), 2) + "\n");
        }
    }
    for smallest in &answer.smallest {
        let names = |codes: &[String]| {
            let parties = codes.iter().filter_map(|code| world.packs.parties.find(code));
            let names: Vec<&str> = parties.map(|party| world.party_name(party, answer.on)).collect();
            english::list(&names)
        };
        text += "\nThe fewest further consents that would meet the conditions:\n";
        if !smallest.required.is_empty() {
            text += &format!("  {}\n", output::wrap(&names(&smallest.required), output::width() - 2, 2));
        }
        if smallest.further > 0 {
            let more = if smallest.required.is_empty() { "" } else { "and " };
            text += &format!("  {more}{}\n", english::count(smallest.further as usize, "more State", "more States"));
        }
        for choice in &smallest.choices {
            text += &format!("  such as {}\n", output::wrap(&names(choice), output::width() - 10, 2));
        }
    }
    if text.is_empty() {
        text = "The treaty is in force, or no number of consents alone would bring it into force.\n".to_owned();
    }
    text
}
