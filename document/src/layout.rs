//! From lines to blocks: what a writer set as one, however it was wrapped, paged or cut into words.

use crate::text::{Glyph, fold, is_cyrillic, is_han, is_wide_mark, string};

/// How a text lies in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A line of subjects that begins with `%%%`, then everything on one line, cut into words by blanks.
    Segmented,
    /// Chinese in lines of some 35 characters.
    WrappedHan,
    /// Lines of words, as in English and Russian.
    Words,
}

impl Layout {
    /// The word for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Layout::Segmented => "segmented-one-line",
            Layout::WrappedHan => "hard-wrapped",
            Layout::Words => "lines",
        }
    }
}

/// What was set as one: a paragraph, a heading, a line of a letterhead.
#[derive(Debug, Clone)]
pub struct Block {
    /// Its characters, joined as they were before they were wrapped.
    pub glyphs: Vec<Glyph>,
    /// Whether its first line was indented.
    pub indented: bool,
}

impl Block {
    /// Its text in the spelling that is compared.
    pub fn folded(&self) -> String {
        self.glyphs.iter().map(|glyph| fold(glyph.c)).collect()
    }
}

/// The layout of a text.
pub fn layout_of(glyphs: &[Glyph]) -> Layout {
    if string(&glyphs[..glyphs.len().min(3)]) == "%%%" {
        return Layout::Segmented;
    }
    let han = glyphs.iter().filter(|glyph| is_han(glyph.c)).count();
    let words = glyphs.iter().filter(|glyph| glyph.c.is_alphabetic() && !is_han(glyph.c)).count();
    if han * 3 <= words {
        return Layout::Words;
    }
    // Chinese in a line that goes on and on, with a blank after every word, was cut into words.
    let blanks =
        glyphs.windows(3).filter(|three| is_han(three[0].c) && three[1].c == ' ' && is_han(three[2].c)).count();
    if blanks * 4 > han { Layout::Segmented } else { Layout::WrappedHan }
}

/// The blocks of a text.
pub fn blocks(glyphs: &[Glyph], layout: Layout) -> Vec<Block> {
    match layout {
        Layout::Segmented => {
            let lines = glyphs.split(|glyph| matches!(glyph.c, '\n' | '\u{c}'));
            lines.map(|line| Block { glyphs: without_blanks(line), indented: false }).filter(not_empty).collect()
        }
        Layout::WrappedHan => wrapped_han(glyphs),
        Layout::Words => words(glyphs),
    }
}

fn not_empty(block: &Block) -> bool {
    !block.glyphs.is_empty()
}

/// A line of a page.
struct Line<'g> {
    glyphs: &'g [Glyph],
    /// Whether blanks stand before its first character.
    indent: usize,
    /// Whether blanks stand behind its last.
    trailing: bool,
    /// How many empty lines come before it; a new page counts as one.
    gap: usize,
    /// Whether a page may have ended before it.
    page: bool,
}

impl Line<'_> {
    /// Its width in characters of Han; a narrow one is half as wide.
    fn width(&self) -> usize {
        self.glyphs.iter().map(|glyph| if is_wide(glyph.c) { 2 } else { 1 }).sum::<usize>() / 2
    }

    fn last(&self) -> char {
        self.glyphs.last().map_or(' ', |glyph| glyph.c)
    }

    fn first(&self) -> char {
        self.glyphs.first().map_or(' ', |glyph| glyph.c)
    }
}

fn is_wide(c: char) -> bool {
    is_han(c) || is_wide_mark(c)
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{a0}' || c == '\u{3000}'
}

fn lines(glyphs: &[Glyph]) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut gap, mut page) = (0, false);
    for line in glyphs.split_inclusive(|glyph| matches!(glyph.c, '\n' | '\u{c}')) {
        let content = match line.split_last() {
            Some((end, content)) if matches!(end.c, '\n' | '\u{c}') => content,
            _ => line,
        };
        let ends_page = line.last().is_some_and(|end| end.c == '\u{c}');
        let indent = content.iter().take_while(|glyph| is_blank(glyph.c)).count();
        let end = content.iter().rposition(|glyph| !is_blank(glyph.c)).map_or(indent, |last| last + 1);
        if indent >= end {
            gap += 1;
            page |= ends_page;
            continue;
        }
        lines.push(Line { glyphs: &content[indent..end], indent, trailing: end < content.len(), gap, page });
        (gap, page) = (0, ends_page);
    }
    lines
}

