//! Writers, signer, witnesses and a mirror in a world where everything fails, from a seed.
//!
//! There is no clock and no thread: what happens next is rolled with the seed's dice, and a
//! failure is replayed with `SEMEY_SEED`. `SEMEY_SEEDS` says how many seeds are run.
#![cfg(feature = "sqlite")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use ledger::mirror::{Mirror, MirrorError};
use ledger::source::{Folder, Source, SourceError, Stored};
use ledger::store::{Batch, EachEntry, Store, StoreError};
use ledger::verify;
use ledger::witness::Witness;
use ledger::{Cosigners, Entry, Fault, Log, Signed, Signer, SignerError, Witnesses, check_extension};
use support::memory::Tables;
use support::{Dice, entry, number, seeds, sign, with_batch};
use tlog::note::Signature;
use tlog::tree::Edge;
use tlog::{Checkpoint, Hash, Note, Policy, Receipt, SigningKey, VerifierKey, cosignature};

/// What happens at one step of the store or the signer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Fine,
    /// It fails and does nothing.
    Fails,
    /// The program dies before it is done.
    DiesBefore,
    /// The program dies once it is done, durably.
    DiesAfter,
    /// The program dies once it is done and not yet synced.
    DiesUnsynced,
    /// It is not done, and nobody can tell.
    UnknownNothing,
    /// It is done, durably, and nobody can tell.
    UnknownDone,
    /// It is done and can be read; a power cut takes it back.
    UnknownUnsynced,
    /// It cannot be read, and may come to light when the store is opened again.
    UnknownGhost,
}

const FATES: [Fate; 8] = [
    Fate::Fails,
    Fate::DiesBefore,
    Fate::DiesAfter,
    Fate::DiesUnsynced,
    Fate::UnknownNothing,
    Fate::UnknownDone,
    Fate::UnknownUnsynced,
    Fate::UnknownGhost,
];

/// Who decides what happens.
enum Script {
    Quiet,
    /// At one step, counted from when the script began.
    At(u64, Fate),
    /// Once in so many steps.
    Dice(Dice, u64),
}

/// The disks of the depositary, and the power.
struct World {
    /// What can be read.
    tables: Arc<Tables>,
    /// What a power cut leaves.
    durable: Arc<Tables>,
    /// What a commit that failed may have left.
    ghost: Option<Arc<Tables>>,
    memory: Option<Signed>,
    durable_memory: Option<Signed>,
    /// Every head that was ever signed.
    heads: Vec<(u64, Hash)>,
    lock: Option<u64>,
    script: Script,
    step: u64,
    dead: bool,
}

#[derive(Clone)]
struct Machine(Arc<Mutex<World>>);

impl Machine {
    fn new() -> Machine {
        let tables = Arc::new(Tables::default());
        Machine(Arc::new(Mutex::new(World {
            durable: tables.clone(),
            tables,
            ghost: None,
            memory: None,
            durable_memory: None,
            heads: Vec::new(),
            lock: None,
            script: Script::Quiet,
            step: 0,
            dead: false,
        })))
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn play(&self, script: Script) {
        let mut world = self.world();
        world.script = script;
        world.step = 0;
    }

    /// The program is started again; with a power cut in between, what was not synced is gone.
    fn restart(&self, power_cut: bool, ghost_appears: bool) {
        let mut world = self.world();
        world.dead = false;
        world.lock = None;
        let ghost = world.ghost.take().filter(|_| ghost_appears);
        if power_cut {
            world.tables = world.durable.clone();
            world.memory = world.durable_memory.clone();
        }
        if let Some(ghost) = ghost.filter(|ghost| ghost.entries.starts_with(&world.tables.entries)) {
            world.tables = ghost;
            if power_cut {
                world.durable = world.tables.clone();
            }
        }
    }

    fn log(&self, number: u64, witnesses: Option<Witnesses>) -> Result<Log, Fault> {
        let store = Box::new(Disk { machine: self.clone(), number });
        Log::open(store, Box::new(Pen { machine: self.clone(), key: support::key(support::ORIGIN, 1) }), witnesses)
    }
}

impl World {
    fn next(&mut self) -> Fate {
        let at = self.step;
        self.step += 1;
        match &mut self.script {
            _ if self.dead => Fate::DiesBefore,
            Script::Quiet => Fate::Fine,
            Script::At(step, fate) => {
                if *step == at {
                    *fate
                } else {
                    Fate::Fine
                }
            }
            Script::Dice(dice, once_in) => {
                if dice.once_in(*once_in) {
                    FATES[dice.below(FATES.len() as u64) as usize]
                } else {
                    Fate::Fine
                }
            }
        }
    }

