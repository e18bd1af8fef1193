//! Akoma Ntoso 3.0 (OASIS LegalDocML): the document for legal databases, with its parts named and its citations linked.
//!
//! Decisions, decrees, circulars and laws become `act`, all others `doc`. Articles hold `clause` (khoản) and `point` (điểm); the
//! headings of a plan become sections. The appendices are attachments with their tables. What Akoma Ntoso has no
//! element for (tasks, agencies, deadlines as dates, confidence) stays in the JSON.

mod eid;
mod iri;
mod meta;
mod xml;

use vanthu_appendix::model::{Appendix, ConvertedDocument, SectionRef};
use vanthu_document::kind;
use vanthu_document::model::{Article, Citation, Clause, Document, Section, Signer};

use self::eid::Ids;
use self::xml::Xml;
use crate::body::{closed, lead_in};
use crate::markdown::dated;
use crate::rows::{document_reference, joined};
use crate::table;

/// The namespace of Akoma Ntoso 3.0.
const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";

/// The elements of clauses, outermost first; what is deeper is `indent`.
const CLAUSES: [&str; 2] = ["clause", "point"];
/// The elements of headings, outermost first; what is deeper is `level`.
const HEADINGS: [&str; 5] = ["section", "subsection", "paragraph", "subparagraph", "point"];

/// The document as Akoma Ntoso.
#[must_use]
pub fn render(document: &ConvertedDocument) -> String {
    let mut akn = Akn { xml: Xml::new(), ids: Ids::default() };
    akn.document(document);
    let mut out = akn.xml.finish();
    out.push('\n');
    out
}

/// The document while it is written.
struct Akn {
    xml: Xml,
    ids: Ids,
}

impl Akn {
    /// An element with an identifier below `parent`, and what `inside` writes below that.
    fn part(&mut self, parent: &str, element: &str, label: &str, inside: impl FnOnce(&mut Self, &str)) {
        let id = self.ids.give(parent, element, label);
        self.element(element, &[("eId", &id)], |akn| inside(akn, &id));
    }

    fn element(&mut self, name: &str, attributes: xml::Attributes<'_>, inside: impl FnOnce(&mut Self)) {
        self.xml.open(name, attributes);
        inside(self);
        self.xml.close(name);
    }

    fn document(&mut self, document: &ConvertedDocument) {
        let about = &document.document;
        let act = iri::is_act(about.kind.as_deref());
        let (root, body) = if act { ("act", "body") } else { ("doc", "mainBody") };
        let kind = about.kind.as_deref().unwrap_or("van-ban");
        self.element("akomaNtoso", &[("xmlns", NAMESPACE)], |akn| {
            akn.element(root, &[("name", kind)], |akn| {
                let work = iri::of_document(about, &document.source.sha256);
                meta::write(&mut akn.xml, &meta::Work { document: about, name: &work, part: None });
                akn.preface(about);
                akn.preamble(about);
                akn.element(body, &[], |akn| akn.body(about, act));
                akn.conclusions(about);
                if !document.appendices.is_empty() {
                    akn.element("attachments", &[], |akn| {
                        document.appendices.iter().for_each(|a| akn.attachment(a, about, &work));
                    });
                }
            });
        });
    }

    /// A paragraph with one inline element in it.
    fn inline(&mut self, name: &str, attributes: xml::Attributes<'_>, text: &str) {
        self.element("p", &[], |akn| akn.xml.leaf(name, attributes, text));
    }

    fn preface(&mut self, about: &Document) {
        let kind = about.kind.as_deref().and_then(kind::by_slug).map(|kind| kind.name);
        let number = document_reference(about);
        let nothing = about.issuer.is_none() && number.is_none() && about.date.is_none();
        if nothing && kind.is_none() && about.title.is_none() {
            return;
        }
        self.element("preface", &[], |akn| {
            for issuer in about.issuer.iter().flat_map(|i| i.split("; ")) {
                akn.inline("docAuthority", &[], issuer);
            }
            if let Some(number) = &number {
                akn.inline("docNumber", &[], number);
            }
            if let Some(date) = about.date {
                let printed = dated(about.place.as_deref(), date);
                match date.day() {
                    Some(_) => akn.inline("docDate", &[("date", &date.to_string())], &printed),
                    // An attribute of a day would say more than is printed.
                    None => akn.xml.paragraphs(&printed),
                }
            }
            if kind.is_some() || about.title.is_some() {
                akn.element("longTitle", &[], |akn| {
                    akn.element("p", &[], |akn| {
                        if let Some(kind) = kind {
                            akn.xml.leaf("docType", &[], kind);
                            akn.xml.text(" ");
                        }
                        if let Some(title) = &about.title {
                            akn.xml.leaf("docTitle", &[], title);
                        }
                    });
                });
            }
        });
    }

