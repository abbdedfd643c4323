//! Where facts come from, and what happens when sources disagree.
//!
//! Sources that disagree stay side by side. Where one ranks above the others
//! ([`Authority`]), it is followed and the others stay visible as overruled;
//! where none does, the time between the two dates is contested.

use std::collections::{BTreeMap, HashMap};

use law::{Act, ActKind, Authority, Day, PartyIx};
use serde::Deserialize;

use crate::instrument::Text;

/// A source, as `pack.toml` describes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SourceAbout {
    /// What it is, in our words.
    pub what: Text,
    /// The file it lies in.
    pub file: Option<String>,
    /// The SHA-256 of that file, in hexadecimal: by it a document is known, whatever its file is called.
    pub sha256: Option<String>,
    /// The symbol that the document bears, such as `A/75/784`.
    pub symbol: Option<String>,
    /// The title that the document bears, in its own language.
    pub title: Option<String>,
    /// The date that the document bears, where that is not its own: `2022-01-04/2022-01-28`.
    pub dated: Option<String>,
    /// Its own date.
    pub date: Option<law::Dated>,
    /// The day it was read as of.
    pub as_of: Option<law::Dated>,
    /// Where it can be found.
    pub link: Option<String>,
    /// Whether somebody has checked it against the document.
    pub verified: Option<bool>,
    /// Its rank.
    pub authority: Option<Authority>,
}

impl SourceAbout {
    /// Its rank; what nobody has verified is memory.
    pub fn rank(&self) -> Authority {
        self.authority.unwrap_or(if self.verified == Some(false) { Authority::Memory } else { Authority::Register })
    }
}

/// Marks acts that report one deed with different dates.
///
/// Within one stay of one participant there is one signature and one consent, however many
/// sources report it: nobody consents twice without having left in between.
pub(crate) fn reconcile(acts: &mut Vec<Act>) {
    let mut departures: HashMap<PartyIx, Vec<Day>> = HashMap::new();
    for act in acts.iter().filter(|act| matches!(act.kind, ActKind::Withdrawal | ActKind::ConsentWithdrawn)) {
        departures
            .extend(act.party.map(|party| (party, Vec::new())).filter(|(party, _)| !departures.contains_key(party)));
        if let Some(days) = act.party.and_then(|party| departures.get_mut(&party)) {
            days.push(act.date.first);
        }
    }
    let mut deeds: BTreeMap<Deed, Vec<usize>> = BTreeMap::new();
    for (index, act) in acts.iter().enumerate() {
        if let Some(deed) = deed(act, &departures) {
            deeds.entry(deed).or_default().push(index);
        }
    }
    let mut told_later = Vec::new();
    for reports in deeds.into_values().filter(|reports| reports.len() > 1) {
        compare(acts, &reports, &mut told_later);
    }
    acts.extend(told_later);
}

/// One deed: whose, for which territory, signature or consent, in which stay.
type Deed = (PartyIx, Option<Box<str>>, bool, usize);

fn deed(act: &Act, departures: &HashMap<PartyIx, Vec<Day>>) -> Option<Deed> {
    // A notification may follow a ratification by design, and a row that was rectified disagrees with nobody.
    let comparable = (act.kind.is_consent() && act.kind != ActKind::Notification) || act.kind == ActKind::Signature;
    let party = act.party.filter(|_| comparable && act.wrong_from.is_none())?;
    let left = departures.get(&party).map_or(0, |days| days.iter().filter(|day| **day <= act.date.first).count());
    Some((party, act.territory.clone(), act.kind.is_consent(), left))
}

fn compare(acts: &mut [Act], reports: &[usize], told_later: &mut Vec<Act>) {
    let Some(best) = reports.iter().map(|&at| acts[at].authority).min() else { return };
    let followed: Vec<usize> = reports.iter().copied().filter(|&at| acts[at].authority == best).collect();
    let Some(&last) = followed.iter().max_by_key(|&&at| acts[at].date.first) else { return };
    for &at in reports {
        if acts[at].authority != best {
            if followed.iter().all(|&other| acts[other].date != acts[at].date) {
                overrule(acts, at, followed[0]);
            }
        } else if acts[at].date != acts[last].date && source(&acts[at]) != source(&acts[last]) {
            told_later.extend(contest(acts, at, last));
        }
    }
}

/// The better source is followed from the day it was told; before that nobody could follow it.
fn overrule(acts: &mut [Act], at: usize, by: usize) {
    let better = &acts[by];
    let why = format!("{} gives {} and is followed", better.source, better.date);
    let told = better.known.filter(|known| *known > acts[at].known_from());
    acts[at].overruled = Some(why.into());
    acts[at].wrong_from = told;
}

/// Between two equal sources the time between their days is contested, once both have been told.
fn contest(acts: &mut [Act], at: usize, with: usize) -> Option<Act> {
    let (earlier, later) = (&acts[at], &acts[with]);
    let why =
        format!("sources disagree: {} gives {}, {} gives {}", earlier.source, earlier.date, later.source, later.date);
    match later.known.filter(|known| *known > earlier.known_from()) {
        None => {
            acts[at].doubt.get_or_insert(why.into());
            None
        }
        Some(told) => {
            let contested = Act { known: Some(told), doubt: Some(why.into()), ..earlier.clone() };
            acts[at].wrong_from = Some(told);
            Some(contested)
        }
    }
}

/// The source of an act, without the place in it.
fn source(act: &Act) -> &str {
    act.source.split([' ', ';']).next().unwrap_or("")
}
