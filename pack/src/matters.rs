//! `matters.toml`: what happenings are about. Bodies, series of resolutions, catalogues and their measures, forms, political
//! commitments, sites, standing questions: each is a matter of some kind, with its own rules.

use std::collections::{BTreeMap, HashMap};

use law::clause::Members;
use law::rhythm::RuleFile;
use law::{Day, Group, Membership, Parties, Period, Rule, Says};
use serde::{Deserialize, Serialize};

use crate::files::File;
use crate::instrument::{Aliases, Text};
use crate::names::key;
use crate::problem::{Problem, place_of};
use crate::tables::{hides, read_tolerantly, suspicious};

/// What kind of matter it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MatterKind {
    /// It meets or works: an organ, a conference, a working group, a secretariat.
    Body,
    /// Texts that a body adopts again and again.
    Series,
    /// A catalogue of measures, in versions.
    Catalogue,
    /// A measure of a catalogue, which States accept of their own will.
    Measure,
    /// A text under negotiation, in versions.
    Draft,
    /// What is to be told in an exchange, field by field.
    Form,
    /// A political commitment that States join.
    Pledge,
    /// Something that was promised or asked for and is no instrument.
    Undertaking,
    /// A standing question.
    Watch,
    /// A place that needs work.
    Site,
    /// A programme or project.
    Programme,
    /// A person in an office, with the forms of the name.
    Person,
}

impl MatterKind {
    /// Every kind.
    pub const ALL: [MatterKind; 12] = [
        MatterKind::Body,
        MatterKind::Series,
        MatterKind::Catalogue,
        MatterKind::Measure,
        MatterKind::Draft,
        MatterKind::Form,
        MatterKind::Pledge,
        MatterKind::Undertaking,
        MatterKind::Watch,
        MatterKind::Site,
        MatterKind::Programme,
        MatterKind::Person,
    ];

    /// The word used in files and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            MatterKind::Body => "body",
            MatterKind::Series => "series",
            MatterKind::Catalogue => "catalogue",
            MatterKind::Measure => "measure",
            MatterKind::Draft => "draft",
            MatterKind::Form => "form",
            MatterKind::Pledge => "pledge",
            MatterKind::Undertaking => "undertaking",
            MatterKind::Watch => "watch",
            MatterKind::Site => "site",
            MatterKind::Programme => "programme",
            MatterKind::Person => "person",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MattersFile {
    #[serde(default)]
    regime: BTreeMap<String, Text>,
    #[serde(default)]
    matter: BTreeMap<String, MatterFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct MatterFile {
    kind: MatterKind,
    name: Text,
    short: Option<String>,
    #[serde(default)]
    aliases: Aliases,
    what: Option<Text>,
    instrument: Option<String>,
    article: Option<String>,
    regime: Option<String>,
    part_of: Option<String>,
    reports_to: Option<String>,
    secretariat: Option<String>,
    members: Option<Members>,
    decides: Option<Decides>,
    chair: Option<ChairFile>,
    #[serde(default)]
    rule: Vec<RuleFile>,
    dimension: Option<Dimension>,
    #[serde(default)]
    versions: Vec<String>,
    #[serde(default)]
    field: Vec<Field>,
    question: Option<Question>,
    place: Option<String>,
    at: Option<[f64; 2]>,
    #[serde(default)]
    cite: Vec<String>,
    checked_until: Option<Day>,
    unverified: Option<String>,
}

/// A dimension of security, as catalogues of confidence-building measures have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dimension {
    /// Military and political.
    MilitaryPolitical,
    /// Economic.
    Economic,
    /// Environmental.
    Environmental,
    /// Human.
    Human,
    /// New challenges and threats.
    NewChallenges,
}

impl Dimension {
    /// Every dimension.
    pub const ALL: [Dimension; 5] = [
        Dimension::MilitaryPolitical,
        Dimension::Economic,
        Dimension::Environmental,
        Dimension::Human,
        Dimension::NewChallenges,
    ];

