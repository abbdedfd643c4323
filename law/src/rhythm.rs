//! What a body's own rules say: how often it meets, who chairs next, when silence is consent.
//!
//! Nothing here knows a treaty or a State. The rules are data beside their article; what was held goes in as days.

use serde::Deserialize;

use crate::day::Day;
use crate::happening::Deed;
use crate::party::PartyIx;
use crate::period::Period;

/// How often something comes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rhythm {
    /// At most this long after the last time ("every four years", "once in two years").
    Every(Period),
    /// Once at least in every so many calendar years: in each ("annually"), in every second one (a resolution that is
    /// adopted at every other session).
    Years(u8),
}

impl Rhythm {
    /// The last day on which the next one is in time, after one held on a day.
    pub fn due_after(&self, last: Day) -> Day {
        match self {
            Rhythm::Every(period) => period.after(last),
            Rhythm::Years(years) => {
                let year = last.date().year().saturating_add(i16::from(*years));
                Day::new(year, 12, 31).unwrap_or(Day::NEVER)
            }
        }
    }
}

/// How a body that follows a rhythm stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    /// When it was last done, on or before the day.
    pub last: Option<Day>,
    /// By when it is due next; none where the rule has not begun to run.
    pub due: Option<Day>,
    /// How many days it is overdue.
    pub overdue: Option<i32>,
    /// How late each one came that came late: its place among those held, and by how many days.
    pub late: Vec<(usize, i32)>,
}

/// What a record was looked after for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The last day up to which what happened was looked for.
    pub until: Day,
    /// The day from which it is entered as it happens; [`Day::NEVER`] where it is not.
    pub again: Day,
}

impl Seen {
    /// Every day.
    pub const ALWAYS: Seen = Seen { until: Day::LAST, again: Day::NEVER };

    /// Whether it was looked after on a day.
    pub fn has(self, day: Day) -> bool {
        day <= self.until || self.again <= day
    }

    /// The last day, up to another one, on which it was looked after.
    fn last(self, on: Day) -> Day {
        if self.has(on) { on } else { self.until }
    }

    /// By how many days something is overdue; none where it is not, or where nobody looked after the day it was due.
    pub fn overdue(self, due: Day, on: Day) -> Option<i32> {
        let last = self.last(on);
        (due < last && self.has(due)).then(|| last.epoch() - due.epoch())
    }
}

/// How a rhythm was kept up to a day. `begins` is the day from which the rule runs where nothing was held before it;
/// `held` are days in order, and days after `on` are left aside. What fell due on a day that nobody looked after is neither
/// late nor overdue, but what was held then still sets the next day.
pub fn pace(rhythm: &Rhythm, begins: Option<Day>, held: &[Day], on: Day, seen: Seen) -> Pace {
    let held = &held[..held.partition_point(|day| *day <= on)];
    let mut late = Vec::new();
    let mut anchor = begins;
    for (at, day) in held.iter().enumerate() {
        // What was held before the rule began to run kept no rule, and none was broken.
        let counts = begins.is_none_or(|begins| begins <= *day);
        let due = anchor.map(|anchor| rhythm.due_after(anchor));
        if let Some(due) = due.filter(|due| counts && due < day && seen.has(*due)) {
            late.push((at, day.epoch() - due.epoch()));
        }
        if counts || anchor.is_none() {
            anchor = Some(*day);
        }
    }
    let due = anchor.filter(|anchor| *anchor <= on).map(|anchor| rhythm.due_after(anchor)).and_then(Day::real);
    let overdue = due.and_then(|due| seen.overdue(due, on));
    Pace { last: held.last().copied(), due, overdue, late }
}

/// The days between one and the next, in order.
pub fn gaps(held: &[Day]) -> Vec<i32> {
    held.windows(2).map(|pair| pair[1].epoch() - pair[0].epoch()).collect()
}

/// The rhythm in years that a series of years shows at its end: how many years lay between each of the last ones, and
/// since which year that has been so. None for fewer than three, or where the last two steps differ.
pub fn observed(years: &[i16]) -> Option<(i16, i16)> {
    let steps: Vec<i16> = years.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let (&last, before) = steps.split_last()?;
    let same = before.iter().rev().take_while(|step| **step == last).count();
    if same == 0 || last <= 0 { None } else { Some((last, years[years.len() - 2 - same])) }
}

/// Whose turn it is in a fixed order, after somebody's. Those who are absent are passed over and lose no turn to come.
/// None where nobody is present.
pub fn next_in_turn(order: &[PartyIx], last: Option<PartyIx>, present: impl Fn(PartyIx) -> bool) -> Option<PartyIx> {
    let after = last.and_then(|last| order.iter().position(|party| *party == last)).map_or(0, |at| at + 1);
    let (before, from) = order.split_at(after.min(order.len()));
    from.iter().chain(before).copied().find(|party| present(*party))
}

/// What came of a text that is adopted unless somebody objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// The time still runs.
    Running,
    /// Nobody objected; adopted on the day after the last one for objections.
    Adopted(Day),
    /// Somebody objected in time, first on this day.
    Broken(Day),
}

