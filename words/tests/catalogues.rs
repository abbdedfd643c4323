//! Every language says everything, and everything that is said stands in the catalogues.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

/// What a message leaves open, by its id, for each file of a language.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn folder(lang: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(lang)
}

fn files(lang: &str) -> BTreeSet<String> {
    let all = std::fs::read_dir(folder(lang)).expect("the language has a folder");
    all.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()).collect()
}

fn messages(lang: &str, file: &str) -> Messages {
    let text = std::fs::read_to_string(folder(lang).join(file)).expect("the catalogue is there");
    let resource = fluent_syntax::parser::parse(text.as_str());
    let resource = resource.unwrap_or_else(|(_, errors)| panic!("{lang}/{file}: {errors:?}"));
    let mut messages = Messages::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let mut open = BTreeSet::new();
        variables(message.value.as_ref().unwrap_or_else(|| panic!("{lang}/{file}: an empty message")), &mut open);
        let id = message.id.name.to_owned();
        assert!(messages.insert(id, open).is_none(), "{lang}/{file}: `{}` stands twice", message.id.name);
    }
    messages
}

fn variables(pattern: &Pattern<&str>, open: &mut BTreeSet<String>) {
    let inline = |expression: &InlineExpression<&str>, open: &mut BTreeSet<String>| {
        if let InlineExpression::VariableReference { id } = expression {
            open.insert(id.name.to_owned());
        }
    };
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { .. } => {}
            PatternElement::Placeable { expression: Expression::Inline(expression) } => inline(expression, open),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                inline(selector, open);
                variants.iter().for_each(|variant| variables(&variant.value, open));
            }
        }
    }
}

#[test]
fn every_language_has_the_same_messages_with_the_same_open_places() {
    for lang in &words::LANGUAGES[1..] {
        assert_eq!(files("en"), files(lang), "the files of {lang}");
        for file in files("en") {
            let (english, other) = (messages("en", &file), messages(lang, &file));
            let ids = |messages: &Messages| messages.keys().cloned().collect::<BTreeSet<_>>();
            let (of_english, of_other) = (ids(&english), ids(&other));
            let missing: Vec<_> = of_english.symmetric_difference(&of_other).collect();
            assert!(missing.is_empty(), "{lang}/{file} and en/{file} differ in {missing:?}");
            for (id, open) in english {
                assert_eq!(open, other[&id], "what `{id}` leaves open in {lang}/{file}");
            }
        }
    }
}

#[test]
fn every_file_is_built_in() {
    for lang in words::LANGUAGES {
        let words = words::of(lang);
        for file in files(lang) {
            for (id, open) in messages(lang, &file) {
                // What needs nothing is there to be said; what needs something is not.
                assert_eq!(words.known(&id).is_some(), open.is_empty(), "`{id}` of {lang}/{file}");
            }
        }
    }
}

/// The ids that sources ask for by name: `say("…")` and `tell("…"`, in Rust and in templates.
#[test]
fn what_is_asked_for_is_there() {
    let all: BTreeSet<String> = files("en").iter().flat_map(|file| messages("en", file).into_keys()).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let mut asked = 0;
    for room in ["words/src", "register/src", "portal/src", "portal/templates", "press/src", "cli/src"] {
        for (path, text) in sources(&root.join(room)) {
            for call in [".say(\"", ".tell(\""] {
                for (at, _) in text.match_indices(call) {
                    let rest = &text[at + call.len()..];
                    let id = &rest[..rest.find('"').expect("the string ends")];
                    assert!(all.contains(id), "{} asks for `{id}`, which no catalogue has", path.display());
                    asked += 1;
                }
            }
        }
    }
    assert!(asked > 0, "no source asks for a message");
}

fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let Ok(inside) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut all = Vec::new();
    for entry in inside.map(|entry| entry.expect("a file").path()) {
        if entry.is_dir() {
            all.extend(sources(&entry));
        } else if let Ok(text) = std::fs::read_to_string(&entry) {
            all.push((entry, text));
        }
    }
    all
}
