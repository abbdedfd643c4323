//! Pages for paper: the room `press` sets what the page says.

use law::{Day, TreatyIx};
use press::Ledger;
use press::order::{self, Period, Question};
use register::answer::report::Subject;

use super::leaf::{Asked, Form, Made};
use super::miss::Miss;

/// The status list of a treaty.
///
/// The receipt of the last entry is not attached: it names the newest head, and this address always gives the same bytes.
pub(crate) fn status(asked: &Asked<'_>, treaty: TreatyIx) -> Result<Made, Miss> {
    // A list of some participants would pass for the whole one.
    if asked.question.own("status").is_some() {
        return Err(Miss::Moved(asked.here(Form::Pdf, &asked.question.with("status", None))));
    }
    let question = Question { treaty, on: asked.on, known: asked.known(), ledger: ledger(asked, asked.on) };
    let set = order::status(asked.world, &question).and_then(|(order, files)| press::set(&order, &files));
    set.map(Made).map_err(|fault| Miss::Broken(fault.to_string()))
}

/// A report on a stretch of days; the receipt is not attached, as for [`status`].
pub(crate) fn report(asked: &Asked<'_>, subject: Subject<'_>, from: Option<Day>, until: Day) -> Result<Made, Miss> {
    let period = Period { subject, from, until, known: asked.known(), ledger: ledger(asked, until) };
    let set = order::report(asked.world, period).and_then(|(order, files)| press::set(&order, &files));
    set.map(Made).map_err(|fault| Miss::Broken(fault.to_string()))
}

/// The ledger that the record rests on, and who kept it on a day.
fn ledger(asked: &Asked<'_>, on: Day) -> Option<Ledger> {
    asked.record.at.zip(asked.record.kept_by.as_ref()).map(|(entries, (origin, keeper))| {
        let party = asked.world.party(keeper).ok();
        let depositary = party.map_or(keeper.as_str(), |party| asked.world.party_name(party, on)).to_owned();
        Ledger { origin: origin.clone(), depositary, entries }
    })
}
