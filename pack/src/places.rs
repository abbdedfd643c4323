//! `parties/place-names.csv`: places, by the names that they had on a day.

use law::Day;

use crate::problem::Problem;
use crate::table;

/// A name of a place, and when the place bore it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceName {
    /// The place, by an id that stays when the name does not.
    pub place: String,
    /// The language, as in BCP 47.
    pub lang: String,
    /// The name.
    pub text: String,
    /// From which day, [`Day::ALWAYS`] if not known.
    pub from: Day,
    /// Up to which day, [`Day::NEVER`] if still.
    pub until: Day,
    /// Longitude and latitude, in degrees, where they are told.
    pub at: Option<[f64; 2]>,
    /// The code of the State in which it lies today.
    pub country: String,
}

const COLUMNS: [&str; 9] = ["place", "lang", "name", "from", "until", "lat", "lon", "country", "cite"];

pub(crate) fn read(path: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<PlaceName> {
    let mut all = Vec::new();
    table::read(path, text, &COLUMNS, 3, problems, |row, problems| {
        let day = |column, otherwise| row.some(column).map_or(Ok(otherwise), str::parse::<Day>);
        match (day("from", Day::ALWAYS), day("until", Day::NEVER)) {
            (Ok(from), Ok(until)) => all.push(PlaceName {
                place: row.get("place").to_owned(),
                lang: row.get("lang").to_owned(),
                text: row.get("name").to_owned(),
                from,
                until,
                at: row.get("lon").parse().ok().zip(row.get("lat").parse().ok()).map(|(lon, lat)| [lon, lat]),
                country: row.get("country").to_owned(),
            }),
            (Err(error), _) | (_, Err(error)) => {
                problems.push(Problem::error("impossible-date", path, row.place(), error.to_string()));
            }
        }
    });
    all
}
