//! What a document says about itself: organs, sessions, agenda, date, senders, annexes, languages, signatories.

use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;

use crate::facts::Setting;
use crate::layout::Layout;
use crate::lexicon::{Lexicon, Meaning};
use crate::structure::{Paragraph, Role};
use crate::when;

/// What a document says about itself. What it does not say is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct About {
    /// How the text lies in its file.
    pub format: String,
    /// The encoding of the file.
    pub encoding: String,
    /// The language that it is read in, as in BCP 47.
    pub language: String,
    /// `letter`, `note-verbale`, `resolution`, `memorandum`, `statement`, `report`, `document`.
    pub doc_type: String,
    /// Its title.
    pub title: Option<String>,
    /// Its date, as exact as it is told.
    pub date: Option<String>,
    /// Its symbol, such as `A/75/784`.
    pub symbols: Vec<String>,
    /// The organs to which it was addressed, by code.
    pub organs: Vec<String>,
    /// Sessions and years of the organs.
    pub sessions: Vec<Session>,
    /// Items of the agenda, such as `66 (s)`.
    pub agenda_items: Vec<String>,
    /// Their titles.
    pub agenda_titles: Vec<String>,
    /// The codes of those who send it.
    pub senders: Vec<String>,
    /// To whom, in the document's words.
    pub addressee: Option<String>,
    /// Its annexes and enclosures.
    pub annexes: Vec<Annex>,
    /// The languages of the original, as in BCP 47.
    pub original_languages: Vec<String>,
    /// Subject descriptors.
    pub subjects: Vec<String>,
    /// Who signed, and as what.
    pub signatories: Vec<Signatory>,
    /// Addresses of other documents.
    pub links: Vec<String>,
}

/// A session of an organ, or the year in which it works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Session {
    /// Its number.
    pub number: u32,
    /// `session` or `year`.
    pub kind: &'static str,
}

/// An annex or enclosure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Annex {
    /// Its number.
    pub number: usize,
    /// Its title.
    pub title: Option<String>,
    /// The languages of its original.
    pub original_languages: Vec<String>,
    /// The date at its top or end.
    pub date: Option<String>,
    /// The place beside it.
    pub place: Option<String>,
}

/// Who signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signatory {
    /// The name, in the document's words.
    pub name: String,
    /// The title.
    pub title: Option<String>,
    /// The State or organisation, by code.
    pub party: Option<String>,
}

impl About {
    /// What facts need to know of it.
    pub fn setting(&self) -> Setting {
        let agenda = (!self.agenda_items.is_empty()).then(|| self.agenda_items.join(", "));
        Setting { senders: self.senders.clone(), date: self.date.clone(), agenda }
    }
}

macro_rules! expression {
    ($name:ident, $text:literal) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| match Regex::new($text) {
            Ok(regex) => regex,
            Err(error) => panic!("an expression of this program: {error}"),
        });
    };
}

expression!(SYMBOL, r"^((?:A|S|E|NPT|CD|DC|BWC|CCW)/[A-Z0-9./\-]*\d[A-Z0-9./\-]*(?:\s*[–-]\s*S/\d{4}/\d+)?)$");
expression!(ITEM, r"(\d{1,3})\s?((?:\(?\s?[a-z]{1,3}\s?\)(?:\s?(?:和|、|,|and|и)\s?)?)*)");
expression!(LETTER, r"\(?\s?([a-z]{1,3})\s?\)");
expression!(
    OFFICE,
    r"\s(?:(?:Deputy |Acting |Vice-)?(?:Permanent|Ambassador|Minister|Charg|President|Prime|Secretary|Director|Head|Chair|Executive|High)|(?:Заместитель |Исполняющ[а-я]+ )?(?:Постоянн|Чрезвычайн|Посол|Министр|Временн|Президент|Председател|Премьер|Генеральн|Директор|Глава|Поверенн|Исполнительн)|Первый заместитель)"
);
expression!(HAN_SESSION, r"第([一二三四五六七八九十百]+|\d+)届");
expression!(HAN_YEAR, r"第([一二三四五六七八九十百]+|\d+)年");
expression!(EN_SESSION, r"(?i)([a-z]+(?:[- ][a-z]+)?)\s(session|year)\b");
expression!(RU_SESSION, r"(?i)([а-яё]+(?:\s[а-яё]+)?)\s(сессия|год)\b");

