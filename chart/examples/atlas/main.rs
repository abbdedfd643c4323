//! Writes drawings to a folder, to be looked at: `cargo run -p chart --example atlas -- FOLDER`.

mod maps;
mod pictures;

use std::fs;
use std::path::{Path, PathBuf};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    fs::create_dir_all(&folder)?;
    pictures::write(&folder)?;
    maps::write(&folder)
}

fn save(folder: &Path, name: &str, svg: &str) -> Result<(), Failure> {
    println!("{name}: {} bytes", svg.len());
    Ok(fs::write(folder.join(format!("{name}.svg")), svg)?)
}
