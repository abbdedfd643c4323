//! The one door: what it takes, what it refuses and why, and that a refusal costs nothing.

use law::Day;
use pack::File;
use register::entry::{self, Body, Change, Despite, FourEyes, Officer, Rectification, Statement};
use register::registry::{Entered, Folder, Making, Proposal, reading};
use register::{Refusal, Registry};

mod support;

use support::{Fixture, ORIGIN, act, answers, officer, statement};

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// The name of the check that refused, or `ledger` where the ledger did.
fn refused(result: Result<Vec<Entered>, Refusal>) -> &'static str {
    match result.expect_err("it is refused") {
        Refusal::Form(form) => form.check,
        Refusal::Findings { findings, .. } => findings[0].check,
        Refusal::Ledger(_) => "ledger",
        Refusal::Replay(_) => "replay",
        Refusal::Io(_) => "io",
    }
}

fn parties(registry: &Registry, on: &str) -> usize {
    let t = registry.world().treaty("pact").expect("the pact");
    let answer = register::answer::status::answer(registry.world(), t, day(on), None);
    answer.participants.iter().filter(|participant| participant.status.is_bound()).count()
}

#[test]
fn the_third_consent_brings_the_pact_into_force() {
    let mut it = Fixture::new();
    assert_eq!(parties(&it.registry, "2020-01-01"), 0);
    let entered = it.enter(&["pact CCC accession 2002-03-01"]).expect("it enters");
    assert_eq!(parties(&it.registry, "2002-03-30"), 0);
    assert_eq!(parties(&it.registry, "2002-03-31"), 3, "30 days after 1 March (article 9)");

    let receipt = it.registry.receipt_with_entry(entered[0].index).expect("a receipt");
    let bytes = receipt.extra.clone().expect("the entry");
    receipt.verify(&bytes, &it.registry.policy_of_history()).expect("it is good");
}

#[test]
fn every_kind_of_bad_input_is_refused_by_name_and_loses_nothing() {
    let mut it = Fixture::new();
    let stranger = officer("stranger");
    let strange = |text: &str| Proposal::new(&statement(text), &[&stranger]).expect("canonical");
    let wrong_ledger =
        Statement::new("other.example/register", Body::Act(Box::new(act("pact CCC accession 2002-03-01"))));
    let mut altered = it.act("pact CCC accession 2002-03-01");
    altered.statement = altered.statement.replace_day();
    let long = {
        let mut act = act("pact CCC accession 2002-03-01");
        act.note = "x".repeat(66_000).into();
        Statement::new(ORIGIN, Body::Act(Box::new(act)))
    };
    let unknown_version = Statement { version: 2, ..statement("pact CCC accession 2002-03-01") };
    let despite_nothing = Statement {
        despite: vec![Despite { check: "late-signature".to_owned(), why: "no reason".to_owned() }],
        ..statement("pact CCC accession 2002-03-01")
    };
    let rectify = |of| {
        let why = "a test".into();
        let body = Rectification { of, known: day("2026-01-01"), why, instead: None };
        Statement::new(ORIGIN, Body::Rectification(Box::new(body)))
    };
    let documents = {
        let mut act = act("pact CCC accession 2002-03-01");
        act.documents = vec![entry::Document { sha256: "ab".repeat(32), size: 3, media: "text/plain".to_owned() }];
        Statement::new(ORIGIN, Body::Act(Box::new(act)))
    };
    let cases: Vec<(&str, Proposal)> = vec![
        ("bad-act", it.act("pacte CCC accession 2002-03-01")),
        ("bad-act", it.act("pact XXX accession 2002-03-01")),
        ("bad-act", it.act("pact CCC acession 2002-03-01")),
        ("bad-act", it.act("pact CCC accession 2002-02-30")),
        ("future-date", it.act("pact CCC accession 2027-03-01")),
        ("already-consented", it.act("pact AAA accession 2002-03-01")),
        ("before-adoption", it.act("pact CCC accession 1999-03-01")),
        ("unknown-officer", strange("pact CCC accession 2002-03-01")),
        ("bad-signature", altered),
        ("wrong-ledger", it.sign(&wrong_ledger)),
        ("bad-entry", it.sign(&unknown_version)),
        ("ledger", it.sign(&long)),
        ("nothing-to-despite", it.sign(&despite_nothing)),
        ("nothing-to-rectify", it.sign(&rectify(0))),
        ("nothing-to-rectify", it.sign(&rectify(1_000_000))),
        ("missing-document", it.sign(&documents)),
        ("needs-second-officer", Proposal::new(&statement("pact CCC accession 2002-03-01"), &[]).expect("canonical")),
    ];
    for (check, proposal) in cases {
        let size = it.registry.state().size;
        let now = it.tick();
        assert_eq!(refused(it.registry.enter(&[proposal], now)), check);
        assert_eq!(it.registry.state().size, size, "{check}: nothing was entered");
        let next = format!("protocol FFF declaration 2003-01-{:02}", size % 27 + 1);
        it.enter(&[&next]).unwrap_or_else(|refusal| panic!("{check}: the next entry: {refusal}"));
    }
    let read = reading(&Folder::new(it.root()), None, "en").expect("it replays");
    assert_eq!(read.state.size, it.registry.state().size);
}

