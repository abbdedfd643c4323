//! Bodies and series: what they must do and when, what they did, who chairs, who has not had a turn.

use std::collections::BTreeMap;

use law::rhythm::{self, Seen, Silence};
use law::{Day, Deed, Happening, PartyIx, Rhythm, Rule, Says, Scratch, Span};
use pack::{Matter, MatterKind, in_language};
use serde::Serialize;

use crate::World;
use crate::answer::measures::Told;
use crate::answer::occasion::{Occasion, is_occasion, occasions};
use crate::exchange::LEDGER;

/// A row of `semey bodies`, version 1.
#[derive(Debug, Serialize)]
pub struct BodyRow {
    /// The id of the body or series.
    pub body: String,
    /// `body`, `series` or `catalogue`.
    pub kind: MatterKind,
    /// What it is called.
    pub name: String,
    /// The regime it belongs to.
    pub regime: String,
    /// When it last met, or the last text was adopted, as exactly as it is known.
    pub last: Option<Span>,
    /// By when it is due next, by the rule that is due first.
    pub due: Option<Day>,
    /// How many days it is overdue, as far as the record was looked after.
    pub overdue_days: Option<i32>,
    /// The day up to which the record was looked after; none where it is kept as things happen.
    pub checked_until: Option<Day>,
    /// For when it is foreseen next.
    pub foreseen: Option<Span>,
    /// How often it met, or how many texts were adopted, up to the day.
    pub held: usize,
    /// Who chairs it: codes.
    pub chair: Vec<String>,
}

/// The answer of `semey bodies BODY`, version 1.
#[derive(Debug, Serialize)]
pub struct BodyAnswer {
    /// 1.
    pub version: u32,
    /// The id of the body or series.
    pub body: String,
    /// What kind of matter it is.
    pub kind: MatterKind,
    /// What it is called.
    pub name: String,
    /// Its usual short name.
    pub short: Option<String>,
    /// What it is for.
    pub what: Option<String>,
    /// The regime it belongs to.
    pub regime: String,
    /// The day asked about.
    pub on: Day,
    /// As known on this day; none means everything entered.
    pub known: Option<Day>,
    /// The id of the instrument that makes it.
    pub instrument: Option<String>,
    /// The article.
    pub article: Option<String>,
    /// Who belongs to it on the day, by name.
    pub members: Vec<Member>,
    /// The body it is part of.
    pub part_of: Option<String>,
    /// The body it reports to.
    pub reports_to: Option<String>,
    /// The body that serves it.
    pub secretariat: Option<String>,
    /// Those that are part of it or report to it.
    pub below: Vec<String>,
    /// How it decides.
    pub decides: Option<DecidesAnswer>,
    /// Its rules, and how they are kept.
    pub rules: Vec<RuleAnswer>,
    /// The rhythm that it shows, where it shows one.
    pub observed: Option<Observed>,
    /// Who chairs.
    pub chair: ChairAnswer,
    /// What it held or adopted, in order of days.
    pub occasions: Vec<Held>,
    /// What is foreseen, and what was foreseen and of which nothing more is told.
    pub foreseen: Vec<Occasion>,
    /// In which States it met, and how often; who is a member and never was the host.
    pub hosts: Vec<Turn>,
    /// Texts that were put to it under a silence procedure.
    pub silences: Vec<SilenceAnswer>,
    /// Tasks that it gave or was given.
    pub tasks: Vec<TaskAnswer>,
    /// Everything else that is told of it, in order of days.
    pub told: Vec<Told>,
    /// Where all this is told.
    pub cite: Vec<String>,
    /// The day up to which the record was looked after; none where it is kept as things happen.
    pub checked_until: Option<Day>,
    /// Why it is not sure.
    pub unverified: Option<String>,
}

/// A member.
#[derive(Debug, Serialize)]
pub struct Member {
    /// Its code.
    pub party: String,
    /// Its name on the day.
    pub name: String,
}

/// How a body decides.
#[derive(Debug, Serialize)]
pub struct DecidesAnswer {
    /// By what.
    pub by: pack::DecidesBy,
    /// How long a text lies before silence is consent.
    pub silence: Option<String>,
    /// The article.
    pub article: Option<String>,
}

