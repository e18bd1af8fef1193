use vanthu_appendix::model::ConvertedDocument;
use vanthu_document::model::{Article, Citation, LegalBasis, Relation, RelationType};

use super::*;
use crate::testing::document;

fn label(number: Option<&str>, symbol: Option<&str>) -> Option<String> {
    Some(format!("{}/{}", number.unwrap_or("…"), symbol?))
}

fn citation(number: &str, date: Option<&str>, issuer: Option<&str>) -> Citation {
    Citation {
        kind: Some("quyet-dinh".to_owned()),
        number: Some(number.to_owned()),
        symbol: Some("QĐ-UBND".to_owned()),
        date: date.and_then(|date| date.parse().ok()),
        issuer: issuer.map(str::to_owned),
        text: format!("Quyết định số {number}/QĐ-UBND"),
        spans: Vec::new(),
    }
}

fn citing(number: &str, date: &str, citations: Vec<Citation>) -> ConvertedDocument {
    let mut document = document(number, date, &[]);
    document.document.citations = citations;
    document
}

fn resolve(documents: &[ConvertedDocument]) -> Citations {
    let mut resolver = Resolver::new(label, ["QĐ-UBND"]);
    for document in documents {
        resolver.add(&document.source.path, "x.json", &document.document);
    }
    resolver.finish()
}

#[test]
fn a_cited_document_is_found_by_number_and_day() {
    let cited = citation("012", Some("2024-03-05"), Some("UBND tỉnh"));
    let found = resolve(&[document("12", "2024-03-05", &[]), citing("99", "2025-01-02", vec![cited])]);
    let [link] = &found.links[..] else { panic!("{found:?}") };
    assert_eq!((link.from, link.to), (1, 0));
    assert!(link.relations.contains("cites"));
    assert!(link.confidence > 0.95);
    assert!(found.missing.is_empty());
}

#[test]
fn another_days_number_is_another_document() {
    let cited = citation("12", Some("2023-03-05"), None);
    let found = resolve(&[document("12", "2024-03-05", &[]), citing("99", "2025-01-02", vec![cited])]);
    assert!(found.links.is_empty());
    assert_eq!(found.missing[0].reference.as_deref(), Some("12/QĐ-UBND"));
}

#[test]
fn another_offices_number_is_doubtful() {
    let cited = citation("12", None, Some("UBND xã Tân An"));
    let found = resolve(&[document("12", "2024-03-05", &[]), citing("99", "2025-01-02", vec![cited])]);
    assert!(found.links.is_empty());
}

#[test]
fn of_two_years_numbers_without_a_date_none_is_sure() {
    let cited = citation("12", None, Some("UBND tỉnh"));
    let found = resolve(&[
        document("12", "2023-03-05", &[]),
        document("12", "2024-03-05", &[]),
        citing("99", "2025-01-02", vec![cited]),
    ]);
    assert!(found.links.is_empty(), "{:?}", found.links);
}

#[test]
fn a_draft_is_found_by_what_others_say_of_it() {
    let mut draft = document("", "2025-07-01", &[]);
    draft.document.number = None;
    draft.document.date = "2025".parse().ok();
    draft.document.title =
        Some("Về việc phê duyệt Đề án sắp xếp kho lưu trữ lịch sử của tỉnh năm 2025".to_owned());
    let right = citation("318", Some("2025-07-31"), Some("UBND tỉnh"));
    let wrong = citation("319", Some("2025-07-31"), Some("UBND tỉnh"));
    let mut later = citing("44", "2025-09-01", vec![right.clone(), wrong]);
    later.document.legal_bases = vec![LegalBasis {
        text: "Quyết định số 318/QĐ-UBND ngày 31/7/2025 của UBND tỉnh về việc phê duyệt Đề án sắp xếp kho lưu trữ lịch sử năm 2025"
            .to_owned(),
        citations: vec![right],
    }];
    later.document.articles = vec![Article {
        label: "Điều 1".to_owned(),
        text: "Thực hiện Quyết định số 319/QĐ-UBND về việc giao dự toán ngân sách cho các sở, ngành của tỉnh"
            .to_owned(),
        clauses: Vec::new(),
    }];
    let found = resolve(&[draft, later]);
    let [draft] = &found.drafts[..] else { panic!("{found:?}") };
    assert_eq!((draft.document, draft.likely.as_str()), (0, "318/QĐ-UBND (2025-07-31)"));
    assert!(draft.confidence > 0.6, "{}", draft.confidence);
}

#[test]
fn a_draft_is_not_what_it_cites_itself() {
    let mut draft = document("", "2025-07-01", &[]);
    draft.document.number = None;
    draft.document.title = Some("Về việc sửa đổi Đề án sắp xếp kho lưu trữ lịch sử của tỉnh".to_owned());
    let own = citation("318", Some("2025-07-01"), Some("UBND tỉnh"));
    draft.document.citations = vec![own.clone()];
    draft.document.legal_bases = vec![LegalBasis {
        text: "Quyết định số 318/QĐ-UBND về việc sửa đổi Đề án sắp xếp kho lưu trữ lịch sử của tỉnh"
            .to_owned(),
        citations: vec![own],
    }];
    assert!(resolve(&[draft]).drafts.is_empty());
}

#[test]
fn changes_make_a_chain_from_the_oldest() {
    let change = |number: &str, date: &str, relation, target: Citation| {
        let mut document = citing(number, date, vec![target.clone()]);
        document.document.relations = vec![Relation { relation, target, text: String::new() }];
        document
    };
    let first = citation("1", Some("2021-01-01"), Some("UBND tỉnh"));
    let second = citation("2", Some("2022-01-01"), Some("UBND tỉnh"));
    let found = resolve(&[
        change("3", "2023-01-01", RelationType::Replaces, second),
        change("2", "2022-01-01", RelationType::Amends, first),
    ]);
    let [chain] = &found.chains[..] else { panic!("{found:?}") };
    let names: Vec<&str> = chain.steps.iter().map(|step| step.name.as_str()).collect();
    assert_eq!(names, ["1/QĐ-UBND", "2/QĐ-UBND", "3/QĐ-UBND"]);
    assert_eq!(chain.steps[0].document, None);
    assert_eq!(chain.steps[1].changes, [("amends", 0)]);
    assert_eq!(chain.steps[2].changes, [("replaces", 1)]);
}
