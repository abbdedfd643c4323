//! What pages say of days, places and deeds is what the record says, no more and no less.

use std::collections::BTreeSet;

use law::{Act, Day};
use serde_json::Value;

use crate::TODAY;
use crate::common::{self, Answer, Portal, Reader, pages, world};
use crate::html::Page;

fn json(reader: &mut Reader, address: &str) -> Value {
    let answer = patient(reader, address);
    assert_eq!(answer.status, 200, "{address}");
    serde_json::from_slice(&answer.body).expect("JSON")
}

/// Asks again where the site is busy: a crowd of tests makes an index each.
fn patient(reader: &mut Reader, address: &str) -> Answer {
    let begun = std::time::Instant::now();
    loop {
        let answer = reader.get(address);
        if answer.status != 503 || begun.elapsed() > common::LONG * 3 {
            return answer;
        }
        std::thread::sleep(std::time::Duration::from_millis(500));
    }
}

#[test]
fn places_are_named_as_they_were_called_then_in_the_language_of_the_page() {
    let portal = Portal::open(pages(TODAY));
    let mut reader = Reader::of(&portal);
    for (address, lang, said, not) in [
        ("/treaties/canwfz", "en", "8 September 2006, Semipalatinsk", "Semey,"),
        ("/treaties/canwfz", "ru", "Семипалатинск", "Semipalatinsk"),
        ("/treaties/canwfz", "zh", "塞米巴拉金斯克", "Semipalatinsk"),
        ("/treaties/almaty-act", "en", "2002, Almaty", "Alma-Ata"),
        ("/treaties/almaty-act", "ru", "Алматы", "Алма-Ата"),
        ("/treaties/ctbt", "zh", "纽约", "New York"),
    ] {
        let answer = reader.get(&format!("{address}?lang={lang}"));
        let facts = answer.text().split("<dl class=\"facts\">").nth(1).and_then(|rest| rest.split("</dl>").next());
        let facts = facts.expect("facts");
        assert!(facts.contains(said) && !facts.contains(not), "{address} {lang}: {facts}");
    }
    for (lang, place, day, name) in [
        ("en", "astana", "2006-06-01", "Astana"),
        ("en", "astana", "1994-06-01", "Akmola"),
        ("en", "astana", "2020-06-01", "Nur-Sultan"),
        ("zh", "astana", "1994-06-01", "阿斯塔纳"),
        ("en", "bishkek", "2011-01-01", "Bishkek"),
        ("en", "ashgabat", "2000-01-01", "Ashgabat"),
        ("ru", "ashgabat", "2000-01-01", "Ашгабат"),
        ("ru", "Semipalatinsk", "2006-09-08", "Семипалатинск"),
        ("ru", "Semipalatinsk", "2010-01-01", "Семей"),
        ("en", "Washington, D.C.", "2000-01-01", "Washington, D.C."),
        ("en", "washington", "2000-01-01", "Washington"),
        ("en", "Nowhere", "2000-01-01", "Nowhere"),
    ] {
        assert_eq!(world().in_language(lang).place_name(place, common::day(day)), name, "{place} {day} {lang}");
    }
}

#[test]
fn a_hit_has_its_date_as_exactly_as_it_is_told() {
    let portal = Portal::open(pages(TODAY));
    let mut reader = Reader::of(&portal);
    let inexact = |act: &&Act| act.date.to_string().len() < 10 && act.party.is_some();
    let all =
        world().packs.instruments.iter().flat_map(|own| own.acts.iter().filter(inexact).map(move |act| (own, act)));
    let mut looked = 0;
    for (instrument, act) in all.take(5) {
        let party = world().code(act.party.expect("a participant"));
        let narrow = format!("kind=act&treaty={}&party={party}", instrument.id);
        let found = json(&mut reader, &format!("/search.json?{narrow}"));
        let told = act.date.to_string();
        let dates: Vec<&str> =
            found["hits"].as_array().expect("hits").iter().filter_map(|hit| hit["date"].as_str()).collect();
        assert!(dates.contains(&told.as_str()), "{narrow}: {told} is not among {dates:?}");
        let page = patient(&mut reader, &format!("/search?{narrow}&lang=en"));
        let said = words::of("en").dated(act.date);
        assert!(page.text().contains(&format!("<span class=\"remark\">{said}</span>")), "{narrow}: `{said}`");
        looked += 1;
    }
    assert!(looked > 0, "the packs have no date that is less exact than a day");
}

