//! PostgreSQL: one schema per ledger, one head row that every append locks and moves.
//!
//! What is not trusted here, and why:
//!
//! - *Isolation.* SERIALIZABLE has let anomalies through. An append locks the head row, compares it
//!   and moves it, which is right at every level.
//! - *The session's lock.* It keeps two programs from getting into each other's way; after a failover
//!   both can hold it. The head row and the signer's memory are what stands then.
//! - *An answer to COMMIT.* While it waits for a standby it can be cancelled: then the server says
//!   yes, with a warning, to what a failover will undo. A warning is therefore no yes.
//! - *Timeouts of the server.* None ends that wait, so every answer has a deadline on this side.

mod session;

use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::time::{Duration, Instant};

use tlog::Hash;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::Config;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{ToSql, Type};

use super::{Batch, EachEntry, Store, StoreError};
use session::{Failure, Session, sentence};

/// The tables, in the schema that the search path begins with. The triggers keep rows from being
/// changed by mistake, in every session; against intent stand the hashes.
const SCHEMA: &str = r#"
    CREATE TABLE head (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        layout integer NOT NULL,
        size bigint NOT NULL CHECK (size >= 0),
        fence bigint NOT NULL DEFAULT 0
    );
    CREATE TABLE entry (
        seq bigint PRIMARY KEY CHECK (seq >= 0),
        request text COLLATE "C" NOT NULL UNIQUE,
        leaf bytea NOT NULL CHECK (octet_length(leaf) = 32),
        bytes bytea NOT NULL CHECK (octet_length(bytes) <= 65535)
    );
    CREATE TABLE node (
        level smallint NOT NULL CHECK (level > 0),
        seq bigint NOT NULL CHECK (seq >= 0),
        hash bytea NOT NULL CHECK (octet_length(hash) = 32),
        PRIMARY KEY (level, seq)
    );
    CREATE TABLE checkpoint (
        size bigint PRIMARY KEY,
        note text NOT NULL
    );
    CREATE FUNCTION stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'what is in the ledger is never changed or deleted'; END
    $$;
    CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON entry EXECUTE FUNCTION stays();
    CREATE TRIGGER node_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON node EXECUTE FUNCTION stays();
    CREATE TRIGGER head_stays BEFORE DELETE OR TRUNCATE ON head EXECUTE FUNCTION stays();
    CREATE TRIGGER head_grows BEFORE UPDATE ON head FOR EACH ROW WHEN (NEW.size < OLD.size) EXECUTE FUNCTION stays();
    ALTER TABLE entry ENABLE ALWAYS TRIGGER entry_stays;
    ALTER TABLE node ENABLE ALWAYS TRIGGER node_stays;
    ALTER TABLE head ENABLE ALWAYS TRIGGER head_stays;
    INSERT INTO head (layout, size) VALUES (1, 0);
"#;

/// How the tables are laid out; a newer program must know how to read every older number.
const LAYOUT: i32 = 1;

/// How long an answer may take unless [`Postgres::set_deadline`] says otherwise.
const DEADLINE: Duration = Duration::from_secs(30);
/// Rows in one statement, read or written: at most 16 MiB of entries.
const CHUNK: u64 = 256;
/// Hashes in one answer.
const HASHES: u64 = 1 << 14;

/// A ledger in one schema of a PostgreSQL database (13 or later).
///
/// The address is libpq's, as an URL or as words, with one word more: `schema` names the ledger
/// (`semey` unless it does), as in `postgresql:///treaties?host=/run/postgresql&schema=zone`.
/// With several hosts and `target_session_attrs=read-write` it follows a failover.
///
/// The connection is **not encrypted**: use a socket, the same machine, or a tunnel. It must reach
/// the server itself, or a pooler that keeps sessions: the lock belongs to the session.
///
/// A connection that broke is made again at the next use, except while the lock is held: the lock
/// went with it, so everything fails until it is given back and taken again.
///
/// It blocks; call it from a thread that may.
pub struct Postgres {
    config: Config,
    schema: String,
    deadline: Duration,
    session: Option<Session>,
    /// Whether the caller holds the lock, or believes so.
    holds: bool,
    /// The size that a commit without warning is known to have followed.
    confirmed: Option<u64>,
    /// Last, so that connections are closed before what drives them.
    runtime: Runtime,
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The configuration may hold a password.
        f.debug_struct("Postgres").field("schema", &self.schema).finish_non_exhaustive()
    }
}

