//! What participants and treaties are.

use law::{LifeStage, Status};

use crate::Words;

impl Words {
    /// What a status is called in running text.
    pub fn status(&self, status: Status) -> &str {
        self.of_word("status", status.word())
    }

    /// How many have a status: `1 party`, `4 parties`.
    pub fn of_status(&self, number: usize, status: Status) -> String {
        let id = match status {
            Status::None => "count-none",
            Status::Signatory => "count-signatory",
            Status::ContractingState => "count-contracting-state",
            Status::Party => "count-party",
            Status::Provisional => "count-provisional",
            Status::Withdrawing => "count-withdrawing",
            Status::FormerParty => "count-former-party",
            Status::Contested => "count-contested",
        };
        self.tell(id, &[("number", number.into())])
    }

    /// What a kind of happening is called, by its word; the word itself where it has no name.
    pub fn happening<'w>(&'w self, word: &'w str) -> &'w str {
        self.known(&format!("label-fact-{}", word.replace('-', "_"))).unwrap_or(word)
    }

    /// How it happened, by the word of a manner; the word itself where it has no name.
    pub fn manner<'w>(&'w self, word: &'w str) -> &'w str {
        self.known(&format!("label-manner-{word}")).unwrap_or(word)
    }

    /// What a stage of a treaty's life is called.
    pub fn stage(&self, stage: LifeStage) -> &str {
        self.of_word("stage", stage.word())
    }

    /// What an instrument is that does not bind, by the word of its kind: `draft`, `political` or `decision`.
    pub fn unbinding(&self, kind: &str) -> &str {
        self.of_word("unbinding", kind)
    }
}
