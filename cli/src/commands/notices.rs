use std::path::{Path, PathBuf};

use law::Day;
use register::World;
use register::answer::notices::{self, Filter, Ledgers, Letters, Sent, Thread};
use register::exchange::{Elsewhere, LEDGER};

use crate::english;
use crate::failure::Failure;
use crate::output;

mod key;
mod open;
mod send;
mod take;

pub(crate) use send::is_to_be_sealed;

/// Show what was sent from one to another: notices, requests, offers; who received it, what was
/// answered. Send, answer, receipt, take over from another zone's ledger, open what is sealed.
///
/// Examples:
///   semey notices
///   semey notices --party KGZ --open
///   semey notices --thread mou-afcone
///   semey notices --beside mirror-of-africa
///   semey notices send notice --from KGZ --to KEN ZAF --note "A meeting is called." --registry registry
///   semey notices take mirror-of-africa --for KGZ KAZ --registry registry
///   semey notices open africa.example/zone#12 --identity kaz.key --registry registry
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    deed: Option<Deed>,
    /// Only the thread that this id or name belongs to
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
    /// Look into another ledger too, of which `semey mirror` keeps a copy in this folder
    #[arg(long, value_name = "MIRROR")]
    beside: Vec<PathBuf>,
    #[command(flatten)]
    when: super::When,
}

#[derive(Debug, clap::Subcommand)]
enum Deed {
    Send(Box<send::Args>),
    Reply(Box<send::Reply>),
    Receive(send::Receive),
    Take(take::Args),
    Open(open::Args),
    Key(key::Args),
}

impl Args {
    /// Whether something is done, and nothing asked.
    pub(crate) fn is_deed(&self) -> bool {
        self.deed.is_some()
    }

    /// Does it; none where it is a question.
    pub(crate) fn deed(
        &self,
        packs: Option<&Path>,
        registry: Option<&Path>,
        lang: &str,
        json: bool,
    ) -> Option<Result<(), Failure>> {
        Some(match self.deed.as_ref()? {
            Deed::Send(args) => send::run(registry, args, json),
            Deed::Reply(args) => send::reply(registry, args, json),
            Deed::Receive(args) => send::receive(registry, args, json),
            Deed::Take(args) => take::run(registry, args, json),
            Deed::Open(args) => open::run(packs, registry, lang, args, json),
            Deed::Key(args) => key::run(args, json),
        })
    }
}

/// What the copies of other ledgers tell, each checked.
pub(crate) fn elsewhere(folders: &[PathBuf]) -> Result<Vec<Elsewhere>, Failure> {
    folders.iter().map(|folder| Ok(Elsewhere::of_mirror(folder)?)).collect()
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
    let ledgers = Ledgers { own: letters, others: elsewhere(&args.beside)? };
    let answer = notices::answer(world, &ledgers, args.when.on(today), args.when.known, &filter);
    if json {
        return output::json(&answer);
    }
    let mut text: String = answer.threads.iter().map(of_thread).collect();
    match answer.threads.len() {
        0 => text += "The record has no such notice.\n",
        count => text += &format!("{}\n", english::count(count, "thread", "threads")),
    }
    for beside in &answer.beside {
        let entries = english::count(beside.entries as usize, "entry", "entries");
        text += &output::wrap(&format!("Beside it: {}, {entries}, each checked.", beside.origin), output::width(), 2);
        text.push('\n');
        for unread in &beside.unread {
            text += &output::wrap(&format!("  {} is left out: {}", unread.name, unread.why), output::width(), 4);
            text.push('\n');
        }
    }
    output::say(&text)
}

fn line(sent: &Sent) -> String {
    let date = english::told(sent.date);
    let words = words::of("en");
    let kind = words.happening(sent.kind.word());
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
    let place = match &sent.name {
        Some(name) if sent.source.starts_with(LEDGER) || !sent.source.contains(' ') => name,
        _ => &sent.source,
    };
    let proof =
        sent.proof.as_ref().map_or(String::new(), |hash| format!(", proved by {}", &hash[..hash.len().min(12)]));
    format!("{date}  {kind}{sealed} by {}{to}{about}{due}{note} [{place}{proof}]", sent.from.join(" "))
}

fn of_thread(thread: &Thread) -> String {
    let wrap = |text: &str, indent| output::wrap(text, output::width(), indent) + "\n";
    let mut text = wrap(&line(&thread.first), 12);
    for field in &thread.first.fields {
        text += &wrap(&format!("            {}: {}", field.name, field.value), 14);
    }
    for receiver in &thread.receivers {
        let by = |name: &Option<String>| name.as_ref().map_or(String::new(), |name| format!(" ({name})"));
        let state = match (receiver.received, receiver.replied) {
            (_, Some(day)) => format!("answered {day}{}", by(&receiver.reply)),
            (Some(day), None) => format!("received {day}{}", by(&receiver.receipt)),
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
