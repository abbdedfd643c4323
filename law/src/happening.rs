//! Happenings: what is done in the life of a regime beside the acts about its instruments.
//!
//! An [act](crate::act) changes who is bound. A happening changes what is due, who chairs, what was promised, what was
//! asked and answered. It says who did what, to whom, about which matter, when, where, and how we know. What a document
//! merely tells about an instrument ("Turkmenistan was the first to ratify") is a happening too: a claim, which decides
//! nothing where the register keeps acts.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};

use crate::act::Authority;
use crate::day::{Dated, Day, DayError};
use crate::party::PartyIx;
use crate::plan::TreatyIx;

macro_rules! deeds {
    ($($(#[$doc:meta])* $deed:ident = $word:literal, $group:ident;)*) => {
        /// What happened. The words are those of the tables of happenings.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Deed { $($(#[$doc])* $deed,)* }

        impl Deed {
            /// Every kind.
            pub const ALL: &[Deed] = &[$(Deed::$deed,)*];

            /// The word used in tables and in JSON.
            pub const fn word(self) -> &'static str {
                match self { $(Deed::$deed => $word,)* }
            }

            /// What part of the life of a regime it belongs to.
            pub const fn group(self) -> Part {
                match self { $(Deed::$deed => Part::$group,)* }
            }
        }
    };
}

/// A part of the life of a regime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Bodies, their meetings and their officers.
    Bodies,
    /// Texts that are adopted, sent or published.
    Texts,
    /// Measures that are accepted and reported on.
    Measures,
    /// What is promised and asked for.
    Commitments,
    /// What is sent from one to another.
    Exchanges,
    /// What is kept under watch.
    Watch,
    /// What a document tells about an instrument.
    Claims,
}

