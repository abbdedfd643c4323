//! The sixteen cases of the depositary's practice note, section 3.

use std::path::Path;

use law::{Act, ActKind, Day, Outcome, PartyIx, Scratch, Status, Supposed, TreatyIx, withdrawal_effect};
use pack::{File, Packs};

use super::report::{Report, Verdict};
use super::weak;
use super::withdrawals::status_on;
use crate::Failure;

/// A treaty of the packs with the day on which its conditions were met and the day it entered into force.
struct Whole {
    name: &'static str,
    treaty: &'static str,
    trigger: &'static str,
    day: &'static str,
    remark: &'static str,
}

const WHOLE: &[Whole] = &[
    Whole {
        name: "CANWFZ",
        treaty: "canwfz",
        trigger: "2009-02-19",
        day: "2009-03-21",
        remark: "30 days after the 5th",
    },
    Whole {
        name: "VCLT",
        treaty: "untc-xxiii-1",
        trigger: "1979-12-28",
        day: "1980-01-27",
        remark: "30th day after the 35th",
    },
    Whole { name: "TPNW", treaty: "tpnw", trigger: "2020-10-24", day: "2021-01-22", remark: "90 days after the 50th" },
    Whole { name: "ATT", treaty: "att", trigger: "2014-09-25", day: "2014-12-24", remark: "90 days after the 50th" },
    Whole { name: "CWC", treaty: "cwc", trigger: "1996-10-31", day: "1997-04-29", remark: "180 days after the 65th" },
    Whole {
        name: "Rome Statute",
        treaty: "untc-xviii-10",
        trigger: "2002-04-11",
        day: "2002-07-01",
        remark: "first day of the month after the 60th day after the 60th",
    },
    Whole {
        name: "APMBC",
        treaty: "apmbc",
        trigger: "1998-09-16",
        day: "1999-03-01",
        remark: "first day of the 6th month after the month of the 40th",
    },
    Whole {
        name: "UNCLOS",
        treaty: "untc-xxi-6",
        trigger: "1993-11-16",
        day: "1994-11-16",
        remark: "12 months after the 60th",
    },
    Whole {
        name: "BWC",
        treaty: "bwc",
        trigger: "1975-03-26",
        day: "1975-03-26",
        remark: "the 22nd, with all three depositaries",
    },
];

/// A participant that is bound, or is not, by its own steps.
struct One {
    name: &'static str,
    treaty: &'static str,
    party: &'static str,
    /// Days with the status from that day on; the day before must have another.
    steps: &'static [(&'static str, Status)],
    remark: &'static str,
}

const ONES: &[One] = &[
    One {
        name: "Internationally Protected Persons, United Kingdom",
        treaty: "untc-xviii-7",
        party: "GBR",
        steps: &[("1979-05-02", Status::ContractingState), ("1979-06-01", Status::Party)],
        remark: "30th day after its deposit",
    },
    One {
        name: "CANWFZ Protocol, France",
        treaty: "canwfz-protocol",
        party: "FRA",
        steps: &[("2014-11-17", Status::Party)],
        remark: "on its deposit",
    },
    One {
        name: "CANWFZ Protocol, United Kingdom",
        treaty: "canwfz-protocol",
        party: "GBR",
        steps: &[("2015-01-30", Status::Party)],
        remark: "on its deposit",
    },
    One {
        name: "CANWFZ Protocol, Russian Federation",
        treaty: "canwfz-protocol",
        party: "RUS",
        steps: &[("2015-06-22", Status::Party)],
        remark: "on its deposit",
    },
    One {
        name: "CANWFZ Protocol, China",
        treaty: "canwfz-protocol",
        party: "CHN",
        steps: &[("2015-08-17", Status::Party)],
        remark: "on its deposit",
    },
    One {
        name: "CANWFZ Protocol, United States",
        treaty: "canwfz-protocol",
        party: "USA",
        steps: &[("2014-05-06", Status::Signatory)],
        remark: "signed only",
    },
    One {
        name: "NPT, DPRK",
        treaty: "npt",
        party: "PRK",
        steps: &[
            ("1993-03-12", Status::Withdrawing),
            ("1993-06-11", Status::Party),
            ("2003-01-10", Status::Withdrawing),
            ("2003-01-11", Status::Contested),
        ],
        remark: "suspended one day short in 1993; contested since 2003 and never decided",
    },
];

