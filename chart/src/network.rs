//! Instruments and what they are to one another.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::draft::{Draft, Trace, n};
use crate::legend::{self, Key};
use crate::map::Drawn;
use crate::sheet::{Class, Sheet};
use crate::style;
use crate::text::Face;
use crate::time::When;

/// An instrument.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    /// What edges know it by. Of two with one name edges lead to the first.
    pub id: &'a str,
    /// What is written in it.
    pub label: &'a str,
    /// Its date: later ones stand lower, and its year is written over the label.
    pub when: When,
    /// Which of the network's classes it is in; neutral where that is `None` or there is no such class.
    pub class: Option<usize>,
    /// Where a click leads: a relative address, or one of HTTP.
    pub href: Option<&'a str>,
}

/// What an instrument is to another.
#[derive(Debug, Clone, Copy)]
pub struct Edge<'a> {
    /// The `id` of the instrument that amends, succeeds or adds to the other.
    pub from: &'a str,
    /// The `id` of the other, where the arrow ends.
    pub to: &'a str,
    /// Which of the network's kinds it is of; without dashes or entry in the legend where there is no such kind.
    pub kind: usize,
    /// What is said of it; empty for nothing.
    pub label: &'a str,
}

/// Instruments as boxes, from the oldest at the top to the youngest at the bottom, and what they are to one another as
/// arrows around them.
///
/// Arrows run in the spaces between rows and columns, each on a track of its own, so that none crosses a box or hides
/// another.
///
/// ```
/// use chart::{Class, Edge, Network, Node, Sheet, When};
///
/// let node = |id, label, year| Node { id, label, when: When::year(year), class: Some(0), href: None };
/// let drawn = Network {
///     sheet: Sheet { title: "Instruments of the zone", description: "…", language: "en", ..Sheet::default() },
///     nodes: &[node("treaty", "Treaty on the zone", 2006), node("protocol", "Protocol to the treaty", 2014)],
///     edges: &[Edge { from: "protocol", to: "treaty", kind: 0, label: "Protocol to the Treaty" }],
///     classes: &[Class { label: "in force", tone: 0 }],
///     kinds: &[Class { label: "protocol to", tone: 2 }],
///     note: "",
/// }
/// .draw();
/// assert!(drawn.missing.is_empty());
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Network<'a> {
    /// Title, frame and direction.
    pub sheet: Sheet<'a>,
    /// The instruments, in any order.
    pub nodes: &'a [Node<'a>],
    /// What they are to one another.
    pub edges: &'a [Edge<'a>],
    /// What the instruments' classes are, in the order of the legend.
    pub classes: &'a [Class<'a>],
    /// What the edges' kinds are, in the order of the legend.
    pub kinds: &'a [Class<'a>],
    /// What stands at the foot.
    pub note: &'a str,
}

const TRACK: f64 = 8.0;
const GUTTER: f64 = 12.0;
/// From a box to the first track, which is room for the head of an arrow.
const CLEAR: f64 = 16.0;
const PADDING: f64 = 8.0;
const STRIP: f64 = 6.0;
/// The share of the width that tracks may take.
const TRACKS: f64 = 0.35;

/// An edge between two nodes that there are, from the upper to the lower.
#[derive(Debug, Clone, Copy)]
struct Link {
    edge: usize,
    upper: usize,
    lower: usize,
    /// Whether the arrow ends at the upper.
    up: bool,
    /// The gutter that it takes past the rows between, and the track in it.
    way: Option<(usize, usize)>,
    /// Where it leaves the upper and reaches the lower.
    ports: (f64, f64),
}

/// Rows and columns of the nodes.
struct Grid {
    columns: usize,
    /// Nodes of each row.
    rows: Vec<Vec<usize>>,
    /// Row and column of each node.
    cells: Vec<(usize, usize)>,
}

/// Measures in units of the drawing.
struct Measures {
    /// The left of each column.
    lefts: Vec<f64>,
    box_width: f64,
    /// The left of each gutter, and how far apart its tracks are.
    gutters: Vec<f64>,
    apart: f64,
    /// Top and bottom of each row.
    rows: Vec<(f64, f64)>,
}

