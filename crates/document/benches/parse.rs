//! Speed of the parser on its own: pages of a typical decision with a plan and tables of tasks as lines.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use vanthu_document::page::{Block, Form, Gap, Line, Page, Pages, Span};

/// A front part, and sentences as plans hold them, until the text has `bytes` bytes.
fn pages(bytes: usize) -> Pages {
    let front = [
        "ỦY BAN NHÂN DÂN",
        "TỈNH ĐỒNG XOAN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 45/QĐ-UBND",
        "Đồng Xoan, ngày 14 tháng 8 năm 2025",
        "QUYẾT ĐỊNH",
        "Ban hành Kế hoạch chuyển đổi số năm 2025",
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "QUYẾT ĐỊNH:",
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch.",
    ];
    let body = [
        "1. Nâng cao nhận thức của cán bộ, công chức, viên chức và người dân trên địa bàn tỉnh về chuyển đổi số,",
        "gắn với việc thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị và Kế hoạch số 139/KH-",
        "UBND ngày 16/5/2025 của Ủy ban nhân dân tỉnh; bảo đảm rõ người, rõ việc, rõ thời gian, rõ kết quả.",
        "- Sở Khoa học và Công nghệ chủ trì, phối hợp với các sở, ban, ngành và Ủy ban nhân dân các xã, phường",
        "tổ chức tập huấn, bồi dưỡng kỹ năng số cho tối thiểu 90% cán bộ, công chức trong giai đoạn 2025 - 2030.",
        "a) Rà soát, đơn giản hóa thủ tục hành chính; công khai kết quả trên Cổng dịch vụ công của tỉnh.",
    ];
    let mut blocks = Vec::new();
    let mut size = 0;
    for (number, text) in (1..).zip(front.into_iter().chain(body.into_iter().cycle())) {
        size += text.len() + 1;
        blocks.push(Block::Line(Line {
            text: text.to_owned(),
            span: Span::line(None, number),
            gap: Gap::Line,
            ..Line::default()
        }));
        if size >= bytes {
            break;
        }
    }
    Pages {
        form: Form::Text,
        encoding: "UTF-8".into(),
        count: None,
        pages: vec![Page { number: 1, blocks }],
        diagnostics: Vec::new(),
    }
}

fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    for (name, bytes) in [("decision-60-kb", 60_000), ("decision-2-mb", 2_000_000)] {
        let pages = pages(bytes);
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(name, |bencher| {
            bencher.iter_batched(|| pages.clone(), vanthu_document::parse, criterion::BatchSize::LargeInput)
        });
    }
    group.finish();
}

criterion_group!(benches, parse);
criterion_main!(benches);
