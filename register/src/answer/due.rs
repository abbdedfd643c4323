//! What falls due between two days.

use law::reservation::Clock;
use law::{Day, LifeStage, Outcome, Scratch, Status, TreatyIx};
use serde::Serialize;

use crate::answer::reservations;
use crate::{Past, World};

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

struct Stretch {
    from: Day,
    until: Day,
    known: Day,
}

impl Stretch {
    fn has(&self, day: Day) -> bool {
        self.from <= day && day <= self.until
    }
}

/// Everything that falls due from one day to another, both included, as known on a day: under one treaty, or under all.
pub fn answer(world: &World, only: Option<TreatyIx>, from: Day, until: Day, known: Day) -> Vec<DueRow> {
    let span = Stretch { from, until, known };
    let mut scratch = Scratch::default();
    let mut rows = Vec::new();
    for t in world.packs.engine.treaties().filter(|t| only.is_none_or(|only| only == *t)) {
        let past = world.past(t, known, &mut scratch);
        of_treaty(world, t, &past.outcome, &span, &mut rows);
        of_parties(world, t, &past, &span, &mut rows);
        obligations(world, t, &past, &span, &mut rows);
        clocks(world, t, &span, &mut rows);
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

fn of_treaty(world: &World, t: TreatyIx, outcome: &Outcome, span: &Stretch, rows: &mut Vec<DueRow>) {
    let words = world.words();
    let life = world.packs.engine.life(t, None, &[], outcome, span.known);
    for stage in life.iter().filter(|stage| span.has(stage.from)) {
        let (what, text) = match stage.stage {
            LifeStage::InForce => ("entry-into-force", "due-entry-into-force"),
            LifeStage::Ended => ("end", "due-end"),
            LifeStage::Suspended => ("suspension", "due-suspension"),
            _ => continue,
        };
        push(world, t, rows, stage.from, what, None, words.say(text).to_owned());
    }
    let window = world.packs[t].clauses.participation.as_ref().and_then(|p| p.signature.as_ref());
    if let Some(until) = window.and_then(|window| window.until).map(law::Dated::last).filter(|day| span.has(*day)) {
        push(world, t, rows, until, "signature-closes", None, words.say("due-signature-closes").to_owned());
    }
}

fn of_parties(world: &World, t: TreatyIx, past: &Past, span: &Stretch, rows: &mut Vec<DueRow>) {
    let words = world.words();
    for own in past.spans.iter().filter(|own| span.has(own.from)) {
        let (what, text) = match own.status {
            Status::Party => ("bound", "due-bound"),
            Status::FormerParty => ("leaves", "due-leaves"),
            _ => continue,
        };
        push(world, t, rows, own.from, what, Some(world.code(own.party).to_owned()), words.say(text).to_owned());
    }
}

fn obligations(world: &World, t: TreatyIx, past: &Past, span: &Stretch, rows: &mut Vec<DueRow>) {
    for obligation in &world.packs[t].clauses.obligation {
        let text = obligation_text(world, obligation);
        match obligation.of {
            law::clause::ObligationOf::EntryIntoForce => {
                let date = obligation.within.after(past.outcome.entry_into_force);
                if span.has(date) {
                    push(world, t, rows, date, "obligation", None, text);
                }
            }
            law::clause::ObligationOf::EntryIntoForceForParty => {
                for own in past.spans.iter().filter(|own| own.status == Status::Party) {
                    let date = obligation.within.after(own.from);
                    if span.has(date) {
                        push(world, t, rows, date, "obligation", Some(world.code(own.party).to_owned()), text.clone());
                    }
                }
            }
        }
    }
}

fn obligation_text(world: &World, obligation: &law::clause::Obligation) -> String {
    let words = world.words();
    let mut what = pack::in_language(&obligation.what, &world.lang).to_owned();
    if let Some(article) = &obligation.article {
        what += &[words.say("bracket-opens"), &words.article(article), words.say("bracket-closes")].concat();
    }
    let several = match obligation.within.written() {
        law::period::Written::Length(length) if length.unit != law::period::Unit::NthDay => usize::from(length.number),
        _ => 1,
    };
    let period = words.period(&obligation.within);
    words.tell("due-obligation", &[("what", what.into()), ("period", period.into()), ("count", several.into())])
}

fn clocks(world: &World, t: TreatyIx, span: &Stretch, rows: &mut Vec<DueRow>) {
    let deadlines = reservations::look(world, t, span.known, |relations| relations.deadlines(span.from, span.until));
    let (instrument, words) = (&world.packs[t], world.words());
    for deadline in deadlines.into_iter().flatten() {
        let maker = instrument.acts[deadline.reservation as usize].party.map_or("", |party| world.code(party));
        let maker = ("party", maker.into());
        let (what, text) = match deadline.clock {
            Clock::TacitAcceptance => (
                "tacit-acceptance",
                words.tell("due-tacit-acceptance", &[maker, ("article", words.citation("VCLT 20(5)").into())]),
            ),
            Clock::LateReservation => ("late-reservation", words.tell("due-late-reservation", &[maker])),
        };
        let party = deadline.party.map(|party| world.code(party).to_owned());
        push(world, t, rows, deadline.ends, what, party, text);
    }
}
