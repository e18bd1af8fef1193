//! What a converted document becomes: an entry for each assignment and each part of its body, and one record.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vanthu_appendix::agency::canonical;
use vanthu_appendix::model::{
    AgencyRef, Appendix, Assignment, ConvertedDocument, Deadline, Provenance, SectionRef, Task,
};
use vanthu_document::PartialDate;
use vanthu_document::model::{Article, Section};

use crate::tokenizer::{Kind, Tokens};

/// A document as hits name it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DocumentRef {
    /// Path of the source as it was given when the document was converted.
    pub source: String,
    /// Kind (slug such as `quyet-dinh`).
    pub kind: Option<String>,
    /// Number as printed.
    pub number: Option<String>,
    /// Symbol as printed.
    pub symbol: Option<String>,
    /// Date, shortened where day or month were left blank.
    pub date: Option<PartialDate>,
    /// Title as printed.
    pub title: Option<String>,
    /// Issuer as printed.
    pub issuer: Option<String>,
}

/// An assignment with all that is shown of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TaskEntry {
    /// The document.
    pub document: DocumentRef,
    /// Label of the appendix as printed.
    pub appendix: String,
    /// Its title as printed.
    pub appendix_title: String,
    /// Sections above the task, outermost first.
    pub section: Vec<SectionRef>,
    /// Ordinal as printed.
    pub ordinal: Option<String>,
    /// The task's text.
    pub task: String,
    /// Product.
    pub product: Option<String>,
    /// Leader.
    pub leader: Option<String>,
    /// Lead agencies.
    pub lead: Vec<AgencyRef>,
    /// Coordinating agencies.
    pub support: Vec<AgencyRef>,
    /// Deadline.
    pub deadline: Option<Deadline>,
    /// Source or explanation.
    pub source_note: Option<String>,
    /// Columns that fit no role, by header.
    pub extra: BTreeMap<String, String>,
    /// Where the task stands in the source.
    pub provenance: Provenance,
    /// How sure the program is of the task's cells, 0 to 1.
    pub confidence: f32,
}

/// A part of a document's body: its front part, an article, a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PartEntry {
    /// The document.
    pub document: DocumentRef,
    /// Label as printed (`Điều 2`, `III`); empty for the front part.
    pub label: String,
    /// Heading as printed; the document's title for the front part.
    pub title: String,
    /// Its text.
    pub text: String,
}

/// How many tasks an agency has in one document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Tally {
    /// Tasks that it leads.
    pub(crate) lead: u64,
    /// Tasks that it supports.
    pub(crate) support: u64,
    /// Its names as printed.
    pub(crate) variants: BTreeMap<String, u64>,
}

/// What is kept of a document as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) document: DocumentRef,
    /// Hash of the source's bytes, in hexadecimal digits.
    pub(crate) sha256: String,
    /// Canonical id of the issuer.
    pub(crate) issuer: Option<String>,
    /// Place and issuer, which tell which successions count.
    pub(crate) surroundings: String,
    /// The document's number in the forms under which it is looked for.
    pub(crate) numbers: Vec<String>,
    /// First and last year.
    pub(crate) period: Option<(i16, i16)>,
    pub(crate) tasks: u64,
    /// By canonical id.
    pub(crate) agencies: BTreeMap<String, Tally>,
}

/// Longest period whose years are told one by one.
const MOST_YEARS: i16 = 100;

impl Record {
    /// The record of `document`.
    pub(crate) fn new(document: &ConvertedDocument) -> Self {
        let front = &document.document;
        let by_period = front.period.map(|p| (p.from.year(), p.to.year()));
        let surroundings: Vec<&str> =
            [front.place.as_deref(), front.issuer.as_deref()].into_iter().flatten().collect();
        Self {
            document: DocumentRef {
                source: document.source.path.clone(),
                kind: front.kind.clone(),
                number: front.number.clone(),
                symbol: front.symbol.clone(),
                date: front.date,
                title: front.title.clone(),
                issuer: front.issuer.clone(),
            },
            sha256: document.source.sha256.clone(),
            issuer: front.issuer.as_deref().map(|name| canonical(name, front.place.as_deref())),
            surroundings: vanthu_text::fold(&surroundings.join("; ")),
            numbers: numbers(front.number.as_deref(), front.symbol.as_deref()),
            period: by_period.or_else(|| front.date.map(|d| (d.year(), d.year()))),
            tasks: document.appendices.iter().map(|a| a.tasks.len() as u64).sum(),
            agencies: agencies(document),
        }
    }

