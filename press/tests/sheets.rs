//! Sheets of the bundled packs, and of made-up records.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use law::Day;
use press::order::{self, Period, Question};
use press::{Fault, Files, Kind, Ledger, Name, Order};
use register::World;
use register::answer::report::Subject;

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs");
    let (files, problems) = pack::read_folder(&folder).expect("the packs are there");
    assert!(problems.is_empty(), "{problems:?}");
    let (packs, problems) = pack::load(&files);
    World::new(packs, problems, "en")
});

fn question(treaty: &str, on: Day) -> Question {
    Question { treaty: WORLD.treaty(treaty).expect("the treaty"), on, known: None, ledger: None }
}

fn day() -> Day {
    Day::new(2021, 11, 1).expect("a day")
}

fn period(subject: Subject<'_>) -> Period<'_> {
    Period { subject, from: None, until: day(), known: Some(day()), ledger: None }
}

/// Keeps a sheet where a person can look at it.
fn keep(name: &str, pdf: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sheets");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    std::fs::write(&path, pdf).expect("the file is written");
    path
}

/// What a program says of a file; none, out loud, where the program is not here.
fn told(program: &str, arguments: &[&str], path: &Path) -> Option<String> {
    let done = Command::new(program).args(arguments).arg(path).arg("-").output();
    let Ok(done) = done else {
        eprintln!("SKIPPED: {program} is not here to look at {}", path.display());
        return None;
    };
    assert!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
    Some(String::from_utf8_lossy(&done.stdout).into_owned())
}

fn text_of(path: &Path) -> Option<String> {
    told("pdftotext", &["-layout"], path)
}

#[test]
fn every_kind_is_set_in_every_language_and_twice_the_same() {
    let text = "ARTICLE 1\n\n  The Parties undertake…\n\tto keep what they promised.\n";
    for lang in words::LANGUAGES {
        let world = WORLD.in_language(lang);
        let asked = question("canwfz", day());
        let orders = [
            order::status(&world, &asked).expect("a status"),
            order::sheet(&world, &asked).expect("a sheet"),
            order::copy(&world, &asked, text.as_bytes(), "en").expect("a copy"),
            order::report(&world, period(Subject::Instrument(asked.treaty))).expect("a report"),
        ];
        for (order, files) in orders {
            let name = format!("canwfz-{}-{lang}.pdf", order.kind.word());
            let pdf = press::set(&order, &files).unwrap_or_else(|fault| panic!("{name}: {fault}"));
            let again = press::set(&order, &files).expect("the same again");
            assert!(pdf == again, "{name} is another one the second time");
            let (order_in_it, files_in_it) = press::check(&pdf).unwrap_or_else(|fault| panic!("{name}: {fault}"));
            assert_eq!((&order_in_it, &files_in_it), (&order, &files), "{name}");
            let path = keep(&name, &pdf);
            if let Some(said) = text_of(&path) {
                let kind = words::of(lang).say(&format!("press-kind-{}", order.kind.word()));
                assert!(
                    said.replace(' ', "").contains(&kind.replace(' ', "")),
                    "{name} does not say `{kind}`:\n{said}"
                );
            }
        }
    }
}

#[test]
fn many_participants_stand_under_a_head_on_every_page() {
    let (order, files) = order::status(&WORLD, &question("npt", day())).expect("a status");
    let begun = std::time::Instant::now();
    let pdf = press::set(&order, &files).expect("it is set");
    eprintln!("npt: {} bytes in {:?}", pdf.len(), begun.elapsed());
    let path = keep("npt-status-en.pdf", &pdf);
    let Some(text) = text_of(&path) else { return };
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    assert!(pages.len() > 5, "{} pages", pages.len());
    let heads = pages.iter().filter(|page| page.contains("Participant") && page.contains("Signed")).count();
    assert!(heads + 2 >= pages.len(), "{heads} heads on {} pages", pages.len());
    for name in ["Afghanistan", "Turkey", "Zimbabwe"] {
        assert!(text.contains(name), "{name} is missing");
    }
    let (order, files) = order::sheet(&WORLD.in_language("ru"), &question("npt", day())).expect("a sheet");
    keep("npt-sheet-ru.pdf", &press::set(&order, &files).expect("it is set"));
    let (order, files) = order::status(&WORLD.in_language("zh"), &question("npt", day())).expect("a sheet");
    keep("npt-status-zh.pdf", &press::set(&order, &files).expect("it is set"));
}

#[test]
fn a_report_says_everything_that_its_record_says() {
    let plain = |text: &str| text.replace(['\u{200b}', '\u{a0}', '\n', ' ', '\u{c}'], "");
    for (lang, subject) in [("en", "cica"), ("ru", "csto"), ("zh", "canwfz")] {
        let world = WORLD.in_language(lang);
        let (order, files) = order::report(&world, period(Subject::Regime(subject))).expect("a report");
        let pdf = press::set(&order, &files).expect("it is set");
        let Some(text) = told("pdftotext", &["-raw"], &keep(&format!("{subject}-regime-{lang}.pdf"), &pdf)) else {
            return;
        };
        let text = plain(&text);
        let record: serde_json::Value =
            serde_json::from_slice(files.get(Name::Report).expect("a record")).expect("JSON");
        let mut looked = 0;
        for own in
            record["parts"].as_array().expect("parts").iter().flat_map(|part| part["paragraphs"].as_array()).flatten()
        {
            let items = own["items"].as_array().expect("items").iter().chain([&own["text"]]);
            for said in items.chain(own["sources"].as_array().expect("sources")) {
                // A page may end within: what stands at its head and foot comes between.
                let begun: String = plain(said.as_str().expect("a text")).chars().take(12).collect();
                assert!(text.contains(&begun), "{lang}: `{said}` is not there");
                looked += 1;
            }
        }
        assert!(looked > 5, "{looked} texts");
    }
    // A period of which the record has nothing.
    let empty = Period {
        from: Some(Day::new(1800, 1, 1).expect("a day")),
        until: Day::new(1800, 1, 2).expect("a day"),
        ..period(Subject::Regime("space"))
    };
    let (order, files) = order::report(&WORLD, empty).expect("a report");
    press::check(&press::set(&order, &files).expect("it is set")).expect("it is as it was set");
}

/// A status list of a treaty that nobody has heard of, with these names in it.
fn made_up(title: &str, names: &[&str], note: &str) -> Files {
    let participants: Vec<serde_json::Value> = names
        .iter()
        .map(|name| {
            serde_json::json!({
                "party": "XXX", "name": name, "status": "party", "since": "2009-03-21", "signed": "2006-09-08",
                "consented": "2007", "consent": "ratification", "because": [],
            })
        })
        .collect();
    let status = serde_json::json!({
        "version": 1, "treaty": "made-up", "title": title, "on": "2021-11-01", "known": "2021-10-01", "in_force": true,
        "entry_into_force": "2009-03-21", "ended": null, "checked_until": null,
        "counts": {"party": names.len()}, "participants": participants, "notes": [note],
    });
    let treaty = serde_json::json!({
        "version": 1, "treaty": "made-up", "title": title, "titles": {"en": title}, "kind": "treaty", "adopted": "2006",
        "place": null, "depositaries": [{"party": "XXX", "name": title}], "refs": {},
    });
    let bytes = |value: &serde_json::Value| serde_json::to_vec_pretty(value).expect("JSON");
    Files::new().with(Name::Status, bytes(&status)).with(Name::Treaty, bytes(&treaty))
}

fn made_up_order(lang: &str) -> Order {
    let ledger = Ledger { origin: "xx.example/#zone".to_owned(), depositary: "*Nobody*".to_owned(), entries: 12 };
    Order { kind: Kind::Status, lang: lang.to_owned(), day: day(), ledger: Some(ledger) }
}

#[test]
fn nothing_that_a_record_says_is_markup() {
    let hostile = [
        "#import \"base.typ\": *",
        "#panic(\"run\")",
        "$ x^2 $ and $",
        "*bold* _italic_ `raw` <label> @reference",
        "= Heading",
        "- item + item / term: x",
        "\\ backslash \\u{41} ~ -- --- ...",
        "// comment /* comment */ https://example.org",
        "]#[ ) } { ( \"quoted\" 'quoted'",
        "#{ while true {} }",
    ];
    let files = made_up("#set page(width: 1pt) *", &hostile, "#read(\"press.json\") = $");
    let pdf = press::set(&made_up_order("en"), &files).expect("it is set");
    let Some(text) = told("pdftotext", &["-raw"], &keep("hostile.pdf", &pdf)) else { return };
    let plain = |text: &str| text.replace(['\u{200b}', '\n', ' ', '\u{c}'], "");
    let text_plain = plain(&text);
    for name in hostile {
        assert!(text_plain.contains(&plain(name)), "`{name}` is not said as it is:\n{text}");
    }
}

#[test]
fn long_names_in_every_script_stay_on_the_page() {
    let long = [
        "Біріккен Ұлттар Ұйымының Орталық Азиядағы ядролық қарудан азат аймақ жөніндегі үйлестіру комитетінің өкілеттіктері",
        "中华人民共和国香港特别行政区政府及其在日内瓦联合国办事处和瑞士其他国际组织的常驻代表团裁军事务特别代表办公室",
        "جمهورية مصر العربية والمملكة الأردنية الهاشمية والجماهيرية العربية الليبية الشعبية الاشتراكية العظمى",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsversammlung",
        "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzrindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
    ];
    for lang in words::LANGUAGES {
        let files = made_up(long[0], &long, long[2]);
        let pdf = press::set(&made_up_order(lang), &files).expect("it is set");
        let path = keep(&format!("long-{lang}.pdf"), &pdf);
        let Some(boxes) = told("pdftotext", &["-bbox"], &path) else { return };
        for word in boxes.lines().filter(|line| line.contains("<word ")) {
            let right: f32 = word
                .split("xMax=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next())
                .expect("a place")
                .parse()
                .expect("a number");
            assert!(right <= 596.0 - 22.0 / 25.4 * 72.0 + 1.0, "{word} runs over the margin");
        }
    }
}

#[test]
fn what_has_no_letter_or_no_language_is_refused_by_name() {
    let order = made_up_order("en");
    let fault = press::set(&order, &made_up("Klingon", &["\u{f8d0}"], "")).expect_err("no font has it");
    assert_eq!(fault, Fault::Glyph { file: "status.json", sign: '\u{f8d0}' });
    assert_eq!(fault.to_string(), "no font has the character U+F8D0, which stands in status.json");
    let fault = press::set(&made_up_order("fr"), &made_up("x", &[], "")).expect_err("no catalogue");
    assert_eq!(fault, Fault::Language("fr".to_owned()));
    let fault = press::set(&order, &Files::new()).expect_err("no records");
    assert_eq!(fault, Fault::Missing("status.json"));
    // What would move the letters about is shown as missing.
    press::set(&order, &made_up("x", &["a\u{202e}b\u{0}c"], "")).expect("it is set");
}

#[test]
fn what_was_changed_is_found() {
    let pdf = press::set(&made_up_order("en"), &made_up("A treaty", &["Somewhere"], "a note")).expect("it is set");
    press::check(&pdf).expect("it is as it was set");
    // A word behind the end, as a signature or another page would be.
    let longer = [&pdf[..], b"\n% more\n"].concat();
    assert_eq!(press::check(&longer), Err(Fault::Differs { at: pdf.len() }));
    // Any byte that is not within what is attached.
    for at in [20, pdf.len() / 2, pdf.len() - 30] {
        let mut other = pdf.clone();
        other[at] ^= 1;
        assert!(press::check(&other).is_err(), "byte {at}");
    }
    // The sheet of one record with another record attached: the page says one thing, the record another.
    let forged = press::set(&made_up_order("en"), &made_up("A treaty", &["Elsewhere"], "a note")).expect("it is set");
    let seam = |pdf: &[u8]| {
        let at = memchr::memmem::find(pdf, b"/Type/EmbeddedFile").expect("something is attached");
        memchr::memmem::rfind(&pdf[..at], b"endobj").expect("objects end")
    };
    let mixed = [&pdf[..seam(&pdf)], &forged[seam(&forged)..]].concat();
    assert!(matches!(press::check(&mixed), Err(Fault::Differs { .. })), "{:?}", press::check(&mixed));
    // Records that are cut short, missing, or none.
    for broken in [&b"%PDF-1.7\n"[..], b"no PDF", b"", &pdf[..pdf.len() / 3]] {
        assert!(matches!(press::check(broken), Err(Fault::Foreign(_))));
    }
}

#[test]
fn an_attached_bomb_is_not_unpacked() {
    use std::io::Write;
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![0_u8; 1 << 20];
    (0..40).for_each(|_| packed.write_all(&zeros).expect("memory"));
    let packed = packed.finish().expect("memory");
    let head =
        format!("%PDF-1.7\n1 0 obj\n<</Length {}/Type/EmbeddedFile/Filter/FlateDecode>>\nstream\n", packed.len());
    let bomb = [head.as_bytes(), &packed, b"\nendstream\nendobj\n"].concat();
    assert!(matches!(press::check(&bomb), Err(Fault::Foreign("an attached file cannot be unpacked"))));
    let many = b"/Type/EmbeddedFile stream\n".repeat(100);
    assert!(matches!(press::check(&[b"%PDF-", &many[..]].concat()), Err(Fault::Foreign(_))));
}

#[test]
fn the_edition_names_the_typst_that_is_built_in() {
    let lock = include_str!("../../Cargo.lock");
    assert!(lock.contains("name = \"typst\"\nversion = \"0.15.1\"\n"), "TYPST in press/src/lib.rs is another version");
}

/// A notification of a ratification under a treaty that these keep, entered in the ledger of Kyrgyzstan.
fn notified(lang: &str, depositaries: &[&str]) -> Option<String> {
    let record = serde_json::json!({
        "version": 1, "entry": 7, "entered": "2021-11-01T08:00:00Z", "ledger": "kg.example/semey", "treaty": "made-up",
        "title": "A treaty", "party": "XXX", "name": "Somewhere", "act": "ratification", "date": "2021-10-01",
        "documents": [], "officers": ["aida"], "brings": [],
    });
    let keepers: Vec<serde_json::Value> =
        depositaries.iter().map(|name| serde_json::json!({"party": "XXX", "name": name})).collect();
    let treaty = serde_json::json!({
        "version": 1, "treaty": "made-up", "title": "A treaty", "titles": {}, "kind": "treaty", "adopted": null,
        "place": null, "depositaries": keepers, "refs": {},
    });
    let bytes = |value: &serde_json::Value| serde_json::to_vec_pretty(value).expect("JSON");
    let files = Files::new().with(Name::Notification, bytes(&record)).with(Name::Treaty, bytes(&treaty));
    let ledger = Ledger { origin: "kg.example/semey".to_owned(), depositary: "Kyrgyzstan".to_owned(), entries: 8 };
    let order = Order { kind: Kind::Notification, lang: lang.to_owned(), day: day(), ledger: Some(ledger) };
    let pdf = press::set(&order, &files).expect("it is set");
    press::check(&pdf).expect("it is as it was set");
    let text = told("pdftotext", &["-raw"], &keep(&format!("notified-{lang}-{}.pdf", depositaries.len()), &pdf))?;
    Some(text.replace(['\u{a0}', '\n'], " "))
}

#[test]
fn a_notification_names_who_keeps_the_treaty() {
    let Some(own) = notified("en", &["Kyrgyzstan"]) else { return };
    assert!(own.contains("Kyrgyzstan, as depositary, communicates"), "{own}");
    let other = notified("en", &["Secretary-General"]).expect("a text");
    assert!(other.contains("Secretary-General, as depositary:"), "{other}");
    assert!(other.contains("the ledger kept by Kyrgyzstan") && !other.contains("Kyrgyzstan, as depositary"), "{other}");
    let several = notified("en", &["Russia", "United Kingdom", "United States"]).expect("a text");
    assert!(several.contains("as depositaries:"), "{several}");
    let one_of_them = notified("en", &["Russia", "Kyrgyzstan"]).expect("a text");
    assert!(one_of_them.contains("Kyrgyzstan, as depositary, communicates"), "{one_of_them}");
    let nobody = notified("en", &[]).expect("a text");
    assert!(nobody.contains("To the States and organisations") && nobody.contains("names no depositary"), "{nobody}");
    for lang in ["ru", "zh"] {
        let other = notified(lang, &["ООН 联合国"]).expect("a text");
        let head = words::of(lang).say("press-depositary");
        assert!(other.replace(' ', "").contains(&format!("{head}{}", words::of(lang).say("colon").trim())), "{other}");
    }
}

#[test]
fn a_sheet_names_places_as_they_were_called_then() {
    for (lang, name) in [("en", "Semipalatinsk"), ("ru", "Семипалатинск"), ("zh", "塞米巴拉金斯克")]
    {
        let (_, files) = order::status(&WORLD.in_language(lang), &question("canwfz", day())).expect("a status");
        let record: serde_json::Value =
            serde_json::from_slice(files.get(Name::Treaty).expect("a record")).expect("JSON");
        assert_eq!(record["place"], name, "{lang}");
    }
}

/// Every character that the packs have in the three languages and in the others' titles can be printed.
#[test]
fn the_fonts_have_what_the_packs_say() {
    let mut without = Vec::new();
    for instrument in &WORLD.packs.instruments {
        for (lang, title) in &instrument.title {
            without.extend(press::unprintable(title).map(|sign| (lang.clone(), sign, title.clone())));
        }
    }
    for lang in words::LANGUAGES {
        for text in words::catalogues(lang) {
            without.extend(press::unprintable(text).map(|sign| (lang.to_owned(), sign, String::new())));
        }
    }
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn a_copy_is_of_the_text_that_it_names() {
    let (order, files) = order::copy(&WORLD, &question("canwfz", day()), b"a text", "en").expect("a copy");
    let other = files.with(Name::Text, b"another".to_vec());
    let fault = press::set(&order, &other).expect_err("another text");
    assert!(fault.to_string().contains("not the text that the certificate is about"), "{fault}");
    let (order, files) = order::copy(&WORLD, &question("canwfz", day()), b"\xff\xfe", "en").expect("a copy");
    assert!(press::set(&order, &files).expect_err("no UTF-8").to_string().contains("UTF-8"));
}
