//! The project's own chores: `cargo xtask <chore>`.

mod accuracy;
mod import;
mod outlines;
mod papers;
mod schema;
mod torture;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask import [DATA]     write packs/*/*/acts.csv from the gathered rows (default ../shared/data)
cargo xtask accuracy [DATA]   compare computed with published dates and numbers of parties
cargo xtask schema            write docs/treaty.schema.json
cargo xtask schema --check    say whether it is up to date";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["import"] => import::run(&data_folder(), &root()),
        ["import", data] => import::run(Path::new(data), &root()),
        ["accuracy"] => accuracy::run(&data_folder(), &root()),
        ["accuracy", data] => accuracy::run(Path::new(data), &root()),
        ["schema"] => schema::write(&root()),
        ["schema", "--check"] => schema::check(&root()),
        ["outlines", folder] => outlines::run(&root(), Path::new(folder)),
        ["papers", options @ ..] => papers::run(&root(), options),
        ["torture", options @ ..] => torture::run(&root(), options),
        _ => Err(format!("{USAGE}\n{}\n{}\n{}", outlines::USAGE, papers::USAGE, torture::USAGE).into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// A chore's failure, as a sentence.
type Failure = Box<dyn std::error::Error>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// The gathered data lies beside the repository, not in it.
fn data_folder() -> PathBuf {
    root().join("../shared/data")
}

fn load_packs(root: &Path) -> Result<(pack::Packs, Vec<pack::Problem>), Failure> {
    let (files, mut problems) = pack::read_folder(&root.join("packs"))?;
    let (packs, more) = pack::load(&files);
    problems.extend(more);
    Ok((packs, problems))
}
