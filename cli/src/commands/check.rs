use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use law::check::{Record, check};
use law::{Day, Scratch};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, miette};
use pack::{Packs, Problem, Severity};
use register::World;
use serde::Serialize;

use crate::failure::Failure;
use crate::output;
use crate::world;

/// Check packs: every problem with its file, line and way out
///
/// Errors keep something from being used and give exit code 1. Warnings are for a
/// person to look at: `--warnings` lists them, with the acts a depositary would
/// look at twice. Without a folder the packs built in are checked, or what a
/// registry has entered.
///
/// Examples:
///   semey check
///   semey check my-packs --warnings
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Folders of packs, or of one pack, or of one treaty
    #[arg(value_name = "PACK")]
    folders: Vec<PathBuf>,
    /// List the warnings too
    #[arg(long)]
    warnings: bool,
}

#[derive(Debug, Serialize)]
struct Row<'p> {
    check: &'p str,
    severity: &'static str,
    file: &'p str,
    line: usize,
    column: usize,
    message: &'p str,
    help: Option<&'p str>,
}

impl Args {
    /// Whether what is in use is to be checked, and no folder.
    pub(crate) fn is_about_no_folder(&self) -> bool {
        self.folders.is_empty()
    }
}

pub(crate) fn run(args: &Args, used: Option<&Path>, entered: Option<World>, json: bool) -> Result<ExitCode, Failure> {
    let mut problems = Vec::new();
    // The packs that are used can be checked by the flag that uses them.
    let folders: Vec<PathBuf> = args.folders.iter().cloned().chain(used.map(Path::to_path_buf)).collect();
    if folders.is_empty() {
        let world = entered.map_or_else(|| world::load(None, "en"), Ok)?;
        problems.extend(findings(&world.packs));
        problems.extend(world.problems);
    }
    for folder in &folders {
        let (packs, found) = world::load_folder(folder)?;
        if packs.instruments.is_empty() && found.is_empty() {
            return Err(Failure::no_pack(folder));
        }
        problems.extend(found);
        problems.extend(findings(&packs));
    }
    let failed = Packs::has_errors(&problems);
    let shown: Vec<&Problem> =
        problems.iter().filter(|problem| args.warnings || problem.severity == Severity::Error).collect();
    if json {
        output::json(&shown.iter().map(|problem| row(problem)).collect::<Vec<_>>())?;
    } else {
        for problem in &shown {
            output::say(&(render(problem, &folders) + "\n"))?;
        }
        output::say(&summary(&problems, args.warnings))?;
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn row(problem: &Problem) -> Row<'_> {
    Row {
        check: problem.check,
        severity: match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        file: &problem.path,
        line: problem.line,
        column: problem.column,
        message: &problem.message,
        help: problem.help.as_deref(),
    }
}

/// The acts a depositary would look at twice, as warnings.
fn findings(packs: &Packs) -> Vec<Problem> {
    let mut scratch = Scratch::default();
    let mut problems = Vec::new();
    for instrument in &packs.instruments {
        let outcome = packs.engine.outcome(instrument.ix, Day::LAST, &mut scratch);
        let record = Record {
            parties: &packs.parties,
            source: packs.source(instrument.ix),
            entry_into_force: outcome.entry_into_force,
        };
        let path = format!("{}/{}", instrument.pack, instrument.id);
        problems.extend(check(record).into_iter().map(|finding| {
            let act = &instrument.acts[finding.act as usize];
            let who = act.party.map_or("the treaty", |party| &packs.parties[party].code);
            let message = format!(
                "{who}, {} of {}: {} ({})",
                act.kind,
                act.date,
                words::of("en").fault(&finding.fault),
                finding.article
            );
            Problem::warning(finding.check, &path, (0, 0), message)
        }));
    }
    problems
}

/// A problem with the line it is about, where the file can be read again.
fn render(problem: &Problem, folders: &[PathBuf]) -> String {
    let Some(text) = folders.iter().find_map(|folder| source_text(folder, &problem.path)) else {
        return problem.to_string();
    };
    // Shown with its neighbours, none of which may show something else than it says.
    let text: String = text
        .chars()
        .map(|c| if pack::is_hidden(c) || (c.is_control() && c != '\n') { '\u{fffd}' } else { c })
        .collect();
    let Some(line) = problem.line.checked_sub(1).and_then(|at| text.lines().nth(at)) else {
        return problem.to_string();
    };
    // A line of a megabyte is shown by its place alone.
    if line.len() > 400 {
        return problem.to_string();
    }
    let start: usize = text.lines().take(problem.line - 1).map(|line| line.len() + 1).sum();
    let at = line.char_indices().nth(problem.column.saturating_sub(1)).map_or(0, |(at, _)| at);
    let length =
        if problem.column == 0 { line.len() } else { line[at..].find([' ', ',', ']', '}']).unwrap_or(line.len() - at) };
    let report = miette!(
        labels = vec![LabeledSpan::underline(start + at..start + at + length.max(1))],
        "{problem}",
        problem = problem.to_string(),
    )
    .with_source_code(NamedSource::new(&problem.path, text.clone()));
    let theme = if output::to_person() { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let mut rendered = String::new();
    let handler = GraphicalReportHandler::new_themed(theme).with_width(output::width()).with_context_lines(1);
    match handler.render_report(&mut rendered, report.as_ref()) {
        Ok(()) => rendered,
        Err(_) => problem.to_string(),
    }
}

/// The text of a file; its path begins where the folder of packs begins, which may lie above the folder given.
fn source_text(folder: &Path, path: &str) -> Option<String> {
    let mut rest = Path::new(path).components();
    loop {
        let place = if folder.is_file() { folder.to_path_buf() } else { folder.join(rest.as_path()) };
        if let Ok(text) = std::fs::read_to_string(place) {
            return Some(text);
        }
        rest.next()?;
    }
}

fn summary(problems: &[Problem], listed: bool) -> String {
    let mut by_check: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for problem in problems {
        let severity = if problem.severity == Severity::Error { "error" } else { "warning" };
        *by_check.entry((severity, problem.check)).or_default() += 1;
    }
    if by_check.is_empty() {
        return "No problems.\n".to_owned();
    }
    let mut table = output::table(&["", "check", "found"]);
    for ((severity, check), count) in by_check {
        table.add_row([severity.to_owned(), check.to_owned(), count.to_string()]);
    }
    let hint = if listed { "" } else { "`semey check --warnings` lists the warnings.\n" };
    format!("{table}\n{hint}")
}
