//! Why a treaty is, or is not, in force; why a participant is, or is not, bound.

use law::whatif::{Condition, ConditionKind, Moment, Progress, progress, smallest};
use law::{Day, Interval, LifeStage, Outcome, PartyIx, Scratch, Status, Supposed, TreatyIx};
use pack::RelationKind;
use serde::Serialize;

use crate::World;
use crate::answer::status::{Because, Reasoned, because, cautions, notes, reasoned};
use crate::answer::timeline::{Trigger, trigger};

/// The answer of `semey why`, version 1.
#[derive(Debug, Serialize)]
pub struct WhyAnswer {
    /// 1.
    pub version: u32,
    /// The id of the treaty.
    pub treaty: String,
    /// Its title.
    pub title: String,
    /// The code of the participant; none for the treaty alone.
    pub party: Option<String>,
    /// Its name on the day.
    pub name: Option<String>,
    /// The day asked about.
    pub on: Day,
    /// As known on this day; none means everything entered.
    pub known: Option<Day>,
    /// What the participant is to the treaty.
    pub status: Option<Status>,
    /// The answer as a sentence.
    pub conclusion: String,
    /// The rule of entry into force that applies, with its article.
    pub rule: String,
    /// What met the conditions of entry into force.
    pub trigger: Option<Trigger>,
    /// The grounds, in the order of the argument.
    pub because: Vec<Because>,
    /// The statuses of the participant, or the stages of the treaty's life.
    pub history: Vec<Stay>,
    /// The territories for which the participant has spoken.
    pub territories: Vec<TerritoryAnswer>,
    /// The day from which it would be bound by an instrument deposited on the day asked about.
    pub if_it_deposited: Option<Day>,
    /// Of a treaty not in force: for each way into force, its conditions.
    pub conditions: Vec<Vec<ConditionAnswer>>,
    /// The fewest further consents, for each way that is not met.
    pub smallest: Vec<SmallestAnswer>,
    /// How far the answer can be trusted, and remarks.
    pub notes: Vec<String>,
}

/// One interval of a participation, or one stage in the life of a treaty.
#[derive(Debug, Serialize)]
pub struct Stay {
    /// The first day.
    pub from: Day,
    /// The first day that no longer belongs to it.
    pub until: Option<Day>,
    /// A status, or a stage.
    pub status: String,
}

/// A territory for which the participant has spoken.
#[derive(Debug, Serialize)]
pub struct TerritoryAnswer {
    /// Its code or name.
    pub territory: String,
    /// The article on territories.
    pub article: Option<String>,
    /// What the treaty is for it, over time.
    pub history: Vec<Stay>,
}

/// One condition of entry into force and how far it has come.
#[derive(Debug, Serialize)]
pub struct ConditionAnswer {
    /// What is counted.
    pub condition: String,
    /// How much there is.
    pub have: serde_json::Number,
    /// How much there must be.
    pub need: serde_json::Number,
    /// Whether that is enough.
    pub met: bool,
    /// Who is missing by name, where the condition names States.
    pub missing: Vec<String>,
}

/// The fewest further consents that would meet a branch.
#[derive(Debug, Serialize)]
pub struct SmallestAnswer {
    /// The codes of those without whom it cannot be.
    pub required: Vec<String>,
    /// How many more are needed.
    pub further: u64,
    /// Some sets of codes that would do.
    pub choices: Vec<Vec<String>>,
}

/// Why a participant is, or is not, bound on a day.
pub fn about_party(world: &World, t: TreatyIx, party: PartyIx, on: Day, known: Option<Day>) -> WhyAnswer {
    let (outcome, all) = reasoned(world, t, on, known.unwrap_or(Day::LAST));
    let who = all.into_iter().find(|who| who.standing.party == party);
    let mut answer = blank(world, t, on, known, &outcome);
    let name = world.party_name(party, on).to_owned();
    answer.notes = cautions(world, t, on);
    if !world.packs[t].notes.is_empty() {
        let treaty = world.packs[t].id.as_str();
        answer.notes.push(world.words().tell("caution-remarks", &[("treaty", treaty.into())]));
    }
    answer.party = Some(world.code(party).to_owned());
    match &who {
        Some(who) => {
            answer.status = Some(who.standing.status);
            answer.conclusion = conclusion(world, t, who, on);
            answer.because = because(world, t, &outcome, who, on);
            answer.history = stays(&who.history);
            answer.territories = territories(world, t, party, &who.history, known);
        }
        None => {
            answer.status = Some(Status::None);
            answer.conclusion = nothing(world, t, party, on);
        }
    }
    if matches!(answer.status, Some(Status::None | Status::Signatory)) {
        answer.if_it_deposited = if_it_deposited(world, t, party, on, known);
    }
    answer.name = Some(name);
    answer
}