    fn preamble(&mut self, about: &Document) {
        if about.legal_bases.is_empty() {
            return;
        }
        self.element("preamble", &[], |akn| {
            akn.part("", "recitals", "", |akn, parent| {
                for (place, basis) in about.legal_bases.iter().enumerate() {
                    akn.part(parent, "recital", &(place + 1).to_string(), |akn, _| {
                        akn.element("p", &[], |akn| {
                            akn.xml.text("Căn cứ ");
                            akn.cited(&basis.text, &basis.citations);
                        });
                    });
                }
            });
        });
    }

    /// Text with the citations in it as references.
    fn cited(&mut self, text: &str, citations: &[Citation]) {
        let mut rest = text;
        for citation in citations {
            let Some(name) = iri::of_citation(citation) else { continue };
            let Some((before, behind)) = rest.split_once(citation.text.as_str()) else { continue };
            if !before.is_empty() {
                self.xml.text(before);
            }
            self.xml.leaf("ref", &[("href", &name)], &citation.text);
            rest = behind;
        }
        if !rest.is_empty() {
            self.xml.text(rest);
        }
    }

    fn body(&mut self, about: &Document, act: bool) {
        about.articles.iter().for_each(|article| self.article(article, &about.citations));
        about.outline.iter().for_each(|section| self.section(section, "", 0, &about.citations));
        if about.articles.is_empty() && about.outline.is_empty() {
            // Neither body may be empty.
            if act {
                self.part("", "level", "", |akn, _| {
                    akn.element("content", &[], |akn| akn.xml.paragraphs(""))
                });
            } else {
                self.xml.paragraphs("");
            }
        }
    }

    /// What stands in a part: text alone is its content, text before inner parts its introduction.
    fn text(&mut self, text: &str, alone: bool, citations: &[Citation]) {
        if text.is_empty() && !alone {
            return;
        }
        self.element(if alone { "content" } else { "intro" }, &[], |akn| {
            if text.is_empty() {
                akn.xml.paragraphs("");
            }
            for line in text.lines() {
                akn.element("p", &[], |akn| akn.cited(line, &within(line, citations)));
            }
        });
    }

    fn article(&mut self, article: &Article, citations: &[Citation]) {
        self.part("", "article", &article.label, |akn, id| {
            akn.xml.leaf("num", &[], &article.label);
            let (text, clauses) = match lead_in(article) {
                Some(text) => (text, article.clauses.as_slice()),
                None => (article.text.as_str(), [].as_slice()),
            };
            akn.text(text, clauses.is_empty(), citations);
            clauses.iter().for_each(|clause| akn.clause(clause, id, 0, citations));
        });
    }

    fn clause(&mut self, clause: &Clause, parent: &str, depth: usize, citations: &[Citation]) {
        let element = CLAUSES.get(depth).copied().unwrap_or("indent");
        self.part(parent, element, &clause.label, |akn, id| {
            akn.xml.leaf("num", &[], &closed(&clause.label));
            akn.text(&clause.text, clause.clauses.is_empty(), citations);
            clause.clauses.iter().for_each(|inner| akn.clause(inner, id, depth + 1, citations));
        });
    }

    fn section(&mut self, section: &Section, parent: &str, depth: usize, citations: &[Citation]) {
        let element =
            named_division(&section.label).unwrap_or_else(|| HEADINGS.get(depth).copied().unwrap_or("level"));
        self.part(parent, element, &section.label, |akn, id| {
            if !section.label.is_empty() {
                akn.xml.leaf("num", &[], &closed(&section.label));
            }
            if !section.title.is_empty() {
                akn.xml.leaf("heading", &[], &section.title);
            }
            akn.text(&section.text, section.children.is_empty(), citations);
            section.children.iter().for_each(|child| akn.section(child, id, depth + 1, citations));
        });
    }

    fn conclusions(&mut self, about: &Document) {
        if about.signer.is_none() && about.recipients.is_empty() {
            return;
        }
        self.element("conclusions", &[], |akn| {
            if let Some(signer) = &about.signer {
                akn.signature(signer);
            }
            if !about.recipients.is_empty() {
                akn.xml.paragraphs("Nơi nhận:");
                about.recipients.iter().for_each(|recipient| akn.xml.paragraphs(&format!("- {recipient}")));
            }
        });
    }

