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
    /// Takes a treaty's participations; `expiry` is the first day after its duration.
    #[inline]
    pub fn take(&mut self, treaty: u32, standings: impl Iterator<Item = Standing>, on: Day, expiry: Day) {
        // Counted within one word, twelve bits for each status: an array of counters would have
        // each row wait for the row before it. The peers have 200 States.
        let (counts, sum) = standings.fold((0_u64, 0), |(counts, sum), standing| {
            let (status, since) = peers_status(&standing, on, expiry);
            let key = (treaty + 1) * (u32::from(standing.party.0) + 7) % 65_521;
            let value = status * 50_000 + number(since) as u64 + u64::from(standing.reservations) * 7;
            (counts + (1 << (12 * (status - 1))), sum + u64::from(key) * value)
        });
        self.sum += sum;
        for (index, rows) in self.rows[1..].iter_mut().enumerate() {
            *rows += counts >> (12 * index) & 4_095;
        }
    }

    /// How many participations there are.
    pub fn rows(&self) -> u64 {
        self.rows.iter().sum()
    }
}

/// The peers' statuses are coarser than ours: to them a duration ends also a treaty that never
/// entered into force, and a consent that ended leaves "withdrawn" even where it never bound.
#[inline]
fn peers_status(standing: &Standing, on: Day, expiry: Day) -> (u64, Day) {
    let is_in = standing.consented != Day::NEVER;
    let answer = if standing.ended != Day::NEVER { (4, standing.ended) } else { (1, standing.signed) };
    let answer = if is_in { (2, standing.consented) } else { answer };
    let answer = if is_in & (standing.bound <= on) { (3, standing.bound) } else { answer };
    if is_in & (expiry <= on) { (5, expiry) } else { answer }
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
