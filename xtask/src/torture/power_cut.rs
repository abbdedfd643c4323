//! R5: the power fails while a command writes, and the disk has kept what it was made to and the
//! dice let it keep. Every image that can be left is opened by the library and examined.

use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use register::Registry;
use register::registry::{Folder, Now};

use super::Cases;
use super::disk::{Dice, Story};
use super::oracle::{Outcome, check_by_stranger, check_ledger};
use super::scene::{Handed, PASSPHRASE, REGISTRY, Scene, Workshop};
use super::strace::{self, FILE_CALLS};
use crate::Failure;

/// How many power cuts in each scene.
const CUTS: usize = 4000;
/// Every so-manieth image is shown to the stranger's verifier as well.
const SHOWN: usize = 20;

pub(super) fn cases(workshop: &Workshop) -> Result<Cases<'_>, Failure> {
    let mut cases = Cases::default();
    for (which, scene) in workshop.scenes.iter().enumerate() {
        let recorded = Arc::new(record(workshop, scene)?);
        for number in 0..CUTS {
            let recorded = Arc::clone(&recorded);
            cases.push(format!("{} cut {number}", scene.name), move |at| {
                let mut dice = Dice(workshop.seed ^ ((which as u64) << 48) ^ ((number as u64) << 16));
                // The making of a registry that nobody was told of is for the program itself to repeat: R1.
                let from = if scene.adds.is_some() { 0 } else { recorded.told };
                let end = from + dice.below(recorded.story.events.len() - from + 1);
                let image = recorded.story.at(end);
                image.cut(&mut dice, at).map_err(|error| format!("the image cannot be made: {error}"))?;
                let shown = number % SHOWN == 0;
                examine(workshop, scene, at, &recorded, end >= recorded.told, shown)
                    .map_err(|why| format!("after {end} of {} writes: {why}", recorded.story.events.len()))
            });
        }
    }
    Ok(cases)
}

/// What one unbroken run of a scene did and gave out.
pub(super) struct Recorded {
    pub(super) story: Story,
    pub(super) told: usize,
    pub(super) stdout: String,
}

fn record(workshop: &Workshop, scene: &Scene) -> Result<Recorded, Failure> {
    let at = workshop.folder.path().join(format!("recorded-{}", scene.name));
    workshop.stage(scene, &at)?;
    let log = workshop.folder.path().join(format!("recorded-{}.log", scene.name));
    let ran = strace::run(strace::traced(&workshop.command(&at, &scene.arguments), &log, &FILE_CALLS, &[]))?;
    if !ran.status.success() {
        return Err(format!("{}: the command failed unbroken: {}", scene.name, ran.stderr).into());
    }
    let story = Story::of(&strace::calls(&log, &at)?, &at, &scene.base)?;
    std::fs::remove_file(&log)?;
    std::fs::remove_dir_all(&at)?;
    let told = story.told().ok_or("nothing was told")?;
    Ok(Recorded { story, told, stdout: ran.stdout })
}

pub(super) fn examine(
    workshop: &Workshop,
    scene: &Scene,
    at: &Path,
    recorded: &Recorded,
    acknowledged: bool,
    shown: bool,
) -> Result<Outcome, String> {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let root = at.join(REGISTRY);
    let mut registry = Registry::open(&root).map_err(|error| format!("it does not open: {error}"))?;
    let Some(adds) = scene.adds else {
        let made: serde_json::Value = serde_json::from_str(&recorded.stdout).map_err(|error| text(&error))?;
        let vkey = made["vkey"].as_str().and_then(|key| key.parse().ok()).ok_or("it gave no key")?;
        let checkpoints = made["checkpoint"].as_str().map(str::to_owned).into_iter().collect();
        drop(registry);
        let folder = Folder::new(&root);
        folder.officers().open("officer", PASSPHRASE).map_err(|error| format!("the officer's key: {error}"))?;
        check_ledger(&folder, &vkey, &Handed { checkpoints, ..Handed::default() }, 1)?;
        return Ok(Outcome { acknowledged, whole: true, reached: true });
    };
    let mut handed = scene.handed.clone();
    if acknowledged {
        let answer = super::scene::Entered::read(&recorded.stdout).ok_or("it gave no receipt")?;
        handed.take(&answer);
    }
    let found = registry.log().size() - scene.size;
    let whole = found == adds;
    if acknowledged && !whole {
        return Err(format!("{adds} entries were acknowledged, and {found} are there"));
    }
    if found != 0 && !whole {
        return Err(format!("of {adds} entries {found} are there"));
    }
    let mut enter = |proposals: &[register::registry::Proposal]| {
        if acknowledged || !std::ptr::eq(proposals, scene.proposals.as_slice()) {
            return registry.enter(proposals, now()).map_err(|error| format!("entering fails: {error}"));
        }
        // What was not acknowledged is entered again with the file it names.
        let bytes = std::fs::read(at.join("document.txt")).map_err(|error| error.to_string())?;
        registry.keep(&bytes, "text/plain").map_err(|error| format!("keeping the file fails: {error}"))?;
        registry.enter(proposals, now()).map_err(|error| format!("entering again fails: {error}"))
    };
    enter(&workshop.next_proposal)?;
    let again = enter(&scene.proposals)?;
    if again.iter().any(|one| one.again != whole) {
        return Err("entering it again did not find what was there".to_owned());
    }
    drop(registry);
    let folder = Folder::new(&root);
    let head = check_ledger(&folder, &workshop.vkey, &handed, scene.size + adds + 1)?;
    if shown {
        check_by_stranger(workshop, at, &folder, &workshop.vkey, &handed, &head)?;
    }
    Ok(Outcome { acknowledged, whole, reached: true })
}

fn now() -> Now {
    let second = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64);
    Now { second, today: law::Day::LAST }
}