    /// A step that only reads.
    fn read(&mut self) -> Result<(), StoreError> {
        match self.next() {
            Fate::Fine | Fate::UnknownDone | Fate::UnknownUnsynced | Fate::UnknownGhost => Ok(()),
            Fate::Fails | Fate::UnknownNothing => Err(failed()),
            Fate::DiesBefore | Fate::DiesAfter | Fate::DiesUnsynced => {
                self.dead = true;
                Err(failed())
            }
        }
    }

    /// A step that changes the tables.
    fn write(&mut self, change: impl FnOnce(&mut Tables) -> Result<(), StoreError>) -> Result<(), StoreError> {
        let fate = self.next();
        let unknown = Err(StoreError::Unknown { why: format!("{fate:?}") });
        if matches!(fate, Fate::DiesBefore | Fate::DiesAfter | Fate::DiesUnsynced) {
            self.dead = true;
        }
        match fate {
            Fate::Fails => return Err(if self.step.is_multiple_of(2) { StoreError::Full } else { failed() }),
            Fate::DiesBefore | Fate::UnknownNothing => return unknown,
            _ => {}
        }
        let mut changed = (*self.tables).clone();
        change(&mut changed)?;
        let changed = Arc::new(changed);
        if fate == Fate::UnknownGhost {
            self.ghost = Some(changed);
            return unknown;
        }
        self.tables = changed;
        // What is written goes over the same place on the disk.
        self.ghost = None;
        if matches!(fate, Fate::Fine | Fate::DiesAfter | Fate::UnknownDone) {
            self.durable = self.tables.clone();
        }
        if fate == Fate::Fine { Ok(()) } else { unknown }
    }
}

fn failed() -> StoreError {
    StoreError::Failed { why: "simulated".to_owned() }
}

/// The store of the simulated machine.
struct Disk {
    machine: Machine,
    number: u64,
}

impl Store for Disk {
    fn lock(&mut self, _: Duration) -> Result<(), StoreError> {
        let mut world = self.machine.world();
        world.read()?;
        if world.lock.is_some_and(|holder| holder != self.number) {
            return Err(StoreError::Busy { what: "the other writer".to_owned() });
        }
        // The contract: what can be read from here on outlives a power cut.
        world.read()?;
        world.durable = world.tables.clone();
        world.lock = Some(self.number);
        Ok(())
    }

    fn unlock(&mut self) {
        let mut world = self.machine.world();
        if world.lock == Some(self.number) {
            world.lock = None;
        }
    }

    fn size(&mut self) -> Result<u64, StoreError> {
        let mut world = self.machine.world();
        world.read()?;
        Ok(world.tables.size())
    }

    fn append(&mut self, batch: &Batch<'_>) -> Result<(), StoreError> {
        self.machine.world().write(|tables| tables.append(batch))
    }

    fn entries(&mut self, range: Range<u64>, each: &mut EachEntry<'_>) -> Result<(), StoreError> {
        let mut world = self.machine.world();
        world.read()?;
        world.tables.each(range, each)
    }

    fn nodes(&mut self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, StoreError> {
        let mut world = self.machine.world();
        world.read()?;
        world.tables.nodes(level, range)
    }

    fn request(&mut self, request: &str) -> Result<Option<u64>, StoreError> {
        let mut world = self.machine.world();
        world.read()?;
        Ok(world.tables.request(request))
    }

    fn publish(&mut self, size: u64, note: &str) -> Result<(), StoreError> {
        self.machine.world().write(|tables| {
            tables.checkpoints.insert(size, note.to_owned());
            Ok(())
        })
    }

    fn published(&mut self) -> Result<Option<String>, StoreError> {
        let mut world = self.machine.world();
        world.read()?;
        Ok(world.tables.published())
    }
}

/// The signer of the simulated machine; its memory is another disk.
struct Pen {
    machine: Machine,
    key: SigningKey,
}

impl Signer for Pen {
    fn origin(&self) -> &str {
        self.key.verifier().name()
    }

