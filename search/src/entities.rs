//! What has names in several languages, and where a text names it.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use crate::units::{Unit, Units, folded};
use crate::words::{WORD, Words, is_cyrillic};

/// What sort of thing a name belongs to. Names of one class hide the shorter ones inside them:
/// "Papua New Guinea" does not name Guinea. Names of different classes do not: the name of a
/// treaty also names the place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// A participant: a State, a territory, an organisation.
    Participant,
    /// An instrument.
    Instrument,
    /// A place.
    Place,
}

impl Class {
    const COUNT: usize = 3;

    const fn letter(self) -> char {
        match self {
            Class::Participant => 'p',
            Class::Instrument => 'i',
            Class::Place => 'l',
        }
    }
}

/// Something with names, by its place in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Entity(pub(crate) u32);

/// A name that only looks like one.
const NOBODY: Entity = Entity(u32::MAX);

/// Marks a step at which a name ends.
const ENDS: u32 = 1 << 31;

/// How a name of few words must be written in a text to be one, so that a common word is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Capitals {
    Any,
    First,
    All,
}

#[derive(Debug, Clone)]
struct Accept {
    class: Class,
    entity: Entity,
    capitals: Capitals,
    /// What the word must begin with, or be, for a Cyrillic name of one word: stems alone confuse
    /// short names with common words.
    form: Option<(Box<str>, bool)>,
}

#[derive(Debug)]
struct Name {
    class: Class,
    entity: Entity,
    keys: Vec<u32>,
}

/// Where a text names something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    /// Units, in their order in the text.
    pub(crate) units: Range<usize>,
    pub(crate) entity: Entity,
}

/// The names of participants, instruments and places, in every language: what makes a question in
/// one language find texts in others.
///
/// The table is the caller's. A name is recognised in every grammatical case, and as the longest of
/// its class at its place. In a text, one of one or two words must have its capital letters; in a
/// question it need not.
#[derive(Debug, Default)]
pub struct Entities {
    words: Words,
    codes: Vec<(Class, Box<str>)>,
    by_code: HashMap<(Class, Box<str>), Entity>,
    /// Key of the term that stands in the index for each entity.
    terms: Vec<u32>,
    names: Vec<Name>,
    begins: Begins,
    nodes: Vec<Node>,
    /// From a node and a unit to the next node, for all but the first of each node.
    steps: HashMap<u64, u32, BuildHasherDefault<Mix>>,
    accepts: Vec<Vec<Accept>>,
}

/// Where names that begin alike go on. Most nodes have one step only, to the node behind them.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    /// The unit of the first step; 0 where there is none.
    key: u32,
    /// Where it leads to; [`ENDS`] is added where a name ends there.
    next: u32,
    /// Whether there are others.
    more: bool,
}

/// The nodes that the first unit of a name leads to; 0 for none.
#[derive(Debug, Default)]
struct Begins {
    signs: Vec<u32>,
    words: Vec<u32>,
}

impl Begins {
    #[inline]
    fn node(&self, key: u32) -> u32 {
        let node = if key < WORD { self.signs.get(key as usize) } else { self.words.get((key - WORD) as usize) };
        node.copied().unwrap_or(0)
    }

    fn node_mut(&mut self, key: u32) -> &mut u32 {
        let (nodes, at) =
            if key < WORD { (&mut self.signs, key as usize) } else { (&mut self.words, (key - WORD) as usize) };
        if nodes.len() <= at {
            nodes.resize(at + 1, 0);
        }
        &mut nodes[at]
    }
}

/// For keys made of small numbers of ours.
#[derive(Debug, Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, n: u64) {
        let mixed = (self.0 ^ n).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 29);
    }
}

fn step(node: u32, key: u32) -> u64 {
    u64::from(node) << 32 | u64::from(key)
}

impl Entities {
    /// A table without names.
    pub fn new() -> Entities {
        Entities::default()
    }