/// A rule, and how it is kept.
#[derive(Debug, Serialize)]
pub struct RuleAnswer {
    /// What it says.
    pub text: String,
    /// The article.
    pub article: Option<String>,
    /// By when it must be kept next.
    pub due: Option<Day>,
    /// How many days that is past.
    pub overdue_days: Option<i32>,
    /// Which came late: their days, and by how many days each.
    pub late: Vec<Late>,
    /// For a rule that one comes before another: whether it did so the last time.
    pub kept: Option<bool>,
    /// Where it is told.
    pub cite: Vec<String>,
}

/// Something that came late.
#[derive(Debug, Serialize)]
pub struct Late {
    /// When it came.
    pub date: Day,
    /// By how many days.
    pub days: i32,
}

/// A rhythm in years.
#[derive(Debug, Serialize)]
pub struct Observed {
    /// How many years lie between one and the next.
    pub years: i16,
    /// Since which year.
    pub since: i16,
    /// In which year the next one is to be expected.
    pub next: i16,
}

/// Who chairs.
#[derive(Debug, Serialize)]
pub struct ChairAnswer {
    /// The rule, where one is known.
    pub rule: Option<String>,
    /// The article.
    pub article: Option<String>,
    /// Who chaired, in order.
    pub terms: Vec<Term>,
    /// Who chairs on the day: codes.
    pub now: Vec<String>,
    /// Who should chair next: a code.
    pub next: Option<String>,
    /// Why, or why that cannot be told.
    pub why: String,
    /// Why the rule is not sure.
    pub unverified: Option<String>,
}

/// A time in the chair.
#[derive(Debug, Serialize)]
pub struct Term {
    /// Codes.
    pub party: Vec<String>,
    /// When.
    pub date: Option<Span>,
    /// What a reader must know.
    pub note: Option<String>,
    /// Where it is told.
    pub source: String,
}

/// An occasion, with the days since the one before it.
#[derive(Debug, Serialize)]
pub struct Held {
    /// The occasion.
    #[serde(flatten)]
    pub occasion: Occasion,
    /// Days since the one before it, where both are known to the day.
    pub gap_days: Option<i32>,
}

/// How often a State had a turn.
#[derive(Debug, Serialize)]
pub struct Turn {
    /// Its code.
    pub party: String,
    /// Its name on the day.
    pub name: String,
    /// How often.
    pub times: usize,
}

/// A text under a silence procedure.
#[derive(Debug, Serialize)]
pub struct SilenceAnswer {
    /// The id of the happening.
    pub id: Option<String>,
    /// What was put to the members.
    pub what: Option<String>,
    /// When.
    pub date: Option<Span>,
    /// The last day for objections.
    pub ends: Day,
    /// `running`, `adopted` or `broken`.
    pub outcome: &'static str,
    /// Since which day.
    pub since: Option<Day>,
    /// Who objected in time.
    pub objections: Vec<Objection>,
    /// Where it is told.
    pub source: String,
}

/// An objection to a text under a silence procedure.
#[derive(Debug, Serialize)]
pub struct Objection {
    /// Who objected: codes.
    pub by: Vec<String>,
    /// When.
    pub date: Option<Span>,
    /// Why, where that is told.
    pub note: Option<String>,
    /// Where it is told.
    pub source: String,
}

/// A task.
#[derive(Debug, Serialize)]
pub struct TaskAnswer {
    /// The id of the happening.
    pub id: Option<String>,
    /// What is to be done.
    pub what: Option<String>,
    /// Who is to do it: codes.
    pub to: Vec<String>,
    /// By when.
    pub due: Option<Day>,
    /// When it was done.
    pub done: Option<Day>,
    /// How many days it is overdue.
    pub overdue_days: Option<i32>,
    /// Where it is told.
    pub source: String,
}

/// The kinds of matter that keep rules of their own.
const KINDS: [MatterKind; 3] = [MatterKind::Body, MatterKind::Series, MatterKind::Catalogue];

/// Every body, series and catalogue, by regime and in the order of the packs.
pub fn all(world: &World, on: Day, known: Option<Day>, regime: Option<&str>) -> Vec<BodyRow> {
    let wanted = |m: &&Matter| KINDS.contains(&m.kind) && regime.is_none_or(|regime| m.regime == regime);
    let mut rows: Vec<BodyRow> = world.packs.matters.iter().filter(wanted).map(|m| row(world, m, on, known)).collect();
    rows.sort_by(|a, b| (&a.regime, a.kind).cmp(&(&b.regime, b.kind)));
    rows
}

