//! A whole archive: folders converted so that the run can be stopped, restarted and trusted.
//!
//! A run goes through these stages, each of which can be cut off at any time:
//!
//! 1. the files are listed, what lies in containers is put in their place, and all is compared with the catalogue: what is
//!    left to do is the plan (`vanthu-archive`);
//! 2. worker processes convert, largest files not together; one thread brings what they wrote to its places and records it;
//! 3. files that ended or stalled their worker are tried once more, one after the other, with nothing beside them; what
//!    does so again is put into quarantine;
//! 4. files with the content of another one get their outputs from those of that one;
//! 5. what is asked over the whole archive is written from the documents' JSON, read in the order of the paths, if
//!    anything changed since the last time: tables, citations, report.

mod containers;
pub(crate) mod conversion;
pub(crate) mod crew;
mod deliver;
mod display;
pub(crate) mod job;
mod report;
mod report_html;
pub(crate) mod scan;
pub(crate) mod serve;
mod tables;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime};

use anyhow::{Context, Result, anyhow, bail};
use serde_json::json;
use vanthu_archive::catalogue::{Catalogue, CatalogueError, Entry, Making, Retry, State, Summary};
use vanthu_archive::lock::{LockError, RunFolder};
use vanthu_archive::name::RawName;
use vanthu_archive::outbox::{self, Part};
use vanthu_archive::plan::{Input, Step, Task, Wish, plan};
use vanthu_archive::queue::Queue;
use vanthu_archive::stamp::Stamp;
use vanthu_archive::worker::Death;
use vanthu_document::diagnostic::Language;

use crate::args::Convert;
use crate::commands::Setting;
use crate::inputs::{self, Failure, Json};
use crate::locale::pick;
use crate::output::{clear_parts, make_folder};
use crate::status::Status;
use crate::totals::Totals;
use crate::{formats, scans};
use crew::Crew;
use deliver::Delivery;
use display::Display;
use job::{Answer, Job, Outcome, Refusal, Setup};

/// Folder of what is written over the whole archive, inside the output folder.
pub(crate) const WHOLE: &str = "archive";

/// Converts the folders that `arguments` name into `output`.
pub(crate) fn run(arguments: &Convert, output: &Path, setting: Setting) -> Result<Status> {
    let started = Instant::now();
    let language = setting.language;
    make_folder(output).with_context(|| output.display().to_string())?;
    let folder = RunFolder::open(output).map_err(|error| explain_lock(error, language))?;
    let mut catalogue =
        Catalogue::open(&folder.catalogue()).map_err(|error| explain_catalogue(&error, language))?;
    let over_all = output.join(WHOLE);
    clear_parts(&over_all).with_context(|| over_all.display().to_string())?;
    let (paths, unlisted) = inputs::collect(&arguments.paths, Json::LeftOut, Some(output), language);
    let files = files(paths)?;
    let run = Run::new(arguments, output, &folder, setting, files.len())?;
    let ocr = || run.ocr_name();
    let endings: Vec<&str> = run.crew.setup.endings.iter().map(String::as_str).collect();
    let wish = Wish {
        output,
        endings: &endings,
        making: &run.making,
        ocr: &ocr,
        refresh: arguments.refresh,
        max_bytes: run.crew.setup.bytes,
    };
    let known = catalogue.entries().map_err(|error| explain_catalogue(&error, language))?;
    let (mut inputs, apart) = containers::replace(files, &run, &wish, &mut catalogue, &known)?;
    name_outputs(&mut inputs);
    let tasks = plan(&inputs, known, &wish);
    let display = Display::new(setting, arguments.log, &tasks, run.crew.workers);
    run.work(&inputs, &tasks, &mut catalogue, &display)?;
    display.finish();
    let entries = catalogue.entries().map_err(|error| explain_catalogue(&error, language))?;
    if arguments.table {
        tables::print(&entries, output, language)?;
    }
    let known: BTreeMap<&RawName, &Entry> = entries.iter().map(|entry| (&entry.path, entry)).collect();
    let mut totals = Totals { failed: unlisted.len() as u64, ..Totals::default() };
    for failure in &unlisted {
        display.failure(failure);
    }
    for (input, task) in inputs.iter().zip(&tasks) {
        let Some(entry) = known.get(&input.key) else { continue };
        if entry.state.is_good() {
            totals.tasks += entry.summary.tasks;
            totals.warnings += entry.summary.warnings.values().sum::<u64>();
            match task.step {
                Step::Keep => totals.unchanged += 1,
                _ => totals.converted += 1,
            }
        }
    }
    let single = inputs.iter().map(|input| (input.shown(), &input.key));
    for (path, key) in single.chain(apart.iter().map(|apart| (apart.shown.clone(), &apart.key))) {
        if let Some(entry) = known.get(key).filter(|entry| entry.state.is_bad()) {
            totals.failed += 1;
            display.failure(&Failure { path, reason: entry.reason.clone().unwrap_or_default() });
        }
    }
    let whole = tables::write(&entries, &run, &mut catalogue)?;
    let about = report::Run {
        seconds: started.elapsed().as_secs_f64(),
        converted: totals.converted,
        unchanged: totals.unchanged,
        outdated: tasks.iter().filter(|task| task.outdated && task.step == Step::Keep).count() as u64,
        unlisted: &unlisted,
    };
    let report = report::Report::new(&entries, &about, whole, &run.making.program);
    report.write(&over_all, language)?;
    display.event(|| json!({
        "event": "end", "converted": totals.converted, "unchanged": totals.unchanged, "failed": totals.failed,
        "tasks": totals.tasks, "seconds": report.run.seconds,
    }));
    if !setting.quiet && !display.is_json() {
        totals.say(Some(output), language);
        report.say(&over_all, language);
    }
    Ok(totals.status())
}

