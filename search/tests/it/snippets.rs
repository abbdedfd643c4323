//! The piece of a text that is shown.

use crate::common::over;
use search::{Question, Snippet};

fn snippet(text: &str, words: &str, width: usize) -> Snippet {
    let index = over(&[text]);
    let question = Question { words, limit: 1, snippet: width, ..Question::default() };
    index.find(&question).expect("answered").hits.remove(0).snippet
}

#[test]
fn a_short_text_is_shown_whole() {
    let shown = snippet("The zone is free of weapons.", "weapon", 200);
    assert_eq!(shown.text, "The zone is free of weapons.");
    assert_eq!(&shown.text[shown.marks[0].clone()], "weapons");
    assert!(!shown.more_before && !shown.more_behind);
}

#[test]
fn a_piece_is_cut_at_sentences() {
    let text = "First comes nothing. The zone has entered into force. Then more follows that is long enough to be cut.";
    let shown = snippet(text, "zone", 60);
    assert_eq!(shown.text, "The zone has entered into force.");
    assert_eq!(shown.start, 21);
    assert!(shown.more_before && shown.more_behind);
    let zh = "大会第一次会议。中亚无核武器区条约生效。此后各国举行了协商会议并通过了最后文件。";
    assert_eq!(snippet(zh, "无核武器区", 20).text, "中亚无核武器区条约生效。");
}

#[test]
fn a_piece_is_cut_between_words_where_a_sentence_is_long() {
    let text = "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa";
    let shown = snippet(text, "hotel", 30);
    assert!(shown.text.chars().count() <= 30, "{shown:?}");
    let words: Vec<&str> = text.split(' ').collect();
    assert!(shown.text.split(' ').all(|word| words.contains(&word)), "{shown:?}");
    assert_eq!(&shown.text[shown.marks[0].clone()], "hotel");
}

#[test]
fn the_window_with_most_of_the_words_is_shown() {
    let text = "The zone. ".to_owned()
        + &"Nothing of note here. ".repeat(30)
        + "A zone of peace was agreed. "
        + &"x ".repeat(90);
    let shown = snippet(&text, "zone peace", 60);
    assert!(shown.text.contains("zone of peace"), "{shown:?}");
    assert_eq!(shown.marks.len(), 2);
}

#[test]
fn a_hit_by_its_facts_shows_the_beginning() {
    let shown = snippet("The first words. The others.", "", 18);
    assert_eq!(shown.text, "The first words.");
    assert!(shown.marks.is_empty() && shown.more_behind);
}

#[test]
fn nothing_is_changed_in_what_is_shown() {
    let text = "ＣＡＮＷＦＺ  and\tthe\u{ad}re";
    assert_eq!(snippet(text, "canwfz", 100).text, text);
}
