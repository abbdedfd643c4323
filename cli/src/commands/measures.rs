use law::Day;
use pack::Dimension;
use register::World;
use register::answer::measures::{self, CatalogueAnswer, Filter, FormAnswer, MeasuresAnswer};
use register::answer::notices::Letters;

use crate::english;
use crate::failure::Failure;
use crate::output;

/// Show catalogues of measures: versions, who accepted what of their own will, reports, reviews
///
/// Measures are voluntary: nothing is held against anybody. Forms of exchanges are listed too.
///
/// Examples:
///   semey measures
///   semey measures cica-cbm --dimension environmental
///   semey measures --accepted-by KAZ
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Only this catalogue, measure or form
    measure: Option<String>,
    /// Only measures of this dimension
    #[arg(long, value_parser = dimension)]
    dimension: Option<Dimension>,
    /// Only measures that this State accepted
    #[arg(long, value_name = "PARTY")]
    accepted_by: Option<String>,
    #[command(flatten)]
    when: super::When,
}

fn dimension(text: &str) -> Result<Dimension, String> {
    let words: Vec<&str> = Dimension::ALL.iter().map(|dimension| dimension.word()).collect();
    let found = Dimension::ALL.iter().find(|dimension| dimension.word() == text);
    found.copied().ok_or_else(|| format!("the dimensions are {}", words.join(", ")))
}

pub(crate) fn run(world: &World, letters: &dyn Letters, today: Day, args: &Args, json: bool) -> Result<(), Failure> {
    let only = args.measure.as_deref().map(|word| world.matter(word)).transpose()?;
    let party = args.accepted_by.as_deref().map(|word| world.party(word)).transpose()?;
    let filter = Filter { only: only.map(|matter| matter.id.as_str()), dimension: args.dimension, party };
    let answer = measures::answer(world, letters, args.when.on(today), args.when.known, &filter);
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

fn text(answer: &MeasuresAnswer) -> String {
    if answer.catalogues.is_empty() && answer.forms.is_empty() {
        return "The record has no such catalogue, measure or form.\n".to_owned();
    }
    let mut text = String::new();
    for catalogue in &answer.catalogues {
        text += &of_catalogue(catalogue);
    }
    for form in &answer.forms {
        text += &of_form(form);
    }
    text
}

fn of_catalogue(own: &CatalogueAnswer) -> String {
    let wrap = |text: &str| output::wrap(text, output::width(), 2) + "\n";
    let mut text = output::bold(&own.name) + "\n";
    for version in &own.versions {
        let date = english::told(version.date);
        let change = match (version.added.len(), version.dropped.len()) {
            (0, 0) => String::new(),
            (added, dropped) => format!("; {added} added, {dropped} dropped"),
        };
        text += &wrap(&format!("Version {}: adopted {date} ({}){change}", version.version, version.source));
    }
    for rule in &own.rules {
        let due = rule.due.map_or(String::new(), |due| format!("; due by {}", english::day(due)));
        text += &wrap(&format!("Rule: {}{due}", rule.text));
    }
    let mut table = output::table(&["measure", "name", "dimension", "versions", "accepted by", "reports"]);
    for row in &own.measures {
        let accepted: Vec<&str> = row.accepted.iter().filter(|a| a.until.is_none()).map(|a| a.party.as_str()).collect();
        let name = if row.in_use { row.name.clone() } else { format!("{} (no longer in the catalogue)", row.name) };
        table.add_row([
            row.measure.clone(),
            name,
            row.dimension.word().to_owned(),
            row.versions.join(" "),
            accepted.join(" "),
            row.reports.len().to_string(),
        ]);
    }
    output::keep_whole(&mut table, &[0]);
    if !own.measures.is_empty() {
        text += &format!("\n{table}\n");
    }
    for row in own.measures.iter().filter(|_| own.measures.len() == 1) {
        for accepted in &row.accepted {
            let until = accepted.until.map_or(String::new(), |until| format!(", ended {until}"));
            let scope = accepted.scope.as_ref().map_or(String::new(), |scope| format!(": {scope}"));
            let (from, source) = (english::told(accepted.from), &accepted.source);
            text += &wrap(&format!("Accepted by {} {from}{until}{scope} [{source}]", accepted.party));
        }
        text += &super::bodies::told("Reports", &row.reports);
    }
    if let Some(note) = &own.unverified {
        text += &format!("\n{}", wrap(&format!("Note: {note}")));
    }
    text + "\n"
}

fn of_form(form: &FormAnswer) -> String {
    let mut text = output::bold(&format!("{} ({})", form.name, form.form)) + "\n";
    if let Some(what) = &form.what {
        text += &(output::wrap(what, output::width(), 2) + "\n");
    }
    let mut table = output::table(&["field", "what is asked", "kind", ""]);
    for field in &form.fields {
        let kind = serde_json::to_value(field.kind).ok().and_then(|kind| kind.as_str().map(str::to_owned));
        let needed = if field.required { "needed" } else { "" };
        table.add_row([&field.field, &field.name, &kind.unwrap_or_default(), &needed.to_owned()]);
    }
    text += &format!("{table}\n\n");
    for told in &form.told {
        let date = english::told(told.date);
        let to = if told.to.is_empty() { String::new() } else { format!(" to {}", told.to.join(" ")) };
        let fields = told.fields.iter().map(|field| format!("{}: {}", field.name, field.value));
        let said = if told.sealed { "sealed".to_owned() } else { fields.collect::<Vec<_>>().join("; ") };
        let line = format!("{date}  {}{to}: {said} [{}]", told.by.join(" "), told.source);
        text += &(output::wrap(&line, output::width(), 12) + "\n");
    }
    text
}
