//! How long a treaty lasts, what changes it, and what may be reserved.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::period::Period;

/// The table `[duration]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Duration {
    /// The article encoded.
    pub article: Option<String>,
    /// So long from entry into force.
    #[serde(rename = "for")]
    pub lasts: Option<Period>,
    /// Up to this day: the first day on which it is no longer in force.
    pub until: Option<Day>,
    /// How it may be extended, in words; extensions themselves are acts.
    pub extendable: Option<String>,
    /// Renewed by successive periods of this length for those who do not denounce it.
    pub then: Option<Period>,
    /// Why the encoding is not sure.
    pub unverified: Option<String>,
}

/// The table `[termination]`.
///
/// Only a treaty that says so ends because its parties fall below a number;
/// otherwise article 55 of the Vienna Convention keeps it in force.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Termination {
    /// The article encoded.
    pub article: Option<String>,
    /// It ceases when fewer than so many are parties.
    pub parties_below: Option<u32>,
    /// What else ends it, in words.
    pub rule: Option<String>,
    /// Why the encoding is not sure.
    pub unverified: Option<String>,
}

/// The table `[reservations]` (VCLT 19-23).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Reservations {
    /// The article encoded.
    pub article: Option<String>,
    /// What the treaty says of reservations.
    pub rule: ReservationRule,
    /// With `specified`: the provisions that may be reserved.
    #[serde(default)]
    pub only: Vec<String>,
    /// Why the encoding is not sure.
    pub unverified: Option<String>,
}

/// What a treaty says of reservations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ReservationRule {
    /// None may be made (VCLT 19(a)).
    Barred,
    /// Expressly authorised: no acceptance is needed (VCLT 20(1)).
    Permitted,
    /// Those compatible with object and purpose (VCLT 19(c)).
    Compatible,
    /// Only those listed (VCLT 19(b)).
    Specified,
    /// Incompatible when two thirds of the parties object (CERD 20(2)).
    TwoThirds,
    /// The treaty is silent.
    Silent,
}

/// The table `[amendment]` (VCLT 39-41).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Amendment {
    /// The article encoded.
    pub article: Option<String>,
    /// How an amendment enters into force, in words; each amendment carries its own clauses.
    pub entry_into_force: Option<String>,
    /// Whom an amendment binds.
    pub circle: Option<Circle>,
    /// Why the encoding is not sure.
    pub unverified: Option<String>,
}

/// Whom an amendment binds (VCLT 40(4)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Circle {
    /// Those who accept it.
    Accepting,
    /// Every party.
    AllParties,
}

/// A table of which only the article and a rule in words are kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Silent {
    /// The article encoded.
    pub article: Option<String>,
    /// What it says, in our words.
    pub rule: Option<String>,
    /// Why the encoding is not sure.
    pub unverified: Option<String>,
}

/// A duty with a computable deadline: a table `[[obligation]]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Obligation {
    /// The article encoded.
    pub article: Option<String>,
    /// What is due, by language.
    pub what: BTreeMap<String, String>,
    /// How long there is.
    pub within: Period,
    /// Since when: `entry into force` or `entry into force for the party`.
    pub of: ObligationOf,
    /// Where it is said.
    #[serde(default)]
    pub cite: Vec<String>,
    /// Why the encoding is not sure.
    pub unverified: Option<String>,
}

/// What a deadline is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ObligationOf {
    /// The entry into force of the treaty.
    #[serde(rename = "entry into force")]
    EntryIntoForce,
    /// The entry into force for each party.
    #[serde(rename = "entry into force for the party")]
    EntryIntoForceForParty,
}