    /// Adds a name, in any language and script, of what has this code in its class. Names that are
    /// a single sign are left out, as they stand in too many words.
    pub fn add(&mut self, class: Class, code: &str, name: &str) {
        let key = (class, Box::from(code));
        let entity = match self.by_code.get(&key) {
            Some(&entity) => entity,
            None => {
                let entity = Entity(self.codes.len() as u32);
                let term = self.words.term(&term_of(class, code));
                self.terms.push(term);
                self.codes.push(key.clone());
                self.by_code.insert(key, entity);
                entity
            }
        };
        self.lay(class, entity, name);
    }

    /// Adds what looks like the name of something and is none, such as a longer word with the
    /// signs of a name in it.
    pub fn except(&mut self, class: Class, words: &str) {
        self.lay(class, NOBODY, words);
    }

    fn lay(&mut self, class: Class, entity: Entity, name: &str) {
        let mut units = Units::default();
        units.read(name, &mut self.words);
        let units = units.list;
        if units.is_empty() || (units.len() == 1 && units[0].is_sign()) {
            return;
        }
        let keys: Vec<u32> = units.iter().map(|unit| unit.key).collect();
        if self.accepts.is_empty() {
            self.accepts.push(Vec::new());
            self.nodes.push(Node::default());
        }
        let mut node = 0;
        for (at, &key) in keys.iter().enumerate() {
            let fresh = self.accepts.len() as u32;
            let from = &mut self.nodes[node as usize];
            let next = match at {
                0 => self.begins.node_mut(key),
                _ if from.key == 0 || from.key == key => {
                    from.key = key;
                    &mut from.next
                }
                _ => {
                    from.more = true;
                    self.steps.entry(step(node, key)).or_insert(fresh)
                }
            };
            if *next & !ENDS == 0 {
                *next = fresh;
            }
            if at + 1 == keys.len() {
                *next |= ENDS;
            }
            node = *next & !ENDS;
            if node == fresh {
                self.accepts.push(Vec::new());
                self.nodes.push(Node::default());
            }
        }
        let capitals = capitals(&units);
        let form = (units.len() == 1).then(|| declined(&folded(&name[units[0].bytes()]))).flatten();
        let accepts = &mut self.accepts[node as usize];
        match accepts.iter_mut().find(|accept| accept.class == class && accept.entity == entity) {
            Some(accept) if accept.form == form => {
                accept.capitals = if accept.capitals == capitals { capitals } else { Capitals::Any }
            }
            _ => accepts.push(Accept { class, entity, capitals, form }),
        }
        if !self.names.iter().rev().take(64).any(|known| known.entity == entity && known.keys == keys) {
            self.names.push(Name { class, entity, keys });
        }
    }

