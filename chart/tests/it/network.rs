use chart::{Class, Edge, Network, Node, Sheet, When, Width};

use crate::reading::{HOSTILE, Read, assert_apart, read, sheets};

const CLASSES: [Class<'_>; 2] = [Class { label: "in force", tone: 0 }, Class { label: "not in force", tone: 1 }];
const KINDS: [Class<'_>; 3] =
    [Class { label: "protocol to", tone: 2 }, Class { label: "amends", tone: 4 }, Class { label: "succeeds", tone: 3 }];

fn node<'a>(id: &'a str, label: &'a str, year: i32) -> Node<'a> {
    Node { id, label, when: When::year(year), class: Some(0), href: None }
}

fn edge<'a>(from: &'a str, to: &'a str, kind: usize) -> Edge<'a> {
    Edge { from, to, kind, label: "" }
}

fn network<'a>(sheet: Sheet<'a>, nodes: &'a [Node<'a>], edges: &'a [Edge<'a>]) -> Network<'a> {
    Network { sheet, nodes, edges, classes: &CLASSES, kinds: &KINDS, note: "" }
}

type Segment = ((f64, f64), (f64, f64));

fn edges(read: &Read) -> Vec<Vec<Segment>> {
    let segments = |points: &Vec<(f64, f64)>| points.windows(2).map(|pair| (pair[0], pair[1])).collect();
    // The legend's lie flat.
    let edges = read
        .paths
        .iter()
        .filter(|(class, points)| class.starts_with("ed") && points.iter().any(|point| point.1 != points[0].1));
    edges.map(|(_, points)| segments(points)).collect()
}

/// Whether two segments run over one another; to cross is not to.
fn overlap(one: Segment, other: Segment) -> bool {
    let range = |a: f64, b: f64| (a.min(b), a.max(b));
    let long = |a: (f64, f64), b: (f64, f64)| a.1.min(b.1) - a.0.max(b.0) > 0.2;
    let ((a, b), (c, d)) = (one, other);
    let upright = |segment: Segment| (segment.0.0 - segment.1.0).abs() < 0.05;
    if upright(one) && upright(other) {
        (a.0 - c.0).abs() < 0.2 && long(range(a.1, b.1), range(c.1, d.1))
    } else if !upright(one) && !upright(other) {
        (a.1 - c.1).abs() < 0.2 && long(range(a.0, b.0), range(c.0, d.0))
    } else {
        false
    }
}

/// Boxes and edges keep to what the drawing promises; gives how many boxes and edges there are.
fn check(svg: &str) -> (usize, usize) {
    let read = read(svg);
    assert_apart(&read);
    let boxes: Vec<[f64; 4]> = read.rects.iter().filter(|(class, _)| class == "bx").map(|(_, field)| *field).collect();
    for (at, one) in boxes.iter().enumerate() {
        for other in &boxes[at + 1..] {
            let apart = one[0] >= other[2] || other[0] >= one[2] || one[1] >= other[3] || other[1] >= one[3];
            assert!(apart, "boxes {one:?} and {other:?}");
        }
    }
    let edges = edges(&read);
    for segments in &edges {
        for (a, b) in segments {
            for [left, top, right, bottom] in &boxes {
                let beside = a.0.max(b.0) < left + 0.2 || a.0.min(b.0) > right - 0.2;
                let away = a.1.max(b.1) < top + 0.2 || a.1.min(b.1) > bottom - 0.2;
                assert!(beside || away, "{a:?} {b:?} runs through a box");
            }
        }
    }
    for (at, one) in edges.iter().enumerate() {
        for other in &edges[at + 1..] {
            for (a, b) in one.iter().flat_map(|a| other.iter().map(move |b| (*a, *b))) {
                assert!(!overlap(a, b), "{a:?} and {b:?} run over one another");
            }
        }
    }
    (boxes.len(), edges.len())
}

/// A sequence that looks like none and is always the same.
fn next(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize
}

