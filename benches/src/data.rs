//! The peers' tables read into an ordinary engine.

use std::error::Error;
use std::path::Path;

use law::clause::{Duration, EntryIntoForce, Members, PerParty, Share, When, Whom, Withdrawal};
use law::{Act, ActKind, Clauses, Day, Engine, Parties, Party, PartyIx, PartyKind, Period, Source, TreatyIx, Weights};

use crate::digest::day;

/// What went wrong while reading.
pub type Failure = Box<dyn Error>;

/// In the peers' order.
const KINDS: [ActKind; 11] = [
    ActKind::Signature,
    ActKind::Ratification,
    ActKind::Accession,
    ActKind::Approval,
    ActKind::Acceptance,
    ActKind::Succession,
    ActKind::Withdrawal,
    ActKind::Reservation,
    ActKind::Objection,
    ActKind::Declaration,
    ActKind::DefinitiveSignature,
];

/// The peers write "not yet" as 99999.
const OPEN: i32 = 99_999;

/// A line of `treaties.csv`.
struct Terms {
    deposits: u32,
    delay: u16,
    own_delay: u16,
    notice: u16,
    expiry: i32,
    weight: u32,
    named: Vec<u16>,
}

impl Terms {
    fn expires(&self) -> Day {
        if self.expiry == OPEN { Day::NEVER } else { day(self.expiry) }
    }

    fn clauses(&self, parties: &Parties) -> Clauses {
        let named = self.named.iter().map(|&state| parties[PartyIx(state)].code.clone().into_string());
        let share = Share { of: "w".to_owned(), at_least: self.weight.to_string() };
        let when = When {
            deposits: Some(self.deposits),
            all_of: (!self.named.is_empty()).then(|| Members::List(named.collect())),
            share: if self.weight > 0 { vec![share] } else { Vec::new() },
            ..When::default()
        };
        // With the peers everybody waits the period of its own, those who were there from the start too.
        let per_party = PerParty { after: Some(days(self.own_delay)), whom: Whom::Each, ..PerParty::default() };
        let until = |day| Duration { until: Some(day), ..Duration::default() };
        Clauses {
            entry_into_force: Some(EntryIntoForce {
                when: Some(when),
                after: Some(days(self.delay)),
                per_party: Some(per_party),
                ..EntryIntoForce::default()
            }),
            withdrawal: Some(Withdrawal { notice: Some(days(self.notice)), ..Withdrawal::default() }),
            duration: Some(self.expires()).filter(|day| day.is_real()).map(until),
            ..Clauses::default()
        }
    }
}

/// A line of `acts.csv` without its treaty.
#[derive(Clone, Copy, Default)]
struct Packed {
    date: u16,
    known: u16,
    /// [`u16::MAX`] for 99999.
    wrong_from: u16,
    state: u8,
    kind: u8,
}

/// A register built from the peers' tables.
pub struct Register {
    /// The engine, with every treaty in it.
    pub engine: Engine,
    /// The States.
    pub parties: Parties,
    /// How many acts were read.
    pub acts: usize,
    terms: Vec<Terms>,
    expiry: Vec<Day>,
}

impl Register {
    /// The first day after a treaty's duration.
    #[inline]
    pub fn expiry(&self, t: TreatyIx) -> Day {
        self.expiry[t.0 as usize]
    }

    /// A treaty's clauses, for acts supposed in addition to its record.
    pub fn clauses(&self, t: TreatyIx) -> Clauses {
        self.terms[t.0 as usize].clauses(&self.parties)
    }
}

fn rows<const N: usize>(path: &Path, mut each: impl FnMut([i32; N])) -> Result<(), Failure> {
    let mut reader = csv::ReaderBuilder::new().buffer_capacity(1 << 16).from_path(path)?;
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record)? {
        let mut row = [0; N];
        for (value, field) in row.iter_mut().zip(&record) {
            *value = number(field).ok_or_else(|| format!("{}: {record:?}", path.display()))?;
        }
        each(row);
    }
    Ok(())
}

fn number(field: &[u8]) -> Option<i32> {
    field.iter().try_fold(0_i32, |n, digit| {
        let digit = digit.wrapping_sub(b'0');
        (digit < 10).then(|| n * 10 + i32::from(digit))
    })
}

