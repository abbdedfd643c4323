//! What must hold of any record: random small treaties, random acts, and rules that no act may break.
//!
//! Days are few, so that acts meet on one day; columns such as `effect`, `known` and `doubt` are rare, so that most
//! records are ordinary. The seed is fixed: a failure here is the same on every machine. To look further, set
//! `PROPTEST_RNG_SEED` and `PROPTEST_CASES`.

use std::collections::{BTreeMap, HashMap};

use law::clause::{Duration, EntryIntoForce, Termination, Withdrawal};
use law::{
    Act, ActKind, Clauses, Day, Engine, Group, Interval, Membership, Outcome, Parties, Party, PartyIx, PartyKind,
    Resolved, Scratch, Source, Standing, Status, Succession, Supposed, TreatyIx, Weights,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde::Deserialize;

/// Clauses of one shape each. All of them let a party leave, so that leaving is tried with all of them.
const SHAPES: &[&str] = &[
    "[entry-into-force]
     when = { deposits = 3 }
     after = '30 days'
     per-party = { after = '20 days' }
     [withdrawal]
     notice = '2 months'",
    "[entry-into-force]
     when = { deposits = 2 }
     counts = { kinds = ['ratification', 'succession'], exclude = ['A'], organisations = 'counted' }
     [withdrawal]
     notice = '60 days'",
    "[entry-into-force]
     when = { all-of = ['A', 'B'] }
     after = '1 month'
     [withdrawal]
     notice = '3 months'",
    "[entry-into-force]
     scope = 'per-party'
     per-party = { after = 'same day' }
     [withdrawal]
     notice = '10 days'",
    "[entry-into-force]
     when = { deposits = 5 }
     after = '100 days'
     [[entry-into-force.or]]
     when = { deposits = 2, signatures = 2 }
     after = '200 days'
     [[entry-into-force.or]]
     when = { decision = true }
     [withdrawal]
     notice = '3 months'",
    "[entry-into-force]
     when = { share = { of = 'w', at-least = '55 %' }, deposits = 2 }
     after = '10 days'
     per-party = { after = '1 month', for = 'each' }
     [withdrawal]
     article = '1'",
    "[entry-into-force]
     when = { fraction = { share = '2/3', of-group = 'g', more-than = true }, from = { group = ['A', 'B'], count = 1 } }
     not-before = 2000-06-01
     [withdrawal]
     notice = '1 month'",
    "[entry-into-force]
     scope = 'per-party'
     per-party = { after = 'same day', needs = 'waiver' }
     [withdrawal]
     notice = '3 months'",
    "[entry-into-force]
     when = { deposits = 2, on = 2000-04-01 }
     [withdrawal]
     notice = '40 days'
     [duration]
     for = '300 days'",
];

/// The same, for a treaty that ends when its parties are too few.
const BELOW: &str = "[entry-into-force]
     when = { deposits = 2 }
     [withdrawal]
     notice = '20 days'
     [termination]
     parties-below = 2";

/// An ended State, its successor, an organisation, and States without a story.
const CODES: [&str; 8] = ["A", "B", "C", "D", "E", "OLD", "NEW", "ORG"];
const FIRST: i32 = 10_957; // 2000-01-01
const SPAN: i32 = 400;
const OLD_ENDS: i32 = FIRST + 150;
/// Long enough for every period of [`SHAPES`] to run out.
const HORIZON: i32 = FIRST + 900;
const T: TreatyIx = TreatyIx(0);

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ClauseFile {
    entry_into_force: Option<EntryIntoForce>,
    withdrawal: Option<Withdrawal>,
    duration: Option<Duration>,
    termination: Option<Termination>,
}

fn clauses(text: &str) -> Clauses {
    let file: ClauseFile = toml::from_str(text).expect("the shapes are well formed");
    Clauses {
        entry_into_force: file.entry_into_force,
        withdrawal: file.withdrawal,
        duration: file.duration,
        termination: file.termination,
        ..Clauses::default()
    }
}

fn parties() -> Parties {
    let mut parties = Parties::new();
    for code in CODES {
        let kind = match code {
            "OLD" => PartyKind::HistoricalState,
            "ORG" => PartyKind::Organisation,
            _ => PartyKind::State,
        };
        let ends = (code == "OLD").then(|| Day::from_epoch(OLD_ENDS));
        let counted = kind != PartyKind::Organisation;
        parties.add(Party { code: code.into(), kind, begins: None, ends, counted }).expect("codes differ");
    }
    let find = |code| parties.find(code).expect("a code of CODES");
    let (predecessor, successor) = (find("OLD"), find("NEW"));
    let from = |code, from| Membership { party: find(code), from: Day::from_epoch(from), until: Day::NEVER };
    let members = vec![from("A", 0), from("B", 0), from("C", 0), from("D", FIRST + 100)];
    let of = HashMap::from([(find("A"), 20_000), (find("B"), 30_000), (find("C"), 40_000), (find("D"), 10_000)]);
    parties.add_succession(Succession {
        predecessor,
        successor,
        on: Day::from_epoch(OLD_ENDS),
        how: "separates".into(),
    });
    parties.add_group("g", Group { members });
    parties.add_weights("w", Weights { of, total: 100_000, scale: 1000 });
    parties
}

/// One treaty with its record.
#[derive(Clone)]
struct Case {
    shape: &'static str,
    acts: Vec<Act>,
}

/// One act a line, so that a failure can be read.
impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}", self.shape)?;
        for act in &self.acts {
            let party = act.party.map_or("-", |party| CODES[usize::from(party.0)]);
            write!(f, "     {} {party} {}", act.kind, act.date)?;
            let days = [("effect", act.effect), ("known", act.known), ("wrong", act.wrong_from)];
            for (column, day) in days.into_iter().filter_map(|(column, day)| Some((column, day?))) {
                write!(f, " {column}={day}")?;
            }
            writeln!(f, "{}", if act.doubt.is_some() { " doubt" } else { "" })?;
        }
        Ok(())
    }
}