/// The files to convert, with what the system says of them.
fn files(paths: Vec<PathBuf>) -> Result<Vec<Input>> {
    let mut inputs = Vec::with_capacity(paths.len());
    for given in paths {
        let absolute = std::path::absolute(&given).with_context(|| given.display().to_string())?;
        inputs.push(Input {
            key: absolute.as_path().into(),
            within: Vec::new(),
            sha256: None,
            stamp: Stamp::at(&given).ok(),
            name: Default::default(),
            given,
        });
    }
    // A file that is named twice, once by a relative path, is one file.
    let mut seen = std::collections::BTreeSet::new();
    inputs.retain(|input| seen.insert(input.key.clone()));
    Ok(inputs)
}

/// Gives every input the name that its outputs have in a first run.
fn name_outputs(inputs: &mut [Input]) {
    let shown: Vec<PathBuf> = inputs.iter().map(Input::shown).collect();
    for (input, name) in inputs.iter_mut().zip(inputs::output_names(&shown)) {
        input.name = name;
    }
}

/// What holds during a run.
pub(crate) struct Run<'a> {
    output: &'a Path,
    arguments: &'a Convert,
    setting: Setting,
    crew: Crew,
    making: Making,
    /// Most bytes of inputs that are under way at a time.
    bound: u64,
}

/// Least bytes of inputs under way for each worker; a single larger file goes alone.
const BOUND_OF_WORKER: u64 = 32 << 20;

impl<'a> Run<'a> {
    fn new(
        arguments: &'a Convert,
        output: &'a Path,
        folder: &RunFolder,
        setting: Setting,
        files: usize,
    ) -> Result<Self> {
        let threads = rayon::current_num_threads();
        let workers = threads.min(files).max(1);
        let parts = std::path::absolute(folder.parts())?;
        let encoding = arguments.encoding.map(|encoding| encoding.name().to_owned());
        let options = format!(
            "encoding={} pages={} ocr={}",
            encoding.as_deref().unwrap_or("found"),
            arguments.max_pages,
            !arguments.no_ocr
        );
        let formats = formats::wanted(&arguments.format);
        let setup = Setup {
            memory: arguments.file_memory.saturating_mul(1 << 20),
            endings: formats.iter().map(|format| format.ending().to_owned()).collect(),
            parts: parts.as_path().into(),
            bytes: arguments.max_size.saturating_mul(1 << 20),
            pages: arguments.max_pages,
            seconds: arguments.file_timeout,
            ocr: !arguments.no_ocr,
            encoding,
            tell_warnings: setting.list_warnings,
        };
        let limits = (arguments.file_timeout, arguments.file_memory);
        Ok(Self {
            output,
            arguments,
            setting,
            crew: Crew { workers, threads: threads / workers, setup, language: setting.language },
            making: Making { program: program(), options, ocr: None, limits },
            bound: BOUND_OF_WORKER.saturating_mul(workers as u64),
        })
    }

