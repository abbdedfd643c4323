//! Every number on a page comes from the rows it shows, and every row from the register's answer.

use std::collections::BTreeMap;

use law::Day;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use register::answer::{party, status};
use serde_json::Value;

use crate::TODAY;
use crate::common::{Portal, Reader, pages, world};
use crate::html::{Element, Page, number};

/// So many pages of each kind.
const PAGES: u32 = 40;

/// A word of an address, a day, perhaps a day of knowledge, a language.
fn asked() -> impl Strategy<Value = (Index, i32, Option<i32>, usize)> {
    (any::<Index>(), 0..80 * 365_i32, proptest::option::weighted(0.3, 0..80 * 365_i32), 0..words::LANGUAGES.len())
}

fn runner() -> TestRunner {
    TestRunner::new(Config {
        cases: PAGES,
        rng_seed: RngSeed::Fixed(5),
        failure_persistence: None,
        max_shrink_iters: 60,
        ..Config::default()
    })
}

fn since_1955(days: i32) -> Day {
    crate::common::day("1955-01-01").plus(days)
}

fn query(on: Day, known: Option<Day>, lang: &str) -> String {
    known.map_or_else(|| format!("?on={on}&lang={lang}"), |known| format!("?on={on}&known={known}&lang={lang}"))
}

fn json(reader: &mut Reader, address: &str) -> Value {
    let answer = reader.get(address);
    assert_eq!(answer.status, 200, "{address}");
    serde_json::from_slice(&answer.body).expect("JSON")
}

/// The status that an element shows: `status-party` stands in its class.
fn status_of(element: &Element) -> String {
    let inside = element.all();
    let shown = std::iter::once(element).chain(&inside).find(|own| own.has_class("status")).expect("a status");
    let classes = shown.attr("class").expect("classes");
    classes.split(' ').find_map(|class| class.strip_prefix("status-")).expect("which one").to_owned()
}

fn date_of(cell: &Element) -> Value {
    cell.named("time").first().and_then(|time| time.attr("datetime")).map_or(Value::Null, Value::from)
}

/// The table under a heading of the page.
fn table(page: &Page, section: &str) -> Option<Element> {
    page.with("aria-labelledby", section)?.named("table").into_iter().next()
}

