//! The report over an archive: what is in it, what became of it, and what to look at first.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;
use vanthu_archive::attention::Attention;
use vanthu_archive::catalogue::{Entry, State};
use vanthu_archive::citations::Overview;
use vanthu_document::diagnostic::Language;

use super::report_html;
use crate::inputs::Failure;
use crate::json;
use crate::locale::pick;
use crate::output::{make_folder, write_whole};

/// Name of the form of `report.json`.
const SCHEMA: &str = "vanthu/report/1";
/// Files in the list of the slowest.
const SLOWEST: usize = 20;
/// Documents in the list of those to look at first.
const FIRST: usize = 100;
/// A score below which a person's eye would hardly help.
const LEAST_SCORE: f64 = 0.5;

/// What the last run did.
pub(crate) struct Run<'a> {
    /// Seconds that it took, up to the report.
    pub(crate) seconds: f64,
    /// Documents converted.
    pub(crate) converted: u64,
    /// Documents whose results stood.
    pub(crate) unchanged: u64,
    /// Of these, made by another version of the program.
    pub(crate) outdated: u64,
    /// What could not be listed.
    pub(crate) unlisted: &'a [Failure],
}

/// The report.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    schema: &'static str,
    pub(crate) program: String,
    pub(crate) run: RunCounts,
    pub(crate) counts: Counts,
    pub(crate) forms: BTreeMap<String, BTreeMap<&'static str, u64>>,
    pub(crate) warnings: BTreeMap<String, Warned>,
    pub(crate) look_first: Vec<ToSee>,
    pub(crate) failures: Vec<Failed>,
    pub(crate) duplicates: Vec<Duplicate>,
    pub(crate) slowest: Vec<Slow>,
    pub(crate) citations: Overview,
}

/// The last run in numbers.
#[derive(Debug, Serialize)]
pub(crate) struct RunCounts {
    pub(crate) seconds: f64,
    pub(crate) converted: u64,
    pub(crate) unchanged: u64,
    pub(crate) made_by_another_version: u64,
}

/// The archive in numbers.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Counts {
    pub(crate) files: u64,
    pub(crate) converted: u64,
    pub(crate) duplicates: u64,
    pub(crate) failed: u64,
    pub(crate) quarantined: u64,
    pub(crate) containers: u64,
    pub(crate) bytes: u64,
    pub(crate) pages: u64,
    pub(crate) tasks: u64,
    pub(crate) doubtful_tasks: u64,
    pub(crate) restored: u64,
}

/// How often a warning stands, in how many documents.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Warned {
    pub(crate) times: u64,
    pub(crate) documents: u64,
}

/// A document that a person should look at.
#[derive(Debug, Serialize)]
pub(crate) struct ToSee {
    pub(crate) path: String,
    pub(crate) output: String,
    pub(crate) reference: Option<String>,
    #[serde(flatten)]
    pub(crate) attention: Attention,
    pub(crate) doubtful_tasks: u64,
    pub(crate) tasks: u64,
    pub(crate) warnings: BTreeMap<String, u64>,
}

/// A file without result.
#[derive(Debug, Serialize)]
pub(crate) struct Failed {
    pub(crate) path: String,
    pub(crate) state: State,
    pub(crate) reason: String,
}

/// A file with the content of another one.
#[derive(Debug, Serialize)]
pub(crate) struct Duplicate {
    pub(crate) path: String,
    pub(crate) same_as: String,
}

/// A file that took long.
#[derive(Debug, Serialize)]
pub(crate) struct Slow {
    pub(crate) path: String,
    pub(crate) seconds: f64,
}

