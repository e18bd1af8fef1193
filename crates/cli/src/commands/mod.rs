//! One file for each command; here, the way from arguments to one of them.

mod agencies;
mod convert;
mod diff;
mod index;
mod restore;
mod schema;
mod search;

use std::ffi::OsString;
use std::io::{self, Write};

use clap::{CommandFactory, FromArgMatches};
use vanthu_document::diagnostic::Language;

use crate::args::{Cli, Command};
use crate::status::Status;
use crate::{archive, help, locale};

/// What every command needs to know of its surroundings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    /// Language of messages.
    pub(crate) language: Language,
    /// Say nothing but errors.
    pub(crate) quiet: bool,
    /// List every warning of every document.
    pub(crate) list_warnings: bool,
}

/// Runs the program with its arguments, the program's name first.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Status {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let environment = locale::from_environment(|name| std::env::var(name).ok());
    let asked = help::language_asked(&arguments).unwrap_or(environment);
    let command = help::localized(Cli::command(), asked);
    let cli =
        match command.try_get_matches_from(&arguments).and_then(|matches| Cli::from_arg_matches(&matches)) {
            Ok(cli) => cli,
            Err(error) => {
                // `--help` and `--version` come this way too, and go to standard output.
                let status = if error.use_stderr() { Status::Failed } else { Status::Done };
                let _ = error.print();
                return status;
            }
        };
    start_log(cli.global.verbose);
    let setting = Setting { language: asked, quiet: cli.global.quiet, list_warnings: cli.global.verbose > 0 };
    if let Some(jobs) = cli.global.jobs {
        // Fails only where a pool stands already, as it may in a test process.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.get()).build_global();
    }
    let result = match &cli.command {
        Command::Convert(arguments) => convert::run(arguments, setting),
        Command::Diff(arguments) => diff::run(arguments, setting),
        Command::Restore(arguments) => restore::run(arguments, setting),
        Command::Index(arguments) => index::run(arguments, setting),
        Command::Search(arguments) => search::run(arguments, setting),
        Command::Agencies(arguments) => agencies::run(arguments, setting),
        Command::Scan(arguments) => archive::scan::run(arguments, setting),
        Command::Worker => archive::serve::serve(setting.language),
        Command::Schema(arguments) => schema::run(arguments, setting),
    };
    result.unwrap_or_else(|error| {
        if is_broken_pipe(&error) {
            return Status::Done;
        }
        let word = locale::pick(asked, "lỗi", "error");
        let _ = writeln!(io::stderr(), "{word}: {error:#}");
        Status::Failed
    })
}

/// A reader of standard output that has seen enough (`| head`) is no error.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}

fn start_log(verbose: u8) {
    let level = match verbose {
        0 => tracing::Level::WARN,
        1 => tracing::Level::INFO,
        _ => tracing::Level::TRACE,
    };
    let _ = tracing_subscriber::fmt().with_max_level(level).with_writer(io::stderr).without_time().try_init();
}