/// Whether a sentence or a clause can end with this character.
fn ends(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '.' | '!' | '?' | '；' | ';' | '：' | ':' | ')' | '）' | ']' | '］' | '”' | '"')
}

/// Whether lines of these lengths, in order, were never cut to the width of a page: then each is a paragraph.
fn is_unwrapped(lengths: &[usize], page: usize) -> bool {
    let median = lengths.get(lengths.len() / 2).copied().unwrap_or(0);
    let long = |length: &&usize| **length > page && **length * 5 > median * 8;
    lengths.iter().filter(long).count() > 1
}

fn wrapped_han(glyphs: &[Glyph]) -> Vec<Block> {
    let lines = lines(glyphs);
    let mut widths: Vec<usize> = lines.iter().map(Line::width).collect();
    widths.sort_unstable();
    let unwrapped = is_unwrapped(&widths, 60);
    // Where sentences go on over empty lines, an empty line ends nothing.
    let (mut over_empty, mut going_on) = (0, 0);
    let page = widths.get(widths.len() * 3 / 4).copied().unwrap_or(0);
    for two in lines.windows(2).filter(|two| two[0].width() + 3 >= page && !ends(two[0].last())) {
        over_empty += usize::from(two[1].gap > 0);
        going_on += 1;
    }
    let doubled = over_empty * 4 > going_on;
    // Most lines are full: the width of the page is that of the longer ones.
    let full = widths.get(widths.len() * 3 / 4).copied().unwrap_or(0);
    // Some programs leave a blank behind the last line of every paragraph and nowhere else.
    let marked = lines.windows(2).filter(|two| two[1].indent > 0).filter(|two| two[0].trailing).count() * 2
        > lines.windows(2).filter(|two| two[1].indent > 0).count();
    let mut blocks: Vec<Block> = Vec::new();
    let mut before: Option<&Line<'_>> = None;
    for line in &lines {
        let begins = before.is_none_or(|before| {
            let ended = if marked { before.trailing && !goes_on(before, line) } else { before.width() + 3 < full };
            line.indent > 0 || ended || unwrapped || (!doubled && line.gap > 0)
        });
        match blocks.last_mut() {
            Some(block) if !begins => join(&mut block.glyphs, line.glyphs),
            _ => blocks.push(Block { glyphs: line.glyphs.to_vec(), indented: line.indent > 0 }),
        }
        before = Some(line);
    }
    blocks.iter_mut().for_each(|block| block.glyphs = without_blanks(&block.glyphs));
    blocks
}

/// Whether a line ends within a word or number that the next one ends.
fn goes_on(before: &Line<'_>, line: &Line<'_>) -> bool {
    (before.last().is_ascii_alphanumeric() || before.last() == '/') && line.first().is_ascii_alphanumeric()
}

fn join(glyphs: &mut Vec<Glyph>, more: &[Glyph]) {
    if let (Some(last), Some(first)) = (glyphs.last().copied(), more.first())
        && last.c.is_ascii_alphanumeric()
        && first.c.is_ascii_alphanumeric()
    {
        glyphs.push(last.after(' '));
    }
    glyphs.extend_from_slice(more);
}

/// Blanks say something between two letters or digits of narrow scripts and nowhere else.
fn without_blanks(glyphs: &[Glyph]) -> Vec<Glyph> {
    let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    let mut blank = None;
    for glyph in glyphs {
        if is_blank(glyph.c) {
            blank = blank.or(Some(*glyph));
            continue;
        }
        let narrow = |c: char| c.is_alphanumeric() && !is_wide(c);
        if let (Some(blank), Some(last)) = (blank.take(), kept.last())
            && narrow(last.c)
            && narrow(glyph.c)
        {
            kept.push(blank.with(' '));
        }
        kept.push(*glyph);
    }
    kept
}

