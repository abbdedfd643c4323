//! `treaty.toml`: an instrument, what it is called and what its clauses say.

use std::collections::BTreeMap;

use law::clause::{
    Amendment, Clauses, Duration, EntryIntoForce, Obligation, Participation, ProvisionalApplication, Reservations,
    Silent, Termination, Territory, Withdrawal,
};
use law::{Act, Dated, Day, PartyIx, TreatyIx};
use serde::{Deserialize, Serialize};

/// A text in several languages, by language code.
pub type Text = BTreeMap<String, String>;

/// Names in several languages; more than one each.
pub type Aliases = BTreeMap<String, Vec<String>>;

/// The text in the language asked for, or in English, or in any.
pub fn in_language<'a>(text: &'a Text, lang: &str) -> &'a str {
    text.get(lang).or_else(|| text.get("en")).or_else(|| text.values().next()).map_or("", String::as_str)
}

/// The file as it is written. Unknown keys are refused.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct InstrumentFile {
    /// The same as the folder's name.
    pub id: String,
    /// What it is.
    pub kind: InstrumentKind,
    /// Its title; English at least.
    pub title: Text,
    /// Its usual short name.
    pub short: Option<String>,
    /// Other names it is found by.
    #[serde(default)]
    pub aliases: Aliases,
    /// Its number in other registers: `untc`, `wipo`, `ieadb`.
    #[serde(default)]
    pub refs: BTreeMap<String, String>,
    /// When and where its text was adopted or concluded.
    pub adopted: Option<Adopted>,
    /// Its depositaries.
    #[serde(default)]
    pub depositary: Vec<Depositary>,
    /// The day up to which its acts were checked; an answer beyond it says so.
    pub checked_until: Option<Day>,
    /// Where its clauses were read.
    #[serde(default)]
    pub cite: Vec<String>,
    /// Why its clauses are not sure.
    pub unverified: Option<String>,
    /// How it is related to other instruments.
    #[serde(default)]
    pub relations: Vec<Relation>,
    /// Who may become a party, and how.
    pub participation: Option<Participation>,
    /// When it enters into force.
    pub entry_into_force: Option<EntryIntoForce>,
    /// How a party leaves.
    pub withdrawal: Option<Withdrawal>,
    /// How long it lasts.
    pub duration: Option<Duration>,
    /// What ends it.
    pub termination: Option<Termination>,
    /// Reservations.
    pub reservations: Option<Reservations>,
    /// How it is amended.
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
    #[serde(default)]
    pub obligation: Vec<Obligation>,
    /// What a reader must know.
    #[serde(default)]
    pub note: Vec<Note>,
}

/// What an instrument is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum InstrumentKind {
    /// A treaty.
    Treaty,
    /// A protocol to a treaty.
    Protocol,
    /// An amendment of a treaty.
    Amendment,
    /// The constituent instrument of an organisation.
    Statute,
    /// A text under negotiation or proposed.
    Draft,
    /// A political commitment, not binding.
    Political,
    /// A decision of a body.
    Decision,
}

impl InstrumentKind {
    /// Every kind.
    pub const ALL: [InstrumentKind; 7] = [
        InstrumentKind::Treaty,
        InstrumentKind::Protocol,
        InstrumentKind::Amendment,
        InstrumentKind::Statute,
        InstrumentKind::Draft,
        InstrumentKind::Political,
        InstrumentKind::Decision,
    ];

    /// The word used in files and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            InstrumentKind::Treaty => "treaty",
            InstrumentKind::Protocol => "protocol",
            InstrumentKind::Amendment => "amendment",
            InstrumentKind::Statute => "statute",
            InstrumentKind::Draft => "draft",
            InstrumentKind::Political => "political",
            InstrumentKind::Decision => "decision",
        }
    }

    /// Whether it can bind under the law of treaties.
    pub const fn is_binding(self) -> bool {
        !matches!(self, InstrumentKind::Draft | InstrumentKind::Political | InstrumentKind::Decision)
    }
}

/// Adoption or conclusion.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Adopted {
    /// When.
    pub on: Option<Dated>,
    /// Where.
    pub place: Option<String>,
    /// By whom.
    pub by: Option<String>,
}

