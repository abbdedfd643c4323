//! What was sent from one to another: notices, requests, offers, contacts, proposals; who has received it, and what was
//! answered. One thread can lie in several ledgers.

use std::borrow::Cow;
use std::collections::HashMap;

use law::{Day, Deed, Happening, Part, PartyIx, Span};
use serde::Serialize;

use crate::World;
use crate::exchange::{Elsewhere, Name, PROOF, taken_from};
use crate::happening::HappeningEntry;

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
    /// The other ledgers that were looked at.
    pub beside: Vec<Beside>,
}

/// Another ledger that was looked at.
#[derive(Debug, Serialize)]
pub struct Beside {
    /// Its origin.
    pub origin: String,
    /// How many of its entries the copy holds.
    pub entries: u64,
    /// Names of what was sent in it and that the packs here cannot read, each with the reason.
    pub unread: Vec<Unread>,
}

/// Something sent that cannot be read.
#[derive(Debug, Serialize)]
pub struct Unread {
    /// What it is called.
    pub name: String,
    /// Why.
    pub why: String,
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
    /// What it is called in every ledger: the origin of its own, `#`, and its entry.
    pub name: Option<String>,
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
    /// Its entry in the ledger here.
    pub entry: Option<u64>,
    /// The SHA-256 of the proof that it is in another ledger, which is kept here.
    pub proof: Option<String>,
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
    /// What tells that it was received, by its name.
    pub receipt: Option<String>,
    /// The answer, by its name.
    pub reply: Option<String>,
}

/// Which threads are asked about.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'f> {
    /// The thread that this id or name belongs to.
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

/// What only the ledger knows of something sent: its files, its form, its seal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Letter {
    /// The fields that were filled in.
    pub fields: Vec<(String, String)>,
    /// The SHA-256 of each file.
    pub files: Vec<String>,
    /// Whether only its receivers can read it.
    pub sealed: bool,
    /// The SHA-256 of the proof that it is in another ledger.
    pub proof: Option<String>,
}

impl Letter {
    fn of(entry: &HappeningEntry<'_>) -> Letter {
        let with = |proof: bool| {
            let documents = entry.documents.iter().filter(move |document| (document.media == PROOF) == proof);
            documents.map(|document| document.sha256.clone())
        };
        Letter {
            fields: entry.fields.iter().map(|(field, value)| (field.clone(), value.clone())).collect(),
            files: with(false).collect(),
            sealed: entry.sealed.is_some(),
            // What was taken over comes with the proofs that it had, and its own after them.
            proof: with(true).next_back(),
        }
    }
}

/// The ledgers behind the happenings of a record.
pub trait Letters {
    /// What the ledger of the record says of the letter in an entry.
    fn of(&self, entry: u64) -> Option<Letter>;

    /// The origin of the ledger of the record.
    fn origin(&self) -> Option<&str> {
        None
    }

    /// Other ledgers that are looked at too.
    fn beside(&self) -> &[Elsewhere] {
        &[]
    }
}

/// For packs alone, where there are no letters.
impl Letters for () {
    fn of(&self, _: u64) -> Option<Letter> {
        None
    }
}

impl Letters for crate::State {
    fn of(&self, entry: u64) -> Option<Letter> {
        let at = self.happenings.binary_search_by_key(&entry, |told| told.index).ok()?;
        Some(Letter::of(&self.happenings[at].entry))
    }

    fn origin(&self) -> Option<&str> {
        self.log_keys.first().map(|(key, _)| key.name())
    }
}

/// The ledger of a record, and others beside it.
#[derive(Debug, Clone, Default)]
pub struct Ledgers<L> {
    /// The ledger of the record.
    pub own: L,
    /// The others.
    pub others: Vec<Elsewhere>,
}

impl<L: Letters> Letters for Ledgers<L> {
    fn of(&self, entry: u64) -> Option<Letter> {
        self.own.of(entry)
    }

    fn origin(&self) -> Option<&str> {
        self.own.origin()
    }

    fn beside(&self) -> &[Elsewhere] {
        &self.others
    }
}

impl<L: Letters + ?Sized> Letters for &L {
    fn of(&self, entry: u64) -> Option<Letter> {
        (**self).of(entry)
    }

    fn origin(&self) -> Option<&str> {
        (**self).origin()
    }

    fn beside(&self) -> &[Elsewhere] {
        (**self).beside()
    }
}

/// A happening of the record or of another ledger.
struct Item<'a> {
    happening: Cow<'a, Happening>,
    letter: Letter,
    /// What it is called, where it is in a ledger.
    name: Option<Name>,
    /// Its id, in its own ledger.
    id: Option<String>,
}

impl Item<'_> {
    fn deed(&self) -> Deed {
        self.happening.deed
    }
}

