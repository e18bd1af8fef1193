//! Changes of a text: where it differs, and why each time.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use strsim::levenshtein;
use vanthu_appendix::agency::{self, Passing, canonical};
use vanthu_document::PartialDate;

use super::{Context, change};
use crate::evidence::succeeded;
use crate::model::{Cause, Change, Field};
use crate::text::{Kind, Token, rows, tokens};
use crate::words::{Hunk, hunks};

static FUNCTION_WORDS: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| rows(include_str!("../../data/function_words.tsv")).map(|(word, _)| word).collect());

/// Adds the changes from `old` to `new`, one for each cause, with the words concerned.
pub(super) fn compare(field: Field, old: &str, new: &str, context: &Context<'_>, out: &mut Vec<Change>) {
    if old == new {
        return;
    }
    let (a, b) = (tokens(old), tokens(new));
    if a.is_empty() || b.is_empty() {
        if a.len() != b.len() {
            out.push(change(field, old, new, other_words(field), true));
        }
        return;
    }
    // By cause: the words on both sides, and whether any of them is material.
    let mut found: Vec<Found> = Vec::new();
    for hunk in hunks(&a, &b).into_iter().flat_map(|hunk| peeled(hunk, &a, &b, context)) {
        let judged = judge(&hunk, &a, &b, field, context);
        let (before, after) = (printed(old, &a, &hunk.old), printed(new, &b, &hunk.new));
        match found.iter_mut().find(|f| f.judged.cause == judged.cause && f.judged.act == judged.act) {
            Some(known) => {
                known.judged.material |= judged.material;
                known.add(before, after);
            }
            None => found.push(Found { judged, old: before.to_owned(), new: after.to_owned() }),
        }
    }
    for Found { judged, old: before, new: after } in found {
        // A product is short, and a part of its name tells nobody anything.
        let whole = judged.cause == Cause::ProductChanged;
        let (before, after) = if whole { (old, new) } else { (before.as_str(), after.as_str()) };
        let mut change = change(field, before, after, judged.cause, judged.material);
        (change.since, change.act) = (judged.since.map(PartialDate::from), judged.act.map(str::to_owned));
        out.push(change);
    }
}

/// Why words differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Judged {
    cause: Cause,
    material: bool,
    since: Option<jiff::civil::Date>,
    act: Option<&'static str>,
}

struct Found {
    judged: Judged,
    old: String,
    new: String,
}

impl Found {
    fn add(&mut self, old: &str, new: &str) {
        for (all, more) in [(&mut self.old, old), (&mut self.new, new)] {
            if !all.is_empty() && !more.is_empty() {
                all.push_str(" … ");
            }
            all.push_str(more);
        }
    }
}

fn other_words(field: Field) -> Cause {
    if field == Field::Product { Cause::ProductChanged } else { Cause::Wording }
}

fn printed<'t>(text: &'t str, tokens: &[Token], range: &Range<usize>) -> &'t str {
    let (Some(first), Some(last)) =
        (tokens.get(range.start), range.clone().last().and_then(|l| tokens.get(l)))
    else {
        return "";
    };
    text.get(first.range.start..last.range.end).unwrap_or_default()
}

fn judge(hunk: &Hunk, old: &[Token], new: &[Token], field: Field, context: &Context<'_>) -> Judged {
    let before = old.get(hunk.old.clone()).unwrap_or_default();
    let after = new.get(hunk.new.clone()).unwrap_or_default();
    let judged = |cause: Cause, material: bool| Judged { cause, material, since: None, act: None };
    if abbreviated(hunk, old, new, context) {
        return judged(Cause::Abbreviation, false);
    }
    if year_rolled(before, after, context) {
        return judged(Cause::YearRolled, false);
    }
    if let Some((passing, since, act)) = passed(hunk, old, new, context) {
        let cause = match passing {
            Passing::LevelEnded => Cause::DistrictToCommune,
            Passing::Renamed => Cause::AgencyRenamed,
            Passing::Merged | Passing::Transferred => Cause::AgencySucceeded,
        };
        return Judged { cause, material: false, since, act };
    }
    if only_tiers(before, after) {
        let act = agency::after("uy-ban-nhan-dan-cap-huyen", &context.place).next();
        let (since, act) = (act.and_then(|a| a.since), act.and_then(|a| a.act));
        return Judged { cause: Cause::DistrictToCommune, material: false, since, act };
    }
    if slip(before, after) {
        return judged(Cause::TypingError, false);
    }
    let material = !(meaningless(before) && meaningless(after));
    judged(other_words(field), material)
}

