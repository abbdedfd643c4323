use chart::{Curve, Moment, Series, Sheet, Step, When};

use crate::reading::{HOSTILE, assert_apart, read, sheets};

fn step(when: When, change: i32) -> Step<'static> {
    Step { when, change, label: "a step" }
}

fn curve<'a>(sheet: Sheet<'a>, series: &'a [Series<'a>]) -> Curve<'a> {
    Curve { sheet, series, events: &[], marker: None, counted: "States", note: "" }
}

#[test]
fn one_to_two_hundred_steps_and_every_last_count() {
    for sheet in sheets() {
        for count in [0_i32, 1, 2, 13, 200] {
            let one: Vec<Step<'_>> = (0..count).map(|at| step(When::on(at * 61), 1)).collect();
            let other: Vec<Step<'_>> = (0..count)
                .map(|at| step(if at % 3 == 0 { When::year(1970 + at / 6) } else { When::on(at * 61) }, 1))
                .collect();
            let label = "a rather long label of a series that has to be broken 中亚无核武器区条约";
            let series = [
                Series { label, tone: 0, steps: &one },
                Series { label, tone: 1, steps: &other },
                Series { label: "third", tone: 2, steps: &one },
            ];
            let svg = curve(sheet, &series).draw();
            let read = read(&svg);
            assert_apart(&read);
            let lines = read.shapes.iter().filter(|(name, class)| name == "path" && class.starts_with("ln")).count();
            // One in the legend, and one where there is anything to be drawn.
            assert_eq!(lines, if count > 0 { 6 } else { 3 });
            let dots = read.shapes.iter().filter(|(_, class)| class.starts_with("dt")).count();
            assert_eq!(dots, 3 * count as usize);
            let ends = read.texts.iter().filter(|words| words.words == count.to_string()).count();
            assert!(ends >= 3, "{count} stands {ends} times");
        }
    }
}

#[test]
fn lines_are_told_apart_without_colour() {
    let steps = [step(When::on(0), 1)];
    let series: Vec<Series<'_>> = (0..8).map(|_| Series { label: "same", tone: 0, steps: &steps }).collect();
    let read = read(&curve(Sheet::default(), &series).draw());
    let mut classes: Vec<&String> =
        read.shapes.iter().map(|(_, class)| class).filter(|class| class.starts_with("ln")).collect();
    classes.sort();
    classes.dedup();
    assert_eq!(classes.len(), 8);
}

#[test]
fn what_is_not_known_to_the_day_is_counted_when_it_is_certain() {
    let steps = [step(When::year(1975), 1), step(When::date(1975, 6, 1), 1), step(When::date(1980, 6, 1), -1)];
    let svg = curve(Sheet::default(), &[Series { label: "one", tone: 3, steps: &steps }]).draw();
    assert!(svg.contains("class=\"may t3\""));
    let read = read(&svg);
    assert!(read.texts.iter().any(|words| words.words == "1"));
}

#[test]
fn counts_that_no_treaty_has() {
    for changes in [vec![i32::MAX, i32::MAX, i32::MAX], vec![i32::MIN], vec![-1, 2], vec![0]] {
        let steps: Vec<Step<'_>> =
            changes.iter().zip(0..).map(|(change, at)| step(When::on(i32::MIN + at), *change)).collect();
        let series = [Series { label: HOSTILE, tone: usize::MAX, steps: &steps }];
        let event = Moment { when: When::on(i32::MAX), label: HOSTILE, href: Some("javascript:alert(1)") };
        for sheet in sheets() {
            let curve = Curve {
                events: &[event],
                marker: Some(event),
                counted: HOSTILE,
                note: HOSTILE,
                ..curve(sheet, &series)
            };
            let svg = curve.draw();
            read(&svg);
            assert!(!svg.contains("<script") && !svg.contains("javascript") && !svg.contains("style="));
            assert_eq!(svg, curve.draw());
        }
    }
}

#[test]
fn a_curve_as_it_is_written() {
    let steps = [step(When::date(2007, 7, 27), 1), step(When::year(2008), 2), step(When::date(2012, 1, 1), -1)];
    let signed = [Step { label: "", ..step(When::date(2006, 9, 8), 5) }];
    let series =
        [Series { label: "signatures", tone: 1, steps: &signed }, Series { label: "parties", tone: 0, steps: &steps }];
    let sheet = Sheet { title: "Curve", description: "Description", language: "en", id: "1", ..Sheet::default() };
    let marker = Some(Moment { when: When::date(2021, 11, 1), label: "1 November 2021", href: None });
    let svg = Curve { marker, ..curve(sheet, &series) }.draw();
    read(&svg);
    insta::assert_snapshot!(svg.replace(chart::STYLE, "…").replace("><", ">\n<"));
}
