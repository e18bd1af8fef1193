//! The report: one HTML file without links to anything, to be sent and printed.

use std::collections::BTreeMap;
use std::fmt::Write;

use vanthu_diff::model::{Change, Compared, Diff, Field, Match, Relation, TaskView};
use vanthu_diff::words::{Fate, pieces};
use vanthu_document::diagnostic::Language;
use vanthu_export::html::escaped;

use super::labels;
use crate::locale::pick;

/// The report of a comparison.
pub(crate) fn render(diff: &Diff, language: Language) -> String {
    let mut page = Page { out: String::with_capacity(64 << 10), language };
    page.head(diff);
    page.counts(diff);
    page.filters(diff);
    page.table(diff);
    page.removed(diff);
    page.stale(diff);
    page.push("<script>");
    page.push(include_str!("report.js"));
    page.push("</script>\n</body>\n</html>\n");
    page.out
}

/// The two sides of a text with what went out and what came in marked.
fn marked(old: &str, new: &str) -> (String, String) {
    let (mut before, mut after) = (String::new(), String::new());
    for piece in pieces(old, new) {
        let text = escaped(&piece.text);
        // Writing to a string cannot fail.
        match piece.fate {
            Fate::Kept => {
                before.push_str(&text);
                after.push_str(&text);
            }
            Fate::Deleted => {
                let _ = write!(before, "<del>{text}</del>");
            }
            Fate::Inserted => {
                let _ = write!(after, "<ins>{text}</ins>");
            }
        }
    }
    (before, after)
}