/// A depositary and the article that designates it (VCLT 76).
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Depositary {
    /// Who.
    pub party: String,
    /// By which article.
    pub article: Option<String>,
    /// From which day.
    pub from: Option<Day>,
    /// Up to which day.
    pub until: Option<Day>,
}

/// A link to another instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Relation {
    /// What it is to the other.
    pub kind: RelationKind,
    /// The other's id.
    pub treaty: String,
    /// By which article.
    pub article: Option<String>,
}

/// What one instrument is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RelationKind {
    /// A protocol to it.
    ProtocolTo,
    /// An amendment of it.
    Amends,
    /// Annexed to it.
    AnnexedTo,
    /// Supplements it.
    Supplements,
    /// Replaces it.
    Supersedes,
    /// Extends it.
    Extends,
    /// Carries it out.
    Implements,
    /// A part of it.
    PartOf,
    /// Sets it out with its amendments.
    Consolidates,
}

impl RelationKind {
    /// Every kind there is.
    pub const ALL: [RelationKind; 9] = [
        RelationKind::ProtocolTo,
        RelationKind::Amends,
        RelationKind::AnnexedTo,
        RelationKind::Supplements,
        RelationKind::Supersedes,
        RelationKind::Extends,
        RelationKind::Implements,
        RelationKind::PartOf,
        RelationKind::Consolidates,
    ];

    /// The word used in files and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            RelationKind::ProtocolTo => "protocol-to",
            RelationKind::Amends => "amends",
            RelationKind::AnnexedTo => "annexed-to",
            RelationKind::Supplements => "supplements",
            RelationKind::Supersedes => "supersedes",
            RelationKind::Extends => "extends",
            RelationKind::Implements => "implements",
            RelationKind::PartOf => "part-of",
            RelationKind::Consolidates => "consolidates",
        }
    }
}

/// A remark with its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Note {
    /// The remark, by language.
    pub text: Text,
    /// The anomaly of the source documents it is about, such as `A4`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anomaly: Option<String>,
    /// Where it can be seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cite: Vec<String>,
}

/// An instrument of a pack, ready for the law.
#[derive(Debug, Clone)]
pub struct Instrument {
    /// Its place in the engine.
    pub ix: TreatyIx,
    /// The file it was read from.
    pub path: String,
    /// The pack it stands in.
    pub pack: String,
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: InstrumentKind,
    /// Its title.
    pub title: Text,
    /// Its usual short name.
    pub short: Option<String>,
    /// Other names.
    pub aliases: Aliases,
    /// Its number in other registers.
    pub refs: BTreeMap<String, String>,
    /// When its text was adopted.
    pub adopted: Option<Dated>,
    /// Where.
    pub place: Option<String>,
    /// Its depositaries.
    pub depositaries: Vec<PartyIx>,
    /// The articles that designate them, in the same order.
    pub depositary_articles: Vec<Option<String>>,
    /// The day up to which its acts were checked.
    pub checked_until: Option<Day>,
    /// Where its clauses were read.
    pub cite: Vec<String>,
    /// Why its clauses are not sure.
    pub unverified: Option<String>,
    /// Links to other instruments.
    pub relations: Vec<Relation>,
    /// Its clauses.
    pub clauses: Clauses,
    /// Remarks.
    pub notes: Vec<Note>,
    /// Its acts, in the order of the record.
    pub acts: Vec<Act>,
}

impl Instrument {
    /// The name to use in running text.
    pub fn name(&self, lang: &str) -> &str {
        match &self.short {
            Some(short) if lang == "en" => short,
            _ => in_language(&self.title, lang),
        }
    }
}

pub(crate) fn clauses(file: &mut InstrumentFile) -> Clauses {
    Clauses {
        participation: file.participation.take(),
        entry_into_force: file.entry_into_force.take(),
        withdrawal: file.withdrawal.take(),
        duration: file.duration.take(),
        termination: file.termination.take(),
        reservations: file.reservations.take(),
        amendment: file.amendment.take(),
        provisional_application: file.provisional_application.take(),
        territory: file.territory.take(),
        suspension: file.suspension.take(),
        succession: file.succession.take(),
        obligation: std::mem::take(&mut file.obligation),
    }
}