    /// How many things have names.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether nothing has a name.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    pub(crate) fn words(&self) -> &Words {
        &self.words
    }

    pub(crate) fn code(&self, entity: Entity) -> (Class, &str) {
        let (class, code) = &self.codes[entity.0 as usize];
        (*class, code)
    }

    pub(crate) fn term(&self, entity: Entity) -> u32 {
        self.terms[entity.0 as usize]
    }

    /// What tells one table from another.
    pub(crate) fn fingerprint(&self) -> u64 {
        let mut hash = Fnv::default();
        for (class, code) in &self.codes {
            hash.add(term_of(*class, code).as_bytes());
        }
        for name in &self.names {
            hash.add(&[name.class.letter() as u8]);
            hash.add(&name.entity.0.to_le_bytes());
            for &key in &name.keys {
                match key < WORD {
                    true => hash.add(&key.to_le_bytes()),
                    false => hash.add(self.words.text(key).as_bytes()),
                }
            }
        }
        hash.0
    }

    /// The entities of the same class with a longer name that has this one inside.
    pub(crate) fn longer(&self, entity: Entity, keys: &[u32]) -> Vec<Entity> {
        let (class, _) = self.code(entity);
        let hides = |name: &&Name| {
            name.class == class
                && name.entity != entity
                && name.entity != NOBODY
                && name.keys.len() > keys.len()
                && name.keys.windows(keys.len()).any(|inside| inside == keys)
        };
        let mut longer: Vec<Entity> = self.names.iter().filter(hides).map(|name| name.entity).collect();
        longer.sort_unstable();
        longer.dedup();
        longer
    }

    /// Where a text names something: the longest names of each class, from left to right.
    pub(crate) fn mentions(&self, text: &str, units: &[Unit], asked: bool, out: &mut Vec<Mention>) {
        out.clear();
        let mut busy = [0_usize; Class::COUNT];
        for (at, unit) in units.iter().enumerate() {
            if self.begins.node(unit.key) != 0 {
                self.mentions_at(text, units, at, asked, &mut busy, out);
            }
        }
    }

    fn mentions_at(
        &self,
        text: &str,
        units: &[Unit],
        at: usize,
        asked: bool,
        busy: &mut [usize; Class::COUNT],
        out: &mut Vec<Mention>,
    ) {
        let first = units[at];
        let fits = |accept: &&Accept| {
            let capitals = match accept.capitals {
                Capitals::Any => true,
                Capitals::First => first.has_capital(),
                Capitals::All => first.is_upper(),
            };
            let form = |(form, whole): &(Box<str>, bool)| {
                let word = folded(&text[first.bytes()]);
                if *whole { word == **form } else { word.starts_with(&**form) }
            };
            (asked || capitals) && accept.form.as_ref().is_none_or(form)
        };
        let mut longest: [(usize, u32); Class::COUNT] = [(0, 0); Class::COUNT];
        let mut next = self.begins.node(first.key);
        for (length, unit) in (1..).zip(&units[at..]) {
            if length > 1 {
                if unit.is_sign() && unit.after_clause() {
                    break;
                }
                let from = self.nodes[(next & !ENDS) as usize];
                next = match from.more {
                    _ if from.key == unit.key => from.next,
                    true => match self.steps.get(&step(next & !ENDS, unit.key)) {
                        Some(&next) => next,
                        None => break,
                    },
                    false => break,
                };
            }
            if next & ENDS != 0 {
                let node = next & !ENDS;
                for accept in self.accepts[node as usize].iter().filter(fits) {
                    longest[accept.class as usize] = (length, node);
                }
            }
        }
        for (class, &(length, node)) in longest.iter().enumerate() {
            if length == 0 || at < busy[class] {
                continue;
            }
            busy[class] = at + length;
            for accept in self.accepts[node as usize].iter().filter(fits) {
                if accept.class as usize == class && accept.entity != NOBODY {
                    out.push(Mention { units: at..at + length, entity: accept.entity });
                }
            }
        }
    }
}

/// The term that stands for something in the index; no word has such a character.
pub(crate) fn term_of(class: Class, code: &str) -> String {
    format!("\u{1}{}:{code}", class.letter())
}

fn capitals(units: &[Unit]) -> Capitals {
    let [first, rest @ ..] = units else { return Capitals::Any };
    if rest.len() > 1 || units.iter().any(|unit| unit.is_sign()) {
        Capitals::Any
    } else if first.is_upper() && rest.is_empty() {
        Capitals::All
    } else if first.has_capital() {
        Capitals::First
    } else {
        Capitals::Any
    }
}

/// What stays of a Cyrillic name in all its cases, and whether that is the whole of it: names that
/// end in most vowels are never declined.
fn declined(name: &str) -> Option<(Box<str>, bool)> {
    if !name.chars().all(is_cyrillic) {
        return None;
    }
    match name.chars().next_back()? {
        'и' | 'о' | 'у' | 'е' | 'э' | 'ю' => Some((name.into(), true)),
        last @ ('а' | 'я' | 'ы' | 'й' | 'ь') => Some((name.strip_suffix(last)?.into(), false)),
        _ => Some((name.into(), false)),
    }
}

/// FNV-1a, to tell contents apart; no protection against anybody.
#[derive(Debug)]
pub(crate) struct Fnv(pub(crate) u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xCBF2_9CE4_8422_2325)
    }
}

impl Fnv {
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        for &byte in bytes.iter().chain(&[0xFF]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    /// Eight bytes at a time, for much.
    pub(crate) fn add_quickly(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.0 = (self.0 ^ u64::from_le_bytes(*word)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
        }
        self.add(rest);
    }
}
