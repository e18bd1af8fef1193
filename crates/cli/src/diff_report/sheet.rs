//! Differences as a table, for CSV and workbook alike: a row for each change, or for each line of descent.

use vanthu_diff::chain::Chain;
use vanthu_diff::model::{Compared, Diff, Match, TaskView};
use vanthu_document::diagnostic::Language;

use super::labels;
use crate::locale::pick;

/// A column's name, and its width in a workbook in characters.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) width: f64,
}

/// A table with a summary of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sheet {
    pub(crate) title: &'static str,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<String>>,
    /// What is compared.
    pub(crate) sides: Vec<(String, String)>,
    /// Numbers by their names.
    pub(crate) counts: Vec<(&'static str, usize)>,
}

fn named(side: &Compared) -> String {
    let parts = [Some(side.source.path.as_str()), side.number.as_deref(), Some(side.title.as_str())];
    parts.into_iter().flatten().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn yes(yes: bool, language: Language) -> String {
    if yes { pick(language, "có", "yes").to_owned() } else { String::new() }
}

fn texts(tasks: &[TaskView]) -> String {
    tasks.iter().map(|t| t.task.as_str()).collect::<Vec<_>>().join("\n")
}

/// Every match with its changes in the new side's order, then what was added, then what was removed.
pub(crate) fn of_diff(diff: &Diff, language: Language) -> Sheet {
    let say = |vietnamese, english| pick(language, vietnamese, english);
    let columns = [
        (say("TT cũ", "Old no."), 8.0),
        (say("TT mới", "New no."), 8.0),
        (say("Kết quả", "Result"), 11.0),
        (say("Độ tin cậy", "Confidence"), 9.0),
        (say("Xem lại", "Review"), 8.0),
        (say("Mục cũ", "Old section"), 22.0),
        (say("Mục mới", "New section"), 22.0),
        (say("Nhiệm vụ cũ", "Old task"), 48.0),
        (say("Nhiệm vụ mới", "New task"), 48.0),
        (say("Trường", "Field"), 12.0),
        (say("Cũ", "Old"), 30.0),
        (say("Mới", "New"), 30.0),
        (say("Nguyên nhân", "Cause"), 28.0),
        (say("Thực chất", "Material"), 9.0),
        (say("Vị trí trong nguồn", "Place in the source"), 22.0),
    ];
    let mut rows = Vec::new();
    for found in &diff.matches {
        matched(found, language, &mut rows);
    }
    rows.extend(diff.added.iter().flat_map(|a| &a.new_tasks).map(|task| alone(task, true, language)));
    rows.extend(diff.removed.iter().flat_map(|r| &r.old_tasks).map(|task| alone(task, false, language)));
    let mut counts = labels::counts(&diff.counts, language).to_vec();
    counts
        .extend(diff.counts.causes.iter().map(|(cause, number)| (labels::cause(*cause, language), *number)));
    Sheet {
        title: say("Thay đổi", "Changes"),
        columns: columns.map(|(name, width)| Column { name: name.to_owned(), width }).to_vec(),
        rows,
        sides: vec![
            (say("Văn bản cũ", "Old document").to_owned(), named(&diff.old)),
            (say("Văn bản mới", "New document").to_owned(), named(&diff.new)),
        ],
        counts,
    }
}

/// The row of a task that one of the two alone has: `new` where it was added.
fn alone(task: &TaskView, new: bool, language: Language) -> Vec<String> {
    let result =
        if new { pick(language, "thêm mới", "added") } else { pick(language, "đã bỏ", "removed") };
    // A cell for the old side and one for the new.
    let sides = |text: &str| {
        let mut sides = [String::new(), text.to_owned()];
        if !new {
            sides.reverse();
        }
        sides
    };
    let mut row = sides(&task.ordinal).to_vec();
    row.extend([result.to_owned(), String::new(), String::new()]);
    row.extend(sides(&task.section.join(" › ")));
    row.extend(sides(&task.task));
    // No field, no texts of it, no cause.
    row.extend([const { String::new() }; 4]);
    row.extend([yes(true, language), labels::place(&task.provenance, language)]);
    row
}

fn matched(found: &Match, language: Language, rows: &mut Vec<Vec<String>>) {
    let place = |tasks: &[TaskView]| {
        tasks.first().map(|t| labels::place(&t.provenance, language)).unwrap_or_default()
    };
    let places = format!("{} → {}", place(&found.old_tasks), place(&found.new_tasks));
    let mut row = |change: [String; 5]| {
        let mut cells = vec![
            found.old.join(" + "),
            found.new.join(" + "),
            labels::relation(found.relation, language).to_owned(),
            format!("{:.2}", found.confidence),
            yes(found.review, language),
            found.old_section.clone().unwrap_or_default(),
            found.new_section.clone().unwrap_or_default(),
            texts(&found.old_tasks),
            texts(&found.new_tasks),
        ];
        cells.extend(change);
        cells.push(places.clone());
        rows.push(cells);
    };
    if found.changes.is_empty() {
        row(Default::default());
    }
    for change in &found.changes {
        row([
            labels::field(change.field, language).to_owned(),
            change.old.clone().unwrap_or_default(),
            change.new.clone().unwrap_or_default(),
            labels::reason(change, language),
            yes(change.material, language),
        ]);
    }
}

/// A row for each line of descent, with the ordinals and the texts of each plan.
pub(crate) fn of_chain(chain: &Chain, language: Language) -> Sheet {
    let say = |vietnamese, english| pick(language, vietnamese, english);
    let mut columns = Vec::new();
    let mut sides = Vec::new();
    for (place, source) in chain.sources.iter().enumerate() {
        let name = source.period.map_or_else(|| (place + 1).to_string(), |p| p.from.to_string());
        columns.push(Column { name: format!("{} {name}", say("TT", "No.")), width: 8.0 });
        columns.push(Column { name: format!("{} {name}", say("Nhiệm vụ", "Task")), width: 48.0 });
        sides.push((name, named(source)));
    }
    columns.push(Column { name: say("Độ tin cậy", "Confidence").to_owned(), width: 9.0 });
    columns.push(Column { name: say("Xem lại", "Review").to_owned(), width: 8.0 });
    let row = |line: &vanthu_diff::chain::Line| {
        let steps = line.steps.iter().flat_map(|s| [s.ordinals.join(" + "), texts(&s.tasks)]);
        let mut row: Vec<String> = steps.collect();
        row.extend([format!("{:.2}", line.confidence), yes(line.review, language)]);
        row
    };
    let through = chain.lines.iter().filter(|l| l.steps.iter().all(|s| !s.tasks.is_empty())).count();
    Sheet {
        title: say("Dòng kế thừa", "Lines of descent"),
        columns,
        rows: chain.lines.iter().map(row).collect(),
        sides,
        counts: vec![
            (say("dòng kế thừa", "lines of descent"), chain.lines.len()),
            (say("xuyên suốt mọi văn bản", "through all documents"), through),
            (say("cần xem lại", "to review"), chain.lines.iter().filter(|l| l.review).count()),
        ],
    }
}