impl Case {
    fn with(&self, acts: Vec<Act>) -> Case {
        Case { shape: self.shape, acts }
    }

    fn load(&self) -> Loaded {
        let (parties, clauses) = (parties(), clauses(self.shape));
        let mut engine = Engine::new();
        engine.add(&parties, &|_| None, source(&clauses, &self.acts)).expect("the shapes name what there is");
        Loaded { parties, clauses, engine }
    }
}

fn source<'a>(clauses: &'a Clauses, acts: &'a [Act]) -> Source<'a> {
    Source { clauses, adopted: None, depositaries: &[], amends: None, acts }
}

struct Loaded {
    parties: Parties,
    clauses: Clauses,
    engine: Engine,
}

/// Everybody's standing on a day, by participant.
type Answer = BTreeMap<PartyIx, (Status, Day, Day)>;

fn answer(standings: &[Standing]) -> Answer {
    standings.iter().map(|s| (s.party, (s.status, s.since, s.bound))).collect()
}

impl Loaded {
    fn outcome(&self, known: Day) -> Outcome {
        self.engine.outcome(T, known, &mut Scratch::default())
    }

    fn standings(&self, on: Day, known: Day, extra: &Supposed) -> (Outcome, Answer) {
        let mut out = Vec::new();
        let outcome = self.engine.standings(T, on, known, extra, &mut Scratch::default(), &mut out);
        (outcome, answer(&out))
    }

    /// The answers on every day of a sample, and the outcome.
    fn answers(&self, known: Day) -> Vec<(Outcome, Answer)> {
        sample().map(|on| self.standings(on, known, &Supposed::default())).collect()
    }

    /// The day of the consent that a participant has in place on a day.
    fn consented(&self, party: PartyIx, on: Day, known: Day) -> Option<Day> {
        let mut out = Vec::new();
        self.engine.standings(T, on, known, &Supposed::default(), &mut Scratch::default(), &mut out);
        out.iter().find(|standing| standing.party == party).map(|s| s.consented).filter(|day| day.is_real())
    }

    fn history(&self, party: PartyIx, known: Day) -> Vec<Interval> {
        self.engine.history(T, party, known, &mut Scratch::default())
    }
}

fn sample() -> impl Iterator<Item = Day> {
    (FIRST - 1..HORIZON).step_by(7).map(Day::from_epoch)
}

