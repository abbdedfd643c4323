//! What every page has around it, the pages that say what is not there, and the files that pages use.

use std::sync::LazyLock;

use askama::Template;
use ledger::tlog::Hash;
use serde::Serialize;
use words::Words;

use super::Form;
use super::leaf::{Leaf, View};
use super::miss::Miss;
use super::question::{Question, Wrong, is_unseen};

/// A file that pages use; its address changes with its bytes.
pub(crate) struct Asset {
    pub(crate) media: &'static str,
    pub(crate) bytes: &'static [u8],
}

const STYLE: &[u8] = include_bytes!("../../assets/style.css");
const MARK: &[u8] = include_bytes!("../../assets/mark.svg");

static STYLE_PATH: LazyLock<String> = LazyLock::new(|| address("style", "css", STYLE));
static MARK_PATH: LazyLock<String> = LazyLock::new(|| address("mark", "svg", MARK));

fn address(name: &str, ending: &str, bytes: &[u8]) -> String {
    format!("/assets/{name}-{}.{ending}", &Hash::of(bytes).hex()[..16])
}

/// The file at a path, if it is one.
pub(crate) fn asset(path: &str) -> Option<Asset> {
    if path == *STYLE_PATH {
        Some(Asset { media: "text/css; charset=utf-8", bytes: STYLE })
    } else if path == *MARK_PATH {
        Some(Asset { media: "image/svg+xml", bytes: MARK })
    } else {
        None
    }
}

/// A link with its words.
pub(crate) struct Link {
    pub(crate) href: String,
    pub(crate) text: String,
    /// Whether it leads to where the reader is.
    pub(crate) here: bool,
}

/// A field that a form carries on.
pub(crate) struct Hidden {
    pub(crate) name: String,
    pub(crate) value: String,
}

/// What stands around a page.
pub(crate) struct Frame {
    pub(crate) w: &'static Words,
    pub(crate) title: String,
    pub(crate) style: String,
    pub(crate) mark: String,
    pub(crate) home: String,
    pub(crate) nav: Vec<Link>,
    pub(crate) languages: Vec<Language>,
    /// The sentence on the days that the page answers for.
    pub(crate) times: String,
    /// Where the form on days leads.
    pub(crate) action: String,
    pub(crate) hidden: Vec<Hidden>,
    pub(crate) on: String,
    pub(crate) known: String,
    pub(crate) at: String,
    /// The language, where it was chosen.
    pub(crate) lang: Option<&'static str>,
    /// The address that stays true.
    pub(crate) permanent: String,
    pub(crate) forms: Vec<Alternate>,
    pub(crate) footer: Vec<Link>,
    pub(crate) has_ledger: bool,
    /// Whether the times are of use on this page.
    pub(crate) timeless: bool,
    /// Where to look for something.
    pub(crate) search: String,
}

/// The same page in another language.
pub(crate) struct Language {
    pub(crate) href: String,
    pub(crate) lang: &'static str,
    pub(crate) name: String,
    pub(crate) here: bool,
}

/// The same page in another form.
pub(crate) struct Alternate {
    pub(crate) href: String,
    pub(crate) media: &'static str,
    pub(crate) name: String,
}

impl Frame {
    /// The frame of a page with this title.
    pub(crate) fn new(view: &View<'_>, title: String) -> Frame {
        let w = view.words;
        let section = view.path.split('/').nth(1).unwrap_or("");
        let to =
            |part: &str, id: &str| Link { href: view.link(&[part]), text: w.say(id).to_owned(), here: section == part };
        let regimes =
            Link { here: super::sheet::TABS.iter().any(|(part, _)| *part == section), ..to("bodies", "nav-regimes") };
        let mut nav = vec![
            to("treaties", "nav-treaties"),
            to("participants", "nav-participants"),
            to("zones", "nav-zones"),
            regimes,
            to("compare", "nav-compare"),
            to("due", "nav-due"),
            to("search", "nav-search"),
        ];
        if view.has_papers {
            nav.insert(6, to("documents", "nav-documents"));
        }
        let mut footer = vec![to("glossary", "nav-glossary"), to("verify", "nav-verify"), to("about", "nav-about")];
        if view.has_ledger {
            footer.insert(1, to("ledger", "nav-ledger"));
        }
        if !view.has_papers {
            footer.insert(1, to("documents", "nav-documents"));
        }
        let languages = words::LANGUAGES.map(|lang| Language {
            href: view.here(Form::Html, &Question { lang: Some(lang), ..view.question.clone() }),
            lang,
            name: words::of(lang).say("language-own-name").to_owned(),
            here: lang == w.lang(),
        });
        let forms = view.leaf.into_iter().flat_map(Leaf::forms);
        let forms = forms.filter(|form| !matches!(form, Form::Html | Form::Narrow));
        let forms = forms.map(|form| Alternate {
            href: view.here(form, view.question),
            media: form.media(),
            name: w.say(form_name(form)).to_owned(),
        });
        let carried = view.question.all_own().map(|(name, value)| (name.to_owned(), value.to_owned()));
        let lang = view.question.lang.map(|lang| ("lang".to_owned(), lang.to_owned()));
        let hidden = carried.chain(lang).map(|(name, value)| Hidden { name, value }).collect();
        let fixed = Question { on: Some(view.on), lang: Some(w.lang()), ..view.question.clone() };
        Frame {
            w,
            title,
            style: format!("{}{}", view.prefix, *STYLE_PATH),
            mark: format!("{}{}", view.prefix, *MARK_PATH),
            home: view.link(&[]),
            nav,
            languages: languages.into(),
            times: times(view),
            action: format!("{}{}", view.prefix, view.path),
            hidden,
            on: view.question.on.map_or(String::new(), |day| day.to_string()),
            known: view.known().map_or(String::new(), |day| day.to_string()),
            at: view.question.at.map_or(String::new(), |at| at.to_string()),
            lang: view.question.lang,
            permanent: view.here(Form::Html, &fixed),
            forms: forms.collect(),
            footer,
            has_ledger: view.has_ledger,
            timeless: view.leaf.is_none(),
            search: format!("{}/search", view.prefix),
        }
    }

