//! Acts: who did what about a treaty, when, and how we know.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::day::{Dated, Day};
use crate::party::PartyIx;

macro_rules! act_kinds {
    ($($(#[$doc:meta])* $kind:ident = $word:literal,)*) => {
        /// What was done. The words are those of the act tables.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "kebab-case")]
        pub enum ActKind { $($(#[$doc])* $kind,)* }

        impl ActKind {
            /// Every kind, in the order of a treaty's life.
            pub const ALL: &[ActKind] = &[$(ActKind::$kind,)*];

            /// The word used in act tables and in JSON.
            pub const fn word(self) -> &'static str {
                match self { $(ActKind::$kind => $word,)* }
            }
        }
    };
}

act_kinds! {
    /// The text was adopted (VCLT 9).
    Adoption = "adoption",
    /// The treaty was opened for signature.
    Opening = "opening",
    /// Simple signature, subject to later consent (VCLT 14, 18).
    Signature = "signature",
    /// Signature that expresses consent to be bound (VCLT 12).
    DefinitiveSignature = "definitive-signature",
    /// The domestic step before the deposit; without effect between States (VCLT 16).
    DomesticRatification = "domestic-ratification",
    /// Deposit of an instrument of ratification (VCLT 14, 16).
    Ratification = "ratification",
    /// Deposit of an instrument of acceptance (VCLT 14(2)).
    Acceptance = "acceptance",
    /// Deposit of an instrument of approval (VCLT 14(2)).
    Approval = "approval",
    /// Deposit of an instrument of accession (VCLT 15).
    Accession = "accession",
    /// Act of formal confirmation by an organisation (VCLT 1986, 2(1)(b bis)).
    FormalConfirmation = "formal-confirmation",
    /// Notification of consent to be bound, as under the CCW protocols.
    ConsentToBeBound = "consent-to-be-bound",
    /// Notification by which a treaty is applied or accepted.
    Notification = "notification",
    /// Participation by operation of another treaty.
    Participation = "participation",
    /// Notification of succession (VCSS 17, 22).
    Succession = "succession",
    /// Succession to a signature (VCSS 18).
    SuccessionToSignature = "succession-to-signature",
    /// An instrument is withdrawn before the treaty is in force.
    ConsentWithdrawn = "consent-withdrawn",
    /// A State applies the treaty provisionally (VCLT 25).
    ProvisionalApplication = "provisional-application",
    /// Provisional application ends (VCLT 25(2)).
    ProvisionalEnd = "provisional-end",
    /// Reservation (VCLT 2(1)(d), 19).
    Reservation = "reservation",
    /// Withdrawal of a reservation (VCLT 22(1)).
    ReservationWithdrawn = "reservation-withdrawn",
    /// Objection to a reservation (VCLT 20).
    Objection = "objection",
    /// Withdrawal of an objection (VCLT 22(2)).
    ObjectionWithdrawn = "objection-withdrawn",
    /// Declaration of any other nature.
    Declaration = "declaration",
    /// Waiver of the conditions of entry into force (Tlatelolco 28(2)).
    Waiver = "waiver",
    /// Notice of withdrawal or denunciation (VCLT 54, 56, 67).
    Withdrawal = "withdrawal",
    /// Revocation of a notice of withdrawal (VCLT 68).
    WithdrawalRevoked = "withdrawal-revoked",
    /// The treaty is extended to, or accepted for, a territory (VCLT 29).
    TerritorialApplication = "territorial-application",
    /// A territory is excluded.
    TerritorialExclusion = "territorial-exclusion",
    /// A party accepts an amendment.
    AmendmentAccepted = "amendment-accepted",
    /// A meeting or decision brings the treaty into force.
    EntryIntoForce = "entry-into-force",
    /// The duration is extended; the effect is the first day on which the treaty is no longer in force.
    Extension = "extension",
    /// Operation is suspended, by one party or for all (VCLT 57-62).
    Suspension = "suspension",
    /// A suspension ends.
    SuspensionEnd = "suspension-end",
    /// The treaty is terminated by agreement or decision (VCLT 54(b)).
    Termination = "termination",
    /// Correction of the original or of a certified copy (VCLT 79).
    Correction = "correction",
    /// An earlier entry was wrong; it is named by `about`.
    Rectification = "rectification",
    /// A communication by the depositary or by a State (VCLT 77(1)(e), 78).
    Communication = "communication",
}

impl ActKind {
    /// Whether the act expresses consent to be bound (VCLT 11).
    pub const fn is_consent(self) -> bool {
        matches!(
            self,
            ActKind::DefinitiveSignature
                | ActKind::Ratification
                | ActKind::Acceptance
                | ActKind::Approval
                | ActKind::Accession
                | ActKind::FormalConfirmation
                | ActKind::ConsentToBeBound
                | ActKind::Notification
                | ActKind::Participation
                | ActKind::Succession
        )
    }

    /// Whether the act is one of the treaty itself, with no participant.
    pub const fn is_of_treaty(self) -> bool {
        matches!(
            self,
            ActKind::Adoption
                | ActKind::Opening
                | ActKind::EntryIntoForce
                | ActKind::Extension
                | ActKind::Suspension
                | ActKind::SuspensionEnd
                | ActKind::Termination
                | ActKind::Correction
                | ActKind::Communication
                | ActKind::Rectification
        )
    }
}

impl fmt::Display for ActKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// A word that names no kind of act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActKindError(String);

impl fmt::Display for ActKindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a kind of act", self.0)
    }
}

impl std::error::Error for ActKindError {}

impl FromStr for ActKind {
    type Err = ActKindError;

    fn from_str(word: &str) -> Result<ActKind, ActKindError> {
        ActKind::ALL.iter().copied().find(|kind| kind.word() == word).ok_or_else(|| ActKindError(word.to_owned()))
    }
}

/// How far a source can be trusted where sources disagree. Lower ranks first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Authority {
    /// The depositary's own statement (VCLT 77).
    Depositary,
    /// A register kept by the depositary or for it, as published.
    #[default]
    Register,
    /// A collection made from registers by somebody else.
    Secondary,
    /// Not checked against any document.
    Memory,
}

/// One act, as it stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// What was done.
    pub kind: ActKind,
    /// Who did it; none for acts of the treaty itself.
    pub party: Option<PartyIx>,
    /// The day of the act: of deposit, of receipt, of signature.
    pub date: Dated,
    /// The day of legal effect, where the act itself names it.
    pub effect: Option<Day>,
    /// The day on which the States had been told; taken to be the act's own day where it is not recorded.
    pub known: Option<Day>,
    /// The day from which the record is known to be wrong, with a rectification.
    pub wrong_from: Option<Day>,
    /// The act's name within its treaty, where another act refers to it.
    pub id: Option<Box<str>>,
    /// The name of the act this one is about.
    pub about: Option<Box<str>>,
    /// Where.
    pub place: Option<Box<str>>,
    /// For which territory; none means for the participant as a whole.
    pub territory: Option<Box<str>>,
    /// Why its meaning is contested, if it is.
    pub doubt: Option<Box<str>>,
    /// Why the engine follows another source for this act, if it does.
    pub overruled: Option<Box<str>>,
    /// The source and the place in it.
    pub source: Box<str>,
    /// The rank of the source.
    pub authority: Authority,
    /// Anything a reader must know.
    pub note: Option<Box<str>>,
}

impl Act {
    /// An act of `party` on `date` with nothing else recorded.
    pub fn new(kind: ActKind, party: Option<PartyIx>, date: Day) -> Act {
        Act {
            kind,
            party,
            date: Dated::exact(date),
            effect: None,
            known: None,
            wrong_from: None,
            id: None,
            about: None,
            place: None,
            territory: None,
            doubt: None,
            overruled: None,
            source: "".into(),
            authority: Authority::Register,
            note: None,
        }
    }

    /// The day from which one could know of the act.
    pub fn known_from(&self) -> Day {
        self.known.unwrap_or(self.date.first)
    }
}
