//! Who is what to a treaty on a day, and why.

use std::collections::BTreeMap;

use law::reason::{Case, Ground, grounds};
use law::{Day, Interval, Outcome, Scratch, Standing, Status, Supposed, TreatyIx};
use serde::Serialize;

use crate::World;

/// The answer of `semey status`, version 1.
#[derive(Debug, Serialize)]
pub struct StatusAnswer {
    /// 1.
    pub version: u32,
    /// The id of the treaty.
    pub treaty: String,
    /// Its title.
    pub title: String,
    /// The day asked about.
    pub on: Day,
    /// As known on this day; none means everything entered.
    pub known: Option<Day>,
    /// Whether the treaty is in force on the day.
    pub in_force: bool,
    /// When it entered or will enter into force.
    pub entry_into_force: Option<Day>,
    /// The first day on which it is no longer in force.
    pub ended: Option<Day>,
    /// The day up to which its acts were checked.
    pub checked_until: Option<Day>,
    /// How many participants have each status.
    pub counts: BTreeMap<&'static str, usize>,
    /// Everybody who is something to the treaty, by name.
    pub participants: Vec<ParticipantAnswer>,
    /// How far the answer can be trusted, then the remarks of the pack.
    pub notes: Vec<String>,
    /// How many of the notes say how far the answer can be trusted; they come first.
    #[serde(skip)]
    pub cautions: usize,
}

/// One participant.
#[derive(Debug, Serialize)]
pub struct ParticipantAnswer {
    /// Its code.
    pub party: String,
    /// Its name on the day.
    pub name: String,
    /// What it is to the treaty.
    pub status: Status,
    /// Since when.
    pub since: Option<Day>,
    /// When it signed.
    pub signed: Option<Day>,
    /// When it consented to be bound.
    pub consented: Option<law::Dated>,
    /// By which kind of act.
    pub consent: Option<&'static str>,
    /// The grounds, in the order of the argument.
    pub because: Vec<Because>,
}

/// One ground, for programs and for people.
#[derive(Debug, Serialize)]
pub struct Because {
    /// `act`, `clause`, `fallback`, `assumption`, `contested` or `overruled`.
    pub kind: &'static str,
    /// The article, of the treaty or of the Vienna Convention.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// The day of the act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<law::Dated>,
    /// The kind of act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<&'static str>,
    /// Where the act is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The ground as a sentence.
    pub text: String,
}

/// A participant's standing with what led there.
pub(crate) struct Reasoned {
    pub(crate) standing: Standing,
    pub(crate) history: Vec<Interval>,
    pub(crate) mine: Vec<u32>,
}

/// Everybody's standing on a day, with their histories.
pub(crate) fn reasoned(world: &World, t: TreatyIx, on: Day, known: Day) -> (Outcome, Vec<Reasoned>) {
    let engine = &world.packs.engine;
    let mut scratch = Scratch::default();
    let (outcome, mut histories) = engine.histories(t, known, &mut scratch);
    let mut standings = Vec::new();
    engine.standings(t, on, known, &Supposed::default(), &mut scratch, &mut standings);
    let participants = engine.participants(t);
    let all = standings
        .into_iter()
        .map(|standing| {
            let at = participants.iter().position(|&party| party == standing.party);
            let history = at.map(|at| std::mem::take(&mut histories[at])).unwrap_or_default();
            let mine = history.iter().rev().find(|i| i.from <= on).map(|i| i.acts.clone()).unwrap_or_default();
            Reasoned { standing, history, mine }
        })
        .collect();
    (outcome, all)
}

/// The grounds of one standing.
pub(crate) fn because(world: &World, t: TreatyIx, outcome: &Outcome, who: &Reasoned, on: Day) -> Vec<Because> {
    let instrument = &world.packs[t];
    let case = Case {
        parties: &world.packs.parties,
        clauses: &instrument.clauses,
        acts: &instrument.acts,
        mine: &who.mine,
        outcome,
        standing: &who.standing,
        on,
    };
    let words = world.words();
    merged(grounds(case), &instrument.acts)
        .into_iter()
        .map(|(ground, sources)| {
            let text = words.ground(&instrument.acts, (&instrument.clauses, outcome.branch), &ground, &sources, world);
            let plain = Because { kind: "", article: None, date: None, act: None, source: None, text };
            let of_act = |kind, index: u32, plain| {
                let act = &instrument.acts[index as usize];
                Because { kind, date: Some(act.date), act: Some(act.kind.word()), source: Some(sources), ..plain }
            };
            match ground {
                Ground::Act(index) => of_act("act", index, plain),
                Ground::Doubt(index) => of_act("contested", index, plain),
                Ground::Overruled(index) => of_act("overruled", index, plain),
                Ground::Clause { article, .. } => Because { kind: "clause", article, ..plain },
                Ground::Fallback(rule) => {
                    Because { kind: "fallback", article: Some(rule.article().to_owned()), ..plain }
                }
                Ground::Assumed(_) => Because { kind: "assumption", ..plain },
            }
        })
        .collect()
}

