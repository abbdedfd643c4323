//! The press: sets what is known as PDF.
//!
//! A status list, a treaty sheet, a certified true copy, a depositary notification or a report is set from records: the answers of
//! the register as JSON, and what belongs to them. Records in, bytes of a PDF out; nothing else is read, no clock is asked, and
//! the same records always give the same bytes. The file is PDF/A-3a and PDF/UA-1, and the records are attached to it. So it can
//! be checked by whoever has it: [`check`] takes the records out, sets the sheet again from them, and compares.
//!
//! What a sheet says comes from the catalogues of the room `words` and from the records. The templates
//! (`press/templates/*.typ`) get it as data: nothing that a record says is ever read as markup.

mod attached;
mod fault;
pub mod order;
mod page;
mod record;
mod typeset;

use std::sync::LazyLock;

use law::Day;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use attached::MOST_BYTES;
pub use fault::Fault;

/// What is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Who is what to a treaty on a day.
    Status,
    /// What a treaty is, how it came into force, who takes part, what happened.
    Sheet,
    /// What a depositary tells about an act that was entered.
    Notification,
    /// A text with the depositary's certificate, to be signed by hand.
    Copy,
    /// What the record tells of a stretch of days, for a depositary, a chair or a secretariat.
    Report,
}

impl Kind {
    /// Its word: in the command, and in the records.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Status => "status",
            Kind::Sheet => "sheet",
            Kind::Notification => "notification",
            Kind::Copy => "copy",
            Kind::Report => "report",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Kind::Status => "press-kind-status",
            Kind::Sheet => "press-kind-sheet",
            Kind::Notification => "press-kind-notification",
            Kind::Copy => "press-kind-copy",
            Kind::Report => "press-kind-report",
        }
    }

    fn template(self) -> &'static str {
        match self {
            Kind::Status => "status.typ",
            Kind::Sheet => "sheet.typ",
            Kind::Notification => "notification.typ",
            Kind::Copy => "copy.typ",
            Kind::Report => "report.typ",
        }
    }
}

/// A file that is attached to a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Name {
    /// What was set, from which files.
    Press,
    /// What the instrument is.
    Treaty,
    /// `semey status TREATY --json`.
    Status,
    /// `semey why TREATY --json`.
    Why,
    /// `semey timeline TREATY --json`.
    Timeline,
    /// An act that was entered.
    Notification,
    /// What a certificate says.
    Copy,
    /// The text that is certified.
    Text,
    /// `semey report --json`.
    Report,
    /// The receipt of an entry of the ledger (C2SP tlog-proof).
    Receipt,
}

impl Name {
    const ALL: [Name; 10] = [
        Name::Press,
        Name::Treaty,
        Name::Status,
        Name::Why,
        Name::Timeline,
        Name::Notification,
        Name::Copy,
        Name::Text,
        Name::Report,
        Name::Receipt,
    ];

    /// The name under which it is attached.
    pub fn file(self) -> &'static str {
        match self {
            Name::Press => "press.json",
            Name::Treaty => "treaty.json",
            Name::Status => "status.json",
            Name::Why => "why.json",
            Name::Timeline => "timeline.json",
            Name::Notification => "notification.json",
            Name::Copy => "copy.json",
            Name::Text => "text.txt",
            Name::Report => "report.json",
            Name::Receipt => "receipt.tlog-proof",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Name::Press => "press-file-press",
            Name::Treaty => "press-file-treaty",
            Name::Status => "press-file-status",
            Name::Why => "press-file-why",
            Name::Timeline => "press-file-timeline",
            Name::Notification => "press-file-notification",
            Name::Copy => "press-file-copy",
            Name::Text => "press-file-text",
            Name::Report => "press-file-report",
            Name::Receipt => "press-file-receipt",
        }
    }

    fn media(self) -> &'static str {
        match self {
            Name::Text | Name::Receipt => "text/plain",
            _ => "application/json",
        }
    }

    fn relation(self) -> &'static str {
        match self {
            Name::Receipt => "supplement",
            Name::Press => "data",
            _ => "source",
        }
    }
}

/// The place in a ledger that a sheet rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// The ledger's name.
    pub origin: String,
    /// Who keeps it.
    pub depositary: String,
    /// How many of its entries count.
    pub entries: u64,
}

/// What is to be set, beside the records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The kind of sheet.
    pub kind: Kind,
    /// The language: one that has catalogues.
    pub lang: String,
    /// The day that the file is dated: the one asked about, or that of the entry.
    pub day: Day,
    /// The ledger that it rests on, where it rests on one.
    pub ledger: Option<Ledger>,
}

/// The records that a sheet is set from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Files(Vec<(Name, Vec<u8>)>);

impl Files {
    /// None yet.
    pub fn new() -> Files {
        Files::default()
    }

    /// The same with a further one; a second of the same name takes the place of the first.
    #[must_use]
    pub fn with(mut self, name: Name, bytes: Vec<u8>) -> Files {
        self.0.retain(|(own, _)| *own != name);
        self.0.push((name, bytes));
        self
    }

    /// The bytes of one.
    pub fn get(&self, name: Name) -> Option<&[u8]> {
        self.all().find(|(own, _)| *own == name).map(|(_, bytes)| bytes)
    }

    /// Each with its name.
    pub fn all(&self) -> impl Iterator<Item = (Name, &[u8])> {
        self.0.iter().map(|(name, bytes)| (*name, bytes.as_slice()))
    }

    fn names(&self) -> impl Iterator<Item = Name> {
        self.0.iter().map(|(name, _)| *name)
    }
}