/// Whether words carry no task of their own: function words and the formulas of administrative sentences.
fn meaningless(mut words: &[Token]) -> bool {
    while !words.is_empty() {
        let fits = |n: &usize| {
            let phrase =
                words.get(..*n).map(|w| w.iter().map(|t| t.folded.as_str()).collect::<Vec<_>>().join(" "));
            phrase.is_some_and(|p| FUNCTION_WORDS.contains(p.as_str()))
        };
        let Some(rest) = (1..=3).rev().find(fits).and_then(|n| words.get(n..)) else { return false };
        words = rest;
    }
    true
}

/// A hunk in up to three: a year that only rolled on, at its beginning or its end, has a cause of its own.
fn peeled(hunk: Hunk, old: &[Token], new: &[Token], context: &Context<'_>) -> Vec<Hunk> {
    let rolled = |o: Option<usize>, n: Option<usize>| {
        let (Some(o), Some(n)) = (o.and_then(|o| old.get(o..=o)), n.and_then(|n| new.get(n..=n))) else {
            return false;
        };
        year_rolled(o, n, context)
    };
    let mut middle = hunk;
    let mut out = Vec::new();
    let whole = |hunk: &Hunk| {
        hunk.old.len() <= 1 && hunk.new.len() <= 1 || hunk.old.is_empty() || hunk.new.is_empty()
    };
    if !whole(&middle) && rolled(Some(middle.old.start), Some(middle.new.start)) {
        let (o, n) = (middle.old.start, middle.new.start);
        out.push(Hunk { old: o..o + 1, new: n..n + 1 });
        middle = Hunk { old: o + 1..middle.old.end, new: n + 1..middle.new.end };
    }
    let mut last = None;
    if !whole(&middle) && rolled(middle.old.end.checked_sub(1), middle.new.end.checked_sub(1)) {
        let (o, n) = (middle.old.end - 1, middle.new.end - 1);
        last = Some(Hunk { old: o..o + 1, new: n..n + 1 });
        middle = Hunk { old: middle.old.start..o, new: middle.new.start..n };
    }
    out.push(middle);
    out.extend(last);
    out
}

