//! A disk that remembers what was asked of it, and forgets what it was not asked to keep.
//!
//! Built from the calls of one command. Bytes are kept when their file is synced, names when their
//! folder is; until then a power cut takes any of them, or half of a write by sectors of 512 bytes.
//! That is less than today's file systems keep: ext4 orders names, and keeps a new file's with its bytes.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::Path;

use super::scene::files;
use super::strace::Call;

const SECTOR: usize = 512;

/// One thing that happened to the disk.
#[derive(Debug, Clone)]
pub(super) enum Event {
    Write {
        file: usize,
        at: usize,
        bytes: Vec<u8>,
    },
    Truncate {
        file: usize,
        length: usize,
    },
    /// A name in a folder stands for a file from now on, or for a new folder.
    Name {
        path: String,
        file: Option<usize>,
    },
    Unname {
        path: String,
    },
    Rename {
        from: String,
        to: String,
    },
    SyncFile {
        file: usize,
    },
    /// A sync that failed: the kernel drops what waited, and holds it for written.
    DropFile {
        file: usize,
    },
    SyncFolder {
        path: String,
    },
    /// Something was written to the standard output: the answer.
    Told,
}

/// What a command did to the folder it was run in.
#[derive(Debug, Default)]
pub(super) struct Story {
    /// The files that were there before, all of it synced.
    before: BTreeMap<String, usize>,
    contents: Vec<Vec<u8>>,
    folders: Vec<String>,
    /// The path each file was first known by.
    names: Vec<String>,
    pub(super) events: Vec<Event>,
}

/// Files that hold nothing that outlives a restart: SQLite makes its index anew, and locks are locks.
pub(super) fn is_passing(path: &str) -> bool {
    path.ends_with("-shm") || path.ends_with(".lock") || path.ends_with("/lock")
}

impl Story {
    /// The story of the calls of a command that was run in `root`, which began as `base`.
    pub(super) fn of(calls: &[Call], root: &Path, base: &Path) -> io::Result<Story> {
        let mut story = Story::default();
        for path in files(base)? {
            let file = story.file(&path, fs::read(base.join(&path))?);
            story.before.insert(path, file);
        }
        gather_folders(base, "", &mut story.folders)?;
        Telling { story: &mut story, root: root.to_string_lossy().into_owned(), open: HashMap::new() }.tell(calls);
        Ok(story)
    }

    fn file(&mut self, path: &str, contents: Vec<u8>) -> usize {
        self.contents.push(contents);
        self.names.push(path.to_owned());
        self.contents.len() - 1
    }

    /// What the disk holds once everything was written back, but for what failed syncs dropped.
    pub(super) fn end(&self) -> BTreeMap<String, Vec<u8>> {
        let mut moment = self.at(self.events.len());
        std::mem::take(&mut moment.changes).iter().for_each(|change| moment.change(change));
        for (file, waiting) in moment.waiting.iter().enumerate() {
            waiting.iter().for_each(|event| apply(&mut moment.kept[file], event, |_| true));
        }
        moment.names.iter().map(|(path, file)| (path.clone(), moment.kept[*file].clone())).collect()
    }

    /// Lets a file begin as the disk holds it, where programs still read something else.
    pub(super) fn begin_as(&mut self, disk: &BTreeMap<String, Vec<u8>>) {
        for (path, file) in &self.before {
            if let Some(contents) = disk.get(path) {
                self.contents[*file].clone_from(contents);
            }
        }
    }

    /// The first place in the story at which the answer had been told.
    pub(super) fn told(&self) -> Option<usize> {
        self.events.iter().position(|event| matches!(event, Event::Told)).map(|at| at + 1)
    }

