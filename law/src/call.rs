//! Calls and commitments: the same one made again is one.
//!
//! "Urges the remaining nuclear-weapon State to ratify" (001 text.18) and "urges the United States to ratify" (001, annex,
//! paragraph 7) ask for one thing. What makes two calls the same is what they ask for, not who asks or in which words.

use std::collections::BTreeMap;

use crate::happening::{Asked, Deed, Happening};
use crate::party::PartyIx;
use crate::plan::TreatyIx;

/// What a call or a commitment is about: two with the same subject are the same one, made again.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject {
    /// Whether somebody binds himself, or asks others.
    pub own: bool,
    /// What would fulfil it, where that can be told.
    pub asks: Option<Asked>,
    /// The instrument.
    pub instrument: Option<TreatyIx>,
    /// The matter, where it is about one.
    pub matter: Option<Box<str>>,
}

/// A call or a commitment, with everybody who made it and everybody it is addressed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// What it is about.
    pub subject: Subject,
    /// Where it was made: places among the happenings given, in their order.
    pub made: Vec<usize>,
    /// Who made it, each once, in order.
    pub by: Vec<PartyIx>,
    /// To whom, each once, in order; empty where nobody is named.
    pub to: Vec<PartyIx>,
}

/// What a happening calls for or promises; none if it does neither.
///
/// Without instrument and matter nothing says what it is about, and it stays a remark of its document.
pub fn subject(happening: &Happening) -> Option<Subject> {
    let own = match happening.deed {
        Deed::Call | Deed::Support => false,
        Deed::Commitment | Deed::Monitoring => true,
        _ => return None,
    };
    let matter = happening.matters.first().cloned();
    if matter.is_none() && happening.instrument.is_none() {
        return None;
    }
    // Where both are named, the instrument says what is asked for, and the matter where it belongs.
    let matter =
        matter.filter(|_| happening.instrument.is_none() || matches!(happening.asks, Some(Asked::Deed(_)) | None));
    Some(Subject { own, asks: happening.asks, instrument: happening.instrument, matter })
}

/// The calls and commitments among happenings, each once, in the order of their subjects.
///
/// Neither the order of the happenings nor how often one stands among them changes what is merged with what.
pub fn merge<'h>(happenings: impl IntoIterator<Item = &'h Happening>) -> Vec<Call> {
    let mut all: BTreeMap<Subject, Call> = BTreeMap::new();
    for (at, happening) in happenings.into_iter().enumerate() {
        let Some(subject) = subject(happening) else { continue };
        let call = all.entry(subject.clone()).or_insert_with(|| Call {
            subject,
            made: Vec::new(),
            by: Vec::new(),
            to: Vec::new(),
        });
        call.made.push(at);
        for (who, all) in [(&happening.actors, &mut call.by), (&happening.to, &mut call.to)] {
            all.extend(who);
            all.sort_unstable();
            all.dedup();
        }
    }
    all.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::act::Authority;
    use crate::day::Day;
    use proptest::prelude::*;

    fn happening(
        deed: Deed,
        asks: Option<Asked>,
        instrument: Option<u32>,
        matter: &str,
        by: u16,
        to: u16,
    ) -> Happening {
        Happening {
            deed,
            when: None,
            told: Day::from_epoch(0),
            wrong_from: None,
            matters: Some(matter).filter(|id| !id.is_empty()).map(Box::from).into_iter().collect(),
            actors: vec![PartyIx(by)],
            to: vec![PartyIx(to)],
            to_group: None,
            instrument: instrument.map(TreatyIx),
            place: None,
            number: None,
            manner: None,
            asks,
            within: None,
            id: None,
            about: None,
            due: None,
            source: "memo".into(),
            authority: Authority::Register,
            inferred: Vec::new(),
            doubt: None,
            note: None,
            entry: None,
        }
    }

    /// 001 text.18 and text.19, and its annex, paragraph 7 (anomaly A2): one call, whether the State is named or not.
    #[test]
    fn the_same_call_made_again_is_one() {
        let ratify = |by, to| happening(Deed::Call, Some(Asked::Consent), Some(7), "", by, to);
        let calls = merge(&[ratify(1, 9), ratify(2, 9), ratify(1, 8)]);
        let [call] = calls.as_slice() else { panic!("one call: {calls:?}") };
        assert_eq!((call.made.len(), call.by.len(), call.to.len()), (3, 2, 2));
        let sign = happening(Deed::Call, Some(Asked::Signature), Some(7), "", 1, 9);
        assert_eq!(merge(&[ratify(1, 9), sign]).len(), 2);
        assert_eq!(merge(&[happening(Deed::Meeting, None, Some(7), "", 1, 9)]), []);
    }

    proptest! {
        #[test]
        fn merging_is_stable(
            made in prop::collection::vec((0..2usize, 0..3usize, 0..3u32, 0..3usize, 0..4u16, 0..4u16), 0..20),
            order in any::<u64>(),
        ) {
            let matters = ["", "zones", "sites"];
            let asks = [None, Some(Asked::Consent), Some(Asked::Deed(Deed::Meeting))];
            let all: Vec<Happening> = made
                .into_iter()
                .map(|(own, ask, of, matter, by, to)| {
                    let deed = [Deed::Call, Deed::Commitment][own];
                    happening(deed, asks[ask], Some(of).filter(|of| *of > 0), matters[matter], by, to)
                })
                .collect();
            let mut turned: Vec<usize> = (0..all.len()).collect();
            turned.sort_by_key(|at| (*at as u64 + 1).wrapping_mul(order | 1));
            let shuffled: Vec<&Happening> = turned.iter().map(|at| &all[*at]).collect();
            let (one, other) = (merge(&all), merge(shuffled.iter().copied()));
            prop_assert_eq!(one.len(), other.len());
            for (one, other) in one.iter().zip(&other) {
                let mut made: Vec<usize> = other.made.iter().map(|at| turned[*at]).collect();
                made.sort_unstable();
                prop_assert_eq!(&one.subject, &other.subject);
                prop_assert_eq!(&one.made, &made);
                prop_assert_eq!((&one.by, &one.to), (&other.by, &other.to));
            }
            // Merging what was merged adds nothing: twice the same happenings are the same calls.
            let twice = merge(all.iter().chain(&all));
            prop_assert_eq!(twice.len(), one.len());
        }
    }
}