/// Gathers what a document's paragraphs say about it.
pub fn about(paragraphs: &[Paragraph], lexicon: &Lexicon, layout: Layout, encoding: &str) -> About {
    let mut about = About {
        format: layout.word().to_owned(),
        encoding: encoding.to_owned(),
        language: lexicon.lang().to_owned(),
        doc_type: "document".to_owned(),
        ..About::default()
    };
    for paragraph in paragraphs {
        let folded = paragraph.folded();
        let text: String = folded.iter().collect();
        match paragraph.role {
            Role::Subjects => {
                let subjects = paragraph.text();
                let subjects = subjects.trim_start_matches('%').split('|').map(str::trim);
                about.subjects.extend(subjects.filter(|subject| !subject.is_empty()).map(str::to_owned));
            }
            Role::Organs | Role::AgendaItem => header(&mut about, &text, &folded, lexicon),
            Role::AgendaTitle => about.agenda_titles.push(paragraph.text()),
            Role::Title if paragraph.annex == 0 => title(&mut about, paragraph, &folded, &text, lexicon),
            Role::Note if lexicon.grammar().structure.link.is_match(&text) => about.links.push(paragraph.text()),
            Role::Signature => about.signatories.extend(signatory(paragraph, &folded, lexicon)),
            Role::DateLine if paragraph.annex == 0 && about.date.is_none() => {
                let found = when::find(&folded, lexicon.lang()).into_iter().find(|(_, _, when)| when.is_known());
                about.date = found.map(|(_, _, when)| when.to_string());
            }
            _ => {}
        }
        if paragraph.annex > 0 {
            annex(&mut about, paragraph, &folded, &text, lexicon);
        } else if paragraph.role == Role::Original {
            about.original_languages.extend(languages(&text));
        }
    }
    if about.date.is_none() {
        let head = paragraphs.iter().take_while(|paragraph| !matches!(paragraph.role, Role::Text | Role::Preamble));
        let dates = head.flat_map(|paragraph| when::find(&paragraph.folded(), lexicon.lang()));
        about.date =
            dates.map(|(_, _, when)| when).find(|when| when.is_known() && when.is_full()).map(|when| when.to_string());
    }
    let originals: Vec<String> = about.annexes.iter().flat_map(|annex| annex.original_languages.clone()).collect();
    for language in originals {
        if !about.original_languages.contains(&language) {
            about.original_languages.push(language);
        }
    }
    // One who signs alone signs for the sender.
    if let ([signatory], [sender]) = (about.signatories.as_mut_slice(), about.senders.as_slice())
        && signatory.party.is_none()
    {
        signatory.party = Some(sender.clone());
    }
    about
}

fn header(about: &mut About, text: &str, folded: &[char], lexicon: &Lexicon) {
    if let Some(symbol) = SYMBOL.captures(text.trim()) {
        about.symbols.push(symbol[1].to_owned());
        return;
    }
    if text.to_lowercase().starts_with("original:") {
        about.original_languages.extend(languages(text));
        return;
    }
    for (_, _, meaning) in lexicon.find(folded) {
        if let Meaning::Actors { codes, .. } = meaning {
            let organs = &lexicon.grammar().words.organs;
            about.organs.extend(codes.into_iter().filter(|code| organs.contains(code)));
        }
    }
    about.organs.dedup();
    let mut session = |word: &str, kind| {
        if let Some(number) = ordinal(word) {
            about.sessions.push(Session { number, kind });
        }
    };
    HAN_SESSION.captures_iter(text).for_each(|found| session(&found[1], "session"));
    HAN_YEAR.captures_iter(text).for_each(|found| session(&found[1], "year"));
    for found in EN_SESSION.captures_iter(text).chain(RU_SESSION.captures_iter(text)) {
        let kind =
            if matches!(found[2].to_lowercase().as_str(), "session" | "сессия") { "session" } else { "year" };
        session(&found[1], kind);
    }
    let agenda = ["议程项目", "genda item", "ункт", "ункты"];
    if let Some(at) = agenda.iter().find_map(|word| text.find(word).map(|at| at + word.len())) {
        for found in ITEM.captures_iter(&text[at..]) {
            let letters: Vec<&str> = LETTER
                .captures_iter(found.get(2).map_or("", |m| m.as_str()))
                .filter_map(|l| l.get(1))
                .map(|m| m.as_str())
                .collect();
            if letters.is_empty() {
                about.agenda_items.push(found[1].to_owned());
            }
            about.agenda_items.extend(letters.into_iter().map(|letter| format!("{} ({letter})", &found[1])));
        }
    }
}

