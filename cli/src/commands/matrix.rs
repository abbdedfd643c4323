use law::amendment::AmendedParty;
use law::{Day, PartyIx, Scratch, Standing, Supposed, TreatyIx};
use pack::RelationKind;
use serde::Serialize;

use crate::answer::reservations::{ReservationAnswer, between};
use crate::failure::Failure;
use crate::output;
use crate::words;
use crate::world::World;

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
    /// The day asked about; a year means its last day [default: today]
    #[arg(long, value_parser = super::last_day)]
    on: Option<Day>,
    /// Only this pack
    #[arg(long)]
    pack: Option<String>,
    /// List the treaties of every pair instead of counting them
    #[arg(long)]
    list: bool,
}

#[derive(Debug, Serialize)]
struct Answer {
    version: u32,
    on: Day,
    parties: Vec<String>,
    pairs: Vec<Pair>,
    /// With two participants: which text of an amended treaty applies between them.
    texts: Vec<TextAnswer>,
    /// With two participants: what reservations do between them.
    reservations: Vec<ReservationAnswer>,
}

#[derive(Debug, Serialize)]
struct TextAnswer {
    treaty: String,
    amendment: String,
    amended: bool,
    article: &'static str,
}

#[derive(Debug, Serialize)]
struct Pair {
    parties: [String; 2],
    treaties: Vec<String>,
    /// Treaties to which only the first, or only the second, is a party.
    only: [Vec<String>; 2],
}

pub(crate) fn run(world: &World, args: &Args, json: bool) -> Result<(), Failure> {
    let on = args.on.unwrap_or(world.today);
    let pack = args.pack.as_deref().map(|pack| world.pack(pack)).transpose()?;
    let parties = who(world, &args.parties, on)?;
    if parties.len() < 2 {
        return Err(
            Failure::usage("a matrix needs two participants").help("name two States, or a group such as central-asia")
        );
    }
    let bound = bindings(world, &parties, on, pack);
    let mut pairs = Vec::new();
    for (i, a) in bound.iter().enumerate() {
        for (j, b) in bound.iter().enumerate().skip(i + 1) {
            let of = |mine: &[String], other: &[String]| -> Vec<String> {
                mine.iter().filter(|id| !other.contains(id)).cloned().collect()
            };
            pairs.push(Pair {
                parties: [world.code(parties[i]).to_owned(), world.code(parties[j]).to_owned()],
                treaties: a.iter().filter(|id| b.contains(id)).cloned().collect(),
                only: [of(a, b), of(b, a)],
            });
        }
    }
    let reservations = match *parties.as_slice() {
        [a, b] => {
            let instruments = world.packs.instruments.iter().filter(|i| pack.is_none_or(|pack| i.pack == pack));
            instruments.flat_map(|i| between(world, i.ix, [a, b], on)).collect()
        }
        _ => Vec::new(),
    };
    let codes: Vec<String> = parties.iter().map(|&party| world.code(party).to_owned()).collect();
    let answer =
        Answer { version: 1, on, parties: codes, pairs, texts: texts(world, &parties, on, pack), reservations };
    if json { output::json(&answer) } else { output::say(&text(&answer, args.list)) }
}

fn who(world: &World, words: &[String], on: Day) -> Result<Vec<PartyIx>, Failure> {
    let mut all = Vec::new();
    for word in words {
        match world.packs.parties.group(word) {
            Some(group) => all.extend(group.on(on)),
            None => all.push(world.party(word)?),
        }
    }
    let mut seen = std::collections::HashSet::new();
    all.retain(|party| seen.insert(*party));
    Ok(all)
}

/// For each participant, the ids of the treaties that bind it.
fn bindings(world: &World, parties: &[PartyIx], on: Day, pack: Option<&str>) -> Vec<Vec<String>> {
    let mut bound = vec![Vec::new(); parties.len()];
    let mut scratch = Scratch::default();
    for instrument in world.packs.instruments.iter().filter(|i| pack.is_none_or(|pack| i.pack == pack)) {
        let mut standings = Vec::new();
        world.packs.engine.standings(instrument.ix, on, Day::LAST, &Supposed::default(), &mut scratch, &mut standings);
        for (at, party) in parties.iter().enumerate() {
            if standings.iter().any(|s| s.party == *party && s.status.is_bound()) {
                bound[at].push(instrument.id.clone());
            }
        }
    }
    bound
}

/// Which text applies between two States, for every amended treaty that both are parties to.
fn texts(world: &World, parties: &[PartyIx], on: Day, pack: Option<&str>) -> Vec<TextAnswer> {
    let [one, two] = *parties else { return Vec::new() };
    let mut scratch = Scratch::default();
    let mut standings = |t: TreatyIx| {
        let mut all = Vec::new();
        let engine = &world.packs.engine;
        let outcome = engine.standings(t, on, Day::LAST, &Supposed::default(), &mut scratch, &mut all);
        (outcome, all)
    };
    let mut texts = Vec::new();
    for amendment in world.packs.instruments.iter().filter(|i| pack.is_none_or(|pack| i.pack == pack)) {
        let amends = amendment.relations.iter().filter(|relation| relation.kind == RelationKind::Amends);
        for base in amends.filter_map(|relation| world.packs.by_id(&relation.treaty)) {
            let (_, parties_to_base) = standings(base);
            let (outcome, accepting) = standings(amendment.ix);
            let party = |who: PartyIx| {
                let bound = |all: &[Standing]| all.iter().find(|s| s.party == who && s.status.is_bound()).copied();
                let consented = bound(&parties_to_base)?.consented;
                Some(AmendedParty { consented, accepted: bound(&accepting).is_some() })
            };
            if let (true, Some(a), Some(b)) = (outcome.in_force(on), party(one), party(two)) {
                let found = law::amendment::between(a, b, outcome.entry_into_force);
                texts.push(TextAnswer {
                    treaty: world.packs[base].id.clone(),
                    amendment: amendment.id.clone(),
                    amended: found.amended,
                    article: found.article,
                });
            }
        }
    }
    texts
}

fn text(answer: &Answer, list: bool) -> String {
    let mut text = format!("Treaties in force between each two on {}\n\n", words::day(answer.on));
    if list || answer.parties.len() == 2 {
        for pair in &answer.pairs {
            text += &format!(
                "{} and {}: {}\n",
                pair.parties[0],
                pair.parties[1],
                words::count(pair.treaties.len(), "treaty", "treaties")
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
    words::wrap(text, output::width(), 4) + "\n"
}
