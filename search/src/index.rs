//! The index as a whole: parts in memory or in a folder.

use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use law::Day;

use crate::entities::{Class, Entities};
use crate::fault::Fault;
use crate::matching::{self, Best, Conditions, Ranked, Scale};
use crate::passage::{Kind, Passage};
use crate::segment::{Building, FORMAT, Segment};
use crate::snippet::{Marker, Snippet};
use crate::wanted::{self, Clause, Wanted, wanted_fact};
use crate::words::Words;

const HEAD: &str = "index";
const LOCK: &str = "lock";
const FIRST_LINE: &str = "semey search index";

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Question<'q> {
    /// Words, in any languages. Each must be there, or what it names; words in quotation marks one after the other.
    /// Signs written without spaces, and words joined by hyphens or strokes, belong together. Without
    /// words everything answers that the rest admits. Of more than 200 words the first 200 count.
    pub words: &'q str,
    /// Only passages of this kind.
    pub kind: Option<Kind>,
    /// Only passages in this language.
    pub lang: Option<&'q str>,
    /// Only passages of this document.
    pub document: Option<&'q str>,
    /// Only passages about this instrument, as [`Passage::instruments`] has it.
    pub instrument: Option<&'q str>,
    /// Only passages about this participant, as [`Passage::actors`] has it.
    pub actor: Option<&'q str>,
    /// Only passages from this day or later ones; those without a date are left out.
    pub from: Option<Day>,
    /// Only passages from this day or earlier ones; those without a date are left out.
    pub until: Option<Day>,
    /// How many hits are wanted.
    pub limit: usize,
    /// How many of the best are left out before them.
    pub offset: usize,
    /// How many characters a snippet has, more or less; 0 for none.
    pub snippet: usize,
}

impl<'q> Question<'q> {
    /// The ten best for some words, with snippets of 200 characters.
    pub fn about(words: &'q str) -> Question<'q> {
        Question { words, limit: 10, snippet: 200, ..Question::default() }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// How many passages fit.
    pub total: u64,
    /// Whether no passage has all the words, so that these have only some of them.
    pub relaxed: bool,
    /// What the question names.
    pub named: Vec<Named>,
    /// The best, best first; those that fit equally in the order of document, paragraph and place. Where the whole question
    /// is a name of an instrument or a participant, its own entry comes before them.
    pub hits: Vec<Hit>,
}

/// Something that a question names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its class.
    pub class: Class,
    /// Its code in the table of names.
    pub code: String,
    /// The words of the question that name it.
    pub words: String,
}

/// A passage that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The passage as it was put in.
    pub passage: Passage,
    /// How well it fits; comparable within one answer only.
    pub score: f32,
    /// The piece of its text that shows why.
    pub snippet: Snippet,
    /// What was found in its title: bytes of the title.
    pub title_marks: Vec<std::ops::Range<usize>>,
}

/// An index of passages: derived, so that it can be deleted and built again at any time.
///
/// In a folder it is a file `index`, which names the parts, and the parts. What a part is, its module says.
#[derive(Debug)]
pub struct Index {
    place: Option<PathBuf>,
    entities: Arc<Entities>,
    segments: Vec<Segment>,
}

impl Index {
    /// An empty index in memory.
    pub fn in_memory(entities: Arc<Entities>) -> Index {
        Index { place: None, entities, segments: Vec::new() }
    }

    /// An empty index in a folder, which is made where it is not there. An index that is there already, of
    /// whatever version, is deleted.
    ///
    /// # Errors
    /// When the folder holds anything else, another program writes an index there, or the system refuses.
    pub fn create(folder: &Path, entities: Arc<Entities>) -> Result<Index, Fault> {
        fs::create_dir_all(folder).map_err(|source| Fault::io("make", folder, source))?;
        let files = fs::read_dir(folder).map_err(|source| Fault::io("read", folder, source))?;
        let mut parts = Vec::new();
        let mut head = false;
        for file in files {
            let file = file.map_err(|source| Fault::io("read", folder, source))?;
            match file.file_name().to_str() {
                Some(HEAD) if is_head(&file.path()) => head = true,
                Some(LOCK | "index.new") => {}
                Some(name) if is_part(name) => parts.push(file.path()),
                _ => return Err(Fault::NotEmpty { path: folder.to_owned() }),
            }
        }
        let _lock = lock(folder)?;
        // The file that names the parts goes first: what is left without it is no index.
        let head = head.then(|| folder.join(HEAD));
        for path in head.iter().chain(&parts) {
            fs::remove_file(path).map_err(|source| Fault::io("delete", path, source))?;
        }
        let index = Index { place: Some(folder.to_owned()), entities, segments: Vec::new() };
        index.write_head(&[])?;
        Ok(index)
    }

