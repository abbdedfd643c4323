//! From files to [`Packs`]: parties first, then instruments, then acts, then the engine.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::{Mutex, PoisonError};

use law::{Act, Authority, Engine, Parties, PlanError, Source, TreatyIx};
use serde::Deserialize;

use crate::acts::act_rows;
use crate::cores::on_every_core;
use crate::files::File;
use crate::happenings;
use crate::instrument::{Instrument, InstrumentFile, RelationKind, Text, clauses};
use crate::matters::{self, Matters};
use crate::mentions::{self, Mention};
use crate::names::{Names, key, nearest};
use crate::places::{self, PlaceName};
use crate::problem::{Problem, Severity, place_of};
use crate::sources::{SourceAbout, reconcile};
use crate::tables::{GroupAbout, Tables, read_tolerantly, suspicious, toml_problem};
use crate::zones::{self, Zone};

/// What `pack.toml` says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PackAbout {
    /// The same as the folder's name.
    pub id: String,
    /// What the pack holds.
    pub title: Text,
    /// Its sources, by key.
    #[serde(default)]
    pub sources: BTreeMap<String, SourceAbout>,
}

/// Packs that have been read, with an engine over their acts.
#[derive(Debug, Clone, Default)]
pub struct Packs {
    /// Participants and groups.
    pub parties: Parties,
    /// Their names.
    pub names: Names,
    /// The names of places.
    pub places: Vec<PlaceName>,
    /// What the groups are.
    pub groups: BTreeMap<String, GroupAbout>,
    /// The packs, by id.
    pub packs: BTreeMap<String, PackAbout>,
    /// Every instrument; its place is that of its [`TreatyIx`].
    pub instruments: Vec<Instrument>,
    /// Zones, in the order of the packs and of their ids.
    pub zones: Vec<Zone>,
    /// What happenings are about.
    pub matters: Matters,
    /// What happened, in order of days.
    pub happenings: Vec<law::Happening>,
    /// Where documents name instruments.
    pub mentions: Vec<Mention>,
    /// The engine over all of them.
    pub engine: Engine,
    by_id: HashMap<String, TreatyIx>,
    by_name: HashMap<String, Vec<TreatyIx>>,
    /// For each instrument the ranks of its pack's sources, by key; none where no `pack.toml` describes them.
    ranks: Vec<Option<Arc<HashMap<String, Authority>>>>,
}

impl std::ops::Index<TreatyIx> for Packs {
    type Output = Instrument;

    fn index(&self, ix: TreatyIx) -> &Instrument {
        &self.instruments[ix.0 as usize]
    }
}

impl Packs {
    /// The instrument with this id.
    pub fn by_id(&self, id: &str) -> Option<TreatyIx> {
        self.by_id.get(id).copied()
    }

    /// The instrument a person means: an id, a number in another register, or a name in any language.
    ///
    /// # Errors
    /// The nearest names when nothing answers, or the ids when several do.
    pub fn find(&self, word: &str) -> Result<TreatyIx, Vec<String>> {
        if let Some(ix) = self.by_id(word.trim()) {
            return Ok(ix);
        }
        match self.by_name.get(&key(word)).map(Vec::as_slice) {
            Some([ix]) => Ok(*ix),
            Some(several) => Err(several.iter().map(|&ix| self[ix].id.clone()).collect()),
            None => Err(self.nearest(word)),
        }
    }

    /// How many instruments have a name.
    pub fn called(&self, name: &str) -> usize {
        self.by_name.get(&key(name)).map_or(0, Vec::len)
    }

    fn nearest(&self, word: &str) -> Vec<String> {
        let names = self.instruments.iter().flat_map(|instrument| {
            let aliases = instrument.aliases.values().flatten().map(String::as_str);
            let titles = instrument.title.values().map(String::as_str);
            [instrument.id.as_str()].into_iter().chain(instrument.short.as_deref()).chain(titles).chain(aliases)
        });
        let mut found: Vec<TreatyIx> = Vec::new();
        for name in nearest(word, names, 20) {
            let ix = self.by_name.get(&key(&name)).and_then(|all| all.first()).copied();
            found.extend(ix.filter(|ix| !found.contains(ix)));
        }
        let named = |ix: &TreatyIx| format!("{} ({})", self[*ix].id, self[*ix].name("en"));
        found.iter().take(4).map(named).collect()
    }

