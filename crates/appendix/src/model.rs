//! Tasks and the whole converted document: the output's own words (`schemas/document.schema.json`).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use vanthu_document::PartialDate;
use vanthu_document::model::Document;
use vanthu_document::page::{Form, Span};

/// What a column of a task table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Số thứ tự.
    Ordinal,
    /// Nhiệm vụ.
    Task,
    /// Sản phẩm, kết quả.
    Product,
    /// Lãnh đạo phụ trách.
    Leader,
    /// Cơ quan chủ trì.
    Lead,
    /// Cơ quan phối hợp.
    Support,
    /// Thời hạn.
    Deadline,
    /// Nguồn, giải trình.
    Source,
    /// Anything else.
    Other,
}

/// A column of a task table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Column {
    /// Header as printed, in one line.
    pub header: String,
    /// What it holds.
    pub role: Role,
}

/// A section row above a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SectionRef {
    /// Label as printed, without the closing mark.
    pub label: String,
    /// Title as printed.
    pub title: String,
}

// The rows of a table name few agencies many times: they share the letters.
/// An agency as a row names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AgencyRef {
    /// The name as printed, without list mark.
    pub text: Arc<str>,
    /// The canonical id.
    pub agency: Arc<str>,
}

/// What sort of time a deadline names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DeadlineKind {
    /// By a day, month, quarter or year, or before it.
    Date,
    /// From one time to another.
    Range,
    /// Every so often.
    Recurring,
    /// So long after an event.
    Relative,
    /// Several of the above in one cell.
    Compound,
    /// Names no time.
    Text,
}

/// A deadline (thời hạn) as printed and as understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Deadline {
    /// As printed.
    pub text: String,
    /// What sort of time it names.
    pub kind: DeadlineKind,
    /// First day or month or year, where there is one.
    pub start: Option<PartialDate>,
    /// Last one.
    pub end: Option<PartialDate>,
    /// ISO 8601 duration between two occurrences (`P1Y`, `P6M`, `P3M`), or the printed words where there is no regular one.
    pub recurrence: Option<String>,
}

/// One printed sub-row of a task: who does what by when.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Assignment {
    /// Product; list items each on their own line with their `- `.
    pub product: Option<String>,
    /// Leader, where the sub-row has one.
    pub leader: Option<String>,
    /// Lead agencies.
    pub lead: Vec<AgencyRef>,
    /// Coordinating agencies.
    pub support: Vec<AgencyRef>,
    /// Deadline.
    pub deadline: Option<Deadline>,
}

/// Where a task stands in the source.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Provenance {
    /// Page number from 1, where the form has pages.
    pub page: Option<u32>,
    /// First and last source line, from 1.
    pub lines: Option<(u32, u32)>,
    /// Boxes `[page, x0, y0, x1, y1]` in points from the page's top left corner.
    pub boxes: Option<Vec<[f32; 5]>>,
}

impl From<&Span> for Provenance {
    fn from(span: &Span) -> Self {
        let boxes: Vec<[f32; 5]> =
            span.boxes.iter().map(|b| [b.page as f32, b.x0, b.y0, b.x1, b.y1]).collect();
        Self { page: span.page, lines: span.lines, boxes: (!boxes.is_empty()).then_some(boxes) }
    }
}

/// A task (nhiệm vụ).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Task {
    /// Ordinal as printed, without closing mark.
    pub ordinal: Option<String>,
    /// Sections above it, outermost first.
    pub section: Vec<SectionRef>,
    /// The task's text.
    pub task: String,
    /// Leader for the whole task.
    pub leader: Option<String>,
    /// Source or explanation.
    pub source_note: Option<String>,
    /// Columns that fit no role, by header.
    pub extra: BTreeMap<String, String>,
    /// One for each printed sub-row, at least one.
    pub assignments: Vec<Assignment>,
    /// Where it stands.
    pub provenance: Provenance,
    /// How sure the program is that every cell is right, 0 to 1.
    pub confidence: f32,
}

/// An appendix (phụ lục) with its tasks.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Appendix {
    /// Label as printed.
    pub label: String,
    /// Title as printed.
    pub title: String,
    /// Columns from the left.
    pub columns: Vec<Column>,
    /// Tasks in printed order.
    pub tasks: Vec<Task>,
}

/// The file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Source {
    /// Path as given.
    pub path: String,
    /// SHA-256 of the bytes, in hexadecimal digits.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Form.
    pub form: Form,
    /// Encoding.
    pub encoding: String,
    /// Number of pages, where the form has pages.
    pub pages: Option<u32>,
}

/// What restoration did.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Restoration {
    /// Whether the text was restored before it was parsed.
    pub applied: bool,
    /// Syllables looked at.
    pub syllables: u64,
    /// Syllables changed.
    pub changed: u64,
    /// Mean confidence of the changes, 0 to 1; `null` where nothing was changed.
    pub confidence: Option<f32>,
}

/// Something that a person should look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Warning {
    /// Code, such as `section-label-repeated`.
    pub code: String,
    /// Message in the user's language.
    pub message: String,
    /// Where.
    #[serde(rename = "where")]
    pub place: Provenance,
}

/// A converted document: what `vanthu convert` writes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ConvertedDocument {
    /// Always `vanthu/document/1`.
    pub schema: String,
    /// The file.
    pub source: Source,
    /// Front part and body.
    #[serde(flatten)]
    pub document: Document,
    /// Appendices with tasks.
    pub appendices: Vec<Appendix>,
    /// What restoration did.
    pub restoration: Restoration,
    /// What a person should look at.
    pub warnings: Vec<Warning>,
}
