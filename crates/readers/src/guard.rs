//! Threads for interpreters of strangers' files that may fail: a panic ends the thread, not the program.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

/// Stack of a thread that reads files of strangers, in bytes: nested objects and forms take it up.
const STACK: usize = 64 << 20;

/// Name of the threads in which files are read by interpreters that may fail: a program may keep quiet about panics of
/// theirs, which are caught and reported as faults of the file.
pub const GUARDED_THREAD: &str = "vanthu-guarded";

/// Runs `work` in a thread that may panic.
///
/// # Errors
/// Where the system gives no thread.
pub(crate) fn spawn(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let guarded = || {
        // What it was about to send is missed by who waits for it.
        let _ = catch_unwind(AssertUnwindSafe(work));
    };
    thread::Builder::new().name(GUARDED_THREAD.to_owned()).stack_size(STACK).spawn(guarded).map(drop)
}

/// Runs `work` in a thread that may panic, and waits for it; `None` where it panics, or the system gives no thread.
pub(crate) fn wait<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().name(GUARDED_THREAD.to_owned()).stack_size(STACK);
        thread.spawn_scoped(scope, work).ok()?.join().ok()
    })
}