    /// What the engine is given of an instrument.
    pub fn source(&self, ix: TreatyIx) -> Source<'_> {
        source(&self[ix], None)
    }

    /// The rank of the source that a citation about an instrument begins with.
    pub(crate) fn rank(&self, ix: TreatyIx, citation: &str) -> Option<Authority> {
        match &self.ranks[ix.0 as usize] {
            Some(ranks) => ranks.get(key_of(citation)).copied(),
            // A folder checked on its own has no pack.toml above it.
            None => Some(Authority::Register),
        }
    }

    /// Puts acts in the place of those of one instrument: raw, as [`Packs::read_act`] gives them, in
    /// the order of the record. Only this instrument is compared and laid out again. The acts of an
    /// [`Instrument`] are not raw any more: those that sources disagree about are marked.
    ///
    /// What is returned is what its clauses name and nothing answers to, as when it was loaded.
    ///
    /// # Panics
    /// When there is no such instrument.
    pub fn record(&mut self, ix: TreatyIx, raw: Vec<Act>) -> Vec<Problem> {
        let Packs { parties, instruments, engine, by_id, .. } = self;
        let instrument = &mut instruments[ix.0 as usize];
        instrument.acts = raw;
        settle(&mut instrument.acts);
        let find = |id: &str| by_id.get(id).copied();
        let replaced = engine.replace(ix, parties, &find, source(instrument, amends(instrument, &find)));
        let errors = replaced.err().unwrap_or_default();
        errors.into_iter().map(|error| unknown_name(instrument, "", parties, error)).collect()
    }

    /// The source a citation begins with, whichever pack describes it.
    pub fn source_about(&self, citation: &str) -> Option<&SourceAbout> {
        self.packs.values().find_map(|pack| source_key(&pack.sources, citation))
    }
}

fn source(instrument: &Instrument, amends: Option<TreatyIx>) -> Source<'_> {
    Source {
        clauses: &instrument.clauses,
        adopted: instrument.adopted,
        depositaries: &instrument.depositaries,
        amends,
        acts: &instrument.acts,
    }
}

/// A citation is a source's key, then the place in it.
fn source_key<'s>(sources: &'s BTreeMap<String, SourceAbout>, citation: &str) -> Option<&'s SourceAbout> {
    sources.get(key_of(citation))
}

fn key_of(citation: &str) -> &str {
    citation.split([' ', ';']).next().unwrap_or("")
}

