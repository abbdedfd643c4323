//! Prints the marked text of each paragraph of a text file, and the facts that it tells with the patterns that told
//! them: `cargo run -p document --example marks FILE`.

use std::error::Error;
use std::path::Path;

use document::mark::{Class, mark};
use document::{Document, Lexicon};

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("name a file")?;
    let (packs, _) = pack::load(&pack::read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs"))?.0);
    let lexicons = ["zh", "ru", "en"].map(|lang| Lexicon::new(&packs, lang));
    let of = |lang: &str| lexicons.iter().find(|lexicon| lexicon.lang() == lang).unwrap_or(&lexicons[2]);
    let document = Document::read(&std::fs::read(&file)?, of)?;
    for paragraph in &document.paragraphs {
        let mut text = mark(&paragraph.folded(), of(&document.about.language)).text;
        for class in Class::ALL {
            text = text.replace(class.mark(), &format!("<{}>", class.letter()));
        }
        println!("{} ({:?}): {text}", paragraph.id, paragraph.role);
        for fact in document.facts.iter().filter(|fact| fact.paragraph == paragraph.id) {
            let (dates, instrument) = (fact.dates.join(" "), fact.instrument.as_deref().unwrap_or("-"));
            println!("    {} {dates} {instrument} <{}> {}", fact.fact, fact.pattern, fact.quote);
        }
    }
    Ok(())
}
