//! Why a reservation does what it does.

use law::reservation::Reason;

use crate::Words;

impl Words {
    /// A reason with its article.
    pub fn reason(&self, reason: &Reason) -> String {
        let why = self.of_word("why", reason.why.word());
        self.tell("reason", &[("article", self.citation(&reason.article).into()), ("why", why.into())])
    }
}
