//! Texts under negotiation: versions, languages, comments and their answers.

use register::answer::drafts::{self, CommentAnswer, DraftAnswer, DraftState, TextVersion};

use super::bodies;
use super::feed::Event;
use super::leaf::{Asked, Form, Kind, Leaf, Made};
use super::miss::Miss;
use super::sheet::{self, Cell, Row, Section, Sheet};
use super::terms;

pub(crate) const LIST: Leaf = Leaf {
    own: &["regime"],
    forms: &[Form::Html, Form::Json],
    what: "Texts under negotiation: how each stands, and how many comments have no answer in the record",
    make: list,
};

pub(crate) const LEAF: Leaf = Leaf {
    own: &[],
    forms: &[Form::Html, Form::Json, Form::Csv, Form::Parquet, Form::Atom],
    what: "A text under negotiation: its versions, the languages they exist in, comments and answers",
    make,
};

fn list(asked: &Asked<'_>) -> Result<Made, Miss> {
    let w = asked.words;
    let all = drafts::all(asked.world, asked.on, asked.known(), sheet::chosen_regime(asked)?);
    if asked.form == Form::Json {
        return Made::json(&all);
    }
    let mut page = Sheet::new(asked, w.say("drafts"));
    page.leads.push(w.say(if all.is_empty() { "drafts-none" } else { "drafts-lead" }).to_owned());
    page.fields.push(sheet::regimes(asked));
    let columns =
        ["column-draft", "column-state", "column-last-version", "#column-open", "column-regime", "column-source"];
    let mut section = Section::table(asked, "drafts", "", &columns);
    for own in &all {
        let last = own.versions.last();
        let version = Cell::plain(last.and_then(|own| own.number.clone()).unwrap_or_default());
        section.rows.push(Row::new(vec![
            Cell::link(sheet::matter(asked, &own.draft)).remark(own.what.clone().unwrap_or_default()),
            state(asked, own),
            last.map_or(Cell::default(), |last| version.and(Cell::span(asked, last.date))),
            Cell::plain(w.number(own.open)),
            Cell::plain(sheet::regime(asked, &own.regime)),
            sheet::sources(asked, &own.cite, &[]),
        ]));
    }
    page.section(section);
    page.made()
}

fn state(asked: &Asked<'_>, draft: &DraftAnswer) -> Cell {
    let class = match draft.state {
        DraftState::Adopted => "status status-party",
        _ => "status",
    };
    Cell::state(terms::label(asked.words, "label-draft", draft.state.word()), class).and(Cell::day(asked, draft.since))
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let draft = sheet::asked_matter(asked, 0)?;
    let answer = drafts::answer(asked.world, draft, asked.on, asked.known());
    match asked.form {
        Form::Json => Made::json(&answer),
        Form::Csv | Form::Parquet => table(asked.form, &answer),
        Form::Atom => {
            let versions = answer.versions.iter().filter_map(|own| of_version(asked, &answer, own));
            let comments = answer.comments.iter().filter_map(|own| of_comment(asked, &answer, own));
            let mut events: Vec<Event> = versions.chain(comments).collect();
            events.sort_by_key(|event| event.first);
            Ok(super::feed::of_events(asked, &answer.name, events))
        }
        _ => page(asked, &answer),
    }
}

fn page(asked: &Asked<'_>, draft: &DraftAnswer) -> Result<Made, Miss> {
    let w = asked.words;
    let mut page = Sheet::new(asked, draft.name.clone());
    page.leads.extend(draft.what.clone());
    page.unverified = draft.unverified.clone();
    page.fact(asked, "column-state", state(asked, draft));
    page.fact(asked, "column-open", Cell::plain(w.number(draft.open)));
    page.fact(asked, "column-regime", Cell::plain(sheet::regime(asked, &draft.regime)));
    if let Some(id) = &draft.part_of {
        page.fact(asked, "column-body", Cell::link(sheet::matter(asked, id)));
    }
    if let Some(id) = &draft.instrument {
        page.fact(asked, "column-treaty", Cell::link(sheet::instrument(asked, id)));
    }
    page.fact(asked, "column-source", sheet::sources(asked, &draft.cite, &[]));
    if let Some(day) = draft.checked_until.filter(|day| *day < asked.on) {
        page.leads.push(w.tell("matter-checked", &[("day", w.day(day).into())]));
    }
    page.section(versions(asked, draft));
    page.section(comments(asked, draft));
    page.section(bodies::silences(asked, &draft.silences));
    page.section(bodies::told(asked, "told", "bodies-told", &draft.told));
    page.made()
}