/// The happenings up to a day, as known on a day, and what answers what.
struct Told<'a> {
    all: Vec<Item<'a>>,
    /// The places of what is about each.
    answers: Vec<Vec<usize>>,
    /// Whether it is about another one of them.
    answering: Vec<bool>,
}

impl<'a> Told<'a> {
    fn new(world: &'a World, letters: &dyn Letters, on: Day, known: Day) -> (Told<'a>, Vec<Beside>) {
        let counts = |own: &Happening| own.is_known(known) && own.day() <= on;
        let (mut all, mut taken): (Vec<Item<'a>>, Vec<Item<'a>>) = (Vec::new(), Vec::new());
        for own in world.packs.happenings.iter().filter(|own| counts(own)) {
            let letter = own.entry.and_then(|entry| letters.of(entry)).unwrap_or_default();
            let happening = Cow::Borrowed(own);
            match taken_from(&own.source) {
                Some((name, id)) => {
                    let id = id.map(str::to_owned);
                    taken.push(Item { happening, letter, name: Some(name), id });
                }
                None => {
                    let name = letters.origin().zip(own.entry).map(|(origin, entry)| Name::new(origin, entry));
                    all.push(Item { happening, letter, name, id: own.id.as_deref().map(str::to_owned) });
                }
            }
        }
        let mut beside = Vec::new();
        for other in letters.beside().iter().filter(|other| Some(other.origin.as_str()) != letters.origin()) {
            let mut unread = Vec::new();
            for told in other.told() {
                let name = Name::new(&other.origin, told.index);
                match other.convert(&world.packs, told) {
                    Ok(own) if counts(&own) && own.deed.group() == Part::Exchanges => {
                        let id = own.id.as_deref().map(str::to_owned);
                        // A number is of this ledger's own entries.
                        let happening = Cow::Owned(Happening { entry: None, source: name.to_string().into(), ..own });
                        all.push(Item { happening, letter: Letter::of(&told.entry), name: Some(name), id });
                    }
                    Ok(_) => {}
                    Err(why) => unread.push(Unread { name: name.to_string(), why }),
                }
            }
            beside.push(Beside { origin: other.origin.clone(), entries: other.size, unread });
        }
        // What was taken over and is read where it was said stands once, with its proof.
        for copy in taken {
            match all.iter_mut().find(|item| item.name == copy.name) {
                None => all.push(copy),
                Some(original) => {
                    original.letter.proof = copy.letter.proof;
                    let Happening { entry, source, .. } = &*copy.happening;
                    let own = original.happening.to_mut();
                    (own.entry, own.source) = (*entry, source.clone());
                }
            }
        }
        all.sort_by_key(|item| item.happening.day());
        let mut told = Told { answers: vec![Vec::new(); all.len()], answering: vec![false; all.len()], all };
        told.link(letters.origin());
        (told, beside)
    }

    fn link(&mut self, own: Option<&str>) {
        let names: HashMap<String, usize> =
            self.all.iter().enumerate().filter_map(|(at, item)| Some((item.name.as_ref()?.to_string(), at))).collect();
        let ledger = |item: &Item<'_>| item.name.as_ref().map_or_else(String::new, |name| name.origin.clone());
        let mut ids: HashMap<(String, &str), usize> = HashMap::new();
        for (at, item) in self.all.iter().enumerate() {
            if let Some(id) = &item.id {
                ids.entry((ledger(item), id)).or_insert(at);
            }
        }
        let find = |item: &Item<'_>| {
            let about = item.happening.about.as_deref()?;
            let by_id = |ledger: String| ids.get(&(ledger, about)).copied();
            names.get(about).copied().or_else(|| by_id(ledger(item))).or_else(|| by_id(own?.to_owned()))
        };
        let links: Vec<Option<usize>> = self.all.iter().map(find).collect();
        for (at, about) in links.into_iter().enumerate() {
            if let Some(about) = about.filter(|about| *about != at) {
                self.answers[about].push(at);
                // Who asks for a letter to be circulated begins something; the letter is no part of it.
                self.answering[at] = self.is_sent(about);
            }
        }
    }

    fn is_sent(&self, at: usize) -> bool {
        let deed = self.all[at].deed();
        deed.group() == Part::Exchanges || deed == Deed::DistributionRequest
    }

    /// What begins a thread.
    fn begins(&self, at: usize) -> bool {
        let answer = matches!(self.all[at].deed(), Deed::Reply | Deed::Receipt);
        self.is_sent(at) && !answer && !self.answering[at]
    }

    /// The places of a thread: what answers an answer belongs to it.
    fn thread(&self, first: usize) -> Vec<usize> {
        let mut own = vec![first];
        let mut at = 0;
        while let Some(place) = own.get(at) {
            let more: Vec<usize> = self.answers[*place].iter().copied().filter(|other| !own.contains(other)).collect();
            own.extend(more);
            at += 1;
        }
        own
    }
}

