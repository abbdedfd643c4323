//! Standing questions: their answer on a day, and how it changed.

use std::collections::BTreeSet;
use std::collections::hash_map::{Entry, HashMap};

use law::{Day, Deed, Happening, LifeStage, Outcome, Scratch, Span, Stage, Standing, Supposed, TreatyIx};
use pack::{Matter, MatterKind, Question, in_language};
use serde::{Deserialize, Serialize};

use crate::World;
use crate::answer::bodies;

/// The answer of `semey watch WATCH`, version 1; without one, a list of them.
#[derive(Debug, Serialize)]
pub struct WatchAnswer {
    /// 1.
    pub version: u32,
    /// The id of the watch.
    pub watch: String,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub what: Option<String>,
    /// The regime it belongs to.
    pub regime: String,
    /// The day asked about.
    pub on: Day,
    /// As known on this day; none means everything entered.
    pub known: Option<Day>,
    /// Its answer.
    pub now: Answered,
    /// When the answer changed, the last change first: only asked for one watch.
    pub history: Vec<Change>,
    /// What was entered on the matter, in order of days.
    pub file: Vec<Filed>,
    /// Where it is told.
    pub cite: Vec<String>,
    /// Why it is not sure.
    pub unverified: Option<String>,
}

/// An answer: lines, which are compared from one day to the next.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The answer in a sentence.
    pub text: String,
    /// How many lines there are.
    pub number: usize,
    /// What the question found, each by the code or id of what it is about.
    pub lines: Vec<Line>,
}

/// A line of an answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Line {
    /// The code of a participant, or the id of an instrument or matter.
    pub id: String,
    /// What that is called.
    pub name: String,
    /// What is said of it: a word, or a day.
    pub state: String,
    /// That in words.
    pub text: String,
}

/// A change of an answer.
#[derive(Debug, Clone, Serialize)]
pub struct Change {
    /// The day on which it changed, and on which one could know that.
    pub date: Day,
    /// What the answer was from then on.
    pub text: String,
    /// Lines that came.
    pub came: Vec<Line>,
    /// Lines that went.
    pub went: Vec<Line>,
}

/// Something in the file of a watch.
#[derive(Debug, Serialize)]
pub struct Filed {
    /// What it is: evidence, an assessment, a recommendation, or anything else that is told of the matter.
    pub kind: Deed,
    /// When.
    pub date: Option<Span>,
    /// Who: codes.
    pub by: Vec<String>,
    /// What.
    pub note: Option<String>,
    /// Why it is contested.
    pub doubt: Option<String>,
    /// Where it is told.
    pub source: String,
    /// Its entry in the ledger.
    pub entry: Option<u64>,
}

/// Every watch with its answer on a day, without its history.
pub fn all(world: &World, on: Day, known: Option<Day>, regime: Option<&str>) -> Vec<WatchAnswer> {
    let watches = world.packs.matters.of_kind(MatterKind::Watch);
    let wanted = watches.filter(|watch| regime.is_none_or(|regime| watch.regime == regime));
    wanted.map(|watch| look(world, watch, on, known, false)).collect()
}

/// A watch with its answer on a day and how that changed.
pub fn answer(world: &World, watch: &Matter, on: Day, known: Option<Day>) -> WatchAnswer {
    look(world, watch, on, known, true)
}

fn look(world: &World, watch: &Matter, on: Day, known: Option<Day>, history: bool) -> WatchAnswer {
    let until = known.unwrap_or(Day::LAST);
    let told = world.packs.happenings.iter().filter(|own| own.is_known(until) && own.day() <= on);
    let told = told.filter(|own| own.is_about(&watch.id));
    WatchAnswer {
        version: 1,
        watch: watch.id.clone(),
        name: in_language(&watch.name, &world.lang).to_owned(),
        what: watch.what.as_ref().map(|what| in_language(what, &world.lang).to_owned()),
        regime: watch.regime.clone(),
        on,
        known,
        now: asked(&mut Lives::new(world), watch, on, until),
        history: if history { changes(world, watch, on, until) } else { Vec::new() },
        file: told.map(|own| filed(world, own)).collect(),
        cite: watch.cite.clone(),
        unverified: watch.unverified.clone(),
    }
}

