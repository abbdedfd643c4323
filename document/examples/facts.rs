//! Prints the paragraphs and facts of a text file as JSON: `cargo run -p document --example facts FILE`.

use std::error::Error;
use std::path::Path;

use document::{Document, Lexicon};

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("name a file")?;
    let (packs, _) = pack::load(&pack::read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs"))?.0);
    let lexicons = ["zh", "ru", "en"].map(|lang| Lexicon::new(&packs, lang));
    let of = |lang: &str| lexicons.iter().find(|lexicon| lexicon.lang() == lang).unwrap_or(&lexicons[2]);
    let document = Document::read(&std::fs::read(&file)?, of)?;
    let paragraphs: Vec<serde_json::Value> = document
        .paragraphs
        .iter()
        .map(|paragraph| {
            let range = document::text::bytes(&paragraph.glyphs);
            serde_json::json!({ "id": paragraph.id, "role": paragraph.role, "start": range.start, "end": range.end, "text": paragraph.text() })
        })
        .collect();
    let whole = serde_json::json!({ "document": document.about, "paragraphs": paragraphs, "facts": document.facts });
    println!("{whole}");
    Ok(())
}
