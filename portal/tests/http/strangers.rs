//! What reads a ledger over HTTP from elsewhere: the checker and the mirror.

use std::time::Duration;

use crate::common::{Portal, Zone};
use ledger::mirror::Mirror;
use ledger::source::{Address, Source};
use ledger::verify::fsck;

#[test]
fn a_stranger_checks_the_whole_ledger_by_its_address() {
    let zone = Zone::new(600, 20);
    let portal = Portal::open(zone.site().under("/zone").expect("a prefix"));
    let mut source = Address::new(&format!("http://{}/zone/", portal.address));
    let mut seen = Vec::new();
    let mut keep = |_: u64, entry: &[u8]| {
        seen.push(entry.to_vec());
        Ok(())
    };
    let verified = fsck(&mut source, &zone.policy(), &mut keep, &mut |_| {}).expect("it is what it says");
    assert_eq!(verified.head.checkpoint.size, 600);
    assert_eq!(verified.note, zone.note);
    assert_eq!(seen, zone.entries);
    assert_eq!(source.get("tile/0/002.p/89").expect("an answer"), None, "what is not there is no error");
}

#[test]
fn a_mirror_follows_a_ledger_that_grows() {
    let zone = Zone::new(250, 20);
    let portal = Portal::open(zone.site());
    let mut source = Address::new(&format!("http://{}", portal.address));
    let copy = zone.path("mirror");
    let mirror = Mirror::open(&copy, &zone.path("alarms"), zone.policy()).expect("a mirror");
    let update = mirror.update(&mut source, None, &mut |_, _| {}).expect("it is brought up to date");
    assert_eq!((update.from, update.to), (0, 250));
    let note = zone.grow(600);
    let update = mirror.update(&mut source, None, &mut |_, _| {}).expect("it is brought up to date");
    assert_eq!((update.from, update.to, &update.note), (250, 600, &note));
    for path in ["checkpoint", "tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/001"] {
        let held = std::fs::read(copy.join(path)).expect("it is held");
        assert_eq!(source.get(path).expect("an answer"), Some(held), "{path}");
    }
    assert!(!zone.path("alarms").exists());
}

#[test]
fn a_server_that_is_away_is_an_error_and_no_absence() {
    let zone = Zone::new(3, 0);
    let site = portal::Site::new().with_ledger(|| Err("the disk is gone".to_owned()));
    let portal =
        Portal::open(site.with_limits(portal::Limits { answer: Duration::from_secs(1), ..Default::default() }));
    let mut source = Address::new(&format!("http://{}", portal.address));
    let error = source.get("checkpoint").expect_err("it is away");
    assert!(error.to_string().contains("503"), "{error}");
    assert!(fsck(&mut source, &zone.policy(), &mut |_, _| Ok(()), &mut |_| {}).is_err());
}
