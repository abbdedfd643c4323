//! What a page is about, in the words of schema.org, for programs that gather such things (JSON-LD 1.1).
//!
//! A treaty is `Legislation`, a document is a `DigitalDocument`. What schema.org has no words for (who is what to a
//! treaty) has words of our own, whose IRIs begin with `tag:semey,2026:`. Addresses are relative to the page's.

use law::{Dated, Day, PartyIx, Precision, TreatyIx};
use pack::RelationKind;
use register::answer::status::StatusAnswer;
use serde_json::{Map, Value, json};

use super::leaf::{Asked, Made};
use super::miss::Miss;
use super::papers::Paper;
use super::question::path;

fn context() -> Value {
    let day = |name: &str| json!({ "@id": format!("semey:{name}"), "@type": "http://www.w3.org/2001/XMLSchema#date" });
    json!(["https://schema.org", {
        "semey": "tag:semey,2026:",
        "on": day("on"),
        "known": day("known"),
        "participants": { "@id": "semey:participants", "@container": "@set" },
        "status": "semey:status",
        "since": day("since"),
        "signed": day("signed"),
        "consented": "semey:consented",
        "relations": { "@id": "semey:relations", "@container": "@set" },
        "relation": "semey:relation",
        "to": { "@id": "semey:to", "@type": "@id" },
    }])
}

/// The address of a page without its question: what the thing itself is called.
fn id(asked: &Asked<'_>, parts: &[&str]) -> String {
    format!("{}{}", asked.prefix, path(parts))
}

fn party(asked: &Asked<'_>, party: PartyIx, on: Day) -> Map<String, Value> {
    let world = asked.world;
    let code = world.code(party);
    let kind = match world.packs.parties[party].kind {
        law::PartyKind::State | law::PartyKind::HistoricalState => "Country",
        law::PartyKind::Organisation => "Organization",
        _ => "AdministrativeArea",
    };
    let mut map = Map::new();
    map.insert("@type".to_owned(), kind.into());
    map.insert("@id".to_owned(), id(asked, &["participants", code]).into());
    map.insert("identifier".to_owned(), code.into());
    map.insert("name".to_owned(), world.party_name(party, on).into());
    map
}

/// A date that is no more exact than it is known: schema.org takes days, months and years of ISO 8601.
fn dated(date: Dated) -> Value {
    match date.precision {
        Precision::Season(_) => date.to_string()[..4].into(),
        _ => date.to_string().into(),
    }
}

pub(crate) fn of_treaty(asked: &Asked<'_>, t: TreatyIx, answer: &StatusAnswer) -> Result<Made, Miss> {
    let world = asked.world;
    let own = &world.packs[t];
    let names = own.title.iter().map(|(lang, text)| json!({ "@language": lang, "@value": text }));
    let aliases = own
        .aliases
        .iter()
        .flat_map(|(lang, all)| all.iter().map(move |text| json!({ "@language": lang, "@value": text })));
    let short = own.short.iter().map(|short| Value::from(short.as_str()));
    let numbers = own
        .refs
        .iter()
        .map(|(register, number)| json!({ "@type": "PropertyValue", "propertyID": register, "value": number }));
    let depositaries = own.depositaries.iter().map(|one| Value::Object(party(asked, *one, asked.on)));
    let participants = answer.participants.iter().filter_map(|row| {
        let mut map = party(asked, world.packs.parties.find(&row.party)?, asked.on);
        map.insert("status".to_owned(), row.status.word().into());
        for (name, date) in [("since", row.since), ("signed", row.signed)] {
            map.extend(date.map(|date| (name.to_owned(), Value::from(date.to_string()))));
        }
        map.extend(row.consented.map(|date| ("consented".to_owned(), dated(date))));
        Some(Value::Object(map))
    });
    let relations = own
        .relations
        .iter()
        .map(|relation| json!({ "relation": relation.kind.word(), "to": id(asked, &["treaties", &relation.treaty]) }));
    let related = |kinds: &[RelationKind]| -> Vec<Value> {
        let those = own.relations.iter().filter(|relation| kinds.contains(&relation.kind));
        those.map(|relation| json!({ "@id": id(asked, &["treaties", &relation.treaty]) })).collect()
    };
    let force = if answer.in_force { "https://schema.org/InForce" } else { "https://schema.org/NotInForce" };
    let mut all = Map::new();
    let mut put = |name: &str, value: Value| {
        let empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if !empty {
            all.insert(name.to_owned(), value);
        }
    };
    put("@context", context());
    put("@id", id(asked, &["treaties", &own.id]).into());
    put("@type", "Legislation".into());
    put("legislationIdentifier", own.id.as_str().into());
    put("identifier", numbers.collect());
    put("name", names.collect());
    put("alternateName", short.chain(aliases).collect());
    put("legislationType", own.kind.word().into());
    put("legislationDate", own.adopted.map_or(Value::Null, dated));
    put("legislationLegalForce", json!({ "@id": force }));
    let entry = answer.entry_into_force.map(|day| day.to_string());
    if let Some(entry) = &entry {
        put("legislationDateOfApplicability", entry.as_str().into());
        let end = answer.ended.map_or_else(|| "..".to_owned(), |day| day.to_string());
        put("temporalCoverage", format!("{entry}/{end}").into());
    }
    put("legislationResponsible", depositaries.collect());
    put("legislationAmends", related(&[RelationKind::Amends]).into());
    put("legislationConsolidates", related(&[RelationKind::Consolidates]).into());
    put("isPartOf", related(&[RelationKind::PartOf, RelationKind::AnnexedTo]).into());
    put("relations", relations.collect());
    put("on", answer.on.to_string().into());
    put("known", answer.known.map_or(Value::Null, |day| day.to_string().into()));
    put("participants", participants.collect());
    Made::json(&all)
}

