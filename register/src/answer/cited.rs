//! What the record says on the word of a document: every happening, act and mention that cites it.

use std::cmp::Ordering;

use law::{Act, ActKind, Deed, Happening, Span};
use serde::Serialize;

use crate::World;

/// A row of `semey cited DOCUMENT`, version 1: a fact that a document tells, in the words of annotated documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cited {
    /// What kind of fact it is.
    #[serde(rename = "type")]
    pub kind: String,
    /// Who: codes.
    pub actors: Vec<String>,
    /// The id of the instrument, in capitals.
    pub instrument: Option<String>,
    /// When, as the document tells it.
    pub dates: Vec<String>,
    /// Where, by the English name on the day.
    pub place: Option<String>,
    /// The number of a resolution, of a meeting, of an agenda item.
    pub number: Option<String>,
    /// The paragraph.
    pub paragraph: String,
    /// Which of these the paragraph does not say, and were concluded: `actors`, `dates`, `place`, `number`, `instrument`,
    /// `type`. Left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inferred: Vec<String>,
}

/// Everything that cites a document, by the key of its source, in the order of its paragraphs.
pub fn answer(world: &World, document: &str) -> Vec<Cited> {
    let mut told = happenings(world, document);
    let mut acts = acts(world, document);
    // What a happening tells in a paragraph, the acts that rest on the same words only repeat.
    acts.retain(|act| !told.iter().any(|own| repeats(act, own)));
    told.append(&mut acts);
    told.extend(mentions(world, document));
    told.sort_by(|a, b| {
        in_document(&a.paragraph, &b.paragraph)
            .then_with(|| (&a.kind, &a.dates, &a.number, &a.actors).cmp(&(&b.kind, &b.dates, &b.number, &b.actors)))
    });
    told
}

/// The places in a document that a list of citations names.
fn places_in<'s>(source: &'s str, document: &'s str) -> impl Iterator<Item = &'s str> {
    source.split(';').filter_map(move |citation| {
        let rest = citation.trim().strip_prefix(document)?;
        if rest.is_empty() { Some(rest) } else { rest.strip_prefix(' ').map(str::trim) }
    })
}

fn instrument(world: &World, t: law::TreatyIx) -> String {
    world.packs[t].id.to_uppercase()
}

fn codes(world: &World, parties: &[law::PartyIx]) -> Vec<String> {
    parties.iter().map(|party| world.code(*party).to_owned()).collect()
}

fn happenings(world: &World, document: &str) -> Vec<Cited> {
    let rows = world.packs.happenings.iter().filter(|own| own.wrong_from.is_none()).flat_map(|own| {
        places_in(&own.source, document).map(move |paragraph| Cited {
            kind: kind(own).replace('-', "_"),
            actors: codes(world, &own.actors),
            instrument: own.instrument.map(|t| instrument(world, t)),
            dates: own.when.map_or_else(Vec::new, |when| dates(own.deed, when)),
            place: own.place.as_deref().map(|place| place_name(world, place, own)),
            number: own.number.as_deref().map(str::to_owned),
            paragraph: paragraph.to_owned(),
            inferred: own.inferred.iter().filter_map(|column| concluded(column)).map(str::to_owned).collect(),
        })
    });
    rows.collect()
}

/// What a column that was concluded is called in the answer; none where the answer does not have it.
fn concluded(column: &str) -> Option<&'static str> {
    Some(match column {
        "actors" => "actors",
        "date" => "dates",
        "place" => "place",
        "number" => "number",
        "instrument" => "instrument",
        "happening" => "type",
        _ => return None,
    })
}

/// Annotated documents do not tell a meeting that is foreseen from one that was held, nor observers from members.
fn kind(own: &Happening) -> &'static str {
    match own.deed {
        Deed::Planned | Deed::Postponed | Deed::Cancelled => match own.manner.as_deref() {
            Some("review-conference") => Deed::Conference.word(),
            _ => Deed::Meeting.word(),
        },
        Deed::Observer => Deed::Membership.word(),
        other => other.word(),
    }
}

/// Two years that follow one another are two dates, as "2013 and 2014" tells them. What goes on is told by its
/// beginning, and how something stands by the last day for which it is told.
fn dates(deed: Deed, when: Span) -> Vec<String> {
    let is_year = |date: &law::Dated| date.to_string().len() == 4;
    match when.to {
        None if deed == Deed::Status => vec![format!("../{}", when.from)],
        None => vec![when.from.to_string()],
        Some(to) if is_year(&when.from) && is_year(&to) && follows(when.from.first, to.first) => {
            vec![when.from.to_string(), to.to_string()]
        }
        Some(_) => vec![when.to_string()],
    }
}

fn follows(year: law::Day, other: law::Day) -> bool {
    year.date().year() + 1 == other.date().year()
}

fn place_name(world: &World, place: &str, own: &Happening) -> String {
    let day = own.day();
    let name = world
        .packs
        .places
        .iter()
        .find(|name| name.place == place && name.lang == "en" && name.from <= day && day < name.until);
    name.map_or_else(|| place.to_owned(), |name| name.text.clone())
}

