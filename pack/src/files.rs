//! The bytes of packs, wherever they lie: in a folder, or built into the program.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::problem::Problem;

/// No single file of a pack may be larger: an act table of every treaty there is has 4 MB.
pub const MAX_FILE: u64 = 16 << 20;

/// One file of a pack.
#[derive(Debug, Clone)]
pub struct File<'a> {
    /// Its path relative to the folder of packs, with `/` between names.
    pub path: Cow<'a, str>,
    /// Its text.
    pub text: Cow<'a, str>,
}

/// Reads every `.toml` and `.csv` file under a folder, in order of their paths.
///
/// Files too large, unreadable or not UTF-8 become problems, not failures.
///
/// # Errors
/// When the folder itself cannot be read.
pub fn read_folder(root: &Path) -> io::Result<(Vec<File<'static>>, Vec<Problem>)> {
    let mut paths = Vec::new();
    if root.is_file() {
        paths.push(root.to_path_buf());
    } else {
        collect(root, &mut paths, 0)?;
    }
    paths.sort();
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for path in paths {
        let name = path.strip_prefix(root).ok().filter(|rest| !rest.as_os_str().is_empty()).unwrap_or(&path);
        let name = name.to_string_lossy().replace('\\', "/");
        match read(&path) {
            Ok(text) => files.push(File { path: name.into(), text: text.into() }),
            Err(message) => problems.push(Problem::error("unreadable-file", &name, (0, 0), message)),
        }
    }
    Ok((files, problems))
}

fn read(path: &Path) -> Result<String, String> {
    let size = fs::metadata(path).map_err(|error| format!("the file cannot be read: {error}"))?.len();
    if size > MAX_FILE {
        return Err(format!("the file has {size} bytes; a file of a pack has at most {MAX_FILE}"));
    }
    let bytes = fs::read(path).map_err(|error| format!("the file cannot be read: {error}"))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("the file is not UTF-8 at byte {at}; save it as UTF-8")
    })
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>, depth: usize) -> io::Result<()> {
    if depth > 8 {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let path = entry.path();
        if kind.is_dir() {
            collect(&path, paths, depth + 1)?;
        } else if path.extension().is_some_and(|ext| ext == "toml" || ext == "csv") {
            paths.push(path);
        }
    }
    Ok(())
}
