//! A page made of facts and tables: what the pages on the life of a regime share.

use askama::Template;
use law::{Day, Span};

use super::frame::{Frame, Link};
use super::leaf::{Asked, Made};
use super::miss::Miss;
use super::pictures::Picture;
use super::terms;
use super::treaties::Choice;

/// A text on a page: plain, a link, a date, or marked in some way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Part {
    text: String,
    href: Option<String>,
    iso: Option<String>,
    class: &'static str,
    lang: Option<&'static str>,
}

/// What stands in a cell: lines, each of parts in a list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    lines: Vec<Vec<Part>>,
}

impl Cell {
    pub(crate) fn plain(text: impl Into<String>) -> Cell {
        Cell::of(vec![Part { text: text.into(), ..Part::default() }])
    }

    pub(crate) fn link(link: Link) -> Cell {
        Cell::of(vec![Part { text: link.text, href: Some(link.href), ..Part::default() }])
    }

    pub(crate) fn links(links: impl IntoIterator<Item = Link>) -> Cell {
        let part = |link: Link| Part { text: link.text, href: Some(link.href), ..Part::default() };
        Cell::of(links.into_iter().map(part).collect())
    }

    /// A word that tells how something stands, in the colours of a status.
    pub(crate) fn state(text: &str, class: &'static str) -> Cell {
        Cell::of(vec![Part { text: text.to_owned(), class, ..Part::default() }])
    }

    fn of(parts: Vec<Part>) -> Cell {
        let parts: Vec<Part> = parts.into_iter().filter(|part| !part.text.is_empty()).collect();
        Cell { lines: if parts.is_empty() { Vec::new() } else { vec![parts] } }
    }

    pub(crate) fn day(asked: &Asked<'_>, day: Option<Day>) -> Cell {
        match day {
            None => Cell::default(),
            Some(day) => {
                let when = terms::day(asked.words, day);
                Cell::of(vec![Part { text: when.text, iso: Some(when.iso), ..Part::default() }])
            }
        }
    }

    /// A date or a stretch of dates; HTML knows days, months and years alone.
    pub(crate) fn span(asked: &Asked<'_>, span: Option<Span>) -> Cell {
        let Some(span) = span else {
            return Cell::of(vec![Part {
                text: asked.words.say("no-date").to_owned(),
                class: "none",
                ..Part::default()
            }]);
        };
        let season = matches!(span.from.precision, law::Precision::Season(_));
        let iso = (span.to.is_none() && !span.open && !season).then(|| span.from.to_string());
        Cell::of(vec![Part { text: asked.words.span(span), iso, ..Part::default() }])
    }

    /// With another line, smaller.
    #[must_use]
    pub(crate) fn remark(self, text: impl Into<String>) -> Cell {
        self.line(Part { text: text.into(), class: "remark", ..Part::default() })
    }

    /// With another line in English, whatever the language of the page.
    #[must_use]
    pub(crate) fn note(self, text: &str) -> Cell {
        self.line(Part { text: text.to_owned(), class: "remark", lang: Some("en"), ..Part::default() })
    }

    /// With a line in English for each note.
    #[must_use]
    pub(crate) fn notes<'n>(self, notes: impl IntoIterator<Item = &'n String>) -> Cell {
        notes.into_iter().fold(self, |cell, note| cell.note(note))
    }

    /// With a link on a line of its own.
    #[must_use]
    pub(crate) fn and(mut self, other: Cell) -> Cell {
        self.lines.extend(other.lines);
        self
    }

    fn line(mut self, part: Part) -> Cell {
        if !part.text.is_empty() {
            self.lines.push(vec![part]);
        }
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// A row of a table.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) id: Option<String>,
    cells: Vec<(usize, Cell)>,
}

impl Row {
    pub(crate) fn new(cells: Vec<Cell>) -> Row {
        Row { id: None, cells: cells.into_iter().enumerate().collect() }
    }

    fn numbered(&self) -> &[(usize, Cell)] {
        &self.cells
    }
}

/// A part of the page with its heading, paragraphs and table.
#[derive(Debug, Default)]
pub(crate) struct Section {
    pub(crate) id: String,
    pub(crate) heading: String,
    pub(crate) paragraphs: Vec<Cell>,
    pub(crate) caption: String,
    columns: Vec<(&'static str, &'static str)>,
    pub(crate) rows: Vec<Row>,
}

impl Section {
    /// A section with a table; the columns by their ids in the catalogue, `#` before one of numbers.
    pub(crate) fn table(asked: &Asked<'_>, id: &str, heading: &str, columns: &[&'static str]) -> Section {
        let w = asked.words;
        let column = |id: &&'static str| match id.strip_prefix('#') {
            Some(id) => (w.say(id), "number"),
            None => (w.say(id), if *id == "column-source" { "source" } else { "" }),
        };
        Section {
            id: id.to_owned(),
            heading: if heading.is_empty() { String::new() } else { w.say(heading).to_owned() },
            columns: columns.iter().map(column).collect(),
            ..Section::default()
        }
    }

    fn class(&self, at: &usize) -> &'static str {
        self.columns.get(*at).map_or("", |(_, class)| class)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.paragraphs.is_empty()
    }
}

