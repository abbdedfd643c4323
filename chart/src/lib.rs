//! Draws what is known as SVG: maps, life lines, curves, intervals, networks.
//!
//! Pure: a drawing is a function of its arguments, the same byte for byte. Every word in it comes from the caller in the
//! reader's language; years and counts are written in the caller's digits. The crate knows no law, no State and no
//! language.
//!
//! A drawing holds no script, no reference to anything outside of it and no `style` attribute. Classes are told apart
//! by hue and by hatching, or by lightness alone, so that it can be read in grey. Its colours are custom properties, which a page may set:
//! `--chart-ink`, `--chart-muted`, `--chart-rule`, `--chart-paper`, `--chart-sea`, `--chart-land`, `--chart-font` and
//! `--chart-tone-0` to `--chart-tone-7`, `--chart-step-0` to `--chart-step-4`.
//!
//! A page holds drawings made for [`Frame::Inline`] and [`STYLE`] in its own style sheet; so nothing in them needs more
//! than `style-src 'self'`. Text has the size that is given in units, so a page for a phone holds drawings made for
//! [`Width::Narrow`].

mod band;
mod callout;
mod curve;
mod draft;
mod intervals;
mod legend;
mod life;
mod map;
mod network;
mod sheet;
mod style;
mod text;
mod time;

pub use band::Band;
pub use callout::Moment;
pub use curve::{Curve, Series, Step};
pub use intervals::{Intervals, Row};
pub use life::Life;
pub use map::{Area, Drawn, Extent, Line, Map, Mark, outlined};
pub use network::{Edge, Network, Node};
pub use sheet::{Class, Digits, Direction, Frame, Sheet, Width};
pub use style::{STEPS, STYLE, TONES};
pub use time::When;
