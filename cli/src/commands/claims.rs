use std::path::PathBuf;

use document::{Document, Fact};
use register::World;
use register::claim::{self, Claim, Finding, Recorded, Verdict};
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
    let all = reading::read_all(&world.packs, &args.files)?;
    let held: Vec<Held<'_>> = all
        .iter()
        .map(|read| {
            let facts = &read.document.facts;
            let row = |claim: Claim| Row { of: &facts[claim.fact], claim };
            let wanted = |row: &Row<'_>| {
                filter.takes(row.of) && args.verdict.as_ref().is_none_or(|verdict| word(row.claim.verdict) == *verdict)
            };
            let claims = claim::claims(world, &read.document).into_iter().map(row).filter(wanted).collect();
            Held { file: read.name(), on: read.document.about.date.clone(), claims }
        })
        .collect();
    let names: Vec<String> = all.iter().map(Read::name).collect();
    let documents: Vec<Document> = all.iter().map(|read| read.document.clone()).collect();
    let findings = claim::findings(world, &documents, &names);
    if json {
        return output::json(&Answer { version: 1, documents: held, findings });
    }
    output::say(&text(&held, &findings, args))
}

fn text(held: &[Held<'_>], findings: &[Finding], args: &Args) -> String {
    let mut text = String::new();
    let columns = output::width();
    for (at, one) in held.iter().enumerate() {
        let count = |verdict| one.claims.iter().filter(|row| row.claim.verdict == verdict).count();
        let on = one.on.as_ref().map_or(String::new(), |on| format!(", as of {on}"));
        text += &output::bold(&format!("{}{on}", one.file));
        text += &format!(
            "\n  {} agree, {} add, {} contradict, {} cannot be told\n",
            count(Verdict::Agrees),
            count(Verdict::Adds),
            count(Verdict::Contradicts),
            count(Verdict::CannotBeTold)
        );
        let told = |row: &&Row<'_>| row.claim.verdict != Verdict::CannotBeTold || args.verdict.is_some();
        let rows: Vec<&Row<'_>> = one.claims.iter().filter(told).collect();
        // Several parties of one fact that stand alike to the record share a line.
        let alike = |a: &&Row<'_>, b: &&Row<'_>| {
            (a.claim.fact, a.claim.verdict, &a.claim.why) == (b.claim.fact, b.claim.verdict, &b.claim.why)
        };
        for run in rows.chunk_by(alike) {
            let row = run[0];
            let parties: Vec<&str> = run.iter().filter_map(|row| row.claim.party.as_deref()).collect();
            let parties =
                if parties.len() == row.of.actors.len() { String::new() } else { format!(" ({})", parties.join(" ")) };
            let line = format!("{}: {}{parties}", row.claim.verdict.word(), super::facts::line(row.of));
            text += &format!("\n  {}\n", output::wrap(&line, columns.saturating_sub(2), 4));
            text += &format!("    {} “{}”\n", row.of.paragraph, short(&row.of.quote, columns.saturating_sub(20)));
            text += &format!("    {}", output::wrap(&row.claim.why, columns.saturating_sub(4), 4));
            let mut record: Vec<&Recorded> = run.iter().flat_map(|row| &row.claim.record).collect();
            record.dedup();
            record.truncate(5);
            for one in record {
                text += &format!("\n    record: {} {} [{}]", one.act, one.date, one.source);
            }
            text.push('\n');
        }
        let untold = one.claims.len() - rows.len();
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