    /// The index in a folder.
    ///
    /// # Errors
    /// When there is none, it must be rebuilt (another version made it, or other names were used), it is
    /// damaged, or the system refuses.
    pub fn open(folder: &Path, entities: Arc<Entities>) -> Result<Index, Fault> {
        let path = folder.join(HEAD);
        let head = match fs::read_to_string(&path) {
            Ok(head) => head,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Fault::NoIndex { path: folder.to_owned() });
            }
            Err(source) => return Err(Fault::io("read", &path, source)),
        };
        let outdated = |why: String| Fault::Outdated { path: folder.to_owned(), why };
        let mut lines = head.lines();
        let format = lines.next().and_then(|line| line.strip_prefix(FIRST_LINE)).map(str::trim);
        let format = format.ok_or_else(|| Fault::NoIndex { path: folder.to_owned() })?;
        if format != FORMAT.to_string() {
            return Err(outdated(format!("has format {format}, and this program reads format {FORMAT}")));
        }
        if lines.next() != Some(&names_line(&entities)) {
            return Err(outdated("was made with other names of participants, instruments and places".to_owned()));
        }
        let mut segments = Vec::new();
        for part in lines {
            if !is_part(part) {
                return Err(Fault::Damaged { path, why: "names something that is no part" });
            }
            segments.push(Segment::open(&folder.join(part))?);
        }
        Ok(Index { place: Some(folder.to_owned()), entities, segments })
    }

    /// How many passages it has.
    pub fn len(&self) -> usize {
        self.segments.iter().map(Segment::passages).sum()
    }

    /// Whether it has no passages.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds passages to it.
    ///
    /// # Errors
    /// When another program writes it, or the system refuses.
    pub fn writer(&mut self) -> Result<Writer<'_>, Fault> {
        let lock = self.place.as_deref().map(lock).transpose()?;
        let words = Words::over(Arc::clone(&self.entities));
        Ok(Writer { words, building: Building::default(), added: Vec::new(), _lock: lock, index: self })
    }

    /// Adds passages and commits; `progress` is told after each how many were added.
    ///
    /// # Errors
    /// As [`Index::writer`], [`Writer::add`] and [`Writer::commit`].
    pub fn fill<P: std::borrow::Borrow<Passage>>(
        &mut self,
        passages: impl IntoIterator<Item = P>,
        progress: &mut dyn FnMut(usize),
    ) -> Result<(), Fault> {
        let mut writer = self.writer()?;
        for (number, passage) in passages.into_iter().enumerate() {
            writer.add(passage.borrow())?;
            progress(number + 1);
        }
        writer.commit()
    }

    fn write_head(&self, parts: &[String]) -> Result<(), Fault> {
        let Some(folder) = &self.place else { return Ok(()) };
        let (new, path) = (folder.join("index.new"), folder.join(HEAD));
        let mut head = format!("{FIRST_LINE} {FORMAT}\n{}\n", names_line(&self.entities));
        for part in parts {
            head.push_str(part);
            head.push('\n');
        }
        fs::write(&new, head).map_err(|source| Fault::io("write", &new, source))?;
        fs::rename(&new, &path).map_err(|source| Fault::io("write", &path, source))
    }

    /// Answers a question.
    ///
    /// # Errors
    /// When the index is damaged, or the system refuses.
    pub fn find(&self, question: &Question<'_>) -> Result<Found, Fault> {
        let mut words = Words::over(Arc::clone(&self.entities));
        let wanted = wanted::read(question.words, &mut words, &self.entities);
        let conditions = conditions(question);
        let mut relaxed = false;
        let mut clauses = &wanted.all;
        let mut best = self.best(clauses, &conditions, question, matching::all)?;
        if best.total == 0 && !wanted.any.is_empty() {
            best = self.best(&wanted.any, &conditions, question, matching::any)?;
            if best.total > 0 {
                relaxed = true;
                clauses = &wanted.any;
            }
        }
        let own = if relaxed { Vec::new() } else { self.own_entries(&wanted, question)? };
        if !own.is_empty() {
            best.hits = self.led_by(own, clauses, &conditions, question)?;
        }
        let mut marker = Marker { words: &mut words, entities: &self.entities, clauses };
        let mut hits = Vec::with_capacity(best.hits.len());
        for (score, passage) in best.hits {
            let snippet = match question.snippet {
                0 => Snippet::default(),
                width => marker.snippet(&passage.text, width),
            };
            let title_marks = if question.snippet == 0 { Vec::new() } else { marker.marked(&passage.title) };
            hits.push(Hit { passage, score, snippet, title_marks });
        }
        let named = wanted.named.iter().map(|(entity, bytes)| {
            let (class, code) = self.entities.code(*entity);
            Named { class, code: code.to_owned(), words: question.words[bytes.clone()].to_owned() }
        });
        Ok(Found { total: best.total, relaxed, named: named.collect(), hits })
    }

    /// The entries of what the whole question is a name of: whoever asks for a thing by its name wants the thing.
    fn own_entries(&self, wanted: &Wanted, question: &Question<'_>) -> Result<Vec<(f32, Passage)>, Fault> {
        let mut own = Vec::new();
        let whole = |bytes: &std::ops::Range<usize>| question.words[bytes.clone()] == *question.words.trim();
        for (entity, _) in wanted.named.iter().filter(|(_, bytes)| whole(bytes)) {
            let (class, code) = self.entities.code(*entity);
            let kind = match class {
                Class::Instrument => Kind::Treaty,
                Class::Participant => Kind::Participant,
                Class::Place => continue,
            };
            let other = question.kind.is_some_and(|asked| asked != kind) || question.document.is_some();
            if !other {
                let only = Question { kind: Some(kind), document: Some(code), offset: 0, limit: 1, ..question.clone() };
                own.extend(self.best(&wanted.all, &conditions(&only), &only, matching::all)?.hits);
            }
        }
        own.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        Ok(own)
    }

    /// The page of an answer in which these come before all others.
    fn led_by(
        &self,
        mut hits: Vec<(f32, Passage)>,
        clauses: &[Clause],
        conditions: &Conditions,
        question: &Question<'_>,
    ) -> Result<Vec<(f32, Passage)>, Fault> {
        let end = question.offset.saturating_add(question.limit);
        let all = Question { offset: 0, limit: end.saturating_add(hits.len()), ..question.clone() };
        let rest = self.best(clauses, conditions, &all, matching::all)?.hits;
        let led = hits.len();
        for (score, passage) in rest {
            if !hits[..led].iter().any(|(_, own)| *own == passage) {
                hits.push((score, passage));
            }
        }
        hits.truncate(end);
        hits.drain(..question.offset.min(hits.len()));
        Ok(hits)
    }

    fn best(
        &self,
        clauses: &[Clause],
        conditions: &Conditions,
        question: &Question<'_>,
        of: Matcher,
    ) -> Result<Page, Fault> {
        let passages = self.len() as u64;
        let units: u64 = self.segments.iter().map(Segment::units).sum();
        let scale = Scale { average: units as f32 / passages.max(1) as f32 };
        let weighted: Vec<_> = clauses
            .iter()
            .map(|clause| {
                let counts = self.segments.iter().map(|segment| matching::occurrences(&clause.want, segment));
                (&clause.want, Scale::rarity(passages, counts.sum()))
            })
            .collect();
        let most = question.offset.saturating_add(question.limit);
        let (mut total, mut ranked) = (0, Vec::new());
        for segment in &self.segments {
            let best = of(&weighted, conditions, scale, segment, most.min(segment.passages()))?;
            total += best.total;
            ranked.extend(best.ranked.into_iter().map(|ranked| (ranked, segment)));
        }
        Ok(Page { total, hits: page(ranked, question)? })
    }
}

