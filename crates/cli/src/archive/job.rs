//! What a run and its workers say to each other: a line of JSON for each job and each answer.

use serde::{Deserialize, Serialize};
use vanthu_archive::catalogue::{Retry, Summary};
use vanthu_archive::name::RawName;
use vanthu_archive::stamp::Stamp;

/// What holds for every job of a worker; its first line.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Setup {
    /// Most bytes of address space of the worker and of each process that it starts.
    pub(crate) memory: u64,
    /// Endings of the outputs of a document.
    pub(crate) endings: Vec<String>,
    /// Folder of parts.
    pub(crate) parts: RawName,
    /// Most bytes of a file.
    pub(crate) bytes: u64,
    /// Most pages of a file.
    pub(crate) pages: usize,
    /// Most seconds for reading the pages of a file.
    pub(crate) seconds: u64,
    /// Whether pictures of pages are read.
    pub(crate) ocr: bool,
    /// The encoding that the user named.
    pub(crate) encoding: Option<String>,
    /// Whether the warnings of each document are to be told.
    pub(crate) tell_warnings: bool,
}

/// What a worker is asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "lowercase")]
pub(crate) enum Job {
    /// Convert a file.
    Convert {
        /// Number of the job, which names its parts.
        number: u64,
        /// The file.
        path: RawName,
        /// Where the document lies within it, if it is a container.
        within: Vec<String>,
    },
    /// Go through a file that may be a container.
    Open {
        /// The file.
        path: RawName,
    },
    /// Make outputs from the JSON of a converted document.
    Render {
        /// Number of the job, which names its parts.
        number: u64,
        /// The JSON.
        json: RawName,
        /// The path that the outputs are to name as their source; `None` for the one that the JSON names. The JSON is
        /// among the outputs only where this is given.
        source: Option<RawName>,
    },
    /// Say what a file is, without converting it.
    Scan {
        /// The file.
        path: RawName,
        /// Where the document lies within it, if it is a container.
        within: Vec<String>,
    },
}

/// An output that a worker wrote.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Written {
    /// Name of the part in the folder of parts.
    pub(crate) part: String,
    /// What stands behind the name of the output.
    pub(crate) ending: String,
    /// SHA-256 of its bytes.
    pub(crate) sha256: String,
}

/// Why a file has no result.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Refusal {
    /// In the user's language.
    pub(crate) reason: String,
    /// When to try again.
    pub(crate) retry: Retry,
    /// What the file looks like.
    pub(crate) form: Option<String>,
}

/// How a job ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outcome {
    /// With a result.
    Done {
        /// What is counted of it.
        summary: Box<Summary>,
        /// What was written.
        written: Vec<Written>,
    },
    /// As a container: what lies in it is in the summary.
    Opened(Box<Summary>),
    /// As no container.
    NoContainer,
    /// Without one.
    Refused(Refusal),
    /// The output could not be written, which is no fault of the file.
    Unwritten {
        /// Why.
        reason: String,
        /// Whether the disk is full.
        full: bool,
    },
}

/// What a worker answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// The file's stamp before it was read.
    pub(crate) stamp: Option<Stamp>,
    /// Whether that stamp counts.
    pub(crate) settled: bool,
    /// SHA-256 of what was read.
    pub(crate) sha256: Option<String>,
    /// How it ended.
    pub(crate) outcome: Outcome,
    /// Time that it took, in milliseconds.
    pub(crate) millis: u64,
    /// The warnings, a line each, where they were asked for.
    pub(crate) warnings: Vec<String>,
}
