//! Pictures of time and of relations.

use std::fs;
use std::path::Path;

use chart::{
    Band, Class, Curve, Digits, Direction, Edge, Frame, Intervals, Life, Moment, Network, Node, Row, STYLE, Series,
    Sheet, Step, When, Width,
};

use crate::{Failure, save};

pub(crate) fn write(folder: &Path) -> Result<(), Failure> {
    let mut page = String::new();
    lives(folder, &mut page)?;
    curves(folder, &mut page)?;
    intervals(folder, &mut page)?;
    networks(folder, &mut page)?;
    fs::write(folder.join("chart.css"), STYLE)?;
    let head = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Drawings in a page</title>\
                <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">\
                <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src file:\">\
                <link rel=\"stylesheet\" href=\"chart.css\">";
    Ok(fs::write(folder.join("page.html"), format!("{head}{page}</html>"))?)
}

/// As part of a page for a phone.
fn inline<'a>(sheet: Sheet<'a>, id: &'a str) -> Sheet<'a> {
    Sheet { frame: Frame::Inline, width: Width::Narrow, id, ..sheet }
}

fn band<'a>(from: When, to: Option<When>, class: usize, name: &'a str) -> Band<'a> {
    Band { from, to, class: Some(class), label: name, name, href: None }
}

fn moment(when: When, label: &str) -> Moment<'_> {
    Moment { when, label, href: None }
}

fn lives(folder: &Path, page: &mut String) -> Result<(), Failure> {
    let classes = [
        Class { label: "Open for signature, not in force", tone: 1 },
        Class { label: "In force", tone: 0 },
        Class { label: "Extended", tone: 3 },
        Class { label: "Suspended", tone: 4 },
        Class { label: "Ended", tone: 5 },
    ];
    let opened = When::date(2006, 9, 8);
    let force = When::date(2009, 3, 21);
    let stages = [band(opened, Some(force), 0, "Open for signature"), band(force, None, 1, "In force")];
    let events = [
        moment(When::year(1997), "1997: five Presidents propose the zone in the Almaty Declaration"),
        moment(opened, "8 September 2006: opened for signature at Semipalatinsk"),
        moment(When::date(2007, 7, 27), "27 July 2007: first ratification"),
        moment(When::date(2008, 12, 11), "11 December 2008: fifth ratification"),
        moment(force, "21 March 2009: in force"),
        moment(When::date(2014, 5, 6), "6 May 2014: Protocol signed by five nuclear-weapon States"),
    ];
    let sheet = Sheet {
        title: "Life of the Treaty on a Nuclear-Weapon-Free Zone in Central Asia",
        description: "…",
        language: "en",
        ..Sheet::default()
    };
    let marker = Some(moment(When::date(2026, 11, 26), "26 November 2026"));
    let life = Life {
        sheet,
        stages: &stages,
        events: &events,
        marker,
        classes: &classes[..2],
        note: "A hollow mark is known to the year only.",
    };
    save(folder, "life", &life.draw())?;
    let narrow = Sheet { width: Width::Narrow, ..sheet };
    save(folder, "life-narrow", &Life { sheet: narrow, ..life }.draw())?;
    page.push_str(&Life { sheet: inline(sheet, "life"), ..life }.draw());

    let stages = [
        band(When::year(1968), Some(When::date(1970, 3, 5)), 0, "Open"),
        band(When::date(1970, 3, 5), Some(When::date(1995, 5, 11)), 1, "In force"),
        band(When::date(1995, 5, 11), None, 2, "Extended indefinitely"),
        band(When::year(1980), Some(When::year(1984)), 3, "Suspended"),
        band(When::within(12_053, 13_513), Some(When::date(2012, 1, 1)), 4, "Ended for one"),
    ];
    let events: Vec<Moment<'_>> = [
        (When::date(1968, 7, 1), "1 July 1968: opened for signature at London, Moscow and Washington"),
        (When::date(1970, 3, 5), "5 March 1970: in force"),
        (When::date(1975, 5, 30), "30 May 1975: first review conference"),
        (When::year(1980), "1980: second"),
        (When::date(1985, 9, 21), "21 September 1985: third"),
        (When::date(1990, 9, 14), "14 September 1990: fourth"),
        (When::date(1995, 5, 11), "11 May 1995: extended indefinitely"),
        (When::date(2000, 5, 20), "20 May 2000: thirteen practical steps"),
        (When::date(2003, 1, 10), "10 January 2003: notice of withdrawal"),
        (When::date(2010, 5, 28), "28 May 2010: action plan of sixty-four points"),
        (When::date(2022, 8, 26), "26 August 2022: tenth conference ends without a final document"),
    ]
    .map(|(when, label)| moment(when, label))
    .to_vec();
    let life = Life { sheet, stages: &stages, events: &events, marker, classes: &classes, note: "" };
    save(folder, "life-long", &life.draw())?;
    save(folder, "life-long-narrow", &Life { sheet: narrow, ..life }.draw())?;

    let classes = [Class { label: "مفتوحة للتوقيع", tone: 1 }, Class { label: "نافذة", tone: 0 }];
    let stages = [band(opened, Some(force), 0, "مفتوحة للتوقيع"), band(force, None, 1, "نافذة")];
    let events = [
        moment(opened, "٨ أيلول/سبتمبر ٢٠٠٦: فتح باب التوقيع في سيميبالاتينسك"),
        moment(force, "٢١ آذار/مارس ٢٠٠٩: بدء النفاذ"),
        moment(When::date(2024, 5, 6), "٦ أيار/مايو ٢٠٢٤: اجتماع الدول الأطراف"),
    ];
    let arabic = Sheet {
        title: "معاهدة إنشاء منطقة خالية من الأسلحة النووية في آسيا الوسطى",
        language: "ar",
        direction: Direction::Rtl,
        digits: Digits::from_nought('٠'),
        ..sheet
    };
    let life = Life { sheet: arabic, stages: &stages, events: &events, marker: None, classes: &classes, note: "" };
    save(folder, "life-ar", &life.draw())?;

    let classes = [Class { label: "开放签署", tone: 1 }, Class { label: "生效", tone: 0 }];
    let stages = [band(opened, Some(force), 0, "开放签署"), band(force, None, 1, "生效")];
    let events = [moment(opened, "2006年9月8日在塞米巴拉金斯克开放供签署"), moment(force, "2009年3月21日生效")];
    let chinese = Sheet { title: "中亚无核武器区条约", language: "zh", ..sheet };
    let life = Life { sheet: chinese, stages: &stages, events: &events, marker: None, classes: &classes, note: "" };
    save(folder, "life-zh", &life.draw())
}

