//! Drawings as a browser would take them.

mod curve;
mod life;
mod map;
mod reading;
