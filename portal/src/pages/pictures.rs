//! Pictures: the map of a treaty's parties, its life, its counts over time, its relatives; what binds a participant; the
//! zones. Each is a file with an address of its own, in a wide and in a narrow form; a page shows it beside the table from
//! which it is drawn.

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use chart::{Area, Band, Class, Curve, Edge, Extent, Intervals, Life, Line, Map, Mark, Moment, Network, Node};
use chart::{Frame, Series, Sheet, Step, When, Width};
use law::{Day, PartyIx, Scratch, Status, TreatyIx};
use pack::RelationKind;
use register::answer::sites::SiteRow;
use register::answer::status::StatusAnswer;
use register::answer::treaties::TreatyRow;
use register::answer::why;
use register::answer::zones::ZoneAnswer;
use words::Words;

use super::leaf::{Asked, Form, Leaf, Made};
use super::miss::Miss;
use super::participants;
use super::question::Question;
use super::terms;

pub(crate) const LIFE: Leaf = Leaf {
    own: &[],
    forms: &[Form::Svg, Form::Narrow],
    what: "The life of a treaty as a picture",
    make: |asked| Ok(drawn(life(asked, asked.treaty(0)?))),
};

pub(crate) const CONSENTS: Leaf = Leaf {
    own: &[],
    forms: &[Form::Svg, Form::Narrow],
    what: "Signatures, consents and parties of a treaty over time, as a picture",
    make: |asked| Ok(drawn(consents(asked, asked.treaty(0)?))),
};

pub(crate) const RELATIONS: Leaf = Leaf {
    own: &[],
    forms: &[Form::Svg, Form::Narrow],
    what: "An instrument and its relatives, as a picture",
    make: |asked| match relations(asked, asked.treaty(0)?) {
        Some(svg) => Ok(drawn(svg)),
        None => Err(Miss::Nowhere),
    },
};

fn drawn(svg: String) -> Made {
    Made(svg.into_bytes())
}

/// A picture in a page.
pub(crate) struct Picture {
    /// The address of the wide form.
    pub(crate) wide: String,
    /// The address of the narrow form.
    pub(crate) narrow: String,
    /// What stands for it where it is not seen.
    pub(crate) alt: String,
    /// What stands below it; may be empty.
    pub(crate) caption: String,
    /// Whether it is folded away, and not fetched before it is looked for. Others are fetched at once: what comes later moves
    /// what stands below it.
    pub(crate) folded: bool,
}

impl Picture {
    /// The picture at an address of this site; the form is added to it.
    pub(crate) fn at(asked: &Asked<'_>, parts: &[&str], alt: String) -> Picture {
        let question = Question { own: Vec::new(), ..asked.question.clone() };
        // What is shown on a page of today is the picture of that day, so that it can be kept as long as the page.
        let question = Question { on: Some(asked.on), lang: Some(asked.words.lang()), ..question };
        let of = |form: Form| {
            format!("{}{}{}{}", asked.prefix, super::question::path(parts), form.ending(), question.query())
        };
        Picture::new(of, alt)
    }

    /// The picture that is another form of the page, asked as the page is.
    pub(crate) fn of_page(asked: &Asked<'_>, alt: String) -> Picture {
        let question = Question { on: Some(asked.on), lang: Some(asked.words.lang()), ..asked.question.clone() };
        Picture::new(|form| asked.here(form, &question), alt)
    }

    fn new(of: impl Fn(Form) -> String, alt: String) -> Picture {
        Picture { wide: of(Form::Svg), narrow: of(Form::Narrow), alt, caption: String::new(), folded: false }
    }

    /// Folded away.
    #[must_use]
    pub(crate) fn folded(mut self) -> Picture {
        self.folded = true;
        self
    }

    /// With a caption.
    #[must_use]
    pub(crate) fn told(mut self, caption: String) -> Picture {
        self.caption = caption;
        self
    }
}

fn sheet<'a>(asked: &Asked<'_>, title: &'a str, description: &'a str) -> Sheet<'a> {
    Sheet {
        title,
        description,
        language: asked.words.lang(),
        frame: Frame::Standalone,
        width: if asked.form == Form::Narrow { Width::Narrow } else { Width::Wide },
        ..Sheet::default()
    }
}