    /// The years that the document is for.
    pub(crate) fn years(&self) -> impl Iterator<Item = u64> + use<> {
        let (from, to) = self.period.unwrap_or((1, 0));
        (from..=to.min(from.saturating_add(MOST_YEARS))).map(|year| u64::from(year.unsigned_abs()))
    }
}

fn numbers(number: Option<&str>, symbol: Option<&str>) -> Vec<String> {
    let whole = match (number, symbol) {
        (Some(number), Some(symbol)) => format!("{number}/{symbol}"),
        (Some(number), None) => number.to_owned(),
        (None, Some(symbol)) => symbol.to_owned(),
        (None, None) => return Vec::new(),
    };
    let tokens = Tokens::new(&whole);
    let one = |kind| tokens.iter().find(|t| t.kind == kind).map(|t| t.folded.to_owned());
    let mut forms: Vec<String> =
        [Kind::DocumentNumber, Kind::BareNumber].into_iter().filter_map(one).collect();
    if forms.is_empty() {
        forms.push(vanthu_text::fold(&whole));
    }
    forms
}

fn agencies(document: &ConvertedDocument) -> BTreeMap<String, Tally> {
    let mut all: BTreeMap<String, Tally> = BTreeMap::new();
    for task in document.appendices.iter().flat_map(|a| &a.tasks) {
        let mut count = |pick: fn(&Assignment) -> &[AgencyRef], add: fn(&mut Tally)| {
            let mut counted: Vec<&str> = Vec::new();
            for named in task.assignments.iter().flat_map(pick).filter(|a| !a.agency.is_empty()) {
                let tally = all.entry(named.agency.to_string()).or_default();
                *tally.variants.entry(named.text.to_string()).or_default() += 1;
                if !counted.contains(&&*named.agency) {
                    counted.push(&named.agency);
                    add(tally);
                }
            }
        };
        count(|a| &a.lead, |tally| tally.lead += 1);
        count(|a| &a.support, |tally| tally.support += 1);
    }
    all
}

/// The assignments of `document`, in printed order.
pub(crate) fn tasks(document: &ConvertedDocument, record: &Record) -> Vec<TaskEntry> {
    let mut out = Vec::new();
    for appendix in &document.appendices {
        for task in &appendix.tasks {
            out.extend(task.assignments.iter().map(|assignment| entry(record, appendix, task, assignment)));
        }
    }
    out
}

fn entry(record: &Record, appendix: &Appendix, task: &Task, assignment: &Assignment) -> TaskEntry {
    TaskEntry {
        document: record.document.clone(),
        appendix: appendix.label.clone(),
        appendix_title: appendix.title.clone(),
        section: task.section.clone(),
        ordinal: task.ordinal.clone(),
        task: task.task.clone(),
        product: assignment.product.clone(),
        leader: assignment.leader.clone().or_else(|| task.leader.clone()),
        lead: assignment.lead.clone(),
        support: assignment.support.clone(),
        deadline: assignment.deadline.clone(),
        source_note: task.source_note.clone(),
        extra: task.extra.clone(),
        provenance: task.provenance.clone(),
        confidence: task.confidence,
    }
}

/// The parts of the body of `document`, in printed order.
pub(crate) fn parts(document: &ConvertedDocument, record: &Record) -> Vec<PartEntry> {
    let front = &document.document;
    let bases = front.legal_bases.iter().map(|b| b.text.as_str());
    let text: Vec<&str> = bases.chain(front.recipients.iter().map(String::as_str)).collect();
    let mut out = vec![PartEntry {
        document: record.document.clone(),
        label: String::new(),
        title: front.title.clone().unwrap_or_default(),
        text: text.join("\n"),
    }];
    let article = |a: &Article| PartEntry {
        document: record.document.clone(),
        label: a.label.clone(),
        title: String::new(),
        text: a.text.clone(),
    };
    out.extend(front.articles.iter().map(article));
    // Nested headings without recursion: depth is the document's choice.
    let mut open: Vec<&Section> = front.outline.iter().rev().collect();
    while let Some(section) = open.pop() {
        out.push(PartEntry {
            document: record.document.clone(),
            label: section.label.clone(),
            title: section.title.clone(),
            text: section.text.clone(),
        });
        open.extend(section.children.iter().rev());
    }
    out
}
