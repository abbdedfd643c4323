//! What falls due between two days.

use law::reservation::{Clock, Relations};
use law::{Day, Interval, LifeStage, Outcome, Scratch, Status, TreatyIx};
use serde::Serialize;

use crate::World;
use crate::answer::reservations;

/// A row of `semey due`, version 1.
#[derive(Debug, Serialize)]
pub struct DueRow {
    /// The day.
    pub date: Day,
    /// The id of the treaty.
    pub treaty: String,
    /// What kind of date it is; a word from the list in `docs/json.md`.
    pub what: &'static str,
    /// The code of the participant concerned, if it is one.
    pub party: Option<String>,
    /// What happens, as a sentence.
    pub text: String,
}

struct Span {
    from: Day,
    until: Day,
}

impl Span {
    fn has(&self, day: Day) -> bool {
        self.from <= day && day <= self.until
    }
}

/// Everything that falls due from one day to another, both included: under one treaty, or under all.
pub fn answer(world: &World, only: Option<TreatyIx>, from: Day, until: Day) -> Vec<DueRow> {
    let span = Span { from, until };
    let mut scratch = Scratch::default();
    let mut rows = Vec::new();
    for t in world.packs.engine.treaties().filter(|t| only.is_none_or(|only| only == *t)) {
        let (outcome, histories) = world.packs.engine.histories(t, Day::LAST, &mut scratch);
        of_treaty(world, t, &outcome, &span, &mut rows);
        of_parties(world, t, &histories, &span, &mut rows);
        obligations(world, t, &outcome, &histories, &span, &mut rows);
        clocks(world, t, &histories, &span, &mut rows);
    }
    rows.sort_by(|a, b| (a.date, &a.treaty, &a.party).cmp(&(b.date, &b.treaty, &b.party)));
    rows
}

fn push(
    world: &World,
    t: TreatyIx,
    rows: &mut Vec<DueRow>,
    date: Day,
    what: &'static str,
    party: Option<String>,
    text: String,
) {
    rows.push(DueRow { date, treaty: world.packs[t].id.clone(), what, party, text });
}

fn of_treaty(world: &World, t: TreatyIx, outcome: &Outcome, span: &Span, rows: &mut Vec<DueRow>) {
    let life = world.packs.engine.life(t, None, &[], outcome, Day::LAST);
    for stage in life.iter().filter(|stage| span.has(stage.from)) {
        let (what, text) = match stage.stage {
            LifeStage::InForce => ("entry-into-force", "the treaty enters into force"),
            LifeStage::Ended => ("end", "the treaty is no longer in force"),
            LifeStage::Suspended => ("suspension", "its operation is suspended"),
            _ => continue,
        };
        push(world, t, rows, stage.from, what, None, text.to_owned());
    }
    let window = world.packs[t].clauses.participation.as_ref().and_then(|p| p.signature.as_ref());
    if let Some(until) = window.and_then(|window| window.until).map(law::Dated::last).filter(|day| span.has(*day)) {
        push(world, t, rows, until, "signature-closes", None, "last day for signature".to_owned());
    }
}

fn of_parties(world: &World, t: TreatyIx, histories: &[Vec<Interval>], span: &Span, rows: &mut Vec<DueRow>) {
    for (history, &party) in histories.iter().zip(world.packs.engine.participants(t)) {
        for interval in history.iter().filter(|interval| span.has(interval.from)) {
            let (what, text) = match interval.status {
                Status::Party => ("bound", "the treaty enters into force for it"),
                Status::FormerParty => ("leaves", "it ceases to be a party"),
                _ => continue,
            };
            push(world, t, rows, interval.from, what, Some(world.code(party).to_owned()), text.to_owned());
        }
    }
}

fn obligations(
    world: &World,
    t: TreatyIx,
    outcome: &Outcome,
    histories: &[Vec<Interval>],
    span: &Span,
    rows: &mut Vec<DueRow>,
) {
    for obligation in &world.packs[t].clauses.obligation {
        let what = pack::in_language(&obligation.what, &world.lang);
        let article = obligation.article.as_ref().map_or(String::new(), |article| format!(" (article {article})"));
        let within = obligation.within.to_string();
        let end = if within.ends_with('s') { "end" } else { "ends" };
        let text = format!("{what}{article}: the {within} {end}");
        match obligation.of {
            law::clause::ObligationOf::EntryIntoForce => {
                let date = obligation.within.after(outcome.entry_into_force);
                if span.has(date) {
                    push(world, t, rows, date, "obligation", None, text);
                }
            }
            law::clause::ObligationOf::EntryIntoForceForParty => {
                for (history, &party) in histories.iter().zip(world.packs.engine.participants(t)) {
                    let bound = history.iter().filter(|interval| interval.status == Status::Party);
                    for date in
                        bound.map(|interval| obligation.within.after(interval.from)).filter(|date| span.has(*date))
                    {
                        push(world, t, rows, date, "obligation", Some(world.code(party).to_owned()), text.clone());
                    }
                }
            }
        }
    }
}

fn clocks(world: &World, t: TreatyIx, histories: &[Vec<Interval>], span: &Span, rows: &mut Vec<DueRow>) {
    let instrument = &world.packs[t];
    let stays = reservations::stays(world, t, histories);
    let relations = Relations::new(&instrument.acts, &instrument.clauses, &stays, &[], Day::LAST);
    for deadline in relations.deadlines(span.from, span.until) {
        let maker = instrument.acts[deadline.reservation as usize].party.map_or("", |party| world.code(party));
        let (what, text) = match deadline.clock {
            Clock::TacitAcceptance => (
                "tacit-acceptance",
                format!("last day to object to the reservation of {maker}; silence accepts it (VCLT 20(5))"),
            ),
            Clock::LateReservation => {
                ("late-reservation", format!("last day on which one objection blocks the late reservation of {maker}"))
            }
        };
        let party = deadline.party.map(|party| world.code(party).to_owned());
        push(world, t, rows, deadline.ends, what, party, text);
    }
}
