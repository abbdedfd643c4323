//! What is found by what, in three languages.

use std::sync::Arc;

use crate::common::{ask, entities, found, marked, over, passage};
use law::Day;
use search::{Class, Entities, Index, Kind, Passage, Question};

#[test]
fn signs_are_found_across_white_space_and_line_breaks() {
    let index = over(&["大会 建立 中亚 无核武器 区 的 决议", "中亚无核\n\n武器区条约", "无核 的 武器 与 区", "中亚"]);
    assert_eq!(found(&index, "无核武器区"), ["1", "2"]);
    assert_eq!(found(&index, "中亚 无核武器 区"), ["1", "2"]);
    assert_eq!(found(&index, "“中亚 无核武器 区”"), ["1", "2"]);
    assert_eq!(found(&index, "核武"), ["1", "2"]);
    assert_eq!(marked(&over(&["中亚 无核武器 区 的"]), "无核武器区"), ["无核武器 区"]);
}

#[test]
fn a_single_sign_is_found_wherever_it_stands() {
    let index = over(&["无核武器区", "区域", "地区。其他", "区", "第3条"]);
    assert_eq!(found(&index, "区"), ["1", "2", "3", "4"]);
    assert_eq!(found(&index, "条"), ["5"]);
    assert_eq!(found(&index, "第3条"), ["5"]);
}

#[test]
fn a_comma_parts_signs_and_brackets_do_not() {
    let index = over(&["缓和，平等", "批准《不扩散核武器条约》", "和平"]);
    assert_eq!(found(&index, "和平"), ["3"]);
    assert_eq!(found(&index, "批准不扩散"), ["2"]);
    assert_eq!(found(&index, "《不扩散核武器条约》"), ["2"]);
}

#[test]
fn words_are_found_in_every_form() {
    let index = over(&["The Parties ratified the Treaties.", "Участники ратифицировали договоры", "Ёлка и ещё Йод"]);
    assert_eq!(found(&index, "treaty party"), ["1"]);
    assert_eq!(found(&index, "договора"), ["2"]);
    assert_eq!(found(&index, "елка еще"), ["3"]);
    assert_eq!(found(&index, "иод"), [""; 0]);
}

#[test]
fn width_case_and_accents_do_not_count() {
    let index = over(&["Ｎｏ．７５／６７ ＣＡＮＷＦＺ", "Traité de désarmement", "Cafe\u{301} ガス", "ｶﾞｽ ﬁnal"]);
    assert_eq!(found(&index, "75/67"), ["1"]);
    assert_eq!(found(&index, "traite DESARMEMENT"), ["2"]);
    assert_eq!(found(&index, "café"), ["3"]);
    assert_eq!(found(&index, "ガス"), ["3", "4"]);
    assert_eq!(found(&index, "カス"), [""; 0]);
    assert_eq!(found(&index, "final"), ["4"]);
}

#[test]
fn symbols_and_dates_are_found_as_typed_and_in_parts() {
    let index = over(&[
        "resolution A/RES/75/67 of 2020",
        "1997年12月9日第52/38 \n\nS 号",
        "entered into force on 2009-03-21.",
        "67 of 75",
        "53/77 A and 52/38 T and S",
        "INFCIRC/153 (Corrected), article 3(g)",
    ]);
    assert_eq!(found(&index, "A/RES/75/67"), ["1"]);
    assert_eq!(found(&index, "75/67"), ["1"]);
    assert_eq!(found(&index, "52/38 S"), ["2"]);
    assert_eq!(found(&index, "第52/38 S 号"), ["2"]);
    assert_eq!(found(&index, "52/38"), ["2", "5"]);
    assert_eq!(found(&index, "2009-03-21"), ["3"]);
    assert_eq!(found(&index, "infcirc/153"), ["6"]);
    assert_eq!(found(&index, "3(g)"), ["6"]);
    assert_eq!(found(&index, "12月9日"), ["2"]);
}

#[test]
fn hyphens_may_be_there_or_not() {
    let index = over(&["non-proliferation", "nonproliferation", "non proliferation", "Nuclear-Weapon-Free Zone"]);
    assert_eq!(found(&index, "non-proliferation"), ["1", "2", "3"]);
    assert_eq!(found(&index, "nonproliferation"), ["1", "2"]);
    assert_eq!(found(&index, "nuclear weapon free"), ["4"]);
    assert_eq!(found(&index, "\"weapon free zone\""), ["4"]);
    assert_eq!(found(&index, "nuclear-weapon-free"), ["4"]);
    assert_eq!(marked(&over(&["on non-proliferation"]), "nonproliferation"), ["non-proliferation"]);
}

