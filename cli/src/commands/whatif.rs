use law::whatif::Moment;
use law::{Act, ActKind, Day, Outcome, Scratch, Standing, Status, Supposed};
use serde::Serialize;

use crate::answer::why::{SmallestAnswer, branches, smallest_answer};
use crate::failure::Failure;
use crate::output;
use crate::words;
use crate::world::World;

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
}

#[derive(Debug, Serialize)]
struct Answer {
    version: u32,
    treaty: String,
    on: Day,
    supposed: Vec<String>,
    entry_into_force: Pair<Option<Day>>,
    in_force: Pair<bool>,
    parties: Pair<usize>,
    changes: Vec<Change>,
    findings: Vec<String>,
    smallest: Vec<SmallestAnswer>,
}

#[derive(Debug, Serialize)]
struct Pair<T> {
    is: T,
    would_be: T,
}

#[derive(Debug, Serialize)]
struct Change {
    party: String,
    name: String,
    is: Status,
    would_be: Status,
    since: Option<Day>,
}

pub(crate) fn run(world: &World, args: &Args, json: bool) -> Result<(), Failure> {
    let t = world.treaty(&args.treaty)?;
    let acts = args.acts.iter().map(|text| read_act(world, text)).collect::<Result<Vec<Act>, Failure>>()?;
    let engine = &world.packs.engine;
    let source = world.packs.source(t);
    let supposed = engine.suppose(&world.packs.parties, t, source, &acts);
    let on = args.on.unwrap_or_else(|| when_settled(world, t, &acts, &supposed));
    let mut scratch = Scratch::default();
    let mut side = |extra: &Supposed| -> (Outcome, Vec<Standing>) {
        let mut standings = Vec::new();
        let outcome = engine.standings(t, on, Day::LAST, extra, &mut scratch, &mut standings);
        (outcome, standings)
    };
    let (is, before) = side(&Supposed::default());
    let (would, after) = side(&supposed);
    let parties = |standings: &[Standing]| standings.iter().filter(|s| s.status.is_bound()).count();
    let entry = |outcome: &Outcome| outcome.entry_into_force.real();
    let answer = Answer {
        version: 1,
        treaty: world.packs[t].id.clone(),
        on,
        supposed: args.acts.clone(),
        entry_into_force: Pair { is: entry(&is), would_be: entry(&would) },
        in_force: Pair { is: is.in_force(on), would_be: would.in_force(on) },
        parties: Pair { is: parties(&before), would_be: parties(&after) },
        changes: changes(world, &before, &after, on),
        findings: findings(world, t, &acts, &would),
        smallest: branches(world, t, Moment { on, known: Day::LAST, supposed: &supposed })
            .iter()
            .filter(|progress| !progress.is_met() && !would.entry_into_force.is_real())
            .filter_map(|progress| smallest_answer(world, progress))
            .collect(),
    };
    if json { output::json(&answer) } else { output::say(&text(world, &answer)) }
}

fn read_act(world: &World, text: &str) -> Result<Act, Failure> {
    let wrong = || {
        Failure::usage(format!("`{text}` is not an act"))
            .help("write PARTY KIND DATE, such as \"USA ratification 2027-01-01\"")
    };
    let mut words = text.rsplitn(3, ' ');
    let (date, kind, party) = (words.next(), words.next(), words.next());
    let (Some(date), Some(kind), Some(party)) = (date, kind, party) else { return Err(wrong()) };
    let date = date.parse::<Day>().map_err(|error| Failure::usage(error.to_string()))?;
    let kind = kind.parse::<ActKind>().map_err(|error| {
        let words = ActKind::ALL.iter().map(|kind| kind.word());
        let near = pack::names::nearest(kind, words, 3);
        Failure::usage(error.to_string()).help(format!("did you mean {}?", near.join(", ")))
    })?;
    Ok(Act::new(kind, Some(world.party(party)?), date))
}

/// The first day on which everything supposed has had its effect.
fn when_settled(world: &World, t: law::TreatyIx, acts: &[Act], supposed: &Supposed) -> Day {
    let mut scratch = Scratch::default();
    let mut standings = Vec::new();
    let engine = &world.packs.engine;
    let outcome = engine.standings(t, Day::LAST, Day::LAST, supposed, &mut scratch, &mut standings);
    let last = acts.iter().map(|act| act.date.first).max().unwrap_or(world.today);
    let clauses = &world.packs[t].clauses;
    let departures = acts.iter().filter(|act| act.kind == ActKind::Withdrawal);
    let departures: Vec<Day> = departures.filter_map(|act| law::withdrawal_effect(clauses, act)).collect();
    let effects = acts.iter().filter_map(|act| {
        let standing = standings.iter().find(|standing| Some(standing.party) == act.party)?;
        Some(if standing.bound.is_real() { standing.bound } else { standing.since })
    });
    let entry = Some(outcome.entry_into_force).filter(|day| day.is_real() && !acts.is_empty());
    effects.chain(entry).chain(departures).filter(|day| day.is_real()).fold(last.max(world.today), Day::max)
}

