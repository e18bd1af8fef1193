//! The sections above a task: rows that hold a label and a title, nested by what their labels count with.

use vanthu_document::page::Span;

use crate::label::{Label, Series};
use crate::model::SectionRef;

/// What the label of a section counts with, and how deep.
type Kind = Option<(Series, u8)>;

#[derive(Debug, Clone)]
struct Level {
    section: SectionRef,
    kind: Kind,
    rank: u8,
    span: Span,
    /// Whether a task stands below it.
    used: bool,
}

/// The open sections, outermost first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outline {
    stack: Vec<Level>,
    /// Closed sections that held no task.
    empty: Vec<(SectionRef, Span)>,
}

/// Natural order of labels: a part holds letters, a letter holds Roman numbers, and so on.
fn rank(kind: Kind) -> u8 {
    match kind {
        None => 35,
        Some((series, depth)) => {
            let base = match series {
                Series::Part => 0,
                Series::Letter => 10,
                Series::Roman => 20,
                Series::Number => 30,
                Series::Small => 50,
            };
            base + (depth - 1).min(9)
        }
    }
}

impl Outline {
    /// Opens a section. It closes the open section of its kind, or else those that by nature lie inside it; but the
    /// first label of a series that was not in use (`A` below `I`) opens a new depth.
    pub(crate) fn open(&mut self, label: Option<Label<'_>>, title: String, span: &Span) {
        let kind = label.map(|l| (l.series, l.depth));
        let rank = rank(kind);
        if let Some(same) = self.stack.iter().position(|l| l.kind == kind) {
            self.close(same);
        } else if label.is_none_or(|l| l.value != 1 || l.depth > 1) {
            let keep = self.stack.iter().position(|l| l.rank > rank).unwrap_or(self.stack.len());
            self.close(keep);
        }
        let label = label.map_or_else(String::new, |l| l.text.to_owned());
        let section = SectionRef { label, title };
        self.stack.push(Level { section, kind, rank, span: span.clone(), used: false });
    }

    /// Closes all sections from depth `keep` on.
    fn close(&mut self, keep: usize) {
        let keep = keep.min(self.stack.len());
        let closed = self.stack.drain(keep..).filter(|l| !l.used);
        self.empty.extend(closed.map(|l| (l.section, l.span)));
    }

    /// Says that a task stands below the open sections.
    pub(crate) fn mark_used(&mut self) {
        for level in &mut self.stack {
            level.used = true;
        }
    }

    /// Closes everything and gives the sections that held no task.
    pub(crate) fn finish(mut self) -> Vec<(SectionRef, Span)> {
        self.close(0);
        self.empty
    }

    /// Adds a cut-off end to the title of the innermost section.
    pub(crate) fn extend_title(&mut self, end: &str) {
        if let Some(level) = self.stack.last_mut() {
            level.section.title.push(' ');
            level.section.title.push_str(end);
        }
    }

    /// The open sections, outermost first.
    pub(crate) fn path(&self) -> Vec<SectionRef> {
        self.stack.iter().map(|l| l.section.clone()).collect()
    }

    /// The open sections but the innermost: above a row that is itself a heading.
    pub(crate) fn path_above(&self) -> Vec<SectionRef> {
        let above = self.stack.len().saturating_sub(1);
        self.stack.iter().take(above).map(|l| l.section.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(labels: &[&str]) -> Vec<String> {
        let mut outline = Outline::default();
        let path = |l: &&str| {
            outline.open(Label::parse(l), format!("mục {l}"), &Span::default());
            outline.path().iter().map(|s| s.label.as_str()).collect::<Vec<_>>().join(">")
        };
        labels.iter().map(path).collect()
    }

    #[test]
    fn labels_nest_by_kind() {
        assert_eq!(paths(&["A", "I", "II", "B", "I"]), ["A", "A>I", "A>II", "B", "B>I"]);
        assert_eq!(paths(&["I", "1", "1.1", "2", "II"]), ["I", "I>1", "I>1>1.1", "I>2", "II"]);
        assert_eq!(paths(&["Phần I", "A", "I", "Phần II"]), ["Phần I", "Phần I>A", "Phần I>A>I", "Phần II"]);
    }

    #[test]
    fn wrong_numbers_are_kept() {
        assert_eq!(
            paths(&["B", "I", "I.1", "II.3", "II", "II.1"]),
            ["B", "B>I", "B>I>I.1", "B>I>II.3", "B>II", "B>II>II.1"]
        );
        assert_eq!(paths(&["I", "II", "II", "V"]), ["I", "II", "II", "V"]);
    }

    #[test]
    fn sections_without_tasks_are_told() {
        let mut outline = Outline::default();
        for (label, used) in [("I", false), ("1", true), ("2", false), ("II", false)] {
            outline.open(Label::parse(label), String::new(), &Span::default());
            if used {
                outline.mark_used();
            }
        }
        let empty: Vec<String> = outline.finish().into_iter().map(|(s, _)| s.label).collect();
        assert_eq!(empty, ["2", "II"]);
    }

    #[test]
    fn an_unusual_order_is_learned() {
        assert_eq!(paths(&["I", "A", "B", "II", "A"]), ["I", "I>A", "I>B", "II", "II>A"]);
        assert_eq!(paths(&["1", "II"]), ["1", "II"]);
    }
}
