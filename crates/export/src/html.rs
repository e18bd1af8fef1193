//! HTML: the document on one page without links to anything, to be read, printed and passed on. Tasks that the program is
//! not sure of are marked, and what a person should look at is listed.

use std::fmt::Write;

use vanthu_appendix::model::{Appendix, ConvertedDocument, Provenance, SectionRef, Task};
use vanthu_document::diagnostic::Language;
use vanthu_document::kind;
use vanthu_document::model::{Article, Citation, Clause, RelationType, Section};

use crate::body::{clause_line, closed, lead_in};
use crate::rows::{DOUBTFUL, document_reference, joined, reference};
use crate::table;

/// The document as a page of HTML.
#[must_use]
pub fn render(document: &ConvertedDocument, language: Language) -> String {
    let mut page = Page { out: String::with_capacity(32 << 10), language };
    page.head(document);
    page.facts(document);
    page.legal_bases(document);
    page.body(document);
    page.closing(document);
    document.appendices.iter().for_each(|appendix| page.appendix(appendix));
    page.citations(document);
    page.warnings(document);
    page.out.push_str("</body>\n</html>\n");
    page.out
}

/// Text as HTML prints it.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

/// The page while it is written. Writing to a string cannot fail.
struct Page {
    out: String,
    language: Language,
}

