//! Maps of States.

mod clip;
mod equal_earth;
mod extent;
mod names;
mod outlines;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::draft::{Draft, Trace, n};
use crate::legend::{self, Key};
use crate::sheet::{Class, Sheet};
use crate::style;
use clip::{Half, Point};
pub use extent::Extent;
use extent::{WIDTH, Window};
use outlines::{Detail, Outlines};

/// A State or territory on a map.
#[derive(Debug, Clone, Copy)]
pub struct Area<'a> {
    /// ISO 3166-1 alpha-3; `XKX` for Kosovo, which ISO 3166 lacks. [`outlined`] lists them all.
    pub code: &'a str,
    /// Which of the map's classes it is in; neutral where that is `None` or there is no such class.
    pub class: Option<usize>,
    /// What is said of it.
    pub label: &'a str,
    /// The name to be written on the map where there is room; empty for none.
    pub name: &'a str,
    /// Where a click leads: a relative address, or one of HTTP.
    pub href: Option<&'a str>,
}

/// The limit of a zone.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Longitude and latitude in degrees. From each point to the next it runs straight in degrees (so along parallels
    /// and meridians) and takes the shorter way around the globe.
    pub points: &'a [(f64, f64)],
    /// What the legend says of it; lines with the same label share one entry.
    pub label: &'a str,
}

/// A place on a map.
#[derive(Debug, Clone, Copy)]
pub struct Mark<'a> {
    /// Longitude and latitude in degrees; one outside the map is not drawn.
    pub at: (f64, f64),
    /// Which of the map's classes it is in.
    pub class: usize,
    /// What is said of it.
    pub label: &'a str,
    /// The name to be written beside it where there is room; empty for none.
    pub name: &'a str,
    /// Where a click leads: a relative address, or one of HTTP.
    pub href: Option<&'a str>,
}

/// A map. Areas that are not given are drawn neutral, without a title; parts of a State that Natural Earth draws with
/// it and that have codes of their own (`GUF`, `SJM`, `UA-43`, …: `chart/data/parts.csv`) then are drawn as that State.
#[derive(Debug, Clone, Copy)]
pub struct Map<'a> {
    /// Title, frame and direction.
    pub sheet: Sheet<'a>,
    /// What is known; of two with one code the later counts.
    pub areas: &'a [Area<'a>],
    /// What the areas' classes are, in the order of the legend.
    pub classes: &'a [Class<'a>],
    /// Limits of zones.
    pub lines: &'a [Line<'a>],
    /// Places.
    pub marks: &'a [Mark<'a>],
    /// The part of the world that is shown.
    pub extent: Extent<'a>,
    /// What stands at the foot: whose borders these are.
    pub note: &'a str,
}

/// A drawing of a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The drawing.
    pub svg: String,
    /// What was asked for and is not drawn. Of a map, codes of areas and of the extent for which there is neither an
    /// outline nor a point; of a network, names of nodes that an edge has and no node.
    pub missing: Vec<String>,
}

/// Every code that can be drawn, in alphabetical order.
#[must_use]
pub fn outlined() -> Vec<&'static str> {
    let outlines = Outlines::read(Detail::Small, 0.0);
    outlines.areas.iter().map(|area| area.code).filter(|code| !code.is_empty()).collect()
}

/// An area without a polygon as large as a square with this side, in units of the drawing, gets a dot.
const SEEN: f64 = 4.0;
const DOT: f64 = 3.4;
/// Straight edges longer than this, in degrees, are bent as the projection bends them.
const STRAIGHT: f64 = 2.5;

