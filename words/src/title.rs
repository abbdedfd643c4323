//! Names and titles in running text.

use crate::Words;

/// Words with which an English name takes an article.
const COMMON_NOUNS: [&str; 8] =
    ["Republic", "Federation", "Kingdom", "States", "Emirates", "Islands", "Union", "Community"];

impl Words {
    /// A participant's name as it stands in a sentence: in English, *the* United Kingdom, *the* Russian Federation.
    ///
    /// `lang` is the language of the name, which can be one without catalogues.
    pub fn name(&self, name: &str, lang: &str) -> String {
        let plain = !name.contains('(') && !name.starts_with("the ");
        if lang == "en" && plain && name.split(' ').any(|word| COMMON_NOUNS.contains(&word)) {
            format!("the {name}")
        } else {
            name.to_owned()
        }
    }

    /// A title as it stands in a sentence: with its article in English, otherwise in the language's marks.
    pub fn title(&self, title: &str, lang: &str) -> String {
        let (opens, closes) = (self.say("title-opens"), self.say("title-closes"));
        if opens.is_empty() {
            return match title.strip_prefix("The ") {
                Some(rest) => format!("the {rest}"),
                None if lang == "en" => format!("the {title}"),
                None => title.to_owned(),
            };
        }
        if is_enclosed(title, opens, closes) {
            return title.to_owned();
        }
        let inside = title.replace(opens, self.say("inner-opens")).replace(closes, self.say("inner-closes"));
        format!("{opens}{inside}{closes}")
    }

    /// The same text with a capital at its beginning.
    pub fn capital(&self, text: &str) -> String {
        let mut letters = text.chars();
        letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
    }
}

/// Whether one pair of marks stands around the whole, and not two pairs around its ends.
fn is_enclosed(title: &str, opens: &str, closes: &str) -> bool {
    let inside = title.strip_prefix(opens).and_then(|rest| rest.strip_suffix(closes));
    inside.is_some_and(|inside| match (inside.find(opens), inside.find(closes)) {
        (Some(open), Some(close)) => open < close,
        (None, None) => true,
        _ => false,
    })
}