    /// With the place in the ledger in the address that stays true.
    #[must_use]
    pub(crate) fn resting_on(mut self, view: &View<'_>, at: Option<u64>) -> Frame {
        let question = view.question.clone();
        let fixed = Question { on: Some(view.on), lang: Some(view.words.lang()), at: at.or(question.at), ..question };
        self.permanent = view.here(Form::Html, &fixed);
        self
    }

    /// For a page that says the same on every day.
    #[must_use]
    pub(crate) fn timeless(mut self) -> Frame {
        self.timeless = true;
        self
    }
}

fn form_name(form: Form) -> &'static str {
    match form {
        Form::Html => "form-html",
        Form::Json => "form-json",
        Form::Csv => "form-csv",
        Form::Ics => "form-ics",
        Form::Atom => "form-atom",
        Form::Proof => "form-proof",
        Form::JsonLd => "form-jsonld",
        Form::Akn => "form-akn",
        Form::Parquet => "form-parquet",
        Form::Svg => "form-svg",
        Form::Narrow => "form-narrow",
        Form::Pdf => "form-pdf",
    }
}

fn times(view: &View<'_>) -> String {
    let w = view.words;
    let day = w.day(view.on);
    let mut text = if view.question.on.is_some() {
        w.tell("times-on", &[("day", day.into())])
    } else {
        w.tell("times-today", &[("day", day.into())])
    };
    if let Some(known) = view.known() {
        text += w.say("sentence-joiner");
        text += &w.tell("times-known", &[("day", w.day(known).into())]);
    }
    if let Some(at) = view.question.at {
        text += w.say("sentence-joiner");
        text += &w.tell("times-at", &[("number", w.number(usize::try_from(at).unwrap_or(usize::MAX)).into())]);
    }
    text
}

#[derive(Template)]
#[template(path = "miss.html")]
struct MissPage {
    f: Frame,
    heading: String,
    sentence: String,
    near: Vec<Link>,
    /// What a program is told to do about it.
    command: Option<&'static str>,
    ways: Vec<Link>,
}

#[derive(Serialize)]
struct MissAnswer {
    version: u32,
    error: String,
    near: Vec<String>,
}

/// What is sent where there is no page: its media type and its bytes.
pub(crate) fn miss(view: &View<'_>, miss: &Miss) -> (&'static str, Vec<u8>) {
    let w = view.words;
    let (heading, sentence) = sentences(w, miss);
    let near: &[String] = match miss {
        Miss::Unknown(unknown) => &unknown.near,
        Miss::Document { near, .. } => near,
        Miss::Wrong(Wrong::Name { near, .. }) => near,
        _ => &[],
    };
    if view.form != Form::Html {
        let answer = MissAnswer { version: 1, error: sentence, near: near.to_vec() };
        return (Form::Json.media(), serde_json::to_vec_pretty(&answer).unwrap_or_default());
    }
    let room = match miss {
        Miss::Unknown(unknown) if unknown.thing == register::Thing::Treaty => Some("treaties"),
        Miss::Unknown(unknown) if unknown.thing == register::Thing::Participant => Some("participants"),
        Miss::Document { .. } => Some("documents"),
        Miss::Unknown(unknown) if unknown.thing == register::Thing::Zone => Some("zones"),
        Miss::Unknown(unknown) if unknown.thing == register::Thing::Matter => Some("bodies"),
        Miss::Unknown(unknown) if unknown.thing == register::Thing::Source => Some("sources"),
        _ => None,
    };
    let near = match room {
        Some(room) => {
            // A name that is near comes with what it names: `npt (Treaty on …)`.
            let id = |near: &str| near.split_once(" (").map_or(near, |(id, _)| id).to_owned();
            near.iter()
                .map(|word| Link { href: view.link(&[room, &id(word)]), text: word.clone(), here: false })
                .collect()
        }
        None => Vec::new(),
    };
    let way = |part: &str, id: &str| Link { href: view.link(&[part]), text: w.say(id).to_owned(), here: false };
    let again = Link {
        href: view.here(Form::Html, &Question { lang: view.question.lang, ..Question::default() }),
        text: w.say("miss-without-query").to_owned(),
        here: false,
    };
    let mut ways = vec![way("treaties", "miss-all-treaties"), way("participants", "miss-all-participants")];
    if matches!(miss, Miss::Document { .. }) {
        ways.insert(0, way("documents", "miss-documents"));
    }
    if view.leaf.is_some() && !matches!(miss, Miss::Document { .. }) || matches!(miss, Miss::Wrong(_)) {
        ways.insert(0, again);
    }
    let command = match miss {
        Miss::NoLedger => Some("semey init registry && semey serve --registry registry"),
        _ => None,
    };
    let f = Frame { forms: Vec::new(), ..Frame::new(view, heading.clone()).timeless() };
    let page = MissPage { f, heading, sentence, near, command, ways };
    (Form::Html.media(), page.render().unwrap_or_default().into_bytes())
}

