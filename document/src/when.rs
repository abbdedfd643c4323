//! Dates as documents write them: with parts left out, joined, or told by another date.

use std::fmt;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// A date as far as it was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// Its first or only day, month, season or year.
    pub from: Part,
    /// The last one, if it is a stretch of time.
    pub to: Option<Part>,
    /// Whether it says up to when something is known: "as of".
    pub as_of: bool,
    /// How another date tells it.
    pub by: Option<By>,
}

/// How one date is told by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// So many days after the last full one: "the same day", "the next day", "thirty days later".
    Days(i8),
    /// The first day of what lasted: "on its first day".
    First,
    /// The last day of what lasted: "on its last day".
    Last,
}

/// A point in time as far as it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part {
    /// The year.
    pub year: Year,
    /// The month, from 1.
    pub month: Option<u8>,
    /// The day of the month.
    pub day: Option<u8>,
    /// A season by the numbers of ISO 8601-2 (EDTF): 21 spring, 22 summer, 23 autumn, 24 winter.
    pub season: Option<u8>,
}

/// A year, or what tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Year {
    /// It was told.
    Told(i16),
    /// It is inferred from another date.
    Inferred(i16),
    /// That of the date before.
    Same,
    /// The one after that of the date before.
    Next,
    /// So many years from that of the document.
    Offset(i16),
    /// It was left out.
    #[default]
    Missing,
}

impl Year {
    /// The year, once it is known.
    pub fn number(self) -> Option<i16> {
        match self {
            Year::Told(year) | Year::Inferred(year) => Some(year),
            _ => None,
        }
    }
}

impl Part {
    fn new(year: Year, month: Option<u8>, day: Option<u8>) -> Part {
        Part { year, month, day, season: None }
    }

    /// Whether the month and day can be those of a calendar.
    fn is_possible(&self) -> bool {
        self.month.is_none_or(|month| (1..=12).contains(&month)) && self.day.is_none_or(|day| (1..=31).contains(&day))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year.number() {
            Some(year) => write!(f, "{year:04}")?,
            None => f.write_str("XXXX")?,
        }
        if let Some(season) = self.season {
            return write!(f, "-{season}");
        }
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.to {
            Some(to) => write!(f, "{}/{to}", self.from),
            None if self.as_of => write!(f, "../{}", self.from),
            None => self.from.fmt(f),
        }
    }
}

impl When {
    fn of(from: Part) -> When {
        When { from, to: None, as_of: false, by: None }
    }

    /// Whether its years are known.
    pub fn is_known(&self) -> bool {
        let known = |part: &Part| part.year.number().is_some() && (part.day.is_none() || part.month.is_some());
        known(&self.from) && self.to.as_ref().is_none_or(known)
    }

    /// Whether it has a day.
    pub fn is_full(&self) -> bool {
        self.from.day.is_some()
    }

    /// Fills what was left out from the date before and from the document's own.
    pub fn infer(&mut self, before: Option<Part>, document: Option<i16>) {
        if let (Some(By::Days(days)), Some(before)) = (self.by, before) {
            let day = before.year.number().zip(before.month.zip(before.day));
            let day = day.and_then(|(year, (month, day))| law::Day::new(year, month as i8, day as i8).ok());
            if let Some(day) = day.map(|day| law::Day::from_epoch(day.epoch() + i32::from(days))) {
                let text = day.to_string();
                let number =
                    |range: std::ops::Range<usize>| text.get(range).and_then(|digits| digits.parse::<i16>().ok());
                if let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) {
                    self.from = Part::new(Year::Inferred(year), Some(month as u8), Some(day as u8));
                }
            }
        }
        if self.by.is_some() {
            return;
        }
        let year = before.and_then(|before| before.year.number());
        let fill = |part: &mut Part| {
            // "On the 30th": the month is that of the date before.
            if part.month.is_none() && part.day.is_some() {
                part.month = before.and_then(|before| before.month);
            }
            part.year = match part.year {
                Year::Same => year.or(document).map_or(Year::Same, Year::Inferred),
                Year::Next => year.or(document).map_or(Year::Next, |year| Year::Inferred(year + 1)),
                Year::Missing => year.or(document).map_or(Year::Missing, Year::Inferred),
                Year::Offset(offset) => document.map_or(Year::Offset(offset), |year| Year::Inferred(year + offset)),
                known => known,
            };
        };
        fill(&mut self.from);
        if let Some(to) = &mut self.to {
            fill(to);
        }
    }

    /// Takes the first or last day of the stretch of time before, where it is told by that.
    pub fn of_stretch(&mut self, stretch: Option<&When>) {
        let part = match (self.by, stretch) {
            (Some(By::First), Some(stretch)) => Some(stretch.from),
            (Some(By::Last), Some(stretch)) => stretch.to,
            _ => None,
        };
        if let Some((part, year)) = part.and_then(|part| Some((part, part.year.number()?))) {
            self.from = Part { year: Year::Inferred(year), ..part };
        }
    }

    /// Whether a year in it was inferred.
    pub fn is_inferred(&self) -> bool {
        let inferred = |part: &Part| matches!(part.year, Year::Inferred(_));
        inferred(&self.from) || self.to.as_ref().is_some_and(inferred)
    }
}

