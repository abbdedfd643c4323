//! Bytes as strangers send them: in any encoding, broken, or made to break the reader.

use std::path::Path;
use std::sync::LazyLock;

use document::{DecodeError, Document, Lexicon, decode};
use encoding_rs::{BIG5, Encoding, GB18030, KOI8_R, WINDOWS_1251};
use pack::Packs;
use proptest::prelude::*;

static PACKS: LazyLock<Packs> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs");
    pack::load(&pack::read_folder(&folder).expect("the packs are there").0).0
});
static LEXICONS: LazyLock<[Lexicon; 3]> = LazyLock::new(|| ["zh", "ru", "en"].map(|lang| Lexicon::new(&PACKS, lang)));

fn of(lang: &str) -> &'static Lexicon {
    LEXICONS.iter().find(|lexicon| lexicon.lang() == lang).unwrap_or(&LEXICONS[2])
}

fn paper(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers/open").join(name);
    std::fs::read_to_string(path).expect("the paper is there")
}

/// The same paper in another encoding tells the same, and its passages lie where their bytes are.
fn reads_alike(text: &str, bytes: &[u8], name: &str, decoder: impl Fn(&[u8]) -> String) {
    let (plain, other) = (Document::read(text.as_bytes(), of).expect("text"), Document::read(bytes, of).expect(name));
    let told = |document: &Document| -> Vec<(String, Vec<String>, String)> {
        document.facts.iter().map(|fact| (fact.fact.clone(), fact.dates.clone(), fact.quote.clone())).collect()
    };
    assert_eq!(told(&plain), told(&other), "{name}");
    assert!(!other.facts.is_empty());
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>();
    for fact in &other.facts {
        let words = decoder(&bytes[fact.start as usize..fact.end as usize]);
        let quote = bare(&fact.quote);
        let head: String = quote.chars().take(6).collect();
        assert!(bare(&words).starts_with(&head), "{name}: {words} is not {}", fact.quote);
    }
}

fn in_encoding(text: &str, encoding: &'static Encoding) {
    let (bytes, _, lossy) = encoding.encode(text);
    assert!(!lossy, "{} has all characters of the paper", encoding.name());
    reads_alike(text, &bytes, encoding.name(), |bytes| encoding.decode_without_bom_handling(bytes).0.into_owned());
}

#[test]
fn every_encoding_reads_alike() {
    let chinese = paper("zh-wrapped-1.txt");
    in_encoding(&chinese, GB18030);
    let russian: String = paper("ru-memorandum-1.txt").replace(['\u{301}', '\u{a0}'], " ").replace('−', "-");
    in_encoding(&russian, WINDOWS_1251);
    let plain: String = russian.chars().map(|c| if "—–«»…№“”„‘’".contains(c) { '-' } else { c }).collect();
    in_encoding(&plain, KOI8_R);
    let traditional = "2006年9月8日，中國在紐約簽署了條約。大會2020年12月7日通過了第75/67號決議。這是一份用繁體中文寫成的文件，內容關於條約與會議。".repeat(3);
    let (bytes, _, lossy) = BIG5.encode(&traditional);
    assert!(!lossy);
    assert_eq!(decode(&bytes).expect("Big5").encoding, "Big5");
    for (name, big) in [("UTF-16LE", false), ("UTF-16BE", true)] {
        let units = chinese.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
        let bytes: Vec<u8> = units.collect();
        let decoder = |bytes: &[u8]| {
            let unit = |pair: &[u8]| {
                if big { u16::from_be_bytes([pair[0], pair[1]]) } else { u16::from_le_bytes([pair[0], pair[1]]) }
            };
            String::from_utf16_lossy(&bytes.chunks_exact(2).map(unit).collect::<Vec<_>>())
        };
        reads_alike(&chinese, &bytes, name, decoder);
    }
    let mut marked = vec![0xef, 0xbb, 0xbf];
    marked.extend_from_slice(chinese.as_bytes());
    reads_alike(&chinese, &marked, "UTF-8 with a mark", |bytes| String::from_utf8_lossy(bytes).into_owned());
}

#[test]
fn what_is_no_text_is_refused_with_the_reason() {
    let russian = paper("ru-memorandum-1.txt");
    let (cp1251, _, _) = WINDOWS_1251.encode(&russian);
    // Read as Latin and saved as UTF-8; and UTF-8 that was read as Latin.
    let latin = |bytes: &[u8]| bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into_bytes();
    for mojibake in [latin(&cp1251), latin(russian.as_bytes()), "锟斤拷锟斤拷锟斤拷烫烫烫".repeat(20).into_bytes()]
    {
        assert!(
            matches!(decode(&mojibake), Err(DecodeError::Mojibake { .. })),
            "{:?}",
            decode(&mojibake).map(|d| d.encoding)
        );
    }
    assert!(matches!(decode(b""), Err(DecodeError::Empty)));
    assert!(matches!(decode(b" \n\t\n"), Err(DecodeError::Empty)));
    let binary: Vec<u8> = (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert!(decode(&binary).is_err());
    // French and German have accents, and are text.
    let french = "Le Traité a été signé à Sémipalatinsk; la République française a ratifié le Protocole, déposé près le dépositaire.";
    assert!(decode(french.as_bytes()).is_ok());
}

/// What a document can hold, so that random texts look a little like one.
fn piece() -> impl Strategy<Value = String> {
    let words = [
        "2006年9月8日",
        "同年",
        "次日",
        "和",
        "、",
        "，",
        "。",
        "；",
        "《",
        "》",
        "(",
        ")",
        "条约",
        "议定书",
        "签署了",
        "批准",
        "交存了批准书",
        "生效",
        "哈萨克斯坦",
        "核武器国家",
        "缔约国",
        "第75/67号",
        "决议",
        "在纽约",
        "举行",
        "会议",
        "1.",
        "一.",
        "%%%A|B|",
        "议程项目90(bb)",
        "[原件：俄文]",
        "(签名)",
        " on 8 September 2006",
        " the Treaty",
        " signed",
        " ratified",
        " and ",
        ", ",
        ". ",
        "\n",
        "\n\n",
        "\u{c}",
        "  ",
        "Kazakhstan",
        " resolution 75/67",
        " 8 сентября 2006 года",
        " Договор",
        " подписал",
        " и ",
        "Казахстан",
        " вступил в силу",
        "respectively",
        "\u{301}",
        "\u{fffd}",
        "🜁",
        "-\n",
        "'",
        "\"",
        "Annex I\n",
    ];
    prop_oneof![4 => prop::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_the_reader(pieces in prop::collection::vec(piece(), 0..80)) {
        let text = pieces.concat();
        if let Ok(document) = Document::read(text.as_bytes(), of) {
            for fact in &document.facts {
                prop_assert!(fact.start <= fact.end);
                prop_assert!(text.get(fact.start as usize..fact.end as usize).is_some(), "{fact:?}");
                prop_assert!(document.paragraphs.iter().any(|paragraph| paragraph.id == fact.paragraph));
            }
            let ids: std::collections::BTreeSet<&str> = document.paragraphs.iter().map(|paragraph| paragraph.id.as_str()).collect();
            prop_assert_eq!(ids.len(), document.paragraphs.len(), "every id stands once");
        }
    }

    #[test]
    fn no_bytes_break_the_decoder(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(decoded) = decode(&bytes) {
            let mut last = 0;
            for glyph in &decoded.glyphs {
                prop_assert!(glyph.start >= last && glyph.end as usize <= bytes.len() && glyph.start <= glyph.end);
                last = glyph.start;
            }
        }
    }
}
