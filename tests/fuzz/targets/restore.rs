//! Any lines are restored line for line, and every change stands in its line.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vanthu_restore::Restorer;

static RESTORER: LazyLock<Restorer<'static>> = LazyLock::new(Restorer::new);

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.lines().collect();
    let restored = RESTORER.restore_lines(&lines);
    assert_eq!(restored.len(), lines.len());
    for (line, done) in lines.iter().zip(&restored) {
        assert_eq!((done.map.source_len(), done.map.target_len()), (line.len(), done.text.len()));
        for change in &done.changes {
            assert_eq!(line[change.range.start..change.range.end], change.from);
        }
    }
});
