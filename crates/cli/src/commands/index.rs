//! `vanthu index`: adds documents to a search index.

use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;

use anyhow::{Result, anyhow};
use rayon::prelude::*;
use vanthu_document::diagnostic::Language;
use vanthu_index::{Index, IndexError, Origin, Writer, WriterOptions};

use super::Setting;
use crate::args::IndexDocuments;
use crate::containers::{self, Opener, Place};
use crate::inputs::{self, Failure, Json};
use crate::locale::pick;
use crate::pipeline::{Limits, digest};
use crate::status::Status;
use crate::{load, progress, scans};

/// Inputs that are converted at a time, so that memory has a bound.
const BATCH: usize = 64;
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
    let bar = progress::over_files(inputs.len(), setting.quiet);
    let mut since_commit = 0;
    for batch in inputs.chunks(BATCH) {
        let outcomes: Vec<Outcome> = batch
            .par_iter()
            .map_init(Opener::default, |opener, input| {
                let outcome = add_guarded(opener, index, writer, input, arguments, setting.language);
                bar.inc(1);
                outcome
            })
            .collect();
        for outcome in outcomes {
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

/// Adds one input. A panic is a fault of the program, but none of the other inputs': it becomes a failure.
fn add_guarded(
    opener: &mut Opener,
    index: &Index,
    writer: &Writer<'_>,
    input: &Place,
    arguments: &IndexDocuments,
    language: Language,
) -> Outcome {
    let failed = |reason: String| Outcome::Failed(Failure { path: input.shown(), reason });
    match panic::catch_unwind(AssertUnwindSafe(|| add_one(opener, index, writer, input, arguments, language)))
    {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(reason)) => failed(reason),
        Err(_) => failed(inputs::fault_inside(language).to_owned()),
    }
}

fn add_one(
    opener: &mut Opener,
    index: &Index,
    writer: &Writer<'_>,
    input: &Place,
    arguments: &IndexDocuments,
    language: Language,
) -> Result<Outcome, String> {
    let limits = Limits {
        bytes: arguments.max_size.saturating_mul(1 << 20),
        ocr: Some(scans::CACHED.clone()),
        ..Limits::default()
    };
    let bytes = opener.bytes(input, limits.bytes, language)?;
    let named = arguments.paths.contains(&input.file);
    let input = input.shown();
    if !named && load::is_json(&input) && !load::is_converted(&bytes) {
        return Ok(Outcome::Other);
    }
    let content = digest(&bytes);
    let explain = |error: IndexError| explain(&error, language);
    if index.holds(&content).map_err(explain)? || writer.is_pending(&content).map_err(explain)? {
        return Ok(Outcome::Unchanged);
    }
    let document = load::document(&input, &bytes, &limits, language)?;
    drop(bytes);
    if writer.is_pending(&document.source.sha256).map_err(explain)? {
        return Ok(Outcome::Unchanged);
    }
    let path = std::path::absolute(&input).ok().filter(|_| !inputs::is_stdin(&input));
    let origin = Origin { content, path: path.map(|p| p.display().to_string()) };
    Ok(Outcome::Added(writer.add(&document, &origin).map_err(explain)?))
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
