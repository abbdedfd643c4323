//! Files as they lie on somebody's disk, read as text.

use std::fs;
use std::io::Read;
use std::path::Path;

use document::text::Glyph;

use crate::failure::Failure;

/// The characters of a file, the name of its format, and its bytes; `-` is standard input.
pub(crate) fn read(path: &Path) -> Result<(Vec<Glyph>, &'static str, Vec<u8>), Failure> {
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    let bytes = bytes.map_err(|error| Failure::usage(format!("{} cannot be read: {error}", path.display())))?;
    let decoded = document::decode(&bytes).map_err(|error| Failure::data(format!("{}: {error}", path.display())))?;
    Ok((decoded.glyphs, decoded.encoding, bytes))
}
