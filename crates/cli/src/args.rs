//! The command line. Texts here are English; [`help`](crate::help) holds the Vietnamese ones.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use vanthu_document::diagnostic::Language;
use vanthu_text::Encoding;

/// Reads old Vietnamese administrative documents and turns their appendices into structured tasks.
#[derive(Debug, Parser)]
#[command(name = "vanthu", version, propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub struct Global {
    /// Say nothing but errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more; twice for everything
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// Work on N files at a time [default: one for each core]
    #[arg(long, global = true, value_name = "N")]
    pub jobs: Option<std::num::NonZeroUsize>,
    /// Language of messages [default: after the environment]
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<LanguageArg>,
}

/// A language that the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LanguageArg {
    /// Tiếng Việt
    Vi,
    /// English
    En,
}

impl From<LanguageArg> for Language {
    fn from(arg: LanguageArg) -> Self {
        match arg {
            LanguageArg::Vi => Language::Vietnamese,
            LanguageArg::En => Language::English,
        }
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read documents and write what they say as JSON, and in other forms where asked for
    Convert(Convert),
    /// Give Vietnamese text its diacritics back: text without marks, or read by an OCR of another language
    Restore(Restore),
    /// Add documents to a search index
    Index(IndexDocuments),
    /// Search an index: which agency hosts which task
    Search(Search),
    /// List the agencies of an index with their tasks
    Agencies(Agencies),
    /// Compare the appendices of two documents, or follow tasks over several
    Diff(Diff),
    /// Say what a folder holds before it is converted: forms, encodings, scans, duplicates, damaged files, time for the OCR
    Scan(Scan),
    /// Print the JSON Schema of what the program writes
    Schema(Schema),
    /// Convert files for another process of this program
    #[command(hide = true)]
    Worker,
}

/// `vanthu convert`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vanthu convert quyet-dinh.md -o out                  one document, out/quyet-dinh.json
  vanthu convert archive/ -o out --format csv,xlsx     a folder with all below it, for Excel too
  vanthu convert archive/ -o out --format md,html      and to read, print and pass on
  vanthu convert archive/ -o out --table               and show the tasks found
  cat page.txt | vanthu convert -                      standard input, JSON to standard output

A folder is converted as an archive: DIR/.vanthu records what was done, so the next run does only what is new
or changed, and goes on where one was stopped. DIR/archive gets a report, the citations, and the tables asked for.

Exit status: 0 all converted, 2 wrong use or nothing converted, 3 some files failed (each is named with its reason).")]
pub struct Convert {
    /// Files and folders (read with all below them; hidden files are left out); `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Folder to write to, made if it is not there; without it the JSON goes to standard output, a line each
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// What to write for each document; the JSON is always written
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', default_value = "json")]
    pub format: Vec<Format>,
    /// Encoding of the text: utf-8, utf-16, tcvn3, vni, viscii, vps, windows-1258, windows-1252 [default: found from the text]
    #[arg(long, value_name = "ENCODING")]
    pub encoding: Option<Encoding>,
    /// Print a table of the tasks found
    #[arg(long)]
    pub table: bool,
    /// Leave the pages behind this one out, with a warning
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    pub max_pages: usize,
    /// Read pages of a file for so many seconds at most; the rest is left out, with a warning
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    pub file_timeout: u64,
    /// Leave pictures of pages unread
    #[arg(long)]
    pub no_ocr: bool,
    /// Refuse files of more than this many megabytes
    #[arg(long, value_name = "MB", default_value_t = 512)]
    pub max_size: u64,
    /// Memory for a file of a folder, in megabytes; a file that needs more is put aside
    #[arg(long, value_name = "MB", default_value_t = 2048)]
    pub file_memory: u64,
    /// Convert anew what another version of the program converted
    #[arg(long)]
    pub refresh: bool,
    /// How to tell on standard error what happens to the files of a folder
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub log: Log,
}

/// How a run tells what happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Log {
    /// For a person: a bar on a terminal, lines with -v
    Text,
    /// For a program: a JSON object for each event
    Json,
}

/// `vanthu scan`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vanthu scan archive/             what is there, and how long its scans would take
  vanthu scan archive/ --json      with every file")]