impl Map<'_> {
    /// Draws it.
    #[must_use]
    pub fn draw(&self) -> Drawn {
        let margin = self.sheet.margin();
        let breadth = if self.sheet.narrow() { self.sheet.breadth() } else { WIDTH };
        let width = breadth - 2.0 * margin;
        let (window, outlines, missing) = self.window(width);
        let given = self.given(&outlines);

        let mut draft = self.sheet.draft();
        let top = self.sheet.head(&mut draft, breadth);
        let _ = write!(
            draft.text,
            "<svg x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\">",
            n(margin),
            n(top),
            n(window.width),
            n(window.height)
        );
        sea(&mut draft, &window);
        let seen = self.land(&mut draft, &window, &outlines, &given);
        for line in self.lines {
            let mut trace = Trace::default();
            limit(&window, line.points).iter().for_each(|piece| trace.add(piece, false));
            if !trace.text.is_empty() {
                draft.titled("path", &format!("class=\"zo\" d=\"{}\"", trace.text), line.label);
            }
        }
        let dots = self.dots(&mut draft, &window, &outlines, &given, &seen);
        let marks = self.marks(&mut draft, &window);
        let mut named = self.named(&given, &seen, &dots);
        named.extend(marks);
        names::write(&mut draft, &window, &named);
        draft.raw("</svg>");
        if !window.world {
            let _ = write!(
                draft.text,
                "<rect class=\"fr\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                n(margin),
                n(top),
                n(window.width),
                n(window.height)
            );
        }
        let mut entries: Vec<(Key, &str)> =
            self.classes.iter().map(|class| (Key::Field(class.tone), class.label)).collect();
        for line in self.lines {
            if !entries.contains(&(Key::Zone, line.label)) {
                entries.push((Key::Zone, line.label));
            }
        }
        let y = legend::draw(&mut draft, &self.sheet, breadth, top + window.height + 4.0, &entries);
        let y = self.sheet.foot(&mut draft, breadth, y, self.note);
        let tones: Vec<usize> = self.classes.iter().map(|class| class.tone).collect();
        let linked = draft.text.contains("<a href");
        Drawn { svg: self.sheet.close(&draft, (breadth, y + margin), &tones, linked), missing }
    }

    fn window(&self, width: f64) -> (Window, Outlines, Vec<String>) {
        let medium = match self.extent {
            Extent::World => None,
            _ => Some(Outlines::read(Detail::Medium, 0.0)),
        };
        let window = match (self.extent, &medium) {
            (Extent::Around(codes), Some(outlines)) => {
                let areas: Vec<usize> = codes.iter().filter_map(|code| outlines.find(code)).collect();
                Window::around(width, outlines, &areas)
            }
            (Extent::Limits { west, south, east, north }, _) => Window::limits(width, west, south, east, north),
            _ => None,
        };
        let antarctica = self.areas.iter().any(|area| area.code == "ATA");
        let window = window.unwrap_or_else(|| Window::world(width, antarctica));
        let detail = if window.world { Detail::Small } else { Detail::Medium };
        let outlines = Outlines::read(detail, window.degrees() * 0.6);
        let around = if let Extent::Around(codes) = self.extent { codes } else { &[] };
        let mut missing: Vec<String> = Vec::new();
        for code in self.areas.iter().map(|area| area.code).chain(around.iter().copied()) {
            if outlines.find(code).is_none() && !missing.iter().any(|known| known == code) {
                missing.push(code.to_owned());
            }
        }
        (window, outlines, missing)
    }

    /// What the caller says of each outline.
    fn given(&self, outlines: &Outlines) -> BTreeMap<usize, &Area<'_>> {
        self.areas.iter().filter_map(|area| Some((outlines.find(area.code)?, area))).collect()
    }

    fn tone(&self, area: &Area<'_>) -> Option<usize> {
        area.class.and_then(|class| self.classes.get(class)).map(|class| class.tone)
    }

    fn fill(&self, area: &Area<'_>, class: &str) -> String {
        match self.tone(area) {
            Some(tone) => style::fill(&self.sheet.prefix(), tone, class),
            None => format!("class=\"{class} no\""),
        }
    }

    /// Draws all land: neutral areas as one path, then those that were given. Gives the rings of these in the window.
    fn land(
        &self,
        draft: &mut Draft,
        window: &Window,
        outlines: &Outlines,
        given: &BTreeMap<usize, &Area<'_>>,
    ) -> BTreeMap<usize, Vec<Vec<Point>>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = given.keys().map(|at| (*at, vec![*at])).collect();
        let mut neutral = Trace::default();
        for (at, area) in outlines.areas.iter().enumerate() {
            if given.contains_key(&at) {
                continue;
            }
            match outlines.find(area.part_of).and_then(|whole| groups.get_mut(&whole)) {
                Some(group) => group.push(at),
                None => visible(window, &outlines.rings(&[at])).iter().for_each(|ring| neutral.add(ring, true)),
            }
        }
        if !neutral.text.is_empty() {
            let _ = write!(draft.text, "<path class=\"ar no\" d=\"{}\"/>", neutral.text);
        }
        let mut seen = BTreeMap::new();
        for (at, group) in groups {
            let rings = visible(window, &outlines.rings(&group));
            let mut trace = Trace::default();
            rings.iter().for_each(|ring| trace.add(ring, true));
            if let (Some(area), false) = (given.get(&at), trace.text.is_empty()) {
                let linked = draft.link(area.href);
                let attributes = format!("{} d=\"{}\"", self.fill(area, "ar"), trace.text);
                draft.titled("path", &attributes, area.label);
                draft.end_link(linked);
            }
            seen.insert(at, rings);
        }
        seen
    }

    /// Marks the areas that are too small to be seen; gives where.
    fn dots(
        &self,
        draft: &mut Draft,
        window: &Window,
        outlines: &Outlines,
        given: &BTreeMap<usize, &Area<'_>>,
        seen: &BTreeMap<usize, Vec<Vec<Point>>>,
    ) -> BTreeMap<usize, Point> {
        let mut dots = BTreeMap::new();
        for (at, area) in given {
            let large = seen.get(at).is_some_and(|rings| rings.iter().any(|ring| spread(ring) >= SEEN));
            let Some(outline) = outlines.areas.get(*at) else { continue };
            let (lon, lat) = outline.point;
            let lon = (lon - window.meridian + 180.0).rem_euclid(360.0) - 180.0;
            let point = window.project(lon, lat);
            if large || !window.holds(point) {
                continue;
            }
            let linked = draft.link(area.href);
            let attributes =
                format!("cx=\"{}\" cy=\"{}\" r=\"{}\" {}", n(point.0), n(point.1), n(DOT), self.fill(area, "do"));
            draft.titled("circle", &attributes, area.label);
            draft.end_link(linked);
            dots.insert(*at, point);
        }
        dots
    }

    /// Draws the places; gives their names and where they are.
    fn marks<'a>(&'a self, draft: &mut Draft, window: &Window) -> Vec<names::Named<'a>> {
        let mut named = Vec::new();
        for mark in self.marks {
            let lon = (mark.at.0 - window.meridian + 180.0).rem_euclid(360.0) - 180.0;
            let point = window.project(lon, mark.at.1);
            if !window.holds(point) {
                continue;
            }
            let tone = self.classes.get(mark.class).map(|class| class.tone);
            let fill = match tone {
                Some(tone) => style::fill(&self.sheet.prefix(), tone, "do"),
                None => "class=\"do no\"".to_owned(),
            };
            let linked = draft.link(mark.href);
            let attributes = format!("cx=\"{}\" cy=\"{}\" r=\"{}\" {fill}", n(point.0), n(point.1), n(DOT + 1.0));
            draft.titled("circle", &attributes, mark.label);
            draft.end_link(linked);
            named.push(names::Named { name: mark.name, tone, rings: &[], dot: Some(point) });
        }
        named
    }

    fn named<'a>(
        &'a self,
        given: &BTreeMap<usize, &'a Area<'a>>,
        seen: &'a BTreeMap<usize, Vec<Vec<Point>>>,
        dots: &BTreeMap<usize, Point>,
    ) -> Vec<names::Named<'a>> {
        let named = |(at, area): (&usize, &&'a Area<'a>)| names::Named {
            name: area.name,
            tone: self.tone(area),
            rings: seen.get(at).map_or(&[], Vec::as_slice),
            dot: dots.get(at).copied(),
        };
        given.iter().map(named).collect()
    }
}