    fn keys(&self) -> Vec<VerifierKey> {
        vec![self.key.verifier().clone()]
    }

    fn last(&mut self) -> Result<Option<Signed>, SignerError> {
        let mut world = self.machine.world();
        world.read().map_err(|error| SignerError::Io(error.to_string()))?;
        Ok(world.memory.clone())
    }

    fn sign(&mut self, checkpoint: &Checkpoint, proof: &[Hash]) -> Result<Signed, SignerError> {
        let mut world = self.machine.world();
        let fate = world.next();
        if matches!(fate, Fate::DiesBefore | Fate::DiesAfter | Fate::DiesUnsynced) {
            world.dead = true;
        }
        let io = Err(SignerError::Io(format!("{fate:?}")));
        if matches!(fate, Fate::Fails | Fate::DiesBefore | Fate::UnknownNothing) {
            return io;
        }
        check_extension(world.memory.as_ref().map(|last| &last.checkpoint), checkpoint, proof)?;
        let signed = sign(&self.key, checkpoint.size, checkpoint.root);
        world.heads.push((checkpoint.size, checkpoint.root));
        world.memory = Some(signed.clone());
        if matches!(fate, Fate::Fine | Fate::DiesAfter | Fate::UnknownDone) {
            world.durable_memory = world.memory.clone();
        }
        if fate == Fate::Fine { Ok(signed) } else { io }
    }
}

/// What was acknowledged: the entry, its place, and the receipt that its submitter keeps.
struct Acknowledged {
    entry: Entry,
    receipt: Receipt,
}

/// What every submitter was told, and what must hold of it for ever.
struct Record {
    policy: Policy,
    acknowledged: BTreeMap<String, Acknowledged>,
}

impl Record {
    /// Asks for an entry as a submitter does, who asks again until there is a receipt.
    fn submit(&mut self, log: &mut Log, entries: &[Entry]) -> Result<(), Fault> {
        let first =
            log.exclusively::<_, Fault>(Duration::ZERO, |log| match log.store().request(&entries[0].request)? {
                Some(at) => Ok(at),
                None => Ok(log.append(log.size(), entries)?.first),
            })?;
        for (at, entry) in (first..).zip(entries) {
            let receipt = log.receipt(at)?;
            once(format!("{receipt} {}", Hash::leaf(&entry.bytes)), || {
                drop(receipt.verify(&entry.bytes, &self.policy).expect("a receipt that was given holds"));
            });
            if let Some(before) = self.acknowledged.get(&entry.request) {
                assert_eq!(before.receipt.index, at, "the same request has the same place");
            }
            self.acknowledged.insert(entry.request.clone(), Acknowledged { entry: entry.clone(), receipt });
        }
        Ok(())
    }

    /// Every acknowledged entry is where its receipt says.
    fn check_places(&self, world: &World) {
        for (request, known) in &self.acknowledged {
            let row = world.tables.entries.get(known.receipt.index as usize);
            let row = row.unwrap_or_else(|| panic!("the acknowledged entry `{request}` is gone"));
            assert!(*row.bytes == known.entry.bytes[..] && *row.request == **request, "`{request}` is another entry");
        }
    }

