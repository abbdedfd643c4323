//! What holds for every text and every question.

use std::sync::Arc;

use crate::common::{entities, passage};
use proptest::prelude::*;
use search::{Entities, Index, Question};

/// Texts of what goes wrong most: several scripts, marks, figures, punctuation, names, and anything.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[中亚无核武器区条约国的第号]{1,6}",
        2 => "[a-zA-Z]{1,12}",
        2 => "[а-яёА-ЯЁ]{1,12}",
        2 => "[0-9]{1,4}([/.,:-][0-9A-Z]{1,3}){0,3}",
        1 => "[-/.,:;'’\"“”«»()《》、。，！？ \n\t]{1,3}",
        1 => "[\u{300}-\u{310}\u{3099}\u{309a}かガﾞ\u{1100}-\u{1105}\u{1161}-\u{1165}\u{11a8}가]{1,4}",
        1 => "[\u{200b}\u{ad}\u{feff}ﬁ½㍿Ⅳ㎏°№…\u{2044}\u{20000}-\u{20003}]{1,3}",
        1 => prop::sample::select(vec!["Kyrgyzstan", "Республика Корея", "吉尔吉斯共和国", "Papua New Guinea", "of Korea"])
            .prop_map(str::to_owned),
        1 => "\\PC{0,8}",
        1 => any::<char>().prop_map(String::from),
        2 => Just(" ".to_owned()),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn index(texts: &[String], entities: Arc<Entities>) -> Index {
    let mut index = Index::in_memory(entities);
    let passages = texts.iter().enumerate().map(|(number, text)| passage(&number.to_string(), text));
    index.fill(passages, &mut |_| ()).expect("answered");
    index
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_passage_is_found_by_each_of_its_words(texts in proptest::collection::vec(text(), 1..5)) {
        let index = index(&texts, Arc::new(Entities::new()));
        for (number, text) in texts.iter().enumerate() {
            for word in text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)) {
                let document = number.to_string();
                let found = index.find(&Question {
                    words: word, document: Some(&document), limit: 1, ..Question::default()
                }).expect("answered");
                prop_assert!(found.total == 1 && !found.relaxed, "{:?} in {:?}: {:?}", word, text, found);
            }
        }
    }

    #[test]
    fn every_passage_is_found_by_its_words_beside_names_too(texts in proptest::collection::vec(text(), 1..5)) {
        let index = index(&texts, entities());
        for (number, text) in texts.iter().enumerate() {
            for word in text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)) {
                let document = number.to_string();
                let found = index.find(&Question {
                    words: word, document: Some(&document), limit: 1, ..Question::default()
                }).expect("answered");
                // A name that stands in a longer one is only a word.
                prop_assert!(found.total == 1, "{:?} in {:?}: {:?}", word, text, found);
            }
        }
    }

    #[test]
    fn marks_lie_in_the_snippet(texts in proptest::collection::vec(text(), 1..4), words in text(), width in 0_usize..80) {
        let index = index(&texts, entities());
        let found = index.find(&Question { words: &words, limit: 9, snippet: width, ..Question::default() }).expect("answered");
        for hit in &found.hits {
            let snippet = &hit.snippet;
            if width > 0 {
                prop_assert!(hit.passage.text[snippet.start..].starts_with(&snippet.text));
            }
            let mut last = 0;
            for mark in &snippet.marks {
                prop_assert!(mark.start < mark.end && mark.start >= last);
                prop_assert!(snippet.text.get(mark.clone()).is_some(), "{:?}", snippet);
                last = mark.end;
            }
        }
    }

    #[test]
    fn a_run_of_signs_is_found_where_it_stands_and_only_there(
        texts in proptest::collection::vec("[中亚无核]{1,9}", 1..6),
        words in "[中亚无核]{1,5}",
    ) {
        let index = index(&texts, Arc::new(Entities::new()));
        let found = index.find(&Question { words: &words, limit: 9, ..Question::default() }).expect("answered");
        let total = if found.relaxed { 0 } else { found.total };
        prop_assert_eq!(total as usize, texts.iter().filter(|text| text.contains(&words)).count());
    }
}