/// Text with the way from its bytes to its characters.
pub(crate) struct Indexed {
    pub(crate) text: String,
    places: Vec<u32>,
}

impl Indexed {
    pub(crate) fn new(chars: &[char]) -> Indexed {
        let mut text = String::with_capacity(chars.len() * 3);
        let mut places = Vec::with_capacity(chars.len() * 3 + 1);
        for (at, c) in chars.iter().enumerate() {
            text.push(*c);
            places.extend(std::iter::repeat_n(at as u32, c.len_utf8()));
        }
        places.push(chars.len() as u32);
        Indexed { text, places }
    }

    pub(crate) fn char_at(&self, byte: usize) -> usize {
        self.places[byte] as usize
    }
}

macro_rules! expression {
    ($name:ident, $text:expr) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| compile($text));
    };
}

fn compile(text: &str) -> Regex {
    match Regex::new(text) {
        Ok(regex) => regex,
        Err(error) => panic!("an expression of this program: {error}"),
    }
}

expression!(
    ZH,
    r"(?x)
    (?P<asof>截至|截止(?:到)?)?
    (?:(?P<y>\d{4}|[一二三四五六七八九〇○零]{4})年|(?P<rel>同年|当年|次年|翌年|去年|今年|本年|明年|上年|前年))
    (?:底|初|中)?
    (?:
        (?P<season>[春夏秋冬])(?:季|天)?
      | (?P<m>\d{1,2}|[一二三四五六七八九十]{1,3})月
        (?:(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})(?:日)?
            (?:(?:至|到|-|—|–|~|～|和|、|及)
                (?:(?P<y2>\d{4})年)?(?:(?P<m2>\d{1,2})月)?(?P<d2>\d{1,2})日
            )?
            (?P<day>日)?
        )?
    )?
    | (?P<month>\d{1,2})月(?P<dayonly>\d{1,2})日(?:(?:至|到|-|—|–|~|和)(?:(?P<month2>\d{1,2})月)?(?P<dayonly2>\d{1,2})日)?
    | 同月(?P<samemonth>\d{1,2})日
    | (?P<sameday>当日|当天|同日|该日|即日|次日|翌日|第二天|第一天|首日|开幕当天|开幕日|最后一天|末日|闭幕当天|闭幕日)
    | (?P<pause>[，,。；;])(?:又|仅|正好)?(?P<later>\d{1,2}|[一二三四五六七八九十]{1,3})(?:天|日)(?:后|之后|以后)
    | (?P<firstday>\d{1,2})日(?:至|到|-|—|–|和)(?P<lastday>\d{1,2})日
    | (?P<lead>[和、及在于至])(?P<bareday>\d{1,2})日
    "
);
expression!(ZH_YEARS, r"(\d{4})((?:、\d{4})*)(?:和|与|及|至|到|-|—)(\d{4})年(期间|间)?");

fn han_number(text: &str) -> Option<i16> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|d| d == c).or(matches!(c, '零' | '○').then_some(0));
    if text.chars().count() == 4 {
        return text.chars().try_fold(0, |sum, c| Some(sum * 10 + digit(c)? as i16));
    }
    match text.split_once('十') {
        None => digit(text.chars().next()?).map(|d| d as i16),
        Some((tens, units)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens.chars().next()?)? as i16 };
            let units = if units.is_empty() { 0 } else { digit(units.chars().next()?)? as i16 };
            Some(tens * 10 + units)
        }
    }
}

