//! Occasions: what was held, foreseen or adopted, each once, however many sources tell of it.

use std::collections::HashMap;

use law::{Day, Deed, Happening, Span};
use serde::Serialize;

use crate::World;

/// A meeting, a conference, a resolution: one occasion of a matter, as known on a day.
#[derive(Debug, Clone, Serialize)]
pub struct Occasion {
    /// Its id, where others refer to it.
    pub id: Option<String>,
    /// The kind of happening.
    pub kind: Deed,
    /// The matters it belongs to, by id.
    pub matters: Vec<String>,
    /// When; none where that is not known.
    pub date: Option<Span>,
    /// Whether it took place; otherwise it is foreseen, or was called off.
    pub held: bool,
    /// Whether it was called off.
    pub cancelled: bool,
    /// The days for which it was foreseen first, where they were others.
    pub foreseen: Option<Span>,
    /// Its number in its series, as its sources give it.
    pub number: Option<String>,
    /// The id of the place.
    pub place: Option<String>,
    /// The name of the place on the day.
    pub place_name: Option<String>,
    /// The code of the State it lies in.
    pub country: Option<String>,
    /// How people met, or how a text was adopted: a word of the list in `docs/regimes.md`.
    pub manner: Option<String>,
    /// Who took part, or acted: codes.
    pub actors: Vec<String>,
    /// Who chaired it: codes.
    pub chair: Vec<String>,
    /// The id of the instrument it is about.
    pub instrument: Option<String>,
    /// The id of the meeting on whose margins it took place.
    pub within: Option<String>,
    /// Whether its days lie outside those of that meeting, as far as both are known.
    pub outside: bool,
    /// What was adopted, decided, reviewed or given as a task at it.
    pub outcomes: Vec<Outcome>,
    /// Why it is contested.
    pub doubt: Option<String>,
    /// What a reader must know.
    pub notes: Vec<String>,
    /// Where it is told.
    pub sources: Vec<String>,
    /// Its entries in the ledger, where it came from one.
    pub entries: Vec<u64>,
    /// The day by which it is put in order.
    #[serde(skip)]
    pub day: Day,
    /// The first day on which one could know of it.
    #[serde(skip)]
    pub told: Day,
}

/// Something that came of a meeting.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// The kind of happening.
    pub kind: Deed,
    /// The id of the instrument that was adopted.
    pub instrument: Option<String>,
    /// The number of the text.
    pub number: Option<String>,
    /// The matters it is about, by id.
    pub matters: Vec<String>,
    /// Where it is told.
    pub source: String,
}

impl Occasion {
    /// Whether people meet at it, or would have: a text is adopted at a meeting, a meeting is held beside another one.
    pub fn is_gathering(&self) -> bool {
        self.kind.is_gathering() || !self.held
    }

    /// Whether it is to be held still, as seen from a day.
    pub fn is_ahead(&self, on: Day) -> bool {
        !self.held && !self.cancelled && self.date.is_none_or(|date| on <= date.last())
    }

    /// Whether it should have been held by a day, and nothing tells that it was.
    pub fn is_untold(&self, on: Day) -> bool {
        !self.held && !self.cancelled && self.date.is_some_and(|date| date.last() < on)
    }
}

/// What makes an occasion one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key<'h> {
    /// It has an id, its own or that of what it replaces.
    Id(&'h str),
    /// A text has a number, alone or within its series.
    Number(Option<&'h str>, &'h str),
    /// A gathering has days, and a matter or a place.
    Days(Option<&'h str>, Span, Option<&'h str>),
    /// Nothing joins it to another.
    Alone(usize),
}

fn is_text(deed: Deed) -> bool {
    matches!(deed, Deed::Resolution | Deed::Decision | Deed::Adoption | Deed::Statement)
}

