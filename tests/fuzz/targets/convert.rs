//! Any bytes are converted or refused with a reason: readers, restoration, parser and appendices in turn.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vanthu_cli::pipeline::{Limits, convert};
use vanthu_document::diagnostic::Language;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(document) = convert("fuzz", bytes, &Limits::default(), Language::Vietnamese) {
        for task in document.appendices.iter().flat_map(|a| &a.tasks) {
            assert!(!task.assignments.is_empty());
            assert!((0.0..=1.0).contains(&task.confidence));
        }
    }
});
