//! Throughput of each reader, from bytes to pages: `cargo bench -p vanthu-readers`.

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use vanthu_document::page::Form;
use vanthu_readers::{ReadOptions, read};

/// Size of each document.
const SIZE: usize = 1 << 20;

const WORK: &str = "Rà soát, công bố danh mục thủ tục nội bộ trong lĩnh vực giáo dục của huyện Kim Bảng";
const UNITS: [&str; 3] = ["Phòng Giáo dục và Đào tạo", "Phòng Nội vụ", "UBND các xã, thị trấn"];

fn until_full(mut add: impl FnMut(&mut String, usize)) -> String {
    let mut out = String::with_capacity(SIZE + 4096);
    let mut i = 0;
    while out.len() < SIZE {
        add(&mut out, i);
        i += 1;
    }
    out
}

/// Text as dumped from a PDF: a space at the end of each line, an empty line behind it.
fn plain() -> String {
    until_full(|out, i| {
        let _ = write!(out, "{i}. {WORK} \n\n{} \nTháng {}/2021 \n\n \n", UNITS[i % 3], i % 12 + 1);
    })
}

/// Paragraphs and tables of a model, about half of each.
fn markdown() -> String {
    until_full(|out, i| {
        let _ = write!(
            out,
            "## **{i}. Nhiệm vụ****{i}.1. Nội dung**\n\n- {WORK};\n- {WORK}, *năm học 2021*.\n\n"
        );
        out.push_str("| STT | Nội dung | Chủ trì | Phối hợp | Thời gian |\n|---|---|---|---|---|\n");
        for row in 0..4 {
            let _ = writeln!(
                out,
                "| {row}   | {WORK}     | {}      | - {}<br>- {} | Tháng {}/2021 |",
                UNITS[row % 3],
                UNITS[(row + 1) % 3],
                UNITS[(row + 2) % 3],
                row + 1
            );
        }
        out.push('\n');
    })
}

fn tsv() -> String {
    until_full(|out, i| {
        let (lead, support) = (UNITS[i % 3], UNITS[(i + 1) % 3]);
        let _ =
            writeln!(out, "{i}\t{WORK}\tKế hoạch\t{lead}\t- {support} - Các trường\tQuý {}/2021", i % 4 + 1);
        if i % 9 == 8 {
            out.push('\n');
        }
    })
}

fn reading(c: &mut Criterion) {
    let mut group = c.benchmark_group("read");
    for (name, form, text) in
        [("text", Form::Text, plain()), ("markdown", Form::Markdown, markdown()), ("tsv", Form::Tsv, tsv())]
    {
        let options = ReadOptions::default();
        assert_eq!(read(text.as_bytes(), &options).map(|p| p.form), Ok(form));
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| b.iter(|| read(black_box(text.as_bytes()), &options)));
    }
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
