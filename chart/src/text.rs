//! How wide words are, and where they may be broken.
//!
//! Nothing here knows the reader's fonts: widths are estimates in ems that err on the wide side.

/// A kind of text: its class in the style and its size in units of the drawing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Face {
    pub(crate) class: &'static str,
    pub(crate) size: f64,
    /// Bold text is wider.
    bold: bool,
}

impl Face {
    pub(crate) const TITLE: Self = Self { class: "ti", size: 18.0, bold: true };
    pub(crate) const LABEL: Self = Self { class: "la", size: 12.0, bold: false };
    pub(crate) const STRONG: Self = Self { class: "st", size: 12.0, bold: true };
    pub(crate) const SMALL: Self = Self { class: "sm", size: 11.0, bold: false };
    /// Years, set off against lines that run through them.
    pub(crate) const YEAR: Self = Self { class: "yr", size: 11.0, bold: false };

    pub(crate) fn leading(self) -> f64 {
        (self.size * 1.35).round()
    }

    pub(crate) fn width(self, words: &str) -> f64 {
        words.chars().map(em).sum::<f64>() * self.size * if self.bold { 1.06 } else { 1.0 }
    }

    /// The words as lines no wider than `width`, at most `most` of them; what does not fit ends in an ellipsis.
    pub(crate) fn wrap(self, words: &str, width: f64, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for piece in pieces(words) {
            let whole = format!("{line}{piece}");
            if self.width(whole.trim_end()) <= width {
                line = whole;
                continue;
            }
            if !line.trim().is_empty() {
                lines.push(line.trim_end().to_owned());
            }
            line = String::new();
            // A word that is longer than a line is broken anywhere but before a combining sign.
            for sign in piece.chars() {
                if self.width(&line) + self.width(sign.encode_utf8(&mut [0; 4])) > width
                    && em(sign) > 0.0
                    && !line.is_empty()
                {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(sign);
            }
            if lines.len() > most {
                break;
            }
        }
        if !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
        }
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                *last = self.shorten(last, width);
            }
        }
        lines
    }

    /// The words as at most so many lines, if they fit with no word broken and none left out.
    pub(crate) fn fit(self, words: &str, width: f64, most: usize) -> Option<Vec<String>> {
        if words.trim().is_empty() || pieces(words).iter().any(|piece| self.width(piece.trim_end()) > width) {
            return None;
        }
        let lines = self.wrap(words, width, most + 1);
        (lines.len() <= most).then_some(lines)
    }

    fn shorten(self, words: &str, width: f64) -> String {
        let mut short = words.trim_end().to_owned();
        while !short.is_empty() && self.width(&short) + self.width("…") > width {
            short.pop();
        }
        if short.is_empty() { short } else { format!("{}…", short.trim_end_matches([' ', ',', '、', '，'])) }
    }
}

/// Words with the spaces behind them, parts of words with the hyphens behind them, and single signs of scripts without
/// spaces, with the closing marks behind them.
fn pieces(words: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut piece = String::new();
    let (mut last, mut last_but_one) = (' ', ' ');
    for sign in words.chars() {
        let break_before = match (last, sign) {
            (_, ' ') => false,
            (' ', _) => true,
            ('-' | '–', _) => last_but_one.is_alphabetic() && sign.is_alphabetic(),
            (a, b) => (is_wide(a) || is_wide(b)) && !opens(a) && !closes(b),
        };
        if break_before && !piece.is_empty() {
            pieces.push(std::mem::take(&mut piece));
        }
        let space = sign.is_whitespace() && sign != '\u{a0}' && sign != '\u{202f}';
        piece.push(if space { ' ' } else { sign });
        last_but_one = last;
        last = if space { ' ' } else { sign };
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

fn opens(sign: char) -> bool {
    "（《〈「『【〔([“‘".contains(sign)
}

fn closes(sign: char) -> bool {
    "）》〉」』】〕)]”’、，。；：？！,.;:?!ー々…".contains(sign)
}

fn is_wide(sign: char) -> bool {
    matches!(sign, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}')
}

/// An estimate of a sign's advance width.
fn em(sign: char) -> f64 {
    match sign {
        ' ' | '\u{a0}' => 0.28,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '·' | '’' | '‘' => 0.29,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' => 0.39,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '—' | 'ш' | 'щ' | 'ю' | 'ж' | 'ы' | 'м' | 'ф' => 0.92,
        'Ш' | 'Щ' | 'Ю' | 'Ж' | 'Ы' | 'М' | 'Ф' => 1.05,
        '…' => 0.9,
        '0'..='9' => 0.58,
        'a'..='z' => 0.57,
        'A'..='Z' => 0.7,
        '\u{300}'..='\u{36f}'
        | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}' => 0.0,
        '\u{400}'..='\u{42f}' => 0.74,
        '\u{430}'..='\u{52f}' => 0.6,
        '\u{600}'..='\u{8ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' => 0.56,
        _ if is_wide(sign) => 1.0,
        _ if sign.is_uppercase() => 0.74,
        _ => 0.66,
    }
}

/// Whether the first sign that has a direction goes from right to left.
pub(crate) fn is_rtl(words: &str) -> Option<bool> {
    words.chars().find_map(|sign| match sign {
        '\u{590}'..='\u{8ff}'
        | '\u{fb1d}'..='\u{fdff}'
        | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}' => Some(true),
        _ if sign.is_alphabetic() => Some(false),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit() {
        let words = "Treaty on a Nuclear-Weapon-Free Zone in Central Asia 中亚无核武器区条约，及其议定书 Договор";
        for width in [20.0, 60.0, 100.0, 300.0] {
            for most in [1, 2, 50] {
                let lines = Face::LABEL.wrap(words, width, most);
                assert!(lines.len() <= most);
                assert!(lines.iter().all(|line| Face::LABEL.width(line) <= width), "{lines:?}");
            }
        }
    }

    #[test]
    fn chinese_breaks_between_signs_but_not_before_a_comma() {
        let lines = Face::LABEL.wrap("中亚无核武器区，条约", 12.0 * 7.0, 9);
        assert_eq!(lines, ["中亚无核武器", "区，条约"]);
    }

    #[test]
    fn words_break_behind_hyphens_but_numbers_do_not() {
        let width = Face::LABEL.width("Nuclear-Weapon");
        assert_eq!(Face::LABEL.wrap("Nuclear-Weapon-Free", width, 9), ["Nuclear-", "Weapon-Free"]);
        assert_eq!(pieces("2008-2009 ядерно-свободная"), ["2008-2009 ", "ядерно-", "свободная"]);
    }

    #[test]
    fn direction_is_of_the_first_letter() {
        assert_eq!(is_rtl("1992 معاهدة"), Some(true));
        assert_eq!(is_rtl("1992 Treaty"), Some(false));
        assert_eq!(is_rtl("1992"), None);
    }
}
