//! The folder `parties`: participants, names, membership, succession, groups, weights.

use std::collections::BTreeMap;

use law::{Day, Group, Membership, Parties, Party, PartyIx, PartyKind, Succession, Weights};
use serde::Deserialize;

use crate::instrument::Text;
use crate::names::{Name, Names};
use crate::problem::{Problem, place, place_of};
use crate::table;

/// What is known of a group beside its members.
#[derive(Debug, Clone)]
pub struct GroupAbout {
    /// What the group is called within a sentence, without an article.
    pub name: Option<Text>,
    /// What the group is.
    pub what: Text,
    /// The treaty and article that define it, if one does.
    pub defined_by: Option<DefinedBy>,
    /// Where the membership is told.
    pub cite: Vec<String>,
    /// Why the membership is not sure.
    pub unverified: Option<String>,
}

/// The provision that defines a group.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DefinedBy {
    /// The treaty.
    pub treaty: String,
    /// Its article.
    pub article: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct GroupsFile {
    #[serde(default)]
    group: BTreeMap<String, GroupFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct GroupFile {
    name: Option<Text>,
    what: Text,
    #[serde(default)]
    cite: Vec<String>,
    defined_by: Option<DefinedBy>,
    #[serde(default)]
    from_un_membership: bool,
    #[serde(default)]
    members: Vec<MemberFile>,
    unverified: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct MemberFile {
    party: String,
    from: Option<law::Dated>,
    until: Option<law::Dated>,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WeightsFile {
    id: String,
    #[expect(dead_code, reason = "read so that the key is accepted; shown by later rooms")]
    what: Text,
    #[expect(dead_code, reason = "as above")]
    unit: Option<String>,
    #[expect(dead_code, reason = "as above")]
    #[serde(default)]
    cite: Vec<String>,
    #[expect(dead_code, reason = "as above")]
    unverified: Option<String>,
    /// What a share is a share of; the sum of the weights where it is not given.
    total: Option<f64>,
    weights: BTreeMap<String, f64>,
}

/// Weights are kept as whole thousandths, so that shares add up without rounding.
const SCALE: f64 = 1000.0;

/// Everything the folder `parties` gives.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tables {
    pub(crate) parties: Parties,
    pub(crate) names: Names,
    pub(crate) groups: BTreeMap<String, GroupAbout>,
}

impl Tables {
    pub(crate) fn parties(&mut self, path: &str, text: &str, problems: &mut Vec<Problem>) {
        let columns = ["code", "kind", "begins", "ends", "counted", "cite"];
        table::read(path, text, &columns, 2, problems, |row, problems| {
            let mut refuse = |check, message: String| {
                problems.push(Problem::error(check, path, row.place(), message));
            };
            let code = row.get("code");
            if code.is_empty() || !code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-') {
                return refuse(
                    "bad-code",
                    format!("`{code}` is not a code; write capital letters, digits and hyphens"),
                );
            }
            let kind = match row.get("kind") {
                "state" => PartyKind::State,
                "historical-state" => PartyKind::HistoricalState,
                "entity" => PartyKind::Entity,
                "organisation" => PartyKind::Organisation,
                "territory" => PartyKind::Territory,
                other => return refuse("unknown-kind", format!("`{other}` is not a kind of participant")),
            };
            let (Ok(begins), Ok(ends)) = (first_day(row.some("begins")), first_day(row.some("ends"))) else {
                return refuse("impossible-date", "`begins` or `ends` is not a date".to_owned());
            };
            let counted = match row.get("counted") {
                "yes" => true,
                "no" => false,
                "" => matches!(kind, PartyKind::State | PartyKind::HistoricalState | PartyKind::Entity),
                other => return refuse("bad-flag", format!("`{other}` is neither yes nor no")),
            };
            let party = Party { code: code.into(), kind, begins, ends, counted };
            if self.parties.add(party).is_err() {
                refuse("duplicate-code", format!("the code `{code}` stands twice"));
            }
        });
    }

    pub(crate) fn names(&mut self, path: &str, text: &str, problems: &mut Vec<Problem>) {
        let columns = ["code", "lang", "name", "form", "from", "until", "cite"];
        table::read(path, text, &columns, 4, problems, |row, problems| {
            let Some(party) = self.party(path, row, "code", problems) else { return };
            let (Ok(from), Ok(until)) = (first_day(row.some("from")), first_day(row.some("until"))) else {
                return problems.push(Problem::error(
                    "impossible-date",
                    path,
                    row.place(),
                    "`from` or `until` is not a date",
                ));
            };
            let text = row.get("name");
            if let Some(why) = suspicious(text) {
                return problems.push(Problem::error("suspicious-name", path, row.place(), why));
            }
            self.names.add(Name {
                party,
                lang: row.get("lang").to_owned(),
                text: text.to_owned(),
                form: row.get("form").to_owned(),
                from: from.unwrap_or(Day::ALWAYS),
                until: until.unwrap_or(Day::NEVER),
            });
        });
    }

    pub(crate) fn un_membership(&mut self, path: &str, text: &str, problems: &mut Vec<Problem>) {
        let mut group = Group::default();
        let columns = ["code", "from", "until", "note", "cite"];
        table::read(path, text, &columns, 2, problems, |row, problems| {
            let Some(party) = self.party(path, row, "code", problems) else { return };
            match (first_day(row.some("from")), first_day(row.some("until"))) {
                (Ok(from), Ok(until)) => group.members.push(Membership {
                    party,
                    from: from.unwrap_or(Day::ALWAYS),
                    until: until.unwrap_or(Day::NEVER),
                }),
                _ => problems.push(Problem::error(
                    "impossible-date",
                    path,
                    row.place(),
                    "`from` or `until` is not a date",
                )),
            }
        });
        self.parties.add_group("un-members", group);
    }

    pub(crate) fn successions(&mut self, path: &str, text: &str, problems: &mut Vec<Problem>) {
        let columns = ["predecessor", "successor", "on", "how", "cite", "note"];
        table::read(path, text, &columns, 4, problems, |row, problems| {
            let (Some(predecessor), Some(successor)) =
                (self.party(path, row, "predecessor", problems), self.party(path, row, "successor", problems))
            else {
                return;
            };
            match first_day(row.some("on")) {
                Ok(Some(on)) => {
                    self.parties.add_succession(Succession { predecessor, successor, on, how: row.get("how").into() });
                }
                _ => problems.push(Problem::error("impossible-date", path, row.place(), "`on` is not a date")),
            }
        });
    }

    pub(crate) fn groups(&mut self, path: &str, text: &str, problems: &mut Vec<Problem>) {
        let file: GroupsFile = match toml::from_str(text) {
            Ok(file) => file,
            Err(error) => return problems.push(toml_problem(path, text, &error)),
        };
        for (id, group) in file.group {
            if !group.from_un_membership {
                let mut members = Group::default();
                for member in &group.members {
                    let Some(party) = self.parties.find(&member.party) else {
                        let message = format!("group `{id}`: there is no participant `{}`", member.party);
                        problems.push(Problem::error("unknown-party", path, place_of(text, &member.party), message));
                        continue;
                    };
                    let _ = &member.note;
                    members.members.push(Membership {
                        party,
                        from: member.from.map_or(Day::ALWAYS, |dated| dated.first),
                        until: member.until.map_or(Day::NEVER, |dated| dated.first),
                    });
                }
                self.parties.add_group(&id, members);
            }
            let about = GroupAbout {
                name: group.name,
                what: group.what,
                defined_by: group.defined_by,
                cite: group.cite,
                unverified: group.unverified,
            };
            self.groups.insert(id, about);
        }
    }

    pub(crate) fn weights(&mut self, path: &str, text: &str, problems: &mut Vec<Problem>) {
        let file: WeightsFile = match toml::from_str(text) {
            Ok(file) => file,
            Err(error) => return problems.push(toml_problem(path, text, &error)),
        };
        let mut weights = Weights { scale: SCALE as u64, ..Weights::default() };
        for (code, weight) in &file.weights {
            match self.parties.find(code) {
                Some(party) if (0.0..=1e12).contains(weight) => {
                    weights.of.insert(party, (weight * SCALE).round() as u64);
                }
                Some(_) => problems.push(Problem::error(
                    "bad-weight",
                    path,
                    place_of(text, code),
                    format!("the weight of `{code}` is not a number from 0 to 10¹²"),
                )),
                None => problems.push(Problem::error(
                    "unknown-party",
                    path,
                    place_of(text, code),
                    format!("there is no participant `{code}`"),
                )),
            }
        }
        let sum = weights.of.values().sum();
        weights.total = file.total.map_or(sum, |total| (total * SCALE).round() as u64);
        self.parties.add_weights(&file.id, weights);
    }

    fn party(&self, path: &str, row: &table::Row<'_>, column: &str, problems: &mut Vec<Problem>) -> Option<PartyIx> {
        let code = row.get(column);
        let found = self.parties.find(code);
        if found.is_none() {
            problems.push(Problem::error(
                "unknown-party",
                path,
                row.place(),
                format!("there is no participant `{code}`"),
            ));
        }
        found
    }
}

fn first_day(text: Option<&str>) -> Result<Option<Day>, law::day::DayError> {
    text.map(|text| text.parse::<law::Dated>().map(|dated| dated.first)).transpose()
}

/// Whether a character is not seen and changes what is.
pub fn is_hidden(c: char) -> bool {
    let invisible =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    invisible || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// Why a text should not be taken as it is: it holds characters that are not seen and change what is.
pub(crate) fn hides(text: &str) -> Option<String> {
    // Most texts are plain, and every cell of every table is looked at.
    if text.bytes().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~')) {
        return None;
    }
    let hidden = text.chars().find(|c| is_hidden(*c))?;
    let shown: String = text.chars().take(80).collect();
    Some(format!("`{}` contains the invisible character U+{:04X}", shown.escape_debug(), hidden as u32))
}

/// Why a name should not be taken as it is: it can show something else than it says.
pub(crate) fn suspicious(name: &str) -> Option<String> {
    if let Some(why) = hides(name) {
        return Some(why);
    }
    let mixes = |word: &str| {
        let latin = word.chars().any(|c| c.is_ascii_alphabetic());
        let greek_or_cyrillic = word.chars().any(|c| matches!(c, '\u{370}'..='\u{52f}'));
        latin && greek_or_cyrillic
    };
    name.split(|c: char| !c.is_alphabetic())
        .find(|word| mixes(word))
        .map(|word| format!("`{word}` mixes scripts whose letters look alike"))
}

/// Reads a TOML file; every line that is wrong becomes a problem, not only the first.
///
/// A wrong line is left out and the file read again, so that what follows is checked
/// too. What comes out is good for finding more problems, and for nothing else if
/// there were any.
pub(crate) fn read_tolerantly<T: serde::de::DeserializeOwned>(
    path: &str,
    text: &str,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    const MOST: usize = 25;
    let mut left = text.to_owned();
    for _ in 0..MOST {
        let error = match toml::from_str(&left) {
            Ok(read) => return Some(read),
            Err(error) => error,
        };
        let problem = toml_problem(path, text, &error);
        // What is missing once a wrong line is left out was on that line.
        if problem.check == "missing-key" && left != text {
            return None;
        }
        problems.push(problem);
        let at = error.span()?.start.min(left.len());
        let start = left[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = left[at..].find('\n').map_or(left.len(), |newline| at + newline);
        // A table's heading or an empty line is not what is wrong with it.
        let line = left[start..end].trim_start();
        if line.is_empty() || line.starts_with(['[', '#']) {
            return None;
        }
        // As long as before, so that later places stay true.
        let blank: String = left[start..end].bytes().enumerate().map(|(i, _)| if i == 0 { '#' } else { ' ' }).collect();
        left.replace_range(start..end, &blank);
    }
    None
}

/// An error of the TOML parser, with its place.
pub(crate) fn toml_problem(path: &str, text: &str, error: &toml::de::Error) -> Problem {
    let place = error.span().map_or((0, 0), |span| place(text, span.start));
    let message = error.message().trim().to_owned();
    let check = if message.starts_with("unknown field") {
        "unknown-key"
    } else if message.starts_with("missing field") {
        "missing-key"
    } else {
        "malformed-toml"
    };
    let problem = Problem::error(check, path, place, message);
    match check {
        "unknown-key" => problem.help("no key is ignored; docs/clauses.md lists them all"),
        "missing-key" => problem.help("docs/clauses.md shows a complete example of every kind"),
        _ => problem,
    }
}
