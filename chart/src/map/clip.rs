//! Cuts rings and lines to a window (Sutherland and Hodgman, 1974, for rings).

pub(crate) type Point = (f64, f64);

/// The half plane where x (or y) is at least (or at most) a limit.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Half {
    East(f64),
    West(f64),
    North(f64),
    South(f64),
}

impl Half {
    /// How far a point lies inside; negative outside.
    fn depth(self, p: Point) -> f64 {
        match self {
            Self::East(limit) => p.0 - limit,
            Self::West(limit) => limit - p.0,
            Self::North(limit) => p.1 - limit,
            Self::South(limit) => limit - p.1,
        }
    }
}

fn crossing(a: Point, b: Point, da: f64, db: f64) -> Point {
    let along = da / (da - db);
    (a.0 + (b.0 - a.0) * along, a.1 + (b.1 - a.1) * along)
}

/// What of a ring lies in all halves. The last point is not the first again.
pub(crate) fn ring(points: &[Point], halves: &[Half]) -> Vec<Point> {
    let mut points = points.to_vec();
    for half in halves {
        if points.iter().all(|point| half.depth(*point) >= 0.0) {
            continue;
        }
        let mut kept = Vec::with_capacity(points.len());
        let Some(mut last) = points.last().copied() else { return points };
        for point in points {
            let (before, now) = (half.depth(last), half.depth(point));
            if (before < 0.0) != (now < 0.0) {
                kept.push(crossing(last, point, before, now));
            }
            if now >= 0.0 {
                kept.push(point);
            }
            last = point;
        }
        points = kept;
    }
    points
}

/// What of an open line lies in all halves: as many lines as that makes.
pub(crate) fn line(points: &[Point], halves: &[Half]) -> Vec<Vec<Point>> {
    let mut lines = vec![points.to_vec()];
    for half in halves {
        let mut kept: Vec<Vec<Point>> = Vec::new();
        for line in lines {
            let mut piece: Vec<Point> = Vec::new();
            for (at, point) in line.iter().enumerate() {
                let now = half.depth(*point);
                if let Some(last) = at.checked_sub(1).map(|at| line[at]) {
                    let before = half.depth(last);
                    if (before < 0.0) != (now < 0.0) {
                        piece.push(crossing(last, *point, before, now));
                    }
                }
                if now >= 0.0 {
                    piece.push(*point);
                } else if !piece.is_empty() {
                    kept.push(std::mem::take(&mut piece));
                }
            }
            if !piece.is_empty() {
                kept.push(piece);
            }
        }
        lines = kept;
    }
    lines.retain(|line| line.len() > 1);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_loses_its_corner() {
        let square = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)];
        let cut = ring(&square, &[Half::West(1.0), Half::South(1.0)]);
        assert_eq!(cut.len(), 4);
        assert!(cut.iter().all(|point| point.0 <= 1.0 && point.1 <= 1.0));
        assert!(ring(&square, &[Half::East(3.0)]).is_empty());
    }

    #[test]
    fn a_line_that_leaves_and_returns_becomes_two() {
        let zigzag = [(0.0, 0.0), (1.0, 2.0), (2.0, 0.0)];
        assert_eq!(line(&zigzag, &[Half::South(1.0)]).len(), 2);
    }
}
