use std::path::PathBuf;

use register::World;
use serde::Serialize;

use crate::failure::Failure;
use crate::output;
use crate::reading::{self, Read};

/// List documents: what each is, from whom, of which day
///
/// Examples:
///   semey documents documents/
///   semey documents letter.txt --json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Files, or folders of them; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Row<'r> {
    file: String,
    bytes: usize,
    paragraphs: usize,
    facts: usize,
    document: &'r document::About,
}

pub(crate) fn run(world: &World, args: &Args, json: bool) -> Result<(), Failure> {
    let table = reading::read_all(&world.packs, &args.files)?;
    if json {
        let rows: Vec<Row<'_>> = table.all.iter().map(row).collect();
        output::json(&rows)?;
        return table.whole();
    }
    let mut text = String::new();
    for read in &table.all {
        let title = read.document.about.title.clone().unwrap_or_default();
        text += &output::bold(&read.name());
        text += &format!(
            "\n  {}\n  {}\n",
            output::wrap(&title, output::width() - 2, 2),
            output::wrap(&super::read::summary(read), output::width() - 2, 2)
        );
    }
    output::say(&text)?;
    table.whole()
}

fn row(read: &Read) -> Row<'_> {
    Row {
        file: read.name(),
        bytes: read.bytes.len(),
        paragraphs: read.document.paragraphs.len(),
        facts: read.document.facts.iter().filter(|fact| !fact.fact.starts_with("mention")).count(),
        document: &read.document.about,
    }
}