pub struct Scan {
    /// Files and folders (read with all below them; hidden files are left out)
    #[arg(required = true, value_name = "PATH", id = "scan_paths")]
    pub paths: Vec<PathBuf>,
    /// Print JSON: each file with form, encoding, pages and faults
    #[arg(long = "json", id = "as_json")]
    pub as_json: bool,
    /// Refuse files of more than this many megabytes
    #[arg(long, value_name = "MB", default_value_t = 512)]
    pub max_size: u64,
}

/// What `convert` writes for a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Format {
    /// The whole document (`vanthu schema document`)
    Json,
    /// The tasks, a row for each assignment, as Excel opens it
    Csv,
    /// A workbook: tasks, documents, agencies, citations
    Xlsx,
    /// The document as Markdown, which this program reads again
    Md,
    /// The document as a page to read and print
    Html,
    /// The document as Akoma Ntoso 3.0, for legal databases
    Akn,
    /// The tasks, a JSON object on each line
    Jsonl,
    /// The tasks as Parquet, for programs that query many of them
    Parquet,
}

/// `vanthu restore`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vanthu restore ke-hoach.txt > sach.txt               line for line
  echo 'Cai cach hanh chinh' | vanthu restore          standard input
  vanthu restore ke-hoach.txt --json                   each change with its place, candidates and confidence

Clean text passes untouched; digits are kept.")]
pub struct Restore {
    /// Text file; standard input where none is named or for `-`
    pub file: Option<PathBuf>,
    /// Print a JSON object for each line: text, state, changes
    #[arg(long)]
    pub json: bool,
    /// Refuse files of more than this many megabytes
    #[arg(long, value_name = "MB", default_value_t = 512)]
    pub max_size: u64,
}