trait Altered {
    fn replace_day(&self) -> Self;
}

impl Altered for Vec<u8> {
    fn replace_day(&self) -> Vec<u8> {
        String::from_utf8(self.clone()).expect("text").replace("2002-03-01", "2002-03-02").into_bytes()
    }
}

#[test]
fn unknown_members_and_other_spellings_of_an_entry_are_refused() {
    let good = Fixture::new().act("pact CCC accession 2002-03-01").to_line().expect("a line");
    assert!(Proposal::from_line(&good).is_ok());
    for bad in [
        good.replace("\"version\":1", "\"version\":1,\"colour\":\"red\""),
        good.replace("\"treaty\":", "\"treatie\":"),
        good.replace("\"act\":{", "\"deed\":{"),
        good.replace("\"version\":1", "\"version\":1.5"),
        good[..good.len() - 1].to_owned(),
        format!("{good}{good}"),
    ] {
        assert!(Proposal::from_line(&bad).is_err(), "{bad}");
    }
    // A proposal in another spelling is the same statement; what is signed are its canonical bytes.
    let spaced = good.replace("\",\"", "\", \"");
    assert_eq!(
        Proposal::from_line(&spaced).expect("it is read").statement,
        Proposal::from_line(&good).expect("read").statement
    );
}

#[test]
fn a_clock_that_was_set_back_enters_nothing() {
    let mut it = Fixture::new();
    it.enter(&["pact CCC accession 2002-03-01"]).expect("it enters");
    let late = it.act("pact DDD accession 2002-03-02");
    assert_eq!(refused(it.registry.enter(std::slice::from_ref(&late), support::now(-3 * 86_400))), "clock-set-back");
    let now = it.tick();
    it.registry.enter(&[late], now).expect("the clock is right again");
}

#[test]
fn the_same_request_is_one_entry_however_often_it_comes() {
    let mut it = Fixture::new();
    let proposal = it.act("pact CCC accession 2002-03-01");
    let first = it.enter(&["pact CCC accession 2002-03-01"]).expect("it enters")[0];
    assert!(!first.again);
    let times = std::env::var("SEMEY_DUPLICATES").ok().map_or(100, |text| text.parse().expect("a number"));
    for _ in 0..times {
        let now = it.tick();
        let again = it.registry.enter(&[proposal.clone(), proposal.clone()], now).expect("it is known");
        assert_eq!(again, [Entered { index: first.index, again: true }; 2]);
    }
    // After a restart as before it.
    let root = it.root();
    let size = it.registry.state().size;
    drop(it.registry);
    let mut registry = Registry::open(&root).expect("it opens");
    let again = registry.enter(&[proposal], support::now(999)).expect("it is known");
    assert_eq!((again[0].index, again[0].again, registry.state().size), (first.index, true, size));

    // A name that stood for one thing does not stand for another.
    let named = |text: &str| Statement { request: "note verbale 12".into(), ..statement(text) };
    let sign = |statement: &Statement<'_>| Proposal::new(statement, &[&officer("aida")]).expect("canonical");
    registry.enter(&[sign(&named("pact DDD accession 2002-03-02"))], support::now(1000)).expect("it enters");
    let other = registry.enter(&[sign(&named("pact EEE accession 2002-03-02"))], support::now(1001));
    assert_eq!(refused(other), "request-reused");
}

