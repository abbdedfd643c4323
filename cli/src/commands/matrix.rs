use law::Day;
use register::World;
use register::answer::matrix::{self, MatrixAnswer};

use crate::english;
use crate::failure::Failure;
use crate::output;

/// Show which treaties bind States to each other
///
/// For every pair of the States given: the treaties in force between the two. Where
/// a treaty was amended or revised, it binds two States in the latest form that both
/// accepted (VCLT 40(4), 30(4)). A group may stand for its members.
///
/// Examples:
///   semey matrix KAZ KGZ RUS
///   semey matrix central-asia --pack disarmament --on 2015
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Participants, or groups
    #[arg(required = true, num_args = 1..)]
    parties: Vec<String>,
    #[command(flatten)]
    when: super::When,
    /// Only this pack
    #[arg(long)]
    pack: Option<String>,
    /// List the treaties of every pair instead of counting them
    #[arg(long)]
    list: bool,
}

pub(crate) fn run(world: &World, today: Day, args: &Args, json: bool) -> Result<(), Failure> {
    let on = args.when.on(today);
    let pack = args.pack.as_deref().map(|pack| world.pack(pack)).transpose()?;
    let parties = matrix::participants(world, &args.parties, on)?;
    if parties.len() < 2 {
        return Err(
            Failure::usage("a matrix needs two participants").help("name two States, or a group such as central-asia")
        );
    }
    let answer = matrix::answer(world, &parties, on, args.when.known, pack);
    if json { output::json(&answer) } else { output::say(&text(&answer, args.list)) }
}

fn text(answer: &MatrixAnswer, list: bool) -> String {
    let mut text = format!("Treaties in force between each two on {}\n\n", english::day(answer.on));
    if list || answer.parties.len() == 2 {
        for pair in &answer.pairs {
            text += &format!(
                "{} and {}: {}\n",
                pair.parties[0],
                pair.parties[1],
                english::count(pair.treaties.len(), "treaty", "treaties")
            );
            if !pair.treaties.is_empty() {
                text += &line(&format!("  {}", pair.treaties.join(", ")));
            }
            for (who, only) in pair.parties.iter().zip(&pair.only).filter(|(_, only)| !only.is_empty()) {
                text += &line(&format!("  only {who}: {}", only.join(", ")));
            }
        }
        for row in &answer.texts {
            let which = if row.amended { "as amended by" } else { "unamended, without" };
            text += &line(&format!("{}: {which} {} ({})", row.treaty, row.amendment, row.article));
        }
        for row in &answer.reservations {
            let contested = if row.contested { ", contested" } else { "" };
            let why = row.because.join("; ");
            text +=
                &line(&format!("{}: reservation of {} towards {}{contested}: {why}", row.treaty, row.by, row.towards));
        }
        return text;
    }
    let mut header = vec![""];
    header.extend(answer.parties.iter().map(String::as_str));
    let mut table = output::table(&header);
    for a in &answer.parties {
        let cells = answer.parties.iter().map(|b| {
            let pair = answer.pairs.iter().find(|p| p.parties.contains(a) && p.parties.contains(b) && a != b);
            pair.map_or(String::new(), |pair| pair.treaties.len().to_string())
        });
        table.add_row(std::iter::once(a.clone()).chain(cells).collect::<Vec<_>>());
    }
    text + &format!("{table}\n--list names the treaties.\n")
}

fn line(text: &str) -> String {
    output::wrap(text, output::width(), 4) + "\n"
}
