//! Reads a drawing back and holds it to what every drawing promises.

use std::collections::BTreeSet;

use chart::{Direction, Frame, Sheet, Width};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A text that is to be seen.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    pub(crate) words: String,
    /// Left, top, right, bottom: an estimate on the narrow side.
    pub(crate) field: [f64; 4],
}

#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) texts: Vec<Words>,
    pub(crate) titles: Vec<String>,
    /// Names of elements with their classes.
    pub(crate) shapes: Vec<(String, String)>,
    /// Paths by their classes, with their points.
    pub(crate) paths: Vec<(String, Vec<(f64, f64)>)>,
    /// Rectangles by their classes: left, top, right, bottom.
    pub(crate) rects: Vec<(String, [f64; 4])>,
}

/// Panics where the drawing breaks a promise.
pub(crate) fn read(svg: &str) -> Read {
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "a coordinate is no number");
    let mut reader = Reader::from_str(svg);
    reader.config_mut().check_end_names = true;
    let (mut read, mut ids, mut references) = (Read::default(), BTreeSet::new(), BTreeSet::new());
    let mut path: Vec<String> = Vec::new();
    // The size of the innermost svg and where it begins in the whole.
    let mut frames: Vec<[f64; 4]> = Vec::new();
    let mut text: Option<(f64, f64, String, String, bool, String)> = None;
    let mut titled = String::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Eof => break,
            Event::Start(tag) => {
                let name = element(&tag, &mut frames, &mut ids, &mut references, &mut read, path.len());
                if name == "text" {
                    let offset = frames.last().copied().unwrap_or_default();
                    let number = |key: &str| attribute(&tag, key).and_then(|n| n.parse::<f64>().ok()).expect("a place");
                    text = Some((
                        number("x") + offset[0],
                        number("y") + offset[1],
                        attribute(&tag, "text-anchor").unwrap_or_else(|| "start".to_owned()),
                        attribute(&tag, "class").unwrap_or_default(),
                        attribute(&tag, "direction").is_some_and(|way| way == "rtl")
                            || (attribute(&tag, "direction").is_none()
                                && svg[..svg.find("<title").unwrap_or(0)].contains(" direction=\"rtl\"")),
                        String::new(),
                    ));
                }
                path.push(name);
            }
            Event::Empty(tag) => {
                element(&tag, &mut frames, &mut ids, &mut references, &mut read, path.len());
                if tag.name().as_ref() == "svg" {
                    frames.pop();
                }
            }
            Event::End(_) => match path.pop().as_deref() {
                Some("svg") => {
                    frames.pop();
                }
                Some("text") => {
                    let (x, y, anchor, class, rtl, words) = text.take().expect("a text");
                    let size = if class == "ti" { 18.0 } else { 11.0 };
                    let width = words.chars().map(|sign| narrow(sign) * size).sum::<f64>();
                    let left = match (anchor.as_str(), rtl) {
                        ("middle", _) => x - width / 2.0,
                        ("end", false) | ("start", true) => x - width,
                        _ => x,
                    };
                    let field = [left, y - size * 0.75, left + width, y + size * 0.15];
                    read.texts.push(Words { words, field });
                }
                Some("title") => read.titles.push(std::mem::take(&mut titled)),
                _ => {}
            },
            Event::Text(piece) => {
                let piece = piece.as_ref().to_owned();
                take(&path, &piece, &mut text, &mut titled);
            }
            Event::GeneralRef(reference) => {
                let name = reference.as_ref().to_owned();
                let sign = match name.as_str() {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "#39" => "'",
                    other => panic!("&{other}; is not escaped by us"),
                };
                take(&path, sign, &mut text, &mut titled);
            }
            _ => {}
        }
    }
    assert!(path.is_empty());
    for reference in references {
        assert!(ids.contains(&reference), "nothing has the id {reference}");
    }
    let whole = viewbox(svg);
    for words in &read.texts {
        let [left, top, right, bottom] = words.field;
        assert!(
            left >= -1.0 && top >= -1.0 && right <= whole.0 + 1.0 && bottom <= whole.1 + 1.0,
            "{words:?} leaves the drawing"
        );
    }
    read
}

fn take(
    path: &[String],
    piece: &str,
    text: &mut Option<(f64, f64, String, String, bool, String)>,
    titled: &mut String,
) {
    match path.last().map(String::as_str) {
        Some("text") => text.as_mut().expect("a text").5.push_str(piece),
        Some("title") => titled.push_str(piece),
        _ => {}
    }
}

/// Words that are to stay words.
pub(crate) const HOSTILE: &str = "<script>alert('1')</script> & \"]]> --> \u{0}\u{1b} \u{202e}";

/// Sheets of every frame, width and direction.
pub(crate) fn sheets() -> Vec<Sheet<'static>> {
    let mut sheets = Vec::new();
    for frame in [Frame::Standalone, Frame::Inline] {
        for width in [Width::Wide, Width::Narrow] {
            for direction in [Direction::Ltr, Direction::Rtl] {
                let sheet = Sheet { title: "Title", description: "Description", language: "en", ..Sheet::default() };
                sheets.push(Sheet { frame, width, direction, ..sheet });
            }
        }
    }
    sheets
}

/// No two texts cover each other.
pub(crate) fn assert_apart(read: &Read) {
    for (at, one) in read.texts.iter().enumerate() {
        for other in &read.texts[at + 1..] {
            let (a, b) = (one.field, other.field);
            let apart = a[0] >= b[2] || b[0] >= a[2] || a[1] >= b[3] || b[1] >= a[3];
            assert!(apart, "{one:?} and {other:?} overlap");
        }
    }
}

