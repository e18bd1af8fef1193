//! The truth about a document, as a person wrote it down.
//!
//! Lines of a cell are joined with single spaces; the source's own wording and slips are kept; the value of a cell
//! merged over several sub-rows is repeated on each; an empty cell is null or an empty list. In a document that was
//! garbled on its way, the truth is the text as printed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

/// A whole document.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gold {
    /// Name of the file.
    pub source: String,
    /// Front part and body.
    pub document: GoldDocument,
    /// Appendices; one without rows is no task table.
    pub appendices: Vec<GoldAppendix>,
    /// The time that the plan is for, as years; left out where there is none or it can be said in several ways.
    #[serde(default)]
    pub period: Option<GoldPeriod>,
    /// What the document does to others: all that it amends, replaces or repeals; what it implements, clear cases only.
    #[serde(default)]
    pub relations: Vec<GoldRelation>,
    /// The authority lines above the signer's position, parted by `; `.
    #[serde(default)]
    pub signer_authority: Option<String>,
    /// Name and position of the signer where more than one reading is right, as in a joint circular. The authority
    /// lines are then not compared unless they were written down.
    #[serde(default)]
    pub signers: Vec<(String, String)>,
    /// Label and title of the body's outermost headings, where it was written down.
    #[serde(default)]
    pub outline: Vec<(String, String)>,
    /// Codes of warnings that must be given.
    #[serde(default)]
    pub warnings: Vec<String>,
    /// What the annotator remarked; compared with nothing.
    #[serde(default)]
    pub notes: serde_json::Value,
}

/// The front part and the articles.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldDocument {
    /// Kind in words (`Quyết định`).
    pub kind: Option<String>,
    /// What stands before the first `/` or `-` of the printed number.
    pub number: Option<String>,
    /// What stands behind it.
    pub symbol: Option<String>,
    /// ISO date, shortened where day or month are blank.
    pub date: Option<String>,
    /// Place.
    pub place: Option<String>,
    /// Issuer.
    pub issuer: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Signer's name.
    pub signer: Option<String>,
    /// Signer's position.
    pub signer_position: Option<String>,
    /// Legal bases without `Căn cứ` and the closing mark.
    pub legal_bases: Vec<String>,
    /// Every cited document once.
    pub citations: Vec<GoldCitation>,
    /// Recipients.
    pub recipients: Vec<String>,
    /// Articles.
    pub articles: Vec<GoldArticle>,
}

/// A cited document.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldCitation {
    /// Number.
    pub number: String,
    /// Symbol.
    pub symbol: String,
    /// Date, where it stands beside the number.
    pub date: Option<String>,
}

/// An article.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldArticle {
    /// `Điều 1`.
    pub label: String,
    /// Everything behind the label.
    pub text: String,
}

/// From when to when.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldPeriod {
    /// First year or date.
    pub from: String,
    /// Last year or date.
    pub to: String,
}

/// A relation to another document.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldRelation {
    /// `amends`, `replaces`, `repeals`, `implements` or `attached-to`.
    #[serde(rename = "type")]
    pub relation: String,
    /// Number of the other document.
    pub number: String,
    /// Its symbol.
    pub symbol: String,
}

/// An appendix.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldAppendix {
    /// Label.
    pub label: String,
    /// Title.
    pub title: String,
    /// Printed headers; of a header of two rows the upper words come first.
    pub columns: Vec<String>,
    /// Printed rows.
    pub rows: Vec<GoldRow>,
}

/// A printed row or sub-row.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldRow {
    /// Labels of the sections above it, outermost first.
    pub section_path: Vec<String>,
    /// Titles of the same.
    pub section_titles: Vec<String>,
    /// Ordinal as printed without closing mark.
    pub ordinal: Option<String>,
    /// 0 for a task's first sub-row, then 1, 2 ….
    pub sub: u32,
    /// Task.
    pub task: Option<String>,
    /// Product; list items on lines of their own.
    pub product: Option<String>,
    /// Leader.
    pub leader: Option<String>,
    /// Lead agencies.
    pub lead: Vec<String>,
    /// Supporting agencies.
    pub support: Vec<String>,
    /// Deadline as printed.
    pub deadline: Option<String>,
    /// Source or explanation.
    pub source: Option<String>,
    /// Columns that fit no role, by header.
    pub extra: BTreeMap<String, String>,
}

impl Gold {
    /// Reads the truth from `path`.
    ///
    /// # Errors
    /// Where the file cannot be read or is of another form.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        serde_json::from_str(&text).with_context(|| path.display().to_string())
    }
}
