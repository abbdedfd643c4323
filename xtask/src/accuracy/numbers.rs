//! The number of parties on the day of the status page.

use std::collections::BTreeMap;

use law::{Day, Scratch, Status, Supposed};
use pack::Packs;

use super::gathered::{Gathered, Published, has_consented};
use super::report::{Report, Verdict};

pub(super) fn compare(packs: &Packs, gathered: &Gathered, report: &mut Report) {
    report.section("Number of parties on the day of the status page, against the number published");
    report.remark("A depositary's party is a participant whose consent is in place on that day: bound, bound and");
    report
        .remark("withdrawing, or with an instrument deposited whose waiting period still runs (a contracting State).");
    report.remark("");
    for treaty in &gathered.published {
        one(packs, treaty, report);
    }
}

fn one(packs: &Packs, treaty: &Published, report: &mut Report) {
    let mut standings = Vec::new();
    let nothing = Supposed::default();
    packs.engine.standings(treaty.treaty, treaty.as_of, Day::LAST, &nothing, &mut Scratch::default(), &mut standings);
    let mut counts: BTreeMap<Status, usize> = BTreeMap::new();
    for standing in standings.iter().filter(|standing| has_consented(standing.status)) {
        *counts.entry(standing.status).or_default() += 1;
    }
    let computed: usize = counts.values().sum();
    let parts: Vec<String> = counts.iter().map(|(status, count)| format!("{count} {status}")).collect();
    let (number, published) = (&treaty.number, treaty.parties);
    let text = format!("{number:<9} computed {computed}, published {published}  ({})", parts.join(" + "));
    report.line(Verdict::of(computed == published), &text);
}
