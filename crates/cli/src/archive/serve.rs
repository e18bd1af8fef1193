//! A worker's side: jobs from standard input, answers on standard output.

use std::fs::File;
use std::io::{self, BufRead, BufWriter, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use vanthu_appendix::model::{ConvertedDocument, Warning};
use vanthu_archive::attention::Attention;
use vanthu_archive::catalogue::{Member, Retry, Summary};
use vanthu_archive::outbox::is_full;
use vanthu_archive::stamp::{Stamp, hexadecimal};
use vanthu_archive::worker::limit_self;
use vanthu_document::diagnostic::{Code, Language};
use vanthu_export::rows::{DOUBTFUL, document_reference};
use vanthu_readers::{Binary, ReadError};

use super::job::{Answer, Job, Outcome, Refusal, Setup, Written};
use crate::args::Format;
use crate::containers::{self, Opener, Place};
use crate::pipeline::{self, Content, ConvertError, Limits, digest};
use crate::scans::{self, Counting};
use crate::status::Status;
use crate::{formats, inputs};

/// What a worker says once it is ready.
pub(crate) const READY: &str = "ready";

/// Answers jobs until there are none.
pub(crate) fn serve(language: Language) -> Result<Status> {
    let mut lines = io::stdin().lock().lines();
    let mut out = io::stdout().lock();
    let first = lines.next().context("a worker is started by the program itself")??;
    let setup: Setup = serde_json::from_str(&first)?;
    limit_self(setup.memory)?;
    let server = Server::new(setup, language)?;
    writeln!(out, "{READY}")?;
    out.flush()?;
    for line in lines {
        let answer = server.answer(&serde_json::from_str(&line?)?);
        serde_json::to_writer(&mut out, &answer)?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(Status::Done)
}

/// Bytes of an output that are written at a time.
const BLOCK: usize = 64 << 10;

struct Server {
    limits: Limits,
    formats: Vec<Format>,
    parts: PathBuf,
    tell_warnings: bool,
    language: Language,
    opener: Mutex<Opener>,
}

/// Why a job has no result.
enum Fault {
    Refused(Refusal),
    Unwritten(io::Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Fault::Unwritten(error)
    }
}

impl Fault {
    fn refused(reason: String, retry: Retry) -> Self {
        Fault::Refused(Refusal { reason, retry, form: None })
    }
}

/// What is learnt of a file before its result.
#[derive(Default)]
struct Seen {
    stamp: Option<Stamp>,
    settled: bool,
    sha256: Option<String>,
}

impl Seen {
    fn stamp_of(&mut self, path: &Path) {
        let now = SystemTime::now();
        self.stamp = Stamp::at(path).ok();
        self.settled = self.stamp.is_some_and(|stamp| stamp.is_settled(now));
    }
}

impl Server {
    fn new(setup: Setup, language: Language) -> Result<Self> {
        let encoding = setup.encoding.as_deref().map(str::parse).transpose()?;
        let formats = setup.endings.iter().filter_map(|ending| Format::of_ending(ending)).collect();
        let limits = Limits {
            bytes: setup.bytes,
            pages: setup.pages,
            time: Some(Duration::from_secs(setup.seconds)),
            ocr: setup.ocr.then(|| scans::CACHED.clone()),
            encoding,
        };
        let parts = setup.parts.to_path().context("the folder of parts")?;
        let opener = Mutex::default();
        Ok(Self { limits, formats, parts, tell_warnings: setup.tell_warnings, language, opener })
    }

    fn answer(&self, job: &Job) -> Answer {
        let started = Instant::now();
        let mut seen = Seen::default();
        let mut warnings = Vec::new();
        let done = panic::catch_unwind(AssertUnwindSafe(|| match job {
            Job::Convert { number, path, within } => {
                let place = Place { file: path.to_path().unwrap_or_default(), within: within.clone() };
                let document = self.convert(&place, &mut seen)?;
                if self.tell_warnings {
                    warnings = warning_lines(&document);
                }
                self.done(&document, *number, &self.formats)
            }
            Job::Render { number, json, source } => {
                let mut document = self.converted(&json.to_path().unwrap_or_default())?;
                let mut formats = self.formats.clone();
                match source {
                    Some(source) => {
                        document.source.path = source.to_path().unwrap_or_default().display().to_string();
                    }
                    None => formats.retain(|format| *format != Format::Json),
                }
                self.done(&document, *number, &formats)
            }
            Job::Open { path } => self.open(&path.to_path().unwrap_or_default(), &mut seen),
            Job::Scan { path, within } => {
                let place = Place { file: path.to_path().unwrap_or_default(), within: within.clone() };
                let summary = Box::new(self.scan(&place, &mut seen)?);
                Ok(Outcome::Done { summary, written: Vec::new() })
            }
        }));
        let outcome = match done {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(Fault::Refused(refusal))) => Outcome::Refused(refusal),
            Ok(Err(Fault::Unwritten(error))) => {
                Outcome::Unwritten { reason: inputs::io_reason(&error, self.language), full: is_full(&error) }
            }
            Err(_) => Outcome::Refused(Refusal {
                reason: inputs::fault_inside(self.language).to_owned(),
                retry: Retry::Never,
                form: None,
            }),
        };
        let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        Answer { stamp: seen.stamp, settled: seen.settled, sha256: seen.sha256, outcome, millis, warnings }
    }

    fn done(&self, document: &ConvertedDocument, number: u64, formats: &[Format]) -> Result<Outcome, Fault> {
        let written = self.write(document, number, formats)?;
        Ok(Outcome::Done { summary: Box::new(summary(document)), written })
    }

    fn content(&self, place: &Place, seen: &mut Seen) -> Result<Content<'static>, Fault> {
        seen.stamp_of(&place.file);
        let bytes = if place.within.is_empty() {
            inputs::read(&place.file, self.limits.bytes, self.language)
                .map_err(|reason| Fault::refused(reason, Retry::Always))?
        } else {
            let limits = containers::limits(self.limits.bytes);
            let mut opener = self.opener.lock().unwrap_or_else(PoisonError::into_inner);
            let bytes = opener.read(&place.file, &place.within, &limits);
            if bytes.is_err() {
                // The container may have changed since it was opened.
                opener.close();
            }
            bytes.map_err(|error| self.refusal(&error.into()))?
        };
        if let Some(stamp) = seen.stamp.as_mut().filter(|_| !place.within.is_empty()) {
            stamp.size = bytes.len() as u64;
        }
        let content = Content::from(bytes);
        seen.sha256 = Some(content.sha256().to_owned());
        Ok(content)
    }

    fn convert(&self, place: &Place, seen: &mut Seen) -> Result<ConvertedDocument, Fault> {
        let content = self.content(place, seen)?;
        let name = place.shown().display().to_string();
        pipeline::convert(&name, content, &self.limits, self.language).map_err(|error| self.refusal(&error))
    }

    /// Goes through a file that may be a container.
    fn open(&self, path: &Path, seen: &mut Seen) -> Result<Outcome, Fault> {
        seen.stamp_of(path);
        let mut members = Vec::new();
        let opened = containers::members(path, &containers::limits(self.limits.bytes), |place, content| {
            let (bytes, sha256, refused) = match content {
                Ok(bytes) => (bytes.len() as u64, Some(digest(bytes)), None),
                // Another limit may let it through.
                Err(ReadError::TooLarge { .. }) => (0, None, None),
                Err(error) => (0, None, Some(ConvertError::from(error).explain(self.language))),
            };
            members.push(Member { place: place.to_vec(), bytes, sha256, refused });
        });
        let kind = opened.map_err(|error| self.refusal(&error.into()))?;
        Ok(match kind {
            None => Outcome::NoContainer,
            Some(_) if members.is_empty() => return Err(self.refusal(&ReadError::Empty.into())),
            Some(kind) => {
                let form = Some(kind.name().to_owned());
                Outcome::Opened(Box::new(Summary { form, members, ..Summary::default() }))
            }
        })
    }

    fn refusal(&self, error: &ConvertError) -> Fault {
        let ConvertError::Read(kind) = error;
        let retry = match kind {
            ReadError::NoOcr(_) => Retry::Ocr,
            ReadError::TooLarge { .. } | ReadError::NoMember => Retry::Always,
            _ => Retry::Never,
        };
        Fault::Refused(Refusal { reason: error.explain(self.language), retry, form: looks_like(kind) })
    }

    fn converted(&self, path: &Path) -> Result<ConvertedDocument, Fault> {
        let reason = |text: String| Fault::refused(text, Retry::Always);
        let bytes = std::fs::read(path).map_err(|error| reason(inputs::io_reason(&error, self.language)))?;
        serde_json::from_slice(&bytes).map_err(|error| reason(error.to_string()))
    }

    /// Reads a file as far as that goes without an OCR.
    fn scan(&self, place: &Place, seen: &mut Seen) -> Result<Summary, Fault> {
        let content = self.content(place, seen)?;
        let limits = Limits { ocr: Some(Arc::new(Counting)), ..self.limits.clone() };
        match pipeline::pages(content.bytes(), &limits) {
            Ok(pages) => {
                let unread = pages.diagnostics.iter().filter(|d| d.code == Code::PageNotRead).count();
                Ok(Summary {
                    form: Some(formats::form_name(pages.form)),
                    encoding: Some(pages.encoding),
                    pages: pages.count,
                    unread_pages: u32::try_from(unread).unwrap_or(u32::MAX),
                    warnings: counted(
                        pages
                            .diagnostics
                            .iter()
                            .filter(|d| d.code != Code::PageNotRead)
                            .map(|d| d.code.as_str()),
                    ),
                    ..Summary::default()
                })
            }
            Err(error) => Err(self.refusal(&error)),
        }
    }

    /// Writes `document` in `formats` as parts, each brought out of this process but not yet to disk.
    fn write(
        &self,
        document: &ConvertedDocument,
        number: u64,
        formats: &[Format],
    ) -> Result<Vec<Written>, Fault> {
        let mut written = Vec::with_capacity(formats.len());
        for (place, format) in formats.iter().enumerate() {
            let part = format!("{number}-{place}");
            let file = File::create(self.parts.join(&part))?;
            // Hashed in blocks: most writes are a few letters.
            let mut out = BufWriter::with_capacity(BLOCK, Hashing { hash: Sha256::new(), out: file });
            formats::write(document, *format, self.language, &mut out)?;
            let hashed = out.into_inner().map_err(io::IntoInnerError::into_error)?;
            let sha256 = hexadecimal(&hashed.hash.finalize());
            written.push(Written { part, ending: format.ending().to_owned(), sha256 });
        }
        Ok(written)
    }
}

