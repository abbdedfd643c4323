//! What falls due between two days.

use law::reservation::Clock;
use law::{Day, LifeStage, Outcome, Scratch, Status, TreatyIx};
use serde::Serialize;

use crate::answer::occasion::occasions;
use crate::answer::{bodies, reservations};
use crate::{Past, World};

/// A row of `semey due`, version 1.
#[derive(Debug, Serialize)]
pub struct DueRow {
    /// The day.
    pub date: Day,
    /// The id of the treaty; none for a matter that has none.
    pub treaty: Option<String>,
    /// The id of the body, the series or another matter, where it is about one.
    pub matter: Option<String>,
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

/// Everything that falls due from one day to another, both included, as known on a day: under one treaty, or under all
/// and in the life of every regime.
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
    of_regimes(world, only, &span, &mut rows);
    rows.sort_by(|a, b| (a.date, &a.treaty, &a.party, &a.matter).cmp(&(b.date, &b.treaty, &b.party, &b.matter)));
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
    rows.push(DueRow { date, treaty: Some(world.packs[t].id.clone()), matter: None, what, party, text });
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

/// What bodies hold and must hold, and what waits for an answer.
fn of_regimes(world: &World, only: Option<TreatyIx>, span: &Stretch, rows: &mut Vec<DueRow>) {
    let words = world.words();
    let treaty = |matter: &pack::Matter| matter.instrument.clone().filter(|id| world.packs.by_id(id).is_some());
    let wanted =
        |matter: &&pack::Matter| only.is_none_or(|only| matter.instrument.as_deref() == Some(&world.packs[only].id));
    let row = |date, matter: &pack::Matter, what, text| DueRow {
        date,
        treaty: treaty(matter),
        matter: Some(matter.id.clone()),
        what,
        party: None,
        text,
    };
    for matter in world.packs.matters.iter().filter(wanted) {
        let name = world.matter_name(&matter.id);
        for rule in bodies::rules(world, matter, span.until, span.known) {
            if let Some(due) = rule.due.filter(|due| span.has(*due)) {
                let text = words.tell("due-by-rule", &[("name", name.into()), ("rule", rule.text.into())]);
                rows.push(row(due, matter, "by-rule", text));
            }
        }
    }
    let about = |own: &law::Happening| own.matters.first().and_then(|id| world.packs.matters.by_id(id));
    for own in occasions(world, span.known, |own| about(own).is_some_and(|matter| wanted(&matter))) {
        let Some(date) = own.date.filter(|date| span.has(date.first()) && !own.cancelled) else { continue };
        let Some(matter) = own.matters.first().and_then(|id| world.packs.matters.by_id(id)) else { continue };
        let what = match own.held {
            true if own.kind.is_gathering() => "meeting",
            true => "text",
            false => "foreseen",
        };
        let parts = [Some(world.matter_name(&matter.id).to_owned()), own.number.clone(), own.place_name.clone()];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        rows.push(row(date.first(), matter, what, parts.join(words.say("comma"))));
    }
    for own in world.packs.happenings.iter().filter(|own| own.is_known(span.known)) {
        let Some(due) = own.due.filter(|due| span.has(*due)) else { continue };
        let Some(matter) = about(own).filter(wanted) else { continue };
        let what = match own.deed {
            law::Deed::Silence => "silence",
            law::Deed::Task => "task",
            _ => "reply",
        };
        let text = own.note.as_deref().unwrap_or(world.matter_name(&matter.id)).to_owned();
        rows.push(row(due, matter, what, text));
    }
}
