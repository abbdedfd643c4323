//! No files left. Alone in its program, because the limit is the program's.

mod common;

use std::fs::File;

use common::{Portal, Zone, connect, eventually, read_answer};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

#[test]
fn without_files_nothing_spins_and_afterwards_everything_goes_on() {
    let zone = Zone::new(3, 0);
    let portal = Portal::open(zone.site());
    assert_eq!(portal.get("/checkpoint").text(), zone.note);
    let before = getrlimit(Resource::Nofile);
    // The files of a runtime that has ended are closed a moment later: the fewest that are ever left.
    setrlimit(Resource::Nofile, Rlimit { current: Some(64), maximum: before.maximum }).expect("a lower limit");
    let mut taken: Vec<File> = std::iter::from_fn(|| File::open("/dev/null").ok()).collect();
    assert!(!taken.is_empty(), "there was room for some");
    // One for this end of a connection; the server has none for the other.
    drop(taken.pop());
    let mut stream = connect(portal.address);
    std::io::Write::write_all(&mut stream, b"GET /checkpoint HTTP/1.1\r\nhost: a\r\n\r\n")
        .expect("the system takes it");
    eventually("it is said", || portal.reports().iter().any(|text| text.starts_with("no connection can be accepted")));
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert!(portal.reports().len() < 30, "it is asked less and less often: {}", portal.reports().len());
    drop(taken);
    assert_eq!(read_answer(&mut stream, false).expect("an answer").text(), zone.note);
    setrlimit(Resource::Nofile, before).expect("the limit as it was");
}
