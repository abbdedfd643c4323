//! What was asked for and promised, and whether it has been done.

use register::answer::commitments::{Addressee, CallRow, Filter, State, answer};

use super::leaf::{Asked, Form, Kind, Leaf, Made};
use super::miss::Miss;
use super::sheet::{self, Cell, Field, Row, Section, Sheet};
use super::terms;

pub(crate) const LEAF: Leaf = Leaf {
    own: &["regime", "addressee", "treaty", "state"],
    forms: &[Form::Html, Form::Json, Form::Csv, Form::Parquet],
    what: "Calls and commitments: who asked whom for what, and whether it has been done; political commitments",
    make,
};

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let (w, world, question) = (asked.words, asked.world, asked.question);
    let filter = Filter {
        addressee: question.own_named("addressee", |word| world.party(word))?,
        instrument: question.own_named("treaty", |word| world.treaty(word))?,
        regime: sheet::chosen_regime(asked)?,
        state: question.own_choice("state", &State::ALL, State::word)?,
    };
    let board = answer(world, asked.on, asked.known(), &filter);
    match asked.form {
        Form::Json => return Made::json(&board),
        Form::Csv | Form::Parquet => {
            let columns = [
                ("call", Kind::Text),
                ("promised", Kind::Truth),
                ("what", Kind::Text),
                ("by", Kind::Text),
                ("to", Kind::Text),
                ("outstanding", Kind::Text),
                ("state", Kind::Text),
                ("since", Kind::Day),
                ("times", Kind::Number),
                ("sources", Kind::Text),
            ];
            let codes = |to: &[Addressee], open: bool| {
                let own = to.iter().filter(|to| !open || to.done == Some(false));
                own.map(|to| to.party.as_str()).collect::<Vec<_>>().join(" ")
            };
            let row = |row: &CallRow| {
                [
                    row.call.clone(),
                    row.own.to_string(),
                    row.what.clone(),
                    row.by.join(" "),
                    codes(&row.to, false),
                    codes(&row.to, true),
                    row.state.word().to_owned(),
                    row.since.map_or(String::new(), |day| day.to_string()),
                    row.made.len().to_string(),
                    row.made.iter().map(|made| made.source.as_str()).collect::<Vec<_>>().join("; "),
                ]
            };
            return Made::table(asked.form, columns, board.calls.iter().map(row));
        }
        _ => {}
    }
    let mut page = Sheet::new(asked, w.say("commitments"));
    page.leads.push(w.say("commitments-lead").to_owned());
    let states =
        State::ALL.map(|state| (state.word().to_owned(), w.capital(terms::label(w, "label-call", state.word()))));
    page.fields = vec![
        sheet::regimes(asked),
        Field::text(asked, "addressee", "column-addressee"),
        Field::text(asked, "treaty", "column-treaty"),
        Field::select(asked, "state", "column-state", states.into()),
    ];
    page.section(calls(asked, "asked", "commitments-asked", board.calls.iter().filter(|row| !row.own)));
    page.section(calls(asked, "promised", "commitments-promised", board.calls.iter().filter(|row| row.own)));
    for pledge in &board.pledges {
        let columns = ["column-participant", "column-date", "column-source"];
        let mut section = Section::table(asked, &format!("pledge-{}", pledge.pledge), "commitments-pledges", &columns);
        section.paragraphs.push(Cell::plain(pledge.name.clone()).remark(pledge.what.clone().unwrap_or_default()));
        section.paragraphs.push(sheet::sources(asked, &pledge.cite, &[]));
        for own in &pledge.joined {
            section.rows.push(Row::new(vec![
                sheet::people(asked, std::slice::from_ref(&own.party)),
                Cell::span(asked, own.date),
                sheet::sources(asked, [&own.source], &[]),
            ]));
        }
        if pledge.joined.is_empty() {
            section.paragraphs.push(Cell::plain(w.say("pledge-nobody")));
        }
        if let Some(why) = &pledge.unverified {
            section.paragraphs.push(Cell::plain(w.say("unverified")).note(why));
        }
        page.section(section);
    }
    if page.sections.is_empty() {
        page.leads.push(w.say("commitments-none").to_owned());
    }
    page.made()
}