/// Whether a happening is, or changes, an occasion.
pub(crate) fn is_occasion(deed: Deed) -> bool {
    deed.is_gathering() || is_text(deed) || matches!(deed, Deed::Planned | Deed::Postponed | Deed::Cancelled)
}

fn key<'h>(at: usize, own: &'h Happening, ids: &HashMap<(Option<&'h str>, Span), &'h str>) -> Key<'h> {
    let matter = own.matters.first().map(|id| &**id);
    if is_text(own.deed) {
        return match own.number.as_deref() {
            // The General Assembly's own numbers are one series, whatever a text is about.
            Some(number) if matches!(own.deed, Deed::Resolution | Deed::Decision) => Key::Number(None, number),
            Some(number) => Key::Number(matter, number),
            None => own.when.map_or(Key::Alone(at), |when| Key::Days(matter, when, own.instrument.map(|_| "text"))),
        };
    }
    // What is about another one replaces it or tells of it again: other days for a meeting, or that it was held.
    if let Some(id) = own.about.as_deref().or(own.id.as_deref()) {
        return Key::Id(id);
    }
    match own.when {
        Some(when) => match ids.get(&(matter, when)) {
            Some(id) if matter.is_some() => Key::Id(id),
            _ => Key::Days(matter, when, own.place.as_deref().filter(|_| matter.is_none())),
        },
        None => Key::Alone(at),
    }
}

/// The occasions among the happenings of a world that `wanted` lets through, as known on a day, in order of their days.
pub fn occasions(world: &World, known: Day, wanted: impl Fn(&Happening) -> bool) -> Vec<Occasion> {
    let all: Vec<&Happening> = world.packs.happenings.iter().filter(|own| own.is_known(known)).collect();
    let told: Vec<&Happening> = all.iter().copied().filter(|own| is_occasion(own.deed) && wanted(own)).collect();
    // A meeting with an id is told by others that do not know the id.
    let with_id = told.iter().filter(|own| own.deed.is_gathering() && own.about.is_none());
    let ids: HashMap<(Option<&str>, Span), &str> = with_id
        .filter_map(|own| Some(((own.matters.first().map(|id| &**id), own.when?), own.id.as_deref()?)))
        .collect();
    let mut places: HashMap<Key<'_>, usize> = HashMap::new();
    let mut groups: Vec<Vec<&Happening>> = Vec::new();
    for (at, own) in told.iter().enumerate() {
        let place = *places.entry(key(at, own, &ids)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(own),
            None => groups.push(vec![own]),
        }
    }
    let mut occasions: Vec<Occasion> = groups.iter().map(|group| occasion(world, group, &all)).collect();
    let spans: HashMap<String, Span> = occasions
        .iter()
        .chain(&self::parents(world, &all, &occasions))
        .filter_map(|own| Some((own.id.clone()?, own.date?)))
        .collect();
    for own in &mut occasions {
        let parent = own.within.as_ref().and_then(|id| spans.get(id));
        own.outside = own.date.zip(parent.copied()).is_some_and(|(date, parent)| !date.is_within(parent));
    }
    occasions.sort_by(|a, b| (a.day, &a.number, &a.id).cmp(&(b.day, &b.number, &b.id)));
    occasions
}

/// The meetings on whose margins some occasions took place, where they are not among them.
fn parents(world: &World, all: &[&Happening], occasions: &[Occasion]) -> Vec<Occasion> {
    let missing = occasions.iter().filter_map(|own| own.within.as_deref());
    let missing = missing.filter(|id| occasions.iter().all(|other| other.id.as_deref() != Some(id)));
    let of = |id: &str| {
        let group: Vec<&Happening> = all
            .iter()
            .copied()
            .filter(|own| is_occasion(own.deed) && (own.id.as_deref() == Some(id) || own.about.as_deref() == Some(id)))
            .collect();
        (!group.is_empty()).then(|| occasion(world, &group, all))
    };
    missing.filter_map(of).collect()
}