type Matcher = fn(&matching::Weighted<'_>, &Conditions, Scale, &Segment, usize) -> Result<Best, Fault>;

struct Page {
    total: u64,
    hits: Vec<(f32, Passage)>,
}

/// The page of the answer out of the best of all parts.
fn page(mut ranked: Vec<(Ranked, &Segment)>, question: &Question<'_>) -> Result<Vec<(f32, Passage)>, Fault> {
    ranked.sort_by(|(a, _), (b, _)| b.score.total_cmp(&a.score));
    let end = question.offset.saturating_add(question.limit).min(ranked.len());
    if question.offset >= end {
        return Ok(Vec::new());
    }
    // Parts number their passages each for itself: where the score is the same, the passages decide.
    let score = |at: usize| ranked[at].0.score;
    let from = (0..=question.offset).rev().take_while(|&at| score(at) == score(question.offset)).last().unwrap_or(0);
    let until = (end - 1..ranked.len()).take_while(|&at| score(at) == score(end - 1)).last().map_or(end, |at| at + 1);
    let mut hits = Vec::with_capacity(until - from);
    for (ranked, segment) in &ranked[from..until] {
        hits.push((ranked.score, segment.passage(ranked.passage)?));
    }
    hits.sort_by(|(a_score, a), (b_score, b)| {
        let key = |passage: &Passage| (passage.place.start, passage.place.end);
        let by_name = || (&a.document, &a.paragraph).cmp(&(&b.document, &b.paragraph));
        b_score.total_cmp(a_score).then_with(by_name).then_with(|| key(a).cmp(&key(b)))
    });
    hits.drain(..question.offset - from);
    hits.truncate(question.limit);
    Ok(hits)
}

fn conditions(question: &Question<'_>) -> Conditions {
    let facts = [
        question.kind.map(|kind| wanted_fact('k', kind.word())),
        question.lang.map(|lang| wanted_fact('l', lang)),
        question.document.map(|document| wanted_fact('d', document)),
        question.instrument.map(|code| wanted_fact('i', code)),
        question.actor.map(|code| wanted_fact('a', code)),
    ];
    Conditions { facts: facts.into_iter().flatten().collect(), from: question.from, until: question.until }
}

/// Adds passages to an index. What is not committed is not there.
#[derive(Debug)]
pub struct Writer<'i> {
    index: &'i mut Index,
    words: Words,
    building: Building,
    added: Vec<Segment>,
    _lock: Option<File>,
}