/// Reads a directory that `gen.py` wrote.
///
/// # Errors
/// A file is missing or holds something else.
pub fn read(directory: &Path) -> Result<Register, Failure> {
    let parties = states(&directory.join("states.csv"))?;
    let terms = terms(directory)?;
    let (first, packed) = acts(&directory.join("acts.csv"), terms.len())?;
    let mut engine = Engine::new();
    let mut mine: Vec<Act> = Vec::new();
    for (index, terms) in terms.iter().enumerate() {
        mine.clear();
        mine.extend(packed[first[index]..first[index + 1]].iter().map(act));
        let clauses = terms.clauses(&parties);
        let source = Source { clauses: &clauses, adopted: None, depositaries: &[], amends: None, acts: &mine };
        engine.add(&parties, &|_| None, source).map_err(|errors| format!("treaty {index}: {errors:?}"))?;
    }
    engine.shrink();
    let expiry = terms.iter().map(Terms::expires).collect();
    Ok(Register { engine, parties, acts: packed.len(), terms, expiry })
}

fn states(path: &Path) -> Result<Parties, Failure> {
    let mut parties = Parties::new();
    let mut weights = Weights { scale: 1, ..Weights::default() };
    rows(path, |[state, weight]: [i32; 2]| {
        let party =
            Party { code: code(state as u16).into(), kind: PartyKind::State, begins: None, ends: None, counted: true };
        if let Ok(ix) = parties.add(party) {
            weights.of.insert(ix, weight as u64);
            weights.total += weight as u64;
        }
    })?;
    parties.add_weights("w", weights);
    Ok(parties)
}

fn code(state: u16) -> String {
    format!("S{state:03}")
}

fn terms(directory: &Path) -> Result<Vec<Terms>, Failure> {
    let mut all = Vec::new();
    rows(&directory.join("treaties.csv"), |[_, deposits, delay, own_delay, notice, expiry, weight, _]: [i32; 8]| {
        all.push(Terms {
            deposits: deposits as u32,
            delay: delay as u16,
            own_delay: own_delay as u16,
            notice: notice as u16,
            expiry,
            weight: weight as u32,
            named: Vec::new(),
        });
    })?;
    rows(&directory.join("named.csv"), |[treaty, state]: [i32; 2]| all[treaty as usize].named.push(state as u16))?;
    Ok(all)
}

/// The acts by treaty, in the order of the record within each, and where each treaty's begin.
fn acts(path: &Path, treaties: usize) -> Result<(Vec<usize>, Vec<Packed>), Failure> {
    let mut log: Vec<(u32, Packed)> = Vec::new();
    let mut next = vec![0; treaties + 1];
    rows(path, |[_, treaty, state, kind, date, known, wrong_from]: [i32; 7]| {
        next[treaty as usize + 1] += 1;
        let packed = Packed {
            date: date as u16,
            known: known as u16,
            wrong_from: if wrong_from == OPEN { u16::MAX } else { wrong_from as u16 },
            state: state as u8,
            kind: kind as u8,
        };
        log.push((treaty as u32, packed));
    })?;
    for treaty in 0..treaties {
        next[treaty + 1] += next[treaty];
    }
    let first = next.clone();
    let mut sorted = vec![Packed::default(); log.len()];
    for (treaty, packed) in log {
        let at = &mut next[treaty as usize];
        sorted[*at] = packed;
        *at += 1;
    }
    Ok((first, sorted))
}

fn act(packed: &Packed) -> Act {
    let party = Some(PartyIx(u16::from(packed.state)));
    let wrong_from = (packed.wrong_from != u16::MAX).then(|| day(i32::from(packed.wrong_from)));
    let known = Some(day(i32::from(packed.known)));
    Act { known, wrong_from, ..Act::new(KINDS[usize::from(packed.kind)], party, day(i32::from(packed.date))) }
}

/// What the peers write as a wait of 0 days is the same day.
fn days(number: u16) -> Period {
    if number == 0 { Period::same_day() } else { Period::days(number) }
}
