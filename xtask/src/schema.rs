//! The JSON schema that editors use for `treaty.toml`.

use std::path::Path;

use crate::Failure;

const PLACE: &str = "docs/treaty.schema.json";

fn text() -> Result<String, Failure> {
    let schema = schemars::schema_for!(pack::InstrumentFile);
    Ok(serde_json::to_string_pretty(&schema)? + "\n")
}

pub(crate) fn write(root: &Path) -> Result<(), Failure> {
    std::fs::write(root.join(PLACE), text()?)?;
    Ok(())
}

pub(crate) fn check(root: &Path) -> Result<(), Failure> {
    if std::fs::read_to_string(root.join(PLACE)).ok() == Some(text()?) {
        return Ok(());
    }
    Err(format!("{PLACE} is not up to date; run `cargo xtask schema`").into())
}
