//! Documents from files, one at a time, by worker processes: for commands that want the document itself, and that a
//! file which ends or stalls its reader must not end.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, bail};
use vanthu_appendix::model::ConvertedDocument;
use vanthu_archive::lock::RunFolder;
use vanthu_archive::worker::Death;
use vanthu_document::diagnostic::Language;

use super::crew::{Crew, Seat};
use super::job::{Job, Outcome, Setup};
use crate::args::Format;
use crate::containers::Place;

/// Workers that convert, and where they put the JSON until it is read.
pub(crate) struct Conversion {
    crew: Crew,
    folder: RunFolder,
    /// Number of the next job.
    next: AtomicU64,
}

/// Why a file gave no document.
pub(crate) enum Unconverted {
    /// In the user's language.
    Refused(String),
    /// It ended its worker.
    Died(Death),
}

impl Conversion {
    /// Workers, as many as there are threads, with the limits of `setup`; they write within `folder`.
    ///
    /// # Errors
    /// Where the folder has no absolute path.
    pub(crate) fn new(folder: RunFolder, setup: Setup, language: Language) -> Result<Self> {
        let parts = std::path::absolute(folder.parts())?;
        let setup = Setup {
            endings: vec![Format::Json.ending().to_owned()],
            parts: parts.as_path().into(),
            tell_warnings: false,
            ..setup
        };
        let crew = Crew { workers: rayon::current_num_threads(), threads: 1, setup, language };
        Ok(Self { crew, folder, next: AtomicU64::new(0) })
    }

    /// Workers that may be at work at a time.
    pub(crate) fn workers(&self) -> usize {
        self.crew.workers
    }

    /// The document at `place`, a file of so many bytes.
    ///
    /// # Errors
    /// Where no worker can be started, or none can write.
    pub(crate) fn document(
        &self,
        seat: &mut Seat,
        place: &Place,
        bytes: u64,
    ) -> Result<Result<ConvertedDocument, Unconverted>> {
        self.ask(&self.crew, seat, place, bytes)
    }

    /// The document at `place` once more, with nothing beside it.
    ///
    /// # Errors
    /// As [`Self::document`].
    pub(crate) fn document_alone(&self, place: &Place) -> Result<Result<ConvertedDocument, String>> {
        let crew = self.crew.alone();
        Ok(self.ask(&crew, &mut Seat::default(), place, u64::MAX)?.map_err(|why| match why {
            Unconverted::Refused(reason) => reason,
            Unconverted::Died(death) => crew.why(death),
        }))
    }

    fn ask(
        &self,
        crew: &Crew,
        seat: &mut Seat,
        place: &Place,
        bytes: u64,
    ) -> Result<Result<ConvertedDocument, Unconverted>> {
        let job = Job::Convert {
            number: self.next.fetch_add(1, Ordering::Relaxed),
            path: place.file.as_path().into(),
            within: place.within.clone(),
        };
        let answer = match crew.ask(seat, &job, bytes)? {
            Ok(answer) => answer,
            Err(death) => return Ok(Err(Unconverted::Died(death))),
        };
        let written = match answer.outcome {
            Outcome::Done { written, .. } => written,
            Outcome::Refused(refusal) => return Ok(Err(Unconverted::Refused(refusal.reason))),
            Outcome::Unwritten { reason, .. } => bail!("{}: {reason}", self.folder.parts().display()),
            Outcome::Opened(_) | Outcome::NoContainer => bail!("a worker answered what it was not asked"),
        };
        let part = written.first().context("a worker wrote nothing")?;
        read(&self.folder.parts().join(&part.part)).map(Ok)
    }
}

/// Takes the document out of the file of JSON at `path`.
fn read(path: &Path) -> Result<ConvertedDocument> {
    let named = || path.display().to_string();
    let json = fs::read(path).with_context(named)?;
    fs::remove_file(path).with_context(named)?;
    serde_json::from_slice(&json).with_context(named)
}
