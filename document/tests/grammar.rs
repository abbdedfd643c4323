//! Every pattern proves itself on its examples, and every example is matched by the pattern that it stands under.

use std::path::Path;
use std::sync::LazyLock;

use document::facts::{Setting, facts};
use document::grammar::{Example, Grammar, Pattern};
use document::text::Glyph;
use document::{Lexicon, Paragraph, Role};
use pack::Packs;

static PACKS: LazyLock<Packs> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs");
    pack::load(&pack::read_folder(&folder).expect("the packs are there").0).0
});

fn glyphs(text: &str) -> Vec<Glyph> {
    text.char_indices().map(|(at, c)| Glyph { c, start: at as u32, end: (at + c.len_utf8()) as u32 }).collect()
}

/// A title that makes the treaty of the zone the one that documents are about, then the sentence.
fn paragraphs(lang: &str, pattern: &Pattern, example: &Example) -> Vec<Paragraph> {
    let home = match lang {
        "zh" => "中亚无核武器区条约",
        "ru" => "Семипалатинский договор",
        _ => "Treaty of Semipalatinsk",
    };
    let paragraph =
        |role, text: &str| Paragraph { id: "text.1".to_owned(), role, number: None, annex: 0, glyphs: glyphs(text) };
    let role = match pattern.roles.first().map(String::as_str) {
        Some("title") => Role::Title,
        Some("date-line") => Role::DateLine,
        Some("preamble") => Role::Preamble,
        _ => Role::Text,
    };
    vec![paragraph(Role::Title, home), paragraph(role, &example.text)]
}

fn failures(lang: &'static str) -> Vec<String> {
    let grammar = Grammar::of(lang);
    let lexicon = Lexicon::new(&PACKS, lang);
    let mut failures = Vec::new();
    for pattern in &grammar.patterns {
        for example in &pattern.examples {
            let found = facts(&paragraphs(lang, pattern, example), &lexicon, &Setting::default());
            let own: Vec<_> = found.iter().filter(|fact| fact.pattern == pattern.name).collect();
            let mut fail = |why: String| failures.push(format!("{lang}/{}: {why}: {}", pattern.name, example.text));
            if own.is_empty() != example.not {
                fail(format!(
                    "matched {} times; all: {:?}",
                    own.len(),
                    found.iter().map(|f| (&f.pattern, &f.dates)).collect::<Vec<_>>()
                ));
                continue;
            }
            let Some(first) = own.first() else { continue };
            let dates: Vec<&str> = own.iter().flat_map(|fact| fact.dates.iter().map(String::as_str)).collect();
            if example.dates.as_ref().is_some_and(|wanted| *wanted != dates.join(" ")) {
                fail(format!("dates {dates:?}"));
            }
            if example.actors.as_ref().is_some_and(|wanted| *wanted != first.actors.join(" ")) {
                fail(format!("actors {:?}", first.actors));
            }
            if example.instrument.is_some() && example.instrument != first.instrument {
                fail(format!("instrument {:?}", first.instrument));
            }
            if example.number.is_some() && example.number != first.number {
                fail(format!("number {:?}", first.number));
            }
        }
    }
    failures
}

#[test]
fn chinese_patterns_prove_themselves() {
    assert_eq!(failures("zh"), Vec::<String>::new());
}

#[test]
fn russian_patterns_prove_themselves() {
    assert_eq!(failures("ru"), Vec::<String>::new());
}

#[test]
fn english_patterns_prove_themselves() {
    assert_eq!(failures("en"), Vec::<String>::new());
}

#[test]
fn nearly_every_pattern_has_an_example() {
    for lang in ["zh", "ru", "en"] {
        let bare: Vec<&str> =
            Grammar::of(lang).patterns.iter().filter(|p| p.examples.is_empty()).map(|p| p.name.as_str()).collect();
        // Lines with nothing but a date and a place need the document around them: papers.rs has them.
        let bare: Vec<&&str> = bare.iter().filter(|name| !name.starts_with("closing-line")).collect();
        assert!(bare.is_empty(), "{lang}: {bare:?}");
    }
}
