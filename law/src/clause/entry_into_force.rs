//! Entry into force: of the treaty, and for each State (VCLT 24).

use serde::{Deserialize, Deserializer, Serialize, de};

use super::Members;
use crate::act::ActKind;
use crate::day::Day;
use crate::period::{Period, Rounding};

/// The table `[entry-into-force]`.
///
/// The treaty enters into force when, at the end of some day, everything in
/// `when` holds together, and the period `after` has passed since that day.
/// Several branches (`[[entry-into-force.or]]`): the earliest result wins.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EntryIntoForce {
    /// The article encoded.
    pub article: Option<String>,
    /// Whether there is one entry into force for all, or one for each party.
    #[serde(default)]
    pub scope: Scope,
    /// The conditions; all must hold on one day.
    pub when: Option<When>,
    /// From the day the conditions hold to the day of entry into force.
    pub after: Option<Period>,
    /// What a month is at a month's end.
    #[serde(default)]
    pub rounding: Rounding,
    /// The earliest day of entry into force, whatever else holds.
    pub not_before: Option<NotBefore>,
    /// For those who consent later.
    pub per_party: Option<PerParty>,
    /// Which instruments count.
    pub counts: Option<Counts>,
    /// Whom it binds once in force.
    #[serde(default)]
    pub binds: Binds,
    /// Alternative ways into force.
    #[serde(default, rename = "or")]
    pub or_else: Vec<Branch>,
    /// Why the clause is not encoded; nothing is then computed.
    pub unknown: Option<String>,
    /// Why the encoding is not sure.
    pub unverified: Option<String>,
}

/// Whether there is one entry into force for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// One entry into force of the treaty, then one for each later party.
    #[default]
    General,
    /// No common entry into force: for each party on its own instrument (CANWFZ Protocol 7).
    /// `when = { deposits = 2 }` then says how many must be bound before it is in force between them.
    PerParty,
}

/// Whom a treaty binds once it is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Binds {
    /// Those who consented.
    #[default]
    Consenting,
    /// Every party to the treaty it amends, as under article 108 of the UN Charter.
    AllParties,
}

/// One way into force.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Branch {
    /// The article encoded.
    pub article: Option<String>,
    /// The conditions; all must hold on one day.
    #[serde(default)]
    pub when: When,
    /// From the day the conditions hold to the day of entry into force.
    pub after: Option<Period>,
    /// The earliest day of entry into force.
    pub not_before: Option<NotBefore>,
    /// Which instruments count in this branch; those of the main branch otherwise.
    pub counts: Option<Counts>,
    /// Why the encoding is not sure.
    pub unverified: Option<String>,
}

/// Conditions that must hold together at the end of one day.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct When {
    /// So many counted instruments.
    pub deposits: Option<u32>,
    /// These among those who consented.
    pub including: Option<Members>,
    /// Every one of these.
    pub all_of: Option<Members>,
    /// At least so many out of a set; several such conditions may be given.
    #[serde(default, deserialize_with = "one_or_many")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<From>"))]
    pub from: Vec<From>,
    /// A sum of weights; several such conditions may be given.
    #[serde(default, deserialize_with = "one_or_many")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Share>"))]
    pub share: Vec<Share>,
    /// A fraction of the parties to another treaty, or of a group.
    pub fraction: Option<Fraction>,
    /// So many signatures of any kind.
    pub signatures: Option<u32>,
    /// A meeting or decision fixes the day, by an act `entry-into-force`.
    pub decision: Option<bool>,
    /// Not before this day.
    pub on: Option<Day>,
    /// Another treaty is in force.
    pub in_force: Option<String>,
}

/// At least `count` out of a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct From {
    /// The set.
    pub group: Members,
    /// How many of it.
    pub count: u32,
}

fn one_or_many<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected one table such as { group = [\"CAN\"], count = 1 }, or a list of them")]
    enum OneOrMany<T> {
        One(T),
        Many(Vec<T>),
    }
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::One(one) => vec![one],
        OneOrMany::Many(many) => many,
    })
}

/// At least a share of a table of weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Share {
    /// The id of the table of weights.
    pub of: String,
    /// `55 %` of the table's total, or an absolute weight.
    pub at_least: String,
}

/// A fraction of somebody else's number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Fraction {
    /// Such as `2/3`.
    pub share: String,
    /// Of the parties to this treaty.
    pub of_parties_to: Option<String>,
    /// Of the members of this group.
    pub of_group: Option<Members>,
    /// When the base is counted.
    #[serde(default)]
    pub at: FractionAt,
    /// More than the fraction, not at least: a simple majority.
    #[serde(default)]
    pub more_than: bool,
    /// Kept for readers: `up` is the only rounding, half a State does not consent.
    pub rounding: Option<String>,
}

