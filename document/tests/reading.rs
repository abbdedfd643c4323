//! What a reader makes of texts that are easily misread.

use std::path::Path;
use std::sync::LazyLock;

use document::{Document, Lexicon};
use encoding_rs::BIG5;
use pack::Packs;

static PACKS: LazyLock<Packs> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs");
    pack::load(&pack::read_folder(&folder).expect("the packs are there").0).0
});
static LEXICONS: LazyLock<[Lexicon; 3]> = LazyLock::new(|| ["zh", "ru", "en"].map(|lang| Lexicon::new(&PACKS, lang)));

fn read(bytes: &[u8]) -> Document {
    let of = |lang: &str| LEXICONS.iter().find(|lexicon| lexicon.lang() == lang).unwrap_or(&LEXICONS[2]);
    Document::read(bytes, of).expect("it is text")
}

/// The facts of some types, each in a line: its type, those who act, the instrument and the day.
fn told(text: &str, types: &[&str]) -> Vec<String> {
    let document = read(text.as_bytes());
    let facts = document.facts.iter().filter(|fact| types.contains(&fact.fact.as_str()));
    facts
        .map(|fact| {
            let instrument = fact.instrument.as_deref().unwrap_or("-");
            format!("{} {} {instrument} {}", fact.fact, fact.actors.join("+"), fact.dates.join("+"))
        })
        .collect()
}

const DEEDS: [&str; 8] =
    ["signature", "ratification", "accession", "deposit", "withdrawal", "termination", "entry_into_force", "status"];

#[test]
fn a_treaty_that_nobody_knows_is_no_other() {
    let text = "Statement\n\n1. Chile ratified the Treaty on the Prohibition of Nuclear Weapons on 23 September 2021.\n\n\
                2. The Helsinki Treaty on Whales was signed on 3 May 1999. Norway ratified it on 4 June 2001.\n";
    let expected = ["ratification CHL TPNW 2021-09-23", "signature  - 1999-05-03", "ratification NOR - 2001-06-04"];
    assert_eq!(told(text, &DEEDS), expected);
    let chinese = "声明\n\n1. 智利于2021年9月23日批准了《禁止核武器条约》。\n\n2. 《鲸鱼条约》于1999年5月3日签署，挪威于2001年6月4日批准该条约。\n";
    let told = told(chinese, &["ratification"]);
    assert_eq!(told, ["ratification CHL TPNW 2021-09-23", "ratification NOR - 2001-06-04"]);
}

#[test]
fn what_was_not_or_was_still_to_come_is_no_deed() {
    let text = "Statement\n\n1. Had the Protocol entered into force, the United States would have ratified it on 3 June 2011.\n\n\
                2. On the eve of the entry into force of the Treaty on the Prohibition of Nuclear Weapons on 22 January \
                2021, Benin ratified it.\n\n3. France has not ratified the NPT.\n";
    assert_eq!(told(text, &DEEDS), ["status FRA NPT "]);
}

#[test]
fn each_of_a_row_has_its_own_day() {
    let text = "声明\n\n1. 欢迎古巴于2021年2月4日、科摩罗于2021年2月19日批准《全面禁止核试验条约》。\n";
    let rows = ["ratification CUB CTBT 2021-02-04", "ratification COM CTBT 2021-02-19"];
    assert_eq!(told(text, &["ratification"]), rows);
    let text = "Statement\n\nWe welcome the ratification of the CTBT by Dominica, Timor-Leste and Equatorial Guinea on \
                30 June, 1 August and 21 September 2022, respectively.\n";
    let rows =
        ["ratification DMA CTBT 2022-06-30", "ratification TLS CTBT 2022-08-01", "ratification GNQ CTBT 2022-09-21"];
    assert_eq!(told(text, &["ratification"]), rows);
}