    /// Everything, once the world is quiet.
    fn check(&self, world: &World) {
        self.check_places(world);
        let requests: BTreeSet<&str> = world.tables.entries.iter().map(|row| &*row.request).collect();
        assert_eq!(requests.len(), world.tables.entries.len(), "no request is there twice");
        let (mut edge, mut roots) = (Edge::new(), vec![Hash::EMPTY]);
        for row in &world.tables.entries {
            edge.push(Hash::leaf(&row.bytes), |_, _, _| {});
            roots.push(edge.root());
        }
        for (size, root) in &world.heads {
            assert_eq!(roots.get(*size as usize), Some(root), "a head of {size} entries is of another history");
        }
        for note in world.tables.checkpoints.values() {
            let head: Checkpoint = Note::parse(note.as_bytes()).expect("a note").text.parse().expect("a checkpoint");
            once(note.clone(), || drop(self.policy.check(note.as_bytes()).expect("it satisfies the policy")));
            assert_eq!(roots.get(head.size as usize), Some(&head.root), "the published head of {}", head.size);
        }
        for known in self.acknowledged.values() {
            once(format!("{} {}", known.receipt, Hash::leaf(&known.entry.bytes)), || {
                drop(known.receipt.verify(&known.entry.bytes, &self.policy).expect("a receipt of old holds"));
            });
        }
    }
}

/// Checks a signature that many worlds share once: the same bytes hold in all of them.
///
/// Only the log without witnesses signs the same twice; a key of a witness is new in each world.
fn once(what: String, check: impl FnOnce()) {
    static CHECKED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let is_known = |what: &String| CHECKED.lock().is_ok_and(|checked| checked.contains(what));
    if !is_known(&what) {
        check();
        if let Ok(mut checked) = CHECKED.lock() {
            checked.insert(what);
        }
    }
}

fn log_policy() -> Policy {
    Policy::of_log([support::key(support::ORIGIN, 1).verifier().clone()])
}

/// A machine with so many entries, all signed and published.
fn machine_of(size: u64) -> Machine {
    static MADE: Mutex<BTreeMap<u64, (Arc<Tables>, Signed)>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let (tables, signed) = made.entry(size).or_insert_with(|| {
        let (mut tables, mut edge) = (Tables::default(), Edge::new());
        with_batch(&mut edge, &support::entries(0..size), |batch| tables.append(batch)).expect("appended");
        let signed = sign(&support::key(support::ORIGIN, 1), size, edge.root());
        tables.checkpoints.insert(size, signed.note.clone());
        (Arc::new(tables), signed)
    });
    let machine = Machine::new();
    {
        let mut world = machine.world();
        (world.tables, world.durable) = (tables.clone(), tables.clone());
        (world.memory, world.durable_memory) = (Some(signed.clone()), Some(signed.clone()));
    }
    machine
}

/// R4: a fault at every step of an append, then another at every step of the recovery.
#[test]
fn a_second_fault_during_recovery_is_survived() {
    let every = number("SEMEY_PAIRS").unwrap_or(30).max(1);
    let (mut pairs, mut number) = (0, 0);
    for (size, batch) in [(0, 1), (3, 1), (255, 1), (254, 3)] {
        for first in FATES {
            for power_cut in [false, true] {
                let mut at = 0;
                while one_pair(size, batch, (at, first), power_cut, None) {
                    for second in FATES {
                        let mut then = 0;
                        loop {
                            number += 1;
                            // Which pairs of a sample are run has no rhythm that the steps could share.
                            if Dice::new(number).once_in(every) {
                                pairs += 1;
                                if !one_pair(size, batch, (at, first), power_cut, Some((then, second))) {
                                    break;
                                }
                            } else if then > 40 {
                                break;
                            }
                            then += 1;
                        }
                    }
                    at += 1;
                }
            }
        }
    }
    eprintln!("{pairs} pairs of faults, one in {every}");
}

/// Runs an append with one fault, and a recovery with another; false where a fault came after the end.
fn one_pair(size: u64, batch: u64, first: (u64, Fate), power_cut: bool, second: Option<(u64, Fate)>) -> bool {
    let told = format!("{batch} after {size}, {first:?}, power_cut={power_cut}, {second:?}");
    let run = std::panic::AssertUnwindSafe(|| {
        let machine = machine_of(size);
        let mut record = Record { policy: log_policy(), acknowledged: BTreeMap::new() };
        let mut log = machine.log(0, None).expect("opened");
        machine.play(Script::At(first.0, first.1));
        let entries: Vec<Entry> = (0..batch).map(|n| entry(1000 + n, &format!("new{n}"))).collect();
        let outcome = record.submit(&mut log, &entries);
        let mut reached = machine.world().step > first.0;
        assert!(outcome.is_ok() || reached, "{outcome:?}");
        drop(log);
        machine.restart(power_cut, true);
        record.check_places(&machine.world());
        if let Some((step, fate)) = second {
            machine.play(Script::At(step, fate));
            drop(machine.log(1, None));
            reached = machine.world().step > step;
            machine.restart(!power_cut, first.0.is_multiple_of(2));
            record.check_places(&machine.world());
        }
        machine.play(Script::Quiet);
        let mut log = machine.log(2, None).unwrap_or_else(|fault| panic!("it does not open again: {fault}"));
        record.submit(&mut log, &entries).expect("the same request has its receipt");
        record.submit(&mut log, &[entry(2000, "next")]).expect("the next append works");
        assert_eq!(machine.world().tables.size(), size + batch + 1, "nothing is there twice");
        record.check(&machine.world());
        reached
    });
    std::panic::catch_unwind(run).unwrap_or_else(|_| panic!("{told}"))
}

/// R5 and R17, without the network: two writers on one store, and whatever happens to a machine.
#[test]
fn writers_survive_whatever_happens_to_their_machine() {
    seeds(2000, |seed| {
        let mut dice = Dice::new(seed);
        let size = [0, 1, 3, 100, 253, 255][dice.below(6) as usize];
        let machine = machine_of(size);
        let mut record = Record { policy: log_policy(), acknowledged: BTreeMap::new() };
        let mut writers: [Option<Log>; 2] = [None, None];
        machine.play(Script::Dice(Dice::new(seed + 1), [5, 20, 60][dice.below(3) as usize]));
        let mut asked = 0;
        for _ in 0..12 + dice.below(12) {
            let at = dice.below(2) as usize;
            if writers[at].is_none() {
                writers[at] = machine.log(at as u64, None).ok();
            }
            if let Some(log) = &mut writers[at] {
                // Some ask again for what they asked before, heard or not.
                let number = if dice.once_in(3) { dice.below(asked + 1) } else { asked };
                asked = asked.max(number + 1);
                let batch = if number % 5 == 4 { 3 } else { 1 };
                let entries: Vec<Entry> =
                    (0..batch).map(|n| entry(number * 10 + n, &format!("{number}.{n}"))).collect();
                drop(record.submit(log, &entries));
            }
            let dead = machine.world().dead;
            if dead || dice.once_in(8) {
                writers = [None, None];
                machine.restart(dice.once_in(2), dice.once_in(2));
            } else if dice.once_in(8) {
                writers[at] = None;
            }
            record.check_places(&machine.world());
        }
        machine.play(Script::Quiet);
        machine.restart(dice.once_in(2), dice.once_in(2));
        let mut log = machine.log(9, None).unwrap_or_else(|fault| panic!("it does not open again: {fault}"));
        record.submit(&mut log, &[entry(9999, "last")]).expect("the next append works");
        record.check(&machine.world());
    });
}

/// Witnesses behind a network that loses, repeats and delays.
struct Network {
    witnesses: Vec<Witness>,
    cut_off: Vec<bool>,
    /// The size that each is believed to have cosigned.
    sizes: Vec<u64>,
    delayed: Vec<(usize, Vec<u8>)>,
    dice: Dice,
    faulty: bool,
    now: u64,
}

impl Network {
    /// Delivers a request, perhaps, and the answer, perhaps.
    fn ask(&mut self, at: usize, body: &[u8]) -> Option<(u16, String)> {
        // Clocks go back too.
        self.now = if self.faulty && self.dice.once_in(6) { self.dice.below(self.now.max(1)) } else { self.now + 7 };
        if self.faulty {
            if self.cut_off[at] || self.dice.once_in(8) {
                return None;
            }
            if self.dice.once_in(6) {
                self.delayed.push((at, body.to_vec()));
                return None;
            }
            if self.dice.once_in(8) {
                let again = self.witnesses[at].add_checkpoint(body, self.now);
                drop(again);
            }
            while !self.delayed.is_empty() && self.dice.once_in(3) {
                let late = self.dice.below(self.delayed.len() as u64) as usize;
                let (at, body) = self.delayed.swap_remove(late);
                let answer = self.witnesses[at].add_checkpoint(&body, self.now);
                assert!(matches!(answer.status, 200 | 409), "an honest log is told {}: {}", answer.status, answer.body);
            }
        }
        let answer = self.witnesses[at].add_checkpoint(body, self.now);
        if answer.status == 200 {
            let note = std::str::from_utf8(body).expect("text").split_once("\n\n").expect("a checkpoint").1;
            let (head, _) = Checkpoint::open(note.as_bytes(), &[support::key(support::ORIGIN, 1).verifier().clone()])
                .expect("a checkpoint of the log");
            assert_eq!(cosigned(&self.witnesses[at]), Some((head.size, head.root)), "it remembers before it answers");
        }
        if self.faulty && self.dice.once_in(8) { None } else { Some((answer.status, answer.body)) }
    }
}

/// The log's side of the network.
struct Line(Arc<Mutex<Network>>);

impl Cosigners for Line {
    fn gather(&mut self, signed: &Signed, prove: &mut dyn FnMut(u64) -> Option<Vec<Hash>>) -> Vec<Signature> {
        let mut network = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut found = Vec::new();
        for at in 0..network.witnesses.len() {
            for _ in 0..2 {
                let old = network.sizes[at];
                let Some(proof) = prove(old) else { break };
                let proof: String = proof.iter().map(|hash| format!("{hash}\n")).collect();
                let body = format!("old {old}\n{proof}\n{}", signed.note);
                match network.ask(at, body.as_bytes()) {
                    Some((200, line)) => {
                        network.sizes[at] = signed.checkpoint.size;
                        found.extend(line.trim_end().parse::<Signature>());
                        break;
                    }
                    Some((409, size)) => network.sizes[at] = size.trim_end().parse().unwrap_or(0),
                    _ => break,
                }
            }
        }
        found
    }
}

/// What a mirror reads, through the same network, sometimes with an old head.
struct Flaky<'w> {
    world: &'w World,
    dice: Option<Dice>,
}

impl Source for Flaky<'_> {
    fn get(&mut self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        let mut tables = (*self.world.tables).clone();
        if let Some(dice) = &mut self.dice {
            if dice.once_in(12) {
                return Err(SourceError { path: path.to_owned(), why: "the line is cut".to_owned() });
            }
            if path == "checkpoint" && dice.once_in(4) {
                let old = tables.checkpoints.len() as u64;
                let note = tables.checkpoints.values().nth(dice.below(old.max(1)) as usize);
                return Ok(note.map(|note| note.clone().into_bytes()));
            }
        }
        let shared = support::memory::Shared::of(std::mem::take(&mut tables));
        let mut store = shared.store(0);
        let mut bytes = Stored { store: &mut store, name: "the depositary".to_owned() }.get(path)?;
        if let (Some(dice), Some(bytes)) = (&mut self.dice, &mut bytes)
            && path != "checkpoint"
            && dice.once_in(12)
        {
            bytes.truncate(dice.below(bytes.len().max(1) as u64) as usize);
        }
        Ok(bytes)
    }