pub(crate) fn of_document(asked: &Asked<'_>, name: &str, paper: &Paper) -> Result<Made, Miss> {
    let world = asked.world;
    let about = &paper.document.about;
    let parties = |codes: &[String]| -> Vec<Value> {
        let found = codes.iter().filter_map(|code| world.packs.parties.find(code));
        found.map(|one| Value::Object(party(asked, one, asked.on))).collect()
    };
    let mut treaties: Vec<String> = paper.document.facts.iter().filter_map(|fact| fact.instrument.clone()).collect();
    let mut actors: Vec<String> = paper.document.facts.iter().flat_map(|fact| fact.actors.clone()).collect();
    for codes in [&mut treaties, &mut actors] {
        codes.sort_unstable();
        codes.dedup();
    }
    let treaties = treaties.iter().filter_map(|code| {
        let own = &world.packs[world.packs.by_id(&code.to_lowercase())?];
        let title = pack::in_language(&own.title, asked.words.lang());
        Some(json!({ "@type": "Legislation", "@id": id(asked, &["treaties", &own.id]), "name": title }))
    });
    let address = id(asked, &["documents", name]);
    let date = about.date.as_deref().and_then(|date| date.split('/').next()).and_then(|date| date.parse().ok());
    let originals = about.original_languages.iter().filter(|lang| **lang != about.language);
    let originals = originals.map(|lang| json!({ "@type": "DigitalDocument", "inLanguage": lang }));
    let mut all = Map::new();
    let mut put = |name: &str, value: Value| {
        let empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if !empty {
            all.insert(name.to_owned(), value);
        }
    };
    put("@context", context());
    put("@id", address.as_str().into());
    put("@type", "DigitalDocument".into());
    put("identifier", about.symbols.clone().into());
    let title = about.title.as_ref().map(|title| json!({ "@language": about.language, "@value": title }));
    put("name", title.unwrap_or(Value::Null));
    put("genre", about.doc_type.as_str().into());
    put("dateCreated", date.map_or(Value::Null, dated));
    put("inLanguage", about.language.as_str().into());
    put("translationOfWork", originals.collect());
    put("author", parties(&about.senders).into());
    put("keywords", about.subjects.clone().into());
    put("about", treaties.collect());
    put("mentions", parties(&actors).into());
    put(
        "associatedMedia",
        json!({
            "@type": "MediaObject", "name": paper.file, "contentSize": format!("{} B", paper.bytes),
            "sha256": paper.sha256.hex(),
        }),
    );
    put(
        "encoding",
        json!({ "@type": "MediaObject", "encodingFormat": "application/akn+xml", "contentUrl": format!("{address}.akn") }),
    );
    Made::json(&all)
}
