//! What was asked for and promised: by whom, of whom, where, and whether it has been done.

use law::call::{self, Call};
use law::{Asked, Day, Deed, Happening, PartyIx, Scratch, Span, Standing, Status, Supposed, TreatyIx};
use pack::{MatterKind, in_language};
use serde::Serialize;

use crate::World;

/// How a call or a commitment stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nobody did it yet.
    Open,
    /// Some did.
    Partly,
    /// Everybody did.
    Fulfilled,
    /// Its object is gone: the instrument ended.
    Lapsed,
    /// The record cannot tell.
    NotDecidable,
}

impl State {
    /// Every state.
    pub const ALL: [State; 5] = [State::Open, State::Partly, State::Fulfilled, State::Lapsed, State::NotDecidable];

    /// The word used in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Partly => "partly",
            State::Fulfilled => "fulfilled",
            State::Lapsed => "lapsed",
            State::NotDecidable => "not-decidable",
        }
    }
}

/// A row of `semey commitments`, version 1.
#[derive(Debug, Serialize)]
pub struct CallRow {
    /// What it goes by: what is asked for, and of what.
    pub call: String,
    /// Whether it was promised; otherwise it was asked of others.
    pub own: bool,
    /// What would fulfil it, where that can be told.
    pub asks: Option<Asked>,
    /// The id of the instrument it is about.
    pub instrument: Option<String>,
    /// The matter it is about.
    pub matter: Option<String>,
    /// What is to be done, in words.
    pub what: String,
    /// How it stands.
    pub state: State,
    /// Since when, where that is known.
    pub since: Option<Day>,
    /// Who made it: codes.
    pub by: Vec<String>,
    /// Whose turn it is, each with how far it has come, by name.
    pub to: Vec<Addressee>,
    /// Every time it was made, in order of days.
    pub made: Vec<Made>,
    /// What fulfilled it, or ended it, as a source tells: citations.
    pub closed_by: Vec<String>,
}

/// Somebody who is asked, or who promised.
#[derive(Debug, Serialize)]
pub struct Addressee {
    /// The code.
    pub party: String,
    /// The name on the day.
    pub name: String,
    /// Whether it is done; none where that cannot be told.
    pub done: Option<bool>,
    /// When it was done.
    pub since: Option<Day>,
    /// Whether it was done before anybody asked.
    pub before: bool,
    /// Whether no source names it, and it follows from the group named and from the record.
    pub inferred: bool,
}

/// A call as it was made once.
#[derive(Debug, Serialize)]
pub struct Made {
    /// When; none where the source tells no date.
    pub date: Option<Span>,
    /// From when on one could know of it.
    pub told: Day,
    /// The kind of happening.
    pub kind: Deed,
    /// In which words: a word of the list in `docs/regimes.md`.
    pub manner: Option<String>,
    /// Who made it: codes.
    pub by: Vec<String>,
    /// Who was named: codes.
    pub to: Vec<String>,
    /// The group that was named, by its id.
    pub to_group: Option<String>,
    /// What its source does not say and was concluded.
    pub inferred: Vec<String>,
    /// What a reader must know.
    pub note: Option<String>,
    /// Where it is told.
    pub source: String,
    /// Its entry in the ledger.
    pub entry: Option<u64>,
}

/// A political commitment that States join, and who did.
#[derive(Debug, Serialize)]
pub struct PledgeRow {
    /// The id of the matter.
    pub pledge: String,
    /// What it is called.
    pub name: String,
    /// What it says.
    pub what: Option<String>,
    /// Who joined, in order of days.
    pub joined: Vec<JoinedRow>,
    /// Where it is told.
    pub cite: Vec<String>,
    /// Why it is not sure.
    pub unverified: Option<String>,
}

/// Somebody who joined a pledge.
#[derive(Debug, Serialize)]
pub struct JoinedRow {
    /// The code.
    pub party: String,
    /// The name on the day.
    pub name: String,
    /// When.
    pub date: Option<Span>,
    /// Where it is told.
    pub source: String,
}

/// The answer of `semey commitments`, version 1.
#[derive(Debug, Serialize)]
pub struct CommitmentsAnswer {
    /// 1.
    pub version: u32,
    /// The day asked about.
    pub on: Day,
    /// As known on this day; none means everything entered.
    pub known: Option<Day>,
    /// Calls and commitments: open ones first.
    pub calls: Vec<CallRow>,
    /// Political commitments that States join.
    pub pledges: Vec<PledgeRow>,
}

