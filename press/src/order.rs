//! What is to be set, asked of the register.

use law::{Day, TreatyIx};
use register::World;
use register::answer::notification::NotificationAnswer;
use register::answer::report::{self, Subject};
use register::answer::{status, timeline, treaty, why};
use serde::Serialize;

use crate::fault::Fault;
use crate::{Files, Kind, Ledger, Name, Order};

/// A question about one treaty, as of two days and a place in a ledger.
#[derive(Debug, Clone)]
pub struct Question {
    /// The treaty.
    pub treaty: TreatyIx,
    /// The day asked about.
    pub on: Day,
    /// Only acts that could be known on this day.
    pub known: Option<Day>,
    /// The ledger that the record rests on.
    pub ledger: Option<Ledger>,
}

impl Question {
    fn order(&self, world: &World, kind: Kind) -> Order {
        Order { kind, lang: world.lang.clone(), day: self.on, ledger: self.ledger.clone() }
    }
}

/// The JSON that commands write.
fn json(file: Name, answer: &impl Serialize) -> Result<Vec<u8>, Fault> {
    let wrong = |error: serde_json::Error| Fault::Record { file: file.file(), why: error.to_string() };
    let mut bytes = serde_json::to_vec_pretty(answer).map_err(wrong)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn with(files: Files, name: Name, answer: &impl Serialize) -> Result<Files, Fault> {
    Ok(files.with(name, json(name, answer)?))
}

/// A status list.
///
/// # Errors
/// When an answer cannot be written as JSON.
pub fn status(world: &World, question: &Question) -> Result<(Order, Files), Fault> {
    let Question { treaty: t, on, known, .. } = *question;
    let files = with(Files::new(), Name::Status, &status::answer(world, t, on, known))?;
    let files = with(files, Name::Treaty, &treaty::answer(world, t, on))?;
    Ok((question.order(world, Kind::Status), files))
}

/// A treaty sheet.
///
/// # Errors
/// As for [`status()`].
pub fn sheet(world: &World, question: &Question) -> Result<(Order, Files), Fault> {
    let Question { treaty: t, on, known, .. } = *question;
    let (_, files) = status(world, question)?;
    let files = with(files, Name::Why, &why::about_treaty(world, t, on, known))?;
    let files = with(files, Name::Timeline, &timeline::answer(world, t, on, known.unwrap_or(Day::LAST)))?;
    Ok((question.order(world, Kind::Sheet), files))
}

/// A depositary notification of an entry, dated `day`.
///
/// # Errors
/// As for [`status()`].
pub fn notification(
    world: &World,
    answer: &NotificationAnswer,
    day: Day,
    ledger: Ledger,
) -> Result<(Order, Files), Fault> {
    let mut files = with(Files::new(), Name::Notification, answer)?;
    // Who keeps the treaty need not be who keeps the ledger.
    if let Some(t) = world.packs.by_id(&answer.treaty) {
        files = with(files, Name::Treaty, &treaty::answer(world, t, day))?;
    }
    Ok((Order { kind: Kind::Notification, lang: world.lang.clone(), day, ledger: Some(ledger) }, files))
}

/// A stretch of days, both included, that a report is about.
#[derive(Debug, Clone)]
pub struct Period<'s> {
    /// The treaty or the regime.
    pub subject: Subject<'s>,
    /// The first day; none means that of the first thing the record tells.
    pub from: Option<Day>,
    /// The last day.
    pub until: Day,
    /// Only what could be known on this day.
    pub known: Option<Day>,
    /// The ledger that the record rests on.
    pub ledger: Option<Ledger>,
}

/// A report, dated with its last day.
///
/// # Errors
/// As for [`status()`].
pub fn report(world: &World, period: Period<'_>) -> Result<(Order, Files), Fault> {
    let Period { subject, from, until, known, ledger } = period;
    let files = with(Files::new(), Name::Report, &report::answer(world, subject, from, until, known))?;
    Ok((Order { kind: Kind::Report, lang: world.lang.clone(), day: until, ledger }, files))
}

/// What a certificate of a text says, version 1.
#[derive(Debug, Serialize)]
pub struct CopyAnswer {
    /// 1.
    pub version: u32,
    /// The id of the treaty.
    pub treaty: String,
    /// Its title.
    pub title: String,
    /// The day of the certificate.
    pub on: Day,
    /// The language of the text, as in BCP 47.
    pub text_lang: String,
    /// Its length.
    pub bytes: usize,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

/// What a certificate of a text says.
pub fn certificate(world: &World, question: &Question, text: &[u8], text_lang: &str) -> CopyAnswer {
    let instrument = &world.packs[question.treaty];
    CopyAnswer {
        version: 1,
        treaty: instrument.id.clone(),
        title: pack::in_language(&instrument.title, &world.lang).to_owned(),
        on: question.on,
        text_lang: text_lang.to_owned(),
        bytes: text.len(),
        sha256: crate::sha256(text),
    }
}

/// A certified true copy of a text, to be signed by hand.
///
/// # Errors
/// As for [`status()`].
pub fn copy(world: &World, question: &Question, text: &[u8], text_lang: &str) -> Result<(Order, Files), Fault> {
    let files = with(Files::new(), Name::Copy, &certificate(world, question, text, text_lang))?;
    let files = with(files, Name::Treaty, &treaty::answer(world, question.treaty, question.on))?;
    Ok((question.order(world, Kind::Copy), files.with(Name::Text, text.to_vec())))
}