    fn ocr_name(&self) -> String {
        if self.arguments.no_ocr { String::new() } else { scans::CACHED.name() }
    }

    /// Does what the plan says.
    fn work(
        &self,
        inputs: &[Input],
        tasks: &[Task],
        catalogue: &mut Catalogue,
        display: &Display,
    ) -> Result<()> {
        // The stamps of files that were touched, or were too fresh to count, are brought up to date in one go.
        let now = SystemTime::now();
        let touched = inputs.iter().zip(tasks).filter(|(_, task)| task.touched && task.step == Step::Keep);
        let touched: Vec<Entry> = touched
            .filter_map(|(input, task)| {
                task.kept(input, input.stamp.is_some_and(|stamp| stamp.is_settled(now)))
            })
            .collect();
        catalogue.record(&touched).map_err(|error| explain_catalogue(&error, self.setting.language))?;
        let work: Vec<Assignment<'_>> = inputs
            .iter()
            .zip(tasks)
            .enumerate()
            .map(|(number, (input, task))| Assignment { number, input, task })
            .collect();
        let pick = |wanted: fn(&Step) -> bool| {
            let jobs = work.iter().filter(|assignment| wanted(&assignment.task.step));
            jobs.map(|a| (a.input.stamp.map_or(0, |stamp| stamp.size), *a)).collect::<Vec<_>>()
        };
        Delivery::run(self.output, catalogue, self.setting.language, |delivery| {
            let first = Queue::new(self.bound, pick(|step| matches!(step, Step::Convert | Step::Render)));
            let dead = self.attempt(&self.crew, &first, delivery, display)?;
            // With nothing beside it, so that what others took of the machine is no reason any more.
            let alone =
                Queue::new(self.bound, dead.into_iter().map(|(assignment, _)| (self.bound, assignment)));
            let dead = self.attempt(&self.crew.alone(), &alone, delivery, display)?;
            for (assignment, death) in dead {
                delivery.send(self.quarantined(&assignment, death));
                display.done(&assignment.input.shown(), State::Quarantined, 0);
            }
            Ok(())
        })?;
        let copies = pick(|step| matches!(step, Step::Copy(_)));
        if copies.is_empty() {
            return Ok(());
        }
        let results =
            catalogue.entries().map_err(|error| explain_catalogue(&error, self.setting.language))?;
        let results: BTreeMap<RawName, Entry> = results.into_iter().map(|e| (e.path.clone(), e)).collect();
        Delivery::run(self.output, catalogue, self.setting.language, |delivery| {
            self.copy(&copies, inputs, &results, delivery, display)
        })
    }

