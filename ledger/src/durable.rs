//! Files that are there after the power has failed, and caches that need not be.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// Puts bytes in the place of a file, whole or not at all, and waits until they are on the disk.
///
/// Written beside it, synced, renamed over it, and the folder synced: a crash leaves the old
/// file or the new one. A failed sync is an error of which the caller must not ask again: the
/// kernel may have dropped the pages and would say yes the second time.
///
/// # Errors
/// When any step fails. The old file is then still there, or already the new one.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let beside = beside(path);
    let mut file = alone(&beside)?;
    let written = file.set_len(0).and_then(|()| file.write_all(bytes)).and_then(|()| file.sync_all());
    let written = written.and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        drop(fs::remove_file(&beside));
    }
    written?;
    sync_folder(folder)
}

/// Puts the parts of a cache in the place of a file, whole or not at all, as long as the machine runs.
///
/// Nothing is synced: after a crash the file may hold anything, so whoever reads it must see whether it is whole.
/// Where somebody else is writing it, nothing is done: one of the two is enough.
///
/// # Errors
/// When any step fails. The old file is then still there, and nothing else.
pub fn replace_cache<'p>(path: &Path, parts: impl IntoIterator<Item = &'p [u8]>) -> io::Result<()> {
    let beside = beside(path);
    let file = File::options().create(true).truncate(false).write(true).open(&beside)?;
    if file.try_lock().is_err() || !is_at(&file, &beside)? {
        return Ok(());
    }
    let mut writer = &file;
    let written = file.set_len(0).and_then(|()| parts.into_iter().try_for_each(|part| writer.write_all(part)));
    let written = written.and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        drop(fs::remove_file(&beside));
    }
    written
}

/// Where a file is written before it takes its name.
///
/// One name for all who write it, so that what a killed one left is taken over and nothing gathers.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.new"))
}

/// Opens a file to write, for one writer at a time.
fn alone(path: &Path) -> io::Result<File> {
    loop {
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        file.lock()?;
        if is_at(&file, path)? {
            return Ok(file);
        }
    }
}

/// Whether an open file is still the one with this name: whoever held its lock before may have renamed it.
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    let own = file.metadata()?;
    Ok(fs::symlink_metadata(path).is_ok_and(|found| (found.dev(), found.ino()) == (own.dev(), own.ino())))
}

/// Waits until the name of a file, and those of the folders down to it, are on the disk.
///
/// Whoever made them may have been killed before it synced them.
pub(crate) fn settle(path: &Path, root: &Path) -> io::Result<()> {
    let within = path.ancestors().skip(1).take_while(|folder| folder.starts_with(root));
    within.chain(root.parent()).try_for_each(sync_folder)
}

/// Waits until the names in a folder are on the disk.
///
/// # Errors
/// When the folder is not there, or the disk fails.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    File::open(folder)?.sync_all()
}

/// Makes a folder with everything above it, durably.
///
/// # Errors
/// When it cannot be made, or the disk fails.
pub fn folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let above = path.parent().filter(|above| !above.as_os_str().is_empty());
    if let Some(above) = above {
        folder(above)?;
    }
    match fs::create_dir(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => sync_folder(above.unwrap_or(Path::new("."))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_writer_left_is_taken_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("signed");
        fs::write(folder.path().join(".signed.new"), "half of something long").expect("left");
        replace(&path, b"new").expect("replaced");
        assert_eq!(fs::read(&path).expect("there"), b"new");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn writers_of_one_file_wait_for_each_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        let texts: Vec<String> = (0..8).map(|n| n.to_string().repeat(10_000 + n)).collect();
        std::thread::scope(|scope| {
            for text in &texts {
                scope.spawn(|| (0..20).for_each(|_| replace(&path, text.as_bytes()).expect("replaced")));
            }
            scope.spawn(|| {
                for _ in 0..200 {
                    let found = fs::read_to_string(&path).unwrap_or_else(|_| texts[0].clone());
                    assert!(texts.contains(&found), "never half of one");
                }
            });
        });
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn a_cache_is_replaced_whole_by_one_of_its_writers() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("cache");
        let texts: Vec<String> = (0..8).map(|n| n.to_string().repeat(10_000 + n)).collect();
        std::thread::scope(|scope| {
            for text in &texts {
                let halves = || text.as_bytes().chunks(6000);
                let path = &path;
                scope.spawn(move || (0..20).for_each(|_| replace_cache(path, halves()).expect("replaced")));
            }
            scope.spawn(|| {
                for _ in 0..200 {
                    let found = fs::read_to_string(&path).unwrap_or_else(|_| texts[0].clone());
                    assert!(texts.contains(&found), "never half of one");
                }
            });
        });
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn a_cache_that_cannot_take_its_place_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("cache");
        fs::create_dir_all(path.join("full")).expect("a folder in its place");
        assert!(replace_cache(&path, [&b"new"[..]]).is_err());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }
}
