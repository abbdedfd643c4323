//! Drawings as a browser would take them.

mod life;
mod map;
mod reading;
