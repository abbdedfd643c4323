//! Which treaties bind States to each other.

use law::amendment::AmendedParty;
use law::{Day, PartyIx, Scratch, Standing, Supposed, TreatyIx};
use pack::RelationKind;
use serde::Serialize;

use crate::answer::reservations::{ReservationAnswer, between};
use crate::{Unknown, World};

/// The answer of `semey matrix`, version 1.
#[derive(Debug, Serialize)]
pub struct MatrixAnswer {
    /// 1.
    pub version: u32,
    /// The day asked about.
    pub on: Day,
    /// As known on this day; none means everything entered.
    pub known: Option<Day>,
    /// The codes of those asked about.
    pub parties: Vec<String>,
    /// Each two of them once.
    pub pairs: Vec<Pair>,
    /// With two participants: which text of an amended treaty applies between them.
    pub texts: Vec<TextAnswer>,
    /// With two participants: what reservations do between them.
    pub reservations: Vec<ReservationAnswer>,
}

/// Two participants and the treaties in force between them.
#[derive(Debug, Serialize)]
pub struct Pair {
    /// Their codes.
    pub parties: [String; 2],
    /// The ids of the treaties that bind both.
    pub treaties: Vec<String>,
    /// Treaties to which only the first, or only the second, is a party.
    pub only: [Vec<String>; 2],
}

/// The text of an amended treaty that applies between two parties to it.
#[derive(Debug, Serialize)]
pub struct TextAnswer {
    /// The id of the treaty.
    pub treaty: String,
    /// The id of the amendment.
    pub amendment: String,
    /// Whether the amended text applies.
    pub amended: bool,
    /// By which article of the Vienna Convention.
    pub article: &'static str,
}

/// Those whom words name; a group stands for its members on the day.
///
/// # Errors
/// For the first word that names neither a group nor one participant.
pub fn participants(world: &World, words: &[String], on: Day) -> Result<Vec<PartyIx>, Unknown> {
    let mut all = Vec::new();
    for word in words {
        match world.packs.parties.group(word) {
            Some(group) => all.extend(group.on(on)),
            None => all.push(world.party(word)?),
        }
    }
    let mut seen = std::collections::HashSet::new();
    all.retain(|party| seen.insert(*party));
    Ok(all)
}

/// The answer for some participants: under the treaties of one pack, or under all.
pub fn answer(world: &World, parties: &[PartyIx], on: Day, known: Option<Day>, pack: Option<&str>) -> MatrixAnswer {
    let last = known.unwrap_or(Day::LAST);
    let bound = bindings(world, parties, (on, last), pack);
    let mut pairs = Vec::new();
    for (i, a) in bound.iter().enumerate() {
        for (j, b) in bound.iter().enumerate().skip(i + 1) {
            let of = |mine: &[String], other: &[String]| -> Vec<String> {
                mine.iter().filter(|id| !other.contains(id)).cloned().collect()
            };
            pairs.push(Pair {
                parties: [world.code(parties[i]).to_owned(), world.code(parties[j]).to_owned()],
                treaties: a.iter().filter(|id| b.contains(id)).cloned().collect(),
                only: [of(a, b), of(b, a)],
            });
        }
    }
    let reservations = match *parties {
        [a, b] => {
            let instruments = world.packs.instruments.iter().filter(|i| pack.is_none_or(|pack| i.pack == pack));
            instruments.flat_map(|i| between(world, i.ix, [a, b], on, last)).collect()
        }
        _ => Vec::new(),
    };
    let codes: Vec<String> = parties.iter().map(|&party| world.code(party).to_owned()).collect();
    let texts = texts(world, parties, (on, last), pack);
    MatrixAnswer { version: 1, on, known, parties: codes, pairs, texts, reservations }
}

/// For each participant, the ids of the treaties that bind it.
fn bindings(world: &World, parties: &[PartyIx], (on, known): (Day, Day), pack: Option<&str>) -> Vec<Vec<String>> {
    let mut bound = vec![Vec::new(); parties.len()];
    let mut scratch = Scratch::default();
    for instrument in world.packs.instruments.iter().filter(|i| pack.is_none_or(|pack| i.pack == pack)) {
        let (_, standings) = world.standings(instrument.ix, on, known, &mut scratch);
        for (at, party) in parties.iter().enumerate() {
            if standings.iter().any(|s| s.party == *party && s.status.is_bound()) {
                bound[at].push(instrument.id.clone());
            }
        }
    }
    bound
}

/// Which text applies between two States, for every amended treaty that both are parties to.
fn texts(world: &World, parties: &[PartyIx], (on, known): (Day, Day), pack: Option<&str>) -> Vec<TextAnswer> {
    let [one, two] = *parties else { return Vec::new() };
    let mut scratch = Scratch::default();
    let mut standings = |t: TreatyIx| {
        let mut all = Vec::new();
        let engine = &world.packs.engine;
        let outcome = engine.standings(t, on, known, &Supposed::default(), &mut scratch, &mut all);
        (outcome, all)
    };
    let mut texts = Vec::new();
    for amendment in world.packs.instruments.iter().filter(|i| pack.is_none_or(|pack| i.pack == pack)) {
        let amends = amendment.relations.iter().filter(|relation| relation.kind == RelationKind::Amends);
        for base in amends.filter_map(|relation| world.packs.by_id(&relation.treaty)) {
            let (_, parties_to_base) = standings(base);
            let (outcome, accepting) = standings(amendment.ix);
            let party = |who: PartyIx| {
                let bound = |all: &[Standing]| all.iter().find(|s| s.party == who && s.status.is_bound()).copied();
                let consented = bound(&parties_to_base)?.consented;
                Some(AmendedParty { consented, accepted: bound(&accepting).is_some() })
            };
            if let (true, Some(a), Some(b)) = (outcome.in_force(on), party(one), party(two)) {
                let found = law::amendment::between(a, b, outcome.entry_into_force);
                texts.push(TextAnswer {
                    treaty: world.packs[base].id.clone(),
                    amendment: amendment.id.clone(),
                    amended: found.amended,
                    article: found.article,
                });
            }
        }
    }
    texts
}
