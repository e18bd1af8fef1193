//! Attachments to appendices: tables that belong together found, read and checked.

use vanthu_document::Parsed;
use vanthu_document::diagnostic::{Code, Diagnostic};
use vanthu_document::model::Attachment;
use vanthu_document::page::Block;
use vanthu_document::table::Table;

use crate::check;
use crate::columns::{self, Columns};
use crate::context::Context;
use crate::grid::Grid;
use crate::model::{Appendix, Task};
use crate::rebuild::rebuild;
use crate::rows::{self, Heading, Part};
use crate::task::Builder;

/// Reads every attachment: its label and title, and the tasks of its tables.
///
/// Tables that carry the columns of the one before on are one table. An attachment with several task tables of
/// different columns gives several appendices of the same name. One whose tables hold no tasks gives its columns
/// and a diagnostic.
#[must_use]
pub fn read(attachments: &[Attachment], context: &Context) -> Parsed<Vec<Appendix>> {
    let mut value = Vec::new();
    let mut diagnostics = Vec::new();
    for attachment in attachments {
        let rebuilt = with_rebuilt_tables(attachment, context, &mut diagnostics);
        read_attachment(rebuilt.as_ref().unwrap_or(attachment), context, &mut value, &mut diagnostics);
    }
    Parsed { value, diagnostics }
}

/// The attachment with the tables that stand in its lines; `None` where its form gives tables, or no line reads like a header.
fn with_rebuilt_tables(
    attachment: &Attachment,
    context: &Context,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Attachment> {
    let lines: Vec<_> = attachment
        .blocks
        .iter()
        .map(|block| match block {
            Block::Line(line) => Some(line.clone()),
            Block::Table(_) => None,
        })
        .collect::<Option<_>>()?;
    let rebuilt = rebuild(&lines, context.restored)?;
    diagnostics.extend(rebuilt.diagnostics);
    if let Some(first) = rebuilt.below.first() {
        let span = rebuilt.below.iter().fold(first.span.clone(), |span, line| span.join(&line.span));
        diagnostics.push(Diagnostic::new(Code::TextBelowTable, span, [first.text.trim()]));
    }
    let outside = rebuilt.outside.into_iter().map(Block::Line);
    let below = rebuilt.below.into_iter().map(Block::Line);
    let blocks = outside.chain(rebuilt.tables.into_iter().map(Block::Table)).chain(below).collect();
    Some(Attachment { label: attachment.label.clone(), title: attachment.title.clone(), blocks })
}

/// Tables with the same columns, one behind the other.
struct Group<'t> {
    columns: Columns,
    parts: Vec<Part<'t>>,
    first: &'t Table,
}

fn read_attachment(
    attachment: &Attachment,
    context: &Context,
    appendices: &mut Vec<Appendix>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let named = |columns: Vec<crate::model::Column>, tasks: Vec<Task>| Appendix {
        label: attachment.label.clone(),
        title: attachment.title.clone(),
        columns,
        tasks,
    };
    let before = appendices.len();
    for group in groups(attachment) {
        if !group.columns.hold_tasks() {
            let headers: Vec<&str> = group.columns.list.iter().map(|c| c.header.as_str()).collect();
            let argument = headers.join(" | ");
            diagnostics.push(Diagnostic::new(Code::TableWithoutTasks, group.first.span.clone(), [argument]));
            if !group.columns.guessed {
                appendices.push(named(group.columns.list, Vec::new()));
            }
            continue;
        }
        for cell in group.parts.iter().flat_map(|p| &p.grid.overflow).filter(|c| !c.text.trim().is_empty()) {
            diagnostics.push(Diagnostic::new(Code::CellUnplaced, cell.span.clone(), [cell.text.trim()]));
        }
        let mut builder = Builder::new(&group.columns, context);
        rows::read(&group.columns, &group.parts, |entry| builder.take(entry));
        let (tasks, noticed) = builder.finish();
        diagnostics.extend(noticed);
        check::check(&tasks, &group.columns, context, diagnostics);
        appendices.push(named(group.columns.list, tasks.into_iter().map(|(task, _)| task).collect()));
    }
    if appendices.len() == before && !(attachment.label.is_empty() && attachment.title.is_empty()) {
        appendices.push(named(Vec::new(), Vec::new()));
    }
}

/// Puts the tables of an attachment together.
fn groups(attachment: &Attachment) -> Vec<Group<'_>> {
    let mut out: Vec<Group<'_>> = Vec::new();
    let mut above: Vec<Heading<'_>> = Vec::new();
    for block in &attachment.blocks {
        let table = match block {
            Block::Table(table) => table,
            Block::Line(line) => {
                match Heading::of_line(line) {
                    Some(heading) => above.push(heading),
                    // Page numbers stand anywhere; other text ends the headings.
                    None if line.text.chars().any(char::is_alphabetic) => above.clear(),
                    None => {}
                }
                continue;
            }
        };
        let above = std::mem::take(&mut above);
        let grid = Grid::new(table);
        if grid.width == 0 {
            continue;
        }
        if let Some(group) = out.last_mut() {
            // The same header again, or none: the table goes on.
            if let Some(body) = repeated_header(&group.columns, &grid) {
                group.parts.push(Part { grid, body, headed: true, above });
                continue;
            }
        }
        let found = columns::find(&grid);
        match (found, out.last_mut()) {
            (Some((columns, body)), Some(group))
                if columns.same_roles(&group.columns) && group.columns.hold_tasks() =>
            {
                group.parts.push(Part { grid, body, headed: true, above });
            }
            (Some((columns, body)), _) => {
                out.push(Group {
                    columns,
                    parts: vec![Part { grid, body, headed: true, above }],
                    first: table,
                });
            }
            (None, Some(group)) if grid.width == group.columns.width() && group.columns.hold_tasks() => {
                group.parts.push(Part { grid, body: 0, headed: false, above });
            }
            (None, _) => {
                let columns = columns::guess(&grid);
                out.push(Group {
                    columns,
                    parts: vec![Part { grid, body: 0, headed: false, above }],
                    first: table,
                });
            }
        }
    }
    out
}

/// Index of the first row below a header that was seen before.
fn repeated_header(columns: &Columns, grid: &Grid<'_>) -> Option<usize> {
    let known = columns.keys.len();
    let repeated =
        known > 0 && grid.rows.len() >= known && grid.rows.iter().take(known).all(|r| columns.is_header(r));
    repeated.then_some(known)
}