fn stays(history: &[Interval]) -> Vec<Stay> {
    let stay = |interval: &Interval| Stay {
        from: interval.from,
        until: interval.until.real(),
        status: interval.status.word().to_owned(),
    };
    let mut stays: Vec<Stay> = Vec::new();
    for next in history.iter().map(stay) {
        match stays.last_mut() {
            Some(last) if last.status == next.status => last.until = next.until,
            _ => stays.push(next),
        }
    }
    stays
}

fn territories(
    world: &World,
    t: TreatyIx,
    party: PartyIx,
    history: &[Interval],
    known: Option<Day>,
) -> Vec<TerritoryAnswer> {
    let instrument = &world.packs[t];
    let clause = instrument.clauses.territory.as_ref().and_then(|clause| clause.article.clone());
    let known = known.unwrap_or(Day::LAST);
    let all = law::territory::territories(&instrument.acts, &instrument.clauses, party, history, known);
    all.into_iter()
        .map(|found| TerritoryAnswer {
            territory: found.territory.to_string(),
            article: if found.fallback { Some("VCLT 29".to_owned()) } else { clause.clone() },
            history: stays(&found.intervals),
        })
        .collect()
}

/// The day from which a participant would be bound if it deposited on the day asked about.
fn if_it_deposited(world: &World, t: TreatyIx, party: PartyIx, on: Day, known: Option<Day>) -> Option<Day> {
    let instrument = &world.packs[t];
    let source = world.packs.source(t);
    let early = instrument.adopted.is_some_and(|adopted| on < adopted.first);
    if early || !instrument.kind.is_binding() || !law::check::entitled(&world.packs.parties, source, party, on) {
        return None;
    }
    let mut act = law::Act::new(law::ActKind::Ratification, Some(party), on);
    act.known = Some(Day::ALWAYS);
    let engine = &world.packs.engine;
    let supposed = engine.suppose(&world.packs.parties, t, source, &[act]);
    let mut standings = Vec::new();
    engine.standings(t, Day::LAST, known.unwrap_or(Day::LAST), &supposed, &mut Scratch::default(), &mut standings);
    standings.iter().find(|standing| standing.party == party).map(|standing| standing.bound).filter(|day| day.is_real())
}

/// Why a treaty is, or is not, in force on a day.
pub fn about_treaty(world: &World, t: TreatyIx, on: Day, known: Option<Day>) -> WhyAnswer {
    let mut scratch = Scratch::default();
    let known_day = known.unwrap_or(Day::LAST);
    let outcome = world.packs.engine.outcome(t, known_day, &mut scratch);
    let mut answer = blank(world, t, on, known, &outcome);
    let instrument = &world.packs[t];
    let opened = instrument.clauses.participation.as_ref().and_then(|p| p.signature.as_ref()?.from);
    let opened = opened.map(|dated| dated.first).or(instrument.adopted.map(|dated| dated.first));
    let life = world.packs.engine.life(t, opened, &later(world, t, known_day), &outcome, known_day);
    answer.history = life
        .iter()
        .enumerate()
        .map(|(at, stage)| Stay {
            from: stage.from,
            until: life.get(at + 1).map(|next| next.from),
            status: stage.stage.word().to_owned(),
        })
        .collect();
    if !outcome.in_force(on) && outcome.ends > on && !law::is_per_party(&instrument.clauses) {
        let all = branches(world, t, Moment { on, known: known_day, supposed: &Supposed::default() });
        answer.conditions = all
            .iter()
            .map(|p| p.conditions.iter().map(|condition| self::condition(world, condition, on)).collect())
            .collect();
        answer.smallest = all.iter().filter(|p| !p.is_met()).filter_map(|p| smallest_answer(world, p)).collect();
    }
    answer.conclusion = treaty_conclusion(world, t, &outcome, on);
    answer
}

