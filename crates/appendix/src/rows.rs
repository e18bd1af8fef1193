//! Printed rows to logical ones: headings, tasks and sub-rows, with rows cut by pages put together again.

use std::borrow::Cow;
use std::collections::BTreeMap;

use vanthu_document::page::{Line, Span};

use crate::columns::{Columns, numbers_columns};
use crate::cut;
use crate::grid::{Grid, GridRow, Reach};
use crate::label::{Label, Series};
use crate::model::Role;

/// A part of a table: what one page holds of it.
pub(crate) struct Part<'t> {
    pub(crate) grid: Grid<'t>,
    /// Index of the first row below its header.
    pub(crate) body: usize,
    /// Whether it prints a header of its own.
    pub(crate) headed: bool,
    /// Headings printed between the part before and this one.
    pub(crate) above: Vec<Heading<'t>>,
}

/// A heading.
#[derive(Debug, Clone)]
pub(crate) struct Heading<'t> {
    pub(crate) label: Option<Label<'t>>,
    pub(crate) title: &'t str,
    pub(crate) span: Span,
}

/// What stands in the ordinal column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ordinal<'t> {
    /// Nothing, or what is merged down from above: a sub-row.
    None,
    /// A dash or bullet: a sub-row with its own text.
    Mark,
    /// As printed, without closing mark.
    Printed(&'t str),
}

/// A row of a task or of a sub-row.
#[derive(Debug, Clone)]
pub(crate) struct TaskRow<'t> {
    pub(crate) ordinal: Ordinal<'t>,
    /// Text by column, own or merged down.
    pub(crate) cells: Vec<Cow<'t, str>>,
    /// Cells behind the last column of the header.
    pub(crate) beyond: Vec<&'t str>,
    pub(crate) span: Span,
    /// The row heads the rows below it too; this is its label.
    pub(crate) heads: Option<Label<'t>>,
    /// Put together from two pages.
    pub(crate) joined: bool,
    /// First behind a page break, and not clearly either a fragment or a sub-row.
    pub(crate) unsure_break: bool,
    /// Its table says which cells are merged: an empty cell is empty.
    pub(crate) merges_told: bool,
    /// Fewer or more cells than the header.
    pub(crate) ragged: bool,
    /// Least certainty of its cells.
    pub(crate) certainty: f32,
}

/// A logical row.
#[derive(Debug, Clone)]
pub(crate) enum Entry<'t> {
    Heading(Heading<'t>),
    Task(TaskRow<'t>),
    /// The end of a heading that a page cut off.
    HeadingEnd(&'t str),
}

/// Kind of a label: what it counts with, and how deep.
type Kind = (Series, u8);

/// Reads the rows of all parts of one table, and hands each logical row to `take` as soon as no printed row can add to it:
/// a table of a hundred thousand rows is never held a second time.
pub(crate) fn read<'t>(columns: &Columns, parts: &[Part<'t>], take: impl FnMut(Entry<'t>)) {
    let mut reader = Reader {
        columns,
        ordinal: columns.of(Role::Ordinal),
        task: columns.of(Role::Task),
        values: (0..columns.width()).filter(|c| is_value(columns.list[*c].role)).collect(),
        filled: BTreeMap::new(),
        last: BTreeMap::new(),
        newest: None,
        take,
    };
    for row in Rows::new(columns, parts) {
        reader.count(&row);
    }
    let mut rows = Rows::new(columns, parts).peekable();
    while let Some(row) = rows.next() {
        reader.row(&row, rows.peek());
    }
    reader.hand_over();
}

/// The rows of all parts, less headers, numbers of columns below them, and rows without a letter or digit: empty ones,
/// and rules that were typed (`---`).
struct Rows<'p, 't> {
    columns: &'p Columns,
    parts: std::slice::Iter<'p, Part<'t>>,
    /// Whether headings between the parts divide the list; one alone may be that of the whole.
    divided: bool,
    /// The part with what is left of its rows.
    part: Option<(&'p Grid<'t>, std::slice::Iter<'p, GridRow<'t>>)>,
    /// Whether a part or a header ended above the next row, and whether any row came before it.
    broken: bool,
    begun: bool,
    headed: bool,
    above: &'p [Heading<'t>],
}

