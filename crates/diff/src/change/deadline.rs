//! Changes of deadlines, measured against the plan's own year.

use vanthu_appendix::model::{Deadline, DeadlineKind};
use vanthu_document::PartialDate;
use vanthu_text::exact_key;

use super::{Context, change};
use crate::model::{Cause, Change, Field, Shift};
use crate::text::tokens;

/// Adds the changes of the deadlines of a task. Deadlines that both sides have are no change; what is left is compared in order.
pub(super) fn compare(old: &[&Deadline], new: &[&Deadline], context: &Context<'_>, out: &mut Vec<Change>) {
    let (mut before, mut after) = (once(old), once(new));
    after.retain(|n| {
        let twin = before.iter().position(|o| means_the_same(o, n));
        twin.map(|at| before.remove(at)).is_none()
    });
    let mut pairs = before.len().max(after.len());
    // Several deadlines on one side against one on the other: the last ones decide.
    if before.len() != after.len() && !before.is_empty() && !after.is_empty() {
        pairs = 1;
        before = before.split_off(before.len() - 1);
        after = after.split_off(after.len() - 1);
    }
    for i in 0..pairs {
        match (before.get(i), after.get(i)) {
            (Some(o), Some(n)) => {
                let change = judge(o, n, context);
                if !out.contains(&change) {
                    out.push(change);
                }
            }
            (o, n) => {
                // A row of a task that lost its sub-rows is no change of the deadline that is left.
                let left = if o.is_some() { new } else { old };
                if left.is_empty() {
                    let text = |d: Option<&&Deadline>| d.map_or(String::new(), |d| d.text.clone());
                    out.push(change(Field::Deadline, &text(o), &text(n), Cause::DeadlineRestated, true));
                }
            }
        }
    }
}

fn once<'d>(deadlines: &[&'d Deadline]) -> Vec<&'d Deadline> {
    let mut out: Vec<&Deadline> = Vec::new();
    for deadline in deadlines {
        if !out.iter().any(|known| known.text == deadline.text) {
            out.push(deadline);
        }
    }
    out
}

/// Whether two deadlines say the same words. The same date in two years is not the same: it would not have rolled on.
fn means_the_same(old: &Deadline, new: &Deadline) -> bool {
    let words = |d: &Deadline| tokens(&exact_key(&d.text)).into_iter().map(|t| t.key).collect::<Vec<_>>();
    words(old) == words(new)
}

fn judge(old: &Deadline, new: &Deadline, context: &Context<'_>) -> Change {
    let of = |cause: Cause, material: bool| change(Field::Deadline, &old.text, &new.text, cause, material);
    let recurring = |d: &Deadline| d.kind == DeadlineKind::Recurring || d.recurrence.is_some();
    if recurring(old) || recurring(new) {
        return if recurring(old) && recurring(new) && old.recurrence == new.recurrence {
            of(Cause::Wording, false)
        } else {
            of(Cause::RecurrenceChanged, true)
        };
    }
    match (old.end, new.end) {
        (Some(before), Some(after)) => moved(old, new, before, after, context),
        (None, None) => {
            let folded = |d: &Deadline| {
                let tokens = tokens(&d.text);
                context.glossary.words(&tokens).iter().map(|w| (*w).to_owned()).collect::<Vec<_>>()
            };
            let (a, b) = (folded(old), folded(new));
            let shared = a.iter().filter(|w| b.contains(w)).count();
            if a == b {
                of(Cause::Abbreviation, false)
            } else {
                // Two ways to say "when told to".
                of(Cause::Wording, 2 * shared < a.len().min(b.len()))
            }
        }
        _ => of(Cause::DeadlineRestated, true),
    }
}

fn moved(
    old: &Deadline,
    new: &Deadline,
    before: PartialDate,
    after: PartialDate,
    context: &Context<'_>,
) -> Change {
    let years = context.years.unwrap_or(after.year() - before.year());
    let rolled = rolled(before, years).unwrap_or(before);
    let days = (after.last_day() - rolled.last_day()).get_days();
    let quarter = |d: PartialDate| {
        let last = d.last_day();
        i32::from(last.year()) * 4 + (i32::from(last.month()) - 1) / 3
    };
    let quarters = quarter(after) - quarter(rolled);
    let start = |d: &Deadline| d.start.filter(|_| d.kind == DeadlineKind::Range);
    let same_start = match (start(old), start(new)) {
        (Some(a), Some(b)) => self::rolled(a, years).unwrap_or(a).first_day() == b.first_day(),
        _ => true,
    };
    if days == 0 && same_start {
        let cause = if years == 0 { Cause::Wording } else { Cause::YearRolled };
        return change(Field::Deadline, &old.text, &new.text, cause, false);
    }
    let mut change = change(Field::Deadline, &old.text, &new.text, Cause::DeadlineMoved, true);
    change.shift = Some(Shift { days, quarters });
    change
}

/// The same date so many years later.
fn rolled(date: PartialDate, years: i16) -> Option<PartialDate> {
    let year = date.year().checked_add(years)?;
    // 29 February has no twin in most years.
    PartialDate::new(year, date.month(), date.day())
        .or_else(|| PartialDate::new(year, date.month(), date.day().map(|d| d - 1)))
}
