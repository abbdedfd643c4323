//! Withdrawals whose effect the depositary's end notes tell.

use law::{Act, ActKind, Day, Interval, Scratch, Status, withdrawal_effect};
use pack::Packs;

use super::gathered::{Gathered, Notice};
use super::report::{Report, Verdict};
use super::weak;
use crate::Failure;

/// What the register must say of a notice beyond the day that the list gives.
struct Expected {
    number: &'static str,
    party: &'static str,
    notified: &'static str,
    /// The day of effect where the list gives none; empty for a notice without effect.
    effect: &'static str,
    /// The status from the day of effect on.
    then: Status,
    why: &'static str,
}

const EXPECTED: &[Expected] = &[
    Expected {
        number: "IV-5",
        party: "JAM",
        notified: "1997-10-23",
        effect: "1998-01-23",
        then: Status::FormerParty,
        why: "the end note gives no day of effect; article 12(1) gives three months",
    },
    Expected {
        number: "IV-5",
        party: "TTO",
        notified: "1998-05-26",
        effect: "",
        then: Status::ContractingState,
        why: "it acceded again on the day of effect; article 9(2) gives three months before it is bound again",
    },
    Expected {
        number: "IV-5",
        party: "GUY",
        notified: "1999-01-05",
        effect: "",
        then: Status::Party,
        why: "it acceded again on the day of its notice, and both periods of three months end together",
    },
    Expected {
        number: "IV-4",
        party: "PRK",
        notified: "1997-08-25",
        effect: "",
        then: Status::Party,
        why: "the Covenant has no clause on withdrawal (VCLT 56(1)): no effect, and the page still lists it as a party",
    },
];

pub(super) fn compare(packs: &Packs, gathered: &Gathered, report: &mut Report) -> Result<(), Failure> {
    report.section("Withdrawals: the clause alone, and the register with the day that the act itself names");
    for notice in &gathered.notices {
        one(packs, notice, report)?;
    }
    Ok(())
}

fn one(packs: &Packs, notice: &Notice, report: &mut Report) -> Result<(), Failure> {
    let code = &packs.parties[notice.party].code;
    let (number, notified) = (&notice.number, notice.notified);
    let name = format!("{number:<7} {code} of {notified}");
    let instrument = &packs[notice.treaty];
    let is_it =
        |act: &&Act| act.kind == ActKind::Withdrawal && act.party == Some(notice.party) && act.date.first == notified;
    let Some(act) = instrument.acts.iter().find(is_it) else {
        report.line(Verdict::Differs, &format!("{name}: the register has no such notice"));
        return Ok(());
    };
    let special = EXPECTED
        .iter()
        .find(|one| one.number == number && one.party == &**code && one.notified == notified.to_string());
    let stated = special.map(|one| one.effect).filter(|day| !day.is_empty()).map(str::parse::<Day>).transpose()?;
    let expected = notice.effective.or(stated);
    // The acts carry the day from the end note; without it the clause has to find the day by itself.
    let by_clause = withdrawal_effect(&instrument.clauses, &Act { effect: None, ..act.clone() });
    let then = special.map_or(Status::FormerParty, |one| one.then);
    let history = packs.engine.history(notice.treaty, notice.party, Day::LAST, &mut Scratch::default());
    let held = match expected {
        Some(effect) => {
            status_on(&history, effect.plus(-1)) == Status::Withdrawing && status_on(&history, effect) == then
        }
        None => status_on(&history, Day::LAST) == then,
    };
    let why = special.map_or(String::new(), |one| format!(": {}", one.why));
    let weak = weak::withdrawal(instrument);
    let text = format!(
        "{name}: effect by the clause {}, expected {}; in the register then {}{why}{weak}",
        words(by_clause),
        words(expected),
        status_on(&history, expected.unwrap_or(Day::LAST)),
    );
    report.line(Verdict::of(by_clause == expected && held), &text);
    Ok(())
}

fn words(day: Option<Day>) -> String {
    day.map_or_else(|| "none".to_owned(), |day| day.to_string())
}

pub(super) fn status_on(history: &[Interval], on: Day) -> Status {
    history.iter().find(|stay| stay.from <= on && on < stay.until).map_or(Status::None, |stay| stay.status)
}
