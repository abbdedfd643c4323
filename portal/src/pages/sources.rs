//! A source, and everything in the record that rests on it.

use register::answer::cited::{self, Cited};

use super::leaf::{Asked, Form, Kind, Leaf, Made};
use super::miss::Miss;
use super::sheet::{self, Cell, Row, Section, Sheet};

pub(crate) const LEAF: Leaf = Leaf {
    own: &[],
    forms: &[Form::Html, Form::Json, Form::Csv, Form::Parquet],
    what: "A source, and every fact in the record that cites it",
    make,
};

/// More facts than these nobody reads on a page; machines get all of them.
const MOST: usize = 1000;

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let (w, world, word) = (asked.words, asked.world, &asked.parts[0]);
    let key = world.source(word).map_err(Miss::Unknown)?;
    if key != word {
        return Err(asked.moved(0, key));
    }
    let facts = cited::answer(world, key);
    match asked.form {
        Form::Json => return Made::json(&facts),
        Form::Csv | Form::Parquet => return table(asked.form, &facts),
        _ => {}
    }
    let mut page = Sheet::new(asked, w.tell("source-title", &[("key", key.into())])).timeless();
    if let Some(about) = world.packs.source_about(key) {
        page.leads.push(pack::in_language(&about.what, w.lang()).to_owned());
        if let Some(date) = about.date {
            page.fact(asked, "column-date", Cell::plain(w.dated(date)));
        }
        if let Some(date) = about.as_of {
            page.fact(asked, "source-as-of", Cell::plain(w.dated(date)));
        }
        if let Some(link) = &about.link {
            page.fact(asked, "source-link", Cell::plain(link.clone()));
        }
        let verified = about.verified.map(|yes| w.say(if yes { "about-verified" } else { "about-memory" }));
        page.fact(asked, "source-checked", Cell::plain(verified.unwrap_or("")));
        let shown = about.file.as_deref().and_then(|file| asked.record.papers.find(file).ok());
        if let Some((id, _)) = shown {
            let link = super::frame::Link { href: asked.link(&["documents", id]), text: id.to_owned(), here: false };
            page.fact(asked, "source-text", Cell::link(link));
        }
    }
    let columns = [
        "column-what",
        "column-passage",
        "column-who",
        "column-treaty",
        "column-date",
        "column-place",
        "column-number",
    ];
    let mut section = Section::table(asked, "facts", "source-facts", &columns);
    section.caption = w.tell("source-count", &[("count", facts.len().into())]);
    let mut passage = None;
    for fact in facts.iter().take(MOST) {
        let mut row = Row::new(vec![
            if fact.inferred.is_empty() {
                Cell::plain(kind(asked, &fact.kind))
            } else {
                Cell::plain(kind(asked, &fact.kind)).remark(w.say("source-inferred"))
            },
            Cell::plain(fact.paragraph.clone()),
            sheet::people(asked, &fact.actors),
            fact.instrument
                .as_ref()
                .map_or(Cell::default(), |id| Cell::link(sheet::instrument(asked, &id.to_lowercase()))),
            dates(asked, &fact.dates),
            Cell::plain(place(asked, fact)),
            Cell::plain(fact.number.clone().unwrap_or_default()),
        ]);
        // A citation leads to the first row of its passage.
        if passage != Some(&fact.paragraph) && !fact.paragraph.is_empty() {
            row.id = Some(fact.paragraph.replace(' ', "-"));
            passage = Some(&fact.paragraph);
        }
        section.rows.push(row);
    }
    if facts.is_empty() {
        page.leads.push(w.say("source-unused").to_owned());
    }
    if facts.len() > MOST {
        page.leads.push(w.tell("source-first", &[("count", MOST.into())]));
    }
    page.section(section);
    page.section(described(asked, key));
    page.made()
}

/// Matters and instruments that are described from a source.
fn described(asked: &Asked<'_>, key: &str) -> Section {
    let mut section = Section::table(asked, "described", "source-described", &["column-thing", "column-passage"]);
    let passages = |cite: &[String]| -> Option<String> {
        let own = cite.iter().filter(|own| own.split(' ').next() == Some(key));
        let own: Vec<&str> = own.map(|own| own.split_once(' ').map_or("", |(_, passage)| passage)).collect();
        (!own.is_empty()).then(|| own.join(asked.words.say("comma")))
    };
    let packs = &asked.world.packs;
    let instruments = packs.instruments.iter().filter_map(|own| Some((own, passages(&own.cite)?)));
    let instruments = instruments.map(|(own, passages)| (sheet::instrument(asked, &own.id), passages));
    let matters = packs.matters.iter().filter_map(|own| Some((own, passages(&own.cite)?)));
    let matters = matters.map(|(own, passages)| (sheet::matter(asked, &own.id), passages));
    for (link, passages) in instruments.chain(matters).take(MOST) {
        section.rows.push(Row::new(vec![Cell::link(link), Cell::plain(passages)]));
    }
    section
}

fn kind<'f>(asked: &Asked<'_>, kind: &'f str) -> &'f str {
    let act = kind.replace('_', "-");
    let known = |id: String| asked.words.known(&id);
    known(format!("label-fact-{kind}")).or_else(|| known(format!("label-act-{act}"))).unwrap_or(kind)
}

/// Where it was, by the name that the place bore then.
fn place(asked: &Asked<'_>, fact: &Cited) -> String {
    let told = fact.dates.first().map(|date| date.trim_start_matches("../"));
    let day = told.and_then(|date| date.parse::<law::Span>().ok()).map_or(asked.on, law::Span::first);
    fact.place.as_deref().map_or(String::new(), |place| asked.world.place_name(place, day).to_owned())
}

fn dates(asked: &Asked<'_>, dates: &[String]) -> Cell {
    let mut cell = Cell::default();
    for date in dates {
        cell = cell.and(match date.parse::<law::Span>() {
            Ok(span) => Cell::span(asked, Some(span)),
            // How something stood by a day: `../2021-11-01`.
            Err(_) => Cell::plain(date.clone()),
        });
    }
    cell
}

fn table(form: Form, facts: &[Cited]) -> Result<Made, Miss> {
    let columns = [
        ("paragraph", Kind::Text),
        ("type", Kind::Text),
        ("actors", Kind::Text),
        ("instrument", Kind::Text),
        ("dates", Kind::Text),
        ("place", Kind::Text),
        ("number", Kind::Text),
    ];
    let row = |fact: &Cited| {
        [
            fact.paragraph.clone(),
            fact.kind.clone(),
            fact.actors.join(" "),
            fact.instrument.clone().unwrap_or_default(),
            fact.dates.join(" "),
            fact.place.clone().unwrap_or_default(),
            fact.number.clone().unwrap_or_default(),
        ]
    };
    Made::table(form, columns, facts.iter().map(row))
}