fn small(text: &str) -> Option<u8> {
    han_number(text).and_then(|number| u8::try_from(number).ok())
}

/// The dates of a text, each with its first character and the one behind its last.
pub(crate) fn find(chars: &[char], lang: &str) -> Vec<(usize, usize, When)> {
    let indexed = Indexed::new(chars);
    let mut found = match lang {
        "zh" => chinese(&indexed),
        "ru" => words(&indexed, &RU, &RU_YEAR, russian_month),
        _ => words(&indexed, &EN, &EN_YEAR, english_month),
    };
    found.sort_by_key(|(start, ..)| *start);
    found
}

fn name<'t>(found: &Captures<'t>, name: &str) -> Option<&'t str> {
    found.name(name).map(|m| m.as_str())
}

fn chinese(indexed: &Indexed) -> Vec<(usize, usize, When)> {
    let mut all: Vec<(usize, usize, When)> = Vec::new();
    for found in ZH_YEARS.captures_iter(&indexed.text) {
        let Some(whole) = found.get(0) else { continue };
        let stretch = whole.as_str().contains(['至', '到', '-', '—']) || found.get(4).is_some();
        let years: Vec<(usize, i16)> = whole
            .as_str()
            .split(|c: char| !c.is_ascii_digit())
            .filter(|digits| digits.len() == 4)
            .filter_map(|digits| {
                Some((digits.as_ptr() as usize - whole.as_str().as_ptr() as usize, digits.parse().ok()?))
            })
            .collect();
        // Behind the shared 年 a month can still follow: then the last year is a date of its own.
        if indexed.text[whole.end()..].starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let end = |at: usize| indexed.char_at(whole.start() + at + 4);
        if stretch && years.len() == 2 {
            let part = |year| Part::new(Year::Told(year), None, None);
            let when = When { from: part(years[0].1), to: Some(part(years[1].1)), as_of: false, by: None };
            all.push((indexed.char_at(whole.start()), indexed.char_at(whole.end()), when));
        } else {
            let last = years.len().saturating_sub(1);
            for (index, (at, year)) in years.iter().enumerate() {
                let stop = if index == last { indexed.char_at(whole.end()) } else { end(*at) };
                let when = When::of(Part::new(Year::Told(*year), None, None));
                all.push((indexed.char_at(whole.start() + at), stop, when));
            }
        }
    }
    let mut from = 0;
    while let Some(found) = ZH.captures_at(&indexed.text, from) {
        let Some(whole) = found.get(0) else { break };
        from = whole.end();
        let taken = |from: usize, to: usize| all.iter().any(|(start, end, _)| *start < to && from < *end);
        // "1990年代" is no date, nor is a day of every year.
        if indexed.text[whole.end()..].starts_with("代")
            || indexed.text[..whole.start()].ends_with("每年")
            || taken(indexed.char_at(whole.start()), indexed.char_at(whole.end()))
        {
            continue;
        }
        // "On the 3rd and 4th, respectively": days that are dealt out are no stretch.
        let before = indexed.text[..whole.start()].trim_end_matches(['于', '在']);
        let dealt = ["分别", "先后", "相继"].iter().any(|word| before.ends_with(word));
        let Some((when, cut)) = chinese_date(&found, dealt) else { continue };
        let end = cut.unwrap_or(whole.end());
        // What was cut off can be a date of its own.
        from = end;
        let lead = found.name("lead").or(found.name("pause")).map_or(0, |lead| lead.len());
        let start = whole.start() + lead;
        if when.from.is_possible() {
            all.push((indexed.char_at(start), indexed.char_at(end), when));
        }
    }
    all
}

