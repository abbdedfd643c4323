//! What documents say, held against the bundled packs: one sentence, one verdict.

mod support;

use std::sync::OnceLock;

use document::{Document, Lexicon};
use register::claim::{self, Claim, Given, Verdict};
use support::world;

fn read(bytes: &[u8]) -> Document {
    static LEXICONS: OnceLock<[(&str, Lexicon); 3]> = OnceLock::new();
    let all = LEXICONS.get_or_init(|| ["en", "ru", "zh"].map(|lang| (lang, Lexicon::new(&world().packs, lang))));
    let of = |lang: &str| &all.iter().find(|(own, _)| *own == lang).unwrap_or(&all[0]).1;
    Document::read(bytes, of).expect("a text")
}

/// A letter of 4 May 2026 that says this.
fn letter(text: &str) -> Document {
    read(
        format!(
            "A/79/999\n\nGeneral Assembly\nSeventy-ninth session\n\nLetter dated 4 May 2026 from the Permanent \
             Representative of Kazakhstan to the United Nations addressed to the Secretary-General\n\n1. {text}\n\n\
             (Signed) A. Officer\n"
        )
        .as_bytes(),
    )
}

/// The claims of the one fact of some type that a sentence tells.
fn claims_of(text: &str, kind: &str) -> Vec<Claim> {
    let document = letter(text);
    let all = claim::claims(world(), Given { document: &document, sha256: "" });
    let found: Vec<Claim> = all.into_iter().filter(|claim| document.facts[claim.fact].fact == kind).collect();
    assert!(!found.is_empty(), "{text}: no {kind} among {:#?}", document.facts);
    found
}

fn claim(text: &str, kind: &str) -> Claim {
    let mut all = claims_of(text, kind);
    assert_eq!(all.len(), 1, "{text}: {all:#?}");
    all.remove(0)
}

#[track_caller]
fn is(text: &str, kind: &str, verdict: Verdict, why: &str) {
    let claim = claim(text, kind);
    assert_eq!((claim.verdict, claim.why.as_str()), (verdict, why), "{text}: {claim:#?}");
}

#[test]
fn entry_into_force_for_one_party_is_compared_with_its_own_day() {
    let text = |day: &str| {
        format!("The Protocol to the Treaty of Semipalatinsk entered into force for the United Kingdom on {day}.")
    };
    is(&text("30 January 2015"), "entry_into_force", Verdict::Agrees, "the register computes 2015-01-30");
    let first = claim(&text("11 December 2014"), "entry_into_force");
    assert_eq!(first.verdict, Verdict::Contradicts, "{first:#?}");
    assert_eq!(first.party.as_deref(), Some("GBR"));
}

#[test]
fn who_extends_a_treaty_does_not_hide_that_it_was_extended() {
    let text = "The United States and the Russian Federation extended the New START Treaty on 3 February 2021.";
    is(text, "extension", Verdict::Agrees, "the record has it on that day");
    let text = "The United States and the Russian Federation extended the New START Treaty on 4 February 2021.";
    is(text, "extension", Verdict::Contradicts, "the document says 2021-02-04, the record says 2021-02-03");
}

#[test]
fn a_consent_that_is_taken_back_is_a_withdrawal() {
    let text = "The Russian Federation withdrew its ratification of the Comprehensive Nuclear-Test-Ban Treaty on 3 November 2023.";
    is(text, "withdrawal", Verdict::Agrees, "the record has it on that day");
}

#[test]
fn a_withdrawal_is_told_by_its_notice_or_by_its_effect() {
    let text = |day: &str| format!("The United States withdrew from the INF Treaty on {day}.");
    is(&text("2 February 2019"), "withdrawal", Verdict::Agrees, "the record has it on that day");
    is(
        &text("2 August 2019"),
        "withdrawal",
        Verdict::Agrees,
        "the record has it as done on 2 February 2019, with effect on that day",
    );
    let other = claim(&text("3 August 2019"), "withdrawal");
    assert_eq!(other.verdict, Verdict::Contradicts, "{other:#?}");
}

#[test]
fn a_consent_of_another_kind_is_no_new_one() {
    let npt = "the Treaty on the Non-Proliferation of Nuclear Weapons";
    let same = claim(&format!("China acceded to {npt} on 9 March 1992."), "accession");
    assert_eq!(same.verdict, Verdict::Agrees, "{same:#?}");
    assert!(same.why.contains("an act of another kind: acceptance"), "{same:#?}");
    let other = claim(&format!("China acceded to {npt} on 9 March 1993."), "accession");
    assert_eq!(other.verdict, Verdict::Contradicts, "{other:#?}");
    assert_eq!(other.record[0].date, "1992-03-09");
}

#[test]
fn an_organisation_at_which_states_sign_signs_nothing_itself() {
    let text =
        "The Conference on Interaction and Confidence-Building Measures in Asia signed the Almaty Act on 4 June 2002.";
    let claim = claim(text, "signature");
    assert_eq!((claim.verdict, claim.party.as_deref()), (Verdict::Agrees, None), "{claim:#?}");
    let document = letter(text);
    assert_eq!(claim::proposed(world(), Given { document: &document, sha256: "" }), []);
}

