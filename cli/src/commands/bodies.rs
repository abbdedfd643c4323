use law::Day;
use register::World;
use register::answer::bodies::{self, BodyAnswer, BodyRow};
use register::answer::measures::Told;
use register::answer::occasion::Occasion;

use crate::english;
use crate::failure::Failure;
use crate::output;

/// Show bodies and series: what is due by which rule, what they did, who chairs
///
/// Without a body, lists all of them. A series is what a body adopts again and again.
///
/// Examples:
///   semey bodies
///   semey bodies canwfz-consultative-meetings --on 2021-11-01
///   semey bodies --regime cica --json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The body or series: its id, its short name, or its name in any language
    body: Option<String>,
    /// Only those of this regime
    #[arg(long, conflicts_with = "body")]
    regime: Option<String>,
    #[command(flatten)]
    when: super::When,
}

pub(crate) fn run(world: &World, today: Day, args: &Args, json: bool) -> Result<(), Failure> {
    let (on, known) = (args.when.on(today), args.when.known);
    let Some(word) = &args.body else {
        super::check_regime(world, args.regime.as_deref())?;
        let rows = bodies::all(world, on, known, args.regime.as_deref());
        return if json { output::json(&rows) } else { output::say(&list(&rows)) };
    };
    let answer = bodies::answer(world, world.matter(word)?, on, known);
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

fn day(day: Option<Day>) -> String {
    day.map_or(String::new(), |day| day.to_string())
}

fn overdue(days: Option<i32>) -> String {
    days.map_or(String::new(), |days| {
        format!("overdue {}", english::count(days.unsigned_abs() as usize, "day", "days"))
    })
}

fn list(rows: &[BodyRow]) -> String {
    if rows.is_empty() {
        return "No pack has a body.\n".to_owned();
    }
    let mut table = output::table(&["body", "name", "held", "last", "due", "", "chair"]);
    for row in rows {
        table.add_row([
            row.body.clone(),
            row.name.clone(),
            row.held.to_string(),
            row.last.map_or(String::new(), |last| last.to_string()),
            day(row.due),
            overdue(row.overdue_days),
            row.chair.join(" "),
        ]);
    }
    output::keep_whole(&mut table, &[0, 2, 3, 4, 5, 6]);
    format!("{table}\n")
}

/// An occasion in a table: when, what, where, how.
pub(super) fn cells(own: &Occasion) -> [String; 5] {
    let date = own.date.map_or_else(|| "(no date)".to_owned(), |date| date.to_string());
    let number = own.number.clone().unwrap_or_default();
    let words = words::of("en");
    let manner = own.manner.as_deref().map_or("", |manner| words.manner(manner));
    let place = own.place_name.clone().unwrap_or_default();
    let mut remarks: Vec<String> = Vec::new();
    if let Some(first) = own.foreseen {
        remarks.push(format!("first foreseen for {first}"));
    }
    if own.cancelled {
        remarks.push("called off".to_owned());
    }
    if own.outside {
        remarks.push(format!("its days lie outside {}", own.within.as_deref().unwrap_or("its meeting")));
    } else if let Some(within) = &own.within {
        let where_it_was = if own.is_gathering() { "on the margins of" } else { "at" };
        remarks.push(format!("{where_it_was} {within}"));
    }
    for outcome in &own.outcomes {
        let label = words.happening(outcome.kind.word());
        let of = outcome.instrument.as_ref().or(outcome.number.as_ref()).or(outcome.matters.first());
        remarks.push(format!("{label} of {}", of.map_or("a text", String::as_str)));
    }
    if !own.chair.is_empty() {
        remarks.push(format!("chair {}", own.chair.join(" ")));
    }
    remarks.extend(own.doubt.iter().cloned());
    [date, number, place, manner.to_owned(), remarks.join("; ")]
}

/// What else is told of a matter, line by line.
pub(super) fn told(heading: &str, all: &[Told]) -> String {
    let words = words::of("en");
    let mut text = String::new();
    for own in all {
        let date = english::told(own.date);
        let kind = words.happening(own.kind.word());
        let manner = own.manner.as_ref().map_or(String::new(), |manner| format!(" ({})", words.manner(manner)));
        let by = if own.by.is_empty() { String::new() } else { format!(" by {}", own.by.join(" ")) };
        let to = if own.to.is_empty() { String::new() } else { format!(" to {}", own.to.join(" ")) };
        let note = own.note.as_ref().map_or(String::new(), |note| format!(": {note}"));
        let line = format!("  {date}  {kind}{manner}{by}{to}{note} [{}]", own.source);
        text += &(output::wrap(&line, output::width(), 4) + "\n");
    }
    if text.is_empty() { text } else { format!("{heading}:\n{text}") }
}

fn text(body: &BodyAnswer) -> String {
    let wrap = |text: &str| output::wrap(text, output::width(), 2) + "\n";
    let known = body.known.map_or(String::new(), |known| format!(", as known on {}", english::day(known)));
    let mut text = output::bold(&output::wrap(&body.name, output::width(), 0)) + "\n";
    text += &format!("On {}{known}; regime {}\n", english::day(body.on), body.regime);
    if let Some(what) = &body.what {
        text += &wrap(what);
    }
    if let Some(instrument) = &body.instrument {
        let article = body.article.as_ref().map_or(String::new(), |article| format!(", {article}"));
        text += &wrap(&format!("Set up by: {instrument}{article}"));
    }
    if !body.members.is_empty() {
        let names: Vec<&str> = body.members.iter().map(|member| member.name.as_str()).collect();
        text += &wrap(&format!("Members: {}", english::list(&names)));
    }
    let links = [("Part of", &body.part_of), ("Reports to", &body.reports_to), ("Secretariat", &body.secretariat)];
    for (label, id) in links.into_iter().filter_map(|(label, id)| Some((label, id.as_ref()?))) {
        text += &wrap(&format!("{label}: {id}"));
    }
    if !body.below.is_empty() {
        text += &wrap(&format!("Below it: {}", body.below.join(", ")));
    }
    if let Some(decides) = &body.decides {
        let silence =
            decides.silence.as_ref().map_or(String::new(), |period| format!("; silence procedure of {period}"));
        let by = if decides.by == pack::DecidesBy::Consensus { "by consensus" } else { "by a majority" };
        text += &wrap(&format!("Decides {by}{silence}"));
    }
    if let Some(day) = body.checked_until.filter(|day| *day < body.on) {
        let day = english::day(day);
        text += &wrap(&format!(
            "The record was checked until {day}; of what happened after that day it has only what sources happened to tell."
        ));
    }
    for rule in &body.rules {
        let article = rule.article.as_ref().map_or(String::new(), |article| format!(" ({article})"));
        let due = rule.due.map_or(String::new(), |due| format!("; due by {}", english::day(due)));
        let late = match rule.late.len() {
            0 => String::new(),
            number => format!("; {number} came late"),
        };
        let kept =
            rule.kept.map_or("", |kept| if kept { "; so it was the last time" } else { "; not so the last time" });
        let overdue = Some(overdue(rule.overdue_days))
            .filter(|text| !text.is_empty())
            .map_or(String::new(), |o| format!(", {o}"));
        text += &wrap(&format!("Rule{article}: {}{due}{overdue}{late}{kept}", rule.text));
    }
    if let Some(own) = &body.observed {
        let every = english::count(own.years.unsigned_abs().into(), "year", "years");
        text += &wrap(&format!(
            "Rhythm shown: every {every} since {}; the next is to be expected in {}",
            own.since, own.next
        ));
    }
    let chair = &body.chair;
    if !chair.terms.is_empty() || chair.rule.is_some() {
        let now = if chair.now.is_empty() { "nobody in the record".to_owned() } else { chair.now.join(" ") };
        let next = chair.next.as_ref().map_or_else(|| "not known".to_owned(), Clone::clone);
        let rule = chair.rule.as_ref().map_or(String::new(), |rule| format!(" Rule: {rule}."));
        text += &wrap(&format!("Chair: {now}. Next: {next} ({}).{rule}", chair.why));
        for term in &chair.terms {
            let date = english::told(term.date);
            let note = term.note.as_ref().map_or(String::new(), |note| format!(": {note}"));
            text += &wrap(&format!("  {date}  {}{note} [{}]", term.party.join(" "), term.source));
        }
    }
    if !body.occasions.is_empty() {
        let mut table = output::table(&["date", "no.", "place", "how", "days since", ""]);
        for held in &body.occasions {
            let [date, number, place, manner, remarks] = cells(&held.occasion);
            let gap = held.gap_days.map_or(String::new(), |days| days.to_string());
            table.add_row([date, number, place, manner, gap, remarks]);
        }
        output::keep_whole(&mut table, &[0]);
        text += &format!("\n{table}\n");
    }
    for own in &body.foreseen {
        let [date, number, place, _, remarks] = cells(own);
        let parts: Vec<String> = [number, place, remarks].into_iter().filter(|part| !part.is_empty()).collect();
        let state = if own.is_ahead(body.on) { "Foreseen" } else { "Foreseen, and nothing more is told" };
        text += &wrap(&format!("{state}: {date} {}", parts.join("; ")));
    }
    if !body.hosts.is_empty() {
        let turns: Vec<String> = body.hosts.iter().map(|turn| format!("{} {}", turn.name, turn.times)).collect();
        text += &wrap(&format!("Hosts: {}", turns.join(", ")));
    }
    for own in &body.silences {
        let what = own.what.as_deref().unwrap_or("a text");
        text += &wrap(&format!("Silence procedure until {}: {what}: {}", english::day(own.ends), own.outcome));
        for objection in &own.objections {
            let date = english::told(objection.date);
            let note = objection.note.as_ref().map_or(String::new(), |note| format!(": {note}"));
            text += &wrap(&format!("  {date}  objection of {}{note} [{}]", objection.by.join(" "), objection.source));
        }
    }
    for task in &body.tasks {
        let due = task.due.map_or(String::new(), |due| format!(" by {}", english::day(due)));
        let state = match (task.done, task.overdue_days) {
            (Some(done), _) => format!("done {}", english::day(done)),
            (None, Some(days)) => overdue(Some(days)),
            (None, None) => "open".to_owned(),
        };
        let to = if task.to.is_empty() { String::new() } else { format!(" for {}", task.to.join(" ")) };
        text += &wrap(&format!("Task{to}{due}: {} ({state})", task.what.as_deref().unwrap_or("")));
    }
    text += &self::told("Told of it too", &body.told);
    if let Some(note) = &body.unverified {
        text += &format!("\n{}", wrap(&format!("Note: {note}")));
    }
    text
}
