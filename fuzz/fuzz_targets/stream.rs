//! What a child sends is characters that lie in the file, or an error; and what is sent arrives.

#![no_main]

use intake::stream::{read_from, write_to};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = intake::sniff(bytes);
    if let Ok(taken) = read_from(bytes, 1 << 20) {
        let mut again = Vec::new();
        assert!(write_to(&mut again, &taken).is_ok());
        assert!(matches!(read_from(again.as_slice(), 1 << 20), Ok(other) if other == taken));
    }
});
