//! Addresses that nobody honest asks for (R36, R45, R47): a sentence, and never what was sent as anything but text.

use crate::common::{Answer, Portal, Reader, pages, world};
use crate::html::Page;
use crate::walk::Walk;
use crate::{TODAY, assert_guarded};

/// What somebody may put where a word is expected, and whether it may be taken for one.
const VALUES: [(&str, bool); 24] = [
    ("<script>alert(1)</script>", true),
    ("\"><img src=x onerror=alert(1)>", true),
    ("' onmouseover='alert(1)", true),
    ("</title></textarea></style><svg onload=alert(1)>", true),
    ("javascript:alert(1)", true),
    ("&lt;b&gt;&amp;&#60;script&#62;", true),
    ("{{7*7}}${7*7}<%= 7*7 %>", true),
    ("{ $name }", true),
    ("' OR 1=1 --", true),
    ("=HYPERLINK(\"http://elsewhere.example\")", true),
    ("../../../../etc/passwd", true),
    ("..", true),
    ("*", true),
    ("(a+)+$", true),
    ("AND OR NOT NEAR/1 \"", true),
    ("99999999999999999999999", true),
    ("NaN", true),
    ("KAZ\u{202e}ZAK", false),
    ("KAZ\u{2066}", false),
    ("K\u{200b}AZ", false),
    ("\u{feff}KAZ", false),
    ("KAZ\0", false),
    ("KAZ\r\nset-cookie: a=b", false),
    ("\u{1b}[31mKAZ", false),
];

