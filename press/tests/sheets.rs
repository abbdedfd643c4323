//! Sheets of the bundled packs, and of made-up records.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use law::Day;
use press::order::{self, Question};
use press::{Fault, Files, Kind, Ledger, Name, Order};
use register::World;

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs");
    let (files, problems) = pack::read_folder(&folder).expect("the packs are there");
    assert!(problems.is_empty(), "{problems:?}");
    let (packs, problems) = pack::load(&files);
    World { packs: packs.into(), problems, lang: "en".to_owned() }
});

fn question(treaty: &str, on: Day) -> Question {
    Question { treaty: WORLD.treaty(treaty).expect("the treaty"), on, known: None, ledger: None }
}

fn day() -> Day {
    Day::new(2021, 11, 1).expect("a day")
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
                assert!(said.contains(kind), "{name} does not say `{kind}`:\n{said}");
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
    for name in ["Afghanistan", "Türkiye", "Zimbabwe"] {
        assert!(text.contains(name), "{name} is missing");
    }
    let (order, files) = order::sheet(&WORLD.in_language("ru"), &question("npt", day())).expect("a sheet");
    keep("npt-sheet-ru.pdf", &press::set(&order, &files).expect("it is set"));
    let (order, files) = order::status(&WORLD.in_language("zh"), &question("npt", day())).expect("a sheet");
    keep("npt-status-zh.pdf", &press::set(&order, &files).expect("it is set"));
}
