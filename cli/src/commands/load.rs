use std::path::{Path, PathBuf};

use ledger::tlog::SigningKey;
use pack::File;
use register::Registry;
use register::adopt::{Adoption, compare};
use serde::Serialize;

use crate::desk::{self, Progress, Signing};
use crate::english;
use crate::failure::Failure;
use crate::output;
use crate::world;

/// Enter a pack, or what has changed in it, into a registry
///
/// Its clauses and tables become entries, so that an old answer uses the law as it
/// was recorded then. A row that is gone is rectified from today; nothing is edited.
///
/// Examples:
///   semey load central-asia --registry registry
///   semey load my-packs/pacific --registry registry --dry-run
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Packs: the id of one that is built in, or a folder
    #[arg(id = "PACK", required = true, value_name = "PACK")]
    packs: Vec<String>,
    #[command(flatten)]
    signing: Signing,
    /// Say what would be entered, and enter nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Serialize)]
struct Answer {
    version: u32,
    dry_run: bool,
    files: Vec<String>,
    acts: usize,
    happenings: usize,
    rectified: Vec<u64>,
    entries: u64,
}

pub(crate) fn run(registry: Option<&Path>, args: &Args, json: bool) -> Result<(), Failure> {
    let mut registry = desk::open(registry)?;
    let mut files: Vec<File<'static>> = Vec::new();
    for word in &args.packs {
        let folder = PathBuf::from(word);
        let more = if folder.is_dir() {
            world::folder_files(&folder)?
        } else {
            world::pack_files(None, std::slice::from_ref(word))?
        };
        for file in more {
            if files.iter().all(|known| known.path != file.path) {
                files.push(file);
            }
        }
    }
    let before = registry.state().size;
    let adoption = if args.dry_run {
        compare(&mut registry, &files)?
    } else {
        let keys = args.signing.keys(registry.folder())?;
        adopt(&mut registry, &files, &keys, &mut Progress::new("entering"))?
    };
    let answer = Answer {
        version: 1,
        dry_run: args.dry_run,
        files: adoption.files.iter().map(|file| file.path.clone().into_owned()).collect(),
        acts: adoption.acts.len(),
        happenings: adoption.happenings.len(),
        rectified: adoption.gone.clone(),
        entries: registry.state().size - before,
    };
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

/// Enters what files of packs change in a registry.
pub(crate) fn adopt<'f>(
    registry: &mut Registry,
    files: &'f [File<'f>],
    keys: &[SigningKey],
    progress: &mut Progress,
) -> Result<Adoption<'f>, Failure> {
    let adoption = compare(registry, files)?;
    let now = desk::now(registry.state());
    let origin = registry.origin();
    let statements = adoption.statements(&origin, now);
    progress.at(0, Some(statements.len() as u64));
    let proposals = desk::propose(&statements, keys)?;
    registry.enter(&proposals, now)?;
    Ok(adoption)
}

fn text(answer: &Answer) -> String {
    if answer.files.is_empty() && answer.acts == 0 && answer.happenings == 0 && answer.rectified.is_empty() {
        return "The registry has all of it already.\n".to_owned();
    }
    let would = if answer.dry_run { "Would enter" } else { "Entered" };
    let mut text = format!(
        "{would} {}, {} and {}",
        english::count(answer.files.len(), "file", "files"),
        english::count(answer.acts, "act", "acts"),
        english::count(answer.happenings, "happening", "happenings")
    );
    if !answer.rectified.is_empty() {
        text += &format!("; rectified {}", english::count(answer.rectified.len(), "row", "rows"));
    }
    text += ".\n";
    for path in answer.files.iter().take(20) {
        text += &format!("  {path}\n");
    }
    if answer.files.len() > 20 {
        text += &format!("  and {} more\n", answer.files.len() - 20);
    }
    text
}