fn words(glyphs: &[Glyph]) -> Vec<Block> {
    let lines = without_furniture(lines(glyphs));
    let mut lengths: Vec<usize> = lines.iter().map(|line| line.glyphs.len()).collect();
    lengths.sort_unstable();
    let full = lengths.get(lengths.len() * 3 / 4).copied().unwrap_or(0);
    let unwrapped = is_unwrapped(&lengths, 140);
    // Where sentences go on over empty lines, an empty line ends nothing.
    let goes_on = |two: &&[Line<'_>]| two[0].glyphs.len() * 5 > full * 4 && !ends(two[0].last());
    let (over_empty, going_on) = lines
        .windows(2)
        .filter(goes_on)
        .fold((0, 0), |(empty, all), two| (empty + usize::from(two[1].gap > 0), all + 1));
    let doubled = going_on > 2 && over_empty * 4 > going_on * 3;
    let mut indents: Vec<usize> =
        lines.iter().filter(|line| line.glyphs.len() * 4 > full * 3).map(|line| line.indent).collect();
    indents.sort_unstable();
    let margin = indents.get(indents.len() / 2).copied().unwrap_or(0);
    let mut blocks: Vec<Block> = Vec::new();
    let mut before: Option<&Line<'_>> = None;
    for line in &lines {
        let indented = line.indent > margin;
        let begins = before.is_none_or(|before| {
            let gap = if doubled { line.gap > 1 } else { line.gap > 0 };
            // Over a page's end a sentence goes on: it did not end, and what follows begins small.
            // The clauses of a preamble begin small too, each behind a comma.
            let over_page = gap
                && !ends(before.last())
                && (line.page || before.last() != ',')
                && before.glyphs.len() * 5 > full * 3
                && line.first().is_lowercase();
            // A title does not end with "of" or "and".
            let open = before.glyphs.iter().rev().take_while(|glyph| glyph.c.is_alphabetic()).count();
            let open = (1..4).contains(&open)
                && before.glyphs.iter().rev().take(open).all(|glyph| glyph.c.is_lowercase())
                && before.glyphs.len() > 20;
            let short =
                !open && before.glyphs.len() * 5 < full * 4 && (ends(before.last()) || line.first().is_uppercase());
            let new = begins_item(line) && ends(before.last());
            unwrapped
                || (gap && !over_page)
                || (!gap && (short || new || (indented && before.indent <= margin && ends(before.last()))))
        });
        match blocks.last_mut() {
            Some(block) if !begins => join_words(&mut block.glyphs, line.glyphs),
            _ => blocks.push(Block { glyphs: line.glyphs.to_vec(), indented }),
        }
        before = Some(line);
    }
    blocks.iter_mut().for_each(|block| block.glyphs = single_blanks(&block.glyphs));
    blocks
}

/// Whether a line begins with a number of a paragraph or a mark of a list.
fn begins_item(line: &Line<'_>) -> bool {
    let head: String = line.glyphs.iter().take(6).map(|glyph| glyph.c).collect();
    let digits = head.chars().take_while(char::is_ascii_digit).count();
    let rest = &head[digits..];
    (digits > 0 && digits < 4 && rest.starts_with(". ")) || head.starts_with("(a)") || head.starts_with(['•', '—', '–'])
}

/// Headers and footers: short lines that come again on other pages, with or without a number of the page, and
/// the number under which a document was printed.
fn without_furniture(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let key = |line: &Line<'_>| -> String {
        string(line.glyphs).chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect()
    };
    let keys: Vec<String> = lines.iter().map(key).collect();
    let often = |at: usize| {
        let short = lines[at].glyphs.len() < 40;
        short && keys.iter().filter(|other| **other == keys[at]).count() > 2
    };
    let is_furniture = |at: usize| {
        let text = string(lines[at].glyphs).split_whitespace().collect::<Vec<_>>().join(" ");
        let of_page = |c: char| c.is_ascii_digit() || matches!(c, '/' | '-' | ' ' | '–' | '—');
        let page = text.chars().all(of_page) && text.len() < 18;
        // The number of the job at the printer's, with the page's: "22-01234 (R) 3/5".
        let words: Vec<&str> = text.split(' ').collect();
        let job = |word: &str| {
            let digits = |part: &str| part.len() > 1 && part.bytes().all(|byte| byte.is_ascii_digit());
            word.split_once('-')
                .is_some_and(|(year, number)| year.len() == 2 && digits(year) && number.len() > 3 && digits(number))
        };
        let small = |word: &str| {
            word.starts_with('(') || word.chars().all(of_page) || word.contains('/') || word == "page" || word == "стр."
        };
        let printed =
            words.len() < 5 && words.iter().any(|word| job(word)) && words.iter().all(|word| job(word) || small(word));
        let numbered = words.len() == 3 && matches!(words[1], "page" | "стр.") && words[0].contains('/');
        let rule = text.len() > 2 && text.chars().all(|c| matches!(c, '_' | '-' | '—' | '*' | '='));
        page || printed
            || numbered
            || rule
            || (often(at) && !ends(lines[at].last()) && (keys[at].contains('/') || keys[at].is_empty()))
    };
    let drop: Vec<bool> = (0..lines.len()).map(is_furniture).collect();
    let mut page = false;
    let mut kept = Vec::with_capacity(lines.len());
    for (mut line, drop) in lines.into_iter().zip(drop) {
        page |= drop || line.page;
        if !drop {
            line.page = std::mem::take(&mut page);
            kept.push(line);
        }
    }
    kept
}

