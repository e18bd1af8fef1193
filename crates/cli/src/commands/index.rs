//! `vanthu index`: adds documents to a search index.

use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{Result, anyhow};
use indicatif::ProgressBar;
use vanthu_appendix::model::ConvertedDocument;
use vanthu_archive::lock::RunFolder;
use vanthu_archive::queue::Queue;
use vanthu_document::diagnostic::Language;
use vanthu_index::{Index, IndexError, Origin, Writer, WriterOptions};

use super::Setting;
use crate::archive::conversion::{Conversion, Unconverted};
use crate::archive::crew::Seat;
use crate::archive::explain_lock;
use crate::archive::job::Setup;
use crate::args::IndexDocuments;
use crate::containers::{self, Opener, Place};
use crate::inputs::{self, Failure, Json};
use crate::locale::pick;
use crate::pipeline::{Limits, digest};
use crate::status::Status;
use crate::{load, progress, scans};

/// Inputs whose results are held at a time: what is said comes in the order of the inputs.
const BATCH: usize = 64;
/// Most bytes of inputs that are under way at a time; a single larger file goes alone.
const BYTES_UNDER_WAY: u64 = 64 << 20;
/// Entries after which what was added is made lasting: what a kill can cost.
const ENTRIES_OF_COMMIT: usize = 200_000;

/// What became of an input.
enum Outcome {
    /// Number of entries.
    Added(usize),
    /// It was in the index already.
    Unchanged,
    /// JSON in a folder that is no converted document.
    Other,
    Failed(Failure),
}

#[derive(Default)]
struct Totals {
    added: usize,
    entries: usize,
    unchanged: usize,
    removed: usize,
    failed: usize,
}

/// Adds what `arguments` name.
pub(crate) fn run(arguments: &IndexDocuments, setting: Setting) -> Result<Status> {
    let explain = |error: IndexError| anyhow!(explain(&error, setting.language));
    if arguments.rebuild {
        match Index::delete(&arguments.index) {
            Ok(()) | Err(IndexError::Missing(_)) => {}
            Err(error) => return Err(explain(error)),
        }
    }
    let index = Index::open_or_create(&arguments.index).map_err(explain)?;
    let threads = rayon::current_num_threads();
    let options = WriterOptions { threads, ..WriterOptions::default() };
    let mut writer = index.writer(options).map_err(explain)?;
    let mut totals = Totals::default();
    if arguments.remove {
        remove(&index, &writer, arguments, &mut totals, setting)?;
    } else {
        add(&index, &mut writer, arguments, &mut totals, setting)?;
    }
    writer.finish().map_err(explain)?;
    if !setting.quiet {
        say_totals(&totals, &arguments.index, setting.language);
    }
    Ok(match (totals.added + totals.unchanged + totals.removed, totals.failed) {
        (_, 0) => Status::Done,
        (0, _) => Status::Failed,
        _ => Status::SomeFailed,
    })
}

fn add(
    index: &Index,
    writer: &mut Writer<'_>,
    arguments: &IndexDocuments,
    totals: &mut Totals,
    setting: Setting,
) -> Result<()> {
    let (inputs, failures) = inputs::collect(&arguments.paths, Json::Taken, None, setting.language);
    for failure in &failures {
        inputs::say_failure(failure, setting.language);
    }
    totals.failed = failures.len();
    let limits = containers::limits(arguments.max_size.saturating_mul(1 << 20));
    let inputs = containers::expand(inputs, &limits);
    let adding = Adding::new(arguments, index, setting.language)?;
    let mut desks: Vec<Desk> = (0..adding.conversion.workers()).map(|_| Desk::default()).collect();
    let bar = progress::over_files(inputs.len(), setting.quiet);
    let mut since_commit = 0;
    for batch in inputs.chunks(BATCH) {
        for outcome in adding.batch(batch, &mut desks, writer, &bar)? {
            match outcome {
                Outcome::Added(entries) => {
                    totals.added += 1;
                    totals.entries += entries;
                    since_commit += entries;
                }
                Outcome::Unchanged => totals.unchanged += 1,
                Outcome::Other => {}
                Outcome::Failed(failure) => {
                    totals.failed += 1;
                    bar.suspend(|| inputs::say_failure(&failure, setting.language));
                }
            }
        }
        if since_commit >= ENTRIES_OF_COMMIT {
            let explain = |error: IndexError| anyhow!(explain(&error, setting.language));
            writer.commit().map_err(explain)?;
            index.refresh().map_err(explain)?;
            since_commit = 0;
        }
    }
    bar.finish_and_clear();
    Ok(())
}

