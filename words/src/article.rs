//! Articles: how a treaty's provisions are cited.

use crate::Words;

/// Where a citation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In a sentence: `article 15`.
    Sentence,
    /// Before a rule in one line: `art. 15`.
    Rule,
}

impl Words {
    /// An article of a treaty in a sentence, from the number that the clauses give: `15`, `XIV(3)`, `Section 43`.
    pub fn article(&self, article: &str) -> String {
        self.cited(article, Place::Sentence)
    }

    pub(crate) fn cited(&self, article: &str, place: Place) -> String {
        let (id, text) = match (self.numbered_article(article), article.strip_prefix("Section ")) {
            (Some(shaped), _) => (["article", "art"], shaped),
            (None, Some(section)) => (["article-section", "art-section"], section.to_owned()),
            (None, None) => (["article-other", "art-other"], article.to_owned()),
        };
        self.tell(id[usize::from(place == Place::Rule)], &[("article", text.into())])
    }

    /// What a rule rests on: `VCLT 24(3)`, a practice, or an article of the treaty itself.
    pub fn citation(&self, citation: &str) -> String {
        let shaped = |article: &str| self.numbered_article(article).unwrap_or_else(|| article.to_owned());
        if let Some(article) = citation.strip_prefix("VCLT ") {
            self.tell("cite-vclt", &[("article", shaped(article).into())])
        } else if let Some(article) = citation.strip_prefix("VCSS ") {
            self.tell("cite-vcss", &[("article", shaped(article).into())])
        } else {
            match citation {
                "depositary practice" => self.say("cite-practice").to_owned(),
                "UN practice of 2000 on late reservations" => self.say("cite-late-reservations").to_owned(),
                "the treaty" => self.say("cite-treaty").to_owned(),
                article => self.tell("cite-clause", &[("article", shaped(article).into())]),
            }
        }
    }

    /// Articles by number with the signs that the language puts around articles, paragraphs and points; nothing where
    /// the text is not made of numbers: `26(3)-(4)` and `24, 25` are, `9 of the Convention` is not.
    fn numbered_article(&self, text: &str) -> Option<String> {
        let all: Option<Vec<String>> = text.split(", ").map(|one| self.one_article(one)).collect();
        Some(self.row(&all?))
    }

    fn one_article(&self, text: &str) -> Option<String> {
        let (number, mut marks) = text.split_at(text.find('(').unwrap_or(text.len()));
        let is_number = |number: &str| {
            let roman = number.bytes().all(|byte| b"IVXLC".contains(&byte));
            let arabic = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            !number.is_empty() && (roman || arabic)
        };
        if !number.split('-').all(is_number) {
            return None;
        }
        let range = self.say("article-range");
        let mut shaped = [self.say("article-before"), &number.replace('-', range), self.say("article-after")].concat();
        while !marks.is_empty() {
            if let Some(rest) = marks.strip_prefix('-') {
                shaped += range;
                marks = rest;
            }
            let (mark, rest) = marks.strip_prefix('(')?.split_once(')')?;
            let family = if mark.bytes().all(|byte| byte.is_ascii_digit()) { "paragraph" } else { "point" };
            shaped.extend([self.of_word(family, "before"), mark, self.of_word(family, "after")]);
            marks = rest;
        }
        Some(shaped)
    }
}