    /// The word used in files and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Dimension::MilitaryPolitical => "military-political",
            Dimension::Economic => "economic",
            Dimension::Environmental => "environmental",
            Dimension::Human => "human",
            Dimension::NewChallenges => "new-challenges",
        }
    }
}

/// How a body decides.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Decides {
    /// By what.
    pub by: DecidesBy,
    /// How long a text lies before silence is consent.
    pub silence: Option<Period>,
    /// Where it stands.
    pub article: Option<String>,
}

/// By what a body decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecidesBy {
    /// Without any objection.
    Consensus,
    /// By a majority.
    Majority,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ChairFile {
    order: Option<Vec<String>>,
    #[serde(default)]
    host: bool,
    term: Option<Period>,
    article: Option<String>,
    #[serde(default)]
    cite: Vec<String>,
    unverified: Option<String>,
}

/// Who chairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chair {
    /// The order in which the chair goes round; empty where no rule is known.
    pub order: Vec<law::PartyIx>,
    /// Whether the host of a meeting chairs it.
    pub host: bool,
    /// How long one chairs.
    pub term: Option<Period>,
    /// Where it stands.
    pub article: Option<String>,
    /// Where it is told.
    pub cite: Vec<String>,
    /// Why it is not sure.
    pub unverified: Option<String>,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Field {
    /// Its name in files.
    pub id: String,
    /// What is asked.
    pub name: Text,
    /// What an answer looks like.
    #[serde(default)]
    pub kind: FieldKind,
    /// Whether it must be there.
    #[serde(default)]
    pub required: bool,
}

/// What an answer in a form looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// Words.
    #[default]
    Text,
    /// A whole number.
    Number,
    /// A date, as exact as it is known.
    Date,
    /// Yes or no.
    Flag,
    /// The code of a participant.
    Party,
}

/// A standing question over the record.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", tag = "asks")]
pub enum Question {
    /// Who of a group is not bound by an instrument.
    Missing {
        /// The group.
        of: String,
        /// The instrument.
        instrument: String,
    },
    /// Which of some instruments end, or have ended, within a time.
    Ending {
        /// The instruments.
        instruments: Vec<String>,
        /// How far ahead is looked.
        within: Period,
    },
    /// How some instruments stand: in force, suspended, ended, not in force.
    Standing {
        /// The instruments.
        instruments: Vec<String>,
    },
    /// Who of a group is bound by which of some instruments.
    Adherence {
        /// The group.
        of: String,
        /// The instruments.
        instruments: Vec<String>,
    },
    /// What was entered on a topic: evidence, assessments, recommendations.
    File,
    /// Which bodies and series of a regime are overdue.
    Overdue {
        /// The regime, as matters name it.
        regime: String,
    },
}

impl Question {
    /// The instruments it looks at.
    pub fn instruments(&self) -> &[String] {
        match self {
            Question::Missing { instrument, .. } => std::slice::from_ref(instrument),
            Question::Ending { instruments, .. }
            | Question::Standing { instruments }
            | Question::Adherence { instruments, .. } => instruments,
            Question::File | Question::Overdue { .. } => &[],
        }
    }
}

