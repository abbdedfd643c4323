//! From lines to blocks: what a writer set as one, however it was wrapped, paged or cut into words.

use std::collections::HashMap;

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
    /// Whether it stood at the foot of a page, below a rule.
    pub note: bool,
}

impl Block {
    fn of(line: &Line<'_>, indented: bool) -> Block {
        Block { glyphs: line.glyphs.to_vec(), indented, note: line.note }
    }

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
            lines
                .map(|line| Block { glyphs: without_blanks(line), indented: false, note: false })
                .filter(not_empty)
                .collect()
        }
        Layout::WrappedHan => wrapped_han(glyphs),
        Layout::Words => words(glyphs),
    }
}

/// The most characters of a block. No paragraph of a document has as many; what has more is no prose, and is cut.
const MOST: usize = 20_000;

/// What a block is cut into, so that no text makes one paragraph of millions of characters.
pub(crate) fn bounded(block: Block) -> Vec<Block> {
    if block.glyphs.len() <= MOST {
        return vec![block];
    }
    let piece = |glyphs: &[Glyph]| Block { glyphs: glyphs.to_vec(), ..block };
    block.glyphs.chunks(MOST).map(piece).collect()
}

fn not_empty(block: &Block) -> bool {
    !block.glyphs.is_empty()
}

/// A line of a page.
#[derive(Clone, Copy)]
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
    /// Whether it is one of several beside each other at the head of a document.
    cell: bool,
    /// Whether it stands at the foot of a page, below a rule.
    note: bool,
}

