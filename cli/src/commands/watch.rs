use law::Day;
use register::World;
use register::answer::watch::{self, WatchAnswer};

use crate::english;
use crate::failure::Failure;
use crate::output;

/// Show standing questions, their answers, and how these changed
///
/// Examples:
///   semey watch
///   semey watch ctbt-annex-2-missing
///   semey watch ctbt-annex-2-missing --on 2021-02-23 --known 2021-02-23
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The watch: its id, or its name in any language
    watch: Option<String>,
    /// Only those of this regime
    #[arg(long, conflicts_with = "watch")]
    regime: Option<String>,
    #[command(flatten)]
    when: super::When,
}

pub(crate) fn run(world: &World, today: Day, args: &Args, json: bool) -> Result<(), Failure> {
    let (on, known) = (args.when.on(today), args.when.known);
    let Some(word) = &args.watch else {
        super::check_regime(world, args.regime.as_deref())?;
        let all = watch::all(world, on, known, args.regime.as_deref());
        return if json { output::json(&all) } else { output::say(&list(&all)) };
    };
    let matter = world.matter(word)?;
    if matter.question.is_none() {
        let help = "`semey watch` lists the standing questions";
        return Err(Failure::data(format!("`{}` is a {}, and no watch", matter.id, matter.kind.word())).help(help));
    }
    let answer = watch::answer(world, matter, on, known);
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

fn list(all: &[WatchAnswer]) -> String {
    if all.is_empty() {
        return "No pack has a standing question.\n".to_owned();
    }
    let mut table = output::table(&["watch", "name", "answer"]);
    for own in all {
        table.add_row([&own.watch, &own.name, &own.now.text]);
    }
    output::keep_whole(&mut table, &[0]);
    format!("{table}\n")
}

fn text(own: &WatchAnswer) -> String {
    let wrap = |text: &str| output::wrap(text, output::width(), 2) + "\n";
    let known = own.known.map_or(String::new(), |known| format!(", as known on {}", english::day(known)));
    let mut text = output::bold(&output::wrap(&own.name, output::width(), 0)) + "\n";
    text += &format!("On {}{known}: {}\n", english::day(own.on), own.now.text);
    if let Some(what) = &own.what {
        text += &wrap(what);
    }
    if !own.now.lines.is_empty() {
        let mut table = output::table(&["", "", ""]);
        for line in &own.now.lines {
            table.add_row([&line.id, &line.name, &line.text]);
        }
        output::keep_whole(&mut table, &[0]);
        text += &format!("\n{table}\n");
    }
    if !own.history.is_empty() {
        let mut table = output::table(&["from", "answer", "came", "went"]);
        let ids = |lines: &[watch::Line]| lines.iter().map(|line| line.id.as_str()).collect::<Vec<_>>().join(" ");
        for change in &own.history {
            table.add_row([change.date.to_string(), change.text.clone(), ids(&change.came), ids(&change.went)]);
        }
        output::keep_whole(&mut table, &[0]);
        text += &format!("\n{table}\n");
    }
    if let Some(note) = &own.unverified {
        text += &format!("\n{}", wrap(&format!("Note: {note}")));
    }
    text
}