fn steps(dates: &[When]) -> Vec<Step<'static>> {
    dates.iter().map(|when| Step { when: *when, change: 1, label: "" }).collect()
}

fn curves(folder: &Path, page: &mut String) -> Result<(), Failure> {
    let sheet = Sheet {
        title: "Signatures, consents and parties over time",
        description: "…",
        language: "en",
        ..Sheet::default()
    };
    let narrow = Sheet { width: Width::Narrow, ..sheet };
    let signed = [Step { when: When::date(2006, 9, 8), change: 5, label: "8 September 2006: 5 signatures" }];
    let consents = [
        (2007, 7, 27, "27 July 2007: Kyrgyzstan"),
        (2007, 5, 10, "10 May 2007: Uzbekistan"),
        (2009, 1, 13, "13 January 2009: Tajikistan"),
        (2009, 1, 17, "17 January 2009: Turkmenistan"),
        (2009, 2, 19, "19 February 2009: Kazakhstan"),
    ]
    .map(|(year, month, day, label)| Step { when: When::date(year, month, day), change: 1, label });
    let parties = [Step { when: When::date(2009, 3, 21), change: 5, label: "21 March 2009: 5 parties" }];
    let series = [
        Series { label: "Signatures", tone: 1, steps: &signed },
        Series { label: "Consents to be bound", tone: 2, steps: &consents },
        Series { label: "Parties", tone: 0, steps: &parties },
    ];
    let events = [moment(When::date(2009, 3, 21), "21 March 2009: in force")];
    let marker = Some(moment(When::date(2026, 11, 26), "26 November 2026"));
    let curve = Curve { sheet, series: &series, events: &events, marker, counted: "States", note: "" };
    save(folder, "curve", &curve.draw())?;
    save(folder, "curve-narrow", &Curve { sheet: narrow, ..curve }.draw())?;
    page.push_str(&Curve { sheet: inline(sheet, "curve"), ..curve }.draw());

    let day = |at: i32| When::on(-550 + at * at * 4 / 5 + at * 7);
    let many: Vec<When> = (0..98).map(|at| if at % 30 == 29 { When::year(1972 + at / 9) } else { day(at) }).collect();
    let later: Vec<When> = (0..191).map(|at| When::on(-400 + at * 58 + (at % 7) * 30)).collect();
    let (many, later) = (steps(&many), steps(&later));
    let series = [
        Series { label: "Signatures", tone: 1, steps: &many },
        Series { label: "Parties", tone: 0, steps: &later },
        Series { label: "Additional protocols in force", tone: 3, steps: &many[..60] },
    ];
    let events = [
        moment(When::date(1970, 3, 5), "5 March 1970: in force"),
        moment(When::date(1995, 5, 11), "11 May 1995: extended indefinitely"),
    ];
    let curve = Curve { series: &series, events: &events, ..curve };
    save(folder, "curve-long", &curve.draw())?;
    let arabic = Sheet {
        title: "الدول الأطراف",
        language: "ar",
        direction: Direction::Rtl,
        digits: Digits::from_nought('٠'),
        ..sheet
    };
    let series = [Series { label: "الدول الأطراف", tone: 0, steps: &later }];
    let curve = Curve { sheet: arabic, series: &series, events: &[], marker: None, counted: "دول", note: "" };
    save(folder, "curve-ar", &curve.draw())
}

