//! The calendar of all bodies.

use register::answer::meetings::{Filter, MeetingRow, answer};
use register::answer::occasion::Occasion;

use super::bodies;
use super::leaf::{Asked, Form, Kind, Leaf, Made};
use super::miss::Miss;
use super::sheet::{self, Cell, Field, Row, Section, Sheet};

pub(crate) const LEAF: Leaf = Leaf {
    own: &["regime", "body", "from", "until", "held"],
    forms: &[Form::Html, Form::Json, Form::Csv, Form::Parquet, Form::Ics, Form::Atom],
    what: "The calendar of meetings: held, foreseen, postponed, called off, as known on a day",
    make,
};

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let (w, world, question) = (asked.words, asked.world, asked.question);
    let regime = sheet::chosen_regime(asked)?;
    let body = question.own_named("body", |word| world.matter(word))?;
    let held = question.own_choice("held", &["yes", "no"], |word| word)?.map(|word| word == "yes");
    let (from, until) = question.own_days()?;
    let filter = Filter { body: body.map(|matter| matter.id.as_str()), regime, from, until, held, place: None };
    let rows = answer(world, asked.known_day(), &filter);
    let events = || rows.iter().filter_map(|row| bodies::event(asked, &row.name, &row.meeting));
    match asked.form {
        Form::Json => return Made::json(&rows),
        Form::Csv | Form::Parquet => return table(asked.form, rows.iter().map(|row| (&row.name, &row.meeting))),
        Form::Ics => return Ok(super::feed::events(asked, w.say("meetings"), events())),
        Form::Atom => return Ok(super::feed::of_events(asked, w.say("meetings"), events().collect())),
        _ => {}
    }
    let mut page = Sheet::new(asked, w.say("meetings"));
    page.leads.push(w.say("meetings-lead").to_owned());
    let yes_or_no = [("yes", "meetings-held"), ("no", "meetings-not-held")];
    let choices = yes_or_no.map(|(value, id)| (value.to_owned(), w.say(id).to_owned()));
    page.fields = vec![
        sheet::regimes(asked),
        Field::text(asked, "body", "column-body"),
        Field::date(asked, "from", "column-from"),
        Field::date(asked, "until", "due-until"),
        Field::select(asked, "held", "column-state", choices.into()),
    ];
    let ahead = |row: &&MeetingRow| row.meeting.is_ahead(told(asked));
    let (ahead, behind): (Vec<&MeetingRow>, Vec<&MeetingRow>) = rows.iter().partition(|row| ahead(row));
    page.section(section(asked, "ahead", "meetings-ahead", ahead.into_iter()));
    page.section(section(asked, "behind", "meetings-behind", behind.into_iter().rev()));
    if page.sections.is_empty() {
        page.leads.push(w.say("meetings-none").to_owned());
    }
    page.made()
}

/// The day from which one looks ahead: who knows no more than one did on a day has not seen the days after it.
fn told(asked: &Asked<'_>) -> law::Day {
    asked.on.min(asked.known_day())
}

fn section<'r>(
    asked: &Asked<'_>,
    id: &'static str,
    heading: &str,
    rows: impl Iterator<Item = &'r MeetingRow>,
) -> Section {
    let columns = ["column-meeting", "column-date", "column-what", "column-place", "column-chair", "column-source"];
    let mut section = Section::table(asked, id, heading, &columns);
    for row in rows {
        let own = &row.meeting;
        let name = match own.matters.first() {
            Some(matter) => Cell::link(sheet::matter(asked, matter)),
            None => Cell::plain(sheet::deed(asked, own.kind)),
        };
        let what = bodies::occasion(asked, own);
        let what = if own.is_untold(told(asked)) { what.remark(asked.words.say("occasion-untold")) } else { what };
        section.rows.push(Row::new(vec![
            name,
            Cell::span(asked, own.date),
            what,
            Cell::plain(own.place_name.clone().unwrap_or_default()),
            sheet::people(asked, &own.chair),
            sheet::sources(asked, &own.sources, &own.entries),
        ]));
    }
    section.caption = asked.words.tell("occasions-count", &[("count", section.rows.len().into())]);
    section
}

/// Occasions as a table for machines.
pub(crate) fn table<'o>(form: Form, rows: impl Iterator<Item = (&'o String, &'o Occasion)>) -> Result<Made, Miss> {
    let columns = [
        ("id", Kind::Text),
        ("matter", Kind::Text),
        ("name", Kind::Text),
        ("kind", Kind::Text),
        ("date", Kind::Text),
        ("held", Kind::Truth),
        ("number", Kind::Text),
        ("place", Kind::Text),
        ("place_name", Kind::Text),
        ("country", Kind::Text),
        ("manner", Kind::Text),
        ("chair", Kind::Text),
        ("source", Kind::Text),
    ];
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let row = |(name, own): (&String, &Occasion)| {
        [
            text(&own.id),
            own.matters.join(" "),
            name.clone(),
            own.kind.word().to_owned(),
            own.date.map_or(String::new(), |date| date.to_string()),
            own.held.to_string(),
            text(&own.number),
            text(&own.place),
            text(&own.place_name),
            text(&own.country),
            text(&own.manner),
            own.chair.join(" "),
            own.sources.join("; "),
        ]
    };
    Made::table(form, columns, rows.map(row))
}