impl Page {
    fn say(&self, vietnamese: &'static str, english: &'static str) -> &'static str {
        self.language.pick(vietnamese, english)
    }

    /// An element with text.
    fn element(&mut self, name: &str, text: &str) {
        let _ = writeln!(self.out, "<{name}>{}</{name}>", escaped(text));
    }

    fn head(&mut self, document: &ConvertedDocument) {
        let kind = document.document.kind.as_deref().and_then(kind::by_slug).map(|k| k.name);
        let number = document_reference(&document.document);
        let name = joined(kind.into_iter().chain(number.as_deref()), " ");
        let title = document.document.title.as_deref().unwrap_or_default();
        let all = joined([name.as_str(), title], " – ");
        let all = if all.is_empty() { document.source.path.as_str() } else { all.as_str() };
        let _ = write!(
            self.out,
            "<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{0}</title>\n<style>\n{1}</style>\n</head>\n<body>\n<h1>{0}</h1>\n",
            escaped(all),
            include_str!("html.css"),
        );
    }

    fn facts(&mut self, document: &ConvertedDocument) {
        let about = &document.document;
        let period = about
            .period
            .map(|p| if p.from == p.to { p.from.to_string() } else { format!("{} – {}", p.from, p.to) });
        let sha: String = document.source.sha256.chars().take(16).collect();
        let source = format!("{} (SHA-256 {sha}…)", document.source.path);
        let restored = document.restoration.applied.then(|| {
            let syllables = document.restoration.changed;
            match self.language {
                Language::Vietnamese => format!("{syllables} âm tiết"),
                Language::English => format!("{syllables} syllables"),
            }
        });
        let facts = [
            (self.say("Cơ quan ban hành", "Issuer"), about.issuer.clone()),
            (self.say("Ngày", "Date"), about.date.map(|d| d.to_string())),
            (self.say("Nơi ban hành", "Place"), about.place.clone()),
            (self.say("Thời kỳ", "Period"), period),
            (self.say("Tệp nguồn", "Source file"), Some(source)),
            (self.say("Đã khôi phục dấu", "Diacritics restored"), restored),
        ];
        self.out.push_str("<header>\n<dl class=\"facts\">\n");
        for (name, value) in facts {
            if let Some(value) = value {
                let _ = writeln!(self.out, "<dt>{name}</dt><dd>{}</dd>", escaped(&value));
            }
        }
        for relation in &about.relations {
            let name = relation_name(relation.relation, self.language);
            let _ = writeln!(self.out, "<dt>{name}</dt><dd>{}</dd>", escaped(&target(&relation.target)));
        }
        self.out.push_str("</dl>\n</header>\n");
    }

    fn legal_bases(&mut self, document: &ConvertedDocument) {
        if document.document.legal_bases.is_empty() {
            return;
        }
        let title = self.say("Căn cứ", "Legal bases");
        let _ = writeln!(self.out, "<section>\n<h2>{title}</h2>\n<ul>");
        for basis in &document.document.legal_bases {
            self.element("li", &basis.text);
        }
        self.out.push_str("</ul>\n</section>\n");
    }

    fn body(&mut self, document: &ConvertedDocument) {
        if document.document.articles.is_empty() && document.document.outline.is_empty() {
            return;
        }
        let title = self.say("Nội dung", "Body");
        let _ = writeln!(self.out, "<main>\n<h2>{title}</h2>");
        document.document.articles.iter().for_each(|article| self.article(article));
        document.document.outline.iter().for_each(|section| self.section(section, 3));
        self.out.push_str("</main>\n");
    }

    fn article(&mut self, article: &Article) {
        self.out.push_str("<article>\n");
        self.element("h3", &article.label);
        let inside = lead_in(article);
        self.element("p", inside.unwrap_or(&article.text));
        if inside.is_some() {
            article.clauses.iter().for_each(|clause| self.clause(clause));
        }
        self.out.push_str("</article>\n");
    }

    fn clause(&mut self, clause: &Clause) {
        self.out.push_str("<div class=\"clause\">\n");
        self.element("p", &clause_line(clause));
        clause.clauses.iter().for_each(|inner| self.clause(inner));
        self.out.push_str("</div>\n");
    }

    fn section(&mut self, section: &Section, level: u8) {
        self.out.push_str("<section>\n");
        let label = closed(&section.label);
        if section.title.is_empty() {
            self.element("p", &joined([label.as_str(), section.text.as_str()], " "));
        } else {
            let heading = format!("h{}", level.min(6));
            self.element(&heading, &joined([label.as_str(), section.title.as_str()], " "));
            if !section.text.is_empty() {
                self.element("p", &section.text);
            }
        }
        section.children.iter().for_each(|child| self.section(child, level.saturating_add(1)));
        self.out.push_str("</section>\n");
    }

    fn closing(&mut self, document: &ConvertedDocument) {
        let about = &document.document;
        if about.signer.is_none() && about.recipients.is_empty() {
            return;
        }
        self.out.push_str("<footer>\n");
        if let Some(signer) = &about.signer {
            let authorities = signer.authority.iter().flat_map(|a| a.split("; "));
            let lines = authorities.chain(signer.position.as_deref()).chain(signer.name.as_deref());
            let lines: Vec<String> = lines.map(escaped).collect();
            let _ = writeln!(self.out, "<p class=\"signature\">{}</p>", lines.join("<br>"));
        }
        if !about.recipients.is_empty() {
            let title = self.say("Nơi nhận", "Recipients");
            let _ = writeln!(self.out, "<h3>{title}</h3>\n<ul>");
            about.recipients.iter().for_each(|recipient| self.element("li", recipient));
            self.out.push_str("</ul>\n");
        }
        self.out.push_str("</footer>\n");
    }

    fn appendix(&mut self, appendix: &Appendix) {
        self.out.push_str("<section>\n");
        let name = joined([appendix.label.as_str(), appendix.title.as_str()], " – ");
        self.element("h2", if name.is_empty() { self.say("Bảng", "Table") } else { name.as_str() });
        if !appendix.tasks.is_empty() {
            self.table(appendix);
        }
        self.out.push_str("</section>\n");
    }

    fn table(&mut self, appendix: &Appendix) {
        let columns = table::columns(appendix);
        self.out.push_str("<table>\n<thead><tr>");
        for column in &columns {
            let _ = write!(self.out, "<th scope=\"col\">{}</th>", escaped(&column.header));
        }
        let _ = writeln!(self.out, "<th scope=\"col\">{}</th></tr></thead>", self.say("Vị trí", "Place"));
        let mut section: &[SectionRef] = &[];
        self.out.push_str("<tbody>\n");
        for task in &appendix.tasks {
            for SectionRef { label, title } in table::opened(section, &task.section) {
                let name = joined([label.as_str(), title.as_str()], ". ");
                let _ = writeln!(
                    self.out,
                    "<tr class=\"section\"><th colspan=\"{}\" scope=\"rowgroup\">{}</th></tr>",
                    columns.len() + 1,
                    escaped(&name)
                );
            }
            section = &task.section;
            for (sub_row, assignment) in task.assignments.iter().enumerate() {
                let doubtful = task.confidence < DOUBTFUL;
                self.out.push_str(if doubtful { "<tr class=\"doubt\">" } else { "<tr>" });
                for (place, column) in columns.iter().enumerate() {
                    let merged = table::is_of_task(column);
                    if merged && sub_row > 0 {
                        continue;
                    }
                    let span = match task.assignments.len() {
                        rows if rows > 1 && merged => format!(" rowspan=\"{rows}\""),
                        _ => String::new(),
                    };
                    let text = table::cell(&columns, place, task, assignment);
                    let _ = write!(self.out, "<td{span}>{}</td>", escaped(&text));
                }
                if sub_row == 0 {
                    self.place(task);
                }
                self.out.push_str("</tr>\n");
            }
        }
        self.out.push_str("</tbody>\n</table>\n");
    }

    /// Where a task stands, and how sure the program is of it where it is not.
    fn place(&mut self, task: &Task) {
        let place = place(&task.provenance, self.language);
        let rows = task.assignments.len();
        let span = if rows > 1 { format!(" rowspan=\"{rows}\"") } else { String::new() };
        let _ = write!(self.out, "<td{span}><small>{place}</small>");
        if task.confidence < DOUBTFUL {
            let sure = self.say("cần xem lại: độ tin cậy", "to review: confidence");
            let percent = (task.confidence * 100.0).floor();
            let _ = write!(self.out, " <mark>{sure} {percent}%</mark>");
        }
        self.out.push_str("</td>");
    }

    fn citations(&mut self, document: &ConvertedDocument) {
        if document.document.citations.is_empty() {
            return;
        }
        let title = self.say("Văn bản được dẫn", "Cited documents");
        let _ = writeln!(self.out, "<section>\n<h2>{title}</h2>\n<ul>");
        document.document.citations.iter().for_each(|citation| self.element("li", &citation.text));
        self.out.push_str("</ul>\n</section>\n");
    }

    fn warnings(&mut self, document: &ConvertedDocument) {
        if document.warnings.is_empty() {
            return;
        }
        let title = self.say("Cần xem lại", "To review");
        let _ = writeln!(self.out, "<section>\n<h2>{title}</h2>\n<ul>");
        for warning in &document.warnings {
            let place = place(&warning.place, self.language);
            let message = escaped(&warning.message);
            let _ = writeln!(self.out, "<li>{message} <small>{place}</small></li>");
        }
        self.out.push_str("</ul>\n</section>\n");
    }
}

