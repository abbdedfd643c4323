//! A fact that is no act about an instrument, held against the happenings of the record.

use law::{Deed, Happening, PartyIx, TreatyIx};
use pack::MatterKind;

use document::Fact;

use super::{Answer, Asked, Recorded, Span, Verdict};

/// A stretch of more days than these is a season or a year: it tells no day by which a happening is found.
const NARROW: i32 = 40;

/// The kinds of happening that tell a fact of this kind; none for a kind that the record does not know.
fn family(fact: &str) -> Option<Vec<Deed>> {
    let own: Deed = fact.replace('_', "-").parse().ok()?;
    Some(match own {
        _ if own.is_gathering() => {
            vec![Deed::Meeting, Deed::Conference, Deed::Consultation, Deed::Event, Deed::Planned, Deed::Postponed]
        }
        Deed::Adoption | Deed::Statement => vec![Deed::Adoption, Deed::Statement],
        Deed::Chair | Deed::Role => vec![Deed::Chair, Deed::Role],
        Deed::Membership => vec![Deed::Membership, Deed::Observer],
        Deed::Publication => vec![Deed::Publication, Deed::Circulation],
        Deed::Commitment => vec![Deed::Commitment, Deed::Support, Deed::Joined],
        other => vec![other],
    })
}

/// A fact as happenings are compared with it.
struct Told<'a> {
    asked: &'a Asked<'a>,
    fact: &'a Fact,
    own: Deed,
    spans: Vec<Span>,
    actors: Vec<PartyIx>,
    place: Option<&'a str>,
    instrument: Option<TreatyIx>,
}

impl Asked<'_> {
    /// What the record has of a fact that is no act.
    pub(super) fn happened(&self, fact: &Fact, instrument: Option<TreatyIx>) -> Answer {
        let packs = &self.world.packs;
        let (Some(family), Ok(own)) = (family(&fact.fact), fact.fact.replace('_', "-").parse()) else {
            return self.no_act(fact);
        };
        let named = |name: &str| packs.places.iter().find(|own| own.lang == "en" && own.text == name);
        let told = Told {
            asked: self,
            fact,
            own,
            spans: Self::spans(fact),
            actors: fact.actors.iter().filter_map(|code| packs.parties.find(code)).collect(),
            place: fact.place.as_deref().and_then(named).map(|place| place.place.as_str()),
            instrument,
        };
        let known = packs.happenings.iter().filter(|own| own.wrong_from.is_none() && family.contains(&own.deed));
        let all: Vec<&Happening> = known.collect();
        let same = told.same(&all);
        if let Some(first) = same.first() {
            let why = self.tell("claim-happening", &[("name", self.called(first).into())]);
            return (Verdict::Agrees, why, records(&same));
        }
        let others = told.on_another_day(&all);
        if !others.is_empty() {
            let days: Vec<String> = records(&others).into_iter().map(|own| own.date).collect();
            let recorded = days.join(self.world.words().say("comma"));
            let why = self.tell("claim-other-day", &[("told", self.told(fact).into()), ("recorded", recorded.into())]);
            return (Verdict::Contradicts, why, records(&others));
        }
        match told.can_be_found() {
            true => (Verdict::Adds, self.say("claim-no-happening"), Vec::new()),
            false => (Verdict::CannotBeTold, self.say("claim-too-little"), Vec::new()),
        }
    }

    /// What a happening is called: after the body or series it belongs to, or else after its kind.
    fn called(&self, own: &Happening) -> String {
        let matters = &self.world.packs.matters;
        let of = own.matters.iter().find(|id| {
            matters.by_id(id).is_some_and(|matter| matches!(matter.kind, MatterKind::Body | MatterKind::Series))
        });
        match of {
            Some(id) => self.world.matter_name(id).to_owned(),
            None => self.label("label-fact-", &own.deed.word().replace('-', "_")).to_owned(),
        }
    }
}

