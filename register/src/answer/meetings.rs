//! The calendar: what was held and what is foreseen, over all bodies.

use law::{Day, Deed};
use serde::Serialize;

use crate::World;
use crate::answer::occasion::{Occasion, occasions};

/// Which meetings are asked about.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'f> {
    /// Those of the matter with this id.
    pub body: Option<&'f str>,
    /// Those of matters of this regime.
    pub regime: Option<&'f str>,
    /// Those that end on this day or later.
    pub from: Option<Day>,
    /// Those that begin on this day or earlier.
    pub until: Option<Day>,
    /// Only those foreseen, or only those held.
    pub held: Option<bool>,
    /// Those held at a place, by its id, under whatever name.
    pub place: Option<&'f str>,
}

/// A row of `semey meetings`, version 1.
#[derive(Debug, Serialize)]
pub struct MeetingRow {
    /// What it is called: its body, or what its note says where it has none.
    pub name: String,
    /// The meeting.
    #[serde(flatten)]
    pub meeting: Occasion,
}

/// The meetings, conferences, consultations and events of every body, as known on a day, in order of their days.
pub fn answer(world: &World, known: Day, filter: &Filter<'_>) -> Vec<MeetingRow> {
    let of_regime = |id: &str| {
        let matter = world.packs.matters.by_id(id);
        filter.regime.is_none_or(|regime| matter.is_some_and(|matter| matter.regime == regime))
    };
    let gathering =
        |deed: Deed| deed.is_gathering() || matches!(deed, Deed::Planned | Deed::Postponed | Deed::Cancelled);
    let all = occasions(world, known, |own| gathering(own.deed) && filter.body.is_none_or(|body| own.is_about(body)));
    let wanted = |own: &Occasion| {
        (filter.regime.is_none() || own.matters.iter().any(|id| of_regime(id)))
            && filter.from.is_none_or(|from| own.date.is_some_and(|date| from <= date.last()))
            && filter.until.is_none_or(|until| own.date.is_some_and(|date| date.first() <= until))
            && filter.held.is_none_or(|held| own.held == held)
            && filter.place.is_none_or(|place| own.place.as_deref() == Some(place))
    };
    let name = |own: &Occasion| match own.matters.first() {
        Some(id) => world.matter_name(id).to_owned(),
        None => own.notes.first().cloned().unwrap_or_else(|| own.kind.word().to_owned()),
    };
    all.into_iter().filter(wanted).map(|own| MeetingRow { name: name(&own), meeting: own }).collect()
}
