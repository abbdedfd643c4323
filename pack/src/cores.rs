//! Work that is the same for several runs of things, on every core.

use std::panic::resume_unwind;
use std::thread;

/// Does the same work on each of several things, each on a thread of its own where one can be had.
///
/// What comes back stands in the order of the things. One thing needs no thread, and where the
/// system gives none the work is done all the same.
///
/// # Panics
/// When the work does.
pub fn on_every_core<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let work = &work;
    thread::scope(|scope| {
        let started: Vec<_> = things
            .iter()
            .enumerate()
            .map(|(at, thing)| {
                let alone = at + 1 == things.len();
                (!alone).then(|| thread::Builder::new().spawn_scoped(scope, move || work(thing)).ok()).flatten()
            })
            .collect();
        // The last one is ours, and so is whatever found no thread.
        let mut own: Vec<Option<R>> =
            things.iter().zip(&started).map(|(thing, thread)| thread.is_none().then(|| work(thing))).collect();
        let results = started.into_iter().zip(&mut own).filter_map(|(thread, own)| match thread {
            Some(thread) => Some(thread.join().unwrap_or_else(|panic| resume_unwind(panic))),
            None => own.take(),
        });
        results.collect()
    })
}
