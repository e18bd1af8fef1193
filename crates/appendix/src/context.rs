//! What the document around an appendix tells its reader.

use vanthu_document::PartialDate;
use vanthu_document::model::{Document, Period};

/// What is known of the document whose appendices are read. Everything may be unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// The document's own date.
    pub date: Option<PartialDate>,
    /// The time that the plan is for.
    pub period: Option<Period>,
    /// Place of issue as printed (`Hà Nội`).
    pub place: Option<String>,
    /// Issuer as printed.
    pub issuer: Option<String>,
    /// Whether the document's text was restored, so that the marks of its words may be wrong.
    pub restored: bool,
}

impl From<&Document> for Context {
    fn from(document: &Document) -> Self {
        Self {
            date: document.date,
            period: document.period,
            place: document.place.clone(),
            issuer: document.issuer.clone(),
            restored: false,
        }
    }
}

impl Context {
    /// The year that a month or a day printed without one lies in: the period's only year, else the document's own
    /// year where the month does not lie before the document's. Read between the lines, so never sure.
    pub(crate) fn year_for(&self, month: Option<i8>) -> Option<i16> {
        if let Some(period) = self.period {
            return (period.from.year() == period.to.year()).then(|| period.from.year());
        }
        let date = self.date?;
        match (date.month(), month) {
            (Some(own), Some(month)) if month >= own => Some(date.year()),
            _ => None,
        }
    }

    /// The first day on which the document can have been issued, or else the first day of its period.
    pub(crate) fn reference_day(&self) -> Option<jiff::civil::Date> {
        self.date.or(self.period.map(|p| p.from)).map(PartialDate::first_day)
    }
}