fn filed(world: &World, own: &Happening) -> Filed {
    let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
    Filed {
        kind: own.deed,
        date: own.when,
        by: own.actors.iter().map(|party| world.code(*party).to_owned()).collect(),
        note: text(&own.note),
        doubt: text(&own.doubt),
        source: own.source.to_string(),
        entry: own.entry,
    }
}

/// The lines that came and those that went; none if the answer is the same. A line about the same thing with another
/// state went and came; how it is called, and in which language it is said, changes nothing.
pub fn difference(before: &Answered, now: &Answered) -> Option<(Vec<Line>, Vec<Line>)> {
    fn state(line: &Line) -> (&str, &str) {
        (&line.id, &line.state)
    }
    let lacks = |all: &[Line], line: &Line| !all.iter().any(|own| state(own) == state(line));
    let came: Vec<Line> = now.lines.iter().filter(|line| lacks(&before.lines, line)).cloned().collect();
    let went: Vec<Line> = before.lines.iter().filter(|line| lacks(&now.lines, line)).cloned().collect();
    (!came.is_empty() || !went.is_empty()).then_some((came, went))
}

/// How an answer changed up to a day: asked again on every day on which something that it looks at changed or was told.
pub fn changes(world: &World, watch: &Matter, on: Day, known: Day) -> Vec<Change> {
    let mut days = days(world, watch, on);
    days.insert(on);
    let mut changes: Vec<Change> = Vec::new();
    let mut before = Answered::default();
    let mut lives = Lives::new(world);
    for day in days.into_iter().filter(|day| *day <= on && day.is_real()) {
        // What one could say on a day rests on what had been told by then.
        let now = asked(&mut lives, watch, day, known.min(day));
        if let Some((came, went)) = difference(&before, &now) {
            changes.push(Change { date: day, text: now.text.clone(), came, went });
        }
        before = now;
    }
    changes.reverse();
    changes
}

/// The days on which the answer can have changed.
fn days(world: &World, watch: &Matter, on: Day) -> BTreeSet<Day> {
    let packs = &world.packs;
    let mut days = BTreeSet::new();
    let Some(question) = &watch.question else { return days };
    let group = match question {
        Question::Missing { of, .. } | Question::Adherence { of, .. } => packs.parties.group(of),
        _ => None,
    };
    for member in group.iter().flat_map(|group| &group.members) {
        days.extend([member.from, member.until]);
    }
    for t in question.instruments().iter().filter_map(|id| packs.by_id(id)) {
        for act in &packs[t].acts {
            days.extend([act.date.first, act.known_from()]);
            days.extend(act.effect);
            days.extend(act.wrong_from);
        }
        let past = world.past(t, Day::LAST, &mut Scratch::default());
        days.extend(past.spans.iter().flat_map(|span| [span.from, span.until]));
        days.extend([past.outcome.entry_into_force, past.outcome.ends]);
        if let Question::Ending { within, .. } = question {
            // A treaty comes into sight so long before it ends.
            let ends: Vec<Day> = packs[t].acts.iter().filter_map(|act| act.effect).chain([past.outcome.ends]).collect();
            days.extend(ends.iter().filter(|end| end.is_real()).filter_map(|end| within.before(*end)));
        }
    }
    if matches!(question, Question::File) {
        let own = packs.happenings.iter().filter(|own| own.is_about(&watch.id));
        days.extend(own.map(|own| own.told.max(own.day())));
    }
    if let Question::Overdue { regime } = question {
        // Asked at the end of each month: what is overdue becomes so without anybody doing anything.
        let told: Vec<Day> = packs
            .happenings
            .iter()
            .filter(|own| own.matters.iter().any(|id| packs.matters.by_id(id).is_some_and(|m| m.regime == *regime)))
            .map(Happening::day)
            .collect();
        let mut day = told.iter().copied().min().unwrap_or(on);
        let month: law::Period = "1 month".parse().unwrap_or_else(|_| law::Period::days(30));
        while day < on && day.is_real() {
            days.insert(day);
            day = month.after(day);
        }
        days.extend(told);
    }
    days.retain(|day| *day <= on);
    days
}

fn standings(world: &World, t: TreatyIx, on: Day, known: Day) -> Vec<Standing> {
    let mut all = Vec::new();
    world.packs.engine.standings(t, on, known, &Supposed::default(), &mut Scratch::default(), &mut all);
    all
}