/// A field of the form that narrows a page.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) value: String,
    pub(crate) choices: Vec<Choice>,
}

impl Field {
    pub(crate) fn text(asked: &Asked<'_>, name: &'static str, label: &str) -> Field {
        Field::input(asked, name, label, "text")
    }

    pub(crate) fn date(asked: &Asked<'_>, name: &'static str, label: &str) -> Field {
        let field = Field::input(asked, name, label, "date");
        // A year that was given stands for its first or last day; the field shows that day.
        let day = asked.question.own_day(name).ok().flatten();
        Field { value: day.map_or(String::new(), |day| day.to_string()), ..field }
    }

    fn input(asked: &Asked<'_>, name: &'static str, label: &str, kind: &'static str) -> Field {
        let value = asked.question.own(name).unwrap_or("").to_owned();
        Field { name, label: asked.words.say(label), kind, value, choices: Vec::new() }
    }

    /// A choice among values; nothing chosen is all of them.
    pub(crate) fn select(asked: &Asked<'_>, name: &'static str, label: &str, values: Vec<(String, String)>) -> Field {
        let chosen = asked.question.own(name).unwrap_or("");
        let all = (String::new(), asked.words.say("filter-all").to_owned());
        let choices =
            [all].into_iter().chain(values).map(|(value, text)| Choice { chosen: value == chosen, value, text });
        Field { choices: choices.collect(), ..Field::input(asked, name, label, "select") }
    }
}

/// The whole page.
#[derive(Template)]
#[template(path = "sheet.html")]
pub(crate) struct Sheet {
    f: Frame,
    tabs: Vec<Link>,
    heading: String,
    pub(crate) leads: Vec<String>,
    pub(crate) unverified: Option<String>,
    pub(crate) fields: Vec<Field>,
    pub(crate) picture: Option<Picture>,
    pub(crate) facts: Vec<(&'static str, Cell)>,
    pub(crate) sections: Vec<Section>,
}

impl Sheet {
    pub(crate) fn new(asked: &Asked<'_>, heading: impl Into<String>) -> Sheet {
        let heading = heading.into();
        Sheet {
            f: Frame::new(asked, heading.clone()).resting_on(asked, asked.record.at),
            tabs: tabs(asked),
            heading,
            leads: Vec::new(),
            unverified: None,
            fields: Vec::new(),
            picture: None,
            facts: Vec::new(),
            sections: Vec::new(),
        }
    }

    /// For a page that says the same on every day.
    #[must_use]
    pub(crate) fn timeless(mut self) -> Sheet {
        self.f = self.f.timeless();
        self
    }

    /// Adds a fact, unless there is nothing to say.
    pub(crate) fn fact(&mut self, asked: &Asked<'_>, id: &str, cell: Cell) {
        if !cell.is_empty() {
            self.facts.push((asked.words.say(id), cell));
        }
    }

    /// Adds a section, unless it is empty.
    pub(crate) fn section(&mut self, section: Section) {
        if !section.is_empty() {
            self.sections.push(section);
        }
    }

    pub(crate) fn made(self) -> Result<Made, Miss> {
        Made::html(&self)
    }
}

/// The ways between the pages on the life of regimes.
pub(crate) const TABS: [(&str, &str); 8] = [
    ("bodies", "tab-bodies"),
    ("meetings", "tab-meetings"),
    ("commitments", "tab-commitments"),
    ("measures", "tab-measures"),
    ("drafts", "drafts"),
    ("notices", "tab-notices"),
    ("sites", "sites"),
    ("watch", "tab-watch"),
];

fn tabs(asked: &Asked<'_>) -> Vec<Link> {
    let section = match asked.path.split('/').nth(1).unwrap_or("") {
        "regimes" => "bodies",
        section => section,
    };
    let tab = |(part, id): (&str, &str)| Link {
        href: asked.link(&[part]),
        text: asked.words.say(id).to_owned(),
        here: section == part,
    };
    let tabs: Vec<Link> = TABS.map(tab).into();
    // A report on a treaty belongs to the treaty, a source to everything.
    if tabs.iter().any(|tab| tab.here) { tabs } else { Vec::new() }
}

/// The regimes that matters belong to, as a choice.
pub(crate) fn regimes(asked: &Asked<'_>) -> Field {
    let all = register::answer::bodies::regimes(asked.world);
    let values = all.into_iter().map(|id| (id.to_owned(), regime(asked, id)));
    Field::select(asked, "regime", "column-regime", values.collect())
}

/// What a regime is called.
pub(crate) fn regime(asked: &Asked<'_>, id: &str) -> String {
    asked.world.regime_name(id).to_owned()
}

/// The regime that the page is narrowed to.
pub(crate) fn chosen_regime<'a>(asked: &Asked<'a>) -> Result<Option<&'a str>, Miss> {
    let all = register::answer::bodies::regimes(asked.world);
    match asked.view.question.own("regime") {
        Some(regime) if !all.contains(&regime) => {
            let takes = all.into_iter().map(str::to_owned).collect();
            Err(super::question::Wrong::Value { name: "regime", value: regime.to_owned(), takes }.into())
        }
        other => Ok(other),
    }
}

