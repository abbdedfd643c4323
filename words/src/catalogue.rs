//! The catalogues of one language.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use icu_calendar::Gregorian;
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_datetime::fieldsets::{YM, YMD};
use icu_datetime::input::Date;
use icu_datetime::{DateTimeFormatterPreferences, FixedCalendarDateTimeFormatter};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale_core::Locale;
use law::{Dated, Day, Precision};

/// The languages that have catalogues, as in BCP 47; English first, which others fall back to.
pub const LANGUAGES: [&str; 3] = ["en", "ru", "zh"];

macro_rules! files {
    ($lang:literal) => {
        &[
            include_str!(concat!("../", $lang, "/answers.ftl")),
            include_str!(concat!("../", $lang, "/checks.ftl")),
            include_str!(concat!("../", $lang, "/dates.ftl")),
            include_str!(concat!("../", $lang, "/glossary.ftl")),
            include_str!(concat!("../", $lang, "/law.ftl")),
            include_str!(concat!("../", $lang, "/pictures.ftl")),
            include_str!(concat!("../", $lang, "/portal.ftl")),
            include_str!(concat!("../", $lang, "/press.ftl")),
            include_str!(concat!("../", $lang, "/regimes.ftl")),
            include_str!(concat!("../", $lang, "/reservations.ftl")),
            include_str!(concat!("../", $lang, "/rules.ftl")),
            include_str!(concat!("../", $lang, "/zones.ftl")),
        ]
    };
}

/// The files of each language, in the order of [`LANGUAGES`].
const FILES: [&[&str]; 3] = [files!("en"), files!("ru"), files!("zh")];

/// How a language writes days and numbers: English as the United Nations does.
const LOCALES: [&str; 3] = ["en-GB", "ru", "zh-Hans"];

static ALL: LazyLock<[Words; 3]> = LazyLock::new(|| std::array::from_fn(Words::read));

/// The words of a language; English for one without catalogues.
pub fn of(lang: &str) -> &'static Words {
    let at = LANGUAGES.iter().position(|own| *own == lang).unwrap_or(0);
    &ALL[at]
}

/// The catalogues of a language as they are built in; English for one without. For whoever must know whether they changed.
pub fn catalogues(lang: &str) -> &'static [&'static str] {
    let at = LANGUAGES.iter().position(|own| *own == lang).unwrap_or(0);
    FILES[at]
}

/// What is put in a place that a message leaves open.
pub type Arg<'a> = FluentValue<'a>;

/// What can be said in one language.
pub struct Words {
    lang: &'static str,
    bundle: FluentBundle<FluentResource>,
    /// Messages without open places, as they are.
    plain: HashMap<String, String>,
    days: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    months: FixedCalendarDateTimeFormatter<Gregorian, YM>,
    numbers: DecimalFormatter,
    order: CollatorBorrowed<'static>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").field("lang", &self.lang).finish_non_exhaustive()
    }
}

impl Words {
    /// Reads the catalogues that are built in.
    ///
    /// # Panics
    /// When they are not what the tests of this room accept.
    fn read(at: usize) -> Words {
        let lang = LANGUAGES[at];
        let locale: Locale = LOCALES[at].parse().expect("a language tag");
        let mut bundle = FluentBundle::new_concurrent(vec![lang.parse().expect("a language tag")]);
        // Marks of isolation would stand in every JSON answer and file name; the pages mark directions in HTML.
        bundle.set_use_isolating(false);
        let mut plain = HashMap::new();
        for text in FILES[at] {
            let resource = FluentResource::try_new((*text).to_owned()).expect("a catalogue that can be read");
            bundle.add_resource(resource).expect("no message stands twice");
        }
        for text in FILES[at] {
            for id in ids(text) {
                let pattern = bundle.get_message(id).and_then(|message| message.value()).expect("a message");
                let mut errors = Vec::new();
                let said = bundle.format_pattern(pattern, None, &mut errors);
                if errors.is_empty() {
                    plain.insert(id.to_owned(), said.into_owned());
                }
            }
        }
        let preferences = DateTimeFormatterPreferences::from(&locale);
        Words {
            lang,
            bundle,
            plain,
            days: FixedCalendarDateTimeFormatter::try_new(preferences, YMD::long()).expect("CLDR has its days"),
            months: FixedCalendarDateTimeFormatter::try_new(preferences, YM::long()).expect("CLDR has its months"),
            numbers: DecimalFormatter::try_new((&locale).into(), Default::default()).expect("CLDR has its numbers"),
            order: Collator::try_new((&locale).into(), CollatorOptions::default()).expect("CLDR has its order"),
        }
    }

