//! Catalogues of measures and the forms of exchanges. Measures are voluntary, and the pages say so.

use pack::Dimension;
use register::answer::measures::{CatalogueAnswer, Filter, FormAnswer, MeasureRow, answer};

use super::bodies;
use super::leaf::{Asked, Form, Kind, Leaf, Made};
use super::miss::Miss;
use super::sheet::{self, Cell, Field, Row, Section, Sheet};
use super::terms;

pub(crate) const LIST: Leaf = Leaf {
    own: &["dimension", "accepted-by"],
    forms: &[Form::Html, Form::Json, Form::Csv, Form::Parquet],
    what: "Catalogues of measures with their versions, voluntary acceptances, reports, and the forms of exchanges",
    make: list,
};

pub(crate) const LEAF: Leaf = Leaf {
    own: &[],
    forms: &[Form::Html, Form::Json, Form::Csv, Form::Parquet],
    what: "A catalogue, a measure or a form",
    make,
};

fn list(asked: &Asked<'_>) -> Result<Made, Miss> {
    let (w, question) = (asked.words, asked.question);
    let dimension = question.own_choice("dimension", &Dimension::ALL, Dimension::word)?;
    let party = question.own_named("accepted-by", |word| asked.world.party(word))?;
    let all =
        answer(asked.world, asked.record.letters(), asked.on, asked.known(), &Filter { only: None, dimension, party });
    match asked.form {
        Form::Json => return Made::json(&all),
        Form::Csv | Form::Parquet => return table(asked.form, &all.catalogues),
        _ => {}
    }
    let mut page = Sheet::new(asked, w.say("measures"));
    page.leads.push(w.say("measures-lead").to_owned());
    let dimensions =
        Dimension::ALL.map(|own| (own.word().to_owned(), w.capital(terms::label(w, "label-dimension", own.word()))));
    page.fields = vec![
        Field::select(asked, "dimension", "column-dimension", dimensions.into()),
        Field::text(asked, "accepted-by", "column-accepted"),
    ];
    for own in &all.catalogues {
        page.section(measures(asked, own));
    }
    page.section(forms(asked, &all.forms));
    if page.sections.is_empty() {
        page.leads.push(w.say("measures-none").to_owned());
    }
    page.made()
}

fn table(form: Form, catalogues: &[CatalogueAnswer]) -> Result<Made, Miss> {
    let columns = [
        ("measure", Kind::Text),
        ("name", Kind::Text),
        ("catalogue", Kind::Text),
        ("dimension", Kind::Text),
        ("versions", Kind::Text),
        ("in_use", Kind::Truth),
        ("accepted", Kind::Text),
        ("reports", Kind::Number),
    ];
    let rows = catalogues.iter().flat_map(|catalogue| catalogue.measures.iter().map(move |row| (catalogue, row)));
    let row = |(catalogue, row): (&CatalogueAnswer, &MeasureRow)| {
        let accepted = row.accepted.iter().filter(|own| own.until.is_none()).map(|own| own.party.as_str());
        [
            row.measure.clone(),
            row.name.clone(),
            catalogue.catalogue.clone(),
            row.dimension.word().to_owned(),
            row.versions.join(" "),
            row.in_use.to_string(),
            accepted.collect::<Vec<_>>().join(" "),
            row.reports.len().to_string(),
        ]
    };
    Made::table(form, columns, rows.map(row))
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let matter = sheet::asked_matter(asked, 0)?;
    let filter = Filter { only: Some(&matter.id), ..Filter::default() };
    let all = answer(asked.world, asked.record.letters(), asked.on, asked.known(), &filter);
    match asked.form {
        Form::Json => return Made::json(&all),
        Form::Csv | Form::Parquet => return table(asked.form, &all.catalogues),
        _ => {}
    }
    let w = asked.words;
    let checked = |id: &str| asked.world.packs.matters.by_id(id).and_then(|matter| matter.checked_until);
    let mut page = Sheet::new(asked, asked.world.matter_name(&matter.id));
    page.leads.extend(matter.what.as_ref().map(|what| pack::in_language(what, w.lang()).to_owned()));
    page.unverified = matter.unverified.clone();
    page.fact(asked, "column-kind", Cell::plain(terms::label(w, "label-matter", matter.kind.word())));
    page.fact(asked, "column-regime", Cell::plain(sheet::regime(asked, &matter.regime)));
    if let Some(id) = &matter.part_of {
        page.fact(asked, "fact-part-of", Cell::link(sheet::matter(asked, id)));
    }
    if let Some(id) = &matter.instrument {
        let article = matter.article.as_ref().map_or(String::new(), |article| w.article(article));
        page.fact(asked, "fact-set-up-by", Cell::link(sheet::instrument(asked, id)).remark(article));
    }
    page.fact(asked, "column-source", sheet::sources(asked, &matter.cite, &[]));
    for catalogue in &all.catalogues {
        if catalogue.catalogue == matter.id {
            page.section(versions(asked, catalogue));
            page.section(bodies::rules(asked, &catalogue.rules, checked(&catalogue.catalogue), None));
            page.section(bodies::told(asked, "reviews", "measures-reviews", &catalogue.reviews));
            page.section(measures(asked, catalogue));
        } else if let [row] = catalogue.measures.as_slice() {
            page.leads.push(w.say("measures-voluntary").to_owned());
            page.fact(asked, "column-dimension", Cell::plain(terms::label(w, "label-dimension", row.dimension.word())));
            page.fact(asked, "column-versions", Cell::plain(row.versions.join(w.say("list-joiner"))));
            page.section(acceptances(asked, row));
            page.section(bodies::rules(asked, &row.rules, checked(&row.measure), None));
            page.section(bodies::told(asked, "reports", "measures-reports", &row.reports));
        }
    }
    for form in &all.forms {
        let columns = ["column-field", "column-kind", "column-needed"];
        let mut section = Section::table(asked, "fields", "measures-fields", &columns);
        for field in &form.fields {
            let kind = serde_json::to_value(field.kind)
                .ok()
                .and_then(|kind| kind.as_str().map(str::to_owned))
                .unwrap_or_default();
            section.rows.push(Row::new(vec![
                Cell::plain(field.name.clone()).remark(field.field.clone()),
                Cell::plain(sheet::word(asked, "label-field", &kind)),
                Cell::plain(w.say(if field.required { "field-needed" } else { "field-free" })),
            ]));
        }
        page.section(section);
        page.section(filled(asked, form));
        page.leads.push(w.tell("form-filled", &[("count", form.filled.into())]));
    }
    page.made()
}

