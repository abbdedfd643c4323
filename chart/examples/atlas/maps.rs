//! Maps.

use std::path::Path;

use chart::{Area, Class, Direction, Extent, Frame, Line, Map, Sheet, Width};

use crate::{Failure, save};

/// A file's name, its areas (code, name, class), language and direction.
type Region<'a> = (&'a str, &'a [(&'a str, &'a str, usize)], &'a str, Direction);

/// The codes of all States and territories of the packs.
fn codes() -> Result<Vec<String>, Failure> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs/parties/parties.csv");
    let mut codes = Vec::new();
    for row in csv::Reader::from_path(path)?.into_records() {
        let row = row?;
        if &row[1] == "state" {
            codes.push(row[0].to_owned());
        }
    }
    Ok(codes)
}

pub(crate) fn write(folder: &Path) -> Result<(), Failure> {
    let classes = [
        Class { label: "Party", tone: 0 },
        Class { label: "Signatory", tone: 1 },
        Class { label: "Contracting State", tone: 3 },
        Class { label: "Withdrawn", tone: 4 },
    ];
    let codes = codes()?;
    let areas: Vec<Area<'_>> = codes
        .iter()
        .enumerate()
        .map(|(at, code)| Area {
            code,
            class: if at % 11 == 7 { None } else { Some([0, 0, 0, 1, 0, 2, 0, 1, 0, 3][at % 10]) },
            label: code,
            name: "",
            href: None,
        })
        .collect();
    let note = "The boundaries and names shown and the designations used on this map do not imply official \
                endorsement or acceptance. Outlines: Natural Earth.";
    let sheet = Sheet {
        title: "Treaty on an example, 26 November 2026",
        description: "A map.",
        language: "en",
        ..Sheet::default()
    };
    let south = [(-180.0, -60.0), (-60.0, -60.0), (60.0, -60.0), (180.0, -60.0)];
    let map = Map { sheet, areas: &areas, classes: &classes, lines: &[], marks: &[], extent: Extent::World, note };
    let start = std::time::Instant::now();
    let drawn = map.draw();
    println!("world: {:?}, missing {:?}", start.elapsed(), drawn.missing);
    save(folder, "world", &drawn.svg)?;
    let mut all = areas.clone();
    all.push(Area { code: "ATA", class: Some(1), label: "ATA", name: "", href: None });
    let lines = [Line { points: &south, label: "60° S" }];
    save(folder, "world-antarctica", &Map { areas: &all, lines: &lines, ..map }.draw().svg)?;

    let regions: [Region<'_>; 9] = [
        (
            "central-asia-ru",
            &[
                ("KAZ", "Казахстан", 0),
                ("KGZ", "Кыргызстан", 0),
                ("TJK", "Таджикистан", 1),
                ("TKM", "Туркменистан", 2),
                ("UZB", "Узбекистан", 3),
            ],
            "ru",
            Direction::Ltr,
        ),
        (
            "central-asia-ar",
            &[
                ("KAZ", "كازاخستان", 0),
                ("KGZ", "قيرغيزستان", 0),
                ("TJK", "طاجيكستان", 1),
                ("TKM", "تركمانستان", 2),
                ("UZB", "أوزبكستان", 3),
            ],
            "ar",
            Direction::Rtl,
        ),
        ("mongolia-zh", &[("MNG", "蒙古国", 0)], "zh", Direction::Ltr),
        (
            "south-pacific",
            &[
                ("AUS", "Australia", 0),
                ("COK", "Cook Islands", 0),
                ("FJI", "Fiji", 0),
                ("KIR", "Kiribati", 0),
                ("NRU", "Nauru", 0),
                ("NZL", "New Zealand", 0),
                ("NIU", "Niue", 0),
                ("PNG", "Papua New Guinea", 0),
                ("WSM", "Samoa", 0),
                ("SLB", "Solomon Islands", 0),
                ("TON", "Tonga", 1),
                ("TUV", "Tuvalu", 0),
                ("VUT", "Vanuatu", 0),
            ],
            "en",
            Direction::Ltr,
        ),
        (
            "south-east-asia-zh",
            &[
                ("BRN", "文莱", 0),
                ("KHM", "柬埔寨", 0),
                ("IDN", "印度尼西亚", 0),
                ("LAO", "老挝", 1),
                ("MYS", "马来西亚", 0),
                ("MMR", "缅甸", 0),
                ("PHL", "菲律宾", 3),
                ("SGP", "新加坡", 0),
                ("THA", "泰国", 0),
                ("VNM", "越南", 0),
            ],
            "zh",
            Direction::Ltr,
        ),
        (
            "latin-america",
            &[
                ("ARG", "Argentina", 0),
                ("BRA", "Brasil", 0),
                ("CHL", "Chile", 0),
                ("MEX", "México", 0),
                ("CUB", "Cuba", 1),
                ("DMA", "Dominica", 0),
                ("LCA", "Santa Lucía", 0),
                ("VEN", "Venezuela", 0),
                ("PER", "Perú", 0),
                ("COL", "Colombia", 2),
                ("BOL", "Bolivia", 0),
                ("ATG", "Antigua y Barbuda", 0),
                ("KNA", "San Cristóbal y Nieves", 0),
            ],
            "es",
            Direction::Ltr,
        ),
        (
            "africa",
            &[
                ("DZA", "Algérie", 0),
                ("ZAF", "Afrique du Sud", 0),
                ("LSO", "Lesotho", 0),
                ("EGY", "Égypte", 1),
                ("COD", "République démocratique du Congo", 0),
                ("CPV", "Cabo Verde", 0),
                ("MUS", "Maurice", 0),
                ("SOM", "Somalie", 1),
                ("SYC", "Seychelles", 0),
                ("GMB", "Gambie", 0),
                ("STP", "Sao Tomé-et-Principe", 0),
                ("MAR", "Maroc", 3),
                ("NGA", "Nigéria", 0),
            ],
            "fr",
            Direction::Ltr,
        ),
        ("singapore", &[("SGP", "Singapore", 0)], "en", Direction::Ltr),
        (
            "france-ukraine",
            &[("FRA", "France", 0), ("UKR", "Ukraine", 1), ("VAT", "Holy See", 0), ("CYP", "Cyprus", 0)],
            "en",
            Direction::Ltr,
        ),
    ];
    for (name, members, language, direction) in regions {
        let areas: Vec<Area<'_>> = members
            .iter()
            .map(|(code, name, class)| Area { code, class: Some(*class), label: name, name, href: Some("/x") })
            .collect();
        let around: Vec<&str> = members.iter().map(|member| member.0).collect();
        let title = match language {
            "ar" => "معاهدة إنشاء منطقة خالية من الأسلحة النووية في آسيا الوسطى",
            "zh" => "中亚无核武器区条约的缔约国",
            "ru" => "Договор о зоне, свободной от ядерного оружия, в Центральной Азии",
            _ => "Parties on 26 November 2026",
        };
        let words: [&str; 4] = match language {
            "ar" => ["طرف", "موقّع", "دولة متعاقدة", "منسحب"],
            "zh" => ["缔约国", "签署国", "缔约方", "退出"],
            "ru" => ["Участник", "Подписавшее государство", "Договаривающееся государство", "Вышедшее государство"],
            _ => ["Party", "Signatory", "Contracting State", "Withdrawn"],
        };
        let classes: Vec<Class<'_>> =
            words.iter().zip([0, 1, 3, 4]).map(|(label, tone)| Class { label, tone }).collect();
        let sheet = Sheet { title, language, direction, ..sheet };
        let start = std::time::Instant::now();
        let lines = [Line {
            points: &[(115.0, -60.0), (115.0, 0.0), (172.0, 0.0), (172.0, 3.0), (-115.0, 0.0), (-115.0, -60.0)],
            label: "Zone",
        }];
        let lines = if name == "south-pacific" { &lines[..] } else { &[] };
        let drawn =
            Map { sheet, areas: &areas, classes: &classes, lines, marks: &[], extent: Extent::Around(&around), note }
                .draw();
        let narrow = Sheet { width: Width::Narrow, ..sheet };
        let map = Map {
            sheet: narrow,
            areas: &areas,
            classes: &classes,
            lines,
            marks: &[],
            extent: Extent::Around(&around),
            note,
        };
        save(folder, &format!("map-{name}-narrow"), &map.draw().svg)?;
        println!("{:?}", start.elapsed());
        save(folder, &format!("map-{name}"), &drawn.svg)?;
    }
    let narrow = Sheet { width: Width::Narrow, ..sheet };
    save(folder, "world-narrow", &Map { sheet: narrow, ..map }.draw().svg)?;
    let inline = Sheet { frame: Frame::Inline, id: "one", ..sheet };
    save(folder, "inline", &Map { sheet: inline, ..map }.draw().svg)?;
    zones(folder, sheet, note)
}

