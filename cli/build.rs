//! Builds the bundled packs into the binary, as they stand in `packs/`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    // Asked for now and not when this was compiled: what was built can be taken elsewhere.
    let packs = Path::new(&env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../packs");
    println!("cargo::rerun-if-changed={}", packs.display());
    let mut files = Vec::new();
    collect(&packs, &mut files)?;
    files.sort();
    let mut code = String::from("&[\n");
    for file in files {
        let name = file.strip_prefix(&packs).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        let _ = writeln!(code, "    ({name:?}, include_str!({:?})),", file.display().to_string());
    }
    code.push(']');
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(out.join("packs.rs"), code)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|ext| ext == "toml" || ext == "csv") {
            files.push(path);
        }
    }
    Ok(())
}