/// Which calls are asked about.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'f> {
    /// Those made to this participant, or by it where it promised.
    pub addressee: Option<PartyIx>,
    /// Those about this instrument.
    pub instrument: Option<TreatyIx>,
    /// Those about matters of this regime, or told by sources of the pack of that name.
    pub regime: Option<&'f str>,
    /// Those that stand like this.
    pub state: Option<State>,
}

struct Board<'w> {
    world: &'w World,
    on: Day,
    known: Day,
    told: Vec<&'w Happening>,
}

/// What was asked for and promised up to a day, as known on a day.
pub fn answer(world: &World, on: Day, known: Option<Day>, filter: &Filter<'_>) -> CommitmentsAnswer {
    let until = known.unwrap_or(Day::LAST);
    let told: Vec<&Happening> =
        world.packs.happenings.iter().filter(|own| own.is_known(until) && own.told <= on && own.day() <= on).collect();
    let board = Board { world, on, known: until, told };
    let calls = call::merge(board.told.iter().copied());
    let mut calls: Vec<CallRow> =
        calls.iter().filter(|call| board.is_wanted(call, filter)).map(|call| board.row(call)).collect();
    calls.retain(|row| {
        let addressed = |party: PartyIx| {
            let code = world.code(party);
            row.to.iter().any(|to| to.party == code) || (row.own && row.by.iter().any(|by| by == code))
        };
        filter.addressee.is_none_or(addressed) && filter.state.is_none_or(|state| row.state == state)
    });
    calls.sort_by(|a, b| (a.own, a.state).cmp(&(b.own, b.state)).then_with(|| last(b).cmp(&last(a))));
    CommitmentsAnswer { version: 1, on, known, calls, pledges: board.pledges(filter) }
}

fn last(row: &CallRow) -> Option<Day> {
    row.made.iter().map(|made| made.date.map_or(made.told, Span::first)).max()
}

