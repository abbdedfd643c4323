//! Any bytes are a text with paragraphs and facts that lie in the file, or a sentence.

#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use document::{Document, Lexicon};
use libfuzzer_sys::fuzz_target;

static LEXICONS: LazyLock<Vec<Lexicon>> = LazyLock::new(|| {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../packs"));
    let (files, _) = pack::read_folder(folder).unwrap_or_default();
    let (packs, _) = pack::load(&files);
    ["zh", "ru", "en"].iter().map(|lang| Lexicon::new(&packs, lang)).collect()
});

fuzz_target!(|bytes: &[u8]| {
    let lexicon = |lang: &str| LEXICONS.iter().find(|lexicon| lexicon.lang() == lang).unwrap_or(&LEXICONS[0]);
    if let Ok(decoded) = document::decode(bytes) {
        for glyph in &decoded.glyphs {
            assert!(glyph.start <= glyph.end && glyph.end as usize <= bytes.len());
        }
    }
    let _ = Document::read(bytes, lexicon);
});