impl Report {
    /// The report over `entries`.
    pub(crate) fn new(entries: &[Entry], run: &Run<'_>, citations: Overview, program: &str) -> Self {
        let mut counts = Counts::default();
        let mut forms: BTreeMap<String, BTreeMap<&'static str, u64>> = BTreeMap::new();
        let mut warnings: BTreeMap<String, Warned> = BTreeMap::new();
        for entry in entries {
            let summary = &entry.summary;
            // What lies in a container counts, not the container.
            if entry.state == State::Opened {
                counts.containers += 1;
                continue;
            }
            counts.files += 1;
            counts.bytes += entry.stamp.map_or(0, |stamp| stamp.size);
            let form = summary.form.clone().unwrap_or_else(|| "unknown".to_owned());
            *forms.entry(form).or_default().entry(entry.state.as_str()).or_default() += 1;
            match entry.state {
                State::Converted => counts.converted += 1,
                State::Duplicate => counts.duplicates += 1,
                State::Failed => counts.failed += 1,
                State::Quarantined => counts.quarantined += 1,
                State::Opened => {}
            }
            // A duplicate's tasks are those of the other file.
            if entry.state == State::Converted {
                counts.pages += u64::from(summary.pages.unwrap_or_default());
                counts.tasks += summary.tasks;
                counts.doubtful_tasks += summary.doubtful_tasks;
                counts.restored += u64::from(summary.restored);
                for (code, times) in &summary.warnings {
                    let warned = warnings.entry(code.clone()).or_default();
                    warned.times += times;
                    warned.documents += 1;
                }
            }
        }
        let unlisted = run.unlisted.iter().map(|failure| Failed {
            path: failure.path.display().to_string(),
            state: State::Failed,
            reason: failure.reason.clone(),
        });
        let failed = entries.iter().filter(|entry| entry.state.is_bad()).map(|entry| Failed {
            path: entry.path.to_string(),
            state: entry.state,
            reason: entry.reason.clone().unwrap_or_default(),
        });
        let duplicates = entries.iter().filter_map(|entry| {
            let same_as = entry.duplicate_of.as_ref()?.to_string();
            Some(Duplicate { path: entry.path.to_string(), same_as })
        });
        Self {
            schema: SCHEMA,
            program: program.to_owned(),
            run: RunCounts {
                seconds: (run.seconds * 1000.0).round() / 1000.0,
                converted: run.converted,
                unchanged: run.unchanged,
                made_by_another_version: run.outdated,
            },
            counts,
            forms,
            warnings,
            look_first: look_first(entries),
            failures: unlisted.chain(failed).collect(),
            duplicates: duplicates.collect(),
            slowest: slowest(entries),
            citations,
        }
    }

    /// Writes `report.json` and `report.html` into `folder`.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn write(&self, folder: &Path, language: Language) -> io::Result<()> {
        make_folder(folder)?;
        write_whole(&folder.join("report.json"), |out| json::write(self, out))?;
        write_whole(&folder.join("report.html"), |out| {
            out.write_all(report_html::render(self, language).as_bytes())
        })
    }

    /// Says on standard error what a person should know besides the counts.
    pub(crate) fn say(&self, folder: &Path, language: Language) {
        let mut out = io::stderr().lock();
        let mut line = |count: u64, vietnamese: &str, english: &str| {
            if count > 0 {
                let _ = writeln!(out, "  {}: {count}", pick(language, vietnamese, english));
            }
        };
        line(
            self.run.made_by_another_version,
            "do phiên bản khác của chương trình chuyển (--refresh để chuyển lại)",
            "converted by another version of the program (--refresh does them anew)",
        );
        line(self.counts.duplicates, "trùng nội dung với tệp khác", "with the content of another file");
        line(self.counts.quarantined, "bị cách ly", "in quarantine");
        line(self.counts.restored, "được khôi phục dấu", "with restored diacritics");
        line(self.look_first.len() as u64, "nên xem lại trước", "to look at first");
        let what = pick(language, "báo cáo", "report");
        let _ = writeln!(out, "  {what}: {}", folder.join("report.html").display());
    }
}

fn look_first(entries: &[Entry]) -> Vec<ToSee> {
    let mut worst: Vec<&Entry> = entries
        .iter()
        .filter(|entry| entry.state == State::Converted && entry.summary.attention.score >= LEAST_SCORE)
        .collect();
    worst.sort_by(|a, b| {
        let by_score = b.summary.attention.score.total_cmp(&a.summary.attention.score);
        by_score.then_with(|| a.path.cmp(&b.path))
    });
    worst.truncate(FIRST);
    let see = |entry: &Entry| ToSee {
        path: entry.path.to_string(),
        output: entry.name.with_ending(".json").to_string(),
        reference: entry.summary.reference.clone(),
        attention: entry.summary.attention,
        doubtful_tasks: entry.summary.doubtful_tasks,
        tasks: entry.summary.tasks,
        warnings: entry.summary.warnings.clone(),
    };
    worst.into_iter().map(see).collect()
}

fn slowest(entries: &[Entry]) -> Vec<Slow> {
    let mut slowest: Vec<&Entry> = entries.iter().filter(|entry| entry.millis > 0).collect();
    slowest.sort_by(|a, b| b.millis.cmp(&a.millis).then_with(|| a.path.cmp(&b.path)));
    slowest.truncate(SLOWEST);
    let slow = |entry: &Entry| Slow { path: entry.path.to_string(), seconds: entry.millis as f64 / 1000.0 };
    slowest.into_iter().map(slow).collect()
}
