//! One connection, what it is told first, and what its failures mean.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{AsyncMessage, Client, Config, NoTls, Row};

use super::StoreError;

/// What a session is told first: never to weaken a commit, to give up waiting for a row, and to
/// notice within half a minute that this program's machine is gone, which frees its lock.
const SESSION: &str = "
    SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply');
    SET lock_timeout = '5s';
    SET idle_in_transaction_session_timeout = '60s';
    SET tcp_keepalives_idle = 10;
    SET tcp_keepalives_interval = 5;
    SET tcp_keepalives_count = 3;
";

/// One connection, and what the server said beside its answers.
pub(super) struct Session {
    pub(super) client: Client,
    warnings: Arc<Mutex<Vec<String>>>,
    driver: JoinHandle<()>,
    pub(super) locked: bool,
}

/// Why a statement has no answer.
pub(super) enum Failure {
    Server(tokio_postgres::Error),
    Late(Duration),
    Refused(StoreError),
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Failure {
        Failure::Server(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Refused(error)
    }
}

impl Failure {
    /// Whether the connection is of no more use.
    pub(super) fn is_final(&self) -> bool {
        match self {
            Failure::Server(error) => error.is_closed() || error.as_db_error().is_none_or(is_fatal),
            Failure::Late(_) => true,
            Failure::Refused(_) => false,
        }
    }

    /// What it means before COMMIT was sent: the server rolls back whatever there was.
    pub(super) fn before_commit(self) -> StoreError {
        let error = match self {
            Failure::Refused(error) => return error,
            Failure::Late(after) => return StoreError::Failed { why: late(after) },
            Failure::Server(error) => error,
        };
        let why = sentence(&error);
        match error.code() {
            Some(&SqlState::DISK_FULL) => StoreError::Full,
            Some(&SqlState::READ_ONLY_SQL_TRANSACTION) => StoreError::ReadOnly,
            Some(
                &SqlState::LOCK_NOT_AVAILABLE | &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED,
            ) => StoreError::Busy { what: why },
            Some(&SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED) => StoreError::Damaged { what: why },
            _ => StoreError::Failed { why },
        }
    }

    /// What it means once COMMIT was sent.
    fn at_commit(self) -> StoreError {
        match self.before_commit() {
            StoreError::Failed { why } | StoreError::Damaged { what: why } => StoreError::Unknown { why },
            certain => certain,
        }
    }
}

fn is_fatal(error: &tokio_postgres::error::DbError) -> bool {
    matches!(error.severity(), "FATAL" | "PANIC")
}

fn late(after: Duration) -> String {
    format!("the database server gave no answer within {} s", after.as_secs_f32())
}

/// What the server or the connection says, without the parts that only repeat.
pub(super) fn sentence(error: &tokio_postgres::Error) -> String {
    if let Some(error) = error.as_db_error() {
        return format!("the database server says: {} ({})", error.message(), error.code().code());
    }
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

impl Session {
    pub(super) async fn open(config: &Config, schema: &str, deadline: Duration) -> Result<Session, Failure> {
        let (client, mut connection) = within(deadline, config.connect(NoTls)).await?;
        let warnings = Arc::new(Mutex::new(Vec::new()));
        let heard = warnings.clone();
        let driver = tokio::spawn(async move {
            // A notice is heard before the answer that it precedes is handed on: COMMIT relies on it.
            while let Some(Ok(message)) = std::future::poll_fn(|context| connection.poll_message(context)).await {
                if let AsyncMessage::Notice(notice) = message
                    && (notice.severity() == "WARNING" || notice.code().code().starts_with("01"))
                {
                    heard.lock().unwrap_or_else(PoisonError::into_inner).push(notice.message().to_owned());
                }
            }
        });
        let session = Session { client, warnings, driver, locked: false };
        session.run(&format!("{SESSION} SET search_path = {schema}, pg_catalog, pg_temp"), deadline).await?;
        Ok(session)
    }

    pub(super) async fn run(&self, sql: &str, deadline: Duration) -> Result<(), Failure> {
        within(deadline, self.client.batch_execute(sql)).await
    }

    pub(super) async fn rows(
        &self,
        sql: &str,
        values: &[(&(dyn ToSql + Sync), Type)],
        deadline: Duration,
    ) -> Result<Vec<Row>, Failure> {
        within(deadline, self.client.query_typed(sql, values)).await
    }

    /// Ends the connection.
    pub(super) fn close(self, runtime: &Runtime) {
        self.driver.abort();
        // The socket goes when the aborted task does, and nothing else runs tasks here.
        drop(runtime.block_on(self.driver));
    }

    /// The only way anything is committed.
    pub(super) async fn commit(&self, deadline: Duration) -> Result<(), StoreError> {
        let warnings = || std::mem::take(&mut *self.warnings.lock().unwrap_or_else(PoisonError::into_inner));
        drop(warnings());
        self.run("COMMIT", deadline).await.map_err(Failure::at_commit)?;
        match warnings().first() {
            None => Ok(()),
            Some(warning) => Err(StoreError::Unknown { why: format!("the database server warns: {warning}") }),
        }
    }
}

async fn within<T>(
    deadline: Duration,
    work: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, Failure> {
    match tokio::time::timeout(deadline, work).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(Failure::Late(deadline)),
    }
}