/// When the instruments that amend or supersede a treaty came into force.
fn later(world: &World, t: TreatyIx, known: Day) -> Vec<(Day, LifeStage)> {
    let id = &world.packs[t].id;
    let mut scratch = Scratch::default();
    let mut later = Vec::new();
    for instrument in &world.packs.instruments {
        for relation in instrument.relations.iter().filter(|relation| relation.treaty == *id) {
            let stage = match relation.kind {
                RelationKind::Amends => LifeStage::Amended,
                RelationKind::Supersedes => LifeStage::Superseded,
                _ => continue,
            };
            later.push((world.packs.engine.outcome(instrument.ix, known, &mut scratch).entry_into_force, stage));
        }
    }
    later
}

/// How far each way into force has come.
pub(crate) fn branches(world: &World, t: TreatyIx, moment: Moment<'_>) -> Vec<Progress> {
    let source = world.packs.source(t);
    progress(&world.packs.engine, &world.packs.parties, &|id| world.packs.by_id(id), t, source, moment)
}

pub(crate) fn smallest_answer(world: &World, progress: &Progress) -> Option<SmallestAnswer> {
    let codes = |set: &[PartyIx]| set.iter().map(|&party| world.code(party).to_owned()).collect();
    let found = smallest(progress)?;
    Some(SmallestAnswer {
        required: codes(&found.required),
        further: found.further,
        choices: found.choices.iter().map(|set| codes(set)).collect(),
    })
}

fn blank(world: &World, t: TreatyIx, on: Day, known: Option<Day>, outcome: &Outcome) -> WhyAnswer {
    let instrument = &world.packs[t];
    WhyAnswer {
        version: 1,
        treaty: instrument.id.clone(),
        title: pack::in_language(&instrument.title, &world.lang).to_owned(),
        party: None,
        name: None,
        on,
        known,
        status: None,
        conclusion: String::new(),
        rule: world.words().rule(&instrument.clauses, outcome.branch, world),
        trigger: trigger(world, t, outcome),
        because: Vec::new(),
        history: Vec::new(),
        territories: Vec::new(),
        if_it_deposited: None,
        conditions: Vec::new(),
        smallest: Vec::new(),
        notes: notes(world, t, on),
    }
}

fn conclusion(world: &World, t: TreatyIx, who: &Reasoned, on: Day) -> String {
    let words = world.words();
    let standing = &who.standing;
    let day = |name, day| (name, words.day(day).into());
    let since = || day("since", standing.since);
    let tell = |id, more: &[(&'static str, words::Arg<'_>)]| {
        let name = world.name_in_sentence(standing.party, on);
        let mut args = vec![day("on", on), ("name", name.into()), ("title", world.title_in_sentence(t).into())];
        args.extend_from_slice(more);
        words.tell(id, &args)
    };
    match standing.status {
        Status::None => tell("concludes-consent-withdrawn", &[since()]),
        Status::Signatory if standing.ended.is_real() => {
            tell("concludes-signature-alone", &[since(), day("signed", standing.signed)])
        }
        Status::Signatory => tell("concludes-signatory", &[day("signed", standing.signed)]),
        Status::ContractingState if standing.bound.is_real() => {
            tell("concludes-not-yet-bound", &[day("consented", standing.consented), day("bound", standing.bound)])
        }
        Status::ContractingState => tell("concludes-contracting-state", &[day("consented", standing.consented)]),
        Status::Party => tell("concludes-party", &[since()]),
        Status::Provisional => tell("concludes-provisional", &[since()]),
        Status::Withdrawing => {
            let leaves = who.history.iter().find(|i| i.from > standing.since && !i.status.is_bound());
            match leaves {
                Some(interval) => tell("concludes-withdrawing", &[since(), day("effect", interval.from)]),
                None => tell("concludes-notice-runs", &[since()]),
            }
        }
        Status::FormerParty => tell("concludes-former-party", &[since()]),
        Status::Contested => tell("concludes-contested", &[since()]),
    }
}

