//! Catalogues of measures: their versions, who accepted what, what was reported, what is due for review.
//!
//! Measures are voluntary. Nothing here says that anybody failed to do something: what is not accepted is not listed
//! against anybody, and a report that nobody promised is late for nobody.

use std::collections::BTreeMap;

use law::{Day, Deed, Happening, PartyIx, Span};
use pack::{Dimension, Field, Matter, MatterKind, in_language};
use serde::Serialize;

use crate::World;
use crate::answer::bodies::{self, RuleAnswer};
use crate::answer::notices::{Answered, Letters, answered};

/// The answer of `semey measures`, version 1.
#[derive(Debug, Serialize)]
pub struct MeasuresAnswer {
    /// 1.
    pub version: u32,
    /// The day asked about.
    pub on: Day,
    /// As known on this day; none means everything entered.
    pub known: Option<Day>,
    /// The catalogues, each with its measures.
    pub catalogues: Vec<CatalogueAnswer>,
    /// The forms of exchanges.
    pub forms: Vec<FormAnswer>,
}

/// A catalogue.
#[derive(Debug, Serialize)]
pub struct CatalogueAnswer {
    /// The id of the catalogue.
    pub catalogue: String,
    /// What it is called.
    pub name: String,
    /// The regime it belongs to.
    pub regime: String,
    /// Its versions, in order of adoption.
    pub versions: Vec<VersionAnswer>,
    /// The version in use on the day.
    pub version: Option<String>,
    /// Its rules: how often it is reviewed.
    pub rules: Vec<RuleAnswer>,
    /// When it was reviewed.
    pub reviews: Vec<Told>,
    /// Its measures, by dimension.
    pub measures: Vec<MeasureRow>,
    /// Where it is told.
    pub cite: Vec<String>,
    /// Why it is not sure.
    pub unverified: Option<String>,
}

/// A version of a catalogue.
#[derive(Debug, Serialize)]
pub struct VersionAnswer {
    /// What it goes by.
    pub version: String,
    /// When it was adopted.
    pub date: Option<Span>,
    /// Measures that the version before it did not have.
    pub added: Vec<String>,
    /// Measures that the version before it had and this one has not.
    pub dropped: Vec<String>,
    /// Where it is told.
    pub source: String,
}

/// A measure.
#[derive(Debug, Serialize)]
pub struct MeasureRow {
    /// The id of the measure.
    pub measure: String,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub what: Option<String>,
    /// Its dimension.
    pub dimension: Dimension,
    /// The versions in which it stands.
    pub versions: Vec<String>,
    /// Whether it stands in the version in use.
    pub in_use: bool,
    /// Who accepted it, by name.
    pub accepted: Vec<Acceptance>,
    /// What was reported, in order of days.
    pub reports: Vec<Told>,
    /// Its rules: how often those who accepted it report.
    pub rules: Vec<RuleAnswer>,
    /// Where it is told.
    pub cite: Vec<String>,
    /// Why it is not sure.
    pub unverified: Option<String>,
}

/// A State that accepted a measure of its own will.
#[derive(Debug, Serialize)]
pub struct Acceptance {
    /// The code.
    pub party: String,
    /// The name on the day.
    pub name: String,
    /// From when.
    pub from: Option<Span>,
    /// Until when, where it ended.
    pub until: Option<Span>,
    /// How far.
    pub scope: Option<String>,
    /// When it last reported.
    pub reported: Option<Day>,
    /// Where it is told.
    pub source: String,
}

/// Something that was told about a measure or a catalogue.
#[derive(Debug, Serialize)]
pub struct Told {
    /// What.
    pub kind: Deed,
    /// When.
    pub date: Option<Span>,
    /// Who: codes.
    pub by: Vec<String>,
    /// For whom: codes; empty where for everybody.
    pub to: Vec<String>,
    /// How, or in which role: a word of the list in `docs/regimes.md`.
    pub manner: Option<String>,
    /// Which other matters it serves too: one report for several regimes.
    pub serves: Vec<String>,
    /// Why it is contested.
    pub doubt: Option<String>,
    /// What a reader must know.
    pub note: Option<String>,
    /// Where it is told.
    pub source: String,
    /// Its entry in the ledger.
    pub entry: Option<u64>,
}

impl Told {
    /// What a happening tells of a matter.
    pub(crate) fn of(world: &World, own: &Happening, matter: &str) -> Told {
        let codes = |all: &[PartyIx]| all.iter().map(|party| world.code(*party).to_owned()).collect();
        Told {
            kind: own.deed,
            date: own.when,
            by: codes(&own.actors),
            to: codes(&own.to),
            manner: own.manner.as_deref().map(str::to_owned),
            serves: own.matters.iter().filter(|id| ***id != *matter).map(|id| id.to_string()).collect(),
            doubt: own.doubt.as_deref().map(str::to_owned),
            note: own.note.as_deref().map(str::to_owned),
            source: own.source.to_string(),
            entry: own.entry,
        }
    }
}