#[test]
fn who_has_not_signed_is_asked_for_a_signature() {
    let text = |deed: &str| {
        format!("As at 1 January 2022, the United States has not {deed} the Comprehensive Nuclear-Test-Ban Treaty.")
    };
    // The instrument is that of the sentence before.
    let told = |deed: &str| format!("Kazakhstan signed the Comprehensive Nuclear-Test-Ban Treaty. {}", text(deed));
    is(&told("ratified"), "status", Verdict::Agrees, "the record has no consent of USA up to 2022-01-01");
    is(&told("signed"), "status", Verdict::Contradicts, "the record has a signature of USA of 1996-09-24");
}

#[test]
fn the_first_is_not_the_first_in_the_verdict_either() {
    let claim = claim("Turkmenistan was the first to ratify the Treaty of Semipalatinsk.", "ratification");
    assert_eq!(claim.verdict, Verdict::Contradicts, "{claim:#?}");
    assert!(claim.why.contains("Uzbekistan"), "{}", claim.why);
}

#[test]
fn resolutions_are_found_by_their_number() {
    let text = |number: &str, day: &str| format!("The General Assembly adopted resolution {number} on {day}.");
    let same = claim(&text("75/67", "7 December 2020"), "resolution");
    assert_eq!((same.verdict, same.from_document), (Verdict::Agrees, false), "{same:#?}");
    assert!(same.record.iter().all(|own| own.act == "resolution" && own.date == "2020-12-07"), "{same:#?}");
    is(
        &text("55/33 W", "20 December 2000"),
        "resolution",
        Verdict::Contradicts,
        "the document says 2000-12-20, the record says 2000-11-20",
    );
    is(&text("99/12", "7 December 2024"), "resolution", Verdict::Adds, "the record has no such happening");
}

#[test]
fn meetings_are_found_by_day_and_place() {
    let held = |place: &str, day: &str| format!("A meeting was held in {place} on {day}.");
    let same = claim(&held("Tashkent", "15 March 2011"), "meeting");
    assert_eq!(same.verdict, Verdict::Agrees, "{same:#?}");
    assert_eq!(same.why, "the record has it: Consultative meetings of the parties");
    // Another day at the same place can be another meeting: nobody is contradicted.
    is(&held("Tashkent", "16 March 2011"), "meeting", Verdict::Adds, "the record has no such happening");
    is(&held("Paris", "15 March 2011"), "meeting", Verdict::Adds, "the record has no such happening");
}

/// The five documents of the project, where they are beside the repository.
fn shared(name: &str) -> Option<Vec<u8>> {
    let found = std::fs::read_dir("../../shared/documents").ok()?.filter_map(Result::ok);
    let path = found
        .map(|entry| entry.path())
        .find(|path| path.file_name().is_some_and(|own| own.to_string_lossy().starts_with(name)))?;
    std::fs::read(path).ok()
}

fn noted(document: &Document, sha256: &str) -> Vec<claim::Finding> {
    let all = claim::findings(world(), &[Given { document, sha256 }]);
    all.into_iter().filter(|finding| finding.check == "noted-in-the-packs").collect()
}

fn hash(bytes: &[u8]) -> String {
    ledger::tlog::Hash::of(bytes).hex()
}

#[test]
fn remarks_of_the_packs_are_about_one_document_at_its_paragraphs() {
    let Some(bytes) = shared("001_") else {
        eprintln!("SKIPPED: ../shared/documents is not beside this repository");
        return;
    };
    let document = read(&bytes);
    let own = noted(&document, &hash(&bytes));
    assert!(own.len() > 10, "{own:#?}");
    let at = |paragraph: &str| own.iter().filter(|finding| finding.paragraph == paragraph).count();
    assert!(at("text.7") > 0 && at("text.16") == 1 && at("text.2") > 0, "{own:#?}");
    assert!(own.iter().all(|finding| document.paragraphs.iter().any(|own| own.id == finding.paragraph)));
    // A copy in another encoding has other bytes, and the same title and date.
    let text = String::from_utf8(bytes).expect("UTF-8");
    let copy: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let document = read(&copy);
    assert_eq!(noted(&document, &hash(&copy)).iter().filter(|finding| finding.paragraph == "text.16").count(), 1);
    // Every other letter has none.
    let foreign = letter("The Treaty of Semipalatinsk entered into force on 21 March 2009.");
    assert_eq!(noted(&foreign, &hash(b"another")), []);
}

#[test]
fn what_the_record_has_from_the_document_itself_is_said_to_be_so() {
    let Some(bytes) = shared("001_") else {
        eprintln!("SKIPPED: ../shared/documents is not beside this repository");
        return;
    };
    let document = read(&bytes);
    let claims = |sha256: &str| claim::claims(world(), Given { document: &document, sha256 });
    let own = claims(&hash(&bytes));
    let from = own.iter().filter(|claim| claim.from_document).count();
    let independent = own.iter().filter(|claim| claim.verdict == Verdict::Agrees && !claim.from_document).count();
    assert!(from > 20 && independent > 5, "{from} from the document, {independent} from elsewhere");
    assert!(own.iter().all(|claim| !claim.from_document || claim.why.contains("from the same document")));
    let untold = own.iter().filter(|claim| claim.verdict == Verdict::CannotBeTold).count();
    assert!(untold * 4 < own.len(), "{untold} of {}", own.len());
    // The rule of article 7 is that of another instrument, and verdict and finding say so alike.
    let rule = own.iter().find(|claim| {
        let fact = &document.facts[claim.fact];
        fact.fact == "entry_into_force_rule" && fact.paragraph == "text.16"
    });
    assert_eq!(rule.map(|claim| claim.verdict), Some(Verdict::Contradicts), "{rule:#?}");
}