/// `press.json`: what was set, from which files, by which edition.
#[derive(Debug, Serialize, Deserialize)]
struct Imprint {
    version: u32,
    edition: String,
    #[serde(flatten)]
    order: Order,
    files: Vec<Attached>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Attached {
    name: String,
    sha256: String,
}

/// What tells this room's templates, fonts and catalogues from every other edition of them.
///
/// Two programs of one edition set the same bytes from the same records.
pub fn edition() -> &'static str {
    static EDITION: LazyLock<String> = LazyLock::new(|| {
        let mut hash = Sha256::new();
        let mut add = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        };
        add(env!("CARGO_PKG_VERSION").as_bytes());
        add(TYPST.as_bytes());
        typeset::TEMPLATES.iter().for_each(|(_, text)| add(text.as_bytes()));
        typeset::FONTS.iter().for_each(|font| add(font));
        words::LANGUAGES.iter().flat_map(|lang| words::catalogues(lang)).for_each(|text| add(text.as_bytes()));
        hex(&hash.finalize())[..16].to_owned()
    });
    &EDITION
}

/// The version of Typst that is built in; a test holds it to `Cargo.lock`.
const TYPST: &str = "0.15.1";

/// Sets a sheet.
///
/// # Errors
/// When a record is missing or cannot be read, or says what no font has.
pub fn set(order: &Order, files: &Files) -> Result<Vec<u8>, Fault> {
    if !words::LANGUAGES.contains(&order.lang.as_str()) {
        return Err(Fault::Language(order.lang.clone()));
    }
    let attached = files.all().map(|(name, bytes)| Attached { name: name.file().to_owned(), sha256: sha256(bytes) });
    let imprint =
        Imprint { version: 1, edition: edition().to_owned(), order: order.clone(), files: attached.collect() };
    let mut press = serde_json::to_vec_pretty(&imprint).map_err(|error| Fault::Typst(error.to_string()))?;
    press.push(b'\n');
    let page = page::of(order, files, edition())?;
    if let Some(sign) = strings(&page).find_map(typeset::without_form) {
        let within = files.all().find(|(_, bytes)| String::from_utf8_lossy(bytes).contains(sign));
        return Err(Fault::Glyph { file: within.map_or(Name::Press, |(name, _)| name).file(), sign });
    }
    let ident = sha256(&press);
    let mut all: Vec<(&'static str, Vec<u8>)> =
        files.all().map(|(name, bytes)| (name.file(), bytes.to_vec())).collect();
    all.push((Name::Press.file(), press));
    let data = serde_json::to_vec(&page).map_err(|error| Fault::Typst(error.to_string()))?;
    let date = order.day.date();
    typeset::set(typeset::Setting {
        template: order.kind.template(),
        data,
        files: &all,
        ident,
        day: (i32::from(date.year()), date.month().unsigned_abs(), date.day().unsigned_abs()),
    })
}

/// The first character of a text that cannot be printed, because no font has it.
pub fn unprintable(text: &str) -> Option<char> {
    typeset::without_form(text)
}

/// Every text in a value.
fn strings(value: &serde_json::Value) -> Box<dyn Iterator<Item = &str> + '_> {
    match value {
        serde_json::Value::String(text) => Box::new(std::iter::once(text.as_str())),
        serde_json::Value::Array(all) => Box::new(all.iter().flat_map(strings)),
        serde_json::Value::Object(all) => Box::new(all.values().flat_map(strings)),
        _ => Box::new(std::iter::empty()),
    }
}

/// What is attached to a PDF of this room: what was ordered, and the records.
///
/// The file is searched within limits, and not yet believed: see [`check`].
///
/// # Errors
/// When it is none of this room's.
pub fn take_out(pdf: &[u8]) -> Result<(Order, Files, String), Fault> {
    let found = attached::find(pdf)?;
    let imprint = found.iter().find_map(|bytes| serde_json::from_slice::<Imprint>(bytes).ok());
    let imprint = imprint.ok_or(Fault::Foreign("press.json is not attached to it"))?;
    // Each is hashed once and taken once, however often a stranger names it.
    let hashes: Vec<String> = found.iter().map(|bytes| sha256(bytes)).collect();
    let mut files = Files::new();
    for attached in &imprint.files {
        let name = Name::ALL.into_iter().find(|name| name.file() == attached.name);
        let name = name.ok_or(Fault::Foreign("it names an attached file that no sheet has"))?;
        if files.get(name).is_some() {
            return Err(Fault::Foreign("it names an attached file twice"));
        }
        let bytes = found.iter().zip(&hashes).find(|(_, hash)| **hash == attached.sha256).map(|(bytes, _)| bytes);
        let bytes = bytes.ok_or(Fault::Foreign("an attached file is missing, or was changed"))?;
        files = files.with(name, bytes.clone());
    }
    Ok((imprint.order, files, imprint.edition))
}

/// Takes the records out of a PDF, sets the sheet from them again, and compares the two files byte by byte.
///
/// # Errors
/// When they differ, or the file is none of this room's, or of another edition.
pub fn check(pdf: &[u8]) -> Result<(Order, Files), Fault> {
    let (order, files, theirs) = take_out(pdf)?;
    if theirs != edition() {
        return Err(Fault::Edition { theirs: theirs.chars().take(64).collect(), ours: edition().to_owned() });
    }
    let again = set(&order, &files)?;
    if again == pdf {
        return Ok((order, files));
    }
    let at = again.iter().zip(pdf).take_while(|(a, b)| a == b).count();
    Err(Fault::Differs { at })
}

/// A hash, as it stands in records.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
