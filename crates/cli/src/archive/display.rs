//! What a person, or a program, sees of a run while it goes on.
//!
//! On a terminal: a bar with rate, time left and failures, and below it the file that each worker is at. Elsewhere nothing,
//! or with `-v` a line for each file; with `--log json` a JSON object for each file, and no bar.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;
use vanthu_archive::catalogue::State;
use vanthu_archive::plan::{Step, Task};
use vanthu_archive::worker::Death;
use vanthu_document::diagnostic::Language;

use crate::args::Log;
use crate::commands::Setting;
use crate::inputs::{self, Failure};
use crate::locale::pick;

/// What is shown.
pub(crate) struct Display {
    show: Show,
    total: u64,
    done: AtomicU64,
    failed: AtomicU64,
    language: Language,
}

enum Show {
    Nothing,
    Lines,
    Json,
    Bars { _all: MultiProgress, total: ProgressBar, files: Vec<ProgressBar> },
}

/// Characters of a path that are shown beside a bar.
const PATH_SHOWN: usize = 90;

impl Display {
    /// A display for the work that `tasks` leaves to do.
    pub(crate) fn new(setting: Setting, log: Log, tasks: &[Task], workers: usize) -> Self {
        let total = tasks.iter().filter(|task| task.step != Step::Keep).count() as u64;
        let display = Self::over(setting, log, total, workers);
        display.event(|| json!({ "event": "start", "files": tasks.len(), "to_do": total }));
        display
    }

    /// A display for `total` files.
    pub(crate) fn over(setting: Setting, log: Log, total: u64, workers: usize) -> Self {
        let show = if log == Log::Json {
            Show::Json
        } else if setting.quiet {
            Show::Nothing
        } else if setting.list_warnings {
            Show::Lines
        } else if total > 1 && io::stderr().is_terminal() {
            bars(total, workers)
        } else {
            Show::Nothing
        };
        Self { show, total, done: AtomicU64::new(0), failed: AtomicU64::new(0), language: setting.language }
    }

    /// A worker begins with a file.
    pub(crate) fn begin(&self, slot: usize, path: &Path) {
        if let Show::Bars { files, .. } = &self.show
            && let Some(bar) = files.get(slot)
        {
            let path = path.display().to_string();
            let skipped = path.chars().count().saturating_sub(PATH_SHOWN);
            bar.set_message(path.chars().skip(skipped).collect::<String>());
        }
    }

    /// A file is done, well or badly.
    pub(crate) fn done(&self, path: &Path, state: State, millis: u64) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let bad = u64::from(state.is_bad());
        let failed = self.failed.fetch_add(bad, Ordering::Relaxed) + bad;
        match &self.show {
            Show::Nothing => {}
            Show::Lines => {
                let state = state_name(state, self.language);
                let total = self.total;
                let _ = writeln!(io::stderr(), "[{done}/{total}] {}: {state}, {millis} ms", path.display());
            }
            Show::Json => self.event(|| {
                let path = path.display().to_string();
                json!({ "event": "file", "path": path, "state": state.as_str(), "millis": millis, "done": done, "to_do": self.total })
            }),
            Show::Bars { total, .. } => {
                total.inc(1);
                if bad > 0 || done == 1 {
                    total.set_message(format!("{failed} {}", pick(self.language, "tệp lỗi", "failed")));
                }
            }
        }
    }

    /// A file ended its worker and will be tried once more.
    pub(crate) fn died(&self, path: &Path, death: Death) {
        match &self.show {
            Show::Lines => {
                let what = pick(self.language, "làm dừng tiến trình, sẽ thử lại", "ended its process, to be tried again");
                let _ = writeln!(io::stderr(), "{}: {what}", path.display());
            }
            Show::Json => self.event(|| {
                json!({ "event": "retry", "path": path.display().to_string(), "death": format!("{death:?}") })
            }),
            Show::Nothing | Show::Bars { .. } => {}
        }
    }

    /// The warnings of a document, where they were asked for.
    pub(crate) fn warnings(&self, lines: &[String]) {
        if matches!(self.show, Show::Lines) {
            let mut out = io::stderr().lock();
            for line in lines {
                let _ = writeln!(out, "{line}");
            }
        }
    }

    /// Clears the bars away.
    pub(crate) fn finish(&self) {
        if let Show::Bars { total, files, .. } = &self.show {
            files.iter().for_each(ProgressBar::finish_and_clear);
            total.finish_and_clear();
        }
    }

    /// Names a file that has no result.
    pub(crate) fn failure(&self, failure: &Failure) {
        match &self.show {
            Show::Json => self.event(|| {
                json!({ "event": "failure", "path": failure.path.display().to_string(), "reason": failure.reason })
            }),
            _ => inputs::say_failure(failure, self.language),
        }
    }

    /// Whether a program reads along, and sentences would disturb it.
    pub(crate) fn is_json(&self) -> bool {
        matches!(self.show, Show::Json)
    }

    /// Tells a program what happens.
    pub(crate) fn event(&self, event: impl FnOnce() -> serde_json::Value) {
        if self.is_json() {
            let _ = writeln!(io::stderr(), "{}", event());
        }
    }
}

fn bars(files: u64, workers: usize) -> Show {
    let all = MultiProgress::with_draw_target(ProgressDrawTarget::stderr());
    let bar = |length, template: &str| {
        let bar = all.add(ProgressBar::new(length));
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(500));
        bar
    };
    let total = bar(files, "{bar:30} {pos}/{len}  {per_sec}  {eta}  {msg}");
    let files = (0..workers).map(|_| bar(0, "  {wide_msg}")).collect();
    Show::Bars { _all: all, total, files }
}

/// What became of a file, for a person.
pub(crate) fn state_name(state: State, language: Language) -> &'static str {
    match state {
        State::Converted => pick(language, "đã chuyển", "converted"),
        State::Duplicate => pick(language, "trùng nội dung", "duplicate"),
        State::Failed => pick(language, "lỗi", "failed"),
        State::Quarantined => pick(language, "cách ly", "quarantined"),
        State::Opened => pick(language, "đã mở", "opened"),
    }
}