fn any_day() -> impl Strategy<Value = Day> {
    // Few different days, so that acts fall together.
    prop_oneof![3 => 0..SPAN / 10, 1 => 14..16].prop_map(|tens| Day::from_epoch(FIRST + tens * 10))
}

fn any_kind() -> impl Strategy<Value = ActKind> {
    prop_oneof![
        2 => Just(ActKind::Signature),
        8 => Just(ActKind::Ratification),
        4 => Just(ActKind::Accession),
        1 => Just(ActKind::DefinitiveSignature),
        2 => Just(ActKind::Succession),
        2 => Just(ActKind::ConsentWithdrawn),
        4 => Just(ActKind::Withdrawal),
        1 => Just(ActKind::WithdrawalRevoked),
        1 => Just(ActKind::ProvisionalApplication),
        1 => Just(ActKind::ProvisionalEnd),
        1 => Just(ActKind::Reservation),
        3 => Just(ActKind::Waiver),
        1 => Just(ActKind::EntryIntoForce),
        1 => Just(ActKind::Extension),
    ]
}

fn rarely<T: std::fmt::Debug + Clone + 'static>(
    one_in: u32,
    some: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Option<T>> {
    prop_oneof![one_in - 1 => Just(None), 1 => some.prop_map(Some)]
}

fn any_act() -> impl Strategy<Value = Act> {
    let delay = || (1..120).prop_map(|days: i32| days);
    let columns = (rarely(12, delay()), rarely(8, delay()), rarely(10, delay()), rarely(15, Just(())));
    (any_kind(), 0..CODES.len() as u16, any_day(), columns).prop_map(
        |(kind, party, date, (effect, known, wrong, doubt))| {
            let mut act = Act::new(kind, (!kind.is_of_treaty()).then_some(PartyIx(party)), date);
            act.effect = effect.map(|days| date.plus(days));
            act.known = known.map(|days| date.plus(days));
            act.wrong_from = wrong.map(|days| act.known_from().plus(days));
            act.doubt = doubt.map(|()| "contested".into());
            act
        },
    )
}

fn any_acts() -> impl Strategy<Value = Vec<Act>> {
    prop::collection::vec(any_act(), 0..24).prop_map(|mut acts| {
        acts.sort_by_key(|act| act.date.first);
        acts
    })
}

/// A treaty that no departure ends.
fn any_lasting_case() -> impl Strategy<Value = Case> {
    (prop::sample::select(SHAPES), any_acts()).prop_map(|(shape, acts)| Case { shape, acts })
}

fn any_case() -> impl Strategy<Value = Case> {
    let ends = any_acts().prop_map(|acts| Case { shape: BELOW, acts });
    prop_oneof![SHAPES.len() as u32 => any_lasting_case(), 1 => ends]
}

fn config() -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, max_global_rejects: 100_000, ..ProptestConfig::default() };
    match config.rng_seed {
        RngSeed::Random => ProptestConfig { cases: 192, rng_seed: RngSeed::Fixed(20_090_321), ..config },
        RngSeed::Fixed(_) => config,
    }
}

/// The acts in another order of record that keeps the order of each participant's own.
fn interleave(acts: &[Act], turns: &[u16]) -> Vec<Act> {
    let mut queues: BTreeMap<Option<PartyIx>, Vec<Act>> = BTreeMap::new();
    for act in acts.iter().rev() {
        queues.entry(act.party).or_default().push(act.clone());
    }
    let mut mixed = Vec::new();
    for turn in turns.iter().cycle() {
        queues.retain(|_, queue| !queue.is_empty());
        if queues.is_empty() || turns.is_empty() {
            break;
        }
        let nth = usize::from(*turn) % queues.len();
        mixed.extend(queues.values_mut().nth(nth).and_then(Vec::pop));
    }
    mixed
}

