//! `vanthu scan`: what is there, before it is converted.
//!
//! Every file is read as `convert` would read it, in worker processes, but without an OCR, restoration and understanding.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::Result;
use rayon::prelude::*;
use serde::Serialize;
use vanthu_archive::catalogue::{Member, State};
use vanthu_archive::queue::Queue;
use vanthu_archive::stamp::{Stamp, hash_of};
use vanthu_archive::worker::Death;
use vanthu_document::diagnostic::Language;

use super::containers;
use super::crew::Crew;
use super::display::Display;
use super::job::{Answer, Job, Outcome, Setup};
use crate::args::{Log, Scan};
use crate::commands::Setting;
use crate::containers::{Place, may_be};
use crate::inputs::{self, Json};
use crate::json;
use crate::locale::pick;
use crate::status::Status;

/// Seconds that a scanned page takes on one core, its OCR and all that follows: 26.5 s for the 10 pages of four scans of 2010
/// (2.2 to 3.0 s a page; a release build, two cores, other work beside it).
const SECONDS_OF_PAGE: f64 = 2.7;
/// Most seconds and bytes of memory for looking at a file.
const SECONDS: u64 = 60;
const MEMORY: u64 = 2 << 30;
/// Bytes that are looked at at a time.
const BOUND: u64 = 64 << 20;

/// What is known of a file.
#[derive(Debug, Serialize)]
struct Seen {
    path: String,
    bytes: Option<u64>,
    form: Option<String>,
    encoding: Option<String>,
    pages: Option<u32>,
    pages_for_ocr: u32,
    warnings: BTreeMap<String, u64>,
    fault: Option<String>,
    same_as: Option<String>,
}

/// All that is there.
#[derive(Debug, Serialize)]
struct Overview {
    schema: &'static str,
    files: u64,
    bytes: u64,
    forms: BTreeMap<String, u64>,
    encodings: BTreeMap<String, u64>,
    pages_for_ocr: u64,
    files_for_ocr: u64,
    ocr_seconds: f64,
    duplicates: u64,
    faults: u64,
    list: Vec<Seen>,
}

/// Looks at what `arguments` name.
pub(crate) fn run(arguments: &Scan, setting: Setting) -> Result<Status> {
    let language = setting.language;
    let (paths, unlisted) = inputs::collect(&arguments.paths, Json::LeftOut, None, language);
    let limit = arguments.max_size.saturating_mul(1 << 20);
    let (targets, refused) = targets(paths, limit, setting)?;
    let mut list = look(&targets, limit, setting)?;
    mark_duplicates(&mut list, &targets, limit);
    list.extend(refused);
    list.extend(
        unlisted.into_iter().map(|failure| Seen {
            fault: Some(failure.reason),
            ..Seen::of(failure.path.display().to_string())
        }),
    );
    let overview = Overview::new(list);
    let mut out = io::stdout().lock();
    if arguments.as_json {
        json::write(&overview, &mut out)?;
    } else {
        overview.print(&mut out, language)?;
    }
    Ok(match (overview.files - overview.faults, overview.faults) {
        (_, 0) => Status::Done,
        (0, _) => Status::Failed,
        _ => Status::SomeFailed,
    })
}

/// What is looked at: a file, or what lies in a container.
struct Target {
    place: Place,
    bytes: Option<u64>,
    sha256: Option<String>,
}

/// Workers for `files` files.
fn crew(files: usize, limit: u64, setting: Setting) -> Crew {
    let setup = Setup {
        memory: MEMORY,
        endings: Vec::new(),
        parts: Default::default(),
        bytes: limit,
        pages: usize::MAX,
        seconds: SECONDS,
        ocr: false,
        encoding: None,
        tell_warnings: false,
    };
    let workers = rayon::current_num_threads().min(files).max(1);
    Crew { workers, threads: 1, setup, language: setting.language }
}

