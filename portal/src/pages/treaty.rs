//! One instrument: who is what to it on the day, by which rules, and how it came to that.

use askama::Template;
use law::{ActKind, Day, Status, TreatyIx};
use pack::InstrumentKind;
use register::answer::status::{ParticipantAnswer, StatusAnswer};
use register::answer::{status, timeline, whatif, why};
use words::Provision;

use super::frame::{Frame, Link};
use super::leaf::{Asked, Form, Kind, Leaf, Made};
use super::miss::Miss;
use super::pictures::{self, Picture};
use super::question::Wrong;
use super::terms::{self, Term, When};
use super::treaties::{self, Choice};

pub(crate) const LEAF: Leaf = Leaf {
    own: &["status"],
    forms: &[
        Form::Html,
        Form::Json,
        Form::Csv,
        Form::Parquet,
        Form::Atom,
        Form::JsonLd,
        Form::Pdf,
        Form::Svg,
        Form::Narrow,
    ],
    what: "Who is what to a treaty on a day, with the grounds",
    make,
};

pub(crate) const ACTS: Leaf = Leaf {
    own: &[],
    forms: &[Form::Html, Form::Csv, Form::Parquet],
    what: "The acts on record for a treaty, with their sources",
    make: acts,
};

pub(crate) const WHAT_IF: Leaf = Leaf {
    own: &["party", "act", "date"],
    forms: &[Form::Html, Form::Json],
    what: "What an act that nobody has done would bring about",
    make: what_if,
};

#[derive(Template)]
#[template(path = "treaty.html")]
struct Page {
    f: Frame,
    title: String,
    other_titles: Vec<(String, String)>,
    facts: Vec<Fact>,
    conclusion: String,
    cautions: Vec<String>,
    map: Picture,
    life: Picture,
    consents: Option<Picture>,
    network: Picture,
    counts: Vec<Count>,
    all: Count,
    rows: Vec<Row>,
    caption: String,
    rule: String,
    conditions: Vec<Vec<Condition>>,
    rules: Vec<Provision>,
    events: Vec<Happening>,
    relations: Vec<Relation>,
    remarks: Vec<String>,
    acts: String,
    what_if: String,
    report: String,
    calls: String,
    changes: String,
}

/// A line of what is known of a thing.
pub(crate) struct Fact {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) links: Vec<Link>,
}

struct Count {
    term: Option<Term>,
    text: String,
    number: String,
    href: String,
    chosen: bool,
}

struct Row {
    code: String,
    name: String,
    href: String,
    status: Term,
    since: Option<When>,
    signed: Option<When>,
    consented: Option<When>,
    consent: Option<&'static str>,
}

struct Condition {
    text: String,
    met: bool,
    missing: String,
}

struct Happening {
    date: When,
    text: String,
    parties: String,
}

struct Relation {
    kind: &'static str,
    href: String,
    title: String,
}

fn make(asked: &Asked<'_>) -> Result<Made, Miss> {
    let t = asked.treaty(0)?;
    let wanted = asked.question.own("status").map(wanted).transpose()?;
    #[cfg(feature = "press")]
    if asked.form == Form::Pdf {
        return super::print::status(asked, t);
    }
    let mut answer = status::answer(asked.world, t, asked.on, asked.known());
    answer.participants.retain(|participant| wanted.is_none_or(|status| participant.status == status));
    answer.participants.sort_by(|a, b| asked.words.order(&a.name, &b.name));
    match asked.form {
        Form::Json => Made::json(&answer),
        Form::Csv | Form::Parquet => csv(asked.form, &answer),
        Form::JsonLd => super::jsonld::of_treaty(asked, t, &answer),
        Form::Atom => Ok(super::feed::of_treaty(asked, t)),
        Form::Svg | Form::Narrow => Ok(pictures::of_treaty(asked, &answer)),
        _ => Made::html(&page(asked, t, &answer)),
    }
}

/// The status that a filter names.
pub(crate) fn wanted(word: &str) -> Result<Status, Wrong> {
    let all = || Status::ALL.iter().filter(|status| **status != Status::None);
    let found = all().find(|status| status.word() == word).copied();
    found.ok_or_else(|| Wrong::Value {
        name: "status",
        value: word.to_owned(),
        takes: all().map(|status| status.word().to_owned()).collect(),
    })
}

