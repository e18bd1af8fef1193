//! The corpus: what the program makes of each document, against the truth that a person wrote down.
//!
//! Forms that give their tables are read without a miss. Of forms that lost their tables or their letters, [`UNCLAIMED`]
//! says what is not claimed yet. `--nocapture` prints every figure.

use anyhow::Result;
use vanthu_cli::pipeline::{Limits, convert};
use vanthu_document::diagnostic::Language;
use vanthu_tests::corpus::{Sample, samples, scans_are_read};
use vanthu_tests::score::{Miss, Score, compare};

/// What is not claimed of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lost {
    /// The tables fell apart: rows, and what is noticed in them.
    Tables,
    /// Letters and tables.
    Everything,
}

/// Documents that the program does not claim to read whole yet.
const UNCLAIMED: &[(&str, Lost)] = &[
    ("thanh-tra-truong-giang-ke-hoach-2024", Lost::Tables),
    ("tinh-dong-xoan-ke-hoach-pci-dti-2024", Lost::Tables),
    ("xa-van-son-ha-ke-hoach-2025-ocr", Lost::Everything),
];

fn score(sample: &Sample) -> Result<Score> {
    let path = format!("{}.{}", sample.stem, sample.ending);
    let converted = convert(&path, &sample.bytes, &Limits::default(), Language::English)?;
    Ok(compare(&sample.gold, &converted))
}

fn lost(sample: &Sample) -> Option<Lost> {
    UNCLAIMED.iter().find(|(stem, _)| *stem == sample.stem).map(|&(_, lost)| lost)
}

/// Whether the program claims to get such a place right.
fn claimed(sample: &Sample, miss: &Miss) -> bool {
    match lost(sample) {
        None => true,
        Some(Lost::Tables) => miss.place == "front" && miss.field != "warnings",
        Some(Lost::Everything) => false,
    }
}

#[test]
fn what_is_claimed_is_right() -> Result<()> {
    let mut table = String::new();
    for sample in samples()?.iter().filter(|sample| !sample.is_printed()) {
        let mut score = score(sample)?;
        println!("{} {score}", sample.stem);
        score.misses.retain(|miss| claimed(sample, miss));
        if !score.misses.is_empty() {
            table += &format!("{} {score}", sample.stem);
        }
    }
    assert!(table.is_empty(), "\n{table}");
    Ok(())
}

/// Share of cells and fields that come out right of typed pages, and of scans, at least.
const TYPED: f64 = 0.97;
const SCANNED: f64 = 0.85;

#[test]
fn printed_pages_keep_their_floors() -> Result<()> {
    let scans = scans_are_read();
    let mut met = 0;
    for sample in samples()?.iter().filter(|s| s.is_printed() && (scans || !s.is_scan())) {
        let score = score(sample)?;
        println!("{}.{} {score}", sample.stem, sample.ending);
        let floor = if sample.is_scan() { SCANNED } else { TYPED };
        assert!(score.share() >= floor, "{}: {score}", sample.stem);
        met += 1;
    }
    assert!(met > 0, "no printed page in the corpus");
    Ok(())
}

#[test]
fn nothing_right_is_called_unclaimed() -> Result<()> {
    let samples = samples()?;
    for (stem, _) in UNCLAIMED {
        let sample = samples.iter().find(|s| s.stem == *stem);
        let score = sample.map(score).transpose()?;
        assert!(
            score.is_some_and(|s| !s.misses.is_empty()),
            "{stem} is gone or read without a miss: take it off UNCLAIMED"
        );
    }
    Ok(())
}

#[test]
fn the_truth_is_whole() -> Result<()> {
    let samples = samples()?;
    for ending in ["md", "tsv", "txt", "html", "docx", "doc", "rtf", "xlsx", "xls", "pdf", "tif"] {
        assert!(samples.iter().any(|s| s.ending == ending), "no document ends in .{ending}");
    }
    for sample in &samples {
        let gold = &sample.gold;
        assert_eq!(gold.source, format!("{}.{}", sample.stem, sample.ending));
        assert_eq!(gold.document.kind.is_some(), gold.document.title.is_some(), "{}", sample.stem);
        assert!(gold.document.kind.is_some() || !gold.appendices.is_empty(), "{}", sample.stem);
        for row in gold.appendices.iter().flat_map(|a| &a.rows) {
            assert!(row.task.is_some() && row.ordinal.is_some(), "{} {row:?}", sample.stem);
            assert_eq!(row.section_path.len(), row.section_titles.len(), "{}", sample.stem);
        }
    }
    Ok(())
}
