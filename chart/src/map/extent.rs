//! Which part of the world a map shows, and how that is laid on the plane.

use super::clip::{Half, Point};
use super::equal_earth;
use super::outlines::Outlines;

/// The part of the world that a map shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Extent<'a> {
    /// All of it; without Antarctica unless an area `ATA` is given.
    World,
    /// What lies around the areas with these codes.
    Around(&'a [&'a str]),
    /// What lies in these limits, in degrees; `west` may be greater than `east`, across the antimeridian.
    Limits {
        /// Western limit.
        west: f64,
        /// Southern limit.
        south: f64,
        /// Eastern limit.
        east: f64,
        /// Northern limit.
        north: f64,
    },
}

/// Width of a map for a wide page, in units of the drawing.
pub(crate) const WIDTH: f64 = 960.0;
/// The meridian in the middle of a map of the world: the cut then runs through Bering Strait and parts no State.
const WORLD_MERIDIAN: f64 = 11.0;
/// Below this a map without Antarctica ends; Cape Horn lies at 56°.
const WORLD_SOUTH: f64 = -58.0;
const WORLD_NORTH: f64 = 84.0;
/// The smallest region, in degrees of latitude: outlines are too coarse for less.
const SMALLEST: f64 = 5.0;

/// From degrees to units of the drawing.
#[derive(Debug)]
pub(crate) struct Window {
    pub(crate) meridian: f64,
    pub(crate) south: f64,
    pub(crate) north: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// Units to one radius of the sphere.
    scale: f64,
    /// Of the upper left corner, on the plane.
    origin: Point,
    pub(crate) world: bool,
}

impl Window {
    pub(crate) fn world(width: f64, antarctica: bool) -> Self {
        let (south, north) = if antarctica { (-90.0, 90.0) } else { (WORLD_SOUTH, WORLD_NORTH) };
        let right = equal_earth::project(180.0, 0.0).0;
        let (top, bottom) = (equal_earth::project(0.0, north).1, equal_earth::project(0.0, south).1);
        let scale = width / (2.0 * right);
        let height = (top - bottom) * scale;
        Self { meridian: WORLD_MERIDIAN, south, north, width, height, scale, origin: (-right, top), world: true }
    }

    /// A region, with some air around it.
    pub(crate) fn limits(width: f64, west: f64, south: f64, east: f64, north: f64) -> Option<Self> {
        if ![west, south, east, north].iter().all(|degrees| degrees.is_finite()) {
            return None;
        }
        let (south, north) = (south.min(north).clamp(-90.0, 90.0), south.max(north).clamp(-90.0, 90.0));
        let span = (east - west).rem_euclid(360.0);
        let meridian = (west + span / 2.0 + 180.0).rem_euclid(360.0) - 180.0;
        let (mut left, mut right, mut top, mut bottom) = (f64::MAX, f64::MIN, f64::MIN, f64::MAX);
        for step in 0..=20 {
            let lat = south + (north - south) * f64::from(step) / 20.0;
            let (x, y) = equal_earth::project(span / 2.0, lat);
            (left, right, top, bottom) = (left.min(-x), right.max(x), top.max(y), bottom.min(y));
        }
        let least = SMALLEST.to_radians();
        let air = |low: f64, high: f64| {
            let (middle, half) = ((low + high) / 2.0, ((high - low) * 0.56).max(least / 2.0));
            (middle - half, middle + half)
        };
        (left, right) = air(left, right);
        (bottom, top) = air(bottom, top);
        // Neither a strip nor a tower: what is missing is shown on both sides.
        let (wide, high) = (right - left, top - bottom);
        let (wide, high) = (wide.max(high / 0.78), high.max(wide * 0.42));
        let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
        let pole = equal_earth::project(0.0, 90.0).1;
        let y = y.min((pole - high / 2.0).max(0.0)).max((high / 2.0 - pole).min(0.0));
        let scale = width / wide;
        Some(Self {
            meridian,
            south: -90.0,
            north: 90.0,
            width,
            height: high * scale,
            scale,
            origin: (x - wide / 2.0, y + high / 2.0),
            world: false,
        })
    }