/// What adding documents needs beside the index's writer.
struct Adding<'a> {
    index: &'a Index,
    arguments: &'a IndexDocuments,
    language: Language,
    conversion: Conversion,
}

/// What a thread keeps from input to input.
#[derive(Default)]
struct Desk {
    seat: Seat,
    opener: Opener,
}

/// An input whose bytes are to be added.
struct Content<'i> {
    place: &'i Place,
    sha256: String,
}

/// How far an input came at the first attempt.
enum Attempt<'i> {
    Over(Outcome),
    /// It ended the worker that converted it.
    Died(Content<'i>),
}

impl<'a> Adding<'a> {
    fn new(arguments: &'a IndexDocuments, index: &'a Index, language: Language) -> Result<Self> {
        let folder = RunFolder::open(&arguments.index).map_err(|error| explain_lock(error, language))?;
        let setup = Setup {
            memory: arguments.file_memory.saturating_mul(1 << 20),
            bytes: arguments.max_size.saturating_mul(1 << 20),
            pages: Limits::default().pages,
            seconds: arguments.file_timeout,
            ocr: true,
            ..Setup::default()
        };
        let conversion = Conversion::new(folder, setup, language)?;
        Ok(Self { index, arguments, language, conversion })
    }

    /// Adds some inputs; what became of them, in their order.
    ///
    /// # Errors
    /// Where no input can be converted any more.
    fn batch(
        &self,
        inputs: &[Place],
        desks: &mut [Desk],
        writer: &Writer<'_>,
        bar: &ProgressBar,
    ) -> Result<Vec<Outcome>> {
        let weighed = inputs.iter().enumerate().map(|(number, place)| {
            // What lies in a container counts as much as the whole: its own size is known only once it is read.
            let weight = place.file.metadata().map_or(1, |file| file.len());
            (weight, (number, place))
        });
        let queue = Queue::new(BYTES_UNDER_WAY, weighed);
        let attempts = Mutex::new(Vec::with_capacity(inputs.len()));
        let work = |desk: &mut Desk| -> Result<()> {
            while let Some((weight, (number, place))) = queue.take() {
                let attempt = self.guarded(place, || self.attempt(desk, place, writer));
                queue.done(weight);
                let attempt = attempt.inspect_err(|_| queue.stop())?;
                bar.inc(1);
                attempts.lock().unwrap_or_else(PoisonError::into_inner).push((number, attempt));
            }
            Ok(())
        };
        let worked: Result<()> = thread::scope(|scope| {
            let threads: Vec<_> = desks.iter_mut().map(|desk| scope.spawn(|| work(desk))).collect();
            threads.into_iter().try_for_each(|thread| match thread.join() {
                Ok(worked) => worked,
                Err(panic) => panic::resume_unwind(panic),
            })
        });
        worked?;
        let mut attempts = attempts.into_inner().unwrap_or_else(PoisonError::into_inner);
        attempts.sort_by_key(|(number, _)| *number);
        let over = |(_, attempt): (usize, Attempt<'_>)| match attempt {
            Attempt::Over(outcome) => Ok(outcome),
            Attempt::Died(content) => self.alone(&content, writer),
        };
        attempts.into_iter().map(over).collect()
    }