#[test]
fn a_quotation_is_in_order_and_words_need_not_be() {
    let index = over(&["zone of peace", "peace in the zone", "a zone"]);
    assert_eq!(found(&index, "\"zone of peace\""), ["1"]);
    assert_eq!(found(&index, "peace zone"), ["1", "2"]);
    assert_eq!(found(&index, "zone \"peace in\""), ["2"]);
    assert_eq!(found(&index, "\"zone"), ["1", "2", "3"]);
}

#[test]
fn some_words_must_do_where_nothing_has_all() {
    let index = over(&["zone of peace", "zone", "无核武器"]);
    let answer = ask(&index, "zone peace moon");
    assert!(answer.relaxed);
    assert_eq!(answer.total, 2);
    assert_eq!(answer.hits[0].passage.document, "1");
    let answer = ask(&index, "无核化武器");
    assert!(answer.relaxed);
    assert_eq!(answer.hits[0].passage.document, "3");
    assert!(!ask(&index, "zone").relaxed);
    let nothing = ask(&index, "moon");
    assert_eq!((nothing.total, nothing.relaxed), (0, false));
}

#[test]
fn a_name_finds_texts_in_other_languages() {
    let index = over(&[
        "吉尔吉斯共和国作为保存国",
        "по предложению Кыргызстана",
        "the Kyrgyz Republic",
        "в Киргизии",
        "哈萨克斯坦",
        "吉尔吉斯 共和国",
        "kyrgyzstan in small letters",
    ]);
    for question in ["Kyrgyzstan", "kyrgyzstan", "Киргизия", "Кыргызстану", "吉尔吉斯", "Qirgʻiziston", "Qirg'iziston"]
    {
        let all = found(&index, question);
        for document in ["1", "2", "3", "4", "6"] {
            assert!(all.iter().any(|found| found == document), "{question}: {all:?}");
        }
        assert!(!all.contains(&"5".to_owned()), "{question}");
    }
    assert_eq!(found(&index, "Kyrgyzstan 保存国"), ["1"]);
    assert_eq!(found(&index, "吉尔吉斯的保存国"), ["1"]);
    assert!(found(&index, "kyrgyzstan").contains(&"7".to_owned()));
    assert_eq!(ask(&index, "the Киргизии").named[0].code, "KGZ");
    assert_eq!(ask(&index, "the Киргизии").named[0].words, "Киргизии");
}

#[test]
fn a_treaty_is_found_by_any_of_its_names_and_the_place_in_it_too() {
    let index =
        over(&["《塞米巴拉金斯克条约》", "中亚 无核武器 区 条约", "塞米巴拉金斯克 城", "Семипалатинского договора"]);
    assert_eq!(found(&index, "Semipalatinsk Treaty"), ["1", "2", "4"]);
    assert_eq!(found(&index, "canwfz"), ["1", "2", "4"]);
    assert_eq!(found(&index, "Semey"), ["1", "3", "4"]);
    assert_eq!(found(&index, "Semipalatinsk"), ["1", "3", "4"]);
}

#[test]
fn a_shorter_name_in_a_longer_one_is_not_meant() {
    let index = over(&[
        "Niger",
        "Nigeria",
        "Papua New Guinea",
        "Guinea and Papua New Guinea",
        "the Republic of Korea",
        "the Democratic People’s Republic of Korea",
        "几内亚比绍",
        "Корейская Народно-Демократическая Республика",
        "Гвинеи-Бисау",
    ]);
    assert_eq!(found(&index, "Niger"), ["1"]);
    assert_eq!(found(&index, "尼日利亚"), ["2"]);
    assert_eq!(found(&index, "Guinea"), ["4"]);
    assert_eq!(found(&index, "Papua New Guinea"), ["3", "4"]);
    assert_eq!(found(&index, "Republic of Korea"), ["5"]);
    assert_eq!(found(&index, "North Korea"), ["6", "8"]);
    assert_eq!(found(&index, "Guinea-Bissau"), ["7", "9"]);
    assert_eq!(found(&index, "\"republic of korea\""), ["5", "6"]);
}

