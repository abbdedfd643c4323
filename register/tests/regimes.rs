//! The life of the bundled regimes: what the five documents tell of bodies, calls and questions, on the days that count.

mod support;

use std::sync::Arc;

use law::{Act, ActKind, Day};
use register::World;
use register::answer::commitments::{self, State};
use register::answer::drafts::{self, DraftState};
use register::answer::meetings::{self, Filter};
use register::answer::report::{self, Subject};
use register::answer::{bodies, due, notices, watch};
use support::world;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn body(id: &str, on: &str, known: Option<&str>) -> bodies::BodyAnswer {
    let world = world();
    bodies::answer(world, world.matter(id).expect("a matter"), day(on), known.map(day))
}

/// 001 §13 and §14; anomaly A9: one city under two names counts as one host.
#[test]
fn the_eight_consultative_meetings() {
    let answer = body("canwfz-consultative-meetings", "2021-11-01", None);
    let gaps: Vec<i32> = answer.occasions.iter().filter_map(|held| held.gap_days).collect();
    assert_eq!(gaps, [516, 455, 380, 393, 217, 1504, 593]);
    let hosts: Vec<(&str, usize)> = answer.hosts.iter().map(|turn| (turn.party.as_str(), turn.times)).collect();
    assert_eq!(hosts, [("KAZ", 4), ("KGZ", 1), ("TKM", 1), ("UZB", 1), ("TJK", 0)]);
    let names: Vec<&str> = answer.occasions.iter().filter_map(|held| held.occasion.place_name.as_deref()).collect();
    assert_eq!(names, ["Ashgabat", "Tashkent", "Astana", "Astana", "Almaty", "Bishkek", "Nur-Sultan"]);
    let astana = answer.occasions.iter().filter(|held| held.occasion.place.as_deref() == Some("astana")).count();
    assert_eq!(astana, 3, "Astana and Nur-Sultan are one place");
    let last = &answer.occasions[7].occasion;
    assert_eq!((last.manner.as_deref(), last.place.as_deref()), (Some("virtual"), None));
    assert_eq!(last.chair, ["KGZ"]);
    let rule = answer.rules.iter().find(|rule| rule.due.is_some()).expect("a rule with a day");
    assert_eq!((rule.due, rule.overdue_days), (Some(day("2021-12-31")), None));
    // Anomaly A14: what an envoy foresaw for Dushanbe is not what was held.
    assert!(answer.foreseen.iter().any(|own| own.place.as_deref() == Some("dushanbe") && !own.held));
}

#[test]
fn the_calendar_as_it_was_known() {
    let world = world();
    let filter = Filter { body: Some("canwfz-consultative-meetings"), held: Some(true), ..Filter::default() };
    let number = |known: &str| meetings::answer(world, day(known), &filter).len();
    assert_eq!((number("2019-01-01"), number("2019-04-11"), number("2021-11-01")), (6, 7, 8));
}

/// Anomaly A6: the conference of January 2022 was put off later.
#[test]
fn a_conference_whose_days_moved() {
    let world = world();
    let filter = Filter { body: Some("npt-review-conference"), from: Some(day("2020-01-01")), ..Filter::default() };
    let tenth = |known: &str| {
        let rows = meetings::answer(world, day(known), &filter);
        let tenth: Vec<_> = rows.into_iter().filter(|row| row.meeting.number.as_deref() == Some("10")).collect();
        assert_eq!(tenth.len(), 1, "one conference, whatever was foreseen for it");
        (tenth[0].meeting.date.map(|date| date.to_string()), tenth[0].meeting.held)
    };
    assert_eq!(tenth("2021-11-01"), (Some("2022-01-04/2022-01-28".to_owned()), false));
    assert_eq!(tenth("2022-02-01"), (Some("2022-08-01/2022-08-26".to_owned()), false));
    assert_eq!(tenth("2022-09-01"), (Some("2022-08-01/2022-08-26".to_owned()), true));
}