/// Hashes what passes through.
struct Hashing<W> {
    hash: Sha256,
    out: W,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// What a file that cannot be read looks like.
fn looks_like(error: &ReadError) -> Option<String> {
    let name = match error {
        ReadError::Binary(kind) | ReadError::Damaged(kind) => match kind {
            Binary::Pdf => "pdf",
            Binary::Docx => "docx",
            Binary::Xlsx => "xlsx",
            Binary::Zip => "zip",
            Binary::Mail => "mail",
            Binary::Ole => "ole",
            Binary::Rtf => "rtf",
            Binary::Picture(_) => "image",
            Binary::Archive(format) => return Some(format.to_lowercase()),
            Binary::Unknown => "binary",
        },
        ReadError::NoOcr(_) => "pdf-scan",
        ReadError::Empty
        | ReadError::Encrypted
        | ReadError::TooLarge { .. }
        | ReadError::Expands { .. }
        | ReadError::TooManyMembers { .. }
        | ReadError::NoMember => return None,
    };
    Some(name.to_owned())
}

fn counted<'a>(codes: impl Iterator<Item = &'a str>) -> std::collections::BTreeMap<String, u64> {
    let mut counts = std::collections::BTreeMap::new();
    for code in codes {
        *counts.entry(code.to_owned()).or_default() += 1;
    }
    counts
}

