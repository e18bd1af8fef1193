//! The summary and the table for the terminal.

use std::fmt::Write;

use vanthu_diff::chain::Chain;
use vanthu_diff::model::{Compared, Diff, Match, TaskView};
use vanthu_document::diagnostic::Language;

use super::labels;
use crate::locale::pick;

/// Counts, then every match with its changes in the new side's order, then what was added and removed.
pub(crate) fn render(diff: &Diff, language: Language) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "- {}\n+ {}\n", side(&diff.old), side(&diff.new));
    let counts = labels::counts(&diff.counts, language);
    let said: Vec<String> = counts.iter().map(|(name, number)| format!("{number} {name}")).collect();
    let _ = writeln!(out, "{}\n", said.join(" · "));
    for found in &diff.matches {
        entry(found, language, &mut out);
    }
    let added = pick(language, "THÊM MỚI", "ADDED");
    let removed = pick(language, "ĐÃ BỎ", "REMOVED");
    list(added, '+', diff.added.iter().flat_map(|a| &a.new_tasks), &mut out);
    list(removed, '-', diff.removed.iter().flat_map(|r| &r.old_tasks), &mut out);
    if !diff.stale.is_empty() {
        let heading = pick(language, "TÊN CƠ QUAN ĐÃ HẾT HIỆU LỰC", "AGENCIES THAT HAD ENDED");
        let _ = writeln!(out, "\n{heading}");
        for stale in &diff.stale {
            let act = stale.act.as_deref().unwrap_or_default();
            let _ = writeln!(out, "! {}: {} → {} ({act})", stale.new, stale.text, stale.successor);
        }
    }
    out
}

/// Each line of descent: its ordinals from plan to plan, and the newest text.
pub(crate) fn render_chain(chain: &Chain, language: Language) -> String {
    let mut out = String::new();
    for (place, source) in chain.sources.iter().enumerate() {
        let _ = writeln!(out, "{}. {}", place + 1, side(source));
    }
    let through = chain.lines.iter().filter(|l| l.steps.iter().all(|s| !s.tasks.is_empty())).count();
    let _ = match language {
        Language::Vietnamese => {
            writeln!(out, "\n{} dòng kế thừa, {through} dòng xuyên suốt mọi văn bản\n", chain.lines.len())
        }
        Language::English => {
            writeln!(out, "\n{} lines of descent, {through} through all documents\n", chain.lines.len())
        }
    };
    for line in &chain.lines {
        let ordinals = line
            .steps
            .iter()
            .map(|s| if s.ordinals.is_empty() { "∅".to_owned() } else { s.ordinals.join("+") });
        let newest = line.steps.iter().rev().find_map(|s| s.tasks.first()).map_or("", |t| &t.task);
        let mark = if line.review { "?" } else { "" };
        let _ =
            writeln!(out, "{}{mark}  {}", ordinals.collect::<Vec<_>>().join(" → "), shortened(newest, 100));
    }
    out
}

fn side(side: &Compared) -> String {
    let parts =
        [Some(side.source.path.as_str()), side.number.as_deref(), Some(&side.appendix), Some(&side.title)];
    parts.into_iter().flatten().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn entry(found: &Match, language: Language, out: &mut String) {
    let mark = if found.review { "?" } else { "" };
    let sure = (found.confidence * 100.0).round();
    let relation = labels::relation(found.relation, language);
    let (old, new) = (found.old.join("+"), found.new.join("+"));
    let task = found.new_tasks.first().map_or("", |t| &t.task);
    let _ = writeln!(out, "{old} → {new}{mark}  [{relation}, {sure}%]  {}", shortened(task, 90));
    for change in &found.changes {
        let mark = if change.material { '*' } else { ' ' };
        let field = labels::field(change.field, language);
        let (old, new) = (change.old.as_deref().unwrap_or("∅"), change.new.as_deref().unwrap_or("∅"));
        let reason = labels::reason(change, language);
        let _ =
            writeln!(out, "   {mark} {field}: {} → {}  ({reason})", shortened(old, 70), shortened(new, 70));
    }
}

fn list<'t>(heading: &str, mark: char, tasks: impl Iterator<Item = &'t TaskView>, out: &mut String) {
    let mut tasks = tasks.peekable();
    if tasks.peek().is_some() {
        let _ = writeln!(out, "\n{heading}");
    }
    for task in tasks {
        let _ = writeln!(out, "{mark} {}  {}", task.ordinal, shortened(&task.task, 110));
    }
}

/// `text` in one line of at most `most` characters.
fn shortened(text: &str, most: usize) -> String {
    let line = vanthu_text::single_spaced(text);
    match line.char_indices().nth(most) {
        Some((cut, _)) => format!("{}…", line[..cut].trim_end()),
        None => line.into_owned(),
    }
}
