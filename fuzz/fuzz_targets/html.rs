//! Any bytes read as a page are a text whose characters lie in the file, or a sentence.

#![no_main]

use intake::{Kind, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| match read(bytes, Kind::Html) {
    Ok(glyphs) => assert!(glyphs.iter().all(|glyph| glyph.start <= glyph.end && glyph.end as usize <= bytes.len())),
    Err(error) => assert!(!error.to_string().is_empty()),
});
