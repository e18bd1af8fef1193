//! `vanthu diff`: what changed between the appendices of two documents, or over several.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use vanthu_appendix::model::{Appendix, ConvertedDocument};
use vanthu_diff::chain::chain;
use vanthu_diff::model::Diff;
use vanthu_diff::{Side, compare};
use vanthu_document::diagnostic::Language;
use vanthu_text::fold;

use super::Setting;
use crate::args::{self, DiffFormat};
use crate::diff_report;
use crate::inputs;
use crate::locale::pick;
use crate::output::write_whole;
use crate::pipeline::Limits;
use crate::scans;
use crate::status::Status;

/// A document with the appendix that is compared.
struct Input {
    document: ConvertedDocument,
    appendix: usize,
}

impl Input {
    fn side(&self) -> Option<Side<'_>> {
        Some(Side::new(&self.document, self.document.appendices.get(self.appendix)?))
    }
}

/// Compares what `arguments` name.
pub(crate) fn run(arguments: &args::Diff, setting: Setting) -> Result<Status> {
    let asked = arguments.appendix.len();
    if asked > 1 && asked != arguments.documents.len() {
        bail!(pick(
            setting.language,
            "--appendix phải nêu một lần cho mọi văn bản, hoặc mỗi văn bản một lần",
            "--appendix is given once for all documents, or once for each",
        ));
    }
    if arguments.documents.iter().filter(|path| inputs::is_stdin(path)).count() > 1 {
        bail!(pick(
            setting.language,
            "đầu vào chuẩn chỉ đọc được một lần",
            "standard input can be read only once"
        ));
    }
    let mut documents = Vec::with_capacity(arguments.documents.len());
    for (index, path) in arguments.documents.iter().enumerate() {
        let appendix = arguments.appendix.get(if asked == 1 { 0 } else { index });
        let input = load(path, appendix.map(String::as_str), arguments.max_size, setting)
            .with_context(|| path.display().to_string())?;
        documents.push(input);
    }
    say_same_files(&documents, &arguments.documents, setting);
    let sides: Vec<Side<'_>> = documents.iter().filter_map(Input::side).collect();
    let [old, new, ..] = sides.as_slice() else {
        bail!(pick(setting.language, "cần ít nhất hai văn bản", "at least two documents are needed"));
    };
    let (view, language) = (arguments.view, setting.language);
    let same = if sides.len() == 2 {
        let diff = compare(old, new);
        write(arguments, setting, |out| diff_report::write(&diff, view, language, out))?;
        diff.is_same()
    } else {
        let chain = chain(&sides);
        write(arguments, setting, |out| diff_report::write_chain(&chain, view, language, out))?;
        chain.diffs.iter().all(Diff::is_same)
    };
    Ok(if same { Status::Done } else { Status::Negative })
}

/// Writes to the file asked for, or to standard output.
fn write(
    arguments: &args::Diff,
    setting: Setting,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    if let Some(path) = &arguments.report {
        return write_whole(path, |file| write(file))
            .map_err(|error| anyhow!(inputs::io_reason(&error, setting.language)))
            .with_context(|| path.display().to_string());
    }
    let mut out = io::stdout().lock();
    if arguments.view == DiffFormat::Xlsx && out.is_terminal() {
        bail!(pick(
            setting.language,
            "bảng tính không hiện được trên màn hình; hãy nêu tệp với -o",
            "a workbook cannot be shown on a terminal; name a file with -o",
        ));
    }
    Ok(write(&mut out)?)
}

/// Reads a document, or what `convert` wrote of one, and finds the appendix to compare.
fn load(path: &Path, asked: Option<&str>, max_size: u64, setting: Setting) -> Result<Input> {
    let limits = Limits {
        bytes: max_size.saturating_mul(1 << 20),
        ocr: Some(scans::CACHED.clone()),
        ..Limits::default()
    };
    let bytes = inputs::read(path, limits.bytes, setting.language).map_err(|reason| anyhow!(reason))?;
    let document =
        crate::load::document(path, &bytes, &limits, setting.language).map_err(|reason| anyhow!(reason))?;
    let appendix = choose(&document.appendices, asked, setting)?;
    Ok(Input { document, appendix })
}

/// The appendix that `asked` names by number or label; else the one with the most tasks that somebody is to do by some time.
fn choose(appendices: &[Appendix], asked: Option<&str>, setting: Setting) -> Result<usize> {
    let language = setting.language;
    let listed = || {
        let name = |(index, a): (usize, &Appendix)| format!("{}: {} ({})", index + 1, a.label, a.tasks.len());
        appendices.iter().enumerate().map(name).collect::<Vec<_>>().join("; ")
    };
    let chosen = match asked {
        Some(asked) => {
            let by_number = asked.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            let by_label = || appendices.iter().position(|a| fold(&a.label) == fold(asked));
            let found = by_number.filter(|index| *index < appendices.len()).or_else(by_label);
            let missing = pick(language, "không có phụ lục", "there is no appendix");
            found.ok_or_else(|| anyhow!("{missing} “{asked}” ({})", listed()))?
        }
        None => {
            let concrete = |a: &Appendix| {
                let assigned = |t: &&vanthu_appendix::model::Task| {
                    t.assignments.iter().any(|a| !a.lead.is_empty() || a.deadline.is_some())
                };
                (a.tasks.iter().filter(assigned).count(), a.tasks.len())
            };
            let best = appendices.iter().enumerate().rev().max_by_key(|(_, a)| concrete(a));
            let Some((index, _)) = best else {
                bail!(pick(
                    language,
                    "văn bản không có phụ lục nào có bảng nhiệm vụ",
                    "the document has no appendix with a table of tasks"
                ));
            };
            let with_tasks = appendices.iter().filter(|a| !a.tasks.is_empty()).count();
            if with_tasks > 1 && !setting.quiet {
                let said = pick(language, "so sánh phụ lục", "comparing appendix");
                let _ = writeln!(io::stderr(), "{said} {} ({}; --appendix)", index + 1, listed());
            }
            index
        }
    };
    if appendices.get(chosen).is_none_or(|a| a.tasks.is_empty()) {
        bail!(pick(language, "phụ lục không có nhiệm vụ nào", "the appendix has no tasks"));
    }
    Ok(chosen)
}

/// Says so where a file is compared with itself.
fn say_same_files(documents: &[Input], paths: &[PathBuf], setting: Setting) {
    for (pair, names) in documents.windows(2).zip(paths.windows(2)) {
        let ([a, b], [first, second]) = (pair, names) else { continue };
        let same = a.document.source.sha256 == b.document.source.sha256 && a.appendix == b.appendix;
        if same && !setting.quiet {
            let (first, second) = (first.display(), second.display());
            let line = match setting.language {
                Language::Vietnamese => format!("{first} và {second} là cùng một tệp"),
                Language::English => format!("{first} and {second} are the same file"),
            };
            let _ = writeln!(io::stderr(), "{line}");
        }
    }
}
