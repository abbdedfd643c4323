//! The pages, as browsers, programs, search engines and enemies ask for them.
//!
//! What there is to ask comes from [`portal::kinds`] and from the links of the pages themselves, so that a new page is
//! looked at without a word here. `portal/browser/` does the rest of it in a real browser.

#[path = "../common/mod.rs"]
mod common;
mod hostile;
mod html;
mod rows;
mod said;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::sync::Arc;

use common::{Answer, Portal, Reader, Zone, pages, pages_with_a_letter, world};
use flate2::read::GzDecoder;
use html::Page;
use portal::{NoRecord, Record, kinds};
use serde_json::Value;
use walk::Walk;

/// The day it is in these tests.
const TODAY: &str = "2026-11-18";

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults[..faults.len().min(20)].join("\n"));
}

/// What no answer goes without, so that no browser takes a stranger's bytes for a page of this site.
fn assert_guarded(what: &str, answer: &Answer) {
    let policy = answer.header("content-security-policy").unwrap_or("");
    assert!(policy.starts_with("default-src 'none'"), "{what}: policy `{policy}`");
    // A picture has its styles in itself; nothing else may.
    let picture = answer.header("content-type").is_some_and(|media| media.starts_with("image/svg"));
    let scripts = policy.contains("script-src") || policy.contains("unsafe-eval");
    assert!(!scripts && (picture || answer.status == 304 || !policy.contains("unsafe")), "{what}: policy `{policy}`");
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{what}");
    assert!(answer.header("set-cookie").is_none(), "{what}");
    assert!(answer.header("cache-control").is_some(), "{what}: nobody knows how long it may be kept");
    if answer.status != 304 && !answer.body.is_empty() {
        assert!(answer.header("content-type").is_some(), "{what}");
    }
}

fn walked(lang: &str) {
    let portal = Portal::open(pages_with_a_letter(TODAY));
    let mut count = 0;
    let walk = Walk::of(&portal, lang, 4, |address, answer| {
        count += 1;
        assert_guarded(address, answer);
        if answer.header("content-type").is_some_and(|media| media.starts_with("text/html")) {
            let root = Page::read(answer.text()).named("html").remove(0);
            assert_eq!(root.attr("lang"), Some(lang), "{address}");
            assert_eq!(answer.header("content-language"), Some(lang), "{address}");
        }
    });
    assert_none(&walk.faults);
    assert!(count > 40, "only {count} addresses were found");
    // Fails where a page is in the table of contents and no link leads to it.
    drop(walk.examples());
    assert_eq!(portal.reports(), Vec::<String>::new());
}

#[test]
fn every_link_leads_somewhere_and_every_page_is_well_formed_in_english() {
    walked("en");
}

#[test]
fn every_link_leads_somewhere_and_every_page_is_well_formed_in_russian() {
    walked("ru");
}

#[test]
fn every_link_leads_somewhere_and_every_page_is_well_formed_in_chinese() {
    walked("zh");
}

/// A program that follows a question is told what was done last, the newest first, and nothing that has some of its words.
#[test]
fn a_search_can_be_followed() {
    let portal = Portal::open(pages(TODAY));
    let mut reader = Reader::of(&portal);
    let mut feed = |q: &str| reader.get(&format!("/search.atom?q={q}&on=2026-11-18&lang=en")).text().to_owned();
    let parts = |feed: &str, of: &str| -> Vec<String> {
        let opens = format!("<{of}>");
        feed.split(&opens).skip(1).map(|rest| rest.split('<').next().unwrap_or("").to_owned()).collect()
    };
    let (one, other, nobody) = (feed("accession"), feed("ratification"), feed("accession+zyxwvut"));
    let days = parts(&one, "updated");
    assert!(days.len() > 2 && days.len() <= 51, "{} days", days.len());
    assert!(days[1..].is_sorted_by(|one, next| one >= next), "{days:?}");
    assert!(days.iter().all(|day| day.as_str() <= "2026-11-18T00:00:00Z"), "{days:?}");
    let ids = parts(&one, "id");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    assert_ne!(ids[0], parts(&other, "id")[0], "two questions are two feeds");
    assert!(!nobody.contains("<entry>"), "{nobody}");
}

