//! What was sent from one to another: notices, requests, offers, contacts, proposals; who has received it, and what was
//! answered.

use law::{Day, Deed, Happening, Part, PartyIx, Span};
use serde::Serialize;

use crate::World;

/// The answer of `semey notices`, version 1.
#[derive(Debug, Serialize)]
pub struct NoticesAnswer {
    /// 1.
    pub version: u32,
    /// The day asked about.
    pub on: Day,
    /// As known on this day; none means everything entered.
    pub known: Option<Day>,
    /// The threads, the one that was written to last first.
    pub threads: Vec<Thread>,
}

/// What was sent, and all that answers it.
#[derive(Debug, Clone, Serialize)]
pub struct Thread {
    /// What began it.
    #[serde(flatten)]
    pub first: Sent,
    /// What the receivers did, in the order of their names.
    pub receivers: Vec<Receiver>,
    /// What followed, in order of days.
    pub then: Vec<Sent>,
    /// Whether an answer is asked for that has not come.
    pub open: bool,
    /// How many days the answer is overdue.
    pub overdue_days: Option<i32>,
    /// The day of what was written last.
    pub last: Day,
}

/// Something that was sent.
#[derive(Debug, Clone, Serialize)]
pub struct Sent {
    /// Its id, where others refer to it.
    pub id: Option<String>,
    /// The kind of happening.
    pub kind: Deed,
    /// What it is: a word of the list in `docs/regimes.md`.
    pub manner: Option<String>,
    /// When.
    pub date: Option<Span>,
    /// Who sent it: codes.
    pub from: Vec<String>,
    /// To whom: codes; empty where to everybody.
    pub to: Vec<String>,
    /// The group that was named, by its id.
    pub to_group: Option<String>,
    /// The matters it is about, by id.
    pub matters: Vec<String>,
    /// The id of the instrument it is about.
    pub instrument: Option<String>,
    /// Its symbol or number.
    pub number: Option<String>,
    /// The id of what it answers.
    pub about: Option<String>,
    /// By when an answer is asked for.
    pub due: Option<Day>,
    /// What it says, where that is open.
    pub note: Option<String>,
    /// What was told in the fields of a form.
    pub fields: Vec<Answered>,
    /// Whether only its receivers can read it.
    pub sealed: bool,
    /// The SHA-256 of each file that was sent with it.
    pub files: Vec<String>,
    /// Where it is told.
    pub source: String,
    /// Its entry in the ledger.
    pub entry: Option<u64>,
}

/// A field of a form with its answer.
#[derive(Debug, Clone, Serialize)]
pub struct Answered {
    /// The name of the field.
    pub name: String,
    /// The answer.
    pub value: String,
}

/// Somebody to whom something was sent.
#[derive(Debug, Clone, Serialize)]
pub struct Receiver {
    /// The code.
    pub party: String,
    /// The name on the day.
    pub name: String,
    /// When it was received.
    pub received: Option<Day>,
    /// When it was answered.
    pub replied: Option<Day>,
}

/// Which threads are asked about.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'f> {
    /// The thread that this id belongs to.
    pub id: Option<&'f str>,
    /// Those that this participant sent or got.
    pub party: Option<PartyIx>,
    /// Those about this matter.
    pub matter: Option<&'f str>,
    /// Those about matters of this regime.
    pub regime: Option<&'f str>,
    /// Those whose answer has not come.
    pub open: bool,
}

/// What only the ledger knows of a happening: its files, its form, its seal.
pub trait Letters {
    /// The fields that were filled in, the hashes of files, and whether it is sealed.
    fn of(&self, entry: u64) -> Option<(Vec<(String, String)>, Vec<String>, bool)>;
}

/// For packs alone, where there are no letters.
impl Letters for () {
    fn of(&self, _: u64) -> Option<(Vec<(String, String)>, Vec<String>, bool)> {
        None
    }
}

impl Letters for crate::State {
    fn of(&self, entry: u64) -> Option<(Vec<(String, String)>, Vec<String>, bool)> {
        let at = self.happenings.binary_search_by_key(&entry, |told| told.index).ok()?;
        let own = &self.happenings[at].entry;
        let fields = own.fields.iter().map(|(field, value)| (field.clone(), value.clone())).collect();
        let files = own.documents.iter().map(|document| document.sha256.clone()).collect();
        Some((fields, files, own.sealed.is_some()))
    }
}

