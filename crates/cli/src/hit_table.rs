//! Search results as a table for the terminal, with the words found in bold.

use std::io::{self, IsTerminal};

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};
use vanthu_appendix::model::{AgencyRef, Provenance};
use vanthu_document::diagnostic::Language;
use vanthu_index::{Answer, DocumentAnswer, DocumentRef, Feature, Highlight, Match, TaskHit};

use crate::locale::pick;
use crate::task_table::{shortened, width};

/// Stand around what is highlighted while the table is laid out: characters without width, which no text holds.
const ON: char = '\u{2061}';
const OFF: char = '\u{2062}';
/// Terminal sequences for bold and for plain.
const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

/// Characters of a cell.
const TASK_WIDTH: usize = 160;
const CELL_WIDTH: usize = 90;
/// Characters of a document's part, around what was found.
const PART_WIDTH: usize = 220;

/// The table of tasks.
pub(crate) fn tasks(answer: &Answer, language: Language) -> String {
    if answer.hits.is_empty() {
        return String::new();
    }
    let mut table = new_table();
    table.set_header(pick(
        language,
        ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Ở đâu"],
        ["No.", "Task", "Lead", "Support", "Deadline", "Where"],
    ));
    for hit in &answer.hits {
        let entry = &hit.entry;
        let deadline = entry.deadline.as_ref().map_or("", |d| d.text.as_str());
        table.add_row([
            entry.ordinal.clone().unwrap_or_default(),
            marked("task", &entry.task, &hit.highlights, TASK_WIDTH) + &explained(&hit.features),
            agencies("lead", &entry.lead, &hit.highlights),
            agencies("support", &entry.support, &hit.highlights),
            marked("deadline", deadline, &hit.highlights, CELL_WIDTH),
            where_it_stands(hit, language),
        ]);
    }
    if let Some(ordinal) = table.column_mut(0) {
        ordinal.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(9)));
    }
    painted(&table.to_string()) + "\n"
}

/// The table of documents.
pub(crate) fn documents(answer: &DocumentAnswer, language: Language) -> String {
    if answer.hits.is_empty() {
        return String::new();
    }
    let mut table = new_table();
    table.set_header(pick(language, ["Văn bản", "Phần", "Nội dung"], ["Document", "Part", "Text"]));
    for hit in &answer.hits {
        let part = [hit.entry.label.as_str(), hit.entry.title.as_str()];
        let part = part.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ");
        table.add_row([
            named(&hit.entry.document) + "\n" + match_name(hit.quality, language),
            shortened(&part, CELL_WIDTH),
            around_first(&hit.entry.text, &hit.highlights) + &explained(&hit.features),
        ]);
    }
    painted(&table.to_string()) + "\n"
}

fn new_table() -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_width(width());
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table
}

/// File and number of a document.
fn named(document: &DocumentRef) -> String {
    let number = match (&document.number, &document.symbol) {
        (Some(number), Some(symbol)) => Some(format!("{number}/{symbol}")),
        (None, Some(symbol)) => Some(format!("…/{symbol}")),
        (number, None) => number.clone(),
    };
    [Some(document.source.clone()), number].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// `document · page · line`, and how the hit matches where not wholly.
fn where_it_stands(hit: &TaskHit, language: Language) -> String {
    let Provenance { page, lines, .. } = &hit.entry.provenance;
    let mut parts = vec![named(&hit.entry.document)];
    parts.extend(page.map(|page| format!("{} {page}", pick(language, "trang", "page"))));
    parts.extend(lines.map(|(first, _)| format!("{} {first}", pick(language, "dòng", "line"))));
    let mut out = parts.join(" · ");
    let notes = hit.heirs.iter().map(|heir| format!("{} → {}", heir.agency, heir.became));
    let quality = Some(match_name(hit.quality, language).to_owned()).filter(|name| !name.is_empty());
    for note in quality.into_iter().chain(notes) {
        out.push_str("\n(");
        out.push_str(&note);
        out.push(')');
    }
    out
}

fn match_name(quality: Match, language: Language) -> &'static str {
    match quality {
        Match::All => "",
        Match::Corrected => pick(language, "khớp sau khi sửa chữ", "after correction"),
        Match::Partial => pick(language, "khớp một phần", "partial match"),
    }
}