    fn signature(&mut self, signer: &Signer) {
        self.element("p", &[], |akn| {
            akn.element("signature", &[], |akn| {
                let lines = signer.authority.iter().flat_map(|a| a.split("; "));
                for line in lines.chain(signer.position.as_deref()) {
                    akn.xml.leaf("role", &[("refersTo", meta::ROLE)], line);
                    akn.xml.text(" ");
                }
                if let Some(name) = &signer.name {
                    akn.xml.leaf("person", &[("refersTo", meta::SIGNER), ("as", meta::ROLE)], name);
                }
            });
        });
    }

    fn attachment(&mut self, appendix: &Appendix, about: &Document, work: &str) {
        self.part("", "attachment", &place_of(appendix), |akn, id| {
            if !appendix.label.is_empty() {
                akn.xml.leaf("num", &[], &appendix.label);
            }
            if !appendix.title.is_empty() {
                akn.xml.leaf("heading", &[], &appendix.title);
            }
            akn.element("doc", &[("name", "phu-luc")], |akn| {
                meta::write(&mut akn.xml, &meta::Work { document: about, name: work, part: Some(id) });
                akn.element("mainBody", &[], |akn| {
                    if appendix.tasks.is_empty() {
                        akn.xml.paragraphs("");
                    } else {
                        akn.part(id, "table", "1", |akn, _| akn.table(appendix));
                    }
                });
            });
        });
    }

    fn table(&mut self, appendix: &Appendix) {
        let columns = table::columns(appendix);
        self.element("tr", &[], |akn| {
            columns.iter().for_each(|column| akn.cell("th", &[], &column.header));
        });
        let mut section: &[SectionRef] = &[];
        for task in &appendix.tasks {
            for SectionRef { label, title } in table::opened(section, &task.section) {
                let name = joined([label.as_str(), title.as_str()], ". ");
                let span = columns.len().to_string();
                self.element("tr", &[], |akn| akn.cell("th", &[("colspan", &span)], &name));
            }
            section = &task.section;
            let rows = task.assignments.len();
            for (sub_row, assignment) in task.assignments.iter().enumerate() {
                self.element("tr", &[], |akn| {
                    for (place, column) in columns.iter().enumerate() {
                        let merged = rows > 1 && table::is_of_task(column);
                        if merged && sub_row > 0 {
                            continue;
                        }
                        let text = table::cell(&columns, place, task, assignment);
                        if merged {
                            akn.cell("td", &[("rowspan", &rows.to_string())], &text);
                        } else {
                            akn.cell("td", &[], &text);
                        }
                    }
                });
            }
        }
    }

    fn cell(&mut self, name: &str, attributes: xml::Attributes<'_>, text: &str) {
        self.element(name, attributes, |akn| akn.xml.paragraphs(text));
    }
}

/// The citations that stand in `line`, in their order there.
fn within(line: &str, citations: &[Citation]) -> Vec<Citation> {
    let found = citations.iter().filter_map(|citation| {
        let at = if citation.text.is_empty() { None } else { line.find(&citation.text) };
        at.map(|at| (at, citation))
    });
    let mut found: Vec<(usize, &Citation)> = found.collect();
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, citation)| citation.clone()).collect()
}

/// The element of a division that its label names.
fn named_division(label: &str) -> Option<&'static str> {
    let word = label.split_whitespace().next()?;
    let named = [("phần", "part"), ("chương", "chapter"), ("mục", "division"), ("tiểu", "subdivision")];
    let word = word.to_lowercase();
    named.iter().find(|(name, _)| *name == word).map(|(_, element)| *element)
}

/// The number of an appendix as its label gives it.
fn place_of(appendix: &Appendix) -> String {
    let last = appendix.label.split_whitespace().next_back().unwrap_or_default();
    let number = last.chars().all(|c| c.is_ascii_digit() || "IVXLC".contains(c));
    if number && !last.is_empty() { last.to_owned() } else { "1".to_owned() }
}

#[cfg(test)]
mod tests {
    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::*;
    use crate::sample;