/// A place as the server counts; beyond its numbers there is nothing either way.
fn place(at: u64) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}

fn broken(what: impl fmt::Display) -> StoreError {
    StoreError::Damaged { what: what.to_string() }
}

/// Takes `schema` out of an address, for the rest is not ours to read.
fn split_address(address: &str) -> (String, Option<String>) {
    let is_url = address.contains("://");
    let (before, words) = match (is_url, address.split_once('?')) {
        (true, None) => return (address.to_owned(), None),
        (true, Some((before, words))) => (before, words),
        (false, _) => ("", address),
    };
    let between = if is_url { '&' } else { ' ' };
    let (ours, theirs): (Vec<&str>, Vec<&str>) =
        words.split(between).filter(|word| !word.is_empty()).partition(|word| word.starts_with("schema="));
    let schema = ours.last().and_then(|word| word.strip_prefix("schema=")).map(str::to_owned);
    let rest = theirs.join(&between.to_string());
    let mark = if is_url && !rest.is_empty() { "?" } else { "" };
    (format!("{before}{mark}{rest}"), schema)
}

/// A name that needs no quoting and does not look like the server's own.
fn is_schema_name(name: &str) -> bool {
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    let goes_on = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    begins && goes_on && name.len() <= 63 && !name.starts_with("pg_")
}

impl Postgres {
    /// Makes an empty ledger in a schema that holds none yet; the schema is made if it is not there.
    ///
    /// # Errors
    /// When there is a ledger already, or the server cannot be reached or refuses.
    pub fn create(address: &str) -> Result<Postgres, StoreError> {
        let mut store = Postgres::at(address)?;
        let schema = store.schema.clone();
        store.transact(async |session, deadline| {
            let known = "SELECT 1 FROM pg_namespace WHERE nspname = $1";
            if session.rows(known, &[(&schema, Type::TEXT)], deadline).await?.is_empty() {
                session.run(&format!("CREATE SCHEMA {schema}"), deadline).await?;
            }
            match session.run(SCHEMA, deadline).await {
                Err(Failure::Server(error)) if error.code() == Some(&SqlState::DUPLICATE_TABLE) => {
                    let why = format!("the schema `{schema}` holds a ledger, or something else, already");
                    Err(StoreError::Failed { why }.into())
                }
                other => other,
            }
        })?;
        Ok(store)
    }

    /// Opens the ledger in a schema.
    ///
    /// # Errors
    /// When the server cannot be reached, or there is no ledger, or one that a newer program made.
    pub fn connect(address: &str) -> Result<Postgres, StoreError> {
        let mut store = Postgres::at(address)?;
        let schema = store.schema.clone();
        let layout = store.read(async |session, deadline| {
            let known = "SELECT 1 FROM pg_tables WHERE schemaname = $1 AND tablename = 'head'";
            if session.rows(known, &[(&schema, Type::TEXT)], deadline).await?.is_empty() {
                return Ok(None);
            }
            let rows = session.rows("SELECT layout FROM head", &[], deadline).await?;
            Ok(rows.first().map(|row| row.try_get(0)).transpose()?)
        })?;
        match layout {
            Some(LAYOUT) => Ok(store),
            None => Err(StoreError::Failed { why: format!("there is no ledger in the schema `{schema}`") }),
            Some(newer) => Err(StoreError::Failed {
                why: format!("`{schema}` was written by a newer semey (layout {newer}, this one reads {LAYOUT})"),
            }),
        }
    }

