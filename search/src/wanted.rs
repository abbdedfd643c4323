//! What the words of a question ask for.

use std::ops::Range;

use crate::entities::{Entities, Entity, Mention, term_of};
use crate::segment::{fact, goes_on, pair, pair_text};
use crate::units::{Unit, Units};
use crate::words::Words;

/// More units of a question than these are not listened to.
const MOST_UNITS: usize = 200;

/// Signs that only join others; they are not asked for where they touch a name.
const JOINING: &str = "的和与及或在对由为之";

/// One list of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Term {
    /// Two neighbouring signs, or a last one.
    Pair(u32),
    /// A term by its text.
    Text(String),
    /// A sign with anything behind it.
    Sign(u32),
}

/// What must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Want {
    Term(Term),
    /// Terms at distances from the first.
    Phrase(Vec<(u32, Term)>),
    Any(Vec<Want>),
    /// The first, in a passage without any of the others.
    Without(Box<Want>, Vec<Want>),
}

/// A part of a question with what marks it in a text.
#[derive(Debug, Clone)]
pub(crate) struct Clause {
    pub(crate) want: Want,
    /// Rows of units.
    pub(crate) rows: Vec<Vec<u32>>,
    /// What is named in it.
    pub(crate) entities: Vec<Entity>,
}

/// The words of a question, read.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    /// All of these.
    pub(crate) all: Vec<Clause>,
    /// Or, where nothing has all, any of these.
    pub(crate) any: Vec<Clause>,
    /// What the question names, with its bytes in the question.
    pub(crate) named: Vec<(Entity, Range<usize>)>,
}

/// Reads the words of a question.
pub(crate) fn read(question: &str, words: &mut Words, entities: &Entities) -> Wanted {
    let mut wanted = Wanted::default();
    let mut left = MOST_UNITS;
    for (range, quoted) in quotations(question) {
        let text = &question[range.clone()];
        let mut units = Units::default();
        units.read(text, words);
        units.list.truncate(left);
        units.joined.retain(|joined| (joined.last as usize) < units.list.len());
        left -= units.list.len();
        let mut reader = Reader { text, units: &units, words, entities, wanted: &mut wanted, begins: range.start };
        if quoted { reader.quotation() } else { reader.words() }
    }
    // Said twice is asked once.
    let mut seen: Vec<Want> = Vec::new();
    wanted.all.retain(|clause| {
        let new = !seen.contains(&clause.want);
        if new {
            seen.push(clause.want.clone());
        }
        new
    });
    // A single sign stands nearly everywhere.
    let is_sign = |clause: &Clause| matches!(clause.want, Want::Term(Term::Sign(_)));
    if !wanted.any.iter().all(is_sign) {
        wanted.any.retain(|clause| !is_sign(clause));
    }
    wanted
}

/// The parts of a question in and between quotation marks. A mark without its counterpart is none.
fn quotations(question: &str) -> Vec<(Range<usize>, bool)> {
    let mut parts = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    while let Some(c) = question[at..].chars().next() {
        let inside = at + c.len_utf8();
        let closing: &[char] = match c {
            '"' => &['"'],
            '＂' => &['＂'],
            '“' => &['”'],
            '„' => &['“', '”'],
            '«' => &['»'],
            '「' => &['」'],
            '『' => &['』'],
            _ => &[],
        };
        at = inside;
        let end = (!closing.is_empty()).then(|| question[inside..].find(closing)).flatten();
        if let Some(end) = end {
            parts.push((plain..inside - c.len_utf8(), false));
            parts.push((inside..inside + end, true));
            at = inside + end + question[inside + end..].chars().next().map_or(0, char::len_utf8);
            plain = at;
        }
    }
    parts.push((plain..question.len(), false));
    parts
}

struct Reader<'r> {
    text: &'r str,
    units: &'r Units,
    words: &'r mut Words,
    entities: &'r Entities,
    wanted: &'r mut Wanted,
    /// Where the text begins in the question.
    begins: usize,
}

