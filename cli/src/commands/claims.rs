use std::path::PathBuf;

use document::Fact;
use register::World;
use register::claim::{self, Claim, Finding, Given, Recorded, Verdict};
use serde::Serialize;

use crate::failure::Failure;
use crate::output;
use crate::reading::{self, Read, Wanted, short};

/// Hold what documents say against the record, as of each document's own day
///
/// Every fact agrees with the record, adds to it, contradicts it, or cannot be told.
/// Where they contradict each other both sources are named, and nobody wins. Findings
/// tell what a careful reader would remark about the document itself.
///
/// Examples:
///   semey claims documents/
///   semey claims letter.txt --verdict contradicts
///   semey claims letter.txt --registry registry --json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Files, or folders of them; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    wanted: Wanted,
    /// Only facts that stand so to the record
    #[arg(long, value_name = "VERDICT", value_parser = ["agrees", "adds", "contradicts", "cannot-be-told"])]
    verdict: Option<String>,
}

#[derive(Debug, Serialize)]
struct Answer<'r> {
    version: u32,
    documents: Vec<Held<'r>>,
    findings: Vec<Finding>,
}

#[derive(Debug, Serialize)]
struct Held<'r> {
    file: String,
    on: Option<String>,
    claims: Vec<Row<'r>>,
}

#[derive(Debug, Serialize)]
struct Row<'r> {
    #[serde(flatten)]
    claim: Claim,
    of: &'r Fact,
}

fn word(verdict: Verdict) -> String {
    verdict.word().replace(' ', "-")
}

pub(crate) fn run(world: &World, args: &Args, json: bool) -> Result<(), Failure> {
    let filter = args.wanted.filter(world)?;
    let table = reading::read_all(&world.packs, &args.files)?;
    let given: Vec<Given<'_>> = table.all.iter().map(Read::given).collect();
    let held: Vec<Held<'_>> = table
        .all
        .iter()
        .zip(&given)
        .map(|(read, given)| {
            let facts = &read.document.facts;
            let row = |claim: Claim| Row { of: &facts[claim.fact], claim };
            let wanted = |row: &Row<'_>| {
                filter.takes(row.of) && args.verdict.as_ref().is_none_or(|verdict| word(row.claim.verdict) == *verdict)
            };
            let claims = claim::claims(world, *given).into_iter().map(row).filter(wanted).collect();
            Held { file: read.name(), on: read.document.about.date.clone(), claims }
        })
        .collect();
    let mut findings = claim::findings(world, &given);
    if args.verdict.is_some() {
        // A remark belongs to a verdict by the words that it is about.
        let of =
            |finding: &Finding, row: &Row<'_>| row.of.paragraph == finding.paragraph && row.of.quote == finding.quote;
        findings.retain(|finding| held[finding.document].claims.iter().any(|row| of(finding, row)));
    }
    match json {
        true => output::json(&Answer { version: 1, documents: held, findings })?,
        false => output::say(&text(&held, &findings, args))?,
    }
    table.whole()
}

/// How many lines there are of each verdict, or of the one that is wanted.
fn counts(lines: &[Vec<&Claim>], verdict: Option<&str>) -> String {
    let of = |verdict| lines.iter().filter(move |line| line[0].verdict == verdict);
    let agree = || {
        let number = of(Verdict::Agrees).count();
        match of(Verdict::Agrees).filter(|line| line[0].from_document).count() {
            0 => format!("{number} agree"),
            from => format!("{number} agree ({from} of which the record has from this document alone)"),
        }
    };
    let all = [
        (Verdict::Agrees, agree()),
        (Verdict::Adds, format!("{} add", of(Verdict::Adds).count())),
        (Verdict::Contradicts, format!("{} contradict", of(Verdict::Contradicts).count())),
        (Verdict::CannotBeTold, format!("{} cannot be told", of(Verdict::CannotBeTold).count())),
    ];
    let wanted = all.into_iter().filter(|(own, _)| verdict.is_none_or(|verdict| word(*own) == verdict));
    wanted.map(|(_, told)| told).collect::<Vec<_>>().join(", ")
}

fn text(held: &[Held<'_>], findings: &[Finding], args: &Args) -> String {
    let mut text = String::new();
    let columns = output::width();
    for (at, one) in held.iter().enumerate() {
        let on = one.on.as_ref().map_or(String::new(), |on| format!(", as of {on}"));
        text += &output::bold(&format!("{}{on}", one.file));
        let of = |fact: usize| one.claims.iter().find(|row| row.claim.fact == fact).map(|row| row.of);
        let lines = claim::lines(one.claims.iter().map(|row| &row.claim));
        text += &format!("\n  {}\n", counts(&lines, args.verdict.as_deref()));
        let shown = |line: &&Vec<&Claim>| line[0].verdict != Verdict::CannotBeTold || args.verdict.is_some();
        // Several parties of one fact that stand alike to the record share a line.
        for line in lines.iter().filter(shown) {
            let (claim, Some(fact)) = (line[0], of(line[0].fact)) else { continue };
            let parties: Vec<&str> = line.iter().filter_map(|claim| claim.party.as_deref()).collect();
            let parties = match parties.len() {
                0 => String::new(),
                all if all == fact.actors.len() => String::new(),
                _ => format!(" ({})", parties.join(" ")),
            };
            let told = format!("{}: {}{parties}", claim.verdict.word(), super::facts::line(fact));
            text += &format!("\n  {}\n", output::wrap(&told, columns.saturating_sub(2), 4));
            text += &format!("    {} “{}”\n", fact.paragraph, short(&fact.quote, columns.saturating_sub(20)));
            text += &format!("    {}", output::wrap(&claim.why, columns.saturating_sub(4), 4));
            let mut record: Vec<&Recorded> = line.iter().flat_map(|claim| &claim.record).collect();
            record.dedup();
            record.truncate(5);
            for one in record {
                let date = if one.date.is_empty() { String::new() } else { format!(" {}", one.date) };
                text += &format!("\n    record: {}{date} [{}]", one.act, one.source);
            }
            text.push('\n');
        }
        let untold = lines.len() - lines.iter().filter(shown).count();
        if untold > 0 {
            text += &format!("\n  {untold} more cannot be told: --verdict cannot-be-told lists them\n");
        }
        for finding in findings.iter().filter(|finding| finding.document == at) {
            text += &format!(
                "\n  finding: {} [{}]\n",
                output::wrap(&finding.message, columns.saturating_sub(4), 4),
                finding.check
            );
            text += &format!("    {} “{}”\n", finding.paragraph, short(&finding.quote, columns.saturating_sub(20)));
        }
        text.push('\n');
    }
    text
}