/// The Paris Agreement is in no pack. Its two rules are tried on five participants: the waiting periods and both
/// conditions at once are real, the number (3 for 55) and the weights are made for the purpose.
const PARIS: &str = r#"
id = "paris"
kind = "treaty"
title = { en = "A treaty with the final clauses of the Paris Agreement" }

[participation]
open-to = "all-states"
consent = ["ratification", "acceptance", "approval", "accession"]

[entry-into-force]
article = "21(1)"
when = { deposits = 3, share = { of = "paris", at-least = "55 %" } }
after = "30th day"
per-party = { article = "21(3)", after = "30th day" }

[withdrawal]
article = "28(2)"
notice = "1 year"
"#;

const PARIS_WEIGHTS: &str = r#"
id = "paris"
what = { en = "Weights made for this comparison; they are nobody's emissions" }
unit = "hundredths"
total = 100

[weights]
CHN = 20
USA = 18
BRA = 10
IND = 5
CAN = 3
"#;

const PARIS_ACTS: &str = "\
date,party,act,source
2016-09-03,CHN,ratification,made
2016-09-03,USA,acceptance,made
2016-09-21,BRA,ratification,made
2016-10-02,IND,ratification,made
2016-10-05,CAN,ratification,made
2019-11-04,USA,withdrawal,made
2021-01-20,USA,acceptance,made
";

const PARIS_PACK: &str = r#"
id = "inline"
title = { en = "Made for this comparison" }

[sources.made]
what = { en = "Made for this comparison" }
verified = false
"#;

const PARIS_AGAIN: One = One {
    name: "Paris Agreement, United States again",
    treaty: "paris",
    party: "USA",
    steps: &[
        ("2020-11-04", Status::FormerParty),
        ("2021-01-20", Status::ContractingState),
        ("2021-02-19", Status::Party),
    ],
    remark: "clauses only, on invented participants: 30th day after its new deposit",
};

const PARIS_WHOLE: Whole = Whole {
    name: "Paris Agreement",
    treaty: "paris",
    trigger: "2016-10-05",
    day: "2016-11-04",
    remark: "clauses only, on invented weights: number reached on 2016-09-21, share on 2016-10-05",
};

pub(super) fn compare(packs: &Packs, root: &Path, report: &mut Report) -> Result<(), Failure> {
    report.section("The sixteen cases of practice/depositary.md, section 3");
    for case in WHOLE {
        whole(packs, case, report)?;
    }
    for case in ONES {
        one(packs, case, report)?;
    }
    test_ban(packs, report)?;
    inf_exit(packs, report)?;
    let paris = paris(root)?;
    whole(&paris, &PARIS_WHOLE, report)?;
    one(&paris, &PARIS_AGAIN, report)
}

fn treaty(packs: &Packs, id: &str) -> Result<TreatyIx, Failure> {
    packs.by_id(id).ok_or_else(|| format!("no pack has the treaty {id}").into())
}

fn party(packs: &Packs, code: &str) -> Result<PartyIx, Failure> {
    packs.parties.find(code).ok_or_else(|| format!("there is no participant {code}").into())
}

fn outcome(packs: &Packs, t: TreatyIx) -> Outcome {
    packs.engine.outcome(t, Day::LAST, &mut Scratch::default())
}

fn whole(packs: &Packs, case: &Whole, report: &mut Report) -> Result<(), Failure> {
    let t = treaty(packs, case.treaty)?;
    let outcome = outcome(packs, t);
    let weak = weak::entry(packs, &packs[t], outcome.trigger);
    let (trigger, day) = (outcome.trigger, outcome.entry_into_force);
    let same = trigger.to_string() == case.trigger && day.to_string() == case.day;
    let expected = if same { String::new() } else { format!(", expected {} and {}", case.trigger, case.day) };
    let text =
        format!("{}: conditions met on {trigger}, in force on {day}{expected}  ({}){weak}", case.name, case.remark);
    report.line(Verdict::of(same), &text);
    Ok(())
}

