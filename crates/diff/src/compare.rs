//! Two sides in, their differences out.

use vanthu_appendix::agency::{self, Passing};
use vanthu_appendix::model::AgencyRef;
use vanthu_document::PartialDate;

use crate::align::{Group, align};
use crate::change::{Context, assignments, changes, distinct, joined, section_name};
use crate::evidence::{Profiles, succeeded};
use crate::model::{
    Added, Compared, Counts, Diff, Field, Match, Relation, Removed, SCHEMA, StaleAgency, TaskView,
};
use crate::score::{Model, SURE};
use crate::side::{Side, Unit, units};
use crate::text::{Glossary, tokens};

/// Compares two appendices.
///
/// The result depends on nothing but the two sides. Time grows with the number of tasks, not with its square, and memory with
/// the length of the texts.
#[must_use]
pub fn compare(old: &Side<'_>, new: &Side<'_>) -> Diff {
    let (old_units, new_units) = (units(old.appendix), units(new.appendix));
    let glossary = glossary(&[&old_units, &new_units]);
    let context = Context::new(old, new, &glossary);
    let profiles = profiles((old, &old_units), (new, &new_units), &context);
    let groups = align(&profiles, &Model::FITTED);
    let matches: Vec<Match> =
        groups.iter().map(|group| matched(group, &old_units, &new_units, &context)).collect();
    let left = |units: &[Unit<'_>], side: fn(&Group) -> &[usize]| {
        let mut used = vec![false; units.len()];
        groups.iter().flat_map(side).for_each(|unit| used[*unit] = true);
        (0..units.len()).filter(|unit| !used[*unit]).collect::<Vec<_>>()
    };
    let added: Vec<Added> = left(&new_units, |group| &group.new)
        .into_iter()
        .map(|unit| Added { new: vec![new_units[unit].ordinal()], new_tasks: vec![view(&new_units[unit])] })
        .collect();
    let removed: Vec<Removed> = left(&old_units, |group| &group.old)
        .into_iter()
        .map(|unit| Removed { old: vec![old_units[unit].ordinal()], old_tasks: vec![view(&old_units[unit])] })
        .collect();
    let counts = counts(&matches, &added, &removed);
    let stale = stale(&new_units, &context);
    Diff {
        schema: SCHEMA.to_owned(),
        old: compared(old),
        new: compared(new),
        matches,
        added,
        removed,
        stale,
        counts,
    }
}

/// The profiles of both sides; leads of the old one are those that the new one may name.
pub(crate) fn profiles(
    old: (&Side<'_>, &[Unit<'_>]),
    new: (&Side<'_>, &[Unit<'_>]),
    context: &Context<'_>,
) -> Profiles {
    let successor = |id: &str| {
        let id = succeeded(id, &context.place, context.day);
        // Whoever took work over may answer for it now as well.
        let handed = agency::after(&id, &context.place).filter(|s| s.passing == Passing::Transferred);
        let mut bodies: Vec<String> = handed.map(|s| s.successor_id.clone()).collect();
        bodies.push(id);
        bodies
    };
    Profiles::new(old, new, context.glossary, &successor)
}