/// What the catalogue keeps of a document.
fn summary(document: &ConvertedDocument) -> Summary {
    let tasks = || document.appendices.iter().flat_map(|appendix| &appendix.tasks);
    let warnings = counted(document.warnings.iter().map(|warning| warning.code.as_str()));
    let unread = warnings.get(Code::PageNotRead.as_str()).copied().unwrap_or_default();
    Summary {
        form: Some(formats::form_name(document.source.form)),
        encoding: Some(document.source.encoding.clone()),
        pages: document.source.pages,
        unread_pages: u32::try_from(unread).unwrap_or(u32::MAX),
        reference: document_reference(&document.document),
        tasks: tasks().count() as u64,
        doubtful_tasks: tasks().filter(|task| task.confidence < DOUBTFUL).count() as u64,
        restored: document.restoration.applied,
        warnings,
        attention: Attention::of(document),
        members: Vec::new(),
    }
}

/// The warnings of a document as lines for a person.
pub(crate) fn warning_lines(document: &ConvertedDocument) -> Vec<String> {
    let line_of = |w: &Warning| w.place.lines.map(|(first, _)| format!(":{first}")).unwrap_or_default();
    let path = &document.source.path;
    document.warnings.iter().map(|w| format!("{path}{}: {} [{}]", line_of(w), w.message, w.code)).collect()
}