/// Anomaly A7: days of May 2010 beside a session that met in May 2009.
#[test]
fn a_side_event_outside_its_meeting_is_marked() {
    let rows = meetings::answer(world(), Day::LAST, &Filter { regime: Some("zones"), ..Filter::default() });
    let odd: Vec<String> = rows
        .iter()
        .filter(|row| row.meeting.outside)
        .filter_map(|row| row.meeting.date.map(|date| date.to_string()))
        .collect();
    assert_eq!(odd, ["2010-05-04/2010-05-05"]);
}

/// 001 §2: twelve resolutions and five decisions, yearly and then every two years.
#[test]
fn the_series_of_resolutions() {
    let answer = body("unga-canwfz", "2021-11-01", None);
    let number = |deed| answer.occasions.iter().filter(|held| held.occasion.kind == deed).count();
    assert_eq!((number(law::Deed::Resolution), number(law::Deed::Decision)), (12, 5));
    let rhythm = answer.observed.expect("a rhythm");
    assert_eq!((rhythm.years, rhythm.since, rhythm.next), (2, 2006, 2022));
    let last = &answer.occasions.last().expect("a resolution").occasion;
    assert_eq!((last.number.as_deref(), last.sources.len()), (Some("75/67"), 2), "told twice, and one resolution");
}

/// Anomaly A13: "the remaining eight" is true as known on 23 February 2021, and not after the notification of 2023.
#[test]
fn the_remaining_eight() {
    let world = world();
    let ctbt = world.matter("watch-ctbt").expect("a watch");
    let number = |on: &str| watch::answer(world, ctbt, day(on), Some(day(on))).now.number;
    assert_eq!((number("2021-02-23"), number("2023-12-31")), (8, 9));
    let history = watch::answer(world, ctbt, day("2024-01-01"), None).history;
    let came: Vec<&str> = history[0].came.iter().map(|line| line.id.as_str()).collect();
    assert_eq!((history[0].date, came), (day("2023-11-03"), vec!["RUS"]));
    // Two organisations asked at different times: one call.
    let treaty = world.treaty("ctbt").expect("a treaty");
    let filter = commitments::Filter { instrument: Some(treaty), ..Default::default() };
    let board = commitments::answer(world, day("2021-11-01"), None, &filter);
    let calls: Vec<_> = board.calls.iter().filter(|row| !row.own).collect();
    assert_eq!(calls.len(), 1);
    assert_eq!((calls[0].state, calls[0].made.len()), (State::Open, 2));
    let left = calls[0].to.iter().filter(|to| to.done == Some(false)).count();
    assert_eq!(left, 8);
}

/// Anomaly A2: the State that 001 §18 leaves unnamed is found, marked as found, and the call is closed by a deposit.
#[test]
fn a_ratification_closes_the_call() {
    let world = world();
    let protocol = world.treaty("canwfz-protocol").expect("a treaty");
    let filter = commitments::Filter { instrument: Some(protocol), ..Default::default() };
    let call = |world: &World, on: &str| {
        let board = commitments::answer(world, day(on), None, &filter);
        let call = board.calls.into_iter().find(|row| row.asks == Some(law::Asked::Consent));
        call.expect("the call to ratify")
    };
    let open = call(world, "2021-11-01");
    let left: Vec<&str> = open.to.iter().filter(|to| to.done == Some(false)).map(|to| to.party.as_str()).collect();
    assert_eq!((open.state, left), (State::Partly, vec!["USA"]));
    assert!(open.made.iter().any(|made| made.source.starts_with("001 annex.7") && made.to == ["USA"]));
    assert!(open.made.len() >= 3, "made again, and one call");

    let mut ratified = world.clone();
    let packs = Arc::make_mut(&mut ratified.packs);
    let usa = packs.parties.find("USA");
    let mut raw = packs[protocol].acts.clone();
    raw.push(Act { source: "ledger".into(), ..Act::new(ActKind::Ratification, usa, day("2026-11-20")) });
    packs.record(protocol, raw);
    let closed = call(&ratified, "2026-11-26");
    assert_eq!((closed.state, closed.since), (State::Fulfilled, Some(day("2026-11-20"))));
}

