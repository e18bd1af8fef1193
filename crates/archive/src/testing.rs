//! Documents for the tests of this crate.

use vanthu_appendix::model::{Appendix, ConvertedDocument, Source, Task};
use vanthu_document::model::Document;
use vanthu_document::page::Form;

/// A decision of an invented office with a task for each confidence.
pub(crate) fn document(number: &str, date: &str, confidences: &[f32]) -> ConvertedDocument {
    let task = |confidence: &f32| Task {
        ordinal: None,
        section: Vec::new(),
        task: "Kiểm kê kho lưu trữ".to_owned(),
        leader: None,
        source_note: None,
        extra: Default::default(),
        assignments: vec![Default::default()],
        provenance: Default::default(),
        confidence: *confidence,
    };
    ConvertedDocument {
        schema: "vanthu/document/1".to_owned(),
        source: Source {
            path: format!("{number}.md"),
            sha256: String::new(),
            bytes: 0,
            form: Form::Markdown,
            encoding: "UTF-8".to_owned(),
            pages: None,
        },
        document: Document {
            kind: Some("quyet-dinh".to_owned()),
            number: Some(number.to_owned()),
            symbol: Some("QĐ-UBND".to_owned()),
            date: date.parse().ok(),
            issuer: Some("ỦY BAN NHÂN DÂN TỈNH ĐÔNG XOAN".to_owned()),
            ..Document::default()
        },
        appendices: vec![Appendix { tasks: confidences.iter().map(task).collect(), ..Appendix::default() }],
        restoration: Default::default(),
        warnings: Vec::new(),
    }
}
