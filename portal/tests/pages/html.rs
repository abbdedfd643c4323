//! A page as a browser reads it, and what is wrong with it.

use std::collections::BTreeSet;

use html5ever::driver::ParseOpts;
use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// A page that was read.
pub(crate) struct Page {
    dom: RcDom,
}

/// One element of it.
#[derive(Clone)]
pub(crate) struct Element {
    pub(crate) name: String,
    attrs: Vec<(String, String)>,
    node: Handle,
}

impl Page {
    pub(crate) fn read(text: &str) -> Page {
        let tree_builder = TreeBuilderOpts { exact_errors: true, ..TreeBuilderOpts::default() };
        let opts = ParseOpts { tree_builder, ..ParseOpts::default() };
        Page { dom: html5ever::parse_document(RcDom::default(), opts).one(text) }
    }

    /// Every element, in the order of the text.
    pub(crate) fn all(&self) -> Vec<Element> {
        let mut all = Vec::new();
        gather(&self.dom.document, &mut all);
        all
    }

    pub(crate) fn named(&self, name: &str) -> Vec<Element> {
        self.all().into_iter().filter(|element| element.name == name).collect()
    }

    /// The first element that has an attribute with a value.
    pub(crate) fn with(&self, attr: &str, value: &str) -> Option<Element> {
        self.all().into_iter().find(|element| element.attr(attr) == Some(value))
    }

    pub(crate) fn ids(&self) -> BTreeSet<String> {
        self.all().iter().filter_map(|element| element.attr("id").map(str::to_owned)).collect()
    }

    /// What the grammar of HTML and plain sense find wrong with it.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults: Vec<String> =
            self.dom.errors.borrow().iter().map(|error| format!("grammar: {error}")).collect();
        let all = self.all();
        let ids = self.ids();
        let mut seen = BTreeSet::new();
        let mut level = 0;
        for element in &all {
            let mut fault = |what: &str| faults.push(format!("{what}: {}", element.shown()));
            let name = element.name.as_str();
            for (attr, value) in &element.attrs {
                match attr.as_str() {
                    "id" if value.is_empty() || value.contains(char::is_whitespace) || !seen.insert(value.clone()) => {
                        fault("an id that is none, or stands twice");
                    }
                    "for" | "aria-labelledby" | "aria-describedby" | "aria-controls"
                        if !value.split_whitespace().all(|id| ids.contains(id)) =>
                    {
                        fault("it points at an id that is not there");
                    }
                    "src" | "srcset" | "poster" | "data" | "background" if !ours(value) => fault("from elsewhere"),
                    "href" | "action" if matches!(name, "link" | "form" | "image" | "use" | "base") && !ours(value) => {
                        fault("from elsewhere");
                    }
                    "href" if value.is_empty() || value.trim_start().to_lowercase().starts_with("javascript:") => {
                        fault("a link to nowhere");
                    }
                    "style" => fault("a style of its own, which the policy refuses"),
                    _ if attr.starts_with("on") => fault("a script"),
                    _ => {}
                }
            }
            match name {
                "script" | "style" | "iframe" | "object" | "embed" | "base" => fault("an element that no page has"),
                "img" if element.attr("alt").is_none() => fault("a picture without words"),
                "th" if element.attr("scope").is_none() => fault("a head of nothing"),
                "time" if !element.attr("datetime").is_some_and(is_date) => fault("a time that is none"),
                "input" | "select" | "textarea" if element.attr("type") != Some("hidden") => {
                    let labelled = |label: &Element| label.name == "label" && label.attr("for") == element.attr("id");
                    if element.attr("id").is_none() || !all.iter().any(labelled) {
                        fault("a field without a label");
                    }
                }
                "h1" | "h2" | "h3" | "h4" => {
                    let own = usize::from(name.as_bytes()[1] - b'0');
                    if own > level + 1 || element.text().trim().is_empty() {
                        fault("a heading that skips a level or says nothing");
                    }
                    level = own;
                }
                "a" if element.text().trim().is_empty() && element.attr("aria-label").is_none() => {
                    fault("a link without words");
                }
                "table" => faults.extend(element.table_faults()),
                _ => {}
            }
        }
        for name in ["h1", "main", "title"] {
            if self.named(name).iter().filter(|element| !element.inside_svg()).count() != 1 {
                faults.push(format!("there is not one {name}"));
            }
        }
        for told in ["{ $", "Some(", "None)", "NaN", "undefined", "\u{fffd}"] {
            if self.text().contains(told) {
                faults.push(format!("it shows `{told}`"));
            }
        }
        faults
    }

    fn text(&self) -> String {
        let mut text = String::new();
        spell(&self.dom.document, &mut text);
        text
    }
}

