//! The grammars: what a language's documents look like and how they tell facts, as data.
//!
//! One file for each language, `grammar/*.toml`. Every pattern carries examples that it must match, with what
//! it must find in them; a test holds every pattern to every example.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex::Regex;
use serde::Deserialize;

use crate::mark::Class;

/// The grammar of one language.
#[derive(Debug)]
pub struct Grammar {
    /// The language, as in BCP 47.
    pub lang: &'static str,
    /// What the parts of a document look like.
    pub structure: Structure,
    /// Words for groups and speakers.
    pub words: Words,
    /// How facts are told, in the order in which they are tried.
    pub patterns: Vec<Pattern>,
    /// Words for deeds, where no pattern tells what a date is the day of.
    pub deeds: Vec<Deed>,
    /// What stands before a word for a deed, or behind it, that was done at last: "not until".
    pub not_until: [Option<Regex>; 2],
}

/// A word for a deed.
#[derive(Debug)]
pub struct Deed {
    /// The type of the fact.
    pub fact: String,
    /// The words.
    pub words: Regex,
    /// What must not stand before them in the sentence.
    pub unless_before: Option<Regex>,
    /// What must not stand right behind them.
    pub unless_after: Option<Regex>,
    /// Whether a participant does it.
    pub of_party: bool,
    /// Whether it is told only where somebody is named.
    pub needs_actor: bool,
    /// Whether it is told only beside a place.
    pub needs_place: bool,
    /// Whether it is told only beside a number.
    pub needs_number: bool,
    /// Whether it can be done together with another one on the same day.
    pub joins: bool,
    /// Whether any other word near by tells more.
    pub weak: bool,
    /// Whether it is told by years as often as by days.
    pub years: bool,
    /// What stands before participants who do not do it: those with whom it is done.
    pub not_actor_after: Option<Regex>,
    /// How sure it is, in hundredths.
    pub confidence: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeedFile {
    fact: String,
    words: String,
    unless_before: Option<String>,
    unless_after: Option<String>,
    #[serde(default)]
    of_party: bool,
    #[serde(default)]
    needs_actor: bool,
    #[serde(default)]
    needs_place: bool,
    #[serde(default)]
    needs_number: bool,
    #[serde(default)]
    joins: bool,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    years: bool,
    not_actor_after: Option<String>,
    #[serde(default = "likely")]
    confidence: u8,
}

fn likely() -> u8 {
    60
}

macro_rules! structure {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct StructureFile { spaced: bool, $($name: String,)* }

        /// What the parts of a document look like, as expressions over folded text.
        #[derive(Debug)]
        pub struct Structure {
            /// Whether words are parted by blanks.
            pub spaced: bool,
            $($(#[$doc])* pub $name: Regex,)*
        }

        impl Structure {
            fn compile(file: StructureFile) -> Result<Structure, String> {
                Ok(Structure { spaced: file.spaced, $($name: compile(stringify!($name), &file.$name)?,)* })
            }
        }
    };
}

structure! {
    /// The title of a letter.
    letter,
    /// The same within a longer text.
    letter_within,
    /// The heading of an annex.
    annex,
    /// The note of the original's language.
    original,
    /// The same within a longer text.
    original_within,
    /// Organs, sessions, years.
    organs,
    /// The number of an item of the agenda.
    agenda,
    /// The same within a longer text.
    agenda_within,
    /// A line with a date and perhaps a place.
    date_line,
    /// The same at the end of a text, as the first group.
    date_line_at_end,
    /// A line with nothing but a place.
    place_line,
    /// A numbered paragraph; the first group is the number.
    number,
    /// A heading; the first group is its numeral.
    heading,
    /// The mark of a signature.
    signature,
    /// The sentence that ends a letter.
    closing,
    /// The sentence that says what a letter transmits.
    transmits,
    /// How a sentence begins that begins a paragraph.
    opens,
    /// How a clause of a preamble begins.
    preamble,
    /// The words behind which the operative part begins.
    preamble_ends,
    /// The organ or the parties that a resolution or treaty begins with, on a line of their own.
    organ_speaks,
    /// The title of an annex, as the first group.
    annex_title,
    /// The address of another document.
    link,
    /// The end of a sentence.
    sentence_end,
}

impl Structure {
    /// Whether a text ends as a sentence does.
    pub fn is_sentence(&self, text: &str) -> bool {
        self.sentence_end.is_match(text)
    }

    /// Whether a text is only the name of a place.
    pub fn is_place(&self, text: &str) -> bool {
        self.place_line.is_match(text)
    }

    /// Whether a block after the closing sentence still belongs to the letter's text.
    pub fn letter_goes_on(&self, text: &str) -> bool {
        self.is_sentence(text) && !self.signature.is_match(text) && text.chars().count() > 30
    }
}

/// Words that stand for participants without naming them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Words for groups: the group's id in the packs.
    #[serde(default)]
    pub groups: BTreeMap<String, Vec<String>>,
    /// Words for those who speak.
    #[serde(default)]
    pub speakers: Vec<String>,
    /// Words for the parties of the treaty spoken of.
    #[serde(default)]
    pub parties: Vec<String>,
    /// Words for the members of the organisation that speaks.
    #[serde(default)]
    pub members: Vec<String>,
    /// Words for the treaty spoken of, with what its name ends with.
    #[serde(default)]
    pub anaphors: BTreeMap<String, Vec<String>>,
    /// What stands behind a date before the words for what else was done on that day.
    #[serde(default)]
    pub same_day: Vec<String>,
    /// What stands before a deed by which the day of another is told: "became binding on the day of the deposit".
    #[serde(default)]
    pub day_of: Vec<String>,
    /// What stands before a deed that was done, of which more is told: "not only".
    #[serde(default)]
    pub not_only: Vec<String>,
    /// What stands before a deed that something came after: with a day right beside it, it was done.
    #[serde(default)]
    pub past: Vec<String>,
    /// How a sentence begins whose first clause tells the day of its second: "When".
    #[serde(default)]
    pub when: Vec<String>,
    /// What says that a list goes on with another item, though nobody is named.
    #[serde(default)]
    pub next_item: Vec<String>,
    /// What stands between the name of a treaty and a year that belongs to it.
    #[serde(default)]
    pub of_year: Vec<String>,
    /// What stands before a word for a deed that was not done, or not yet.
    #[serde(default)]
    pub prospect: Vec<String>,
    /// Words that are written with a full stop.
    #[serde(default)]
    pub abbreviations: Vec<String>,
    /// What stands before a word for a deed that was done at last, as an expression over marked text.
    #[serde(default)]
    pub not_until_before: Option<String>,
    /// The same behind it.
    #[serde(default)]
    pub not_until_behind: Option<String>,
    /// What stands between a word for a protocol and the treaty to which it is one.
    #[serde(default)]
    pub to_treaty: Vec<String>,
    /// The same where the treaty comes first.
    #[serde(default)]
    pub of_treaty: Vec<String>,
    /// What a word for a protocol ends with that is one to the treaty named last.
    #[serde(default)]
    pub thereto: Vec<String>,
    /// Endings of words that speak of several treaties.
    #[serde(default)]
    pub plural: Vec<String>,
    /// How the names of several treaties are told with one word for all of them.
    #[serde(default)]
    pub joint: Vec<Joint>,
    /// Expressions for what looks like such a word and is none.
    #[serde(default)]
    pub not_anaphors: Vec<String>,
    /// Words that say that days are dealt out to those who are named, one to each.
    #[serde(default)]
    pub dealt: Vec<String>,
    /// What stands before a deed that was still to come: a date behind it is that of no deed told.
    #[serde(default)]
    pub eve: Vec<String>,
    /// Words around "the treaty" that are part of the name of an instrument, which no pack has.
    #[serde(default)]
    pub strangers: Vec<String>,
    /// Names beside those of the packs, by code.
    #[serde(default)]
    pub names: BTreeMap<String, Vec<String>>,
    /// The codes of organs and offices to which documents are addressed: they send none and speak for no members.
    #[serde(default)]
    pub organs: Vec<String>,
    /// What stands between a text that is no treaty and the day of its adoption.
    #[serde(default)]
    pub text_before_day: Vec<String>,
    /// The same where the day comes first.
    #[serde(default)]
    pub text_behind_day: Vec<String>,
    /// Capitals, by the code of the State, in English.
    #[serde(default)]
    pub capitals: BTreeMap<String, String>,
    /// States by one character of their name, as they stand in rows: "China, Russia and two States more" in four signs.
    #[serde(default)]
    pub short: BTreeMap<char, String>,
    /// What says behind such a row how many they are.
    #[serde(default)]
    pub short_behind: Vec<String>,
    /// What is put before or behind the name of a State to mean its capital; `~` stands for the name.
    #[serde(default)]
    pub capital: Vec<String>,
    /// Names that are none behind these characters.
    #[serde(default)]
    pub not_after: BTreeMap<String, String>,
    /// What stands between the first and the last date of a stretch.
    #[serde(default)]
    pub stretch: Vec<String>,
    /// What stands before a deed whose anniversary it is: then a date before it is the day of the anniversary.
    #[serde(default)]
    pub anniversary: Vec<String>,
    /// What it costs a word for a deed to stand before its date, and behind it, in characters.
    #[serde(default)]
    pub deed_before: usize,
    /// The same for a word behind its date.
    #[serde(default)]
    pub deed_after: usize,
    /// What stands between a word for a deed and its date where the date is told of it: that costs nothing.
    #[serde(default)]
    pub told_of: Vec<String>,
    /// What stands between the members of a list of participants.
    #[serde(default)]
    pub list: Vec<String>,
}

/// "The Treaties of A, B and C": the words before or behind the list, and the name of one of them with `~` for what
/// stands in the list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joint {
    /// What stands before the list.
    #[serde(default)]
    pub before: Option<String>,
    /// What stands behind it.
    #[serde(default)]
    pub behind: Option<String>,
    /// The name of one.
    pub one: String,
}