    /// What lies around these areas; nothing where none of them has an outline.
    pub(crate) fn around(width: f64, outlines: &Outlines, areas: &[usize]) -> Option<Self> {
        let (mut spans, mut south, mut north) = (Vec::new(), f64::MAX, f64::MIN);
        for at in areas {
            let area = outlines.areas.get(*at)?;
            let boxes = boxes(outlines, *at);
            let largest = boxes.iter().map(|(_, size)| *size).fold(0.0, f64::max);
            // Far islands of a large State (some 100 by 100 km and more) do not make its map a map of an ocean.
            let kept = boxes.iter().filter(|(_, size)| largest < 1.0 || *size > largest * 0.02);
            let mut any = false;
            for ([west, low, east, high], _) in kept {
                spans.push((*west, *east));
                (south, north) = (south.min(*low), north.max(*high));
                any = true;
            }
            if !any {
                spans.push((area.point.0, area.point.0));
                (south, north) = (south.min(area.point.1), north.max(area.point.1));
            }
        }
        let (west, east) = hull(&spans)?;
        Self::limits(width, west, south, east, north)
    }

    pub(crate) fn project(&self, lon: f64, lat: f64) -> Point {
        let (x, y) = equal_earth::project(lon, lat);
        ((x - self.origin.0) * self.scale, (self.origin.1 - y) * self.scale)
    }

    /// Degrees of latitude, roughly, in one unit of the drawing.
    pub(crate) fn degrees(&self) -> f64 {
        (1.0 / (self.scale * 1.1)).to_degrees()
    }

    /// Limits in degrees from the central meridian.
    pub(crate) fn globe(&self) -> [Half; 4] {
        [Half::East(-180.0), Half::West(180.0), Half::North(self.south), Half::South(self.north)]
    }

    /// Limits in units of the drawing, with room for the width of a line.
    pub(crate) fn frame(&self) -> [Half; 4] {
        [Half::East(-1.0), Half::West(self.width + 1.0), Half::North(-1.0), Half::South(self.height + 1.0)]
    }

    /// Whether a point of the drawing lies in it.
    pub(crate) fn holds(&self, point: Point) -> bool {
        point.0 >= 0.0 && point.1 >= 0.0 && point.0 <= self.width && point.1 <= self.height
    }
}

/// West, south, east and north of every ring, with its size in square degrees at the equator.
fn boxes(outlines: &Outlines, area: usize) -> Vec<([f64; 4], f64)> {
    let bounds = |ring: &Vec<Point>| {
        let mut bounds = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
        for (lon, lat) in ring {
            bounds = [bounds[0].min(*lon), bounds[1].min(*lat), bounds[2].max(*lon), bounds[3].max(*lat)];
        }
        (bounds, super::size(ring) * ((bounds[1] + bounds[3]) / 2.0).to_radians().cos())
    };
    outlines.rings(&[area]).iter().map(bounds).collect()
}

/// The shortest arc of a circle that holds all spans.
fn hull(spans: &[(f64, f64)]) -> Option<(f64, f64)> {
    let mut spans: Vec<(f64, f64)> = spans.iter().map(|(west, east)| (west.rem_euclid(360.0), east - west)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let first = *spans.first()?;
    let mut reach = first.0 + first.1;
    // The widest gap, and where it ends.
    let (mut gap, mut west) = (0.0, first.0);
    for (start, length) in spans.iter().skip(1) {
        if start - reach > gap {
            (gap, west) = (start - reach, *start);
        }
        reach = reach.max(start + length);
    }
    if first.0 + 360.0 - reach >= gap {
        (gap, west) = ((first.0 + 360.0 - reach).max(0.0), first.0);
    }
    Some((west, west + 360.0 - gap.max(1e-9)))
}

#[cfg(test)]
mod tests {
    use super::hull;

    #[test]
    fn hull_crosses_the_antimeridian() {
        let (west, east) = hull(&[(172.0, 178.0), (-178.0, -170.0)]).expect("spans");
        assert!((west - 172.0).abs() < 1e-6 && (east - 190.0).abs() < 1e-6, "{west} {east}");
        let (west, east) = hull(&[(46.0, 88.0), (52.0, 67.0)]).expect("spans");
        assert!((west - 46.0).abs() < 1e-6 && (east - 88.0).abs() < 1e-6, "{west} {east}");
    }
}