/// Two sources that report one act are one ground with two citations.
fn merged(grounds: Vec<Ground>, acts: &[law::Act]) -> Vec<(Ground, String)> {
    let mut all: Vec<(Ground, String)> = Vec::new();
    for ground in grounds {
        let Ground::Act(index) = ground else {
            let source = match ground {
                Ground::Doubt(index) | Ground::Overruled(index) => acts[index as usize].source.to_string(),
                _ => String::new(),
            };
            all.push((ground, source));
            continue;
        };
        let act = &acts[index as usize];
        let twin = all.iter_mut().find(|(other, _)| match other {
            Ground::Act(at) => acts[*at as usize].kind == act.kind && acts[*at as usize].date == act.date,
            _ => false,
        });
        match twin {
            Some((_, sources)) => *sources += &format!("; {}", act.source),
            None => all.push((ground, act.source.to_string())),
        }
    }
    all
}

/// The answer for one treaty.
pub fn answer(world: &World, t: TreatyIx, on: Day, known: Option<Day>) -> StatusAnswer {
    let instrument = &world.packs[t];
    let (outcome, all) = reasoned(world, t, on, known.unwrap_or(Day::LAST));
    let mut participants: Vec<ParticipantAnswer> = all
        .iter()
        .filter(|who| who.standing.status != Status::None)
        .map(|who| participant(world, t, &outcome, who, on))
        .collect();
    participants.sort_by(|a, b| a.name.cmp(&b.name));
    let mut counts: BTreeMap<&'static str, usize> =
        Status::ALL.iter().filter(|status| **status != Status::None).map(|status| (status.word(), 0)).collect();
    for participant in &participants {
        *counts.entry(participant.status.word()).or_default() += 1;
    }
    StatusAnswer {
        version: 1,
        treaty: instrument.id.clone(),
        title: pack::in_language(&instrument.title, &world.lang).to_owned(),
        on,
        known,
        in_force: outcome.in_force(on),
        entry_into_force: outcome.entry_into_force.real(),
        ended: outcome.ends.real(),
        checked_until: instrument.checked_until,
        counts,
        participants,
        notes: notes(world, t, on),
        cautions: cautions(world, t, on).len(),
    }
}

fn participant(world: &World, t: TreatyIx, outcome: &Outcome, who: &Reasoned, on: Day) -> ParticipantAnswer {
    let acts = &world.packs[t].acts;
    let consent = who.mine.iter().rev().map(|&act| &acts[act as usize]).find(|act| act.kind.is_consent());
    ParticipantAnswer {
        party: world.code(who.standing.party).to_owned(),
        name: world.party_name(who.standing.party, on).to_owned(),
        status: who.standing.status,
        since: who.standing.since.real(),
        signed: who.standing.signed.real(),
        consented: consent.map(|act| act.date),
        consent: consent.map(|act| act.kind.word()),
        because: because(world, t, outcome, who, on),
    }
}

/// What a reader of any answer about a treaty must know: how far it can be trusted, then the remarks of the pack.
pub(crate) fn notes(world: &World, t: TreatyIx, on: Day) -> Vec<String> {
    let mut notes = cautions(world, t, on);
    notes.extend(remarks(world, t));
    notes
}

/// How far an answer about a treaty can be trusted.
pub(crate) fn cautions(world: &World, t: TreatyIx, on: Day) -> Vec<String> {
    let instrument = &world.packs[t];
    let words = world.words();
    let mut notes = Vec::new();
    if !instrument.kind.is_binding() {
        notes.push(words.tell("caution-unbinding", &[("kind", words.unbinding(instrument.kind.word()).into())]));
    }
    match instrument.checked_until {
        Some(until) if until < on => {
            notes.push(words.tell("caution-checked", &[("day", words.day(until).into())]));
        }
        None => notes.push(words.say("caution-unchecked").to_owned()),
        Some(_) => {}
    }
    if let Some(why) = &instrument.unverified {
        notes.push(words.tell("caution-unverified", &[("why", why.as_str().into())]));
    }
    if law::is_per_party(&instrument.clauses) {
        notes.push(words.say("caution-per-party").to_owned());
    }
    notes
}

/// The remarks of the pack.
fn remarks(world: &World, t: TreatyIx) -> impl Iterator<Item = String> + '_ {
    world.packs[t].notes.iter().map(|note| {
        let text = pack::in_language(&note.text, &world.lang);
        match &note.anomaly {
            Some(anomaly) => [anomaly, world.words().say("colon"), text].concat(),
            None => text.to_owned(),
        }
    })
}