/// A form of an exchange.
#[derive(Debug, Serialize)]
pub struct FormAnswer {
    /// The id of the form.
    pub form: String,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub what: Option<String>,
    /// The regime it belongs to.
    pub regime: String,
    /// The article.
    pub article: Option<String>,
    /// Its fields.
    pub fields: Vec<FieldAnswer>,
    /// How often it was filled in.
    pub filled: usize,
    /// What was told in it, in order of days.
    pub told: Vec<FilledIn>,
    /// Where it is told.
    pub cite: Vec<String>,
}

/// A form that somebody filled in.
#[derive(Debug, Serialize)]
pub struct FilledIn {
    /// When.
    pub date: Option<Span>,
    /// Who: codes.
    pub by: Vec<String>,
    /// For whom: codes; empty where for everybody.
    pub to: Vec<String>,
    /// Whether only its recipients can read it.
    pub sealed: bool,
    /// The fields; empty where it is sealed.
    pub fields: Vec<Answered>,
    /// Where it is told.
    pub source: String,
    /// Its entry in the ledger.
    pub entry: Option<u64>,
}

/// A field of a form.
#[derive(Debug, Serialize)]
pub struct FieldAnswer {
    /// Its name in files.
    pub field: String,
    /// What is asked.
    pub name: String,
    /// What an answer looks like.
    pub kind: pack::FieldKind,
    /// Whether it must be there.
    pub required: bool,
}

/// Which catalogues are asked about.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'f> {
    /// The catalogue, measure or form with this id.
    pub only: Option<&'f str>,
    /// Measures of this dimension.
    pub dimension: Option<Dimension>,
    /// Measures that this State accepted.
    pub party: Option<PartyIx>,
}

/// The catalogues with their measures, and the forms, on a day and as known on a day; `letters` know what was told in forms.
pub fn answer(
    world: &World,
    letters: &dyn Letters,
    on: Day,
    known: Option<Day>,
    filter: &Filter<'_>,
) -> MeasuresAnswer {
    let until = known.unwrap_or(Day::LAST);
    let told: Vec<&Happening> =
        world.packs.happenings.iter().filter(|own| own.is_known(until) && own.day() <= on).collect();
    let shelf = Shelf { world, letters, on, known, told };
    let has = |matter: &Matter| {
        let measures = world.packs.matters.of_kind(MatterKind::Measure);
        let mut own = measures.filter(|measure| measure.part_of.as_deref() == Some(&matter.id));
        filter.only.is_none_or(|only| matter.id == only || own.any(|measure| measure.id == only))
    };
    let catalogues = world.packs.matters.of_kind(MatterKind::Catalogue).filter(|matter| has(matter));
    let forms = world.packs.matters.of_kind(MatterKind::Form);
    let forms = forms.filter(|form| filter.only.is_none_or(|only| form.id == only));
    let forms = forms.filter(|_| filter.dimension.is_none() && filter.party.is_none());
    MeasuresAnswer {
        version: 1,
        on,
        known,
        catalogues: catalogues.map(|matter| shelf.catalogue(matter, filter)).collect(),
        forms: forms.map(|form| shelf.form(form)).collect(),
    }
}

struct Shelf<'w> {
    world: &'w World,
    letters: &'w dyn Letters,
    on: Day,
    known: Option<Day>,
    told: Vec<&'w Happening>,
}