#[test]
fn a_search_is_narrowed_by_what_is_asked_for() {
    let portal = Portal::open(pages(TODAY));
    let mut reader = Reader::of(&portal);
    let mut hits =
        |query: &str| json(&mut reader, &format!("/search.json?{query}"))["hits"].as_array().expect("hits").clone();
    let text = |hit: &Value, key: &str| hit[key].as_str().unwrap_or("").to_owned();
    for (query, key, wanted) in [
        ("q=nuclear&kind=treaty", "kind", "treaty"),
        ("q=nuclear&kind=matter", "kind", "matter"),
        ("kind=act&treaty=canwfz", "document", "canwfz"),
    ] {
        let found = hits(query);
        assert!(!found.is_empty() && found.iter().all(|hit| text(hit, key) == wanted), "{query}: {found:?}");
    }
    let found = hits("q=ratification&kind=act&from=2009&until=2009-06");
    assert!(!found.is_empty());
    for date in found.iter().map(|hit| text(hit, "date")) {
        assert!(("2009".."2009-07").contains(&date.as_str()), "{date}");
    }
    let found = hits("kind=act&party=Kazakhstan");
    assert!(!found.is_empty() && found.iter().all(|hit| hit["actors"] == Value::from(vec!["KAZ"])), "{found:?}");
    for (query, kind, id) in
        [("q=NPT", "treaty", "npt"), ("q=Bangkok+Treaty", "treaty", "bangkok"), ("q=Kazakhstan", "participant", "KAZ")]
    {
        let found = hits(query);
        let first = (text(&found[0], "kind"), text(&found[0], "document"));
        assert_eq!((first.0.as_str(), first.1.as_str()), (kind, id), "{query}");
    }
    // The way to the next page and the form keep what was asked.
    let page = patient(&mut reader, "/search?kind=act&party=KAZ&lang=en");
    assert!(page.text().contains("kind=act&#38;party=KAZ&#38;page=2"), "{}", page.text());
    assert!(page.text().contains("<option value=\"act\" selected>"), "{}", page.text());
    for wrong in ["kind=song", "text-lang=tlh", "party=Nobody", "treaty=none-of-these", "from=2021&until=2019"] {
        assert_eq!(reader.get(&format!("/search?q=a&{wrong}")).status, 400, "{wrong}");
    }
}

/// The ids of a feed's entries.
fn ids(feed: &str) -> BTreeSet<String> {
    let entries = feed.split("<entry>").skip(1);
    entries.filter_map(|entry| Some(entry.split("<id>").nth(1)?.split("</id>").next()?.to_owned())).collect()
}

#[test]
fn feeds_have_the_acts_of_the_record_each_on_its_day() {
    let portal = Portal::open(pages(TODAY));
    let mut reader = Reader::of(&portal);
    let mut looked = 0;
    for (id, on) in
        [("canwfz-protocol", "2016-01-01"), ("apmbc", "2000-01-01"), ("canwfz", "2009-12-31"), ("npt", "2004-01-01")]
    {
        let on: Day = common::day(on);
        let t = world().packs.by_id(id).expect("the treaty");
        let days = on.plus(-3 * 365)..=on;
        let acts: Vec<&Act> = world().packs[t]
            .acts
            .iter()
            .filter(|act| days.contains(&act.date.first) && act.overruled.is_none())
            .collect();
        let answer = reader.get(&format!("/treaties/{id}.atom?on={on}&lang=en"));
        let found = ids(answer.text());
        let name = |act: &&&Act| {
            let party = act.party.map_or("", |party| world().code(party));
            format!("tag:semey,2026:{id}/{}/act/{}/{party}", act.date, act.kind)
        };
        let newest = acts.iter().map(|act| act.date.first).max();
        for act in acts.iter().filter(|act| found.len() < 50 || Some(act.date.first) == newest).take(50) {
            assert!(
                found.contains(&name(&act)) || found.len() == 50,
                "{} is not in the feed of {id} on {on}",
                name(&act)
            );
            let Some(party) = act.party.filter(|_| found.len() < 50) else { continue };
            let code = world().code(party);
            assert!(answer.text().contains(&format!("/treaties/{id}/participants/{code}?")), "{id}: no way to {code}");
            let of_party = reader.get(&format!("/participants/{code}.atom?on={}&lang=en", act.date.first));
            assert!(ids(of_party.text()).contains(&name(&act)), "{} is not in the feed of {code}", name(&act));
            looked += 1;
        }
        assert!(found.iter().all(|id| !id.contains("/obligation/")), "{found:?}");
    }
    assert!(looked > 5, "{looked} acts");
    let zone = ids(reader.get("/zones/canwfz.atom?on=2015-12-31").text());
    assert!(zone.iter().any(|id| id.contains("canwfz-protocol/2015-01-30/act/ratification/GBR")), "{zone:?}");
}

