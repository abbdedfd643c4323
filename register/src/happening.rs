//! Happenings as entries: what a secretariat, a chair or a desk enters beside acts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use law::{Day, Deed, Happening, Part};
use ledger::tlog::Hash;
use pack::{FieldKind, HappeningRow, Matter, MatterKind, Packs};
use serde::{Deserialize, Serialize};

use crate::entry::Document;
use crate::exchange::taken_from;
use crate::state::TOLD;

/// A sealed message: its text is in an age file that only the recipients can open.
///
/// The ledger holds the file's hash among the documents, and this commitment, which proves later what was sent without
/// saying anything before.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Sealed {
    /// SHA-256 of the sealed text, which has 32 random bytes in it, in hexadecimal.
    pub commitment: String,
}

macro_rules! happening_entry {
    ($($column:ident),*) => {
        /// A happening, with the columns of a table of happenings. An absent member is an empty column.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        pub struct HappeningEntry<'a> {
            /// Files that prove it, or that were sent.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            pub documents: Vec<Document>,
            /// The table of a pack that it was taken from.
            #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
            pub table: Cow<'a, str>,
            /// Which of several equal happenings it is, counted from 2.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub occurrence: Option<u32>,
            /// What was told in the fields of a form, which is the first matter.
            #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
            pub fields: BTreeMap<String, String>,
            /// That what was sent is sealed.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub sealed: Option<Sealed>,
            $(
                #[doc = concat!("The column `", stringify!($column), "` of a table of happenings.")]
                #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
                pub $column: Cow<'a, str>,
            )*
        }

        impl HappeningEntry<'_> {
            /// The happening as a row of a table.
            pub fn row(&self) -> HappeningRow<'_> {
                HappeningRow { $($column: &self.$column),* }
            }
        }

        impl<'a> HappeningEntry<'a> {
            /// The same, borrowing nothing.
            pub fn owned(self) -> HappeningEntry<'static> {
                let own = |text: Cow<'a, str>| Cow::Owned(text.into_owned());
                HappeningEntry {
                    documents: self.documents,
                    table: own(self.table),
                    occurrence: self.occurrence,
                    fields: self.fields,
                    sealed: self.sealed,
                    $($column: own(self.$column)),*
                }
            }

            /// A row of a table, as an entry.
            pub fn of_row(row: &HappeningRow<'a>) -> HappeningEntry<'a> {
                HappeningEntry { $($column: row.$column.into(),)* ..HappeningEntry::default() }
            }
        }
    };
}

happening_entry!(
    date, happening, source, matter, actors, to, instrument, place, number, manner, asks, within, id, about, due,
    known, wrong, inferred, doubt, note
);

/// A happening in the state of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its entry.
    pub index: u64,
    /// The civil day of its entry, in UTC: where it is the ledger's own word, it was told then at the latest.
    pub entered: Day,
    /// What it says.
    pub entry: HappeningEntry<'static>,
}

/// The happening that an entry means under the packs in force; `entered` is the day of its entry.
///
/// A happening without a source is the own word of whoever keeps the ledger: its source is the entry.
pub(crate) fn convert(
    packs: &Packs,
    entry: &HappeningEntry<'_>,
    index: Option<u64>,
    entered: Day,
) -> Result<Happening, String> {
    let row = entry.row();
    let taken = taken_from(row.source).is_some();
    let read = if row.source.is_empty() || row.source.starts_with(TOLD) || taken {
        let source = match index {
            Some(index) if row.source.is_empty() => format!("ledger {index}"),
            None if row.source.is_empty() => "ledger".to_owned(),
            _ => row.source.to_owned(),
        };
        packs.read_own_happening(&HappeningRow { source: &source, ..row }, entered)
    } else {
        packs.read_happening(&row)
    };
    let happening = read.map_err(|problem| match problem.help {
        Some(help) => format!("{}; {help}", problem.message),
        None => problem.message,
    })?;
    if let Some(sealed) = &entry.sealed {
        Hash::from_hex(&sealed.commitment).map_err(|error| format!("the commitment is none: {error}"))?;
        if entry.documents.is_empty() {
            return Err("it is sealed, and no sealed file is among its documents".to_owned());
        }
    }
    let hidden = |text: &String| text.chars().any(pack::is_hidden);
    if entry.fields.iter().any(|(name, value)| hidden(name) || hidden(value)) {
        return Err("a field contains signs that nobody sees".to_owned());
    }
    check_fields(packs, entry, &happening)?;
    Ok(Happening { entry: index, ..happening })
}

