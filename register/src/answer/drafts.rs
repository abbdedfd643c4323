//! Texts under negotiation: their versions, the languages each exists in, what was said of them and what was answered.
//!
//! Semey keeps which version came when and from whom, and what became of each comment; the files themselves are attached to
//! the happenings, and written elsewhere.

use law::{Day, Deed, Happening, PartyIx, Span};
use pack::{Matter, MatterKind, in_language};
use serde::Serialize;

use crate::World;
use crate::answer::bodies::{SilenceAnswer, silences};
use crate::answer::measures::Told;

/// The answer of `semey drafts DRAFT`, version 1; without one, a list of them.
#[derive(Debug, Serialize)]
pub struct DraftAnswer {
    /// 1.
    pub version: u32,
    /// The id of the draft.
    pub draft: String,
    /// What it is called.
    pub name: String,
    /// What it is to be.
    pub what: Option<String>,
    /// The regime it belongs to.
    pub regime: String,
    /// The day asked about.
    pub on: Day,
    /// As known on this day; none means everything entered.
    pub known: Option<Day>,
    /// The id of the instrument that is to come of it.
    pub instrument: Option<String>,
    /// The id of the body that works on it.
    pub part_of: Option<String>,
    /// How it stands.
    pub state: DraftState,
    /// Since which day, where it is adopted or has lapsed.
    pub since: Option<Day>,
    /// Its versions, in order of days.
    pub versions: Vec<TextVersion>,
    /// What was said of them, in order of days.
    pub comments: Vec<CommentAnswer>,
    /// How many comments have no answer in the record.
    pub open: usize,
    /// Where it was put under a silence procedure.
    pub silences: Vec<SilenceAnswer>,
    /// Everything else that is told of it, in order of days.
    pub told: Vec<Told>,
    /// Where all this is told.
    pub cite: Vec<String>,
    /// The day up to which the record was looked after; none where it is kept as things happen.
    pub checked_until: Option<Day>,
    /// Why it is not sure.
    pub unverified: Option<String>,
}

/// How a draft stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DraftState {
    /// It is negotiated, or waits to be.
    Open,
    /// It is adopted unless somebody objects.
    InSilence,
    /// It was adopted.
    Adopted,
    /// A source says that it has lost its object.
    Lapsed,
}

impl DraftState {
    /// The word used in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            DraftState::Open => "open",
            DraftState::InSilence => "in-silence",
            DraftState::Adopted => "adopted",
            DraftState::Lapsed => "lapsed",
        }
    }
}

/// A version of a draft.
#[derive(Debug, Serialize)]
pub struct TextVersion {
    /// The id of the happening.
    pub id: Option<String>,
    /// What it goes by: a number, or the symbol of the document.
    pub number: Option<String>,
    /// When it was put forward.
    pub date: Option<Span>,
    /// By whom: codes.
    pub by: Vec<String>,
    /// The languages it exists in, beside the one it was put forward in.
    pub translations: Vec<TranslationAnswer>,
    /// How many comments there are on it.
    pub comments: usize,
    /// How many of them have no answer in the record.
    pub open: usize,
    /// Why it is contested.
    pub doubt: Option<String>,
    /// What a reader must know.
    pub note: Option<String>,
    /// Where it is told.
    pub source: String,
    /// Its entry in the ledger, to which the text is attached.
    pub entry: Option<u64>,
}

/// A version in another language.
#[derive(Debug, Serialize)]
pub struct TranslationAnswer {
    /// The language, as a tag (BCP 47).
    pub language: Option<String>,
    /// Since when.
    pub date: Option<Span>,
    /// Where it is told.
    pub source: String,
    /// Its entry in the ledger, to which the text is attached.
    pub entry: Option<u64>,
}

/// Something that was said of a version.
#[derive(Debug, Serialize)]
pub struct CommentAnswer {
    /// The id of the happening.
    pub id: Option<String>,
    /// What the version goes by that it is about; none where it is about the draft as a whole.
    pub on: Option<String>,
    /// The passage it is about: a paragraph or an article.
    pub passage: Option<String>,
    /// When.
    pub date: Option<Span>,
    /// Who: codes.
    pub by: Vec<String>,
    /// What was answered, in order of days.
    pub answers: Vec<Told>,
    /// When a source says that it was taken up.
    pub settled: Option<Day>,
    /// Why it is contested.
    pub doubt: Option<String>,
    /// What it says.
    pub note: Option<String>,
    /// Where it is told.
    pub source: String,
    /// Its entry in the ledger.
    pub entry: Option<u64>,
}

impl CommentAnswer {
    /// Whether the record has no answer to it.
    pub fn is_open(&self) -> bool {
        self.answers.is_empty() && self.settled.is_none()
    }
}

/// Every draft on a day, as known on a day, in the order of the packs.
pub fn all(world: &World, on: Day, known: Option<Day>, regime: Option<&str>) -> Vec<DraftAnswer> {
    let drafts = world.packs.matters.of_kind(MatterKind::Draft);
    let wanted = drafts.filter(|draft| regime.is_none_or(|regime| draft.regime == regime));
    wanted.map(|draft| answer(world, draft, on, known)).collect()
}