fn intervals(folder: &Path, page: &mut String) -> Result<(), Failure> {
    let classes = [
        Class { label: "Signatory", tone: 1 },
        Class { label: "Party", tone: 0 },
        Class { label: "Withdrawing", tone: 4 },
        Class { label: "Former party", tone: 5 },
    ];
    let sheet = Sheet { title: "What binds Kazakhstan", description: "…", language: "en", ..Sheet::default() };
    let narrow = Sheet { width: Width::Narrow, ..sheet };
    let day = When::date;
    let zone =
        [band(day(2006, 9, 8), Some(day(2009, 3, 21)), 0, "Signatory"), band(day(2009, 3, 21), None, 1, "Party")];
    let npt = [band(day(1994, 2, 14), None, 1, "Party")];
    let ctbt = [band(day(1996, 9, 30), None, 0, "Signatory")];
    let left = [
        band(When::year(1993), Some(day(2001, 5, 4)), 1, "Party"),
        band(day(2001, 5, 4), Some(day(2002, 5, 4)), 2, "Withdrawing"),
        band(day(2002, 5, 4), None, 3, "Former party"),
        band(day(2015, 1, 1), Some(day(2015, 2, 1)), 0, ""),
    ];
    let rows = [
        Row { label: "Treaty on the Non-Proliferation of Nuclear Weapons", href: Some("/treaties/npt"), bands: &npt },
        Row { label: "Comprehensive Nuclear-Test-Ban Treaty", href: Some("/treaties/ctbt"), bands: &ctbt },
        Row {
            label: "Treaty on a Nuclear-Weapon-Free Zone in Central Asia (Treaty of Semipalatinsk)",
            href: None,
            bands: &zone,
        },
        Row { label: "Treaty that was left", href: None, bands: &left },
        Row { label: "Treaty that it has nothing to do with", href: None, bands: &[] },
    ];
    let marker = Some(moment(day(2021, 11, 1), "1 November 2021"));
    let picture = Intervals { sheet, rows: &rows, marker, classes: &classes, note: "" };
    save(folder, "intervals", &picture.draw())?;
    save(folder, "intervals-narrow", &Intervals { sheet: narrow, ..picture }.draw())?;
    page.push_str(&Intervals { sheet: inline(sheet, "intervals"), ..picture }.draw());
    let many: Vec<Row<'_>> = rows.iter().cycle().take(40).copied().collect();
    save(folder, "intervals-many", &Intervals { rows: &many, ..picture }.draw())?;
    let arabic = Sheet {
        title: "المعاهدات الملزمة لكازاخستان",
        language: "ar",
        direction: Direction::Rtl,
        digits: Digits::from_nought('٠'),
        ..sheet
    };
    let classes = [Class { label: "موقّع", tone: 1 }, Class { label: "طرف", tone: 0 }];
    let zone = [band(day(2006, 9, 8), Some(day(2009, 3, 21)), 0, "موقّع"), band(day(2009, 3, 21), None, 1, "طرف")];
    let rows = [
        Row {
            label: "معاهدة إنشاء منطقة خالية من الأسلحة النووية في آسيا الوسطى", href: None, bands: &zone
        },
        Row { label: "معاهدة عدم انتشار الأسلحة النووية", href: None, bands: &npt },
    ];
    let picture = Intervals { sheet: arabic, rows: &rows, marker: None, classes: &classes, note: "" };
    save(folder, "intervals-ar", &picture.draw())
}

