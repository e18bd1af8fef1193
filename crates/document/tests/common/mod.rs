//! Pages from plain text, and a document's fields in one comparable value.

use vanthu_document::Reading;
use vanthu_document::model::Document;
use vanthu_readers::{ReadOptions, read};

/// Reads and parses a text.
#[allow(dead_code, reason = "each test binary uses its part")]
pub(crate) fn parse_text(text: &str) -> Reading {
    // A text without a letter is refused by the reader.
    read(text.as_bytes(), &ReadOptions::default())
        .map(|pages| vanthu_document::parse(pages).value)
        .unwrap_or_default()
}

/// What a test expects; a field left out is expected to be absent.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Fields<'a> {
    pub(crate) kind: &'a str,
    pub(crate) number: &'a str,
    pub(crate) symbol: &'a str,
    pub(crate) date: &'a str,
    pub(crate) place: &'a str,
    pub(crate) issuer: &'a str,
    pub(crate) title: &'a str,
    pub(crate) period: (&'a str, &'a str),
    /// Name, position, authority.
    pub(crate) signer: (&'a str, &'a str, &'a str),
    pub(crate) bases: &'a [&'a str],
    /// Labels.
    pub(crate) articles: &'a [&'a str],
    /// Labels of the outermost headings.
    pub(crate) outline: &'a [&'a str],
    pub(crate) recipients: &'a [&'a str],
    /// Relation and number.
    pub(crate) relations: &'a [&'a str],
}

type Owned = Vec<(&'static str, Vec<String>)>;

impl Fields<'_> {
    /// As lists of strings.
    #[allow(dead_code, reason = "each test binary uses its part")]
    pub(crate) fn owned(&self) -> Owned {
        let one = |value: &str| vec![value.to_owned()];
        let many = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect();
        vec![
            ("kind", one(self.kind)),
            ("number", one(self.number)),
            ("symbol", one(self.symbol)),
            ("date", one(self.date)),
            ("place", one(self.place)),
            ("issuer", one(self.issuer)),
            ("title", one(self.title)),
            ("period", vec![self.period.0.into(), self.period.1.into()]),
            ("signer", vec![self.signer.0.into(), self.signer.1.into(), self.signer.2.into()]),
            ("bases", many(self.bases)),
            ("articles", many(self.articles)),
            ("outline", many(self.outline)),
            ("recipients", many(self.recipients)),
            ("relations", many(self.relations)),
        ]
    }
}

/// The fields of a document in the same form.
#[allow(dead_code, reason = "each test binary uses its part")]
pub(crate) fn fields(document: &Document) -> Owned {
    let one = |value: Option<&str>| vec![value.unwrap_or_default().to_owned()];
    let signer = document.signer.clone().unwrap_or_default();
    let period = document.period.map_or_else(Default::default, |p| (p.from.to_string(), p.to.to_string()));
    let relation = |r: &vanthu_document::model::Relation| {
        let name = serde_json::to_value(r.relation)
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default();
        format!("{name} {}", r.target.number.as_deref().unwrap_or_default())
    };
    vec![
        ("kind", one(document.kind.as_deref())),
        ("number", one(document.number.as_deref())),
        ("symbol", one(document.symbol.as_deref())),
        ("date", vec![document.date.map_or_else(String::new, |d| d.to_string())]),
        ("place", one(document.place.as_deref())),
        ("issuer", one(document.issuer.as_deref())),
        ("title", one(document.title.as_deref())),
        ("period", vec![period.0, period.1]),
        ("signer", [signer.name, signer.position, signer.authority].map(Option::unwrap_or_default).to_vec()),
        ("bases", document.legal_bases.iter().map(|b| b.text.clone()).collect()),
        ("articles", document.articles.iter().map(|a| a.label.clone()).collect()),
        ("outline", document.outline.iter().map(|s| s.label.clone()).collect()),
        ("recipients", document.recipients.clone()),
        ("relations", document.relations.iter().map(relation).collect()),
    ]
}
