use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use courier::{Keys, Letter};
use law::Day;
use ledger::tlog::Hash;
use register::World;
use register::answer::alert::{self, Position};
use register::answer::watch::{self, WatchAnswer};
use register::registry::{self, Folder};
use serde::Serialize;

use crate::alerts::{self, Plan, Receiver, Remembered, State, Told, Waiting, Way};
use crate::failure::Failure;
use crate::{desk, english, output, world};

/// Tell by e-mail and signed webhooks which watches have other answers than the last time
///
/// A file says who is told of which watches (docs/alerts.md); another remembers what was
/// told. The first run tells nothing and remembers. Whoever could not be told is told by
/// the next run, everything and in order, and the exit code is 1. An alert that is sent
/// again keeps its id. Run it from a timer.
///
/// Examples:
///   semey alert alerts.toml --registry registry
///   semey alert alerts.toml --rehearse
///   semey alert --new-key ministry.key
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Who is told of what, in TOML
    #[arg(required_unless_present_any = ["new_key", "new_secret"], value_name = "FILE")]
    file: Option<PathBuf>,
    /// Tell the answers that were never told too, as they are now
    #[arg(long)]
    tell_all: bool,
    /// Say what would be told; send and remember nothing
    #[arg(long)]
    rehearse: bool,
    /// Make a key that signs webhooks (Ed25519), and show the public one
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "new_secret", "tell_all", "rehearse"])]
    new_key: Option<PathBuf>,
    /// Make a secret that signs webhooks (HMAC-SHA256), for receivers that know no other kind
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "tell_all", "rehearse"])]
    new_secret: Option<PathBuf>,
}

/// Where the question is asked.
pub(crate) struct Place<'a> {
    pub(crate) packs: Option<&'a Path>,
    pub(crate) registry: Option<&'a Path>,
    pub(crate) lang: &'a str,
    pub(crate) json: bool,
}

/// `semey alert --json`.
#[derive(Debug, Serialize)]
struct Answer {
    version: u32,
    on: Day,
    ledger: Option<Rest>,
    watches: usize,
    told: Vec<Row>,
    remembered: usize,
    waiting: Vec<Left>,
}

/// The place in a ledger that answers rest on.
#[derive(Debug, Serialize)]
struct Rest {
    origin: String,
    entries: u64,
}

/// An alert that was taken; in a rehearsal, that would be sent.
#[derive(Debug, Serialize)]
struct Row {
    to: String,
    id: String,
    watch: String,
    subject: String,
}

/// A receiver that could not be told.
#[derive(Debug, Serialize)]
struct Left {
    to: String,
    alerts: usize,
    why: String,
}

pub(crate) fn run(place: &Place<'_>, args: &Args) -> Result<(), Failure> {
    if let Some(path) = &args.new_key {
        return new_key(path, place.json);
    }
    if let Some(path) = &args.new_secret {
        return new_secret(path, place.json);
    }
    let file = args.file.as_deref().ok_or_else(|| Failure::usage("the file that says who is told is missing"))?;
    let look = Look::open(place)?;
    let plan = alerts::read(file, &look.world)?;
    let _lock = if args.rehearse { None } else { Some(alerts::lock(&plan.state)?) };
    let (origin, entries) =
        (look.ledger.as_ref().map(|own| own.origin.as_str()), look.ledger.as_ref().map(|own| own.entries));
    let mut state = State::read(&plan.state, origin, entries)?;
    state.entries = entries;
    state.receivers.retain(|name, _| plan.receivers.iter().any(|own| own.name == *name));
    let mut worlds: BTreeMap<&str, (World, Vec<WatchAnswer>)> = BTreeMap::new();
    let mut remembered = 0;
    for receiver in &plan.receivers {
        let (world, answers) = worlds.entry(&receiver.lang).or_insert_with(|| {
            let world = look.world.in_language(&receiver.lang);
            let answers = watch::all(&world, look.today, None, None);
            (world, answers)
        });
        let own = state.receivers.entry(receiver.name.clone()).or_default();
        remembered += look.compare(&plan, receiver, own, (world, answers), args.tell_all);
    }
    let mut answer = Answer {
        version: 1,
        on: look.today,
        ledger: look.ledger.as_ref().map(|own| Rest { origin: own.origin.clone(), entries: own.entries }),
        watches: plan.receivers.iter().map(|own| own.watches.len()).sum(),
        told: Vec::new(),
        remembered,
        waiting: Vec::new(),
    };
    if args.rehearse {
        for receiver in &plan.receivers {
            let waiting = state.receivers.get(&receiver.name).into_iter().flat_map(|own| &own.waiting);
            answer.told.extend(waiting.map(|alert| row(receiver, alert)));
        }
    } else {
        // What is to be told is on the disk before anybody is told: an alert that is sent again is the same one.
        state.write(&plan.state)?;
        tell(&plan, &mut state, &mut answer)?;
    }
    if place.json {
        output::json(&answer)?;
    } else {
        output::say(&text(&answer, args.rehearse))?;
    }
    if answer.waiting.is_empty() {
        return Ok(());
    }
    let failed: Vec<String> = answer.waiting.iter().map(|left| format!("{}: {}", left.to, left.why)).collect();
    let who = english::count(failed.len(), "receiver", "receivers");
    Err(Failure::data(format!("{who} could not be told: {}", failed.join("; ")))
        .help("what they were to be told is kept; run the command again"))
}

