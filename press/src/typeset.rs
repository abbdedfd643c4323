//! Typst as a function: templates, data and files in, the bytes of a PDF out. It sees no disk, no network and no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::fault::Fault;

/// The templates, by their names; what a sheet says comes to them as data, never as markup.
pub(crate) const TEMPLATES: [(&str, &str); 6] = [
    ("base.typ", include_str!("../templates/base.typ")),
    ("status.typ", include_str!("../templates/status.typ")),
    ("sheet.typ", include_str!("../templates/sheet.typ")),
    ("notification.typ", include_str!("../templates/notification.typ")),
    ("copy.typ", include_str!("../templates/copy.typ")),
    ("report.typ", include_str!("../templates/report.typ")),
];

/// The fonts: there are no others, whatever the machine has.
pub(crate) const FONTS: [&[u8]; 5] = [
    include_bytes!("../fonts/LibertinusSerif-Regular.otf"),
    include_bytes!("../fonts/LibertinusSerif-Italic.otf"),
    include_bytes!("../fonts/LibertinusSerif-Semibold.otf"),
    include_bytes!("../fonts/NotoSerifSC-Regular.otf"),
    include_bytes!("../fonts/NotoNaskhArabic-Regular.ttf"),
];

/// What every sheet has in common, made when the first one is set.
struct Case {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    templates: Vec<Source>,
}

static CASE: LazyLock<Case> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS.iter().flat_map(|&font| Font::iter(Bytes::new(font))).collect();
    Case {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        templates: TEMPLATES.iter().map(|(name, text)| Source::new(id(name), (*text).to_owned())).collect(),
    }
});

/// The place of a file that only this room knows.
fn id(name: &str) -> FileId {
    let path = VirtualPath::new(name).unwrap_or_else(|_| unreachable!("`{name}` is a plain name"));
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// The first character that no font has a form for.
pub(crate) fn without_form(text: &str) -> Option<char> {
    // What is not drawn needs no form.
    let silent = |sign: char| matches!(sign, ' ' | '\n' | '\u{a0}' | '\u{202f}' | '\u{200b}' | '\u{2060}');
    let has = |font: &Font, sign: char| font.info().coverage.contains(u32::from(sign));
    text.chars().find(|&sign| !silent(sign) && !CASE.fonts.iter().any(|font| has(font, sign)))
}

/// One sheet: its template, and the files that the template reads.
struct Sheet<'a> {
    main: FileId,
    files: Vec<(FileId, Bytes)>,
    case: &'a Case,
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.case.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.case.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.case.templates.iter().find(|source| source.id() == id);
        found.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.iter().find(|(own, _)| *own == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.case.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// What is asked of Typst.
#[derive(Debug)]
pub(crate) struct Setting<'a> {
    /// The template's name.
    pub(crate) template: &'static str,
    /// What the template says, as JSON.
    pub(crate) data: Vec<u8>,
    /// What is attached, by name.
    pub(crate) files: &'a [(&'static str, Vec<u8>)],
    /// What tells the file from every other one.
    pub(crate) ident: String,
    /// Year, month and day that it is dated.
    pub(crate) day: (i32, u8, u8),
}

/// Sets a sheet as PDF/A-3a and PDF/UA-1.
pub(crate) fn set(setting: Setting<'_>) -> Result<Vec<u8>, Fault> {
    let mut files: Vec<(FileId, Bytes)> =
        setting.files.iter().map(|(name, bytes)| (id(name), Bytes::new(bytes.clone()))).collect();
    files.push((id("data.json"), Bytes::new(setting.data)));
    let sheet = Sheet { main: id(setting.template), files, case: &CASE };
    let compiled = typst::compile::<PagedDocument>(&sheet);
    let document = compiled.output.map_err(|errors| told(&errors))?;
    // A font or a rule that is not there would only be a warning.
    if !compiled.warnings.is_empty() {
        return Err(told(&compiled.warnings));
    }
    let (year, month, day) = setting.day;
    let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
        .map_err(|error| Fault::Typst(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(setting.ident),
        creator: Smart::Custom(Some(concat!("Semey ", env!("CARGO_PKG_VERSION")).to_owned())),
        timestamp: Datetime::from_ymd_hms(year, month, day, 0, 0, 0).map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| told(&errors))?;
    // What Typst remembers of earlier sheets would grow for ever.
    typst::comemo::evict(2);
    Ok(pdf)
}

fn told(errors: &[SourceDiagnostic]) -> Fault {
    let all: Vec<String> = errors.iter().take(3).map(|error| error.message.to_string()).collect();
    Fault::Typst(all.join("; "))
}