/// The date that was matched, and where it ends if that is before the end of the match.
fn chinese_date(found: &Captures<'_>, dealt: bool) -> Option<(When, Option<usize>)> {
    let get = |group| name(found, group);
    if let Some(word) = get("sameday") {
        let by = match word {
            "次日" | "翌日" | "第二天" => By::Days(1),
            _ if word.starts_with(['第', '首', '开']) => By::First,
            _ if word.starts_with(['最', '末', '闭']) => By::Last,
            _ => By::Days(0),
        };
        return Some((When { by: Some(by), ..When::of(Part::new(Year::Missing, None, None)) }, None));
    }
    if let Some(days) = get("later").and_then(small).and_then(|days| i8::try_from(days).ok()) {
        let when = When { by: Some(By::Days(days)), ..When::of(Part::new(Year::Missing, None, None)) };
        return Some((when, None));
    }
    if let (Some(first), Some(last)) = (get("firstday").and_then(small), get("lastday").and_then(small)) {
        let part = |day| Part::new(Year::Missing, None, Some(day));
        let stretch =
            first < last && (!found.get(0).is_some_and(|m| m.as_str().contains('和')) || last == first + 1 && !dealt);
        let cut = found.name("firstday").map(|m| m.end() + '日'.len_utf8()).filter(|_| !stretch);
        let to = stretch.then(|| part(last));
        return Some((When { from: part(first), to, as_of: false, by: None }, cut));
    }
    if let Some(day) = get("bareday") {
        return Some((When::of(Part::new(Year::Missing, None, small(day))), None));
    }
    if let Some(day) = get("samemonth") {
        return Some((When::of(Part::new(Year::Same, None, small(day))), None));
    }
    if let (Some(month), Some(day)) = (get("month"), get("dayonly")) {
        let from = Part::new(Year::Missing, small(month), small(day));
        let to = get("dayonly2")
            .map(|day| Part::new(Year::Missing, get("month2").and_then(small).or(from.month), small(day)));
        let whole = found.get(0).map_or("", |m| m.as_str());
        let next = !dealt && to.is_some_and(|to| to.month == from.month && to.day == from.day.map(|day| day + 1));
        if to.is_some() && whole.contains('和') && !next {
            let cut = found.name("dayonly").map(|m| m.end() + '日'.len_utf8());
            return Some((When::of(from), cut));
        }
        return Some((When { from, to, as_of: false, by: None }, None));
    }
    let year = match (get("y"), get("rel")) {
        (Some(year), _) => Year::Told(han_number(year)?),
        (None, Some("同年" | "当年")) => Year::Same,
        (None, Some("次年" | "翌年")) => Year::Next,
        (None, Some("去年" | "上年")) => Year::Offset(-1),
        (None, Some("前年")) => Year::Offset(-2),
        (None, Some("明年")) => Year::Offset(1),
        (None, _) => Year::Offset(0),
    };
    let as_of = get("asof").is_some();
    if let Some(season) = get("season") {
        let season = "春夏秋冬".chars().position(|s| season.starts_with(s)).map(|at| 21 + at as u8);
        return Some((When { from: Part { year, season, ..Part::default() }, to: None, as_of, by: None }, None));
    }
    let (month, day) = (get("m").and_then(small), get("d").and_then(small));
    if let Some(last) = get("d2") {
        let from = Part::new(year, month, day);
        let to_year = get("y2").and_then(han_number).map_or(year, Year::Told);
        let to = Part::new(to_year, get("m2").and_then(small).or(month), small(last));
        // Days joined by "and" are a stretch of time only where they follow each other.
        let whole = found.get(0).map_or("", |m| m.as_str());
        let joined = whole.contains(['和', '、', '及']);
        let next = !dealt && get("m2").is_none() && get("y2").is_none() && to.day == day.map(|day| day + 1);
        if joined && !next {
            let cut = found.name("d").map(|m| {
                m.end()
                    + if whole[m.end() - found.get(0).map_or(0, |m| m.start())..].starts_with('日') {
                        '日'.len_utf8()
                    } else {
                        0
                    }
            });
            return Some((When::of(from), cut));
        }
        return Some((When { from, to: Some(to), as_of, by: None }, None));
    }
    // A number that no 日 follows belongs to what comes next: "2020年12月7号", "2010年6 24".
    if day.is_some() && get("day").is_none() && !found.get(0).is_some_and(|m| m.as_str().ends_with('日')) {
        let cut = found.name("d").map(|m| m.start());
        return Some((When { from: Part::new(year, month, None), to: None, as_of, by: None }, cut));
    }
    Some((When { from: Part::new(year, month, day), to: None, as_of, by: None }, None))
}

const EN_MONTHS: &str = r"January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.";
const EN_ORDINALS: &str = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty-first|twenty-second|twenty-third|twenty-fourth|twenty-fifth|twenty-sixth|twenty-seventh|twenty-eighth|twenty-ninth|thirtieth|thirty-first";
const RU_MONTHS: &str = "январ[ьяе]|феврал[ьяе]|марта?е?|апрел[ьяе]|ма[йяе]|июн[ьяе]|июл[ьяе]|август[ае]?|сентябр[ьяе]|октябр[ьяе]|ноябр[ьяе]|декабр[ьяе]";

