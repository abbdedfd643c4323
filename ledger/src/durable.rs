//! Files that are there after the power has failed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// Puts bytes in the place of a file, whole or not at all, and waits until they are on the disk.
///
/// Written beside it, synced, renamed over it, and the folder synced: a crash leaves the old
/// file or the new one. A failed sync is an error of which the caller must not ask again: the
/// kernel may have dropped the pages and would say yes the second time.
///
/// # Errors
/// When any step fails. The old file is then still there, or already the new one.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // Two threads may write the same file: each has its own beside it.
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let beside = folder.join(format!(".{name}.{}.{number}", std::process::id()));
    let written = write(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        drop(fs::remove_file(&beside));
    }
    written?;
    sync_folder(folder)
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Waits until the name of a file, and those of the folders down to it, are on the disk.
///
/// Whoever made them may have been killed before it synced them.
pub(crate) fn settle(path: &Path, root: &Path) -> io::Result<()> {
    path.ancestors().skip(1).take_while(|folder| folder.starts_with(root)).try_for_each(sync_folder)
}

/// Waits until the names in a folder are on the disk.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    File::open(folder)?.sync_all()
}

/// Makes a folder with everything above it, durably.
pub(crate) fn folder(path: &Path) -> io::Result<()> {
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
