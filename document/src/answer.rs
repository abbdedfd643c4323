//! A document that was read, as the JSON that `docs/json.md` promises.

use serde::Serialize;

use crate::Document;
use crate::about::About;
use crate::facts::Fact;
use crate::structure::{Paragraph, Role};
use crate::text::bytes;

/// A document with its paragraphs and facts.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentAnswer {
    /// The version of this form.
    pub version: u32,
    /// The name of the file.
    pub file: String,
    /// What the document says about itself.
    pub document: About,
    /// Its paragraphs, in order.
    pub paragraphs: Vec<ParagraphAnswer>,
    /// What it tells, in order.
    pub facts: Vec<Fact>,
}

/// A paragraph, and where it stands in the file.
#[derive(Debug, Clone, Serialize)]
pub struct ParagraphAnswer {
    /// Its place in the document.
    pub id: String,
    /// What it is.
    pub role: Role,
    /// The number in front of it.
    pub number: Option<String>,
    /// Its first byte in the file.
    pub start: u32,
    /// The byte behind its last.
    pub end: u32,
    /// Its text, joined where it was wrapped.
    pub text: String,
}

impl DocumentAnswer {
    /// What was read from a file of this name.
    pub fn of(document: &Document, file: &str) -> DocumentAnswer {
        let paragraph = |paragraph: &Paragraph| {
            let range = bytes(&paragraph.glyphs);
            ParagraphAnswer {
                id: paragraph.id.clone(),
                role: paragraph.role,
                number: paragraph.number.clone(),
                start: range.start,
                end: range.end,
                text: paragraph.text(),
            }
        };
        DocumentAnswer {
            version: 1,
            file: file.to_owned(),
            document: document.about.clone(),
            paragraphs: document.paragraphs.iter().map(paragraph).collect(),
            facts: document.facts.clone(),
        }
    }
}
