//! Going from link to link, as a reader or a search engine would.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use portal::{Kind, kinds};

use crate::common::{Answer, Portal, Reader};
use crate::html::{Element, Page};

/// What a walk through the pages in one language found.
pub(crate) struct Walk {
    /// For every kind of page and every form of it, some addresses of which links told.
    pub(crate) found: BTreeMap<(&'static str, &'static str), Vec<String>>,
    /// What was wrong on the way.
    pub(crate) faults: Vec<String>,
}

impl Walk {
    /// Begins at the first page and looks at so many addresses of each kind and form.
    pub(crate) fn of(portal: &Portal, lang: &str, most: usize, mut look: impl FnMut(&str, &Answer)) -> Walk {
        let kinds = kinds();
        let mut reader = Reader::of(portal);
        let mut walk = Walk { found: BTreeMap::new(), faults: Vec::new() };
        let first = format!("/?lang={lang}");
        // Not every treaty has relatives, and the first ones of the list have none.
        let related = format!("/treaties/canwfz?lang={lang}");
        let mut ahead = VecDeque::from([(first.clone(), String::new()), (related.clone(), String::new())]);
        let mut seen = BTreeSet::from([first, related]);
        let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut pointed: Vec<(String, String, String)> = Vec::new();
        while let Some((address, from)) = ahead.pop_front() {
            let answer = reader.get(&address);
            if answer.status != 200 {
                walk.faults.push(format!("{} at {address}, to which {from} leads", answer.status));
                continue;
            }
            look(&address, &answer);
            if !answer.header("content-type").is_some_and(|media| media.starts_with("text/html")) {
                continue;
            }
            let page = Page::read(answer.text());
            walk.faults.extend(page.faults().into_iter().map(|fault| format!("{address}: {fault}")));
            places.insert(address.clone(), page.ids());
            for element in page.all() {
                let leads = match element.name.as_str() {
                    "a" | "link" | "image" | "use" => element.attr("href").map(str::to_owned),
                    "source" => element.attr("srcset").map(str::to_owned),
                    "form" => element.attr("action").map(|action| format!("{action}{}", sent(&element))),
                    // The first of several is as good as the others.
                    _ => element.attr("src").map(str::to_owned),
                };
                let outward = |href: &String| href.starts_with("http://") || href.starts_with("https://");
                let Some(href) = leads.filter(|href| !outward(href)) else { continue };
                let (to, place) = href.split_once('#').unwrap_or((&href, ""));
                let to = if to.is_empty() { address.as_str() } else { to };
                if !place.is_empty() {
                    pointed.push((address.clone(), to.to_owned(), place.to_owned()));
                }
                if !to.starts_with('/') {
                    walk.faults.push(format!("{address}: `{href}` depends on where it stands"));
                } else if to.contains("lang=") && !to.contains(&format!("lang={lang}")) {
                    // The same page in another language is looked at there.
                } else if !seen.contains(to) {
                    let known = kind_of(&kinds, to);
                    let wanted = known.is_none_or(|key| walk.found.get(&key).is_none_or(|all| all.len() < most));
                    if wanted {
                        if let Some(key) = known {
                            walk.found.entry(key).or_default().push(to.to_owned());
                        }
                        seen.insert(to.to_owned());
                        ahead.push_back((to.to_owned(), address.clone()));
                    }
                }
            }
        }
        for (from, to, place) in pointed {
            if places.get(&to).is_some_and(|ids| !ids.contains(&place)) {
                walk.faults.push(format!("{from}: there is no #{place} at {to}"));
            }
        }
        walk
    }

    /// One address, without query, of each kind and form; every kind and form has one, but for those of a ledger, which
    /// this site has not, and of a document where it has none: `cli/tests/pages.rs` goes to them.
    pub(crate) fn examples(&self) -> Vec<(Kind, &'static str, &'static str, String)> {
        let mut all = Vec::new();
        let has_papers = self.found.contains_key(&("/documents/*", ""));
        let there = |kind: &Kind| !is_elsewhere(kind.address) || has_papers && kind.address.starts_with("/documents");
        for kind in kinds().into_iter().filter(there) {
            for &(ending, media) in &kind.forms {
                let found = self.found.get(&(kind.address, ending)).and_then(|found| found.first());
                let found = found.unwrap_or_else(|| panic!("no link leads to {}{ending}", kind.address));
                let path = found.split('?').next().unwrap_or("").to_owned();
                all.push((kind.clone(), ending, media, path));
            }
        }
        all
    }
}

/// Whether pages at these addresses need a ledger or documents.
pub(crate) fn is_elsewhere(address: &str) -> bool {
    address.starts_with("/ledger") || address.starts_with("/documents/")
}

/// What a form asks where nothing was typed or chosen.
fn sent(form: &Element) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for field in form.all() {
        let value = match field.name.as_str() {
            "select" => {
                let options = field.named("option");
                let chosen = options.iter().find(|option| option.attr("selected").is_some()).or(options.first());
                chosen.and_then(|option| option.attr("value").map(str::to_owned))
            }
            "input" if field.attr("type") != Some("checkbox") || field.attr("checked").is_some() => {
                Some(field.attr("value").unwrap_or("").to_owned())
            }
            _ => None,
        };
        if let (Some(name), Some(value)) = (field.attr("name"), value) {
            query.append_pair(name, &value);
        }
    }
    format!("?{}", query.finish())
}

/// Which kind of page an address is, in which form.
pub(crate) fn kind_of(kinds: &[Kind], address: &str) -> Option<(&'static str, &'static str)> {
    let path = address.split('?').next().unwrap_or("");
    for kind in kinds {
        for &(ending, _) in &kind.forms {
            let Some(stem) = path.strip_suffix(ending) else { continue };
            let stem = if stem == "/index" && !ending.is_empty() { "/" } else { stem };
            let (pattern, words) = (kind.address.split('/'), stem.split('/'));
            let fits = |(pattern, word): (&str, &str)| pattern == word || (pattern == "*" && !word.is_empty());
            let longest =
                kind.forms.iter().filter(|(other, _)| path.ends_with(other)).map(|(other, _)| other.len()).max();
            if pattern.clone().count() == words.clone().count()
                && pattern.zip(words).all(fits)
                && longest == Some(ending.len())
            {
                return Some((kind.address, ending));
            }
        }
    }
    None
}
