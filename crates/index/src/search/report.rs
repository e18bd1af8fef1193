//! What an answer says, in the words of its readers.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use vanthu_document::diagnostic::Language;
use vanthu_text::fold;

use super::Request;
use super::highlight::Highlight;
use super::plan::Plan;
use super::spelling::Doubt;
use crate::entry::{PartEntry, TaskEntry};
use crate::query::{Role, Sought, Warning};
use crate::tokenizer::{Tokens, folded_key};

/// How a hit matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Match {
    /// Every word as typed.
    All,
    /// Every word, as typed, as corrected, or in the title of the document or the appendix.
    Corrected,
    /// Some of the words.
    Partial,
}

/// A part of a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Feature {
    /// What it is for.
    pub name: String,
    /// What it adds.
    pub value: f32,
}

/// An agency that counts because of what it became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Heir {
    /// Canonical id of the agency that is named.
    pub agency: String,
    /// Canonical id of what it became, which was asked for.
    pub became: String,
}

/// An assignment that answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TaskHit {
    /// Score; comparable within one answer.
    pub score: f32,
    /// How it matches.
    #[serde(rename = "match")]
    pub quality: Match,
    /// The assignment.
    #[serde(flatten)]
    pub entry: TaskEntry,
    /// Where the words of the query stand, in bytes of each text.
    pub highlights: Vec<Highlight>,
    /// Agencies that count because of what they became (`--successors`).
    pub heirs: Vec<Heir>,
    /// What the score is made of, where that was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub features: Vec<Feature>,
}

/// A document that answers, with its best part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DocumentHit {
    /// Score; comparable within one answer.
    pub score: f32,
    /// How it matches.
    #[serde(rename = "match")]
    pub quality: Match,
    /// The part.
    #[serde(flatten)]
    pub entry: PartEntry,
    /// Where the words of the query stand, in bytes of each text.
    pub highlights: Vec<Highlight>,
    /// What the score is made of, where that was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub features: Vec<Feature>,
}

/// An agency with the number of matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Facet {
    /// Canonical id.
    pub agency: String,
    /// A name as printed.
    pub name: String,
    /// Matches in which it has this part.
    pub count: u64,
}

/// Counts of matches by agency, the most frequent first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Facets {
    /// By lead agency.
    pub lead: Vec<Facet>,
    /// By coordinating agency.
    pub support: Vec<Facet>,
    /// By issuer of the document.
    pub issuer: Vec<Facet>,
}

/// Something that was read otherwise than it may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// In the query.
    Query(Warning),
    /// No agency of the index has this name.
    UnknownAgency(String),
}

impl Note {
    /// What a user is told.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        match (self, language) {
            (Note::Query(Warning::UnknownColumn(name)), Language::Vietnamese) => {
                format!("không có cột “{name}”; đã tìm như chữ thường")
            }
            (Note::Query(Warning::UnknownColumn(name)), Language::English) => {
                format!("there is no column “{name}”; searched for as text")
            }
            (Note::Query(Warning::NoTime { column, value }), Language::Vietnamese) => {
                format!("“{value}” sau “{column}:” không phải là thời gian; đã tìm như chữ thường")
            }
            (Note::Query(Warning::NoTime { column, value }), Language::English) => {
                format!("“{value}” behind “{column}:” is no time; searched for as text")
            }
            (Note::Query(Warning::Cut), Language::Vietnamese) => {
                "câu hỏi quá dài, chỉ đọc phần đầu".to_owned()
            }
            (Note::Query(Warning::Cut), Language::English) => {
                "the query is too long, only its beginning was read".to_owned()
            }
            (Note::UnknownAgency(name), Language::Vietnamese) => {
                format!("không có cơ quan nào tên “{name}” (xem: vanthu agencies)")
            }
            (Note::UnknownAgency(name), Language::English) => {
                format!("no agency is called “{name}” (see: vanthu agencies)")
            }
        }
    }
}

