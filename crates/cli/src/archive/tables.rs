//! What is written over the whole archive: tables of its tasks, and its citations.
//!
//! The documents' JSON is read once, in the order of the paths, some at a time, and every table takes its rows from it as
//! it passes. Files with the content of another one are left out: their tasks would count twice. The citations alone need
//! no tasks, which are most of the JSON: only what stands above them is read then.

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use anyhow::{Context, Result};
use rayon::prelude::*;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use vanthu_appendix::model::{ConvertedDocument, Source};
use vanthu_archive::catalogue::{Catalogue, Entry, State};
use vanthu_archive::citations::{Overview, Resolver};
use vanthu_archive::stamp::{Stamp, hexadecimal};
use vanthu_document::diagnostic::Language;
use vanthu_document::model::Document;
use vanthu_export::rows::reference;
use vanthu_export::workbook::Book;
use vanthu_export::{csv, jsonl, parquet};

use super::{Run, WHOLE, explain_catalogue};
use crate::args::Format;
use crate::output::{WholeFile, make_folder};
use crate::{json, task_table};

/// The file of the citations, which is always written.
const CITATIONS: &str = "citations.json";
/// Documents that are in memory at a time.
const BATCH: usize = 32;
/// Bytes of JSON that are in memory at a time, unless a single document has more.
const BATCH_BYTES: u64 = 16 << 20;
/// Under what the catalogue records of which state of the archive the tables are.
const STATE: &str = "whole-archive";

/// Prints the tasks of every document.
pub(super) fn print(entries: &[Entry], output: &Path, language: Language) -> Result<()> {
    let mut out = io::stdout().lock();
    let good: Vec<&Entry> = entries.iter().filter(|entry| entry.state.is_good()).collect();
    each_document(&good, output, whole, |_, document| {
        Ok(out.write_all(task_table::render(document, language).as_bytes())?)
    })
}

/// Writes the tables that are asked for and the citations, where the archive or the wish changed since the last time.
pub(super) fn write(entries: &[Entry], run: &Run<'_>, catalogue: &mut Catalogue) -> Result<Overview> {
    let language = run.setting.language;
    let folder = run.output.join(WHOLE);
    make_folder(&folder).with_context(|| folder.display().to_string())?;
    let mut files = vec![CITATIONS];
    files.extend(run.arguments.format.iter().filter_map(|format| file_of(*format)));
    files.sort_unstable();
    files.dedup();
    let documents: Vec<&Entry> = entries.iter().filter(|entry| entry.state == State::Converted).collect();
    let state = state_of(&documents, run);
    let explain = |error| explain_catalogue(&error, language);
    if let Some(known) = catalogue.fact(STATE).map_err(explain)?
        && let Ok((before, stamps, overview)) = serde_json::from_str::<(String, Vec<Stamp>, Overview)>(&known)
        && before == state
        && stamps_of(&folder, &files).is_ok_and(|now| now == stamps)
    {
        return Ok(overview);
    }
    let overview = write_all(&documents, &folder, &files, run)?;
    let stamps = stamps_of(&folder, &files)?;
    let known = serde_json::to_string(&(state, stamps, &overview))?;
    catalogue.set_fact(STATE, &known).map_err(explain)?;
    Ok(overview)
}

/// The file over the whole archive in a form; `None` for forms of single documents.
fn file_of(format: Format) -> Option<&'static str> {
    match format {
        Format::Csv => Some("tasks.csv"),
        Format::Jsonl => Some("tasks.jsonl"),
        Format::Xlsx => Some("archive.xlsx"),
        Format::Parquet => Some("tasks.parquet"),
        Format::Json | Format::Md | Format::Html | Format::Akn => None,
    }
}

fn stamps_of(folder: &Path, files: &[&str]) -> io::Result<Vec<Stamp>> {
    files.iter().map(|file| Stamp::at(&folder.join(file))).collect()
}

/// All that the tables depend on, hashed.
fn state_of(documents: &[&Entry], run: &Run<'_>) -> String {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update(text.as_bytes());
        hash.update([0]);
    };
    add(&run.making.program);
    add(run.setting.language.pick("vi", "en"));
    for entry in documents {
        add(&entry.name.to_string());
        for output in entry.outputs.iter().filter(|output| output.ending == ".json") {
            add(&output.sha256);
        }
    }
    hexadecimal(&hash.finalize())
}

fn write_all(documents: &[&Entry], folder: &Path, files: &[&str], run: &Run<'_>) -> Result<Overview> {
    let language = run.setting.language;
    let open = |name: &str| -> Result<Option<WholeFile>> {
        let wanted = files.contains(&name);
        let file = wanted.then(|| WholeFile::create(&folder.join(name)));
        file.transpose().with_context(|| folder.join(name).display().to_string())
    };
    let mut list = open("tasks.csv")?.map(|file| csv::List::new(language, file)).transpose()?;
    let mut lines = open("tasks.jsonl")?;
    let mut table = open("tasks.parquet")?.map(parquet::File::new).transpose()?;
    let mut book = files.contains(&"archive.xlsx").then(|| Book::new(language)).transpose()?;
    let symbols = documents.iter().filter_map(|entry| entry.summary.reference.as_deref()?.strip_prefix("…/"));
    let mut resolver = Resolver::new(reference, symbols);
    let output_of = |entry: &Entry| entry.name.with_ending(".json").to_string();
    if files == [CITATIONS] {
        each_document(documents, run.output, head, |entry, head| {
            resolver.add(&head.source.path, &output_of(entry), &head.document);
            Ok(())
        })?;
    } else {
        each_document(documents, run.output, whole, |entry, document| {
            if let Some(list) = &mut list {
                list.add(document)?;
            }
            if let Some(lines) = &mut lines {
                jsonl::write(document, lines)?;
            }
            if let Some(table) = &mut table {
                table.add(document)?;
            }
            if let Some(book) = &mut book {
                book.add(document)?;
            }
            resolver.add(&document.source.path, &output_of(entry), &document.document);
            Ok(())
        })?;
    }
    if let Some(list) = list {
        list.finish()?.finish()?;
    }
    if let Some(lines) = lines {
        lines.finish()?;
    }
    if let Some(table) = table {
        table.finish()?.finish()?;
    }
    if let Some(book) = book {
        let mut file = WholeFile::create(&folder.join("archive.xlsx"))?;
        book.finish(&mut file)?;
        file.finish()?;
    }
    let citations = resolver.finish();
    let mut file = WholeFile::create(&folder.join(CITATIONS))?;
    json::write(&citations, &mut file)?;
    file.finish()?;
    Ok(citations.overview())
}

