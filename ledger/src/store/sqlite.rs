//! SQLite: one file, in WAL mode, synced at every commit.

use std::fs::{File, TryLockError};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params};
use tlog::Hash;

use super::{Batch, EachEntry, Store, StoreError};

/// The tables. Triggers keep rows from being changed by mistake; against intent stand the hashes.
const SCHEMA: &str = "
    BEGIN;
    CREATE TABLE IF NOT EXISTS entry (
        seq INTEGER PRIMARY KEY,
        request TEXT NOT NULL UNIQUE,
        leaf BLOB NOT NULL CHECK (length(leaf) = 32),
        bytes BLOB NOT NULL CHECK (length(bytes) <= 65535)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS node (
        level INTEGER NOT NULL CHECK (level > 0),
        seq INTEGER NOT NULL,
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        PRIMARY KEY (level, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS checkpoint (
        size INTEGER PRIMARY KEY,
        note TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER IF NOT EXISTS entry_stays BEFORE UPDATE ON entry
        BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
    CREATE TRIGGER IF NOT EXISTS entry_remains BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
    CREATE TRIGGER IF NOT EXISTS node_stays BEFORE UPDATE ON node
        BEGIN SELECT RAISE(ABORT, 'a hash is never changed'); END;
    CREATE TRIGGER IF NOT EXISTS node_remains BEFORE DELETE ON node
        BEGIN SELECT RAISE(ABORT, 'a hash is never deleted'); END;
    -- REPLACE removes the row in its way without asking the triggers for deletion.
    CREATE TRIGGER IF NOT EXISTS entry_follows BEFORE INSERT ON entry
        WHEN NEW.seq <> (SELECT ifnull(max(seq), -1) + 1 FROM entry)
            OR EXISTS (SELECT 1 FROM entry WHERE request = NEW.request)
        BEGIN SELECT RAISE(ABORT, 'an entry is never replaced'); END;
    CREATE TRIGGER IF NOT EXISTS node_follows BEFORE INSERT ON node
        WHEN EXISTS (SELECT 1 FROM node WHERE level = NEW.level AND seq = NEW.seq)
        BEGIN SELECT RAISE(ABORT, 'a hash is never replaced'); END;
    PRAGMA user_version = 1;
    COMMIT;
";

/// How the tables are laid out; a newer program must know how to read every older number.
const VERSION: i64 = 1;

/// A ledger in one SQLite file.
#[derive(Debug)]
pub struct Sqlite {
    db: Connection,
    lock_path: PathBuf,
    lock: Option<File>,
    /// Why nothing can be written, where nothing can.
    refuses: Option<StoreError>,
    /// The size that a synced commit of this program is known to have followed.
    confirmed: Option<u64>,
}

impl Sqlite {
    /// Makes an empty store in a file that is not there yet.
    ///
    /// # Errors
    /// When the file is there already or cannot be written.
    pub fn create(path: &Path) -> Result<Sqlite, StoreError> {
        File::create_new(path).map_err(|error| failed(&error))?;
        let store = Sqlite::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        store.db.execute_batch(SCHEMA).map_err(|error| refused(&error))?;
        crate::durable::sync_folder(path.parent().unwrap_or(Path::new("."))).map_err(|error| failed(&error))?;
        Ok(store)
    }

    /// Opens the store in a file; where it cannot be written to, for reading.
    ///
    /// # Errors
    /// When the file is not there, is no ledger, or is one that a newer program made.
    pub fn open(path: &Path) -> Result<Sqlite, StoreError> {
        if !path.is_file() {
            return Err(StoreError::Failed { why: format!("there is no file {}", path.display()) });
        }
        let store = match Sqlite::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE) {
            Err(error @ (StoreError::ReadOnly | StoreError::Full)) => Sqlite::read_only(path, error)?,
            other => other?,
        };
        let version: i64 =
            store.db.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(|error| refused(&error))?;
        match version {
            VERSION => Ok(store),
            0 => Err(StoreError::Damaged { what: format!("{} is not a ledger", path.display()) }),
            newer => Err(StoreError::Failed {
                why: format!(
                    "{} was written by a newer semey (layout {newer}, this one reads {VERSION})",
                    path.display()
                ),
            }),
        }
    }

    /// Copies the store in a file to a new file while it is in use, as it is at one moment.
    ///
    /// # Errors
    /// When the new file is there already, or either cannot be read or written.
    pub fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
        let store = Sqlite::open(from)?;
        let target = to.to_str().ok_or_else(|| StoreError::Failed { why: "the path is not UTF-8".to_owned() })?;
        store.db.execute("VACUUM INTO ?1", [target]).map_err(|error| refused(&error))?;
        // SQLite does not sync what it vacuums into another file.
        File::open(to).and_then(|file| file.sync_all()).map_err(|error| failed(&error))?;
        crate::durable::sync_folder(to.parent().unwrap_or(Path::new("."))).map_err(|error| failed(&error))
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Sqlite, StoreError> {
        // A connection is used by one thread at a time: Rust sees to it, and SQLite need not.
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(path, flags).map_err(|error| refused(&error))?;
        db.busy_timeout(Duration::from_secs(5)).map_err(|error| refused(&error))?;
        // FULL syncs the log at every commit: an acknowledged entry outlives a power cut.
        db.execute_batch("PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;").map_err(|error| refused(&error))?;
        // SQLite answers with the new mode before it has written it: it fails, if it does, after the last row.
        let mode = || -> rusqlite::Result<String> {
            let mut statement = db.prepare("PRAGMA journal_mode = WAL")?;
            let mut rows = statement.query([])?;
            let mut mode = String::new();
            while let Some(row) = rows.next()? {
                mode = row.get(0)?;
            }
            Ok(mode)
        };
        let mode = mode().map_err(|error| refused(&error))?;
        if mode != "wal" {
            return Err(StoreError::Failed {
                why: format!("SQLite keeps {} in {mode} mode, not in WAL", path.display()),
            });
        }
        let mut lock_path = path.as_os_str().to_owned();
        lock_path.push(".lock");
        // A file that SQLite opened for reading only, because the disk is, says so only when asked to write.
        let read_only = db.is_readonly("main").map_err(|error| refused(&error))?;
        let refuses = read_only.then_some(StoreError::ReadOnly);
        Ok(Sqlite { db, lock_path: lock_path.into(), lock: None, refuses, confirmed: None })
    }

    /// On a disk that is full or cannot be written to there is no room for SQLite's own files: the file is
    /// read as it lies, which is right only when everything in it was merged.
    fn read_only(path: &Path, why: StoreError) -> Result<Sqlite, StoreError> {
        let mut wal = path.as_os_str().to_owned();
        wal.push("-wal");
        if std::fs::metadata(&wal).is_ok_and(|found| found.len() > 0) {
            return Err(why);
        }
        let escaped = path.display().to_string().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
        let uri = format!("file:{escaped}?immutable=1");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let db = Connection::open_with_flags(uri, flags).map_err(|error| refused(&error))?;
        Ok(Sqlite { db, lock_path: PathBuf::new(), lock: None, refuses: Some(why), confirmed: None })
    }

    /// Writes anew what others wrote and may not have synced: who is killed between the write and the sync, or
    /// whose sync failed, leaves entries that every program reads and a power cut takes back.
    ///
    /// Syncing their log again is not enough: after a sync that failed, the kernel holds its pages for written.
    /// Copied into the database they are written once more.
    fn confirm(&mut self) -> Result<(), StoreError> {
        let size = size(&self.db)?;
        if self.confirmed == Some(size) {
            return Ok(());
        }
        // SQLite syncs the folder once its log is new in it, and does not look whether that worked.
        let folder = self.lock_path.parent().unwrap_or(Path::new("."));
        crate::durable::sync_folder(folder).map_err(|error| failed(&error))?;
        let copied = self.db.query_row("PRAGMA wal_checkpoint(FULL)", [], |row| {
            let (busy, written, copied): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(busy == 0 && written == copied)
        });
        // Where a reader is in the way, so is the program that reads: any commit syncs the whole log.
        let again = format!("BEGIN IMMEDIATE; PRAGMA user_version = {VERSION}; COMMIT;");
        let confirmed = match copied {
            Ok(true) => Ok(()),
            Ok(false) => self.db.execute_batch(&again),
            Err(error) => Err(error),
        };
        if let Err(error) = confirmed {
            self.distrust();
            drop(self.db.execute_batch("ROLLBACK"));
            return Err(refused(&error));
        }
        self.confirmed = Some(size);
        Ok(())
    }

    /// After a failure nothing is synced a second time, not even as the database is closed.
    fn distrust(&mut self) {
        self.confirmed = None;
        drop(self.db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true));
    }

    fn insert(transaction: &Transaction<'_>, batch: &Batch<'_>) -> Result<(), StoreError> {
        let size = size(transaction)?;
        if size != batch.first {
            return Err(StoreError::Conflict { size });
        }
        let mut entry = transaction
            .prepare_cached("INSERT INTO entry (seq, request, leaf, bytes) VALUES (?1, ?2, ?3, ?4)")
            .map_err(|error| refused(&error))?;
        for (seq, row) in (batch.first..).zip(batch.entries) {
            entry.execute(params![seq as i64, row.request, row.leaf.0, row.bytes]).map_err(|error| {
                match error.sqlite_error_code() {
                    Some(ErrorCode::ConstraintViolation)
                        if matches!(request(transaction, row.request), Ok(Some(_))) =>
                    {
                        StoreError::Known { request: row.request.to_owned() }
                    }
                    _ => refused(&error),
                }
            })?;
        }
        let mut node = transaction
            .prepare_cached("INSERT INTO node (level, seq, hash) VALUES (?1, ?2, ?3)")
            .map_err(|error| refused(&error))?;
        for (level, seq, hash) in batch.nodes {
            node.execute(params![level, *seq as i64, hash.0]).map_err(|error| refused(&error))?;
        }
        Ok(())
    }
}

fn size(db: &Connection) -> Result<u64, StoreError> {
    let mut last = db.prepare_cached("SELECT seq FROM entry ORDER BY seq DESC LIMIT 1").map_err(|e| refused(&e))?;
    let last: Option<i64> = last.query_row([], |row| row.get(0)).optional().map_err(|error| refused(&error))?;
    Ok(last.map_or(0, |last| last as u64 + 1))
}

fn request(db: &Connection, request: &str) -> Result<Option<u64>, StoreError> {
    let mut select = db.prepare_cached("SELECT seq FROM entry WHERE request = ?1").map_err(|error| refused(&error))?;
    let seq: Option<i64> = select.query_row([request], |row| row.get(0)).optional().map_err(|error| refused(&error))?;
    Ok(seq.map(|seq| seq as u64))
}

/// A place as SQLite counts; beyond its numbers there is nothing either way.
fn place(at: u64) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}

fn failed(error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Full,
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => StoreError::ReadOnly,
        _ => StoreError::Failed { why: error.to_string() },
    }
}

