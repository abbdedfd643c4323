//! Every kind of clause, as tables: a treaty's clauses in TOML, then one act a line with what follows from it.
//!
//! ```text
//! accession  KAZ 2001-03-04 -> party 2001-04-03  art. 84(2)
//! ```
//!
//! reads: Kazakhstan accedes on 4 March 2001; on 3 April, and not before, it is a party since that day. What stands
//! behind the day is for the reader. The forms of a line:
//!
//! - `KIND WHO DAY [key=value …] [-> EXPECTED]`: an act, with its columns; `_` stands for a space.
//! - `status WHO on DAY [known DAY] -> EXPECTED`: what holds on a day.
//! - `force [known DAY] -> never`, or `-> DAY [trigger DAY] [branch N] [ends DAY]`: the treaty itself.
//!
//! `WHO` is a code, `-` for an act of the treaty, a list `GBR,USA`, or a run `S01..S35` of States without a name.
//! `EXPECTED` is `STATUS SINCE`, `nothing` (not even a signatory), or `never bound`. All the acts of a table are in the
//! record when its expectations are looked at. The facts are those of the depositary's registers where the line names a
//! State, general knowledge otherwise; runs of States stand for those that came before.

use std::collections::HashMap;

use law::clause::{Duration, EntryIntoForce, Participation, ProvisionalApplication, Termination, Withdrawal};
use law::{
    Act, ActKind, Clauses, Dated, Day, Engine, Group, Membership, Outcome, Parties, Party, PartyIx, PartyKind, Scratch,
    Source, Status, Succession, Supposed, TreatyIx, Weights,
};
use serde::Deserialize;

/// The tables of a `treaty.toml` that the engine computes with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ClauseFile {
    adopted: Option<Dated>,
    #[serde(default)]
    depositary: Vec<String>,
    amends: Option<String>,
    participation: Option<Participation>,
    entry_into_force: Option<EntryIntoForce>,
    withdrawal: Option<Withdrawal>,
    duration: Option<Duration>,
    termination: Option<Termination>,
    provisional_application: Option<ProvisionalApplication>,
}

struct Treaty<'t> {
    id: &'t str,
    adopted: Option<Dated>,
    depositary: Vec<PartyIx>,
    amends: Option<String>,
    clauses: Clauses,
    acts: Vec<Act>,
    expected: Vec<&'t str>,
}

const STATES: &str = "KAZ KGZ TJK TKM UZB GBR RUS USA FRA CHN PRK IND CUB MEX BRA COL TTO JAM FJI CZE SVK AUT SMR CIV";
const EXTINCT: [(&str, &str); 1] = [("CSK", "1993-01-01")];
const ORGANISATIONS: [&str; 2] = ["EU", "IAEA"];

fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// The States, groups and weights that the tables name. `S01` to `S70` stand for States whose name does not matter.
fn world() -> Parties {
    let mut parties = Parties::new();
    let mut add = |code: &str, kind, ends: Option<&str>| {
        let counted = kind != PartyKind::Organisation;
        let party = Party { code: code.into(), kind, begins: None, ends: ends.map(day), counted };
        parties.add(party).unwrap_or_else(|party| panic!("{} stands twice", party.code));
    };
    STATES.split(' ').for_each(|code| add(code, PartyKind::State, None));
    (1..=70).for_each(|n| add(&format!("S{n:02}"), PartyKind::State, None));
    EXTINCT.iter().for_each(|(code, ends)| add(code, PartyKind::HistoricalState, Some(ends)));
    ORGANISATIONS.iter().for_each(|code| add(code, PartyKind::Organisation, None));
    let find = |parties: &Parties, code: &str| parties.find(code).unwrap_or_else(|| panic!("no participant {code}"));
    for successor in ["CZE", "SVK"] {
        let (predecessor, successor) = (find(&parties, "CSK"), find(&parties, successor));
        let how = "dissolves-into".into();
        parties.add_succession(Succession { predecessor, successor, on: day("1993-01-01"), how });
    }
    // Nine members from the start, three more from 1980.
    let member = |code: String, from| Membership { party: find(&parties, &code), from, until: Day::NEVER };
    let nine = (1..=9).map(|n| member(format!("S{n:02}"), Day::ALWAYS));
    let three = (10..=12).map(|n| member(format!("S{n:02}"), day("1980-01-01")));
    let members = nine.chain(three).collect();
    parties.add_group("growing", Group { members });
    let weight = |code, gigagrams: u64| (find(&parties, code), gigagrams * 1000);
    // S01 and S02 stand for those of annex I that had consented before the Russian Federation, 44.2 per cent.
    let before = [weight("S01", 3_000_000), weight("S02", 3_067_911)];
    let of = HashMap::from_iter(before.into_iter().chain([weight("RUS", 2_388_720), weight("USA", 4_957_022)]));
    parties.add_weights("kyoto-annex-1-co2", Weights { of, total: 13_728_306_000, scale: 1000 });
    parties
}

/// The participants that a word of a table stands for.
fn who(parties: &Parties, word: &str) -> Vec<Option<PartyIx>> {
    let find = |code: &str| parties.find(code).unwrap_or_else(|| panic!("no participant `{code}`"));
    match word.split_once("..S") {
        _ if word == "-" => vec![None],
        Some((first, last)) => {
            let number = |text: &str| text.trim_start_matches('S').parse::<u32>().expect("a number after S");
            (number(first)..=number(last)).map(|n| Some(find(&format!("S{n:02}")))).collect()
        }
        None => word.split(',').map(|code| Some(find(code))).collect(),
    }
}

fn acts(parties: &Parties, line: &str) -> Vec<Act> {
    let (deed, _) = line.split_once("->").unwrap_or((line, ""));
    let words: Vec<&str> = deed.split_whitespace().collect();
    let [kind, whom, date, columns @ ..] = words.as_slice() else { panic!("no act: {line}") };
    let kind: ActKind = kind.parse().unwrap_or_else(|error| panic!("{error}: {line}"));
    let text = |value: &str| Some(value.replace('_', " ").into());
    let act = |party: Option<PartyIx>| {
        let mut act = Act::new(kind, party, day("2000-01-01"));
        act.date = date.parse().unwrap_or_else(|error| panic!("{error}: {line}"));
        for column in columns {
            match column.split_once('=') {
                Some(("effect", value)) => act.effect = Some(day(value)),
                Some(("known", value)) => act.known = Some(day(value)),
                Some(("wrong", value)) => act.wrong_from = Some(day(value)),
                Some(("id", value)) => act.id = text(value),
                Some(("about", value)) => act.about = text(value),
                Some(("doubt", value)) => act.doubt = text(value),
                Some(("overruled", value)) => act.overruled = text(value),
                Some(("territory", value)) => act.territory = text(value),
                Some(("note", value)) => act.note = text(value),
                _ => panic!("`{column}` is no column: {line}"),
            }
        }
        act
    };
    who(parties, whom).into_iter().map(act).collect()
}

fn treaty<'t>(parties: &Parties, id: &'t str, text: &'t str) -> Treaty<'t> {
    let (clauses, lines) = text.split_once("---").unwrap_or((text, ""));
    let file: ClauseFile = toml::from_str(clauses).unwrap_or_else(|error| panic!("{id}: {error}"));
    let find = |code: &String| parties.find(code).unwrap_or_else(|| panic!("no participant `{code}`"));
    let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let (expectations, deeds): (Vec<&str>, Vec<&str>) =
        lines.clone().partition(|line| line.starts_with("status ") || line.starts_with("force "));
    let mut acts: Vec<Act> = deeds.iter().flat_map(|line| acts(parties, line)).collect();
    acts.sort_by_key(|act| act.date.first);
    Treaty {
        id,
        adopted: file.adopted,
        depositary: file.depositary.iter().map(find).collect(),
        amends: file.amends,
        clauses: Clauses {
            participation: file.participation,
            entry_into_force: file.entry_into_force,
            withdrawal: file.withdrawal,
            duration: file.duration,
            termination: file.termination,
            provisional_application: file.provisional_application,
            ..Clauses::default()
        },
        acts,
        expected: deeds.into_iter().filter(|line| line.contains("->")).chain(expectations).collect(),
    }
}

/// A table that has been loaded: its treaties stand in the engine in the order of the table.
struct Table<'t> {
    parties: Parties,
    engine: Engine,
    treaties: Vec<Treaty<'t>>,
}

