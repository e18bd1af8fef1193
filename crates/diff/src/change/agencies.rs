//! Changes of agencies: sets of canonical ids, compared after succession.

use jiff::civil::Date;
use strsim::normalized_levenshtein;
use vanthu_appendix::agency::{Passing, Tier, after, tier};
use vanthu_appendix::model::AgencyRef;
use vanthu_document::PartialDate;

use super::{Context, assignments, change};
use crate::evidence::succeeded;
use crate::model::{Cause, Change, Field};
use crate::side::Unit;

/// An agency of one side, and whether the other side accounts for it.
#[derive(Debug, Clone)]
struct Named<'a> {
    text: &'a str,
    id: &'a str,
    explained: bool,
}

/// The agencies of one field on one side, each once.
fn named<'a>(agencies: impl Iterator<Item = &'a AgencyRef>) -> Vec<Named<'a>> {
    let mut out: Vec<Named<'_>> = Vec::new();
    for agency in agencies {
        if !out.iter().any(|known| *known.id == *agency.agency) {
            out.push(Named { text: &agency.text, id: &agency.agency, explained: false });
        }
    }
    out
}

/// Why one name stands where the other stood, if they are of one body.
struct Same {
    /// `None` where nothing changed.
    cause: Option<Cause>,
    since: Option<Date>,
    act: Option<&'static str>,
}