/// What is told in a form must be what the form asks for.
fn check_fields(packs: &Packs, entry: &HappeningEntry<'_>, happening: &Happening) -> Result<(), String> {
    let form = happening.matters.iter().filter_map(|id| packs.matters.by_id(id)).find(|m| m.kind == MatterKind::Form);
    match form {
        None if entry.fields.is_empty() => Ok(()),
        None => Err("it has fields, and is about no form".to_owned()),
        // What is sealed is checked where it is opened, and what answers a form is no form.
        Some(_) if entry.sealed.is_some() || entry.fields.is_empty() && happening.about.is_some() => Ok(()),
        // A table has no column for fields, and a promise to use a form fills in none.
        Some(_) if entry.fields.is_empty() && !(entry.table.is_empty() && fills_in(happening.deed)) => Ok(()),
        Some(form) => fields_of(packs, form, &entry.fields).map_err(|wrong| wrong.to_string()),
    }
}

/// Whether whoever does it about a form fills the form in.
fn fills_in(deed: Deed) -> bool {
    matches!(deed.group(), Part::Exchanges | Part::Measures)
}

/// A field of a form that is not filled in as it asks.
#[derive(Clone, PartialEq, Eq)]
pub struct WrongField {
    form: String,
    /// The name, where the form has it.
    field: Option<String>,
    /// What the form asks for.
    asked: String,
    /// What was told.
    told: Option<String>,
}

impl WrongField {
    /// The same in words that repeat nothing of what was told.
    pub fn discreet(&self) -> String {
        let WrongField { form, field, asked, told } = self;
        match field {
            None => format!("the form `{form}` has no field of the name given; its fields are {asked}"),
            Some(field) if told.is_none() => format!("the form `{form}` needs the field `{field}`"),
            Some(field) => format!("the field `{field}` of the form `{form}` is {asked}"),
        }
    }
}

impl std::fmt::Display for WrongField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.field, &self.told) {
            (None, Some(other)) => {
                write!(f, "the form `{}` has no field `{other}`; its fields are {}", self.form, self.asked)
            }
            (Some(_), Some(told)) => write!(f, "{}, not `{told}`", self.discreet()),
            _ => f.write_str(&self.discreet()),
        }
    }
}

/// What was told can be sealed: it is shown by `Display` alone.
impl std::fmt::Debug for WrongField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("WrongField").field(&self.discreet()).finish()
    }
}

impl std::error::Error for WrongField {}

/// Whether the fields of a form are filled in as it asks.
///
/// # Errors
/// The first field that is not.
pub fn fields_of(packs: &Packs, form: &Matter, fields: &BTreeMap<String, String>) -> Result<(), WrongField> {
    let wrong = |field: Option<&str>, asked: &str, told: Option<&str>| {
        let own = |text: &str| text.to_owned();
        Err(WrongField { form: form.id.clone(), field: field.map(own), asked: own(asked), told: told.map(own) })
    };
    if let Some(other) = fields.keys().find(|id| form.fields.iter().all(|field| field.id != **id)) {
        let known = form.fields.iter().map(|field| field.id.as_str()).collect::<Vec<_>>().join(", ");
        return wrong(None, &known, Some(other));
    }
    for field in &form.fields {
        let Some(text) = fields.get(&field.id).map(|text| text.trim()).filter(|text| !text.is_empty()) else {
            match field.required {
                true => return wrong(Some(&field.id), "", None),
                false => continue,
            }
        };
        let asked = match field.kind {
            FieldKind::Text => continue,
            FieldKind::Number if text.parse::<u64>().is_err() => "a whole number",
            FieldKind::Date if text.parse::<law::Dated>().is_err() => "a date, such as 2021-11-01",
            FieldKind::Flag if text != "yes" && text != "no" => "`yes` or `no`",
            FieldKind::Party if packs.parties.find(text).is_none() => "the code of a participant",
            FieldKind::Number | FieldKind::Date | FieldKind::Flag | FieldKind::Party => continue,
        };
        return wrong(Some(&field.id), asked, Some(text));
    }
    Ok(())
}
