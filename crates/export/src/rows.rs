//! The rows that every form starts from: a document's tasks, one row for each assignment.

use vanthu_appendix::model::{AgencyRef, Appendix, Assignment, ConvertedDocument, Task};
use vanthu_document::model::Document;

/// Tasks of less confidence than this should be looked at by a person.
pub const DOUBTFUL: f32 = 0.8;

/// A printed sub-row of a task with all that stands above it.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The appendix.
    pub appendix: &'a Appendix,
    /// The task.
    pub task: &'a Task,
    /// The sub-row.
    pub assignment: &'a Assignment,
}

/// The rows of `document` in printed order.
pub fn rows(document: &ConvertedDocument) -> impl Iterator<Item = Row<'_>> {
    document.appendices.iter().flat_map(|appendix| {
        appendix.tasks.iter().flat_map(move |task| {
            task.assignments.iter().map(move |assignment| Row { appendix, task, assignment })
        })
    })
}

impl Row<'_> {
    /// Label and title of the appendix.
    #[must_use]
    pub fn appendix_name(&self) -> String {
        joined([self.appendix.label.as_str(), self.appendix.title.as_str()], ": ")
    }

    /// The sections above the task, outermost first.
    #[must_use]
    pub fn section(&self) -> String {
        let names = self.task.section.iter().map(|s| joined([s.label.as_str(), s.title.as_str()], " "));
        names.collect::<Vec<_>>().join(" › ")
    }

    /// The leader of the sub-row, else of the task.
    #[must_use]
    pub fn leader(&self) -> Option<&str> {
        self.assignment.leader.as_deref().or(self.task.leader.as_deref())
    }

    /// The cells of columns without a role, each behind its header, a line each.
    #[must_use]
    pub fn extra(&self) -> String {
        let cells = self.task.extra.iter().map(|(header, text)| format!("{header}: {text}"));
        cells.collect::<Vec<_>>().join("\n")
    }
}

/// The printed names of `agencies`.
#[must_use]
pub fn names(agencies: &[AgencyRef], mark: &str) -> String {
    agencies.iter().map(|a| &*a.text).collect::<Vec<_>>().join(mark)
}

/// Number and symbol as one reads them aloud: `118/QĐ-BHTĐT`, `66-NQ/TW`; `…` stands for a number left blank.
#[must_use]
pub fn reference(number: Option<&str>, symbol: Option<&str>) -> Option<String> {
    match (number, symbol) {
        (Some(number), Some(symbol)) => {
            let mark = if is_of_party(symbol) { '-' } else { '/' };
            Some(format!("{number}{mark}{symbol}"))
        }
        (None, Some(symbol)) => Some(format!("…/{symbol}")),
        (number, None) => number.map(str::to_owned),
    }
}

/// The number of a document.
#[must_use]
pub fn document_reference(document: &Document) -> Option<String> {
    reference(document.number.as_deref(), document.symbol.as_deref())
}

/// Whether a symbol ends with the organ of the party, before which the number takes a hyphen
/// (Hướng dẫn 36-HD/VPTW: `66-NQ/TW`, `09-CTr/TU`).
fn is_of_party(symbol: &str) -> bool {
    let organ = symbol.rsplit_once('/').map(|(_, organ)| organ.trim());
    organ.is_some_and(|organ| ["TW", "TU", "ThU", "HU", "QU", "ĐU"].iter().any(|o| organ.ends_with(o)))
}

/// The parts that are not empty, with `mark` between them.
pub(crate) fn joined<'a>(parts: impl IntoIterator<Item = &'a str>, mark: &str) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_row_for_each_assignment() {
        let document = sample::plan();
        let all: Vec<Row<'_>> = rows(&document).collect();
        assert_eq!(all.len(), 3);
        assert_eq!(all[0].section(), "I CÔNG TÁC LƯU TRỮ");
        assert_eq!(all[0].appendix_name(), "PHỤ LỤC: PHÂN CÔNG NHIỆM VỤ");
        assert_eq!(all[2].leader(), Some("Nguyễn Văn Sơn"));
        assert_eq!(all[1].task.ordinal, all[2].task.ordinal);
    }

    #[test]
    fn numbers_as_their_offices_print_them() {
        let printed = |number, symbol| reference(number, symbol).unwrap();
        assert_eq!(printed(Some("118"), Some("QĐ-BHTĐT")), "118/QĐ-BHTĐT");
        assert_eq!(printed(Some("33"), Some("2023/NĐ-CP")), "33/2023/NĐ-CP");
        assert_eq!(printed(Some("66"), Some("NQ/TW")), "66-NQ/TW");
        assert_eq!(printed(Some("05"), Some("TTLT/BTC-BNV")), "05/TTLT/BTC-BNV");
        assert_eq!(printed(None, Some("KH-UBND")), "…/KH-UBND");
        assert_eq!(reference(None, None), None);
    }
}
