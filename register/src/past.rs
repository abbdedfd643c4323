//! Everybody's past under every instrument, kept: what it takes to answer for all instruments at once on any day.

use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use law::{Day, Outcome, PartyIx, Scratch, Standing, Status, Supposed, TreatyIx};

use crate::World;

/// A stretch of days on which a participant's status under an instrument was the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Who.
    pub party: PartyIx,
    /// The first day.
    pub from: Day,
    /// The first day after it, or [`Day::NEVER`].
    pub until: Day,
    /// The status.
    pub status: Status,
    /// Since when the participant is that: earlier than `from` where a notice of withdrawal was revoked, for what binds
    /// goes back further.
    pub since: Day,
}

/// How an instrument stood and stands: its entry into force and end, and everybody's spans, participant by participant.
#[derive(Debug, Clone)]
pub struct Past {
    /// What became of it.
    pub outcome: Outcome,
    /// The spans, those of one participant behind each other and in order of days.
    pub spans: Box<[Span]>,
}

impl Past {
    fn of(world: &World, t: TreatyIx, known: Day, scratch: &mut Scratch) -> Past {
        let everybody = world.packs.engine.everybody(t);
        let (outcome, histories) = world.packs.engine.histories_of(t, &everybody, known, scratch);
        let mut spans: Vec<Span> = Vec::new();
        for (party, history) in everybody.into_iter().zip(histories) {
            for own in history {
                // A further act that changes nothing of the status begins no span; but whoever was bound with all others
                // and then consents is bound by that from then on.
                let same = |last: &&mut Span| last.party == party && last.status == own.status;
                match spans.last_mut().filter(same).filter(|_| !own.status.is_bound()) {
                    Some(last) if last.until == own.from => last.until = own.until,
                    _ => {
                        let (from, until, status) = (own.from, own.until, own.status);
                        let bound = |last: &&Span| last.party == party && last.until == from && last.status.is_bound();
                        let since = match spans.last().filter(bound).filter(|_| status == Status::Party) {
                            Some(_) => since(world, t, party, from, known, scratch),
                            None => from,
                        };
                        spans.push(Span { party, from, until, status, since });
                    }
                }
            }
        }
        Past { outcome, spans: spans.into() }
    }

    /// Who is what on a day; those who are nothing are left out.
    pub fn on(&self, day: Day) -> impl Iterator<Item = &Span> {
        self.spans.iter().filter(move |span| span.from <= day && day < span.until && span.status != Status::None)
    }
}

/// Since when a participant is what it is on a day: the engine's word.
fn since(world: &World, t: TreatyIx, party: PartyIx, on: Day, known: Day, scratch: &mut Scratch) -> Day {
    let mut all = Vec::new();
    world.packs.engine.standings(t, on, known, &Supposed::default(), scratch, &mut all);
    all.iter().find(|standing| standing.party == party).map_or(on, |standing| standing.since)
}

/// The pasts of all instruments, in their order, once somebody asked for one of them.
type All = OnceLock<Box<[Past]>>;

/// Days of knowledge whose pasts are kept beside those of everything entered.
const EARLIER: usize = 4;
/// Who asks for more pasts than these as known on a day asks for all of them; a zone has fewer instruments.
const FEW: usize = 16;

/// What is kept of pasts.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// As everything entered has it.
    now: All,
    /// As known on other days, the one asked for last first.
    earlier: Mutex<Vec<AsKnown>>,
}

#[derive(Debug)]
struct AsKnown {
    known: Day,
    /// How often it was asked for.
    asked: usize,
    pasts: Arc<All>,
}

impl Memory {
    /// The pasts as known on a day, where so many of them were asked for that all are worth working out.
    fn earlier(&self, known: Day) -> Option<Arc<All>> {
        let mut earlier = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        let mut own = match earlier.iter().position(|own| own.known == known) {
            Some(at) => earlier.remove(at),
            None => AsKnown { known, asked: 0, pasts: Arc::default() },
        };
        own.asked += 1;
        let pasts = (own.asked > FEW).then(|| Arc::clone(&own.pasts));
        earlier.insert(0, own);
        earlier.truncate(EARLIER);
        pasts
    }
}

