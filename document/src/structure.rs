//! From blocks to paragraphs: letterhead, letter, annexes, preamble, numbered paragraphs, signatures.

use std::collections::HashMap;

use serde::Serialize;

use crate::grammar::Structure;
use crate::layout::{Block, Layout, bounded};
use crate::text::{Glyph, fold, string};

/// What a paragraph is to its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The line of subject descriptors.
    Subjects,
    /// Organs, sessions and years, symbol, day of issue.
    Organs,
    /// The number of an item of the agenda.
    AgendaItem,
    /// Its title.
    AgendaTitle,
    /// The title of a letter, note verbale or other document.
    Title,
    /// The heading of an annex or enclosure.
    AnnexHead,
    /// In which language the original is.
    Original,
    /// A line with a date, a place or both.
    DateLine,
    /// A heading within the text.
    Heading,
    /// A clause of the preamble.
    Preamble,
    /// A paragraph of the text.
    Text,
    /// A name and title, with the mark of a signature.
    Signature,
    /// A footnote, or the address of another document.
    Note,
}

/// A paragraph of a document.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// Its place, such as `letter.1`, `annex1.p2`, `annex.IV`.
    pub id: String,
    /// What it is.
    pub role: Role,
    /// The number in front of it, if it has one.
    pub number: Option<String>,
    /// Which part it stands in: 0 before all annexes, then the number of the annex.
    pub annex: usize,
    /// Its characters.
    pub glyphs: Vec<Glyph>,
}

impl Paragraph {
    /// Its text.
    pub fn text(&self) -> String {
        string(&self.glyphs)
    }

    /// Its text in the spelling that is compared, character for character.
    pub fn folded(&self) -> Vec<char> {
        self.glyphs.iter().map(|glyph| fold(glyph.c)).collect()
    }
}

/// The paragraphs of a document.
pub fn paragraphs(blocks: Vec<Block>, layout: Layout, structure: &Structure) -> Vec<Paragraph> {
    let blocks = if layout == Layout::Segmented { cut_all(blocks, structure) } else { blocks };
    let blocks: Vec<Block> = blocks.into_iter().flat_map(bounded).collect();
    let mut builder = Builder::new(structure, &blocks);
    for block in blocks {
        builder.push(block);
    }
    builder.end()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Header,
    /// The letter, or the document itself where there is none.
    Letter,
    /// Between the heading of an annex and its first paragraph.
    AnnexTop,
    Annex,
}

struct Builder<'s> {
    structure: &'s Structure,
    part: Part,
    /// Whether there is a letter at all.
    has_letter: bool,
    annexes: usize,
    annex: usize,
    /// Whether the body of the letter has ended, so that names follow.
    closing: bool,
    texts: usize,
    preambles: usize,
    signatures: usize,
    titles: usize,
    heading: String,
    numbered: bool,
    all: Vec<Paragraph>,
    /// How often an id was given.
    given: HashMap<String, usize>,
}

