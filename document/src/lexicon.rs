//! The names that can stand in a document: participants, instruments and places from the packs, in the
//! document's language, with the words that stand for them.

use std::collections::{HashMap, HashSet};

use aho_corasick::{AhoCorasick, Input, MatchKind};
use frostem::{Algorithm, Stemmer};
use pack::{InstrumentKind, Packs, RelationKind};
use regex::Regex;

/// Brings a word in small letters to what its forms share.
type Stem = Box<dyn Fn(&str) -> String + Send + Sync>;

use crate::grammar::Grammar;
use crate::mark::Stand;
use crate::text::fold;

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// Participants.
    Actors {
        /// Their codes.
        codes: Vec<String>,
        /// What words that name nobody stand for.
        stand: Option<Stand>,
        /// Whether it is a group.
        grouped: bool,
    },
    /// An instrument.
    Treaty {
        /// Its code; none for "the treaty".
        code: Option<String>,
        /// For "the treaty": what the names of those that can be meant end with.
        ends: String,
        /// Whether it stands between title marks.
        quoted: bool,
    },
    /// A place.
    Place {
        /// Its name in English.
        name: String,
        /// The code of its State.
        country: String,
    },
}

/// What is known of an instrument beside its name.
#[derive(Debug, Clone)]
pub struct InstrumentAbout {
    /// Its code in facts: the pack's id in capitals.
    pub code: String,
    /// What it is.
    pub kind: InstrumentKind,
    /// Its title in the document's language.
    pub title: String,
    /// The codes of those who are or can become parties.
    pub parties: Vec<String>,
    /// Those who expressed consent to be bound, with the day of it.
    pub consents: Vec<(String, law::Day)>,
    /// The codes of those who signed it.
    pub signatories: Vec<String>,
    /// The instrument to which it is a protocol.
    pub protocol_to: Option<String>,
    /// The day of adoption.
    pub adopted: Option<String>,
    /// The place of adoption, in English.
    pub place: Option<String>,
}

/// The names of one language.
pub struct Lexicon {
    grammar: &'static Grammar,
    automaton: AhoCorasick,
    meanings: Vec<Meaning>,
    /// The instruments by code.
    pub instruments: HashMap<String, InstrumentAbout>,
    /// The codes of organisations.
    pub organisations: HashSet<String>,
    /// The members of groups, by the group's id.
    pub groups: HashMap<String, Vec<String>>,
    /// What stands before or behind words that look like "the treaty" and mean none that was spoken of.
    not_anaphors: [Option<Regex>; 2],
    strangers: [Option<Regex>; 2],
    /// For languages that inflect: the stemmer.
    stemmer: Option<Stem>,
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lexicon")
            .field("lang", &self.grammar.lang)
            .field("names", &self.meanings.len())
            .finish_non_exhaustive()
    }
}

/// Names that are gathered, in the spelling in which they are looked for.
struct Gather<'g> {
    names: Vec<String>,
    meanings: Vec<Meaning>,
    seen: HashMap<String, usize>,
    spell: &'g dyn Fn(&str) -> String,
}

impl Gather<'_> {
    /// Adds a name, also without the commas in it.
    fn add_loosely(&mut self, name: &str, meaning: Meaning) {
        let commas = name.matches(',').count();
        if commas > 0 && commas < 4 {
            for kept in (0..1_u8 << commas).rev() {
                let mut at = 0;
                let keep = |c: &char| {
                    if *c != ',' {
                        return true;
                    }
                    at += 1;
                    kept & 1 << (at - 1) != 0
                };
                let name: String = name.chars().filter(keep).collect();
                self.add(&name, meaning.clone());
            }
        }
        self.add(name, meaning);
    }

    /// Adds a name; the first meaning of a name stays.
    fn add(&mut self, name: &str, meaning: Meaning) {
        let spelled = (self.spell)(name);
        if spelled.chars().filter(|c| c.is_alphanumeric()).count() < 2 || self.seen.contains_key(&spelled) {
            return;
        }
        self.seen.insert(spelled.clone(), self.names.len());
        self.names.push(spelled);
        self.meanings.push(meaning);
    }
}

fn actor(code: &str) -> Meaning {
    Meaning::Actors { codes: vec![code.to_owned()], stand: None, grouped: false }
}