pub(crate) type Remembered = Arc<Memory>;

/// A past, kept or worked out.
#[derive(Debug)]
pub enum ThePast<'w> {
    /// Kept as everything entered has it.
    Kept(&'w Past),
    /// Kept as known on a day: all of them, and which one is asked for.
    Earlier(Arc<OnceLock<Box<[Past]>>>, TreatyIx),
    /// Worked out for whoever asked.
    Own(Past),
}

impl Deref for ThePast<'_> {
    type Target = Past;

    fn deref(&self) -> &Past {
        match self {
            ThePast::Kept(past) => past,
            ThePast::Earlier(all, t) => &all.get().expect("it was worked out before it was given")[t.0 as usize],
            ThePast::Own(past) => past,
        }
    }
}

impl World {
    /// The same, for whoever asks often and changes nothing: pasts are worked out once, for every language.
    #[must_use]
    pub fn remembering(mut self) -> World {
        self.remembered = Some(Remembered::default());
        self
    }

    /// The past of an instrument, as known on a day.
    pub fn past(&self, t: TreatyIx, known: Day, scratch: &mut Scratch) -> ThePast<'_> {
        self.kept(t, known).unwrap_or_else(|| ThePast::Own(Past::of(self, t, known, scratch)))
    }

    fn kept(&self, t: TreatyIx, known: Day) -> Option<ThePast<'_>> {
        let memory = self.remembered.as_ref()?;
        if known == Day::LAST {
            return Some(ThePast::Kept(&memory.now.get_or_init(|| self.all_pasts(known))[t.0 as usize]));
        }
        let all = memory.earlier(known)?;
        all.get_or_init(|| self.all_pasts(known));
        Some(ThePast::Earlier(all, t))
    }

    fn all_pasts(&self, known: Day) -> Box<[Past]> {
        let all: Vec<TreatyIx> = self.packs.engine.treaties().collect();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let runs: Vec<&[TreatyIx]> = all.chunks(all.len().div_ceil(cores).max(1)).collect();
        let of = |some: &[TreatyIx]| {
            let mut scratch = Scratch::default();
            some.iter().map(|t| Past::of(self, *t, known, &mut scratch)).collect::<Vec<_>>()
        };
        pack::on_every_core(&runs, |some| of(some)).into_iter().flatten().collect()
    }

    /// What becomes of an instrument, and who is what to it on a day and since when, as known on a day; those who are
    /// nothing are left out.
    ///
    /// It is what [`law::Engine::outcome`] and [`law::Engine::standings`] say, from the past where that is remembered.
    pub fn standings(&self, t: TreatyIx, on: Day, known: Day, scratch: &mut Scratch) -> (Outcome, Vec<Span>) {
        if let Some(past) = self.kept(t, known) {
            return (past.outcome, past.on(on).copied().collect());
        }
        let mut all: Vec<Standing> = Vec::new();
        self.packs.engine.standings(t, on, known, &Supposed::default(), scratch, &mut all);
        let outcome = self.packs.engine.outcome(t, known, scratch);
        let something = all.into_iter().filter(|standing| standing.status != Status::None);
        let span = |own: Standing| Span {
            party: own.party,
            from: own.since,
            until: Day::NEVER,
            status: own.status,
            since: own.since,
        };
        (outcome, something.map(span).collect())
    }

    /// What one participant is to an instrument on a day, as known on a day; none where it is nothing.
    pub fn standing(&self, t: TreatyIx, who: PartyIx, on: Day, known: Day, scratch: &mut Scratch) -> Option<Span> {
        if let Some(past) = self.kept(t, known) {
            return past.on(on).find(|span| span.party == who).copied();
        }
        self.standings(t, on, known, scratch).1.into_iter().find(|span| span.party == who)
    }
}
