//! What was done, what changed and what is due, for programs that follow it: Atom (RFC 4287) and iCalendar (RFC 5545).
//!
//! A feed depends on its address and the record alone, so that asking twice gives the same bytes: the time of an entry
//! is the day that it tells of, at midnight UTC, and never that of the clock.

use std::fmt::{Display, Write as _};

use law::{PartyIx, TreatyIx};
use register::answer::due::DueRow;
use register::answer::lately::{self, Filter, What, answer};

use super::frame::Link;
use super::leaf::{Asked, Form, Made};
use super::question::Question;

/// Days that a feed looks back.
pub(crate) const BACK: i32 = 3 * 365;
/// Entries of a feed.
pub(crate) const MOST: usize = 50;

pub(crate) fn of_treaty(asked: &Asked<'_>, t: TreatyIx) -> Made {
    let title = pack::in_language(&asked.world.packs[t].title, asked.words.lang()).to_owned();
    of_instruments(asked, &title, &[t])
}

/// Of several instruments, under one title.
pub(crate) fn of_instruments(asked: &Asked<'_>, title: &str, all: &[TreatyIx]) -> Made {
    atom(asked, title, Filter { treaties: Some(all), ..since(asked, BACK) })
}

pub(crate) fn of_participant(asked: &Asked<'_>, party: PartyIx) -> Made {
    let name = asked.world.party_name(party, asked.on);
    atom(asked, name, Filter { party: Some(party), ..since(asked, BACK) })
}

pub(crate) fn of_everything(asked: &Asked<'_>) -> Made {
    atom(asked, asked.words.say("site-name"), since(asked, BACK))
}

/// Everything that happened in so many days up to the one asked about.
pub(crate) fn since(asked: &Asked<'_>, back: i32) -> Filter<'static> {
    let (from, until, known) = (asked.on.plus(-back), asked.on, asked.known_day());
    Filter { treaties: None, party: None, from, until, known }
}

pub(crate) fn id(rest: &str) -> String {
    format!("tag:semey,2026:{}", escape(rest))
}

/// An address as a feed has it, where no host is known without one.
fn elsewhere(asked: &Asked<'_>, address: String) -> String {
    escape(&asked.whole(&address).unwrap_or(address))
}

/// The beginning of a feed; its entries and its end follow. Another question of the page's own is another feed.
pub(crate) fn head(asked: &Asked<'_>, title: &str, updated: law::Day) -> String {
    let own = Question { own: asked.question.own.clone(), ..Question::default() };
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title>\n<id>{}</id>\n<updated>{updated}T00:00:00Z</updated>\n<author><name>{}</name></author>\n\
         <link rel=\"self\" href=\"{}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
        asked.words.lang(),
        escape(title),
        id(&format!("{}{}", asked.path, own.query())),
        escape(asked.words.say("site-name")),
        elsewhere(asked, asked.here(Form::Atom, asked.question)),
        elsewhere(asked, asked.here(Form::Html, asked.question)),
    )
}

fn atom(asked: &Asked<'_>, title: &str, filter: Filter<'_>) -> Made {
    let events = answer(asked.world, filter);
    of_events(asked, title, events.iter().map(|own| happened(asked, own)).collect())
}

fn happened(asked: &Asked<'_>, own: &lately::Event) -> Event {
    let row = super::due::happened(asked, own);
    let (title, href) = titled(asked, row.party, row.what, row.treaty);
    let text = match (own.what, row.text) {
        (What::Act(_), text) if text.is_empty() => row.date.text,
        (What::Act(_), text) => {
            asked.words.tell("fact-day-place", &[("day", row.date.text.into()), ("place", text.into())])
        }
        (What::Change(_), text) => text,
    };
    let what = match own.what {
        What::Act(kind) => format!("act/{kind}"),
        What::Change(word) => word.to_owned(),
    };
    let id = name_of([&own.matter, &own.treaty], own.date, &what, own.party.as_deref());
    let (first, last) = (own.date.first, own.date.last());
    Event { id, title, text, href, first, last, changed: first }
}

/// A calendar of what is due: one whole day each.
pub(crate) fn calendar(asked: &Asked<'_>, rows: &[DueRow]) -> Made {
    events(asked, asked.words.say("due"), rows.iter().map(|row| event(asked, row)))
}

