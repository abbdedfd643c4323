//! A document as Akoma Ntoso 3.0 (OASIS LegalDocML): its text with its structure, and what it speaks of.
//!
//! A document is a `doc`. What stands before the text is its preface, an annex an `hcontainer` of the main body, and each
//! paragraph carries the id that it has everywhere else as its `eId`. Participants and treaties are references of the
//! ontology; the words of a treaty are a `ref` to it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use document::{Paragraph, Role};

use super::feed::escape;
use super::leaf::{Asked, Made};
use super::papers::Paper;
use super::question::path;

const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";

pub(crate) fn of_document(asked: &Asked<'_>, name: &str, paper: &Paper) -> Made {
    let about = &paper.document.about;
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<akomaNtoso xmlns=\"{NAMESPACE}\">\n<doc name=\"{}\">\n",
        escape(&about.doc_type)
    );
    text += &meta(asked, name, paper);
    let paragraphs = &paper.document.paragraphs;
    let is_preface = |paragraph: &Paragraph| {
        paragraph.annex == 0
            && matches!(
                paragraph.role,
                Role::Subjects | Role::Organs | Role::AgendaItem | Role::AgendaTitle | Role::Title | Role::DateLine
            )
    };
    let cut = paragraphs.iter().position(|paragraph| !is_preface(paragraph)).unwrap_or(paragraphs.len());
    let (preface, body) = paragraphs.split_at(cut);
    if !preface.is_empty() {
        text += "<preface>\n";
        for paragraph in preface {
            let words = words(asked, paper, paragraph);
            let words = match paragraph.role {
                Role::Title => format!("<docTitle>{words}</docTitle>"),
                _ => words,
            };
            line(&mut text, &format!("<p eId=\"{}\" class=\"{}\">{words}</p>", escape(&paragraph.id), role(paragraph)));
        }
        text += "</preface>\n";
    }
    text += "<mainBody>\n";
    if body.is_empty() {
        text += "<p/>\n";
    }
    for part in body.chunk_by(|one, next| one.annex == next.annex) {
        let annex = part.first().map_or(0, |paragraph| paragraph.annex);
        if annex > 0 {
            line(&mut text, &format!("<hcontainer eId=\"part{annex}\" name=\"annex\">\n<content>"));
        }
        for paragraph in part {
            let words = words(asked, paper, paragraph);
            let (id, class) = (escape(&paragraph.id), role(paragraph));
            // Within the content of an annex stand blocks; outside of it a paragraph can be one of the law's own.
            match (&paragraph.number, annex) {
                (Some(number), 0) => line(
                    &mut text,
                    &format!(
                        "<paragraph eId=\"{id}\" class=\"{class}\"><num>{}</num><content><p>{words}</p></content></paragraph>",
                        escape(number)
                    ),
                ),
                _ => line(&mut text, &format!("<p eId=\"{id}\" class=\"{class}\">{words}</p>")),
            }
        }
        if annex > 0 {
            text += "</content>\n</hcontainer>\n";
        }
    }
    text += "</mainBody>\n</doc>\n</akomaNtoso>\n";
    Made(text.into_bytes())
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// The word for what a paragraph is, as in the JSON.
fn role(paragraph: &Paragraph) -> &'static str {
    match paragraph.role {
        Role::Subjects => "subjects",
        Role::Organs => "organs",
        Role::AgendaItem => "agenda-item",
        Role::AgendaTitle => "agenda-title",
        Role::Title => "title",
        Role::AnnexHead => "annex-head",
        Role::Original => "original",
        Role::DateLine => "date-line",
        Role::Heading => "heading",
        Role::Preamble => "preamble",
        Role::Text => "text",
        Role::Signature => "signature",
        Role::Note => "note",
    }
}

/// The language as ISO 639-2 has it.
fn language(code: &str) -> &str {
    match code {
        "ar" => "ara",
        "en" => "eng",
        "es" => "spa",
        "fr" => "fra",
        "ru" => "rus",
        "zh" => "zho",
        other => other,
    }
}

/// An id of the ontology: a name as XML has them.
fn eid(kind: &str, code: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '_' };
    format!("{kind}-{}", code.chars().map(letter).collect::<String>())
}