impl Board<'_> {
    fn is_wanted(&self, call: &Call, filter: &Filter<'_>) -> bool {
        let of_regime = |regime: &str| {
            call.made.iter().any(|at| {
                self.told[*at]
                    .matters
                    .iter()
                    .any(|id| self.world.packs.matters.by_id(id).is_some_and(|matter| matter.regime == regime))
            }) || call.subject.instrument.is_some_and(|t| self.world.packs[t].id == regime)
        };
        filter.instrument.is_none_or(|t| call.subject.instrument == Some(t)) && filter.regime.is_none_or(of_regime)
    }

    fn row(&self, call: &Call) -> CallRow {
        let world = self.world;
        let subject = &call.subject;
        let made: Vec<&Happening> = call.made.iter().map(|at| self.told[*at]).collect();
        let first = made.iter().map(|own| own.day()).min().unwrap_or(self.on);
        // Who promises or asks again has not got it yet.
        let last = made.iter().map(|own| own.day()).max().unwrap_or(self.on);
        let to = self.addressees(call, &made, first, last);
        let closing = |deed: Deed| {
            let about = |own: &&&Happening| {
                own.deed == deed
                    && (made.iter().any(|made| made.id.is_some() && made.id == own.about)
                        || (own.about.is_none() && subject.matter.as_ref().is_some_and(|id| own.is_about(id))))
            };
            self.told.iter().filter(about).copied().collect::<Vec<&Happening>>()
        };
        let (fulfilled, lapsed) = (closing(Deed::Fulfilled), closing(Deed::Lapsed));
        let (state, since) = match (fulfilled.first(), lapsed.first()) {
            (Some(own), _) => (State::Fulfilled, Some(own.day())),
            (None, Some(own)) => (State::Lapsed, Some(own.day())),
            (None, None) => self.state(call, &to, last),
        };
        let what = self.what(call);
        let about = subject.instrument.map(|t| world.packs[t].id.clone());
        let ask = subject.asks.map_or(if subject.own { "promise" } else { "call" }, Asked::word);
        let name = subject.matter.as_deref().or(about.as_deref()).unwrap_or("");
        let mut made: Vec<Made> = made.iter().map(|own| self.made(own)).collect();
        made.sort_by_key(|made| made.date.map_or(made.told, Span::first));
        CallRow {
            call: format!("{ask}:{name}"),
            own: subject.own,
            asks: subject.asks,
            instrument: about,
            matter: subject.matter.as_deref().map(str::to_owned),
            what,
            state,
            since,
            by: self.codes(&call.by),
            to,
            made,
            closed_by: match (state, fulfilled.is_empty() && lapsed.is_empty()) {
                (_, false) => fulfilled.iter().chain(&lapsed).map(|own| own.source.to_string()).collect(),
                (State::Fulfilled, true) => self.closing(call, last, since),
                _ => Vec::new(),
            },
        }
    }

    fn codes(&self, parties: &[PartyIx]) -> Vec<String> {
        parties.iter().map(|party| self.world.code(*party).to_owned()).collect()
    }

    fn made(&self, own: &Happening) -> Made {
        let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
        Made {
            date: own.when,
            told: own.told,
            kind: own.deed,
            manner: text(&own.manner),
            by: self.codes(&own.actors),
            to: self.codes(&own.to),
            to_group: text(&own.to_group),
            inferred: own.inferred.iter().map(|column| column.to_string()).collect(),
            note: text(&own.note),
            source: own.source.to_string(),
            entry: own.entry,
        }
    }

    /// What is to be done, in words.
    fn what(&self, call: &Call) -> String {
        let words = self.world.words();
        let title = call.subject.instrument.map(|t| self.world.title_in_sentence(t));
        let name = call.subject.matter.as_deref().map(|id| self.world.matter_name(id).to_owned());
        match (call.subject.asks, title, name) {
            (Some(Asked::Consent), Some(title), _) => words.tell("call-consent", &[("treaty", title.into())]),
            (Some(Asked::Signature), Some(title), _) => words.tell("call-signature", &[("treaty", title.into())]),
            (Some(Asked::EntryIntoForce), Some(title), _) => words.tell("call-in-force", &[("treaty", title.into())]),
            (_, _, Some(name)) => name,
            (_, Some(title), None) => words.capital(&title),
            (_, None, None) => String::new(),
        }
    }

    fn standings(&self, t: TreatyIx, on: Day) -> Vec<Standing> {
        let mut standings = Vec::new();
        let (none, mut scratch) = (Supposed::default(), Scratch::default());
        self.world.packs.engine.standings(t, on, self.known, &none, &mut scratch, &mut standings);
        standings
    }

    /// What the record knows that closed a call: the happening, or the acts of the day on which the last one did it.
    fn closing(&self, call: &Call, last: Day, since: Option<Day>) -> Vec<String> {
        let mut sources: Vec<String> = match (call.subject.asks, call.subject.instrument) {
            (Some(Asked::Deed(deed)), _) => {
                self.deed_after(call, deed, last, None).iter().map(|own| own.source.to_string()).collect()
            }
            (Some(_), Some(t)) => {
                let acts = self.world.packs[t].acts.iter();
                let of_day = acts
                    .filter(|act| act.overruled.is_none() && act.kind.is_consent() && Some(act.date.first) == since);
                of_day.map(|act| act.source.to_string()).collect()
            }
            _ => Vec::new(),
        };
        sources.dedup();
        sources
    }

    fn addressees(&self, call: &Call, made: &[&Happening], first: Day, last: Day) -> Vec<Addressee> {
        let (own, world) = (call.subject.own, self.world);
        let asked = if own { &call.by } else { &call.to };
        let done = |status: Status| match call.subject.asks {
            Some(Asked::Signature) => status != Status::None && status != Status::FormerParty,
            _ => status.is_bound() || status == Status::ContractingState,
        };
        let by_status = matches!(call.subject.asks, Some(Asked::Consent | Asked::Signature));
        let instrument = call.subject.instrument.filter(|_| by_status);
        let (then, now) = match instrument {
            Some(t) => (self.standings(t, first.plus(-1)), self.standings(t, self.on)),
            None => (Vec::new(), Vec::new()),
        };
        let find = |all: &[Standing], party: PartyIx| {
            all.iter().find(|standing| standing.party == party && done(standing.status)).map(|standing| standing.since)
        };
        let named = |party: PartyIx| {
            made.iter().any(|own| {
                own.to_group.is_none() && own.to.contains(&party) && own.inferred.iter().all(|c| &**c != "to")
            })
        };
        let deed = match call.subject.asks {
            Some(Asked::Deed(deed)) => Some(deed),
            _ => None,
        };
        let mut all: Vec<Addressee> = asked
            .iter()
            .map(|party| {
                let mut addressee = Addressee {
                    party: world.code(*party).to_owned(),
                    name: world.party_name(*party, self.on).to_owned(),
                    done: None,
                    since: None,
                    before: false,
                    inferred: false,
                };
                if instrument.is_some() {
                    // Whoever had done it when it was asked first was not asked, whatever came after.
                    let before = find(&then, *party);
                    let since = before.or_else(|| find(&now, *party));
                    addressee.done = Some(since.is_some());
                    addressee.since = since.and_then(Day::real);
                    addressee.before = before.is_some();
                } else if let Some(deed) = deed {
                    let since = self.deed_after(call, deed, last, Some(*party)).map(|own| own.day());
                    addressee.done = Some(since.is_some());
                    addressee.since = since;
                }
                addressee
            })
            .collect();
        // Whoever is left of a group of which others had done it before was found by elimination.
        let eliminated =
            all.iter().any(|to| to.before) || made.iter().any(|own| own.inferred.iter().any(|c| &**c == "to"));
        for (addressee, party) in all.iter_mut().zip(asked) {
            addressee.inferred = !own && eliminated && !named(*party);
        }
        all.sort_by(|a, b| world.words().order(&a.name, &b.name));
        all
    }

    /// The first happening of a kind about what the call is about, after the last time that it was made. What the same text
    /// tells of the same day is part of the asking.
    fn deed_after(&self, call: &Call, deed: Deed, last: Day, by: Option<PartyIx>) -> Option<&Happening> {
        let about = |own: &&&Happening| {
            own.deed == deed
                && own.day() > last
                && match &call.subject.matter {
                    Some(matter) => own.is_about(matter),
                    None => own.instrument.is_some() && own.instrument == call.subject.instrument,
                }
                && by.is_none_or(|party| own.actors.contains(&party))
        };
        self.told.iter().filter(about).min_by_key(|own| own.day()).copied()
    }

    fn state(&self, call: &Call, to: &[Addressee], last: Day) -> (State, Option<Day>) {
        let outcome =
            call.subject.instrument.map(|t| self.world.packs.engine.outcome(t, self.known, &mut Scratch::default()));
        let asks_of_instrument =
            matches!(call.subject.asks, Some(Asked::Consent | Asked::Signature | Asked::EntryIntoForce));
        if let Some(outcome) = outcome.as_ref().filter(|_| asks_of_instrument)
            && let Some(end) = outcome.ends.real().filter(|end| *end <= self.on)
        {
            return (State::Lapsed, Some(end));
        }
        match call.subject.asks {
            Some(Asked::EntryIntoForce) => match outcome {
                Some(outcome) if outcome.in_force(self.on) => (State::Fulfilled, outcome.entry_into_force.real()),
                Some(_) => (State::Open, None),
                None => (State::NotDecidable, None),
            },
            Some(Asked::Deed(deed)) if to.is_empty() || call.subject.own => {
                match self.deed_after(call, deed, last, None) {
                    Some(own) => (State::Fulfilled, Some(own.day())),
                    None => (State::Open, None),
                }
            }
            Some(_) => {
                let asked: Vec<&Addressee> = to.iter().filter(|to| !to.before).collect();
                let done = asked.iter().filter(|to| to.done == Some(true)).count();
                if to.is_empty() || asked.iter().any(|to| to.done.is_none()) {
                    (State::NotDecidable, None)
                } else if done == asked.len() {
                    (State::Fulfilled, to.iter().filter_map(|to| to.since).max())
                } else {
                    (if done == 0 { State::Open } else { State::Partly }, None)
                }
            }
            None => (State::NotDecidable, None),
        }
    }

    fn pledges(&self, filter: &Filter<'_>) -> Vec<PledgeRow> {
        let world = self.world;
        let regime = |matter: &&pack::Matter| filter.regime.is_none_or(|regime| matter.regime == regime);
        let row = |matter: &pack::Matter| {
            let joined = self.told.iter().filter(|own| own.deed == Deed::Joined && own.is_about(&matter.id));
            let mut joined: Vec<&Happening> = joined.copied().collect();
            joined.sort_by_key(|own| own.day());
            PledgeRow {
                pledge: matter.id.clone(),
                name: in_language(&matter.name, &world.lang).to_owned(),
                what: matter.what.as_ref().map(|what| in_language(what, &world.lang).to_owned()),
                joined: joined
                    .iter()
                    .flat_map(|own| {
                        own.actors.iter().map(|party| JoinedRow {
                            party: world.code(*party).to_owned(),
                            name: world.party_name(*party, self.on).to_owned(),
                            date: own.when,
                            source: own.source.to_string(),
                        })
                    })
                    .collect(),
                cite: matter.cite.clone(),
                unverified: matter.unverified.clone(),
            }
        };
        // A pledge has no addressee, no instrument and no state: where one is asked for, it is not what was asked.
        if filter.addressee.is_some() || filter.instrument.is_some() || filter.state.is_some() {
            return Vec::new();
        }
        world.packs.matters.of_kind(MatterKind::Pledge).filter(regime).map(row).collect()
    }
}