/// A day on an axis.
fn on(day: Day) -> When {
    When::on(day.epoch())
}

/// The mark of the day asked about.
fn marker<'a>(asked: &Asked<'_>, label: &'a str) -> Moment<'a> {
    Moment { when: on(asked.on), label, href: None }
}

/// Which colour and hatching a status has, on every picture.
fn tone(status: Status) -> usize {
    match status {
        Status::None => 5,
        Status::Party => 0,
        Status::Signatory => 1,
        Status::FormerParty => 2,
        Status::ContractingState => 3,
        Status::Withdrawing => 4,
        Status::Provisional => 6,
        Status::Contested => 7,
    }
}

/// Codes of participants for which there is no outline.
fn is_outlined(code: &str) -> bool {
    static ALL: LazyLock<HashSet<&str>> = LazyLock::new(|| chart::outlined().into_iter().collect());
    ALL.contains(code)
}

/// Who is not on a map, as a sentence; empty where everybody is.
pub(crate) fn missing<'a>(w: &Words, all: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let names: Vec<&str> = all.filter(|(code, _)| !is_outlined(code)).map(|(_, name)| name).collect();
    if names.is_empty() {
        return String::new();
    }
    w.tell("picture-missing", &[("names", names.join(w.say("list-joiner")).into())])
}