/// The way to a matter's own page.
pub(crate) fn matter(asked: &Asked<'_>, id: &str) -> Link {
    use pack::MatterKind::{Catalogue, Draft, Form, Measure, Watch};
    let part = match asked.world.packs.matters.by_id(id).map(|matter| matter.kind) {
        Some(Watch) => "watch",
        Some(Draft) => "drafts",
        Some(Catalogue | Measure | Form) => "measures",
        _ => "bodies",
    };
    Link { href: asked.link(&[part, id]), text: asked.world.matter_name(id).to_owned(), here: false }
}

/// The way to an instrument.
pub(crate) fn instrument(asked: &Asked<'_>, id: &str) -> Link {
    let title = asked.world.packs.by_id(id).map(|t| pack::in_language(&asked.world.packs[t].title, asked.words.lang()));
    Link { href: asked.link(&["treaties", id]), text: title.unwrap_or(id).to_owned(), here: false }
}

/// Participants by their names on the day, each with the way to its page; a long list by its number.
pub(crate) fn people(asked: &Asked<'_>, codes: &[String]) -> Cell {
    // A long list of names hides what the row says.
    people_up_to(asked, codes, 8)
}

/// The same, where names are what the row is about.
pub(crate) fn people_up_to(asked: &Asked<'_>, codes: &[String], most: usize) -> Cell {
    let link = |code: &String| {
        let party = asked.world.packs.parties.find(code)?;
        let text = asked.world.party_name(party, asked.on).to_owned();
        Some(Link { href: asked.link(&["participants", code]), text, here: false })
    };
    if codes.len() > most {
        return Cell::plain(asked.words.tell("participants-count", &[("count", codes.len().into())]));
    }
    Cell::links(codes.iter().filter_map(link))
}

/// Citations, each with the way to what it cites where the site shows that, and the entry of the ledger.
pub(crate) fn sources<'s>(asked: &Asked<'_>, sources: impl IntoIterator<Item = &'s String>, entries: &[u64]) -> Cell {
    let mut parts = Vec::new();
    for source in sources.into_iter().flat_map(|list| list.split(';').map(str::trim)) {
        let link = super::documents::source(asked, source);
        let href = Some(link.href).filter(|href| !href.is_empty());
        parts.push(Part { text: link.text, href, ..Part::default() });
    }
    if asked.ledger.is_some() {
        for entry in entries {
            let number = entry.to_string();
            let text = asked.words.tell("entry-number", &[("number", number.as_str().into())]);
            parts.push(Part { text, href: Some(asked.link(&["ledger", &number])), ..Part::default() });
        }
    }
    Cell::of(parts)
}

/// The files that entries of the ledger keep, each with the way to it. Sealed ones are for their recipients.
pub(crate) fn files(asked: &Asked<'_>, entries: &[u64]) -> Cell {
    let letters = entries.iter().filter_map(|entry| asked.record.letters().of(*entry)).filter(|letter| !letter.sealed);
    let file = |sha256: String| {
        let text = asked.words.tell("file-attached", &[("hash", sha256.chars().take(8).collect::<String>().into())]);
        Part { text, href: super::entries::blob(asked, &sha256), ..Part::default() }
    };
    Cell::of(letters.flat_map(|letter| letter.files).map(file).collect())
}

/// A word of one of the lists of the record, as it is said.
pub(crate) fn word<'w>(asked: &Asked<'_>, family: &str, word: &'w str) -> &'w str {
    asked.words.known(&format!("{family}-{word}")).unwrap_or(word)
}

/// What a kind of happening is called.
pub(crate) fn deed(asked: &Asked<'_>, deed: law::Deed) -> &'static str {
    terms::label(asked.words, "label-fact", &deed.word().replace('-', "_"))
}

/// The matter that a word of the address names, under the one address that it has.
pub(crate) fn asked_matter<'a>(asked: &'a Asked<'_>, at: usize) -> Result<&'a pack::Matter, Miss> {
    let word = &asked.parts[at];
    let matter = asked.world.matter(word).map_err(Miss::Unknown)?;
    let link = self::matter(asked, &matter.id);
    let here = asked.link(&[asked.path.split('/').nth(1).unwrap_or(""), &matter.id]);
    if link.href != here {
        return Err(Miss::Moved(link.href));
    }
    if matter.id == *word { Ok(matter) } else { Err(asked.moved(at, &matter.id)) }
}
