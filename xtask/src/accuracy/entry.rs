//! The day of entry into force of the treaties whose day is published.

use law::{Day, Scratch};
use pack::Packs;

use super::gathered::{Gathered, Published};
use super::report::{Report, Verdict};
use super::weak;

/// A published day that the treaty's text and its acts do not give.
struct Known {
    number: &'static str,
    published: &'static str,
    computed: &'static str,
    why: &'static str,
}

const KNOWN: &[Known] = &[Known {
    number: "XXVI-2-b",
    published: "1998-12-03",
    computed: "1998-10-20",
    why: "six months after the twentieth notification (article 2 of the amending Protocol with articles 8(1)(b) and 5(3) \
          of the Convention; MPR-76b70fb0 XXVI-2) is 20 October 1998: the twentieth is Norway, 20 April 1998. The \
          published day is six months after the twenty-first, Lithuania, 3 June 1998. The first twenty-nine rows are \
          the same in UNTC-XML-2015-03-14 and UNTC-HTML-2026-02-03, so the depositary left out one that it lists; no \
          source at hand says which",
}];

pub(super) fn compare(packs: &Packs, gathered: &Gathered, report: &mut Report) {
    report.section("Entry into force: the day computed from the acts, against the day published");
    let mut scratch = Scratch::default();
    for treaty in &gathered.published {
        let outcome = packs.engine.outcome(treaty.treaty, Day::LAST, &mut scratch);
        let weak = weak::entry(packs, &packs[treaty.treaty], outcome.trigger);
        one(treaty, outcome.trigger, outcome.entry_into_force, &weak, report);
    }
}

fn one(treaty: &Published, trigger: Day, computed: Day, weak: &str, report: &mut Report) {
    let (number, published) = (&treaty.number, treaty.entry);
    let text = format!("{number:<9} {computed}  (conditions met on {trigger}){weak}");
    let Some(known) = KNOWN.iter().find(|known| known.number == number) else {
        let other = if computed == published { String::new() } else { format!("; published {published}") };
        report.line(Verdict::of(computed == published), &format!("{text}{other}"));
        return;
    };
    // An explanation that no longer fits, in either direction, is itself a difference.
    if known.published == published.to_string() && known.computed == computed.to_string() {
        report.line(Verdict::Explained, &format!("{text}; published {published}: {}", known.why));
    } else {
        let expected = format!("the explanation expects {} computed, {} published", known.computed, known.published);
        report.line(Verdict::Differs, &format!("{text}; published {published}; {expected}"));
    }
}
