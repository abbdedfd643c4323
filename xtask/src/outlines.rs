//! The outlines of States that maps are drawn from: Natural Earth's, as the npm package `world-atlas` has them.
//!
//! The format that this writes and `chart/src/map/outlines.rs` reads is described in `chart/data/README.md`.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::Failure;

pub(crate) const USAGE: &str =
    "cargo xtask outlines FOLDER    write chart/data/outlines.bin from countries-110m, -50m and -10m.json in FOLDER";

/// Units in a degree.
const GRID: f64 = 100.0;
/// How far a point may lie from the simplified line, in units of the grid.
const TOLERANCE: f64 = 0.9;

pub(crate) fn run(root: &Path, folder: &Path) -> Result<(), Failure> {
    let data = root.join("chart/data");
    let naming = Naming::read(&data)?;
    let small = Topology::read(folder, "110m", &naming)?;
    let medium = Topology::read(folder, "50m", &naming)?;
    let large = Topology::read(folder, "10m", &naming)?;

    let mut points: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for topology in [&small, &large, &medium] {
        points.extend(topology.areas.iter().map(|(code, rings)| (code.as_str(), topology.point(rings))));
    }
    let mut bytes = b"OUTLINE1".to_vec();
    put(&mut bytes, points.len() as u64);
    for (code, (x, y)) in &points {
        put_text(&mut bytes, code);
        put_text(&mut bytes, naming.part_of.get(*code).map_or("", String::as_str));
        put_signed(&mut bytes, *x);
        put_signed(&mut bytes, *y);
    }
    for topology in [&small, &medium] {
        let level = topology.level(points.keys().copied());
        put(&mut bytes, level.len() as u64);
        bytes.extend(level);
    }
    fs::write(data.join("outlines.bin"), &bytes)?;
    println!("{} areas, {} bytes", points.len(), bytes.len());
    Ok(())
}

/// Which code an outline has.
struct Naming {
    /// ISO 3166-1: numeric to alpha-3.
    codes: HashMap<String, String>,
    parts: Vec<Part>,
    part_of: HashMap<String, String>,
}

/// An outline, or the polygons of it that lie in a box, which goes under another code than its number says.
struct Part {
    name: String,
    code: String,
    /// West, south, east, north.
    bounds: Option<[f64; 4]>,
}

impl Naming {
    fn read(data: &Path) -> Result<Self, Failure> {
        let mut codes = HashMap::new();
        for row in csv::Reader::from_path(data.join("codes.csv"))?.into_records() {
            let row = row?;
            codes.insert(row[0].to_owned(), row[1].to_owned());
        }
        let (mut parts, mut part_of) = (Vec::new(), HashMap::new());
        for row in csv::Reader::from_path(data.join("parts.csv"))?.into_records() {
            let row = row?;
            if !row[2].is_empty() {
                part_of.insert(row[1].to_owned(), row[2].to_owned());
            }
            let bounds = if row[3].is_empty() {
                None
            } else {
                Some([row[3].parse()?, row[4].parse()?, row[5].parse()?, row[6].parse()?])
            };
            parts.push(Part { name: row[0].to_owned(), code: row[1].to_owned(), bounds });
        }
        Ok(Self { codes, parts, part_of })
    }

    /// The code of one polygon of the outline that has this name and number.
    fn code(&self, name: &str, id: Option<&str>, polygon: [f64; 4]) -> Result<&str, Failure> {
        let [west, south, east, north] = polygon;
        for part in self.parts.iter().filter(|part| part.name == name) {
            if part.bounds.is_none_or(|b| west >= b[0] && south >= b[1] && east <= b[2] && north <= b[3]) {
                return Ok(&part.code);
            }
        }
        match id {
            Some(id) => Ok(self.codes.get(id).ok_or_else(|| format!("{name}: codes.csv lacks the number {id}"))?),
            None => Ok(""),
        }
    }
}

type Point = (i64, i64);