static EN: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?x)\b(?P<asof>[Aa]s\ (?:of|at)\ )?(?:
          (?:from\ )?(?P<d>\d{{1,2}})(?:\ (?P<m0>{EN_MONTHS}))?(?:\ (?P<y0>\d{{4}}))?(?:\ to\ |\ and\ |\ through\ |-|–|/|\ -\ |\ –\ )(?P<d2>\d{{1,2}})\ (?P<m>{EN_MONTHS})(?:,?\ (?P<y>(?:19|20)\d\d))?
        | (?P<d1>\d{{1,2}}|{EN_ORDINALS})(?:st|nd|rd|th)?(?:\ of)?\ (?P<m1>{EN_MONTHS})(?:,?\ (?P<y1>(?:19|20)\d\d))?
        | (?P<m3>{EN_MONTHS})\ (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:(?:\ and\ |-|–|\ to\ )(?P<d4>\d{{1,2}}))?(?:,?\ (?P<y3>(?:19|20)\d\d))
        | (?P<m5>{EN_MONTHS})(?:\ of)?\ (?P<y5>(?:19|20)\d\d)
        | (?P<s6>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)\ (?:of\ )?(?P<y6>(?:19|20)\d\d)
        | (?P<m7>{EN_MONTHS})\ of\ (?:the\ same|that|(?P<n7>the\ following|the\ next))\ year
        )(?:(?P<same>\ of\ (?:the\ same|that)\ year)|(?P<next>\ of\ the\ (?:following|next)\ year)|(?P<now>\ (?:of\ )?this\ year|\ of\ the\ current\ year))?\b"
    ))
});
static RU: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?xi)(?P<asof>по\ состоянию\ на\ )?(?:
          (?:с\ )?\b(?P<d>\d{{1,2}})(?:\ (?P<m0>{RU_MONTHS}))?(?:\ (?P<y0>\d{{4}})(?:\ года)?)?(?:\ по\ |\ и\ |-|–|—|\ -\ |\ –\ |\ до\ )(?P<d2>\d{{1,2}})\ (?P<m>{RU_MONTHS})(?:\ (?P<y>(?:19|20)\d\d)(?:\ г(?:ода|\.))?)?
        | \b(?P<d1>\d{{1,2}})(?:-го)?\ (?P<m1>{RU_MONTHS})(?:\ (?P<y1>(?:19|20)\d\d)(?:\ г(?:ода|\.))?)?
        | \b(?P<m5>{RU_MONTHS})\ (?P<y5>(?:19|20)\d\d)(?:\ г(?:ода|\.))
        | \b(?P<s6>весн[аыой]+|лет[аоме]+|осен[ьиюью]+|зим[аыой]+)\ (?P<y6>(?:19|20)\d\d)\ г(?:ода|\.)
        | \b(?P<m7>{RU_MONTHS})\ (?:того\ же|(?P<n7>следующего))\ года
        | \b(?P<d8>\d{{2}})\.(?P<m8>\d{{2}})\.(?P<y8>(?:19|20)\d\d)\b
        )(?:(?P<same>\ (?:того|этого)\ же\ года)|(?P<next>\ следующего\ года)|(?P<now>\ с\.\ ?г\.|\ (?:сего|текущего|нынешнего)\ года))?"
    ))
});
expression!(
    ANNUAL,
    r"^.{0,24}?(?:(?:International|World) (?:\p{L}+ ){0,4}Day|(?i:международн\p{L}+|всемирн\p{L}+) д(?:ень|н))"
);
const COUNTS: [&str; 13] =
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "thirty", "sixty", "ninety", "fourteen"];
const RU_COUNTS: [&str; 13] = [
    "два",
    "три",
    "четыре",
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
    "десять",
    "тридцать",
    "шестьдесят",
    "девяносто",
    "четырнадцать",
];
const COUNTED: [i8; 13] = [2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 60, 90, 14];

/// How many days: a number, or a word for one.
fn counted(text: &str) -> Option<i8> {
    let text = text.to_lowercase();
    let word = |words: &[&str; 13]| words.iter().position(|word| *word == text).map(|at| COUNTED[at]);
    text.parse().ok().or_else(|| word(&COUNTS)).or_else(|| word(&RU_COUNTS))
}

