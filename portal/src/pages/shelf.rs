//! From a request to a page: the address is read, the record opened, the page made or taken from those kept ready.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use law::Day;
use ledger::tlog::Hash;
use lru::LruCache;
use words::Words;

use super::frame;
use super::leaf::View;
use super::miss::Miss;
use super::question::{Question, is_unseen};
use super::record::Records;
use super::{Asked, Form, Keeper, LEAVES, Leaf, Made};
use crate::answer::{RETRY, unavailable, wrong_method};
use crate::site::Room;
use crate::turns::{Readers, Turns};

/// Bytes of pages that are kept ready.
const READY: usize = 64 << 20;
/// Pages of more bytes are long.
const LONG: usize = 64 << 10;
/// A page of today can be another one tomorrow, and after the next entry.
const SOON: &str = "public, max-age=5";
/// The address says the day and the place in the ledger: only another version of the program shows it otherwise.
const A_DAY: &str = "public, max-age=86400";
/// Longer addresses are nobody's.
const MAX_ADDRESS: usize = 4096;

/// What pages may use: nothing from elsewhere, no script, no style but the site's own sheet.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// A picture is a file of its own, with its style in it, also where it is saved and opened elsewhere.
const POLICY_OF_PICTURES: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// The pages of a site.
pub(crate) struct Shelf {
    prefix: String,
    origin: String,
    records: Arc<Records>,
    today: Box<dyn Fn() -> Day + Send + Sync>,
    ledger: Option<Readers>,
    turns: Turns,
    /// Where sheets are set, one at a time: whoever asks for many of them waits for himself alone.
    press: Turns,
    ready: Mutex<Ready>,
}

/// Pages that were made, the ones asked for last first.
struct Ready {
    pages: LruCache<Key, Arc<Page>>,
    bytes: usize,
}

/// What a page depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    path: String,
    query: String,
    form: Form,
    lang: &'static str,
    today: Day,
    record: String,
}

/// The bytes of a page, as they are and compressed.
struct Page {
    status: StatusCode,
    media: &'static str,
    plain: Bytes,
    gzip: Bytes,
    tag: String,
}

impl Page {
    fn new(status: StatusCode, media: &'static str, plain: Vec<u8>) -> Page {
        // What is long is compressed less well in half the time: nobody waits for a table of thousands of cells.
        let level = if plain.len() > LONG { 2 } else { 6 };
        let mut gzip = GzEncoder::new(Vec::new(), Compression::new(level));
        // A vector takes everything.
        let gzip = gzip.write_all(&plain).and_then(|()| gzip.finish()).unwrap_or_default();
        let tag = format!("\"{}\"", &Hash::of(&plain).hex()[..32]);
        Page { status, media, plain: plain.into(), gzip: gzip.into(), tag }
    }

    fn size(&self) -> usize {
        self.plain.len() + self.gzip.len() + 256
    }
}

impl Shelf {
    pub(crate) fn new(
        (origin, prefix): (String, String),
        keeper: Keeper,
        today: Box<dyn Fn() -> Day + Send + Sync>,
        ledger: Option<Readers>,
        turns: Turns,
    ) -> Shelf {
        let ready = Mutex::new(Ready { pages: LruCache::unbounded(), bytes: 0 });
        let press = turns.apart(1);
        Shelf { prefix, origin, records: Arc::new(Records::new(keeper)), today, ledger, turns, press, ready }
    }

    fn kept(&self, key: &Key) -> Option<Arc<Page>> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner).pages.get(key).cloned()
    }

    fn keep(&self, key: Key, page: &Arc<Page>) {
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        ready.bytes += page.size();
        if let Some(old) = ready.pages.put(key, Arc::clone(page)) {
            ready.bytes -= old.size();
        }
        while ready.bytes > READY {
            let Some((_, old)) = ready.pages.pop_lru() else { break };
            ready.bytes -= old.size();
        }
    }
}