/// A map of the world.
fn map_of_the_world(
    asked: &Asked<'_>,
    title: &str,
    areas: &[Area<'_>],
    classes: &[Class<'_>],
    lines: &[Line<'_>],
) -> Made {
    let note = asked.words.say("picture-borders");
    let map = Map { sheet: sheet(asked, title, note), areas, classes, lines, marks: &[], extent: Extent::World, note };
    drawn(map.draw().svg)
}

/// Each value once, where it comes first.
fn distinct<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut all = Vec::new();
    for value in values {
        if !all.contains(&value) {
            all.push(value);
        }
    }
    all
}

/// The map of everybody who is something to a treaty.
pub(crate) fn of_treaty(asked: &Asked<'_>, answer: &StatusAnswer) -> Made {
    let w = asked.words;
    let statuses: Vec<Status> =
        Status::ALL.into_iter().filter(|status| answer.participants.iter().any(|who| who.status == *status)).collect();
    let legend: Vec<String> = statuses
        .iter()
        .map(|status| {
            let number = answer.participants.iter().filter(|who| who.status == *status).count();
            w.tell(
                "picture-legend",
                &[("what", terms::label(w, "status", status.word()).into()), ("number", w.number(number).into())],
            )
        })
        .collect();
    let classes: Vec<Class<'_>> =
        statuses.iter().zip(&legend).map(|(status, label)| Class { label, tone: tone(*status) }).collect();
    let labels: Vec<String> = answer
        .participants
        .iter()
        .map(|who| [&who.name, w.say("colon"), terms::label(w, "status", who.status.word())].concat())
        .collect();
    let areas: Vec<Area<'_>> = answer
        .participants
        .iter()
        .zip(&labels)
        .filter(|(who, _)| is_outlined(&who.party))
        .map(|(who, label)| Area {
            code: &who.party,
            class: statuses.iter().position(|status| *status == who.status),
            label,
            name: if answer.participants.len() <= SOME { &who.name } else { "" },
            href: None,
        })
        .collect();
    map_of_the_world(asked, &treaty_title(asked, answer), &areas, &classes, &[])
}

/// So many names can stand on a map.
const SOME: usize = 15;

/// What the map of a treaty is called.
pub(crate) fn treaty_title(asked: &Asked<'_>, answer: &StatusAnswer) -> String {
    let w = asked.words;
    w.tell("picture-treaty", &[("title", answer.title.clone().into()), ("day", w.day(asked.on).into())])
}

/// How many of some treaties bind each State, in classes that follow each other.
pub(crate) fn of_treaties(asked: &Asked<'_>, rows: &[TreatyRow]) -> Made {
    let (w, world) = (asked.words, asked.world);
    let treaties = rows.iter().filter_map(|row| world.packs.by_id(&row.treaty));
    let mut counts = participants::bound(asked, treaties);
    counts.retain(|party, _| is_outlined(world.code(*party)));
    let steps = steps(counts.values().copied());
    let legend: Vec<String> = steps
        .iter()
        .map(|(low, high)| {
            let (low, high) = (w.number(*low), w.number(*high));
            if low == high { low } else { w.tell("picture-range", &[("low", low.into()), ("high", high.into())]) }
        })
        .collect();
    let classes: Vec<Class<'_>> =
        legend.iter().enumerate().map(|(step, label)| Class { label, tone: chart::TONES + step }).collect();
    let labels: Vec<(PartyIx, usize, String)> = counts
        .iter()
        .map(|(party, count)| {
            let name = world.party_name(*party, asked.on);
            (*party, *count, [name, w.say("colon"), &w.number(*count)].concat())
        })
        .collect();
    let areas: Vec<Area<'_>> = labels
        .iter()
        .map(|(party, count, label)| Area {
            code: world.code(*party),
            class: steps.iter().position(|(low, high)| (low..=high).contains(&count)),
            label,
            name: "",
            href: None,
        })
        .collect();
    map_of_the_world(asked, &treaties_title(asked, rows.len()), &areas, &classes, &[])
}

/// What the map of all treaties is called.
pub(crate) fn treaties_title(asked: &Asked<'_>, treaties: usize) -> String {
    let w = asked.words;
    w.tell("picture-treaties", &[("count", treaties.into()), ("day", w.day(asked.on).into())])
}

/// Five classes with about as many members each; fewer where there are not so many different numbers.
fn steps(counts: impl Iterator<Item = usize>) -> Vec<(usize, usize)> {
    let mut all: Vec<usize> = counts.collect();
    all.sort_unstable();
    let mut steps: Vec<(usize, usize)> = Vec::new();
    let classes = chart::STEPS;
    for class in 1..=classes {
        let Some(&high) = all.get((all.len() * class / classes).wrapping_sub(1)) else { continue };
        let low = steps.last().map_or(all.first().copied().unwrap_or(0), |(_, high)| high + 1);
        if high >= low {
            steps.push((low, high));
        }
    }
    steps
}

/// The stages of a treaty's life.
fn life(asked: &Asked<'_>, t: TreatyIx) -> String {
    let (w, world) = (asked.words, asked.world);
    let about = why::about_treaty(world, t, asked.on, asked.known());
    let kinds = distinct(about.history.iter().map(|stay| stay.status.as_str()));
    let classes: Vec<Class<'_>> =
        kinds.iter().map(|kind| Class { label: terms::label(w, "stage", kind), tone: stage_tone(kind) }).collect();
    let labels: Vec<String> = about.history.iter().map(|stay| spell(w, stay)).collect();
    let stages: Vec<Band<'_>> = about
        .history
        .iter()
        .zip(&labels)
        .map(|(stay, label)| Band {
            from: on(stay.from),
            to: stay.until.map(on),
            class: kinds.iter().position(|kind| *kind == stay.status),
            label,
            name: terms::label(w, "stage", &stay.status),
            href: None,
        })
        .collect();
    let starts: Vec<(When, String)> = about
        .history
        .iter()
        .map(|stay| (on(stay.from), dated(w, stay.from, terms::label(w, "stage", &stay.status))))
        .chain(about.trigger.iter().map(|trigger| {
            let who: Vec<&str> = trigger.parties.iter().map(String::as_str).collect();
            let met = w.tell("picture-trigger", &[("parties", who.join(", ").into())]);
            (on(trigger.date), dated(w, trigger.date, &met))
        }))
        .collect();
    let events: Vec<Moment<'_>> =
        starts.iter().map(|(when, label)| Moment { when: *when, label, href: None }).collect();
    let day = w.day(asked.on);
    let title = w.tell("picture-life", &[("title", about.title.clone().into())]);
    Life {
        sheet: sheet(asked, &title, &about.conclusion),
        stages: &stages,
        events: &events,
        marker: Some(marker(asked, &day)),
        classes: &classes,
        note: "",
    }
    .draw()
}

fn dated(w: &Words, day: Day, text: &str) -> String {
    [&w.day(day), w.say("colon"), text].concat()
}

fn spell(w: &'static Words, stay: &why::Stay) -> String {
    let until = stay.until.map_or_else(|| w.say("still").to_owned(), |until| w.day(until.plus(-1)));
    format!("{}{}{} – {until}", terms::label(w, "stage", &stay.status), w.say("colon"), w.day(stay.from))
}

fn stage_tone(stage: &str) -> usize {
    match stage {
        "in-force" => 0,
        "open" => 1,
        "superseded" => 2,
        "extended" => 3,
        "suspended" => 4,
        "amended" => 6,
        _ => 5,
    }
}

/// How many had signed, had consented and were bound, over time.
fn consents(asked: &Asked<'_>, t: TreatyIx) -> String {
    let (w, world) = (asked.words, asked.world);
    let engine = &world.packs.engine;
    let mut scratch = Scratch::default();
    let (_, histories) = engine.histories(t, asked.known_day(), &mut scratch);
    let mut standings = Vec::new();
    engine.standings(t, asked.on, asked.known_day(), &law::Supposed::default(), &mut scratch, &mut standings);
    let step = |day: Day, change: i32| Step { when: on(day), change, label: "" };
    let past = |day: &Day| day.is_real() && *day <= asked.on;
    let signed: Vec<Step<'_>> =
        standings.iter().map(|standing| standing.signed).filter(past).map(|day| step(day, 1)).collect();
    let changes = |counts: fn(Status) -> bool| -> Vec<Step<'static>> {
        let mut steps = Vec::new();
        for history in &histories {
            let mut was = false;
            for interval in history.iter().filter(|interval| past(&interval.from)) {
                let is = counts(interval.status);
                if is != was {
                    steps.push(Step { when: on(interval.from), change: if is { 1 } else { -1 }, label: "" });
                }
                was = is;
            }
        }
        steps
    };
    let consented = changes(|status| status.is_bound() || status == Status::ContractingState);
    let bound = changes(Status::is_bound);
    let all = [("picture-signed", 1, &signed), ("picture-consented", 3, &consented), ("picture-bound", 0, &bound)];
    let series: Vec<Series<'_>> = all
        .iter()
        .filter(|(_, _, steps)| !steps.is_empty())
        .map(|(id, tone, steps)| Series { label: w.say(id), tone: *tone, steps })
        .collect();
    let day = w.day(asked.on);
    let name = pack::in_language(&world.packs[t].title, w.lang());
    let title = w.tell("picture-consents", &[("title", name.into())]);
    let counted = |steps: &[Step<'_>]| w.number(steps.iter().filter(|step| step.change > 0).count());
    let description = w.tell(
        "picture-consents-text",
        &[("day", day.clone().into()), ("signed", counted(&signed).into()), ("consented", counted(&consented).into())],
    );
    Curve {
        sheet: sheet(asked, &title, &description),
        series: &series,
        events: &[],
        marker: Some(marker(asked, &day)),
        counted: w.say("picture-counted"),
        note: "",
    }
    .draw()
}

/// What stands between two instruments, as a picture; none where an instrument has no relatives.
fn relations(asked: &Asked<'_>, t: TreatyIx) -> Option<String> {
    let (w, world) = (asked.words, asked.world);
    let ids = family(asked, t);
    if ids.len() < 2 {
        return None;
    }
    let mut scratch = Scratch::default();
    let members: Vec<(TreatyIx, bool)> = ids
        .iter()
        .map(|&t| (t, world.packs.engine.outcome(t, asked.known_day(), &mut scratch).in_force(asked.on)))
        .collect();
    let nodes: Vec<Node<'_>> = members
        .iter()
        .map(|(t, in_force)| {
            let instrument = &world.packs[*t];
            let first = instrument.acts.iter().map(|act| act.date).min_by_key(|date| date.first);
            let date = instrument.adopted.or(first);
            Node {
                id: &instrument.id,
                label: name(asked, *t),
                when: date.map_or(on(asked.on), |date| When::within(date.first.epoch(), date.last().epoch())),
                class: Some(usize::from(!in_force)),
                href: None,
            }
        })
        .collect();
    let mut edges: Vec<(&str, &str, RelationKind)> = Vec::new();
    for (t, _) in &members {
        let instrument = &world.packs[*t];
        for relation in &instrument.relations {
            if nodes.iter().any(|node| node.id == relation.treaty) {
                edges.push((&instrument.id, &relation.treaty, relation.kind));
            }
        }
    }
    let kinds = distinct(edges.iter().map(|(_, _, kind)| *kind));
    let edges: Vec<Edge<'_>> = edges
        .into_iter()
        .map(|(from, to, kind)| Edge {
            from,
            to,
            kind: kinds.iter().position(|own| *own == kind).unwrap_or(0),
            label: terms::relation(w, kind),
        })
        .collect();
    let kinds: Vec<Class<'_>> =
        kinds.iter().enumerate().map(|(at, kind)| Class { label: terms::relation(w, *kind), tone: at }).collect();
    let classes = [
        Class { label: w.say("treaties-in-force"), tone: 0 },
        Class { label: w.say("treaties-not-in-force"), tone: 5 },
    ];
    let name = pack::in_language(&world.packs[t].title, w.lang());
    let title = w.tell("picture-relations", &[("title", name.into())]);
    let drawing = Network {
        sheet: sheet(asked, &title, w.say("picture-relations-text")),
        nodes: &nodes,
        edges: &edges,
        classes: &classes,
        kinds: &kinds,
        note: "",
    };
    Some(drawing.draw().svg)
}

/// So many boxes can be read.
const FAMILY: usize = 24;

/// An instrument, those related to it, and those related to these; the nearest ones.
fn family(asked: &Asked<'_>, t: TreatyIx) -> BTreeSet<TreatyIx> {
    let packs = &asked.world.packs;
    let related = |t: TreatyIx| {
        let own = &packs[t];
        let mine = own.relations.iter().filter_map(|relation| packs.by_id(&relation.treaty));
        let others =
            packs.instruments.iter().filter(|other| other.relations.iter().any(|relation| relation.treaty == own.id));
        mine.chain(others.map(|other| other.ix)).collect::<Vec<_>>()
    };
    let mut all = BTreeSet::from([t]);
    let mut edge = vec![t];
    for _ in 0..2 {
        let next: BTreeSet<TreatyIx> = edge.iter().flat_map(|t| related(*t)).filter(|t| !all.contains(t)).collect();
        for one in &next {
            if all.len() < FAMILY {
                all.insert(*one);
            }
        }
        edge = next.into_iter().collect();
    }
    all
}

/// What binds a participant, over time: a line for each treaty.
pub(crate) fn of_participant(asked: &Asked<'_>, party: PartyIx, rows: &[TreatyIx]) -> Made {
    let (w, world) = (asked.words, asked.world);
    let mut scratch = Scratch::default();
    let mut lines = Vec::new();
    for &t in rows {
        let history = world.packs.engine.history(t, party, asked.known_day(), &mut scratch);
        let spans: Vec<(Day, Day, Status)> = history
            .iter()
            .filter(|interval| interval.status != Status::None && interval.from.is_real())
            .map(|interval| (interval.from, interval.until, interval.status))
            .collect();
        lines.push((name(asked, t), spans));
    }
    let mut statuses = distinct(lines.iter().flat_map(|(_, spans)| spans).map(|(_, _, status)| *status));
    statuses.sort_by_key(|status| tone(*status));
    let classes: Vec<Class<'_>> = statuses
        .iter()
        .map(|status| Class { label: terms::label(w, "status", status.word()), tone: tone(*status) })
        .collect();
    let bands: Vec<(&str, Vec<Band<'_>>)> = lines
        .iter()
        .map(|(label, spans)| {
            let bands = spans.iter().map(|(from, until, status)| Band {
                from: on(*from),
                to: until.real().map(on),
                class: statuses.iter().position(|own| own == status),
                label: terms::label(w, "status", status.word()),
                name: "",
                href: None,
            });
            (*label, bands.collect())
        })
        .collect();
    let rows: Vec<chart::Row<'_>> =
        bands.iter().map(|(label, bands)| chart::Row { label, href: None, bands }).collect();
    let day = w.day(asked.on);
    let title = participant_title(asked, party);
    let drawing = Intervals {
        sheet: sheet(asked, &title, w.say("picture-participant-text")),
        rows: &rows,
        marker: Some(marker(asked, &day)),
        classes: &classes,
        note: "",
    };
    drawn(drawing.draw())
}

/// What an instrument is called where there is little room: short names are in English.
fn name<'a>(asked: &Asked<'a>, t: TreatyIx) -> &'a str {
    let world: &'a register::World = asked.world;
    let instrument = &world.packs[t];
    let short = instrument.short.as_deref().filter(|_| asked.words.lang() == "en");
    short.unwrap_or_else(|| pack::in_language(&instrument.title, asked.words.lang()))
}

/// What the picture of a participant is called.
pub(crate) fn participant_title(asked: &Asked<'_>, party: PartyIx) -> String {
    let name = asked.world.party_name(party, asked.on);
    asked.words.tell("picture-participant", &[("name", name.into())])
}

/// The map of one zone: its States by what they are to its treaty, and its limits at sea.
pub(crate) fn of_zone(asked: &Asked<'_>, zone: &ZoneAnswer) -> Made {
    let w = asked.words;
    let statuses = distinct(zone.states.iter().map(|state| state.status));
    let classes: Vec<Class<'_>> = statuses
        .iter()
        .map(|status| match status {
            Some(status) => Class { label: terms::label(w, "status", status.word()), tone: tone(*status) },
            None => Class { label: w.say("zone-territory"), tone: 3 },
        })
        .collect();
    let areas: Vec<Area<'_>> = zone
        .states
        .iter()
        .filter(|state| is_outlined(&state.party))
        .map(|state| Area {
            code: &state.party,
            class: statuses.iter().position(|own| *own == state.status),
            label: &state.name,
            name: &state.name,
            href: None,
        })
        .collect();
    let line = limits(zone);
    let label =
        zone.limits.as_ref().map(|limits| w.tell("zone-limits", &[("article", w.article(&limits.article).into())]));
    let lines: Vec<Line<'_>> = label.iter().map(|label| Line { points: &line, label }).collect();
    let codes: Vec<&str> = areas.iter().map(|area| area.code).collect();
    let extent = match (line.as_slice(), codes.as_slice()) {
        ([], []) => Extent::World,
        ([], codes) => Extent::Around(codes),
        (line, _) => around(line),
    };
    let title = zone_title(asked, zone);
    let note = w.say("picture-borders");
    let map = Map {
        sheet: sheet(asked, &title, &zone.covers),
        areas: &areas,
        classes: &classes,
        lines: &lines,
        marks: &[],
        extent,
        note,
    };
    drawn(map.draw().svg)
}

/// What the map of a zone is called.
pub(crate) fn zone_title(asked: &Asked<'_>, zone: &ZoneAnswer) -> String {
    let w = asked.words;
    w.tell("picture-zone", &[("name", zone.name.clone().into()), ("day", w.day(asked.on).into())])
}

/// The line at sea, closed.
fn limits(zone: &ZoneAnswer) -> Vec<(f64, f64)> {
    let points = zone.limits.iter().flat_map(|limits| &limits.points).map(|&[lon, lat]| (lon, lat));
    let mut line: Vec<(f64, f64)> = points.collect();
    line.extend(line.first().copied());
    line
}

/// What lies within a line, and a little more. A line that crosses the antimeridian runs east of 180°.
fn around(line: &[(f64, f64)]) -> Extent<'static> {
    let (mut west, mut east, mut at, mut last) = (0.0_f64, 0.0_f64, 0.0_f64, None);
    let start = line.first().map_or(0.0, |point| point.0);
    for (lon, _) in line {
        let step = last.map_or(0.0, |last: f64| (lon - last + 540.0).rem_euclid(360.0) - 180.0);
        at += step;
        (west, east) = (west.min(at), east.max(at));
        last = Some(*lon);
    }
    let latitudes = || line.iter().map(|point| point.1);
    let (south, north) = (latitudes().fold(90.0, f64::min), latitudes().fold(-90.0, f64::max));
    let wrapped = |lon: f64| (lon + 180.0).rem_euclid(360.0) - 180.0;
    Extent::Limits { west: wrapped(start + west), south, east: wrapped(start + east), north }
}

