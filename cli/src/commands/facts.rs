use std::path::PathBuf;

use document::Fact;
use register::World;
use serde::Serialize;

use crate::failure::Failure;
use crate::output;
use crate::reading::{self, Wanted, short};

/// List the facts that documents propose, each with its passage
///
/// Examples:
///   semey facts letter.txt
///   semey facts documents/ --type ratification --instrument canwfz-protocol
///   semey facts letter.txt --party KAZ --json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Files, or folders of them; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    wanted: Wanted,
}

#[derive(Debug, Serialize)]
struct Row<'r> {
    file: String,
    #[serde(flatten)]
    fact: &'r Fact,
}

pub(crate) fn run(world: &World, args: &Args, json: bool) -> Result<(), Failure> {
    let filter = args.wanted.filter(world)?;
    let table = reading::read_all(&world.packs, &args.files)?;
    if json {
        let rows: Vec<Row<'_>> = table
            .all
            .iter()
            .flat_map(|read| read.document.facts.iter().map(|fact| Row { file: read.name(), fact }))
            .filter(|row| filter.takes(row.fact))
            .collect();
        output::json(&rows)?;
        return table.whole();
    }
    let mut text = String::new();
    for read in &table.all {
        let facts: Vec<&Fact> = read.document.facts.iter().filter(|fact| filter.takes(fact)).collect();
        text += &output::bold(&format!("{}: {}", read.name(), crate::english::count(facts.len(), "fact", "facts")));
        text.push('\n');
        for fact in facts {
            text += &format!("  {:<12} {}\n", fact.paragraph, line(fact));
            text += &format!("  {:<12} {}\n", "", short(&fact.quote, output::width().saturating_sub(16)));
        }
    }
    output::say(&text)?;
    table.whole()
}

/// A fact in one line; what was inferred stands in brackets.
pub(crate) fn line(fact: &Fact) -> String {
    let mut parts = vec![fact.fact.replace('_', " ")];
    let mut push = |field: &str, value: String| {
        if !value.is_empty() {
            let inferred = fact.inferred.iter().any(|name| name == field);
            parts.push(if inferred { format!("[{value}]") } else { value });
        }
    };
    push("actors", fact.actors.join(" "));
    push("instrument", fact.instrument.clone().unwrap_or_default());
    push("dates", fact.dates.join(" "));
    push("place", fact.place.clone().unwrap_or_default());
    push("number", fact.number.clone().unwrap_or_default());
    parts.join(" · ")
}
