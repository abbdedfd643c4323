//! The packs a question is asked of: those built in, or a folder.

use std::path::Path;

use pack::{File, Packs, Problem};
use register::World;

use crate::failure::Failure;

/// The packs as they were when the program was built.
static BUNDLED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// Loads the packs of a folder, or those built in.
pub(crate) fn load(folder: Option<&Path>, lang: &str) -> Result<World, Failure> {
    let (packs, problems) = match folder {
        Some(folder) => load_folder(folder)?,
        None => {
            let files: Vec<File<'_>> =
                BUNDLED.iter().map(|&(path, text)| File { path: path.into(), text: text.into() }).collect();
            pack::load(&files)
        }
    };
    if let Some(folder) = folder
        && Packs::has_errors(&problems)
    {
        let errors = problems.iter().filter(|problem| problem.severity == pack::Severity::Error).count();
        return Err(Failure::data(format!(
            "the packs in {} have {}; no answer rests on them",
            folder.display(),
            crate::english::count(errors, "error", "errors")
        ))
        .help(format!("`semey check {}` lists them", folder.display())));
    }
    if let Some(folder) = folder
        && packs.instruments.is_empty()
    {
        return Err(Failure::no_pack(folder));
    }
    Ok(World::new(packs, problems, lang))
}

/// A folder of packs, with its own parties or with those built in.
pub(crate) fn load_folder(folder: &Path) -> Result<(Packs, Vec<Problem>), Failure> {
    let (files, mut problems) = read_folder(folder)?;
    let (packs, more) = pack::load(&files);
    problems.extend(more);
    Ok((packs, problems))
}

/// The files of a folder of packs that have no errors.
pub(crate) fn folder_files(folder: &Path) -> Result<Vec<File<'static>>, Failure> {
    let (files, mut problems) = read_folder(folder)?;
    problems.extend(pack::load(&files).1);
    if Packs::has_errors(&problems) {
        let help = format!("`semey check {}` lists them; nothing was entered", folder.display());
        return Err(Failure::data(format!("the packs in {} have errors", folder.display())).help(help));
    }
    if files.iter().all(|file| file.path.starts_with("parties/")) {
        return Err(Failure::no_pack(folder));
    }
    Ok(files)
}

/// The files of packs, built in or in a folder: all of them, or those named and the parties.
pub(crate) fn pack_files(folder: Option<&Path>, only: &[String]) -> Result<Vec<File<'static>>, Failure> {
    let files = match folder {
        Some(folder) => folder_files(folder)?,
        None => BUNDLED.iter().map(|&(path, text)| File { path: path.into(), text: text.into() }).collect(),
    };
    let pack = |file: &File<'_>| file.path.split('/').next().unwrap_or("").to_owned();
    if let Some(unknown) = only.iter().find(|id| files.iter().all(|file| pack(file) != **id)) {
        let mut all: Vec<String> = files.iter().map(pack).filter(|id| id != "parties").collect();
        all.dedup();
        return Err(Failure::data(format!("there is no pack `{unknown}`, and no folder of that name"))
            .help(format!("the packs built in are {}", all.join(", "))));
    }
    let wanted = |file: &File<'_>| only.is_empty() || pack(file) == "parties" || only.contains(&pack(file));
    Ok(files.into_iter().filter(wanted).collect())
}

/// The files of a folder, by their paths below a folder of packs, with the problems of reading them.
fn read_folder(folder: &Path) -> Result<(Vec<File<'static>>, Vec<Problem>), Failure> {
    let (mut files, mut problems) = pack::read_folder(folder)
        .map_err(|error| Failure::data(format!("the folder {} cannot be read: {error}", folder.display())))?;
    // A single treaty or a single pack is read as if it lay in a folder of packs.
    let own = |name: &str| folder.join(name).is_file();
    let above = if own("treaty.toml") { 2 } else { usize::from(own("pack.toml")) };
    if above > 0 {
        let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        let names: Vec<String> =
            whole.iter().rev().take(above).map(|name| name.to_string_lossy().into_owned()).collect();
        let prefix = names.iter().rev().fold(String::new(), |path, name| path + name + "/");
        for file in &mut files {
            file.path = format!("{prefix}{}", file.path).into();
        }
        for problem in &mut problems {
            problem.path = format!("{prefix}{}", problem.path);
        }
        if above == 2
            && let Some(pack) = whole.parent()
            && let Ok(text) = std::fs::read_to_string(pack.join("pack.toml"))
        {
            files.push(File { path: format!("{}/pack.toml", names[1]).into(), text: text.into() });
        }
    }
    if !files.iter().any(|file| file.path.starts_with("parties/")) {
        let bundled = BUNDLED.iter().filter(|(path, _)| path.starts_with("parties/"));
        files.extend(bundled.map(|&(path, text)| File { path: path.into(), text: text.into() }));
    }
    Ok((files, problems))
}