/// The map of sites: where work is asked for, under way or done.
pub(crate) fn of_sites(asked: &Asked<'_>, sites: &[SiteRow]) -> Made {
    let w = asked.words;
    let states = [false, true];
    let classes: Vec<Class<'_>> = states
        .iter()
        .enumerate()
        .map(|(tone, done)| Class { label: w.say(if *done { "site-done" } else { "site-open" }), tone: 3 - 3 * tone })
        .collect();
    let hrefs: Vec<String> = sites.iter().map(|site| asked.link(&["bodies", &site.site])).collect();
    let marks: Vec<Mark<'_>> = sites
        .iter()
        .zip(&hrefs)
        .filter_map(|(site, href)| {
            let [lon, lat] = site.at?;
            let class = usize::from(site.done);
            Some(Mark { at: (lon, lat), class, label: &site.name, name: &site.name, href: Some(href) })
        })
        .collect();
    let points: Vec<(f64, f64)> = marks.iter().map(|mark| mark.at).collect();
    let extent = if points.is_empty() { Extent::World } else { around(&points) };
    let title = w.say("sites").to_owned();
    let sheet = sheet(asked, &title, w.say("sites-lead"));
    let states: Vec<(&str, &str)> = asked
        .world
        .packs
        .parties
        .iter()
        .filter(|(_, party)| is_outlined(&party.code))
        .map(|(ix, party)| (&*party.code, asked.world.party_name(ix, asked.on)))
        .collect();
    let areas: Vec<Area<'_>> =
        states.iter().map(|(code, name)| Area { code, class: None, label: name, name, href: None }).collect();
    let note = w.say("picture-borders");
    let map = Map { sheet, areas: &areas, classes: &classes, lines: &[], marks: &marks, extent, note };
    drawn(map.draw().svg)
}

