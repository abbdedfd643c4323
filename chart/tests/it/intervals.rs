use chart::{Band, Class, Direction, Intervals, Moment, Row, Sheet, When, Width};

use crate::reading::{HOSTILE, assert_apart, read, sheets, viewbox};

const CLASSES: [Class<'_>; 3] = [
    Class { label: "signatory", tone: 1 },
    Class { label: "party", tone: 0 },
    Class { label: "former party", tone: 5 },
];

fn band(from: When, to: Option<When>, class: usize, label: &str) -> Band<'_> {
    Band { from, to, class: Some(class), label, name: label, href: None }
}

#[test]
fn every_row_and_every_bar_is_drawn() {
    let labels: Vec<String> = (0..190)
        .map(|at| match at % 4 {
            0 => format!("Treaty {at}"),
            1 => format!("Treaty {at} on a Nuclear-Weapon-Free Zone in a region whose name goes on for long"),
            2 => format!("第{at}号条约：中亚无核武器区条约及其议定书"),
            _ => format!("معاهدة {at} إنشاء منطقة خالية من الأسلحة النووية في آسيا الوسطى"),
        })
        .collect();
    let bands: Vec<Vec<Band<'_>>> = (0..190)
        .map(|at| {
            let (signed, bound) = (When::on(at * 97), When::year(1990 + at / 8));
            match at % 3 {
                0 => vec![band(signed, Some(bound), 0, "signatory"), band(bound, None, 1, "party")],
                1 => vec![band(signed, None, 1, "party"), band(signed, Some(signed), 7, "one day")],
                _ => Vec::new(),
            }
        })
        .collect();
    let rows: Vec<Row<'_>> =
        labels.iter().zip(&bands).map(|(label, bands)| Row { label, href: Some("/t"), bands }).collect();
    let marker = Some(Moment { when: When::date(2021, 11, 1), label: "1 November 2021", href: None });
    for sheet in sheets() {
        for count in [0, 1, 5, 190] {
            let rows = &rows[..count];
            let svg = Intervals { sheet, rows, marker, classes: &CLASSES, note: "A note." }.draw();
            let read = read(&svg);
            assert_apart(&read);
            let bars = read.shapes.iter().filter(|(_, class)| class.starts_with("ar")).count();
            assert_eq!(bars, rows.iter().map(|row| row.bands.len()).sum::<usize>());
            let whole: String =
                read.texts.iter().flat_map(|words| words.words.chars()).filter(|sign| *sign != ' ').collect();
            for label in &labels[..count] {
                let label: String = label.chars().filter(|sign| *sign != ' ').collect();
                assert!(whole.contains(&label), "{label}");
            }
        }
    }
}

#[test]
fn a_phone_has_names_above_the_bars() {
    let bands = [band(When::on(0), None, 1, "")];
    let rows = [Row { label: "Treaty on a Nuclear-Weapon-Free Zone in Central Asia", href: None, bands: &bands }];
    let wide = Intervals { sheet: Sheet::default(), rows: &rows, marker: None, classes: &CLASSES, note: "" };
    let narrow = Intervals { sheet: Sheet { width: Width::Narrow, ..wide.sheet }, ..wide };
    assert!((viewbox(&wide.draw()).0 - 720.0).abs() < 0.1 && (viewbox(&narrow.draw()).0 - 360.0).abs() < 0.1);
    let right = Intervals { sheet: Sheet { direction: Direction::Rtl, ..wide.sheet }, ..wide };
    let name =
        |svg: &str| read(svg).texts.iter().find(|words| words.words.starts_with("Treaty")).expect("a name").field;
    assert!(name(&wide.draw())[0] < 100.0 && name(&right.draw())[2] > 600.0);
}

#[test]
fn hostile_words_are_words() {
    let href = Some("javascript:alert(1)");
    let bands = [Band { href, class: None, ..band(When::on(i32::MAX), Some(When::on(i32::MIN)), 0, HOSTILE) }];
    let rows = [Row { label: HOSTILE, href, bands: &bands }];
    let marker = Some(Moment { when: When::on(i32::MIN), label: HOSTILE, href });
    let classes = [Class { label: HOSTILE, tone: usize::MAX }];
    for sheet in sheets() {
        let picture = Intervals { sheet, rows: &rows, marker, classes: &classes, note: HOSTILE };
        let svg = picture.draw();
        read(&svg);
        assert!(!svg.contains("<script") && !svg.contains("javascript") && !svg.contains("style="));
        assert_eq!(svg, picture.draw());
    }
}

#[test]
fn intervals_as_they_are_written() {
    let (signed, bound) = (When::date(2006, 9, 8), When::date(2009, 3, 21));
    let bands = [band(signed, Some(bound), 0, "signatory"), band(bound, Some(When::year(2012)), 1, "party")];
    let rows = [
        Row { label: "Treaty of Semipalatinsk", href: Some("/treaties/canwfz"), bands: &bands },
        Row { label: "A treaty that it has nothing to do with", href: None, bands: &[] },
    ];
    let sheet = Sheet { title: "Intervals", description: "Description", language: "en", ..Sheet::default() };
    let svg = Intervals { sheet, rows: &rows, marker: None, classes: &CLASSES, note: "" }.draw();
    read(&svg);
    insta::assert_snapshot!(svg.replace(chart::STYLE, "…").replace("><", ">\n<"));
}