/// What a careful reader remarks is said in the language of the page, with names and without codes.
#[test]
fn remarks_about_a_document_are_in_the_language_of_the_page() {
    let portal = Portal::open(pages_with_a_letter(TODAY));
    let mut reader = Reader::of(&portal);
    let mut said = BTreeMap::new();
    for lang in words::LANGUAGES {
        let answer = reader.get(&format!("/documents/letter.json?lang={lang}"));
        let answer: Value = serde_json::from_slice(&answer.body).expect("an answer");
        for finding in answer["findings"].as_array().expect("findings") {
            let check = finding["check"].as_str().expect("a check").to_owned();
            let message = finding["message"].as_str().expect("a message").to_owned();
            assert!(!message.contains("TKM") && !message.contains("2009-0"), "{message}");
            said.entry(check).or_insert_with(BTreeSet::new).insert(message);
        }
    }
    assert!(!said.is_empty(), "the letter is not remarkable");
    for (check, messages) in said {
        assert_eq!(messages.len(), words::LANGUAGES.len(), "{check}: {messages:?}");
    }
}

#[test]
fn nothing_in_the_style_sheet_comes_from_elsewhere() {
    let portal = Portal::open(pages(TODAY));
    let mut reader = Reader::of(&portal);
    let home = reader.get("/");
    let links = Page::read(home.text()).named("link");
    let sheets: Vec<_> = links.iter().filter(|link| link.attr("rel") == Some("stylesheet")).collect();
    assert!(!sheets.is_empty());
    for sheet in sheets {
        let sheet = reader.get(sheet.attr("href").expect("an address"));
        assert_eq!((sheet.status, sheet.header("content-type")), (200, Some("text/css; charset=utf-8")));
        assert_guarded("the sheet", &sheet);
        for foreign in ["url(", "@import", "http:", "https:", "//"] {
            assert!(!sheet.text().contains(foreign), "the sheet has `{foreign}`");
        }
    }
}

/// Three languages of every form of every page: what it is, that it need not be sent twice, and that it can be sent short.
#[test]
fn every_form_of_every_page_says_what_it_is_and_is_not_sent_twice() {
    let portal = Portal::open(pages_with_a_letter(TODAY));
    let walk = Walk::of(&portal, "en", 4, |_, _| {});
    let mut reader = Reader::of(&portal);
    for (_, ending, media, path) in walk.examples() {
        for lang in words::LANGUAGES {
            let address = format!("{path}?lang={lang}");
            let plain = reader.get(&address);
            assert_eq!(plain.status, 200, "{address}");
            assert_guarded(&address, &plain);
            assert_eq!(plain.header("content-type"), Some(media), "{address}");
            assert_eq!(plain.header("content-language"), Some(lang), "{address}");
            assert_eq!(plain.header("access-control-allow-origin"), Some("*"), "{address}");
            assert!(!plain.body.is_empty(), "{address}");
            match ending {
                "" => assert!(plain.text().contains(&format!("<html lang=\"{lang}\"")), "{address}"),
                ".json" => drop(serde_json::from_slice::<Value>(&plain.body).expect(&address)),
                ".csv" => assert!(plain.text().ends_with("\r\n"), "{address}"),
                ".ics" => assert!(plain.text().starts_with("BEGIN:VCALENDAR\r\n"), "{address}"),
                ".atom" => assert!(plain.text().contains("<feed "), "{address}"),
                _ => {}
            }

            let tag = plain.header("etag").expect("a tag").to_owned();
            for known in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
                let same = reader.ask("GET", &address, &format!("if-none-match: {known}\r\n"));
                assert_eq!((same.status, same.body.len()), (304, 0), "{address}: {known}");
                assert_eq!(same.header("etag"), Some(tag.as_str()), "{address}");
                assert_guarded(&address, &same);
            }
            assert_eq!(reader.ask("GET", &address, "if-none-match: \"other\"\r\n").body, plain.body, "{address}");

            let short = reader.ask("GET", &address, "accept-encoding: br, gzip;q=0.8\r\n");
            if short.header("content-encoding") == Some("gzip") {
                let mut long = Vec::new();
                GzDecoder::new(&*short.body).read_to_end(&mut long).expect("it is whole");
                assert!(long == plain.body, "{address}: compressed it is another page");
                assert!(short.body.len() < plain.body.len(), "{address}");
            } else {
                assert!(plain.body.len() < 500, "{address}: {} bytes are sent as they are", plain.body.len());
            }
            let long = reader.ask("GET", &address, "accept-encoding: gzip;q=0, identity\r\n");
            assert_eq!((long.header("content-encoding"), long.body == plain.body), (None, true), "{address}");
            let vary: Vec<_> = plain.headers.iter().filter(|(name, _)| name == "vary").collect();
            assert!(vary.iter().any(|(_, value)| value == "Accept-Encoding"), "{address}: {vary:?}");

            let head = reader.ask("HEAD", &address, "");
            let all_but_date = |answer: &Answer| {
                answer.headers.iter().filter(|(name, _)| name != "date").cloned().collect::<BTreeSet<_>>()
            };
            assert_eq!((head.status, all_but_date(&head)), (200, all_but_date(&plain)), "{address}");
        }
        let wrong = reader.ask("POST", &path, "content-length: 0\r\n");
        assert_eq!((wrong.status, wrong.header("allow")), (405, Some("GET, HEAD")), "{path}");
        assert_guarded(&path, &wrong);
    }
    assert_eq!(portal.reports(), Vec::<String>::new());
}

