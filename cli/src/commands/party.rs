use law::{Day, Status};
use register::World;
use register::answer::party::{self, PartyAnswer};

use crate::english;
use crate::failure::Failure;
use crate::output;

/// Show everything a State is to every treaty
///
/// Without a participant, lists all of them with their codes.
///
/// Examples:
///   semey party Kyrgyzstan
///   semey party 哈萨克斯坦 --on 2010
///   semey party USA --status signatory
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The participant: code, or name in any language
    party: Option<String>,
    #[command(flatten)]
    when: super::When,
    /// Only this status
    #[arg(long, value_parser = super::status_word)]
    status: Option<Status>,
    /// Only this pack
    #[arg(long)]
    pack: Option<String>,
}

pub(crate) fn run(world: &World, today: Day, args: &Args, json: bool) -> Result<(), Failure> {
    let on = args.when.on(today);
    let Some(word) = &args.party else { return all(world, on, json) };
    let who = world.party(word)?;
    let pack = args.pack.as_deref().map(|pack| world.pack(pack)).transpose()?;
    let filter = party::Filter { status: args.status, pack };
    let answer = party::answer(world, who, on, args.when.known, filter);
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

fn all(world: &World, on: Day, json: bool) -> Result<(), Failure> {
    let rows = party::all(world, on);
    if json {
        return output::json(&rows);
    }
    let mut table = output::table(&["code", "name"]);
    for row in rows {
        table.add_row([row.party, row.name]);
    }
    output::say(&format!("{table}\n"))
}

fn text(answer: &PartyAnswer) -> String {
    let counts: Vec<String> = answer.counts.iter().map(|(status, count)| english::of_status(*count, status)).collect();
    let heading = format!("{} on {}", answer.name, english::day(answer.on));
    let mut text = output::bold(&output::wrap(&heading, output::width(), 2)) + "\n";
    if answer.treaties.is_empty() {
        return text + "No treaty in the packs has an act by it that matches.\n";
    }
    text += &format!("{}\n\n", output::wrap(&counts.join(", "), output::width(), 2));
    let mut table = output::table(&["treaty", "title", "status", "since"]);
    for row in &answer.treaties {
        let since = row.since.map_or(String::new(), |day| day.to_string());
        table.add_row([row.treaty.clone(), row.title.clone(), english::status(row.status).to_owned(), since]);
    }
    output::keep_whole(&mut table, &[3]);
    text + &format!("{table}\n")
}
