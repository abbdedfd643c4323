//! The law room: what an act means under a treaty's own clauses.
//!
//! Acts go in, intervals come out, over three times: *effect* (the civil date from
//! which an act has legal effect), *knowledge* (the civil date on which the States
//! had been told) and *record* (the prefix of acts that is given to the engine).
//! The room reads no file, knows no clock and waits for nothing; an answer is a
//! function of its arguments.
//!
//! Start with [`clause`] for the language treaties are written in, [`Engine`] for
//! status, [`Engine::histories`] for intervals, [`reservation`] for the effects
//! between pairs of States, and [`reason`] for why.

pub mod act;
pub mod amendment;
pub mod call;
pub mod check;
pub mod clause;
pub mod day;
mod engine;
pub mod happening;
mod life;
pub mod party;
pub mod period;
mod plan;
pub mod reason;
pub mod reservation;
mod resolved;
pub mod rhythm;
mod slot;
pub mod territory;
pub mod whatif;

pub use act::{Act, ActKind, Authority};
pub use clause::Clauses;
pub use day::{Dated, Day, Precision};
pub use engine::{Engine, Laid, Outcome, Scratch, Standing, Supposed, lay, withdrawal_effect};
pub use happening::{Asked, Deed, Happening, Part, Span};
pub use life::{Interval, LifeStage, Stage, is_per_party};
pub use party::{Group, Membership, Parties, Party, PartyIx, PartyKind, Succession, Weights};
pub use period::{Period, Rounding};
pub use plan::{PlanError, Source, TreatyIx};
pub use resolved::{Resolved, Standings};
pub use rhythm::{Rhythm, Rule, Says};
pub use slot::Status;