impl Shelf<'_> {
    fn say(&self, text: &Option<pack::Text>) -> Option<String> {
        text.as_ref().map(|text| in_language(text, &self.world.lang).to_owned())
    }

    fn catalogue(&self, matter: &Matter, filter: &Filter<'_>) -> CatalogueAnswer {
        let world = self.world;
        let adopted: Vec<&Happening> = self
            .told
            .iter()
            .copied()
            .filter(|own| own.deed == Deed::Adoption && own.is_about(&matter.id) && own.number.is_some())
            .collect();
        let measures: Vec<&Matter> = world
            .packs
            .matters
            .of_kind(MatterKind::Measure)
            .filter(|measure| measure.part_of.as_deref() == Some(&matter.id))
            .collect();
        let of = |version: &str| -> Vec<&str> {
            let own = measures.iter().filter(|measure| measure.versions.iter().any(|own| own == version));
            own.map(|measure| measure.id.as_str()).collect()
        };
        let mut versions: Vec<VersionAnswer> = Vec::new();
        for own in &adopted {
            let version = own.number.as_deref().unwrap_or("").to_owned();
            if versions.iter().any(|other| other.version == version) {
                continue;
            }
            let has = of(&version);
            let before = versions.last().map_or_else(Vec::new, |before| of(&before.version));
            let without = |one: &[&str], other: &[&str]| {
                one.iter().filter(|id| !other.contains(id)).map(|id| (*id).to_owned()).collect()
            };
            let first = versions.is_empty();
            versions.push(VersionAnswer {
                date: own.when,
                added: if first { Vec::new() } else { without(&has, &before) },
                dropped: without(&before, &has),
                source: own.source.to_string(),
                version,
            });
        }
        let version = versions.last().map(|version| version.version.clone());
        let row = |measure: &&Matter| self.measure(measure, version.as_deref());
        let wanted = |row: &MeasureRow| {
            filter.only.is_none_or(|only| only == matter.id || only == row.measure)
                && filter.dimension.is_none_or(|dimension| row.dimension == dimension)
                && filter.party.is_none_or(|party| row.accepted.iter().any(|own| own.party == world.code(party)))
        };
        let mut rows: Vec<MeasureRow> = measures.iter().map(row).filter(wanted).collect();
        rows.sort_by_key(|row| row.dimension);
        CatalogueAnswer {
            catalogue: matter.id.clone(),
            name: in_language(&matter.name, &world.lang).to_owned(),
            regime: matter.regime.clone(),
            versions,
            version,
            rules: self.rules(matter),
            reviews: self.tellings(matter, &[Deed::Review]),
            measures: rows,
            cite: matter.cite.clone(),
            unverified: matter.unverified.clone(),
        }
    }

    fn rules(&self, matter: &Matter) -> Vec<RuleAnswer> {
        bodies::rules(self.world, matter, self.on, self.known.unwrap_or(Day::LAST))
    }

    fn tellings(&self, matter: &Matter, deeds: &[Deed]) -> Vec<Told> {
        let own = self.told.iter().filter(|own| deeds.contains(&own.deed) && own.is_about(&matter.id));
        own.map(|own| Told::of(self.world, own, &matter.id)).collect()
    }

    fn measure(&self, measure: &Matter, version: Option<&str>) -> MeasureRow {
        let mut accepted: BTreeMap<PartyIx, (&Happening, Option<&Happening>)> = BTreeMap::new();
        for own in self.told.iter().filter(|own| own.is_about(&measure.id)) {
            for party in &own.actors {
                match own.deed {
                    Deed::Accepted => drop(accepted.insert(*party, (own, None))),
                    Deed::Ended => {
                        if let Some((_, until)) = accepted.get_mut(party) {
                            until.get_or_insert(own);
                        }
                    }
                    _ => {}
                }
            }
        }
        let reported = |party: PartyIx| {
            let own = self.told.iter().filter(|own| {
                matches!(own.deed, Deed::Report | Deed::NilReport)
                    && own.is_about(&measure.id)
                    && own.actors.contains(&party)
            });
            own.map(|own| own.day()).max()
        };
        let world = self.world;
        let mut accepted: Vec<Acceptance> = accepted
            .into_iter()
            .map(|(party, (own, until))| Acceptance {
                party: world.code(party).to_owned(),
                name: world.party_name(party, self.on).to_owned(),
                from: own.when,
                until: until.and_then(|until| until.when),
                scope: own.note.as_deref().map(str::to_owned),
                reported: reported(party),
                source: own.source.to_string(),
            })
            .collect();
        accepted.sort_by(|a, b| world.words().order(&a.name, &b.name));
        MeasureRow {
            measure: measure.id.clone(),
            name: in_language(&measure.name, &world.lang).to_owned(),
            what: self.say(&measure.what),
            dimension: measure.dimension.unwrap_or(Dimension::MilitaryPolitical),
            in_use: version.is_some_and(|version| measure.versions.iter().any(|own| own == version)),
            versions: measure.versions.clone(),
            accepted,
            reports: self.tellings(measure, &[Deed::Report, Deed::NilReport]),
            rules: self.rules(measure),
            cite: measure.cite.clone(),
            unverified: measure.unverified.clone(),
        }
    }

    fn form(&self, form: &Matter) -> FormAnswer {
        let field = |field: &Field| FieldAnswer {
            field: field.id.clone(),
            name: in_language(&field.name, &self.world.lang).to_owned(),
            kind: field.kind,
            required: field.required,
        };
        let filled = |own: &&Happening| {
            let letter = self.letters.of(own.entry?).filter(|letter| letter.sealed || !letter.fields.is_empty())?;
            let codes = |all: &[PartyIx]| all.iter().map(|party| self.world.code(*party).to_owned()).collect();
            Some(FilledIn {
                date: own.when,
                by: codes(&own.actors),
                to: codes(&own.to),
                sealed: letter.sealed,
                fields: answered(self.world, own, letter.fields),
                source: own.source.to_string(),
                entry: own.entry,
            })
        };
        let told: Vec<FilledIn> = self.told.iter().filter(|own| own.is_about(&form.id)).filter_map(filled).collect();
        FormAnswer {
            form: form.id.clone(),
            name: in_language(&form.name, &self.world.lang).to_owned(),
            what: self.say(&form.what),
            regime: form.regime.clone(),
            article: form.article.clone(),
            fields: form.fields.iter().map(field).collect(),
            filled: told.len(),
            told,
            cite: form.cite.clone(),
        }
    }
}
