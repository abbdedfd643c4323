//! Standing questions: their answers, and how these changed.

use register::answer::watch::{self, Change, Line, WatchAnswer};

use super::feed::Event;
use super::leaf::{Asked, Form, Kind, Leaf, Made};
use super::miss::Miss;
use super::sheet::{self, Cell, Row, Section, Sheet};

pub(crate) const LIST: Leaf = Leaf {
    own: &["regime"],
    forms: &[Form::Html, Form::Json],
    what: "Standing questions with their answers on a day",
    make: list,
};

pub(crate) const LEAF: Leaf = Leaf {
    own: &[],
    forms: &[Form::Html, Form::Json, Form::Csv, Form::Parquet, Form::Atom],
    what: "A standing question: its answer, its history, its file",
    make,
};

fn list(asked: &Asked<'_>) -> Result<Made, Miss> {
    let w = asked.words;
    let all = watch::all(asked.world, asked.on, asked.known(), sheet::chosen_regime(asked)?);
    if asked.form == Form::Json {
        return Made::json(&all);
    }
    let mut page = Sheet::new(asked, w.say("watch"));
    page.leads.push(w.say("watch-lead").to_owned());
    page.fields.push(sheet::regimes(asked));
    let columns = ["column-question", "column-answer", "column-regime", "column-source"];
    let mut section = Section::table(asked, "questions", "", &columns);
    for own in &all {
        section.rows.push(Row::new(vec![
            Cell::link(sheet::matter(asked, &own.watch)).remark(own.what.clone().unwrap_or_default()),
            Cell::plain(own.now.text.clone()),
            Cell::plain(sheet::regime(asked, &own.regime)),
            sheet::sources(asked, &own.cite, &[]),
        ]));
    }
    if all.is_empty() {
        page.leads.push(w.say("watch-none").to_owned());
    }
    page.section(section);
    page.made()
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let matter = sheet::asked_matter(asked, 0)?;
    let answer = watch::answer(asked.world, matter, asked.on, asked.known());
    match asked.form {
        Form::Json => return Made::json(&answer),
        Form::Csv | Form::Parquet => {
            let columns = [("id", Kind::Text), ("name", Kind::Text), ("state", Kind::Text), ("text", Kind::Text)];
            let row = |line: &Line| [line.id.clone(), line.name.clone(), line.state.clone(), line.text.clone()];
            return Made::table(asked.form, columns, answer.now.lines.iter().map(row));
        }
        Form::Atom => {
            let mut events: Vec<Event> = answer.history.iter().map(|own| event(asked, &answer, own)).collect();
            events.reverse();
            return Ok(super::feed::of_events(asked, &answer.name, events));
        }
        _ => {}
    }
    let w = asked.words;
    let mut page = Sheet::new(asked, answer.name.clone());
    page.leads.push(answer.now.text.clone());
    page.leads.extend(answer.what.clone());
    page.unverified = answer.unverified.clone();
    page.fact(asked, "column-regime", Cell::plain(sheet::regime(asked, &answer.regime)));
    page.fact(asked, "column-source", sheet::sources(asked, &answer.cite, &[]));
    let mut now = Section::table(asked, "now", "watch-now", &["column-thing", "column-answer"]);
    for line in &answer.now.lines {
        now.rows.push(Row::new(vec![name(asked, line), Cell::plain(line.text.clone())]));
    }
    page.section(now);
    page.section(super::bodies::told(asked, "file", "watch-filed", &filed(&answer)));
    let mut history = Section::table(
        asked,
        "history",
        "watch-history",
        &["column-date", "column-answer", "column-came", "column-went"],
    );
    for own in &answer.history {
        let lines = |lines: &[Line]| {
            let mut cell = Cell::default();
            for line in lines.iter().take(12) {
                cell = cell.and(name(asked, line)).remark(line.text.clone());
            }
            if lines.len() > 12 {
                cell = cell.remark(w.tell("and-more", &[("count", (lines.len() - 12).into())]));
            }
            cell
        };
        history.rows.push(Row::new(vec![
            Cell::day(asked, Some(own.date)),
            Cell::plain(own.text.clone()),
            lines(&own.came),
            lines(&own.went),
        ]));
    }
    page.section(history);
    page.made()
}

fn filed(answer: &WatchAnswer) -> Vec<register::answer::measures::Told> {
    let told = |own: &watch::Filed| register::answer::measures::Told {
        kind: own.kind,
        date: own.date,
        by: own.by.clone(),
        to: Vec::new(),
        serves: Vec::new(),
        manner: None,
        doubt: own.doubt.clone(),
        note: own.note.clone(),
        source: own.source.clone(),
        entry: own.entry,
    };
    answer.file.iter().map(told).collect()
}

fn name(asked: &Asked<'_>, line: &Line) -> Cell {
    let world = asked.world;
    if world.packs.parties.find(&line.id).is_some() {
        sheet::people(asked, std::slice::from_ref(&line.id))
    } else if world.packs.by_id(&line.id).is_some() {
        Cell::link(sheet::instrument(asked, &line.id))
    } else if world.packs.matters.by_id(&line.id).is_some() {
        Cell::link(sheet::matter(asked, &line.id))
    } else {
        Cell::default().note(if line.name.is_empty() { &line.id } else { &line.name })
    }
}

fn event(asked: &Asked<'_>, answer: &WatchAnswer, own: &Change) -> Event {
    let names =
        |lines: &[Line]| lines.iter().map(|line| line.name.clone()).collect::<Vec<_>>().join(asked.words.say("comma"));
    let parts = [("watch-came", names(&own.came)), ("watch-went", names(&own.went))];
    let parts = parts.into_iter().filter(|(_, names)| !names.is_empty());
    let parts = parts.map(|(id, names)| asked.words.tell(id, &[("names", names.into())])).collect::<Vec<_>>();
    Event {
        id: format!("{}/{}", answer.watch, own.date),
        title: format!("{}{}{}", answer.name, asked.words.say("colon"), own.text),
        text: parts.join(asked.words.say("sentence-joiner")),
        href: sheet::matter(asked, &answer.watch).href,
        first: own.date,
        last: own.date,
        changed: own.date,
    }
}