#[test]
fn a_batch_enters_whole_or_not_at_all() {
    let mut it = Fixture::new();
    let size = it.registry.state().size;
    let bad =
        it.enter(&["pact CCC accession 2002-03-01", "pact DDD accession 2002-03-02", "pact DDD accession 2002-03-03"]);
    assert_eq!(refused(bad), "already-consented");
    assert_eq!(it.registry.state().size, size);
    it.enter(&["pact CCC accession 2002-03-01", "pact DDD accession 2002-03-02"]).expect("it enters");
}

#[test]
fn what_is_held_enters_with_a_reason_that_stays() {
    let mut it = Fixture::new();
    let mut held = statement("pact CCC accession 1999-03-01");
    held.despite = vec![Despite { check: "before-adoption".to_owned(), why: "the draft was signed early".to_owned() }];
    let now = it.tick();
    let entered = it.registry.enter(&[it.sign(&held)], now).expect("it enters");
    let receipt = it.registry.receipt_with_entry(entered[0].index).expect("a receipt");
    let text = String::from_utf8(receipt.extra.expect("the entry")).expect("text");
    assert!(text.contains("the draft was signed early"), "{text}");
}

#[test]
fn two_officers_sign_the_same_bytes() {
    let mut it = Fixture::new();
    let second = officer("bakyt");
    let admit = Officer { key: second.verifier().to_string(), change: Change::Admitted, why: String::new() };
    let rule = FourEyes::deposits();
    let proposals = [
        it.sign(&Statement::new(ORIGIN, Body::Officer(admit))),
        it.sign(&Statement::new(ORIGIN, Body::FourEyes(rule))),
    ];
    let now = it.tick();
    it.registry.enter(&proposals, now).expect("a second officer, then the rule");

    let mut deposit = it.act("pact CCC accession 2002-03-01");
    let now = it.tick();
    assert_eq!(refused(it.registry.enter(&[deposit.clone()], now)), "needs-second-officer");
    deposit.countersign(&it.key);
    let mut twice = deposit.clone();
    twice.signatures.push(twice.signatures[0].clone());
    assert_eq!(refused(it.registry.enter(&[twice], now)), "needs-second-officer", "one officer twice is one officer");
    let mut changed = it.act("pact CCC accession 2002-03-02");
    changed.signatures.push(entry::sign(&second, &deposit.statement));
    assert_eq!(refused(it.registry.enter(&[changed], now)), "bad-signature", "the second signed another text");
    let line = deposit.to_line().expect("a line");
    let mut received = Proposal::from_line(&line).expect("the same proposal");
    received.countersign(&second);
    it.registry.enter(&[received], now).expect("both signed");
    it.enter(&["protocol AAA declaration 2003-01-01"]).expect("one officer enters what is not a deposit");

    // Nobody lifts the rule, or admits a friend, alone.
    let friend =
        Officer { key: officer("friend").verifier().to_string(), change: Change::Admitted, why: String::new() };
    for body in [Body::FourEyes(FourEyes::default()), Body::Officer(friend)] {
        let proposal = it.sign(&Statement::new(ORIGIN, body));
        assert_eq!(refused(it.registry.enter(&[proposal], support::now(500))), "needs-second-officer");
    }
}

