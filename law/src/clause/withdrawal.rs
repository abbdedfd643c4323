//! Withdrawal and denunciation (VCLT 54, 56, 65-68).

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::day::Day;
use crate::period::{Period, Rounding};

/// The table `[withdrawal]`. Where it is absent the treaty is silent and
/// article 56 of the Vienna Convention applies: a notice has no effect of its own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Withdrawal {
    /// The article encoded.
    pub article: Option<String>,
    /// From receipt of the notice to its effect; twelve months where the treaty gives
    /// the right and no period (VCLT 56(2)).
    pub notice: Option<Period>,
    /// What a month is at a month's end.
    #[serde(default)]
    pub rounding: Rounding,
    /// The earliest day of notice.
    pub not_before: Option<Since>,
    /// The treaty forbids withdrawal.
    #[serde(default)]
    pub barred: bool,
    /// Why the encoding is not sure.
    pub unverified: Option<String>,
}

/// A day counted from something in the life of the treaty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Since {
    /// A fixed day.
    Day(Day),
    /// So long after the entry into force of the treaty.
    EntryIntoForce(Period),
    /// So long after the entry into force for the party.
    EntryIntoForceForParty(Period),
    /// So long after the adoption or the opening.
    Adoption(Period),
}

impl Since {
    fn read(text: &str) -> Result<Since, String> {
        if let Ok(day) = text.parse() {
            return Ok(Since::Day(day));
        }
        let after = |suffix: &str| text.strip_suffix(suffix).and_then(|period| period.parse::<Period>().ok());
        if text == "entry into force" {
            Ok(Since::EntryIntoForce(Period::same_day()))
        } else if text == "entry into force for the party" {
            Ok(Since::EntryIntoForceForParty(Period::same_day()))
        } else if let Some(period) = after(" after entry into force for the party") {
            Ok(Since::EntryIntoForceForParty(period))
        } else if let Some(period) = after(" after entry into force") {
            Ok(Since::EntryIntoForce(period))
        } else if let Some(period) = after(" after adoption").or_else(|| after(" after opening")) {
            Ok(Since::Adoption(period))
        } else {
            Err(format!(
                "`{text}` is not an earliest day; write a date, \"5 years after entry into force\", \
                 \"2 years after entry into force for the party\" or \"2 years after adoption\""
            ))
        }
    }
}

impl std::fmt::Display for Since {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Since::Day(day) => write!(f, "{day}"),
            Since::EntryIntoForce(period) => write!(f, "{period} after entry into force"),
            Since::EntryIntoForceForParty(period) => write!(f, "{period} after entry into force for the party"),
            Since::Adoption(period) => write!(f, "{period} after adoption"),
        }
    }
}

impl Serialize for Since {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Since {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Since, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "expected a date or words such as \"5 years after entry into force\"")]
        enum Raw {
            Text(String),
            Day(Day),
        }
        match Raw::deserialize(deserializer)? {
            Raw::Text(text) => Since::read(&text).map_err(de::Error::custom),
            Raw::Day(day) => Ok(Since::Day(day)),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Since {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Since".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "examples": ["5 years after entry into force"] })
    }
}