/// What the citations are resolved from.
struct Head {
    source: Source,
    document: Document,
}

/// Reads each document's JSON in turn by `read`, several at a time.
fn each_document<T: Send>(
    entries: &[&Entry],
    output: &Path,
    read: impl Fn(&Path) -> Result<T> + Sync,
    mut take: impl FnMut(&Entry, &T) -> Result<()>,
) -> Result<()> {
    let mut rest = entries;
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = rest.iter().take(BATCH).take_while(|entry| {
            bytes += entry.outputs.iter().find(|o| o.ending == ".json").map_or(0, |o| o.stamp.size);
            bytes <= BATCH_BYTES
        });
        let (batch, behind) = rest.split_at(fits.count().max(1));
        rest = behind;
        let read_one = |entry: &&Entry| -> Result<T> {
            let place = output.join(entry.name.with_ending(".json").to_os().unwrap_or_default());
            read(&place).with_context(|| place.display().to_string())
        };
        let documents: Vec<Result<T>> = batch.par_iter().map(read_one).collect();
        for (entry, document) in batch.iter().zip(documents) {
            take(entry, &document?)?;
        }
    }
    Ok(())
}

fn whole(place: &Path) -> Result<ConvertedDocument> {
    if fs::metadata(place)?.len() < BATCH_BYTES {
        return Ok(serde_json::from_slice(&fs::read(place)?)?);
    }
    Ok(serde_json::from_reader(BufReader::new(File::open(place)?))?)
}

/// Reads what stands above the appendices.
fn head(place: &Path) -> Result<Head> {
    #[derive(Deserialize)]
    struct Sourced {
        source: Source,
    }
    let json = above(File::open(place)?, APPENDICES)?;
    let Sourced { source } = serde_json::from_slice(&json)?;
    Ok(Head { source, document: serde_json::from_slice(&json)? })
}

/// How [`json`] begins a document's appendices; no text in the JSON holds a line end.
const APPENDICES: &[u8] = b",\n  \"appendices\": ";
/// Bytes that are read at a time; most documents have no more above their appendices.
const BLOCK: u64 = 16 << 10;

/// An object's JSON with its fields above `field` alone, read no further than they reach; all of it where it has no such
/// field.
fn above(mut json: impl Read, field: &[u8]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        // The field may begin in the block before.
        let from = bytes.len().saturating_sub(field.len());
        bytes.reserve(BLOCK as usize);
        if json.by_ref().take(BLOCK).read_to_end(&mut bytes)? == 0 {
            return Ok(bytes);
        }
        if let Some(found) = memchr::memmem::find(&bytes[from..], field) {
            bytes.truncate(from + found);
            bytes.push(b'}');
            return Ok(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use vanthu_document::diagnostic::Language;

    use super::*;
    use crate::pipeline::{Limits, convert};

    #[test]
    fn what_stands_above_a_field_is_an_object() {
        for long in [1, 100, BLOCK as usize - 30, 3 * BLOCK as usize] {
            let mut json = Vec::new();
            let text = "á".repeat(long);
            json::write(&serde_json::json!({"a": text, "appendices": [{"b": 1}], "c": 2}), &mut json)
                .expect("into memory");
            let read = above(json.as_slice(), APPENDICES).expect("from memory");
            let read: serde_json::Value = serde_json::from_slice(&read).expect("an object");
            assert_eq!(read, serde_json::json!({"a": text}));
        }
        assert_eq!(above(&b"{\"a\": 1}"[..], APPENDICES).expect("from memory"), b"{\"a\": 1}");
    }

    #[test]
    fn a_head_is_that_of_the_whole() {
        let text = "UBND TỈNH TÂN AN\n\nSố: 12/QĐ-UBND\n\nQUYẾT ĐỊNH\n\nCăn cứ Luật Đất đai ngày 18 tháng 01 năm 2024;\n\n\
            Điều 1. Ban hành kèm theo danh mục.\n\nPHỤ LỤC\n\n| TT | Nhiệm vụ | Cơ quan chủ trì |\n|---|---|---|\n\
            | 1 | Rà soát, \"appendices\" | Sở Nội vụ |\n";
        let document =
            convert("a.md", text.as_bytes(), &Limits::default(), Language::English).expect("a document");
        assert_eq!(document.appendices.len(), 1);
        let place = tempfile::NamedTempFile::new().expect("a file");
        json::write(&document, &mut place.as_file()).expect("written");
        let Head { source, document: read } = head(place.path()).expect("its head");
        assert_eq!((source, &read), (document.source.clone(), &document.document));
        assert_eq!(whole(place.path()).expect("all of it"), document);
    }
}