/// What a silence procedure came to by a day: `ends` is the last day for objections. One after it changes nothing.
pub fn silence(ends: Day, objections: &[Day], on: Day) -> Silence {
    let first = objections.iter().copied().filter(|day| *day <= ends && *day <= on).min();
    match first {
        Some(day) => Silence::Broken(day),
        None if ends < on => Silence::Adopted(ends.plus(1)),
        None => Silence::Running,
    }
}

/// A rule of a matter: how often something comes again, what comes before what, what can be called for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleFile {
    every: Option<Period>,
    #[serde(default)]
    in_each_year: bool,
    in_every_years: Option<u8>,
    before: Option<String>,
    special: Option<Special>,
    of: Option<Deed>,
    article: Option<String>,
    from: Option<Day>,
    until: Option<Day>,
    #[serde(default)]
    cite: Vec<String>,
}

/// Who can call for an extraordinary meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Special {
    /// All members by consensus.
    Consensus,
    /// Any party, by its request.
    AnyParty,
    /// By agreement of those concerned.
    Agreement,
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// Something comes again in a rhythm.
    Again(Rhythm),
    /// It comes before each one of another matter.
    Before(String),
    /// It can be called for out of turn.
    Special(Special),
}

/// A rule, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What it says.
    pub says: Says,
    /// What keeps it: a meeting, a resolution, a review. None for what the kind of matter suggests.
    pub of: Option<Deed>,
    /// The article, paragraph or rule of procedure that it stands in.
    pub article: Option<String>,
    /// From which day it holds.
    pub from: Option<Day>,
    /// The first day on which it holds no more.
    pub until: Option<Day>,
    /// Where it is told.
    pub cite: Vec<String>,
}

impl TryFrom<RuleFile> for Rule {
    type Error = &'static str;

    fn try_from(file: RuleFile) -> Result<Rule, &'static str> {
        let RuleFile { every, in_each_year, in_every_years, before, special, of, article, from, until, cite } = file;
        let years = match (in_each_year, in_every_years) {
            (true, None) => Some(1),
            (false, years) if years != Some(0) => years,
            _ => return Err("a rule says `in-each-year`, or `in-every-years` with a number from 1 on"),
        };
        let says = match (every, years, before, special) {
            (Some(period), None, None, None) => Says::Again(Rhythm::Every(period)),
            (None, Some(years), None, None) => Says::Again(Rhythm::Years(years)),
            (None, None, Some(other), None) => Says::Before(other),
            (None, None, None, Some(special)) => Says::Special(special),
            _ => return Err("a rule says one of `every`, `in-each-year`, `in-every-years`, `before` and `special`"),
        };
        Ok(Rule { says, of, article, from, until, cite })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(texts: &[&str]) -> Vec<Day> {
        texts.iter().map(|text| text.parse().expect("a day")).collect()
    }

    fn every(text: &str) -> Rhythm {
        Rhythm::Every(text.parse().expect("a period"))
    }

    /// CANWFZ, article 10, and the eight meetings of 001 text.13 and text.14: article, expected gaps in days.
    #[test]
    fn the_eight_consultative_meetings() {
        let held = days(&[
            "2009-10-15",
            "2011-03-15",
            "2012-06-12",
            "2013-06-27",
            "2014-07-25",
            "2015-02-27",
            "2019-04-11",
            "2020-11-24",
        ]);
        assert_eq!(gaps(&held), [516, 455, 380, 393, 217, 1504, 593]);
        let on = "2021-11-01".parse().expect("a day");
        let calendar = pace(&Rhythm::Years(1), None, &held, on, Seen::ALWAYS);
        assert_eq!(calendar.due, "2021-12-31".parse().ok());
        assert_eq!(calendar.overdue, None);
        // By calendar years only the one of 2011 (none in 2010) and of 2019 (none in 2016 to 2018) came late.
        assert_eq!(calendar.late.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [1, 6]);
        let whole = pace(&every("1 year"), None, &held, on, Seen::ALWAYS);
        assert_eq!(whole.due, "2021-11-24".parse().ok());
        assert_eq!(whole.late.len(), 6);
    }

    /// Almaty Act §29 to §31: every four years, every two years, at least once a year.
    #[test]
    fn due_by_the_article() {
        for (rule, last, due) in [
            (every("4 years"), "2002-06-04", "2006-06-04"),
            (every("2 years"), "2004-10-22", "2006-10-22"),
            (Rhythm::Years(1), "2004-10-22", "2005-12-31"),
            (every("4 years"), "2024-02-29", "2028-02-29"),
            (every("1 year"), "2024-02-29", "2025-02-28"),
            (every("1 month"), "2023-01-31", "2023-02-28"),
            // At every other session of the General Assembly, on whatever day of it.
            (Rhythm::Years(2), "2008-12-02", "2010-12-31"),
        ] {
            assert_eq!(rule.due_after(last.parse().expect("a day")).to_string(), due, "{rule:?} after {last}");
        }
    }