/// Tasks that answer a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What was typed.
    pub query: String,
    /// What it was understood as, in the query language.
    pub interpreted: String,
    /// Number of full matches; of matches of the best sort there is, where there is none.
    pub total: usize,
    /// Time that it took.
    pub took: Duration,
    /// What was read otherwise than it may have been meant.
    pub notes: Vec<Note>,
    /// The query with words as they were likely meant, where it has none as typed.
    pub did_you_mean: Option<String>,
    /// The hits, best first.
    pub hits: Vec<TaskHit>,
    /// Counts of the matches of `total`.
    pub facets: Facets,
}

/// Documents that answer a request.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentAnswer {
    /// What was typed.
    pub query: String,
    /// What it was understood as, in the query language.
    pub interpreted: String,
    /// Number of documents found: those of the best sort of match that there is.
    pub total: usize,
    /// Time that it took.
    pub took: Duration,
    /// What was read otherwise than it may have been meant.
    pub notes: Vec<Note>,
    /// The hits, best first.
    pub hits: Vec<DocumentHit>,
}

/// What the query was understood as, in the query language; as typed, where nothing was understood.
pub(super) fn interpreted(query: &str, plans: &[Plan]) -> String {
    let Some(plan) = plans.first() else { return query.to_owned() };
    let understood = plan
        .understood
        .iter()
        .any(|u| u.question || !u.agencies.is_empty() || !u.years.is_empty() || !u.due.is_empty());
    if !understood || plan.understood.len() > 1 {
        return query.trim().to_owned();
    }
    let Some(read) = plan.understood.first() else { return query.to_owned() };
    let text =
        |words: &[crate::query::Word]| words.iter().map(|w| w.printed.as_str()).collect::<Vec<_>>().join(" ");
    let run = |run: &Vec<Sought>| {
        let needed = run.iter().filter(|s| s.needed);
        needed.map(|s| s.word.printed.as_str()).collect::<Vec<_>>().join(" ")
    };
    let mut parts: Vec<String> = read.runs.iter().map(run).filter(|run| !run.is_empty()).collect();
    for span in &read.agencies {
        let column = match span.meaning.role {
            Role::Lead => "chutri",
            Role::Support => "phoihop",
            Role::Any => "coquan",
        };
        parts.push(format!("{column}:\"{}\"", text(&span.words)));
    }
    parts.extend(read.years.iter().map(|span| format!("nam:{}", span.meaning)));
    for span in &read.due {
        let day = |day: Option<jiff::civil::Date>| day.map(|d| d.to_string()).unwrap_or_default();
        parts.push(format!("han:{}..{}", day(span.meaning.from), day(span.meaning.to)));
    }
    parts.join(" ")
}

/// The query with its doubtful words as the best hit prints them.
pub(super) fn did_you_mean(request: &Request, doubts: &[Doubt], best: Option<&TaskEntry>) -> Option<String> {
    let best = best?;
    let mut texts = vec![best.task.as_str()];
    texts.extend(best.product.as_deref());
    texts.extend(best.lead.iter().chain(&best.support).map(|a| &*a.text));
    texts.extend(best.section.iter().map(|s| s.title.as_str()));
    let printed = |folded: &str| {
        texts.iter().find_map(|text| {
            let tokens = Tokens::new(text);
            let range = tokens.iter().find(|t| t.folded == folded)?.range;
            Some(vanthu_text::lower(text.get(range.start..range.end)?))
        })
    };
    let mut out = String::new();
    let mut done = 0;
    let mut changed = false;
    for doubt in doubts {
        let range = doubt.word.range;
        if range.start < done || printed(&doubt.word.folded).is_some() {
            continue;
        }
        let reading = doubt
            .readings
            .iter()
            .find_map(|reading| reading.iter().map(|word| printed(word)).collect::<Option<Vec<String>>>());
        let Some(reading) = reading.filter(|_| !doubt.joins_next) else { continue };
        out.push_str(request.query.get(done..range.start)?);
        out.push_str(&reading.join(" "));
        done = range.end;
        changed = true;
    }
    out.push_str(request.query.get(done..)?);
    (changed && folded_key(&fold(&out)) != folded_key(&fold(&request.query))).then_some(out)
}
