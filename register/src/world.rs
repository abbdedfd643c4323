//! What a question is asked of, and how the things it names are found.

use std::cmp::Reverse;
use std::fmt;
use std::sync::Arc;

use law::{Day, PartyIx, TreatyIx};
use pack::{Matter, Packs, Problem, Zone};
use words::{Names, Words};

use crate::past::Remembered;

/// The packs that have been read, and the language of the answers.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// Participants, instruments and the engine over their acts; shared by the worlds of several languages.
    pub packs: Arc<Packs>,
    /// What is wrong with the packs.
    pub problems: Vec<Problem>,
    /// The language of answers, as in BCP 47; English where a name or a sentence has no such form.
    pub lang: String,
    /// Everybody's past, where it is kept: see [`World::remembering`].
    pub(crate) remembered: Option<Remembered>,
}

/// What a word was looked up as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// An instrument.
    Treaty,
    /// A State, an organisation or another participant.
    Participant,
    /// A pack.
    Pack,
    /// A zone.
    Zone,
    /// A body, a series, a measure, a watch: what happenings are about.
    Matter,
    /// A source.
    Source,
}

/// A word to which no one thing answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What was looked for.
    pub thing: Thing,
    /// The word, as given.
    pub word: String,
    /// Those it is near to, or that answer to it alike, best first; every one there is for a pack or a zone.
    pub near: Vec<String>,
    /// Whether those that are near all answer to it.
    pub several: bool,
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = &self.word;
        match self.thing {
            Thing::Treaty if self.several => write!(f, "several treaties answer to `{word}`"),
            Thing::Participant if self.several => write!(f, "several participants answer to `{word}`"),
            Thing::Matter if self.several => write!(f, "several bodies, measures or other matters answer to `{word}`"),
            Thing::Treaty => write!(f, "no treaty answers to `{word}`"),
            Thing::Participant => write!(f, "no participant answers to `{word}`"),
            Thing::Pack => write!(f, "there is no pack `{word}`"),
            Thing::Zone => write!(f, "there is no zone `{word}`"),
            Thing::Matter => write!(f, "no body, measure or other matter answers to `{word}`"),
            Thing::Source => write!(f, "no source of the packs answers to `{word}`"),
        }
    }
}

impl std::error::Error for Unknown {}

impl World {
    /// The answers of packs that have been read.
    pub fn new(packs: Packs, problems: Vec<Problem>, lang: &str) -> World {
        World { packs: Arc::new(packs), problems, lang: lang.to_owned(), remembered: None }
    }

    /// The same packs, with answers in another language.
    #[must_use]
    pub fn in_language(&self, lang: &str) -> World {
        World { lang: lang.to_owned(), ..self.clone() }
    }

    /// The instrument a person means: an id, a number in another register, or a name in any language.
    ///
    /// # Errors
    /// When none answers to the word, or several do.
    pub fn treaty(&self, word: &str) -> Result<TreatyIx, Unknown> {
        let several = || self.packs.called(word) > 1;
        let unknown = |near| Unknown { thing: Thing::Treaty, word: word.to_owned(), near, several: several() };
        self.packs.find(word).map_err(unknown)
    }

    /// The participant a person means: a code, or a name in any language.
    ///
    /// # Errors
    /// When none answers to the word, or several do.
    pub fn party(&self, word: &str) -> Result<PartyIx, Unknown> {
        let several = || self.packs.names.called(word) > 1;
        let unknown = |near| Unknown { thing: Thing::Participant, word: word.to_owned(), near, several: several() };
        self.packs.names.find(&self.packs.parties, word).map_err(unknown)
    }

    /// The pack with this id.
    ///
    /// # Errors
    /// When there is none.
    pub fn pack(&self, id: &str) -> Result<&str, Unknown> {
        let found = self.packs.packs.keys().find(|key| *key == id);
        found.map(String::as_str).ok_or_else(|| {
            let with_treaties = |pack: &&String| self.packs.instruments.iter().any(|i| i.pack == **pack);
            let near = self.packs.packs.keys().filter(with_treaties).cloned().collect();
            Unknown { thing: Thing::Pack, word: id.to_owned(), near, several: false }
        })
    }

    /// The zone a person means: its id, its name in any language, or its treaty.
    ///
    /// # Errors
    /// When there is none.
    pub fn zone(&self, word: &str) -> Result<&Zone, Unknown> {
        let zones = &self.packs.zones;
        let key = pack::names::key(word);
        let by_name = |zone: &&Zone| zone.id == word || zone.name.values().any(|name| pack::names::key(name) == key);
        let by_treaty = || {
            let id = &self.packs[self.packs.find(word).ok()?].id;
            zones.iter().find(|zone| zone.treaty.as_ref() == Some(id))
        };
        zones.iter().find(by_name).or_else(by_treaty).ok_or_else(|| {
            let near = zones.iter().map(|zone| zone.id.clone()).collect();
            Unknown { thing: Thing::Zone, word: word.to_owned(), near, several: false }
        })
    }