impl Line<'_> {
    /// Its width in characters of Han; a narrow one is half as wide.
    fn width(&self) -> usize {
        self.glyphs.iter().map(|glyph| if is_wide(glyph.c) { 2 } else { 1 }).sum::<usize>() / 2
    }

    /// Whether it ends before the width of a page does; a little before it only where a sentence ends.
    fn is_short(&self, full: usize) -> bool {
        self.width() + 3 < full && (self.width() * 5 < full * 4 || ends(self.last()))
    }

    fn last(&self) -> char {
        self.glyphs.last().map_or(' ', |glyph| glyph.c)
    }

    /// Whether a sentence or clause ends with it, before the mark of a footnote or without one.
    fn ends(&self) -> bool {
        let mut back = self.glyphs.iter().rev().map(|glyph| glyph.c).skip_while(char::is_ascii_digit);
        ends(self.last()) || back.next().is_some_and(|c| matches!(c, '.' | ',' | ')' | ';'))
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
        let trailing = end < content.len();
        lines.push(Line { glyphs: &content[indent..end], indent, trailing, gap, page, cell: false, note: false });
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
    let lines = without_furniture(lines(glyphs));
    let mut widths: Vec<usize> = lines.iter().map(Line::width).collect();
    widths.sort_unstable();
    let unwrapped = is_unwrapped(&widths, 60);
    // Where sentences go on over empty lines, an empty line ends nothing.
    let (mut over_empty, mut going_on) = (0, 0);
    // Most lines are full: the width of the page is that of the longer ones.
    let full = widths.get(widths.len() * 3 / 4).copied().unwrap_or(0);
    // A clause of a preamble ends with a comma.
    let unended = |two: &&[Line<'_>]| {
        two[0].width() + 3 >= full && !ends(two[0].last()) && !matches!(two[0].last(), '，' | ',' | '、')
    };
    for two in lines.windows(2).filter(unended) {
        over_empty += usize::from(two[1].gap > 0);
        going_on += 1;
    }
    let doubled = over_empty * 4 > going_on;
    // Some programs leave a blank behind the last line of every paragraph and nowhere else.
    let (last, within): (Vec<_>, Vec<_>) = lines.windows(2).partition(|two| two[1].indent > 0);
    let trailing = |pairs: &[&[Line<'_>]]| pairs.iter().filter(|two| two[0].trailing).count();
    let marked = trailing(&last) * 2 > last.len() && trailing(&within) * 2 < within.len();
    let mut blocks: Vec<Block> = Vec::new();
    let mut before: Option<&Line<'_>> = None;
    for line in &lines {
        let begins = before.is_none_or(|before| {
            let ended = if marked { before.trailing && !goes_on(before, line) } else { before.is_short(full) };
            // Over a page's end a sentence goes on.
            let gap = !doubled && line.gap > 0 && (!line.page || ends(before.last()));
            let item = numbered(line) && matches!(before.last(), '。' | '；' | '，' | '：');
            line.indent > 0 || ended || unwrapped || gap || item
        });
        match blocks.last_mut() {
            Some(block) if !begins => join(&mut block.glyphs, line.glyphs),
            _ => blocks.push(Block::of(line, line.indent > 0)),
        }
        before = Some(line);
    }
    blocks.iter_mut().for_each(|block| block.glyphs = without_blanks(&block.glyphs));
    blocks
}

/// Whether a line begins with the number of a paragraph.
fn numbered(line: &Line<'_>) -> bool {
    let head: String = line.glyphs.iter().take(5).map(|glyph| glyph.c).collect();
    let rest = head.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = head.len() - rest.len();
    let mut rest = rest.chars();
    (1..4).contains(&digits)
        && matches!(rest.next(), Some('.' | '、' | '．'))
        && rest.next().is_some_and(|next| !next.is_ascii_digit())
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
    let (notes, lines): (Vec<Line<'_>>, Vec<Line<'_>>) = masthead(lines, full).into_iter().partition(|line| line.note);
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
    let margin = indents.get(indents.len() / 3).copied().unwrap_or(0);
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
            let word = before.glyphs.iter().rev().take_while(|glyph| glyph.c.is_alphabetic()).count();
            let word = string(&before.glyphs[before.glyphs.len() - word..]);
            let open = OPEN.contains(&word.as_str()) && before.glyphs.len() > 20;
            let short = !open && before.glyphs.len() * 5 < full * 4 && (before.ends() || line.first().is_uppercase());
            let new = begins_item(line) && (before.ends() || before.last() == ',');
            // The clauses of a preamble, each set in behind a comma.
            let clause = indented && before.last() == ',' && line.first().is_uppercase();
            unwrapped
                || line.cell
                || before.cell
                || (gap && !over_page)
                || (!gap && (short || new || clause || (indented && before.indent <= margin && before.ends())))
        });
        match blocks.last_mut() {
            Some(block) if !begins => join_words(&mut block.glyphs, line.glyphs),
            _ => blocks.push(Block::of(line, indented)),
        }
        before = Some(line);
    }
    for line in &notes {
        match blocks.last_mut() {
            Some(block) if block.note && !is_note_mark(line) => join_words(&mut block.glyphs, line.glyphs),
            _ => blocks.push(Block::of(line, false)),
        }
    }
    blocks.iter_mut().for_each(|block| block.glyphs = single_blanks(&block.glyphs));
    blocks
}

/// Words with which no title ends.
const OPEN: [&str; 30] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "в", "во", "для",
    "до", "за", "и", "из", "к", "на", "о", "об", "от", "по", "при", "с",
];

/// How many lines the head of a document has at most.
const HEAD: usize = 18;

/// How many blanks part what is printed beside each other.
const COLUMN: usize = 4;