/// What the record has of some happenings, each place in a source once.
fn records(all: &[&Happening]) -> Vec<Recorded> {
    let mut records: Vec<Recorded> = Vec::new();
    for own in all {
        let date = own.when.map_or_else(String::new, |when| when.to_string());
        let record = Recorded { act: own.deed.word(), date, source: own.source.to_string() };
        if !records.contains(&record) {
            records.push(record);
        }
    }
    records
}

fn is_numbered(deed: Deed) -> bool {
    matches!(deed, Deed::Resolution | Deed::Decision)
}

/// A number of a resolution as it is compared: without its blanks and the letters of its organ.
fn plain(number: &str) -> String {
    let number: String = number.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
    number.trim_start_matches("A/RES/").trim_start_matches("A/DEC/").to_owned()
}

impl Told<'_> {
    /// The happenings that are what the fact tells: the one that is most like it, and every other report of that one.
    fn same<'h>(&self, all: &[&'h Happening]) -> Vec<&'h Happening> {
        let fitting = all.iter().copied().filter(|own| self.is(own));
        let Some(best) = fitting.max_by_key(|own| (self.likeness(own), std::cmp::Reverse(own.source.len()))) else {
            return Vec::new();
        };
        let also = |own: &&&Happening| !std::ptr::eq(**own, best) && self.is_one(best, own);
        [best].into_iter().chain(all.iter().filter(also).copied()).collect()
    }

    /// Whether two happenings of the record are one.
    fn is_one(&self, one: &Happening, other: &Happening) -> bool {
        let id = one.id.as_ref().or(one.about.as_ref());
        let by_id = id.is_some() && (other.id.as_ref() == id || other.about.as_ref() == id) && one.deed == other.deed;
        let by_number = is_numbered(one.deed) && one.deed == other.deed && one.number == other.number;
        let by_day = one.when.is_some() && one.when == other.when && one.matters.first() == other.matters.first();
        (by_id || by_day && one.deed == other.deed || by_number && one.number.is_some())
            && self.overlaps(other) != Some(false)
    }

    fn is(&self, own: &Happening) -> bool {
        let when = self.overlaps(own);
        if when == Some(false) || self.clashes(own) {
            return false;
        }
        if self.is_here(own) && self.as_wide(own) && (self.actors.is_empty() || own.actors.is_empty() || self.acts(own))
        {
            return true;
        }
        if is_numbered(self.own) && self.fact.number.is_some() {
            return self.numbered(own);
        }
        let place = self.place.is_some() && self.place == own.place.as_deref();
        match when {
            Some(_) if self.own.is_gathering() => {
                self.is_narrow() && (place || self.acts(own) || self.about(own)) || place && self.about(own)
            }
            Some(_) if is_numbered(self.own) => self.is_narrow() && self.about(own),
            Some(_) if self.is_narrow() => self.acts(own) || place && self.about(own),
            Some(_) => self.acts(own) && self.about(own),
            // What is told without a day is told of the time before the document.
            None => {
                self.spans.is_empty()
                    && own.day() <= self.asked.on
                    && own.deed == self.own
                    && !self.own.is_gathering()
                    && !is_numbered(self.own)
                    && self.acts(own)
                    && self.about(own)
            }
        }
    }

    /// How much of a happening is what the fact tells.
    fn likeness(&self, own: &Happening) -> u32 {
        let when = own.when.map(|when| when.to_string());
        let exact = when.is_some_and(|when| self.fact.dates.contains(&when));
        let place = self.place.is_some() && self.place == own.place.as_deref();
        let points = [
            (4, exact),
            (3, self.numbered(own)),
            (2, self.overlaps(own) == Some(true)),
            (2, place),
            (2, self.is_here(own)),
            (1, own.deed == self.own),
            (1, self.about(own)),
            (1, self.acts(own)),
        ];
        points.iter().filter(|(_, has)| *has).map(|(points, _)| points).sum()
    }

    /// What the record has on another day and can be nothing else.
    fn on_another_day<'h>(&self, all: &[&'h Happening]) -> Vec<&'h Happening> {
        let others = || all.iter().copied().filter(|own| self.overlaps(own) == Some(false) && own.deed == self.own);
        if is_numbered(self.own) {
            return others().filter(|own| self.numbered(own)).collect();
        }
        if !self.own.is_gathering() || !self.is_narrow() {
            return Vec::new();
        }
        // Of a body that meets several times a year the record can have another meeting.
        let year = |own: &Happening| {
            let of = own.when.map(|when| when.first().date().year());
            self.spans.iter().any(|span| Some(span.first.date().year()) == of)
        };
        let place = |own: &Happening| self.place.is_some() && self.place == own.place.as_deref();
        let number =
            |own: &Happening| self.fact.number.is_some() && self.fact.number.as_deref() == own.number.as_deref();
        let found: Vec<&Happening> =
            others().filter(|own| self.about(own) && (number(own) || place(own) && year(own))).collect();
        match found.iter().all(|own| own.when == found[0].when) {
            true => found,
            false => Vec::new(),
        }
    }

    /// Whether it tells enough to be found, were it in the record.
    fn can_be_found(&self) -> bool {
        let who = !self.actors.is_empty() || self.instrument.is_some() || self.place.is_some();
        is_numbered(self.own) && self.fact.number.is_some() || self.is_narrow() && who
    }

    /// Whether their days meet; none where one of them tells none.
    fn overlaps(&self, own: &Happening) -> Option<bool> {
        let when = own.when?;
        let meets = |span: &Span| span.first <= when.last() && when.first() <= span.last;
        (!self.spans.is_empty()).then(|| self.spans.iter().any(meets))
    }

    /// Whether it tells days, and few enough of them.
    fn is_narrow(&self) -> bool {
        !self.spans.is_empty() && self.spans.iter().all(|span| is_narrow(*span))
    }

    /// Whether both tell a day, or both no more than a year: a day within a year can be another one.
    fn as_wide(&self, own: &Happening) -> bool {
        let narrow = |when: law::Span| is_narrow(Span { first: when.first(), last: when.last() });
        match own.when {
            Some(when) => self.spans.is_empty() || narrow(when) == self.is_narrow(),
            None => self.spans.is_empty() || !self.own.is_gathering(),
        }
    }

    /// Whether they name different places or numbers.
    fn clashes(&self, own: &Happening) -> bool {
        let differ = |one: Option<&str>, other: Option<&str>| one.zip(other).is_some_and(|(one, other)| one != other);
        let number = match is_numbered(self.own) {
            true => self.fact.number.is_some() && !self.numbered(own),
            false => self.own.is_gathering() && differ(self.fact.number.as_deref(), own.number.as_deref()),
        };
        let instrument = self.instrument.zip(own.instrument).is_some_and(|(one, other)| one != other);
        number || instrument || differ(self.place, own.place.as_deref())
    }

    fn numbered(&self, own: &Happening) -> bool {
        let numbers = self.fact.number.as_deref().zip(own.number.as_deref());
        // A number without its body is of the series that the record has it in.
        let nobodys = self.actors.is_empty() || own.actors.is_empty();
        is_numbered(self.own)
            && (nobodys || self.acts(own))
            && numbers.is_some_and(|(one, other)| plain(one) == plain(other))
    }

    /// Whether somebody acts in both.
    fn acts(&self, own: &Happening) -> bool {
        self.actors.iter().any(|party| own.actors.contains(party))
    }

    /// Whether both are about one instrument.
    fn about(&self, own: &Happening) -> bool {
        self.instrument.is_some() && self.instrument == own.instrument
    }

    /// Whether the record has it from this very paragraph.
    fn is_here(&self, own: &Happening) -> bool {
        own.source.split(';').any(|one| self.asked.identity.place(one) == Some(self.fact.paragraph.as_str()))
    }
}

fn is_narrow(span: Span) -> bool {
    span.last.epoch().saturating_sub(span.first.epoch()) <= NARROW
}
