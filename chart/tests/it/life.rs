use chart::{Band, Class, Digits, Direction, Frame, Life, Moment, Sheet, When, Width};

use crate::reading::{HOSTILE, assert_apart, read, sheets};

const CLASSES: [Class<'_>; 2] = [Class { label: "open", tone: 1 }, Class { label: "in force", tone: 0 }];

fn moment(when: When, label: &str) -> Moment<'_> {
    Moment { when, label, href: None }
}

fn stage(from: When, to: Option<When>, class: usize, name: &str) -> Band<'_> {
    Band { from, to, class: Some(class), label: name, name, href: None }
}

#[test]
fn words_of_many_events_stay_apart() {
    for sheet in sheets() {
        for count in [0_i32, 1, 2, 7, 30, 90] {
            for spread in [0, 1, 40, 400] {
                let labels: Vec<String> = (0..count)
                    .map(|at| match at % 3 {
                        0 => format!("event {at}"),
                        1 => format!("event {at} with a text that is rather long and has to be broken into lines"),
                        _ => format!("第{at}条：中亚无核武器区条约在塞米巴拉金斯克开放供签署"),
                    })
                    .collect();
                let events: Vec<Moment<'_>> = labels
                    .iter()
                    .zip(0..)
                    .map(|(label, at)| {
                        let day = 13_000 + at * spread;
                        moment(if at % 5 == 4 { When::within(day, day + 364) } else { When::on(day) }, label)
                    })
                    .collect();
                let marker = Some(moment(When::date(2026, 11, 26), "today"));
                let svg = Life { sheet, stages: &[], events: &events, marker, classes: &CLASSES, note: "" }.draw();
                let read = read(&svg);
                assert_apart(&read);
                let marks = read.shapes.iter().filter(|(name, _)| name == "circle").count();
                assert_eq!(marks, events.len());
                for label in &labels {
                    assert!(read.titles.contains(label), "{label}");
                }
            }
        }
    }
}

#[test]
fn stages_that_overlap_stand_below_one_another() {
    let year = When::year;
    let stages = [
        stage(year(1970), Some(year(1995)), 0, "first"),
        stage(year(1995), None, 1, "follows without a gap"),
        stage(year(1990), Some(year(1991)), 0, "within"),
        stage(When::on(i32::MIN), Some(When::on(i32::MAX)), 9, "always"),
        stage(year(2000), Some(year(1999)), 0, "ends before it begins"),
    ];
    for sheet in sheets() {
        let svg = Life { sheet, stages: &stages, events: &[], marker: None, classes: &CLASSES, note: "" }.draw();
        let read = read(&svg);
        assert_eq!(read.shapes.iter().filter(|(_, class)| class.starts_with("ar")).count(), stages.len());
        assert!(stages.iter().all(|stage| read.titles.iter().any(|title| title == stage.label)));
        assert_apart(&read);
    }
    let two =
        Life { sheet: Sheet::default(), stages: &stages[..2], events: &[], marker: None, classes: &CLASSES, note: "" };
    let three = Life { stages: &stages[..3], ..two };
    assert!(crate::reading::viewbox(&two.draw()).1 < crate::reading::viewbox(&three.draw()).1);
}

#[test]
fn hostile_words_are_words() {
    let href = Some("javascript:alert(1)");
    let stages = [Band { href, class: Some(usize::MAX), ..stage(When::on(0), None, 0, HOSTILE) }];
    let events = [Moment { href, ..moment(When::on(0), HOSTILE) }];
    let classes = [Class { label: HOSTILE, tone: usize::MAX }];
    for sheet in sheets() {
        let sheet = Sheet { title: HOSTILE, description: HOSTILE, language: HOSTILE, id: HOSTILE, ..sheet };
        let life =
            Life { sheet, stages: &stages, events: &events, marker: Some(events[0]), classes: &classes, note: HOSTILE };
        let svg = life.draw();
        read(&svg);
        assert!(!svg.contains("<script") && !svg.contains("javascript") && !svg.contains("style="));
        assert_eq!(svg, life.draw());
    }
}

#[test]
fn a_life_as_it_is_written() {
    let opened = When::date(2006, 9, 8);
    let force = When::date(2009, 3, 21);
    let stages = [stage(opened, Some(force), 0, "open"), stage(force, None, 1, "نافذة")];
    let events = [
        moment(When::year(1997), "1997: proposed"),
        Moment { when: force, label: "21 March 2009", href: Some("/acts/1") },
    ];
    let sheet = Sheet {
        title: "Life",
        description: "Description",
        language: "ar",
        direction: Direction::Rtl,
        digits: Digits::from_nought('٠'),
        frame: Frame::Inline,
        width: Width::Narrow,
        id: "life",
    };
    let marker = Some(moment(When::date(2021, 11, 1), "1 November 2021"));
    let svg = Life { sheet, stages: &stages, events: &events, marker, classes: &CLASSES, note: "A note." }.draw();
    read(&svg);
    insta::assert_snapshot!(svg.replace("><", ">\n<"));
}
