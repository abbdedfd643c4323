//! How well the facts that were found agree with those that a person annotated.
//!
//! A found fact finds an annotated one where type, dates and number agree and the passages touch. Recall is over
//! annotated facts of the tier `core`; a found fact that finds none of any tier is false. Facts of types that the
//! annotation does not use at all are left aside. Mentions of treaties are counted apart.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Deserialize;

use crate::facts::{Fact, same_type};
use crate::structure::Paragraph;

/// An annotated document.
#[derive(Debug, Clone, Deserialize)]
pub struct Gold {
    /// Its name and paragraphs.
    pub documents: Vec<GoldDocument>,
    /// Its facts.
    pub facts: Vec<GoldFact>,
}

/// The paragraphs of an annotated document.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldDocument {
    /// By what its facts name it.
    pub seed: String,
    /// The name of its file.
    pub file: String,
    /// Its paragraphs; white space does not count.
    pub paragraphs: Vec<GoldParagraph>,
}

/// A paragraph of an annotated document.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldParagraph {
    /// Its text.
    pub text: String,
}

/// An annotated fact.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldFact {
    /// Which document it is in.
    pub seed: String,
    /// Its name.
    pub id: String,
    /// Its type.
    #[serde(rename = "type")]
    pub fact: String,
    /// Its dates.
    #[serde(default)]
    pub dates: Option<Vec<String>>,
    /// Its number.
    #[serde(default)]
    pub number: Option<String>,
    /// `core`, `ext` or `mention`.
    pub tier: String,
    /// Its passage, in characters of the text without white space.
    pub span: [usize; 2],
    /// Its words.
    #[serde(default)]
    pub quote: String,
}

/// What came of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Score {
    /// Annotated facts of the tier `core`, and how many were found.
    pub core: usize,
    /// How many of them were found.
    pub found: usize,
    /// Found facts of the types that the annotation uses.
    pub told: usize,
    /// How many of them are annotated.
    pub right: usize,
    /// What was missed.
    pub missed: Vec<String>,
    /// What is false.
    pub false_ones: Vec<String>,
}

impl Score {
    /// The share of annotated facts that were found.
    pub fn recall(&self) -> f64 {
        if self.core == 0 { 1.0 } else { self.found as f64 / self.core as f64 }
    }

    /// The share of found facts that are annotated.
    pub fn precision(&self) -> f64 {
        if self.told == 0 { f64::from(u8::from(self.core == 0)) } else { self.right as f64 / self.told as f64 }
    }

    /// Their harmonic mean.
    pub fn f1(&self) -> f64 {
        let (recall, precision) = (self.recall(), self.precision());
        if recall + precision == 0.0 { 0.0 } else { 2.0 * recall * precision / (recall + precision) }
    }

    /// Both together.
    pub fn add(&mut self, other: &Score) {
        self.core += other.core;
        self.found += other.found;
        self.told += other.told;
        self.right += other.right;
    }
}

/// How many characters that are no white space stand before each byte of a text.
fn without_blanks(text: &str) -> Vec<usize> {
    let mut table = Vec::with_capacity(text.len() + 1);
    let mut number = 0;
    for c in text.chars() {
        table.extend(std::iter::repeat_n(number, c.len_utf8()));
        number += usize::from(!c.is_whitespace());
    }
    table.push(number);
    table
}

fn norm(text: &str) -> String {
    text.trim().to_lowercase().replace('_', "-").replace(' ', "")
}

fn touch(a: &Range<usize>, b: &Range<usize>) -> bool {
    let common = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    common > 0 && common * 10 >= 3 * (a.len().min(b.len()))
}

/// Compares facts found in a text (UTF-8) with annotated ones; mentions of treaties, or all but those.
pub fn facts(gold: &Gold, seed: &str, text: &str, found: &[Fact], mentions: bool) -> Score {
    let table = without_blanks(text);
    let is_mention = |fact: &str| fact == "mention_of_treaty";
    let own = |fact: &&GoldFact| fact.seed == seed && is_mention(&fact.fact) == mentions;
    let mut annotated: Vec<&GoldFact> = gold.facts.iter().filter(own).collect();
    annotated.sort_by_key(|fact| fact.tier != "core");
    let types: BTreeSet<&str> = annotated.iter().map(|fact| fact.fact.as_str()).collect();
    let told: Vec<(&Fact, Range<usize>)> = found
        .iter()
        .filter(|fact| is_mention(&fact.fact) == mentions && types.iter().any(|own| same_type(&fact.fact, own)))
        .map(|fact| (fact, table[fact.start as usize]..table[fact.end as usize]))
        .collect();
    let mut used = BTreeSet::new();
    let mut score = Score { told: told.len(), ..Score::default() };
    for fact in annotated {
        let core = fact.tier == "core" || mentions;
        let mut dates = fact.dates.clone().unwrap_or_default();
        dates.sort_unstable();
        let number = fact.number.as_deref().map(norm).filter(|number| !number.is_empty());
        let hit = told.iter().enumerate().position(|(at, (one, chars))| {
            let mut own = one.dates.clone();
            own.sort_unstable();
            !used.contains(&at)
                && same_type(&one.fact, &fact.fact)
                && touch(chars, &(fact.span[0]..fact.span[1]))
                && own == dates
                && number.as_ref().is_none_or(|number| one.number.as_deref().map(norm).as_ref() == Some(number))
        });
        score.core += usize::from(core);
        match hit {
            Some(at) => {
                used.insert(at);
                score.found += usize::from(core);
            }
            None if core => score.missed.push(format!("{} {} {dates:?} {}", fact.id, fact.fact, fact.quote)),
            None => {}
        }
    }
    score.right = used.len();
    let false_ones = told.iter().enumerate().filter(|(at, _)| !used.contains(at));
    score.false_ones = false_ones.map(|(_, (one, _))| format!("{} {:?} {}", one.fact, one.dates, one.quote)).collect();
    score
}

/// How many of the annotated paragraphs were found with the same beginning and end, and how many there are.
pub fn paragraphs(gold: &GoldDocument, found: &[Paragraph]) -> (usize, usize) {
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let own: BTreeSet<String> = found.iter().map(|paragraph| bare(&paragraph.text())).collect();
    let right = gold.paragraphs.iter().filter(|paragraph| own.contains(&bare(&paragraph.text))).count();
    (right, gold.paragraphs.len())
}