/// Whether a standing's first day fits the interval it falls into.
///
/// Two intervals of one status lie side by side where a consent began or ended. A status that is resumed keeps its old
/// first day: a revoked notice leaves a party a party since it was bound, a doubt that is lifted or provisional
/// application that ends leaves a State what it was, and who applied provisionally under another status goes on. A
/// participation of no day, begun and ended on one, is seen in the standings only. That one is nothing has no first day
/// that matters.
fn fits(history: &[Interval], at: usize, since: Day) -> bool {
    let Interval { from, status, .. } = history[at];
    let before = at.checked_sub(1).map(|before| history[before].status);
    let goes_on = before == Some(status) && fits(history, at - 1, since);
    let resumes = match before {
        Some(Status::Withdrawing | Status::Provisional | Status::Contested) => since < from,
        Some(Status::FormerParty) => since < from && status == Status::Provisional,
        _ => false,
    };
    let no_day = since > from && matches!(status, Status::Signatory | Status::FormerParty);
    since == from || goes_on || resumes || no_day || status == Status::None
}

proptest! {
    #![proptest_config(config())]

    /// Different participants act on one day: which of them stands first in the record does not matter.
    #[test]
    fn the_order_of_record_does_not_matter(case in any_case(), turns in prop::collection::vec(any::<u16>(), 8)) {
        let mixed = case.with(interleave(&case.acts, &turns));
        prop_assert_eq!(mixed.acts.len(), case.acts.len());
        let (case, mixed) = (case.load(), mixed.load());
        for known in [Day::LAST, Day::from_epoch(FIRST + 200)] {
            prop_assert_eq!(case.answers(known), mixed.answers(known));
        }
    }

    /// VCLT 55: once a treaty is in force, no departure undoes it, even if all depart.
    #[test]
    fn departures_never_undo_entry_into_force(case in any_lasting_case(), delays in prop::collection::vec(1..90, CODES.len())) {
        let before = case.load().outcome(Day::LAST);
        prop_assume!(before.entry_into_force != Day::NEVER);
        let mut acts = case.acts.clone();
        for (party, &delay) in delays.iter().enumerate() {
            let kind = if delay % 2 == 0 { ActKind::Withdrawal } else { ActKind::ConsentWithdrawn };
            acts.push(Act::new(kind, Some(PartyIx(party as u16)), before.entry_into_force.plus(delay)));
        }
        prop_assert_eq!(case.with(acts).load().outcome(Day::LAST), before);
    }

    /// What is told later does not change what one could say earlier.
    #[test]
    fn later_knowledge_changes_no_earlier_answer(case in any_case(), on in 0..SPAN) {
        let known = Day::from_epoch(FIRST + on);
        let mut then: Vec<Act> = case.acts.iter().filter(|act| act.known_from() <= known).cloned().collect();
        for act in &mut then {
            act.wrong_from = act.wrong_from.filter(|&found| found <= known);
        }
        let (case, then) = (case.load(), case.with(then).load());
        prop_assert_eq!(case.answers(known), then.answers(known));
        prop_assert_eq!(then.answers(known), then.answers(Day::LAST));
    }

    /// The intervals of a participation lie side by side, and say of every day what the standings say.
    #[test]
    fn intervals_and_standings_agree(case in any_case(), known in prop_oneof![Just(Day::LAST), any_day()]) {
        let loaded = case.load();
        for (party, _) in loaded.parties.iter() {
            let history = loaded.history(party, known);
            prop_assert_eq!(history.last().map_or(Day::NEVER, |last| last.until), Day::NEVER);
            prop_assert!(history.first().is_none_or(|first| first.status != Status::None));
            for pair in history.windows(2) {
                prop_assert!(pair[0].from < pair[0].until);
                prop_assert_eq!(pair[0].until, pair[1].from);
                // A consent that begins or ends is a new ground even where the status stays.
                let consented = |on| loaded.consented(party, on, known);
                prop_assert!(
                    pair[0].status != pair[1].status || consented(pair[1].from.plus(-1)) != consented(pair[1].from),
                    "nothing changed on {}: {:?}", pair[1].from, history
                );
            }
            // Every day on which something begins, the day before it, and a sample between.
            let edges = history.iter().flat_map(|interval| [interval.from.plus(-1), interval.from]);
            for on in sample().chain(edges) {
                let (_, standings) = loaded.standings(on, known, &Supposed::default());
                let told = history.iter().position(|i| i.from <= on && on < i.until);
                let is = standings.get(&party);
                // Who is nothing to the treaty may be left out.
                let status = told.map_or(Status::None, |at| history[at].status);
                prop_assert_eq!(status, is.map_or(Status::None, |is| is.0), "on {}: {:?}", on, history);
                if let (Some(at), Some(&(_, since, _))) = (told, is) {
                    prop_assert!(fits(&history, at, since), "on {on} since {since}: {history:?}");
                }
            }
        }
    }

    /// To suppose acts is to enter them, last in the record.
    #[test]
    fn supposing_is_entering(case in any_case(), supposed in any_acts()) {
        let loaded = case.load();
        let extra = loaded.engine.suppose(&loaded.parties, T, source(&loaded.clauses, &case.acts), &supposed);
        let entered = case.with([case.acts.clone(), supposed].concat()).load();
        for on in sample() {
            prop_assert_eq!(
                loaded.standings(on, Day::LAST, &extra),
                entered.standings(on, Day::LAST, &Supposed::default()),
                "on {}", on
            );
        }
    }

    /// The cache over the engine says what the engine says, on any two days.
    #[test]
    fn the_cache_agrees(cases in prop::collection::vec(any_case(), 1..4), known in prop_oneof![Just(Day::LAST), any_day()]) {
        let (parties, mut scratch) = (parties(), Scratch::default());
        let mut engine = Engine::new();
        for case in &cases {
            engine.add(&parties, &|_| None, source(&clauses(case.shape), &case.acts)).expect("the shapes name what there is");
        }
        let resolved = Resolved::new(&engine);
        for on in sample() {
            for t in engine.treaties() {
                let (mut walked, mut kept) = (Vec::new(), Vec::new());
                let is = engine.standings(t, on, known, &Supposed::default(), &mut scratch, &mut walked);
                let was = resolved.standings(t, on, known, &mut scratch, &mut kept);
                prop_assert_eq!((is.in_force(on), answer(&walked)), (was.in_force(on), answer(&kept)), "{:?} on {}", t, on);
            }
        }
    }

    /// An act that stands twice says nothing new.
    #[test]
    fn a_duplicate_changes_nothing(case in any_case(), twice in prop::collection::vec(any::<prop::sample::Index>(), 1..4)) {
        prop_assume!(!case.acts.is_empty());
        let mut acts = case.acts.clone();
        for index in twice {
            let at = index.index(acts.len());
            acts.insert(at, acts[at].clone());
        }
        let (case, twice) = (case.load(), case.with(acts).load());
        prop_assert_eq!(case.answers(Day::LAST), twice.answers(Day::LAST));
        for (party, _) in case.parties.iter() {
            let shape = |loaded: &Loaded| -> Vec<_> {
                loaded.history(party, Day::LAST).iter().map(|i| (i.from, i.until, i.status)).collect()
            };
            prop_assert_eq!(shape(&case), shape(&twice));
        }
    }

    /// VCLT 68: from the day on which a notice is revoked in time, it is as if none had been given.
    #[test]
    fn a_revoked_notice_leaves_no_trace(case in any_case(), party in 0..CODES.len() as u16, on in any_day(), after in 1..9) {
        let party = Some(PartyIx(party));
        let of_leaving = |act: &Act| act.party == party && matches!(act.kind, ActKind::Withdrawal | ActKind::WithdrawalRevoked);
        let without = case.with(case.acts.iter().filter(|act| !of_leaving(act)).cloned().collect());
        let revoked = on.plus(after);
        let mut acts = without.acts.clone();
        acts.push(Act::new(ActKind::Withdrawal, party, on));
        acts.push(Act::new(ActKind::WithdrawalRevoked, party, revoked));
        let (with, without) = (without.with(acts).load(), without.load());
        prop_assert_eq!(with.outcome(Day::LAST), without.outcome(Day::LAST));
        for day in sample().filter(|&day| day >= revoked || day < on) {
            let here = with.standings(day, Day::LAST, &Supposed::default());
            prop_assert_eq!(here, without.standings(day, Day::LAST, &Supposed::default()), "on {}", day);
        }
    }

    /// A register's numbers are those of its rows, and those of the histories, treaty by treaty.
    #[test]
    fn the_counts_add_up(cases in prop::collection::vec(any_case(), 1..4), on in 0..SPAN * 2) {
        let (parties, on) = (parties(), Day::from_epoch(FIRST + on));
        let mut engine = Engine::new();
        for case in &cases {
            engine.add(&parties, &|_| None, source(&clauses(case.shape), &case.acts)).expect("the shapes name what there is");
        }
        let mut rows = 0;
        engine.register(on, Day::LAST, &mut Scratch::default(), |t, outcome, standings| {
            assert_eq!(t, TreatyIx(rows));
            rows += 1;
            let (all, histories) = engine.histories(t, Day::LAST, &mut Scratch::default());
            assert_eq!(outcome.in_force(on), all.in_force(on));
            let count = |status| standings.iter().filter(|standing| standing.status == status).count();
            assert_eq!(Status::ALL.into_iter().map(count).sum::<usize>(), standings.len());
            assert_eq!(answer(standings).len(), standings.len(), "somebody stands twice");
            for status in Status::ALL.into_iter().filter(|&status| status != Status::None) {
                let now = |history: &&Vec<Interval>| history.iter().any(|i| i.status == status && i.from <= on && on < i.until);
                assert_eq!(count(status), histories.iter().filter(now).count(), "{status} on {on}");
            }
        });
        prop_assert_eq!(rows as usize, cases.len());
    }

    /// A treaty laid out again in its place answers as if it had been so from the start, and so do those that look at it.
    #[test]
    fn replacing_is_building_anew(
        cases in prop::collection::vec(([any_linked_shape(), any_linked_shape()], any_acts(), 0..25usize), 1..5),
        order in prop::collection::vec(0..4usize, 1..9),
    ) {
        let parties = parties();
        let full: Vec<Case> = cases.iter().map(|([shape, _], acts, _)| Case { shape, acts: acts.clone() }).collect();
        let part: Vec<Case> = cases
            .iter()
            .map(|([_, shape], acts, gap)| {
                let rest = acts.iter().enumerate().filter(|(at, _)| at != gap && at % 3 != gap % 4);
                Case { shape, acts: rest.map(|(_, act)| act.clone()).collect() }
            })
            .collect();
        let mut now = part.clone();
        let mut engine = build(&parties, &part);
        for (turn, t) in order.iter().map(|t| t % cases.len()).enumerate() {
            // There and back: clauses can lose conditions, and a treaty acts.
            now[t] = if turn % 3 == 2 { part[t].clone() } else { full[t].clone() };
            let (clauses, at) = (clauses(now[t].shape), TreatyIx(t as u32));
            let replaced = engine.replace(at, &parties, &|id| find(cases.len(), id), source(&clauses, &now[t].acts));
            prop_assert_eq!(replaced.is_err(), names_nothing(cases.len(), now[t].shape));
            prop_assert_eq!(everything(&engine), everything(&build(&parties, &now)));
        }
    }
}