#[test]
fn boxes_and_edges_stay_apart() {
    for sheet in sheets() {
        for (seed, count) in [(1, 1), (2, 2), (3, 5), (4, 12), (5, 24), (6, 40), (7, 40), (8, 40)] {
            let mut state = seed;
            let ids: Vec<String> = (0..count).map(|at| format!("id {at}")).collect();
            let labels: Vec<String> = (0..count)
                .map(|at| match next(&mut state) % 3 {
                    0 => format!("Protocol {at}"),
                    1 => format!(
                        "Treaty {at} on a Nuclear-Weapon-Free Zone in a region with a long name, and its annexes"
                    ),
                    _ => format!("第{at}号条约：中亚无核武器区条约"),
                })
                .collect();
            let nodes: Vec<Node<'_>> = ids
                .iter()
                .zip(&labels)
                .map(|(id, label)| node(id, label, 1945 + (next(&mut state) % 80) as i32))
                .collect();
            let mut edges: Vec<Edge<'_>> = Vec::new();
            for _ in 0..count * 5 / 4 {
                let (from, to) = (&ids[next(&mut state) % count], &ids[next(&mut state) % count]);
                if from != to {
                    edges.push(edge(from, to, next(&mut state) % 4));
                }
            }
            let drawn = network(sheet, &nodes, &edges).draw();
            assert!(drawn.missing.is_empty());
            assert_eq!(check(&drawn.svg), (nodes.len(), edges.len()), "{seed}");
            let titles = read(&drawn.svg).titles;
            assert!(labels.iter().all(|label| titles.contains(label)));
            assert_eq!(drawn, network(sheet, &nodes, &edges).draw());
        }
    }
}

#[test]
fn a_treaty_with_many_protocols() {
    let ids: Vec<String> = (0..14).map(|at| format!("protocol {at}")).collect();
    let mut nodes = vec![node("treaty", "Treaty", 1949)];
    nodes.extend(ids.iter().map(|id| node(id, id, 1977)));
    let edges: Vec<Edge<'_>> = ids.iter().map(|id| edge(id, "treaty", 0)).collect();
    for width in [Width::Wide, Width::Narrow] {
        let drawn = network(Sheet { width, ..Sheet::default() }, &nodes, &edges).draw();
        assert_eq!(check(&drawn.svg), (15, 14));
    }
}

#[test]
fn older_ones_stand_higher() {
    let nodes = [node("c", "third", 2014), node("a", "first", 1968), node("b", "second", 2006)];
    let edges = [edge("a", "b", 1), edge("c", "b", 0)];
    let read = read(&network(Sheet::default(), &nodes, &edges).draw().svg);
    let y = |label: &str| read.texts.iter().find(|words| words.words == label).expect("a label").field[1];
    assert!(y("first") < y("second") && y("second") < y("third"));
}

#[test]
fn what_cannot_be_drawn_is_reported() {
    let nodes = [node("a", "first", 1968), node("a", "of the same name", 1969)];
    let edges = [edge("a", "x", 0), edge("y", "z", 0), edge("a", "a", 0), edge("x", "y", 9)];
    let drawn = network(Sheet::default(), &nodes, &edges).draw();
    assert_eq!(drawn.missing, ["x", "y", "z", "a"]);
    assert_eq!(check(&drawn.svg), (2, 0));
    assert_eq!(check(&network(Sheet::default(), &[], &edges).draw().svg), (0, 0));
}

#[test]
fn hostile_words_are_words() {
    let href = Some("javascript:alert(1)");
    let hostile = Node { id: HOSTILE, label: HOSTILE, when: When::on(i32::MAX), class: Some(usize::MAX), href };
    let nodes = [hostile, node("a", HOSTILE, i32::MIN)];
    let edges = [Edge { from: HOSTILE, to: "a", kind: usize::MAX, label: HOSTILE }];
    let words = [Class { label: HOSTILE, tone: usize::MAX }];
    for sheet in sheets() {
        let sheet = Sheet { title: HOSTILE, id: HOSTILE, ..sheet };
        let picture = Network { classes: &words, kinds: &words, note: HOSTILE, ..network(sheet, &nodes, &edges) };
        let drawn = picture.draw();
        read(&drawn.svg);
        assert!(!drawn.svg.contains("<script") && !drawn.svg.contains("javascript") && !drawn.svg.contains("style="));
    }
}

#[test]
fn a_network_as_it_is_written() {
    let nodes = [
        Node { href: Some("/treaties/canwfz"), ..node("canwfz", "Treaty of Semipalatinsk", 2006) },
        Node { class: Some(1), ..node("protocol", "Protocol", 2014) },
        node("npt", "Treaty on the Non-Proliferation of Nuclear Weapons", 1968),
    ];
    let edges = [edge("protocol", "canwfz", 0), edge("protocol", "npt", 1), edge("canwfz", "npt", 7)];
    let sheet = Sheet { title: "Network", description: "Description", language: "en", ..Sheet::default() };
    let drawn = network(sheet, &nodes, &edges).draw();
    assert_eq!(check(&drawn.svg), (3, 3));
    insta::assert_snapshot!(drawn.svg.replace(chart::STYLE, "…").replace("><", ">\n<"));
}