/// What happenings are about.
#[derive(Debug, Clone)]
pub struct Matter {
    /// Small letters, digits and hyphens.
    pub id: String,
    /// The pack it stands in.
    pub pack: String,
    /// What it is.
    pub kind: MatterKind,
    /// What it is called.
    pub name: Text,
    /// Its usual short name.
    pub short: Option<String>,
    /// Other names it is found by.
    pub aliases: Aliases,
    /// What it is for.
    pub what: Option<Text>,
    /// The instrument that makes it, or that it serves.
    pub instrument: Option<String>,
    /// The article.
    pub article: Option<String>,
    /// The regime it belongs to, by a word that its matters share.
    pub regime: String,
    /// The matter it is part of: the catalogue of a measure, the body of a working group.
    pub part_of: Option<String>,
    /// The body it reports to.
    pub reports_to: Option<String>,
    /// The body that serves it.
    pub secretariat: Option<String>,
    /// Who belongs to it; none where that is not recorded.
    pub members: Option<Group>,
    /// How it decides.
    pub decides: Option<Decides>,
    /// Who chairs it.
    pub chair: Option<Chair>,
    /// Its rules.
    pub rules: Vec<Rule>,
    /// The dimension of a measure.
    pub dimension: Option<Dimension>,
    /// The versions of the catalogue in which a measure stands.
    pub versions: Vec<String>,
    /// The fields of a form.
    pub fields: Vec<Field>,
    /// The question of a watch.
    pub question: Option<Question>,
    /// Where it is, by the id of a place.
    pub place: Option<String>,
    /// Where it is, as longitude and latitude in degrees.
    pub at: Option<[f64; 2]>,
    /// Where all this is told.
    pub cite: Vec<String>,
    /// The day up to which its happenings were looked for; none where they are entered as they happen.
    pub checked_until: Option<Day>,
    /// Why it is not sure.
    pub unverified: Option<String>,
}

/// Every matter, in the order of packs and ids.
#[derive(Debug, Clone, Default)]
pub struct Matters {
    list: Vec<Matter>,
    by_id: HashMap<String, usize>,
    regimes: BTreeMap<String, Text>,
}

impl Matters {
    /// The matter with an id.
    pub fn by_id(&self, id: &str) -> Option<&Matter> {
        self.by_id.get(id).map(|at| &self.list[*at])
    }

    /// The matter a person means: its id, its short name, or a name in any language.
    ///
    /// # Errors
    /// The ids and names nearest to the word.
    pub fn find(&self, word: &str) -> Result<&Matter, Vec<String>> {
        if let Some(matter) = self.by_id(word.trim()) {
            return Ok(matter);
        }
        let wanted = key(word);
        let mut found = self.list.iter().filter(|matter| matter.names().any(|name| key(name) == wanted));
        match (found.next(), found.next()) {
            (Some(matter), None) => Ok(matter),
            (Some(one), Some(other)) => Err([one, other].into_iter().chain(found).map(|m| m.id.clone()).collect()),
            _ => {
                let names = self.list.iter().flat_map(|matter| [matter.id.as_str()].into_iter().chain(matter.names()));
                let near = crate::names::nearest(word, names, 8);
                let of = |name: &String| {
                    let own = |matter: &&Matter| matter.id == *name || matter.names().any(|other| other == name);
                    self.list.iter().find(own).map(|matter| matter.id.clone())
                };
                let mut ids: Vec<String> = Vec::new();
                ids.extend(near.iter().filter_map(of));
                ids.dedup();
                ids.truncate(4);
                Err(ids)
            }
        }
    }

    /// How many matters have a name.
    pub fn called(&self, name: &str) -> usize {
        let wanted = key(name);
        self.list.iter().filter(|matter| matter.names().any(|name| key(name) == wanted)).count()
    }

    /// What a regime is called, where a pack says so.
    pub fn regime(&self, id: &str) -> Option<&Text> {
        self.regimes.get(id)
    }

    /// Each of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Matter> {
        self.list.iter()
    }

    /// Those of a kind.
    pub fn of_kind(&self, kind: MatterKind) -> impl Iterator<Item = &Matter> {
        self.list.iter().filter(move |matter| matter.kind == kind)
    }
}

impl Matter {
    /// Its names in every language.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let aliases = self.aliases.values().flatten();
        self.name.values().chain(aliases).chain(&self.short).map(String::as_str)
    }
}