#[test]
fn common_words_are_no_names() {
    let index = over(&[
        "发展中国家",
        "из-за того, что мало малых",
        "Give us peace",
        "в Мали и Того",
        "the US",
        "中国",
        "Ира ушла",
        "в Иране",
        "Китаю",
    ]);
    assert_eq!(found(&index, "China"), ["6", "9"]);
    assert_eq!(found(&index, "Mali"), ["4"]);
    assert_eq!(found(&index, "Togo"), ["4"]);
    assert_eq!(found(&index, "United States"), ["5"]);
    assert_eq!(found(&index, "伊朗"), ["8"]);
    assert_eq!(found(&index, "того"), ["2", "4"]);
    assert_eq!(found(&index, "发展中国家"), ["1"]);
    assert_eq!(found(&index, "中国"), ["6", "9"]);
}

#[test]
fn names_in_a_run_of_signs_are_cut_out_of_it() {
    let index = over(&["吉尔吉斯共和国批准了条约", "批准条约的吉尔吉斯", "吉尔吉斯人"]);
    assert_eq!(found(&index, "吉尔吉斯斯坦批准"), ["1", "2"]);
    assert_eq!(found(&index, "Kyrgyzstan的批准"), ["1", "2"]);
    assert_eq!(found(&index, "吉尔吉斯人"), ["3"]);
}

#[test]
fn marks_are_in_the_language_of_the_text() {
    let index = over(&["哈萨克斯坦、吉尔吉斯共和国和其他国家", "и Кыргызстаном"]);
    assert_eq!(marked(&index, "Kyrgyz Republic 国家"), ["吉尔吉斯共和国", "国家"]);
    assert_eq!(marked(&index, "Kyrgyzstan и"), ["и", "Кыргызстаном"]);
}

#[test]
fn conditions_narrow_an_answer() {
    let mut index = Index::in_memory(entities());
    let day = |text: &str| text.parse::<Day>().ok();
    let given = |document: &str, kind, lang: &str, date: &str, instrument: &str, actor: &str| Passage {
        kind,
        lang: lang.to_owned(),
        date: day(date),
        instruments: vec![instrument.to_owned()],
        actors: vec![actor.to_owned(), "ALL".to_owned()],
        ..passage(document, "zone 区")
    };
    let passages = [
        given("1", Kind::Paragraph, "en", "2009-03-21", "canwfz", "KGZ"),
        given("2", Kind::Treaty, "zh", "2010-01-01", "npt", "KGZ"),
        given("3", Kind::Act, "zh", "", "npt", "KAZ"),
    ];
    index.fill(&passages, &mut |_| ()).expect("answered");
    let documents = |question: Question<'_>| -> String {
        let question = Question { limit: 10, ..question };
        index.find(&question).expect("answered").hits.into_iter().map(|hit| hit.passage.document).collect()
    };
    let about = |words| Question { words, ..Question::default() };
    assert_eq!(documents(Question { kind: Some(Kind::Treaty), ..about("zone") }), "2");
    assert_eq!(documents(Question { lang: Some("zh"), ..about("zone") }), "23");
    assert_eq!(documents(Question { document: Some("3"), ..about("zone") }), "3");
    assert_eq!(documents(Question { instrument: Some("npt"), actor: Some("KGZ"), ..about("zone") }), "2");
    assert_eq!(documents(Question { actor: Some("ALL"), ..about("") }), "123");
    assert_eq!(documents(Question { from: day("2009-03-21"), until: day("2009-03-21"), ..about("区") }), "1");
    assert_eq!(documents(Question { from: day("2009-03-22"), ..about("") }), "2");
    assert_eq!(documents(Question { lang: Some("zh"), ..about("zone moon") }), "23");
    assert_eq!(documents(Question { kind: Some(Kind::Participant), ..about("zone") }), "");
    assert_eq!(documents(about("")), "123");
    assert_eq!(documents(Question { offset: 1, ..about("zone") }), "23");
    let one = index.find(&Question { offset: 1, limit: 1, ..about("zone") }).expect("answered");
    assert_eq!((one.total, one.hits.len()), (3, 1));
    assert_eq!(one.hits[0].passage, passages[1]);
    assert_eq!(documents(Question { offset: 5, ..about("zone") }), "");
}

#[test]
fn words_of_the_title_weigh_more_and_are_marked() {
    let mut index = Index::in_memory(entities());
    let mut titled = passage("2", "about something else");
    titled.title = "The Zone".to_owned();
    index.fill([passage("1", "the zone and the zone"), titled], &mut |_| ()).expect("answered");
    let found = ask(&index, "zone");
    assert_eq!(found.hits[0].passage.document, "2");
    assert_eq!(found.hits[0].title_marks[0], 4..8);
    assert_eq!(ask(&index, "\"zone about\"").total, 2, "no phrase goes from the title into the text");
    assert!(ask(&index, "\"zone about\"").relaxed);
}