    /// The key of the source a person means: the key, the file it lies in, or its symbol.
    ///
    /// # Errors
    /// When there is none. Near are those that lie in a file.
    pub fn source(&self, word: &str) -> Result<&str, Unknown> {
        let sources = || self.packs.packs.values().flat_map(|pack| &pack.sources);
        let file = word.rsplit(['/', '\\']).next().unwrap_or(word).trim();
        let plain = |text: &str| -> String {
            text.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_uppercase() } else { '-' }).collect()
        };
        let by_key = sources().find(|(key, _)| *key == word.trim());
        let by_file = || sources().find(|(_, about)| about.file.as_deref() == Some(file));
        let by_symbol = || sources().find(|(key, _)| plain(key) == plain(word.trim()));
        by_key.or_else(by_file).or_else(by_symbol).map(|(key, _)| key.as_str()).ok_or_else(|| {
            let in_files = sources().filter(|(_, about)| about.file.is_some());
            let mut near: Vec<String> = in_files.map(|(key, _)| key.clone()).collect();
            near.sort_unstable();
            near.dedup();
            Unknown { thing: Thing::Source, word: word.to_owned(), near, several: false }
        })
    }

    /// A participant's name on a day.
    pub fn party_name(&self, party: PartyIx, on: Day) -> &str {
        self.packs.names.of(&self.packs.parties, party, &self.lang, on)
    }

    /// What a group is called, for a list; its id where nobody names it.
    pub fn group_name(&self, id: &str) -> String {
        self.group(id).map_or_else(|| id.to_owned(), |name| self.words().capital(&name))
    }

    /// A place's name on a day, in the language of answers or in English: the one that it bore then, or else its present
    /// one; what the place was given by where the gazetteer has no such place.
    pub fn place_name<'s>(&'s self, place: &'s str, on: Day) -> &'s str {
        // Acts name a place by one of its names, happenings by its id.
        let called = || self.packs.places.iter().find(|name| name.text == place).map(|name| name.place.as_str());
        let known = self.packs.places.iter().any(|name| name.place == place);
        let id = if known { place } else { called().unwrap_or(place) };
        let borne = |lang: &str, on: Day| {
            let names = self.packs.places.iter().filter(move |name| name.place == id && name.lang == lang);
            // Of two names that both hold, the younger one; of two that are as old, the one that is as it was told.
            names
                .filter(move |name| name.from <= on && on < name.until)
                .min_by_key(|name| (Reverse(name.from), name.text != place))
        };
        let of = |lang: &str| borne(lang, on).or_else(|| borne(lang, Day::LAST));
        let found = of(&self.lang).or_else(|| of("en"));
        found.map_or(place, |name| name.text.as_str())
    }

    /// The code of the State in which a place lies today.
    pub fn country_of(&self, place: &str) -> Option<&str> {
        let name = self.packs.places.iter().find(|name| name.place == place)?;
        Some(name.country.as_str()).filter(|country| !country.is_empty())
    }

    /// What a matter is called.
    pub fn matter_name<'s>(&'s self, id: &'s str) -> &'s str {
        self.packs.matters.by_id(id).map_or(id, |matter| pack::in_language(&matter.name, &self.lang))
    }

    /// What a regime is called, in the language of answers; its id where no pack names it.
    pub fn regime_name<'s>(&'s self, id: &'s str) -> &'s str {
        self.packs.matters.regime(id).map_or(id, |name| pack::in_language(name, &self.lang))
    }

    /// The matter a person means: its id, its short name, or a name in any language.
    ///
    /// # Errors
    /// When none answers to the word, or several do.
    pub fn matter(&self, word: &str) -> Result<&Matter, Unknown> {
        let several = || self.packs.matters.called(word) > 1;
        let unknown = |near| Unknown { thing: Thing::Matter, word: word.to_owned(), near, several: several() };
        self.packs.matters.find(word).map_err(unknown)
    }

    /// What answers are said in: English for a language without catalogues.
    pub fn words(&self) -> &'static Words {
        words::of(&self.lang)
    }

    /// A treaty's title as it stands in a sentence.
    pub(crate) fn title_in_sentence(&self, t: TreatyIx) -> String {
        self.words().title(pack::in_language(&self.packs[t].title, &self.lang), &self.lang)
    }

    /// A participant's name on a day, as it stands in a sentence.
    pub(crate) fn name_in_sentence(&self, party: PartyIx, on: Day) -> String {
        self.words().name(self.party_name(party, on), &self.lang)
    }

    /// A participant's code.
    pub fn code(&self, party: PartyIx) -> &str {
        &self.packs.parties[party].code
    }
}

impl Names for World {
    fn group(&self, id: &str) -> Option<String> {
        let name = self.packs.groups.get(id)?.name.as_ref()?;
        Some(pack::in_language(name, &self.lang).to_owned())
    }

    fn treaty(&self, id: &str) -> Option<String> {
        Some(self.title_in_sentence(self.packs.by_id(id)?))
    }
}