impl<'s> Builder<'s> {
    fn new(structure: &'s Structure, blocks: &[Block]) -> Builder<'s> {
        let folded: Vec<String> = blocks.iter().map(Block::folded).collect();
        let has_letter = folded.iter().any(|text| structure.letter.is_match(text));
        let heads = folded.iter().filter(|text| structure.annex.is_match(text)).count();
        let originals = folded.iter().filter(|text| structure.original.is_match(text)).count();
        Builder {
            structure,
            part: Part::Header,
            has_letter,
            annexes: if heads > 0 { heads } else { originals.min(1) },
            annex: 0,
            closing: false,
            texts: 0,
            preambles: 0,
            signatures: 0,
            titles: 0,
            heading: String::new(),
            numbered: false,
            all: Vec::new(),
            given: HashMap::new(),
        }
    }

    fn prefix(&self) -> String {
        match self.part {
            Part::Header => "header".to_owned(),
            Part::Letter if self.has_letter => "letter".to_owned(),
            Part::Letter => "text".to_owned(),
            _ if self.annexes == 1 => "annex".to_owned(),
            _ => format!("annex{}", self.annex),
        }
    }

    fn add(&mut self, block: Block, role: Role, name: &str, number: Option<String>) {
        let mut id = format!("{}.{name}", self.prefix());
        let times = self.given.entry(id.clone()).or_default();
        *times += 1;
        if *times > 1 {
            id = format!("{id}-{times}");
        }
        self.all.push(Paragraph { id, role, number, annex: self.annex, glyphs: block.glyphs });
    }

    fn push(&mut self, block: Block) {
        let text = block.folded();
        let s = self.structure;
        if block.note {
            let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
            let id = if digits.is_empty() { "fn.star".to_owned() } else { format!("fn.{digits}") };
            let (role, annex) = (Role::Note, self.annex);
            return self.all.push(Paragraph { id, role, number: None, annex, glyphs: block.glyphs });
        }
        if s.link.is_match(&text) {
            return self.add(block, Role::Note, "link", None);
        }
        if self.part == Part::Header && text.starts_with("%%%") {
            return self.add(block, Role::Subjects, "subjects", None);
        }
        if s.annex.is_match(&text) && self.part != Part::Header {
            self.begin_annex();
            return self.add(block, Role::AnnexHead, "head", None);
        }
        if s.letter.is_match(&text) && self.part == Part::Header {
            self.part = Part::Letter;
            return self.add(block, Role::Title, "title", None);
        }
        if s.original.is_match(&text) {
            // Where no heading tells of the annex, the note of its language begins it.
            if self.part == Part::Letter && self.has_letter {
                self.begin_annex();
            }
            return self.add(block, Role::Original, "original", None);
        }
        match self.part {
            Part::Header => self.push_header(block, &text),
            Part::Letter if self.closing && !s.letter_goes_on(&text) => self.push_signature(block, &text),
            _ => self.push_body(block, &text),
        }
    }

    fn begin_annex(&mut self) {
        self.annex += 1;
        self.part = Part::AnnexTop;
        (self.texts, self.preambles, self.titles, self.closing, self.numbered) = (0, 0, 0, false, false);
        self.heading.clear();
    }

    fn push_header(&mut self, block: Block, text: &str) {
        let s = self.structure;
        if s.organs.is_match(text) {
            return self.add(block, Role::Organs, "organs", None);
        }
        if s.agenda.is_match(text) {
            return self.add(block, Role::AgendaItem, "agenda", None);
        }
        let preamble =
            s.spaced && text.chars().count() > 24 && text.ends_with([',', ';']) || s.preamble_ends.is_match(text);
        // A long sentence that ends with a colon leads into the text; so does the organ that speaks.
        let leads = text.chars().count() > if s.spaced { 120 } else { 36 } && text.ends_with([':', '：']);
        let is_body = s.number.is_match(text)
            || preamble
            || leads
            || s.organ_speaks.is_match(text)
            || (text.chars().count() > 60 && s.is_sentence(text));
        if !self.has_letter && is_body {
            self.part = Part::Letter;
            return self.push_body(block, text);
        }
        if s.date_line.is_match(text) {
            return self.add(block, Role::DateLine, "date", None);
        }
        if !self.has_letter {
            return self.add(block, Role::Title, "title", None);
        }
        // What follows a colon is the lower item of the same agenda.
        if let Some(last) = self.all.last_mut()
            && last.role == Role::AgendaTitle
            && last.glyphs.last().is_some_and(|glyph| matches!(fold(glyph.c), '：' | ':'))
        {
            return last.glyphs.extend(block.glyphs);
        }
        self.add(block, Role::AgendaTitle, "agenda_title", None);
    }

    fn push_signature(&mut self, block: Block, text: &str) {
        // In Chinese the mark of the signature comes last, elsewhere first; what stands with it is one.
        let has_mark = |text: &str| self.structure.signature.is_match(text);
        let open = self.all.last().is_some_and(|last| {
            let marked = has_mark(&last.folded().iter().collect::<String>());
            last.role == Role::Signature
                && (marked == self.structure.spaced)
                && !(self.structure.spaced && has_mark(text))
        });
        if open && let Some(last) = self.all.last_mut() {
            if self.structure.spaced
                && let Some(end) = last.glyphs.last().copied()
            {
                last.glyphs.push(end.after(' '));
            }
            return last.glyphs.extend(block.glyphs);
        }
        self.signatures += 1;
        let name = format!("sig{}", self.signatures);
        self.add(block, Role::Signature, &name, None);
    }

    fn push_body(&mut self, block: Block, text: &str) {
        let s = self.structure;
        if s.date_line.is_match(text) {
            return self.add(block, Role::DateLine, "date", None);
        }
        if let Some(found) = s.number.captures(text) {
            let number = found.get(1).map_or("", |m| m.as_str()).to_owned();
            self.begin_body();
            self.numbered = true;
            if block.glyphs.len() < 40 && !s.is_sentence(text) && !ends_clause(text) {
                let name = if self.heading.is_empty() { number.clone() } else { format!("{}.{number}", self.heading) };
                return self.add(block, Role::Heading, &name, Some(number));
            }
            return self.add(block, Role::Text, &number.clone(), Some(number));
        }
        if let Some(found) = s.heading.captures(text)
            && !s.is_sentence(text)
        {
            self.begin_body();
            let name = found.get(1).map_or(String::new(), |m| roman(m.as_str()));
            self.heading = name.clone();
            return self.add(block, Role::Heading, &name, None);
        }
        if self.part == Part::AnnexTop && !s.is_sentence(text) && !ends_clause(text) {
            self.titles += 1;
            let role = if s.is_place(text) { Role::DateLine } else { Role::Title };
            let name = match (role, self.titles) {
                (Role::DateLine, _) => "place",
                (_, 1) => "title",
                _ => "doc",
            };
            return self.add(block, role, name, None);
        }
        if self.part == Part::Letter && self.has_letter {
            self.closing = s.closing.is_match(text) || self.closing;
        }
        let is_annex = self.part != Part::Letter;
        self.begin_body();
        let last = text.chars().last().unwrap_or(' ');
        if (is_annex || !self.has_letter)
            && !self.numbered
            && (matches!(last, '，' | ',' | '；' | ';') || s.preamble_ends.is_match(text))
        {
            self.preambles += 1;
            let name = format!("p{}", self.preambles);
            return self.add(block, Role::Preamble, &name, None);
        }
        if !s.is_sentence(text) && text.chars().count() < 50 && !ends_clause(text) {
            return self.add(block, Role::Heading, "heading", None);
        }
        self.texts += 1;
        let name = self.texts.to_string();
        self.add(block, Role::Text, &name, None);
    }

    fn begin_body(&mut self) {
        if self.part == Part::AnnexTop {
            self.part = Part::Annex;
        }
    }

    fn end(self) -> Vec<Paragraph> {
        self.all
    }
}

fn ends_clause(text: &str) -> bool {
    text.ends_with(['，', ',', '；', ';', '：', ':'])
}

/// The Roman numeral for a Chinese one; others stay.
fn roman(numeral: &str) -> String {
    const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    const HAN: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
    HAN.iter().position(|han| *han == numeral).map_or_else(|| numeral.to_owned(), |at| ROMAN[at].to_owned())
}

/// Cuts what was put on one line where its paragraphs began.
fn cut_all(blocks: Vec<Block>, structure: &Structure) -> Vec<Block> {
    let mut all = Vec::new();
    for block in blocks {
        let text = block.folded();
        if text.starts_with("%%%") || text.chars().count() < 80 {
            all.push(block);
            continue;
        }
        let cuts = crate::cut::cuts(&text, structure);
        // From bytes of the folded text to places among the characters.
        let mut starts: Vec<usize> = Vec::with_capacity(cuts.len() + 1);
        let mut cut = cuts.iter().peekable();
        for (at, (byte, _)) in text.char_indices().enumerate() {
            while cut.next_if(|next| **next <= byte).is_some() {
                if starts.last() != Some(&at) && at > 0 {
                    starts.push(at);
                }
            }
        }
        let mut from = 0;
        for to in starts.into_iter().chain([block.glyphs.len()]) {
            if from < to {
                all.push(Block { glyphs: block.glyphs[from..to].to_vec(), indented: true, note: false });
            }
            from = to;
        }
    }
    all
}
