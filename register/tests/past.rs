//! A past that is remembered says what the engine says, about every instrument of the bundled packs.

use std::path::Path;

use law::{Day, Scratch};
use register::World;

#[test]
fn what_is_remembered_is_what_the_engine_says() {
    let (files, problems) = pack::read_folder(Path::new("../packs")).expect("the packs");
    assert_eq!(problems, []);
    let (packs, problems) = pack::load(&files);
    let fresh = World::new(packs, problems, "en");
    let remembering = fresh.clone().remembering();
    let mut scratch = Scratch::default();
    let mut compared = 0;
    let days = ["1950-06-01", "1970-03-05", "1991-12-26", "2009-03-21", "2021-11-01", "2026-02-05", "2031-01-01"];
    let now = days.map(|day| (day, None));
    let earlier = [("2009-03-21", Some("2009-03-01")), ("2031-01-01", Some("2015-06-30"))];
    for (day, known) in now.into_iter().chain(earlier) {
        let day: Day = day.parse().expect("a day");
        let known = known.map_or(Day::LAST, |known| known.parse().expect("a day"));
        for instrument in &fresh.packs.instruments {
            let (outcome, mut said) = fresh.standings(instrument.ix, day, known, &mut scratch);
            let (same, mut remembered) = remembering.standings(instrument.ix, day, known, &mut scratch);
            assert_eq!(outcome, same, "{} on {day}", instrument.id);
            // What the engine says of one day is since when somebody is what it is, and not from when to when.
            for span in said.iter_mut().chain(&mut remembered) {
                (span.from, span.until) = (Day::ALWAYS, Day::NEVER);
            }
            said.sort_by_key(|span| span.party);
            remembered.sort_by_key(|span| span.party);
            compared += said.len();
            let differ: Vec<_> = said.iter().zip(&remembered).filter(|(a, b)| a != b).take(3).collect();
            assert!(
                said == remembered,
                "{} on {day}: {} and {}, {differ:?}",
                instrument.id,
                said.len(),
                remembered.len()
            );
        }
    }
    assert!(compared > 100_000, "only {compared} statuses were compared");
}
