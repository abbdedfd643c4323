//! Bodies and series: what is due and by which rule; and one of them, with all that it did.

use register::answer::bodies::{self, BodyAnswer, BodyRow, RuleAnswer};
use register::answer::measures::Told;
use register::answer::occasion::Occasion;

use super::feed::Event;
use super::leaf::{Asked, Form, Kind, Leaf, Made};
use super::miss::Miss;
use super::sheet::{self, Cell, Row, Section, Sheet};
use super::terms;

pub(crate) const LIST: Leaf = Leaf {
    own: &["regime"],
    forms: &[Form::Html, Form::Json, Form::Csv, Form::Parquet],
    what: "Bodies, series of resolutions and catalogues: what is due and by which rule, who chairs",
    make: list,
};

pub(crate) const LEAF: Leaf = Leaf {
    own: &[],
    forms: &[Form::Html, Form::Json, Form::Csv, Form::Parquet, Form::Ics, Form::Atom],
    what: "A body or series: rules and how they are kept, meetings, chair, hosts, tasks",
    make,
};

fn list(asked: &Asked<'_>) -> Result<Made, Miss> {
    let w = asked.words;
    let regime = sheet::chosen_regime(asked)?;
    let rows = bodies::all(asked.world, asked.on, asked.known(), regime);
    match asked.form {
        Form::Json => return Made::json(&rows),
        Form::Csv | Form::Parquet => {
            let columns = [
                ("body", Kind::Text),
                ("kind", Kind::Text),
                ("name", Kind::Text),
                ("regime", Kind::Text),
                ("held", Kind::Number),
                ("last", Kind::Text),
                ("due", Kind::Day),
                ("overdue_days", Kind::Number),
                ("chair", Kind::Text),
            ];
            let day = |day: Option<law::Day>| day.map_or(String::new(), |day| day.to_string());
            let row = |row: &BodyRow| {
                [
                    row.body.clone(),
                    row.kind.word().to_owned(),
                    row.name.clone(),
                    row.regime.clone(),
                    row.held.to_string(),
                    row.last.map_or(String::new(), |last| last.to_string()),
                    day(row.due),
                    row.overdue_days.map_or(String::new(), |days| days.to_string()),
                    row.chair.join(" "),
                ]
            };
            return Made::table(asked.form, columns, rows.iter().map(row));
        }
        _ => {}
    }
    let mut page = Sheet::new(asked, w.say("bodies"));
    page.leads.push(w.say("bodies-lead").to_owned());
    page.fields.push(sheet::regimes(asked));
    let mut groups: Vec<(&str, Vec<&BodyRow>)> = Vec::new();
    for row in &rows {
        match groups.last_mut().filter(|(regime, _)| *regime == row.regime) {
            Some((_, group)) => group.push(row),
            None => groups.push((&row.regime, vec![row])),
        }
    }
    const COLUMNS: [&str; 7] = [
        "column-body",
        "column-kind",
        "#column-times",
        "column-last",
        "column-due-by",
        "column-foreseen",
        "column-chair",
    ];
    for (regime, rows) in groups {
        let mut section = Section::table(asked, &format!("regime-{regime}"), "", &COLUMNS);
        section.heading = sheet::regime(asked, regime);
        let report = super::frame::Link {
            href: asked.link(&["regimes", regime]),
            text: w.say("report-make").to_owned(),
            here: false,
        };
        section.paragraphs.push(Cell::link(report));
        for row in rows {
            section.rows.push(Row::new(vec![
                Cell::link(sheet::matter(asked, &row.body)),
                Cell::plain(terms::label(w, "label-matter", row.kind.word())),
                Cell::plain(w.number(row.held)),
                if row.last.is_some() { Cell::span(asked, row.last) } else { Cell::default() },
                due(asked, row.due, row.overdue_days, row.checked_until),
                if row.foreseen.is_some() { Cell::span(asked, row.foreseen) } else { Cell::default() },
                sheet::people(asked, &row.chair),
            ]));
        }
        page.section(section);
    }
    page.made()
}

