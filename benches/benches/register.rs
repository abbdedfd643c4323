//! How quick a registry is: receipts, batches, verification, replay, start.
//!
//! `cargo bench -p benches --bench register [-- WHAT…]`; without names all are run. What is
//! named: `start`, `receipts`, `batches`, `verify`, `replay`. `SEMEY_ACTS` says how many acts
//! the ledger has that is replayed, 3,000,000 by default. Ledgers lie in a temporary folder.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use law::{Day, Scratch, Supposed};
use ledger::mirror::Mirror;
use ledger::source::{Folder as Files, Stored};
use ledger::tlog::note::Algorithm;
use ledger::tlog::{Policy, SigningKey};
use ledger::verify::fsck;
use ledger::{Entry, Fault};
use pack::File;
use register::entry::{ActEntry, Body, Statement};
use register::registry::{Folder, Founder, Now, Proposal, reading, reading_with};
use register::{Registry, Snapshots, adopt};

const ORIGIN: &str = "bench.example/register";

type Done = Result<(), Box<dyn Error>>;

type Bench = fn() -> Done;

fn main() -> Done {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let all: [(&str, Bench); 5] =
        [("start", start), ("receipts", receipts), ("batches", batches), ("verify", verify), ("replay", replay)];
    for (name, bench) in all {
        if wanted.is_empty() || wanted.iter().any(|word| word == name) {
            bench()?;
        }
    }
    Ok(())
}

fn key() -> Result<SigningKey, Box<dyn Error>> {
    Ok(SigningKey::from_seed("officer", Algorithm::Ed25519, &[1; 32])?)
}

fn now(second: i64) -> Result<Now, Box<dyn Error>> {
    Ok(Now { second: 1_795_000_000 + second, today: "2026-11-18".parse::<Day>()? })
}

fn found(root: &Path) -> Result<Registry, Box<dyn Error>> {
    let key = key()?;
    let founder = Founder { origin: ORIGIN, depositary: "a bench", seat: "UTC", officers: &[&key], store: "sqlite" };
    Ok(Registry::create(root, &founder, now(0)?)?)
}

fn load(registry: &mut Registry, files: &[File<'_>]) -> Result<usize, Box<dyn Error>> {
    let key = key()?;
    let adoption = adopt::compare(registry, files)?;
    let statements = adoption.statements(ORIGIN, now(1)?);
    let proposals: Vec<Proposal> =
        statements.iter().map(|statement| Proposal::new(statement, &[&key])).collect::<Result<_, _>>()?;
    Ok(registry.enter(&proposals, now(1)?)?.len())
}

fn bundled() -> Result<Vec<File<'static>>, Box<dyn Error>> {
    let (files, _) = pack::read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs"))?;
    Ok(files)
}

/// The time under which so many in a hundred lie.
fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * percent / 100).min(times.len() - 1)]
}

/// From the folder to the first answer, with all bundled packs entered.
fn start() -> Done {
    let folder = tempfile::tempdir()?;
    let root = folder.path().join("r");
    let mut registry = found(&root)?;
    let begun = Instant::now();
    let entries = load(&mut registry, &bundled()?)?;
    let entered = begun.elapsed();
    drop(registry);
    let mut reads = Vec::new();
    let mut opens = Vec::new();
    for _ in 0..9 {
        let begun = Instant::now();
        let read = reading(&Folder::new(&root), None, "en")?;
        let t = read.world.treaty("canwfz")?;
        std::hint::black_box(register::answer::status::answer(&read.world, t, "2026-11-18".parse()?, None));
        reads.push(begun.elapsed());
        let begun = Instant::now();
        drop(Registry::open(&root)?);
        opens.push(begun.elapsed());
    }
    println!(
        "start     {entries} entries entered in {entered:.2?}; first answer p50 {:.0?}, opened for writing p50 {:.0?}",
        percentile(&mut reads, 50),
        percentile(&mut opens, 50)
    );
    Ok(())
}

fn act(treaty: &str, party: &str, n: usize) -> ActEntry<'static> {
    ActEntry {
        treaty: treaty.to_owned().into(),
        party: party.to_owned().into(),
        act: "declaration".into(),
        date: "2026-11-18".into(),
        id: format!("number-{n}").into(),
        ..ActEntry::default()
    }
}