/// The sea, and meridians and parallels on it.
fn sea(draft: &mut Draft, window: &Window) {
    if window.world {
        let mut trace = Trace::default();
        let side = |lon: f64| {
            (0..=60)
                .map(move |step| window.south + (window.north - window.south) * f64::from(step) / 60.0)
                .map(move |lat| window.project(lon, lat))
        };
        let mut outline: Vec<Point> = side(-180.0).collect();
        let mut right: Vec<Point> = side(180.0).collect();
        right.reverse();
        outline.extend(right);
        trace.add(&outline, true);
        let _ = write!(draft.text, "<path class=\"sea\" d=\"{}\"/>", trace.text);
    } else {
        let _ =
            write!(draft.text, "<rect class=\"sea\" width=\"{}\" height=\"{}\"/>", n(window.width), n(window.height));
    }
    let across = window.degrees() * window.width;
    let step = if window.world {
        30
    } else if across > 90.0 {
        20
    } else if across > 30.0 {
        10
    } else {
        5
    };
    let mut trace = Trace::default();
    let mut add = |points: Vec<Point>| {
        let projected: Vec<Point> = points.iter().map(|point| window.project(point.0, point.1)).collect();
        clip::line(&projected, &window.frame()).iter().for_each(|piece| trace.add(piece, false));
    };
    let turn = |lon: f64| (lon - window.meridian + 180.0).rem_euclid(360.0) - 180.0;
    for lon in (-180..180).step_by(step).map(|lon| turn(f64::from(lon))) {
        let (south, north) = (window.south.max(-90.0), window.north.min(90.0));
        add((0..=40).map(|at| (lon, south + (north - south) * f64::from(at) / 40.0)).collect());
    }
    for lat in (-90..=90).step_by(step).map(f64::from).filter(|lat| *lat > window.south && *lat < window.north) {
        add(vec![(-180.0, lat), (180.0, lat)]);
    }
    let _ = write!(draft.text, "<path class=\"gr\" d=\"{}\"/>", trace.text);
}