/// `vanthu index`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vanthu index archive/ --index idx               a folder with all below it, converted where that is not done yet
  vanthu index out/*.json --index idx             what `convert` wrote
  vanthu index --remove old.md --index idx        takes a document out
  vanthu index archive/ --index idx --rebuild     builds the index anew, after another version of the program

What is in the index already is passed over, a changed file replaces what it was. A run that was killed goes on where it
was. Exit status: 0 done, 2 wrong use or nothing done, 3 some files failed (each is named with its reason).")]
pub struct IndexDocuments {
    /// Files and folders: documents of any form that `convert` reads, or its JSON; `-` is standard input
    #[arg(required = true, value_name = "PATH", id = "index_paths")]
    pub paths: Vec<PathBuf>,
    /// Folder of the index, made if it is not there
    #[arg(long, value_name = "DIR", id = "index_written")]
    pub index: PathBuf,
    /// Delete the index first
    #[arg(long, conflicts_with = "remove")]
    pub rebuild: bool,
    /// Take the documents of these paths, or whose hash begins so, out of the index
    #[arg(long)]
    pub remove: bool,
    /// Refuse files of more than this many megabytes
    #[arg(long, value_name = "MB", default_value_t = 512)]
    pub max_size: u64,
    /// Read pages of a file for so many seconds at most; the rest is left out, with a warning
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    pub file_timeout: u64,
    /// Memory for reading a file, in megabytes; one that needs more is left out
    #[arg(long = "file-memory", value_name = "MB", default_value_t = 2048, id = "index_memory")]
    pub file_memory: u64,
}

/// `vanthu search`.
#[derive(Debug, Args)]
#[command(after_help = "\
The query: words, all of them, with or without diacritics; diacritics that are typed count. A question is understood:
agencies, years and deadlines in it, and its words of asking weigh nothing.
  \"…\"  side by side    -x  without x    a OR b    ( )    x*  begins so    x~1  a letter more or less
  chutri: phoihop: coquan: lanhdao: nhiemvu: sanpham: muc: so: banhanh: nam: han:
  (lead: support: agency: leader: task: product: section: number: issuer: year: due:)
  nam:2024..2025    han:2025-Q4    han:2025-Q2..2025-Q4    han:30/6/2025

Examples:
  vanthu search so noi vu tap huan --index idx
  vanthu search 'chutri:\"Trung tâm Phục vụ hành chính công\" han:2025-Q4' --index idx
  vanthu search 'cơ quan nào chủ trì số hóa hồ sơ năm 2025?' --index idx
  vanthu search kinh phí --agency 'Sở Tài chính' --successors --index idx --json
  vanthu search 'chuyển đổi số' --documents --index idx

Exit status: 0 found, 1 nothing found, 2 wrong use or failed.")]
pub struct Search {
    /// What to look for, best in quotation marks; nothing but filters is possible too
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Folder of the index
    #[arg(long, value_name = "DIR", id = "index_read")]
    pub index: PathBuf,
    /// Only tasks that this agency leads
    #[arg(long, value_name = "AGENCY")]
    pub lead: Option<String>,
    /// Only tasks that this agency coordinates
    #[arg(long, value_name = "AGENCY")]
    pub support: Option<String>,
    /// Only tasks of this agency, in either part
    #[arg(long, value_name = "AGENCY")]
    pub agency: Option<String>,
    /// Count agencies that were merged into the one asked for
    #[arg(long)]
    pub successors: bool,
    /// Only documents of this year or these years
    #[arg(long, value_name = "YEAR")]
    pub year: Option<String>,
    /// Only tasks under this section: words of its label or title
    #[arg(long, value_name = "SECTION")]
    pub section: Option<String>,
    /// Only deadlines that end on these days: 2025-Q4, 2025-01..2025-06
    #[arg(long, value_name = "FROM..TO")]
    pub due: Option<String>,
    /// Find documents by their text, not tasks
    #[arg(long = "documents", id = "find_documents")]
    pub documents: bool,
    /// Most results
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Leave out the first N results
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Tell what each score is made of
    #[arg(long)]
    pub explain: bool,
    /// Print JSON
    #[arg(long = "json", id = "as_json")]
    pub as_json: bool,
}

/// `vanthu agencies`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vanthu agencies --index idx                    table, those that lead most first
  vanthu agencies --index idx --csv > co-quan.csv   for Excel, by document
  vanthu agencies --index idx --json             all of it: spellings, years, documents, successors")]
pub struct Agencies {
    /// Folder of the index
    #[arg(long, value_name = "DIR", id = "index_read")]
    pub index: PathBuf,
    /// Print JSON
    #[arg(long = "json", id = "as_json", conflicts_with = "as_csv")]
    pub as_json: bool,
    /// Print CSV, a row for each agency and document
    #[arg(long = "csv", id = "as_csv")]
    pub csv: bool,
}

/// `vanthu diff`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vanthu diff ke-hoach-2024.md ke-hoach-2025.txt             summary and table
  vanthu diff 2024.json 2025.json --format html -o so.html   a report to send and print
  vanthu diff 2024.md 2025.md 2026.tsv                       the line of descent of each task

Exit status: 0 the same, 1 different, 2 wrong use or nothing to compare.")]
pub struct Diff {
    /// Documents of any form that `convert` reads, or its JSON, the oldest first
    #[arg(required = true, num_args = 2.., value_name = "DOCUMENT")]
    pub documents: Vec<PathBuf>,
    /// How to show the differences
    #[arg(long = "format", value_name = "FORMAT", default_value = "text")]
    pub view: DiffFormat,
    /// File to write to [default: standard output]
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Which appendix, by its number from 1 or its label; once for all documents or once for each
    #[arg(long, value_name = "APPENDIX")]
    pub appendix: Vec<String>,
    /// Refuse files of more than this many megabytes
    #[arg(long, value_name = "MB", default_value_t = 512)]
    pub max_size: u64,
}

/// How `diff` shows differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// Summary and table for the terminal
    Text,
    /// All of it (`vanthu schema diff`)
    Json,
    /// A row for each change, as Excel opens it
    Csv,
    /// A workbook for Excel
    Xlsx,
    /// A report in one file, to send and print
    Html,
}

/// `vanthu schema`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vanthu schema                  the names of the schemas
  vanthu schema document         the schema of what `convert` writes")]
pub struct Schema {
    /// Name of the schema; without it the names are listed
    pub name: Option<String>,
}
