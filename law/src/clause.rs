//! A treaty's final clauses as data: each table beside the article it encodes.
//!
//! These types are the clause language. They refuse unknown keys; what a treaty
//! leaves unsaid is an absent table or key, and the engine then names the rule
//! of the Vienna Convention that it falls back to.

mod entry_into_force;
mod participation;
mod stability;
mod withdrawal;

pub use entry_into_force::{
    Base, Binds, Branch, Counts, EntryIntoForce, Fraction, FractionAt, From, NotBefore, Organisations, PerParty, Scope,
    Share, When, Whom,
};
pub use participation::{
    Consent, OpenTo, OpenToWord, Participation, ProvisionalApplication, ProvisionalBy, Territory, TerritoryRule, Window,
};
pub use stability::{
    Amendment, Circle, Duration, Obligation, ObligationOf, ReservationRule, Reservations, Silent, Termination,
};
pub use withdrawal::{Since, Withdrawal};

use serde::{Deserialize, Serialize};

/// A list of participants by code, or the id of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "expected a list of party codes such as [\"KAZ\", \"KGZ\"], or the id of a group")]
pub enum Members {
    /// Participants by code.
    List(Vec<String>),
    /// A group of the packs, or `depositaries` for this treaty's own.
    Group(String),
}

/// The clauses of one treaty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Clauses {
    /// Who may become a party, and how.
    pub participation: Option<Participation>,
    /// When the treaty enters into force, for all and for each.
    pub entry_into_force: Option<EntryIntoForce>,
    /// How a party leaves.
    pub withdrawal: Option<Withdrawal>,
    /// How long the treaty lasts.
    pub duration: Option<Duration>,
    /// What ends it.
    pub termination: Option<Termination>,
    /// Reservations: barred, permitted, conditional.
    pub reservations: Option<Reservations>,
    /// How it is amended, and whom an amendment binds.
    pub amendment: Option<Amendment>,
    /// Provisional application.
    pub provisional_application: Option<ProvisionalApplication>,
    /// Territories.
    pub territory: Option<Territory>,
    /// Suspension of operation.
    pub suspension: Option<Silent>,
    /// Succession of States.
    pub succession: Option<Silent>,
    /// Duties with a computable deadline.
    pub obligation: Vec<Obligation>,
}
