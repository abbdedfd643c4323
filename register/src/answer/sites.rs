//! Sites: places that need work, what was asked for and offered about them, and what was done.

use law::{Day, Deed};
use pack::{Matter, MatterKind, in_language};
use serde::Serialize;

use crate::World;
use crate::answer::measures::Told;

/// A row of `semey sites`, version 1.
#[derive(Debug, Serialize)]
pub struct SiteRow {
    /// The id of the site.
    pub site: String,
    /// What it is called.
    pub name: String,
    /// What is there.
    pub what: Option<String>,
    /// The regime it belongs to.
    pub regime: String,
    /// The undertaking it is part of.
    pub part_of: Option<String>,
    /// The id of the place.
    pub place: Option<String>,
    /// Longitude and latitude, in degrees.
    pub at: Option<[f64; 2]>,
    /// Whether a source says that the work is done.
    pub done: bool,
    /// What was asked for, offered, done and told, in order of days.
    pub told: Vec<Told>,
    /// Where it is told.
    pub cite: Vec<String>,
    /// The day up to which the record was looked after.
    pub checked_until: Option<Day>,
    /// Why it is not sure.
    pub unverified: Option<String>,
}

/// Every site on a day, as known on a day, in the order of the packs.
pub fn all(world: &World, on: Day, known: Option<Day>, regime: Option<&str>) -> Vec<SiteRow> {
    let until = known.unwrap_or(Day::LAST);
    let row = |matter: &Matter| {
        let told = world.packs.happenings.iter().filter(|own| own.is_known(until) && own.day() <= on);
        let told: Vec<Told> =
            told.filter(|own| own.is_about(&matter.id)).map(|own| Told::of(world, own, &matter.id)).collect();
        let place = matter.place.as_deref().and_then(|id| world.packs.places.iter().find(|name| name.place == id));
        SiteRow {
            site: matter.id.clone(),
            name: in_language(&matter.name, &world.lang).to_owned(),
            what: matter.what.as_ref().map(|what| in_language(what, &world.lang).to_owned()),
            regime: matter.regime.clone(),
            part_of: matter.part_of.clone(),
            place: matter.place.clone(),
            at: matter.at.or_else(|| place.and_then(|place| place.at)),
            done: told.iter().any(|own| own.kind == Deed::Fulfilled),
            told,
            cite: matter.cite.clone(),
            checked_until: matter.checked_until,
            unverified: matter.unverified.clone(),
        }
    };
    let sites = world.packs.matters.of_kind(MatterKind::Site);
    sites.filter(|matter| regime.is_none_or(|regime| matter.regime == regime)).map(row).collect()
}
