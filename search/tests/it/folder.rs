//! An index in a folder.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::common::{ask, entities, passage};
use search::{Class, Entities, Fault, Index};

fn built(folder: &Path) -> Index {
    let mut index = Index::create(folder, entities()).expect("written");
    index.fill([passage("1", "无核武器区 zone"), passage("2", "吉尔吉斯")], &mut |_| ()).expect("written");
    index
}

#[test]
fn an_index_is_the_same_when_it_is_opened_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = built(folder.path());
    let mut second = Index::open(folder.path(), entities()).expect("answered");
    for words in ["zone", "区", "Kyrgyzstan", ""] {
        assert_eq!(ask(&first, words), ask(&second, words));
    }
    second.fill([passage("3", "zone")], &mut |_| ()).expect("written");
    assert_eq!(ask(&Index::open(folder.path(), entities()).expect("answered"), "zone").total, 2);
}

#[test]
fn the_same_passages_give_the_same_bytes() {
    let (one, two) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("ok"));
    built(one.path());
    built(two.path());
    for file in fs::read_dir(one.path()).expect("answered").map(|file| file.expect("ok").file_name()) {
        assert_eq!(
            fs::read(one.path().join(&file)).expect("answered"),
            fs::read(two.path().join(&file)).expect("answered"),
            "{file:?}"
        );
    }
}

#[test]
fn what_is_not_committed_is_not_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut index = built(folder.path());
    let mut writer = index.writer().expect("written");
    writer.add(&passage("3", "zone")).expect("answered");
    drop(writer);
    assert_eq!(ask(&index, "zone").total, 1);
    assert_eq!(Index::open(folder.path(), entities()).expect("answered").len(), 2);
}

#[test]
fn progress_is_told() {
    let mut index = Index::in_memory(entities());
    let mut told = Vec::new();
    index.fill([passage("1", "a"), passage("2", "b")], &mut |count| told.push(count)).expect("written");
    assert_eq!(told, [1, 2]);
    assert_eq!(index.len(), 2);
}

#[test]
fn another_version_or_other_names_must_be_rebuilt() {
    let folder = tempfile::tempdir().expect("a folder");
    built(folder.path());
    let mut other = Entities::new();
    other.add(Class::Place, "here", "Here");
    let error = Index::open(folder.path(), Arc::new(other)).expect_err("it is outdated");
    assert!(error.to_string().contains("other names") && error.to_string().contains("rebuilt"), "{error}");

    let head = folder.path().join("index");
    let text = fs::read_to_string(&head).expect("answered");
    let (first, rest) = text.split_once('\n').expect("answered");
    let later = format!("{}999\n{rest}", first.trim_end_matches(|c: char| c.is_ascii_digit()));
    fs::write(&head, later).expect("answered");
    let error = Index::open(folder.path(), entities()).expect_err("it is outdated");
    assert!(matches!(error, Fault::Outdated { .. }));
    assert!(error.to_string().contains("has format 999") && error.to_string().contains("rebuilt"), "{error}");

    built(folder.path());
    assert_eq!(Index::open(folder.path(), entities()).expect("answered").len(), 2);
}

#[test]
fn a_folder_with_something_else_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(matches!(Index::open(folder.path(), entities()), Err(Fault::NoIndex { .. })));
    fs::write(folder.path().join("letter.txt"), "dear").expect("answered");
    assert!(matches!(Index::create(folder.path(), entities()), Err(Fault::NotEmpty { .. })));
    assert!(folder.path().join("letter.txt").exists());
}

#[test]
fn one_program_writes_at_a_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut index = built(folder.path());
    let mut other = Index::open(folder.path(), entities()).expect("answered");
    let writer = index.writer().expect("written");
    assert!(matches!(other.writer(), Err(Fault::Busy { .. })));
    drop(writer);
    assert!(other.writer().is_ok());
}

#[test]
fn a_damaged_index_is_refused_and_does_no_harm() {
    let folder = tempfile::tempdir().expect("a folder");
    built(folder.path());
    let part = folder.path().join("000000.part");
    let whole = fs::read(&part).expect("answered");
    let mut refused = 0;
    for at in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        fs::write(&part, &bytes).expect("answered");
        match Index::open(folder.path(), entities()) {
            Ok(index) => {
                for words in ["zone", "区", "无核武器区", "Kyrgyzstan", "nothing here"] {
                    let _ = index.find(&search::Question::about(words));
                }
            }
            Err(error) => refused += usize::from(matches!(error, Fault::Damaged { .. })),
        }
    }
    assert!(refused > whole.len() / 7 / 4);
    for length in (0..whole.len()).step_by(11) {
        fs::write(&part, &whole[..length]).expect("answered");
        assert!(Index::open(folder.path(), entities()).is_err(), "{length}");
    }
}

#[test]
fn the_format_has_a_new_number_when_anything_in_it_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut index = Index::create(folder.path(), entities()).expect("written");
    let text = "中亚 无核武器 区，Договоры Кыргызстана and ratified treaties of non-proliferation, A/RES/75/67, ガス";
    index.fill([passage("1", text), passage("2", &text.repeat(40))], &mut |_| ()).expect("written");
    let bytes = fs::read(folder.path().join("000000.part")).expect("a part");
    let sum = bytes.iter().fold(7_u64, |sum, &byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    // Another sum: set it here, and add one to `FORMAT` in `search/src/segment.rs`.
    assert_eq!((bytes[8], sum), (3, 13_661_027_543_609_258_757));
}
