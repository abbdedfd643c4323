//! Notes, checkpoints, receipts, policies, keys and bundles; what is read is written the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tlog::{Checkpoint, Hash, Note, Policy, Receipt, VerifierKey, bundle};

fuzz_target!(|bytes: &[u8]| {
    let _ = Note::parse(bytes);
    let _ = Checkpoint::open(bytes, &[]);
    if let Some((width, rest)) = bytes.split_first()
        && let Ok(entries) = bundle::entries(rest, u16::from(*width))
    {
        let mut again = Vec::new();
        assert!(entries.iter().all(|entry| bundle::push(&mut again, entry).is_ok()));
        assert_eq!(again, rest);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(checkpoint) = text.parse::<Checkpoint>() {
        assert!(matches!(checkpoint.to_string().parse::<Checkpoint>(), Ok(again) if again == checkpoint));
    }
    if let Ok(key) = text.parse::<VerifierKey>() {
        assert!(matches!(key.to_string().parse::<VerifierKey>(), Ok(again) if again == key));
    }
    if let Ok(hash) = text.parse::<Hash>() {
        assert_eq!(hash.to_string(), text);
    }
    let _ = text.parse::<Receipt>();
    let _ = text.parse::<Policy>();
});