#[test]
fn equal_passages_come_in_the_order_of_their_names() {
    let mut index = Index::in_memory(entities());
    for document in ["c", "a", "b"] {
        // Each in a part of its own.
        let passages =
            ["2", "1"].map(|paragraph| Passage { paragraph: paragraph.to_owned(), ..passage(document, "zone") });
        index.fill(passages, &mut |_| ()).expect("answered");
    }
    let order = |words, offset, limit| -> Vec<String> {
        let found = index.find(&Question { words, offset, limit, ..Question::default() }).expect("answered");
        found.hits.into_iter().map(|hit| hit.passage.document + &hit.passage.paragraph).collect()
    };
    for words in ["zone", ""] {
        assert_eq!(order(words, 0, 10), ["a1", "a2", "b1", "b2", "c1", "c2"]);
        assert_eq!(order(words, 0, 1), ["a1"]);
        assert_eq!(order(words, 2, 3), ["b1", "b2", "c1"]);
        assert_eq!(order(words, 5, 3), ["c2"]);
    }
}

#[test]
fn other_scripts_are_searched_too() {
    let index = over(&["สนธิสัญญาเขตปลอดอาวุธนิวเคลียร์", "핵무기 없는 지대", "معاهدة حظر", "𠀀中𠀁", "Συνθήκη"]);
    assert_eq!(found(&index, "อาวุธ"), ["1"]);
    assert_eq!(found(&index, "핵무기"), ["2"]);
    assert_eq!(found(&index, "\u{1112}\u{1162}\u{11a8}무기"), ["2"]);
    assert_eq!(found(&index, "معاهدة"), ["3"]);
    assert_eq!(found(&index, "中𠀁"), ["4"]);
    assert_eq!(found(&index, "中"), ["4"]);
    assert_eq!(found(&index, "𠀀"), ["4"]);
    assert_eq!(found(&index, "συνθηκη"), ["5"]);
}

#[test]
fn one_text_may_mix_scripts() {
    let index = over(&["根据CANWFZ第3条，Договора о нераспространении and Treaties，中亚5国"]);
    for words in ["第3条", "договор", "treaty", "canwfz", "中亚5国", "根据 нераспространение treaties", "根据CANWFZ"]
    {
        assert_eq!(found(&index, words), ["1"], "{words}");
    }
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&index);
}

#[test]
fn what_is_asked_for_by_its_name_comes_first() {
    let mut entities = Entities::new();
    for name in ["Treaty on the Non-Proliferation of Nuclear Weapons", "NPT"] {
        entities.add(Class::Instrument, "npt", name);
    }
    let mut index = Index::in_memory(Arc::new(entities));
    let watch = |number: usize| Passage {
        document: format!("a-watch-{number}"),
        kind: Kind::Matter,
        title: "NPT".to_owned(),
        text: "NPT".to_owned(),
        ..Passage::default()
    };
    let treaty = Passage {
        document: "npt".to_owned(),
        kind: Kind::Treaty,
        text: "Treaty on the Non-Proliferation of Nuclear Weapons\nДоговор о нераспространении ядерного оружия\nNPT"
            .to_owned(),
        ..Passage::default()
    };
    index.fill((0..30).map(watch).chain([treaty]), &mut |_| ()).expect("written");
    let page = |words: &str, offset: usize| {
        let question = Question { offset, limit: 4, ..Question::about(words) };
        let found = index.find(&question).expect("an answer");
        assert_eq!(found.total, 31, "{words}");
        found.hits.into_iter().map(|hit| hit.passage.document).collect::<Vec<_>>()
    };
    assert_eq!(page("NPT", 0), ["npt", "a-watch-0", "a-watch-1", "a-watch-10"]);
    assert_eq!(page(" npt ", 4), ["a-watch-11", "a-watch-12", "a-watch-13", "a-watch-14"]);
    // Every passage is on one page alone.
    let all: Vec<String> = (0..8).flat_map(|at| page("NPT", at * 4)).collect();
    assert_eq!(all.len(), 31);
    assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), 31);
    let only = Question { kind: Some(Kind::Matter), ..Question::about("NPT") };
    assert_eq!(index.find(&only).expect("an answer").hits[0].passage.document, "a-watch-0");
}