#[test]
fn the_first_page_tells_what_was_done_and_no_terms() {
    let portal = Portal::open(pages(TODAY));
    let mut reader = Reader::of(&portal);
    let everything = reader.get("/index.atom?on=2009-01-15&lang=en");
    let begun = std::time::Instant::now();
    let found = ids(everything.text());
    assert!(found.iter().any(|id| id.contains("/act/")), "{found:?}");
    for lang in words::LANGUAGES {
        let page = reader.get(&format!("/?on=2009-01-15&lang={lang}"));
        let read = Page::read(page.text());
        let rows = read.with("aria-labelledby", "changed").expect("what changed").named("tr");
        assert!(rows.len() > 3, "{} rows", rows.len());
        let term = words::of(lang).say("due-what-obligation");
        let text = page.text().split("id=\"changed\"").nth(1).and_then(|rest| rest.split("</section>").next());
        assert!(!text.expect("a section").contains(term), "{lang}");
    }
    assert!(begun.elapsed() < std::time::Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn what_is_nearly_an_address_leads_to_the_page() {
    let portal = Portal::open(pages(TODAY));
    let mut reader = Reader::of(&portal);
    for (address, to) in [
        ("/treaties/", "/treaties"),
        ("/treaties/npt/?lang=ru&on=2000", "/treaties/npt?lang=ru&on=2000"),
        ("/regimes", "/bodies"),
        ("/regimes/?lang=zh", "/bodies?lang=zh"),
    ] {
        let answer = reader.get(address);
        assert_eq!((answer.status, answer.header("location")), (303, Some(to)), "{address}");
    }
    for nowhere in ["//", "//treaties/", "/treaties//", "/nothing/", "//example.org/"] {
        assert_eq!(reader.get(nowhere).status, 404, "{nowhere}");
    }
}

#[test]
fn what_is_asked_for_in_vain_is_said_to_be_unknown_or_manifold() {
    let portal = Portal::open(pages(TODAY));
    let mut reader = Reader::of(&portal);
    let nobody = reader.get("/treaties/none-of-these?lang=en");
    assert_eq!(nobody.status, 404);
    assert!(nobody.text().contains("No treaty answers to “none-of-these”.</p>"), "{}", nobody.text());
    let names = world().packs.instruments.iter().flat_map(|own| own.aliases.values().flatten());
    let several = names.clone().find(|name| world().packs.called(name) > 1 && world().packs.find(name).is_err());
    if let Some(name) = several {
        let name = percent_encoded(name);
        let answer = reader.get(&format!("/treaties/{name}?lang=en"));
        assert!(answer.text().contains("Several treaties answer to"), "{}", answer.text());
    }
    // What is near is led to.
    let near = reader.get("/participants/Kasakhstan?lang=en");
    let links = Page::read(near.text()).named("main").remove(0).named("a");
    let links: Vec<&str> = links.iter().filter_map(|link| link.attr("href")).collect();
    assert!(links.contains(&"/participants/KAZ?lang=en"), "{links:?}");
    for address in
        ["/due?from=2030&until=2020", "/meetings?from=2030&until=2020", "/treaties/canwfz/report?from=2030&until=2020"]
    {
        for (lang, said) in [("en", "31 December 2020, lies before"), ("ru", "раньше первого"), ("zh", "早于起始日期")]
        {
            let answer = reader.get(&format!("{address}&lang={lang}"));
            assert_eq!(answer.status, 400, "{address}");
            assert!(answer.text().contains(said), "{address} {lang}: {}", answer.text());
        }
    }
}

fn percent_encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn what_cannot_enter_into_force_is_not_said_to_be_out_of_force() {
    let portal = Portal::open(pages(TODAY));
    let mut reader = Reader::of(&portal);
    for lang in words::LANGUAGES {
        let w = words::of(lang);
        let act = reader.get(&format!("/treaties/almaty-act?lang={lang}"));
        assert!(act.text().contains(w.say("fact-no-entry")), "{lang}");
        assert!(!act.text().contains(&format!("<dd>{}</dd>", w.say("fact-not-in-force"))), "{lang}");
        let zones = reader.get(&format!("/zones?lang={lang}"));
        assert!(zones.text().contains(w.say("zones-no-protocols")), "{lang}");
        let empty = zones.text().contains("<td></td>");
        assert!(!empty, "{lang}: a blank that nobody explains");
    }
    let zone = reader.get("/zones/canwfz?lang=en");
    assert!(zone.text().contains("href=\"/bodies/canwfz-consultative-meetings?lang=en\""), "{}", zone.text());
}

#[test]
fn every_duty_is_named_in_every_language() {
    for instrument in &world().packs.instruments {
        for duty in &instrument.clauses.obligation {
            for lang in words::LANGUAGES {
                assert!(duty.what.contains_key(lang), "{}: {:?} has no {lang}", instrument.id, duty.what);
            }
        }
    }
}
