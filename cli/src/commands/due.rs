use law::reservation::{Clock, Relations};
use law::{Day, Interval, LifeStage, Outcome, Scratch, Status, TreatyIx};
use serde::Serialize;

use crate::answer::reservations;
use crate::failure::Failure;
use crate::output;
use crate::words;
use crate::world::World;

/// Show what falls due: waiting periods that end, expiries, clocks and deadlines
///
/// Lists entries into force, notices of withdrawal that take effect, treaties that
/// expire, times for signature that close, obligations with a deadline and the
/// twelve-month clocks of reservations.
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
}

#[derive(Debug, Serialize)]
struct Row {
    date: Day,
    treaty: String,
    what: &'static str,
    party: Option<String>,
    text: String,
}

struct Span {
    from: Day,
    until: Day,
}

impl Span {
    fn has(&self, day: Day) -> bool {
        self.from <= day && day <= self.until
    }
}

pub(crate) fn run(world: &World, args: &Args, json: bool) -> Result<(), Failure> {
    let from = args.from.unwrap_or(world.today);
    let year: law::Period = "1 year".parse().unwrap_or_else(|_| law::Period::days(365));
    let span = Span { from, until: args.until.unwrap_or_else(|| year.after(from)) };
    if span.until < span.from {
        return Err(Failure::usage(format!("--until {} lies before --from {}", span.until, span.from)));
    }
    let only = args.treaty.as_deref().map(|word| world.treaty(word)).transpose()?;
    let mut scratch = Scratch::default();
    let mut rows = Vec::new();
    for t in world.packs.engine.treaties().filter(|t| only.is_none_or(|only| only == *t)) {
        let (outcome, histories) = world.packs.engine.histories(t, Day::LAST, &mut scratch);
        of_treaty(world, t, &outcome, &span, &mut rows);
        of_parties(world, t, &histories, &span, &mut rows);
        obligations(world, t, &outcome, &histories, &span, &mut rows);
        clocks(world, t, &histories, &span, &mut rows);
    }
    rows.sort_by(|a, b| (a.date, &a.treaty, &a.party).cmp(&(b.date, &b.treaty, &b.party)));
    if json {
        return output::json(&rows);
    }
    let period = format!("from {} to {}", words::day(span.from), words::day(span.until));
    if rows.is_empty() {
        return output::say(&format!("Nothing in the record falls due {period}.\n"));
    }
    let mut table = output::table(&["date", "treaty", "", "what"]);
    for row in &rows {
        table.add_row([
            row.date.to_string(),
            row.treaty.clone(),
            row.party.clone().unwrap_or_default(),
            row.text.clone(),
        ]);
    }
    output::keep_whole(&mut table, &[0, 1, 2]);
    output::say(&format!("{table}\n{} {period}\n", words::count(rows.len(), "date", "dates")))
}

fn push(
    world: &World,
    t: TreatyIx,
    rows: &mut Vec<Row>,
    date: Day,
    what: &'static str,
    party: Option<String>,
    text: String,
) {
    rows.push(Row { date, treaty: world.packs[t].id.clone(), what, party, text });
}

fn of_treaty(world: &World, t: TreatyIx, outcome: &Outcome, span: &Span, rows: &mut Vec<Row>) {
    let life = world.packs.engine.life(t, None, &[], outcome, Day::LAST);
    for stage in life.iter().filter(|stage| span.has(stage.from)) {
        let (what, text) = match stage.stage {
            LifeStage::InForce => ("entry-into-force", "the treaty enters into force"),
            LifeStage::Ended => ("end", "the treaty is no longer in force"),
            LifeStage::Suspended => ("suspension", "its operation is suspended"),
            _ => continue,
        };
        push(world, t, rows, stage.from, what, None, text.to_owned());
    }
    let window = world.packs[t].clauses.participation.as_ref().and_then(|p| p.signature.as_ref());
    if let Some(until) = window.and_then(|window| window.until).map(law::Dated::last).filter(|day| span.has(*day)) {
        push(world, t, rows, until, "signature-closes", None, "last day for signature".to_owned());
    }
}

fn of_parties(world: &World, t: TreatyIx, histories: &[Vec<Interval>], span: &Span, rows: &mut Vec<Row>) {
    for (history, &party) in histories.iter().zip(world.packs.engine.participants(t)) {
        for interval in history.iter().filter(|interval| span.has(interval.from)) {
            let (what, text) = match interval.status {
                Status::Party => ("bound", "the treaty enters into force for it"),
                Status::FormerParty => ("leaves", "it ceases to be a party"),
                _ => continue,
            };
            push(world, t, rows, interval.from, what, Some(world.code(party).to_owned()), text.to_owned());
        }
    }
}

fn obligations(
    world: &World,
    t: TreatyIx,
    outcome: &Outcome,
    histories: &[Vec<Interval>],
    span: &Span,
    rows: &mut Vec<Row>,
) {
    for obligation in &world.packs[t].clauses.obligation {
        let what = pack::in_language(&obligation.what, &world.lang);
        let article = obligation.article.as_ref().map_or(String::new(), |article| format!(" (article {article})"));
        let within = obligation.within.to_string();
        let end = if within.ends_with('s') { "end" } else { "ends" };
        let text = format!("{what}{article}: the {within} {end}");
        match obligation.of {
            law::clause::ObligationOf::EntryIntoForce => {
                let date = obligation.within.after(outcome.entry_into_force);
                if span.has(date) {
                    push(world, t, rows, date, "obligation", None, text);
                }
            }
            law::clause::ObligationOf::EntryIntoForceForParty => {
                for (history, &party) in histories.iter().zip(world.packs.engine.participants(t)) {
                    let bound = history.iter().filter(|interval| interval.status == Status::Party);
                    for date in
                        bound.map(|interval| obligation.within.after(interval.from)).filter(|date| span.has(*date))
                    {
                        push(world, t, rows, date, "obligation", Some(world.code(party).to_owned()), text.clone());
                    }
                }
            }
        }
    }
}

fn clocks(world: &World, t: TreatyIx, histories: &[Vec<Interval>], span: &Span, rows: &mut Vec<Row>) {
    let instrument = &world.packs[t];
    let stays = reservations::stays(world, t, histories);
    let relations = Relations::new(&instrument.acts, &instrument.clauses, &stays, &[], Day::LAST);
    for deadline in relations.deadlines(span.from, span.until) {
        let maker = instrument.acts[deadline.reservation as usize].party.map_or("", |party| world.code(party));
        let (what, text) = match deadline.clock {
            Clock::TacitAcceptance => (
                "tacit-acceptance",
                format!("last day to object to the reservation of {maker}; silence accepts it (VCLT 20(5))"),
            ),
            Clock::LateReservation => {
                ("late-reservation", format!("last day on which one objection blocks the late reservation of {maker}"))
            }
        };
        let party = deadline.party.map(|party| world.code(party).to_owned());
        push(world, t, rows, deadline.ends, what, party, text);
    }
}