/// Reads the matters of every pack; `treaty` says whether there is an instrument with an id.
pub(crate) fn read(
    files: &[File<'_>],
    parties: &Parties,
    treaty: &dyn Fn(&str) -> bool,
    place: &dyn Fn(&str) -> bool,
    problems: &mut Vec<Problem>,
) -> Matters {
    let mut all = Matters::default();
    for file in files {
        let Some((folder, "matters.toml")) = file.path.rsplit_once('/') else { continue };
        let Some(read) = read_tolerantly::<MattersFile>(&file.path, &file.text, problems) else { continue };
        for (id, name) in read.regime {
            if !name.contains_key("en") {
                let message = format!("the regime `{id}` needs an English name: {id} = {{ en = \"…\" }}");
                problems.push(Problem::error("missing-title", &file.path, place_of(&file.text, &id), message));
            }
            all.regimes.insert(id, name);
        }
        for (id, matter) in read.matter {
            let check = Check { file, parties, treaty, place };
            if all.by_id.contains_key(&id) {
                problems.push(check.error(
                    "duplicate-id",
                    &id,
                    format!("the matter `{id}` stands in another file too"),
                ));
                continue;
            }
            if let Some(matter) = check.matter(folder, id, matter, problems) {
                all.by_id.insert(matter.id.clone(), all.list.len());
                all.list.push(matter);
            }
        }
    }
    for matter in &all.list {
        let others = [&matter.part_of, &matter.reports_to, &matter.secretariat];
        let before = matter.rules.iter().filter_map(|rule| match &rule.says {
            Says::Before(other) => Some(other),
            _ => None,
        });
        for other in others.into_iter().flatten().chain(before).filter(|other| !all.by_id.contains_key(*other)) {
            let path = format!("{}/matters.toml", matter.pack);
            let text = files.iter().find(|file| file.path == path).map_or("", |file| &file.text);
            let message = format!("`{}` names the matter `{other}`, which is in no pack", matter.id);
            problems.push(Problem::error("unknown-matter", &path, place_of(text, other), message));
        }
    }
    all
}

struct Check<'a> {
    file: &'a File<'a>,
    parties: &'a Parties,
    treaty: &'a dyn Fn(&str) -> bool,
    place: &'a dyn Fn(&str) -> bool,
}