/// Answers every address that is no tile, file or witness's.
pub(crate) async fn page(State((room, shelf)): State<(Arc<Room>, Arc<Shelf>)>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut answer = wrong_method().await;
        answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return answer;
    }
    let headers = request.headers();
    if let Some(asset) = request.uri().path().strip_prefix(shelf.prefix.as_str()).and_then(frame::asset) {
        let known = [(header::CONTENT_TYPE, asset.media), (header::CACHE_CONTROL, crate::answer::FOR_EVER)];
        return (known, asset.bytes).into_response();
    }
    let today = (shelf.today)();
    let languages = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let negotiated = negotiate(languages);
    let address = request.uri().path_and_query().map_or("", |all| all.as_str());
    let (found, chosen) = match Found::at(&shelf.prefix, address) {
        Ok(found) => {
            let chosen = found.question.lang;
            (Ok(found), chosen)
        }
        // What is wrong is said in the language that was asked for, where that much is right.
        Err(miss) => (Err(miss), Question::language(address)),
    };
    let words = words::of(chosen.unwrap_or(negotiated));
    let made = match found {
        Ok(found) => take(&shelf, found, words, today).await,
        Err(lost) => Err((lost.miss, lost.form, lost.path, Question::default(), None)),
    };
    let mut answer = match made {
        Ok((page, lasting)) => send(headers, &page, if lasting { A_DAY } else { SOON }),
        Err((Miss::Moved(to), ..)) => redirect(&to),
        Err((miss, form, path, question, leaf)) => {
            if let Miss::Broken(why) = &miss {
                room.report(&format!("{path} cannot be shown: {why}"));
                if !matches!(form, Form::Html | Form::Json) {
                    return unavailable();
                }
            }
            let view = View {
                words,
                question: &question,
                today,
                on: question.on.unwrap_or(today),
                path: &path,
                prefix: &shelf.prefix,
                origin: &shelf.origin,
                leaf,
                form,
                has_ledger: shelf.ledger.is_some(),
                has_papers: false,
            };
            let (media, body) = frame::miss(&view, &miss);
            let mut answer = send(headers, &Page::new(miss.status(), media, body), "no-store");
            if matches!(miss, Miss::Broken(_)) {
                answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY));
            }
            answer
        }
    };
    let headers = answer.headers_mut();
    if chosen.is_none() {
        headers.append(header::VARY, HeaderValue::from_static("Accept-Language"));
    }
    headers.append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(words.lang()));
    let picture = headers.get(header::CONTENT_TYPE).is_some_and(|media| media == Form::Svg.media());
    let policy = if picture { POLICY_OF_PICTURES } else { POLICY };
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    answer
}

/// A page that there is, and how it is asked.
struct Found {
    leaf: &'static Leaf,
    parts: Vec<String>,
    form: Form,
    path: String,
    question: Question,
}

/// An address at which there is nothing.
struct Lost {
    miss: Miss,
    form: Form,
    path: String,
}

impl Found {
    fn at(prefix: &str, address: &str) -> Result<Found, Lost> {
        let (whole, query) = address.split_once('?').unwrap_or((address, ""));
        let lost = |miss, form| Lost { miss, form, path: "/".to_owned() };
        let path = whole.strip_prefix(prefix).filter(|_| address.len() <= MAX_ADDRESS);
        let path = path.ok_or_else(|| lost(Miss::Nowhere, Form::Html))?;
        let (stem, form) = split_ending(path);
        let stem = if stem == "/index" && form != Form::Html { "/" } else { stem };
        let (leaf, parts) = find(stem).ok_or_else(|| match beside(stem) {
            Some(stem) => {
                let query = if query.is_empty() { String::new() } else { format!("?{query}") };
                lost(Miss::Moved(format!("{prefix}{stem}{}{query}", form.ending())), form)
            }
            None => lost(Miss::Nowhere, form),
        })?;
        let here = |miss, form| Lost { miss, form, path: stem.to_owned() };
        if leaf.forms().all(|own| own != form) {
            return Err(here(Miss::Form, Form::Html));
        }
        let question = Question::read(query, leaf.own).map_err(|wrong| here(wrong.into(), form))?;
        Ok(Found { leaf, parts, form, path: stem.to_owned(), question })
    }
}

/// What the ending of a path says of its form.
fn split_ending(path: &str) -> (&str, Form) {
    let endings = Form::ALL.into_iter().filter(|form| *form != Form::Html);
    let found = endings.filter_map(|form| Some((path.strip_suffix(form.ending())?, form))).next();
    found.filter(|(stem, _)| !stem.is_empty() && !stem.ends_with('/')).unwrap_or((path, Form::Html))
}

/// The page that whoever asked for a path meant: the same without a stroke at its end, or the list of the regimes' bodies.
fn beside(path: &str) -> Option<&str> {
    let plain = path.strip_suffix('/').unwrap_or(path);
    if plain == "/regimes" {
        return Some("/bodies");
    }
    let page = plain != path && plain.len() > 1 && split_ending(plain).1 == Form::Html;
    find(plain).filter(|_| page).map(|_| plain)
}

