//! Blocking work, a few pieces at a time, and each within a time.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ledger::{Store, StoreError};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// Why a piece of work has no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Others kept all turns for too long, or the work took too long itself.
    Busy,
    /// It failed, or panicked.
    Failed(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Busy => f.write_str("it took too long; the disk is slow, or too many ask at once"),
            Trouble::Failed(why) => f.write_str(why),
        }
    }
}

/// So many threads may block at once.
#[derive(Debug, Clone)]
pub(crate) struct Turns {
    free: Arc<Semaphore>,
    wait: Duration,
}

impl Turns {
    pub(crate) fn new(number: usize, wait: Duration) -> Turns {
        Turns { free: Arc::new(Semaphore::new(number.max(1))), wait }
    }

    /// Turns of their own for work that takes long, so that it keeps none from the rest.
    pub(crate) fn apart(&self, number: usize) -> Turns {
        Turns::new(number, self.wait)
    }

    /// Does some work where it may block.
    ///
    /// The turn belongs to the work and not to who waits for it: work on a disk that hangs
    /// keeps its turn, so that no more threads than turns ever hang.
    pub(crate) async fn take<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Trouble> {
        let turn = timeout(self.wait, Arc::clone(&self.free).acquire_owned()).await;
        let turn = turn.map_err(|_| Trouble::Busy)?.map_err(|error| Trouble::Failed(error.to_string()))?;
        let work = spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        let done = timeout(self.wait, work).await.map_err(|_| Trouble::Busy)?;
        done.map_err(|error| Trouble::Failed(error.to_string()))
    }
}

/// Opens the store once more, for reading.
type Open = Box<dyn Fn() -> Result<Box<dyn Store>, String> + Send + Sync>;

/// A few handles to a store, each used by one reader at a time.
#[derive(Clone)]
pub(crate) struct Readers(Arc<Handles>);

struct Handles {
    open: Open,
    free: Mutex<Vec<Box<dyn Store>>>,
    turns: Turns,
}

impl Readers {
    pub(crate) fn new(open: Open, turns: Turns) -> Readers {
        Readers(Arc::new(Handles { open, free: Mutex::new(Vec::new()), turns }))
    }

    /// Asks the store something, for work that has its turn already and may block.
    pub(crate) fn read_now<T>(
        &self,
        question: impl FnOnce(&mut dyn Store) -> Result<T, StoreError>,
    ) -> Result<T, String> {
        self.0.read(question)
    }

    /// Asks the store something.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut dyn Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Trouble> {
        let handles = Arc::clone(&self.0);
        self.0.turns.take(move || handles.read(question)).await.and_then(|answer| answer.map_err(Trouble::Failed))
    }
}

impl Handles {
    fn read<T>(&self, question: impl FnOnce(&mut dyn Store) -> Result<T, StoreError>) -> Result<T, String> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut store = free.map_or_else(|| (self.open)(), Ok)?;
        // A handle that failed is not used again: a new one may reach a store that was put back.
        let answer = question(&mut *store).map_err(|error| error.to_string())?;
        self.free.lock().unwrap_or_else(PoisonError::into_inner).push(store);
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_that_hangs_keeps_its_turn_and_work_that_panics_gives_it_back() {
        let panicking = Turns::new(1, Duration::from_secs(60));
        assert!(matches!(panicking.take(|| panic!("an injected panic")).await, Err(Trouble::Failed(_))));
        assert_eq!(panicking.take(|| 1).await, Ok(1));
        let turns = Turns::new(1, Duration::from_millis(20));
        let (go_on, hanging) = std::sync::mpsc::channel::<()>();
        assert_eq!(turns.take(move || hanging.recv().is_ok()).await, Err(Trouble::Busy));
        assert_eq!(turns.take(|| 1).await, Err(Trouble::Busy), "the first one still hangs");
        go_on.send(()).expect("it waits");
        while turns.take(|| 1).await != Ok(1) {}
    }
}
