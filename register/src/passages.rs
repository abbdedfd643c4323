//! The record as passages that can be searched.

use std::collections::BTreeMap;
use std::sync::Arc;

use document::Document;
use law::{Day, Span};
use search::{Class, Entities, Fault, Index, Kind, Passage};

use crate::World;

/// The names by which participants, instruments and places are found, in every language.
pub fn entities(world: &World) -> Entities {
    let packs = &world.packs;
    let mut entities = Entities::new();
    for name in packs.names.iter() {
        entities.add(Class::Participant, world.code(name.party), &name.text);
    }
    for instrument in &packs.instruments {
        for name in names(instrument) {
            entities.add(Class::Instrument, &instrument.id, name);
        }
    }
    for place in &packs.places {
        entities.add(Class::Place, &place.place, &place.text);
    }
    entities
}

/// An index of the record, in memory.
///
/// # Errors
/// When it cannot be made.
pub fn index(world: &World) -> Result<Index, Fault> {
    index_with(world, Vec::new())
}

/// An index of the record and of further passages, in memory.
///
/// # Errors
/// When it cannot be made.
pub fn index_with(world: &World, more: Vec<Passage>) -> Result<Index, Fault> {
    let mut index = Index::in_memory(Arc::new(entities(world)));
    let mut all = of(world);
    all.extend(more);
    index.fill(all, &mut |_| ())?;
    Ok(index)
}

/// The paragraphs of a document, which goes by some name.
pub fn of_document<'d>(document: &'d Document, name: &'d str) -> impl Iterator<Item = Passage> + 'd {
    let about = &document.about;
    let when = about.date.as_deref().and_then(|date| date.parse::<Span>().ok());
    let mut told: BTreeMap<&str, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for fact in &document.facts {
        let (instruments, actors) = told.entry(&fact.paragraph).or_default();
        instruments.extend(fact.instrument.iter().map(|code| code.to_lowercase()));
        actors.extend(fact.actors.iter().cloned());
    }
    for (instruments, actors) in told.values_mut() {
        for codes in [instruments, actors] {
            codes.sort_unstable();
            codes.dedup();
        }
    }
    document.paragraphs.iter().map(move |paragraph| {
        let range = document::text::bytes(&paragraph.glyphs);
        let (instruments, actors) = told.get(paragraph.id.as_str()).cloned().unwrap_or_default();
        Passage {
            document: name.to_owned(),
            paragraph: paragraph.id.clone(),
            kind: Kind::Paragraph,
            lang: about.language.clone(),
            title: String::new(),
            text: paragraph.text(),
            date: when.map(Span::first),
            told: when.map_or(String::new(), told_of),
            instruments,
            actors,
            place: u64::from(range.start)..u64::from(range.end),
        }
    })
}

fn names(instrument: &pack::Instrument) -> impl Iterator<Item = &str> {
    let titles = instrument.title.values().map(String::as_str);
    let aliases = instrument.aliases.values().flatten().map(String::as_str);
    titles.chain(aliases).chain(instrument.short.as_deref())
}

/// A date as it is told, where it is not a day.
fn told_of(when: Span) -> String {
    let told = when.to_string();
    if told.parse::<Day>().is_ok() { String::new() } else { told }
}

/// Matters and what happened about them.
fn of_regimes(world: &World, all: &mut Vec<Passage>) {
    let packs = &world.packs;
    let id = |t: law::TreatyIx| packs[t].id.clone();
    for matter in packs.matters.iter() {
        let names: Vec<&str> =
            matter.names().chain(matter.what.iter().flat_map(|what| what.values()).map(String::as_str)).collect();
        all.push(Passage {
            document: matter.id.clone(),
            kind: Kind::Matter,
            title: pack::in_language(&matter.name, &world.lang).to_owned(),
            text: names.join("\n"),
            instruments: matter.instrument.clone().into_iter().collect(),
            ..Passage::default()
        });
    }
    for own in &packs.happenings {
        let Some(matter) = own.matters.first() else { continue };
        let mut words: Vec<&str> = vec![world.matter_name(matter), own.deed.word()];
        words.extend(own.actors.iter().take(12).map(|party| world.party_name(*party, own.day())));
        words.extend(own.place.as_deref().map(|place| world.place_name(place, own.day())));
        words.extend([&own.number, &own.note, &own.doubt].into_iter().flatten().map(|text| &**text));
        all.push(Passage {
            document: matter.to_string(),
            kind: Kind::Happening,
            lang: world.lang.clone(),
            title: match own.when {
                Some(when) => format!("{} {when}", world.matter_name(matter)),
                None => world.matter_name(matter).to_owned(),
            },
            text: words.join(", "),
            date: own.when.map(Span::first),
            told: own.when.map_or(String::new(), told_of),
            instruments: own.instrument.map(id).into_iter().collect(),
            actors: own.actors.iter().map(|party| world.code(*party).to_owned()).collect(),
            ..Passage::default()
        });
    }
}

/// Instruments, participants and acts, matters and happenings.
pub fn of(world: &World) -> Vec<Passage> {
    let packs = &world.packs;
    let mut all = Vec::new();
    of_regimes(world, &mut all);
    for instrument in &packs.instruments {
        let names: Vec<&str> = names(instrument).collect();
        all.push(Passage {
            document: instrument.id.clone(),
            kind: Kind::Treaty,
            title: instrument.name(&world.lang).to_owned(),
            text: names.join("\n"),
            date: instrument.adopted.map(|day| day.first),
            told: instrument.adopted.map_or(String::new(), |date| told_of(Span::of(date))),
            instruments: vec![instrument.id.clone()],
            ..Passage::default()
        });
        for act in &instrument.acts {
            let party = act.party.map(|party| world.party_name(party, act.date.first));
            let code = act.party.map(|party| world.code(party).to_owned());
            let mut words: Vec<&str> = vec![instrument.name(&world.lang)];
            words.extend(party);
            words.push(act.kind.word());
            words.extend([&act.place, &act.territory, &act.note, &act.doubt].into_iter().flatten().map(|text| &**text));
            all.push(Passage {
                document: instrument.id.clone(),
                kind: Kind::Act,
                lang: world.lang.clone(),
                title: format!("{}{} {}", party.map_or(String::new(), |name| format!("{name}: ")), act.kind, act.date),
                text: words.join(", "),
                date: Some(act.date.first),
                told: told_of(Span::of(act.date)),
                instruments: vec![instrument.id.clone()],
                actors: code.into_iter().collect(),
                ..Passage::default()
            });
        }
    }
    for (party, about) in packs.parties.iter() {
        let names: Vec<&str> =
            packs.names.iter().filter(|name| name.party == party).map(|name| name.text.as_str()).collect();
        all.push(Passage {
            document: about.code.to_string(),
            kind: Kind::Participant,
            title: world.party_name(party, Day::LAST).to_owned(),
            text: names.join("\n"),
            actors: vec![about.code.to_string()],
            ..Passage::default()
        });
    }
    all
}