    #[test]
    fn a_rule_begins_to_run() {
        let begins = "2002-06-04".parse().ok();
        let on = "2010-01-01".parse().expect("a day");
        let none = pace(&every("4 years"), begins, &[], on, Seen::ALWAYS);
        assert_eq!((none.due, none.overdue), ("2006-06-04".parse().ok(), Some(1307)));
        let earlier = pace(&every("4 years"), begins, &days(&["1999-09-14", "2006-06-17"]), on, Seen::ALWAYS);
        assert_eq!(earlier.late, [(1, 13)]);
        assert_eq!(pace(&every("4 years"), None, &[], on, Seen::ALWAYS).due, None);

        // Looked after until September 2002, and told again from 2021 on: what lies between is nobody's fault.
        let held = days(&["2021-06-23", "2024-06-27"]);
        let seen = Seen { until: "2002-09-20".parse().expect("a day"), again: Day::NEVER };
        let unseen = pace(&Rhythm::Years(1), begins, &held, "2026-11-01".parse().expect("a day"), seen);
        assert_eq!((unseen.due.map(|day| day.to_string()).as_deref(), unseen.overdue), (Some("2025-12-31"), None));
        assert_eq!(unseen.late, []);

        // Kept again from 2024 on: from then on days count.
        let again = Seen { again: held[1], ..seen };
        let kept = pace(&Rhythm::Years(1), begins, &held, "2026-02-01".parse().expect("a day"), again);
        assert_eq!((kept.due, kept.overdue, kept.late), ("2025-12-31".parse().ok(), Some(32), vec![]));
    }

    /// 001 text.2, by years of adoption: yearly until 2006, since then every two years.
    #[test]
    fn the_rhythm_a_series_shows() {
        let years =
            [1997, 1998, 1999, 2000, 2001, 2002, 2003, 2004, 2005, 2006, 2008, 2010, 2012, 2014, 2016, 2018, 2020];
        assert_eq!(observed(&years), Some((2, 2006)));
        assert_eq!(observed(&years[..10]), Some((1, 1997)));
        assert_eq!(observed(&[2014, 2017, 2020]), Some((3, 2014)));
        assert_eq!(observed(&[2014, 2017]), None);
        assert_eq!(observed(&[2014, 2016, 2017]), None);
    }

    #[test]
    fn turns() {
        let order: Vec<PartyIx> = (0..5).map(PartyIx).collect();
        let next = |last, absent: &[u16]| next_in_turn(&order, last, |party| !absent.contains(&party.0));
        assert_eq!(next(None, &[]), Some(PartyIx(0)));
        assert_eq!(next(Some(PartyIx(4)), &[]), Some(PartyIx(0)));
        assert_eq!(next(Some(PartyIx(1)), &[2, 3]), Some(PartyIx(4)));
        assert_eq!(next(Some(PartyIx(1)), &[0, 1, 2, 3, 4]), None);
        assert_eq!(next(Some(PartyIx(9)), &[0]), Some(PartyIx(1)));
    }

    #[test]
    fn silence_is_consent() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let ends = day("2021-03-10");
        assert_eq!(silence(ends, &[], day("2021-03-10")), Silence::Running);
        assert_eq!(silence(ends, &[], day("2021-03-11")), Silence::Adopted(day("2021-03-11")));
        assert_eq!(silence(ends, &[day("2021-03-09")], day("2021-03-11")), Silence::Broken(day("2021-03-09")));
        assert_eq!(silence(ends, &[day("2021-03-12")], day("2021-03-15")), Silence::Adopted(day("2021-03-11")));
    }

    use proptest::prelude::*;

    proptest! {
        /// Leap years and month ends: what is due lies after what was held, never more than the period and the days a
        /// shorter month gives away, and a later meeting is never due earlier.
        #[test]
        fn due_days_keep_their_order(day in 0..40_000i32, more in 0..800i32, years in 1..9u16) {
            let rule = every(&format!("{years} {}", if years == 1 { "year" } else { "years" }));
            let (one, other) = (Day::from_epoch(day), Day::from_epoch(day + more));
            let due = rule.due_after(one);
            let long = due.epoch() - one.epoch();
            prop_assert!((i32::from(years) * 365..=i32::from(years) * 366).contains(&long), "{one} {due}");
            prop_assert!(due <= rule.due_after(other));
            prop_assert!(Rhythm::Years(1).due_after(one).date().year() == one.date().year() + 1);
        }

        /// Who never is absent has a turn in every round; nobody is given two before all present had one.
        #[test]
        fn everybody_present_has_a_turn(size in 1..9u16, absent in prop::collection::hash_set(0..9u16, 0..5)) {
            let order: Vec<PartyIx> = (0..size).map(PartyIx).collect();
            let present = |party: PartyIx| !absent.contains(&party.0);
            let there: Vec<PartyIx> = order.iter().copied().filter(|party| present(*party)).collect();
            let (mut last, mut turns) = (None, Vec::new());
            for _ in 0..there.len() * 2 {
                last = next_in_turn(&order, last, present);
                turns.extend(last);
            }
            prop_assert_eq!(turns, [there.clone(), there].concat());
        }
    }
}