/// The regimes that have bodies or series, in the order of their names.
pub fn regimes(world: &World) -> Vec<&str> {
    let mut all: Vec<&str> = world.packs.matters.iter().map(|matter| matter.regime.as_str()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn row(world: &World, matter: &Matter, on: Day, known: Option<Day>) -> BodyRow {
    let kept = Kept::of(world, matter, on, known.unwrap_or(Day::LAST));
    let due = kept.rules(world, matter).into_iter().filter_map(|rule| Some((rule.due?, rule.overdue_days))).min();
    BodyRow {
        body: matter.id.clone(),
        kind: matter.kind,
        name: in_language(&matter.name, &world.lang).to_owned(),
        regime: matter.regime.clone(),
        last: kept.last(matter),
        due: due.map(|(due, _)| due),
        overdue_days: due.and_then(|(_, overdue)| overdue),
        checked_until: matter.checked_until,
        foreseen: kept.ahead.iter().filter(|own| own.is_ahead(on)).find_map(|own| own.date),
        held: kept.held.len(),
        chair: kept.chairs(world, matter).now,
    }
}

/// The rules of a matter that hold on a day, and how they are kept.
pub(crate) fn rules(world: &World, matter: &Matter, on: Day, known: Day) -> Vec<RuleAnswer> {
    if matter.rules.is_empty() { Vec::new() } else { Kept::of(world, matter, on, known).rules(world, matter) }
}

/// What a body held up to a day, as known on a day.
struct Kept<'w> {
    on: Day,
    known: Day,
    told: Vec<&'w Happening>,
    held: Vec<Occasion>,
    ahead: Vec<Occasion>,
    days: Vec<Day>,
}

impl<'w> Kept<'w> {
    fn of(world: &'w World, matter: &Matter, on: Day, known: Day) -> Kept<'w> {
        let all = occasions(world, known, |own| own.is_about(&matter.id));
        let (held, other): (Vec<Occasion>, Vec<Occasion>) = all.into_iter().partition(|own| own.held);
        let held: Vec<Occasion> = held.into_iter().filter(|own| own.day <= on).collect();
        let days = held.iter().filter(|own| keeps(matter, own.kind) && own.date.is_some()).map(|own| own.day).collect();
        let told =
            world.packs.happenings.iter().filter(|own| own.is_known(known) && own.is_about(&matter.id)).collect();
        Kept { on, known, told, held, ahead: other, days }
    }

    /// When it last did what keeps its rules.
    fn last(&self, matter: &Matter) -> Option<Span> {
        self.held.iter().filter(|own| keeps(matter, own.kind)).filter_map(|own| own.date).next_back()
    }

    /// What the record was looked after for: up to the day to which it was checked, and from the first entry of a keeper on.
    fn seen(&self, matter: &Matter) -> Seen {
        let own = self.told.iter().filter(|own| own.entry.is_some() && own.source.starts_with(LEDGER));
        let again = own.map(|own| own.day()).min().unwrap_or(Day::NEVER);
        matter.checked_until.map_or(Seen::ALWAYS, |until| Seen { until, again })
    }

    fn rules(&self, world: &World, matter: &Matter) -> Vec<RuleAnswer> {
        let holds = |rule: &&Rule| {
            rule.from.is_none_or(|from| from <= self.on) && rule.until.is_none_or(|until| self.on < until)
        };
        matter.rules.iter().filter(holds).map(|rule| self.rule(world, matter, rule)).collect()
    }

    fn rule(&self, world: &World, matter: &Matter, rule: &Rule) -> RuleAnswer {
        let words = world.words();
        let mut answer = RuleAnswer {
            text: String::new(),
            article: rule.article.clone(),
            due: None,
            overdue_days: None,
            late: Vec::new(),
            kept: None,
            cite: rule.cite.clone(),
        };
        match &rule.says {
            Says::Again(rhythm) => {
                answer.text = match rhythm {
                    Rhythm::Every(period) => words.tell("rule-again", &[("period", words.period(period).into())]),
                    Rhythm::Years(1) => words.say("rule-each-year").to_owned(),
                    Rhythm::Years(years) => words.tell("rule-every-years", &[("count", usize::from(*years).into())]),
                };
                let days: Vec<Day> = match rule.of {
                    None => self.days.clone(),
                    Some(deed) => self.told.iter().filter(|own| own.deed == deed).map(|own| own.day()).collect(),
                };
                let begins = rule.from.or_else(|| begins(world, matter, self.known));
                // What the record was not looked after for is not held against anybody.
                let pace = rhythm::pace(rhythm, begins, &days, self.on, self.seen(matter));
                (answer.due, answer.overdue_days) = (pace.due, pace.overdue);
                answer.late = pace.late.iter().map(|(at, late)| Late { date: days[*at], days: *late }).collect();
            }
            Says::Before(other) => {
                answer.text = words.tell("rule-before", &[("name", world.matter_name(other).into())]);
                if let Some(other) = world.packs.matters.by_id(other) {
                    let theirs = Kept::of(world, other, self.on, self.known);
                    answer.kept = theirs.days.last().map(|last| {
                        let earlier = theirs.days.iter().rev().nth(1).copied().unwrap_or(Day::ALWAYS);
                        self.days.iter().any(|day| earlier < *day && day <= last)
                    });
                    let done = theirs.days.last().is_none_or(|last| self.days.iter().any(|day| last < day));
                    let next = theirs.rules(world, other).into_iter().filter_map(|rule| rule.due).min();
                    answer.due = next.filter(|_| !done);
                    answer.overdue_days = answer.due.and_then(|due| self.seen(matter).overdue(due, self.on));
                }
            }
            Says::Special(special) => {
                answer.text = words
                    .say(match special {
                        rhythm::Special::Consensus => "rule-special-consensus",
                        rhythm::Special::AnyParty => "rule-special-any-party",
                        rhythm::Special::Agreement => "rule-special-agreement",
                    })
                    .to_owned();
            }
        }
        answer
    }

    fn chairs(&self, world: &World, matter: &Matter) -> ChairAnswer {
        let words = world.words();
        let mut told: Vec<&Happening> =
            self.told.iter().copied().filter(|own| own.deed == Deed::Chair && own.day() <= self.on).collect();
        told.sort_by_key(|own| own.day());
        let codes =
            |parties: &[PartyIx]| -> Vec<String> { parties.iter().map(|p| world.code(*p).to_owned()).collect() };
        let in_chair = |own: &&Happening| Term {
            party: codes(&own.actors),
            date: own.when,
            note: own.note.as_deref().map(str::to_owned),
            source: own.source.to_string(),
        };
        let last = told.last();
        // Who chaired one meeting chaired that; a term without an end lasts until the next one, and one with an end no
        // longer than that.
        let of_meeting =
            |own: &&&Happening| self.held.iter().any(|held| held.kind.is_gathering() && held.date == own.when);
        let now = told.iter().rfind(|own| own.when.is_none() || !of_meeting(own));
        let now = now.filter(|own| own.when.is_none_or(|when| when.to.is_none() || self.on <= when.last()));
        let rule = matter.chair.as_ref();
        let turn = last.and_then(|own| own.actors.first().copied());
        let order = rule.map_or(&[][..], |rule| rule.order.as_slice());
        let member = |party: PartyIx| matter.members.as_ref().is_none_or(|members| members.contains(party, self.on));
        // Where the record lost sight of the chair, nobody knows how far it has gone round.
        let term = rule.and_then(|rule| rule.term.clone()).unwrap_or_else(|| law::Period::days(366));
        let ended = last.and_then(|own| own.when).map(Span::last).filter(|_| now.is_none());
        let lost = ended.is_some_and(|ended| term.after(ended) < self.on);
        let next = rhythm::next_in_turn(order, turn, member).filter(|_| !order.is_empty() && !lost);
        let name = |party: PartyIx| world.name_in_sentence(party, self.on);
        let why = match (next, turn) {
            (Some(_), Some(turn)) => words.tell("chair-next-in-turn", &[("name", name(turn).into())]),
            (Some(_), None) => words.say("chair-next-first").to_owned(),
            (None, _) if lost => words.say("chair-next-lost").to_owned(),
            (None, _) if rule.is_some_and(|rule| rule.host) => words.say("chair-next-host").to_owned(),
            (None, _) if !order.is_empty() => words.say("chair-next-nobody").to_owned(),
            (None, _) => words.say("chair-next-unknown").to_owned(),
        };
        ChairAnswer {
            rule: rule.map(|rule| {
                let order: Vec<String> = rule.order.iter().map(|party| name(*party)).collect();
                let term = rule.term.as_ref().map(|term| words.period(term));
                match (order.is_empty(), term) {
                    (false, Some(term)) => words
                        .tell("chair-rule-order-term", &[("order", words.row(&order).into()), ("term", term.into())]),
                    (false, None) => words.tell("chair-rule-order", &[("order", words.row(&order).into())]),
                    (true, Some(term)) => words.tell("chair-rule-term", &[("term", term.into())]),
                    (true, None) => words.say(if rule.host { "chair-rule-host" } else { "chair-rule-none" }).to_owned(),
                }
            }),
            article: rule.and_then(|rule| rule.article.clone()),
            terms: told.iter().map(in_chair).collect(),
            now: now.map_or_else(Vec::new, |own| codes(&own.actors)),
            next: next.map(|party| world.code(party).to_owned()),
            why,
            unverified: rule.and_then(|rule| rule.unverified.clone()),
        }
    }

    fn hosts(&self, world: &World, matter: &Matter) -> Vec<Turn> {
        let mut times: BTreeMap<PartyIx, usize> = BTreeMap::new();
        let members = matter.members.iter().flat_map(|members| members.on(self.on));
        times.extend(members.map(|party| (party, 0)));
        for own in self.held.iter().filter(|own| own.kind.is_gathering()) {
            if let Some(country) = own.country.as_deref().and_then(|code| world.packs.parties.find(code)) {
                *times.entry(country).or_default() += 1;
            }
        }
        if times.values().all(|number| *number == 0) {
            return Vec::new();
        }
        let turn = |(party, times)| Turn {
            party: world.code(party).to_owned(),
            name: world.party_name(party, self.on).to_owned(),
            times,
        };
        let mut turns: Vec<Turn> = times.into_iter().map(turn).collect();
        turns.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| world.words().order(&a.name, &b.name)));
        turns
    }

    fn tasks(&self, world: &World) -> Vec<TaskAnswer> {
        let of = |own: &&Happening| {
            let done = |other: &&&Happening| {
                other.deed == Deed::TaskDone && other.about.is_some() && other.about == own.id && other.day() <= self.on
            };
            let done = self.told.iter().find(done).map(|other| other.day());
            let overdue = own.due.filter(|due| done.is_none() && *due < self.on);
            TaskAnswer {
                id: own.id.as_deref().map(str::to_owned),
                what: own.note.as_deref().map(str::to_owned),
                to: own.to.iter().map(|party| world.code(*party).to_owned()).collect(),
                due: own.due,
                done,
                overdue_days: overdue.map(|due| self.on.epoch() - due.epoch()),
                source: own.source.to_string(),
            }
        };
        self.told.iter().filter(|own| own.deed == Deed::Task && own.day() <= self.on).map(of).collect()
    }
}