impl Network<'_> {
    /// Draws it.
    #[must_use]
    pub fn draw(&self) -> Drawn {
        let (sheet, width, margin) = (&self.sheet, self.sheet.breadth(), self.sheet.margin());
        let (mut links, missing) = self.links();
        let grid = Grid::of(self.nodes, &mut links, if sheet.narrow() { 2 } else { 4 });
        let tracks = grid.route(&mut links);

        let mut draft = sheet.draft();
        let top = sheet.head(&mut draft, width);
        let mut measures = Measures::across(&grid, &tracks, (margin, width - margin));
        measures.place_ports(&grid, &mut links);
        let words: Vec<Vec<String>> = self
            .nodes
            .iter()
            .map(|node| Face::STRONG.wrap(node.label, measures.box_width - 2.0 * PADDING, 12))
            .collect();
        let levels = measures.down(&grid, &links, &words, top);
        if sheet.rtl() {
            measures.mirror(&mut links, width);
        }
        for (link, levels) in links.iter().zip(&levels) {
            self.draw_link(&mut draft, &measures, &grid, link, *levels);
        }
        for (at, lines) in words.iter().enumerate() {
            self.draw_node(&mut draft, &measures, &grid, at, lines);
        }
        let bottom = measures.rows.last().map_or(top, |row| row.1);

        let classes = self.classes.iter().map(|class| (Key::Field(class.tone), class.label));
        let kinds = self.kinds.iter().enumerate();
        let kinds = kinds.map(|(kind, class)| (Key::Edge { tone: class.tone, kind }, class.label));
        let entries: Vec<(Key, &str)> = classes.chain(kinds).collect();
        let y = legend::draw(&mut draft, sheet, width, bottom + 8.0, &entries);
        let y = sheet.foot(&mut draft, width, y, self.note);
        let tones: Vec<usize> = self.classes.iter().map(|class| class.tone).collect();
        let linked = draft.text.contains("<a href");
        Drawn { svg: sheet.close(&draft, (width, y + margin), &tones, linked), missing }
    }

    /// Edges between two different nodes that there are, and the names in all others.
    fn links(&self) -> (Vec<Link>, Vec<String>) {
        let mut nodes: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, node) in self.nodes.iter().enumerate() {
            nodes.entry(node.id).or_insert(at);
        }
        let (mut links, mut missing): (Vec<Link>, Vec<String>) = (Vec::new(), Vec::new());
        for (edge, ends) in self.edges.iter().enumerate() {
            match (nodes.get(ends.from), nodes.get(ends.to)) {
                (Some(from), Some(to)) if from != to => {
                    links.push(Link { edge, upper: *from, lower: *to, up: false, way: None, ports: (0.0, 0.0) });
                }
                (from, to) => {
                    let itself = from.is_some() && to.is_some();
                    let unknown = [(ends.from, from.is_none() || itself), (ends.to, to.is_none())];
                    for (id, _) in unknown.iter().filter(|(_, unknown)| *unknown) {
                        if !missing.iter().any(|known| known == id) {
                            missing.push((*id).to_owned());
                        }
                    }
                }
            }
        }
        (links, missing)
    }

    fn draw_link(&self, draft: &mut Draft, measures: &Measures, grid: &Grid, link: &Link, (first, second): (f64, f64)) {
        let (start, end) = (measures.rows[grid.cells[link.upper].0].1, measures.rows[grid.cells[link.lower].0].0);
        let (from, to) = link.ports;
        let mut points = vec![(from, start), (from, first)];
        if let Some(way) = link.way {
            let x = measures.track(way, self.sheet.rtl().then(|| self.sheet.breadth()));
            points.extend([(x, first), (x, second)]);
        }
        points.extend([(to, second), (to, end)]);
        let mut trace = Trace::default();
        trace.add(&points, false);
        let edge = &self.edges[link.edge];
        let kind = self.kinds.get(edge.kind).map(|class| (style::around(class.tone), edge.kind));
        let stroke = kind.map_or_else(|| " le".to_owned(), |(tone, kind)| format!(" k{tone}{}", style::dash(kind)));
        draft.titled("path", &format!("class=\"ed{stroke}\" d=\"{}\"", trace.text), edge.label);
        let (tip, down) = if link.up { ((from, start), -1.0) } else { ((to, end), 1.0) };
        draft.raw(&head(tip, (0.0, down), kind));
    }

    fn draw_node(&self, draft: &mut Draft, measures: &Measures, grid: &Grid, at: usize, lines: &[String]) {
        let (node, (row, column)) = (&self.nodes[at], grid.cells[at]);
        let (left, (top, bottom), width) = (measures.lefts[column], measures.rows[row], measures.box_width);
        let linked = draft.link(node.href);
        let (x, y, wide) = (n(left), n(top), n(width));
        let field = format!("class=\"bx\" x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{}\"", n(bottom - top));
        draft.titled("rect", &field, node.label);
        let fill = match node.class.and_then(|class| self.classes.get(class)) {
            Some(class) => style::fill(&self.sheet.prefix(), class.tone, "ke"),
            None => "class=\"ke no\"".to_owned(),
        };
        let _ = write!(draft.text, "<rect {fill} x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{}\"/>", n(STRIP));
        let (anchor, _) = self.sheet.start(width);
        let x = if self.sheet.rtl() { left + width - PADDING } else { left + PADDING };
        let y = top + STRIP + 4.0 + Face::SMALL.size;
        let year = self.sheet.digits.write(node.when.years().0.unsigned_abs());
        draft.line(x, y, anchor, Face::SMALL.class, &year);
        draft.lines(x, y + Face::STRONG.leading(), anchor, Face::STRONG, lines);
        draft.end_link(linked);
    }
}

