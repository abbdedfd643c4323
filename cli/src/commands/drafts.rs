use law::Day;
use register::World;
use register::answer::drafts::{self, CommentAnswer, DraftAnswer};

use crate::english;
use crate::failure::Failure;
use crate::output;

/// Show texts under negotiation: versions, languages, comments and what was answered
///
/// A version is entered with its text attached, a translation and a comment name the version they
/// are about, and an answer names the comment:
///   semey enter --happening '{ happening = "version", date = 2026-11-20, matter = "draft", number = 2 }'
///
/// Examples:
///   semey drafts
///   semey drafts draft-ppwt
///   semey drafts draft-ppwt --on 2010 --json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The draft: its id, or its name in any language
    draft: Option<String>,
    /// Only those of this regime
    #[arg(long, conflicts_with = "draft")]
    regime: Option<String>,
    #[command(flatten)]
    when: super::When,
}

pub(crate) fn run(world: &World, today: Day, args: &Args, json: bool) -> Result<(), Failure> {
    let (on, known) = (args.when.on(today), args.when.known);
    let Some(word) = &args.draft else {
        super::check_regime(world, args.regime.as_deref())?;
        let all = drafts::all(world, on, known, args.regime.as_deref());
        return if json { output::json(&all) } else { output::say(&list(&all)) };
    };
    let matter = world.matter(word)?;
    if matter.kind != pack::MatterKind::Draft {
        let why = format!("`{}` is a {}, and no draft", matter.id, matter.kind.word());
        return Err(Failure::data(why).help("`semey drafts` lists the texts under negotiation"));
    }
    let answer = drafts::answer(world, matter, on, known);
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

fn list(all: &[DraftAnswer]) -> String {
    if all.is_empty() {
        return "The record has no such text.\n".to_owned();
    }
    let mut table = output::table(&["draft", "name", "state", "last version", "unanswered"]);
    for own in all {
        let last = own.versions.last();
        let number = last.and_then(|last| last.number.clone()).unwrap_or_default();
        let date = last.and_then(|last| last.date).map_or(String::new(), |date| format!(" {date}"));
        let state = format!("{}{}", own.state.word(), own.since.map_or(String::new(), |day| format!(" {day}")));
        table.add_row([&own.draft, &own.name, &state, &format!("{number}{date}"), &own.open.to_string()]);
    }
    output::keep_whole(&mut table, &[0]);
    format!("{table}\n")
}

fn text(own: &DraftAnswer) -> String {
    let wrap = |text: &str, indent| output::wrap(text, output::width(), indent) + "\n";
    let known = own.known.map_or(String::new(), |known| format!(", as known on {}", english::day(known)));
    let since = own.since.map_or(String::new(), |day| format!(" since {}", english::day(day)));
    let mut text = output::bold(&output::wrap(&own.name, output::width(), 0)) + "\n";
    text += &format!("On {}{known}: {}{since}\n", english::day(own.on), own.state.word());
    if let Some(what) = &own.what {
        text += &wrap(what, 2);
    }
    if !own.versions.is_empty() {
        let mut table = output::table(&["version", "date", "by", "also in", "comments", "unanswered", "source"]);
        for version in &own.versions {
            let languages: Vec<&str> = version.translations.iter().filter_map(|own| own.language.as_deref()).collect();
            table.add_row([
                version.number.clone().or_else(|| version.id.clone()).unwrap_or_default(),
                version.date.map_or(String::new(), |date| date.to_string()),
                version.by.join(" "),
                languages.join(" "),
                version.comments.to_string(),
                version.open.to_string(),
                version.source.clone(),
            ]);
        }
        output::keep_whole(&mut table, &[0, 1]);
        text += &format!("\n{table}\n");
    }
    if !own.comments.is_empty() {
        text.push('\n');
    }
    for comment in &own.comments {
        text += &wrap(&said(comment), 12);
        for answer in &comment.answers {
            let date = english::told(answer.date);
            let note = answer.note.as_ref().map_or(String::new(), |note| format!(": {note}"));
            text += &wrap(&format!("  {date}  answer by {}{note} [{}]", answer.by.join(" "), answer.source), 14);
        }
        if let Some(day) = comment.settled {
            text += &format!("  taken up {day}\n");
        } else if comment.is_open() {
            text += "  no answer in the record\n";
        }
    }
    for silence in &own.silences {
        let what = silence.what.as_deref().unwrap_or("silence procedure");
        text +=
            &wrap(&format!("{what}: objections until {}, {} [{}]", silence.ends, silence.outcome, silence.source), 2);
    }
    if let Some(note) = &own.unverified {
        text += &format!("\n{}", wrap(&format!("Note: {note}"), 2));
    }
    text
}

fn said(own: &CommentAnswer) -> String {
    let date = english::told(own.date);
    let on = own.on.as_deref().unwrap_or("the whole");
    let passage = own.passage.as_ref().map_or(String::new(), |passage| format!(", {passage}"));
    let note = own.note.as_ref().map_or(String::new(), |note| format!(": {note}"));
    format!("{date}  {} on {on}{passage}{note} [{}]", own.by.join(" "), own.source)
}