/// Loads packs from files whose paths are relative to the folder of packs.
///
/// Everything that can be read is; every problem is gathered.
pub fn load(files: &[File<'_>]) -> (Packs, Vec<Problem>) {
    let (mut packs, mut problems) = load_recorded(files, |packs, problems| written_acts(files, packs, problems));
    let told = happenings::written(files, &packs, &mut problems);
    problems.extend(packs.tell(told));
    problems.sort_by(|a, b| (&a.path, a.line, a.column).cmp(&(&b.path, b.line, b.column)));
    (packs, problems)
}

/// Loads packs from files, and their acts from elsewhere: the files' own tables of acts and of happenings are left aside.
/// Happenings come by [`Packs::tell`].
///
/// `acts` is called once participants, sources and instruments are known, and gives raw acts, as
/// [`Packs::read_act`] does, in the order of the record; an instrument may come several times.
/// From there on all is as in [`load`].
///
/// # Panics
/// When `acts` gives a place that belongs to no instrument.
pub fn load_recorded(
    files: &[File<'_>],
    acts: impl FnOnce(&Packs, &mut Vec<Problem>) -> Vec<(TreatyIx, Vec<Act>)>,
) -> (Packs, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut packs = Packs::default();
    load_tables(files, &mut packs, &mut problems);
    load_abouts(files, &mut packs, &mut problems);
    load_instruments(files, &mut packs, &mut problems);
    index_names(&mut packs, &mut problems);
    rank_sources(&mut packs);
    packs.zones = zones::read(files, &packs.parties, &|id| packs.by_id.contains_key(id), &mut problems);
    let place = |id: &str| packs.places.iter().any(|name| name.place == id);
    packs.matters = matters::read(files, &packs.parties, &|id| packs.by_id.contains_key(id), &place, &mut problems);
    packs.mentions = mentions::read(files, &packs, &mut problems);
    for (ix, raw) in acts(&packs, &mut problems) {
        let all = &mut packs.instruments[ix.0 as usize].acts;
        if all.is_empty() { *all = raw } else { all.extend(raw) }
    }
    check_citations(&packs, &mut problems);
    settle_all(&mut packs.instruments);
    build_engine(files, &mut packs, &mut problems);
    problems.sort_by(|a, b| (&a.path, a.line, a.column).cmp(&(&b.path, b.line, b.column)));
    (packs, problems)
}

fn load_tables(files: &[File<'_>], packs: &mut Packs, problems: &mut Vec<Problem>) {
    let mut tables = Tables::default();
    let in_parties = |file: &&File<'_>| file.path.starts_with("parties/") || !file.path.contains('/');
    let named = |name: &str| files.iter().filter(in_parties).find(|file| file.path.rsplit('/').next() == Some(name));
    type Reader = fn(&mut Tables, &str, &str, &mut Vec<Problem>);
    let readers: [(&str, Reader); 5] = [
        ("parties.csv", Tables::parties),
        ("names.csv", Tables::names),
        ("un-membership.csv", Tables::un_membership),
        ("successions.csv", Tables::successions),
        ("groups.toml", Tables::groups),
    ];
    for (name, reader) in readers {
        if let Some(file) = named(name) {
            reader(&mut tables, &file.path, &file.text, problems);
        }
    }
    for file in files.iter().filter(|file| file.path.starts_with("parties/weights-")) {
        tables.weights(&file.path, &file.text, problems);
    }
    if let Some(file) = named("place-names.csv") {
        packs.places = places::read(&file.path, &file.text, problems);
    }
    packs.parties = tables.parties;
    packs.names = tables.names;
    packs.groups = tables.groups;
}

fn load_abouts(files: &[File<'_>], packs: &mut Packs, problems: &mut Vec<Problem>) {
    for file in files.iter().filter(|file| file.path.ends_with("/pack.toml")) {
        match toml::from_str::<PackAbout>(&file.text) {
            Ok(about) if file.path != format!("{}/pack.toml", about.id) => {
                let message = format!("the pack's id is `{}`, its folder is another", about.id);
                problems.push(Problem::error("id-and-folder", &file.path, place_of(&file.text, &about.id), message));
            }
            Ok(about) => {
                packs.packs.insert(about.id.clone(), about);
            }
            Err(error) => problems.push(toml_problem(&file.path, &file.text, &error)),
        }
    }
    check_documents(files, packs, problems);
}

/// By its SHA-256 a document is one source, and a source one document.
fn check_documents(files: &[File<'_>], packs: &Packs, problems: &mut Vec<Problem>) {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for (pack, about) in &packs.packs {
        let path = format!("{pack}/pack.toml");
        let text = files.iter().find(|file| file.path == path).map_or("", |file| &*file.text);
        let mut refuse = |value: &str, message: String| {
            problems.push(Problem::error("bad-source", &path, place_of(text, value), message));
        };
        for (key, source) in &about.sources {
            if let Some(dated) = source.dated.as_ref().filter(|dated| dated.parse::<law::Span>().is_err()) {
                refuse(dated, format!("the source `{key}`: `{dated}` is no date and no stretch of dates"));
            }
            let Some(sha256) = &source.sha256 else { continue };
            let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
            if sha256.len() != 64 || !sha256.bytes().all(digit) {
                refuse(sha256, format!("the source `{key}`: `{sha256}` is no SHA-256: 64 digits, 0 to 9 and a to f"));
            }
            match seen.iter().find(|(other, hash)| (other == key) != (hash == sha256)) {
                Some((other, _)) if other == key => {
                    refuse(sha256, format!("the source `{key}` is described with another SHA-256 elsewhere"));
                }
                Some((other, _)) => {
                    refuse(
                        sha256,
                        format!("the sources `{other}` and `{key}` have one SHA-256: they are one document"),
                    );
                }
                None => seen.push((key, sha256)),
            }
        }
    }
}

fn load_instruments(files: &[File<'_>], packs: &mut Packs, problems: &mut Vec<Problem>) {
    for file in files.iter().filter(|file| file.path.ends_with("treaty.toml")) {
        let Some(read) = read_tolerantly::<InstrumentFile>(&file.path, &file.text, problems) else { continue };
        if let Some(instrument) = instrument(file, read, packs, problems) {
            packs.by_id.insert(instrument.id.clone(), instrument.ix);
            packs.instruments.push(instrument);
        }
    }
}

fn instrument(
    file: &File<'_>,
    mut read: InstrumentFile,
    packs: &Packs,
    problems: &mut Vec<Problem>,
) -> Option<Instrument> {
    let mut refuse = |check, value: &str, message: String| {
        problems.push(Problem::error(check, &file.path, place_of(&file.text, value), message));
    };
    let mut folders = file.path.rsplit('/').skip(1);
    let folder = folders.next();
    let well_formed =
        !read.id.is_empty() && read.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !well_formed {
        refuse("bad-id", &read.id, format!("`{}` is not an id; write small letters, digits and hyphens", read.id));
        return None;
    }
    if folder.is_some_and(|folder| folder != read.id) {
        let id = &read.id;
        refuse("id-and-folder", id, format!("the id is `{id}`, the folder is `{}`", folder.unwrap_or("")));
    }
    if packs.by_id.contains_key(&read.id) {
        refuse("duplicate-id", &read.id, format!("the id `{}` stands in another file too", read.id));
        return None;
    }
    if !read.title.contains_key("en") {
        refuse("missing-title", "title", "the title needs an English form: title = { en = \"…\" }".to_owned());
    }
    for name in read.title.values().chain(read.aliases.values().flatten()) {
        if let Some(why) = suspicious(name) {
            refuse("suspicious-name", name, why);
        }
    }
    let remarks = read.note.iter().flat_map(|note| note.text.values());
    for text in remarks.chain(&read.unverified).chain(&read.cite).chain(&read.short) {
        if let Some(why) = crate::tables::hides(text) {
            refuse("suspicious-text", text, why);
        }
    }
    let (mut depositaries, mut depositary_articles) = (Vec::new(), Vec::new());
    for depositary in &read.depositary {
        match packs.parties.find(&depositary.party) {
            Some(party) => {
                depositaries.push(party);
                depositary_articles.push(depositary.article.clone());
            }
            None => {
                refuse("unknown-party", &depositary.party, format!("there is no participant `{}`", depositary.party));
            }
        }
    }
    let (adopted, place) = read.adopted.take().map_or((None, None), |adopted| (adopted.on, adopted.place));
    Some(Instrument {
        ix: TreatyIx(packs.instruments.len() as u32),
        path: file.path.to_string(),
        pack: folders.next().unwrap_or("").to_owned(),
        clauses: clauses(&mut read),
        id: read.id,
        kind: read.kind,
        title: read.title,
        short: read.short,
        aliases: read.aliases,
        refs: read.refs,
        adopted,
        place,
        depositaries,
        depositary_articles,
        checked_until: read.checked_until,
        cite: read.cite,
        unverified: read.unverified,
        relations: read.relations,
        notes: read.note,
        acts: Vec::new(),
    })
}

fn index_names(packs: &mut Packs, problems: &mut Vec<Problem>) {
    for instrument in &packs.instruments {
        let aliases = instrument.aliases.values().flatten().map(String::as_str);
        let titles = instrument.title.values().map(String::as_str);
        let refs: Vec<String> =
            instrument.refs.iter().flat_map(|(register, id)| [format!("{register}:{id}"), id.clone()]).collect();
        let names =
            [instrument.id.as_str()].into_iter().chain(instrument.short.as_deref()).chain(titles).chain(aliases);
        for name in names.chain(refs.iter().map(String::as_str)) {
            let all = packs.by_name.entry(key(name)).or_default();
            if !all.contains(&instrument.ix) {
                all.push(instrument.ix);
            }
        }
        for relation in &instrument.relations {
            if !packs.by_id.contains_key(&relation.treaty) {
                let path = instrument.path.clone();
                let message = format!("`{}` is related to `{}`, which is in no pack", instrument.id, relation.treaty);
                problems.push(Problem::warning("unknown-relation", &path, (0, 0), message));
            }
        }
    }
    // Bare numbers of small registers ("1", "10") would answer for too much.
    packs.by_name.retain(|name, _| !name.chars().all(|c| c.is_ascii_digit()));
}

fn rank_sources(packs: &mut Packs) {
    let ranks = |about: &PackAbout| -> HashMap<String, Authority> {
        about.sources.iter().map(|(key, source)| (key.clone(), source.rank())).collect()
    };
    let of_pack: HashMap<&str, Arc<_>> =
        packs.packs.iter().map(|(id, about)| (id.as_str(), Arc::new(ranks(about)))).collect();
    packs.ranks = packs.instruments.iter().map(|i| of_pack.get(i.pack.as_str()).cloned()).collect();
}

/// The act tables among some files, each with the id of its instrument.
pub fn act_tables<'f>(files: &'f [File<'f>]) -> impl Iterator<Item = (&'f str, &'f File<'f>)> {
    files.iter().filter_map(|file| {
        let (folder, name) = file.path.rsplit_once('/')?;
        let id = folder.rsplit('/').next().unwrap_or(folder);
        (name.starts_with("acts") && name.ends_with(".csv")).then_some((id, file))
    })
}

/// The acts of the files' own tables, in the order of the files.
fn written_acts(files: &[File<'_>], packs: &Packs, problems: &mut Vec<Problem>) -> Vec<(TreatyIx, Vec<Act>)> {
    let mut all = Vec::new();
    for (id, file) in act_tables(files) {
        let Some(ix) = packs.by_id(id) else {
            let message = format!("there is no treaty.toml with the id `{id}` beside this table");
            problems.push(Problem::error("no-treaty", &file.path, (0, 0), message));
            continue;
        };
        let mut acts = Vec::new();
        act_rows(&file.path, &file.text, problems, |line, row, problems| match packs.read_act(ix, row) {
            Ok(act) => acts.push(act),
            Err(problem) => problems.push(Problem { path: file.path.to_string(), line, ..problem }),
        });
        all.push((ix, acts));
    }
    all
}

fn check_citations(packs: &Packs, problems: &mut Vec<Problem>) {
    for instrument in &packs.instruments {
        let Some(pack) = packs.packs.get(&instrument.pack) else { continue };
        for citation in instrument.cite.iter().filter(|citation| source_key(&pack.sources, citation).is_none()) {
            let path = instrument.path.clone();
            let message = format!("the citation `{citation}` begins with no source of the pack");
            problems.push(Problem::warning("unknown-source", &path, (0, 0), message));
        }
    }
}

/// How many instruments in a row one thread takes, where there are acts enough to be worth its start.
fn run_for_each_core(instruments: &[Instrument]) -> usize {
    let acts: usize = instruments.iter().map(|instrument| instrument.acts.len()).sum();
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(acts / 100_000 + 1);
    instruments.len().div_ceil(threads).max(1)
}

/// Settles the acts of every instrument, each by itself, on as many threads as are worth their start.
fn settle_all(instruments: &mut [Instrument]) {
    let run = run_for_each_core(instruments);
    let runs: Vec<Mutex<&mut [Instrument]>> = instruments.chunks_mut(run).map(Mutex::new).collect();
    on_every_core(&runs, |run| {
        // Nobody else has the run: a lock that a panic left behind guards nothing.
        let mut run = run.lock().unwrap_or_else(PoisonError::into_inner);
        run.iter_mut().for_each(|instrument| settle(&mut instrument.acts));
    });
}

/// Puts raw acts in the order of their days, and compares what several sources say of one deed.
fn settle(acts: &mut Vec<Act>) {
    acts.sort_by_cached_key(|act| act.date.first);
    reconcile(acts);
}

/// The treaty that an instrument amends.
fn amends(instrument: &Instrument, find: &dyn Fn(&str) -> Option<TreatyIx>) -> Option<TreatyIx> {
    let mut relations = instrument.relations.iter();
    relations.find(|relation| relation.kind == RelationKind::Amends).and_then(|relation| find(&relation.treaty))
}

/// A name in an instrument's clauses to which nothing answers; its place is looked for in the text of the file.
fn unknown_name(instrument: &Instrument, text: &str, parties: &Parties, error: PlanError) -> Problem {
    let place = place_of(text, &error.value);
    let near = nearest(&error.value, parties.group_ids(), 2);
    let problem = Problem::error("unknown-name", &instrument.path, place, error.message);
    if near.is_empty() { problem } else { problem.help(format!("did you mean {}?", near.join(", "))) }
}

fn build_engine(files: &[File<'_>], packs: &mut Packs, problems: &mut Vec<Problem>) {
    let mut engine = Engine::new();
    let lay = |instrument: &Instrument| {
        let find = |id: &str| packs.by_id(id);
        law::lay(&packs.parties, &find, source(instrument, amends(instrument, &find)))
    };
    let run = run_for_each_core(&packs.instruments);
    let runs: Vec<&[Instrument]> = packs.instruments.chunks(run).collect();
    let laid = on_every_core(&runs, |run| run.iter().map(lay).collect::<Vec<law::Laid>>());
    for (instrument, laid) in packs.instruments.iter().zip(laid.into_iter().flatten()) {
        if let Err(errors) = engine.append(laid) {
            let text = files.iter().find(|file| file.path == instrument.path).map_or("", |file| &file.text);
            problems.extend(errors.into_iter().map(|error| unknown_name(instrument, text, &packs.parties, error)));
        }
    }
    engine.shrink();
    packs.engine = engine;
}

impl Packs {
    /// Whether any of the problems keeps a pack from being used.
    pub fn has_errors(problems: &[Problem]) -> bool {
        problems.iter().any(|problem| problem.severity == Severity::Error)
    }
}