fn load(table: &str) -> Table<'_> {
    let parties = world();
    let blocks = table.split("treaty ").skip(1);
    let treaties: Vec<Treaty<'_>> = blocks
        .map(|block| {
            let (id, text) = block.split_once('\n').expect("a treaty's id ends its line");
            treaty(&parties, id.trim(), text)
        })
        .collect();
    assert!(!treaties.is_empty(), "the table holds no treaty");
    let find = |id: &str| treaties.iter().position(|treaty| treaty.id == id).map(|at| TreatyIx(at as u32));
    let mut engine = Engine::new();
    for treaty in &treaties {
        let source = Source {
            clauses: &treaty.clauses,
            adopted: treaty.adopted,
            depositaries: &treaty.depositary,
            amends: treaty.amends.as_deref().and_then(find),
            acts: &treaty.acts,
        };
        engine.add(&parties, &find, source).unwrap_or_else(|errors| panic!("{}: {errors:?}", treaty.id));
    }
    Table { parties, engine, treaties }
}

impl Table<'_> {
    fn standing(&self, t: TreatyIx, party: PartyIx, on: Day, known: Day) -> Option<(Status, Day)> {
        let (mut scratch, mut out) = (Scratch::default(), Vec::new());
        self.engine.standings(t, on, known, &Supposed::default(), &mut scratch, &mut out);
        out.iter().find(|standing| standing.party == party).map(|standing| (standing.status, standing.since))
    }

    fn is_ever_bound(&self, t: TreatyIx, party: PartyIx) -> bool {
        let history = self.engine.history(t, party, Day::LAST, &mut Scratch::default());
        history.iter().any(|interval| interval.status.is_bound())
    }

    /// What is wrong with one line; nothing if it holds.
    fn fault(&self, t: TreatyIx, line: &str) -> Option<String> {
        let (question, expected) = line.split_once("->").expect("only lines with an arrow are asked");
        let words: Vec<&str> = question.split_whitespace().collect();
        let expected: Vec<&str> = expected.split_whitespace().collect();
        match (words.as_slice(), expected.as_slice()) {
            (["force", rest @ ..], _) => self.fault_of_treaty(t, rest, &expected),
            (["status", whom, "on", on, rest @ ..], _) => self.each(whom, |party| {
                let is = self.standing(t, party, day(on), known(rest));
                let wanted = wanted(&expected);
                (is != wanted).then(|| format!("is {}", shown(is)))
            }),
            ([_, whom, ..], ["never", "bound", ..]) => {
                self.each(whom, |party| self.is_ever_bound(t, party).then(|| "is bound".to_owned()))
            }
            ([_, whom, ..], _) => self.each(whom, |party| self.fault_of_act(t, party, wanted(&expected)?)),
            _ => Some("cannot be read".to_owned()),
        }
    }

    fn each(&self, whom: &str, fault: impl Fn(PartyIx) -> Option<String>) -> Option<String> {
        let mut all = who(&self.parties, whom).into_iter().flatten();
        all.find_map(|party| fault(party).map(|fault| format!("{} {fault}", self.parties[party].code)))
    }

    /// The status begins on its day, and on no earlier one.
    fn fault_of_act(&self, t: TreatyIx, party: PartyIx, wanted: (Status, Day)) -> Option<String> {
        let on_the_day = self.standing(t, party, wanted.1, Day::LAST);
        if on_the_day != Some(wanted) {
            return Some(format!("is {} on {}", shown(on_the_day), wanted.1));
        }
        let before = self.standing(t, party, wanted.1.plus(-1), Day::LAST);
        if before.is_some_and(|(status, _)| status == wanted.0) {
            return Some(format!("is {} on the day before", shown(before)));
        }
        let history = self.engine.history(t, party, Day::LAST, &mut Scratch::default());
        let told = history.iter().any(|interval| (interval.status, interval.from) == wanted);
        (!told).then(|| "has another history".to_owned())
    }

    fn fault_of_treaty(&self, t: TreatyIx, asked: &[&str], expected: &[&str]) -> Option<String> {
        let outcome = self.engine.outcome(t, known(asked), &mut Scratch::default());
        let Outcome { trigger, entry_into_force, branch, ends } = outcome;
        let (first, rest) = expected.split_first()?;
        let wanted = if *first == "never" { Day::NEVER } else { day(first) };
        let mut holds = entry_into_force == wanted;
        for pair in rest.chunks_exact(2) {
            holds &= match *pair {
                ["trigger", on] => trigger == day(on),
                ["branch", number] => branch.to_string() == number,
                ["ends", "never"] => ends == Day::NEVER,
                ["ends", on] => ends == day(on),
                _ => true,
            };
        }
        (!holds).then(|| format!("in force {entry_into_force}, trigger {trigger}, branch {branch}, ends {ends}"))
    }
}

fn known(words: &[&str]) -> Day {
    match words {
        ["known", on, ..] => day(on),
        _ => Day::LAST,
    }
}

fn wanted(expected: &[&str]) -> Option<(Status, Day)> {
    match expected {
        ["nothing", ..] => None,
        [status, since, ..] => {
            let word = Status::ALL.into_iter().find(|known| known.word() == *status);
            Some((word.unwrap_or_else(|| panic!("`{status}` is no status")), day(since)))
        }
        _ => panic!("`->` is followed by nothing"),
    }
}

fn shown(standing: Option<(Status, Day)>) -> String {
    standing.map_or("nothing".to_owned(), |(status, since)| format!("{status} since {since}"))
}