/// Where a field of a fact comes from when the words of the pattern do not give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum From {
    /// It stays empty.
    None,
    /// Those who send the letter.
    Senders,
    /// Those who speak in this part of the document.
    Speakers,
    /// The parties of the instrument of the fact.
    Parties,
    /// Those who were to join the instrument of the fact and have not.
    Remaining,
    /// The last one named before, in the same paragraph.
    Before,
    /// The first one named in the words themselves.
    Within,
    /// The first one named after, in the same paragraph.
    After,
    /// The instrument that the part of the document is.
    Itself,
    /// The date or place at the end or top of the part of the document.
    Closing,
    /// The date of the document.
    Document,
    /// The last full date that this part of the document told before.
    Event,
    /// The day on which the instrument of the fact was signed or adopted, as the packs say.
    Adopted,
    /// The treaty that the document is about.
    Home,
}

/// How a fact is told.
#[derive(Debug)]
pub struct Pattern {
    /// Its name.
    pub name: String,
    /// The type of the fact.
    pub fact: String,
    /// The expression over marked text; named groups are the fields.
    pub expression: Regex,
    /// What must stand in the words before it in the sentence.
    pub if_before: Option<Regex>,
    /// What must not stand in the words before it in the sentence.
    pub unless_before: Option<Regex>,
    /// What must not stand in the words themselves.
    pub unless: Option<Regex>,
    /// What must not stand in the words after it in the sentence.
    pub unless_after: Option<Regex>,
    /// For each mark of this class within it, a fact of its own.
    pub each: Option<Class>,
    /// Where fields come from that the words do not give, tried in this order.
    pub defaults: BTreeMap<String, Vec<From>>,
    /// Fields that are inferred even where a group gives them.
    pub inferred: Vec<String>,
    /// Only in paragraphs of these roles; everywhere if empty.
    pub roles: Vec<String>,
    /// Only in parts of the document with such a title.
    pub title: Option<Regex>,
    /// Whether it tells a fact of each annex.
    pub each_annex: bool,
    /// Fields without which it tells nothing.
    pub needs: Vec<String>,
    /// Where it ends, if that stands within it: what follows is told by another pattern.
    pub until: Option<Regex>,
    /// How sure it is, in hundredths.
    pub confidence: u8,
    /// What it must match.
    pub examples: Vec<Example>,
}