/// Narrower than most fonts are.
fn narrow(sign: char) -> f64 {
    match sign {
        '\u{2e80}'..='\u{9fff}' => 1.0,
        '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' => 0.0,
        'i' | 'l' | 'j' | 't' | 'f' | 'r' | 'I' | ' ' | '.' | ',' | '\'' | ':' => 0.24,
        '\u{600}'..='\u{6ff}' => 0.3,
        _ => 0.48,
    }
}

pub(crate) fn viewbox(svg: &str) -> (f64, f64) {
    let start = svg.find("viewBox=\"0 0 ").expect("a viewBox") + 13;
    let numbers: Vec<f64> = svg[start..svg[start..].find('"').expect("an end") + start]
        .split(' ')
        .map(|number| number.parse().expect("a number"))
        .collect();
    (numbers[0], numbers[1])
}

fn attribute(tag: &BytesStart<'_>, key: &str) -> Option<String> {
    tag.attributes()
        .map(|attribute| attribute.expect("an attribute"))
        .find(|attribute| attribute.key.as_ref() == key)
        .map(|attribute| attribute.value.into_owned())
}

fn element(
    tag: &BytesStart<'_>,
    frames: &mut Vec<[f64; 4]>,
    ids: &mut BTreeSet<String>,
    references: &mut BTreeSet<String>,
    read: &mut Read,
    depth: usize,
) -> String {
    let name = tag.name().as_ref().to_owned();
    assert!(
        ["svg", "title", "desc", "style", "defs", "pattern", "rect", "path", "circle", "text", "a", "g"]
            .contains(&name.as_str()),
        "<{name}>"
    );
    for attribute in tag.attributes() {
        let attribute = attribute.expect("an attribute");
        let key = attribute.key.as_ref().to_owned();
        let value = attribute.value.to_string();
        assert!(key != "style" && !key.starts_with("on"), "{key} in <{name}>");
        if key == "id" {
            assert!(ids.insert(value.clone()), "two have the id {value}");
        }
        if let Some(reference) = value.strip_prefix("url(#") {
            references.insert(reference.trim_end_matches(')').to_owned());
        }
        if key == "aria-labelledby" {
            references.extend(value.split(' ').map(str::to_owned));
        }
    }
    let number = |key: &str| attribute(tag, key).map_or(0.0, |n| n.parse::<f64>().expect("a number"));
    if name == "svg" {
        if depth == 0 {
            let view = attribute(tag, "viewBox").expect("a viewBox");
            let numbers: Vec<f64> = view.split(' ').map(|n| n.parse().expect("a number")).collect();
            frames.push([0.0, 0.0, numbers[2], numbers[3]]);
        } else {
            frames.push([number("x"), number("y"), number("width"), number("height")]);
        }
        return name;
    }
    let [_, _, width, height] = *frames.last().expect("inside of an svg");
    let inside = |x: f64, y: f64| {
        assert!(
            x >= -1.6 && y >= -1.6 && x <= width + 1.6 && y <= height + 1.6,
            "<{name}> goes to {x} {y}, outside of {width} by {height}"
        );
    };
    match name.as_str() {
        "rect" => {
            inside(number("x"), number("y"));
            let (right, bottom) = (number("x") + number("width"), number("y") + number("height"));
            inside(right, bottom);
            let class = attribute(tag, "class").unwrap_or_default();
            read.rects.push((class, [number("x"), number("y"), right, bottom]));
        }
        "circle" => inside(number("cx"), number("cy")),
        "path" => {
            let mut points = Vec::new();
            trace(&attribute(tag, "d").expect("a path has a d"), |x, y| {
                inside(x, y);
                points.push((x, y));
            });
            read.paths.push((attribute(tag, "class").unwrap_or_default(), points));
        }
        _ => {}
    }
    if ["rect", "circle", "path"].contains(&name.as_str()) {
        read.shapes.push((name.clone(), attribute(tag, "class").unwrap_or_default()));
    }
    name
}

/// Calls for every point of a path.
fn trace(d: &str, mut inside: impl FnMut(f64, f64)) {
    let mut tokens: Vec<String> = Vec::new();
    for sign in d.chars() {
        let last = tokens.last_mut();
        match sign {
            ' ' => tokens.push(String::new()),
            '-' => tokens.push("-".to_owned()),
            '.' if last.as_ref().is_some_and(|last| last.contains('.')) => tokens.push(".".to_owned()),
            '.' | '0'..='9' if last.as_ref().is_some_and(|last| !last.starts_with(char::is_alphabetic)) => {
                tokens.last_mut().expect("a token").push(sign);
            }
            '.' | '0'..='9' => tokens.push(sign.to_string()),
            _ => tokens.push(sign.to_string()),
        }
    }
    tokens.retain(|token| !token.is_empty());
    let (mut at, mut start, mut verb, mut next) = ((0.0, 0.0), (0.0, 0.0), ' ', 0);
    while next < tokens.len() {
        if tokens[next].starts_with(char::is_alphabetic) {
            verb = tokens[next].chars().next().expect("a sign");
            next += 1;
            if verb == 'z' {
                at = start;
                continue;
            }
        }
        let mut number = || {
            next += 1;
            tokens[next - 1].parse::<f64>().unwrap_or_else(|_| panic!("{} in {d}", tokens[next - 1]))
        };
        at = match verb {
            'M' | 'L' => (number(), number()),
            'l' => (at.0 + number(), at.1 + number()),
            'h' => (at.0 + number(), at.1),
            'v' => (at.0, at.1 + number()),
            'H' => (number(), at.1),
            'V' => (at.0, number()),
            'C' => {
                inside(number(), number());
                inside(number(), number());
                (number(), number())
            }
            other => panic!("{other} in {d}"),
        };
        if verb == 'M' {
            start = at;
            verb = 'L';
        }
        inside(at.0, at.1);
    }
}