/// Whether both sides are the same words once abbreviations are written out. An abbreviation explained in brackets, or no
/// longer explained, is one too.
fn abbreviated(hunk: &Hunk, old: &[Token], new: &[Token], context: &Context<'_>) -> bool {
    // The words before the hunk are those that brackets in it may explain; brackets behind it may explain its own.
    let around = |tokens: &[Token], range: &Range<usize>| {
        let end = range.end + usize::from(range.end < tokens.len());
        range.start.saturating_sub(8)..end
    };
    let words = |tokens: &[Token], range: &Range<usize>| {
        let tokens = tokens.get(around(tokens, range)).unwrap_or_default();
        context.glossary.words(tokens).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let short = |tokens: &[Token], range: &Range<usize>| {
        let tokens = tokens.get(range.start..around(tokens, range).end).unwrap_or_default();
        tokens.iter().any(|t| context.glossary.full(t).is_some())
    };
    (short(old, &hunk.old) || short(new, &hunk.new)) && words(old, &hunk.old) == words(new, &hunk.new)
}

/// Whether only years differ, and went on as the plans did; or the plan's own year was added or left out.
fn year_rolled(old: &[Token], new: &[Token], context: &Context<'_>) -> bool {
    let year =
        |t: &Token| (t.kind == Kind::Number && t.folded.len() == 4).then(|| t.folded.parse::<i16>().ok())?;
    let timely = |t: &Token| matches!(t.folded.as_str(), "nam" | "giai" | "doan" | "den" | "tu" | "va");
    let years = |tokens: &[Token]| tokens.iter().filter_map(year).collect::<Vec<_>>();
    let (a, b) = (years(old), years(new));
    let only = old.iter().chain(new).all(|t| timely(t) || year(t).is_some_and(|y| (1990..2100).contains(&y)));
    if !only || a.is_empty() && b.is_empty() {
        return false;
    }
    // The plan's own year may be named or left out.
    let own = |years: &[i16], plan: Option<i16>| plan.is_some_and(|plan| years.iter().all(|y| *y == plan));
    if a.is_empty() || b.is_empty() {
        return own(&a, context.plans.0) && own(&b, context.plans.1);
    }
    let steps: BTreeSet<i16> = a.iter().zip(&b).map(|(a, b)| b - a).collect();
    steps.iter().all(|s| *s > 0 && (*s <= 10 || Some(*s) == context.years))
}

/// Whether an agency's name stands where that of a former one stood. The name may begin before the differing words, and end
/// behind them.
fn passed(
    hunk: &Hunk,
    old: &[Token],
    new: &[Token],
    context: &Context<'_>,
) -> Option<(Passing, Option<jiff::civil::Date>, Option<&'static str>)> {
    let name = |tokens: &[Token], range: &Range<usize>, before: usize, after: usize| {
        let range = range.start.checked_sub(before)?..range.end + after;
        let words: Vec<&str> = tokens.get(range)?.iter().map(|t| t.key.as_str()).collect();
        (!words.is_empty()).then(|| canonical(&words.join(" "), None))
    };
    for before in 0..=4 {
        for after in 0..=3 {
            let (Some(was), Some(is)) =
                (name(old, &hunk.old, before, after), name(new, &hunk.new, before, after))
            else {
                continue;
            };
            let mut successions = agency::after(&was, &context.place);
            let direct = successions.find(|s| s.passing != Passing::Transferred && s.successor_id == is);
            if let Some(found) = direct {
                return Some((found.passing, found.since, found.act));
            }
            if was != is && succeeded(&was, &context.place, context.day) == is {
                return Some((Passing::Merged, None, None));
            }
        }
    }
    None
}

/// Whether only lists of levels of territory differ, and the old one is of the district level.
fn only_tiers(old: &[Token], new: &[Token]) -> bool {
    let level = |t: &Token| {
        matches!(
            t.folded.as_str(),
            "quan" | "huyen" | "thi" | "xa" | "phuong" | "tran" | "cap" | "cac" | "va" | "dac" | "khu"
        )
    };
    let district = |t: &Token| matches!(t.folded.as_str(), "quan" | "huyen");
    !old.is_empty()
        && old.iter().chain(new).all(level)
        && old.iter().any(district)
        && !new.iter().any(district)
}

/// Whether the words differ as a typist's slip does: marks only, or one letter of a word.
fn slip(old: &[Token], new: &[Token]) -> bool {
    let words = |tokens: &[Token]| tokens.iter().all(|t| t.kind == Kind::Word);
    if !words(old) || !words(new) {
        return false;
    }
    let joined = |tokens: &[Token]| tokens.iter().map(|t| t.folded.as_str()).collect::<String>();
    if joined(old) == joined(new) {
        return !old.is_empty();
    }
    let near = |(a, b): (&Token, &Token)| {
        a.key == b.key
            || a.folded == b.folded
            || a.folded.len().min(b.folded.len()) >= 4 && levenshtein(&a.folded, &b.folded) == 1
    };
    old.len() == new.len() && old.iter().zip(new).all(near)
}