/// Rings in degrees as rings in the drawing, cut to the window.
fn visible(window: &Window, rings: &[Vec<Point>]) -> Vec<Vec<Point>> {
    let mut kept = Vec::new();
    for ring in rings {
        let west = ring.iter().map(|point| point.0).fold(f64::MAX, f64::min) - window.meridian;
        let east = ring.iter().map(|point| point.0).fold(f64::MIN, f64::max) - window.meridian;
        for turn in -2..=2 {
            let shift = f64::from(turn) * 360.0;
            if west + shift > 180.0 || east + shift < -180.0 {
                continue;
            }
            let moved: Vec<Point> = ring.iter().map(|point| (point.0 - window.meridian + shift, point.1)).collect();
            let cut = clip::ring(&moved, &window.globe());
            let bent = bend(&cut, true);
            let drawn: Vec<Point> = bent.iter().map(|point| window.project(point.0, point.1)).collect();
            let drawn = clip::ring(&drawn, &window.frame());
            if drawn.len() > 2 {
                kept.push(drawn);
            }
        }
    }
    kept
}

/// A line in degrees as lines in the drawing. Points that are none are left out.
fn limit(window: &Window, points: &[Point]) -> Vec<Vec<Point>> {
    let mut line: Vec<Point> = Vec::new();
    for (lon, lat) in points.iter().filter(|point| point.0.is_finite() && point.1.is_finite() && point.1.abs() <= 90.0)
    {
        let lon = (lon - window.meridian) % 360.0;
        let lon = line.last().map_or(lon, |last| lon - ((lon - last.0) / 360.0).round() * 360.0);
        line.push((lon, *lat));
    }
    let line = bend(&line, false);
    let mut kept = Vec::new();
    for turn in -3..=3 {
        let moved: Vec<Point> = line.iter().map(|point| (point.0 + f64::from(turn) * 360.0, point.1)).collect();
        let globe: [Half; 4] = window.globe();
        for piece in clip::line(&moved, &globe) {
            let drawn: Vec<Point> = piece.iter().map(|point| window.project(point.0, point.1)).collect();
            kept.extend(clip::line(&drawn, &window.frame()));
        }
    }
    kept
}

/// Puts points into edges that run far to the north or south: the projection bends them.
fn bend(points: &[Point], closed: bool) -> Vec<Point> {
    let mut bent: Vec<Point> = Vec::with_capacity(points.len());
    let Some(mut last) = points.first().copied() else { return bent };
    bent.push(last);
    let end = if closed { points.first() } else { None };
    for point in points.iter().skip(1).chain(end) {
        let steps = ((point.1 - last.1).abs() / STRAIGHT).ceil().clamp(1.0, 100.0) as u32;
        for step in 1..=steps {
            let along = f64::from(step) / f64::from(steps);
            bent.push((last.0 + (point.0 - last.0) * along, last.1 + (point.1 - last.1) * along));
        }
        last = *point;
    }
    if closed {
        bent.pop();
    }
    bent
}

/// The area that a ring encloses, in the square of its unit.
fn size(ring: &[Point]) -> f64 {
    let Some(mut last) = ring.last().copied() else { return 0.0 };
    let mut twice = 0.0;
    for point in ring {
        twice += last.0 * point.1 - point.0 * last.1;
        last = *point;
    }
    (twice / 2.0).abs()
}

/// The side of a square as large as the ring.
fn spread(ring: &[Point]) -> f64 {
    size(ring).sqrt()
}
