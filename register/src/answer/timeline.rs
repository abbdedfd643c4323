//! When a treaty came into force, by which rule, through which instruments.

use std::collections::BTreeMap;

use law::{Dated, Day, Outcome, Scratch, Status, TreatyIx};
use serde::Serialize;

use crate::World;
use crate::answer::status;

/// A row of `semey timeline --all`, version 1.
#[derive(Debug, Serialize)]
pub struct TimelineRow {
    /// The id of the treaty.
    pub treaty: String,
    /// Its title.
    pub title: String,
    /// Its numbers in other registers.
    pub refs: BTreeMap<String, String>,
    /// When it entered or will enter into force.
    pub entry_into_force: Option<Day>,
    /// What met the conditions.
    pub trigger: Option<Trigger>,
    /// The rule of entry into force, with its article.
    pub rule: String,
    /// Those bound on the day: parties and withdrawing parties (VCLT 2(1)(g)).
    pub parties: usize,
    /// Those who have consented and are not bound yet; registers print them among the parties.
    pub contracting_states: usize,
    /// The first day on which it is no longer in force.
    pub ended: Option<Day>,
    /// The day up to which its acts were checked.
    pub checked_until: Option<Day>,
    /// As in the status.
    pub notes: Vec<String>,
}

/// The day on which the conditions were met, and whose instruments met them.
#[derive(Debug, Serialize)]
pub struct Trigger {
    /// The day.
    pub date: Day,
    /// The codes of those whose instruments of that day met them.
    pub parties: Vec<String>,
}

/// The answer of `semey timeline TREATY`, version 1.
#[derive(Debug, Serialize)]
pub struct TimelineAnswer {
    /// 1.
    pub version: u32,
    /// The treaty as a row.
    #[serde(flatten)]
    pub row: TimelineRow,
    /// Every day on which something changed, in order.
    pub events: Vec<Event>,
}

/// What happened on one day.
#[derive(Debug, Serialize)]
pub struct Event {
    /// The day, as exact as it is known.
    pub date: Dated,
    /// What happened, as a sentence.
    pub text: String,
    /// How many were bound at its end.
    pub parties: usize,
}

/// The answer for one treaty; parties are counted on `on`, and acts count as known on `known`.
pub fn answer(world: &World, t: TreatyIx, on: Day, known: Day) -> TimelineAnswer {
    let mut scratch = Scratch::default();
    let row = row(world, t, on, known, &mut scratch);
    TimelineAnswer { version: 1, events: events(world, t, known, &mut scratch), row }
}

/// A row for every treaty, in the order of the packs.
pub fn all(world: &World, on: Day, known: Day) -> Vec<TimelineRow> {
    let mut scratch = Scratch::default();
    world.packs.instruments.iter().map(|i| row(world, i.ix, on, known, &mut scratch)).collect()
}

fn row(world: &World, t: TreatyIx, on: Day, known: Day, scratch: &mut Scratch) -> TimelineRow {
    let instrument = &world.packs[t];
    let mut standings = Vec::new();
    let engine = &world.packs.engine;
    engine.standings(t, on, known, &law::Supposed::default(), scratch, &mut standings);
    let outcome = engine.outcome(t, known, scratch);
    let words = world.words();
    TimelineRow {
        treaty: instrument.id.clone(),
        title: pack::in_language(&instrument.title, &world.lang).to_owned(),
        refs: instrument.refs.clone(),
        entry_into_force: outcome.entry_into_force.real(),
        trigger: trigger(world, t, &outcome),
        rule: if instrument.kind.is_binding() {
            words.rule(&instrument.clauses, outcome.branch, world)
        } else {
            words.tell("timeline-unbinding", &[("kind", words.unbinding(instrument.kind.word()).into())])
        },
        contracting_states: standings.iter().filter(|s| s.status == Status::ContractingState).count(),
        parties: standings.iter().filter(|s| s.status.is_bound()).count(),
        ended: outcome.ends.real(),
        checked_until: instrument.checked_until,
        notes: status::notes(world, t, on),
    }
}

pub(crate) fn trigger(world: &World, t: TreatyIx, outcome: &Outcome) -> Option<Trigger> {
    if !outcome.trigger.is_real() {
        return None;
    }
    let acts = world.packs[t].acts.iter().filter(|act| {
        act.kind.is_consent() && act.overruled.is_none() && act.territory.is_none() && act.date.first == outcome.trigger
    });
    let mut parties: Vec<String> = acts.filter_map(|act| Some(world.code(act.party?).to_owned())).collect();
    parties.dedup();
    Some(Trigger { date: outcome.trigger, parties })
}

/// Every day on which an act was done or took effect, with the number of parties at its end.
fn events(world: &World, t: TreatyIx, known: Day, scratch: &mut Scratch) -> Vec<Event> {
    let words = world.words();
    // By first day, then by the date as it is known: a month is not its first day.
    let mut days: BTreeMap<(Day, String), (Dated, Vec<String>)> = BTreeMap::new();
    let mut note = |date: Dated, text: String| {
        let entry = days.entry((date.first, date.to_string())).or_insert_with(|| (date, Vec::new()));
        if !entry.1.contains(&text) {
            entry.1.push(text);
        }
    };
    let instrument = &world.packs[t];
    if let Some(adopted) = instrument.adopted {
        note(adopted, words.say("timeline-adopted").to_owned());
    }
    for act in instrument.acts.iter().filter(|act| act.overruled.is_none() && act.known_from() <= known) {
        let id = if act.kind.is_of_treaty() { "timeline-act-of-treaty" } else { "timeline-act" };
        let deed = words.deed(act.kind);
        note(
            act.date,
            match act.party {
                Some(party) => words.tell(id, &[("party", world.code(party).into()), ("deed", deed.into())]),
                None => deed.to_owned(),
            },
        );
    }
    let (outcome, histories) = world.packs.engine.histories(t, known, scratch);
    let mut changes: BTreeMap<Day, i64> = BTreeMap::new();
    for (history, &party) in histories.iter().zip(world.packs.engine.participants(t)) {
        for interval in history {
            if interval.status.is_bound() {
                *changes.entry(interval.from).or_default() += 1;
                *changes.entry(interval.until).or_default() -= 1;
            }
            let code = world.code(party);
            match interval.status {
                Status::Party if interval.from > outcome.entry_into_force => {
                    note(Dated::exact(interval.from), words.tell("timeline-bound", &[("party", code.into())]));
                }
                Status::FormerParty => {
                    note(Dated::exact(interval.from), words.tell("timeline-left", &[("party", code.into())]));
                }
                _ => {}
            }
        }
    }
    if outcome.entry_into_force.is_real() {
        note(Dated::exact(outcome.entry_into_force), words.say("timeline-in-force").to_owned());
    }
    if outcome.ends.is_real() {
        note(Dated::exact(outcome.ends), words.say("timeline-ended").to_owned());
    }
    let parties = |day: Day| changes.range(..=day).map(|(_, change)| change).sum::<i64>().max(0) as usize;
    days.into_values()
        .map(|(date, texts)| Event { date, text: texts.join(words.say("semicolon")), parties: parties(date.first) })
        .collect()
}
