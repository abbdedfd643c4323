//! Small registries for tests: a few States, two treaties, officers whose keys are at hand.

#![allow(dead_code, reason = "every test file uses some of it")]

use std::path::Path;
use std::sync::OnceLock;

use ledger::tlog::SigningKey;
use ledger::tlog::note::Algorithm;
use pack::File;
use register::adopt::compare;
use register::entry::{ActEntry, Body, Statement};
use register::registry::{Entered, Founder, Now, Proposal};
use register::{Refusal, Registry, World};
use tempfile::TempDir;

/// The bundled packs.
pub(crate) fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let (files, problems) = pack::read_folder(Path::new("../packs")).expect("the packs");
        assert_eq!(problems, []);
        let (packs, problems) = pack::load(&files);
        World::new(packs, problems, "en")
    })
}

/// The name of the ledger in tests.
pub(crate) const ORIGIN: &str = "zone.example/register";

/// A moment in tests, so many seconds after the first.
pub(crate) fn now(seconds: i64) -> Now {
    Now { second: 1_795_000_000 + seconds, today: "2026-11-18".parse().expect("a day") }
}

/// An officer's key that is the same in every run.
pub(crate) fn officer(name: &str) -> SigningKey {
    let mut seed = [7; 32];
    seed[..name.len()].copy_from_slice(name.as_bytes());
    SigningKey::from_seed(name, Algorithm::Ed25519, &seed).expect("a name")
}

/// Six States, a treaty that needs three of them, and one that binds each by itself.
pub(crate) fn files() -> Vec<File<'static>> {
    let file = |path: &'static str, text: &str| File { path: path.into(), text: text.to_owned().into() };
    vec![
        file("parties/parties.csv", "code,kind\nAAA,state\nBBB,state\nCCC,state\nDDD,state\nEEE,state\nFFF,state\n"),
        file(
            "zone/pack.toml",
            "id = \"zone\"\ntitle = { en = \"Zone\" }\n[sources.REG]\nwhat = { en = \"the register\" }\n\
             [sources.OLD]\nwhat = { en = \"an old list\" }\nauthority = \"secondary\"\n",
        ),
        file("zone/pact/treaty.toml", PACT),
        file(
            "zone/pact/acts.csv",
            "date,party,act,source\n2001-01-10,AAA,accession,REG\n2001-02-10,BBB,accession,REG\n",
        ),
        file("zone/protocol/treaty.toml", PROTOCOL),
    ]
}

/// The clauses of the pact.
pub(crate) const PACT: &str = "id = \"pact\"\nkind = \"treaty\"\ntitle = { en = \"Pact\" }\nadopted = { on = 2000-01-01 }\n\
     [participation]\nconsent = [\"accession\", \"ratification\"]\n\
     [entry-into-force]\narticle = \"9\"\nwhen = { deposits = 3 }\nafter = \"30 days\"\n\
     [withdrawal]\narticle = \"10\"\nnotice = \"12 months\"\n";

const PROTOCOL: &str = "id = \"protocol\"\nkind = \"protocol\"\ntitle = { en = \"Protocol\" }\n\
     adopted = { on = 2000-01-01 }\n[entry-into-force]\narticle = \"7\"\nper-party = { article = \"7\", after = \"same day\" }\n";

/// A registry of one officer with the packs entered.
pub(crate) struct Fixture {
    pub(crate) registry: Registry,
    pub(crate) key: SigningKey,
    pub(crate) folder: TempDir,
    clock: i64,
}

impl Fixture {
    /// A registry in a folder of its own.
    pub(crate) fn new() -> Fixture {
        let folder = tempfile::tempdir().expect("a folder");
        let key = officer("aida");
        let founder =
            Founder { origin: ORIGIN, depositary: "the zone", seat: "UTC", officers: &[&key], store: "sqlite" };
        let registry = Registry::create(&folder.path().join("r"), &founder, now(0)).expect("a registry");
        let mut fixture = Fixture { registry, key, folder, clock: 0 };
        fixture.load(&files());
        fixture
    }

    /// Where it lies.
    pub(crate) fn root(&self) -> std::path::PathBuf {
        self.folder.path().join("r")
    }

    /// A path beside the registry.
    pub(crate) fn beside(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// The next second.
    pub(crate) fn tick(&mut self) -> Now {
        self.clock += 1;
        now(self.clock)
    }

    /// Enters what files of packs change.
    pub(crate) fn load(&mut self, files: &[File<'_>]) -> usize {
        let now = self.tick();
        let adoption = compare(&mut self.registry, files).expect("packs");
        let statements = adoption.statements(ORIGIN, now);
        let proposals: Vec<Proposal> = statements.iter().map(|s| self.sign(s)).collect();
        self.registry.enter(&proposals, now).expect("it enters").len()
    }

    /// A statement signed by the first officer.
    pub(crate) fn sign(&self, statement: &Statement<'_>) -> Proposal {
        Proposal::new(statement, &[&self.key]).expect("a canonical statement")
    }

    /// An act as a signed statement: `TREATY PARTY KIND DATE`.
    pub(crate) fn act(&self, text: &str) -> Proposal {
        self.sign(&statement(text))
    }

    /// Enters acts.
    pub(crate) fn enter(&mut self, acts: &[&str]) -> Result<Vec<Entered>, Refusal> {
        let proposals: Vec<Proposal> = acts.iter().map(|act| self.act(act)).collect();
        let now = self.tick();
        self.registry.enter(&proposals, now)
    }
}

/// An act as a statement: `TREATY PARTY KIND DATE`.
pub(crate) fn statement(text: &str) -> Statement<'static> {
    Statement::new(ORIGIN, Body::Act(Box::new(act(text))))
}

/// An act as an entry: `TREATY PARTY KIND DATE`.
pub(crate) fn act(text: &str) -> ActEntry<'static> {
    let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let [treaty, party, kind, date] = words.try_into().expect("four words");
    ActEntry { treaty: treaty.into(), party: party.into(), act: kind.into(), date: date.into(), ..ActEntry::default() }
}

/// The answers about a treaty, as JSON: status with reasons as known on a day, why, and its life.
pub(crate) fn answers(world: &register::World, treaty: &str) -> String {
    use register::answer::{status, timeline, why};
    let t = world.treaty(treaty).expect("a treaty");
    let day = "2009-03-20".parse().expect("a day");
    let mut all = Vec::new();
    all.push(serde_json::to_string(&status::answer(world, t, day, Some(day))).expect("JSON"));
    all.push(serde_json::to_string(&why::about_treaty(world, t, day, None)).expect("JSON"));
    let last = "2026-11-18".parse().expect("a day");
    all.push(serde_json::to_string(&timeline::answer(world, t, last, law::Day::LAST)).expect("JSON"));
    all.join("\n")
}

/// Whether a folder holds what a test needs; says so out loud where it does not.
pub(crate) fn there(path: &Path, what: &str) -> bool {
    let there = path.exists();
    if !there {
        println!("SKIPPED: {what}, because {} is not there", path.display());
    }
    there
}
