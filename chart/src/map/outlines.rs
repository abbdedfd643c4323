//! The outlines that are built in. Their format and where they are from: `chart/data/README.md`.

use super::clip::Point;

const BYTES: &[u8] = include_bytes!("../../data/outlines.bin");
const MAGIC: usize = 8;
/// Degrees in a unit of the file.
const UNIT: f64 = 0.01;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// 1 to 110 million.
    Small,
    /// 1 to 50 million.
    Medium,
}

/// An area: a State, or a territory that has its own outline or point.
#[derive(Debug)]
pub(crate) struct Outline {
    /// ISO 3166-1 alpha-3, or empty for what has none.
    pub(crate) code: &'static str,
    /// The code whose class it takes where the caller gives it none; mostly empty.
    pub(crate) part_of: &'static str,
    /// The middle of its largest polygon.
    pub(crate) point: Point,
    rings: Vec<Vec<i64>>,
}

#[derive(Debug)]
pub(crate) struct Outlines {
    pub(crate) areas: Vec<Outline>,
    /// Points in degrees; longitudes go on beyond 180.
    arcs: Vec<Vec<Point>>,
}

/// What is read of damaged bytes is 0 and nothing: the file is built in, and a test reads it to its end.
struct Reader {
    bytes: &'static [u8],
}

impl Reader {
    fn number(&mut self) -> u64 {
        let (mut number, mut shift) = (0, 0);
        while let Some((byte, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            number |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 || shift > 56 {
                break;
            }
        }
        number
    }

    fn count(&mut self) -> usize {
        usize::try_from(self.number()).unwrap_or(0).min(self.bytes.len())
    }

    fn signed(&mut self) -> i64 {
        let number = self.number();
        (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
    }

    fn take(&mut self, count: usize) -> &'static [u8] {
        let (taken, rest) = self.bytes.split_at(count.min(self.bytes.len()));
        self.bytes = rest;
        taken
    }

    fn text(&mut self) -> &'static str {
        let count = self.count();
        str::from_utf8(self.take(count)).unwrap_or("")
    }
}

impl Outlines {
    /// Reads one level. Points of an arc that are less than `tolerance` degrees of latitude from the one before are left
    /// out: arc by arc, so that neighbours keep one border.
    pub(crate) fn read(detail: Detail, tolerance: f64) -> Self {
        let mut reader = Reader { bytes: BYTES.get(MAGIC..).unwrap_or(&[]) };
        let count = reader.count();
        let mut areas: Vec<Outline> = (0..count).map(|_| area(&mut reader)).collect();
        let length = reader.count();
        let small = reader.take(length);
        let _ = reader.count();
        if detail == Detail::Small {
            reader = Reader { bytes: small };
        }
        let count = reader.count();
        let arcs = (0..count).map(|_| arc(&mut reader, tolerance)).collect();
        for area in &mut areas {
            let count = reader.count();
            area.rings = (0..count)
                .map(|_| {
                    let count = reader.count();
                    (0..count).map(|_| reader.signed()).collect()
                })
                .collect();
        }
        Self { areas, arcs }
    }

    /// Where an area stands among the others.
    pub(crate) fn find(&self, code: &str) -> Option<usize> {
        if code.is_empty() { None } else { self.areas.binary_search_by(|area| area.code.cmp(code)).ok() }
    }

    /// The rings of several areas as one, without the borders between them. Longitudes run on without a jump; a ring
    /// around a pole is closed along it and covers three turns.
    pub(crate) fn rings(&self, areas: &[usize]) -> Vec<Vec<Point>> {
        let rings: Vec<&Vec<i64>> =
            areas.iter().filter_map(|at| self.areas.get(*at)).flat_map(|area| &area.rings).collect();
        let mut rings: Vec<Vec<i64>> = rings.into_iter().cloned().collect();
        self.dissolve(&mut rings);
        rings.iter().map(|ring| self.ring(ring)).filter(|ring| ring.len() > 2).collect()
    }

    /// Takes out arcs that are run along in both directions and joins what is left.
    fn dissolve(&self, rings: &mut Vec<Vec<i64>>) {
        let mut used: Vec<i64> = rings.iter().flatten().copied().collect();
        used.sort_unstable();
        let inner = |arc: i64| used.binary_search(&!arc).is_ok();
        let (mut whole, broken): (Vec<_>, Vec<_>) =
            std::mem::take(rings).into_iter().partition(|ring: &Vec<i64>| !ring.iter().any(|arc| inner(*arc)));
        let mut left: Vec<i64> = broken.into_iter().flatten().filter(|arc| !inner(*arc)).collect();
        while let Some(arc) = left.pop() {
            let mut ring = vec![arc];
            let start = self.ends(arc).0;
            let mut end = self.ends(arc).1;
            while end != start {
                let Some(next) = left.iter().position(|arc| self.ends(*arc).0 == end) else { break };
                let arc = left.swap_remove(next);
                end = self.ends(arc).1;
                ring.push(arc);
            }
            whole.push(ring);
        }
        *rings = whole;
    }