/// A day that is told by another date.
static BY_ANOTHER: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?xi)\b(?:
          (?:on\ )?the\ same\ (?:day|date) | (?:on|since|from)\ that(?:\ very|\ same)?\ (?:day|date)
        | (?:on|from|since|by)\ (?:its|the|their)(?:\ very)?\ (?:(?P<first>first|opening)|(?P<last>last|final|closing))\ day
        | (?:в|с|на)\ (?:самый\ |её\ |ее\ |его\ |их\ )?(?:(?P<first2>перв(?:ый|ого))|(?P<last2>последний|последнего|заключительный))(?:\ же)?\ д(?:ень|ня)
        | (?P<week>a\ week\ later|через\ неделю|неделю\ спустя|неделей\ позже)
        | (?P<later>\d{{1,2}}|{counts})\ days\ (?:later|thereafter)
        | через\ (?P<later2>\d{{1,2}}|{ru})\ д(?:ней|ня|ень)
        | (?P<later3>\d{{1,2}}|{ru})\ д(?:ней|ня|ень)\ спустя
        | (?P<next>the\ following\ day|the\ next\ day|a\ day\ later|на\ следующий\ день|днём\ позже)
        | в\ тот\ же\ день | в\ этот(?:\ же)?\ день | с\ (?:того|этого)(?:\ же)?\ дня | с\ (?:той|этой)(?:\ же)?\ даты
        | on\ the\ (?P<bare>\d{{1,2}})(?:st|nd|rd|th) | (?P<bare2>\d{{1,2}})-го(?:\ числа(?:\ того\ же\ месяца)?)?
        )\b",
        counts = COUNTS.join("|"),
        ru = RU_COUNTS.join("|"),
    ))
});
expression!(
    OF_ANOTHER,
    r"(?i)^ (?:of (?:each|every|the (?:month|year)|[a-z]+ (?:month|year)|[A-Z]|independence)|после|со дня|с даты|с момента|независимости|кажд|месяц|год)"
);
expression!(
    EN_YEAR,
    r"(?:\b(?P<asof>[Aa]s (?:of|at) )?(?:in|In|since|Since|of|[Ii]ts|until|from|during|[Bb]etween|by|[Tt]he|[Tt]his|[Yy]ears?|and|or|to|for|, |[–-])\s?|(?P<bracket>\())(?P<years>(?:(?:19|20)\d\d)(?:(?:, | and |, and |-|–| to | or )(?:19|20)\d\d)*)\b"
);
expression!(
    RU_YEAR,
    r"(?i)\b(?P<years>(?:(?:19|20)\d\d)(?:(?:, | и |-|–|—| или | по | до )(?:19|20)\d\d)*)\s?(?:год[а-я]*|гг?\.)"
);

fn english_month(word: &str) -> Option<u8> {
    EN_MONTHS.split('|').take(12).position(|month| month[..3] == word[..3]).map(|at| at as u8 + 1)
}

/// "The twenty-first of March": the day of the month.
fn ordinal(word: &str) -> Option<u8> {
    EN_ORDINALS.split('|').position(|ordinal| ordinal == word).map(|at| at as u8 + 1)
}

fn russian_month(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let stems = ["янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"];
    stems.iter().position(|stem| word.starts_with(stem)).map(|at| at as u8 + 1)
}

fn season(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let stems = [["spring", "весн"], ["summer", "лет"], ["autumn", "осен"], ["winter", "зим"]];
    stems.iter().position(|both| both.iter().any(|stem| word.starts_with(stem))).map(|at| 21 + at as u8)
}

