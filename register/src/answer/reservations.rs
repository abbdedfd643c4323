//! What reservations do between two States.

use law::reservation::{Effect, Relations, Stay};
use law::{Day, Interval, PartyIx, Scratch, TreatyIx};
use serde::Serialize;

use crate::World;

/// The effect of one reservation between two States.
#[derive(Debug, Serialize)]
pub struct ReservationAnswer {
    /// The treaty.
    pub treaty: String,
    /// Who made it.
    pub by: String,
    /// Towards whom.
    pub towards: String,
    /// What it does between the two.
    pub effect: Effect,
    /// The reasons, each with its article.
    pub because: Vec<String>,
    /// Whether the effect depends on an act whose meaning is contested.
    pub contested: bool,
}

/// The participations of a treaty as the law of reservations needs them.
fn stays(world: &World, t: TreatyIx, histories: &[Vec<Interval>]) -> Vec<Stay> {
    let participants = world.packs.engine.participants(t).iter().zip(histories);
    let acts = &world.packs[t].acts;
    participants
        .flat_map(|(&party, history)| {
            history.iter().filter(|interval| interval.status.is_bound()).map(move |interval| {
                let consents = interval.acts.iter().map(|&act| &acts[act as usize]).filter(|act| act.kind.is_consent());
                let consented = consents.map(|act| act.date.first).max().unwrap_or(interval.from);
                Stay { party, consented, bound_from: interval.from, until: interval.until }
            })
        })
        .collect()
}

/// Every reservation between two States, both ways, on a day, as known on a day.
pub(crate) fn between(world: &World, t: TreatyIx, pair: [PartyIx; 2], on: Day, known: Day) -> Vec<ReservationAnswer> {
    look(world, t, known, |relations| found(world, t, pair, on, relations)).unwrap_or_default()
}

/// What is seen in the reservations to an instrument, as known on a day; nothing where nobody made one.
pub(crate) fn look<R>(world: &World, t: TreatyIx, known: Day, see: impl FnOnce(&Relations<'_>) -> R) -> Option<R> {
    let instrument = &world.packs[t];
    if !instrument.acts.iter().any(|act| act.kind == law::ActKind::Reservation) {
        return None;
    }
    let (_, histories) = world.packs.engine.histories(t, known, &mut Scratch::default());
    let stays = stays(world, t, &histories);
    Some(see(&Relations::new(&instrument.acts, &instrument.clauses, &stays, &[], known)))
}

fn found(world: &World, t: TreatyIx, pair: [PartyIx; 2], on: Day, relations: &Relations<'_>) -> Vec<ReservationAnswer> {
    let ways = [(pair[0], pair[1]), (pair[1], pair[0])];
    ways.into_iter()
        .flat_map(|(by, towards)| {
            relations.between(by, towards, on).into_iter().map(move |finding| (by, towards, finding))
        })
        .filter(|(_, _, finding)| !matches!(finding.effect, Effect::NoReservation | Effect::NotBound))
        .map(|(by, towards, finding)| ReservationAnswer {
            treaty: world.packs[t].id.clone(),
            by: world.code(by).to_owned(),
            towards: world.code(towards).to_owned(),
            effect: finding.effect,
            because: finding.reasons.iter().map(|reason| world.words().reason(reason)).collect(),
            contested: finding.contested,
        })
        .collect()
}