    fn name(&self) -> String {
        "the depositary".to_owned()
    }
}

/// What a witness cosigned last: size and root.
fn cosigned(witness: &Witness) -> Option<(u64, Hash)> {
    let note = witness.last(&Hash::of(support::ORIGIN.as_bytes()).hex()).expect("its memory")?;
    let note = Note::parse(note.as_bytes()).expect("a note");
    let head: Checkpoint = note.text.parse().expect("a checkpoint");
    let own = note.signatures.iter().any(|s| cosignature::time_of(witness.verifier(), &note.text, &s.bytes).is_some());
    assert!(own, "its memory bears its cosignature");
    Some((head.size, head.root))
}

/// R17: the whole, with witnesses, a mirror, partitions and old backups.
#[test]
fn depositary_witnesses_and_mirror_tell_one_history() {
    // Memory that is not a disk, where there is some: the folders of witnesses and mirror are synced at each step.
    let base = if Path::new("/dev/shm").is_dir() { "/dev/shm".into() } else { std::env::temp_dir() };
    seeds(120, |seed| {
        let folder = tempfile::tempdir_in(&base).expect("a folder");
        Whole::new(seed, folder.path()).run();
    });
}

struct Whole<'f> {
    folder: &'f Path,
    dice: Dice,
    machine: Machine,
    network: Arc<Mutex<Network>>,
    policy: Policy,
    record: Record,
    /// What each witness and the mirror held last.
    seen: Vec<u64>,
    held: u64,
    asked: u64,
    backups: Vec<(Arc<Tables>, Option<Signed>)>,
}