/// The five zones and Mongolia, as the packs' treaties name their members.
fn zones(folder: &Path, sheet: Sheet<'_>, note: &str) -> Result<(), Failure> {
    let treaties = [
        "disarmament/tlatelolco",
        "disarmament/rarotonga",
        "disarmament/bangkok",
        "disarmament/pelindaba",
        "central-asia/canwfz",
    ];
    let labels = [
        "Treaty of Tlatelolco",
        "Treaty of Rarotonga",
        "Treaty of Bangkok",
        "Treaty of Pelindaba",
        "Treaty of Semipalatinsk",
    ];
    let mut members: Vec<(String, usize)> = vec![("MNG".to_owned(), 5)];
    for (class, treaty) in treaties.into_iter().enumerate() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs").join(treaty).join("acts.csv");
        for row in csv::ReaderBuilder::new().flexible(true).from_path(path)?.into_records() {
            let row = row?;
            if let Some(code) =
                row.iter().find(|cell| cell.len() == 3 && cell.bytes().all(|byte| byte.is_ascii_uppercase()))
            {
                members.push((code.to_owned(), class));
            }
        }
    }
    let areas: Vec<Area<'_>> = members
        .iter()
        .map(|(code, class)| Area { code, class: Some(*class), label: code, name: "", href: None })
        .collect();
    let classes: Vec<Class<'_>> =
        labels.into_iter().chain(["Mongolia"]).enumerate().map(|(tone, label)| Class { label, tone }).collect();
    let sheet = Sheet { title: "Nuclear-weapon-free zones", ..sheet };
    let map = Map { sheet, areas: &areas, classes: &classes, lines: &[], marks: &[], extent: Extent::World, note };
    save(folder, "zones", &map.draw().svg)
}