/// The threads up to a day, as known on a day.
pub fn answer(world: &World, letters: &dyn Letters, on: Day, known: Option<Day>, filter: &Filter<'_>) -> NoticesAnswer {
    let (told, beside) = Told::new(world, letters, on, known.unwrap_or(Day::LAST));
    let begun = (0..told.all.len()).filter(|at| told.begins(*at));
    let mut threads: Vec<Thread> = begun.map(|first| thread(world, &told, first, on)).collect();
    let wanted = |thread: &Thread| {
        let all = || [&thread.first].into_iter().chain(&thread.then);
        let party = filter.party.map(|party| world.code(party));
        let regime =
            |id: &String| world.packs.matters.by_id(id).is_some_and(|m| Some(m.regime.as_str()) == filter.regime);
        let is_called = |sent: &Sent, id: &str| sent.id.as_deref() == Some(id) || sent.name.as_deref() == Some(id);
        filter.id.is_none_or(|id| all().any(|sent| is_called(sent, id)))
            && party.is_none_or(|code| all().any(|sent| sent.from.iter().chain(&sent.to).any(|own| own == code)))
            && filter.matter.is_none_or(|matter| thread.first.matters.iter().any(|own| own == matter))
            && (filter.regime.is_none() || thread.first.matters.iter().any(regime))
            && (!filter.open || thread.open)
    };
    threads.retain(wanted);
    threads.sort_by(|a, b| (b.last, &b.first.id, &b.first.name).cmp(&(a.last, &a.first.id, &a.first.name)));
    NoticesAnswer { version: 1, on, known, threads, beside }
}

fn thread(world: &World, told: &Told<'_>, at: usize, on: Day) -> Thread {
    let own: Vec<&Item<'_>> = told.thread(at).into_iter().map(|at| &told.all[at]).collect();
    let first = &*own[0].happening;
    let done = |party: PartyIx, deed: Deed| {
        let of = own.iter().filter(|other| other.deed() == deed && other.happening.actors.contains(&party));
        of.min_by_key(|other| other.happening.day())
    };
    let name = |item: &&Item<'_>| item.name.as_ref().map(ToString::to_string);
    let receiver = |party: &PartyIx| {
        let reply = done(*party, Deed::Reply);
        let receipt = done(*party, Deed::Receipt).or(reply);
        Receiver {
            party: world.code(*party).to_owned(),
            name: world.party_name(*party, on).to_owned(),
            received: receipt.map(|item| item.happening.day()),
            replied: reply.map(|item| item.happening.day()),
            receipt: receipt.and_then(name),
            reply: reply.and_then(name),
        }
    };
    let mut receivers: Vec<Receiver> = first.to.iter().map(receiver).collect();
    receivers.sort_by(|a, b| world.words().order(&a.name, &b.name));
    let asks = matches!(first.deed, Deed::Request) || first.due.is_some();
    let answered = own
        .iter()
        .any(|other| matches!(other.deed(), Deed::Reply | Deed::Offer | Deed::Memorandum | Deed::Circulation));
    let all_replied = !receivers.is_empty() && receivers.iter().all(|own| own.replied.is_some());
    let open = asks && !(if first.due.is_some() && !receivers.is_empty() { all_replied } else { answered });
    let last = own.iter().map(|other| other.happening.day()).max().unwrap_or(first.day());
    let mut then: Vec<&Item<'_>> = own[1..].to_vec();
    then.sort_by_key(|other| other.happening.day());
    Thread {
        first: sent(world, own[0]),
        receivers,
        then: then.into_iter().map(|other| sent(world, other)).collect(),
        open,
        overdue_days: first.due.filter(|due| open && *due < on).map(|due| on.epoch() - due.epoch()),
        last,
    }
}

/// The fields of a form, each by what the form calls it.
pub(crate) fn answered(world: &World, own: &Happening, fields: Vec<(String, String)>) -> Vec<Answered> {
    let form = own.matters.iter().find_map(|id| world.packs.matters.by_id(id).filter(|m| !m.fields.is_empty()));
    let name = |id: &str| {
        let field = form.and_then(|form| form.fields.iter().find(|field| field.id == id));
        field.map_or_else(|| id.to_owned(), |field| pack::in_language(&field.name, &world.lang).to_owned())
    };
    fields.into_iter().map(|(id, value)| Answered { name: name(&id), value }).collect()
}

fn sent(world: &World, item: &Item<'_>) -> Sent {
    let own = &*item.happening;
    let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
    let codes = |parties: &[PartyIx]| parties.iter().map(|party| world.code(*party).to_owned()).collect();
    let Letter { fields, files, sealed, proof } = item.letter.clone();
    Sent {
        id: item.id.clone(),
        name: item.name.as_ref().map(ToString::to_string),
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
        fields: answered(world, own, fields),
        sealed,
        files,
        source: own.source.to_string(),
        entry: own.entry,
        proof,
    }
}