/// The map of all zones, each with a colour of its own.
pub(crate) fn of_zones(asked: &Asked<'_>, zones: &[ZoneAnswer]) -> Made {
    let w = asked.words;
    let classes: Vec<Class<'_>> =
        zones.iter().enumerate().map(|(tone, zone)| Class { label: &zone.name, tone }).collect();
    let labels: Vec<(usize, &str, String)> = zones
        .iter()
        .enumerate()
        .flat_map(|(at, zone)| zone.states.iter().map(move |state| (at, zone, state)))
        .filter(|(_, _, state)| is_outlined(&state.party))
        .map(|(at, zone, state)| (at, state.party.as_str(), [&state.name, w.say("colon"), &zone.name].concat()))
        .collect();
    let areas: Vec<Area<'_>> =
        labels.iter().map(|(at, code, label)| Area { code, class: Some(*at), label, name: "", href: None }).collect();
    let all: Vec<Vec<(f64, f64)>> = zones.iter().filter(|zone| zone.limits.is_some()).map(limits).collect();
    let label = w.say("zones-limits");
    let lines: Vec<Line<'_>> = all.iter().map(|points| Line { points, label }).collect();
    map_of_the_world(asked, &zones_title(asked), &areas, &classes, &lines)
}

/// What the map of all zones is called.
pub(crate) fn zones_title(asked: &Asked<'_>) -> String {
    let w = asked.words;
    w.tell("picture-zones", &[("day", w.day(asked.on).into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_fall_into_classes_that_follow_each_other() {
        assert_eq!(steps([].into_iter()), []);
        assert_eq!(steps([3, 3, 3].into_iter()), [(3, 3)]);
        assert_eq!(steps(1..=10), [(1, 2), (3, 4), (5, 6), (7, 8), (9, 10)]);
        let steps = steps([1, 1, 1, 1, 1, 1, 5, 9].into_iter());
        assert_eq!((steps.first(), steps.last()), (Some(&(1, 1)), Some(&(2, 9))), "{steps:?}");
    }

    #[test]
    fn a_line_across_the_antimeridian_is_seen_whole() {
        let pacific = [(141.0, 0.0), (180.0, 0.0), (-115.0, 0.0), (-115.0, -60.0), (115.0, -60.0), (141.0, 0.0)];
        let Extent::Limits { west, south, east, north } = around(&pacific) else { panic!("limits") };
        assert_eq!((west, south, east, north), (115.0, -60.0, -115.0, 0.0));
    }
}