/// What the texts of both sides explain of their abbreviations.
pub(crate) fn glossary(sides: &[&[Unit<'_>]]) -> Glossary {
    let mut glossary = Glossary::default();
    for task in sides.iter().flat_map(|units| units.iter()).flat_map(|unit| &unit.tasks) {
        if task.task.contains('(') {
            glossary.learn(&tokens(&task.task));
        }
    }
    glossary
}

fn compared(side: &Side<'_>) -> Compared {
    let number = match side.number {
        (Some(number), Some(symbol)) => Some(format!("{number}/{symbol}")),
        (None, Some(symbol)) => Some(format!("…/{symbol}")),
        (number, None) => number.map(str::to_owned),
    };
    Compared {
        source: side.source.clone(),
        number,
        period: side.period,
        appendix: side.appendix.label.clone(),
        title: side.appendix.title.clone(),
    }
}

fn matched(group: &Group, old: &[Unit<'_>], new: &[Unit<'_>], context: &Context<'_>) -> Match {
    let old: Vec<&Unit<'_>> = group.old.iter().map(|unit| &old[*unit]).collect();
    let new: Vec<&Unit<'_>> = group.new.iter().map(|unit| &new[*unit]).collect();
    let changes = changes(&old, &new, context);
    let relation = match (old.len(), new.len()) {
        (1, 1) if changes.iter().all(|change| change.field == Field::Section) => Relation::Same,
        (1, 1) => Relation::Changed,
        (1, _) => Relation::Split,
        _ => Relation::Merged,
    };
    let section = |units: &[&Unit<'_>]| {
        let path = &units.first()?.tasks.first()?.section;
        let names: Vec<String> = path.iter().map(section_name).filter(|n| !n.is_empty()).collect();
        (!names.is_empty()).then(|| names.join(" › "))
    };
    Match {
        old: old.iter().map(|u| u.ordinal()).collect(),
        new: new.iter().map(|u| u.ordinal()).collect(),
        relation,
        confidence: (group.confidence * 1000.0).round() / 1000.0,
        review: group.confidence < SURE,
        old_section: section(&old),
        new_section: section(&new),
        section_moved: changes.iter().any(|change| change.field == Field::Section),
        changes,
        old_tasks: old.iter().map(|u| view(u)).collect(),
        new_tasks: new.iter().map(|u| view(u)).collect(),
    }
}

fn view(unit: &Unit<'_>) -> TaskView {
    let units = [unit];
    let some = |text: String| Some(text).filter(|t| !t.is_empty());
    let own = unit.tasks.iter().filter_map(|t| t.leader.as_deref());
    let rows = assignments(&units).filter_map(|a| a.leader.as_deref());
    let leader = distinct(own.chain(rows)).join("; ");
    let each = |agencies: fn(&vanthu_appendix::model::Assignment) -> &Vec<AgencyRef>| {
        let mut out: Vec<&AgencyRef> = Vec::new();
        for agency in assignments(&units).flat_map(agencies) {
            if !out.iter().any(|known| known.agency == agency.agency) {
                out.push(agency);
            }
        }
        let names = out.iter().map(|a| a.text.to_string()).collect();
        (names, out.iter().map(|a| a.agency.to_string()).collect())
    };
    let (lead, lead_agencies) = each(|a| &a.lead);
    let (support, support_agencies) = each(|a| &a.support);
    let first = unit.tasks.first();
    TaskView {
        ordinal: unit.ordinal(),
        index: unit.index,
        section: first.map(|t| t.section.iter().map(section_name).collect()).unwrap_or_default(),
        task: unit.text(),
        product: some(joined(&units, "\n", |a| a.product.as_deref())),
        leader: some(leader),
        lead,
        lead_agencies,
        support,
        support_agencies,
        deadline: some(joined(&units, "; ", |a| a.deadline.as_ref().map(|d| d.text.as_str()))),
        provenance: first.map(|t| t.provenance.clone()).unwrap_or_default(),
    }
}

fn counts(matches: &[Match], added: &[Added], removed: &[Removed]) -> Counts {
    let mut counts = Counts { added: added.len(), removed: removed.len(), ..Counts::default() };
    for found in matches {
        match found.relation {
            Relation::Same => counts.same += 1,
            Relation::Changed => counts.changed += 1,
            Relation::Split => counts.split += 1,
            Relation::Merged => counts.merged += 1,
        }
        counts.old += found.old.len();
        counts.new += found.new.len();
        counts.moved += usize::from(found.section_moved);
        counts.review += usize::from(found.review);
        counts.material += usize::from(found.changes.iter().any(|c| c.material));
        for change in &found.changes {
            *counts.causes.entry(change.cause).or_default() += 1;
        }
    }
    counts.old += removed.len();
    counts.new += added.len();
    counts
}

/// Agencies that the new side names although they had ended by the day of its document.
fn stale(units: &[Unit<'_>], context: &Context<'_>) -> Vec<StaleAgency> {
    let mut out = Vec::new();
    let Some(day) = context.day else { return out };
    for unit in units {
        let units = [unit];
        let mut seen: Vec<&str> = Vec::new();
        for named in assignments(&units).flat_map(|a| a.lead.iter().chain(&a.support)) {
            if seen.contains(&&*named.agency) {
                continue;
            }
            seen.push(&named.agency);
            let ended = agency::after(&named.agency, &context.place).find(|s| {
                s.believed && s.passing != Passing::Transferred && s.since.is_some_and(|since| since <= day)
            });
            out.extend(ended.map(|end| StaleAgency {
                new: unit.ordinal(),
                text: named.text.to_string(),
                agency: named.agency.to_string(),
                since: end.since.map(PartialDate::from),
                act: end.act.map(str::to_owned),
                successor: end.successor.to_owned(),
            }));
        }
    }
    out
}