/// What there is to look at where `paths` may be containers, and what in these cannot be.
fn targets(paths: Vec<PathBuf>, limit: u64, setting: Setting) -> Result<(Vec<Target>, Vec<Seen>)> {
    let sizes: Vec<Option<u64>> =
        paths.iter().map(|path| Stamp::at(path).ok().map(|stamp| stamp.size)).collect();
    let may_be: Vec<bool> = paths.par_iter().map(|path| may_be(path).is_some()).collect();
    let asked: Vec<(&Path, u64)> = paths
        .iter()
        .zip(&sizes)
        .zip(&may_be)
        .filter(|(_, may_be)| **may_be)
        .map(|((path, size), _)| (path.as_path(), size.unwrap_or_default()))
        .collect();
    let answers = match asked.len() {
        0 => Vec::new(),
        files => containers::open(&crew(files, limit, setting), &asked, BOUND)?,
    };
    let mut answers = answers.into_iter();
    let (mut targets, mut refused) = (Vec::with_capacity(paths.len()), Vec::new());
    for ((file, bytes), may_be) in paths.iter().zip(sizes).zip(may_be) {
        let answer = if may_be { answers.next() } else { None };
        let place = |within: Vec<String>| Place { file: file.clone(), within };
        match answer.map(|answer| (answer.as_ref().map(|a| &a.outcome).ok().cloned(), answer)) {
            Some((Some(Outcome::Opened(summary)), _)) => {
                for Member { place: within, bytes, sha256, refused: fault } in summary.members {
                    match fault {
                        None => targets.push(Target { place: place(within), bytes: Some(bytes), sha256 }),
                        Some(_) => refused
                            .push(Seen { fault, ..Seen::of(place(within).shown().display().to_string()) }),
                    }
                }
            }
            None | Some((Some(Outcome::NoContainer), _)) => {
                targets.push(Target { place: place(Vec::new()), bytes, sha256: None });
            }
            Some((_, answer)) => {
                let path = file.display().to_string();
                refused.push(Seen { bytes, ..seen(path, answer, setting.language) });
            }
        }
    }
    Ok((targets, refused))
}

/// Looks at each file in a worker.
fn look(targets: &[Target], limit: u64, setting: Setting) -> Result<Vec<Seen>> {
    let crew = crew(targets.len(), limit, setting);
    let queue =
        Queue::new(BOUND, targets.iter().enumerate().map(|(at, t)| (t.bytes.unwrap_or_default(), (at, t))));
    let display = Display::over(setting, Log::Text, targets.len() as u64, crew.workers);
    let found: Mutex<BTreeMap<usize, Seen>> = Mutex::new(BTreeMap::new());
    crew.work(
        &queue,
        |(_, Target { place, .. })| Job::Scan {
            path: place.file.as_path().into(),
            within: place.within.clone(),
        },
        |slot, (_, target)| display.begin(slot, &target.place.shown()),
        |_, (at, target), result| {
            let path = target.place.shown();
            let seen = seen(path.display().to_string(), result, setting.language);
            let state = if seen.fault.is_some() { State::Failed } else { State::Converted };
            display.done(&path, state, 0);
            if let Ok(mut found) = found.lock() {
                found.insert(at, Seen { bytes: target.bytes, ..seen });
            }
        },
    )?;
    display.finish();
    Ok(found.into_inner().unwrap_or_default().into_values().collect())
}

fn seen(path: String, result: Result<Answer, Death>, language: Language) -> Seen {
    let seen = Seen::of(path);
    match result.map(|answer| answer.outcome) {
        Ok(Outcome::Done { summary, .. }) => Seen {
            form: summary.form,
            encoding: summary.encoding,
            pages: summary.pages,
            pages_for_ocr: summary.unread_pages,
            warnings: summary.warnings,
            ..seen
        },
        Ok(Outcome::Opened(_) | Outcome::NoContainer) => seen,
        Ok(Outcome::Refused(refusal)) => Seen { form: refusal.form, fault: Some(refusal.reason), ..seen },
        Ok(Outcome::Unwritten { reason, .. }) => Seen { fault: Some(reason), ..seen },
        Err(_) => {
            let fault =
                pick(language, "làm dừng tiến trình đọc", "kills or stalls the process that reads it");
            Seen { fault: Some(fault.to_owned()), ..seen }
        }
    }
}