/// By when something is due, and what is to be said of a day that is past.
fn due(asked: &Asked<'_>, due: Option<law::Day>, days: Option<i32>, checked: Option<law::Day>) -> Cell {
    let mut cell = Cell::day(asked, due);
    if let Some(days) = days {
        cell = cell.remark(overdue(asked, days));
    }
    match checked.filter(|day| *day < asked.on && due.is_some_and(|due| due < asked.on)) {
        Some(day) => cell.remark(asked.words.tell("matter-checked-short", &[("day", asked.words.day(day).into())])),
        None => cell,
    }
}

pub(crate) fn overdue(asked: &Asked<'_>, days: i32) -> String {
    asked.words.tell("overdue-days", &[("count", usize::try_from(days).unwrap_or(0).into())])
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let matter = sheet::asked_matter(asked, 0)?;
    let answer = bodies::answer(asked.world, matter, asked.on, asked.known());
    match asked.form {
        Form::Json => Made::json(&answer),
        Form::Csv | Form::Parquet => {
            super::meetings::table(asked.form, answer.occasions.iter().map(|own| (&answer.name, &own.occasion)))
        }
        Form::Ics => {
            let all = answer.occasions.iter().map(|own| &own.occasion).chain(&answer.foreseen);
            let events = all.filter_map(|own| event(asked, &answer.name, own)).chain(due_events(asked, &answer));
            Ok(super::feed::events(asked, &answer.name, events))
        }
        Form::Atom => {
            let all = answer.occasions.iter().map(|own| &own.occasion).chain(&answer.foreseen);
            let events: Vec<Event> = all.filter_map(|own| event(asked, &answer.name, own)).collect();
            Ok(super::feed::of_events(asked, &answer.name, events))
        }
        _ => page(asked, &answer),
    }
}

/// An occasion in a calendar or a feed.
pub(crate) fn event(asked: &Asked<'_>, name: &str, own: &Occasion) -> Option<Event> {
    let date = own.date?;
    let matter = own.matters.first().map_or("", String::as_str);
    let number = own.number.as_deref().map_or(String::new(), |number| format!(" {number}"));
    let place = own.place_name.as_deref().map_or(String::new(), |place| format!("{}{place}", asked.words.say("comma")));
    let state = if own.cancelled {
        Some("occasion-cancelled")
    } else if !own.held {
        Some("occasion-foreseen")
    } else {
        None
    };
    let state = state.map_or(String::new(), |id| format!("{}{}", asked.words.say("comma"), asked.words.say(id)));
    Some(Event {
        id: format!("{matter}/{}", own.id.clone().unwrap_or_else(|| format!("{date}{number}"))),
        title: format!("{name}{number}{place}{state}"),
        text: own.sources.join(asked.words.say("comma")),
        href: if matter.is_empty() { asked.link(&["meetings"]) } else { sheet::matter(asked, matter).href },
        first: date.first(),
        last: if date.open { date.first() } else { date.last() },
        changed: own.told,
    })
}

fn due_events(asked: &Asked<'_>, body: &BodyAnswer) -> Vec<Event> {
    let due = |rule: &RuleAnswer| {
        let due = rule.due?;
        Some(Event {
            id: format!("{}/due/{due}", body.body),
            title: asked.words.tell("due-body", &[("name", body.name.as_str().into())]),
            text: rule.text.clone(),
            href: sheet::matter(asked, &body.body).href,
            first: due,
            last: due,
            changed: asked.on,
        })
    };
    body.rules.iter().filter_map(due).collect()
}