deeds! {
    /// A body, office or programme is set up, or its setting up is decided.
    Establishment = "establishment", Bodies;
    /// Somebody is charged with something.
    Mandate = "mandate", Bodies;
    /// Somebody becomes a member, or a circle of members is named.
    Membership = "membership", Bodies;
    /// Observer status is given.
    Observer = "observer", Bodies;
    /// A meeting is foreseen for some days. Held meetings are kept apart from foreseen ones.
    Planned = "planned", Bodies;
    /// A foreseen meeting will be held on other days, or on days not yet known.
    Postponed = "postponed", Bodies;
    /// A foreseen meeting will not be held.
    Cancelled = "cancelled", Bodies;
    /// A meeting is called by whoever has to.
    Convening = "convening", Bodies;
    /// A meeting of a body, held.
    Meeting = "meeting", Bodies;
    /// A conference, held.
    Conference = "conference", Bodies;
    /// Consultations, held.
    Consultation = "consultation", Bodies;
    /// Anything else that took place.
    Event = "event", Bodies;
    /// Somebody took part in something.
    Participation = "participation", Bodies;
    /// Somebody chairs a body, or a treaty's meetings.
    Chair = "chair", Bodies;
    /// Somebody holds another dated role: co-ordinator, secretary-general, host.
    Role = "role", Bodies;
    /// A task is given, with the day by which it is due.
    Task = "task", Bodies;
    /// A task is done.
    TaskDone = "task-done", Bodies;
    /// A text is put to the members and is adopted unless somebody objects by the day on which it is due.
    Silence = "silence", Bodies;
    /// Somebody objects, and there is no consensus.
    Dissent = "dissent", Bodies;

    /// A letter.
    Letter = "letter", Texts;
    /// Somebody asks for a text to be circulated as a document of an organisation.
    DistributionRequest = "distribution-request", Texts;
    /// A text is circulated under a symbol.
    Circulation = "circulation", Texts;
    /// A statement is made.
    Statement = "statement", Texts;
    /// A text is adopted.
    Adoption = "adoption", Texts;
    /// A resolution is adopted.
    Resolution = "resolution", Texts;
    /// A decision is adopted.
    Decision = "decision", Texts;
    /// Something is published.
    Publication = "publication", Texts;
    /// A document is named.
    MentionOfDocument = "mention-of-document", Texts;
    /// A text is part of another.
    IntegralPart = "integral-part", Texts;
    /// A version of a text under negotiation is put before those who work on it.
    Version = "version", Texts;
    /// A version exists in another language.
    Translation = "translation", Texts;
    /// Somebody comments on a version, or answers a comment.
    Comment = "comment", Texts;
    /// The depositary sends certified true copies (VCLT 77(1)(b)).
    CertifiedCopy = "certified-copy", Texts;
    /// The depositary notifies (VCLT 77(1)(e), (f)).
    Notification = "notification", Texts;

    /// A State accepts a measure, by its own will.
    Accepted = "accepted", Measures;
    /// A State ends what it had accepted.
    Ended = "ended", Measures;
    /// A State reports on a measure.
    Report = "report", Measures;
    /// A State reports that there is nothing to report.
    NilReport = "nil-report", Measures;
    /// A catalogue, or what was decided, is reviewed.
    Review = "review", Measures;

    /// Somebody asks others for something ("urges", "calls upon").
    Call = "call", Commitments;
    /// Somebody undertakes something, politically.
    Commitment = "commitment", Commitments;
    /// Somebody supports what others do.
    Support = "support", Commitments;
    /// Somebody joins a political commitment.
    Joined = "joined", Commitments;
    /// What was asked for or promised has been done, as a source says.
    Fulfilled = "fulfilled", Commitments;
    /// What was asked for or promised has lost its object, as a source says.
    Lapsed = "lapsed", Commitments;
    /// Somebody proposes something.
    Initiative = "initiative", Commitments;
    /// Somebody is thanked.
    Acknowledgement = "acknowledgement", Commitments;
    /// Somebody undertakes to watch something.
    Monitoring = "monitoring", Commitments;

    /// Somebody informs others: of an initiative, an agreement, an alert.
    Notice = "notice", Exchanges;
    /// Somebody asks others for help, consultation or information.
    Request = "request", Exchanges;
    /// Somebody offers help.
    Offer = "offer", Exchanges;
    /// An answer to what was sent.
    Reply = "reply", Exchanges;
    /// What was sent has arrived.
    Receipt = "receipt", Exchanges;
    /// Somebody names the point of contact for a matter.
    Contact = "contact", Exchanges;
    /// A memorandum of understanding is proposed.
    Proposal = "proposal", Exchanges;
    /// A memorandum of understanding is concluded.
    Memorandum = "memorandum", Exchanges;

    /// Something is known that bears on a matter under watch.
    Evidence = "evidence", Watch;
    /// Somebody judges it.
    Assessment = "assessment", Watch;
    /// Somebody recommends what to do.
    Recommendation = "recommendation", Watch;

    /// A document tells how often a body meets.
    BodyCadence = "body-cadence", Claims;
    /// A document tells when an instrument enters into force.
    EntryIntoForceRule = "entry-into-force-rule", Claims;
    /// A document tells who is depositary.
    Depositary = "depositary", Claims;
    /// A document tells of a signature.
    Signature = "signature", Claims;
    /// A document tells of a ratification.
    Ratification = "ratification", Claims;
    /// A document tells of a deposit.
    Deposit = "deposit", Claims;
    /// A document tells of accession.
    Accession = "accession", Claims;
    /// A document tells of entry into force.
    EntryIntoForce = "entry-into-force", Claims;
    /// A document tells of a withdrawal.
    Withdrawal = "withdrawal", Claims;
    /// A document tells of an end.
    Termination = "termination", Claims;
    /// A document tells of an extension.
    Extension = "extension", Claims;
    /// A document tells how somebody stands to an instrument.
    Status = "status", Claims;
    /// A document tells what is special about a zone.
    ZoneCharacteristic = "zone-characteristic", Claims;
}

impl Deed {
    /// Whether people came together.
    pub const fn is_gathering(self) -> bool {
        matches!(self, Deed::Meeting | Deed::Conference | Deed::Consultation | Deed::Event)
    }
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// A word that names no kind of happening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeedError(String);

impl fmt::Display for DeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a kind of happening", self.0)
    }
}

