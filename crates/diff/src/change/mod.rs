//! What changed in a task, field by field, and why.

mod agencies;
mod deadline;
mod leader;
mod wording;

use jiff::civil::Date;
use vanthu_appendix::model::{Assignment, Role, SectionRef};

use crate::model::{Cause, Change, Field};
use crate::side::{Side, Unit};
use crate::text::{Glossary, tokens};

/// What the comparison of any two tasks needs to know of their documents.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    /// What abbreviations stand for.
    pub(crate) glossary: &'a Glossary,
    /// Years that the plans are for.
    plans: (Option<i16>, Option<i16>),
    /// Years from the old plan to the new one.
    years: Option<i16>,
    /// Place of the new document.
    pub(crate) place: String,
    /// The last day that the new document can be of.
    pub(crate) day: Option<Date>,
    /// Roles of which each side has a column.
    roles: [Vec<Role>; 2],
}

impl<'a> Context<'a> {
    /// What two sides tell.
    pub(crate) fn new(old: &Side<'_>, new: &Side<'_>, glossary: &'a Glossary) -> Self {
        let place = format!("{}; {}", new.place_text(), old.place_text());
        let roles = |side: &Side<'_>| side.appendix.columns.iter().map(|c| c.role).collect();
        let plans = (old.year(), new.year());
        let years = old.year().zip(new.year()).map(|(old, new)| new - old);
        Self { glossary, plans, years, place, day: new.day(), roles: [roles(old), roles(new)] }
    }

    /// Whether both tables have the column; one without any named column tells nothing of the others.
    fn compares(&self, role: Role) -> bool {
        self.roles.iter().all(|roles| roles.is_empty() || roles.contains(&role))
    }
}

/// The changes between old and new units that belong together.
pub(crate) fn changes(old: &[&Unit<'_>], new: &[&Unit<'_>], context: &Context<'_>) -> Vec<Change> {
    let mut out = Vec::new();
    let text = |units: &[&Unit<'_>]| units.iter().map(|u| u.text()).collect::<Vec<_>>().join("\n");
    wording::compare(Field::Task, &text(old), &text(new), context, &mut out);
    if context.compares(Role::Product) {
        let products = |units| joined(units, "\n", |a| a.product.as_deref());
        wording::compare(Field::Product, &products(old), &products(new), context, &mut out);
    }
    if context.compares(Role::Leader) {
        let of = |units: &[&Unit<'_>]| {
            let own = units.iter().flat_map(|u| &u.tasks).filter_map(|t| t.leader.as_deref());
            let rows = assignments(units).filter_map(|a| a.leader.as_deref());
            distinct(own.chain(rows)).join("; ")
        };
        leader::compare(&of(old), &of(new), context, &mut out);
    }
    let lead = context.compares(Role::Lead);
    let support = context.compares(Role::Support);
    agencies::compare(old, new, (lead, support), context, &mut out);
    if context.compares(Role::Deadline) {
        let deadlines = |units| assignments(units).filter_map(|a| a.deadline.as_ref()).collect::<Vec<_>>();
        deadline::compare(&deadlines(old), &deadlines(new), context, &mut out);
    }
    section(old, new, context, &mut out);
    out
}

/// The assignments of all tasks of the units.
pub(crate) fn assignments<'u>(units: &'u [&Unit<'_>]) -> impl Iterator<Item = &'u Assignment> {
    units.iter().flat_map(|u| &u.tasks).flat_map(|t| &t.assignments)
}

/// Each text once, in order.
pub(crate) fn distinct<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut out: Vec<&str> = Vec::new();
    for text in texts.map(str::trim).filter(|t| !t.is_empty()) {
        if !out.contains(&text) {
            out.push(text);
        }
    }
    out
}

/// What `get` gives of each assignment, each text once.
pub(crate) fn joined(units: &[&Unit<'_>], mark: &str, get: fn(&Assignment) -> Option<&str>) -> String {
    distinct(assignments(units).filter_map(get)).join(mark)
}

/// A section as printed: label and title.
pub(crate) fn section_name(section: &SectionRef) -> String {
    let parts = [section.label.as_str(), section.title.as_str()];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(". ")
}

/// The titles decide whether it is another section: labels are renumbered with every new section.
fn section(old: &[&Unit<'_>], new: &[&Unit<'_>], context: &Context<'_>, out: &mut Vec<Change>) {
    let last = |units: &[&Unit<'_>]| units.first()?.tasks.first()?.section.last().cloned();
    let (Some(before), Some(after)) = (last(old), last(new)) else { return };
    let words = |s: &SectionRef| {
        let title = tokens(&s.title);
        let mut words: Vec<String> = context.glossary.words(&title).into_iter().map(str::to_owned).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (a, b) = (words(&before), words(&after));
    let shared = a.iter().filter(|w| b.contains(w)).count();
    let moved = if a.is_empty() || b.is_empty() {
        before.label != after.label && a.is_empty() && b.is_empty()
    } else {
        2 * shared < a.len().max(b.len())
    };
    if moved {
        out.push(change(
            Field::Section,
            &section_name(&before),
            &section_name(&after),
            Cause::SectionMoved,
            false,
        ));
    }
}

/// A change without a date; an empty text is none.
fn change(field: Field, old: &str, new: &str, cause: Cause, material: bool) -> Change {
    let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    Change { field, old: some(old), new: some(new), cause, material, since: None, act: None, shift: None }
}
