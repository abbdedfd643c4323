use law::Day;
use register::World;
use register::answer::notices::{self, Filter, Letters, Sent, Thread};

use crate::english;
use crate::failure::Failure;
use crate::output;

/// Show what was sent from one to another: notices, requests, offers; who received it, what was answered
///
/// Examples:
///   semey notices
///   semey notices --party KGZ --open
///   semey notices --thread mou-afcone
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Only the thread that this id belongs to
    #[arg(long, value_name = "ID")]
    thread: Option<String>,
    /// Only those that this participant sent or got
    #[arg(long)]
    party: Option<String>,
    /// Only those about this matter
    #[arg(long)]
    matter: Option<String>,
    /// Only those about matters of this regime
    #[arg(long)]
    regime: Option<String>,
    /// Only those whose answer has not come
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    when: super::When,
}

pub(crate) fn run(world: &World, letters: &dyn Letters, today: Day, args: &Args, json: bool) -> Result<(), Failure> {
    super::check_regime(world, args.regime.as_deref())?;
    let matter = args.matter.as_deref().map(|word| world.matter(word)).transpose()?;
    let filter = Filter {
        id: args.thread.as_deref(),
        party: args.party.as_deref().map(|word| world.party(word)).transpose()?,
        matter: matter.map(|matter| matter.id.as_str()),
        regime: args.regime.as_deref(),
        open: args.open,
    };
    let answer = notices::answer(world, letters, args.when.on(today), args.when.known, &filter);
    if json {
        return output::json(&answer);
    }
    if answer.threads.is_empty() {
        return output::say("The record has no such notice.\n");
    }
    let text: String = answer.threads.iter().map(of_thread).collect();
    output::say(&format!("{text}{}\n", english::count(answer.threads.len(), "thread", "threads")))
}

fn line(sent: &Sent) -> String {
    let date = sent.date.map_or_else(|| "no date".to_owned(), |date| date.to_string());
    let words = words::of("en");
    let kind = words.known(&format!("label-fact-{}", sent.kind.word().replace('-', "_"))).unwrap_or(sent.kind.word());
    let to = match (&sent.to_group, sent.to.is_empty()) {
        (Some(group), _) => format!(" to {group}"),
        (None, false) => format!(" to {}", sent.to.join(" ")),
        (None, true) => String::new(),
    };
    let about: Vec<&str> = sent.matters.iter().chain(&sent.instrument).map(String::as_str).collect();
    let about = if about.is_empty() { String::new() } else { format!(" about {}", about.join(", ")) };
    let sealed = if sent.sealed { ", sealed" } else { "" };
    let note = sent.note.as_ref().map_or(String::new(), |note| format!(": {note}"));
    let due = sent.due.map_or(String::new(), |due| format!(" (answer by {due})"));
    format!("{date}  {kind}{sealed} by {}{to}{about}{due}{note} [{}]", sent.from.join(" "), sent.source)
}

fn of_thread(thread: &Thread) -> String {
    let wrap = |text: &str, indent| output::wrap(text, output::width(), indent) + "\n";
    let mut text = wrap(&line(&thread.first), 12);
    for field in &thread.first.fields {
        text += &wrap(&format!("            {}: {}", field.name, field.value), 14);
    }
    for receiver in &thread.receivers {
        let state = match (receiver.received, receiver.replied) {
            (_, Some(day)) => format!("answered {day}"),
            (Some(day), None) => format!("received {day}"),
            (None, None) => "no receipt".to_owned(),
        };
        text += &wrap(&format!("            {}: {state}", receiver.name), 14);
    }
    for sent in &thread.then {
        text += &wrap(&format!("  {}", line(sent)), 14);
    }
    match thread.overdue_days {
        Some(days) => text += &format!("            open, the answer is overdue by {days} days\n"),
        None if thread.open => text += "            open\n",
        None => {}
    }
    text
}
