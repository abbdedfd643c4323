//! The pack room: turns TOML and CSV into treaties, parties and acts, or into
//! problems with file, line and column. It never decides whether a treaty is in
//! force; that is the law's.
//!
//! A folder of packs holds one folder `parties` and any number of packs, each
//! with a `pack.toml` and one folder per instrument with `treaty.toml` and
//! `acts*.csv`; a pack can have a `zones.toml`, a `matters.toml`, tables
//! `happenings*.csv` and a `mentions.csv` beside them.

mod acts;
mod cores;
mod files;
mod happenings;
mod instrument;
mod load;
mod matters;
mod mentions;
pub mod names;
mod places;
mod problem;
mod sources;
mod table;
mod tables;
mod zones;

pub use acts::{ActRow, COLUMNS as ACT_COLUMNS, act_rows};
pub use cores::on_every_core;
pub use files::{File, MAX_FILE, read_folder};
pub use happenings::{COLUMNS as HAPPENING_COLUMNS, HappeningRow, happening_rows, happening_tables, in_ledger};
pub use instrument::{
    Aliases, Instrument, InstrumentFile, InstrumentKind, Note, Relation, RelationKind, Text, in_language,
};
pub use load::{PackAbout, Packs, act_tables, load, load_recorded};
pub use matters::{Chair, Decides, DecidesBy, Dimension, Field, FieldKind, Matter, MatterKind, Matters, Question};
pub use mentions::Mention;
pub use names::{Name, Names};
pub use places::PlaceName;
pub use problem::{Problem, Severity};
pub use sources::SourceAbout;
pub use tables::{DefinedBy, GroupAbout, is_hidden};
pub use zones::{Declared, Limits, Zone, ZoneBody};
