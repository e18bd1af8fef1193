//! Names of columns, in Vietnamese with or without diacritics and in English.

use crate::schema::Column;

/// Where a value is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A column of the table.
    Column(Column),
    /// Lead or coordinating agencies.
    Agency,
    /// The document's number.
    Number,
    /// The document's issuer.
    Issuer,
    /// Years of the document's period.
    Year,
    /// Days on which deadlines end.
    Due,
}

/// Names as typed, folded, without spaces; the first of each target is the one that the program uses itself.
const NAMES: &[(&str, Target)] = &[
    ("nhiemvu", Target::Column(Column::Task)),
    ("noidung", Target::Column(Column::Task)),
    ("congviec", Target::Column(Column::Task)),
    ("viec", Target::Column(Column::Task)),
    ("task", Target::Column(Column::Task)),
    ("sanpham", Target::Column(Column::Product)),
    ("ketqua", Target::Column(Column::Product)),
    ("product", Target::Column(Column::Product)),
    ("lanhdao", Target::Column(Column::Leader)),
    ("phutrach", Target::Column(Column::Leader)),
    ("leader", Target::Column(Column::Leader)),
    ("chutri", Target::Column(Column::Lead)),
    ("coquanchutri", Target::Column(Column::Lead)),
    ("donvichutri", Target::Column(Column::Lead)),
    ("lead", Target::Column(Column::Lead)),
    ("phoihop", Target::Column(Column::Support)),
    ("coquanphoihop", Target::Column(Column::Support)),
    ("donviphoihop", Target::Column(Column::Support)),
    ("support", Target::Column(Column::Support)),
    ("coquan", Target::Agency),
    ("donvi", Target::Agency),
    ("agency", Target::Agency),
    ("muc", Target::Column(Column::Section)),
    ("linhvuc", Target::Column(Column::Section)),
    ("section", Target::Column(Column::Section)),
    ("nguon", Target::Column(Column::Note)),
    ("ghichu", Target::Column(Column::Note)),
    ("note", Target::Column(Column::Note)),
    ("source", Target::Column(Column::Note)),
    ("so", Target::Number),
    ("sovanban", Target::Number),
    ("vanban", Target::Number),
    ("number", Target::Number),
    ("banhanh", Target::Issuer),
    ("coquanbanhanh", Target::Issuer),
    ("issuer", Target::Issuer),
    ("nam", Target::Year),
    ("year", Target::Year),
    ("han", Target::Due),
    ("thoihan", Target::Due),
    ("hanhoanthanh", Target::Due),
    ("deadline", Target::Due),
    ("due", Target::Due),
];

impl Target {
    /// The target of a name, with or without diacritics and spaces.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name: String = vanthu_text::fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
        NAMES.iter().find(|(n, _)| *n == name).map(|(_, target)| *target)
    }

    /// The name by which help and explanations call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        if self == Target::Column(Column::Deadline) {
            return "han";
        }
        NAMES.iter().find(|(_, target)| *target == self).map_or("", |(name, _)| name)
    }
}
