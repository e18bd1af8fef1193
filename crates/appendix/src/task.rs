//! Logical rows to tasks: cells parsed, values that a row shares with the one above repeated.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use vanthu_document::diagnostic::{Code, Diagnostic};
use vanthu_document::page::Span;

use crate::agency;
use crate::columns::Columns;
use crate::confidence::{Doubt, confidence};
use crate::context::Context;
use crate::deadline::{self, DeadlineDoubt};
use crate::items;
use crate::label::Label;
use crate::memo::Memo;
use crate::model::{AgencyRef, Assignment, Column, Deadline, Provenance, Role, Task};
use crate::outline::Outline;
use crate::rows::{Entry, Heading, Ordinal, TaskRow};

/// Roles whose values belong to one sub-row.
const PER_SUB_ROW: [Role; 5] = [Role::Product, Role::Leader, Role::Lead, Role::Support, Role::Deadline];

/// Builds the tasks of one table.
pub(crate) struct Builder<'c> {
    columns: &'c Columns,
    context: &'c Context,
    outline: Outline,
    deadlines: Memo<deadline::Reading>,
    /// Tasks so far, each with its span.
    tasks: Vec<(Task, Span)>,
    /// Doubts and cell certainty of the newest task.
    doubts: Vec<Doubt>,
    certainty: f32,
    /// Section labels by the path above them: a label that stands twice is told.
    labels: HashSet<String>,
    diagnostics: Vec<Diagnostic>,
    unclear_header: bool,
}

impl<'c> Builder<'c> {
    pub(crate) fn new(columns: &'c Columns, context: &'c Context) -> Self {
        let needed =
            |role: Role| columns.of(role).and_then(|c| columns.clarity.get(c)).is_some_and(|c| *c < 0.6);
        let unclear_header = [Role::Task, Role::Lead, Role::Support, Role::Deadline].into_iter().any(needed);
        Self {
            columns,
            context,
            outline: Outline::default(),
            deadlines: Memo::default(),
            tasks: Vec::new(),
            doubts: Vec::new(),
            certainty: 1.0,
            labels: HashSet::new(),
            diagnostics: Vec::new(),
            unclear_header,
        }
    }

    /// Takes one logical row.
    pub(crate) fn take(&mut self, entry: Entry<'_>) {
        match entry {
            Entry::Heading(heading) => self.heading(&heading),
            Entry::HeadingEnd(end) => self.outline.extend_title(&items::line(end)),
            Entry::Task(row) => self.row(&row),
        }
    }

    /// The tasks with their spans, and what was noticed on the way.
    pub(crate) fn finish(mut self) -> (Vec<(Task, Span)>, Vec<Diagnostic>) {
        self.seal();
        for (section, span) in self.outline.finish() {
            let name = [section.label, section.title].join(" ");
            self.diagnostics.push(Diagnostic::new(Code::SectionWithoutTasks, span, [name.trim()]));
        }
        (self.tasks, self.diagnostics)
    }

    fn heading(&mut self, heading: &Heading<'_>) {
        self.open_section(heading.label, items::line(heading.title), &heading.span);
    }

    fn open_section(&mut self, label: Option<Label<'_>>, title: String, span: &Span) {
        self.outline.open(label, title, span);
        let path = self.outline.path();
        let (Some(label), Some(own)) = (label, path.last()) else { return };
        let key: String = path
            .iter()
            .map(|s| format!("{}\u{1f}", if s.label.is_empty() { &s.title } else { &s.label }))
            .collect();
        if !self.labels.insert(key) {
            let arguments = [label.text.to_owned(), own.title.clone()];
            self.diagnostics.push(Diagnostic::new(Code::SectionLabelRepeated, span.clone(), arguments));
        }
    }

    fn cell<'r>(&self, row: &'r TaskRow<'_>, role: Role) -> &'r str {
        self.columns.of(role).and_then(|c| row.cells.get(c)).map_or("", |t| t.trim())
    }

    fn row(&mut self, row: &TaskRow<'_>) {
        let text = items::line(self.cell(row, Role::Task));
        let numbered = matches!(row.ordinal, Ordinal::Printed(_));
        let has_ordinals = self.columns.of(Role::Ordinal).is_some();
        let own_task = !text.is_empty();
        let starts = if has_ordinals { numbered } else { own_task };
        if self.tasks.is_empty() || starts {
            if !self.repeats(row, &text) {
                self.start(row, text, true);
            }
        } else if own_task {
            // A sub-row with a text of its own is a task with the same ordinal.
            self.start(row, text, false);
        }
        self.note(row);
        self.assign(row);
    }

    /// Whether a numbered row prints the task above once more, with nothing that the task could not hold.
    fn repeats(&mut self, row: &TaskRow<'_>, text: &str) -> bool {
        let Ordinal::Printed(ordinal) = row.ordinal else { return false };
        let Some((task, _)) = self.tasks.last() else { return false };
        let same = task.ordinal.as_deref() == Some(ordinal) && task.task == text && row.heads.is_none();
        if !same || task.section != self.outline.path() {
            return false;
        }
        let (source, extra) = self.notes(row);
        source == task.source_note && extra == task.extra
    }

