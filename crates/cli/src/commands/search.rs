//! `vanthu search`: tasks or documents that answer a question.

use std::io::{self, Write};

use anyhow::{Result, anyhow};
use vanthu_document::diagnostic::Language;
use vanthu_index::query::{parse_days, parse_years};
use vanthu_index::{Answer, DocumentAnswer, Filters, Note, Request};

use super::Setting;
use super::index::{explain, open};
use crate::args::Search;
use crate::locale::pick;
use crate::search_report::{DocumentSearchReport, SearchReport};
use crate::status::Status;
use crate::{hit_table, json};

/// Answers what `arguments` ask.
pub(crate) fn run(arguments: &Search, setting: Setting) -> Result<Status> {
    let language = setting.language;
    let request = request(arguments, language)?;
    let index = open(&arguments.index, language)?;
    let mut out = io::stdout().lock();
    let failed = |error| anyhow!(explain(&error, language));
    let empty = if arguments.documents {
        let answer = index.search_documents(&request).map_err(failed)?;
        if arguments.as_json {
            json::write(&DocumentSearchReport::new(&answer, language), &mut out)?;
        } else {
            say_documents(&answer, setting);
            out.write_all(hit_table::documents(&answer, language).as_bytes())?;
        }
        answer.hits.is_empty()
    } else {
        let answer = index.search(&request).map_err(failed)?;
        if arguments.as_json {
            json::write(&SearchReport::new(&answer, language), &mut out)?;
        } else {
            say_tasks(&answer, setting);
            out.write_all(hit_table::tasks(&answer, language).as_bytes())?;
        }
        answer.hits.is_empty()
    };
    Ok(if empty { Status::Negative } else { Status::Done })
}

fn request(arguments: &Search, language: Language) -> Result<Request> {
    let no_time = |option: &str, value: &str| {
        let message = pick(language, "không phải là thời gian", "is no time");
        anyhow!("{option}: “{value}” {message} (2025, 2025-Q4, 2025-11, 2025-11-30, 2025-Q2..2025-Q4)")
    };
    let year = arguments.year.as_deref();
    let due = arguments.due.as_deref();
    Ok(Request {
        query: arguments.query.join(" "),
        filters: Filters {
            lead: arguments.lead.clone(),
            support: arguments.support.clone(),
            agency: arguments.agency.clone(),
            year: year.map(|y| parse_years(y).ok_or_else(|| no_time("--year", y))).transpose()?,
            section: arguments.section.clone(),
            due: due.map(|d| parse_days(d).ok_or_else(|| no_time("--due", d))).transpose()?,
            successors: arguments.successors,
        },
        limit: arguments.limit,
        offset: arguments.offset,
        facets: true,
        explain: arguments.explain,
    })
}

fn say_notes(notes: &[Note], setting: Setting) {
    let word = pick(setting.language, "lưu ý", "note");
    for note in notes {
        let _ = writeln!(io::stderr(), "{word}: {}", note.message(setting.language));
    }
}

fn say_tasks(answer: &Answer, setting: Setting) {
    say_notes(&answer.notes, setting);
    if setting.quiet {
        return;
    }
    let language = setting.language;
    let mut err = io::stderr();
    if answer.interpreted != answer.query.trim() {
        let _ = writeln!(err, "{}: {}", pick(language, "hiểu là", "read as"), answer.interpreted);
    }
    if let Some(meant) = &answer.did_you_mean {
        let _ = writeln!(err, "{}: {meant}", pick(language, "có phải ý bạn là", "did you mean"));
    }
    let took = answer.took.as_secs_f64() * 1000.0;
    let _ = match language {
        Language::Vietnamese => writeln!(err, "{} kết quả, {took:.1} ms", answer.total),
        Language::English => writeln!(err, "{} results, {took:.1} ms", answer.total),
    };
}

fn say_documents(answer: &DocumentAnswer, setting: Setting) {
    say_notes(&answer.notes, setting);
    if setting.quiet {
        return;
    }
    let took = answer.took.as_secs_f64() * 1000.0;
    let _ = match setting.language {
        Language::Vietnamese => writeln!(io::stderr(), "{} văn bản, {took:.1} ms", answer.total),
        Language::English => writeln!(io::stderr(), "{} documents, {took:.1} ms", answer.total),
    };
}