impl Lexicon {
    /// The names of a language in some packs.
    pub fn new(packs: &Packs, lang: &str) -> Lexicon {
        let grammar = Grammar::of(lang);
        let lang = grammar.lang;
        let stemmer: Option<Stem> = match lang {
            "ru" => Some(Box::new(|word| without_case(word).to_owned())),
            "en" => {
                let english = Stemmer::new(Algorithm::English);
                Some(Box::new(move |word| english.stem(word).into_owned()))
            }
            _ => None,
        };
        let spell = |name: &str| spelled(&name.chars().map(fold).collect::<Vec<_>>(), stemmer.as_ref()).0;
        let mut gather = Gather { names: Vec::new(), meanings: Vec::new(), seen: HashMap::new(), spell: &spell };
        let instruments = instruments(packs, lang);
        let groups = groups(packs);
        // An organisation and its constitution often share a name: the organisation is meant.
        add_actors(&mut gather, packs, grammar, &groups);
        add_instruments(&mut gather, packs, lang);
        add_anaphors(&mut gather, grammar);
        add_places(&mut gather, packs, grammar);
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&gather.names);
        let Gather { names, meanings, .. } = gather;
        let automaton = match automaton {
            Ok(automaton) => automaton,
            // Only more names than a machine can hold would do that.
            Err(error) => panic!("{} names: {error}", names.len()),
        };
        let organisation = |(_, party): (law::PartyIx, &law::Party)| {
            (party.kind == law::PartyKind::Organisation).then(|| party.code.to_string())
        };
        let organisations = packs.parties.iter().filter_map(organisation).collect();
        Lexicon {
            organisations,
            grammar,
            automaton,
            meanings,
            instruments,
            groups,
            not_anaphors: around(grammar, &grammar.words.not_anaphors),
            strangers: around(grammar, &grammar.words.strangers),
            stemmer,
        }
    }

    /// The language.
    pub fn lang(&self) -> &'static str {
        self.grammar.lang
    }

    /// The grammar of the language.
    pub fn grammar(&self) -> &'static Grammar {
        self.grammar
    }

    /// The names in a text, the longest at each place, with their first character and the one behind their last.
    pub fn find(&self, chars: &[char]) -> Vec<(usize, usize, Meaning)> {
        let (text, places) = spelled(chars, self.stemmer.as_ref());
        let mut all = Vec::new();
        let mut from = 0;
        while let Some(found) = self.automaton.find(Input::new(&text).range(from..)) {
            from = found.end();
            let (start, end) = (places[found.start()].0 as usize, places[found.end() - 1].1 as usize);
            // "NPT" in NPT/CONF.2020/1 is part of a symbol.
            let symbol = text[found.end()..].starts_with('/') || text[..found.start()].ends_with('/');
            // "Non-nuclear-weapon States" are the others.
            let others = text[..found.start()].ends_with("non ");
            if self.stemmer.is_some() && (symbol || others || !is_whole(&text, found.start(), found.end())) {
                // A shorter name can stand within: the Security Council among its non-permanent members.
                from = found.start() + text[found.start()..].chars().next().map_or(1, char::len_utf8);
                continue;
            }
            let before = start.checked_sub(1).and_then(|before| chars.get(before));
            let stops = self.grammar.words.not_after.get(&text[found.range()]);
            if stops.zip(before).is_some_and(|(stops, before)| stops.contains(*before)) {
                continue;
            }
            let mut meaning = self.meanings[found.pattern().as_usize()].clone();
            let (mut start, mut end) = (start, end);
            if let Meaning::Treaty { code, quoted, ends } = &mut meaning {
                let opens =
                    start.checked_sub(1).and_then(|before| chars.get(before)).is_some_and(|c| matches!(c, '《' | '"'));
                let closes = chars.get(end).is_some_and(|c| matches!(c, '》' | '"'));
                if opens && closes {
                    *quoted = chars[end] == '》' || self.stemmer.is_some();
                    (start, end) = (start - 1, end + 1);
                }
                // In scripts with capitals "the Treaty" is written with one.
                let small = self.stemmer.is_some() && !chars[start..end].iter().any(|c| c.is_uppercase());
                let several = || {
                    let word: String = chars[start..end].iter().collect();
                    self.grammar.words.plural.iter().any(|ending| word.ends_with(ending.as_str()))
                };
                if code.is_none() {
                    if small || several() {
                        continue;
                    }
                    if stands(&self.strangers, chars, start, end) {
                        UNKNOWN.clone_into(ends);
                    } else if stands(&self.not_anaphors, chars, start, end) {
                        continue;
                    }
                }
            }
            all.push((start, end, meaning));
        }
        all
    }

    /// Whether two dates with these characters between them are the ends of a stretch of time.
    pub fn is_stretch(&self, between: &[char]) -> bool {
        let text: String = between.iter().collect();
        self.grammar.words.stretch.contains(&text)
    }

    /// What stands between the marks of a list in a stretch of characters, up to where a clause ends.
    pub(crate) fn items(&self, chars: &[char], range: std::ops::Range<usize>) -> Vec<(usize, usize)> {
        let mut marks: Vec<Vec<char>> = self.grammar.words.list.iter().map(|mark| mark.chars().collect()).collect();
        marks.sort_by_key(|mark: &Vec<char>| std::cmp::Reverse(mark.len()));
        let mut all = Vec::new();
        let (mut from, mut at) = (range.start, range.start);
        while at < range.end {
            let rest = &chars[at..range.end];
            let mark = marks.iter().find(|mark| !mark.is_empty() && rest.starts_with(mark));
            let ends = !chars[at].is_alphanumeric() && !matches!(chars[at], ' ' | '-' | '·');
            if mark.is_some() || ends {
                all.push((from, at));
                at += mark.map_or(1, Vec::len);
                from = at;
            } else if chars[at] == ' ' && self.stemmer.is_some() {
                // One of a list is named by one word: what follows it belongs to the sentence.
                all.push((from, at));
                at += 1;
                from = at;
            } else {
                at += 1;
            }
        }
        if from < range.end {
            all.push((from, range.end));
        }
        all
    }

    /// Whether two participants with these characters between them stand in one list.
    pub fn is_list_mark(&self, between: &[char]) -> bool {
        let text: String = between.iter().collect();
        self.grammar.words.list.contains(&text)
    }
}

