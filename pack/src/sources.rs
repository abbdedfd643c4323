//! Where facts come from, and what happens when sources disagree.
//!
//! Sources that disagree stay side by side. Where one ranks above the others
//! ([`Authority`]), it is followed and the others stay visible as overruled;
//! where none does, the time between the two dates is contested.

use law::{Act, ActKind, Authority, Day};
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

/// Marks acts that report the same deed with different dates.
pub(crate) fn reconcile(acts: &mut [Act]) {
    for at in 0..acts.len() {
        for other in 0..at {
            if acts[at].overruled.is_some() || acts[other].overruled.is_some() || !same_deed(&acts[other], &acts[at]) {
                continue;
            }
            if between(acts, other, at) {
                continue;
            }
            let (a, b) = (&acts[other], &acts[at]);
            match a.authority.cmp(&b.authority) {
                std::cmp::Ordering::Less => acts[at].overruled = Some(overruled_by(&acts[other])),
                std::cmp::Ordering::Greater => acts[other].overruled = Some(overruled_by(&acts[at])),
                std::cmp::Ordering::Equal if source(a) == source(b) => {}
                std::cmp::Ordering::Equal => {
                    let (earlier, later) = if a.date.first < b.date.first { (other, at) } else { (at, other) };
                    let why = format!(
                        "sources disagree: {} gives {}, {} gives {}",
                        acts[earlier].source, acts[earlier].date, acts[later].source, acts[later].date
                    );
                    acts[earlier].doubt.get_or_insert(why.into());
                }
            }
        }
    }
}

/// The source of an act, without the place in it.
fn source(act: &Act) -> &str {
    act.source.split([' ', ';']).next().unwrap_or("")
}

fn overruled_by(act: &Act) -> Box<str> {
    format!("{} gives {} and is followed", act.source, act.date).into()
}

/// Whether two acts of one participant can only be one deed: nobody consents or signs twice
/// without having left in between. A notification may follow a ratification by design.
fn same_deed(a: &Act, b: &Act) -> bool {
    let comparable = |kind: ActKind| (kind.is_consent() && kind != ActKind::Notification) || kind == ActKind::Signature;
    // A rectified row and its correction do not disagree: the record says which is wrong.
    a.wrong_from.is_none()
        && b.wrong_from.is_none()
        && a.party.is_some()
        && a.party == b.party
        && a.territory == b.territory
        && comparable(a.kind)
        && (a.kind == b.kind || (a.kind.is_consent() && b.kind.is_consent()))
        && a.date != b.date
}

/// Whether the party left between the two, so that the second is a return.
fn between(acts: &[Act], a: usize, b: usize) -> bool {
    let (first, last): (Day, Day) =
        (acts[a].date.first.min(acts[b].date.first), acts[a].date.first.max(acts[b].date.first));
    acts.iter().any(|act| {
        act.party == acts[a].party
            && matches!(act.kind, ActKind::Withdrawal | ActKind::ConsentWithdrawn)
            && (first..=last).contains(&act.date.first)
    })
}
