//! Deadlines (thời hạn): what sort of time a cell names, from when, until when, how often.
//!
//! A cell is cut into tokens, the tokens into [lexemes](lexer) (`tháng`, `quý`, `trước`, `hằng`, numbers …), and a
//! small [parser] finds the times in them: days, months, quarters, years, halves, ranges, periods that recur, and
//! spans that run from an event. Words that name no time are passed over, so that `Báo cáo kết quả (tháng 10/2025)`
//! is a month; a text in which no time is found stays [text](crate::model::DeadlineKind::Text).
//!
//! Nothing is invented. A year that is not printed is taken from the plan's period, and the reading says so.

mod lexer;
mod parser;

use vanthu_document::PartialDate;

use crate::context::Context;
use crate::model::{Deadline, DeadlineKind};
use lexer::Lexeme;
use parser::Found;

/// What makes a reading of a deadline unsure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadlineDoubt {
    /// The year is not printed; it was taken from the period or the date of the document.
    YearInferred,
    /// The year is not printed and cannot be known.
    YearUnknown,
    /// A day or month that the calendar does not have.
    Impossible,
}

/// A deadline with what is unsure about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The deadline.
    pub deadline: Deadline,
    /// What is unsure.
    pub doubt: Option<DeadlineDoubt>,
}

/// Reads a deadline as printed in one cell.
///
/// ```
/// use vanthu_appendix::{Context, deadline, model::DeadlineKind};
///
/// let reading = deadline::read("Từ tháng 3/2024 đến tháng 6/2024", &Context::default());
/// assert_eq!(reading.deadline.kind, DeadlineKind::Range);
/// assert_eq!(reading.deadline.start.unwrap().to_string(), "2024-03");
/// assert_eq!(reading.deadline.end.unwrap().to_string(), "2024-06");
/// ```
#[must_use]
pub fn read(text: &str, context: &Context) -> Reading {
    let lexemes = lexer::lex(text);
    let found = parser::parse(&lexemes, context);
    let text = vanthu_text::single_spaced(text).into_owned();
    let (kind, start, end) = summary(&found);
    let recurrence = found
        .every
        .map(|d| d.to_string())
        .or_else(|| (kind == DeadlineKind::Recurring || found.irregular).then(|| text.clone()));
    Reading { deadline: Deadline { text, kind, start, end, recurrence }, doubt: found.doubt }
}

/// How much a text looks like a deadline, 0 to 1: 0.6 and more where it names a time, plus the share of its words
/// that belong to it.
#[must_use]
pub fn likeness(text: &str) -> f32 {
    let lexemes = lexer::lex(text);
    let found = parser::parse(&lexemes, &Context::default());
    let time = lexemes.iter().filter(|l| !matches!(l, Lexeme::Other | Lexeme::According)).count();
    let share = time as f32 / lexemes.len().max(1) as f32;
    match summary(&found).0 {
        DeadlineKind::Text => match lexemes.first() {
            Some(Lexeme::According) => 0.6,
            _ => 0.0,
        },
        _ => 0.6 * share.sqrt() + 0.4 * share,
    }
}

/// Kind, first and last date of all the times found.
fn summary(found: &Found) -> (DeadlineKind, Option<PartialDate>, Option<PartialDate>) {
    let start = found.spans.iter().filter_map(|s| s.start).min_by_key(|d| d.first_day());
    let end = found.spans.iter().filter_map(|s| s.end).max_by_key(|d| d.last_day());
    let recurring = found.every.is_some() || found.irregular;
    let kinds = usize::from(found.times > 0) + usize::from(recurring) + usize::from(found.relative);
    let kind = match (kinds, found.times) {
        (0, _) => DeadlineKind::Text,
        (1, 0) if recurring => DeadlineKind::Recurring,
        (1, 0) => DeadlineKind::Relative,
        (1, 1) if found.range => DeadlineKind::Range,
        (1, 1) => DeadlineKind::Date,
        (1, _) if found.range => DeadlineKind::Range,
        (2, 1) if recurring && found.one_part => DeadlineKind::Recurring,
        _ => DeadlineKind::Compound,
    };
    (kind, start, end)
}

#[cfg(test)]
mod tests;