fn words(indexed: &Indexed, full: &Regex, years: &Regex, month: fn(&str) -> Option<u8>) -> Vec<(usize, usize, When)> {
    let mut all: Vec<(usize, usize, When)> = Vec::new();
    for found in full.captures_iter(&indexed.text) {
        let Some(whole) = found.get(0) else { continue };
        let get = |group: &str| found.name(group).map(|m| m.as_str());
        let number = |group: &str| get(group).and_then(|text| text.parse::<u8>().ok());
        let year = |group: &str| get(group).and_then(|text| text.parse::<i16>().ok());
        let told = |groups: &[&str]| {
            let year = groups.iter().find_map(|group| year(group));
            let told_by = match (get("same"), get("next")) {
                _ if get("now").is_some() => Year::Offset(0),
                (Some(_), _) => Year::Same,
                (_, Some(_)) => Year::Next,
                _ => Year::Missing,
            };
            year.map_or(told_by, Year::Told)
        };
        let as_of = get("asof").is_some();
        let (from, to) = if let (Some(first), Some(last), Some(m)) =
            (number("d"), number("d2"), get("m").and_then(month))
        {
            let end = Part::new(told(&["y"]), Some(m), Some(last));
            let from_month = get("m0").and_then(month).unwrap_or(m);
            let begin = Part::new(year("y0").map_or(end.year, Year::Told), Some(from_month), Some(first));
            let joined = whole.as_str().contains(" and ") || whole.as_str().contains(" и ");
            if joined && !(from_month == m && last == first + 1) {
                // Two dates that share what comes last: each is a date.
                let second = found.name("d2").map_or(whole.start(), |m| m.start());
                let first_end = found.name("y0").or(found.name("m0")).or(found.name("d")).map_or(second, |m| m.end());
                let year_word =
                    if indexed.text[first_end..second].starts_with(" года") { " года".len() } else { 0 };
                let first_end = first_end + year_word;
                all.push((
                    indexed.char_at(whole.start()),
                    indexed.char_at(first_end),
                    When { from: begin, to: None, as_of, by: None },
                ));
                all.push((indexed.char_at(second), indexed.char_at(whole.end()), When::of(end)));
                continue;
            }
            (begin, Some(end))
        } else if let (Some(day), Some(m), Some(year)) = (number("d8"), number("m8"), year("y8")) {
            (Part::new(Year::Told(year), Some(m), Some(day)), None)
        } else if let (Some(day), Some(m)) =
            (number("d1").or_else(|| get("d1").and_then(ordinal)), get("m1").and_then(month))
        {
            (Part::new(told(&["y1"]), Some(m), Some(day)), None)
        } else if let (Some(day), Some(m)) = (number("d3"), get("m3").and_then(month)) {
            let from = Part::new(told(&["y3"]), Some(m), Some(day));
            (from, number("d4").map(|day| Part { day: Some(day), ..from }))
        } else if let Some(m) = get("m5").and_then(month) {
            (Part::new(told(&["y5"]), Some(m), None), None)
        } else if let Some(season) = get("s6").and_then(season) {
            (Part { year: told(&["y6"]), season: Some(season), ..Part::default() }, None)
        } else if let Some(m) = get("m7").and_then(month) {
            let year = if get("n7").is_some() { Year::Next } else { Year::Same };
            (Part::new(year, Some(m), None), None)
        } else {
            continue;
        };
        // What is proclaimed a day of every year has none of its own.
        let every_year = from.year == Year::Missing && ANNUAL.is_match(&indexed.text[whole.end()..]);
        if from.is_possible() && to.as_ref().is_none_or(Part::is_possible) && !every_year {
            all.push((
                indexed.char_at(whole.start()),
                indexed.char_at(whole.end()),
                When { from, to, as_of, by: None },
            ));
        }
    }
    for found in BY_ANOTHER.captures_iter(&indexed.text) {
        let Some(whole) = found.get(0) else { continue };
        let any = |groups: &[&str]| groups.iter().find_map(|group| name(&found, group));
        let bare = any(&["bare", "bare2"]).and_then(|text| text.parse::<u8>().ok());
        let by = if any(&["first", "first2"]).is_some() {
            By::First
        } else if any(&["last", "last2"]).is_some() {
            By::Last
        } else if any(&["week"]).is_some() {
            By::Days(7)
        } else if let Some(days) = any(&["later", "later2", "later3"]).and_then(counted) {
            By::Days(days)
        } else {
            By::Days(i8::from(any(&["next"]).is_some()))
        };
        // "Thirty days after the deposit", "the first day of every month": a rule, and no day.
        if by != By::Days(0) && OF_ANOTHER.is_match(&indexed.text[whole.end()..]) {
            continue;
        }
        let when = match bare {
            Some(day) => When::of(Part::new(Year::Missing, None, Some(day))),
            None => When { by: Some(by), ..When::of(Part::new(Year::Missing, None, None)) },
        };
        let (start, end) = (indexed.char_at(whole.start()), indexed.char_at(whole.end()));
        // "On the same day, 20 September": the day is told.
        let is_told = all.iter().any(|(from, ..)| *from > end && *from <= end + 2);
        if !is_told && !all.iter().any(|(from, to, _)| *from < end && start < *to) {
            all.push((start, end, when));
        }
    }
    for found in years.captures_iter(&indexed.text) {
        let Some(group) = found.name("years") else { continue };
        // In Russian the word for year belongs to the date.
        let last_end = found.get(0).map_or(group.end(), |m| m.end());
        let as_of = name(&found, "asof").is_some();
        let numbers: Vec<(usize, i16)> = group
            .as_str()
            .match_indices(|c: char| c.is_ascii_digit())
            .filter(|(at, _)| group.as_str()[..*at].bytes().last().is_none_or(|b| !b.is_ascii_digit()))
            .filter_map(|(at, _)| Some((at, group.as_str().get(at..at + 4)?.parse().ok()?)))
            .collect();
        let stretch = numbers.len() == 2 && group.as_str().contains(['-', '–', '—'])
            || [" to ", " по ", " до "].iter().any(|to| group.as_str().contains(to));
        // "Between 2006 and 2009" is one stretch.
        let between = indexed.text[..group.start()].to_lowercase().ends_with("between ");
        let stretch = stretch || numbers.len() == 2 && between;
        // A year in brackets belongs to a number or a name; two are a stretch.
        if name(&found, "bracket").is_some() && !stretch {
            continue;
        }
        let mut push = |start: usize, end: usize, when: When| {
            let (start, end) = (indexed.char_at(start), indexed.char_at(end));
            if !all.iter().any(|(from, to, _)| *from < end && start < *to) {
                all.push((start, end, when));
            }
        };
        let part = |year| Part::new(Year::Told(year), None, None);
        if let (true, [(_, first), (_, last)]) = (stretch, numbers.as_slice()) {
            push(group.start(), last_end, When { from: part(*first), to: Some(part(*last)), as_of, by: None });
            continue;
        }
        for (index, (at, year)) in numbers.iter().enumerate() {
            let end = if index + 1 == numbers.len() { last_end } else { group.start() + at + 4 };
            push(group.start() + at, end, When { from: part(*year), to: None, as_of, by: None });
        }
    }
    all
}

