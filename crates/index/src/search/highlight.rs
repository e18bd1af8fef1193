//! Where in a hit the words of the query stand.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::entry::{PartEntry, TaskEntry};
use crate::tokenizer::Tokens;

/// A range of a hit's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Highlight {
    /// Which text: `task`, `product`, `leader`, `lead.0` (the first lead agency), `support.0`, `section.0`, `deadline`,
    /// `source_note`; of a document `title`, `text`.
    pub field: String,
    /// First byte.
    pub start: usize,
    /// Behind the last byte.
    pub end: usize,
}

/// Folded words that are shown where they stand.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    words: BTreeSet<String>,
    prefixes: Vec<String>,
}

impl Wanted {
    pub(super) fn word(&mut self, folded: &str) {
        self.words.insert(folded.to_owned());
    }

    pub(super) fn prefix(&mut self, folded: &str) {
        self.prefixes.push(folded.to_owned());
    }

    fn wants(&self, folded: &str) -> bool {
        self.words.contains(folded) || self.prefixes.iter().any(|p| folded.starts_with(p.as_str()))
    }

    /// The ranges of `text`; what stands side by side is one.
    fn mark(&self, field: &str, text: &str, out: &mut Vec<Highlight>) {
        let mut last_position = None;
        for token in Tokens::only_folded(text).iter().filter(|t| self.wants(t.folded)) {
            let joins = last_position.is_some_and(|p| token.position <= p + 1);
            last_position = Some(token.position);
            match out.last_mut() {
                Some(last) if last.field == field && joins => last.end = last.end.max(token.range.end),
                _ => out.push(Highlight {
                    field: field.to_owned(),
                    start: token.range.start,
                    end: token.range.end,
                }),
            }
        }
    }

    /// Every range of a task.
    pub(super) fn task(&self, entry: &TaskEntry) -> Vec<Highlight> {
        let mut out = Vec::new();
        self.mark("task", &entry.task, &mut out);
        let texts =
            [("product", &entry.product), ("leader", &entry.leader), ("source_note", &entry.source_note)];
        for (field, text) in texts {
            self.mark(field, text.as_deref().unwrap_or_default(), &mut out);
        }
        for (name, agencies) in [("lead", &entry.lead), ("support", &entry.support)] {
            for (i, agency) in agencies.iter().enumerate() {
                self.mark(&format!("{name}.{i}"), &agency.text, &mut out);
            }
        }
        for (i, section) in entry.section.iter().enumerate() {
            self.mark(&format!("section.{i}"), &section.title, &mut out);
        }
        if let Some(deadline) = &entry.deadline {
            self.mark("deadline", &deadline.text, &mut out);
        }
        out
    }

    /// Every range of a part of a document.
    pub(super) fn part(&self, entry: &PartEntry) -> Vec<Highlight> {
        let mut out = Vec::new();
        self.mark("title", &entry.title, &mut out);
        self.mark("text", &entry.text, &mut out);
        out
    }
}