fn page(asked: &Asked<'_>, body: &BodyAnswer) -> Result<Made, Miss> {
    let w = asked.words;
    let mut page = Sheet::new(asked, body.name.clone());
    page.leads.extend(body.what.clone());
    page.unverified = body.unverified.clone();
    page.fact(asked, "column-kind", Cell::plain(terms::label(w, "label-matter", body.kind.word())));
    page.fact(asked, "column-regime", Cell::plain(sheet::regime(asked, &body.regime)));
    if let Some(id) = &body.instrument {
        let article = body.article.as_ref().map_or(String::new(), |article| w.article(article));
        page.fact(asked, "fact-set-up-by", Cell::link(sheet::instrument(asked, id)).remark(article));
    }
    for (id, other) in [
        ("fact-part-of", &body.part_of),
        ("fact-reports-to", &body.reports_to),
        ("fact-secretariat", &body.secretariat),
    ] {
        if let Some(other) = other {
            page.fact(asked, id, Cell::link(sheet::matter(asked, other)));
        }
    }
    page.fact(asked, "fact-below", Cell::links(body.below.iter().map(|id| sheet::matter(asked, id))));
    if let Some(decides) = &body.decides {
        let by = match decides.by {
            pack::DecidesBy::Consensus => "decides-consensus",
            pack::DecidesBy::Majority => "decides-majority",
        };
        let article = decides.article.as_ref().map_or(String::new(), |article| w.article(article));
        let silence =
            decides.silence.as_ref().map(|period| w.tell("decides-silence", &[("period", period.as_str().into())]));
        page.fact(asked, "fact-decides", Cell::plain(w.say(by)).remark(silence.unwrap_or_default()).remark(article));
    }
    let members: Vec<String> = body.members.iter().map(|member| member.party.clone()).collect();
    page.fact(asked, "fact-members", sheet::people(asked, &members));
    page.fact(asked, "column-source", sheet::sources(asked, &body.cite, &[]));
    if let Some(day) = body.checked_until.filter(|day| *day < asked.on) {
        page.leads.push(w.tell("matter-checked", &[("day", w.day(day).into())]));
    }
    page.section(rules(asked, &body.rules, body.checked_until, body.observed.as_ref()));
    page.section(chair(asked, body));
    page.section(held(asked, body));
    page.section(foreseen(asked, body));
    page.section(hosts(asked, body));
    page.section(silences(asked, &body.silences));
    page.section(tasks(asked, body));
    page.section(told(asked, "told", "bodies-told", &body.told));
    page.made()
}

/// The rules of a matter, and how they are kept.
pub(crate) fn rules(
    asked: &Asked<'_>,
    rules: &[RuleAnswer],
    checked: Option<law::Day>,
    observed: Option<&bodies::Observed>,
) -> Section {
    let w = asked.words;
    let columns = ["column-rule", "column-article", "column-due-by", "column-late", "column-source"];
    let mut section = Section::table(asked, "rules", "bodies-rules", &columns);
    for rule in rules {
        let mut late = Cell::default();
        for own in &rule.late {
            let days = usize::try_from(own.days).unwrap_or(0);
            late = late.remark(w.tell("late-by", &[("day", w.day(own.date).into()), ("count", days.into())]));
        }
        if let Some(kept) = rule.kept {
            late = late.remark(w.say(if kept { "rule-kept" } else { "rule-not-kept" }));
        }
        section.rows.push(Row::new(vec![
            Cell::plain(w.capital(&rule.text)),
            Cell::plain(rule.article.as_ref().map_or(String::new(), |article| w.article(article))),
            due(asked, rule.due, rule.overdue_days, checked),
            late,
            sheet::sources(asked, &rule.cite, &[]),
        ]));
    }
    if let Some(own) = observed {
        let years = usize::try_from(own.years).unwrap_or(0);
        let args =
            [("count", years.into()), ("since", own.since.to_string().into()), ("next", own.next.to_string().into())];
        section.paragraphs.push(Cell::plain(w.tell("rhythm-observed", &args)));
    }
    section
}

fn chair(asked: &Asked<'_>, body: &BodyAnswer) -> Section {
    let w = asked.words;
    let chair = &body.chair;
    let mut section = Section::table(asked, "chair", "bodies-chair", &["column-chair", "column-date", "column-source"]);
    if chair.terms.is_empty() && chair.rule.is_none() {
        return section;
    }
    let now = sheet::people(asked, &chair.now);
    let now = if now.is_empty() { Cell::plain(w.say("chair-nobody")) } else { now };
    let next = match &chair.next {
        Some(code) => sheet::people(asked, std::slice::from_ref(code)).remark(chair.why.clone()),
        None => Cell::plain(w.say("chair-not-known")).remark(chair.why.clone()),
    };
    section.paragraphs.push(Cell::plain(w.say("chair-now")).and(now));
    section.paragraphs.push(Cell::plain(w.say("chair-next")).and(next));
    if let Some(rule) = &chair.rule {
        let article = chair.article.as_ref().map_or(String::new(), |article| w.article(article));
        section.paragraphs.push(Cell::plain(w.capital(rule)).remark(article));
    }
    if let Some(why) = &chair.unverified {
        section.paragraphs.push(Cell::plain(w.say("unverified")).note(why));
    }
    for term in &chair.terms {
        let who = sheet::people(asked, &term.party);
        let who = term.note.as_ref().map_or(who.clone(), |note| who.clone().note(note));
        section.rows.push(Row::new(vec![
            who,
            Cell::span(asked, term.date),
            sheet::sources(asked, [&term.source], &[]),
        ]));
    }
    section
}