#[test]
fn the_language_is_the_one_that_was_chosen_or_the_one_that_is_liked_best() {
    let portal = Portal::open(pages(TODAY));
    let mut reader = Reader::of(&portal);
    for (address, liked, lang) in [
        ("/", "", "en"),
        ("/", "accept-language: ru\r\n", "ru"),
        ("/", "accept-language: de, zh-Hant;q=0.3, ru;q=0.1\r\n", "zh"),
        ("/", "accept-language: en;q=0.1, ru;q=0.9\r\n", "ru"),
        ("/", "accept-language: ru;q=0\r\n", "en"),
        ("/", "accept-language: ,,;q=,\r\n", "en"),
        ("/?lang=zh", "accept-language: ru\r\n", "zh"),
        ("/treaties/none-of-these", "accept-language: ru\r\n", "ru"),
        // What is wrong with an address is said in the language that it asks for.
        ("/treaties?lang=zh&colour=red", "accept-language: ru\r\n", "zh"),
        ("/treaties?lang=tlh&colour=red", "accept-language: ru\r\n", "ru"),
    ] {
        let answer = reader.ask("GET", address, liked);
        assert_eq!(answer.header("content-language"), Some(lang), "{address} {liked}");
        assert!(answer.text().contains(&format!("<html lang=\"{lang}\"")), "{address} {liked}");
        let varies = answer.headers.iter().any(|(name, value)| name == "vary" && value == "Accept-Language");
        assert_eq!(varies, !address.contains("lang=zh"), "{address} {liked}");
    }
}

/// Asked first and last, on two servers, on two days, in two orders: a permanent address gives the same bytes.
#[test]
fn the_same_permanent_address_always_gives_the_same_bytes() {
    let portal = Portal::open(pages(TODAY));
    let mut permanent = BTreeSet::new();
    for lang in words::LANGUAGES {
        Walk::of(&portal, lang, 2, |_, answer| {
            if answer.header("content-type").is_some_and(|media| media.starts_with("text/html")) {
                let page = Page::read(answer.text());
                permanent.extend(page.with("rel", "canonical").and_then(|link| link.attr("href").map(str::to_owned)));
            }
        });
    }
    assert!(permanent.len() > 30, "{} pages have one", permanent.len());
    let mut reader = Reader::of(&portal);
    let first: BTreeMap<&String, Answer> = permanent.iter().map(|address| (address, reader.get(address))).collect();
    for (address, answer) in &first {
        assert_eq!(answer.status, 200, "{address}");
        assert!(address.contains("on=2026-11-18") && address.contains("lang="), "{address} depends on the day");
        assert_eq!(answer.header("cache-control"), Some("public, max-age=86400"), "{address}");
        let own = Page::read(answer.text()).with("rel", "canonical").expect("an address that stays");
        assert_eq!(own.attr("href"), Some(address.as_str()), "a permanent address is its own permanent address");
    }
    let later = Portal::open(pages("2031-05-01"));
    let mut other = Reader::of(&later);
    for address in permanent.iter().rev() {
        for answer in [reader.get(address), other.get(address)] {
            let same = answer.body == first[address].body && answer.header("etag") == first[address].header("etag");
            assert!(same, "{address} shows something else later");
        }
    }
}

