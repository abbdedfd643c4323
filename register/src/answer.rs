//! Answers as values: what `--json` writes and what the tables show.

pub mod bodies;
pub mod cited;
pub mod commitments;
pub mod consequence;
pub mod diff;
pub mod due;
pub mod export;
pub mod log;
pub mod matrix;
pub mod measures;
pub mod meetings;
pub mod notices;
pub mod notification;
pub mod occasion;
pub mod party;
pub mod report;
pub mod reservations;
pub mod sites;
pub mod status;
pub mod timeline;
pub mod treaties;
pub mod treaty;
pub mod watch;
pub mod whatif;
pub mod why;
pub mod zones;
