//! What a conversion says at its end.

use std::io::{self, Write};
use std::path::Path;

use vanthu_document::diagnostic::Language;

use crate::locale::pick;
use crate::status::Status;

/// What was counted.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Totals {
    /// Documents that were converted.
    pub(crate) converted: u64,
    /// Documents whose results of an earlier run still stand.
    pub(crate) unchanged: u64,
    /// Tasks of all documents.
    pub(crate) tasks: u64,
    /// Warnings of all documents.
    pub(crate) warnings: u64,
    /// Files that could not be converted.
    pub(crate) failed: u64,
}

impl Totals {
    /// How the command ends.
    pub(crate) fn status(&self) -> Status {
        match (self.converted + self.unchanged, self.failed) {
            (_, 0) => Status::Done,
            (0, _) => Status::Failed,
            _ => Status::SomeFailed,
        }
    }

    /// Says it in a line on standard error.
    pub(crate) fn say(&self, folder: Option<&Path>, language: Language) {
        let documents = self.converted + self.unchanged;
        let Self { unchanged, tasks, warnings, failed, .. } = self;
        let mut line = format!("{documents} {}", pick(language, "văn bản", "documents"));
        if *unchanged > 0 {
            line.push_str(&format!(" ({unchanged} {})", pick(language, "không đổi", "unchanged")));
        }
        line.push_str(&match language {
            Language::Vietnamese => format!(", {tasks} nhiệm vụ, {warnings} cảnh báo"),
            Language::English => format!(", {tasks} tasks, {warnings} warnings"),
        });
        if *failed > 0 {
            line.push_str(&format!(", {failed} {}", pick(language, "tệp lỗi", "files failed")));
        }
        if let Some(folder) = folder {
            line.push_str(&format!(" → {}", folder.display()));
        }
        let _ = writeln!(io::stderr(), "{line}");
    }
}