/// What an instrument is said to end with where it has a name that is in no pack.
pub(crate) const UNKNOWN: &str = "?";

/// Whether one of these expressions stands before a word, or behind it.
fn stands([front, behind]: &[Option<Regex>; 2], chars: &[char], start: usize, end: usize) -> bool {
    let before: String = chars[start.saturating_sub(24)..start].iter().collect();
    let after: String = chars[end..chars.len().min(end + 24)].iter().collect();
    let is = |regex: &Option<Regex>, text: &str| regex.as_ref().is_some_and(|regex| regex.is_match(text));
    is(front, &before) || is(behind, &after)
}

/// The expressions for what stands before a word (`~`), and behind it.
fn around(grammar: &Grammar, words: &[String]) -> [Option<Regex>; 2] {
    let parts = |front: bool| -> Vec<&str> {
        let words = words.iter().filter_map(|words| words.split_once('~'));
        words.map(|(before, after)| if front { before } else { after }).filter(|part| !part.is_empty()).collect()
    };
    let compile = |parts: Vec<&str>, text: String| {
        let regex = Regex::new(&text);
        match regex {
            Ok(regex) => (!parts.is_empty()).then_some(regex),
            Err(error) => panic!("words around `the treaty` of {}: {error}", grammar.lang),
        }
    };
    let (front, behind) = (parts(true), parts(false));
    [
        compile(front.clone(), format!("(?:{})$", front.join("|"))),
        compile(behind.clone(), format!("^(?:{})", behind.join("|"))),
    ]
}

/// Whether a match does not begin or end within a word.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !letter(text[..start].chars().next_back()) && !letter(text[end..].chars().next())
}

