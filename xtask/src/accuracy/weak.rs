//! Which agreements prove little: the clause was not read, or acts from memory were counted.

use law::{Act, Authority, Day};
use pack::{Instrument, Packs};

/// What makes an agreement about entry into force a weak test, in brackets; empty for a full one.
pub(super) fn entry(packs: &Packs, instrument: &Instrument, trigger: Day) -> String {
    let clause = instrument.clauses.entry_into_force.as_ref();
    let unread = instrument.unverified.is_some() || clause.is_some_and(|clause| clause.unverified.is_some());
    let from_memory = |act: &&Act| {
        act.kind.is_consent()
            && act.authority == Authority::Memory
            && act.overruled.is_none()
            && act.territory.is_none()
            && act.date.first <= trigger
            && act.party.and_then(|party| packs.parties[party].ends).is_none_or(|ends| act.date.first < ends)
    };
    let memory: Vec<&str> =
        instrument.acts.iter().filter(from_memory).filter_map(|act| Some(&*packs.parties[act.party?].code)).collect();
    brackets(unread, &memory)
}

/// The same for what a participant's own steps show.
pub(super) fn clauses(instrument: &Instrument) -> String {
    brackets(instrument.unverified.is_some(), &[])
}

/// The same for a notice of withdrawal.
pub(super) fn withdrawal(instrument: &Instrument) -> String {
    let clause = instrument.clauses.withdrawal.as_ref();
    brackets(instrument.unverified.is_some() || clause.is_some_and(|clause| clause.unverified.is_some()), &[])
}

fn brackets(unread: bool, memory: &[&str]) -> String {
    let unread = unread.then(|| "clause not read against the text".to_owned());
    let memory = (!memory.is_empty()).then(|| format!("counts acts from memory: {}", memory.join(" ")));
    let reasons: Vec<String> = unread.into_iter().chain(memory).collect();
    if reasons.is_empty() { String::new() } else { format!("  [weak: {}]", reasons.join("; ")) }
}
