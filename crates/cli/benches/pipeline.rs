//! The whole text path, bytes to tasks, on the corpus by form, in bytes a second; and on one long appendix.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use vanthu_cli::pipeline::{Limits, convert};
use vanthu_document::diagnostic::Language;

/// The corpus documents with that ending: those whose tables have fallen apart, or the others. Pages read by OCR need
/// restoration, which has a benchmark of its own.
fn documents(ending: &str, fallen: bool) -> Vec<(String, Vec<u8>)> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let mut paths: Vec<_> = fs::read_dir(corpus)
        .expect("the corpus")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .filter(|path| {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            // Dumps of PDFs have an empty line behind nearly every line.
            let dump =
                || fs::read_to_string(path).is_ok_and(|t| t.matches("\n\n").count() * 3 > t.lines().count());
            !name.starts_with('.') && !name.contains("-ocr") && (ending != "txt" || dump() == fallen)
        })
        .collect();
    paths.sort();
    paths.into_iter().map(|p| (p.display().to_string(), fs::read(&p).expect("a document"))).collect()
}

/// A Markdown appendix of `rows` rows in the manner of an OCR model.
fn long_appendix(rows: usize) -> Vec<u8> {
    let mut text = String::from(
        "PHỤ LỤC\n\n| TT | Nhiệm vụ | Sản phẩm | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian |\n|---|---|---|---|---|---|\n",
    );
    for row in 1..=rows {
        text.push_str(&format!(
            "| {row} | Rà soát, hoàn thiện quy trình xử lý hồ sơ số {row} theo hướng rút ngắn thời gian | - Kế hoạch<br>- Báo cáo | \
             Sở Nội vụ | - Sở Tài chính<br>- UBND các xã, phường | Quý {}/2026 |\n",
            row % 4 + 1
        ));
    }
    text.into_bytes()
}

fn run(document: &(String, Vec<u8>)) -> usize {
    let (path, bytes) = document;
    let converted = convert(path, bytes, &Limits::default(), Language::English).expect("a document");
    converted.appendices.iter().map(|a| a.tasks.len()).sum()
}

fn pipeline(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("pipeline");
    group.sample_size(20);
    let forms =
        [("markdown", "md", false), ("tsv", "tsv", false), ("text", "txt", false), ("dumps", "txt", true)];
    for (form, ending, fallen) in forms {
        let documents = documents(ending, fallen);
        group.throughput(Throughput::Bytes(documents.iter().map(|(_, b)| b.len() as u64).sum()));
        group.bench_function(form, |b| b.iter(|| black_box(documents.iter().map(run).sum::<usize>())));
    }
    let long = ("long.md".to_owned(), long_appendix(20_000));
    group.throughput(Throughput::Bytes(long.1.len() as u64));
    group.bench_function("appendix of 20,000 rows", |b| b.iter(|| black_box(run(&long))));
    group.finish();
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
