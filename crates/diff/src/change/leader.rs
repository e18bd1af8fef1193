//! Changes of leaders: who was named, and what office answers now.

use std::collections::BTreeSet;

use vanthu_text::exact_key;

use super::{Context, change};
use crate::model::{Cause, Change, Field};
use crate::text::tokens;

/// Adds the change of the leader, if there is one.
pub(super) fn compare(old: &str, new: &str, context: &Context<'_>, out: &mut Vec<Change>) {
    if exact_key(old) == exact_key(new) || old.is_empty() && new.is_empty() {
        return;
    }
    let (before, after) = (Leader::read(old, context), Leader::read(new, context));
    let (cause, material) = if old.is_empty() || new.is_empty() || before.office != after.office {
        (Cause::LeaderChanged, true)
    } else {
        match (before.named, after.named) {
            (true, false) => (Cause::LeaderToRole, false),
            (false, true) => (Cause::LeaderChanged, false),
            (true, true) if before.words != after.words => (Cause::LeaderChanged, true),
            _ if before.words == after.words => (Cause::TypingError, false),
            _ => (Cause::Wording, false),
        }
    };
    out.push(change(Field::Leader, old, new, cause, material));
}

/// Offices of leaders, folded, the longer before what they begin with. Source: Luật Tổ chức Chính phủ 2025, Luật Tổ chức chính
/// quyền địa phương 2025, Điều lệ Đảng, Luật Giáo dục 2019.
const OFFICES: [&str; 22] = [
    "pho chu tich",
    "pct",
    "chu tich",
    "pho thu tuong",
    "thu tuong",
    "thu truong",
    "bo truong",
    "pho bi thu",
    "bi thu",
    "pho giam doc",
    "giam doc",
    "pho chanh van phong",
    "chanh van phong",
    "pho cuc truong",
    "cuc truong",
    "pho vu truong",
    "vu truong",
    "pho hieu truong",
    "hieu truong",
    "pho truong",
    "truong",
    "lanh dao",
];

/// A leader as a cell gives them.
struct Leader {
    /// Places in [`OFFICES`] of the offices named.
    office: BTreeSet<usize>,
    /// Whether a person's name stands there.
    named: bool,
    /// All words.
    words: Vec<String>,
}

impl Leader {
    fn read(text: &str, context: &Context<'_>) -> Self {
        let all = tokens(text);
        let words: Vec<String> = context.glossary.words(&all).into_iter().map(str::to_owned).collect();
        let folded = format!(" {} ", words.join(" "));
        let mut rest = folded.clone();
        let mut office = BTreeSet::new();
        for (place, name) in OFFICES.iter().enumerate() {
            if rest.contains(&format!(" {name} ")) {
                // `PCT` is `Phó Chủ tịch`.
                office.insert(if *name == "pct" { 0 } else { place });
                rest = rest.replace(&format!(" {name} "), " | ");
            }
        }
        Self {
            office,
            named: text.split([',', ';', '-', '–', '(', ')']).any(|part| has_name(part, context)),
            words,
        }
    }
}

/// Words that stand in leaders' offices and never in a person's name as its only words.
const OF_OFFICES: [&str; 24] = [
    "uy", "ban", "nhan", "dan", "thanh", "pho", "tinh", "so", "bo", "van", "phong", "chu", "tich", "truc",
    "thuong", "hoi", "dong", "chi", "phu", "trach", "khoi", "linh", "vuc", "d",
];

/// Whether a person's name stands in a part of a cell: two to four words in a row, each with a capital, that are not all
/// words of offices, and no office among them.
fn has_name(part: &str, context: &Context<'_>) -> bool {
    let all = tokens(part);
    let capital = |t: &crate::text::Token| {
        let printed = part.get(t.range.clone()).unwrap_or_default();
        let mut letters = printed.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_lowercase)
            && context.glossary.full(t).is_none()
            && !["chu", "tich", "giam", "doc", "truong", "bi", "thu", "pho", "dong", "chi", "ong", "ba"]
                .contains(&t.folded.as_str())
    };
    let mut run: Vec<&str> = Vec::new();
    let mut runs: Vec<Vec<&str>> = Vec::new();
    for token in &all {
        if capital(token) {
            run.push(&token.folded);
        } else {
            runs.push(std::mem::take(&mut run));
        }
    }
    runs.push(run);
    runs.iter().any(|run| (2..=5).contains(&run.len()) && !run.iter().all(|w| OF_OFFICES.contains(w)))
}
