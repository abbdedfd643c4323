//! Any text is a file of a pack, or gives problems. The first byte says which file it is.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pack::File;

const PACK: &str = "id = \"x\"\ntitle = { en = \"X\" }\n[sources.\"s\"]\nwhat = { en = \"S\" }\n";
const TREATY: &str = "id = \"t\"\ntitle = { en = \"T\" }\n";

fuzz_target!(|bytes: &[u8]| {
    let Some((which, rest)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let paths = [
        "x/pack.toml",
        "x/t/treaty.toml",
        "x/t/acts.csv",
        "parties/parties.csv",
        "parties/names.csv",
        "parties/groups.csv",
        "parties/weights.csv",
        "parties/place-names.csv",
    ];
    let path = paths[usize::from(*which) % paths.len()];
    let mut files = vec![File { path: path.into(), text: text.into() }];
    for (other, text) in [("x/pack.toml", PACK), ("x/t/treaty.toml", TREATY)] {
        if other != path {
            files.push(File { path: other.into(), text: text.into() });
        }
    }
    let _ = pack::load(&files);
});
