//! The pages of a ledger and of documents, as a reader's browser and a stranger's program get them.

mod semey;

use std::collections::BTreeSet;
use std::path::Path;

use ledger::tlog::proof::check_inclusion;
use ledger::tlog::{Hash, Receipt};
use semey::{Folder, Site, answer};
use serde_json::Value;

/// A letter in our own words, whose paragraphs say what the record has, has not, and has otherwise.
const LETTER: &str = "\
A/77/999

General Assembly
Seventy-seventh session
Agenda item 99 (q)

Letter dated 4 May 2023 from the Permanent Representative of Kazakhstan to the United Nations addressed to the
Secretary-General

I have the honour to inform you of the following. The Treaty of Semipalatinsk was signed in Semipalatinsk on 8 September
2006 and entered into force on 21 March 2009. France ratified the Protocol to the Treaty of Semipalatinsk on 17 October
2014 and deposited its instrument with the Kyrgyz Republic on 18 November 2014. The parties hold their next meeting in
Astana.

I should be grateful if the present letter could be circulated as a document of the General Assembly.

(Signed) A. Officer
";

struct Desk {
    folder: Folder,
}

impl Desk {
    fn new(name: &str) -> Desk {
        let folder = Folder::new(name).with("letters/letter.txt", LETTER);
        let root = folder.path("r");
        answer(&["init", &root, "--origin", "zone.example/r", "--officer", "aida", "--pack", "central-asia"]);
        Desk { folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path(name)
    }

    fn answer(&self, args: &[&str]) -> String {
        answer(&[args, &["--registry", &self.path("r")]].concat())
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.answer(&[args, &["--json"]].concat())).expect("JSON")
    }

