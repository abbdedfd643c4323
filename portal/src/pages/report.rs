//! The report on a stretch of days: of a depositary on a treaty, of a chair or a secretariat on a regime.

use register::answer::report::{self, ReportAnswer, Subject};

use super::leaf::{Asked, Form, Leaf, Made};
use super::miss::Miss;
use super::question::in_order;
use super::sheet::{self, Cell, Field, Section, Sheet};

pub(crate) const TREATY: Leaf = Leaf {
    own: &["from", "until"],
    forms: &[Form::Html, Form::Json, Form::Pdf],
    what: "The depositary's report on a period, made from the record, with citations",
    make: of_treaty,
};

pub(crate) const REGIME: Leaf = Leaf {
    own: &["from", "until"],
    forms: &[Form::Html, Form::Json, Form::Pdf],
    what: "The chair's or secretariat's report on a regime and a period, made from the record, with citations",
    make: of_regime,
};

fn of_treaty(asked: &Asked<'_>) -> Result<Made, Miss> {
    make(asked, Subject::Instrument(asked.treaty(0)?))
}

fn of_regime(asked: &Asked<'_>) -> Result<Made, Miss> {
    let regime = asked.parts[0].as_str();
    if !register::answer::bodies::regimes(asked.world).contains(&regime) {
        return Err(Miss::Nowhere);
    }
    make(asked, Subject::Regime(regime))
}

fn make(asked: &Asked<'_>, subject: Subject<'_>) -> Result<Made, Miss> {
    let (w, question) = (asked.words, asked.question);
    let (from, until) = question.own_days()?;
    let until = until.unwrap_or(asked.on);
    in_order(from, Some(until))?;
    #[cfg(feature = "press")]
    if asked.form == Form::Pdf {
        return super::print::report(asked, subject, from, until);
    }
    let answer = report::answer(asked.world, subject, from, until, asked.known());
    if asked.form == Form::Json {
        return Made::json(&answer);
    }
    let mut page = Sheet::new(asked, answer.title.clone());
    page.leads.push(w.tell("report-period", &[("from", w.day(answer.from).into()), ("until", w.day(until).into())]));
    page.leads.push(w.say("report-lead").to_owned());
    page.fields = vec![Field::date(asked, "from", "column-from"), Field::date(asked, "until", "due-until")];
    sections(asked, &mut page, &answer);
    page.made()
}

fn sections(asked: &Asked<'_>, page: &mut Sheet, answer: &ReportAnswer) {
    const ID: [&str; 10] =
        ["part-1", "part-2", "part-3", "part-4", "part-5", "part-6", "part-7", "part-8", "part-9", "part-10"];
    for (at, part) in answer.parts.iter().enumerate() {
        let mut section = Section::table(asked, ID[at.min(ID.len() - 1)], "", &[]);
        section.heading = part.heading.clone();
        for own in &part.paragraphs {
            let mut cell = Cell::plain(format!("{}. {}", own.number, own.text));
            for item in &own.items {
                cell = cell.and(Cell::plain(format!("– {item}")));
            }
            section.paragraphs.push(cell.and(sheet::sources(asked, &own.sources, &[])));
        }
        page.section(section);
    }
    if answer.parts.is_empty() {
        page.leads.push(asked.words.say("report-nothing").to_owned());
    }
}
