//! Why a treaty is, or is not, in force; why a participant is, or is not, bound.

use law::whatif::{Condition, ConditionKind, Moment, Progress, progress, smallest};
use law::{Day, Interval, LifeStage, Outcome, PartyIx, Scratch, Status, Supposed, TreatyIx};
use pack::RelationKind;
use serde::Serialize;

use crate::World;
use crate::answer::status::{Because, Reasoned, because, cautions, notes, reasoned};
use crate::answer::timeline::{Trigger, trigger};
use crate::words;

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
        answer.notes.push(format!("`semey why {}` shows the remarks on the treaty as a whole", world.packs[t].id));
    }
    answer.party = Some(world.code(party).to_owned());
    match &who {
        Some(who) => {
            answer.status = Some(who.standing.status);
            let name = words::in_sentence(&name, &world.lang);
            answer.conclusion = conclusion(world, t, &name, who, on);
            answer.because = because(world, t, &outcome, who, on);
            answer.history = stays(&who.history);
            answer.territories = territories(world, t, party, &who.history, known);
        }
        None => {
            answer.status = Some(Status::None);
            answer.conclusion = nothing(world, t, party, &words::in_sentence(&name, &world.lang), on);
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
            status: words::stage(stage.stage).replace(' ', "-"),
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
        rule: words::rule(&instrument.clauses, outcome.branch),
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

fn conclusion(world: &World, t: TreatyIx, name: &str, who: &Reasoned, on: Day) -> String {
    let title = words::the(pack::in_language(&world.packs[t].title, &world.lang), &world.lang);
    let standing = &who.standing;
    let since = words::day(standing.since);
    let on = words::day(on);
    match standing.status {
        Status::None => format!("On {on} {name} is nothing to {title}: its consent was taken back on {since}."),
        Status::Signatory if standing.ended.is_real() => format!(
            "On {on} {name} is not a party to {title}. It withdrew its consent on {since}, before the treaty bound it, \
             and its signature of {} stands alone.",
            words::day(standing.signed)
        ),
        Status::Signatory => format!(
            "On {on} {name} is not a party to {title}. It signed on {}, but had expressed no consent to be bound by \
             that day; it is a signatory and not a contracting State.",
            words::day(standing.signed)
        ),
        Status::ContractingState if standing.bound.is_real() => format!(
            "On {on} {name} is a contracting State and not yet a party to {title}: it consented on {}, and is bound \
             from {}.",
            words::day(standing.consented),
            words::day(standing.bound)
        ),
        Status::ContractingState => format!(
            "On {on} {name} is a contracting State and not a party to {title}: it consented on {}, and the treaty is \
             not in force.",
            words::day(standing.consented)
        ),
        Status::Party => format!("On {on} {name} is a party to {title}, and has been bound since {since}."),
        Status::Provisional => {
            format!("On {on} {name} applies {title} provisionally, since {since}, and is not a party.")
        }
        Status::Withdrawing => {
            let leaves = who.history.iter().find(|i| i.from > standing.since && !i.status.is_bound());
            let until = leaves.map_or(String::new(), |i| format!(", takes effect on {}", words::day(i.from)));
            let until = if until.is_empty() { ", runs".to_owned() } else { until };
            format!(
                "On {on} {name} is still a party to {title}: its notice of withdrawal, received on \
                 {since}{until}."
            )
        }
        Status::FormerParty => {
            format!("On {on} {name} is no longer a party to {title}; it ceased to be one on {since}.")
        }
        Status::Contested => format!(
            "Whether {name} is bound by {title} on {on} is contested, since {since}. The record holds the acts and the \
             doubt, and does not decide."
        ),
    }
}

fn nothing(world: &World, t: TreatyIx, party: PartyIx, name: &str, on: Day) -> String {
    let title = words::the(pack::in_language(&world.packs[t].title, &world.lang), &world.lang);
    let entitled = law::check::entitled(&world.packs.parties, world.packs.source(t), party, on);
    let open = if entitled { "" } else { " The treaty is not open to it." };
    let acted = world.packs[t].acts.iter().any(|act| act.party == Some(party) && act.date.first <= on);
    let acts = if acted { "no act by it has effect for it" } else { "no act by it is in the record" };
    format!("On {} {name} is nothing to {title}: {acts}.{open}", words::day(on))
}

fn treaty_conclusion(world: &World, t: TreatyIx, outcome: &Outcome, on: Day) -> String {
    let instrument = &world.packs[t];
    let title = words::capital(&words::the(pack::in_language(&instrument.title, &world.lang), &world.lang));
    let entry = words::day(outcome.entry_into_force);
    let through = trigger(world, t, outcome).map_or(String::new(), |trigger| {
        let names: Vec<&str> = trigger
            .parties
            .iter()
            .filter_map(|code| world.packs.parties.find(code))
            .map(|p| world.party_name(p, trigger.date))
            .collect();
        match names.as_slice() {
            [] => format!(" The conditions were met on {}.", words::day(trigger.date)),
            [one] => format!(" The conditions were met on {} by the instrument of {one}.", words::day(trigger.date)),
            several => format!(
                " The conditions were met on {}, by the instruments of {}.",
                words::day(trigger.date),
                words::list(several)
            ),
        }
    });
    let when = words::day(on);
    if !instrument.kind.is_binding() {
        format!(
            "{title} is a {} instrument; it does not enter into force under the law of treaties.",
            instrument.kind.word()
        )
    } else if law::is_per_party(&instrument.clauses) && outcome.in_force(on) {
        format!(
            "{title} has no common entry into force: it is in force for each party on its own instrument, first on {entry}."
        )
    } else if outcome.ends <= on {
        format!(
            "{title} is not in force on {when}: it entered into force on {entry} and ended on {}.{through}",
            words::day(outcome.ends)
        )
    } else if outcome.in_force(on) {
        format!("{title} is in force on {when}. It entered into force on {entry}.{through}")
    } else if outcome.entry_into_force.is_real() {
        format!("{title} is not yet in force on {when}; it enters into force on {entry}.{through}")
    } else {
        format!("{title} is not in force on {when}.")
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
    let text = match &condition.kind {
        ConditionKind::Deposits => "instruments".to_owned(),
        ConditionKind::Signatures => "signatures".to_owned(),
        ConditionKind::All => "States that must all consent".to_owned(),
        ConditionKind::Some => "States out of those named".to_owned(),
        ConditionKind::Share(id) => format!("units of weight in {id}"),
        ConditionKind::Fraction(id) => format!("instruments, as a fraction of {id}"),
        ConditionKind::NotBefore(day) => format!("not before {}", words::day(*day)),
        ConditionKind::InForce(id) => format!("{id} in force"),
        ConditionKind::Decision => "a decision of the parties".to_owned(),
    };
    ConditionAnswer {
        condition: text,
        have: number(condition.have, scale),
        need: number(condition.need, scale),
        met: condition.have >= condition.need,
        missing: condition.missing.iter().map(name).collect(),
    }
}