fn escaped(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// No part of a hostile value has become a part of the page.
fn assert_harmless(what: &str, answer: &Answer) {
    assert_guarded(what, answer);
    assert!(matches!(answer.status, 200 | 303 | 400 | 404), "{}: {what}", answer.status);
    let media = answer.header("content-type").unwrap_or("");
    if media.starts_with("text/html") {
        let mut faults = Page::read(answer.text()).faults();
        // Some of the values look like what a broken page shows.
        faults.retain(|fault| !fault.starts_with("it shows"));
        assert!(faults.is_empty(), "{what}: {faults:?}");
        assert!(!answer.text().contains("<script>") && !answer.text().contains("<img src=x"), "{what}");
        let hidden = answer.text().chars().find(|c| pack::is_hidden(*c));
        assert_eq!(hidden, None, "{what}: it shows what cannot be seen");
    } else if media == "application/json" {
        serde_json::from_slice::<serde_json::Value>(&answer.body).unwrap_or_else(|error| panic!("{what}: {error}"));
    }
    for (name, value) in &answer.headers {
        assert!(!value.contains("alert(1)") && name != "set-cookie", "{what}: {name}: {value}");
    }
}

/// A page for people says what is wrong, offers a way out, and is nothing that a cache keeps.
fn assert_told(what: &str, answer: &Answer, status: u16) {
    assert_eq!(answer.status, status, "{what}");
    assert_harmless(what, answer);
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{what}");
    assert!(answer.header("etag").is_none(), "{what}");
    let page = Page::read(answer.text());
    let lead = page.all().into_iter().find(|own| own.has_class("lead")).expect("a sentence").text();
    assert!(lead.chars().count() > 8 && lead.len() < 1200, "{what}: `{lead}`");
    let main = page.named("main").remove(0);
    assert!(!main.named("a").is_empty(), "{what}: no way out");
}

/// Every parameter of every form of every page, with every one of the values.
#[test]
fn no_parameter_of_any_page_lets_anything_through() {
    let portal = Portal::open(pages(TODAY));
    let walk = Walk::of(&portal, "en", 4, |_, _| {});
    let mut reader = Reader::of(&portal);
    let (mut taken, mut refused) = (0, 0);
    for (kind, ending, _, path) in walk.examples() {
        for name in kind.takes.iter().copied().chain(["on", "known", "at", "lang", "colour"]) {
            for (value, good) in VALUES {
                let address = format!("{path}?{name}={}", escaped(value));
                let answer = reader.get(&address);
                assert_harmless(&address, &answer);
                let free = kind.takes.contains(&name) && good;
                assert!(answer.status != 200 || free, "{address} was taken");
                assert!(answer.status != 404, "{address}: the page is there");
                if ending.is_empty() && answer.status == 400 {
                    assert_told(&address, &answer, 400);
                }
                if answer.status == 200 { taken += 1 } else { refused += 1 }
            }
            let long = format!("{path}?{name}={}", "4".repeat(3900));
            assert_harmless(&long[..80], &reader.get(&long));
            let too_long = format!("{path}?{name}={}", "4".repeat(4100));
            assert_eq!(reader.get(&too_long).status, 404, "{path}?{name}=4…");
        }
        for name in kind.takes.iter().copied().chain(["on", "known", "at", "lang"]) {
            let twice = reader.get(&format!("{path}?{name}=&{name}="));
            assert_eq!(twice.status, 400, "{path}: {name} twice");
            assert_harmless(&path, &twice);
        }
    }
    assert!(taken > 50 && refused > 1000, "{taken} taken, {refused} refused");
    assert_eq!(portal.reports(), Vec::<String>::new(), "no question is news to whoever runs it");
}

#[test]
fn what_is_wrong_with_a_question_is_said_in_every_language() {
    let portal = Portal::open(pages(TODAY));
    let mut reader = Reader::of(&portal);
    for lang in ["en", "ru", "zh"] {
        for (address, status) in [
            ("/treaties/npt?colour=red", 400),
            ("/treaties/npt?on=2021-02-30", 400),
            ("/treaties/npt?on=yesterday", 400),
            ("/treaties/npt?on=-1", 400),
            ("/treaties/npt?on=99999-01-01", 400),
            ("/treaties/npt?on=2021-1-1", 400),
            ("/treaties/npt?on=2021-11-01T00:00:00Z", 400),
            ("/treaties/npt?on=%D9%A2%D9%A0%D9%A2%D9%A1-11-01", 400),
            ("/treaties/npt?known=2021-13-01", 400),
            ("/treaties/npt?on=2021&on=2021", 400),
            ("/treaties/npt?ON=2021", 400),
            ("/treaties/npt?at=1", 404),
            ("/treaties/npt?at=99999999999999999999", 400),
            ("/treaties/npt?status=friend", 400),
            ("/treaties?pack=none", 400),
            ("/treaties?kind=none", 400),
            ("/treaties?in-force=perhaps", 400),
            ("/treaties?party=Atlantis", 400),
            ("/participants?group=none", 400),
            ("/compare?participants=KAZ,Atlantis", 400),
            ("/due?from=never", 400),
            ("/due?treaty=none", 400),
            ("/search?page=0", 400),
            ("/search?page=51", 400),
            ("/search?page=1.0", 400),
            ("/treaties/npt/what-if?act=war", 400),
            ("/treaties/none-of-these", 404),
            ("/participants/XYZ", 404),
            ("/treaties/npt/participants/Atlantis", 404),
            ("/nothing", 404),
            ("/treaties/npt.pdf.exe", 404),
            ("/verify.json", 404),
        ] {
            let answer = reader.ask("GET", address, &format!("accept-language: {lang}\r\n"));
            assert_told(&format!("{address} in {lang}"), &answer, status);
            assert!(answer.text().contains(&format!("<html lang=\"{lang}\"")), "{address}");
        }
    }
    // A Russian reader is told in Russian why the days of a question in English are wrong.
    let answer = reader.ask("GET", "/treaties/npt?on=2021-02-30", "accept-language: ru\r\n");
    assert!(answer.text().contains("а такого дня нет"), "{}", answer.text());
}

/// One thing has one address: what a file system or a proxy would make the same is not the same here.
#[test]
fn tricks_with_paths_lead_nowhere() {
    let portal = Portal::open(pages(TODAY));
    let mut reader = Reader::of(&portal);
    let long = format!("/treaties/{}", "a".repeat(4090));
    let deep = format!("/treaties{}", "/npt".repeat(900));
    for path in [
        "//",
        "///",
        "/./",
        "/../",
        "/..",
        "/.",
        "//treaties",
        "/treaties//",
        "//treaties/npt",
        "/treaties//npt",
        "/treaties/./npt",
        "/treaties/../treaties/npt",
        "/treaties/npt/..",
        "/treaties/npt/../npt",
        "/treaties/%2e%2e/npt",
        "/treaties/%2E%2E/%2e%2e/etc/passwd",
        "/treaties/..%2fnpt",
        "/treaties%2fnpt",
        "/%74reaties/npt%2f",
        "/treaties/npt%2facts",
        "/treaties/%00",
        "/treaties/npt%00",
        "/treaties/npt%00.json",
        "/treaties/npt%0d%0aset-cookie:%20a=b",
        "/treaties/npt%0a",
        "/treaties/%ff",
        "/treaties/%c0%ae%c0%ae",
        "/treaties/%ed%a0%80",
        "/treaties/%f5%80%80%80",
        "/treaties/%",
        "/treaties/%zz",
        "/treaties/%u202e",
        "/treaties/%e2%80%aenpt",
        "/treaties/n%e2%80%8bpt",
        "/treaties/%ef%bb%bfnpt",
        "/TREATIES/npt",
        "/treaties/npt;v=1",
        "/treaties/npt\\acts",
        "/treaties/npt/ACTS",
        "/treaties/npt.JSON",
        "/treaties/npt.json/",
        "/treaties/npt.json.json",
        "/treaties/npt.json.csv",
        "/treaties/.json",
        "/.json",
        "/index",
        "/index.html",
        "/index.json.json",
        "/treaties/npt/participants",
        "/treaties/npt/participants/",
        "/treaties/npt/participants/KAZ/acts",
        "/assets",
        "/assets/",
        "/assets/style.css",
        "/assets/../index.json",
        "/assets/%2e%2e/%2e%2e/Cargo.toml",
        "/favicon.ico.php",
        "/.git/config",
        "/.env",
        "/wp-login.php",
        "/cgi-bin/",
        "/checkpoint",
        "/tile/0/000",
        "/blob/sha256/ab/cd/abcd",
        "/add-checkpoint",
        long.as_str(),
        deep.as_str(),
    ] {
        let answer = reader.get(path);
        assert_eq!(answer.status, 404, "{} leads somewhere", &path[..path.len().min(60)]);
        assert_harmless(&path[..path.len().min(60)], &answer);
    }
    // What a browser sends itself, or an honest program escapes more than it must, is what it says.
    for path in ["/?", "/treaties?", "/treaties/n%70t", "/participants/%4BAZ?lang=en"] {
        assert_eq!(reader.get(path).status, 200, "{path}");
    }
    for path in ["http://elsewhere.example/treaties/npt", "http://elsewhere.example//treaties"] {
        assert_harmless(path, &reader.get(path));
    }
    assert_eq!(portal.reports(), Vec::<String>::new());
}

/// Names of States in every alphabet are names, whatever is refused (R36).
#[test]
fn honest_names_in_every_alphabet_are_understood() {
    let portal = Portal::open(pages(TODAY));
    let mut reader = Reader::of(&portal);
    let mut asked = 0;
    for name in world().packs.names.iter().filter(|name| name.form == "formal").step_by(7) {
        let answer = reader.get(&format!("/search?q={}", escaped(&name.text)));
        assert_eq!(answer.status, 200, "{}", name.text);
        assert_harmless(&name.text, &answer);
        asked += 1;
    }
    assert!(asked > 50, "{asked} names");
}

/// A page's address takes a body no better than the others do, and one connection says one thing (R47).
#[test]
fn what_could_be_read_in_two_ways_is_no_second_question() {
    let portal = Portal::open(pages(TODAY));
    let second = "GET /treaties/ctbt.json HTTP/1.1\r\nhost: b\r\n\r\n";
    for head in [
        format!("content-length: {}\r\n", second.len()),
        "transfer-encoding: chunked\r\n".to_owned(),
        "content-length: 5\r\ntransfer-encoding: chunked\r\n".to_owned(),
        "content-length: 0\r\ncontent-length: 44\r\n".to_owned(),
        "transfer-encoding: chunked, identity\r\n".to_owned(),
        "content-length : 44\r\n".to_owned(),
        "x: 1\r\n transfer-encoding: chunked\r\n".to_owned(),
    ] {
        let mut stream = crate::common::connect(portal.address);
        let request = format!("GET /treaties/npt HTTP/1.1\r\nhost: a\r\n{head}\r\n{second}");
        std::io::Write::write_all(&mut stream, request.as_bytes()).expect("it is sent");
        let first = crate::common::read_answer(&mut stream, false);
        assert!(first.is_none_or(|answer| matches!(answer.status, 200 | 400)), "{head}");
        let after = crate::common::read_answer_or_silence(&mut stream);
        let ctbt = after.is_some_and(|answer| answer.body.windows(6).any(|bytes| bytes == b"\"ctbt\""));
        assert!(!ctbt, "{head}: what was a body was asked");
    }
}
