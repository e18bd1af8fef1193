//! `vanthu convert`: files and folders to JSON and the forms that are views of it.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use rayon::prelude::*;
use vanthu_appendix::model::ConvertedDocument;
use vanthu_document::diagnostic::Language;
use vanthu_export::workbook::Book;
use vanthu_export::{akn, csv, html, markdown};

use super::Setting;
use crate::args::{Convert, Format};
use crate::inputs::{self, Failure, Json};
use crate::locale::pick;
use crate::output::{make_folder, write_whole};
use crate::pipeline::{self, Limits};
use crate::status::Status;
use crate::{progress, scans, task_table};

/// Inputs whose results are held at a time: what is printed comes in the order of the inputs, and memory has a bound.
const BATCH: usize = 64;

/// What became of an input.
enum Outcome {
    Converted(Report),
    Failed(Failure),
}

/// What is still to be said of a converted document.
struct Report {
    tasks: usize,
    warnings: Vec<String>,
    warning_count: usize,
    printed: String,
}

#[derive(Default)]
struct Totals {
    converted: usize,
    failed: usize,
    tasks: usize,
    warnings: usize,
}

/// Converts what `arguments` name.
pub(crate) fn run(arguments: &Convert, setting: Setting) -> Result<Status> {
    if let Some(folder) = &arguments.output {
        make_folder(folder).with_context(|| folder.display().to_string())?;
    }
    let (inputs, failures) = inputs::collect(&arguments.paths, Json::LeftOut, setting.language);
    let names = inputs::output_names(&inputs);
    let mut totals = Totals { failed: failures.len(), ..Totals::default() };
    for failure in &failures {
        say_failure(failure, setting.language);
    }
    let bar = progress::over_files(inputs.len(), setting.quiet);
    let work: Vec<(&PathBuf, &OsStr)> = inputs.iter().zip(names.iter().map(AsRef::as_ref)).collect();
    for batch in work.chunks(BATCH) {
        let outcomes: Vec<Outcome> = batch
            .par_iter()
            .map(|(input, name)| {
                let outcome = convert_guarded(input, name, arguments, setting);
                bar.inc(1);
                outcome
            })
            .collect();
        bar.suspend(|| outcomes.into_iter().try_for_each(|outcome| tell(outcome, &mut totals, setting)))?;
    }
    bar.finish_and_clear();
    if !setting.quiet {
        say_totals(&totals, arguments.output.as_deref(), setting.language);
    }
    Ok(match (totals.converted, totals.failed) {
        (_, 0) => Status::Done,
        (0, _) => Status::Failed,
        _ => Status::SomeFailed,
    })
}

/// Converts one input. A panic is a fault of the program, but none of the other inputs': it becomes a failure.
fn convert_guarded(input: &Path, name: &OsStr, arguments: &Convert, setting: Setting) -> Outcome {
    let failed = |reason: String| Outcome::Failed(Failure { path: input.to_path_buf(), reason });
    match panic::catch_unwind(AssertUnwindSafe(|| convert_one(input, name, arguments, setting))) {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(reason)) => failed(reason),
        Err(_) => failed(inputs::fault_inside(setting.language).to_owned()),
    }
}

fn convert_one(input: &Path, name: &OsStr, arguments: &Convert, setting: Setting) -> Result<Outcome, String> {
    let limits = Limits {
        bytes: arguments.max_size.saturating_mul(1 << 20),
        pages: arguments.max_pages,
        time: Some(Duration::from_secs(arguments.file_timeout)),
        ocr: (!arguments.no_ocr).then(|| scans::CACHED.clone()),
        encoding: arguments.encoding,
    };
    let bytes = inputs::read(input, limits.bytes, setting.language)?;
    let path = input.display().to_string();
    let document = pipeline::convert(&path, &bytes, &limits, setting.language)
        .map_err(|error| error.explain(setting.language))?;
    drop(bytes);
    let mut printed = String::new();
    match &arguments.output {
        Some(folder) => write_formats(&document, folder, name, &arguments.format, setting.language)
            .map_err(|error| inputs::io_reason(&error, setting.language))?,
        None => {
            printed = serde_json::to_string(&document).map_err(|error| error.to_string())?;
            printed.push('\n');
        }
    }
    if arguments.table {
        printed.push_str(&task_table::render(&document, setting.language));
    }
    Ok(Outcome::Converted(report(&document, printed, setting)))
}

