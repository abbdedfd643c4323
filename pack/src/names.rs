//! Names of participants and treaties, in every language and script.

use std::collections::HashMap;

use law::{Day, Parties, PartyIx};
use unicode_normalization::UnicodeNormalization;

/// A name with the days on which it was in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Whose.
    pub party: PartyIx,
    /// The language, as in BCP 47.
    pub lang: String,
    /// The name.
    pub text: String,
    /// `short`, `formal`, `alias` or `source`.
    pub form: String,
    /// From which day, [`Day::ALWAYS`] if not known.
    pub from: Day,
    /// Up to which day, [`Day::NEVER`] if still.
    pub until: Day,
}

/// Every name of every participant.
#[derive(Debug, Clone, Default)]
pub struct Names {
    all: Vec<Name>,
    by_key: HashMap<String, Vec<PartyIx>>,
    of: HashMap<PartyIx, Vec<usize>>,
}

/// What two spellings of one name have in common: case, accents, width, spaces
/// and punctuation are left out.
pub fn key(name: &str) -> String {
    let folded = name.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    folded.flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

/// The names nearest to a word, best first.
pub fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>, most: usize) -> Vec<String> {
    // Nothing is near a monster, and looking for it takes long.
    if word.len() > 200 {
        return Vec::new();
    }
    let wanted = key(word);
    let mut scored: Vec<(f64, &str)> = names
        .into_iter()
        .map(|name| {
            let candidate = key(name);
            let inside = candidate.contains(&wanted) || (candidate.chars().count() > 2 && wanted.contains(&candidate));
            let bonus = if !wanted.is_empty() && inside { 0.5 } else { 0.0 };
            (strsim::jaro_winkler(&wanted, &candidate) + bonus, name)
        })
        .filter(|(score, _)| *score > 0.6)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.dedup_by(|a, b| a.1 == b.1);
    scored.into_iter().take(most).map(|(_, name)| name.to_owned()).collect()
}

impl Names {
    pub(crate) fn add(&mut self, name: Name) {
        let index = self.all.len();
        let parties = self.by_key.entry(key(&name.text)).or_default();
        if !parties.contains(&name.party) {
            parties.push(name.party);
        }
        self.of.entry(name.party).or_default().push(index);
        self.all.push(name);
    }

    /// The participant a person means: a code, or a name in any language.
    ///
    /// # Errors
    /// The nearest names when there is none, or the codes when several answer to the name.
    pub fn find(&self, parties: &Parties, word: &str) -> Result<PartyIx, Vec<String>> {
        if let Some(party) = parties.find(&word.trim().to_ascii_uppercase()) {
            return Ok(party);
        }
        match self.by_key.get(&key(word)).map(Vec::as_slice) {
            Some([party]) => Ok(*party),
            Some(several) => {
                // A State that exists is meant before one that has ended.
                let mut living = several.iter().filter(|&&party| parties[party].ends.is_none());
                match (living.next(), living.next()) {
                    (Some(&party), None) => Ok(party),
                    _ => Err(several.iter().map(|&party| parties[party].code.to_string()).collect()),
                }
            }
            None => Err(self.nearest_parties(parties, word, 4)),
        }
    }

    /// How many participants have a name.
    pub fn called(&self, name: &str) -> usize {
        self.by_key.get(&key(name)).map_or(0, Vec::len)
    }

    /// The names nearest to a word, with their codes, one for each participant.
    pub fn nearest_parties(&self, parties: &Parties, word: &str, most: usize) -> Vec<String> {
        let names = self.all.iter().filter(|name| name.form != "source").map(|name| name.text.as_str());
        let codes = parties.iter().map(|(_, party)| &*party.code);
        let mut found: Vec<(PartyIx, String)> = Vec::new();
        for name in nearest(word, names.chain(codes), most * 5) {
            let party =
                parties.find(&name).or_else(|| self.by_key.get(&key(&name)).and_then(|all| all.first()).copied());
            if let Some(party) = party.filter(|party| found.iter().all(|(other, _)| other != party)) {
                found.push((party, name));
            }
        }
        let with_code = |(party, name): (PartyIx, String)| {
            let code = &parties[party].code;
            if **code == name { name } else { format!("{code} ({name})") }
        };
        found.into_iter().take(most).map(with_code).collect()
    }

    /// The name a participant had on a day in a language; its English name or its code otherwise.
    pub fn of<'n>(&'n self, parties: &'n Parties, party: PartyIx, lang: &str, on: Day) -> &'n str {
        let pick = |lang: &str, form: &str| {
            let names = self.of.get(&party)?.iter().map(|&index| &self.all[index]);
            let mut fitting = names.filter(|name| name.lang == lang && name.form == form);
            let first = fitting.clone().next();
            fitting.find(|name| name.from <= on && on < name.until).or(first)
        };
        let name = pick(lang, "short").or_else(|| pick("en", "short")).or_else(|| pick("en", "formal"));
        name.map_or(&parties[party].code, |name| &name.text)
    }

    /// Every name.
    pub fn iter(&self) -> impl Iterator<Item = &Name> {
        self.all.iter()
    }
}
