//! How much a person's eye would help: which documents to look at first.
//!
//! The score of a document is about the number of rows that a person would set right in it:
//!
//! - for each task, one minus its confidence: the confidence says how likely every cell of the row is right, so the sum is
//!   the expected number of wrong rows;
//! - for each warning, the weight of its code ([`weight`]): 5 for a page that nobody read, since a page of a table has
//!   some ten rows of which half would be missed at a glance; 1 for what means that a row or column may have been lost or
//!   a letter misread throughout; 0.05 for a single doubtful word; 0.1 for what the document itself may say so;
//! - half a row for each of number, date and issuer that a document with tasks does not show;
//! - where text was restored, one row for each 20 of its changed syllables times their doubt.

use serde::{Deserialize, Serialize};
use vanthu_appendix::model::ConvertedDocument;

/// The score, and what it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Attention {
    /// The sum, to two places.
    pub score: f64,
    /// From tasks of low confidence.
    pub tasks: f64,
    /// From warnings.
    pub warnings: f64,
    /// From a missing number, date or issuer.
    pub front: f64,
    /// From restored text.
    pub restoration: f64,
}

/// What a warning adds to the score of its document.
#[must_use]
pub fn weight(code: &str) -> f64 {
    match code {
        "page-not-read" | "page-damaged" | "pages-left-out" => 5.0,
        "invalid-bytes" | "encoding-doubtful" | "cell-unplaced" | "ordinal-jumps" | "row-repeated" => 1.0,
        "no-lead-agency" | "table-without-tasks" | "section-without-tasks" => 0.5,
        "word-doubtful" => 0.05,
        _ => 0.1,
    }
}

/// Changed syllables, each with no confidence at all, that cost as much as a wrong row.
const SYLLABLES_OF_ROW: f64 = 20.0;

impl Attention {
    /// The score of a document.
    #[must_use]
    pub fn of(document: &ConvertedDocument) -> Self {
        let tasks = || document.appendices.iter().flat_map(|appendix| &appendix.tasks);
        let doubt = tasks().map(|task| 1.0 - f64::from(task.confidence.clamp(0.0, 1.0))).sum();
        let warnings = document.warnings.iter().map(|warning| weight(&warning.code)).sum();
        let about = &document.document;
        let missing = [about.number.is_none(), about.date.is_none(), about.issuer.is_none()];
        let front = if tasks().next().is_some() {
            missing.iter().filter(|missing| **missing).count() as f64 / 2.0
        } else {
            0.0
        };
        let restored = &document.restoration;
        let doubt_of_change = restored.confidence.map_or(0.0, |c| 1.0 - f64::from(c.clamp(0.0, 1.0)));
        let restoration = restored.changed as f64 * doubt_of_change / SYLLABLES_OF_ROW;
        let [tasks, warnings, front, restoration] = [doubt, warnings, front, restoration].map(hundredths);
        Self {
            score: hundredths(tasks + warnings + front + restoration),
            tasks,
            warnings,
            front,
            restoration,
        }
    }
}

fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use vanthu_appendix::model::Warning;

    use super::*;
    use crate::testing::document;

    #[test]
    fn doubtful_rows_and_unread_pages_count() {
        let sure = document("12", "2026-01-05", &[0.99, 0.99]);
        assert_eq!(Attention::of(&sure).score, 0.02);
        let doubtful = document("12", "2026-01-05", &[0.5, 0.25]);
        assert_eq!(Attention::of(&doubtful).score, 1.25);
        let mut unread = sure.clone();
        unread.warnings = vec![Warning {
            code: "page-not-read".to_owned(),
            message: String::new(),
            place: Default::default(),
        }];
        assert!(Attention::of(&unread).score > Attention::of(&doubtful).score);
    }

    #[test]
    fn a_plan_without_number_and_issuer_counts_and_a_letter_without_tasks_does_not() {
        let mut plan = document("12", "2026-01-05", &[1.0]);
        plan.document.number = None;
        plan.document.issuer = None;
        assert_eq!(Attention::of(&plan).front, 1.0);
        plan.appendices.clear();
        assert_eq!(Attention::of(&plan).score, 0.0);
    }

    #[test]
    fn restored_text_counts_by_its_doubt() {
        let mut restored = document("12", "2026-01-05", &[]);
        restored.restoration.changed = 400;
        restored.restoration.confidence = Some(0.9);
        assert_eq!(Attention::of(&restored).restoration, 2.0);
    }
}