    /// Enters an act, and the place that it got.
    fn enter(&self, args: &[&str]) -> u64 {
        let entered = self.json(&[&["enter"], args].concat());
        entered["entered"][0]["entry"].as_u64().expect("an entry")
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

fn rows(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

#[test]
fn every_entry_has_a_page_and_its_receipt_is_verified_offline() {
    let desk = Desk::new("pages-ledger");
    let wrong = desk.enter(&["canwfz", "--act", "KAZ declaration 2024-01-01"]);
    let right = desk.enter(&["--rectify", &wrong.to_string(), "--why", "it was not made"]);
    let passphrase = format!("{}/officers/aida.passphrase", desk.path("r"));
    desk.answer(&["keys", "add", "bakyt", "--new-passphrase-file", &passphrase]);
    desk.answer(&["keys", "four-eyes", "deposits", "--officer", "aida"]);
    let vkey = desk.answer(&["keys", "show", "--vkey"]);
    let site = Site::new(&["--registry", &desk.path("r")]);

    // Of each kind one, and the newest.
    let log = desk.json(&["log", "--limit", "100000"]);
    let mut kinds = BTreeSet::new();
    for row in rows(&log).iter().filter(|row| kinds.insert(text(&row["kind"]))) {
        let entry = row["entry"].to_string();
        let receipt = desk.path("one.tlog-proof");
        std::fs::write(&receipt, site.body(&format!("/ledger/{entry}.tlog-proof"))).expect("written");
        let good = answer(&["verify", &receipt, "--vkey", vkey.trim()]);
        assert!(good.starts_with(&format!("GOOD: entry {entry} is in the ledger")), "{good}");
        let page = site.json(&format!("/ledger/{entry}.json"));
        assert_eq!(text(&page["receipt"]), std::fs::read_to_string(&receipt).expect("it is there"));
        for key in ["entry", "entered", "officers", "kind", "treaty"] {
            assert_eq!(page[key], row[key], "{entry}: {key}");
        }
        let shown = desk.json(&["show", &entry]);
        for key in ["leaf", "bytes", "content"] {
            assert_eq!(page[key], shown[key], "{entry}: {key}");
        }
        for lang in ["en", "ru", "zh"] {
            let html = site.body(&format!("/ledger/{entry}?lang={lang}"));
            assert!(html.contains(&format!("<html lang=\"{lang}\"")) && html.contains(text(&page["leaf"])), "{entry}");
            assert!(html.contains("/ledger/") && html.contains(".tlog-proof"), "{entry}");
        }
    }
    assert_eq!(
        kinds,
        BTreeSet::from(["registry", "officer", "four-eyes", "file", "act", "happening", "rectification"]),
        "of this ledger"
    );

    let was = site.json(&format!("/ledger/{wrong}.json"));
    assert_eq!((&was["rectified_by"], &was["rectifies"]), (&right.into(), &Value::Null));
    let is = site.json(&format!("/ledger/{right}.json"));
    assert_eq!((&is["rectified_by"], &is["rectifies"]), (&Value::Null, &wrong.into()));
    assert!(site.body(&format!("/ledger/{wrong}")).contains(&format!("href=\"/ledger/{right}\"")));
    assert!(site.body(&format!("/ledger/{right}")).contains(&format!("href=\"/ledger/{wrong}\"")));
}

#[test]
fn the_list_of_entries_leads_through_all_of_them() {
    let desk = Desk::new("pages-list");
    let site = Site::new(&["--registry", &desk.path("r"), "--prefix", "/zone"]);
    let log = desk.json(&["log", "--limit", "100000"]);
    let mut all: Vec<Value> = Vec::new();
    let mut next = "/zone/ledger.json".to_owned();
    loop {
        let page = site.json(&next);
        assert_eq!(page["size"], rows(&log).len());
        all.extend(rows(&page["entries"]).to_vec());
        let last = rows(&page["entries"]).last().expect("it has some")["entry"].as_u64().expect("a number");
        if last == 0 {
            break;
        }
        next = format!("/zone/ledger.json?before={last}");
    }
    let numbers = |rows: &[Value]| rows.iter().map(|row| row["entry"].clone()).collect::<Vec<_>>();
    assert_eq!(numbers(&all), numbers(rows(&log)), "newest first, and each once");
    let first = site.body("/zone/ledger?before=50&lang=en");
    assert!(first.contains("rel=\"prev\"") && !first.contains("rel=\"next\""), "the oldest ones");
    assert!(site.body("/zone/ledger?lang=ru").contains("Казахстан, ратификация, ") || first.contains("is adopted"));
}

/// An address with all three times says for ever what it said once, whatever is entered after.
#[test]
fn a_permanent_address_of_an_entry_keeps_its_bytes() {
    let desk = Desk::new("pages-permanent");
    let site = Site::new(&["--registry", &desk.path("r")]);
    let size = site.json("/ledger.json")["size"].as_u64().expect("a number");
    let times = format!("at={size}&on=2026-01-01&lang=en");
    let addresses = [
        format!("/ledger/5?{times}"),
        format!("/ledger/5.json?{times}"),
        format!("/ledger?{times}"),
        format!("/treaties/canwfz/acts?{times}"),
    ];
    let before = addresses.clone().map(|address| site.body(&address));
    desk.enter(&["canwfz", "--act", "KAZ declaration 2024-01-01"]);
    for (address, before) in addresses.iter().zip(&before) {
        assert_eq!(site.body(address), *before, "{address}");
    }
    assert_ne!(site.json("/ledger.json")["size"], size);

    let page = site.json(&format!("/ledger/5.json?{times}"));
    assert!(page["receipt"].is_null() && page["proof"]["checkpoint"].is_null(), "nobody signs an old head again");
    let hash = |value: &Value| text(value).parse::<Hash>().expect("a hash");
    let proof: Vec<Hash> = rows(&page["proof"]["hashes"]).iter().map(hash).collect();
    check_inclusion(hash(&page["leaf"]), 5, size, hash(&page["proof"]["root"]), &proof).expect("it leads to the root");
    let refused = site.get(&format!("/ledger/5.tlog-proof?{times}"));
    assert_eq!(refused.status, 404);
    assert!(refused.body.contains("without “at”"), "{}", refused.body);
    let newest: Receipt = site.body("/ledger/5.tlog-proof?lang=en").parse().expect("a receipt");
    assert_eq!(newest.index, 5);
}

/// Each act leads to the entry that it stands in, also where the record has another order than the ledger.
#[test]
fn acts_lead_to_their_entries() {
    let desk = Desk::new("pages-acts");
    let despite = ["--despite", "before-adoption=a test"];
    desk.enter(&[&["canwfz", "--act", "KGZ declaration 2005-01-01"], &despite[..]].concat());
    let site = Site::new(&["--registry", &desk.path("r")]);
    for treaty in ["canwfz", "canwfz-protocol", "almaty-act"] {
        let html = site.body(&format!("/treaties/{treaty}/acts?lang=en"));
        let links: Vec<&str> = html
            .split("href=\"/ledger/")
            .skip(1)
            .filter_map(|rest| {
                rest.split(['?', '"']).next().filter(|number| number.bytes().all(|b| b.is_ascii_digit()))
            })
            .collect();
        let csv = site.body(&format!("/treaties/{treaty}/acts.csv"));
        let acts: Vec<&str> = csv.lines().skip(1).collect();
        assert_eq!(links.len(), acts.len(), "{treaty}");
        for (entry, act) in links.iter().zip(acts) {
            let said = site.json(&format!("/ledger/{entry}.json"))["content"]["statement"]["body"]["act"].clone();
            let cells: Vec<&str> = act.split(',').collect();
            let own = [&said["date"], &said["party"], &said["act"]].map(|value| value.as_str().unwrap_or(""));
            assert_eq!(own.as_slice(), &cells[..3], "{treaty}: entry {entry}");
            assert_eq!(said["treaty"], treaty);
        }
    }
}

#[test]
fn addresses_that_are_none_are_told_so_with_a_way_out() {
    let desk = Desk::new("pages-hostile");
    let site = Site::new(&["--registry", &desk.path("r"), "--documents", &desk.path("letters")]);
    for (path, status) in [
        ("/ledger/999999", 404),
        ("/ledger/18446744073709551616", 404),
        ("/ledger/-1", 404),
        ("/ledger/+1", 404),
        ("/ledger/01", 404),
        ("/ledger/1e3", 404),
        ("/ledger/%D9%A3", 404),
        ("/ledger/..%2f..%2fetc", 404),
        ("/ledger/1/2", 404),
        ("/ledger/", 303),
        ("/ledger/1.csv", 404),
        ("/ledger?before=0", 400),
        ("/ledger?before=-1", 400),
        ("/ledger?before=01", 400),
        ("/ledger?before=x", 400),
        ("/ledger?before=1&before=2", 400),
        ("/ledger?after=1", 400),
        ("/ledger?before=999999", 404),
        ("/ledger?at=999999", 404),
        ("/documents/nothing", 404),
        ("/documents/..%2fletter", 404),
        ("/documents/%3Cscript%3E", 404),
        ("/documents/%00", 404),
        ("/documents/letter.txt", 303),
        ("/documents/LETTER", 303),
        ("/documents/letter/", 303),
        ("/documents/0000000000000000000000000000000000000000000000000000000000000000", 404),
        ("/documents/letter?q=x", 400),
    ] {
        let page = site.get(path);
        assert_eq!(page.status, status, "{path}: {}", page.body);
        assert!(!page.body.contains("<script"), "{path}");
        if status != 303 {
            assert!(page.body.contains("href=\"/"), "{path} has a way out");
        }
    }
    let bare = Site::new(&[]);
    let none = bare.get("/ledger?lang=en");
    assert_eq!(none.status, 404);
    assert!(none.body.contains("semey init registry") && none.body.contains("href=\"/treaties"), "{}", none.body);
    assert_eq!(bare.get("/ledger/5.json").status, 404);
    let none = bare.body("/documents?lang=en");
    assert!(none.contains("--documents") && !none.contains("href=\"/ledger"), "{none}");
    assert_eq!(bare.json("/documents.json"), serde_json::json!([]));
    let with = site.body("/about");
    assert!(with.contains("href=\"/ledger\"") && with.contains("href=\"/documents\""), "they are in the frame");
}

/// Every element that begins also ends, and nothing stands there that XML cannot hold.
fn well_formed(xml: &str) -> Vec<String> {
    let plain = |c: char| c >= ' ' || matches!(c, '\t' | '\n' | '\r');
    assert!(xml.chars().all(plain), "a control character in {xml}");
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut ids = Vec::new();
    loop {
        use quick_xml::events::Event;
        match reader.read_event().unwrap_or_else(|error| panic!("{error} in {xml}")) {
            Event::Eof => return ids,
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    let attribute = attribute.expect("an attribute");
                    if attribute.key.as_ref() == "eId" {
                        ids.push(attribute.value.to_string());
                    }
                }
            }
            _ => {}
        }
    }
}

/// What a site says of a document is what the commands say, and everything in it leads somewhere.
fn agrees(site: &Site, id: &str, file: &str, packs: &[&str]) {
    let page = site.json(&format!("/documents/{id}.json"));
    let read: Value = serde_json::from_str(&answer(&[&["read", file, "--json"], packs].concat())).expect("JSON");
    for key in ["file", "document", "paragraphs", "facts", "version"] {
        assert_eq!(page[key], read[key], "{id}: {key}");
    }
    let claims: Value = serde_json::from_str(&answer(&[&["claims", file, "--json"], packs].concat())).expect("JSON");
    let claims = rows(&claims["documents"][0]["claims"]);
    assert_eq!(rows(&page["claims"]).len(), claims.len(), "{id}");
    for (own, other) in rows(&page["claims"]).iter().zip(claims) {
        for key in ["fact", "party", "verdict", "why", "record"] {
            assert_eq!(own[key], other[key], "{id}: {key}");
        }
    }
    let sha256 = text(&page["sha256"]);
    let moved = site.get(&format!("/documents/{sha256}.json?lang=ru"));
    assert_eq!(moved.status, 303);
    assert!(moved.head.contains(&format!("location: /documents/{}.json?lang=ru", id.to_lowercase())), "{}", moved.head);
    let ids: Vec<&str> = rows(&page["paragraphs"]).iter().map(|own| text(&own["id"])).collect();
    let told = rows(&page["facts"]).iter().filter(|fact| !text(&fact["type"]).starts_with("mention")).count();
    for lang in ["en", "ru", "zh"] {
        let html = site.body(&format!("/documents/{id}?lang={lang}"));
        for paragraph in &ids {
            assert_eq!(html.matches(&format!(" id=\"{paragraph}\"")).count(), 1, "{id}: {paragraph}");
        }
        for number in 1..=told {
            assert_eq!(html.matches(&format!(" id=\"fact-{number}\"")).count(), 1, "{id}: fact {number}");
            assert_eq!(html.matches(&format!("href=\"#fact-{number}\"")).count(), 1, "{id}: the words of {number}");
        }
        let language = text(&page["document"]["language"]);
        assert!(html.contains(&format!("lang=\"{language}\" dir=\"auto\"")), "{id}: its own language");
    }
    let akn = well_formed(&site.body(&format!("/documents/{id}.akn")));
    let unique: BTreeSet<&String> = akn.iter().collect();
    assert_eq!(unique.len(), akn.len(), "{id}: an id stands once");
    for paragraph in ids {
        assert!(unique.contains(&paragraph.to_owned()), "{id}: {paragraph} is in the Akoma Ntoso");
    }
    let ld = site.json(&format!("/documents/{id}.jsonld"));
    assert_eq!((&ld["@type"], &ld["@id"]), (&"DigitalDocument".into(), &format!("/documents/{id}").into()));
}

#[test]
fn a_letter_stands_beside_the_record() {
    let desk = Desk::new("pages-letter");
    let site = Site::new(&["--documents", &desk.path("letters")]);
    agrees(&site, "letter", &desk.path("letters/letter.txt"), &[]);
    let html = site.body("/documents/letter?lang=en");
    for words in [
        "verdict-agrees",
        "verdict-contradicts",
        "verdict-cannot-be-told",
        "href=\"/participants/FRA?lang=en\"",
        "href=\"/treaties/canwfz-protocol?lang=en\"",
        "the document says 2014-11-18, the record says 2014-11-17",
        "<mark>",
        "A/77/999",
    ] {
        assert!(html.contains(words), "{words}");
    }
    assert!(site.body("/documents/letter?lang=ru").contains("в документе 2014-11-18, в реестре 2014-11-17"));
    assert!(site.body("/documents/letter?lang=zh").contains("文件称2014-11-18，登记册为2014-11-17"));
    let found = site.body("/search?q=next+meeting+in+Astana&lang=en");
    assert!(found.contains("href=\"/documents/letter?lang=en#letter.1\""), "a hit leads to its paragraph");
    let list = site.body("/documents?lang=en");
    assert!(list.contains("href=\"/documents/letter?lang=en\"") && list.contains("A/77/999"), "{list}");
    let csv = site.body("/documents.csv");
    assert_eq!(csv.lines().nth(1).map(|row| row.starts_with("letter,A/77/999,2023-05-04,")), Some(true), "{csv}");
    well_formed(&site.body("/documents.atom"));
    assert!(site.said().contains("1 document is shown"), "{}", site.said());
}

/// What nobody can read is left out and said; what is hostile is shown as the letters that it is.
#[test]
fn hostile_documents_close_no_site() {
    let hostile = "</mark></p><script>alert(1)</script> & \"quotes\" ]]> <!-- \u{202e} The Treaty of Semipalatinsk was \
                   signed on 8 September 2006 in Semipalatinsk.\n";
    let desk = Desk::new("pages-hostile-papers");
    let folder = Folder::new("pages-hostile-folder")
        .with("one.txt", hostile)
        .with("ONE.html", &format!("<p>{}</p>", hostile.replace('<', "&lt;")))
        .with("a\" onload=\"x.txt", hostile.trim_end())
        .with("two.json.txt", &format!("{hostile}\nTwo."))
        .with("broken.pdf", "%PDF-1.7\nnothing")
        .with("zeros.txt", "\0\0\0\0")
        .with("empty.txt", "");
    let site = Site::new(&["--registry", &desk.path("r"), "--documents", &folder.path("")]);
    let list = site.json("/documents.json");
    for row in rows(&list) {
        let id = text(&row["id"]);
        assert!(id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)), "{id}");
        for form in ["", ".json", ".akn", ".jsonld"] {
            let body = site.body(&format!("/documents/{id}{form}"));
            assert!(!form.is_empty() || !body.contains("<script"), "{id}");
        }
        well_formed(&site.body(&format!("/documents/{id}.akn")));
    }
    assert!(rows(&list).len() >= 4, "{list}");
    let ids: BTreeSet<&str> = rows(&list).iter().map(|row| text(&row["id"])).collect();
    assert!(!ids.contains("one"), "two files have that name: {ids:?}");
    let several = site.get("/documents/one?lang=en");
    assert_eq!(several.status, 404);
    let near = ids.iter().filter(|id| several.body.contains(&format!("href=\"/documents/{id}?lang=en\"")));
    assert_eq!(near.count(), 2, "both are named: {}", several.body);
    assert!(site.said().contains("broken.pdf") && site.said().contains("left out"), "{}", site.said());
}