fn csv(form: Form, answer: &StatusAnswer) -> Result<Made, Miss> {
    let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
    Made::table(
        form,
        [
            ("party", Kind::Text),
            ("name", Kind::Text),
            ("status", Kind::Text),
            ("since", Kind::Day),
            ("signed", Kind::Day),
            ("consented", Kind::Dated),
            ("consent", Kind::Text),
        ],
        answer.participants.iter().map(|who| {
            [
                who.party.clone(),
                who.name.clone(),
                who.status.word().to_owned(),
                day(who.since),
                day(who.signed),
                who.consented.map_or(String::new(), |date| date.to_string()),
                who.consent.unwrap_or("").to_owned(),
            ]
        }),
    )
}

fn page(asked: &Asked<'_>, t: TreatyIx, answer: &StatusAnswer) -> Page {
    let (w, world) = (asked.words, asked.world);
    let instrument = &world.packs[t];
    let id = instrument.id.as_str();
    let about = why::about_treaty(world, t, asked.on, asked.known());
    let life = timeline::answer(world, t, asked.on, asked.known_day());
    let chosen = asked.question.own("status");
    let count = |status: Status| {
        let number = answer.counts.get(status.word()).copied().unwrap_or(0);
        (number > 0).then(|| {
            let term = terms::status(asked, status);
            Count {
                text: term.text.to_owned(),
                number: w.number(number),
                href: asked.link_with(&["treaties", id], &[("status", status.word())]),
                chosen: chosen == Some(status.word()),
                term: Some(term),
            }
        })
    };
    let everybody: usize = answer.counts.values().sum();
    let events = life.events.iter().map(|event| Happening {
        date: terms::dated(w, event.date),
        text: event.text.clone(),
        parties: w.number(event.parties),
    });
    let conditions = about.conditions.iter().map(|branch| {
        let condition = |condition: &why::ConditionAnswer| Condition {
            text: w.tell(
                "condition",
                &[
                    ("what", condition.condition.clone().into()),
                    ("have", condition.have.to_string().into()),
                    ("need", condition.need.to_string().into()),
                ],
            ),
            met: condition.met,
            missing: condition.missing.join(", "),
        };
        branch.iter().map(condition).collect()
    });
    let missing = pictures::missing(w, answer.participants.iter().map(|who| (who.party.as_str(), who.name.as_str())));
    let picture = |of: &str, title: &str| {
        let alt = w.tell(title, &[("title", answer.title.clone().into())]);
        Picture::at(asked, &["treaties", id, of], alt)
    };
    let titles = instrument.title.iter().filter(|(lang, _)| *lang != w.lang());
    let title = answer.title.clone();
    Page {
        f: Frame::new(asked, title.clone()).resting_on(asked, asked.record.at),
        title,
        other_titles: titles.map(|(lang, text)| (lang.clone(), text.clone())).collect(),
        facts: facts(asked, t, answer),
        conclusion: about.conclusion,
        cautions: answer.notes[..answer.cautions].to_vec(),
        map: Picture::of_page(asked, pictures::treaty_title(asked, answer)).told(missing),
        life: picture("life", "picture-life"),
        consents: (!answer.participants.is_empty()).then(|| picture("consents", "picture-consents")),
        network: picture("relations", "picture-relations"),
        counts: Status::ALL.iter().filter_map(|status| count(*status)).collect(),
        all: Count {
            term: None,
            text: w.say("filter-all").to_owned(),
            number: w.number(everybody),
            href: asked.link(&["treaties", id]),
            chosen: chosen.is_none(),
        },
        rows: answer.participants.iter().map(|who| row(asked, id, who)).collect(),
        caption: w.tell("participants-count", &[("count", answer.participants.len().into())]),
        rule: about.rule,
        conditions: conditions.collect(),
        rules: rules(asked, t),
        events: events.collect(),
        relations: relations(asked, t),
        remarks: answer.notes[answer.cautions..].to_vec(),
        acts: asked.link(&["treaties", id, "acts"]),
        what_if: asked.link(&["treaties", id, "what-if"]),
        report: asked.link(&["treaties", id, "report"]),
        calls: asked.link_with(&["commitments"], &[("treaty", id)]),
        changes: asked.link(&["treaties", id, "changes"]),
    }
}