    /// Works off `queue`, and gives what killed or stalled its worker.
    fn attempt<'w>(
        &self,
        crew: &Crew,
        queue: &Queue<Assignment<'w>>,
        delivery: &Delivery,
        display: &Display,
    ) -> Result<Vec<(Assignment<'w>, Death)>> {
        let dead = std::sync::Mutex::new(Vec::new());
        crew.work(
            queue,
            |assignment| self.job(assignment),
            |slot, assignment| display.begin(slot, &assignment.input.shown()),
            |_, assignment, result| {
                match result {
                    Ok(answer) => self.deliver(&assignment, answer, delivery, display),
                    Err(death) => {
                        display.died(&assignment.input.shown(), death);
                        if let Ok(mut dead) = dead.lock() {
                            dead.push((assignment, death));
                        }
                    }
                }
                if delivery.has_failed() {
                    queue.stop();
                }
            },
        )?;
        let mut dead = dead.into_inner().unwrap_or_default();
        dead.sort_by_key(|(assignment, _)| assignment.number);
        Ok(dead)
    }

    fn job(&self, assignment: &Assignment<'_>) -> Job {
        let number = assignment.number as u64;
        match assignment.task.step {
            Step::Render => {
                Job::Render { number, json: self.place(&assignment.task.name, ".json"), source: None }
            }
            _ => Job::Convert {
                number,
                path: assignment.input.given.as_path().into(),
                within: assignment.input.within.clone(),
            },
        }
    }

    fn place(&self, name: &RawName, ending: &str) -> RawName {
        let file = name.with_ending(ending).to_os().unwrap_or_default();
        self.output.join(file).as_path().into()
    }

    /// Takes what a worker answered.
    fn deliver(&self, assignment: &Assignment<'_>, answer: Answer, delivery: &Delivery, display: &Display) {
        let Assignment { input, task, .. } = assignment;
        let Answer { stamp, settled, sha256, outcome, millis, warnings } = answer;
        let old = task.entry.as_ref();
        let mut entry = Entry {
            path: input.key.clone(),
            name: task.name.clone(),
            stamp: stamp.or(input.stamp),
            settled,
            sha256: sha256.or_else(|| task.sha256.clone()),
            state: State::Failed,
            duplicate_of: None,
            reason: None,
            retry: Retry::Never,
            making: self.making.clone(),
            millis,
            summary: Summary::default(),
            outputs: Vec::new(),
        };
        let mut stale: Vec<String> = old.iter().flat_map(|e| &e.outputs).map(|o| o.ending.clone()).collect();
        let mut parts = Vec::new();
        match outcome {
            Outcome::Done { summary, written } => {
                entry.state = State::Converted;
                entry.summary = *summary;
                parts = self.parts(written);
                if let (Step::Render, Some(old)) = (task.step, old) {
                    // What stands beside the new outputs stays, and so does how it was made.
                    entry = Entry { outputs: old.outputs.clone(), ..old.clone() };
                    stale.clear();
                }
            }
            // Asked to convert, no worker answers so.
            Outcome::Opened(_) | Outcome::NoContainer => return,
            Outcome::Refused(Refusal { reason, retry, form }) => {
                entry.reason = Some(reason);
                entry.retry = retry;
                entry.summary.form = form;
            }
            Outcome::Unwritten { reason, full } => {
                delivery.fail(&reason, full);
                return;
            }
        }
        let of_scan = matches!(entry.summary.form.as_deref(), Some("pdf-scan" | "image"));
        if !self.arguments.no_ocr && (of_scan || entry.retry == Retry::Ocr || entry.summary.unread_pages > 0)
        {
            entry.making.ocr = Some(self.ocr_name());
        }
        display.warnings(&warnings);
        display.done(&input.shown(), entry.state, millis);
        delivery.send(outbox::Result { entry, parts, stale });
    }

    fn parts(&self, written: Vec<job::Written>) -> Vec<Part> {
        let folder = self.crew.setup.parts.to_path().unwrap_or_default();
        let part = |w: job::Written| Part { part: folder.join(w.part), ending: w.ending, sha256: w.sha256 };
        written.into_iter().map(part).collect()
    }

    fn quarantined(&self, assignment: &Assignment<'_>, death: Death) -> outbox::Result {
        let Assignment { input, task, .. } = assignment;
        let stale = task.entry.iter().flat_map(|e| &e.outputs).map(|o| o.ending.clone()).collect();
        let entry = Entry {
            path: input.key.clone(),
            name: task.name.clone(),
            stamp: input.stamp,
            settled: false,
            // The plan compares contents; what could not be read for its hash is tried again.
            sha256: task
                .sha256
                .clone()
                .or_else(|| vanthu_archive::stamp::hash_of(&input.given, self.crew.setup.bytes).ok()),
            state: State::Quarantined,
            duplicate_of: None,
            reason: Some(self.crew.why(death)),
            retry: Retry::Limits,
            making: self.making.clone(),
            millis: 0,
            summary: Summary::default(),
            outputs: Vec::new(),
        };
        outbox::Result { entry, parts: Vec::new(), stale }
    }

    /// Makes the outputs of files whose content is that of another one.
    fn copy(
        &self,
        jobs: &[(u64, Assignment<'_>)],
        inputs: &[Input],
        results: &BTreeMap<RawName, Entry>,
        delivery: &Delivery,
        display: &Display,
    ) -> Result<()> {
        let first_of = |assignment: &Assignment<'_>| match assignment.task.step {
            Step::Copy(first) => inputs.get(first).and_then(|input| results.get(&input.key)),
            _ => None,
        };
        // The first may have changed since the plan was made, or have no result.
        let is_same = |a: &Assignment<'_>| {
            first_of(a).is_some_and(|first| first.state.is_good() && first.sha256 == a.task.sha256)
        };
        let same = jobs.iter().filter(|(_, a)| is_same(a)).copied();
        let queue = Queue::new(self.bound, same);
        self.crew.work(
            &queue,
            |assignment| Job::Render {
                number: assignment.number as u64,
                json: first_of(assignment).map(|first| self.place(&first.name, ".json")).unwrap_or_default(),
                source: Some(assignment.input.shown().as_path().into()),
            },
            |slot, assignment| display.begin(slot, &assignment.input.shown()),
            |_, assignment, result| {
                let Some(first) = first_of(&assignment) else { return };
                let (input, task) = (assignment.input, assignment.task);
                match result.map(|answer| answer.outcome) {
                    Ok(Outcome::Done { written, .. }) => {
                        let old = task.entry.iter().flat_map(|e| &e.outputs).map(|o| o.ending.clone());
                        let entry = Entry {
                            path: input.key.clone(),
                            name: task.name.clone(),
                            stamp: input.stamp,
                            settled: input.stamp.is_some_and(|stamp| stamp.is_settled(SystemTime::now())),
                            state: State::Duplicate,
                            duplicate_of: Some(first.path.clone()),
                            outputs: Vec::new(),
                            millis: 0,
                            ..first.clone()
                        };
                        display.done(&input.shown(), State::Duplicate, 0);
                        delivery.send(outbox::Result {
                            entry,
                            parts: self.parts(written),
                            stale: old.collect(),
                        });
                    }
                    Ok(Outcome::Unwritten { reason, full }) => delivery.fail(&reason, full),
                    Ok(Outcome::Refused(Refusal { reason, .. })) => delivery.fail(&reason, false),
                    Ok(Outcome::Opened(_) | Outcome::NoContainer) => {}
                    Err(death) => delivery.send(self.quarantined(&assignment, death)),
                }
                if delivery.has_failed() {
                    queue.stop();
                }
            },
        )?;
        let rest = jobs.iter().filter(|(_, a)| !is_same(a));
        let queue = Queue::new(self.bound, rest.copied());
        for (assignment, death) in self.attempt(&self.crew, &queue, delivery, display)? {
            delivery.send(self.quarantined(&assignment, death));
        }
        Ok(())
    }
}

