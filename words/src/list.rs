//! Things in a row, sentences one after another, places in an order.

use crate::{Arg, Words};
use fluent_bundle::types::{FluentNumber, FluentNumberOptions, FluentNumberType};

impl Words {
    /// `a, b and c`.
    pub fn list(&self, names: &[&str]) -> String {
        match names {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [all @ .., last] => [&all.join(self.say("between")), *last].join(self.say("and")),
        }
    }

    /// `a, b, c`.
    pub fn row<S: AsRef<str>>(&self, names: &[S]) -> String {
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        names.join(self.say("between"))
    }

    /// Sentences one after another.
    pub fn sentences(&self, sentences: &[String]) -> String {
        sentences.join(self.say("space"))
    }

    /// Which one in an order: in words up to the twelfth, in figures after it. It goes with a consent to be bound.
    pub fn ordinal(&self, number: usize) -> String {
        match self.known(&format!("nth-{number}")) {
            Some(word) => word.to_owned(),
            None => self.tell("nth", &[("number", number.into()), ("rank", rank(number))]),
        }
    }
}

/// A number whose plural forms are those of ordinals: 1st, 2nd, 3rd.
pub(crate) fn rank(number: usize) -> Arg<'static> {
    let options = FluentNumberOptions { r#type: FluentNumberType::Ordinal, ..FluentNumberOptions::default() };
    Arg::Number(FluentNumber::new(number as f64, options))
}
