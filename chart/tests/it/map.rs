use std::path::Path;

use chart::{Area, Class, Direction, Extent, Frame, Line, Map, Sheet};

use crate::reading::{HOSTILE, assert_apart, read};

const CLASSES: [Class<'_>; 3] =
    [Class { label: "one", tone: 0 }, Class { label: "two", tone: 1 }, Class { label: "three", tone: 12 }];

fn sheet() -> Sheet<'static> {
    Sheet { title: "Title", description: "Description", language: "en", ..Sheet::default() }
}

fn map<'a>(areas: &'a [Area<'a>], extent: Extent<'a>) -> Map<'a> {
    Map { sheet: sheet(), areas, classes: &CLASSES, lines: &[], marks: &[], extent, note: "A note." }
}

fn area<'a>(code: &'a str, class: usize, name: &'a str) -> Area<'a> {
    Area { code, class: Some(class), label: name, name, href: None }
}

/// Code and kind of everything in the packs.
fn parties() -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs/parties/parties.csv");
    let rows = csv::Reader::from_path(path).expect("parties").into_records();
    rows.map(|row| row.expect("a row")).map(|row| (row[0].to_owned(), row[1].to_owned())).collect()
}

#[test]
fn every_party_is_drawn_or_reported() {
    let parties = parties();
    let areas: Vec<Area<'_>> = parties.iter().map(|(code, _)| area(code, 0, code)).collect();
    let unnamed: Vec<Area<'_>> = areas.iter().map(|area| Area { name: "", ..*area }).collect();
    let drawn = map(&unnamed, Extent::World).draw();
    assert!(drawn.svg.len() < 150_000, "{}", drawn.svg.len());
    let titles = read(&drawn.svg).titles;
    for (code, kind) in &parties {
        let (shown, reported) = (titles.contains(code), drawn.missing.contains(code));
        // What lies in Antarctic waters only may fall below a map without Antarctica; this one has it.
        assert!(shown != reported, "{code} is drawn {shown} and reported {reported}");
        assert!(shown || kind != "state", "{code} is a State");
    }
    insta::assert_snapshot!(drawn.missing.iter().filter(|code| code.len() == 3).cloned().collect::<Vec<_>>().join(" "));
}

#[test]
fn every_state_can_be_the_middle_of_a_map() {
    for code in chart::outlined() {
        let areas = [area(code, 1, code)];
        let codes = [code];
        let drawn = map(&areas, Extent::Around(&codes)).draw();
        assert!(drawn.missing.is_empty());
        let read = read(&drawn.svg);
        assert!(read.titles.contains(&code.to_owned()), "{code}");
        assert_apart(&read);
    }
}

#[test]
fn regions() {
    let regions: [&[&str]; 5] = [
        &["KAZ", "KGZ", "TJK", "TKM", "UZB"],
        &["AUS", "COK", "FJI", "KIR", "NRU", "NZL", "NIU", "PNG", "WSM", "SLB", "TON", "TUV", "VUT"],
        &["BRN", "KHM", "IDN", "LAO", "MYS", "MMR", "PHL", "SGP", "THA", "VNM"],
        &["RUS", "USA", "CAN", "ATA"],
        &["ATG", "DMA", "LCA", "KNA", "VCT", "GRD", "BRB", "TTO", "DOM", "HTI", "CUB", "JAM"],
    ];
    for region in regions {
        for frame in [Frame::Standalone, Frame::Inline] {
            let areas: Vec<Area<'_>> = region.iter().map(|code| area(code, 0, code)).collect();
            let mut map = map(&areas, Extent::Around(region));
            map.sheet.frame = frame;
            let drawn = map.draw();
            assert!(drawn.missing.is_empty());
            let read = read(&drawn.svg);
            assert_apart(&read);
            for code in region {
                assert!(read.titles.iter().any(|title| title == code), "{code}");
            }
            assert_eq!(drawn, map.draw());
            assert_eq!(drawn.svg.contains("<style>"), frame == Frame::Standalone);
        }
    }
}

/// The Pacific is not 340 degrees wide.
#[test]
fn a_region_across_the_antimeridian_is_not_the_whole_world() {
    let areas = [area("FJI", 0, "Fiji"), area("WSM", 0, "Samoa")];
    let drawn = map(&areas, Extent::Around(&["FJI", "WSM"])).draw();
    let titles = read(&drawn.svg).titles;
    assert!(titles.contains(&"Fiji".to_owned()) && titles.contains(&"Samoa".to_owned()));
    assert!(drawn.svg.len() < 12_000, "{}", drawn.svg.len());
    let limits = Extent::Limits { west: 170.0, south: -25.0, east: -165.0, north: -5.0 };
    assert!(read(&map(&areas, limits).draw().svg).titles.contains(&"Samoa".to_owned()));
}