fn changes(world: &World, before: &[Standing], after: &[Standing], on: Day) -> Vec<Change> {
    let was = |party| before.iter().find(|s| s.party == party).map_or(Status::None, |s| s.status);
    let changed = after.iter().filter(|standing| was(standing.party) != standing.status);
    let mut changes: Vec<Change> = changed
        .map(|standing| Change {
            party: world.code(standing.party).to_owned(),
            name: world.party_name(standing.party, on).to_owned(),
            is: was(standing.party),
            would_be: standing.status,
            since: standing.since.real(),
        })
        .collect();
    changes.sort_by_key(|change| (change.since, change.name.clone()));
    changes
}

/// What a depositary would ask about the acts supposed.
fn findings(world: &World, t: law::TreatyIx, acts: &[Act], outcome: &Outcome) -> Vec<String> {
    let record = law::check::Record {
        parties: &world.packs.parties,
        source: world.packs.source(t),
        entry_into_force: outcome.entry_into_force,
    };
    let all =
        acts.iter().flat_map(|act| law::check::check_act(record, u32::MAX, act).into_iter().map(move |f| (act, f)));
    all.map(|(act, finding)| {
        let who = act.party.map_or("", |party| world.code(party));
        format!("{who} {}: {} ({}, {})", act.kind, finding.message, finding.check, finding.article)
    })
    .collect()
}

fn text(world: &World, answer: &Answer) -> String {
    let mut text = String::new();
    if !answer.supposed.is_empty() {
        text += &(words::wrap(&format!("Supposing {}:", answer.supposed.join("; ")), output::width(), 2) + "\n");
        let force = match (answer.entry_into_force.is, answer.entry_into_force.would_be) {
            (None, Some(day)) => format!("The treaty would enter into force on {}.", words::day(day)),
            (None, None) => "The treaty would still not enter into force.".to_owned(),
            (Some(_), _)
                if law::is_per_party(
                    &world.packs.by_id(&answer.treaty).map(|t| world.packs[t].clauses.clone()).unwrap_or_default(),
                ) =>
            {
                "There is no common entry into force: each party is bound by its own instrument.".to_owned()
            }
            (Some(is), Some(would)) if is == would => {
                format!("Its entry into force on {} stays as it is.", words::day(is))
            }
            (_, Some(day)) => format!("Its entry into force would move to {}.", words::day(day)),
            (Some(_), None) => "Its entry into force would be undone.".to_owned(),
        };
        let parties = match answer.parties.would_be {
            number if number == answer.parties.is => {
                format!("{}, as without it", words::count(number, "party", "parties"))
            }
            number => format!("{} instead of {}", words::count(number, "party", "parties"), answer.parties.is),
        };
        let settled = format!("{force} On {}: {parties}.", words::day(answer.on));
        text += &(words::wrap(&settled, output::width(), 0) + "\n");
        if !answer.changes.is_empty() {
            let mut table = output::table(&["since", "", "participant", "is", "would be"]);
            for change in &answer.changes {
                let since = change.since.map_or(String::new(), |day| day.to_string());
                let (is, would) = (words::status(change.is).to_owned(), words::status(change.would_be).to_owned());
                table.add_row([since, change.party.clone(), change.name.clone(), is, would]);
            }
            output::keep_whole(&mut table, &[0, 1]);
            text += &format!("\n{table}\n");
        }
        for finding in &answer.findings {
            text += &(words::wrap(&format!("A depositary would ask: {finding}"), output::width(), 2) + "\n");
        }
    }
    for smallest in &answer.smallest {
        let names = |codes: &[String]| {
            let parties = codes.iter().filter_map(|code| world.packs.parties.find(code));
            let names: Vec<&str> = parties.map(|party| world.party_name(party, answer.on)).collect();
            words::list(&names)
        };
        text += "\nThe fewest further consents that would meet the conditions:\n";
        if !smallest.required.is_empty() {
            text += &format!("  {}\n", words::wrap(&names(&smallest.required), output::width() - 2, 2));
        }
        if smallest.further > 0 {
            let more = if smallest.required.is_empty() { "" } else { "and " };
            text += &format!("  {more}{}\n", words::count(smallest.further as usize, "more State", "more States"));
        }
        for choice in &smallest.choices {
            text += &format!("  such as {}\n", words::wrap(&names(choice), output::width() - 10, 2));
        }
    }
    if text.is_empty() {
        text = "The treaty is in force, or no number of consents alone would bring it into force.\n".to_owned();
    }
    text
}