impl Whole<'_> {
    fn new(seed: u64, folder: &Path) -> Whole<'_> {
        let mut dice = Dice::new(seed);
        let machine = Machine::new();
        let log_key = support::key(support::ORIGIN, 1).verifier().clone();
        let number = 1 + dice.below(3) as usize;
        let witnesses: Vec<Witness> = (0..number)
            .map(|at| {
                let witness =
                    Witness::create(&folder.join(format!("w{at}")), &format!("w{at}.example")).expect("a witness");
                witness.watch(&log_key).expect("watching");
                witness
            })
            .collect();
        let mut text = format!("log {log_key}\n");
        for (at, witness) in witnesses.iter().enumerate() {
            text += &format!("witness w{at} {}\n", witness.verifier());
        }
        let names: Vec<String> = (0..number).map(|at| format!("w{at}")).collect();
        text += &format!("group all {} {}\nquorum all\n", 1 + dice.below(number as u64), names.join(" "));
        let policy: Policy = text.parse().expect("a policy");
        let network = Network {
            cut_off: vec![false; number],
            sizes: vec![0; number],
            witnesses,
            delayed: Vec::new(),
            dice: Dice::new(seed + 2),
            faulty: true,
            now: 1_800_000_000,
        };
        machine.play(Script::Dice(Dice::new(seed + 1), [15, 40, 120][dice.below(3) as usize]));
        Whole {
            folder,
            dice,
            machine,
            network: Arc::new(Mutex::new(network)),
            record: Record { policy: policy.clone(), acknowledged: BTreeMap::new() },
            policy,
            seen: vec![0; number],
            held: 0,
            asked: 0,
            backups: Vec::new(),
        }
    }

    fn network(&self) -> MutexGuard<'_, Network> {
        self.network.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn open(&self) -> Result<Log, Fault> {
        self.machine.log(0, Some((self.policy.clone(), Box::new(Line(self.network.clone())))))
    }

    fn run(&mut self) {
        let mut log = None;
        for _ in 0..25 {
            if log.is_none() {
                log = self.open().ok();
            }
            if let Some(log) = &mut log {
                let number = if self.dice.once_in(4) { self.dice.below(self.asked + 1) } else { self.asked };
                self.asked = self.asked.max(number + 1);
                drop(self.record.submit(log, &[entry(number, &format!("r{number}"))]));
            }
            if self.machine.world().dead || self.dice.once_in(10) {
                log = None;
                self.machine.restart(self.dice.once_in(2), self.dice.once_in(2));
            }
            match self.dice.below(12) {
                0 => {
                    let witness = self.dice.below(self.seen.len() as u64) as usize;
                    let mut network = self.network();
                    network.cut_off[witness] = !network.cut_off[witness];
                }
                1..=3 => self.mirror(true),
                4 => {
                    let world = self.machine.world();
                    let backup = (world.durable.clone(), world.durable_memory.clone());
                    drop(world);
                    self.backups.push(backup);
                }
                5 if !self.backups.is_empty() => {
                    log = None;
                    self.put_back_an_old_backup();
                }
                _ => {}
            }
            self.check_each();
        }
        drop(log);
        self.machine.play(Script::Quiet);
        self.machine.restart(self.dice.once_in(2), self.dice.once_in(2));
        self.network().faulty = false;
        let mut log = self.open().unwrap_or_else(|fault| panic!("it does not open again: {fault}"));
        self.record.submit(&mut log, &[entry(9999, "last")]).expect("the next append works");
        self.mirror(false);
        self.check_each();
        self.record.check(&self.machine.world());
        let size = self.machine.world().tables.size();
        assert_eq!(self.held, size, "the mirror catches up");
        let folder = &mut Folder(self.folder.join("mirror"));
        verify::fsck(folder, &self.policy, &mut |_, _| Ok(()), &mut |_| {}).expect("the mirror verifies");
        assert!(!self.folder.join("alarms").exists(), "nobody cried wolf");
    }

    /// What must hold of witnesses and mirror at any time.
    fn check_each(&mut self) {
        let world = self.machine.world();
        self.record.check_places(&world);
        let network = self.network.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for (at, witness) in network.witnesses.iter().enumerate() {
            let Some((size, root)) = cosigned(witness) else { continue };
            assert!(size >= self.seen[at], "witness {at} went back from {} to {size}", self.seen[at]);
            assert!(world.heads.contains(&(size, root)), "witness {at} cosigned what was never signed");
            self.seen[at] = size;
        }
    }

    fn mirror(&mut self, faulty: bool) {
        let world = self.machine.world();
        let mirror = Mirror::open(&self.folder.join("mirror"), &self.folder.join("alarms"), self.policy.clone());
        let mirror = mirror.expect("the mirror");
        let dice = faulty.then(|| Dice::new(self.dice.roll()));
        let mut source = Flaky { world: &world, dice };
        match mirror.update(&mut source, None, &mut |_, _| {}) {
            Ok(update) => assert!(update.to >= update.from),
            Err(MirrorError::Verify(_)) if faulty => {}
            Err(error) => panic!("the mirror: {error}"),
        }
        let held = mirror.held().expect("what it holds").map(|(head, _)| (head.checkpoint.size, head.checkpoint.root));
        let Some((size, root)) = held else { return };
        assert!(size >= self.held, "the mirror went back from {} to {size}", self.held);
        assert!(world.heads.contains(&(size, root)), "the mirror holds what was never signed");
        self.held = size;
    }

    /// Store, signer or both as they were some time ago: nothing that contradicts the present may get out.
    fn put_back_an_old_backup(&mut self) {
        let which = self.dice.below(3);
        let backup = self.backups[self.dice.below(self.backups.len() as u64) as usize].clone();
        self.machine.restart(false, false);
        let mut world = self.machine.world();
        // The machine is stopped in good order before: what it shows is on its disks.
        world.durable = world.tables.clone();
        world.durable_memory = world.memory.clone();
        let present = (world.tables.clone(), world.memory.clone(), world.heads.clone());
        let script = std::mem::replace(&mut world.script, Script::Quiet);
        let (signed_now, published) = (size_of(world.memory.as_ref()), world.tables.published());
        let published = published.and_then(|note| ledger::source::size_of(&note)).unwrap_or(0);
        if which != 1 {
            world.tables = backup.0.clone();
        }
        if which != 0 {
            world.memory = backup.1.clone();
        }
        world.durable = world.tables.clone();
        world.durable_memory = world.memory.clone();
        drop(world);
        self.network().faulty = false;
        let opened = self.open();
        match which {
            0 if backup.0.size() < signed_now => {
                let fault = opened.expect_err("an old store is refused");
                assert!(matches!(fault, Fault::Signer(SignerError::Smaller { .. })), "{fault}");
                assert_eq!(self.machine.world().heads.len(), present.2.len(), "nothing was signed");
            }
            1 if size_of(backup.1.as_ref()) < published => {
                assert!(matches!(opened, Err(Fault::Forgot { .. })), "an old memory is refused");
                assert_eq!(self.machine.world().heads.len(), present.2.len(), "nothing was signed");
            }
            // With both put back the machine cannot know. It writes another history, which those who saw the
            // first one do not cosign, however long it grows.
            2 if self.seen.iter().all(|seen| *seen > backup.0.size()) => {
                let mut log = opened.unwrap_or_else(|fault| panic!("an old state opens: {fault}"));
                for number in 0..4 {
                    let other = entry(70_000 + number, &format!("other{number}"));
                    let written = log.exclusively::<_, Fault>(Duration::ZERO, |log| log.append(log.size(), &[other]));
                    assert!(matches!(written, Err(Fault::NotWitnessed { .. })), "{written:?}");
                }
            }
            _ => drop(opened),
        }
        let mut world = self.machine.world();
        let (tables, memory, mut heads) = present;
        // A head signed of the present history stays signed; those of the other one were its own doing.
        if which != 2 {
            heads = world.heads.clone();
        }
        (world.tables, world.memory, world.heads) = (tables, memory, heads);
        world.durable = world.tables.clone();
        world.durable_memory = world.memory.clone();
        world.script = script;
        world.lock = None;
        drop(world);
        self.network().faulty = true;
    }
}

fn size_of(signed: Option<&Signed>) -> u64 {
    signed.map_or(0, |signed| signed.checkpoint.size)
}