/// The head of an arrow at `tip`; `along` says where it points. Kinds have heads of four forms.
pub(crate) fn head(tip: (f64, f64), along: (f64, f64), kind: Option<(usize, usize)>) -> String {
    let at =
        |back: f64, aside: f64| (tip.0 - along.0 * back + along.1 * aside, tip.1 - along.1 * back + along.0 * aside);
    let form = kind.map_or(0, |(_, kind)| kind % 4);
    let points = if form < 2 {
        vec![tip, at(9.0, 4.5), at(9.0, -4.5)]
    } else {
        vec![tip, at(6.0, 4.0), at(12.0, 0.0), at(6.0, -4.0)]
    };
    let mut trace = Trace::default();
    trace.add(&points, true);
    let colour = match kind {
        Some((tone, _)) if form.is_multiple_of(2) => format!("t{tone} k{tone}"),
        Some((tone, _)) => format!("op k{tone}"),
        None => "ev".to_owned(),
    };
    format!("<path class=\"hd {colour}\" d=\"{}\"/>", trace.text)
}

impl Grid {
    /// Fills rows in the order of dates. Nodes with an edge between them stand in different rows; of an edge it turns
    /// the older into the upper.
    fn of(nodes: &[Node<'_>], links: &mut [Link], columns: usize) -> Self {
        let mut order: Vec<usize> = (0..nodes.len()).collect();
        order.sort_by_key(|at| nodes[*at].when);
        let mut near: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
        for link in links.iter() {
            near[link.upper].push(link.lower);
            near[link.lower].push(link.upper);
        }
        let mut rows: Vec<Vec<usize>> = Vec::new();
        let mut cells = vec![(0, 0); nodes.len()];
        for at in order {
            match rows.last_mut() {
                Some(row) if row.len() < columns && !row.iter().any(|other| near[at].contains(other)) => row.push(at),
                _ => rows.push(vec![at]),
            }
            cells[at] = (rows.len() - 1, rows.last().map_or(0, |row| row.len() - 1));
        }
        for link in links {
            if cells[link.upper].0 > cells[link.lower].0 {
                (link.upper, link.lower, link.up) = (link.lower, link.upper, !link.up);
            }
        }
        let mut grid = Self { columns, rows, cells };
        for sweep in 0..3 {
            for row in 0..grid.rows.len() {
                let row = if sweep == 1 { grid.rows.len() - 1 - row } else { row };
                grid.arrange(row, &near, sweep > 0);
            }
        }
        grid
    }

    /// Puts the nodes of a row into the columns that are nearest to those they have edges with.
    fn arrange(&mut self, row: usize, near: &[Vec<usize>], both: bool) {
        let nodes = &self.rows[row];
        let cost = |node: usize, column: usize, place: usize| {
            let neighbours = near[node].iter().map(|other| self.cells[*other]).filter(|cell| both || cell.0 < row);
            let pull = |cell: (usize, usize)| 120 * cell.1.abs_diff(column) / cell.0.abs_diff(row).max(1);
            neighbours.map(pull).sum::<usize>() + column.abs_diff(place)
        };
        let mut best: Option<(usize, Vec<usize>)> = None;
        let mut tries: Vec<Vec<usize>> = vec![Vec::new()];
        while let Some(chosen) = tries.pop() {
            if chosen.len() == nodes.len() {
                let total: usize = nodes
                    .iter()
                    .zip(&chosen)
                    .enumerate()
                    .map(|(place, (node, column))| cost(*node, *column, place))
                    .sum();
                if best.as_ref().is_none_or(|(least, _)| total < *least) {
                    best = Some((total, chosen));
                }
                continue;
            }
            let free = (0..self.columns).rev().filter(|column| !chosen.contains(column));
            tries.extend(free.map(|column| [chosen.as_slice(), &[column]].concat()));
        }
        if let Some((_, columns)) = best {
            for (node, column) in nodes.iter().zip(columns) {
                self.cells[*node].1 = column;
            }
        }
    }

    /// Gives each edge that passes rows a gutter and a track in it, free in all the spaces that it runs through. Gives
    /// how many tracks each gutter has.
    fn route(&self, links: &mut [Link]) -> Vec<usize> {
        let mut tracks: Vec<Vec<Vec<(usize, usize)>>> = vec![Vec::new(); self.columns + 1];
        for link in links {
            let (upper, lower) = (self.cells[link.upper], self.cells[link.lower]);
            if lower.0 - upper.0 < 2 {
                continue;
            }
            let way = |gutter: usize| (2 * gutter).abs_diff(2 * upper.1 + 1) + (2 * gutter).abs_diff(2 * lower.1 + 1);
            let Some(gutter) = (0..=self.columns).min_by_key(|gutter| (way(*gutter), tracks[*gutter].len())) else {
                continue;
            };
            let (first, last) = (upper.0, lower.0 - 1);
            let free = |track: &Vec<(usize, usize)>| track.iter().all(|other| other.1 < first || last < other.0);
            let track = tracks[gutter].iter().position(free).unwrap_or(tracks[gutter].len());
            if track == tracks[gutter].len() {
                tracks[gutter].push(Vec::new());
            }
            tracks[gutter][track].push((first, last));
            link.way = Some((gutter, track));
        }
        tracks.iter().map(Vec::len).collect()
    }
}

impl Measures {
    /// Measures across; rows are still to be placed.
    fn across(grid: &Grid, tracks: &[usize], (left, right): (f64, f64)) -> Self {
        let room = right - left;
        let all: usize = tracks.iter().sum();
        let apart = TRACK.min(room * TRACKS / all.max(1) as f64);
        let outer = |at: usize| at == 0 || at == grid.columns;
        let gutter = |at: usize| match tracks[at] {
            0 if outer(at) => 0.0,
            // Tracks have a box on one side only where they are outermost.
            count if outer(at) => GUTTER / 2.0 + apart * count as f64,
            count => GUTTER + apart * count as f64,
        };
        let gutters: f64 = (0..=grid.columns).map(gutter).sum();
        let box_width = (room - gutters) / grid.columns as f64;
        let (mut x, mut lefts, mut starts) = (left, Vec::new(), Vec::new());
        for at in 0..=grid.columns {
            starts.push(if at == 0 { x } else { x + GUTTER / 2.0 });
            x += gutter(at);
            lefts.push(x);
            x += box_width;
        }
        Self { lefts, box_width, gutters: starts, apart, rows: Vec::new() }
    }