#[test]
fn a_revoked_key_signs_no_more_and_what_it_signed_stays() {
    let mut it = Fixture::new();
    let second = officer("bakyt");
    let change = |change| Officer { key: second.verifier().to_string(), change, why: "left".to_owned() };
    let admit = it.sign(&Statement::new(ORIGIN, Body::Officer(change(Change::Admitted))));
    let now = it.tick();
    it.registry.enter(&[admit], now).expect("admitted");
    let by_second = |text: &str| Proposal::new(&statement(text), &[&second]).expect("canonical");
    let now = it.tick();
    it.registry.enter(&[by_second("pact CCC accession 2002-03-01")], now).expect("it signs");
    let revoke = it.sign(&Statement::new(ORIGIN, Body::Officer(change(Change::Revoked))));
    let now = it.tick();
    it.registry.enter(&[revoke], now).expect("revoked");
    let now = it.tick();
    assert_eq!(refused(it.registry.enter(&[by_second("pact DDD accession 2002-03-01")], now)), "revoked-key");
    assert_eq!(parties(&it.registry, "2003-01-01"), 3);
}

#[test]
fn a_rectification_goes_back_in_effect_and_not_in_knowledge() {
    let mut it = Fixture::new();
    let wrong = it.enter(&["pact CCC accession 2002-03-01"]).expect("it enters")[0].index;
    let instead = Some(act("pact CCC accession 2002-05-01"));
    let body = Rectification { of: wrong, known: day("2010-06-01"), why: "misread".into(), instead };
    let rectification = Statement::new(ORIGIN, Body::Rectification(Box::new(body)));
    let now = it.tick();
    it.registry.enter(&[it.sign(&rectification)], now).expect("it enters");

    let t = it.registry.world().treaty("pact").expect("the pact");
    let force = |known| {
        let answer = register::answer::status::answer(it.registry.world(), t, day("2020-01-01"), known);
        answer.entry_into_force
    };
    assert_eq!(force(None), Some(day("2002-05-31")));
    assert_eq!(force(Some(day("2010-05-31"))), Some(day("2002-03-31")), "what one would have said before");
    assert_eq!(force(Some(day("2010-06-01"))), Some(day("2002-05-31")));

    let again = it.sign(&Statement { request: "again".into(), ..rectification });
    assert_eq!(refused(it.registry.enter(&[again], support::now(500))), "already-rectified");
    let read = reading(&Folder::new(it.root()), None, "en").expect("it replays");
    assert!(answers(&read.world, "pact") == answers(it.registry.world(), "pact"));
}

#[test]
fn an_old_answer_uses_the_law_as_recorded_then() {
    let mut it = Fixture::new();
    it.enter(&["pact CCC accession 2002-03-01"]).expect("it enters");
    let before = it.registry.state().size;
    let mut files = support::files();
    files[2].text = support::PACT.replace("30 days", "60 days").into();
    assert_eq!(it.load(&files), 1, "one file changed");
    assert_eq!(parties(&it.registry, "2002-04-15"), 0);
    let then = reading(&Folder::new(it.root()), Some(before), "en").expect("a reading");
    let t = then.world.treaty("pact").expect("the pact");
    let answer = register::answer::status::answer(&then.world, t, day("2002-04-15"), None);
    assert_eq!(answer.entry_into_force, Some(day("2002-03-31")));

    let mut broken = files.clone();
    broken[2].text = support::PACT.replace("30 days", "thirty days").into();
    let adoption = register::adopt::compare(&mut it.registry, &broken).expect("packs");
    let proposals: Vec<Proposal> = adoption.statements(ORIGIN, support::now(500)).iter().map(|s| it.sign(s)).collect();
    assert_eq!(refused(it.registry.enter(&proposals, support::now(500))), "bad-pack");
    assert_eq!(parties(&it.registry, "2002-04-30"), 3, "the law in force stays");
}

