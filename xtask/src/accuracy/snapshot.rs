//! The tables of March 2015 as a test of time: the register as of that day against what was published then.

use std::collections::{BTreeMap, BTreeSet};

use law::{Act, ActKind, Day, PartyIx, Scratch, Status, Supposed};
use pack::Packs;

use super::gathered::{Fact, Gathered, Published};
use super::report::{Report, Verdict};
use crate::Failure;

const TAKEN: &str = "2015-03-14";
/// The last commit of zmjones/untreaties that changed any table of chapters XI to XXIX is 65551ea of this day; those of
/// 27 January and 14 March 2015 changed tables of chapters I to X only.
const LATER_CHAPTERS_READ: &str = "2014-07-10";
/// Chapters whose tables were read again in 2015.
const EARLIER_CHAPTERS: [&str; 10] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];

/// Why the tables and the register differ on a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    ReadEarlier,
    BracketsLost,
    CameBack,
    Predecessor,
    ToldLater,
    Redated,
}

impl Why {
    const ALL: [Why; 6] =
        [Why::ReadEarlier, Why::BracketsLost, Why::CameBack, Why::Predecessor, Why::ToldLater, Why::Redated];

    const fn sentence(self) -> &'static str {
        match self {
            Why::ReadEarlier => "the table was last read on 10 July 2014 (chapters XI to XXIX), and the act is later",
            Why::BracketsLost => "the State had left; the table lost the brackets that say so",
            Why::CameBack => "the State left and came back; a table shows one consent a State, the register every one",
            Why::Predecessor => {
                "a State that has ceased to exist: the tables leave it out, the end notes tell its acts"
            }
            Why::ToldLater => "the act is dated before the snapshot and was told after it",
            Why::Redated => "the depositary's page of 2026 has another day than the table of 2015",
        }
    }
}

/// A difference that only one act explains, with its evidence.
struct Single {
    number: &'static str,
    party: &'static str,
    kind: ActKind,
    date: &'static str,
    why: Why,
    evidence: &'static str,
}

const SINGLES: &[Single] = &[
    Single {
        number: "IV-11",
        party: "SSD",
        kind: ActKind::Accession,
        date: "2015-01-23",
        why: Why::ToldLater,
        evidence: "the Committee on the Rights of the Child welcomed it on 4 May 2015 (OHCHR press release), and Together \
                   Scotland wrote on 8 May 2015 that South Sudan had by then been listed by the UN Treaty Collection",
    },
    Single {
        number: "IV-2",
        party: "IRQ",
        kind: ActKind::Ratification,
        date: "1970-01-14",
        why: Why::Redated,
        evidence: "the day in UNTC-XML-2015-03-14; the page of 2026 has 13 February 1970, which is the thirtieth day after \
                   it, the day of effect by article 19(2)",
    },
    Single {
        number: "IV-2",
        party: "IRQ",
        kind: ActKind::Ratification,
        date: "1970-02-13",
        why: Why::Redated,
        evidence: "the day in UNTC-HTML-2026-02-03, which the register follows; see the row above",
    },
];

/// What the register says of one treaty on a day.
struct Register {
    /// What is in place: first signature, consent, provisional application.
    in_place: BTreeSet<Fact>,
    /// Every act of these kinds on record up to that day.
    on_record: BTreeSet<Fact>,
    former: BTreeSet<PartyIx>,
    /// Those who gave notice of withdrawal up to that day.
    gave_notice: BTreeSet<PartyIx>,
    /// Successions whose effect lies before their notification.
    back_dated: usize,
}