/// Over a ledger an address says the place in it too, every link carries it on, and beyond its end there is nothing.
#[test]
fn over_a_ledger_the_permanent_address_has_its_place_in_it() {
    let zone = Zone::new(300, 0);
    let keeper = |at: Option<u64>, newest: Option<&Arc<Record>>| match (at, newest) {
        (Some(at), _) if at > 300 => Err(NoRecord::Beyond(Some(300))),
        (None, Some(newest)) => Ok(Arc::clone(newest)),
        _ => {
            let at = at.unwrap_or(300);
            Ok(Arc::new(Record::new(world(), Some(at), at.to_string())))
        }
    };
    let site = zone.site().under("/zone").expect("a prefix").with_pages(Box::new(keeper), || common::day(TODAY));
    let portal = Portal::open(site);
    let mut reader = Reader::of(&portal);
    for path in ["/zone/", "/zone/treaties/canwfz", "/zone/participants/KAZ", "/zone/due"] {
        let answer = reader.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("cache-control"), Some("public, max-age=5"), "{path}");
        let page = Page::read(answer.text());
        assert_eq!(page.faults(), Vec::<String>::new(), "{path}");
        let permanent = page.with("rel", "canonical").expect("an address that stays");
        let permanent = permanent.attr("href").expect("an address").to_owned();
        assert_eq!(permanent, format!("{path}?on={TODAY}&at=300&lang=en"));
        let answer = reader.get(&permanent);
        assert_eq!(answer.header("cache-control"), Some("public, max-age=86400"), "{path}");
        let page = Page::read(answer.text());
        for link in
            page.named("main").remove(0).named("a").iter().filter_map(|link| link.attr("href").map(str::to_owned))
        {
            assert!(link.starts_with("/zone/") && link.contains("at=300"), "{permanent}: {link} loses the place");
        }
        assert_eq!(reader.get(&format!("{path}?at=0")).status, 200, "{path}");
        let beyond = reader.get(&format!("{path}?at=301"));
        assert_eq!(beyond.status, 404, "{path}");
        assert!(beyond.text().contains("300"), "{path}: how many there are");
    }
    let verify = Page::read(reader.get("/zone/verify").text()).named("a");
    let checkpoint = verify.iter().filter_map(|link| link.attr("href")).find(|href| href.ends_with("/checkpoint"));
    assert_eq!(reader.get(checkpoint.expect("the head of the ledger")).text(), zone.note);
    assert_eq!(reader.get("/treaties").status, 404, "nothing lies beside the prefix");
    assert_eq!(portal.reports(), Vec::<String>::new());
}

#[test]
fn a_calendar_names_where_it_is_from_or_nothing() {
    let of = |text: String| -> Vec<String> {
        // Long lines are folded (RFC 5545, section 3.1).
        text.replace("\r\n ", "").lines().filter(|line| line.starts_with("URL")).map(str::to_owned).collect()
    };
    let somewhere = Portal::open(pages(TODAY));
    let reached = pages(TODAY).reached_at("https://zone.example:8443").expect("an origin");
    let reached = Portal::open(reached.under("/zone").expect("a prefix"));
    for path in ["/due.ics?from=2020&until=2030", "/meetings.ics"] {
        assert_eq!(of(somewhere.get(path).text().to_owned()), Vec::<String>::new(), "{path}");
        let named = of(reached.get(&format!("/zone{path}")).text().to_owned());
        assert!(!named.is_empty(), "{path}");
        for line in named {
            assert!(line.starts_with("URL:https://zone.example:8443/zone/"), "{path}: {line}");
        }
    }
    let feed = reached.get("/zone/meetings.atom");
    assert!(feed.text().contains("<link href=\"https://zone.example:8443/zone/bodies/"), "{}", feed.text());
    let api: Value = serde_json::from_slice(&reached.get("/zone/openapi.json").body).expect("JSON");
    assert_eq!(api["servers"][0]["url"], "https://zone.example:8443/zone");
    for wrong in
        ["", "zone.example", "https://", "https://zone.example/", "https://me@zone.example", "ftp://zone.example"]
    {
        let refused = pages(TODAY).reached_at(wrong).expect_err(wrong);
        assert!(refused.to_string().starts_with(&format!("`{wrong}` does not say where")), "{refused}");
    }
}

#[test]
fn an_address_that_depends_on_the_day_is_soon_asked_for_again() {
    let (today, later) = (Portal::open(pages(TODAY)), Portal::open(pages("1990-01-01")));
    let (mut today, mut later) = (Reader::of(&today), Reader::of(&later));
    for address in ["/", "/treaties/npt", "/participants/KAZ.json"] {
        let (a, b) = (today.get(address), later.get(address));
        assert_eq!(a.header("cache-control"), Some("public, max-age=5"), "{address}");
        assert_ne!(a.header("etag"), b.header("etag"), "{address} is the same 36 years apart");
    }
}