/// A draft as it stands on a day, as known on a day.
pub fn answer(world: &World, draft: &Matter, on: Day, known: Option<Day>) -> DraftAnswer {
    let until = known.unwrap_or(Day::LAST);
    let told = world.packs.happenings.iter().filter(|own| own.is_known(until) && own.day() <= on);
    let told: Vec<&Happening> = told.filter(|own| own.is_about(&draft.id)).collect();
    let desk = Desk { world, draft, told };
    let comments = desk.comments();
    let silences = silences(world, &desk.told, on);
    let (state, since) = desk.state(&silences);
    let shown = |own: &Happening| {
        matches!(own.deed, Deed::Version | Deed::Translation | Deed::Comment | Deed::Silence | Deed::Dissent)
            || own.deed == Deed::Fulfilled && own.about.is_some()
    };
    DraftAnswer {
        version: 1,
        draft: draft.id.clone(),
        name: in_language(&draft.name, &world.lang).to_owned(),
        what: draft.what.as_ref().map(|what| in_language(what, &world.lang).to_owned()),
        regime: draft.regime.clone(),
        on,
        known,
        instrument: draft.instrument.clone(),
        part_of: draft.part_of.clone(),
        state,
        since,
        versions: desk.versions(&comments),
        open: comments.iter().filter(|own| own.is_open()).count(),
        silences,
        told: desk.told.iter().filter(|own| !shown(own)).map(|own| Told::of(world, own, &draft.id)).collect(),
        comments,
        cite: draft.cite.clone(),
        checked_until: draft.checked_until,
        unverified: draft.unverified.clone(),
    }
}

/// What is told of one draft.
struct Desk<'w> {
    world: &'w World,
    draft: &'w Matter,
    told: Vec<&'w Happening>,
}

fn text(text: &Option<Box<str>>) -> Option<String> {
    text.as_deref().map(str::to_owned)
}

impl<'w> Desk<'w> {
    fn of(&self, deed: Deed) -> impl Iterator<Item = &'w Happening> {
        self.told.iter().copied().filter(move |own| own.deed == deed)
    }

    fn codes(&self, all: &[PartyIx]) -> Vec<String> {
        all.iter().map(|party| self.world.code(*party).to_owned()).collect()
    }

    fn about<'h>(&self, own: &'h Happening, deed: Deed) -> Option<&'w Happening> {
        let about = own.about.as_deref()?;
        self.of(deed).find(|other| other.id.as_deref() == Some(about))
    }

    fn state(&self, silences: &[SilenceAnswer]) -> (DraftState, Option<Day>) {
        let by_silence = silences.iter().filter(|own| own.outcome == "adopted").filter_map(|own| own.since);
        let adopted = self.of(Deed::Adoption).map(Happening::day).chain(by_silence).min();
        let lapsed = self.of(Deed::Lapsed).filter(|own| own.about.is_none()).map(Happening::day).min();
        match (adopted, lapsed) {
            (Some(day), _) => (DraftState::Adopted, Some(day)),
            (None, Some(day)) => (DraftState::Lapsed, Some(day)),
            (None, None) if silences.iter().any(|own| own.outcome == "running") => (DraftState::InSilence, None),
            (None, None) => (DraftState::Open, None),
        }
    }

    fn versions(&self, comments: &[CommentAnswer]) -> Vec<TextVersion> {
        let version = |own: &'w Happening| {
            let on = |comment: &&CommentAnswer| comment.on.is_some() && comment.on.as_deref() == name(own);
            let translations =
                self.of(Deed::Translation).filter(|other| other.about.is_some() && other.about == own.id);
            TextVersion {
                id: text(&own.id),
                number: text(&own.number),
                date: own.when,
                by: self.codes(&own.actors),
                translations: translations
                    .map(|other| TranslationAnswer {
                        language: text(&other.number),
                        date: other.when,
                        source: other.source.to_string(),
                        entry: other.entry,
                    })
                    .collect(),
                comments: comments.iter().filter(on).count(),
                open: comments.iter().filter(on).filter(|own| own.is_open()).count(),
                doubt: text(&own.doubt),
                note: text(&own.note),
                source: own.source.to_string(),
                entry: own.entry,
            }
        };
        self.of(Deed::Version).map(version).collect()
    }

    fn comments(&self) -> Vec<CommentAnswer> {
        // A comment about another one answers it, or an answer to it.
        let mut firsts: Vec<(&Happening, Vec<&Happening>)> = Vec::new();
        for own in self.of(Deed::Comment) {
            let first = self.first(own);
            match firsts.iter_mut().find(|(other, _)| std::ptr::eq(*other, first)) {
                Some((_, answers)) if !std::ptr::eq(own, first) => answers.push(own),
                Some(_) => {}
                None if std::ptr::eq(own, first) => firsts.push((own, Vec::new())),
                None => firsts.push((first, vec![own])),
            }
        }
        let settled = |own: &Happening| {
            let taken = self.of(Deed::Fulfilled).filter(|other| other.about.is_some() && other.about == own.id);
            taken.map(Happening::day).min()
        };
        let comment = |(own, answers): (&Happening, Vec<&Happening>)| CommentAnswer {
            id: text(&own.id),
            on: self.about(own, Deed::Version).and_then(name).map(str::to_owned),
            passage: text(&own.number),
            date: own.when,
            by: self.codes(&own.actors),
            answers: answers.into_iter().map(|other| Told::of(self.world, other, &self.draft.id)).collect(),
            settled: settled(own),
            doubt: text(&own.doubt),
            note: text(&own.note),
            source: own.source.to_string(),
            entry: own.entry,
        };
        firsts.into_iter().map(comment).collect()
    }

    /// The comment that a thread of answers began with.
    fn first(&self, own: &'w Happening) -> &'w Happening {
        let mut first = own;
        // Rows that name each other in a circle end where the circle closes.
        for _ in 0..self.told.len() {
            match self.about(first, Deed::Comment) {
                Some(earlier) if !std::ptr::eq(earlier, own) => first = earlier,
                _ => break,
            }
        }
        first
    }
}

/// What a version goes by.
fn name(own: &Happening) -> Option<&str> {
    own.number.as_deref().or(own.id.as_deref())
}