/// One act at a time, from the statement to the receipt in hand, in a registry with all packs.
fn receipts() -> Done {
    let folder = tempfile::tempdir()?;
    let mut registry = found(&folder.path().join("r"))?;
    load(&mut registry, &bundled()?)?;
    let key = key()?;
    let mut times = Vec::new();
    let begun = Instant::now();
    for n in 0..400 {
        let begun = Instant::now();
        let statement = Statement::new(ORIGIN, Body::Act(Box::new(act("canwfz", "KAZ", n))));
        let entered = registry.enter(&[Proposal::new(&statement, &[&key])?], now(2)?)?;
        std::hint::black_box(registry.receipt_with_entry(entered[0].index)?.to_string());
        times.push(begun.elapsed());
    }
    println!(
        "receipts  one act at a time: p50 {:.1?}, p99 {:.1?}, {:.0} acts/s",
        percentile(&mut times, 50),
        percentile(&mut times, 99),
        400.0 / begun.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Batches of a thousand signed acts, checked at the door, each answered when it is published.
fn batches() -> Done {
    let folder = tempfile::tempdir()?;
    let mut registry = found(&folder.path().join("r"))?;
    load(&mut registry, &bundled()?)?;
    let key = key()?;
    let treaties: Vec<String> = registry.world().packs.instruments.iter().map(|i| i.id.clone()).collect();
    let begun = Instant::now();
    for batch in 0..20 {
        let proposals: Vec<Proposal> = (0..1000)
            .map(|n| {
                let act = act(&treaties[(batch * 7 + n) % treaties.len()], "KAZ", batch * 1000 + n);
                Proposal::new(&Statement::new(ORIGIN, Body::Act(Box::new(act))), &[&key])
            })
            .collect::<Result<_, _>>()?;
        registry.enter(&proposals, now(3)?)?;
    }
    println!("batches   20 of 1,000 acts: {:.0} acts/s", 20_000.0 / begun.elapsed().as_secs_f64());
    Ok(())
}

/// A ledger of a million entries in files, derived from the first entry.
fn verify() -> Done {
    let folder = tempfile::tempdir()?;
    let mut registry = found(&folder.path().join("r"))?;
    append_raw(&mut registry, 1_000_000, |n| raw_act("canwfz", "KAZ", n))?;
    let policy: Policy = registry.policy_of_history();
    let files = folder.path().join("files");
    let begun = Instant::now();
    let mirror = Mirror::open(&files, &folder.path().join("alarms"), policy.clone())?;
    let mut source = Stored { store: registry.log().store(), name: "the store".to_owned() };
    mirror.update(&mut source, None, &mut |_, _| {})?;
    let mirrored = begun.elapsed();
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let begun = Instant::now();
        fsck(&mut Files(files.clone()), &policy, &mut |_, _| Ok(()), &mut |_| {})?;
        best = best.min(begun.elapsed());
    }
    println!(
        "verify    1,000,001 entries: {:.0} entries/s; mirrored at {:.0} entries/s",
        1_000_001.0 / best.as_secs_f64(),
        1_000_001.0 / mirrored.as_secs_f64()
    );
    Ok(())
}

/// An entry of an act with a signature of the right length that nobody made: replay does not look at it.
fn raw_act(treaty: &str, party: &str, n: u64) -> String {
    let signature = "A".repeat(86) + "==";
    // As in the registers: nearly everybody signs and ratifies, many declare something, few leave.
    let third = if n % 150 == 2 { ("withdrawal", 2010) } else { ("declaration", 1995) };
    let (kind, year) = [("signature", 1990), ("ratification", 1995), third][(n % 3) as usize];
    let (month, day) = (n % 12 + 1, n % 28 + 1);
    format!(
        "{{\"entered\":\"2026-11-18T11:06:40Z\",\"signatures\":[{{\"key\":\"officer+00000000\",\"signature\":\"{signature}\"}}],\
         \"statement\":{{\"body\":{{\"act\":{{\"act\":\"{kind}\",\"date\":\"{year}-{month:02}-{day:02}\",\"note\":\"{n}\",\
         \"party\":\"{party}\",\"source\":\"REG {n}\",\"table\":\"bench/{treaty}/acts.csv\",\"treaty\":\"{treaty}\"}}}},\
         \"ledger\":\"{ORIGIN}\",\"version\":1}}}}"
    )
}

/// Appends entries as they are, past the door.
fn append_raw(registry: &mut Registry, number: u64, bytes: impl Fn(u64) -> String) -> Done {
    let log = registry.log();
    let mut done = 0;
    while done < number {
        let run = (number - done).min(65_536);
        let entries: Vec<Entry> =
            (done..done + run).map(|n| Entry { bytes: bytes(n).into_bytes(), request: format!("bench {n}") }).collect();
        log.exclusively::<_, Fault>(Duration::from_secs(5), |log| log.append(log.size(), &entries))?;
        done += run;
    }
    Ok(())
}

/// A ledger of three million acts on five thousand treaties: replayed from its beginning and from a snapshot, and
/// everybody's status on a day.
fn replay() -> Done {
    const TREATIES: u64 = 5000;
    let number: u64 = std::env::var("SEMEY_ACTS").ok().map_or(Ok(3_000_000), |text| text.parse())?;
    let place = tempfile::tempdir()?;
    let root = place.path().join("r");
    let mut registry = found(&root)?;
    let parties: Vec<String> = (0..200_u8)
        .map(|n| {
            let letter = |n: u8| char::from(b'A' + n % 26);
            [letter(n / 26), letter(n), 'X'].iter().collect()
        })
        .collect();
    let table = parties.iter().fold("code,kind\n".to_owned(), |table, code| table + code + ",state\n");
    let mut files = vec![
        File { path: "parties/parties.csv".into(), text: table.into() },
        File {
            path: "bench/pack.toml".into(),
            text: "id = \"bench\"\ntitle = { en = \"Bench\" }\n[sources.REG]\nwhat = { en = \"a register\" }\n".into(),
        },
    ];
    files.extend((0..TREATIES).map(|n| {
        File {
        path: format!("bench/t{n}/treaty.toml").into(),
        text: format!(
            "id = \"t{n}\"\nkind = \"treaty\"\ntitle = {{ en = \"Treaty {n}\" }}\n[entry-into-force]\narticle = \"9\"\n\
             when = {{ deposits = 40 }}\nafter = \"30 days\"\n[withdrawal]\narticle = \"10\"\nnotice = \"12 months\"\n"
        )
        .into(),
    }
    }));
    load(&mut registry, &files)?;
    append_raw(&mut registry, number, |n| {
        let party = &parties[(n / 3 % 200) as usize];
        raw_act(&format!("t{}", n / 600 % TREATIES), party, n)
    })?;
    drop(registry);
    let folder = Folder::new(&root);
    let ask = |snapshots| -> Result<(Duration, Duration, usize), Box<dyn Error>> {
        let begun = Instant::now();
        let read = reading_with(&folder, None, "en", snapshots)?;
        let replayed = begun.elapsed();
        let engine = &read.world.packs.engine;
        let (mut scratch, mut standings) = (Scratch::default(), Vec::new());
        let (on, supposed) = ("2026-11-18".parse()?, Supposed::default());
        for t in engine.treaties() {
            engine.standings(t, on, Day::LAST, &supposed, &mut scratch, &mut standings);
        }
        Ok((replayed, begun.elapsed(), standings.len()))
    };
    // What is written by the second is what the third begins at; the first leaves nothing and finds nothing.
    let mut best: [(&str, Duration); 3] =
        [("whole", Duration::MAX), ("whole, leaving a snapshot", Duration::MAX), ("from a snapshot", Duration::MAX)];
    for _ in 0..3 {
        for ((how, best), snapshots) in
            best.iter_mut().zip([Snapshots::Never, Snapshots::default(), Snapshots::default()])
        {
            if *how != "from a snapshot" && folder.snapshot_path().exists() {
                std::fs::remove_file(folder.snapshot_path())?;
            }
            let (replayed, answered, standings) = ask(snapshots)?;
            println!("replay    {number} acts, {how}: in {replayed:.2?}, with {standings} standings in {answered:.2?}");
            *best = answered.min(*best);
        }
    }
    let length = std::fs::metadata(folder.snapshot_path()).map_or(0, |file| file.len());
    for (how, best) in best {
        println!("replay    {how}: best of 3 {best:.2?}");
    }
    println!("replay    the snapshot has {} MB", length / 1_000_000);
    Ok(())
}