expression!(
    ZH_NUMBER,
    r"(?:第)?(\d{1,3}/\d{1,4}(?:\s?[A-Z])?|\d{3,4}(?:\s?[A-Z])?\s?\((?:(?:19|20)\d\d|[IVXLC]+)\))(?:号|$|[^0-9/A-Za-z])"
);
expression!(
    ANY_NUMBER,
    r"\b(?:A/RES/|A/DEC/|No\. |№ )?(\d{1,3}/\d{1,4}(?:\s[A-ZАВСЕНКМОРТХ]\b)?|\d{3,4}(?:\s[A-Z])?\s\((?:(?:19|20)\d\d|[IVXLC]+)\))"
);

/// The numbers of resolutions and decisions of a text.
pub(crate) fn numbers(chars: &[char], lang: &str) -> Vec<(usize, usize, String)> {
    let indexed = Indexed::new(chars);
    let expression: &Regex = if lang == "zh" { &ZH_NUMBER } else { &ANY_NUMBER };
    let mut all = Vec::new();
    for found in expression.captures_iter(&indexed.text) {
        let (Some(whole), Some(number)) = (found.get(0), found.get(1)) else { continue };
        // Symbols of other documents hold such numbers too: A/75/784, NPT/CONF.2020/WP.1.
        if indexed.text[..whole.start()].ends_with(['/', '.']) || indexed.text[number.end()..].starts_with('/') {
            continue;
        }
        let end = if whole.as_str().ends_with('号') { whole.end() } else { number.end() };
        let mut text = number.as_str().replace(char::is_whitespace, " ");
        // 52/38S is 52/38 S, and letters that look alike are those of the Latin alphabet.
        if let Some(letter) = text.pop() {
            let alike = "АВСЕНКМОРТХ".chars().position(|c| c == letter);
            let letter = alike.and_then(|at| "ABCEHKMOPTX".chars().nth(at)).unwrap_or(letter);
            if letter.is_ascii_uppercase() && !text.ends_with(' ') {
                text.push(' ');
            }
            text.push(letter);
        }
        all.push((indexed.char_at(whole.start()), indexed.char_at(end), text));
    }
    all
}