/// What stands in the row of a task of the new side.
enum Row<'d> {
    Match(&'d Match),
    Added(&'d TaskView),
}

struct Page {
    out: String,
    language: Language,
}

impl Page {
    fn push(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn say(&self, vietnamese: &'static str, english: &'static str) -> &'static str {
        pick(self.language, vietnamese, english)
    }

    fn head(&mut self, diff: &Diff) {
        let code = pick(self.language, "vi", "en");
        let title = self.say("So sánh phụ lục", "Comparison of appendices");
        let name = |side: &Compared| {
            let parts = [side.number.as_deref(), Some(&side.appendix), Some(&side.title)];
            let parts: Vec<&str> = parts.into_iter().flatten().filter(|p| !p.is_empty()).collect();
            escaped(&parts.join(" · "))
        };
        let _ = write!(
            self.out,
            "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}: {} → {}</title>\n<style>\n{}</style>\n</head>\n<body>\n<h1>{title}</h1>\n\
             <p class=\"sides\">{}: <b>{}</b> ({})<br>{}: <b>{}</b> ({})</p>\n",
            escaped(&file_name(&diff.old.source.path)),
            escaped(&file_name(&diff.new.source.path)),
            include_str!("report.css"),
            self.say("Văn bản cũ", "Old document"),
            name(&diff.old),
            escaped(&diff.old.source.path),
            self.say("Văn bản mới", "New document"),
            name(&diff.new),
            escaped(&diff.new.source.path),
        );
    }

    fn counts(&mut self, diff: &Diff) {
        self.push("<ul class=\"counts\">\n");
        for (name, number) in labels::counts(&diff.counts, self.language) {
            let _ = writeln!(self.out, "<li><b>{number}</b>{name}</li>");
        }
        self.push("</ul>\n");
    }

    fn filters(&mut self, diff: &Diff) {
        let mut agencies: BTreeMap<&str, &str> = BTreeMap::new();
        let mut sections: Vec<&str> = Vec::new();
        for view in views(diff) {
            let ids = view.lead_agencies.iter().chain(&view.support_agencies);
            for (id, name) in ids.zip(view.lead.iter().chain(&view.support)) {
                agencies.entry(id).or_insert(name);
            }
            if let Some(section) = view.section.last().filter(|s| !sections.contains(&s.as_str())) {
                sections.push(section);
            }
        }
        let mut by_name: Vec<(&str, &str)> = agencies.into_iter().collect();
        by_name.sort_by_key(|(id, _)| *id);
        let all = self.say("tất cả", "all");
        let _ = write!(
            self.out,
            "<div class=\"filters\">\n<label><input type=\"checkbox\" id=\"material\"> {}</label>\n\
             <label><input type=\"checkbox\" id=\"review\"> {}</label>\n\
             <label>{} <select id=\"agency\"><option value=\"\">{all}</option>",
            self.say("chỉ thay đổi thực chất", "material changes only"),
            self.say("chỉ phần cần xem lại", "to review only"),
            self.say("Cơ quan", "Agency"),
        );
        for (id, name) in by_name {
            let _ = write!(self.out, "<option value=\"{}\">{}</option>", escaped(id), escaped(name));
        }
        let _ = write!(
            self.out,
            "</select></label>\n<label>{} <select id=\"section\"><option value=\"\">{all}</option>",
            self.say("Mục", "Section"),
        );
        for section in sections {
            let section = escaped(section);
            let _ = write!(self.out, "<option value=\"{section}\">{section}</option>");
        }
        let _ = writeln!(
            self.out,
            "</select></label>\n<label>{} <input type=\"search\" id=\"word\"></label>\n<span id=\"shown\"></span>\n\
             <span class=\"legend\"><del>{}</del> <ins>{}</ins> ◆ {}</span>\n</div>",
            self.say("Tìm", "Find"),
            self.say("bỏ đi", "gone"),
            self.say("thêm vào", "new"),
            self.say("thực chất", "material"),
        );
    }

    fn table_head(&mut self, columns: [&str; 4]) {
        let _ = write!(
            self.out,
            "<table>\n<colgroup><col class=\"what\"><col><col><col class=\"changes\"></colgroup>\n<thead><tr>{}</tr></thead>\n<tbody>\n",
            columns.map(|c| format!("<th scope=\"col\">{c}</th>")).concat()
        );
    }

    fn table(&mut self, diff: &Diff) {
        let title = self.say("Nhiệm vụ của văn bản mới", "Tasks of the new document");
        let _ = writeln!(self.out, "<h2>{title}</h2>");
        let columns = [
            self.say("Kết quả", "Result"),
            self.say("Cũ", "Old"),
            self.say("Mới", "New"),
            self.say("Thay đổi và nguyên nhân", "Changes and causes"),
        ];
        self.table_head(columns);
        let matches = diff.matches.iter().filter_map(|m| Some((m.new_tasks.first()?.index, Row::Match(m))));
        let added = diff.added.iter().flat_map(|a| &a.new_tasks).map(|t| (t.index, Row::Added(t)));
        let mut rows: Vec<(usize, Row<'_>)> = matches.chain(added).collect();
        rows.sort_by_key(|(index, _)| *index);
        let mut section: Option<&str> = None;
        for (_, row) in &rows {
            let first = match row {
                Row::Match(found) => found.new_tasks.first(),
                Row::Added(task) => Some(*task),
            };
            let own = first.and_then(|t| t.section.last()).map(String::as_str);
            if own != section {
                section = own;
                let name = escaped(own.unwrap_or("–"));
                let _ = writeln!(
                    self.out,
                    "<tr class=\"section\"><th colspan=\"4\" scope=\"rowgroup\">{name}</th></tr>"
                );
            }
            match row {
                Row::Match(found) => self.matched(found, own.unwrap_or_default()),
                Row::Added(task) => {
                    self.row_start(&[task], own.unwrap_or_default(), true, false);
                    let badge =
                        format!("<span class=\"badge added\">+ {}</span>", self.say("thêm mới", "added"));
                    let _ = write!(
                        self.out,
                        "<span class=\"ordinal\">{}</span><br>{badge}</td>",
                        escaped(&task.ordinal)
                    );
                    self.push("<td class=\"none\">–</td><td>");
                    let text = escaped(&task.task);
                    self.task(task, &text);
                    self.push("</td><td></td></tr>\n");
                }
            }
        }
        self.push("</tbody>\n</table>\n");
    }

    fn row_start(&mut self, tasks: &[&TaskView], section: &str, material: bool, review: bool) {
        let mut agencies: Vec<&str> = tasks
            .iter()
            .flat_map(|t| t.lead_agencies.iter().chain(&t.support_agencies))
            .map(String::as_str)
            .collect();
        agencies.sort_unstable();
        agencies.dedup();
        let _ = write!(
            self.out,
            "<tr data-row data-material=\"{}\" data-review=\"{}\" data-section=\"{}\" data-agencies=\"{}\"><td>",
            u8::from(material),
            u8::from(review),
            escaped(section),
            escaped(&agencies.join(" ")),
        );
    }

    fn matched(&mut self, found: &Match, section: &str) {
        let material = found.changes.iter().any(|c| c.material)
            || matches!(found.relation, Relation::Split | Relation::Merged);
        let tasks: Vec<&TaskView> = found.new_tasks.iter().chain(&found.old_tasks).collect();
        self.row_start(&tasks, section, material, found.review);
        let _ = write!(
            self.out,
            "<span class=\"ordinal\">{} → {}</span><br><span class=\"badge\">{}</span>",
            escaped(&found.old.join(" + ")),
            escaped(&found.new.join(" + ")),
            labels::relation(found.relation, self.language),
        );
        if material {
            let word = self.say("thực chất", "material");
            let _ = write!(self.out, "<span class=\"badge material\">◆ {word}</span>");
        }
        if found.review {
            let word = self.say("cần xem lại", "to review");
            let _ = write!(self.out, "<span class=\"badge review\">? {word}</span>");
        }
        let sure = self.say("độ tin cậy", "confidence");
        let percent = (found.confidence * 100.0).floor();
        let _ = write!(self.out, "<br><span class=\"sure\">{sure} {percent}%</span></td>");
        let text = |tasks: &[TaskView]| tasks.iter().map(|t| t.task.as_str()).collect::<Vec<_>>().join("\n");
        if let ([old], [new]) = (found.old_tasks.as_slice(), found.new_tasks.as_slice()) {
            let (before, after) = marked(&old.task, &new.task);
            self.push("<td>");
            self.task(old, &before);
            self.push("</td><td>");
            self.task(new, &after);
        } else {
            // Words are compared with all the other side says.
            let (all_old, all_new) = (text(&found.old_tasks), text(&found.new_tasks));
            self.push("<td>");
            for task in &found.old_tasks {
                let shown = marked(&task.task, &all_new).0;
                self.task(task, &shown);
            }
            self.push("</td><td>");
            for task in &found.new_tasks {
                let shown = marked(&all_old, &task.task).1;
                self.task(task, &shown);
            }
        }
        self.push("</td><td>");
        self.changes(&found.changes);
        self.push("</td></tr>\n");
    }

    fn changes(&mut self, changes: &[Change]) {
        if changes.is_empty() {
            return;
        }
        self.push("<ul class=\"list\">");
        for change in changes {
            let class = if change.material { "material" } else { "minor" };
            let field = labels::field(change.field, self.language);
            let reason = escaped(&labels::reason(change, self.language));
            let _ = write!(self.out, "<li class=\"{class}\"><span class=\"field\">{field}</span>: ");
            // The texts stand beside; of the task only the cause is repeated.
            if change.field != Field::Task {
                let side = |text: &Option<String>, tag: &str| {
                    text.as_deref().map_or(String::new(), |t| format!("<{tag}>{}</{tag}> ", escaped(t)))
                };
                let (old, new) = (side(&change.old, "del"), side(&change.new, "ins"));
                let _ = write!(self.out, "{old}{new}");
            }
            let _ = write!(self.out, "<span class=\"reason\">({reason})</span></li>");
        }
        self.push("</ul>");
    }

    /// A task with its fields; `text` is HTML.
    fn task(&mut self, task: &TaskView, text: &str) {
        let _ = write!(self.out, "<p class=\"task\">{text}</p><dl>");
        let fields = [
            (Field::Product, task.product.clone().unwrap_or_default()),
            (Field::Lead, task.lead.join("; ")),
            (Field::Support, task.support.join("; ")),
            (Field::Deadline, task.deadline.clone().unwrap_or_default()),
        ];
        for (field, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
            let name = labels::field(field, self.language);
            let _ = write!(self.out, "<dt>{name}</dt><dd>{}</dd>", escaped(&value));
        }
        self.push("</dl>");
        let place = labels::place(&task.provenance, self.language);
        if !place.is_empty() {
            let _ = write!(self.out, "<p class=\"place\">{}: {place}</p>", escaped(&task.ordinal));
        }
    }

    fn removed(&mut self, diff: &Diff) {
        if diff.removed.is_empty() {
            return;
        }
        let title = self.say("Nhiệm vụ đã bỏ", "Removed tasks");
        let _ = writeln!(self.out, "<h2>{title}</h2>");
        let columns = [
            self.say("Kết quả", "Result"),
            self.say("Cũ", "Old"),
            self.say("Mới", "New"),
            self.say("Mục", "Section"),
        ];
        self.table_head(columns);
        for task in diff.removed.iter().flat_map(|r| &r.old_tasks) {
            let section = task.section.last().cloned().unwrap_or_default();
            self.row_start(&[task], &section, true, false);
            let badge = format!("<span class=\"badge removed\">− {}</span>", self.say("đã bỏ", "removed"));
            let _ = write!(
                self.out,
                "<span class=\"ordinal\">{}</span><br>{badge}</td><td>",
                escaped(&task.ordinal)
            );
            let text = escaped(&task.task);
            self.task(task, &text);
            let _ = writeln!(self.out, "</td><td class=\"none\">–</td><td>{}</td></tr>", escaped(&section));
        }
        self.push("</tbody>\n</table>\n");
    }

    fn stale(&mut self, diff: &Diff) {
        if diff.stale.is_empty() {
            return;
        }
        let title = self.say(
            "Cơ quan đã chấm dứt hoạt động mà văn bản mới vẫn nêu",
            "Agencies that had ended and that the new document still names",
        );
        let _ = writeln!(self.out, "<h2>{title}</h2>\n<ul>");
        for stale in &diff.stale {
            let since = stale.since.map(|d| d.to_string()).unwrap_or_default();
            let parts = [since, stale.act.clone().unwrap_or_default()];
            let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
            let _ = writeln!(
                self.out,
                "<li>{}: {} → {} ({})</li>",
                escaped(&stale.new),
                escaped(&stale.text),
                escaped(&stale.successor),
                escaped(&parts.join(", ")),
            );
        }
        self.push("</ul>\n");
    }
}

/// Every task of both sides.
fn views(diff: &Diff) -> impl Iterator<Item = &TaskView> {
    let matched = diff.matches.iter().flat_map(|m| m.new_tasks.iter().chain(&m.old_tasks));
    let added = diff.added.iter().flat_map(|a| &a.new_tasks);
    matched.chain(added).chain(diff.removed.iter().flat_map(|r| &r.old_tasks))
}

fn file_name(path: &str) -> String {
    std::path::Path::new(path)
        .file_name()
        .map_or_else(|| path.to_owned(), |n| n.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_document_is_markup() {
        assert_eq!(escaped("<b> & \"x\""), "&lt;b&gt; &amp; &quot;x&quot;");
        let (old, new) = marked("Lập <sổ>", "Lập <b>sổ</b> mới");
        assert!(!old.contains("<sổ>") && !new.contains("<b>"), "{old} {new}");
        assert!(new.contains("<ins>"), "{new}");
    }
}
