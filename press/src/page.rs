//! From records to what a template says: every text is in the reader's language, and every text is data.

use law::{Dated, Day, Status};
use serde_json::{Value, json};
use words::{Arg, Words};

use crate::fault::Fault;
use crate::record::{
    CopyRecord, NotificationRecord, Paragraph, Part, ReportRecord, StatusRecord, TimelineRecord, TreatyRecord,
    WhyRecord, bounded, read,
};
use crate::{Files, Kind, Ledger, Name, Order};

/// What a template says, as JSON.
pub(crate) fn of(order: &Order, files: &Files, edition: &str) -> Result<Value, Fault> {
    let page = Page { w: words::of(&order.lang), order, files };
    let (title, body) = match order.kind {
        Kind::Status => page.status()?,
        Kind::Sheet => page.sheet()?,
        Kind::Notification => page.notification()?,
        Kind::Copy => page.copy()?,
        Kind::Report => page.report()?,
    };
    Ok(json!({
        "lang": order.lang,
        "title": title,
        "kind": page.w.say(order.kind.label()),
        "footer": page.footer(),
        "year": order.day.date().year(),
        "attached": page.attached(),
        "colophon": page.colophon(edition),
        "body": body,
    }))
}

struct Page<'a> {
    w: &'static Words,
    order: &'a Order,
    files: &'a Files,
}

/// A fact: what it is called, and what it is.
type Fact = (String, String);

