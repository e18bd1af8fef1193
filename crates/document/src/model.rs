//! The document as understood: the output's own words (`schemas/document.schema.json`), less tasks, which `appendix` adds.

use serde::{Deserialize, Serialize};

use crate::date::PartialDate;
use crate::page::Block;

/// Number and symbol of a document, as `6745` and `QĐ-UBND` in `6745/QĐ-UBND`.
///
/// The number is what stands before the first `/` or `-`, the symbol is the rest: `33` and `2023/NĐ-CP`,
/// `66` and `NQ/TW` (party form `66-NQ/TW`).
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
pub struct DocNumber {
    /// The number as printed, leading zeros kept; `null` where it was left blank.
    pub number: Option<String>,
    /// The symbol as printed, single-spaced, without the mark that parts it from the number.
    pub symbol: Option<String>,
}

/// The time that a plan or an appendix is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Period {
    /// First year or date.
    pub from: PartialDate,
    /// Last year or date.
    pub to: PartialDate,
}

/// Who signed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Signer {
    /// Name as printed.
    pub name: Option<String>,
    /// Position of the signer as printed (`CHỦ TỊCH`, `PHÓ CHỦ TỊCH`).
    pub position: Option<String>,
    /// On whose behalf: the printed authority lines (`TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`), outermost first, parted by `; `.
    pub authority: Option<String>,
}

/// Where something stands in the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Place {
    /// Page number from 1, where the form has pages.
    pub page: Option<u32>,
    /// First and last line of the source, from 1, where the form has lines.
    pub lines: Option<(u32, u32)>,
}

/// A cited document (văn bản được dẫn).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Citation {
    /// Kind of document (slug such as `quyet-dinh`), from the words before the number or from the symbol.
    pub kind: Option<String>,
    /// Number as printed at the first place.
    pub number: Option<String>,
    /// Symbol as printed at the first place.
    pub symbol: Option<String>,
    /// Date, where it stands beside the number at any place.
    pub date: Option<PartialDate>,
    /// Issuer as printed behind `của`.
    pub issuer: Option<String>,
    /// The citation as printed at the first place.
    pub text: String,
    /// Every place where it stands, in order.
    pub spans: Vec<Place>,
}

/// A legal basis (căn cứ).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LegalBasis {
    /// The paragraph without `Căn cứ` and the closing mark.
    pub text: String,
    /// What it cites.
    pub citations: Vec<Citation>,
}

/// What one document does to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RelationType {
    /// Sửa đổi, bổ sung, điều chỉnh.
    Amends,
    /// Thay thế.
    Replaces,
    /// Bãi bỏ, hủy bỏ.
    Repeals,
    /// Triển khai, thực hiện.
    Implements,
    /// Kèm theo.
    AttachedTo,
}

impl RelationType {
    /// Its name in what the program writes.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Amends => "amends",
            Self::Replaces => "replaces",
            Self::Repeals => "repeals",
            Self::Implements => "implements",
            Self::AttachedTo => "attached-to",
        }
    }
}

/// A relation to another document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Relation {
    /// What is done.
    #[serde(rename = "type")]
    pub relation: RelationType,
    /// To which document.
    pub target: Citation,
    /// The sentence that says so, as printed.
    pub text: String,
}

/// A clause (khoản) or point (điểm) of an article.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Clause {
    /// Label as printed, without the closing mark (`1`, `1.1`, `a`, `-`).
    pub label: String,
    /// Text behind the label, up to the first clause inside it.
    pub text: String,
    /// Clauses inside it.
    pub clauses: Vec<Clause>,
}

/// An article (điều).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Article {
    /// Label as printed, without the closing mark (`Điều 1`).
    pub label: String,
    /// The whole text behind the label, clauses included, lines joined.
    pub text: String,
    /// The clauses inside it.
    pub clauses: Vec<Clause>,
}

/// A heading of the body with what stands below it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Section {
    /// Label as printed, without the closing mark (`II`, `1.1`, `a`).
    pub label: String,
    /// Title as printed.
    pub title: String,
    /// Text between this heading and the next one, paragraphs parted by line ends.
    pub text: String,
    /// Headings inside it.
    pub children: Vec<Section>,
}

/// The front part and the body of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Document {
    /// Kind of document as a slug (`quyet-dinh`, `ke-hoach`, `cong-van`).
    pub kind: Option<String>,
    /// Number as printed.
    pub number: Option<String>,
    /// Symbol as printed.
    pub symbol: Option<String>,
    /// Date, shortened where day or month were left blank.
    pub date: Option<PartialDate>,
    /// Place of issue.
    pub place: Option<String>,
    /// Issuer as printed, in one line; several joint issuers parted by `; `.
    pub issuer: Option<String>,
    /// Title (trích yếu) as printed, in one line.
    pub title: Option<String>,
    /// The time that the plan or appendix is for.
    pub period: Option<Period>,
    /// Who signed.
    pub signer: Option<Signer>,
    /// Legal bases.
    pub legal_bases: Vec<LegalBasis>,
    /// Each cited document once, in order of first appearance.
    pub citations: Vec<Citation>,
    /// Relations to other documents.
    pub relations: Vec<Relation>,
    /// Articles.
    pub articles: Vec<Article>,
    /// The body's headings.
    pub outline: Vec<Section>,
    /// Recipients (nơi nhận).
    pub recipients: Vec<String>,
}

/// Something that comes behind the document's own body under a title of its own (phụ lục, danh mục,
/// kế hoạch ban hành kèm theo) and may hold task tables. Not part of the output: `appendix` makes it one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Attachment {
    /// Label as printed (`Phụ lục`, `PHỤ LỤC II`), empty where a table stands without one.
    pub label: String,
    /// Title as printed, in one line.
    pub title: String,
    /// Lines and tables below the title, in order, with the page each stands on in its span.
    pub blocks: Vec<Block>,
}