/// What an occasion is, and what is odd about it.
pub(crate) fn occasion(asked: &Asked<'_>, own: &Occasion) -> Cell {
    let w = asked.words;
    let mut cell = Cell::plain(sheet::deed(asked, own.kind));
    if let Some(number) = &own.number {
        cell = cell.remark(w.tell("occasion-number", &[("number", number.as_str().into())]));
    }
    if let Some(manner) = &own.manner {
        cell = cell.remark(sheet::word(asked, "label-manner", manner));
    }
    if own.cancelled {
        cell = cell.remark(w.say("occasion-cancelled"));
    }
    if let Some(first) = own.foreseen {
        cell = cell.remark(w.tell("occasion-first", &[("date", w.span(first).into())]));
    }
    if let Some(within) = &own.within {
        let id = match own.outside {
            true => "occasion-outside",
            false if own.is_gathering() => "occasion-within",
            false => "occasion-at",
        };
        cell = cell.remark(w.tell(id, &[("meeting", within_name(asked, within).into())]));
    }
    for outcome in &own.outcomes {
        let name = match (&outcome.instrument, &outcome.number) {
            (Some(id), _) => Cell::link(sheet::instrument(asked, id)),
            (None, Some(number)) => Cell::plain(number.clone()),
            (None, None) => Cell::links(outcome.matters.iter().map(|id| sheet::matter(asked, id))),
        };
        cell = cell.remark(format!("{}{}", sheet::deed(asked, outcome.kind), w.say("colon"))).and(name);
    }
    const FEW: usize = 8;
    if own.kind.is_gathering() && (1..=FEW).contains(&own.actors.len()) {
        cell = cell.remark(format!("{}{}", w.say("occasion-attended"), w.say("colon")));
        cell = cell.and(sheet::people(asked, &own.actors));
    }
    cell.notes(own.doubt.iter().chain(&own.notes)).and(sheet::files(asked, &own.entries))
}

/// The name of the body whose meeting has an id.
fn within_name(asked: &Asked<'_>, id: &str) -> String {
    let world = asked.world;
    let own = world.packs.happenings.iter().find(|own| own.id.as_deref() == Some(id));
    let Some(own) = own else { return id.to_owned() };
    let name = own.matters.first().map_or(id, |matter| world.matter_name(matter));
    match own.when {
        Some(when) => format!("{name}{}{}", asked.words.say("comma"), asked.words.span(when)),
        None => name.to_owned(),
    }
}

fn place(asked: &Asked<'_>, own: &Occasion) -> Cell {
    match &own.place_name {
        Some(name) => {
            let country = own.country.as_ref().and_then(|code| asked.world.packs.parties.find(code));
            let country = country
                .map(|party| asked.world.party_name(party, own.date.map_or(asked.on, law::Span::first)).to_owned());
            Cell::plain(name.clone()).remark(country.unwrap_or_default())
        }
        None => Cell::default(),
    }
}

fn held(asked: &Asked<'_>, body: &BodyAnswer) -> Section {
    let columns = ["column-date", "column-what", "column-place", "column-chair", "#column-gap", "column-source"];
    let mut section = Section::table(asked, "held", "bodies-held", &columns);
    for own in body.occasions.iter().rev() {
        let gap = own.gap_days.and_then(|days| usize::try_from(days).ok());
        section.rows.push(Row::new(vec![
            Cell::span(asked, own.occasion.date),
            occasion(asked, &own.occasion),
            place(asked, &own.occasion),
            sheet::people(asked, &own.occasion.chair),
            Cell::plain(gap.map_or(String::new(), |days| asked.words.number(days))),
            sheet::sources(asked, &own.occasion.sources, &own.occasion.entries),
        ]));
    }
    section.caption = asked.words.tell("occasions-count", &[("count", body.occasions.len().into())]);
    section
}