    /// Source note and further columns of a row.
    fn notes(&self, row: &TaskRow<'_>) -> (Option<String>, BTreeMap<String, String>) {
        let mut source = None;
        let mut extra = BTreeMap::new();
        for (n, (column, cell)) in self.columns.list.iter().zip(&row.cells).enumerate() {
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            match column.role {
                Role::Source => source = Some(items::line(cell)),
                // What stands in an ordinal's cell behind the ordinal has no other place.
                Role::Other | Role::Ordinal => add_extra(&mut extra, &column.header, n, items::line(cell)),
                _ => {}
            }
        }
        for (n, cell) in row.beyond.iter().enumerate() {
            add_extra(&mut extra, "", self.columns.width() + n, items::line(cell));
        }
        (source, extra)
    }

    /// Opens a task; `counted` is false for a sub-row that has a text of its own.
    fn start(&mut self, row: &TaskRow<'_>, mut text: String, counted: bool) {
        self.seal();
        if let Some(label) = row.heads {
            self.open_section(Some(label), text.clone(), &row.span);
        }
        let above = self.tasks.last().map(|(t, _)| t);
        let ordinal = match row.ordinal {
            Ordinal::Printed(ordinal) => {
                if Label::parse(ordinal).is_none() {
                    self.doubts.push(Doubt::OddOrdinal);
                }
                Some(ordinal.to_owned())
            }
            _ if counted => None,
            _ => above.and_then(|t| t.ordinal.clone()),
        };
        if counted && ordinal.is_none() && self.columns.of(Role::Ordinal).is_some() {
            self.doubts.push(Doubt::MissingOrdinal);
        }
        if text.is_empty() {
            let taken = above.map_or_else(String::new, |t| t.task.clone());
            self.doubts.push(if taken.is_empty() { Doubt::EmptyTask } else { Doubt::InheritedTask });
            text = taken;
        }
        self.outline.mark_used();
        let section = if row.heads.is_some() { self.outline.path_above() } else { self.outline.path() };
        let task = Task {
            ordinal,
            section,
            task: text,
            leader: None,
            source_note: None,
            extra: BTreeMap::new(),
            assignments: Vec::new(),
            provenance: Provenance::default(),
            confidence: 0.0,
        };
        self.tasks.push((task, row.span.clone()));
    }

