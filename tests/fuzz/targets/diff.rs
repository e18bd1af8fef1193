//! Any two documents that convert are compared, and a document with itself is the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vanthu_cli::pipeline::{Limits, convert};
use vanthu_diff::{Side, compare};
use vanthu_document::diagnostic::Language;

const HEAD: &str = "| TT | Nhiệm vụ | Sản phẩm | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn |\n|---|---|---|---|---|---|\n";

fuzz_target!(|rows: (&str, &str)| {
    let limits = Limits { ocr: None, ..Limits::default() };
    let read =
        |rows: &str| convert("fuzz.md", (HEAD.to_owned() + rows).as_bytes(), &limits, Language::English).ok();
    let (Some(old), Some(new)) = (read(rows.0), read(rows.1)) else { return };
    let (Some(a), Some(b)) = (old.appendices.first(), new.appendices.first()) else { return };
    let (a, b) = (Side::new(&old, a), Side::new(&new, b));
    let found = compare(&a, &b);
    for pair in &found.matches {
        assert!((0.0..=1.0).contains(&pair.confidence));
    }
    let same = compare(&a, &a);
    assert!(same.added.is_empty() && same.removed.is_empty(), "{rows:?}");
});
