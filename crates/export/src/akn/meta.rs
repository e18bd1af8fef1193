//! Identification and references: which work a document is, in which words and file, and whom it names.

use vanthu_document::PartialDate;
use vanthu_document::kind;
use vanthu_document::model::Document;

use super::iri;
use super::xml::Xml;

/// The reference to this program, the source of all that is said in `meta`.
const PROGRAM: &str = "#vanthu";
/// The reference to the issuer.
const ISSUER: &str = "#issuer";
/// The reference to who signed.
pub(super) const SIGNER: &str = "#signer";
/// The reference to the role in which was signed.
pub(super) const ROLE: &str = "#signing";

/// A document, or an attachment of it.
pub(super) struct Work<'a> {
    /// The whole document.
    pub(super) document: &'a Document,
    /// The name of its work.
    pub(super) name: &'a str,
    /// The identifier of the attachment.
    pub(super) part: Option<&'a str>,
}

/// Writes `meta`.
pub(super) fn write(xml: &mut Xml, work: &Work<'_>) {
    xml.open("meta", &[]);
    xml.open("identification", &[("source", PROGRAM)]);
    frbr_work(xml, work);
    let (date, means) = day(work.document.date);
    let version = if means == GENERATION { date.as_str() } else { "" };
    let expression = format!("{}/vie@{version}", work.name);
    level(xml, work, "FRBRExpression", &expression, "");
    level(xml, work, "FRBRManifestation", &expression, ".xml");
    xml.close("identification");
    if work.part.is_none() {
        references(xml, work.document);
    }
    xml.close("meta");
}

/// What the date of a work means.
const GENERATION: &str = "Generation";

/// The date as the schema wants it, a whole day, and what it means: where day or month were left blank the first day
/// that it can be, where there is none a day that none can take for one.
fn day(date: Option<PartialDate>) -> (String, &'static str) {
    match date {
        Some(date) if date.day().is_some() => (date.to_string(), GENERATION),
        Some(date) => (date.first_day().to_string(), "not-before"),
        None => ("0001-01-01".to_owned(), "unknown"),
    }
}

/// The part of the name behind `!`.
fn component(work: &Work<'_>) -> String {
    work.part.map_or_else(|| "main".to_owned(), |part| format!("main/{part}"))
}

/// What every level begins with.
fn core(xml: &mut Xml, work: &Work<'_>, name: &str, ending: &str) {
    let (date, means) = day(work.document.date);
    xml.empty("FRBRthis", &[("value", &format!("{name}/!{}{ending}", component(work)))]);
    xml.empty("FRBRuri", &[("value", &format!("{name}{ending}"))]);
    xml.empty("FRBRdate", &[("date", &date), ("name", means)]);
    xml.empty("FRBRauthor", &[("href", ISSUER)]);
}

fn frbr_work(xml: &mut Xml, work: &Work<'_>) {
    xml.open("FRBRWork", &[]);
    core(xml, work, work.name, "");
    xml.empty("FRBRcountry", &[("value", "vn")]);
    if let Some(kind) = &work.document.kind {
        xml.empty("FRBRsubtype", &[("value", kind)]);
    }
    if let Some(number) = &work.document.number {
        xml.empty("FRBRnumber", &[("value", number)]);
    }
    if let Some(title) = &work.document.title {
        xml.empty("FRBRname", &[("value", title)]);
    }
    xml.close("FRBRWork");
}

fn level(xml: &mut Xml, work: &Work<'_>, element: &str, name: &str, ending: &str) {
    xml.open(element, &[]);
    core(xml, work, name, ending);
    if ending.is_empty() {
        xml.empty("FRBRlanguage", &[("language", "vie")]);
    } else {
        xml.empty("FRBRformat", &[("value", "application/akn+xml")]);
    }
    xml.close(element);
}

fn references(xml: &mut Xml, document: &Document) {
    let slug = |text: Option<&str>| text.map_or_else(|| "nn".to_owned(), iri::slug);
    let show = |text: Option<&str>| text.unwrap_or("?").to_owned();
    xml.open("references", &[("source", PROGRAM)]);
    for (place, citation) in document.citations.iter().enumerate() {
        let Some(name) = iri::of_citation(citation) else { continue };
        let kind = citation.kind.as_deref().and_then(kind::by_slug).map(|k| k.name);
        let number = crate::rows::reference(citation.number.as_deref(), citation.symbol.as_deref());
        let shown = crate::rows::joined(kind.into_iter().chain(number.as_deref()), " ");
        let id = format!("cited_{}", place + 1);
        xml.empty("activeRef", &[("eId", &id), ("href", &name), ("showAs", &shown)]);
    }
    let issuer = document.issuer.as_deref();
    let href = format!("/ontology/organization/vn/{}", slug(issuer));
    xml.empty("TLCOrganization", &[("eId", "issuer"), ("href", &href), ("showAs", &show(issuer))]);
    xml.empty(
        "TLCOrganization",
        &[("eId", "vanthu"), ("href", "/ontology/organization/vanthu"), ("showAs", "vanthu")],
    );
    if let Some(signer) = &document.signer {
        let name = signer.name.as_deref();
        let href = format!("/ontology/person/vn/{}", slug(name));
        xml.empty("TLCPerson", &[("eId", "signer"), ("href", &href), ("showAs", &show(name))]);
        let position = signer.position.as_deref().or(signer.authority.as_deref());
        let href = format!("/ontology/role/vn/{}", slug(position));
        xml.empty("TLCRole", &[("eId", "signing"), ("href", &href), ("showAs", &show(position))]);
    }
    xml.close("references");
}
