//! The document room: turns a file into text, paragraphs and proposed facts, each pointing at its words.
//!
//! It enters nothing in the record: what it finds are proposals. Everything is a function of the bytes of the
//! file and of the packs; nothing is read from a disk or a clock.
//!
//! The steps are the modules: [`mod@decode`] gives characters, each with its bytes; [`layout`] joins what was
//! wrapped, paged or cut; [`structure`] tells letter from annex and preamble from paragraph; [`mark`] finds
//! dates, participants, instruments, places and numbers; [`facts`] reads what is told of them by a [`grammar`].

pub mod about;
pub mod answer;
mod cut;
pub mod decode;
mod deeds;
pub mod facts;
pub mod grammar;
pub mod layout;
pub mod lexicon;
pub mod mark;
pub mod score;
pub mod structure;
pub mod text;
pub mod when;

pub use about::About;
pub use decode::{DecodeError, decode};
pub use facts::Fact;
pub use lexicon::Lexicon;
pub use structure::{Paragraph, Role};

use crate::grammar::Grammar;
use crate::text::Glyph;

/// A document that was read.
#[derive(Debug, Clone)]
pub struct Document {
    /// What it says about itself.
    pub about: About,
    /// Its paragraphs.
    pub paragraphs: Vec<Paragraph>,
    /// What it tells, as proposals.
    pub facts: Vec<Fact>,
}

impl Document {
    /// Reads the bytes of a text file. `lexicon` gives the names for the language that is found.
    ///
    /// # Errors
    /// When the bytes are no text.
    pub fn read<'l>(bytes: &[u8], lexicon: impl FnOnce(&str) -> &'l Lexicon) -> Result<Document, DecodeError> {
        let decoded = decode(bytes)?;
        let begun = Begun::of(&decoded.glyphs);
        // Of a long text they are a third of what it takes, and nobody asks for them again.
        drop(decoded.glyphs);
        Ok(begun.read(decoded.encoding, lexicon))
    }

    /// Reads characters that another reader took from a file.
    pub fn of_glyphs<'l>(
        glyphs: &[Glyph],
        encoding: &'static str,
        lexicon: impl FnOnce(&str) -> &'l Lexicon,
    ) -> Document {
        Begun::of(glyphs).read(encoding, lexicon)
    }
}

/// A document of which the paragraphs are known.
struct Begun {
    lang: &'static str,
    layout: layout::Layout,
    paragraphs: Vec<Paragraph>,
}

impl Begun {
    fn of(glyphs: &[Glyph]) -> Begun {
        let lang = layout::language(glyphs);
        let layout = layout::layout_of(glyphs);
        let grammar = Grammar::of(lang);
        let paragraphs = structure::paragraphs(layout::blocks(glyphs, layout), layout, &grammar.structure);
        Begun { lang, layout, paragraphs }
    }

    fn read<'l>(self, encoding: &'static str, lexicon: impl FnOnce(&str) -> &'l Lexicon) -> Document {
        let paragraphs = self.paragraphs;
        let lexicon = lexicon(self.lang);
        let about = about::about(&paragraphs, lexicon, self.layout, encoding);
        let setting = about.setting();
        let facts = facts::facts(&paragraphs, lexicon, &setting);
        Document { about, paragraphs, facts }
    }
}
