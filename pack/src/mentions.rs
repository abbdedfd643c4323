//! `mentions.csv`: the paragraphs of a pack's documents in which instruments are named, whatever is said of them.

use law::TreatyIx;

use crate::files::File;
use crate::load::Packs;
use crate::problem::Problem;
use crate::table;

/// An instrument that is named in a paragraph of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The instrument.
    pub instrument: TreatyIx,
    /// The document: the key of a source.
    pub document: String,
    /// The paragraph.
    pub paragraph: String,
    /// What is said of it there, in our words.
    pub what: Option<String>,
}

const COLUMNS: [&str; 4] = ["instrument", "document", "paragraph", "what"];

pub(crate) fn read(files: &[File<'_>], packs: &Packs, problems: &mut Vec<Problem>) -> Vec<Mention> {
    let mut all = Vec::new();
    for file in files.iter().filter(|file| file.path.rsplit('/').next() == Some("mentions.csv")) {
        table::read(&file.path, &file.text, &COLUMNS, 3, problems, |row, problems| {
            let (id, document) = (row.get("instrument"), row.get("document"));
            if packs.source_about(document).is_none() {
                let message = format!("the document `{document}` is a source that no pack.toml describes");
                problems.push(Problem::error("unknown-source", &file.path, row.place(), message));
                return;
            }
            let Some(instrument) = packs.by_id(id) else {
                // A pack can be used without the ones that its documents speak of.
                let message = format!("the instrument `{id}` is in no pack");
                problems.push(Problem::warning("unknown-treaty", &file.path, row.place(), message));
                return;
            };
            all.push(Mention {
                instrument,
                document: document.to_owned(),
                paragraph: row.get("paragraph").to_owned(),
                what: row.some("what").map(str::to_owned),
            });
        });
    }
    all
}