/// What an error before the commit means: the transaction is rolled back.
fn refused(error: &rusqlite::Error) -> StoreError {
    let why = error.to_string();
    // Its index of the log grows on the same disk, and has an error of its own.
    if error.sqlite_error().is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE) {
        return StoreError::Full;
    }
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => StoreError::ReadOnly,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { what: why },
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged { what: why },
        _ => StoreError::Failed { why },
    }
}

/// What a failed commit means: SQLite says for certain that it rolled back only where the disk is full or busy.
fn uncertain(error: &rusqlite::Error) -> StoreError {
    match refused(error) {
        StoreError::Failed { why } | StoreError::Damaged { what: why } => StoreError::Unknown { why },
        certain => certain,
    }
}

impl Store for Sqlite {
    fn lock(&mut self, wait: Duration) -> Result<(), StoreError> {
        if let Some(why) = &self.refuses {
            return Err(why.clone());
        }
        if self.lock.is_some() {
            return Ok(());
        }
        let file = File::options().create(true).truncate(false).write(true).open(&self.lock_path);
        let file = file.map_err(|error| failed(&error))?;
        let until = Instant::now() + wait;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                Err(TryLockError::WouldBlock) => {
                    let what = format!("another program holds {}; wait for it, or stop it", self.lock_path.display());
                    return Err(StoreError::Busy { what });
                }
                Err(TryLockError::Error(error)) => return Err(failed(&error)),
            }
        }
        self.lock = Some(file);
        let confirmed = self.confirm();
        if confirmed.is_err() {
            self.unlock();
        }
        confirmed
    }

    fn unlock(&mut self) {
        self.lock = None;
    }

    fn size(&mut self) -> Result<u64, StoreError> {
        size(&self.db)
    }

    fn append(&mut self, batch: &Batch<'_>) -> Result<(), StoreError> {
        let transaction =
            self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(|error| refused(&error))?;
        Sqlite::insert(&transaction, batch)?;
        // After a commit that failed it is not known what the disk holds.
        if let Err(error) = transaction.commit() {
            self.distrust();
            return Err(uncertain(&error));
        }
        self.confirmed = Some(batch.first + batch.entries.len() as u64);
        Ok(())
    }

    fn entries(&mut self, range: Range<u64>, each: &mut EachEntry<'_>) -> Result<(), StoreError> {
        let mut select = self
            .db
            .prepare_cached("SELECT seq, leaf, bytes FROM entry WHERE seq >= ?1 AND seq < ?2 ORDER BY seq")
            .map_err(|error| refused(&error))?;
        let mut rows = select.query(params![place(range.start), place(range.end)]).map_err(|error| refused(&error))?;
        let mut next = range.start;
        while let Some(row) = rows.next().map_err(|error| refused(&error))? {
            let broken = |column: &str| StoreError::Damaged { what: format!("entry {next}: its column {column}") };
            let seq: i64 = row.get(0).map_err(|_| broken("seq"))?;
            if seq as u64 != next {
                break;
            }
            let leaf = row.get_ref(1).ok().and_then(|value| value.as_blob().ok()).ok_or_else(|| broken("leaf"))?;
            let bytes = row.get_ref(2).ok().and_then(|value| value.as_blob().ok()).ok_or_else(|| broken("bytes"))?;
            each(next, bytes, leaf);
            next += 1;
        }
        if next < range.end { Err(StoreError::Damaged { what: format!("entry {next} is missing") }) } else { Ok(()) }
    }

    fn nodes(&mut self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, StoreError> {
        let sql = if level == 0 {
            "SELECT seq, leaf FROM entry WHERE seq >= ?1 AND seq < ?2 AND ?3 = 0 ORDER BY seq"
        } else {
            "SELECT seq, hash FROM node WHERE seq >= ?1 AND seq < ?2 AND level = ?3 ORDER BY seq"
        };
        let mut select = self.db.prepare_cached(sql).map_err(|error| refused(&error))?;
        let rows = select.query_map(params![place(range.start), place(range.end), level], |row| {
            Ok((row.get::<_, i64>(0)? as u64, row.get::<_, [u8; 32]>(1).map(Hash)))
        });
        let missing =
            |at| StoreError::Damaged { what: format!("hash {at} of tile level {level} is missing or broken") };
        let mut hashes = Vec::new();
        for row in rows.map_err(|error| refused(&error))? {
            let at = range.start + hashes.len() as u64;
            match row.map_err(|error| refused(&error))? {
                (seq, Ok(hash)) if seq == at => hashes.push(hash),
                _ => return Err(missing(at)),
            }
        }
        let end = range.start + hashes.len() as u64;
        if end < range.end { Err(missing(end)) } else { Ok(hashes) }
    }

    fn request(&mut self, request: &str) -> Result<Option<u64>, StoreError> {
        self::request(&self.db, request)
    }

    fn publish(&mut self, size: u64, note: &str) -> Result<(), StoreError> {
        let transaction =
            self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(|error| refused(&error))?;
        // The same head can be published again, with further cosignatures.
        transaction
            .execute(
                "INSERT INTO checkpoint (size, note) VALUES (?1, ?2)
                 ON CONFLICT (size) DO UPDATE SET note = excluded.note",
                params![size as i64, note],
            )
            .map_err(|error| refused(&error))?;
        if let Err(error) = transaction.commit() {
            self.distrust();
            return Err(uncertain(&error));
        }
        Ok(())
    }

    fn published(&mut self) -> Result<Option<String>, StoreError> {
        let mut select = self
            .db
            .prepare_cached("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1")
            .map_err(|error| refused(&error))?;
        select.query_row([], |row| row.get(0)).optional().map_err(|error| refused(&error))
    }
}
