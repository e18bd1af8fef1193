//! Jobs of different weight for several workers: what is under way at a time has a bound.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Jobs that are looked at for one that fits beside what is under way.
const LOOKED_AT: usize = 256;

/// A queue that hands out jobs while the sum of what is under way stays below a bound. A job of more weight than the bound
/// is handed out alone: so the largest files are never in memory together. Behind a job that has to wait, lighter ones pass.
#[derive(Debug)]
pub struct Queue<T> {
    bound: u64,
    inner: Mutex<Inner<T>>,
    freed: Condvar,
}

#[derive(Debug)]
struct Inner<T> {
    waiting: VecDeque<(u64, T)>,
    under_way: u64,
    stopped: bool,
}

impl<T> Queue<T> {
    /// A queue of `jobs`, each with its weight.
    #[must_use]
    pub fn new(bound: u64, jobs: impl IntoIterator<Item = (u64, T)>) -> Self {
        let waiting = jobs.into_iter().map(|(weight, job)| (weight.clamp(1, bound.max(1)), job)).collect();
        let inner = Inner { waiting, under_way: 0, stopped: false };
        Self { bound: bound.max(1), inner: Mutex::new(inner), freed: Condvar::new() }
    }

    /// The next job with its weight, to be given back by [`Self::done`]; waits until one fits. `None` at the end.
    pub fn take(&self) -> Option<(u64, T)> {
        let mut inner = self.lock();
        loop {
            if inner.stopped || inner.waiting.is_empty() {
                return None;
            }
            let room = self.bound - inner.under_way.min(self.bound);
            let fits = inner.waiting.iter().take(LOOKED_AT).position(|(weight, _)| *weight <= room);
            if let Some(job) = fits.and_then(|at| inner.waiting.remove(at)) {
                inner.under_way += job.0;
                return Some(job);
            }
            inner = self.freed.wait(inner).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Gives back the weight of a job that is done.
    pub fn done(&self, weight: u64) {
        let mut inner = self.lock();
        inner.under_way = inner.under_way.saturating_sub(weight);
        drop(inner);
        self.freed.notify_all();
    }

    /// Hands out nothing more.
    pub fn stop(&self) {
        self.lock().stopped = true;
        self.freed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Inner<T>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[test]
    fn what_is_under_way_has_a_bound_and_every_job_is_done_once() {
        let weights = (0..500_u64).map(|n| (n * 7919) % 90);
        let queue = Queue::new(100, weights.map(|w| (w, w)).chain([(1_000_000, 1), (99, 1)]));
        let (under_way, most, count) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    while let Some((weight, _)) = queue.take() {
                        let now = under_way.fetch_add(weight, Ordering::SeqCst) + weight;
                        most.fetch_max(now, Ordering::SeqCst);
                        count.fetch_add(1, Ordering::SeqCst);
                        std::thread::yield_now();
                        under_way.fetch_sub(weight, Ordering::SeqCst);
                        queue.done(weight);
                    }
                });
            }
        });
        assert!(most.into_inner() <= 100);
        assert_eq!(count.into_inner(), 502);
    }

    #[test]
    fn light_jobs_pass_a_heavy_one_that_has_to_wait() {
        let queue = Queue::new(10, [(4, 'a'), (9, 'b'), (4, 'c')]);
        assert_eq!(queue.take(), Some((4, 'a')));
        assert_eq!(queue.take(), Some((4, 'c')));
        queue.done(4);
        queue.done(4);
        assert_eq!(queue.take(), Some((9, 'b')));
        queue.stop();
        assert_eq!(queue.take(), None);
    }
}