/// The memorandum of document 001, made again: its facts are there, in three languages, each with its paragraph.
#[test]
fn the_memorandum_can_be_made_again() {
    let world = world();
    let canwfz = world.treaty("canwfz").expect("a treaty");
    let until = day("2021-11-01");
    for lang in words::LANGUAGES {
        let world = world.in_language(lang);
        let answer = report::answer(&world, Subject::Instrument(canwfz), None, until, Some(until));
        let paragraphs: Vec<_> = answer.parts.iter().flat_map(|part| &part.paragraphs).collect();
        let words = world.words();
        let says = |text: &str, source: &str| {
            let has = |own: &&report::Paragraph| {
                (own.text.contains(text) || own.items.iter().any(|item| item.contains(text)))
                    && own.sources.iter().any(|own| own.starts_with(source))
            };
            assert!(paragraphs.iter().any(has), "{lang}: nothing says `{text}` with {source}");
        };
        for number in ["52/38 S", "53/77 A", "55/33 W", "57/69", "61/88", "63/63", "65/49", "67/31", "69/36", "71/65"] {
            says(number, "001 text.2");
        }
        for number in ["73/58", "75/67", "54/417", "56/412", "58/518", "59/513", "60/516"] {
            says(number, "001 text.2");
        }
        for on in ["2014-11-17", "2014-10-17", "2015-01-30", "2015-01-19", "2015-06-22", "2015-04-20", "2015-08-17"] {
            says(&words.day(day(on)), "001 text.17");
        }
        says(&words.day(day("2009-03-21")), "001 text.7");
        says(&words.day(day("2014-05-06")), "001 text.15");
        for on in ["2009-10-15", "2011-03-15", "2012-06-12", "2013-06-27", "2014-07-25", "2015-02-27", "2019-04-11"] {
            says(&words.day(day(on)), if on == "2009-10-15" { "001 text.13" } else { "001 text.14" });
        }
        let usa = world.packs.parties.find("USA").expect("a State");
        says(world.party_name(usa, until), "001 text.1");
        let numbers: Vec<usize> = paragraphs.iter().map(|own| own.number).collect();
        assert_eq!(numbers, (1..=paragraphs.len()).collect::<Vec<_>>());
        assert!(paragraphs.iter().all(|own| !own.sources.is_empty()), "{lang}: a paragraph without a source");
    }
}

#[test]
fn what_bodies_must_hold_is_due() {
    let world = world();
    let rows = due::answer(world, None, day("2021-11-01"), day("2022-12-31"), day("2021-11-01"));
    let of =
        |matter: &str, what: &str| rows.iter().any(|row| row.matter.as_deref() == Some(matter) && row.what == what);
    assert!(of("canwfz-consultative-meetings", "by-rule"));
    assert!(of("npt-review-conference", "foreseen"));
    assert!(of("unga-canwfz", "by-rule"));
}

/// The world with more rows of a table of happenings: date, kind, matter, actors, number, id, about, due.
fn with(rows: &[[&str; 8]]) -> World {
    let mut world = world().clone();
    let packs = Arc::make_mut(&mut world.packs);
    let mut all = packs.happenings.clone();
    for [date, happening, matter, actors, number, id, about, due] in rows.iter().copied() {
        let source = "general-knowledge";
        let row = pack::HappeningRow {
            date,
            happening,
            source,
            matter,
            actors,
            number,
            id,
            about,
            due,
            ..Default::default()
        };
        all.push(packs.read_happening(&row).expect("a happening"));
    }
    assert_eq!(packs.tell(all), []);
    world
}

fn draft(world: &World, on: &str, known: Option<&str>) -> drafts::DraftAnswer {
    drafts::answer(world, world.matter("draft-ppwt").expect("a draft"), day(on), known.map(day))
}