impl<'p, 't> Rows<'p, 't> {
    fn new(columns: &'p Columns, parts: &'p [Part<'t>]) -> Self {
        let divided = parts.iter().filter(|p| !p.above.is_empty()).count() > 1;
        let parts = parts.iter();
        Self { columns, parts, divided, part: None, broken: true, begun: false, headed: false, above: &[] }
    }
}

impl<'p, 't> Iterator for Rows<'p, 't> {
    type Item = Printed<'p, 't>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some((grid, row)) = self.part.as_mut().and_then(|(grid, rows)| Some((*grid, rows.next()?)))
            else {
                let part = self.parts.next()?;
                self.part = Some((&part.grid, part.grid.rows.get(part.body..).unwrap_or_default().iter()));
                (self.broken, self.headed) = (true, part.headed);
                self.above = if self.divided { &part.above } else { &[] };
                continue;
            };
            // A form without page breaks may repeat the header inside one table.
            if self.columns.is_header(row) {
                (self.broken, self.headed) = (true, true);
            } else if !(self.broken && numbers_columns(row)) && says_something(row) {
                let above = std::mem::take(&mut self.above);
                let behind_break = self.broken && self.begun && above.is_empty();
                (self.broken, self.begun) = (false, true);
                return Some(Printed { row, behind_break, headed: self.headed, part: grid, above });
            }
        }
    }
}

fn says_something(row: &GridRow<'_>) -> bool {
    row.filled().any(|column| row.own(column).contains(char::is_alphanumeric))
}

fn is_value(role: Role) -> bool {
    !matches!(role, Role::Ordinal | Role::Task)
}

/// A printed row with its surroundings.
struct Printed<'p, 't> {
    row: &'p GridRow<'t>,
    /// First row of a page.
    behind_break: bool,
    /// The page repeats the header.
    headed: bool,
    part: &'p Grid<'t>,
    /// Headings between the table before and this row.
    above: &'p [Heading<'t>],
}

struct Reader<'c, 't, F> {
    columns: &'c Columns,
    ordinal: Option<usize>,
    task: Option<usize>,
    values: Vec<usize>,
    /// For each kind of label: rows with values, rows without.
    filled: BTreeMap<Kind, (u32, u32)>,
    /// Newest value of each kind of label, of tasks and of headings.
    last: BTreeMap<(Kind, bool), u32>,
    /// The newest logical row: the next printed one may still belong to it.
    newest: Option<Entry<'t>>,
    take: F,
}

/// Least score with which a row is a heading.
const HEADING: f32 = 1.5;

impl<'t, F: FnMut(Entry<'t>)> Reader<'_, 't, F> {
    /// Makes `entry` the newest.
    fn push(&mut self, entry: Entry<'t>) {
        self.hand_over();
        self.newest = Some(entry);
    }

    fn hand_over(&mut self) {
        if let Some(done) = self.newest.take() {
            (self.take)(done);
        }
    }

