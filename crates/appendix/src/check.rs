//! Warnings that a careful clerk would give about the tasks of one table.

use std::collections::HashMap;

use vanthu_document::diagnostic::{Code, Diagnostic};
use vanthu_document::page::Span;
use vanthu_text::fold;

use crate::agency;
use crate::columns::Columns;
use crate::context::Context;
use crate::label::{Label, Series};
use crate::model::{DeadlineKind, Role, SectionRef, Task};

/// Checks all tasks of a table.
pub(crate) fn check(tasks: &[(Task, Span)], columns: &Columns, context: &Context, out: &mut Vec<Diagnostic>) {
    ordinals(tasks, out);
    repeated_rows(tasks, out);
    deadlines(tasks, context, out);
    ended_agencies(tasks, context, out);
    if columns.of(Role::Lead).is_some() {
        missing_leads(tasks, out);
    }
}

/// What a task is called in a message: its ordinal, or else the start of its text.
fn called(task: &Task) -> String {
    match &task.ordinal {
        Some(ordinal) => ordinal.clone(),
        None => task.task.chars().take(40).collect(),
    }
}

fn ordinals(tasks: &[(Task, Span)], out: &mut Vec<Diagnostic>) {
    // The newest value of each series: what it counts with, and the components before the last (`2` of `2.3`).
    let mut last: HashMap<(Series, &str), u32> = HashMap::new();
    let mut section: &[SectionRef] = &[];
    let mut before: Option<&Task> = None;
    for (task, span) in tasks {
        let entered = task.section != section;
        section = &task.section;
        let previous = before.replace(task);
        let Some(label) = task.ordinal.as_deref().and_then(Label::parse).filter(|l| l.rest.is_empty()) else {
            continue;
        };
        let prefix = label.text.rsplit_once(['.', ',']).map_or("", |(prefix, _)| prefix);
        let newest = last.insert((label.series, prefix), label.value);
        // The same ordinal once more is a sub-row, or a row that the page prints again.
        if previous.is_some_and(|p| p.ordinal == task.ordinal && !entered) {
            continue;
        }
        let expected = newest.map_or(1, |n| n + 1);
        let restarts = entered && label.value == 1 || newest.is_none() && previous.is_none();
        if label.value != expected && !restarts {
            out.push(Diagnostic::new(
                Code::OrdinalJumps,
                span.clone(),
                [label.text.to_owned(), expected.to_string()],
            ));
        }
    }
}

/// Rows that say nothing but what the row above says.
fn repeated_rows(tasks: &[(Task, Span)], out: &mut Vec<Diagnostic>) {
    for (task, span) in tasks {
        if task.assignments.windows(2).any(|pair| pair.first() == pair.last()) {
            out.push(Diagnostic::new(Code::RowRepeated, span.clone(), [called(task)]));
        }
    }
}

fn deadlines(tasks: &[(Task, Span)], context: &Context, out: &mut Vec<Diagnostic>) {
    let Some(date) = context.date else { return };
    for (task, span) in tasks {
        for deadline in task.assignments.iter().filter_map(|a| a.deadline.as_ref()) {
            let past = deadline.end.is_some_and(|end| end.last_day() < date.first_day());
            if past && deadline.kind != DeadlineKind::Recurring {
                let arguments = [deadline.text.clone(), date.to_string()];
                out.push(Diagnostic::new(Code::DeadlineBeforeDocument, span.clone(), arguments));
            }
        }
    }
}

fn ended_agencies(tasks: &[(Task, Span)], context: &Context, out: &mut Vec<Diagnostic>) {
    let Some(day) = context.reference_day() else { return };
    let agencies =
        || tasks.iter().flat_map(|(t, _)| &t.assignments).flat_map(|a| a.lead.iter().chain(&a.support));
    let told = [context.place.as_deref(), context.issuer.as_deref()]
        .into_iter()
        .flatten()
        .map(fold)
        .collect::<Vec<_>>();
    // An appendix that stands alone tells its place only by the names of its agencies.
    let place = if told.is_empty() {
        agencies()
            .map(|a| a.agency.replace('-', " "))
            .filter(|a| agency::names_place(a))
            .collect::<Vec<_>>()
            .join("; ")
    } else {
        told.join("; ")
    };
    for (task, span) in tasks {
        let mut seen: Vec<&str> = Vec::new();
        for named in task.assignments.iter().flat_map(|a| a.lead.iter().chain(&a.support)) {
            if seen.contains(&&*named.agency) {
                continue;
            }
            seen.push(&named.agency);
            if let Some((since, successor)) = agency::ended(&named.agency, &place, day) {
                let arguments = [named.text.to_string(), since.to_string(), successor.to_owned()];
                out.push(Diagnostic::new(Code::AgencyEnded, span.clone(), arguments));
            }
        }
    }
}

fn missing_leads(tasks: &[(Task, Span)], out: &mut Vec<Diagnostic>) {
    for (task, span) in tasks {
        if task.assignments.iter().any(|a| a.lead.is_empty()) {
            out.push(Diagnostic::new(Code::NoLeadAgency, span.clone(), [called(task)]));
        }
    }
}
