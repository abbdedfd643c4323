//! What acts bring about, told before they are entered.

use law::{Act, Day, Outcome, Scratch, Standing, Status, Supposed, TreatyIx};
use serde::Serialize;

use crate::World;

/// What one act brings about.
#[derive(Debug, Clone, Serialize)]
pub struct Consequence {
    /// The id of the treaty.
    pub treaty: String,
    /// The act, as `PARTY KIND DATE`.
    pub act: String,
    /// Which consent to be bound by the treaty it is, counting those in place on that day.
    pub ordinal: Option<usize>,
    /// The day of entry into force, where the act decides it.
    pub entry_into_force: Option<Day>,
    /// Whose status becomes another, on the day on which everything has had its effect.
    pub changes: Vec<Change>,
    /// The same in sentences.
    pub sentences: Vec<String>,
}

/// A participant whose status becomes another.
#[derive(Debug, Clone, Serialize)]
pub struct Change {
    /// Its code.
    pub party: String,
    /// What it was.
    pub was: Status,
    /// What it becomes.
    pub becomes: Status,
    /// From which day.
    pub since: Option<Day>,
}

/// The consequences of acts about one treaty, one after another.
pub fn of(world: &World, t: TreatyIx, acts: &[Act]) -> Vec<Consequence> {
    (0..acts.len()).map(|at| of_last(world, t, &acts[..=at])).collect()
}

/// What the record says with some acts supposed: on the day of the last one, and when all is settled.
struct Side {
    outcome: Outcome,
    settled: Vec<Standing>,
    consents: usize,
}

fn side(world: &World, t: TreatyIx, acts: &[Act], on: Day) -> Side {
    let engine = &world.packs.engine;
    let supposed = engine.suppose(&world.packs.parties, t, world.packs.source(t), acts);
    let mut scratch = Scratch::default();
    let mut then = Vec::new();
    engine.standings(t, on, Day::LAST, &supposed, &mut scratch, &mut then);
    let consents = then.iter().filter(|standing| standing.consented.is_real()).count();
    let mut settled = Vec::new();
    let outcome = standings(world, t, &supposed, &mut scratch, &mut settled);
    Side { outcome, settled, consents }
}

/// Standings on a day so late that every period has run out.
fn standings(
    world: &World,
    t: TreatyIx,
    supposed: &Supposed,
    scratch: &mut Scratch,
    settled: &mut Vec<Standing>,
) -> Outcome {
    world.packs.engine.standings(t, Day::LAST, Day::LAST, supposed, scratch, settled)
}

fn of_last(world: &World, t: TreatyIx, acts: &[Act]) -> Consequence {
    let (act, before) =
        acts.split_last().map_or_else(|| unreachable!("at least one act"), |(act, before)| (act, before));
    let on = act.date.first;
    let (was, is) = (side(world, t, before, on), side(world, t, acts, on));
    let party = act.party.map_or("", |party| world.code(party));
    let written = format!("{party} {} {}", act.kind, act.date).trim_start().to_owned();
    let ordinal = (act.kind.is_consent() && is.consents > was.consents).then_some(is.consents);
    let decided = is.outcome.entry_into_force != was.outcome.entry_into_force;
    let entry_into_force = is.outcome.entry_into_force.real().filter(|_| decided);
    let changes = changes(world, &was.settled, &is.settled);
    let sentences = sentences(world, t, act, ordinal, entry_into_force, &changes);
    Consequence { treaty: world.packs[t].id.clone(), act: written, ordinal, entry_into_force, changes, sentences }
}

fn changes(world: &World, before: &[Standing], after: &[Standing]) -> Vec<Change> {
    let was = |party| before.iter().find(|standing| standing.party == party);
    let changed = after.iter().filter(|standing| {
        was(standing.party).map_or((Status::None, Day::NEVER), |s| (s.status, s.since))
            != (standing.status, standing.since)
    });
    changed
        .map(|standing| Change {
            party: world.code(standing.party).to_owned(),
            was: was(standing.party).map_or(Status::None, |standing| standing.status),
            becomes: standing.status,
            since: standing.since.real(),
        })
        .collect()
}

fn sentences(
    world: &World,
    t: TreatyIx,
    act: &Act,
    ordinal: Option<usize>,
    entry_into_force: Option<Day>,
    changes: &[Change],
) -> Vec<String> {
    let words = world.words();
    let mut sentences = Vec::new();
    let name = || ("name", world.packs[t].name(words.lang()).into());
    let nth = |number| ("nth", words.ordinal(number).into());
    let on = |day| ("day", words.day(day).into());
    match (ordinal, entry_into_force) {
        (Some(number), Some(day)) => {
            sentences.push(words.tell("brings-entry-by-consent", &[nth(number), name(), on(day)]));
        }
        (Some(number), None) => sentences.push(words.tell("brings-consent", &[nth(number), name()])),
        (None, Some(day)) => sentences.push(words.tell("brings-entry", &[name(), on(day)])),
        (None, None) => {}
    }
    let own = act.party.map(|party| world.code(party));
    let (mine, others): (Vec<&Change>, Vec<&Change>) = changes.iter().partition(|c| Some(c.party.as_str()) == own);
    for change in mine {
        let party = world.packs.parties.find(&change.party);
        let who = party.map_or("", |party| world.party_name(party, act.date.first));
        let (who, status) = (("party", who.into()), ("status", words.status(change.becomes).into()));
        sentences.push(match change.since {
            Some(day) => words.tell("brings-status-from", &[who, status, on(day)]),
            None => words.tell("brings-status", &[who, status]),
        });
    }
    if !others.is_empty() {
        sentences.push(words.tell("brings-others", &[("number", others.len().into())]));
    }
    if sentences.is_empty() {
        sentences.push(words.say("brings-nothing").to_owned());
    }
    sentences
}