    /// Label of a row: in the ordinal column, or else in the first cell that has text.
    fn label(&self, row: &GridRow<'t>) -> Option<Label<'t>> {
        let column = self.ordinal.filter(|c| !row.own(*c).is_empty()).or_else(|| row.filled().next())?;
        Label::parse(row.own(column))
    }

    fn has_values(&self, row: &GridRow<'t>) -> bool {
        self.values.iter().any(|c| !row.own(*c).is_empty())
    }

    fn count(&mut self, printed: &Printed<'_, 't>) {
        if let Some(label) = self.label(printed.row) {
            let bare = self.heading_cells(printed.row).is_some();
            let counts = self.filled.entry((label.series, label.depth)).or_default();
            if bare { counts.1 += 1 } else { counts.0 += 1 }
        }
    }

    /// Label and title, if the row's cells are placed as those of a heading: alone, or a label and a title, and
    /// nothing else. Also whether the letters are bold, and how many columns the title spans.
    fn heading_cells(&self, row: &GridRow<'t>) -> Option<Candidate<'t>> {
        let mut filled = row.filled();
        let (first, second, third) = (filled.next()?, filled.next(), filled.next());
        let text = row.own(first);
        match (second, third) {
            (None, _) => {
                let wide = row.place(first).cell.col_span > 2;
                let at_head = Some(first) == self.ordinal || Some(first) == self.task || first == 0;
                if !at_head && !wide {
                    return None;
                }
                let bold = row.place(first).cell.bold;
                match Label::parse(text) {
                    Some(label) if label.rest.is_empty() => None,
                    Some(label) => {
                        Some(Candidate { label: Some(label), title: label.rest, bold, wide, column: first })
                    }
                    None => Some(Candidate { label: None, title: text, bold, wide, column: first }),
                }
            }
            (Some(second), None) => {
                let label = Label::parse(text).filter(|l| l.rest.is_empty())?;
                let title = row.own(second);
                // The title stands in the task's column or right behind the label.
                if Some(second) != self.task && second != first + 1 {
                    return None;
                }
                let bold = row.place(second).cell.bold;
                let wide = row.place(second).cell.col_span > 2;
                Some(Candidate { label: Some(label), title, bold, wide, column: first })
            }
            _ => None,
        }
    }

    fn heading_score(&self, found: &Candidate<'t>, next: Option<&Printed<'_, 't>>) -> f32 {
        let mut score = if self.values.len() >= 2 { 1.0 } else { 0.5 };
        score += if found.bold { 1.0 } else { 0.0 };
        score += if in_capitals(found.title) { 1.0 } else { 0.0 };
        let Some(label) = found.label else {
            // Without a label it takes more to be a heading: half a point is kept back.
            score += if found.wide { 1.5 } else { 0.0 };
            return score + if Some(found.column) == self.ordinal { 0.5 } else { 0.0 } - 0.5;
        };
        let kind = (label.series, label.depth);
        let (filled, bare) = self.filled.get(&kind).copied().unwrap_or_default();
        match label.series {
            Series::Part | Series::Roman => score += 2.0,
            Series::Letter => score += 1.5,
            Series::Number | Series::Small => {}
        }
        score += if found.wide { 0.5 } else { 0.0 };
        let mostly_filled = filled > bare;
        score += match (label.series, mostly_filled) {
            (Series::Number | Series::Small, true) => -0.5,
            (_, true) if filled > 2 * bare => -1.5,
            (_, true) => 0.0,
            (_, false) => 0.5,
        };
        if matches!(label.series, Series::Number | Series::Small) {
            if let Some(next) = next.and_then(|n| self.label(n.row)) {
                let restarts = next.series == Series::Number && next.depth == 1 && next.value == 1;
                if restarts || label.is_parent_of(&next) {
                    score += 1.5;
                }
            }
            let follows =
                |heading: bool| self.last.get(&(kind, heading)).is_some_and(|v| v + 1 == label.value);
            if follows(true) && !follows(false) {
                score += 1.5;
            } else if follows(false) && !follows(true) {
                score -= 1.0;
            }
        }
        score
    }

    fn row(&mut self, printed: &Printed<'_, 't>, next: Option<&Printed<'_, 't>>) {
        let row = printed.row;
        for heading in printed.above {
            if let Some(label) = heading.label {
                self.remember(&label, true);
            }
            self.push(Entry::Heading(heading.clone()));
        }
        let heading = self.heading_cells(row).filter(|found| self.heading_score(found, next) >= HEADING);
        // A heading that has a label is no end of a sentence.
        let labelled = heading.as_ref().is_some_and(|h| h.label.is_some());
        if printed.behind_break && !labelled && self.continues(printed) {
            return;
        }
        if let Some(found) = heading {
            if let Some(label) = found.label {
                self.remember(&label, true);
            }
            self.push(Entry::Heading(Heading {
                label: found.label,
                title: found.title,
                span: row.span.clone(),
            }));
            return;
        }
        let task_row = self.task_row(printed, next);
        self.push(Entry::Task(task_row));
    }

    fn remember(&mut self, label: &Label<'_>, heading: bool) {
        let kind = (label.series, label.depth);
        self.last.insert((kind, heading), label.value);
        if heading {
            // Inside a new section the tasks may begin anew.
            self.last.remove(&((Series::Number, label.depth + 1), true));
        }
    }

    /// Puts a fragment behind a page break to the row that it belongs to; false where it is a row of its own.
    fn continues(&mut self, printed: &Printed<'_, 't>) -> bool {
        let row = printed.row;
        if self.ordinal.is_some_and(|c| !row.own(c).is_empty()) {
            return false;
        }
        let after: Vec<&str> = (0..self.columns.width()).map(|c| row.own(c)).collect();
        match &mut self.newest {
            Some(Entry::Task(before)) => {
                let score = cut::fragment_score(self.columns, &before.cells, &after, printed.headed);
                if score <= 0.0 {
                    return false;
                }
                for (open, part) in before.cells.iter_mut().zip(&after) {
                    cut::join(open, part);
                }
                before
                    .beyond
                    .extend((self.columns.width()..row.len()).map(|c| row.own(c)).filter(|t| !t.is_empty()));
                before.span = before.span.join(row.span);
                before.joined = true;
                before.unsure_break |= score < 1.0;
                true
            }
            Some(Entry::Heading(_)) => {
                let mut filled = after.iter().filter(|t| !t.is_empty());
                match (filled.next(), filled.next()) {
                    (Some(end), None) if end.starts_with(char::is_lowercase) => {
                        let end = *end;
                        self.push(Entry::HeadingEnd(end));
                        true
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }

    fn task_row(&mut self, printed: &Printed<'_, 't>, next: Option<&Printed<'_, 't>>) -> TaskRow<'t> {
        let row = printed.row;
        let width = self.columns.width();
        let mut cells: Vec<Cow<'t, str>> = (0..width).map(|c| Cow::Borrowed(row.text(c))).collect();
        let mut heads = None;
        let ordinal = match self.ordinal {
            Some(column) => {
                let place = row.place(column);
                let (ordinal, rest) = read_ordinal(row.own(column));
                cells[column] = Cow::Borrowed("");
                if !rest.is_empty() {
                    // Ordinal and text stand in one cell.
                    match self.task.filter(|t| cells[*t].is_empty()) {
                        Some(task) => cells[task] = Cow::Borrowed(rest),
                        None => cells[column] = Cow::Borrowed(rest),
                    }
                }
                if place.reach == Reach::Down { Ordinal::None } else { ordinal }
            }
            // Without an ordinal column every row that has a text is a task.
            None => Ordinal::None,
        };
        if let Ordinal::Printed(text) = ordinal
            && let Some(label) = Label::parse(text)
        {
            if self.is_heading_too(&label, row, next) {
                heads = Some(label);
                self.remember(&label, true);
            }
            self.remember(&label, false);
        }
        let beyond = (width..row.len()).map(|c| row.own(c)).filter(|t| !t.is_empty()).collect();
        // A task's own cells that only reach into a sub-row are not its text.
        if let Some(task) = self.task.filter(|t| row.place(*t).reach == Reach::Down) {
            cells[task] = Cow::Borrowed("");
        }
        TaskRow {
            ordinal,
            cells,
            beyond,
            span: row.span.clone(),
            heads,
            joined: false,
            unsure_break: printed.behind_break && ordinal == Ordinal::None,
            merges_told: printed.part.merged,
            ragged: row.len() != width && printed.part.width != width || row.len() > width,
            certainty: (0..row.len()).map(|c| row.place(c).cell.confidence).fold(1.0, f32::min),
        }
    }

    /// Whether a row that has values heads the rows below it as well: a part, letter or Roman number over rows that
    /// count with something smaller. `1` over `1.1` is a task over its parts.
    fn is_heading_too(&self, label: &Label<'t>, row: &GridRow<'t>, next: Option<&Printed<'_, 't>>) -> bool {
        if !self.has_values(row) {
            return false;
        }
        let below = next.and_then(|n| self.label(n.row));
        match label.series {
            Series::Part | Series::Letter | Series::Roman => {
                below.is_some_and(|b| b.series > label.series || label.is_parent_of(&b))
            }
            Series::Number | Series::Small => false,
        }
    }
}

/// Longest title of a heading whose type is unknown, in bytes.
const LONGEST_UNSTYLED: usize = 120;

impl<'t> Heading<'t> {
    /// The heading in a line of text between two tables: a label with a title that is set off from running text.
    pub(crate) fn of_line(line: &'t Line) -> Option<Self> {
        let label = Label::parse(&line.text).filter(|l| !l.rest.is_empty() && line.text.len() < 240)?;
        let set_off = line.style.bold || line.style.heading.is_some() || in_capitals(label.rest);
        let outer = matches!(label.series, Series::Part | Series::Letter | Series::Roman);
        // An OCR does not say what is bold: of a short line with a number, that no sentence ends on it says enough.
        let unstyled = !line.read.is_empty()
            && label.series == Series::Number
            && label.rest.len() < LONGEST_UNSTYLED
            && label.rest.starts_with(char::is_uppercase)
            && !line.text.trim_end().ends_with(['.', ';', ':', ',']);
        (set_off || (outer || unstyled) && label.closed).then(|| Self {
            label: Some(label),
            title: label.rest,
            span: line.span.clone(),
        })
    }
}

struct Candidate<'t> {
    label: Option<Label<'t>>,
    title: &'t str,
    bold: bool,
    wide: bool,
    column: usize,
}

/// The ordinal of a cell, and text behind it that is none.
fn read_ordinal(text: &str) -> (Ordinal<'_>, &str) {
    if text.is_empty() {
        return (Ordinal::None, "");
    }
    if !text.chars().any(char::is_alphanumeric) {
        return (Ordinal::Mark, "");
    }
    match Label::parse(text) {
        Some(label) => (Ordinal::Printed(label.text), label.rest),
        None => (Ordinal::Printed(text.trim_end_matches(['.', ')', ':'])), ""),
    }
}

/// Whether all letters are capitals, and there is more than one word of them.
fn in_capitals(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 4 && !text.chars().any(char::is_lowercase) && text.split_whitespace().count() > 1
}