#[test]
fn traditional_characters_are_read_as_simplified_ones_are() {
    let text = "2010年10月28日哈薩克斯坦常駐聯合國代表給秘書長的信\n\n1. 《中亞無核武器區條約》於2006年9月8日在塞米巴拉金斯克簽署，\
                2009年3月21日生效。\n\n2. 吉爾吉斯斯坦於2007年7月27日交存批准書。\n";
    let (bytes, _, lossy) = BIG5.encode(text);
    assert!(!lossy);
    let document = read(&bytes);
    assert_eq!(
        (document.about.doc_type.as_str(), document.about.senders.as_slice()),
        ("letter", &["KAZ".to_owned()][..])
    );
    let facts: Vec<(&str, &str)> =
        document.facts.iter().map(|fact| (fact.fact.as_str(), fact.dates.first().map_or("", String::as_str))).collect();
    for fact in [("signature", "2006-09-08"), ("entry_into_force", "2009-03-21"), ("deposit", "2007-07-27")] {
        assert!(facts.contains(&fact), "{fact:?} is not among {facts:?}");
    }
    // The words stay those of the paper.
    assert!(document.facts.iter().any(|fact| fact.quote.contains("簽署")));
}

#[test]
fn the_head_of_a_document_is_read_column_by_column() {
    let text = "\
United Nations                                                     A/C.1/79/5-S/2025/140
                                                            Distr.: General
General Assembly                                            4 March 2025
Security Council
                                                            Original: Russian

General Assembly                                Security Council
Seventy-ninth session                           Eightieth year
Agenda items 98 (k) and 101 (bb)

            Letter dated 3 March 2025 from the Permanent Representative of
            Kazakhstan to the United Nations addressed to the Secretary-General

        The Treaty on a Nuclear-Weapon-Free Zone in Central Asia was signed in
Semipalatinsk on 8 September 2006.1 It has been in force since 21 March
2009.

        I should be grateful if you would have the present letter circulated as a
document of the General Assembly and of the Security Council.

                                               (Signed) Kairat Umarov
                                 Permanent Representative of Kazakhstan

__________________
     1
         See A/61/88.

25-03456 (E)      050325
*2503456*
";
    let document = read(text.as_bytes());
    let about = &document.about;
    assert_eq!(about.symbols, ["A/C.1/79/5-S/2025/140"]);
    assert_eq!(about.agenda_items, ["98 (k)", "101 (bb)"]);
    assert_eq!(
        about.sessions.iter().map(|session| (session.number, session.kind)).collect::<Vec<_>>(),
        [(79, "session"), (80, "year")]
    );
    assert!(about.organs.contains(&"UNGA".to_owned()) && about.organs.contains(&"UNSC".to_owned()));
    assert_eq!(
        (about.date.as_deref(), about.original_languages.as_slice()),
        (Some("2025-03-03"), &["ru".to_owned()][..])
    );
    let [signatory] = about.signatories.as_slice() else { panic!("{:?}", about.signatories) };
    assert_eq!(signatory.name, "Kairat Umarov");
    assert_eq!(signatory.title.as_deref(), Some("Permanent Representative of Kazakhstan"));
    let ids: Vec<&str> = document.paragraphs.iter().map(|paragraph| paragraph.id.as_str()).collect();
    let expected = ["letter.title", "letter.1", "letter.2", "letter.sig1", "fn.1"];
    assert_eq!(ids[ids.len() - 5..], expected, "{ids:?}");
}

#[test]
fn a_russian_item_keeps_its_letter() {
    let text = "Генеральная Ассамблея\nСемьдесят девятая сессия\nПункт 98 k) повестки дня\n\n\
                Письмо Постоянного представителя Казахстана от 3 марта 2025 года на имя Генерального секретаря\n\n\
                Имею честь сообщить, что Договор действует.\n";
    assert_eq!(read(text.as_bytes()).about.agenda_items, ["98 (k)"]);
}

/// No text makes one paragraph of it all, which would take the square of its length to read.
#[test]
fn what_goes_on_and_on_is_read_in_pieces() {
    let text = format!("Statement\n\n{}", "Kazakhstan ratified the NPT on 1 May 2001 and ".repeat(1_000));
    let document = read(text.as_bytes());
    assert!(document.paragraphs.iter().all(|paragraph| paragraph.glyphs.len() <= 20_000));
    assert!(document.facts.len() > 500, "{} facts", document.facts.len());
}