impl Element {
    pub(crate) fn attr(&self, name: &str) -> Option<&str> {
        self.attrs.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn has_class(&self, class: &str) -> bool {
        self.attr("class").is_some_and(|all| all.split_whitespace().any(|own| own == class))
    }

    /// The elements in it, in the order of the text.
    pub(crate) fn all(&self) -> Vec<Element> {
        let mut all = Vec::new();
        self.node.children.borrow().iter().for_each(|child| gather(child, &mut all));
        all
    }

    pub(crate) fn named(&self, name: &str) -> Vec<Element> {
        self.all().into_iter().filter(|element| element.name == name).collect()
    }

    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        spell(&self.node, &mut text);
        text
    }

    /// The rows of the bodies of a table, each with its cells.
    pub(crate) fn rows(&self) -> Vec<Vec<Element>> {
        let rows = self.named("tbody").into_iter().flat_map(|body| body.named("tr"));
        rows.map(|row| row.all().into_iter().filter(|cell| matches!(cell.name.as_str(), "th" | "td")).collect())
            .collect()
    }

    /// A table has as many cells in each row as in its head, and as many rows as its caption says.
    fn table_faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let columns = self.named("thead").first().map(|head| head.named("th").len());
        let rows = self.rows();
        if let Some(columns) = columns
            && let Some(row) = rows.iter().find(|row| row.len() != columns)
        {
            faults.push(format!("{} cells under {columns} heads: {}", row.len(), self.shown()));
        }
        for caption in self.named("caption") {
            if number(&caption.text()).is_some_and(|said| said != rows.len()) {
                faults.push(format!("the caption says `{}` over {} rows", caption.text(), rows.len()));
            }
        }
        faults
    }

    fn inside_svg(&self) -> bool {
        // A picture has a title of its own.
        matches!(&self.node.data, NodeData::Element { name, .. } if &*name.ns == "http://www.w3.org/2000/svg")
    }

    fn shown(&self) -> String {
        let attrs: String = self.attrs.iter().map(|(name, value)| format!(" {name}=\"{value}\"")).collect();
        format!("<{}{attrs}>", self.name)
    }
}

/// The first number in a text, as any of the languages writes it.
pub(crate) fn number(text: &str) -> Option<usize> {
    let text: String = text.chars().filter(|c| !matches!(c, ',' | '\u{a0}' | '\u{202f}' | '.')).collect();
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

/// Whether an address leads to this site: `//host` would not.
fn ours(address: &str) -> bool {
    (address.starts_with('/') && !address.starts_with("//")) || address.starts_with('#')
}

fn is_date(text: &str) -> bool {
    text.parse::<law::Dated>().is_ok()
}

fn gather(node: &Handle, all: &mut Vec<Element>) {
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let attrs = attrs.borrow();
        let attrs = attrs.iter().map(|attr| (attr.name.local.to_string(), attr.value.to_string())).collect();
        all.push(Element { name: name.local.to_string(), attrs, node: node.clone() });
    }
    node.children.borrow().iter().for_each(|child| gather(child, all));
}

fn spell(node: &Handle, text: &mut String) {
    if let NodeData::Text { contents } = &node.data {
        text.push_str(&contents.borrow());
    }
    node.children.borrow().iter().for_each(|child| spell(child, text));
}

#[test]
fn a_page_that_is_wrong_is_told_what_is() {
    let good =
        "<!doctype html><html lang=\"en\"><head><title>A</title></head><body><main><h1>A</h1>{}</main></body></html>";
    assert_eq!(Page::read(&good.replace("{}", "")).faults(), Vec::<String>::new());
    for (wrong, why) in [
        ("<p><div></div></p>", "grammar"),
        ("<b><i></b></i>", "grammar"),
        ("<p id=a id=b></p>", "grammar"),
        ("a & b <3", "grammar"),
        ("<p id=\"a\"></p><p id=\"a\"></p>", "stands twice"),
        ("<label for=\"x\">x</label>", "not there"),
        ("<img src=\"//elsewhere.example/a.png\" alt=\"\">", "from elsewhere"),
        ("<img src=\"/a.png\">", "a picture without words"),
        ("<a href=\"javascript:alert(1)\">a</a>", "a link to nowhere"),
        ("<p onclick=\"a()\"></p>", "a script"),
        ("<script src=\"/a.js\"></script>", "no page has"),
        ("<p style=\"color: red\"></p>", "a style of its own"),
        ("<h3>A</h3>", "skips a level"),
        ("<input id=\"a\">", "without a label"),
        ("<time datetime=\"tomorrow\">1</time>", "a time that is none"),
        ("<table><caption>2 rows</caption><tbody><tr><td>1</td></tr></tbody></table>", "over 1 rows"),
        (
            "<table><thead><tr><th scope=\"col\">A</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
            "2 cells under 1 heads",
        ),
        ("<p>{ $count }</p>", "it shows"),
    ] {
        let faults = Page::read(&good.replace("{}", wrong)).faults();
        assert!(faults.iter().any(|fault| fault.contains(why)), "{wrong}: {faults:?}");
    }
    assert_eq!(number("All 1,234 of 3"), Some(1234));
    assert_eq!(number("共38个"), Some(38));
    assert_eq!(number("1\u{a0}234 участника"), Some(1234));
    assert_eq!(number("none"), None);
}