impl Page<'_> {
    fn record<T: serde::de::DeserializeOwned>(&self, name: Name) -> Result<T, Fault> {
        let bytes = self.files.get(name).ok_or(Fault::Missing(name.file()))?;
        read(name.file(), bytes)
    }

    fn say(&self, id: &str) -> String {
        self.w.say(id).to_owned()
    }

    fn tell(&self, id: &str, args: &[(&'static str, Arg<'_>)]) -> String {
        self.w.tell(id, args)
    }

    /// A day that no line break parts.
    fn day(&self, day: Day) -> String {
        whole(&self.w.day(day))
    }

    fn dated(&self, date: Dated) -> String {
        whole(&self.w.dated(date))
    }

    fn maybe(&self, day: Option<Day>) -> String {
        day.map_or(String::new(), |day| self.day(day))
    }

    fn status_word(&self, status: Status) -> String {
        self.w.status(status).to_owned()
    }

    fn label(&self, group: &str, word: &str) -> String {
        self.w.known(&format!("{group}-{word}")).unwrap_or(word).to_owned()
    }

    /// The days that the sheet speaks of.
    fn times(&self, on: Day, known: Option<Day>) -> String {
        match known {
            None => self.tell("press-as-of", &[("day", self.day(on).into())]),
            Some(known) => {
                let days = [("day", self.day(on).into()), ("known", self.day(known).into())];
                self.tell("press-as-of-known", &days)
            }
        }
    }

    fn force(&self, treaty: &TreatyRecord, record: &StatusRecord) -> String {
        let w = self.w;
        let never = matches!(treaty.kind.as_str(), "political" | "decision");
        let not_in_force = self.say(if never { "fact-no-entry" } else { "fact-not-in-force" });
        match (record.entry_into_force, record.in_force) {
            (Some(day), true) => w.tell("fact-in-force-since", &[("day", self.day(day).into())]),
            (Some(day), false) if day > record.on => w.tell("fact-will-be-in-force", &[("day", self.day(day).into())]),
            (Some(day), false) => match record.ended {
                Some(end) => {
                    w.tell("fact-was-in-force", &[("day", self.day(day).into()), ("end", self.day(end).into())])
                }
                None => not_in_force,
            },
            (None, _) => not_in_force,
        }
    }

    /// What an instrument is.
    fn facts(&self, treaty: &TreatyRecord, record: &StatusRecord) -> Vec<Fact> {
        let mut facts = vec![(self.say("fact-kind"), self.label("label-kind", &treaty.kind))];
        if let Some(adopted) = treaty.adopted {
            let day = self.dated(adopted);
            let text = match &treaty.place {
                Some(place) => self.tell("fact-day-place", &[("day", day.into()), ("place", place.as_str().into())]),
                None => day,
            };
            facts.push((self.say("fact-adopted"), text));
        }
        facts.push((self.say("fact-entry"), self.force(treaty, record)));
        if let Some(depositaries) = self.depositaries(treaty) {
            facts.push((self.say("fact-depositary"), depositaries));
        }
        if !treaty.refs.is_empty() {
            let refs: Vec<String> =
                treaty.refs.iter().map(|(register, number)| format!("{} {number}", register.to_uppercase())).collect();
            facts.push((self.say("fact-refs"), refs.join(", ")));
        }
        let checked = record.checked_until.map_or_else(|| self.say("unknown"), |day| self.day(day));
        facts.push((self.say("fact-checked"), checked));
        facts
    }

    /// Who tells the others of an act: the treaty's depositary, whoever keeps the ledger that it was entered in.
    fn notifies(&self, treaty: &TreatyRecord, keeper: &str) -> String {
        let named = ("keeper", broken(keeper).into());
        match self.depositary(treaty) {
            Some(depositary) if depositary == keeper => {
                self.tell("press-notifies", &[("depositary", broken(&depositary).into())])
            }
            Some(depositary) => {
                let count = ("count", treaty.depositaries.len().into());
                self.tell("press-notifies-elsewhere", &[("depositary", broken(&depositary).into()), count, named])
            }
            None => self.tell("press-notifies-nobody", &[named]),
        }
    }

    /// Who keeps the treaty: of several, the one that keeps the ledger too.
    fn depositary(&self, treaty: &TreatyRecord) -> Option<String> {
        let keeper = keeper_name(self.order);
        let one = treaty.depositaries.iter().find(|depositary| depositary.name == keeper);
        one.map(|depositary| depositary.name.clone()).or_else(|| self.depositaries(treaty))
    }

    fn depositaries(&self, treaty: &TreatyRecord) -> Option<String> {
        let names: Vec<&str> = treaty.depositaries.iter().map(|depositary| depositary.name.as_str()).collect();
        (!names.is_empty()).then(|| names.join(self.w.say("list-joiner")))
    }

    fn counts(&self, record: &StatusRecord) -> String {
        let all = Status::ALL.iter().filter_map(|status| {
            let number = record.counts.get(status.word()).copied().filter(|number| *number > 0)?;
            Some(self.w.of_status(number, *status))
        });
        all.collect::<Vec<_>>().join(self.w.say("list-joiner"))
    }

    fn status(&self) -> Result<(String, Value), Fault> {
        let mut record: StatusRecord = self.record(Name::Status)?;
        let treaty: TreatyRecord = self.record(Name::Treaty)?;
        bounded(record.participants.len(), "participants")?;
        bounded(record.notes.len(), "notes")?;
        record.participants.sort_by(|a, b| self.w.order(&a.name, &b.name));
        let rows: Vec<Value> = record
            .participants
            .iter()
            .map(|who| {
                json!({
                    "name": broken(&who.name),
                    "status": self.status_word(who.status),
                    "since": self.maybe(who.since),
                    "signed": self.maybe(who.signed),
                    "consented": who.consented.map_or(String::new(), |date| self.dated(date)),
                    "by": who.consent.map_or(String::new(), |kind| self.label("label-act", kind.word())),
                })
            })
            .collect();
        let head = ["column-participant", "column-status", "column-since", "column-signed", "column-consented"];
        let body = json!({
            "times": self.times(record.on, record.known),
            "titles": self.other_titles(&treaty),
            "facts": self.facts(&treaty, &record),
            "counts": self.counts(&record),
            "head": head.map(|id| self.say(id)),
            "rows": rows,
            "nobody": self.say("treaty-nobody"),
            "notes-head": self.say("press-notes"),
            "notes": record.notes.iter().map(|note| broken(note)).collect::<Vec<_>>(),
        });
        Ok((broken(&record.title), body))
    }

    fn other_titles(&self, treaty: &TreatyRecord) -> Vec<Value> {
        let others = treaty.titles.iter().filter(|(lang, _)| **lang != self.order.lang);
        others.map(|(lang, text)| json!({"lang": lang, "text": broken(text)})).collect()
    }

    fn sheet(&self) -> Result<(String, Value), Fault> {
        let mut record: StatusRecord = self.record(Name::Status)?;
        let treaty: TreatyRecord = self.record(Name::Treaty)?;
        let why: WhyRecord = self.record(Name::Why)?;
        let life: TimelineRecord = self.record(Name::Timeline)?;
        bounded(record.participants.len(), "participants")?;
        bounded(life.events.len(), "events")?;
        bounded(why.history.len() + record.notes.len(), "notes")?;
        record.participants.sort_by(|a, b| self.w.order(&a.name, &b.name));
        let groups: Vec<Value> = Status::ALL
            .iter()
            .filter_map(|&status| {
                let of = record.participants.iter().filter(|who| who.status == status);
                let names: Vec<String> = of.map(|who| broken(&who.name)).collect();
                let head = self.w.of_status(names.len(), status);
                (!names.is_empty()).then(|| json!({"head": head, "names": names.join(self.w.say("list-joiner"))}))
            })
            .collect();
        let stages: Vec<Value> = why
            .history
            .iter()
            .map(|stay| {
                let until = stay.until.map_or_else(|| self.say("still"), |day| self.day(day.plus(-1)));
                json!([self.day(stay.from), until, self.label("stage", &stay.status)])
            })
            .collect();
        let conditions: Vec<Value> = why
            .conditions
            .iter()
            .flatten()
            .map(|condition| {
                let text = self.tell(
                    "condition",
                    &[
                        ("what", condition.condition.as_str().into()),
                        ("have", condition.have.to_string().into()),
                        ("need", condition.need.to_string().into()),
                    ],
                );
                json!({"text": text, "missing": condition.missing.join(self.w.say("list-joiner"))})
            })
            .collect();
        let events: Vec<Value> = life
            .events
            .iter()
            .map(|event| json!([self.dated(event.date), broken(&event.text), self.w.number(event.parties)]))
            .collect();
        let head = |ids: [&str; 3]| ids.map(|id| self.say(id));
        let body = json!({
            "times": self.times(record.on, record.known),
            "titles": self.other_titles(&treaty),
            "facts": self.facts(&treaty, &record),
            "force-head": self.say("press-force"),
            "conclusion": broken(&why.conclusion),
            "rule": self.tell("press-rule", &[("rule", why.rule.as_str().into())]),
            "conditions": conditions,
            "stages-head": self.say("press-stages"),
            "stages-columns": head(["column-from", "column-until", "press-stage"]),
            "stages": stages,
            "groups-head": self.say("press-participants"),
            "groups": groups,
            "nobody": self.say("treaty-nobody"),
            "events-head": self.say("press-events"),
            "events-columns": head(["column-date", "column-event", "column-parties-after"]),
            "events": events,
            "notes-head": self.say("press-notes"),
            "notes": record.notes.iter().map(|note| broken(note)).collect::<Vec<_>>(),
        });
        Ok((broken(&record.title), body))
    }

    fn notification(&self) -> Result<(String, Value), Fault> {
        let record: NotificationRecord = self.record(Name::Notification)?;
        let treaty: TreatyRecord = self.record(Name::Treaty)?;
        let ledger = self.order.ledger.as_ref().ok_or(Fault::Missing("receipt.tlog-proof"))?;
        bounded(record.brings.len() + record.documents.len() + record.officers.len(), "lines")?;
        let mut facts: Vec<Fact> = Vec::new();
        let mut fact = |id: &str, text: Option<String>| {
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                facts.push((self.say(id), text));
            }
        };
        fact("column-participant", record.name.as_deref().map(broken));
        fact("column-act", record.act.map(|kind| self.label("label-act", kind.word())));
        fact("column-date", record.date.map(|date| self.dated(date)));
        fact("column-effect", record.effect.map(|day| self.day(day)));
        fact("column-known", record.known.map(|day| self.day(day)));
        fact("column-place", record.place.as_deref().map(broken));
        fact("press-territory", record.territory.as_deref().map(broken));
        fact("press-note", record.note.as_deref().map(broken));
        fact("press-doubt", record.doubt.as_deref().map(broken));
        fact("column-source", record.source.as_deref().map(broken));
        for document in &record.documents {
            fact("press-document", Some(document.clone()));
        }
        fact("press-entered", Some(whole(&record.entered)));
        fact("press-officers", Some(record.officers.join(self.w.say("list-joiner"))));
        let year = record.entered.get(..4).unwrap_or("");
        let rectifies = record.rectifies.as_ref().map(|wrong| {
            let args = [("entry", wrong.entry.to_string().into()), ("why", broken(&wrong.why).into())];
            self.tell("press-rectifies", &args)
        });
        let mut status: Vec<Fact> = Vec::new();
        if let Some(becomes) = record.becomes {
            status.push((self.say("press-was"), self.status_word(record.was.unwrap_or(Status::None))));
            status.push((self.say("press-becomes"), self.status_word(becomes)));
            status.extend(record.since.map(|day| (self.say("press-since"), self.day(day))));
        }
        let number = [("entry", record.entry.to_string().into()), ("year", year.into())];
        let body = json!({
            "number": self.tell("press-number", &number),
            "times": self.tell("press-dated", &[("day", self.day(self.order.day).into())]),
            "lead": self.notifies(&treaty, &ledger.depositary),
            "facts": facts,
            "rectifies": rectifies,
            "effect-head": self.say("press-effect"),
            "brings": record.brings.iter().map(|text| broken(&begun(text))).collect::<Vec<_>>(),
            "status": status,
            "settled": self.say("press-settled"),
            "form": self.say("press-form"),
        });
        Ok((broken(&record.title), body))
    }

    fn copy(&self) -> Result<(String, Value), Fault> {
        let record: CopyRecord = self.record(Name::Copy)?;
        let treaty: TreatyRecord = self.record(Name::Treaty)?;
        let bytes = self.files.get(Name::Text).ok_or(Fault::Missing(Name::Text.file()))?;
        let wrong = |why: &str| Fault::Record { file: Name::Text.file(), why: why.to_owned() };
        let text = std::str::from_utf8(bytes).map_err(|_| wrong("it is not in UTF-8"))?;
        if crate::sha256(bytes) != record.sha256 || bytes.len() != record.bytes {
            return Err(wrong("it is not the text that the certificate is about"));
        }
        // Of a true copy nothing may be left out or shown otherwise.
        let hidden = |sign: &char| is_hidden(*sign) && !matches!(sign, '\n' | '\r' | '\t');
        let text = text.trim_start_matches('\u{feff}');
        if let Some(sign) = text.chars().find(hidden) {
            return Err(wrong(&format!("it has the sign U+{:04X}, which cannot be shown", u32::from(sign))));
        }
        let lines: Vec<Value> = text.lines().map(line).collect();
        bounded(lines.len(), "lines of text")?;
        let known = words::LANGUAGES.iter().any(|lang| *lang == record.text_lang);
        let named =
            if known { self.say(&format!("press-language-{}", record.text_lang)) } else { record.text_lang.clone() };
        let depositary = self.depositary(&treaty).map(|names| broken(&names));
        let number = self.w.number(record.bytes);
        let blanks = ["press-place-date", "press-name-office", "press-signature-seal"];
        let certificate = self.tell(
            "press-certificate",
            &[
                ("title", broken(&record.title).into()),
                ("language", named.into()),
                ("depositary", depositary.clone().unwrap_or_else(|| self.say("press-depositary")).into()),
            ],
        );
        let body = json!({
            "times": self.tell("press-dated", &[("day", self.day(record.on).into())]),
            "lines": lines,
            "text-lang": record.text_lang,
            "certificate-head": self.say("press-certificate-head"),
            "certificate": certificate,
            "hash-lead": self.tell("press-hash", &[("bytes", number.into())]),
            "hash": record.sha256,
            "for": self.tell("press-for", &[("depositary", depositary.unwrap_or_else(|| self.say("press-depositary")).into())]),
            "blanks": blanks.map(|id| self.say(id)),
            "unsigned": self.say("press-unsigned"),
        });
        Ok((broken(&record.title), body))
    }

    fn report(&self) -> Result<(String, Value), Fault> {
        let record: ReportRecord = self.record(Name::Report)?;
        let paragraphs = || record.parts.iter().flat_map(|part| &part.paragraphs);
        bounded(paragraphs().map(|own| 1 + own.items.len()).sum(), "lines")?;
        bounded(record.parts.len(), "parts")?;
        let period = [("from", self.day(record.from).into()), ("until", self.day(record.until).into())];
        let times = [
            Some(self.tell("press-report-period", &period)),
            record.known.map(|known| self.tell("press-report-known", &[("known", self.day(known).into())])),
        ];
        let part = |part: &Part| {
            let paragraph = |own: &Paragraph| {
                let sources: Vec<String> = own.sources.iter().map(|source| broken(&whole(source))).collect();
                json!({
                    "number": format!("{}.", own.number),
                    "text": broken(&own.text),
                    "items": own.items.iter().map(|item| broken(item)).collect::<Vec<_>>(),
                    "sources": sources.join("; "),
                })
            };
            let paragraphs: Vec<Value> = part.paragraphs.iter().map(paragraph).collect();
            json!({"heading": broken(&part.heading), "paragraphs": paragraphs})
        };
        let body = json!({
            "times": times.into_iter().flatten().collect::<Vec<_>>(),
            "made": self.say("press-report-made"),
            "parts": record.parts.iter().map(part).collect::<Vec<_>>(),
            "nothing": self.say("press-report-nothing"),
        });
        Ok((broken(&record.title), body))
    }

    fn footer(&self) -> String {
        match &self.order.ledger {
            Some(Ledger { origin, entries, .. }) => self.tell(
                "press-from-ledger",
                &[
                    ("origin", origin.as_str().into()),
                    ("entries", self.w.number(usize::try_from(*entries).unwrap_or(usize::MAX)).into()),
                ],
            ),
            None => self.say("press-from-packs"),
        }
    }

    /// What is attached, for the reader and for programs.
    fn attached(&self) -> Vec<Value> {
        let one = |name: Name| {
            let description = self.say(name.label());
            json!({"name": name.file(), "media": name.media(), "relation": name.relation(), "what": description})
        };
        self.files.names().map(one).chain([one(Name::Press)]).collect()
    }

    fn colophon(&self, edition: &str) -> Value {
        let proof = self.files.get(Name::Receipt).is_some();
        let what = if proof { "press-colophon-proved" } else { "press-colophon" };
        let files: Vec<Value> = self
            .files
            .all()
            .map(|(name, bytes)| json!([name.file(), self.say(name.label()), crate::sha256(bytes)]))
            .collect();
        json!({
            "head": self.say("press-colophon-head"),
            "text": self.say(what),
            "files": files,
            "official": self.say("press-not-official"),
            "edition": self.tell("press-edition", &[("version", env!("CARGO_PKG_VERSION").into()), ("edition", edition.into())]),
        })
    }
}