#[test]
fn the_rows_of_treaties_are_the_answers_of_the_register() {
    let portal = Portal::open(pages(TODAY));
    let mut runner = runner();
    let outcome = runner.run(&asked(), |(at, on, known, lang)| {
        let mut reader = Reader::of(&portal);
        let instrument = &world().packs.instruments[at.index(world().packs.instruments.len())];
        let (on, known, lang) = (since_1955(on), known.map(since_1955), words::LANGUAGES[lang]);
        let (id, query) = (&instrument.id, query(on, known, lang));
        let address = format!("/treaties/{id}{query}");

        // What machines get is what the register answers.
        let told = json(&mut reader, &format!("/treaties/{id}.json{query}"));
        let answer = status::answer(&world().in_language(lang), instrument.ix, on, known);
        let mut answer = serde_json::to_value(&answer).expect("JSON");
        let by_code = |value: &mut Value| {
            let all = value["participants"].as_array_mut().expect("a list");
            all.sort_by_key(|own| own["party"].as_str().expect("a code").to_owned());
        };
        let mut sorted = told.clone();
        by_code(&mut sorted);
        by_code(&mut answer);
        prop_assert_eq!(sorted, answer, "{}", address);

        // What people see is what machines get, row for row.
        let page = reader.get(&address);
        prop_assert_eq!(page.status, 200, "{}", &address);
        let page = Page::read(page.text());
        prop_assert_eq!(page.faults(), Vec::<String>::new(), "{}", &address);
        let participants = told["participants"].as_array().expect("a list");
        let table = table(&page, "participants");
        let rows = table.as_ref().map_or(Vec::new(), Element::rows);
        prop_assert_eq!(rows.len(), participants.len(), "{}", &address);
        for (row, own) in rows.iter().zip(participants) {
            let code = row[0].all().into_iter().find(|own| own.has_class("code")).expect("a code").text();
            let link = row[0].named("a")[0].text();
            prop_assert_eq!((&own["party"], &own["name"]), (&Value::from(code), &Value::from(link)), "{}", &address);
            prop_assert_eq!(&own["status"], &Value::from(status_of(&row[1])), "{}", &address);
            for (cell, name) in [(2, "since"), (3, "signed"), (4, "consented")] {
                prop_assert_eq!(&own[name], &date_of(&row[cell]), "{}: {}", &address, name);
            }
            prop_assert_eq!(own["consent"].is_null(), row[5].text().is_empty(), "{}", &address);
        }

        // The numbers over the table are the numbers of its rows.
        let mut counted: BTreeMap<String, usize> = BTreeMap::new();
        rows.iter().for_each(|row| *counted.entry(status_of(&row[1])).or_default() += 1);
        let counts = counts(&told);
        prop_assert_eq!(&counts, &counted, "{}", &address);
        let tabs = page.all().into_iter().find(|own| own.has_class("tabs")).expect("numbers").named("a");
        let of = |tab: &Element| {
            tab.all().into_iter().find(|own| own.has_class("number")).and_then(|own| number(&own.text()))
        };
        prop_assert_eq!(of(&tabs[0]), Some(rows.len()), "{}", &address);
        let tabs: BTreeMap<String, usize> =
            tabs[1..].iter().map(|tab| (status_of(tab), of(tab).expect("a number"))).collect();
        prop_assert_eq!(&tabs, &counted, "{}", &address);
        if let Some(table) = table {
            let caption = table.named("caption")[0].text();
            prop_assert_eq!(number(&caption), Some(rows.len()), "{}", &address);
        }

        // A filter shows those rows and no others.
        if let Some((word, count)) = counted.iter().next() {
            let filtered = reader.get(&format!("{address}&status={word}"));
            let filtered = Page::read(filtered.text());
            let rows =
                filtered.with("aria-labelledby", "participants").and_then(|own| own.named("table").into_iter().next());
            let rows = rows.as_ref().map_or(Vec::new(), Element::rows);
            prop_assert_eq!(rows.len(), *count, "{}&status={}", &address, word);
            prop_assert!(rows.iter().all(|row| status_of(&row[1]) == *word));
        }

        // A table for spreadsheets has them too.
        let csv = reader.get(&format!("/treaties/{id}.csv{query}"));
        prop_assert_eq!(csv.text().matches("\r\n").count(), 1 + rows.len(), "{}", &address);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

/// How many there are of each status that there is.
fn counts(told: &Value) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = serde_json::from_value(told["counts"].clone()).expect("numbers");
    counts.retain(|_, count| *count > 0);
    counts
}

#[test]
fn the_rows_of_participants_are_the_answers_of_the_register() {
    let portal = Portal::open(pages(TODAY));
    let parties: Vec<_> = world().packs.parties.iter().collect();
    let outcome = runner().run(&asked(), |(at, on, known, lang)| {
        let mut reader = Reader::of(&portal);
        let (ix, own) = parties[at.index(parties.len())];
        let (on, known, lang) = (since_1955(on), known.map(since_1955), words::LANGUAGES[lang]);
        let (code, query) = (&own.code, query(on, known, lang));
        let address = format!("/participants/{code}{query}");
        let told = json(&mut reader, &format!("/participants/{code}.json{query}"));
        let answer = party::answer(&world().in_language(lang), ix, on, known, party::Filter::default());
        let mut answer = serde_json::to_value(&answer).expect("JSON");
        let by_id = |value: &mut Value| {
            let all = value["treaties"].as_array_mut().expect("a list");
            all.sort_by_key(|own| own["treaty"].as_str().expect("an id").to_owned());
        };
        let mut sorted = told.clone();
        by_id(&mut sorted);
        by_id(&mut answer);
        prop_assert_eq!(sorted, answer, "{}", &address);

        let page = reader.get(&address);
        prop_assert_eq!(page.status, 200, "{}", &address);
        let page = Page::read(page.text());
        prop_assert_eq!(page.faults(), Vec::<String>::new(), "{}", &address);
        let treaties = told["treaties"].as_array().expect("a list");
        let rows = table(&page, "treaties").as_ref().map_or(Vec::new(), Element::rows);
        prop_assert_eq!(rows.len(), treaties.len(), "{}", &address);
        let mut counted: BTreeMap<String, usize> = BTreeMap::new();
        for (row, own) in rows.iter().zip(treaties) {
            let link = row[0].named("a").remove(0);
            let id = link.attr("href").and_then(|href| href.split(['/', '?']).nth(2)).map(str::to_owned);
            prop_assert_eq!(own["treaty"].as_str(), id.as_deref(), "{}", &address);
            prop_assert_eq!(own["title"].as_str().map(str::to_owned), Some(link.text()), "{}", &address);
            prop_assert_eq!(&own["status"], &Value::from(status_of(&row[1])), "{}", &address);
            prop_assert_eq!(&own["since"], &date_of(&row[2]), "{}", &address);
            *counted.entry(status_of(&row[1])).or_default() += 1;
        }
        prop_assert_eq!(counts(&told), counted, "{}", &address);

        // What it is said not to be party to is nothing that it is party to.
        if let Some(gaps) = page.with("aria-labelledby", "gaps") {
            let links = gaps.named("a");
            prop_assert_eq!(number(&gaps.named("summary")[0].text()), Some(links.len()), "{}", &address);
            let gap = |link: &Element| link.attr("href").and_then(|href| href.split('/').nth(2)).map(str::to_owned);
            let bound = |id: &String| treaties.iter().any(|own| own["treaty"] == *id.as_str());
            prop_assert!(!links.iter().filter_map(gap).any(|id| bound(&id)), "{}", &address);
        }
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

/// Why a participant is what it is: the page, what machines get and the table of the treaty say the same.
#[test]
fn the_reason_is_a_reason_for_what_the_table_says() {
    let portal = Portal::open(pages(TODAY));
    let outcome = runner().run(&(asked(), any::<Index>()), |((at, on, known, lang), who)| {
        let mut reader = Reader::of(&portal);
        let instrument = &world().packs.instruments[at.index(world().packs.instruments.len())];
        let query = query(since_1955(on), known.map(since_1955), words::LANGUAGES[lang]);
        let id = &instrument.id;
        let treaty = json(&mut reader, &format!("/treaties/{id}.json{query}"));
        let all = treaty["participants"].as_array().expect("a list");
        if all.is_empty() {
            return Ok(());
        }
        let own = who.get(all);
        let code = own["party"].as_str().expect("a code");
        let why = json(&mut reader, &format!("/treaties/{id}/participants/{code}.json{query}"));
        prop_assert_eq!(&why["status"], &own["status"]);
        let address = format!("/treaties/{id}/participants/{code}{query}");
        let page = reader.get(&address);
        let page = Page::read(page.text());
        prop_assert_eq!(page.faults(), Vec::<String>::new(), "{}", &address);
        let lead = page.all().into_iter().find(|own| own.has_class("lead")).expect("the answer");
        prop_assert_eq!(Value::from(status_of(&lead)), own["status"].clone(), "{}", &address);
        let grounds = page.with("aria-labelledby", "grounds").expect("grounds").named("li");
        prop_assert_eq!(grounds.len(), why["because"].as_array().map_or(0, Vec::len), "{}", &address);
        let stays = table(&page, "history").as_ref().map_or(Vec::new(), Element::rows);
        prop_assert_eq!(stays.len(), why["history"].as_array().map_or(0, Vec::len), "{}", &address);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

/// The three numbers of the first page, and the rows of the lists that have a table.
#[test]
fn lists_have_as_many_rows_as_machines_get() {
    let portal = Portal::open(pages(TODAY));
    let mut reader = Reader::of(&portal);
    for lang in words::LANGUAGES {
        for day in ["1968-07-01", "1991-12-25", "2026-11-18"] {
            let query = format!("on={day}&lang={lang}");
            let home = json(&mut reader, &format!("/index.json?{query}"));
            let page = Page::read(reader.get(&format!("/?{query}")).text());
            let lead = page.all().into_iter().find(|own| own.has_class("lead")).expect("a sentence").text();
            for name in ["treaties", "in_force", "participants"] {
                let wanted = home[name].as_u64().and_then(|number| usize::try_from(number).ok());
                let plain: String = lead.chars().filter(|c| !matches!(c, ',' | '\u{a0}' | '\u{202f}')).collect();
                let told = plain.split(|c: char| !c.is_ascii_digit()).any(|word| word.parse().ok() == wanted);
                assert!(told, "{name} = {wanted:?} is not in `{lead}`");
            }
            for (list, own) in [
                ("treaties", ""),
                ("treaties", "&in-force=yes"),
                ("treaties", "&in-force=no&pack=disarmament"),
                ("treaties", "&party=KAZ"),
                ("participants", ""),
                ("participants", "&q=stan"),
                ("compare", "&participants=KAZ,KGZ&pack=disarmament"),
                ("compare", "&participants=KAZ,KGZ,CHN&differ=yes"),
                ("due", "&from=2020&until=2027"),
            ] {
                let told = json(&mut reader, &format!("/{list}.json?{query}{own}"));
                let page = Page::read(reader.get(&format!("/{list}?{query}{own}")).text());
                assert_eq!(page.faults(), Vec::<String>::new(), "{list} {query}{own}");
                let rows = page.named("table").first().map_or(0, |table| table.rows().len());
                assert_eq!(rows, told.as_array().map_or(0, Vec::len), "/{list}?{query}{own}");
            }
        }
    }
}