fn row(asked: &Asked<'_>, id: &str, who: &ParticipantAnswer) -> Row {
    let w = asked.words;
    Row {
        code: who.party.clone(),
        name: who.name.clone(),
        href: asked.link(&["treaties", id, "participants", &who.party]),
        status: terms::status(asked, who.status),
        since: terms::maybe(w, who.since),
        signed: terms::maybe(w, who.signed),
        consented: who.consented.map(|date| terms::dated(w, date)),
        consent: who.consent.and_then(|word| word.parse::<ActKind>().ok()).map(|kind| terms::act(w, kind)),
    }
}

fn facts(asked: &Asked<'_>, t: TreatyIx, answer: &StatusAnswer) -> Vec<Fact> {
    let (w, world) = (asked.words, asked.world);
    let instrument = &world.packs[t];
    let mut facts = Vec::new();
    let mut fact = |id: &str, value: String, links: Vec<Link>| {
        facts.push(Fact { name: w.say(id).to_owned(), value, links });
    };
    fact("fact-kind", terms::instrument(w, instrument.kind).to_owned(), Vec::new());
    if let Some(adopted) = instrument.adopted {
        let day = w.dated(adopted);
        let text = match &instrument.place {
            Some(place) => w.tell(
                "fact-day-place",
                &[("day", day.into()), ("place", world.place_name(place, adopted.first).into())],
            ),
            None => day,
        };
        fact("fact-adopted", text, Vec::new());
    }
    let never = matches!(instrument.kind, InstrumentKind::Political | InstrumentKind::Decision);
    let not_in_force = w.say(if never { "fact-no-entry" } else { "fact-not-in-force" });
    let entry = match (answer.entry_into_force, answer.in_force) {
        (Some(day), true) => w.tell("fact-in-force-since", &[("day", w.day(day).into())]),
        (Some(day), false) if day > asked.on => w.tell("fact-will-be-in-force", &[("day", w.day(day).into())]),
        (Some(day), false) => match answer.ended {
            Some(end) => w.tell("fact-was-in-force", &[("day", w.day(day).into()), ("end", w.day(end).into())]),
            None => not_in_force.to_owned(),
        },
        (None, _) => not_in_force.to_owned(),
    };
    fact("fact-entry", entry, Vec::new());
    let bound = [Status::Party, Status::Withdrawing];
    let parties: usize = bound.iter().filter_map(|status| answer.counts.get(status.word())).sum();
    fact("fact-parties", w.number(parties), Vec::new());
    if !instrument.depositaries.is_empty() {
        let link = |&party: &law::PartyIx| Link {
            href: asked.link(&["participants", world.code(party)]),
            text: world.party_name(party, asked.on).to_owned(),
            here: false,
        };
        fact("fact-depositary", String::new(), instrument.depositaries.iter().map(link).collect());
    }
    let own = world.packs.matters.iter().filter(|own| own.instrument.as_deref() == Some(&instrument.id));
    let own = own.filter(|own| matches!(own.kind, pack::MatterKind::Body | pack::MatterKind::Series));
    let own: Vec<Link> = own.map(|own| super::sheet::matter(asked, &own.id)).collect();
    if !own.is_empty() {
        fact("bodies", String::new(), own);
    }
    if !instrument.refs.is_empty() {
        let refs: Vec<String> =
            instrument.refs.iter().map(|(register, number)| format!("{} {number}", register.to_uppercase())).collect();
        fact("fact-refs", refs.join(", "), Vec::new());
    }
    let checked = match answer.checked_until {
        Some(day) => w.day(day),
        None => w.say("unknown").to_owned(),
    };
    fact("fact-checked", checked, Vec::new());
    facts
}