    /// The language, as in BCP 47.
    pub fn lang(&self) -> &'static str {
        self.lang
    }

    /// A message that leaves nothing open.
    ///
    /// # Panics
    /// When there is no such message; a test looks for every id that is used.
    pub fn say(&self, id: &str) -> &str {
        self.plain.get(id).unwrap_or_else(|| panic!("the catalogue has no plain message `{id}`"))
    }

    /// A message without open places, if there is one: for ids that are made from words of the law.
    pub fn known(&self, id: &str) -> Option<&str> {
        self.plain.get(id).map(String::as_str)
    }

    /// The message of a family that belongs to a word of the law, such as `deed-ratification`.
    ///
    /// # Panics
    /// When there is none; a test goes through every word.
    pub(crate) fn of_word(&self, family: &str, word: &str) -> &str {
        self.say(&format!("{family}-{word}"))
    }

    /// A message with what is put in its open places.
    ///
    /// # Panics
    /// When there is no such message, or it leaves open what is not given.
    pub fn tell(&self, id: &str, args: &[(&'static str, Arg<'_>)]) -> String {
        let message = self.bundle.get_message(id).and_then(|message| message.value());
        let pattern = message.unwrap_or_else(|| panic!("the catalogue has no message `{id}`"));
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(&args), &mut errors);
        assert!(errors.is_empty(), "the message `{id}` cannot be said: {errors:?}");
        said.into_owned()
    }

    /// A day in words.
    pub fn day(&self, day: Day) -> String {
        self.dated(Dated::exact(day))
    }

    /// A date in words, no more exact than it is known.
    pub fn dated(&self, dated: Dated) -> String {
        let civil = dated.first.date();
        let date = Date::try_new_gregorian(i32::from(civil.year()), civil.month() as u8, civil.day() as u8)
            .expect("a civil day is one of the Gregorian calendar");
        let year = || civil.year().to_string();
        match dated.precision {
            Precision::Day => self.days.format(&date).to_string(),
            Precision::Month => self.months.format(&date).to_string(),
            Precision::Season(season) => {
                self.tell("date-season", &[("season", season.clamp(21, 24).into()), ("year", year().into())])
            }
            Precision::Year => self.tell("date-year", &[("year", year().into())]),
        }
    }

    /// A date or a stretch of dates.
    pub fn span(&self, span: law::Span) -> String {
        let from = ("from", self.dated(span.from).into());
        match span.to {
            // Days of one month: its name once.
            Some(to) if is_day(span.from) && is_day(to) && month(span.from) == month(to) => {
                let day = |dated: law::Dated| Arg::from(i64::from(dated.first.date().day()));
                // The end that stands by itself is the one next to the other's own day.
                let (from, to) = match self.say("date-order") {
                    "year-first" => (self.dated(span.from).into(), day(to)),
                    _ => (day(span.from), self.dated(to).into()),
                };
                self.tell("span-days", &[("from", from), ("to", to)])
            }
            Some(to) => self.tell("span", &[from, ("to", self.dated(to).into())]),
            None if span.open => self.tell("span-open", &[from]),
            None => self.dated(span.from),
        }
    }

    /// A whole number, with its digits in groups.
    pub fn number(&self, number: usize) -> String {
        self.numbers.format(&Decimal::from(number as u64)).to_string()
    }

    /// Which of two names comes first.
    pub fn order(&self, a: &str, b: &str) -> Ordering {
        self.order.compare(a, b).then_with(|| a.cmp(b))
    }
}

fn is_day(dated: law::Dated) -> bool {
    dated.precision == law::Precision::Day
}

fn month(dated: law::Dated) -> (i16, i8) {
    let date = dated.first.date();
    (date.year(), date.month())
}

/// The ids of a catalogue's messages.
fn ids(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let (id, _) = line.split_once(" =")?;
        let starts = id.starts_with(|first: char| first.is_ascii_lowercase());
        (starts && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))).then_some(id)
    })
}
