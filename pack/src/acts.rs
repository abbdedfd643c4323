//! `acts*.csv`: the acts about one instrument, as a treaty officer keeps them.

use law::{Act, ActKind, Authority, Dated, Day, Parties};

use crate::names::Names;
use crate::problem::Problem;
use crate::table;

/// The columns of an act table. The first four must be there.
pub const COLUMNS: [&str; 13] = [
    "date",
    "party",
    "act",
    "source",
    "known",
    "wrong",
    "effect",
    "place",
    "territory",
    "id",
    "about",
    "doubt",
    "note",
];

/// Reads one table; rows that cannot be read become problems.
pub(crate) fn read(
    path: &str,
    text: &str,
    parties: &Parties,
    names: &Names,
    authority: &dyn Fn(&str) -> Option<Authority>,
    problems: &mut Vec<Problem>,
) -> Vec<Act> {
    let mut acts = Vec::new();
    table::read(path, text, &COLUMNS, 4, problems, |row, problems| {
        acts.extend(act(path, row, parties, names, authority, problems));
    });
    acts
}

fn did_you_mean(near: &[String], otherwise: &str) -> String {
    if near.is_empty() { otherwise.to_owned() } else { format!("did you mean {}? {otherwise}", near.join(", ")) }
}

fn act(
    path: &str,
    row: &table::Row<'_>,
    parties: &Parties,
    names: &Names,
    authority: &dyn Fn(&str) -> Option<Authority>,
    problems: &mut Vec<Problem>,
) -> Option<Act> {
    let mut refuse = |check, message: String, help: &str| {
        problems.push(Problem::error(check, path, row.place(), message).help(help));
    };
    let kind = match row.get("act").parse::<ActKind>() {
        Ok(kind) => kind,
        Err(error) => {
            let words: Vec<&str> = ActKind::ALL.iter().map(|kind| kind.word()).collect();
            let near = crate::names::nearest(row.get("act"), words.iter().copied(), 3);
            refuse("unknown-act", error.to_string(), &did_you_mean(&near, "docs/clauses.md lists the kinds of act"));
            return None;
        }
    };
    let date = match row.get("date").parse::<Dated>() {
        Ok(date) => date,
        Err(error) => {
            refuse("impossible-date", error.to_string(), "the column `date` holds the day of the act");
            return None;
        }
    };
    let mut day = |column: &str| -> Result<Option<Day>, ()> {
        let Some(text) = row.some(column) else { return Ok(None) };
        text.parse::<Day>().map(Some).map_err(|error| {
            refuse("impossible-date", format!("{error} (column `{column}`)"), "write a full date, such as 2021-11-01");
        })
    };
    let (known, wrong_from, effect) = (day("known").ok()?, day("wrong").ok()?, day("effect").ok()?);
    let party = match row.some("party") {
        None if kind.is_of_treaty() || kind == ActKind::Declaration => None,
        None => {
            refuse("missing-party", format!("a {kind} needs a party"), "write the party's code, such as KAZ");
            return None;
        }
        Some(code) => match parties.find(code) {
            Some(party) => Some(party),
            None => {
                let near = names.nearest_parties(parties, code, 3);
                let help = did_you_mean(&near, "parties are written by code, such as KAZ");
                refuse("unknown-party", format!("there is no participant `{code}`"), &help);
                return None;
            }
        },
    };
    let source = row.get("source");
    let Some(authority) = authority(source) else {
        let message = format!("the source `{source}` is not described in any pack.toml");
        refuse("unknown-source", message, "add a table [sources.<key>] to the pack's pack.toml");
        return None;
    };
    let boxed = |column: &str| row.some(column).map(Box::from);
    Some(Act {
        kind,
        party,
        date,
        effect,
        known,
        wrong_from,
        id: boxed("id"),
        about: boxed("about"),
        place: boxed("place"),
        territory: boxed("territory"),
        doubt: boxed("doubt"),
        overruled: None,
        source: source.into(),
        authority,
        note: boxed("note"),
    })
}