fn report(document: &ConvertedDocument, printed: String, setting: Setting) -> Report {
    let line_of = |w: &vanthu_appendix::model::Warning| w.place.lines.map(|(first, _)| format!(":{first}"));
    let warnings = if setting.list_warnings {
        let path = &document.source.path;
        let said = |w| format!("{path}{}: {} [{}]", line_of(w).unwrap_or_default(), w.message, w.code);
        document.warnings.iter().map(said).collect()
    } else {
        Vec::new()
    };
    Report {
        tasks: document.appendices.iter().map(|a| a.tasks.len()).sum(),
        warnings,
        warning_count: document.warnings.len(),
        printed,
    }
}

fn write_formats(
    document: &ConvertedDocument,
    folder: &Path,
    name: &OsStr,
    formats: &[Format],
    language: Language,
) -> io::Result<()> {
    let path_of = |ending: &str| {
        let mut file = name.to_owned();
        file.push(ending);
        folder.join(file)
    };
    // The JSON is always written: the other formats are views of it.
    write_whole(&path_of(".json"), |out| {
        serde_json::to_writer_pretty(&mut *out, document)?;
        out.write_all(b"\n")
    })?;
    for format in formats {
        match format {
            Format::Json => {}
            Format::Csv => write_whole(&path_of(".csv"), |out| csv::write(document, language, out))?,
            Format::Md => {
                write_whole(&path_of(".md"), |out| out.write_all(markdown::render(document).as_bytes()))?
            }
            Format::Html => {
                write_whole(&path_of(".html"), |out| {
                    out.write_all(html::render(document, language).as_bytes())
                })?;
            }
            Format::Akn => {
                write_whole(&path_of(".akn.xml"), |out| out.write_all(akn::render(document).as_bytes()))?;
            }
            Format::Xlsx => {
                let mut book = Book::new(language)?;
                book.add(document)?;
                write_whole(&path_of(".xlsx"), |out| book.finish(out))?;
            }
        }
    }
    Ok(())
}

/// Says what became of an input, and counts it.
fn tell(outcome: Outcome, totals: &mut Totals, setting: Setting) -> io::Result<()> {
    match outcome {
        Outcome::Converted(report) => {
            totals.converted += 1;
            totals.tasks += report.tasks;
            totals.warnings += report.warning_count;
            for warning in &report.warnings {
                let _ = writeln!(io::stderr(), "{warning}");
            }
            io::stdout().lock().write_all(report.printed.as_bytes())?;
        }
        Outcome::Failed(failure) => {
            totals.failed += 1;
            say_failure(&failure, setting.language);
        }
    }
    Ok(())
}

fn say_failure(failure: &Failure, language: Language) {
    let word = pick(language, "lỗi", "error");
    let _ = writeln!(io::stderr(), "{word}: {}: {}", failure.path.display(), failure.reason);
}

fn say_totals(totals: &Totals, folder: Option<&Path>, language: Language) {
    let Totals { converted, failed, tasks, warnings } = totals;
    let mut line = match language {
        Language::Vietnamese => format!("{converted} văn bản, {tasks} nhiệm vụ, {warnings} cảnh báo"),
        Language::English => format!("{converted} documents, {tasks} tasks, {warnings} warnings"),
    };
    if *failed > 0 {
        line.push_str(&match language {
            Language::Vietnamese => format!(", {failed} tệp lỗi"),
            Language::English => format!(", {failed} files failed"),
        });
    }
    if let Some(folder) = folder {
        line.push_str(&format!(" → {}", folder.display()));
    }
    let _ = writeln!(io::stderr(), "{line}");
}
