//! Names of works (`/akn/vn/act/quyet-dinh/2024-02-05/118-qd-ubnd`) after the Akoma Ntoso Naming Convention 1.0, section 4.
//!
//! The issuer is left out of the name: those who cite a document seldom print it, and the citing and the cited side must
//! come to the same name.

use vanthu_document::PartialDate;
use vanthu_document::model::{Citation, Document};
use vanthu_text::fold;

use crate::rows::reference;

/// Kinds whose documents are acts: they decide in articles.
const ACTS: [&str; 9] = [
    "hien-phap",
    "bo-luat",
    "luat",
    "phap-lenh",
    "lenh",
    "nghi-dinh",
    "nghi-quyet",
    "quyet-dinh",
    "thong-tu",
];

/// Whether documents of `kind` are acts; the others are plain documents.
pub(super) fn is_act(kind: Option<&str>) -> bool {
    kind.is_some_and(|kind| ACTS.contains(&kind) || kind == "thong-tu-lien-tich")
}

/// The name of a document's work; `sha256` stands for the number where there is none.
pub(super) fn of_document(document: &Document, sha256: &str) -> String {
    let number = reference(document.number.as_deref(), document.symbol.as_deref());
    let number = match (&document.number, number) {
        (Some(_), Some(number)) => slug(&number),
        _ => format!("sha256-{}", sha256.chars().take(16).collect::<String>()),
    };
    work(document.kind.as_deref(), document.date, &number)
}

/// The name of a cited work; `None` where the citation gives no number.
pub(super) fn of_citation(citation: &Citation) -> Option<String> {
    citation.number.as_ref()?;
    let number = reference(citation.number.as_deref(), citation.symbol.as_deref())?;
    Some(work(citation.kind.as_deref(), citation.date, &slug(&number)))
}

fn work(kind: Option<&str>, date: Option<PartialDate>, number: &str) -> String {
    let class = if is_act(kind) { "act" } else { "doc" };
    let kind = kind.map_or_else(|| "van-ban".to_owned(), slug);
    let date = date.map_or_else(|| "nn".to_owned(), |d| d.to_string());
    format!("/akn/vn/{class}/{kind}/{date}/{number}")
}

/// Folded letters and digits with hyphens between the words.
pub(super) fn slug(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    let slug = words.collect::<Vec<_>>().join("-");
    if slug.is_empty() { "nn".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn citing_and_cited_side_agree() {
        let document = sample::plan().document;
        let name = of_document(&document, "");
        assert_eq!(name, "/akn/vn/act/quyet-dinh/2026-01-05/12-qd-ubnd");
        let citation = Citation {
            kind: document.kind,
            number: document.number,
            symbol: document.symbol,
            date: document.date,
            ..Citation::default()
        };
        assert_eq!(of_citation(&citation), Some(name));
        assert_eq!(
            of_citation(&sample::citation()).as_deref(),
            Some("/akn/vn/act/luat/2024-06-21/33-2024-qh15")
        );
        assert_eq!(of_citation(&Citation::default()), None);
    }

    #[test]
    fn a_blank_number_is_named_by_the_file() {
        let document = Document { number: None, ..sample::plan().document };
        let name = of_document(&document, "0123456789abcdef0123");
        assert_eq!(name, "/akn/vn/act/quyet-dinh/2026-01-05/sha256-0123456789abcdef");
    }
}