/// A text in the spelling in which names are looked for; for each of its bytes the characters it came from.
///
/// Words of languages that inflect are brought to their stems; blanks are left out of Chinese.
fn spelled(chars: &[char], stemmer: Option<&Stem>) -> (String, Vec<(u32, u32)>) {
    let mut text = String::with_capacity(chars.len() * 3);
    let mut places: Vec<(u32, u32)> = Vec::with_capacity(chars.len() * 3);
    let push = |piece: &str, from: usize, to: usize, text: &mut String, places: &mut Vec<(u32, u32)>| {
        text.push_str(piece);
        places.extend(std::iter::repeat_n((from as u32, to as u32), piece.len()));
    };
    let Some(stemmer) = stemmer else {
        for (at, c) in chars.iter().enumerate().filter(|(_, c)| !c.is_whitespace()) {
            push(c.encode_utf8(&mut [0; 4]), at, at + 1, &mut text, &mut places);
        }
        return (text, places);
    };
    let mut at = 0;
    while at < chars.len() {
        let from = at;
        while at < chars.len() && (chars[at].is_alphanumeric() || chars[at] == '\u{301}') {
            at += 1;
        }
        if at == from {
            // Names are written with hyphens and without.
            let between = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric());
            let hyphen = matches!(chars[at], '-' | '‐' | '‑')
                && between(at.checked_sub(1).and_then(|before| chars.get(before)))
                && between(chars.get(at + 1));
            let c = if hyphen { ' ' } else { chars[at] };
            push(c.encode_utf8(&mut [0; 4]), at, at + 1, &mut text, &mut places);
            at += 1;
            continue;
        }
        let word: String = chars[from..at].iter().collect();
        // Short names in capitals are compared as they stand: "US" is not "us".
        let capitals = word.chars().count() < 7 && word.chars().all(|c| !c.is_lowercase()) && word.chars().count() > 1;
        if capitals {
            push(&word, from, at, &mut text, &mut places);
        } else {
            let lower = word.to_lowercase().replace('ё', "е");
            push(&stemmer(&lower), from, at, &mut text, &mut places);
        }
    }
    (text, places)
}

/// A Russian noun or adjective without the ending of its case and number.
///
/// The Snowball stemmer takes names for verbs: it makes two words of Казахстан and Казахстаном.
fn without_case(word: &str) -> &str {
    const ENDINGS: [&str; 37] = [
        "иями", "ями", "ами", "ого", "его", "ому", "ему", "ыми", "ими", "ах", "ях", "ой", "ей", "ом", "ем", "ым", "им",
        "ую", "юю", "ая", "яя", "ое", "ее", "ые", "ых", "их", "ый", "ов", "ев", "а", "я", "ы", "и", "о", "е", "у", "ю",
    ];
    let long = |stem: &&str| stem.chars().count() >= 3;
    if let Some(stem) = word.strip_suffix("ий").filter(|stem| stem.ends_with(['к', 'г', 'х', 'н'])).filter(long) {
        // An adjective; of испытаний only the last letter is an ending.
        return if stem.ends_with('н') { word.strip_suffix('й').unwrap_or(word) } else { stem };
    }
    let ending = ENDINGS.iter().find_map(|ending| word.strip_suffix(ending).filter(long));
    ending.or_else(|| word.strip_suffix(['й', 'ь']).filter(long)).unwrap_or(word)
}

fn instruments(packs: &Packs, lang: &str) -> HashMap<String, InstrumentAbout> {
    let code = |id: &str| id.to_uppercase();
    let about = |instrument: &pack::Instrument| {
        let protocol = instrument.relations.iter().find(|relation| relation.kind == RelationKind::ProtocolTo);
        let mut parties: Vec<String> = Vec::new();
        let acting = instrument.acts.iter().filter(|act| act.kind.is_consent() || act.kind == law::ActKind::Signature);
        for party in acting.filter_map(|act| act.party) {
            let code = packs.parties[party].code.to_string();
            if !parties.contains(&code) {
                parties.push(code);
            }
        }
        let consent = |act: &law::Act| Some((packs.parties[act.party?].code.to_string(), act.date.first));
        let signed = instrument.acts.iter().filter(|act| act.kind == law::ActKind::Signature);
        let signatories = signed.filter_map(|act| Some(packs.parties[act.party?].code.to_string())).collect();
        let consents = instrument.acts.iter().filter(|act| act.kind.is_consent()).filter_map(consent).collect();
        let about = InstrumentAbout {
            consents,
            signatories,
            code: code(&instrument.id),
            kind: instrument.kind,
            title: pack::in_language(&instrument.title, lang).to_owned(),
            parties,
            protocol_to: protocol.map(|relation| code(&relation.treaty)),
            adopted: instrument.adopted.map(|day| day.to_string()),
            place: instrument.place.clone(),
        };
        (about.code.clone(), about)
    };
    packs.instruments.iter().map(about).collect()
}

