//! Processes that do the risky work: a file that kills or stalls its reader costs a process, not the run.
//!
//! A worker is the program itself, run again: it takes jobs on its standard input, a line each, and answers on its standard
//! output, a line each. [`Worker`] is the side that asks. It waits a bounded time, ends a worker that takes longer
//! together with all that it started, and says what happened ([`Death`]). The other side calls [`limit_self`] first.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How a worker ended without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Death {
    /// It took longer than it may.
    Stalled,
    /// It asked for more memory than it may have.
    Memory,
    /// The system ended it by this signal.
    Signal(i32),
    /// It ended by itself, with this status.
    Exit(Option<i32>),
}

/// Longest answer in bytes.
const LONGEST_ANSWER: u64 = 256 << 20;
/// What is kept of the end of a worker's standard error.
const KEPT_WORDS: usize = 4096;
/// What the runtime says when memory is refused (`std::alloc::handle_alloc_error`).
const OUT_OF_MEMORY: &str = "memory allocation of";

/// A running worker.
#[derive(Debug)]
pub struct Worker {
    child: Child,
    stdin: Option<ChildStdin>,
    answers: Receiver<String>,
    said: Arc<Mutex<Vec<u8>>>,
}

impl Worker {
    /// Starts `command`, which must be a worker.
    ///
    /// The thread that calls this must live as long as the worker: on Linux the system ends the worker with it.
    ///
    /// # Errors
    /// What the system says.
    pub fn start(mut command: Command) -> io::Result<Self> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt;
            // A group of its own, so that what it starts ends with it.
            command.process_group(0);
        }
        let mut child = command.spawn()?;
        let (sender, answers) = mpsc::channel();
        if let Some(stdout) = child.stdout.take() {
            thread::spawn(move || {
                let mut stdout = BufReader::new(stdout);
                loop {
                    let mut line = String::new();
                    match stdout.by_ref().take(LONGEST_ANSWER).read_line(&mut line) {
                        Ok(read) if read > 0 && line.ends_with('\n') && sender.send(line).is_ok() => {}
                        _ => break,
                    }
                }
            });
        }
        let said = Arc::new(Mutex::new(Vec::new()));
        if let Some(mut stderr) = child.stderr.take() {
            let said = Arc::clone(&said);
            thread::spawn(move || {
                let mut piece = [0; 1024];
                while let Ok(read @ 1..) = stderr.read(&mut piece) {
                    let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
                    said.extend_from_slice(piece.get(..read).unwrap_or_default());
                    let surplus = said.len().saturating_sub(KEPT_WORDS);
                    said.drain(..surplus);
                }
            });
        }
        let stdin = child.stdin.take();
        Ok(Self { child, stdin, answers, said })
    }

    /// Asks for one job, a line without line end, and waits for the answer.
    ///
    /// # Errors
    /// How the worker ended; it can be asked nothing more then.
    pub fn ask(&mut self, job: &str, patience: Duration) -> Result<String, Death> {
        let sent = self.stdin.as_mut().map(|stdin| stdin.write_all(format!("{job}\n").as_bytes()));
        if !matches!(sent, Some(Ok(()))) {
            return Err(self.end(false));
        }
        match self.answers.recv_timeout(patience) {
            Ok(answer) => Ok(answer),
            Err(RecvTimeoutError::Timeout) => Err(self.end(true)),
            Err(RecvTimeoutError::Disconnected) => Err(self.end(false)),
        }
    }

    /// Ends the worker and says how it ended.
    fn end(&mut self, stalled: bool) -> Death {
        if stalled {
            self.kill();
        }
        self.stdin = None;
        let status = self.child.wait().ok();
        if stalled {
            return Death::Stalled;
        }
        // Its last words may still be on their way.
        thread::sleep(Duration::from_millis(50));
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        if String::from_utf8_lossy(&said).contains(OUT_OF_MEMORY) {
            return Death::Memory;
        }
        drop(said);
        death(status)
    }

    fn kill(&mut self) {
        #[cfg(unix)]
        if let Some(group) = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw) {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        let _ = self.child.kill();
    }
}

impl Drop for Worker {
    /// A worker that has nothing more to read ends by itself; one that does not is ended.
    fn drop(&mut self) {
        self.stdin = None;
        for _ in 0..50 {
            match self.child.try_wait() {
                Ok(None) => thread::sleep(Duration::from_millis(2)),
                _ => return,
            }
        }
        self.kill();
        let _ = self.child.wait();
    }
}

fn death(status: Option<ExitStatus>) -> Death {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        if let Some(signal) = status.and_then(|status| status.signal()) {
            return Death::Signal(signal);
        }
    }
    Death::Exit(status.and_then(|status| status.code()))
}

/// Bounds what this process and all that it starts may ask of the system: `bytes` of address space for each. On Linux the
/// process also ends with the thread that started it. Elsewhere than on Unix nothing is bounded.
///
/// # Errors
/// What the system says.
pub fn limit_self(bytes: u64) -> io::Result<()> {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        #[cfg(target_os = "linux")]
        rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
        setrlimit(Resource::As, Rlimit { current: Some(bytes), maximum: Some(bytes) })?;
        // A dead worker is expected; its memory on disk helps nobody.
        setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    }
    #[cfg(not(unix))]
    let _ = bytes;
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn shell(script: &str) -> Worker {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        Worker::start(command).unwrap()
    }

    const PATIENCE: Duration = Duration::from_secs(20);

    #[test]
    fn jobs_are_answered_in_turn() {
        let mut worker = shell("while read -r job; do echo \"done $job\"; done");
        assert_eq!(worker.ask("a", PATIENCE), Ok("done a\n".to_owned()));
        assert_eq!(worker.ask("b", PATIENCE), Ok("done b\n".to_owned()));
    }

    #[test]
    fn a_death_is_told_by_its_kind() {
        assert_eq!(shell("read -r job; kill -9 $$").ask("a", PATIENCE), Err(Death::Signal(9)));
        assert_eq!(shell("read -r job; exit 7").ask("a", PATIENCE), Err(Death::Exit(Some(7))));
        let hungry = "read -r job; echo 'memory allocation of 99 bytes failed' >&2; kill -6 $$";
        assert_eq!(shell(hungry).ask("a", PATIENCE), Err(Death::Memory));
    }

    #[test]
    fn a_worker_that_stalls_is_ended_with_what_it_started() {
        let started = Instant::now();
        let mut worker = shell("read -r job; sleep 600");
        assert_eq!(worker.ask("a", Duration::from_millis(200)), Err(Death::Stalled));
        drop(worker);
        assert!(started.elapsed() < Duration::from_secs(20));
    }
}