    /// What of the first `end` events is on the disk for certain, and what may be.
    pub(super) fn at(&self, end: usize) -> Moment {
        let mut now = self.before.clone();
        let mut moment = Moment {
            names: self.before.iter().map(|(path, file)| (path.clone(), *file)).collect(),
            folders: self.folders.clone(),
            kept: self.contents.clone(),
            waiting: vec![Vec::new(); self.contents.len()],
            changes: Vec::new(),
        };
        for event in &self.events[..end] {
            match event {
                Event::Write { file, .. } | Event::Truncate { file, .. } => moment.waiting[*file].push(event.clone()),
                Event::Name { path, file } => {
                    if let Some(file) = file {
                        now.insert(path.clone(), *file);
                    }
                    moment.changes.push(event.clone());
                }
                Event::Unname { path } => {
                    now.remove(path);
                    moment.changes.push(event.clone());
                }
                Event::Rename { from, to } => {
                    // What a rename means is fixed by what the name stood for.
                    if let Some(file) = now.remove(from) {
                        now.insert(to.clone(), file);
                        moment.changes.push(Event::Unname { path: from.clone() });
                        moment.changes.push(Event::Name { path: to.clone(), file: Some(file) });
                    }
                }
                Event::SyncFile { file } => {
                    let waiting = std::mem::take(&mut moment.waiting[*file]);
                    waiting.iter().for_each(|event| apply(&mut moment.kept[*file], event, |_| true));
                }
                Event::DropFile { file } => moment.waiting[*file].clear(),
                Event::SyncFolder { path } => moment.sync_folder(path),
                Event::Told => {}
            }
        }
        moment
    }

    /// What had not been synced when the answer was told: there must be nothing.
    pub(super) fn untold(&self, end: usize) -> Vec<String> {
        let moment = self.at(end);
        let mut found = Vec::new();
        for event in &self.events[..end] {
            if let Event::DropFile { file } = event {
                found.push(format!("{}, whose sync failed", self.names[*file]));
            }
        }
        for (file, waiting) in moment.waiting.iter().enumerate() {
            let name = &self.names[file];
            let name = name.strip_prefix('.').unwrap_or(name);
            if !waiting.is_empty() && !is_passing(name) {
                found.push(format!("{} writes to {name}", waiting.len()));
            }
        }
        for change in &moment.changes {
            match change {
                Event::Name { path, .. } if !is_passing(path) => found.push(format!("the name {path}")),
                Event::Unname { path } if !is_passing(path) => found.push(format!("that {path} is gone")),
                _ => {}
            }
        }
        found
    }

    /// How many syncs there were of files or folders that are so.
    pub(super) fn syncs(&self, end: usize, is: impl Fn(&str) -> bool) -> usize {
        let synced = |event: &&Event| match event {
            Event::SyncFile { file } => is(&self.names[*file]),
            Event::SyncFolder { path } => is(path),
            _ => false,
        };
        self.events[..end].iter().filter(synced).count()
    }
}

fn gather_folders(folder: &Path, below: &str, found: &mut Vec<String>) -> io::Result<()> {
    for file in fs::read_dir(folder)? {
        let file = file?;
        if file.file_type()?.is_dir() {
            let name = format!("{below}{}", file.file_name().to_string_lossy());
            gather_folders(&file.path(), &format!("{name}/"), found)?;
            found.push(name);
        }
    }
    Ok(())
}

/// A story while it is being read from calls.
struct Telling<'s> {
    story: &'s mut Story,
    root: String,
    /// What each descriptor stands for, and how far it has been read or written.
    open: HashMap<i64, (Option<usize>, String, usize)>,
}