fn add_instruments(gather: &mut Gather<'_>, packs: &Packs, lang: &str) {
    let treaty = |code: &str| Meaning::Treaty { code: Some(code.to_owned()), ends: String::new(), quoted: false };
    let mut organisations: HashMap<law::PartyIx, Vec<String>> = HashMap::new();
    for name in packs.names.iter().filter(|name| name.lang == lang && name.form != "source") {
        let organisation = packs.parties[name.party].kind == law::PartyKind::Organisation;
        if organisation && name.text.chars().count() > if lang == "zh" { 1 } else { 3 } {
            organisations.entry(name.party).or_default().push(name.text.clone());
        }
    }
    // The longest name first: it is the one to be replaced.
    let mut organisations: Vec<Vec<String>> = organisations.into_values().filter(|names| names.len() > 1).collect();
    organisations.iter_mut().for_each(|names| names.sort_by_key(|name| std::cmp::Reverse(name.len())));
    organisations.sort();
    // Where two instruments answer to one name, the one that the packs name first and treat most fully is meant.
    let mut order: Vec<&pack::Instrument> = packs.instruments.iter().collect();
    order.sort_by_key(|instrument| instrument.pack == "un" || instrument.pack == "wipo");
    for instrument in order {
        let code = instrument.id.to_uppercase();
        let titles = instrument.title.get(lang).into_iter().map(String::as_str);
        let aliases = instrument.aliases.get(lang).into_iter().flatten().map(String::as_str);
        for name in titles.chain(aliases) {
            gather.add_loosely(name, treaty(&code));
            // The same title with another name of the organisation in it.
            for names in &organisations {
                if let Some(own) = names.iter().find(|own| name.contains(own.as_str())) {
                    for other in names.iter().filter(|other| *other != own) {
                        gather.add(&name.replace(own.as_str(), other), treaty(&code));
                    }
                }
            }
        }
        if lang != "zh"
            && let Some(short) = &instrument.short
        {
            gather.add(short, treaty(&code));
        }
    }
    for instrument in &packs.instruments {
        let Some(title) = instrument.title.get(lang) else { continue };
        let code = instrument.id.to_uppercase();
        if let Some(short) = without_parties(title, lang) {
            gather.add_loosely(&short, treaty(&code));
        }
        add_protocol_names(gather, packs, instrument, title, lang, &treaty(&code));
    }
    // The only protocol to a treaty is called after it, by any of the treaty's names.
    let main_of = |instrument: &pack::Instrument| {
        let relation = instrument.relations.iter().find(|relation| relation.kind == RelationKind::ProtocolTo);
        relation.map(|relation| relation.treaty.clone())
    };
    let protocols: Vec<(&pack::Instrument, String)> =
        packs.instruments.iter().filter_map(|instrument| Some((instrument, main_of(instrument)?))).collect();
    for (protocol, main) in &protocols {
        let only = protocols.iter().filter(|(_, other)| other == main).count() == 1;
        let Some(main) = packs.by_id(main).filter(|_| only) else { continue };
        let names = packs[main].title.get(lang).into_iter().chain(packs[main].aliases.get(lang).into_iter().flatten());
        for name in names {
            let called = match lang {
                "zh" => format!("{name}议定书"),
                "ru" => format!("Протокол к {name}"),
                _ => format!("Protocol to the {name}"),
            };
            gather.add(&called, treaty(&protocol.id.to_uppercase()));
        }
    }
}

/// "Treaty between A and B on C": it is also called "Treaty on C".
fn without_parties(title: &str, lang: &str) -> Option<String> {
    let (between, abouts): (&str, &[&str]) = match lang {
        "ru" => (" между ", &[" о ", " об "]),
        "en" => (" between ", &[" on ", " for ", " concerning "]),
        _ => return None,
    };
    let (kind, rest) = title.split_once(between)?;
    let (at, about) = abouts.iter().filter_map(|about| Some((rest.find(about)?, about))).min()?;
    let subject = rest[at + about.len()..].replace("Their ", "").replace("their ", "").replace(" их ", " ");
    // A few words more than "Treaty on arms" are needed to know it by.
    (subject.split_whitespace().count() > 3).then(|| format!("{kind}{about}{subject}"))
}