fn versions(asked: &Asked<'_>, own: &CatalogueAnswer) -> Section {
    let columns = ["column-version", "column-date", "column-added", "column-dropped", "column-source"];
    let mut section = Section::table(asked, "versions", "measures-versions", &columns);
    let links = |ids: &[String]| Cell::links(ids.iter().map(|id| sheet::matter(asked, id)));
    for version in &own.versions {
        section.rows.push(Row::new(vec![
            Cell::plain(version.version.clone()),
            Cell::span(asked, version.date),
            links(&version.added),
            links(&version.dropped),
            sheet::sources(asked, [&version.source], &[]),
        ]));
    }
    section
}

fn measures(asked: &Asked<'_>, own: &CatalogueAnswer) -> Section {
    let w = asked.words;
    let columns = ["column-measure", "column-dimension", "column-versions", "column-accepted", "#column-reports"];
    let mut section = Section::table(asked, "measures", "", &columns);
    section.heading = own.name.clone();
    section.paragraphs.push(Cell::link(sheet::matter(asked, &own.catalogue)));
    for row in &own.measures {
        let name = Cell::link(sheet::matter(asked, &row.measure));
        let name = if row.in_use || own.version.is_none() { name } else { name.remark(w.say("measure-dropped")) };
        let accepted: Vec<String> =
            row.accepted.iter().filter(|own| own.until.is_none()).map(|own| own.party.clone()).collect();
        section.rows.push(Row::new(vec![
            name,
            Cell::plain(terms::label(w, "label-dimension", row.dimension.word())),
            Cell::plain(row.versions.join(w.say("list-joiner"))),
            sheet::people(asked, &accepted),
            Cell::plain(w.number(row.reports.len())),
        ]));
    }
    section.caption = w.tell("measures-count", &[("count", own.measures.len().into())]);
    section
}

fn acceptances(asked: &Asked<'_>, row: &MeasureRow) -> Section {
    let columns =
        ["column-participant", "column-from", "column-until", "column-scope", "column-reported", "column-source"];
    let mut section = Section::table(asked, "accepted", "measures-accepted", &columns);
    for own in &row.accepted {
        section.rows.push(Row::new(vec![
            sheet::people(asked, std::slice::from_ref(&own.party)),
            Cell::span(asked, own.from),
            if own.until.is_some() { Cell::span(asked, own.until) } else { Cell::default() },
            Cell::default().note(own.scope.as_deref().unwrap_or("")),
            Cell::day(asked, own.reported),
            sheet::sources(asked, [&own.source], &[]),
        ]));
    }
    if section.rows.is_empty() {
        section.paragraphs.push(Cell::plain(asked.words.say("measures-nobody")));
    }
    section
}

/// What was told in a form.
fn filled(asked: &Asked<'_>, form: &FormAnswer) -> Section {
    let w = asked.words;
    let columns = ["column-date", "column-sender", "column-receivers", "column-what", "column-source"];
    let mut section = Section::table(asked, "filled", "measures-filled", &columns);
    for own in form.told.iter().rev() {
        let mut what = if own.sealed { Cell::plain(w.say("notice-sealed")) } else { Cell::default() };
        for field in &own.fields {
            what = what.and(Cell::plain(format!("{}{}{}", field.name, w.say("colon"), field.value)));
        }
        let everybody = Cell::plain(w.say("notice-everybody"));
        section.rows.push(Row::new(vec![
            Cell::span(asked, own.date),
            sheet::people(asked, &own.by),
            if own.to.is_empty() { everybody } else { sheet::people(asked, &own.to) },
            what,
            sheet::sources(asked, [&own.source], own.entry.as_slice()),
        ]));
    }
    section
}

fn forms(asked: &Asked<'_>, forms: &[FormAnswer]) -> Section {
    let columns = ["column-form", "column-regime", "column-article", "#column-fields", "#column-filled"];
    let mut section = Section::table(asked, "forms", "measures-forms", &columns);
    for form in forms {
        section.rows.push(Row::new(vec![
            Cell::link(sheet::matter(asked, &form.form)).remark(form.what.clone().unwrap_or_default()),
            Cell::plain(sheet::regime(asked, &form.regime)),
            Cell::plain(form.article.as_ref().map_or(String::new(), |article| asked.words.article(article))),
            Cell::plain(asked.words.number(form.fields.len())),
            Cell::plain(asked.words.number(form.filled)),
        ]));
    }
    section
}