fn one(packs: &Packs, case: &One, report: &mut Report) -> Result<(), Failure> {
    let (t, party) = (treaty(packs, case.treaty)?, party(packs, case.party)?);
    let history = packs.engine.history(t, party, Day::LAST, &mut Scratch::default());
    let mut same = true;
    let mut told = Vec::new();
    for &(day, expected) in case.steps {
        let day: Day = day.parse()?;
        let (before, status) = (status_on(&history, day.plus(-1)), status_on(&history, day));
        same &= status == expected && before != expected;
        told.push(format!("{status} from {day}"));
    }
    // The last step is still so today.
    let last = case.steps.last().map(|&(_, status)| status);
    same &= last == Some(status_on(&history, Day::LAST));
    let weak = weak::clauses(&packs[t]);
    report.line(Verdict::of(same), &format!("{}: {}  ({}){weak}", case.name, told.join(", "), case.remark));
    Ok(())
}

/// Forty-four States are named, and no number of others stands for one of them.
fn test_ban(packs: &Packs, report: &mut Report) -> Result<(), Failure> {
    let t = treaty(packs, "ctbt")?;
    let outcome = outcome(packs, t);
    let group = packs.parties.group("ctbt-annex-2").ok_or("there is no group ctbt-annex-2")?;
    let named = group.ever();
    let mut standings = Vec::new();
    packs.engine.standings(t, Day::LAST, Day::LAST, &Supposed::default(), &mut Scratch::default(), &mut standings);
    let ratified = |party: &PartyIx| standings.iter().any(|one| one.party == *party && one.consented.is_real());
    let missing: Vec<&str> =
        named.iter().filter(|party| !ratified(party)).map(|&party| &*packs.parties[party].code).collect();
    let same = named.len() == 44
        && !missing.is_empty()
        && outcome.trigger == Day::NEVER
        && outcome.entry_into_force == Day::NEVER;
    let total = named.len();
    let weak = weak::clauses(&packs[t]);
    let text = format!(
        "CTBT: not in force; {} of the {total} States named are missing: {}{weak}",
        missing.len(),
        missing.join(" ")
    );
    report.line(Verdict::of(same), &text);
    Ok(())
}

/// The notice of 2 February 2019: six months by the clause, and the end of a treaty between two.
fn inf_exit(packs: &Packs, report: &mut Report) -> Result<(), Failure> {
    let instrument = &packs[treaty(packs, "inf")?];
    let notice = instrument
        .acts
        .iter()
        .find(|act| act.kind == ActKind::Withdrawal && act.date.first.to_string() == "2019-02-02");
    // The act carries the day of effect; without it the clause has to find the day by itself.
    let effect = notice.and_then(|act| withdrawal_effect(&instrument.clauses, &Act { effect: None, ..act.clone() }));
    let effect = effect.unwrap_or(Day::NEVER);
    let ends = outcome(packs, instrument.ix).ends;
    let weak = weak::withdrawal(instrument);
    let same = effect.to_string() == "2019-08-02" && ends == effect;
    report.line(
        Verdict::of(same),
        &format!("INF exit: notice of 2019-02-02, effect by the clause {effect}, the treaty ends {ends}{weak}"),
    );
    Ok(())
}

/// The inline treaty beside the packs' own participants.
fn paris(root: &Path) -> Result<Packs, Failure> {
    let (files, _) = pack::read_folder(&root.join("packs"))?;
    let mut files: Vec<File<'_>> = files.into_iter().filter(|file| file.path.starts_with("parties/")).collect();
    for (path, text) in [
        ("parties/weights-paris.toml", PARIS_WEIGHTS),
        ("inline/pack.toml", PARIS_PACK),
        ("inline/paris/treaty.toml", PARIS),
        ("inline/paris/acts.csv", PARIS_ACTS),
    ] {
        files.push(File { path: path.into(), text: text.into() });
    }
    let (packs, problems) = pack::load(&files);
    match problems.iter().find(|_| Packs::has_errors(&problems)) {
        Some(problem) => Err(format!("the inline treaty has an error in {}: {}", problem.path, problem.message).into()),
        None => Ok(packs),
    }
}
