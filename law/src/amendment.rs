//! Two circles of parties after an amendment (VCLT 30(4), 39, 40).
//!
//! An amendment binds those who accept it. Between two parties to the treaty the
//! amended text applies if both are bound by the amendment, and the unamended text
//! otherwise. A State that joins once the amendment is in force joins the treaty as
//! amended, and the unamended one towards those who have not accepted (VCLT 40(5)).

use crate::day::Day;

/// A party to a treaty that has been amended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AmendedParty {
    /// The day of its consent to the treaty.
    pub consented: Day,
    /// Whether it is bound by the amendment through an act of its own, or because the amendment binds all.
    pub accepted: bool,
}

/// Which text applies between two parties, and the article that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextBetween {
    /// Whether it is the text as amended.
    pub amended: bool,
    /// The article.
    pub article: &'static str,
}

/// Which text applies between two parties to a treaty, once an amendment is in force.
pub fn between(one: AmendedParty, two: AmendedParty, amendment_in_force: Day) -> TextBetween {
    let joined_later = |party: AmendedParty| !party.accepted && party.consented >= amendment_in_force;
    match (one.accepted, two.accepted) {
        (true, true) => TextBetween { amended: true, article: "VCLT 40(4), 39" },
        (true, false) if joined_later(two) => TextBetween { amended: true, article: "VCLT 40(5)(a)" },
        (false, true) if joined_later(one) => TextBetween { amended: true, article: "VCLT 40(5)(a)" },
        (false, false) if joined_later(one) && joined_later(two) => {
            TextBetween { amended: true, article: "VCLT 40(5)(a)" }
        }
        (false, false) if joined_later(one) || joined_later(two) => {
            TextBetween { amended: false, article: "VCLT 40(5)(b)" }
        }
        _ => TextBetween { amended: false, article: "VCLT 40(4), 30(4)(b)" },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// consent and acceptance of one, of the other; the text between them; article. The amendment is in
    /// force from 18 May 2004, as that of article 1 of the CCW.
    const CASES: &[(&str, bool, &str, bool, bool, &str)] = &[
        ("1990-01-01", true, "1991-01-01", true, true, "VCLT 40(4), 39"),
        ("1990-01-01", true, "1991-01-01", false, false, "VCLT 40(4), 30(4)(b)"),
        ("1990-01-01", false, "1991-01-01", false, false, "VCLT 40(4), 30(4)(b)"),
        ("1990-01-01", true, "2010-01-01", false, true, "VCLT 40(5)(a)"),
        ("2010-01-01", false, "1990-01-01", true, true, "VCLT 40(5)(a)"),
        ("1990-01-01", false, "2010-01-01", false, false, "VCLT 40(5)(b)"),
        ("2009-01-01", false, "2010-01-01", false, true, "VCLT 40(5)(a)"),
    ];

    #[test]
    fn the_text_between_two_parties() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        for &(a, a_accepted, b, b_accepted, amended, article) in CASES {
            let one = AmendedParty { consented: day(a), accepted: a_accepted };
            let two = AmendedParty { consented: day(b), accepted: b_accepted };
            let found = between(one, two, day("2004-05-18"));
            assert_eq!(found, TextBetween { amended, article }, "{a} {a_accepted} {b} {b_accepted}");
            assert_eq!(found, between(two, one, day("2004-05-18")), "the same both ways");
        }
    }
}
