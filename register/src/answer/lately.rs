//! What happened between two days: acts of the record, each on its day, and what they and time changed.

use std::collections::BTreeSet;

use law::{Act, ActKind, Dated, Day, PartyIx, TreatyIx};

use crate::World;
use crate::answer::due;

/// Something that was done, or that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub date: Dated,
    /// What.
    pub what: What,
    /// The id of the treaty; none for a matter that has none.
    pub treaty: Option<String>,
    /// The id of the body, the series or another matter, where it is about one.
    pub matter: Option<String>,
    /// The code of the participant concerned, if it is one.
    pub party: Option<String>,
    /// What more there is to say: where an act was done and for which territory, or what changed, as a sentence.
    pub text: String,
}

/// What an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// An act of the record.
    Act(ActKind),
    /// A change, by its word among those of `semey due`.
    Change(&'static str),
}

impl What {
    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            What::Act(kind) => kind.word(),
            What::Change(word) => word,
        }
    }
}

/// The words of `semey due` by which something has changed; the others are dates by which somebody had to do something.
const CHANGES: [&str; 9] = [
    "entry-into-force",
    "end",
    "suspension",
    "signature-closes",
    "bound",
    "leaves",
    "tacit-acceptance",
    "meeting",
    "text",
];

/// Which events are wanted.
#[derive(Debug, Clone, Copy)]
pub struct Filter<'f> {
    /// Only those under these treaties.
    pub treaties: Option<&'f [TreatyIx]>,
    /// Only those of this participant.
    pub party: Option<PartyIx>,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
    /// Only what could be known on this day.
    pub known: Day,
}

/// What happened, in the order of its days; what is less exact than a day at the beginning of its month or year.
pub fn answer(world: &World, filter: Filter<'_>) -> Vec<Event> {
    let mut events = acts(world, filter);
    events.extend(changes(world, filter));
    let key = |own: &Event| (own.date.first, own.treaty.clone(), own.party.clone(), own.matter.clone(), own.what);
    events.sort_by_cached_key(key);
    // Several sources tell one deed, and not all of them where it was done.
    events.dedup_by(|next, one| {
        let same = next.date == one.date && key(next) == key(one);
        let same = same && (next.text == one.text || next.text.is_empty() || one.text.is_empty());
        if same && one.text.is_empty() {
            one.text = std::mem::take(&mut next.text);
        }
        same
    });
    events
}

fn acts(world: &World, filter: Filter<'_>) -> Vec<Event> {
    let mut events = Vec::new();
    let days = filter.from..=filter.until;
    let wanted = |act: &&Act| {
        days.contains(&act.date.first)
            && act.known_from() <= filter.known
            && act.wrong_from.is_none_or(|wrong| filter.known < wrong)
            && act.overruled.is_none()
            && filter.party.is_none_or(|party| act.party == Some(party))
    };
    let mut of = |t: TreatyIx| {
        let instrument = &world.packs[t];
        events.extend(instrument.acts.iter().filter(&wanted).map(|act| {
            let place = act.place.as_deref().map(|place| world.place_name(place, act.date.first));
            let parts: Vec<&str> = place.into_iter().chain(act.territory.as_deref()).collect();
            Event {
                date: act.date,
                what: What::Act(act.kind),
                treaty: Some(instrument.id.clone()),
                matter: None,
                party: act.party.map(|party| world.code(party).to_owned()),
                text: parts.join(world.words().say("comma")),
            }
        }));
    };
    match filter.treaties {
        Some(treaties) => treaties.iter().for_each(|t| of(*t)),
        None => world.packs.instruments.iter().for_each(|instrument| of(instrument.ix)),
    }
    events
}

fn changes(world: &World, filter: Filter<'_>) -> impl Iterator<Item = Event> {
    let only = filter.treaties.and_then(|treaties| match treaties {
        [one] => Some(*one),
        _ => None,
    });
    let ids: Option<BTreeSet<&str>> =
        filter.treaties.map(|treaties| treaties.iter().map(|t| world.packs[*t].id.as_str()).collect());
    let code = filter.party.map(|party| world.code(party));
    let rows = due::answer(world, only, filter.from, filter.until, filter.known);
    rows.into_iter().filter_map(move |row| {
        let change = CHANGES.contains(&row.what);
        let under = ids.as_ref().is_none_or(|ids| row.treaty.as_deref().is_some_and(|id| ids.contains(id)));
        let of = code.is_none_or(|code| row.party.as_deref() == Some(code));
        (change && under && of).then(|| Event {
            date: Dated::exact(row.date),
            what: What::Change(row.what),
            treaty: row.treaty,
            matter: row.matter,
            party: row.party,
            text: row.text,
        })
    })
}