/// An ordinal or cardinal number in words: of Chinese, or of the sessions of English and Russian documents.
fn ordinal(word: &str) -> Option<u32> {
    if let Ok(number) = word.parse() {
        return Some(number);
    }
    if word.chars().all(|c| "一二三四五六七八九十百".contains(c)) {
        let mut sum = 0;
        let mut digit = 0;
        for c in word.chars() {
            match c {
                '十' => (sum, digit) = (sum + digit.max(1) * 10, 0),
                '百' => (sum, digit) = (sum + digit.max(1) * 100, 0),
                c => digit = "一二三四五六七八九".chars().position(|d| d == c)? as u32 + 1,
            }
        }
        return Some(sum + digit);
    }
    const UNITS: [(&str, &str); 19] = [
        ("first", "перв"),
        ("second", "втор"),
        ("third", "трет"),
        ("fourth", "четвер"),
        ("fifth", "пят"),
        ("sixth", "шест"),
        ("seventh", "седьм"),
        ("eighth", "восьм"),
        ("ninth", "девят"),
        ("tenth", "десят"),
        ("eleventh", "одиннадцат"),
        ("twelfth", "двенадцат"),
        ("thirteenth", "тринадцат"),
        ("fourteenth", "четырнадцат"),
        ("fifteenth", "пятнадцат"),
        ("sixteenth", "шестнадцат"),
        ("seventeenth", "семнадцат"),
        ("eighteenth", "восемнадцат"),
        ("nineteenth", "девятнадцат"),
    ];
    const TENS: [(&str, &str, u32); 8] = [
        ("twent", "двадцат", 20),
        ("thirt", "тридцат", 30),
        ("fort", "сороков", 40),
        ("fift", "пятьдесят", 50),
        ("sixt", "шестьдесят", 60),
        ("sevent", "семьдесят", 70),
        ("eight", "восемьдесят", 80),
        ("ninet", "девяност", 90),
    ];
    let word = word.to_lowercase();
    let parts: Vec<&str> = word.split(['-', ' ']).collect();
    let unit = |part: &str| {
        let found = UNITS.iter().rposition(|(en, ru)| {
            part == *en || (!part.is_ascii() && part.starts_with(ru) && part.chars().count() < ru.chars().count() + 4)
        });
        found.map(|at| at as u32 + 1)
    };
    let ten = |part: &str| {
        TENS.iter()
            .find(|(en, ru, _)| part == format!("{en}y") || part == format!("{en}ieth") || part.starts_with(ru))
            .map(|(.., n)| *n)
    };
    match parts.as_slice() {
        [one] => ten(one).filter(|_| one.ends_with("ieth") || !one.is_ascii()).or_else(|| unit(one)),
        [tens, units] => match ten(tens) {
            Some(tens) => Some(tens + unit(units)?),
            None => unit(units).or_else(|| ten(units)),
        },
        _ => None,
    }
}