fn occasion(world: &World, group: &[&Happening], all: &[&Happening]) -> Occasion {
    let held: Vec<&Happening> =
        group.iter().copied().filter(|own| own.deed.is_gathering() || is_text(own.deed)).collect();
    // What was said last about days to come is what one knows of them.
    let mut foreseen: Vec<&Happening> =
        group.iter().copied().filter(|own| matches!(own.deed, Deed::Planned | Deed::Postponed)).collect();
    foreseen.sort_by_key(|own| own.told);
    let cancelled = held.is_empty() && group.iter().any(|own| own.deed == Deed::Cancelled);
    // The first that is told to the day; where none is, the first.
    let exact = |own: &&&Happening| own.when.is_some_and(|when| when.first() == when.from.last());
    let main = held.iter().find(exact).or(held.first()).or(foreseen.last()).copied().unwrap_or(group[0]);
    let first =
        |get: &dyn Fn(&Happening) -> Option<String>| get(main).or_else(|| group.iter().find_map(|own| get(own)));
    let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
    let id = first(&|own| if own.about.is_some() && !is_text(own.deed) { None } else { text(&own.id) })
        .or_else(|| first(&|own| text(&own.about)));
    let date = main.when;
    let day = date.map_or(main.told, Span::first);
    let place = first(&|own| text(&own.place));
    let place_name = place.as_deref().map(|place| world.place_name(place, day).to_owned());
    let country = place.as_deref().and_then(|place| world.country_of(place)).map(str::to_owned);
    let codes = |parties: &[law::PartyIx]| parties.iter().map(|party| world.code(*party).to_owned()).collect();
    let chairs =
        |own: &&&Happening| own.deed == Deed::Chair && id.is_some() && own.about == id.as_deref().map(Box::from);
    let chair: Vec<law::PartyIx> = all.iter().filter(chairs).flat_map(|own| own.actors.iter().copied()).collect();
    let mut matters: Vec<String> = Vec::new();
    let (mut notes, mut sources, mut entries) = (Vec::new(), Vec::new(), Vec::new());
    for own in group {
        matters.extend(own.matters.iter().map(|id| id.to_string()));
        notes.extend(text(&own.note));
        sources.push(own.source.to_string());
        entries.extend(own.entry);
    }
    let (matters, notes, sources) = (dedup(matters), dedup(notes), dedup(sources));
    let came = all.iter().filter(|own| id.is_some() && own.within.as_deref() == id.as_deref());
    let outcomes = came.filter(|own| !own.deed.is_gathering()).map(|own| Outcome {
        kind: own.deed,
        instrument: own.instrument.map(|t| world.packs[t].id.clone()),
        number: text(&own.number),
        matters: own.matters.iter().map(|id| id.to_string()).collect(),
        source: own.source.to_string(),
    });
    let outcomes: Vec<Outcome> = outcomes.collect();
    let before = foreseen.first().and_then(|own| own.when).filter(|when| Some(*when) != date);
    Occasion {
        kind: main.deed,
        date,
        held: !held.is_empty(),
        cancelled,
        foreseen: before,
        number: first(&|own| text(&own.number)),
        place,
        place_name,
        country,
        manner: first(&|own| text(&own.manner)),
        actors: codes(&main.actors),
        chair: codes(&dedup(chair)),
        instrument: main.instrument.map(|t| world.packs[t].id.clone()),
        within: first(&|own| text(&own.within)),
        outside: false,
        outcomes,
        doubt: first(&|own| text(&own.doubt)),
        notes,
        sources,
        entries,
        day,
        told: group.iter().map(|own| own.told).min().unwrap_or(main.told),
        id,
        matters,
    }
}

/// Each once, in their order.
pub(crate) fn dedup<T: PartialEq>(all: Vec<T>) -> Vec<T> {
    let mut once = Vec::new();
    for own in all {
        if !once.contains(&own) {
            once.push(own);
        }
    }
    once
}
