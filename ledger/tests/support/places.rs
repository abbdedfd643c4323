//! Where stores lie: in memory, in a file, on a server.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use ledger::store::{Sqlite, Store};

use super::memory::Shared;

/// Somewhere a store can be made, and opened as often as one likes.
pub trait Place: Send + Sync {
    /// Makes the empty store.
    fn create(&self) -> Box<dyn Store>;

    /// Opens it once more.
    fn open(&self) -> Box<dyn Store>;

    /// Another place of the same kind.
    fn another(&self) -> Box<dyn Place>;

    /// Does to the tables what their owner can do, past the program.
    fn sql(&self, sql: &str) -> Result<(), String>;
}

/// In memory.
#[derive(Debug, Default)]
pub struct InMemory {
    shared: Shared,
    opened: AtomicU64,
}

impl Place for InMemory {
    fn create(&self) -> Box<dyn Store> {
        self.open()
    }

    fn open(&self) -> Box<dyn Store> {
        Box::new(self.shared.store(self.opened.fetch_add(1, Ordering::Relaxed)))
    }

    fn another(&self) -> Box<dyn Place> {
        Box::new(InMemory::default())
    }

    fn sql(&self, _: &str) -> Result<(), String> {
        Err("there is no SQL in memory".to_owned())
    }
}

/// In a file of SQLite.
#[derive(Debug)]
pub struct InFile {
    _folder: tempfile::TempDir,
    pub path: PathBuf,
}

impl InFile {
    pub fn new() -> InFile {
        let folder = tempfile::tempdir().expect("a folder");
        InFile { path: folder.path().join("ledger.db"), _folder: folder }
    }
}

impl Place for InFile {
    fn create(&self) -> Box<dyn Store> {
        Box::new(Sqlite::create(&self.path).expect("a new store"))
    }

    fn open(&self) -> Box<dyn Store> {
        Box::new(Sqlite::open(&self.path).expect("the store"))
    }

    fn another(&self) -> Box<dyn Place> {
        Box::new(InFile::new())
    }

    fn sql(&self, sql: &str) -> Result<(), String> {
        let db = rusqlite::Connection::open(&self.path).map_err(|error| error.to_string())?;
        db.execute_batch(sql).map_err(|error| error.to_string())
    }
}

#[cfg(feature = "postgres")]
#[allow(unused_imports, reason = "each test program uses its own part")]
pub use server::OnServer;

#[cfg(feature = "postgres")]
mod server {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    use ledger::store::{Postgres, Store};
    use tokio_postgres::NoTls;

    use super::Place;

    /// In a schema of its own on the server that `SEMEY_TEST_POSTGRES` names.
    #[derive(Debug)]
    pub struct OnServer {
        server: String,
        schema: String,
    }

    impl OnServer {
        /// None without a server, which is said once.
        pub fn new() -> Option<OnServer> {
            static NUMBER: AtomicU64 = AtomicU64::new(0);
            static SAID: OnceLock<()> = OnceLock::new();
            let Ok(server) = std::env::var("SEMEY_TEST_POSTGRES") else {
                SAID.get_or_init(|| {
                    eprintln!("SKIPPED: PostgreSQL, because SEMEY_TEST_POSTGRES names no server; see xtask/postgres");
                });
                return None;
            };
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            Some(OnServer { server, schema: format!("test_{}_{number}", std::process::id()) })
        }

        pub fn address(&self) -> String {
            let mark = if self.server.contains('?') { '&' } else { '?' };
            format!("{}{mark}schema={}", self.server, self.schema)
        }

        pub fn connect(&self) -> Postgres {
            Postgres::connect(&self.address()).expect("the store")
        }

        /// Runs statements as the tables' owner, and gives the first column of the rows.
        pub fn ask(&self, sql: &str) -> Result<Vec<String>, String> {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let (client, connection) = tokio_postgres::connect(&self.server, NoTls).await.map_err(told)?;
                tokio::spawn(connection);
                client.batch_execute(&format!("SET search_path = {}", self.schema)).await.map_err(told)?;
                let answers = client.simple_query(sql).await.map_err(told)?;
                let rows = answers.into_iter().filter_map(|answer| match answer {
                    tokio_postgres::SimpleQueryMessage::Row(row) => Some(row.get(0).unwrap_or("").to_owned()),
                    _ => None,
                });
                Ok(rows.collect())
            })
        }
    }

    fn told(error: tokio_postgres::Error) -> String {
        error.as_db_error().map_or_else(|| error.to_string(), |error| error.message().to_owned())
    }

    impl Drop for OnServer {
        fn drop(&mut self) {
            drop(self.ask(&format!("DROP SCHEMA IF EXISTS {} CASCADE", self.schema)));
        }
    }

    impl Place for OnServer {
        fn create(&self) -> Box<dyn Store> {
            Box::new(Postgres::create(&self.address()).expect("a new store"))
        }

        fn open(&self) -> Box<dyn Store> {
            Box::new(self.connect())
        }

        fn another(&self) -> Box<dyn Place> {
            Box::new(OnServer::new().expect("the same server"))
        }

        fn sql(&self, sql: &str) -> Result<(), String> {
            self.ask(sql).map(drop)
        }
    }
}