/// Clauses that look at the first or the second of several treaties.
const LINKED: &[&str] = &[
    "[entry-into-force]
     when = { deposits = 1, in-force = 't0' }
     [withdrawal]
     notice = '1 month'",
    "[entry-into-force]
     when = { fraction = { share = '1/2', of-parties-to = 't1' } }
     after = '10 days'
     [withdrawal]
     notice = '1 month'",
    "[entry-into-force]
     when = { deposits = 2, all-of = ['A', 'B'] }
     not-before = 'entry into force of t0'
     per-party = { after = '5 days', with = 't1' }
     [withdrawal]
     notice = '1 month'",
];

fn any_linked_shape() -> impl Strategy<Value = &'static str> {
    prop_oneof![prop::sample::select(SHAPES), prop::sample::select(LINKED), Just(BELOW)]
}

fn find(treaties: usize, id: &str) -> Option<TreatyIx> {
    (0..treaties as u32).find(|t| id == format!("t{t}")).map(TreatyIx)
}

fn names_nothing(treaties: usize, shape: &str) -> bool {
    treaties == 1 && shape.contains("'t1'")
}

fn build(parties: &Parties, cases: &[Case]) -> Engine {
    let mut engine = Engine::new();
    for case in cases {
        let added = engine.add(parties, &|id| find(cases.len(), id), source(&clauses(case.shape), &case.acts));
        assert_eq!(added.is_err(), names_nothing(cases.len(), case.shape));
    }
    engine
}