fn nothing(world: &World, t: TreatyIx, party: PartyIx, on: Day) -> String {
    let words = world.words();
    let entitled = law::check::entitled(&world.packs.parties, world.packs.source(t), party, on);
    let acted = world.packs[t].acts.iter().any(|act| act.party == Some(party) && act.date.first <= on);
    let id = if acted { "concludes-no-effect" } else { "concludes-no-act" };
    let name = world.name_in_sentence(party, on);
    let args = [("on", words.day(on).into()), ("name", name.into()), ("title", world.title_in_sentence(t).into())];
    let mut sentences = vec![words.tell(id, &args)];
    if !entitled {
        sentences.push(words.say("concludes-not-open").to_owned());
    }
    words.sentences(&sentences)
}

fn treaty_conclusion(world: &World, t: TreatyIx, outcome: &Outcome, on: Day) -> String {
    let words = world.words();
    let instrument = &world.packs[t];
    let title = ("title", words.capital(&world.title_in_sentence(t)).into());
    let day = |name, day| (name, words.day(day).into());
    let entry = || day("entry", outcome.entry_into_force);
    if !instrument.kind.is_binding() {
        return words.tell("treaty-unbinding", &[title, ("kind", words.unbinding(instrument.kind.word()).into())]);
    }
    if law::is_per_party(&instrument.clauses) && outcome.in_force(on) {
        return words.tell("treaty-per-party", &[title, entry()]);
    }
    let sentence = if outcome.ends <= on {
        words.tell("treaty-ended", &[title, day("on", on), entry(), day("ended", outcome.ends)])
    } else if outcome.in_force(on) {
        words.tell("treaty-in-force", &[title, day("on", on), entry()])
    } else if outcome.entry_into_force.is_real() {
        words.tell("treaty-not-yet", &[title, day("on", on), entry()])
    } else {
        return words.tell("treaty-not-in-force", &[title, day("on", on)]);
    };
    let through = trigger(world, t, outcome).map(|trigger| through(world, &trigger));
    words.sentences(&[sentence].into_iter().chain(through).collect::<Vec<_>>())
}

/// By whose instruments the conditions were met.
fn through(world: &World, trigger: &Trigger) -> String {
    let words = world.words();
    let parties = trigger.parties.iter().filter_map(|code| world.packs.parties.find(code));
    let names: Vec<&str> = parties.map(|party| world.party_name(party, trigger.date)).collect();
    let (day, list) = (("day", words.day(trigger.date).into()), ("names", words.list(&names).into()));
    match names.len() {
        0 => words.tell("trigger", &[day]),
        1 => words.tell("trigger-by-one", &[day, list]),
        _ => words.tell("trigger-by-several", &[day, list]),
    }
}

/// A whole number where it is one; weights are kept in parts of their unit.
fn number(units: u64, scale: f64) -> serde_json::Number {
    let whole = scale as u64;
    if whole > 0 && units.is_multiple_of(whole) {
        return (units / whole).into();
    }
    serde_json::Number::from_f64(units as f64 / scale).unwrap_or_else(|| units.into())
}

fn condition(world: &World, condition: &Condition, on: Day) -> ConditionAnswer {
    let name = |&party: &PartyIx| world.party_name(party, on).to_owned();
    let scale = match &condition.kind {
        ConditionKind::Share(id) => world.packs.parties.weights(id).map_or(1, |table| table.scale.max(1)) as f64,
        _ => 1.0,
    };
    let words = world.words();
    let of = |id, of: &str| words.tell(id, &[("of", of.into())]);
    let text = match &condition.kind {
        ConditionKind::Deposits => words.say("condition-deposits").to_owned(),
        ConditionKind::Signatures => words.say("condition-signatures").to_owned(),
        ConditionKind::All => words.say("condition-all").to_owned(),
        ConditionKind::Some => words.say("condition-some").to_owned(),
        ConditionKind::Share(id) => of("condition-share", id),
        ConditionKind::Fraction(id) => of("condition-fraction", id),
        ConditionKind::NotBefore(day) => words.tell("when-day", &[("day", words.day(*day).into())]),
        ConditionKind::InForce(id) => words.tell("when-in-force", &[("treaty", id.as_str().into())]),
        ConditionKind::Decision => words.say("when-decision").to_owned(),
    };
    ConditionAnswer {
        condition: text,
        have: number(condition.have, scale),
        need: number(condition.need, scale),
        met: condition.have >= condition.need,
        missing: condition.missing.iter().map(name).collect(),
    }
}
