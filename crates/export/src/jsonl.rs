//! Tasks as JSON Lines: an object for each task, with the document that it stands in, for programs that read line by line.

use std::io::{self, Write};

use serde::Serialize;
use vanthu_appendix::model::{ConvertedDocument, Task};
use vanthu_document::PartialDate;

/// A line.
#[derive(Serialize)]
struct Line<'a> {
    document: About<'a>,
    appendix: Heading<'a>,
    #[serde(flatten)]
    task: &'a Task,
}

/// The document that a task stands in.
#[derive(Serialize)]
struct About<'a> {
    path: &'a str,
    sha256: &'a str,
    kind: Option<&'a str>,
    number: Option<&'a str>,
    symbol: Option<&'a str>,
    date: Option<PartialDate>,
    issuer: Option<&'a str>,
}

/// The appendix that a task stands in.
#[derive(Serialize)]
struct Heading<'a> {
    label: &'a str,
    title: &'a str,
}

/// Writes a line for each task of `document`.
///
/// # Errors
/// What `out` says.
pub fn write(document: &ConvertedDocument, out: &mut dyn Write) -> io::Result<()> {
    let about = &document.document;
    for appendix in &document.appendices {
        for task in &appendix.tasks {
            let line = Line {
                document: About {
                    path: &document.source.path,
                    sha256: &document.source.sha256,
                    kind: about.kind.as_deref(),
                    number: about.number.as_deref(),
                    symbol: about.symbol.as_deref(),
                    date: about.date,
                    issuer: about.issuer.as_deref(),
                },
                appendix: Heading { label: &appendix.label, title: &appendix.title },
                task,
            };
            serde_json::to_writer(&mut *out, &line)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_line_for_each_task_with_its_document() {
        let document = sample::plan();
        let mut bytes = Vec::new();
        write(&document, &mut bytes).unwrap();
        let lines: Vec<serde_json::Value> = String::from_utf8(bytes)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let tasks: Vec<&Task> = document.appendices.iter().flat_map(|a| &a.tasks).collect();
        assert_eq!(lines.len(), tasks.len());
        for (line, task) in lines.iter().zip(tasks) {
            assert_eq!(line["task"], task.task.as_str());
            assert_eq!(line["assignments"].as_array().unwrap().len(), task.assignments.len());
            assert_eq!(line["document"]["path"], document.source.path.as_str());
        }
    }
}