impl Telling<'_> {
    fn tell(mut self, calls: &[Call]) {
        let mut names = self.story.before.clone();
        for call in calls {
            let worked = call.result.is_some_and(|result| result >= 0);
            match (call.fd.and_then(|fd| self.open.get(&fd)), call.name.as_str()) {
                (Some((Some(file), ..)), "fsync" | "fdatasync") if !worked => {
                    self.story.events.push(Event::DropFile { file: *file });
                }
                _ if worked => self.call(call, &mut names),
                _ => {}
            }
        }
    }

    /// A path below the folder of the run.
    fn below(&self, path: &str) -> Option<String> {
        if !path.starts_with('/') {
            return Some(path.to_owned());
        }
        let rest = path.strip_prefix(&self.root)?;
        Some(rest.trim_matches('/').to_owned())
    }

    fn text(&self, call: &Call, at: usize) -> Option<String> {
        self.below(&String::from_utf8_lossy(call.strings.get(at)?))
    }

    fn call(&mut self, call: &Call, names: &mut BTreeMap<String, usize>) {
        let result = call.result.unwrap_or(0);
        let fd = call.fd.unwrap_or(-1);
        match call.name.as_str() {
            "open" | "openat" | "creat" => {
                let Some(path) = self.text(call, 0) else { return };
                let mut file = names.get(&path).copied();
                if file.is_none() && (call.creates || call.name == "creat") {
                    let made = self.story.file(&path, Vec::new());
                    names.insert(path.clone(), made);
                    self.story.events.push(Event::Name { path: path.clone(), file: Some(made) });
                    file = Some(made);
                } else if let (Some(file), true) = (file, call.truncates) {
                    self.story.events.push(Event::Truncate { file, length: 0 });
                }
                self.open.insert(result, (file, path, 0));
            }
            "close" => drop(self.open.remove(&fd)),
            "write" if fd == 1 => self.story.events.push(Event::Told),
            "write" | "pwrite64" => {
                let Some((Some(file), _, at)) = self.open.get_mut(&fd) else { return };
                let begins = if call.name == "write" { *at } else { call.numbers.last().map_or(0, |at| *at as usize) };
                let bytes = call.strings.first().map_or(Vec::new(), |bytes| bytes[..result as usize].to_vec());
                if call.name == "write" {
                    *at += bytes.len();
                }
                self.story.events.push(Event::Write { file: *file, at: begins, bytes });
            }
            "read" => {
                if let Some((_, _, at)) = self.open.get_mut(&fd) {
                    *at += result as usize;
                }
            }
            "lseek" => {
                if let Some((_, _, at)) = self.open.get_mut(&fd) {
                    *at = result as usize;
                }
            }
            "ftruncate" => {
                let Some((Some(file), ..)) = self.open.get(&fd) else { return };
                let length = call.numbers.last().map_or(0, |length| *length as usize);
                self.story.events.push(Event::Truncate { file: *file, length });
            }
            "fsync" | "fdatasync" => match self.open.get(&fd) {
                Some((Some(file), ..)) => self.story.events.push(Event::SyncFile { file: *file }),
                Some((None, path, _)) => self.story.events.push(Event::SyncFolder { path: path.clone() }),
                None => {}
            },
            "rename" | "renameat" | "renameat2" => {
                let (Some(from), Some(to)) = (self.text(call, 0), self.text(call, 1)) else { return };
                if let Some(file) = names.remove(&from) {
                    names.insert(to.clone(), file);
                }
                self.story.events.push(Event::Rename { from, to });
            }
            "unlink" | "unlinkat" => {
                let Some(path) = self.text(call, 0) else { return };
                names.remove(&path);
                self.story.events.push(Event::Unname { path });
            }
            "mkdir" | "mkdirat" => {
                let Some(path) = self.text(call, 0) else { return };
                self.story.events.push(Event::Name { path, file: None });
            }
            _ => {}
        }
    }
}

/// What is on the disk at one moment, and what only may be.
#[derive(Debug)]
pub(super) struct Moment {
    names: HashMap<String, usize>,
    folders: Vec<String>,
    kept: Vec<Vec<u8>>,
    waiting: Vec<Vec<Event>>,
    changes: Vec<Event>,
}

/// The folder that a name stands in.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn apply(contents: &mut Vec<u8>, event: &Event, mut sector: impl FnMut(usize) -> bool) {
    match event {
        Event::Write { at, bytes, .. } => {
            let mut from = 0;
            while from < bytes.len() {
                let begins = at + from;
                let length = (SECTOR - begins % SECTOR).min(bytes.len() - from);
                if sector(begins / SECTOR) {
                    if contents.len() < begins + length {
                        contents.resize(begins + length, 0);
                    }
                    contents[begins..begins + length].copy_from_slice(&bytes[from..from + length]);
                }
                from += length;
            }
        }
        Event::Truncate { length, .. } => contents.resize(*length, 0),
        _ => {}
    }
}

impl Moment {
    fn sync_folder(&mut self, folder: &str) {
        let (synced, waiting) = std::mem::take(&mut self.changes).into_iter().partition(|change| match change {
            Event::Name { path, .. } | Event::Unname { path } => parent(path) == folder,
            _ => false,
        });
        self.changes = waiting;
        let synced: Vec<Event> = synced;
        synced.iter().for_each(|change| self.change(change));
    }

