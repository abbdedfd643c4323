//! Drawings as a browser would take them.

mod map;
mod reading;