/// Arcs on the grid, and the rings of every area: numbers of arcs, a reversed one as its complement.
struct Topology {
    arcs: Vec<Vec<Point>>,
    areas: BTreeMap<String, Vec<Vec<i64>>>,
}

impl Topology {
    fn read(folder: &Path, detail: &str, naming: &Naming) -> Result<Self, Failure> {
        let path = folder.join(format!("countries-{detail}.json"));
        let json: Value =
            serde_json::from_slice(&fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?)?;
        let pair = |value: &Value| Some((value[0].as_f64()?, value[1].as_f64()?));
        let broken = || format!("{} is no TopoJSON of world-atlas", path.display());
        let scale = pair(&json["transform"]["scale"]).ok_or_else(broken)?;
        let origin = pair(&json["transform"]["translate"]).ok_or_else(broken)?;
        let mut arcs = Vec::new();
        for arc in json["arcs"].as_array().ok_or_else(broken)? {
            let (mut x, mut y) = (0.0, 0.0);
            let mut points = Vec::new();
            for step in arc.as_array().ok_or_else(broken)? {
                let (dx, dy) = pair(step).ok_or_else(broken)?;
                (x, y) = (x + dx, y + dy);
                let grid = |n: f64| (n * GRID).round() as i64;
                points.push((grid(x * scale.0 + origin.0), grid(y * scale.1 + origin.1)));
            }
            arcs.push(simplify(&points));
        }
        let mut areas: BTreeMap<String, Vec<Vec<i64>>> = BTreeMap::new();
        for geometry in json["objects"]["countries"]["geometries"].as_array().ok_or_else(broken)? {
            let rings = |polygon: &Value| serde_json::from_value::<Vec<Vec<i64>>>(polygon.clone());
            let polygons = match geometry["type"].as_str() {
                Some("Polygon") => vec![rings(&geometry["arcs"])?],
                _ => geometry["arcs"].as_array().ok_or_else(broken)?.iter().map(rings).collect::<Result<_, _>>()?,
            };
            let name = geometry["properties"]["name"].as_str().ok_or_else(broken)?;
            for polygon in polygons {
                let bounds = bounds(&polygon, &arcs);
                let code = naming.code(name, geometry["id"].as_str(), bounds)?;
                // A ring that runs along the pole itself bounds nothing.
                let rings = polygon.into_iter().filter(|ring| ring.iter().any(|arc| !at_pole(&arcs[index(*arc)])));
                areas.entry(code.to_owned()).or_default().extend(rings);
            }
        }
        Ok(Self { arcs, areas })
    }

    /// The middle of the largest ring.
    fn point(&self, rings: &[Vec<i64>]) -> Point {
        let mut best = (0.0, (0, 0));
        for ring in rings {
            let mut points: Vec<(f64, f64)> = Vec::new();
            for (x, y) in ring.iter().flat_map(|arc| self.arc(*arc)) {
                let mut x = x as f64;
                if let Some(last) = points.last() {
                    x -= ((x - last.0) / (360.0 * GRID)).round() * 360.0 * GRID;
                }
                points.push((x, y as f64));
            }
            let (origin, mut twice, mut cx, mut cy) = (points[0], 0.0, 0.0, 0.0);
            for pair in points.windows(2) {
                let (a, b) =
                    ((pair[0].0 - origin.0, pair[0].1 - origin.1), (pair[1].0 - origin.0, pair[1].1 - origin.1));
                let cross = a.0 * b.1 - b.0 * a.1;
                (twice, cx, cy) = (twice + cross, cx + (a.0 + b.0) * cross, cy + (a.1 + b.1) * cross);
            }
            let width = (origin.1 / GRID).to_radians().cos();
            let size = (twice * width).abs();
            if size >= best.0 {
                let middle = if twice == 0.0 { (0.0, 0.0) } else { (cx / (3.0 * twice), cy / (3.0 * twice)) };
                let x = origin.0 + middle.0;
                let x = x - (x / (360.0 * GRID)).round() * 360.0 * GRID;
                best = (size, (x.round() as i64, (origin.1 + middle.1).round() as i64));
            }
        }
        best.1
    }