#[test]
fn rows_that_come_and_go_in_a_pack_are_entered_and_rectified() {
    let mut it = Fixture::new();
    let table = |rows: &str| {
        let mut files = support::files();
        files[3].text = format!("date,party,act,source\n{rows}").into();
        files
    };
    let steps: [(&str, usize, usize); 5] = [
        // A further row.
        ("2001-01-10,AAA,accession,REG\n2001-02-10,BBB,accession,REG\n2001-03-10,CCC,accession,REG\n", 1, 3),
        // A row with another day: one is rectified, one is new.
        ("2001-01-10,AAA,accession,REG\n2001-02-11,BBB,accession,REG\n2001-03-10,CCC,accession,REG\n", 2, 3),
        // A row is gone.
        ("2001-01-10,AAA,accession,REG\n2001-02-11,BBB,accession,REG\n", 1, 2),
        // It comes back: a new entry, though it says what an old one said.
        ("2001-01-10,AAA,accession,REG\n2001-02-11,BBB,accession,REG\n2001-03-10,CCC,accession,REG\n", 1, 3),
        // Nothing changed.
        ("2001-01-10,AAA,accession,REG\n2001-02-11,BBB,accession,REG\n2001-03-10,CCC,accession,REG\n", 0, 3),
    ];
    for (rows, entries, consents) in steps {
        assert_eq!(it.load(&table(rows)), entries, "{rows}");
        let t = it.registry.world().treaty("pact").expect("the pact");
        let answer = register::answer::status::answer(it.registry.world(), t, day("2026-11-18"), None);
        let consented = answer.participants.iter().filter(|p| p.consented.is_some()).count();
        assert_eq!(consented, consents, "{rows}");
        let read = reading(&Folder::new(it.root()), None, "en").expect("it replays");
        assert!(answers(&read.world, "pact") == answers(it.registry.world(), "pact"));
    }
    // What an officer entered by hand is not the pack's to take away.
    it.enter(&["pact DDD accession 2005-01-01"]).expect("it enters");
    assert_eq!(
        it.load(&table("2001-01-10,AAA,accession,REG\n2001-02-11,BBB,accession,REG\n2001-03-10,CCC,accession,REG\n")),
        0
    );
}

#[test]
fn two_programs_enter_into_one_registry_by_turns() {
    let mut it = Fixture::new();
    let root = it.root();
    let mut other = Registry::open(&root).expect("a second program");
    it.enter(&["pact CCC accession 2002-03-01"]).expect("it enters");
    let late = other.enter(&[it.act("pact CCC accession 2002-03-09")], support::now(700));
    assert_eq!(refused(late), "already-consented", "the second program saw what the first entered");
    let proposals: Vec<Proposal> = (1..=40)
        .map(|n| it.act(&format!("protocol DDD declaration 2003-{:02}-{:02}", n % 12 + 1, n % 28 + 1)))
        .collect();
    std::thread::scope(|scope| {
        for chunk in proposals.chunks(10) {
            let root = &root;
            scope.spawn(move || {
                let mut registry = Registry::open(root).expect("it opens");
                for proposal in chunk {
                    registry.enter(std::slice::from_ref(proposal), support::now(800)).expect("it enters");
                }
            });
        }
    });
    let read = reading(&Folder::new(&root), None, "en").expect("it replays");
    assert_eq!(read.state.acts_of("protocol").len(), 40);
    let mut log = Registry::open(&root).expect("it opens");
    let policy = log.policy_of_history();
    for index in 0..read.state.size {
        let receipt = log.receipt_with_entry(index).expect("a receipt");
        receipt.verify(&receipt.extra.clone().expect("the entry"), &policy).expect("it is good");
    }
}