    /// The x of a track; in a drawing that was mirrored, of so wide a one.
    fn track(&self, (gutter, track): (usize, usize), mirrored: Option<f64>) -> f64 {
        let x = self.gutters[gutter] + self.apart * (track as f64 + 0.5);
        mirrored.map_or(x, |width| width - x)
    }

    /// Finds where edges leave and reach boxes. Where edges leave is never below where others reach the next row, so that
    /// no two run over one another.
    fn place_ports(&self, grid: &Grid, links: &mut [Link]) {
        let middle = |at: usize| self.lefts[grid.cells[at].1] + self.box_width / 2.0;
        let towards = |link: &Link, other: usize| link.way.map_or_else(|| middle(other), |way| self.track(way, None));
        let mut counts = vec![[0_usize; 2]; grid.cells.len()];
        for link in links.iter() {
            counts[link.upper][0] += 1;
            counts[link.lower][1] += 1;
        }
        let most = counts.iter().flatten().max().copied().unwrap_or(0);
        let step = TRACK.min(self.box_width / (most + 1) as f64);
        for node in 0..grid.cells.len() {
            for leaving in [true, false] {
                let mut ends: Vec<(f64, usize)> = links
                    .iter()
                    .enumerate()
                    .filter(|(_, link)| if leaving { link.upper == node } else { link.lower == node })
                    .map(|(at, link)| (towards(link, if leaving { link.lower } else { link.upper }), at))
                    .collect();
                ends.sort_by(|one, other| one.0.total_cmp(&other.0));
                let between = self.box_width / (ends.len() + 1) as f64;
                for (place, (_, at)) in ends.iter().enumerate() {
                    let x = self.lefts[grid.cells[node].1] + between * (place + 1) as f64;
                    if leaving {
                        links[*at].ports.0 = (x / step).round() * step;
                    } else {
                        links[*at].ports.1 = (x / step - 0.5).round() * step + step / 2.0;
                    }
                }
            }
        }
        let alone = |links: &[Link], at: usize| {
            let link = &links[at];
            link.way.is_none()
                && grid.cells[link.upper].1 == grid.cells[link.lower].1
                && links.iter().filter(|other| other.upper == link.upper || other.lower == link.lower).count() == 1
        };
        for at in 0..links.len() {
            if alone(links, at) {
                let x = middle(links[at].upper);
                links[at].ports = (x, x);
            }
        }
    }