    /// How long any one answer of the server may take; a COMMIT that takes longer is [`StoreError::Unknown`].
    pub fn set_deadline(&mut self, deadline: Duration) {
        self.deadline = deadline;
    }

    fn at(address: &str) -> Result<Postgres, StoreError> {
        let failed = |why: String| StoreError::Failed { why };
        let (address, schema) = split_address(address);
        let schema = schema.unwrap_or_else(|| "semey".to_owned());
        if !is_schema_name(&schema) {
            let rule = "at most 63 small letters a-z, digits and `_`, not beginning with a digit or `pg_`";
            return Err(failed(format!("`{schema}` cannot be a ledger's schema: it has {rule}")));
        }
        let mut config = Config::from_str(&address)
            .map_err(|error| failed(format!("the address of the database: {}", sentence(&error))))?;
        if config.get_application_name().is_none() {
            config.application_name("semey");
        }
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| failed(error.to_string()))?;
        let mut store =
            Postgres { config, schema, deadline: DEADLINE, session: None, holds: false, confirmed: None, runtime };
        store.check_server()?;
        Ok(store)
    }

    /// A server that does not sync would say yes to entries that a power cut takes back.
    fn check_server(&mut self) -> Result<(), StoreError> {
        let sql = "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off'";
        let off = self.read(async |session, deadline| Ok(session.rows(sql, &[], deadline).await?))?;
        match off.first().map(|row| row.get::<_, String>(0)) {
            None => Ok(()),
            Some(name) => Err(StoreError::Failed {
                why: format!(
                    "the database server runs with `{name} = off` and would forget entries when the power fails; \
                     turn it on"
                ),
            }),
        }
    }

    /// Makes the connection again if it is gone, unless the lock went with it.
    fn ready(&mut self) -> Result<(), StoreError> {
        if self.session.as_ref().is_some_and(|session| session.client.is_closed()) {
            self.close();
        }
        if self.holds && self.session.as_ref().is_none_or(|session| !session.locked) {
            let why = "the connection to the database server was lost, and the lock with it".to_owned();
            return Err(StoreError::Failed { why });
        }
        if self.session.is_none() {
            let session = self.runtime.block_on(Session::open(&self.config, &self.schema, self.deadline));
            self.session = Some(session.map_err(Failure::before_commit)?);
        }
        Ok(())
    }

    fn close(&mut self) {
        self.confirmed = None;
        if let Some(session) = self.session.take() {
            session.close(&self.runtime);
        }
    }

    fn once<T>(&mut self, work: &impl AsyncFn(&Session, Duration) -> Result<T, Failure>) -> Result<T, Failure> {
        self.ready()?;
        let Some(session) = &self.session else { return Err(Failure::Late(self.deadline)) };
        let done = self.runtime.block_on(work(session, self.deadline));
        if done.as_ref().is_err_and(Failure::is_final) {
            self.close();
        }
        done
    }

    /// Reads; a connection that turns out to have broken in the meantime is made again once.
    fn read<T>(&mut self, work: impl AsyncFn(&Session, Duration) -> Result<T, Failure>) -> Result<T, StoreError> {
        let mut done = self.once(&work);
        let is_broken = |failure: &Failure| failure.is_final() && !matches!(failure, Failure::Late(_));
        if !self.holds && done.as_ref().is_err_and(is_broken) {
            done = self.once(&work);
        }
        done.map_err(Failure::before_commit)
    }

    /// Does work in a transaction of its own, and commits it.
    fn transact(&mut self, work: impl AsyncFn(&Session, Duration) -> Result<(), Failure>) -> Result<(), StoreError> {
        // The level is the weakest, on purpose: the head row's lock is what orders appends.
        let begun = self
            .read(async |session, deadline| Ok(session.run("BEGIN ISOLATION LEVEL READ COMMITTED", deadline).await?));
        begun?;
        if let Err(failure) = self.once(&work) {
            if self.session.is_some()
                && self.once(&async |session, deadline| session.run("ROLLBACK", deadline).await).is_err()
            {
                self.close();
            }
            return Err(failure.before_commit());
        }
        let Some(session) = &self.session else { return Err(Failure::Late(self.deadline).before_commit()) };
        let committed = self.runtime.block_on(session.commit(self.deadline));
        if committed.is_err() {
            self.close();
        }
        committed
    }

    /// The number by which the server knows the lock of this ledger.
    fn lock_number(&self) -> i64 {
        let hash = Hash::of(format!("semey ledger {}", self.schema).as_bytes());
        hash.0.iter().take(8).fold(0, |number, byte| number << 8 | i64::from(*byte))
    }

    fn try_lock(&mut self) -> Result<bool, StoreError> {
        let number = self.lock_number();
        let sql = "SELECT CASE WHEN current_setting('transaction_read_only')::boolean THEN NULL
                   ELSE pg_try_advisory_lock($1) END";
        let got = self.read(async |session, deadline| {
            let rows = session.rows(sql, &[(&number, Type::INT8)], deadline).await?;
            Ok(rows.first().map(|row| row.try_get::<_, Option<bool>>(0)).transpose()?.flatten())
        })?;
        let got = got.ok_or(StoreError::ReadOnly)?;
        if let Some(session) = &mut self.session {
            session.locked = got;
        }
        Ok(got)
    }

    /// Makes sure that what can be read is also on the standby, where there is one.
    ///
    /// After a wait that was cancelled the entries can be read and a failover would still undo them.
    /// A later commit that goes through without warning carries them with it; nothing may be signed before.
    fn confirm(&mut self) -> Result<(), StoreError> {
        let size = self.size()?;
        if self.confirmed == Some(size) {
            return Ok(());
        }
        let fence = "UPDATE head SET fence = fence + 1";
        let fenced = self.transact(async |session, deadline| {
            session.rows(fence, &[], deadline).await?;
            Ok(())
        });
        fenced.map_err(|error| match error {
            StoreError::Unknown { why } => {
                StoreError::Failed { why: format!("{why}; what was written before is not yet safe on the standby") }
            }
            other => other,
        })?;
        self.confirmed = Some(size);
        Ok(())
    }

    /// Which request of a batch is in the ledger, or twice in the batch.
    fn known(&mut self, batch: &Batch<'_>) -> Result<Option<String>, StoreError> {
        let requests: Vec<&str> = batch.entries.iter().map(|row| row.request).collect();
        let sql = "SELECT request FROM entry WHERE request = ANY ($1) LIMIT 1";
        let rows =
            self.read(async |session, deadline| session.rows(sql, &[(&requests, Type::TEXT_ARRAY)], deadline).await)?;
        if let Some(row) = rows.first() {
            return row.try_get(0).map(Some).map_err(|error| Failure::from(error).before_commit());
        }
        let twice = requests.iter().enumerate().find(|(at, request)| requests[..*at].contains(request));
        Ok(twice.map(|(_, request)| (*request).to_owned()))
    }
}