/// Who keeps the ledger that the sheet rests on; nobody where there is none.
fn keeper_name(order: &Order) -> &str {
    order.ledger.as_ref().map_or("", |ledger| &ledger.depositary)
}

/// A sentence that stands for itself begins with a capital.
fn begun(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or(String::new(), |first| first.to_uppercase().chain(rest).collect())
}

/// A line of a text: how far it is set in, and what it says.
fn line(line: &str) -> Value {
    let text = line.replace('\t', "    ");
    let told = text.trim_start_matches([' ', '\u{3000}']);
    let indent: usize = text[..text.len() - told.len()].chars().map(|space| if space == ' ' { 1 } else { 4 }).sum();
    json!([indent.min(60), broken(told)])
}

/// A date that stays on its line.
fn whole(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

/// Letters after which a word that has no place to be broken gets one.
const LONGEST: usize = 28;

/// A text on one line, in which no word is wider than a column; what is not shown is shown as missing.
fn broken(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    for sign in text.chars() {
        let sign = if matches!(sign, '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}') { ' ' } else { sign };
        let sign = if is_hidden(sign) { '\u{fffd}' } else { sign };
        // Between ideographs a line may end anyway.
        if sign.is_whitespace() || u32::from(sign) > 0x2e7f {
            run = 0;
        } else if run == LONGEST {
            out.push('\u{200b}');
            run = 0;
        }
        run += 1;
        out.push(sign);
    }
    out
}

/// Signs that move or hide what is printed.
fn is_hidden(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