/// A sentence that a pattern must match.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The sentence, in our own words.
    pub text: String,
    /// The dates that must be found, one fact after another, parted by blanks.
    #[serde(default)]
    pub dates: Option<String>,
    /// The codes of the actors of the first fact, parted by blanks.
    #[serde(default)]
    pub actors: Option<String>,
    /// The instrument of the first fact.
    #[serde(default)]
    pub instrument: Option<String>,
    /// The number of the first fact.
    #[serde(default)]
    pub number: Option<String>,
    /// Set where the sentence must not be matched.
    #[serde(default)]
    pub not: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternFile {
    name: String,
    fact: String,
    matches: String,
    if_before: Option<String>,
    unless_before: Option<String>,
    unless: Option<String>,
    unless_after: Option<String>,
    each: Option<Class>,
    #[serde(default)]
    defaults: BTreeMap<String, OneOrMore>,
    #[serde(default)]
    inferred: Vec<String>,
    #[serde(default)]
    roles: Vec<String>,
    title: Option<String>,
    #[serde(default)]
    each_annex: bool,
    #[serde(default)]
    needs: Vec<String>,
    until: Option<String>,
    #[serde(default = "sure")]
    confidence: u8,
    #[serde(default)]
    examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(From),
    More(Vec<From>),
}

