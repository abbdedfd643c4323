//! Every value of the law has its words in every language.

use law::check::Fault;
use law::clause::{Amendment, Clauses, ReservationRule, Reservations, Since, Termination, Withdrawal};
use law::reason::Fallback;
use law::reservation::{Reason, Why};
use law::{ActKind, Day, LifeStage, Period, Status};
use words::{LANGUAGES, Words, of};

const PERIODS: [&str; 22] = [
    "same day",
    "next day",
    "1 day",
    "30 days",
    "2 weeks",
    "1 month",
    "3 months",
    "12 months",
    "1 year",
    "2 years",
    "2nd day",
    "3rd day",
    "11th day",
    "21st day",
    "30th day",
    "next 1 January",
    "next 1 January after 6 months",
    "first day of the month following",
    "first day of the month following 60 days",
    "first day of the month following 1 year",
    "first day of the 2nd month after",
    "first day of the 6th month after",
];

fn period(text: &str) -> Period {
    text.parse().expect("a period")
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

#[test]
fn english_writes_periods_as_treaties_do() {
    for text in PERIODS {
        assert_eq!(of("en").period(&period(text)), text);
    }
}

#[test]
fn periods_in_russian_and_chinese() {
    for (text, russian, chinese) in [
        ("same day", "в тот же день", "同日"),
        ("1 month", "1 месяц", "1个月"),
        ("3 months", "3 месяца", "3个月"),
        ("12 months", "12 месяцев", "12个月"),
        ("21st day", "21-й день", "第21日"),
        ("2 years", "2 года", "2年"),
        ("next 1 January after 6 months", "ближайшее 1 января по истечении 6 месяцев", "6个月届满后的首个1月1日"),
        (
            "first day of the month following 3 months",
            "первый день месяца, следующего за истечением 3 месяцев",
            "3个月届满后的次月第一日",
        ),
        (
            "first day of the month following 1 year",
            "первый день месяца, следующего за истечением 1 года",
            "1年届满后的次月第一日",
        ),
        ("first day of the 6th month after", "первый день 6-го месяца после этого", "此后第6个月的第一日"),
    ] {
        assert_eq!(of("ru").period(&period(text)), russian);
        assert_eq!(of("zh").period(&period(text)), chinese);
    }
}

#[test]
fn counts_agree_with_their_nouns() {
    for (number, english, russian, chinese) in [
        (1, "1 party", "1 участник", "1个当事国"),
        (3, "3 parties", "3 участника", "3个当事国"),
        (11, "11 parties", "11 участников", "11个当事国"),
        (21, "21 parties", "21 участник", "21个当事国"),
    ] {
        let said = LANGUAGES.map(|lang| of(lang).of_status(number, Status::Party));
        assert_eq!(said, [english, russian, chinese]);
    }
}

#[test]
fn articles_and_what_is_quoted_beside_them() {
    for (article, english, russian, chinese) in [
        ("15", "article 15", "ст. 15", "第15条"),
        ("XIV(3)", "article XIV(3)", "ст. XIV(3)", "第XIV条第3款"),
        ("8(1)(b)", "article 8(1)(b)", "ст. 8(1)(b)", "第8条第1款(b)项"),
        ("26(3)-(4)", "article 26(3)-(4)", "ст. 26(3)-(4)", "第26条第3款至第4款"),
        ("24-27", "article 24-27", "ст. 24-27", "第24至27条"),
        ("12(1), 12(2)", "article 12(1), 12(2)", "ст. 12(1), 12(2)", "第12条第1款、第12条第2款"),
        ("Section 47(1)", "article Section 47(1)", "раздел 47(1)", "第47(1)节"),
        ("final paragraphs", "article final paragraphs", "положение: final paragraphs", "条款（final paragraphs）"),
    ] {
        assert_eq!(LANGUAGES.map(|lang| of(lang).article(article)), [english, russian, chinese]);
    }
    for (citation, english, russian, chinese) in [
        (
            "VCLT 20(4)(b)",
            "VCLT 20(4)(b)",
            "Венская конвенция 1969 г., ст. 20(4)(b)",
            "《维也纳条约法公约》第20条第4款(b)项",
        ),
        ("VCSS 23", "VCSS 23", "Венская конвенция 1978 г., ст. 23", "《关于国家在条约方面的继承的维也纳公约》第23条"),
        ("depositary practice", "depositary practice", "практика депозитариев", "保存人惯例"),
        ("the treaty", "the treaty", "договор", "条约"),
        ("12", "12", "ст. 12", "第12条"),
    ] {
        assert_eq!(LANGUAGES.map(|lang| of(lang).citation(citation)), [english, russian, chinese]);
    }
}

#[test]
fn titles_stand_in_one_pair_of_marks() {
    for (lang, title, said) in [
        ("en", "The Antarctic Treaty", "the Antarctic Treaty"),
        ("en", "Treaty on Something", "the Treaty on Something"),
        ("ru", "Договор об Антарктике", "«Договор об Антарктике»"),
        ("ru", "Протокол к «Договору»", "«Протокол к „Договору“»"),
        ("ru", "«Договор»", "«Договор»"),
        ("zh", "南极条约", "《南极条约》"),
        ("zh", "《南极条约》", "《南极条约》"),
        ("zh", "关于《南极条约》的议定书", "《关于〈南极条约〉的议定书》"),
        ("zh", "《甲条约》和《乙条约》", "《〈甲条约〉和〈乙条约〉》"),
    ] {
        assert_eq!(of(lang).title(title, lang), said);
    }
    // A language without catalogues has English sentences and titles of its own.
    assert_eq!(of("fr").title("Traité sur l'Antarctique", "fr"), "Traité sur l'Antarctique");
    assert_eq!(of("en").name("Russian Federation", "en"), "the Russian Federation");
    assert_eq!(of("fr").name("Fédération de Russie", "fr"), "Fédération de Russie");
}

#[test]
fn rows_lists_and_orders() {
    let said = LANGUAGES.map(|lang| of(lang).list(&["A", "B", "C"]));
    assert_eq!(said, ["A, B and C", "A, B и C", "A、B和C"]);
    assert_eq!(LANGUAGES.map(|lang| of(lang).ordinal(5)), ["fifth", "пятое", "第五"]);
    assert_eq!([13, 21, 22, 43, 111].map(|n| of("en").ordinal(n)), ["13th", "21st", "22nd", "43rd", "111th"]);
    assert_eq!(LANGUAGES.map(|lang| of(lang).ordinal(21)), ["21st", "21-е", "第21"]);
}

/// Everything that can be asked for with a value of the law; what is missing panics.
fn everything(words: &Words) -> Vec<String> {
    let mut all: Vec<String> = PERIODS.iter().map(|text| words.period(&period(text))).collect();
    all.extend(ActKind::ALL.iter().flat_map(|&kind| [words.kind(kind).to_owned(), words.deed(kind).to_owned()]));
    all.extend(LifeStage::ALL.iter().map(|&stage| words.stage(stage).to_owned()));
    all.extend(Fallback::ALL.iter().map(|&fallback| words.fallback(fallback).to_owned()));
    all.extend(["draft", "political", "decision"].map(|kind| words.unbinding(kind).to_owned()));
    for status in Status::ALL {
        all.push(words.status(status).to_owned());
        all.extend([0, 1, 2, 5].map(|number| words.of_status(number, status)));
    }
    all.extend(Why::ALL.iter().map(|&why| words.reason(&Reason { article: "VCLT 20".into(), fallback: true, why })));
    let on = day("2009-03-21");
    let date = "2009-21".parse().expect("a season");
    all.extend(
        [
            Fault::ExistsFrom(on),
            Fault::ExistsUntil(on),
            Fault::AdoptedOn(date),
            Fault::KnownFrom(on),
            Fault::NotOpenTo,
            Fault::SignatureClosed(on),
            Fault::SignatureOpened(on),
            Fault::ProvidesFor(vec![ActKind::Ratification, ActKind::Accession]),
            Fault::NoSignature,
            Fault::Twice,
            Fault::NoConsent,
            Fault::SilentOnWithdrawal,
            Fault::WithdrawalBarred,
            Fault::NoticeFrom(Some(on)),
            Fault::NoticeFrom(None),
            Fault::ReservationsBarred,
            Fault::NoReservation,
            Fault::NoActWithId("1".into()),
            Fault::Vague(date),
            Fault::ConsentedAlready(date),
            Fault::NoticeRuns,
        ]
        .map(|fault| words.fault(&fault)),
    );
    all
}

#[test]
fn every_value_is_said_in_every_language() {
    let english = everything(of("en"));
    for lang in &LANGUAGES[1..] {
        for (said, english) in everything(of(lang)).iter().zip(&english) {
            let words: Vec<&str> =
                said.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 2).collect();
            assert!(words.is_empty(), "{lang}: `{said}` for `{english}`");
        }
    }
}

