//! What was sent from one to another.

use register::answer::notices::{Filter, Sent, Thread, answer};

use super::leaf::{Asked, Form, Kind, Leaf, Made};
use super::miss::Miss;
use super::sheet::{self, Cell, Field, Row, Section, Sheet};
use super::{bodies, commitments};

pub(crate) const LEAF: Leaf = Leaf {
    own: &["regime", "party", "matter", "thread", "open"],
    forms: &[Form::Html, Form::Json, Form::Csv, Form::Parquet, Form::Atom],
    what: "Notices, requests, offers and proposals between States, zones and bodies: receipts and answers",
    make,
};

/// More threads than these nobody reads on a page; machines get all of them.
const MOST: usize = 200;

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let (w, world, question) = (asked.words, asked.world, asked.question);
    let party = question.own_named("party", |word| world.party(word))?;
    let matter = question.own_named("matter", |word| world.matter(word))?;
    let open = question.own_choice("open", &["yes"], |word| word)?.is_some();
    let filter = Filter {
        id: question.own("thread"),
        party,
        matter: matter.map(|matter| matter.id.as_str()),
        regime: sheet::chosen_regime(asked)?,
        open,
    };
    let all = answer(world, asked.record.letters(), asked.on, asked.known(), &filter);
    match asked.form {
        Form::Json => return Made::json(&all),
        Form::Csv | Form::Parquet => return table(asked.form, &all.threads),
        Form::Atom => {
            let events = all.threads.iter().flat_map(|thread| [&thread.first].into_iter().chain(&thread.then));
            let events = events.filter_map(|sent| event(asked, sent)).collect();
            return Ok(super::feed::of_events(asked, w.say("notices"), events));
        }
        _ => {}
    }
    let mut page = Sheet::new(asked, w.say("notices"));
    page.leads.push(w.say("notices-lead").to_owned());
    page.fields = vec![
        sheet::regimes(asked),
        Field::text(asked, "party", "column-participant"),
        Field::text(asked, "matter", "column-matter"),
        Field::select(asked, "open", "column-state", vec![("yes".to_owned(), w.say("notices-open").to_owned())]),
    ];
    let columns =
        ["column-what", "column-date", "column-sender", "column-receivers", "column-answers", "column-source"];
    let mut section = Section::table(asked, "threads", "notices-threads", &columns);
    for thread in all.threads.iter().take(MOST) {
        section.rows.push(row(asked, thread));
    }
    section.caption = w.tell("notices-count", &[("count", all.threads.len().into())]);
    if all.threads.is_empty() {
        page.leads.push(w.say("notices-none").to_owned());
    }
    page.section(section);
    page.made()
}

fn event(asked: &Asked<'_>, sent: &Sent) -> Option<super::feed::Event> {
    let date = sent.date?;
    let about: Vec<&str> = sent.matters.iter().map(|id| asked.world.matter_name(id)).collect();
    let colon = asked.words.say("colon");
    let who = sent.from.join(asked.words.say("comma"));
    Some(super::feed::Event {
        id: sent.id.clone().unwrap_or_else(|| sent.source.clone()),
        title: format!("{who}{colon}{}{colon}{}", sheet::deed(asked, sent.kind), about.join(asked.words.say("comma"))),
        text: sent.note.clone().unwrap_or_default(),
        href: match &sent.id {
            Some(id) => asked.link_with(&["notices"], &[("thread", id)]),
            None => asked.link(&["notices"]),
        },
        first: date.first(),
        last: date.first(),
        changed: date.first(),
    })
}