fn meta(asked: &Asked<'_>, name: &str, paper: &Paper) -> String {
    let about = &paper.document.about;
    let world = asked.world;
    let date = about.date.as_deref().unwrap_or("");
    // The form wants a day; what is told less exactly is named beside it.
    let first = date.split('/').find_map(|part| part.parse::<law::Dated>().ok()).map(|dated| dated.first.to_string());
    let told = if date.is_empty() { "unknown".to_owned() } else { format!("told as {date}") };
    let day = first.as_deref().unwrap_or("0001-01-01");
    let kind = if date == day { "generation" } else { told.as_str() };
    let authors: Vec<String> = about.senders.iter().map(|code| eid("party", code)).collect();
    let authors = if authors.is_empty() { vec!["unknown".to_owned()] } else { authors };
    let work = path(&["akn", "int", "doc", &about.doc_type, day, name]);
    let lang = language(&about.language);
    let core = |this: &str, kind: &str| {
        let mut text = String::new();
        line(&mut text, &format!("<FRBRthis value=\"{}/!main\"/>", escape(this)));
        line(&mut text, &format!("<FRBRuri value=\"{}\"/>", escape(this)));
        line(&mut text, &format!("<FRBRdate date=\"{day}\" name=\"{}\"/>", escape(kind)));
        for author in &authors {
            line(&mut text, &format!("<FRBRauthor href=\"#{author}\" as=\"#author\"/>"));
        }
        text
    };
    let mut text = "<meta>\n<identification source=\"#semey\">\n<FRBRWork>\n".to_owned();
    text += &core(&work, kind);
    line(&mut text, "<FRBRcountry value=\"int\"/>");
    for symbol in &about.symbols {
        line(&mut text, &format!("<FRBRnumber value=\"{}\"/>", escape(symbol)));
    }
    line(&mut text, &format!("<FRBRname value=\"{}\"/>", escape(name)));
    text += "</FRBRWork>\n<FRBRExpression>\n";
    let expression = format!("{work}/{lang}");
    text += &core(&expression, kind);
    line(&mut text, &format!("<FRBRlanguage language=\"{lang}\"/>"));
    for original in about.original_languages.iter().filter(|own| **own != about.language) {
        let from = language(original);
        line(&mut text, &format!("<FRBRtranslation href=\"{work}/{from}\" fromLanguage=\"{from}\" by=\"#unknown\"/>"));
    }
    text += "</FRBRExpression>\n<FRBRManifestation>\n";
    text += &core(&format!("{expression}.akn"), kind);
    text += "<FRBRformat value=\"application/akn+xml\"/>\n</FRBRManifestation>\n</identification>\n";
    text += "<references source=\"#semey\">\n";
    text += "<TLCOrganization eId=\"semey\" href=\"/about\" showAs=\"Semey\"/>\n";
    text += "<TLCOrganization eId=\"unknown\" href=\"/ontology/organization/unknown\" showAs=\"unknown\"/>\n";
    text += "<TLCRole eId=\"author\" href=\"/ontology/role/author\" showAs=\"author\"/>\n";
    let facts = &paper.document.facts;
    let parties: BTreeSet<&String> =
        about.senders.iter().chain(&about.organs).chain(facts.iter().flat_map(|fact| &fact.actors)).collect();
    for code in parties {
        let found = world.packs.parties.find(code);
        let shown = found.map_or(code.as_str(), |party| world.party_name(party, asked.on));
        let href = format!("{}{}", asked.prefix, path(&["participants", code]));
        let (id, href, shown) = (eid("party", code), escape(&href), escape(shown));
        line(&mut text, &format!("<TLCOrganization eId=\"{id}\" href=\"{href}\" showAs=\"{shown}\"/>"));
    }
    let treaties: BTreeSet<String> =
        facts.iter().filter_map(|fact| fact.instrument.as_ref()).map(|code| code.to_lowercase()).collect();
    for id in treaties {
        let Some(ix) = world.packs.by_id(&id) else { continue };
        let shown = escape(pack::in_language(&world.packs[ix].title, asked.words.lang()));
        let href = escape(&format!("{}{}", asked.prefix, path(&["treaties", &id])));
        let eid = eid("treaty", &id);
        line(&mut text, &format!("<TLCReference eId=\"{eid}\" name=\"treaty\" href=\"{href}\" showAs=\"{shown}\"/>"));
    }
    text += "</references>\n</meta>\n";
    text
}

/// The text of a paragraph, with the words of treaties as references to them.
fn words(asked: &Asked<'_>, paper: &Paper, paragraph: &Paragraph) -> String {
    let mentions =
        paper.document.facts.iter().filter(|fact| fact.fact == "mention_of_treaty" && fact.paragraph == paragraph.id);
    let mut text = String::new();
    let mut at = 0;
    let string = |from: usize, to: usize| escape(&document::text::string(&paragraph.glyphs[from..to]));
    for fact in mentions {
        let id = fact.instrument.as_deref().unwrap_or("").to_lowercase();
        let Some(range) = super::documents::within(paragraph, fact).filter(|range| range.start >= at) else { continue };
        if asked.world.packs.by_id(&id).is_none() {
            continue;
        }
        let href = escape(&format!("{}{}", asked.prefix, path(&["treaties", &id])));
        let (before, inside) = (string(at, range.start), string(range.start, range.end));
        let refers = eid("treaty", &id);
        write!(text, "{before}<ref href=\"{href}\" refersTo=\"#{refers}\">{inside}</ref>")
            .expect("a string takes everything");
        at = range.end;
    }
    text + &string(at, paragraph.glyphs.len())
}