type Everything = (Vec<PartyIx>, Outcome, Vec<Vec<Interval>>, Vec<Vec<Standing>>);

/// What an engine says of every treaty: participants, outcome, histories and standings.
fn everything(engine: &Engine) -> Vec<Everything> {
    let mut scratch = Scratch::default();
    let mut all = Vec::new();
    for (t, known) in engine.treaties().flat_map(|t| [(t, Day::LAST), (t, Day::from_epoch(FIRST + 200))]) {
        let (outcome, histories) = engine.histories(t, known, &mut scratch);
        let standings = sample().step_by(4).map(|on| {
            let mut out = Vec::new();
            engine.standings(t, on, known, &Supposed::default(), &mut scratch, &mut out);
            out
        });
        all.push((engine.participants(t).to_vec(), outcome, histories, standings.collect()));
    }
    all
}

/// Engine::suppose against the acts really entered, for one record written as data.
fn supposing_is_entering_for(shape: &'static str, record: &[(ActKind, &str, i32)], supposed: &[(ActKind, &str, i32)]) {
    let parties = parties();
    let read = |acts: &[(ActKind, &str, i32)]| -> Vec<Act> {
        let act = |&(kind, code, day): &(ActKind, &str, i32)| {
            Act::new(kind, parties.find(code), Day::from_epoch(FIRST + day))
        };
        acts.iter().map(act).collect()
    };
    let (record, supposed) = (read(record), read(supposed));
    let loaded = Case { shape, acts: record.clone() }.load();
    let extra = loaded.engine.suppose(&loaded.parties, T, source(&loaded.clauses, &record), &supposed);
    let entered = Case { shape, acts: [record, supposed].concat() }.load();
    for on in sample() {
        let is = loaded.standings(on, Day::LAST, &extra);
        assert_eq!(is, entered.standings(on, Day::LAST, &Supposed::default()), "on {on}");
    }
}