    /// Runs `work` on an input. A panic is a fault of the program, but none of the other inputs': it becomes a failure.
    fn guarded<'i>(&self, place: &Place, work: impl FnOnce() -> Result<Attempt<'i>>) -> Result<Attempt<'i>> {
        panic::catch_unwind(AssertUnwindSafe(work))
            .unwrap_or_else(|_| Ok(failed(place, inputs::fault_inside(self.language).to_owned())))
    }

    /// Adds one input.
    fn attempt<'i>(&self, desk: &mut Desk, place: &'i Place, writer: &Writer<'_>) -> Result<Attempt<'i>> {
        let limit = self.arguments.max_size.saturating_mul(1 << 20);
        let bytes = match desk.opener.bytes(place, limit, self.language) {
            Ok(bytes) => bytes,
            Err(reason) => return Ok(failed(place, reason)),
        };
        let shown = place.shown();
        let named = self.arguments.paths.contains(&place.file);
        if !named && load::is_json(&shown) && !load::is_converted(&bytes) {
            return Ok(Attempt::Over(Outcome::Other));
        }
        let content = Content { place, sha256: digest(&bytes) };
        match self.is_known(&content.sha256, writer) {
            Ok(false) => {}
            Ok(true) => return Ok(Attempt::Over(Outcome::Unchanged)),
            Err(error) => return Ok(failed(place, explain(&error, self.language))),
        }
        // Workers read files; what comes from another program is converted here.
        let here = match load::converted(&shown, &bytes, self.language) {
            None if inputs::is_stdin(&shown) => {
                let limits = Limits { bytes: limit, ocr: Some(scans::CACHED.clone()), ..Limits::default() };
                Some(load::document(&shown, &bytes, &limits, self.language))
            }
            converted => converted,
        };
        let size = bytes.len() as u64;
        drop(bytes);
        let document = match here {
            Some(Ok(document)) => document,
            Some(Err(reason)) => return Ok(failed(place, reason)),
            None => match self.conversion.document(&mut desk.seat, place, size)? {
                Ok(document) => document,
                Err(Unconverted::Refused(reason)) => return Ok(failed(place, reason)),
                Err(Unconverted::Died(_)) => return Ok(Attempt::Died(content)),
            },
        };
        Ok(Attempt::Over(self.take(&content, &document, writer)))
    }

    /// Adds an input that ended a worker, with nothing beside it.
    fn alone(&self, content: &Content<'_>, writer: &Writer<'_>) -> Result<Outcome> {
        Ok(match self.conversion.document_alone(content.place)? {
            Ok(document) => self.take(content, &document, writer),
            Err(reason) => Outcome::Failed(Failure { path: content.place.shown(), reason }),
        })
    }

    fn is_known(&self, sha256: &str, writer: &Writer<'_>) -> Result<bool, IndexError> {
        Ok(self.index.holds(sha256)? || writer.is_pending(sha256)?)
    }

    /// Adds the document that was made of `content`.
    fn take(&self, content: &Content<'_>, document: &ConvertedDocument, writer: &Writer<'_>) -> Outcome {
        let shown = content.place.shown();
        let add = || {
            if writer.is_pending(&document.source.sha256)? {
                return Ok(Outcome::Unchanged);
            }
            let path = std::path::absolute(&shown).ok().filter(|_| !inputs::is_stdin(&shown));
            let path = path.map(|p| p.display().to_string());
            let origin = Origin { content: content.sha256.clone(), path };
            writer.add(document, &origin).map(Outcome::Added)
        };
        add().unwrap_or_else(|error: IndexError| {
            Outcome::Failed(Failure { path: shown.clone(), reason: explain(&error, self.language) })
        })
    }
}

fn failed(place: &Place, reason: String) -> Attempt<'static> {
    Attempt::Over(Outcome::Failed(Failure { path: place.shown(), reason }))
}