impl Writer<'_> {
    /// Adds a passage.
    ///
    /// # Errors
    /// When it is longer than 256 MiB, or the system refuses.
    pub fn add(&mut self, passage: &Passage) -> Result<(), Fault> {
        self.building.add(passage, &mut self.words, &self.index.entities)?;
        if self.building.is_full() { self.finish() } else { Ok(()) }
    }

    /// Makes the passages part of the index.
    ///
    /// # Errors
    /// When the system refuses; the index is then as it was.
    pub fn commit(mut self) -> Result<(), Fault> {
        if !self.building.is_empty() {
            self.finish()?;
        }
        let count = self.index.segments.len() + self.added.len();
        let parts: Vec<String> = (0..count).map(part_name).collect();
        self.index.write_head(&parts)?;
        self.index.segments.append(&mut self.added);
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Fault> {
        let bytes = self.building.finish(&self.words);
        self.words = Words::over(Arc::clone(&self.index.entities));
        let segment = match &self.index.place {
            None => Segment::in_memory(bytes)?,
            Some(folder) => {
                let path = folder.join(part_name(self.index.segments.len() + self.added.len()));
                let written = File::create(&path).and_then(|mut file| file.write_all(&bytes));
                written.map_err(|source| Fault::io("write", &path, source))?;
                drop(bytes);
                Segment::open(&path)?
            }
        };
        self.added.push(segment);
        Ok(())
    }
}

fn lock(folder: &Path) -> Result<File, Fault> {
    let path = folder.join(LOCK);
    let file = File::create(&path).map_err(|source| Fault::io("write", &path, source))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Fault::Busy { path: folder.to_owned() }),
        Err(TryLockError::Error(source)) => Err(Fault::io("lock", &path, source)),
    }
}

fn part_name(number: usize) -> String {
    format!("{number:06}.part")
}

fn is_part(name: &str) -> bool {
    name.strip_suffix(".part").is_some_and(|number| number.len() >= 6 && number.bytes().all(|b| b.is_ascii_digit()))
}

fn is_head(path: &Path) -> bool {
    fs::read(path).is_ok_and(|head| head.starts_with(FIRST_LINE.as_bytes()))
}

fn names_line(entities: &Entities) -> String {
    format!("names {:016x}", entities.fingerprint())
}