/// The record, as it is now.
struct Look {
    world: World,
    today: Day,
    ledger: Option<Position>,
}

impl Look {
    fn open(place: &Place<'_>) -> Result<Look, Failure> {
        let Some(root) = place.registry else {
            let world = world::load(place.packs, place.lang)?;
            return Ok(Look { world, today: Day::from(jiff::Zoned::now().date()), ledger: None });
        };
        let folder = Folder::new(root);
        let read = register::reading(&folder, None, place.lang)?;
        let published = registry::published(&folder)?;
        let origin = published.map(|signed| signed.checkpoint.origin).ok_or_else(|| {
            Failure::data(format!("{} has no published entry, and nothing to tell", root.display()))
                .help("`semey load` enters the packs")
        })?;
        let ledger = Some(Position { origin, entries: read.state.size, before: None });
        Ok(Look { today: desk::now(&read.state).today, world: read.world, ledger })
    }

    /// Puts what has changed for a receiver to what waits; says how many answers are remembered from now on.
    fn compare(
        &self,
        plan: &Plan,
        receiver: &Receiver,
        own: &mut Remembered,
        (world, answers): (&World, &[WatchAnswer]),
        tell_all: bool,
    ) -> usize {
        let entries = self.ledger.as_ref().map(|ledger| ledger.entries);
        own.told.retain(|id, _| receiver.watches.contains(id));
        let mut remembered = 0;
        for now in answers.iter().filter(|now| receiver.watches.contains(&now.watch)) {
            let before = own.told.get(&now.watch);
            let first = before.is_none();
            remembered += usize::from(first);
            let ledger =
                self.ledger.clone().map(|ledger| Position { before: before.and_then(|own| own.entries), ..ledger });
            let changed = (!first || tell_all)
                .then(|| alert::between(world, now, before.map(|own| (&own.answer, own.on)), ledger))
                .flatten();
            // Who takes nothing for years is not buried: what changes until then is told as one change.
            if changed.is_some() && own.waiting.len() >= MOST_WAITING {
                continue;
            }
            if let Some(mut alert) = changed {
                own.made += 1;
                alert.id = self.id(receiver, own.made, &alert);
                let query = entries.map_or(String::new(), |entries| format!("&at={entries}"));
                alert.page = plan.site.as_ref().map(|site| {
                    format!("{site}/watch/{}?on={}{query}&lang={}", alert.watch, alert.on, world.words().lang())
                });
                own.waiting.push(waiting(world, &alert));
            }
            own.told.insert(now.watch.clone(), Told { answer: now.now.clone(), on: now.on, entries });
        }
        remembered
    }

    /// A name for an alert: of the ledger, the receiver, how many alerts it was sent before, and what is told.
    fn id(&self, receiver: &Receiver, number: u64, alert: &alert::AlertAnswer) -> String {
        let origin = self.ledger.as_ref().map_or("", |ledger| ledger.origin.as_str());
        let lines =
            |lines: &[watch::Line]| lines.iter().map(|own| format!("{} {}\n", own.id, own.state)).collect::<String>();
        let told = [
            origin,
            &receiver.name,
            &number.to_string(),
            &alert.watch,
            &alert.on.to_string(),
            &lines(&alert.came),
            &lines(&alert.went),
        ];
        let bytes: Vec<u8> =
            told.iter().flat_map(|text| (text.len() as u64).to_be_bytes().into_iter().chain(text.bytes())).collect();
        let hash = Hash::of(&bytes);
        format!("alert_{}", hash.0[..16].iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    }
}

/// So many alerts wait for one receiver.
const MOST_WAITING: usize = 1000;

/// What a webhook says, as Standard Webhooks has it.
#[derive(Debug, Serialize)]
struct Event<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    timestamp: String,
    data: &'a alert::AlertAnswer,
}