fn event(asked: &Asked<'_>, row: &DueRow) -> Event {
    let shown = super::due::row(asked, row);
    // Who has to do something under no treaty is not what the date is about.
    let party = shown.party.filter(|_| row.treaty.is_some());
    let (title, href) = titled(asked, party, shown.what, shown.treaty);
    let id = name_of([&row.matter, &row.treaty], row.date, row.what, row.party.as_deref());
    // The day itself and not the clock: the same question gives the same bytes.
    let (first, last, changed) = (row.date, row.date, row.date);
    Event { id, title, text: shown.text, href, first, last, changed }
}

/// What happens, to whom and under what, and where that leads.
fn titled(asked: &Asked<'_>, party: Option<Link>, what: &str, about: Link) -> (String, String) {
    let colon = asked.words.say("colon");
    match party {
        Some(party) => (format!("{}{colon}{what}{colon}{}", party.text, about.text), party.href),
        None => (format!("{}{colon}{what}", about.text), about.href),
    }
}

/// What an event is about, and what tells it from others of the same day.
fn name_of(about: [&Option<String>; 2], date: impl Display, what: &str, party: Option<&str>) -> String {
    let about = about.into_iter().flatten().next().map_or("", String::as_str);
    format!("{about}/{date}/{what}/{}", party.unwrap_or(""))
}

/// Something with days, in a feed or a calendar.
pub(crate) struct Event {
    /// What tells it from every other one.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) href: String,
    pub(crate) first: law::Day,
    pub(crate) last: law::Day,
    /// When one could first know of it.
    pub(crate) changed: law::Day,
}

/// A feed of events, the newest first; they are given with the oldest first.
pub(crate) fn of_events(asked: &Asked<'_>, title: &str, mut events: Vec<Event>) -> Made {
    events.sort_by_key(|event| event.changed);
    let mut text = head(asked, title, events.last().map_or(asked.on, |event| event.changed));
    for event in events.into_iter().rev().take(MOST) {
        write!(
            text,
            "<entry>\n<title>{}</title>\n<id>{}</id>\n<updated>{}T00:00:00Z</updated>\n<link href=\"{}\"/>\n\
             <summary>{}</summary>\n</entry>\n",
            escape(&event.title),
            id(&event.id),
            event.changed,
            elsewhere(asked, event.href),
            escape(&event.text),
        )
        .expect("a string takes everything");
    }
    text += "</feed>\n";
    Made(text.into_bytes())
}

/// A calendar of events: whole days, the last one included.
pub(crate) fn events(asked: &Asked<'_>, name: &str, events: impl IntoIterator<Item = Event>) -> Made {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Semey//due//EN".to_owned(),
        format!("X-WR-CALNAME:{}", plain(name)),
    ];
    for event in events {
        let day = |day: law::Day| day.to_string().replace('-', "");
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}@semey", event.id.replace([' ', '/'], "-")),
            format!("DTSTAMP:{}T000000Z", day(event.changed)),
            format!("DTSTART;VALUE=DATE:{}", day(event.first)),
        ]);
        if event.last > event.first {
            // The end of whole days is the day after them; one day needs none (RFC 5545, section 3.6.1).
            lines.push(format!("DTEND;VALUE=DATE:{}", day(event.last.plus(1))));
        }
        lines.push(format!("SUMMARY:{}", plain(&event.title)));
        lines.push(format!("DESCRIPTION:{}", plain(&event.text)));
        // A calendar is read far from where it came from (RFC 5545, section 3.8.4.6).
        lines.extend(asked.whole(&event.href).map(|address| format!("URL:{address}")));
        lines.extend(["TRANSP:TRANSPARENT", "END:VEVENT"].map(str::to_owned));
    }
    lines.push("END:VCALENDAR".to_owned());
    Made(lines.iter().fold(String::new(), |text, line| text + &folded(line) + "\r\n").into_bytes())
}

/// A text as a value of iCalendar (RFC 5545, section 3.3.11).
fn plain(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// A line of at most 75 bytes, going on after a blank (RFC 5545, section 3.1); no letter is cut.
fn folded(line: &str) -> String {
    let mut text = String::new();
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > 75 {
            text += "\r\n ";
            width = 1;
        }
        text.push(c);
        width += c.len_utf8();
    }
    text
}

/// A text within XML. What XML has no way to write stands as a sign that something was there.
pub(crate) fn escape(text: &str) -> String {
    let foreign = |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}');
    let text = if text.contains(foreign) { text.replace(foreign, "\u{fffd}") } else { text.to_owned() };
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