fn sure() -> u8 {
    90
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GrammarFile {
    structure: StructureFile,
    words: Words,
    /// Pieces of expressions, by name.
    #[serde(default)]
    pieces: BTreeMap<String, String>,
    #[serde(default)]
    pattern: Vec<PatternFile>,
    #[serde(default)]
    deed: Vec<DeedFile>,
}

fn compile(name: &str, expression: &str) -> Result<Regex, String> {
    Regex::new(expression).map_err(|error| format!("`{name}`: {error}"))
}

/// Puts marks and pieces in the place of their names: `<D>` is a date, `{name}` a piece.
fn expand(expression: &str, pieces: &BTreeMap<String, String>) -> String {
    let mut text = expression.to_owned();
    // Pieces can hold other pieces, a few levels deep.
    for _ in 0..4 {
        for (name, piece) in pieces {
            text = text.replace(&format!("{{{name}}}"), &format!("(?:{piece})"));
        }
    }
    for class in Class::ALL {
        text = text.replace(&format!("<{}>", class.letter()), &class.mark().to_string());
    }
    text
}

impl Grammar {
    /// Reads a grammar from its file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(lang: &'static str, text: &str) -> Result<Grammar, String> {
        let file: GrammarFile = toml::from_str(text).map_err(|error| error.to_string())?;
        let pieces = &file.pieces;
        let pattern = |pattern: PatternFile| {
            let compiled = |text: &str| compile(&pattern.name, &expand(text, pieces));
            let optional = |text: &Option<String>| text.as_deref().map(compiled).transpose();
            Ok(Pattern {
                expression: compiled(&pattern.matches)?,
                if_before: optional(&pattern.if_before)?,
                unless_before: optional(&pattern.unless_before)?,
                unless: optional(&pattern.unless)?,
                unless_after: optional(&pattern.unless_after)?,
                until: optional(&pattern.until)?,
                needs: pattern.needs,
                title: optional(&pattern.title)?,
                each_annex: pattern.each_annex,
                each: pattern.each,
                defaults: pattern
                    .defaults
                    .into_iter()
                    .map(|(field, from)| match from {
                        OneOrMore::One(from) => (field, vec![from]),
                        OneOrMore::More(from) => (field, from),
                    })
                    .collect(),
                inferred: pattern.inferred,
                roles: pattern.roles,
                confidence: pattern.confidence,
                examples: pattern.examples,
                name: pattern.name,
                fact: pattern.fact,
            })
        };
        let deed = |deed: DeedFile| {
            let compiled = |text: &str| compile(&deed.fact, &expand(text, pieces));
            let optional = |text: &Option<String>| text.as_deref().map(compiled).transpose();
            Ok(Deed {
                words: compiled(&deed.words)?,
                unless_before: optional(&deed.unless_before)?,
                unless_after: optional(&deed.unless_after)?,
                not_actor_after: optional(&deed.not_actor_after)?,
                of_party: deed.of_party,
                needs_actor: deed.needs_actor,
                needs_place: deed.needs_place,
                needs_number: deed.needs_number,
                joins: deed.joins,
                weak: deed.weak,
                years: deed.years,
                confidence: deed.confidence,
                fact: deed.fact,
            })
        };
        let words = |text: &Option<String>| text.as_deref().map(|text| compile("words", &expand(text, pieces)));
        let not_until = [&file.words.not_until_before, &file.words.not_until_behind].map(words);
        let [before, behind] = not_until;
        Ok(Grammar {
            not_until: [before.transpose()?, behind.transpose()?],
            deeds: file.deed.into_iter().map(deed).collect::<Result<_, String>>()?,
            lang,
            structure: Structure::compile(file.structure)?,
            words: file.words,
            patterns: file.pattern.into_iter().map(pattern).collect::<Result<_, String>>()?,
        })
    }

    /// The grammar of a language; English for one that has none.
    ///
    /// # Panics
    /// When a grammar of this program cannot be read, which a test rules out.
    pub fn of(lang: &str) -> &'static Grammar {
        static ZH: OnceLock<Grammar> = OnceLock::new();
        static RU: OnceLock<Grammar> = OnceLock::new();
        static EN: OnceLock<Grammar> = OnceLock::new();
        let (cell, lang, text) = match lang {
            "zh" => (&ZH, "zh", include_str!("grammar/zh.toml")),
            "ru" => (&RU, "ru", include_str!("grammar/ru.toml")),
            _ => (&EN, "en", include_str!("grammar/en.toml")),
        };
        cell.get_or_init(|| match Grammar::read(lang, text) {
            Ok(grammar) => grammar,
            Err(why) => panic!("the grammar of {lang}: {why}"),
        })
    }
}

/// The types of facts that the grammars tell.
pub fn types() -> std::collections::BTreeSet<&'static str> {
    let told = ["zh", "ru", "en"]
        .into_iter()
        .flat_map(|lang| &Grammar::of(lang).patterns)
        .map(|pattern| pattern.fact.as_str());
    told.chain(["mention_of_treaty", "mention_of_document"]).collect()
}
