//! Whether bytes are canonical JSON is said of any of them.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = ledger::canonical::check(bytes);
});
