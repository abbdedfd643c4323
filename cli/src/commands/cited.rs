use register::World;
use register::answer::cited;

use crate::failure::Failure;
use crate::output;

/// Show everything in the record that cites a document
///
/// A document answers to the key of its source, to the name of its file, or to its symbol.
/// Each row is a fact that the document tells in a paragraph: a meeting, a call, a deposit,
/// or the name of an instrument.
///
/// Examples:
///   semey cited 001
///   semey cited 000_20a1f45d19082fc0.txt --json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The document
    document: String,
}

pub(crate) fn run(world: &World, args: &Args, json: bool) -> Result<(), Failure> {
    let key = world.source(&args.document)?;
    let facts = cited::answer(world, key);
    if json {
        return output::json(&facts);
    }
    if facts.is_empty() {
        return output::say(&format!("Nothing in the record cites {key}.\n"));
    }
    let mut table = output::table(&["paragraph", "what", "who", "instrument", "when", "where", "number", "concluded"]);
    for fact in &facts {
        table.add_row([
            fact.paragraph.clone(),
            fact.kind.replace('_', " "),
            fact.actors.join(" "),
            fact.instrument.clone().unwrap_or_default().to_lowercase(),
            fact.dates.join(", "),
            fact.place.clone().unwrap_or_default(),
            fact.number.clone().unwrap_or_default(),
            fact.inferred.join(", "),
        ]);
    }
    output::keep_whole(&mut table, &[0, 4]);
    output::say(&format!("{table}\n"))
}