fn calls<'r>(asked: &Asked<'_>, id: &str, heading: &str, rows: impl Iterator<Item = &'r CallRow>) -> Section {
    let w = asked.words;
    let columns = ["column-what", "column-state", "column-who", "column-addressee", "column-made"];
    let mut section = Section::table(asked, id, heading, &columns);
    for row in rows {
        let what = match (&row.instrument, &row.matter) {
            (Some(treaty), _) => Cell::plain(w.capital(&row.what)).and(Cell::link(sheet::instrument(asked, treaty))),
            (None, Some(matter)) => Cell::link(sheet::matter(asked, matter)),
            (None, None) => Cell::plain(row.what.clone()),
        };
        let class = match row.state {
            State::Fulfilled => "status status-party",
            State::Partly => "status status-contracting-state",
            State::Open => "status status-signatory",
            State::Lapsed => "status status-former-party",
            State::NotDecidable => "status",
        };
        let state =
            Cell::state(terms::label(w, "label-call", row.state.word()), class).and(Cell::day(asked, row.since));
        let mut made = Cell::default();
        for own in &row.made {
            let manner = own.manner.as_deref().map(|manner| sheet::word(asked, "label-manner", manner).to_owned());
            let group = own.to_group.as_deref().map(|group| group_name(asked, group));
            let words: Vec<String> = manner.into_iter().chain(group).collect();
            made = made.and(Cell::span(asked, Some(own.date.unwrap_or(law::Span::of(law::Dated::exact(own.told))))));
            made = made.remark(words.join(w.say("colon")));
            if own.inferred.iter().any(|column| column == "to") {
                made = made.remark(w.say("call-inferred"));
            }
            if let Some(note) = &own.note {
                made = made.note(note);
            }
            made = made.and(sheet::sources(asked, [&own.source], own.entry.as_slice()));
        }
        section.rows.push(Row::new(vec![what, state, sheet::people(asked, &row.by), addressees(asked, row), made]));
    }
    section.caption = w.tell("calls-count", &[("count", section.rows.len().into())]);
    section
}

/// What a group is.
pub(crate) fn group_name(asked: &Asked<'_>, id: &str) -> String {
    let about = asked.world.packs.groups.get(id);
    about.map_or_else(|| id.to_owned(), |about| pack::in_language(&about.what, asked.words.lang()).to_owned())
}

/// Whose turn it is: those who did it by the side of those who did not; a long list by its numbers.
fn addressees(asked: &Asked<'_>, row: &CallRow) -> Cell {
    let w = asked.words;
    let mut cell = Cell::default();
    let with = |test: &dyn Fn(&Addressee) -> bool| -> Vec<String> {
        row.to.iter().filter(|to| test(to)).map(|to| to.party.clone()).collect()
    };
    let parts = [
        ("addressees-open", with(&|to| to.done == Some(false))),
        ("addressees-done", with(&|to| to.done == Some(true) && !to.before)),
        ("addressees-before", with(&|to| to.before)),
        ("", with(&|to| to.done.is_none())),
    ];
    for (id, codes) in parts.into_iter().filter(|(_, codes)| !codes.is_empty()) {
        if !id.is_empty() {
            cell = cell.remark(w.say(id));
        }
        // Whose turn it is stands by name.
        let most = if id == "addressees-open" { 16 } else { 8 };
        cell = cell.and(sheet::people_up_to(asked, &codes, most));
    }
    if row.to.iter().any(|to| to.inferred && to.done == Some(false)) {
        cell = cell.remark(w.say("addressees-inferred"));
    }
    cell
}