/// First parts of compounds that keep their hyphen, also where a line ends behind it.
const KEEP_HYPHEN: [&str; 24] = [
    "non",
    "anti",
    "co",
    "self",
    "vice",
    "ex",
    "inter",
    "multi",
    "pre",
    "post",
    "counter",
    "weapon",
    "nuclear",
    "free",
    "long",
    "well",
    "военно",
    "научно",
    "социально",
    "торгово",
    "северо",
    "юго",
    "генерал",
    "политико",
];

/// Puts a line behind another one: a word that was parted is joined again, words stay apart.
fn join_words(glyphs: &mut Vec<Glyph>, more: &[Glyph]) {
    let parted = matches!(glyphs.as_slice(), [.., letter, hyphen]
        if matches!(hyphen.c, '-' | '\u{ad}' | '‐' | '\u{ac}') && letter.c.is_alphabetic())
        && more.first().is_some_and(|first| first.c.is_lowercase());
    if parted {
        let hyphen = glyphs.len() - 1;
        let begins = glyphs[..hyphen].iter().rposition(|glyph| !glyph.c.is_alphabetic()).map_or(0, |at| at + 1);
        let part: String = glyphs[begins..hyphen].iter().flat_map(|glyph| glyph.c.to_lowercase()).collect();
        if glyphs[hyphen].c == '\u{ad}' || !KEEP_HYPHEN.contains(&part.as_str()) {
            glyphs.pop();
        }
    } else if let Some(last) = glyphs.last().copied()
        && !matches!(last.c, '-' | '/')
    {
        glyphs.push(last.after(' '));
    }
    glyphs.extend_from_slice(more);
}

fn single_blanks(glyphs: &[Glyph]) -> Vec<Glyph> {
    let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        let blank = is_blank(glyph.c);
        if !blank {
            kept.push(*glyph);
        } else if kept.last().is_some_and(|last| last.c != ' ') {
            kept.push(glyph.with(' '));
        }
    }
    while kept.last().is_some_and(|last| last.c == ' ') {
        kept.pop();
    }
    kept
}

/// The language most of a text is in, as in BCP 47.
pub fn language(glyphs: &[Glyph]) -> &'static str {
    let count = |is: fn(char) -> bool| glyphs.iter().filter(|glyph| is(glyph.c)).count();
    let (han, cyrillic, latin) = (count(is_han), count(is_cyrillic), count(|c| c.is_ascii_alphabetic()));
    if han * 3 > cyrillic + latin {
        "zh"
    } else if cyrillic > latin {
        "ru"
    } else {
        "en"
    }
}
