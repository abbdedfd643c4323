//! How well documents are read: every annotated paper, what was missed in it and what is false.

use std::fs;
use std::path::{Path, PathBuf};

use document::score::{self, Gold, Score};
use document::{Document, Lexicon};

use crate::Failure;

pub(crate) const USAGE: &str = "\
cargo xtask papers [--verbose]  how many of the annotated facts are found; --verbose tells which are not, but for kept papers";

/// Folders of annotated papers: what they are, where they lie, and whether their words may be shown.
const FOLDERS: [(&str, &str, bool); 3] = [
    ("annotated documents", "../shared/documents", true),
    ("papers that rules were written on", "document/tests/papers/open", true),
    ("papers that nobody looked at", "document/tests/papers/kept", false),
];

pub(crate) fn run(root: &Path, words: &[&str]) -> Result<(), Failure> {
    let verbose = match words {
        [] => false,
        ["--verbose"] => true,
        other => return Err(format!("`{}` is no option of papers\n{USAGE}", other.join(" ")).into()),
    };
    let (packs, _) = pack::load(&pack::read_folder(&root.join("packs"))?.0);
    let lexicons = ["zh", "ru", "en"].map(|lang| Lexicon::new(&packs, lang));
    for (what, folder, shown) in FOLDERS {
        let folder = root.join(folder);
        if !folder.is_dir() {
            println!("SKIPPED: {what}, because {} is not there", folder.display());
            continue;
        }
        println!("{what}:");
        let mut sum = [Score::default(), Score::default()];
        for path in annotations(&folder)? {
            let gold: Gold = serde_json::from_str(&fs::read_to_string(&path)?)?;
            for one in &gold.documents {
                let text = fs::read_to_string(folder.join(&one.file))?;
                let of = |lang: &str| lexicons.iter().find(|lexicon| lexicon.lang() == lang).unwrap_or(&lexicons[2]);
                let document = Document::read(text.as_bytes(), of)?;
                let scores =
                    [false, true].map(|mentions| score::facts(&gold, &one.seed, &text, &document.facts, mentions));
                let (right, all) = score::paragraphs(one, &document.paragraphs);
                println!(
                    "  {:<18} facts {}  mentions {}  paragraphs {right}/{all}",
                    one.seed,
                    line(&scores[0]),
                    line(&scores[1])
                );
                if verbose && shown {
                    scores.iter().flat_map(|score| &score.missed).for_each(|missed| println!("      missed {missed}"));
                    scores
                        .iter()
                        .flat_map(|score| &score.false_ones)
                        .for_each(|wrong| println!("      false  {wrong}"));
                }
                sum.iter_mut().zip(&scores).for_each(|(sum, score)| sum.add(score));
            }
        }
        println!("  {:<18} facts {}  mentions {}", "together", line(&sum[0]), line(&sum[1]));
    }
    Ok(())
}

fn annotations(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.ends_with("gold.json") {
            all.push(path);
        }
    }
    all.sort();
    Ok(all)
}

fn line(score: &Score) -> String {
    format!("F1 {:.3} (recall {}/{}, precision {}/{})", score.f1(), score.found, score.core, score.right, score.told)
}