async fn insert(session: &Session, deadline: Duration, batch: &Batch<'_>) -> Result<(), Failure> {
    let size = head(session, "SELECT size FROM head FOR UPDATE", deadline).await?;
    if size != batch.first {
        return Err(StoreError::Conflict { size }.into());
    }
    let entries = "INSERT INTO entry (seq, request, leaf, bytes)
                   SELECT * FROM unnest($1::bigint[], $2::text[], $3::bytea[], $4::bytea[])";
    for (first, rows) in (batch.first..).step_by(CHUNK as usize).zip(batch.entries.chunks(CHUNK as usize)) {
        let places: Vec<i64> = (place(first)..).take(rows.len()).collect();
        let requests: Vec<&str> = rows.iter().map(|row| row.request).collect();
        let leaves: Vec<&[u8]> = rows.iter().map(|row| &row.leaf.0[..]).collect();
        let bytes: Vec<&[u8]> = rows.iter().map(|row| row.bytes).collect();
        let values: [(&(dyn ToSql + Sync), Type); 4] = [
            (&places, Type::INT8_ARRAY),
            (&requests, Type::TEXT_ARRAY),
            (&leaves, Type::BYTEA_ARRAY),
            (&bytes, Type::BYTEA_ARRAY),
        ];
        session.rows(entries, &values, deadline).await?;
    }
    let nodes = "INSERT INTO node (level, seq, hash) SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])";
    if !batch.nodes.is_empty() {
        let levels: Vec<i16> = batch.nodes.iter().map(|(level, _, _)| i16::from(*level)).collect();
        let places: Vec<i64> = batch.nodes.iter().map(|(_, seq, _)| place(*seq)).collect();
        let hashes: Vec<&[u8]> = batch.nodes.iter().map(|(_, _, hash)| &hash.0[..]).collect();
        let values: [(&(dyn ToSql + Sync), Type); 3] =
            [(&levels, Type::INT2_ARRAY), (&places, Type::INT8_ARRAY), (&hashes, Type::BYTEA_ARRAY)];
        session.rows(nodes, &values, deadline).await?;
    }
    let (old, new) = (place(size), place(size + batch.entries.len() as u64));
    let moved = "UPDATE head SET size = $2 WHERE size = $1 RETURNING size";
    let moved = session.rows(moved, &[(&old, Type::INT8), (&new, Type::INT8)], deadline).await?;
    if moved.len() == 1 { Ok(()) } else { Err(broken("the head row moved while it was locked").into()) }
}

