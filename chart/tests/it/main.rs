//! Drawings as a browser would take them.

mod curve;
mod intervals;
mod life;
mod map;
mod network;
mod reading;