/// Finds files with the same content: those of the same size are hashed.
fn mark_duplicates(list: &mut [Seen], targets: &[Target], limit: u64) {
    let mut of_size: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, seen) in list.iter().enumerate() {
        if let Some(bytes) = seen.bytes.filter(|bytes| *bytes > 0) {
            of_size.entry(bytes).or_default().push(at);
        }
    }
    let shared: Vec<usize> = of_size.into_values().filter(|group| group.len() > 1).flatten().collect();
    let hash = |target: &Target| match &target.sha256 {
        Some(hash) => Some(hash.clone()),
        None => hash_of(&target.place.file, limit).ok(),
    };
    let hashes: Vec<(usize, String)> =
        shared.into_par_iter().filter_map(|at| Some((at, hash(targets.get(at)?)?))).collect();
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let mut hashes = hashes;
    hashes.sort_unstable();
    for (at, hash) in hashes {
        let first = *first.entry(hash).or_insert(at);
        if first != at {
            let path = list.get(first).map(|seen| seen.path.clone());
            if let Some(seen) = list.get_mut(at) {
                seen.same_as = path;
            }
        }
    }
}

impl Seen {
    fn of(path: String) -> Self {
        Self {
            path,
            bytes: None,
            form: None,
            encoding: None,
            pages: None,
            pages_for_ocr: 0,
            warnings: BTreeMap::new(),
            fault: None,
            same_as: None,
        }
    }
}

impl Overview {
    fn new(list: Vec<Seen>) -> Self {
        let mut forms = BTreeMap::new();
        let mut encodings = BTreeMap::new();
        let unique = || list.iter().filter(|seen| seen.same_as.is_none());
        for seen in &list {
            let form = seen.form.clone().unwrap_or_else(|| "unknown".to_owned());
            *forms.entry(form).or_default() += 1;
            if let Some(encoding) = &seen.encoding {
                *encodings.entry(encoding.clone()).or_default() += 1;
            }
        }
        let pages_for_ocr: u64 = unique().map(|seen| u64::from(seen.pages_for_ocr)).sum();
        let cores = rayon::current_num_threads() as f64;
        Self {
            schema: "vanthu/scan/1",
            files: list.len() as u64,
            bytes: list.iter().filter_map(|seen| seen.bytes).sum(),
            forms,
            encodings,
            pages_for_ocr,
            files_for_ocr: unique().filter(|seen| seen.pages_for_ocr > 0).count() as u64,
            ocr_seconds: (pages_for_ocr as f64 * SECONDS_OF_PAGE / cores).round(),
            duplicates: list.iter().filter(|seen| seen.same_as.is_some()).count() as u64,
            faults: list.iter().filter(|seen| seen.fault.is_some()).count() as u64,
            list,
        }
    }

    fn print(&self, out: &mut impl Write, language: Language) -> io::Result<()> {
        let say = |vietnamese: &'static str, english: &'static str| pick(language, vietnamese, english);
        let megabytes = self.bytes as f64 / f64::from(1 << 20);
        writeln!(out, "{} {}, {megabytes:.1} MB", self.files, say("tệp", "files"))?;
        let mut group = |title: &str, counts: &BTreeMap<String, u64>| -> io::Result<()> {
            writeln!(out, "\n{title}")?;
            let mut counts: Vec<_> = counts.iter().collect();
            counts.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
            counts.into_iter().try_for_each(|(name, count)| writeln!(out, "{count:>9}  {name}"))
        };
        group(say("Dạng tệp", "Forms"), &self.forms)?;
        group(say("Bảng mã", "Encodings"), &self.encodings)?;
        if self.pages_for_ocr > 0 {
            let minutes = self.ocr_seconds / 60.0;
            let (pages, files) = (self.pages_for_ocr, self.files_for_ocr);
            match language {
                Language::Vietnamese => writeln!(
                    out,
                    "\nCần nhận dạng chữ: {pages} trang trong {files} tệp, ước chừng {minutes:.0} phút trên máy này"
                )?,
                Language::English => writeln!(
                    out,
                    "\nFor the OCR: {pages} pages in {files} files, about {minutes:.0} minutes on this machine"
                )?,
            }
        }
        if self.duplicates > 0 {
            writeln!(out, "\n{}", say("Trùng nội dung", "Duplicates"))?;
            for seen in &self.list {
                if let Some(first) = &seen.same_as {
                    writeln!(out, "  {} = {first}", seen.path)?;
                }
            }
        }
        if self.faults > 0 {
            writeln!(out, "\n{}", say("Không đọc được", "Cannot be read"))?;
            for seen in &self.list {
                if let Some(fault) = &seen.fault {
                    writeln!(out, "  {}: {fault}", seen.path)?;
                }
            }
        }
        Ok(())
    }
}