/// Takes apart what stands beside each other at the head of a document: the organ, the symbol, the day of issue. What
/// stands on the left comes first, as it would be read.
fn masthead(lines: Vec<Line<'_>>, full: usize) -> Vec<Line<'_>> {
    let wide = |line: &Line<'_>| columns(line.glyphs).len() > 1 || line.indent * 2 > full;
    let body = |line: &Line<'_>| begins_item(line) || line.glyphs.len() * 8 > full * 9 || line.last() == '.';
    let text = lines.iter().take(HEAD).position(|line| !wide(line) && body(line)).unwrap_or(lines.len().min(HEAD));
    let Some(last) = lines[..text].iter().rposition(wide) else { return lines };
    let mut all = Vec::with_capacity(lines.len() + HEAD);
    let mut right = Vec::new();
    for (at, line) in lines.into_iter().enumerate() {
        if at > last {
            all.append(&mut right);
            all.push(line);
            continue;
        }
        for (from, to) in columns(line.glyphs) {
            let indent = line.indent + from;
            let cell = indent * 2 > full || from > 0;
            let part = Line { glyphs: &line.glyphs[from..to], indent, cell, ..line };
            if cell { right.push(part) } else { all.push(part) }
        }
    }
    all.append(&mut right);
    all
}

/// The parts of a line between wide gaps, each from its first character to the one behind its last.
fn columns(glyphs: &[Glyph]) -> Vec<(usize, usize)> {
    let mut all = vec![(0, 0)];
    for (at, _) in glyphs.iter().enumerate().filter(|(_, glyph)| !is_blank(glyph.c)) {
        match all.last_mut() {
            Some((_, end)) if at < *end + COLUMN => *end = at + 1,
            _ => all.push((at, at + 1)),
        }
    }
    all
}

/// Whether a line at the foot of a page begins a note: with its number, or with an asterisk.
fn is_note_mark(line: &Line<'_>) -> bool {
    let text = string(line.glyphs);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text.starts_with('*') || (1..4).contains(&digits) && text[digits..].chars().next().is_none_or(|next| next == ' ')
}

/// Whether a text is nothing but the symbol of a document.
fn is_symbol(text: &str) -> bool {
    let own = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '/' | '.' | '-' | '–' | '(' | ')');
    text.contains('/') && text.starts_with(|c: char| c.is_ascii_uppercase()) && text.chars().all(own)
}

/// Whether a line begins with a number of a paragraph or a mark of a list.
fn begins_item(line: &Line<'_>) -> bool {
    let head: String = line.glyphs.iter().take(6).map(|glyph| glyph.c).collect();
    let digits = head.chars().take_while(char::is_ascii_digit).count();
    let rest = &head[digits..];
    let letters = head.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or("", |(letters, _)| letters);
    let lettered = (1..4).contains(&letters.len()) && letters.chars().all(|c| c.is_ascii_lowercase());
    (digits > 0 && digits < 4 && rest.starts_with(". ")) || lettered || head.starts_with(['•', '—', '–'])
}

/// Headers and footers: short lines that come again on other pages, with or without a number of the page, and
/// the number under which a document was printed.
fn without_furniture(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let key = |line: &Line<'_>| -> String {
        string(line.glyphs).chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect()
    };
    let keys: Vec<String> = lines.iter().map(key).collect();
    // Where each stands first, and how often it does.
    let mut seen: HashMap<&str, (usize, usize)> = HashMap::new();
    for (at, key) in keys.iter().enumerate() {
        seen.entry(key).or_insert((at, 0)).1 += 1;
    }
    let often = |at: usize| lines[at].glyphs.len() < 40 && seen[keys[at].as_str()].1 > 2;
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
        let bars = text.len() > 4
            && text.starts_with('*')
            && text[1..].trim_end_matches('*').bytes().all(|b| b.is_ascii_digit());
        page || printed
            || bars
            || numbered
            || rule
            || (often(at) && !ends(lines[at].last()) && (keys[at].contains('/') || keys[at].is_empty()))
    };
    // The symbol at the head of a page, right behind the foot of the one before.
    let is_head = |at: usize, foot: bool| {
        foot && lines[at].glyphs.len() < 40
            && (is_symbol(&string(lines[at].glyphs)) || keys[at].contains('/') && seen[keys[at].as_str()].0 < at)
    };
    let mut drop: Vec<bool> = Vec::with_capacity(lines.len());
    for at in 0..lines.len() {
        drop.push(is_furniture(at) || is_head(at, drop.last().copied().unwrap_or(false)));
    }
    let mut page = false;
    let mut notes = false;
    let mut kept = Vec::with_capacity(lines.len());
    let marks: Vec<bool> = lines.iter().map(is_note_mark).collect();
    for (at, (mut line, drop)) in lines.into_iter().zip(drop).enumerate() {
        let rule = drop && string(line.glyphs).starts_with("___");
        // The number of a note stands alone above it, as that of a page does.
        let drop = drop && !(notes && marks[at] && line.glyphs.len() < 3);
        notes = if rule { marks.get(at + 1).copied().unwrap_or(false) } else { notes && !drop && !line.page };
        page |= drop || line.page;
        if !drop && notes {
            line.note = true;
            kept.push(line);
        } else if !drop {
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
