//! The checksums that `sqlq.digest` and `sqlq.tdigest` compute, over our own answers.

use std::fmt;

use law::{Day, Standing};

/// The peers count days from 1 January 1900.
const EPOCH: i32 = -25_567;

/// A day of the peers as one of ours.
pub fn day(peer: i32) -> Day {
    Day::from_epoch(peer + EPOCH)
}

/// One of our days as the peers write it.
pub fn number(day: Day) -> i64 {
    i64::from(day.epoch()) - i64::from(EPOCH)
}

/// Rows, rows for each status, and a sum over every field of every row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Digest {
    rows: [u64; 6],
    sum: u64,
}

impl Digest {
    /// Takes one participation; `expiry` is the first day after the treaty's duration.
    ///
    /// The peers' statuses are coarser than ours: to them a duration ends also a treaty
    /// that never entered into force, and a consent that ended leaves "withdrawn" even
    /// where it never bound.
    #[inline]
    pub fn take(&mut self, treaty: u32, standing: &Standing, on: Day, expiry: Day) {
        let (status, since) = if standing.consented == Day::NEVER {
            if standing.ended != Day::NEVER { (4, standing.ended) } else { (1, standing.signed) }
        } else if expiry <= on {
            (5, expiry)
        } else if standing.bound <= on {
            (3, standing.bound)
        } else {
            (2, standing.consented)
        };
        let key = (u64::from(treaty) + 1) * (u64::from(standing.party.0) + 7) % 65_521;
        let value = status as u64 * 50_000 + number(since) as u64 + u64::from(standing.reservations) * 7;
        self.rows[status] += 1;
        self.sum += key * value;
    }

    /// How many participations there are.
    pub fn rows(&self) -> u64 {
        self.rows.iter().sum()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({}", self.rows())?;
        self.rows[1..].iter().try_for_each(|rows| write!(f, ", {rows}"))?;
        write!(f, ", {})", self.sum)
    }
}

/// The days of entry into force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Timeline {
    rows: u64,
    sum: u64,
}

impl Timeline {
    /// Takes one treaty that enters into force.
    pub fn take(&mut self, treaty: u32, entry_into_force: Day) {
        self.rows += 1;
        self.sum += (u64::from(treaty) + 1) % 65_521 * number(entry_into_force) as u64;
    }
}

impl fmt::Display for Timeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({}, {})", self.rows, self.sum)
    }
}