#[test]
fn what_an_instrument_provides_is_said_part_by_part() {
    let clauses = Clauses {
        withdrawal: Some(Withdrawal {
            article: Some("13".to_owned()),
            notice: Some("12 months".parse().expect("a period")),
            not_before: Some(Since::EntryIntoForce("3 years".parse().expect("a period"))),
            ..Withdrawal::default()
        }),
        reservations: Some(Reservations {
            article: Some("12".to_owned()),
            rule: ReservationRule::Barred,
            only: Vec::new(),
            unverified: None,
        }),
        amendment: Some(Amendment { entry_into_force: Some("by consensus".to_owned()), ..Amendment::default() }),
        termination: Some(Termination::default()),
        ..Clauses::default()
    };
    for (lang, said) in [
        (
            "en",
            [
                "Reservations 12: none may be made",
                "Withdrawal 13: 12 months after notice; notice not before 3 years from entry into force",
                "End: nothing encoded",
                "Amendment:  + by consensus",
            ],
        ),
        (
            "ru",
            [
                "Оговорки 12: не допускаются",
                "Выход 13: после уведомления: 12 месяцев; уведомление не ранее чем через 3 года после вступления в силу",
                "Прекращение: не внесено",
                "Поправки:  + by consensus",
            ],
        ),
        (
            "zh",
            [
                "保留 12: 不得提具",
                "退出 13: 通知后12个月；不得早于生效后3年通知",
                "终止: 未录入",
                "修正:  + by consensus",
            ],
        ),
    ] {
        let lines: Vec<String> = words::of(lang)
            .provisions(&clauses, &(), |_| String::new())
            .into_iter()
            .map(|own| {
                let article = own.article.map_or(String::new(), |article| format!(" {article}"));
                let words = own.words.map_or(String::new(), |words| format!(" + {words}"));
                format!("{}{article}: {}{words}", own.part, own.text)
            })
            .collect();
        assert_eq!(lines, said, "{lang}");
    }
}

#[test]
fn a_stretch_of_days_of_one_month_says_the_month_once() {
    for (span, en, ru, zh) in [
        ("2022-01-04/2022-01-28", "4–28 January 2022", "4–28 января 2022 г.", "2022年1月4日至28日"),
        (
            "2009-04-27/2009-05-01",
            "27 April 2009 – 1 May 2009",
            "27 апреля 2009 г. – 1 мая 2009 г.",
            "2009年4月27日至2009年5月1日",
        ),
        ("2002/2010", "2002 – 2010", "2002 г. – 2010 г.", "2002年至2010年"),
    ] {
        let said = |lang: &str| of(lang).span(span.parse().expect("a span")).replace(['\u{202f}', '\u{a0}'], " ");
        assert_eq!((said("en").as_str(), said("ru").as_str(), said("zh").as_str()), (en, ru, zh));
    }
}
