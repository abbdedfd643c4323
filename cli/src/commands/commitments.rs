use law::Day;
use register::World;
use register::answer::commitments::{self, CallRow, CommitmentsAnswer, Filter, State};

use crate::english;
use crate::failure::Failure;
use crate::output;

/// Show what was asked for and promised, and whether it has been done
///
/// The same call made again is one call. A ratification that the record knows closes a call to ratify.
///
/// Examples:
///   semey commitments --instrument canwfz-protocol
///   semey commitments --addressee USA --state open
///   semey commitments --instrument ctbt --on 2021-02-23 --known 2021-02-23
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Only those addressed to this participant, or made by it where it promised
    #[arg(long, value_name = "PARTY")]
    addressee: Option<String>,
    /// Only those about this instrument
    #[arg(long, value_name = "TREATY")]
    instrument: Option<String>,
    /// Only those about matters of this regime
    #[arg(long)]
    regime: Option<String>,
    /// Only those that stand like this: open, partly, fulfilled, lapsed, not-decidable
    #[arg(long, value_parser = state)]
    state: Option<State>,
    #[command(flatten)]
    when: super::When,
}

fn state(text: &str) -> Result<State, String> {
    let words: Vec<&str> = State::ALL.iter().map(|state| state.word()).collect();
    let found = State::ALL.iter().find(|state| state.word() == text);
    found.copied().ok_or_else(|| format!("the states are {}", words.join(", ")))
}

pub(crate) fn run(world: &World, today: Day, args: &Args, json: bool) -> Result<(), Failure> {
    super::check_regime(world, args.regime.as_deref())?;
    let filter = Filter {
        addressee: args.addressee.as_deref().map(|word| world.party(word)).transpose()?,
        instrument: args.instrument.as_deref().map(|word| world.treaty(word)).transpose()?,
        regime: args.regime.as_deref(),
        state: args.state,
    };
    let answer = commitments::answer(world, args.when.on(today), args.when.known, &filter);
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

fn text(answer: &CommitmentsAnswer) -> String {
    if answer.calls.is_empty() && answer.pledges.is_empty() {
        return "The record has no such call or commitment.\n".to_owned();
    }
    let mut text = String::new();
    for (own, heading) in [(false, "Asked for"), (true, "Promised")] {
        let rows: Vec<&CallRow> = answer.calls.iter().filter(|row| row.own == own).collect();
        if rows.is_empty() {
            continue;
        }
        let mut table = output::table(&["what", "by", "of", "state", "times", "first"]);
        for row in rows {
            let open: Vec<String> = row.to.iter().filter(|to| !to.before).map(addressee).collect();
            let first = row.made.first().map(|made| made.date.map_or(made.told.to_string(), |date| date.to_string()));
            let state = match row.since {
                Some(day) => format!("{} {day}", row.state.word()),
                None => row.state.word().to_owned(),
            };
            table.add_row([
                row.what.clone(),
                row.by.join(" "),
                if open.len() > 12 { format!("{} participants", open.len()) } else { open.join(" ") },
                state,
                row.made.len().to_string(),
                first.unwrap_or_default(),
            ]);
        }
        text += &format!("{}\n{table}\n\n", output::bold(heading));
    }
    for pledge in &answer.pledges {
        text += &(output::bold(&output::wrap(&pledge.name, output::width(), 0)) + "\n");
        let joined: Vec<String> =
            pledge.joined.iter().map(|own| format!("{} ({})", own.name, english::told(own.date))).collect();
        let joined = if joined.is_empty() { "nobody in the record".to_owned() } else { joined.join(", ") };
        text += &(output::wrap(&format!("Joined: {joined}"), output::width(), 2) + "\n");
    }
    text += &format!("{}\n", english::count(answer.calls.len(), "call or commitment", "calls and commitments"));
    text
}

fn addressee(to: &commitments::Addressee) -> String {
    let done = match to.done {
        Some(true) => " (done)",
        _ => "",
    };
    format!("{}{done}", to.party)
}