/// A document that acts were entered from is kept by the registry, and their source leads to the passage.
#[test]
fn documents_that_acts_cite_are_shown_by_themselves() {
    let desk = Desk::new("pages-cited");
    let (letter, review) = (desk.path("letters/letter.txt"), desk.path("review.toml"));
    let size = rows(&desk.json(&["log", "--limit", "100000"])).len();
    desk.answer(&["review", &letter, "--to", &review]);
    let proposed = std::fs::read_to_string(&review).expect("written");
    // One of them is enough; the rest is refused.
    let accepted = proposed.replacen("decision = \"\"", "decision = \"accept\"", 1);
    std::fs::write(&review, accepted.replace("decision = \"\"", "decision = \"refuse\"")).expect("written");
    let reviewed = desk.json(&["review", &letter, "--from", &review, "--despite", "already-consented=a test"]);
    let entry = reviewed["entered"][0].as_u64().expect("an entry");
    let sha256 = Hash::of(LETTER.as_bytes()).hex();

    let site = Site::new(&["--registry", &desk.path("r")]);
    let id = sha256[..12].to_owned();
    assert_eq!(text(&site.json("/documents.json")[0]["id"]), id);
    let page = site.json(&format!("/ledger/{entry}.json"));
    let treaty = text(&page["treaty"]).to_owned();
    let link = format!("href=\"/documents/{id}#letter.1\"");
    assert!(site.body(&format!("/ledger/{entry}")).contains(&link), "the entry leads to the passage");
    assert!(site.body(&format!("/treaties/{treaty}/acts")).contains(&link), "and so does the act");
    let html = site.body(&format!("/documents/{id}"));
    assert!(html.contains(&format!("/blob/sha256/{}", ledger::blob::Blobs::path(&Hash::of(LETTER.as_bytes())))));
    assert_eq!(site.json(&format!("/documents.json?at={size}")), serde_json::json!([]), "nothing cited it yet");
    drop(site);
    let site = Site::new(&["--registry", &desk.path("r"), "--documents", &desk.path("letters")]);
    assert!(site.body(&format!("/ledger/{entry}")).contains("href=\"/documents/letter#letter.1\""), "by its name");
    assert_eq!(rows(&site.json("/documents.json")).len(), 1, "it is one document");
}