impl std::error::Error for DeedError {}

impl FromStr for Deed {
    type Err = DeedError;

    fn from_str(word: &str) -> Result<Deed, DeedError> {
        Deed::ALL.iter().copied().find(|deed| deed.word() == word).ok_or_else(|| DeedError(word.to_owned()))
    }
}

/// A date or a stretch of dates, each end as exact as its source (EDTF: `2009-04-27/2009-04-28`, `2009-23/2010-23`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The date, or the first of the stretch.
    pub from: Dated,
    /// The last of the stretch; none where it is one date.
    pub to: Option<Dated>,
    /// Whether it goes on: `2020/..`.
    pub open: bool,
}

impl Span {
    /// One date.
    pub const fn of(date: Dated) -> Span {
        Span { from: date, to: None, open: false }
    }

    /// The first day it can mean.
    pub fn first(self) -> Day {
        self.from.first
    }

    /// The last day it can mean; [`Day::NEVER`] where it goes on.
    pub fn last(self) -> Day {
        if self.open { Day::NEVER } else { self.to.unwrap_or(self.from).last() }
    }

    /// Whether it lies inside another stretch, as far as both are known.
    pub fn is_within(self, other: Span) -> bool {
        // A month lies inside a day's meeting as long as one of its days can.
        let starts = self.from.last() >= other.first();
        let ends = self.to.unwrap_or(self.from).first <= other.last();
        starts && ends
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to {
            Some(to) => f.pad(&format!("{}/{to}", self.from)),
            None if self.open => f.pad(&format!("{}/..", self.from)),
            None => fmt::Display::fmt(&self.from, f),
        }
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for Span {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Span, DayError> {
        match text.split_once('/') {
            None => Ok(Span::of(text.parse()?)),
            Some((from, "..")) => Ok(Span { from: from.parse()?, to: None, open: true }),
            Some((from, to)) => {
                let (from, to): (Dated, Dated) = (from.parse()?, to.parse()?);
                // A stretch that ends before it begins is a slip of the pen, and no date at all.
                if to.last() < from.first {
                    "/".parse::<Dated>().map(Span::of)
                } else {
                    Ok(Span { from, to: Some(to), open: false })
                }
            }
        }
    }
}

/// What would fulfil a call or a commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Asked {
    /// That those addressed sign the instrument.
    Signature,
    /// That they consent to be bound by it, in any way it allows (VCLT 11).
    Consent,
    /// That it enters into force.
    EntryIntoForce,
    /// That something happens about the matter: a meeting, a resolution, a report.
    Deed(Deed),
}

impl Asked {
    /// The word used in tables and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Asked::Signature => "signature",
            Asked::Consent => "consent",
            Asked::EntryIntoForce => "entry-into-force",
            Asked::Deed(deed) => deed.word(),
        }
    }
}

impl Serialize for Asked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl FromStr for Asked {
    type Err = DeedError;

    fn from_str(word: &str) -> Result<Asked, DeedError> {
        Ok(match word {
            "signature" => Asked::Signature,
            "consent" => Asked::Consent,
            "entry-into-force" => Asked::EntryIntoForce,
            other => Asked::Deed(other.parse()?),
        })
    }
}

/// How it happened: how people met, how a text was adopted, in which words something was asked. Empty is not recorded.
pub const MANNERS: &[&str] = &[
    "in-person",
    "virtual",
    "hybrid",
    "written",
    "consensus",
    "without-vote",
    "vote",
    "silence",
    "urges",
    "calls-upon",
    "invites",
    "requests",
    "encourages",
    "welcomes",
    "reaffirms",
    "initiative",
    "agreement",
    "assistance",
    "consultation",
    "alert",
    "information",
    "coordinator",
    "depositary",
    "secretary-general",
    "executive-director",
    "host",
    "convenor",
    "secretariat",
    "special",
    "regular",
    "expert-level",
    "permanent-representatives",
    "summit",
    "ministerial",
    "review-conference",
    "preparatory-committee",
    "seminar",
    "anniversary",
    "signing-ceremony",
    "official-map",
    "website",
    "observer",
];