/// 004 AII §12: the draft from which negotiations should start, in its two versions, as one could know of it.
#[test]
fn the_versions_of_a_draft_and_what_was_said_of_them() {
    let numbers = |on: &str, known: Option<&str>| {
        let answer = draft(world(), on, known);
        let versions: Vec<String> = answer.versions.iter().filter_map(|own| own.number.clone()).collect();
        (versions.join(" "), answer.comments.len(), answer.open)
    };
    assert_eq!(numbers("2010-01-01", None), ("CD/1839".to_owned(), 0, 0));
    assert_eq!(numbers("2021-02-23", Some("2014-06-30")), ("CD/1839 CD/1985".to_owned(), 1, 1));
    assert_eq!(numbers("2021-02-23", None), ("CD/1839 CD/1985".to_owned(), 3, 3));
    let answer = draft(world(), "2021-02-23", None);
    let languages: Vec<Option<&str>> =
        answer.versions[0].translations.iter().map(|own| own.language.as_deref()).collect();
    assert_eq!(languages, [Some("en")]);
    assert_eq!((answer.state, answer.since), (DraftState::Open, None));

    // An answer to a comment, an answer to that, and one that was taken up.
    let answered = with(&[
        ["2015-01-01", "comment", "draft-ppwt", "RUS", "", "answer", "ppwt-2014-review", ""],
        ["2015-02-01", "comment", "draft-ppwt", "USA", "", "again", "answer", ""],
        ["2015-03-01", "fulfilled", "draft-ppwt", "CHN", "", "", "ppwt-2014-first", ""],
    ]);
    let answer = draft(&answered, "2021-02-23", None);
    let review = answer.comments.iter().find(|own| own.id.as_deref() == Some("ppwt-2014-review")).expect("a comment");
    let by: Vec<&str> = review.answers.iter().flat_map(|own| &own.by).map(String::as_str).collect();
    assert_eq!(by, ["RUS", "USA"]);
    assert_eq!((answer.comments.len(), answer.open), (3, 1));
    assert_eq!(draft(&answered, "2015-02-15", None).open, 2, "not taken up yet");
}

#[test]
fn a_draft_is_adopted_by_silence_unless_somebody_objects() {
    let silence = ["2020-01-01", "silence", "draft-ppwt", "", "", "quiet", "", "2020-01-31"];
    let quiet = with(&[silence]);
    let state = |world: &World, on: &str| {
        let answer = draft(world, on, None);
        (answer.state, answer.since)
    };
    assert_eq!(state(&quiet, "2020-01-31"), (DraftState::InSilence, None));
    assert_eq!(state(&quiet, "2020-02-01"), (DraftState::Adopted, Some(day("2020-02-01"))));
    let broken = with(&[silence, ["2020-01-31", "dissent", "draft-ppwt", "USA", "", "", "quiet", ""]]);
    assert_eq!(state(&broken, "2020-02-01"), (DraftState::Open, None));
    let lapsed = with(&[["2020-03-01", "lapsed", "draft-ppwt", "", "", "", "", ""]]);
    assert_eq!(state(&lapsed, "2020-03-01"), (DraftState::Lapsed, Some(day("2020-03-01"))));
    // Comments that answer each other in a circle end the walk.
    let circle = with(&[
        ["2020-01-01", "comment", "draft-ppwt", "USA", "", "one", "two", ""],
        ["2020-01-02", "comment", "draft-ppwt", "RUS", "", "two", "one", ""],
    ]);
    assert_eq!(draft(&circle, "2021-01-01", None).comments.len(), 5);
}

/// Who chaired one meeting is in the chair of that one; a term goes on until another begins.
#[test]
fn the_chair_of_a_meeting_is_no_term() {
    let now = |world: &World, on: &str| {
        bodies::answer(world, world.matter("cica-soc").expect("a body"), day(on), None).chair.now
    };
    let one = with(&[
        ["2025-05-05", "meeting", "cica-soc", "", "", "", "", ""],
        ["2025-05-05", "chair", "cica-soc", "TUR", "", "", "", ""],
    ]);
    assert_eq!(now(&one, "2025-06-01"), Vec::<String>::new());
    let term = with(&[["2025/..", "chair", "cica-soc", "TUR", "", "", "", ""]]);
    assert_eq!(now(&term, "2026-06-01"), ["TUR"]);
}

