use law::Day;
use register::World;
use register::answer::report::{self, ReportAnswer, Subject};

use crate::failure::Failure;
use crate::output;

/// Write the report of a depositary, a chair or a secretariat on a stretch of days
///
/// It is made from the record, in the language asked for, and every paragraph cites where it is told.
///
/// Examples:
///   semey report canwfz --until 2021-11-01
///   semey report canwfz --from 2020-01-01 --until 2021-11-01 --lang ru
///   semey report --regime cica --from 2002 --until 2024
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The treaty: id, number in another register, or name in any language
    #[arg(required_unless_present = "regime")]
    treaty: Option<String>,
    /// A regime in place of a treaty
    #[arg(long, conflicts_with = "treaty")]
    regime: Option<String>,
    /// The first day of the period [default: that of the first thing the record tells]
    #[arg(long, value_parser = super::first_day)]
    pub(crate) from: Option<Day>,
    /// The last day of the period [default: today]
    #[arg(long, value_parser = super::last_day)]
    until: Option<Day>,
    /// As one could know on this day [default: everything entered]
    #[arg(long, value_parser = super::last_day)]
    pub(crate) known: Option<Day>,
}

/// What a report is about, with its last day.
pub(crate) fn asked<'a>(world: &World, today: Day, args: &'a Args) -> Result<(Subject<'a>, Day), Failure> {
    super::check_regime(world, args.regime.as_deref())?;
    let subject = match (&args.treaty, &args.regime) {
        (Some(word), _) => Subject::Instrument(world.treaty(word)?),
        (None, Some(regime)) => Subject::Regime(regime),
        (None, None) => return Err(Failure::usage("a report is about a treaty or a regime").help("name one")),
    };
    let until = args.until.unwrap_or(today);
    super::in_order(args.from, Some(until))?;
    Ok((subject, until))
}

pub(crate) fn run(world: &World, today: Day, args: &Args, json: bool) -> Result<(), Failure> {
    let (subject, until) = asked(world, today, args)?;
    let answer = report::answer(world, subject, args.from, until, args.known);
    if json { output::json(&answer) } else { output::say(&text(world, &answer)) }
}

fn text(world: &World, answer: &ReportAnswer) -> String {
    let words = world.words();
    let mut text = output::bold(&output::wrap(&answer.title, output::width(), 0)) + "\n";
    let period = [("from", words.day(answer.from).into()), ("until", words.day(answer.until).into())];
    text += &(words.tell("report-period", &period) + "\n");
    for part in &answer.parts {
        text += &format!("\n{}\n", output::bold(&output::wrap(&part.heading, output::width(), 0)));
        for own in &part.paragraphs {
            let sources = own.sources.join(words.say("comma"));
            let line = format!("{}. {} [{sources}]", own.number, own.text);
            text += &(output::wrap(&line, output::width(), 4) + "\n");
            for item in &own.items {
                text += &(output::wrap(&format!("    – {item}"), output::width(), 6) + "\n");
            }
        }
    }
    if answer.parts.is_empty() {
        text += &format!("{}\n", words.say("report-nothing"));
    }
    text
}