/// So much is shown of what was asked.
const SHOWN: usize = 80;

/// What somebody sent, so that everybody sees what it is.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars().take(SHOWN) {
        if is_unseen(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    if text.chars().nth(SHOWN).is_some() { shown + "…" } else { shown }
}

fn sentences(w: &Words, miss: &Miss) -> (String, String) {
    let heading = |id: &str| w.say(id).to_owned();
    let list = |values: &[String]| values.join(", ");
    match miss {
        Miss::Nowhere | Miss::Moved(_) => (heading("miss-nowhere"), heading("miss-nowhere-text")),
        Miss::Unknown(unknown) => {
            let id = match unknown.thing {
                register::Thing::Treaty if unknown.several => "miss-treaty-several",
                register::Thing::Treaty => "miss-treaty",
                register::Thing::Participant if unknown.several => "miss-participant-several",
                register::Thing::Participant => "miss-participant",
                register::Thing::Pack => "miss-pack",
                register::Thing::Zone => "miss-zone",
                register::Thing::Matter if unknown.several => "miss-matter-several",
                register::Thing::Matter => "miss-matter",
                register::Thing::Source => "miss-source",
            };
            (heading("miss-unknown"), w.tell(id, &[("word", shown(&unknown.word).into())]))
        }
        Miss::Document { word, near } => {
            let id = if near.is_empty() { "miss-document" } else { "miss-document-several" };
            (heading("miss-unknown"), w.tell(id, &[("word", shown(word).into())]))
        }
        Miss::Form => (heading("miss-nowhere"), heading("miss-form")),
        Miss::NoLedger => (heading("miss-ledger"), heading("miss-ledger-text")),
        Miss::Unsigned => (heading("miss-nowhere"), heading("miss-unsigned")),
        Miss::Beyond(Some(size)) => {
            let number = w.number(usize::try_from(*size).unwrap_or(usize::MAX));
            (heading("miss-nowhere"), w.tell("miss-beyond", &[("number", number.into())]))
        }
        Miss::Beyond(None) => (heading("miss-nowhere"), heading("miss-no-ledger")),
        Miss::Broken(_) => (heading("miss-broken"), heading("miss-broken-text")),
        Miss::Wrong(wrong) => {
            let text = match wrong {
                Wrong::Unknown { name, takes } => {
                    let takes: Vec<String> = takes.iter().map(|name| (*name).to_owned()).collect();
                    w.tell("wrong-unknown", &[("name", shown(name).into()), ("takes", list(&takes).into())])
                }
                Wrong::Hidden(name) => w.tell("wrong-hidden", &[("name", (*name).into())]),
                Wrong::Twice(name) => w.tell("wrong-twice", &[("name", (*name).into())]),
                Wrong::Day { name, value } => {
                    w.tell("wrong-day", &[("name", (*name).into()), ("value", shown(value).into())])
                }
                Wrong::Order { from, until } => {
                    w.tell("wrong-order", &[("from", w.day(*from).into()), ("until", w.day(*until).into())])
                }
                Wrong::Number { name, value } => {
                    w.tell("wrong-number", &[("name", (*name).into()), ("value", shown(value).into())])
                }
                Wrong::Value { name, value, takes } => w.tell(
                    "wrong-value",
                    &[("name", (*name).into()), ("value", shown(value).into()), ("takes", list(takes).into())],
                ),
                Wrong::Name { name, value, near } if near.is_empty() => {
                    w.tell("wrong-name", &[("name", (*name).into()), ("value", shown(value).into())])
                }
                Wrong::Name { name, value, near } => w.tell(
                    "wrong-name-near",
                    &[("name", (*name).into()), ("value", shown(value).into()), ("near", list(near).into())],
                ),
            };
            (heading("wrong"), text)
        }
    }
}
