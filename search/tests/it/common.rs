//! A table of names and an index over a few texts.

use std::sync::Arc;

use search::{Class, Entities, Found, Index, Passage, Question};

pub(crate) fn entities() -> Arc<Entities> {
    let mut table = Entities::new();
    let participants: [(&str, &[&str]); 16] = [
        ("KGZ", &["Kyrgyzstan", "Kyrgyz Republic", "Кыргызстан", "Кыргызская Республика", "Киргизия", "吉尔吉斯斯坦"]),
        ("KGZ", &["吉尔吉斯共和国", "吉尔吉斯", "Qirgʻiziston"]),
        ("KAZ", &["Kazakhstan", "Republic of Kazakhstan", "Казахстан", "哈萨克斯坦", "哈萨克斯坦共和国"]),
        ("NER", &["Niger", "Нигер", "尼日尔"]),
        ("NGA", &["Nigeria", "Нигерия", "尼日利亚"]),
        ("GIN", &["Guinea", "Гвинея", "几内亚"]),
        ("PNG", &["Papua New Guinea", "Папуа — Новая Гвинея", "巴布亚新几内亚"]),
        ("GNB", &["Guinea-Bissau", "Гвинея-Бисау", "几内亚比绍"]),
        ("KOR", &["Republic of Korea", "South Korea", "Республика Корея", "大韩民国"]),
        (
            "PRK",
            &[
                "Democratic People's Republic of Korea",
                "North Korea",
                "Корейская Народно-Демократическая Республика",
                "朝鲜民主主义人民共和国",
            ],
        ),
        ("CHN", &["China", "Китай", "中国"]),
        ("MLI", &["Mali", "Мали", "马里"]),
        ("TGO", &["Togo", "Того", "多哥"]),
        ("IRN", &["Iran", "Иран", "伊朗"]),
        ("CIV", &["Côte d'Ivoire", "Кот-д'Ивуар", "科特迪瓦"]),
        ("USA", &["United States", "US", "美国"]),
    ];
    for (code, names) in participants {
        names.iter().for_each(|name| table.add(Class::Participant, code, name));
    }
    table.except(Class::Participant, "发展中国家");
    for name in [
        "Treaty on a Nuclear-Weapon-Free Zone in Central Asia",
        "Semipalatinsk Treaty",
        "CANWFZ",
        "Семипалатинский договор",
        "中亚无核武器区条约",
        "塞米巴拉金斯克条约",
    ] {
        table.add(Class::Instrument, "canwfz", name);
    }
    for name in ["Semipalatinsk", "Semey", "Семипалатинск", "塞米巴拉金斯克"] {
        table.add(Class::Place, "semey", name);
    }
    Arc::new(table)
}

pub(crate) fn passage(document: &str, text: &str) -> Passage {
    Passage { document: document.to_owned(), text: text.to_owned(), ..Passage::default() }
}

/// An index over texts, each a document named by its number from 1 on.
pub(crate) fn over(texts: &[&str]) -> Index {
    let mut index = Index::in_memory(entities());
    let passages = texts.iter().enumerate().map(|(number, text)| passage(&(number + 1).to_string(), text));
    index.fill(passages, &mut |_| ()).expect("answered");
    index
}

pub(crate) fn ask(index: &Index, words: &str) -> Found {
    index.find(&Question::about(words)).expect("answered")
}

/// The documents found by words that are all there, sorted.
pub(crate) fn found(index: &Index, words: &str) -> Vec<String> {
    let found = ask(index, words);
    if found.relaxed {
        return Vec::new();
    }
    let mut documents: Vec<String> = found.hits.into_iter().map(|hit| hit.passage.document).collect();
    documents.sort();
    documents
}

/// The marks of the best hit.
pub(crate) fn marked(index: &Index, words: &str) -> Vec<String> {
    let found = ask(index, words);
    let snippet = &found.hits[0].snippet;
    snippet.marks.iter().map(|mark| snippet.text[mark.clone()].to_owned()).collect()
}