fn foreseen(asked: &Asked<'_>, body: &BodyAnswer) -> Section {
    let columns = ["column-date", "column-what", "column-place", "column-source"];
    let mut section = Section::table(asked, "foreseen", "bodies-foreseen", &columns);
    for own in &body.foreseen {
        let what = occasion(asked, own);
        let what = if own.is_untold(asked.on) { what.remark(asked.words.say("occasion-untold")) } else { what };
        section.rows.push(Row::new(vec![
            Cell::span(asked, own.date),
            what,
            place(asked, own),
            sheet::sources(asked, &own.sources, &own.entries),
        ]));
    }
    section
}

fn hosts(asked: &Asked<'_>, body: &BodyAnswer) -> Section {
    let mut section = Section::table(asked, "hosts", "bodies-hosts", &["column-host", "#column-times"]);
    for turn in &body.hosts {
        let who = sheet::people(asked, std::slice::from_ref(&turn.party));
        section.rows.push(Row::new(vec![who, Cell::plain(asked.words.number(turn.times))]));
    }
    section
}

/// Texts under a silence procedure.
pub(crate) fn silences(asked: &Asked<'_>, all: &[bodies::SilenceAnswer]) -> Section {
    let w = asked.words;
    let columns = ["column-what", "column-date", "column-until", "column-state", "column-objections", "column-source"];
    let mut section = Section::table(asked, "silences", "bodies-silences", &columns);
    for own in all {
        let state = Cell::plain(terms::label(w, "label-silence", own.outcome)).and(Cell::day(asked, own.since));
        section.rows.push(Row::new(vec![
            Cell::default().note(own.what.as_deref().unwrap_or("")),
            Cell::span(asked, own.date),
            Cell::day(asked, Some(own.ends)),
            state,
            objections(asked, &own.objections),
            sheet::sources(asked, [&own.source], &[]),
        ]));
    }
    section
}

fn objections(asked: &Asked<'_>, all: &[bodies::Objection]) -> Cell {
    let mut cell = Cell::default();
    for own in all {
        cell = cell.and(sheet::people(asked, &own.by)).and(Cell::span(asked, own.date));
        cell = cell.note(own.note.as_deref().unwrap_or(""));
    }
    cell
}

fn tasks(asked: &Asked<'_>, body: &BodyAnswer) -> Section {
    let columns = ["column-what", "column-who", "column-due-by", "column-done", "column-source"];
    let mut section = Section::table(asked, "tasks", "bodies-tasks", &columns);
    for task in &body.tasks {
        let due = Cell::day(asked, task.due);
        let due = match task.overdue_days {
            Some(days) => due.remark(overdue(asked, days)),
            None => due,
        };
        section.rows.push(Row::new(vec![
            Cell::default().note(task.what.as_deref().unwrap_or("")),
            sheet::people(asked, &task.to),
            due,
            Cell::day(asked, task.done),
            sheet::sources(asked, [&task.source], &[]),
        ]));
    }
    section
}

/// What else is told of a matter.
pub(crate) fn told(asked: &Asked<'_>, id: &str, heading: &str, all: &[Told]) -> Section {
    let columns = ["column-what", "column-date", "column-who", "column-to", "column-source"];
    let mut section = Section::table(asked, id, heading, &columns);
    for own in all {
        let mut what = Cell::plain(sheet::deed(asked, own.kind));
        if let Some(manner) = &own.manner {
            what = what.remark(sheet::word(asked, "label-manner", manner));
        }
        what = what.notes(own.doubt.iter().chain(&own.note));
        let serves = Cell::links(own.serves.iter().map(|id| sheet::matter(asked, id)));
        section.rows.push(Row::new(vec![
            what.and(serves),
            Cell::span(asked, own.date),
            sheet::people(asked, &own.by),
            sheet::people(asked, &own.to),
            sheet::sources(asked, [&own.source], own.entry.as_slice()),
        ]));
    }
    section
}
