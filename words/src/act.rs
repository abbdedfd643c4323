//! What was done.

use law::{Act, ActKind};

use crate::Words;

impl Words {
    /// What a kind of act is called.
    pub fn kind(&self, kind: ActKind) -> &str {
        self.of_word("kind", kind.word())
    }

    /// What was done, as it stands after a date, or after who did it.
    pub fn deed(&self, kind: ActKind) -> &str {
        self.of_word("deed", kind.word())
    }

    /// One act as a line: date, deed, place, and the sources that tell it.
    pub fn act(&self, act: &Act, sources: &str) -> String {
        let mut line = self.dated(act.date);
        let mut add = |parts: &[&str]| parts.iter().for_each(|part| line.push_str(part));
        add(&[self.say("colon"), self.deed(act.kind)]);
        if let Some(territory) = &act.territory {
            add(&[self.say("bracket-opens"), territory, self.say("bracket-closes")]);
        }
        if let Some(place) = &act.place {
            add(&[self.say("comma"), place]);
        }
        if let Some(effect) = act.effect {
            add(&[self.say("comma"), &self.tell("act-effect", &[("day", self.day(effect).into())])]);
        }
        add(&[self.say("source-opens"), sources, self.say("source-closes")]);
        line
    }
}