fn explained(features: &[Feature]) -> String {
    features.iter().map(|f| format!("\n{:+.2} {}", f.value, f.name)).collect()
}

fn agencies(column: &str, agencies: &[AgencyRef], highlights: &[Highlight]) -> String {
    let name =
        |(i, a): (usize, &AgencyRef)| marked(&format!("{column}.{i}"), &a.text, highlights, CELL_WIDTH);
    agencies.iter().enumerate().map(name).collect::<Vec<_>>().join("; ")
}

/// The beginning of `text` with its highlights between [`ON`] and [`OFF`].
fn marked(field: &str, text: &str, highlights: &[Highlight], most: usize) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut done = 0;
    for highlight in highlights.iter().filter(|h| h.field == field) {
        let (Some(before), Some(inside)) =
            (text.get(done..highlight.start), text.get(highlight.start..highlight.end))
        else {
            continue;
        };
        out.push_str(before);
        out.push(ON);
        out.push_str(inside);
        out.push(OFF);
        done = highlight.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    let mut short = shortened(&out, most);
    if short.rfind(ON) > short.rfind(OFF) {
        short.push(OFF);
    }
    short
}

/// What stands around the first highlight of a part's text.
fn around_first(text: &str, highlights: &[Highlight]) -> String {
    let own: Vec<Highlight> = highlights.iter().filter(|h| h.field == "text").cloned().collect();
    let first = own.first().map_or(0, |h| h.start);
    // A third of the room before it, from the start of a word.
    let before = text.get(..first).unwrap_or_default();
    let from = before.char_indices().rev().nth(PART_WIDTH / 3).map_or(0, |(at, _)| at);
    let from =
        text.get(from..first).and_then(|t| t.find(' ')).filter(|_| from > 0).map_or(from, |n| from + n + 1);
    let shifted: Vec<Highlight> = own
        .into_iter()
        .filter(|h| h.start >= from)
        .map(|h| Highlight { start: h.start - from, end: h.end - from, ..h })
        .collect();
    let shown = marked("text", text.get(from..).unwrap_or_default(), &shifted, PART_WIDTH);
    if from > 0 { format!("…{shown}") } else { shown }
}

/// The table with bold for what is marked where standard output is a terminal, else without the marks. A highlight may
/// run over several lines of its cell, never into the next cell.
fn painted(table: &str) -> String {
    if !io::stdout().is_terminal() {
        return table.chars().filter(|c| !matches!(*c, ON | OFF)).collect();
    }
    let mut out = String::with_capacity(table.len() * 2);
    let mut open: Vec<bool> = Vec::new();
    for line in table.split_inclusive('\n') {
        let mut column = 0;
        // A rule ends all cells.
        if line.starts_with(['├', '╞', '┌', '└']) {
            open.clear();
        }
        for c in line.chars() {
            let is_open = open.get(column).copied().unwrap_or_default();
            match c {
                '│' | '┆' | '\n' => {
                    if is_open {
                        out.push_str(PLAIN);
                    }
                    out.push(c);
                    column += 1;
                    if open.get(column).copied().unwrap_or_default() {
                        out.push_str(BOLD);
                    }
                }
                ON | OFF => {
                    out.push_str(if c == ON { BOLD } else { PLAIN });
                    open.resize(open.len().max(column + 1), false);
                    if let Some(state) = open.get_mut(column) {
                        *state = c == ON;
                    }
                }
                _ => out.push(c),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn highlight(start: usize, end: usize) -> Highlight {
        Highlight { field: "text".to_owned(), start, end }
    }

    #[test]
    fn what_is_cut_off_is_closed() {
        let text = "số hóa hồ sơ";
        assert_eq!(marked("text", text, &[highlight(0, text.len())], 7), "\u{2061}số hóa…\u{2062}");
        assert_eq!(marked("task", text, &[highlight(0, 3)], 50), text);
    }

    #[test]
    fn a_long_part_is_shown_where_the_words_stand() {
        let text = format!("{}hồ sơ lưu trữ{}", "đầu ".repeat(100), " cuối".repeat(100));
        let at = text.find("hồ").unwrap();
        let shown = around_first(&text, &[highlight(at, at + "hồ sơ".len())]);
        assert!(
            shown.starts_with("…đầu") && shown.contains("\u{2061}hồ sơ\u{2062} lưu") && shown.ends_with('…')
        );
    }
}