    fn arc(&self, arc: i64) -> Vec<Point> {
        let points = &self.arcs[index(arc)];
        if arc < 0 { points.iter().rev().copied().collect() } else { points.clone() }
    }

    fn level<'a>(&self, codes: impl Iterator<Item = &'a str>) -> Vec<u8> {
        let mut bytes = Vec::new();
        put(&mut bytes, self.arcs.len() as u64);
        for arc in &self.arcs {
            put(&mut bytes, arc.len() as u64);
            let mut last = (0, 0);
            for point in arc {
                put_signed(&mut bytes, point.0 - last.0);
                put_signed(&mut bytes, point.1 - last.1);
                last = *point;
            }
        }
        for code in codes {
            let rings = self.areas.get(code).map_or(&[][..], Vec::as_slice);
            put(&mut bytes, rings.len() as u64);
            for ring in rings {
                put(&mut bytes, ring.len() as u64);
                ring.iter().for_each(|arc| put_signed(&mut bytes, *arc));
            }
        }
        bytes
    }
}

fn index(arc: i64) -> usize {
    (if arc < 0 { !arc } else { arc }) as usize
}

fn at_pole(arc: &[Point]) -> bool {
    arc.iter().all(|point| point.1 < (-89.9 * GRID) as i64)
}

/// West, south, east, north of a polygon, in degrees.
fn bounds(polygon: &[Vec<i64>], arcs: &[Vec<Point>]) -> [f64; 4] {
    let mut bounds = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    for (x, y) in polygon.iter().flatten().flat_map(|arc| &arcs[index(*arc)]) {
        let (x, y) = (*x as f64 / GRID, *y as f64 / GRID);
        bounds = [bounds[0].min(x), bounds[1].min(y), bounds[2].max(x), bounds[3].max(y)];
    }
    bounds
}

/// Douglas and Peucker (1973), arc by arc, so that neighbours keep one border.
fn simplify(points: &[Point]) -> Vec<Point> {
    let mut points = points.to_vec();
    points.dedup();
    if points.len() < 2 {
        points.push(points[0]);
    }
    let mut keep = vec![false; points.len()];
    let last = points.len() - 1;
    (keep[0], keep[last]) = (true, true);
    let mut stack = vec![(0, last)];
    while let Some((from, to)) = stack.pop() {
        let far = (from + 1..to)
            .map(|at| (distance(points[at], points[from], points[to]), at))
            .fold((0.0, from), |best, next| if next.0 > best.0 { next } else { best });
        // A closed arc keeps its farthest point, however small it is.
        if far.0 > TOLERANCE || (points[from] == points[to] && far.1 != from) {
            keep[far.1] = true;
            stack.extend([(from, far.1), (far.1, to)]);
        }
    }
    points.into_iter().zip(keep).filter_map(|(point, keep)| keep.then_some(point)).collect()
}

/// How far `p` lies from the line between `a` and `b`; across the antimeridian everything counts as far.
fn distance(p: Point, a: Point, b: Point) -> f64 {
    let (px, py) = ((p.0 - a.0) as f64, (p.1 - a.1) as f64);
    let (bx, by) = ((b.0 - a.0) as f64, (b.1 - a.1) as f64);
    let square = bx * bx + by * by;
    let along = if square == 0.0 { 0.0 } else { ((px * bx + py * by) / square).clamp(0.0, 1.0) };
    (px - along * bx).hypot(py - along * by)
}

/// LEB128.
fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Zigzag: small numbers of either sign stay short.
fn put_signed(bytes: &mut Vec<u8>, number: i64) {
    put(bytes, ((number << 1) ^ (number >> 63)) as u64);
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put(bytes, text.len() as u64);
    bytes.extend(text.as_bytes());
}
