//! `vanthu convert`: files and folders to JSON and the forms that are views of it.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use rayon::prelude::*;
use vanthu_appendix::model::ConvertedDocument;
use vanthu_document::diagnostic::Language;

use super::Setting;
use crate::archive::serve::warning_lines;
use crate::args::{Convert, Format};
use crate::containers::{self, Opener, Place, may_be};
use crate::inputs::{self, Failure, Json};
use crate::output::{make_folder, write_whole};
use crate::pipeline::{self, Limits};
use crate::status::Status;
use crate::totals::Totals;
use crate::{archive, formats, progress, scans, task_table};

/// Inputs whose results are held at a time: what is printed comes in the order of the inputs, and memory has a bound.
const BATCH: usize = 64;

/// What became of an input.
enum Outcome {
    Converted(Report),
    Failed(Failure),
}

/// What is still to be said of a converted document.
struct Report {
    tasks: u64,
    warnings: Vec<String>,
    warning_count: u64,
    printed: String,
}

/// Converts what `arguments` name: folders and containers as an archive, with its catalogue; files just so.
pub(crate) fn run(arguments: &Convert, setting: Setting) -> Result<Status> {
    if let Some(folder) = &arguments.output
        && arguments.paths.iter().any(|path| path.is_dir() || may_be(path).is_some())
        && !arguments.paths.iter().any(|path| inputs::is_stdin(path))
    {
        return archive::run(arguments, folder, setting);
    }
    if let Some(folder) = &arguments.output {
        make_folder(folder).with_context(|| folder.display().to_string())?;
    }
    let (inputs, failures) = inputs::collect(&arguments.paths, Json::LeftOut, None, setting.language);
    let inputs = containers::expand(inputs, &containers::limits(max_bytes(arguments)));
    let names = inputs::output_names(&inputs.iter().map(Place::shown).collect::<Vec<_>>());
    let mut totals = Totals { failed: failures.len() as u64, ..Totals::default() };
    for failure in &failures {
        inputs::say_failure(failure, setting.language);
    }
    let bar = progress::over_files(inputs.len(), setting.quiet);
    let work: Vec<(&Place, &OsStr)> = inputs.iter().zip(names.iter().map(AsRef::as_ref)).collect();
    for batch in work.chunks(BATCH) {
        let outcomes: Vec<Outcome> = batch
            .par_iter()
            .map_init(Opener::default, |opener, (input, name)| {
                let outcome = convert_guarded(opener, input, name, arguments, setting);
                bar.inc(1);
                outcome
            })
            .collect();
        bar.suspend(|| outcomes.into_iter().try_for_each(|outcome| tell(outcome, &mut totals, setting)))?;
    }
    bar.finish_and_clear();
    if !setting.quiet {
        totals.say(arguments.output.as_deref(), setting.language);
    }
    Ok(totals.status())
}

/// Converts one input. A panic is a fault of the program, but none of the other inputs': it becomes a failure.
fn convert_guarded(
    opener: &mut Opener,
    input: &Place,
    name: &OsStr,
    arguments: &Convert,
    setting: Setting,
) -> Outcome {
    let failed = |reason: String| Outcome::Failed(Failure { path: input.shown(), reason });
    match panic::catch_unwind(AssertUnwindSafe(|| convert_one(opener, input, name, arguments, setting))) {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(reason)) => failed(reason),
        Err(_) => failed(inputs::fault_inside(setting.language).to_owned()),
    }
}

fn max_bytes(arguments: &Convert) -> u64 {
    arguments.max_size.saturating_mul(1 << 20)
}

fn convert_one(
    opener: &mut Opener,
    input: &Place,
    name: &OsStr,
    arguments: &Convert,
    setting: Setting,
) -> Result<Outcome, String> {
    let limits = Limits {
        bytes: max_bytes(arguments),
        pages: arguments.max_pages,
        time: Some(Duration::from_secs(arguments.file_timeout)),
        ocr: (!arguments.no_ocr).then(|| scans::CACHED.clone()),
        encoding: arguments.encoding,
    };
    let bytes = opener.bytes(input, limits.bytes, setting.language)?;
    let path = input.shown().display().to_string();
    let document = pipeline::convert(&path, bytes, &limits, setting.language)
        .map_err(|error| error.explain(setting.language))?;
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
    Report {
        tasks: document.appendices.iter().map(|a| a.tasks.len() as u64).sum(),
        warnings: if setting.list_warnings { warning_lines(document) } else { Vec::new() },
        warning_count: document.warnings.len() as u64,
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
    for format in formats::wanted(formats) {
        write_whole(&path_of(format.ending()), |out| formats::write(document, format, language, out))?;
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
            inputs::say_failure(&failure, setting.language);
        }
    }
    Ok(())
}