#[test]
fn supposing_a_newcomer_counts_its_instrument() {
    let record = [(ActKind::Ratification, "A", 0), (ActKind::Ratification, "B", 1)];
    supposing_is_entering_for(SHAPES[0], &record, &[(ActKind::Ratification, "C", 2)]);
}

#[test]
fn supposing_a_newcomer_of_a_set() {
    supposing_is_entering_for(SHAPES[2], &[(ActKind::Ratification, "A", 0)], &[(ActKind::Ratification, "B", 1)]);
}

#[test]
fn supposing_a_newcomer_with_a_weight() {
    let record = [(ActKind::Ratification, "A", 0), (ActKind::Ratification, "B", 1)];
    supposing_is_entering_for(SHAPES[5], &record, &[(ActKind::Ratification, "C", 2)]);
}

#[test]
fn supposing_that_too_few_are_left() {
    let record = [(ActKind::Ratification, "A", 0), (ActKind::Ratification, "B", 1)];
    supposing_is_entering_for(BELOW, &record, &[(ActKind::Withdrawal, "B", 100)]);
}

#[test]
fn supposing_an_extension() {
    let record = [(ActKind::Ratification, "A", 0), (ActKind::Ratification, "B", 1)];
    supposing_is_entering_for(SHAPES[8], &record, &[(ActKind::Extension, "", 200)]);
}

#[test]
fn supposing_an_act_on_the_last_day() {
    let others = [(ActKind::Ratification, "A", 160), (ActKind::Ratification, "B", 160)];
    let record = [&[(ActKind::Ratification, "OLD", 0), (ActKind::Ratification, "NEW", 100)], &others[..]].concat();
    let supposed = [(ActKind::ConsentWithdrawn, "NEW", OLD_ENDS - FIRST)];
    supposing_is_entering_for(SHAPES[0], &record, &supposed);
}

#[test]
fn supposing_a_newcomer_that_ended() {
    supposing_is_entering_for(SHAPES[3], &[], &[(ActKind::Ratification, "OLD", 0)]);
}

#[test]
fn supposing_a_newcomer_that_succeeds() {
    let record = [(ActKind::Ratification, "A", 0), (ActKind::Ratification, "OLD", 0)];
    supposing_is_entering_for(SHAPES[0], &record, &[(ActKind::Ratification, "NEW", OLD_ENDS - FIRST + 10)]);
}
