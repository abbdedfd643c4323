//! Any bytes are an entry or no entry.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = register::entry::read(bytes);
});
