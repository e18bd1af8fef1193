//! An appendix laid out as a table again: the printed columns, section rows, and tasks with their sub-rows.

use std::borrow::Cow;

use vanthu_appendix::header::ROLES;
use vanthu_appendix::model::{Appendix, Assignment, Column, Role, SectionRef, Task};

use crate::rows::names;

/// The header of a column that the tasks need and the appendix does not print.
fn header(role: Role) -> &'static str {
    match role {
        Role::Ordinal => "TT",
        Role::Task => "Nhiệm vụ",
        Role::Product => "Sản phẩm",
        Role::Leader => "Lãnh đạo phụ trách",
        Role::Lead => "Cơ quan chủ trì",
        Role::Support => "Cơ quan phối hợp",
        Role::Deadline => "Thời hạn",
        Role::Source => "Nguồn",
        Role::Other => "Ghi chú",
    }
}

/// The columns of `appendix` as printed; behind them those that its tasks have values for and no column, which happens
/// where a table fell apart.
pub(crate) fn columns(appendix: &Appendix) -> Vec<Cow<'_, Column>> {
    let mut columns: Vec<Cow<'_, Column>> = appendix.columns.iter().map(Cow::Borrowed).collect();
    for role in ROLES.into_iter().filter(|r| *r != Role::Other) {
        let printed = columns.iter().any(|c| c.role == role);
        let needed = || {
            let mut pairs = appendix.tasks.iter().flat_map(|t| t.assignments.iter().map(move |a| (t, a)));
            pairs.any(|(task, assignment)| !value(role, task, assignment).is_empty())
        };
        if !printed && needed() {
            columns.push(Cow::Owned(Column { header: header(role).to_owned(), role }));
        }
    }
    let headers = appendix.tasks.iter().flat_map(|t| t.extra.keys());
    let mut others: Vec<&String> =
        headers.filter(|h| !appendix.columns.iter().any(|c| c.header == **h)).collect();
    others.sort_unstable();
    others.dedup();
    let others = others.into_iter().map(|h| Column { header: h.clone(), role: Role::Other });
    columns.extend(others.map(Cow::Owned));
    columns
}

/// The printed text of a cell. Where several columns have one role, the first holds the values.
pub(crate) fn cell<'a>(
    columns: &[Cow<'_, Column>],
    place: usize,
    task: &'a Task,
    assignment: &'a Assignment,
) -> Cow<'a, str> {
    let Some(column) = columns.get(place) else { return Cow::Borrowed("") };
    if let Some(text) = task.extra.get(&column.header) {
        return Cow::Borrowed(text);
    }
    let first = columns.iter().position(|c| c.role == column.role);
    if first == Some(place) { value(column.role, task, assignment) } else { Cow::Borrowed("") }
}

fn value<'a>(role: Role, task: &'a Task, assignment: &'a Assignment) -> Cow<'a, str> {
    let text = match role {
        Role::Ordinal => task.ordinal.as_deref(),
        Role::Task => Some(task.task.as_str()),
        Role::Product => assignment.product.as_deref(),
        Role::Leader => assignment.leader.as_deref().or(task.leader.as_deref()),
        Role::Lead => return Cow::Owned(names(&assignment.lead, "; ")),
        Role::Support => return Cow::Owned(names(&assignment.support, "; ")),
        Role::Deadline => assignment.deadline.as_ref().map(|d| d.text.as_str()),
        Role::Source => task.source_note.as_deref(),
        Role::Other => None,
    };
    Cow::Borrowed(text.unwrap_or_default())
}

/// Whether a column holds what is said once for all sub-rows of a task.
pub(crate) fn is_of_task(column: &Column) -> bool {
    matches!(column.role, Role::Ordinal | Role::Task | Role::Source | Role::Other)
}

/// The section rows that stand between two tasks: those of the later one from the first that differs.
pub(crate) fn opened<'a>(before: &[SectionRef], now: &'a [SectionRef]) -> &'a [SectionRef] {
    let shared = before.iter().zip(now).take_while(|(a, b)| a == b).count();
    now.get(shared..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn values_without_a_column_get_one() {
        let mut document = sample::plan();
        let appendix = &mut document.appendices[0];
        appendix.tasks[0].extra.insert("Ghi chú".to_owned(), "Gấp".to_owned());
        let columns = columns(appendix);
        let headers: Vec<&str> = columns.iter().map(|c| c.header.as_str()).collect();
        assert_eq!(
            headers,
            [
                "TT",
                "Nhiệm vụ",
                "Sản phẩm",
                "Cơ quan chủ trì",
                "Cơ quan phối hợp",
                "Thời hạn",
                "Lãnh đạo phụ trách",
                "Ghi chú"
            ]
        );
        let task = &appendix.tasks[0];
        let cells: Vec<_> =
            (0..columns.len()).map(|i| cell(&columns, i, task, &task.assignments[0])).collect();
        assert_eq!(cells[3], "Văn phòng HĐND và UBND");
        assert_eq!(cells[6], "");
        assert_eq!(cells[7], "Gấp");
    }

    #[test]
    fn only_new_sections_are_opened() {
        let section = |label: &str| SectionRef { label: label.to_owned(), title: String::new() };
        let (a, b, c) = (section("A"), section("1"), section("2"));
        assert_eq!(opened(&[], &[a.clone(), b.clone()]).len(), 2);
        assert_eq!(opened(&[a.clone(), b.clone()], &[a.clone(), c.clone()]), std::slice::from_ref(&c));
        assert!(opened(&[a.clone(), b], &[a]).is_empty());
    }
}
