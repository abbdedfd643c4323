//! What the entries of a ledger say, each in a line.

use law::{Dated, Day};
use serde::Serialize;
use words::Words;

use crate::World;
use crate::entry::{ActEntry, Body, Change, Entry, EntryError, Rectification, read};
use crate::happening::HappeningEntry;

/// One entry in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogRow {
    /// Its place in the ledger, counted from 0.
    pub entry: u64,
    /// When it was entered, in UTC.
    pub entered: String,
    /// The keys of the officers who signed it.
    pub officers: Vec<String>,
    /// The kind of entry.
    pub kind: &'static str,
    /// The instrument that it is about, by its id.
    pub treaty: Option<String>,
    /// What it says.
    pub text: String,
}

/// An entry as a row of a list; `text` is a sentence about it.
pub fn row(index: u64, entry: &Entry<'_>, text: String) -> LogRow {
    LogRow {
        entry: index,
        entered: entry.entered.clone().into_owned(),
        officers: entry.signatures.iter().map(|signature| signature.key.clone()).collect(),
        kind: entry.statement.body.word(),
        treaty: entry.statement.body.as_act().map(|act| act.treaty.into_owned()),
        text,
    }
}

/// The row of an entry's bytes, with the names of a world.
///
/// # Errors
/// When they are no entry that this program reads.
pub fn row_of(world: &World, index: u64, bytes: &[u8]) -> Result<LogRow, EntryError> {
    let entry = read(bytes)?;
    let text = sentence(world, &entry);
    Ok(row(index, &entry, text))
}

/// What an entry says, in a line, by ids and codes.
pub fn in_codes(words: &Words, entry: &Entry<'_>) -> String {
    let code = |code: &str, _: Option<Day>| code.to_owned();
    let date = |date: &str| date.to_owned();
    Sentence { words, treaty: &code, matter: &str::to_owned, party: &code, date: &date }.of(entry)
}

/// What an entry says, in a line, by the names that things have in the language of a world.
pub fn sentence(world: &World, entry: &Entry<'_>) -> String {
    let words = world.words();
    let treaty = |id: &str, _: Option<Day>| {
        world.packs.by_id(id).map_or_else(|| id.to_owned(), |ix| world.packs[ix].name(&world.lang).to_owned())
    };
    let party = |code: &str, on: Option<Day>| {
        let found = world.packs.parties.find(code);
        found.map_or_else(|| code.to_owned(), |party| world.party_name(party, on.unwrap_or(Day::LAST)).to_owned())
    };
    let date = |text: &str| text.parse().map_or_else(|_| text.to_owned(), |dated: Dated| words.dated(dated));
    let matter = |id: &str| {
        let found = world.packs.matters.by_id(id);
        found.map_or_else(|| id.to_owned(), |matter| pack::in_language(&matter.name, &world.lang).to_owned())
    };
    Sentence { words, treaty: &treaty, matter: &matter, party: &party, date: &date }.of(entry)
}

/// How the codes in an entry are said; names are those of a day.
struct Sentence<'s> {
    words: &'s Words,
    treaty: &'s dyn Fn(&str, Option<Day>) -> String,
    matter: &'s dyn Fn(&str) -> String,
    party: &'s dyn Fn(&str, Option<Day>) -> String,
    date: &'s dyn Fn(&str) -> String,
}

impl Sentence<'_> {
    fn of(&self, entry: &Entry<'_>) -> String {
        let tell = |id: &str, name: &'static str, value: &str| self.words.tell(id, &[(name, value.into())]);
        match &entry.statement.body {
            Body::Registry(founding) => tell("entry-registry", "depositary", &founding.depositary),
            Body::Officer(officer) => match officer.change {
                Change::Admitted => tell("entry-officer-admitted", "key", &key_name(&officer.key)),
                Change::Revoked => tell("entry-officer-revoked", "key", &key_name(&officer.key)),
            },
            Body::FourEyes(rule) if rule.kinds.is_empty() => self.words.say("entry-one-officer").to_owned(),
            Body::FourEyes(rule) => {
                let kinds: Vec<String> = rule.kinds.iter().map(|kind| self.act_word(kind)).collect();
                tell("entry-two-officers", "kinds", &kinds.join(self.words.say("comma")))
            }
            Body::LogKey(key) => match key.change {
                Change::Admitted => tell("entry-log-key-admitted", "key", &key_name(&key.key)),
                Change::Revoked => tell("entry-log-key-revoked", "key", &key_name(&key.key)),
            },
            Body::File(file) if file.sha256.is_empty() => tell("entry-file-gone", "path", &file.path),
            Body::File(file) => tell("entry-file", "path", &file.path),
            Body::Act(act) => self.act(act),
            Body::Happening(happening) => self.happening(happening),
            Body::Rectification(rectification) => self.rectification(rectification),
        }
    }

    fn act_word(&self, word: &str) -> String {
        self.words.known(&format!("label-act-{word}")).unwrap_or(word).to_owned()
    }

    fn act(&self, act: &ActEntry<'_>) -> String {
        let on = act.date.parse::<Dated>().ok().map(|dated| dated.first);
        let who = Some(&*act.party).filter(|code| !code.is_empty()).map(|code| (self.party)(code, on));
        let parts: Vec<String> = who.into_iter().chain([self.act_word(&act.act), (self.date)(&act.date)]).collect();
        let what = parts.join(self.words.say("comma"));
        self.words.tell("entry-act", &[("treaty", (self.treaty)(&act.treaty, on).into()), ("what", what.into())])
    }

    fn happening(&self, happening: &HappeningEntry<'_>) -> String {
        let comma = self.words.say("comma");
        let date = |text: &str| text.split('/').map(|date| (self.date)(date)).collect::<Vec<_>>().join("–");
        let on = happening.date.get(..10).and_then(|date| date.parse().ok());
        let who: Vec<String> = happening.actors.split_whitespace().map(|code| (self.party)(code, on)).collect();
        let word = self.words.happening(&happening.happening);
        let matters: Vec<String> = happening.matter.split_whitespace().map(|id| (self.matter)(id)).collect();
        let about = [matters.join(comma), (self.treaty)(&happening.instrument, on)];
        let about: Vec<String> = about.into_iter().filter(|text| !text.is_empty()).collect();
        let parts = [word.to_owned(), who.join(comma), date(&happening.date)];
        let parts: Vec<String> = parts.into_iter().filter(|text| !text.is_empty()).collect();
        let what = parts.join(comma);
        if about.is_empty() {
            return what;
        }
        self.words.tell("entry-act", &[("treaty", about.join(comma).into()), ("what", what.into())])
    }

    fn rectification(&self, rectification: &Rectification<'_>) -> String {
        let wrong = [("of", rectification.of.to_string().into()), ("why", (&*rectification.why).into())];
        match &rectification.instead {
            None => self.words.tell("entry-rectified", &wrong),
            Some(act) => {
                let [of, why] = wrong;
                self.words.tell("entry-rectified-instead", &[of, why, ("act", self.act(act).into())])
            }
        }
    }
}

/// The name and the id of a verifier key.
pub fn key_name(vkey: &str) -> String {
    vkey.splitn(3, '+').take(2).collect::<Vec<_>>().join("+")
}