#[test]
fn a_name_leads_to_the_one_address_of_a_thing_in_every_form() {
    let portal = Portal::open(pages(TODAY));
    let mut reader = Reader::of(&portal);
    for (name, to) in [
        (
            "/treaties/%E4%B8%AD%E4%BA%9A%E6%97%A0%E6%A0%B8%E6%AD%A6%E5%99%A8%E5%8C%BA%E6%9D%A1%E7%BA%A6",
            "/treaties/canwfz",
        ),
        ("/participants/Kazakhstan", "/participants/KAZ"),
        ("/participants/Kazakhstan.csv?on=2000&lang=ru", "/participants/KAZ.csv?on=2000-12-31&lang=ru"),
        ("/treaties/NPT/participants/China.json", "/treaties/npt/participants/China.json"),
    ] {
        let answer = reader.get(name);
        assert_eq!((answer.status, answer.header("location")), (303, Some(to)), "{name}");
        assert_guarded(name, &answer);
    }
}

/// `/openapi.json` tells of every form but the pages themselves, with the parameters they take, and of nothing else.
#[test]
fn the_description_of_the_interface_is_what_is_there() {
    let portal = Portal::open(pages(TODAY));
    let walk = Walk::of(&portal, "en", 4, |_, _| {});
    let mut reader = Reader::of(&portal);
    let told: Value = serde_json::from_slice(&reader.get("/openapi.json").body).expect("JSON");
    assert_eq!(told["openapi"], "3.1.0");
    let told = told["paths"].as_object().expect("addresses");
    let mut known = BTreeSet::new();
    for (kind, ending, media, example) in walk.examples().into_iter().filter(|(_, ending, ..)| !ending.is_empty()) {
        let pattern = if kind.address == "/" { "/index" } else { kind.address };
        let wanted = format!("{pattern}{ending}");
        let fits = |path: &&String| {
            let blank = path.split('/').map(|word| match word.split_once('}') {
                Some((_, rest)) => format!("*{rest}"),
                None => word.to_owned(),
            });
            blank.collect::<Vec<_>>().join("/") == wanted
        };
        let path = told.keys().find(fits).unwrap_or_else(|| panic!("{wanted} is not told of"));
        assert!(known.insert(path.clone()), "{path} stands for two pages");
        let get = &told[path]["get"];
        assert!(get["summary"].as_str().is_some_and(|text| text.len() > 10), "{path}");
        let place = |place: &str| -> Vec<&str> {
            let all = get["parameters"].as_array().expect("parameters").iter();
            all.filter(|own| own["in"] == place).map(|own| own["name"].as_str().expect("a name")).collect()
        };
        let takes: Vec<&str> = kind.takes.iter().copied().chain(["on", "known", "at", "lang"]).collect();
        assert_eq!(place("query"), takes, "{path}");
        let blanks: Vec<&str> = path.split(['{', '}']).skip(1).step_by(2).collect();
        assert_eq!(place("path"), blanks, "{path}");
        let content = get["responses"]["200"]["content"].as_object().expect("content");
        assert_eq!(content.keys().collect::<Vec<_>>(), [media.split(';').next().expect("a type")], "{path}");

        for name in takes {
            let answer = reader.get(&format!("{example}?{name}="));
            assert_eq!(answer.status, 200, "{example} does not take `{name}`");
        }
        let refused = reader.get(&format!("{example}?colour=red"));
        let missing = reader.get(&example.replacen(
            &example.split('/').nth(2).map_or("nothing at all".to_owned(), |word| word.replace(ending, "")),
            "none-of-these",
            1,
        ));
        for (answer, status) in [(&refused, 400), (&missing, 404)] {
            if answer.status == 200 {
                assert!(!example[1..].contains('/'), "{example} is there under another name");
                continue;
            }
            assert_eq!(answer.status, status, "{example}");
            assert_eq!(answer.header("content-type"), Some("application/json"), "{example}");
            let told: Value = serde_json::from_slice(&answer.body).expect("JSON");
            assert!(told["error"].as_str().is_some_and(|text| text.len() > 10), "{example}: {told}");
        }
    }
    let others: Vec<&String> = told.keys().filter(|path| !known.contains(*path) && !walk::is_elsewhere(path)).collect();
    assert_eq!(others, Vec::<&String>::new(), "told of, and no page's");
    assert!(kinds().len() > 10);
}
