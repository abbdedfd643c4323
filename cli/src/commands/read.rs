use std::path::PathBuf;

use document::answer::DocumentAnswer;
use register::World;

use crate::failure::Failure;
use crate::output;
use crate::reading::{self, Read};

/// Read documents: their paragraphs, and the facts that they propose
///
/// A file is text in any encoding, PDF with a text layer, DOCX or HTML, in Chinese,
/// Russian or English. Nothing is entered: `semey claims` holds the facts against
/// the record, `semey review` takes them in.
///
/// Examples:
///   semey read letter.txt
///   semey read documents/ --json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Files, or folders of them; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub(crate) fn run(world: &World, args: &Args, json: bool) -> Result<(), Failure> {
    let table = reading::read_all(&world.packs, &args.files)?;
    if json {
        let answer = |read: &Read| DocumentAnswer::of(&read.document, &read.name());
        let answers: Vec<DocumentAnswer> = table.all.iter().map(answer).collect();
        match answers.as_slice() {
            [one] => output::json(one)?,
            all => output::json(&all)?,
        }
    } else {
        output::say(&table.all.iter().map(text).collect::<Vec<_>>().join("\n"))?;
    }
    table.whole()
}

fn text(read: &Read) -> String {
    let about = &read.document.about;
    let title = about.title.clone().unwrap_or_else(|| read.name());
    let mut text = output::bold(&output::wrap(&title, output::width(), 0)) + "\n";
    text += &output::wrap(&summary(read), output::width(), 2);
    text.push('\n');
    for paragraph in &read.document.paragraphs {
        let facts = read.document.facts.iter().filter(|fact| fact.paragraph == paragraph.id);
        text += &format!("\n{}\n", output::bold(&paragraph.id));
        text += &output::wrap(&format!("  {}", paragraph.text()), output::width(), 2);
        text.push('\n');
        for fact in facts.filter(|fact| !fact.fact.starts_with("mention")) {
            text += &format!("    → {}\n", super::facts::line(fact));
        }
    }
    text
}

/// What a document is, in a line or two.
pub(crate) fn summary(read: &Read) -> String {
    let about = &read.document.about;
    let mut parts = vec![format!("{} in {}", about.doc_type, about.language)];
    let mut push = |name: &str, values: &[String]| {
        if !values.is_empty() {
            parts.push(format!("{name} {}", values.join(", ")));
        }
    };
    push("of", about.date.as_slice());
    push("from", &about.senders);
    push("to", &about.organs);
    push("items", &about.agenda_items);
    push("original in", &about.original_languages);
    push("symbol", &about.symbols);
    let facts = read.document.facts.iter().filter(|fact| !fact.fact.starts_with("mention")).count();
    parts.push(crate::english::count(read.document.paragraphs.len(), "paragraph", "paragraphs"));
    parts.push(crate::english::count(facts, "fact", "facts"));
    parts.join("; ")
}
