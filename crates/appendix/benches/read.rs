//! Speed of tables to tasks, in bytes of table text: a plan with agency lists, one with plain cells, and 100,000 rows.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use vanthu_appendix::Context;
use vanthu_document::model::Attachment;
use vanthu_document::page::{Block, Span};
use vanthu_document::table::{Cell, Row, Table};

const HEADER: [&str; 7] = [
    "TT",
    "Nhiệm vụ",
    "Sản phẩm",
    "Lãnh đạo phụ trách",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Thời gian hoàn thành",
];

/// A table of `rows` tasks; with `lists`, agencies and products stand in lists.
fn plan(rows: usize, lists: bool) -> (Vec<Attachment>, u64) {
    let cell = |text: &str| Cell { text: text.to_owned(), ..Cell::default() };
    let mut table = Table::default();
    table.rows.push(Row { cells: HEADER.map(cell).to_vec(), span: Span::default() });
    let leads = ["Sở Nội vụ", "Chi cục Thủy lợi", "Văn phòng UBND tỉnh", "Trung tâm Khuyến nông"];
    let days =
        ["Tháng 7/2025", "Quý IV/2025", "Trước ngày 15/8/2025", "Hằng năm", "Từ tháng 3 đến tháng 9/2025"];
    for n in 0..rows {
        if n % 40 == 0 {
            let label = format!("{}.", n / 40 + 1);
            let section = [label.as_str(), "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", "", "", "", "", ""];
            table.rows.push(Row { cells: section.map(cell).to_vec(), span: Span::default() });
        }
        let task = format!(
            "Rà soát, sửa đổi, bổ sung quy định số {n} về phân cấp quản lý tài sản công, bảo đảm thống nhất với quy định của Trung ương và tình hình của địa phương"
        );
        let support = format!(
            "- Sở Tài chính\n- Công an tỉnh\n- Chi cục số {}\n- Sở, ban, ngành\n- UBND các xã, phường",
            n % 300
        );
        let ordinal = (n + 1).to_string();
        let cells = [
            ordinal.as_str(),
            task.as_str(),
            if lists {
                "- Kế hoạch - Báo cáo kết quả thực hiện - Quyết định"
            } else {
                "Quyết định của UBND tỉnh"
            },
            "Đ/c Phó Chủ tịch UBND tỉnh phụ trách lĩnh vực",
            leads[n % leads.len()],
            if lists { support.as_str() } else { "Sở Tài chính" },
            days[n % days.len()],
        ];
        table.rows.push(Row { cells: cells.map(cell).to_vec(), span: Span::line(None, n as u32 + 1) });
    }
    let bytes = table.rows.iter().flat_map(|r| &r.cells).map(|c| c.text.len() as u64).sum();
    (vec![Attachment { blocks: vec![Block::Table(table)], ..Attachment::default() }], bytes)
}

fn read(c: &mut Criterion) {
    let context = Context::default();
    for (name, rows, lists) in [("lists", 400, true), ("plain", 400, false), ("100,000 rows", 100_000, true)]
    {
        let (attachments, bytes) = plan(rows, lists);
        let mut group = c.benchmark_group("read");
        group.throughput(Throughput::Bytes(bytes)).sample_size(10);
        group.bench_function(name, |b| b.iter(|| vanthu_appendix::read(black_box(&attachments), &context)));
        group.finish();
    }
}

criterion_group!(benches, read);
criterion_main!(benches);