/// The threads up to a day, as known on a day.
pub fn answer(world: &World, letters: &dyn Letters, on: Day, known: Option<Day>, filter: &Filter<'_>) -> NoticesAnswer {
    let until = known.unwrap_or(Day::LAST);
    let told: Vec<&Happening> =
        world.packs.happenings.iter().filter(|own| own.is_known(until) && own.day() <= on).collect();
    let begins = |own: &&&Happening| {
        own.deed.group() == Part::Exchanges && !matches!(own.deed, Deed::Reply | Deed::Receipt) && own.about.is_none()
            || matches!(own.deed, Deed::DistributionRequest) && own.about.is_none()
    };
    let mut threads: Vec<Thread> =
        told.iter().filter(begins).map(|first| thread(world, letters, &told, first, on)).collect();
    let wanted = |thread: &Thread| {
        let all = || [&thread.first].into_iter().chain(&thread.then);
        let party = filter.party.map(|party| world.code(party));
        let regime =
            |id: &String| world.packs.matters.by_id(id).is_some_and(|m| Some(m.regime.as_str()) == filter.regime);
        filter.id.is_none_or(|id| all().any(|sent| sent.id.as_deref() == Some(id)))
            && party.is_none_or(|code| all().any(|sent| sent.from.iter().chain(&sent.to).any(|own| own == code)))
            && filter.matter.is_none_or(|matter| thread.first.matters.iter().any(|own| own == matter))
            && (filter.regime.is_none() || thread.first.matters.iter().any(regime))
            && (!filter.open || thread.open)
    };
    threads.retain(wanted);
    threads.sort_by(|a, b| (b.last, &b.first.id).cmp(&(a.last, &a.first.id)));
    NoticesAnswer { version: 1, on, known, threads }
}

fn thread(world: &World, letters: &dyn Letters, told: &[&Happening], first: &Happening, on: Day) -> Thread {
    // What answers an answer belongs to the same thread.
    let mut own: Vec<&Happening> = vec![first];
    let mut at = 0;
    while let Some(id) = own.get(at).map(|own| own.id.as_deref()) {
        if let Some(id) = id {
            let answers = told.iter().copied().filter(|other| other.about.as_deref() == Some(id));
            let more: Vec<&Happening> =
                answers.filter(|other| !own.iter().any(|known| std::ptr::eq(*known, *other))).collect();
            own.extend(more);
        }
        at += 1;
    }
    let replies = |party: PartyIx, deed: Deed| {
        let of = own.iter().filter(|other| other.deed == deed && other.actors.contains(&party));
        of.map(|other| other.day()).min()
    };
    let mut receivers: Vec<Receiver> = first
        .to
        .iter()
        .map(|party| Receiver {
            party: world.code(*party).to_owned(),
            name: world.party_name(*party, on).to_owned(),
            received: replies(*party, Deed::Receipt).or_else(|| replies(*party, Deed::Reply)),
            replied: replies(*party, Deed::Reply),
        })
        .collect();
    receivers.sort_by(|a, b| world.words().order(&a.name, &b.name));
    let asks = matches!(first.deed, Deed::Request) || first.due.is_some();
    let answered =
        own.iter().any(|other| matches!(other.deed, Deed::Reply | Deed::Offer | Deed::Memorandum | Deed::Circulation));
    let all_replied = !receivers.is_empty() && receivers.iter().all(|own| own.replied.is_some());
    let open = asks && !(if first.due.is_some() && !receivers.is_empty() { all_replied } else { answered });
    let last = own.iter().map(|other| other.day()).max().unwrap_or(first.day());
    let mut then: Vec<&Happening> = own[1..].to_vec();
    then.sort_by_key(|other| other.day());
    Thread {
        first: sent(world, letters, first),
        receivers,
        then: then.into_iter().map(|other| sent(world, letters, other)).collect(),
        open,
        overdue_days: first.due.filter(|due| open && *due < on).map(|due| on.epoch() - due.epoch()),
        last,
    }
}

fn sent(world: &World, letters: &dyn Letters, own: &Happening) -> Sent {
    let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
    let codes = |parties: &[PartyIx]| parties.iter().map(|party| world.code(*party).to_owned()).collect();
    let (fields, files, sealed) = own.entry.and_then(|entry| letters.of(entry)).unwrap_or_default();
    let form = own.matters.iter().find_map(|id| world.packs.matters.by_id(id).filter(|m| !m.fields.is_empty()));
    let name = |id: &str| {
        let field = form.and_then(|form| form.fields.iter().find(|field| field.id == id));
        field.map_or_else(|| id.to_owned(), |field| pack::in_language(&field.name, &world.lang).to_owned())
    };
    Sent {
        id: text(&own.id),
        kind: own.deed,
        manner: text(&own.manner),
        date: own.when,
        from: codes(&own.actors),
        to: codes(&own.to),
        to_group: text(&own.to_group),
        matters: own.matters.iter().map(|id| id.to_string()).collect(),
        instrument: own.instrument.map(|t| world.packs[t].id.clone()),
        number: text(&own.number),
        about: text(&own.about),
        due: own.due,
        note: text(&own.note),
        fields: fields.into_iter().map(|(id, value)| Answered { name: name(&id), value }).collect(),
        sealed,
        files,
        source: own.source.to_string(),
        entry: own.entry,
    }
}
