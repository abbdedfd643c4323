//! Territories: for which parts of a State a treaty is in force, and since when (VCLT 29).
//!
//! A territory has no consent of its own; its intervals follow from those of the
//! State and from the State's declarations about it. Where a treaty says nothing,
//! it binds a party in respect of its entire territory, and a declaration about a
//! part changes that only from its own day.

use crate::act::{Act, ActKind};
use crate::clause::{Clauses, TerritoryRule};
use crate::day::Day;
use crate::life::{Interval, continue_with};
use crate::party::PartyIx;
use crate::slot::Status;

/// The intervals of one territory of one party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TerritoryHistory {
    /// The territory, as the acts name it.
    pub territory: Box<str>,
    /// When the treaty was in force for it, or was not although it was for the State.
    pub intervals: Vec<Interval>,
    /// Whether the rule came from VCLT 29 and not from the treaty.
    pub fallback: bool,
}

/// The territories that a party's acts name, as known on a day; `history` is the party's own.
pub fn territories(
    acts: &[Act],
    clauses: &Clauses,
    party: PartyIx,
    history: &[Interval],
    known: Day,
) -> Vec<TerritoryHistory> {
    let rule = clauses.territory.as_ref().and_then(|clause| clause.rule);
    let mut mine: Vec<(u32, &Act)> = acts
        .iter()
        .enumerate()
        .filter(|(_, act)| act.party == Some(party) && act.territory.is_some())
        .filter(|(_, act)| act.known_from() <= known && act.wrong_from.is_none_or(|wrong| known < wrong))
        .map(|(index, act)| (index as u32, act))
        .collect();
    mine.sort_by_key(|(_, act)| effect(act));
    let mut names: Vec<&str> = mine.iter().filter_map(|(_, act)| act.territory.as_deref()).collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .map(|territory| {
            let about: Vec<(u32, &Act)> =
                mine.iter().copied().filter(|(_, act)| act.territory.as_deref() == Some(territory)).collect();
            TerritoryHistory {
                territory: territory.into(),
                intervals: intervals(&about, covered_from_the_start(rule, &about), history),
                fallback: rule.is_none(),
            }
        })
        .collect()
}

fn effect(act: &Act) -> Day {
    act.effect.unwrap_or(act.date.first)
}

/// Whether the territory is covered before its State has said anything about it.
fn covered_from_the_start(rule: Option<TerritoryRule>, about: &[(u32, &Act)]) -> bool {
    match rule {
        Some(TerritoryRule::ByDeclaration | TerritoryRule::Federal) => false,
        Some(TerritoryRule::Excludable | TerritoryRule::Entire) => true,
        // A declaration that extends a treaty to a territory shows that it was not covered before.
        None => about.first().is_none_or(|(_, act)| act.kind != ActKind::TerritorialApplication),
    }
}

fn intervals(about: &[(u32, &Act)], covered: bool, history: &[Interval]) -> Vec<Interval> {
    let mut days: Vec<Day> = history.iter().map(|interval| interval.from).collect();
    days.extend(about.iter().map(|(_, act)| effect(act)));
    days.sort_unstable();
    days.dedup();
    let mut all: Vec<Interval> = Vec::new();
    for day in days {
        let state = history.iter().find(|interval| interval.from <= day && day < interval.until);
        let last = about.iter().rev().find(|(_, act)| effect(act) <= day);
        let covered = last.map_or(covered, |(_, act)| act.kind != ActKind::TerritorialExclusion);
        let status = match state {
            Some(interval) if covered => interval.status,
            _ => Status::None,
        };
        continue_with(&mut all, day, status, true, || last.map(|(index, _)| *index).into_iter().collect());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clause::Territory;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn party_from(text: &str) -> Vec<Interval> {
        vec![Interval { from: day(text), until: Day::NEVER, status: Status::Party, acts: vec![] }]
    }

    /// rule; acts about the territory; when the treaty is in force for it; article.
    type Case =
        (Option<TerritoryRule>, &'static [(&'static str, ActKind)], &'static [(&'static str, Status)], &'static str);

    const CASES: &[Case] = &[
        (
            None,
            &[("2015-08-17", ActKind::TerritorialApplication)],
            &[("2015-08-17", Status::Party)],
            "CANWFZ Protocol, China for Macao",
        ),
        (
            None,
            &[("1999-12-20", ActKind::TerritorialExclusion)],
            &[("1990-01-01", Status::Party), ("1999-12-20", Status::None)],
            "VCLT 29, then excluded",
        ),
        (
            Some(TerritoryRule::ByDeclaration),
            &[("1995-01-01", ActKind::TerritorialApplication), ("1997-07-01", ActKind::TerritorialExclusion)],
            &[("1995-01-01", Status::Party), ("1997-07-01", Status::None)],
            "colonial clause, then handed over",
        ),
        (
            Some(TerritoryRule::ByDeclaration),
            &[("1980-01-01", ActKind::TerritorialApplication)],
            &[("1990-01-01", Status::Party)],
            "declared before the State is bound",
        ),
    ];

    #[test]
    fn territories_follow_their_state() {
        for (rule, acts, expected, article) in CASES {
            let party = PartyIx(0);
            let acts: Vec<Act> = acts
                .iter()
                .map(|(on, kind)| Act { territory: Some("X".into()), ..Act::new(*kind, Some(party), day(on)) })
                .collect();
            let clauses = Clauses {
                territory: rule.map(|rule| Territory { rule: Some(rule), ..Territory::default() }),
                ..Clauses::default()
            };
            let start = if *article == "CANWFZ Protocol, China for Macao" { "2015-08-17" } else { "1990-01-01" };
            let found = territories(&acts, &clauses, party, &party_from(start), Day::LAST);
            let got: Vec<(String, Status)> =
                found[0].intervals.iter().map(|interval| (interval.from.to_string(), interval.status)).collect();
            let expected: Vec<(String, Status)> =
                expected.iter().map(|(on, status)| ((*on).to_owned(), *status)).collect();
            assert_eq!(got, expected, "{article}");
            assert_eq!(found[0].fallback, rule.is_none(), "{article}");
        }
    }
}