/// The page at a path, with the words that it leaves open.
fn find(path: &str) -> Option<(&'static Leaf, Vec<String>)> {
    let words: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    'leaves: for (pattern, leaf) in LEAVES {
        let pattern: Vec<&str> = pattern[1..].split('/').collect();
        if pattern.len() != words.len() {
            continue;
        }
        let mut parts = Vec::new();
        for (wanted, word) in pattern.iter().zip(&words) {
            if *wanted == "*" && !word.is_empty() {
                let decoded = percent_encoding::percent_decode_str(word).decode_utf8().ok()?;
                if decoded.contains(|c: char| is_unseen(c) || c == '/') {
                    return None;
                }
                parts.push(decoded.into_owned());
            } else if wanted != word {
                continue 'leaves;
            }
        }
        return Some((leaf, parts));
    }
    None
}

type Failed = (Miss, Form, String, Question, Option<&'static Leaf>);

/// The page, made or kept, and whether its address says all that it depends on.
async fn take(
    shelf: &Arc<Shelf>,
    found: Found,
    words: &'static Words,
    today: Day,
) -> Result<(Arc<Page>, bool), Failed> {
    let Found { leaf, parts, form, path, question } = found;
    let failed = |miss| (miss, form, path.clone(), question.clone(), Some(leaf));
    let broken = |trouble: crate::turns::Trouble| failed(Miss::Broken(trouble.to_string()));
    let (records, at) = (Arc::clone(&shelf.records), question.at);
    let record = match records.at_hand(at) {
        Some(record) => record,
        None => {
            let record = shelf.turns.take(move || records.get(at)).await.map_err(broken)?;
            record.map_err(|none| failed(none.into()))?
        }
    };
    let lasting = question.on.is_some() && question.lang.is_some() && (question.at.is_some() || shelf.ledger.is_none());
    let key = Key {
        path: path.clone(),
        query: question.query(),
        form,
        lang: words.lang(),
        today: question.on.map_or(today, |_| Day::ALWAYS),
        record: record.tag.clone(),
    };
    if let Some(page) = shelf.kept(&key) {
        return Ok((page, lasting));
    }
    let work = {
        let (shelf, path, question) = (Arc::clone(shelf), path.clone(), question.clone());
        move || -> Result<Arc<Page>, Miss> {
            // Whoever had the turn before may have made it.
            if let Some(page) = shelf.kept(&key) {
                return Ok(page);
            }
            let view = View {
                words,
                question: &question,
                today,
                on: question.on.unwrap_or(today),
                path: &path,
                prefix: &shelf.prefix,
                origin: &shelf.origin,
                leaf: Some(leaf),
                form,
                has_ledger: shelf.ledger.is_some(),
                has_papers: !record.papers.is_empty(),
            };
            let asked = Asked {
                view,
                record: &record,
                world: record.world(words.lang()),
                ledger: shelf.ledger.as_ref(),
                parts: &parts,
            };
            let Made(body) = (leaf.make)(&asked)?;
            let page = Arc::new(Page::new(StatusCode::OK, form.media(), body));
            shelf.keep(key, &page);
            Ok(page)
        }
    };
    let turns = if form == Form::Pdf { &shelf.press } else { &shelf.turns };
    let page = turns.take(work).await.map_err(broken)?.map_err(failed)?;
    Ok((page, lasting))
}

fn send(asked: &HeaderMap, page: &Page, keep: &'static str) -> Response {
    let known = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut known = known.flat_map(|value| value.split(',')).map(|value| value.trim().trim_start_matches("W/"));
    let mut headers: Vec<(HeaderName, String)> = vec![(header::CACHE_CONTROL, keep.to_owned())];
    if page.status == StatusCode::OK {
        headers.push((header::ETAG, page.tag.clone()));
        if known.any(|known| known == page.tag || known == "*") {
            return (StatusCode::NOT_MODIFIED, axum::response::AppendHeaders(headers)).into_response();
        }
    }
    headers.push((header::CONTENT_TYPE, page.media.to_owned()));
    let body = if takes_gzip(asked) && page.gzip.len() < page.plain.len() {
        headers.push((header::CONTENT_ENCODING, "gzip".to_owned()));
        page.gzip.clone()
    } else {
        page.plain.clone()
    };
    (page.status, axum::response::AppendHeaders(headers), Body::from(body)).into_response()
}

fn takes_gzip(asked: &HeaderMap) -> bool {
    let all = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut codings = all.flat_map(|value| value.split(',')).map(|coding| coding.split(';'));
    codings.any(|mut coding| {
        let name = coding.next().unwrap_or("").trim();
        let refused = coding.any(|weight| matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        matches!(name, "gzip" | "*") && !refused
    })
}

fn redirect(to: &str) -> Response {
    match HeaderValue::from_str(to) {
        Ok(to) => {
            (StatusCode::SEE_OTHER, [(header::LOCATION, to), (header::CACHE_CONTROL, HeaderValue::from_static(SOON))])
                .into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The language that a reader would rather have (RFC 9110, section 12.5.4); the first one for nobody's.
fn negotiate(accepted: &str) -> &'static str {
    let mut best = (0.0, words::LANGUAGES[0]);
    for range in accepted.split(',') {
        let mut parts = range.split(';');
        let tag = parts.next().unwrap_or("").trim();
        let weight = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
        let primary = tag.split('-').next().unwrap_or("");
        let own = words::LANGUAGES.into_iter().find(|lang| lang.eq_ignore_ascii_case(primary));
        if let Some(own) = own.filter(|_| weight > best.0 && weight <= 1.0) {
            best = (weight, own);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_kept_until_others_are_asked_for_more_often() {
        let keeper: Keeper = Box::new(|_, _| Err(super::super::NoRecord::Beyond(None)));
        let turns = Turns::new(1, std::time::Duration::from_secs(1));
        let shelf = Shelf::new((String::new(), String::new()), keeper, Box::new(|| Day::ALWAYS), None, turns);
        let key = |number: usize| Key {
            path: format!("/{number}"),
            query: String::new(),
            form: Form::Html,
            lang: "en",
            today: Day::ALWAYS,
            record: "packs".to_owned(),
        };
        let size = READY / 64;
        for number in 0..200 {
            shelf.keep(key(number), &Arc::new(Page::new(StatusCode::OK, "text/html", vec![b'a'; size])));
            assert!(shelf.kept(&key(0)).is_some(), "it is asked for all the time");
        }
        let ready = shelf.ready.lock().expect("not poisoned");
        assert!(ready.bytes <= READY && ready.bytes > READY / 2, "{} bytes", ready.bytes);
        assert_eq!(ready.bytes, ready.pages.iter().map(|(_, page)| page.size()).sum::<usize>());
        drop(ready);
        assert!(shelf.kept(&key(1)).is_none(), "nobody asked for it");
    }

    #[test]
    fn a_reader_gets_the_language_that_is_liked_best() {
        for (accepted, lang) in [
            ("", "en"),
            ("ru", "ru"),
            ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
            ("fr, ru;q=0.5, en;q=0.4", "ru"),
            ("kk, *;q=0.1", "en"),
            ("ru;q=0, zh", "zh"),
            ("ru;q=7, en;q=0.1", "en"),
            ("ZH-Hant", "zh"),
        ] {
            assert_eq!(negotiate(accepted), lang, "{accepted}");
        }
    }

    #[test]
    fn an_address_leads_to_one_page() {
        for (path, pattern, parts) in [
            ("/", "/", vec![]),
            ("/treaties", "/treaties", vec![]),
            ("/treaties/npt", "/treaties/*", vec!["npt"]),
            ("/treaties/npt/participants/KAZ", "/treaties/*/participants/*", vec!["npt", "KAZ"]),
            ("/participants/%D0%9A%D0%B0%D0%B7", "/participants/*", vec!["Каз"]),
        ] {
            let (leaf, found) = find(path).unwrap_or_else(|| panic!("{path} leads nowhere"));
            let expected = LEAVES.iter().find(|(own, _)| *own == pattern).expect("a pattern").1;
            assert!(std::ptr::eq(leaf, expected), "{path}");
            assert_eq!(found, parts, "{path}");
        }
        for path in [
            "",
            "//",
            "/treaties/",
            "/treaties//participants/KAZ",
            "/treaties/a%2fb",
            "/treaties/%00",
            "/treaties/npt%E2%80%AE",
            "/treaties/%ff",
            "/Treaties",
            "/treaties/npt/",
            "/..",
        ] {
            assert!(find(path).is_none(), "{path}");
        }
        assert_eq!(split_ending("/treaties/npt.json"), ("/treaties/npt", Form::Json));
        assert_eq!(split_ending("/treaties/.json"), ("/treaties/.json", Form::Html));
        assert_eq!(split_ending("/.json"), ("/.json", Form::Html));
    }
}