impl Check<'_> {
    fn error(&self, check: &'static str, value: &str, message: String) -> Problem {
        Problem::error(check, &self.file.path, place_of(&self.file.text, value), message)
    }

    fn matter(&self, pack: &str, id: String, matter: MatterFile, problems: &mut Vec<Problem>) -> Option<Matter> {
        if id.is_empty() || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            let message = format!("`{id}` is not an id; write small letters, digits and hyphens");
            problems.push(self.error("bad-id", &id, message));
            return None;
        }
        for name in matter.name.values().chain(matter.aliases.values().flatten()) {
            problems.extend(suspicious(name).map(|why| self.error("suspicious-name", name, why)));
        }
        for text in matter.what.iter().flat_map(|what| what.values()).chain(&matter.cite).chain(&matter.unverified) {
            problems.extend(hides(text).map(|why| self.error("suspicious-text", text, why)));
        }
        if !matter.name.contains_key("en") {
            let message = format!("the matter `{id}` needs an English name: name = {{ en = \"…\" }}");
            problems.push(self.error("missing-title", &id, message));
        }
        let asked = matter.question.iter().flat_map(Question::instruments);
        for of in matter.instrument.iter().chain(asked).filter(|of| !(self.treaty)(of)) {
            // A pack can be used without the ones that its treaties stand in.
            let message = format!("the matter `{id}` has the instrument `{of}`, which is in no pack");
            let place = place_of(&self.file.text, of);
            problems.push(Problem::warning("unknown-relation", &self.file.path, place, message));
        }
        for of in matter.place.iter().filter(|of| !(self.place)(of)) {
            problems.push(self.error(
                "unknown-place",
                of,
                format!("the matter `{id}` is at `{of}`, which is no place"),
            ));
        }
        self.keys(&id, &matter, problems);
        let mut rules = Vec::new();
        for rule in matter.rule {
            match Rule::try_from(rule) {
                Ok(rule) => rules.push(rule),
                Err(why) => problems.push(self.error("bad-rule", &id, format!("matter `{id}`: {why}"))),
            }
        }
        let members = matter.members.as_ref().and_then(|members| self.group(&id, members, problems));
        let chair = matter.chair.map(|chair| self.chair(&id, chair, problems));
        Some(Matter {
            regime: matter.regime.unwrap_or_else(|| pack.to_owned()),
            pack: pack.to_owned(),
            kind: matter.kind,
            name: matter.name,
            short: matter.short,
            aliases: matter.aliases,
            what: matter.what,
            instrument: matter.instrument,
            article: matter.article,
            part_of: matter.part_of,
            reports_to: matter.reports_to,
            secretariat: matter.secretariat,
            members,
            decides: matter.decides,
            chair,
            rules,
            dimension: matter.dimension,
            versions: matter.versions,
            fields: matter.field,
            question: matter.question,
            place: matter.place,
            at: matter.at,
            cite: matter.cite,
            checked_until: matter.checked_until,
            unverified: matter.unverified,
            id,
        })
    }

    /// Keys that mean nothing for the kind of matter are refused, and those it cannot be without are asked for.
    fn keys(&self, id: &str, matter: &MatterFile, problems: &mut Vec<Problem>) {
        use MatterKind::{Body, Form, Measure, Site, Watch};
        let kind = matter.kind;
        let meaningless = [
            ("chair", matter.chair.is_some() && kind != Body),
            ("decides", matter.decides.is_some() && kind != Body),
            ("reports-to", matter.reports_to.is_some() && kind != Body),
            ("dimension", matter.dimension.is_some() && kind != Measure),
            ("versions", !matter.versions.is_empty() && kind != Measure),
            ("field", !matter.field.is_empty() && kind != Form),
            ("question", matter.question.is_some() && kind != Watch),
            ("at", matter.at.is_some() && kind != Site),
        ];
        for (key, _) in meaningless.into_iter().filter(|(_, wrong)| *wrong) {
            let message = format!("`{key}` means nothing for the matter `{id}`, which is a {}", kind.word());
            problems.push(self.error("unknown-key", id, message));
        }
        let missing = [
            ("question", kind == Watch && matter.question.is_none()),
            ("field", kind == Form && matter.field.is_empty()),
            ("part-of", kind == Measure && matter.part_of.is_none()),
            ("dimension", kind == Measure && matter.dimension.is_none()),
        ];
        for (key, _) in missing.into_iter().filter(|(_, wrong)| *wrong) {
            problems.push(self.error("missing-key", id, format!("the {} `{id}` needs `{key}`", kind.word())));
        }
        if let Some([lon, lat]) = matter.at
            && !((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat))
        {
            let message = format!("[{lon}, {lat}] is not a longitude and a latitude in degrees");
            problems.push(self.error("bad-place", &lon.to_string(), message));
        }
    }

    fn chair(&self, id: &str, chair: ChairFile, problems: &mut Vec<Problem>) -> Chair {
        let mut order = Vec::new();
        for code in chair.order.iter().flatten() {
            match self.parties.find(code) {
                Some(party) => order.push(party),
                None => problems.push(self.unknown_party(id, code)),
            }
        }
        let ChairFile { host, term, article, cite, unverified, .. } = chair;
        Chair { order, host, term, article, cite, unverified }
    }

    fn unknown_party(&self, id: &str, code: &str) -> Problem {
        self.error("unknown-party", code, format!("matter `{id}`: there is no participant `{code}`"))
    }

    fn group(&self, id: &str, members: &Members, problems: &mut Vec<Problem>) -> Option<Group> {
        match members {
            Members::Group(group) => {
                let found = self.parties.group(group).cloned();
                if found.is_none() {
                    let message = format!("matter `{id}`: there is no group `{group}`");
                    problems.push(self.error("unknown-name", group, message));
                }
                found
            }
            Members::List(codes) => {
                let mut all = Vec::new();
                for code in codes {
                    match self.parties.find(code) {
                        Some(party) => all.push(Membership { party, from: Day::ALWAYS, until: Day::NEVER }),
                        None => problems.push(self.unknown_party(id, code)),
                    }
                }
                Some(Group { members: all })
            }
        }
    }
}