/// The base a fraction is taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base<'a> {
    /// The parties to a treaty.
    PartiesTo(&'a str),
    /// A group.
    Group(&'a Members),
}

impl Fraction {
    /// Numerator and denominator.
    ///
    /// # Errors
    /// A sentence when `share` is no fraction between 0 and 1.
    pub fn ratio(&self) -> Result<(u32, u32), String> {
        self.share
            .split_once('/')
            .and_then(|(n, d)| Some((n.trim().parse::<u32>().ok()?, d.trim().parse::<u32>().ok()?)))
            .filter(|&(n, d)| 0 < n && n <= d)
            .ok_or_else(|| format!("`{}` is not a fraction; write \"2/3\"", self.share))
    }

    /// What the fraction is taken of.
    ///
    /// # Errors
    /// A sentence when neither or both bases are given.
    pub fn base(&self) -> Result<Base<'_>, String> {
        match (&self.of_parties_to, &self.of_group) {
            (Some(treaty), None) => Ok(Base::PartiesTo(treaty)),
            (None, Some(group)) => Ok(Base::Group(group)),
            _ => Err("a fraction needs either `of-parties-to` or `of-group`".to_owned()),
        }
    }
}

/// When the base of a fraction is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FractionAt {
    /// On the day the condition is tested ("current time"). Our default where the treaty is silent.
    #[default]
    Day,
    /// When this instrument was adopted.
    Adoption,
}

/// The earliest day of entry into force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotBefore {
    /// A fixed day.
    Day(Day),
    /// So long after opening for signature.
    AfterOpening(Period),
    /// So long after adoption.
    AfterAdoption(Period),
    /// Not before another treaty is in force.
    EntryIntoForceOf(String),
}

impl NotBefore {
    fn read(text: &str) -> Result<NotBefore, String> {
        if let Some(treaty) = text.strip_prefix("entry into force of ") {
            return Ok(NotBefore::EntryIntoForceOf(treaty.trim().to_owned()));
        }
        if let Ok(day) = text.parse() {
            return Ok(NotBefore::Day(day));
        }
        let after = |suffix: &str| text.strip_suffix(suffix).and_then(|period| period.parse::<Period>().ok());
        if let Some(period) = after(" after opening") {
            Ok(NotBefore::AfterOpening(period))
        } else if let Some(period) = after(" after adoption") {
            Ok(NotBefore::AfterAdoption(period))
        } else {
            Err(format!(
                "`{text}` is not an earliest day; write a date, \"2 years after opening\", \"2 years after adoption\" \
                 or \"entry into force of <treaty>\""
            ))
        }
    }
}

impl std::fmt::Display for NotBefore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NotBefore::Day(day) => write!(f, "{day}"),
            NotBefore::AfterOpening(period) => write!(f, "{period} after opening"),
            NotBefore::AfterAdoption(period) => write!(f, "{period} after adoption"),
            NotBefore::EntryIntoForceOf(treaty) => write!(f, "entry into force of {treaty}"),
        }
    }
}

impl Serialize for NotBefore {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for NotBefore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<NotBefore, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "expected a date or words such as \"2 years after opening\"")]
        enum Raw {
            Text(String),
            Day(Day),
        }
        match Raw::deserialize(deserializer)? {
            Raw::Text(text) => NotBefore::read(&text).map_err(de::Error::custom),
            Raw::Day(day) => Ok(NotBefore::Day(day)),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for NotBefore {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "NotBefore".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "examples": ["1998-09-24", "2 years after opening", "entry into force of untc-xviii-12"] })
    }
}

/// Entry into force for a State that consents when the treaty is, or is about to be, in force.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PerParty {
    /// The article encoded.
    pub article: Option<String>,
    /// From its instrument to the day it is bound.
    pub after: Option<Period>,
    /// What a month is at a month's end.
    #[serde(default)]
    pub rounding: Rounding,
    /// Whom the period concerns.
    #[serde(default, rename = "for")]
    pub whom: Whom,
    /// Not before the State is a party to this other treaty.
    pub with: Option<String>,
    /// Not before the State has also done this, as the waiver of Tlatelolco 28(2).
    pub needs: Option<ActKind>,
    /// Why the encoding is not sure.
    pub unverified: Option<String>,
}

/// Whom the waiting period of a single party concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Whom {
    /// Those who consent after the conditions of general entry into force were met.
    #[default]
    Later,
    /// Everybody: each waits its own period and the general one, whichever ends later.
    Each,
}

/// Which instruments count towards a number.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Counts {
    /// Only these kinds; every kind of consent otherwise.
    pub kinds: Option<Vec<ActKind>>,
    /// Not these participants.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// Only these participants.
    pub only: Option<Members>,
    /// Whether organisations count in addition to their members.
    pub organisations: Option<Organisations>,
}

/// Whether organisations count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Organisations {
    /// They count like States.
    Counted,
    /// The treaty says they do not count in addition to their members.
    NotCounted,
}
