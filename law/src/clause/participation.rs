//! Who may take part, how consent is expressed, provisionally and for which territory.

use serde::{Deserialize, Serialize};

use super::Members;
use crate::act::ActKind;
use crate::day::Dated;

/// The table `[participation]` (VCLT 11-15).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Participation {
    /// The article encoded.
    pub article: Option<String>,
    /// Who may become a party.
    pub open_to: Option<OpenTo>,
    /// When and where it may be signed.
    pub signature: Option<Window>,
    /// The ways of consenting the treaty knows.
    #[serde(default)]
    pub consent: Vec<Consent>,
    /// Why the encoding is not sure.
    pub unverified: Option<String>,
}

/// A way of consenting: the word of an act that [`ActKind::is_consent`].
pub type Consent = ActKind;

/// Who may become a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    untagged,
    expecting = "expected \"all-states\", \"un-members-and-invited\", a list of party codes, { group = … }, \
                 { parties-to = … } or { signatories-of = … }"
)]
pub enum OpenTo {
    /// `all-states` or `un-members-and-invited`.
    Word(OpenToWord),
    /// A closed list.
    List(Vec<String>),
    /// A group of the packs.
    Group(ByGroup),
    /// The parties to another treaty.
    PartiesTo(ByParties),
    /// The signatories of another treaty.
    SignatoriesOf(BySignatories),
}

/// Formulas of participation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum OpenToWord {
    /// Every State.
    AllStates,
    /// The Vienna formula and its like: members of the UN or its agencies, and those invited.
    UnMembersAndInvited,
}

/// A group by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ByGroup {
    /// The group.
    pub group: Members,
}

/// The parties to another treaty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ByParties {
    /// That treaty.
    pub parties_to: String,
}

/// The signatories of another treaty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BySignatories {
    /// That treaty.
    pub signatories_of: String,
}

/// When and where a treaty may be signed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Window {
    /// First day; also the day of opening for signature.
    pub from: Option<Dated>,
    /// Last day.
    pub until: Option<Dated>,
    /// Where.
    pub place: Option<String>,
}

/// The table `[provisional-application]` (VCLT 25).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ProvisionalApplication {
    /// The article encoded.
    pub article: Option<String>,
    /// How a State takes it on.
    pub by: Option<ProvisionalBy>,
    /// When it ends, in words.
    pub until: Option<String>,
    /// Why the encoding is not sure.
    pub unverified: Option<String>,
}

/// How a State applies a treaty provisionally.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ProvisionalBy {
    /// By declaration.
    Declaration,
    /// By signature alone.
    Signature,
    /// By notification.
    Notification,
    /// By agreement.
    Agreement,
}

/// The table `[territory]` (VCLT 29).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Territory {
    /// The article encoded.
    pub article: Option<String>,
    /// How territories come in.
    pub rule: Option<TerritoryRule>,
    /// Why the encoding is not sure.
    pub unverified: Option<String>,
}

/// How territories come under a treaty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TerritoryRule {
    /// The entire territory, as article 29 of the Vienna Convention supposes.
    Entire,
    /// Only those a State declares.
    ByDeclaration,
    /// All but those a State excludes.
    Excludable,
    /// Constituent units by declaration.
    Federal,
}