pub(super) fn compare(packs: &Packs, gathered: &Gathered, report: &mut Report) -> Result<(), Failure> {
    report.section("The tables of March 2015: signatures, consents and provisional application in place, fact by fact");
    let taken: Day = TAKEN.parse()?;
    let read: Day = LATER_CHAPTERS_READ.parse()?;
    let mut found = Found::default();
    let (mut same, mut back_dated) = (0, 0);
    for treaty in &gathered.published {
        let register = register(packs, treaty, taken);
        let table = gathered.tables.get(&treaty.number).cloned().unwrap_or_default();
        same += table.intersection(&register.in_place).count();
        back_dated += register.back_dated;
        differences(packs, treaty, &table, &register, taken, report, &mut found)?;
    }
    for single in SINGLES.iter().filter(|single| !found.evidence.contains(single.evidence)) {
        let Single { number, party, kind, date, .. } = single;
        report.line(
            Verdict::Differs,
            &format!("{number:<9} {party} {kind} {date}: explained, but no difference any more"),
        );
    }
    report.count(Verdict::Same, same);
    report.remark("");
    report.remark(&format!("{same} facts are the same. Differences by category:"));
    for why in Why::ALL {
        report.remark(&format!("{:>5}  {}", found.counts.get(&why).copied().unwrap_or(0), why.sentence()));
    }
    let spellings = gathered.old_spellings.len();
    report.remark(&format!(
        "{spellings} spellings of 2015 are not those of 2026; names.csv maps them, none makes a difference"
    ));
    report.remark(&format!(
        "{back_dated} successions took effect before their notification; the tables print the notification"
    ));
    again(packs, gathered, read, report)
}

/// The later chapters once more, on the day on which their tables were in fact read.
fn again(packs: &Packs, gathered: &Gathered, read: Day, report: &mut Report) -> Result<(), Failure> {
    report.section("The same for chapter XXVI on 10 July 2014, when its tables were last read");
    let mut same = 0;
    let mut found = Found::default();
    for treaty in gathered.published.iter().filter(|treaty| is_later_chapter(treaty)) {
        let register = register(packs, treaty, read);
        let table = gathered.tables.get(&treaty.number).cloned().unwrap_or_default();
        same += table.intersection(&register.in_place).count();
        differences(packs, treaty, &table, &register, read, report, &mut found)?;
    }
    report.count(Verdict::Same, same);
    report.remark(&format!("{same} facts are the same"));
    Ok(())
}

fn is_later_chapter(treaty: &Published) -> bool {
    !EARLIER_CHAPTERS.contains(&treaty.chapter())
}

fn register(packs: &Packs, treaty: &Published, on: Day) -> Register {
    let instrument = &packs[treaty.treaty];
    let known = |act: &&Act| {
        act.overruled.is_none()
            && act.territory.is_none()
            && act.date.first <= on
            && act.known_from() <= on
            && act.wrong_from.is_none_or(|wrong| on < wrong)
    };
    let acts: Vec<&Act> = instrument.acts.iter().filter(known).collect();
    let fact = |act: &Act| Some(Fact { party: act.party?, kind: plain(act.kind)?, date: act.date.first });
    let on_record: BTreeSet<Fact> = acts.iter().filter_map(|act| fact(act)).collect();
    let notices = acts.iter().filter(|act| act.kind == ActKind::Withdrawal);
    let mut register = Register {
        in_place: on_record.iter().filter(|fact| fact.kind == ActKind::ProvisionalApplication).copied().collect(),
        on_record,
        former: BTreeSet::new(),
        gave_notice: notices.filter_map(|act| act.party).collect(),
        back_dated: 0,
    };
    let mut scratch = Scratch::default();
    let mut standings = Vec::new();
    packs.engine.standings(treaty.treaty, on, on, &Supposed::default(), &mut scratch, &mut standings);
    for standing in standings {
        let party = standing.party;
        if standing.signed.is_real() {
            register.in_place.insert(Fact { party, kind: ActKind::Signature, date: standing.signed });
        }
        if standing.status == Status::FormerParty {
            register.former.insert(party);
        }
        if !standing.consented.is_real() {
            continue;
        }
        let history = packs.engine.history(treaty.treaty, party, on, &mut scratch);
        let reached = history.iter().rev().find(|stay| stay.from <= on);
        let mine = reached.map_or(&[] as &[u32], |stay| &stay.acts);
        let consent =
            mine.iter().rev().filter_map(|&act| instrument.acts.get(act as usize)).find(|act| act.kind.is_consent());
        if let Some(act) = consent {
            register.in_place.extend(fact(act));
            register.back_dated += usize::from(act.kind == ActKind::Succession && standing.consented < act.date.first);
        }
    }
    register
}