/// The lives of instruments as known on one day after the other. Most days bring no news of most instruments.
struct Lives<'w> {
    world: &'w World,
    of: HashMap<TreatyIx, Life>,
    scratch: Scratch,
}

struct Life {
    /// The days on which something that has a say in it came to be known, or to be known as wrong.
    news: Vec<Day>,
    /// How many of them had passed when it was worked out.
    heard: usize,
    outcome: Outcome,
    stages: Vec<Stage>,
    /// What was said last, and of what.
    said: Option<((LifeStage, Option<Day>), String)>,
}

impl<'w> Lives<'w> {
    fn new(world: &'w World) -> Lives<'w> {
        Lives { world, of: HashMap::new(), scratch: Scratch::default() }
    }

    fn as_known(&mut self, t: TreatyIx, known: Day) -> &mut Life {
        let (packs, engine) = (&self.world.packs, &self.world.packs.engine);
        let heard = |news: &[Day]| news.partition_point(|day| *day <= known);
        let life = match self.of.entry(t) {
            Entry::Occupied(kept) => kept.into_mut(),
            Entry::Vacant(place) => {
                let acts = engine.looks_at(t).into_iter().flat_map(|other| &packs[other].acts);
                let mut news: Vec<Day> =
                    acts.flat_map(|act| [Some(act.known_from()), act.wrong_from]).flatten().collect();
                news.sort_unstable();
                let outcome = engine.outcome(t, known, &mut self.scratch);
                let stages = engine.life(t, None, &[], &outcome, known);
                let heard = heard(&news);
                return place.insert(Life { news, heard, outcome, stages, said: None });
            }
        };
        let heard = heard(&life.news);
        if heard != life.heard {
            life.heard = heard;
            life.outcome = engine.outcome(t, known, &mut self.scratch);
            life.stages = engine.life(t, None, &[], &life.outcome, known);
        }
        life
    }

    /// How an instrument stands on a day, and since when; and that in words.
    fn stage(&mut self, t: TreatyIx, on: Day, known: Day) -> (LifeStage, Option<Day>, &str) {
        let words = self.world.words();
        let life = self.as_known(t, known);
        let now = life.stages.iter().rfind(|stage| stage.from <= on);
        let now @ (stage, since) = now.map_or((LifeStage::Draft, None), |stage| (stage.stage, stage.from.real()));
        let said = life.said.take().filter(|(of, _)| *of == now).unwrap_or_else(|| {
            let name = words.stage(stage);
            let since = since.map(|day| [("stage", name.into()), ("day", words.day(day).into())]);
            (now, since.map_or_else(|| name.to_owned(), |args| words.tell("watch-since", &args)))
        });
        (stage, since, &life.said.insert(said).1)
    }
}

fn asked(lives: &mut Lives<'_>, watch: &Matter, on: Day, known: Day) -> Answered {
    let world = lives.world;
    let (packs, words) = (&world.packs, world.words());
    let title = |t: TreatyIx| in_language(&packs[t].title, &world.lang).to_owned();
    let mut lines: Vec<Line> = Vec::new();
    let text = match &watch.question {
        Some(Question::Missing { of, instrument }) => {
            let (group, t) = (packs.parties.group(of), packs.by_id(instrument));
            if let (Some(group), Some(t)) = (group, t) {
                let standings = standings(world, t, on, known);
                for party in group.on(on) {
                    let status = standings.iter().find(|own| own.party == party).map(|own| own.status);
                    let bound =
                        status.is_some_and(|status| status.is_bound() || status == law::Status::ContractingState);
                    if !bound {
                        let status = status.unwrap_or(law::Status::None);
                        lines.push(Line {
                            id: world.code(party).to_owned(),
                            name: world.party_name(party, on).to_owned(),
                            state: status.word().to_owned(),
                            text: words.status(status).to_owned(),
                        });
                    }
                }
            }
            let title = t.map_or_else(|| instrument.clone(), |t| world.title_in_sentence(t));
            words.tell("watch-missing", &[("count", lines.len().into()), ("treaty", title.into())])
        }
        Some(Question::Ending { instruments, within }) => {
            for t in instruments.iter().filter_map(|id| packs.by_id(id)) {
                let Some(end) = lives.as_known(t, known).outcome.ends.real().filter(|end| *end <= within.after(on))
                else {
                    continue;
                };
                let past = end <= on;
                let id = if past { "watch-ended" } else { "watch-ends" };
                lines.push(Line {
                    id: packs[t].id.clone(),
                    name: title(t),
                    state: end.to_string(),
                    text: words.tell(id, &[("day", words.day(end).into())]),
                });
            }
            words.tell("watch-ending", &[("count", lines.len().into()), ("period", words.period(within).into())])
        }
        Some(Question::Standing { instruments }) => {
            for t in instruments.iter().filter_map(|id| packs.by_id(id)) {
                let (stage, since, text) = lives.stage(t, on, known);
                let since = since.map_or(String::new(), |day| format!(" {day}"));
                lines.push(Line {
                    id: packs[t].id.clone(),
                    name: title(t),
                    state: format!("{}{since}", stage.word()),
                    text: text.to_owned(),
                });
            }
            let force = lines.iter().filter(|line| line.state.starts_with(LifeStage::InForce.word())).count();
            words.tell("watch-standing", &[("count", force.into()), ("all", lines.len().into())])
        }
        Some(Question::Adherence { of, instruments }) => {
            let members: Vec<law::PartyIx> =
                packs.parties.group(of).map_or_else(Vec::new, |group| group.on(on).collect());
            for t in instruments.iter().filter_map(|id| packs.by_id(id)) {
                let standings = standings(world, t, on, known);
                let bound =
                    |party: &law::PartyIx| standings.iter().any(|own| own.party == *party && own.status.is_bound());
                let missing: Vec<law::PartyIx> = members.iter().copied().filter(|party| !bound(party)).collect();
                let codes: Vec<&str> = missing.iter().map(|party| world.code(*party)).collect();
                let names: Vec<&str> = missing.iter().map(|party| world.party_name(*party, on)).collect();
                let text = match names.as_slice() {
                    [] => words.say("watch-all-bound").to_owned(),
                    names => words.tell("watch-not-bound", &[("names", words.row(names).into())]),
                };
                lines.push(Line { id: packs[t].id.clone(), name: title(t), state: codes.join(" "), text });
            }
            let gaps: usize = lines.iter().map(|line| line.state.split_whitespace().count()).sum();
            words.tell(
                "watch-adherence",
                &[("count", gaps.into()), ("members", members.len().into()), ("treaties", lines.len().into())],
            )
        }
        Some(Question::File) => {
            let own = packs.happenings.iter().filter(|own| own.is_known(known) && own.day() <= on);
            for own in own.filter(|own| own.is_about(&watch.id)) {
                lines.push(Line {
                    id: own.id.as_deref().unwrap_or(&own.source).to_owned(),
                    name: own.note.as_deref().unwrap_or("").to_owned(),
                    state: own.deed.word().to_owned(),
                    text: words.happening(own.deed.word()).to_owned(),
                });
            }
            words.tell("watch-file", &[("count", lines.len().into())])
        }
        Some(Question::Overdue { regime }) => {
            let mut overdue = 0_usize;
            for row in bodies::all(world, on, Some(known), Some(regime)) {
                let Some(due) = row.due.filter(|due| *due < on) else { continue };
                let day = ("day", words.day(due).into());
                let (state, text) = match (row.overdue_days, row.checked_until) {
                    (Some(days), _) => {
                        overdue += 1;
                        let days = usize::try_from(days).unwrap_or(0);
                        (due.to_string(), words.tell("watch-overdue-since", &[day, ("count", days.into())]))
                    }
                    (None, Some(until)) => {
                        let checked = ("checked", words.day(until).into());
                        (format!("unknown {due}"), words.tell("watch-overdue-unknown", &[day, checked]))
                    }
                    (None, None) => continue,
                };
                lines.push(Line { id: row.body, name: row.name, state, text });
            }
            match lines.len() - overdue {
                0 => words.tell("watch-overdue", &[("count", overdue.into())]),
                unknown => {
                    words.tell("watch-overdue-and-unknown", &[("count", overdue.into()), ("unknown", unknown.into())])
                }
            }
        }
        None => String::new(),
    };
    Answered { text, number: lines.len(), lines }
}
