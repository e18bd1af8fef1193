//! Real documents: what the program reached on them, held.

#![expect(clippy::print_stderr, reason = "a skipped test says so")]

use std::path::PathBuf;

use vanthu_appendix::model::ConvertedDocument;
use vanthu_cli::pipeline::{Limits, convert};
use vanthu_document::diagnostic::Language;
use vanthu_restore::Restorer;
use vanthu_tests::gold::Gold;
use vanthu_tests::score::{Miss, Score, compare};
use vanthu_tests::seeds::{seed, shared};

/// The folder with the documents; says aloud that `test` is skipped where it is not there.
fn shared_or_skip(test: &str) -> Option<PathBuf> {
    let folder = shared();
    if folder.is_none() {
        eprintln!("SKIPPED {test}: ../shared is not there (set VANTHU_SHARED)");
    }
    folder
}

/// The misses on what that gold speaks of: it has no relations and no authority of the signer.
fn misses(score: &Score) -> Vec<&Miss> {
    score.misses.iter().filter(|miss| !["relations", "signer_authority"].contains(&miss.field)).collect()
}

fn converted(shared: &std::path::Path, number: &str) -> ConvertedDocument {
    let (path, bytes) = seed(shared, number).expect("the document");
    convert(&path.display().to_string(), &bytes, &Limits::default(), Language::English).expect("it converts")
}

#[test]
fn markdown_of_an_ocr_model_is_right_in_every_cell() {
    let Some(shared) = shared_or_skip("markdown") else { return };
    let gold = Gold::read(&shared.join("gold/002.json")).expect("the gold");
    let score = compare(&gold, &converted(&shared, "002"));
    assert!(misses(&score).is_empty(), "{score}");
}

#[test]
fn a_dump_of_a_pdf_keeps_its_rows() {
    let Some(shared) = shared_or_skip("dump") else { return };
    let gold = Gold::read(&shared.join("gold/000.json")).expect("the gold");
    let score = compare(&gold, &converted(&shared, "000"));
    assert!(score.share() >= 0.97, "{score}");
    assert!(misses(&score).iter().all(|miss| miss.place != "front"), "{score}");
}

#[test]
fn tab_separated_rows_are_all_there() {
    let Some(shared) = shared_or_skip("tab-separated") else { return };
    let document = converted(&shared, "001");
    assert_eq!(document.appendices.len(), 1);
    assert_eq!(document.appendices[0].columns.len(), 9);
    let rows: usize = document.appendices[0].tasks.iter().map(|task| task.assignments.len()).sum();
    assert_eq!(rows, 88);
}

#[test]
fn stripped_text_is_restored() {
    let Some(shared) = shared_or_skip("restoration") else { return };
    let restorer = Restorer::new();
    let (mut right, mut all) = (0, 0);
    for number in ["000", "001", "002", "003"] {
        let (_, bytes) = seed(&shared, number).expect("the document");
        let text = vanthu_text::decode(&bytes).text;
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        let stripped: Vec<String> = lines.iter().map(|line| strip(line)).collect();
        let stripped: Vec<&str> = stripped.iter().map(String::as_str).collect();
        for (line, restored) in lines.iter().zip(restorer.restore_lines(&stripped)) {
            let (want, got) = (words(line), words(&restored.text));
            all += want.len();
            right += want.iter().zip(&got).filter(|(w, g)| w == g).count();
        }
    }
    let share = f64::from(right as u32) / f64::from(all as u32);
    assert!(share >= 0.988, "{right} of {all} syllables = {share:.4}");
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect()
}

/// `text` without diacritics, case kept.
fn strip(text: &str) -> String {
    let plain = |c: char| {
        let folded = vanthu_text::fold_char(c)?;
        Some(if c.is_uppercase() { folded.to_ascii_uppercase() } else { folded })
    };
    text.chars().filter_map(plain).collect()
}