async fn head(session: &Session, sql: &str, deadline: Duration) -> Result<u64, Failure> {
    let rows = session.rows(sql, &[], deadline).await?;
    let row = rows.first().ok_or_else(|| broken("the head row is missing"))?;
    u64::try_from(row.try_get::<_, i64>(0)?).map_err(|_| broken("the head row has a negative size").into())
}

impl Store for Postgres {
    fn lock(&mut self, wait: Duration) -> Result<(), StoreError> {
        if self.holds && self.session.as_ref().is_some_and(|session| session.locked) {
            return Ok(());
        }
        self.holds = false;
        let until = Instant::now() + wait;
        let mut pause = Duration::from_millis(1);
        while !self.try_lock()? {
            if Instant::now() >= until {
                let what = format!("another program holds the schema `{}`; wait for it, or stop it", self.schema);
                return Err(StoreError::Busy { what });
            }
            // Many who ask often would take the time of the one who writes.
            std::thread::sleep(pause.min(until.saturating_duration_since(Instant::now())));
            pause = (pause * 2).min(Duration::from_millis(50));
        }
        self.holds = true;
        let confirmed = self.confirm();
        if confirmed.is_err() {
            self.unlock();
        }
        confirmed
    }

    fn unlock(&mut self) {
        self.holds = false;
        if self.session.as_ref().is_none_or(|session| !session.locked) {
            return;
        }
        let number = self.lock_number();
        let freed = self.once(&async |session, deadline| {
            session.rows("SELECT pg_advisory_unlock($1)", &[(&number, Type::INT8)], deadline).await
        });
        match (freed, &mut self.session) {
            (Ok(_), Some(session)) => session.locked = false,
            // With the connection goes the lock.
            _ => self.close(),
        }
    }

    fn size(&mut self) -> Result<u64, StoreError> {
        self.read(async |session, deadline| head(session, "SELECT size FROM head", deadline).await)
    }

    fn append(&mut self, batch: &Batch<'_>) -> Result<(), StoreError> {
        let done = self.transact(async |session, deadline| match insert(session, deadline, batch).await {
            Err(Failure::Server(error)) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => {
                Err(broken(sentence(&error)).into())
            }
            other => other,
        });
        if let Err(StoreError::Damaged { what }) = done {
            // Mostly a request that is known; a place that is taken means that rows lie beyond the head.
            return Err(match self.known(batch)? {
                Some(request) => StoreError::Known { request },
                None => StoreError::Damaged { what },
            });
        }
        done?;
        self.confirmed = Some(batch.first + batch.entries.len() as u64);
        Ok(())
    }

