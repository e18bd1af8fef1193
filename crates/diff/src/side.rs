//! The two things compared, and the units that are aligned.

use jiff::civil::Date;
use vanthu_appendix::model::{Appendix, ConvertedDocument, Source, Task};
use vanthu_document::PartialDate;
use vanthu_document::model::Period;

/// An appendix with what its document tells of it.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The file.
    pub source: &'a Source,
    /// Number of the document, and its symbol.
    pub number: (Option<&'a str>, Option<&'a str>),
    /// The time that it is for.
    pub period: Option<Period>,
    /// The document's own date.
    pub date: Option<PartialDate>,
    /// Place of issue as printed.
    pub place: Option<&'a str>,
    /// Issuer as printed.
    pub issuer: Option<&'a str>,
    /// The appendix.
    pub appendix: &'a Appendix,
}

impl<'a> Side<'a> {
    /// The appendix of a converted document.
    #[must_use]
    pub fn new(converted: &'a ConvertedDocument, appendix: &'a Appendix) -> Self {
        let document = &converted.document;
        Self {
            source: &converted.source,
            number: (document.number.as_deref(), document.symbol.as_deref()),
            period: document.period,
            date: document.date,
            place: document.place.as_deref(),
            issuer: document.issuer.as_deref(),
            appendix,
        }
    }

    /// The year that it is for, or of its date.
    pub(crate) fn year(&self) -> Option<i16> {
        self.period.map(|p| p.from).or(self.date).map(PartialDate::year)
    }

    /// The last day on which its author can have known how agencies were called.
    pub(crate) fn day(&self) -> Option<Date> {
        self.date.or(self.period.map(|p| p.from)).map(PartialDate::last_day)
    }

    /// Everything that tells the place, in one text.
    pub(crate) fn place_text(&self) -> String {
        let told = [self.place, self.issuer].into_iter().flatten().collect::<Vec<_>>().join("; ");
        if !told.is_empty() {
            return told;
        }
        // An appendix that stands alone tells its place only by its title and the names of its agencies.
        let tasks = self.appendix.tasks.iter().take(200).flat_map(|t| &t.assignments);
        let names = tasks.flat_map(|a| a.lead.iter().chain(&a.support)).map(|a| &*a.text);
        [self.appendix.title.as_str()].into_iter().chain(names).collect::<Vec<_>>().join("; ")
    }
}

/// What is aligned: a task with the sub-rows of the same ordinal that print a text of their own.
#[derive(Debug, Clone)]
pub(crate) struct Unit<'a> {
    /// Place of its first task in the appendix.
    pub(crate) index: usize,
    /// Its tasks, at least one.
    pub(crate) tasks: Vec<&'a Task>,
}

impl Unit<'_> {
    /// The ordinal by which it is called.
    pub(crate) fn ordinal(&self) -> String {
        let printed = self.tasks.first().and_then(|t| t.ordinal.clone());
        printed.unwrap_or_else(|| format!("#{}", self.index + 1))
    }

    /// The texts of its tasks, each on its own line.
    pub(crate) fn text(&self) -> String {
        self.tasks.iter().map(|t| t.task.as_str()).collect::<Vec<_>>().join("\n")
    }
}

/// The units of an appendix in printed order.
pub(crate) fn units(appendix: &Appendix) -> Vec<Unit<'_>> {
    let mut units: Vec<Unit<'_>> = Vec::with_capacity(appendix.tasks.len());
    for (index, task) in appendix.tasks.iter().enumerate() {
        let joins = |unit: &&mut Unit<'_>| {
            let before = unit.tasks.first();
            task.ordinal.is_some()
                && before.is_some_and(|b| b.ordinal == task.ordinal && b.section == task.section)
        };
        match units.last_mut().filter(joins) {
            Some(unit) => unit.tasks.push(task),
            None => units.push(Unit { index, tasks: vec![task] }),
        }
    }
    units
}