/// A file with what is to be done with it.
#[derive(Debug, Clone, Copy)]
struct Assignment<'a> {
    number: usize,
    input: &'a Input,
    task: &'a Task,
}

/// Version of the program with its models. A build for a release changes the number; while the number stays, as in
/// development, size and time of the program's file tell builds apart.
fn program() -> String {
    let build = std::env::current_exe().and_then(std::fs::metadata).ok().map(|file| Stamp::of(&file));
    let build = build.map(|stamp| format!("+{:x}.{:x}", stamp.size, stamp.modified / 1_000_000_000));
    format!("{}{}", env!("CARGO_PKG_VERSION"), build.unwrap_or_default())
}

pub(crate) fn explain_lock(error: LockError, language: Language) -> anyhow::Error {
    match (error, language) {
        (LockError::Busy(path), Language::Vietnamese) => {
            anyhow!("một tiến trình khác đang ghi vào {}; hãy chờ nó xong rồi chạy lại", path.display())
        }
        (error @ LockError::Busy(_), Language::English) => anyhow!("{error}; wait until it has finished"),
        (LockError::Io(error), _) => anyhow!(inputs::io_reason(&error, language)),
    }
}

fn explain_catalogue(error: &CatalogueError, language: Language) -> anyhow::Error {
    let what = pick(
        language,
        "nếu không dùng được nữa, hãy xóa thư mục .vanthu trong thư mục kết quả rồi chạy lại: mọi tệp sẽ được chuyển lại",
        "if it is of no more use, delete the folder .vanthu in the output folder and run again: every file is converted anew",
    );
    anyhow!("{error}; {what}")
}

/// Ends the run where its output cannot be written.
fn stop(reason: &str, full: bool, language: Language) -> Result<()> {
    let rest = if full {
        pick(
            language,
            "kết quả đã ghi vẫn nguyên vẹn; hãy giải phóng chỗ rồi chạy lại lệnh này để làm tiếp",
            "what was written is whole; make room and run the same command again to go on",
        )
    } else {
        pick(
            language,
            "kết quả đã ghi vẫn nguyên vẹn; chạy lại lệnh này để làm tiếp",
            "what was written is whole; run the same command again to go on",
        )
    };
    bail!("{reason}; {rest}")
}