/// Checks every line of a table that has an arrow.
fn check(table: &str) {
    let table = load(table);
    let mut faults = Vec::new();
    let mut asked = 0;
    for (at, treaty) in table.treaties.iter().enumerate() {
        asked += treaty.expected.len();
        for line in &treaty.expected {
            if let Some(fault) = table.fault(TreatyIx(at as u32), line) {
                faults.push(format!("{}: {line}\n    {fault}", treaty.id));
            }
        }
    }
    assert!(asked > 0, "the table expects nothing");
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn the_tables_can_fail() {
    let table = load(
        "treaty x
         [entry-into-force]
         when = { deposits = 1 }
         ---
         accession KAZ 2001-03-04",
    );
    let wrong = [
        "accession KAZ 2001-03-04 -> party 2001-03-05",
        "accession KAZ 2001-03-04 -> contracting-state 2001-03-04",
        "accession KAZ 2001-03-04 -> never bound",
        "status KAZ on 2001-03-04 -> nothing",
        "status KGZ on 2001-03-04 -> party 2001-03-04",
        "status KAZ on 2001-03-04 known 2001-03-03 -> party 2001-03-04",
        "force -> never",
        "force -> 2001-03-04 trigger 2001-03-05",
        "force -> 2001-03-04 ends 2011-03-04",
        "force known 2001-03-03 -> 2001-03-04",
    ];
    for line in wrong {
        assert!(table.fault(TreatyIx(0), line).is_some(), "{line}");
    }
}

#[test]
fn a_number_of_deposits() {
    check(
        r#"
treaty vclt
    [entry-into-force]
    when = { deposits = 35 }
    after = "30th day"
    per-party = { after = "30th day" }
    ---
    signature    S01 1969-05-23 -> signatory 1969-05-23           art. 18
    ratification S01 1970-01-01 -> contracting-state 1970-01-01   art. 2(1)(f)
    accession S02..S34 1975-01-01
    accession    S35 1979-12-28 -> party 1980-01-27               art. 84(1)
    # With all the others: the day of entry into force is one.
    status S01,S35 on 1980-01-27 -> party 1980-01-27              art. 84(1)
    accession    KAZ 1994-01-05 -> party 1994-02-04               art. 84(2)
    # Between the trigger and entry into force: its own thirty days run, and end later.
    accession    S36 1980-01-10 -> party 1980-02-09               art. 84(2)
    force -> 1980-01-27 trigger 1979-12-28 ends never

treaty one-is-missing
    [entry-into-force]
    when = { deposits = 3 }
    ---
    ratification S01,S02 2001-01-01 -> never bound
    signature    S03     2001-01-01 -> signatory 2001-01-01
    force -> never

treaty canwfz
    [entry-into-force]
    when = { deposits = 5 }
    after = "30 days"
    ---
    domestic-ratification KAZ 2008-12-08
    ratification UZB 2007-05-10
    ratification KGZ 2007-07-27
    ratification TJK 2009-01-13
    ratification TKM 2009-01-17
    ratification KAZ 2009-02-19 -> party 2009-03-21               art. 15
    status KAZ on 2009-02-18 -> nothing                           VCLT 16: not by what it does at home
    status KAZ on 2009-03-20 -> contracting-state 2009-02-19      VCLT 2(1)(f)
    status UZB on 2009-03-21 -> party 2009-03-21

# The same act twice, and a second instrument of one State, are one deposit.
treaty twice
    [entry-into-force]
    when = { deposits = 3 }
    ---
    ratification S01 2001-01-01
    ratification S01 2001-01-01
    acceptance   S01 2001-06-01
    ratification S02 2002-01-01 -> contracting-state 2002-01-01
    force -> never
"#,
    );
}

#[test]
fn a_number_and_a_set_among_it() {
    check(
        r#"
treaty bwc
    depositary = ["GBR", "RUS", "USA"]
    [entry-into-force]
    when = { deposits = 22, including = "depositaries" }
    counts = { kinds = ["ratification"] }
    per-party = { after = "same day" }
    ---
    ratification S01..S22    1973-01-01
    # More than twenty-two, and the depositaries are missing.
    status S01 on 1975-03-25 -> contracting-state 1973-01-01
    ratification GBR,RUS,USA 1975-03-26 -> party 1975-03-26       art. XIV(3)
    accession    KAZ         2007-06-15 -> party 2007-06-15       art. XIV(4)
    force -> 1975-03-26 trigger 1975-03-26

# The three are there, the number is not.
treaty the-number-is-missing
    depositary = ["GBR", "RUS", "USA"]
    [entry-into-force]
    when = { deposits = 22, including = "depositaries" }
    ---
    ratification S01..S18    1973-01-01
    ratification GBR,RUS,USA 1975-03-26
    ratification S19         1975-06-01 -> party 1975-06-01

treaty a-list
    [entry-into-force]
    when = { deposits = 3, including = ["FRA", "CHN"] }
    ---
    ratification FRA,S01,S02 2001-01-01
    ratification CHN         2001-05-01 -> party 2001-05-01
    force -> 2001-05-01
"#,
    );
}

#[test]
fn all_of_a_set_and_an_earliest_day() {
    check(
        r#"
treaty ctbt
    adopted = 1996-09-10
    [participation]
    signature = { from = 1996-09-24 }
    [entry-into-force]
    when = { all-of = ["RUS", "USA", "CHN"] }
    after = "180 days"
    not-before = "2 years after opening"
    counts = { kinds = ["ratification"] }
    per-party = { after = "30th day" }
    ---
    ratification RUS,USA,CHN 1996-10-01 -> party 1998-09-24       art. XIV(1): not before two years
    ratification S01         1996-11-01 -> party 1998-09-24       not before the others
    ratification S02         1999-01-01 -> party 1999-01-31       art. XIV(4)
    force -> 1998-09-24 trigger 1996-10-01

treaty one-of-the-set-is-missing
    [entry-into-force]
    when = { all-of = ["RUS", "USA", "CHN"] }
    after = "180 days"
    ---
    ratification RUS,USA 1996-10-01 -> never bound
    signature    CHN     1996-09-24 -> signatory 1996-09-24
    force -> never

treaty a-fixed-day
    [entry-into-force]
    when = { deposits = 5 }
    not-before = 2013-01-01
    ---
    ratification S01..S05 2012-11-01 -> party 2013-01-01          Food Assistance Convention 15(1)

treaty after-adoption
    adopted = 2000-06-15
    [entry-into-force]
    when = { deposits = 1 }
    not-before = "2 years after adoption"
    ---
    ratification S01 2000-07-01 -> party 2002-06-15

treaty untoc
    [entry-into-force]
    when = { deposits = 40 }
    after = "90th day"
    ---
    ratification S01..S40 2003-07-01 -> party 2003-09-29          art. 38(1)

treaty trafficking-protocol
    [entry-into-force]
    when = { deposits = 40 }
    after = "90th day"
    not-before = "entry into force of untoc"
    ---
    # As if the fortieth had come in 2002: the Protocol waits for the Convention.
    ratification S01..S40 2002-01-01 -> party 2003-09-29          art. 17(1)

treaty waits-for-ever
    [entry-into-force]
    when = { deposits = 1 }
    not-before = "entry into force of one-of-the-set-is-missing"
    ---
    ratification S01 2002-01-01 -> never bound
"#,
    );
}

#[test]
fn a_share_of_weights() {
    check(
        r#"
treaty kyoto
    [entry-into-force]
    when = { deposits = 55, share = { of = "kyoto-annex-1-co2", at-least = "55 %" } }
    after = "90th day"
    per-party = { after = "90th day" }
    ---
    # S01 and S02 stand for 44.2 per cent; the others have no weight and count for the number.
    ratification S01..S60 2002-06-01
    status S01 on 2004-11-17 -> contracting-state 2002-06-01
    ratification RUS      2004-11-18 -> party 2005-02-16           art. 25(1)
    ratification CHN      2005-01-01 -> party 2005-04-01           art. 25(3)
    force -> 2005-02-16 trigger 2004-11-18

treaty the-number-comes-last
    [entry-into-force]
    when = { deposits = 55, share = { of = "kyoto-annex-1-co2", at-least = "55 %" } }
    ---
    ratification S01..S53 2002-06-01
    ratification RUS      2004-11-18
    ratification S54      2004-12-01 -> party 2004-12-01

treaty not-quite
    [entry-into-force]
    # S01, S02 and RUS have 61.6 per cent.
    when = { share = { of = "kyoto-annex-1-co2", at-least = "61.7 %" } }
    ---
    ratification S01,S02,RUS 2004-11-18 -> never bound

treaty an-absolute-weight
    [entry-into-force]
    when = { share = { of = "kyoto-annex-1-co2", at-least = "2388720" } }
    ---
    ratification RUS 2004-11-18 -> party 2004-11-18

treaty two-shares
    [entry-into-force]
    when = { share = [{ of = "kyoto-annex-1-co2", at-least = "17 %" }, { of = "kyoto-annex-1-co2", at-least = "44 %" }] }
    ---
    ratification RUS,S01 2004-11-18
    ratification S02     2004-12-18 -> party 2004-12-18

treaty who-leaves-takes-its-weight-along
    [entry-into-force]
    when = { share = { of = "kyoto-annex-1-co2", at-least = "55 %" } }
    ---
    ratification      S01,S02 2002-06-01
    consent-withdrawn S01     2003-06-01
    ratification      RUS     2004-11-18 -> never bound
"#,
    );
}

#[test]
fn a_weight_of_more_than_four_million() {
    check(
        r#"
treaty kyoto
    [entry-into-force]
    # The United States alone had 36.1 per cent.
    when = { share = { of = "kyoto-annex-1-co2", at-least = "36 %" } }
    ---
    ratification USA 2001-01-01 -> party 2001-01-01
"#,
    );
}

#[test]
fn a_fraction_of_others() {
    check(
        r#"
treaty who
    [entry-into-force]
    when = { deposits = 1 }
    [withdrawal]
    notice = "12 months"
    ---
    acceptance S01..S09 1948-04-07
    acceptance S10..S12 1960-01-01
    withdrawal S12      1961-01-01

# Of nine parties six, of twelve eight: the base is counted on the day.
treaty amendment
    amends = "who"
    [entry-into-force]
    when = { fraction = { share = "2/3", of-parties-to = "who" } }
    ---
    acceptance S01..S05 1959-06-01
    acceptance S06,S07  1960-02-01 -> contracting-state 1960-02-01  seven of twelve
    status S06 on 1961-01-31 -> contracting-state 1960-02-01
    acceptance S08      1961-02-01 -> party 1961-02-01              eight of twelve

treaty six-of-nine
    [entry-into-force]
    when = { fraction = { share = "2/3", of-parties-to = "who" } }
    ---
    acceptance S01..S06 1959-06-01 -> party 1959-06-01

# With no act of its own: the base shrinks from twelve to eleven when S12 has left.
treaty the-base-shrinks
    [entry-into-force]
    when = { fraction = { share = "2/3", of-parties-to = "who", more-than = true } }
    ---
    acceptance S01..S08 1961-06-01
    force -> 1962-01-01 trigger 1962-01-01

treaty at-adoption
    adopted = 1959-05-28
    [entry-into-force]
    when = { fraction = { share = "2/3", of-parties-to = "who", at = "adoption" } }
    ---
    acceptance S01..S06 1961-06-01 -> party 1961-06-01              six of the nine of 1959

treaty a-simple-majority
    [entry-into-force]
    when = { fraction = { share = "1/2", of-parties-to = "who", more-than = true } }
    ---
    # Six of twelve are half and no majority.
    acceptance S01..S06 1960-06-01 -> contracting-state 1960-06-01
    acceptance S07      1960-07-01 -> party 1960-07-01

treaty un-charter-amendment
    [entry-into-force]
    when = { fraction = { share = "2/3", of-group = "growing" }, all-of = ["S01", "S02"] }
    ---
    # Nine members before 1980, twelve after: eight are needed, S02 among them.
    ratification S01         1979-01-01
    ratification S03..S08    1980-06-01
    ratification S09         1980-07-01
    ratification S02         1980-08-01 -> party 1980-08-01         UN Charter 108

treaty before-the-group-grew
    [entry-into-force]
    when = { fraction = { share = "2/3", of-group = "growing" } }
    ---
    ratification S01..S06 1979-12-31 -> party 1979-12-31

treaty of-a-list
    [entry-into-force]
    when = { fraction = { share = "1/2", of-group = ["S01", "S02", "S03"] } }
    ---
    ratification S01,S02 2001-01-01 -> party 2001-01-01

treaty of-nobody
    [entry-into-force]
    when = { fraction = { share = "1/2", of-parties-to = "in-force-never" } }
    ---
    ratification S01 2001-01-01 -> never bound

treaty in-force-never
    [entry-into-force]
    when = { deposits = 3 }
    ---
"#,
    );
}

#[test]
fn some_out_of_a_set() {
    check(
        r#"
treaty un-charter
    [entry-into-force]
    when = { all-of = ["CHN", "FRA", "RUS", "GBR", "USA"], from = { group = ["S01", "S02", "S03", "S04", "S05"], count = 3 } }
    ---
    ratification CHN,FRA,RUS,GBR,USA 1945-09-28
    ratification S01,S02             1945-10-01
    # Outside the set.
    ratification S06,S07             1945-10-02
    ratification S03                 1945-10-24 -> party 1945-10-24   art. 110(3)
    force -> 1945-10-24

treaty two-sets
    [entry-into-force]
    when = { from = [{ group = ["S01", "S02"], count = 1 }, { group = ["S03", "S04"], count = 2 }] }
    ---
    ratification S01,S02,S03 2001-01-01
    ratification S04         2001-02-01 -> party 2001-02-01

treaty a-group-of-the-packs
    [entry-into-force]
    when = { from = { group = "growing", count = 10 } }
    ---
    ratification S13..S30 2001-01-01
    ratification S01..S10 2001-02-01 -> party 2001-02-01
"#,
    );
}

#[test]
fn signatures_decisions_days_and_other_treaties() {
    check(
        r#"
treaty by-signature
    [entry-into-force]
    when = { signatures = 3 }
    ---
    signature            S01,S02 2001-01-01
    signature            S02     2001-02-01
    definitive-signature S03     2001-03-01 -> party 2001-03-01     VCLT 12: signs and is bound
    status S01 on 2001-03-01 -> signatory 2001-01-01                signed, never consented
    ratification         S01     2001-06-01 -> party 2001-06-01

treaty food-assistance
    [entry-into-force]
    when = { deposits = 5 }
    not-before = 2013-01-01
    [[entry-into-force.or]]
    when = { decision = true }
    ---
    ratification S01..S03 2012-11-01
    entry-into-force -    2012-12-20 effect=2013-02-01
    status S01 on 2013-01-31 -> contracting-state 2012-11-01
    status S01 on 2013-02-01 -> party 2013-02-01                    art. 15(2)
    force -> 2013-02-01 branch 1
    force known 2012-12-19 -> never

treaty a-decision-on-its-own-day
    [entry-into-force]
    when = { decision = true }
    ---
    ratification S01   2001-01-01 -> party 2001-05-05
    entry-into-force - 2001-05-05

treaty havana-charter
    [entry-into-force]
    when = { deposits = 27 }
    after = "60th day"
    [[entry-into-force.or]]
    when = { deposits = 20, on = 1949-03-24 }
    after = "60th day"
    ---
    # Twenty are enough once the day has come; nobody does anything on it.
    acceptance S01..S20 1948-12-01 -> party 1949-05-23              art. 103(2)
    force -> 1949-05-23 trigger 1949-03-24 branch 1

treaty vienna-1985
    [entry-into-force]
    when = { deposits = 20 }
    after = "90th day"
    ---
    accession S01..S20 1988-06-24 -> party 1988-09-22               art. 17(1)

treaty montreal-protocol
    [entry-into-force]
    when = { deposits = 11, on = 1989-01-01, in-force = "vienna-1985" }
    per-party = { after = "90th day" }
    ---
    accession S01..S11 1988-12-01 -> party 1989-01-01               art. 16(1)
    accession S12      1988-12-31 -> party 1989-01-01               with the others: before the trigger
    accession S13      1989-01-02 -> party 1989-04-02               art. 16(3)

treaty optional-protocol
    [entry-into-force]
    when = { deposits = 2, in-force = "vienna-1985" }
    ---
    accession S01,S02 1987-01-01 -> party 1988-09-22
    force -> 1988-09-22 trigger 1988-09-22

treaty of-a-treaty-never-in-force
    [entry-into-force]
    when = { deposits = 1, in-force = "never" }
    ---
    accession S01 1987-01-01 -> never bound

treaty never
    [entry-into-force]
    when = { deposits = 2 }
    ---
    accession S01 1987-01-01 -> never bound

# Two treaties that wait for each other wait for ever, and nobody waits for the answer.
treaty snake
    [entry-into-force]
    when = { deposits = 1, in-force = "tail" }
    ---
    accession S01 1987-01-01 -> never bound

treaty tail
    [entry-into-force]
    when = { deposits = 1, in-force = "snake" }
    ---
    accession S01 1987-01-01 -> never bound
"#,
    );
}

#[test]
fn several_ways_into_force() {
    check(
        r#"
# The second way gives the earlier day although its conditions are met later.
treaty the-earliest-result-wins
    [entry-into-force]
    when = { deposits = 2 }
    after = "12 months"
    [[entry-into-force.or]]
    when = { deposits = 3 }
    after = "30 days"
    ---
    ratification S01,S02 2001-01-01
    ratification S03     2001-03-01 -> party 2001-03-31
    force -> 2001-03-31 trigger 2001-03-01 branch 1

treaty the-first-way
    [entry-into-force]
    when = { deposits = 2 }
    [[entry-into-force.or]]
    when = { deposits = 1 }
    not-before = 2005-01-01
    ---
    ratification S01 2001-01-01
    ratification S02 2002-01-01 -> party 2002-01-01
    force -> 2002-01-01 branch 0

treaty four-ways
    [entry-into-force]
    when = { deposits = 9 }
    [[entry-into-force.or]]
    when = { deposits = 8 }
    [[entry-into-force.or]]
    when = { deposits = 7 }
    [[entry-into-force.or]]
    when = { deposits = 2 }
    counts = { kinds = ["acceptance"] }
    ---
    ratification S01..S05 2001-01-01
    acceptance   KAZ,KGZ  2001-02-01 -> party 2001-02-01
    force -> 2001-02-01 branch 2

treaty counting-in-one-way-only
    [entry-into-force]
    when = { deposits = 2 }
    counts = { kinds = ["ratification"] }
    [[entry-into-force.or]]
    when = { deposits = 2 }
    counts = { kinds = ["accession"] }
    ---
    ratification S01 2001-01-01
    accession    S02 2001-02-01 -> contracting-state 2001-02-01
    accession    S03 2001-03-01 -> party 2001-03-01
    force -> 2001-03-01 branch 1

treaty only-branches
    [[entry-into-force.or]]
    when = { deposits = 1 }
    ---
    ratification S01 2001-01-01 -> party 2001-01-01
"#,
    );
}

#[test]
fn for_each_party_on_its_own() {
    check(
        r#"
treaty canwfz-protocol
    [entry-into-force]
    scope = "per-party"
    per-party = { after = "same day" }
    ---
    signature             CHN,FRA,GBR,RUS,USA 2014-05-06 -> signatory 2014-05-06
    domestic-ratification FRA 2014-10-17
    ratification          FRA 2014-11-17 -> party 2014-11-17       art. 7
    ratification          GBR 2015-01-30 -> party 2015-01-30
    ratification          RUS 2015-06-22 -> party 2015-06-22
    ratification          CHN 2015-08-17 -> party 2015-08-17
    territorial-application CHN 2015-08-17 territory=MAC
    status USA on 2026-01-01 -> signatory 2014-05-06
    force -> 2014-11-17

treaty tlatelolco
    [entry-into-force]
    scope = "per-party"
    per-party = { after = "same day", needs = "waiver" }
    [withdrawal]
    notice = "3 months"
    ---
    ratification MEX 1967-09-20 -> party 1967-09-20                art. 28(2)
    waiver       MEX 1967-09-20
    ratification BRA 1968-01-29 -> contracting-state 1968-01-29
    ratification COL 1972-08-04 -> contracting-state 1972-08-04
    waiver       COL 1972-09-06 -> party 1972-09-06
    waiver       BRA 1994-05-30 -> party 1994-05-30
    force -> 1967-09-20

treaty rome-statute
    [entry-into-force]
    when = { deposits = 60 }
    after = "first day of the month following 60 days"
    per-party = { after = "first day of the month following 60 days" }
    ---
    ratification S01..S60 2002-04-11 -> party 2002-07-01            art. 126(1)
    accession    KAZ      2016-03-03 -> party 2016-06-01            art. 126(2), as for El Salvador
    ratification SMR      1999-05-13

treaty kampala-amendment
    amends = "rome-statute"
    [entry-into-force]
    scope = "per-party"
    per-party = { after = "1 year", with = "rome-statute" }
    ---
    ratification SMR 2011-09-26 -> party 2012-09-26                 art. 121(5)
    # First the amendment, then the Statute: the later of the two.
    ratification KAZ 2014-01-01 -> party 2016-06-01
    # Never a party to the Statute.
    ratification FRA 2014-01-01 -> never bound

# `each`: everybody waits its own period too.
treaty waits-for-each
    [entry-into-force]
    when = { deposits = 2 }
    after = "30 days"
    per-party = { after = "6 months", for = "each" }
    ---
    ratification S01 2001-01-01 -> party 2001-07-01
    ratification S02 2001-06-01 -> party 2001-12-01
    force -> 2001-07-01 trigger 2001-06-01

# `later`, the default: who came before the trigger waits with the others only.
treaty waits-for-the-later
    [entry-into-force]
    when = { deposits = 2 }
    after = "30 days"
    per-party = { after = "6 months" }
    ---
    ratification S01 2001-01-01 -> party 2001-07-01
    ratification S02 2001-06-01 -> party 2001-07-01
    ratification S03 2001-06-02 -> party 2001-12-02

# VCLT 24(3): without a rule, on the day of consent.
treaty silent-for-the-later
    [entry-into-force]
    when = { deposits = 1 }
    after = "3 months"
    ---
    ratification S01 2001-01-01 -> party 2001-04-01
    ratification S02 2001-02-01 -> party 2001-04-01                not before the treaty
    ratification S03 2002-02-01 -> party 2002-02-01

treaty month-ends
    [entry-into-force]
    when = { deposits = 1 }
    after = "1 month"
    rounding = "overflow"
    per-party = { after = "1 month", rounding = "clip" }
    ---
    ratification S01 2023-01-31 -> party 2023-03-03
    ratification S02 2024-01-31 -> party 2024-02-29
"#,
    );
}

#[test]
fn the_first_day_anybody_is_bound() {
    check(
        r#"
# A consent taken back before it bound is no entry into force.
treaty taken-back
    [entry-into-force]
    scope = "per-party"
    per-party = { after = "90 days" }
    ---
    ratification      S01 2001-01-01 -> never bound
    consent-withdrawn S01 2001-01-10
    force -> never

# The instrument names its day: no waiting period of its own.
treaty on-a-day-named
    [entry-into-force]
    scope = "per-party"
    per-party = { after = "90 days" }
    ---
    ratification S01 2001-01-01 effect=2001-02-01 -> party 2001-02-01
    force -> 2001-02-01
"#,
    );
}

#[test]
fn silence_and_ignorance() {
    check(
        r#"
# VCLT 24(2) asks for all the negotiating States, who are not recorded: nothing is computed.
treaty no-clause
    ---
    ratification S01 2001-01-01 -> contracting-state 2001-01-01
    force -> never

treaty unknown
    [entry-into-force]
    unknown = "nobody has read it"
    ---
    ratification S01 2001-01-01 -> never bound
    force -> never
"#,
    );
}

#[test]
fn which_instruments_count() {
    check(
        r#"
treaty att
    [entry-into-force]
    when = { deposits = 50 }
    after = "90 days"
    counts = { kinds = ["ratification", "acceptance", "approval"] }
    per-party = { after = "90 days" }
    ---
    ratification S01..S40 2014-01-01
    # Accessions are not named in article 22(1).
    accession    S41..S60 2014-06-01 -> party 2014-12-24
    acceptance   S61..S69 2014-07-01
    approval     KAZ      2014-09-25 -> party 2014-12-24            art. 22(1)
    force -> 2014-12-24 trigger 2014-09-25

treaty not-these
    [entry-into-force]
    when = { deposits = 2 }
    counts = { exclude = ["S01"] }
    ---
    ratification S01,S02 2001-01-01
    ratification S03     2001-02-01 -> party 2001-02-01
    force -> 2001-02-01

treaty only-these
    [entry-into-force]
    when = { deposits = 2 }
    counts = { only = ["S01", "S02"] }
    ---
    ratification S01     2001-01-01
    ratification S03,S04 2001-02-01 -> party 2001-03-01             bound, though they do not count
    ratification S02     2001-03-01 -> party 2001-03-01

treaty organisations-by-default
    [entry-into-force]
    when = { deposits = 2 }
    ---
    ratification S01        2001-01-01
    formal-confirmation EU  2001-02-01 -> contracting-state 2001-02-01  not in addition to its members
    ratification S02        2001-03-01 -> party 2001-03-01
    status EU on 2001-03-01 -> party 2001-03-01                     and bound like the others

treaty organisations-counted
    [entry-into-force]
    when = { deposits = 2 }
    counts = { organisations = "counted" }
    ---
    ratification S01        2001-01-01
    formal-confirmation EU  2001-02-01 -> party 2001-02-01

# Excluded from the count, and from the base that the count is measured by.
treaty base
    [entry-into-force]
    when = { deposits = 1 }
    ---
    ratification S01..S04 2000-01-01

treaty excluded-from-the-base
    [entry-into-force]
    when = { fraction = { share = "2/3", of-parties-to = "base" } }
    counts = { exclude = ["S04"] }
    ---
    ratification S04 2001-01-01
    ratification S01 2001-01-01
    ratification S02 2001-02-01 -> party 2001-02-01

# A second instrument, of a kind that counts where the first did not.
treaty counts-at-last
    [entry-into-force]
    when = { deposits = 1 }
    counts = { kinds = ["ratification"] }
    ---
    notification S01 2001-01-01 -> contracting-state 2001-01-01
    ratification S01 2001-02-01 -> party 2001-02-01
"#,
    );
}

#[test]
fn an_organisation_that_a_set_names() {
    check(
        r#"
treaty safeguards-agreement
    [entry-into-force]
    when = { all-of = ["KAZ", "IAEA"] }
    ---
    ratification        KAZ  1995-08-11
    formal-confirmation IAEA 1995-08-11 -> party 1995-08-11
"#,
    );
}

#[test]
fn an_amendment_that_binds_everybody() {
    check(
        r#"
treaty who
    [entry-into-force]
    when = { deposits = 1 }
    [withdrawal]
    notice = "12 months"
    ---
    acceptance S01..S03 1948-04-07
    acceptance S04      1970-01-01
    acceptance S05      1948-04-07
    withdrawal S05      1958-01-01

treaty amendment
    amends = "who"
    [entry-into-force]
    when = { fraction = { share = "2/3", of-parties-to = "who" } }
    binds = "all-parties"
    ---
    acceptance S01,S02 1959-05-28 -> party 1959-05-28
    signature  S03     1958-01-01
    status S03 on 1959-05-27 -> signatory 1958-01-01
    status S03 on 1959-05-28 -> party 1959-05-28                     WHO 73: without its own acceptance
    status S04 on 1969-12-31 -> nothing
    status S04 on 1970-01-01 -> party 1970-01-01                     who joins later joins the amended text
    status S05 on 1959-05-28 -> nothing                              had left before

treaty two-circles
    amends = "who"
    [entry-into-force]
    when = { fraction = { share = "2/3", of-parties-to = "who" } }
    ---
    acceptance S01,S02 1959-05-28 -> party 1959-05-28
    status S03 on 1960-01-01 -> nothing                              VCLT 40(4)
"#,
    );
}

#[test]
fn the_history_of_who_is_bound_without_accepting() {
    check(
        r#"
treaty who
    [entry-into-force]
    when = { deposits = 1 }
    ---
    acceptance S01..S03 1948-04-07

treaty amendment
    amends = "who"
    [entry-into-force]
    when = { fraction = { share = "2/3", of-parties-to = "who" } }
    binds = "all-parties"
    ---
    acceptance S01,S02 1959-05-28
    signature  S03     1959-05-28 -> party 1959-05-28
"#,
    );
}

#[test]
fn leaving() {
    check(
        r#"
treaty inf
    [entry-into-force]
    when = { all-of = ["RUS", "USA"] }
    [withdrawal]
    notice = "6 months"
    ---
    ratification RUS,USA 1988-06-01 -> party 1988-06-01
    withdrawal   USA 2019-02-02 -> withdrawing 2019-02-02           VCLT 68: revocable until
    status USA on 2019-08-01 -> withdrawing 2019-02-02
    status USA on 2019-08-02 -> former-party 2019-08-02             art. XV(2)
    force -> 1988-06-01 ends never

treaty a-day-named-in-the-notice
    [entry-into-force]
    when = { deposits = 1 }
    [withdrawal]
    notice = "90 days"
    ---
    accession  S01 2001-01-01
    withdrawal S01 2010-01-01 effect=2012-01-01 -> withdrawing 2010-01-01
    status S01 on 2011-12-31 -> withdrawing 2010-01-01
    status S01 on 2012-01-01 -> former-party 2012-01-01

treaty barred
    [entry-into-force]
    when = { deposits = 1 }
    [withdrawal]
    barred = true
    ---
    accession  S01 2001-01-01
    withdrawal S01 2010-01-01
    status S01 on 2030-01-01 -> party 2001-01-01

# VCLT 56(1): no right follows from silence. The notice stands in the record, the State remains bound.
treaty iccpr
    [entry-into-force]
    when = { deposits = 35 }
    after = "3 months"
    per-party = { after = "3 months" }
    ---
    ratification S01..S35 1975-12-23 -> party 1976-03-23            art. 49(1)
    accession    PRK      1981-09-14 -> party 1981-12-14            art. 49(2)
    withdrawal   PRK      1997-08-25
    status PRK on 2026-01-01 -> party 1981-12-14                    VCLT 56(1)

# VCLT 56(2): a right without a period, twelve months.
treaty no-period
    [entry-into-force]
    when = { deposits = 1 }
    [withdrawal]
    article = "12"
    ---
    accession  S01 2001-01-01
    withdrawal S01 2010-02-01 -> withdrawing 2010-02-01
    status S01 on 2011-01-31 -> withdrawing 2010-02-01
    status S01 on 2011-02-01 -> former-party 2011-02-01

treaty month-ends
    [entry-into-force]
    when = { deposits = 1 }
    [withdrawal]
    notice = "1 month"
    rounding = "overflow"
    ---
    accession  S01 2001-01-01
    withdrawal S01 2023-01-31
    status S01 on 2023-03-03 -> former-party 2023-03-03

# VCLT 55: in force with one party, and with none.
treaty goes-on
    [entry-into-force]
    when = { deposits = 2 }
    [withdrawal]
    notice = "3 months"
    ---
    accession  S01,S02 2001-01-01
    withdrawal S01     2005-01-01
    withdrawal S02     2006-01-01
    force -> 2001-01-01 ends never                                  VCLT 55
    accession  S03     2010-01-01 -> party 2010-01-01

# A notice given by a contracting State takes effect like any other.
treaty before-it-is-in-force
    [entry-into-force]
    when = { deposits = 2 }
    [withdrawal]
    notice = "3 months"
    ---
    accession  S01 2001-01-01
    withdrawal S01 2001-02-01
    status S01 on 2001-05-01 -> none 2001-05-01
    accession  S02 2002-01-01 -> never bound
    force -> never

# A notice that runs while the treaty enters into force: a party that is leaving, from the day it is bound.
treaty bound-while-it-leaves
    [entry-into-force]
    when = { deposits = 1 }
    after = "2 months"
    [withdrawal]
    notice = "3 months"
    ---
    accession  S01 2001-01-01 -> withdrawing 2001-03-01
    withdrawal S01 2001-02-01
    status S01 on 2001-05-01 -> former-party 2001-05-01
"#,
    );
}

#[test]
fn a_notice_revoked() {
    check(
        r#"
treaty inf
    [entry-into-force]
    when = { deposits = 1 }
    [withdrawal]
    notice = "3 months"
    ---
    accession          S01 2001-01-01
    withdrawal         S01 2010-01-01 -> withdrawing 2010-01-01
    withdrawal-revoked S01 2010-03-31
    status S01 on 2010-03-31 -> party 2001-01-01                    VCLT 68
    status S01 on 2010-04-01 -> party 2001-01-01
    # Too late: it has taken effect.
    accession          S02 2001-01-01
    withdrawal         S02 2010-01-01
    withdrawal-revoked S02 2010-04-01
    status S02 on 2010-04-01 -> former-party 2010-04-01
    # A second notice, when the first would have run out, has its own three months.
    accession          S03 2001-01-01
    withdrawal         S03 2010-01-01
    withdrawal-revoked S03 2010-02-01
    withdrawal         S03 2011-01-01 -> withdrawing 2011-01-01
    status S03 on 2010-04-01 -> party 2001-01-01
    status S03 on 2011-04-01 -> former-party 2011-04-01
"#,
    );
}

#[test]
fn a_second_notice_after_a_revoked_one() {
    check(
        r#"
treaty npt
    [entry-into-force]
    when = { deposits = 1 }
    [withdrawal]
    notice = "3 months"
    ---
    accession          S01 1985-12-12
    withdrawal         S01 1993-03-12
    withdrawal-revoked S01 1993-04-01
    withdrawal         S01 1993-05-01
    status S01 on 1993-06-12 -> withdrawing 1993-05-01
    status S01 on 1993-08-01 -> former-party 1993-08-01
"#,
    );
}

#[test]
fn a_second_notice_that_takes_effect_first() {
    check(
        r#"
treaty npt
    [entry-into-force]
    when = { deposits = 1 }
    [withdrawal]
    notice = "3 months"
    ---
    accession          S01 1985-12-12
    withdrawal         S01 1993-03-12 effect=1995-03-12
    withdrawal-revoked S01 1993-04-01
    withdrawal         S01 1993-05-01
    status S01 on 1993-07-31 -> withdrawing 1993-05-01
    status S01 on 1993-08-01 -> former-party 1993-08-01
    # Two notices, and a return between the days on which they take effect: the second is spent.
    accession          S02 1985-12-12
    withdrawal         S02 2000-01-01
    withdrawal         S02 2000-03-01
    accession          S02 2000-05-01
    status S02 on 2000-05-02 -> party 2000-05-01
    status S02 on 2000-07-01 -> party 2000-05-01
"#,
    );
}

#[test]
fn leaving_and_returning() {
    check(
        r#"
treaty iccpr-optional-protocol
    [entry-into-force]
    when = { deposits = 10 }
    after = "3 months"
    per-party = { after = "3 months" }
    [withdrawal]
    notice = "3 months"
    ---
    accession  S01..S10 1975-12-23
    accession  TTO 1980-11-14 -> party 1981-02-14
    # It left and returned on one day, with a reservation: not a day outside.
    withdrawal TTO 1998-05-26 -> withdrawing 1998-05-26
    accession  TTO 1998-05-26 effect=1998-08-26
    status TTO on 1998-08-25 -> withdrawing 1998-05-26
    status TTO on 1998-08-26 -> party 1998-08-26
    withdrawal TTO 2000-03-27 -> withdrawing 2000-03-27
    status TTO on 2000-06-27 -> former-party 2000-06-27
    # Away for years: the new consent waits again.
    accession  JAM 1980-01-01
    withdrawal JAM 1997-10-23
    status JAM on 1998-01-23 -> former-party 1998-01-23
    accession  JAM 2005-01-01 -> contracting-state 2005-01-01
    status JAM on 2005-03-31 -> contracting-state 2005-01-01
    status JAM on 2005-04-01 -> party 2005-04-01

treaty paris
    [entry-into-force]
    when = { deposits = 2 }
    after = "30th day"
    per-party = { after = "30th day" }
    [withdrawal]
    notice = "1 year"
    ---
    ratification S01 2016-10-05
    acceptance   USA 2016-09-03 -> party 2016-11-04                  with the others: consented before the trigger
    withdrawal   USA 2019-11-04 -> withdrawing 2019-11-04
    status USA on 2020-11-04 -> former-party 2020-11-04
    acceptance   USA 2021-01-20
    status USA on 2021-02-18 -> contracting-state 2021-01-20
    status USA on 2021-02-19 -> party 2021-02-19                     art. 21(3)
"#,
    );
}

#[test]
fn consent_taken_back_before_it_binds() {
    check(
        r#"
treaty ctbt
    [entry-into-force]
    when = { all-of = ["RUS", "USA"] }
    after = "180 days"
    ---
    signature         RUS 1996-09-24 -> signatory 1996-09-24
    ratification      RUS 2000-06-30 -> contracting-state 2000-06-30
    consent-withdrawn RUS 2023-11-03
    # The signature stands, alone again from that day.
    status RUS on 2023-11-03 -> signatory 2023-11-03
    # It is among those to come: the last of the others does not suffice.
    ratification      USA 2030-01-01 -> never bound
    force -> never
    force known 2023-11-02 -> never

treaty returns-in-time
    [entry-into-force]
    when = { all-of = ["RUS", "USA"] }
    ---
    ratification      RUS 2000-06-30
    consent-withdrawn RUS 2023-11-03
    ratification      USA 2030-01-01
    ratification      RUS 2031-01-01 -> party 2031-01-01
    force -> 2031-01-01

# Taken back after the trigger: the day of entry into force stands, without that State.
treaty after-the-trigger
    [entry-into-force]
    when = { deposits = 2 }
    after = "6 months"
    ---
    ratification      S01,S02 2001-01-01
    consent-withdrawn S02     2001-02-01 -> none 2001-02-01
    status S01 on 2001-07-01 -> party 2001-07-01
    status S02 on 2001-07-01 -> none 2001-02-01
    force -> 2001-07-01
"#,
    );
}

#[test]
fn the_end_of_a_treaty() {
    check(
        r#"
treaty new-start
    [entry-into-force]
    when = { all-of = ["RUS", "USA"] }
    [duration]
    for = "10 years"
    ---
    ratification RUS,USA 2011-02-05 -> party 2011-02-05
    extension    -       2021-02-03 effect=2026-02-05
    status RUS on 2021-02-05 -> party 2011-02-05
    status RUS on 2021-02-05 known 2021-02-02 -> former-party 2021-02-05  no extension was known
    status RUS on 2026-02-05 -> former-party 2026-02-05
    force -> 2011-02-05 ends 2026-02-05
    force known 2021-02-02 -> 2011-02-05 ends 2021-02-05

treaty npt
    [entry-into-force]
    when = { deposits = 1 }
    [duration]
    for = "25 years"
    ---
    ratification S01 1970-03-05
    # Without a day: indefinitely.
    extension    -   1995-05-11
    status S01 on 1996-01-01 -> party 1970-03-05                     decision of 1995
    force known 1995-05-10 -> 1970-03-05 ends 1995-03-05

treaty until-a-day
    [entry-into-force]
    when = { deposits = 1 }
    [duration]
    until = 2010-01-01
    ---
    ratification S01 2001-01-01
    status S01 on 2009-12-31 -> party 2001-01-01
    status S01 on 2010-01-01 -> former-party 2010-01-01
    # Who left before the end left before the end.
    ratification S02 2001-01-01
    consent-withdrawn S02 2005-01-01
    status S02 on 2010-01-01 -> former-party 2005-01-01

treaty renewed-by-itself
    [entry-into-force]
    when = { deposits = 1 }
    [duration]
    for = "10 years"
    then = "5 years"
    ---
    ratification S01 1951-01-12
    status S01 on 2026-01-01 -> party 1951-01-12                     Genocide Convention XIV
    force -> 1951-01-12 ends never

treaty two-agree-to-end-it
    [entry-into-force]
    when = { all-of = ["RUS", "USA"] }
    ---
    ratification RUS,USA 2001-01-01
    termination  -       2010-05-01 effect=2010-12-31
    status RUS,USA on 2010-12-31 -> former-party 2010-12-31          VCLT 54(b)
    force -> 2001-01-01 ends 2010-12-31

treaty ended-on-its-own-day
    [entry-into-force]
    when = { deposits = 1 }
    ---
    ratification S01 2001-01-01
    termination  -   2010-05-01
    status S01 on 2010-05-01 -> former-party 2010-05-01

treaty genocide
    [entry-into-force]
    when = { deposits = 3 }
    [withdrawal]
    notice = "6 months"
    [termination]
    parties-below = 3
    ---
    ratification S01..S04 1951-01-12
    withdrawal   S01      1960-01-01
    withdrawal   S02      1965-01-01
    # Three are left, then two.
    status S03 on 1965-06-30 -> party 1951-01-12
    status S03 on 1965-07-01 -> former-party 1965-07-01              art. XV
    status S01 on 1970-01-01 -> former-party 1960-07-01
    force -> 1951-01-12 ends 1965-07-01

treaty replaced-in-time
    [entry-into-force]
    when = { deposits = 3 }
    [withdrawal]
    notice = "6 months"
    [termination]
    parties-below = 3
    ---
    ratification S01..S03 1951-01-12
    withdrawal   S01      1960-01-01
    accession    S04      1960-07-01 -> party 1960-07-01
    force -> 1951-01-12 ends never
"#,
    );
}

#[test]
fn who_was_not_bound_when_it_ended_is_no_former_party() {
    check(
        r#"
treaty ended
    [entry-into-force]
    when = { deposits = 1 }
    per-party = { after = "30 days" }
    [duration]
    until = 2010-01-01
    ---
    ratification S01 2001-01-01
    accession    S02 2009-12-20 -> never bound
    status S02 on 2010-06-01 -> contracting-state 2009-12-20
    accession    S03 2011-01-01 -> never bound
    status S03 on 2011-06-01 -> contracting-state 2011-01-01
"#,
    );
}

#[test]
fn who_leaves_a_treaty_that_depends_on_another_was_a_party() {
    check(
        r#"
treaty convention
    [entry-into-force]
    when = { deposits = 1 }
    ---
    ratification S01 2001-01-01

treaty protocol
    [entry-into-force]
    scope = "per-party"
    per-party = { after = "1 year", with = "convention" }
    [withdrawal]
    notice = "1 year"
    ---
    ratification S01 2002-01-01 -> party 2003-01-01
    withdrawal   S01 2010-01-01 -> withdrawing 2010-01-01
    status S01 on 2011-01-01 -> former-party 2011-01-01
"#,
    );
}

#[test]
fn provisional_application() {
    check(
        r#"
treaty att
    [entry-into-force]
    when = { deposits = 2 }
    after = "90 days"
    per-party = { after = "90 days" }
    [provisional-application]
    by = "declaration"
    ---
    signature               S01 2013-06-03
    provisional-application S01 2013-08-01 -> provisional 2013-08-01   VCLT 25(1)
    ratification            S01 2014-01-01
    status S01 on 2014-01-01 -> provisional 2013-08-01                 consented, not in force
    ratification            S02 2014-09-25 -> party 2014-12-24
    status S01 on 2014-12-24 -> party 2014-12-24                       being bound ends it
    # It says that it will not become a party.
    signature               S03 2013-06-03
    provisional-application S03 2013-08-01 -> provisional 2013-08-01
    provisional-end         S03 2014-08-01
    status S03 on 2014-08-01 -> signatory 2013-06-03                   VCLT 25(2)
    # From a day that it names, and without signature.
    provisional-application S04 2013-08-01 effect=2013-09-01 -> provisional 2013-09-01
    status S04 on 2013-08-31 -> nothing
"#,
    );
}

#[test]
fn being_bound_ends_provisional_application() {
    check(
        r#"
treaty att
    [entry-into-force]
    when = { deposits = 1 }
    per-party = { after = "90 days" }
    [withdrawal]
    notice = "90 days"
    ---
    provisional-application S01 2013-08-01 -> provisional 2013-08-01
    ratification            S01 2014-12-24 -> party 2014-12-24
    withdrawal              S01 2020-01-01
    accession               S01 2022-01-01
    status S01 on 2022-01-02 -> contracting-state 2022-01-01
"#,
    );
}

#[test]
fn who_signs_after_leaving() {
    check(
        r#"
treaty x
    [entry-into-force]
    when = { deposits = 2 }
    ---
    accession         S01 2001-01-01
    consent-withdrawn S01 2002-01-01 -> none 2002-01-01
    signature         S01 2005-01-01 -> signatory 2005-01-01
"#,
    );
}

#[test]
fn succession_of_states() {
    check(
        r#"
treaty genocide
    [entry-into-force]
    when = { deposits = 2 }
    after = "90th day"
    per-party = { after = "90th day" }
    ---
    ratification CSK,S01 1950-12-21
    status CSK on 1992-12-31 -> party 1951-03-21
    status CSK on 1993-01-01 -> former-party 1993-01-01                 has ceased to exist
    # From the date of succession, with no waiting period; one could not say so before it was notified.
    succession CZE 1993-02-22 -> party 1993-01-01                       VCSS 23, 34
    succession SVK 1993-05-28 -> party 1993-01-01
    status CZE on 1993-01-15 known 1993-02-21 -> nothing
    status CZE on 1993-01-15 known 1993-02-22 -> party 1993-01-01
    # A day named in the notification comes first.
    succession KAZ 1998-08-26 effect=1991-12-16 -> party 1991-12-16
    # No date of succession is known: from its own day.
    succession FJI 1973-01-11 -> party 1973-01-11
    succession-to-signature TJK 1995-01-01 -> signatory 1995-01-01      VCSS 18

# The treaty was not in force on the date of succession: contracting State, then with all the others.
treaty not-yet-in-force
    [entry-into-force]
    when = { deposits = 3 }
    ---
    ratification CSK,S01 1992-01-01
    succession   CZE     1993-02-22 -> contracting-state 1993-01-01     VCSS 18(1)
    ratification S02     1994-01-01 -> party 1994-01-01
    status CZE on 1994-01-01 -> party 1994-01-01

# Czechoslovakia's instrument counts until a successor's takes its place; then it is one and not two.
treaty not-twice
    [entry-into-force]
    when = { deposits = 3 }
    ---
    ratification CSK,S01 1992-01-01
    succession   CZE     1993-02-22
    # CZE and S01 make two.
    status S01 on 1993-12-31 -> contracting-state 1992-01-01
    succession   SVK     1994-01-01 effect=1994-01-01 -> party 1994-01-01  two successors, two States

treaty still-counted
    [entry-into-force]
    when = { deposits = 3 }
    ---
    ratification CSK,S01 1992-01-01
    ratification S02     1995-01-01 -> party 1995-01-01                 no successor has notified
"#,
    );
}

#[test]
fn an_instrument_counts_until_its_successor_notifies() {
    check(
        r#"
treaty in-between
    [entry-into-force]
    when = { deposits = 2 }
    ---
    ratification CSK 1992-01-01
    # Czechoslovakia's instrument is still there: nobody has notified anything.
    ratification S01 1993-01-15 -> party 1993-01-15
    succession   CZE 1993-02-22
    force known 1993-01-20 -> 1993-01-15
    force -> 1993-01-15
"#,
    );
}

#[test]
fn an_act_whose_meaning_is_contested() {
    check(
        r#"
treaty npt
    [entry-into-force]
    when = { deposits = 1 }
    [withdrawal]
    notice = "3 months"
    ---
    ratification S01 1970-03-05
    accession  PRK 1985-12-12 -> party 1985-12-12
    withdrawal PRK 2003-01-10 effect=2003-01-11 doubt=one_day's_notice,_or_three_months
    status PRK on 2003-01-10 -> withdrawing 2003-01-10
    status PRK on 2003-01-11 -> contested 2003-01-11
    status PRK on 2026-01-01 -> contested 2003-01-11

# A doubtful consent is not counted, and its State is contested until a consent without doubt.
treaty doubtful-consent
    [entry-into-force]
    when = { deposits = 2 }
    ---
    accession S01 2001-01-01
    accession S02 2001-02-01 doubt=is_it_a_State? -> contested 2001-02-01
    status S01 on 2001-12-31 -> contracting-state 2001-01-01
    accession S02 2002-01-01 -> party 2002-01-01
    force -> 2002-01-01

# On any other act a doubt is shown and changes nothing.
treaty doubtful-signature
    [entry-into-force]
    when = { deposits = 2 }
    ---
    signature S01 2001-01-01 doubt=by_whom? -> signatory 2001-01-01
"#,
    );
}

#[test]
fn an_act_that_a_better_source_overrules() {
    check(
        r#"
treaty canwfz-protocol
    [entry-into-force]
    scope = "per-party"
    per-party = { after = "same day" }
    ---
    ratification FRA 2014-11-17 -> party 2014-11-17                  001 text.17
    ratification FRA 2014-11-21 overruled=001_§17_gives_2014-11-17

treaty only-the-worse-one-is-earlier
    [entry-into-force]
    when = { deposits = 1 }
    ---
    ratification FRA 2014-11-17 overruled=another_gives_2014-11-21
    ratification FRA 2014-11-21 -> party 2014-11-21
    status FRA on 2014-11-20 -> nothing
    force -> 2014-11-21

# Two rows of one citation: deposits in two capitals. The first decides.
treaty two-capitals
    [entry-into-force]
    when = { deposits = 1 }
    ---
    ratification S01 1975-03-26 -> party 1975-03-26
    ratification S01 1975-04-02
    status S01 on 1975-04-02 -> party 1975-03-26
"#,
    );
}

#[test]
fn a_record_that_was_wrong() {
    check(
        r#"
treaty canwfz-protocol
    [entry-into-force]
    scope = "per-party"
    per-party = { after = "same day" }
    ---
    ratification  FRA 2014-11-21 wrong=2021-11-01 id=fra-a
    ratification  FRA 2014-11-17 known=2021-11-01 id=fra-b -> party 2014-11-17
    rectification FRA 2021-11-01 about=fra-a
    status FRA on 2014-11-17 -> party 2014-11-17
    status FRA on 2014-11-17 known 2021-10-31 -> nothing
    status FRA on 2014-11-21 known 2021-10-31 -> party 2014-11-21
    status FRA on 2021-10-31 known 2021-10-31 -> party 2014-11-21
    status FRA on 2021-11-01 known 2021-11-01 -> party 2014-11-17
    force known 2021-10-31 -> 2014-11-21
    force known 2021-11-01 -> 2014-11-17

# It never happened at all; the trigger was another one.
treaty never-deposited
    [entry-into-force]
    when = { deposits = 2 }
    ---
    ratification S01 2001-01-01
    ratification S02 2002-01-01 wrong=2010-01-01 -> never bound
    ratification S03 2003-01-01 -> party 2003-01-01
    force -> 2003-01-01
    force known 2009-12-31 -> 2002-01-01
    status S02 on 2005-01-01 known 2009-12-31 -> party 2002-01-01

# Told late: the act counts from its own day, and nobody could say so before.
treaty told-late
    [entry-into-force]
    when = { deposits = 1 }
    ---
    ratification S01 2001-01-01 known=2001-04-26 -> party 2001-01-01
    status S01 on 2001-02-01 known 2001-04-25 -> nothing
    status S01 on 2001-02-01 known 2001-04-26 -> party 2001-01-01

# A decision that was wrongly entered.
treaty wrong-decision
    [entry-into-force]
    when = { decision = true }
    ---
    ratification S01   2001-01-01 -> party 2001-06-01
    entry-into-force - 2001-03-01 wrong=2001-05-01
    entry-into-force - 2001-06-01
    force known 2001-04-01 -> 2001-03-01
"#,
    );
}

#[test]
fn imprecise_days_and_parts_of_states() {
    check(
        r#"
treaty x
    [entry-into-force]
    when = { deposits = 1 }
    after = "30 days"
    ---
    # Known to the month: counted from its first day.
    ratification S01 1935-04 -> party 1935-05-01
    # For a territory: nothing about the State.
    ratification GBR 1935-01-01 territory=HKG
    status GBR on 1990-01-01 -> nothing
    withdrawal S01 1950-01-01 territory=HKG effect=1951-01-01
    status S01 on 1952-01-01 -> party 1935-05-01
"#,
    );
}