/// Takes documents out: those whose source has one of the paths given, or a hash that begins so.
fn remove(
    index: &Index,
    writer: &Writer<'_>,
    arguments: &IndexDocuments,
    totals: &mut Totals,
    setting: Setting,
) -> Result<()> {
    let documents = index.documents().map_err(|error| anyhow!(explain(&error, setting.language)))?;
    for path in &arguments.paths {
        let name = path.display().to_string();
        let is_hash = name.len() >= 8 && name.bytes().all(|b| b.is_ascii_hexdigit());
        let mut found = 0;
        for document in &documents {
            if document.document.source == name || is_hash && document.sha256.starts_with(&name) {
                writer.remove(&document.sha256);
                found += 1;
            }
        }
        totals.removed += found;
        if found == 0 {
            totals.failed += 1;
            let reason = pick(setting.language, "không có trong chỉ mục", "not in the index").to_owned();
            inputs::say_failure(&Failure { path: path.clone(), reason }, setting.language);
        }
    }
    Ok(())
}

/// Why an index cannot be used, in the user's language, with what to do about it.
pub(super) fn explain(error: &IndexError, language: Language) -> String {
    let vietnamese = language == Language::Vietnamese;
    match error {
        IndexError::Missing(path) if vietnamese => {
            format!("{} không có chỉ mục nào; hãy tạo bằng: vanthu index PATH… --index DIR", path.display())
        }
        IndexError::Missing(_) => format!("{error}; make one with: vanthu index PATH… --index DIR"),
        IndexError::Version { path, .. } if vietnamese => format!(
            "chỉ mục ở {} do phiên bản khác ghi; hãy lập lại bằng: vanthu index PATH… --index DIR --rebuild",
            path.display()
        ),
        IndexError::Version { .. } => {
            format!("{error}; build it anew with: vanthu index PATH… --index DIR --rebuild")
        }
        IndexError::Busy(path) if vietnamese => {
            format!(
                "một tiến trình khác đang ghi vào chỉ mục ở {}; hãy chờ nó xong rồi chạy lại",
                path.display()
            )
        }
        IndexError::Busy(_) => format!("{error}; wait until it has finished and try again"),
        IndexError::Foreign(path) if vietnamese => {
            format!("{} có những tệp không thuộc chỉ mục; hãy chọn thư mục khác", path.display())
        }
        IndexError::Foreign(_) => format!("{error}; choose another folder"),
        IndexError::Folder { path, source } => {
            format!("{}: {}", path.display(), inputs::io_reason(source, language))
        }
        IndexError::Open { path, reason } if vietnamese => {
            format!("không mở được chỉ mục ở {}: {reason}", path.display())
        }
        IndexError::Write(reason) if vietnamese => format!("không ghi được chỉ mục: {reason}"),
        IndexError::Read(reason) if vietnamese => format!("không đọc được chỉ mục: {reason}"),
        IndexError::Open { .. } | IndexError::Write(_) | IndexError::Read(_) => error.to_string(),
    }
}

/// Opens the index that a command reads.
pub(super) fn open(path: &Path, language: Language) -> Result<Index> {
    Index::open(path).map_err(|error| anyhow!(explain(&error, language)))
}

fn say_totals(totals: &Totals, folder: &Path, language: Language) {
    let Totals { added, entries, unchanged, removed, failed } = totals;
    let mut parts = Vec::new();
    let mut say = |count: usize, vietnamese: &str, english: &str| {
        if count > 0 {
            parts.push(format!("{count} {}", pick(language, vietnamese, english)));
        }
    };
    say(*added, "văn bản đã thêm", "documents added");
    say(*entries, "mục", "entries");
    say(*unchanged, "không đổi", "unchanged");
    say(*removed, "đã bỏ", "removed");
    say(*failed, "tệp lỗi", "files failed");
    if parts.is_empty() {
        parts.push(pick(language, "không có gì để thêm", "nothing to add").to_owned());
    }
    let _ = writeln!(io::stderr(), "{} → {}", parts.join(", "), folder.display());
}
