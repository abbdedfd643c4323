//! Pages for paper: the room `press` sets what the page says.

use law::TreatyIx;
use press::Ledger;
use press::order::{self, Question};

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
    let ledger = asked.record.at.zip(asked.record.kept_by.as_ref()).map(|(entries, (origin, keeper))| {
        let party = asked.world.party(keeper).ok();
        let depositary = party.map_or(keeper.as_str(), |party| asked.world.party_name(party, asked.on)).to_owned();
        Ledger { origin: origin.clone(), depositary, entries }
    });
    let question = Question { treaty, on: asked.on, known: asked.known(), ledger };
    let set = order::status(asked.world, &question).and_then(|(order, files)| press::set(&order, &files));
    set.map(Made).map_err(|fault| Miss::Broken(fault.to_string()))
}
