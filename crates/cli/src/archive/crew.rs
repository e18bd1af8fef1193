//! Workers at work on a queue of jobs: each thread here leads one process.

use std::ffi::OsString;
use std::process::Command;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};
use vanthu_archive::queue::Queue;
use vanthu_archive::worker::{Death, Worker};
use vanthu_document::diagnostic::Language;

use super::job::{Answer, Job, Setup};
use super::serve::READY;

/// How workers are started and how long they are waited for.
pub(crate) struct Crew {
    /// Workers at a time.
    pub(crate) workers: usize,
    /// Threads of each for the pages of a scan.
    pub(crate) threads: usize,
    /// What holds for every job.
    pub(crate) setup: Setup,
    /// Language of reasons and warnings.
    pub(crate) language: Language,
}

/// Longest time until a worker is ready.
const START: Duration = Duration::from_secs(60);
/// Most time that a worker gets beyond what reading the pages may take: a page that was begun in time is finished, and
/// its text is understood.
const GRACE: Duration = Duration::from_secs(150);
/// A worker that had a job of so much weight ends, and gives its memory back.
const HEAVY: u64 = 8 << 20;

/// A worker's place, empty before its first job and after one that ended it.
#[derive(Default)]
pub(crate) struct Seat {
    worker: Option<Worker>,
}

impl Crew {
    /// How long a worker may stay silent. As much again as reading the pages may take, but no more than [`GRACE`] longer.
    pub(crate) fn patience(&self) -> Duration {
        let reading = Duration::from_secs(self.setup.seconds);
        reading.saturating_add(reading.clamp(Duration::from_secs(1), GRACE))
    }

    /// Why a file that ended its worker, with nothing beside it, has no result.
    pub(crate) fn why(&self, death: Death) -> String {
        let seconds = self.patience().as_secs();
        let memory = self.setup.memory >> 20;
        match (death, self.language) {
            (Death::Stalled, Language::Vietnamese) => {
                format!("đọc tệp quá {seconds} giây, cả khi chạy riêng (--file-timeout)")
            }
            (Death::Stalled, Language::English) => {
                format!("reading it took more than {seconds} s, also with nothing beside it (--file-timeout)")
            }
            (Death::Memory, Language::Vietnamese) => {
                format!("đọc tệp cần hơn {memory} MB bộ nhớ, cả khi chạy riêng (--file-memory)")
            }
            (Death::Memory, Language::English) => {
                format!(
                    "reading it takes more than {memory} MB of memory, also with nothing beside it (--file-memory)"
                )
            }
            (Death::Signal(signal), Language::Vietnamese) => {
                format!("đọc tệp làm tiến trình bị dừng (tín hiệu {signal}), cả khi chạy riêng")
            }
            (Death::Signal(signal), Language::English) => {
                format!("reading it killed the process (signal {signal}), also with nothing beside it")
            }
            (Death::Exit(_), Language::Vietnamese) => {
                "đọc tệp làm tiến trình tự thoát, cả khi chạy riêng".to_owned()
            }
            (Death::Exit(_), Language::English) => {
                "reading it made the process end, also with nothing beside it".to_owned()
            }
        }
    }

    /// The same with one worker, which has the machine for itself.
    pub(crate) fn alone(&self) -> Self {
        Self { workers: 1, threads: 1, setup: self.setup.clone(), language: self.language }
    }

    /// Works off `queue`. `job` says what a worker is asked, `begun` is told who begins with what, `done` takes what came
    /// of it.
    ///
    /// # Errors
    /// Where no worker can be started.
    pub(crate) fn work<T: Send>(
        &self,
        queue: &Queue<T>,
        job: impl Fn(&T) -> Job + Sync,
        begun: impl Fn(usize, &T) + Sync,
        done: impl Fn(usize, T, Result<Answer, Death>) + Sync,
    ) -> Result<()> {
        let fault = Mutex::new(None);
        thread::scope(|scope| {
            for slot in 0..self.workers {
                let (job, begun, done, fault) = (&job, &begun, &done, &fault);
                scope.spawn(move || {
                    if let Err(error) = self.lead(slot, queue, job, begun, done) {
                        queue.stop();
                        if let Ok(mut fault) = fault.lock() {
                            *fault = Some(error);
                        }
                    }
                });
            }
        });
        fault.into_inner().ok().flatten().map_or(Ok(()), Err)
    }

    fn lead<T>(
        &self,
        slot: usize,
        queue: &Queue<T>,
        job: &impl Fn(&T) -> Job,
        begun: &impl Fn(usize, &T),
        done: &impl Fn(usize, T, Result<Answer, Death>),
    ) -> Result<()> {
        let mut seat = Seat::default();
        while let Some((weight, task)) = queue.take() {
            begun(slot, &task);
            let result = self.ask(&mut seat, &job(&task), weight)?;
            done(slot, task, result);
            queue.done(weight);
        }
        Ok(())
    }

    /// Asks the worker on `seat`, which is started where none is.
    ///
    /// # Errors
    /// Where no worker can be started.
    pub(crate) fn ask(&self, seat: &mut Seat, job: &Job, weight: u64) -> Result<Result<Answer, Death>> {
        let line = serde_json::to_string(job)?;
        let mut worker = match seat.worker.take() {
            Some(worker) => worker,
            None => self.start()?,
        };
        match worker.ask(&line, self.patience()) {
            Ok(answer) => {
                if weight < HEAVY {
                    seat.worker = Some(worker);
                }
                Ok(Ok(serde_json::from_str(&answer)?))
            }
            Err(death) => Ok(Err(death)),
        }
    }

    fn start(&self) -> Result<Worker> {
        let mut command = Command::new(own_program()?);
        command.arg("worker").arg("--jobs").arg(self.threads.to_string());
        command.arg("--lang").arg(self.language.pick("vi", "en"));
        // Places in the program's text help nobody here, and finding them takes memory.
        command.env("RUST_BACKTRACE", "0");
        // The allocator asks for memory as it is needed. What it would reserve before the worker limits itself could be
        // used beyond that limit.
        command.env("MIMALLOC_ARENA_RESERVE", "0");
        let mut worker = Worker::start(command)?;
        match worker.ask(&serde_json::to_string(&self.setup)?, START) {
            Ok(answer) if answer.trim() == READY => Ok(worker),
            Ok(answer) => bail!("a worker process said: {answer}"),
            Err(death) => {
                Err(anyhow!("a worker process did not start ({death:?}); more memory: --file-memory"))
            }
        }
    }
}

/// The program that runs now. On Linux it is found even where the file was replaced meanwhile.
fn own_program() -> Result<OsString> {
    if cfg!(target_os = "linux") {
        return Ok("/proc/self/exe".into());
    }
    Ok(std::env::current_exe()?.into_os_string())
}