    /// First and last point, in units of the file.
    fn ends(&self, arc: i64) -> ((i64, i64), (i64, i64)) {
        let unit = |point: Option<&Point>| {
            point.map_or((0, 0), |point| ((point.0 / UNIT).round() as i64, (point.1 / UNIT).round() as i64))
        };
        let points = self.arc(arc);
        let ends = (unit(points.first()), unit(points.last()));
        if arc < 0 { (ends.1, ends.0) } else { ends }
    }

    fn arc(&self, arc: i64) -> &[Point] {
        let at = if arc < 0 { !arc } else { arc };
        usize::try_from(at).ok().and_then(|at| self.arcs.get(at)).map_or(&[], Vec::as_slice)
    }

    fn ring(&self, arcs: &[i64]) -> Vec<Point> {
        let mut ring: Vec<Point> = Vec::new();
        let mut add = |point: &Point| {
            let mut point = *point;
            if let Some(last) = ring.last() {
                point.0 -= ((point.0 - last.0) / 360.0).round() * 360.0;
            }
            if ring.last() != Some(&point) {
                ring.push(point);
            }
        };
        for arc in arcs {
            let points = self.arc(*arc);
            if *arc < 0 { points.iter().rev().for_each(&mut add) } else { points.iter().for_each(&mut add) }
        }
        let (Some(first), Some(last)) = (ring.first().copied(), ring.last().copied()) else { return ring };
        let turn = ((last.0 - first.0) / 360.0).round() * 360.0;
        if turn != 0.0 {
            let pole = if first.1 < 0.0 { -90.0 } else { 90.0 };
            let once = ring.clone();
            let shifted = |by: f64| once.iter().map(move |point| (point.0 + by, point.1));
            ring = shifted(-turn).chain(shifted(0.0)).chain(shifted(turn)).collect();
            ring.push((last.0 + turn, pole));
            ring.push((first.0 - turn, pole));
        } else if ring.len() > 1 && first == last {
            ring.pop();
        }
        ring
    }
}

fn area(reader: &mut Reader) -> Outline {
    Outline {
        code: reader.text(),
        part_of: reader.text(),
        point: (reader.signed() as f64 * UNIT, reader.signed() as f64 * UNIT),
        rings: Vec::new(),
    }
}

fn arc(reader: &mut Reader, tolerance: f64) -> Vec<Point> {
    let count = reader.count();
    let (mut x, mut y) = (0, 0);
    let mut points: Vec<Point> = Vec::with_capacity(count.min(1 << 12));
    for at in 0..count {
        (x, y) = (x + reader.signed(), y + reader.signed());
        let point = (x as f64 * UNIT, y as f64 * UNIT);
        let near = points.last().is_some_and(|last| {
            let lon = (point.0 - last.0) * point.1.to_radians().cos();
            lon * lon + (point.1 - last.1).powi(2) < tolerance * tolerance
        });
        if !near || at + 1 == count {
            points.push(point);
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_levels_are_read_to_the_end() {
        assert_eq!(&BYTES[..MAGIC], b"OUTLINE1");
        for detail in [Detail::Small, Detail::Medium] {
            let outlines = Outlines::read(detail, 0.0);
            assert!(outlines.areas.is_sorted_by_key(|area| area.code));
            let arcs = outlines.areas.iter().flat_map(|area| &area.rings).flatten();
            let highest = arcs.map(|arc| if *arc < 0 { !arc } else { *arc }).max();
            assert!(highest < i64::try_from(outlines.arcs.len()).ok());
            for area in 0..outlines.areas.len() {
                for (lon, lat) in outlines.rings(&[area]).into_iter().flatten() {
                    assert!(lon.abs() <= 1100.0 && lat.abs() <= 90.0, "{}", outlines.areas[area].code);
                }
            }
        }
    }

    /// Cyprus has the outline of the island, Somalia that of the whole State: what lies between is no border.
    #[test]
    fn inner_borders_are_dissolved() {
        for detail in [Detail::Small, Detail::Medium] {
            let outlines = Outlines::read(detail, 0.0);
            for code in ["CYP", "SOM"] {
                let at = outlines.find(code).expect("a State");
                assert_eq!(outlines.rings(&[at]).iter().filter(|ring| ring.len() > 4).count(), 1, "{code} {detail:?}");
            }
        }
    }
}