/// What the instrument provides, part by part, with its articles.
fn rules(asked: &Asked<'_>, t: TreatyIx) -> Vec<Provision> {
    let w = asked.words;
    let duty = |duty: &law::clause::Obligation| {
        let what = pack::in_language(&duty.what, w.lang());
        w.tell("rule-within", &[("what", what.into()), ("period", w.period(&duty.within).into())])
    };
    w.provisions(&asked.world.packs[t].clauses, asked.world, duty)
}

fn relations(asked: &Asked<'_>, t: TreatyIx) -> Vec<Relation> {
    let (w, world) = (asked.words, asked.world);
    let me = &world.packs[t];
    let relation = |kind, to: TreatyIx| {
        let other = &world.packs[to];
        Relation {
            kind,
            href: asked.link(&["treaties", &other.id]),
            title: pack::in_language(&other.title, w.lang()).to_owned(),
        }
    };
    let mine = me.relations.iter().filter_map(|own| {
        let to = world.packs.by_id(&own.treaty)?;
        Some(relation(terms::relation(w, own.kind), to))
    });
    let others = world.packs.instruments.iter().flat_map(|other| {
        let here = other.relations.iter().filter(|own| own.treaty == me.id);
        here.map(|own| relation(terms::label(w, "label-related", own.kind.word()), other.ix))
    });
    mine.chain(others).collect()
}

#[derive(Template)]
#[template(path = "acts.html")]
struct ActsPage {
    f: Frame,
    title: String,
    treaty: String,
    caption: String,
    in_ledger: bool,
    rows: Vec<ActRow>,
}

struct ActRow {
    date: When,
    who: Option<Link>,
    what: &'static str,
    known: Option<When>,
    effect: Option<When>,
    place: String,
    source: Link,
    remarks: Vec<String>,
    /// The entry of the ledger that it rests on.
    entry: Option<Link>,
}

fn acts(asked: &Asked<'_>) -> Result<Made, Miss> {
    let (w, world) = (asked.words, asked.world);
    let t = asked.treaty(0)?;
    let instrument = &world.packs[t];
    let mut all: Vec<&law::Act> = instrument.acts.iter().collect();
    all.sort_by_key(|act| act.date.first);
    if matches!(asked.form, Form::Csv | Form::Parquet) {
        let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
        let rows = all.iter().map(|act| {
            [
                act.date.to_string(),
                act.party.map_or("", |party| world.code(party)).to_owned(),
                act.kind.word().to_owned(),
                day(act.effect),
                day(act.known),
                act.place.as_deref().unwrap_or("").to_owned(),
                act.territory.as_deref().unwrap_or("").to_owned(),
                act.source.to_string(),
            ]
        });
        return Made::table(
            asked.form,
            [
                ("date", Kind::Dated),
                ("party", Kind::Text),
                ("act", Kind::Text),
                ("effect", Kind::Day),
                ("known", Kind::Day),
                ("place", Kind::Text),
                ("territory", Kind::Text),
                ("source", Kind::Text),
            ],
            rows,
        );
    }
    let entries = super::entries::of_acts(asked, t);
    let row = |(at, act): (usize, &&law::Act)| {
        let who = act.party.map(|party| Link {
            href: asked.link(&["treaties", &instrument.id, "participants", world.code(party)]),
            text: world.party_name(party, act.date.first).to_owned(),
            here: false,
        });
        let remarks = [&act.note, &act.doubt, &act.overruled].into_iter().flatten().map(|text| text.to_string());
        let territory = act.territory.iter().map(|territory| territory.to_string());
        ActRow {
            date: terms::dated(w, act.date),
            who,
            what: terms::act(w, act.kind),
            known: terms::maybe(w, act.known),
            effect: terms::maybe(w, act.effect),
            place: act
                .place
                .as_deref()
                .map_or(String::new(), |place| world.place_name(place, act.date.first).to_owned()),
            source: super::documents::source(asked, &act.source),
            remarks: territory.chain(remarks).collect(),
            entry: entries.get(at).map(|entry| Link {
                href: super::entries::address(asked, *entry),
                text: entry.to_string(),
                here: false,
            }),
        }
    };
    let title = pack::in_language(&instrument.title, w.lang()).to_owned();
    Made::html(&ActsPage {
        f: Frame::new(asked, w.tell("acts-of", &[("treaty", title.clone().into())])).resting_on(asked, asked.record.at),
        title,
        treaty: asked.link(&["treaties", &instrument.id]),
        caption: w.tell("acts-count", &[("count", all.len().into())]),
        in_ledger: !entries.is_empty(),
        rows: all.iter().enumerate().map(row).collect(),
    })
}