fn versions(asked: &Asked<'_>, draft: &DraftAnswer) -> Section {
    let w = asked.words;
    let columns =
        ["column-version", "column-date", "column-who", "column-languages", "#column-comments", "column-source"];
    let mut section = Section::table(asked, "versions", "drafts-versions", &columns);
    for own in &draft.versions {
        let name = Cell::plain(own.number.clone().unwrap_or_else(|| w.say("no-number").to_owned()));
        let name = name.notes(own.doubt.iter().chain(&own.note));
        let name = name.and(sheet::files(asked, own.entry.as_slice()));
        let mut languages = Cell::default();
        for translation in &own.translations {
            let tag = translation.language.as_deref().unwrap_or("");
            let language = Cell::plain(w.known(&format!("label-language-{tag}")).unwrap_or(tag));
            languages =
                languages.and(language).and(sheet::sources(asked, [&translation.source], translation.entry.as_slice()));
        }
        let comments = Cell::plain(w.number(own.comments));
        let comments = match own.open {
            0 => comments,
            open => comments.remark(w.tell("comments-open", &[("count", open.into())])),
        };
        section.rows.push(Row::new(vec![
            name,
            Cell::span(asked, own.date),
            sheet::people(asked, &own.by),
            languages,
            comments,
            sheet::sources(asked, [&own.source], own.entry.as_slice()),
        ]));
    }
    section
}

fn comments(asked: &Asked<'_>, draft: &DraftAnswer) -> Section {
    let w = asked.words;
    let columns = ["column-comment", "column-date", "column-who", "column-answers", "column-source"];
    let mut section = Section::table(asked, "comments", "drafts-comments", &columns);
    for own in &draft.comments {
        let what = Cell::plain(on(asked, draft, own)).remark(own.passage.clone().unwrap_or_default());
        let what = what.notes(own.doubt.iter().chain(&own.note));
        let mut answers = Cell::default();
        for answer in &own.answers {
            answers = answers.and(sheet::people(asked, &answer.by)).and(Cell::span(asked, answer.date));
            answers = answers.notes(answer.doubt.iter().chain(&answer.note));
            answers = answers.and(sheet::sources(asked, [&answer.source], answer.entry.as_slice()));
        }
        if let Some(day) = own.settled {
            answers = answers.remark(w.tell("comment-settled", &[("day", w.day(day).into())]));
        }
        if own.is_open() {
            answers = answers.remark(w.say("comment-open"));
        }
        let mut row = Row::new(vec![
            what,
            Cell::span(asked, own.date),
            sheet::people(asked, &own.by),
            answers,
            sheet::sources(asked, [&own.source], own.entry.as_slice()),
        ]);
        row.id = own.id.clone();
        section.rows.push(row);
    }
    section
}

/// What a comment is about: a version by its number, or by its date where it has none.
fn on(asked: &Asked<'_>, draft: &DraftAnswer, own: &CommentAnswer) -> String {
    let Some(name) = &own.on else { return asked.words.say("draft-whole").to_owned() };
    let unnumbered =
        draft.versions.iter().find(|version| version.number.is_none() && version.id.as_ref() == Some(name));
    unnumbered.and_then(|version| version.date).map_or_else(|| name.clone(), |date| asked.words.span(date))
}

fn of_version(asked: &Asked<'_>, draft: &DraftAnswer, own: &TextVersion) -> Option<Event> {
    let name = own.number.as_deref().or(own.id.as_deref()).unwrap_or("");
    event(asked, draft, law::Deed::Version, name, own.note.as_ref(), own.date)
}

fn of_comment(asked: &Asked<'_>, draft: &DraftAnswer, own: &CommentAnswer) -> Option<Event> {
    event(asked, draft, law::Deed::Comment, own.on.as_deref().unwrap_or(""), own.note.as_ref(), own.date)
}

fn event(
    asked: &Asked<'_>,
    draft: &DraftAnswer,
    deed: law::Deed,
    name: &str,
    note: Option<&String>,
    date: Option<law::Span>,
) -> Option<Event> {
    let day = date?.first();
    let (colon, comma) = (asked.words.say("colon"), asked.words.say("comma"));
    let name = if name.is_empty() { String::new() } else { format!("{comma}{name}") };
    Some(Event {
        id: format!("{}/{}/{day}{name}", draft.draft, deed.word()),
        title: format!("{}{colon}{}{name}", draft.name, sheet::deed(asked, deed)),
        text: note.cloned().unwrap_or_default(),
        href: sheet::matter(asked, &draft.draft).href,
        first: day,
        last: day,
        changed: day,
    })
}

/// Versions and comments in one table, as they followed each other.
fn table(form: Form, draft: &DraftAnswer) -> Result<Made, Miss> {
    let columns = [
        ("kind", Kind::Text),
        ("id", Kind::Text),
        ("version", Kind::Text),
        ("passage", Kind::Text),
        ("date", Kind::Text),
        ("by", Kind::Text),
        ("open", Kind::Truth),
        ("note", Kind::Text),
        ("source", Kind::Text),
    ];
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let date = |date: Option<law::Span>| date.map_or(String::new(), |date| date.to_string());
    let versions = draft.versions.iter().map(|own| {
        [
            law::Deed::Version.word().to_owned(),
            text(&own.id),
            text(&own.number),
            String::new(),
            date(own.date),
            own.by.join(" "),
            String::new(),
            text(&own.note),
            own.source.clone(),
        ]
    });
    let comments = draft.comments.iter().map(|own| {
        [
            law::Deed::Comment.word().to_owned(),
            text(&own.id),
            text(&own.on),
            text(&own.passage),
            date(own.date),
            own.by.join(" "),
            own.is_open().to_string(),
            text(&own.note),
            own.source.clone(),
        ]
    });
    Made::table(form, columns, versions.chain(comments))
}