/// The texts that were put under a silence procedure among some happenings, as they stand on a day.
pub(crate) fn silences(world: &World, told: &[&Happening], on: Day) -> Vec<SilenceAnswer> {
    let objection = |own: &Happening| Objection {
        by: own.actors.iter().map(|party| world.code(*party).to_owned()).collect(),
        date: own.when,
        note: own.note.as_deref().map(str::to_owned),
        source: own.source.to_string(),
    };
    let of = |own: &&Happening| {
        let ends = own.due?;
        let against = |other: &&&Happening| {
            other.deed == Deed::Dissent && other.about.is_some() && other.about == own.id && other.day() <= ends
        };
        let objections: Vec<&&Happening> = told.iter().filter(against).collect();
        let days: Vec<Day> = objections.iter().map(|other| other.day()).collect();
        let (outcome, since) = match rhythm::silence(ends, &days, on) {
            Silence::Running => ("running", None),
            Silence::Adopted(day) => ("adopted", Some(day)),
            Silence::Broken(day) => ("broken", Some(day)),
        };
        Some(SilenceAnswer {
            id: own.id.as_deref().map(str::to_owned),
            what: own.note.as_deref().map(str::to_owned),
            date: own.when,
            ends,
            outcome,
            since,
            objections: objections.iter().map(|other| objection(other)).collect(),
            source: own.source.to_string(),
        })
    };
    told.iter().filter(|own| own.deed == Deed::Silence && own.day() <= on).filter_map(of).collect()
}