#[derive(Template)]
#[template(path = "what-if.html")]
struct WhatIfPage {
    f: Frame,
    title: String,
    treaty: String,
    kinds: Vec<Choice>,
    party: String,
    date: String,
    asked: bool,
    sentences: Vec<String>,
    rows: Vec<Supposed>,
    findings: Vec<String>,
}

struct Supposed {
    since: Option<When>,
    name: String,
    is: Term,
    would_be: Term,
}

/// Acts by which a participant changes what it is to a treaty: those that are worth supposing.
const SUPPOSED: [ActKind; 6] = [
    ActKind::Signature,
    ActKind::Ratification,
    ActKind::Acceptance,
    ActKind::Approval,
    ActKind::Accession,
    ActKind::Withdrawal,
];

fn what_if(asked: &Asked<'_>) -> Result<Made, Miss> {
    let (w, world, question) = (asked.words, asked.world, asked.question);
    let t = asked.treaty(0)?;
    let instrument = &world.packs[t];
    let kind = question.own("act").map(supposed_kind).transpose()?.unwrap_or(ActKind::Ratification);
    let date = question.own_day("date")?.unwrap_or(asked.on);
    let party = question.own("party").map(|word| treaties::party(asked, "party", word)).transpose()?;
    let acts: Vec<law::Act> = party.map(|party| law::Act::new(kind, Some(party), date)).into_iter().collect();
    let written: Vec<String> =
        party.map(|party| format!("{date} {} {}", kind.word(), world.code(party))).into_iter().collect();
    let asks =
        whatif::Question { acts: &acts, written: &written, on: question.on, today: asked.today, known: asked.known() };
    let answer = whatif::answer(world, t, asks);
    if asked.form == Form::Json {
        return Made::json(&answer);
    }
    let force = match (answer.entry_into_force.is, answer.entry_into_force.would_be) {
        (None, Some(day)) => w.tell("what-if-enters", &[("day", w.day(day).into())]),
        (Some(was), Some(day)) if was != day => {
            w.tell("what-if-enters-instead", &[("day", w.day(day).into()), ("was", w.day(was).into())])
        }
        _ => w.say("what-if-same-force").to_owned(),
    };
    let parties = w.tell(
        "what-if-parties",
        &[
            ("day", w.day(answer.on).into()),
            ("would", answer.parties.would_be.into()),
            ("is", w.number(answer.parties.is).into()),
        ],
    );
    let row = |change: &whatif::Change| Supposed {
        since: terms::maybe(w, change.since),
        name: change.name.clone(),
        is: terms::status(asked, change.is),
        would_be: terms::status(asked, change.would_be),
    };
    let kinds = SUPPOSED.iter().map(|own| Choice {
        value: own.word().to_owned(),
        text: terms::act(w, *own).to_owned(),
        chosen: *own == kind,
    });
    let title = pack::in_language(&instrument.title, w.lang()).to_owned();
    Made::html(&WhatIfPage {
        f: Frame::new(asked, w.tell("what-if-of", &[("treaty", title.clone().into())]))
            .resting_on(asked, asked.record.at),
        title,
        treaty: asked.link(&["treaties", &instrument.id]),
        kinds: kinds.collect(),
        party: party.map_or(String::new(), |party| world.party_name(party, asked.on).to_owned()),
        date: date.to_string(),
        asked: party.is_some(),
        sentences: vec![force, parties],
        rows: answer.changes.iter().map(row).collect(),
        findings: answer.findings.clone(),
    })
}

fn supposed_kind(word: &str) -> Result<ActKind, Wrong> {
    SUPPOSED.into_iter().find(|kind| kind.word() == word).ok_or_else(|| Wrong::Value {
        name: "act",
        value: word.to_owned(),
        takes: SUPPOSED.iter().map(|kind| kind.word().to_owned()).collect(),
    })
}