#[test]
fn lines_are_cut_where_the_map_ends() {
    let points = [(115.0, -60.0), (179.0, -60.0), (-115.0, -60.0), (-115.0, 0.0), (f64::NAN, 3.0), (500.0, 95.0)];
    let around = [(-180.0, 60.0), (-60.0, 60.0), (60.0, 60.0), (180.0, 60.0), (-60.0, 60.0)];
    let lines = [Line { points: &points, label: "limit" }, Line { points: &around, label: "limit" }];
    let areas = [area("ATA", 0, "")];
    for extent in [Extent::World, Extent::Limits { west: 100.0, south: -70.0, east: -70.0, north: 10.0 }] {
        let drawn = Map { lines: &lines, ..map(&areas, extent) }.draw();
        let read = read(&drawn.svg);
        assert!(read.shapes.iter().any(|(_, class)| class == "zo"));
        assert_eq!(read.texts.iter().filter(|words| words.words == "limit").count(), 1);
    }
}

#[test]
fn hostile_words_and_links_are_words() {
    let bad = HOSTILE;
    let areas = [
        Area { code: "KAZ", class: Some(0), label: bad, name: bad, href: Some("javascript:alert(1)") },
        Area { code: "UZB", class: Some(99), label: bad, name: bad, href: Some("/a?b=\"><script>&c='") },
        area("\"><script>", 0, bad),
    ];
    let sheet =
        Sheet { title: bad, description: bad, language: bad, id: bad, direction: Direction::Rtl, ..Sheet::default() };
    let classes = [Class { label: bad, tone: usize::MAX }];
    let drawn = Map {
        sheet,
        areas: &areas,
        classes: &classes,
        lines: &[Line { points: &[(0.0, 0.0)], label: bad }],
        marks: &[],
        extent: Extent::Around(&["KAZ", "UZB", "\"><script>"]),
        note: bad,
    }
    .draw();
    read(&drawn.svg);
    assert!(!drawn.svg.contains("<script") && !drawn.svg.contains("javascript"));
    assert_eq!(drawn.missing, ["\"><script>"]);
}

#[test]
fn nothing_known_is_a_map_too() {
    for extent in [
        Extent::World,
        Extent::Around(&[]),
        Extent::Around(&["XXX"]),
        Extent::Limits { west: f64::NAN, south: 0.0, east: 1.0, north: f64::INFINITY },
        Extent::Limits { west: 0.0, south: 90.0, east: 0.0, north: 90.0 },
        Extent::Limits { west: -180.0, south: -90.0, east: 180.0, north: 90.0 },
    ] {
        let drawn =
            Map { sheet: Sheet::default(), areas: &[], classes: &[], lines: &[], marks: &[], extent, note: "" }.draw();
        read(&drawn.svg);
    }
}

#[test]
fn a_part_follows_its_whole_unless_it_is_given() {
    let whole = [area("UKR", 0, "Ukraine")];
    let parted = [area("UKR", 0, "Ukraine"), area("UA-43", 1, "UA-43")];
    let extent = Extent::Limits { west: 30.0, south: 44.0, east: 37.0, north: 48.0 };
    assert_eq!(
        read(&map(&whole, extent).draw().svg).shapes.iter().filter(|shape| shape.1.contains("ar t0")).count(),
        1
    );
    assert!(read(&map(&parted, extent).draw().svg).titles.contains(&"UA-43".to_owned()));
}

#[test]
fn a_small_map_as_it_is_written() {
    let areas = [
        Area { code: "SGP", class: Some(0), label: "Singapore: one", name: "Singapore", href: Some("/parties/SGP") },
        area("NRU", 1, "瑙鲁"),
    ];
    let lines = [Line { points: &[(100.0, 0.0), (108.0, 0.0)], label: "Equator" }];
    let drawn = Map { lines: &lines, ..map(&areas, Extent::Around(&["SGP"])) }.draw();
    insta::assert_snapshot!(drawn.svg.replace(chart::STYLE, "…").replace("><", ">\n<"));
}