    fn change(&mut self, change: &Event) {
        match change {
            Event::Name { path, file: Some(file) } => drop(self.names.insert(path.clone(), *file)),
            Event::Name { path, file: None } => self.folders.push(path.clone()),
            Event::Unname { path } => {
                self.names.remove(path);
                self.folders.retain(|folder| folder != path);
            }
            _ => {}
        }
    }

    /// Lets the power fail: what was not synced is kept, lost or torn as the dice say. Writes what is left.
    pub(super) fn cut(mut self, dice: &mut Dice, to: &Path) -> io::Result<()> {
        let names = dice.below(4);
        let until = dice.below(self.changes.len() + 1);
        for (at, change) in std::mem::take(&mut self.changes).iter().enumerate() {
            let kept = match names {
                0 => false,
                1 => true,
                // File systems with a journal lose the last ones only.
                2 => at < until,
                _ => dice.below(2) == 0,
            };
            if kept {
                self.change(change);
            }
        }
        let bytes = dice.below(5);
        for (file, waiting) in self.waiting.iter().enumerate() {
            let until = dice.below(waiting.len() + 1);
            for (at, event) in waiting.iter().enumerate() {
                let whole = match bytes {
                    0 => false,
                    1 => true,
                    2 => at < until,
                    // All but one.
                    3 => at != until,
                    _ => match dice.below(3) {
                        0 => false,
                        1 => true,
                        _ => {
                            apply(&mut self.kept[file], event, |_| dice.below(2) == 0);
                            continue;
                        }
                    },
                };
                if whole {
                    apply(&mut self.kept[file], event, |_| true);
                }
            }
        }
        fs::create_dir_all(to)?;
        self.folders.sort();
        for folder in &self.folders {
            // What lies in a folder whose name is lost is lost with it.
            let there = parent(folder).is_empty() || to.join(parent(folder)).is_dir();
            if there && !to.join(folder).is_dir() {
                fs::create_dir(to.join(folder))?;
            }
        }
        for (path, file) in &self.names {
            if to.join(parent(path)).is_dir() && !path.ends_with("-shm") {
                fs::write(to.join(path), &self.kept[*file])?;
            }
        }
        Ok(())
    }
}

/// Numbers that look random and come again with the same seed (splitmix64).
#[derive(Debug, Clone)]
pub(super) struct Dice(pub(super) u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is not 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(name: &str, fd: Option<i64>, strings: &[&str], numbers: &[i64], result: i64) -> Call {
        Call {
            name: name.to_owned(),
            nth: 1,
            result: Some(result),
            fd,
            strings: strings.iter().map(|text| text.as_bytes().to_vec()).collect(),
            numbers: numbers.to_vec(),
            path: None,
            injected: false,
            creates: name == "openat" && fd.is_none(),
            truncates: false,
            lists: false,
        }
    }

    #[test]
    fn only_what_was_synced_is_kept_for_certain() {
        let base = tempfile::tempdir().expect("a folder");
        let calls = [
            call("openat", None, &["/run/new"], &[], 3),
            call("write", Some(3), &["abc"], &[3, 3], 3),
            call("fsync", Some(3), &[], &[3], 0),
            call("write", Some(3), &["def"], &[3, 3], 3),
            call("rename", None, &["/run/new", "/run/old"], &[], 0),
        ];
        let story = Story::of(&calls, Path::new("/run"), base.path()).expect("a story");
        let moment = story.at(story.events.len());
        assert_eq!(moment.kept, [b"abc".to_vec()]);
        assert_eq!(moment.waiting[0].len(), 1);
        assert!(moment.names.is_empty(), "no folder was synced");
        assert_eq!(story.untold(story.events.len()).len(), 4, "one write, and three changes of names");
        let mut endings = std::collections::BTreeSet::new();
        for seed in 0..200 {
            let to = base.path().join(seed.to_string());
            story.at(story.events.len()).cut(&mut Dice(seed), &to).expect("an image");
            endings.insert((fs::read(to.join("new")).ok(), fs::read(to.join("old")).ok()));
        }
        assert!(endings.contains(&(None, None)));
        assert!(endings.contains(&(None, Some(b"abcdef".to_vec()))));
        assert!(endings.contains(&(Some(b"abc".to_vec()), None)));
    }
}