impl Reader<'_> {
    fn quotation(&mut self) {
        let all = 0..self.units.list.len();
        if let Some(want) = self.phrase(all.clone()) {
            let rows = vec![self.keys(all.clone())];
            self.wanted.all.push(Clause { want, rows, entities: Vec::new() });
            self.loose(all);
        }
    }

    fn words(&mut self) {
        let names = self.names();
        let mut from = 0;
        for (units, entities) in names {
            self.between(from..units.start, from > 0);
            self.name(units.clone(), entities);
            from = units.end;
        }
        self.between(from..self.units.list.len(), from > 0);
    }

    /// What the text names: the longest from left to right, of whichever class.
    fn names(&mut self) -> Vec<(Range<usize>, Vec<Entity>)> {
        let mut mentions: Vec<Mention> = Vec::new();
        self.entities.mentions(self.text, &self.units.list, true, &mut mentions);
        mentions.sort_by_key(|mention| (mention.units.start, std::cmp::Reverse(mention.units.end)));
        let mut names: Vec<(Range<usize>, Vec<Entity>)> = Vec::new();
        for Mention { units, entity } in mentions {
            match names.last_mut() {
                Some((last, entities)) if *last == units => entities.push(entity),
                Some((last, _)) if units.start < last.end => {}
                _ => names.push((units, vec![entity])),
            }
        }
        let spans: Vec<Range<usize>> = names.iter().map(|(units, _)| units.clone()).collect();
        let mut number = 0;
        names.retain(|_| {
            let before = if number == 0 { 0 } else { spans[number - 1].end };
            let after = spans.get(number + 1).map_or(self.units.list.len(), |next| next.start);
            number += 1;
            !self.is_cut_out(&spans[number - 1], before, after)
        });
        names
    }

    /// Whether a name of signs leaves a single sign beside it that is part of a longer word.
    fn is_cut_out(&self, name: &Range<usize>, before: usize, after: usize) -> bool {
        let list = &self.units.list;
        let close = |at: usize| goes_on(list[at]) && !list[at].after_space();
        let lonely = |range: Range<usize>| {
            let [unit] = list[range] else { return false };
            !char::from_u32(unit.key).is_some_and(|sign| JOINING.contains(sign))
        };
        let mut left = name.start;
        while left > before && list[left - 1].is_sign() && close(left) {
            left -= 1;
        }
        let mut right = name.end;
        while right < after && list[right - 1].is_sign() && close(right) {
            right += 1;
        }
        list[name.start].is_sign() && lonely(left..name.start)
            || list[name.end - 1].is_sign() && lonely(name.end..right)
    }

    fn name(&mut self, units: Range<usize>, entities: Vec<Entity>) {
        let list = &self.units.list;
        let bytes = list[units.start].bytes().start..list[units.end - 1].bytes().end;
        let bytes = self.begins + bytes.start..self.begins + bytes.end;
        self.wanted.named.extend(entities.iter().map(|&entity| (entity, bytes.clone())));
        let keys = self.keys(units.clone());
        let term = |entity: Entity| {
            let (class, code) = self.entities.code(entity);
            Want::Term(Term::Text(term_of(class, code)))
        };
        let mut strictly: Vec<Want> = entities.iter().map(|&entity| term(entity)).collect();
        let mut loosely = strictly.clone();
        let mut rows = Vec::new();
        if let Some(phrase) = self.phrase(units.clone()) {
            loosely.push(phrase.clone());
            // A name of signs is seen wherever it stands; one of words only with its capitals.
            if list[units].iter().any(|unit| !unit.is_sign()) {
                let mut longer: Vec<Entity> =
                    entities.iter().flat_map(|&entity| self.entities.longer(entity, &keys)).collect();
                longer.retain(|entity| !entities.contains(entity));
                longer.sort_unstable();
                longer.dedup();
                let hidden: Vec<Want> = longer.into_iter().map(term).collect();
                strictly.push(if hidden.is_empty() { phrase } else { Want::Without(Box::new(phrase), hidden) });
                rows.push(keys.clone());
            }
        }
        self.wanted.all.push(Clause { want: Want::Any(strictly), rows, entities: entities.clone() });
        self.wanted.any.push(Clause { want: Want::Any(loosely), rows: vec![keys], entities });
    }

    /// Units between names, cut at white space and at commas.
    fn between(&mut self, range: Range<usize>, after_name: bool) {
        let list = &self.units.list;
        let mut chunks: Vec<Range<usize>> = Vec::new();
        for at in range.clone() {
            let unit = list[at];
            let begins = unit.after_space() || (unit.after_clause() && !unit.in_compound());
            match chunks.last_mut() {
                // The letter of a resolution belongs to its number: 52/38 S.
                Some(last) if begins && self.is_letter_of(last, at) => last.end = at + 1,
                Some(last) if !begins => last.end = at + 1,
                _ => chunks.push(at..at + 1),
            }
        }
        for mut chunk in chunks {
            // Between a name and what belongs to it.
            let joins = |at: usize| char::from_u32(list[at].key).is_some_and(|sign| JOINING.contains(sign));
            if after_name && chunk.start == range.start && !list[chunk.start].after_space() && joins(chunk.start) {
                chunk.start += 1;
            }
            let name = list.get(range.end).filter(|name| !name.after_space());
            if name.is_some() && chunk.end == range.end && !chunk.is_empty() && joins(chunk.end - 1) {
                chunk.end -= 1;
            }
            if !chunk.is_empty() {
                self.chunk(chunk);
            }
        }
    }

    fn is_letter_of(&self, chunk: &Range<usize>, at: usize) -> bool {
        let list = &self.units.list;
        let letter = &self.text[list[at].bytes()];
        let number = &self.text[list[chunk.start].bytes().start..list[chunk.end - 1].bytes().end];
        letter.len() == 1
            && letter.bytes().all(|byte| byte.is_ascii_uppercase())
            && list.get(at + 1).is_none_or(|next| next.after_space())
            && list[at].after_space()
            && !list[at].after_clause()
            && number.contains('/')
            && number.ends_with(|c: char| c.is_ascii_digit())
    }

    fn chunk(&mut self, chunk: Range<usize>) {
        let Some(phrase) = self.phrase(chunk.clone()) else { return };
        let mut wants = vec![phrase];
        let mut rows = vec![self.keys(chunk.clone())];
        for joined in &self.units.joined {
            if joined.first as usize == chunk.start && joined.last as usize + 1 == chunk.end {
                wants.push(Want::Term(Term::Text(self.words.text(joined.key).to_owned())));
                rows.push(vec![joined.key]);
            }
        }
        let want = if wants.len() == 1 { wants.swap_remove(0) } else { Want::Any(wants) };
        self.wanted.all.push(Clause { want, rows, entities: Vec::new() });
        self.loose(chunk);
    }

    /// Every word and every pair of signs by itself, for when nothing has them all.
    fn loose(&mut self, range: Range<usize>) {
        let list = &self.units.list[range];
        for (at, &unit) in list.iter().enumerate() {
            let (term, row) = if !unit.is_sign() {
                (Term::Text(self.words.text(unit.key).to_owned()), vec![unit.key])
            } else if let Some(next) = list.get(at + 1).filter(|next| goes_on(**next)) {
                (self.pair(unit, Some(*next)), vec![unit.key, next.key])
            } else if at > 0 && goes_on(unit) && list[at - 1].is_sign() {
                continue;
            } else {
                (Term::Sign(unit.key), vec![unit.key])
            };
            let want = Want::Term(term);
            if !self.wanted.any.iter().any(|clause| clause.want == want) {
                self.wanted.any.push(Clause { want, rows: vec![row], entities: Vec::new() });
            }
        }
    }

    fn keys(&self, range: Range<usize>) -> Vec<u32> {
        self.units.list[range].iter().map(|unit| unit.key).collect()
    }

    fn pair(&self, first: Unit, second: Option<Unit>) -> Term {
        let second = second.map(|unit| unit.key);
        pair(first.key, second).map_or_else(|| Term::Text(pair_text(first.key, second)), Term::Pair)
    }

    /// Units one after the other. Of a run of signs every second pair is enough, and the last.
    fn phrase(&self, range: Range<usize>) -> Option<Want> {
        let list = &self.units.list[range];
        let first = list.first()?.place;
        let mut terms: Vec<(u32, Term)> = Vec::new();
        let mut at = 0;
        while at < list.len() {
            let unit = list[at];
            if !unit.is_sign() {
                terms.push((unit.place - first, Term::Text(self.words.text(unit.key).to_owned())));
                at += 1;
                continue;
            }
            let length = 1 + list[at + 1..].iter().take_while(|next| goes_on(**next)).count();
            let run = &list[at..at + length];
            at += length;
            if length == 1 {
                // What follows in the question is no sign, so none follows in the text.
                let term = if at < list.len() { self.pair(unit, None) } else { Term::Sign(unit.key) };
                terms.push((unit.place - first, term));
                continue;
            }
            for begin in (0..length - 1).step_by(2).chain((length % 2 == 1).then_some(length - 2)) {
                terms.push((run[begin].place - first, self.pair(run[begin], Some(run[begin + 1]))));
            }
        }
        match terms.len() {
            1 => terms.pop().map(|(_, term)| Want::Term(term)),
            _ => Some(Want::Phrase(terms)),
        }
    }
}

/// A fact as something wanted.
pub(crate) fn wanted_fact(letter: char, value: &str) -> Want {
    Want::Term(Term::Text(fact(letter, value)))
}