/// The five documents of the regime, where they are at hand.
#[test]
fn real_documents_are_shown_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/documents");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not here", folder.display());
        return;
    };
    let mut files: Vec<_> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    let site = Site::new(&["--documents", folder.to_str().expect("UTF-8")]);
    assert_eq!(rows(&site.json("/documents.json")).len(), files.len());
    for file in files {
        let stem = file.file_stem().and_then(|stem| stem.to_str()).expect("UTF-8");
        agrees(&site, stem, file.to_str().expect("UTF-8"), &[]);
    }
}

#[test]
fn a_treaty_in_the_words_of_schema_org() {
    let site = Site::new(&[]);
    let ld = site.json("/treaties/canwfz.jsonld?on=2021-11-01&lang=en");
    let status: Value =
        serde_json::from_str(&answer(&["status", "canwfz", "--on", "2021-11-01", "--json"])).expect("JSON");
    assert_eq!(ld["@type"], "Legislation");
    assert_eq!(ld["@id"], "/treaties/canwfz");
    assert_eq!(ld["legislationDateOfApplicability"], status["entry_into_force"]);
    assert_eq!(ld["legislationLegalForce"]["@id"], "https://schema.org/InForce");
    assert_eq!(ld["legislationDate"], "2006-09-08");
    assert_eq!(ld["legislationResponsible"][0]["@id"], "/participants/KGZ");
    let who = |row: &Value, code: &str| (row[code].clone(), row["status"].clone(), row["since"].clone());
    let own: BTreeSet<String> =
        rows(&ld["participants"]).iter().map(|row| format!("{:?}", who(row, "identifier"))).collect();
    let other: BTreeSet<String> =
        rows(&status["participants"]).iter().map(|row| format!("{:?}", who(row, "party"))).collect();
    assert_eq!(own, other);
    assert!(site.json("/openapi.json")["paths"]["/documents/{document}.akn"].is_object());
    assert!(site.json("/openapi.json")["paths"]["/ledger/{entry}.tlog-proof"].is_object());
}
