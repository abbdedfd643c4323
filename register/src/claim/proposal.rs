//! From a fact that a document tells to the act that it would be in the record.

use document::Fact;
use law::ActKind;

use super::{Claim, Given, claims};
use crate::World;
use crate::entry::{self, ActEntry};
use crate::state::TOLD;

/// An act that a document tells, before anybody accepted it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// Which of the document's facts, counted from 0.
    pub fact: usize,
    /// How the fact stands to the record.
    pub claim: Claim,
    /// The instrument's id.
    pub treaty: String,
    /// The participant's code; empty for an act of the treaty itself.
    pub party: String,
    /// The kind of act.
    pub act: ActKind,
    /// Its day, as exact as it is told; empty where it is not told.
    pub date: String,
    /// Where.
    pub place: String,
}

/// The kind of act that a fact would be entered as; none for facts that the record keeps no acts of yet.
///
/// A ratification that is told without its deposit is the domestic step: only the deposit has effect between
/// States (VCLT 16). The reader who knows better edits it.
pub fn kind_of(fact: &Fact) -> Option<ActKind> {
    Some(match fact.fact.as_str() {
        "signature" => ActKind::Signature,
        "ratification" => ActKind::DomesticRatification,
        "deposit" => ActKind::Ratification,
        "accession" => ActKind::Accession,
        "adoption" => ActKind::Adoption,
        "withdrawal" => ActKind::Withdrawal,
        "extension" => ActKind::Extension,
        "termination" => ActKind::Termination,
        _ => return None,
    })
}

/// The acts that a document's facts would be: for each party of a fact one.
pub fn proposed(world: &World, given: Given<'_>) -> Vec<Proposed> {
    let each = claims(world, given).into_iter().filter_map(|claim| {
        let fact = &given.document.facts[claim.fact];
        let act = kind_of(fact)?;
        let treaty = fact.instrument.as_ref()?.to_lowercase();
        world.packs.by_id(&treaty)?;
        let party = claim.party.clone().unwrap_or_default();
        if party.is_empty() && !act.is_of_treaty() {
            return None;
        }
        // A stretch of time is no day of an act.
        let date = fact.dates.first().filter(|date| date.parse::<law::Dated>().is_ok()).cloned().unwrap_or_default();
        Some(Proposed {
            fact: claim.fact,
            treaty,
            party,
            act,
            date,
            place: fact.place.clone().unwrap_or_default(),
            claim,
        })
    });
    each.collect()
}

/// How an act cites the passage that tells it: the document, the paragraph, the bytes.
pub fn citation(sha256: &str, fact: &Fact) -> String {
    format!("{TOLD}{sha256} {} {}-{}", fact.paragraph, fact.start, fact.end)
}

/// An accepted act as an entry, with the document that tells it.
pub fn entry_of(accepted: &Proposed, fact: &Fact, document: entry::Document, note: &str) -> ActEntry<'static> {
    let source = citation(&document.sha256, fact);
    ActEntry {
        treaty: accepted.treaty.clone().into(),
        party: accepted.party.clone().into(),
        act: accepted.act.word().into(),
        date: accepted.date.clone().into(),
        place: accepted.place.clone().into(),
        source: source.into(),
        note: note.to_owned().into(),
        documents: vec![document],
        ..ActEntry::default()
    }
}