/// The kind of act as a table tells it; none for acts that the tables do not tell.
fn plain(kind: ActKind) -> Option<ActKind> {
    match kind {
        ActKind::SuccessionToSignature => Some(ActKind::Signature),
        ActKind::Signature | ActKind::ProvisionalApplication => Some(kind),
        kind => kind.is_consent().then_some(kind),
    }
}

/// Differences that were explained.
#[derive(Default)]
struct Found {
    counts: BTreeMap<Why, usize>,
    evidence: BTreeSet<&'static str>,
}

/// Reports every fact that one side has and the other has not.
fn differences(
    packs: &Packs,
    treaty: &Published,
    table: &BTreeSet<Fact>,
    register: &Register,
    on: Day,
    report: &mut Report,
    found: &mut Found,
) -> Result<(), Failure> {
    let mut explained: BTreeMap<(Why, &str), Vec<String>> = BTreeMap::new();
    let all: BTreeSet<Fact> = table.iter().chain(&register.in_place).chain(&register.on_record).copied().collect();
    for fact in all {
        let (told, stands) = (table.contains(&fact), register.in_place.contains(&fact));
        if told && stands {
            continue;
        }
        let text = format!("{} {} {}", packs.parties[fact.party].code, fact.kind, fact.date);
        match why(packs, treaty, &fact, told, stands, register, on)? {
            Some((why, evidence)) => {
                *found.counts.entry(why).or_default() += 1;
                found.evidence.insert(evidence);
                explained.entry((why, evidence)).or_default().push(text);
            }
            None => {
                let side = match (told, stands) {
                    (true, _) => "in the table, not in place in the register",
                    (_, true) => "in place in the register, not in the table",
                    _ => "on record in the register and not in the table",
                };
                report.line(Verdict::Differs, &format!("{:<9} {text}: {side}", treaty.number));
            }
        }
    }
    for ((why, evidence), facts) in explained {
        let evidence = if evidence.is_empty() { String::new() } else { format!(" ({evidence})") };
        let list = facts.join(", ");
        report.explained(facts.len(), &format!("{:<9} {}{evidence}: {list}", treaty.number, why.sentence()));
    }
    Ok(())
}

fn why(
    packs: &Packs,
    treaty: &Published,
    fact: &Fact,
    told: bool,
    stands: bool,
    register: &Register,
    on: Day,
) -> Result<Option<(Why, &'static str)>, Failure> {
    let party = &packs.parties[fact.party];
    let is_it = |single: &&Single| {
        single.number == treaty.number
            && single.party == &*party.code
            && single.kind == fact.kind
            && single.date == fact.date.to_string()
    };
    if let Some(single) = SINGLES.iter().find(is_it) {
        return Ok(Some((single.why, single.evidence)));
    }
    let recorded = register.on_record.contains(fact);
    let gave_notice = register.gave_notice.contains(&fact.party);
    let has_ended = party.ends.is_some_and(|ends| ends <= on);
    let read: Day = LATER_CHAPTERS_READ.parse()?;
    Ok(match (told, stands) {
        (true, false) if recorded && gave_notice && register.former.contains(&fact.party) => {
            Some((Why::BracketsLost, ""))
        }
        (false, true) if is_later_chapter(treaty) && fact.date > read => Some((Why::ReadEarlier, "")),
        (false, false) if has_ended => Some((Why::Predecessor, "")),
        (false, false) if gave_notice => Some((Why::CameBack, "")),
        _ => None,
    })
}
