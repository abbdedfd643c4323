//! Participants, the groups they form and the weights they carry.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::day::Day;

/// A participant's place in [`Parties`]; valid only for the table that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartyIx(pub u16);

/// What kind of subject a participant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartyKind {
    /// A State that exists.
    State,
    /// A State that has ceased to exist.
    HistoricalState,
    /// A participant that some treaties admit and whose status States decide for themselves.
    Entity,
    /// An international organisation.
    Organisation,
    /// A territory for which a State acts.
    Territory,
}

/// A participant: a State, past or present, an entity or an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// ISO 3166 alpha-3, a former code, or the organisation's acronym.
    pub code: Box<str>,
    /// Its kind.
    pub kind: PartyKind,
    /// The day it came into existence, where that matters for succession.
    pub begins: Option<Day>,
    /// The day from which it no longer exists.
    pub ends: Option<Day>,
    /// Whether its instrument counts towards a number of instruments where the
    /// treaty does not say otherwise. Organisations do not: most treaties do not
    /// count them in addition to their member States.
    pub counted: bool,
}

/// How a State came out of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// The predecessor.
    pub predecessor: PartyIx,
    /// The successor.
    pub successor: PartyIx,
    /// The date of succession (1978 Vienna Convention, article 2(1)(e)).
    pub on: Day,
    /// The manner, in the pack's words: dissolves-into, separates-from, newly-independent, unites-into.
    pub how: Box<str>,
}

/// One stay of a participant in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// The member.
    pub party: PartyIx,
    /// Its first day in the group, [`Day::ALWAYS`] where the group has no dates.
    pub from: Day,
    /// The day from which it is no longer in the group, or [`Day::NEVER`].
    pub until: Day,
}

/// A named group of participants with dated membership.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    /// Every stay of every member.
    pub members: Vec<Membership>,
}

impl Group {
    /// The members on a day.
    pub fn on(&self, day: Day) -> impl Iterator<Item = PartyIx> + '_ {
        self.members.iter().filter(move |m| m.from <= day && day < m.until).map(|m| m.party)
    }

    /// Whether a participant is a member on a day.
    pub fn contains(&self, party: PartyIx, day: Day) -> bool {
        self.on(day).any(|member| member == party)
    }

    /// Everybody who ever was a member, once each.
    pub fn ever(&self) -> Vec<PartyIx> {
        let mut all: Vec<PartyIx> = self.members.iter().map(|m| m.party).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// A named table of weights, such as shares of emissions or of tonnage.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Weights {
    /// The weight of each participant that has one.
    pub of: HashMap<PartyIx, u64>,
    /// What a share is a share of.
    pub total: u64,
    /// How many units of the table make one unit of what is weighed: weights are whole numbers.
    pub scale: u64,
}

impl Weights {
    /// The weight that `55 %` or an absolute amount stands for.
    ///
    /// A share is rounded up: "at least 55 %" is not met by 54.9999 %.
    pub(crate) fn amount(&self, text: &str) -> Option<u64> {
        let text = text.trim();
        match text.strip_suffix('%') {
            Some(percent) => {
                let percent = percent.trim().parse::<f64>().ok().filter(|p| (0.0..=100.0).contains(p))?;
                let milli = (percent * 1000.0).round() as u128;
                Some((u128::from(self.total) * milli).div_ceil(100_000) as u64)
            }
            None => {
                let amount = text.parse::<f64>().ok().filter(|amount| *amount >= 0.0)?;
                Some((amount * self.scale as f64).ceil() as u64)
            }
        }
    }
}

/// Every participant, group and table of weights that the treaties may name.
#[derive(Debug, Clone, Default)]
pub struct Parties {
    list: Vec<Party>,
    by_code: HashMap<Box<str>, PartyIx>,
    groups: HashMap<Box<str>, Group>,
    weights: HashMap<Box<str>, Weights>,
    successions: Vec<Succession>,
}

impl Parties {
    /// An empty table.
    pub fn new() -> Parties {
        Parties::default()
    }

    /// Adds a participant.
    ///
    /// # Errors
    /// Gives the participant back when its code is taken, or when the table is
    /// full (65,535 participants).
    pub fn add(&mut self, party: Party) -> Result<PartyIx, Party> {
        let Ok(next) = u16::try_from(self.list.len()) else { return Err(party) };
        if next == u16::MAX || self.by_code.contains_key(&party.code) {
            return Err(party);
        }
        self.by_code.insert(party.code.clone(), PartyIx(next));
        self.list.push(party);
        Ok(PartyIx(next))
    }

    /// Records a succession.
    pub fn add_succession(&mut self, succession: Succession) {
        self.successions.push(succession);
    }

    /// Names a group; a second group of the same name replaces the first.
    pub fn add_group(&mut self, id: &str, group: Group) {
        self.groups.insert(id.into(), group);
    }

    /// Names a table of weights; a second table of the same name replaces the first.
    pub fn add_weights(&mut self, id: &str, weights: Weights) {
        self.weights.insert(id.into(), weights);
    }

    /// The participant with this code.
    pub fn find(&self, code: &str) -> Option<PartyIx> {
        self.by_code.get(code).copied()
    }

    /// The group with this id.
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups.get(id)
    }

    /// The ids of all groups.
    pub fn group_ids(&self) -> impl Iterator<Item = &str> {
        self.groups.keys().map(|id| &**id)
    }

    /// The table of weights with this id.
    pub fn weights(&self, id: &str) -> Option<&Weights> {
        self.weights.get(id)
    }

    /// Every participant with its place.
    pub fn iter(&self) -> impl Iterator<Item = (PartyIx, &Party)> {
        self.list.iter().enumerate().map(|(ix, party)| (PartyIx(ix as u16), party))
    }

    /// How many participants there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The date of succession of a State that came out of another.
    pub fn succession_of(&self, successor: PartyIx) -> Option<&Succession> {
        self.successions.iter().find(|s| s.successor == successor)
    }

    /// All recorded successions.
    pub fn successions(&self) -> &[Succession] {
        &self.successions
    }
}

impl std::ops::Index<PartyIx> for Parties {
    type Output = Party;

    fn index(&self, ix: PartyIx) -> &Party {
        &self.list[usize::from(ix.0)]
    }
}