/// Whether a kind of happening keeps the rules of a matter that do not say what keeps them.
fn keeps(matter: &Matter, deed: Deed) -> bool {
    match matter.kind {
        MatterKind::Series => matches!(deed, Deed::Resolution | Deed::Decision | Deed::Adoption | Deed::Statement),
        MatterKind::Catalogue => matches!(deed, Deed::Adoption | Deed::Review),
        _ => deed.is_gathering(),
    }
}

/// From which day the rules of a matter run: the entry into force of its instrument, or its adoption where it binds nobody.
fn begins(world: &World, matter: &Matter, known: Day) -> Option<Day> {
    let t = world.packs.by_id(matter.instrument.as_deref()?)?;
    let instrument = &world.packs[t];
    if !instrument.kind.is_binding() {
        return instrument.adopted.map(|adopted| adopted.first);
    }
    world.packs.engine.outcome(t, known, &mut Scratch::default()).entry_into_force.real()
}

/// A body or series as it stands on a day.
pub fn answer(world: &World, matter: &Matter, on: Day, known: Option<Day>) -> BodyAnswer {
    let kept = Kept::of(world, matter, on, known.unwrap_or(Day::LAST));
    let lang = &world.lang;
    let mut members: Vec<Member> = matter
        .members
        .iter()
        .flat_map(|members| members.on(on))
        .map(|party| Member { party: world.code(party).to_owned(), name: world.party_name(party, on).to_owned() })
        .collect();
    members.sort_by(|a, b| world.words().order(&a.name, &b.name));
    let years: Vec<i16> = kept.days.iter().map(|day| day.date().year()).collect();
    let observed = rhythm::observed(&years).zip(years.last());
    let below = |other: &&Matter| {
        [&other.part_of, &other.reports_to].into_iter().flatten().any(|id| *id == matter.id)
            && (KINDS.contains(&other.kind) || matches!(other.kind, MatterKind::Draft | MatterKind::Form))
    };
    let exact = |own: &Occasion| own.date.filter(|date| date.first() == date.from.last()).map(Span::first);
    let gaps: Vec<Option<i32>> = kept
        .held
        .iter()
        .enumerate()
        .map(|(at, own)| {
            let before = kept.held[..at].last().and_then(exact)?;
            Some(exact(own)?.epoch() - before.epoch())
        })
        .collect();
    let (rules, chair, hosts) = (kept.rules(world, matter), kept.chairs(world, matter), kept.hosts(world, matter));
    let (silences, tasks) = (silences(world, &kept.told, on), kept.tasks(world));
    let shown = |deed: Deed| {
        is_occasion(deed) || matches!(deed, Deed::Chair | Deed::Silence | Deed::Dissent | Deed::Task | Deed::TaskDone)
    };
    let told = kept.told.iter().filter(|own| !shown(own.deed) && own.day() <= on);
    let told = told.map(|own| Told::of(world, own, &matter.id)).collect();
    let ahead = kept.ahead.into_iter().filter(|own| own.told <= on || own.day <= on).collect();
    BodyAnswer {
        version: 1,
        body: matter.id.clone(),
        kind: matter.kind,
        name: in_language(&matter.name, lang).to_owned(),
        short: matter.short.clone(),
        what: matter.what.as_ref().map(|what| in_language(what, lang).to_owned()),
        regime: matter.regime.clone(),
        on,
        known,
        instrument: matter.instrument.clone(),
        article: matter.article.clone(),
        members,
        part_of: matter.part_of.clone(),
        reports_to: matter.reports_to.clone(),
        secretariat: matter.secretariat.clone(),
        below: world.packs.matters.iter().filter(below).map(|other| other.id.clone()).collect(),
        decides: matter.decides.as_ref().map(|decides| DecidesAnswer {
            by: decides.by,
            silence: decides.silence.as_ref().map(|period| world.words().period(period)),
            article: decides.article.clone(),
        }),
        rules,
        observed: observed.filter(|_| matter.kind == MatterKind::Series).map(|((years, since), last)| Observed {
            years,
            since,
            next: last.saturating_add(years),
        }),
        chair,
        occasions: kept.held.into_iter().zip(gaps).map(|(occasion, gap_days)| Held { occasion, gap_days }).collect(),
        foreseen: ahead,
        hosts,
        silences,
        tasks,
        told,
        cite: matter.cite.clone(),
        checked_until: matter.checked_until,
        unverified: matter.unverified.clone(),
    }
}
