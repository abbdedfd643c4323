//! Computed against published: what the register says set beside what depositaries said.
//!
//! Every difference is either none, or one of a few that are written down here with
//! the evidence for it, or a failure. `docs/accuracy.md` tells the results.

mod entry;
mod gathered;
mod numbers;
mod report;
mod snapshot;
mod vectors;
mod weak;
mod withdrawals;

use std::path::Path;

use pack::Packs;

use crate::{Failure, load_packs};
use gathered::Gathered;
use report::Report;

pub(crate) fn run(data: &Path, root: &Path) -> Result<(), Failure> {
    let (packs, problems) = load_packs(root)?;
    if let Some(problem) = problems.iter().find(|_| Packs::has_errors(&problems)) {
        return Err(format!("the packs have errors, first in {}: {}", problem.path, problem.message).into());
    }
    let gathered = Gathered::read(data, &packs)?;
    let mut report = Report::default();
    entry::compare(&packs, &gathered, &mut report);
    numbers::compare(&packs, &gathered, &mut report);
    vectors::compare(&packs, root, &mut report)?;
    withdrawals::compare(&packs, &gathered, &mut report)?;
    snapshot::compare(&packs, &gathered, &mut report)?;
    report.finish()
}
