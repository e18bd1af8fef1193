//! The thread that brings outputs to their places and records them, in batches.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;
use vanthu_archive::catalogue::Catalogue;
use vanthu_archive::outbox::{self, DeliveryError};
use vanthu_document::diagnostic::Language;

use super::stop;
use crate::inputs::io_reason;

/// Most results of a batch.
const BATCH: usize = 512;
/// Longest time that a result waits for its batch: with the size of a batch, what a kill can cost.
const WAIT: Duration = Duration::from_secs(1);
/// Results that may wait; workers wait then, too.
const WAITING: usize = 1024;

/// Where results are handed in.
pub(crate) struct Delivery {
    sender: Mutex<Option<SyncSender<outbox::Result>>>,
    fault: Mutex<Option<(String, bool)>>,
}

impl Delivery {
    /// Runs `work` with a thread beside it that delivers what it sends.
    ///
    /// # Errors
    /// What `work` says, and where results could not be delivered.
    pub(crate) fn run(
        output: &Path,
        catalogue: &mut Catalogue,
        language: Language,
        work: impl FnOnce(&Delivery) -> Result<()>,
    ) -> Result<()> {
        let (sender, receiver) = sync_channel(WAITING);
        let delivery = Delivery { sender: Mutex::new(Some(sender)), fault: Mutex::new(None) };
        let worked = thread::scope(|scope| {
            let delivery = &delivery;
            scope.spawn(move || {
                while let Some(batch) = collect(&receiver) {
                    if delivery.has_failed() {
                        continue;
                    }
                    if let Err(error) = outbox::deliver(output, catalogue, batch) {
                        delivery.fail(&explain(&error, language), error.is_full());
                    }
                }
            });
            let worked = work(delivery);
            delivery.sender.lock().unwrap_or_else(PoisonError::into_inner).take();
            worked
        });
        let fault = delivery.fault.into_inner().unwrap_or_else(PoisonError::into_inner);
        match fault {
            Some((reason, full)) => stop(&reason, full, language),
            None => worked,
        }
    }

    /// Hands in a result; waits where too many wait.
    pub(crate) fn send(&self, result: outbox::Result) {
        let sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(sender) = sender {
            let _ = sender.send(result);
        }
    }

    /// Says that outputs cannot be written: the run is over.
    pub(crate) fn fail(&self, reason: &str, full: bool) {
        let mut fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        fault.get_or_insert((reason.to_owned(), full));
    }

    /// Whether the run is over.
    pub(crate) fn has_failed(&self) -> bool {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }
}

/// The next batch; `None` at the end.
fn collect(receiver: &Receiver<outbox::Result>) -> Option<Vec<outbox::Result>> {
    let mut batch = vec![receiver.recv().ok()?];
    let full = Instant::now() + WAIT;
    while batch.len() < BATCH {
        match receiver.recv_timeout(full.saturating_duration_since(Instant::now())) {
            Ok(result) => batch.push(result),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    Some(batch)
}

fn explain(error: &DeliveryError, language: Language) -> String {
    match error {
        DeliveryError::Io { path, source } => format!("{}: {}", path.display(), io_reason(source, language)),
        DeliveryError::Catalogue(error) => error.to_string(),
    }
}