/// 001 text.22: Kyrgyzstan goes on consulting, as it promised in 2021; the consultations of 2013 and 2014 are no answer to that.
#[test]
fn a_promise_made_again_is_open_again() {
    let world = world();
    let protocol = world.treaty("canwfz-protocol").expect("a treaty");
    let filter = commitments::Filter { instrument: Some(protocol), ..Default::default() };
    let promise = |world: &World| {
        let board = commitments::answer(world, day("2026-11-26"), None, &filter);
        let asks = Some(law::Asked::Deed(law::Deed::Consultation));
        board.calls.into_iter().find(|row| row.own && row.asks == asks).expect("the promise")
    };
    assert_eq!(promise(world).state, State::Open);
    let kept = with(&[["2023-05-05", "consultation", "canwfz-nws-consultations", "KGZ", "", "", "", ""]]);
    let kept = promise(&kept);
    assert_eq!((kept.state, kept.since), (State::Fulfilled, Some(day("2023-05-05"))));
    assert_eq!(kept.closed_by, ["general-knowledge"]);
}

/// 004 AII §10: Russia had ratified when the eight were asked, and was not asked, though it left in 2023.
#[test]
fn who_had_ratified_before_was_not_asked() {
    let world = world();
    let ctbt = world.treaty("ctbt").expect("a treaty");
    let filter = commitments::Filter { instrument: Some(ctbt), ..Default::default() };
    let board = commitments::answer(world, day("2026-11-26"), None, &filter);
    let call = board.calls.iter().find(|row| !row.own).expect("the call");
    let russia = call.to.iter().find(|to| to.party == "RUS").expect("an annex 2 State");
    assert_eq!((russia.done, russia.before), (Some(true), true));
    assert_eq!(call.to.iter().filter(|to| to.done == Some(false)).count(), 8);
}

/// 001 text.6, text.7 and text.10: the copies and the notification went to both circles, and the meetings the depositary
/// went to are among its activities, each once.
#[test]
fn the_report_tells_of_both_circles_and_of_meetings_elsewhere() {
    let world = world();
    let treaty = world.treaty("canwfz").expect("a treaty");
    let report = report::answer(world, Subject::Instrument(treaty), None, day("2021-11-01"), None);
    let all = || report.parts.iter().flat_map(|part| &part.paragraphs);
    for source in ["001 text.6", "001 text.7"] {
        let told = all().filter(|own| own.sources.iter().any(|cited| cited == source));
        assert!(told.into_iter().any(|own| own.text.contains("China") && own.text.contains("Tajikistan")), "{source}");
    }
    for place in ["Ulaanbaatar", "Pretoria"] {
        assert_eq!(all().filter(|own| own.text.contains(place)).count(), 1, "{place}");
    }
}

#[test]
fn nobody_is_next_after_a_chair_of_whom_the_record_lost_sight() {
    let next = |on: &str| body("csto-chairmanship", on, None).chair.next;
    assert_eq!(next("2021-06-01").as_deref(), Some("ARM"));
    assert_eq!(next("2026-06-01"), None);
}

/// 000, 002, 003 and 004 each ask for their letter to be circulated.
#[test]
fn requests_to_circulate_are_threads() {
    let all = notices::answer(world(), &(), day("2026-11-26"), None, &notices::Filter::default());
    let asked = all.threads.iter().filter(|thread| thread.first.kind == law::Deed::DistributionRequest);
    let sources: Vec<&str> = asked.map(|thread| thread.first.source.split(' ').next().unwrap_or("")).collect();
    assert_eq!(sources.len(), 4, "{sources:?}");
}

/// A watch over bodies that are late says what nobody can tell.
#[test]
fn what_nobody_looked_after_is_unknown_and_not_done() {
    let world = world();
    let late = world.matter("watch-canwfz-overdue").expect("a watch");
    let now = watch::answer(world, late, day("2030-01-01"), None).now;
    assert!(now.lines.iter().any(|line| line.state.starts_with("unknown ")), "{now:?}");
    assert!(now.lines.iter().all(|line| line.state.starts_with("unknown ")), "{now:?}");
}