/// Page and lines in words.
fn place(provenance: &Provenance, language: Language) -> String {
    let page = provenance.page.map(|page| format!("{} {page}", language.pick("trang", "page")));
    let lines = provenance.lines.map(|(first, last)| {
        if first == last {
            format!("{} {first}", language.pick("dòng", "line"))
        } else {
            format!("{} {first}–{last}", language.pick("dòng", "lines"))
        }
    });
    joined([page.as_deref(), lines.as_deref()].into_iter().flatten(), ", ")
}

/// The kind of a relation in words.
fn relation_name(relation: RelationType, language: Language) -> &'static str {
    let (vietnamese, english) = match relation {
        RelationType::Amends => ("Sửa đổi, bổ sung", "Amends"),
        RelationType::Replaces => ("Thay thế", "Replaces"),
        RelationType::Repeals => ("Bãi bỏ", "Repeals"),
        RelationType::Implements => ("Triển khai", "Implements"),
        RelationType::AttachedTo => ("Kèm theo", "Attached to"),
    };
    language.pick(vietnamese, english)
}

/// The document that a relation names.
fn target(citation: &Citation) -> String {
    let kind = citation.kind.as_deref().and_then(kind::by_slug).map(|k| k.name);
    let number = reference(citation.number.as_deref(), citation.symbol.as_deref());
    let Some(number) = number else { return citation.text.clone() };
    joined(kind.into_iter().chain([number.as_str()]), " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn doubtful_tasks_and_warnings_are_marked() {
        let page = render(&sample::plan(), Language::English);
        assert_eq!(page.matches("<tr class=\"doubt\">").count(), 2, "{page}");
        assert!(page.contains("<mark>to review: confidence 41%</mark>"), "{page}");
        assert!(page.contains("<dt>Replaces</dt><dd>Luật 7/QĐ-UBND</dd>"), "{page}");
        assert!(page.contains("<h2>To review</h2>"), "{page}");
        let page = render(&sample::plan(), Language::Vietnamese);
        assert!(page.contains("<mark>cần xem lại: độ tin cậy 41%</mark>"), "{page}");
        assert!(page.contains("<td rowspan=\"2\">Quét hồ sơ hộ tịch</td>"), "{page}");
    }

    #[test]
    fn nothing_of_a_document_is_markup_and_nothing_is_loaded() {
        let mut document = sample::plan();
        document.document.title = Some("<script>alert(\"1\")</script>".to_owned());
        document.source.path = "<img src=x>.md".to_owned();
        let page = render(&document, Language::English);
        assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
        assert!(page.contains("Sổ *mục lục* | &lt;bìa&gt;"), "{page}");
        assert!(!page.contains("http") && !page.contains("url("), "{page}");
    }

    #[test]
    fn every_element_is_closed() {
        let page = render(&sample::plan(), Language::Vietnamese);
        let mut open: Vec<&str> = Vec::new();
        for tag in page.split('<').skip(2).filter_map(|part| part.split(['>', ' ']).next()) {
            match tag.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name)),
                None if !matches!(tag, "meta" | "br") => open.push(tag),
                None => {}
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }
}
