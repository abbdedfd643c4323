//! `zones.toml`: areas that States have agreed, or one State has declared, to keep free of a kind of weapons.

use std::collections::{BTreeMap, HashSet};

use law::clause::Members;
use law::{Day, Group, Membership, Parties};
use serde::Deserialize;

use crate::files::File;
use crate::instrument::Text;
use crate::problem::{Problem, place_of};
use crate::tables::{read_tolerantly, suspicious};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ZonesFile {
    #[serde(default)]
    zone: BTreeMap<String, ZoneFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ZoneFile {
    name: Text,
    treaty: Option<String>,
    #[serde(default)]
    protocols: Vec<String>,
    states: Members,
    covers: Text,
    covers_article: Option<String>,
    #[serde(default)]
    cite: Vec<String>,
    unverified: Option<String>,
    #[serde(default)]
    body: Vec<ZoneBody>,
    #[serde(default)]
    declared: Vec<Declared>,
    limits: Option<Limits>,
}

/// A zone: its States, the treaty that makes it or what else declares it, its bodies and its limits.
#[derive(Debug, Clone)]
pub struct Zone {
    /// Small letters, digits and hyphens.
    pub id: String,
    /// The pack it stands in.
    pub pack: String,
    /// What it is called.
    pub name: Text,
    /// The id of the treaty that makes it; none where a State has declared it alone.
    pub treaty: Option<String>,
    /// The ids of the protocols to that treaty that are in the packs.
    pub protocols: Vec<String>,
    /// Whose territory it is made of, each for the days on which it belonged there.
    pub states: Group,
    /// What belongs to the zone: land, waters, air.
    pub covers: Text,
    /// The article that says so.
    pub covers_article: Option<String>,
    /// Where all this is told.
    pub cite: Vec<String>,
    /// Why it is not sure.
    pub unverified: Option<String>,
    /// The bodies that watch over it, in the order of the articles.
    pub bodies: Vec<ZoneBody>,
    /// What declared it, or recognised the declaration, in order of days.
    pub declared: Vec<Declared>,
    /// Its limits at sea, where it has some.
    pub limits: Option<Limits>,
}

/// A body that a zone's treaty sets up.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ZoneBody {
    /// Its name.
    pub name: Text,
    /// Its usual short name.
    pub short: Option<String>,
    /// The article that sets it up.
    pub article: String,
    /// Where that is told.
    #[serde(default)]
    pub cite: Vec<String>,
}

/// Something that was declared about a zone without a treaty.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Declared {
    /// The day.
    pub on: Day,
    /// What was declared, by whom.
    pub what: Text,
    /// Where that is told.
    #[serde(default)]
    pub cite: Vec<String>,
}

/// The line at sea within which a zone lies.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// The article that draws it.
    pub article: String,
    /// Its corners in the order of the treaty, as longitude and latitude in degrees; the last is joined to the first.
    pub points: Vec<[f64; 2]>,
    /// How far what is drawn is not what the treaty says.
    pub approximate: Option<String>,
    /// Where the line is told.
    #[serde(default)]
    pub cite: Vec<String>,
}

/// Reads the zones of every pack; `treaty` says whether there is an instrument with an id.
pub(crate) fn read(
    files: &[File<'_>],
    parties: &Parties,
    treaty: &dyn Fn(&str) -> bool,
    problems: &mut Vec<Problem>,
) -> Vec<Zone> {
    let mut all: Vec<Zone> = Vec::new();
    let mut ids = HashSet::new();
    for file in files {
        let Some((folder, "zones.toml")) = file.path.rsplit_once('/') else { continue };
        let Some(read) = read_tolerantly::<ZonesFile>(&file.path, &file.text, problems) else { continue };
        for (id, zone) in read.zone {
            let check = Check { file, parties, treaty };
            if !ids.insert(id.clone()) {
                problems.push(check.error("duplicate-id", &id, format!("the zone `{id}` stands in another file too")));
                continue;
            }
            all.extend(check.zone(folder, id, zone, problems));
        }
    }
    all
}

struct Check<'a> {
    file: &'a File<'a>,
    parties: &'a Parties,
    treaty: &'a dyn Fn(&str) -> bool,
}

impl Check<'_> {
    fn error(&self, check: &'static str, value: &str, message: String) -> Problem {
        Problem::error(check, &self.file.path, place_of(&self.file.text, value), message)
    }

    fn zone(&self, pack: &str, id: String, zone: ZoneFile, problems: &mut Vec<Problem>) -> Option<Zone> {
        if id.is_empty() || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            problems.push(self.error(
                "bad-id",
                &id,
                format!("`{id}` is not an id; write small letters, digits and hyphens"),
            ));
            return None;
        }
        for name in zone.name.values().chain(zone.body.iter().flat_map(|body| body.name.values())) {
            problems.extend(suspicious(name).map(|why| self.error("suspicious-name", name, why)));
        }
        if !zone.name.contains_key("en") {
            problems.push(self.error(
                "missing-title",
                &id,
                format!("the zone `{id}` needs an English name: name = {{ en = \"…\" }}"),
            ));
        }
        for of in zone.treaty.iter().chain(&zone.protocols).filter(|of| !(self.treaty)(of)) {
            // A pack can be used without the ones that its treaties stand in.
            let problem = Problem::warning(
                "unknown-relation",
                &self.file.path,
                place_of(&self.file.text, of),
                format!("the zone `{id}` has the instrument `{of}`, which is in no pack"),
            );
            problems.push(problem);
        }
        if zone.treaty.is_none() && zone.declared.is_empty() {
            problems.push(
                self.error("missing-key", &id, format!("nothing makes the zone `{id}`"))
                    .help("say `treaty = \"…\"`, or what declares it under [[zone.….declared]]"),
            );
        }
        for [lon, lat] in zone.limits.iter().flat_map(|limits| &limits.points) {
            if !(-180.0..=180.0).contains(lon) || !(-90.0..=90.0).contains(lat) {
                let message = format!("[{lon}, {lat}] is not a longitude and a latitude in degrees");
                problems.push(self.error("bad-place", &lon.to_string(), message));
                return None;
            }
        }
        let states = self.states(&id, &zone.states, problems)?;
        let mut declared = zone.declared;
        declared.sort_by_key(|declared| declared.on);
        Some(Zone {
            id,
            pack: pack.to_owned(),
            name: zone.name,
            treaty: zone.treaty,
            protocols: zone.protocols,
            states,
            covers: zone.covers,
            covers_article: zone.covers_article,
            cite: zone.cite,
            unverified: zone.unverified,
            bodies: zone.body,
            declared,
            limits: zone.limits,
        })
    }

    fn states(&self, id: &str, states: &Members, problems: &mut Vec<Problem>) -> Option<Group> {
        match states {
            Members::Group(group) => {
                let found = self.parties.group(group).cloned();
                if found.is_none() {
                    problems.push(self.error(
                        "unknown-name",
                        group,
                        format!("zone `{id}`: there is no group `{group}`"),
                    ));
                }
                found
            }
            Members::List(codes) => {
                let mut members = Vec::new();
                for code in codes {
                    match self.parties.find(code) {
                        Some(party) => members.push(Membership { party, from: Day::ALWAYS, until: Day::NEVER }),
                        None => problems.push(self.error(
                            "unknown-party",
                            code,
                            format!("zone `{id}`: there is no participant `{code}`"),
                        )),
                    }
                }
                Some(Group { members })
            }
        }
    }
}