    /// Adds the row's place, doubts, source note and further columns to the newest task.
    fn note(&mut self, row: &TaskRow<'_>) {
        let (source, extra) = self.notes(row);
        self.certainty = self.certainty.min(row.certainty);
        self.doubts.extend(row.joined.then_some(Doubt::JoinedAcrossPages));
        self.doubts.extend(row.unsure_break.then_some(Doubt::UnsureBreak));
        let nameless = |(c, t): (&Column, &Cow<'_, str>)| c.header.is_empty() && !t.trim().is_empty();
        let unplaced = !self.columns.guessed && self.columns.list.iter().zip(&row.cells).any(nameless);
        self.doubts.extend((row.ragged || unplaced || !row.beyond.is_empty()).then_some(Doubt::Ragged));
        let Some((task, span)) = self.tasks.last_mut() else { return };
        if !task.assignments.is_empty() {
            *span = span.join(&row.span);
        }
        if let Some(source) = source {
            match &mut task.source_note {
                Some(known) if *known != source => {
                    known.push('\n');
                    known.push_str(&source);
                }
                known => *known = Some(source),
            }
        }
        for (header, text) in extra {
            let known = task.extra.entry(header).or_default();
            if known.is_empty() {
                *known = text;
            } else if *known != text {
                known.push('\n');
                known.push_str(&text);
            }
        }
    }

    /// Adds the row's assignments to the newest task.
    fn assign(&mut self, row: &TaskRow<'_>) {
        let cells: [&str; 5] = PER_SUB_ROW.map(|role| self.cell(row, role));
        let parts: [Vec<&str>; 5] = cells.map(items::blocks);
        let count = pairs(&parts);
        if count > 1 {
            self.doubts.push(Doubt::PairedBlocks);
        }
        let first_of_task = self.tasks.last().is_some_and(|(t, _)| t.assignments.is_empty());
        let inherits_task = first_of_task && self.cell(row, Role::Task).is_empty();
        let numbered = matches!(row.ordinal, Ordinal::Printed(_));
        // A sub-row shares what it leaves empty with the row above, unless the form itself says what is merged.
        let sub_row = !numbered || inherits_task;
        let first_of_all = first_of_task && self.tasks.len() == 1;
        let shares = sub_row && !row.merges_told && !first_of_all;
        for n in 0..count {
            let block = |role: usize| -> &str {
                let blocks = &parts[role];
                // A cell that is not cut into as many blocks holds for all of them.
                if blocks.len() == count { blocks[n] } else { cells[role] }
            };
            let own = self.parse([block(0), block(1), block(2), block(3), block(4)]);
            let own = if n > 0 { self.without_lead(own, parts[3].len() == count) } else { own };
            let above = if shares { self.newest_assignment() } else { None };
            let filled = match above {
                Some(above) => self.fill(own, above),
                None => own,
            };
            self.push(filled);
        }
    }

    /// A support list that is printed once for several blocks does not hold where its agencies lead themselves.
    fn without_lead(&self, mut own: Assignment, own_support: bool) -> Assignment {
        if !own_support && overlap(&own.lead, &own.support) {
            own.support.clear();
        }
        own
    }

    fn newest_assignment(&self) -> Option<Assignment> {
        self.tasks.iter().rev().take(2).find_map(|(t, _)| t.assignments.last()).cloned()
    }

    fn push(&mut self, assignment: Assignment) {
        let has_lead_column = self.columns.of(Role::Lead).is_some();
        if has_lead_column && assignment.lead.is_empty() {
            self.doubts.push(Doubt::NoLead);
        }
        if let Some((task, _)) = self.tasks.last_mut() {
            if task.assignments.is_empty() {
                task.leader.clone_from(&assignment.leader);
                // Most tasks have no more than one.
                task.assignments.reserve_exact(1);
            }
            task.assignments.push(assignment);
        }
    }

    /// Fills what a sub-row leaves empty from the sub-row above.
    fn fill(&mut self, mut own: Assignment, above: Assignment) -> Assignment {
        let mut inherited = false;
        let mut take = |empty: bool, has: bool| {
            inherited |= empty && has;
            empty
        };
        let own_lead = !own.lead.is_empty();
        if take(own.product.is_none(), above.product.is_some()) {
            own.product = above.product;
        }
        if take(own.leader.is_none(), above.leader.is_some()) {
            own.leader = above.leader;
        }
        if take(own.lead.is_empty(), !above.lead.is_empty()) {
            own.lead = above.lead;
        }
        // Who leads a sub-row does not support it as well.
        if own.support.is_empty() && !(own_lead && overlap(&own.lead, &above.support)) {
            take(true, !above.support.is_empty());
            own.support = above.support;
        }
        if take(own.deadline.is_none(), above.deadline.is_some()) {
            own.deadline = above.deadline;
        }
        if inherited {
            self.doubts.push(Doubt::Inherited);
        }
        own
    }

    /// Parses the cells of one sub-row, in the order of [`PER_SUB_ROW`].
    fn parse(&mut self, [product, leader, lead, support, deadline]: [&str; 5]) -> Assignment {
        let text = |t: String| (!t.is_empty()).then_some(t);
        // One column may hold both duties.
        let duties = agency::divide(lead);
        let (lead, shared) = duties.as_ref().map_or((lead, ""), |d| (d.lead.as_str(), d.support.as_str()));
        let support = match (support, shared) {
            (own, "") => Cow::Borrowed(own),
            ("", shared) => Cow::Borrowed(shared),
            (own, shared) => Cow::Owned(format!("{shared}\n{own}")),
        };
        let place = self.context.place.as_deref().unwrap_or_default();
        Assignment {
            product: text(items::list(product)),
            leader: text(items::line(leader)),
            lead: agency::read(lead, place),
            support: agency::read(&support, place),
            deadline: self.deadline(deadline),
        }
    }

    fn deadline(&mut self, cell: &str) -> Option<Deadline> {
        if cell.is_empty() {
            return None;
        }
        let reading = self.deadlines.of(cell, || deadline::read(cell, self.context));
        match reading.doubt {
            Some(DeadlineDoubt::YearInferred) => self.doubts.push(Doubt::YearInferred),
            Some(DeadlineDoubt::YearUnknown | DeadlineDoubt::Impossible) => {
                self.doubts.push(Doubt::DeadlineUnclear)
            }
            None => {}
        }
        Some(reading.deadline)
    }

    /// Gives the newest task its place and confidence.
    fn seal(&mut self) {
        if self.unclear_header {
            self.doubts.push(Doubt::UnclearHeader);
        }
        if self.columns.guessed {
            self.doubts.push(Doubt::GuessedColumns);
        }
        if let Some((task, span)) = self.tasks.last_mut().filter(|(t, _)| t.confidence == 0.0) {
            task.confidence = confidence(self.certainty, &self.doubts);
            task.provenance = Provenance::from(&*span);
        }
        self.doubts.clear();
        self.certainty = 1.0;
    }
}

/// The number of blocks that at least two cells share, or 1.
fn pairs(parts: &[Vec<&str>; 5]) -> usize {
    let shared = |n: usize| parts.iter().filter(|p| p.len() == n).count() >= 2;
    parts.iter().map(Vec::len).filter(|n| *n > 1 && shared(*n)).max().unwrap_or(1)
}

fn overlap(a: &[AgencyRef], b: &[AgencyRef]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.agency == y.agency))
}

/// Adds a further column; a column without a header goes by its number (`cột 8`), a header that stands twice by the
/// number behind it.
fn add_extra(extra: &mut BTreeMap<String, String>, header: &str, column: usize, text: String) {
    let number = column + 1;
    let key = match header {
        "" => format!("cột {number}"),
        name if extra.contains_key(name) => format!("{name} ({number})"),
        name => name.to_owned(),
    };
    extra.insert(key, text);
}
