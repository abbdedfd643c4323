//! Waiting periods.

use law::Period;
use law::period::{Length, Unit, Written};

use crate::Words;
use crate::list::rank;

impl Words {
    /// A waiting period as the treaty writes it.
    pub fn period(&self, period: &Period) -> String {
        match period.written() {
            Written::SameDay => self.say("period-same-day").to_owned(),
            Written::NextDay => self.say("period-next-day").to_owned(),
            Written::Length(length) => self.length(length),
            Written::NewYear(None) => self.say("period-new-year").to_owned(),
            Written::NewYear(Some(past)) => self.tell("period-new-year-after", &[("past", self.past(past).into())]),
            Written::MonthFollowing(None) => self.say("period-month-following").to_owned(),
            Written::MonthFollowing(Some(past)) => {
                self.tell("period-month-following-after", &[("past", self.past(past).into())])
            }
            Written::NthMonth(number) => self.numbered("period-nth-month", number, true),
        }
    }

    fn length(&self, length: Length) -> String {
        let id = match length.unit {
            Unit::Days => "length-days",
            Unit::NthDay => "length-nth-day",
            Unit::Weeks => "length-weeks",
            Unit::Months => "length-months",
            Unit::Years => "length-years",
        };
        self.numbered(id, length.number, length.unit == Unit::NthDay)
    }

    /// A length of time that has to run out first: a case of its own in Russian.
    fn past(&self, length: Length) -> String {
        let id = match length.unit {
            Unit::Days => "past-days",
            Unit::NthDay => "past-nth-day",
            Unit::Weeks => "past-weeks",
            Unit::Months => "past-months",
            Unit::Years => "past-years",
        };
        self.numbered(id, length.number, length.unit == Unit::NthDay)
    }

    fn numbered(&self, id: &str, number: u16, ordinal: bool) -> String {
        let number = usize::from(number);
        let rank = ordinal.then(|| ("rank", rank(number)));
        let args: Vec<_> = [("number", number.into())].into_iter().chain(rank).collect();
        self.tell(id, &args)
    }
}
