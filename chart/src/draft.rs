//! The text of an SVG while it is written.

use std::fmt::Write as _;

use crate::text::{self, Face};

/// Where a text stands as seen from its point, whatever its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// The text begins at the point and goes to the right.
    Left,
    Middle,
    Right,
}

#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) text: String,
    rtl: bool,
}

impl Draft {
    pub(crate) fn new(rtl: bool) -> Self {
        Self { text: String::with_capacity(16 * 1024), rtl }
    }

    /// Takes markup as it is.
    pub(crate) fn raw(&mut self, markup: &str) {
        self.text.push_str(markup);
    }

    /// Takes words, escaped.
    pub(crate) fn words(&mut self, words: &str) {
        escape(&mut self.text, words);
    }

    /// An element `<title>`, or nothing where there are no words.
    pub(crate) fn title(&mut self, words: &str) {
        if !words.is_empty() {
            self.raw("<title>");
            self.words(words);
            self.raw("</title>");
        }
    }

    /// An element that holds a title, or none.
    pub(crate) fn titled(&mut self, element: &str, attributes: &str, words: &str) {
        self.raw("<");
        self.raw(element);
        self.raw(" ");
        self.raw(attributes);
        if words.is_empty() {
            self.raw("/>");
        } else {
            self.raw(">");
            self.title(words);
            self.raw("</");
            self.raw(element);
            self.raw(">");
        }
    }

    /// One line of text; `x` and `y` are of its baseline.
    pub(crate) fn line(&mut self, x: f64, y: f64, anchor: Anchor, class: &str, words: &str) {
        if words.is_empty() {
            return;
        }
        self.directed(x, y, anchor, class, words, self.is_rtl(words));
    }

    fn is_rtl(&self, words: &str) -> bool {
        text::is_rtl(words).unwrap_or(self.rtl)
    }

    fn directed(&mut self, x: f64, y: f64, anchor: Anchor, class: &str, words: &str, rtl: bool) {
        let anchor = match (anchor, rtl) {
            (Anchor::Middle, _) => " text-anchor=\"middle\"",
            (Anchor::Left, true) | (Anchor::Right, false) => " text-anchor=\"end\"",
            _ => "",
        };
        let direction = match (rtl, self.rtl) {
            (true, false) => " direction=\"rtl\"",
            (false, true) => " direction=\"ltr\"",
            _ => "",
        };
        let _ = write!(self.text, "<text x=\"{}\" y=\"{}\"{anchor}{direction} class=\"{class}\">", n(x), n(y));
        self.words(words);
        self.raw("</text>");
    }

    /// Lines of one text below one another, all in the direction of the first; gives the baseline that a next one would
    /// have.
    pub(crate) fn lines(&mut self, x: f64, y: f64, anchor: Anchor, face: Face, lines: &[String]) -> f64 {
        let mut y = y;
        let rtl = self.is_rtl(&lines.concat());
        for line in lines {
            self.directed(x, y, anchor, face.class, line, rtl);
            y += face.leading();
        }
        y
    }

    /// Begins a link; gives whether it did. Only what leads somewhere over HTTP is followed.
    pub(crate) fn link(&mut self, href: Option<&str>) -> bool {
        let Some(href) = href.filter(|href| is_safe(href)) else { return false };
        self.raw("<a href=\"");
        self.words(href);
        self.raw("\">");
        true
    }

    pub(crate) fn end_link(&mut self, linked: bool) {
        if linked {
            self.raw("</a>");
        }
    }
}

/// Relative addresses, and those of HTTP.
fn is_safe(href: &str) -> bool {
    let before = href.split(['/', '?', '#']).next().unwrap_or_default();
    let scheme = before.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    // Browsers drop tabs and line ends from addresses, so that they could hide a scheme.
    !href.chars().any(char::is_control) && scheme.is_none_or(|scheme| scheme == "http" || scheme == "https")
}

/// For text and for attributes in double quotes; what XML 1.0 bars becomes U+FFFD.
pub(crate) fn escape(to: &mut String, words: &str) {
    for sign in words.chars() {
        match sign {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '"' => to.push_str("&quot;"),
            '\'' => to.push_str("&#39;"),
            '\t' | '\n' | '\r' => to.push(' '),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => to.push('\u{fffd}'),
            _ => to.push(sign),
        }
    }
}

/// A coordinate with at most one decimal; what is no number becomes 0.
pub(crate) fn n(number: f64) -> String {
    let mut text = String::new();
    tenths(&mut text, to_tenths(number));
    text
}

fn to_tenths(number: f64) -> i64 {
    if number.is_finite() { (number * 10.0).round() as i64 } else { 0 }
}

fn tenths(to: &mut String, tenths: i64) {
    if tenths < 0 {
        to.push('-');
    }
    let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if whole > 0 || rest == 0 {
        let _ = write!(to, "{whole}");
    }
    if rest > 0 {
        let _ = write!(to, ".{rest}");
    }
}

/// The `d` of a path, in steps from point to point: they are shorter than points. Steps are taken between rounded
/// points, so that nothing drifts.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    pub(crate) text: String,
    at: (i64, i64),
}

impl Trace {
    /// An open line, or a ring. Points that round to the one before are left out.
    pub(crate) fn add(&mut self, points: &[(f64, f64)], closed: bool) {
        let mut first = true;
        let mut bare = true;
        let start = points.first().map_or((0, 0), |point| (to_tenths(point.0), to_tenths(point.1)));
        for point in points {
            let point = (to_tenths(point.0), to_tenths(point.1));
            if first {
                self.text.push('M');
                tenths(&mut self.text, point.0);
                separate(&mut self.text, point.1);
            } else if point == self.at {
                continue;
            } else {
                if bare {
                    self.text.push('l');
                    tenths(&mut self.text, point.0 - self.at.0);
                    bare = false;
                } else {
                    separate(&mut self.text, point.0 - self.at.0);
                }
                separate(&mut self.text, point.1 - self.at.1);
            }
            first = false;
            self.at = point;
        }
        if closed && !first {
            self.text.push('z');
            self.at = start;
        }
    }
}

/// A number behind another: a sign, or a point where the last had one, parts them as well as a space.
fn separate(to: &mut String, number: i64) {
    let pointed = to.bytes().rev().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').any(|byte| byte == b'.');
    let joined = number < 0 || (number.abs() < 10 && number != 0 && pointed);
    if !joined {
        to.push(' ');
    }
    tenths(to, number);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            ["0", ".5", "-.5", "12.3", "-12", "0"],
            [0.04, 0.5, -0.46, 12.34, -12.0, f64::NAN].map(n).each_ref()
        );
    }

    #[test]
    fn steps_do_not_drift() {
        let mut trace = Trace::default();
        trace.add(&[(0.0, 0.0), (0.14, 0.14), (0.28, 0.28), (0.5, -0.5), (1.5, -0.4)], true);
        assert_eq!(trace.text, "M0 0l.1.1.2.2.2-.8 1 .1z");
    }

    #[test]
    fn schemes_that_could_run_are_no_links() {
        for bad in ["javascript:alert(1)", "JavaScript:x", "java\tscript:x", "data:text/html,x", "vbscript:x"] {
            assert!(!is_safe(bad), "{bad}");
        }
        for good in ["/parties/KAZ", "https://example.org/", "?on=2021-11-01", "#a:b", "a/b:c"] {
            assert!(is_safe(good), "{good}");
        }
    }
}