    fn entries(&mut self, range: Range<u64>, each: &mut EachEntry<'_>) -> Result<(), StoreError> {
        let sql = "SELECT seq, leaf, bytes FROM entry WHERE seq >= $1 AND seq < $2 ORDER BY seq";
        let mut next = range.start;
        while next < range.end {
            let (first, end) = (place(next), place(range.end.min(next.saturating_add(CHUNK))));
            let rows = self.read(async |session, deadline| {
                session.rows(sql, &[(&first, Type::INT8), (&end, Type::INT8)], deadline).await
            })?;
            for row in &rows {
                let column = |name: &str| broken(format!("entry {next}: its column {name}"));
                if row.try_get::<_, i64>(0).ok() != Some(place(next)) {
                    break;
                }
                let leaf: &[u8] = row.try_get(1).map_err(|_| column("leaf"))?;
                let bytes: &[u8] = row.try_get(2).map_err(|_| column("bytes"))?;
                each(next, bytes, leaf);
                next += 1;
            }
            if place(next) < end || first == end {
                return Err(broken(format!("entry {next} is missing")));
            }
        }
        Ok(())
    }

    fn nodes(&mut self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, StoreError> {
        let sql = if level == 0 {
            "SELECT seq, leaf FROM entry WHERE seq >= $1 AND seq < $2 AND $3 = 0::smallint ORDER BY seq"
        } else {
            "SELECT seq, hash FROM node WHERE seq >= $1 AND seq < $2 AND level = $3 ORDER BY seq"
        };
        let (level, mut next, mut hashes) = (i16::from(level), range.start, Vec::new());
        while next < range.end {
            let (first, end) = (place(next), place(range.end.min(next.saturating_add(HASHES))));
            let rows = self.read(async |session, deadline| {
                session.rows(sql, &[(&first, Type::INT8), (&end, Type::INT8), (&level, Type::INT2)], deadline).await
            })?;
            for row in &rows {
                let hash = row.try_get::<_, &[u8]>(1).ok().and_then(|hash| hash.try_into().ok());
                match (row.try_get::<_, i64>(0), hash) {
                    (Ok(at), Some(hash)) if at == place(next) => hashes.push(Hash(hash)),
                    _ => break,
                }
                next += 1;
            }
            if place(next) < end || first == end {
                return Err(broken(format!("hash {next} of tile level {level} is missing or broken")));
            }
        }
        Ok(hashes)
    }

    fn request(&mut self, request: &str) -> Result<Option<u64>, StoreError> {
        let sql = "SELECT seq FROM entry WHERE request = $1";
        let rows = self.read(async |session, deadline| session.rows(sql, &[(&request, Type::TEXT)], deadline).await)?;
        let seq: Option<i64> =
            rows.first().map(|row| row.try_get(0)).transpose().map_err(|error| Failure::from(error).before_commit())?;
        Ok(seq.map(|seq| seq as u64))
    }

    fn publish(&mut self, size: u64, note: &str) -> Result<(), StoreError> {
        // The same head can be published again, with further cosignatures.
        let sql = "INSERT INTO checkpoint (size, note) VALUES ($1, $2)
                   ON CONFLICT (size) DO UPDATE SET note = excluded.note";
        let size = place(size);
        self.transact(async |session, deadline| {
            session.rows(sql, &[(&size, Type::INT8), (&note, Type::TEXT)], deadline).await?;
            Ok(())
        })
    }

    fn published(&mut self) -> Result<Option<String>, StoreError> {
        let sql = "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1";
        let rows = self.read(async |session, deadline| session.rows(sql, &[], deadline).await)?;
        rows.first().map(|row| row.try_get(0)).transpose().map_err(|error| Failure::from(error).before_commit())
    }
}
