use std::collections::BTreeMap;

use law::{Day, Scratch, Status, Supposed};
use serde::Serialize;

use crate::failure::Failure;
use crate::output;
use crate::words;
use crate::world::World;

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

#[derive(Debug, Serialize)]
struct Answer {
    version: u32,
    party: String,
    name: String,
    on: Day,
    known: Option<Day>,
    counts: BTreeMap<&'static str, usize>,
    treaties: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    treaty: String,
    title: String,
    status: Status,
    since: Option<Day>,
    checked_until: Option<Day>,
}

pub(crate) fn run(world: &World, args: &Args, json: bool) -> Result<(), Failure> {
    let on = args.when.on(world);
    let Some(word) = &args.party else { return all(world, on, json) };
    let party = world.party(word)?;
    let pack = args.pack.as_deref().map(|pack| world.pack(pack)).transpose()?;
    let mut scratch = Scratch::default();
    let mut treaties = Vec::new();
    for instrument in world.packs.instruments.iter().filter(|i| pack.is_none_or(|pack| i.pack == pack)) {
        let mut standings = Vec::new();
        let known = args.when.known.unwrap_or(Day::LAST);
        world.packs.engine.standings(instrument.ix, on, known, &Supposed::default(), &mut scratch, &mut standings);
        let mine = standings.iter().find(|standing| standing.party == party);
        if let Some(standing) =
            mine.filter(|s| s.status != Status::None && args.status.is_none_or(|want| want == s.status))
        {
            treaties.push(Row {
                treaty: instrument.id.clone(),
                title: pack::in_language(&instrument.title, &world.lang).to_owned(),
                status: standing.status,
                since: standing.since.real(),
                checked_until: instrument.checked_until,
            });
        }
    }
    let mut counts = BTreeMap::new();
    for row in &treaties {
        *counts.entry(row.status.word()).or_default() += 1;
    }
    let name = world.party_name(party, on).to_owned();
    let code = world.code(party).to_owned();
    let answer = Answer { version: 1, party: code, name, on, known: args.when.known, counts, treaties };
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

fn all(world: &World, on: Day, json: bool) -> Result<(), Failure> {
    let rows: Vec<(&str, &str)> =
        world.packs.parties.iter().map(|(ix, party)| (&*party.code, world.party_name(ix, on))).collect();
    if json {
        return output::json(
            &rows.iter().map(|(code, name)| serde_json::json!({ "party": code, "name": name })).collect::<Vec<_>>(),
        );
    }
    let mut table = output::table(&["code", "name"]);
    for (code, name) in rows {
        table.add_row([code, name]);
    }
    output::say(&format!("{table}\n"))
}

fn text(answer: &Answer) -> String {
    let counts: Vec<String> = answer.counts.iter().map(|(status, count)| words::of_status(*count, status)).collect();
    let heading = format!("{} on {}", answer.name, words::day(answer.on));
    let mut text = output::bold(&words::wrap(&heading, output::width(), 2)) + "\n";
    if answer.treaties.is_empty() {
        return text + "No treaty in the packs has an act by it that matches.\n";
    }
    text += &format!("{}\n\n", words::wrap(&counts.join(", "), output::width(), 2));
    let mut table = output::table(&["treaty", "title", "status", "since"]);
    for row in &answer.treaties {
        let since = row.since.map_or(String::new(), |day| day.to_string());
        table.add_row([row.treaty.clone(), row.title.clone(), words::status(row.status).to_owned(), since]);
    }
    output::keep_whole(&mut table, &[3]);
    text + &format!("{table}\n")
}