/// Adds the changes of leads and supports. `compared` says whether both tables have the column.
pub(super) fn compare(
    old: &[&Unit<'_>],
    new: &[&Unit<'_>],
    compared: (bool, bool),
    context: &Context<'_>,
    out: &mut Vec<Change>,
) {
    let mut old_lead = named(assignments(old).flat_map(|a| &a.lead));
    let mut new_lead = named(assignments(new).flat_map(|a| &a.lead));
    let mut old_support = named(assignments(old).flat_map(|a| &a.support));
    let mut new_support = named(assignments(new).flat_map(|a| &a.support));
    if compared.0 {
        explain(Field::Lead, &mut old_lead, &mut new_lead, context, out);
    }
    if compared.1 {
        explain(Field::Support, &mut old_support, &mut new_support, context, out);
    }
    if compared.0 && compared.1 {
        swap((Field::Lead, &mut old_lead), &mut new_support, context, out);
        swap((Field::Support, &mut old_support), &mut new_lead, context, out);
    }
    if compared.0 {
        leftover(Field::Lead, &mut old_lead, &mut new_lead, context, out);
    }
    if compared.1 {
        leftover(Field::Support, &mut old_support, &mut new_support, context, out);
    }
}

/// Pairs agencies of one field that are one body, the surest reason first.
fn explain(
    field: Field,
    old: &mut [Named<'_>],
    new: &mut [Named<'_>],
    context: &Context<'_>,
    out: &mut Vec<Change>,
) {
    for reason in [identical, succession, renamed] {
        for before in old.iter_mut() {
            // Several old bodies may have gone into one new one, so that a new name explains more than one old one.
            let fits = |n: &&mut Named<'_>| reason(before, n, context).is_some();
            if before.explained {
                continue;
            }
            let free = new.iter_mut().filter(|n| !n.explained).find(fits);
            let fits = |n: &&mut Named<'_>| reason(before, n, context).is_some();
            let any = match free {
                Some(found) => Some(found),
                None => new.iter_mut().find(fits).filter(|_| before_may_share(before, context)),
            };
            let Some(after) = any else { continue };
            let Some(same) = reason(before, after, context) else { continue };
            before.explained = true;
            after.explained = true;
            if let Some(cause) = same.cause {
                let mut change = change(field, before.text, after.text, cause, false);
                (change.since, change.act) = (same.since.map(PartialDate::from), same.act.map(str::to_owned));
                out.push(change);
            }
        }
    }
}

/// Whether a body went into one that stood before, so that the new name may stand for others too.
fn before_may_share(before: &Named<'_>, context: &Context<'_>) -> bool {
    succeeded(before.id, &context.place, context.day) != before.id || tier(before.id).is_some()
}

fn identical(old: &Named<'_>, new: &Named<'_>, _: &Context<'_>) -> Option<Same> {
    let same_tier = tier(old.id).zip(tier(new.id)).is_some_and(|(a, b)| a == b);
    (old.id == new.id || same_tier).then_some(Same { cause: None, since: None, act: None })
}

fn succession(old: &Named<'_>, new: &Named<'_>, context: &Context<'_>) -> Option<Same> {
    let in_force = |since: Option<Date>| since.zip(context.day).is_none_or(|(since, day)| since <= day);
    for found in after(old.id, &context.place) {
        let same_tier = || tier(&found.successor_id).zip(tier(new.id)).is_some_and(|(a, b)| a == b);
        if found.passing == Passing::Transferred || !in_force(found.since) {
            continue;
        }
        if found.successor_id == new.id || same_tier() {
            let cause = match found.passing {
                Passing::LevelEnded => Cause::DistrictToCommune,
                Passing::Renamed => Cause::AgencyRenamed,
                Passing::Merged | Passing::Transferred => Cause::AgencySucceeded,
            };
            return Some(Same { cause: Some(cause), since: found.since, act: found.act });
        }
    }
    if succeeded(old.id, &context.place, context.day) == new.id {
        return Some(Same { cause: Some(Cause::AgencySucceeded), since: None, act: None });
    }
    // A single district, or a list that mixes both levels.
    let communes = tier(new.id).filter(|(_, t)| *t == Tier::Commune);
    let single = ["huyen-", "quan-", "thi-xa-"]
        .iter()
        .any(|level| old.id.strip_prefix("uy-ban-nhan-dan-").is_some_and(|rest| rest.starts_with(level)));
    let both = tier(old.id).zip(communes).is_some_and(|(o, n)| o.0 == n.0 && o.1 != Tier::Commune);
    let level = after("uy-ban-nhan-dan-cap-huyen", &context.place).next();
    let level = level.filter(|l| in_force(l.since))?;
    (communes.is_some() && (single || both)).then_some(Same {
        cause: Some(Cause::DistrictToCommune),
        since: level.since,
        act: level.act,
    })
}

/// Names of one body that differ by a slip or by words added: `Viện Nghiên cứu` and `Viện Nghiên cứu phát triển`.
fn renamed(old: &Named<'_>, new: &Named<'_>, _: &Context<'_>) -> Option<Same> {
    let same = |cause| Some(Same { cause: Some(cause), since: None, act: None });
    let (a, b): (Vec<&str>, Vec<&str>) = (old.id.split('-').collect(), new.id.split('-').collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    // `Sở Y tế` and `Sở Tư pháp` are near in letters, and two bodies: a slip changes a letter or two of a long name.
    let same_words = short.len() == long.len() && short.iter().zip(long).filter(|(x, y)| x != y).count() == 1;
    if old.id.len() >= 12
        && normalized_levenshtein(old.id, new.id) >= 0.93
        && (same_words || short.len() != long.len())
    {
        return same(Cause::TypingError);
    }
    let begins = short.len() >= 3 && long.starts_with(short) && 2 * short.len() >= long.len();
    let ends = short.len() >= 3 && long.ends_with(short) && 2 * short.len() >= long.len();
    let kept = short.iter().filter(|w| long.contains(w)).count();
    let widened = short.len() >= 5 && kept == short.len() && 2 * short.len() >= long.len();
    (begins || ends || widened).then(|| same(Cause::AgencyRenamed))?
}

/// Agencies that went from one field to the other.
fn swap(
    (field, old): (Field, &mut [Named<'_>]),
    new: &mut [Named<'_>],
    context: &Context<'_>,
    out: &mut Vec<Change>,
) {
    for before in old.iter_mut().filter(|o| !o.explained) {
        let fits = |n: &&mut Named<'_>| {
            !n.explained
                && (identical(before, n, context).is_some() || succession(before, n, context).is_some())
        };
        let Some(after) = new.iter_mut().find(fits) else { continue };
        before.explained = true;
        after.explained = true;
        out.push(change(field, before.text, after.text, Cause::LeadSupportSwapped, true));
    }
}

/// What nothing explains: work handed on, other agencies, more, fewer.
fn leftover(
    field: Field,
    old: &mut [Named<'_>],
    new: &mut [Named<'_>],
    context: &Context<'_>,
    out: &mut Vec<Change>,
) {
    for before in old.iter_mut().filter(|o| !o.explained) {
        let handed = |n: &&mut Named<'_>| {
            let mut passed = after(before.id, &context.place);
            !n.explained && passed.any(|s| s.passing == Passing::Transferred && s.successor_id == n.id)
        };
        let Some(found) = new.iter_mut().find(handed) else { continue };
        before.explained = true;
        found.explained = true;
        let mut change = change(field, before.text, found.text, Cause::Transferred, true);
        let passed = after(before.id, &context.place).find(|s| s.passing == Passing::Transferred);
        (change.since, change.act) =
            passed.map_or((None, None), |s| (s.since.map(PartialDate::from), s.act.map(str::to_owned)));
        out.push(change);
    }
    let left = |names: &[Named<'_>]| {
        names.iter().filter(|n| !n.explained).map(|n| n.text).collect::<Vec<_>>().join("; ")
    };
    let (before, after) = (left(old), left(new));
    let cause = match (before.is_empty(), after.is_empty()) {
        (true, true) => return,
        (true, false) => Cause::AgencyAdded,
        (false, true) => Cause::AgencyDropped,
        // Another lead beside one that stays is no reassignment.
        (false, false) if field == Field::Lead && !old.iter().any(|o| o.explained) => Cause::Reassigned,
        (false, false) => {
            out.push(change(field, &before, "", Cause::AgencyDropped, true));
            out.push(change(field, "", &after, Cause::AgencyAdded, true));
            return;
        }
    };
    out.push(change(field, &before, &after, cause, true));
}