    /// Places rows, and the tracks between them; gives the heights at which each edge runs across.
    fn down(&mut self, grid: &Grid, links: &[Link], words: &[Vec<String>], top: f64) -> Vec<(f64, f64)> {
        let mut runs: Vec<Vec<(f64, f64, usize, bool)>> = vec![Vec::new(); grid.rows.len()];
        for (at, link) in links.iter().enumerate() {
            let (upper, lower) = (grid.cells[link.upper].0, grid.cells[link.lower].0);
            let mut add = |space: usize, from: f64, to: f64, first: bool| {
                if (from - to).abs() > 0.05 {
                    runs[space].push((from.min(to), from.max(to), at, first));
                }
            };
            match link.way {
                None => add(upper, link.ports.0, link.ports.1, true),
                Some(way) => {
                    let x = self.track(way, None);
                    add(upper, link.ports.0, x, true);
                    add(lower - 1, x, link.ports.1, false);
                }
            }
        }
        let mut levels = vec![(0.0, 0.0); links.len()];
        let mut y = top;
        for (row, nodes) in grid.rows.iter().enumerate() {
            let lines = nodes.iter().map(|node| words[*node].len()).max().unwrap_or(0);
            let height = STRIP + 4.0 + Face::STRONG.leading() * (lines + 1) as f64 + 5.0;
            self.rows.push((y, y + height));
            y += height;
            let runs = &mut runs[row];
            runs.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
            let mut tracks: Vec<f64> = Vec::new();
            for (left, right, at, first) in runs.iter() {
                let free = tracks.iter().position(|end| end + 6.0 < *left);
                let track = free.unwrap_or(tracks.len());
                if track == tracks.len() {
                    tracks.push(0.0);
                }
                tracks[track] = *right;
                let level = y + CLEAR + TRACK * track as f64;
                if *first {
                    levels[*at].0 = level;
                }
                if !*first || links[*at].way.is_none() {
                    levels[*at].1 = level;
                }
            }
            y += 2.0 * CLEAR + TRACK * tracks.len().saturating_sub(1) as f64;
        }
        for (link, levels) in links.iter().zip(&mut levels) {
            if levels.0 == 0.0 {
                let start = self.rows[grid.cells[link.upper].0].1;
                *levels = (start, start);
            }
        }
        levels
    }

    /// Turns left and right around.
    fn mirror(&mut self, links: &mut [Link], width: f64) {
        for left in &mut self.lefts {
            *left = width - *left - self.box_width;
        }
        for link in links {
            link.ports = (width - link.ports.0, width - link.ports.1);
        }
    }
}