#[test]
fn an_entry_of_the_greatest_length_enters_and_a_longer_one_does_not() {
    let mut it = Fixture::new();
    let with_note = |length: usize| {
        let mut act = act("pact CCC declaration 2002-03-01");
        act.note = "x".repeat(length).into();
        Statement::new(ORIGIN, Body::Act(Box::new(act)))
    };
    let length = |note: usize| {
        let proposal = it.sign(&with_note(note));
        proposal.statement.len()
    };
    // What surrounds the statement in the entry has one length for one officer.
    let around = {
        let entered = Fixture::new();
        let mut entered = entered;
        let now = entered.tick();
        let proposal = entered.sign(&with_note(1));
        let index = entered.registry.enter(std::slice::from_ref(&proposal), now).expect("it enters")[0].index;
        let receipt = entered.registry.receipt_with_entry(index).expect("a receipt");
        receipt.extra.expect("the entry").len() - proposal.statement.len()
    };
    let fits = 65_535 - around - length(0) - "\"note\":\"\",".len();
    let now = it.tick();
    assert_eq!(refused(it.registry.enter(&[it.sign(&with_note(fits + 1))], now)), "ledger");
    it.registry.enter(&[it.sign(&with_note(fits))], now).expect("65,535 bytes enter");
}

#[test]
fn an_empty_file_of_a_pack_is_a_file() {
    let mut it = Fixture::new();
    let mut files = support::files();
    files.push(File { path: "parties/successions.csv".into(), text: "predecessor,successor,on,how\n".into() });
    assert_eq!(it.load(&files), 1);
    let read = reading(&Folder::new(it.root()), None, "en").expect("it replays");
    assert!(read.state.files.contains_key("parties/successions.csv"));
    files.pop();
    assert_eq!(it.load(&files), 1, "it is no longer in force");
    let read = reading(&Folder::new(it.root()), None, "en").expect("it replays");
    assert!(!read.state.files.contains_key("parties/successions.csv"));
}

/// Whoever can write to the database can add a row; the signer does not vouch for it.
#[test]
fn a_row_added_past_the_door_is_not_signed() {
    use ledger::store::{Batch, Row, Sqlite};
    use ledger::tlog::Hash;
    use ledger::{Fault, Store};
    let mut it = Fixture::new();
    let size = it.registry.state().size;
    let forged = it.registry.receipt_with_entry(size - 1).expect("a receipt").extra.expect("the entry");
    let forged = String::from_utf8(forged).expect("text").replace("2001-02-10", "2001-02-11").into_bytes();
    let mut store = Sqlite::open(&it.root().join("ledger.sqlite")).expect("the store");
    let rows = [Row { bytes: &forged, leaf: Hash::leaf(&forged), request: "forged" }];
    store.append(&Batch { first: size, entries: &rows, nodes: &[] }).expect("a database takes what it is given");

    let foreign = |refusal: Refusal| matches!(refusal, Refusal::Ledger(Fault::Foreign { .. }));
    assert!(foreign(it.enter(&["pact CCC accession 2002-03-01"]).expect_err("the open program notices")));
    assert!(foreign(Registry::open(&it.root()).expect_err("and one that is started")));
    let read = reading(&Folder::new(it.root()), None, "en").expect("what is published can be read");
    assert_eq!(read.state.size, size);
}

#[test]
fn a_registry_that_was_not_made_to_its_end_is_no_registry_and_is_made_anew() {
    let at = tempfile::tempdir().expect("a folder");
    let folder = Folder::new(at.path().join("r"));
    let making = Making::begin(&folder).expect("it begins");
    std::fs::write(folder.config_path(), "version = 1\n").expect("written");
    let refused = |refusal: Refusal| match refusal {
        Refusal::Form(form) => form.check,
        other => panic!("{other}"),
    };
    assert_eq!(refused(folder.config().expect_err("not yet")), "unfinished");
    assert_eq!(refused(Making::begin(&folder).expect_err("somebody is at it")), "not-empty");
    drop(making);
    let making = Making::begin(&folder).expect("whoever was at it has gone");
    assert!(!folder.config_path().exists(), "what nobody was told of is thrown away");
    making.end().expect("it is made");
    std::fs::write(folder.config_path(), "version = 1\n").expect("written");
    assert_eq!(refused(Making::begin(&folder).expect_err("it holds something")), "not-empty");
    assert!(folder.config_path().exists(), "and it is left alone");
}