/// What was sent, in a cell: its kind, what it is about, what it says.
fn told(asked: &Asked<'_>, sent: &Sent) -> Cell {
    let w = asked.words;
    let mut cell = Cell::plain(sheet::deed(asked, sent.kind));
    if let Some(manner) = &sent.manner {
        cell = cell.remark(sheet::word(asked, "label-manner", manner));
    }
    cell = cell.and(Cell::links(sent.matters.iter().map(|id| sheet::matter(asked, id))));
    if let Some(id) = &sent.instrument {
        cell = cell.and(Cell::link(sheet::instrument(asked, id)));
    }
    if let Some(number) = &sent.number {
        cell = cell.remark(number.clone());
    }
    if sent.sealed {
        cell = cell.remark(w.say("notice-sealed"));
    }
    if let Some(note) = &sent.note {
        cell = cell.note(note);
    }
    for field in &sent.fields {
        cell = cell.remark(format!("{}{}{}", field.name, w.say("colon"), field.value));
    }
    cell
}

fn row(asked: &Asked<'_>, thread: &Thread) -> Row {
    let w = asked.words;
    let first = &thread.first;
    let mut receivers = match &first.to_group {
        Some(group) => Cell::plain(commitments::group_name(asked, group)),
        None if first.to.is_empty() => Cell::plain(w.say("notice-everybody")),
        None => Cell::default(),
    };
    // Who has received something is said name by name; a circle that nobody answered by its number.
    let answered = thread.receivers.iter().any(|own| own.received.is_some() || own.replied.is_some());
    if answered || thread.receivers.len() <= 8 {
        for own in &thread.receivers {
            receivers = receivers.and(sheet::people(asked, std::slice::from_ref(&own.party)));
            let state = match (own.received, own.replied) {
                (_, Some(day)) => w.tell("receiver-replied", &[("day", w.day(day).into())]),
                (Some(day), None) => w.tell("receiver-received", &[("day", w.day(day).into())]),
                (None, None) => w.say("receiver-silent").to_owned(),
            };
            receivers = receivers.remark(state);
        }
    } else {
        receivers = receivers.and(sheet::people(asked, &first.to));
    }
    let mut answers = Cell::default();
    for sent in &thread.then {
        answers =
            answers.and(told(asked, sent)).and(Cell::span(asked, sent.date)).and(sheet::people(asked, &sent.from));
        answers = answers.and(sheet::sources(asked, [&sent.source], sent.entry.as_slice()));
    }
    if thread.open {
        answers = answers.remark(w.say("notices-open"));
    }
    if let Some(due) = first.due {
        answers = answers.remark(w.tell("notice-due", &[("day", w.day(due).into())]));
    }
    if let Some(days) = thread.overdue_days {
        answers = answers.remark(bodies::overdue(asked, days));
    }
    let mut row = Row::new(vec![
        told(asked, first),
        Cell::span(asked, first.date),
        sheet::people(asked, &first.from),
        receivers,
        answers,
        sheet::sources(asked, [&first.source], first.entry.as_slice()),
    ]);
    row.id = first.id.clone();
    row
}

fn table(form: Form, threads: &[Thread]) -> Result<Made, Miss> {
    let columns = [
        ("thread", Kind::Text),
        ("id", Kind::Text),
        ("kind", Kind::Text),
        ("date", Kind::Text),
        ("from", Kind::Text),
        ("to", Kind::Text),
        ("matters", Kind::Text),
        ("about", Kind::Text),
        ("due", Kind::Day),
        ("sealed", Kind::Truth),
        ("note", Kind::Text),
        ("source", Kind::Text),
    ];
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let all = threads
        .iter()
        .enumerate()
        .flat_map(|(at, thread)| [&thread.first].into_iter().chain(&thread.then).map(move |sent| (at + 1, sent)));
    let row = |(thread, sent): (usize, &Sent)| {
        [
            thread.to_string(),
            text(&sent.id),
            sent.kind.word().to_owned(),
            sent.date.map_or(String::new(), |date| date.to_string()),
            sent.from.join(" "),
            sent.to.join(" "),
            sent.matters.join(" "),
            text(&sent.about),
            sent.due.map_or(String::new(), |day| day.to_string()),
            sent.sealed.to_string(),
            text(&sent.note),
            sent.source.clone(),
        ]
    };
    Made::table(form, columns, all.map(row))
}
