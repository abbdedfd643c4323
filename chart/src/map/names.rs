//! Names on a map, where there is room for them.

use super::clip::Point;
use super::extent::Window;
use crate::draft::{Anchor, Draft};
use crate::style;
use crate::text::Face;

pub(crate) struct Named<'a> {
    pub(crate) name: &'a str,
    /// The class of the area, which its name is set off against.
    pub(crate) tone: Option<usize>,
    pub(crate) rings: &'a [Vec<Point>],
    pub(crate) dot: Option<Point>,
}

const NAME: Face = Face::STRONG;

/// Left, top, right, bottom.
type Field = [f64; 4];

/// Lines of a name and where they would stand.
type Place = (Vec<String>, Field);

/// Writes names inside of what is large, then beside what is small; those that would cover another name, a dot or an
/// area that was given are left out.
pub(crate) fn write(draft: &mut Draft, window: &Window, named: &[Named<'_>]) {
    let mut taken: Vec<Field> =
        named.iter().filter_map(|one| one.dot).map(|(x, y)| [x - 4.0, y - 4.0, x + 4.0, y + 4.0]).collect();
    let mut order: Vec<(f64, &Named<'_>)> =
        named.iter().map(|one| (largest(one).map_or(0.0, |ring| super::size(ring)), one)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (_, one) in order.into_iter().filter(|(_, one)| !one.name.is_empty()) {
        let free = |field: &Field| {
            let [left, top, right, bottom] = *field;
            left >= 1.0
                && top >= 1.0
                && right <= window.width - 1.0
                && bottom <= window.height - 1.0
                && !taken.iter().any(|other| left < other[2] && other[0] < right && top < other[3] && other[1] < bottom)
        };
        let within = if one.dot.is_none() { inside(one).into_iter().find(|place| free(&place.1)) } else { None };
        let class = match (&within, one.tone) {
            (Some(_), Some(tone)) => format!("na n{}", style::around(tone)),
            (Some(_), None) => "na nn".to_owned(),
            (None, _) => "na".to_owned(),
        };
        let place = within.or_else(|| {
            let clear = |field: &Field| !named.iter().flat_map(|one| one.rings).any(|ring| covers(ring, *field));
            beside(one).into_iter().find(|place| free(&place.1) && clear(&place.1))
        });
        let Some((lines, field)) = place else { continue };
        let mut y = field[1] + NAME.size - 1.0;
        for line in &lines {
            draft.line((field[0] + field[2]) / 2.0, y, Anchor::Middle, &class, line);
            y += NAME.leading();
        }
        taken.push(field);
    }
}

fn largest<'a>(one: &Named<'a>) -> Option<&'a Vec<Point>> {
    one.rings.iter().max_by(|a, b| super::size(a).total_cmp(&super::size(b)))
}

/// Whether a ring reaches into a field or lies around it.
fn covers(ring: &[Point], [left, top, right, bottom]: Field) -> bool {
    let middle = ((left + right) / 2.0, (top + bottom) / 2.0);
    ring.iter().any(|point| point.0 > left && point.0 < right && point.1 > top && point.1 < bottom)
        || spans(ring, middle.1).iter().any(|span| span.0 <= middle.0 && middle.0 <= span.1)
}

/// Right, left, above and below a dot, or the largest polygon.
fn beside(one: &Named<'_>) -> Vec<Place> {
    let (left, top, right, bottom, x, y);
    match (one.dot, largest(one)) {
        (Some(dot), _) => {
            (x, y) = dot;
            (left, top, right, bottom) = (x - 4.0, y - 4.0, x + 4.0, y + 4.0);
        }
        (None, Some(ring)) => {
            let along = |pick: fn(&Point) -> f64| {
                let numbers = ring.iter().map(pick);
                (numbers.clone().fold(f64::MAX, f64::min), numbers.fold(f64::MIN, f64::max))
            };
            let (west, east) = along(|point| point.0);
            (top, bottom) = along(|point| point.1);
            (x, y) = ((west + east) / 2.0, (top + bottom) / 2.0);
            let row = spans(ring, y);
            (left, right) = (row.first().map_or(west, |span| span.0), row.last().map_or(east, |span| span.1));
        }
        (None, None) => return Vec::new(),
    }
    let (width, half) = (NAME.width(one.name), NAME.size / 2.0 + 1.0);
    [
        [right + 3.0, y - half, right + 3.0 + width, y + half],
        [left - 3.0 - width, y - half, left - 3.0, y + half],
        [x - width / 2.0, top - 3.0 - 2.0 * half, x + width / 2.0, top - 3.0],
        [x - width / 2.0, bottom + 3.0, x + width / 2.0, bottom + 3.0 + 2.0 * half],
    ]
    .into_iter()
    .map(|field| (vec![one.name.to_owned()], field))
    .collect()
}

/// Where the largest ring is wide enough for the name in one line, or in two, the roomiest place first.
fn inside(one: &Named<'_>) -> Vec<Place> {
    let Some(ring) = largest(one) else { return Vec::new() };
    let top = ring.iter().map(|point| point.1).fold(f64::MAX, f64::min);
    let bottom = ring.iter().map(|point| point.1).fold(f64::MIN, f64::max);
    let whole = NAME.width(one.name);
    let mut attempts = vec![vec![one.name.to_owned()]];
    let two = NAME.wrap(one.name, whole * 0.7, 2);
    // Between words, or between signs of a script without spaces; never within a word.
    if two.len() == 2 && (two.join(" ") == one.name || !one.name.contains(|sign: char| sign < '\u{2e80}')) {
        attempts.push(two);
    }
    let mut places = Vec::new();
    for lines in attempts {
        let width = lines.iter().map(|line| NAME.width(line)).fold(0.0, f64::max) + 4.0;
        let height = NAME.leading() * (lines.len() as f64 - 1.0) + NAME.size + 2.0;
        let mut best: Option<(f64, Field)> = None;
        for step in 1..24 {
            let y = top + (bottom - top) * f64::from(step) / 24.0;
            // The room that the upper, middle and lower edge of the name have in common.
            let rows = [y - height / 2.0, y, y + height / 2.0].map(|y| spans(ring, y));
            for (left, right) in &rows[1] {
                let (mut left, mut right) = (*left, *right);
                for row in [&rows[0], &rows[2]] {
                    let middle = (left + right) / 2.0;
                    let Some(span) = row.iter().find(|span| span.0 <= middle && middle <= span.1) else {
                        right = left;
                        break;
                    };
                    (left, right) = (left.max(span.0), right.min(span.1));
                }
                let away = (y - (top + bottom) / 2.0).abs() / (bottom - top);
                let room = (right - left) * (1.0 - 0.6 * away);
                if right - left >= width && best.is_none_or(|best| room > best.0) {
                    let x = (left + right) / 2.0;
                    best = Some((room, [x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0]));
                }
            }
        }
        if let Some((_, field)) = best {
            places.push((lines, field));
        }
    }
    places
}

/// Where a horizontal line runs inside of a ring.
fn spans(ring: &[Point], y: f64) -> Vec<(f64, f64)> {
    let mut crossings = Vec::new();
    let Some(mut last) = ring.last().copied() else { return Vec::new() };
    for point in ring {
        if (last.1 > y) != (point.1 > y) {
            crossings.push(last.0 + (y - last.1) / (point.1 - last.1) * (point.0 - last.0));
        }
        last = *point;
    }
    crossings.sort_by(f64::total_cmp);
    crossings.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}