/// One happening, as it stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// What happened.
    pub deed: Deed,
    /// When; none where the source tells no date.
    pub when: Option<Span>,
    /// The first day on which one could know of it.
    pub told: Day,
    /// From which day the record is known to be wrong.
    pub wrong_from: Option<Day>,
    /// The matters it is about, by id.
    pub matters: Vec<Box<str>>,
    /// Who did it.
    pub actors: Vec<PartyIx>,
    /// To whom.
    pub to: Vec<PartyIx>,
    /// The group that was named in place of those in `to`.
    pub to_group: Option<Box<str>>,
    /// The instrument it is about.
    pub instrument: Option<TreatyIx>,
    /// Where, by the id of the place.
    pub place: Option<Box<str>>,
    /// The number of a resolution, the ordinal of a meeting, the version of a catalogue, an agenda item.
    pub number: Option<Box<str>>,
    /// One of [`MANNERS`].
    pub manner: Option<Box<str>>,
    /// What would fulfil it.
    pub asks: Option<Asked>,
    /// The id of the meeting on whose margins it took place.
    pub within: Option<Box<str>>,
    /// Its own id.
    pub id: Option<Box<str>>,
    /// The id of the happening it is about: the notice that is answered, the meeting that was postponed.
    pub about: Option<Box<str>>,
    /// By which day something is due because of it.
    pub due: Option<Day>,
    /// The source and the place in it.
    pub source: Box<str>,
    /// The rank of the source.
    pub authority: Authority,
    /// What its source does not say and was concluded: names of columns.
    pub inferred: Vec<Box<str>>,
    /// Why it is contested.
    pub doubt: Option<Box<str>>,
    /// Anything a reader must know.
    pub note: Option<Box<str>>,
    /// Its entry in the ledger, where it came from one.
    pub entry: Option<u64>,
}

impl Happening {
    /// Whether it counts as of a day of knowledge.
    pub fn is_known(&self, known: Day) -> bool {
        self.told <= known && self.wrong_from.is_none_or(|wrong| known < wrong)
    }

    /// The day by which it is put in order: its own first day, or else the day on which it was told.
    pub fn day(&self) -> Day {
        self.when.map_or(self.told, Span::first)
    }

    /// Whether it is about a matter.
    pub fn is_about(&self, matter: &str) -> bool {
        self.matters.iter().any(|own| **own == *matter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_as_they_are_written() {
        for (text, first, last) in [
            ("2009-04-27/2009-04-28", "2009-04-27", "2009-04-28"),
            ("2009-23/2010-23", "2009-09-01", "2010-11-30"),
            ("2020", "2020-01-01", "2020-12-31"),
            ("2020/..", "2020-01-01", "never"),
        ] {
            let span: Span = text.parse().expect("a span");
            assert_eq!(span.to_string(), text);
            assert_eq!(span.first().to_string(), first);
            assert_eq!(span.last().to_string(), last);
        }
        for text in ["2010/2009", "/", "2009-04-27/", "..", "../2009"] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }

    #[test]
    fn every_deed_has_its_own_word() {
        for deed in Deed::ALL {
            assert_eq!(deed.word().parse::<Deed>(), Ok(*deed));
        }
    }

    #[test]
    fn a_side_event_lies_inside_its_meeting() {
        // 001 text.10: two days of May 2010 beside a session that was held in May 2009 (anomaly A7).
        let span = |text: &str| text.parse::<Span>().expect("a span");
        assert!(!span("2010-05-04/2010-05-05").is_within(span("2009-05-04/2009-05-15")));
        assert!(span("2009-05-04/2009-05-05").is_within(span("2009-05-04/2009-05-15")));
        assert!(span("2009-05").is_within(span("2009-05-04/2009-05-15")));
    }
}
