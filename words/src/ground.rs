//! The grounds of an answer.

use law::reason::{Assumption, Fallback, Ground};
use law::{Act, Clauses};

use crate::{Names, Words};

impl Words {
    /// A ground as a sentence. `sources` tell the act, where the ground is one: there can be more than the act's own.
    pub fn ground(
        &self,
        acts: &[Act],
        (clauses, branch): (&Clauses, u8),
        ground: &Ground,
        sources: &str,
        names: &dyn Names,
    ) -> String {
        let told = |act: &Act| self.act(act, sources);
        match ground {
            Ground::Act(index) => told(&acts[*index as usize]),
            Ground::Doubt(index) => {
                let act = &acts[*index as usize];
                let doubt = act.doubt.as_deref().unwrap_or("");
                self.tell("ground-doubt", &[("act", told(act).into()), ("doubt", doubt.into())])
            }
            Ground::Overruled(index) => {
                let act = &acts[*index as usize];
                let why = act.overruled.as_deref().unwrap_or("");
                self.tell("ground-overruled", &[("act", told(act).into()), ("why", why.into())])
            }
            Ground::Clause { part, article, unverified } => {
                let text = self.clause(clauses, branch, *part, article.as_deref(), names);
                match unverified {
                    Some(why) => self.tell("ground-unverified", &[("text", text.into()), ("why", why.as_str().into())]),
                    None => text,
                }
            }
            Ground::Fallback(fallback) => {
                self.citation(fallback.article()) + self.say("colon") + self.fallback(*fallback)
            }
            Ground::Assumed(assumption) => self.assumption(acts, *assumption),
        }
    }

    /// A rule of the general law of treaties in one sentence.
    pub fn fallback(&self, fallback: Fallback) -> &str {
        self.of_word("fallback", fallback.word())
    }

    fn assumption(&self, acts: &[Act], assumption: Assumption) -> String {
        match assumption {
            Assumption::KnownFromOwnDay => self.say("assumed-known").to_owned(),
            Assumption::FirstDayOf(index) => {
                let vague = acts[index as usize].date;
                let (date, day) = (self.dated(vague), self.day(vague.first));
                self.tell("assumed-first-day", &[("date", date.into()), ("day", day.into())])
            }
            Assumption::OrganisationsNotCounted => self.say("assumed-organisations").to_owned(),
            Assumption::NoDateOfSuccession => self.say("assumed-succession").to_owned(),
        }
    }
}