fn networks(folder: &Path, page: &mut String) -> Result<(), Failure> {
    let classes = [Class { label: "In force", tone: 0 }, Class { label: "Not in force", tone: 1 }];
    let kinds = [
        Class { label: "protocol to", tone: 2 },
        Class { label: "amends", tone: 4 },
        Class { label: "succeeds", tone: 3 },
        Class { label: "refers to", tone: 5 },
    ];
    let sheet = Sheet { title: "Treaties of the zones", description: "…", language: "en", ..Sheet::default() };
    let narrow = Sheet { width: Width::Narrow, ..sheet };
    let node =
        |id, year, label, class| Node { id, label, when: When::year(year), class: Some(class), href: Some("/t") };
    let nodes = [
        node("ptbt", 1963, "Treaty Banning Nuclear Weapon Tests in the Atmosphere, in Outer Space and under Water", 0),
        node("tlat", 1967, "Treaty for the Prohibition of Nuclear Weapons in Latin America and the Caribbean", 0),
        node("tlat-1", 1967, "Additional Protocol I to the Treaty of Tlatelolco", 0),
        node("tlat-2", 1967, "Additional Protocol II to the Treaty of Tlatelolco", 0),
        node("npt", 1968, "Treaty on the Non-Proliferation of Nuclear Weapons", 0),
        node("raro", 1985, "South Pacific Nuclear Free Zone Treaty", 0),
        node("raro-1", 1986, "Protocol 1", 0),
        node("raro-2", 1986, "Protocol 2", 0),
        node("raro-3", 1986, "Protocol 3", 0),
        node("tlat-a", 1990, "Amendment of article 7", 0),
        node("tlat-b", 1991, "Amendment of article 25", 0),
        node("ban", 1995, "Treaty on the Southeast Asia Nuclear Weapon-Free Zone", 0),
        node("ban-p", 1995, "Protocol to the Treaty of Bangkok", 1),
        node("pel", 1996, "African Nuclear-Weapon-Free Zone Treaty", 0),
        node("pel-1", 1996, "Protocol I", 0),
        node("ctbt", 1996, "Comprehensive Nuclear-Test-Ban Treaty", 1),
        node("canwfz", 2006, "Treaty on a Nuclear-Weapon-Free Zone in Central Asia", 0),
        node("canwfz-p", 2014, "Protocol to the Treaty of Semipalatinsk", 0),
        node("tpnw", 2017, "Treaty on the Prohibition of Nuclear Weapons", 0),
    ];
    let edge = |from, to, kind| Edge { from, to, kind, label: "" };
    let edges = [
        edge("tlat-1", "tlat", 0),
        edge("tlat-2", "tlat", 0),
        edge("raro-1", "raro", 0),
        edge("raro-2", "raro", 0),
        edge("raro-3", "raro", 0),
        edge("tlat-a", "tlat", 1),
        edge("tlat-b", "tlat", 1),
        edge("ban-p", "ban", 0),
        edge("pel-1", "pel", 0),
        edge("ctbt", "ptbt", 2),
        edge("canwfz-p", "canwfz", 0),
        edge("canwfz", "npt", 3),
        edge("canwfz", "ctbt", 3),
        edge("tpnw", "npt", 3),
        edge("raro", "npt", 3),
        edge("pel", "npt", 3),
        edge("ban", "npt", 3),
    ];
    let picture = Network { sheet, nodes: &nodes, edges: &edges, classes: &classes, kinds: &kinds, note: "" };
    save(folder, "network", &picture.draw().svg)?;
    save(folder, "network-narrow", &Network { sheet: narrow, ..picture }.draw().svg)?;
    let small = Network { nodes: &nodes[16..18], edges: &edges[10..11], ..picture };
    save(folder, "network-small", &small.draw().svg)?;
    page.push_str(&Network { sheet: inline(sheet, "network"), ..small }.draw().svg);
    let nodes = [
        node("a", 1968, "معاهدة عدم انتشار الأسلحة النووية", 0),
        node("b", 2006, "معاهدة إنشاء منطقة خالية من الأسلحة النووية في آسيا الوسطى", 0),
        node("c", 2014, "بروتوكول", 1),
        node("d", 2015, "中亚无核武器区条约议定书", 1),
    ];
    let edges = [edge("b", "a", 3), edge("c", "b", 0), edge("d", "b", 0), edge("d", "a", 2)];
    let arabic = Sheet {
        title: "المعاهدات",
        language: "ar",
        direction: Direction::Rtl,
        digits: Digits::from_nought('٠'),
        ..sheet
    };
    save(folder, "network-ar", &Network { sheet: arabic, nodes: &nodes, edges: &edges, ..picture }.draw().svg)
}