fn title(about: &mut About, paragraph: &Paragraph, folded: &[char], text: &str, lexicon: &Lexicon) {
    if about.title.is_some() {
        return;
    }
    about.title = Some(paragraph.text());
    let kinds = [
        ("letter", ["的信", "Letter", "исьмо"].as_slice()),
        ("note-verbale", &["普通照会", "ote verbale", "ербальная нота"]),
        ("memorandum", &["备忘录", "emorandum", "еморандум"]),
        ("resolution", &["决议", "esolution", "езолюция"]),
        ("statement", &["声明", "tatement", "аявление"]),
        ("report", &["报告", "eport", "оклад"]),
    ];
    let kind = kinds.iter().find(|(_, words)| words.iter().any(|word| text.contains(word)));
    about.doc_type = kind.map_or("document", |(kind, _)| *kind).to_owned();
    let is_letter = matches!(about.doc_type.as_str(), "letter" | "note-verbale");
    let dated = when::find(folded, lexicon.lang()).into_iter().find(|(_, _, when)| when.is_known());
    if let (true, Some((_, _, when))) = (is_letter, dated) {
        about.date = Some(when.to_string());
    }
    if !is_letter {
        return;
    }
    // Senders stand before the preposition, the addressee behind it.
    let to = ["给", "addressed to", "на имя"];
    let split = to.iter().find_map(|word| text.rfind(word).map(|at| (at, word.len())));
    if let Some((at, length)) = split {
        let addressee = text[at + length..].trim_end_matches("的信").trim_end_matches("的普通照会").trim();
        about.addressee = Some(addressee.to_owned());
    }
    let end = split.map_or(text.len(), |(at, _)| at);
    let before = text[..end].chars().count();
    // The organisation to which senders are accredited sends nothing.
    let organs = &lexicon.grammar().words.organs;
    for (_, _, meaning) in lexicon.find(&folded[..before]) {
        if let Meaning::Actors { codes, stand: None, .. } = meaning {
            let more = codes.into_iter().filter(|code| !organs.contains(code) && !about.senders.contains(code));
            let more: Vec<String> = more.collect();
            about.senders.extend(more);
        }
    }
}

fn signatory(paragraph: &Paragraph, folded: &[char], lexicon: &Lexicon) -> Option<Signatory> {
    let whole = paragraph.text();
    let cut = ["（签名）", "(签名)", "（签字）", "(签字)", "(Signed)", "(Подпись)", "(подпись)"];
    let text = cut.iter().fold(whole, |text, mark| text.replace(mark, ""));
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let organs = &lexicon.grammar().words.organs;
    let party = lexicon.find(folded).into_iter().find_map(|(_, _, meaning)| match meaning {
        Meaning::Actors { codes, stand: None, .. } => codes.into_iter().find(|code| !organs.contains(code)),
        _ => None,
    });
    // In Chinese the title comes first and ends with the office; elsewhere the name does.
    let offices = ["大使", "代表", "部长", "主席", "总统", "秘书"];
    let end = offices.iter().filter_map(|office| text.rfind(office).map(|at| at + office.len())).max();
    let begin = OFFICE.find(text).map(|office| office.start());
    let (title, name) = match (end, begin) {
        (Some(end), _) if end < text.len() => (Some(text[..end].trim().to_owned()), text[end..].trim().to_owned()),
        (None, Some(begin)) => {
            (Some(text[begin..].trim().to_owned()), text[..begin].trim().trim_end_matches(',').to_owned())
        }
        _ => (None, text.to_owned()),
    };
    Some(Signatory { name, title, party })
}

fn annex(about: &mut About, paragraph: &Paragraph, folded: &[char], text: &str, lexicon: &Lexicon) {
    while about.annexes.len() < paragraph.annex {
        about.annexes.push(Annex { number: about.annexes.len() + 1, ..Annex::default() });
    }
    let annex = &mut about.annexes[paragraph.annex - 1];
    match paragraph.role {
        Role::Title => match &mut annex.title {
            None => annex.title = Some(paragraph.text()),
            Some(title) => *title = format!("{title} {}", paragraph.text()),
        },
        Role::Original => annex.original_languages.extend(languages(text)),
        Role::DateLine => {
            if let Some((_, _, when)) =
                when::find(folded, lexicon.lang()).into_iter().find(|(_, _, when)| when.is_known())
            {
                annex.date = Some(when.to_string());
            }
            for (_, _, meaning) in lexicon.find(folded) {
                if let Meaning::Place { name, .. } = meaning {
                    annex.place = Some(name);
                }
            }
        }
        _ => {}
    }
}

/// The languages that a note on the original names.
fn languages(text: &str) -> Vec<String> {
    const ALL: [(&str, &[&str]); 6] = [
        ("ar", &["阿拉伯文", "Arabic", "арабск"]),
        ("zh", &["中文", "Chinese", "китайск"]),
        ("en", &["英文", "English", "английск"]),
        ("fr", &["法文", "French", "французск"]),
        ("ru", &["俄文", "Russian", "русск"]),
        ("es", &["西班牙文", "Spanish", "испанск"]),
    ];
    let named = |words: &[&str]| words.iter().any(|word| text.contains(word));
    ALL.iter().filter(|(_, words)| named(words)).map(|(code, _)| (*code).to_owned()).collect()
}
