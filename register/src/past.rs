//! Everybody's past under every instrument, kept: what it takes to answer for all instruments at once on any day.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

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
                    _ => spans.push(Span { party, from: own.from, until: own.until, status: own.status }),
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

/// The pasts of all instruments, as everything entered has it, once somebody asked for one of them.
pub(crate) type Remembered = Arc<OnceLock<Box<[Past]>>>;

impl World {
    /// The same, for whoever asks often and changes nothing: pasts are worked out once, for every language.
    #[must_use]
    pub fn remembering(mut self) -> World {
        self.remembered = Some(Remembered::default());
        self
    }

    /// The past of an instrument, as known on a day.
    pub fn past(&self, t: TreatyIx, known: Day, scratch: &mut Scratch) -> Cow<'_, Past> {
        match &self.remembered {
            Some(remembered) if known == Day::LAST => {
                let all = remembered.get_or_init(|| {
                    let all: Vec<TreatyIx> = self.packs.engine.treaties().collect();
                    let cores = std::thread::available_parallelism().map_or(1, usize::from);
                    let runs: Vec<&[TreatyIx]> = all.chunks(all.len().div_ceil(cores).max(1)).collect();
                    let of = |some: &[TreatyIx]| {
                        let mut scratch = Scratch::default();
                        some.iter().map(|t| Past::of(self, *t, known, &mut scratch)).collect::<Vec<_>>()
                    };
                    pack::on_every_core(&runs, |some| of(some)).into_iter().flatten().collect()
                });
                Cow::Borrowed(&all[t.0 as usize])
            }
            _ => Cow::Owned(Past::of(self, t, known, scratch)),
        }
    }

    /// What becomes of an instrument, and who is what to it on a day, as known on a day; those who are nothing are left out.
    ///
    /// It is what [`law::Engine::outcome`] and [`law::Engine::standings`] say, from the past where that is remembered.
    pub fn standings(&self, t: TreatyIx, on: Day, known: Day, scratch: &mut Scratch) -> (Outcome, Vec<Span>) {
        if self.remembered.is_some() && known == Day::LAST {
            let past = self.past(t, known, scratch);
            return (past.outcome, past.on(on).copied().collect());
        }
        let mut all: Vec<Standing> = Vec::new();
        self.packs.engine.standings(t, on, known, &Supposed::default(), scratch, &mut all);
        let outcome = self.packs.engine.outcome(t, known, scratch);
        let something = all.into_iter().filter(|standing| standing.status != Status::None);
        let span = |own: Standing| Span { party: own.party, from: own.since, until: Day::NEVER, status: own.status };
        (outcome, something.map(span).collect())
    }
}