/// The acts that rest on a document: those that are one deed of several are one fact.
fn acts(world: &World, document: &str) -> Vec<Cited> {
    let mut facts: Vec<Cited> = Vec::new();
    for of in &world.packs.instruments {
        for act in of.acts.iter().filter(|act| act.wrong_from.is_none()) {
            for paragraph in places_in(&act.source, document) {
                let fact = Cited {
                    kind: act_kind(act),
                    actors: act.party.map(|party| world.code(party).to_owned()).into_iter().collect(),
                    instrument: Some(of.id.to_uppercase()),
                    dates: vec![act.date.to_string()],
                    place: act.place.as_deref().map(str::to_owned),
                    number: None,
                    paragraph: paragraph.to_owned(),
                    inferred: Vec::new(),
                };
                let same = |own: &&mut Cited| {
                    (&own.kind, &own.instrument, &own.dates, &own.place, &own.paragraph)
                        == (&fact.kind, &fact.instrument, &fact.dates, &fact.place, &fact.paragraph)
                };
                match facts.iter_mut().find(same) {
                    Some(own) => own.actors.extend(fact.actors),
                    None => facts.push(fact),
                }
            }
        }
    }
    facts
}

/// What the record calls ratification is the deposit of its instrument; the step at home is what documents call so.
fn act_kind(act: &Act) -> String {
    match act.kind {
        ActKind::DomesticRatification => Deed::Ratification.word().to_owned(),
        ActKind::Ratification | ActKind::Acceptance | ActKind::Approval => Deed::Deposit.word().to_owned(),
        ActKind::DefinitiveSignature => Deed::Signature.word().to_owned(),
        ActKind::Communication => Deed::Notification.word().to_owned(),
        other => other.word().replace('-', "_"),
    }
}

fn repeats(act: &Cited, own: &Cited) -> bool {
    let kind = |kind: &str| if kind == "statement" { "adoption".to_owned() } else { kind.to_owned() };
    act.paragraph == own.paragraph
        && kind(&act.kind) == kind(&own.kind)
        && (act.instrument == own.instrument || act.dates == own.dates)
}

fn mentions(world: &World, document: &str) -> Vec<Cited> {
    let all = world.packs.mentions.iter().filter(|own| own.document == document);
    all.map(|own| Cited {
        kind: "mention_of_treaty".to_owned(),
        actors: Vec::new(),
        instrument: Some(instrument(world, own.instrument)),
        dates: Vec::new(),
        place: None,
        number: None,
        paragraph: own.paragraph.clone(),
        inferred: Vec::new(),
    })
    .collect()
}

/// Paragraphs in the order in which documents have them: header, letter, text, annexes; in each the heading, the clauses of
/// the preamble, the numbered paragraphs and what is signed below.
fn in_document(a: &str, b: &str) -> Ordering {
    let key = |paragraph: &str| {
        let (part, rest) = paragraph.split_once('.').unwrap_or((paragraph, ""));
        let name = part.trim_end_matches(|c: char| c.is_ascii_digit());
        let order = ["header", "letter", "text", "annex"].iter().position(|own| *own == name).unwrap_or(4);
        let digits = |text: &str| text.parse::<u32>().ok();
        let number = digits(&part[name.len()..]).unwrap_or(0);
        let within = match rest {
            _ if digits(rest).is_some() => (2, digits(rest)),
            "head" | "title" | "original" | "doc" => (0, None),
            // The day of one annex stands at its end; that of a header, or of one of several annexes, in its heading.
            "date" | "place" if number > 0 || name != "annex" => (0, None),
            _ if rest.strip_prefix('p').and_then(digits).is_some() => (1, rest.strip_prefix('p').and_then(digits)),
            "date" | "place" => (4, None),
            _ if rest.starts_with("sig") => (3, digits(&rest[3..])),
            _ => (0, None),
        };
        (order, number, within, paragraph.to_owned())
    };
    key(a).cmp(&key(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_in_their_order() {
        let mut all = [
            "annex.date",
            "annex.10",
            "annex.p2",
            "annex2.1",
            "annex.9",
            "text.2",
            "header.date",
            "annex.title",
            "letter.1",
            "letter.sig1",
        ];
        all.sort_by(|a, b| in_document(a, b));
        let order = [
            "header.date",
            "letter.1",
            "letter.sig1",
            "text.2",
            "annex.title",
            "annex.p2",
            "annex.9",
            "annex.10",
            "annex.date",
            "annex2.1",
        ];
        assert_eq!(all, order);
    }

    #[test]
    fn dates_as_documents_tell_them() {
        for (deed, when, told) in [
            (Deed::Chair, "2020/2021", vec!["2020", "2021"]),
            (Deed::Ratification, "2006/2009", vec!["2006/2009"]),
            (Deed::Chair, "2020/..", vec!["2020"]),
            (Deed::Status, "2021-11-01", vec!["../2021-11-01"]),
            (Deed::Chair, "2009-23/2010-23", vec!["2009-23/2010-23"]),
            (Deed::Meeting, "2009-04-27/2009-04-28", vec!["2009-04-27/2009-04-28"]),
        ] {
            assert_eq!(dates(deed, when.parse().expect("a span")), told, "{when}");
        }
    }

    #[test]
    fn a_list_of_citations_is_taken_apart() {
        let places = |source| places_in(source, "001").collect::<Vec<_>>();
        assert_eq!(places("001 text.15; 0010 text.1; 001 annex.7; IEADB-2026-01-23; 001"), ["text.15", "annex.7", ""]);
    }
}