    /// The elements in their order, each with its path and attributes. Faults in the XML fail the test.
    fn elements(xml: &str) -> Vec<(String, Vec<(String, String)>)> {
        let mut reader = Reader::from_str(xml);
        let mut path: Vec<String> = Vec::new();
        let mut out = Vec::new();
        loop {
            let (start, closes) = match reader.read_event().unwrap() {
                Event::Start(start) => (start, false),
                Event::Empty(start) => (start, true),
                Event::End(_) => {
                    path.pop();
                    continue;
                }
                Event::Eof => break,
                _ => continue,
            };
            path.push(String::from_utf8(start.name().as_ref().to_vec()).unwrap());
            let attributes = start.attributes().map(|a| {
                let a = a.unwrap();
                let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
                (text(a.key.as_ref()), text(&a.value))
            });
            out.push((path.join("/"), attributes.collect()));
            if closes {
                path.pop();
            }
        }
        assert!(path.is_empty(), "{path:?}");
        out
    }

    fn children<'a>(all: &'a [(String, Vec<(String, String)>)], parent: &str) -> Vec<&'a str> {
        let inside =
            |path: &'a str| path.strip_prefix(parent)?.strip_prefix('/').filter(|rest| !rest.contains('/'));
        all.iter().filter_map(|(path, _)| inside(path)).collect()
    }

    #[test]
    fn the_order_that_the_schema_wants() {
        let all = elements(&render(&sample::plan()));
        assert_eq!(
            children(&all, "akomaNtoso/act"),
            ["meta", "preface", "preamble", "body", "conclusions", "attachments"]
        );
        let core = ["FRBRthis", "FRBRuri", "FRBRdate", "FRBRauthor"];
        let identification = "akomaNtoso/act/meta/identification";
        assert_eq!(children(&all, identification), ["FRBRWork", "FRBRExpression", "FRBRManifestation"]);
        for (level, more) in [
            ("FRBRWork", &["FRBRcountry", "FRBRsubtype", "FRBRnumber", "FRBRname"][..]),
            ("FRBRExpression", &["FRBRlanguage"]),
            ("FRBRManifestation", &["FRBRformat"]),
        ] {
            let found = children(&all, &format!("{identification}/{level}"));
            assert_eq!(found, [&core[..], more].concat(), "{level}");
        }
        assert_eq!(
            children(&all, "akomaNtoso/act/body/article/clause"),
            ["num", "intro", "point", "point", "num", "content"]
        );
        assert_eq!(children(&all, "akomaNtoso/act/attachments/attachment"), ["num", "heading", "doc"]);
    }

    #[test]
    fn identifiers_are_unique_names_and_references_lead_somewhere() {
        let all = elements(&render(&sample::plan()));
        let values = |name: &str| -> Vec<String> {
            let attributes = all.iter().flat_map(|(_, attributes)| attributes);
            attributes.filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
        };
        let ids = values("eId");
        let mut unique = ids.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), ids.len(), "{ids:?}");
        for id in &ids {
            let first = id.chars().next().unwrap();
            assert!(first.is_alphabetic(), "{id}");
            assert!(id.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.')), "{id}");
        }
        assert!(ids.contains(&"art_1__cl_1__point_đ".to_owned()), "{ids:?}");
        for target in values("refersTo").into_iter().chain(values("source")).chain(values("as")) {
            let name = target.strip_prefix('#').unwrap().to_owned();
            assert!(ids.contains(&name), "{name}: {ids:?}");
        }
        assert!(values("href").contains(&"/akn/vn/act/luat/2024-06-21/33-2024-qh15".to_owned()));
    }

    #[test]
    fn plans_are_documents_and_empty_ones_still_have_a_body() {
        let mut document = sample::plan();
        document.document = Document { kind: Some("ke-hoach".to_owned()), ..Document::default() };
        let all = elements(&render(&document));
        assert_eq!(children(&all, "akomaNtoso/doc"), ["meta", "preface", "mainBody", "attachments"]);
        assert_eq!(children(&all, "akomaNtoso/doc/mainBody"), ["p"]);
        document.document.kind = Some("quyet-dinh".to_owned());
        let all = elements(&render(&document));
        assert_eq!(children(&all, "akomaNtoso/act/body"), ["level"]);
    }

    #[test]
    fn characters_that_xml_lacks_are_left_out() {
        let mut document = sample::plan();
        document.document.title = Some("Số\u{0} hóa <x> & \u{1f}y".to_owned());
        let xml = render(&document);
        elements(&xml);
        assert!(xml.contains("<docTitle>Số hóa &lt;x&gt; &amp; y</docTitle>"), "{xml}");
    }
}