fn waiting(world: &World, alert: &alert::AlertAnswer) -> Waiting {
    let now = jiff::Timestamp::from_second(jiff::Timestamp::now().as_second()).unwrap_or_default();
    let kind = if alert.before.is_some() { "watch.changed" } else { "watch.told" };
    let event = Event { kind, timestamp: now.to_string(), data: alert };
    Waiting {
        id: alert.id.clone(),
        watch: alert.watch.clone(),
        second: now.as_second(),
        lang: world.words().lang().to_owned(),
        subject: alert.subject(world),
        letter: alert.letter(world),
        body: serde_json::to_string(&event).unwrap_or_default(),
    }
}

/// Tells everybody what waits for them; who does not take one is not sent the next, so that the order stays.
fn tell(plan: &Plan, state: &mut State, answer: &mut Answer) -> Result<(), Failure> {
    for receiver in &plan.receivers {
        loop {
            let waiting = state.receivers.get(&receiver.name).map(|own| own.waiting.as_slice()).unwrap_or_default();
            let Some(alert) = waiting.first().cloned() else { break };
            if let Err(fault) = send(plan, receiver, &alert) {
                let left = Left { to: receiver.name.clone(), alerts: waiting.len(), why: fault.to_string() };
                answer.waiting.push(left);
                break;
            }
            answer.told.push(row(receiver, &alert));
            if let Some(own) = state.receivers.get_mut(&receiver.name) {
                own.waiting.remove(0);
            }
            state.write(&plan.state)?;
        }
    }
    Ok(())
}

fn send(plan: &Plan, receiver: &Receiver, alert: &Waiting) -> Result<(), courier::Fault> {
    match (&receiver.way, &plan.server) {
        (Way::Hook(hook), _) => hook.send(&alert.id, jiff::Timestamp::now().as_second(), &alert.body),
        (Way::Mail, Some(server)) => {
            let date = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(alert.second).unwrap_or(0));
            let (id, lang, subject, text) = (&alert.id, &alert.lang, &alert.subject, &alert.letter);
            server.send(&receiver.name, &Letter { id, date, lang, subject, text })
        }
        // The plan has none without a server.
        (Way::Mail, None) => Ok(()),
    }
}

fn row(receiver: &Receiver, alert: &Waiting) -> Row {
    Row { to: receiver.name.clone(), id: alert.id.clone(), watch: alert.watch.clone(), subject: alert.subject.clone() }
}

fn text(answer: &Answer, rehearsal: bool) -> String {
    let mut text = String::new();
    for row in &answer.told {
        let verb = if rehearsal { "would be told" } else { "was told" };
        text += &(output::wrap(&format!("{} {verb}: {}", row.to, row.subject), output::width(), 2) + "\n");
    }
    if answer.told.is_empty() && answer.waiting.is_empty() {
        text += "Nothing is new.\n";
    }
    if answer.remembered > 0 {
        let answers = english::count(answer.remembered, "answer", "answers");
        text += &if rehearsal {
            format!("{answers} would be remembered for the first time.\n")
        } else {
            format!("{answers} remembered for the first time; changes will be told from now on.\n")
        };
    }
    for left in &answer.waiting {
        let alerts = english::count(left.alerts, "alert", "alerts");
        text += &format!("{} still has {alerts} to come.\n", left.to);
    }
    text
}

/// `semey alert --new-key --json`.
#[derive(Debug, Serialize)]
struct Made {
    version: u32,
    file: String,
    public: Option<String>,
}

fn new_key(path: &Path, json: bool) -> Result<(), Failure> {
    let text = courier::new_pair(&chance()?);
    let keys: Keys = text.parse().map_err(|fault: courier::Fault| Failure::data(fault.to_string()))?;
    keep(path, &text)?;
    let public = keys.public().into_iter().next();
    if json {
        return output::json(&Made { version: 1, file: path.display().to_string(), public });
    }
    let public = public.unwrap_or_default();
    output::say(&format!("The key is in {}. Receivers check its signatures with\n{public}\n", path.display()))
}

fn new_secret(path: &Path, json: bool) -> Result<(), Failure> {
    keep(path, &courier::new_secret(&chance()?))?;
    if json {
        return output::json(&Made { version: 1, file: path.display().to_string(), public: None });
    }
    let note = "Give the receiver the same file, on a way that nobody else reads.";
    output::say(&format!("The secret is in {}. {note}\n", path.display()))
}

fn chance() -> Result<[u8; 32], Failure> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| Failure::data(format!("the system gives no chance: {error}")))?;
    Ok(seed)
}

/// Writes a key that only its owner reads, and never over another one.
fn keep(path: &Path, text: &str) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| {
        Failure::data(format!("the key cannot be kept in {}: {error}", path.display()))
            .help("name a file that is not there")
    };
    let file = fs::File::options().write(true).create_new(true).mode(0o600).open(path);
    let mut file = file.map_err(cannot)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(cannot)
}