/// A protocol is called after its treaty by any of the treaty's names, and where it has a number by that alone.
fn add_protocol_names(
    gather: &mut Gather<'_>,
    packs: &Packs,
    protocol: &pack::Instrument,
    title: &str,
    lang: &str,
    meaning: &Meaning,
) {
    let relation = protocol.relations.iter().find(|relation| relation.kind == RelationKind::ProtocolTo);
    let Some(main) = relation.and_then(|relation| packs.by_id(&relation.treaty)) else { return };
    let main = &packs[main];
    let aliases = || main.title.get(lang).into_iter().chain(main.aliases.get(lang).into_iter().flatten());
    if lang == "zh" {
        let Some(own) = aliases().find_map(|name| title.strip_prefix(name.as_str())).filter(|own| !own.is_empty())
        else {
            return;
        };
        aliases().for_each(|name| gather.add(&format!("{name}{own}"), meaning.clone()));
        if own.starts_with('第') {
            gather.add(own, meaning.clone());
        }
        return;
    }
    let to = if lang == "ru" { " к " } else { " to the " };
    let Some((own, _)) = title.split_once(to) else { return };
    aliases().for_each(|name| gather.add(&format!("{own}{to}{name}"), meaning.clone()));
    let numbered = own.split(' ').next_back().is_some_and(|last| last.chars().all(|c| "IVX0123456789".contains(c)));
    if numbered && own.split(' ').count() > 2 {
        gather.add(own, meaning.clone());
    }
}

fn add_anaphors(gather: &mut Gather<'_>, grammar: &Grammar) {
    for (ends, words) in &grammar.words.anaphors {
        for word in words {
            gather.add(word, Meaning::Treaty { code: None, ends: ends.clone(), quoted: false });
        }
    }
}

fn groups(packs: &Packs) -> HashMap<String, Vec<String>> {
    let members = |id: &str| -> Vec<String> {
        let group = packs.parties.group(id);
        let all = group.into_iter().flat_map(|group| group.on(law::Day::LAST));
        all.map(|party| packs.parties[party].code.to_string()).collect()
    };
    packs.parties.group_ids().map(|id| (id.to_owned(), members(id))).collect()
}

fn add_actors(gather: &mut Gather<'_>, packs: &Packs, grammar: &Grammar, groups: &HashMap<String, Vec<String>>) {
    let words = &grammar.words;
    for (id, names) in &words.groups {
        let codes = groups.get(id).cloned().unwrap_or_default();
        for name in names {
            gather.add(name, Meaning::Actors { codes: codes.clone(), stand: None, grouped: true });
        }
    }
    for (list, stand) in
        [(&words.speakers, Stand::Speakers), (&words.parties, Stand::Parties), (&words.members, Stand::Members)]
    {
        for name in list {
            gather.add(name, Meaning::Actors { codes: Vec::new(), stand: Some(stand), grouped: false });
        }
    }
    for (code, names) in &words.names {
        names.iter().for_each(|name| gather.add(name, actor(code)));
    }
    for name in packs.names.iter().filter(|name| name.lang == grammar.lang && name.form != "source") {
        let code = &packs.parties[name.party].code;
        gather.add(&name.text, actor(code));
        if let Some(capital) = words.capitals.get(&**code) {
            for form in &words.capital {
                let place = Meaning::Place { name: capital.clone(), country: code.to_string() };
                gather.add(&form.replace('~', &name.text), place);
            }
        }
    }
}

fn add_places(gather: &mut Gather<'_>, packs: &Packs, grammar: &Grammar) {
    let english = |place: &str, text: &pack::PlaceName| {
        let same = packs.places.iter().filter(|other| other.place == place && other.lang == "en");
        let mut of_time: Vec<&pack::PlaceName> = same.collect();
        of_time
            .sort_by_key(|other| (other.until != text.until, other.from != text.from, std::cmp::Reverse(other.until)));
        of_time.first().map_or_else(|| text.text.clone(), |other| other.text.clone())
    };
    for place in packs.places.iter().filter(|place| place.lang == grammar.lang) {
        let name = english(&place.place, place);
        gather.add(&place.text, Meaning::Place { name, country: place.country.clone() });
    }
}
