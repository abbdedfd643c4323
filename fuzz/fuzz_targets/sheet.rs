//! Any bytes taken for a sheet give what is attached to it, within limits, or a sentence.

#![no_main]

use libfuzzer_sys::fuzz_target;
use press::take_out;

/// What may be attached, together, when it is unpacked.
const MOST: usize = 32 << 20;

fuzz_target!(|bytes: &[u8]| match take_out(bytes) {
    Ok((_, files, edition)) => {
        assert!(files.all().all(|(_, bytes)| bytes.len() <= MOST));
        assert!(edition.len() <= MOST);
    }
    Err(fault) => assert!(!fault.to_string().is_empty()),
});
